"""Whether like is compared with like, told before any difference is."""

from __future__ import annotations

from framing.study.steps import Context, Tables, with_rows, without_notes

PLACE = 16
KEYS = ("by", "seed", "wire")
TABLES = ("comparability",)
SECONDS = (0.2, 0.001)


def run(context: Context) -> Tables:
    """Return what the groups differ in beside their wording."""
    from framing.comparison.comparability import comparability

    with without_notes():
        return with_rows(
            {"comparability": comparability(context.articles, **context.study.options("by", "seed", "wire"))}
        )
