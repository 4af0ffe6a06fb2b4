"""Invented coverage of two events by two outlets or more, with what choices can differ about."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import framing as fr
from framing.features.lexicon import Measure
from framing.features.measures import resolve
from framing.schema import check

SAID = (
    "The harbour will perhaps open again in May.",
    "“The plan is a great success,” a port worker said. “It may even be a triumph.”",
    "Engineers reported that the quay is not excellent, and might not be for years.",
    "The council voted on Tuesday, and the ferry sailed.",
    "A spokesperson for the port said the delay could possibly hurt trade.",
    "It is a disaster for the fleet, and a terrible loss for the town.",
    "Residents welcomed the good news with joy.",
    "The dredger lay at the wharf for the third week.",
    "“We think it could be wrong,” a pilot said, “but it seems a fine vessel.”",
    "A think tank put the cost at four million.",
)


def coverage(
    each: int = 9, events: int = 1, outlets: tuple[str, ...] = ("courier", "herald")
) -> pd.DataFrame:
    """Return articles: the second outlet hedges more; some opinion, a reprint in each, two copies."""
    rng = np.random.default_rng(5)
    lines = []
    for e in range(events):
        for o, outlet in enumerate(outlets):
            for k in range(each):
                weights = np.where(np.isin(np.arange(len(SAID)), [0, 2, 4, 8]), 1.0 + 1.5 * o, 1.5)
                picks = rng.choice(len(SAID), size=7, p=weights / weights.sum())
                lines.append(
                    {
                        "id": f"{outlet}-{e}-{k:02d}",
                        "outlet": outlet,
                        "event": f"event {e}",
                        "title": f"The harbour may open, item {k} {outlet} {e}",
                        "text": "\n\n".join([f"Item {k} of {outlet}, part {e}.", *(SAID[p] for p in picks)]),
                        "genre": "opinion" if k % 5 == 4 else ("unknown" if k % 5 == 3 else "news"),
                        "wire_role": "full_reprint" if k == 1 else "none",
                        "published": pd.Timestamp("2026-03-01", tz="UTC") + pd.Timedelta(days=(k * 7) % 6),
                        "copy_group": f"c{e}" if k in (5, 6) and o == 0 else None,
                    }
                )
    return check(pd.DataFrame(lines).astype({"copy_group": "str"}), "articles")


def measured(*names: str) -> dict[str, Measure]:
    """Return measures by name."""
    return {one.name: one for one in resolve(list(names))}


def compared(
    articles: pd.DataFrame, measures: dict[str, Measure], voices: str | None = "full", **settings: Any
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the scores and the contrasts of a study made so."""
    scores = fr.score(articles, list(measures.values()), voices=voices)
    return scores, fr.compare(scores, draws=199, **settings).contrast


def cells(contrast: pd.DataFrame, **named: str) -> pd.DataFrame:
    """Return the comparisons with these values that have an estimate."""
    keep = contrast["estimate"].notna()
    for column, value in named.items():
        keep &= contrast[column].astype("str") == value
    return contrast[keep]
