"""What a reader hands over: records as found and faults, before anything is decided about them.

Readers know formats and nothing of outlets or cleaning; the rest of the
package knows these four shapes and nothing of formats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from framing.corpus.limits import Limits

__all__ = ["FOLDER", "SITE", "Case", "Fault", "Item", "Note", "Record", "Source", "Unread"]

#: A field in which a reader hands on what may be the outlet's name; it counts if it names a known one.
SITE = "_site"
#: What of all that is said of a file names the folder that its path is relative to: it may be an outlet's.
FOLDER = "_folder"


@dataclass(frozen=True)
class Source:
    """A file as the reader and the user know it.

    `path` is relative and with forward slashes: it stands in tables, and
    must not tell on which machine they were made. `encoding` is what the
    outlet's file says of its files; a reader asks it where a file says nothing.
    `limits` bounds what is read of it.
    """

    path: str
    encoding: str | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def name(self) -> str:
        """The file's name without its folders, and without .gz."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".gz")

    def at(self, number: int, member: str = "") -> str:
        """Return how tables name a record of this file, as ``file.jsonl:12``; number 0 is the whole file.

        >>> Source("old/export.zip").at(3, "part1.docx")
        'old/export.zip/part1.docx:3'
        """
        path = f"{self.path}/{member}" if member else self.path
        return f"{path}:{number}" if number else path


@dataclass(frozen=True)
class Note:
    """One decision to be told: a line of the audit without its place.

    A reader may yield one by itself: then it is about the file, as that all
    articles which a file announces were found in it (kind ``checked``).

    `once` says that it holds for all that follows, as how an outlet's name was
    read: of many that say the same the audit keeps the first.
    """

    kind: str
    rule: str
    detail: str = ""
    once: bool = False


@dataclass(frozen=True)
class Record:
    """One article as found.

    Attributes
    ----------
    fields : mapping
        Values by the names the file uses.
    raw : bytes
        What identifies the record: its bytes, before any decision.
    number : int
        Line or row in the file, from 1; 0 where the file is one record.
    blocks : str, optional
        One letter for each paragraph of the text, where the format tells them apart;
        the text then has one paragraph a line.
    page : bool
        The text is what one copies from a page, so that headline, section, byline
        and stamp stand in its first lines.
    notes : tuple of Note
        What the reader decided (an encoding guessed, a byte repaired).
    document : object, optional
        What the record was read from, where it can be read better once its outlet is known.
    member : str
        Label of the member of an archive that the record stands in.
    bare : str
        Why there is no text, where a database or list gives none: such a record is kept,
        with the status ``metadata``, and never scored.
    export : bool
        It is of a database: its fields are called as ours are, so that none is guessed from another, and its
        text is the body alone, without headline, byline or stamp above it.
    sheet : str
        The sheet of a workbook that it is a row of.
    """

    fields: Mapping[str, Any]
    raw: bytes
    number: int = 0
    blocks: str | None = None
    page: bool = False
    notes: tuple[Note, ...] = field(default=())
    document: object = None
    member: str = ""
    bare: str = ""
    export: bool = False
    sheet: str = ""


@dataclass(frozen=True)
class Fault:
    """One record, or a whole file or member (number 0), that could not be read.

    `kind` is ``failed`` for what is broken, ``skipped`` for what is no article.
    `detail` says what is wrong and how to mend it.
    """

    rule: str
    detail: str
    number: int = 0
    kind: str = "failed"
    member: str = ""


@dataclass(frozen=True)
class Unread(Record):
    """A record whose reading is work, as a page of a crawl is: who makes its row does it, in any process.

    Until then `raw` is what it is read from, and `fields` what its reader needs to know beside that.

    Attributes
    ----------
    how : function
        Reads it; of a module, so that it can be sent to another process.
    """

    how: Callable[[Unread], Record | Fault] = field(kw_only=True)


#: What a reader yields: an article, one that is lost, or something about the file.
Item = Record | Fault | Note


@dataclass
class Case:
    """One record on its way to a row: what it says, what its folder says, and what was decided.

    Attributes
    ----------
    names : mapping of str to str
        Field to the record's own name for it.
    said : mapping
        What folder, file name and user say; fills what the record lacks.
    place : str
        Path of the file, as in `Source`.
    """

    record: Record
    names: Mapping[str, str]
    said: Mapping[str, object]
    place: str
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.notes.extend(self.record.notes)

    def value(self, name: str) -> Any:
        """Return the record's value of a field, or None where it has none."""
        column = self.names.get(name)
        return None if column is None else self.record.fields.get(column)

    def note(self, kind: str, rule: str, detail: str, *, once: bool = False) -> None:
        """Write down a decision."""
        self.notes.append(Note(kind, rule, detail, once))
