"""How far a comparison holds, in a sentence each: under other choices, without somebody, in shuffled labels.

Each is told from a row of the table that it stands in, with the higher side first; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from framing.report import choosing, numbers
from framing.report.numbers import all_listed

if TYPE_CHECKING:
    import pandas as pd

    from framing.report.reference import Reference

__all__ = ["curve", "reach", "rests", "shuffled", "together"]

#: Articles and speakers named of a comparison.
NAMED = 3

#: Characters of a headline, or of a speaker's name.
LONGEST = 120

Row = Mapping[str, Any]

_FLIPS = {
    "sign": ", to the other side",
    "lost": ", the interval then reaching equality",
    "gained": ", the interval then excluding equality",
    "closed": ", no interval to be made",
}
#: What leaving out does, said of one and of several.
_ENDS = {
    "sign": ("turns its sign", "turn its sign"),
    "lost": ("brings its interval to equality", "bring its interval to equality"),
    "closed": ("leaves too little for an interval", "leave too little for an interval"),
    "gained": ("brings its interval away from equality", "bring its interval away from equality"),
}


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
    if row["p_joint"] == row["p_joint"]:
        draws = f"{numbers.count(row['draws'])} arrangements"
        said.append(f"joint test p\N{NO-BREAK SPACE}{_p(row['p_joint'])} ({draws})")
    return "; ".join(said) + "." + _note(row)


def _p(value: Any) -> str:
    text = numbers.p_value(value)
    return text if text.startswith("<") else f"= {text}"


def _note(row: Row) -> str:
    """Return a note; what only repeats why a comparison was chosen is said beside its name."""
    parts = [part.strip().rstrip(".") for part in str(row.get("note") or "").split(";")]
    said = [part for part in parts if part and not part.startswith("chosen once results were seen")]
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
            f"{numbers.count(counts[key])} of {size} {what[int(counts[key] > 1)]}"
            for key, what in _ENDS.items()
            if key in counts.index
        ]
        found = choosing.written(own["found"].iloc[0], scale, down)
        said = (
            f"{all_listed(ends)}, each left out alone" if ends else f"none of {size} changes how far it goes"
        )
        most = "Namely" if len(moved) else "Moving it most"
        yield label, f"with all {found}; {said}. {most}: {'; '.join(told)}."


def _without(row: Mapping[Any, Any], scale: str, down: bool, known: Mapping[str, Reference]) -> str:
    bounds = _bounds(row["low"], row["high"], scale, down)
    spread = f"95\N{NO-BREAK SPACE}% interval {bounds}" if bounds != numbers.DASH else "no interval"
    estimate = choosing.written(row["estimate"], scale, down)
    return f"{_called(row, known)}: {estimate}, {spread}{_FLIPS.get(str(row['flips']), '')}"


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
    said = (
        f"as large a difference came up in {numbers.count(row['as_large'])} of "
        f"{numbers.several(row['draws'], 'shuffle')} (share {numbers.p_value(row['share'])})"
    )
    bounds = _bounds(row["shuffled_low"], row["shuffled_high"], scale, down)
    if bounds != numbers.DASH:
        said += f"; 95\N{NO-BREAK SPACE}% of those shuffled lay from {bounds}"
    return said + "." + _note(row)


def reach(row: Row) -> str:
    """Say how large a difference would have to be for articles like these to show it."""
    if row["least"] != row["least"]:
        note = str(row.get("note") or "").strip().rstrip(".")
        return f"can't be told: {note}." if note else ""
    scale = str(row["scale"])
    least = numbers.ratio(row["least"]) if scale == "ratio" else numbers.plain(row["least"])
    n = f"{numbers.count(row['n_a'])} and {numbers.count(row['n_b'])} articles"
    often, alpha = f"{10 * row['wanted']:.0f} times in 10", numbers.plain(row["alpha"], 2)[1:]
    said = (
        f"with {n} of this spread a {scale} of {least} or more would be found {often} "
        f"(p\N{NO-BREAK SPACE}{alpha} or less, not adjusted)"
    )
    if row["draws"] and row["power_simulated"] == row["power_simulated"]:
        share = numbers.percent(row["power_simulated"])
        said += f"; in {numbers.several(row['draws'], 'simulated set')} of articles it was, in {share}"
    simulated = row.get("least_simulated")
    note = str(row.get("note") or "")
    if simulated is not None and simulated == simulated and "least_simulated" in note:
        least = numbers.ratio(simulated) if scale == "ratio" else numbers.plain(simulated)
        return f"{said}; going by the simulation, one of {least} or more would."
    return said + "." + _note(row)


def together(table: pd.DataFrame | None) -> str:
    """Say how many comparisons hold, and how many do under shuffled labels; nothing where none was made."""
    if table is None:
        return ""
    rows = table[(table["a"].astype(str) == "any").to_numpy()]
    if rows.empty:
        return ""
    row = {str(name): value for name, value in rows.iloc[0].to_dict().items()}
    of = numbers.several(row["comparisons"], "comparison")
    most, as_large = (numbers.count(row[name]) for name in ("shuffled_most", "as_large"))
    draws, mean = numbers.several(row["draws"], "time"), numbers.plain(row["shuffled_holds"], 1)
    return (
        f"Of {of} with an interval {numbers.count(row['holds'])} held after adjustment. With labels shuffled "
        f"within events, {draws}, {mean} did on average and {most} at most; as many or more held in "
        f"{as_large} of the shuffles."
    )
