"""The noun phrases that recur in some articles, found by closed lists and endings, not by a parser.

A run of words that are neither of a closed class nor verbs, unbroken and inside a sentence, ends in a noun;
what recurs are its ends of up to five words, with the article before it. Whom they mean is no matter here.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.features.naming.wordclasses import Classes
from framing.text.tokens import Tokens

__all__ = ["Phrases", "recurring"]

#: The longest phrase, in words, without its article.
LONGEST = 5
#: How many places are looked at for how a phrase is written.
_SAMPLE = 40
#: A phrase of which nearly all occurrences stand in one longer phrase is only a part of that.
_PART = 0.9
_JOINERS = ("of", "for")


class Phrases(NamedTuple):
    """Phrases: how each is written, where its occurrences begin and how many words they have."""

    written: list[str]
    places: list[np.ndarray]
    length: list[int]


def recurring(tokens: Tokens, flags: Classes, least: int, most: int) -> Phrases:
    """Return the phrases that occur at least so often.

    Parameters
    ----------
    tokens : Tokens
    flags : Classes
        Of those tokens.
    least, most : int
        Leave out what occurs less often; of the rest, take so many of each length, the commonest.
    """
    inside = _content(tokens, flags)
    first, last = _runs(tokens, flags, inside)
    found: dict[tuple[int, ...], tuple[np.ndarray, int]] = {}
    the = tokens.vocabulary.ids("the")
    the_id = int(the[0]) if the is not None and len(the) else -1
    key = tokens.vocabulary.of_token
    for length in range(1, LONGEST + 1):
        mine = last - length + 1
        mine = mine[mine >= first]
        for code, places in _counted(key, mine, length, least, most):
            found[code] = (places, length)
    kept: dict[tuple[int, ...], tuple[np.ndarray, int]] = {}
    for code, (places, length) in found.items():
        behind_the = (places > 0) & (key[places - 1] == the_id) & ~tokens.breaks[places]
        lower = length == 1 and not flags.capital[tokens.ids[places]].all()
        if lower and behind_the.mean() < 0.25 and not _plural(tokens, places):
            # A word that seldom has an article is as likely no noun.
            continue
        if behind_the.mean() >= 0.75:
            kept[(the_id, *code)] = (places[behind_the] - 1, length + 1)
        else:
            kept[code] = (places, length)
    whole = _not_parts(kept, tokens, flags)
    return Phrases(
        [_written(tokens, *kept[code]) for code in whole],
        [kept[code][0] for code in whole],
        [kept[code][1] for code in whole],
    )


def _content(tokens: Tokens, flags: Classes) -> np.ndarray:
    """Mask the words that may be part of a noun phrase; "of" between capitals is."""
    ids = tokens.ids
    figure = np.array([key[:1].isdigit() for key in tokens.vocabulary.keys], bool)
    single = np.array([len(key) < 2 for key in tokens.vocabulary.keys], bool)
    inside = ~(flags.function[ids] | flags.verb[ids] | (figure | single)[tokens.vocabulary.of_token])
    joiner = np.zeros(len(ids), bool)
    for word in _JOINERS:
        found = tokens.vocabulary.ids(word)
        if found is not None and len(found):
            joiner |= tokens.vocabulary.of_token == found[0]
    capital = flags.capital[ids] & inside
    between = np.zeros(len(ids), bool)
    between[1:-1] = joiner[1:-1] & capital[:-2] & capital[2:] & ~tokens.breaks[1:-1] & ~tokens.breaks[2:]
    result: np.ndarray = inside | between
    return result


def _runs(tokens: Tokens, flags: Classes, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last word of each run."""
    size = len(inside)
    starts = np.zeros(size + 1, bool)
    starts[tokens.sentences] = True
    # A possessive ends a phrase: what follows is somebody's.
    opens = np.zeros(size, bool)
    opens[1:] = tokens.breaks[1:] | flags.possessive[tokens.ids[:-1]] | ~inside[:-1]
    opens[:1] = True
    opens |= starts[:size]
    first = np.flatnonzero(inside & opens)
    closes = np.ones(size, bool)
    closes[:-1] = opens[1:] | ~inside[1:]
    return first, np.flatnonzero(inside & closes)


def _counted(
    key: np.ndarray, places: np.ndarray, length: int, least: int, most: int
) -> list[tuple[tuple[int, ...], np.ndarray]]:
    """Return the phrases of so many words that begin at some places, with the places of each."""
    if not len(places):
        return []
    code = np.zeros(len(places), np.int64)
    for step in range(length):
        code, _ = pd.factorize(code * (int(key.max()) + 1) + key[places + step])
    order = np.argsort(code, kind="stable")
    counts = np.bincount(code)
    ends = np.cumsum(counts)
    often = np.flatnonzero(counts >= least)
    if len(often) > most:
        least = int(np.partition(counts[often], len(often) - most)[len(often) - most])
        often = often[counts[often] >= least]
    return [
        (tuple(key[at[0] : at[0] + length].tolist()), at)
        for number in often.tolist()
        for at in [np.sort(places[order[ends[number] - counts[number] : ends[number]]])]
    ]


def _plural(tokens: Tokens, places: np.ndarray) -> bool:
    word = str(tokens.forms[int(tokens.ids[places[0]])].as_py()).lower()
    return word.endswith("s") and not word.endswith(("ss", "us", "'s", "is"))


def _not_parts(
    found: dict[tuple[int, ...], tuple[np.ndarray, int]], tokens: Tokens, flags: Classes
) -> list[tuple[int, ...]]:
    """Return the phrases that don't nearly always stand inside one longer phrase, and full names."""
    parts = set()
    for code, (places, _) in found.items():
        for shorter in range(1, len(code)):
            inner = found.get(code[shorter:])
            if inner is not None and len(places) >= _PART * len(inner[0]):
                place, length = inner[0][0], inner[1]
                if not (length > 1 and flags.named[tokens.ids[place]]):
                    parts.add(code[shorter:])
    return [code for code in found if code not in parts]


def _written(tokens: Tokens, places: np.ndarray, length: int) -> str:
    """Return how a phrase is mostly written inside sentences, without a possessive ending."""
    seen: Counter[str] = Counter()
    first, _ = tokens.sentence_of(places[:_SAMPLE])
    for at, begin in zip(places[:_SAMPLE].tolist(), first.tolist(), strict=True):
        words = tokens.forms.take(tokens.ids[at : at + length]).to_pylist()
        if words[0] in ("The", "THE") and at == begin:
            words[0] = "the"
        words[-1] = _bare(words[-1])
        seen[" ".join(words)] += 1 if at > begin else 0
        seen[" ".join(words)] += 0
    return max(seen, key=lambda text: (seen[text], text == text.lower(), text))


def _bare(word: str) -> str:
    return word[:-2] if word[-2:] in ("'s", "’s") else word.rstrip("'’")
