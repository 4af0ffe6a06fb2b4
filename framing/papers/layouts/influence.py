"""On whom comparisons rest: each without the article, or the speaker, that moves it most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers import notes
from framing.papers.columns import (
    Column,
    bracket,
    cell,
    count,
    difference,
    measure,
    pair,
    scaled,
    text,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note"]

TABLE = "influence"
TITLE = "Comparisons without one article or speaker"

_ROWS, _WORDS = 30, 110
_FLIPS = {
    "none": "as found",
    "sign": "turns to the other side",
    "lost": "no longer holds",
    "gained": "holds only now",
    "closed": "no interval left",
}


def _name(row: Any, names: object) -> str:
    words = " ".join(str(row["name"] or row["left_out"]).split())
    return words if len(words) <= _WORDS else words[: _WORDS - 1].rsplit(" ", 1)[0] + " …"


COLUMNS = (
    measure(),
    *cell(),
    *pair(),
    text("kind", "Left out", fold="Left out: one {} at a time."),
    Column("Which", _name, numeric=False, reads=("name", "left_out")),
    count("n_a", "n left", symbol=False),
    count("n_b", "n left, compared"),
    difference("found", "As found", flagged=False),
    bracket("found_low", "found_high", scaled),
    difference("estimate", "Without", flagged=False),
    bracket(write=scaled, head="95 % CI without"),
    text("flips", "Then", words=_FLIPS),
)


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return of each comparison what moves it most, and whatever turns it."""
    own = frame[((frame["rank"] == 1) | ~frame["flips"].isin(["none", "gained"])).to_numpy()]
    return own.head(top or _ROWS), "What moves each comparison most, and all that turns it."


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [
        "n left = articles with words in the cell that are left; an article goes with the copies of its "
        "text, a speaker with all words given to that speaker.",
        "Holds: the interval excludes 1 (of a ratio) or 0 (of a difference).",
        notes.intervals(
            frame, "delete-one-article jackknife of each side, a ratio's of its logarithm, Welch's t"
        ),
        "No further test was made, and no p is adjusted.",
    ]
