"""Finding the entries of a lexicon in tokens, by comparing integers.

Every pattern of a lexicon is looked up in the vocabulary once. An
entry is then looked for where its rarest word stands, and everything else (the
rest of a phrase, the guards, negators) is tested on those places alone.

Rules: an entry matches within one sentence and never across punctuation other
than quotation marks and hyphens; at one place the longest entry wins, and its
words aren't matched again; of single words an exact one wins over ``x*``, a
case-sensitive one over one that isn't. A term listed under several poles counts
for each of them, where the guards it has there allow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from framing.schema import MILLION
from framing.text.tokens import ANY, NUMBER, Tokens, split_pattern

if TYPE_CHECKING:
    from framing.features.lexicon import Entry, Lexicon


# Where something was found in tokens: plain arrays, one item a hit.


class Hits(NamedTuple):
    """Hits in order of position.

    Attributes
    ----------
    start : int64 array
        Index of the first word.
    length : int32 array
        Number of words.
    entry : int32 array
        Which entry of the finder matched.
    pole : int32 array
        Which pole it counts for, after negation.
    weight : int64 array
        Weight in millionths, after negation.
    negated : bool array
        A negator stands before it.
    """

    start: np.ndarray
    length: np.ndarray
    entry: np.ndarray
    pole: np.ndarray
    weight: np.ndarray
    negated: np.ndarray

    @classmethod
    def of(
        cls, start: np.ndarray, length: np.ndarray, pole: np.ndarray, entry: np.ndarray | None = None
    ) -> Hits:
        """Return hits that weigh 1 each and that nothing negates; without `entry` that is the pole."""
        start, entry = start.astype(np.int64), pole if entry is None else entry
        length, entry, pole = (column.astype(np.int32) for column in (length, entry, pole))
        return cls(start, length, entry, pole, np.full_like(start, MILLION), np.zeros(len(start), bool))

    def where(self, keep: np.ndarray) -> Hits:
        """Return the hits that a mask, or an array of indices, picks."""
        return Hits(*(column[keep] for column in self))


def no_hits() -> Hits:
    """Return no hits, in columns of the right types.

    >>> len(no_hits().start)
    0
    """
    return Hits.of(np.zeros(0), np.zeros(0), np.zeros(0))


#: A negator counts up to this many words before a hit, as in VADER (Hutto and Gilbert 2014).
LOOK_BACK = 3
#: What a negator makes of a weight: the constant published with VADER, found there by experiment.
NEGATED = -0.74

#: The key ids that each word of a written pattern allows; None for any word.
Pattern = Sequence["np.ndarray | None"]


class _Text:
    """The tokens with what matching asks of them; `voice` says whose each word is, as a number."""

    def __init__(self, tokens: Tokens, voice: np.ndarray | None = None) -> None:
        self.tokens, self.vocabulary, self.voice = tokens, tokens.vocabulary, voice
        self.key = self.vocabulary.of_token

    def pattern(self, written: str) -> Pattern:
        """Return the keys that each word of a written pattern allows."""
        return [self.vocabulary.ids(item) for item in split_pattern(written)]

    def fits(self, at: np.ndarray, pattern: Pattern) -> np.ndarray:
        """Mask the places from which the text holds the pattern, unbroken."""
        fits = (at >= 0) & (at + len(pattern) <= len(self.key))
        for step, allowed in enumerate(pattern):
            rest = np.flatnonzero(fits)
            place = at[rest] + step
            ok = np.ones(len(rest), bool) if step == 0 else ~self.tokens.breaks[place]
            if allowed is not None and len(allowed) != 1:
                # A mask of the vocabulary is looked up faster than a list is searched.
                flag = np.zeros(len(self.vocabulary), bool)
                flag[allowed] = True
                ok &= flag[self.key[place]]
            elif allowed is not None:
                ok &= self.key[place] == allowed[0]
            fits[rest] = ok
        return fits

    def places(self, pattern: Pattern) -> np.ndarray:
        """Return the places from which the text holds the pattern, found from its rarest word."""
        counts = self.vocabulary.counts
        often = [None if ids is None else int(counts[ids].sum()) for ids in pattern]
        known = [n for n in often if n is not None]
        if not known or not min(known):
            return np.zeros(0, np.int32)
        anchor = often.index(min(known))
        places = self.vocabulary.places(pattern[anchor]) - np.int32(anchor)  # type: ignore[arg-type]
        return places if len(pattern) == 1 else places[self.fits(places, pattern)]


def phrase_places(tokens: Tokens, written: str) -> np.ndarray:
    """Return where a written pattern stands, the index of its first word, in no order."""
    text = _Text(tokens)
    return text.places(text.pattern(written))


def find(lexicon: Lexicon, tokens: Tokens, voice: np.ndarray | None = None) -> Hits:
    """Find the entries of a lexicon.

    Parameters
    ----------
    lexicon : Lexicon
    tokens : Tokens
    voice : int8 array, optional
        Whose each word is, as a number: negation doesn't reach from one
        voice into another.

    Returns
    -------
    Hits
        In order of position; no two share a word, unless one term has several poles.
    """
    text = _Text(tokens, voice)
    patterns = [text.pattern(entry.term) for entry in lexicon.entries]
    found = list(_single_words(lexicon, patterns, text))
    for i, (entry_of, pattern) in enumerate(zip(lexicon.entries, patterns, strict=True)):
        if len(pattern) > 1:
            places = text.places(pattern)
            if entry_of.case:
                places = places[_same_case(places, entry_of, len(pattern), text)]
            found.append((i, _guarded(places, entry_of, len(pattern), text)))
    if not found:
        return no_hits()
    start = np.concatenate([places for _, places in found])
    entry = np.concatenate([np.full(len(places), which, np.int32) for which, places in found])
    length = np.array([max(len(pattern), 1) for pattern in patterns], np.int32)[entry]
    keep = _with_twins(lexicon, start, entry, longest(start, length))
    start, length, entry = start[keep], length[keep], entry[keep]
    if lexicon.mask:
        # Words that stand inside an expression in which no entry counts.
        covered = np.zeros(len(text.key), bool)
        for pattern in map(text.pattern, lexicon.mask):
            at = text.places(pattern)
            for step in range(len(pattern)):
                covered[at + step] = True
        outside = ~(covered[start] & covered[start + length - 1])
        start, length, entry = start[outside], length[outside], entry[outside]
    if lexicon.skip_names:
        # What is written in small letters in the lexicon and as a name in the text.
        small = np.array([e.pole in lexicon.skip_names and e.term.islower() for e in lexicon.entries], bool)[
            entry
        ]
        named = tokens.names[start] & tokens.names[start + length - 1]
        start, length, entry = (column[~(small & named)] for column in (start, length, entry))
    return _weighed(lexicon, start, length, entry, text)


def _single_words(
    lexicon: Lexicon, patterns: list[Pattern], text: _Text
) -> Iterator[tuple[int | np.ndarray, np.ndarray]]:
    """Yield entries of one word and where they count.

    Of the entries that fit a word the most specific one has it, whether or not its guards then allow it.
    """
    allowed = {
        i: pattern[0] for i, pattern in enumerate(patterns) if len(pattern) == 1 and pattern[0] is not None
    }
    ranked = sorted(allowed, key=lambda i: ("*" not in lexicon.entries[i].term, len(lexicon.entries[i].term)))
    claimed: dict[int, np.ndarray] = {}
    rivals: dict[int, list[np.ndarray]] = {}
    for i in reversed([i for i in ranked if lexicon.entries[i].case]):
        twins = lexicon.twins.get(i, (i,))
        if not any(twin in claimed for twin in twins):
            places = text.places(patterns[i])
            places = places[_same_case(places, lexicon.entries[i], 1, text)]
            claimed[i] = places[~np.isin(places, np.concatenate([places[:0], *claimed.values()]))]
            for key in allowed[i].tolist():
                rivals.setdefault(key, []).append(claimed[i])
            yield from ((twin, _guarded(claimed[i], lexicon.entries[twin], 1, text)) for twin in twins)
    owner = np.full(len(text.vocabulary), -1, np.int32)
    for i in ranked:
        if not lexicon.entries[i].case:
            owner[allowed[i]] = i
    # Entries that nothing restricts, most of any list, are taken all at once.
    free = np.array([not (e.case or e.mask or e.only) for e in lexicon.entries])
    free[list(lexicon.twins)] = False
    bare = (owner >= 0) & free[owner]
    bare[list(rivals)] = False
    at_once = np.flatnonzero(bare)
    yield np.repeat(owner[at_once], text.vocabulary.counts[at_once]), text.vocabulary.places(at_once)
    owned: dict[int, list[int]] = {}
    for key in np.flatnonzero((owner >= 0) & ~bare).tolist():
        owned.setdefault(int(owner[key]), []).append(key)
    for i, keys in owned.items():
        places = text.vocabulary.places(keys)
        if taken := [p for key in keys for p in rivals.get(key, ())]:
            places = places[~np.isin(places, np.concatenate(taken))]
        for twin in lexicon.twins.get(i, (i,)):
            yield twin, _guarded(places, lexicon.entries[twin], 1, text)


def _same_case(places: np.ndarray, entry: Entry, length: int, text: _Text) -> np.ndarray:
    """Mask the places whose words are written as the entry is (a possessive ``'s`` may follow)."""
    same = np.ones(len(places), bool)
    for step, item in enumerate(split_pattern(entry.term)[:length]):
        if item in (ANY, NUMBER):
            continue
        options = ("(?:.*)".join(map(re.escape, option.split("*"))) for option in item.split("|"))
        written = re.compile(f"(?:{'|'.join(options)})(?:['’].*)?")
        forms = text.tokens.forms.take(text.tokens.ids[places + step]).to_pylist()
        same &= np.fromiter((bool(written.fullmatch(form)) for form in forms), bool, len(forms))
    return same


def _guarded(places: np.ndarray, entry: Entry, length: int, text: _Text) -> np.ndarray:
    """Keep the places that stand in one of `only`, where there is one, and in none of `mask`."""
    if entry.only and len(places):
        places = places[_within(places, entry.only, entry, length, text)]
    if entry.mask and len(places):
        places = places[~_within(places, entry.mask, entry, length, text)]
    return places


def _within(places: np.ndarray, phrases: Sequence[str], entry: Entry, length: int, text: _Text) -> np.ndarray:
    within = np.zeros(len(places), bool)
    for phrase in phrases:
        items = split_pattern(phrase)
        pattern = text.pattern(phrase)
        if any(allowed is not None and not len(allowed) for allowed in pattern):
            continue
        for shift in alignments(items, split_pattern(entry.term)):
            rest = np.flatnonzero(~within)
            within[rest] = text.fits(places[rest] - shift, pattern)
    return within


def alignments(phrase: Sequence[str], term: Sequence[str]) -> list[int]:
    """Return the places in a guard phrase at which the term stands.

    >>> alignments(["the|a", "may", "#"], ["may"]), alignments(["as", "far", "as"], ["as"])
    ([1], [0, 2])
    """
    return [
        at
        for at in range(len(phrase) - len(term) + 1)
        if all(_same_item(p, t) for p, t in zip(phrase[at : at + len(term)], term, strict=True))
    ]


def _same_item(phrase: str, term: str) -> bool:
    """Whether an item of a guard stands for an item of the term."""
    return any(
        option == word
        or (option.endswith("*") and word.startswith(option[:-1]))
        or (word.endswith("*") and option.startswith(word[:-1]))
        for word in term.lower().split("|")
        for option in phrase.lower().split("|")
    )


def longest(start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Return indices of the hits to keep, in order of place.

    Of those that share a word the longest is kept, then the first.
    """
    order = np.lexsort((-length, start))
    begin, end = start[order].astype(np.int64), (start + length)[order].astype(np.int64)
    # A run is hits that overlap one another in a chain; nearly every run is a single hit.
    opens = np.ones(len(order), bool)
    opens[1:] = begin[1:] >= np.maximum.accumulate(end)[:-1]
    first = np.flatnonzero(opens)
    size = np.diff(np.append(first, len(order)))
    keep = opens & (np.repeat(size, size) == 1)
    for at, many in zip(first[size > 1].tolist(), size[size > 1].tolist(), strict=True):
        run = sorted(range(at, at + many), key=lambda i: (begin[i] - end[i], begin[i]))
        kept: list[int] = []
        for i in run:
            if all(end[i] <= begin[k] or begin[i] >= end[k] for k in kept):
                kept.append(i)
        keep[kept] = True
    return order[keep]


def _with_twins(lexicon: Lexicon, start: np.ndarray, entry: np.ndarray, keep: np.ndarray) -> np.ndarray:
    """Add to the hits kept those of the same term at the same place.

    There is one for each pole, as last given, in order of pole.
    """
    if not lexicon.twins:
        return keep
    term = np.full(len(lexicon.entries), -1)
    for twins in lexicon.twins.values():
        term[list(twins)] = twins[0]
    # Nearly all terms have one pole: the others are taken out, multiplied and put back.
    rival = np.flatnonzero(term[entry] >= 0)
    place = start[rival].astype(np.int64) * len(term) + term[entry[rival]]
    kept = np.zeros(len(entry), bool)
    kept[keep] = True
    found = rival[np.isin(place, place[kept[rival]])]
    pole = np.array([lexicon.pole_index[e.pole] for e in lexicon.entries], np.int32)[entry[found]]
    order = np.lexsort([-entry[found], pole, start[found]])
    found, pole = found[order], pole[order]
    first = np.ones(len(found), bool)
    first[1:] = (start[found][1:] != start[found][:-1]) | (pole[1:] != pole[:-1])
    each = np.concatenate([keep[term[entry[keep]] < 0], found[first]])
    return each[np.argsort(start[each], kind="stable")]


def _weighed(lexicon: Lexicon, start: np.ndarray, length: np.ndarray, entry: np.ndarray, text: _Text) -> Hits:
    # Keys that negate what follows them.
    negator = text.vocabulary.ends_in_not.copy()
    for ids in map(text.vocabulary.ids, lexicon.negators):
        if ids is not None:
            negator[ids] = True
    if lexicon.negation != "ignore":
        # A word that negates others doesn't count for itself.
        keep = ~(negator[text.key[start]] & (length == 1))
        start, length, entry = start[keep], length[keep], entry[keep]
    weight = np.array([round(e.weight * MILLION) for e in lexicon.entries], np.int64)[entry]
    pole = np.array([lexicon.pole_index[e.pole] for e in lexicon.entries], np.int32)[entry]
    negated = np.zeros(len(start), bool)
    if lexicon.negation != "ignore" and len(start):
        negated = _negated(negator, list(map(text.pattern, lexicon.affirming)), start, text)
    if lexicon.negation == "flip":
        turned = np.rint(weight * NEGATED).astype(np.int64)
        pole = np.where(negated, lexicon.opposites[pole], pole)
        weight = np.where(negated, turned, weight)
    hits = Hits(
        start.astype(np.int64), length.astype(np.int32), entry, pole.astype(np.int32), weight, negated
    )
    if lexicon.negation == "drop":
        hits = hits.where(~negated)
    # A pole without an opposite has nothing to turn into: the hit doesn't count.
    return hits.where(hits.pole >= 0)


def _negated(negator: np.ndarray, affirming: Sequence[Pattern], start: np.ndarray, text: _Text) -> np.ndarray:
    """Mask the hits that have a negator within reach, in their sentence and voice.

    A negator that begins an affirming expression negates nothing behind it.
    """
    first, _ = text.tokens.sentence_of(start)
    found = [(places, places + len(p)) for p in affirming for places in [text.places(p)]]
    none = np.zeros(0, np.int64)
    begin = np.concatenate([none, *(places for places, _ in found)])
    order = np.argsort(begin, kind="stable")
    begin, end = begin[order], np.concatenate([none, *(ends for _, ends in found)])[order]
    negated = np.zeros(len(start), bool)
    for back in range(1, LOOK_BACK + 1):
        inside = np.flatnonzero(start - back >= first)
        hit = start[inside]
        there = hit - back
        says = negator[text.key[there]]
        if text.voice is not None:
            says &= text.voice[there] == text.voice[hit]
        if len(begin):
            nth = np.minimum(np.searchsorted(begin, there), len(begin) - 1)
            says &= (begin[nth] != there) | (hit < end[nth])
        negated[inside] |= says
    return negated
