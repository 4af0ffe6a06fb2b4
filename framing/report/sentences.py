"""One plain sentence for each row of the contrast table.

A sentence carries what METHODS asks of every stated difference: number,
interval, n, reading and family. It is in the past tense and about the articles
collected. It never turns a large p into likeness.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from framing.views import numbers as numbers
from framing.views import vocabulary
from framing.views.vocabulary import Names

__all__ = [
    "BANDS",
    "LEVEL",
    "Sentence",
    "band",
    "certainty",
    "excludes",
    "family",
    "is_significant",
    "keeps_direction",
    "null",
    "sentence",
]


# What the model's measured error leaves of a difference in stance: the corrected number beside the counted.

Row = Mapping[str, Any]

#: By band, how certain a difference is that a model judged: left open by its measured error, or not.
VERDICTS = {
    "significant": (
        "Significant after adjustment as the model judged, inconclusive with its measured error taken in",
        "Significant after adjustment, and with the model's measured error taken in",
    ),
    "described": ("Inconclusive with the model's measured error taken in", ""),
}

#: How columns of `corrected` end that are of a side of the contrast.
_END = {"a": "", "b": "_other"}


def _has_mending(*values: Any) -> bool:
    return all(value is not None and value == value for value in values)


def keeps_direction(row: Row, right: Row | None) -> bool:
    """Say whether a difference keeps its direction with the model's error taken in.

    Parameters
    ----------
    row : mapping
        A row of the `contrast` table on stance.
    right : mapping, optional
        The row of `corrected` for the same pair and cell.

    Examples
    --------
    >>> row = {"estimate": 0.5, "scale": "difference"}
    >>> [keeps_direction(row, {"low": low, "high": 1.2}) for low in (0.1, -0.1)], keeps_direction(row, None)
    ([True, False], False)
    """
    if right is None or not _has_mending(row["estimate"], right["low"], right["high"]):
        return False
    up = row["estimate"] > (1.0 if row["scale"] == "ratio" else 0.0)
    return bool(right["low"] > 0 if up else right["high"] < 0)


def said(row: Row, right: Row | None, census: bool, *, down: bool) -> str:
    """Give the corrected difference of a row with its interval; `down` if the sides have changed places."""
    if not _has_mending(row["estimate"]):
        return ""
    value, bounds, share = _written(row, right, down)
    of = " of the error of measuring alone" if census else ""
    spread = f"95\N{NO-BREAK SPACE}% interval{of} {bounds}" if bounds != numbers.DASH else "no interval"
    if right is None or not _has_mending(value):
        if bounds == numbers.DASH:
            return "The model's error could not be taken out of it"
        return f"Corrected for the model's measured error, too few mentions for a number: {spread}"
    size = _write(abs(value), share)
    told = f"{size}{_points(size, share)} {'higher' if value > 0 else 'lower'}"
    if not size.strip("0."):
        told = "level to the digits shown"
    return f"Corrected for the model's measured error: {told} ({spread})"


def counted(row: Row, sides: Sequence[tuple[str, Row | None]], right: Row | None) -> str:
    """Say how many articles stand on each side, and of stance how many mentions."""
    first, second = (numbers.count(row[f"n_{side}"]) for side, _ in sides)
    said = f"n\N{NO-BREAK SPACE}= {first} and {second} articles"
    if vocabulary.family(row["measure"]) != "stance":
        return said
    said += " that name it"
    mentions = [
        right[f"n_mentions{_END[side]}"] if right is not None else own["n_hits"] if own is not None else None
        for side, own in sides
    ]
    if None in mentions:
        return said
    first, second = map(numbers.count, mentions)
    return f"{said}, {first} and {second} mentions"


def _written(row: Row, right: Row | None, down: bool) -> tuple[float, str, bool]:
    """Return the corrected difference, its interval as written, and whether it is one of shares."""
    share = str(row["measure"]) != "stance.net"
    if right is None:
        return math.nan, numbers.DASH, share
    value, low, high = _turned(right, down)
    return value, numbers.interval(low, high, lambda end: _write(end, share)), share


def _turned(right: Row, down: bool) -> tuple[float, float, float]:
    value, low, high = (float(right[name]) for name in ("corrected", "low", "high"))
    low, high = vocabulary.clip_net(str(right["measure"]), low, high, sides=2)
    return (-value + 0.0, -high + 0.0, -low + 0.0) if down else (value, low, high)


def _write(value: float, share: bool) -> str:
    return numbers.plain(100 * value, 0) if share else numbers.plain(value, 2)


def _points(size: str, share: bool) -> str:
    return f" percentage point{'s' * (size.strip(chr(0x2212)) != '1')}" if share else ""


# How certain a difference is, and in which order differences are read: the one rule for all sections.

LEVEL = 0.05

#: In the order of the report: key, heading, what the heading means.
BANDS = {
    "significant": (
        "Significant after adjustment",
        "The interval excludes 1 (equal rates) or, of a difference, 0; and p is .05 or less after adjustment "
        "for all tests of these articles: those of measures named beforehand (primary), or all others "
        "(exploratory). Those that rest on few articles or hits (fragile) come after the others.",
    ),
    "nominal": (
        "Nominal (not after adjustment)",
        "Interval or unadjusted p point to a difference, but it was not significant after adjustment, or no "
        "test could be made; or a model judged, and its measured error leaves the difference open.",
    ),
    "inconclusive": (
        "Inconclusive",
        "Neither interval nor p of these articles tell whether there is a difference, or in which direction.",
    ),
    "not_estimable": ("Not estimable", "Too few articles or hits for an interval or a test."),
    "described": (
        "All that was published",
        "Ordered by how many hits stand behind the difference. No interval or p is needed.",
    ),
}


def _has_standing(value: Any) -> bool:
    return value is not None and value == value


def null(row: Row) -> float:
    """Return the value of no difference: 1 of a ratio, 0 of a difference."""
    return 1.0 if row["scale"] == "ratio" else 0.0


def excludes(row: Row) -> bool | None:
    """Say whether the interval excludes 1 of a ratio, or 0 of a difference; None without an interval."""
    if not (_has_standing(row["low"]) and _has_standing(row["high"])):
        return None
    return bool(row["low"] > null(row) or row["high"] < null(row))


def is_significant(row: Row) -> bool:
    """Say whether a difference is significant after adjustment.

    Its interval excludes 1 (a ratio) or 0 (a difference), and p is .05 or less, before and after adjustment
    for its family.

    Examples
    --------
    >>> row = {"scale": "ratio", "low": 1.1, "high": 2.0, "p": 0.01, "p_adjusted": 0.04}
    >>> [is_significant({**row, **other}) for other in ({}, {"low": 0.9}, {"p_adjusted": 0.06})]
    [True, False, False]
    """
    small = all(_has_standing(row[name]) and row[name] <= LEVEL for name in ("p", "p_adjusted"))
    return bool(small and excludes(row))


def band(row: Row, collection: str = "unknown", right: Row | None = None) -> str:
    """Return the key of `BANDS` under which a row is read; `right` is its corrected difference."""
    found = plain_band(row, collection)
    return "nominal" if found == "significant" and _doubted(row, right) else found


def _doubted(row: Row, right: Row | None) -> bool:
    """Say whether a model judged, and its error leaves the difference open."""
    return vocabulary.family(row["measure"]) == "stance" and not keeps_direction(row, right)


def plain_band(row: Row, collection: str) -> str:
    """Return the key of `BANDS` of a row, without regard to a model's error."""
    if collection == "census":
        return "described" if _has_standing(row["estimate"]) else "not_estimable"
    outside, p = excludes(row), row["p"]
    if outside is None and not _has_standing(p):
        return "not_estimable"
    if is_significant(row):
        return "significant"
    small = _has_standing(p) and p <= LEVEL
    return "nominal" if small or (outside and not _has_standing(p)) else "inconclusive"


def certainty(row: Row, a: Row | None = None, b: Row | None = None) -> tuple[float, ...]:
    """Return a key that sorts the most certain row first.

    What is not fragile before what is, since a small p of few articles or hits is the first to go; then by
    adjusted p (p, where it was not adjusted), and where these are the same by how many half-widths of the
    interval its nearer end lies from 1 or 0. Without p or interval by hits.
    """
    infinite = math.inf
    p = row["p"] if _has_standing(row["p"]) else infinite
    adjusted = row["p_adjusted"] if _has_standing(row["p_adjusted"]) else infinite
    unadjusted = p if math.isinf(adjusted) else 0.0
    fragile = "fragile" in str(row.get("note") or "")
    return (fragile, adjusted, unadjusted, -_distance(row), p, -_hits_behind(row, a, b))


def _distance(row: Row) -> float:
    """Return how far the interval's nearer end lies from no difference, in half-widths; below 0 inside."""
    values = [float(row[column]) for column in ("estimate", "low", "high")]
    if not all(_has_standing(v) for v in values):
        return -math.inf
    if row["scale"] == "ratio":
        if min(values) <= 0 or math.isinf(max(values)):
            return -math.inf
        values = [math.log(v) for v in values]
    value, low, high = values
    width = (high - low) / 2
    return float((low if value > 0 else -high) / width) if width > 0 else -math.inf


def _hits_behind(row: Row, a: Row | None, b: Row | None) -> float:
    """How far apart the counts are, in their own scatter: only ranks rows that carry no interval."""
    if a is None or b is None or not _has_standing(row["estimate"]):
        return 0.0
    hits = (float(a["n_hits"]), float(b["n_hits"]))
    if row["scale"] == "ratio" and row["estimate"] > 0 and math.isfinite(row["estimate"]):
        return abs(math.log(row["estimate"])) / math.sqrt(1 / max(hits[0], 0.5) + 1 / max(hits[1], 0.5))
    return math.sqrt(sum(hits)) / 100


#: A contrast's sides in the order of its sentence: which of a and b, and its row of the profile.
Sides = Sequence[tuple[str, Row | None]]


@dataclass(frozen=True)
class Sentence:
    """A sentence in pieces, so that a page can set them apart; `str` gives the whole.

    `where` opens it, `claim` gives both sides' numbers, `compared` what they
    come to, `support` the parenthesis, `mended` what is left without a model's
    error, `verdict` how certain it is, `cautions` what to bear in mind.
    """

    where: str
    claim: str
    compared: str
    support: str
    verdict: str
    cautions: tuple[str, ...] = ()
    mended: str = ""

    def __str__(self) -> str:
        tail = "".join(f" {part}." for part in (self.mended, self.verdict) if part)
        compared = f": {self.compared}" if self.compared else ""
        cautions = "".join(f" {caution}" for caution in self.cautions)
        return f"{self.where}, {self.claim}{compared} ({self.support}).{tail}{cautions}"


def _has(value: Any) -> bool:
    return value is not None and value == value


def sentence(
    row: Row,
    names: Names,
    a: Row | None = None,
    b: Row | None = None,
    right: Row | None = None,
    *,
    reading: bool = True,
) -> Sentence:
    """Say one row of the contrast table.

    Parameters
    ----------
    row : mapping
        A row of the `contrast` table.
    names : Names
        How outlets, voices and measures are called; holds the study's settings.
    a, b : mapping, optional
        The rows of the `profile` table for the two groups in the same cell.
    right : mapping, optional
        The row of the table `corrected` for the same pair and cell, of stance.
    reading : bool
        Whether it says how the collection is read; not where that was said just before.

    Returns
    -------
    Sentence
        Names the group with the higher number first, so that a ratio below one
        in the table is read as its inverse.
    """
    down, sides = _ordered(row, a, b)
    judged = vocabulary.family(row["measure"]) == "stance"
    census = names.settings.get("collection") == "census"
    n = int(row["n_a"]) + int(row["n_b"])
    place = names.place(row)
    return Sentence(
        where=f"In these {numbers.count(n)} articles" + (f", {place}" if place else ""),
        claim=_claim(row, names, sides),
        compared=_compared(row, down),
        support=_support(row, names, counted(row, sides, right), down, reading),
        mended=said(row, right, census, down=down) if judged else "",
        verdict=_verdict(row, names, right),
        cautions=tuple(_cautions(row, names, sides)),
    )


def _outlet(row: Row, names: Names, side: str) -> str:
    return names.outlet(row[side], row["provenance"])


def _ordered(row: Row, a: Row | None, b: Row | None) -> tuple[bool, Sides]:
    """Return whether the sides change places, and the sides with the higher number first."""
    down = bool(_has(row["estimate"]) and row["estimate"] < null(row))
    return down, [("b", b), ("a", a)] if down else [("a", a), ("b", b)]


def _claim(row: Row, names: Names, sides: Sides) -> str:
    """State both sides' numbers; all others together have none of their own in the profile."""
    what, unit = names.subject(row), row["unit"]
    first, second = (_outlet(row, names, side) for side, _ in sides)
    x, y = (None if profile is None else numbers.estimate(profile["estimate"], unit) for _, profile in sides)
    per = " per 1,000 tokens" if unit.endswith("per_1000") else ""
    if unit == "share_of_headlines" and x and y:
        return f"{x} of headlines had {what} at least once in {first}, against {y} in {second}"
    if x and y:
        return f"{what} stood at {x}{per} in {first} against {y} in {second}"
    if x:
        return f"{what} stood at {x}{per} in {first}, against {second}"
    return (
        f"{what} in {first} stood against {y}{per} in {second}"
        if y
        else f"{what} in {first} against {second}"
    )


def _compared(row: Row, down: bool) -> str:
    value, unit = row["estimate"], row["unit"]
    if not _has(value):
        return "no comparison can be stated"
    if row["scale"] == "difference":
        share = unit.startswith("share")
        size = _write(abs(value), share) if share else numbers.plain(abs(value), numbers.places_of(unit))
        return f"{size}{_points(size, share)} higher" if size.strip("0.") else "level to the digits shown"
    if value == 0 or math.isinf(value):
        return "no ratio, since one side has none"
    noun = "as many" if unit == "per_1000" else "as much"
    return f"{numbers.ratio(1 / value if down else value)} times {noun}"


def _bounds(row: Row, down: bool) -> str:
    low, high = vocabulary.clip_net(str(row["measure"]), row["low"], row["high"], sides=2)
    if row["scale"] == "ratio":
        if down:
            low, high = (1 / high if high else math.inf), (1 / low if low else math.inf)
        return numbers.interval(low, high, numbers.ratio)
    if down:
        low, high = -high, -low
    unit = row["unit"]
    if unit.startswith("share"):
        return numbers.interval(low, high, lambda v: _write(v, True))
    return numbers.interval(low, high, lambda v: numbers.plain(v, numbers.places_of(unit)))


def _support(row: Row, names: Names, n: str, down: bool, reading: bool) -> str:
    if int(row["n_events"]) > 1:
        n += f", within {numbers.count(row['n_events'])} events"
    short = names.reading()[0]
    if names.settings.get("collection") == "census":
        return f"{n}; read as {short}, so no interval or p is needed" if reading else n
    bounds = _bounds(row, down)
    spread = "no interval" if bounds == numbers.DASH else f"95\N{NO-BREAK SPACE}% interval {bounds}"
    return "; ".join([spread, n, _test(row), *[short] * reading])


def _test(row: Row) -> str:
    if not _has(row["p"]):
        return "no p"
    p = _equals("p", row["p"])
    if not _has(row["p_adjusted"]):
        return f"{p}, not adjusted"
    value = numbers.p_value(row["p_adjusted"])
    return f"{p}, adjusted {value} over {family(row)}"


def family(row: Row) -> str:
    """Return the family of a row's test in words: how many tests, named beforehand or not.

    >>> family({"family": "exploratory", "family_size": 26})
    '26 exploratory tests'
    """
    return numbers.several(row["family_size"], f"{row['family']} test".strip())


def _equals(what: str, value: Any) -> str:
    text = numbers.p_value(value)
    sign = "= " if what.endswith("p") and not text.startswith("<") else ""
    return f"{what}\N{NO-BREAK SPACE}{sign}{text}"


def _verdict(row: Row, names: Names, right: Row | None) -> str:
    kind = plain_band(row, str(names.settings.get("collection", "unknown")))
    if vocabulary.family(row["measure"]) == "stance" and kind in VERDICTS:
        return VERDICTS[kind][keeps_direction(row, right)]
    if kind == "nominal":
        if excludes(row) is False:
            return "Nominally significant by its test alone, not by its interval"
        adjusted = _has(row["p_adjusted"])
        if excludes(row) is None and adjusted and row["p_adjusted"] <= LEVEL:
            return (
                "Significant after adjustment by its test, without an interval to say how large it might be"
            )
        return f"Nominally significant{', not after adjustment' if adjusted else ', by its interval alone'}"
    return {
        "significant": "Significant after adjustment",
        "inconclusive": "Inconclusive",
        "not_estimable": "Not estimable: too few articles or hits for an interval or a test",
    }.get(kind, "")


def _cautions(row: Row, names: Names, sides: Sides) -> list[str]:
    """Say what to bear in mind: the note, and another way to add up that disagrees in sign."""
    said = []
    if note := names.note(row):
        said.append(f"Note: {note}.")
    if any(profile is None for _, profile in sides) or not sides:
        return said
    # The first side has the higher number; where another way to add up has it lower, the reader must know.
    (rate_a, rate_b), (mean_a, mean_b) = (
        [profile[column] for _, profile in sides if profile is not None]
        for column in ("estimate", "mean_of_articles")
    )
    if rate_a < rate_b:
        said.append("Within events the difference points the other way from the two pooled numbers.")
    if mean_a < mean_b and rate_a > rate_b and "other way" not in note:
        x, y = (numbers.estimate(value, row["unit"]) for value in (mean_a, mean_b))
        said.append(f"The means of the articles' own numbers point the other way: {x} against {y}.")
    return said
