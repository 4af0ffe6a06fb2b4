"""Stance and frames of the bundled corpus as the package measures them; actions and roles by hand."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pandas as pd

import framing as fr
from framing.schema import check
from tests.report import examples

TARGETS = {"China": ["China", "Beijing"], "Canada": ["Canada", "Ottawa"]}
BOOKS = ("generic", "visits")
_STANCE = ["stance.negative", "stance.neutral", "stance.positive", "stance.net"]
_MEASURES = {
    "stance": {"measures": _STANCE, "targets": TARGETS},
    "frame": {"measures": [f"frame.{book}" for book in BOOKS]},
    "words": {"measures": ["hedges", "boosters"]},
}


@cache
def measured() -> dict[str, pd.DataFrame]:
    """Return what the package finds in the bundled corpus: the tables of a study."""
    articles, audit = fr.load(fr.example("carney-beijing-2026"), progress=False)
    voices = fr.voices(articles)
    profiles, contrasts, hits = [], [], []
    found: dict[str, pd.DataFrame] = {"articles": articles, "audit": audit, "voices": voices}
    for name, options in _MEASURES.items():
        scores = fr.score(articles, voices=voices, **options)
        compared = fr.compare(scores, seed=1, draws=199)
        profiles.append(compared.profile)
        contrasts.append(compared.contrast)
        given = {"measure" if key == "measures" else key: value for key, value in options.items()}
        hits.append(fr.evidence(articles, voices=voices, **given))
        if name == "stance":
            found["corrected"] = fr.corrected(scores)
    found["profile"] = pd.concat(profiles, ignore_index=True)
    found["contrast"] = pd.concat(contrasts, ignore_index=True)
    found["evidence"] = pd.concat(hits, ignore_index=True)
    found["frames"] = fr.frames(articles, BOOKS, voices=voices)
    return found


def tables() -> dict[str, pd.DataFrame]:
    """Return all tables of the example."""
    found = dict(measured())
    return found | {"actions": actions(found["articles"]), "roles": roles(found["articles"])}


def settings(**changes: Any) -> dict[str, Any]:
    """Return settings as a study hands them over."""
    from framing.features.frames.codebook import codebook_of

    meanings = {name: one.meaning for book in BOOKS for name, one in codebook_of(book).measures.items()}
    given = {
        "voices": "full",
        "model": "linear",
        "targets": TARGETS,
        "measures": examples.MEASURES | meanings,
    }
    return examples.settings(**{**given, **changes})


def _places(articles: pd.DataFrame, word: str) -> list[dict[str, Any]]:
    """Return where a word stands in the texts, with the paragraph as its sentence."""
    rows = []
    for article in articles.to_dict("records"):
        for found in re.finditer(rf"\b{word}\b", article["text"]):
            low = article["text"].rfind("\n\n", 0, found.start())
            low = low + 2 if low >= 0 else 0
            high = article["text"].find("\n\n", found.end())
            high = len(article["text"]) if high < 0 else high
            about = {name: article[name] for name in ("outlet", "genre", "provenance")}
            rows.append(
                about
                | {
                    "article": article["id"],
                    "part": "body",
                    "start": found.start(),
                    "end": found.end(),
                    "sentence": article["text"][low:high],
                }
            )
    return rows


def actions(articles: pd.DataFrame) -> pd.DataFrame:
    """Return an action wherever some words stand: who acts on whom is made up."""
    made = []
    for word, about in (
        ("said", {"actor": "Marlow", "target": "Ruiz", "action": "praise", "kind": "cooperative"}),
        ("year", {"actor": "Ruiz", "target": None, "action": "warn", "kind": "conflictual", "negated": True}),
        ("tariffs", {"actor": None, "target": "Ruiz", "action": "call", "kind": "other"}),
        ("canola", {"actor": "Ruiz", "target": "Marlow", "action": "meet", "kind": "cooperative"}),
    ):
        found = _places(articles, word)
        found = found[:1] if word == "canola" else found
        made += [row | about | {"voice": ("outlet", "quoted")[n % 3 == 2]} for n, row in enumerate(found)]
    return check(pd.DataFrame(made), "actions")


def roles(articles: pd.DataFrame) -> pd.DataFrame:
    """Return a role for each place where a word stands; every third is a villain."""
    made = []
    for n, row in enumerate(_places(articles, "Canada")):
        role = ("hero", "villain", "victim")[n % 3]
        chance = {name: 0.8 if name == role else 0.1 for name in ("hero", "villain", "victim")}
        about = {"role": role, "by": "sentence", "target": "Canada", "entity": "Canada", "voice": "outlet"}
        made.append(row | chance | about)
    return check(pd.DataFrame(made), "roles")
