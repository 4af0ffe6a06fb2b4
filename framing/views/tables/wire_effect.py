"""What the treatment of agency copy does to comparisons: a row a comparison, a column a treatment."""

from __future__ import annotations

from typing import Any

from framing.views import notes, numbers
from framing.views.columns import COMPARISON, Across, Rows, View, count

_KEY = ("a", "b", "genre", "part", "voice", "measure", "target")


def _per_comparison(frame: Any, values: Any, how: str) -> Any:
    return values.groupby([frame[column].astype(str).fillna("") for column in _KEY]).transform(how)


def _sizes(frame: Any) -> str:
    sizes = frame[["n_a", "n_b"]].to_numpy().ravel().tolist() or [0]
    spread = " to ".join(dict.fromkeys(map(numbers.count, (min(sizes), max(sizes)))))
    with_hits = "with words in the cell (of a share or mean: with hits)"
    return f"n = {spread} articles a side, {with_hits}; reprints = those the last column lacks."


VIEW = View(
    place=160,
    title="Comparisons under three treatments of agency copy",
    shape=lambda frame: frame.assign(_left=_per_comparison(frame, frame["dropped"], "max")),
    columns=(*COMPARISON, count("_left", "Reprints")),
    across=Across(
        _KEY,
        "wire",
        {"collapse": "Copies once", "keep": "Every print", "drop": "Without reprints"},
        "scale",
    ),
    rows=Rows(
        sort=(
            lambda frame: ~_per_comparison(frame, frame["note"].fillna("") != "", "any").astype(bool),
            lambda frame: _per_comparison(frame, frame["p_adjusted"], "min"),
            *_KEY,
        ),
        each=_KEY,
        most=20,
        said="Comparisons whose sign or verdict a treatment changes first, then the least adjusted p.",
    ),
    note=(_sizes, notes.units, notes.COMPARED, notes.NO_FURTHER),
    copies="How copies and agency copy count is what the columns tell.",
)
