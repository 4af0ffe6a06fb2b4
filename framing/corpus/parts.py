"""One file read: a pure function of bytes and settings, so that any process may do it and a cache keep it.

What depends on other files, such as whether a record was seen before, is
decided where parts are put together (`merge`), not here.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from framing import plugins
from framing.corpus import columns as naming
from framing.corpus import files, unread
from framing.corpus.article import Desk
from framing.corpus.files import Found, TooLarge
from framing.corpus.records import Fault, Note, Record
from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Entry", "Part", "choose", "read_file", "read_records", "readers", "records_of"]


#: So many first bytes are shown to each reader.
_SNIFFED = 8192


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


def choose(head: bytes, name: str) -> Any:
    """Return the reader that is surest of a file, by its first bytes more than by its name, or a fault."""
    if not head:
        return Fault("empty", "the file is empty; save it again", kind="skipped")
    sure = {key: module.sniff(head[:_SNIFFED], name) for key, module in readers().items()}
    best = max(sure, key=lambda key: sure[key])
    known = unread.recognise(head, name)
    if known and known.sure > sure[best]:
        return Fault("no_reader", known.detail, kind="skipped")
    if sure[best]:
        return readers()[best]
    formats = ", ".join(sorted({suffix for module in readers().values() for suffix in module.SUFFIXES}))
    return Fault("no_reader", f"nothing here reads it; formats are {formats}", kind="skipped")


def read_file(file: Found, desk: Desk, columns: Mapping[str, str] | None) -> Part:
    """Return what comes of one file."""
    whose = file.said.get("outlet")
    encoding = desk.book[desk.book.resolve(str(whose))].encoding if whose else None
    if encoding:
        file = replace(file, source=replace(file.source, encoding=encoding))
    return read_records(records_of(file), file, desk, columns)


def records_of(
    file: Found, opened: Callable[[BinaryIO], object] = lambda stream: None
) -> Iterator[Record | Fault]:
    """Yield what a file's reader finds; whatever stops it is a fault behind what it found before.

    `opened` is told the stream, so that who waits can see how far it is read.
    """
    if file.fault is not None:
        yield file.fault
        return
    empty = True
    try:
        with files.open_bounded(file.path) as stream:
            reader = choose(files.beginning(stream, unread.LOOK), file.source.name)
        if isinstance(reader, Fault):
            yield reader
            return
        with files.open_bounded(file.path) as stream:
            opened(stream)
            for record in reader.read(stream, file.source):
                empty = False
                yield record
    except TooLarge as error:
        yield Fault("too_large", f"{error}; unpack it and split it")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
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
    except FramingError:
        raise
    except Exception as error:
        yield Fault(
            "unreadable",
            f"its reader stopped ({type(error).__name__}: {_said(error)}); "
            "save the file again or in another form",
        )
    else:
        if empty:
            yield Fault("empty", "holds no articles", kind="skipped")


def read_records(
    records: Iterable[Record | Fault], file: Found, desk: Desk, columns: Mapping[str, str] | None
) -> Part:
    """Return what comes of records of one file."""
    part, source = Part(), file.source
    said = {**file.columns, **(columns or {})}
    shapes: dict[tuple[str, ...], dict[str, str]] = {}
    for record in records:
        place = source.at(record.number)
        if isinstance(record, Fault):
            part.entries.append(_lost(place, record))
            continue
        shape = tuple(record.fields)
        if shape not in shapes:
            part.columns.update(dict.fromkeys(map(str, shape)))
            shapes[shape], guessed = naming.guess(shape, said, where=source.path)
            if guessed and not record.page:
                told = ", ".join(f"{name} from {column!r}" for name, column in guessed)
                note = Note("guessed", "columns", f"{told}; settle it with columns={{...}}", once=True)
                part.entries.append(Entry(source.path, None, b"", False, (note,)))
        names = shapes[shape]
        if "text" not in names:
            part.entries.append(
                _lost(place, Fault("no_text_column", naming.no_text(shape, said), record.number))
            )
            continue
        part.entries.append(_entry(record, names, file, desk))
    return part


def _entry(record: Record, names: Mapping[str, str], file: Found, desk: Desk) -> Entry:
    place = file.source.at(record.number)
    try:
        made = desk.make(record, names, file.said, file.source.path)
    except FramingError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        made = Fault(
            "unreadable",
            f"a value of it can't be made sense of ({type(error).__name__}: {_said(error)}); "
            "look at the record, or leave it out",
        )
    if isinstance(made, Fault):
        return _lost(place, made, record.notes)
    return Entry(place, made.row, hashlib.sha256(record.raw).digest(), not record.number, tuple(made.notes))


def _lost(place: str, fault: Fault, notes: tuple[Note, ...] = ()) -> Entry:
    return Entry(place, None, b"", False, (*notes, Note(fault.kind, fault.rule, fault.detail)))


def _said(error: BaseException) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error or type(error).__name__).split())[:120]
