"""Where mentions stand: how far into the article, in whose voice, in which sentence.

Reads texts and knows nothing of outlets or of chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.codes import Ints
from framing.engine.parts import Articles, kept, light, over
from framing.features.cells import Cells, Voices, Way, cells, check_voices, way_of
from framing.text.overlap import shingles
from framing.text.tokens import sentence_spans

__all__ = ["Places", "Texts", "places", "texts"]


class Texts(NamedTuple):
    """By article: characters of title and text; a number that is the same for the same words."""

    title: Ints
    text: Ints
    prints: np.ndarray


class Places(NamedTuple):
    """By mention: code of the voice; its sentence and where that is, where it was asked for, else -1."""

    voice: Ints
    voices: tuple[str, ...]
    begin: Ints
    end: Ints
    sentence: np.ndarray


def texts(articles: Articles, *, prints: bool) -> Texts:
    """Read how long titles and texts are, and which have the same words."""
    found = over(articles, Measuring(prints), what="texts")
    size = len(articles)
    title, text = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for table in found.each("each"):
        title[table["row"]], text[table["row"]] = table["title"], table["text"]
    return Texts(title, text, shingles.prints_of(found, size))


@dataclass(frozen=True)
class Measuring:
    """Measures the articles of a part: the tables `each`, by characters, and `prints`."""

    prints: bool

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        found = np.zeros(len(frame), np.uint64)
        for chunk in cells(frame, None) if self.prints else ():
            found[chunk.first : chunk.first + chunk.size] = shingles.fingerprints(chunk.tokens)[chunk.size :]
        sizes = {name: frame[name].str.len().fillna(0).to_numpy(np.int32) for name in ("title", "text")}
        each = pd.DataFrame({"row": np.arange(len(frame), dtype=np.int32), **sizes})
        return {"each": each, "prints": shingles.as_table(found)}


def places(articles: Articles, mentions: pd.DataFrame, voices: Voices) -> Places:
    """Say of each mention where it stands.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked.
    mentions : pandas.DataFrame
        Columns `article`, `headline`, `start`, `end`, where it is, and `shown`, whether its sentence is
        wanted.
    voices : {"full", "quotes", None} or pandas.DataFrame
        A mention is in the voice of its first character.
    """
    names = check_voices(voices)
    way, beside = way_of(voices)
    wanted = mentions.assign(number=np.arange(len(mentions)))
    here = light(articles)["id"].isin(mentions["article"].unique()).to_numpy(bool)
    found = over(kept(articles, here), Placing(way), what="places", beside={"mentions": wanted, **beside})
    voice, begin, end = (
        np.zeros(len(mentions), np.int64),
        np.full(len(mentions), -1),
        np.full(len(mentions), -1),
    )
    said = np.full(len(mentions), None, dtype=object)
    for table in found.each("places"):
        voice[table["number"]] = table["voice"]
    for table in found.each("sentences"):
        number = table["number"].to_numpy()
        begin[number], end[number] = table["begin"], table["end"]
        said[number] = table["sentence"].to_numpy(dtype=object)
    return Places(voice, names, begin, end, said)


@dataclass(frozen=True)
class Placing:
    """Places mentions, which come beside: the tables `places`, of voices, and `sentences`, those wanted."""

    way: Way

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        asked = beside["mentions"]
        row = pd.Series(np.arange(len(frame)), index=frame["id"]).loc[asked["article"]].to_numpy(np.int64)
        headline, shown = asked["headline"].to_numpy(bool), asked["shown"].to_numpy(bool)
        start, end = asked["start"].to_numpy(np.int64), asked["end"].to_numpy(np.int64)
        voice, begin, stop = np.zeros(len(row), np.int8), np.full(len(row), -1), np.full(len(row), -1)
        for chunk in cells(frame, self.way.of(beside)):
            mine = np.flatnonzero((row >= chunk.first) & (row < chunk.first + chunk.size))
            if not len(mine) or not len(chunk.tokens.ids):
                continue
            doc = row[mine] - chunk.first + np.where(headline[mine], 0, chunk.size)
            word = _word(chunk, doc, start[mine])
            worded = chunk.tokens.docs[doc] < chunk.tokens.docs[doc + 1]
            voice[mine] = np.where(worded, chunk.spoken(chunk.of(word)), 0)
            some = np.flatnonzero(shown[mine] & worded)
            texts = _texts(frame, chunk, doc[some])
            for at, (first, last) in zip(
                mine[some].tolist(), sentence_spans(chunk.tokens, texts, word[some]), strict=True
            ):
                begin[at], stop[at] = min(first, start[at]), max(last, end[at])
            bare = mine[shown[mine] & ~worded]
            begin[bare], stop[bare] = start[bare], end[bare]
        title, text = frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object)
        at = np.flatnonzero(shown)
        said = [(title if headline[k] else text)[row[k]][begin[k] : stop[k]] for k in at.tolist()]
        number = asked["number"].to_numpy(np.int64)
        return {
            "places": pd.DataFrame({"number": number, "voice": voice}),
            "sentences": pd.DataFrame({
                "number": number[at], "begin": begin[at], "end": stop[at],
                "sentence": pd.Series(said, dtype="str"),
            }),
        }  # fmt: skip


def _word(chunk: Cells, doc: Ints, start: Ints) -> Ints:
    """Return the word that holds each place: the last of its text to begin at or before it."""
    tokens = chunk.tokens
    some = np.unique(doc)
    size = tokens.docs[some + 1] - tokens.docs[some]
    words = np.repeat(tokens.docs[some] - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
    if not len(words):
        return np.zeros(len(doc), np.int64)
    first = tokens.spans(words)[0]
    wide = int(max(first.max(), start.max(initial=0))) + 1
    at = np.searchsorted(np.repeat(some, size) * wide + first, doc * wide + start, side="right") - 1
    low, high = tokens.docs[doc], np.maximum(tokens.docs[doc + 1] - 1, tokens.docs[doc])
    held = np.minimum(np.clip(words[np.maximum(at, 0)], low, high), len(tokens.ids) - 1)
    return np.asarray(held, np.int64)


def _texts(frame: pd.DataFrame, chunk: Cells, doc: Ints) -> list[str]:
    row = chunk.first + np.where(doc < chunk.size, doc, doc - chunk.size)
    title, text = frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object)
    return [title[r] if d < chunk.size else text[r] for r, d in zip(row.tolist(), doc.tolist(), strict=True)]
