"""Key word in context, the engine: where an expression stands in some texts, and the words around it.

Works on tokens and on characters and knows nothing of lexicons, outlets or speakers; the public
`framing.kwic` stands in `features`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from framing.corpus.patterns import compile_safely
from framing.errors import FramingError, brief, whole
from framing.text.tokens import Tokens, sentence_spans

__all__ = [
    "WIDEST",
    "Found",
    "Window",
    "around",
    "by_expression",
    "by_words",
    "check_window",
    "expression",
    "holds",
]

#: Widest window, in words: further away is not context but the article.
WIDEST = 200

#: Characters that a regular expression is tried on at once; longer paragraphs are cut between sentences.
STRETCH = 4_000

#: Seconds that one regular expression may take over all texts together.
PATIENCE = 120.0

Window = int | str


class Found(NamedTuple):
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

    def where(self, keep: np.ndarray) -> Found:
        """Return the occurrences that a mask, or an array of indices, picks."""
        return Found(*(column[keep] for column in self))


def check_window(window: object) -> Window:
    """Return a window that can be used, or say which can.

    >>> check_window("sentence"), check_window(np.int64(5))
    ('sentence', 5)
    """
    if isinstance(window, str) and window == "sentence":
        return window
    words = whole(window)
    if words is None or not 0 <= words <= WIDEST:
        raise FramingError(
            f'window {brief(window)} is not known; give a number of words from 0 to {WIDEST}, or "sentence"'
        )
    return words


def expression(written: object, case: bool = False) -> re.Pattern[str]:
    """Return a regular expression that can't run for ever, compiled.

    Parameters
    ----------
    written : str
        Python's dialect; tried on a paragraph at a time, at whose ends ``^`` and ``$`` stand.
    case : bool
        Capitals matter.

    Raises
    ------
    FramingError
        It is none, could run for ever, or fits nothing but the empty text.
    """
    flags = re.MULTILINE if case else re.MULTILINE | re.IGNORECASE
    compiled = compile_safely(written, "pattern", flags=flags, longest=STRETCH, search=True)
    if compiled.fullmatch(""):
        raise FramingError(
            f"pattern {compiled.pattern!r} fits the empty text, which stands everywhere; "
            "let it hold a character, as x+ in place of x*"
        )
    return compiled


def by_words(
    tokens: Tokens, first: np.ndarray, length: np.ndarray, term: np.ndarray, *, characters: bool = True
) -> Found:
    """Return occurrences that are whole words; `start` and `end` are 0 where no `characters` are wanted."""
    first = np.asarray(first, np.int64)
    last = first + length - 1
    if not characters:
        nowhere = np.zeros(len(first), np.int64)
        return Found(tokens.doc_of(first), nowhere, nowhere, first, last, term)
    return Found(tokens.doc_of(first), tokens.spans(first)[0], tokens.spans(last)[1], first, last, term)


def by_expression(tokens: Tokens, texts: Sequence[str], wanted: Sequence[re.Pattern[str]]) -> Found:
    """Return what regular expressions match; `term` is the place of the expression in `wanted`.

    A match lies within one paragraph (of up to `STRETCH` characters; longer ones are cut between
    sentences), holds at least one character, and may hold a part of a word. Of matches that share a
    character the one that begins first is kept, the longest of those.

    Raises
    ------
    FramingError
        All texts together took longer than `PATIENCE`.
    """
    rows: list[tuple[int, int, int, int]] = []
    for at, text in _in_time(texts, wanted):
        for begin, stop in _stretches(text):
            rows += [
                (at, match.start(), match.end(), number)
                for number, pattern in enumerate(wanted)
                for match in pattern.finditer(text, begin, stop)
                if match.end() > match.start()
            ]
    if len(wanted) > 1:
        rows = _apart(rows)
    doc, start, end, term = (np.array(rows, np.int64).reshape(-1, 4).T).copy()
    # Words of the texts in which something was found, in order: a word holds a character where it is
    # the last to begin at or before it.
    some = np.unique(doc)
    sizes = tokens.docs[some + 1] - tokens.docs[some]
    words = np.repeat(tokens.docs[some] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
    wide = max(map(len, texts), default=0) + 1
    begin = np.repeat(some, sizes) * wide + tokens.spans(words)[0]
    words = words.astype(np.int64)
    bound = [tokens.docs[doc], np.maximum(tokens.docs[doc + 1] - 1, tokens.docs[doc])]
    first, last = (
        np.clip(words[np.searchsorted(begin, doc * wide + at, side="right") - 1], *bound)
        if len(words)
        else bound[0]
        for at in (start, end - 1)
    )
    return Found(doc, start, end, first, last, term)


def holds(texts: Sequence[str], wanted: Sequence[re.Pattern[str]]) -> np.ndarray:
    """Mask the texts in which one of these matches, before anybody asks where; raises as `by_expression`."""
    found = np.zeros(len(texts), bool)
    for at, text in _in_time(texts, wanted):
        found[at] = any(pattern.search(text, *stretch) for stretch in _stretches(text) for pattern in wanted)
    return found


def _in_time(texts: Sequence[str], wanted: Sequence[re.Pattern[str]]) -> Iterator[tuple[int, str]]:
    """Yield texts with their numbers as long as there is time."""
    begun = time.monotonic()
    for at, text in enumerate(texts):
        yield at, text
        if time.monotonic() - begun > PATIENCE:
            raise FramingError(
                f"pattern {wanted[0].pattern!r} takes longer than {PATIENCE:g} s on these articles; "
                "begin it with a letter or a word, or give fewer articles"
            )


def _stretches(text: str) -> list[tuple[int, int]]:
    found = []
    for paragraph in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text):
        begin, stop = paragraph.span()
        while stop - begin > STRETCH:
            cut = max(text.rfind(mark, begin, begin + STRETCH) for mark in (". ", "? ", "! ", "。", "\n"))
            cut = cut + 1 if cut > begin else text.rfind(" ", begin + 1, begin + STRETCH)
            cut = cut if cut > begin else begin + STRETCH
            found.append((begin, cut))
            begin = cut
        found.append((begin, stop))
    return found


def _apart(rows: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    kept: list[tuple[int, int, int, int]] = []
    for row in sorted(rows, key=lambda row: (row[0], row[1], -row[2], row[3])):
        if not kept or row[0] != kept[-1][0] or row[1] >= kept[-1][2]:
            kept.append(row)
    return kept


def around(
    tokens: Tokens, texts: Sequence[str], found: Found, window: Window
) -> tuple[list[str], list[str], list[str]]:
    """Return what stands left of each occurrence, the occurrence, and what stands right of it.

    White space around it is brought together; the window is cut where the text begins and ends.
    """
    own = [texts[doc] for doc in found.doc.tolist()]
    if isinstance(window, str):
        before = [span[0] for span in sentence_spans(tokens, own, found.first)]
        after = [span[1] for span in sentence_spans(tokens, own, found.last)]
    else:
        # A text without a word has none around what is found in it.
        wordless = tokens.docs[found.doc] == tokens.docs[found.doc + 1]
        first = np.maximum(found.first - window, tokens.docs[found.doc])
        last = np.minimum(found.last + window, tokens.docs[found.doc + 1] - 1)
        bare = np.zeros(len(own), np.int64)
        start, end = bare.copy(), bare.copy()
        start[~wordless] = tokens.spans(first[~wordless])[0]
        end[~wordless] = tokens.spans(last[~wordless])[1]
        before, after = start.tolist(), end.tolist()
    spans = list(zip(own, before, found.start.tolist(), found.end.tolist(), after, strict=True))
    return (
        [" ".join(text[begin:start].split()) for text, begin, start, _, _ in spans],
        [text[start:end] for text, _, start, end, _ in spans],
        [" ".join(text[end:stop].split()) for text, _, _, end, stop in spans],
    )
