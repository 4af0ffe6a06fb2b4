"""Each choice changed by itself: the comparison as the study made it, and with one other option at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers import notes
from framing.papers.columns import (
    article_count,
    bracket,
    count,
    difference,
    measure,
    p,
    pair,
    scaled,
    text,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "COPIES", "TABLE", "TITLE", "chosen", "note", "shaped"]

TABLE = "specifications"
TITLE = "Comparisons with one choice changed"
COPIES = "Copies count as in the study, unless the option of wire is changed."

COLUMNS = (
    measure(),
    *pair(),
    text("_changed", "Changed"),
    article_count("n_a"),
    count("n_b", "n compared"),
    difference(),
    bracket(write=scaled),
    p(),
)


def _parts(specification: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in specification.split("; ") if "=" in part)


def _changes(frame: pd.DataFrame) -> list[list[str] | None]:
    """Return of each row the options that are not the study's own; None where these are not known."""
    own = frame[frame["baseline"].to_numpy(bool)]
    base = {str(row["contrast"]): _parts(str(row["specification"])) for row in own.to_dict("records")}
    found: list[list[str] | None] = []
    for row in frame.to_dict("records"):
        first, parts = base.get(str(row["contrast"])), _parts(str(row["specification"]))
        changed = [f"{key}: {value}" for key, value in parts.items() if first and first.get(key) != value]
        found.append(None if first is None else changed)
    return found


def shaped(frame: pd.DataFrame, given: object) -> pd.DataFrame:
    """Return the rows with what was changed in words."""
    said = []
    for row, changed in zip(frame.to_dict("records"), _changes(frame), strict=True):
        said.append(
            str(row["specification"]).replace("=", ": ")
            if changed is None
            else "; ".join(changed) or "as the study made it"
        )
    return frame.assign(_changed=said)


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return the study's own way and those that differ from it in one choice."""
    single = [changed is not None and len(changed) <= 1 for changed in _changes(frame)]
    kept: Any = frame[single] if any(single) else frame
    cut = kept.head(top or 60)
    return cut, "The study's own way, and every way that differs from it in one choice." if any(
        single
    ) else ""


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [
        "n = articles with words in the cell. All rows are made of the same articles.",
        notes.intervals(
            frame, "delete-one-article jackknife of each side, a ratio's of its logarithm, Welch's t"
        ),
        notes.p_made(frame, "Welch's t" if frame["p"].notna().any() else ""),
        "p is not adjusted.",
    ]
