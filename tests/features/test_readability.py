"""Reading ease, FORCAST and diversity: formulas by hand, syllables by word, intervals by plain loops."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import framing as fr
from framing.comparison.wording.style import mattr_sums, mtld, syllables
from framing.errors import FramingError, FramingWarning
from framing.schema import check
from tests.cases import for_each

SPOKEN = {
    1: "trade walked said times whole does made times rules year through the",
    2: "tariffs needed people leaders million billion changes forces pages statement Beijing quiet",
    3: "agreement minister relations policy Canada idea partnership visited media video happening",
    4: "Canadian economic society usually situation",
    5: "cooperation international immediately",
}


@for_each(("count", "word"), [(n, w) for n, words in SPOKEN.items() for w in words.split()])
def test_syllables(count: int, word: str) -> None:
    assert syllables(word) == count


def test_readability_by_hand() -> None:
    # 8 words, 2 sentences, 11 syllables, 6 words of one.
    articles = pd.DataFrame(
        {"id": ["a"], "outlet": ["x"], "text": ["The trade deal holds. It helped Canadian farms."]}
    )
    found = check(fr.readability(articles), "style").set_index("measure")["estimate"]
    syllables_ = 1 + 1 + 1 + 1 + 1 + 1 + 4 + 1
    assert found["sentence_length"] == 4
    assert found["word_length"] == syllables_ / 8
    assert found["flesch"] == pytest.approx(206.835 - 1.015 * 4 - 84.6 * syllables_ / 8)
    assert found["forcast"] == pytest.approx(20 - 15 * 7 / 8)


def test_intervals_delete_an_article_at_a_time() -> None:
    rng = np.random.default_rng(1)
    sizes = [[int(n) for n in rng.integers(3, 12, rng.integers(3, 9))] for _ in range(9)]
    texts = [" ".join("Deal" + " deal" * (n - 1) + "." for n in row) for row in sizes]
    articles = pd.DataFrame({"id": [f"{i}" for i in range(9)], "outlet": "x", "text": texts})
    found = fr.readability(articles, wire="keep").set_index("measure").loc["sentence_length"]
    assert found["estimate"] == pytest.approx(sum(map(sum, sizes)) / sum(map(len, sizes)))
    left = [[row for j, row in enumerate(sizes) if j != i] for i in range(9)]
    less = np.array([sum(map(sum, rows)) / sum(map(len, rows)) for rows in left])
    half = scipy.stats.t.ppf(0.975, 8) * np.sqrt(8 / 9 * ((less - less.mean()) ** 2).sum())
    assert found["high"] - found["estimate"] == pytest.approx(half)
    assert found["mean_of_articles"] == pytest.approx(np.mean([np.mean(r) for r in sizes]))
    few = fr.readability(articles.head(2), wire="keep")
    assert few["low"].isna().all()
    assert few["note"].str.startswith("under 3 articles: estimate only").all()


@pytest.mark.parametrize("window", [2, 5, 20])
def test_mattr_window_by_window(window: int) -> None:
    words = np.random.default_rng(window).integers(0, 12, 60)
    types = [len(set(words[i : i + window])) for i in range(60 - window + 1)]
    assert mattr_sums(words, window) == (sum(types), len(types) * window)
    assert mattr_sums(words[: window - 1], window) == (0, 0)


def test_mtld_by_hand() -> None:
    # a b a b | a b a b: the ratio falls to 3/4 > .72 only with the third token at 2/3.
    assert mtld([0, 1, 0, 0, 1, 0]) == pytest.approx(3.0)
    # One full stretch of three, then two words all different, which count for nothing.
    assert mtld([0, 1, 0, 2, 3]) == pytest.approx(np.mean([5 / 1, 5 / (0.2 / 0.28)]))
    assert np.isnan(mtld(list(range(10))))


def test_diversity_of_groups() -> None:
    rng = np.random.default_rng(4)
    rows = [
        {"id": f"{outlet}{i}", "outlet": outlet, "text": " ".join(
            f"w{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in rng.integers(0, types, 150))}
        for outlet, types in (("x", 40), ("y", 200)) for i in range(5)
    ]  # fmt: skip
    rows.append({"id": "short", "outlet": "x", "text": "Too short a text."})
    found = check(fr.diversity(pd.DataFrame(rows), window=50), "style").set_index(["group", "measure"])
    for measure in ("mattr_50", "mtld"):
        assert found.loc[("x", measure), "high"] < found.loc[("y", measure), "low"]
        assert found.loc[("x", measure), "n_articles"] == 5
        assert "1 articles under" in found.loc[("x", measure), "note"]
    with pytest.raises(FramingError, match="window: 1 will not do"):
        fr.diversity(pd.DataFrame(rows), window=1)
    with pytest.raises(FramingError, match="readability is of whole articles, not of voice"):
        fr.readability(pd.DataFrame(rows), by="voice")


def test_order_changes_nothing_and_copies_count_once() -> None:
    rng = np.random.default_rng(2)
    texts = [" ".join(f"Word{'s' * int(n)} stood." for n in rng.integers(1, 9, 30)) for _ in range(6)]
    articles = pd.DataFrame({"id": list("abcdef"), "outlet": ["x", "y"] * 3, "text": texts})
    wanted = fr.readability(articles)
    pd.testing.assert_frame_equal(fr.readability(articles.sample(frac=1, random_state=3)), wanted)
    again = pd.concat([articles, articles.head(1).assign(id="z")])
    same = ["group", "measure", "estimate", "low", "n_tokens"]
    pd.testing.assert_frame_equal(fr.readability(again)[same], wanted[same])
    opinion = articles.assign(genre=["opinion", *["news"] * 5])
    with pytest.warns(FramingWarning, match="1 not news left out"):
        assert fr.readability(opinion)["n_articles"].tolist() == [2] * 4 + [3] * 4
