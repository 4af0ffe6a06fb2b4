"""Targets in texts as arrays of words: which words are the target's, which stand near, of what kind each is.

What the signs of stance are is the business of `signs`; nothing here knows a weight.
"""

from __future__ import annotations

import importlib
import warnings
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np

from framing.errors import FramingError, FramingWarning, as_integer, brief, check_choice
from framing.features.cells import lay_runs
from framing.features.lexicon import NEGATORS, shipped
from framing.features.naming.referents import classes
from framing.text.quotes import quoted_words
from framing.text.tokens import Tokens, tokenize

# Who judges stance: what every model has to offer, and where each is found by its name.

#: The classes, in the order of the columns of probabilities.
CLASSES = ("negative", "neutral", "positive")

#: Where each model's module is.
MODELS: Mapping[str, str] = {
    "linear": "framing.features.stance.linear",
    "neural": "framing.features.neural.model",
}


@dataclass(frozen=True)
class Card:
    """What is known of a model: its data, its licence, its measured error.

    Attributes
    ----------
    name : str
    more : dict
        All else that the card says.
    """

    name: str
    more: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, raw: Mapping[str, Any], verdicts: Mapping[str, Any]) -> Card:
        """Return the card that a model's TOML holds, with what is known of its verdicts."""
        return cls(
            str(raw["name"]), {key: value for key, value in raw.items() if key != "name"} | dict(verdicts)
        )


@runtime_checkable
class Judge(Protocol):
    """Anything that tells the stance of texts toward targets in them.

    Where it has a number `batch`, it is asked for as many targets at once. Where it has `verdicts`, which
    is told the voices too (0 the outlet's, 1 quoted, 2 reported) and returns six columns, the last three,
    which should hold in the material at hand, are what verdicts go by; its card says in ``least`` how
    probable each class has to be. The name on its card is kept beside what it scored.
    """

    card: Card

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        """Return a row for each target, a column for each of `CLASSES`; rows add up to 1.

        Spans are inside their texts, in code points, and hold a word.
        """


#: The model that is chosen by what there is to judge; articles from which on it is the linear one.
AUTO, MANY = "auto", 5_000


def judge(model: str | Judge, articles: int = 0) -> Judge:
    """Return the judge of that name, or the one given.

    ``"auto"`` is the neural judge; of more than 5,000 articles, or where the neural one can't be loaded, the
    linear one, with a warning that says so.

    Raises
    ------
    FramingError
        There is none of that name, or what it needs isn't installed.

    Examples
    --------
    >>> judge("linear").probabilities(["Marlow praised Ruiz."], [15], [19]).shape
    (1, 3)
    """
    if not isinstance(model, str):
        if isinstance(model, Judge) and not isinstance(model, type):
            return _checked(model)
        raise FramingError(
            f"model: {brief(model)} is neither a name nor a judge; give 'linear', 'neural' or a judge, which "
            "has a card and probabilities()"
        )
    check_choice("model", model, (AUTO, *MODELS))
    if model != AUTO:
        return _loaded(model)
    if articles > MANY:
        _say_linear(f"of {articles:,} articles, more than {MANY:,}; model='neural' asks the slower one")
        return _loaded("linear")
    try:
        return _loaded("neural")
    except FramingError as error:
        _say_linear(str(error).partition(": ")[2].partition(";")[0] + "; install the package again")
        return _loaded("linear")


def _say_linear(why: str) -> None:
    warnings.warn(f"stance is judged by the linear model: {why}", FramingWarning, stacklevel=4)


def _checked(model: Judge) -> Judge:
    """Return a judge of the user's own, or say what it lacks."""
    card = model.card
    if not isinstance(card, Card) or not isinstance(card.name, str) or not card.name.strip():
        raise FramingError(
            f"model: the judge's card is {brief(card)}; give it Card(name) of framing.features.stance.judges"
        )
    batch = getattr(model, "batch", 1)
    if (as_integer(batch) or 0) < 1:
        raise FramingError(
            f"model: batch of {card.name!r} is {brief(batch)}; give a whole number of targets, at least 1"
        )
    return model


@cache
def _loaded(model: str) -> Judge:
    try:
        module = importlib.import_module(MODELS[model])
        return cast("Judge", module.judge())
    except ImportError as error:
        raise FramingError(
            f"model: {model!r} needs what is not installed ({error.name or error}); "
            "install the package again, or give model='linear'"
        ) from None


def check_abstain(abstain: float | None) -> float:
    """Return the least probability of a label: none by default."""
    if abstain is None:
        return 0.0
    if isinstance(abstain, bool) or not isinstance(abstain, (int, float)) or not 0 <= abstain <= 1:
        raise FramingError(f"abstain: {brief(abstain)} is no probability; give one from 0 to 1, or None")
    return float(abstain)


def least_of(judge: Judge) -> Mapping[str, float]:
    """Return how probable each class has to be for a verdict; nothing where the card says nothing."""
    least: Mapping[str, float] = judge.card.more.get("least", {})
    return least


def check_span(text: str, start: int, end: int, where: str) -> None:
    """Refuse a target that lies outside its text or has no word."""
    if not 0 <= start < end <= len(text):
        raise FramingError(
            f"{where}: target {start} to {end} lies outside its text of {len(text)} characters; "
            "count from 0, the end excluded"
        )
    if not any(char.isalnum() for char in text[start:end]):
        raise FramingError(
            f"{where}: target {brief(text[start:end])} has no word; give the span of whom it is about"
        )


#: What stands in a text for words of another voice.
GAP = " ... "


def softmax(sums: np.ndarray) -> np.ndarray:
    """Return what sums of evidence are as probabilities, row by row.

    >>> softmax(np.array([[0.0, 0.0, 0.0, 0.0]])).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    risen = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(risen / risen.sum(axis=1, keepdims=True))


#: Words on either side of a target that are read: as many as news sentences have, no list of names.
WINDOW = 60
#: Kinds of word, each for what it is before anything that follows in this list.
KINDS = (
    "figure", "negator", "auxiliary", "by", "of", "to", "with", "and", "but", "that", "preposition",
    "determiner", "pronoun", "who", "adverb", "verb", "participle", "name", "word",
)  # fmt: skip
_LISTED = {
    "auxiliary": "is are was were be been being am get gets got getting",
    "and": "and or nor &",
    "preposition": "in on at for from into onto about against between among through during before after "
    "above below under over across toward towards within without along behind beside besides beyond near per "
    "via upon amid despite including regarding concerning following as than like",
    "determiner": "a an the",
    "who": "who whom whose which",
    "pronoun": "i you he she it we they me him her us them his its our my your their this these those there",
}
_KIND_OF = {word: kind for kind, words in _LISTED.items() for word in words.split()}
_KIND_OF |= {word: word for word in ("by", "of", "to", "with", "but", "that")}
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december".split()
)


@dataclass(frozen=True)
class Words:
    """The words of all texts: their text's tokens, and an answer to each question for each word.

    Attributes
    ----------
    key, stem, start3, end3 : uint32 arrays
        Hashes of the word, its stem, its beginning and its end.
    kind : uint8 array
        Index into the kinds of words.
    valence : int8 array
        -2, -1, 0, 1, 2: VADER's, whatever stands before.
    clause : int64 array
        Number of the stretch between marks that it stands in.
    quoted, negated, possessive, capital : bool arrays
    shouted, day : bool arrays
        In capitals throughout; the name of a day or a month.
    """

    tokens: Tokens
    key: np.ndarray
    stem: np.ndarray
    start3: np.ndarray
    end3: np.ndarray
    kind: np.ndarray
    valence: np.ndarray
    clause: np.ndarray
    quoted: np.ndarray
    negated: np.ndarray
    possessive: np.ndarray
    capital: np.ndarray
    shouted: np.ndarray
    day: np.ndarray
    #: Hits of the shipped lexicons: first word, pole by number, negated.
    hit: np.ndarray
    pole: np.ndarray
    turned: np.ndarray


@dataclass(frozen=True)
class Reading:
    """Targets and the words around them.

    Attributes
    ----------
    first, last : int64 arrays, one item a target
        Its words in the tokens.
    begin, end : int64 arrays, one item a target
        The words that are read.
    target, place, off : arrays, one item a word around a target
        Whose, where, and how far: negative on the left; the target's own words are left out.
    """

    words: Words
    first: np.ndarray
    last: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    target: np.ndarray
    place: np.ndarray
    off: np.ndarray


def read(texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> Reading:
    """Return targets and the words around them; a text that stands in several rows is cut once."""
    index: dict[str, int] = {}
    doc = np.array([index.setdefault(text, len(index)) for text in texts], np.int64)
    tokens = tokenize(list(index))
    words = _words(tokens)
    first, last = _of_spans(tokens, doc, np.asarray(starts, np.int64), np.asarray(ends, np.int64))
    begin = np.maximum(tokens.docs[doc], first - WINDOW)
    end = np.minimum(tokens.docs[doc + 1], last + 1 + WINDOW)
    target, place = np.repeat(np.arange(len(doc)), end - begin), lay_runs(begin, end - begin)
    off = np.where(place < first[target], place - first[target], np.maximum(place - last[target], 0))
    outside = off != 0
    return Reading(words, first, last, begin, end, target[outside], place[outside], off[outside])


def _of_spans(
    tokens: Tokens, doc: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last word that each span touches; of a text without words, its place."""
    size = len(tokens.ids)
    begin, end = tokens.spans(np.arange(size)) if size else (np.zeros(0, np.int64),) * 2
    # Texts lie one behind another: places grow over all of them.
    width = int(max(end.max(initial=0), ends.max(initial=0))) + 2
    base = tokens.doc_of(np.arange(size)) * width if size else np.zeros(0, np.int64)
    first = np.searchsorted(base + end, doc * width + starts, side="right")
    last = np.searchsorted(base + begin, doc * width + ends, side="left") - 1
    low, high = tokens.docs[doc], np.maximum(tokens.docs[doc + 1] - 1, tokens.docs[doc])
    first = np.clip(first, low, high)
    return first, np.clip(np.maximum(last, first), low, high)


def _words(tokens: Tokens) -> Words:
    ids, size = tokens.ids, len(tokens.ids)
    forms: list[str] = tokens.forms.to_pylist()
    keys: list[str] = tokens.keys.to_pylist()
    flags = classes(tokens)
    each = zip(keys, flags.verb, flags.auxiliary, flags.capital, flags.figure, strict=True)
    kind = np.array([_kind(key, v, aux, cap, fig) for key, v, aux, cap, fig in each], np.uint8)[ids]
    stems = [_stem(key) for key in keys]
    starts = np.zeros(size, bool)
    starts[tokens.sentences[tokens.sentences < size]] = True
    clause = np.cumsum(tokens.breaks | starts)
    hit, pole, turned = _hits(tokens)
    # Negated is what stands within three behind a negator, in its clause.
    negator, negated = kind == KINDS.index("negator"), np.zeros(size, bool)
    for step in (1, 2, 3):
        negated[step:] |= negator[:-step] & (clause[step:] == clause[:-step])

    def hashed(words: Iterable[str]) -> np.ndarray:
        return np.asarray(np.array([zlib.crc32(word.encode("utf8")) for word in words], np.uint32)[ids])

    return Words(
        tokens=tokens,
        key=hashed("#" if fig else key for key, fig in zip(keys, flags.figure, strict=True)),
        stem=hashed(stems),
        start3=hashed("<" + stem[:5] for stem in stems),
        end3=hashed(key[-4:] + ">" for key in keys),
        kind=kind,
        valence=np.array([_valence().get(key, 0) for key in keys], np.int8)[ids],
        clause=clause,
        quoted=quoted_words(tokens) if size else np.zeros(0, bool),
        negated=negated,
        possessive=flags.possessive[ids],
        capital=np.array([form[:1].isupper() for form in forms], bool)[ids],
        shouted=np.array([len(form) > 1 and form.isupper() for form in forms], bool)[ids],
        day=np.array([key in _DAYS for key in keys], bool)[ids],
        hit=hit,
        pole=pole,
        turned=turned,
    )


def _kind(key: str, verb: bool, auxiliary: bool, capital: bool, figure: bool) -> int:
    if figure:
        name = "figure"
    elif key in NEGATORS or key.endswith("n't"):
        name = "negator"
    elif key in _KIND_OF:
        name = _KIND_OF[key]
    elif auxiliary:
        name = "auxiliary"
    elif verb:
        name = "verb"
    elif capital:
        name = "name"
    elif key.endswith("ly") and len(key) > 4:
        name = "adverb"
    elif key.endswith("ing") and len(key) > 4:
        name = "participle"
    else:
        name = "word"
    return KINDS.index(name)


@cache
def _stemmer() -> object:
    from nltk.stem.snowball import EnglishStemmer

    return EnglishStemmer()


@cache
def _stem(key: str) -> str:
    if len(key) <= 3 or not key.isascii() or len(key) > 40:
        return key
    return str(_stemmer().stem(key))  # type: ignore[attr-defined]


@cache
def _valence() -> dict[str, int]:
    """Return VADER's words with their valence in steps."""
    found = {}
    for entry in shipped()["tone"].entries:
        value = entry.weight if entry.pole == "positive" else -abs(entry.weight)
        found[entry.term] = int(np.sign(value)) * (2 if abs(value) >= 1.9 else 1)
    return found


def poles_of(name: str) -> np.ndarray:
    """Return the numbers of a shipped lexicon's poles among those of all shipped lexicons."""
    before = sum(len(lexicon.poles) for other, lexicon in shipped().items() if other < name)
    return np.arange(before, before + len(shipped()[name].poles))


def _hits(tokens: Tokens) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the hits of all shipped lexicons: first word, number of the pole over all of them, negated."""
    start, pole, turned = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, bool)]
    before = 0
    for _, lexicon in sorted(shipped().items()):
        if len(tokens.ids):
            hits = lexicon.find(tokens)
            start.append(hits.start)
            pole.append(hits.pole.astype(np.int64) + before)
            turned.append(hits.negated)
        before += len(lexicon.poles)
    return np.concatenate(start), np.concatenate(pole), np.concatenate(turned)
