"""A methods text on how far results can be trusted: what was done to see it, and the limits.

Robustness to choices, to single articles and speakers, shuffled labels, power; agreement of coders, error of
measures against codes, estimates corrected by them. No measure is called validated here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from framing.report import choosing, numbers
from framing.report.choosing import choices_of
from framing.report.numbers import all_listed

if TYPE_CHECKING:
    import pandas as pd

    from framing.report.citing import Cited
    from framing.report.material import Material

__all__ = ["ENOUGH", "alphas", "held", "limits", "line", "robustness", "table", "validation"]

Row = Mapping[Any, Any]

#: Comparisons made in other ways that a terminal names.
LINE = 3
#: Articles above which this is done only where a study asks for it, and above which labels are not shuffled.
UNASKED = SHUFFLED = 1_000

#: Units coded twice below which agreement says too little for a measure to count as checked (METHODS).
ENOUGH = 200

_CHOSEN = {
    "named": "named for this",
    "primary": "primary",
    "after the fact": "chosen among the clearest once results were seen",
}


def table(material: Material, name: str) -> pd.DataFrame | None:
    """Return a table that there is and that holds a row; else None."""
    found = material.tables.get(name)
    return found if found is not None and len(found) else None


def robustness(material: Material, cited: Cited) -> str:
    """Say by which other choices, without whom, and against what comparisons were made again."""
    said = [*_curve(material, cited)]
    if (effect := table(material, "wire_effect")) is not None:
        treatments = sorted(effect["wire"].astype(str).unique())
        if len(treatments) > 1:
            words = {"collapse": "collapsed", "keep": "kept", "drop": "dropped"}
            told = all_listed([words.get(name, name) for name in treatments])
            said.append(f"Each difference of primary measures was made with agency copy {told}.")
            if not material.settings.get("primary"):
                said[-1] = f"Differences were made with agency copy {told}."
    if (rests := table(material, "influence")) is not None:
        kinds = set(rests["kind"].astype(str))
        what = [
            word for kind, word in (("article", "one article"), ("speaker", "one speaker")) if kind in kinds
        ]
        n = len(rests.drop_duplicates(_pair(rests)))
        said.append(
            f"{numbers.several(n, 'comparison')} {'was' if n == 1 else 'were'} made again without "
            f"{' or '.join(what)} at a time."
        )
    if (shuffled := table(material, "placebo")) is not None:
        draws = numbers.count(shuffled["draws"].max())
        said.append(f"Labels were shuffled within events {draws} times, and everything was computed again.")
    if (reach := table(material, "power")) is not None:
        simulated = int(reach["draws"].max())
        checked = f", and checked by simulation ({simulated:,} sets of articles)" if simulated else ""
        said.append(
            "The least difference that would be found 8 times in 10 was computed from the articles' spread"
            f"{checked}; in trials on real news such a difference was found 7 to 8 times in 10."
        )
    return " ".join(said)


def _curve(material: Material, cited: Cited) -> list[str]:
    curves, made = table(material, "robustness"), table(material, "specifications")
    if curves is None:
        return []
    tried, of = curves["tried"], curves["of"]
    least, most = int(tried.min()), int(tried.max())
    size = f"{least:,} to {most:,} specifications each" if least < most else f"{most:,} specifications"
    if (tried < of).any():
        size += f", drawn of up to {int(of.max()):,},"
    said = f"{_chosen(curves)} made again in {size} {cited('simonsohn2020')}"
    if made is not None:
        options: dict[str, set[str]] = {}
        for one in made["specification"].astype(str).unique():
            for name, option in choices_of(one).items():
                options.setdefault(name, set()).add(option)
        # A choice with one option was not made otherwise.
        crossed = [choosing.choice(name) for name, found in options.items() if len(found) > 1]
        said += f", crossing {all_listed(crossed)}" if crossed else ""
    idle = [set(filter(None, str(one).split("; "))) for one in curves["idle"]]
    if nowhere := sorted(choosing.idle(one) for one in set.intersection(*idle)):
        said += f" (of no effect in any: {all_listed(nowhere)})"
    if draws := int(curves["draws"].max()):
        said += f"; a joint test permuted labels within events {draws:,} times, through every specification"
        if (curves["chosen"].astype(str) == "after the fact").any():
            said += ", and its p is not adjusted for a choice after results were seen"
    return [f"{said}."]


def _chosen(curves: pd.DataFrame) -> str:
    """Say how many comparisons there are and why these, with the verb that follows."""
    n = len(curves)
    whole = numbers.several(n, "comparison")
    was = "was" if n == 1 else "were"
    kinds = curves["chosen"].astype(str).value_counts()
    told = [(numbers.count(kinds[key]), word) for key, word in _CHOSEN.items() if key in kinds.index]
    if len(told) == 1:
        return f"{whole}, {told[0][1]}, {was}"
    return f"{whole} ({all_listed([f'{count} {word}' for count, word in told])}) {was}"


def _pair(frame: pd.DataFrame) -> list[str]:
    keys = ("a", "b", "genre", "part", "voice", "measure", "target")
    return [key for key in keys if key in frame.columns]


def line(material: Material) -> str:
    """Return what a terminal says of comparisons made in other ways; empty where none was."""
    curves = table(material, "robustness")
    if curves is None:
        return ""
    told = []
    for row in curves.to_dict("records"):
        pair = " : ".join(material.shown(str(row[side])) for side in ("a", "b"))
        place = material.names.place({str(name): value for name, value in row.items()})
        where = f", {place.replace('quotation marks', 'quotes')}" if place else ""
        told.append(
            f"{row['measure']} {pair}{where}: {numbers.count(row['stand'])} of {numbers.count(row['m'])}"
        )
    return (
        "Made in other reasonable ways, with its interval alone on the same side of 1 or 0 in: "
        + "; ".join(told[:LINE])
        + (f"; and {len(told) - LINE} more" if len(told) > LINE else "")
    )


def held(material: Material, row: Row) -> dict[str, Any] | None:
    """Return the row of the table `robustness` on a contrast row; None where it was not made again."""
    curves = table(material, "robustness")
    if curves is None:
        return None
    key = ("a", "b", *_KEY)
    wanted = tuple(_plain(row.get(name)) for name in key)
    turned = (wanted[1], wanted[0], *wanted[2:])
    for found in curves.to_dict("records"):
        if tuple(_plain(found.get(name)) for name in key) in (wanted, turned):
            return {str(name): value for name, value in found.items()}
    return None


_KEY = ("genre", "part", "voice", "measure", "target")


def _plain(value: Any) -> str:
    return "" if value is None or value != value else str(value)


def validation(material: Material, cited: Cited) -> str:
    """Say what was coded by people, how far they agreed, and what was done with their codes."""
    agreed, error, lent = (table(material, name) for name in ("agreement", "validity", "prediction_powered"))
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
    if "ac1" in names:
        found.append(f"Gwet's AC1 {cited('gwet2008')}")
    return all_listed(found) if found else "the share of pairs of answers that agree"


def alphas(material: Material) -> list[str]:
    """Return each question's agreement over all units and coders, with its interval."""
    agreed = table(material, "agreement")
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
    if all(
        table(material, name) is None for name in ("robustness", "specifications", "influence", "placebo")
    ):
        many = len(material.articles) > UNASKED
        why = f": of more than {UNASKED:,} articles it is done only where a study file asks for it" * many
        said.append(
            "How far the differences depend on choices (whose words count, agency copy, kinds of article, "
            f"lists) or on single articles and speakers was not looked into{why}"
            + (", as robustness = {draws = 499}." if many else ".")
        )
    elif table(material, "placebo") is None and len(material.articles) > SHUFFLED:
        said.append(
            f"What shuffled labels would show was not looked into, which is left out above {SHUFFLED:,} "
            "articles."
        )
    return said


def _coded(material: Material) -> str:
    agreed, error, lent = (table(material, name) for name in ("agreement", "validity", "prediction_powered"))
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
