"""Measures of collocation give a textbook's printed values and scipy's, and keep their authors' promises."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from framing.comparison.wording.association import g2_dunning
from framing.comparison.wording.collocates import expected, log_dice, mi, mi3, t_score
from tests.cases import for_each

#: Words of the news text in Manning and Schütze 1999, Foundations of statistical natural language processing.
WORDS = 14_307_668

#: Bigrams that occur 20 times there: frequency of either word, t (table 5.6, cut off behind the fourth digit)
#: and mutual information (table 5.14).
PRINTED = [
    (42, 20, 4.4721, 18.38),
    (41, 27, 4.4721, 17.98),
    (30, 117, 4.4720, 16.31),
    (77, 59, 4.4720, 15.94),
    (24, 320, 4.4720, 15.19),
    (14907, 9017, 2.3714, 1.09),
    (13484, 10570, 2.2446, 1.01),
    (14734, 13478, 1.3685, 0.53),
    (14093, 14776, 1.2176, 0.46),
    (15019, 15629, 0.8036, 0.29),
]


@for_each(("one", "two", "t", "information"), PRINTED)
def test_t_and_mutual_information_as_printed(one: int, two: int, t: float, information: float) -> None:
    e = expected(one, two, WORDS)
    assert math.floor(float(t_score(20, e)) * 1e4) == round(t * 1e4)
    assert float(mi(20, e)) == pytest.approx(information, abs=5.1e-3)


def test_by_hand_in_fractions() -> None:
    # 6 places beside the node, the term 2 times in 10 words, both beside it.
    e = Fraction(6 * 2, 10)
    assert float(expected(6, 2, 10)) == float(e)
    assert float(mi(2, float(e))) == pytest.approx(math.log2(Fraction(2) / e))
    assert float(mi3(2, float(e))) == pytest.approx(math.log2(Fraction(8) / e))
    assert float(t_score(2, float(e))) == pytest.approx(float(2 - e) / math.sqrt(2))
    assert float(log_dice(2, 3, 2)) == pytest.approx(14 + math.log2(Fraction(4, 5)))


counts = st.integers(1, 500)


@given(counts, counts, counts, counts)
def test_log_likelihood_is_scipys(o: int, rest: int, other: int, none: int) -> None:
    cells = [[o, rest], [other, none]]
    theirs = scipy.stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    ours = g2_dunning(o, rest, o + other, rest + none)
    assert abs(float(ours)) == pytest.approx(theirs, rel=1e-9, abs=1e-9)
    assert float(ours) >= -1e-9 if o * (rest + none) >= rest * (o + other) else float(ours) <= 1e-9


@given(counts, counts, counts)
def test_log_dice_keeps_what_its_author_promises(o: int, node: int, term: int) -> None:
    node, term = max(o, node), max(o, term)
    value = float(log_dice(o, node, term))
    assert value <= 14
    assert (value == 14) == (o == node == term)
    # Twice as often is one more; and the size of the corpus has no part in it.
    assert float(log_dice(2 * o, node, term)) == pytest.approx(value + 1)
    assert float(log_dice(7 * o, 7 * node, 7 * term)) == pytest.approx(value)


def test_below_zero_is_less_than_once_in_sixteen_thousand() -> None:
    assert float(log_dice(1, 16_384, 16_384)) == 0


def test_chance_is_the_middle() -> None:
    assert np.allclose([mi(3, 3.0), t_score(3, 3.0)], 0)
    assert float(mi3(3, 3.0)) == pytest.approx(2 * math.log2(3))
