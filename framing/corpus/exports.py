"""What readers of databases' exports share: records of one shape, and whether all announced are there."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from framing.corpus.records import Fault, Note, Record

__all__ = ["as_record", "reconcile"]


def as_record(
    fields: Mapping[str, object],
    number: int,
    *,
    blocks: str | None = None,
    notes: tuple[Note, ...] = (),
    bare: str = "",
    member: str = "",
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
        member=member,
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
