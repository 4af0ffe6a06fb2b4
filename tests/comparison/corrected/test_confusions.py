"""Confusions in every form that they may be given in, how sure they are, and which of them is taken."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.comparison.corrected import ALL, Confusion, confusions, fitting
from framing.errors import FramingError
from framing.features.stance.judges import CLASSES
from tests.cases import for_each

COUNTS = np.array([[70, 20, 10], [10, 80, 10], [20, 30, 50]])


def coded(counts: np.ndarray, **columns: object) -> pd.DataFrame:
    """A row a coded mention."""
    rows = [
        (one, other)
        for j, one in enumerate(CLASSES)
        for k, other in enumerate(CLASSES)
        for _ in range(int(counts[j][k]))
    ]
    return pd.DataFrame(rows, columns=["coded", "pole"]).assign(**columns)


def test_rates_recall_and_precision() -> None:
    found = Confusion(ALL, COUNTS)
    np.testing.assert_allclose(found.rates[2], [0.2, 0.3, 0.5])
    np.testing.assert_allclose(found.recall, [0.7, 0.8, 0.5])
    np.testing.assert_allclose(found.precision, [70 / 100, 80 / 130, 50 / 70])


def test_a_class_never_given_has_no_precision() -> None:
    assert np.isnan(Confusion(ALL, np.array([[9, 1, 0], [1, 9, 0], [5, 5, 0]])).precision[2])


def test_a_table_in_any_order_of_names() -> None:
    table = pd.DataFrame(COUNTS, index=CLASSES, columns=CLASSES)
    for given in (
        COUNTS,
        COUNTS.tolist(),
        table,
        table.loc[list(CLASSES[::-1]), ["neutral", "positive", "negative"]],
    ):
        np.testing.assert_array_equal(confusions(given)[ALL].counts, COUNTS)


def test_a_crosstab_without_a_class_given() -> None:
    mentions = coded(np.array([[9, 1, 0], [1, 9, 0], [5, 5, 0]]))
    given = pd.crosstab(mentions["coded"], mentions["pole"])
    assert given.shape == (3, 2)
    np.testing.assert_array_equal(confusions(given)[ALL].counts[:, 2], [0, 0, 0])


def test_voices_together_where_no_table_says_so() -> None:
    found = confusions({"outlet": COUNTS, "quoted": COUNTS})
    np.testing.assert_array_equal(found[ALL].counts, 2 * COUNTS)


def test_mentions_coded_by_hand() -> None:
    plain = coded(COUNTS)
    np.testing.assert_array_equal(confusions(plain)[ALL].counts, COUNTS)
    np.testing.assert_array_equal(confusions(plain.rename(columns={"pole": "label"}))[ALL].counts, COUNTS)
    uncoded = pd.concat([plain, plain.assign(coded=None)])
    np.testing.assert_array_equal(confusions(uncoded)[ALL].counts, COUNTS)
    voiced = pd.concat([coded(COUNTS, voice="outlet"), coded(2 * COUNTS, voice="quoted")])
    found = confusions(voiced)
    np.testing.assert_array_equal(found["quoted"].counts, 2 * COUNTS)
    np.testing.assert_array_equal(found[ALL].counts, 3 * COUNTS)


def test_evidence_of_several_measures_has_each_mention_once() -> None:
    one = coded(COUNTS, article="a", part="body", target="Ruiz")
    one["start"] = range(len(one))
    twice = pd.concat([one.assign(measure=name) for name in ("stance.net", "stance.negative")])
    np.testing.assert_array_equal(confusions(twice)[ALL].counts, COUNTS)


def test_the_variance_of_a_rate_is_that_of_draws() -> None:
    slope = np.random.default_rng(1).normal(size=(3, 3))
    rng = np.random.default_rng(2)
    rates = np.stack([rng.dirichlet(row + 0.5, 20_000) for row in COUNTS], axis=1)
    drawn = (rates * slope).sum(axis=(1, 2)).var()
    assert Confusion(ALL, COUNTS).variance(slope) == pytest.approx(drawn, rel=0.05)


def test_mentions_of_one_article_hang_together() -> None:
    slope = np.eye(3)
    # Articles in which the model is always right, and as many in which it is always wrong.
    right, wrong = np.diag([10, 10, 10]), np.array([[0, 10, 0], [0, 0, 10], [10, 0, 0]])
    parts = [coded(right if k % 2 else wrong, article=f"a{k}") for k in range(10)]
    known = confusions(pd.concat(parts))[ALL]
    alone = Confusion(ALL, known.counts)
    assert known.df == 9
    # The three recalls move together, half of the articles up: 3 × 3 times the variance of a mean.
    assert known.variance(slope) == pytest.approx(9 * 0.25 / 9)
    assert known.variance(slope) > 10 * alone.variance(slope)


def test_which_confusion_a_voice_gets() -> None:
    few = np.array([[40, 5, 5], [1, 8, 1], [5, 5, 40]])
    blind = np.array([[40, 40, 20], [40, 40, 20], [10, 10, 80]])
    known = confusions({"outlet": COUNTS, "quoted": few, "reported": blind, "all": 5 * COUNTS})
    assert fitting(known, "outlet") == (known["outlet"], "")
    assert fitting(known, "quoted") == (
        known[ALL], "confusion of all voices: few coded as neutral in quoted words")  # fmt: skip
    assert fitting(known, "reported") == (
        known[ALL], "confusion of all voices: classes not told apart in reported words")  # fmt: skip
    assert fitting(known, "all") == (known[ALL], "")
    own = confusions(COUNTS)
    assert fitting(own, "quoted") == (own[ALL], "confusion of all voices: none for this one")
    assert fitting({}, "quoted") == (None, "not corrected: no mentions were coded here")
    nothing = confusions(blind)
    assert fitting(nothing, "all") == (None, "not corrected: the confusion doesn't tell the classes apart")


@for_each(
    ("given", "said"),
    [
        (3, "confusion: 3 is no confusion; give 3 × 3 counts"),
        ("linear", "confusion: 'linear' is no confusion"),
        ([[1, 2], [3, 4]], "is no 3 × 3 table; give a row for each true class"),
        ([["a"] * 3] * 3, "is no 3 × 3 table"),
        (COUNTS / 100, "holds numbers that are no counts"),
        (-COUNTS, "holds numbers that are no counts"),
        ({"outlets": COUNTS}, "confusion: voice 'outlets' is not known; did you mean 'outlet'?"),
        ({"outlet": COUNTS / 7}, "confusion: outlet: holds numbers that are no counts"),
        ({}, "confusion: no voice is given"),
        ([[5, 1, 1], [0, 0, 0], [1, 1, 5]], "nothing is coded as neutral"),
        (
            pd.DataFrame(COUNTS, index=["negative", "mixed", "positive"], columns=CLASSES),
            "row 'mixed' is not known",
        ),
        (pd.DataFrame(COUNTS), "row 0 is not known"),
        (pd.DataFrame(COUNTS, index=["negative"] * 3, columns=CLASSES), "a row stands twice"),
        (coded(COUNTS).drop(columns="pole"), "have no column pole or label"),
        (coded(COUNTS).assign(coded=None), "no mention has a code"),
        (coded(COUNTS).replace("neutral", "none"), "row 100: coded 'none' is not known"),
    ],
)
def test_what_is_no_confusion(given: object, said: str) -> None:
    with pytest.raises(FramingError) as error:
        confusions(given)  # type: ignore[arg-type]
    assert said in str(error.value)
    assert "\n" not in str(error.value)
