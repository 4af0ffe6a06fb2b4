"""What must always hold of a comparison, and what its notes say."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.comparison.compare import compare
from framing.errors import FramingError, FramingWarning
from framing.features.scoring import score
from framing.schema import check, empty
from tests.cases import for_each
from tests.comparison.examples import pick, random_scores, rows

SEEDS = st.integers(0, 10_000)
SIZES = st.tuples(st.integers(2, 7), st.integers(2, 7))
EVENTS = st.sampled_from([(None,), ("e1", "e2"), ("e1", "e2", None)])

#: Two outlets drawn at random may have no event in common.
apart = pytest.mark.filterwarnings("ignore:compare. no two values of outlet share")


def scores_of(sizes: tuple[int, int], seed: int, events: tuple[str | None, ...] = (None,)) -> pd.DataFrame:
    return random_scores({"a": sizes[0], "b": sizes[1]}, seed, events=events)


@pytest.mark.medium
@apart
@given(SIZES, SEEDS, EVENTS)
def test_outlets_that_change_places_turn_the_sign(
    sizes: tuple[int, int], seed: int, events: tuple[str | None, ...]
) -> None:
    scores = scores_of(sizes, seed, events)
    one = compare(scores).contrast
    other = compare(scores.assign(outlet=scores["outlet"].map({"a": "b", "b": "a"}))).contrast
    assert (one["p"].fillna(9) == other["p"].fillna(9)).all()
    assert (one["n_a"] == other["n_b"]).all()
    ratio = one["scale"] == "ratio"
    for column, turned in (("estimate", "estimate"), ("low", "high"), ("high", "low")):
        difference = one.loc[~ratio, column].fillna(0) + other.loc[~ratio, turned].fillna(0)
        assert (difference == 0).all()
        product = one.loc[ratio, column] * other.loc[ratio, turned]
        assert product.dropna().tolist() == pytest.approx([1.0] * len(product.dropna()), rel=1e-12)


@pytest.mark.medium
@apart
@settings(max_examples=15)
@given(SIZES, SEEDS, EVENTS)
def test_the_order_of_rows_changes_nothing(
    sizes: tuple[int, int], seed: int, events: tuple[str | None, ...]
) -> None:
    scores = scores_of(sizes, seed, events)
    one, other = compare(scores), compare(scores.sample(frac=1, random_state=seed))
    pd.testing.assert_frame_equal(one.profile, other.profile, check_exact=True)
    pd.testing.assert_frame_equal(one.contrast, other.contrast, check_exact=True)


def test_categories_change_nothing() -> None:
    scores = scores_of((5, 6), 1, ("e1", None))
    text = [name for name in scores if scores[name].dtype == "str"]
    kinds = scores.astype(dict.fromkeys(text, "category"))
    # A table that knows no reported words says that quotation marks told voices apart.
    kinds["voice"] = kinds["voice"].cat.set_categories(["outlet", "quoted", "reported"])
    one, other = compare(scores), compare(kinds)
    pd.testing.assert_frame_equal(one.profile, other.profile, check_exact=True)
    pd.testing.assert_frame_equal(one.contrast, other.contrast, check_exact=True)


@pytest.mark.medium
@settings(max_examples=15)
@given(SIZES, SEEDS, st.data())
def test_a_doubled_article_changes_nothing(sizes: tuple[int, int], seed: int, data: st.DataObject) -> None:
    scores = scores_of(sizes, seed)
    scores["copy_group"] = scores["article"]
    scores["genre"] = "unknown"
    chosen = data.draw(st.sampled_from(sorted(set(scores["article"]))))
    copy = scores[scores["article"] == chosen]
    doubled = pd.concat([scores, copy.assign(article=copy["article"] + "-again")], ignore_index=True)
    one, other = compare(scores), compare(doubled)
    pd.testing.assert_frame_equal(one.profile, other.profile, check_exact=True)
    pd.testing.assert_frame_equal(one.contrast, other.contrast, check_exact=True)
    assert compare(doubled, wire="keep").profile["n_articles"].sum() > other.profile["n_articles"].sum()


@pytest.mark.medium
@settings(max_examples=15)
@given(st.integers(2, 7), SEEDS, st.booleans())
def test_an_outlet_does_not_differ_from_itself(n: int, seed: int, copies: bool) -> None:
    one = random_scores({"a": n}, seed)
    one["copy_group"] = one["article"] if copies else None
    both = pd.concat([one, one.assign(outlet="b", article="b" + one["article"])], ignore_index=True)
    contrast = compare(both).contrast
    known = contrast["estimate"].dropna()
    assert len(known) > 0
    assert (known == np.where(contrast["scale"][known.index] == "ratio", 1.0, 0.0)).all()
    assert not (np.signbit(known)).any()
    if copies:
        assert contrast["low"].isna().all()
        assert contrast["p"].isna().all()
    else:
        assert (contrast["p"].dropna() == 1).all()
        inside = contrast.dropna(subset=["low"])
        assert ((inside["low"] < inside["estimate"]) & (inside["estimate"] < inside["high"])).all()


def test_a_third_outlet_changes_no_pair() -> None:
    scores = random_scores({"a": 9, "b": 12}, 6)
    more = pd.concat([scores, random_scores({"c": 5}, 7)], ignore_index=True)
    one, every = compare(scores).contrast, compare(more).contrast
    pair = every[(every["a"] == "a") & (every["b"] == "b")].reset_index(drop=True)
    same = ["estimate", "low", "high", "p", "p_min", "test", "draws", "note"]
    pd.testing.assert_frame_equal(one[same], pair[same], check_exact=True)


def test_the_tables_are_as_declared() -> None:
    result = compare(random_scores({"a": 4, "b": 5, "c": 3}, 1), split=("part", "voice"))
    for name, table in zip(("profile", "contrast"), result, strict=True):
        pd.testing.assert_frame_equal(check(table, name), table)
    assert result.contrast["part"].drop_duplicates().tolist() == ["headline", "lead", "body"]
    assert "<table" in result._repr_html_()


def test_a_census_describes() -> None:
    scores = scores_of((6, 7), 3)
    plain, census = compare(scores), compare(scores, collection="census")
    assert (census.contrast["estimate"] == plain.contrast["estimate"]).all()
    for column in ("low", "high", "p", "p_min", "p_adjusted", "test"):
        assert census.contrast[column].isna().all()
    assert census.profile["low"].isna().all()
    assert census.contrast["note"].str.startswith("census: describes").all()
    assert "completeness unknown" in plain.profile["method"].iloc[0]
    assert compare(scores, collection="sample").profile["method"].iloc[0].endswith("; sample")


def test_one_outlet_gives_a_profile_and_a_warning() -> None:
    with pytest.warns(FramingWarning, match="only one outlet, 'a'"):
        result = compare(random_scores({"a": 4}, 1))
    assert len(result.profile) == 6
    pd.testing.assert_frame_equal(result.contrast, empty("contrast"))


def test_no_scores_give_empty_tables() -> None:
    with pytest.warns(FramingWarning, match="nothing to compare"):
        result = compare(empty("scores"))
    assert len(result.profile) == len(result.contrast) == 0


def test_outlets_without_a_common_event() -> None:
    scores = pd.concat([rows("a", [(1, 99)] * 3, event="x"), rows("b", [(1, 99)] * 3, event="y")])
    with pytest.warns(FramingWarning, match="no two values of outlet share"):
        assert compare(scores).contrast.empty


def test_articles_without_a_group_are_left_out_and_counted() -> None:
    scores = scores_of((4, 4), 1)
    scores["leaning"] = scores["outlet"].map({"a": "left"})
    scores.loc[scores["article"] == "b000", "leaning"] = "right"
    with pytest.warns(FramingWarning, match="3 articles have no leaning"):
        result = compare(scores, by="leaning")
    assert set(result.profile["group"]) == {"left", "right"}


@pytest.mark.medium
@for_each(
    ("a", "b", "said", "estimate"),
    [
        ([(3, 99)] * 2, [(4, 99)] * 9, "under 3 articles on a side: estimate only", 0.75),
        ([(9, 99), (0, 99), (0, 99)], [(4, 98), (1, 99), (2, 50)], "all hits of a in one", 247 / 231),
        ([(9, 99)] * 8, [(4, 99)] * 9, "no spread to measure: no interval, no test", 2.25),
        ([(5, 90), (3, 80), (4, 70)], [(4, 98), (1, 99), (2, 50), (3, 50)], "fragile: 3 against 4", None),
        ([(1, k) for k in range(90, 99)], [(1, 2 * k) for k in range(90, 111)], "fragile: 9 against", None),
        ([(1, 900), (0, 700)] * 5, [(4, k) for k in range(90, 100)], "fragile: 5 against 40 hits", None),
    ],
)  # fmt: skip
def test_notes_say_what_is_thin(
    a: list[tuple[int, int]], b: list[tuple[int, int]], said: str, estimate: float | None
) -> None:
    row = pick(compare(pd.concat([rows("a", a), rows("b", b)])).contrast, a="a", b="b")
    assert said in row["note"]
    if estimate is None:
        assert row["low"] < row["estimate"] < row["high"]
    else:
        assert row["estimate"] == pytest.approx(estimate, nan_ok=True)
        assert math.isnan(row["low"])
        assert math.isnan(row["p"])


def test_what_has_no_estimate_is_in_the_profile_alone() -> None:
    none, some = [(0, 99)] * 8, [(4, 99)] * 9
    for table in (rows("a", none), rows("b", some)), (rows("a", some), rows("b", none)):
        found = compare(pd.concat([*table, rows("c", [(3, 90)] * 9)]))
        assert set(found.profile["group"]) == {"a", "b", "c"}
        assert len(found.contrast) == 1
        assert found.contrast["estimate"].notna().all()


def test_a_firm_row_needs_no_note() -> None:
    scores = random_scores({"a": 12, "b": 12}, 2, parts=("body",), voices=("outlet",))
    result = compare(scores)
    assert pick(result.contrast, measure="hedges")["note"] == ""
    assert set(result.profile.loc[result.profile["measure"] == "hedges", "note"]) == {""}


def test_profile_notes() -> None:
    table = pd.concat(
        [
            rows("a", [(30, 900), (1, 100), (2, 120)]),
            rows("b", [(0, 100)] * 4),
            rows("c", [(5, 100), (0, 90), (0, 80), (0, 85)]),
            rows("d", [(1, 100), (2, 110)]),
        ]
    )
    profile = compare(table).profile.set_index("group")
    assert "fragile: 3 articles" in profile.loc["a", "note"]
    assert "one article gives 80 % of the words" in profile.loc["a", "note"]
    assert profile.loc["b", "note"] == "no hits: no interval"
    assert profile.loc["b", "estimate"] == 0
    assert "all hits in one article: no interval" in profile.loc["c", "note"]
    assert "under 3 articles: estimate only" in profile.loc["d", "note"]
    assert profile["low"].notna().tolist() == [True, False, False, False]


def test_where_ways_of_adding_up_point_apart() -> None:
    a = [(90, 1000), (1, 100), (1, 110), (1, 120)]
    b = [(20, 500), (3, 90), (3, 80), (4, 95)]
    row = pick(compare(pd.concat([rows("a", a), rows("b", b)])).contrast, a="a", b="b")
    assert row["estimate"] > 1
    assert "the mean of the articles' own rates points the other way" in row["note"]


def test_a_text_on_both_sides_keeps_its_labels() -> None:
    a, b = [(5, 90), (3, 80), (4, 70), (9, 60)], [(4, 98), (1, 99), (2, 50), (3, 50)]
    scores = pd.concat([rows("a", a), rows("b", b)], ignore_index=True)
    scores["copy_group"] = scores["article"].replace({"a-e-003": "wire", "b-e-000": "wire"})
    row = pick(compare(scores).contrast, a="a", b="b")
    assert row["draws"] == math.comb(6, 3)
    assert row["p_min"] == 1 / 20
    assert "1 text stands on both sides" in row["note"]
    assert row["low"] != pick(compare(scores.assign(copy_group=None)).contrast, a="a", b="b")["low"]


def test_a_share_that_is_whole_has_no_interval() -> None:
    whole = rows("a", [(2, 99)] * 4, unit="share", measure="r.x", weights=[2] * 4)
    part = rows("b", [(2, 99), (3, 99), (4, 99)], unit="share", measure="r.x", weights=[1] * 3)
    result = compare(pd.concat([whole, part]))
    assert pick(result.profile, group="a")["estimate"] == 1
    assert result.profile["low"].notna().tolist() == [False, True]
    assert math.isnan(result.contrast["low"][0])


def test_invented_text_is_marked_wherever_it_stands() -> None:
    scores = pd.concat(
        [
            rows("a", [(1, 99)] * 3, provenance="illustrative"),
            rows("b", [(2, 99)] * 3, provenance="published"),
        ]
    )
    result = compare(scores)
    assert result.profile["provenance"].tolist() == ["illustrative", "published"]
    assert result.contrast["provenance"].tolist() == ["illustrative"]


@for_each(
    ("arguments", "said"),
    [
        ({"by": "outlets"}, "by 'outlets' is not known; did you mean 'outlet'"),
        ({"split": ("voise",)}, "split 'voise' is not known; did you mean 'voice'"),
        ({"split": ("hits",)}, "split 'hits' is not known"),
        ({"split": ("outlet",)}, "leave it out of split"),
        ({"split": ("voice", "voice")}, "names a column twice"),
        ({"wire": "colapse"}, "wire 'colapse' is not known; did you mean 'collapse'"),
        ({"collection": "all"}, "collection 'all' is not known"),
        ({"weights": "mantel"}, "weights 'mantel' is not known; did you mean 'mantel-haenszel'"),
        ({"draws": 3}, "draws: 3 will not do; give a whole number of at least 99"),
        ({"draws": True}, "draws: True will not do"),
        ({"seed": "one"}, "seed: 'one' will not do; give a whole number"),
        ({"seed": None}, "seed: None will not do"),
        ({"split": 3}, "split: 3 is neither a name nor a list of them"),
        ({"primary": 3}, "primary: 3 is neither a name nor a list of them"),
        ({"primary": "tones"}, "primary 'tones' is not known; did you mean 'tone"),
        ({"pairs": 3}, "pairs: 3 is neither"),
        ({"pairs": [3]}, "pairs: 3 is not a pair; give two groups"),
        ({"pairs": [(["a"], "b")]}, r"pairs \['a'\] is not known"),
    ],
)
def test_wrong_arguments_are_named(arguments: dict[str, object], said: str) -> None:
    with pytest.raises(FramingError, match=said):
        compare(random_scores({"a": 3, "b": 3}, 1), **arguments)


def test_a_column_of_lists_makes_no_groups() -> None:
    scores = random_scores({"a": 3, "b": 3}, 1)
    scores["desks"] = [["world"]] * len(scores)
    for arguments in ({"by": "desks"}, {"split": "desks"}):
        with pytest.raises(FramingError, match="column 'desks' holds lists"):
            compare(scores, **arguments)


def test_where_genres_are_compared_unknown_is_one_of_them() -> None:
    scores = scores_of((5, 5), 1)
    scores["genre"] = np.where(scores["article"].str[-1].isin(["0", "1"]), "unknown", "news")
    by_outlet, by_genre = compare(scores), compare(scores, by="genre")
    assert by_outlet.profile["note"].str.contains("2 of unknown genre counted as news").any()
    assert set(by_genre.profile["group"]) == {"unknown", "news"}
    assert not by_genre.profile["note"].str.contains("unknown").any()
    assert not by_genre.contrast["note"].str.contains("unknown").any()


def test_one_name_is_as_good_as_a_list_of_one() -> None:
    scores = random_scores({"a": 4, "b": 4}, 1)
    one, listed = (compare(scores, primary=primary).contrast for primary in ("hedges", ["hedges"]))
    pd.testing.assert_frame_equal(one, listed)
    assert (one["family"] == "primary").any()
    pd.testing.assert_frame_equal(compare(scores, split=None).profile, compare(scores, split=()).profile)
    counted = compare(scores, draws=np.int64(999), seed=np.int64(1)).contrast
    pd.testing.assert_frame_equal(counted, compare(scores, draws=999).contrast)


def test_split_may_be_one_name_or_a_kept_column() -> None:
    scores = scores_of((6, 6), 1)
    scores["desk"] = np.where(scores["article"].str[-1].isin(["0", "1", "2"]), "world", "home")
    pd.testing.assert_frame_equal(compare(scores, split="voice").profile, compare(scores).profile)
    contrast = compare(scores, split=("desk",)).contrast
    assert contrast["desk"].tolist() == ["home", "world"] * 3
    assert (contrast["n_a"] == 3).all()


@pytest.mark.medium
@pytest.mark.parametrize(("way", "told"), [("quotes", True), ("full", False), (None, False)])
def test_a_table_says_where_quotation_marks_alone_told_voices_apart(way: str | None, told: bool) -> None:
    articles = pd.DataFrame(
        {"id": list("abcd"), "outlet": ["x", "x", "y", "y"], "text": "It may rain. “Perhaps,” she said."}
    )
    scores = score(articles, ["hedges"], voices=way)
    # Also where the rows of other voices were left out before.
    for some in (scores, scores[scores["voice"] != "quoted"]):
        for table in compare(some, draws=99):
            assert ("voices" in table.columns) is told
            assert not told or set(table["voices"]) == {"quotes"}
