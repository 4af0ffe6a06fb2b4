"""Keyness from articles to table: published and plain counts, refusals, what order must not change."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import framing as fr
from framing.comparison.wording.association import log_odds
from framing.errors import FramingError, FramingWarning
from framing.schema import check
from tests.cases import for_each

keyness = functools.partial(fr.keyness, full=True)

WORDS = "trade tariff canola visit talks leader island regime partner deal summit energy border port".split()


def coverage(sizes: dict[str, int], seed: int = 0, words: int = 60, **columns: object) -> pd.DataFrame:
    """Articles of made-up words; the further down a group stands, the more often it says "regime"."""
    rng = np.random.default_rng(seed)
    rows = []
    for place, (outlet, size) in enumerate(sizes.items()):
        weights = np.ones(len(WORDS))
        weights[WORDS.index("regime")] += 2 * place
        for number in range(size):
            n = int(rng.integers(words // 2, 2 * words))
            said = rng.choice(WORDS, n, p=weights / weights.sum())
            text = ". ".join(" ".join(said[i : i + 7]) for i in range(0, n, 7))
            rows.append({"id": f"{outlet}{number:03}", "outlet": outlet, "text": text, **columns})
    return pd.DataFrame(rows)


def row(table: pd.DataFrame, group: str, term: str) -> pd.Series:
    (found,) = [r for _, r in table[(table["group"] == group) & (table["term"] == term)].iterrows()]
    return found


def test_quanteda_end_to_end(shared: Path) -> None:
    known = json.loads((shared / "oracles" / "published.json").read_text("utf8"))["quanteda_keyness_chi2"]
    speeches = pd.read_csv(shared / "oracles" / "inaugural.csv")
    speeches = speeches[speeches["id"] != "2025-Trump"]
    period = np.where(speeches["year"] >= 1945, "post-war", "pre-war")
    found = keyness(
        speeches.assign(outlet="speeches", period=period), by="period", collection="census", stop=None
    )
    late = found[found["group"] == "post-war"].set_index("term")
    counted = [(a, b) == (late.at[t, "count"], late.at[t, "count_rest"])
               for t, _, a, b in known["rows"] if t[0].isalpha()]  # fmt: skip
    assert counted == [True] * 17
    # Punctuation is no word here, so the totals are smaller; signs and ranks are the same.
    assert [np.sign(late.at[t, "chi2"]) == np.sign(v) for t, v, *_ in known["rows"] if t[0].isalpha()] == [
        True
    ] * 17
    assert late.index[0] == "we"


def test_counts_are_those_of_plain_counting() -> None:
    articles = coverage({"x": 5, "y": 7, "z": 4})
    found = keyness(articles)
    check(found, "terms")
    plain = {o: Counter(w for t in part["text"] for w in re.findall(r"\w+", t))
             for o, part in articles.groupby("outlet")}  # fmt: skip
    for outlet in "xyz":
        rest = sum((plain[o] for o in "xyz" if o != outlet), Counter())
        mine = found[found["group"] == outlet].set_index("term")
        assert mine["count"].to_dict() == {w: plain[outlet][w] for w in WORDS}
        assert mine["count_rest"].to_dict() == {w: rest[w] for w in WORDS}
        assert set(mine["n"]) == {plain[outlet].total()}
        total = plain[outlet] + rest
        for word in WORDS:
            prior = 500 * total[word] / total.total()
            wanted = log_odds(
                plain[outlet][word], rest[word], plain[outlet].total(), rest.total(), prior, 500
            )
            assert mine.at[word, "log_odds"] == pytest.approx(float(wanted), rel=1e-12)
    assert found["z"].groupby(found["group"], observed=True).apply(lambda z: z.is_monotonic_decreasing).all()
    assert (found["low"] < found["log_odds"]).all()
    assert (found["log_odds"] < found["high"]).all()


def test_dispersion_articles_and_top_share_article_by_article() -> None:
    articles = coverage({"x": 4, "y": 5})
    texts = articles.loc[articles["outlet"] == "x", "text"].map(lambda t: re.findall(r"\w+", t))
    sizes = texts.map(len) / texts.map(len).sum()
    for word in ("regime", "port"):
        counts = texts.map(lambda words, word=word: words.count(word))
        mine = row(keyness(articles), "x", word)
        dp = 0.5 * (counts / counts.sum() - sizes).abs().sum() / (1 - sizes.min())
        assert mine["dispersion"] == pytest.approx(dp)
        assert mine["top_article_share"] == pytest.approx(counts.max() / counts.sum())
        assert mine["articles"] == (counts > 0).sum()
        theirs = row(keyness(articles), "y", word)
        assert theirs["dispersion_rest"] == pytest.approx(dp)


def test_order_of_rows_changes_nothing() -> None:
    articles = coverage({"x": 6, "y": 9, "z": 5}, event="e")
    articles.loc[::3, "event"] = "f"
    wanted = keyness(articles)
    for seed in (1, 2):
        pd.testing.assert_frame_equal(keyness(articles.sample(frac=1, random_state=seed)), wanted)


def test_pairs_turn_the_sign() -> None:
    articles = coverage({"x": 6, "y": 9})
    both = keyness(articles)
    a, b = (both[both["group"] == o].set_index("term").sort_index() for o in "xy")
    for name in ("log_odds", "z", "g2", "chi2", "log_ratio"):
        assert a[name].to_numpy() == pytest.approx(-b[name].to_numpy(), abs=1e-12), name
    assert a["p"].to_numpy() == pytest.approx(b["p"].to_numpy(), abs=0.02)
    assert a["dispersion"].to_numpy() == pytest.approx(b["dispersion_rest"].to_numpy())
    pair = keyness(articles, against="pairs")
    assert (pair["against"] == "y").all()
    same = [
        name
        for name in pair.columns
        if name not in ("against", "family", "family_size", "p_adjusted", "note")
    ]
    mine = both[both["group"] == "x"].reset_index(drop=True)
    pd.testing.assert_frame_equal(pair[same], mine[same], check_categorical=False)


def test_a_group_against_itself_differs_in_nothing() -> None:
    x = coverage({"x": 6})
    twin = x.assign(outlet="y", id=x["id"] + "y")
    found = keyness(pd.concat([x, twin]))
    assert found["log_odds"].tolist() == [0.0] * len(found)
    assert found["p"].isna().all()  # every text stands on both sides and keeps its label
    assert (found["low"] < 0).all()


def test_permutation_is_fishers_where_an_article_is_a_word_or_not() -> None:
    # Articles that are "port" but for a word, or have none: swapping articles is drawing without replacement.
    port, none = "port port port deal", "deal deal deal deal"
    texts = [port] * 6 + [none] * 2 + [port] + [none] * 7
    articles = pd.DataFrame(
        {"id": [f"{i:02}" for i in range(16)], "outlet": ["x"] * 8 + ["y"] * 8, "text": texts}
    )
    found = row(keyness(articles, wire="keep"), "x", "port")
    assert found["p"] == pytest.approx(scipy.stats.fisher_exact([[6, 2], [1, 7]]).pvalue)
    assert found["test"] == "permutation, exact"


def test_p_is_never_below_that_of_words_drawn_one_by_one() -> None:
    # Short items that lack a rare word say nothing, though all articles with it are on the other side.
    short = pd.DataFrame({"id": list("abcde"), "outlet": "x", "text": [f"deal {w}" for w in WORDS[:5]]})
    long = coverage({"y": 20}, words=300)
    long.loc[::2, "text"] += " zugzwang"
    found = row(keyness(pd.concat([short, long])), "x", "zugzwang")
    assert found["articles_rest"] == 10
    assert found["p"] > 0.5


def test_many_articles_get_a_t_on_the_score() -> None:
    articles = coverage({"x": 55, "y": 70})
    found = row(keyness(articles, intervals=0), "y", "regime")
    assert found["test"] == "t on the score"
    texts = articles["text"].map(lambda t: re.findall(r"\w+", t))
    x, d = texts.map(lambda w: w.count("regime")).to_numpy(float), texts.map(len).to_numpy(float)
    first = (articles["outlet"] == "y").to_numpy()
    e, share = x - x.sum() / d.sum() * d, d[first].sum() / d.sum()
    t = e[first].sum() / np.sqrt(share * (1 - share) * (e**2).sum() * len(e) / (len(e) - 1))
    assert found["p"] == pytest.approx(2 * scipy.stats.t.sf(abs(t), len(e) - 1))
    # Events that hold one stratum each give the same as one; more strata change it.
    halves = articles.assign(event=np.where(np.arange(len(articles)) % 2, "e", "f"))
    other = row(keyness(halves, intervals=0), "y", "regime")
    assert other["n_events"] == 2
    assert other["p"] != found["p"]
    assert other["p"] < 1e-6


def test_events_that_one_side_lacks_are_left_out() -> None:
    articles = pd.concat(
        [
            coverage({"x": 5, "y": 5}, event="e"),
            coverage({"x": 4}, 3, event="f").assign(id=lambda t: "f" + t["id"]),
        ]
    )
    found = keyness(articles)
    alone = keyness(articles[articles["event"] == "e"])
    keys = ["group", "term", "count", "count_rest", "n", "articles_rest", "dispersion", "g2"]
    one, other = (t[keys].sort_values(["group", "term"], ignore_index=True) for t in (found, alone))
    pd.testing.assert_frame_equal(one, other)
    assert found["note"].str.contains("4 articles on events of one side only left out").all()
    with (
        pytest.warns(FramingWarning, match="share no event"),
        pytest.raises(FramingError, match="share an event"),
    ):
        keyness(articles.assign(event=articles["outlet"]))


def test_one_article_that_repeats_a_word_is_flagged() -> None:
    articles = coverage({"x": 5, "y": 5})
    articles.loc[0, "text"] += " zugzwang" * 30
    articles.loc[1, "text"] += " zugzwang"
    assert "zugzwang" not in set(keyness(articles)["term"])
    found = row(keyness(articles, least_articles=0), "x", "zugzwang")
    assert found["one_article"]
    assert found["top_article_share"] == pytest.approx(30 / 31)
    assert found["dispersion"] > 0.6
    assert "one article gives most of it" in found["note"]
    assert np.isnan(found["p"])
    assert "in under 3 articles: no test" in found["note"]


def test_copies_in_one_group_count_once() -> None:
    articles = coverage({"x": 5, "y": 5})
    again = pd.concat([articles, articles.head(1).assign(id="z")])
    numbers = ["count", "n", "articles", "log_odds", "low", "p"]
    pd.testing.assert_frame_equal(keyness(again)[numbers], keyness(articles)[numbers])
    assert keyness(again)["note"].str.contains("1 copy inside a group counted once").all()
    kept = keyness(again, wire="keep")
    assert kept["n"].max() > keyness(articles)["n"].max()


def test_voice_part_and_speakers() -> None:
    texts = [
        "The deal holds. “The deal is bad,” said Ana Ruiz, a farmer.",
        "A deal was made. “No deal lasts,” said Tom Marlow, a minister.",
    ] * 3
    articles = pd.DataFrame({
        "id": list("abcdef"), "outlet": ["x", "y"] * 3, "text": texts, "title": ["Deal", "No deal"] * 3,
    })  # fmt: skip
    found = keyness(articles, voice="quoted", voices="quotes", wire="keep")
    assert row(found, "x", "deal")["count"] == 3
    assert row(found, "x", "deal")["voice"] == "quoted"
    assert row(keyness(articles, part="headline", wire="keep", stop=None), "y", "no")["count"] == 3
    voices = keyness(articles, by="voice", voices="quotes", wire="keep")
    assert set(voices["group"]) == {"outlet", "quoted"}
    assert row(voices, "quoted", "lasts")["count"] == 3
    assert set(keyness(articles, by="part", wire="keep")["group"]) == {"headline", "lead"}


def test_a_census_has_no_intervals_and_no_p() -> None:
    found = keyness(coverage({"x": 6, "y": 6}), collection="census")
    assert found[["low", "high", "p", "p_adjusted"]].isna().all(axis=None)
    assert found["note"].str.startswith("census: describes").all()


def test_opinion_is_not_mixed_with_news() -> None:
    articles = coverage({"x": 6, "y": 6}).assign(genre=["opinion", *["news"] * 11])
    with pytest.warns(FramingWarning, match="of 12 articles, 1 not news left out"):
        found = keyness(articles)
    assert found["n_articles"].max() == 6
    assert found["note"].str.contains("1 not news left out").all()
    assert keyness(articles, genre="all")["n_articles"].tolist() == [6] * len(found)


@for_each(
    ("options", "said"),
    [
        ({"by": "outlets"}, "by 'outlets' is not known; did you mean 'outlet'?"),
        ({"against": "all"}, "against 'all' is not known"),
        ({"voice": "quotes"}, "voice 'quotes' is not known"),
        ({"voice": "reported", "voices": "quotes"}, "voice 'reported' is not known"),
        ({"speaker_type": "expert", "voices": "quotes"}, "who speaks is known only with 'full'"),
        ({"speaker_type": "experts"}, "speaker_type 'experts' is not known; did you mean 'expert'?"),
        ({"by": 3}, "by 3 is not known"),
        ({"by": "lists"}, "column 'lists' holds lists"),
        ({"part": "heading"}, "part 'heading' is not known; did you mean 'headline'?"),
        ({"part": "headline"}, "no words of those counted in any article"),
        ({"ngram": 6}, "ngram: 6 is no length; give a number from 1 to 5"),
        ({"ngram": (3, 1)}, "ngram: .* is no length"),
        ({"stop": "spanish"}, "stop: 'spanish' names no list"),
        ({"min_count": 0}, "min_count: 0 is no count"),
        ({"draws": 5}, "draws: 5 will not do; give a whole number of at least 99"),
        ({"intervals": "all"}, "intervals: 'all' will not do"),
        ({"wire": "merge"}, "wire 'merge' is not known"),
        ({"genre": "sport"}, "genre 'sport' is not known"),
        ({"collection": "full"}, "collection 'full' is not known"),
    ],
)
def test_wrong_arguments(options: dict[str, object], said: str) -> None:
    with pytest.raises(FramingError, match=said) as error:
        keyness(coverage({"x": 3, "y": 3}).assign(lists=[["a"]] * 6), **options)
    assert "\n" not in str(error.value)


def test_nothing_to_compare() -> None:
    articles = coverage({"x": 3, "y": 3})
    with pytest.raises(FramingError, match="only one outlet, 'x', and nothing to set it against"):
        keyness(articles[articles["outlet"] == "x"])
    silent = articles.assign(text=articles["text"].where(articles["outlet"] == "x", "— …"))
    with pytest.raises(FramingError, match="outlet 'y' has no words of those counted: an empty side"):
        keyness(silent)
    three = pd.concat([silent, coverage({"z": 3})])
    with pytest.warns(FramingWarning, match="'y' without a word of those counted, left out"):
        assert set(keyness(three)["group"]) == {"x", "z"}
    with pytest.raises(FramingError, match="articles: none is left of 0"):
        keyness(articles.head(0))


def test_an_outlets_own_name_and_datelines_are_no_key_words() -> None:
    texts = {
        "cnn": "Washington (CNN) -- The bill failed again. CNN's reporters saw it fail.",
        "global_times": "The bill won, experts told the Global Times. They praised the global, global bill.",
    }
    frame = pd.DataFrame(
        [{"id": f"{name}{k}", "outlet": name, "text": text} for name, text in texts.items() for k in range(4)]
    )
    ask = {"voices": None, "wire": "keep"}
    terms = keyness(frame, **ask)
    assert not {"cnn", "cnn's", "washington", "times"} & set(terms["term"])
    assert {"bill", "experts", "reporters", "global"} <= set(terms["term"])
    bigrams = set(keyness(frame, ngram=2, **ask)["term"])
    assert "bill failed" in bigrams


def test_function_words_and_rare_ones_are_left_out_and_house_style_stands_last() -> None:
    said = {
        "x": "Mr. Li said the colour of the ban is grey. He said it’s a ban on Huawei, and on others.",
        "y": "The color of the embargo is known. It isn’t theirs, says the ministry on Monday of Huawei.",
    }
    frame = pd.DataFrame(
        [{"id": f"{outlet}{k}", "outlet": outlet, "text": text} for outlet, text in said.items()
         for k in range(5)]
    )  # fmt: skip
    frame.loc[0, "text"] += " Zugzwang, zugzwang, zugzwang."
    ask = {"voices": None, "wire": "keep", "collection": "census"}
    found = keyness(frame, **ask)
    x = found[found["group"] == "x"]
    assert set(x["term"]) == {
        "mr.", "li", "said", "colour", "ban", "grey", "huawei", "color", "embargo", "known", "says",
        "ministry", "monday",
    }  # fmt: skip
    # Of a word in two spellings both are style; "grey" has no other spelling here.
    assert set(x.loc[x["style"], "term"]) == {"mr.", "said", "colour", "color", "says", "monday"}
    assert x["style"].is_monotonic_increasing
    every = keyness(frame, stop=None, least_articles=0, **ask)
    assert {"the", "it's", "zugzwang"} <= set(every["term"])
    assert set(every["n"]) == set(found["n"])
    stems = keyness(frame, stem=True, **ask)
    assert set(stems.loc[stems["style"], "term"]) >= {"mr.", "said", "say", "monday"}
    phrases = keyness(frame, ngram=2, **ask)
    assert phrases.set_index("term").loc["li said", "style"].all()
    capitals = keyness(frame, case=True, **ask)
    assert not {"The", "the", "It", "He", "It's"} & set(capitals["term"])
    assert capitals.set_index("term").loc["Mr.", "style"].all()


def test_a_side_of_two_articles_lists_what_stands_in_both_and_other_terms_in_three() -> None:
    few = pd.DataFrame({
        "id": ["a", "b", *"cdef"], "outlet": ["x"] * 2 + ["y"] * 4,
        "text": ["Canola port.", "Canola summit.", "Tariff deal.", "Tariff deal.", "Tariff port.", "Visit."],
    })  # fmt: skip
    found = keyness(few, wire="keep", collection="census")
    assert set(found.loc[found["group"] == "x", "term"]) == {"canola", "tariff"}


def test_the_short_table_has_each_term_of_two_groups_once_and_the_long_one_s_numbers() -> None:
    for sizes in ({"x": 9, "y": 9}, {"x": 6, "y": 6, "z": 6}):
        articles = coverage(sizes)
        every, short = keyness(articles, draws=99), fr.keyness(articles, draws=99)
        assert check(short, "terms")[list(short.columns)].shape == short.shape
        if len(sizes) == 2:
            assert not short["term"].duplicated().any()
            assert set(short["term"]) == set(every["term"])
            assert (short["log_odds"] >= 0).all()
            assert set(short["group"]) == {"x", "y"}
        else:
            assert len(short) == len(every)
        wide = every.set_index(["group", "term"]).loc[list(zip(short["group"], short["term"], strict=True))]
        assert wide.reset_index()[short.columns].equals(short)


def test_by_a_group_of_outlets_the_names_of_all_of_them_are_left_out() -> None:
    rows = [
        {"id": f"{outlet}{n}", "outlet": outlet, "side": side, "text": f"{name} saw. {name}'s ship. {word}."}
        for outlet, side, name, word in (
            ("cnn", "one", "CNN", "Tariffs"), ("cbc", "one", "CBC", "Tariffs"),
            ("xinhua", "two", "Xinhua", "Harbours"), ("npr", "two", "NPR", "Harbours"),
        )
        for n in range(4)
    ]  # fmt: skip
    terms = set(fr.keyness(pd.DataFrame(rows), "side", draws=99, least_articles=0)["term"])
    assert {"tariffs", "harbours"} <= terms
    assert not terms & {"cnn", "cnn's", "cbc", "xinhua", "xinhua's", "npr"}
    # Where an outlet stands on both sides, its name belongs to neither.
    both = pd.DataFrame(rows).assign(side=["one", "two"] * 8)
    assert "cnn" in set(fr.keyness(both, "side", draws=99, least_articles=0)["term"])
