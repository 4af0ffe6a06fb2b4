"""One file read: a pure function of bytes and settings, so that any process may do it and a cache keep it.

What depends on other files, such as whether a record was seen before, is
decided where parts are put together (`merge`), not here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from framing import plugins
from framing.corpus import archive, cut, encoding, manifest, streams, textless, trees, unread
from framing.corpus import columns as naming
from framing.corpus.article import Desk
from framing.corpus.files import Found
from framing.corpus.records import FOLDER, Fault, Item, Note, Record, Source, Unread
from framing.corpus.streams import TooLarge
from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Entry", "Part", "choose", "finished", "items", "lost", "read_file", "read_records", "read_with",
    "readers", "records_of",
]  # fmt: skip


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
    """Return the readers there are, by name: the modules of ``corpus/readers``, then entry points."""
    return plugins.modules("framing.corpus.readers", "framing.readers", ("SUFFIXES", "sniff", "read"))


def choose(stream: BinaryIO, source: Source) -> Any:
    """Return the reader that is surest of a file, or a fault; the stream is read at its start, or rewound.

    A reader that names the members by which a ZIP archive is its form
    (``PACKED = ("word/document.xml",)``) is surest of one that has them all, a name
    that ends in a stroke being that of a folder with anything in it;
    else first bytes count more than the name.
    """
    head = streams.beginning(stream, unread.LOOK)
    name = source.name
    if not head:
        return Fault("empty", "the file is empty; save it again", kind="skipped")
    if not head.strip(b"\x00"):
        return Fault("empty", "holds no text (zero bytes only); copy or save it again", kind="skipped")
    if archive.is_zip(head):
        packed = stream if stream.seekable() else cut.held(stream, source.limits, head)
        packed.seek(0)
        names = archive.Archive(packed, source.limits, archive.form(name)).names
        fitting = _by_members(names)
        if getattr(packed, "cut", None) is not None and (fitting or archive.is_form(name, names)):
            # What a document lacks, no reader could tell: it isn't read in part.
            raise archive.Damaged(f"is no whole {archive.form(name)} (cut short?); save or copy it again")
        if fitting is not None:
            return fitting
    sure = {key: module.sniff(head, name) for key, module in readers().items()}
    best = max(sure, key=lambda key: sure[key])
    known = unread.recognise(head, name)
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


def read_file(file: Found, desk: Desk, columns: Mapping[str, str] | None) -> Part:
    """Return what comes of one file."""
    whose = file.said.get("outlet")
    encoding = desk.book[desk.book.resolve(str(whose))].encoding if whose else None
    if encoding:
        file = replace(file, source=replace(file.source, encoding=encoding))
    return read_records(records_of(file), file, desk, columns)


def records_of(file: Found, opened: Callable[[BinaryIO], object] = lambda stream: None) -> Iterator[Item]:
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
) -> Iterator[Item]:
    """Yield what the reader of a file, or of a member of an archive, finds in it; see `records_of`.

    Parameters
    ----------
    reopen : function
        Gives the file from its start; called twice, to choose a reader and to read.
    source : Source
    """
    chosen: list[Any] = []

    def chooses() -> Iterator[Item]:
        with cut.opened(reopen(), source.limits) as stream:
            chosen.append(choose(stream, source))
        if isinstance(chosen[0], Fault):
            yield chosen[0]

    yield from _told(chooses(), source, silent=True)
    if chosen and not isinstance(chosen[0], Fault):
        yield from read_with(chosen[0], reopen, source, opened)


def read_with(
    reader: Any,
    reopen: Callable[[], BinaryIO],
    source: Source,
    opened: Callable[[BinaryIO], object] = lambda stream: None,
) -> Iterator[Item]:
    """Yield what one reader finds in a file; whatever stops it is a fault behind what it found before."""

    def reads() -> Iterator[Item]:
        with cut.opened(reopen(), source.limits) as stream:
            opened(stream)
            yield from cut.found_before(_counted(reader.read(stream, source), source), stream)

    yield from _told(reads(), source)


def _counted(found: Iterator[Item], source: Source) -> Iterator[Item]:
    """Yield no more items than a file may have records."""
    for count, item in enumerate(found, 1):
        if count > (most := source.limits.records):
            yield Fault("too_many", f"more than {most:,} records (limit records); split it")
            return
        yield item


def _told(found: Iterator[Item], source: Source, *, silent: bool = False) -> Iterator[Item]:
    """Yield what is found, and what stops it as a fault; nothing found is one too, unless `silent`."""
    empty = True
    try:
        for item in found:
            empty = empty and isinstance(item, Note)
            yield item
    except TooLarge as error:
        yield Fault("too_large", f"{error}{'' if '; ' in str(error) else f'; {_smaller(error, source)}'}")
    except archive.Damaged as error:
        yield Fault("unreadable", str(error))
    except cut.DAMAGE as error:
        yield Fault(
            "unreadable",
            f"the packed file is cut short or damaged ({_said(error)}); "
            + ("what stands before the damage was read: " if not empty else "")
            + "save or copy it again",
        )
    except OSError as error:
        yield Fault(
            "unreadable",
            f"can't be read ({_said(error)}); check that it is whole and that you may read it",
        )
    except (FramingError, MemoryError):
        raise
    except Exception as error:
        trees.lacking(error)
        yield Fault(
            "unreadable",
            f"its reader stopped ({type(error).__name__}: {_said(error)}); "
            "save the file again or in another form",
        )
    else:
        if empty and not silent:
            yield Fault("empty", "holds no articles", kind="skipped")


_DOCUMENTS = (".docx", ".docm", ".odt", ".rtf", ".doc")


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


def read_records(records: Iterable[Item], file: Found, desk: Desk, columns: Mapping[str, str] | None) -> Part:
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
            fate = textless.decided(record, names, said, file.said)
            whole = source.at(0, record.member) if fate.once else place
            part.entries.append(Entry(whole, None, b"", False, (fate,)))
            if fate.kind != "guessed":
                continue
        part.entries.append(_entry(record, names, file, desk))
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


def _said_of(record: Record, file: Found) -> Mapping[str, object]:
    """Return what folder and manifest say of a record, and the file's name where that is of one article."""
    home = {FOLDER: file.folder}
    if record.export:
        # Who called a database's export "courier_2026-01-15" named the day of the export.
        return {**home, **{name: value for name, value in file.said.items() if name not in file.named}}
    told = manifest.from_name(record.member.rsplit("/", 1)[-1]) if record.member else {}
    return {**home, **told, **file.said}


def _entry(record: Record, names: Mapping[str, str], file: Found, desk: Desk) -> Entry:
    place = file.source.at(record.number, record.member)
    try:
        made = desk.make(record, names, _said_of(record, file), file.source.at(0, record.member))
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
