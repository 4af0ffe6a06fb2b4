"""How often a text says what was done, and how often without saying by whom."""

from __future__ import annotations

from framing.features.lexicon import Measure
from framing.features.roles.passives import Passives


def measures() -> list[Measure]:
    """Return the measures of passives: all, those without an agent, and the share of the latter."""
    finder = Passives()
    every = {"agent": None, "agentless": None, "reduced": None}
    return [
        Measure(
            "passive.all",
            "per_1000",
            every,
            "Passives per 1,000 tokens: be or get with a past participle, each of several that share an "
            "auxiliary, and participles without one that name who acts (led by Ruiz); adjectives "
            "(is interested) don't count.",
            finder,
        ),
        Measure(
            "passive.agentless",
            "per_1000",
            {"agentless": None},
            "Passives with be or get that don't say by whom, per 1,000 tokens.",
            finder,
        ),
        Measure(
            "passive.unsaid",
            "share",
            {"agentless": 1.0, "agent": 0.0},
            "Of passives with be or get, the share that doesn't say by whom.",
            finder,
        ),
    ]
