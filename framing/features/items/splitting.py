"""What a capital means where it means little: where a sentence begins, in headlines, in lines of capitals.

What the corpus names inside its sentences, and what is known anyway, is a name there too; ordinary words
are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from framing.features.items.runs import ordinary
from framing.features.items.spans import Part, key_of, parts
from framing.text.voices.speakers.lexicon import lexicon, tag

__all__ = ["Corpus", "apart", "opening", "shouted"]

_WORD = re.compile(r"\S+")
_LONGEST = 6
#: What may stand first in a name's run though it is an ordinary word.
_OPENING = frozenset(("role", "honorific", "people", "place"))


class Corpus(NamedTuple):
    """What a corpus tells of capitals inside its sentences, all by keys.

    `known` is what it names there, and how often; `surnames` are ordinary words that are surnames in it;
    `small` are words that it writes small more often than with a capital.
    """

    known: Mapping[str, int] = MappingProxyType({})
    surnames: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()


_NOTHING = Corpus()


def _ordinary(word: str, corpus: Corpus, *, upper: bool = False) -> bool:
    """Whether a word is one that is mostly written small; an initialism is none."""
    if not upper and len(word) > 1 and word.isupper():
        return False
    listed = ordinary()
    low = word.lower().rstrip(".,")
    return (
        low in listed
        or low in corpus.small
        or ("-" in low and all(part in listed or not part for part in low.split("-")))
    )


def opening(run: str, corpus: Corpus = _NOTHING) -> tuple[Part, ...]:
    """Return what a run names at the beginning of a sentence.

    Parameters
    ----------
    run : str
    corpus : Corpus

    Examples
    --------
    >>> opening("Meanwhile Marlow"), [part.kind for part in opening("Former President Ana Ruiz")]
    ((Part(begin=10, end=16, kind=None, sure=False),), ['person'])
    """
    first, _, rest = run.partition(" ")
    if not _ordinary(first, corpus):
        return parts(run)
    if not rest:
        whole = parts(run)
        kept = whole and (whole[0].sure or whole[0].kind == "maybe" or key_of(run) in corpus.surnames)
        return whole if kept else ()
    if corpus.known.get(key_of(run)):
        return parts(run)
    items = tag(run)
    whole = parts(run)
    if items and items[0].entry is not None and (items[0].kind in _OPENING or " " in items[0].text):
        return whole
    behind = _moved(parts(rest), len(first) + 1)
    if corpus.known.get(key_of(rest)):
        return behind
    if (
        len(whole) == 1
        and whole[0].sure
        and whole[0].kind != "person"
        and not any(part.sure for part in behind)
    ):
        return whole
    return behind


def apart(found: tuple[Part, ...], run: str, known: Mapping[str, int]) -> tuple[Part, ...]:
    """Return parts with two names that a hyphen joins told apart, where the corpus names both.

    >>> run = "Marlow-Ruiz"
    >>> [run[part.begin : part.end] for part in apart(parts(run), run, {"marlow": 2, "ruiz": 1})]
    ['Marlow', 'Ruiz']
    >>> len(apart(parts(run), run, {"ruiz": 1}))
    1
    """
    if "-" not in run:
        return found
    result: list[Part] = []
    for part in found:
        name = run[part.begin : part.end]
        left, _, right = name.partition("-")
        if part.kind in (None, "name") and left[:1].isupper() and right[:1].isupper() and " " not in name:
            before, behind = parts(left), parts(right)
            if len(before) == len(behind) == 1 and known.get(key_of(left)) and known.get(key_of(right)):
                result += _moved(before, part.begin)
                result += _moved(behind, part.begin + len(left) + 1)
                continue
        result.append(part)
    return tuple(result)


def _moved(found: tuple[Part, ...], by: int) -> tuple[Part, ...]:
    return tuple(part._replace(begin=part.begin + by, end=part.end + by) for part in found)


def shouted(run: str, corpus: Corpus = _NOTHING) -> tuple[Part, ...]:
    """Return what a run names in a line in which every word has a capital.

    Examples
    --------
    >>> run = "Canada Signs Big Deal"
    >>> [run[part.begin : part.end] for part in shouted(run)]
    ['Canada']
    >>> run = "MARLOW SAYS SORRY"
    >>> [run[part.begin : part.end] for part in shouted(run, Corpus({"marlow": 3}))]
    ['MARLOW']
    """
    upper = run.isupper() and " " in run
    spans = [match.span() for match in _WORD.finditer(run)]
    found: list[Part] = []
    at, size = 0, len(spans)
    while at < size:
        taken = _longest(run, spans, at, corpus, upper)
        if taken:
            begin, end = spans[at][0], spans[at + taken - 1][1]
            found.extend(_moved(_parts(run[begin:end], upper), begin))
            at += taken
            continue
        begin = at
        while (
            at < size
            and not _ordinary(run[slice(*spans[at])], corpus, upper=upper)
            and (at == begin or not _longest(run, spans, at, corpus, upper))
        ):
            at += 1
        if at > begin:
            left, right = spans[begin][0], spans[at - 1][1]
            found.extend(_moved(_parts(run[left:right], upper), left))
        else:
            at += 1
    return tuple(found)


def _parts(run: str, upper: bool) -> tuple[Part, ...]:
    if not upper:
        return parts(run)
    # Written as sentences would: places and offices are looked up with their capitals.
    return parts(run if len(run) < 4 else run.title())


def _longest(
    run: str,
    spans: list[tuple[int, int]],
    at: int,
    corpus: Corpus,
    upper: bool,
) -> int:
    """Return how many words from a place are a name together: known to the corpus, or anyway."""
    lex = lexicon()
    for size in range(min(_LONGEST, len(spans) - at), 0, -1):
        written = run[spans[at][0] : spans[at + size - 1][1]]
        first = run[slice(*spans[at])]
        alone = size == 1 and _ordinary(first, corpus, upper=upper)
        if (not alone and corpus.known.get(key_of(written))) or (
            size == 1 and key_of(written) in corpus.surnames
        ):
            return size
        shown = written.title() if upper and len(written) > 3 else written
        items = tag(shown)
        if (
            len(items) == 1
            and items[0].entry
            and items[0].entry.kind in ("place", "named", "medium")
            and not alone
        ):
            return size
        given = shown.split()[0]
        if size == 2 and (given in lex.male or given in lex.female) and not alone:
            second = run[slice(*spans[at + 1])]
            if not _ordinary(second, corpus, upper=upper) and not _ordinary(given, corpus, upper=True):
                return size
    return 0
