"""A quotation mark that is never closed costs its own row at most, wherever rows show what they look like."""

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


def test_rows_behind_are_read() -> None:
    content = (
        'id,date,text\n1,2026-01-01,"One, fine"\n2,2026-01-02,"Two, open\n'
        '3,2026-01-03,"Three, fine"\n4,2026-01-04,"Four\nin two lines"\n'
    )
    assert rows(content) == [
        (2, "One, fine"),
        (3, "Two, open"),
        (4, "Three, fine"),
        (5, "Four\nin two lines"),
    ]
    assert [note.rule for item in read(content) for note in getattr(item, "notes", ())] == ["open_quote"]


def test_where_it_is_the_last_mark_of_all() -> None:
    content = 'date,text\n2026-01-01,One\n2026-01-02,"Two, open\n2026-01-03,Three\n2026-01-04,Four\n'
    assert rows(content) == [(2, "One"), (3, "Two, open"), (4, "Three"), (5, "Four")]


def test_cells_behind_the_mark_are_lost_with_it_and_the_row_is_named() -> None:
    content = 'id,text,url\n1,"One, fine",https://a.example/1\n2,"Two, open,https://a.example/2\n3,Three,https://a.example/3\n'
    (first, second, third) = read(content)
    assert isinstance(first, Record)
    assert isinstance(second, Fault)
    assert isinstance(third, Record)
    assert (second.number, third.fields["text"]) == (3, "Three")
    assert "a quotation mark in the row is never closed" in second.detail


def test_its_own_paragraphs_are_no_rows() -> None:
    content = (
        'id,date,text\n1,2026-01-01,"One"\n2,2026-01-02,"Two, open\nsaid, on Monday, that\nit would, again\n'
        '3,2026-01-03,"Three"\n'
    )
    assert rows(content) == [
        (2, "One"),
        (3, "Two, open\nsaid, on Monday, that\nit would, again"),
        (6, "Three"),
    ]


def test_names_out_of_few_show_a_row() -> None:
    body = "".join(f'{name},"Text, {n}"\n' for n, name in enumerate(["harbour", "courier"] * 3))
    content = f'outlet,text\n{body}harbour,"Open, here\nmore, of it\ncourier,"Next, fine"\n'
    assert rows(content)[-2:] == [(8, "Open, here\nmore, of it"), (10, "Next, fine")]


def test_where_nothing_shows_a_row_none_is_guessed() -> None:
    content = 'outlet,text\nharbour,"Open, here\nmore, of it\ncourier,fine\n'
    (fault,) = read(content)
    assert isinstance(fault, Fault)
    assert "the 2 lines behind it can't be told from it" in fault.detail


def test_rows_that_may_have_run_together_are_told() -> None:
    content = 'outlet,text\nharbour,"Open, here\ncourier,"Next fine"\n'
    (one,) = read(content)
    assert isinstance(one, Record)
    assert [(note.kind, note.rule) for note in one.notes] == [("guessed", "quotes")]


def test_in_a_load_it_is_one_line_and_the_rest_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        f'outlet,date,text,section\nHarbour,2026-01-01,"{LONG}",Ports\nHarbour,2026-01-02,"{MORE}\n'
        f'Harbour,2026-01-03,"{LONG} Again.",Ports\n',
        "utf8",
    )
    with pytest.warns(FramingWarning, match=r"2 articles kept, 1 failed: a\.csv:3: a quotation mark"):
        loaded = load(tmp_path)
    assert loaded.articles["source"].tolist() == ["a.csv:2", "a.csv:4"]


def test_a_file_of_nothing_but_marks_ends(tmp_path: Path) -> None:
    content = "id,date,text\n" + "".join(f'{n},2026-01-01,"open {n}\n' for n in range(400))
    found = read(content)
    assert len(found) >= 100
    assert sum(isinstance(item, Record) for item in found) >= 100


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


@pytest.mark.parametrize("text", [f'"{LONG}"', LONG.replace(",", " and")])
@pytest.mark.parametrize("last", [False, True])
def test_a_mark_before_the_last_cell_is_left_out(text: str, last: bool, tmp_path: Path) -> None:
    rows = [
        f'"Fees fall,Harbour Courier,2026-01-16,{text}',
        f'Tide turns,Harbour Courier,2026-01-17,"{MORE}"',
    ]
    listed = [
        "title,outlet,date,text",
        f'Port reopens,Harbour Courier,2026-01-15,"{MORE}"',
        *rows[:: 1 - 2 * last],
    ]
    (tmp_path / "a.csv").write_text("\n".join(listed) + "\n", "utf8")
    table, audit = load(tmp_path)
    assert sorted(table["title"]) == ["Fees fall", "Port reopens", "Tide turns"]
    assert table.set_index("title")["text"]["Fees fall"] == text.strip('"')
    (line,) = audit[audit["rule"] == "open_quote"].itertuples()
    assert line.source == f"a.csv:{4 if last else 3}"


def test_where_nothing_shows_that_it_fits_the_row_fails(tmp_path: Path) -> None:
    rows = [f'Port,Harbour Courier,"{LONG}"', f'"Fees fall,Harbour Courier,{MORE.replace(",", "")}']
    (tmp_path / "a.csv").write_text("\n".join(["title,outlet,text", *rows, ""]), "utf8")
    with pytest.warns(FramingWarning, match=r"1 articles kept, 1 failed: a\.csv:3: a quotation mark"):
        load(tmp_path)
