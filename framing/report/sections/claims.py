"""Who is told to act, and whose doing things are said to be: counts by outlet, and the sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.report.material import Material
from framing.views import vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 75, "report"
TITLE = "Who must act, and whose doing it is"
TEMPLATE = "claims.html"

#: Rows of each kind, each named at least so often, and sentences an outlet.
ROWS, LEAST, SENTENCES = 4, 3, 2

#: Table, column, whose polarity counts, and how the rows are headed.
KINDS = (
    ("demands", "addressee", None, "Told to act, so many times"),
    ("causes", "agent", None, "Said to be behind something"),
    ("causes", "agent", "blame", "Of these, behind something bad"),
)


def content(material: Material) -> dict[str, Any] | None:
    """Return counts by outlet with their sentences, or None where nobody is named often enough."""
    rows, said = [], []
    for table, column, polarity, head in KINDS:
        found = _choose_rows(material, table, column, polarity)
        order = found[column].astype(str).value_counts()
        names = sorted(order[order >= LEAST].index, key=lambda name: (-order[name], name))[:ROWS]
        for number, name in enumerate(names):
            own = found[found[column].astype(str) == name]
            counts = own["group"].value_counts()
            cells = [{"text": str(int(counts.get(group, 0)))} for group in material.groups]
            rows.append({"head": "" if number else head, "name": name, "cells": cells})
            if polarity is None:
                said.append({"name": name, "head": head, "sentences": _list_sentences(own, material)})
    if not rows:
        return None
    heads = [vocabulary.display(group) for group in material.groups]
    return {"rows": rows, "corner": "", "heads": heads, "said": said}


def _choose_rows(material: Material, table: str, column: str, polarity: str | None) -> pd.DataFrame:
    """Return the rows that name somebody, of articles and groups on the page, what is denied left out."""
    found = material.table(table)
    if found is None:
        return pd.DataFrame({column: [], "group": []})
    found = found[material.here(found["article"]) & found[column].notna() & ~found["negated"]]
    if polarity:
        found = found[found["polarity"] == polarity]
    found = found.assign(group=found["article"].astype(str).map(material.group_of))
    found = found.sort_values(["article", "start", "end"], kind="stable")
    return found[found["group"].isin(material.groups)]


def _list_sentences(own: pd.DataFrame, material: Material) -> list[tuple[str, str, str]]:
    """Return an outlet's first sentences: its name, whose words, the sentence."""
    listed = []
    for group in material.groups:
        rows = own[own["group"] == group].drop_duplicates("sentence").head(SENTENCES)
        for row in rows.to_dict("records"):
            voice = str(row["voice"])
            whose = material.names.whose(voice) if voice not in ("outlet", "all") else ""
            listed.append((vocabulary.display(group), whose, " ".join(str(row["sentence"]).split())))
    return listed
