"""What is broken is named in one line, and the rest is read."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pytest

from framing.corpus import streams
from framing.corpus.limits import Limits
from framing.corpus.load import Loaded, load
from framing.corpus.merge import counts
from framing.corpus.readers import table as tables
from framing.errors import FramingError, FramingWarning

LONG = (
    "The two sides agreed on Thursday to open the northern port to more ships, and officials of both "
    "countries said that the first of them would sail before the end of the month."
)
GOOD = json.dumps({"outlet": "The Harbour Courier", "title": "Ministers meet", "text": LONG})
PAGE = (
    "<!DOCTYPE html><html><head><title>Ministers meet</title></head>"
    f"<body><article><p>{LONG}</p></article></body></html>"
)


def beside(folder: Path, name: str, content: bytes) -> Loaded:
    """Load a bad file together with a good one, which must come out whole."""
    (folder / name).write_bytes(content)
    (folder / "good.jsonl").write_text(GOOD)
    with pytest.warns(FramingWarning) as caught:
        loaded = load(folder)
    assert len(caught) == 1
    assert "good.jsonl:1" in set(loaded.articles["source"])
    return loaded


def fault(loaded: Loaded) -> tuple[str, str, str]:
    """Return source, kind and detail of the only record that was lost."""
    lost = loaded.audit[loaded.audit["kind"].isin(["skipped", "failed"])]
    assert len(lost) == 1
    assert "\n" not in lost["detail"].item()
    return lost["source"].item(), lost["kind"].item(), lost["detail"].item()


@pytest.mark.medium
@pytest.mark.parametrize(
    ("name", "content", "kind", "said"),
    [
        ("a.txt", b"", "skipped", "the file is empty"),
        ("a.txt", b"  \n\n ", "skipped", "the file is empty"),
        ("a.csv", b"outlet,text\n", "skipped", "a header and no rows"),
        ("a.json", b"[]", "skipped", "holds no articles"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "skipped", "a picture: leave it out"),
        ("a.bin", b"\x00\x01\x02\x03" * 9, "skipped", "nothing here reads it"),
        ("a.xyz", b"some words", "skipped", "nothing here reads it"),
        ("a.json", b'[{"outlet": "x", "text": "cut o', "failed", "not whole JSON"),
        ("a.csv", b"outlet,text,text\nx,y,z\n", "failed", "column 'text' stands twice"),
        ("a.parquet", b"PAR1 and then nothing", "failed", "not whole"),
        ("a.jsonl.gz", gzip.compress(GOOD.encode() * 50)[:60], "failed", "cut short or damaged"),
        ("a.html", b"<html><body></body></html>", "skipped", "no article text was found"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, content: bytes, kind: str, said: str) -> None:
    source, found, detail = fault(beside(tmp_path, name, content))
    assert (source, found) == (name, kind)
    assert said in detail


@pytest.mark.parametrize(
    ("content", "place", "kind", "said"),
    [
        ('{"outlet": "x", "text": "cut o', "a.jsonl:2", "failed", "not whole JSON"),
        ("[1, 2]", "a.jsonl:2", "failed", "holds a list"),
        (
            '{"outlet": "x", "words": "y"}',
            "a.jsonl:2",
            "failed",
            "no column holds the text; columns are: outlet, words",
        ),
        ('{"outlet": "x", "text": "  "}', "a.jsonl:2", "skipped", "the text is empty"),
        ('{"outlet": "x", "text": null}', "a.jsonl:2", "skipped", "the text is empty"),
        ('{"outlet": "", "text": "y"}', "a.jsonl:2", "skipped", "no outlet is named"),
        ('{"outlet": "x", "text": "Share\\nPrint"}', "a.jsonl:2", "skipped", "nothing is left"),
    ],
)
def test_a_line_that_cannot_be_read(tmp_path: Path, content: str, place: str, kind: str, said: str) -> None:
    other = json.dumps({"outlet": "x", "text": LONG, "n": 3})
    loaded = beside(tmp_path, "a.jsonl", f"{GOOD.replace('Ministers', 'Two')}\n{content}\n{other}\n".encode())
    source, found, detail = fault(loaded)
    assert (source, found) == (place, kind)
    assert said in detail
    assert len(loaded.articles) == 3


@pytest.mark.slow
def test_a_line_of_fifty_megabytes(tmp_path: Path) -> None:
    endless = b'{"outlet": "x", "text": "' + b"a " * (25 * 1024 * 1024)
    other = json.dumps({"outlet": "x", "text": LONG}).encode()
    loaded = beside(tmp_path, "a.jsonl", endless + b'"}\n' + other + b"\n")
    source, kind, detail = fault(loaded)
    assert (source, kind) == ("a.jsonl:1", "failed")
    assert "longer than one article may be (limits line_bytes=16MB and record_bytes=16MB)" in detail
    assert "a.jsonl:2" in set(loaded.articles["source"])


@pytest.mark.slow
def test_a_text_without_end(tmp_path: Path) -> None:
    assert "split the file" in fault(beside(tmp_path, "a.txt", b"word " * (4 * 1024 * 1024)))[2]


@pytest.mark.medium
def test_what_unpacks_without_end(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress((GOOD + "\n").encode() * 80_000))
    (tmp_path / "b.jsonl").write_text(GOOD, "utf8")
    with pytest.warns(FramingWarning):
        loaded = load(tmp_path)
    assert fault(loaded)[1] == "failed"
    assert len(loaded.articles) == 1
    assert "unpacks to more than 200 times its size" in fault(loaded)[2]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = streams.open_bounded

    def guarded(path: Path, limits: Limits) -> BinaryIO:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, limits)

    monkeypatch.setattr(streams, "open_bounded", guarded)
    source, kind, detail = fault(beside(tmp_path, "a.txt", LONG.encode()))
    assert (source, kind) == ("a.txt", "failed")
    assert "can't be read (Permission denied)" in detail


def test_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "good.jsonl").write_text(GOOD)
    with pytest.warns(FramingWarning):
        loaded = load(tmp_path)
    assert fault(loaded)[:2] == ("a.txt", "failed")


class TestWrongSuffix:
    """What a file holds counts more than what it is called."""

    def test_page_called_text(self, tmp_path: Path) -> None:
        (tmp_path / "harbour_2026-01-15_a.txt").write_text(PAGE)
        row = load(tmp_path).articles.iloc[0]
        assert (row["title"], row["text"]) == ("Ministers meet", LONG)

    def test_json_called_table(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text(GOOD)
        assert load(tmp_path).articles["text"].tolist() == [LONG]

    def test_table_called_text(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(f'outlet;title;text\nHarbour;Ministers meet;"{LONG}"\n')
        assert load(tmp_path).articles["text"].tolist() == [LONG]

    @pytest.mark.medium
    def test_packed_file_without_its_suffix(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_bytes(gzip.compress(GOOD.encode()))
        assert load(tmp_path).articles["text"].tolist() == [LONG]

    def test_list_in_a_json_lines_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text(json.dumps([json.loads(GOOD)], indent=1))
        assert load(tmp_path).articles["source"].tolist() == ["a.jsonl:1"]

    def test_articles_wrapped_in_an_object(self, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_text(json.dumps({"status": "ok", "articles": [json.loads(GOOD)]}))
        assert load(tmp_path).articles["text"].tolist() == [LONG]


class TestTables:
    def test_rows_that_do_not_fit_are_named_by_line(self, tmp_path: Path) -> None:
        content = f'outlet,text\nx,"{LONG}"\ny,one,too many\nz,"two\nlines, {LONG}"\nw,"{LONG} w"\n'
        loaded = beside(tmp_path, "a.csv", content.encode())
        assert fault(loaded)[0] == "a.csv:3"
        assert "3 cells where the header has 2" in fault(loaded)[2]
        assert loaded.articles["source"].tolist()[:3] == ["a.csv:2", "a.csv:4", "a.csv:6"]

    @pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
    def test_any_delimiter_and_a_mark_at_the_start(self, tmp_path: Path, delimiter: str) -> None:
        with (tmp_path / "a.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerow(["outlet", "text"])
            writer.writerow(["Harbour, East", LONG])
        loaded = load(tmp_path)
        assert loaded.articles["text"].tolist() == [LONG]
        assert loaded.articles["outlet"].tolist() == ["harbour_east"]

    def test_cells_above_the_usual_limit(self, tmp_path: Path) -> None:
        text = "\n".join([LONG] * 3000)
        (tmp_path / "a.csv").write_text(f'outlet,text\nx,"{text}"\n')
        assert len(load(tmp_path).articles["text"][0]) > 131_072

    @pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
    def test_other_encodings(self, tmp_path: Path, encoding: str) -> None:
        text = LONG.replace("officials", "“officials” of Besançon")
        (tmp_path / "a.csv").write_bytes(f'outlet,text\nx,"{text}"\n'.encode(encoding))
        assert load(tmp_path).articles["text"].tolist() == [text]

    def test_no_text_column(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("outlet,words\nx,y\nz,w\n")
        with pytest.raises(FramingError, match=r"columns are: outlet, words\. Say which with columns="):
            load(tmp_path)

    def test_text_column_misspelt(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("outlet,Words\nx,y\n")
        with pytest.raises(FramingError, match="no column 'Wrods' for the text; did you mean 'Words'"):
            load(tmp_path, columns={"text": "Wrods"})


@pytest.mark.medium
def test_nothing_is_lost_in_a_mix(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f"{GOOD}\n{GOOD}\nnonsense\n")
    (tmp_path / "b.bin").write_bytes(b"\x00\x01\x02")
    pd.DataFrame({"outlet": ["x", ""], "text": [LONG, LONG]}).to_parquet(tmp_path / "c.parquet")
    with pytest.warns(FramingWarning):
        loaded = load(tmp_path)
    flow = counts(*loaded)
    assert (flow.found, flow.kept, flow.duplicate, flow.skipped, flow.failed) == (6, 2, 1, 2, 1)


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_quotation_mark_that_is_never_closed(tmp_path: Path, end: str) -> None:
    table = f'outlet,text\nx,{LONG.replace(",", "")}\ny,"{LONG}\nz,{LONG}{end}'
    source, kind, detail = fault(beside(tmp_path, "a.csv", table.encode()))
    assert (source, kind) == ("a.csv:3", "failed")
    assert "a quotation mark in the row is never closed" in detail


@pytest.mark.parametrize("end", ["", "\n", '"', '"\n', "\n\n"])
def test_the_last_row_is_read_whatever_ends_it(tmp_path: Path, end: str) -> None:
    last = f'"{LONG}' if end.startswith('"') else LONG.replace(",", "")
    (tmp_path / "a.csv").write_text(f"outlet,text\nx,Short words.\ny,{last}{end}")
    articles = load(tmp_path).articles
    assert articles["outlet"].tolist() == ["x", "y"]
    assert articles["text"][1].startswith("The two sides agreed")
    assert "\x00" not in articles["text"].str.cat()


def test_a_named_column_that_no_file_has_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'outlet,Headline,text\nx,Ministers meet,"{LONG}"\n')
    with pytest.warns(
        FramingWarning, match=r"no file has a column 'Headlin' \(title\); did you mean 'Headline'"
    ):
        loaded = load(tmp_path, columns={"title": "Headlin", "text": "text"})
    assert loaded.articles["title"].tolist() == ["Ministers meet"]


def test_halves_of_characters(tmp_path: Path) -> None:
    """JSON can write what no file can hold; it is told, and every table can be written."""
    half = "\\ud83d"
    fields = f'"outlet": "Harbour{half}", "title": "{half}", "text": "{LONG} {half}", "k{half}": "{half}"'
    record = f"{{{fields}}}"
    (tmp_path / "a.jsonl").write_text(record, "utf8")
    loaded = load(tmp_path)
    row = loaded.articles.iloc[0]
    assert (row["title"], row["k\ufffd"]) == ("\ufffd", "\ufffd")
    assert "half_characters" in set(loaded.audit["rule"])
    for table in loaded:
        table.to_csv(tmp_path / "x.csv")


def test_rows_that_end_as_on_old_systems(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(f'outlet,text\rx,"{LONG}"\ry,"{LONG} y"\r'.encode())
    assert list(load(tmp_path).articles["outlet"]) == ["x", "y"]
    assert tables.sniff(b"Port opens, slowly\rBy Ana Ruiz, in Eastport", "a.txt") == 0


class TestDamagedFrames:
    """What a frame says of its own buffers is looked at before they are."""

    def frame(self) -> bytes:
        out = io.BytesIO()
        pd.DataFrame({"outlet": ["x"] * 3, "text": [f"{LONG} {n}" for n in range(3)]}).to_feather(
            out, compression="uncompressed"
        )
        return out.getvalue()

    @pytest.mark.medium
    def test_a_text_that_is_none(self, tmp_path: Path) -> None:
        data = self.frame().replace(LONG[:4].encode(), b"\xff\xfe\xff\xff", 1)
        assert "row 1 and what follows is damaged" in fault(beside(tmp_path, "a.feather", data))[2]

    @pytest.mark.medium
    def test_a_name_that_is_none(self, tmp_path: Path) -> None:
        data = self.frame().replace(b"outlet", b"\xff\xfe\xff\xffet")
        assert "not whole" in fault(beside(tmp_path, "a.feather", data))[2]
