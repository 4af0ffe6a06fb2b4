"""The frame of each outlet in four lines: what the matter is, whose doing, how it is judged, who must act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from framing.features.claims import select_claims
from framing.report.evidence import Lines
from framing.report.material import Material
from framing.report.sections.terms import count_terms
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 75, "report"
TITLE = "Each frame in four lines"
TEMPLATE = "claims.html"

#: Whoever is named in fewer cases of an outlet stands in no line; verbs named, and lines that a cell opens.
LEAST, VERBS, LINES = 2, 3, 8
#: Judgements of one kind that are more than those of the other.
_CLEAR = 2

#: Claims by the line they make: table and the column of who is named.
KINDS = {"Doing: said to be behind": ("causes", "agent"), "Remedy: told to act": ("demands", "addressee")}

Cell = dict[str, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return a row a line with a cell an outlet, or None where nobody is told to act or behind anything."""
    claims = {head: _choose_most_named(material, *kind) for head, kind in KINDS.items()}
    if not any(claims.values()):
        return None
    behind, told = claims
    rows = material.main(material.profile)
    voices = set(rows["voice"].astype(str))
    rows = rows[(rows["voice"].astype(str) == ("outlet" if "outlet" in voices else "all")).to_numpy()]
    made = {"Problem: words of": _name_frames(rows, material), behind: claims[behind]}
    made |= {"Judgement: of": _choose_judged(rows, material), told: claims[told]}
    return {
        "rows": [
            {"name": head, "cells": [cells.get(group, {"text": numbers.DASH}) for group in material.groups]}
            for head, cells in made.items()
            if cells
        ],
        "corner": "",
        "heads": [vocabulary.display(group) for group in material.groups],
    }


def add_lines(lines: Lines, material: Material) -> None:
    """Keep the sentences that the cells of claims open."""
    for table, column in KINDS.values():
        for group, name, own, _ in _group_most_named(material, table, column):
            turn = own.groupby("article").cumcount().sort_values(kind="stable").index[:LINES]
            shown = own.loc[sorted(turn)].rename(columns={"speaker": "speaker_key"}).to_dict("records")
            lines.add(f"c {table} {group}", name, shown, len(own), cut=lines.around)


def _group_most_named(
    material: Material, table: str, column: str
) -> Iterator[tuple[str, str, pd.DataFrame, int]]:
    """Yield each group, whom it names most often, these cases, and of how many they are."""
    found = material.table(table)
    if found is None:
        return
    found = select_claims(found[material.here(found["article"])], column)
    group = found["article"].astype(str).map(material.group_of)
    for key in material.groups:
        own = found[group == key].sort_values(["article", "start", "end"], kind="stable")
        counts = own[column].astype(str).value_counts()
        if len(counts) and counts.iloc[0] >= LEAST:
            name = min(counts.index[counts == counts.iloc[0]])
            yield key, name, own[own[column] == name], len(own)


def _choose_most_named(material: Material, table: str, column: str) -> Mapping[str, Cell]:
    """Return whom each group names most often: how often, and what they are to do, or what is bad or good."""
    cells = {}
    for group, name, own, of in _group_most_named(material, table, column):
        if table == "demands":
            verbs = own.loc[~own["negated"] & (own["verb"] != "be"), "verb"].value_counts()
            more = ", ".join(sorted(verbs.index, key=lambda verb: (-verbs[verb], verb))[:VERBS])
        else:
            kinds = own["polarity"].astype(str).value_counts()
            said = {"blame": "something bad", "credit": "something good"}
            more = ", ".join(f"{kinds[kind]} of {what}" for kind, what in said.items() if kind in kinds)
        small = f"{len(own)} of {of}" + f": {more}" * bool(more)
        cells[group] = {"text": name, "lines": f"c {table} {group}", "small": small}
    return cells


def _name_frames(rows: pd.DataFrame, material: Material) -> Mapping[str, Cell]:
    """Return of which frame each group has most words, with the commonest of them."""
    frames = rows[(rows["measure"].astype(str).map(vocabulary.family) == "frame") & (rows["estimate"] > 0)]
    behind = count_terms(material, [str(name) for name in frames["measure"].unique()])
    most = frames.sort_values(["estimate", "measure"], ascending=[False, True], kind="stable")
    return {
        str(row["group"]): {
            "text": vocabulary.frame_of(row["measure"], material.names.meaning(row["measure"]))[0],
            "opens": material.opens(row),
            "small": ", ".join(behind.get((row["group"], row["measure"], row["voice"]), [])),
        }
        for row in most.drop_duplicates("group").to_dict("records")
    }


def _choose_judged(rows: pd.DataFrame, material: Material) -> Mapping[str, Cell]:
    """Return of whom each group has the most uneven judgements: their difference, and how many mentions."""
    net = rows[rows["measure"].astype(str) == "stance.net"]
    net = net.assign(clear=net["estimate"].abs() * net["n_hits"])
    net = net[net["clear"].round() >= _CLEAR].sort_values(
        ["clear", "target"], ascending=[False, True], kind="stable"
    )
    return {
        str(row["group"]): {
            "text": str(row["target"]),
            "opens": material.opens(row),
            "small": f"{numbers.signed(row['estimate'], 2)} in {numbers.several(row['n_hits'], 'mention')}",
        }
        for row in net.drop_duplicates("group").to_dict("records")
    }
