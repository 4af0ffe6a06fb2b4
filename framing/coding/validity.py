"""How well a measure finds what coders find, overall and by outlet and voice, with intervals by article.

An error that differs by outlet makes differences by itself: `excess` says how large they are. Nothing is
corrected here (see `powered`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from framing.coding.agreement import ENOUGH, FIRM
from framing.coding.answers import Orders, answered, codes_of, names_of, opened, orders_of
from framing.coding.errors_by import DRAWS, alike
from framing.coding.judged import Judged, estimates, missed
from framing.coding.measured import Sign, measured, rows_of, signs
from framing.coding.meeting import BY, grouped, judged_of, of_target
from framing.coding.proportions import LEAST, apart
from framing.errors import FramingError, brief, several, whole
from framing.tables import check

__all__ = ["validity"]

#: Joins names of columns, and of their values, that are crossed.
CROSS = " × "

#: Statistics whose differences between groups have rows of their own, and one test over all groups.
_COMPARED = ("precision", "recall", "excess", "accuracy")


def validity(
    table: pd.DataFrame,
    codes: Any,
    *,
    question: str | None = None,
    measure: str | None = None,
    target: str | None = None,
    by: str | Sequence[str] | None = BY,
    categories: Mapping[str, Sign] | None = None,
    order: Orders | None = None,
    level: str | None = None,
    sample: Any = None,
    coder: str | None = None,
    cut: float = 0.0,
    seed: int = 1,
) -> pd.DataFrame:
    """Compare a measure with what coders said, and say where it errs more.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `evidence` (of sentences and mentions), `scores` (of whole articles), or a row a unit with
        `unit` and `value` (a number) or `label` (a class).
    codes : pandas.DataFrame or Codes
        The table `codes`, or what `read_codes` gives.
    question : str, optional
        The question that asks for what the measure measures; not needed where codes have one.
    measure, target : str, optional
        Of the table, where it has several.
    by : str or sequence of str, optional
        Columns whose groups have rows of their own, and those of all crossed; of the codes, of the sample's
        key, or of `table` where they are an article's.
    categories : mapping of str to str, optional
        How each answer shows in the measure: "+" (its number is above zero), "-" (below), "0" (neither), or
        a class of the measure. By default yes, positive, present and 1 are "+", no, neutral, absent and 0 are
        "0", negative and -1 are "-"; answers of other names, as those of a scale,
        have correlations alone.
    order, level
        As for `agreement`.
    sample : CodingSample, path or pandas.DataFrame, optional
        What was coded, or its key: places, outlets and voices of units, and the probability with which each
        was drawn, by which it is weighted.
    coder : str, optional
        Whose answers are the standard; by default the majority's, and where coders are tied each answer has
        its share of the unit.
    cut : float
        The measure finds "+" above this number, and "-" below its negative.
    seed : int
        For the test that errors are alike.

    Returns
    -------
    pandas.DataFrame
        The table `validity`: for each group and category precision, recall, F1, specificity and excess,
        over all categories accuracy, and the correlations of the measure's number with the answer. Where
        `other` is given, the difference of two groups; where both are "any", the test that the error is
        alike in all.

    Raises
    ------
    FramingError
        The table is no such table; a name is not known; no unit is both coded and measured; units are parts
        of articles and the table is of whole ones.

    Notes
    -----
    Intervals of shares are Wilson's at the effective number of units (clusters: articles; F1 by way of
    right / (right + wrong), of which it is a function), those of correlations jackknives by article on
    Fisher's z; differences add the distances to the ends in squares (Zou and Donner 2008). `excess` is the
    share of units found less that coded. The test permutes labels over the articles of an event (over the
    units of an article for voices, which articles share); p is adjusted over all of its tests. See
    ``benchmarks/quality_coding.py``.

    Examples
    --------
    >>> codes = pd.DataFrame({"unit": list("abcdef"), "article": list("112233"), "coder": "Ann",
    ...                       "question": "hedged", "value": ["yes", "no", "yes", "no", "no", "yes"]})
    >>> found = pd.DataFrame({"unit": list("abcdef"), "value": [2, 0, 1, 1, 0, 0]})
    >>> table = validity(found, codes, by=None)
    >>> table[table["category"] == "yes"][["statistic", "estimate"]].round(2).values.tolist()[:3]
    [['precision', 0.67], ['recall', 0.67], ['f1', 0.67]]
    """
    if (whole(seed) or 0) < 0 or whole(seed) is None:
        raise FramingError(f"seed: {brief(seed)} is no whole number from 0 on; give one, as 1")
    if isinstance(cut, bool) or not isinstance(cut, int | float | np.number) or not 0 <= cut < np.inf:
        raise FramingError(f"cut: {brief(cut)} is no number from 0 on; give what a sign must be above, as 0")
    sample = opened(sample)
    every = codes_of(codes, sample)
    names = names_of(every, question)
    if len(names) > 1:
        raise FramingError(f"question: codes have several; name one of {', '.join(names)}")
    one = answered(every, names[0], level, orders_of(order, sample))
    rows, name, toward = rows_of(table, measure, target)
    columns = several("by", by)
    units = grouped(one.units, rows, columns)
    asked = of_target(units, toward) & (one.majority(coder).sum(axis=1) > 0)
    found = measured(units, rows)
    there = asked & (found["value"].notna() | found["label"].notna()).to_numpy()
    if not there.any():
        raise FramingError(
            f"no unit is both coded ({names[0]}) and measured ({name}); are codes and measure of the same "
            "articles? sample= says where units are"
        )
    said = signs(one.labels, categories, found["label"].dropna().astype("str").unique().tolist())
    judged = judged_of(one, units[there], found[there], there, said, coder, cut)
    twice = int(((one.given >= 0).sum(axis=1) > 1)[there].sum())
    notes = [f"{twice} units coded twice, fewer than {ENOUGH}"] if twice < ENOUGH else []
    if lost := int(asked.sum() - there.sum()):
        notes.append(f"{lost} coded units not measured and left out")
    about = {"measure": name, "target": toward, "question": names[0]}
    weighted = bool((judged.weight != 1).any())
    shown = _shown(said)
    out: list[dict[str, Any]] = []
    for split, labels in _splits(units[there].reset_index(drop=True), columns):
        out += _of_groups(judged, shown, split, labels, about, notes, weighted)
        if split in columns:
            out += _of_pairs(judged, shown, split, labels, about, int(seed))
    counts = dict.fromkeys(("coded", "found", "right", "units_other", "articles_other"), 0)
    found = pd.DataFrame(out).fillna(counts)
    if "p" in found.columns and (tested := found["p"].notna()).any():
        found.loc[tested, "p_adjusted"] = false_discovery_control(found.loc[tested, "p"])
    return check(found, "validity")


def _shown(said: Mapping[str, Sign]) -> tuple[str, ...]:
    """Return the categories with rows of their own: of yes and no the yes alone, which says all."""
    two = len(said) == 2 and sorted(said.values()) == ["+", "0"]
    return tuple(answer for answer, sign in said.items() if not (two and sign == "0"))


def _splits(units: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[str, pd.Series[str]]]:
    """Yield each way to group the units: its name, and each unit's group; missing where it has none."""
    yield "all", pd.Series("all", index=units.index)
    columns = [name for name in columns if name in units.columns]
    each = [units[name].astype("str").where(units[name].notna()) for name in columns]
    for name, values in zip(columns, each, strict=True):
        if values.notna().any():
            yield name, values
    if len(each) > 1 and all(values.notna().any() for values in each):
        crossed = each[0]
        for values in each[1:]:
            crossed = crossed + CROSS + values
        yield CROSS.join(columns), crossed


def _method(statistic: str, articles: int, weighted: bool) -> str:
    how = {
        "pearson": f"Fisher's z, jackknife of {articles} articles, t",
        "excess": f"Wilson at the effective units of {articles} articles, added in squares",
    }
    said = how.get(
        "pearson" if statistic == "spearman" else statistic,
        f"Wilson at the effective units of {articles} articles",
    )
    return f"{said}; units weighted by 1 / probability" if weighted else said


#: Of what each statistic is a share, and what is wrong where it can't be made.
_OF = {"precision": "found", "recall": "coded", "specificity": "coded otherwise"}
_FLAT = dict.fromkeys(("pearson", "spearman"), "measure or answers are the same everywhere")


def _why(statistic: str, estimate: float, low: float, articles: int) -> list[str]:
    """Say why there is no estimate, or no interval where there are articles enough for one."""
    of = _OF.get(statistic)
    if np.isnan(estimate):
        return [f"{_FLAT.get(statistic, f'none {of}' if of else 'none coded or found')}: no estimate"]
    if np.isnan(low) and articles >= LEAST:
        said = f"{of} in under {LEAST} articles" if of else "too few, or too much alike"
        return [f"{said}: no interval"]
    return []


def _of_groups(
    judged: Judged,
    shown: Sequence[str],
    split: str,
    labels: pd.Series[str],
    about: Mapping[str, Any],
    notes: Sequence[str],
    weighted: bool,
) -> list[dict[str, Any]]:
    """Return the rows of each group."""
    out = []
    for group in sorted(labels.dropna().unique()):
        here = (labels == group).to_numpy(dtype=bool)
        articles = len(np.unique(judged.article[here]))
        said = list(notes) if split == "all" else []
        if articles < LEAST:
            said = [f"under {LEAST} articles: estimate only", *said]
        elif articles < FIRM:
            said = [f"fragile: {articles} articles", *said]
        for category, statistic, (estimate, low, high), counts in estimates(judged, shown, here):
            why = _why(statistic, estimate, low, articles)
            out.append(
                {
                    **about,
                    "by": split,
                    "group": group,
                    "category": category,
                    "statistic": statistic,
                    "estimate": estimate,
                    "low": low,
                    "high": high,
                    "units": int(here.sum()),
                    "articles": articles,
                    **counts,
                    "method": None if np.isnan(low) else _method(statistic, articles, weighted),
                    "note": "; ".join([*why, *said]),
                }
            )
    return out


def _of_pairs(
    judged: Judged,
    shown: Sequence[str],
    split: str,
    labels: pd.Series[str],
    about: Mapping[str, Any],
    seed: int,
) -> list[dict[str, Any]]:
    """Return the differences of each two groups, and the test that all are alike."""
    groups = sorted(labels.dropna().unique())
    if len(groups) < 2:
        return []
    masks = {group: (labels == group).to_numpy(dtype=bool) for group in groups}
    found = {
        group: {(c, s): sure for c, s, sure, _ in estimates(judged, shown, here) if s in _COMPARED}
        for group, here in masks.items()
    }
    size = {group: (int(here.sum()), len(np.unique(judged.article[here]))) for group, here in masks.items()}
    out = []
    for category, statistic in found[groups[0]]:
        row = {**about, "by": split, "category": category, "statistic": statistic}
        out.append(
            {**row, **_test(judged, labels, category, statistic, seed), "group": "any", "other": "any"}
        )
        values = [found[group][category, statistic][0] for group in groups]
        known = [value for value in values if np.isfinite(value)]
        out[-1]["estimate"] = max(known) - min(known) if len(known) > 1 else np.nan
        for a, b in combinations(groups, 2):
            one, two = found[a][category, statistic], found[b][category, statistic]
            low, high = apart(one, two)
            few = min(size[a][1], size[b][1])
            out.append(
                {
                    **row,
                    "group": a,
                    "other": b,
                    "estimate": one[0] - two[0],
                    "low": low,
                    "high": high,
                    "units": size[a][0],
                    "articles": size[a][1],
                    "units_other": size[b][0],
                    "articles_other": size[b][1],
                    "method": None if np.isnan(low) else "distances to the ends of both, added in squares",
                    "note": f"fragile: {size[a][1]} against {size[b][1]} articles"
                    if LEAST <= few < FIRM
                    else "",
                }
            )
    return out


def _test(judged: Judged, labels: pd.Series[str], category: str, statistic: str, seed: int) -> dict[str, Any]:
    """Return p of the error being alike in all groups."""
    here = labels.notna().to_numpy(dtype=bool)
    share = missed(judged, here, category, statistic)
    group = np.asarray(pd.factorize(labels[here], sort=True)[0], dtype=np.int64)
    p = alike(share.x, share.d, group, judged.article[here], judged.event[here], seed)
    return {
        "p": p,
        "units": int(here.sum()),
        "articles": len(np.unique(judged.article[here])),
        "method": None if np.isnan(p) else f"labels permuted, studentised, {DRAWS} draws",
        "note": "under 2 articles in all groups but one: no test" if np.isnan(p) else "",
    }
