"""Like with like: the table against counting of another kind, and the thresholds on sham outlets."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from sklearn.feature_extraction.text import TfidfVectorizer

import framing as fr
from framing.comparison.comparability import comparability
from framing.report import story
from framing.report.material import Material
from tests.report import examples

_RNG = np.random.default_rng
_TOPICS = {
    "trade": "canola tariff export market farmer port",
    "visit": "minister summit protocol talks city guard",
}
_COMMON = "monday official people government country report week question answer capital said million"


def corpus(n: int = 16, *, seed: int = 1, topic: Callable[[int], str] | None = None) -> pd.DataFrame:
    """Make articles of two outlets, dealt at random, that differ in nothing unless by `topic`."""
    rng = _RNG(seed)
    rows = []
    for number in range(n):
        own = _TOPICS[topic(number) if topic else str(rng.choice(list(_TOPICS)))].split()
        words = rng.choice([*own, *own, *_COMMON.split()], int(rng.integers(60, 200)))
        rows.append(
            {
                "id": f"{number:03}",
                "outlet": ("one", "two")[number % 2],
                "text": " ".join(words),
                "published": pd.Timestamp("2026-01-10", tz="UTC")
                + pd.Timedelta(hours=int(rng.integers(300))),
                "genre": str(rng.choice(["news", "opinion"])),
            }
        )
    return pd.DataFrame(rows)


def test_the_distance_of_content_words_is_that_of_scikit_learn_and_its_p_that_of_all_arrangements() -> None:
    articles = corpus(8, topic=lambda number: ("trade", "visit")[number in (1, 3, 5, 6)])
    found = comparability(articles, draws=9999).iloc[0]
    vectors = TfidfVectorizer(
        stop_words="english", min_df=2, sublinear_tf=True, token_pattern=r"(?u)\b[^\W\d_]{3,}\b"
    )
    rows = vectors.fit_transform(articles["text"]).toarray()

    def distance(chosen: list[int]) -> float:
        a, b = rows[chosen].mean(axis=0), np.delete(rows, chosen, axis=0).mean(axis=0)
        return 1 - float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    seen = distance([0, 2, 4, 6])
    every = np.array([distance(list(chosen)) for chosen in itertools.combinations(range(8), 4)])
    assert found["topic_distance"] == pytest.approx(seen, rel=1e-9)
    assert found["topic_p"] == pytest.approx((every >= seen - 1e-9).mean(), abs=0.015)
    assert found["topic_expected"] == pytest.approx(every.mean(), abs=0.005)


def test_p_of_lengths_dates_and_kinds_are_those_of_scipy() -> None:
    articles = corpus(18, seed=4)
    found = comparability(articles, draws=19_999).iloc[0]
    words, day = articles["text"].str.split().str.len(), articles["published"].astype("int64")
    first = (articles["outlet"] == "one").to_numpy()
    for name, values in (("length_p", words), ("dates_p", day)):
        ranks = scipy.stats.rankdata(values)
        wanted = scipy.stats.permutation_test(
            (ranks[first], ranks[~first]), lambda a, b: abs(a.mean() - b.mean()), alternative="greater",
            n_resamples=np.inf,
        )  # fmt: skip
        assert found[name] == pytest.approx(wanted.pvalue, abs=0.015)
    opinion = articles["genre"] == "opinion"
    exact = scipy.stats.fisher_exact(pd.crosstab(articles["outlet"], opinion)).pvalue
    assert found["opinion_p"] == pytest.approx(exact, abs=0.015)
    assert found["words_a"] == words[first].median()
    assert found["opinion_b"] == opinion[~first].mean()
    assert found["median_a"] == articles.loc[first, "published"].median()


def test_rows_may_come_in_any_order_and_in_parts() -> None:
    articles = corpus(20, seed=3).assign(event=["x", "x", "y", "y"] * 5)
    found = comparability(articles)
    pd.testing.assert_frame_equal(found, comparability(articles.sample(frac=1, random_state=2)))
    pd.testing.assert_frame_equal(found, comparability(fr.Parts.of(articles, 6)))


def test_what_is_not_given_is_unknown() -> None:
    found = comparability(corpus(16)[["id", "outlet", "text"]]).iloc[0]
    unknown = ["first_a", "last_b", "days_apart", "dates_p", "opinion_a", "opinion_p", "languages_a"]
    assert found[unknown].isna().all()
    assert (found["unknown_a"], found["n_events"], found["share_in_events"]) == (1.0, 1, 1.0)
    assert found["note"] == "16 of 16 articles without a date"


def test_articles_on_events_of_one_side_are_not_described() -> None:
    articles = corpus(16).assign(event=["x"] * 10 + ["y", "x"] * 3)
    row = comparability(articles).iloc[0]
    assert (row["n_a"], row["n_b"], row["n_events"]) == (5, 8, 1)
    assert row["share_in_events"] == 13 / 16
    apart = comparability(articles.assign(event=articles["outlet"])).iloc[0]
    assert (apart["n_a"], apart["n_events"], apart["draws"], apart["share_in_events"]) == (8, 0, 0, 0.0)
    assert "no event in common" in apart["warnings"]
    assert np.isnan(apart["topic_p"])
    assert apart["topic_distance"] > 0


def test_a_text_on_both_sides_keeps_its_labels_and_prints_in_one_count_once() -> None:
    articles = corpus(16)
    twins = articles.assign(copy_group=[f"text {number // 2}" for number in range(16)])
    assert comparability(twins).iloc[0]["draws"] == 0
    again = pd.concat([articles, articles.head(4).assign(id=["w", "x", "y", "z"])])
    group = again["text"].where(again["text"].duplicated(keep=False))
    once = comparability(again.assign(copy_group=group)).drop(columns="note")
    pd.testing.assert_frame_equal(once, comparability(articles).drop(columns="note"))
    assert comparability(again.assign(copy_group=group), wire="keep").iloc[0]["n_a"] == 10


def test_too_few_to_shuffle_leaves_the_thresholds() -> None:
    articles = corpus(6).assign(text=["word " * (90 if number % 2 else 50) for number in range(6)])
    row = comparability(articles).iloc[0]
    assert row["draws"] == 0
    assert np.isnan(row["length_p"])
    said = "articles of two were 1.8 times as long as those of one (median 90 and 50 words)"
    assert said in row["warnings"]


def test_each_threshold_has_its_words() -> None:
    base = corpus(40, seed=9).sort_values("published", ignore_index=True)
    late = base.assign(outlet=np.where(base.index < 20, "one", "two"))
    assert (
        "written at different times (medians 5 days apart, no date in common)"
        in comparability(late)["warnings"][0]
    )
    first = base["outlet"] == "one"
    held = base.assign(genre=np.where(first, "opinion", "news"))
    assert "opinion 100 % against 0 %" in comparability(held)["warnings"][0]
    spoken = base.assign(language=np.where(first, "fr", "en"))
    assert "most articles in other languages (fr and en)" in comparability(spoken)["warnings"][0]
    topics = corpus(40, seed=9, topic=lambda number: ("trade", "visit")[number % 2])
    assert "content words further apart than in 99 of 100 shuffles" in comparability(topics)["warnings"][0]


def test_of_more_than_six_groups_each_is_set_against_the_rest() -> None:
    articles = corpus(42).assign(outlet=[f"o{number % 7}" for number in range(42)])
    found = comparability(articles)
    assert found["b"].tolist() == ["rest"] * 7
    assert found["n_b"].tolist() == [36] * 7


def test_one_group_alone_and_wrong_arguments() -> None:
    with pytest.warns(fr.FramingWarning, match="only one outlet, 'one', has whole texts"):
        assert len(comparability(corpus(4).assign(outlet="one"))) == 0
    with pytest.raises(fr.FramingError, match="by 'otlet' is not known; did you mean 'outlet'"):
        comparability(corpus(4), by="otlet")
    with pytest.raises(fr.FramingError, match="draws: 3 will not do"):
        comparability(corpus(4), draws=3)


@pytest.mark.slow
def test_sham_outlets_of_real_articles_are_told_and_random_deals_seldom(shared: Path) -> None:
    source = shared / "data" / "allsides" / "articles.jsonl.gz"
    with gzip.open(source, "rt", encoding="utf8") as file:
        rows = [json.loads(line) for line in itertools.islice(file, 6000)]
    frame = pd.DataFrame(rows).query("text.str.len() > 800")
    frame = frame[frame["outlet"] == frame["outlet"].value_counts().index[0]]
    frame = frame.assign(id=frame["id"].astype(str), published=pd.to_datetime(frame["date"], utc=True))
    rng, said = _RNG(5), {}
    for kind in ("random", "length", "period"):
        said[kind] = 0
        for seed in range(25):
            deal = frame.sample(30, random_state=rng)
            key = {"random": pd.Series(rng.random(30), deal.index), "length": deal["text"].str.len(),
                   "period": deal["published"]}[kind]  # fmt: skip
            ranks = key.rank(method="first")
            columns = deal.assign(outlet=np.where(ranks <= 15, "one", "two"))
            columns = columns[["id", "outlet", "title", "text", "published"]]
            said[kind] += bool(comparability(columns, seed=seed, draws=199)["warnings"][0])
    assert said["length"] == said["period"] == 25
    # One in ten and less is meant: of 25, seven and more would come once in a hundred.
    assert said["random"] <= 6


def test_the_report_says_of_each_pair_in_what_its_articles_differ() -> None:
    table = comparability(corpus(40, seed=9, topic=lambda number: ("trade", "visit")[number % 2]))
    material = Material.of({**examples.tables(), "comparability": table}, {}, examples.settings())
    assert story.say_unlike(material) == [f"one and two: {table['warnings'][0]}"]
    assert story.say_unlike(Material.of(examples.tables(), {}, examples.settings())) == []
