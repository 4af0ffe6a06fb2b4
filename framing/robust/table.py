"""Robustness: would a difference have been found, had one choice been made in another way?

The table `robustness`: each comparison as the study made it, and with one choice changed at a time.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison import testing
from framing.comparison.permute import PRIMARY
from framing.comparison.sums import WIRE, clusters, left_out
from framing.errors import FramingWarning
from framing.features.lexicon import Lexicon, Measure
from framing.features.scoring import score
from framing.schema import check, empty, schema
from framing.text.voices.table import SPEAKER_COLUMNS
from framing.views.vocabulary import display

#: So many differences in primary measures are looked into, the clearest.
_PRIMARY = 20

#: Up to so many articles voices are told apart in full where the study didn't.
_TAGGED = 1_000

_NAMED = ("a", "b", "genre", "part", "voice", "measure", "target")
_MADE = ("n_a", "n_b", "n_events", "estimate", "low", "high")
_VOICES = {"outlet": "the outlet's own words", "quoted": "quoted words", "reported": "reported words"}

Row = Mapping[str, Any]


class _Option(NamedTuple):
    """One choice made otherwise: of which scores, of which of their rows, and what of copies of agencies."""

    choice: str
    option: str
    #: Whose words are compared; None is the comparison's own, as is below.
    voice: str | None = None
    #: The rule for voices by which is counted again, and whether masks are minded then.
    rule: str | None = None
    mask: bool = True
    select: Callable[[pd.DataFrame], pd.DataFrame] = lambda scores: scores
    wire: str | None = None


def primary_rows(contrast: pd.DataFrame, collection: str = "unknown") -> pd.DataFrame:
    """Return the rows of a contrast table in primary measures, the 20 clearest at most.

    They have an interval; of a census, which has none, an estimate.
    """
    made = contrast["estimate" if collection == "census" else "low"].notna()
    return _clearest(contrast[made & (contrast["family"] == PRIMARY)])


def _clearest(contrast: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the least adjusted p, then p, then farthest from equality, in that order.

    Distance is counted in half widths of the interval (of logarithms where scale is ratio).
    """
    ratio = (contrast["scale"] == "ratio").to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        at, low, high = (
            np.where(ratio, np.log(contrast[name]), contrast[name]) for name in ("estimate", "low", "high")
        )
        far = np.abs(at) / ((high - low) / 2)
    far = np.where(np.isfinite(far), far, -1.0)
    order = np.lexsort((-far, contrast["p"].fillna(np.inf), contrast["p_adjusted"].fillna(np.inf)))
    return contrast.iloc[order[:_PRIMARY]].reset_index(drop=True)


def vary_choices(
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    rows: pd.DataFrame,
    *,
    measures: Mapping[str, Measure],
    voices: pd.DataFrame | None = None,
    by: str = "outlet",
    split: Sequence[str] = ("voice",),
    rule: str = "full",
    wire: str = "collapse",
    weights: str = "mantel-haenszel",
    collection: str = "unknown",
) -> pd.DataFrame:
    """Make comparisons again with one choice changed at a time.

    Parameters
    ----------
    articles : pandas.DataFrame
        As they were scored.
    scores : pandas.DataFrame
        Of the study.
    rows : pandas.DataFrame
        Rows of its table `contrast`, as `primary_rows` gives them.
    measures : mapping of str to Measure
        What can be counted again, by another rule for voices or without a mask; of a measure that is not
        among them, only the choices of articles vary.
    voices : pandas.DataFrame, optional
        The table of voices, where they were told apart in full.
    by, split, wire, weights, collection
        As in `framing.compare`, and as the study has them.
    rule : {"full", "quotes", "none"}
        How the study told voices apart.

    Returns
    -------
    pandas.DataFrame
        The table `robustness`.
    """
    table = check(scores, "scores")
    # Who speaks can't be counted again by another rule.
    again = {} if set(split) & set(SPEAKER_COLUMNS) else measures
    full = voices is not None or rule == "full" or len(articles) <= _TAGGED
    told = ("full", "quotes", "none") if full else ("quotes", "none")
    kept = [name for name in dict.fromkeys((by, *split)) if name not in schema("scores").columns]
    wanted = [again[name] for name in rows["measure"].astype("str").unique() if name in again]

    @cache
    def count_again(rule: str, mask: bool) -> pd.DataFrame:
        given = {"none": None, "full": "full" if voices is None else voices}.get(rule, rule)
        with warnings.catch_warnings():
            # What is not scored was said when it was scored first.
            warnings.simplefilter("ignore", FramingWarning)
            counted = wanted if mask else [_unmask(one) for one in wanted]
            found = score(articles, counted, voices=given, keep=kept)
        return check(found, "scores")

    found: list[pd.DataFrame] = []
    for row in rows.to_dict("records"):
        options = _offer(row, again.get(str(row["measure"])), rule, told, by, wire)
        made: list[tuple[_Option, pd.Series]] = []
        for way in (_Option("as made", ""), *options):
            counted = table if way.rule is None and way.mask else count_again(way.rule or rule, way.mask)
            counted = way.select(counted[(counted["measure"] == row["measure"]).to_numpy()])
            changed = {**row, "voice": way.voice or row["voice"]}
            one = _estimate(counted, changed, by, collection, way.wire or wire, weights)
            made.append((way, one))
        base = made[0][1]
        if not np.isfinite(base["estimate"]):
            continue
        # What can't move a number is no support for it.
        moves = [made[0], *((way, one) for way, one in made[1:] if not one.equals(base))]
        moved = {way.choice for way, _ in moves}
        idle = [name for name in dict.fromkeys(way.choice for way, _ in made) if name not in moved]
        provenance = str(row["provenance"])
        more = {name: row[name] for name in split if name in row and name not in _NAMED}
        about = {**{name: row[name] for name in _NAMED}, **more, "provenance": provenance}
        about |= {"contrast": ", ".join([_name_comparison(about), *(str(value) for value in more.values())])}
        about |= {"unit": row["unit"], "scale": row["scale"]}
        lines = pd.DataFrame(
            [{**about, "choice": way.choice, "option": way.option, **one.to_dict()} for way, one in moves]
        )
        found.append(_tell(lines, f"of no effect: {', '.join(idle)}" if idle else "", collection))
    return check(pd.concat(found, ignore_index=True), "robustness") if found else empty("robustness")


def _name_comparison(row: Row) -> str:
    """Name a comparison: both groups, the measure, whose words, and what else the row is of.

    >>> row = {"a": "harbour_courier", "b": "rest", "measure": "hedges", "voice": "outlet", "part": "all",
    ...        "genre": "news", "target": None, "provenance": "published"}
    >>> _name_comparison(row)
    "Harbour Courier / all others, hedges, the outlet's own words"
    """
    a, b = (
        "all others" if row[side] == testing.REST else display(str(row[side]), str(row["provenance"]))
        for side in ("a", "b")
    )
    target = row.get("target")
    parts = [
        f"{a} / {b}",
        str(row["measure"]) + ("" if pd.isna(target) else f" ({target})"),
        _VOICES.get(str(row["voice"]), ""),
        "" if row["part"] == "all" else str(row["part"]),
        "" if row["genre"] in ("news", "all") else str(row["genre"]),
    ]
    return ", ".join(part for part in parts if part)


def _tell(lines: pd.DataFrame, note: str, collection: str) -> pd.DataFrame:
    """Add on which side of equality each estimate and its interval lie, and what must be said."""
    at = _null(str(lines["scale"].iloc[0]))
    side = np.sign(lines["estimate"].iloc[0] - at)
    lines["same_sign"] = (np.sign(lines["estimate"] - at) == side) & (side != 0)
    lines["stands"] = lines["same_sign"] & np.where(side > 0, lines["low"] > at, lines["high"] < at)
    closed = "no interval: under 3 articles on a side, or all hits in one"
    closed = "census: describes" if collection == "census" else closed
    notes = np.where(lines["low"].isna(), closed, "").astype(object)
    notes[lines["estimate"].isna().to_numpy()] = "nothing is left to compare on a side"
    notes[0] = "; ".join(filter(None, (notes[0], note)))
    return lines.assign(note=notes)


def _null(scale: str) -> float:
    """Return the estimate of as much in one as in the other: 1 of a ratio, 0 of a difference."""
    return 1.0 if scale == "ratio" else 0.0


def _offer(
    row: Row, measure: Measure | None, rule: str, told: Sequence[str], by: str, wire: str
) -> Iterator[_Option]:
    """Yield the other reasonable options of each choice of a comparison, where they can be made at all."""
    voice = str(row["voice"])
    # What an outlet says is never set against what others say.
    ways: dict[str, tuple[str | None, str]] = {"full": ("full", voice)}
    if voice in ("outlet", "all"):
        ways = {"full": ("full", "outlet"), "quotes": ("quotes", "outlet"), "none": (None, "all")}
    elif voice == "quoted":
        ways["quotes"] = ("quotes", voice)
    for name, (counted, whose) in ways.items() if measure is not None else ():
        if name != ("none" if voice == "all" else rule) and (counted is None or counted in told):
            yield _Option("voices", name, whose, None if counted == rule else counted)
    if voice in ("quoted", "reported") and measure is not None and "full" in told:
        both = None if rule == "full" else "full"
        others = {"quoted", "reported"}
        yield _Option("voices", "attributed", "all", both, select=lambda t: t[t["voice"].isin(others)])
    yield from (_Option("wire", way, wire=way) for way in WIRE if way != wire)
    if row["genre"] == "news" and by != "genre":
        yield _Option("genre", "known news", select=lambda t: t[t["genre"] != "unknown"])
        yield _Option("genre", "news and opinion", select=_with_opinion)
    if row["part"] == "all" and measure is not None:
        yield _Option("parts", "without headline", select=lambda t: t[t["part"] != "headline"])
        yield _Option("parts", "body", select=lambda t: t[t["part"] == "body"])
    finder = None if measure is None else measure.finder
    if isinstance(finder, Lexicon) and (finder.mask or any(entry.mask for entry in finder.entries)):
        yield _Option("mask", "off", mask=False)


def _with_opinion(scores: pd.DataFrame) -> pd.DataFrame:
    genre = scores["genre"].astype("str")
    return scores.assign(genre=genre.where(~genre.isin(["opinion", "editorial"]), "news"))


def _unmask(measure: Measure) -> Measure:
    """Return a measure whose lexicon has no mask."""
    finder = measure.finder
    if not isinstance(finder, Lexicon):
        return measure
    entries = tuple(replace(entry, mask=()) for entry in finder.entries)
    return replace(measure, finder=replace(finder, mask=(), entries=entries))


def _rows_of(scores: pd.DataFrame, row: Row, by: str, wire: str) -> pd.DataFrame:
    """Return the rows of the scores that a comparison is made of; those a treatment drops are out."""
    known = schema("contrast").columns
    keep = (scores["measure"] == row["measure"]).to_numpy()
    keep = keep & ~left_out(scores["wire_role"], wire)
    target = row.get("target")
    keep = keep & (scores["target"].isna() if pd.isna(target) else scores["target"] == target).to_numpy(bool)
    if by != "genre":
        genres = ("news", "unknown") if row["genre"] == "news" else (row["genre"],)
        keep = keep & scores["genre"].isin(genres).to_numpy()
    further = [name for name in row if name not in known and not str(name).startswith("_")]
    for name in ("part", "voice", *further):
        value = row[name]
        if name == by or name not in scores.columns or (isinstance(value, str) and value == "all"):
            continue
        here = scores[name].isna() if pd.isna(value) else scores[name].astype(object) == value
        keep = keep & here.to_numpy(bool)
    if row["b"] != testing.REST:
        keep = keep & scores[by].isin([row["a"], row["b"]]).to_numpy()
    keep = keep & (scores["tokens"] > 0).to_numpy()
    return scores[keep]


def _sum_up(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the rows of one comparison as one an article, with its counts added up."""
    keys = [by, "article"]
    carried = ["outlet", "event", "genre", "copy_group", "wire_role", "provenance", "unit"]
    first = {name: (name, "first") for name in carried if name not in keys}
    sums = {name: (name, "sum") for name in ("hits", "weight", "tokens")}
    plain = rows[[*keys, *first, *sums]].astype(dict.fromkeys([*keys, *first], object))
    found = plain.groupby(keys, sort=True, dropna=False).agg(**first, **sums).reset_index()
    return found.sort_values(keys, kind="stable", ignore_index=True)


def _estimate(table: pd.DataFrame, row: Row, by: str, collection: str, wire: str, weights: str) -> pd.Series:
    """Return sizes, estimate and interval of a comparison; missing where nothing is left on a side."""
    nothing = pd.Series({name: np.nan if at > 2 else 0 for at, name in enumerate(_MADE)}, dtype=object)
    rows = _rows_of(table, row, by, wire)
    if rows.empty:
        return nothing
    sums = _sum_up(rows, by).assign(measure=row["measure"], target=None, part=row["part"], voice="all")
    data = clusters(check(sums, "scores"), by, ("part",), wire)
    here = {*data.groups, testing.REST} if len(data.groups) > 1 else set(data.groups)
    a, b = str(row["a"]), str(row["b"])
    pairs = testing.chosen([(a, b)], data.groups) if {a, b} <= here else []
    census = collection == "census"
    found = testing.compared(data, pairs, weights=weights, census=census) if pairs else None
    if found is None:
        return nothing
    pooled = found.pooled
    ratio, scale = data.ratio[pooled.cell], data.scale[pooled.cell]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        value = np.where(
            ratio, np.where(pooled.b > 0, pooled.a / pooled.b, np.nan), (pooled.a - pooled.b) * scale
        )
        ends = [np.where(ratio, np.exp(end), end * scale) for end in (pooled.low, pooled.high)]
    low, high = (np.where(found.closed, np.nan, end) + 0.0 for end in ends)
    made = (*found.articles, pooled.n_events, value + 0.0, low, high)
    return pd.Series({name: values[0] for name, values in zip(_MADE, made, strict=True)}, dtype=object)
