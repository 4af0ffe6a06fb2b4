"""All articles of a study with what is measured and what is coded of them, for estimates by both.

Joins the measure's table, the codes and the sample's key. No statistic here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.coding.answers import Answers
from framing.coding.measured import kind_of, measured
from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.treatment import collapses, left_out
from framing.errors import FramingError, among, brief
from framing.units import MILLION, UNITS

__all__ = ["Population", "noise_of", "populated", "strata_of", "sums_of"]

_ABOUT = ("event", "copy_group", "wire_role", "provenance")


@dataclass(frozen=True)
class Population:
    """Articles (copies of one text in a group and event as one) and the units coded in them.

    Attributes
    ----------
    articles : pandas.DataFrame
        A row an article, by number: `group`, `event`, `total` and `size` (the measure's sum and what it is a
        sum of), `coded`, `weight`, `stratum`, `illustrative`.
    unit : pandas.DataFrame
        A row a coded unit of this voice: `article` (number), `weight` (1 over the probability that it was
        drawn in its article), `value` (the measure there; missing where measured by article), `row` (in the
        answers), `among` (units of its kind in the article; missing where not known).
    by_unit : bool
        The measure is known of each unit.
    notes : tuple of str
    """

    articles: pd.DataFrame
    unit: pd.DataFrame
    by_unit: bool
    notes: tuple[str, ...]


def populated(one: Answers, table: pd.DataFrame, by: str, voice: str, wire: str) -> Population:
    """Return articles and units of one voice.

    Parameters
    ----------
    one : Answers
    table : pandas.DataFrame
        Rows of one measure: `scores`, `evidence` of mentions, or a row a unit of all articles.
    by : str
        Column that makes the groups.
    voice : str
        Whose words; "all" for units whose voices were not told apart.
    wire : {"collapse", "keep", "drop"}

    Raises
    ------
    FramingError
        The table has no articles, or no column `by`; units of one kind are measured as another.
    """
    kind = kind_of(table)
    for name in ("article", by):
        if not among(name, table.columns):
            raise FramingError(
                f"the measure's table has no column {brief(name)}; it must tell of all articles, coded or "
                "not, and of their groups"
            )
    about = _about(table, by)
    units = one.units.assign(row=np.arange(len(one.units)))
    answered = (one.given >= 0).any(axis=1)
    known = units["article"].isin(about.index)
    notes = []
    if lost := int((answered & ~known).sum()):
        notes.append(f"{lost} coded units of articles that the measure's table has not, left out")
    coded = units[answered & known].copy()
    whole = _whole(coded)
    by_unit = whole or kind != "scores"
    spoken = _spoken(coded, voice)
    mine = coded[spoken].copy()
    mine["weight"], mine["among"] = _weights(units[_spoken(units, voice)], mine)
    if whole and kind == "scores":
        found = _by_article(table, voice, whole=True)
        mine["value"] = mine["article"].map(found["total"]).to_numpy(dtype=np.float64)
    elif kind == "scores":
        found = _by_article(table, voice, whole=False)
        mine["value"] = np.nan
    else:
        found = _by_units(table, voice)
        mine["value"] = measured(mine, table)["value"].to_numpy(dtype=np.float64)
        if lost := int(mine["value"].isna().sum()):
            notes.append(f"{lost} coded units not measured and left out")
            mine = mine[mine["value"].notna()].copy()
    about["total"] = found["total"].reindex(about.index).fillna(0.0)
    about["size"] = found["size"].reindex(about.index).fillna(0.0)
    about["coded"] = about.index.isin(coded["article"])
    drawn = coded.drop_duplicates("article").set_index("article")
    about["weight"] = 1.0
    if "probability_article" in drawn.columns:
        about["weight"] = (1 / drawn["probability_article"]).reindex(about.index).fillna(1.0)
    about["stratum"] = _strata(drawn).reindex(about.index).fillna("")
    if "articles_drawn" in drawn.columns and drawn["articles_drawn"].notna().all():
        total = drawn.groupby("stratum")["articles_drawn"].first().sum()
        if (gap := int(total) - len(drawn)) > 0:
            notes.append(f"{gap} articles drawn have no unit coded")
    if "probability_article" not in drawn.columns:
        notes.append("no key of the sample: articles and units taken as drawn with equal probability")
    about, mine = _as_one(about, mine, wire)
    return Population(about, mine, by_unit, tuple(notes))


def _about(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return what is known of each article, by its id."""
    columns = [name for name in _ABOUT if name in table.columns and name != by]
    first = (
        table.assign(article=table["article"].astype("str")).drop_duplicates("article").set_index("article")
    )
    about = first[columns].rename_axis("article").sort_index()
    about["group"] = first[by].sort_index()
    for name in _ABOUT:
        if name not in about.columns:
            about[name] = first[name] if name in first.columns else None
    return about[about["group"].notna()].assign(group=lambda frame: frame["group"].astype("str"))


def _whole(units: pd.DataFrame) -> bool:
    if "kind" in units.columns and units["kind"].notna().all():
        return bool((units["kind"] == "article").all())
    return bool((units["end"].fillna(0) == 0).all())


def _spoken(units: pd.DataFrame, voice: str) -> Flags:
    if voice == "all" or "voice" not in units.columns:
        return np.ones(len(units), dtype=bool)
    return np.asarray((units["voice"] == voice).to_numpy(dtype=bool))


def _by_article(table: pd.DataFrame, voice: str, whole: bool) -> pd.DataFrame:
    """Return the measure's sums by article: its own number of each, or numerator and denominator."""
    rows = table if voice == "all" else table[table["voice"].isin([voice, "all"])]
    sums = rows.groupby(rows["article"].astype("str"))[["hits", "weight", "tokens"]].sum().astype(np.float64)
    how = UNITS[str(table["unit"].iloc[0])]
    above = sums[how.numerator]
    below = sums[how.denominator if how.denominator in sums.columns else "tokens"]
    if not whole:
        return pd.DataFrame({"total": how.scale * above, "size": below})
    number = how.scale * above / below.where(below > 0)
    # An article without hits to divide by says nothing: it has the mean of the others, which moves nothing.
    return pd.DataFrame({"total": number.fillna(number.mean()).fillna(0.0), "size": 1.0})


def _by_units(table: pd.DataFrame, voice: str) -> pd.DataFrame:
    """Return the measure's sums by article of a table with a row a unit."""
    rows = table
    if voice != "all" and "voice" in table.columns:
        rows = table[table["voice"].isin([voice, "all"])]
    value = rows["value"] if "value" in rows.columns else rows["weight"] / MILLION
    grouped = value.astype(np.float64).groupby(rows["article"].astype("str"))
    return pd.DataFrame({"total": grouped.sum(), "size": grouped.count().astype(np.float64)})


def _weights(every: pd.DataFrame, mine: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return what each coded unit stands for in its article, and how many units of its kind are there.

    Units that were drawn and not coded are made up for by those of their article that were.
    """
    if "probability_unit" not in mine.columns or mine["probability_unit"].isna().any():
        return np.ones(len(mine)), np.full(len(mine), np.nan)
    side = ["article", "hit"] if "hit" in mine.columns else ["article"]
    drawn = every.groupby(side)["unit"].transform("size").groupby([every[name] for name in side]).first()
    coded = mine.groupby(side)["unit"].transform("size").to_numpy(dtype=np.float64)
    keys = pd.MultiIndex.from_frame(mine[side]) if len(side) > 1 else pd.Index(mine[side[0]])
    missing = drawn.reindex(keys).to_numpy(dtype=np.float64) / coded
    among = mine["units_in_article"] if "units_in_article" in mine.columns else pd.Series(np.nan, mine.index)
    weight = missing / mine["probability_unit"].to_numpy(dtype=np.float64)
    return np.asarray(weight), among.to_numpy(dtype=np.float64)


def _strata(drawn: pd.DataFrame) -> pd.Series[str]:
    """Return within what each coded article was drawn, as fine as there are two articles or more."""
    columns = [name for name in ("stratum", "event", "third") if name in drawn.columns]
    label = pd.Series("", index=drawn.index)
    if not columns:
        return label
    text = [drawn[name].astype("str").fillna("") for name in columns]
    for depth in range(len(text), 0, -1):
        finest = text[0].str.cat(text[1:depth], sep="\x1f") if depth > 1 else text[0]
        open_ = label == ""
        size = finest[open_].groupby(finest[open_]).transform("size")
        label = label.where(~open_, (f"{depth} " + finest).where(size.reindex(drawn.index).fillna(0) > 1, ""))
    return label


def _as_one(about: pd.DataFrame, unit: pd.DataFrame, wire: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Number the articles; copies of one text in a group and event are one, with the mean of their sums."""
    about = about[~left_out(about["wire_role"].fillna("none"), wire)]
    about = about.assign(
        id=about.index,
        event=about["event"].astype(object).where(about["event"].notna(), ""),
        illustrative=about["provenance"] == "illustrative",
    )
    about["group_family"] = about["id"]
    if collapses(wire):
        copies = about["copy_group"].notna()
        about.loc[copies, "group_family"] = "\x1e" + about.loc[copies, "copy_group"].astype("str")
    keys = ["group", "event", "group_family"]
    number = about.groupby(keys, sort=True).ngroup()
    # What is said of a family is said by its coded members, where it has some.
    firm = about.sort_values(["coded", "id"], ascending=[False, True]).groupby(number.rename("article"))
    sums = about.groupby(number)[["total", "size"]].mean()
    gathered = firm[["group", "event", "coded", "weight", "stratum", "illustrative"]].first()
    gathered["total"], gathered["size"] = sums["total"], sums["size"]
    members = about[about["coded"]].groupby(number[about["coded"]]).size()
    unit = unit[unit["article"].isin(about.index)].copy()
    own = number.reindex(unit["article"]).to_numpy(dtype=np.int64)
    # Several coded copies share the weight of one.
    unit["weight"] = unit["weight"].to_numpy() / members.reindex(own).to_numpy(dtype=np.float64)
    unit["article"] = own
    return gathered.reset_index(drop=True), unit.reset_index(drop=True)


def strata_of(labels: pd.Series[str]) -> Ints:
    """Return strata as numbers, in the order of their names; those of one article join the largest."""
    codes, names = pd.factorize(labels.astype("str"), sort=True)
    size = np.bincount(codes, minlength=len(names))
    if len(names) > 1 and (size == 1).any():
        codes = np.where(size[codes] == 1, int(size.argmax()), codes)
    return np.asarray(codes, dtype=np.int64)


def sums_of(unit: pd.DataFrame, value: Floats, size: int) -> Floats:
    """Return each article's weighted sum of a value of its units."""
    weight = unit["weight"].to_numpy(dtype=np.float64)
    return np.bincount(unit["article"].to_numpy(dtype=np.int64), weight * value, minlength=size)


def noise_of(unit: pd.DataFrame, one: Floats, two: Floats, size: int) -> Floats:
    """Return for each article the covariance of two weighted sums from coding some of its units only.

    The units' own covariance is pooled over articles with two or more; missing where that can't be had, or
    where it isn't known how many units an article has.
    """
    article = unit["article"].to_numpy(dtype=np.int64)
    weight = unit["weight"].to_numpy(dtype=np.float64)
    count = np.bincount(article, minlength=size).astype(np.float64)
    if not len(article) or unit["among"].isna().any():
        return np.full(size, np.nan)
    rest = np.bincount(article, np.maximum(weight - 1, 0) * weight, minlength=size)
    if not (rest > 1e-9).any():
        return np.zeros(size)
    df = float((count[count > 1] - 1).sum())
    if df < 1:
        return np.full(size, np.nan)
    means = [np.bincount(article, values, minlength=size) / np.maximum(count, 1) for values in (one, two)]
    spread = float(((one - means[0][article]) * (two - means[1][article])).sum()) / df
    return np.asarray(spread * rest)
