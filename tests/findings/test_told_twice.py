"""Whose wording of one fact has more of what: the sign test over facts, against scipy and by chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from framing.findings.told_twice import SIGNS, compute_sign_p, list_directions
from framing.schema import check


def pairs(tones: Any, *, articles: int | None = None, events: int = 1) -> pd.DataFrame:
    """Return facts of two outlets whose tone differs so, each in articles of its own by default."""
    rows = [
        {
            "fact": f"f{k}", "event": f"e{k % events}", "a": f"a{k % (articles or len(tones))}",
            "b": f"b{k % (articles or len(tones))}", "a_outlet": "x", "b_outlet": "y", "a_start": 40 * k,
            "a_end": 40 * k + 20, "b_start": 40 * k, "b_end": 40 * k + 20, "a_sentence": f"One {k}.",
            "b_sentence": f"Other {k}.", "tone": float(tone), "probability": 0.9, "framing": 1.0 + k,
        }
        for k, tone in enumerate(tones)
    ]  # fmt: skip
    return check(pd.DataFrame(rows), "pairs")


@pytest.mark.parametrize(("k", "n"), [(6, 6), (0, 7), (5, 8), (17, 20), (10, 20)])
def test_of_facts_that_stand_alone_it_is_the_binomial_test(k: int, n: int) -> None:
    signs = np.array([1] * k + [-1] * (n - k))
    assert compute_sign_p(signs) == pytest.approx(scipy.stats.binomtest(k, n).pvalue)


def test_clusters_turn_as_one() -> None:
    sums = np.array([3, -1, 2, 2, 1])
    turned = [np.dot(sums, [1 if at >> k & 1 else -1 for k in range(5)]) for at in range(32)]
    assert compute_sign_p(sums) == pytest.approx(np.mean(np.abs(turned) >= abs(sums.sum())))


def test_the_outlet_that_has_more_stands_first_with_its_share_and_its_fact() -> None:
    (row,) = list_directions(pairs([-2, -2, -2, -2, -2, -3, -2, -2, 2, -2, -2, -2]))
    assert (row["a"], row["b"], row["measure"], row["certainty"]) == ("x", "y", "facts.tone", "significant")
    assert row["estimate_a"] == pytest.approx(11 / 12)
    assert (row["n_a"], row["note"]) == (12, "11 of 12 facts")
    assert row["low_a"] < 11 / 12 < row["high_a"]
    assert (row["sentence_a"], row["sentence_b"]) == ("One 11.", "Other 11.")
    (turned,) = list_directions(pairs([2] * 11 + [-2]))
    assert (turned["a"], turned["b"], turned["article_a"]) == ("y", "x", "b10")


def test_one_pair_of_articles_is_one_case_and_so_is_one_event() -> None:
    assert list_directions(pairs([-2] * 40, articles=1)) == []
    assert list_directions(pairs([-2] * 40, events=4)) == []
    assert list_directions(pairs([-2] * 40, events=8))[0]["certainty"] == "significant"


def test_what_rests_on_one_article_is_nominal() -> None:
    (row,) = list_directions(pairs([-2] * 6))
    assert (row["certainty"], row["rests_on"][:9]) == ("nominal", "article: ")


def test_many_facts_of_few_articles_of_one_side_are_few_cases() -> None:
    # Three articles of x beside twelve of y.
    rows = pairs([-2] * 12).assign(a=[f"a{k % 3}" for k in range(12)])
    assert list_directions(rows) == []
    other = pairs([-2] * 12).assign(a=[f"a{k % 9}" for k in range(12)])
    assert list_directions(other)[0]["p"] == pytest.approx(2 / 2**9)


@pytest.mark.slow
def test_small_differences_are_none_and_signs_at_random_are_no_finding() -> None:
    assert list_directions(pairs([-0.4] * 30)) == []
    rng = np.random.default_rng(5)
    found = [
        any(row["certainty"] == "significant" for row in list_directions(table))
        for _ in range(40)
        for table in [pairs([1] * 14).assign(**{kind: rng.choice([-1.0, 1.0], 14) for kind in SIGNS})]
    ]
    assert np.mean(found) <= 0.08
