"""What the terminal says of stance and of frame indicators: a line each, of what there is most of."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.report import apart, numbers

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["lines"]

#: Groups in a line.
GROUPS = 4

Row = Mapping[Any, Any]


def lines(material: Material, width: int) -> list[str]:
    """Return at most a line on stance, toward the target named most, and one on frame indicators."""
    said = [*_stance(material), *_frames(material)]
    return [textwrap.fill(one, width, subsequent_indent="  ", break_on_hyphens=False) for one in said]


def _stance(material: Material) -> list[str]:
    shown = apart.cells(material, "stance")
    if shown is None:
        return []
    targets = apart.targets(shown)
    rows, place = _first_voice(shown, material)
    own = rows[(rows["measure"] == "stance.net") & (rows["target"] == targets[0]) & (rows["n_hits"] > 0)]
    told = _leading(own, shown, lambda row: _net(row, material), material)
    if not told:
        return []
    more = f"; {numbers.several(len(targets) - 1, 'more target')} in the report" if len(targets) > 1 else ""
    where = f", {place}" if place else ""
    right = ", and corrected for the model's error" if material.corrections else ""
    how = f"mentions judged positive less negative{right} ({_how(material)})"
    return [f"Stance toward {targets[0]}{where}, {how}: {told}{more}"]


def _net(row: Row, material: Material) -> str:
    """Write a group's number as judged and as corrected, each with its interval, and n."""

    def write(value: float) -> str:
        return numbers.signed(value, 2)

    right = material.corrections.get((str(row["group"]), "", *material.cell(row)))
    # The profile counts articles with words, the corrected rows those that name the target.
    n = numbers.several(row["n_hits"], "mention")
    n = n if right is None else f"n {numbers.count(right['n_articles'])}"
    support = [_spread(*apart.cut("stance.net", row["low"], row["high"]), write) or "no interval", n]
    if material.settings.get("collection") == "census":
        support = [n]
    if right is not None and right["corrected"] == right["corrected"]:
        spread = _spread(right["low"], right["high"], write) or "no interval"
        support.append(f"corrected {write(right['corrected'])}, {spread}")
    return f"{write(row['estimate'])} ({'; '.join(support)})"


def _how(material: Material) -> str:
    """Say how the collection is read, and what stands in the parentheses that follow."""
    census = material.settings.get("collection") == "census"
    return material.names.reading()[0] + ("" if census else "; 95\N{NO-BREAK SPACE}% intervals")


def _spread(low: float, high: float, write: Callable[[float], str]) -> str:
    bounds = numbers.interval(low, high, write)
    return "" if bounds == numbers.DASH else bounds


def _frames(material: Material) -> list[str]:
    shown = apart.cells(material, "frame")
    if shown is None:
        return []
    rows, place = _first_voice(shown, material)
    books = rows["measure"].astype(str).str.split(".").str[1]
    # Of several codebooks that with most hits speaks here.
    hits = rows["n_hits"].groupby(books).sum()
    book = sorted(hits.index, key=lambda name: (-hits[name], name))[0]
    own = rows[(books == book).to_numpy()].sort_values(["estimate", "measure"], ascending=[False, True])
    first = own[own["n_hits"] > 0].drop_duplicates("group")

    def frame(row: Row) -> str:
        measure = str(row["measure"])
        return apart.frame_of(measure, material.names.meaning(measure))[0]

    alike = first["measure"].nunique() == 1

    def write(row: Row) -> str:
        unit = str(row["unit"])
        rate = numbers.estimate(row["estimate"], unit)
        spread = _spread(row["low"], row["high"], lambda value: numbers.estimate(value, unit))
        support = "; ".join(filter(None, [spread, f"n {numbers.count(row['n_articles'])}"]))
        return f"{rate} ({support})" if alike else f"{frame(row)} {rate} ({support})"

    told = _leading(first, shown, write, material)
    if not told:
        return []
    where = f", {place}" if place else ""
    which = f": {frame(first.to_dict('records')[0])}" if alike else ""
    how = f"per 1,000 tokens ({_how(material)})"
    return [f"Commonest frame indicator ({book}){where}, {how}{which}: {told}"]


def _first_voice(shown: apart.Cells, material: Material) -> tuple[pd.DataFrame, str]:
    """Return the rows of the outlets' own words, or of what there is, and how to call these."""
    voice = shown.places()[0][0]
    return shown.rows[(shown.rows["voice"] == voice).to_numpy()], material.names.voice(voice)


def _leading(own: pd.DataFrame, shown: apart.Cells, write: Any, material: Material) -> str:
    """Write the numbers of the largest groups."""
    rows = {str(row["group"]): row for row in own.to_dict("records") if row["estimate"] == row["estimate"]}
    sizes = material.articles[material.by].astype(str).value_counts()
    order = sorted(
        (name for name in shown.groups if name in rows), key=lambda name: (-sizes.get(name, 0), name)
    )
    return numbers.listed([f"{material.shown(name)} {write(rows[name])}" for name in order], GROUPS)
