"""Layouts and inheritance as outlet files write them; what is wrong is one line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from framing.corpus.html.layout import parse_layouts
from framing.corpus.outlets import outlets, read, with_folder
from framing.errors import FramingError
from tests.cases import for_each

BODY = {"name": "a", "body": "//article"}


def test_values() -> None:
    (layout,) = parse_layouts(
        [
            {
                **BODY,
                "since": dt.date(2024, 1, 1),
                "until": "2025-01-01",
                "title": ["//h1", "//h2"],
                "captions": "//figcaption",
                "cut": {"related": "//aside"},
                "match": {"byline": "By (.+)"},
            }
        ],
        where="x",
    )
    assert (layout.since, layout.until) == (dt.date(2024, 1, 1), dt.date(2025, 1, 1))
    assert layout.fields == {"title": ("//h1", "//h2")}
    assert layout.cut == (("caption", "//figcaption"), ("related", "//aside"))
    assert layout.strategy == "blocks"
    assert hash(layout) == hash(layout)


@for_each(
    ("table", "said"),
    [
        ({"body": "//p"}, "[[layouts]] 1: needs name"),
        ({**BODY, "titel": "//h1"}, "key 'titel' is not known; did you mean 'title'"),
        ({"name": "a"}, "layout 'a': needs body"),
        ({**BODY, "body": "//p["}, "layout 'a': body: '//p[' is no XPath"),
        ({**BODY, "strategy": "flow"}, "strategy 'flow' is not known; did you mean 'br_flow'"),
        ({**BODY, "since": "spring"}, "since: 'spring' is no day; write it as 2025-04-01"),
        (
            {**BODY, "since": "2025-01-02", "until": "2025-01-01"},
            "since 2025-01-02 lies after until 2025-01-01",
        ),
        ({**BODY, "cut": 7}, "cut: 7 is no table"),
        ({**BODY, "cut": {"Ads!": "//p"}}, "cut: 'Ads!' names no rule"),
        ({**BODY, "match": {"byline": "By .+"}}, "match.byline needs one group"),
        ({**BODY, "match": {"by": "(a)"}}, "match 'by' is not known"),
        ({**BODY, "match": {"stamp": "("}}, "is no regular expression"),
        ({**BODY, "match": "a"}, "match: 'a' is no table"),
    ],
)
def test_wrong_layouts(table: dict[str, object], said: str) -> None:
    with pytest.raises(FramingError) as raised:
        parse_layouts([table], where="outlet x")
    assert said in str(raised.value)
    assert str(raised.value).startswith("outlet x: ")
    assert "\n" not in str(raised.value)


def test_layouts_are_a_list_of_tables_with_names_of_their_own() -> None:
    with pytest.raises(FramingError, match="layouts is no list of tables"):
        parse_layouts({"a": 1}, where="outlet x")  # type: ignore[arg-type]
    with pytest.raises(FramingError, match="two layouts are named 'a'"):
        parse_layouts([BODY, BODY], where="outlet x")
    assert parse_layouts([{"name": "a", "strategy": "jsonld"}], where="x")[0].body == ()


class TestExtends:
    def test_what_is_inherited(self) -> None:
        paper, house = outlets()["ottawa_citizen"], outlets()["postmedia"]
        assert paper.layouts == house.layouts
        assert [rule.name for rule in paper.lines] == [rule.name for rule in house.lines]
        assert (paper.name, paper.domains) == ("Ottawa Citizen", ("ottawacitizen.com",))
        assert not set(paper.aliases) & set(house.aliases)
        assert outlets()["vancouver_sun"].zone == "America/Vancouver"

    def test_own_come_first_and_one_of_the_same_name_replaces(self) -> None:
        mine = read(
            'name = "X"\nextends = "postmedia"\n[[layouts]]\nname = "mine"\nbody = "//p"\n'
            '[[layouts]]\nname = "story_v2"\nbody = "//q"\n[sections]\nnews = ["PORTS*"]\n',
            "x",
        )
        names = [layout.name for layout in mine.layouts]
        assert names == ["mine", "story_v2", "content_group", "wordpress"]
        assert mine.layouts[1].body == ("//q",)
        assert mine.sections["news"][0] == "PORTS*"
        assert "NEWS*" in mine.sections["news"]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (
                'name = "X"\nextends = "postmedai"',
                "extends 'postmedai' is not known; did you mean 'postmedia'",
            ),
            ('name = "X"\nextends = 3', "extends 3 is no string"),
            ("", "the file is empty; it needs name"),
            ("# nothing\n", "the file is empty"),
            ('name = "X"\naliases = "Y"', "aliases 'Y' is no list of strings"),
        ],
    )
    def test_wrong_files(self, content: str, said: str) -> None:
        with pytest.raises(FramingError) as raised:
            read(content, "x")
        assert said in str(raised.value)
        assert "\n" not in str(raised.value)

    def test_a_circle(self, tmp_path: Path) -> None:
        (tmp_path / "a.toml").write_text('name = "A"\nextends = "b"', "utf8")
        (tmp_path / "b.toml").write_text('name = "B"\nextends = "a"', "utf8")
        with pytest.raises(FramingError, match="extends in a circle"):
            with_folder(tmp_path)


class TestFolder:
    def test_a_file_that_extends_its_own_name_adds_to_the_shipped_one(self, tmp_path: Path) -> None:
        (tmp_path / "national_post.toml").write_text(
            'name = "National Post"\nextends = "national_post"\naliases = ["Natty"]\n'
            '[[layouts]]\nname = "new"\nbody = "//main"\n',
            "utf8",
        )
        book = with_folder(tmp_path)
        assert book.resolve("Natty") == book.resolve("nationalpost.com") == "national_post"
        shipped = outlets()["national_post"]
        assert book["national_post"].layouts[1:] == shipped.layouts
        assert book["national_post"].marks == shipped.marks

    def test_papers_of_a_house_that_a_user_rewrites_follow_it(self, tmp_path: Path) -> None:
        (tmp_path / "postmedia.toml").write_text(
            'name = "Postmedia"\n[[layouts]]\nname = "only"\nbody = "//main"\n', "utf8"
        )
        book = with_folder(tmp_path)
        assert [layout.name for layout in book["calgary_herald"].layouts] == ["only"]
        assert book["calgary_herald"].name == "Calgary Herald"
        assert [layout.name for layout in outlets()["calgary_herald"].layouts] != ["only"]
