"""Who is cast as hero, villain or victim: spans of texts in, probabilities out.

Two judges that are kept apart, and a third of both: the entity's own words, which mostly tell who is cast
(the climate, a company, a president), and its sentence with the entity left out, which tells how. What is
measured stands in ``cast.toml``; training is no part of the package.
"""

from __future__ import annotations

import hashlib
import io
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.errors import FramingError, brief, unknown
from framing.features.roles.signs import BITS, MASK, of_sentences, of_words, table
from framing.tables import check
from framing.text.tokens import sentence_spans, tokenize

__all__ = ["BY", "ROLES", "Weights", "card", "masked", "opened", "roles", "signs_of", "written"]

ROLES = ("hero", "villain", "victim")
BY = ("words", "sentence", "both")
_FILE = "cast.npz"
#: A last word of so few letters is not looked for by itself.
_SHORT = 3


def roles(table: pd.DataFrame, *, by: str = "both") -> pd.DataFrame:
    """Tell whether somebody or something is cast as hero, villain or victim, if it is cast at all.

    Parameters
    ----------
    table : pandas.DataFrame
        With `text`, an article or a sentence, and `start` and `end` of the entity in it, in code points,
        the end excluded.
    by : {"words", "sentence", "both"}
        What is read: the entity's own words; the sentences it stands in, by the same words, with the entity
        left out; or both.

    Returns
    -------
    pandas.DataFrame
        The table `roles`: the table given, with the probabilities `hero`, `villain`, `victim`, which add up
        to one, the most probable as `role`, and `by`.

    Raises
    ------
    FramingError
        A text is empty, a span lies outside its text or holds no word, or `by` is unknown.

    Notes
    -----
    Learned from the roles of Frermann et al. (2023), English news of climate change, where each entity has a
    role: one that has none gets a role all the same. Read what was measured before use: by `words` it mostly
    tells who is cast, since in that corpus the same actors mostly have the same role; elsewhere only
    `by="sentence"` says anything on how they are written of, and that is right about half the time.

    Examples
    --------
    >>> text = "The storm destroyed the homes of poor farmers."
    >>> found = roles(pd.DataFrame({"text": [text], "start": [38], "end": [45]}))
    >>> found["role"].tolist()
    ['victim']
    """
    if by not in BY:
        raise unknown("by", by, BY)
    frame = _checked(table)
    texts = frame["text"].tolist()
    starts, ends = frame["start"].tolist(), frame["end"].tolist()
    chance = weights().probabilities(by, signs_of(by, texts, starts, ends))
    for k, role in enumerate(ROLES):
        frame[role] = chance[:, k]
    named = np.array(ROLES, dtype=object)[chance.argmax(axis=1)] if len(frame) else np.zeros(0, object)
    frame["role"] = pd.Series(named, index=frame.index, dtype="str")
    frame["by"] = pd.Series([by] * len(frame), index=frame.index, dtype="str")
    return check(frame, "roles")


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    given = check(table, "roles", fill=False) if _has_no_result(table) else table
    for column in ("text", "start", "end"):
        if column not in given.columns:
            raise FramingError(f"roles: column {column!r} is missing; a table needs text, start and end")
    frame = check(
        given.drop(columns=[c for c in (*ROLES, "role", "by") if c in given.columns]), "roles", fill=False
    )
    rows = zip(frame["text"].tolist(), frame["start"].tolist(), frame["end"].tolist(), strict=True)
    for row, (text, start, end) in enumerate(rows):
        if not text.strip():
            raise FramingError(f"roles: text in row {row} is empty; drop the row")
        if not 0 <= start < end <= len(text):
            raise FramingError(
                f"roles: span {start} to {end} in row {row} lies outside its text of {len(text)} characters; "
                "give code points, the end excluded"
            )
        if not any(char.isalnum() for char in text[start:end]):
            raise FramingError(f"roles: span {brief(text[start:end])} in row {row} holds no word; mend it")
    return frame


def _has_no_result(table: object) -> bool:
    return not isinstance(table, pd.DataFrame) or not set(ROLES) & set(table.columns)


def signs_of(
    by: str, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]
) -> list[dict[str, float]]:
    """Return the signs of spans that a judge reads."""
    found: list[dict[str, float]] = [{} for _ in texts]
    if by != "sentence":
        for row, (text, start, end) in enumerate(zip(texts, starts, ends, strict=True)):
            found[row].update(of_words(text[start:end]))
    if by != "words":
        for row, sentences in enumerate(masked(texts, starts, ends)):
            found[row].update(of_sentences(sentences))
    return found


def masked(texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> list[list[str]]:
    """Return the sentences of each entity, that of the span first, with a mask wherever its words stand.

    So does the last word of a name: Ruiz, of Ana Ruiz.

    >>> masked(["Ruiz came. Rain fell. We met Ruiz."], [0], [4])[0][1].replace(MASK, "_")
    'We met _.'
    """
    index: dict[str, int] = {}
    for text in texts:
        index.setdefault(text, len(index))
    tokens = tokenize(list(index))
    docs = tokens.doc_of(tokens.sentences)
    every = list(index)
    spans = sentence_spans(tokens, [every[doc] for doc in docs.tolist()], tokens.sentences)
    by_text: list[list[tuple[int, int]]] = [[] for _ in index]
    for doc, span in zip(docs.tolist(), spans, strict=True):
        by_text[doc].append(span)
    found = []
    for text, start, end in zip(texts, starts, ends, strict=True):
        same = _same(text[start:end])
        own = [(b, e) for b, e in by_text[index[text]] if b < end and start < e] or [(start, end)]
        sentences = [text[own[0][0] : start] + MASK + text[end : max(own[-1][1], end)]]
        sentences += [
            text[b:e] for b, e in by_text[index[text]] if (b, e) not in own and same.search(text[b:e])
        ]
        found.append([same.sub(MASK, sentence).strip() for sentence in sentences])
    return found


def _same(entity: str) -> re.Pattern[str]:
    """Return what an entity is found by: its words, or the last of them where it is a name."""
    spelt = re.escape(entity)
    words = re.findall(r"[\w'’-]+", entity)
    if len(words) > 1 and words[-1][:1].isupper() and len(words[-1]) > _SHORT:
        return re.compile(rf"(?<!\w)(?:(?i:{spelt})|{re.escape(words[-1])})(?!\w)")
    return re.compile(rf"(?<!\w){spelt}(?!\w)", re.I)


class Weights(NamedTuple):
    """A table of weights for each judge, a row a place and a column a role, with the bias of each role."""

    of: dict[str, np.ndarray]
    bias: dict[str, np.ndarray]

    def probabilities(self, by: str, signs: Sequence[dict[str, float]]) -> np.ndarray:
        """Return the probability of each role, to six digits, a row an entity."""
        if not signs:
            return np.zeros((0, len(ROLES)))
        sums = table(signs) @ self.of[by] + self.bias[by]
        risen = np.exp(sums - sums.max(axis=1, keepdims=True))
        found: np.ndarray = np.round(risen / risen.sum(axis=1, keepdims=True), 6)
        return found


@cache
def weights() -> Weights:
    """Return the weights that come with the package; they must be those that the card is of."""
    return opened((resources.files("framing.features.roles") / _FILE).read_bytes(), card())


@cache
def card() -> dict[str, Any]:
    """Return what is known of the weights: data, licence, limits, and what was measured.

    >>> sorted(card()["measured"])
    ['both', 'sentence', 'words']
    """
    return tomllib.loads((resources.files("framing.features.roles") / "cast.toml").read_text("utf8"))


def opened(data: bytes, card: dict[str, Any]) -> Weights:
    """Return the weights in a file, once its hash is that of its card."""
    if hashlib.sha256(data).hexdigest() != card["sha256"]:
        raise FramingError(f"roles: {_FILE} is not the file that its card names; install the package again")
    of, bias = {}, {}
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        for by in BY:
            whole = np.zeros((1 << BITS, len(ROLES)), np.float64)
            whole[np.cumsum(arrays[f"{by}_steps"].astype(np.int64))] = arrays[f"{by}_values"]
            of[by], bias[by] = whole, arrays[f"{by}_bias"].astype(np.float64)
    return Weights(of, bias)


def written(folder: Path, found: Weights) -> str:
    """Write weights to three digits; the same weights give the same bytes, whose hash is returned."""
    arrays: dict[str, np.ndarray] = {}
    for by in BY:
        kept = found.of[by].astype(np.float16)
        place = np.flatnonzero(np.abs(kept).max(axis=1) >= 0.003)
        arrays[f"{by}_steps"] = np.diff(place, prepend=0).astype(np.uint16)
        arrays[f"{by}_values"], arrays[f"{by}_bias"] = kept[place], found.bias[by].astype(np.float32)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    (folder / _FILE).write_bytes(buffer.getvalue())
    return hashlib.sha256(buffer.getvalue()).hexdigest()
