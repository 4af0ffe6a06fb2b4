"""Which words differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.errors import prefix_errors
from framing.study.steps import Context, Tables, without_notes

PLACE = 28
KEYS = ("by", "collection", "draws", "keyness", "seed", "voices", "wire")
TABLES = ("terms",)
SECONDS = (0.1, 0.025)


def run(context: Context) -> Tables:
    """Compare the words of the groups: the outlet's own unless the study says others."""
    study = context.study
    if not study.keyness:
        return {}
    from framing.comparison.wording.keyness import keyness

    given: dict[str, Any] = dict(study.keyness) if isinstance(study.keyness, Mapping) else {}
    # Where voices aren't told apart all words count.
    voice = given.get("voice", None if study.voices == "none" else "outlet")
    options = study.options("by", "seed", "wire", "collection", "draws") | given
    options |= {"voices": context.voicing, "voice": None if voice == "all" else voice}
    if isinstance(ngram := given.get("ngram"), list):
        options["ngram"] = tuple(ngram)
    with without_notes(), prefix_errors("keyness"):
        return {"terms": keyness(context.articles, full=True, compared=context.compared or None, **options)}
