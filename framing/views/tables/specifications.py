"""Each choice changed by itself: the comparison as the study made it, and with one other option at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.views import notes
from framing.views.columns import SIZES, Rows, View, bracket, difference, measure, p, pair, text

if TYPE_CHECKING:
    import pandas as pd


def _parts(specification: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in specification.split("; ") if "=" in part)


def _changes(frame: pd.DataFrame) -> list[list[str] | None]:
    """Return of each row the options that are not the study's own; None where these are not known."""
    baseline = frame[frame["baseline"].to_numpy(bool)]
    base = {
        str(contrast): _parts(str(said))
        for contrast, said in zip(baseline["contrast"], baseline["specification"], strict=True)
    }
    found: list[list[str] | None] = []
    for contrast, said in zip(frame["contrast"].astype(str), frame["specification"].astype(str), strict=True):
        first = base.get(contrast)
        changed = [
            f"{key}: {value}" for key, value in _parts(said).items() if first and first.get(key) != value
        ]
        found.append(None if first is None else changed)
    return found


def _say_changes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with what was changed in words."""
    changed = [
        said.replace("=", ": ") if some is None else "; ".join(some) or "as the study made it"
        for said, some in zip(frame["specification"].astype(str), _changes(frame), strict=True)
    ]
    return frame.assign(_changed=changed)


def _is_single(frame: pd.DataFrame) -> list[bool]:
    return [some is not None and len(some) <= 1 for some in _changes(frame)]


VIEW = View(
    place=180,
    title="Comparisons with one choice changed",
    shape=_say_changes,
    columns=(
        measure(),
        *pair(),
        text("_changed", "Changed"),
        *SIZES,
        difference(),
        bracket("scale"),
        p(),
    ),
    rows=Rows(
        prefer={_is_single: "The study's own way, and every way that differs from it in one choice."},
        most=60,
    ),
    note=(
        "n = articles with words in the cell (of a share or mean: with hits). All rows are made of the same "
        "articles.",
        notes.COMPARED,
        notes.by_test("Welch's t"),
        "p is not adjusted.",
    ),
    copies="Copies count as in the study, unless the option of wire is changed.",
)
