"""Word shifts against fractions worked out by hand, a published case, and what must always hold."""

from __future__ import annotations

import json
import math
import warnings
from fractions import Fraction as F
from importlib import resources

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.comparison.wording.shift import SHIFTS, parts, scores, word_shift
from framing.errors import FramingError, FramingWarning
from framing.features.formats import toml
from framing.features.lexicon import Lexicon, shipped
from framing.schema import schema
from tests.cases import for_each

SCORES = {"good": 2, "fine": 1, "poor": -1, "bad": -3}


def made(*texts, **columns):
    """Articles from (outlet, text)."""
    frame = pd.DataFrame(texts, columns=["outlet", "text"])
    return frame.assign(id=[f"{o}-{i:03d}" for i, o in enumerate(frame["outlet"])], **columns)


def column(found, name, key="term"):
    return dict(zip(found[key], found[name], strict=True))


def many(outlet, count, seed, words=("good", "fine", "poor", "bad", "day", "port", "trade", "rain")):
    rng = np.random.default_rng(seed)
    chance = np.arange(1, len(words) + 1) if outlet == "x" else np.arange(len(words), 0, -1)
    return [(outlet, " ".join(rng.choice(words, size=rng.integers(12, 40), p=chance / chance.sum())))
            for _ in range(count)]  # fmt: skip


# -- numbers --


def test_the_published_divergence(shared):
    case = json.loads((shared / "oracles/published.json").read_text("utf8"))["jensen_shannon_base2"]
    texts = [(side, " ".join(" ".join([word] * n) for word, n in case[side].items())) for side in ("a", "b")]
    found = word_shift(made(*texts), "a", "b", case=True)
    assert found["difference"][0] == pytest.approx(case["jsd"], abs=1e-12)
    share = column(found, "contribution")
    for word in ("A", "H"):
        assert share[word] / found["difference"][0] == pytest.approx(case[f"share_of_{word}"], abs=1e-12)
    assert max(abs(share[word]) for word in "BCDEFG") < 1e-15
    assert set(found["term"].iloc[:2]) == {"A", "H"}


def test_an_average_in_fractions():
    # a: good 2, fine 1, bad 1 of 4 scored; b: good 1, poor 1, bad 3 of 5 scored.
    frame = made(("x", "good good fine bad day"), ("y", "good poor bad bad bad rain rain"))
    found = word_shift(frame, "x", "y", lexicon=SCORES)
    p_a = {"good": F(2, 4), "fine": F(1, 4), "poor": F(0), "bad": F(1, 4)}
    p_b = {"good": F(1, 5), "fine": F(0), "poor": F(1, 5), "bad": F(3, 5)}
    assert found["value_a"][0] == float(sum(p_a[w] * SCORES[w] for w in SCORES)) == 0.5
    assert found["value_b"][0] == pytest.approx(float(F(2 - 1 - 9, 5)), abs=1e-15)
    got = column(found, "contribution")
    for word, score in SCORES.items():
        assert got[word] == pytest.approx(float((p_b[word] - p_a[word]) * score), abs=1e-15)
    assert column(found, "kind") == {
        "good": "above, less used",
        "fine": "above, less used",
        "poor": "below, more used",
        "bad": "below, more used",
    }
    assert found["reference"][0] == 0  # scores lie on both sides of it
    assert (found["by_score"] == 0).all()
    assert found["term"].tolist() == ["bad", "good", "fine", "poor"]


@pytest.mark.parametrize("reference", [0.5, -1, "average"])
def test_a_reference_moves_the_parts_and_not_the_sum(reference):
    frame = made(("x", "good good fine bad day"), ("y", "good poor bad bad bad rain rain"))
    found = word_shift(frame, "x", "y", lexicon=SCORES, reference=reference)
    at = F(1, 2) if reference == "average" else F(reference)
    got = column(found, "contribution")
    assert got["good"] == pytest.approx(float((F(1, 5) - F(2, 4)) * (2 - at)), abs=1e-15)
    assert got["bad"] == pytest.approx(float((F(3, 5) - F(1, 4)) * (-3 - at)), abs=1e-15)
    assert found["contribution"].sum() == pytest.approx(float(F(-8, 5) - F(1, 2)), abs=1e-12)


def test_scores_on_one_side_of_nought_are_set_against_the_average_of_a():
    frame = made(("x", "low high high"), ("y", "low low high"))
    found = word_shift(frame, "x", "y", lexicon={"low": 1, "high": 4})
    assert found["reference"][0] == pytest.approx(3)
    assert column(found, "kind") == {"low": "below, more used", "high": "above, less used"}


def test_a_stop_window_leaves_entries_out_of_what_is_divided_by_too():
    frame = made(("x", "good good fine bad day"), ("y", "good poor bad bad bad rain rain"))
    found = word_shift(frame, "x", "y", lexicon=SCORES, stop_window=(-1, 1))
    assert set(found["term"]) == {"good", "bad"}
    assert (found["n_a"][0], found["n_b"][0]) == (3, 4)
    assert "2 entries inside the stop window left out" in found["note"][0]


def test_all_words_are_the_base_of_a_rate():
    frame = made(("x", "good good fine bad day"), ("y", "good poor bad bad bad rain rain"))
    found = word_shift(frame, "x", "y", lexicon="tone.net")
    assert (found["n_a"][0], found["n_b"][0]) == (5, 7)
    shifted = word_shift(frame, "x", "y", lexicon="tone.net", reference=1)
    assert "(other words)" in set(shifted["term"])
    assert shifted["contribution"].sum() == pytest.approx(found["contribution"].sum(), abs=1e-12)


def test_proportions_and_entropies_in_plain_arithmetic():
    frame = made(("x", "a a b c"), ("y", "a b b d d d d d"))
    p, q = {"a": 2 / 4, "b": 1 / 4, "c": 1 / 4}, {"a": 1 / 8, "b": 2 / 8, "d": 5 / 8}
    words = "abcd"
    found = column(word_shift(frame, "x", "y", kind="proportion"), "contribution")
    assert found == pytest.approx({w: q.get(w, 0) - p.get(w, 0) for w in words}, abs=1e-15)
    entropy = word_shift(frame, "x", "y", kind="shannon")
    h = {w: q.get(w, 0) * -math.log2(q.get(w, 1)) - p.get(w, 0) * -math.log2(p.get(w, 1)) for w in words}
    assert column(entropy, "contribution") == pytest.approx(h, abs=1e-15)
    assert entropy["value_a"][0] == pytest.approx(1.5)
    assert math.isnan(column(entropy, "score_a")["d"])


def test_vader_means_the_valences_its_package_installs():
    frame = made(("x", "A great win, a good deal like no other."), ("y", "A bad war, not good, kind of."))
    found = word_shift(frame, "x", "y", lexicon="vader")
    lines = (resources.files("vaderSentiment") / "vader_lexicon.txt").read_text("utf8").splitlines()
    valence = {line.split("\t")[0]: float(line.split("\t")[1]) for line in lines}
    assert column(found, "score_a") == {term: valence[term] for term in found["term"]}
    assert {"great", "win", "good", "like", "no", "bad", "war", "kind"} == set(found["term"])
    assert found["lexicon"][0] == "vader"


def test_a_sign_that_a_negator_turned_is_a_term_of_its_own():
    frame = made(("x", "A good day. A good one."), ("y", "It was not good. A good day."))
    found = word_shift(frame, "x", "y", lexicon="tone")
    score = column(found, "score_b")
    assert set(score) == {"good", "not good"}
    assert score["not good"] == pytest.approx(-0.74 * score["good"])


def test_a_rate_is_a_share_of_all_words():
    frame = made(("x", "It may rain. It may."), ("y", "It rains and it seems that it may."))
    found = word_shift(frame, "x", "y", lexicon="hedges")
    assert found["base"][0] == "all"
    assert found["value_a"][0] == pytest.approx(2 / 5)
    assert found["n_a"][0] == 5


def test_lexicons_of_every_kind_are_taken():
    frame = made(("x", "A good day and a bad one."), ("y", "A bad day, a bad one, good."))
    own = toml.read(
        b'name = "own"\n[poles.up]\nterms = ["good"]\n[poles.down]\nterms = ["bad"]\n'
        b'[measures."own.net"]\nunit = "mean"\npoles = { up = 1.0, down = -1.0 }\n',
        "own.toml",
    )
    by_lexicon = word_shift(frame, "x", "y", lexicon=own)
    by_scores = word_shift(frame, "x", "y", lexicon=pd.Series({"good": 1, "bad": -1}))
    assert by_lexicon["contribution"].tolist() == by_scores["contribution"].tolist()
    assert word_shift(frame, "x", "y", lexicon=shipped()["tone"])["lexicon"][0] == "tone.valence_per_hit"


# -- what always holds --

TEXTS = st.lists(
    st.sampled_from(["good", "fine", "poor", "bad", "day", "rain", "port"]), min_size=1, max_size=30
)


@pytest.mark.medium
@given(st.lists(TEXTS, min_size=1, max_size=3), st.lists(TEXTS, min_size=1, max_size=3),
       st.floats(-3, 3), st.sampled_from(SHIFTS))  # fmt: skip
def test_contributions_add_up_to_the_difference(ours, theirs, reference, kind):
    frame = made(
        *(("x", " ".join(["good", *t])) for t in ours), *(("y", " ".join(["bad", *t])) for t in theirs)
    )
    lexicon = SCORES if kind == "average" else None
    found = word_shift(frame, "x", "y", lexicon=lexicon, kind=kind, reference=reference, intervals=0)
    gap = found["difference"][0]
    assert abs(found["contribution"].sum() - gap) < 1e-12
    assert abs((found["by_use"] + found["by_score"]).sum() - gap) < 1e-12
    if kind != "jensen_shannon":
        assert abs(found["value_b"][0] - found["value_a"][0] - gap) < 1e-12
    else:
        assert -1e-15 < gap < 1 + 1e-12
    back = word_shift(frame, "y", "x", lexicon=lexicon, kind=kind, reference=0, intervals=0)
    turned = 1 if kind == "jensen_shannon" else -1
    plain = word_shift(frame, "x", "y", lexicon=lexicon, kind=kind, reference=0, intervals=0)
    assert column(back, "contribution") == pytest.approx(
        {term: turned * value for term, value in column(plain, "contribution").items()}, abs=1e-14
    )


@given(st.lists(st.integers(0, 50), min_size=2, max_size=20), st.integers(0, 10), st.sampled_from(SHIFTS[1:]))
def test_the_form_itself_adds_up(counts, turn, shift):
    a = np.array([*counts, 1], float)
    b = np.roll(a, turn) + np.arange(len(a))
    p_a, p_b = a / a.sum(), b / b.sum()
    score_a, score_b = scores(shift, p_a, p_b)
    found = parts(p_a, p_b, score_a, score_b, 0.7)
    assert np.isfinite(found.contribution).all()
    assert found.contribution.sum() == pytest.approx((p_b * score_b).sum() - (p_a * score_a).sum(), abs=1e-12)


@pytest.mark.medium
@pytest.mark.parametrize("kind", SHIFTS)
def test_nothing_depends_on_the_order_of_rows_or_the_run(kind):
    frame = made(*many("x", 9, 1), *many("y", 12, 2))
    lexicon = SCORES if kind == "average" else None
    first = word_shift(frame, "x", "y", lexicon=lexicon, kind=kind)
    again = word_shift(frame.sample(frac=1, random_state=4), "x", "y", lexicon=lexicon, kind=kind)
    pd.testing.assert_frame_equal(first, again, check_exact=True)
    other = word_shift(frame, "x", "y", lexicon=lexicon, kind=kind, seed=2)
    assert first["contribution"].tolist() == other["contribution"].tolist()
    assert first["low"].tolist() != other["low"].tolist()


def test_the_table_is_as_its_schema_says():
    found = word_shift(made(*many("x", 5, 1), *many("y", 5, 2)), "x", "y")
    assert list(found.columns) == list(schema("shift").columns)


# -- how sure --


@pytest.mark.parametrize("kind", SHIFTS)
def test_intervals_hold_the_estimate(kind):
    frame = made(*many("x", 20, 1), *many("y", 25, 2))
    found = word_shift(frame, "x", "y", lexicon=SCORES if kind == "average" else None, kind=kind)
    assert found["low"].notna().all()
    assert (found["low"] < found["contribution"]).all()
    assert (found["contribution"] < found["high"]).all()
    if kind != "proportion":
        assert found["difference_low"][0] < found["difference"][0] < found["difference_high"][0]
    else:
        assert found["difference_low"].isna().all()


def test_the_interval_of_an_average_is_that_of_drawing_articles_again():
    frame = made(*many("x", 30, 1), *many("y", 40, 2))
    found = word_shift(frame, "x", "y", lexicon=SCORES)
    rng = np.random.default_rng(0)
    value = {w: s for w, s in SCORES.items()}
    sums = np.array([[sum(value.get(w, 0) for w in t.split()), sum(w in value for w in t.split())]
                     for t in frame["text"]])  # fmt: skip
    side = {o: np.flatnonzero(frame["outlet"] == o) for o in "xy"}
    gaps = []
    for _ in range(4000):
        drawn = [sums[rng.choice(side[o], len(side[o]))].sum(axis=0) for o in "xy"]
        gaps.append(drawn[1][0] / drawn[1][1] - drawn[0][0] / drawn[0][1])
    low, high = np.quantile(gaps, [0.025, 0.975])
    gap, width = found["difference"][0], high - low
    # Widened by a few per cent for 30 articles.
    assert found["difference_low"][0] == pytest.approx(gap - 1.06 * (gap - low), abs=0.08 * width)
    assert found["difference_high"][0] == pytest.approx(gap + 1.06 * (high - gap), abs=0.08 * width)


def test_few_articles_a_census_and_what_one_article_alone_says_have_no_interval():
    few = word_shift(made(*many("x", 2, 1), *many("y", 9, 2)), "x", "y")
    assert few["low"].isna().all()
    assert few["note"].str.startswith("under 3 articles on a side: estimate only").all()
    frame = made(*many("x", 9, 1), *many("y", 8, 2), ("y", "harbour harbour harbour day"))
    found = word_shift(frame, "x", "y").set_index("term")
    assert math.isnan(found.loc["harbour", "low"])
    assert found.loc["harbour", "note"].startswith("in under 3 articles: no interval")
    census = word_shift(frame, "x", "y", collection="census")
    assert census["low"].isna().all()
    assert census["note"].str.startswith("census: describes").all()
    some = word_shift(frame, "x", "y", intervals=2)
    assert some["low"].notna().sum() == 2
    assert some["note"].iloc[-1].startswith("not among the 2 strongest: no interval")


def test_a_copy_in_one_outlet_counts_once():
    frame = made(*many("x", 9, 1), *many("y", 9, 2))
    twice = pd.concat([frame, frame.iloc[[0]].assign(id="x-copy")], ignore_index=True)
    alone, with_copy = (word_shift(some, "x", "y") for some in (frame, twice))
    told = ["contribution", "low", "high", "count_a", "n_a", "n_articles_a"]
    pd.testing.assert_frame_equal(alone[told], with_copy[told], check_exact=True)
    assert "1 copy inside a group counted once" in with_copy["note"][0]
    kept = word_shift(twice, "x", "y", wire="keep")
    assert kept["n_a"][0] > alone["n_a"][0]
    assert kept["n_articles_a"][0] == alone["n_articles_a"][0]


def test_events_are_strata_and_one_side_s_own_are_left_out():
    frame = made(*many("x", 9, 1), *many("y", 9, 2))
    frame["event"] = ["one", "two", "one"] * 6
    frame.loc[0, "event"] = "mine"
    found = word_shift(frame, "x", "y")
    assert found["n_events"][0] == 2
    assert "1 articles on events of one side only left out; pools 2 events" in found["note"][0]
    assert found["n_articles_a"][0] == 8


def test_voices_and_parts():
    texts = [
        ("x", "“A good day,” Marlow said. It was bad."),
        ("y", "“A bad day,” Ruiz said. It was bad and bad."),
    ]
    frame = made(*texts, title=["Bad", "Good"])
    quoted = word_shift(frame, "x", "y", lexicon=SCORES, voice="quoted", voices="quotes")
    assert (quoted["value_a"][0], quoted["value_b"][0]) == (2, -3)
    assert quoted["voice"][0] == "quoted"
    heads = word_shift(frame, "x", "y", lexicon=SCORES, part="headline")
    assert (heads["value_a"][0], heads["value_b"][0]) == (-3, 2)
    within = word_shift(frame, "outlet", "quoted", lexicon=SCORES, by="voice", voices="quotes")
    assert within["value_b"][0] == pytest.approx(-0.5)
    assert set(within["a"]) == {"outlet"}


def test_invented_text_is_carried_on():
    frame = made(("x", "good day"), ("y", "bad day"))
    assert word_shift(frame, "x", "y")["provenance"].unique() == ["published"]
    frame["provenance"] = ["illustrative", "published"]
    assert word_shift(frame, "x", "y")["provenance"].unique() == ["illustrative"]


def test_what_articles_dealt_out_at_random_give_stands_beside_the_divergence():
    frame = made(*many("x", 9, 1), *many("y", 9, 2))
    found = word_shift(frame, "x", "y")
    assert 0 < found["by_chance"][0] < found["difference"][0]
    rng, h = np.random.default_rng(5), lambda p: -(p[p > 0] * np.log2(p[p > 0])).sum()
    words = sorted({word for text in frame["text"] for word in text.split()})
    counts = np.array([[text.split().count(word) for word in words] for text in frame["text"]], float)
    gaps = []
    for _ in range(2000):
        turned = rng.permutation(18)
        p, q = (counts[some].sum(axis=0) / counts[some].sum() for some in (turned[:9], turned[9:]))
        gaps.append(h((p + q) / 2) - (h(p) + h(q)) / 2)
    assert found["by_chance"][0] == pytest.approx(np.mean(gaps), rel=0.15)
    # No less than what is there where the labels say nothing.
    alike = made(*many("x", 9, 1), *[("y", text) for _, text in many("x", 9, 3)])
    null = word_shift(alike, "x", "y")
    assert null["difference"][0] == pytest.approx(null["by_chance"][0], rel=0.6)
    assert word_shift(frame, "x", "y", lexicon=SCORES)["by_chance"].isna().all()


# -- what can't be done --

BOTH = made(("x", "A good day."), ("y", "A bad day."))


@for_each(
    ("options", "said"),
    [
        (dict(b="z"), r"b 'z' is not known.* Allowed: x, y"),
        (dict(b="x"), "b: 'x' is set against itself; name another outlet"),
        (dict(by="paper"), "by 'paper' is not known"),
        (dict(lexicon="vadr"), "lexicon 'vadr' is not known; did you mean 'vader'"),
        (dict(lexicon=3), "lexicon: 3 is no lexicon; give a name, a Lexicon, or scores of words"),
        (dict(lexicon={"good": "much"}), "lexicon: the score 'much' of 'good' is no number"),
        (dict(lexicon={}), "no terms that can be used"),
        (dict(lexicon={"zebra": 1}), "lexicon: no entry of 'scores' counts in the words of 'x' and 'y'"),
        (dict(lexicon={"good": 1}), "lexicon: no entry of 'scores' counts in the words of 'y'"),
        (dict(lexicon=SCORES, stop_window=(-9, 9)), "give another lexicon, or a narrower stop window"),
        (dict(lexicon=SCORES, ngram=2), "lexicon: its entries are counted as it has them; leave out ngram"),
        (dict(kind="average"), "lexicon: an average needs scores of words"),
        (dict(kind="entropy"), "kind 'entropy' is not known"),
        (dict(stop_window=(0, 1)), "stop_window: without a lexicon words have no scores"),
        (dict(lexicon=SCORES, stop_window=(1, 0)), r"stop_window: \(1, 0\) is no window"),
        (dict(lexicon=SCORES, stop_window=4), "stop_window: 4 is no window"),
        (dict(lexicon=SCORES, reference="mean"), "reference: 'mean' is no score; give a number or 'average'"),
        (dict(voice="quoted", voices="quotes"), "has no words of those counted|words of those counted"),
        (dict(wire="drops"), "wire 'drops' is not known; did you mean 'drop'"),
        (dict(collection="all"), "collection 'all' is not known"),
        (dict(intervals=-1), "intervals: -1 will not do"),
        (dict(seed="one"), "seed: 'one' will not do"),
    ],
)  # fmt: skip
def test_faults_are_one_clear_line(options, said):
    with pytest.raises(FramingError, match=said) as caught:
        word_shift(BOTH, "x", **{"b": "y", **options})
    assert "\n" not in str(caught.value)


def test_one_outlet_no_article_no_shared_event():
    with pytest.raises(FramingError, match=r"b: only one outlet, 'x', .*nothing to set it against"):
        word_shift(BOTH.iloc[:1], "x", "y")
    with pytest.raises(FramingError, match="articles: none is left"):
        word_shift(BOTH.iloc[:0], "x", "y")
    apart = BOTH.assign(event=["one", "two"])
    with pytest.raises(FramingError, match="'x' and 'y' share no event; leave the column `event` empty"):
        word_shift(apart, "x", "y")


def test_articles_in_another_language_or_too_short_are_left_out_and_it_is_said():
    frame = made(("x", "good day"), ("y", "bad day"), ("y", "good"), language=["en", None, "fr"])
    with pytest.warns(FramingWarning, match="1 in another language"):
        found = word_shift(frame, "x", "y", lexicon="vader")
    assert found["n_b"][0] == 1


def test_a_lexicon_of_two_nets_asks_which():
    terms = '[poles.positive]\nterms = ["good"]\n[poles.negative]\nterms = ["bad"]\n'
    nets = "".join(f'[measures."own.{n}"]\nunit = "net_per_1000"\npoles = ["positive"]\n' for n in "ab")
    own = toml.read(f'name = "own"\n{terms}{nets}'.encode(), "own.toml")
    assert isinstance(own, Lexicon)
    with pytest.raises(FramingError, match=r"'own' has several measures \(own.a, own.b\); give one"):
        word_shift(BOTH, "x", "y", lexicon=own)


@pytest.mark.medium
def test_no_warning_where_nothing_is_left_out():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = word_shift(BOTH, "x", "y", lexicon="vader")
    assert len(found)
