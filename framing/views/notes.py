"""Sentences that the notes of printed tables share: what n is, how an interval and a test were made.

Each is a text, or takes a frame and says it; `interval` and `by_test` take first what the view knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from framing.schema import UNITS
from framing.views import numbers, vocabulary
from framing.views.columns import FRAGILE, ONE
from framing.views.vocabulary import Names

if TYPE_CHECKING:
    import pandas as pd

#: Of tables that describe: they have neither interval nor test, and say so.
COUNTS = "Counts describe these articles: no interval is given, no test was made and no p is adjusted."
UNTESTED = "No test was made, and so no p is adjusted."

#: Measures that the note explains one by one.
_EXPLAINED = 8

_SAID: dict[str, dict[str, str]] = vocabulary.WORDS["notes"]


def values(frame: pd.DataFrame, name: str) -> list[str]:
    """Return the words in a column, each once; none where there is no such column."""
    if name not in frame.columns:
        return []
    return [value for value in dict.fromkeys(frame[name].dropna().astype(str)) if value]


def units(frame: pd.DataFrame) -> str:
    """Say what the numbers are of: ratios of sums, in which units."""
    said = [UNITS[unit].label if unit in UNITS else unit for unit in values(frame, "unit")]
    return f"Unit: {numbers.all_listed(said)} (a ratio of sums over articles)." if said else ""


def methods(frame: pd.DataFrame, most: int = 4) -> str:
    """Return how intervals were made, without the reading and the number of articles."""
    found: list[str] = []
    for method in values(frame[frame["low"].notna()] if "low" in frame else frame, "method"):
        for part in method.split("; "):
            if part not in _SAID["readings"] and part != "units weighted by 1 / probability":
                said = _SAID["methods"].get(part, re.sub(r" of \d+ articles", " of articles", part))
                found.append(re.sub(r",? t$", " with t", said))
    known = [method for method in dict.fromkeys(found) if method]
    more = "; and others" if len(known) > most else ""
    return "; ".join(known[:most]) + more


def when(rows: str, said: str) -> Callable[[pd.DataFrame], str]:
    """Return what says a sentence where a frame has such rows, as `pandas.DataFrame.eval` reads it."""
    return lambda frame: said if len(frame) and frame.eval(rows, engine="python").any() else ""


def interval(how: str = "", otherwise: str = "jackknife over articles, t") -> Callable[[pd.DataFrame], str]:
    """Return what says how the intervals were made, and in how many rows there is none.

    `how` in place of what the column of methods tells, `otherwise` where that tells nothing.
    """

    def _say(frame: pd.DataFrame) -> str:
        if "low" not in frame or frame["low"].isna().all():
            return "No interval is given."
        made = how or methods(frame) or otherwise
        missing = int(frame["low"].isna().sum())
        few = f" A dash stands where too few articles or hits allow none ({missing} of {len(frame)})."
        return f"CI = 95 % interval ({made}).{few * (missing > 0)}"

    return _say


#: Of comparisons of two groups.
COMPARED = interval("delete-one-article jackknife of each side, a ratio's of its logarithm, Welch's t")


def reading(frame: pd.DataFrame, settings: Mapping[str, Any]) -> str:
    """Say how the collection is read, where settings or the table tell."""
    told = settings.get("collection")
    if told in ("sample", "census", "unknown"):
        return _SAID["readings"]["completeness unknown" if told == "unknown" else str(told)]
    for method in [*values(frame, "method"), *values(frame, "reading")]:
        for part in method.split("; "):
            if part in _SAID["readings"]:
                return _SAID["readings"][part]
    return ""


def by_test(how: str = "") -> Callable[[pd.DataFrame], str]:
    """Return what says which tests gave p."""

    def _say(frame: pd.DataFrame) -> str:
        if "p" not in frame or frame["p"].isna().all():
            return "No test was made."
        known = frame[frame["p"].notna()]
        found = [how] if how else list(dict.fromkeys(_test(name) for name in values(known, "test")))
        missing = int(frame["p"].isna().sum())
        rows = f"; none in {missing} of {len(frame)} rows" if missing else ""
        return f"p by {numbers.all_listed(found) or 'a test over articles'}{rows}."

    return _say


def _test(name: str) -> str:
    return next((said for pattern, said in _SAID["tests"].items() if re.fullmatch(pattern, name)), name)


def families(frame: pd.DataFrame) -> str:
    """Say how p was adjusted, in which families and of which size."""
    if "p" not in frame or frame["p"].isna().all():
        return "No p is adjusted."
    if "p_adjusted" not in frame or frame["p_adjusted"].isna().all():
        return "p is not adjusted."
    tested = frame[frame["p_adjusted"].notna()]
    own = tested.dropna(subset="family").drop_duplicates("family") if "family" in tested else tested.iloc[:0]
    if own.empty:
        return "p adjusted by Benjamini and Hochberg (1995)."
    sizes = own["family_size"] if "family_size" in own else [""] * len(own)
    listed, rest = _families(zip(own["family"].astype(str), sizes, strict=True))
    over = f" ({rest})" if rest else ""
    exploratory = own["family"].astype(str).str.startswith("exploratory")
    said = (
        " All tests are exploratory."
        if exploratory.all()
        else " Families marked exploratory were not named beforehand."
        if exploratory.any()
        else ""
    )
    return f"p adjusted by Benjamini and Hochberg (1995) within families{over}: {listed}.{said}"


def _families(found: Iterable[tuple[str, Any]]) -> tuple[str, str]:
    """Return families by what tells them apart, with their sizes, and what all of them share."""
    parts = [(name.removeprefix("exploratory: ").split(" × "), size) for name, size in found]
    rests = {tuple(rest) for (_, *rest), _ in parts}
    shared = rests.pop() if len(rests) == 1 else ()
    listed = [f"{first if shared else ' × '.join([first, *rest])}" for (first, *rest), _ in parts]
    # The sizes are told where families are few; each stands in the table itself.
    told = [
        f"{name} ({numbers.several(size, 'test')})" if str(size).isdigit() else name
        for name, (_, size) in zip(listed, parts, strict=True)
    ]
    return numbers.all_listed(told, most=8), ", ".join(map(vocabulary.event_words, shared))


def copies(frame: pd.DataFrame, settings: Mapping[str, Any]) -> str:
    """Say how copies and agency copy were treated: as the table says, else the study's settings."""
    told = [value for value in values(frame, "wire") if value in _SAID["wire"]]
    if not told and settings.get("wire") in _SAID["wire"]:
        told = [str(settings["wire"])]
    return " ".join(_SAID["wire"][value] for value in told) or "Copies of one text count as in the study."


def marks_in(words: str) -> set[str]:
    """Return the marks that stand behind a number in the words of a cell; those in names are none.

    >>> sorted(marks_in("10.6†‡ [5.7, 20]")), marks_in("The Dagger † Post")
    (['†', '‡'], set())
    """
    number = words.partition(" [")[0]
    bare = number.rstrip(FRAGILE + ONE)
    return set(number[len(bare) :]) if bare and bare[-1] in "0123456789%∞" else set()


def flagged(rows: Iterable[Sequence[str]]) -> str:
    """Say what the marks behind printed numbers mean, where there are any."""
    marks = {mark for row in rows for words in row for mark in marks_in(words)}
    said = {
        FRAGILE: "fragile: under 8 articles or 10 hits on a side, or sides of very unlike size",
        ONE: "one article gives more than a quarter of what is counted",
    }
    return " ".join(f"{mark} {what}." for mark, what in said.items() if mark in marks)


def explained(frame: pd.DataFrame, names: Names) -> str:
    """Say of measures whose words in the column don't tell it what is counted; nothing where all do."""
    if "measure" not in frame.columns:
        return ""
    measures = list(dict.fromkeys(frame["measure"].dropna().astype(str)))
    told = []
    for name in measures:
        short, meaning = names.short(name), names.meaning(name).rstrip(".")
        tells = name == "any" or vocabulary.family(name) == "frame"
        if meaning and not (tells or meaning.casefold().startswith(short.casefold())):
            told.append(f"{short} = {meaning[:1].lower()}{meaning[1:]}.")
    said = told[:_EXPLAINED]
    left = len(told) - len(said)
    if left > 0:
        more = "One more measure is" if left == 1 else f"{left} more measures are"
        said.append(f"{more} told in the table of measures.")
    if any(vocabulary.family(name) == "frame" for name in measures):
        said.append("Names with a codebook in brackets are frame indicators, not frames that people coded.")
    return " ".join(said)


def invented(frame: pd.DataFrame) -> str:
    """Say that text was invented, where it was."""
    told = values(frame, "provenance")
    if "mixed" in told:
        return "Some of the articles were invented to show the method."
    if "illustrative" in told:
        return "The articles were invented to show the method; nothing here is about any outlet."
    return ""
