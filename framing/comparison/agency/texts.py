"""Which articles share runs of words with those that hold an agency's, outlets' boilerplate aside.

What is shared, and what that says, is the business of `sharing`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.comparison.codes import Flags, Ints
from framing.text.overlap.articles import STORIES, Counts, Ranges, components, counted, in_stories, numbered
from framing.text.overlap.shingles import COMMON, Meetings, Pairs, postings

__all__ = ["Texts", "met", "read"]

#: Shingles that two texts share before they are looked at, and the part of the shorter that makes versions.
_SEEDS = 6
_VERSIONS = 0.5
#: Places of agencies' words in very many texts that are followed up at once.
_HELD = 4_096


class Texts(NamedTuple):
    """The texts' shingles, those that are some outlet's boilerplate, and by what sample that was found."""

    known: Ranges
    templates: list[Counts]
    bounded: int


def read(known: Ranges, outlets: list[str]) -> Texts:
    """Return what can be shared; versions of one story, which make no boilerplate, count once."""
    meetings = Meetings(len(known), known.number)
    for found in known.each():
        meetings.add(found)
    pairs, size = meetings.pairs(_SEEDS), known.shared
    alike = pairs.shared >= _VERSIONS * np.minimum(size[pairs.a], size[pairs.b])
    stories, outlet = components(pairs.only(alike), len(known)), numbered(outlets)
    templates = [
        counted(*in_stories(found, outlet, stories), least=STORIES, most=STORIES) for found in known.each()
    ]
    return Texts(known, templates, meetings.bounded)


def met(texts: Texts, holds: Flags, own: Flags) -> tuple[Pairs, int]:
    """Return the pairs of texts that share enough, of which one holds an agency's words at least.

    Of a story in very many texts, these stand with the first of them alone; and each with the agency's item.
    Also by what sample pairs were looked for.
    """
    meetings, more = Meetings(len(texts.known), texts.known.number), np.zeros(0, np.int64)
    for found, template in zip(texts.known.each(), texts.templates, strict=True):
        told = found.only(template.of(found) == 0)
        posted = postings(told)
        meetings.add(told, posted, holds)
        more = np.union1d(more, _with_items(*posted, own))
    pairs = meetings.pairs(_SEEDS)
    more = np.setdiff1d(more, pairs.a * len(own) + pairs.b)
    a, b = np.divmod(more, len(own))
    return Pairs.joined([pairs, Pairs(a, b, np.zeros(len(a), np.int64))]), meetings.bounded


def _with_items(docs: Ints, starts: Ints, own: Flags) -> Ints:
    """Return, as numbers, the pairs of an agency's item and another text that share what very many have."""
    size = np.diff(starts)
    items = np.flatnonzero(np.repeat(size > COMMON, size) & own[docs])
    shingle = np.repeat(np.arange(len(size)), size)[items]
    key = np.zeros(0, np.int64)
    for begin in range(0, len(items), _HELD):
        of = shingle[begin : begin + _HELD]
        one = np.repeat(docs[items[begin : begin + _HELD]], size[of])
        other = np.concatenate([docs[starts[k] : starts[k + 1]] for k in of.tolist()])
        code = np.minimum(one, other) * len(own) + np.maximum(one, other)
        key = np.union1d(key, code[one != other])
    return key
