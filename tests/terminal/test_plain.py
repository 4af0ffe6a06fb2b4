"""What a terminal is told: options in place of arguments, no codes of files, what is an error there alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import framing as fr
from framing import schema
from framing.corpus import columns
from framing.corpus.limits import Limits
from framing.io import files
from framing.study.steps import articles
from framing.terminal import optioned
from framing.views.text import for_terminal, grid
from tests.corpus.made import LONG, lines, record
from tests.house import call

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (columns.no_text(["a", "b"]), "Say which with --column text=NAME"),
        ("settle it with columns={...}", "settle it with --column FIELD=NAME"),
        ("as in columns={'text': 'Body'}", "as in --column text=Body"),
        ("columns={'text': 'Full text'}", "--column 'text=Full text'"),
        (columns.absent({"text": "Txt"}, ["Text"]), "--column: no file has a column 'Txt' (text)"),
        (
            "name it in a column, by outlets={'PATTERN': 'NAME'} or in a manifest.toml",
            "name it in a column or in a manifest.toml",
        ),
        ("no item stands in 2; give terms=, or more articles", "give --term WORDS to framing coverage, or"),
        (
            "is toward somebody; give targets={name: [aliases]} as well",
            "give --target NAME=ALIAS,ALIAS as well",
        ),
        ("install it, or give model='linear'", "or give --model linear"),
        ("columns 'tetx' is not known", "--column 'tetx' is not known"),
        (Limits().explained("too deep (limit depth); unpack it"), "raise it: --limit depth=..."),
    ],
)
def test_arguments_are_options(message: str, said: str) -> None:
    shown = optioned(message)
    assert said in shown
    assert "={" not in shown


def test_other_words_stay() -> None:
    for message in ("columns of a table", "a.csv: columns: a, b", "the contact: none"):
        assert optioned(message) == message
    assert optioned("Allowed: loaded. Words of your own: {'name': ['word', ...]}, or Lexicon.read(FILE)") == (
        "Allowed: loaded"
    )


def test_codes_are_not_obeyed() -> None:
    every = "".join(map(chr, range(0x3000)))
    shown = for_terminal(every)
    assert all(char == "\n" or char.isprintable() for char in shown)
    assert len(shown) == len(every)
    assert "Ünö" in for_terminal("Ünö")


def test_whose_and_which_column_is_told_by_options(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.csv").write_text("title,url\nOne,https://a.example/1\n", "utf8")
    (tmp_path / "b.txt").write_text(f"A headline\n\n{LONG}", "utf8")
    (tmp_path / "c.jsonl").write_text(lines(record(1)), "utf8")
    said = call(capsys, "check", tmp_path)
    assert said.status == 0
    assert "={" not in said.out + said.err


def test_a_column_that_is_not_there_is_an_error_of_the_command_alone(tmp_path: Path, capsys: Capture) -> None:
    file, output = tmp_path / "a.jsonl", tmp_path / "out.csv"
    file.write_text(lines(record(1), record(2)), "utf8")
    with pytest.warns(fr.FramingWarning, match="no file has a column 'Txt'"):
        assert len(fr.load(file, columns={"text": "Txt"}).articles) == 2
    for command in (
        ["load", file, "-o", output],
        ["check", file],
        ["load", file, "-o", output, "--cache", tmp_path / "k"],
    ):
        said = call(capsys, *command, "--column", "text=Txt")
        assert said.status == 1
        assert said.line.startswith("framing: --column: no file has a column 'Txt' (text)")
    assert not output.exists()
    assert call(capsys, "load", file, "-o", output, "--column", "text=text").status == 0


def test_a_name_with_codes_is_shown_without(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "\x1b[31mred.txt").write_text("x", "utf8")
    (tmp_path / "c.jsonl").write_text(lines(record(1, outlet="Har\x1b[31mbour\x9bx")), "utf8")
    for command in (["check"], ["load", "-o", tmp_path / "x.csv"]):
        said = call(capsys, *command, tmp_path)
        assert "red.txt" in said.err
        assert all(char == "\n" or char.isprintable() for char in said.out + said.err)


def test_of_what_was_not_read_it_says_how_to_list_it(capsys: Capture) -> None:
    with pytest.warns(fr.FramingWarning) as told:
        articles.tell_lost([("a.txt", "is broken"), *((f"{n}.txt", "is empty") for n in range(5))], 20)
    assert [str(one.message) for one in told] == [
        "a.txt: is broken",
        "0.txt, 1.txt, 2.txt and 2 more: is empty",
        "14 more were not read; framing load PATH -o articles.parquet --audit audit.csv lists them",
    ]


@pytest.mark.medium
def test_without_any_whole_text_nothing_is_compared(tmp_path: Path, capsys: Capture) -> None:
    rows = [
        {"id": f"{outlet}{n}", "outlet": outlet, "title": "A headline", "text": "", "status": "metadata"}
        for outlet in ("x", "y")
        for n in range(2)
    ]
    pd.DataFrame(rows).to_parquet(tmp_path / "a.parquet")
    table = tmp_path / "articles.parquet"
    files.write_table(schema.check(pd.DataFrame(rows), "articles"), table)
    said = call(capsys, "compare", table, "-o", tmp_path / "out")
    assert said.status == 1
    assert said.line.startswith("framing: no article is there whole (4 without text)")


@pytest.mark.parametrize("cache", [False, True])
def test_why_nothing_could_be_read_stands_in_the_audit(cache: bool, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07....")
    output, audit = tmp_path / "out.csv", tmp_path / "audit.jsonl"
    kept = ["--cache", tmp_path / "kept"] * cache
    said = call(capsys, "load", tmp_path / "a.rar", "-o", output, "--audit", audit, *kept)
    assert said.status == 1
    assert "nothing could be read. a.rar: " in said.err
    assert f"{audit} lists all" in said.err
    assert not output.exists()
    (row,) = pd.read_json(audit, lines=True).to_dict("records")
    assert (row["source"], row["kind"]) == ("a.rar", "skipped")
    assert {file.name for file in tmp_path.iterdir()} <= {"a.rar", "audit.jsonl", "kept"}


@pytest.mark.medium
def test_texts_with_codes_are_shown_without(tmp_path: Path, capsys: Capture) -> None:
    """By every command that shows words of articles."""
    red = "\x1b[31mred\x9b"
    shared = (
        f"The {red} yard on the eastern quay launched its first trawler after two winters without an order"
    )
    rows = [
        {
            "id": f"{red}{outlet}{n}",
            "outlet": f"{outlet}{red}",
            "title": f"News {red} {outlet}",
            "published": f"2026-01-1{n}",
            "text": f"Rain {outlet * 40} fell on Greta{red}. {shared}. It {red}builds seven hulls.",
        }
        for outlet in "xy"
        for n in range(3)
    ]
    table = tmp_path / "a.parquet"
    pd.DataFrame(rows).to_parquet(table)
    for command in (
        ["keyness", table],
        ["kwic", table, "red"],
        ["reuse", table, "--voices", "none"],
        ["coverage", table, "--term", "hulls", "--voices", "none"],
    ):
        said = call(capsys, *command)
        assert said.status == 0, said.err
        assert all(char == "\n" or char.isprintable() for char in said.out + said.err), command


def test_a_cell_and_a_message_are_one_line_without_codes(tmp_path: Path, capsys: Capture) -> None:
    """Whatever reading lets through: the last door is the terminal's own."""
    shown = grid([["\x1b[31mred\nnext", 5]], ["na\x07me", "n"])
    assert [line.split() for line in shown.splitlines()] == [
        ["na\ufffdme", "n"],
        ["\ufffd[31mred", "next", "5"],
    ]
    said = call(capsys, "check", tmp_path / "\x9b31mred.csv")
    assert said.status == 1
    assert "red.csv" in said.line
    assert said.line.isprintable()
