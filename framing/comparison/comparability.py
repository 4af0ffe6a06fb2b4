"""Whether like is compared with like, and what a difference becomes with length, date, kind and event held.

Dealt by length, topic or period, the articles of one outlet differ from each other; what two outlets
differ in beside their wording is told before any result is, and held in a model beside it.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc
import scipy.stats
from scipy.sparse import coo_array, csr_array

from framing.comparison.intervals import LEVEL
from framing.comparison.permute import chosen_sums, seeded
from framing.comparison.sums import WIRE, Flags, Floats, Ints, counted
from framing.comparison.testing import REST, chosen
from framing.engine.parts import Articles, Parts, check_articles, map_parts, metadata, select_articles
from framing.errors import FramingError, check_choice, check_number, warn
from framing.features.terms import choice, count
from framing.schema import Lengths, check, empty
from framing.views.vocabulary import display

# `fr.checks.comparability`: a row a pair, with a warning for each thing in which the two are not alike.

#: One side's median length over the other's from which it is said, unless shuffled labels often give it.
LENGTH_RATIO = 1.5

#: Difference of the shares of opinion from which it is said, on the same condition.
OPINION_APART = 0.2

#: Medians so many days apart are written at different times, if shuffled labels hardly give it.
DAYS_APART = 1.0

#: What shuffled labels give this seldom is said of content words, and of what crosses a threshold beside;
#: and this seldom of lengths and dates, however small the difference.
SELDOM, HARDLY = 0.05, 0.01

#: Articles a side whose labels are shuffled and whose words are read.
SHUFFLED = 250

#: Articles of a group and event that are taken in turn, where not all are.
_IN_TURN = 5

#: Fewer ways to deal the labels out can't give a p of `SELDOM` where sides may change names.
_WAYS = 40

#: Kinds of article that tell an opinion, and roles of what is an agency's copy.
_OPINION, _COPY = ("opinion", "editorial"), ("full_reprint", "partly_based")

#: Statistics this close are ties: the same sum in another order.
_TIE = 1e-9


def comparability(
    articles: Articles, by: str = "outlet", *, wire: str = "collapse", seed: int = 1, draws: int = 999
) -> pd.DataFrame:
    """Tell what groups of articles differ in beside their wording, before a difference is believed.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`, as `load` gives them. Stubs are left out; what other columns don't say
        is unknown.
    by : str
        Column whose values are compared: each pair, of more than six groups each against all others together.
    wire : {"collapse", "keep", "drop"}
        How copies and agency copy count, as in `compare`.
    seed, draws : int
        Of the shuffles.

    Returns
    -------
    pandas.DataFrame
        A row a pair, as in ``schemas/comparability.toml``; `warnings` says in words which thresholds were
        crossed.

    Raises
    ------
    FramingError
        A table or an argument is not what it should be.

    Warns
    -----
    FramingWarning
        There is one group alone.

    Notes
    -----
    As in `compare`, articles of a pair are those on events that both have; where they have none in common,
    all, and nothing is shuffled. Labels are shuffled over articles within event, a text on both sides keeping
    its own, and ``p = (k + 1) / (draws + 1)``. Statistics are the rank sum within events of lengths and dates
    (van Elteren 1960, On the combination of independent two-sample tests of Wilcoxon), the difference of the
    shares of opinion, and one minus the cosine of the mean tf-idf vectors of words that are on no stop list
    and in two articles or more (as scikit-learn's ``TfidfTransformer(sublinear_tf=True)`` gives them). Where
    the labels can't be dealt out in 40 ways there is no p, and thresholds alone decide.

    A warning stands where the median length is over 1.5 times the other's and p of lengths is .05 or less, or
    it is .01 or less; where no event is in common; where median dates are a day or more apart and p of dates
    is .01 or less; where p of content words is .05 or less; where shares of opinion are 20 points or more
    apart and p is .05 or less; and where most articles are in other languages. Words differ with topics and
    with what is called what, and p tells only that they do.

    Examples
    --------
    >>> import pandas as pd
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["harbour_courier", "hill_post"],
    ...                          "text": ["Rain fell. " * 40, "Sun shone."], "event": ["rain", "sun"]})
    >>> print(comparability(articles)["warnings"][0])  # doctest: +NORMALIZE_WHITESPACE
    articles of Harbour Courier were 40.0 times as long as those of Hill Post (median 80 and 2 words);
    no event in common
    """
    check_choice("wire", wire, WIRE)
    seed, draws = check_number("seed", seed), check_number("draws", draws, least=99)
    given = check_articles(articles)
    frame = metadata(given)
    columns = [str(name) for name in frame.columns if name not in ("id", "text", "title", "blocks")]
    check_choice("by", by, columns)
    if frame[by].dtype == object and not all(isinstance(value, Hashable) for value in frame[by]):
        raise FramingError(f"articles: column {by!r} holds lists or the like, which make no groups")
    given = select_articles(given, (frame["status"] == "full") & frame[by].notna())
    frame = metadata(given)
    names = sorted(set(frame[by].astype("str")))
    if len(names) < 2:
        held = f"only one {by}, {names[0]!r}, has" if names else "no articles have"
        warn(f"comparability: {held} whole texts, so there is nothing to compare with")
        return empty("comparability")
    about = _about(given, by, names, wire)
    place = seeded(seed, ("comparability",)).permutation(len(about))
    pairs = [_pair(about, place, pair, [*names, REST]) for pair in chosen(None, names)]
    words = _words(given, about, np.unique(np.concatenate([pair.rows for pair in pairs])))
    rows = [_row(about, words, pair, seed, draws) for pair in pairs]
    return check(pd.DataFrame(rows).assign(wire=wire), "comparability")


def _about(given: Articles, by: str, names: Sequence[str], wire: str) -> pd.DataFrame:
    """Return what is known of each article that counts, in order of id."""
    frame = metadata(given)
    about = _known(given).assign(
        group=pd.Categorical(frame[by].astype("str"), names).codes,
        agency=frame["wire_role"].isin(_COPY),
        language=frame["language"].astype("str"),
        invented=frame["provenance"] == "illustrative",
        copy_group=frame["copy_group"],
        wire_role=frame["wire_role"],
    )
    if by == "event":
        about["event"] = ""
    about = about[counted(about, "group", wire)]
    about["first_print"] = counted(about, "group", "collapse")
    return about.sort_values("article", ignore_index=True)


def _known(given: Articles) -> pd.DataFrame:
    """Return what is known of each article; events that are missing are one, without a name."""
    frame = metadata(given)
    words = map_parts(given, Lengths(), what="lengths").table("lengths").set_index("row")["n_words"]
    genre, day = frame["genre"], (frame["published"] - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)
    opinion = genre.isin(_OPINION).astype("float64")
    return pd.DataFrame(
        {
            "article": frame["id"].astype("str"),
            "event": frame["event"].astype("str").fillna(""),
            "words": words.reindex(range(len(frame))).astype("float64"),
            "published": frame["published"],
            "day": day.astype("float64"),
            "opinion": opinion.where(genre != "unknown"),
        }
    )


class _Pair(NamedTuple):
    """Two groups by name, their articles that are compared, events in common, and rows that are shuffled.

    `share` is that of the articles of both that are on these events.
    """

    a: str
    b: str
    in_a: Flags
    there: Flags
    events: int
    share: float
    rows: Ints


def _pair(about: pd.DataFrame, place: Ints, pair: tuple[int, int], names: Sequence[str]) -> _Pair:
    """Return the articles of a pair; `place` is the order in which they are taken where not all are."""
    group, event = about["group"].to_numpy(), about["event"].to_numpy()
    in_a = group == pair[0]
    in_b = group == pair[1] if pair[1] < len(names) - 1 else ~in_a
    shared = np.intersect1d(event[in_a], event[in_b])
    both = in_a | in_b
    there = both & np.isin(event, shared) if len(shared) else both
    taken = []
    for side in (in_a, in_b):
        rows = pd.DataFrame({"place": place, "event": event})[there & side & about["first_print"]]
        rows = rows.sort_values("place")
        # A few articles of each event in turn, so that few events don't stand for all.
        turn = rows.groupby("event").cumcount() // _IN_TURN
        first = rows.groupby("event")["place"].transform("min")
        order = np.lexsort((rows["place"], first, turn))
        taken.append(rows.index.to_numpy()[order[:SHUFFLED]])
    share = float(there.sum() / both.sum()) if len(shared) else 0.0
    rows = np.sort(np.concatenate(taken))
    return _Pair(names[pair[0]], names[pair[1]], in_a, there, len(shared), share, rows)


def _words(given: Articles, about: pd.DataFrame, rows: Ints) -> csr_array:
    """Return how often words of three letters or more, off the stop list, stand in some of the articles."""
    ids = about["article"].iloc[rows]
    mine = given.texts(ids) if isinstance(given, Parts) else given[given["id"].isin(ids)]
    found = count(mine.reset_index(drop=True), choice(stop="english"))
    words = pc.match_substring_regex(found.terms, r"^\p{L}{3,}$").to_numpy(zero_copy_only=False)
    counts = found.counts[:, np.flatnonzero(words)].tocoo()
    at = pd.Index(about["article"]).get_indexer(mine["id"].astype("str"))
    return coo_array((counts.data, (at[counts.row], counts.col)), shape=(len(about), counts.shape[1])).tocsr()


def _row(about: pd.DataFrame, words: csr_array, pair: _Pair, seed: int, draws: int) -> dict[str, Any]:
    """Return the row of one pair."""
    there, in_b = pair.there, pair.there & ~pair.in_a
    row: dict[str, Any] = {"a": pair.a, "b": pair.b, "n_events": pair.events, "share_in_events": pair.share}
    sides = [about[there & pair.in_a], about[in_b]]
    row |= {f"n_{name}": len(side) for name, side in zip("ab", sides, strict=True)}
    for name, side in zip("ab", sides, strict=True):
        dated = side["published"].dropna()
        row |= {
            f"words_{name}": float(side["words"].median()),
            f"first_{name}": dated.min(), f"median_{name}": dated.median(), f"last_{name}": dated.max(),
            f"opinion_{name}": float(side["opinion"].mean()),
            f"unknown_{name}": float(side["opinion"].isna().mean()),
            f"agency_{name}": float(side["agency"].mean()),
            f"languages_{name}": _languages(side["language"]),
        }  # fmt: skip
    row["length_ratio"] = row["words_a"] / row["words_b"] if row["words_b"] else math.nan
    days = pd.concat([side["published"].dropna() for side in sides])
    if not (pd.isna(row["first_a"]) or pd.isna(row["first_b"])):
        row["days_apart"] = (row["median_a"] - row["median_b"]) / pd.Timedelta(days=1)
        span = max(row["first_a"], row["first_b"]), min(row["last_a"], row["last_b"])
        row["dates_overlap"] = float(days.between(*span).mean())
    like = _likeness(words[pair.rows])
    label = pair.in_a[pair.rows]
    row |= _shuffled(about.iloc[pair.rows], like, label, seed, draws if pair.events else 0)
    row["provenance"] = "illustrative" if about["invented"][there].any() else "published"
    row["warnings"] = "; ".join(_warnings(row))
    notes = []
    if len(pair.rows) < (there & about["first_print"]).sum():
        notes.append(f"labels shuffled, and words read, of {SHUFFLED} articles a side at most")
    if undated := int(there.sum()) - len(days):
        notes.append(f"{undated} of {there.sum()} articles without a date")
    if pair.events and not row["draws"]:
        notes.append("too few articles to shuffle their labels: no p")
    return row | {"note": "; ".join(notes)}


def _likeness(counts: csr_array) -> Floats:
    """Return the products of the articles' tf-idf vectors, each of length 1, or 0 without a word."""
    from sklearn.feature_extraction.text import TfidfTransformer

    several = np.bincount(counts.indices, minlength=counts.shape[1]) > 1
    if not several.any():
        return np.zeros((counts.shape[0], counts.shape[0]))
    kept = counts[:, np.flatnonzero(several)].astype(np.float64)
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(kept)
    return np.asarray((weights @ weights.T).todense())


def _shuffled(about: pd.DataFrame, like: Floats, label: Flags, seed: int, draws: int) -> dict[str, Any]:
    """Return how far apart content words are, and how often shuffled labels give as much of all."""
    about = about.reset_index(drop=True).assign(label=label)
    event = about["event"]
    # A text on both sides can't tell them apart, and keeps its labels.
    fixed = about.groupby(["event", "copy_group"])["label"].transform("nunique").to_numpy() > 1
    dealt, ways = np.broadcast_to(label, (draws, len(label))).copy(), 1
    for _, at in about.index[~fixed].to_series().groupby(event[~fixed]):
        moving = at.to_numpy()
        ways *= math.comb(len(moving), int(label[moving].sum()))
        key = (str(event[moving[0]]), *about["article"][moving])
        dealt[:, moving] = seeded(seed, key).permuted(dealt[:, moving], axis=1)
    every = np.vstack([label, dealt]) if ways >= _WAYS else label[None]
    known = {
        "length_p": about.groupby(event)["words"].rank(pct=True),
        "dates_p": about.groupby(event)["day"].rank(pct=True),
        "opinion_p": about["opinion"],
    }
    apart = pd.DataFrame(known).pipe(lambda values: values - values.groupby(event).transform("mean"))
    sums = np.abs(chosen_sums(every, apart.fillna(0.0).to_numpy()))
    found = {name: _share(sums[:, place]) for place, name in enumerate(known) if apart[name].abs().sum() > 0}
    towards = chosen_sums(every, like)
    own = (towards * every).sum(axis=1)
    between = towards.sum(axis=1) - own
    with np.errstate(divide="ignore", invalid="ignore"):
        other = like.sum() - own - 2 * between
        distance = 1 - between / np.sqrt(own * other)
    if np.isfinite(distance[0]):
        found |= {"topic_distance": max(float(distance[0]), 0.0), "topic_p": _share(distance)}
        found["topic_expected"] = float(np.nanmean(distance[1:])) if len(distance) > 1 else math.nan
    return found | {"draws": len(every) - 1}


def _share(values: Floats) -> float:
    """Return the share of values, the first one and those of shuffles, that are as large as the first."""
    return float((values >= values[0] - _TIE).mean()) if len(values) > 1 else math.nan


def _languages(language: pd.Series[str]) -> str | None:
    """Return languages with their articles."""
    counts = language.dropna().value_counts()
    order = sorted(counts.index, key=lambda name: (-counts[name], name))
    return ", ".join(f"{name} {counts[name]}" for name in order) or None


def _warnings(row: Mapping[str, Any]) -> list[str]:
    """Return what is not alike."""
    a, b = ("the others" if row[side] == REST else display(str(row[side])) for side in ("a", "b"))
    found = []

    def seldom(p: str) -> bool:
        # Where nothing could be shuffled, the threshold alone decides.
        return not row.get(p, math.nan) > SELDOM

    ratio, length_p = float(row["length_ratio"]), row.get("length_p", math.nan)
    much = not 1 / LENGTH_RATIO <= ratio <= LENGTH_RATIO and ratio == ratio
    if (much and seldom("length_p")) or length_p <= HARDLY:
        longer, shorter = (a, b) if ratio >= 1 else (b, a)
        first, second = sorted((row["words_a"], row["words_b"]), reverse=True)
        medians = f"(median {first:,.0f} and {second:,.0f} words)"
        times = max(ratio, 1 / ratio) if ratio else math.inf
        found.append(
            f"articles of {longer} were {times:.1f} times as long as those of {shorter} {medians}"
            if times >= 1.05
            else f"lengths further apart than in {_of_100(length_p)} of 100 shuffles {medians}"
        )
    if not row["n_events"]:
        found.append("no event in common")
    days = abs(row.get("days_apart", 0.0))
    parted = row.get("dates_overlap", 1.0) == 0
    dates_p = row.get("dates_p", math.nan)
    if days >= DAYS_APART and (dates_p <= HARDLY or (parted and math.isnan(dates_p))):
        said = f"medians {days:,.0f} day{'s' * (round(days) != 1)} apart"
        found.append(f"written at different times ({said}{', no date in common' * parted})")
    if (p := row.get("topic_p", math.nan)) <= SELDOM:
        found.append(
            f"on other topics, or in other words (content words further apart than in {_of_100(p)} of 100 "
            "shuffles)"
        )
    known = max(row["unknown_a"], row["unknown_b"]) <= 0.5
    if known and abs(row["opinion_a"] - row["opinion_b"]) >= OPINION_APART - _TIE and seldom("opinion_p"):
        found.append(f"opinion {100 * row['opinion_a']:.0f} % against {100 * row['opinion_b']:.0f} %")
    spoken = [str(row[f"languages_{side}"] or "").partition(" ")[0] for side in "ab"]
    if all(spoken) and spoken[0] != spoken[1]:
        found.append(f"most articles in other languages ({spoken[0]} and {spoken[1]})")
    return found


def _of_100(p: float) -> int:
    return 100 - max(1, math.ceil(100 * p - _TIE))


# A difference with length, date, kind and event held.

#: Fewer degrees of freedom are too few for a model.
_LEAST_DF = 4

#: A log rate that far from the others has run away: hits of one kind alone.
_RUN_AWAY = 15.0

#: Up to this share of a difference, what goes away, or is added, is as good as nothing.
_LITTLE = 0.2

#: From this share on, one covariate carries what goes away.
_MOST = 0.6


class Adjusted(NamedTuple):
    """A difference of two groups with covariates held; as `adjust_difference` gives it.

    Attributes
    ----------
    raw : float
        Ratio (first over second group) or difference with nothing held but events, in the articles of the
        model.
    estimate, low, high : float
        With all held, and the ends of its 95 % interval.
    ratio : bool
    n : int
        Articles of the model.
    held : tuple of str
        What is held: of "length", "date", "kind", "event" what the articles differ in.
    without : dict of str to float
        The estimate with one of these not held (event is always).
    note : str
        Why the estimate or its interval is missing.
    """

    raw: float
    estimate: float
    low: float
    high: float
    ratio: bool
    n: int
    held: tuple[str, ...]
    without: Mapping[str, float]
    note: str


def covariates_of(articles: Articles) -> pd.DataFrame:
    """Return what is held in a model of each article.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`.

    Returns
    -------
    pandas.DataFrame
        A row an article, indexed by its id: `length` (logarithm of its words), `date` (days, missing where
        unknown), `kind` (1 for opinion and editorial, else 0; unknown counts as news), `event`.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["Rain fell."], "genre": ["opinion"]})
    >>> covariates_of(articles).round(2).to_dict("records")
    [{'length': 0.69, 'date': nan, 'kind': 1.0, 'event': ''}]
    """
    given = check_articles(articles)
    known = _known(given)
    return pd.DataFrame(
        {
            "length": np.log(np.maximum(known["words"], 1.0)),
            "date": known["day"],
            "kind": known["opinion"].fillna(0.0),
            "event": known["event"],
        }
    ).set_index(pd.Index(known["article"], name="id"))


def adjust_difference(
    counts: npt.ArrayLike,
    exposure: npt.ArrayLike,
    first: npt.ArrayLike,
    covariates: pd.DataFrame,
    *,
    ratio: bool,
) -> Adjusted:
    """Return the difference of two groups of articles with covariates held.

    Parameters
    ----------
    counts, exposure : array of float
        Numerator and denominator of each article: hits and words. Articles without a denominator are left
        out.
    first : array of bool
        Whether an article is of the first group; all others are of the second.
    covariates : pandas.DataFrame
        A row an article: any of the columns of `covariates_of`.
    ratio : bool
        Whether a ratio of rates or shares is asked for (quasi-Poisson, logarithmic link, offset
        ``log(exposure)``), or a difference of means (linear, weighted by exposure).

    Returns
    -------
    Adjusted

    Notes
    -----
    With no covariates the ratio is that of the pooled rates, and the difference that of the pooled means
    (McCullagh and Nelder 1989, Generalized Linear Models). The covariance is the sandwich over articles with
    residuals divided by one less their leverage, which is the delete-one jackknife in one step (MacKinnon and
    White 1985, Some heteroskedasticity-consistent covariance matrix estimators), and t has as many degrees of
    freedom as there are articles less coefficients. Articles of a kind or event without any hits say nothing
    of a ratio and are left out; of a date that is missing the mean stands for it, with a term of its own.

    Examples
    --------
    >>> first = [True] * 4 + [False] * 4
    >>> found = adjust_difference([2, 4, 2, 4, 1, 2, 1, 2], [100] * 8, first, pd.DataFrame(index=range(8)),
    ...                           ratio=True)
    >>> round(found.estimate, 6)
    2.0
    """
    x, d, first = (np.asarray(values) for values in (counts, exposure, first))
    used = d > 0
    design = _design(covariates.reset_index(drop=True)[used].reset_index(drop=True))
    x, d, first = x[used].astype(float), d[used].astype(float), first[used].astype(bool)

    def missing(note: str) -> Adjusted:
        return Adjusted(math.nan, math.nan, math.nan, math.nan, ratio, len(x), (), {}, note)

    if ratio:
        kept = np.ones(len(x), dtype=bool)
        for name in design:
            level = design[name].to_numpy()
            if set(np.unique(level)) <= {0.0, 1.0}:
                for value in (0.0, 1.0):
                    kept &= (level != value) | bool(x[level == value].sum())
        x, d, first, design = x[kept], d[kept], first[kept], design[kept]
    if first.all() or not first.any():
        return missing("articles of one group alone")
    if ratio and not (x[first].sum() and x[~first].sum()):
        return missing("no hits on a side")
    columns, held = _independent(design)
    parts = tuple(dict.fromkeys(held))
    matrix = np.column_stack([np.ones(len(x)), first, columns])
    if np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        return missing(f"nothing tells the groups from {_and(parts)}")
    df = len(x) - matrix.shape[1]
    if df < _LEAST_DF:
        return missing(f"{len(x)} articles are too few" + (f" to hold {_and(parts)}" if parts else ""))
    fit = _fit(x, d, matrix, ratio)
    if fit is None:
        return missing("the model does not settle: hits in a few articles alone")
    without = {
        name: _effect(_fit(x, d, matrix[:, [True, True, *(other != name for other in held)]], ratio), ratio)
        for name in parts
        if name != "event"
    }
    only = [True, True, *(other == "event" for other in held)]
    raw = _effect(_fit(x, d, matrix[:, only], ratio), ratio)
    leverage = np.clip(fit.get_hat_matrix_diag(), 0.0, 1 - 1e-9)
    scores = fit.model.score_obs(fit.params) / (1 - leverage)[:, None]
    bread = np.linalg.inv(-fit.model.hessian(fit.params))
    error = float(np.linalg.norm(scores @ bread[1]))
    effect = float(fit.params[1])
    half = float(scipy.stats.t.ppf(0.5 + LEVEL / 2, df)) * error
    low, high = effect - half, effect + half
    if ratio:
        effect, low, high = math.exp(effect), math.exp(low), math.exp(high)
    return Adjusted(raw, effect, low, high, ratio, len(x), parts, without, "")


def _design(covariates: pd.DataFrame) -> pd.DataFrame:
    """Return a column a term: what it is a term of stands before the colon; events first."""
    terms: dict[str, Any] = {}
    for name, values in covariates.items():
        check_choice("covariates", name, ("length", "date", "kind", "event"))
        if name == "event":
            dummies = pd.get_dummies(values.astype("str").fillna(""), dtype="float64")
            terms = {f"event:{event}": dummies[event] for event in dummies} | terms
        else:
            number = values.astype("float64")
            terms[f"{name}:"] = number.fillna(0.0 if number.isna().all() else number.mean())
            terms[f"{name}:unknown"] = number.isna().astype("float64")
    return pd.DataFrame(terms, index=covariates.index)


def _independent(design: pd.DataFrame) -> tuple[Floats, list[str]]:
    """Return the terms that say something which those before don't, standardised, and what each is of."""
    spread = design.std(ddof=0)
    varied = design.loc[:, spread > _TIE]
    columns = ((varied - varied.mean()) / spread[varied.columns]).to_numpy()
    if columns.size:
        # Without pivots the diagonal is what each column has beside those before it.
        new = np.abs(np.diag(np.linalg.qr(columns, mode="r"))) > _TIE * math.sqrt(len(columns)) * 100
        chosen_columns = np.flatnonzero(np.append(new, np.zeros(columns.shape[1] - len(new), dtype=bool)))
    else:
        chosen_columns = np.zeros(0, dtype=np.int64)
    return columns[:, chosen_columns], [varied.columns[at].partition(":")[0] for at in chosen_columns]


def _fit(x: Floats, d: Floats, matrix: Floats, ratio: bool) -> Any:
    """Return the fitted model, whose second coefficient is the groups'; None where it doesn't settle."""
    # Of all statsmodels, whose import takes a second, what is needed here.
    from statsmodels.genmod.families import Gaussian, Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    model = (
        GLM(x, matrix, family=Poisson(), offset=np.log(d))
        if ratio
        else GLM(x / d, matrix, family=Gaussian(), var_weights=d)
    )
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            fit = model.fit()
        except (ValueError, np.linalg.LinAlgError):
            return None
    settled = fit.converged and np.isfinite(fit.params).all()
    return fit if settled and (not ratio or np.abs(fit.params[1:]).max() < _RUN_AWAY) else None


def _effect(fit: Any, ratio: bool) -> float:
    """Return the ratio or difference of a fitted model."""
    if fit is None:
        return math.nan
    return math.exp(fit.params[1]) if ratio else float(fit.params[1])


def describe_adjustment(found: Adjusted) -> str:
    """Say what becomes of a difference with covariates held, in words that follow it.

    Parameters
    ----------
    found : Adjusted

    Returns
    -------
    str
        The share of the difference (of a ratio its logarithm) that goes away, and with what: with one
        covariate by name where the estimate moves by less than 40 % as much when that one is not held. Empty
        where nothing is held, the reason where there is no estimate.

    Examples
    --------
    >>> found = Adjusted(4.0, 2.0, 1.2, 3.3, True, 40, ("length", "kind"), {"length": 3.9, "kind": 2.1}, "")
    >>> describe_adjustment(found)
    'about half of it goes with length'
    >>> describe_adjustment(found._replace(estimate=3.8))
    'unchanged with length and kind held'
    """
    if found.note:
        return f"not adjusted: {found.note}"
    if not found.held:
        return ""
    every = _and(found.held)
    scale = math.log if found.ratio else float
    raw, estimate = scale(found.raw), scale(found.estimate)
    if not abs(raw) > _TIE:
        return f"{every} held"
    gone = 1 - estimate / raw
    # What comes back where one is not held.
    back = {name: abs(scale(value) - estimate) for name, value in found.without.items() if value == value}
    most = max(back, key=lambda name: back[name], default="")
    one = bool(most) and back[most] >= _MOST * abs(raw - estimate)
    whose = most if one else _and(tuple(found.without)) or every
    if abs(gone) <= _LITTLE:
        return f"unchanged with {every} held"
    if gone < 0:
        return f"larger with {whose} held"
    if gone > 1 + _LITTLE:
        return f"reverses with {whose} held"
    parts = ((0.4, "about a third"), (0.6, "about half"), (0.8, "most"), (math.inf, "nearly all"))
    share = next(said for end, said in parts if gone < end)
    return f"{share} of it goes with {whose}"


def _and(names: Sequence[str]) -> str:
    """Return names with commas and an "and"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
