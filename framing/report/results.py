"""The findings of a study, to read and as a paragraph to paste: number, interval, n, family and reading.

What is told are the comparisons that are significant after adjustment, one a group of measures; how many
there are in all, and how many shuffled labels bring about, is said first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.views import numbers as numbers
from framing.views.numbers import all_listed

if TYPE_CHECKING:
    import pandas as pd

    from framing.report.citing import Cited
    from framing.report.material import Material


# What the choices behind a comparison are called, and how it fares under each of their options.

_CHOICES = {
    "voices": "whose words count",
    "wire": "agency copy",
    "genre": "kinds of article",
    "parts": "parts of the article",
    "lexicon": "list of words",
    "mask": "masked expressions",
    "negation": "negation",
    "window": "days",
    "weights": "weights of events",
}


def choice(name: str) -> str:
    """Return a choice in words.

    >>> choice("voices"), choice("my_choice")
    ('whose words count', 'my choice')
    """
    return _CHOICES.get(name, name.replace("_", " "))


#: What comparisons are made again without, one at a time.
LEFT_OUT = ("article", "outlet")


# A methods text on how far results can be trusted: what was done to see it, and the limits.

#: Units coded twice below which agreement says too little for a measure to count as checked (METHODS).
ENOUGH = 200

_CHOSEN = {"named": "named for this", "primary": "primary"}


def robustness(material: Material, cited: Cited) -> str:
    """Say by which other choices, without whom, and against what comparisons were made again."""
    said = _tell_changes(material, cited)
    if (rests := material.table("influence")) is not None:
        kinds = set(rests["kind"].astype(str))
        what = [f"one {kind}" for kind in LEFT_OUT if kind in kinds]
        n = len(rests.drop_duplicates(_pair(rests)))
        said.append(
            f"{numbers.several(n, 'comparison')} {'was' if n == 1 else 'were'} made again without "
            f"{' or '.join(what)} at a time."
        )
    if material.table("power") is not None:
        said.append(
            "The least ratio that would be found 8 times in 10 after adjustment was computed for each pair "
            "from the median spread of its measures."
        )
    return " ".join(said)


def _tell_changes(material: Material, cited: Cited) -> list[str]:
    """Say how many comparisons were made again, why these, and with which choices changed."""
    table = material.table("robustness")
    if table is None:
        return []
    kinds = table.drop_duplicates("contrast")["chosen"].astype(str).value_counts()
    told = [f"{numbers.count(kinds[key])} {word}" for key, word in _CHOSEN.items() if key in kinds.index]
    changed = [choice(name) for name in dict.fromkeys(table["choice"].astype(str)) if name != "as made"]
    was = "was" if kinds.sum() == 1 else "were"
    many = numbers.several(int(kinds.sum()), "comparison")
    how = f"made again with one choice changed at a time {cited('simonsohn2020')}"
    return [f"{many} ({all_listed(told)}) {was} {how}: {all_listed(changed) or 'none had any effect'}."]


def _pair(frame: pd.DataFrame) -> list[str]:
    keys = ("a", "b", "genre", "part", "voice", "measure", "target")
    return [key for key in keys if key in frame.columns]


def validation(material: Material, cited: Cited) -> str:
    """Say what was coded by people, how far they agreed, and what was done with their codes."""
    agreed, error, lent = (material.table(name) for name in ("agreement", "validity", "prediction_powered"))
    if agreed is None and error is None and lent is None:
        return (
            "No measure was checked against human coding of these articles, so none is called validated; "
            "error that differs between outlets makes differences by itself."
        )
    said = []
    if agreed is not None:
        first = agreed.sort_values("units", ascending=False, kind="stable").iloc[0]
        articles = (
            f" of {numbers.several(first['articles'], 'article')}" if int(first.get("articles", 0)) else ""
        )
        said.append(
            f"{numbers.count(first['units'])} units{articles} were coded by {_coders(first['coders'])}. "
            f"Agreement, by {_statistics(agreed, cited)}: {all_listed(alphas(material))}."
        )
    if error is not None:
        by = [str(name) for name in error["by"].astype(str).unique() if name != "all"]
        apart = f", also by {all_listed(by)}" if by else ""
        said.append(
            f"{all_listed([f'`{m}`' for m in error['measure'].astype(str).unique()])} "
            f"{'was' if error['measure'].nunique() == 1 else 'were'} set against these codes{apart}, with "
            "intervals by article."
        )
    if lent is not None:
        said.append(
            "Corrected estimates take codes and measure together by prediction-powered inference, with the "
            f"article as unit {cited('angelopoulos2023ppi', 'angelopoulos2023ppiplus')}."
        )
    return " ".join(said)


def _coders(number: int) -> str:
    return "two coders" if number == 2 else f"two or more of {numbers.count(number)} coders"


def _statistics(agreed: pd.DataFrame, cited: Cited) -> str:
    names = set(agreed["statistic"].astype(str))
    found = []
    if any(name.startswith("alpha") for name in names):
        found.append(f"Krippendorff's alpha {cited('krippendorff2019')}")
    if "kappa" in names:
        found.append(f"Cohen's kappa {cited('cohen1960')}")
    return all_listed(found) if found else "the share of pairs of answers that agree"


def alphas(material: Material) -> list[str]:
    """Return each question's agreement over all units and coders, with its interval."""
    agreed = material.table("agreement")
    if agreed is None:
        return []
    whole = agreed
    for column in ("by", "category", "pair"):
        if column in whole.columns:
            whole = whole[whole[column].astype(str) == "all"]
    told = []
    for question, rows in whole.groupby(whole["question"].astype(str), sort=True):
        order = rows["statistic"].astype(str)
        alpha = rows[order.str.startswith("alpha")]
        row = (alpha if len(alpha) else rows).iloc[0]
        name = str(row["statistic"]).replace("_", ", ")
        spread = numbers.interval(row["low"], row["high"], lambda end: numbers.plain(end, 2))
        spread = (
            f", 95\N{NO-BREAK SPACE}% interval {spread}"
            if spread != numbers.DASH
            else ", without an interval"
        )
        told.append(
            f"“{question}” {numbers.plain(row['estimate'], 2)} ({name}{spread}, {row['units']:,} units)"
        )
    return told


def limits(material: Material) -> list[str]:
    """Return what must be said where results were not made again, and of what coders say."""
    said = [_coded(material)]
    if material.table("robustness") is None and material.table("influence") is None:
        said.append(
            "How far differences depend on choices (whose words count, agency copy, kinds of article, lists) "
            "was not looked into: that is for measures named beforehand, as primary, or where a study file "
            'asks for it, as robustness = {contrasts = ["hedges"]}.'
        )
    return said


def _coded(material: Material) -> str:
    agreed, error, lent = (material.table(name) for name in ("agreement", "validity", "prediction_powered"))
    if error is None and lent is None:
        start = (
            "No measure here has been checked against human coding of these articles, so none is called "
            "validated."
        )
        if agreed is not None:
            start = (
                "Coders' answers on these articles were set against one another, and no measure against "
                "them, so none is called validated."
            )
        return f"{start} Error that differs between outlets makes differences by itself."
    checked = set() if error is None else set(error["measure"].astype(str))
    checked |= set() if lent is None else set(lent["measure"].astype(str))
    told = numbers.listed(sorted(checked), most=6)
    units = int(agreed["units"].max()) if agreed is not None else 0
    twice = (
        f"{numbers.count(units)} units were coded by two or more"
        if units
        else "no unit is known to have been coded by two"
    )
    few = f", fewer than the {ENOUGH} that are asked for here" if units < ENOUGH else ""
    return (
        f"Checked against human coding of these articles: {told}; {twice}{few}. No other measure was "
        "checked. What was measured holds for what was sampled; error that differs between outlets makes "
        "differences by itself, and stands by outlet in the section on coding."
    )
