"""Where referents are named in tokens: the longest alias wins, and a description goes to whom it fits.

Works on integers for a chunk of text at a time. What a referent is called is `referents`' business, what
becomes of the mentions, `mentions`'.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from framing.features.match import longest, phrase_places
from framing.features.naming.bearers import Described, given_to
from framing.features.naming.referents import Alias, Referents
from framing.features.naming.wordclasses import Classes
from framing.text.tokens import Tokens
from framing.text.vocabulary import split_pattern

__all__ = ["Found", "find"]


class Found(NamedTuple):
    """Mentions in order of place: first word, words, those of a title, referent, index into `forms`."""

    start: np.ndarray
    length: np.ndarray
    title: np.ndarray
    referent: np.ndarray
    form: np.ndarray
    forms: list[str]


@dataclass(frozen=True)
class _Pattern:
    """One way of writing, of one referent or, if a description, of several."""

    written: str
    aliases: tuple[Alias, ...]

    @property
    def kind(self) -> str:
        return self.aliases[0].kind


def find(wanted: Referents, tokens: Tokens, size: int, flags: Classes) -> Found:
    """Find the mentions of referents.

    Parameters
    ----------
    wanted : Referents
    tokens : Tokens
        Titles of `size` articles, then their texts.
    size : int
    flags : Classes
        Of those tokens.

    Returns
    -------
    Found
        No two share a word, but those of a description of two: "the two leaders".
    """
    patterns = _patterns(wanted)
    start, length, which = _hits(patterns, wanted, tokens, flags)
    kept = longest(start, length)
    start, length, which = start[kept].astype(np.int64), length[kept].astype(np.int64), which[kept]
    kind = np.array([("name", "described", "title", "bare").index(p.kind) for p in patterns], np.int8)
    kind = kind[which] if len(which) else np.zeros(0, np.int8)
    referent = np.array([p.aliases[0].referent for p in patterns], np.int64)[which]
    forms: dict[str, int] = {}

    def number(form: str) -> int:
        return forms.setdefault(form, len(forms))

    form = np.array([number(p.aliases[0].form) for p in patterns], np.int64)[which]
    titled = np.zeros(len(start), np.int64)
    title, alone = _titled(start, length, which, kind, referent, patterns, tokens, flags)
    for at, name in zip(*title, strict=True):
        words = _words(tokens, start[at], length[at])
        said = " ".join(word[:1].upper() + word[1:] for word in words)
        form[name] = number(f"{said.removeprefix('The ')} {patterns[which[name]].aliases[0].form}")
        start[name], length[name], titled[name] = start[at], length[at] + length[name], length[at]
    owner, owned = _owned(start, length, kind, referent, patterns, which, tokens, flags)
    for at, name in zip(owner, owned, strict=True):
        form[name] = number(f"{patterns[which[at]].aliases[0].form}'s {list(forms)[form[name]]}")
        start[name], length[name] = start[at], length[at] + length[name]
    gone = np.zeros(len(start), bool)
    gone[[*title[0], *owner]] = True
    named = (kind == 0) & ~gone
    pending = np.flatnonzero((kind > 0) & ~gone & ~alone & (kind < 3))
    rivals = np.flatnonzero(alone)
    heads = [_head(p.written) for p in patterns]
    asked = Described(
        start[pending],
        [tuple(alias.referent for alias in patterns[w].aliases) for w in which[pending]],
        [heads[w] for w in which[pending]],
        np.array([bool(_OF_TWO.match(p.written)) for p in patterns], bool)[which[pending]],
    )
    bearer, second = given_to(
        asked,
        (start[named], referent[named]),
        (start[rivals], [heads[w] for w in which[rivals]]),
        tokens,
        size,
    )
    for at, whom in zip(pending.tolist(), bearer.tolist(), strict=True):
        if whom >= 0:
            mine = next(alias for alias in patterns[which[at]].aliases if alias.referent == whom)
            referent[at], form[at] = whom, number(mine.form)
    named[pending[bearer >= 0]] = True
    order = np.flatnonzero(named)
    if (second >= 0).any():
        twice = pending[second >= 0]
        order = np.concatenate([order, np.arange(len(start), len(start) + len(twice))])
        start, length, titled, form = (np.append(a, a[twice]) for a in (start, length, titled, form))
        referent = np.append(referent, second[second >= 0])
    order = order[np.argsort(start[order], kind="stable")]
    return Found(start[order], length[order], titled[order], referent[order], form[order], list(forms))


_OF_TWO = re.compile(r"(?:(?:the|our|these|their|its) )?(?:two|both) ", re.I)


def _patterns(wanted: Referents) -> list[_Pattern]:
    by_words: dict[str, list[Alias]] = defaultdict(list)
    for alias in wanted.aliases:
        if all(alias.referent != other.referent for other in by_words[alias.written]):
            by_words[alias.written].append(alias)
    return [_Pattern(written, tuple(aliases)) for written, aliases in by_words.items()]


def _hits(
    patterns: Sequence[_Pattern], wanted: Referents, tokens: Tokens, flags: Classes
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where every pattern stands outside what is excluded: start, length and which."""
    starts, lengths, whiches = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    covered: dict[int, np.ndarray] = {}
    for phrase, referent in wanted.exclude:
        at, size = places(tokens, phrase)
        mask = covered.setdefault(referent, np.zeros(len(tokens.ids) + 1, np.int8))
        for step in range(size):
            mask[at + step] = 1
    months = _dated(tokens)
    own: dict[int, set[str]] = defaultdict(set)
    for pattern in patterns:
        own[pattern.aliases[0].referent].update(pattern.written.split()[:-1])
    for number, pattern in enumerate(patterns):
        at, size = places(tokens, pattern.written)
        if len(pattern.aliases) == 1 and pattern.aliases[0].referent in covered:
            mask = covered[pattern.aliases[0].referent]
            at = at[(mask[at] & mask[at + size - 1]) == 0]
        if size == 1 and pattern.kind == "name":
            if pattern.written in _MONTHS:
                at = at[~months[at]]
            if pattern.written[0].isupper():
                at = at[~_another(tokens, at, own[pattern.aliases[0].referent], flags)]
        starts.append(at)
        lengths.append(np.full(len(at), size, np.int64))
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
    behind = np.minimum(at + 1, len(tokens.ids) - 1)
    other |= (behind > at) & flags.suffix[tokens.ids[behind]]
    return other


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
            found = joint[tokens.breaks[joint + size]]
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
_POSSESSIVE = re.compile(r"['’]s?$")


def _cased(form: str, item: str) -> bool:
    """Whether a form has the capitals of an item of a pattern."""
    bare = _POSSESSIVE.sub("", form)
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


def _titled(
    start: np.ndarray,
    length: np.ndarray,
    which: np.ndarray,
    kind: np.ndarray,
    referent: np.ndarray,
    patterns: Sequence[_Pattern],
    tokens: Tokens,
    flags: Classes,
) -> tuple[tuple[list[int], list[int]], np.ndarray]:
    """Return titles with the names right behind them, and mask the titles of somebody else."""
    titles, names = [], []
    alone = np.zeros(len(start), bool)
    last = len(tokens.ids)
    for at in np.flatnonzero(kind > 0).tolist():
        end = int(start[at] + length[at])
        if end >= last or tokens.breaks[end] or not flags.capital[tokens.ids[end]]:
            continue
        behind = at + 1 < len(start) and start[at + 1] == end and kind[at + 1] == 0
        if behind and any(alias.referent == referent[at + 1] for alias in patterns[which[at]].aliases):
            if kind[at] >= 2:
                titles.append(at)
                names.append(at + 1)
        elif kind[at] >= 2 or _sentence_goes_on(tokens, end):
            alone[at] = True
    return (titles, names), alone


def _sentence_goes_on(tokens: Tokens, place: int) -> bool:
    """Whether a capital inside a sentence: the word is part of a name then."""
    first, _ = tokens.sentence_of(np.array([place]))
    return bool(first[0] < place)


def _owned(
    start: np.ndarray,
    length: np.ndarray,
    kind: np.ndarray,
    referent: np.ndarray,
    patterns: Sequence[_Pattern],
    which: np.ndarray,
    tokens: Tokens,
    flags: Classes,
) -> tuple[list[int], list[int]]:
    """Return names in the possessive with the name of another behind them: "China's Taiwan" is one name.

    Not where the second only tells what kind of thing follows: China's Taiwan policy.
    """
    if len(start) < 2:
        return [], []
    end = start + length
    beside = (end[:-1] == start[1:]) & (kind[:-1] == 0) & (kind[1:] == 0) & (referent[:-1] != referent[1:])
    at = np.flatnonzero(beside)
    at = at[~tokens.breaks[start[at + 1]]]
    # "China's" as an alias says that it is to count by itself.
    alone = {_POSSESSIVE.sub("", p.written) for p in patterns if _POSSESSIVE.search(p.written)}
    own = np.array([_POSSESSIVE.sub("", p.written) in alone for p in patterns], bool)
    at = at[flags.possessive[tokens.ids[end[at] - 1]] & ~own[which[at]]]
    at = at[flags.capital[tokens.ids[start[at + 1]]]]
    after = end[at + 1]
    inside = np.minimum(after, len(tokens.ids) - 1)
    head = (after >= len(tokens.ids)) | tokens.breaks[inside] | flags.closing[tokens.ids[inside]]
    head &= ~flags.possessive[tokens.ids[after - 1]]
    chosen = at[head].tolist()
    return chosen, [a + 1 for a in chosen]


def _head(written: str) -> str:
    """Return the word a description is about: "leader" of "the leader of Canada"."""
    words = re.split(r" of ", written)[0].split()
    return words[-1].lower()


def _words(tokens: Tokens, start: int, length: int) -> list[str]:
    forms: list[str] = tokens.forms.take(tokens.ids[start : start + length]).to_pylist()
    return forms
