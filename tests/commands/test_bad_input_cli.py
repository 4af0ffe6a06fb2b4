"""Whatever it is given, the command says on one line each what is wrong and goes on with the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.house import BRIEF, Said, bytes_of, call, coverage

Capture = pytest.CaptureFixture[str]

ROW = {
    "outlet": "Xinhua",
    "title": "Talks",
    "text": "The two sides met on Monday and agreed to go on talking about trade.",
}


def rows(*items: dict[str, object]) -> bytes:
    return "".join(json.dumps(item) + "\n" for item in items).encode()


ENDLESS = b'{"outlet": "Xinhua", "text": "' + b"word " * 10_400_000

ALONE = {
    "empty.txt": (b"", "empty"),
    "binary.txt": (bytes(range(256)) * 64, "binary.txt"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 500, "picture.png"),
    "half.jsonl": (b'{"outlet": "Xinhua", "text": "The two si', "half.jsonl:1"),
    "no_text.csv": (b"outlet,headline_only\nXinhua,Talks\n", "text"),
    "twice.csv": (b"outlet,text,text\nXinhua,One.,Two.\n", "twice.csv"),
    "nothing.jsonl": (b"\n\n", "nothing.jsonl"),
    "unclosed.parquet": (b"PAR1 and no more", "unclosed.parquet"),
}


@pytest.mark.medium
@pytest.mark.parametrize("name", ALONE)
@pytest.mark.parametrize("command", ["load", "compare"])
def test_a_bad_file_alone_is_one_line_and_status_1(
    name: str, command: str, tmp_path: Path, capsys: Capture
) -> None:
    raw, word = ALONE[name]
    (tmp_path / name).write_bytes(raw)
    output = tmp_path / ("a.parquet" if command == "load" else "out")
    said = call(capsys, command, tmp_path / name, "-o", output)
    assert said.status == 1
    assert word in said.line
    assert name in said.line
    assert not output.exists()


@pytest.mark.medium
@pytest.mark.parametrize("name", ALONE)
def test_a_bad_file_among_good_ones_is_named_and_the_rest_is_done(
    name: str, tmp_path: Path, capsys: Capture
) -> None:
    texts = coverage(tmp_path / "texts")
    (texts / name).write_bytes(ALONE[name][0])
    said = call(capsys, "load", texts, "-o", tmp_path / "a.parquet")
    assert said.status == 0
    assert name in said.line
    assert len(pd.read_parquet(tmp_path / "a.parquet")) == 8


def test_half_a_line_in_a_good_file(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x.jsonl").write_bytes(
        rows(ROW) + b'{"outlet": "Xinhua", "te\n' + rows({**ROW, "title": "More talks"})
    )
    said = call(capsys, "load", tmp_path / "x.jsonl", "-o", tmp_path / "a.parquet")
    assert said.status == 0
    assert "x.jsonl:2" in said.line
    assert len(pd.read_parquet(tmp_path / "a.parquet")) == 2


@pytest.mark.medium
def test_a_line_of_50_mb(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x.jsonl").write_bytes(ENDLESS + b"\n" + rows(ROW))
    said = call(capsys, "load", tmp_path / "x.jsonl", "-o", tmp_path / "a.parquet")
    assert said.status == 0
    assert "x.jsonl:1" in said.line
    assert len(said.line) < 400
    assert len(pd.read_parquet(tmp_path / "a.parquet")) == 1


def test_two_records_of_one_id(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x.jsonl").write_bytes(
        rows({**ROW, "id": "a"}, {**ROW, "id": "a", "text": "Something else was said here today."})
    )
    said = call(capsys, "load", tmp_path / "x.jsonl", "-o", tmp_path / "a.parquet")
    assert said.status == 0
    assert "x.jsonl:2" in said.line
    assert "'a'" in said.line
    assert list(pd.read_parquet(tmp_path / "a.parquet")["id"]) == ["a"]


def test_no_outlet(tmp_path: Path, capsys: Capture) -> None:
    for number in range(4):
        (tmp_path / f"text{number}.txt").write_text(
            f"Headline {number}\n\nThe two sides met on day {number} and talked.\n", "utf8"
        )
    said = call(capsys, "compare", tmp_path, "-o", tmp_path.parent / "out")
    assert said.status == 1
    assert "outlet" in said.line
    assert "manifest.toml" in said.line


def compared(tmp_path: Path, capsys: Capture, *options: str) -> Said:
    return call(capsys, "compare", tmp_path / "texts", "-o", tmp_path / "out", *(options or BRIEF))


def test_one_outlet_only(tmp_path: Path, capsys: Capture) -> None:
    coverage(tmp_path / "texts", ("xinhua",))
    said = compared(tmp_path, capsys)
    assert said.status == 1
    assert "outlet: a comparison needs two; the 4 articles hold only 'xinhua'" in said.line
    assert not (tmp_path / "out").exists()


def test_one_article(tmp_path: Path, capsys: Capture) -> None:
    coverage(tmp_path / "texts", ("xinhua",), each=1)
    said = compared(tmp_path, capsys)
    assert said.status == 1
    assert "a comparison needs two" in said.line


@pytest.mark.medium
def test_two_articles_a_side_are_compared_without_intervals(tmp_path: Path, capsys: Capture) -> None:
    coverage(tmp_path / "texts", each=2)
    said = compared(tmp_path, capsys)
    assert (said.status, said.err) == (0, "")
    contrast = pd.read_parquet(tmp_path / "out" / "tables" / "contrast.parquet")
    assert len(contrast)
    assert contrast["low"].isna().all()
    assert contrast["p"].isna().all()


@pytest.mark.medium
def test_an_outlet_named_in_two_ways_is_one(tmp_path: Path, capsys: Capture) -> None:
    names = ["Global Times", "globaltimes", "The Global Times", "Xinhua", "xinhua", "Xinhua News Agency"]
    items = [
        {**ROW, "outlet": name, "text": f"{ROW['text']} This is item {i}."} for i, name in enumerate(names)
    ]
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "x.jsonl").write_bytes(rows(*items))
    said = compared(tmp_path, capsys)
    assert said.status == 0
    assert set(pd.read_parquet(tmp_path / "out" / "tables" / "articles.parquet")["outlet"]) == {
        "global_times",
        "xinhua",
    }


def test_no_english(tmp_path: Path, capsys: Capture) -> None:
    text = (
        "加拿大总理星期三抵达北京，开始对中国进行正式访问。双方将就贸易、能源和农业问题举行会谈，并签署多项合作文件。"
        * 3
    )
    items = [
        {"outlet": outlet, "title": "访问", "text": f"{text}{i}"}
        for i, outlet in enumerate(["Xinhua", "CBC"] * 2)
    ]
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "x.jsonl").write_bytes(rows(*items))
    said = compared(tmp_path, capsys)
    assert said.status == 1
    assert "language: all 4 articles have another language (zh 4)" in said.line


@pytest.mark.medium
def test_some_english(tmp_path: Path, capsys: Capture) -> None:
    coverage(tmp_path / "texts")
    text = (
        "加拿大总理星期三抵达北京，开始对中国进行正式访问。双方将就贸易、能源和农业问题举行会谈，并签署多项合作文件。"
        * 3
    )
    (tmp_path / "texts" / "x.jsonl").write_bytes(rows({"outlet": "Xinhua", "title": "访问", "text": text}))
    said = compared(tmp_path, capsys)
    assert said.status == 0
    audit = pd.read_parquet(tmp_path / "out" / "tables" / "audit.parquet")
    assert list(audit.loc[audit["rule"] == "another language", "detail"]) == ["zh"]


@pytest.mark.medium
def test_a_lexicon_with_a_bad_row(tmp_path: Path, capsys: Capture) -> None:
    coverage(tmp_path / "texts")
    (tmp_path / "mine.csv").write_text("term,weight\nsuccess,1\nmistake,not a number\ndeal,2\n", "utf8")
    said = compared(tmp_path, capsys, *BRIEF, "--lexicon", str(tmp_path / "mine.csv"))
    assert said.status == 0
    assert "mine.csv" in said.line
    assert "mistake" in said.line
    scores = pd.read_parquet(tmp_path / "out" / "tables" / "scores.parquet")
    assert scores["measure"].str.contains("mine").any()


@pytest.mark.medium
@pytest.mark.parametrize(
    ("options", "said_of"),
    [
        (("--measure", "hegdes"), "measure 'hegdes' is not known; did you mean 'hedges'?"),
        (("--wire", "fold"), "wire 'fold' is not known"),
        (("--outlet", "xinhau"), "xinhua"),
        (("--split", "voices"), "voice"),
        (("--by", "papers"), "by 'papers' is not known"),
        (("--primary", "hegdes"), "hedges"),
        (("--lexicon", "none.toml"), "none.toml"),
        (("--column", "outlet"), "write it as NAME=YOURS"),
    ],
)
def test_a_wrong_argument_is_one_line(
    options: tuple[str, ...], said_of: str, tmp_path: Path, capsys: Capture
) -> None:
    coverage(tmp_path / "texts")
    said = compared(tmp_path, capsys, *options)
    assert said.status == 1
    assert said_of in said.line
    assert not (tmp_path / "out").exists()


def test_paths_that_are_not_there(tmp_path: Path, capsys: Capture) -> None:
    for command in (("load", "-o", tmp_path / "a.csv"), ("compare", "-o", tmp_path / "out"), ("check",)):
        said = call(capsys, command[0], tmp_path / "none", *command[1:])
        assert said.status == 1
        assert "none" in said.line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["load", "compare"])
def test_an_output_that_can_not_be_written(command: str, tmp_path: Path, capsys: Capture) -> None:
    texts = coverage(tmp_path / "texts")
    (tmp_path / "file").write_text("in the way", "utf8")
    said = call(capsys, command, texts, "-o", tmp_path / "file" / "under.csv")
    assert said.status == 1
    assert "can't be written" in said.line
    assert str(tmp_path / "file" / "under.csv") in said.line
    assert (tmp_path / "file").read_text("utf8") == "in the way"


def test_an_output_of_the_wrong_kind(tmp_path: Path, capsys: Capture) -> None:
    texts = coverage(tmp_path / "texts")
    (tmp_path / "file").write_text("in the way", "utf8")
    assert "is a file; name a folder" in call(capsys, "compare", texts, "-o", tmp_path / "file").line
    assert "is a folder; name a file" in call(capsys, "load", texts, "-o", tmp_path).line
    assert "use .parquet, .csv" in call(capsys, "load", texts, "-o", tmp_path / "a.xlsx").line
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "texts"]


@pytest.mark.slow
def test_a_fault_half_way_leaves_the_old_output_whole(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    coverage(tmp_path / "texts")
    assert compared(tmp_path, capsys).status == 0
    before = bytes_of(tmp_path / "out")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "somewhere")

    monkeypatch.setattr("framing.io.files.write_table", full)
    said = compared(tmp_path, capsys)
    assert said.status == 1
    assert "No space left on device" in said.line
    assert bytes_of(tmp_path / "out") == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "texts"]


def test_reproduce_of_a_folder_that_is_none(tmp_path: Path, capsys: Capture) -> None:
    assert "has no provenance.json" in call(capsys, "reproduce", tmp_path).line
    (tmp_path / "provenance.json").write_text("{}", "utf8")
    assert "is not a record that framing wrote" in call(capsys, "reproduce", tmp_path).line


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("...",), "holds no word"),
        (("visit", "--window", "wide"), "window 'wide'"),
        (("visit", "--outlet", "cbc"), "cbc"),
    ],
)
def test_kwic_of_nonsense(arguments: tuple[str, ...], word: str, tmp_path: Path, capsys: Capture) -> None:
    texts = coverage(tmp_path / "texts")
    said = call(capsys, "kwic", texts, *arguments)
    assert said.status == 1
    assert word in said.line
