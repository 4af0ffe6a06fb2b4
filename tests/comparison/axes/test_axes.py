"""Axes: formulas by hand, vectors that are the same whatever the order, false alarms, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from framing.comparison.axes.reading import Axis, read, shipped
from framing.comparison.axes.table import Vectors, axes, departure, ends, learned
from framing.comparison.axes.table import read_vectors as read_vectors
from framing.errors import FramingError
from tests.cases import for_each

LINES = "warm 1 0\ncold -1 0\nwell 1 1\nbadly -1 1\ntalks 0 1\n"


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "v.txt"
    file.write_text(LINES)
    return file


def table(texts):
    size = len(texts)
    return pd.DataFrame(
        {"id": [f"a{i:02}" for i in range(size)], "outlet": (["x", "y"] * size)[:size], "text": texts}
    )


@pytest.fixture
def articles():
    more = "one two three four five six seven eight nine ten eleven twelve".split()
    return table([f"{'warm' if i % 2 == 0 else 'cold'} talks {more[i]}" for i in range(12)])


def test_bias_and_intensity_by_hand(articles, path):
    found = axes(articles, {"warmth": ("warm", "cold")}, vectors=path).set_index("group")
    # In each text one word at cosine ±1 and one at 0, so that the bias of all is 0.
    assert found["bias"].tolist() == pytest.approx([0.5, -0.5])
    assert found["intensity"].tolist() == pytest.approx([0.5, 0.5])
    assert found.loc["x", "difference"] == pytest.approx(1.0)
    assert found.loc["x", "words_high"].split(", ")[0] == "warm"
    assert found.loc["x", "p"] <= 0.01


def test_ends_turned_round_turn_the_sign(articles, path):
    one = axes(articles, {"a": ("warm", "cold")}, vectors=path)
    other = axes(articles, {"a": ("cold", "warm")}, vectors=path)
    assert np.allclose(one["bias"], -other["bias"])
    assert np.allclose(one["p"], other["p"])


def test_order_of_rows_changes_nothing(articles, path):
    turned = articles.iloc[::-1].reset_index(drop=True)
    given = {"a": ("warm", "cold")}
    pd.testing.assert_frame_equal(axes(articles, given, vectors=path), axes(turned, given, vectors=path))


def test_learned_vectors_do_not_hang_on_order_and_bring_like_words_together():
    rng = np.random.default_rng(3)
    day = "bright light morning heat shade field harvest road market noise".split()
    night = "dark star sleep owl lamp quiet frost dream shadow silence".split()
    near = {"sun": day, "noon": day, "moon": night}
    texts = [f"{word} {' '.join(rng.choice(near[word], 5))}" for _ in range(150) for word in near]
    one, other = learned(texts), learned(texts[::-1])
    assert one.words == other.words
    assert np.allclose(one.rows @ one.rows.T, other.rows @ other.rows.T, atol=1e-7)
    sun, noon, moon = one.rows[one.of(["sun", "noon", "moon"])]
    assert sun @ noon > sun @ moon + 0.3


def test_false_alarms_hold_where_groups_are_drawn_alike():
    rng = np.random.default_rng(1)
    alarms = []
    for draw in range(200):
        d = rng.integers(100, 900, 16).astype(float)
        x = (rng.normal(0, 0.02, 16) * d)[:, None]
        mine = np.arange(16) < 6
        found = departure(
            x, d, mine, np.zeros(16, int), np.arange(16), [f"{draw}-{i}" for i in range(16)], 1, 199
        )
        alarms.append(found.p[0] <= 0.05)
    assert 0.01 <= np.mean(alarms) <= 0.10


def drawn(layout, columns=300, seed=5):
    """Articles of the same words: a row each, by event so many of the group and of the rest."""
    event, mine = [], []
    for number, (own, rest) in enumerate(layout):
        event += [number] * (own + rest)
        mine += [True] * own + [False] * rest
    size = len(event)
    x = 100 * np.random.default_rng(seed).normal(size=(size, columns))
    parts = x, np.full(size, 100.0), np.array(mine), np.array(event), np.arange(size)
    return parts, departure(*parts, [f"{i:03}" for i in range(size)], 1, 99)


@pytest.mark.parametrize(
    "layout", [[(5, 10)], [(2, 4)] * 4, [(1, 3)] * 10, [(1, 1)] * 12, [(1, 2)] * 3 + [(3, 4)] * 2]
)
def test_intervals_hold_what_they_should_with_few_articles_an_event(layout):
    _, found = drawn(layout)
    assert 0.92 <= np.mean((found.low <= 0) & (found.high >= 0)) <= 0.99
    assert 0.02 <= np.mean(found.p <= 0.05) <= 0.08


@pytest.mark.parametrize("layout", [[(1, 1)] * 8, [(1, 5)] * 4, [(5, 1)] * 4, [(1, 2)] * 5])
def test_a_side_with_one_article_in_each_of_a_few_events_has_no_interval(layout):
    _, found = drawn(layout)
    assert np.isnan(found.low).all()
    assert np.isnan(found.high).all()
    assert found.single
    assert np.isfinite(found.difference).all()


def test_an_interval_of_one_event_is_welchs_where_articles_have_the_same_words():
    (x, d, mine, *_), found = drawn([(5, 9)], columns=3)
    rates = x / d[:, None]
    welch = scipy.stats.ttest_ind(rates[mine], rates[~mine], equal_var=False).confidence_interval(0.95)
    assert found.difference == pytest.approx(rates[mine].mean(axis=0) - rates[~mine].mean(axis=0))
    assert found.low == pytest.approx(welch.low)
    assert found.high == pytest.approx(welch.high)


def test_a_text_on_both_sides_narrows_the_interval():
    (x, d, mine, event, family), _ = drawn([(6, 6)], columns=40)
    x[6:] = x[:6] + 10
    ids = [f"{i:03}" for i in range(12)]
    apart = departure(x, d, mine, event, family, ids, 1, 99)
    alike = departure(x, d, mine, event, family % 6, ids, 1, 99)
    assert alike.difference == pytest.approx(apart.difference)
    assert not (alike.high - alike.low >= apart.high - apart.low).any()


def test_few_articles_have_no_p(path):
    found = axes(table(["warm talks", "cold talks", "well", "badly"]), {"a": ("warm", "cold")}, vectors=path)
    assert found["p"].isna().all()
    assert found["note"].str.contains("under 3 articles a side").all()


def test_shipped_axes_have_two_ends_without_a_common_word():
    assert read(None) == list(shipped().values())
    assert all(axis.high and axis.low and not set(axis.high) & set(axis.low) for axis in shipped().values())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"a": ("warm", "frosty")}, "lack 'frosty'"),
        ({"a": ("warm",)}, "two ends"),
        ({"a": "warm"}, "two ends"),
        ({"a": ("warm", "warm")}, "both ends"),
        ({"a": ("warm", "very cold")}, "single words"),
        ("warmht", "did you mean 'warmth'"),
        ({}, "none is given"),
    ],
)
def test_axes_that_will_not_do_are_refused_in_one_line(articles, path, given, said):
    with pytest.raises(FramingError, match=said) as error:
        axes(articles, given, vectors=path)
    assert "\n" not in str(error.value)


def test_arrays_are_read_with_their_words_and_never_as_objects(tmp_path):
    file = tmp_path / "v.npy"
    np.save(file, np.array([[3.0, 4.0], [1.0, 0.0]]))
    assert read_vectors((file, ["One", "two"])).rows[0].tolist() == [0.6, 0.8]
    with pytest.raises(FramingError, match="row a word"):
        read_vectors((file, ["one"]))
    np.save(file, np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(FramingError, match="array of numbers"):
        read_vectors((file, ["one"]))


@pytest.mark.parametrize("text", ["warm 1 0\ncold 1\n", "warm 1 0\ncold a b\n", ""])
def test_files_that_are_no_vectors(tmp_path, text):
    file = tmp_path / "v.txt"
    file.write_text(text)
    with pytest.raises(FramingError, match=r"vectors: v\.txt"):
        read_vectors(file)


def test_one_group_is_refused(path):
    with pytest.raises(FramingError, match="one value only"):
        axes(table(["warm talks", "cold talks"]).assign(outlet="x"), vectors=path)


def test_a_shipped_axis_that_the_vectors_lack_has_a_row_that_says_so(articles, path):
    found = axes(articles, "strength", vectors=path)
    assert len(found) == 2
    assert found[["bias", "intensity", "p", "difference"]].isna().all().all()
    assert not found["readable"].any()
    assert found["low_pole"].isna().all()
    assert (found["n_low"] == 0).all()
    assert (
        found["note"]
        .str.contains("know 0 of 13 words of the low end and 0 of 14 words of the high end")
        .all()
    )
    assert found["note"].str.contains("the vectors lack weak").all()


def test_events_that_one_side_covers_are_not_compared(articles, path):
    events = ["one"] * 8 + ["two" if i % 2 else "three" for i in range(4)]
    found = axes(articles.assign(event=events), {"a": ("warm", "cold")}, vectors=path)
    assert found["n_events"].tolist() == [1, 1]
    assert found["p"].notna().all()


def known(*words):
    """Vectors of words of two camps, told by their first letter, h or l; m lies on the wrong side of l."""
    rows = [{"h": (1.0, 0.1), "l": (-1.0, 0.1), "m": (1.0, 0.2)}[word[0]] for word in words]
    return Vectors(words, np.array(rows))


HIGH, LOW = tuple(f"h{i}" for i in range(4)), tuple(f"l{i}" for i in range(6))


@for_each(
    ("high", "low", "there", "why"),
    [
        (HIGH, LOW, (*HIGH, "l0", "l1", "l2"), ""),
        (HIGH, LOW, (*HIGH, "l0"), "the vectors know 1 of 6 words of the low end: don't read it"),
        (HIGH, LOW, ("h0", "l0"), "know 1 of 6 words of the low end and 1 of 4 words of the high end"),
        (("h0",), ("l0",), ("h0", "l0"), ""),
        (("h0", "h1"), ("l0", "l1"), ("h0", "h1", "l0", "l1"), ""),
        (("h0", "h1"), ("l0", "l1"), ("h0", "h1", "l0"), "know 1 of 2 words of the low end"),
        (("h0",), ("m0",), ("h0", "m0"), ""),
        (HIGH, ("l0", "m0", "m1", "m2"), (*HIGH, "l0", "m0", "m1", "m2"), "don't keep the ends"),
    ],
)
def test_an_axis_is_read_where_three_words_of_each_end_or_all_of_fewer_are_known(high, low, there, why):
    found = ends(Axis("a", high, low), known(*there))
    assert why in found.why
    assert bool(why) == bool(found.why)
    assert (found.high, found.low) == tuple(tuple(w for w in end if w in there) for end in (high, low))


def test_a_pair_of_words_has_no_quality_and_says_so():
    found = ends(Axis("a", ("h0",), ("l0",)), known("h0", "l0"))
    assert np.isnan(found.quality)
    assert "a pair of words" in found.said
    same = ends(Axis("a", ("h0",), ("l0",)), Vectors(("h0", "l0"), np.ones((2, 2))))
    assert "same vector" in same.why


def test_an_axis_that_is_not_read_has_no_p_and_is_in_no_family(articles, path):
    pair, lame = ("warm", "cold"), (["warm", "well"], ["cold", "gloomy"])
    alone = axes(articles, {"a": pair}, vectors=path)
    found = axes(articles, {"a": pair, "b": lame}, vectors=path).set_index("axis")
    assert found["readable"].tolist() == [True, False] * 2
    assert found.loc["b", ["p", "p_adjusted", "low", "high", "intensity_p", "quality"]].isna().all().all()
    assert found.loc["a", "p_adjusted"].tolist() == alone["p_adjusted"].tolist()
    assert found.loc["b", "low_pole"].tolist() == ["cold"] * 2
    assert found.loc["b", ["n_low", "n_low_given", "n_high", "n_high_given"]].iloc[0].tolist() == [1, 2, 2, 2]
    assert found.loc["b", "note"].str.contains("lack gloomy").all()
