"""Agreement of coders: published numbers to the last digit, other libraries, and what must always hold."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score

from framing.coding.agreement import ALIKE, LEVELS, agreement, effective, flat, wilson
from framing.coding.measured import answered, codes_of
from framing.errors import FramingError, FramingWarning
from reproductions.agreement import krippendorff

#: Krippendorff (2011): four observers, twelve units, gaps.
EXAMPLE = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def codes(coders: list[list[Any]], level: str = "nominal", each: int = 1) -> pd.DataFrame:
    """Return a codes table: an article has so many units."""
    rows = [
        (f"u{unit:03d}", f"a{unit // each:03d}", f"c{coder}", "q", str(answer), level)
        for coder, answers in enumerate(coders)
        for unit, answer in enumerate(answers)
        if answer is not None
    ]
    return pd.DataFrame(rows, columns=["unit", "article", "coder", "question", "value", "level"])


def whole(table: pd.DataFrame) -> dict[str, float]:
    """Return the statistics of all units, coders and answers."""
    rows = table.query("by == 'all' and category == 'all' and pair == 'all'")
    return dict(zip(rows["statistic"], rows["estimate"], strict=True))


def drawn(seed: int, units: int, coders: int, answers: int, gaps: float = 0.0) -> list[list[Any]]:
    rng = np.random.default_rng(seed)
    true = rng.integers(answers, size=units)
    said = np.where(rng.random((coders, units)) < 0.7, true, rng.integers(answers, size=(coders, units)))
    gone = rng.random((coders, units)) < gaps
    return [
        [None if g else int(v) for v, g in zip(*row, strict=True)] for row in zip(said, gone, strict=True)
    ]


def test_the_published_example_to_the_last_digit(shared: Path) -> None:
    example = json.loads((shared / "oracles" / "published.json").read_text("utf8"))["krippendorff_alpha"]
    assert example["coders_by_units"] == EXAMPLE
    for level in LEVELS:
        assert round(krippendorff(EXAMPLE, level), 6) == example[level]
        assert round(whole(agreement(codes(EXAMPLE), level=level))[f"alpha_{level}"], 6) == example[level]


@given(
    st.integers(2, 4).flatmap(
        lambda n: st.lists(
            st.lists(st.sampled_from([0, 1, 2, 5, None]), min_size=n, max_size=n), min_size=2, max_size=12
        )
    ),
    st.sampled_from(LEVELS),
)
def test_alpha_is_that_of_all_pairs_in_fractions(units: list[list[int | None]], level: str) -> None:
    coders = [list(answers) for answers in zip(*units, strict=True)]
    wanted = by_pairs(units, level)
    assume(wanted is not None)
    assert wanted is not None
    assert krippendorff(coders, level) == pytest.approx(float(wanted), abs=1e-11)


def by_pairs(units: list[list[int | None]], level: str) -> Fraction | None:
    """Krippendorff's alpha from every pair of answers, in fractions; None where nothing varies."""
    told = [[v for v in unit if v is not None] for unit in units]
    told = [unit for unit in told if len(unit) > 1]
    flat = [v for unit in told for v in unit]

    def apart(a: int, b: int) -> Fraction:
        if level == "nominal":
            return Fraction(a != b)
        if level == "interval":
            return Fraction((a - b) ** 2)
        if level == "ratio":
            return Fraction((a - b) ** 2, (a + b) ** 2) if a + b else Fraction(0)
        low, high = min(a, b), max(a, b)
        return (sum(low <= v <= high for v in flat) - Fraction(flat.count(a) + flat.count(b), 2)) ** 2

    found = sum(
        (Fraction(1, len(unit) - 1) * apart(a, b) for unit in told for a, b in permutations(unit, 2)),
        Fraction(0),
    )
    expected = sum((apart(a, b) for a, b in permutations(flat, 2)), Fraction(0))
    return 1 - (len(flat) - 1) * found / expected if expected else None


@pytest.mark.parametrize("seed", range(3))
def test_nltk_and_scikit_learn_say_the_same(seed: int) -> None:
    coders = drawn(seed, 40, 3, 3)
    found = agreement(codes(coders))
    triples = [(c, u, v) for c, row in enumerate(coders) for u, v in enumerate(row)]
    task = AnnotationTask(triples)
    assert whole(found)["alpha_nominal"] == pytest.approx(task.alpha(), abs=1e-12)
    assert whole(found)["kappa"] == pytest.approx(task.kappa(), abs=1e-12)
    assert whole(found)["percent"] == pytest.approx(task.avg_Ao(), abs=1e-12)
    rows = found.query("statistic == 'kappa' and pair != 'all'").set_index("pair")["estimate"]
    for a, b in combinations(range(3), 2):
        assert rows[f"c{a} × c{b}"] == pytest.approx(cohen_kappa_score(coders[a], coders[b]), abs=1e-12)
    gaps = drawn(seed, 40, 3, 3, gaps=0.3)
    several = [u for u in range(40) if sum(row[u] is not None for row in gaps) > 1]
    triples = [(c, u, row[u]) for c, row in enumerate(gaps) for u in several if row[u] is not None]
    assert krippendorff(gaps) == pytest.approx(AnnotationTask(triples).alpha(), abs=1e-12)


def test_an_answer_against_all_others() -> None:
    coders = drawn(4, 60, 2, 3)
    found = agreement(codes(coders))
    for place in range(3):
        binary = [[int(v == place) for v in row] for row in coders]
        row = found.query("category == @place.__str__() and statistic == 'alpha_nominal'")
        assert row["estimate"].item() == pytest.approx(krippendorff(binary), abs=1e-12)


def test_groups_are_what_their_units_alone_give() -> None:
    table = codes(drawn(5, 60, 2, 3), each=3)
    table["outlet"] = np.where(table["article"].str[-1].astype(int) % 2, "courier", "post")
    found = agreement(table, by="outlet")
    for outlet, part in table.groupby("outlet"):
        rows = found[found["group"] == outlet]
        alone = agreement(part).query("category == 'all'")
        assert rows["estimate"].tolist() == alone["estimate"].tolist()
        assert rows["low"].tolist() == alone["low"].tolist()
    key = table[["unit", "article", "outlet"]].drop_duplicates()
    keyed = agreement(table.drop(columns=["outlet", "article"]), by="outlet", sample=key)
    pd.testing.assert_frame_equal(keyed, found)


def test_order_of_rows_and_names_of_answers_change_nothing() -> None:
    table = codes(drawn(6, 40, 3, 3, gaps=0.2), each=2)
    found = agreement(table)
    pd.testing.assert_frame_equal(found, agreement(table.sample(frac=1, random_state=1)))
    renamed = table.assign(value=table["value"].map({"0": "x", "1": "y", "2": "z"}))
    assert agreement(renamed)["estimate"].to_numpy() == pytest.approx(found["estimate"].to_numpy(), abs=1e-12)


def test_the_interval_is_a_jackknife_of_articles_on_the_log_of_disagreement() -> None:
    from scipy.stats import t

    table = codes(drawn(7, 60, 2, 3), each=4)
    row = agreement(table).query("statistic == 'alpha_nominal' and category == 'all'").iloc[0]
    articles = sorted(table["article"].unique())
    left = []
    for article in articles:
        part = table[table["article"] != article].pivot(index="coder", columns="unit", values="value")
        left.append(np.log(1 - krippendorff(part.to_numpy().tolist())))
    n = len(articles)
    half = t.ppf(0.975, n - 1) * np.sqrt((n - 1) / n * ((left - np.mean(left)) ** 2).sum())
    assert row["articles"] == n == 15
    assert 1 - row["low"] == pytest.approx((1 - row["estimate"]) * np.exp(half), rel=1e-9)
    assert 1 - row["high"] == pytest.approx((1 - row["estimate"]) * np.exp(-half), rel=1e-9)


def test_perfect_agreement_is_not_certain() -> None:
    table = codes([[0, 1] * 20, [0, 1] * 20], each=4)
    found = agreement(table).set_index("statistic")
    assert (found["estimate"] == 1).all()
    assert (found["high"] == 1).all()
    assert found["low"].between(0.7, 0.95).all()
    assert "disagreement in no article" in found.loc["alpha_nominal", "note"]


def test_nothing_to_agree_on_is_no_number() -> None:
    found = agreement(codes([["yes"] * 20, ["yes"] * 20])).set_index("statistic")
    assert found.loc[["alpha_nominal", "kappa"], "estimate"].isna().all()
    assert "nothing to agree on" in found.loc["alpha_nominal", "note"]
    assert found.loc["percent", "estimate"] == 1
    one = agreement(codes([[0, 1, 2, 0]]))
    assert one["estimate"].isna().all()
    assert one["single"].eq(4).all()
    assert one["note"].str.contains("no unit has two answers").all()


def test_few_articles_have_no_interval() -> None:
    found = agreement(codes(drawn(1, 20, 2, 2), each=10))
    assert found["low"].isna().all()
    assert found["note"].str.contains("under 3 articles: estimate only").all()


def test_words_need_an_order_only_where_it_matters() -> None:
    table = codes([["low", "mid", "high", "mid"], ["low", "high", "high", "mid"]], level="ordinal")
    with pytest.raises(FramingError, match=r"ordinal and its answers are words; give their order, as order="):
        agreement(table)
    given_ = whole(agreement(table, order=["low", "mid", "high"]))["alpha_ordinal"]
    assert given_ == krippendorff([[0, 1, 2, 1], [0, 2, 2, 1]], "ordinal")
    assert whole(agreement(table, order={"q": ["low", "mid", "high"]}))["alpha_ordinal"] == given_
    assert agreement(table, order=["low", "mid", "high"])["level"].eq("ordinal").all()
    tone = table.assign(
        question="tone", value=table["value"].map({"low": "negative", "mid": "neutral", "high": "positive"})
    )
    assert whole(agreement(tone))["alpha_ordinal"] == given_


@pytest.mark.parametrize(
    ("change", "arguments", "said"),
    [
        ({}, {"level": "nominl"}, r"level 'nominl' is not known; did you mean 'nominal'\?"),
        ({}, {"level": "interval"}, r"question 'q' is interval, but the answer 'high' is no number"),
        ({}, {"by": "outlet"}, r"column 'outlet' is not known"),
        ({}, {"order": ["low", "mid"]}, r"answer 'high' is not known"),
        ({}, {"order": "low"}, r"order: 'low' is one word"),
        ({"level": ["nominal", "ordinal"] * 2}, {}, r"has levels nominal and ordinal; give level="),
        ({"value": ["1", "2", "-1", "2"]}, {"level": "ratio"}, r"a ratio counts from zero; use 'interval'"),
    ],
)
def test_what_can_t_be_computed_is_said(change: dict[str, Any], arguments: dict[str, Any], said: str) -> None:
    table = codes([["low", "mid"], ["high", "mid"]]).assign(**change)
    with pytest.raises(FramingError, match=said):
        agreement(table, **arguments)


def test_no_codes_is_said() -> None:
    with pytest.raises(FramingError, match="is no table of codes"):
        agreement([1, 2])
    with pytest.raises(FramingError, match="there are no rows"):
        agreement(codes([]))
    table = codes([["a", "b"], ["a", "a"]])
    key = pd.DataFrame({"unit": ["u000", "u001"], "article": ["a000", "other"]})
    with pytest.raises(FramingError, match=r"unit 'u001' is of article 'a001', in the sample of 'other'"):
        agreement(table, sample=key)
    with pytest.raises(FramingError, match="none of their units is in the sample"):
        agreement(table, sample=key.assign(unit=["x", "y"]))


def test_ties_share_a_unit() -> None:
    table = codes_of(codes([["a", "b", None], ["b", "b", None], [None, "a", "a"]]))
    one = answered(table, "q")
    assert one.majority().tolist() == [[0.5, 0.5], [0.0, 1.0], [1.0, 0.0]]
    assert one.shares()[1].tolist() == pytest.approx([1 / 3, 2 / 3])


def test_a_key_that_fits_in_part_is_used_in_part() -> None:
    table = codes(drawn(3, 20, 2, 2))
    key = pd.DataFrame({"unit": [f"u{n:03d}" for n in range(15)], "probability": 0.5})
    with pytest.warns(FramingWarning, match=r"5 units are not in the sample \('u015' is the first\)"):
        found = agreement(table, sample=key)
    pd.testing.assert_frame_equal(found, agreement(table[table["unit"] < "u015"]))
    with pytest.raises(FramingError, match=r"probability of unit 'u000' is 0.0; give a share above 0"):
        agreement(table, sample=key.assign(probability=0.0))
    with pytest.raises(FramingError, match=r"unit 'u000' stands in its key more than once"):
        agreement(table, sample=pd.concat([key, key]))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("coders", [[], [[]], [[], []], [[None], [None]], np.zeros((0, 3)), [[1], [1]]])
def test_without_answers_that_differ_there_is_no_alpha(coders: list[list[int]], level: str) -> None:
    assert np.isnan(krippendorff(coders, level))


def test_many_units_of_few_articles_that_all_say_no_are_not_so_many_articles() -> None:
    d = np.full(10, 8.0)
    assert effective(np.zeros(10), d, 80) == flat(d, 80) == pytest.approx(80 / (1 + 7 * ALIKE))
    # Eighty independent ones would end at .046.
    assert wilson(np.zeros(10), d, 80)[1] > 0.08
    assert wilson(d, d, 80)[0] == pytest.approx(1 - wilson(np.zeros(10), d, 80)[1])
