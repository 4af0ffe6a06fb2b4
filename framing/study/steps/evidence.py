"""The sentences behind every number."""

from __future__ import annotations

from framing.study.steps import Context, Tables

PLACE = 25
KEYS = ("evidence",)
TABLES = ("evidence",)
SECONDS = (0.3, 0.006)

#: Up to this many articles every sentence is kept; of more, so many for each outlet, part, voice and measure.
_COMPLETE, _SOME = 1000, 25


def is_complete(context: Context) -> bool:
    """Say whether every sentence is kept."""
    return not context.study.evidence and len(context.articles) <= _COMPLETE


def run(context: Context) -> Tables:
    """Collect the sentences behind every number; of many articles, some for each number."""
    from framing.features.evidence import evidence

    limit = context.study.evidence or (None if is_complete(context) else _SOME)
    measures = list(context.measures.values())
    return {"evidence": evidence(context.articles, measure=measures, voices=context.voicing, limit=limit)}
