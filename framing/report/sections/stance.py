"""Toward whom, and as what: stance toward those named most, and words of which frames each outlet used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report.material import Material, strip
from framing.report.sections.terms import count_terms, show_terms
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 70, "report"
TITLE = "Toward whom, and as what"
TEMPLATE = "stance.html"

#: Targets and frames shown.
TARGETS, FRAMES = 4, 5

#: Mentions of a target in all outlets together from which it is shown, and clear verdicts from which outlets
#: stand side by side: of fewer a line says how many.
LEAST, CLEAR = 10, 12

_CLASSES = (("stance.negative", "neg"), ("stance.neutral", "neu"), ("stance.positive", "pos"))

Row = Mapping[str, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return stance by target and frames by outlet, or None where neither was measured."""
    rows = material.main(material.profile)
    voices = set(rows["voice"].astype(str))
    voice = "outlet" if "outlet" in voices else "all" if "all" in voices else next(iter(sorted(voices)), "")
    rows = rows[
        (rows["voice"].astype(str) == voice).to_numpy() & rows["group"].isin(material.groups).to_numpy()
    ]
    kinds = rows["measure"].astype(str).map(vocabulary.family)
    stance, few = _targets(rows[(kinds == "stance").to_numpy()], material)
    frames = _frames(rows[(kinds == "frame").to_numpy()], voice, material)
    if not stance and not few and not frames:
        return None
    pale = not stance and all(row["pale"] for row in frames)
    folded = material.why_folded("stance", "frame") if pale else ""
    return {
        "heads": [vocabulary.display(group) for group in material.groups],
        "folded": folded,
        "stance": {"corner": "Toward (mentions)", "rows": stance},
        "few": numbers.listed(few),
        "frames": {"corner": "Frame", "rows": frames, "folded": folded},
        "whose": material.names.voice(voice),
    }


def _targets(rows: pd.DataFrame, material: Material) -> tuple[list[dict[str, Any]], list[str]]:
    """Return a row a target, those named most first: a strip of negative, neutral and positive an outlet.

    Those toward whom hardly a verdict was clear are named in words: zeros would say more than is known.
    """
    named = rows[rows["n_hits"] > 0].assign(target=rows["target"].astype(object))
    clear = named[named["measure"].astype(str).isin(["stance.negative", "stance.positive"])]
    verdicts = (clear["estimate"] * clear["n_hits"]).round().groupby(clear["target"]).sum()
    size = named.groupby(["target", "group"], observed=True)["n_hits"].max().groupby("target").sum()
    found, few = [], []
    for target in sorted(size.index[size >= LEAST], key=lambda name: (-size[name], name))[:TARGETS]:
        if verdicts.get(target, 0) < CLEAR:
            few.append(f"{target} ({int(verdicts.get(target, 0))} of {numbers.count(size[target])})")
            continue
        cells: dict[str, dict[str, Row]] = {}
        for row in named[(named["target"] == target).to_numpy()].to_dict("records"):
            cells.setdefault(str(row["group"]), {})[str(row["measure"])] = row
        found.append(
            {
                "name": str(target),
                "cells": [_strip(cells.get(group, {}), material) for group in material.groups],
            }
        )
    return found, few


def _strip(own: Mapping[str, Row], material: Material) -> dict[str, Any]:
    shares = [float(own[name]["estimate"]) if name in own else float("nan") for name, _ in _CLASSES]
    if any(share != share for share in shares):
        return {"text": numbers.DASH}
    parts = dict(zip((kind for _, kind in _CLASSES), shares, strict=True)) | {"unclear": 1 - sum(shares)}
    net = own.get("stance.net")
    mentions = int(own["stance.neutral"]["n_hits"])
    negative, _, positive = (round(share * mentions) for share in shares)
    return {
        "parts": strip(parts),
        "text": numbers.count(mentions),
        "opens": material.opens(net) if net is not None else "",
        "small": f"{negative} negative, {positive} positive",
    }


def _frames(rows: pd.DataFrame, voice: str, material: Material) -> list[dict[str, Any]]:
    """Return a row a frame, those furthest apart first."""
    if rows.empty:
        return []
    behind = count_terms(material, [str(name) for name in rows["measure"].unique()])
    cells: dict[str, dict[str, Row]] = {}
    for row in rows.to_dict("records"):
        if row["estimate"] == row["estimate"]:
            cells.setdefault(str(row["measure"]), {})[str(row["group"])] = row
    top = {name: max(float(row["estimate"]) for row in own.values()) for name, own in cells.items()}
    low = {name: min(float(row["estimate"]) for row in own.values()) for name, own in cells.items()}
    order = sorted((name for name in cells if top[name]), key=lambda name: (low[name] - top[name], name))
    found = []
    for name in order[:FRAMES]:
        frame, book = vocabulary.frame_of(name, material.names.meaning(name))
        found.append(
            {
                "name": f"{frame[:1].upper()}{frame[1:]}",
                "note": book,
                "pale": not any(map(material.tells, cells[name].values())),
                "cells": show_terms(cells[name], top[name], behind, material),
            }
        )
    return found
