"""One file read: a pure function of bytes and settings, so that any process may do it and a cache keep it.

What depends on other files, such as whether a record was seen before, is
decided where parts are put together (`merge`), not here.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from framing import plugins
from framing.corpus import article, encoding, manifest, streams
from framing.corpus import columns as naming
from framing.corpus.article import RowBuilder
from framing.corpus.files import FoundFile
from framing.corpus.html import trees as trees
from framing.corpus.limits import Limits
from framing.corpus.records import FOLDER, Fault, Item, Note, Record, Source, Unread
from framing.corpus.streams import DAMAGE, TooLarge, is_zip
from framing.errors import FramingError
from framing.plugins import toml

if TYPE_CHECKING:
    import pandas as pd


def open_for_readers(stream: BinaryIO, limits: Limits) -> BinaryIO:
    """Return a file as readers are given it: an archive that is packed once more is held, to be sought in.

    Raises
    ------
    TooLarge
        Such an archive is longer than `limits.whole_bytes`.
    """
    try:
        if not stream.seekable() and isinstance(stream, io.BufferedReader) and is_zip(stream.peek(4)[:4]):
            with stream:
                return io.BytesIO(streams.read_rest(stream, limits, "unpack it and give the folder"))
    except BaseException:
        stream.close()
        raise
    return stream


# What is known and not read: archives, documents, pictures, unknown exports; and what to do with each.

#: So many bytes of a file are looked at: an export may begin with what was searched for.
LOOK = 32768


class Known(NamedTuple):
    """How sure it is, on the scale of `sniff`, and the line for the audit."""

    sure: int
    detail: str


_UNPACK = "unpack it beside the articles, and give the folder"
_AS_TEXT = "save it as plain text (.txt), or copy the article into a text file"
_AS_TABLE = "save the sheet as CSV or Excel"

# First bytes, and what they are the beginning of; documents of Office are told apart by their names.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a document that is packed as a zip archive", _AS_TEXT),
    (b"PK\x05\x06", "an empty zip archive", "leave it out"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a rar archive", _UNPACK),
    (b"BZh", "a file packed with bzip2", f"{_UNPACK}; gzip would be read as it is"),
    (b"\xfd7zXZ\x00", "a file packed with xz", f"{_UNPACK}; gzip would be read as it is"),
    (b"\x28\xb5\x2f\xfd", "a file packed with zstd", f"{_UNPACK}; gzip would be read as it is"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", f"{_AS_TEXT}; of a sheet, {_AS_TABLE}"),
    (b"SQLite format 3\x00", "a database", "export its table of articles as CSV"),
    (b"\x89PNG\r\n\x1a\n", "a picture", "leave it out"),
    (b"\xff\xd8\xff", "a picture", "leave it out"),
    (b"GIF8", "a picture", "leave it out"),
    (b"RDX", "data of R", "write it as CSV or Parquet there"),
    (b"\x80\x04\x95", "a Python pickle", "it could run code, so it is never opened: write CSV or Parquet"),
)  # fmt: skip
_OFFICE = {
    ".epub": ("an e-book", _AS_TEXT),
    ".ods": ("a sheet", _AS_TABLE),
    ".odt": ("a document of LibreOffice", "save it as DOCX"),
    ".pptx": ("slides", _AS_TEXT),
}


@cache
def _exports() -> dict[str, list[re.Pattern[bytes]]]:
    """Return the marks of each database's exports (``exports.toml``)."""
    raw = toml("framing.corpus", "exports")
    return {name: [re.compile(mark.encode()) for mark in marks] for name, marks in raw.items()}


def recognise(head: bytes, name: str) -> Known | None:
    """Return what a file is that no reader of ours is meant for, or None.

    >>> recognise(b"Rar!\\x1a\\x07....", "pages.rar").detail
    'a rar archive: unpack it beside the articles, and give the folder'
    >>> recognise(b"Ministers met on Monday.", "a.txt") is None
    True
    """
    for magic, what, todo in _MAGIC:
        if head.startswith(magic):
            suffix = name[name.rfind(".") :].lower() if "." in name else ""
            what, todo = _OFFICE.get(suffix, (what, todo)) if magic == b"PK\x03\x04" else (what, todo)
            return Known(85, f"{what}: {todo}")
    if head[257:262] == b"ustar":
        return Known(85, f"a tar archive: {_UNPACK}")
    plain = head[:LOOK].replace(b"\x00", b"").replace(b"\r\n", b"\n")
    for database, marks in _exports().items():
        if sum(bool(mark.search(plain)) for mark in marks) >= 2:
            return Known(
                97,
                f"an export of {database} in a form that isn't known here; read as something else it would "
                "be one article of many: export it again as the docs say, or make a table of it",
            )
    return None


class Entry(NamedTuple):
    """One record or file: what was decided about it, and its row where it gives one.

    `digest` identifies the record as found; `alone` says that it is a whole file.
    """

    place: str
    row: dict[str, Any] | None
    digest: bytes
    alone: bool
    notes: tuple[Note, ...]


@dataclass
class Part:
    """What came of one file, or of a run of its records, in order.

    Attributes
    ----------
    columns : mapping of str to None
        Names that any record used, in the order met.
    frame : pandas.DataFrame, optional
        Articles that needed no decision, behind the entries.
    """

    entries: list[Entry] = field(default_factory=list)
    columns: dict[str, None] = field(default_factory=dict)
    frame: pd.DataFrame | None = None

    def extend(self, other: Part) -> None:
        """Put what comes of further records behind."""
        self.entries.extend(other.entries)
        self.columns.update(other.columns)


def readers() -> dict[str, Any]:
    """Return the readers there are, by name: the modules of ``corpus/readers``, then entry points.

    Each has its ``SUFFIXES``, ``sniff(head, name)``, which says from 0 to 100 how sure it is that it can read
    a file, and ``read(stream, source)``, which yields a `Record` for each article and a `Fault` for one lost.
    """
    return plugins.modules("framing.corpus.readers", "framing.readers", ("SUFFIXES", "sniff", "read"))


def choose(stream: BinaryIO, source: Source) -> Any:
    """Return the reader that is surest of a file, or a fault; the stream is read at its start, or rewound.

    A reader that names the members by which a ZIP archive is its form
    (``PACKED = ("word/document.xml",)``) is surest of one that has them all, a name
    that ends in a stroke being that of a folder with anything in it;
    else first bytes count more than the name.
    """
    head = streams.beginning(stream, LOOK)
    name = source.name
    if not head:
        return Fault("empty", "the file is empty; save it again", kind="skipped")
    if not head.strip(b"\x00"):
        return Fault("empty", "holds no text (zero bytes only); copy or save it again", kind="skipped")
    if streams.is_zip(head):
        if not stream.seekable():
            stream = io.BytesIO(head + streams.read_rest(stream, source.limits, _UNPACK))
        stream.seek(0)
        fitting = _by_members(streams.Archive(stream, source.limits, streams.form(name)).names)
        if fitting is not None:
            return fitting
    sure = {key: module.sniff(head, name) for key, module in readers().items()}
    best = max(sure, key=lambda key: sure[key])
    known = recognise(head, name)
    if known and known.sure > sure[best]:
        return Fault("no_reader", known.detail, kind="skipped")
    if sure[best]:
        return readers()[best]
    return Fault("no_reader", _unknown(head, name), kind="skipped")


def _unknown(head: bytes, name: str) -> str:
    """Return what is said of a file that no reader takes."""
    formats = sorted({suffix for module in readers().values() for suffix in module.SUFFIXES})
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if suffix not in formats:
        return f"nothing here reads it; formats are {', '.join(formats)}"
    if (control := _CONTROL.search(head)) and encoding.is_binary(head):
        what = f"the control character 0x{head[control.start()]:02x} at byte {control.start() + 1:,}"
        return f"is called {suffix} and holds what no text has, first {what}; save it again"
    return f"is called {suffix}, and what it holds is nothing of the kind; save it again"


_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]")


def _by_members(names: Iterable[str]) -> Any | None:
    """Return the reader whose members an archive has; of several the one that names most."""
    present = {part for name in names for part in (name, name[: name.find("/") + 1])}
    fitting = [
        module
        for module in readers().values()
        if (needed := getattr(module, "PACKED", ())) and present.issuperset(needed)
    ]
    return max(fitting, key=lambda module: len(module.PACKED), default=None)


def read_file(file: FoundFile, builder: RowBuilder, columns: Mapping[str, str] | None) -> Part:
    """Return what comes of one file."""
    return read_records(records_of(file), file, builder, columns)


def records_of(file: FoundFile, opened: Callable[[BinaryIO], object] = lambda stream: None) -> Iterator[Item]:
    """Yield what a file's reader finds; whatever stops it is a fault behind what it found before.

    `opened` is told the stream, so that who waits can see how far it is read.
    """
    if file.fault is not None:
        yield file.fault
        return
    yield from items(lambda: streams.open_bounded(file.path, file.source.limits), file.source, opened)


def items(
    reopen: Callable[[], BinaryIO],
    source: Source,
    opened: Callable[[BinaryIO], object] = lambda stream: None,
    reader: Any = None,
) -> Iterator[Item]:
    """Yield what the reader of a file, or of a member of an archive, finds in it; see `records_of`.

    Parameters
    ----------
    reopen : function
        Gives the file from its start; called twice, to choose a reader and to read.
    source : Source
    reader : module, optional
        The one that reads it; None chooses one.
    """

    def read() -> Iterator[Item]:
        chosen = reader
        if chosen is None:
            with open_for_readers(reopen(), source.limits) as stream:
                chosen = choose(stream, source)
        if isinstance(chosen, Fault):
            yield chosen
            return
        with open_for_readers(reopen(), source.limits) as stream:
            opened(stream)
            yield from bound_items(chosen.read(stream, source))

    def bound_items(found: Iterator[Item]) -> Iterator[Item]:
        yield from itertools.islice(found, most := source.limits.records)
        if next(found, None) is not None:
            yield Fault("too_many", f"more than {most:,} records (limit records); split it")

    empty = True
    try:
        for item in read():
            empty = empty and isinstance(item, Note)
            yield item
    except TooLarge as error:
        yield Fault("too_large", f"{error}{'' if '; ' in str(error) else f'; {_smaller(error, source)}'}")
    except streams.Damaged as error:
        yield Fault("unreadable", str(error))
    except DAMAGE as error:
        why = f"the packed file is cut short or damaged ({_said(error)})"
        before = "" if empty else "what stands before the damage was read: "
        yield Fault("unreadable", f"{why}; {before}save or copy it again")
    except OSError as error:
        why = f"can't be read ({_said(error)}); check that it is whole and that you may read it"
        yield Fault("unreadable", why)
    except (FramingError, MemoryError):
        raise
    except Exception as error:
        trees.lacking(error)
        why = f"its reader stopped ({type(error).__name__}: {_said(error)})"
        yield Fault("unreadable", f"{why}; save the file again or in another form")
    else:
        if empty:
            yield Fault("empty", "holds no articles", kind="skipped")


_DOCUMENTS = (".docx", ".docm", ".rtf", ".doc")


def _smaller(error: TooLarge, source: Source) -> str:
    """Return how a file of its form is made smaller."""
    name = source.name.lower()
    if name.endswith((".xlsx", ".xlsm")):
        return "save its sheet of articles as CSV"
    if name.endswith(_DOCUMENTS):
        return "split the document"
    if name.endswith((".zip", ".wacz")):
        return "unpack it and give the folder"
    packed = source.path.lower().endswith(".gz") and "file_bytes" not in str(error)
    return "unpack it and split it" if packed else "split it"


def read_records(
    records: Iterable[Item], file: FoundFile, builder: RowBuilder, columns: Mapping[str, str] | None
) -> Part:
    """Return what comes of records of one file."""
    part, source = Part(), file.source
    said = {**file.columns, **(columns or {})}
    shapes: dict[tuple[str, ...], dict[str, str]] = {}
    for record in map(finished, records):
        if isinstance(record, Note):
            part.entries.append(Entry(source.path, None, b"", False, (record,)))
            continue
        place = source.at(record.number, record.member)
        if isinstance(record, Fault):
            part.entries.append(lost(place, record, source))
            continue
        shape = tuple(record.fields)
        if shape not in shapes:
            part.columns.update(dict.fromkeys(map(str, shape)))
            asked = naming.exact(shape, said) if record.export else None
            shapes[shape], guessed = asked or naming.guess(shape, said, where=source.path)
            if guessed and not record.page:
                told = ", ".join(f"{name} from {column!r}" for name, column in guessed)
                note = Note("guessed", "columns", f"{told}; settle it with columns={{...}}", once=True)
                part.entries.append(Entry(source.path, None, b"", False, (note,)))
        names = shapes[shape]
        if "text" not in names and not record.bare:
            fate = article.decided(record, names, said, file.said)
            whole = source.at(0, record.member) if fate.once else place
            part.entries.append(Entry(whole, None, b"", False, (fate,)))
            if fate.kind != "guessed":
                continue
        part.entries.append(_entry(record, names, file, builder))
    return part


def finished(item: Item) -> Item:
    """Return what a reader left to be read; anything else as it is."""
    if not isinstance(item, Unread):
        return item
    try:
        return replace(item.how(item), number=item.number, member=item.member)
    except (FramingError, MemoryError):
        raise
    except Exception as error:
        trees.lacking(error)
        detail = f"its reader stopped ({type(error).__name__}: {_said(error)}); look at it, or leave it out"
        return Fault("unreadable", detail, item.number, member=item.member)


def _said_of(record: Record, file: FoundFile) -> Mapping[str, object]:
    """Return what folder and manifest say of a record, and the file's name where that is of one article."""
    home = {FOLDER: file.folder}
    if record.export:
        # Who called a database's export "courier_2026-01-15" named the day of the export.
        return {**home, **{name: value for name, value in file.said.items() if name not in file.named}}
    told = manifest.from_name(record.member.rsplit("/", 1)[-1]) if record.member else {}
    return {**home, **told, **file.said}


def _entry(record: Record, names: Mapping[str, str], file: FoundFile, builder: RowBuilder) -> Entry:
    place = file.source.at(record.number, record.member)
    try:
        made = builder.make(record, names, _said_of(record, file), file.source.at(0, record.member))
    except FramingError:
        raise
    except (
        ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, SyntaxError,
    ) as error:  # fmt: skip
        trees.lacking(error)
        made = Fault(
            "unreadable",
            f"a value of it can't be made sense of ({type(error).__name__}: {_said(error)}); "
            "look at the record, or leave it out",
        )
    if isinstance(made, Fault):
        return lost(place, made, file.source, record.notes)
    # A page is an article by itself, also where a crawl holds many.
    alone = record.document is not None or not record.number
    return Entry(place, made.row, hashlib.sha256(record.raw).digest(), alone, tuple(made.notes))


def lost(place: str, fault: Fault, source: Source, notes: tuple[Note, ...] = ()) -> Entry:
    """Return the line of what was not read; a limit that it names is said with its value."""
    said = Note(fault.kind, fault.rule, source.limits.explained(fault.detail))
    return Entry(place, None, b"", False, (*notes, said))


def _said(error: BaseException) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error or type(error).__name__).split())[:120]
