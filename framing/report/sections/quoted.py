"""Whom they quote: how much of each outlet's reports are whose words, of those whom several quote."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.report.headlines import shows_every, write_share
from framing.report.material import GROUPS, Material
from framing.report.people import name_people, name_speakers
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 18, "report"
TITLE = "Whom they quote"
TEMPLATE = "quoted.html"

#: People shown, and how many at least; outlets that quote each, of more than so many outlets.
_PEOPLE, _LEAST, _OUTLETS = 8, 3, 3


def content(material: Material) -> dict[str, Any] | None:
    """Return a row a person with each outlet's share, or None where few are quoted by several outlets."""
    spans, names = material.table("voices"), name_people(material)
    if spans is None or shows_every(material.articles):
        # The reports themselves stand above, each with whom it quotes.
        return None
    spans = spans[spans["article"].isin(material.counted) & (spans["part"] != "headline")]
    spans = spans.assign(
        group=spans["article"].astype(str).map(material.group_of), size=spans["end"] - spans["start"]
    )
    whole = spans.groupby("group")["size"].sum()
    groups = material.largest(whole.index, len(whole))
    said = spans[spans["voice"] == "quoted"]
    said = said.assign(who=name_speakers(said, names))
    shares = said.pivot_table(index="who", columns="group", values="size", aggfunc="sum", observed=True)
    shares = (100 * shares.reindex(columns=groups) / whole).fillna(0)
    many, least = (shares >= 0.5).sum(axis=1), _OUTLETS if len(groups) > _OUTLETS else 2
    some = shares[(many >= least) & shares.index.isin([*names.values()])]
    if len(some) < _LEAST:
        return None
    order = sorted(some.index, key=lambda name: (-many[name], -some.loc[name].sum(), name))[:_PEOPLE]
    counts = pd.Series(sorted(material.counted)).map(material.group_of).value_counts()
    # An outlet of many reports that quotes none of them tells something.
    quoting = pd.DataFrame({"reports": counts.reindex(groups), "quoted": shares.loc[order].gt(0).sum()})
    fewest = quoting.sort_values(["reports", "quoted"], kind="stable").index[: max(len(groups) - GROUPS, 0)]
    groups = [group for group in groups if group not in fewest]
    # Whoever is shown as not quoted may be among the unclear.
    shown = [*order, *shares.index.intersection([""])]
    top = shares.loc[shown, groups].to_numpy().max()
    return {
        "corner": "",
        "heads": [f"{vocabulary.display(group)} ({counts[group]})" for group in groups],
        "fewest": numbers.all_listed([vocabulary.display(group) for group in sorted(fewest)]),
        "outlets": "three" if least > 2 else "two",
        "rows": [
            {
                "name": name or "speakers not found",
                "cells": [
                    {"text": write_share(share) if share else numbers.DASH, "width": 100 * share / top}
                    for share in shares.loc[name, groups]
                ],
            }
            for name in shown
        ],
    }
