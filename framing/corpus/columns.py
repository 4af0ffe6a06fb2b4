"""Which column of a user's file is which of ours: the names in use in the field, guessed and told.

A guess costs a line in the audit; `columns={"text": "Body"}` settles it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from framing.corpus.records import Fault
from framing.errors import FramingError, brief, check_choice, nearest
from framing.plugins import toml
from framing.schema import schema

# In order of trust: where a file has two, the first named wins and the other is kept as it is.
_NAMES: dict[str, str] = toml(__package__, "lists")["columns"]["names"]
#: Our fields that a column, a manifest or `columns=` may fill.
FIELDS = tuple(_NAMES)


def guess(
    names: Iterable[str], columns: Mapping[str, str] | None = None, *, where: str = ""
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return which column fills which field, and which of these were guessed.

    Parameters
    ----------
    names : iterable of str
        The columns there are.
    columns : mapping of str to str, optional
        Field to column, as the user says; these are not guessed.
    where : str
        The file, for the error.

    Returns
    -------
    dict of str to str
        Field to column.
    list of (str, str)
        Field and column, where the column is not called as the field is.

    Raises
    ------
    FramingError
        `columns` names a field that is not ours.

    Examples
    --------
    >>> guess(["Headline", "Body", "Newspaper"])[1]
    [('text', 'Body'), ('title', 'Headline'), ('outlet', 'Newspaper')]
    """
    present = [str(name) for name in names]
    chosen: dict[str, str] = {}
    for name, column in (columns or {}).items():
        check_choice("columns", name, FIELDS, where=where)
        if column in present:
            chosen[name] = column
    folded = {fold(name): name for name in reversed(present)}
    told = []
    for name, known in _NAMES.items():
        if name in chosen:
            continue
        for alias in known.split():
            column = folded.get(alias, "")
            if column and column not in chosen.values():
                chosen[name] = column
                if column != name:
                    told.append((name, column))
                break
    return chosen, told


def exact(
    names: Iterable[str], columns: Mapping[str, str] | None = None
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return which column fills which field where fields are called as ours are: nothing is guessed.

    >>> exact(["title", "publisher", "document_type"])
    ({'title': 'title'}, [])
    """
    present = set(names)
    chosen = {name: name for name in FIELDS if name in present}
    return chosen | {name: column for name, column in (columns or {}).items() if column in present}, []


def require(columns: Mapping[str, str] | None) -> None:
    """Say at once if `columns=` names a field that does not exist, before any file is read."""
    if columns is not None and not isinstance(columns, Mapping):
        raise FramingError(
            f"columns: {brief(columns)} is no mapping of field to column; as in columns={{'text': 'Body'}}"
        )
    for name, column in (columns or {}).items():
        meant = next((known for known, also in _NAMES.items() if fold(str(name)) in also.split()), "")
        if name not in FIELDS and meant:
            written = f"columns={{{meant!r}: {column!r}}}"
            raise FramingError(f"columns {name!r} is not known; did you mean {meant!r}? Write {written}")
        check_choice("columns", name, FIELDS)
        if not isinstance(column, str) or not column:
            raise FramingError(
                f"columns: {name!r} needs a column's name, got {column!r}; as in columns={{'text': 'Body'}}"
            )


def absent(columns: Mapping[str, str] | None, present: Iterable[str]) -> str:
    """Return the line that says which columns of `columns=` stand in no file, or nothing where all do."""
    names = list(present)
    lost = [(name, column) for name, column in (columns or {}).items() if column not in names]
    if not lost:
        return ""
    said = ", ".join(f"{column!r} ({name})" for name, column in lost)
    close = nearest(lost[0][1], names)
    hint = f"; did you mean {close!r}?" if close else "."
    return f"columns: no file has a column {said}{hint} Columns are: {_listed(names)}"


def no_text(names: Iterable[str], columns: Mapping[str, str] | None = None, *, likely: str = "") -> str:
    """Return the line that says that no column holds the text, and what to do.

    `likely` is the column that may hold it.
    """
    present = [str(name) for name in names]
    listed = _listed(present)
    if columns and "text" in columns:
        close = nearest(columns["text"], present)
        hint = f"; did you mean {close!r}?" if close else ""
        return f"no column {columns['text']!r} for the text{hint}; columns are: {listed}"
    named, hint = (repr(likely), f" {likely!r} may.") if likely else ("NAME", "")
    said = f"no column holds the text; columns are: {listed}.{hint}"
    return f"{said} Say which with columns={{'text': {named}}}"


def _listed(names: list[str]) -> str:
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "") or "none"


def fold(name: str) -> str:
    """Return a column's name as names are compared.

    >>> fold("Pub. Date"), fold("Author(s)")
    ('pub_date', 'authors')
    """
    bare = str(name).strip().strip("\ufeff").casefold().replace("(s)", "s")
    return re.sub(r"[\s\-.]+", "_", bare)


def is_ours(names: Iterable[str]) -> bool:
    """Say whether a table is one that we wrote: every column of the articles table stands in its header."""
    return set(schema("articles").columns) <= set(names)


def check_names(names: Iterable[str], where: str = "", member: str = "") -> list[Fault]:
    """Return the fault of a table in which a column stands twice; `where` is what is said before it."""
    repeated = next((name for name, count in Counter(names).items() if name and count > 1), None)
    detail = f"{where}column {repeated!r} stands twice; rename or drop one of them"
    return [Fault("duplicate_columns", detail, member=member)] if repeated else []
