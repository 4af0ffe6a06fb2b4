"""The generalised word shift: what each term adds to the difference of two texts, and in what way.

Formulas alone (Gallagher, Frank, Mitchell, Schwartz, Reagan, Danforth and Dodds 2021, Generalized word shift
graphs, EPJ Data Science 10:4), for one pair of texts or for many replicates of it at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Floats

__all__ = ["KINDS", "SHIFTS", "Form", "Parts", "kinds", "parts", "scores"]

SHIFTS = ("average", "proportion", "shannon", "tsallis", "jensen_shannon")

#: How a term can add to a difference: its score above or below the reference, its use more or less in b.
KINDS = ("above, more used", "above, less used", "below, more used", "below, less used")


@dataclass(frozen=True)
class Form:
    """Which shift: one of `SHIFTS`; `alpha` is the order of the entropies, 1 for Shannon's."""

    shift: str
    alpha: float = 1.0

    @property
    def of_shares(self) -> bool:
        """Whether scores are made of the shares themselves, so that the sum is no average of fixed scores."""
        return self.shift in ("shannon", "tsallis", "jensen_shannon")


@dataclass(frozen=True)
class Parts:
    """A term's contribution: what its use adds, and what its scores, where they differ."""

    by_use: Floats
    by_score: Floats

    @property
    def contribution(self) -> Floats:
        """Their sum, what the term adds to the difference b - a."""
        return self.by_use + self.by_score


def scores(form: Form, p_a: Floats, p_b: Floats) -> tuple[Floats, Floats]:
    """Return both scores of terms that have none of their own, from their shares.

    Proportions score 1. Shannon's entropy scores ``-log2 p``, Tsallis' ``-p**(alpha - 1) / (alpha - 1)``
    (up to a constant, which the difference loses). The divergence of Jensen and Shannon, with ``m`` the
    mean of both texts and ``s`` either of these, scores ``(s(p_a) - s(m)) / 2`` in a and
    ``(s(m) - s(p_b)) / 2`` in b. A text without the term has no score; it is given the other's, so that
    such a term differs in use alone.
    """
    if form.shift == "proportion":
        one = np.ones_like(p_a)
        return one, one
    s_a, s_b = _surprise(p_a, form.alpha), _surprise(p_b, form.alpha)
    if form.shift == "jensen_shannon":
        middle = _surprise((p_a + p_b) / 2, form.alpha)
        s_a, s_b = (s_a - middle) / 2, (middle - s_b) / 2
    return np.where(p_a > 0, s_a, s_b), np.where(p_b > 0, s_b, s_a)


def _surprise(p: Floats, alpha: float) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        found = -np.log2(p) if alpha == 1 else -(p ** (alpha - 1)) / (alpha - 1)
    return np.where(p > 0, found, 0.0)


def parts(
    p_a: Floats, p_b: Floats, score_a: Floats, score_b: Floats, reference: Floats | float = 0.0
) -> Parts:
    """Return what each term adds to ``sum(p_b score_b) - sum(p_a score_a)``.

    ``(p_b - p_a) ((score_a + score_b) / 2 - reference) + (p_a + p_b) / 2 (score_b - score_a)``: the general
    form of Gallagher et al. (2021). Since shares add up to 1 in both texts, the reference leaves the sum as
    it is.

    Examples
    --------
    >>> found = parts(np.array([0.5, 0.5]), np.array([0.25, 0.75]), *2 * [np.array([-1.0, 1.0])])
    >>> found.contribution
    array([0.25, 0.25])
    """
    by_use = (p_b - p_a) * ((score_a + score_b) / 2 - reference)
    return Parts(by_use, (p_a + p_b) / 2 * (score_b - score_a))


def kinds(p_a: Floats, p_b: Floats, score_a: Floats, score_b: Floats, reference: float) -> list[str | None]:
    """Return in which of `KINDS` each term's use adds; None where use or score tells nothing."""
    above = np.sign((score_a + score_b) / 2 - reference).astype(int)
    more = np.sign(p_b - p_a).astype(int)
    names = {(1, 1): KINDS[0], (1, -1): KINDS[1], (-1, 1): KINDS[2], (-1, -1): KINDS[3]}
    return [names.get(key) for key in zip(above.tolist(), more.tolist(), strict=True)]
