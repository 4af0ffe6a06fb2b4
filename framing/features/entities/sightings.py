"""Articles in, sightings out: where each named thing and figure stands, written one way in the corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, check_articles, map_parts, metadata
from framing.engine.results import concat_tables
from framing.features.cells import PARTS, blocks
from framing.features.entities.candidates import Gathering, corpus_of, figures_of, gathered
from framing.features.entities.figures import Date, Figure, open_form, resolved
from framing.features.entities.names import names
from framing.features.entities.runs import key_of, ordinary, parts
from framing.features.naming.mentions import found_mentions
from framing.features.naming.referents import Given
from framing.plugins import word_lists
from framing.schema import check, empty

# Figures and dates of a corpus settled among each other: open currencies, bare numbers, open days.


def settled(
    found: Sequence[tuple[int, int, Figure | Date]], published: pd.Series, events: Sequence[object]
) -> pd.DataFrame:
    """Return figures and dates as items: where each stands, its item, kind, value and unit.

    Parameters
    ----------
    found : sequence of (row, part, Figure or Date)
    published : pandas.Series of timestamps
        Of each row.
    events : sequence
        Of each row.
    """
    days = [None if pd.isna(day) else day.date() for day in published]
    currencies: dict[tuple[object, Decimal], set[str]] = defaultdict(set)
    dates: dict[tuple[object, str], set[str]] = defaultdict(set)
    for row, _, one in found:
        for scope in _scopes(events[row]):
            if isinstance(one, Figure):
                if one.kind == "sum":
                    currencies[scope, one.value].add(one.unit or "")
            elif (day := resolved(one, days[row])) is not None:
                dates[scope, open_form(one)].add(day)
    figures = [
        _currency(one, events[row], currencies) if isinstance(one, Figure) else None for row, _, one in found
    ]
    few = len(days) <= _FEW
    counted = _counts(figures, [events[row] for row, _, _ in found], few)
    result: list[tuple[object, ...]] = []
    for figure, (row, part, one) in zip(figures, found, strict=True):
        place = (row, part, one.begin, one.end)
        if isinstance(one, Date):
            form = open_form(one)
            told = dates.get((events[row], form), set())
            day = resolved(one, days[row]) or (next(iter(told)) if len(told) == 1 else form)
            result.append((*place, day, "date", float("nan"), None))
        elif figure is not None:
            figure = counted.get((events[row], figure.value), figure) if _specific(figure, few) else figure
            result.append((*place, figure.item, figure.kind, float(figure.value), figure.unit or None))
    columns = ["row", "part", "start", "end", "item", "kind", "value", "unit"]
    return pd.DataFrame(result, columns=columns).astype(dict.fromkeys(columns[:4], "int64"))


#: So few articles may be taken for one story.
_FEW = 200
#: Nouns of measure: 1,250 miles are not 1,250 people.
_MEASURES: frozenset[str] = word_lists(__package__, "lists")["sightings"]["measures"]


def _specific(figure: Figure, few: bool) -> bool:
    """Whether a number is so particular that it is one fact whatever it is said to count."""
    plain_ = figure.kind == "number" and not figure.nth and figure.other is None
    if not plain_ or figure.value < 100 or figure.unit in _MEASURES:
        return False
    return len(figure.value.normalize().as_tuple().digits) >= (2 if few else 3)


def _counts(
    figures: Sequence[Figure | None], events: Sequence[object], few: bool
) -> dict[tuple[object, Decimal], Figure]:
    """Return the commonest way, in an event, to say what a particular number counts."""
    said: dict[tuple[object, Decimal], Counter[str | None]] = defaultdict(Counter)
    for figure, event in zip(figures, events, strict=True):
        if figure is not None and _specific(figure, few):
            said[event, figure.value][figure.unit] += 1
    found = {}
    for (event, number), units in said.items():
        # Any noun is better than none.
        unit = min(units, key=lambda one: (one is None, -units[one], one or ""))
        found[event, number] = Figure(0, 0, "number", number, unit)
    return found


def _scopes(event: object) -> tuple[object, ...]:
    return (event, None) if isinstance(event, str) else (None,)


def _currency(figure: Figure, event: object, currencies: dict[tuple[object, Decimal], set[str]]) -> Figure:
    """Give an open sign, or a bare number of three figures, the one currency its value has elsewhere."""
    bare = figure.kind == "number" and figure.unit is None and figure.other is None and figure.value >= 1000
    if bare and len(figure.value.normalize().as_tuple().digits) < 3:
        return figure
    if not bare and (figure.kind != "sum" or figure.unit):
        return figure
    for scope in _scopes(event):
        told = currencies.get((scope, figure.value))
        if told:
            named = told - {""}
            if len(named) == 1:
                return figure._replace(kind="sum", unit=next(iter(named)))
            if bare and told == {""}:
                return figure._replace(kind="sum", unit="")
    return figure


def entities(articles: Articles, *, referents: Given | None = None) -> pd.DataFrame:
    """List people, bodies, places, sums and dates that articles name; `coverage` counts who has them.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
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
    people of an article go to the one named in full before. Of more than 20,000 articles, who and what is
    the same is told within blocks of at most 10,000, events whole. The recall measured by hand for each kind
    stands in ``recall.toml`` beside this module.

    Examples
    --------
    >>> texts = ["Minister Ana Ruiz signed three deals worth $1.5 billion.", "Ms. Ruiz paid $1.5bn."]
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": texts})
    >>> found = entities(articles)[["article", "item", "kind", "form"]]
    >>> found.values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['a', 'Ana Ruiz', 'person', 'Ana Ruiz'], ['a', '3 deals', 'number', 'three'],
     ['a', '$1.5 billion', 'sum', '$1.5 billion'], ['b', 'Ana Ruiz', 'person', 'Ruiz'],
     ['b', '$1.5 billion', 'sum', '$1.5bn']]
    """
    held = check_articles(articles)
    found = sighted(held, referents=referents)
    if found.empty:
        return empty("items")
    frame, row = metadata(held), found["row"].to_numpy(np.int64)
    return check(
        pd.DataFrame(
            {
                "article": frame["id"].to_numpy(dtype=object)[row],
                "outlet": frame["outlet"].to_numpy(dtype=object)[row],
                "item": found["item"].astype("str"),
                "kind": found["kind"].astype("str"),
                "level": "named",
                "part": np.array(PARTS, dtype=object)[found["part"].to_numpy()],
                "start": found["start"].astype("int64"),
                "end": found["end"].astype("int64"),
                "form": found["form"].astype("str"),
                "value": found["value"],
                "unit": found["unit"].astype("str"),
            }
        ),
        "items",
    )


def name_words(items: pd.DataFrame) -> set[str]:
    """Return the words, in lower case, of which persons' names are made and that are no others."""
    people = items.loc[items["kind"].astype(str) == "person", "form"]
    return set(" ".join(people.astype(str).str.lower().unique()).split()) - ordinary()


def sighted(articles: Articles, *, referents: Given | None = None) -> pd.DataFrame:
    """Return what `items` lists, in few bytes: `row` of the article, index of the `part`, categories."""
    frame = metadata(articles)
    given = None if referents is None else _given(articles, frame, referents)
    gathered_ = map_parts(articles, Gathering(), what="names and figures")
    rows = blocks(frame)
    corpus = corpus_of(gathered_, 1 if len(rows) == 1 else _TWICE)
    events = [event if isinstance(event, str) else None for event in frame["event"]]
    parts = []
    for mine, found in zip(rows, gathered(gathered_, rows), strict=True):
        theirs = [events[row] for row in mine.tolist()]
        named = names(found, corpus, theirs)
        figures = settled(figures_of(found.figures), frame["published"].iloc[mine], theirs)
        # Where two overlap, what was asked for goes first, then figures, then the longer.
        listed = [
            named.assign(value=float("nan"), unit=None, rank=1),
            figures.assign(form=found.figures["form"].to_numpy(), rank=0),
            _titles(found.titles, named["item"]),
        ]
        if given is not None:
            place = np.searchsorted(mine, given["row"].to_numpy())
            here = mine[np.minimum(place, len(mine) - 1)] == given["row"].to_numpy()
            listed.insert(0, given[here].assign(row=place[here]))
        table = _apart(pd.concat([some for some in listed if len(some)] or listed[:1], ignore_index=True))
        row = mine[table["row"].to_numpy(np.int64)]
        words = {name: pd.Series(table[name].tolist(), dtype="str").astype("category") for name in _WORDS}
        parts.append(table[list(_PLACED)].astype(_PLACED).assign(row=row.astype(np.int32), **words))
    table = _outside_headlines(concat_tables(parts))
    if len(parts) == 1:
        return table
    text = table["part"].to_numpy() > 0
    order = np.lexsort((table["start"].to_numpy(), text, table["row"].to_numpy()))
    return table.iloc[order].reset_index(drop=True)


def _outside_headlines(table: pd.DataFrame) -> pd.DataFrame:
    """Drop names of no kind that most of their articles have in the headline alone: words with capitals."""
    named = table[(table["kind"] == "name").to_numpy()]
    body = (named["part"] > 0).groupby([named["item"].astype(str), named["row"]]).any().groupby("item")
    share, articles = body.mean(), body.size()
    capitals = share.index[(share < 0.5) & (articles > 1)]
    drop = (table["kind"] == "name") & table["item"].isin(capitals)
    return table[~drop.to_numpy()].reset_index(drop=True) if drop.any() else table


#: Of articles that are more than a block, what stands inside sentences but once is no help to others.
_TWICE = 2
_WORDS = ("item", "kind", "form", "unit")
_PLACED = {"row": "int64", "part": "int8", "start": "int32", "end": "int32", "value": "float64"}


def _titles(found: pd.DataFrame, named: Iterable[str]) -> pd.DataFrame:
    """Return titles in quotation marks as rows; one that is named without marks too is the same item."""
    # Of several ways to print one the first of the alphabet, and a name's own before a title's.
    written = {key_of(form): form for form in sorted(set(found["form"]), reverse=True)}
    written |= {key_of(name): name for name in sorted(set(named), reverse=True)}
    return found.assign(
        item=[written[key_of(form)] for form in found["form"]], value=float("nan"), unit=None, rank=1
    )


def _given(articles: Articles, frame: pd.DataFrame, referents: Given) -> pd.DataFrame:
    """Return the mentions of referents as rows."""
    mentions, _ = found_mentions(articles, referents, None)
    row = pd.Series(np.arange(len(frame)), index=frame["id"].to_numpy())
    called, number = mentions["referent"].astype("str"), {part: n for n, part in enumerate(PARTS)}
    kind = {name: next((part.kind for part in parts(name) if part.kind), "name") for name in called.unique()}
    return pd.DataFrame(
        {
            "row": row.loc[mentions["article"].astype("str")].to_numpy(np.int64),
            "part": mentions["part"].astype("str").map(number).to_numpy(np.int64),
            "start": mentions["start"],
            "end": mentions["end"],
            "item": called,
            "kind": called.map(kind),
            "form": mentions["form"].astype("str"),
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
    return table[np.array(kept, bool)].reset_index(drop=True)
