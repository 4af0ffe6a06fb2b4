"""Corrected shares in the table: by plain loops, beside `compare`, and what must always hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

import framing as fr
from framing.comparison import corrected as module
from framing.errors import FramingError, FramingWarning
from framing.schema import check
from tests.comparison.corrected.made import MEASURES, random_stance, stance_scores
from tests.comparison.examples import pick

COUNTS = np.array([[70, 20, 10], [10, 80, 10], [20, 30, 50]])
#: Rates that are known for certain.
SURE = COUNTS * 10**9
PERFECT = np.eye(3, dtype=np.int64) * 10**9
NUMBERS = ["raw", "raw_low", "raw_high", "corrected", "low", "high"]
SEEDS = st.integers(0, 10_000)


@pytest.fixture(autouse=True)
def _of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give numbers at few mentions too: what is computed is looked into here."""
    monkeypatch.setattr(module, "LEAST_MENTIONS", 0)


def two(seed: int = 3, **columns: object) -> pd.DataFrame:
    return random_stance({"herald": 9, "courier": 11}, seed, **columns)


def test_rows_columns_and_order() -> None:
    table = fr.corrected(two(), COUNTS)
    pd.testing.assert_frame_equal(check(table, "corrected"), table)
    assert table["measure"].tolist() == [*MEASURES, "stance.net"] * 2
    assert table["group"].tolist() == ["courier"] * 4 + ["herald"] * 4
    assert table["confusion"].unique().tolist() == ["all"]
    assert table["n_coded"].unique().tolist() == [300]
    assert pick(table, group="herald", measure="stance.positive")["recall"] == 0.5
    assert table["precision"].isna().sum() == 2


def test_counts_and_shares_by_hand() -> None:
    scores = stance_scores("herald", [(3, 1, 0), (1, 1, 2), (1, 0, 1)])
    table = fr.corrected(scores, [[80, 10, 10], [10, 80, 10], [10, 10, 80]])
    assert table["n_mentions"].tolist() == [10] * 4
    assert table["n_articles"].tolist() == [3] * 4
    np.testing.assert_allclose(table["raw"], [0.5, 0.2, 0.3, -0.2])
    # Each share is what was counted, less .1, by .7.
    np.testing.assert_allclose(table["corrected"], [4 / 7, 1 / 7, 2 / 7, -2 / 7])


def test_a_model_without_mistakes_leaves_all_as_it_is() -> None:
    table = fr.corrected(two(), PERFECT)
    np.testing.assert_allclose(table["corrected"], table["raw"], atol=1e-12)


def test_raw_is_what_compare_says() -> None:
    scores = two()
    net = scores[scores["measure"] == MEASURES[2]].assign(measure="stance.net", unit="mean")
    less = scores.loc[scores["measure"] == MEASURES[0], "weight"].to_numpy()
    scores = pd.concat([scores, net.assign(weight=net["weight"].to_numpy() - less)], ignore_index=True)
    profile, _ = fr.compare(scores)
    table = fr.corrected(scores, COUNTS)
    for row in table.itertuples():
        other = pick(profile, group=row.group, measure=row.measure)
        assert (row.raw, row.raw_low, row.raw_high) == pytest.approx(
            (other["estimate"], other["low"], other["high"])
        )


def test_the_interval_by_a_plain_loop() -> None:
    counts = np.random.default_rng(4).multinomial([9, 25, 14, 26, 12, 17, 25], [0.3, 0.4, 0.3])
    table = fr.corrected(stance_scores("herald", counts.tolist()), SURE)
    back = np.linalg.inv((COUNTS / 100).T)

    def net(some: np.ndarray) -> float:
        shares = back @ (some.sum(axis=0) / some.sum())
        return float(shares[2] - shares[0])

    left = np.array([net(np.delete(counts, k, axis=0)) for k in range(7)])
    half = scipy.stats.t.ppf(0.975, 6) * np.sqrt(6 / 7 * ((left - left.mean()) ** 2).sum())
    row = pick(table, measure="stance.net")
    assert row["corrected"] == pytest.approx(net(counts))
    assert row["high"] == pytest.approx(net(counts) + half, rel=1e-4)
    assert row["low"] == pytest.approx(net(counts) - half, rel=1e-4)


@pytest.mark.medium
def test_doubt_about_the_confusion_widens_the_interval() -> None:
    scores = stance_scores("herald", [(3, 4, 3), (2, 4, 4), (4, 4, 2), (3, 3, 4)] * 10)
    widths = [
        pick(fr.corrected(scores, COUNTS * times // 2), measure="stance.neutral")
        .loc[["low", "high"]]
        .diff()["high"]
        for times in (1, 2, 20, 2 * 10**6)
    ]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 1.2 * widths[-1]


@pytest.mark.medium
@given(seed=SEEDS)
@settings(max_examples=10)
def test_shares_are_shares(seed: int) -> None:
    scores = random_stance({"a": 5, "b": 2, "c": 9}, seed)
    table = fr.corrected(scores, COUNTS)
    shares = table[table["measure"] != "stance.net"]
    for name in ("raw", "corrected"):
        assert shares[name].dropna().between(0, 1).all()
        np.testing.assert_allclose(shares.dropna(subset=name).groupby("group")[name].sum(), 1.0)
    assert (shares["low"].dropna() >= 0).all()
    assert (shares["high"].dropna() <= 1).all()
    has = table["low"].notna() & table["corrected"].notna()
    assert (table["low"] <= table["corrected"])[has].all()
    assert (table["corrected"] <= table["high"])[has].all()


@pytest.mark.medium
@given(seed=SEEDS)
@settings(max_examples=5)
def test_the_order_of_rows_is_nothing(seed: int) -> None:
    scores = two(seed)
    mixed = scores.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(fr.corrected(scores, COUNTS), fr.corrected(mixed, COUNTS), check_exact=True)


@pytest.mark.medium
def test_copies_share_one_weight_count_each_or_are_left_out() -> None:
    counts = [(3, 1, 0), (1, 1, 2), (0, 2, 1), (2, 2, 2)]
    plain = stance_scores("herald", counts)
    again = stance_scores("herald", [counts[0]] * 2, event=None)
    again["article"] = again["article"] + "-copy"
    for table in (plain, again):
        table["copy_group"], table["wire_role"] = None, "none"
    copied = pd.concat([plain, again], ignore_index=True)
    family = copied["article"].str.endswith("-copy") | (copied["article"] == "herald-e-000")
    copied.loc[family, "copy_group"] = "w"
    copied.loc[family, "wire_role"] = "full_reprint"
    alone = fr.corrected(plain, COUNTS)
    pd.testing.assert_frame_equal(fr.corrected(copied, COUNTS), alone)
    assert fr.corrected(copied, COUNTS, wire="keep")["n_mentions"].tolist() == [25] * 4
    left = fr.corrected(copied, COUNTS, wire="drop")
    assert left["n_mentions"].tolist() == [13] * 4
    assert left["note"].str.contains("3 full reprints dropped").all()


def test_voices_are_kept_apart_each_with_its_own_error() -> None:
    scores = pd.concat([two(), two(5).assign(voice="quoted"), two(6).assign(voice="reported")])
    given = {"outlet": SURE, "quoted": PERFECT}
    for split in (("voice",), ()):
        table = fr.corrected(scores, given, split=split)
        assert table.groupby("voice")["confusion"].first().to_dict() == {
            "outlet": "outlet", "quoted": "quoted", "reported": "all"}  # fmt: skip
        quoted = table[table["voice"] == "quoted"]
        np.testing.assert_allclose(quoted["corrected"], quoted["raw"], atol=1e-9)
        said = table.loc[table["voice"] == "reported", "note"]
        assert said.str.contains("confusion of all voices: none for this one").all()


def test_voices_compared_are_corrected_each_by_its_own() -> None:
    scores = pd.concat([two(), two(5).assign(voice="quoted")])
    table = fr.corrected(scores, {"outlet": SURE, "quoted": PERFECT}, by="voice", split=())
    assert table["confusion"].tolist() == ["outlet"] * 4 + ["quoted"] * 4


def test_rows_that_no_confusion_can_correct_say_so() -> None:
    blind = [[40, 40, 20], [40, 40, 20], [10, 10, 80]]
    table = fr.corrected(two(), blind)
    assert table[["corrected", "low", "high", "recall"]].isna().all(axis=None)
    assert table["raw"].notna().all()
    assert table["confusion"].isna().all()
    assert table["note"].str.contains("not corrected: the confusion doesn't tell the classes apart").all()
    assert not table["note"].str.contains("if each class").any()


def test_without_coded_mentions_nothing_is_corrected() -> None:
    table, mended = fr.corrected(two()), fr.corrected(two(), COUNTS)
    assert table[["corrected", "low", "high", "recall", "confusion"]].isna().all(axis=None)
    assert table["note"].str.contains("not corrected: no mentions were coded here").all()
    assert table["n_coded"].eq(0).all()
    raw = ["raw", "raw_low", "raw_high"]
    pd.testing.assert_frame_equal(table[raw], mended[raw])


def test_every_corrected_row_says_what_it_rests_on() -> None:
    table = fr.corrected(two(), COUNTS)
    assert table["note"].str.endswith("if each class is mistaken here as often as in the coded data").all()


def test_few_articles_and_few_mentions() -> None:
    scores = pd.concat(
        [stance_scores("herald", [(1, 0, 1), (0, 1, 0)]), stance_scores("courier", [(1, 1, 1)] * 5)]
    )
    table = fr.corrected(scores, COUNTS)
    assert table.loc[table["group"] == "herald", "low"].isna().all()
    assert table.loc[table["group"] == "herald", "note"].str.contains("under 3 articles").all()
    courier = table.query("group == 'courier'")
    # Articles that are all alike: no surer than the model's mistakes.
    assert np.isfinite(courier["low"]).all()
    assert courier["note"].str.contains("raw: articles do not differ: no interval").all()
    assert courier["note"].str.contains("articles do not differ: interval of mistakes alone").all()


def test_few_mentions_have_an_interval_and_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = two(7)
    number = fr.corrected(scores, COUNTS)
    monkeypatch.setattr(module, "LEAST_MENTIONS", number["n_mentions"].max() + 1)
    alone = fr.corrected(scores, COUNTS)
    assert number["corrected"].notna().all()
    assert alone["corrected"].isna().all()
    assert alone["note"].str.contains("corrected is an interval alone").all()
    assert not number["note"].str.contains("interval alone").any()
    pd.testing.assert_frame_equal(number[["low", "high"]], alone[["low", "high"]])


def test_counts_that_the_confusion_does_not_allow_are_told() -> None:
    # The model gives every tenth neutral mention negative, and here gave none of three hundred.
    table = fr.corrected(stance_scores("herald", [(0, 10, 0), (0, 9, 1), (0, 8, 2)] * 10), COUNTS)
    assert table["corrected"].isna().all()
    assert (table["low"] <= [0, 1, 0, 0]).all()
    assert (table["high"] >= [0, 1, 0, 0]).all()
    assert table["note"].str.contains("a corrected share would be 0 or 1").all()
    assert table["note"].str.contains("further out than this confusion allows").all()
    allowed = fr.corrected(stance_scores("herald", [(2, 7, 2), (1, 8, 1), (1, 9, 2)] * 10), COUNTS)
    assert not allowed["note"].str.contains("further out").any()


def test_a_census_tells_the_error_of_measuring() -> None:
    counts = np.random.default_rng(1).multinomial(20, [0.3, 0.4, 0.3], 12)
    scores = pd.concat(
        [stance_scores("herald", counts.tolist()), stance_scores("courier", counts[:, ::-1].tolist())]
    )
    table = fr.corrected(scores, SURE, collection="census")
    assert table[["raw_low", "raw_high"]].isna().all(axis=None)
    assert table["note"].str.contains("census: describes; interval of the error of measuring alone").all()
    row = pick(table, group="herald", measure="stance.net")
    # By drawing mistakes again, the true classes being what they are.
    rng = np.random.default_rng(2)
    shares = table.query("group == 'herald'")["corrected"].to_numpy()[:3]
    true = np.round(240 * shares).astype(int)
    given = sum(rng.multinomial(n, rate, 20_000) for n, rate in zip(true, COUNTS / 100, strict=True))
    back = (np.linalg.inv((COUNTS / 100).T) @ (given / 240).T).T
    assert (row["high"] - row["low"]) / 2 == pytest.approx(1.96 * (back[:, 2] - back[:, 0]).std(), rel=0.03)


def test_parts_targets_and_opinion_are_kept_apart() -> None:
    scores = pd.concat([two(), two(4).assign(target="Marlow"), two(5).assign(part="lead")])
    table = fr.corrected(scores, COUNTS, split=("part", "voice"))
    assert len(table) == 3 * 2 * 4
    assert table.groupby(["part", "target"]).ngroups == 3
    opinion = two(4).assign(genre="opinion")
    opinion["article"] += "-o"
    apart = fr.corrected(pd.concat([two(), opinion]), COUNTS)
    assert set(apart["genre"]) == {"news", "opinion"}


@pytest.mark.medium
def test_real_scores_of_the_example() -> None:
    articles = fr.load(fr.example("carney-beijing-2026"), progress=False).articles
    scores = fr.score(articles, measures=["stance", "hedges"], targets={"China": ["China", "Beijing"]})
    table = fr.corrected(scores)
    assert set(table["voice"]) == {"outlet", "quoted", "reported"}
    assert table["corrected"].isna().all()
    assert table["note"].str.contains("not corrected").any()
    mended = fr.corrected(scores, COUNTS)
    silent = mended["n_mentions"] == 0
    assert mended.loc[silent, ["corrected", "low"]].isna().all(axis=None)
    assert mended["low"].notna().any()
    assert set(table["provenance"]) <= {"published", "illustrative"}


# -- bad input --


def test_what_is_wrong_is_said_in_one_line() -> None:
    scores = two()
    doubled = scores.assign(weight=scores["weight"] * 2)
    partly = scores.drop(index=scores.index[scores["measure"] == MEASURES[0]][:1])
    cases: list[tuple[pd.DataFrame, dict[str, object], str]] = [
        (scores[scores["measure"] != MEASURES[1]], {}, "no rows of stance.neutral"),
        (doubled, {}, "the three classes of article 'courier-e-000' add up to more than its mentions"),
        (partly, {}, "stance.negative and stance.neutral are not of the same articles and mentions"),
        (scores.drop(columns="hits"), {}, "column 'hits'"),
        (scores, {"by": "outlets"}, "by 'outlets' is not known; did you mean 'outlet'?"),
        (scores, {"split": "genres"}, "split 'genres' is not known"),
        (scores, {"wire": "kept"}, "wire 'kept' is not known"),
        (scores, {"collection": "all"}, "collection 'all' is not known"),
    ]
    for table, arguments, said in cases:
        with pytest.raises(FramingError) as error:
            fr.corrected(table, COUNTS, **arguments)  # type: ignore[arg-type]
        assert said in str(error.value)
        assert "\n" not in str(error.value)


def test_nothing_mentioned_and_no_group() -> None:
    nothing = two().assign(hits=0, weight=0)
    with pytest.warns(
        FramingWarning, match=r"no target is mentioned in these scores \('Ruiz'\); score with names"
    ):
        assert fr.corrected(nothing, COUNTS).empty
    some = two().assign(section="front")
    some.loc[some["article"] == "herald-e-000", "section"] = None
    with pytest.warns(FramingWarning, match="corrected: 1 articles have no section"):
        table = fr.corrected(some, COUNTS, by="section")
    assert table["n_articles"].tolist() == [19] * 4


def test_the_confusion_given_is_left_as_it_was() -> None:
    counts = COUNTS.copy()
    fr.corrected(two(), counts)
    np.testing.assert_array_equal(counts, COUNTS)


def test_raw_intervals_stay_on_the_scale() -> None:
    scores = pd.concat(
        [
            stance_scores("herald", [(0, 0, 3), (4, 0, 0), (0, 0, 1), (0, 1, 0)]),
            stance_scores("courier", [(2, 0, 0), (0, 0, 3), (1, 0, 0), (0, 2, 0)]),
        ],
        ignore_index=True,
    )
    table = fr.corrected(scores, COUNTS)
    assert table[["raw_low", "raw_high"]].notna().any(axis=None)
    assert not (table["raw_low"] < -1).any()
    assert not (table["raw_high"] > 1).any()
    assert (table.loc[table["measure"] == "stance.net", "raw_high"] == 1.0).any()
