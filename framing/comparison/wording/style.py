"""How each outlet writes: how varied its words are, how hard it is to read, how long its sentences are.

Each figure is a function of sums over an outlet's articles; intervals delete one article at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.comparison.compare import FIRM_ARTICLES, FIRM_HITS
from framing.comparison.intervals import LEAST_ARTICLES, NO_SPREAD, t_half
from framing.comparison.sums import Flags, Floats, Ints, coded, collapses, summed
from framing.comparison.wording.keyness import places
from framing.comparison.wording.words import (
    Sides,
    Tallies,
    Words,
    chosen,
    copies_said,
    families,
    repeated,
    words,
)
from framing.engine.parts import Articles, map_parts, metadata
from framing.errors import FramingError, check_number, several
from framing.features.cells import Voices, cells
from framing.features.terms import APART, Block, choice
from framing.schema import schema
from framing.text.overlap.shingles import fingerprints
from framing.text.tokens import Tokens

# How often each outlet uses each term, per thousand words, with its interval; what keyness compares.


def frequencies(
    articles: Articles,
    by: str = "outlet",
    *,
    terms: str | Sequence[str] | None = None,
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    speaker_type: str | Sequence[str] | None = None,
    genre: str = "news",
    ngram: int | tuple[int, int] = 1,
    stem: bool = False,
    case: bool = False,
    stop: str | Iterable[str] | None = None,
    min_count: int = 1,
    wire: str = "collapse",
    least_articles: int = 0,
) -> pd.DataFrame:
    """Count terms by group.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`.
    by, terms, part, voice, voices, speaker_type, genre, ngram, stem, case, stop, min_count, wire
        As in `framing.keyness`.
    least_articles : int
        Leave out rows of terms in fewer articles of the group, unless `terms` asks for them.

    Returns
    -------
    pandas.DataFrame
        The table `frequencies`: a row group × term that occurs in it (or was asked for), the most frequent
        first. Intervals: logarithm of the rate, delete-one-article jackknife inside events, t.

    Raises
    ------
    FramingError
        An argument, a column or a term is not known.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["Trade grew. Trade fell."]})
    >>> frequencies(articles)[["term", "count", "per_1000", "rank"]].head(1).values.tolist()
    [['trade', 2, 500.0, 1]]
    """
    wanted = choice(
        part=part, voice=voice, voices=voices, speaker_type=speaker_type, ngram=ngram, stem=stem, case=case,
        stop=stop, min_count=min_count, apart=by,
    )  # fmt: skip
    data = words(articles, wanted, by=by, genre=genre, wire=wire, what="frequencies")
    chosen = None if terms is None else places(data.counted, several("terms", terms), wanted)
    masks = [data.of(group) for group in range(len(data.groups))]
    sides = Sides.of(data.counted.tokens, masks)
    groups = [group for group in range(len(data.groups)) if sides.n[group]]
    jackknives = {group: _Jackknife.of(data, masks[group]) for group in groups}
    pieces: dict[int, list[pd.DataFrame]] = {group: [] for group in groups}
    ranks = {group: _Ranks() for group in groups}
    for block in data.counted.blocks():
        tallies = Tallies(block.counts, sides)
        for group in groups:
            piece = _counted(tallies, group, jackknives[group], block, chosen, ranks[group])
            if least_articles and chosen is None:
                piece = piece[piece["articles"] >= least_articles]
            pieces[group].append(piece)
    table = pd.concat(
        [_group(data, sides, group, pieces.pop(group), ranks[group], masks[group]) for group in groups],
        ignore_index=True,
    )
    for name, value in (*wanted.said().items(), ("wire", wire)):
        table[name] = pd.Series([value] * len(table), dtype="str")
    return table[[name for name in schema("frequencies").columns if name in table]]


class _Ranks:
    """Ranks of terms by how often they occur; of those that do so equally often, in order of term."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def nth(self, count: Ints) -> Ints:
        """Return how many of the same count have been seen before each term of a block."""
        values, of, times = np.unique(count, return_inverse=True, return_counts=True)
        order = np.argsort(of, kind="stable")
        inside = np.empty(len(of), np.int64)
        inside[order] = np.arange(len(of)) - np.repeat(np.cumsum(times) - times, times)
        before = np.array([self._seen.get(value, 0) for value in values.tolist()], np.int64)
        for value, size in zip(values.tolist(), times.tolist(), strict=True):
            self._seen[value] = self._seen.get(value, 0) + size
        return inside + before[of]

    def above(self, count: Ints) -> Ints:
        """Return how many terms of all blocks occur more often."""
        values = np.array(sorted(self._seen, reverse=True), np.int64)
        passed = np.cumsum([0, *(self._seen[value] for value in values.tolist())])
        return np.asarray(passed[np.searchsorted(-values, -count)])


def _counted(
    tallies: Tallies, group: int, jackknife: _Jackknife, block: Block, chosen: Ints | None, ranks: _Ranks
) -> pd.DataFrame:
    """Return what a group has of a block of terms; `nth` is a term's place among those as frequent."""
    side = tallies.side(group)
    shown = np.flatnonzero(side.count > 0)
    if chosen is not None:
        inside = (chosen >= block.first) & (chosen < block.first + tallies.terms)
        shown = chosen[inside] - block.first
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(side.count > 0, side.top / side.count, np.nan)
    columns = {
        "term": pd.Series(pd.array(block.terms.take(pa.array(shown)), dtype="str")),
        "nth": ranks.nth(side.count)[shown],
        "half": jackknife.halves(tallies, group, side.count)[shown],
        "count": side.count[shown],
        "articles": side.articles[shown],
        "dispersion": side.dispersion[shown],
        "top_article_share": share[shown],
        "alone": (side.top >= side.count)[shown],
    }
    return pd.DataFrame(columns)


def _group(
    data: Words, sides: Sides, group: int, pieces: list[pd.DataFrame], ranks: _Ranks, rows: Flags
) -> pd.DataFrame:
    """Return the rows of a group, the most frequent term first."""
    table = pd.concat(pieces, ignore_index=True)
    n, n_articles = int(sides.n[group]), int(sides.n_articles[group])
    count, half = table["count"].to_numpy(), table.pop("half").to_numpy()
    rate = count / n
    none, alone = count == 0, table.pop("alone").to_numpy()
    reason = np.select(
        [none, np.full(len(rate), n_articles < LEAST_ARTICLES), alone, np.isnan(half),
         (count < FIRM_HITS) | (n_articles < FIRM_ARTICLES)],
        range(1, 6),
    )  # fmt: skip
    said = [
        "", "not found: no interval", f"under {LEAST_ARTICLES} articles: estimate only",
        "all in one article: no interval", "articles do not differ: no interval",
        f"fragile: under {FIRM_ARTICLES} articles or {FIRM_HITS} occurrences",
    ]  # fmt: skip
    half = np.where(reason >= 5, half, np.where(reason == 0, half, np.nan))
    notes = np.array(["; ".join(filter(None, (text, *data.said))) for text in said], dtype=object)
    invented = bool((data.illustrative & rows).any())
    table = table.assign(
        group=data.groups[group],
        rank=ranks.above(count) + table.pop("nth").to_numpy() + 1,
        n=n,
        per_1000=1000 * rate,
        low=1000 * (rate * np.exp(-half)),
        high=1000 * (rate * np.exp(half)),
        n_articles=n_articles,
        provenance="illustrative" if invented else "published",
        note=notes[reason],
    )
    order = np.argsort(table["rank"].to_numpy(), kind="stable")
    return table.iloc[order].astype({name: "str" for name in ("group", "term", "provenance", "note")})


def _strata(event: Ints) -> tuple[Ints, Ints]:
    """Return the stratum of each article, and how many are in each; events with one are one together."""
    stratum = np.unique(event, return_inverse=True)[1]
    n = np.bincount(stratum)
    if (n == 1).any():
        stratum = np.unique(np.where(n[stratum] == 1, -1, stratum), return_inverse=True)[1]
    return stratum, np.bincount(stratum)


@dataclass(frozen=True)
class _Jackknife:
    """What intervals of a group's rates need of its articles: strata, and what each without the term adds.

    ``theta_i = log(X - x_i) - log(D - d_i)``; articles without the term differ in ``d_i`` alone, so that
    sums over those with it do: the jackknife of `intervals.jackknife`, at a cost that goes with the entries.
    """

    of_row: Ints
    w: Floats
    n: Ints
    w_sum: Floats
    base: float

    @classmethod
    def of(cls, data: Words, rows: Flags) -> _Jackknife:
        mine = np.flatnonzero(rows)
        tokens = data.counted.tokens
        total = float(tokens[mine].sum())
        stratum, n = _strata(data.event[mine])
        of_row, w = np.zeros(len(rows), np.int64), np.zeros(len(rows))
        of_row[mine] = stratum
        with np.errstate(divide="ignore", invalid="ignore"):
            w[mine] = -np.log1p(-tokens[mine] / total)
            w_sum, w_square = (summed(stratum, v, len(n)) for v in (w[mine], w[mine] ** 2))
            base = float(((n - 1) / n * (w_square - w_sum**2 / n)).sum())
        return cls(of_row, w, n, w_sum, base)

    def halves(self, tallies: Tallies, group: int, count: Ints) -> Floats:
        """Return half the width of the interval of the logarithm of each term's rate."""
        df = int((self.n - 1).sum())
        if df < 1:
            return np.full(tallies.terms, np.nan)
        at = tallies.entries(group)
        term, row, x = tallies.term[at], tallies.row[at], tallies.count[at]
        n = self.n
        with np.errstate(divide="ignore", invalid="ignore"):
            u = np.log1p(-x / count[term])
            pairs, place = np.unique(term.astype(np.int64) * len(n) + self.of_row[row], return_inverse=True)
            of_term, of_stratum = np.divmod(pairs, len(n))
            u_sum, u_square, uw = (summed(place, v, len(pairs)) for v in (u, u * u, u * self.w[row]))
            share, size = ((n - 1) / n)[of_stratum], n[of_stratum]
            more = share * (u_square + 2 * uw - (2 * u_sum * self.w_sum[of_stratum] + u_sum**2) / size)
            variance = self.base + summed(of_term, more, tallies.terms)
        variance = np.where(np.isfinite(variance) & (variance > NO_SPREAD), variance, np.nan)
        return t_half(variance, np.full(tallies.terms, float(df)))


# How varied the words of a text are, in measures that don't fall with its length as types by tokens do.

#: Words in a moving window.
WINDOW = 100

#: MTLD is not made of shorter texts (McCarthy and Jarvis 2010).
LEAST_WORDS = 100

#: Types by tokens at which a stretch is full (McCarthy and Jarvis 2010).
FULL = 0.72


def mattr_sums(words: np.ndarray, window: int = WINDOW) -> tuple[int, int]:
    """Return types summed over all windows of a text, and windows × words in one; their ratio is MATTR.

    The moving-average type-token ratio (Covington and McFall 2010). A text shorter than the window has none.

    Parameters
    ----------
    words : integer array
        What each word is.

    Examples
    --------
    >>> mattr_sums(np.array([0, 1, 0, 2]), 3)
    (5, 6)
    """
    n = len(words)
    if n < window:
        return 0, 0
    # A word is a new type in every window that holds it but not the same word before it.
    place = np.arange(n)
    order = np.argsort(words, kind="stable")
    before = np.full(n, -1)
    same = words[order][1:] == words[order][:-1]
    before[order[1:][same]] = order[:-1][same]
    first = np.maximum(np.maximum(before + 1, place - window + 1), 0)
    last = np.minimum(place, n - window)
    types = int(np.maximum(last - first + 1, 0).sum())
    return types, (n - window + 1) * window


def mtld(words: Sequence[int], full: float = FULL) -> float:
    """Return the measure of textual lexical diversity (McCarthy and Jarvis 2010): words a stretch, both ways.

    A stretch is full as soon as its types by tokens fall to `full`; the last, unfull one counts in part.

    >>> mtld([0, 0, 0, 0])
    2.0
    """
    forwards = list(words)
    if not forwards:
        return float("nan")
    ways = [_stretches(way, full) for way in (forwards, forwards[::-1])]
    return float(np.mean([len(forwards) / factors if factors else np.nan for factors in ways]))


def _stretches(words: list[int], full: float) -> float:
    factors, types, tokens = 0.0, set[int](), 0
    ratio = 1.0
    for word in words:
        tokens += 1
        types.add(word)
        ratio = len(types) / tokens
        if ratio <= full:
            factors, types, tokens, ratio = factors + 1, set(), 0, 1.0
    return factors + ((1 - ratio) / (1 - full) if tokens else 0.0)


# How hard a text is to read: Flesch's reading ease, FORCAST, words a sentence; from sums, which add up.

_VOWELS = re.compile("[aeiouyàáâäãåæèéêëìíîïòóôöõøœùúûüýÿ]+")
#: Where a y is a consonant (beyond, years), and where it parts two vowels (trying, Ryan).
_CONSONANT = re.compile("(?<![^aeiou])y(?=[aeiou])")
_PARTING = re.compile("(?<=[^aeiou])y(?=[aeiou])")
#: Two vowels that are spoken apart: ri-ot, i-de-a, cre-ate, be-ing; not na-tion, so-cial, mar-riage.
_APART = re.compile(
    "(?<![tcsgxln])i(?:a(?!ge)|o|u[ms])|(?<=[^l]l)i(?:a|o)|ie(?:t|r$|rs$|st$)|(?<![tcdrnl])ien|(?<=cl|sc)ien|"
    "[aeou]ing|^co(?=op|ord)|(?<=cr)ea(?!m|t[^eio]|k|s|d)|^re(?:a[cl][^hkmls]|a[sp]p|e[ln]|i[mn][^gs]?|o)|"
    "(?<=[aeiou][^aeiou])ea$|eo(?!u|pl|rg|n$)|(?<![gq])ua(?!r[dy])|uou|(?<=[ts])ue(?=nt)|(?<=fl)ue|ism|[st]hm|uel$|oet|oem"
)
#: An e that is not spoken, or a y made of nothing: times, walked, statement, likely, spokesman, something.
_SILENT = re.compile(
    "(?<=[^aeiouyl])es?$|(?<=[aeiouy]l)es?$|(?<=rl)es?$|(?<=[^aeioutdl])ed$|(?<=[aeiouyrl]l)ed$|"
    "(?<=[^aeiouyl])e(?=s?(?:ment|man|men|thing|one|day|where|book)s?$|(?:ly|less|ful|fully|ness|some)$)"
)
_SPOKEN = re.compile("(?:[sxzj]|[cs]h|[cg])es$")
_IRREGULAR = {
    "mr": 2, "mrs": 2, "ms": 1, "dr": 2, "st": 1, "nd": 1, "rd": 1, "people": 2, "business": 2,
    "businesses": 3, "wednesday": 2, "every": 2, "several": 2, "nuclear": 3, "area": 3, "areas": 3,
    "being": 2, "create": 2,
    "created": 3, "colonel": 2, "evening": 2, "something": 2, "sometimes": 2, "everything": 3, "everyone": 3,
    "anyone": 3, "someone": 2, "don't": 1, "didn't": 2, "isn't": 2, "wasn't": 2, "doesn't": 2, "couldn't": 2,
    "wouldn't": 2, "hasn't": 2, "haven't": 2, "the": 1, "he": 1, "she": 1, "me": 1, "we": 1, "be": 1,
}  # fmt: skip


@lru_cache(1 << 16)
def syllables(word: str) -> int:
    """Return how many syllables a word has by rule; at least one.

    >>> [syllables(word) for word in ("trade", "tariffs", "walked", "needed", "agreement", "science")]
    [1, 2, 1, 2, 3, 2]
    """
    word = word.lower().replace("’", "'")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return max(sum(_of_part(part) for part in re.split("[-'.&/]", word)), 1)


def _of_part(part: str) -> int:
    if part in _IRREGULAR:
        return _IRREGULAR[part]
    if any(letter.isdigit() for letter in part):
        # A figure: about a syllable a digit, as it is read.
        return sum(letter.isdigit() for letter in part)
    if not _VOWELS.search(part):
        # Letters read one by one (CNN, GDP); the s or t of it's and can't.
        return len(part) if len(part) > 1 else 0
    apart = _PARTING.sub("y-", _CONSONANT.sub("j", part))
    count = len(_VOWELS.findall(apart)) + len(_APART.findall(apart)) + part.startswith("mc")
    if not _SPOKEN.search(part):
        count -= len(_SILENT.findall(part))
    return max(count, 1)


def read_sums(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return sums of texts: words, sentences, syllables, words of one syllable.

    Parameters
    ----------
    tokens : Tokens
    first, last : arrays
        The first word of each text, and the one after its last.

    Returns
    -------
    int64 array, texts × 4
    """
    of_form = np.array([syllables(form) for form in tokens.forms.to_pylist()], np.int64)
    each = of_form[tokens.ids] if len(tokens.ids) else np.zeros(0, np.int64)
    spoken = np.concatenate([[0], np.cumsum(each)])
    single = np.concatenate([[0], np.cumsum(each == 1)])
    sentences = np.searchsorted(tokens.sentences, last) - np.searchsorted(tokens.sentences, first)
    return np.stack(
        [last - first, sentences, spoken[last] - spoken[first], single[last] - single[first]], axis=1
    )


def flesch(sums: np.ndarray) -> np.ndarray:
    """Return reading ease, ``206.835 - 1.015 words / sentences - 84.6 syllables / words`` (Flesch 1948).

    >>> round(float(flesch(np.array([100, 5, 150, 60]))), 3)
    59.635
    """
    words, sentences, spoken, _ = np.moveaxis(np.asarray(sums, np.float64), -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(206.835 - 1.015 * words / sentences - 84.6 * spoken / words)


def forcast(sums: np.ndarray) -> np.ndarray:
    """Return the grade, ``20 - 15 words of one syllable / words`` (Caylor and Sticht 1973).

    They count the words of one syllable in 150 and take a tenth of them from 20.

    >>> float(forcast(np.array([150, 5, 150, 90])))
    11.0
    """
    words, _, _, single = np.moveaxis(np.asarray(sums, np.float64), -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(20.0 - 15.0 * single / words)


class _Measure(NamedTuple):
    """A figure: name, unit, how it is made of sums, which columns those are, and what an article needs."""

    name: str
    unit: str
    make: Callable[[Floats], Floats]
    columns: tuple[int, ...]
    needs: int


def readability(
    articles: Articles, by: str = "outlet", *, genre: str = "news", wire: str = "collapse"
) -> pd.DataFrame:
    """Say how hard each group's articles are to read.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; titles don't count.
    by : str
        Column whose values are compared.
    genre, wire
        As in `framing.keyness`.

    Returns
    -------
    pandas.DataFrame
        The table `style`: Flesch's reading ease (Flesch 1948; higher is easier), the FORCAST grade (Caylor
        and Sticht 1973), words a sentence and syllables a word, with 95 % intervals by jackknife over
        articles.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["The trade deal holds. It is good."]})
    >>> readability(articles)[["measure", "estimate"]].iloc[[2]].values.tolist()
    [['sentence_length', 3.5]]
    """
    measures = (
        _Measure("flesch", "points", flesch, (0, 1, 2, 3), 1),
        _Measure("forcast", "grade", forcast, (0, 1, 2, 3), 1),
        _Measure("sentence_length", "words a sentence", lambda s: s[..., 0] / s[..., 1], (0, 1), 1),
        _Measure("word_length", "syllables a word", lambda s: s[..., 2] / s[..., 0], (0, 1, 2), 1),
    )
    return _table(articles, by, genre, wire, "readability", _Summing(), measures)


def diversity(
    articles: Articles,
    by: str = "outlet",
    *,
    window: int = WINDOW,
    genre: str = "news",
    wire: str = "collapse",
) -> pd.DataFrame:
    """Say how varied the words of each group's articles are.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; titles don't count, nor do capitals.
    by : str
    window : int
        Words in a window of MATTR; shorter articles have none.
    genre, wire
        As in `framing.keyness`.

    Returns
    -------
    pandas.DataFrame
        The table `style`: MATTR (Covington and McFall 2010), the mean share of different words in a window,
        over all windows of all articles, and MTLD (McCarthy and Jarvis 2010), the mean over articles of at
        least 100 words, with 95 % intervals by jackknife over articles.

    Raises
    ------
    FramingError
        A window of less than two words.
    """
    size = check_number("window", window, 2)
    measures = (
        _Measure(f"mattr_{size}", "types a token", lambda s: s[..., 0] / s[..., 1], (0, 1), size),
        _Measure("mtld", "tokens a stretch", lambda s: s[..., 2] / s[..., 3], (2, 3), LEAST_WORDS),
    )
    return _table(articles, by, genre, wire, "diversity", _Summing(size), measures)


@dataclass(frozen=True)
class _Summing:
    """Sums of an article: how hard it is to read, or, with a window, how varied its words are.

    Those of `read_sums`; or of MATTR over windows of that size, and of MTLD. `tokens` are its words.
    """

    window: int | None = None

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Add up."""
        sums, prints = np.zeros((len(frame), 4)), np.zeros(len(frame), np.uint64)
        tokens = np.zeros(len(frame), np.int64)
        for chunk in cells(frame, None):
            docs, rows = chunk.tokens.docs[chunk.size :], slice(chunk.first, chunk.first + chunk.size)
            prints[rows] = fingerprints(chunk.tokens)[chunk.size :]
            tokens[rows] = np.diff(docs)
            if self.window is None:
                sums[rows] = read_sums(chunk.tokens, docs[:-1], docs[1:])
                continue
            words = chunk.tokens.vocabulary.of_token
            for row, (first, last) in enumerate(pairwise(docs.tolist()), chunk.first):
                text = words[first:last]
                sums[row, :2] = mattr_sums(text, self.window)
                if len(text) >= LEAST_WORDS:
                    sums[row, 2:] = mtld(text.tolist()), 1
        columns = {str(k): sums[:, k] for k in range(4)}
        about = {"row": np.arange(len(frame)), "print": prints, "tokens": tokens}
        return {"sums": pd.DataFrame({**about, **columns})}


def _table(
    articles: Articles,
    by: str,
    genre: str,
    wire: str,
    what: str,
    task: _Summing,
    measures: Sequence[_Measure],
) -> pd.DataFrame:
    """Return the table `style` of what a task adds up."""
    some, said = chosen(articles, by, genre, wire, what)
    if by in APART:
        raise FramingError(f"by: {what} is of whole articles, not of {by}; give a column of the articles")
    found = map_parts(some, task, what=what).table("sums")
    about = metadata(some)[list(dict.fromkeys(["id", "event", "copy_group", "provenance", by]))]
    frame = about.iloc[found["row"].to_numpy()].reset_index(drop=True)
    # In order of group and id.
    key = list(zip(frame[by].astype(str), frame["id"].astype(str), strict=True))
    order = sorted(range(len(frame)), key=key.__getitem__)
    frame, found = (table.iloc[order].reset_index(drop=True) for table in (frame, found))
    tokens, sums = found["tokens"].to_numpy(), found[["0", "1", "2", "3"]].to_numpy()
    groups, events = coded(frame[by]), coded(frame["event"])
    rows, again = [], np.zeros(len(frame), bool)
    if collapses(wire):
        again = repeated(groups.codes, events.codes, families(found["print"].to_numpy(), frame))
        said = [*said, copies_said(int(again.sum()))] if again.any() else said
    for code, name in enumerate(groups.labels):
        mine = np.flatnonzero((groups.codes == code) & ~again)
        invented = (frame["provenance"].iloc[mine] == "illustrative").any()
        for measure in measures:
            used = mine[tokens[mine] >= measure.needs]
            some = np.zeros((len(used), sums.shape[1]))
            some[:, measure.columns] = sums[used][:, measure.columns]
            estimate, half, mean = _estimated(measure.make, some, events.codes[used])
            why = f"fragile: {len(used)} articles" if len(used) < FIRM_ARTICLES else ""
            if len(used) < LEAST_ARTICLES:
                why = f"under {LEAST_ARTICLES} articles: estimate only"
            elif np.isnan(half):
                why = "articles do not differ: no interval"
            notes = [why, *said]
            if len(used) < len(mine):
                notes.insert(1, f"{len(mine) - len(used)} articles under {measure.needs} words left out")
            rows.append({
                "group": name, "measure": measure.name, "unit": measure.unit, "estimate": estimate,
                "low": estimate - half, "high": estimate + half, "mean_of_articles": mean,
                "n_articles": len(used), "n_tokens": int(tokens[used].sum()), "wire": wire,
                "provenance": "illustrative" if invented else "published",
                "note": "; ".join(filter(None, notes)),
            })  # fmt: skip
    table = pd.DataFrame(rows, columns=list(schema("style").columns))
    return table.astype({name: "str" for name in ("group", "measure", "unit", "wire", "provenance", "note")})


def _estimated(make: Callable[[Floats], Floats], sums: Floats, event: Ints) -> tuple[float, float, float]:
    """Return the figure, half the width of its interval, and the mean of the articles' own figures.

    Delete-one jackknife inside events, ``sum over events of (n - 1) / n sum (theta_i - mean)**2`` (Efron and
    Tibshirani 1993, eq. 11.5), and t; events with one article count as one stratum together.
    """
    if not len(sums):
        return np.nan, np.nan, np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        total = sums.sum(axis=0)
        estimate, each = float(make(total)), make(sums)
        less = make(total - sums)
    mean = float(each[np.isfinite(each)].mean()) if np.isfinite(each).any() else np.nan
    stratum, n = _strata(event)
    df = int((n - 1).sum())
    if len(sums) < LEAST_ARTICLES or df < 1 or not np.isfinite(less).all():
        return estimate, np.nan, mean
    middle = (summed(stratum, less, len(n)) / n)[stratum]
    variance = float((((n - 1) / n)[stratum] * (less - middle) ** 2).sum())
    half = float(t_half(np.array([variance]), np.array([float(df)]))[0]) if variance > NO_SPREAD else np.nan
    return estimate, half, mean
