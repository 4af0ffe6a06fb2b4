"""How far a comparison holds, in a sentence each: under other choices, without somebody, in shuffled labels.

Each is told from a row of the table that it stands in, with the higher side first; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from framing.report import apart, choosing, numbers
from framing.report.numbers import all_listed
from framing.report.standing import LEVEL

if TYPE_CHECKING:
    import pandas as pd

    from framing.report.reference import Reference

__all__ = ["chance", "curve", "every", "reach", "rests", "shuffled", "together"]

#: Articles and speakers named of a comparison.
NAMED = 3

#: Characters of a headline, or of a speaker's name.
LONGEST = 120

Row = Mapping[str, Any]

#: What leaving out did to one, and what it does, said of one and of several; `{even}` is 1 or 0.
_FLIPS = {
    "sign": ", the other way round",
    "lost": ", the interval then including {even}",
    "gained": ", the interval then excluding {even}",
    "closed": "",
}
_ENDS = {
    "sign": ("turns it the other way round", "turn it the other way round"),
    "lost": ("lets its interval include {even}", "let its interval include {even}"),
    "closed": ("leaves too little for an interval", "leave too little for an interval"),
    "gained": ("lets its interval exclude {even}", "let its interval exclude {even}"),
}
#: No difference, by scale.
_EVEN = {"ratio": "1 (equal rates)", "difference": "0"}


def _bounds(low: Any, high: Any, scale: str, down: bool) -> str:
    ends = (high, low) if down else (low, high)
    first, second = (choosing.written(end, scale, down) for end in ends)
    return numbers.DASH if numbers.DASH in (first, second) else f"{first} to {second}"


def curve(row: Row, down: bool) -> str:
    """Say in how many ways to make a comparison it held, and which choice moves it most."""
    scale = str(row["scale"])
    found, middle = (choosing.written(row[name], scale, down) for name in ("estimate", "median"))
    drawn = f", drawn of {numbers.count(row['of'])}" if row["of"] > row["tried"] else ""
    against = f" and held the other way round in {numbers.count(row['against'])}" if row["against"] else ""
    said = [
        f"held in {numbers.count(row['stand'])} of {numbers.several(row['m'], 'specification')}{drawn}, "
        f"with the same sign in {numbers.count(row['same_sign'])}{against}",
        f"the {scale} was {found} as the study made it, and over all of them from "
        f"{_bounds(row['low'], row['high'], scale, down)}, with a median of {middle}",
    ]
    if isinstance(row["most"], str) and row["most"] and row["most_share"] == row["most_share"]:
        share = numbers.percent(row["most_share"])
        said.append(f"moved most by: {choosing.choice(row['most'])} ({share} of the variance)")
    if idle := [choosing.idle(one) for one in str(row.get("idle") or "").split("; ") if one]:
        said.append(f"of no effect here: {all_listed(idle)}")
    if row["p_joint"] == row["p_joint"]:
        said.append(f"joint test p\N{NO-BREAK SPACE}{_joint(row)}")
    return "; ".join(said) + "." + _note(row)


def _joint(row: Row) -> str:
    """Write the p of the joint test; where it is the least there can be, as a bound."""
    value, draws = row["p_joint"], numbers.count(row["draws"])
    least = row["p_min"] if row["p_min"] == row["p_min"] else 1 / (row["draws"] + 1)
    text = numbers.p_value(value)
    if value <= least * (1 + 1e-9):
        bound = text if text.startswith("<") else f"≤ {text}"
        return f"{bound}, the least that {draws} arrangements can show"
    return f"{text if text.startswith('<') else f'= {text}'} ({draws} arrangements)"


#: How parts of notes begin that are said elsewhere in the sentence, or beside the comparison's name.
_SAID = ("chosen once results were seen", "the simulation finds it", "computed, not simulated")


def _times(value: Any) -> str:
    return numbers.count(value) if value else "none"


def _note(row: Row) -> str:
    """Return a note without what is said elsewhere."""
    parts = [part.strip().rstrip(".") for part in str(row.get("note") or "").split(";")]
    said = [part for part in parts if part and not part.startswith(_SAID)]
    return f" Note: {'; '.join(said)}." if said else ""


def rests(frame: pd.DataFrame, down: bool, known: Mapping[str, Reference]) -> Iterator[tuple[str, str]]:
    """Say which articles, and which speakers, move a comparison most: a heading and a sentence each.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows of the table `influence` of one comparison.
    down : bool
        Whether its sides change places.
    known : mapping of str to Reference
        The articles by their ids, as the page names them.
    """
    for kind, label in (("article", "Without one article"), ("speaker", "Without one speaker")):
        own = frame[(frame["kind"].astype(str) == kind).to_numpy() & (frame["rank"] > 0).to_numpy()]
        if own.empty:
            continue
        own = own.sort_values("rank", kind="stable")
        scale, size = str(own["scale"].iloc[0]), numbers.several(len(own), kind)
        moved = own[(own["flips"].astype(str) != "none").to_numpy()]
        shown = moved.head(NAMED) if len(moved) else own.head(1)
        told = [_without(row, scale, down, known) for row in shown.to_dict("records")]
        counts = own["flips"].astype(str).value_counts()
        ends = [
            f"{numbers.count(counts[key])} {what[int(counts[key] > 1)].format(even=_EVEN[scale])}"
            for key, what in _ENDS.items()
            if key in counts.index
        ]
        found = f"the {scale} was {choosing.written(own['found'].iloc[0], scale, down)} with all in"
        if ends:
            said, most = f"of {size}, each left out alone, {all_listed(ends)}", "Without"
        else:
            said = f"without any one of {size} it keeps its direction{_kept(own.iloc[0], scale)}"
            most = "Moved most without"
        yield label, f"{found}; {said}. {most} {'; without '.join(told)}."


def _kept(row: Any, scale: str) -> str:
    """Say what the interval does without any one, as it does with all; nothing where there is none."""
    low, high, even = row["found_low"], row["found_high"], 1.0 if scale == "ratio" else 0.0
    if low != low or high != high:
        return ""
    return f", and its interval keeps {'including' if low <= even <= high else 'excluding'} {_EVEN[scale]}"


def _without(row: Mapping[Any, Any], scale: str, down: bool, known: Mapping[str, Reference]) -> str:
    bounds = _bounds(row["low"], row["high"], scale, down)
    spread = f"95\N{NO-BREAK SPACE}% interval {bounds}" if bounds != numbers.DASH else "no interval"
    estimate = choosing.written(row["estimate"], scale, down)
    flips = _FLIPS.get(str(row["flips"]), "").format(even=_EVEN[scale].split(" ")[0])
    return f"{_called(row, known)}: {estimate}, {spread}{flips}"


def _called(row: Mapping[Any, Any], known: Mapping[str, Reference]) -> str:
    """Name an article by headline, outlet and day, and a speaker as written."""
    article = known.get(str(row["left_out"])) if str(row["kind"]) == "article" else None
    if article is not None:
        copies = " and its copies" if int(row.get("articles") or 1) > 1 else ""
        return f"“{_short(article.title)}” ({article.outlet}, {article.date}){copies}"
    return _short(str(row.get("name") or row["left_out"]))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"


def shuffled(row: Row, down: bool) -> str:
    """Say how often labels shuffled within events gave as large a difference."""
    if row["estimate"] != row["estimate"]:
        return ""
    scale = str(row["scale"])
    made = int(row.get("shuffled_estimates") or row["draws"])
    said = (
        f"as large a difference, in either direction, came up in {_times(row['as_large'])} of "
        f"{numbers.several(made, 'shuffle')}"
    )
    bounds = _bounds(row["shuffled_low"], row["shuffled_high"], scale, down)
    if bounds != numbers.DASH:
        said += f"; 95\N{NO-BREAK SPACE}% of the shuffled {scale}s lay from {bounds}"
    return said + "." + _note(row)


def reach(row: Row) -> str:
    """Say how large a difference would have to be for articles like these to show it.

    In the direction of the difference found, and led by what a simulation showed, where there is one.
    """
    scale = str(row["scale"])
    down = _below(row)
    computed = row["least_below" if down else "least"]
    simulated = row.get("least_simulated")
    checked = simulated is not None and simulated == simulated
    least = simulated if checked else computed
    note = str(row.get("note") or "").strip().rstrip(".")
    often = f"{10 * row['wanted']:.0f} times in 10"
    if least is None or least != least:
        if row["least"] == row["least"] or row["least_below"] == row["least_below"]:
            return f"in this direction nothing would be found {often}." + _note(row)
        return f"can't be told: {note}." if note else ""
    alpha = numbers.plain(row["alpha"], 2)[1:]
    said = (
        f"with {numbers.count(row['n_a'])} and {numbers.count(row['n_b'])} articles that vary as these do, a "
        f"{scale} of {choosing.written(least, scale, down)} or more would be found {often} "
        f"(p\N{NO-BREAK SPACE}{alpha} or less, before adjustment)"
    )
    share = row["power_simulated"]
    sets = numbers.several(row["draws"], "simulated set")
    tried = row["draws"] and share == share
    if checked:
        said += f", going by {sets} of articles"
        if computed == computed:
            said += f"; from the spread alone {choosing.written(computed, scale, down)} was computed"
            said += f", which was found in {numbers.percent(share)} of the sets" if tried else ""
    elif tried:
        said += f", as computed from the spread; but in {sets} of articles it was found in "
        said += f"{numbers.percent(share)}"
    else:
        said += ", as computed from the spread alone"
    return said + "." + _note(row)


def _below(row: Row) -> bool:
    """Say whether the difference found, whose direction is asked about, lies below 1 or 0."""
    side = row.get("side")
    if isinstance(side, str):
        return side == "below"
    return bool(row["estimate"] < (1 if row["scale"] == "ratio" else 0))


def every(table: pd.DataFrame | None) -> dict[str, Any] | None:
    """Return the row of the table `placebo` on all comparisons together; None where none was made."""
    if table is None:
        return None
    rows = table[(table["a"].astype(str) == "any").to_numpy()]
    if rows.empty or not rows["draws"].iloc[0]:
        return None
    return {str(name): value for name, value in rows.iloc[0].to_dict().items()}


def chance(table: pd.DataFrame | None) -> str:
    """Say so where shuffled labels let as many comparisons hold too often; else nothing."""
    row = every(table)
    if row is None or not row["holds"] or row["share"] <= LEVEL:
        return ""
    return (
        f"With labels shuffled within events, as many or more held in {numbers.count(row['as_large'])} of "
        f"{numbers.several(row['draws'], 'shuffle')}, so that chance alone can bring so many about."
    )


def together(table: pd.DataFrame | None, contrast: pd.DataFrame | None = None) -> str:
    """Say how many comparisons hold, and how many do under shuffled labels; nothing where none was made.

    Parameters
    ----------
    table : pandas.DataFrame or None
        The table `placebo`.
    contrast : pandas.DataFrame, optional
        All comparisons: then it is said what was not shuffled, so that the counts here and there agree.
    """
    row = every(table)
    if row is None or table is None:
        return ""
    of = numbers.several(row["comparisons"], "comparison")
    most, as_large = numbers.count(row["shuffled_most"]), _times(row["as_large"])
    draws, mean = numbers.several(row["draws"], "time"), numbers.plain(row["shuffled_holds"], 1)
    said = (
        f"Of {of} with an interval {numbers.count(row['holds'])} held after adjustment. With labels shuffled "
        f"within events, {draws}, {mean} did on average and {most} at most; as many or more held in "
        f"{as_large} of the shuffles."
    )
    if contrast is None:
        return said
    there = set(table["measure"].astype(str))
    pairs = contrast[contrast["low"].notna().to_numpy() & (contrast["b"].astype(str) != "any").to_numpy()]
    measures = pairs["measure"].astype(str)
    missing = sorted({_GROUPS.get(one.partition(".")[0], one) for one in set(measures) - there})
    if missing:
        said += f" Not among them, since it was not shuffled: {numbers.listed(missing, most=4)}."
    if any(apart.kind(one) == "stance" for one in there):
        said += (
            " Of what a model judged, its measured error is not taken in here, as it is among What differs."
        )
    return said


#: Groups of measures by what they are about.
_GROUPS = {"sources": "who speaks", "stance": "stance toward somebody", "frame": "frame indicators"}
