"""Scores of stance in, shares with the model's error taken out of them: the story, one call a step."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from framing.comparison.compare import in_order, profile, ready
from framing.comparison.intervals import LEAST_ARTICLES, segments, t_half
from framing.comparison.sums import COLLECTION, WIRE, Clusters, Flags, Floats, Ints, clusters
from framing.errors import FramingError, FramingWarning, brief, check_choice, several, unknown
from framing.features.stance.judges import CLASSES, UNCLEAR
from framing.schema import MILLION, check, empty

# What the shares were before the model mistook some: linear equations, held to shares.

#: A share may be this far outside 0 to 1 by rounding alone.
ROUNDING = 1e-12


def undone(rates: Floats) -> Floats:
    """Return the matrix that counted shares are multiplied by to have the true ones.

    >>> undone(np.array([[0.8, 0.2], [0.4, 0.6]])) @ [0.6, 0.4]
    array([0.5, 0.5])
    """
    return np.asarray(np.linalg.inv(rates.T))


def inside(shares: Floats) -> Flags:
    """Return which rows are shares, none below 0; they sum to 1."""
    return np.asarray((shares >= -ROUNDING).all(axis=-1))


def held(solved: Floats, rates: Floats) -> Floats:
    """Return the shares that explain best what was counted, least squares of counted shares.

    Parameters
    ----------
    solved : array, one row a cell
        What the equations give, which may lie outside 0 to 1; each row sums to 1.
    rates : array
        A row a true class, a column a class given; rows sum to 1.

    Notes
    -----
    What is nearest on a face of the simplex is found by projection, for every face; the nearest of those
    that lie in their face is the answer. Exact, with no iteration to end early.

    Examples
    --------
    >>> held(np.array([[1.25, -0.25]]), np.eye(2))
    array([[1., 0.]])
    """
    found = np.maximum(solved, 0.0)
    found /= found.sum(axis=1, keepdims=True)
    for row in np.flatnonzero(~inside(solved)):
        # The shares whose counts are nearest to those counted.
        counted = solved[row] @ rates
        size = len(rates)
        best, least = np.full(size, np.nan), np.inf
        for count in range(1, size):
            for face in combinations(range(size), count):
                corner, *others = face
                part = np.zeros(size)
                if others:
                    sides = (rates[others] - rates[corner]).T
                    part[others] = np.linalg.lstsq(sides, counted - rates[corner], rcond=None)[0]
                part[corner] = 1.0 - part.sum()
                away = float(((part @ rates - counted) ** 2).sum())
                if inside(part) and away < least - ROUNDING:
                    best, least = np.maximum(part, 0.0), away
        found[row] = best
    return found


# How often a model mistakes each class, by voice: as given, checked, and how sure. Nothing is corrected.

#: A table of 3 × 3 counts, or one a voice; or mentions coded by hand.
Given: TypeAlias = pd.DataFrame | np.ndarray | Sequence[Sequence[int]] | Mapping[str, Any]

ALL = "all"
VOICES = ("outlet", "quoted", "reported")

#: Of each class a voice needs so many coded mentions to have a confusion of its own.
LEAST_CODED = 30

#: The equations tell the classes apart where the smallest singular value of the rates is above this, and
#: above so many of its standard errors: below, a step of the rates moves the shares from 0 to 1.
LEAST_SINGULAR, LEAST_SURE = 0.1, 3.0

#: Where the class given stands in a table of coded mentions: as `evidence` calls it, and as `stance` does.
_LABELS = ("pole", "label")
_SIZE = len(CLASSES)


@dataclass(frozen=True, eq=False)
class Confusion:
    """Coded mentions by true class (rows) and class given (columns), all or those of one voice.

    `articles`, where mentions are known one by one, has the same counts for each article they are of.
    """

    voice: str
    counts: Ints
    articles: Ints | None = None

    @cached_property
    def rates(self) -> Floats:
        """Of each true class, the shares given each class."""
        return np.asarray(self.counts / self.counts.sum(axis=1, keepdims=True))

    @cached_property
    def inverse(self) -> Floats:
        """What counted shares are multiplied by."""
        return undone(self.rates)

    @cached_property
    def df(self) -> float:
        """Degrees of freedom of the rates: coded mentions, or the articles they are of."""
        return float(self.counts.sum() - _SIZE if self.articles is None else len(self.articles) - 1)

    @cached_property
    def recall(self) -> Floats:
        """Of each true class, the share found."""
        return np.asarray(self.rates.diagonal())

    @cached_property
    def precision(self) -> Floats:
        """Of each class given, the share that is of it; missing where none is given."""
        given = self.counts.sum(axis=0)
        return np.where(given > 0, self.counts.diagonal() / np.maximum(given, 1), np.nan)

    def variance(self, slope: Floats) -> float:
        """Return the variance of a function of the rates, by its slope in each of them (3 × 3).

        Mentions as draws from each true class, smoothed by half a mention a class (Jeffreys), since a rate of
        0 is no certainty; where the articles are known, no less than those say, which hang together.
        """
        smooth = (self.counts + 0.5) / (self.counts + 0.5).sum(axis=1, keepdims=True)
        mean = (smooth * slope).sum(axis=1)
        each = ((smooth * slope**2).sum(axis=1) - mean**2) / self.counts.sum(axis=1)
        found = float(each.sum())
        if self.articles is not None and len(self.articles) > 1:
            parts = self.articles - self.articles.sum(axis=2, keepdims=True) * self.rates
            moved = (parts / self.counts.sum(axis=1, keepdims=True) * slope).sum(axis=(1, 2))
            size = len(moved)
            found = max(found, float((moved**2).sum()) * size / (size - 1))
        return found

    @cached_property
    def few(self) -> str | None:
        """The class that has too few coded mentions for a confusion of its own; None where none has."""
        row = int(self.counts.sum(axis=1).argmin())
        return CLASSES[row] if self.counts[row].sum() < LEAST_CODED else None

    @cached_property
    def telling(self) -> bool:
        """Whether the classes can be told apart: whether the equations have one answer that holds still."""
        if not self.counts.sum(axis=1).all():
            return False
        left, values, right = np.linalg.svd(self.rates)
        sure = np.sqrt(self.variance(np.outer(left[:, -1], right[-1])))
        return bool(values[-1] > max(LEAST_SINGULAR, LEAST_SURE * sure))


def fitting(known: Mapping[str, Confusion], voice: str) -> tuple[Confusion | None, str]:
    """Return the confusion for a voice, and what must be said of the choice.

    The voice's own, or that of all together where it has few coded mentions or can't tell the classes; None
    where neither can.
    """
    if not known:
        return None, "not corrected: no mentions were coded here"
    own, every = known.get(voice), known[ALL]
    said = ""
    if own is not None and voice != ALL:
        if own.few is None and own.telling:
            return own, ""
        why = f"few coded as {own.few}" if own.few else "classes not told apart"
        said = f"confusion of all voices: {why} in {voice} words"
    elif voice != ALL:
        said = "confusion of all voices: none for this one"
    if every.telling:
        return every, said
    return None, "not corrected: the confusion doesn't tell the classes apart"


def confusions(given: Given) -> dict[str, Confusion]:
    """Return the confusion of all voices together, and of each that has one.

    Raises
    ------
    FramingError
        It is no table of counts and no coded mentions; a class was never coded.
    """
    if isinstance(given, pd.DataFrame):
        found = _coded(given) if "coded" in given.columns else {ALL: Confusion(ALL, _counts(given, ALL))}
    elif isinstance(given, Mapping):
        found = _of_voices(given)
    elif isinstance(given, (np.ndarray, list, tuple)):
        found = {ALL: Confusion(ALL, _counts(given, ALL))}
    else:
        raise FramingError(
            f"confusion: {brief(given)} is no confusion; give 3 × 3 counts (rows the true class), or a table "
            "of mentions with columns coded and pole"
        )
    for row, count in enumerate(found[ALL].counts.sum(axis=1).tolist()):
        if not count:
            raise FramingError(
                f"confusion: nothing is coded as {CLASSES[row]}, so that its mistakes aren't known; "
                "code more mentions, until each class has some"
            )
    return found


def _of_voices(given: Mapping[str, Any]) -> dict[str, Confusion]:
    for name in given:
        if name not in (*VOICES, ALL):
            raise unknown("voice", name, (*VOICES, ALL), where="confusion")
    counts = {str(name): _counts(table, str(name)) for name, table in given.items()}
    found = {name: Confusion(name, table) for name, table in counts.items()}
    if not found:
        raise FramingError("confusion: no voice is given; give {'all': 3 × 3 counts}, or more voices")
    if ALL not in found:
        found[ALL] = Confusion(ALL, np.sum([one.counts for one in found.values()], axis=0))
    return found


def _counts(given: Any, name: str) -> Ints:
    """Return 3 × 3 counts, in the order of the classes where rows and columns are named."""
    where = "confusion" if name == ALL else f"confusion: {name}"
    if isinstance(given, pd.DataFrame):
        for said, names in (("row", given.index), ("column", given.columns)):
            for one in names:
                if one not in CLASSES:
                    raise unknown(said, one, CLASSES, where=where)
            if names.has_duplicates:
                raise FramingError(f"{where}: a {said} stands twice; give each class one")
        given = given.reindex(index=list(CLASSES), columns=list(CLASSES)).fillna(0)
    try:
        numbers = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        numbers = np.zeros(0)
    if numbers.shape != (_SIZE, _SIZE):
        raise FramingError(
            f"{where}: {brief(given)} is no 3 × 3 table; give a row for each true class and a column for "
            f"each class given, in the order {', '.join(CLASSES)}"
        )
    if not np.isfinite(numbers).all() or (numbers < 0).any() or (numbers != np.round(numbers)).any():
        raise FramingError(
            f"{where}: holds numbers that are no counts; give how many coded mentions each has, not shares"
        )
    return numbers.astype(np.int64)


def _coded(table: pd.DataFrame) -> dict[str, Confusion]:
    """Return the confusions of mentions coded by hand, those without a code left out."""
    label = next((name for name in _LABELS if name in table.columns), None)
    if label is None:
        raise FramingError(
            "confusion: the coded mentions have no column pole or label; give the class that the model gave "
            "each, as evidence and stance do"
        )
    same = [name for name in ("article", "part", "start", "end", "target") if name in table.columns]
    if "measure" in table.columns and same:
        # Evidence of several measures has a mention once for each.
        table = table.drop_duplicates(same)
    table = table[table["coded"].notna() & (table[label] != UNCLEAR)]
    if table.empty:
        raise FramingError(
            "confusion: no mention has a code; write negative, neutral or positive in column coded"
        )
    at = [_class_numbers(table[name], name) for name in ("coded", label)]
    article = pd.factorize(table["article"], use_na_sentinel=False)[0] if "article" in table.columns else None
    found = {ALL: _tallied(ALL, at, article, np.ones(len(table), dtype=bool))}
    if "voice" in table.columns:
        voice = table["voice"].astype("str").to_numpy()
        found |= {
            name: _tallied(name, at, article, voice == name) for name in VOICES if (voice == name).any()
        }
    return found


def _class_numbers(column: pd.Series[Any], name: str) -> Ints:
    codes = column.map({one: k for k, one in enumerate(CLASSES)})
    if codes.isna().any():
        wrong = int(codes.isna().to_numpy().argmax())
        raise unknown(f"row {column.index[wrong]!r}: {name}", column.iloc[wrong], CLASSES, where="confusion")
    return np.asarray(codes.to_numpy(np.int64))


def _tallied(voice: str, at: Sequence[Ints], article: Any, used: np.ndarray) -> Confusion:
    place = at[0][used] * _SIZE + at[1][used]
    if article is None:
        return Confusion(voice, np.bincount(place, minlength=_SIZE**2).reshape(_SIZE, _SIZE))
    names, owner = np.unique(article[used], return_inverse=True)
    counts = np.bincount(owner * _SIZE**2 + place, minlength=len(names) * _SIZE**2)
    parts = counts.reshape(len(names), _SIZE, _SIZE).astype(np.int64)
    return Confusion(voice, parts.sum(axis=0), parts)


# Counts of each class by article and cell, as one set of clusters a class: what corrections start from.

#: Measures of the classes, in their order, and what the difference of the last and the first is.
MEASURES = ("stance.negative", "stance.neutral", "stance.positive")
NET = "stance.net"


@dataclass(frozen=True)
class Counted:
    """Clusters of each measure, all with the same entries: as counted, and as corrected.

    `raw` and `mended` have one of each class and the net; an entry whose cell and group have no confusion is
    missing in `mended`. `chosen` is that confusion, and what must be said of it, by cell and group.
    """

    raw: tuple[Clusters, ...]
    mended: tuple[Clusters, ...]
    chosen: list[list[tuple[Confusion | None, str]]]


def counted(
    scores: pd.DataFrame, known: dict[str, Confusion], by: str, split: tuple[str, ...], wire: str
) -> Counted:
    """Count each class.

    Parameters
    ----------
    scores : pandas.DataFrame
        A checked scores table with rows of the three shares alone.
    known : dict of str to Confusion
        As `confusions` gives it.
    by, split, wire
        As in `sums.clusters`.

    Raises
    ------
    FramingError
        The three shares are not of the same articles and mentions, or don't add up to them.
    """
    parts = [clusters(scores[scores["measure"] == name], by, split, wire) for name in MEASURES]
    _belong_together(parts)
    counts = np.stack([part.x for part in parts], axis=1)
    # A confusion is of clear verdicts; mentions without one are in no share here.
    first = replace(parts[0], d=counts.sum(axis=1) / MILLION)
    chosen = [
        [fitting(known, _voice(first, cell, group, by)) for group in range(len(first.groups))]
        for cell in range(len(first.cells))
    ]
    inverse = np.array([[_inverse(one) for one, _ in row] for row in chosen])
    mended = np.einsum("ekj,ej->ek", inverse[first.cell, first.group], counts)
    return Counted(_each(first, counts), _each(first, mended), chosen)


def _voice(data: Clusters, cell: int, group: int, by: str) -> str:
    if by == "voice":
        return data.groups[group] if data.groups[group] in VOICES else ALL
    return str(data.cells["voice"].iloc[cell])


def _inverse(one: Confusion | None) -> Floats:
    return np.full((len(MEASURES),) * 2, np.nan) if one is None else one.inverse


def _each(data: Clusters, counts: Floats) -> tuple[Clusters, ...]:
    """Return clusters of each class and of the net."""
    columns = [*counts.T, counts[:, -1] - counts[:, 0]]
    return tuple(
        replace(data, x=x, cells=data.cells.assign(measure=name, unit="mean"))
        for name, x in zip((*MEASURES, NET), columns, strict=True)
    )


def _belong_together(parts: list[Clusters]) -> None:
    """Check that the classes have the same entries, and add up to no more than all mentions in each."""
    first = parts[0]
    for name, part in zip(MEASURES, parts, strict=True):
        same = len(part.cell) == len(first.cell) and all(
            np.array_equal(getattr(part, column), getattr(first, column))
            for column in ("cell", "group", "event", "family", "d")
        )
        if not same:
            raise FramingError(
                f"scores: {MEASURES[0]} and {name} are not of the same articles and mentions; make all "
                "three at once, with score(articles, measures='stance', targets=...)"
            )
    over = sum(part.x for part in parts) - MILLION * first.d
    wrong = over > 1e-6 * MILLION * np.maximum(first.d, 1.0)
    if wrong.any():
        name = first.names[first.family[int(wrong.argmax())]]
        raise FramingError(
            f"scores: the three classes of article {name!r} add up to more than its mentions; a "
            "confusion is of mentions that have one class each"
        )


# Corrected shares and their intervals: articles and confusion, each with its own degrees of freedom.


def true_shares(values: Floats, chosen: Sequence[Confusion | None]) -> Floats:
    """Return true shares, a row a cell: the equations' answer where it is one, else the nearest that is."""
    found = np.full(values.shape, np.nan)
    for one in {id(one): one for one in chosen if one is not None}.values():
        rows = [k for k, other in enumerate(chosen) if other is one and np.isfinite(values[k]).all()]
        found[rows] = held(values[rows], one.rates)
    return found


@dataclass(frozen=True)
class Estimate:
    """A row a cell, a column a measure: each class, then the net; `half` is half the interval, uncut."""

    value: Floats
    low: Floats
    high: Floats
    half: Floats


def contrasts(matrix: Floats) -> Floats:
    """Return the rows of a matrix for each class, and for the net.

    >>> contrasts(np.eye(3))[-1]
    array([-1.,  0.,  1.])
    """
    return np.vstack([matrix, matrix[-1] - matrix[0]])


def estimated(
    shares: Floats, chosen: Sequence[Confusion | None], variance: Floats, df: Floats, mistakes: Floats
) -> Estimate:
    """Return shares with intervals.

    Parameters
    ----------
    shares, chosen : array, sequence
        True shares, and the confusion of each row.
    variance, df : arrays
        Of the articles' part, a row a cell and a column a measure; missing where there is no interval.
    mistakes : array
        What mistakes alone would make of it: articles that happen to be alike are no surer than that.
    """
    value = np.column_stack([shares, shares[:, -1] - shares[:, 0]])
    model, model_df = np.full(value.shape, np.nan), np.full((len(value), 1), np.nan)
    for row, one in enumerate(chosen):
        if one is not None and np.isfinite(value[row]).all():
            slopes = np.einsum("r,kj->krj", shares[row], contrasts(one.inverse))
            model[row], model_df[row] = [one.variance(slope) for slope in slopes], one.df

    def half_of(variance: Floats, df: Floats | float) -> Floats:
        """Return half the interval, of two variances with their degrees of freedom (Satterthwaite 1946)."""
        total = variance + model
        freedom = total**2 / (np.where(variance > 0, variance**2 / df, 0.0) + model**2 / model_df)
        return t_half(total, freedom)

    with np.errstate(divide="ignore", invalid="ignore"):
        half = np.fmax(half_of(variance, df), half_of(mistakes, np.inf))
    half[~np.isfinite(variance)] = np.nan
    least = np.array([0.0] * shares.shape[1] + [-1.0])
    return Estimate(value, np.maximum(value - half, least), np.minimum(value + half, 1.0), half)


def mistaken(shares: Floats, chosen: Sequence[Confusion | None], mentions: Floats) -> Floats:
    """Return the variance that mistakes alone make, a row a cell and a column a measure.

    Each of so many `mentions` is mistaken by itself, as the rates say.
    """
    found = np.full((len(shares), shares.shape[1] + 1), np.nan)
    for row, one in enumerate(chosen):
        if one is not None and mentions[row] > 0:
            slope, spread = contrasts(one.inverse), np.zeros((shares.shape[1],) * 2)
            for share, rate in zip(shares[row], one.rates, strict=True):
                spread += share * (np.diag(rate) - np.outer(rate, rate))
            found[row] = np.einsum("kj,jl,kl->k", slope, spread, slope) / mentions[row]
    return found


#: What every correction rests on.
ASSUMED = "if each class is mistaken here as often as in the coded data"

_OUTSIDE = "counts are further out than this confusion allows: code some of your own"
#: Below so many mentions, and where a share would be 0 or 1, a corrected number is further from
#: the truth than the raw one (root mean square error .20 to .31 at 5 articles): its interval stands alone.
LEAST_MENTIONS = 80
_FEW = f"under {LEAST_MENTIONS} mentions: corrected is an interval alone"
_EDGE = "a corrected share would be 0 or 1: corrected is an interval alone"
_NONE = ": no interval"

#: Below this a variance of shares is rounding.
_NO_SPREAD = 1e-18


def of_groups(data: Counted, wire: str, collection: str) -> pd.DataFrame:
    """Return a row a group × cell × measure: numbers, intervals, confusions and notes beside the raw ones."""
    census = collection == "census"
    shown = [replace(one, cells=one.cells.assign(unit="share")) for one in data.raw[:-1]]
    raw = [in_order([profile(one, wire, collection)]) for one in (*shown, data.raw[-1])]
    parts = [segments(one, within=False) for one in data.mended]
    seg = parts[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.column_stack([part.x / part.d for part in parts[:-1]]) / MILLION
    picked = [data.chosen[cell][group] for cell, group in zip(seg.cell, seg.group, strict=True)]
    used = [one for one, _ in picked]
    shares = true_shares(values, used)
    mistakes = mistaken(shares, used, seg.d)
    variance, df = mistakes, np.full((len(seg.df), 1), np.inf)
    if not census:
        variance, df = np.column_stack([part.variance for part in parts]) / MILLION**2, seg.df[:, None]
        variance[seg.n < LEAST_ARTICLES] = np.nan
    found = estimated(shares, used, variance, df, mistakes)
    few = seg.d < LEAST_MENTIONS
    edge = ((shares <= ROUNDING) | (shares >= 1 - ROUNDING)).any(axis=1)
    value = np.where((few | edge)[:, None], np.nan, found.value)
    # The equations put shares further outside 0 to 1 than their doubt reaches.
    outside = (np.maximum(-values, values - 1.0) > found.half[:, :-1]).any(axis=1)
    reading = "sample" if collection == "sample" else "completeness unknown"
    doubt = (
        "mistakes and confusion, t; census: describes" if census else f"jackknife and confusion, t; {reading}"
    )
    tables = []
    for k, (name, before) in enumerate(zip((*MEASURES, NET), raw, strict=True)):
        names = {"low": "raw_low", "high": "raw_high", "estimate": "raw", "n_hits": "n_mentions"}
        table = before.rename(columns=names).assign(measure=name, n_articles=seg.n)
        for column in ("raw_low", "raw_high"):  # cut to what can be, as corrected ones are
            table[column] = table[column].clip(-1.0, 1.0)
        for column, ends in (("corrected", value), ("low", found.low), ("high", found.high)):
            table[column] = ends[:, k] + 0.0
        table["confusion"] = pd.Series([one and one.voice for one in used], dtype="str")
        table["n_coded"] = [0 if one is None else int(one.counts.sum()) for one in used]
        for column in ("recall", "precision"):
            missing = k >= len(MEASURES)
            table[column] = [np.nan if one is None or missing else getattr(one, column)[k] for one in used]
        methods, notes = [], []
        for row, (_, choice) in enumerate(picked):
            interval = bool(np.isfinite(found.half[row, k]))
            corrected = interval or np.isfinite(value[row, k])
            methods.append(
                (f"adjusted count; {doubt}" if interval else "adjusted count") if corrected else None
            )
            said = str(before["note"].iloc[row]) if seg.hits[row] else "no mentions"
            note = said.split("; ") if said else []
            if interval:
                note = [f"raw: {text}" if text.endswith(_NONE) else text for text in note]
            if interval and census:
                note.append("interval of the error of measuring alone")
            elif interval and variance[row, k] < _NO_SPREAD:
                note.append("articles do not differ: interval of mistakes alone")
            note += [choice] * bool(choice and seg.hits[row])
            if interval:
                note += [_FEW] * bool(few[row]) + [_EDGE] * bool(edge[row])
            note += [_OUTSIDE] * bool(outside[row])
            notes.append("; ".join([*note, ASSUMED] if corrected else note))
        table["method"], table["note"] = methods, notes
        tables.append(table)
    # The measures of each cell one below the other.
    every = pd.concat(tables, ignore_index=True)
    every = every.drop(columns=["unit", "n_tokens", "mean_of_articles", "largest_share"])
    order = np.arange(len(every)).reshape(len(tables), len(seg.d)).T.ravel()
    return every.iloc[order].reset_index(drop=True)


def corrected(
    scores: pd.DataFrame,
    confusion: Given | None = None,
    *,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    wire: str = "collapse",
    collection: str = "unknown",
) -> pd.DataFrame:
    """Say what shares of mentions speak ill or well of a target, corrected for the model's error as coded.

    A model that takes a third of the critical mentions for neutral ones shows outlets as more alike, and
    milder, than they are. Where it is known how often each class is mistaken for which, the shares before the
    mistakes can be worked out.

    Parameters
    ----------
    scores : pandas.DataFrame
        A scores table with the rows `stance.negative`, `stance.neutral` and `stance.positive`, as
        ``score(articles, targets=..., model=...)`` makes it. Other measures are left aside.
    confusion : table or mapping, optional
        How often the model mistakes which class for which, from mentions that you coded by hand: the coded
        mentions themselves, a row each, with columns `coded` (your class), `pole` or `label` (the model's),
        and where known `voice` and `article`; a 3 × 3 table of counts, rows the true class and columns the
        class given, in the order negative, neutral, positive (as `pandas.crosstab` makes it, in any order);
        or a mapping of voices to such tables. Without it shares stay as the model classed mentions.
    by : str
        Column whose values are compared.
    split : str or sequence of str
        Columns that are kept apart, beside genre and target. Voices always are, since their error differs.
    wire : {"collapse", "keep", "drop"}
        As for `compare`.
    collection : {"census", "sample", "unknown"}
        A census has no raw intervals; corrected ones tell the error of measuring alone.
    Returns
    -------
    pandas.DataFrame
        The table `corrected`: a row a group, cell and measure (the three shares, and `stance.net`, positive
        less negative). Intervals are cut to the scale.

    Raises
    ------
    FramingError
        An argument is not known, the scores hold no stance, or the confusion is none.

    Warns
    -----
    FramingWarning
        Articles have no value of `by`, or no target is mentioned.

    Notes
    -----
    Adjusted classify and count (Forman 2008), with several classes as in Hopkins and King (2010): the shares
    on the simplex whose mistaken counts are nearest to what was counted. Below 80 mentions on a side, and
    where a share would be 0 or 1, there is an interval and no number. The confusion is that of the voice
    where each class has 30 coded mentions and the equations tell the classes apart, else that of all.
    Intervals hold both doubts: of the articles (delete-one-article jackknife, t), and of the confusion
    (multinomial rows, or the coded articles where they are known; delta method). Nothing is drawn, and
    nothing depends on the order of rows.

    What it rests on: each class is mistaken here as often as in the coded data; only the shares may differ.
    That can't be seen from the scores, and a confusion measured on other texts is a poor guide: on NewsMTSC's
    test split shares corrected by one were further off than raw ones (.10 against .03 for positive), those
    corrected by codes of half of its documents were not far off (.04). So code 200 of your own, drawn at
    random by outlet and voice from ``evidence(articles, "stance.net", targets=...)`` (not by `pole`): write
    negative, neutral or positive in a column `coded` without looking at `pole`, and give that table.

    Examples
    --------
    >>> rows = [(f"{o}{k}", o, m, 4, n) for o, counts in (("a", (3, 1, 0)), ("b", (1, 1, 2)))
    ...         for k in range(20) for m, n in zip(("negative", "neutral", "positive"), counts)]
    >>> scores = pd.DataFrame(rows, columns=["article", "outlet", "measure", "hits", "weight"])
    >>> scores = scores.assign(part="body", voice="outlet", target="Ruiz", unit="share", tokens=90,
    ...                        measure="stance." + scores["measure"], weight=scores["weight"] * 1_000_000)
    >>> table = corrected(scores, [[80, 10, 10], [10, 80, 10], [10, 10, 80]])
    >>> table.loc[table["group"] == "b", "corrected"].round(3).tolist()
    [0.214, 0.214, 0.571, 0.357]
    """
    parts = several("split", split)
    parts = parts if "voice" in parts or by == "voice" else (*parts, "voice")
    check_choice("wire", wire, WIRE)
    check_choice("collection", collection, COLLECTION)
    table = _of_stance(scores)
    rates = {} if confusion is None else confusions(confusion)
    if by in table.columns and (lost := table[by].isna()).any():
        count = table.loc[lost, "article"].nunique()
        warnings.warn(
            f"corrected: {count} articles have no {by} and are left out", FramingWarning, stacklevel=2
        )
        table = table[~lost].reset_index(drop=True)
    table = ready(table, by, parts)
    if not len(table) or not (table["hits"] > 0).any():
        lost = ", ".join(map(repr, table["target"].dropna().astype("str").unique()))
        warnings.warn(
            f"corrected: no target is mentioned in these scores{f' ({lost})' if lost else ''}; score with "
            'names that the articles write, as targets={"Ruiz": ["Ana Ruiz", "Ruiz"]}',
            FramingWarning,
            stacklevel=2,
        )
        return empty("corrected")
    data = counted(table, rates, by, parts, wire)
    return check(of_groups(data, wire, collection), "corrected")


def _of_stance(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the three shares."""
    table = check(scores, "scores")
    for name in MEASURES:
        if not (table["measure"] == name).any():
            raise FramingError(
                f"scores: no rows of {name}; the three shares are corrected together: make them with "
                "score(articles, measures='stance', targets=...)"
            )
    return table[table["measure"].isin(MEASURES)].reset_index(drop=True)
