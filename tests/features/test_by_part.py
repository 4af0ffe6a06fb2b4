"""However articles are cut into parts, what is measured in them is the same to the last bit."""

from __future__ import annotations

import gzip
import itertools
import json
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import framing as fr
from framing.engine.parts import Parts
from framing.engine.results import PartResults
from framing.errors import FramingWarning
from framing.features.evidence import evidence
from framing.features.frames.codebook import frames
from framing.features.lexicon import Entry, Lexicon, Measure, Pole
from framing.features.naming.mentions import mentions
from framing.features.scoring import Counts, score
from framing.features.sources import score_sources
from framing.schema import MILLION
from framing.text.voices.table import voices

#: Lists with and without weights of their own, one that negation turns, a rule, and a share.
FEW = ("hedges", "loaded", "figures", "passive", "reporting.distancing")
WHOM = {"Carney": ["Carney"], "Obama": ["Obama", "Barack Obama"], "China": ["China", "Beijing"]}


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
        rows = [json.loads(line) for line in itertools.islice(stream, 0, 3000, 75)]
    frame = pd.DataFrame(rows).rename(columns={"source": "outlet"})
    frame = frame[[name for name in ("id", "outlet", "title", "text") if name in frame.columns]]
    frame["id"] = [f"{number:03}" for number in range(len(frame))]
    # Two that print one text, far from one another.
    again = frame.iloc[[2]].assign(id="again", outlet="elsewhere")
    return pd.concat([frame, again], ignore_index=True)


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def plainly(table: pd.DataFrame) -> pd.DataFrame:
    """The table with strings for categories, which differ where parts stand alone."""
    told = [name for name in table.columns if isinstance(table[name].dtype, pd.CategoricalDtype)]
    return table.astype(dict.fromkeys(told, "str"))


WAYS: dict[str, Callable[[Any], Any]] = {
    "score": lambda a: score(a, FEW, voices=None),
    "score by marks": lambda a: score(a, FEW, voices="quotes", keep="title"),
    "score by speaker": lambda a: score(a, "hedges", keep=("speaker_type", "speaker_country")),
    "stance": lambda a: score(a, ("stance", "figures"), targets=WHOM, voices=None),
    "voices": voices,
    "evidence": lambda a: evidence(a, ("hedges", "loaded")),
    "evidence in few": lambda a: evidence(a, ("hedges", "loaded"), voices=None, limit=2),
    "mentions": lambda a: mentions(a, WHOM, voices=None),
    "frames": lambda a: frames(a, voices="quotes"),
    "sources": lambda a: score_sources(a, least=2),
}


def table_of(found: Any) -> pd.DataFrame:
    if isinstance(found, Counts):
        return found.table()
    return found.table("voices") if isinstance(found, PartResults) else found


@pytest.mark.medium
@pytest.mark.filterwarnings("ignore:targets")
@pytest.mark.parametrize("way", WAYS)
def test_the_bundled_articles_one_by_one(bundled: pd.DataFrame, way: str) -> None:
    frame = bundled.iloc[:9].reset_index(drop=True)
    whole = WAYS[way](frame)
    assert len(whole)
    same(table_of(WAYS[way](Parts.of(frame, each=1))), whole)


@pytest.mark.medium
@pytest.mark.filterwarnings("ignore:targets")
@pytest.mark.parametrize("way", WAYS)
def test_real_articles_however_cut(real: pd.DataFrame, way: str, tmp_path: Path) -> None:
    whole = WAYS[way](real)
    assert len(whole)
    same(table_of(WAYS[way](Parts.of(real, each=17))), whole)
    # Once done, once found again where it is kept.
    for _ in range(2):
        same(table_of(WAYS[way](Parts.of(real, each=29, cache=tmp_path))), whole)


def test_copies_in_different_parts_share_a_group(real: pd.DataFrame) -> None:
    counts = score(Parts.of(real, each=17), "hedges", voices=None)
    groups = counts.light.set_index("id")["copy_group"]
    assert groups["002"] == groups["again"]
    assert isinstance(groups["again"], str)
    assert groups.notna().sum() == 2


@pytest.fixture(scope="module")
def odd() -> pd.DataFrame:
    """Articles that leave parts without words, without hits or without anything to score."""
    texts = ["", "—", "It may rain.", "It rains.", "Il pleut peut-être.", "A start …", "Perhaps it may.", ""]
    return pd.DataFrame({
        "id": list("abcdefgh"),
        "outlet": list("xxyyxyxy"),
        "text": texts,
        "title": ["", "Rain", "", "", "Pluie", "", "May", ""],
        "language": ["en", "en", None, "en", "fr", "en", "en-GB", "en"],
        "status": ["full"] * 5 + ["stub", "full", "metadata"],
    })  # fmt: skip


@pytest.mark.medium
@pytest.mark.parametrize("each", [1, 3])
def test_parts_without_words_or_hits(odd: pd.DataFrame, each: int) -> None:
    for way in ("score", "evidence", "evidence in few", "frames"):
        with pytest.warns(FramingWarning, match="not scored, of 8 articles") as heard:
            whole = WAYS[way](odd)
        with pytest.warns(FramingWarning, match="not scored, of 8 articles") as again:
            parts = WAYS[way](Parts.of(odd, each=each))
        assert [str(one.message) for one in again] == [str(one.message) for one in heard]
        assert {one.filename for one in again} == {__file__}
        same(table_of(parts), whole)
    none = odd.iloc[:0]
    for way in ("score", "evidence", "mentions", "frames", "voices"):
        same(table_of(WAYS[way](Parts.of(none, each=each))), WAYS[way](none))


@pytest.mark.medium
def test_voices_of_parts_are_voices_of_a_table(real: pd.DataFrame) -> None:
    frame = real.iloc[:20]
    parts = Parts.of(frame, each=6)
    found, table = voices(parts), voices(frame)
    for way in (lambda a, v: score(a, FEW, voices=v, keep="speaker_type"), lambda a, v: score_sources(a, v)):
        whole = way(frame, table)
        same(table_of(way(parts, found)), whole)
        same(table_of(way(parts, table)), whole)


@pytest.mark.medium
def test_some_columns_of_the_counts(real: pd.DataFrame) -> None:
    frame = real.iloc[:20]
    whole = score(frame, FEW, voices="quotes")
    counts = score(Parts.of(frame, each=6), FEW, voices="quotes")
    names = [column.measure for column in counts.columns]
    some = [names.index("passive.all"), names.index("hedges")]
    wanted = whole[whole["measure"].isin(["passive.all", "hedges"])]
    hits, weight = counts.matrix(some)
    for k, place in enumerate(some):
        mine = wanted[wanted["measure"] == names[place]]
        assert hits[:, k].tolist() == mine["hits"].tolist()
        assert (weight[:, k] / MILLION).tolist() == mine["weight"].tolist()
    keys = ["article", "part", "voice", "measure"]
    less = plainly(counts.table(some)).sort_values(keys, ignore_index=True)
    same(less, plainly(wanted).sort_values(keys, ignore_index=True))
    index = counts.index
    assert index["tokens"].tolist() == mine["tokens"].tolist()
    assert counts.light["id"].take(index["row"]).tolist() == mine["article"].astype(str).tolist()


@pytest.mark.medium
def test_tables_part_by_part_are_the_table(real: pd.DataFrame) -> None:
    frame = real.iloc[:20]
    counts = score(Parts.of(frame, each=6), FEW, voices="quotes", keep="title")
    tables = list(counts.tables())
    assert len(tables) == 4
    assert [table["article"].nunique() for table in tables] == [6, 6, 6, 2]
    same(pd.concat(map(plainly, tables), ignore_index=True), plainly(counts.table()))


def test_columns_of_articles_can_be_put_in(real: pd.DataFrame) -> None:
    frame = real.iloc[:4]
    counts = score(Parts.of(frame, each=3), "hedges", voices=None)
    table = replace(counts, light=counts.light.assign(event=["one", "two", "one", "two"])).table()
    assert table.groupby("article", observed=True)["event"].first().tolist() == ["one", "two", "one", "two"]
    assert counts.table()["event"].isna().all()


def test_a_measure_in_another_language_has_no_rows_in_any_part() -> None:
    measure = Measure("pluie", "per_1000", {"rain": None})
    french = Lexicon(
        "pluie", (Entry("pleut", "rain"),), {"rain": Pole("rain")}, {"pluie": measure}, language="fr"
    )
    texts = ["It may rain.", "Il pleut.", "It may, it may.", "Il pleut, il pleut."]
    frame = pd.DataFrame({"id": list("abcd"), "outlet": "x", "text": texts, "language": ["en", "fr"] * 2})
    whole = score(frame, ["hedges", french], voices=None)
    assert whole["hits"].tolist() == [1, 1, 2, 2]
    counts = score(Parts.of(frame, each=3), ["hedges", french], voices=None)
    same(counts.table(), whole)
    same(pd.concat(map(plainly, counts.tables()), ignore_index=True), plainly(whole))


@pytest.mark.medium
def test_targets_that_none_names_are_said_once() -> None:
    frame = pd.DataFrame({"id": list("abc"), "outlet": "x", "text": ["Ruiz left.", "Rain.", "Ruiz came."]})
    whom = {"Ruiz": ["Ruiz"], "Marlow": ["Marlow"]}
    with pytest.warns(FramingWarning, match="'Marlow' is named nowhere") as heard:
        counts = score(Parts.of(frame, each=1), "stance", targets=whom, voices=None)
    assert len(heard) == 1
    assert heard[0].filename == __file__
    hits, _ = counts.matrix()
    assert hits.sum(axis=0).tolist() == [2, 0] * 4


@pytest.mark.medium
def test_weights_of_parts_are_those_of_the_whole(real: pd.DataFrame) -> None:
    wanted = (*FEW, "tone", "attitude")
    counts = score(real.iloc[:10], wanted, voices=None)
    parts = score(Parts.of(real.iloc[:10], each=4), wanted, voices=None)
    assert (parts.matrix()[1].reshape(-1) / MILLION).tolist() == counts["weight"].tolist()
