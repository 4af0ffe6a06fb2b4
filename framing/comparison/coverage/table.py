"""`fr.facts.coverage`: items × outlets, and where an outlet's articles lack what the others' have.

The story, one call a step; each step is the business of a neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from framing.comparison.coverage.sightings import (
    LEVELS,
    Places,
    Seen,
    Terms,
    Texts,
    levels_of,
    places,
    seen,
    terms_of,
    texts,
)
from framing.comparison.coverage.testing import (
    ALPHA,
    Block,
    Choice,
    Kept,
    counted,
    events_named,
    margins,
    recalls,
    sorted_out,
    tested,
)
from framing.comparison.sums import Flags, Floats, Ints
from framing.comparison.testing import check_compared
from framing.comparison.wording.words import chosen
from framing.corpus.language import detect
from framing.engine.parts import Articles, map_parts, metadata, select_articles
from framing.engine.parts import select_articles as some_of
from framing.errors import FramingError, warn
from framing.features.cells import PARTS, Voices
from framing.features.terms import APART
from framing.schema import check, empty, schema
from framing.text.voices.table import foreign

# Which items and rows a table of many articles holds: those that something can be said of, and not too many.

# Which items come first, so that what differs stands out; nothing is tested here.

#: Kinds of items from what tells most to what tells least; others, as terms and statements, come before.
_KINDS = ("document", "sum", "percent", "person", "body", "name", "place", "number", "date", "year")


def ranks(item: Ints, gap: Flags, fewer: Flags, none: Flags, p: Floats, plain: Floats, others: Ints) -> Ints:
    """Return the place of each row's item, from 1.

    Gaps first, then items in fewer articles than expected, each by the adjusted p; then items that an outlet
    has nowhere and two others have, by the plain p, and the rest by theirs.

    Parameters
    ----------
    item : array
        Code of the item, in the order in which those that are equal shall stand.
    gap, fewer, none : bool arrays
        Findings; and rows without an article of an item that the others carry.
    p, plain : arrays
        Adjusted, and as it was.
    others : array
        Articles of others with the item.
    """
    kind = np.select([gap, fewer, none], [0, 1, 2], 3)
    first = np.nan_to_num(np.where(kind >= 2, 1.0, p), nan=1.0)
    order = np.lexsort((item, -others, np.nan_to_num(plain, nan=1.0), first, kind))
    items, place = np.unique(item[order], return_index=True)
    rank = np.empty(len(items), np.int64)
    rank[np.argsort(place, kind="stable")] = np.arange(1, len(items) + 1)
    return rank[np.searchsorted(items, item)]


def by_label(names: pd.DataFrame) -> Ints:
    """Return the order in which equal items stand: by kind, what says most first, then by label and key."""
    place = {kind: number for number, kind in enumerate(_KINDS)}
    columns = [names[name].tolist() for name in ("kind", "label", "level", "item")]
    keys = [
        (place.get(kind, -1), label, level, kind, item)
        for kind, label, level, item in zip(*columns, strict=True)
    ]
    rank = np.empty(len(keys), np.int64)
    rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return rank


#: Up to so many articles every item and outlet has its row.
COMPLETE = 1000
#: Of more, items of each level at most; and outlets that an item must have of which no count could be a
#: finding, or articles of one outlet.
MOST_TRIMMING, LEAST_TRIMMING = 500, 3


def trimmed(
    rows: pd.DataFrame, on: tuple[Ints, Ints], asked: Choice, names: pd.DataFrame, *, every: bool
) -> tuple[pd.DataFrame, tuple[Ints, Ints], str]:
    """Return what the table holds, items ranked and findings marked, and what must be said of the rest.

    Parameters
    ----------
    rows, on
        As `tested` gives them.
    asked : Choice
    names : pandas.DataFrame
        What each item is, by its code.
    every : bool
        Nothing is left out.
    """
    x, carried, could = (rows[name].to_numpy() for name in ("x", "carried", "could"))
    surprising = could & carried & (rows["adjusted"].fillna(1.0).to_numpy() <= ALPHA)
    code = by_label(names)[rows["item"]]
    numbers = (rows[name].to_numpy() for name in ("adjusted", "p", "others"))
    none = (x == 0) & carried
    rank = ranks(code, surprising & (x == 0), surprising & (x > 0), none, *numbers)
    rows = rows.assign(surprising=surprising, rank=rank)
    if every:
        return rows, on, ""
    telling = could | (x >= LEAST_TRIMMING) | (rows["outlets"].to_numpy() + (x > 0) >= LEAST_TRIMMING)
    telling |= names["asked"].to_numpy(bool)[rows["item"]]
    items = rows[telling].groupby("item")["rank"].min()
    level = np.array([LEVELS.index(name) for name in names["level"]], np.int64)[items.index]
    order = np.lexsort((items.to_numpy(), level))
    place = np.arange(len(order)) - np.searchsorted(level[order], level[order])
    shown = items.index.to_numpy()[order[place < MOST_TRIMMING]]
    kept, total = np.flatnonzero(rows["item"].isin(shown)), rows["item"].nunique()
    number = np.full(len(rows), -1)
    number[kept] = np.arange(len(kept))
    at = number[on[0]]
    on = at[at >= 0], on[1][at >= 0]
    rows = rows.iloc[kept].reset_index(drop=True)
    rows["rank"] = np.unique(rows["rank"], return_inverse=True)[1].astype(np.int64) + 1
    if total == len(shown):
        return rows, on, ""
    left = f"{total - len(shown):,} of {total:,} items have no rows: "
    left += f"at most {MOST_TRIMMING:,} of a level have any"
    few = "and no item of which no count could be a finding"
    left += f", {few} but that {LEAST_TRIMMING} outlets have, or {LEAST_TRIMMING} articles of one"
    return rows, on, left


# Counts and probabilities put into the table `coverage`, with what must be read beside them.

#: Of many articles a row names so many events at most.
_EVENTS = 10


def filled(
    articles: Articles, length: Ints, kept: Kept, asked: Choice, names: pd.DataFrame, rows: pd.DataFrame,
    on: tuple[Ints, Ints], seen: Seen, voices: Voices,
) -> pd.DataFrame:  # fmt: skip
    """Return the table.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked: those that count.
    length : array
        Characters of the text of each article of `kept`.
    kept : Kept
    asked : Choice
    names : pandas.DataFrame
        What each item is, by its code.
    rows, on
        As `trimmed` gives them.
    seen : Seen
        Mentions of the items of these rows; `row` is that of `kept`.
    voices
        As for `coverage`.
    """
    groups, size = len(kept.groups), len(rows)
    seen = seen.of(_reading_order(kept, seen))
    row = seen.row
    # The row of the table that each sighting counts in.
    key = rows["item"] * groups + rows["group"]
    own = seen.item * groups + kept.group[row]
    cell = np.searchsorted(key.to_numpy(), own)
    first_of_article = ~pd.Series(cell * len(kept.frame) + row).duplicated().to_numpy()
    example = ~pd.Series(cell).duplicated().to_numpy()
    headline = seen.part == 0
    position = np.where(headline, 0.0, seen.start / np.maximum(length[row], 1))
    mentions = {"headline": headline, "start": seen.start, "end": seen.end, "shown": example}
    ids = kept.frame["id"].to_numpy(dtype=object)
    where = places(articles, pd.DataFrame({"article": ids[row], **mentions}), voices)
    named = None if len(kept.frame) <= COMPLETE else _EVENTS
    thing = names.iloc[rows["item"]].reset_index(drop=True)
    x, n = rows["x"].to_numpy(), rows["n"].to_numpy()
    # Positions are added up as whole numbers, which no order of articles changes.
    first = np.bincount(cell[first_of_article], minlength=size)
    total = np.bincount(cell[first_of_article], np.round(position[first_of_article] * 1e9), minlength=size)
    # The voice in which an item stands most often; of equals the outlet's, then quoted.
    count = np.zeros((size, len(where.voices)), np.int64)
    np.add.at(count, (cell, where.voice), 1)
    voice = np.array(where.voices, dtype=object)[count.argmax(axis=1)]
    voice[~count.any(axis=1)] = None
    labels = np.array([*kept.events, None], dtype=object)
    event = labels[[0] * size if len(kept.events) == 1 else rows["single"]]
    invented = (kept.frame["provenance"] == "illustrative").any()
    carried = {"n_events": "events", "n_articles": "n", "articles": "x", "outlets_with": "outlets",
               "p_min": "least", "p_adjusted": "adjusted"}  # fmt: skip
    same = (
        "others", "n_others", "expected", "family_size", "recall", "overdispersion", "rank", "tested",
        "n_tested", "others_weighted", "n_others_weighted", "n_others_effective", "chance", "correlation",
    )  # fmt: skip
    table = pd.DataFrame({
        **{name: thing[name] for name in ("item", "kind", "level", "label")},
        **{name: rows[column] for name, column in carried.items()},
        **{name: rows[name] for name in same},
        "outlet": np.array(kept.groups, dtype=object)[rows["group"]],
        "event": pd.Series(event, dtype="str"),
        "events": events_named(*on, kept.events, size, named),
        "share": np.where(n > 0, x / np.maximum(n, 1), np.nan),
        "mentions": np.bincount(cell, minlength=size).astype(np.int64),
        "first_position": np.where(first > 0, total / np.maximum(first, 1) / 1e9, np.nan),
        "voice": pd.Series(voice, dtype="str"),
        "p": rows["p"].where(rows["could"]),
        "family": _family(kept, rows, thing["level"]),
        "finding": np.where(x > 0, "found", np.where(rows["surprising"], "not_found", "too_few")),
        "fewer": rows["surprising"] & (x > 0),
        **_examples(kept, seen, cell, where, example, size),
        "wire": asked.wire,
        "provenance": "illustrative" if invented else "published",
        "note": _notes(kept, asked, rows),
        "alike": rows.groupby("alike")["rank"].transform("min"),
    })  # fmt: skip
    table = table[list(schema("coverage").columns)].sort_values(["rank", "outlet"], kind="stable")
    return check(table, "coverage")


def _reading_order(kept: Kept, seen: Seen) -> Ints:
    """Put sightings by item, then the earliest article, then the place in it."""
    when = kept.frame["published"]
    known = np.where(when.isna(), np.iinfo(np.int64).max, when.astype("int64"))
    _, rank = np.unique(known, return_inverse=True)
    ids = np.unique(kept.frame["id"].to_numpy(dtype=str), return_inverse=True)[1]
    order = np.lexsort((ids, rank))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return np.lexsort((-seen.end, seen.start, seen.part != 0, place[seen.row], seen.item))


def _family(kept: Kept, rows: pd.DataFrame, level: pd.Series) -> list[str]:
    groups = f"{len(kept.groups)} {'group' if len(kept.groups) == 1 else 'groups'}"
    events = f"{len(kept.events)} events" if len(kept.events) > 1 else kept.events[0] or "1 event"
    return [
        f"coverage: {name} × {events} × {groups}" if some else ""
        for name, some in zip(level, rows["could"].tolist(), strict=True)
    ]


def _examples(kept: Kept, seen: Seen, cell: Ints, where: Places, example: Flags, size: int) -> dict[str, Any]:
    at = np.flatnonzero(example)
    columns: dict[str, Any] = {
        "example": np.full(size, None, dtype=object),
        "example_article": np.full(size, None, dtype=object),
        "example_part": np.full(size, None, dtype=object),
    }
    for name in ("example_start", "example_end", "mention_start", "mention_end"):
        columns[name] = np.full(size, -1, np.int64)
    here = cell[at]
    columns["example"][here] = where.sentence[at]
    columns["example_article"][here] = kept.frame["id"].to_numpy(dtype=object)[seen.row[at]]
    columns["example_part"][here] = np.array(PARTS, dtype=object)[seen.part[at]]
    columns["example_start"][here], columns["example_end"][here] = where.begin[at], where.end[at]
    columns["mention_start"][here] = seen.start[at]
    columns["mention_end"][here] = seen.end[at]
    return columns


def _notes(kept: Kept, asked: Choice, rows: pd.DataFrame) -> list[str]:
    notes = []
    for row in rows.to_dict("records"):
        n, alone, said = row["n"], row["alone"], []
        if len(kept.groups) < 2:
            said.append("one group: nothing to compare with")
        elif n == alone:
            said.append("no other group has articles on these events")
        elif not asked.tests(kept.groups[row["group"]]):
            said.append("counted, not tested")
        elif not row["carried"]:
            said.append(
                f"{'fewer than two other groups have' if row['outlets'] else 'no other group has'} it"
            )
        elif not row["could"]:
            said.append(f"too few articles: p can't be below {row['least']:.2g}")
        if row["surprising"] and row["x"]:
            few = f"{row['tested']} of {n - alone}, {row['expected']:.1f} expected"
            said.append(f"fewer than expected: {few}")
        if 0 < alone < n:
            said.append(f"{alone} articles on events of no other group not tested")
        notes.append("; ".join([*said, *kept.said]))
    return notes


# Articles that the finders can't read are set apart: what was not looked for can't be missing.


def readable(articles: Articles, levels: Sequence[str], *, terms: bool) -> tuple[Articles, str]:
    """Return the articles in which the levels can be found, and what must be said of the others.

    Names, figures, statements and the words that coverage is about are found in English. Where all articles
    are in other languages they are kept, since terms and the same words can be found in them all alike.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked.
    levels : sequence of str
    terms : bool
        Terms were given: these are found in any language.

    Examples
    --------
    >>> frame = pd.DataFrame({"language": ["en", "fr"], "text": ["The canal.", "Le canal."]})
    >>> kept, said = readable(frame, ("named",), terms=False)
    >>> len(kept), said
    (1, 'of 2 articles, 1 not in English left out: names, figures, statements are found in English alone')
    """
    if tuple(levels) == ("term",) and terms:
        return articles, ""
    frame = metadata(articles)
    other = foreign(frame[["language"]].astype("str")).copy()
    unknown = frame["language"].isna().to_numpy()
    if unknown.any():
        for table in map_parts(select_articles(articles, unknown), Telling(), what="languages").each("each"):
            other[np.flatnonzero(unknown)[table["row"]]] = table["other"]
    if not other.any():
        return articles, ""
    if other.all():
        said = "none of the articles is in English: names and figures are not looked for in them"
        return articles, said if "named" in levels else ""
    why = "names, figures, statements are found in English alone"
    said = f"of {len(frame):,} articles, {int(other.sum()):,} not in English left out: {why}"
    return select_articles(articles, ~other), said


@dataclass(frozen=True)
class Telling:
    """Tells which articles of a part are in another language than English: the table `each`."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        other = np.array([detect(text) not in (None, "en") for text in frame["text"]], bool)
        return {"each": pd.DataFrame({"row": np.arange(len(frame)), "other": other})}


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
    items: pd.DataFrame | None = None,
    statements: pd.DataFrame | None = None,
    compared: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Count who reports each item, and say where none is a finding; `reuse` follows the wording.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`. Kept are compared within their `event` (those without one are
        one event together), and a row adds up the events of which an article has the item.
    levels : str or sequence of str
        Of "named" (names and figures, as `fr.facts.entities` finds them), "term" and "statement" (sentences
        that say the same thing, as `fr.facts.statements` finds them).
    terms : str, list of str or mapping, optional
        Patterns as for `fr.words.kwic`; in a mapping a name with the patterns that are one item. They have
        their rows however few articles have them. By default the words that all articles together are about,
        chosen without looking at who printed them.
    by : str
        Column whose values are compared.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `fr.score`.
    wire : {"collapse", "keep", "drop"}
        A text printed several times counts once in its outlet and event, and once among the others; each
        time; or full reprints of an agency are left out first.
    genre : {"news", "opinion", "editorial", "live", "all"}
        Kept of this kind; unknown counts as news.
    items, statements : pandas.DataFrame, optional
        Sightings that are at hand: columns `article`, `item`, `part`, `start`, `end`, and `kind`, `level` and
        `label` where known; a table as `fr.facts.statements` returns it.
    compared : sequence of str, optional
        Outlets (values of `by`) that are tested, all by default; the others are counted.

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
    p is the beta-binomial probability of so few articles (`framing.comparison.coverage.testing`), adjusted
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
    asked = Choice(
        levels=levels_of(levels),
        by=by,
        wire=wire,
    )  # fmt: skip

    def tell(message: str) -> None:
        warn(f"coverage: {message}")

    held, said = chosen(articles, by, genre, wire, "coverage")
    if by in APART:
        raise FramingError(f"by: coverage is of whole articles, not of {by}; give a column of the articles")
    asked = replace(asked, compared=check_compared(compared, metadata(articles)[by]))
    held, unread = readable(held, asked.levels, terms=terms is not None)
    if unread:
        tell(unread)
        said = [*said, unread]
    sizes = texts(held, prints=wire != "keep")
    kept = sorted_out(metadata(held), by, wire, sizes.prints, said)
    rows = np.sort(kept.row)
    held = some_of(held, np.isin(np.arange(len(held)), rows))
    sizes = Texts(*(column[rows] for column in sizes))
    found = seen(
        held, sizes, levels=asked.levels, terms=terms, voices=voices, items=items, statements=statements
    )
    # From the order of the articles to that in which they are counted.
    found = found._replace(row=np.argsort(kept.row)[found.row])
    given = terms if "term" in asked.levels and terms is not None else ()
    names = _asked(found.names, [name for name, _ in terms_of(given)])
    size, count = len(kept.frame), len(names)
    # Items that stand in enough different texts.
    pairs = np.unique(found.item * max(size, 1) + found.row)
    in_texts = np.bincount(pairs // max(size, 1), kept.weight[pairs % max(size, 1)], minlength=count).round(6)
    fewest = LEAST
    while int((in_texts >= fewest).sum()) > MOST:
        fewest += 1
    nowhere = np.bincount(found.item, minlength=count) == 0
    some = (in_texts >= fewest) | names["asked"].to_numpy(bool)
    if nowhere.any():
        labels = names.loc[nowhere, "label"].tolist()
        listed = ", ".join(repr(label) for label in labels[:_NAMED])
        more = f" and {len(labels) - _NAMED:,} more" if len(labels) > _NAMED else ""
        tell(f"{listed}{more} {'stands' if len(labels) == 1 else 'stand'} in none of the {size:,} articles")
    if not some.any():
        kinds = ", ".join(asked.levels)
        tell(
            f"no item ({kinds}) stands in {fewest} or more of {size} articles; give terms=, or more articles"
        )
        return empty("coverage")
    if fewest > LEAST:
        tell(f"items in fewer than {fewest} articles are left out, as there are more than {MOST:,}")
    if len(kept.groups) < 2:
        tell(f"all articles are of one {by} ({kept.groups[0]}): nothing to compare it with")
    found = found.of(some[found.item])
    every = size <= COMPLETE
    blocks = _blocks(kept, asked, names, found.item, found.row, np.flatnonzero(nowhere))
    table, on = tested(blocks, asked, kept.groups, every=every)
    table, on, left = trimmed(table, on, asked, names, every=every)
    if left:
        tell(f"{left}, of {size:,} articles")
    found = found.of(np.isin(found.item, table["item"]))
    length = sizes.text[np.argsort(np.argsort(kept.row))]
    return filled(held, length, kept, asked, names, table, on, found, voices)


def _blocks(
    kept: Kept, asked: Choice, names: pd.DataFrame, item: Ints, row: Ints, nowhere: Ints
) -> Iterator[Block]:
    """Yield the counts of all items, some at a time."""
    size = len(kept.frame)
    pairs = np.unique(item * size + row)
    item, row = pairs // size, pairs % size
    level = np.array([LEVELS.index(name) for name in names["level"]], np.int64)
    share, named = recalls(names), names["asked"].to_numpy(bool)
    known = margins(kept)
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
            counts, of = counted(kept, known, item[mine], row[mine], there)
            yield Block(counts, of, level[of], share[of], named[of])
        begin = end


def _asked(names: pd.DataFrame, asked: Sequence[str]) -> pd.DataFrame:
    """Return what each item is, with whether it was asked for; terms that stand nowhere come last."""
    there = set(names.loc[names["level"] == "term", "item"])
    nowhere = [name for name in dict.fromkeys(asked) if name not in there]
    more = pd.DataFrame({"item": nowhere, "kind": "term", "level": "term", "label": nowhere}, dtype="str")
    names = pd.concat([names, more], ignore_index=True)
    return names.assign(asked=(names["level"] == "term") & names["item"].isin(set(asked)))
