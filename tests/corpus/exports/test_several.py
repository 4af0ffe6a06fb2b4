"""Several articles in one document, told apart by lines such as "Title: ..." above each."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import pasted
from framing.corpus.lines import Para
from framing.corpus.load import load
from framing.corpus.readers import docx, rtf, text
from framing.corpus.records import Item, Note, Record, Source
from tests.cases import for_each
from tests.corpus.exports import made_documents as made
from tests.corpus.made import LONG, MORE

ONE = ["Title: Port reopens", "Outlet: Harbour Courier", "Date: 2026-01-15"]
TWO = ["Title: Fees fall", "Outlet: CBC News", "Date: 2026-01-16", "Author: Ada Quill"]
READERS: dict[str, Any] = {"docx": docx, "rtf": rtf, "txt": text}
KINDS = list(READERS)


def read(kind: str, lines: list[str]) -> list[Item]:
    """Write a document of some lines, "# " before a heading, and read it."""
    if kind == "docx":
        paras = [(line.removeprefix("# "), "Heading1" * line.startswith("# ")) for line in lines]
        raw = made.docx(paras)
    elif kind == "rtf":
        inner = "".join(f"{line.removeprefix('# ')}\\par\n" for line in lines)
        raw = f"{{\\rtf1\\ansi {inner}}}".encode("ascii")
    else:
        raw = "\n".join(line.removeprefix("# ") for line in lines).encode()
    return list(READERS[kind].read(io.BytesIO(raw), Source(f"a.{kind}")))


def records(items: list[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]


@for_each("kind", KINDS)
@for_each("between", [[""], ["", ""], ["", "* * *", ""], ["", "Article 2"], []])
def test_two(kind: str, between: list[str]) -> None:
    # Without anything between them only the same names tell.
    second = TWO if between else TWO[:3]
    found = records(read(kind, [*ONE, "", LONG, MORE, *between, *second, "", MORE, LONG]))
    assert [record.fields["Title"] for record in found] == ["Port reopens", "Fees fall"]
    assert [record.fields["Outlet"] for record in found] == ["Harbour Courier", "CBC News"]
    assert [record.number for record in found] == [1, 2]
    assert [record.fields["text"].split() for record in found] == [
        f"{LONG} {MORE}".split(),
        f"{MORE} {LONG}".split(),
    ]


def test_a_heading_above_is_no_part_of_the_one_before() -> None:
    items = read("docx", ["# Coverage of the port", *ONE, LONG, "# Second of two", *TWO, MORE])
    assert [record.fields["text"] for record in records(items)] == [LONG, MORE]
    told = {item.rule: item.detail for item in items if isinstance(item, Note)}
    assert told["between_articles"] == "Second of two"
    assert told["above_first"] == "above the first article: Coverage of the port"
    assert told["several"].startswith("2 articles in one file")


@for_each("kind", KINDS)
@for_each(
    "box",
    [
        ["Title: The long tide", "Author: Ben Rowe", "Publisher: Quay Books"],
        ["Title: The long tide"],
        ["Source: Harbour Courier", "Date: 2026-01-15"],
        ["Note: The long tide", "Outlet: some of it"],
    ],
)
def test_a_box_in_an_article_is_none(kind: str, box: list[str]) -> None:
    (found,) = records(read(kind, [*ONE, "", LONG, "", *box, "", MORE]))
    assert found.number == 0
    assert box[0] in found.fields["text"]


@pytest.mark.parametrize("kind", KINDS)
def test_lines_in_the_midst_of_one_article_are_none(kind: str) -> None:
    (found,) = records(read(kind, ["Port reopens", "", LONG, "", *ONE, "", MORE]))
    assert ONE[1] in found.fields["text"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_article_above_the_first_block_is_one(kind: str) -> None:
    found = records(read(kind, ["Port reopens", "", LONG, "", MORE, "", *ONE, "", LONG, "", *TWO, "", MORE]))
    assert [record.number for record in found] == [1, 2, 3]
    assert "Title" not in found[0].fields


@for_each("kind", KINDS)
@for_each("named", [[f"Text: {LONG}"], ["Body:", LONG]])
def test_a_line_that_names_the_text(kind: str, named: list[str]) -> None:
    (found,) = records(read(kind, [*ONE, *named, MORE]))
    assert found.fields["text"].split() == f"{LONG} {MORE}".split()
    assert not {"Text", "Body"} & found.fields.keys()


@pytest.mark.medium
def test_as_a_user_loads_it(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(made.docx([*ONE, LONG, "", *TWO, MORE]))
    table = load(tmp_path).articles
    assert table["source"].tolist() == ["a.docx:1", "a.docx:2"]
    assert table["outlet"].tolist() == ["harbour_courier", "cbc"]
    assert table["title"].tolist() == ["Port reopens", "Fees fall"]
    assert table["text"].tolist() == [LONG, MORE]


@given(
    st.lists(st.sampled_from([*ONE, *TWO, "", "---", "Article 2", LONG, "Title:", "Source: x"]), max_size=30)
)
def test_parts_stand_in_order_and_hold_every_block(lines: list[str]) -> None:
    division = pasted.divided([Para(line) for line in lines], across=True)
    if division is None:
        return
    assert len(division.parts) > 1
    ends = [place for part in division.parts for place in part]
    assert ends == sorted(ends)
    assert ends[-1] == len(lines)
    told = " ".join(note.detail for note in division.notes)
    for (_, end), (start, _) in zip(division.parts, division.parts[1:], strict=False):
        # What is left out between two is blank, a rule, or told.
        assert all(not line or line == "---" or line in told for line in lines[end:start])


def _stories(rule: str) -> str:
    said = f"{LONG} {MORE} {LONG}"
    stories = [f"Quay talks, round {n}\n{n} January 2026\n\n{said} It was round {n}." for n in (1, 2, 3)]
    return f"\n{rule}\n\n".join(stories)


@pytest.mark.parametrize("rule", ["======", "----------", "* * *", "===", ""])
def test_long_rules_part_articles_that_have_a_headline_each(rule: str, tmp_path: Path) -> None:
    (tmp_path / "toronto_star.txt").write_text(_stories(rule), "utf8")
    loaded = load(tmp_path)
    several = loaded.audit["rule"].eq("several").any()
    long = rule in ("======", "----------")
    assert several == long
    assert len(loaded.articles) == (3 if long else 1)
    if long:
        assert loaded.articles["title"].tolist() == [f"Quay talks, round {n}" for n in (1, 2, 3)]
        assert loaded.articles["published"].dt.day.tolist() == [1, 2, 3]


def test_a_rule_within_an_article_parts_nothing(tmp_path: Path) -> None:
    text = f"Quay talks, round 1\n\n{LONG}\n\n==========\n\n{LONG} So it ended."
    (tmp_path / "toronto_star_2026-01-15.txt").write_text(text, "utf8")
    assert len(load(tmp_path).articles) == 1


@pytest.mark.parametrize("dated", [True, False])
def test_headings_part_articles_where_each_has_a_day_below(dated: bool, tmp_path: Path) -> None:
    lines: list[str | tuple[str, str]] = []
    for n in (1, 2):
        day = [f"Published: {n} January 2026"] if dated else []
        lines += [(f"Quay talks, round {n}", "Heading1"), *day, f"{LONG} {MORE} {LONG} It was round {n}."]
    (tmp_path / "toronto_star.docx").write_bytes(made.docx(lines))
    articles = load(tmp_path).articles
    assert len(articles) == 1 + dated
    if dated:
        assert articles["title"].tolist() == ["Quay talks, round 1", "Quay talks, round 2"]
