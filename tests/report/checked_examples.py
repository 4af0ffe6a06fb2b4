"""Tables on how far results can be trusted, made by hand: other choices, codes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.schema import check
from tests.report import examples

NAN = float("nan")
A, B = examples.GROUPS
_CELL: dict[str, Any] = {"a": A, "b": B, "voice": "outlet", "measure": "hedges", "target": None}
_TURNED: dict[str, Any] = {
    "a": B,
    "b": A,
    "voice": "outlet",
    "measure": "reporting.distancing",
    "target": None,
}


def robustness() -> pd.DataFrame:
    """Return one comparison with three choices changed and another with one, which leaves nothing."""
    rows = []
    for choice, option, estimate in (
        ("as made", "", 1.5), ("voices", "none", 1.1), ("wire", "drop", 1.52), ("parts", "body", 1.51),
    ):  # fmt: skip
        about = {"contrast": "hedges", "choice": choice, "option": option}
        numbers = {"estimate": estimate, "low": estimate - 0.2, "high": estimate + 0.3, "n_a": 11, "n_b": 12}
        found = {"unit": "per_1000", "scale": "ratio", "same_sign": True, "stands": choice != "voices"}
        rows.append({**_CELL, **about, **numbers, **found, "n_events": 1})
    for choice, option, estimate in (("as made", "", 0.5484), ("mask", "off", NAN)):
        about = {"contrast": "distancing", "choice": choice, "option": option}
        numbers = {"estimate": estimate, "low": estimate * 0.8, "high": estimate * 1.3, "n_a": 12, "n_b": 11}
        found = {"unit": "share", "scale": "ratio", "same_sign": choice == "as made", "stands": False}
        rows.append({**_TURNED, **about, **numbers, **found, "n_events": 1})
    return check(pd.DataFrame(rows), "robustness")


def power() -> pd.DataFrame:
    """Return what so many articles can show, of a pair, and of one too small for anything."""
    row = {
        "a": _CELL["a"], "b": _CELL["b"], "n_a": 11, "n_b": 12, "comparisons": 30, "spread": 0.2, "df": 21.0,
        "family_size": 40, "alpha": 0.00125, "least": 2.6, "least_alone": 1.83, "power": 0.08, "shown": 2.21,
    }  # fmt: skip
    few = {**row, "a": row["b"], "b": row["a"], "n_a": 3, "n_b": 3, "least": NAN, "least_alone": NAN}
    return check(pd.DataFrame([row, few]), "power")


def agreement(units: int = 240) -> pd.DataFrame:
    """Return the agreement of three coders on one question, over all and by answer."""
    base = {
        "question": "tone",
        "level": "ordinal",
        "units": units,
        "coders": 3,
        "articles": 60,
        "answers": 2 * units,
    }
    rows = [
        {**base, "statistic": "percent", "estimate": 0.83, "low": 0.78, "high": 0.88},
        {**base, "statistic": "alpha_ordinal", "estimate": 0.74, "low": 0.66, "high": 0.81},
        {**base, "statistic": "kappa", "estimate": 0.7, "low": NAN, "high": NAN, "note": "mean of 3 pairs"},
        {**base, "category": "negative", "statistic": "alpha_nominal", "estimate": 0.61},
    ]
    return check(pd.DataFrame(rows), "agreement")


def validity() -> pd.DataFrame:
    """Return a measure's error over all, by outlet, and the test that it is the same in both."""
    base = {"measure": "tone.net", "target": None, "question": "tone", "category": "negative", "other": None}
    rows = []
    for by, group, units, precision, recall in (
        ("all", "all", 240, 0.61, 0.5),
        ("outlet", A, 120, 0.7, 0.6),
        ("outlet", B, 120, 0.5, 0.4),
        ("voice", "quoted", 90, 0.55, NAN),
    ):
        for statistic, value in (("precision", precision), ("recall", recall), ("excess", -0.06)):
            rows.append(
                {
                    **base,
                    "by": by,
                    "group": group,
                    "statistic": statistic,
                    "estimate": value,
                    "low": value - 0.1,
                    "high": value + 0.1,
                    "units": units,
                    "articles": units // 4,
                    "coded": units / 4,
                    "found": units // 5,
                    "right": units / 8,
                }
            )
    rows.append(
        {
            **base,
            "by": "outlet",
            "group": "any",
            "other": "any",
            "statistic": "recall",
            "estimate": 0.2,
            "p": 0.03,
            "units": 240,
            "articles": 60,
            "coded": 60,
            "found": 48,
            "right": 30,
        }
    )
    return check(pd.DataFrame(rows), "validity")


def coded(units: int = 240) -> dict[str, pd.DataFrame]:
    """Return the tables that human coding gives."""
    return {
        "agreement": agreement(units),
        "validity": validity(),
    }


def tables(provenance: str = "published") -> dict[str, pd.DataFrame]:
    """Return the tables of a study in which everything was checked."""
    checked = {"robustness": robustness(), "power": power()}
    return examples.tables(provenance) | checked | coded()
