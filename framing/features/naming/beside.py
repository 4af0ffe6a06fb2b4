"""Which words stand beside a mention: adjectives and nouns in front of it, a verb behind.

Told by closed lists and endings, not by a tagger; what may be something else is left out.
"""

from __future__ import annotations

import numpy as np

from framing.features.naming.wordclasses import Classes
from framing.text.tokens import Tokens

__all__ = ["SEPARATOR", "beside"]

#: What parts words in a column of words.
SEPARATOR = "; "
#: How many words in front are taken, and how far behind the verb may stand.
_FRONT, _REACH = 3, 4


def beside(
    tokens: Tokens, start: np.ndarray, length: np.ndarray, flags: Classes
) -> tuple[list[str | None], list[str | None]]:
    """Return the words in front of mentions, joined by '; ', and the verb behind; None where there is none.

    A run of words in front counts if a determiner, preposition or conjunction opens it, or a mark or the
    beginning of the sentence, and no verb is in it: "with self-ruled Taiwan", not "visited Taiwan".
    """
    return _in_front(tokens, start, length, flags), _behind(tokens, start + length, flags)


def _in_front(tokens: Tokens, start: np.ndarray, length: np.ndarray, flags: Classes) -> list[str | None]:
    size = len(start)
    first, _ = tokens.sentence_of(start)
    # Another mention is no modifier.
    step_of = np.zeros(len(tokens.ids) + 1, np.int8)
    np.add.at(step_of, start, 1)
    np.add.at(step_of, start + length, -1)
    named = np.cumsum(step_of)
    taken = np.zeros(size, np.int64)
    open_ = np.ones(size, bool)
    opened = np.zeros(size, bool)
    lower_only = np.ones(size, bool)
    for step in range(1, _FRONT + 2):
        at = start - step
        edge = open_ & ((at < first) | tokens.breaks[np.clip(at + 1, 0, len(tokens.ids) - 1)])
        opened |= edge & (taken > 0)
        open_ &= ~edge
        word = tokens.ids[np.maximum(at, 0)]
        stop = open_ & (flags.function[word] | flags.possessive[word] | flags.figure[word])
        stop |= open_ & (named[np.maximum(at, 0)] > 0)
        opened |= stop & (flags.opener[word] | flags.possessive[word])
        # "The embattled minister", but "voters embattled him".
        after_article = (at > first) & flags.determiner[tokens.ids[np.maximum(at - 1, 0)]]
        bad = open_ & ~stop & flags.verb[word] & ~after_article
        opened &= ~bad
        taken[bad] = 0
        open_ &= ~stop & ~bad
        if step > _FRONT:
            break
        taken[open_] = step
        lower_only &= ~open_ | ~flags.capital[word]
    # "to visit China": behind "to" a word in lower case is a verb as often as not.
    to = tokens.vocabulary.ids("to")
    if to is not None and len(to):
        before = np.maximum(start - taken - 1, 0)
        opened &= ~((tokens.vocabulary.of_token[before] == to[0]) & lower_only)
    taken[~opened] = 0
    return _joined(tokens, start, taken)


def _joined(tokens: Tokens, start: np.ndarray, taken: np.ndarray) -> list[str | None]:
    result: list[str | None] = [None] * len(start)
    for at in np.flatnonzero(taken).tolist():
        ids = tokens.ids[start[at] - taken[at] : start[at]]
        result[at] = SEPARATOR.join(tokens.forms.take(ids).to_pylist()).lower()
    return result


def _behind(tokens: Tokens, end: np.ndarray, flags: Classes) -> list[str | None]:
    size, last = len(end), len(tokens.ids)
    _, after = tokens.sentence_of(np.maximum(end - 1, 0))
    possessive = flags.possessive[tokens.ids[end - 1]]
    open_ = ~possessive
    helped = np.zeros(size, bool)
    found = np.full(size, -1, np.int64)
    for step in range(_REACH):
        at = end + step
        inside = np.minimum(at, last - 1)
        open_ &= (at < after) & ~tokens.breaks[inside]
        word = tokens.ids[inside]
        helps = open_ & flags.auxiliary[word]
        plain = helped & ~flags.function[word] & ~flags.capital[word] & ~flags.adverb[word]
        verb = open_ & ~helps & (flags.verb[word] | plain)
        found[verb & (found < 0)] = inside[verb & (found < 0)]
        helped |= helps
        # Adverbs stand between: "has also said".
        open_ &= ~verb & (helps | flags.adverb[word])
    result: list[str | None] = [None] * size
    for one in np.flatnonzero(found >= 0).tolist():
        result[one] = str(tokens.forms[int(tokens.ids[found[one]])].as_py()).lower()
    return result
