"""How many of the sentences give an opinion: a model's judgement, whose error its card states."""

from __future__ import annotations

from framing.features.lexicon import Measure
from framing.features.opinion.finding import Opinions

#: A model reads every sentence, which takes far longer than lists of words.
ON_REQUEST = True


def measures() -> list[Measure]:
    """Return the measure: of the sentences that a voice speaks, the share that gives an opinion."""
    meaning = (
        "Of the sentences, or parts of them, that a voice speaks, the share that a model takes for "
        "opinion; its error is measured on labelled sentences and stands in its card."
    )
    return [Measure("subjective", "share", {"opinion": 1.0, "report": 0.0}, meaning, Opinions())]
