"""`fr.coverage`: items × outlets, and where an outlet's articles lack what the others' have.

The story, one call a step; each step is the business of a neighbour.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from framing.batch.parts import Articles, light
from framing.batch.parts import kept as some_of
from framing.comparison.codes import Ints, starts
from framing.comparison.coverage.choosing import Choice, choice, recalls
from framing.comparison.coverage.counting import Kept, counted, margins, sorted_out
from framing.comparison.coverage.filling import filled
from framing.comparison.coverage.languages import readable
from framing.comparison.coverage.places import Texts, texts
from framing.comparison.coverage.sightings import LEVELS, Terms, seen, terms_of
from framing.comparison.coverage.testing import Block, Test, tested
from framing.comparison.coverage.trimming import COMPLETE, Result, trimmed
from framing.comparison.wording.words import chosen
from framing.errors import FramingError, FramingWarning
from framing.features.cells import Voices
from framing.features.choice import APART
from framing.tables import empty

__all__ = ["LEAST", "MOST", "coverage"]

#: Texts an item stands in at least, and items at most, where nothing else is asked for.
LEAST, MOST = 2, 20_000

#: Items are tested together that have about so many cells: a group on an event of which an article has it.
_CELLS = 2_000_000

#: So many terms that stand nowhere are named.
_NAMED = 5


def coverage(
    articles: Articles,
    *,
    levels: str | Sequence[str] = LEVELS,
    terms: Terms | None = None,
    by: str = "outlet",
    voices: Voices = "full",
    wire: str = "collapse",
    genre: str = "news",
    events: str = "pooled",
    least: int | None = None,
    most: int | None = None,
    alpha: float = 0.05,
    recall: float | Mapping[str, float] | None = None,
    prior: tuple[float, float] | None = None,
    overdispersion: float | None = None,
    items: pd.DataFrame | None = None,
    statements: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say of each item how many articles of each outlet have it, and where none is a finding.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`. Kept are compared within their `event`; those without one are one
        event together.
    levels : str or sequence of str
        Of "named" (names and figures, as `fr.items` finds them), "term" and "statement" (sentences that say
        the same thing, as `fr.statements` finds them).
    terms : str, list of str, mapping or pandas.DataFrame, optional
        Patterns as for `fr.kwic`; in a mapping a name with the patterns that are one item; or a table that
        `fr.keyness` made, of which the strongest terms of each group are taken. By default the words that all
        articles together are about, chosen without looking at who printed them.
    by : str
        Column whose values are compared.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `fr.score`.
    wire : {"collapse", "keep", "drop"}
        A text printed several times counts once in its outlet and event, and once among the others; each
        time; or full reprints of an agency are left out first.
    genre : {"news", "opinion", "editorial", "live", "all"}
        Kept of this kind; unknown counts as news.
    events : {"pooled", "each"}
        A row adds up the events of which an article has the item; or a row for each.
    least : int, optional
        Items that stand in fewer different texts are left out: 2 by default, and more where that would leave
        more than `MOST` items. Terms that are asked for have their rows however few have them.
    most : int, optional
        Items of each level at most, those that stand out most; and of these only the rows of outlets that
        have the item or whose count could be a finding. An item of which no count could needs 3 outlets, or 3
        articles of one. By default all items and rows of up to 1,000 articles, and 500 items of more. What is
        tested, and adjusted for, is the same.
    alpha : float
        An adjusted p up to this is a finding.
    recall : float or mapping, optional
        Share of an item's articles in which it is found, for all levels or by level; by default as measured
        by level, and of names and figures by kind.
    prior : (float, float), optional
        Kept with and without the item that are added to the others' counts, (0, 1) by default: with one
        event, no overdispersion and a recall of 1, p is then that of Fisher's exact test.
    overdispersion : float, optional
        Correlation of two articles of one outlet; by default estimated from all items of the level.
    items, statements : pandas.DataFrame, optional
        Sightings that are at hand: columns `article`, `item`, `part`, `start`, `end`, and `kind`, `level` and
        `label` where known; a table as `fr.statements` returns it.

    Returns
    -------
    pandas.DataFrame
        The table `coverage`, a row an item × outlet, by `rank`: gaps first. `finding` is "found"; "not_found"
        where none is surprising, had the outlet carried the item as the others did; "too_few" where none may
        be chance. `fewer` marks items found in surprisingly few articles. No outlet is said to have left
        something out: the item was not found in the articles collected, by a detector of that recall.

    Raises
    ------
    FramingError
        An argument or a column is not known, or no article is left.

    Warns
    -----
    FramingWarning
        Kept are left out (also those not in English among others that are, unless only given terms are
        looked for), or items, as there are many; there is but one group, no item stands in enough articles,
        or a term asked for in none.

    Notes
    -----
    p is the beta-binomial probability of so few articles (see `framing.comparison.coverage.chance`), adjusted
    over the items and outlets of a level after Benjamini and Hochberg, tests that could never have been small
    aside. An item counts as carried by the others if two other outlets have it, or the only other one.

    Examples
    --------
    >>> ids = [f"{outlet}{number}" for outlet in "xyz" for number in range(8)]
    >>> articles = pd.DataFrame({"id": ids, "outlet": [name[0] for name in ids]})
    >>> articles["text"] = ["Talks on the canal." if name[0] == "x" else "The canal toll." for name in ids]
    >>> table = coverage(articles, levels="term", terms=["toll"], voices=None)
    >>> table[["outlet", "articles", "finding"]].values.tolist()
    [['x', 0, 'not_found'], ['y', 8, 'found'], ['z', 8, 'found']]
    """
    asked = choice(
        levels=levels, by=by, wire=wire, events=events, least=least, most=most, alpha=alpha, recall=recall,
        prior=prior, overdispersion=overdispersion, terms=terms,
    )  # fmt: skip
    held, said = chosen(articles, by, genre, wire, "coverage")
    if by in APART:
        raise FramingError(f"by: coverage is of whole articles, not of {by}; give a column of the articles")
    held, unread = readable(held, asked.levels, terms=terms is not None)
    if unread:
        warnings.warn(f"coverage: {unread}", FramingWarning, stacklevel=2)
        said = [*said, unread]
    sizes = texts(held, prints=wire != "keep")
    kept = sorted_out(light(held), by, wire, sizes.prints, said)
    rows = np.sort(kept.row)
    counts = np.isin(np.arange(len(held)), rows)
    held, sizes = some_of(held, counts), Texts(*(column[rows] for column in sizes))
    found = seen(
        held, sizes, levels=asked.levels, terms=terms, voices=voices, items=items, statements=statements
    )
    # From the order of the articles to that in which they are counted.
    found = found._replace(row=np.argsort(kept.row)[found.row])
    given = terms if "term" in asked.levels and terms is not None else ()
    names = _asked(found.names, [name for name, _ in terms_of(given)])
    item, row = found.item, found.row
    some, least = _enough(kept, item, row, len(names), asked.least)
    nowhere = np.bincount(item, minlength=len(names)) == 0
    some |= names["asked"].to_numpy(bool)
    said_of = _absent(names.loc[nowhere, "label"].tolist(), len(kept.frame))
    if said_of:
        warnings.warn(f"coverage: {said_of}", FramingWarning, stacklevel=2)
    for warning in _warnings(kept, asked, bool(some.any()), least):
        warnings.warn(f"coverage: {warning}", FramingWarning, stacklevel=2)
    if not some.any():
        return empty("coverage")
    found = found.of(some[item])
    every = asked.most is None and len(kept.frame) <= COMPLETE
    result = _tested(kept, asked, names, found.item, found.row, np.flatnonzero(nowhere), every)
    result, left = trimmed(result, asked, names, every)
    if left:
        warnings.warn(
            f"coverage: {left}, of {len(kept.frame):,} articles; most= says otherwise",
            FramingWarning,
            stacklevel=2,
        )
    found = found.of(np.isin(found.item, result.item))
    return filled(
        held, sizes.text[np.argsort(np.argsort(kept.row))], kept, asked, names, result, found, voices
    )


def _tested(
    kept: Kept, asked: Choice, names: pd.DataFrame, item: Ints, row: Ints, nowhere: Ints, every: bool
) -> Result:
    """Test all items, some at a time."""
    each, size = asked.events == "each", len(kept.frame)
    pairs = np.unique(item * size + row)
    item, row = pairs // size, pairs % size
    level = np.array([LEVELS.index(name) for name in names["level"]], np.int64)
    share, named = recalls(names, asked.recall), names["asked"].to_numpy(bool)
    known = margins(kept)
    units: list[tuple[Ints, Ints]] = []

    def blocks() -> Iterator[Block]:
        cost = np.bincount(item, np.diff(known.first)[kept.event[row]], len(names))
        cost[nowhere] += len(known.n)
        whole = np.cumsum(cost)
        begin = 0
        while begin < len(names):
            before = whole[begin - 1] if begin else 0.0
            end = max(begin + 1, int(np.searchsorted(whole, before + _CELLS, side="right")))
            mine = slice(*np.searchsorted(item, [begin, end]))
            there = nowhere[(nowhere >= begin) & (nowhere < end)]
            if mine.stop > mine.start or len(there):
                counts, item_of = counted(kept, known, item[mine], row[mine], each, there)
                event = counts.event[starts(counts.unit)] if each else np.zeros_like(item_of)
                units.append((item_of, event))
                yield Block(counts, level[item_of] * len(kept.events) + event, share[item_of], named[item_of])
            begin = end

    test = Test(len(kept.groups), asked.prior, asked.overdispersion, asked.alpha, every)
    result, on = tested(blocks(), test)
    item_of, event_of = (np.concatenate(column) for column in zip(*units, strict=True))
    return Result(result, on, item_of, event_of, each)


def _asked(names: pd.DataFrame, asked: Sequence[str]) -> pd.DataFrame:
    """Return what each item is, with whether it was asked for; terms that stand nowhere come last."""
    there = set(names.loc[names["level"] == "term", "item"])
    nowhere = [name for name in dict.fromkeys(asked) if name not in there]
    more = pd.DataFrame({"item": nowhere, "kind": "term", "level": "term", "label": nowhere}, dtype="str")
    names = pd.concat([names, more], ignore_index=True)
    return names.assign(asked=(names["level"] == "term") & names["item"].isin(set(asked)))


def _absent(labels: list[str], articles: int) -> str:
    """Say which terms asked for stand nowhere, in one line."""
    if not labels:
        return ""
    listed = ", ".join(repr(label) for label in labels[:_NAMED])
    more = f" and {len(labels) - _NAMED:,} more" if len(labels) > _NAMED else ""
    verb = "stands" if len(labels) == 1 else "stand"
    return f"{listed}{more} {verb} in none of the {articles:,} articles"


def _enough(kept: Kept, item: Ints, row: Ints, items: int, least: int | None) -> tuple[np.ndarray, int]:
    """Mask the items that stand in enough different texts, and say how many that is."""
    size = max(len(kept.frame), 1)
    pairs = np.unique(item * size + row)
    texts = np.bincount(pairs // size, kept.weight[pairs % size], minlength=items)
    texts = np.round(texts, 6)
    if least is None:
        least = LEAST
        while int((texts >= least).sum()) > MOST:
            least += 1
    return texts >= least, least


def _warnings(kept: Kept, asked: Choice, some: bool, least: int) -> Iterator[str]:
    if not some:
        yield (
            f"no item ({', '.join(asked.levels)}) stands in {least} or more of {len(kept.frame)} articles; "
            "give terms=, or more articles"
        )
        return
    if asked.least is None and least > LEAST:
        yield (
            f"items in fewer than {least} articles are left out, as there are more than {MOST:,}; least= "
            "says otherwise"
        )
    if len(kept.groups) < 2:
        yield f"all articles are of one {asked.by} ({kept.groups[0]}): nothing to compare it with"
