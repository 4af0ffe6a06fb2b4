"""What the choices behind a comparison are called, and how it fares under each of their options.

Read off the table `specifications`; nothing is computed but counts and a median.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from framing.report import numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["choice", "choices_of", "idle", "option", "options", "written"]

_CHOICES = {
    "voices": "whose words count",
    "wire": "agency copy",
    "genre": "kinds of article",
    "parts": "parts of the article",
    "lexicon": "list of words",
    "mask": "masked expressions",
    "negation": "negation",
    "unit": "how articles are added up",
    "window": "days",
    "weights": "weights of events",
}

_OPTIONS = {
    ("voices", "full"): "voices told apart in full",
    ("voices", "quotes"): "quotation marks alone",
    ("voices", "none"): "all words, whoever speaks",
    ("voices", "attributed"): "quoted and reported together",
    ("wire", "collapse"): "copies share one weight",
    ("wire", "keep"): "each print counts",
    ("wire", "drop"): "full reprints left out",
    ("mask", "on"): "do not count",
    ("mask", "off"): "count",
    ("negation", "on"): "minded",
    ("negation", "off"): "not minded",
    ("unit", "sums"): "ratio of sums",
    ("unit", "articles"): "mean of articles",
    ("weights", "mantel-haenszel"): "by articles",
    ("weights", "equal"): "equal",
}


def choices_of(specification: str) -> dict[str, str]:
    """Return the option of each choice in a specification.

    >>> choices_of("voices=full; wire=keep")
    {'voices': 'full', 'wire': 'keep'}
    """
    parts = (part.partition("=") for part in specification.split(";"))
    return {choice.strip(): option.strip() for choice, _, option in parts if choice.strip()}


def choice(name: str) -> str:
    """Return a choice in words.

    >>> choice("voices"), choice("my_choice")
    ('whose words count', 'my choice')
    """
    return _CHOICES.get(name, name.replace("_", " "))


def idle(name: str) -> str:
    """Return a choice that changes nothing in words, with why, where that is told.

    >>> idle("weights"), idle("lexicon (no other list for this measure)")
    ('weights of events', 'list of words (no other list for this measure)')
    """
    name, space, why = name.partition(" (")
    return f"{choice(name)}{space}{why}"


def option(name: str, value: str) -> str:
    """Return an option of a choice in words.

    >>> option("wire", "drop"), option("lexicon", "tone.net")
    ('full reprints left out', 'tone.net')
    """
    return _OPTIONS.get((name, value), value.replace("_", " ") if name != "lexicon" else value)


def written(value: Any, scale: str, down: bool) -> str:
    """Write an estimate with the higher side first: of a ratio below one its inverse.

    >>> written(0.5, "ratio", True), written(-2.0, "difference", True), written(float("nan"), "ratio", False)
    ('2.00', '2.0', '–')
    """
    if value is None or value != value:
        return numbers.DASH
    if scale == "ratio":
        return numbers.ratio((1 / value if value else math.inf) if down else value)
    return numbers.plain(-value if down else value)


def options(made: pd.DataFrame, scale: str, down: bool) -> list[dict[str, Any]]:
    """Return, choice by choice, how a comparison fares under each option.

    Parameters
    ----------
    made : pandas.DataFrame
        The rows of `specifications` of one comparison.
    scale : {"ratio", "difference"}
    down : bool
        Whether the sides have changed places, so that the higher comes first.

    Returns
    -------
    list of dict
        `choice` and its `rows`: `option`, `baseline` if the study was made so, `tried`, `stand`, `same`,
        `median`. A choice with one option alone is left out.
    """
    known = made[made["estimate"].notna()]
    told = [choices_of(str(one)) for one in known["specification"]]
    base = next(
        (choices_of(str(one)) for one in made.loc[made["baseline"].to_numpy(bool), "specification"]), {}
    )
    found = []
    for name in dict.fromkeys(key for one in told for key in one):
        values = [one.get(name, "") for one in told]
        kinds = sorted(
            dict.fromkeys(values), key=lambda value: (value != base.get(name), values.index(value))
        )
        if len(kinds) < 2:
            continue
        rows = []
        for value in kinds:
            own = known[[one == value for one in values]]
            rows.append(
                {
                    "option": option(name, value),
                    "baseline": value == base.get(name),
                    "tried": numbers.count(len(own)),
                    "stand": numbers.count(own["stands"].sum()),
                    "same": numbers.count(own["same_sign"].sum()),
                    "median": written(own["estimate"].median(), scale, down),
                }
            )
        found.append({"choice": choice(name), "rows": rows})
    return found
