"""Articles in, sightings out: where each named thing and figure stands, written one way in the corpus."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.features.cells import PARTS
from framing.features.items.gather import gather
from framing.features.items.names import names
from framing.features.items.settling import settled
from framing.features.items.spans import key_of, parts
from framing.features.naming.mentions import found_mentions
from framing.features.naming.referents import Given
from framing.tables import check, empty

__all__ = ["items"]


def items(articles: pd.DataFrame, *, referents: Given | None = None) -> pd.DataFrame:
    """List the named things and the figures of articles: people, bodies, places, documents, sums, dates.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; other columns as in the table `articles`. Dates without a year are
        completed from `published`; a surname is joined to the full name that the article gives, else its
        `event`, else all articles, where these give but one.
    referents : str, path, mapping or pandas.DataFrame, optional
        As for `mentions`: what is called by an alias is one item, under the referent's name.

    Returns
    -------
    pandas.DataFrame
        The table `items`: a row a mention, in the order of the articles and of reading; two never overlap.

    Raises
    ------
    FramingError
        The table or the referents are not what they should be.

    Notes
    -----
    English only: an article whose `language` is another has no items. Found by capitals, closed lists and the
    corpus itself, not by a parser or a trained model: a name that stands only where every word has a
    capital, or where the first of a sentence is an ordinary word, may be missed. Offices ("the president"),
    adjectives of nations, clock times and "one", "the two", "first" and "second" are no
    items. Surnames of several
    people of an article go to the one named in full before. The recall measured by hand for each kind stands
    in ``recall.toml`` beside this module.

    Examples
    --------
    >>> texts = ["Minister Ana Ruiz signed three deals worth $1.5 billion.", "Ms. Ruiz paid $1.5bn."]
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": texts})
    >>> items(articles)[["article", "item", "kind", "form"]].values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['a', 'Ana Ruiz', 'person', 'Ana Ruiz'], ['a', '3 deals', 'number', 'three'],
     ['a', '$1.5 billion', 'sum', '$1.5 billion'], ['b', 'Ana Ruiz', 'person', 'Ruiz'],
     ['b', '$1.5 billion', 'sum', '$1.5bn']]
    """
    frame = check(articles, "articles")
    given = None if referents is None else _given(frame, referents)
    found = gather(frame)
    events = [event if isinstance(event, str) else None for event in frame["event"].tolist()]
    named = names(found, events)
    figures = settled(found.figures, frame["published"], events)
    columns = {
        "row": np.concatenate([named.row, np.array([f.row for f in figures], np.int64)]),
        "part": np.concatenate([named.part, np.array([f.part for f in figures], np.int64)]),
        "start": np.concatenate([named.start, np.array([f.start for f in figures], np.int64)]),
        "end": np.concatenate([named.end, np.array([f.end for f in figures], np.int64)]),
        "item": named.item + [f.item for f in figures],
        "kind": named.kind + [f.kind for f in figures],
        "value": [float("nan")] * len(named.item) + [f.value for f in figures],
        "unit": [None] * len(named.item) + [f.unit for f in figures],
        # Where two overlap, what was asked for goes first, then figures, then the longer.
        "rank": [1] * len(named.item) + [0] * len(figures),
    }
    table = pd.concat([pd.DataFrame(columns), _titles(frame, found.titles, named.item)], ignore_index=True)
    if given is not None:
        table = pd.concat([given, table], ignore_index=True)
    if table.empty:
        return empty("items")
    return _finished(_apart(table), frame)


def _titles(
    frame: pd.DataFrame, found: Sequence[tuple[int, int, int, int, str]], named: Sequence[str]
) -> pd.DataFrame:
    """Return titles in quotation marks as rows; one that is named without marks too is the same item."""
    texts = (frame["title"].fillna("").tolist(), frame["text"].tolist())
    printed = {texts[part > 0][row][start:end] for row, part, start, end, _ in found}
    # Of several ways to print one the first of the alphabet, and a name's own before a title's.
    written = {key_of(form): form for form in sorted(printed, reverse=True)}
    written |= {key_of(name): name for name in sorted(set(named), reverse=True)}
    rows = []
    for row, part, start, end, kind in found:
        form = texts[part > 0][row][start:end]
        rows.append((row, part, start, end, written[key_of(form)], kind, float("nan"), None, 1))
    columns = ["row", "part", "start", "end", "item", "kind", "value", "unit", "rank"]
    return pd.DataFrame(rows, columns=columns)


def _given(frame: pd.DataFrame, referents: Given) -> pd.DataFrame:
    """Return the mentions of referents as rows."""
    mentions, _ = found_mentions(frame, referents, None, words=False)
    row = pd.Series(np.arange(len(frame)), index=frame["id"].to_numpy())
    kind = {
        name: next((part.kind for part in parts(name) if part.kind), "name")
        for name in mentions["referent"].unique()
    }
    return pd.DataFrame(
        {
            "row": row.loc[mentions["article"]].to_numpy(np.int64),
            "part": mentions["part"].map({part: n for n, part in enumerate(PARTS)}).to_numpy(np.int64),
            "start": mentions["start"],
            "end": mentions["end"],
            "item": mentions["referent"],
            "kind": mentions["referent"].map(kind),
            "value": float("nan"),
            "unit": None,
            "rank": -1,
        }
    )


def _apart(table: pd.DataFrame) -> pd.DataFrame:
    """Drop what overlaps something that goes before it."""
    text = (table["part"] > 0).to_numpy(np.int64)
    table = table.assign(_text=text)
    table = table.sort_values(["row", "_text", "start", "rank", "end"], kind="stable", ignore_index=True)
    row, part, start, end, rank = (table[name].tolist() for name in ("row", "_text", "start", "end", "rank"))
    kept = [True] * len(table)
    last = -1
    for n in range(len(table)):
        if last >= 0 and row[n] == row[last] and part[n] == part[last] and start[n] < end[last]:
            # A name around a figure goes before it: "Section 301".
            holds = (end[n] - start[n]) - (end[last] - start[last])
            better = rank[n] < rank[last] if -1 in (rank[n], rank[last]) or not holds else holds > 0
            kept[last if better else n] = False
            if better:
                last = n
        else:
            last = n
    return table[kept]


def _finished(table: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    titles, texts = frame["title"].fillna("").tolist(), frame["text"].tolist()
    row, part = table["row"].to_numpy(np.int64), table["part"].to_numpy(np.int64)
    # One string for each way of printing, not for each mention.
    seen: dict[str, str] = {}
    form = [
        seen.setdefault(written := (titles if p == 0 else texts)[r][s:e], written)
        for r, p, s, e in zip(
            row.tolist(), part.tolist(), table["start"].tolist(), table["end"].tolist(), strict=True
        )
    ]
    return check(
        pd.DataFrame(
            {
                "article": frame["id"].to_numpy(dtype=object)[row],
                "outlet": frame["outlet"].to_numpy(dtype=object)[row],
                "item": table["item"].to_numpy(dtype=object),
                "kind": table["kind"].to_numpy(dtype=object),
                "level": "named",
                "part": np.array(PARTS, dtype=object)[part],
                "start": table["start"].to_numpy(np.int64),
                "end": table["end"].to_numpy(np.int64),
                "form": form,
                "value": table["value"].to_numpy(float),
                "unit": pd.Series(table["unit"].tolist(), dtype="str"),
            }
        ),
        "items",
    )
