"""What speaks for two sentences saying the same thing and what against it, as numbers; weighed in `model`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from framing.features.statements.background import verbs
from framing.features.statements.matching import Index
from framing.features.statements.sentences import Sentences

__all__ = ["FEATURES", "VERBATIM", "PairSigns"]

#: Signs in the order of the columns. "Held" is the share of one sentence's weight that the other has; "plain"
#: is by rarity in the news alone, not by how common a term is in the event.
FEATURES = (
    "cosine", "plain_cosine", "held", "plain_held", "held_longer", "plain_longer", "shared", "doubles",
    "shared_doubles", "names", "figures", "figures_apart", "verbs", "verbs_apart", "no_verbs", "quoted",
    "same_speaker", "other_speaker", "matter", "matter_longer", "not_apart", "contrary", "shorter",
    "ratio", "early", "best", "margin", "beside", "around",
)  # fmt: skip
#: Share of the shorter sentence's terms near each other that are so in the other too: much the same words.
VERBATIM = 0.6
#: What a term that tells the fact has in `Index.told`, and a product of two has at least.
_TELLS = 2
#: What a share counts for where it is one word alone: half of the words will do, a third won't.
_ONE_WORD = 0.7
_BATCH = 200_000


@dataclass(frozen=True)
class PairSigns:
    """The signs of likeness of pairs of nodes.

    Attributes
    ----------
    found : Index
    sentences : Sentences
    """

    found: Index
    sentences: Sentences

    def of(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Return a column for each of `FEATURES`; those that need all pairs are nothing yet."""
        parts = [self._some(a[i : i + _BATCH], b[i : i + _BATCH]) for i in range(0, len(a), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, len(FEATURES)))

    def among(self, features: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Return the features with those filled that need all pairs, the smaller node first."""
        cosine = features[:, 0]
        row = self.found.row
        ahead = np.minimum(_ahead(a, row[b], cosine), _ahead(b, row[a], cosine))
        filled = features.copy()
        filled[:, -4] = ahead >= 0
        filled[:, -3] = ahead
        filled[:, -2:] = self._company(a, b, features[:, 1])
        return filled

    def told(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Return the share of what one sentence tells beside names and titles that the other tells too.

        A word with a capital in both is a name to go by; one with a capital in neither or one tells. Weighed
        by rarity, of the sentence that tells less; 0 where either tells nothing, less where it is one word.
        """
        found = self.found
        parts = [np.zeros(0)]
        for i in range(0, len(a), _BATCH):
            x, y = a[i : i + _BATCH], b[i : i + _BATCH]
            both = found.told[x].multiply(found.told[y]).tocsr()
            both.data = (both.data >= _TELLS).astype(np.float64)
            shared = np.asarray(both.multiply(found.known[x]).sum(axis=1)).reshape(-1)
            weight, number = (np.minimum(total[x], total[y]) for total in self._telling)
            words = np.asarray(both.sum(axis=1)).reshape(-1)
            # However rare, one word in common is one of so many.
            share = np.where(words > 1, _share(shared, weight), _share(words, number) * _ONE_WORD)
            parts.append(np.minimum(share, 1.0))
        return np.concatenate(parts)

    @cached_property
    def _telling(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the weight and the number of the terms by which each node tells something."""
        found = self.found
        node = np.repeat(np.arange(len(found.at)), np.diff(found.known.indptr))
        tells = found.told.data >= _TELLS
        size = len(found.at)
        return np.bincount(node, found.known.data * tells, size), np.bincount(node, tells, size)

    def _company(self, a: np.ndarray, b: np.ndarray, value: np.ndarray) -> np.ndarray:
        """Return how alike the sentences before both or behind both are at most, and any beside the two."""
        size = len(self.found.at)
        code = a * size + b
        order = np.argsort(code, kind="stable")
        code, value = code[order], value[order]

        def looked_up(one: np.ndarray, other: np.ndarray) -> np.ndarray:
            wanted = np.minimum(one, other) * size + np.maximum(one, other)
            place = np.minimum(np.searchsorted(code, wanted), max(len(code) - 1, 0))
            there = (one >= 0) & (other >= 0) & (code[place] == wanted)
            return np.where(there, value[place], 0.0)

        steps = {
            (i, j): looked_up(self._neighbour(a, i), self._neighbour(b, j))
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            if (i, j) != (0, 0)
        }
        along = np.maximum(steps[-1, -1], steps[1, 1])
        return np.stack([along, np.maximum.reduce(list(steps.values()))], axis=1)

    def _neighbour(self, node: np.ndarray, step: int) -> np.ndarray:
        """Return the node of the sentence before or behind, -1 where there is none."""
        if not step:
            return node
        at, row = self.found.at[node], self.sentences.row
        place = np.clip(at + step, 0, max(len(row) - 1, 0))
        beside: np.ndarray = np.where(
            (place == at + step) & (row[place] == row[at]), self.found.of[place], -1
        )
        return beside

    @cached_property
    def _verbs(self) -> np.ndarray:
        return verbs(self.sentences.terms).astype(np.float64)

    @cached_property
    def _totals(self) -> dict[str, np.ndarray]:
        """Sums over what each node holds."""
        found, held = self.found, self.sentences
        return {
            "terms": _sum(found.terms),
            "norm": _norm(found.terms),
            "known": _sum(found.known),
            "known_norm": _norm(found.known),
            "names": _sum(found.terms, held.name),
            "figures": _sum(_ones(found.terms), held.number),
            "verbs": _sum(found.known, self._verbs),
            "doubles": _sum(found.doubles),
            "quoted": _sum(found.quoted),
            "matter": _sum(found.known, ~held.name),
        }

    def _some(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        found, held, total = self.found, self.sentences, self._totals
        x, y = found.at[a], found.at[b]

        def least(name: str) -> np.ndarray:
            smaller: np.ndarray = np.minimum(total[name][a], total[name][b])
            return smaller

        def most(name: str) -> np.ndarray:
            larger: np.ndarray = np.maximum(total[name][a], total[name][b])
            return larger

        both = found.terms[a].multiply(_ones(found.terms[b])).tocsr()
        pair, term, weight = np.repeat(np.arange(len(a)), np.diff(both.indptr)), both.indices, both.data
        rarity = found.known[a].multiply(_ones(found.known[b])).tocsr().data

        def added(values: np.ndarray) -> np.ndarray:
            summed: np.ndarray = np.bincount(pair, values, len(a))
            return summed

        shared, known = added(weight), added(rarity)
        shared_verbs = added(rarity * self._verbs[term])
        shared_figures = added(held.number[term].astype(np.float64))
        doubles = _product(found.doubles, a, b)
        matter = added(rarity * ~held.name[term])
        who, whom = held.speaker[x], held.speaker[y]
        told = (who >= 0) & (whom >= 0)
        columns = {
            # The weight of a term is the same in both sentences: of one event, of one news.
            "cosine": added(weight**2) / (total["norm"][a] * total["norm"][b]),
            "plain_cosine": added(rarity**2) / (total["known_norm"][a] * total["known_norm"][b]),
            "held": shared / least("terms"),
            "plain_held": known / least("known"),
            "held_longer": shared / most("terms"),
            "plain_longer": known / most("known"),
            "shared": np.log1p(known),
            "doubles": doubles / np.maximum(least("doubles"), 1),
            "shared_doubles": np.log1p(doubles),
            "names": _share(added(weight * held.name[term]), most("names")),
            "figures": np.minimum(shared_figures, 3),
            "figures_apart": _share(np.maximum(least("figures") - shared_figures, 0), least("figures")),
            "verbs": _share(shared_verbs, least("verbs")),
            "verbs_apart": np.maximum(least("verbs") - shared_verbs, 0),
            "no_verbs": least("verbs") == 0,
            "quoted": _product(found.quoted, a, b) / np.maximum(least("quoted"), 1),
            "same_speaker": told & (who == whom),
            "other_speaker": told & (who != whom),
            "matter": _share(matter, least("matter")),
            "matter_longer": _share(matter, most("matter")),
            "not_apart": (held.turned[x] ^ held.turned[y]) & 1,
            "contrary": _contrary(held.turned[x], held.turned[y]),
            "shorter": np.log(np.maximum(np.minimum(held.words[x], held.words[y]), 1)),
            "ratio": least("terms") / most("terms"),
            "early": np.maximum(held.order[x], held.order[y]) <= 3,
        }
        nothing = np.zeros(len(a))
        return np.stack([columns.get(name, nothing).astype(np.float64) for name in FEATURES], axis=1)


def _contrary(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how many of up, for and win one sentence has whose contrary stands in the other."""
    found = np.zeros(len(one))
    for bit in (1, 3, 5):
        up, down = 1 << bit, 2 << bit
        both = up | down
        found += (one & both == up) & (other & both == down)
        found += (one & both == down) & (other & both == up)
    return found


def _ahead(node: np.ndarray, article: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return how far each pair is ahead of the best other one of its node in that article."""
    order = np.lexsort((-value, article, node))
    node, article, ordered = node[order], article[order], value[order]
    first = np.ones(len(value), bool)
    first[1:] = (node[1:] != node[:-1]) | (article[1:] != article[:-1])
    starts = np.flatnonzero(first)
    size = np.diff(np.append(starts, len(value)))
    best = np.repeat(ordered[starts], size)
    second = np.zeros(len(starts))
    second[size > 1] = ordered[starts[size > 1] + 1]
    ahead = np.empty(len(value))
    ahead[order] = np.where(first, ordered - np.repeat(second, size), ordered - best)
    return ahead


def _product(matrix: Any, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.asarray(matrix[a].multiply(matrix[b]).sum(axis=1)).reshape(-1)


def _sum(matrix: Any, of: np.ndarray | None = None) -> np.ndarray:
    if of is None:
        return np.asarray(matrix.sum(axis=1)).reshape(-1)
    node = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    found: np.ndarray = np.bincount(node, matrix.data * of[matrix.indices], matrix.shape[0])
    return found


def _norm(matrix: Any) -> np.ndarray:
    found: np.ndarray = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).reshape(-1))
    return found


def _ones(matrix: Any) -> Any:
    again = matrix.copy()
    again.data = np.ones(len(again.data))
    return again


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0.0)
