"""Measures over time: the profile of each day, week or month, its dates taken from the articles."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from framing.comparison.compare import in_order, profile, ready, uses_marks_alone
from framing.comparison.permute import primary_measures
from framing.comparison.sums import COLLECTION, ENTRIES, WIRE, Layout, of_table
from framing.errors import FramingError, brief, check_choice, several, warn
from framing.schema import check_metadata, empty, schema

#: Lengths of a period: so many days, weeks (and the day they end on), months, quarters or years; S and E, for
#: a period's start and end, are pandas' and say the same here.
_FREQ = re.compile(r"([1-9]\d*)?(?:(D|W(?:-(?:MON|TUE|WED|THU|FRI|SAT|SUN))?)|([MQY])[SE]?)")


def over_time(
    scores: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    freq: str = "D",
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    measures: str | Sequence[str] | None = None,
    wire: str = "collapse",
    collection: str = "unknown",
) -> pd.DataFrame:
    """Estimate each measure of each group, period by period; `compare` takes all dates together.

    Parameters
    ----------
    scores : pandas.DataFrame
        A scores table, as `score` makes it (``schemas/scores.toml``).
    articles : pandas.DataFrame, optional
        The articles that were scored, of which the dates are read; not needed where scores were made with
        ``keep=["published"]``.
    freq : str
        Length of a period as pandas writes it: "D" days, "W" weeks from Monday to Sunday, "MS" months, "QS"
        quarters, "YS" years, or several of these, as "2W", counted from the first article. All in UTC.
    by : str
        Column whose values are compared.
    split : str or sequence of str
        Columns that are kept apart, as in `compare`.
    measures : str or sequence of str, optional
        Measures, or groups of them as "tone"; all by default.
    wire : {"collapse", "keep", "drop"}
        As in `compare`. Copies in one group and period share one weight; in two periods they count in both.
    collection : {"census", "sample", "unknown"}
        As in `compare`. A census has no intervals.

    Returns
    -------
    pandas.DataFrame
        The table `over_time`: a row group × period × cell in which the group has words, by cell, group and
        period; `n_undated` says how many articles of the group stand in no period.

    Raises
    ------
    FramingError
        There are no dates, or an argument or a column is not known.

    Warns
    -----
    FramingWarning
        Articles have no date and are left out.

    Notes
    -----
    Estimates and intervals are those that `compare` gives of the articles of a period alone. Nothing here is
    tested: that periods differ is no finding.

    Examples
    --------
    >>> import framing as fr
    >>> articles = pd.DataFrame({
    ...     "id": ["a", "b"], "outlet": "x", "published": ["2026-01-15", "2026-01-16T08:00Z"],
    ...     "text": ["It may rain.", "It rained."],
    ... })
    >>> table = fr.over_time(fr.score(articles, measures="hedges"), articles)
    >>> table[["period", "n_hits", "n_tokens"]].astype(str).values.tolist()
    [['2026-01-15 00:00:00+00:00', '1', '3'], ['2026-01-16 00:00:00+00:00', '0', '2']]
    """
    split, wanted = several("split", split), several("measures", measures)
    check_choice("wire", wire, WIRE)
    check_choice("collection", collection, COLLECTION)
    table = ready(scores, by, split)
    if table.empty:
        return empty("over_time")
    chosen = primary_measures(wanted, sorted(set(table["measure"].astype("str"))), "measures")
    first_days, step = _start_periods(table, articles, freq)
    starts = first_days.reindex(table["article"].astype("str")).set_axis(table.index)
    dated = starts.notna()
    undated = table[~dated].groupby(table[by].astype("str"))["article"].nunique()
    if not dated.any():
        raise FramingError("over_time: no article has a date; fill `published` of the articles")
    if missing := int(undated.sum()):
        said = f"of {table['article'].nunique():,} articles, {missing:,} have no date and are left out"
        warn(f"over_time: {said}")
    kept = dated & (table["measure"].isin(chosen) | (not wanted))
    table = table.assign(period=starts.dt.strftime("%Y-%m-%d").astype("str"))[kept].reset_index(drop=True)
    layout = Layout(of_table(table, by, (*split, "period")), by, (*split, "period"), wire)
    blocks = [profile(data, wire, collection) for data in layout.blocks(ENTRIES) if len(data.cell)]
    if not blocks:
        return empty("over_time")
    found = in_order(blocks)
    found["period"] = pd.to_datetime(found["period"], utc=True).astype("datetime64[us, UTC]")
    found["n_undated"] = found["group"].map(undated).fillna(0).astype("int64")
    found["freq"] = pd.Series([step] * len(found), dtype="str")
    cells = [name for name in layout.cells if name not in ("period", "unit")]
    found["_cell"] = found.groupby(cells, sort=False, dropna=False).ngroup()
    found = found.sort_values(["_cell", "group", "period"], kind="stable", ignore_index=True)
    found = found[list(dict.fromkeys([*schema("over_time").columns, *cells]))]
    return found.assign(voices="quotes") if uses_marks_alone(scores) else found


def _start_periods(table: pd.DataFrame, articles: pd.DataFrame | None, freq: str) -> tuple[pd.Series, str]:
    """Return by its id the first day of the period that each article lies in, and the step to the next."""
    found = _FREQ.fullmatch(freq) if isinstance(freq, str) else None
    if not found:
        known = '"D" (days), "W" (weeks), "MS" (months), "QS", "YS", or several of these, as "2W"'
        raise FramingError(f"freq: {brief(freq)} is no length of a period; give {known}")
    if articles is None:
        if "published" not in table:
            said = 'over_time: the scores have no dates; give articles=, or score with keep=["published"]'
            raise FramingError(said)
        articles = table.drop_duplicates("article")[["article", "outlet", "published"]]
        articles = articles.rename(columns={"article": "id"})
    dates = check_metadata(articles).set_index("id")["published"].dropna().dt.tz_convert(None)
    unit, count = found[2] or found[3], int(found[1] or 1)
    number = dates.dt.to_period(unit).astype("int64")
    # Several days or weeks begin with the first article, as in pandas.
    number -= (number - number.min()) % count
    starts = pd.PeriodIndex.from_ordinals(number, freq=unit).start_time
    step = f"{7 * count}D" if unit[0] == "W" else f"{count if count > 1 else ''}{unit}{'S' * bool(found[3])}"
    return pd.Series(starts, index=number.index.astype("str")), step
