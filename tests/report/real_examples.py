"""The bundled corpus with all that the report shows of it."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

import pandas as pd

import framing as fr
from tests.report import examples

TARGETS = {"China": ["China", "Beijing"], "Canada": ["Canada", "Ottawa"]}
BOOKS = ("generic", "visits")
_STANCE = ["stance.negative", "stance.neutral", "stance.positive", "stance.net"]
_MEASURES = {
    "stance": {"measures": _STANCE, "targets": TARGETS},
    "frame": {"measures": [f"frame.{book}" for book in BOOKS]},
    "words": {"measures": ["hedges", "boosters", "tone.net", "loaded", "reporting.distancing"]},
}
#: As `fr.words.naming` takes them.
NAMES = {
    "Carney": {"aliases": ["Mark Carney", "Carney"], "descriptions": ["prime minister"]},
    "Xi": {"aliases": ["Xi Jinping", "Xi"], "descriptions": ["president"]},
}


@cache
def measured() -> dict[str, pd.DataFrame]:
    """Return the tables of a study."""
    articles, audit = fr.load(fr.example("carney-beijing-2026"), progress=False)
    voices = fr.sources.voices(articles)
    found: dict[str, pd.DataFrame] = {"articles": articles, "audit": audit, "voices": voices}
    profiles, contrasts, hits = [], [], []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", fr.FramingWarning)
        for options in _MEASURES.values():
            scores = fr.score(articles, voices=voices, **options)
            compared = fr.compare(scores, seed=1, draws=199)
            profiles.append(compared.profile)
            contrasts.append(compared.contrast)
            given = {"measure" if key == "measures" else key: value for key, value in options.items()}
            hits.append(fr.evidence(articles, voices=voices, **given))
        sides = fr.compare(fr.sources.score_sources(articles, voices), seed=1, draws=199)
        found["terms"] = fr.keyness(articles, voices=voices, voice="outlet", full=True)
        found["naming"] = fr.words.naming(articles, NAMES, voices=voices)
        found["mentions"] = fr.words.mentions(articles, NAMES, voices=voices)
        found["items"], found["coverage"] = fr.facts.entities(articles), fr.facts.coverage(articles)
        found["statements"], found["reuse"] = (
            fr.facts.statements(articles),
            fr.facts.reuse(articles, voices=voices),
        )
        found["pairs"] = fr.side_by_side(articles, voices=voices)
        found["headlines"] = fr.facts.headlines(articles)
        found["demands"], found["causes"] = (
            fr.frames.demands(articles, voices),
            fr.frames.causes(articles, voices),
        )
        found["agency"] = fr.wire.find_wire(articles)
        found["comparability"] = fr.checks.comparability(articles, draws=99)
        found["findings"] = fr.findings(compared, articles, voices=voices, draws=499)
    found["profile"] = pd.concat([*profiles, sides.profile], ignore_index=True)
    found["contrast"] = pd.concat([*contrasts, sides.contrast], ignore_index=True)
    found["evidence"] = pd.concat(hits, ignore_index=True)
    found["frames"] = fr.frames(articles, BOOKS, voices=voices)
    return found


def tables() -> dict[str, pd.DataFrame]:
    """Return all tables of the example."""
    return dict(measured())


def settings(**changes: Any) -> dict[str, Any]:
    """Return settings as a study hands them over."""
    from framing.features.frames.codebook import codebook_of

    meanings = {name: one.meaning for book in BOOKS for name, one in codebook_of(book).measures.items()}
    given = {
        "voices": "full",
        "targets": TARGETS,
        "measures": examples.MEASURES | meanings,
        "primary": [],
    }
    return examples.settings(**{**given, **changes})
