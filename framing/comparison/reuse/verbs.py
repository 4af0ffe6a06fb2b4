"""Whether a word is a verb where it stands, and how the stance of a reporting verb moves.

No tagger is at hand and none is needed: only words that stand in each other's place are asked about.
"""

from __future__ import annotations

from collections.abc import Sequence

from framing.comparison.reuse.lists import lists
from framing.comparison.reuse.words import Word
from framing.text.voices.cues import cues
from framing.text.voices.known import known

__all__ = ["is_verb", "moved"]


def is_verb(words: Sequence[Word], at: int) -> bool:
    """Say whether a word is a verb, by its form and the word before it.

    >>> def said(text):
    ...     return [Word(t, t.lower(), 0, 0, False) for t in text.split()]
    >>> is_verb(said("the minister claimed victory"), 2), is_verb(said("the claimed victory"), 1)
    (True, False)
    """
    word = words[at]
    key = word.key
    if not key.replace("'", "").isalpha() or (word.text[:1].isupper() and not word.starts):
        return False
    if key in lists().modal or key in lists().auxiliary:
        return True
    if key in lists().no_verb or key in lists().function:
        return False
    before = words[at - 1].key if at else ""
    if before in lists().before_noun:
        return False
    cue = cues().get(key)
    shape = cue.shape if cue else ""
    if before in lists().before_verb and (shape == "base" or lists().irregular.get(key) == key):
        return True
    if shape in ("ed", "ing", "s") or key in known()["verb"]:
        return True
    if key in lists().irregular and lists().irregular[key] != key:
        return True
    return len(key) > 4 and key.endswith("ed")


def moved(old: str, new: str) -> str:
    """Return how the stance moves from one verb to another, both keys.

    >>> moved("said", "claimed"), moved("said", "says"), moved("will", "may"), moved("rose", "fell")
    ('neutral to distancing', 'tense', 'modal', '')
    """
    a, b = cues().get(old), cues().get(new)
    if old in lists().modal and new in lists().modal:
        return "modal"
    if (a and b and a.base == b.base) or (
        old in lists().irregular and lists().irregular[old] == lists().irregular.get(new)
    ):
        return "tense"
    if a and b and a.stance != b.stance:
        return f"{a.stance} to {b.stance}"
    return ""
