"""What a concordance or a list of neighbours is asked for: patterns, expressions, a lexicon, measures.

Turns what the user wrote into something that finds places in tokens. What stands around them is no
business of this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.errors import FramingError, brief, several
from framing.features.cells import Cells
from framing.features.lexicon import Entry, Lexicon, Pole
from framing.features.measures import Measure, resolve
from framing.features.scoring import Wanted, found_hits
from framing.text.kwic import Found, by_expression, by_words, expression, holds
from framing.text.tokens import ANY, NUMBER, fold, split_pattern

__all__ = ["Node", "Sought", "node"]

#: What may be asked for by itself.
Sought = str | Lexicon | Measure | Iterable[str] | None


@dataclass(frozen=True)
class Node:
    """Something to be found.

    Attributes
    ----------
    terms : tuple of str
        What `Found.term` counts.
    said : str
        How messages and tables call it.
    measures : tuple of Measure
        Set where a lexicon or measures are meant.
    """

    terms: tuple[str, ...]
    said: str
    lexicon: Lexicon | None = None
    expressions: tuple[re.Pattern[str], ...] = ()
    measures: tuple[Measure, ...] = ()
    literals: tuple[str, ...] = ()

    def candidates(self, frame: pd.DataFrame) -> np.ndarray:
        """Mask the articles that may hold it: those in which letters that it must have stand."""
        found = np.zeros(len(frame), bool)
        if self.expressions:
            for column in ("title", "text"):
                found |= holds(frame[column].fillna("").tolist(), self.expressions)
            return found
        if not self.literals:
            return ~found
        for column in ("title", "text"):
            # In lower case as the keys of words are, so that none is missed.
            lower = pc.utf8_lower(pa.array(frame[column], type=pa.large_string(), from_pandas=True))
            for literal in self.literals:
                fits = pc.fill_null(pc.match_substring(lower, literal), False)
                found |= np.asarray(fits.to_numpy(zero_copy_only=False), bool)
        return found

    def find(self, frame: pd.DataFrame, chunk: Cells, *, characters: bool = True) -> Found:
        """Return where it stands in a chunk that was made of that frame; see `text.kwic.by_words`."""
        tokens = chunk.tokens
        if self.expressions:
            rows = frame.iloc[chunk.first : chunk.first + chunk.size]
            texts = [*rows["title"].fillna("").tolist(), *rows["text"].fillna("").tolist()]
            return by_expression(tokens, texts, self.expressions)
        if self.lexicon is not None:
            hits = self.lexicon.find(tokens)
            return by_words(tokens, hits.start, hits.length, hits.entry, characters=characters)
        code = {term: number for number, term in enumerate(self.terms)}
        start, length, term = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for _, finder, hits in found_hits(frame, list(self.measures), chunk):
            names = np.array([code[name] for name in finder.terms], np.int64)
            start.append(hits.start)
            length.append(hits.length)
            term.append(names[hits.entry])
        # Two measures may count one place: it is one line.
        places = np.stack([np.concatenate(column).astype(np.int64) for column in (start, length, term)])
        return by_words(tokens, *np.unique(places, axis=1), characters=characters)


def node(
    pattern: Sought, *, regex: bool = False, case: bool = False, measure: Wanted = None, what: str = "pattern"
) -> Node:
    """Return what was asked for, ready to be looked for.

    Parameters
    ----------
    pattern : str, Lexicon, Measure, or list of str
        Written as in a lexicon; or regular expressions.
    regex, case : bool
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
        if regex or case:
            raise FramingError("measure: a lexicon's terms have their own case; leave out regex and case")
        return _of_measures(measure)
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
    if regex:
        return Node(tuple(written), said, expressions=tuple(expression(one, case) for one in written))
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


def _of_measures(measure: Wanted) -> Node:
    measures = resolve(measure)
    terms: dict[str, None] = {}
    for one in measures:
        if not hasattr(one.finder, "terms"):
            raise FramingError(f"measure {one.name!r} has no terms to list; give another")
        terms.update(dict.fromkeys(one.finder.terms))
    return Node(tuple(terms), ", ".join(one.name for one in measures), measures=tuple(measures))
