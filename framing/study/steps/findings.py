"""What a reader is told: the few differences that these articles bear out, of every kind in one list."""

from __future__ import annotations

import warnings
from typing import Any

from framing.comparison.compare import Comparison
from framing.engine.parts import collect_articles
from framing.engine.results import PartResults
from framing.errors import FramingWarning
from framing.study.steps import Context, Tables, with_rows
from framing.study.steps.evidence import limit_of

PLACE = 125
KEYS = ("collection", "primary", "seed")
TABLES = ("findings",)
SECONDS = (3.5, 0.065)


def run(context: Context) -> Tables:
    """Select what may be told; of very many articles without the words behind it."""
    from framing.findings.table import findings

    study, given = context.study, context.tables
    if context.units is None:
        return {}
    beside: dict[str, Any] = {
        name: given.get(name) for name in ("mentions", "items", "comparability", "pairs", "demands", "causes")
    }
    if context.detailed:
        beside["articles"] = collect_articles(context.articles, "findings")
        spoken = context.voices
        beside["evidence"] = given["evidence"] if limit_of(context) is None else None
        beside["voices"] = spoken.table("voices") if isinstance(spoken, PartResults) else spoken
    result = Comparison(given["profile"], given["contrast"], context.units)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        table = findings(
            result, measures=list(context.measures.values()),
            **beside, **study.options("collection", "primary", "seed"),
        )  # fmt: skip
    return with_rows({"findings": table})
