"""Articles read once for what they share: of each part, runs of words as numbers, and no text.

One task serves all that looks for shared text (copies, agency copy, reuse), so that a store is read once for
them. How texts meet is the business of `index`, over `ranges`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.batch.found import Found
from framing.batch.parts import Articles, bare, light, over
from framing.text.copies import fingerprints
from framing.text.overlap.shingles import Flags, Hashes, Ints, shingles
from framing.text.quotes import quoted_words
from framing.text.tokens import Tokens, chunks, tokenize

__all__ = ["Reading", "Shingling", "in_time", "read", "spaced"]

#: Text, in bytes, that is held as words at once.
_CHUNK_BYTES = 16 << 20

#: Articles whose shingles are held at once: of more, they come in ranges of the hash.
HELD = 32_000

#: What is told of an article.
_ROW: dict[str, type] = {"print": np.uint64, "words": np.int32, "quoted": np.int32}

_UNSPACED = r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])"
#: First bytes, in UTF-8, of letters of those scripts (and of some others, which the pattern lets be).
_FIRST = (0xE0, 0xE1, *range(0xE3, 0xEA))
#: Share of a text's bytes that such letters must take.
_MOSTLY = 0.3


@dataclass(frozen=True)
class Shingling:
    """The runs of five words of a part's articles.

    `ranges` is a power of two: a shingle is of the range that its last bits say.
    """

    ranges: int

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return articles' sizes and fingerprints, which words are quoted, and the shingles by range."""
        texts = pa.array(frame["text"], type=pa.large_string())
        if isinstance(texts, pa.ChunkedArray):
            texts = texts.combine_chunks()
        read = spaced(texts)
        columns: dict[str, list[np.ndarray]] = {name: [np.zeros(0, dtype)] for name, dtype in _ROW.items()}
        marks, blocks = [np.zeros(0, bool)], [np.zeros(0, bool)]
        hashes: list[list[Hashes]] = [[np.zeros(0, np.uint64)] for _ in range(self.ranges)]
        places: list[list[np.ndarray]] = [[np.zeros(0, np.uint32)] for _ in range(self.ranges)]
        base = 0
        for begin, end in chunks(pc.binary_length(read).to_numpy(zero_copy_only=False), _CHUNK_BYTES):
            some = read.slice(begin, end - begin)
            tokens = tokenize(some)
            found, said = shingles(tokens), quoted_words(tokens)
            passed = np.concatenate([[0], np.cumsum(said)])
            columns["print"].append(fingerprints(tokens))
            columns["words"].append(found.sizes)
            columns["quoted"].append(np.diff(passed[tokens.docs]))
            marks.append(said)
            blocks.append(_in_block_quotes(tokens, some, frame["blocks"].iloc[begin:end]))
            first = (found.first + base).astype(np.uint32)
            which = found.hashes & np.uint64(self.ranges - 1)
            for number in range(self.ranges):
                inside = which == number if self.ranges > 1 else slice(None)
                hashes[number].append(found.hashes[inside])
                places[number].append(first[inside])
            base += int(tokens.docs[-1])
        tables = {
            f"shingles{number}": pd.DataFrame(
                {"hash": np.concatenate(hashes[number]), "at": np.concatenate(places[number])}
            )
            for number in range(self.ranges)
        }
        rows: dict[str, np.ndarray] = {
            name: np.concatenate(columns[name]).astype(dtype) for name, dtype in _ROW.items()
        }
        tables["texts"] = pd.DataFrame({"row": np.arange(len(frame)), **rows, "parted": _differ(texts, read)})
        tables["words"] = pd.DataFrame(
            {"quoted": np.packbits(np.concatenate(marks)), "block": np.packbits(np.concatenate(blocks))}
        )
        return tables


@dataclass(frozen=True)
class Reading:
    """What is known of articles without their texts, an item an article in their order.

    Attributes
    ----------
    found : Found
        Tables of `Shingling`.
    ranges : int
    prints : uint64 array
        As `framing.text.copies.fingerprints` gives them; 0 also where a part could not be read.
    words, quoted : int64 arrays
        Words of the text, and those of them that stand in quotation marks.
    parted : bool array
        The letters of the text are its words: its script writes no spaces.
    """

    found: Found
    ranges: int
    prints: Hashes
    words: Ints
    quoted: Ints
    parted: Flags

    def begins(self) -> tuple[Ints, Ints]:
        """Return the first word of each article, and that of each part that was read, counted over all."""
        words = np.concatenate([[0], np.cumsum(self.words)])
        done = [part for part in range(len(self.found)) if part not in self.found.failed]
        return words, words[self.found.first[done]]


def read(articles: Articles) -> Reading:
    """Read articles.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked as the table `articles`.

    Notes
    -----
    In a text written without spaces (Chinese, Japanese, Thai) each letter counts as a word.
    """
    number = len(light(articles))
    ranges = 1
    while ranges * HELD < number:
        ranges *= 2
    # What others have put in says nothing of words: without it one reading serves all.
    found = over(bare(articles), Shingling(ranges), what="shared words")
    table = found.table("texts")
    row = table["row"].to_numpy(np.int64)

    def spread(name: str, dtype: type) -> np.ndarray:
        column: np.ndarray = np.zeros(number, dtype)
        column[row] = table[name].to_numpy()
        return column

    return Reading(
        found,
        ranges,
        spread("print", np.uint64),
        spread("words", np.int64),
        spread("quoted", np.int64),
        spread("parted", np.bool_),
    )


def in_time(frame: pd.DataFrame) -> Ints:
    """Return the rows of articles by time, those without last, and by id."""
    ids = frame["id"].astype("str")
    order = pd.DataFrame({"published": frame["published"].reset_index(drop=True), "id": ids.to_numpy()})
    listed = order.sort_values(["published", "id"], kind="stable", na_position="last")
    return np.asarray(listed.index, np.int64)


def spaced(texts: pa.Array) -> pa.Array:
    """Part the letters of texts in scripts that write no spaces, so that each is a word; leave others alone.

    >>> spaced(pa.array(["船离港了。", "The ship 船 left."], pa.large_string())).to_pylist()
    ['船 离 港 了 。', 'The ship 船 left.']
    """
    _, offsets, data = texts.buffers()
    if not len(texts) or data is None:
        return texts
    ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    letters = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    high = np.flatnonzero(letters >= min(_FIRST))
    high = high[np.isin(letters[high], np.array(_FIRST, np.uint8))] + ends[0]
    number = np.diff(np.searchsorted(high, ends))
    foreign = 3 * number > _MOSTLY * np.maximum(np.diff(ends), 1)
    if not foreign.any():
        return texts
    parted = pc.replace_substring_regex(texts, _UNSPACED, r"\1 ")
    return pc.if_else(pa.array(foreign), parted, texts)


def _differ(texts: pa.Array, read: pa.Array) -> Flags:
    """Mask the texts whose letters were parted."""
    if read is texts:
        return np.zeros(len(texts), bool)
    return np.asarray(pc.not_equal(pc.binary_length(texts), pc.binary_length(read)).to_numpy(False), bool)


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
