"""The same statement in two outlets: pairs of its sentences, with the words that stand in only one marked."""

from __future__ import annotations

import difflib
from itertools import combinations, groupby, pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.features.naming.referents import classes
from framing.features.statements.reading import country, dateline, denies, figure, negations, stem
from framing.text.tokens import tokenize

#: Pairs less probable than this may be of two facts, and those that share fewer of their words of content: of
#: all of both, of the sentence that has fewer, and in number without names. Of more shared they are copies.
#: Set by reading: of the first pairs of three collections 34 of 35 were of one fact.
LEAST, FEWEST, FEWEST_SHORT, FEWEST_PLAIN, MOST = 0.8, 0.25, 0.45, 4, 0.8
#: Longer sentences tell more than one fact; shorter ones too little to be worded in two ways.
SHORTEST, LONGEST = 6, 60
#: Words of no content that change what is said all the same.
_MODALS = frozenset("can could may might must shall should will would".split())


class Side(NamedTuple):
    """One sentence of a pair: where it stands, who speaks most of it, and its segments.

    The text of all segments is the sentence; the mark of each is "" (in both), "only" (in this one) or
    "other" (put otherwise there).
    """

    outlet: str
    article: str
    part: str
    start: int
    end: int
    provenance: str
    voice: str
    speaker: str
    segments: tuple[tuple[str, str], ...]


class StatementPair(NamedTuple):
    """Two sentences of two outlets: `score` is how probable it is that they say the same, `overlap` from 0
    to 1 how many of their words of content they share."""

    statement: str
    score: float
    overlap: float
    a: Side
    b: Side


class _Word(NamedTuple):
    start: int
    end: int
    key: str
    small: bool
    name: bool


def pair_statements(statements: pd.DataFrame, voices: pd.DataFrame | None = None) -> list[StatementPair]:
    """Pair the sentences of two outlets that make one statement in different words.

    Parameters
    ----------
    statements : pandas.DataFrame
        The table `statements`.
    voices : pandas.DataFrame, optional
        The table `voices`, which says who speaks in each sentence.

    Returns
    -------
    list of StatementPair
        At most one pair a statement and pair of outlets, and no sentence twice; first those whose words
        differ most for how probable it is that they say the same. Without near copies.
    """
    rows = list(statements.sort_values(["statement", "outlet"], kind="stable").itertuples(index=False))
    words = _read_words([row.sentence for row in rows])
    content = [frozenset(word.key for word in some if not word.small) for some in words]
    plain = [frozenset(word.key for word in some if not word.small and not word.name) for some in words]
    denied = [negations(row.sentence.lower().replace("’", "'").split()) > 0 for row in rows]
    ranked = []
    groups = [[*some] for _, some in groupby(range(len(rows)), key=lambda at: rows[at].statement)]
    for i, j in (pair for some in groups for pair in combinations(some, 2)):
        score = float(rows[i].similarity * rows[j].similarity)
        least, most = sorted((len(words[i]), len(words[j])))
        shared, fewer = len(content[i] & content[j]), min(len(content[i]), len(content[j]))
        overlap, known = shared / max(len(content[i] | content[j]), 1), shared / max(fewer, 1)
        if (
            rows[i].outlet != rows[j].outlet and score >= LEAST and least >= SHORTEST and most <= LONGEST
            and FEWEST <= overlap <= MOST and known >= FEWEST_SHORT and denied[i] == denied[j]
            and len(plain[i] & plain[j]) >= FEWEST_PLAIN
        ):  # fmt: skip
            marks = _mark_words(words[i], words[j])
            replaced = min(some.count("other") for some in marks) / (least + most)
            ranked.append((round(score * known * replaced, 9), i, j, score, overlap, marks))
    taken: set[object] = set()
    pairs = []
    for _, i, j, score, overlap, marks in sorted(ranked, key=lambda pair: (-pair[0], pair[1:3])):
        # A sentence printed in several places is one sentence.
        uses = {rows[i].sentence, rows[j].sentence, (rows[i].statement, rows[i].outlet, rows[j].outlet)}
        if not taken & uses:
            taken |= uses
            a, b = (_read_side(rows[at], words[at], marks[at == j], voices) for at in (i, j))
            pairs.append(StatementPair(rows[i].statement, score, overlap, a, b))
    return pairs


def _read_words(sentences: list[str]) -> list[list[_Word]]:
    """Return the words of each sentence, by stem; figures by value, countries by name."""
    tokens = tokenize(sentences)
    forms = tokens.forms.to_pylist()
    function = classes(tokens).function
    keys, small = [], []
    for form, closed in zip(forms, function.tolist(), strict=True):
        value = figure(form)
        low = form.lower()
        # "Percent" and "per cent" are one word.
        key = "%" if low in ("percent", "cent") else country(form) or stem(form)
        keys.append(key if value is None else f"#{value:g}")
        small.append(value is None and closed and low not in _MODALS and not denies(low))
    starts, ends = (places.tolist() for places in tokens.spans(np.arange(len(tokens.ids))))
    spans = zip(starts, ends, tokens.ids.tolist(), strict=True)
    every = [_Word(start, end, keys[k], small[k], forms[k][:1].isupper()) for start, end, k in spans]
    # Nothing is worded by the place and day that a text opens with.
    return [
        [word._replace(small=word.small or word.end <= dateline(text)) for word in every[first:after]]
        for text, (first, after) in zip(sentences, pairwise(tokens.docs.tolist()), strict=True)
    ]


def _mark_words(a: list[_Word], b: list[_Word]) -> tuple[list[str], list[str]]:
    """Align two sentences, and return the mark of each word of both."""
    keys = [[word.key for word in words] for words in (a, b)]
    # A word that stands in the other sentence too was only moved.
    both = {*keys[0]} & {*keys[1]}
    alone = [[not word.small and word.key not in both for word in words] for words in (a, b)]
    marks = [""] * len(a), [""] * len(b)
    for what, i, i_end, j, j_end in difflib.SequenceMatcher(
        a=keys[0], b=keys[1], autojunk=False
    ).get_opcodes():
        if what != "equal":
            for k, here, there in (
                (0, range(i, i_end), range(j, j_end)),
                (1, range(j, j_end), range(i, i_end)),
            ):
                mark = "other" if any(alone[1 - k][at] for at in there) else "only"
                for at in here:
                    marks[k][at] = mark if alone[k][at] else ""
    # Articles and the like are marked between words that are, never by themselves.
    for words, own in zip((a, b), marks, strict=True):
        for one, next_ in pairwise([at for at, mark in enumerate(own) if mark]):
            if own[one] == own[next_] and all(word.small for word in words[one + 1 : next_]):
                own[one:next_] = [own[one]] * (next_ - one)
    return marks


def _read_side(row: Any, words: list[_Word], marks: list[str], voices: pd.DataFrame | None) -> Side:
    """Return a sentence cut where the mark of its words changes, with whose words most of it is."""
    pieces, at, before = [], 0, ""
    for word, mark in zip(words, marks, strict=True):
        # What stands between two words of one mark has it too.
        pieces.append((row.sentence[at : word.start], mark if mark == before else ""))
        pieces.append((row.sentence[word.start : word.end], mark))
        at, before = word.end, mark
    pieces.append((row.sentence[at:], ""))
    grouped = groupby([piece for piece in pieces if piece[0]], key=lambda piece: piece[1])
    segments = tuple(("".join(text for text, _ in some), mark) for mark, some in grouped)
    voice, speaker = "", None
    if voices is not None:
        headline = row.part == "headline"
        own = voices[(voices["article"] == row.article) & ((voices["part"] == "headline") == headline)]
        shared = own["end"].clip(upper=row.end) - own["start"].clip(lower=row.start)
        if (shared > 0).any():
            voice, speaker = own.loc[shared.idxmax(), ["voice", "speaker"]]
    place = (row.outlet, row.article, row.part, row.start, row.end, row.provenance)
    return Side(*place, str(voice), "" if pd.isna(speaker) else str(speaker), segments)
