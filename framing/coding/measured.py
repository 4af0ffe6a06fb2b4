"""What coders and a measure say of each unit: answers as arrays; a number, a class, and what answers mean.

A unit and a measure meet by place: hits that begin inside a sentence, the hit that stands where a mention
does, or a whole article's score. No statistic here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from framing.coding.questions import LEVELS, shipped
from framing.comparison.sums import Floats, Ints
from framing.errors import FramingError, brief, check_choice, several, unknown, warn
from framing.features.stance.judges import UNCLEAR
from framing.plugins import toml
from framing.schema import UNITS, check

#: So many different answers a question may have: the work grows with their square.
MOST = 1_000


def count_answers(answers: Ints, size: int) -> Floats:
    """Return how many coders gave each of `size` answers to each unit.

    Examples
    --------
    >>> count_answers(np.array([[0, 1, 1], [-1, 0, -1]]), 2)
    array([[1., 2.],
           [1., 0.]])
    """
    units = len(answers)
    row, column = np.nonzero(answers >= 0)
    flat = np.bincount(row * size + answers[row, column], minlength=units * size)
    return flat.reshape(units, size).astype(np.float64)


# What coders answered, as arrays: units × coders, and what each unit is of.

#: Answers in their order: of the one question asked for, or by question.
Orders: TypeAlias = Sequence[Any] | Mapping[str, Sequence[Any]]

#: Columns that are of an answer, not of its unit.
_SAID = ("coder", "question", "value", "level", "note", "codebook")


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

    def majority(self) -> Floats:
        """Return, units × answers, which answer a unit is given: that of most coders.

        Where coders are tied the answers share the unit. A unit without an answer has a row of zeros.
        """
        counts = count_answers(self.given, len(self.labels))
        most = counts.max(axis=1, keepdims=True) if counts.size else counts
        top = (counts == most) & (counts > 0)
        return np.asarray(top / np.maximum(top.sum(axis=1, keepdims=True), 1))

    def shares(self) -> Floats:
        """Return, units × answers, the share of a unit's coders who gave each; zeros where nobody did."""
        counts = count_answers(self.given, len(self.labels))
        return np.asarray(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))


def opened(sample: Any) -> Any:
    """Return a sample that is given as the folder it was written to; else what is given."""
    from framing.coding.sheet import read_sample

    return read_sample(sample) if isinstance(sample, str | os.PathLike) else sample


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
        warn(
            f"codes: {count} units are not in the sample ({table.loc[lost, 'unit'].iloc[0]!r} is the first) "
            "and are left out"
        )
        table = table[~lost].reset_index(drop=True)
    known = key.set_index("unit")
    for name in (name for name in known.columns if name not in _SAID):
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
    if "probability" in key.columns:
        good = key["probability"].between(0, 1, inclusive="right")
        if not good.all():
            wrong = key.loc[~good].iloc[0]
            raise FramingError(
                f"sample: probability of unit {wrong['unit']!r} is {wrong['probability']}; give a share "
                "above 0, at most 1"
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
    check_choice("question", question, names, where="codes")
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
    carried = sorted(rows["level"].astype("str").unique())
    if level is None and len(carried) > 1:
        raise FramingError(f"codes: question {question!r} has levels {' and '.join(carried)}; give level=...")
    level = carried[0] if level is None else level
    check_choice("level", level, LEVELS)
    values = rows["value"].astype("str").str.strip()
    labels = _ordered(values, question, level, order)
    numbers = np.array([_as_number(label) for label in labels])
    known = np.isfinite(numbers)
    if level in ("interval", "ratio") and not known.all():
        wrong = brief(labels[int(known.argmin())])
        raise FramingError(
            f"codes: question {question!r} is {level}, but the answer {wrong} is no number; "
            "mend it, or give level='ordinal' or 'nominal'"
        )
    numbers = numbers if known.all() else np.arange(len(labels), dtype=np.float64)
    units, unit = np.unique(rows["unit"].to_numpy(dtype=str), return_inverse=True)
    coders, coder = np.unique(rows["coder"].to_numpy(dtype=str), return_inverse=True)
    places = {label: place for place, label in enumerate(labels)}
    given = np.full((len(units), len(coders)), -1, dtype=np.int64)
    given[unit, coder] = values.map(places).to_numpy()
    # Ids in the order of np.unique: code points.
    about = rows.drop(columns=list(_SAID)).groupby("unit", sort=True, observed=True).first()
    about = about.reindex(units).rename_axis("unit").reset_index()
    lost = about["article"].isna()
    about["article"] = about["article"].where(~lost, about["unit"])
    return Answers(question, level, labels, numbers, tuple(coders.tolist()), given, about, bool(lost.all()))


def _ordered(values: pd.Series[str], question: str, level: str, order: Orders | None) -> tuple[str, ...]:
    """Return the answers in their order: the one given, that of a question that comes along, or by size."""
    found = sorted(values.unique())
    if len(found) > MOST:
        raise FramingError(
            f"codes: question {question!r} has {len(found)} different answers, over {MOST}; group them first"
        )
    if isinstance(order, str):
        raise FramingError(f"order: {order!r} is one word; give all answers in their order, as a list")
    order = order.get(question) if isinstance(order, Mapping) else order
    if order is not None:
        order = tuple(map(str, several("order", order)))
        if lost := [value for value in found if value not in order]:
            raise unknown("answer", lost[0], order, where=f"codes, question {question!r}")
        return order
    for one in (one for book in shipped().values() for one in book):
        if one.key == question and one.values and set(found) <= set(one.values):
            return tuple(one.values)
    numbers = {value: _as_number(value) for value in found}
    if all(np.isfinite(number) for number in numbers.values()):
        return tuple(sorted(found, key=lambda value: (numbers[value], value)))
    if level == "ordinal":
        raise FramingError(
            f"codes: question {question!r} is ordinal and its answers are words; give their order, as "
            f"order={{{question!r}: [{', '.join(map(repr, found[:3]))}, ...]}}"
        )
    return tuple(found)


def _as_number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return np.nan


# What a measure says of each unit.


def matched(
    table: pd.DataFrame,
    codes: Any,
    *,
    question: str | None,
    measure: str | None,
    target: str | None,
    order: Orders | None,
    level: str | None,
    sample: Any,
) -> tuple[Answers, pd.DataFrame, dict[str, Any]]:
    """Return the answers to one question, the rows of one measure, and what both are called.

    Raises
    ------
    FramingError
        Codes are of several questions and none is named, or one of both is no such table.
    """
    sample = opened(sample)
    every = codes_of(codes, sample)
    names = names_of(every, question)
    if len(names) > 1:
        raise FramingError(f"question: codes have several; name one of {', '.join(names)}")
    one = answered(every, names[0], level, orders_of(order, sample))
    rows, name, toward = rows_of(table, measure, target)
    return one, rows, {"measure": name, "target": toward, "question": names[0]}


#: How an answer shows in the number of a measure: above zero, below it, or neither.
Sign = str
_SIGNS = toml(__package__, "lists")["measured"]["signs"]
SIGNS: dict[str, Sign] = {word: sign for sign, words in _SIGNS.items() for word in words.split()}

_EVIDENCE = {"article", "start", "end", "weight", "measure"}
_SCORES = {"article", "hits", "weight", "tokens", "measure"}


def kind_of(table: Any) -> str:
    """Return which kind of table a measure is given as: "evidence", "scores" or "units".

    Raises
    ------
    FramingError
        It is none of them.
    """
    columns = set(getattr(table, "columns", ()))
    if columns >= _EVIDENCE:
        return "evidence"
    if columns >= _SCORES:
        return "scores"
    if "unit" in columns and columns & {"value", "label"}:
        return "units"
    raise FramingError(
        f"{'the table given' if columns else brief(table)} says nothing of a measure; give what evidence "
        "or score returns, or a table with a row a unit: unit, and value (a number) or label (a class)"
    )


def rows_of(
    table: pd.DataFrame, measure: str | None, target: str | None
) -> tuple[pd.DataFrame, str, str | None]:
    """Return the rows of one measure toward one target, and their names.

    Raises
    ------
    FramingError
        There is no such measure or target, or there are several and none is named.
    """
    kind = kind_of(table)
    table = check(table, kind) if kind != "units" else _by_unit(table)
    if kind == "units" and "measure" not in table.columns:
        return table, "value" if measure is None else str(measure), target
    known = tuple(table["measure"].astype("str").unique())
    if measure is None and len(known) != 1:
        raise FramingError(
            f"measure: the table has {len(known) or 'no'} measures; name one of {', '.join(known) or 'none'}"
        )
    measure = known[0] if measure is None else measure
    check_choice("measure", measure, known, where=kind)
    table = table[table["measure"].astype("str") == measure]
    if "target" not in table.columns:
        return table.reset_index(drop=True), measure, target
    toward = tuple(table["target"].dropna().astype("str").unique())
    if target is not None:
        check_choice("target", target, toward, where=kind)
    if target is not None:
        table = table[table["target"].astype("str") == target]
    return table.reset_index(drop=True), measure, target


def _by_unit(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with a row a unit, its numbers as numbers."""
    repeated = table.columns[table.columns.duplicated()]
    if len(repeated):
        raise FramingError(f"units: column {repeated[0]!r} stands twice; rename or drop one of them")
    for name in ("value", "start", "end"):
        if name not in table.columns:
            continue
        number = pd.to_numeric(table[name], errors="coerce").astype("float64")
        wrong = (number.isna() & table[name].notna()) | np.isinf(number)
        if wrong.any():
            given = table[name].iloc[int(wrong.to_numpy().argmax())]
            more = ", or call a column of classes 'label'" if name == "value" else ""
            raise FramingError(
                f"units: column {name!r} holds {brief(given)}, which is no finite number; mend it{more}"
            )
        table = table.assign(value=number) if name == "value" else table
    return table


def measured(units: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return what a measure says of each unit.

    Parameters
    ----------
    units : pandas.DataFrame
        A row a unit: `unit`, `article`, and where known `part`, `start`, `end`, `voice`, `target`,
        `mention_start`, `kind`.
    table : pandas.DataFrame
        Rows of one measure, as `rows_of` gives them.

    Returns
    -------
    pandas.DataFrame
        In the order of the units: `value` (a number; missing where the measure has nothing to say, as
        of an article that the table lacks) and `label` (a class, or missing).

    Raises
    ------
    FramingError
        Scores are of articles and the units are parts of them.
    """
    kind = kind_of(table)
    if kind == "units":
        return _of_units(units, table)
    return _of_evidence(units, table) if kind == "evidence" else _of_scores(units, table)


def _of_units(units: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    if table["unit"].duplicated().any():
        twice = table.loc[table["unit"].duplicated(), "unit"].iloc[0]
        raise FramingError(f"unit {twice!r} stands in the table more than once; each unit may stand once")
    found = pd.DataFrame({"value": np.nan, "label": None}, index=units.index)
    for name in ("value", "label"):
        if name in table.columns:
            found[name] = units["unit"].astype("str").map(table[name].set_axis(table["unit"].astype("str")))
    found["value"] = found["value"].astype(np.float64)
    return found


def _of_scores(units: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    if not are_articles(units).all():
        raise FramingError(
            "the units coded are sentences or mentions, and scores are of articles; give what evidence "
            "returns for the same measure"
        )
    sums = table.groupby(table["article"].astype("str"), observed=True)[["hits", "weight", "tokens"]].sum()
    value = UNITS[str(table["unit"].iloc[0])].number(sums) if len(table) else pd.Series(dtype=np.float64)
    return pd.DataFrame({"value": units["article"].map(value).astype(np.float64), "label": None})


def are_articles(units: pd.DataFrame) -> pd.Series[bool]:
    """Say which units are whole articles."""
    if "kind" in units.columns and units["kind"].notna().all():
        return units["kind"] == "article"
    return units["end"].fillna(0) == 0


def _of_evidence(units: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Add up the hits that begin inside each unit; of a mention, that which stands where it does."""
    given = ("part", "voice", "target", "mention_start", "mention_end")
    about = units.reset_index(drop=True)
    about = about.reindex(columns=[*about.columns, *(name for name in given if name not in about.columns)])
    columns = {
        "unit_row": np.arange(len(about)),
        "article": about["article"].astype("str"),
        "unit_start": about["start"].fillna(0),
        "unit_end": about["end"].fillna(0),
        "whole": are_articles(about),
        "headline": about["part"].eq("headline"),
        "spoken": about["voice"].astype(object).fillna("all"),
        "toward": about["target"],
        "at": about["mention_start"].fillna(0),
        "to": about["mention_end"].fillna(0),
    }
    hits = table.assign(article=table["article"].astype("str"))
    pairs = pd.DataFrame(columns).merge(hits, on="article", how="inner")
    same = (pairs["part"] == "headline") == pairs["headline"]
    inside = (pairs["start"] >= pairs["unit_start"]) & (pairs["start"] < pairs["unit_end"]) & same
    voiced = (pairs["spoken"] == "all") | (pairs["voice"] == "all") | (pairs["spoken"] == pairs["voice"])
    inside = np.where(pairs["whole"], voiced, inside)
    mention = (pairs["to"] > 0) & pairs["target"].notna()
    there = (pairs["start"] < pairs["to"]) & (pairs["end"] > pairs["at"]) & same
    there &= pairs["toward"].isna() | (pairs["toward"].astype("str") == pairs["target"].astype("str"))
    pairs = pairs[np.where(mention, there, inside)]
    value = np.bincount(pairs["unit_row"], pairs["weight"], minlength=len(about))
    found = pd.DataFrame({"value": value.astype(np.float64), "label": None}, index=units.index)
    judged = pairs["target"].notna() & pairs["pole"].notna() & (pairs["pole"] != UNCLEAR)
    if judged.any():
        one = pairs[judged].drop_duplicates("unit_row", keep=False).set_index("unit_row")["pole"]
        found["label"] = pd.Series(np.arange(len(about))).map(one).to_numpy(dtype=object)
        # A mention that the measure does not know of is no neutral one.
        found.loc[~np.isin(np.arange(len(about)), pairs["unit_row"]), "value"] = np.nan
    return found


def signs(
    labels: Sequence[str], categories: Mapping[str, Sign] | None, known: Sequence[str]
) -> dict[str, Sign]:
    """Return how each answer shows in the measure; an answer that doesn't is not among them.

    Parameters
    ----------
    labels : sequence of str
        Answers.
    categories : mapping, optional
        Answer to "+" (the number is above zero), "-" (below), "0" (neither), or to a class of the measure.
    known : sequence of str
        Classes of the measure, where it has some.

    Raises
    ------
    FramingError
        An answer was never given, or what it is said to show as is no sign and no class.

    Examples
    --------
    >>> signs(["negative", "neutral", "positive"], None, [])
    {'negative': '-', 'neutral': '0', 'positive': '+'}
    >>> signs(["1", "2", "3", "4", "5"], None, [])
    {}
    """
    if categories is not None:
        if not isinstance(categories, Mapping):
            raise FramingError(
                f"categories: {brief(categories)} is no mapping; give answers with signs, as {{'yes': '+'}}"
            )
        for answer, sign in categories.items():
            if str(answer) not in labels:
                raise unknown("category", answer, labels, where="categories")
            check_choice("sign", sign, ("+", "-", "0", *known), where=f"categories, {answer}")
        return {str(answer): sign for answer, sign in categories.items()}
    if known and set(known) <= set(labels):
        return {label: label for label in labels}
    if known and set(labels) & set(known):
        return {label: label for label in labels if label in known}
    found = {label: SIGNS.get(label.casefold()) for label in labels}
    return {k: v for k, v in found.items() if v is not None} if None not in found.values() else {}


def named(found: pd.DataFrame, sign: Sign) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which units the measure gives a sign or a class."""
    if sign not in ("+", "-", "0"):
        return np.asarray((found["label"] == sign).to_numpy(dtype=bool))
    value = found["value"].to_numpy(dtype=np.float64)
    return np.asarray({"+": value > 0, "-": value < 0, "0": value == 0}[sign])
