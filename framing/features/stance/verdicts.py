"""Verdicts on mentions: a judge's probabilities as they hold in international news, or none that is clear.

Judges learned from news in which most mentions praise or blame. In coverage of visits and summits most do
neither: what is told of bans, strikes and deals reads like blame or praise. A logistic model on top, learned
from mentions of such coverage, tells these apart by what a judge read, whose words they are, and how the
clause is built around the target.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from framing.features.neural.encoder import arrays_in, card_in
from framing.features.stance.judges import CLASSES, GAP, KINDS, Reading, read, softmax
from framing.plugins import word_lists

_OF, _CARD = "stance: ", "verdicts.toml"

#: What a mention is where no class is probable enough.
UNCLEAR = "unclear"
#: Valence counts to so much; how far is near.
_MOST, _NEAR = 4, 5


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
    w, size = r.words, len(r.first)
    lists = word_lists(__package__, "words")
    keys: list[str] = w.tokens.keys.to_pylist()
    listed = {
        name: np.array([key in words for key in keys], bool)[w.tokens.ids] for name, words in lists.items()
    }
    kind = {name: KINDS.index(name) for name in KINDS}
    last, behind = len(w.kind) - 1, r.last + 1
    before = np.where(r.first > r.begin, w.kind[np.maximum(r.first - 1, 0)], 99)
    after = np.where(behind < r.end, w.kind[np.minimum(behind, last)], 99)
    joined = (behind < r.end) & ~w.tokens.breaks[np.minimum(behind, last)]
    owner = w.possessive[r.last]

    def has(mask: np.ndarray, low: int = -(1 << 20), high: int = 1 << 20) -> np.ndarray:
        """Whether such a word stands within some steps of each target."""
        inside = mask[r.place] & (r.off >= low) & (r.off <= high)
        return np.bincount(r.target, inside, size) > 0

    def among(kinds: np.ndarray, *names: str) -> np.ndarray:
        return np.isin(kinds, [kind[name] for name in names])

    runs = [
        text[text.rfind(GAP, 0, start) + 1 : at if (at := text.find(GAP, end)) >= 0 else None]
        for text, start, end in zip(texts, starts, ends, strict=True)
    ]
    signs = [
        voices == 1,
        voices == 2,
        among(after, "word", "name", "participle") & joined & ~owner,
        owner,
        among(after, "verb", "auxiliary", "adverb") & joined,
        among(before, "by", "of", "to", "with", "preposition"),
        among(before, "verb", "participle"),
        before == 99,
        has(listed["ahead"], 1, 3),
        has(listed["open"]),
        has(listed["modal"]),
        has(w.kind == kind["negator"], -4, 4),
        has(listed["toward"], -2, -1) | has(listed["about"], 1, 1),
        has(listed["hostile"], -3, -1),
        has(listed["own"]),
        np.array([GAP in text for text in texts], bool),
        np.log([max(len(run.split()), 1) for run in runs]),
        np.log(np.maximum(r.end - r.begin, 1)),
        *_valences(r, size),
    ]
    return np.stack([np.asarray(sign, np.float64) for sign in signs], axis=1)


def _valences(r: Reading, size: int) -> list[np.ndarray]:
    """Return how much bad and good is said in all that is read, in the target's clause, and near it."""
    w, p = r.words, r.place
    value = np.where(w.negated[p], -w.valence[p], w.valence[p]).astype(np.int64)
    clause = w.clause[p] == w.clause[r.first[r.target]]
    return [
        np.minimum(np.bincount(r.target, inside * np.maximum(sign * value, 0), size), _MOST)
        for inside in (np.ones(len(p), bool), clause, np.abs(r.off) <= _NEAR)
        for sign in (-1, 1)
    ]


def evidence_signs(chance: np.ndarray) -> np.ndarray:
    """Return how far a judge's probabilities of the two that evaluate are above neutral, in logits."""
    sure = np.log(np.clip(chance, 1e-3, 1))
    return np.asarray(sure[:, [0, 2]] - sure[:, [1]])


@dataclass(frozen=True)
class Verdicts:
    """Makes a judge's probabilities those that hold in international news.

    Attributes
    ----------
    weights : float64 array, signs and the bias × 3
    least : dict of str to float
        How probable each class has to be for a verdict.
    card : dict
        What is known of these weights: data, error.
    """

    weights: np.ndarray
    least: Mapping[str, float]
    card: Mapping[str, Any]

    def probabilities(self, *signs: np.ndarray) -> np.ndarray:
        """Return the probability of each class; `signs` of all kinds beside each other, a row a target."""
        return softmax(np.concatenate(signs, axis=1) @ self.weights[:-1] + self.weights[-1])


@cache
def verdicts(model: str) -> Verdicts:
    """Return what makes verdicts of what a shipped judge reads."""
    folder = resources.files(__package__)
    card = card_in(folder, _CARD, _OF)
    weights = arrays_in(folder, "verdicts.npz", card, _OF)[model].astype(np.float64)
    return Verdicts(weights, card[model]["least"], card[model])


def classes_of(chance: np.ndarray, least: Mapping[str, float]) -> np.ndarray:
    """Return the class of each row of probabilities, by number; `len(CLASSES)` where none is clear.

    >>> classes_of(np.array([[0.6, 0.3, 0.1], [0.4, 0.5, 0.1]]), {"negative": 0.5, "neutral": 0.6}).tolist()
    [0, 3]
    """
    wanted = np.array([least.get(name, 0.0) for name in CLASSES])
    best = chance.argmax(axis=1)
    return np.where(chance.max(axis=1, initial=0.0) >= wanted[best], best, len(CLASSES))
