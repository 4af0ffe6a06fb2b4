"""Articles in, where each group's words lie along axes of meaning out: the story of axes, one call a step."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

from framing.comparison.adjust import adjusted
from framing.comparison.axes.reading import Asked, Axis, read
from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.pairs import sides
from framing.comparison.permute import Stratum, permute
from framing.comparison.pooled import pool
from framing.comparison.shared import shared
from framing.comparison.sums import Clusters
from framing.comparison.wording.words import Words, words
from framing.errors import FramingError, brief, nearest, whole
from framing.features.choice import APART, choice
from framing.schema import check
from framing.text.tokens import tokenize
from framing.text.vocabulary import fold

__all__ = ["Vectors", "axes", "departure", "ends", "learned", "read_vectors"]


# A vector for each word: learned from the corpus, or read from the user's file. Never a pickle.

_Path = str | os.PathLike[str]
#: A text file of a word and its numbers a line, or an array in .npy and its words (a list, or a file).
Given: TypeAlias = _Path | tuple[_Path, _Path | Sequence[str]]

#: Words on either side that make a context; a word must occur so often.
WINDOW, LEAST = 5, 3
#: Numbers a word has, where the corpus allows it; of 25, 50 and 100 what keeps most ends apart in 30 to
#: 200 articles.
WIDTH = 50
#: Power of a context's count, which keeps rare contexts from ruling (Levy, Goldberg and Dagan 2015).
_SMOOTH = 0.75


class Vectors(NamedTuple):
    """Words, in order, and a row of length one for each."""

    words: tuple[str, ...]
    rows: np.ndarray

    def of(self, words: Sequence[str]) -> np.ndarray:
        """Return the place of each word, -1 for one that is lacking."""
        place = {word: i for i, word in enumerate(self.words)}
        return np.array([place.get(word, -1) for word in words], np.int64)


def learned(texts: Sequence[str], least: int = LEAST, width: int = WIDTH) -> Vectors:
    """Learn vectors from texts: positive pointwise mutual information of words that stand near, cut by SVD.

    Levy, Goldberg and Dagan (2015). Counts are exact; the decomposition starts from a fixed vector and its
    signs are fixed, so that the same texts in any order give the same vectors.
    """
    tokens = tokenize(sorted(texts))
    keys = np.asarray(tokens.keys.to_pylist(), dtype=object)
    names, of_form = np.unique(keys.astype(str), return_inverse=True)
    counts = (
        np.bincount(of_form[tokens.ids], minlength=len(names)) if len(tokens.ids) else np.zeros(0, np.int64)
    )
    kept = np.flatnonzero(counts >= least)
    if len(kept) < 20:
        few = f"{len(kept)} words occur {least} times or more"
        raise FramingError(f"axes: {few}, too few to learn vectors from; give vectors=")
    place = np.full(len(names), -1)
    place[kept] = np.arange(len(kept))
    word = place[of_form[tokens.ids]]
    sentence = np.searchsorted(tokens.sentences, np.arange(len(word)), side="right")
    size = len(kept)
    pairs = csr_array((size, size), dtype=np.int64)
    for step in range(1, WINDOW + 1):
        a, b = word[:-step], word[step:]
        near = (a >= 0) & (b >= 0) & (sentence[:-step] == sentence[step:])
        pairs = pairs + csr_array(
            (np.ones(int(near.sum()), np.int64), (a[near], b[near])), shape=(size, size)
        )
    pairs = (pairs + pairs.T).tocoo()
    of_word = np.bincount(pairs.row, pairs.data, size)
    context = of_word**_SMOOTH
    chance = of_word[pairs.row] * context[pairs.col] / context.sum()
    association = np.maximum(np.log(pairs.data / chance), 0.0)
    matrix = csr_array((association, (pairs.row, pairs.col)), shape=(size, size))
    width = min(width, size - 1)
    left, values, _ = svds(matrix, k=width, v0=np.full(size, 1 / np.sqrt(size)), solver="arpack")
    order = np.argsort(-values, kind="stable")
    left, values = left[:, order], values[order]
    # Directions of equal value can be turned into one another at will: none is kept that the cut would part.
    least_value = values[-1] if width < size - 1 else 0.0
    real = values > least_value * (1 + 1e-6) + values[0] * 1e-9
    left, values = left[:, real], values[real]
    largest = np.argmax(np.abs(left), axis=0)
    left = left * np.sign(left[largest, np.arange(len(values))]) * np.sqrt(values)
    return Vectors(tuple(names[kept].tolist()), _unit(np.round(left, 9)))


def read_vectors(given: Given) -> Vectors:
    """Read vectors from a file.

    Raises
    ------
    FramingError
        The file can't be read, a line is no word with its numbers, lengths differ, an array holds objects.
    """
    if isinstance(given, tuple):
        if len(given) != 2:
            raise FramingError(f"vectors: {brief(given)} should be two, the .npy file and its words")
        return _array(*given)
    if not isinstance(given, (str, os.PathLike)):
        raise FramingError(f"vectors: {brief(given)} is no path; give a text file, or (.npy file, words)")
    path = Path(given)
    if path.suffix == ".npy":
        raise FramingError(f"vectors: {path.name} holds no words; give (path, words)")
    found: dict[str, list[float]] = {}
    width = 0
    for number, line in enumerate(_lines(path), 1):
        parts = line.split()
        if not parts or (number == 1 and len(parts) == 2):
            continue
        try:
            row = [float(part) for part in parts[1:]]
        except ValueError:
            row = []
        if not row or (width and len(row) != width) or not np.isfinite(row).all():
            asked = f"{width} numbers" if width else "its numbers"
            raise FramingError(f"vectors: {path.name}, line {number}, is not a word and {asked}; mend it")
        width = len(row)
        found.setdefault(fold(parts[0]), row)
    if not found:
        raise FramingError(f"vectors: {path.name} holds none; give a file with a word and its numbers a line")
    return Vectors(tuple(found), _unit(np.array(list(found.values()), np.float64)))


def _array(path: _Path, words: _Path | Sequence[str]) -> Vectors:
    name = Path(path).name
    try:
        rows = np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise FramingError(
            f"vectors: {name} can't be read as an array of numbers ({brief(str(error))})"
        ) from None
    listed = list(_lines(Path(words))) if isinstance(words, (str, os.PathLike)) else list(words)
    if (
        not isinstance(rows, np.ndarray)
        or rows.ndim != 2
        or rows.dtype.kind not in "fiu"
        or len(rows) != len(listed)
    ):
        shape = getattr(rows, "shape", "no array")
        raise FramingError(f"vectors: {name} is {shape} and there are {len(listed)} words; give a row a word")
    if not np.isfinite(rows).all():
        raise FramingError(f"vectors: {name} holds what is no number; mend the rows that do")
    folded = [fold(str(word).strip()) for word in listed]
    first = {word: i for i, word in reversed(list(enumerate(folded)))}
    keep = np.array(sorted(first.values()), np.int64)
    return Vectors(tuple(folded[i] for i in keep.tolist()), _unit(rows[keep].astype(np.float64)))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no UTF-8 text"
        raise FramingError(f"vectors: {path.name} can't be read ({why}); give a text file") from None


def _unit(rows: np.ndarray) -> np.ndarray:
    length = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return rows / np.where(length > 0, length, 1.0)


# What the vectors know of an axis, and whether that is enough to read it. No articles here.

#: An end stands on so many words, or on all of fewer that were given; so many of both lie on their side.
WORDS, QUALITY = 3, 0.75


class Ends(NamedTuple):
    """The unit vector from the low end to the high one, and the words that it is made of.

    `quality` is missing where an end lacks words, and of a pair of words; `why` says why an axis can't be
    read and is empty where it can; `said` is the rest of what is to be known.
    """

    direction: np.ndarray
    quality: float
    low: tuple[str, ...]
    high: tuple[str, ...]
    why: str
    said: str


def ends(axis: Axis, known: Vectors) -> Ends:
    """Return what the vectors make of an axis.

    Notes
    -----
    An end needs three words that have a vector, since one word by itself drags its other meanings in; fewer
    will do where fewer were given and all are known, as in the pairs of words of Kwak and others (2021).
    Three of four words of both ends must lie on their own side of the midpoint that the others make.

    Raises
    ------
    FramingError
        The vectors lack a whole end of an axis that the user gave.
    """
    found, rows, short, lacking = [], [], [], []
    for name, end in (("low", axis.low), ("high", axis.high)):
        place = known.of(end)
        here = tuple(word for word, at in zip(end, place.tolist(), strict=True) if at >= 0)
        if not here and axis.own:
            guess = nearest(end[0], known.words)
            hint = f"; did you mean {guess!r}?" if guess else ""
            raise FramingError(f"axes: {axis.name!r}: the vectors lack {', '.join(map(repr, end))}{hint}")
        if len(here) < min(WORDS, len(end)):
            short.append(f"{len(here)} of {len(end)} words of the {name} end")
        lacking += [word for word in end if word not in here]
        found.append(here)
        rows.append(known.rows[place[place >= 0]])
    low, high = rows
    said = f"the vectors lack {', '.join(lacking)}" if lacking else ""
    nothing = np.full(known.rows.shape[1], np.nan)
    direction = _direction(high, low) if len(low) and len(high) else nothing
    quality, why = np.nan, ""
    if short:
        why = f"the vectors know {' and '.join(short)}: don't read it"
    elif not np.isfinite(direction).all():
        why = "both ends have the same vector: don't read it"
    elif len(low) == len(high) == 1:
        said = "; ".join(
            filter(None, [said, "a pair of words: nothing shows whether the vectors know it well"])
        )
    else:
        quality = _agreement(high, low)
        if quality < QUALITY:
            why = "the vectors don't keep the ends of this axis apart: don't read it"
    return Ends(direction, quality, found[0], found[1], why, said)


def _direction(high: np.ndarray, low: np.ndarray) -> np.ndarray:
    axis: np.ndarray = high.mean(axis=0) - low.mean(axis=0)
    length = np.sqrt((axis * axis).sum())
    return axis / length if length > 0 else np.full(len(axis), np.nan)


def _agreement(high: np.ndarray, low: np.ndarray) -> float:
    """Return the share of the words of both ends that lie on their side of the axis that the others make."""
    right = []
    for side, sign in ((high, 1), (low, -1)):
        for i in range(len(side)):
            rest = np.delete(side, i, axis=0)
            if len(rest):
                two = (rest, low) if sign > 0 else (high, rest)
                middle = (two[0].mean(axis=0) + two[1].mean(axis=0)) / 2
                right.append((side[i] - middle) @ _direction(*two) * sign > 0)
    return float(np.mean(right))


# Whether a group's words lie elsewhere than the background's: sums of articles compared within events.


class Tested(NamedTuple):
    """By column of `x`: the difference of ratios of sums, its interval, p; then what goes for all.

    `single`: a side has one article in each event, so that there is no interval.
    """

    difference: Floats
    low: Floats
    high: Floats
    p: Floats
    p_min: float
    draws: int
    exact: bool
    events: int
    sizes: tuple[int, int]
    single: bool


def departure(
    x: Floats, d: Floats, mine: Flags, event: Ints, family: Ints, ids: list[str], seed: int, draws: int
) -> Tested:
    """Compare ``sum(x) / sum(d)`` of a group's articles with the rest's, within events.

    Parameters
    ----------
    x : array, articles × columns
    d : array, one item an article
        Words behind `x`.
    mine : mask over articles
    event, family : arrays
        Families of copies on both sides keep their side.
    ids : list of str
        By which draws are keyed.

    Notes
    -----
    No interval or p with under three articles of a side; no interval where nothing shows a side's spread.
    """
    # Copies of one text on one side are one cluster: deleted and permuted together.
    cluster = np.stack([event, family, mine.astype(np.int64)])
    _, first, of = np.unique(cluster, axis=1, return_index=True, return_inverse=True)
    sums, words = np.zeros((len(first), x.shape[1])), np.zeros(len(first))
    np.add.at(sums, of.reshape(-1), x)
    np.add.at(words, of.reshape(-1), d)
    x, d, mine, event, family = sums, words, mine[first], event[first], family[first]
    ids = [ids[i] for i in first.tolist()]
    columns = x.shape[1]
    strata, sizes, single = [], [0, 0], [True, True]
    for e in np.unique(event).tolist():
        rows = np.flatnonzero((event == e) & (d > 0))
        rows = rows[np.argsort(np.array([ids[r] for r in rows], dtype=object), kind="stable")]
        two = [rows[mine[rows]], rows[~mine[rows]]]
        if not all(map(len, two)):
            continue
        a, b = (len(side) for side in two)
        both = np.isin(family[rows], np.intersect1d(family[two[0]], family[two[1]]))
        key = (str(e), *(ids[r] for r in rows[~both].tolist()))
        labels = (~mine[rows]).astype(np.int8)
        each = np.repeat(d[rows, None], columns, axis=1)
        strata.append(Stratum(labels, x[rows], each, both, a * b / (a + b), key))
        sizes = [sizes[0] + a, sizes[1] + b]
        single = [single[0] and a == 1, single[1] and b == 1]
    nothing = np.full(columns, np.nan)
    if not strata:
        return Tested(nothing, nothing, nothing, nothing, np.nan, 0, False, 0, (0, 0), False)
    difference, low, high = _pooled(x, d, mine, event, family)
    if min(sizes) < 3:
        low = high = nothing
    verdict = permute(strata, 2, np.zeros(columns, bool), seed=seed, draws=draws)
    p = verdict.p if verdict.p_min <= 0.05 and min(sizes) >= 3 else nothing
    return Tested(
        difference,
        low,
        high,
        p,
        verdict.p_min,
        verdict.draws,
        verdict.exact,
        len(strata),
        (sizes[0], sizes[1]),
        any(single),
    )


def _pooled(x: Floats, d: Floats, mine: Flags, event: Ints, family: Ints) -> tuple[Floats, Floats, Floats]:
    """Return each column's difference within events and its interval, as `compare` pools a mean.

    An event with one article of a side borrows the spread of the others; where there are none, no interval.
    """
    rows = np.flatnonzero(d > 0)
    names, family = np.unique(family[rows], return_inverse=True)
    events, event = np.unique(event[rows], return_inverse=True)
    group = (~mine[rows]).astype(np.int64)
    order = np.lexsort((family, event, group))
    rows, group, event, family = rows[order], group[order], event[order], family[order]
    _, of, times = np.unique(np.stack([event, family]), axis=1, return_inverse=True, return_counts=True)
    shares = (times > 1)[of.reshape(-1)]
    columns, size = x.shape[1], len(rows)
    one = np.ones(columns * size, np.int64)
    none = np.zeros((columns, 2), np.int64)
    data = Clusters(
        cells=pd.DataFrame({"unit": ["mean"] * columns}), groups=("own", "rest"),
        events=tuple(map(str, events.tolist())), names=tuple(map(str, names.tolist())),
        cell=np.repeat(np.arange(columns), size), group=np.tile(group, columns),
        event=np.tile(event, columns), family=np.tile(family, columns), shared=np.tile(shares, columns),
        x=x[rows].T.reshape(-1), d=np.tile(d[rows], columns), hits=one.astype(float),
        tokens=one.astype(float), articles=one, unknown=none, dropped=none, illustrative=none,
    )  # fmt: skip
    meet = sides(data, [(0, 1)])
    found = pool(meet, shared(data, meet), np.zeros(columns, bool), "mantel-haenszel")
    return found.gap, found.low, found.high


#: Words shown at each end, and the articles of a group that must hold one where it has three.
_SHOWN, _HELD = 8, 2
#: Below so many articles a side a row is called fragile; with fewer than so many in all, that is said.
_FEW, _SMALL = 8, 60


def axes(
    articles: pd.DataFrame,
    axes: Asked = None,
    by: str = "outlet",
    *,
    vectors: Given | None = None,
    stop: str | Iterable[str] | None = "english",
    genre: str = "news",
    wire: str = "collapse",
    seed: int = 1,
    draws: int = 9999,
) -> pd.DataFrame:
    """Say where each group's words lie between two ends of meaning, against all other groups.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; events, where there are any, are strata.
    axes : mapping, or names, optional
        ``{"warm": ("friendly", "hostile")}``, the high end first, each end a word or a list of words; or
        names of shipped axes; by default all of those.
    by : str
        Column whose values are compared.
    vectors : path, or (path, words), optional
        A text file with a word and its numbers a line, or a .npy file and its words; by default vectors are
        learned from the articles themselves, all groups together.
    stop, genre, wire
        As for `keyness`.
    seed, draws : int
        For arrangements where more than 200,000 are possible.

    Returns
    -------
    pandas.DataFrame
        The table `axes`, a row a group and axis.

    Raises
    ------
    FramingError
        An argument is not known; there is one group only; the vectors lack a whole end of an axis given.

    Notes
    -----
    Bias is the mean over a group's words of their cosine with the axis, intensity that of the squared
    distance from the bias of all (Kwak, An, Jing and Ahn 2021, FrameAxis). There, words are drawn again;
    here articles are permuted within events (studentised), since words of one article are not independent,
    and intervals delete one article at a time; an event with one article of a side borrows the spread of the
    others. An axis of which the vectors know under three words of an end (of ends given in fewer: not all),
    or whose ends they don't keep apart, is not `readable`: it has no interval, no p, and is in no family.
    """
    asked = read(axes)
    numbers = [whole(seed), whole(draws)]
    if numbers[0] is None or (numbers[1] or 0) < 99:
        given = seed if numbers[0] is None else draws
        raise FramingError(f"seed and draws: {brief(given)} will not do; give whole numbers, draws from 99")
    if by in APART:
        raise FramingError(
            f"by: {by!r} tells words of one article apart; axes compare articles: give a column"
        )
    data = words(articles, choice(stop=stop), by=by, genre=genre, wire=wire, what="axes")
    if len(data.groups) < 2:
        raise FramingError(f"by: {by} has one value only; axes compare a group with all others")
    known = read_vectors(vectors) if vectors is not None else learned(_texts(articles, data))
    found = [ends(axis, known) for axis in asked]
    terms = data.counted.terms.to_pylist()
    place = known.of(terms)
    # Further digits hang on the machine.
    cosines = np.round(known.rows @ np.stack([each.direction for each in found], axis=1), 6)
    table = _rows(data, asked, found, place, cosines, terms, int(seed), int(draws))
    table["vectors"] = "corpus" if vectors is None else "file"
    table["wire"] = wire
    for name in ("", "intensity_"):
        table[f"{name}p_adjusted"], _ = adjusted(table[f"{name}p"], pd.Series("all", index=table.index))
    return check(table, "axes")


def _texts(articles: pd.DataFrame, data: Words) -> list[str]:
    """Return the texts of the articles that count, each once."""
    frame = check(articles, "articles").set_index(check(articles, "articles")["id"].astype("str"))
    some = frame.loc[[i for i, group in zip(data.ids, data.group.tolist(), strict=True) if group >= 0]]
    return [
        f"{title}.\n\n{text}" if isinstance(title, str) else text
        for title, text in zip(some["title"], some["text"], strict=True)
    ]


def _rows(
    data: Words,
    asked: list[Axis],
    found: list[Ends],
    place: np.ndarray,
    cosines: np.ndarray,
    terms: list[str],
    seed: int,
    draws: int,
) -> pd.DataFrame:
    used = np.flatnonzero(place >= 0)
    counts = data.counted.counts[:, used].tocsr().astype(np.float64)
    along = cosines[place[used]]
    d = np.asarray(counts.sum(axis=1)).ravel()
    here = (data.group >= 0) & (d > 0)
    x = counts @ along
    if not here.any():
        raise FramingError("axes: the vectors hold none of the articles' words; give those of their language")
    middle = x[here].sum(axis=0) / d[here].sum()
    squared = counts @ (along - middle) ** 2
    usable = np.flatnonzero(np.isfinite(middle))
    rows = []
    for g, group in enumerate(data.groups):
        mine, rest = here & (data.group == g), here & (data.group != g)
        sides = [side.nonzero()[0] for side in (mine, rest)]
        k = len(usable)
        test = departure(
            np.concatenate([x[:, usable], squared[:, usable]], axis=1)[here],
            d[here], mine[here], data.event[here], data.family[here],
            [data.ids[i] for i in np.flatnonzero(here).tolist()], seed, draws,
        )  # fmt: skip
        share = [np.asarray(counts[side].sum(axis=0)).ravel() / max(d[side].sum(), 1) for side in sides]
        held = np.asarray((counts[sides[0]] > 0).sum(axis=0)).ravel()
        lies = data.illustrative[here]
        for number, (axis, known) in enumerate(zip(asked, found, strict=True)):
            at = np.flatnonzero(usable == number)
            row: dict[str, object] = {
                "group": group, "axis": axis.name,
                "low_pole": ", ".join(known.low) or None, "high_pole": ", ".join(known.high) or None,
                "n_low": len(known.low), "n_low_given": len(axis.low),
                "n_high": len(known.high), "n_high_given": len(axis.high),
                "n_articles": len(sides[0]), "n_rest": len(sides[1]), "n_events": test.events,
                "tokens": int(d[sides[0]].sum()), "quality": known.quality, "readable": not known.why,
                "p_min": test.p_min, "draws": test.draws,
                "test": "permutation of articles, " + ("all" if test.exact else "drawn"),
                "provenance": "illustrative" if lies.all() else "mixed" if lies.any() else "published",
                "note": "; ".join(filter(None, [*_said(test, known), *data.said])),
            }  # fmt: skip
            if len(at):
                kinds = (("", "bias", x, int(at[0])), ("intensity_", "intensity", squared, int(at[0]) + k))
                for name, own, values, of in kinds:
                    row[own], row[f"{own}_rest"] = (
                        values[side, number].sum() / d[side].sum() if len(side) else np.nan for side in sides
                    )
                    row[f"{name}difference"] = test.difference[of]
                    if not known.why:
                        row[f"{name}low"], row[f"{name}high"] = test.low[of], test.high[of]
                        row[f"{name}p"] = test.p[of]
                pull = (share[0] - share[1]) * (along[:, number] - middle[number])
                pull[held < (_HELD if len(sides[0]) >= 3 else 1)] = 0.0
                row["words_low"], row["words_high"] = _behind(pull, [terms[i] for i in used.tolist()])
            rows.append(row)
    columns = ("p", "intensity_p")
    table = pd.DataFrame(rows)
    return table.assign(**{name: table.get(name, np.nan) for name in columns})


def _behind(pull: np.ndarray, terms: list[str]) -> tuple[str, str]:
    """Return the words that pull most toward the low end, and those toward the high one."""
    order = np.argsort(pull, kind="stable")
    low = [terms[i] for i in order[:_SHOWN].tolist() if pull[i] < 0]
    high = [terms[i] for i in order[::-1][:_SHOWN].tolist() if pull[i] > 0]
    return ", ".join(low), ", ".join(high)


def _said(test: Tested, known: Ends) -> list[str]:
    if known.why:
        return [known.why, known.said]
    said, sizes, p_min = [known.said], test.sizes, test.p_min
    if not sizes[0]:
        said.append("no event is covered by both sides, so that nothing is compared")
    elif min(sizes) < 3:
        said.append("under 3 articles a side: estimate only")
    elif p_min > 0.05:
        said.append(f"p can't go below {p_min:.2f} with so few articles")
    elif min(sizes) < _FEW:
        said.append("fragile: under 8 articles a side")
    if min(sizes) >= 3 and not np.isfinite(test.low).any():
        held = "a side has one article in each event, which shows" if test.single else "articles show"
        said.append(f"{held} no spread to measure: no interval")
    if sum(sizes) < _SMALL:
        said.append(f"under {_SMALL} articles: only large differences can be told")
    return said
