"""Which family names may have any given name before them: those whose given name no set tells.

The set decides, and what stands before the name in a text; who else is named is the business of `matching`.
"""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np

from framing.features.naming.referents import Referents
from framing.features.naming.wordclasses import Classes
from framing.text.tokens import Tokens
from framing.text.voices.speakers.lexicon import lexicon
from framing.text.voices.speakers.reading import read

__all__ = ["any_given", "given_run", "is_bare", "namesakes"]

_PLAIN = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*")
_INITIAL = re.compile(r"[A-Z]\.?")
#: Places that are family names too, beside those of the speakers' lexicon: Michael Jordan is no country.
_PLACES = frozenset("Jordan Georgia Chad Virginia Houston Austin Dallas Charlotte".split())
#: Given names and initials that are read in front of a family name.
_MOST = 4


def any_given(wanted: Referents) -> frozenset[str]:
    """Return the family names that count behind any given name.

    Neither an alias nor the name of their referent tells a given name of theirs, no other referent has the
    same family name with one, and they are no place.
    """
    told: dict[str, set[int]] = defaultdict(set)
    alone: dict[str, int] = {}
    named = [(alias.written, alias.referent) for alias in wanted.aliases if alias.kind == "name"]
    for written, referent in (*named, *((name, number) for number, name in enumerate(wanted.names))):
        *before, family = written.split() or [""]
        if any(_is_given(word) for word in before):
            told[family].add(referent)
    for written, referent in named:
        if _PLAIN.fullmatch(written) and written[0].isupper():
            alone[written] = referent
    return frozenset(family for family in alone if not told[family] and not _is_place(family))


def namesakes(wanted: Referents) -> dict[str, frozenset[int]]:
    """Return family names that somebody else bears too who is known to the news, and the referents concerned.

    Only of referents whose given name is told: Carney is Mark Carney's, and Jay Carney's.
    """
    told: dict[tuple[str, int], set[str]] = defaultdict(set)
    full = [(alias.written, alias.referent) for alias in wanted.aliases if alias.kind == "name"]
    for written, referent in (*full, *((name, number) for number, name in enumerate(wanted.names))):
        *before, family = written.split() or [""]
        if any(_is_given(word) for word in before):
            told[family, referent].update(word.casefold() for word in before)
    found: dict[str, set[int]] = defaultdict(set)
    for (family, referent), mine in told.items():
        others = (given for given, _ in lexicon().known.get(family, ()))
        if any(mine.isdisjoint(word.casefold() for word in given[:-1]) for given in others):
            found[family].add(referent)
    return {family: frozenset(referents) for family, referents in found.items()}


def is_bare(written: str, referent: int, families: dict[str, frozenset[int]]) -> bool:
    """Whether a name is such a family name, alone or behind Mr. or Ms."""
    *before, family = written.split() or [""]
    return referent in families.get(family, ()) and not any(_is_given(word) for word in before)


def _is_given(word: str) -> bool:
    """Whether a word before a family name can be a given name: no title, no Mr., no initial of a party."""
    known = lexicon()
    return word[:1].isupper() and (word in known.male | known.female or read(word).kind == "person")


def _is_place(word: str) -> bool:
    if word in _PLACES or word.isupper():
        return True
    return any(
        len(spelt or words) == 1
        and (spelt or words)[0].lower() == word.lower()
        and entry.kind in ("place", "named")
        for words, spelt, entry in lexicon().phrases.get(word.lower(), ())
    )


def given_run(tokens: Tokens, at: np.ndarray, flags: Classes) -> np.ndarray:
    """Return how many words in front of each place are given names, with initials behind them: Elena M. Ruiz.

    "Will" and "May" before a name are verbs as often: they are no part of it.
    """
    initial = np.fromiter((bool(_INITIAL.fullmatch(form)) for form in tokens.forms.to_pylist()), bool)
    given = flags.given & ~flags.auxiliary
    found = np.zeros(len(at), np.int64)
    open_ = np.ones(len(at), bool)
    for step in range(1, _MOST + 1):
        here = at - step
        open_ &= here >= 0
        inside = np.maximum(here, 0)
        ids = tokens.ids[inside]
        open_ &= ~tokens.breaks[np.maximum(here + 1, 0)] & (given | initial)[ids]
        found[open_ & given[ids]] = step
    return found
