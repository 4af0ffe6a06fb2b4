"""What `framing check --outlet FILE PAGE` shows: which layout fits, what is kept, cut, and left aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.corpus.html.trial import show
from framing.errors import FramingError
from tests.house import blocks

LAYOUTS = Path(__file__).parent / "layouts"
RULES = (
    'name = "Harbour Courier"\nzone = "Asia/Tokyo"\nlanguage = "en"\n'
    '[[layouts]]\nname = "old"\nwhen = "//frame"\nbody = "//b"\n'
)
PAGE = (
    "<html><body><h1>Port opens</h1><div id='tale'>"
    "<p>Ships came on Thursday to the old port, officials said.</p>"
    "<p>They went again on Friday, as the harbour master had told them to.</p>"
    "<em>Buy a boat</em></div></body></html>"
)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text(PAGE, "utf8")
    return tmp_path / "a.html"


def rules(tmp_path: Path, more: str) -> Path:
    file = tmp_path / "harbour_courier.toml"
    file.write_text(RULES + more, "utf8")
    return file


def test_a_shipped_outlet() -> None:
    shown = show("cbc", LAYOUTS / "cbc.story.html")
    assert shown.startswith("CBC News: layout 'story' fits")
    assert "# Who pays" in shown
    assert "- The lamp was built in 1911." in shown
    assert "related        Lamps of the coast, a list" in shown
    assert "published  2024-02-09 09:00" in shown
    assert "neither kept nor cut" not in shown


def test_what_fits_and_why_the_rest_does_not(tmp_path: Path, saved: Path) -> None:
    more = (
        '[[layouts]]\nname = "empty"\nbody = "//q"\n'
        '[[layouts]]\nname = "new"\nbody = "//div[@id=\'tale\']"\ncut = "//em"\n'
    )
    shown = show(rules(tmp_path, more), saved)
    assert "layout 'new' fits" in shown
    assert "'old': nothing on the page meets its `when`" in shown
    assert "'empty': its `body` finds no element" in shown
    assert "page_furniture Buy a boat" in shown
    assert "kept (2)" in shown


def test_a_body_that_is_too_narrow(tmp_path: Path, saved: Path) -> None:
    shown = show(rules(tmp_path, '[[layouts]]\nname = "new"\nbody = "//div/p[1]"\n'), saved)
    assert "kept (1)" in shown
    assert "rules for any page would keep" in shown
    assert "They went again on Friday" in shown.split("neither kept nor cut")[1]


def test_none_fits(tmp_path: Path, saved: Path) -> None:
    assert "no layout fits; read as any page is" in show(rules(tmp_path, ""), saved)


def test_what_is_wrong_is_one_line(tmp_path: Path, saved: Path) -> None:
    (tmp_path / "empty.html").write_text("<html><body></body></html>", "utf8")
    (tmp_path / "bad.toml").write_text('name = "X"\n[[layouts]]\nname = "a"\nbody = "//p["', "utf8")
    for outlet, page, said in (
        ("nobody", saved, "no outlet that is shipped"),
        ("cbc", tmp_path / "absent.html", "can't be read"),
        ("cbc", tmp_path / "empty.html", "holds no text of an article"),
        (tmp_path / "bad.toml", saved, "is no XPath"),
    ):
        with pytest.raises(FramingError) as raised:
            show(outlet, page)
        assert said in str(raised.value)
        assert "\n" not in str(raised.value)


def test_the_walk_through_of_the_docs(tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "outlet.md"
    begun, *rest = blocks(page, "toml")[1:]
    (tmp_path / "second-quay.html").write_text(blocks(page, "html")[0], "utf8")
    file = tmp_path / "harbour_courier.toml"
    file.write_text(begun, "utf8")
    assert "no layout fits" in show(file, tmp_path / "second-quay.html")
    file.write_text("\n".join((begun, *rest)), "utf8")
    shown = show(file, tmp_path / "second-quay.html")
    assert "The Harbour Courier: layout 'tale' fits" in shown
    assert "kept (5)" in shown
    assert "newsletter     Get the Courier's harbour letter" in shown
    for line in ("published  2026-01-15 14:30", "updated    2026-01-16 13:00", "authors    Ana Ruiz"):
        assert line in shown
    assert "neither kept nor cut" not in shown
