"""Finding the entries of a lexicon in tokens, by comparing integers.

Every pattern of a lexicon is looked up in the vocabulary once. An
entry is then looked for where its rarest word stands, and everything else (the
rest of a phrase, the guards, negators) is tested on those places alone.

Rules: an entry matches within one sentence and never across punctuation other
than quotation marks and hyphens; at one place the longest entry wins, and its
words aren't matched again; of single words an exact one wins over ``x*``, a
case-sensitive one over one that isn't.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.features.hits import Hits, no_hits
from framing.text.tokens import Tokens
from framing.text.vocabulary import Vocabulary, split_pattern
from framing.units import MILLION

if TYPE_CHECKING:
    from framing.features.lexicon import Entry, Lexicon

__all__ = ["LOOK_BACK", "NEGATED", "find"]

#: A negator counts up to this many words before a hit, as in VADER (Hutto and Gilbert 2014).
LOOK_BACK = 3
#: What a negator makes of a weight: the constant published with VADER, found there by experiment.
NEGATED = -0.74

#: The key ids that each word of a written pattern allows; None for any word.
Pattern = Sequence["np.ndarray | None"]


@dataclass(frozen=True)
class _Text:
    """The tokens with what matching asks of them."""

    tokens: Tokens
    vocabulary: Vocabulary
    key: np.ndarray
    quoted: np.ndarray | None

    def fits(self, at: np.ndarray, pattern: Pattern) -> np.ndarray:
        """Mask the places from which the text holds the pattern, unbroken."""
        fits = (at >= 0) & (at + len(pattern) <= len(self.key))
        for step, allowed in enumerate(pattern):
            rest = np.flatnonzero(fits)
            place = at[rest] + step
            ok = np.ones(len(rest), bool) if step == 0 else ~self.tokens.breaks[place]
            if allowed is not None and len(allowed) != 1:
                ok &= np.isin(self.key[place], allowed)
            elif allowed is not None:
                ok &= self.key[place] == allowed[0]
            fits[rest] = ok
        return fits


def _places(text: _Text, pattern: Pattern) -> np.ndarray:
    """Return the places from which the text holds the pattern, found from its rarest word."""
    counts = text.vocabulary.counts
    often = [None if ids is None else int(counts[ids].sum()) for ids in pattern]
    known = [n for n in often if n is not None]
    if not known or not min(known):
        return np.zeros(0, np.int32)
    anchor = often.index(min(known))
    places = text.vocabulary.places(pattern[anchor]) - np.int32(anchor)  # type: ignore[arg-type]
    return places if len(pattern) == 1 else places[text.fits(places, pattern)]


def find(lexicon: Lexicon, tokens: Tokens, vocabulary: Vocabulary, quoted: np.ndarray | None = None) -> Hits:
    """Find the entries of a lexicon.

    Parameters
    ----------
    lexicon : Lexicon
    tokens : Tokens
    vocabulary : Vocabulary
        Of those tokens.
    quoted : bool array, optional
        Whether each word stands in quotation marks: negation doesn't reach
        from one voice into the other.

    Returns
    -------
    Hits
        In order of position; no two share a word.
    """
    text = _Text(tokens, vocabulary, vocabulary.of_token, quoted)
    patterns = [[vocabulary.ids(item) for item in split_pattern(entry.term)] for entry in lexicon.entries]
    masks = [[vocabulary.ids(item) for item in split_pattern(phrase)] for phrase in lexicon.mask]

    owner = np.full(len(vocabulary), -1, np.int32)
    starts: list[np.ndarray] = []
    entries: list[np.ndarray] = []

    def add(places: np.ndarray, index: int) -> None:
        starts.append(places)
        entries.append(np.full(len(places), index, np.int32))

    singles = sorted(
        (i for i, pattern in enumerate(patterns) if len(pattern) == 1 and not lexicon.entries[i].case),
        key=lambda i: ("*" not in lexicon.entries[i].term, len(lexicon.entries[i].term)),
    )
    for i in singles:
        allowed = patterns[i][0]
        if allowed is not None:
            owner[allowed] = i
    owned: dict[int, list[int]] = {}
    for key in np.flatnonzero(owner >= 0).tolist():
        owned.setdefault(int(owner[key]), []).append(key)
    cased = _case_sensitive(lexicon, patterns, text)
    for i, places in cased.items():
        add(_guarded(places, lexicon.entries[i], 1, text), i)
    cased_keys: dict[int, list[int]] = {}
    for i in cased:
        for key in patterns[i][0].tolist():
            cased_keys.setdefault(key, []).append(i)
    for i, keys in owned.items():
        places = text.vocabulary.places(keys)
        rivals = [cased[j] for key in keys for j in cased_keys.get(key, ())]
        if rivals:
            places = places[~np.isin(places, np.concatenate(rivals))]
        add(_guarded(places, lexicon.entries[i], 1, text), i)
    for i, pattern in enumerate(patterns):
        if len(pattern) > 1:
            places = _places(text, pattern)
            if lexicon.entries[i].case:
                places = places[_same_case(places, lexicon.entries[i], len(pattern), text)]
            add(_guarded(places, lexicon.entries[i], len(pattern), text), i)
    if not starts:
        return no_hits()
    start, entry = np.concatenate(starts), np.concatenate(entries)
    length = np.array([max(len(pattern), 1) for pattern in patterns], np.int32)[entry]
    keep = _longest(start, length)
    start, length, entry = start[keep], length[keep], entry[keep]
    covered = _covered(masks, text)
    if covered is not None:
        inside = covered[start] & covered[start + length - 1]
        start, length, entry = start[~inside], length[~inside], entry[~inside]
    return _weighed(lexicon, start, length, entry, text)


def _case_sensitive(
    lexicon: Lexicon, patterns: list[Pattern], text: _Text
) -> dict[int, np.ndarray]:
    found = {}
    for i, pattern in enumerate(patterns):
        if len(pattern) == 1 and lexicon.entries[i].case and pattern[0] is not None:
            places = _places(text, pattern)
            found[i] = places[_same_case(places, lexicon.entries[i], 1, text)]
    return found


def _same_case(places: np.ndarray, entry: Entry, length: int, text: _Text) -> np.ndarray:
    """Mask the places whose words are written as the entry is (a possessive ``'s`` may follow)."""
    same = np.ones(len(places), bool)
    for step, item in enumerate(split_pattern(entry.term)[:length]):
        stem = item.rstrip("*")
        forms = text.tokens.forms.take(text.tokens.ids[places + step]).to_pylist()
        same &= np.fromiter(
            (form == stem or form[: len(stem)] == stem and (item.endswith("*") or form[len(stem)] in "'’") for form in forms),
            bool,
            len(forms),
        )
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
        pattern = [text.vocabulary.ids(item) for item in items]
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
    options = phrase.lower().split("|")
    for word in term.lower().split("|"):
        if any(o == word or (o.endswith("*") and word.startswith(o[:-1])) or (word.endswith("*") and o.startswith(word[:-1])) for o in options):
            return True
    return False


def _longest(start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Return indices of the hits to keep, in order of place: the longest wins, then the earlier."""
    order = np.lexsort((-length, start))
    begin, size = start[order], length[order]
    long = np.flatnonzero(size > 1)
    if not len(long):
        first = np.ones(len(order), bool)
        first[1:] = begin[1:] != begin[:-1]
        return order[first]
    phrases: list[int] = []
    for i in sorted(long.tolist(), key=lambda i: (-size[i], begin[i])):
        phrases.append(i)
    taken: set[int] = set()
    kept: list[int] = []
    for i in phrases:
        span = range(int(begin[i]), int(begin[i] + size[i]))
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(i)
    single = np.flatnonzero(size == 1)
    free = single[~np.isin(begin[single], np.fromiter(taken, np.int64, len(taken)))]
    keep = np.sort(np.concatenate([free, np.asarray(kept, np.int64)]))
    first = np.ones(len(keep), bool)
    first[1:] = begin[keep][1:] != begin[keep][:-1]
    return order[keep[first]]


def _covered(masks: list[Pattern], text: _Text) -> np.ndarray | None:
    """Mask of all words that stand inside an expression in which no entry counts; None if there are none."""
    covered = np.zeros(len(text.key), bool) if masks else None
    for pattern in masks:
        at = _places(text, pattern)
        for step in range(len(pattern)):
            covered[at + step] = True
    return covered


def _weighed(lexicon: Lexicon, start: np.ndarray, length: np.ndarray, entry: np.ndarray, text: _Text) -> Hits:
    negator = _negators(lexicon, text)
    if lexicon.negation != "ignore":
        # A word that negates others doesn't count for itself.
        keep = ~(negator[text.key[start]] & (length == 1))
        start, length, entry = start[keep], length[keep], entry[keep]
    weight = np.array([round(e.weight * MILLION) for e in lexicon.entries], np.int64)[entry]
    pole = np.array([lexicon.pole_index[e.pole] for e in lexicon.entries], np.int32)[entry]
    negated = np.zeros(len(start), bool)
    if lexicon.negation != "ignore" and len(start):
        negated = _negated(negator, start, text)
    if lexicon.negation == "flip":
        turned = np.rint(weight * NEGATED).astype(np.int64)
        pole = np.where(negated, lexicon.opposites[pole], pole)
        weight = np.where(negated, turned, weight)
    hits = Hits(start.astype(np.int64), length.astype(np.int32), entry, pole.astype(np.int32), weight, negated)
    if lexicon.negation == "drop":
        hits = hits.where(~negated)
    # A pole without an opposite has nothing to turn into: the hit doesn't count.
    return hits.where(hits.pole >= 0)


def _negators(lexicon: Lexicon, text: _Text) -> np.ndarray:
    """Mask of the keys that negate what follows them."""
    flag = text.vocabulary.ends_in_not.copy()
    for word in lexicon.negators:
        ids = text.vocabulary.ids(word)
        if ids is not None:
            flag[ids] = True
    return flag


def _negated(negator: np.ndarray, start: np.ndarray, text: _Text) -> np.ndarray:
    first, _ = text.tokens.sentence_of(start)
    negated = np.zeros(len(start), bool)
    for back in range(1, LOOK_BACK + 1):
        place = start - back
        inside = np.flatnonzero(place >= first)
        there = place[inside]
        found = negator[text.key[there]]
        if text.quoted is not None:
            found &= text.quoted[there] == text.quoted[start[inside]]
        negated[inside] |= found
    return negated
