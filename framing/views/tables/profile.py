"""What each group's articles hold: a row a measure and cell, and a column a group where these are few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.schema import schema
from framing.views import notes, numbers, vocabulary
from framing.views.columns import OWN_NEWS, Across, Rows, View, bracket, cell, count, group, measure, number
from framing.views.vocabulary import Names

if TYPE_CHECKING:
    import pandas as pd

#: Up to so many rows have a line each, with their counts; groups that fit beside one another.
_LONG, _BESIDE = 15, 4
_KEY = ("genre", "part", "voice", "measure", "target")


def _heads(frame: pd.DataFrame, names: Names) -> dict[str, str]:
    """Return the groups with their sizes, where there are many rows of few groups."""
    rows: Any = frame.assign(group=frame["group"].astype(str)).groupby("group", sort=False)
    further = set(map(str, frame.columns)) - set(schema("profile").columns)
    if len(frame) <= _LONG or not 2 <= rows.ngroups <= _BESIDE or further:
        return {}
    heads = {}
    for key, own in rows:
        sizes = dict.fromkeys(map(numbers.count, (own["n_articles"].min(), own["n_articles"].max())))
        heads[key] = f"{names.outlet(key, str(own['provenance'].iloc[0]))}, n = {' to '.join(sizes)}"
    return heads


def _is_usual(frame: pd.DataFrame) -> Any:
    """Return which rows are of words in news, in the outlet's own voice."""
    special = frame["measure"].map(lambda name: bool(vocabulary.family(name)) or vocabulary.is_sources(name))
    return frame.eval(f"{OWN_NEWS} and part == 'all'", engine="python") & ~special.astype(bool)


def _turned(frame: pd.DataFrame) -> str:
    turned = int((frame["estimate"] * frame["mean_of_articles"] < 0).sum())
    said = f"In {numbers.several(turned, 'row')} the mean of the articles' own rates has the other sign."
    return said if turned else ""


VIEW = View(
    place=50,
    title="Estimates by group",
    columns=(
        measure(),
        *cell(),
        group("group", "Group"),
        count("n_articles", "n"),
        count("n_tokens", "Words"),
        count("n_hits", "Hits"),
        number("estimate", "Estimate", "unit", flagged=True),
        bracket("unit"),
        number("mean_of_articles", "Mean of articles", "unit"),
    ),
    across=Across(_KEY, "group", _heads, "unit", flagged=True, columns=(measure(), *cell())),
    rows=Rows(
        prefer={_is_usual: "News in the outlets' own voice, without stance, frames and sources."},
        each=_KEY,
        most=40,
        cut="The first {most} measures and cells.",
    ),
    note=(
        "n = articles with words in the cell (of a share or mean: with hits); numbers in brackets are "
        "intervals.",
        notes.units,
        notes.interval(),
        _turned,
        notes.UNTESTED,
    ),
)
