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
        The outlet of each article, in the order of the frame's rows.
    """
    known = repeated(texts.found)
    printed = _printed(texts, outlets)
    boilerplate = template_shingles(known.of(printed.text), [outlets[row] for row in printed.row])
    plain = is_template(known, boilerplate)
    sizes = np.maximum(texts.found.sizes - _words_in(known.only(plain)), 0)
    known = known.only(~plain)
    pairs = candidates(known, _LEAST)
    of = measured(passages(known, pairs, least=LEAST_PASSAGE), pairs, known, sizes, texts.quoted)
    # One outlet's own, unless another prints either text too.
    same = (printed.alone[pairs.a] == printed.alone[pairs.b]) & (printed.alone[pairs.a] >= 0)
    kind = kinds(of, same)
    told = kind > 0
    return Shared(pairs.only(told), of.only(told), kind[told], _crowded(known))


def template_shingles(known: Shingles, outlets: Sequence[object]) -> Hashes:
    """Return the boilerplate of all outlets, versions of one story counted once.

    Parameters
    ----------
    known : Shingles
        As from `repeated`; a text that several outlets print stands once for each.
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


class _Printed(NamedTuple):
    """Each text once for each outlet that prints it, and a row that does; its outlet, where it has but one."""

    text: Ints
    row: Ints
    alone: Ints


def _printed(texts: Texts, outlets: Sequence[object]) -> _Printed:
    outlet = _numbered(outlets)[texts.rows]
    places = np.flatnonzero(texts.text >= 0)
    key = texts.text[places] * (int(outlet.max(initial=0)) + 1) + outlet[places]
    places = places[np.unique(key, return_index=True)[1]]
    text = texts.text[places]
    several = np.bincount(text, minlength=len(texts.prints)) > 1
    alone = np.full(len(texts.prints), -1, np.int64)
    alone[text] = outlet[places]
    return _Printed(text, texts.rows[places], np.where(several, -1, alone))


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
