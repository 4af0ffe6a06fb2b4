"""Units brought together with what coders and a measure say of them, for the statistics of `judged`.

Which units count, what each stands for, and the columns that make their groups. No statistic here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from framing.coding.answers import Answers
from framing.coding.judged import Judged
from framing.coding.measured import Sign, named
from framing.comparison.codes import Flags, Floats, Ints
from framing.errors import unknown

__all__ = ["BY", "grouped", "judged_of", "of_target"]

#: Groups that have rows unless others are asked for; those that units don't tell are passed over.
BY = ("outlet", "voice")


def of_target(units: pd.DataFrame, target: str | None) -> Flags:
    """Return the units that are of a target; all where none is named, or units don't say of whom they are."""
    if target is None or "target" not in units.columns or units["target"].isna().all():
        return np.ones(len(units), dtype=bool)
    return np.asarray((units["target"].astype("str") == target).to_numpy(dtype=bool))


def judged_of(
    one: Answers,
    units: pd.DataFrame,
    found: pd.DataFrame,
    there: Flags,
    said: Mapping[str, Sign],
    coder: str | None,
    cut: float,
) -> Judged:
    """Return what coders and measure say of the units that both judged."""
    truth, shares = one.majority(coder)[there], one.shares(coder)[there]
    numbers = np.array([{"+": 1.0, "-": -1.0}.get(said.get(label, ""), 0.0) for label in one.labels])
    signed = len(said) == len(one.labels) and set(said.values()) <= {"+", "-", "0"}
    scale = one.numbers if one.level != "nominal" else numbers if signed else np.full(len(numbers), np.nan)
    given = [named(found, sign, cut).astype(np.float64) for sign in said.values()]
    return Judged(
        coded=truth[:, [one.labels.index(answer) for answer in said]],
        found=np.column_stack(given) if given else np.zeros((len(units), 0)),
        weight=_weights(units),
        article=one.article()[there],
        event=_coded(units, "event"),
        number=shares @ scale,
        value=found["value"].to_numpy(dtype=np.float64),
        categories=tuple(said),
        classed=len(said) == len(one.labels) > 1,
    )


def grouped(units: pd.DataFrame, table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return units with the columns that groups and events need, some from the measure's table."""
    for name in (*columns, "event"):
        if name in units.columns and units[name].notna().any():
            continue
        if name in table.columns and "article" in table.columns and name not in ("voice", "part", "target"):
            own = table.drop_duplicates("article").set_index("article")[name]
            own.index = own.index.astype("str")
            units = units.assign(**{name: units["article"].map(own)})
        elif name in columns and name not in units.columns and tuple(columns) != BY:
            raise unknown("column", name, units.columns, where="by (or give sample=, whose key has more)")
    return units


def _weights(units: pd.DataFrame) -> Floats:
    """Return what each unit stands for: 1 over the probability that it was drawn, else 1."""
    if "probability" not in units.columns or units["probability"].isna().any():
        return np.ones(len(units))
    weight = 1 / units["probability"].to_numpy(dtype=np.float64)
    return np.asarray(weight / weight.mean())


def _coded(units: pd.DataFrame, name: str) -> Ints:
    if name not in units.columns:
        return np.zeros(len(units), dtype=np.int64)
    return np.asarray(pd.factorize(units[name].astype("str").fillna(""), sort=True)[0], dtype=np.int64)
