"""NLTK as oracle on ordinary text: every difference has a name and a reason (docs/words-and-sentences.md)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from nltk.tokenize import NLTKWordTokenizer, PunktSentenceTokenizer

from framing.corpus.load import load
from framing.text.tokens import sentence_spans, tokenize

Pair = tuple[tuple[str, ...], tuple[str, ...]]

#: Differences that are meant: for each its name, and what our words (first) and NLTK's look like there.
MEANT: dict[str, Callable[[tuple[str, ...], tuple[str, ...]], bool]] = {
    "punctuation is no word": lambda ours, theirs: not ours and not any(c.isalnum() for c in "".join(theirs)),
    "'s, n't, 'll stay with their word": lambda ours, theirs: (
        len(ours) == 1
        and "".join(theirs) == ours[0]
        and bool(re.search(r"['’](?:s|t|m|d|re|ll|ve)$", ours[0]))
    ),
    "cannot is one word": lambda ours, theirs: [o.lower() for o in ours] == ["cannot"] and len(theirs) == 2,
    "an address is one word": lambda ours, theirs: (
        len(ours) == 1 and "".join(theirs) == ours[0] and bool(re.search(r"@|://", ours[0]))
    ),
    "a slash or dash parts words": lambda ours, theirs: (
        len(ours) > 1 and bool(re.search("[/—–]", "".join(theirs)))
    ),
    "a full stop belongs to the sentence though NLTK sees none end": lambda ours, theirs: (
        len(ours) == 1 and theirs == (ours[0] + ".",) and ours[0].isalpha()
    ),
    "a full stop belongs to the abbreviation that ends a sentence": lambda ours, theirs: (
        len(ours) == 1 and ours[0].endswith(".") and theirs == (ours[0][:-1], ".")
    ),
}


def cut(texts: list[str]) -> list[tuple[int, int, list[tuple[int, int]]]]:
    """Each sentence: its text's index, where it begins in it, and where its words stand in the sentence."""
    tokens = tokenize(texts)
    start, end = tokens.spans(np.arange(len(tokens.ids)))
    docs = tokens.doc_of(tokens.sentences)
    shown = sentence_spans(tokens, [texts[doc] for doc in docs], tokens.sentences)
    found = []
    for doc, (low, _), a, b in zip(
        docs, shown, tokens.sentences, [*tokens.sentences[1:], len(tokens.ids)], strict=True
    ):
        found.append(
            (int(doc), low, list(zip((start[a:b] - low).tolist(), (end[a:b] - low).tolist(), strict=True)))
        )
    return found


def differences(sentence: str, ours: list[tuple[int, int]]) -> list[Pair]:
    """Where the two cut a sentence otherwise: runs of overlapping words, ours and NLTK's."""
    theirs = NLTKWordTokenizer().span_tokenize(sentence)
    runs: list[tuple[list[str], list[str]]] = []
    reach = -1
    for start, end, whose in sorted([(s, e, 0) for s, e in ours] + [(s, e, 1) for s, e in theirs]):
        if start >= reach:
            runs.append(([], []))
        runs[-1][whose].append(sentence[start:end])
        reach = max(reach, end)
    return [(tuple(first), tuple(second)) for first, second in runs if first != second]


def name_of(pair: Pair) -> str:
    return next((name for name, fits in MEANT.items() if fits(*pair)), "not meant")


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    articles, _ = load(Path(__file__).parents[2] / "corpora" / "carney-beijing-2026")
    return [p for text in (*articles["title"], *articles["text"]) for p in text.split("\n\n")]


@pytest.mark.medium
def test_words_of_the_bundled_corpus(paragraphs: list[str]) -> None:
    found: Counter[Pair] = Counter()
    words = 0
    each = cut(paragraphs)
    for (doc, low, ours), (following, high, _) in zip(each, [*each[1:], (-1, 0, [])], strict=True):
        sentence = paragraphs[doc][low : high if following == doc else None].rstrip()
        found.update(differences(sentence, ours))
        words += len(ours)
    assert {pair: n for pair, n in found.items() if name_of(pair) == "not meant"} == {}
    # The comparison saw real text, and on it the two agree on all but one word in a hundred.
    assert words > 10_000
    assert sum(n for (ours, _), n in found.items() if ours) < words / 100


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Trade and/or aid counts.", ["a slash or dash parts words", "punctuation is no word"]),
        ("The visit—which ended—was his.", ["punctuation is no word"] * 3),
        ("He lives in the U.S.", ["a full stop belongs to the abbreviation that ends a sentence"]),
        ("Is it a 'turning point'?", ["punctuation is no word"] * 3),
        ("They don't.", ["'s, n't, 'll stay with their word", "punctuation is no word"]),
        ("It cost $118.7 billion, or 5%.", ["punctuation is no word"] * 4),
        ("Exports rose 3 per cent in non-NATO states.", ["punctuation is no word"]),
    ],
)
def test_each_meant_difference(sentence: str, names: list[str]) -> None:
    ((_, _, ours),) = cut([sentence])
    assert [name_of(pair) for pair in differences(sentence, ours)] == names


def test_sentences_of_the_bundled_corpus(paragraphs: list[str]) -> None:
    """Punkt learns its abbreviations from the corpus itself, so it needs no data."""
    punkt = PunktSentenceTokenizer("\n\n".join(paragraphs))
    starts: dict[int, list[tuple[int, list[tuple[int, int]]]]] = {}
    for doc, low, words in cut(paragraphs):
        starts.setdefault(doc, []).append((low, words))
    ours_only, theirs_only, both = [], [], 0
    for doc, found in starts.items():
        p = paragraphs[doc]
        ours = {low + words[0][0] for low, words in found}
        places = [low + start for low, words in found for start, _ in words]
        # A sentence of Punkt's begins with the first word in it; what holds none is no sentence.
        first = [(min((at for at in places if s <= at < e), default=None)) for s, e in punkt.span_tokenize(p)]
        theirs = {at for at in first if at is not None}
        both += len(ours & theirs)
        ours_only += [p[at : at + 30] for at in ours - theirs]
        theirs_only += [p[max(at - 6, 0) : at + 20] for at in theirs - ours]
    assert both > 1_000
    assert ours_only == []
    # No sentence begins in lower case (Punkt: after any stop it hasn't learnt), none with the day of a month.
    assert [text for text in theirs_only if not re.search(r"\. [a-z]\S*@|(?:Jan|Aug)\. \d", text)] == []
    assert len(theirs_only) < both / 100
