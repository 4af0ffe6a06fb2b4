"""What a concordance or a list of neighbours is asked for: patterns, a lexicon, measures.

Turns what the user wrote into something that finds places in tokens. What stands around them is no
business of this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.errors import FramingError, as_integer, brief, several
from framing.features.cells import Cells
from framing.features.lexicon import Entry, Lexicon, Measure, Pole
from framing.features.measures import Wanted, resolve
from framing.features.scoring import found_hits
from framing.text.tokens import ANY, NUMBER, Tokens, fold, sentence_spans, split_pattern

# Key word in context, the engine: where an expression stands in some texts, and the words around it.

#: Widest window, in words: further away is not context but the article.
WIDEST = 200

Window = int | str


class Occurrences(NamedTuple):
    """Where something stands: arrays, one item an occurrence.

    `doc` is the text, `start` and `end` are code points in it, `first` and `last` the words that hold
    its first and last character, `term` is a number for what was found.
    """

    doc: np.ndarray
    start: np.ndarray
    end: np.ndarray
    first: np.ndarray
    last: np.ndarray
    term: np.ndarray

    def where(self, keep: np.ndarray) -> Occurrences:
        """Return the occurrences that a mask, or an array of indices, picks."""
        return Occurrences(*(column[keep] for column in self))


def check_window(window: object) -> Window:
    """Return a window that can be used, or say which can.

    >>> check_window("sentence"), check_window(np.int64(5))
    ('sentence', 5)
    """
    if isinstance(window, str) and window == "sentence":
        return window
    words = as_integer(window)
    if words is None or not 0 <= words <= WIDEST:
        raise FramingError(
            f'window {brief(window)} is not known; give a number of words from 0 to {WIDEST}, or "sentence"'
        )
    return words


def by_words(tokens: Tokens, first: np.ndarray, length: np.ndarray, term: np.ndarray) -> Occurrences:
    """Return occurrences that are whole words."""
    first = np.asarray(first, np.int64)
    last = first + length - 1
    return Occurrences(tokens.doc_of(first), tokens.spans(first)[0], tokens.spans(last)[1], first, last, term)


def around(
    tokens: Tokens, texts: Sequence[str], found: Occurrences, window: Window
) -> tuple[list[str], list[str], list[str]]:
    """Return what stands left of each occurrence, the occurrence, and what stands right of it.

    White space around it is brought together; the window is cut where the text begins and ends.
    """
    own = [texts[doc] for doc in found.doc.tolist()]
    if isinstance(window, str):
        before = [span[0] for span in sentence_spans(tokens, own, found.first)]
        after = [span[1] for span in sentence_spans(tokens, own, found.last)]
    else:
        first = np.maximum(found.first - window, tokens.docs[found.doc])
        last = np.minimum(found.last + window, tokens.docs[found.doc + 1] - 1)
        before, after = tokens.spans(first)[0].tolist(), tokens.spans(last)[1].tolist()
    spans = list(zip(own, before, found.start.tolist(), found.end.tolist(), after, strict=True))
    return (
        [" ".join(text[begin:start].split()) for text, begin, start, _, _ in spans],
        [text[start:end] for text, _, start, end, _ in spans],
        [" ".join(text[end:stop].split()) for text, _, _, end, stop in spans],
    )


#: What may be asked for by itself.
Sought = str | Lexicon | Measure | Iterable[str] | None


@dataclass(frozen=True)
class Node:
    """Something to be found.

    Attributes
    ----------
    terms : tuple of str
        What `Occurrences.term` counts.
    said : str
        How messages and tables call it.
    measures : tuple of Measure
        Set where a lexicon or measures are meant.
    """

    terms: tuple[str, ...]
    said: str
    lexicon: Lexicon | None = None
    measures: tuple[Measure, ...] = ()
    literals: tuple[str, ...] = ()

    def candidates(self, frame: pd.DataFrame) -> np.ndarray:
        """Mask the articles that may hold it: those in which letters that it must have stand."""
        found = np.zeros(len(frame), bool)
        if not self.literals:
            return ~found
        for column in ("title", "text"):
            # In lower case as the keys of words are, so that none is missed.
            lower = pc.utf8_lower(pa.array(frame[column], type=pa.large_string(), from_pandas=True))
            for literal in self.literals:
                fits = pc.fill_null(pc.match_substring(lower, literal), False)
                found |= np.asarray(fits.to_numpy(zero_copy_only=False), bool)
        return found

    def find(self, frame: pd.DataFrame, chunk: Cells) -> Occurrences:
        """Return where it stands in a chunk that was made of that frame; see `by_words`."""
        tokens = chunk.tokens
        if self.lexicon is not None:
            hits = self.lexicon.find(tokens)
            return by_words(tokens, hits.start, hits.length, hits.entry)
        code = {term: number for number, term in enumerate(self.terms)}
        start, length, term = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for _, finder, hits in found_hits(frame, list(self.measures), chunk):
            names = np.array([code[name] for name in finder.terms], np.int64)
            start.append(hits.start)
            length.append(hits.length)
            term.append(names[hits.entry])
        # Two measures may count one place: it is one line.
        places = np.stack([np.concatenate(column).astype(np.int64) for column in (start, length, term)])
        return by_words(tokens, *np.unique(places, axis=1))


def node(pattern: Sought, *, case: bool = False, measure: Wanted = None, what: str = "pattern") -> Node:
    """Return what was asked for, ready to be looked for.

    Parameters
    ----------
    pattern : str, Lexicon, Measure, or list of str
        Written as in a lexicon.
    case : bool
    measure : str, Measure, Lexicon or several, optional
        In place of `pattern`.
    what : str
        What the argument is called.

    Raises
    ------
    FramingError
        Nothing was asked for, or something that can't be looked for.
    """
    if measure is not None and pattern is not None:
        raise FramingError(f"{what} and measure are both given; give one of them")
    if measure is None and isinstance(pattern, (Lexicon, Measure)):
        pattern, measure = None, pattern
    if measure is not None:
        if case:
            raise FramingError("measure: a lexicon's terms have their own case; leave out case")
        measures = resolve(measure)
        for one in measures:
            if not hasattr(one.finder, "terms"):
                raise FramingError(f"measure {one.name!r} has no terms to list; give another")
        terms = dict.fromkeys(term for one in measures for term in one.finder.terms)
        return Node(tuple(terms), ", ".join(one.name for one in measures), measures=tuple(measures))
    if pattern is None or (not isinstance(pattern, str) and not isinstance(pattern, (list, tuple, set))):
        raise FramingError(
            f"{what} {brief(pattern)} is no text; give a word or a phrase, as 'win-win', several in a list, "
            "a Lexicon, or measure='hedges'"
        )
    written = list(dict.fromkeys(several(what, sorted(pattern) if isinstance(pattern, set) else pattern)))
    if not written:
        raise FramingError(f"{what}: the list is empty; give a word or a phrase, as 'win-win'")
    for one in written:
        if not isinstance(one, str):
            raise FramingError(f"{what} {brief(one)} is no text; give a word or a phrase, as 'win-win'")
    said = ", ".join(map(repr, written))
    entries, literals = [], []
    for one in written:
        items = split_pattern(one)
        if not any(re.search(r"\w", item.strip(f"{ANY}*")) or item == NUMBER for item in items):
            raise FramingError(
                f"{what} {one!r} holds no word; give one, as 'win-win', 'trade deal', 'cooperat*'"
            )
        entries.append(Entry(" ".join(items), "found", case=case))
        literals.append(_literals(items))
    alone = {split_pattern(entry.term if case else entry.term.lower()): entry for entry in entries[::-1]}
    lexicon = Lexicon("patterns", tuple(alone.values())[::-1], {"found": Pole("found")}, {}, language="")
    known = (
        () if any(not some for some in literals) else tuple(sorted({x for some in literals for x in some}))
    )
    return Node(lexicon.terms, said, lexicon=lexicon, literals=known)


def _literals(items: tuple[str, ...]) -> tuple[str, ...]:
    """Return strings of which a text must hold one, in lower case, if it holds the pattern; () if any may.

    >>> _literals(("of", "cooperat*")), _literals(("deal|pact's",)), _literals(("#",))
    (('cooperat',), ('deal', 'pact'), ())
    """
    best: tuple[str, ...] = ()
    for item in items:
        parts = [max(re.split(r"['’‘*]", fold(option)), key=len) for option in item.split("|")]
        if item in (ANY, NUMBER) or NUMBER in parts or not all(parts):
            continue
        if not best or min(map(len, parts)) > min(map(len, best)):
            best = tuple(parts)
    return best
