"""On what comparisons rest: each without the article or outlet that moves it most."""

from framing.views import notes
from framing.views.columns import COMPARISON, Column, Rows, View, bracket, count, difference, shorten, text

_FLIPS = {
    "none": "as found",
    "sign": "turns to the other side",
    "lost": "interval no longer clear",
    "gained": "interval clear only now",
    "closed": "no interval left",
}

_STRONG = "rank == 1 or flips not in ('none', 'gained')"

VIEW = View(
    place=190,
    title="Comparisons without one article or outlet",
    columns=(
        *COMPARISON,
        text("kind", "Left out", fold="Left out: one {} at a time."),
        Column("Which", lambda row, names: shorten(row["name"] or row["left_out"], 110), numeric=False),
        count("n_a", "n left"),
        count("n_b", "n left, compared"),
        difference("found", "As found", flagged=False),
        bracket("scale", of="found_"),
        difference("estimate", "Without", flagged=False),
        bracket("scale", "95 % CI without"),
        text("flips", "Then", words=_FLIPS),
    ),
    rows=Rows(prefer={_STRONG: "What moves each comparison most, and all that turns it."}),
    note=(
        "n left = articles left with words in the cell (of a share or mean: with hits); an article goes with "
        "the copies of its text.",
        "Clear: the interval excludes 1 (of a ratio) or 0 (of a difference).",
        notes.COMPARED,
        notes.NO_FURTHER,
    ),
)
