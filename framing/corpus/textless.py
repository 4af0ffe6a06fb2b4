"""Rows of tables without a text: which are coverage all the same, and what is told where no column has one.

A row that says what appeared where is kept as an entry of a database's list is:
with the status ``metadata``, and never scored.
"""

from __future__ import annotations

from collections.abc import Mapping

from framing.corpus import fields
from framing.corpus.columns import fold, no_text
from framing.corpus.records import Case, Note, Record

__all__ = ["decided", "unreadable", "why"]

#: What is longer is hardly anything but a text, whatever its column is called.
_LONG = 500
# Columns of some length that are no text of an article.
_BESIDE = frozenset(
    "abstract summary description snippet teaser excerpt lead notes comment comments keywords subjects "
    "subject tags people companies places raw html".split()
)


def _is_entry(record: Record) -> bool:
    """Say whether a record is a row of a table, and neither a page nor of a database's export."""
    return not record.page and not record.export and record.document is None


def why(case: Case) -> str:
    """Return why a row without a text is kept, or nothing where it is no article that anybody could find.

    Its address says which article it is; so does its headline with an outlet or a date beside it. A
    headline alone may be a line that somebody wrote below a table.
    """
    if not _is_entry(case.record):
        return ""
    title, told = fields.own(case, "title"), fields.own(case, "outlet") or fields.own(case, "published")
    if not fields.own(case, "url") and not (title and told):
        return ""
    column = case.names.get("text")
    return "no column holds its text" if column is None else f"no text in column {column!r}"


def unreadable(case: Case) -> str:
    """Return what stands where the text should and is none, as an object of JSON; nothing where it is one."""
    value = case.value("text")
    parts = value if isinstance(value, (list, tuple)) else [value]
    found = next((part for part in parts if isinstance(part, Mapping)), None)
    if found is None:
        return ""
    named = ", ".join(map(str, list(found)[:6]))
    what = "an object" if found is value else "a list of objects"
    return (
        f"column {case.names['text']!r} holds {what} with named values ({named}), and no text; "
        "put the text itself there, or name another column for it"
    )


def decided(
    record: Record, names: Mapping[str, str], asked: Mapping[str, str], said: Mapping[str, object]
) -> Note:
    """Return what becomes of a record whose file has no column for the text.

    Parameters
    ----------
    record : Record
    names : mapping of str to str
        Field to the record's column.
    asked : mapping of str to str
        Field to column, as user and manifest say.
    said : mapping
        What folder, file name and user say of the record.

    Returns
    -------
    Note
        Of the kind ``guessed`` where it is kept as metadata; ``skipped`` and of the whole sheet where a
        workbook's sheet has neither texts nor titles; else ``failed``.
    """
    likely = _likely(record, names)
    told = no_text(record.fields, asked, likely=likely)
    if not likely and "text" not in asked and _is_list(record, names, said):
        detail = f"{told}; till then the articles are kept as metadata, and not scored"
        return Note("guessed", "no_text_column", detail, once=True)
    if record.sheet and not likely and "title" not in names:
        detail = f"sheet {record.sheet!r} holds no articles: {told}"
        return Note("skipped", "no_text_column", detail, once=True)
    return Note("failed", "no_text_column", told)


def _is_list(record: Record, names: Mapping[str, str], said: Mapping[str, object]) -> bool:
    known = {*names, *(name for name, value in said.items() if value)}
    return _is_entry(record) and {"title", "published"} <= known and bool({"outlet", "url"} & known)


def _likely(record: Record, names: Mapping[str, str]) -> str:
    """Return the column that may hold the text under a name of its own: what stands in it is long."""
    taken = set(names.values())
    long = {
        str(name): len(value)
        for name, value in record.fields.items()
        if name not in taken and isinstance(value, str) and len(value) >= _LONG and fold(name) not in _BESIDE
    }
    return max(long, key=lambda name: long[name], default="")
