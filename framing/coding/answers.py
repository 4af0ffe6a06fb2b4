"""What coders answered, as arrays: units × coders, and what each unit is of.

The one reader of codes tables for all that is computed from them. No statistic here.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from framing.coding.krippendorff import LEVELS, MOST
from framing.coding.questions import shipped
from framing.comparison.codes import Floats, Ints
from framing.errors import FramingError, FramingWarning, among, brief, several, unknown
from framing.schema import check

__all__ = ["Answers", "Orders", "answered", "codes_of", "key_of", "names_of", "opened", "orders_of"]

#: Answers in their order: of the one question asked for, or by question.
Orders: TypeAlias = Sequence[Any] | Mapping[str, Sequence[Any]]

#: Columns that are of an answer, not of its unit.
_SAID = ("coder", "question", "value", "level", "note", "seconds", "codebook")


@dataclass(frozen=True)
class Answers:
    """Answers to one question.

    Attributes
    ----------
    question, level : str
    labels : tuple of str
        The answers, in their order.
    numbers : array
        What they stand for: numbers as written, else their rank from 0.
    coders : tuple of str
    given : array of int, units × coders
        Places in `labels`, -1 where a coder gave none.
    units : pandas.DataFrame
        A row a unit, by id: `unit`, `article`, and what else codes or key say of it.
    alone : bool
        No article is known, so that each unit is taken as one.
    """

    question: str
    level: str
    labels: tuple[str, ...]
    numbers: Floats
    coders: tuple[str, ...]
    given: Ints
    units: pd.DataFrame
    alone: bool

    def article(self) -> Ints:
        """Return each unit's article as a number, in the order of their ids."""
        return np.unique(self.units["article"].to_numpy(dtype=str), return_inverse=True)[1].astype(np.int64)

    def majority(self, coder: str | None = None) -> Floats:
        """Return, units × answers, which answer a unit is given: that of most coders.

        Where coders are tied the answers share the unit. A unit without an answer has a row of zeros.

        Parameters
        ----------
        coder : str, optional
            Take this coder's answers alone.

        Raises
        ------
        FramingError
            There is no such coder.
        """
        given = self.given
        if coder is not None:
            if not among(coder, self.coders):
                raise unknown("coder", coder, self.coders)
            given = given[:, [self.coders.index(coder)]]
        row, column = np.nonzero(given >= 0)
        counts = np.zeros((len(given), len(self.labels)))
        np.add.at(counts, (row, given[row, column]), 1.0)
        most = counts.max(axis=1, keepdims=True) if counts.size else counts
        top = (counts == most) & (counts > 0)
        return np.asarray(top / np.maximum(top.sum(axis=1, keepdims=True), 1))

    def shares(self, coder: str | None = None) -> Floats:
        """Return, units × answers, the share of a unit's coders who gave each; zeros where nobody did."""
        given = self.given
        if coder is not None:
            if not among(coder, self.coders):
                raise unknown("coder", coder, self.coders)
            given = given[:, [self.coders.index(coder)]]
        row, column = np.nonzero(given >= 0)
        counts = np.zeros((len(given), len(self.labels)))
        np.add.at(counts, (row, given[row, column]), 1.0)
        return np.asarray(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))


def opened(sample: Any) -> Any:
    """Return a sample that is given as the folder it was written to; else what is given."""
    if isinstance(sample, (str, os.PathLike)):
        from framing.coding.sheet import read_sample

        return read_sample(sample)
    return sample


def codes_of(codes: Any, sample: Any = None) -> pd.DataFrame:
    """Return a checked codes table, with what the sample's key says of each unit.

    Parameters
    ----------
    codes : pandas.DataFrame or Codes
        The table `codes`, or what `read_codes` gives.
    sample : pandas.DataFrame or CodingSample, optional
        The table `unit_key`, or what holds it; without it, what codes say of units themselves is all there
        is.

    Raises
    ------
    FramingError
        It is no such table, or has no rows; codes and key name different articles for a unit.

    Warns
    -----
    FramingWarning
        Units are not in the sample, and are left out.
    """
    table = getattr(codes, "codes", codes)
    if not isinstance(table, pd.DataFrame):
        raise FramingError(
            f"codes: {brief(codes)} is no table of codes; give what read_codes returns, or a DataFrame with "
            "columns unit, coder, question and value"
        )
    table = check(table, "codes")
    if not len(table):
        raise FramingError("codes: there are no rows; give the codes of at least one coder")
    key = key_of(sample)
    if key is None:
        return table
    lost = ~table["unit"].isin(key["unit"])
    if lost.all():
        raise FramingError(
            f"codes: none of their units is in the sample ({table['unit'].iloc[0]!r} is the first); "
            "give the key of the sample that was coded"
        )
    if lost.any():
        count = table.loc[lost, "unit"].nunique()
        warnings.warn(
            f"codes: {count} units are not in the sample ({table.loc[lost, 'unit'].iloc[0]!r} is the first) "
            "and are left out",
            FramingWarning,
            stacklevel=3,
        )
        table = table[~lost].reset_index(drop=True)
    known = key.set_index("unit")
    known = known[[name for name in known.columns if name not in _SAID]]
    for name in known.columns:
        found = table["unit"].map(known[name])
        if name == "article" and "article" in table.columns:
            wrong = table["article"].notna() & found.notna() & (table["article"] != found)
            if wrong.any():
                unit = table.loc[wrong, "unit"].iloc[0]
                said = f"{table.loc[wrong, 'article'].iloc[0]!r}, in the sample of {found[wrong].iloc[0]!r}"
                raise FramingError(
                    f"codes: unit {unit!r} is of article {said}; give the key of the sample that was coded"
                )
        table[name] = found.where(found.notna(), table[name]) if name in table.columns else found
    return table


def key_of(sample: Any) -> pd.DataFrame | None:
    """Return the key of a sample: a table with a row a unit; None where no sample is given."""
    if sample is None:
        return None
    key = getattr(sample, "key", sample)
    if not isinstance(key, pd.DataFrame) or "unit" not in key.columns:
        raise FramingError(
            f"sample: {brief(sample)} is no sample; give what sample_for_coding returns, or its key "
            "(key.csv) as a DataFrame with a column unit"
        )
    if key["unit"].duplicated().any():
        twice = key.loc[key["unit"].duplicated(), "unit"].iloc[0]
        raise FramingError(
            f"sample: unit {twice!r} stands in its key more than once; each unit may stand once"
        )
    for name in ("probability", "probability_article", "probability_unit"):
        if name in key.columns and not key[name].between(0, 1, inclusive="right").all():
            wrong = key.loc[~key[name].between(0, 1, inclusive="right")].iloc[0]
            raise FramingError(
                f"sample: {name} of unit {wrong['unit']!r} is {wrong[name]}; give a share above 0, at most 1"
            )
    return key.astype({"unit": "str"})


def orders_of(order: Orders | None, sample: Any) -> Orders | None:
    """Return the orders of answers: those given, else those of the questions that the sample was asked."""
    if order is not None:
        return order
    asked = getattr(sample, "codebook", None)
    if asked is None or isinstance(asked, str):
        return None
    listed = {one.key: tuple(one.values) for one in asked if getattr(one, "values", None)}
    return listed or None


def names_of(table: pd.DataFrame, question: str | None = None) -> tuple[str, ...]:
    """Return the questions answered, in the order of their names; or the one asked for.

    Raises
    ------
    FramingError
        It is not among them.
    """
    names = tuple(sorted(table["question"].astype("str").unique()))
    if question is None:
        return names
    if not among(question, names):
        raise unknown("question", question, names, where="codes")
    return (question,)


def answered(
    table: pd.DataFrame, question: str, level: str | None = None, order: Orders | None = None
) -> Answers:
    """Return the answers to one question.

    Parameters
    ----------
    table : pandas.DataFrame
        As `codes_of` gives it.
    question : str
    level : {"nominal", "ordinal", "interval", "ratio"}, optional
        By default the one that the codes carry.
    order : sequence, or mapping of them by question, optional
        All answers in their order. Without it numbers are ordered by size, answers to a question that comes
        along as it lists them, and words by the alphabet, which is no order for ordinal ones.

    Raises
    ------
    FramingError
        The level is not known or the codes carry several; an ordinal question has neither numbers nor an
        order; an answer is not in the order, or is no number where one is needed.
    """
    rows = table[table["question"] == question]
    if not len(rows):
        raise unknown("question", question, names_of(table), where="codes")
    level = _level(rows, question, level)
    values = rows["value"].astype("str").str.strip()
    labels = _ordered(values, question, level, _of(order, question) or _shipped(values, question))
    numbers = _numbers(labels, question, level)
    units, unit = np.unique(rows["unit"].to_numpy(dtype=str), return_inverse=True)
    coders, coder = np.unique(rows["coder"].to_numpy(dtype=str), return_inverse=True)
    places = {label: place for place, label in enumerate(labels)}
    given = np.full((len(units), len(coders)), -1, dtype=np.int64)
    given[unit, coder] = values.map(places).to_numpy()
    said = rows.drop(columns=list(_SAID))
    # Ids in the order of np.unique: code points.
    about = (
        said.groupby("unit", sort=True, observed=True)
        .first()
        .reindex(units)
        .rename_axis("unit")
        .reset_index()
    )
    alone = bool(about["article"].isna().all())
    lost = about["article"].isna()
    about["article"] = about["article"].where(~lost, about["unit"])
    return Answers(question, level, labels, numbers, tuple(coders.tolist()), given, about, alone)


def _of(order: Orders | None, question: str) -> tuple[str, ...] | None:
    if isinstance(order, str):
        raise FramingError(f"order: {order!r} is one word; give all answers in their order, as a list")
    if isinstance(order, Mapping):
        order = order.get(question)
    return None if order is None else tuple(map(str, several("order", order)))


def _shipped(values: pd.Series[str], question: str) -> tuple[str, ...] | None:
    """Return the answers of a question that comes along, where these can be answers to it."""
    for book in shipped().values():
        for one in book:
            if one.key == question and one.values and set(values) <= set(one.values):
                return tuple(one.values)
    return None


def _level(rows: pd.DataFrame, question: str, level: str | None) -> str:
    if level is not None:
        if not among(level, LEVELS):
            raise unknown("level", level, LEVELS)
        return level
    found = sorted(rows["level"].astype("str").unique())
    if len(found) > 1:
        raise FramingError(f"codes: question {question!r} has levels {' and '.join(found)}; give level=...")
    return str(found[0])


def _ordered(
    values: pd.Series[str], question: str, level: str, order: tuple[str, ...] | None
) -> tuple[str, ...]:
    found = sorted(values.unique())
    if len(found) > MOST:
        raise FramingError(
            f"codes: question {question!r} has {len(found)} different answers, over {MOST}; group them first"
        )
    if order is not None:
        if lost := [value for value in found if value not in order]:
            raise unknown("answer", lost[0], order, where=f"codes, question {question!r}")
        return order
    numbers = {value: _number(value) for value in found}
    if all(np.isfinite(number) for number in numbers.values()):
        return tuple(sorted(found, key=lambda value: (numbers[value], value)))
    if level == "ordinal":
        raise FramingError(
            f"codes: question {question!r} is ordinal and its answers are words; give their order, as "
            f"order={{{question!r}: [{', '.join(map(repr, found[:3]))}, ...]}}"
        )
    return tuple(found)


def _numbers(labels: tuple[str, ...], question: str, level: str) -> Floats:
    numbers = np.array([_number(label) for label in labels])
    if level in ("interval", "ratio") and not np.isfinite(numbers).all():
        wrong = labels[int(np.isfinite(numbers).argmin())]
        raise FramingError(
            f"codes: question {question!r} is {level}, but the answer {brief(wrong)} is no number; "
            "mend it, or give level='ordinal' or 'nominal'"
        )
    return numbers if np.isfinite(numbers).all() else np.arange(len(labels), dtype=np.float64)


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return np.nan
