"""Whose words: how much of each outlet's text is its own, reported and quoted, and who gets to speak."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.report.material import Material, strip
from framing.text.voices.speakers.lexicon import adjectives
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 40, "report"
TITLE = "Whose words"
TEMPLATE = "speakers.html"

#: Kinds of speakers shown, those that are told apart best, and how many countries; of fewer attributed
#: characters, some 300 words, no share is shown.
KINDS, ROWS, LEAST = ("official", "expert", "business"), 5, 1_800
#: With more of the attributed words than this, a country is that of all speakers.
_HARDLY = 0.9

_VOICES = ("outlet", "reported", "quoted")
_SHORT = {"outlet": "own", "reported": "reported", "quoted": "quoted"}


def content(material: Material) -> dict[str, Any] | None:
    """Return shares of voices and of speakers, or None where voices were not told apart."""
    spans = material.table("voices")
    if spans is None:
        return None
    spans = spans[spans["article"].astype(str).isin(material.counted)]
    spans = spans.assign(group=spans["article"].astype(str).map(material.group_of))
    spans = spans[spans["group"].isin(material.groups)]
    rows = [_voices(spans, material)]
    told = spans[spans["voice"].isin(["reported", "quoted"]).to_numpy()]
    size = (told["end"] - told["start"]).groupby(told["group"]).sum()
    enough = {str(group) for group in size.index[size >= LEAST]}
    profile = material.main(material.profile)
    for measure, head in (
        ("sources.words", "Of attributed words, by kind of speaker"),
        ("sources.words_by_country", "Of attributed words, by country of speaker"),
    ):
        rows += _shares(profile[(profile["measure"] == measure).to_numpy()], head, enough, material)
    return {
        "rows": rows,
        "folded": material.why_folded("who speaks") if all(row["pale"] for row in rows[1:]) else "",
        "corner": "",
        "heads": [vocabulary.display(group) for group in material.groups],
        "voices": [material.names.whose(voice) for voice in _VOICES if (spans["voice"] == voice).any()],
    }


def _voices(spans: pd.DataFrame, material: Material) -> dict[str, Any]:
    """Return of each outlet the shares of its text by voice, headlines left out."""
    body = spans[(spans["part"].astype(str) != "headline").to_numpy()]
    size = (body["end"] - body["start"]).groupby([body["group"], body["voice"].astype(str)]).sum()
    cells: list[dict[str, Any]] = []
    for group in material.groups:
        sizes = [int(size.get((group, voice), 0)) for voice in _VOICES]
        total = sum(sizes)
        if not total:
            cells.append({"text": numbers.DASH})
            continue
        shares = [
            f"{_SHORT[voice]} {numbers.percent(n / total)}"
            for voice, n in zip(_VOICES, sizes, strict=True)
            if n
        ]
        parts = strip(dict(zip(_VOICES, (n / total for n in sizes), strict=True)))
        cells.append({"parts": parts, "small": ", ".join(shares)})
    return {"head": "Of the text, in whose words it is", "name": "Own, reported, quoted", "cells": cells}


def _shares(rows: pd.DataFrame, head: str, enough: set[str], material: Material) -> list[dict[str, Any]]:
    none = {"text": "0", "width": 0}
    cells: dict[str, dict[str, Any]] = {}
    for row in rows.to_dict("records"):
        if isinstance(row["target"], str) and str(row["group"]) in material.groups:
            cells.setdefault(row["target"], {})[str(row["group"])] = row
    mean = {
        key: sum(row["estimate"] for row in own.values() if row["estimate"] == row["estimate"])
        for key, own in cells.items()
    }
    wanted = [key for key in cells if key in KINDS or ("country" in head and key not in ("unknown", "other"))]
    order = sorted(wanted, key=lambda key: (-mean[key], key))
    if "country" in head and order and mean[order[0]] > _HARDLY * sum(mean[key] for key in order):
        # Where hardly anybody else speaks, from where they are tells nothing.
        return []
    found = []
    for key in order[:ROWS]:
        name = adjectives().get(key) or vocabulary.whom(key)
        found.append(
            {
                "head": head,
                "name": f"{name[:1].upper()}{name[1:]}",
                "pale": not any(map(material.tells, cells[key].values())),
                "cells": [
                    {"text": numbers.DASH, "width": None}
                    if group not in enough
                    else material.show(cells[key][group], 1.0)
                    if group in cells[key]
                    else none
                    for group in material.groups
                ],
            }
        )
    return found
