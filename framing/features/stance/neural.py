"""The judge of the package: an encoder, its head, and verdicts that hold in international news.

The encoder learned from news in which most mentions praise or blame. In coverage of visits and summits most
do neither: what is told of bans, strikes and deals reads like blame or praise. A logistic model on top,
learned from mentions of such coverage, tells these apart by what the head gives, whose words they are, and
how the clause is built around the target. Data and errors are in ``neural.toml`` and ``verdicts.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import numpy as np

from framing.errors import FramingError, as_integer, brief, check_choice
from framing.features.cells import lay_runs
from framing.features.lexicon import NEGATORS, shipped
from framing.features.naming.referents import classes
from framing.features.neural.encoder import Encoder, arrays_in, card_in, encoder, pieces
from framing.features.stance.judges import CLASSES, GAP, NEURAL, Card, Judge
from framing.plugins import toml, word_lists
from framing.text.tokens import Tokens, tokenize

#: Words on either side of a target that are read: as many as news sentences have, no list of names.
WINDOW = 60
#: Kinds of word that a clause is built of, each for what it is before anything that follows in this list.
KINDS = ("negator", "auxiliary", "by", "of", "to", "with", "preposition", "other", "verb", "name", "adverb",
         "participle", "word")  # fmt: skip
#: Stands for no word.
NONE = 99
_LISTED: dict[str, str] = toml(__package__, "lists")["neural"]["listed"]
_KIND_OF = {word: kind for kind, words in _LISTED.items() for word in words.split()}
_KIND_OF |= {word: word for word in ("by", "of", "to", "with")}
#: Targets remembered at most.
_MOST_KNOWN = 1 << 17
#: Valence counts to so much; how far is near.
_MOST, _NEAR = 4, 5


@dataclass(frozen=True)
class Reading:
    """Targets and the words around them.

    Attributes
    ----------
    tokens : Tokens
    kind, valence, clause, negated, possessive : arrays, one item a word
        Index into `KINDS`; VADER's valence in steps, -2 to 2; number of the stretch between marks.
    first, last : int64 arrays, one item a target
        Its words in the tokens.
    begin, end : int64 arrays, one item a target
        The words that are read.
    target, place, off : arrays, one item a word around a target
        Whose, where, and how far: negative on the left; the target's own words are left out.
    """

    tokens: Tokens
    kind: np.ndarray
    valence: np.ndarray
    clause: np.ndarray
    negated: np.ndarray
    possessive: np.ndarray
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
    ids, size = tokens.ids, len(tokens.ids)
    keys: list[str] = tokens.keys.to_pylist()
    flags = classes(tokens)
    each = zip(keys, flags.verb, flags.auxiliary, flags.capital, flags.figure, strict=True)
    kind = np.array([_kind(*one) for one in each], np.uint8)[ids]
    opens = np.zeros(size, bool)
    opens[tokens.sentences[tokens.sentences < size]] = True
    clause = np.cumsum(tokens.breaks | opens)
    # Negated is what stands within three behind a negator, in its clause.
    negator, negated = kind == KINDS.index("negator"), np.zeros(size, bool)
    for step in (1, 2, 3):
        negated[step:] |= negator[:-step] & (clause[step:] == clause[:-step])
    valence = np.array([_valence().get(key, 0) for key in keys], np.int8)[ids]
    first, last = _of_spans(tokens, doc, np.asarray(starts, np.int64), np.asarray(ends, np.int64))
    begin = np.maximum(tokens.docs[doc], first - WINDOW)
    end = np.minimum(tokens.docs[doc + 1], last + 1 + WINDOW)
    target, place = np.repeat(np.arange(len(doc)), end - begin), lay_runs(begin, end - begin)
    off = np.where(place < first[target], place - first[target], np.maximum(place - last[target], 0))
    outside = off != 0
    return Reading(
        tokens, kind, valence, clause, negated, flags.possessive[ids], first, last, begin, end,
        target[outside], place[outside], off[outside],
    )  # fmt: skip


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


def _kind(key: str, verb: bool, auxiliary: bool, capital: bool, figure: bool) -> int:
    if figure:
        name = "other"
    elif key in NEGATORS or key.endswith("n't"):
        name = "negator"
    else:
        flagged = "auxiliary" if auxiliary else "verb" if verb else "name" if capital else ""
        listed = _KIND_OF.get(key, flagged)
        ending = {"ly": "adverb", "ing": "participle"}
        name = listed or next((k for e, k in ending.items() if key.endswith(e) and len(key) > 4), "word")
    return KINDS.index(name)


@cache
def _valence() -> dict[str, int]:
    """Return VADER's words with their valence in steps."""
    found = {}
    for entry in shipped()["tone"].entries:
        value = entry.weight if entry.pole == "positive" else -abs(entry.weight)
        found[entry.term] = int(np.sign(value)) * (2 if abs(value) >= 1.9 else 1)
    return found


def clause_signs(
    texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], voices: np.ndarray
) -> np.ndarray:
    """Return how each clause is built around its target, a row a target.

    Parameters
    ----------
    texts, starts, ends
        As for a judge.
    voices : int array
        0 for the outlet's words, 1 for quoted and 2 for reported ones.
    """
    r = read(texts, starts, ends)
    size, tokens = len(r.first), r.tokens
    keys: list[str] = tokens.keys.to_pylist()
    listed = {
        name: np.array([key in words for key in keys], bool)[tokens.ids]
        for name, words in word_lists(__package__, "words").items()
    }
    last, behind = len(r.kind) - 1, r.last + 1
    before = np.where(r.first > r.begin, r.kind[np.maximum(r.first - 1, 0)], NONE)
    after = np.where(behind < r.end, r.kind[np.minimum(behind, last)], NONE)
    joined = (behind < r.end) & ~tokens.breaks[np.minimum(behind, last)]
    owner = r.possessive[r.last]

    clause = r.clause[r.place] == r.clause[r.first[r.target]]

    def has(mask: np.ndarray, low: int = -(1 << 20), high: int = 1 << 20, near: bool = False) -> np.ndarray:
        """Whether such a word stands within some steps of each target, and in its clause if `near`."""
        inside = mask[r.place] & (r.off >= low) & (r.off <= high) & (clause | (not near))
        return np.bincount(r.target, inside, size) > 0

    def among(kinds: np.ndarray, *names: str) -> np.ndarray:
        return np.isin(kinds, [KINDS.index(name) for name in names])

    runs = [
        text[text.rfind(GAP, 0, start) + 1 : at if (at := text.find(GAP, end)) >= 0 else None]
        for text, start, end in zip(texts, starts, ends, strict=True)
    ]
    value = np.where(r.negated[r.place], -r.valence[r.place], r.valence[r.place]).astype(np.int64)
    signs = [
        voices == 1,
        voices == 2,
        among(after, "word", "name", "participle") & joined & ~owner,
        owner,
        among(after, "verb", "auxiliary", "adverb") & joined,
        among(before, "by", "of", "to", "with", "preposition"),
        among(before, "verb", "participle"),
        before == NONE,
        has(listed["ahead"], 1, 3),
        has(listed["open"]),
        has(listed["modal"]),
        has(r.kind == KINDS.index("negator"), -4, 4),
        has(listed["toward"], -2, -1) | has(listed["about"], 1, 1),
        has(listed["hostile"], -4, -1, near=True),
        has(listed["denied"]),
        ~has(np.isin(r.kind, [KINDS.index(name) for name in ("verb", "auxiliary")])),
        has(listed["own"]),
        np.array([GAP in text for text in texts], bool),
        np.log([max(len(run.split()), 1) for run in runs]),
        np.log(np.maximum(r.end - r.begin, 1)),
        *(
            np.minimum(np.bincount(r.target, inside * np.maximum(sign * value, 0), size), _MOST)
            for inside in (np.ones(len(value), bool), clause, np.abs(r.off) <= _NEAR)
            for sign in (-1, 1)
        ),
    ]
    return np.stack([np.asarray(sign, np.float64) for sign in signs], axis=1)


def evidence_signs(chance: np.ndarray) -> np.ndarray:
    """Return how far a judge's probabilities of the two that evaluate are above neutral, in logits."""
    sure = np.log(np.clip(chance, 1e-3, 1))
    return np.asarray(sure[:, [0, 2]] - sure[:, [1]])


def softmax(sums: np.ndarray) -> np.ndarray:
    """Return what sums of evidence are as probabilities, row by row.

    >>> softmax(np.array([[0.0, 0.0, 0.0, 0.0]])).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    risen = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(risen / risen.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class Neural:
    """An encoder and its head, asked about one target at a time.

    Attributes
    ----------
    card : Card
    encoder : Encoder
    temperature : float
        What evidence is divided by, so that probabilities are those that were observed.
    weights : float64 array, signs and the bias × classes
        Of the logistic model on top.
    """

    card: Card
    encoder: Encoder
    temperature: float
    weights: np.ndarray
    #: Targets between two looks at the bar.
    batch: int = 256
    #: What was said of targets: scores and evidence ask for the same, and so do copies.
    known: dict[tuple[str, int, int, int], np.ndarray] = field(default_factory=dict, repr=False)

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        """Return the probability of each class, a row a target, whatever targets stand beside it.

        Of a text 96 word pieces around the target are read.
        """
        return self.read(texts, starts, ends, "evidence")[0]

    def verdicts(
        self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], voices: np.ndarray
    ) -> np.ndarray:
        """Return these probabilities, and beside them those that hold in international news."""
        if len(self.known) > _MOST_KNOWN:
            self.known.clear()
        keys = list(zip(texts, starts, ends, voices.tolist(), strict=True))
        if new := list(dict.fromkeys(key for key in keys if key not in self.known)):
            said, first, last, whose = zip(*new, strict=True)
            chance, vectors = self.read(said, first, last, "evidence", "vector")
            signs = evidence_signs(chance), clause_signs(said, first, last, np.array(whose)), vectors
            sums = np.concatenate(signs, axis=1) @ self.weights[:-1] + self.weights[-1]
            found = np.concatenate([chance, softmax(sums)], axis=1)
            self.known.update(zip(new, found, strict=True))
        return np.array([self.known[key] for key in keys]).reshape(len(keys), 2 * len(CLASSES))

    def __reduce__(self) -> tuple[Callable[[], Neural], tuple[()]]:
        """Be opened again in another process; what was said stays here."""
        return shipped_judge, ()

    def read(
        self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], *outputs: str
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the probabilities, and what else the encoder was asked for."""
        if not len(texts):
            return np.zeros((0, len(CLASSES))), np.zeros((0, 0))
        read = (
            pieces(self.encoder.encode, self.encoder.marks, text, start, end)
            for text, start, end in zip(texts, starts, ends, strict=True)
        )
        found = np.array([np.concatenate(one) for one in self.encoder.run(read, *outputs)], np.float64)
        size = len(CLASSES)
        return softmax(found[:, :size] / self.temperature), found[:, size:]


@cache
def shipped_judge() -> Neural:
    """Return the judge that comes with the package.

    Raises
    ------
    FramingError
        A file is missing, or isn't the one of the card.
    ImportError
        What runs it isn't installed.
    """
    folder = resources.files(__package__)
    layer = card_in(folder, "verdicts.toml", "stance: ")
    weights = arrays_in(folder, "verdicts.npz", layer, "stance: ")["neural"].astype(np.float64)
    found = encoder()
    card = Card("neural", {**found.card, **layer["neural"]})
    return Neural(card, found, float(found.card["temperature"]), weights)


def judge(model: str | Judge) -> Judge:
    """Return the judge of that name, or the one given.

    Raises
    ------
    FramingError
        There is none of that name, what it needs isn't installed, or a judge of one's own lacks something.

    Examples
    --------
    >>> judge("neural").probabilities(["Marlow praised Ruiz."], [15], [19]).shape
    (1, 3)
    """
    if isinstance(model, str):
        check_choice("model", model, [NEURAL])
        try:
            return shipped_judge()
        except ImportError as error:
            raise FramingError(
                f"model: {model!r} needs what is not installed ({error.name or error}); "
                "install the package again"
            ) from None
    if isinstance(model, type) or not isinstance(model, Judge):
        raise FramingError(
            f"model: {brief(model)} is neither a name nor a judge; give 'neural' or a judge, which has a "
            "card and probabilities()"
        )
    card, batch = model.card, getattr(model, "batch", 1)
    if not isinstance(card, Card) or not isinstance(card.name, str) or not card.name.strip():
        raise FramingError(
            f"model: the judge's card is {brief(card)}; give it Card(name) of framing.features.stance.judges"
        )
    if (as_integer(batch) or 0) < 1:
        raise FramingError(
            f"model: batch of {card.name!r} is {brief(batch)}; give a whole number of targets, at least 1"
        )
    return model
