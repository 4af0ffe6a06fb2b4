"""Who speaks: voices found once."""

from __future__ import annotations

from framing.study.steps import Context, Tables

PLACE = 40
KEYS = ("voices",)
TABLES = ()


def prepare(context: Context) -> None:
    """Find the voices; none where they aren't told apart in full. Of parts the table comes by part."""
    if context.study.voices == "full":
        from framing.text.voices.table import voices

        context.voices = voices(context.articles)


def run(context: Context) -> Tables:
    """Give no table: that of voices stands beside the counts."""
    return {}
