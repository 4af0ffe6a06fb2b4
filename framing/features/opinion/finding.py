"""Which stretches of tokens give an opinion: the finder that judges each sentence voice by voice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.features.hits import Hits
from framing.features.opinion.model import card, probabilities
from framing.text.tokens import Tokens
from framing.units import MILLION

__all__ = ["LEAST", "Opinions"]

#: A stretch of fewer words, as *Ruiz said* beside a quotation, is not judged.
LEAST = 4


@dataclass(frozen=True)
class Opinions:
    """Finds what each voice says in each sentence, and whether it is an opinion."""

    name: str = "subjective"
    language: str = "en"
    poles: tuple[str, ...] = ("opinion", "report")
    terms: tuple[str, ...] = ("opinion", "report")

    def find(self, tokens: Tokens, voice: np.ndarray | None = None) -> Hits:
        """Return a hit for each stretch of one voice in one sentence, of at least `LEAST` words."""
        size = len(tokens.ids)
        begins = np.zeros(size, bool)
        begins[tokens.sentences] = True
        if voice is not None and size:
            begins[1:] |= voice[1:] != voice[:-1]
        start = np.flatnonzero(begins)
        length = np.diff(np.append(start, size))
        start, length = start[length >= LEAST], length[length >= LEAST]
        opinion = probabilities(_texts(tokens, start, start + length)) >= card()["threshold"]
        place = np.where(opinion, 0, 1).astype(np.int32)
        return Hits(
            start,
            length.astype(np.int32),
            place,
            place,
            np.where(opinion, MILLION, 0).astype(np.int64),
            np.zeros(len(start), bool),
        )


def _texts(tokens: Tokens, start: np.ndarray, stop: np.ndarray) -> list[str]:
    """Return the text of stretches, with the marks that end a sentence but no quotation marks around."""
    raw, docs = tokens.text, tokens.text_docs
    doc = tokens.doc_of(start)
    begin, _ = tokens.spans(start)
    _, end = tokens.spans(stop - 1)
    found, last, text = [], -1, ""
    for d, b, e in zip(doc.tolist(), begin.tolist(), end.tolist(), strict=True):
        if d != last:
            text, last = raw[docs[d] : docs[d + 1]].tobytes().decode("utf8"), d
        while e < len(text) and text[e] in ".!?…":
            e += 1
        found.append(text[b:e])
    return found
