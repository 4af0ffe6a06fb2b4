"""Where each item stands, whatever finds it: named things and figures, terms, statements, as one table.

What finds them is the business of `features`; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from framing.comparison.coverage.topical import topical
from framing.errors import FramingError, brief, several, unknown
from framing.features.cells import PARTS, Voices, cells
from framing.features.items.table import items as find_items
from framing.features.nodes import Node, node
from framing.features.statements.finding import statements as find_statements
from framing.tables import check

__all__ = ["COLUMNS", "LEVELS", "TERMS", "levels_of", "sightings", "terms_of"]

LEVELS = ("named", "term", "statement")

#: What a sighting is; `label` says how the item is shown.
COLUMNS = ("article", "item", "kind", "level", "label", "part", "start", "end")

#: Terms taken of each group from a table that `fr.keyness` made.
TERMS = 20

#: Characters of a sentence that stand for a statement.
_SHOWN = 90

Terms: TypeAlias = str | Sequence[str] | Mapping[str, str | Sequence[str]] | pd.DataFrame


def levels_of(levels: object) -> tuple[str, ...]:
    """Return the levels asked for, in order.

    >>> levels_of("named"), levels_of(["statement", "term"])
    (('named',), ('term', 'statement'))
    """
    given = several("levels", levels)
    for name in given:
        if name not in LEVELS:
            raise unknown("level", name, LEVELS)
    if not given:
        raise FramingError(f"levels: the list is empty; give one of {', '.join(LEVELS)}, or several")
    return tuple(name for name in LEVELS if name in given)


def sightings(
    articles: pd.DataFrame,
    *,
    levels: str | Sequence[str] = LEVELS,
    terms: Terms | None = None,
    voices: Voices = "full",
    items: pd.DataFrame | None = None,
    statements: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List where each item stands.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`.
    levels, terms, voices, items, statements
        As for `coverage`.

    Returns
    -------
    pandas.DataFrame
        A row a mention: `article`, `item`, `kind`, `level`, `label`, `part`, `start`, `end`.

    Raises
    ------
    FramingError
        A level that is not known, a table that lacks a column, or a place that lies outside its article.
    """
    frame = check(articles, "articles")
    wanted = levels_of(levels)
    found = []
    if items is not None:
        found.append(_given(items, frame, wanted))
    elif "named" in wanted:
        found.append(_named(find_items(frame)))
    if "term" in wanted and (patterns := terms_of(topical(frame) if terms is None else terms)):
        found.append(_terms(frame, patterns))
    if "statement" in wanted:
        if statements is None and items is not None and (found[0]["level"] == "statement").any():
            pass  # already given
        else:
            given = (
                find_statements(frame, voices=voices, progress=False) if statements is None else statements
            )
            found.append(_given(_statements(given), frame, wanted, "statements"))
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS))
    return table.astype({name: "str" for name in COLUMNS if name not in ("start", "end")})


def _named(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(level="named", label=found["item"])[list(COLUMNS)]


def _given(
    table: pd.DataFrame, frame: pd.DataFrame, wanted: Sequence[str], name: str = "items"
) -> pd.DataFrame:
    """Check sightings that a caller has, and keep those of the articles and levels at hand."""
    if not isinstance(table, pd.DataFrame):
        raise FramingError(
            f"{name}: {brief(table)} is no table; give one with article, item, part, start, end"
        )
    for column in ("article", "item", "part", "start", "end"):
        if column not in table.columns:
            have = ", ".join(map(str, table.columns)) or "none"
            raise FramingError(f"{name}: column {column!r} is missing; columns given: {have}")
    found = table.reset_index(drop=True)
    missing = found[["article", "item", "part", "start", "end"]].isna().any(axis=1)
    if missing.any():
        raise FramingError(f"{name}: row {int(missing.argmax())} lacks a value; fill it or leave the row out")
    text = {column: found[column].astype("str") for column in ("article", "item", "part")}
    level = (
        found["level"].astype("str") if "level" in found else pd.Series(["named"] * len(found), dtype="str")
    )
    for value, allowed, column in ((level, LEVELS, "level"), (text["part"], PARTS, "part")):
        for one in sorted(set(value)):
            if one not in allowed:
                raise unknown(column, one, allowed, where=name)
    label = found["label"] if "label" in found else pd.Series([None] * len(found), dtype="str")
    result = pd.DataFrame(
        {
            "article": text["article"],
            "item": text["item"],
            "kind": found["kind"].astype("str").fillna("") if "kind" in found else level,
            "level": level,
            "label": label.astype("str").fillna(text["item"]),
            "part": text["part"],
        }
    )
    for column in ("start", "end"):
        try:
            result[column] = found[column].astype("int64")
        except (ValueError, TypeError):
            raise FramingError(f"{name}: column {column!r} should be whole numbers of characters") from None
    row = result["article"].map(pd.Series(np.arange(len(frame)), index=frame["id"]))
    here = row.notna() & result["level"].isin(wanted)
    result, row = result[here].reset_index(drop=True), row[here].to_numpy(np.int64)
    length = np.where(
        result["part"] == "headline",
        frame["title"].str.len().fillna(0).to_numpy(np.int64)[row],
        frame["text"].str.len().fillna(0).to_numpy(np.int64)[row],
    )
    wrong = (result["start"] < 0) | (result["end"] <= result["start"]) | (result["end"] > length)
    if wrong.any():
        at = result[wrong].iloc[0]
        raise FramingError(
            f"{name}: {at['item']!r} at {at['start']} to {at['end']} lies outside the {at['part']} of "
            f"article {at['article']!r}; offsets are characters from the beginning of title or text"
        )
    return result[list(COLUMNS)]


def _statements(found: pd.DataFrame) -> pd.DataFrame:
    """Turn the table `statements` into sightings; a statement is shown by its central sentence, cut."""
    table = check(found, "statements")
    best = {"similarity": False, "article": True, "start": True}
    order = table.sort_values(list(best), ascending=list(best.values()), kind="stable")
    central = order.drop_duplicates("statement").set_index("statement")["sentence"]
    shown = central.map(lambda text: text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…")
    return table.assign(
        item=table["statement"], kind="statement", level="statement", label=table["statement"].map(shown)
    )[list(COLUMNS)]


def terms_of(terms: object) -> list[tuple[str, Node]]:
    """Return what to look for, each term by itself, so that none hides inside another.

    A mapping names patterns that are one item; a table that `fr.keyness` made gives the `TERMS` strongest
    terms of each group.

    >>> [name for name, _ in terms_of({"duties": ["duty", "tariff*"], "canola": "canola"})]
    ['duties', 'canola']
    """
    if isinstance(terms, Mapping):
        return [(str(name), node(patterns, what="terms")) for name, patterns in terms.items()]
    if isinstance(terms, pd.DataFrame):
        if "term" not in terms.columns:
            raise FramingError(
                "terms: the table has no column 'term'; give what fr.keyness returns, or a list"
            )
        table = terms
        if {"group", "z"} <= set(table.columns):
            table = table[table["z"] > 0].sort_values(["z", "term"], ascending=[False, True], kind="stable")
            table = table.groupby("group", sort=True).head(TERMS)
        terms = sorted(set(table["term"].dropna().astype("str")))
    written = sorted(terms) if isinstance(terms, (set, frozenset)) else several("terms", terms)
    return [(str(one), node(one, what="terms")) for one in dict.fromkeys(written)]


def _terms(frame: pd.DataFrame, patterns: Sequence[tuple[str, Node]]) -> pd.DataFrame:
    may = [sought.candidates(frame) for _, sought in patterns]
    some = frame[np.logical_or.reduce(may)].reset_index(drop=True)
    columns: dict[str, list[np.ndarray]] = {name: [] for name in ("row", "term", "part", "start", "end")}
    for chunk in cells(some, None):
        for number, (_, sought) in enumerate(patterns):
            found = sought.find(some, chunk)
            columns["row"].append(chunk.first + found.doc % max(chunk.size, 1))
            columns["term"].append(np.full(len(found.doc), number))
            columns["part"].append(chunk.part(chunk.of(found.first)))
            columns["start"].append(found.start)
            columns["end"].append(found.end)
    empty = [np.zeros(0, np.int64)]
    flat = {name: np.concatenate(values or empty).astype(np.int64) for name, values in columns.items()}
    names = np.array([name for name, _ in patterns], dtype=object)[flat["term"]]
    return pd.DataFrame(
        {
            "article": some["id"].to_numpy(dtype=object)[flat["row"]],
            "item": names,
            "kind": "term",
            "level": "term",
            "label": names,
            "part": np.array(PARTS, dtype=object)[flat["part"]],
            "start": flat["start"],
            "end": flat["end"],
        }
    )
