"""Which words make one outlet's coverage different, by how much, and how surely: articles in, terms out.

The story of keyness, one call a step. Words of one article are not independent: articles are drawn
again for intervals and permuted for p; z and G2 rank, and test nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sparse
from scipy.sparse import csc_array

from framing.comparison.compare import FIRM_ARTICLES, FIRM_HITS
from framing.comparison.intervals import LEAST_ARTICLES
from framing.comparison.sums import COLLECTION, Flags, Floats, Ints
from framing.comparison.testing import REST, check_compared
from framing.comparison.wording.association import (
    LEAST_WITH_TERM,
    Draws,
    TermTests,
    chi_squared,
    g2,
    log_odds,
    log_odds_error,
    log_ratio,
    replicated,
    term_tests,
    widened,
)
from framing.comparison.wording.words import Sides, Tallies, Words, words
from framing.engine.parts import Articles, metadata
from framing.errors import FramingError, check_choice, check_number, warn
from framing.features.cells import Voices
from framing.features.entities.runs import ordinary
from framing.features.terms import Block, Choice, choice, normalised
from framing.plugins import toml
from framing.schema import schema
from framing.text.voices.speakers.lexicon import lexicon

# What is set against what in keyness: a group and the rest, or each pair.


@dataclass(frozen=True)
class Comparison:
    """Two sides as masks over kinds of rows."""

    a: str
    b: str
    sides: tuple[Flags, Flags]
    n_events: int
    note: str


def comparisons(data: Words, by: str, against: str) -> list[Comparison]:
    """Return what is compared.

    Raises
    ------
    FramingError
        There is nothing to compare: one group, or a side without words.

    Warns
    -----
    FramingWarning
        A group has no words of the kind counted, or shares no event with the other side.
    """
    kinds = data.kinds
    rows = [kinds.group == group for group in range(len(data.groups))]
    filled = [group for group, mask in enumerate(rows) if mask.any()]
    present = [g for g in range(len(data.groups)) if (data.group == g).any()]
    empty = [data.groups[g] for g in present if g not in filled]
    if not filled:
        raise FramingError("keyness: no words of those counted in any article; count other parts or voices")
    if empty and len(filled) < 2:
        raise FramingError(
            f"keyness: {by} {empty[0]!r} has no words of those counted: an empty side can't be compared; "
            "count other parts or voices, or leave it out"
        )
    if empty:
        names = ", ".join(repr(name) for name in empty)
        warn(f"keyness: {names} without a word of those counted, left out")
    if len(filled) < 2:
        raise FramingError(
            f"keyness: only one {by}, {data.groups[filled[0]]!r}, and nothing to set it against; "
            "add articles of another"
        )
    if against == "pairs":
        asked = [(a, b) for i, a in enumerate(filled) for b in filled[i + 1 :]]
        pairs = [(data.groups[a], data.groups[b], rows[a], rows[b]) for a, b in asked]
    else:
        every = np.any([rows[g] for g in filled], axis=0)
        name = REST if REST not in data.groups else f"{REST} of all"
        pairs = [(data.groups[a], name, rows[a], every & ~rows[a]) for a in filled]
    found = [_shared(data, *pair) for pair in pairs]
    kept = [one for one in found if one is not None]
    if not kept:
        raise FramingError(f"keyness: no two values of {by} share an event; leave `event` empty to pool them")
    return kept


def _shared(data: Words, a: str, b: str, ours: Flags, theirs: Flags) -> Comparison | None:
    """Keep the events that both sides cover."""
    kinds = data.kinds
    covered = [np.bincount(kinds.event[side], minlength=len(data.events)) > 0 for side in (ours, theirs)]
    common = covered[0] & covered[1]
    inside = common[kinds.event]
    sides = ours & inside, theirs & inside
    if not common.any():
        warn(f"keyness: {a!r} and {b!r} share no event and are not compared")
        return None
    notes = []
    if lost := int(kinds.rows[(ours | theirs) & ~inside].sum()):
        notes.append(f"{lost} articles on events of one side only left out")
    events = int(common.sum())
    if events > 1:
        notes.append(f"pools {events} events")
    return Comparison(a, b, sides, events, "; ".join(notes))


# Every measure of every comparison, block of terms by block: only what may stand in the table is kept.

#: The words that the prior weighs, shared out as in all articles (Monroe, Colaresi and Quinn 2008).
PRIOR_SIZE = 500.0

#: From this share on, one article gives most of a term's count.
MOST = 0.5

Columns = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Settings:
    """How keyness is computed; as in `keyness.keyness`."""

    collection: str
    wire: str
    columns: tuple[tuple[str, str], ...]
    intervals: int
    draws: int
    seed: int
    least_articles: int
    style: Style


@dataclass
class Rows:
    """What is kept of one comparison: an item a row, in order of term.

    `columns` also have `place`, the term's among all, and `prior`, its words in the prior. `p` are those of
    all terms that were tested.
    """

    tests: TermTests | None
    n_articles: tuple[int, int]
    pieces: list[Columns] = field(default_factory=list)
    p: list[Floats] = field(default_factory=list)

    def joined(self) -> Columns:
        """Return the columns of all blocks, which are given away."""
        pieces, self.pieces = self.pieces, []
        return {name: np.concatenate([piece.pop(name) for piece in pieces]) for name in list(pieces[0])}


def rows(
    data: Words, which: Sequence[Comparison], sides: Sides, settings: Settings
) -> tuple[list[Rows], Ints, pa.Array]:
    """Compute everything that needs no draws of articles.

    Parameters
    ----------
    data : Words
    which : sequence of Comparison
    sides : Sides
        Those of each comparison, one after the other, and all articles last.
    settings : Settings

    Returns
    -------
    list of Rows, array, pyarrow string array
        And the places of the terms that are shown anywhere, in order, and these terms.
    """
    found, first = [], 0
    for one in which:
        tests = None
        if settings.collection != "census":
            tests = term_tests(
                data, sides, (first, first + 1), data.event, seed=settings.seed, draws=settings.draws
            )
        found.append(Rows(tests, (int(sides.n_articles[first]), int(sides.n_articles[first + 1]))))
        first += len(one.sides)
    places, terms = [np.zeros(0, np.int64)], [pa.array([], pa.string())]
    # The words of the own names or datelines of the outlets compared.
    outlets = [(one.a, one.b) if one.b in data.own else tuple(data.own) for one in which]
    none: frozenset[str] = frozenset()
    own = [none.union(*(data.own.get(name, none) for name in names)) for names in outlets]
    for block in data.counted.blocks():
        tallies, size = Tallies(block.counts, sides), len(block.terms)
        # Each term's part of the prior, in words; the last side of the tallies is all articles.
        last = len(sides.n) - 1
        prior = np.asarray(PRIOR_SIZE * tallies.occurrences(last) / sides.n[last])
        first, used = 0, np.zeros(size, bool)
        for kept, one, named in zip(found, which, _named(block, own), strict=True):
            # The terms that stand on a side and are no name of its own.
            there = tallies.occurrences(first) + tallies.occurrences(first + 1) > 0
            here = np.flatnonzero(there if named is None else there & ~named)
            piece = _piece(kept, first, tallies, prior, settings, here)
            used[piece["place"]] = True
            piece["place"] = piece["place"] + block.first
            kept.pieces.append(piece)
            first += len(one.sides)
        shown = np.flatnonzero(used)
        places.append(shown + block.first)
        terms.append(block.terms.take(pa.array(shown)).cast(pa.string()))
    return found, np.concatenate(places), pa.concat_arrays(terms)


def _piece(
    kept: Rows, first: int, tallies: Tallies, prior: Floats, settings: Settings, here: Ints
) -> Columns:
    """Return the columns of one comparison for the terms of a block that may be shown."""
    sides = tallies.sides
    n = int(sides.n[first]), int(sides.n[first + 1])
    a, b = (tallies.occurrences(side)[here] for side in (first, first + 1))
    articles, articles_rest = (tallies.articles(side)[here] for side in (first, first + 1))
    share = prior[here]
    estimate = log_odds(a, b, *n, share, PRIOR_SIZE)
    z = estimate / log_odds_error(a, b, share)
    p = np.full(len(here), np.nan)
    if kept.tests is not None:
        enough = np.flatnonzero(articles + articles_rest >= LEAST_WITH_TERM)
        p[enough] = kept.tests.p(tallies, here[enough])
        kept.p.append(p[~np.isnan(p)])
    if settings.least_articles:
        # In the articles of the side that has more of a term; a small side has no more than all of its own.
        of = np.where(estimate > 0, articles, articles_rest)
        least = np.minimum(settings.least_articles, kept.n_articles)
        some = np.flatnonzero(of >= np.where(estimate > 0, *least))
        here, a, b, articles, articles_rest = (v[some] for v in (here, a, b, articles, articles_rest))
        share, estimate, z, p = (v[some] for v in (share, estimate, z, p))
    ours, theirs = _side(tallies, first, here), _side(tallies, first + 1, here)
    with np.errstate(invalid="ignore", divide="ignore"):
        most_of = np.where(a > 0, ours["top"] / a, np.nan)
    closed = (a == 0) | (b == 0) | (ours["top"] >= a) | (theirs["top"] >= b)
    closed |= min(kept.n_articles) < LEAST_ARTICLES
    return {
        "place": here,
        "prior": share,
        "count": a,
        "count_rest": b,
        "articles": articles,
        "articles_rest": articles_rest,
        "log_odds": estimate,
        "z": z,
        "g2": g2(a, b, *n),
        "chi2": chi_squared(a, b, *n),
        "log_ratio": log_ratio(a, b, *n),
        "dispersion": ours["dispersion"],
        "dispersion_rest": theirs["dispersion"],
        "top_article_share": most_of,
        "one_article": most_of > MOST,
        "p": p,
        "closed": closed,
        "all_in_one": ours["top"] >= a,
        "all_in_one_rest": theirs["top"] >= b,
    }


def _side(tallies: Tallies, side: int, here: Ints) -> Columns:
    dispersion = tallies.dispersion(side, tallies.occurrences(side))
    return {"top": tallies.top(side)[here], "dispersion": dispersion[here]}


def _named(block: Block, own: Sequence[frozenset[str]]) -> Iterator[Flags | None]:
    """Mask, for each comparison, the terms of which every word is an own name's."""
    every = frozenset().union(*own)
    terms: Mapping[int, list[str]] = {}
    if every:
        first = pc.replace_substring_regex(pc.utf8_lower(block.terms), " .*$", "")
        likely = pc.is_in(first, value_set=pa.array(sorted(every), first.type)).to_numpy(zero_copy_only=False)
        places = np.flatnonzero(likely)
        texts = block.terms.take(pa.array(places)).to_pylist()
        terms = {place: text.lower().split() for place, text in zip(places.tolist(), texts, strict=True)}
    known: dict[frozenset[str], Flags | None] = {frozenset(): None}
    for asked in own:
        if asked not in known:
            mask = np.zeros(len(block.terms), bool)
            mask[[place for place, term in terms.items() if asked.issuperset(term)]] = True
            known[asked] = mask
        yield known[asked]


# House style: words that an outlet's rules of writing put there, whatever it tells.


@dataclass(frozen=True)
class Style:
    """Marks terms that show an outlet's house style, as ``house_style.toml`` has it.

    Words and forms are as terms are counted; `spelt` are patterns, each with what another spelling has;
    `alone` are words that are such only where nothing stands beside them.
    """

    words: frozenset[str]
    alone: frozenset[str]
    forms: tuple[frozenset[str], ...]
    spelt: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def of(cls, wanted: Choice) -> Style:
        """Return house style in the form in which words are counted."""
        given = toml("framing.comparison.wording", "house_style")
        counted = Choice(stem=wanted.stem)

        def folded(words: Iterable[str]) -> frozenset[str]:
            return frozenset(normalised(pa.array(list(words), pa.string()), counted)[0].to_pylist())

        words, alone = (
            folded(word for rule in given["rule"] for word in rule.get(name, "").split())
            for name in ("words", "alone")
        )
        # Whom an outlet names is told of names; whether it writes their given names is style.
        alone |= folded((lexicon().male | lexicon().female) - ordinary())
        forms = (folded(one.split()) for rule in given["rule"] for one in rule.get("forms", ()))
        spelt = ((re.compile(here), there) for rule in given["rule"] for here, there in rule.get("spelt", ()))
        return cls(words, alone, tuple(forms), tuple(spelt))

    def mask(self, terms: pa.Array) -> Flags:
        """Mask the terms that begin or end with such a word; of forms, where another of them stands too.

        >>> terms = pa.array(["mr. carney", "colour", "color", "honour", "trade", "using", "using trade"])
        >>> Style.of(Choice()).mask(terms).tolist()
        [True, True, True, False, False, True, False]
        """
        ends = [pc.replace_substring_regex(pc.utf8_lower(terms), cut, "") for cut in (" .*$", "^.* ")]
        there = set(pc.unique(pa.concat_arrays(ends)).to_pylist())
        found = {
            word
            for word in there
            if word in self.words
            or re.fullmatch(r"\d\d?|[a-z]\.?|([a-z]\.){2,}[a-z]?('s)?|[rdi]-[a-z.]+", word)
        }
        for forms in self.forms:
            found |= both if len(both := forms & there) > 1 else set()
        for word in there:
            for pattern, other in self.spelt:
                if (twin := pattern.sub(other, word)) != word and twin in there:
                    found |= {word, twin}
        known = pa.array(sorted(found), pa.string())
        begins, closes = (pc.is_in(end, value_set=known).to_numpy(zero_copy_only=False) for end in ends)
        alone = pc.is_in(pc.utf8_lower(terms), value_set=pa.array(sorted(self.alone), pa.string()))
        return np.asarray(begins | closes | alone.to_numpy(zero_copy_only=False), bool)


# The table of terms: every measure of every comparison, its interval and its test, put side by side.

#: Entries of terms that are drawn again together.
_ENTRIES = 6_000_000


def table(data: Words, which: Sequence[Comparison], settings: Settings) -> pd.DataFrame:
    """Make the table of terms.

    Parameters
    ----------
    data : Words
    which : sequence of Comparison
    settings : Settings

    Returns
    -------
    pandas.DataFrame
        As in ``schemas/terms.toml``.
    """
    masks = [side for one in which for side in one.sides]
    kinds = data.kinds
    sides = Sides.of(data.counted.tokens, [*masks, np.ones(len(kinds.rows), bool)], kinds.of)
    found, places, terms = rows(data, which, sides, settings)
    blocks = [kept.joined() for kept in found]
    for block in blocks:
        for name in ("low", "high"):
            block[name] = np.full(len(block["z"]), np.nan)
        block["looked"] = np.zeros(len(block["z"]), bool)
    shown = [np.argsort(-np.nan_to_num(b["z"], nan=-np.inf), kind="stable") for b in blocks]
    if settings.collection != "census":
        strongest = [
            np.sort(order[np.argsort(-np.abs(block["z"][order]), kind="stable")][: settings.intervals])
            for block, order in zip(blocks, shown, strict=True)
        ]
        open_ = [some[~block["closed"][some]] for some, block in zip(strongest, blocks, strict=True)]
        _intervals(data, which, sides, found, blocks, open_, settings)
        for block, some in zip(blocks, strongest, strict=True):
            block["looked"][some] = True
    marked = settings.style.mask(terms)
    for number, block in enumerate(blocks):
        block["style"] = marked[np.searchsorted(places, block["place"])]
        shown[number] = shown[number][np.argsort(block["style"][shown[number]], kind="stable")]
    return _finished(data, which, sides, found, blocks, shown, (places, terms), settings)


def _intervals(
    data: Words,
    which: Sequence[Comparison],
    sides: Sides,
    found: Sequence[Rows],
    blocks: Sequence[Columns],
    wanted: Sequence[Ints],
    settings: Settings,
) -> None:
    """Fill in the ends of intervals of the rows wanted."""
    if not any(len(some) for some in wanted):
        return
    kinds = data.kinds
    key = kinds.group * len(data.events) + kinds.event
    strata, of_kind = np.unique(key, return_inverse=True)
    names = [_name(data, int(k)) for k in strata]
    drawn = Draws(np.append(of_kind, -1)[kinds.of], names, data.ids, settings.seed)
    terms = [np.asarray(block["place"][some]) for block, some in zip(blocks, wanted, strict=True)]
    every = np.unique(np.concatenate(terms))
    share = np.empty(len(every))
    for block, some, here in zip(blocks, wanted, terms, strict=True):
        share[np.searchsorted(every, here)] = block["prior"][some]

    def statistic(parts: Sequence[tuple[npt.NDArray[np.floating], Floats]], here: Ints) -> Floats:
        prior = share[np.searchsorted(every, here)][:, None]
        (a, n_a), (b, n_b) = parts
        return log_odds(a, b, n_a[None, :], n_b[None, :], prior, PRIOR_SIZE)[None]

    def take(number: int, at: Ints, values: Floats) -> None:
        block, some = blocks[number], wanted[number][at]
        n = min(found[number].n_articles)
        block["low"][some], block["high"][some] = widened(values[0], block["log_odds"][some], n)

    ends = np.cumsum([0, *(len(one.sides) for one in which)]).tolist()
    numbers = [range(*two) for two in pairwise(ends)]
    replicated(lambda: _columns(data, every), sides, drawn, numbers, terms, statistic, take)


def _columns(data: Words, every: Ints) -> Iterator[tuple[Ints, csc_array]]:
    """Yield the counts of some terms, a number of entries at a time."""
    places: list[Ints] = []
    counts: list[csc_array] = []
    size = 0
    for block in data.counted.blocks():
        here = every[(every >= block.first) & (every < block.first + len(block.terms))]
        if len(here):
            places.append(here)
            counts.append(block.counts[:, here - block.first])
            size += counts[-1].nnz
        if size > _ENTRIES:
            yield np.concatenate(places), csc_array(sparse.hstack(counts, format="csc"))
            places, counts, size = [], [], 0
    if places:
        yield np.concatenate(places), csc_array(sparse.hstack(counts, format="csc"))


def _name(data: Words, key: int) -> str:
    group, event = divmod(key, len(data.events))
    # The 0 keeps the draws what they were before.
    return f"{data.groups[group]}\x1f0\x1f{data.events[event]}"


def _finished(
    data: Words,
    which: Sequence[Comparison],
    sides: Sides,
    found: Sequence[Rows],
    blocks: Sequence[Columns],
    shown: Sequence[Ints],
    named: tuple[Ints, pa.Array],
    settings: Settings,
) -> pd.DataFrame:
    sizes = [len(order) for order in shown]
    size = sum(sizes)
    owner = np.repeat(np.arange(len(which)), sizes)
    place = np.concatenate([block["place"][order] for block, order in zip(blocks, shown, strict=True)])
    terms = named[1].take(pa.array(np.searchsorted(named[0], place)))
    columns: dict[str, Any] = {
        "group": _constant(owner, [one.a for one in which]),
        "against": _constant(owner, [one.b for one in which]),
        "term": pd.Series(pd.array(terms, dtype="str")),
        "note": _notes(data, which, found, blocks, shown, settings),
    }
    firsts = np.cumsum([0, *(len(one.sides) for one in which)])[:-1]
    for name, values in (("n", sides.n), ("n_articles", sides.n_articles)):
        columns[name], columns[f"{name}_rest"] = (values[firsts + k][owner] for k in (0, 1))
    for name in schema("terms").columns:
        if name in blocks[0]:
            columns[name] = np.concatenate(
                [block.pop(name)[order] for block, order in zip(blocks, shown, strict=True)]
            )
    columns["p_adjusted"], family = _adjusted(columns["p"], [p for kept in found for p in kept.p])
    tests = [kept.tests for kept in found]
    none = np.zeros(size, np.int64)
    invented = [bool((data.kinds.illustrative & (one.sides[0] | one.sides[1])).any()) for one in which]
    columns |= {
        "p_min": np.repeat([np.nan if t is None else t.p_min for t in tests], sizes),
        "test": _constant(owner, [None if t is None else t.name for t in tests]),
        "draws": np.repeat([0 if t is None else t.draws for t in tests], sizes).astype(np.int64),
        "family": _constant(none, [f"exploratory: keyness × {_events(data)} × {len(which)} comparisons"]),
        "family_size": np.full(size, family),
        "n_events": np.repeat([one.n_events for one in which], sizes),
        "wire": _constant(none, [settings.wire]),
        "provenance": _constant(owner, ["illustrative" if one else "published" for one in invented]),
    }
    for name, value in settings.columns:
        columns[name] = _constant(none, [value])
    order = [name for name in schema("terms").columns if name in columns]
    # A copy under one roof would hold everything twice.
    return pd.DataFrame({name: columns[name] for name in order}, copy=False)


def _adjusted(p: Floats, every: Sequence[Floats]) -> tuple[Floats, int]:
    """Return p adjusted among all that were made, shown or not (Benjamini and Hochberg 1995); how many.

    As `permute.adjusted` does it, at the memory of two numbers a test.

    >>> _adjusted(np.array([0.02, np.nan]), [np.array([0.5, 0.02]), np.array([0.04])])[0].tolist()
    [0.06, nan]
    """
    found = np.full(len(p), np.nan)
    tests = np.sort(np.concatenate([np.zeros(0), *every]))
    if len(tests):
        adjusted = tests * (len(tests) / np.arange(1, len(tests) + 1))
        np.minimum.accumulate(adjusted[::-1], out=adjusted[::-1])
        has = np.flatnonzero(~np.isnan(p))
        found[has] = np.clip(adjusted[np.searchsorted(tests, p[has])], 0, 1)
    return found, len(tests)


def _constant(code: Ints, values: Sequence[str | None]) -> pd.Series[Any]:
    """Return a string column by codes; a category costs a byte a row where strings cost their length."""
    used = np.flatnonzero(np.bincount(code, minlength=len(values))).tolist()
    known = sorted({str(values[place]) for place in used if values[place] is not None})
    number = {name: place for place, name in enumerate(known)}
    place = np.array([number.get(str(value), -1) for value in values], np.int32)
    return pd.Series(pd.Categorical.from_codes(place[code], pd.Index(known, dtype="str")))


def _events(data: Words) -> str:
    named = [event for event in data.events if event != "None"]
    return "all articles" if not named else named[0] if len(named) == 1 else f"{len(named)} events"


def _notes(
    data: Words,
    which: Sequence[Comparison],
    found: Sequence[Rows],
    blocks: Sequence[Columns],
    shown: Sequence[Ints],
    settings: Settings,
) -> pd.Series[Any]:
    """Return what each row must say: why something is missing, how firm the rest is, what was left out."""
    texts: list[str] = []
    codes = []
    for one, kept, block, order in zip(which, found, blocks, shown, strict=True):
        always = "; ".join(filter(None, (*data.said, one.note)))
        code, reasons = _reasons(one, kept, block, order, settings)
        codes.append(code + len(texts))
        texts += ["; ".join(filter(None, (reason, always))) for reason in reasons]
    return _constant(np.concatenate(codes), texts)


def _reasons(
    one: Comparison, kept: Rows, block: Columns, order: Ints, settings: Settings
) -> tuple[Ints, list[str]]:
    """Return the reason of each row, as a code into the reasons there are."""
    tests = kept.tests
    if tests is None:
        return np.zeros(len(order), np.int64), ["census: describes"]
    names = ("count", "count_rest", "all_in_one", "all_in_one_rest")
    a, b, alone, alone_rest = (block[name][order] for name in names)
    few = min(kept.n_articles)
    rare = block["articles"][order] + block["articles_rest"][order] < LEAST_WITH_TERM
    interval = np.select(
        [np.full(len(order), few < LEAST_ARTICLES), a == 0, b == 0, alone, alone_rest,
         ~block["looked"][order], (np.minimum(a, b) < FIRM_HITS) | (few < FIRM_ARTICLES)],
        range(1, 8),
    )  # fmt: skip
    said = [
        "",
        f"under {LEAST_ARTICLES} articles on a side: estimate only",
        f"none in {one.a}: no interval",
        f"none in {one.b}: no interval",
        f"all of {one.a} in one article: no interval",
        f"all of {one.b} in one article: no interval",
        f"not among the {settings.intervals} strongest: no interval",
        f"fragile: under {FIRM_ARTICLES} articles or {FIRM_HITS} occurrences on a side",
    ]
    test = [tests.why] if tests.name is None else ["", f"in under {LEAST_WITH_TERM} articles: no test"]
    flagged = ["", "one article gives most of it"]
    parts = interval * 4 + (rare & (tests.name is not None)) * 2 + block["one_article"][order]
    reasons = ["; ".join(filter(None, (i, t, f))) for i in said for t in (*test, "")[:2] for f in flagged]
    return parts, reasons


AGAINST = ("rest", "pairs")

#: The columns that tell what a term's use is and how sure that is; the others say how it was found.
SHORT = (
    "group", "against", "term", "count", "count_rest", "n", "n_rest", "articles", "articles_rest", "log_odds",
    "low", "high", "z", "one_article", "style", "p", "p_adjusted", "provenance", "note",
)  # fmt: skip


def keyness(
    articles: Articles,
    by: str = "outlet",
    *,
    against: str = "rest",
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    speaker_type: str | Sequence[str] | None = None,
    genre: str = "news",
    ngram: int | tuple[int, int] = 1,
    stem: bool = False,
    case: bool = False,
    stop: str | Iterable[str] | None = "content",
    min_count: int = 1,
    intervals: int = 500,
    draws: int = 9999,
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
    least_articles: int = LEAST_WITH_TERM,
    compared: Sequence[str] | None = None,
    full: bool = False,
) -> pd.DataFrame:
    """Find the terms that set groups apart, when none are given; `score` counts those that are.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`. Events, where there are
        any, are strata: a comparison is made over events that both sides cover.
    by : str
        Column whose values are compared; also "voice", "part" or a column of speakers.
    against : {"rest", "pairs"}
        Each group against all others together, or each pair.
    part, voice, voices, speaker_type, ngram, stem, case, stop, min_count
        Which words are counted, and as what: see `framing.features.terms.choice`. Content words by default,
        as written but for capitals; ``stop=None`` counts function words too. Sizes are those of everything,
        whatever a list leaves out.
    genre : {"news", "opinion", "editorial", "live", "all"}
        News is compared with news; unknown genre counts as news.
    intervals : int
        How many terms of each comparison, the strongest by z, get an interval.
    draws : int
        Arrangements drawn at most where more than 200,000 are possible: as in `compare`.
    seed : int
    wire : {"collapse", "keep", "drop"}
        Copies in one group count once; each; or full reprints of an agency are left out.
    collection : {"census", "sample", "unknown"}
        Whether the articles are all that was published. A census has no intervals and no p.
    least_articles : int
        Leave out rows of terms in fewer articles of the side that has more of them; a side of fewer articles
        needs but all of its own. 0 leaves out none. What is left out was tested and is adjusted for;
        intervals go to the strongest of what is kept.
    compared : sequence of str, optional
        Groups that are compared, all by default; the others count among all others together, and no more.
    full : bool
        Give every column of the table, and of two groups each term twice, seen from either side; else each
        once, with the group that has more of it.

    Returns
    -------
    pandas.DataFrame
        The table `terms`: a row group × other side × term, strongest first, and behind them those marked in
        `style`: words that an outlet's house style puts there (*mr.*, *said*, *per cent*), not the story.
        `g2` is of two terms (Rayson and Garside 2000), `chi2` of four cells; both carry the sign of the
        difference.

    Raises
    ------
    FramingError
        An argument or a column is not known; there is one group only; a side is empty.

    Warns
    -----
    FramingWarning
        Articles are left out.

    Notes
    -----
    Intervals of `log_odds`: articles drawn again inside events 1,000 times, percentiles widened for few
    articles (Hesterberg 2015). `p`: articles permuted inside events, or from 50 a side t on the score, for
    terms in at least three articles, and never below that of words drawn one by one; Benjamini and
    Hochberg over the whole table. Nothing depends on the order of rows.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"],
    ...     "text": ["The regime said the regime won.", "The government said it won."]})
    >>> found = keyness(articles)
    >>> found[["group", "term", "count", "count_rest"]].head(1).values.tolist()
    [['x', 'regime', 2, 0]]
    """
    wanted = choice(
        part=part,
        voice=voice,
        voices=voices,
        speaker_type=speaker_type,
        ngram=ngram,
        stem=stem,
        case=case,
        stop=stop,
        min_count=min_count,
        apart=by,
    )
    check_choice("against", against, AGAINST)
    check_choice("collection", collection, COLLECTION)
    data = words(articles, wanted, by=by, genre=genre, wire=wire)
    which = comparisons(data, by, against)
    if (asked := check_compared(compared, metadata(articles).get(by, pd.Series(data.groups)))) is not None:
        alone = {*data.groups} - asked
        which = [one for one in which if alone.isdisjoint((one.a, one.b))]
        if not which and len(asked) == 1 and against == "pairs":
            raise FramingError("keyness: one side alone makes no pair; name another, or take the rest")
        if not which:
            raise FramingError("keyness: no two sides of those compared share an event; leave `event` empty")
    settings = Settings(
        collection=collection,
        wire=wire,
        columns=tuple(wanted.said().items()),
        intervals=check_number("intervals", intervals, 0),
        draws=check_number("draws", draws, 99),
        seed=check_number("seed", seed),
        least_articles=check_number("least_articles", least_articles, 0),
        style=Style.of(wanted),
    )
    found = table(data, which, settings)
    if full:
        return found
    if len(which) == 2 and all(map(np.array_equal, which[0].sides, which[1].sides[::-1])):
        more = np.sign(found["log_odds"].to_numpy())
        found = found[(more > 0) | ((more == 0) & (found["group"] == which[0].a).to_numpy())]
    return found[[*SHORT]].reset_index(drop=True)
