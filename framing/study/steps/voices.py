"""Who speaks: voices found once."""

from __future__ import annotations

from framing.study.steps import Context, Spoken, Tables
from framing.study.steps.articles import read_study

PLACE = 40
KEYS = ("voices",)
TABLES = ()


def prepare(context: Context) -> None:
    """Find the voices; none where they aren't told apart in full. Of parts the table comes by part."""
    context.voices = context.made("voices", find_voices)


def find_voices(context: Context) -> Spoken:
    """Return the table of voices, or None; articles that aren't read yet are read."""
    from framing.text.voices.table import voices

    if not len(context.articles):
        read_study(context)
    return voices(context.articles) if context.study.voices == "full" else None


def run(context: Context) -> Tables:
    """Give no table: that of voices stands beside the counts."""
    return {}
