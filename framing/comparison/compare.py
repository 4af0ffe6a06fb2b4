"""Compare groups of articles: a scores table in, a profile and a contrast out.

The story of a comparison, one call a step; what each step does is in the module named.
"""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.contrast import Contrast
from framing.comparison.grid import Grid, of_counts, of_table
from framing.comparison.profile import in_order
from framing.comparison.profile import profile as make_profile
from framing.comparison.sums import ENTRIES, Layout
from framing.comparison.treatment import known
from framing.errors import FramingError, FramingWarning, among, brief, several, unknown, whole
from framing.schema import check, empty

if TYPE_CHECKING:
    from framing.features.scoring import Counts

__all__ = ["Comparison", "compare", "ready", "settled"]

_COLLECTION = ("census", "sample", "unknown")
_WEIGHTS = ("mantel-haenszel", "equal")
_COUNTS = ("article", "measure", "unit", "hits", "weight", "tokens")
#: Columns of scores that come from the article.
CARRIED = ("outlet", "event", "genre", "copy_group", "wire_role", "provenance")


class Comparison(NamedTuple):
    """What a comparison gives: a profile of each group, and a contrast of each pair."""

    profile: pd.DataFrame
    contrast: pd.DataFrame

    def __repr__(self) -> str:
        from framing.display import brief_of

        return brief_of(self)

    def _repr_html_(self) -> str:
        from framing.display import shown, still

        parts = []
        for title, table in (("profile", self.profile), ("contrast", self.contrast)):
            table = shown(table).dropna(axis="columns", how="all")
            html = table.to_html(index=False, max_rows=20, float_format="%.3g")
            parts.append(f"<p><strong>{title}</strong>, {len(table)} rows</p>{html}")
        return still("\n".join(parts))


def compare(
    scores: pd.DataFrame | Counts,
    *,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
    primary: str | Sequence[str] = (),
    weights: str = "mantel-haenszel",
    draws: int = 9999,
    pairs: str | Sequence[tuple[str, str]] | None = None,
) -> Comparison:
    """Say what each group's articles hold, how each pair differs, and how sure that is.

    Parameters
    ----------
    scores : pandas.DataFrame or Counts
        A scores table, as `score` makes it (``schemas/scores.toml``), or the counts behind it, of which a few
        measures are read at a time.
    by : str
        Column whose values are compared.
    split : str or sequence of str
        Columns that are kept apart, beside genre, measure and target, which always are. Voices or parts
        that are not among them are added up. With "part", a rate of headlines
        is the share of headlines with at least one hit.
    seed : int
        For draws, where there are too many arrangements to list.
    wire : {"collapse", "keep", "drop"}
        Copies in one group share one weight; each counts; or full reprints of an agency are
        left out (and copies share one weight).
    collection : {"census", "sample", "unknown"}
        Whether the articles are all that was published. A census has no intervals and no p.
    primary : str or sequence of str
        Measures, or groups of them as "tone", named before scoring; all else is exploratory.
    weights : {"mantel-haenszel", "equal"}
        How events are pooled: by ``n_a n_b / (n_a + n_b)``, or alike.
    draws : int
        Arrangements drawn where more than 200,000 are possible.
    pairs : None, "all", "rest" or list of (str, str), optional
        Which groups are compared: each with each (None, up to six groups), each with all others together
        (None, more groups; `b` is then "rest"), or those named.

    Returns
    -------
    Comparison
        Tables `profile` and `contrast`, as in their schemas, and a column
        for each further column of `split`.

    Raises
    ------
    FramingError
        An argument or a column is not known, or the table contradicts itself.

    Warns
    -----
    FramingWarning
        Articles have no value of `by`, or there is nothing to compare with.

    Notes
    -----
    Estimates are ratios of sums. Intervals: delete-one-article jackknife, of the logarithm where the unit
    is a rate, with t; differences with Welch's degrees of freedom. Tests: permutation on the studentised
    difference (Janssen 1997), Welch's t from 50 articles a side, sign flips from six events;
    Benjamini and Hochberg inside a family. Nothing depends on the order of rows.
    """
    split, primary = several("split", split), several("primary", primary)
    known(wire)
    settled(collection, weights)
    rounds, start = whole(draws), whole(seed)
    if rounds is None or rounds < 99:
        raise FramingError(f"draws: {brief(draws)} is too few; give a whole number of at least 99")
    if start is None:
        raise FramingError(f"seed: {brief(seed)} is no whole number; give one, as 1")
    grid = ready_counts(scores, by, split) if _are_counts(scores) else None
    if grid is None and not _are_counts(scores):
        table = ready(scores, by, split)
        grid = of_table(table, by, split) if len(table) else None
    found = None
    if grid is not None:
        layout = Layout(grid, by, split, wire)
        found = _compared(layout, pairs=pairs, weights=weights, collection=collection, wire=wire,
                          primary=primary, seed=start, draws=rounds)  # fmt: skip
    if found is None:
        said = "compare: no scores with tokens; there is nothing to compare"
        warnings.warn(said, FramingWarning, stacklevel=2)
        return Comparison(empty("profile"), empty("contrast"))
    profile, contrast = found
    if contrast is None:
        alone = f"only one {by}, {layout.groups[0]!r}"
        said = alone if len(layout.groups) == 1 else f"no two values of {by} share a cell"
        said = f"compare: {said}: there is a profile and nothing to contrast"
        warnings.warn(said, FramingWarning, stacklevel=2)
        contrast = empty("contrast")
    return Comparison(profile, contrast)


def _compared(
    layout: Layout, *, wire: str, collection: str, **options: Any
) -> tuple[pd.DataFrame, pd.DataFrame | None] | None:
    """Return the profile and the contrast, a block of measures at a time; None where nothing has words."""
    profiles: list[pd.DataFrame] = []
    making = Contrast(layout, wire=wire, collection=collection, **options)
    for data in layout.blocks(ENTRIES):
        if len(data.cell):
            profiles.append(make_profile(data, wire, collection))
            making.add(data)
    return (in_order(profiles), making.table()) if profiles else None


def settled(collection: str = "unknown", weights: str = "mantel-haenszel") -> None:
    """Refuse what `compare` takes for no collection and no weights.

    Raises
    ------
    FramingError
        One is not known.
    """
    for name, value, allowed in (("collection", collection, _COLLECTION), ("weights", weights, _WEIGHTS)):
        if not among(value, allowed):
            raise unknown(name, value, allowed)


def ready(scores: pd.DataFrame, by: str, split: Sequence[str]) -> pd.DataFrame:
    """Return the scores that can be compared, checked; raises and warns as `compare` does."""
    table = check(scores, "scores")
    _check_columns(table, by, split)
    return _with_group(table, by)


def ready_counts(counts: Counts, by: str, split: Sequence[str]) -> Grid | None:
    """Return counts that can be compared; None where there are none; raises and warns as `compare` does."""
    index, light = counts.index(), counts.light
    known = {name: light[name] for name in (*CARRIED, *counts.keep)}
    known |= {str(name): index[name] for name in index.columns if name not in ("row", "tokens")}
    known |= dict.fromkeys(("target", "model"), pd.Series([], dtype="str"))
    _check_columns(known, by, split)
    if not len(index) or not counts.columns:
        return None
    grid = of_counts(counts, by, split)
    lost = grid.flags(by, lambda values: values.isna())
    if lost.any():
        _say_lost(len(np.unique(grid.about("article").to_numpy()[grid.of[lost]])), by, stacklevel=4)
        grid = grid.where(~lost)
    return grid if len(grid.tokens) else None


def _are_counts(scores: object) -> bool:
    return hasattr(scores, "matrix") and hasattr(scores, "light")


def _check_columns(table: pd.DataFrame | Mapping[str, pd.Series[Any]], by: str, split: Sequence[str]) -> None:
    allowed = [str(name) for name in table if name not in _COUNTS]
    if not among(by, allowed):
        raise unknown("by", by, allowed)
    for name in split:
        if name not in allowed:
            raise unknown("split", name, allowed)
    for name in (by, *split):
        values = table[name]
        if values.dtype == object and not all(isinstance(value, Hashable) for value in values):
            raise FramingError(f"scores: column {name!r} holds lists or the like, which make no groups")
    if by in split:
        raise FramingError(f"split: {by!r} is what is compared; leave it out of split")
    if len(set(split)) < len(split):
        raise FramingError(f"split: {', '.join(split)} names a column twice; name each once")


def _with_group(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the rows that have a group."""
    lost = table[by].isna()
    if not lost.any():
        return table
    _say_lost(table.loc[lost, "article"].nunique(), by, stacklevel=5)
    return table[~lost].reset_index(drop=True)


def _say_lost(count: int, by: str, stacklevel: int) -> None:
    warnings.warn(f"compare: {count} articles have no {by} and are left out", FramingWarning, stacklevel)
