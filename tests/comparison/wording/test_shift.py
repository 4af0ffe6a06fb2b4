"""Word shifts against fractions worked out by hand, a published case, and what must always hold."""

from __future__ import annotations

import warnings
from fractions import Fraction as F
from importlib import resources

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.comparison.wording.shift import word_shift
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
    assert found["term"].tolist() == ["bad", "good", "fine", "poor"]


def test_scores_on_one_side_of_nought_are_set_against_the_average_of_a():
    frame = made(("x", "low high high"), ("y", "low low high"))
    found = word_shift(frame, "x", "y", lexicon={"low": 1, "high": 4})
    assert found["reference"][0] == pytest.approx(3)
    assert column(found, "kind") == {"low": "below, more used", "high": "above, less used"}


def test_all_words_are_the_base_of_a_rate():
    frame = made(("x", "good good fine bad day"), ("y", "good poor bad bad bad rain rain"))
    found = word_shift(frame, "x", "y", lexicon="tone.net")
    assert (found["n_a"][0], found["n_b"][0]) == (5, 7)


def test_vader_means_the_valences_its_package_installs():
    frame = made(("x", "A great win, a good deal like no other."), ("y", "A bad war, not good, kind of."))
    found = word_shift(frame, "x", "y", lexicon="vader")
    lines = (resources.files("vaderSentiment") / "vader_lexicon.txt").read_text("utf8").splitlines()
    valence = {line.split("\t")[0]: float(line.split("\t")[1]) for line in lines}
    assert column(found, "score") == {term: valence[term] for term in found["term"]}
    assert {"great", "win", "good", "like", "no", "bad", "war", "kind"} == set(found["term"])
    assert found["lexicon"][0] == "vader"


def test_a_sign_that_a_negator_turned_is_a_term_of_its_own():
    frame = made(("x", "An excellent day. Excellent."), ("y", "It was not excellent. An excellent day."))
    found = word_shift(frame, "x", "y", lexicon="tone")
    score = column(found, "score")
    assert set(score) == {"excellent", "not excellent"}
    assert score["not excellent"] == pytest.approx(-0.74 * score["excellent"])


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
@given(st.lists(TEXTS, min_size=1, max_size=3), st.lists(TEXTS, min_size=1, max_size=3), st.booleans())
def test_contributions_add_up_to_the_difference(ours, theirs, lifted):
    frame = made(
        *(("x", " ".join(["good", *t])) for t in ours), *(("y", " ".join(["bad", *t])) for t in theirs)
    )
    # Lifted, all scores lie above 0, and the average of a is the reference.
    lexicon = {word: score + 5 * lifted for word, score in SCORES.items()}
    found = word_shift(frame, "x", "y", lexicon=lexicon)
    gap = found["difference"][0]
    assert abs(found["contribution"].sum() - gap) < 1e-12
    assert abs(found["value_b"][0] - found["value_a"][0] - gap) < 1e-12
    back = word_shift(frame, "y", "x", lexicon=lexicon)
    assert back["difference"][0] == pytest.approx(-gap, abs=1e-14)
    if not lifted:
        assert column(back, "contribution") == pytest.approx(
            {term: -value for term, value in column(found, "contribution").items()}, abs=1e-14
        )


@pytest.mark.medium
def test_nothing_depends_on_the_order_of_rows_or_the_run():
    frame = made(*many("x", 9, 1), *many("y", 12, 2))
    first = word_shift(frame, "x", "y", lexicon=SCORES)
    again = word_shift(frame.sample(frac=1, random_state=4), "x", "y", lexicon=SCORES)
    pd.testing.assert_frame_equal(first, again, check_exact=True)
    other = word_shift(frame, "x", "y", lexicon=SCORES, seed=2)
    assert first["contribution"].tolist() == other["contribution"].tolist()
    assert first["difference_low"][0] != other["difference_low"][0]


def test_the_table_is_as_its_schema_says():
    found = word_shift(made(*many("x", 5, 1), *many("y", 5, 2)), "x", "y")
    assert list(found.columns) == list(schema("shift").columns)


# -- how sure --


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


def test_few_articles_and_a_census_have_no_interval():
    few = word_shift(made(*many("x", 2, 1), *many("y", 9, 2)), "x", "y")
    assert few["difference_low"].isna().all()
    assert few["note"].str.startswith("under 3 articles on a side: estimate only").all()
    frame = made(*many("x", 9, 1), *many("y", 8, 2), ("y", "harbour harbour harbour day"))
    found = word_shift(frame, "x", "y", lexicon=SCORES | {"harbour": 1}).set_index("term")
    assert found["difference_low"].iloc[0] < found["difference"].iloc[0] < found["difference_high"].iloc[0]
    assert found.loc["harbour", "note"].startswith("fragile")
    assert "fragile" not in found.loc["good", "note"]
    census = word_shift(frame, "x", "y", lexicon=SCORES, collection="census")
    assert census["difference_low"].isna().all()
    assert census["note"].str.startswith("census: describes").all()


def test_a_copy_in_one_outlet_counts_once():
    frame = made(*many("x", 9, 1), *many("y", 9, 2))
    twice = pd.concat([frame, frame.iloc[[0]].assign(id="x-copy")], ignore_index=True)
    alone, with_copy = (word_shift(some, "x", "y", lexicon=SCORES) for some in (frame, twice))
    told = ["contribution", "difference_low", "difference_high", "count_a", "n_a", "n_articles_a"]
    pd.testing.assert_frame_equal(alone[told], with_copy[told], check_exact=True)
    assert "1 copy inside a group counted once" in with_copy["note"][0]
    kept = word_shift(twice, "x", "y", lexicon=SCORES, wire="keep")
    assert kept["n_a"][0] > alone["n_a"][0]
    assert kept["n_articles_a"][0] == alone["n_articles_a"][0]


def test_events_are_strata_and_one_side_s_own_are_left_out():
    frame = made(*many("x", 9, 1), *many("y", 9, 2))
    frame["event"] = ["one", "two", "one"] * 6
    frame.loc[0, "event"] = "mine"
    found = word_shift(frame, "x", "y", lexicon=SCORES)
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
    assert word_shift(frame, "x", "y", lexicon=SCORES)["provenance"].unique() == ["published"]
    frame["provenance"] = ["illustrative", "published"]
    assert word_shift(frame, "x", "y", lexicon=SCORES)["provenance"].unique() == ["illustrative"]


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
        (dict(voice="quoted", voices="quotes"), "has no words of those counted|words of those counted"),
        (dict(wire="drops"), "wire 'drops' is not known; did you mean 'drop'"),
        (dict(collection="all"), "collection 'all' is not known"),
        (dict(seed="one"), "seed: 'one' will not do"),
    ],
)  # fmt: skip
def test_faults_are_one_clear_line(options, said):
    with pytest.raises(FramingError, match=said) as caught:
        word_shift(BOTH, "x", **{"b": "y", **options})
    assert "\n" not in str(caught.value)


def test_one_outlet_no_article_no_shared_event():
    with pytest.raises(FramingError, match=r"b: only one outlet, 'x', .*nothing to set it against"):
        word_shift(BOTH.iloc[:1], "x", "y", lexicon=SCORES)
    with pytest.raises(FramingError, match="articles: none is left"):
        word_shift(BOTH.iloc[:0], "x", "y", lexicon=SCORES)
    apart = BOTH.assign(event=["one", "two"])
    with pytest.raises(FramingError, match="'x' and 'y' share no event; leave the column `event` empty"):
        word_shift(apart, "x", "y", lexicon=SCORES)


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
