"""How many of the sentences give an opinion: a model's judgement, whose error its card states."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.errors import FramingError, brief, torn, unknown
from framing.features.lexicon import Entry, Lexicon, Measure, Pole, shipped
from framing.features.matching import Hits
from framing.features.neural.encoder import (
    AGAIN,
    NEURAL,
    card_in,
    check_vectors,
    checked,
    file_in,
    of_sentences,
)
from framing.schema import MILLION
from framing.text.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


# The signs of opinion in a sentence: classes of words, marks, shapes, hashed n-grams. No weight here.

#: Width of the table of n-grams, in bits.
BITS = 16
#: Marks by what they may tell: who speaks, whether feeling or figures are shown.
_MARKS = {
    "question": r"\?",
    "exclamation": "!",
    "dash": r" - |\w-$",
    "colon": "[:;]",
    "ellipsis": r"\.\.\.",
    "bracket": r"\(",
    "comma": ",",
    "scare_quote": r"""["']\w+(?: \w+)?[,.]?["'](?!\w)""",
    "quotation": '"',
    "digit": r"[0-9]+",
    "money": r"[$€£%]",
    "capitals": r"\b[A-Z]{4,}\b",
    "name": r"[a-z,] [A-Z][a-z]+",
    "initial": r"\b[A-Z]\.",
}
#: Endings of words that describe, act, or name what can't be seen.
_ENDINGS = {
    "ly": r"ly$",
    "ed": r"[^e]ed$",
    "ing": r"ing$",
    "adjective": r"(?:ful|less|ous|ive|able|ible|ish|ical|esque)$",
    "abstract": r"(?:ness|ism|ity|ance|ence|tion|ment)$",
    "superlative_est": r"[^rw]est$",
    "contraction": r"'(?:t|re|ve|ll|d|m|s)$",
}
_CURLY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@cache
def _classes() -> Lexicon:
    raw = tomllib.loads((resources.files("framing.features.opinion") / "words.toml").read_text("utf8"))
    entries = tuple(Entry(term, name) for name, terms in raw.items() for term in terms)
    return Lexicon("opinion", entries, {name: Pole(name) for name in raw}, {})


@cache
def _lexicons() -> dict[str, Lexicon]:
    return {"words": _classes(), **shipped()}


@cache
def names() -> tuple[str, ...]:
    """Return the names of the signs of style, in the order of `style`.

    >>> {"words.first_plural", "tone.negative", "mark.question"} <= set(names())
    True
    """
    poles = (f"{name}.{pole}" for name, lexicon in _lexicons().items() for pole in lexicon.poles)
    marks = (f"mark.{name}" for name in _MARKS)
    endings = (f"ending.{name}" for name in _ENDINGS)
    return (*poles, "begins", *marks, *endings, "length", "long", "short", "letters", "clauses")


def style(texts: Sequence[str]) -> np.ndarray:
    """Return the signs of style of each sentence, sentences × `names`; counts as log(1 + n)."""
    texts = [plain(text) for text in texts]
    tokens, size = tokenize(texts), len(texts)
    doc = tokens.doc_of(np.arange(len(tokens.ids)))
    words = np.maximum(np.diff(tokens.docs), 1)
    columns, begins = [], np.zeros(size, bool)
    for lexicon in _lexicons().values():
        hits = lexicon.find(tokens)
        of = doc[hits.start]
        for number, pole in enumerate(lexicon.poles):
            mine = hits.pole == number
            columns.append(np.log1p(np.bincount(of[mine], minlength=size)))
            if pole == "opening":
                begins[of[mine & (hits.start == tokens.docs[of])]] = True
    columns.append(begins)
    columns += [np.log1p([len(mark.findall(text)) for text in texts]) for mark in _compiled(_MARKS)]
    keys = tokens.keys.to_pylist()
    for ending in _compiled(_ENDINGS):
        has = np.array([ending.search(key) is not None for key in keys], bool)
        columns.append(np.log1p(np.bincount(doc[has[tokens.ids]], minlength=size)))
    letters = np.array([len(key) for key in keys], np.float64)
    commas = np.array([text.count(",") for text in texts])
    columns += [
        np.log(words),
        words > 30,
        words < 8,
        np.bincount(doc, letters[tokens.ids], size) / words,
        np.log1p(words / (1 + commas)),
    ]
    return np.stack([np.asarray(column, np.float64) for column in columns], axis=1)


def _compiled(forms: dict[str, str]) -> list[re.Pattern[str]]:
    return [re.compile(form) for form in forms.values()]


def plain(text: str) -> str:
    """Return a text on one line, its marks as typewriters have them, so that typography tells nothing.

    >>> plain("Not “over” — for now…")
    'Not "over" - for now...'
    """
    return " ".join(text.translate(_CURLY).split())


def grams(texts: Sequence[str]) -> csr_matrix:
    """Return words and pairs of words of each sentence as hashes, figures as one; rows of length one."""
    from sklearn.feature_extraction.text import HashingVectorizer

    hashing = HashingVectorizer(
        ngram_range=(1, 2), n_features=1 << BITS, alternate_sign=False, norm="l2", preprocessor=_folded
    )
    return hashing.transform(texts)


def _folded(text: str) -> str:
    return _NUMBER.sub("0", plain(text).lower())


# How probable it is that a sentence gives an opinion: one linear model, whose weights have a card.

#: Models by name, and the cards of their weights.
MODELS = {"linear": "card.toml", "neural": "neural.toml"}
_FILE = "weights.npz"
#: What stands before the name of a file of weights, and what is said of one that is another.
OF, OTHER = "opinion/", "isn't the file its card describes"
#: Sentences that are read at once.
_BATCH = 8192
#: Of the parts of an integer that weights of n-grams are kept in.
_STEP = 1024.0


class Weights(NamedTuple):
    """What is taken off each sign of style and by what it is multiplied; n-grams; what is added."""

    mean: np.ndarray
    style: np.ndarray
    grams: np.ndarray
    bias: float


@cache
def card(model: str = "linear") -> dict[str, Any]:
    """Return what a model was made of: data, licence, seed, measured error, the threshold of a label."""
    return card_in(resources.files("framing.features.opinion"), MODELS[model], OF)


@cache
def weights() -> Weights:
    """Return the weights that come with the package.

    Raises
    ------
    FramingError
        The file isn't the one of the card, or is for other signs.
    """
    data = file_in(resources.files("framing.features.opinion"), _FILE, OF)
    with np.load(io.BytesIO(checked(data, card(), _FILE, OF, fault=OTHER)), allow_pickle=False) as arrays:
        found = Weights(
            arrays["mean"].astype(np.float64),
            arrays["style"].astype(np.float64),
            arrays["grams"].astype(np.float64) / _STEP,
            float(arrays["bias"]),
        )
    if len(found.style) != len(names()) or len(found.grams) != 1 << BITS:
        raise FramingError(f"{OF}{_FILE} is for other signs; {AGAIN}")
    return found


def packed(found: Weights) -> bytes:
    """Return weights as the bytes of their file; n-grams to a thousandth."""
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        mean=found.mean.astype(np.float32),
        style=found.style.astype(np.float32),
        grams=np.round(found.grams * _STEP).astype(np.int16),
        bias=np.float64(found.bias),
    )
    return buffer.getvalue()


def probabilities(texts: Sequence[str], model: Weights | None = None) -> np.ndarray:
    """Return the probability of each sentence, to six digits, whatever sentences stand beside it."""
    model = weights() if model is None else model
    parts = [np.zeros(0)]
    for at in range(0, len(texts), _BATCH):
        some = texts[at : at + _BATCH]
        total = grams(some) @ model.grams + model.bias
        # A column at a time: the sum of a row must not depend on how many rows there are.
        for column, mean, weight in zip(style(some).T, model.mean, model.style, strict=True):
            total = total + (column - mean) * weight
        parts.append(1 / (1 + np.exp(-np.clip(total, -30, 30))))
    return np.asarray(np.round(np.concatenate(parts), 6), np.float64)


def subjectivity(texts: Iterable[str], *, model: str = "linear", progress: bool | None = None) -> np.ndarray:
    """Tell how probable it is that sentences give an opinion of whoever wrote them.

    Parameters
    ----------
    texts : iterable of str
        A sentence each, in English. A sentence that only quotes an opinion counts as objective (Antici et
        al. 2024), so that quotations are judged by themselves: give them without their quotation marks.
    model : {"linear", "neural"}
        Words and signs of style, or signs of style and an encoder's vectors, which reads a few hundred
        sentences a second and needs ``pip install newsframing[neural]``. The measure `subjective` goes by the
        first.
    progress : bool, optional
        As in `load`; of the second model.

    Returns
    -------
    numpy.ndarray
        A probability each, in the order given, for news in which about a third of the sentences are opinion,
        as those learned from: where there are more, it is too low. A label of the model takes those of at
        least ``card(model)["threshold"]``; the card says how often it is wrong.

    Raises
    ------
    FramingError
        One string instead of several; something that is no text, or empty; a model that there isn't, or whose
        extra isn't installed.

    Examples
    --------
    >>> chances = subjectivity(["What an absurd, shameful idea we are being sold!",
    ...     "Trade rose 4 percent in March, the ministry said on Tuesday."])
    >>> bool(chances[0] > 0.5 > chances[1])
    True
    """
    listed = _texts_model(texts)
    if model == "linear":
        return probabilities(listed)
    if not isinstance(model, str) or model not in MODELS:
        raise unknown("model", model, MODELS)

    return probabilities_neural(listed, progress=progress)


def _texts_model(given: object) -> list[str]:
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable) or isinstance(given, pd.DataFrame):
        raise FramingError(f"texts: {brief(given)} is no list of sentences; give several strings in a list")
    found = list(given)
    for number, text in enumerate(found):
        if not isinstance(text, str) or not text.strip():
            raise FramingError(f"texts: item {number} is {brief(text)}; give a sentence or leave it out")
    if fault := torn(found):
        raise FramingError(f"texts: item {fault[0]} {fault[1]}")
    return found


# The question of opinion asked of an encoder's vectors and the signs of style together: the model `neural`.

WEIGHTS = "neural.npz"


class NeuralWeights(NamedTuple):
    """What is taken off signs of style and their weights, those of a vector's numbers, what is added."""

    mean: np.ndarray
    style: np.ndarray
    vector: np.ndarray
    bias: float


@cache
def weights_neural() -> NeuralWeights:
    """Return the weights that come with the package.

    Raises
    ------
    FramingError
        The extra isn't installed, the file isn't the one of the card, or is for another encoder.
    """
    check_vectors(NEURAL, "model", "give model='linear'")
    data = file_in(resources.files("framing.features.opinion"), WEIGHTS, OF)
    return unpacked(data, card(NEURAL), encoder_hash())


def unpacked(data: bytes, described: dict[str, Any], encoder: str) -> NeuralWeights:
    """Return the weights that a file's bytes hold, held against their card and the encoder at hand."""
    checked(data, described, WEIGHTS, OF, fault=OTHER)
    if described["encoder"] != encoder:
        raise FramingError(
            f"{OF}{WEIGHTS} is for another encoder than the one installed; {AGAIN}, or give model='linear'"
        )
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        found = NeuralWeights(
            arrays["mean"].astype(np.float64),
            arrays["style"].astype(np.float64),
            arrays["vector"].astype(np.float64),
            float(arrays["bias"]),
        )
    if len(found.style) != len(names()):
        raise FramingError(f"{OF}{WEIGHTS} is for other signs; {AGAIN}")
    return found


def encoder_hash() -> str:
    """Return what tells the encoder installed from any other."""
    from framing.features.neural.encoder import encoder

    return str(encoder().card["sha256"]["encoder.onnx"])


def packed_neural(found: NeuralWeights) -> bytes:
    """Return weights as the bytes of their file."""
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        mean=found.mean.astype(np.float32),
        style=found.style.astype(np.float32),
        vector=found.vector.astype(np.float32),
        bias=np.float32(found.bias),
    )
    return buffer.getvalue()


def probabilities_neural(
    texts: Sequence[str], model: NeuralWeights | None = None, progress: bool | None = None
) -> np.ndarray:
    """Return the probability of each sentence, to six digits, whatever sentences stand beside it."""
    model = weights_neural() if model is None else model
    if not len(texts):
        return np.zeros(0)
    vectors = np.asarray(of_sentences(NEURAL, progress)(texts), np.float64)
    # Row by row: the sum of a row must not depend on how many rows there are.
    total = (vectors * model.vector).sum(axis=1) + model.bias
    for column, mean, weight in zip(style(texts).T, model.mean, model.style, strict=True):
        total = total + (column - mean) * weight
    return np.asarray(np.round(1 / (1 + np.exp(-np.clip(total, -30, 30))), 6))


# Which stretches of tokens give an opinion: the finder that judges each sentence voice by voice.

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


#: A model reads every sentence, which takes far longer than lists of words.
ON_REQUEST = True


def measures() -> list[Measure]:
    """Return the measure: of the sentences that a voice speaks, the share that gives an opinion."""
    meaning = (
        "Of the sentences, or parts of them, that a voice speaks, the share that a model takes for "
        "opinion; its error is measured on labelled sentences and stands in its card."
    )
    return [Measure("subjective", "share", {"opinion": 1.0, "report": 0.0}, meaning, Opinions())]
