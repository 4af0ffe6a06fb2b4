"""Articles read for what they can share with an agency's item, and which of them meet one.

What is shared, and what that says, is the business of `sharing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.comparison.codes import Flags, Ints
from framing.text.overlap.boilerplate import components, is_template, templates
from framing.text.overlap.index import COMMON, Pairs, candidates, postings
from framing.text.overlap.reading import spaced
from framing.text.overlap.shingles import Shingles, joined, repeated, shingles
from framing.text.quotes import quoted_words
from framing.text.tokens import CHUNK_BYTES, Tokens, chunks, tokenize

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Texts", "met", "read"]

#: Shingles that two texts share before they are looked at, and the part of the shorter that makes versions.
_SEEDS = 6
_VERSIONS = 0.5
#: Places of agencies' words in very many texts that are followed up at once.
_HELD = 4_096


class Texts(NamedTuple):
    """The texts' shingles, their words, and which of these stand in quotation marks or are boilerplate."""

    found: Shingles
    quoted: Flags
    furniture: Flags


def read(frame: pd.DataFrame, outlets: list[str]) -> Texts:
    """Return what can be shared, a chunk of text at a time."""
    texts = spaced(pa.array(frame["text"].tolist(), type=pa.large_string()))
    found, quoted = [], [np.zeros(0, bool)]
    for i, j in chunks(pc.binary_length(texts).to_numpy(zero_copy_only=False), CHUNK_BYTES):
        part = texts.slice(i, j - i)
        tokens = tokenize(part)
        found.append(shingles(tokens))
        quoted.append(quoted_words(tokens) | _in_block_quotes(tokens, part, frame["blocks"].iloc[i:j]))
    every = repeated(joined(found))
    template = is_template(every, templates(every, outlets, _stories(every)))
    furniture = np.zeros(int(every.words[-1]) + every.n, bool)
    for place in range(every.n):
        furniture[every.first[template] + place] = True
    return Texts(every.only(~template), np.concatenate(quoted), furniture[: int(every.words[-1])])


def _stories(every: Shingles) -> Ints:
    """Number the texts so that versions of one story, which make no boilerplate, share a number."""
    pairs, size = candidates(every, _SEEDS), np.diff(every.docs)
    alike = pairs.shared >= _VERSIONS * np.minimum(size[pairs.a], size[pairs.b])
    return components(pairs.only(alike), len(every))


def _in_block_quotes(tokens: Tokens, texts: pa.Array, letters: pd.Series[str]) -> Flags:
    """Mask the words of paragraphs that are block quotations."""
    mask = np.zeros(len(tokens.ids), bool)
    for number, blocks in enumerate(letters.astype(object)):
        if not isinstance(blocks, str) or "q" not in blocks:
            continue
        words = np.arange(tokens.docs[number], tokens.docs[number + 1])
        starts, _ = tokens.spans(words)
        at = 0
        for letter, paragraph in zip(blocks, texts[number].as_py().split("\n\n"), strict=False):
            if letter == "q":
                mask[words[(starts >= at) & (starts < at + len(paragraph))]] = True
            at += len(paragraph) + 2
    return mask


def met(found: Shingles, own: Flags) -> Pairs:
    """Return the pairs of texts that share enough; of a story in very many, each with the agency's item."""
    pairs = candidates(found, _SEEDS)
    docs, starts = postings(found)
    size = np.diff(starts)
    common = np.repeat(size > COMMON, size)
    items = np.flatnonzero(common & own[docs])
    if not len(items):
        return pairs
    shingle = np.repeat(np.arange(len(size)), size)[items]
    key = np.zeros(0, np.int64)
    for begin in range(0, len(items), _HELD):
        part = items[begin : begin + _HELD]
        of = shingle[begin : begin + _HELD]
        other = np.concatenate([docs[starts[k] : starts[k + 1]] for k in of.tolist()])
        key = np.unique(np.concatenate([key, np.repeat(docs[part], size[of]) * len(found) + other]))
    more = np.setdiff1d(key[key // len(found) != key % len(found)], pairs.a * len(found) + pairs.b)
    a, b = np.divmod(more, len(found))
    kept = a < b
    a, b = a[kept], b[kept]
    return Pairs(
        np.append(pairs.a, a), np.append(pairs.b, b), np.append(pairs.shared, np.zeros(len(a), np.int64))
    )
