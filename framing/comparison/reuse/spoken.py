"""Whose words a passage is on each side: an outlet's own, in quotation marks, or a speaker's in both.

The same speaker's words in two articles come from that speaker; what is left is what one outlet may have
from the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from framing.comparison.reuse.alignment import Block
from framing.comparison.reuse.set_off import SetOff
from framing.comparison.reuse.words import Page

__all__ = ["Spans", "Whose", "first_person", "spans_of", "whose"]

_OUTLET, _QUOTED = "outlet", "quoted"
#: Words to each word of the first person, at most, in a passage that is in it.
_PERSON = 25


@dataclass(frozen=True)
class Spans:
    """The voices of a text: where each span begins, its voice and who speaks, None where nobody is known."""

    starts: Sequence[int]
    voices: Sequence[str]
    speakers: Sequence[str | None]

    def at(self, place: int) -> tuple[str, str | None]:
        """Return the voice and the speaker of a character."""
        n = bisect_right(self.starts, place) - 1
        return (self.voices[n], self.speakers[n]) if n >= 0 else (_OUTLET, None)

    def over(self, some: Sequence[SetOff]) -> Spans:
        """Return the spans with some stretches quoted; in quotation marks inside them, who is known stays."""
        if not some:
            return self
        cuts = sorted({*self.starts, *(at for one in some for at in (one.start, one.end))})
        voices, speakers = [], []
        for cut in cuts:
            voice, speaker = self.at(cut)
            inside = next((one for one in some if one.start <= cut < one.end), None)
            if inside:
                voice, speaker = _QUOTED, inside.speaker or speaker
            voices.append(voice)
            speakers.append(speaker)
        return Spans(cuts, voices, speakers)


@dataclass(frozen=True)
class Whose:
    """How the words that are the same are spoken.

    Attributes
    ----------
    shared : int
        Words of one speaker in both, in quotation marks in one or both.
    told : int
        Words of one speaker in both that both only report: the wording is an outlet's.
    own : int
        The longest stretch of words that are of no speaker in both.
    quoted : tuple of int
        Of the words that are not `shared`, those in quotation marks in a, and in b.
    rest : int
        How many these words are.
    speakers : tuple of str
        Of the shared words, the one with most words first.
    """

    shared: int
    told: int
    own: int
    quoted: tuple[int, int]
    rest: int
    speakers: tuple[str, ...]


def spans_of(table: pd.DataFrame) -> dict[str, Spans]:
    """Return the spans of each article's text, by id, of a table of voices."""
    body = table[table["part"].astype("str") != "headline"].sort_values(["article", "start"], kind="stable")
    found = {}
    for key, part in body.groupby("article", sort=True):
        speakers = [None if pd.isna(one) else str(one) for one in part["speaker_key"]]
        found[str(key)] = Spans(part["start"].tolist(), part["voice"].astype("str").tolist(), speakers)
    return found


def whose(
    a: Page, b: Page, aligned: Sequence[Block], in_a: Spans | None, in_b: Spans | None, *, first: bool
) -> Whose:
    """Say how the words of a passage that are the same are spoken on both sides.

    `first` says that a printed them first: what it has in quotation marks is then its speaker's in b too,
    with marks or without.
    """
    flags: list[bool] = []
    quoted = [0, 0]
    shared = told = 0
    speakers: Counter[str] = Counter()
    for op, i, j, k, _ in aligned:
        for n in range(j - i) if op == "same" else ():
            left, right = _voice(in_a, int(a.starts[i + n])), _voice(in_b, int(b.starts[k + n]))
            one = _one_source(left, right) or (first and left[0] == _QUOTED)
            flags.append(one)
            if one:
                speakers[left[1] or right[1] or ""] += 1
            if one and _QUOTED in (left[0], right[0]):
                shared += 1
                continue
            told += one
            quoted[0] += left[0] == _QUOTED
            quoted[1] += right[0] == _QUOTED
    named = sorted((one for one in speakers if one), key=lambda one: (-speakers[one], one))
    runs = [sum(1 for _ in run) for both, run in groupby(flags) if not both]
    return Whose(
        shared, told, max(runs, default=0), (quoted[0], quoted[1]), len(flags) - shared, tuple(named)
    )


def first_person(keys: Sequence[str], apart: int = _PERSON) -> str:
    """Return the first person that words are in, "I" or "we", if one stands every `apart` words.

    >>> first_person("i told my aides that we will win".split()), first_person("the mill opened".split())
    ('I', '')
    """
    one = sum(key.partition("'")[0] in ("i", "my", "me", "myself") for key in keys)
    many = sum(key.partition("'")[0] in ("we", "our", "us", "ourselves") for key in keys)
    enough = max(2, len(keys) / apart)
    return "I" if one >= enough else "we" if one + many >= enough else ""


def _voice(spans: Spans | None, place: int) -> tuple[str, str | None]:
    return spans.at(place) if spans else (_OUTLET, None)


def _one_source(a: tuple[str, str | None], b: tuple[str, str | None]) -> bool:
    """Say whether a word is of one speaker in both: in quotation marks in both, or of one known speaker."""
    if _OUTLET in (a[0], b[0]):
        return False
    return a[0] == b[0] == _QUOTED or _same_person(a[1], b[1])


def _same_person(a: str | None, b: str | None) -> bool:
    """Say whether two keys are of one speaker: one is the other's last words or holds all of its words.

    >>> _same_person("Ana Ruiz", "Ruiz"), _same_person("Ana Ruiz", "Marlow"), _same_person(None, "Ruiz")
    (True, False, False)
    """
    if not a or not b:
        return False
    one, other = (set(re.findall(r"\w+", key.casefold())) for key in (a, b))
    return bool(one and other) and (one <= other or other <= one)
