"""A saved table read a column at a time is what it is read row by row; what isn't ours goes that way too."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing.corpus import load as saved
from framing.corpus.files import find
from framing.corpus.jobs import Settings
from framing.corpus.load import Loaded, load
from framing.corpus.merge import counts
from framing.corpus.outlets import book
from framing.errors import FramingWarning
from tests.corpus.made import LONG, MORE, lines, record

FRENCH = (
    "Les deux parties ont convenu jeudi d'ouvrir le port du nord à plus de navires, et les autorités des "
    "deux pays ont dit que le premier d'entre eux partirait avant la fin du mois, ce qui est une nouvelle."
)


@pytest.fixture
def articles(tmp_path: Path) -> pd.DataFrame:
    rows = [record(n, beat="ports", words=n) for n in range(12)]
    rows[3] |= {"text": FRENCH, "title": "Un tour"}
    rows[5] |= {"text": f"{LONG} A bad \ufffd sign.\n\nA turning point\n\n{MORE}"}
    rows[7] |= {"date": "2026-01-15T09:30:00Z", "author": "Ana Ruiz", "section": "Ports", "event": "talks"}
    (tmp_path / "a.jsonl").write_text(lines(*rows), "utf8")
    return load(tmp_path / "a.jsonl").articles


def by_row(path: Path, monkeypatch: pytest.MonkeyPatch, **more: object) -> Loaded:
    with monkeypatch.context() as patch:
        patch.setattr(saved, "find_columns", lambda file, settings: None)
        return load(path, **more)  # type: ignore[arg-type]


def at_once(path: Path) -> bool:
    found, settings = find(path), Settings(book())
    return any(saved.read_own_table(file, settings) for file in found)


@pytest.mark.medium
def test_the_same_as_row_by_row(
    articles: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.parquet"
    articles.to_parquet(path)
    assert at_once(path)
    whole, single = load(path), by_row(path, monkeypatch)
    pd.testing.assert_frame_equal(whole.articles, single.articles)
    pd.testing.assert_frame_equal(whole.audit, single.audit)
    assert whole.articles["source"].tolist() == [f"b.parquet:{n}" for n in range(1, 13)]
    assert "b.parquet:4" in set(whole.audit["source"])
    pd.testing.assert_frame_equal(whole.articles.drop(columns="source"), articles.drop(columns="source"))


@pytest.mark.medium
@pytest.mark.parametrize(
    "change",
    [
        lambda a: a.assign(text=a["text"].str.replace("port", "harbour")),
        lambda a: a.assign(outlet="The Guardian"),
        lambda a: a.drop(columns="blocks"),
        lambda a: a.assign(blocks=""),
        lambda a: a.assign(id=""),
        lambda a: a.assign(published_precision="none"),
        lambda a: a.assign(genre="recipe"),
        lambda a: a.assign(own=[["a", "list"]] * len(a)),
        lambda a: a.assign(language="fr"),
    ],
    ids=["text", "outlet", "column", "letters", "id", "precision", "genre", "list", "language"],
)
def test_what_is_not_as_we_left_it_is_read_row_by_row(
    change: object, articles: pd.DataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "b.parquet"
    change(articles).to_parquet(path)  # type: ignore[operator]
    assert not at_once(path)
    assert len(load(path).articles) == len(articles)


@pytest.mark.medium
def test_a_manifest_fills_in_as_ever(
    articles: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    articles.to_parquet(folder / "b.parquet")
    (folder / "manifest.toml").write_text('event = "talks"\nprovenance = "illustrative"\n', "utf8")
    whole, single = load(folder), by_row(folder, monkeypatch)
    pd.testing.assert_frame_equal(whole.articles, single.articles)
    assert set(whole.articles["event"]) == {"talks"}
    assert set(whole.articles["provenance"]) == {"illustrative"}


def test_a_table_twice_is_told_article_by_article(articles: pd.DataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    articles.to_parquet(folder / "b.parquet")
    articles[:2].to_parquet(folder / "c.parquet")
    loaded = load(folder)
    flow = counts(*loaded)
    assert (flow.kept, flow.duplicate) == (12, 2)


def test_an_id_that_another_file_has_is_refused(articles: pd.DataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.jsonl").write_text(lines(record(30, id=str(articles["id"][4]))), "utf8")
    articles.to_parquet(folder / "b.parquet")
    (folder / "c.jsonl").write_text(lines(record(31, id=str(articles["id"][6])), record(32)), "utf8")
    with pytest.warns(FramingWarning, match="2 failed"):
        loaded = load(folder)
    assert counts(*loaded).kept == 1 + 11 + 1
    failed = loaded.audit[loaded.audit["kind"] == "failed"]
    assert failed["source"].tolist() == ["b.parquet:5", "c.jsonl:1"]
    assert failed["detail"].str.contains("is that of").all()


@pytest.mark.medium
def test_a_mix_keeps_order_and_columns(
    articles: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.jsonl").write_text(lines(record(30, beat="rail", wave=2)), "utf8")
    articles.to_parquet(folder / "b.parquet")
    (folder / "c.jsonl").write_text(lines(record(31)), "utf8")
    whole, single = load(folder), by_row(folder, monkeypatch)
    assert list(whole.articles.columns) == list(single.articles.columns)
    for name in whole.articles.columns:
        assert (
            whole.articles[name].astype("str").fillna("").tolist()
            == single.articles[name].astype("str").fillna("").tolist()
        )
