"""What speaks for a phrase being somebody's: what stands before or behind a name, holds it, or follows it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from framing.features.naming.finding import Found
from framing.features.naming.phrases import Phrases
from framing.features.naming.wordclasses import Classes
from framing.text.tokens import Tokens
from framing.text.voices.speakers.reading import read

__all__ = ["clues"]

#: Words between a name and a description that may follow from it.
_NEAR = 60


def clues(
    phrases: Phrases, named: Found, people: np.ndarray, tokens: Tokens, flags: Classes
) -> Iterator[tuple[int, tuple[str, Counter[int]]]]:
    """Yield the number of a phrase, why it may be somebody's, and how often for each referent.

    "known" counts where it is, or is in, a mention itself.

    Parameters
    ----------
    phrases : Phrases
    named : Found
        Mentions of referents by name.
    people : bool array
        Which referents are people: a description of one is of none of the others.
    tokens, flags
        Of the same texts.
    """
    if not len(named.start):
        return
    size = len(tokens.ids)
    end = named.start + named.length
    # By word: the mention that begins there, that ended before it, that it is in.
    begins, ended, inside = (np.full(size + 1, -1, np.int64) for _ in range(3))
    begins[named.start], ended[end] = np.arange(len(end)), np.arange(len(end))
    for step in range(int(named.length.max())):
        mine = step < named.length
        inside[named.start[mine] + step] = np.flatnonzero(mine)
    verbs = _verbs(named, tokens, flags)
    person = people[named.referent]
    breaks = np.append(tokens.breaks, True)
    sentence = np.zeros(size + 1, bool)
    sentence[tokens.sentences] = True
    sentence[size] = True
    for number, (places, length) in enumerate(zip(phrases.places, phrases.length, strict=True)):
        after = places + length
        behind, before = begins[after], ended[places]
        title = behind[(behind >= 0) & ~breaks[after]]
        if len(title):
            yield number, ("title", _counted(named, title))
        if _may_describe(phrases.written[number]):
            closed = breaks[after]
            ours = before[(before >= 0) & breaks[places] & ~sentence[places] & closed]
            theirs = behind[(behind >= 0) & closed & ~sentence[after]]
            if len(ours) + len(theirs):
                yield number, ("apposition", _counted(named, np.concatenate([ours, theirs])))
        held = np.stack([inside[places + step] for step in range(length)])
        holds = held.max(axis=0)
        whole = (held >= 0).all(axis=0)
        if whole.any():
            yield number, ("known", _counted(named, holds[whole]))
        part = (holds >= 0) & ~whole
        if part.any():
            yield number, ("has the name in it", _counted(named, holds[part]))
        if phrases.written[number].startswith("the ") and not part.any():
            kind = read(phrases.written[number]).kind
            of = person if kind == "role" else ~person if kind in ("body", "group") else person | True
            counted = _followed(places, after, named, of, tokens, flags, verbs)
            if counted:
                yield number, ("same slots", counted)


def _counted(named: Found, which: np.ndarray) -> Counter[int]:
    return Counter(named.referent[which].tolist())


def _may_describe(written: str) -> bool:
    """Whether a phrase can stand in apposition: it begins in lower case and tells what somebody is."""
    return written[0].islower() and read(written).kind in ("role", "group", "body", "named")


def _verbs(named: Found, tokens: Tokens, flags: Classes) -> dict[int, set[int]]:
    """Return the verbs that stand right behind each referent's name."""
    found: dict[int, set[int]] = defaultdict(set)
    end = named.start + named.length
    for referent, key in zip(*_next(end, named.referent, tokens, flags), strict=True):
        found[referent].add(key)
    return found


def _next(end: np.ndarray, of: np.ndarray, tokens: Tokens, flags: Classes) -> tuple[list[int], list[int]]:
    """Return what stands behind some places, where it may be a verb, and whose place it is."""
    at = np.minimum(end, len(tokens.ids) - 1)
    fits = (end < len(tokens.ids)) & ~tokens.breaks[at] & ~flags.capital[tokens.ids[at]]
    fits &= flags.verb[tokens.ids[at]] | flags.auxiliary[tokens.ids[at]]
    return of[fits].tolist(), tokens.vocabulary.of_token[at[fits]].tolist()


def _followed(
    places: np.ndarray,
    after: np.ndarray,
    named: Found,
    of: np.ndarray,
    tokens: Tokens,
    flags: Classes,
    verbs: dict[int, set[int]],
) -> Counter[int]:
    """Return whom a description follows nearest, if it goes with a verb that his name goes with too."""
    which = np.flatnonzero(of)
    if not len(which):
        return Counter()
    at = np.searchsorted(named.start[which], places) - 1
    near = which[np.maximum(at, 0)]
    fits = (at >= 0) & (places - named.start[near] <= _NEAR)
    fits &= tokens.doc_of(places) == tokens.doc_of(named.start[near])
    counted = _counted(named, near[fits])
    _, mine = _next(after, np.zeros(len(after), np.int64), tokens, flags)
    return Counter({who: n for who, n in counted.items() if verbs[who] & set(mine)})
