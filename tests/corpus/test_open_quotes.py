"""A quotation mark that is never closed is told, with the lines that it swallows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.load import load
from framing.corpus.readers import table
from framing.corpus.records import Fault, Record, Source
from framing.errors import FramingWarning
from tests.corpus.made import LONG, MORE


def read(content: str) -> list[Record | Fault]:
    return list(table.read(io.BytesIO(content.encode()), Source("a.csv")))


def rows(content: str) -> list[tuple[int, object]]:
    """What is read, as line and text; a fault as line and None."""
    return [
        (item.number, item.fields["text"] if isinstance(item, Record) else None) for item in read(content)
    ]


def test_where_it_is_the_last_mark_of_all() -> None:
    content = 'date,text\n2026-01-01,One\n2026-01-02,"Two, open\n2026-01-03,Three\n2026-01-04,Four\n'
    assert rows(content) == [(2, "One"), (3, None)]
    assert "the 2 lines behind it can't be told from it" in read(content)[1].detail


def test_a_row_that_swallows_cells_is_named_and_the_rest_is_read() -> None:
    content = 'id,text,url\n1,"One, fine",a.example/1\n2,"Two, open\n3,"Three, fine",a.example/3\n4,Four,x\n'
    assert rows(content) == [(2, "One, fine"), (3, None), (5, "Four")]


def test_the_lines_behind_it_are_counted() -> None:
    content = 'outlet,text\nharbour,"Open, here\nmore, of it\ncourier,fine\n'
    (fault,) = read(content)
    assert isinstance(fault, Fault)
    assert "the 2 lines behind it can't be told from it" in fault.detail


def test_rows_that_may_have_run_together_are_told() -> None:
    content = 'outlet,text\nharbour,"Open, here\ncourier,"Next fine"\n'
    (one,) = read(content)
    assert isinstance(one, Record)
    assert [(note.kind, note.rule) for note in one.notes] == [("guessed", "quotes")]


def test_a_file_of_nothing_but_marks_ends() -> None:
    found = read("id,date,text\n" + "".join(f'{n},2026-01-01,"open {n}\n' for n in range(400)))
    assert found
    assert all(isinstance(item, Fault) or item.notes for item in found)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=30)


@given(st.lists(st.tuples(st.integers(0, 10**6), CELLS.filter(str.strip)), min_size=1, max_size=8))
def test_what_a_writer_wrote_comes_back_without_a_word(made: list[tuple[int, str]]) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["id", "text"])
    writer.writerows(made)
    found = read(file.getvalue())
    assert [(item.fields["id"], item.fields["text"]) for item in found if isinstance(item, Record)] == [
        (str(number), text) for number, text in made
    ]
    assert all(
        isinstance(item, Record) and not [n for n in item.notes if n.rule != "bad_bytes"] for item in found
    )


def test_in_a_load_it_is_one_line_and_the_rest_is_kept(tmp_path: Path) -> None:
    rows = [f'Port,Harbour Courier,"{LONG}"', f'"Fees fall,Harbour Courier,{MORE.replace(",", "")}']
    (tmp_path / "a.csv").write_text("\n".join(["title,outlet,text", *rows, ""]), "utf8")
    with pytest.warns(FramingWarning, match=r"1 articles kept, 1 failed: a\.csv:3: a quotation mark"):
        load(tmp_path)
