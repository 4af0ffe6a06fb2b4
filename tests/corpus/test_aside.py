"""What lies among coverage and is none: what framing wrote, what a page shows, what programs leave behind."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from framing import schema
from framing.corpus import files
from framing.corpus.load import load
from framing.corpus.merge import counts
from framing.corpus.readers import zip as zips
from framing.errors import FramingError, FramingWarning
from framing.io.files import MARK, write_table
from tests.corpus.exports.made_documents import packed
from tests.corpus.made import lines, page, record

JUNK = (
    "Thumbs.db", "desktop.ini", "~$talks.docx", ".~lock.talks.odt#", "._talks.html", "Talks.URL", "a.webloc",
    "talks.html.toml", "README.md", "__MACOSX/talks.html", ".git/talks.html",
)  # fmt: skip


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "good.jsonl").write_text(lines(record(1)), "utf8")
    return folder


def put(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, "utf8")


def output(folder: Path) -> None:
    """A folder as a comparison leaves it, with a file of the user's in it."""
    write = {
        "report.html": page(2),
        "tables/terms.csv": "a,b\n1,2\n",
        "tables/articles.jsonl": lines(record(3)),
    }
    for name, content in write.items():
        put(folder / name, content)
    made = {"framing": "0.1.0", "outputs": dict.fromkeys(write, "hash"), "beside": ["study.toml"]}
    put(folder / MARK, json.dumps(made))


class TestOwnOutput:
    def test_the_record_is_called_as_it_is_written(self) -> None:
        assert files.MARK == MARK

    def test_a_folder_of_ours_is_one_line(self, texts: Path) -> None:
        output(texts / "out")
        put(texts / "out" / "mine.jsonl", lines(record(4)))
        with pytest.warns(FramingWarning):
            loaded = load(texts)
        assert loaded.articles["source"].tolist() == ["good.jsonl:1", "out/mine.jsonl:1"]
        (line,) = loaded.audit[loaded.audit["kind"] == "skipped"].to_dict("records")
        assert (line["source"], line["rule"]) == ("out/provenance.json", "own_output")
        assert line["detail"].startswith("4 files that framing wrote into this folder")

    def test_a_pattern_finds_no_more(self, texts: Path) -> None:
        output(texts / "out")
        found = files.find(str(texts / "**" / "*"))
        assert [file.source.path for file in found] == ["good.jsonl", "out/provenance.json"]

    def test_nothing_else_is_an_error_that_says_so(self, texts: Path) -> None:
        output(texts / "out")
        with pytest.raises(FramingError, match=r"nothing could be read\..*that framing wrote"):
            load(texts / "out")

    @pytest.mark.parametrize(
        "content", ["{", "[]", '{"outputs": {"good.jsonl": ""}}', '{"framing": "1", "outputs": 3}']
    )
    def test_a_record_that_is_none_of_ours_hides_nothing(self, content: str, texts: Path) -> None:
        put(texts / "provenance.json", content)
        assert "good.jsonl" in [file.source.path for file in files.find(texts)]

    def test_a_record_that_is_a_link_hides_nothing(self, texts: Path) -> None:
        put(texts.parent / "record.json", '{"framing": "1", "outputs": {"good.jsonl": ""}}')
        (texts / MARK).symlink_to(texts.parent / "record.json")
        assert "good.jsonl" in [file.source.path for file in files.find(texts)]

    @pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".jsonl"])
    @pytest.mark.parametrize("name", ["audit", "scores", "stance"])
    def test_a_table_of_ours_anywhere(self, name: str, suffix: str, texts: Path) -> None:
        row = {column: "a" for column in schema.schema(name).columns}
        write_table(pd.DataFrame([{**row, "more": 1}]), texts / f"what{suffix}")
        with pytest.warns(FramingWarning):
            loaded = load(texts)
        (line,) = loaded.audit[loaded.audit["kind"] == "skipped"].to_dict("records")
        assert (line["source"], line["rule"]) == (f"what{suffix}", "own_output")
        assert f"framing wrote ({name})" in line["detail"]

    def test_a_table_of_articles_is_coverage(self, texts: Path) -> None:
        write_table(load(texts).articles, texts.parent / "articles.csv")
        assert files.table_of(texts.parent / "articles.csv") is None
        assert len(load(texts.parent / "articles.csv").articles) == 1

    def test_what_only_looks_like_one_is_read(self, texts: Path) -> None:
        put(texts / "a.csv", "source,article,kind,rule\nCBC,a,b,c\n")
        assert files.table_of(texts / "a.csv") is None


class TestJunk:
    @pytest.mark.medium
    def test_a_folder_and_an_archive_leave_out_the_same(self, texts: Path) -> None:
        for name in JUNK:
            put(texts / name, "x")
        assert [file.source.path for file in files.find(texts)] == ["good.jsonl"]
        (texts.parent / "all.zip").write_bytes(packed(dict.fromkeys(JUNK, "x")))
        with pytest.raises(FramingError, match="an archive without files to read"):
            load(texts.parent / "all.zip")

    @pytest.mark.parametrize("name", ["", "..", "../", "a/.."])
    def test_a_member_with_hardly_a_name(self, name: str) -> None:
        assert not zips._is_left(name)

    def test_what_is_named_is_taken(self, texts: Path) -> None:
        put(texts / "page_files" / "ad.html", page(2))
        put(texts / "page.html", page(1))
        assert len(load(texts / "page_files" / "ad.html").articles) == 1
        assert len(load(texts / "page_files").articles) == 1
        assert len(load(str(texts / "page_files" / "*.html")).articles) == 1


class TestAssets:
    @pytest.mark.parametrize("pattern", ["", "*", "**/*"])
    def test_what_a_page_shows_is_one_line(self, pattern: str, texts: Path) -> None:
        put(texts / "deep" / "Talks.HTM", page(2))
        for name in ("ad.html", "style.css", "more_files/b.html"):
            put(texts / "deep" / "Talks_files" / name, page(3))
        put(texts / "deep" / "other_files" / "a.html", page(4))
        loaded = load(str(texts / pattern) if pattern else texts)
        assert loaded.articles["source"].tolist() == [
            "deep/Talks.HTM", "deep/other_files/a.html", "good.jsonl:1",
        ]  # fmt: skip
        (line,) = loaded.audit[loaded.audit["rule"] == "assets"].to_dict("records")
        assert (line["source"], line["kind"]) == ("deep/Talks_files", "checked")
        assert line["detail"] == "3 files of Talks_files belong to its page and hold no article"
        assert counts(*loaded).found == 3
