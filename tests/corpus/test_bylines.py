"""Bylines taken apart: persons, organisations and staff, whatever stands between them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.corpus import bylines
from tests.cases import for_each

HOUSE = "Harbour Courier"


@for_each(
    ("line", "persons"),
    [
        ("By Ana Ruiz", ["Ana Ruiz"]),
        ("Ana Ruiz and Li Ma in Macao", ["Ana Ruiz", "Li Ma"]),
        ("By ANA O'NEIL, POLITICAL EDITOR, and LI MA", ["Ana O'Neil", "Li Ma"]),
        ("Ana Ruiz Defence and Security Editor, Li Ma Chief Political Correspondent", ["Ana Ruiz", "Li Ma"]),
        ("Ana O'Ruiz Brexit correspondent", ["Ana O'Ruiz"]),
        ("Ana Ruiz Crime and Security Correspondent", ["Ana Ruiz"]),
        ("Ana Ruiz Crime, Security and Justice Correspondent, Li Ma", ["Ana Ruiz", "Li Ma"]),
        ("Ana Ruiz Work & Careers Editor", ["Ana Ruiz"]),
        ("Ana Ruiz North America Editor and Li Ma Middle East Editor", ["Ana Ruiz", "Li Ma"]),
        ("Ana Ruiz Quay Village Correspondent", ["Ana Ruiz"]),
        # What a family is called, and what it is no longer called.
        ("Ana London Correspondent", ["Ana London"]),
        ("Li Ma and Ana West Political Editor", ["Li Ma", "Ana West"]),
        ("Ana Ruiz London Correspondent", ["Ana Ruiz"]),
        ("Ana Maria Ruiz Correspondent", ["Ana Maria Ruiz"]),
        ("Chief London Correspondent", []),
        ("Harbour Political Editor", []),
        ("Jean-Luc RUIZ et Ana McMARLOW", ["Jean-Luc Ruiz", "Ana McMarlow"]),
        ("Ana de la RUIZ, MA Li and XU Jing", ["Ana de la Ruiz", "Ma Li", "Xu Jing"]),
        ("AJ Marlow, Ana Ruiz III, Ana RUIZ MBE", ["AJ Marlow", "Ana Ruiz III", "Ana Ruiz MBE"]),
        ("Ana Ruiz Harbour Courier", ["Ana Ruiz"]),
        ("Ana Ruiz, Harbour Courier", ["Ana Ruiz"]),
        ("Ana Ruiz for Harbour Courier", ["Ana Ruiz"]),
        ("Ana Ruiz, Special to Harbour Courier", ["Ana Ruiz"]),
        ("Special to Harbour Courier", []),
        ("Ana Ruiz | Staff Writer | ana@courier.example | @anaruiz", ["Ana Ruiz"]),
        ("Opinion by Ana Ruiz", ["Ana Ruiz"]),
        ("Analysis by Ana Ruiz, Courier Chief Diplomatic Correspondent", ["Ana Ruiz"]),
        ("Story by Ana Ruiz, photographs by Li Ma", ["Ana Ruiz"]),
        ("By Ana Ruiz Published: Jan 15, 2026 11:48 PM", ["Ana Ruiz"]),
        ("By Ana Ruiz and Li MaPublished: 2026/1/15 9:38:00", ["Ana Ruiz", "Li Ma"]),
        ("Dr. Ana Ruiz, PhD", ["Ana Ruiz"]),
        (
            "Ana de la Ruiz, Jean-Luc d'Arby & J. K. Marlow",
            ["Ana de la Ruiz", "Jean-Luc d'Arby", "J. K. Marlow"],
        ),
        ("Émilie Żuk und Çelik Öz", ["Émilie Żuk", "Çelik Öz"]),
        ("Par Ana Ruiz avec Li Ma à Pékin", ["Ana Ruiz", "Li Ma"]),
        ("Von Ana Ruiz, Peking", ["Ana Ruiz"]),
        ("Por Ana Ruiz y Li Ma", ["Ana Ruiz", "Li Ma"]),
        ("GT staff reporters", []),
        ("Staff Reporters", []),
        ("Courier Staff", []),
        ("Editorial Board", []),
        ("The Harbour Press", []),
        ("Xinhua writers Ana Ruiz, Li Ma", ["Li Ma"]),
        ("Editor: Huaxia", []),
        ("Source: Harbour Press Editor: Ana Ruiz", []),
        ("记者 王小明", ["王小明"]),
        ("本报记者 王小明 李 四 北京报道", ["王小明", "李四"]),
        ("本报驻美国特约记者 王小明、李四", ["王小明", "李四"]),
        ("（记者王小明 责任编辑：李四）", ["王小明"]),
        ("作者：约翰·史密斯", ["约翰·史密斯"]),
        ("新华社", []),
        ("环球时报", []),
        ("责编：王五", []),
        ("", []),
    ],
)
def test_persons(line: str, persons: list[str]) -> None:
    assert bylines.persons(line, HOUSE) == persons


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("Ana Ruiz, The Harbour Press", [("person", ""), ("organisation", ",")]),
        ("Ana Ruiz and The Harbour Press", [("person", ""), ("organisation", "and")]),
        (
            "Ana Ruiz, Li Ma, and The Harbour Press",
            [("person", ""), ("person", ","), ("organisation", "and")],
        ),
        ("Ana Ruiz with The Harbour Press", [("person", ""), ("organisation", "with")]),
        ("Ana Ruiz (Harbour Press)", [("person", ""), ("organisation", ",")]),
        ("Courier staff and agencies", [("staff", ""), ("organisation", "and")]),
    ],
)
def test_what_joins_the_names(line: str, kinds: list[tuple[str, str]]) -> None:
    assert [(part.kind, part.joint) for part in bylines.parts(line, HOUSE)] == kinds


@for_each(
    ("value", "names"),
    [
        ("Ana Ruiz", ["Ana Ruiz"]),
        ("Ruiz, Ana; Ma, Li", ["Ana Ruiz", "Li Ma"]),
        (["Ana Ruiz", "Li Ma"], ["Ana Ruiz", "Li Ma"]),
        ('["Ana Ruiz", "Li Ma"]', ["Ana Ruiz", "Li Ma"]),
        ("['Ana Ruiz', 'Li Ma']", ["Ana Ruiz", "Li Ma"]),
        ("[Ana Ruiz", ["Ana Ruiz"]),
        ([], []),
        ("", []),
    ],
)
def test_what_fields_state(value: object, names: list[str]) -> None:
    assert [name for name, _ in bylines.stated(value, lambda part: str(part) if part else "")] == names


JOINING = {"von", "par", "por", "with", "mit", "con", "and", "und", "avec"}


def _plain(name: str) -> bool:
    """Say whether no word of a made-up name happens to mean something in a byline."""
    forms = bylines._forms()
    known = forms["organisation"].search(name) or forms["role"].search(name) or forms["titles"].match(name)
    return not known and not JOINING & set(name.lower().split())


NAME = st.from_regex(r"[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", fullmatch=True).filter(_plain)


@given(
    st.lists(NAME, min_size=1, max_size=4, unique=True), st.sampled_from([", ", " | ", " and ", " & ", "; "])
)
def test_any_names_in_any_order(names: list[str], joint: str) -> None:
    assert bylines.persons("By " + joint.join(names)) == names


@given(st.text(max_size=200))
def test_no_line_is_an_error(line: str) -> None:
    assert all(part.text for part in bylines.parts(line, HOUSE))


def test_names_alone_above_a_dateline_are_the_byline(tmp_path: Path) -> None:
    said = "The talks on the old port went on for three days and ended with a joint statement of both sides."
    (tmp_path / "a_post").mkdir()
    (tmp_path / "a_post" / "one.txt").write_text(
        f"Talks end in Marlow\n\nAna Ruiz and Tom Marlow\n\nHARBOUR TOWN — {said}\n\n{said}\n", "utf8"
    )
    [article] = fr.load(tmp_path, outlets={"*": "A Post"}).articles.to_dict("records")
    assert "Ruiz" not in article["text"]
    assert "Ana Ruiz" in str(article["authors"])
