"""What a reader hands over: records as found and faults, before anything is decided about them.

Readers know formats and nothing of outlets or cleaning; the rest of the
package knows these four shapes and nothing of formats.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from framing.corpus.limits import Limits

#: A field in which a reader hands on what may be the outlet's name; it counts if it names a known one.
SITE = "_site"
#: What of all that is said of a file names the folder that its path is relative to: it may be an outlet's.
FOLDER = "_folder"


@dataclass(frozen=True)
class Source:
    """A file as the reader and the user know it.

    `path` is relative and with forward slashes: it stands in tables, and
    must not tell on which machine they were made. `limits` bounds what is read of it.
    """

    path: str
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


# What readers of databases' exports share: records of one shape, and whether all announced are there.


def as_record(
    fields: Mapping[str, object],
    number: int,
    *,
    blocks: str | None = None,
    notes: tuple[Note, ...] = (),
    bare: str = "",
) -> Record:
    """Return a record of some fields, called as ours are; empty ones are left out, and empty lines too.

    What identifies it is its fields, so that an article which stands in two
    exports, or in two forms of one, is the same.

    Parameters
    ----------
    fields : mapping of str to object
        Columns, as the docs of the exports name them.
    number : int
        Place in the file, from 1.
    blocks : str, optional
        A letter for each line of the text.
    bare : str
        Why there is no text.

    Examples
    --------
    >>> record = as_record({"title": "Talks end", "text": "They ended.", "page": ""}, 1)
    >>> sorted(record.fields), record.raw
    (['text', 'title'], b'{"text":"They ended.","title":"Talks end"}')
    """
    kept: dict[str, Any] = {name: value for name, value in fields.items() if value not in (None, "", [], ())}
    if bare:
        kept.setdefault("text", "")
    elif blocks is None and isinstance(text := kept.get("text"), str):
        kept["text"] = "\n".join(filter(None, map(str.strip, text.split("\n"))))
    raw = json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return Record(
        kept,
        raw.encode("utf-8", "surrogatepass"),
        number,
        blocks=blocks,
        notes=notes,
        bare=bare,
        export=True,
    )


def reconcile(
    announced: int | None,
    read: Collection[int] | int,
    *,
    titles: Mapping[int, str] | None = None,
    first: int = 1,
) -> Iterator[Fault | Note]:
    """Yield what is to be told of the articles that a file announces and those that stand in it.

    Parameters
    ----------
    announced : int, optional
        How many it says there are, from number `first` on; None where it says nothing.
    read : collection of int, or int
        Numbers of those found, kept or not, or how many.
    titles : mapping of int to str, optional
        Headline of each number, as a list of contents gives it.

    Yields
    ------
    Fault
        For each that is missing, so that found = kept + lost counts what was announced.
    Note
        Of the kind ``checked``, where none is missing.

    Examples
    --------
    >>> next(reconcile(2, 2)).detail
    'announces 2 articles; all of them were read'
    >>> [fault.number for fault in reconcile(3, {1, 3})]
    [2]
    """
    if announced is None:
        return
    count = read if isinstance(read, int) else len(read)
    if isinstance(read, int):
        # Which of them is missing isn't known: the last ones stand for it.
        missing = list(range(first + read, first + announced))
    else:
        missing = [number for number in range(first, first + announced) if number not in read]
    for number in missing:
        title = (titles or {}).get(number, "")
        named = f"no. {number} {title[:80]!r}" if title else f"no. {number}"
        which = named if not isinstance(read, int) or title else "one of them"
        detail = f"the file announces {announced:,} articles; {which} doesn't stand in it: export it again"
        yield Fault("announced", detail, number)
    if not missing:
        said = f"announces {announced:,} article{'s' * (announced != 1)}"
        told = "all of them were read" if count == announced else f"{count:,} were read"
        yield Note("checked", "announced", f"{said}; {told}")
