"""The words by which a text gives words to somebody, in every form they take; no text is read here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["FRAMES", "STANCES", "Cue", "cues", "speech"]

#: What follows a cue: clause, clause, infinitive, thing, clause; then nouns, adjectives, particles.
FRAMES = ("say", "think", "want", "discuss", "show", "noun", "adjective", "particle")
STANCES = ("neutral", "endorsing", "distancing", "refusing")


@dataclass(frozen=True)
class Cue:
    """A form of a reporting word.

    Attributes
    ----------
    frames : frozenset of str
        Of `FRAMES`.
    stance : str
        Of `STANCES`; where two lists have the word, the more committed one.
    shape : {"base", "s", "ed", "ing", "noun", "adjective", "particle"}
        "ed" stands for past and participle.
    base : str
        The form that the list has.
    """

    frames: frozenset[str]
    stance: str
    shape: str
    base: str


@cache
def cues() -> dict[str, Cue]:
    """Return every form, in lower case, with what is known of it.

    >>> cues()["told"].shape, cues()["denied"].stance, sorted(cues()["claim"].frames)
    ('ed', 'refusing', ['noun', 'say', 'show', 'want'])
    """
    found: dict[str, Cue] = {}
    for frame, stance, entry in _entries():
        for form, shape in _forms(entry, frame):
            before = found.get(form)
            if before is None:
                found[form] = Cue(frozenset((frame,)), stance, shape, entry.split("|")[0])
            else:
                stronger = max(before.stance, stance, key=STANCES.index)
                # Of a form that verb and noun share, the verb's shape says more.
                found[form] = Cue(before.frames | {frame}, stronger, before.shape, before.base)
    return found


@cache
def speech() -> frozenset[str]:
    """Return the forms that tell of words or findings, not of a thought, a wish or a deed.

    >>> {"said", "shows", "according"} <= speech(), speech() & {"hopes", "willing", "support"}
    (True, frozenset())
    """
    silent = {form for entry in _raw()["silent"]["neutral"].split() for form, _ in _forms(entry, "say")}
    spoken = {"say", "show", "particle"}
    return frozenset(form for form, cue in cues().items() if cue.frames & spoken and form not in silent)


def _raw() -> dict[str, dict[str, Any]]:
    raw: dict[str, dict[str, Any]] = tomllib.loads(
        (resources.files("framing.text.voices") / "cues.toml").read_text("utf8")
    )
    return raw


def _entries() -> Iterator[tuple[str, str, str]]:
    raw = _raw()
    tables: list[tuple[str, dict[str, str]]] = [
        *raw["verbs"].items(),
        ("noun", raw["nouns"]),
        ("adjective", raw["adjectives"]),
        ("particle", raw["particles"]),
    ]
    for frame, lists in tables:
        for stance, words in lists.items():
            for entry in words.split():
                yield frame, stance, entry


def _forms(entry: str, frame: str) -> Iterator[tuple[str, str]]:
    base, *irregular = entry.split("|")
    if frame in ("adjective", "particle"):
        yield base, frame
    elif frame == "noun":
        yield base, "noun"
        yield _with_s(base), "noun"
    else:
        yield base, "base"
        yield _with_s(base), "s"
        yield _with_ing(base), "ing"
        for form in irregular or (_with_ed(base),):
            yield form, "ed"


def _with_s(word: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|o)$", word):
        return word + "es"
    return word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else word + "s"


def _with_ed(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    return word[:-1] + "ied" if re.search(r"[^aeiou]y$", word) else _doubled(word) + "ed"


def _with_ing(word: str) -> str:
    if word.endswith("ie"):
        return word[:-2] + "ying"
    return word[:-1] + "ing" if re.search(r"[^eoy]e$", word) else _doubled(word) + "ing"


#: Verbs of more than one syllable that double their last letter.
_DOUBLING = frozenset(
    "admit commit refer prefer regret defer infer concur confer rebut rebuff repel compel label model".split()
)


def _doubled(word: str) -> str:
    one_syllable = re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", word)
    return (
        word + word[-1]
        if (one_syllable and word[-1] not in "kwxy") or (word in _DOUBLING and word[-1] != "f")
        else word
    )
