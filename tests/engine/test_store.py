"""A store gives back what was put into it, wherever it lies and however it was cut."""

from __future__ import annotations

import hashlib
import itertools
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing as fr
from framing.engine.store import LIST, is_store, read_light, read_manifest, read_part, writer
from framing.errors import FramingError
from framing.schema import check


def articles(number: int, seed: int = 1) -> pd.DataFrame:
    """Return articles of texts of any length, some of it no ASCII."""
    rng = np.random.default_rng(seed)
    return check(
        pd.DataFrame(
            {
                "id": [f"a{n}" for n in range(number)],
                "outlet": [f"outlet_{n % 3}" for n in range(number)],
                "published": pd.to_datetime([f"2026-01-{1 + n % 28:02}" for n in range(number)], utc=True),
                "title": [None if n % 7 == 3 else f"Headline {n} “so”" for n in range(number)],
                "text": ["é word " * int(n) for n in rng.integers(1, 60, number)],
            }
        ).fillna({"title": ""}),
        "articles",
    )


def read(where: str | Path) -> pd.DataFrame:
    manifest = read_manifest(where)
    frames = [read_part(where, part, manifest=manifest) for part in manifest.parts]
    return pd.concat(frames, ignore_index=True)


def stored(where: str | Path, frames: list[pd.DataFrame], **options: int) -> pd.DataFrame:
    with writer(where, **options) as store:
        for frame in frames:
            store.add(frame)
    return read(where)


@pytest.fixture
def where(tmp_path: Path) -> str:
    return str(tmp_path / "store")


def test_what_is_stored_comes_back(where: str) -> None:
    frame = articles(50)
    assert not is_store(where)
    again = stored(where, [frame[:20], frame[20:]], bound=2_000)
    pd.testing.assert_frame_equal(again, frame)
    assert is_store(where)
    manifest = read_manifest(where)
    assert len(manifest.parts) > 3
    assert manifest.articles == 50
    assert manifest.bytes == frame["text"].str.encode("utf8").str.len().sum()
    light = read_light(where, manifest)
    pd.testing.assert_frame_equal(light, frame.drop(columns=["text", "blocks"]))


def test_a_later_store_takes_the_place_of_an_earlier(where: str) -> None:
    stored(where, [articles(50)], bound=1_000)
    other = articles(9, seed=2)
    pd.testing.assert_frame_equal(stored(where, [other], bound=1_000), other)


def test_a_store_that_is_cut_off_leaves_the_old_one_whole(where: str) -> None:
    frame = articles(30)
    stored(where, [frame], bound=1_000)

    def cut_off() -> None:
        with writer(where, bound=1_000) as store:
            store.add(articles(40, seed=3))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    pd.testing.assert_frame_equal(read(where), frame)
    known = {part.name for part in read_manifest(where).parts}
    assert _names(where) == {LIST, *known}


def test_only_the_newer_parts_are_left(where: str) -> None:
    stored(where, [articles(50)], bound=1_000)
    stored(where, [articles(5, seed=4)], bound=1_000)
    assert _names(where) == {LIST, *(part.name for part in read_manifest(where).parts)}


def _names(where: str) -> set[str]:
    return {file.name for file in Path(where).iterdir()}


ODD = {
    "whole": [1, 2, 3, 4],
    "small": np.array([1, 2, 3, 4], np.uint8),
    "real": [0.5, float("nan"), 1.0, 2.0],
    "truth": [True, False, True, True],
    "day": pd.to_datetime(["2026-01-01", None, "2026-01-02", "2026-01-03"]),
    "zoned": pd.to_datetime(["2026-01-01T08:00"] * 4).tz_localize("Asia/Shanghai"),
    "lasting": pd.to_timedelta([1, 2, 3, 4], unit="s"),
    "words": pd.Series(["a\nb", None, "", "\x00 \U0001f600"], dtype="str"),
    "with, 'quotes' and ü": ["x"] * 4,
}


@pytest.mark.medium
@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("bound", [1, 10**6])
def test_columns_of_any_kind(name: str, bound: int, tmp_path: Path) -> None:
    frame = articles(4).assign(**{name: ODD[name]})
    pd.testing.assert_frame_equal(stored(tmp_path / "s", [frame], bound=bound), frame)


def test_categories_come_back_as_words(tmp_path: Path) -> None:
    frame = articles(6)
    kept = frame.assign(outlet=frame["outlet"].astype("category"))
    pd.testing.assert_frame_equal(stored(tmp_path / "s", [kept]), frame)


@pytest.mark.parametrize(("values", "said"), [([[1], [2], [3]], "list<"), ([1, "a", 2], "can't be stored")])
def test_a_column_that_no_file_holds(values: list[object], said: str, tmp_path: Path) -> None:
    frame = articles(3).assign(odd=pd.Series(values, dtype=object))
    with pytest.raises(FramingError, match=rf"s: column 'odd' .*{said}.*make it"):
        stored(tmp_path / "s", [frame])
    assert list(tmp_path.iterdir()) == []


def test_columns_that_come_late_or_change(tmp_path: Path) -> None:
    """As pandas has them, had it all at once; whatever part they stand in."""
    frames = [
        articles(4).assign(likes=[1, 2, 3, 4], paid=True),
        articles(4, 2).assign(id=list("wxyz"), likes=[0.5, 1, 2, 3], section="Ports"),
    ]
    whole = pd.concat(frames, ignore_index=True)
    for bound in (1, 10**6):
        again = stored(tmp_path / f"s{bound}", frames, bound=bound)
        assert again.columns.tolist() == whole.columns.tolist()
        assert again["likes"].tolist() == whole["likes"].tolist()
        assert again["section"].isna().tolist() == [True] * 4 + [False] * 4
        # Missing is neither true nor false, so that these are words.
        assert again["paid"].tolist()[:4] == ["True"] * 4
        assert again["paid"].isna().tolist() == [False] * 4 + [True] * 4
        first = read_part(tmp_path / f"s{bound}", "part-00000.parquet", ["section", "likes"])
        assert first.columns.tolist() == ["section", "likes"]
        assert [str(kind) for kind in first.dtypes] == ["str", "float64"]


SIZES = st.lists(st.integers(0, 40), min_size=1, max_size=60)


@pytest.mark.medium
@settings(max_examples=12)
@given(SIZES, st.integers(1, 150), st.integers(1, 20), st.lists(st.integers(0, 60), max_size=4))
def test_parts_are_balanced_and_the_same_however_articles_come(
    sizes: list[int], bound: int, rows: int, cuts: list[int]
) -> None:
    import tempfile

    frame = articles(len(sizes)).assign(text=["ü" * size for size in sizes])
    places = sorted({0, len(sizes), *(min(cut, len(sizes)) for cut in cuts)})
    pieces = [frame[i:j] for i, j in itertools.pairwise(places)]
    with tempfile.TemporaryDirectory() as folder:
        stored(f"{folder}/a", [frame], bound=bound, rows=rows)
        again = stored(f"{folder}/b", pieces, bound=bound, rows=rows)
        pd.testing.assert_frame_equal(again, frame)
        manifest = read_manifest(f"{folder}/a")
        assert manifest == read_manifest(f"{folder}/b")
        at = 0
        for part in manifest.parts:
            own = [2 * size for size in sizes[at : at + part.rows]]
            at += part.rows
            assert part.bytes == sum(own)
            # None goes on behind the article that fills it, none but the last ends before.
            assert sum(own[:-1]) < bound
            assert part.rows <= rows
            assert part is manifest.parts[-1] or part.bytes >= bound or part.rows == rows


def test_hashes_are_those_of_the_files(tmp_path: Path) -> None:
    stored(tmp_path / "s", [articles(30)], bound=1_000)
    for part in read_manifest(tmp_path / "s").parts:
        data = (tmp_path / "s" / part.name).read_bytes()
        assert (part.size, part.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert len(pd.read_parquet(tmp_path / "s" / part.name)) == part.rows


def test_a_store_of_nothing(tmp_path: Path) -> None:
    with writer(tmp_path / "s") as store:
        store.add(articles(0))
    manifest = read_manifest(tmp_path / "s")
    assert (manifest.articles, manifest.parts) == (0, ())
    light = read_light(tmp_path / "s")
    assert len(light) == 0
    assert {"id", "outlet", "published"} <= set(light.columns)


def test_what_framing_did_not_write_is_left(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "notes.txt").write_text("mine", "utf8")
    with pytest.raises(FramingError, match=r"holds files that framing did not write \(notes\.txt\)"):
        stored(tmp_path / "s", [articles(3)])
    assert (tmp_path / "s" / "notes.txt").read_text("utf8") == "mine"
    stored(tmp_path / "t", [articles(3)])
    (tmp_path / "t" / "notes.txt").write_text("mine", "utf8")
    stored(tmp_path / "t", [articles(4)])
    assert (tmp_path / "t" / "notes.txt").read_text("utf8") == "mine"


def test_a_store_is_loaded_as_any_folder(tmp_path: Path) -> None:
    rows = [
        {"id": f"r{n}", "outlet": "cnn", "text": f"Ships left port {n}. They came back late."}
        for n in range(9)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf8")
    first = fr.load(tmp_path / "a.jsonl").articles
    stored(tmp_path / "s", [first], bound=100)
    loaded = fr.load(tmp_path / "s")
    pd.testing.assert_frame_equal(
        loaded.articles.drop(columns="source"), first.drop(columns="source"), check_like=True
    )
    assert not loaded.audit["source"].str.contains(LIST, regex=False).any()
    # A file of that name which lists no parts is read as any other.
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / LIST).write_text(json.dumps(rows[0]), "utf8")
    assert len(fr.load(tmp_path / "t").articles) == 1
