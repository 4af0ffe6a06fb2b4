"""Coders and measures: how far coders agree, how far measures agree with them, and what their codes correct.

Nothing is called validated here: the tables stand with their n and intervals, error by outlet among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report import results
from framing.report.material import Material
from framing.views import numbers as numbers

__all__ = ["TEMPLATE", "TITLE", "content"]

#: Where it stands on the page.
PLACE = 130
TITLE = "Set against human coding"
TEMPLATE = "validity.html"

#: Rows of a table on the page; all stand in the tables.
SHOWN = 60

LEVEL = 0.05

_STATISTICS = {
    "percent": "Agree",
    "alpha_nominal": "Alpha, nominal",
    "alpha_ordinal": "Alpha, ordinal",
    "alpha_interval": "Alpha, interval",
    "alpha_ratio": "Alpha, ratio",
    "kappa": "Kappa",
    "ac1": "AC1",
}
_ERRORS = {
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
    "specificity": "Specificity",
    "accuracy": "Accuracy",
    "excess": "Found less coded",
    "pearson": "Pearson",
    "spearman": "Spearman",
}
_SHARES = {"percent", "precision", "recall", "specificity", "accuracy"}

Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return the tables on agreement, error and corrected numbers; None where nothing was coded."""
    agreed, error, lent = (material.table(name) for name in ("agreement", "validity", "prediction_powered"))
    if agreed is None and error is None and lent is None:
        return None
    told = [] if lent is None else _corrected(material, lent)
    return {
        "agreement": None if agreed is None else _agreement(agreed),
        "few": agreed is None or int(agreed["units"].max()) < results.ENOUGH,
        "enough": results.ENOUGH,
        "error": [] if error is None else _errors(material, error),
        "differs": [] if error is None else _differs(error),
        "corrected": told[:SHOWN],
        "left_out": max(len(told) - SHOWN, 0),
        "differences": [] if lent is None else _differences(material, lent),
    }


def _agreement(table: pd.DataFrame) -> dict[str, Any]:
    """Return a row a question, with the statistics there are; over all units, answers and coders."""
    whole = table
    for column in ("by", "category", "pair"):
        if column in whole.columns:
            whole = whole[(whole[column].astype(str) == "all").to_numpy()]
    names = [name for name in _STATISTICS if (whole["statistic"].astype(str) == name).any()]
    rows = []
    for question, own in whole.groupby(whole["question"].astype(str), sort=True):
        first = own.iloc[0]
        by_name = {str(row["statistic"]): row for row in own.to_dict("records")}
        rows.append(
            {
                "name": str(question),
                "n": _n(first["units"], first.get("articles")),
                "coders": numbers.count(first["coders"]),
                "cells": [_cell(by_name.get(name), name) for name in names],
            }
        )
    return {"columns": [_STATISTICS[name] for name in names], "rows": rows[:SHOWN]}


def _n(units: Any, articles: Any) -> str:
    said = numbers.several(units, "unit")
    return f"{said}, {numbers.several(articles, 'article')}" if articles else said


def _cell(row: Row | None, name: str) -> dict[str, str]:
    """Return a number with its interval, and its note as a flag."""
    if row is None or row["estimate"] != row["estimate"]:
        note = "" if row is None else str(row.get("note") or "")
        return {"text": numbers.DASH, "spread": "", "note": note}
    write = _write if name != "excess" else _bare
    return {
        "text": _write(row["estimate"], name),
        "spread": numbers.spread(row["low"], row["high"], lambda end: write(end, name)),
        "note": str(row.get("note") or ""),
    }


def _write(value: Any, name: str) -> str:
    if name in _SHARES:
        return numbers.percent(value)
    if name == "excess":
        return f"{_bare(value, name)} points"
    return numbers.plain(value, 2)


def _bare(value: Any, name: str) -> str:
    return numbers.signed(100 * value, 1)


def _errors(material: Material, table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return, measure by measure, a row each group: how it did against coders, and the counts behind that."""
    own = table[table["other"].isna().to_numpy() & (table["group"].astype(str) != "any").to_numpy()]
    keys = [own["measure"].astype(str), own["question"].astype(str), own["target"].fillna("").astype(str)]
    found = []
    for (measure, question, target), rows in own.groupby(keys, sort=True):
        names = [name for name in _ERRORS if (rows["statistic"].astype(str) == name).any()]
        label = material.names.label(str(measure))
        every = _rows(material, rows, names)
        # Outlets and voices by themselves come before outlets in each voice, of which there are many.
        told, more = ([row for row in every if (" × " in row["by"]) is crossed] for crossed in (False, True))
        toward = f", toward {target}" if target else ""
        found.append(
            {
                "title": f"{label}{toward}, against “{question}”",
                "columns": [_ERRORS[name] for name in names],
                "parts": [part for part in (told[:SHOWN], more[:SHOWN]) if part],
            }
        )
    return found


def _rows(material: Material, rows: pd.DataFrame, names: list[str]) -> list[dict[str, Any]]:
    """Return a row each group and answer; what is of all answers stands beside the answer where it is one."""
    told = []
    for (by, group), own in rows.groupby([rows["by"].astype(str), rows["group"].astype(str)], sort=False):
        of_all = (own["category"].astype(str) == "all").to_numpy()
        answers = list(dict.fromkeys(own.loc[~of_all, "category"].astype(str)))
        parts = [(name, own[(own["category"].astype(str) == name).to_numpy()]) for name in answers]
        if len(answers) == 1:
            parts = [(answers[0], pd.concat([parts[0][1], own[of_all]]))]
        elif of_all.any():
            parts.append(("", own[of_all]))
        name = "all together" if group == "all" else _group(material, str(by), str(group))
        told += [
            {"group": name, "answer": answer, "by": str(by), **_numbers(part, names)}
            for answer, part in parts
        ]
    return told


def _numbers(own: pd.DataFrame, names: list[str]) -> dict[str, Any]:
    first = own.iloc[0]
    by_name = {str(row["statistic"]): row for row in own.to_dict("records")}
    counts = ""
    if str(first["category"]) != "all" and (first["found"] or first["coded"]):
        coded, right = (numbers.plain(first[name], 0) for name in ("coded", "right"))
        counts = f"coded {coded}, found {numbers.count(first['found'])}, both {right}"
    return {
        "n": _n(first["units"], first["articles"]),
        "counts": counts,
        "cells": [_cell(by_name.get(name), name) for name in names],
    }


def _group(material: Material, by: str, group: str) -> str:
    """Return a group by the names of the outlets and voices in it."""
    parts = zip(by.split(" × "), group.split(" × "), strict=False)
    said = [
        material.shown(value) if column == material.by else material.names.voice(value) or value
        for column, value in parts
    ]
    return ", ".join(said) or group


def _differs(table: pd.DataFrame) -> list[str]:
    """Say of each measure whether its error differs between groups: the tests over all of them."""
    rows = table[(table["group"].astype(str) == "any").to_numpy() & table["p"].notna().to_numpy()]
    keys = [rows[name].astype(str) for name in ("measure", "question", "by")]
    said = []
    for (measure, question, by), own in rows.groupby(keys, sort=False):
        gaps = []
        for row in own.sort_values("p", kind="stable").to_dict("records"):
            name = _ERRORS.get(str(row["statistic"]), str(row["statistic"]))
            text = numbers.p_value(row["p"])
            p = text if text.startswith("<") else f"= {text}"
            gap = _gap(row["estimate"], str(row["statistic"]))
            gaps.append(f"{name[0].lower() + name[1:]} {gap} (p\N{NO-BREAK SPACE}{p})")
        differs = bool((own["p"] <= LEVEL).any())
        fits = (
            "error that differs by more than exchangeable labels would give makes differences by itself"
            if differs
            else "whether its error differs is inconclusive"
        )
        n = _n(own["units"].iloc[0], own["articles"].iloc[0])
        said.append(
            f"Between groups by {by}, {measure} against “{question}” ({n}) "
            f"lay apart by up to (p not adjusted): {', '.join(gaps)}; {fits}."
        )
    return said


def _gap(value: Any, name: str) -> str:
    """Write how far two numbers lie apart."""
    if name in _SHARES or name == "excess":
        return f"{numbers.plain(100 * value, 0)} percentage points"
    return numbers.plain(value, 2)


def _corrected(material: Material, table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the corrected number of each group, beside that of codes alone."""
    rows = table[table["other"].isna().to_numpy()]
    told = []
    for row in rows.to_dict("records"):
        told.append(
            {
                "group": material.shown(str(row["group"]))
                if str(row["by"]) == material.by
                else str(row["group"]),
                "what": _what(row),
                "where": material.names.voice(str(row["voice"])) or "all words",
                "both": _share(row["estimate"], row),
                "spread": _spread(row["low"], row["high"], row),
                "codes": _share(row["classical"], row),
                "codes_spread": _spread(row["classical_low"], row["classical_high"], row),
                "n": f"{numbers.count(row['n_coded'])} of {numbers.count(row['n_articles'])} coded",
                "note": str(row.get("note") or ""),
            }
        )
    return told


def _what(row: Row) -> str:
    category = str(row["category"])
    return str(row["question"]) + ("" if category == "mean" else f": {category}")


def _share(value: Any, row: Row) -> str:
    if value is None or value != value:
        return numbers.DASH
    return numbers.plain(value, 2) if str(row["category"]) == "mean" else numbers.percent(value)


def _spread(low: Any, high: Any, row: Row) -> str:
    return numbers.spread(low, high, lambda end: _share(end, row))


def _differences(material: Material, table: pd.DataFrame) -> list[str]:
    """Say each corrected difference of two groups, with what codes alone give."""
    rows = table[table["other"].notna().to_numpy() & table["estimate"].notna().to_numpy()]
    # Those furthest from level, by the width of their intervals, come first.
    far = (rows["estimate"].abs() / (rows["high"] - rows["low"])).fillna(0.0)
    rows = rows.loc[far.sort_values(ascending=False, kind="stable").index]
    said = []
    for row in rows.to_dict("records"):
        down = row["estimate"] < 0
        first, second = (
            material.shown(str(row[side])) for side in (("other", "group") if down else ("group", "other"))
        )
        voice = material.names.voice(str(row["voice"]))
        n_first, n_second = int(row["n_coded"]), int(row["n_coded_other"])
        if down:
            n_first, n_second = n_second, n_first
        both, spread = _turned(row, "estimate", "low", "high", down)
        alone = " (".join(filter(None, _turned(row, "classical", "classical_low", "classical_high", down)))
        alone += ")" * ("(" in alone)
        reading = "" if str(row["reading"]) == "sample" else " of coding alone"
        bounds = f"95\N{NO-BREAK SPACE}% interval{reading} {spread}" if spread else "no interval"
        verdict = "" if row["low"] > 0 or row["high"] < 0 else " Inconclusive."
        said.append(
            f"{_what(row)}{f', {voice}' if voice else ''}: {both} higher in {first} than in {second} "
            f"({bounds}; by codes alone {alone}; n\N{NO-BREAK SPACE}= {n_first:,} and {n_second:,} articles "
            f"coded; {material.names.reading()[0]}).{verdict}"
        )
    return said[:SHOWN]


def _turned(row: Row, value: str, low: str, high: str, down: bool) -> tuple[str, str]:
    """Write a difference and its interval with the higher side first."""
    sign = -1 if down else 1
    points = str(row["category"]) != "mean"

    def write(number: float) -> str:
        return numbers.plain(100 * number, 0) if points else numbers.plain(number, 2)

    if row[value] != row[value]:
        return numbers.DASH, ""
    ends = sorted([sign * row[low], sign * row[high]])
    unit = " percentage points" if points else ""
    return f"{write(sign * row[value])}{unit}", numbers.spread(ends[0], ends[1], write)
