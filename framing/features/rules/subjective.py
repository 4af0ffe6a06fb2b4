"""How many of the sentences give an opinion: a model's judgement, whose error its card states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from framing.errors import FramingError, brief, check_choice, torn
from framing.features.lexicon import Entry, Lexicon, Measure, Pole, shipped
from framing.features.matching import Hits
from framing.features.neural.encoder import (
    AGAIN,
    NEURAL,
    arrays_in,
    card_in,
    check_vectors,
    encoder,
    listed_sentences,
    of_sentences,
)
from framing.plugins import toml
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
    raw = toml(_FOLDER, "words")
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

#: Models by name: the card of each and its file of weights.
MODELS = {"linear": ("card.toml", "weights.npz"), NEURAL: ("neural.toml", "neural.npz")}
_FOLDER, _OF = "framing.features.opinion", "opinion/"
#: Sentences that are read at once.
_BATCH = 8192
#: Of the parts of an integer that weights of n-grams are kept in.
STEP = 1024.0


class OpinionWeights(NamedTuple):
    """What is taken off each sign of style, by what it is multiplied, and what is added.

    `rest` are the weights of n-grams, or of the numbers of a vector.
    """

    mean: np.ndarray
    style: np.ndarray
    rest: np.ndarray
    bias: float


@cache
def card(model: str = "linear") -> dict[str, Any]:
    """Return what a model was made of: data, licence, seed, measured error, the threshold of a label."""
    return card_in(resources.files(_FOLDER), MODELS[model][0], _OF)


@cache
def weights(model: str = "linear") -> OpinionWeights:
    """Return the weights that come with the package.

    Raises
    ------
    FramingError
        The file isn't the one of the card, or is for other signs or another encoder; what runs it isn't
        installed.
    """
    file, described = MODELS[model][1], card(model)
    arrays = arrays_in(resources.files(_FOLDER), file, described, _OF)
    if model == NEURAL:
        check_vectors(NEURAL, "model", "give model='linear'")
        if described["encoder"] != encoder().card["sha256"]["encoder.onnx"]:
            raise FramingError(
                f"{_OF}{file} is for another encoder than the one installed; {AGAIN}, or give model='linear'"
            )
        rest = arrays["vector"].astype(np.float64)
    else:
        rest = arrays["grams"].astype(np.float64) / STEP
    if len(arrays["style"]) != len(names()) or (model != NEURAL and len(rest) != 1 << BITS):
        raise FramingError(f"{_OF}{file} is for other signs; {AGAIN}")
    mean, style = (arrays[name].astype(np.float64) for name in ("mean", "style"))
    return OpinionWeights(mean, style, rest, float(arrays["bias"]))


def probabilities(
    texts: Sequence[str],
    model: str = "linear",
    weighed: OpinionWeights | None = None,
    progress: bool | None = None,
) -> np.ndarray:
    """Return the probability of each sentence, to six digits, whatever sentences stand beside it."""
    weighed = weights(model) if weighed is None else weighed
    if not len(texts):
        return np.zeros(0)
    parts = []
    for at in range(0, len(texts), _BATCH):
        some = texts[at : at + _BATCH]
        # Row by row or a column at a time: the sum of a row must not depend on how many rows there are.
        if model == NEURAL:
            vectors = np.asarray(of_sentences(NEURAL, progress)(some), np.float64)
            total = (vectors * weighed.rest).sum(axis=1) + weighed.bias
        else:
            total = grams(some) @ weighed.rest + weighed.bias
        for column, mean, weight in zip(style(some).T, weighed.mean, weighed.style, strict=True):
            total = total + (column - mean) * weight
        parts.append(np.round(1 / (1 + np.exp(-np.clip(total, -30, 30))), 6))
    return np.concatenate(parts)


def subjectivity(texts: Iterable[str], *, model: str = "linear", progress: bool | None = None) -> np.ndarray:
    """Tell how probable it is that sentences give an opinion of whoever wrote them.

    Parameters
    ----------
    texts : iterable of str
        A sentence each, in English. A sentence that only quotes an opinion counts as objective (Antici et
        al. 2024), so that quotations are judged by themselves: give them without their quotation marks.
    model : {"linear", "neural"}
        Words and signs of style, or signs of style and an encoder's vectors, which reads a few hundred
        sentences a second. The measure `subjective` goes by the first.
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
        what runs it isn't installed.

    Examples
    --------
    >>> chances = subjectivity(["What an absurd, shameful idea we are being sold!",
    ...     "Trade rose 4 percent in March, the ministry said on Tuesday."])
    >>> bool(chances[0] > 0.5 > chances[1])
    True
    """
    listed = listed_sentences(texts)
    for number, text in enumerate(listed):
        if not text.strip():
            raise FramingError(f"texts: item {number} is {brief(text)}; give a sentence or leave it out")
    if fault := torn(listed):
        raise FramingError(f"texts: item {fault[0]} {fault[1]}")
    check_choice("model", model, MODELS)
    return probabilities(listed, model, progress=progress)


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
        hits = Hits.of(start, length, ~opinion)
        return hits._replace(weight=hits.weight * opinion)


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
