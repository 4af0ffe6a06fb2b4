"""The sentences behind every number."""

from __future__ import annotations

from framing.study.steps import Context, Tables

PLACE = 25
KEYS = ("evidence",)
TABLES = ("evidence",)
SECONDS = (0.3, 0.006)

#: Up to this many articles every sentence is kept; of more, so many for each outlet, part, voice and measure.
_COMPLETE, _SOME = 1000, 25


def limit_of(context: Context) -> int | None:
    """Return how many sentences are kept for each number, None where all are."""
    return context.study.evidence or (None if len(context.articles) <= _COMPLETE else _SOME)


def run(context: Context) -> Tables:
    """Collect the sentences behind every number; of many articles, some for each number."""
    from framing.features.evidence import evidence

    measures, limit = list(context.measures.values()), limit_of(context)
    return {"evidence": evidence(context.articles, measure=measures, voices=context.voicing, limit=limit)}
