"""Where each way of writing a referent stands in tokens: capitals, points, exclusions, others' names.

Every way by itself; which of those that overlap is meant is the business of `finding`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from framing.features.match import phrase_places
from framing.features.naming.given import any_given, given_run
from framing.features.naming.referents import Alias, Referents
from framing.features.naming.wordclasses import Classes
from framing.text.tokens import Tokens
from framing.text.vocabulary import split_pattern

__all__ = ["POSSESSIVE", "Pattern", "hits", "patterns", "places"]

POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True)
class Pattern:
    """One way of writing, of one referent or, if a description, of several."""

    written: str
    aliases: tuple[Alias, ...]

    @property
    def kind(self) -> str:
        return self.aliases[0].kind

    @property
    def first(self) -> int:
        """The first referent that is written so."""
        return self.aliases[0].referent


def patterns(wanted: Referents) -> list[Pattern]:
    """Return the distinct ways in which referents are written."""
    by_words: dict[str, list[Alias]] = defaultdict(list)
    for alias in wanted.aliases:
        if all(alias.referent != other.referent for other in by_words[alias.written]):
            by_words[alias.written].append(alias)
    return [Pattern(written, tuple(aliases)) for written, aliases in by_words.items()]


def hits(
    every: Sequence[Pattern], wanted: Referents, tokens: Tokens, flags: Classes
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where every pattern stands outside what is excluded: start, length and which.

    A family name whose given name is not known has those that stand before it: "Elena Ruiz".
    """
    starts, lengths, whiches = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    covered: dict[int, np.ndarray] = {}
    for phrase, referent in wanted.exclude:
        at, size = places(tokens, phrase)
        mask = covered.setdefault(referent, np.zeros(len(tokens.ids) + 1, np.int8))
        for step in range(size):
            mask[at + step] = 1
    months = _dated(tokens)
    own: dict[int, set[str]] = defaultdict(set)
    own.update((number, set(name.split()[:-1])) for number, name in enumerate(wanted.names))
    for pattern in every:
        own[pattern.first].update(pattern.written.split()[:-1])
    free = any_given(wanted)
    for number, pattern in enumerate(every):
        at, size = places(tokens, pattern.written)
        before = np.zeros(len(at), np.int64)
        if len(pattern.aliases) == 1 and pattern.first in covered:
            mask = covered[pattern.first]
            at = at[(mask[at] & mask[at + size - 1]) == 0]
        if size == 1 and pattern.kind == "name":
            if pattern.written in _MONTHS:
                at = at[~months[at]]
            if pattern.written in free:
                at = at[~_suffixed(tokens, at, flags)]
                before = given_run(tokens, at, flags)
            elif pattern.written[0].isupper():
                at = at[~_another(tokens, at, own[pattern.first], flags)]
        before = before[: len(at)]
        starts.append(at - before)
        lengths.append(size + before)
        whiches.append(np.full(len(at), number, np.int64))
    return np.concatenate(starts), np.concatenate(lengths), np.concatenate(whiches)


_MONTHS = frozenset("March April May June August".split())
_DATING = frozenset("in last next this early late mid until since by of before after through from".split())


def _dated(tokens: Tokens) -> np.ndarray:
    """Mask the words beside which a month's name is a date: behind "in" or a figure, or before a figure."""
    keys = tokens.vocabulary.keys
    figure = np.array([key[:1].isdigit() for key in keys], bool)[tokens.vocabulary.of_token]
    before = np.array([key in _DATING for key in keys], bool)[tokens.vocabulary.of_token]
    mask = np.zeros(len(tokens.ids), bool)
    joined = ~tokens.breaks[1:]
    mask[1:] |= (figure | before)[:-1] & joined
    mask[:-1] |= figure[1:] & joined
    return mask


def _another(tokens: Tokens, at: np.ndarray, own: set[str], flags: Classes) -> np.ndarray:
    """Mask the places of a name that is the end of somebody else's: "Ana Ruiz" where Eva Ruiz is meant."""
    other = np.zeros(len(at), bool)
    before = np.zeros(len(at), bool)
    inner = at[at > 0]
    before[at > 0] = flags.given[tokens.ids[inner - 1]] & ~tokens.breaks[inner]
    if before.any():
        forms = tokens.forms.take(tokens.ids[at[before] - 1]).to_pylist()
        other[np.flatnonzero(before)] = [form not in own for form in forms]
    other |= _suffixed(tokens, at, flags)
    return other


def _suffixed(tokens: Tokens, at: np.ndarray, flags: Classes) -> np.ndarray:
    """Mask the places of a name before Jr. or Sr."""
    behind = np.minimum(at + 1, len(tokens.ids) - 1)
    found: np.ndarray = (behind > at) & flags.suffix[tokens.ids[behind]]
    return found


def places(tokens: Tokens, written: str) -> tuple[np.ndarray, int]:
    """Return where a phrase stands with the capitals it is written with, and how many words it has.

    A word in lower case may have capitals, a capitalised one must have one, an initialism is as
    it is, with points or without; a comma in the phrase must stand in the text.
    """
    vocabulary = tokens.vocabulary
    found: np.ndarray | None = None
    items: list[str] = []
    for part in written.split(","):
        pieces = split_pattern(part.strip())
        if not pieces:
            continue
        spelt = " ".join(_spellings(piece) for piece in pieces)
        at = phrase_places(tokens, vocabulary, spelt).astype(np.int64)
        if found is None:
            found = at
        else:
            size = len(items)
            joint = np.intersect1d(found, at - size)
            same = tokens.sentence_of(joint)[0] == tokens.sentence_of(joint + size)[0]
            found = joint[tokens.breaks[joint + size] & same]
        items.extend(pieces)
    if found is None or not len(found):
        return np.zeros(0, np.int64), max(len(items), 1)
    for step, item in enumerate(items):
        if item[0].isupper() and len(found):
            distinct, back = np.unique(tokens.ids[found + step], return_inverse=True)
            good = [_cased(form, item) for form in tokens.forms.take(distinct).to_pylist()]
            found = found[np.array(good, bool)[back]]
    return np.sort(found), len(items)


@lru_cache(1 << 12)
def _spellings(item: str) -> str:
    """Return an item of a pattern with the points it may be written with."""
    options = []
    for word in item.split("|"):
        bare = word.replace(".", "")
        options.append(word)
        if bare.isalpha() and bare.isupper() and 1 < len(bare) <= 5:
            options += [bare, "".join(f"{letter}." for letter in bare), ".".join(bare)]
        elif bare.isalpha() and bare in _SHORTENED:
            options += [bare, f"{bare}."]
    return "|".join(dict.fromkeys(options)) if len(options) > 1 else item


_SHORTENED = frozenset("Mr Mrs Ms Dr Sen Rep Gov Gen Lt Col St Prof Jr Sr".split())


def _cased(form: str, item: str) -> bool:
    """Whether a form has the capitals of an item of a pattern."""
    bare = POSSESSIVE.sub("", form)
    for word in item.split("|"):
        plain = word.rstrip("*").replace(".", "")
        if len(plain) > 1 and plain.isupper():
            if bare.replace(".", "").startswith(plain) and (
                word.endswith("*") or bare.replace(".", "") == plain
            ):
                return True
        elif word[0].isupper():
            if bare[:1].isupper() and bare.casefold().startswith(word.rstrip("*").casefold()[:1]):
                return True
        else:
            return True
    return False
