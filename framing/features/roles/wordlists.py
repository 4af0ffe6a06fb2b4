"""The lists that the rules on passives ask, and what each distinct word of some tokens is by them.

Asked once for each key of a vocabulary; no rule on sentences stands here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import numpy as np

from framing.text.tokens import Vocabulary

__all__ = ["Kinds", "kinds", "lists"]


@cache
def lists() -> dict[str, Any]:
    """Return the lists as the file has them, each a frozen set of words."""
    raw = tomllib.loads((resources.files("framing.features.roles") / "passives.toml").read_text("utf8"))
    found: dict[str, Any] = _sets(raw)
    return found


def _sets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sets(one) for key, one in value.items()}
    return frozenset(value.split()) if isinstance(value, str) else tuple(value)


@dataclass(frozen=True)
class Kinds:
    """Masks over the keys of a vocabulary.

    `be`, `contracted` (it's, he's: is or has), `get` and `have` are auxiliaries; `participle` is one by its
    form; `adverb` may stand between; `degree` makes an adjective of what follows.
    """

    be: np.ndarray
    contracted: np.ndarray
    get: np.ndarray
    have: np.ndarray
    participle: np.ndarray
    adverb: np.ndarray
    degree: np.ndarray
    negator: np.ndarray
    asks: np.ndarray
    pronoun: np.ndarray
    article: np.ndarray


@lru_cache(1 << 16)
def is_participle(word: str) -> bool:
    """Whether a word, in lower case, can be a past participle by its form.

    >>> [is_participle(word) for word in ("arrested", "taken", "hundred", "unfinished", "re-elected")]
    [True, True, False, False, True]
    """
    words = lists()["participle"]
    first, hyphen, last = word.rpartition("-")
    if hyphen:
        return (first in words["hyphened"] or first in words["well"]) and is_participle(last)
    if word in words["never"] or word in words["not_verbs"]:
        return False
    if word in words["irregular"]:
        return True
    if word.startswith("un") and word not in words["un"] and not word.startswith("under"):
        return False
    if word.startswith(("re", "mis", "out", "over", "under")):
        for prefix in ("re", "mis", "out", "over", "under"):
            if word.startswith(prefix) and word.removeprefix(prefix) in words["irregular"]:
                return True
    return len(word) > 3 and word.endswith("ed") and (not word.endswith("eed") or word in words["doubled"])


def kinds(vocabulary: Vocabulary) -> Kinds:
    """Return what each key of a vocabulary is."""
    known, keys = lists(), vocabulary.keys

    def among(words: frozenset[str]) -> np.ndarray:
        mask = np.zeros(len(keys), bool)
        for word in words:
            at = vocabulary.ids(word)
            if at is not None:
                mask[at] = True
        return mask

    participle = np.zeros(len(keys), bool)
    maybe = vocabulary.matching("[ntdekgm]$")
    participle[maybe] = [is_participle(keys[at]) for at in maybe.tolist()]
    between, auxiliary = known["between"], known["auxiliary"]
    ly = np.zeros(len(keys), bool)
    ly[vocabulary.matching("...ly$")] = True
    return Kinds(
        be=among(auxiliary["be"]),
        contracted=among(auxiliary["contracted"]),
        get=among(auxiliary["get"]),
        have=among(auxiliary["have"]),
        participle=participle | among(known["participle"]["irregular"] - known["participle"]["never"]),
        adverb=(ly & ~among(between["not_adverbs"])) | among(between["words"]),
        degree=among(between["degree"]),
        negator=among(between["negators"]),
        asks=among(between["asks"]),
        pronoun=among(between["pronouns"]),
        article=among(between["articles"]),
    )
