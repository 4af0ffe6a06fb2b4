"""What a reader is told: the few differences that the articles bear out, and the sentences of each number."""

from __future__ import annotations

import warnings
from typing import Any

from framing.comparison.compare import Comparison
from framing.engine.parts import collect_articles
from framing.engine.results import PartResults
from framing.errors import FramingWarning
from framing.study.steps import Context, Tables, with_rows

PLACE = 115
KEYS = ("collection", "evidence", "primary", "seed")
TABLES = ("evidence", "findings")
SECONDS = (3.8, 0.071)

#: Up to this many articles every sentence is kept; of more, so many for each outlet, part, voice and measure.
_COMPLETE, _SOME = 1000, 25


def run(context: Context) -> Tables:
    """Collect sentences, and select what may be told; of very many articles without the words behind it."""
    from framing.features.evidence import evidence
    from framing.findings.table import findings

    study, given, measures = context.study, context.tables, list(context.measures.values())
    limit = study.evidence or (None if len(context.articles) <= _COMPLETE else _SOME)
    hits = evidence(context.articles, measure=measures, voices=context.voicing, limit=limit)
    if context.units is None:
        return {"evidence": hits}
    beside: dict[str, Any] = {
        name: given.get(name) for name in ("mentions", "items", "comparability", "pairs", "demands", "causes")
    }
    if context.detailed:
        beside["articles"] = collect_articles(context.articles, "findings")
        spoken = context.voices
        beside["evidence"] = hits if limit is None else None
        beside["voices"] = spoken.table("voices") if isinstance(spoken, PartResults) else spoken
    result = Comparison(given["profile"], given["contrast"], context.units)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        table = findings(
            result, measures=measures,
            **beside, **study.options("collection", "primary", "seed"),
        )  # fmt: skip
    return {"evidence": hits, **with_rows({"findings": table})}
