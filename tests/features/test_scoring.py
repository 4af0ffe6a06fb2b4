"""Scores counted by hand on small articles, and sums that stay however articles are cut or ordered."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError, FramingWarning
from framing.features import cells as cells_module
from framing.features.lexicon import Entry, Lexicon, Measure, Pole
from framing.features.measures import registry, resolve
from framing.features.scoring import score
from framing.text.tokens import chunks, words
from tests.cases import for_each

MOOD = Lexicon(
    "mood",
    (Entry("good", "positive", 1.9), Entry("great", "positive", 3.1), Entry("bad", "negative", -2.5)),
    {"positive": Pole("positive"), "negative": Pole("negative")},
    {
        "mood.good": Measure("mood.good", "per_1000", {"positive": None}),
        "mood.net": Measure("mood.net", "net_per_1000", {"positive": 1.0, "negative": -1.0}),
        "mood.valence": Measure("mood.valence", "mean", {"positive": None, "negative": None}),
        "mood.share": Measure("mood.share", "share", {"positive": 1.0, "negative": 0.0}),
    },
    negation="flip",
)
SUMS = ["hits", "weight", "tokens"]


def article(text: str, **fields: Any) -> dict[str, Any]:
    return {"id": "a", "outlet": "x", "text": text, **fields}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows)


def table(scores: pd.DataFrame) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    """Sums by part, voice and measure."""
    keys = scores[["part", "voice", "measure"]].astype(str).itertuples(index=False, name=None)
    return dict(zip(keys, scores[SUMS].itertuples(index=False, name=None), strict=True))


ONE = article(
    # 2 words, then 3 + 4, then 7 quoted and 2 + 4 told
    "A subhead\n\nA good deal. It isn't so good.\n\n“We want a bad and great deal,” he said. It was not bad.",
    title="Bad talks, good end",
    blocks="hpp",
)


def test_a_small_article_counted_by_hand() -> None:
    found = table(score(frame(ONE), MOOD))
    assert {k[:2]: v[2] for k, v in found.items()} == {
        ("headline", "outlet"): 4,
        ("lead", "outlet"): 7,
        ("body", "outlet"): 8,
        ("body", "quoted"): 7,
    }
    # hits and weights: what is good goes to the other pole at -0.74 of its valence where it is
    # negated, what is bad counts for nothing there
    wanted = {
        ("headline", "outlet"): {"good": (1, 1.9), "net": (2, 0), "valence": (2, 1.9 - 2.5), "share": (2, 1)},
        ("lead", "outlet"): {"good": (1, 1.9), "net": (2, 0), "valence": (2, 1.9 - 1.406), "share": (2, 1)},
        ("body", "outlet"): {"good": (0, 0), "net": (0, 0), "valence": (0, 0), "share": (0, 0)},
        ("body", "quoted"): {"good": (1, 3.1), "net": (2, 0), "valence": (2, 3.1 - 2.5), "share": (2, 1)},
    }
    assert {k: v[:2] for k, v in found.items()} == {
        (*cell, f"mood.{name}"): (hits, pytest.approx(weight))
        for cell, measures in wanted.items()
        for name, (hits, weight) in measures.items()
    }


def test_units_go_with_the_measures() -> None:
    scores = score(frame(ONE), MOOD)
    assert dict(zip(scores["measure"].astype(str), scores["unit"].astype(str), strict=True)) == {
        "mood.good": "per_1000",
        "mood.net": "net_per_1000",
        "mood.valence": "mean",
        "mood.share": "share",
    }


@for_each(
    ("text", "blocks", "parts"),
    [
        ("One two.\n\nThree.", "pp", {"lead": 2, "body": 1}),
        ("One two.\n\nThree.", "hp", {"lead": 1, "body": 2}),
        ("One two.\n\nThree.", "", {"lead": 2, "body": 1}),
        ("One two.\n\nThree.", "hh", {"lead": 2, "body": 1}),
        ("One two.", "hhhp", {"lead": 2}),
        ("— — —\n\nOne two.\n\nThree.", "ppp", {"lead": 2, "body": 1}),
        ("", "", {}),
        ("...", "p", {}),
    ],
)
def test_the_lead_is_the_first_paragraph_proper(text: str, blocks: str, parts: dict[str, int]) -> None:
    scores = score(frame(article(text, blocks=blocks)), "hedges", voices=None)
    assert dict(zip(scores["part"].astype(str), scores["tokens"], strict=True)) == parts


def test_a_cell_without_words_has_no_row_and_one_without_hits_has_zeros() -> None:
    scores = score(frame(article("It rains.", title="")), MOOD)
    assert set(zip(scores["part"].astype(str), scores["voice"].astype(str), strict=True)) == {
        ("lead", "outlet")
    }
    assert scores[["hits", "weight"]].eq(0).all(axis=None)
    assert len(scores) == len(MOOD.measures)


def test_a_measure_takes_only_its_poles_at_its_weights() -> None:
    assert table(score(frame(article("good bad bad")), MOOD, voices=None)) == {
        ("lead", "all", "mood.good"): (1, 1.9, 3),
        ("lead", "all", "mood.net"): (3, -1, 3),
        ("lead", "all", "mood.valence"): (3, -3.1, 3),
        ("lead", "all", "mood.share"): (3, 1, 3),
    }


def test_shipped_measures_on_a_sentence_each() -> None:
    text = "Perhaps it will rain. They must clearly say so. The regime claimed 5 wins."
    found = {k[2]: v[0] for k, v in table(score(frame(article(text)), voices=None)).items()}
    assert set(found) == set(registry())
    assert {name: found[name] for name in ("hedges", "necessity", "figures", "loaded")} == {
        "hedges": 1,
        "necessity": 1,
        "figures": 1,
        "loaded": 1,
    }


# -- what is scored, and what goes with it --


def test_other_languages_and_stubs_are_left_out_and_said() -> None:
    articles = frame(
        article("It may rain."),
        article("C'est bien.", id="b", language="fr"),
        article("Read more.", id="c", status="stub"),
        article("Maybe.", id="d", language="en"),
    ).fillna({"status": "full"})
    said = "not scored, of 4 articles: 1 too short to be whole, 1 in another language"
    with pytest.warns(FramingWarning, match=said):
        scores = score(articles, "hedges", voices=None)
    assert scores["article"].astype(str).tolist() == ["a", "d"]


@pytest.mark.parametrize("kind", ["str", "category"])
def test_a_language_may_be_written_in_other_ways(kind: str) -> None:
    ways = ["en", "EN", "en-GB", "english", "", None, "fr-CA"]
    articles = frame(*(article("It may rain.", id=str(i), language=way) for i, way in enumerate(ways)))
    with pytest.warns(FramingWarning, match="not scored, of 7 articles: 1 in another language"):
        scores = score(articles.astype({"language": kind}), "hedges")
    assert scores["article"].tolist() == list("012345")
    assert (scores["hits"] == 1).all()


def test_a_lexicon_of_another_language_scores_its_own_articles() -> None:
    dutch = Lexicon(
        "nl",
        (Entry("goed", "p"),),
        {"p": Pole("p")},
        {"nl": Measure("nl", "per_1000", {"p": None})},
        language="nl",
    )
    articles = frame(article("goed may", language="nl"), article("goed may", id="b", language="en"))
    scores = score(articles, [dutch, "hedges"], voices=None)
    found = zip(scores["article"].astype(str), scores["measure"].astype(str), scores["hits"], strict=True)
    assert list(found) == [("a", "nl", 1), ("b", "hedges", 1)]
    # Where the language isn't known, every measure is tried.
    assert score(frame(article("goed may")), [dutch, "hedges"], voices=None)["hits"].tolist() == [1, 1]


def test_columns_are_carried() -> None:
    articles = frame(article("It rains.", event="visit", genre="opinion", section="World", desk="Asia"))
    scores = score(articles, "hedges", keep=["section", "desk"])
    row = scores.iloc[0]
    assert [row[c] for c in ("outlet", "event", "genre", "section", "desk")] == [
        "x",
        "visit",
        "opinion",
        "World",
        "Asia",
    ]


def test_copies_share_a_group() -> None:
    text = " ".join(f"word{i}" for i in range(25))
    articles = frame(
        article(text.capitalize() + "."),
        article(f"“{text.upper()}”", id="b", outlet="y"),
        article(text + " more", id="c"),
        article("Too short to tell.", id="d"),
        article("Too short to tell.", id="e"),
        article(text + " and more", id="f", copy_group="mine"),
    )
    scores = score(articles, "hedges", voices=None)
    group = dict(zip(scores["article"].astype(str), scores["copy_group"], strict=True))
    assert group["a"] == group["b"]
    assert group["f"] == "mine"
    assert all(pd.isna(group[name]) for name in "cde")


def test_nothing_to_score_is_an_empty_table() -> None:
    assert len(score(frame(ONE).iloc[:0])) == 0
    with pytest.warns(FramingWarning, match="not scored, of 1 articles: 1 in another"):
        assert len(score(frame(article("Rien.", language="fr")), "hedges")) == 0


# -- wrong arguments: one line that names the remedy --


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"measures": "hegdes"}, r"^measure 'hegdes' is not known; did you mean 'hedges'\?"),
        ({"measures": ["hedges", "tone.nett"]}, r"did you mean 'tone.net'\?"),
        ({"measures": [3]}, "measure 3 is neither a name nor a Lexicon"),
        ({"voices": "quote"}, r"^voices 'quote' is not known; did you mean 'quotes'\?"),
        ({"voices": ["quotes"]}, "^voices"),
        ({"keep": ["sektion"]}, r"^keep 'sektion' is not known; did you mean 'section'\?"),
        (
            {"measures": [MOOD, Lexicon("mood", MOOD.entries[:1], MOOD.poles, MOOD.measures)]},
            "two measures are called 'mood.good'",
        ),
    ],
)
def test_wrong_names(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(FramingError, match=said) as error:
        score(frame(ONE), **arguments)
    assert "\n" not in str(error.value)


def test_a_table_without_text() -> None:
    with pytest.raises(FramingError, match=r"column 'text'.*is missing"):
        score(frame(ONE).drop(columns="text"))
    with pytest.raises(FramingError, match="id 'a' stands in more than one row"):
        score(frame(ONE, ONE))


def test_names_patterns_and_doubles() -> None:
    assert [m.name for m in resolve("tone")] == [name for name in registry() if name.startswith("tone.")]
    assert [m.name for m in resolve(["hedges", "hedges", "tone.n*"])] == [
        "hedges",
        "tone.negative",
        "tone.net",
    ]
    assert [m.name for m in resolve(MOOD)] == list(MOOD.measures)
    assert resolve(None) == list(registry().values())


# -- the same sums however the articles are cut, ordered and put together --

WORDS = st.sampled_from('good bad great not may said the “ ” " “Good bad,” . \n\n 5 5G must need'.split(" "))
ARTICLES = st.lists(
    st.tuples(
        st.lists(WORDS, max_size=6).map(" ".join),
        st.lists(WORDS, max_size=25).map(" ".join),
        st.sampled_from("xy"),
    ),
    min_size=1,
    max_size=6,
).map(
    lambda rows: pd.DataFrame(
        [
            {"id": f"a{i}", "title": title, "text": text, "outlet": o}
            for i, (title, text, o) in enumerate(rows)
        ]
    )
)
MEASURES = [MOOD, "necessity", "figures"]


def sums(scores: pd.DataFrame) -> list[tuple[Any, ...]]:
    columns = ["article", "outlet", "part", "voice", "measure", "unit"]
    rows = pd.concat([scores[columns].astype(str), scores[SUMS]], axis=1)
    return sorted(rows.itertuples(index=False, name=None))


@pytest.mark.medium
@given(ARTICLES, st.randoms(use_true_random=False), st.integers(1, 60))
def test_any_order_and_any_cut_give_the_same_sums(articles: pd.DataFrame, random: Any, limit: int) -> None:
    whole = sums(score(articles, MEASURES))
    order = list(range(len(articles)))
    random.shuffle(order)
    assert sums(score(articles.iloc[order], MEASURES)) == whole
    middle = random.randint(0, len(articles))
    assert (
        sorted(sums(score(articles.iloc[:middle], MEASURES)) + sums(score(articles.iloc[middle:], MEASURES)))
        == whole
    )
    with mock.patch.object(cells_module, "chunks", lambda sizes, _: chunks(sizes, limit)):
        assert sums(score(articles, MEASURES)) == whole


@pytest.mark.medium
@given(ARTICLES)
def test_voices_add_up(articles: pd.DataFrame) -> None:
    """Told apart or not, there are as many words and hits; only negation knows voices."""
    key = ["article", "part", "measure"]
    told, untold = (
        score(articles, ["necessity", "figures"], voices=v)
        .astype({k: "str" for k in key})
        .groupby(key)[SUMS]
        .sum()
        for v in ("quotes", None)
    )
    pd.testing.assert_frame_equal(told, untold)


@pytest.mark.medium
@given(ARTICLES)
def test_measures_do_not_disturb_each_other(articles: pd.DataFrame) -> None:
    together = sums(score(articles, MEASURES))
    assert sorted(row for one in MEASURES for row in sums(score(articles, one))) == together


@pytest.mark.medium
@given(ARTICLES)
def test_tokens_are_those_of_title_and_text(articles: pd.DataFrame) -> None:
    scores = score(articles, "hedges").astype({"article": "str"})
    counted = scores.groupby("article")["tokens"].sum().to_dict()
    wanted = {row.id: len(words(row.title)) + len(words(row.text)) for row in articles.itertuples()}
    assert counted == {name: n for name, n in wanted.items() if n}


@for_each("name", ["hedges", "tone", "figures", "passive.agentless"])
def test_words_of_the_users_own_are_not_called_as_a_shipped_measure(name: str) -> None:
    with pytest.raises(FramingError, match=f"'{name}' is a measure that framing ships; call yours otherwise"):
        resolve({name: ["border"]})
    assert resolve({f"own_{name}": ["border"]})
