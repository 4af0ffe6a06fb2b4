"""A measure against codes: other libraries, places of units, groups, and what can't be compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import pearsonr
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from framing.coding.agreement import apart, effective, wilson
from framing.coding.sampling import sample_for_coding
from framing.coding.validity import validity
from framing.errors import FramingError
from framing.features.evidence import evidence
from framing.features.scoring import score
from tests.cases import ByWord

OPENINGS = (
    "The port may open its third pier in spring. Crews painted the cranes on Monday.",
    "Perhaps the ferry returns before the autumn. The harbour master closed the gate at six.",
    "The council voted on the budget for the pier. It could still change its mind in June.",
    "Fishermen sold their catch on the quay. The market closes at noon on every Friday.",
)


def made(units: int = 120, seed: int = 1, each: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return codes of two coders, and what a measure says of each unit."""
    rng = np.random.default_rng(seed)
    true = rng.random(units) < 0.4
    value = np.where(rng.random(units) < 0.8, true, ~true) * rng.integers(1, 4, units)
    article = [f"a{n // each:03d}" for n in range(units)]
    outlet = ["courier" if n // each % 2 else "post" for n in range(units)]
    unit = [f"u{n:03d}" for n in range(units)]
    found = pd.DataFrame({"unit": unit, "value": value.astype(float)})
    rows = [
        (u, a, o, coder, "q", "yes" if t else "no")
        for u, a, o, t in zip(unit, article, outlet, true, strict=True)
        for coder in ("Ann", "Ben")
    ]
    return pd.DataFrame(rows, columns=["unit", "article", "outlet", "coder", "question", "value"]), found


def of(table: pd.DataFrame, group: str = "all", category: str | None = None) -> pd.Series[float]:
    rows = table[(table["group"] == group) & table["other"].isna()]
    if category is not None:
        rows = rows[rows["category"] == category]
    return rows.set_index("statistic")["estimate"]


def test_scikit_learn_and_scipy_say_the_same() -> None:
    codes, found = made()
    one = of(validity(found, codes, by=None))
    truth = (codes.drop_duplicates("unit")["value"] == "yes").to_numpy()
    said = (found["value"] > 0).to_numpy()
    precision, recall, f1, _ = precision_recall_fscore_support(truth, said, average="binary")
    assert [one["precision"], one["recall"], one["f1"]] == pytest.approx([precision, recall, f1], abs=1e-12)
    assert one["accuracy"] == pytest.approx(accuracy_score(truth, said), abs=1e-12)
    assert one["excess"] == pytest.approx(said.mean() - truth.mean(), abs=1e-12)
    assert one["pearson"] == pytest.approx(pearsonr(found["value"], truth).statistic, abs=1e-12)


def test_three_classes_have_rows_of_their_own() -> None:
    rng = np.random.default_rng(3)
    names = np.array(["negative", "neutral", "positive"])
    true, label = names[rng.integers(3, size=90)], names[rng.integers(3, size=90)]
    unit = [f"u{n:02d}" for n in range(90)]
    codes = pd.DataFrame(
        {"unit": unit, "article": unit, "coder": "Ann", "question": "tone", "value": true, "level": "ordinal"}
    )
    table = validity(pd.DataFrame({"unit": unit, "label": label}), codes, by=None)
    wanted = precision_recall_fscore_support(true, label, labels=list(names))
    for place, name in enumerate(names):
        one = of(table, category=name)
        assert [one["precision"], one["recall"], one["f1"]] == pytest.approx([w[place] for w in wanted[:3]])
    assert of(table, category="all")["accuracy"] == pytest.approx((true == label).mean())
    signed = pd.DataFrame(
        {"unit": unit, "value": [{"negative": -2.0, "neutral": 0.0}.get(x, 1.0) for x in label]}
    )
    same = validity(signed, codes, by=None)
    for name in names:
        pd.testing.assert_series_equal(of(same, category=name), of(table, category=name))


def test_a_scale_has_a_correlation_alone() -> None:
    rng = np.random.default_rng(4)
    unit = [f"u{n:02d}" for n in range(60)]
    value = rng.integers(1, 6, 60)
    codes = pd.DataFrame(
        {"unit": unit, "article": unit, "coder": "Ann", "question": "q", "value": value.astype(str)}
    )
    found = pd.DataFrame({"unit": unit, "value": value + rng.normal(size=60)})
    table = validity(found, codes.assign(level="interval"), by=None)
    assert table["statistic"].tolist() == ["pearson"]
    wanted = pearsonr(found["value"], value)
    assert table["estimate"].iloc[0] == pytest.approx(wanted.statistic, abs=1e-12)
    interval = wanted.confidence_interval()
    assert table[["low", "high"]].iloc[0].tolist() == pytest.approx(list(interval), abs=0.06)


def test_a_weight_of_two_is_a_unit_twice() -> None:
    codes, found = made(60)
    twice = [f"u{n:03d}" for n in range(0, 60, 2)]
    key = codes.drop_duplicates("unit")[["unit", "article"]]
    key["probability"] = np.where(key["unit"].isin(twice), 0.25, 0.5)
    weighted = validity(found, codes, by=None, sample=key)
    again = codes[codes["unit"].isin(twice)].assign(unit=lambda t: t["unit"] + "b")
    more = found[found["unit"].isin(twice)].assign(unit=lambda t: t["unit"] + "b")
    doubled = validity(pd.concat([found, more]), pd.concat([codes, again]), by=None)
    assert of(weighted).tolist() == pytest.approx(of(doubled).tolist())
    assert weighted["method"].str.contains("weighted by 1 / probability").all()


def test_groups_are_what_their_units_alone_give_and_differences_what_groups_give() -> None:
    codes, found = made()
    table = validity(found, codes, by="outlet")
    for outlet, part in codes.groupby("outlet"):
        alone = validity(found, part, by=None)
        mine = table[(table["group"] == outlet) & table["other"].isna()]
        columns = ["estimate", "low", "high", "units", "articles", "right"]
        pd.testing.assert_frame_equal(mine[columns].reset_index(drop=True), alone[columns])
    for row in table[table["other"] == "post"].itertuples():
        a, b = of(table, "courier")[row.statistic], of(table, "post")[row.statistic]
        assert row.estimate == pytest.approx(a - b)
        assert row.low < row.estimate < row.high


def test_order_of_rows_changes_nothing() -> None:
    codes, found = made()
    pd.testing.assert_frame_equal(
        validity(found, codes, by="outlet"),
        validity(found.sample(frac=1, random_state=1), codes.sample(frac=1, random_state=2), by="outlet"),
    )


def test_an_error_that_differs_by_outlet_is_told() -> None:
    codes, found = made(240)
    missed = codes.drop_duplicates("unit")["outlet"].eq("post").to_numpy()
    found["value"] = np.where(missed & (np.arange(240) % 4 > 0), 0.0, found["value"])
    table = validity(found, codes, by="outlet")
    row = table[(table["other"] == "post") & (table["statistic"] == "recall")].iloc[0]
    assert row["estimate"] == pytest.approx(of(table, "courier")["recall"] - of(table, "post")["recall"])
    assert row["low"] > 0
    assert table[(table["other"] == "post") & (table["statistic"] == "excess")]["low"].item() > 0


def articles(each: int = 12) -> pd.DataFrame:
    rows = [
        (
            f"{outlet}{n}",
            outlet,
            f"Pier news {n}",
            f"{OPENINGS[n % 4]}\n\nThe day number {n} was a dry one for {outlet}.",
        )
        for outlet in ("courier", "post")
        for n in range(each)
    ]
    return pd.DataFrame(rows, columns=["id", "outlet", "title", "text"])


@pytest.mark.medium
def test_hits_are_found_in_the_sentences_that_were_coded() -> None:
    frame = articles()
    hits = evidence(frame, "hedges")
    sample = sample_for_coding(frame, codebook="tone", n=40, per_article=2, coders=("Ann",), twice=0)
    text = sample.units.set_index("unit")["text"]
    hedged = text.str.contains(r"\b(?:may|perhaps|could)\b", case=False)
    codes = pd.DataFrame(
        {"unit": text.index, "coder": "Ann", "question": "loaded", "value": np.where(hedged, "yes", "no")}
    )
    assert 5 < hedged.sum() < 30
    table = validity(hits, codes, sample=sample)
    whole = of(table)
    assert whole[["precision", "recall", "f1", "accuracy", "pearson"]].tolist() == pytest.approx([1.0] * 5)
    assert whole["excess"] == 0
    assert set(table["by"]) >= {"all", "outlet"}
    with pytest.raises(
        FramingError, match="units coded are sentences or mentions, and scores are of articles"
    ):
        validity(score(frame, measures=["hedges"]), codes, sample=sample)


@pytest.mark.medium
def test_mentions_meet_the_stance_judged_of_them() -> None:
    frame = articles().assign(
        text=lambda t: t["text"] + " Mayor Ruiz was praised. Ruiz failed badly and lied."
    )
    hits = evidence(frame, "stance.net", targets={"Ruiz": ["Ruiz"]}, model=ByWord())
    sample = sample_for_coding(
        frame,
        codebook="stance",
        unit="mention",
        mentions=hits,
        n=len(hits),
        per_article=1,
        coders=("Ann",),
        twice=0,
    )
    places = hits.set_index(["article", "start"])["pole"]
    said = [places[a, s] for a, s in zip(sample.key["article"], sample.key["mention_start"], strict=True)]
    codes = pd.DataFrame({"unit": sample.key["unit"], "coder": "Ann", "question": "stance", "value": said})
    codes["level"] = "ordinal"
    table = validity(hits, codes, sample=sample, target="Ruiz", by="outlet")
    assert of(table, category="all")["accuracy"] == 1
    wrong = codes.assign(value=["neutral" if x != "neutral" else "positive" for x in said])
    assert of(validity(hits, wrong, sample=sample, by=None), category="all")["accuracy"] == 0


def test_scores_meet_articles_coded_whole() -> None:
    frame = articles()
    scores = score(frame, measures=["hedges"])
    hits = scores.groupby("article")["hits"].sum()
    codes = pd.DataFrame({"unit": hits.index, "article": hits.index, "coder": "Ann", "question": "q"})
    codes["value"] = np.where(hits > 0, "yes", "no")
    table = validity(scores, codes, by="outlet")
    assert of(table)[["precision", "recall"]].tolist() == [1, 1]
    assert set(table["group"]) == {"all", "courier", "post"}
    assert "24 units coded twice" not in table["note"].iloc[0]


def test_a_tie_of_coders_shares_the_unit() -> None:
    codes = pd.DataFrame(
        [("u", "Ann", "yes"), ("u", "Ben", "no"), ("v", "Ann", "no"), ("v", "Ben", "no")],
        columns=["unit", "coder", "value"],
    ).assign(question="q")
    found = pd.DataFrame({"unit": ["u", "v"], "value": [1.0, 0.0]})
    assert of(validity(found, codes, by=None))["precision"] == 0.5


def test_what_is_missing_is_said() -> None:
    codes, found = made(30, each=5)
    table = validity(found.iloc[:20].assign(value=0.0), codes, by=None)
    row = table[table["statistic"] == "precision"].iloc[0]
    assert np.isnan(row["estimate"])
    assert "none found: no estimate" in row["note"]
    assert "20 units coded twice, fewer than 200; 10 coded units not measured and left out" in row["note"]
    assert (
        table[table["statistic"] == "pearson"]["note"].str.startswith("measure or answers are the same").all()
    )
    few = validity(found.iloc[:10], codes, by=None)
    assert few["low"].isna().all()
    assert few["note"].str.contains("under 3 articles: estimate only").all()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"question": "tone"}, r"codes: question 'tone' is not known"),
        ({"by": "country"}, r"column 'country' is not known"),
        ({"categories": {"maybe": "+"}}, r"categories: category 'maybe' is not known"),
        ({"categories": {"yes": "plus"}}, r"categories, yes: sign 'plus' is not known"),
    ],
)
def test_a_wrong_argument_is_named(arguments: dict[str, Any], said: str) -> None:
    codes, found = made(12)
    with pytest.raises(FramingError, match=said):
        validity(found, codes, **arguments)


def test_a_table_that_measures_nothing_is_refused() -> None:
    codes, found = made(12)
    with pytest.raises(FramingError, match="says nothing of a measure; give what evidence or score returns"):
        validity(found[["unit"]], codes)
    with pytest.raises(FramingError, match="no unit is both coded"):
        validity(found.assign(unit="x" + found["unit"]), codes)
    with pytest.raises(FramingError, match=r"unit 'u000' stands in the table more than once"):
        validity(pd.concat([found, found]), codes)


def test_wilson_is_wilson_where_articles_have_one_unit_and_spread_as_chance_would() -> None:
    from statistics import NormalDist

    from scipy.stats import binomtest, norm, t

    x = np.array([1.0] * 30 + [0.0] * 20)
    n = effective(x, np.ones(50), 50)
    assert n == pytest.approx(49 * (norm.ppf(0.975) / t.ppf(0.975, 49)) ** 2)
    whole = binomtest(50, 50).proportion_ci(method="wilson")
    assert wilson(np.ones(50), np.ones(50), 50) == pytest.approx((whole.low, whole.high))
    z = NormalDist().inv_cdf(0.975)
    low, high = wilson(x, np.ones(50), 50)
    for end in (low, high):  # both ends solve (p - end)**2 = z**2 * end * (1 - end) / n
        assert (0.6 - end) ** 2 == pytest.approx(z**2 * end * (1 - end) / n)
    assert wilson(x[:2], np.ones(2), 2) == pytest.approx((np.nan, np.nan), nan_ok=True)
    assert apart((0.6, low, high), (0.6, low, high))[0] == pytest.approx(
        -apart((0.6, low, high), (0.6, low, high))[1]
    )
