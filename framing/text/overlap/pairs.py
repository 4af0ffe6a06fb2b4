"""From distinct texts to the pairs that share text, each with its kind: the steps in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from framing.text.overlap.boilerplate import components, is_template, templates
from framing.text.overlap.index import COMMON, Pairs, candidates, postings
from framing.text.overlap.passages import passages
from framing.text.overlap.reading import Texts
from framing.text.overlap.rules import LEAST_PASSAGE, Measures, kinds, measured, one_story
from framing.text.overlap.shingles import Flags, Hashes, Ints, Shingles, repeated

__all__ = ["Shared", "find", "template_shingles"]

#: Distinct shingles that two texts must share before they are looked at.
_LEAST = 5

#: Odd; turns one shingle into as many as there are outlets.
_APART = np.uint64(0xA24BAED4963EE407)


class Shared(NamedTuple):
    """Pairs of texts that share some, and how.

    `kind` indexes `rules.KINDS`. `crowded` masks the texts most of whose shared words stand in very many
    texts: such texts are paired with the first of them alone.
    """

    pairs: Pairs
    measures: Measures
    kind: np.ndarray
    crowded: Flags


def find(texts: Texts, outlets: Sequence[object]) -> Shared:
    """Return the pairs of distinct texts that share some.

    Parameters
    ----------
    texts : Texts
    outlets : sequence
        The outlet of each text (of the first article that has it).
    """
    known = repeated(texts.found)
    outlet = _numbered(outlets)
    boilerplate = template_shingles(known, outlets)
    plain = is_template(known, boilerplate)
    sizes = np.maximum(texts.found.sizes - _words_in(known.only(plain)), 0)
    known = known.only(~plain)
    pairs = candidates(known, _LEAST)
    shared = passages(known, pairs, least=LEAST_PASSAGE)
    of = measured(shared, pairs, known, sizes, texts.quoted)
    kind = kinds(of, outlet[pairs.a] == outlet[pairs.b])
    told = kind > 0
    return Shared(pairs.only(told), of.only(told), kind[told], _crowded(known))


def template_shingles(known: Shingles, outlets: Sequence[object]) -> Hashes:
    """Return the boilerplate of all outlets, versions of one story counted once.

    Parameters
    ----------
    known : Shingles
        As from `repeated`.
    outlets : sequence
        The outlet of each text.
    """
    maybe = templates(known, outlets)
    if not len(maybe):
        return maybe
    # Versions of a story that would be taken for boilerplate share what would; each outlet by itself, so
    # that a story printed everywhere ties the versions of every outlet together.
    some = known.only(is_template(known, maybe))
    outlet = _numbered(outlets).astype(np.uint64)[some.doc()]
    pairs = candidates(replace(some, hashes=some.hashes ^ (outlet * _APART)), _LEAST)
    pairs = pairs.only(pairs.shared >= np.minimum(known.sizes[pairs.a], known.sizes[pairs.b]) // 4)
    of = measured(passages(known, pairs, least=LEAST_PASSAGE), pairs, known, known.sizes, None)
    return templates(known, outlets, components(pairs.only(one_story(of)), len(known)))


def _numbered(outlets: Sequence[object]) -> Ints:
    number = {name: at for at, name in enumerate(sorted({str(o) for o in outlets}))}
    return np.array([number[str(o)] for o in outlets], np.int64)


def _words_in(some: Shingles) -> Ints:
    """Return how many words of each text lie in some of its shingles."""
    first, doc = some.first, some.doc()
    reach = np.full(len(first), some.n, np.int64)
    if len(first) > 1:
        reach[:-1] = np.where(doc[1:] == doc[:-1], np.minimum(np.diff(first), some.n), some.n)
    return np.bincount(doc, reach, len(some)).astype(np.int64)


def _crowded(known: Shingles) -> Flags:
    """Mask the texts of whose shared shingles half or more stand in very many texts."""
    docs, starts = postings(known)
    common = np.repeat(np.diff(starts) > COMMON, np.diff(starts))
    size = len(known)
    return 2 * np.bincount(docs[common], minlength=size) >= np.maximum(np.bincount(docs, minlength=size), 1)
