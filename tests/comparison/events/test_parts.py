"""What pairs are judged by: words, weights, neighbours and features, against plain ways of having them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.comparison.events import finding, pairs
from framing.comparison.events.finding import Model, probability
from framing.comparison.events.pairs import SCALE, Background, background, hashed, weighted
from framing.plugins import toml
from framing.schema import check
from tests.comparison.events.made import STORIES, news

NONE = Background(np.zeros(0, np.uint32), np.zeros(0, np.int64), 0)


def read(frame: pd.DataFrame) -> finding.Words:
    return finding.read(check(frame, "articles"), np.arange(len(frame)))


def texts(*said: str, titles: tuple[str, ...] = ()) -> pd.DataFrame:
    names = [f"a{i}" for i in range(len(said))]
    return pd.DataFrame({"id": names, "outlet": "x", "text": said, "title": titles or [""] * len(said)})


def test_words_as_read() -> None:
    words = read(
        texts("The ferry of Marlow sank. Then Marlow wept on Monday, 12 May.", titles=("Ferry sinks",))
    )
    terms = words.terms.to_pylist()
    assert terms == sorted(terms)
    of = dict(zip(terms, zip(words.text, words.lead, words.title, strict=True), strict=True))
    assert of["marlow"] == (2, 2, 0)
    assert of["ferry"] == (1, 1, 1)
    assert of["sinks"] == (0, 0, 1)
    assert [t for t, name in zip(terms, words.name, strict=True) if name] == ["marlow", "may", "monday"]
    assert [t for t, figure in zip(terms, words.number, strict=True) if figure] == ["12"]
    assert words.weekdays.tolist() == [[2, 0, 0, 0, 0, 0, 0]]
    assert words.written.tolist() == [14]


def test_words_past_the_lead_are_no_lead() -> None:
    words = read(texts(" ".join(["filler"] * finding.LEAD) + " late"))
    at = words.terms.to_pylist().index("late")
    assert (words.text[at], words.lead[at]) == (1, 0)


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = news(sorted(STORIES), per=4)
    whole = read(frame)
    monkeypatch.setattr(finding, "_CHUNK_BYTES", 2000)
    monkeypatch.setattr(pairs, "_RUN", 50)
    parts = read(frame)
    assert whole.terms.equals(parts.terms)
    for column in ("start", "term", "text", "lead", "title", "name", "number", "written", "prints"):
        assert (getattr(whole, column) == getattr(parts, column)).all()
    assert (weighted(whole).whole == weighted(parts).whole).all()


def test_rows_are_those_asked_for() -> None:
    words = read(news(["ferry", "bank"]))
    some = words.rows(np.array([4, 0]))
    for place, row in enumerate((4, 0)):
        ours, theirs = (slice(w.start[i], w.start[i + 1]) for w, i in ((some, place), (words, row)))
        assert (some.term[ours] == words.term[theirs]).all()
        assert (some.title[ours] == words.title[theirs]).all()


def test_weights_by_hand() -> None:
    data = weighted(read(texts("ferry ferry sank", "ferry slept")), NONE)
    terms = data.words.terms.to_pylist()
    idf = {t: np.log(3 / (d + 0.5)) for t, d in {"ferry": 2, "sank": 1, "slept": 1}.items()}
    first = np.array([(1 + np.log(2) + 0.7 * np.log(3)) * idf["ferry"], (1 + 0.7 * np.log(2)) * idf["sank"]])
    expected = first / np.sqrt((first**2).sum())
    assert terms[:2] == ["ferry", "sank"]
    assert data.whole[:2] / SCALE == pytest.approx(expected, abs=2 / SCALE)


def test_a_rare_word_of_news_at_large_says_more_in_a_corpus_that_is_full_of_it() -> None:
    said = "The prime minister said on the way to Marlow that he would go on with it."
    data = weighted(read(texts(*[said] * 5)))
    says = dict(
        zip(data.words.terms.take(np.unique(data.words.term)).to_pylist(), data.says.tolist(), strict=False)
    )
    assert says["marlow"] > says["minister"] > says["said"] >= 0


def test_the_background_holds_no_words() -> None:
    table = background()
    assert table.size > 1000
    assert (np.diff(table.hashes.astype(np.int64)) > 0).all()
    terms = read(texts("the of zzyzx")).terms
    known = dict(zip(terms.to_pylist(), table.of(hashed(terms)).tolist(), strict=True))
    assert known["the"] > 0.9 * table.size
    assert known["zzyzx"] == 0
    assert NONE.of(hashed(terms)).tolist() == [0, 0, 0]


@pytest.mark.parametrize("products", [1, 5000, 10**9])
def test_neighbours_are_the_most_alike(products: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "_PRODUCTS", products)
    monkeypatch.setattr(pairs, "KEPT", 4)
    monkeypatch.setattr(pairs, "_LEAST", 1)
    data = weighted(read(news(sorted(STORIES), per=5)))
    matrix = pairs.heaviest(data, 96).toarray().astype(np.int64)
    product = matrix @ matrix.T
    np.fill_diagonal(product, -1)
    wanted = {
        (min(i, j), max(i, j))
        for i, row in enumerate(product)
        for j in sorted(range(len(row)), key=lambda j: (-row[j], j))[:4]
        if row[j] > 0
    }
    found = pairs.neighbours(data, np.full(len(product), np.nan), 3.0)
    assert set(zip(found.a.tolist(), found.b.tolist(), strict=True)) == wanted


def test_neighbours_keep_to_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    data = weighted(read(news(["ferry", "bank"], per=6)))
    day = np.array([0, 1.5, 3, 9, np.nan, 20] * 2)
    everything = pairs.neighbours(data, np.full(12, np.nan), 3.0)
    for products in (1, 10**9):
        monkeypatch.setattr(pairs, "_PRODUCTS", products)
        found = pairs.neighbours(data, day, 3.0)
        kept = ~(np.abs(day[everything.a] - day[everything.b]) > 3)
        assert (found.a == everything.a[kept]).all()
        assert (found.b == everything.b[kept]).all()


def test_features_against_plain_cosines() -> None:
    data = weighted(read(news(sorted(STORIES), per=3)))
    found = pairs.neighbours(data, np.full(18, np.nan), 3.0)
    cosine = pairs.cosines(data, found)
    dense = np.zeros((18, len(data.words.terms)))
    row = np.repeat(np.arange(18), np.diff(data.words.start))
    dense[row, data.words.term] = data.whole
    little = np.zeros_like(dense)
    little[row, data.words.term] = data.says < 0.5
    exact = ((dense * (1 - little)) @ dense.T / SCALE**2)[found.a, found.b]
    assert cosine == pytest.approx(exact)
    told = pairs.described(data, found, cosine)
    assert np.isfinite(told.features).all()
    features = dict(zip(pairs.FEATURES, told.features.T, strict=True))
    assert features["cosine"] == pytest.approx(cosine[told.kept], abs=1e-6)
    for share in ("title", "lead", "names", "numbers", "told_least", "told_most"):
        assert features[share].min() >= 0
        assert features[share].max() <= 1 + 1e-6
    assert (features["told_least"] <= features["told_most"]).all()
    assert (features["rank_best"] <= features["rank_worst"]).all()


def test_probability_is_the_logistic_of_the_weighted_sum() -> None:
    used = Model(-1.0, np.arange(2.0), 0.3, 0.0, 0.5, -0.25)
    features = np.array([[9.0, 1.0], [9.0, 3.0]])
    found = probability(features, np.array([np.nan, 2.0]), np.zeros(2, bool), used)
    assert found.tolist() == [500_000, round(1e6 / (1 + np.exp(-2.0)))]


def test_two_of_one_outlet_are_less_likely_where_the_likely_pairs_are_of_different_ones() -> None:
    used = Model(0.0, np.ones(1), 0.3, 0.0, 0.0, 0.0)
    sure, doubt = np.full(100, 3.0), np.full(300, -4.0)
    features = np.concatenate([sure, doubt, [0.5, 0.5]])[:, None]
    same = np.concatenate([np.zeros(100), np.arange(300) % 5 == 0, [0, 1]]).astype(bool)
    found = probability(features, np.full(402, np.nan), same, used)
    assert found[-1] < found[-2]
    # And no pair is likelier for it, however many there are.
    many = np.concatenate([np.ones(100), np.arange(300) % 5 == 0, [0, 1]]).astype(bool)
    found = probability(features, np.full(402, np.nan), many, used)
    assert found[-1] == found[-2]


def test_the_weights_say_where_they_are_from() -> None:
    card = toml("framing.comparison.events", "weights")["card"]
    assert {"data", "licence", "seed", "groups_read", "error"} <= set(card)
    assert len(finding.model().weights) == len(pairs.FEATURES)
