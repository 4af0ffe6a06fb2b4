"""Many variants of one comparison made as one: each is a measure of its own in a table of scores.

What is compared, and by which rule, is that of `comparison`; nothing is estimated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.comparison.compare import compare
from framing.comparison.sums import COLLECTION, WEIGHTS, Ints, clusters, left_out
from framing.comparison.testing import REST, chosen, compared
from framing.errors import check_choice, check_number, several
from framing.schema import check, schema
from framing.views import vocabulary

# Numbers and comparisons as sentences write them: a ratio, a difference, an interval, whose words.

_VOICES = {"outlet": "the outlet's own words", "quoted": "quoted words", "reported": "reported words"}


def called(row: Mapping[str, Any]) -> str:
    """Name a comparison: both groups, the measure, whose words, and what else the row is of.

    >>> row = {"a": "harbour_courier", "b": "rest", "measure": "hedges", "voice": "outlet", "part": "all",
    ...        "genre": "news", "target": None, "provenance": "published"}
    >>> called(row)
    "Harbour Courier / all others, hedges, the outlet's own words"
    """
    a, b = (
        "all others" if row[side] == REST else vocabulary.display(str(row[side]), str(row["provenance"]))
        for side in ("a", "b")
    )
    target = row.get("target")
    parts = [
        f"{a} / {b}",
        str(row["measure"]) + ("" if pd.isna(target) else f" ({target})"),
        _VOICES.get(str(row["voice"]), ""),
        "" if row["part"] == "all" else str(row["part"]),
        "" if row["genre"] in ("news", "all") else str(row["genre"]),
    ]
    return ", ".join(part for part in parts if part)


#: Rows of scores that are compared at once.
_ROWS = 1_000_000

Row = Mapping[str, Any]


def null(scale: str) -> float:
    """Return the estimate of as much in one as in the other: 1 of a ratio, 0 of a difference."""
    return 1.0 if scale == "ratio" else 0.0


def asked(
    scores: pd.DataFrame,
    contrasts: pd.DataFrame | None,
    most: int | None,
    *,
    by: str,
    split: str | Sequence[str],
    **settings: Any,
) -> pd.DataFrame:
    """Return the comparisons meant, as rows of a contrast table: those given, or the clearest there are.

    Parameters
    ----------
    scores : pandas.DataFrame
        A table `scores`.
    contrasts : pandas.DataFrame or None
        Rows of the table `contrast`; None for all that `compare` makes of the scores.
    most : int or None
        At most so many, the clearest first; None for all.
    by, split, **settings
        As in `framing.compare`.

    Raises
    ------
    FramingError
        `contrasts` is no table of comparisons, or names a cell that the scores have not.
    """
    if most is not None:
        check_number("most", most, 1)
    check_choice("collection", settings.get("collection", "unknown"), COLLECTION)
    check_choice("weights", settings.get("weights", "equal"), WEIGHTS)
    if contrasts is None:
        contrasts = compare(scores, by=by, split=several("split", split), **settings).contrast
    table = check(contrasts, "contrast")
    table = table[table["estimate"].notna()]
    return clearest(table, most)


def clearest(contrast: pd.DataFrame, most: int | None) -> pd.DataFrame:
    """Return the rows with the least adjusted p, then p, then farthest from equality, in that order.

    Distance is counted in half widths of the interval (of logarithms where scale is ratio).
    """
    ratio = (contrast["scale"] == "ratio").to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        at, low, high = (
            np.where(ratio, np.log(contrast[name]), contrast[name]) for name in ("estimate", "low", "high")
        )
        far = np.abs(at) / ((high - low) / 2)
    far = np.where(np.isfinite(far), far, -1.0)
    order = np.lexsort((-far, contrast["p"].fillna(np.inf), contrast["p_adjusted"].fillna(np.inf)))
    return contrast.iloc[order[:most]].reset_index(drop=True)


def rows_of(scores: pd.DataFrame, row: Row, by: str, wire: str) -> pd.DataFrame:
    """Return the rows of the scores that a comparison is made of; those a treatment drops are out.

    Parameters
    ----------
    scores : pandas.DataFrame
        Checked.
    row : mapping
        A row of the table `contrast`.
    by, wire : str
        As in `framing.compare`.
    """
    known = schema("contrast").columns
    keep = (scores["measure"] == row["measure"]).to_numpy()
    keep = keep & ~left_out(scores["wire_role"], wire)
    target = row.get("target")
    keep = keep & (scores["target"].isna() if pd.isna(target) else scores["target"] == target).to_numpy(bool)
    if by != "genre":
        genres = ("news", "unknown") if row["genre"] == "news" else (row["genre"],)
        keep = keep & scores["genre"].isin(genres).to_numpy()
    further = [name for name in row if name not in known and not str(name).startswith("_")]
    for name in ("part", "voice", *further):
        value = row[name]
        if name == by or name not in scores.columns or (isinstance(value, str) and value == "all"):
            continue
        here = scores[name].isna() if pd.isna(value) else scores[name].astype(object) == value
        keep = keep & here.to_numpy(bool)
    if row["b"] != REST:
        keep = keep & scores[by].isin([row["a"], row["b"]]).to_numpy()
    keep = keep & (scores["tokens"] > 0).to_numpy()
    return scores[keep]


def summed_up(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return one row an article with its counts added up.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of one comparison, as `rows_of` gives them.
    by : str
        Column whose values are compared.
    """
    keys = [by, "article"]
    carried = ["outlet", "event", "genre", "copy_group", "wire_role", "provenance", "unit"]
    first = {name: (name, "first") for name in carried if name not in keys}
    sums = {name: (name, "sum") for name in ("hits", "weight", "tokens")}
    plain = rows[[*keys, *first, *sums]].astype(dict.fromkeys([*keys, *first], object))
    found = plain.groupby(keys, sort=True, dropna=False).agg(**first, **sums).reset_index()
    return found.sort_values(keys, kind="stable", ignore_index=True)


def family(table: pd.DataFrame) -> pd.Series:
    """Return for each row the least id of those that are copies of its article, or its own."""
    article = table["article"].astype(object)
    group = table["copy_group"].astype(object)
    least = article.groupby(group).transform("min")
    return least.where(group.notna(), article)


def varied(table: pd.DataFrame, kept: Sequence[Ints], part: str, by: str) -> Iterator[pd.DataFrame]:
    """Yield scores in which variant 0, 1, ... holds only the rows it keeps; in parts that are not too long.

    Parameters
    ----------
    table : pandas.DataFrame
        As `summed_up` gives it.
    kept : sequence of arrays
        For each variant the places of its rows; one may stand several times only if articles are told apart.
    part : str
        Part of the comparison: in headlines it is headlines that are counted.
    by : str
        Column whose values are compared.
    """
    begin, size = 0, 0
    for number in range(len(kept) + 1):
        if number == len(kept) or (size and size + len(kept[number]) > _ROWS):
            places = np.concatenate(kept[begin:number]) if begin < number else np.zeros(0, np.int64)
            owner = np.repeat(np.arange(begin, number), [len(rows) for rows in kept[begin:number]])
            frame = table.iloc[places].reset_index(drop=True)
            names = pd.Index([f"{k:07d}" for k in range(begin, number)], dtype="str")
            measure = pd.Categorical.from_codes(owner - begin, names)
            one = {"measure": measure, "target": None, "part": part, "voice": "all"}
            yield frame.assign(**{name: value for name, value in one.items() if name != by})
            begin, size = number, 0
        if number < len(kept):
            size += len(kept[number])


def estimates(parts: Iterable[pd.DataFrame], row: Row, *, by: str, wire: str, weights: str) -> pd.DataFrame:
    """Compare the two groups of a row in every variant.

    Returns
    -------
    pandas.DataFrame
        Indexed by variant, those that both groups have: `n_a`, `n_b`, `n_events`, `estimate`, `low`, `high`,
        `p` (Welch's t) as in the table `contrast`, the last three missing where there is no interval.
    """
    found = [_estimates(part, row, by, wire, weights) for part in parts if len(part)]
    columns = ["n_a", "n_b", "n_events", "estimate", "low", "high", "p"]
    return pd.concat(found) if found else pd.DataFrame(columns=columns, dtype="float64")


def _estimates(part: pd.DataFrame, row: Row, by: str, wire: str, weights: str) -> pd.DataFrame:
    columns = ["n_a", "n_b", "n_events", "estimate", "low", "high", "p"]
    data = clusters(check(part, "scores"), by, () if by == "part" else ("part",), wire)
    here = {*data.groups, REST} if len(data.groups) > 1 else set(data.groups)
    a, b = str(row["a"]), str(row["b"])
    pairs = chosen([(a, b)], data.groups) if {a, b} <= here else []
    found = compared(data, pairs, weights=weights) if pairs else None
    if found is None:
        return pd.DataFrame(columns=columns, dtype="float64")
    pooled = found.pooled
    ratio, scale = data.ratio[pooled.cell], data.scale[pooled.cell]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        value = np.where(
            ratio, np.where(pooled.b > 0, pooled.a / pooled.b, np.nan), (pooled.a - pooled.b) * scale
        )
        ends = [np.where(ratio, np.exp(end), end * scale) for end in (pooled.low, pooled.high)]
    low, high, p = (np.where(found.closed, np.nan, values) for values in (*ends, pooled.p))
    variant = data.cells["measure"].iloc[pooled.cell].astype(int)
    values = (*found.articles, pooled.n_events, value + 0.0, low + 0.0, high + 0.0, p)
    return pd.DataFrame(dict(zip(columns, values, strict=True)), index=variant.to_numpy())
