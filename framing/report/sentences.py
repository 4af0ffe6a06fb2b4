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

from framing.report import apart, mending, numbers, sourcing
from framing.report.names import Names
from framing.report.standing import LEVEL, excludes, null, plain_band

__all__ = ["Sentence", "brief", "family", "sentence"]

Row = Mapping[str, Any]
#: A contrast's sides in the order of its sentence: which of a and b, and its row of the profile.
Sides = Sequence[tuple[str, Row | None]]

#: Groups of measures whose name does not say by itself what they are of.
_GROUPS = {"frame": "frame indicators", "sources": "who speaks", "loaded": "loaded words"}


@dataclass(frozen=True)
class Sentence:
    """A sentence in pieces, so that a page can set them apart; `str` gives the whole.

    `where` opens it, `claim` gives both sides' numbers, `compared` what they
    come to, `support` the parenthesis, `mended` what is left without a model's
    error, `verdict` how far it goes, `cautions` what to bear in mind.
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
    if row["b"] == "any":
        return _omnibus(row, names)
    down, sides = _ordered(row, a, b)
    judged = apart.kind(row["measure"]) == "stance"
    census = names.settings.get("collection") == "census"
    counts = [mending.articles(row, right, side) for side, _ in sides]
    n = sum(counts)
    place = names.place(row)
    return Sentence(
        where=f"In these {numbers.count(n)} articles" + (f", {place}" if place else ""),
        claim=_claim(row, names, sides),
        compared=_compared(row, down),
        support=_support(row, names, mending.counted(row, sides, right), down, reading),
        mended=mending.said(row, right, census, down=down) if judged else "",
        verdict=_verdict(row, names, right),
        cautions=tuple([*_cautions(row, names, sides), *filter(None, [mending.caution(right)])]),
    )


def brief(
    row: Row, names: Names, a: Row | None = None, b: Row | None = None, right: Row | None = None
) -> tuple[str, str]:
    """Say a row in two short lines, for a terminal: what stood where, and what that comes to.

    The measure goes by its name, and the family by its kind and size; the tables have both in full.
    """
    down, sides = _ordered(row, a, b)
    place = names.place(row).replace("quotation marks", "quotes")
    about = sourcing.whom(row.get("target")) if sourcing.is_sources(row["measure"]) else ""
    what = " ".join(filter(None, (row["measure"], about or names.target(row.get("target")))))
    said = [
        (f"{numbers.estimate(own['estimate'], row['unit'])} in " if own else "") + _outlet(row, names, side)
        for side, own in sides
    ]
    # Where one side has no number of its own, which is above the other is said by their order alone.
    joint = ", " if all(own for _, own in sides) else ", against "
    claim = f"{what}{', ' if place else ''}{place}: {joint.join(said)}"
    support = [f"n {', '.join(numbers.count(mending.articles(row, right, side)) for side, _ in sides)}"]
    census = names.settings.get("collection") == "census"
    if not census and (bounds := _bounds(row, down)) != numbers.DASH:
        support.insert(0, f"95\N{NO-BREAK SPACE}% {bounds}")
    if not census and _has(row["p_adjusted"]):
        support.append(f"{_equals('adjusted p', row['p_adjusted'])}, {family(row, of=False)}")
    if "fragile" in names.note(row):
        support.append("fragile")
    if apart.kind(row["measure"]) == "stance" and (left := mending.brief(row, right, down=down)):
        support.append(left)
    per = " per 1,000 tokens" if row["unit"].endswith("per_1000") else ""
    return claim, f"{_compared(row, down)}{per} ({'; '.join(support)})"


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
        size = numbers.plain(abs(value), numbers.places_of(unit))
        return f"{size} higher" if size.strip("0.") else "level to the digits shown"
    if value == 0 or math.isinf(value):
        return "no ratio, since one side has none"
    noun = "the share" if unit.startswith("share") else "as many" if unit == "per_1000" else "as much"
    return f"{numbers.ratio(1 / value if down else value)} times {noun}"


def _bounds(row: Row, down: bool) -> str:
    low, high = apart.cut(str(row["measure"]), row["low"], row["high"], sides=2)
    if row["scale"] == "ratio":
        if down:
            low, high = (1 / high if high else math.inf), (1 / low if low else math.inf)
        return numbers.interval(low, high, numbers.ratio)
    if down:
        low, high = -high, -low
    return numbers.interval(low, high, lambda v: numbers.plain(v, numbers.places_of(row["unit"])))


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


def family(row: Row, *, of: bool = True) -> str:
    """Return the family of a row's test in words: how many tests, named beforehand or not, and `of` what.

    >>> family({"family": "exploratory: tone × a-visit × 3 pairs", "family_size": 26})
    '26 exploratory tests of tone'
    >>> family({"family": "stance", "family_size": 1})
    '1 test of family “stance”'
    """
    kind, colon, rest = str(row["family"] or "").partition(": ")
    size, parts = int(row["family_size"]), rest.split(" × ")
    tests = f"test{'s' * (size != 1)}"
    if colon and kind in {"primary", "exploratory"} and len(parts) > 1:
        what = f" of {_GROUPS.get(parts[0], parts[0])}"
        return f"{numbers.count(size)} {kind} {tests}{what * of}"
    what = f" of family “{row['family']}”" if row["family"] else ""
    return f"{numbers.count(size)} {tests}{what * of}"


def _equals(what: str, value: Any) -> str:
    text = numbers.p_value(value)
    sign = "= " if what.endswith("p") and not text.startswith("<") else ""
    return f"{what}\N{NO-BREAK SPACE}{sign}{text}"


def _verdict(row: Row, names: Names, right: Row | None) -> str:
    kind = plain_band(row, str(names.settings.get("collection", "unknown")))
    if apart.kind(row["measure"]) == "stance" and kind in mending.VERDICTS:
        return mending.VERDICTS[kind][mending.settled(row, right)]
    if kind == "leans":
        if excludes(row) is False:
            return "Interval and test do not agree, so these articles do not settle it"
        adjusted = _has(row["p_adjusted"])
        if excludes(row) is None and adjusted and row["p_adjusted"] <= LEVEL:
            return "There is no interval to say how large it might be"
        return "It does not hold after adjustment" if adjusted else "No test stands behind it"
    return {
        "stands": "It holds after adjustment",
        "open": "These articles do not settle it",
        "bare": "These articles are too few to say how sure it is",
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


def _omnibus(row: Row, names: Names) -> Sentence:
    place, note = names.place(row), names.note(row)
    differ = _has(row["p"]) and row["p"] <= LEVEL
    said = []
    # How many groups there were articles enough of stands in the note, and belongs into the sentence.
    start, _, rest = note.partition(" groups")
    groups = start.removeprefix("omnibus over ") if start.startswith("omnibus over ") else ""
    if not groups:
        said = _cautions(row, names, [])
    elif rest.strip("; "):
        said = [f"Note: {rest.strip('; ')}."]
    over = (
        f"Over {groups} outlets together" if groups.isdigit() and int(groups) > 2 else "Over all the outlets"
    )
    if apart.kind(row["measure"]) == "stance":
        said.append("The model's error is not taken into this test.")
    return Sentence(
        where=over + (f", {place}" if place else ""),
        claim=f"the largest difference between any two in {names.subject(row)} was tested first",
        compared="",
        support=f"{_test(row)}; {names.reading()[0]}",
        verdict="At least one pair fits exchangeable labels ill; the rows of the pairs say which"
        if differ
        else "These articles do not settle whether any two are apart",
        cautions=tuple(said),
    )
