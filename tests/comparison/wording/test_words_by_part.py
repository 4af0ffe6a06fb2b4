"""However articles are cut into parts, and terms into blocks, what is said of words is the same bytes."""

from __future__ import annotations

import functools
import gzip
import itertools
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.comparison.wording import association
from framing.comparison.wording.association import Draws
from framing.comparison.wording.naming import naming
from framing.engine import parts as batch
from framing.engine.parts import Parts
from framing.errors import FramingError, FramingWarning
from framing.features import terms
from framing.features.kwic import kwic
from framing.features.term_blocks import Spread, counted
from framing.features.terms import choice
from framing.schema import check

keyness = functools.partial(fr.keyness, full=True)

pytestmark = [pytest.mark.filterwarnings("ignore:keyness"), pytest.mark.filterwarnings("ignore:naming")]


@pytest.fixture(scope="module")
def bundled(corpus_dir: Path) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return fr.load(str(corpus_dir), progress=False).articles


@pytest.fixture(scope="module")
def real(shared: Path) -> pd.DataFrame:
    where = shared / "data" / "allsides" / "articles.jsonl.gz"
    if not where.is_file():
        pytest.skip("real articles are not beside the project (../shared)")
    with gzip.open(where, "rt") as stream:
        rows = [json.loads(line) for line in itertools.islice(stream, 0, 3000, 25)]
    frame = pd.DataFrame(rows).rename(columns={"source": "outlet"})[["outlet", "title", "text"]]
    frame["text"] = frame["text"].str[:1200]
    frame["id"] = [f"{number * 7919 % 1000:03}" for number in range(len(frame))]
    # Three groups, among them an outlet that names itself, and a text that is printed twice.
    frame["outlet"] = np.where(frame.index % 9 == 0, "cnn", [f"o{k % 2}" for k in frame.index])
    again = frame.iloc[[2]].assign(id="again")
    return pd.concat([frame, again], ignore_index=True)


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other), check_exact=True)


WHOM = {"Obama": ["Barack Obama", "Obama"], "Congress": ["Congress", "Republicans", "Democrats"]}
WAYS: dict[str, Callable[[Any], pd.DataFrame]] = {
    "keyness": lambda a: keyness(a, draws=99),
    "few": lambda a: keyness(a, least_articles=3, intervals=20, against="pairs", draws=499),
    "voices": lambda a: keyness(a, voice="outlet", voices="quotes", least_articles=2, draws=99),
    "parts": lambda a: keyness(a, by="part", stem=True, least_articles=2, draws=99),
    "phrases": lambda a: keyness(a, ngram=2, min_count=3, stop="english", draws=99),
    "census": lambda a: keyness(a, collection="census", least_articles=4),
    "kwic": lambda a: kwic(a, "house", voices="quotes", sort="left", limit=40),
    "kwic, the first": lambda a: kwic(a, "house", voices=None, limit=7),
    "naming": lambda a: naming(a, WHOM, voices=None, split=()),
    "word shift": lambda a: fr.words.word_shift(a, "o0", "o1", lexicon="tone"),
}


@pytest.mark.medium
@pytest.mark.parametrize("way", WAYS)
def test_real_articles_however_cut(
    real: pd.DataFrame, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = WAYS[way](real)
    assert len(whole)
    monkeypatch.setattr(terms, "ENTRIES", 4_000)
    same(WAYS[way](real), whole)
    same(WAYS[way](Parts.of(real, each=37, cache=tmp_path)), whole)


@pytest.mark.medium
@pytest.mark.parametrize("entries", [1, 7, 4_000_000])
@pytest.mark.parametrize("each", [1, 7])
def test_bundled_articles_with_their_events(
    bundled: pd.DataFrame, entries: int, each: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = bundled.sample(frac=1, random_state=each).groupby("outlet").head(4).reset_index(drop=True)
    frame["text"] = frame["text"].str[:120]
    asked = {"least_articles": 2, "intervals": 5, "draws": 99}
    whole = keyness(frame, **asked)
    monkeypatch.setattr(terms, "ENTRIES", entries)
    same(keyness(Parts.of(frame, each=each), **asked), whole)


@pytest.mark.medium
@pytest.mark.parametrize("options", [{}, {"against": "pairs", "intervals": 30}, {"collection": "census"}])
def test_rows_left_out_are_tested_all_the_same(real: pd.DataFrame, options: dict[str, Any]) -> None:
    every = keyness(real, draws=99, least_articles=0, **options)
    more = np.where(every["log_odds"] > 0, every["articles"], every["articles_rest"])
    kept = every[more >= 3]
    assert 0 < len(kept) < len(every) / 2
    few = keyness(real, draws=99, **options)
    # Categories of what no row says any more are not there; intervals go to the strongest of what is kept.
    told = [name for name in few.columns if isinstance(few[name].dtype, pd.CategoricalDtype)]
    free = ["low", "high", "note", "style"]
    one, other = (
        table.astype(dict.fromkeys(told, "str"))
        .sort_values(["group", "against", "term"], ignore_index=True)
        .drop(columns=free)
        for table in (few, kept)
    )
    same(one, other)
    if "collection" not in options:
        keys = ["group", "against", "term"]
        ends = every.merge(few, on=keys)[["low_x", "low_y", "high_x", "high_y"]].dropna().to_numpy()
        assert len(ends) > 20
        assert (ends[:, 0] == ends[:, 1]).all()
        assert (ends[:, 2] == ends[:, 3]).all()


@pytest.mark.medium
def test_no_block_holds_more_than_its_entries(real: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts.of(check(real, "articles"), each=13)
    order = np.arange(len(real))
    whole = counted([parts], [order], choice())
    monkeypatch.setattr(terms, "ENTRIES", 2_000)
    found = counted([parts], [order], choice())
    assert isinstance(found, Spread)
    blocks = list(found.blocks())
    assert len(blocks) > 5
    # A run may be off by the few terms at its ends, and by the most frequent ones.
    assert max(block.counts.nnz for block in blocks) < 2 * 2_000
    assert [block.first for block in blocks] == np.cumsum([0, *(len(b.terms) for b in blocks)])[:-1].tolist()
    assert found.terms.equals(whole.terms)
    assert (found.counts != whole.counts).nnz == 0
    assert np.array_equal(found.tokens, whole.tokens)
    assert np.array_equal(found.prints, whole.prints)


def test_draws_are_the_same_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    stratum = np.array([0, 1, 1, -1, 0, 2, 1, 0])
    drawn = Draws(stratum, ["a", "b", "c"], list("stuvwxyz"), 7, 100)
    whole = drawn.whole()
    for name, members in (("a", stratum == 0), ("b", stratum == 1), ("c", stratum == 2)):
        assert (whole[members].sum(axis=0) == members.sum()).all(), name
    assert not whole[stratum < 0].any()
    monkeypatch.setattr(association, "_WEIGHTS", 8 * 9)
    monkeypatch.setattr(association, "_PICKS", 5)
    portions = list(drawn.portions())
    assert len(portions) > 10
    assert np.array_equal(drawn.whole(), whole)


def test_intervals_are_the_same_in_portions(real: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = keyness(real, least_articles=3, draws=99)
    monkeypatch.setattr(association, "_WEIGHTS", 300 * len(real))
    monkeypatch.setattr(association, "_HELD", 300 * 3 * 50)
    same(keyness(real, least_articles=3, draws=99), whole)


def test_what_must_see_everything_says_so(real: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "WHOLE_BYTES", 1_000)
    with pytest.raises(FramingError, match="reads all articles at once"):
        WAYS["word shift"](Parts.of(real, each=50))
