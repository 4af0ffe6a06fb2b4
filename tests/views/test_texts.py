"""HTML and Markdown: parsed again they hold the same words, whatever these are."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.views import text
from framing.views.columns import Head, TextTable
from framing.views.paper import paper
from tests.cases import for_each
from tests.report import chromium
from tests.views import made

each = for_each("kind", made.kinds())
both = for_each("names", [made.PLAIN, made.HOSTILE], ids=["plain", "hostile"])


def plain(words: str) -> str:
    """Return words as every form may show them: without control characters, one space between."""
    kept = "".join(c if c.isprintable() or c == "\N{NO-BREAK SPACE}" else " " for c in words)
    return " ".join(kept.split())


@pytest.mark.medium
@each
@both
def test_html_parsed_again_holds_the_words(kind: str, names: tuple[str, ...]) -> None:
    printed = paper(made.of(kind, names), kind, number=4, articles=made.articles(names))
    table = lxml.html.fromstring(printed.to_text("html"))
    assert table.tag == "table"
    sheet = printed.sheet
    assert plain(table.find("caption").text_content()) == plain(f"Table 4{sheet.title}")
    heads = table.findall("thead/tr/th")
    assert [plain(head.text_content()) for head in heads] == [plain(head.words) for head in sheet.heads]
    assert all(head.get("scope") == "col" for head in heads)
    rows = [[plain(cell.text_content()) for cell in row] for row in table.findall("tbody/tr")]
    assert rows == [[plain(cell) for cell in row] for row in sheet.rows]
    assert plain(table.find("tfoot").text_content()) == plain(f"Note. {sheet.note}")
    # Nothing that a page would run or fetch.
    assert {element.tag for element in table.iter()} <= {
        "table", "caption", "strong", "br", "i", "thead", "tbody", "tfoot", "tr", "th", "td", "bdi",
    }  # fmt: skip
    assert {name for element in table.iter() for name in element.attrib} <= {"style", "scope", "colspan"}


@pytest.mark.medium
@each
@both
def test_markdown_parsed_again_holds_the_words(kind: str, names: tuple[str, ...]) -> None:
    markdown_it = pytest.importorskip("markdown_it", reason="markdown-it is not installed")
    printed = paper(made.of(kind, names), kind, articles=made.articles(names))
    parser = markdown_it.MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    made_of = lxml.html.fragment_fromstring(parser.render(printed.to_text("md")), create_parent="div")
    sheet = printed.sheet
    assert [plain(cell.text_content()) for cell in made_of.findall("table/thead/tr/th")] == [
        plain(head.words) for head in sheet.heads
    ]
    rows = [[plain(cell.text_content()) for cell in row] for row in made_of.findall("table/tbody/tr")]
    assert rows == [[plain(cell) for cell in row] for row in sheet.rows]
    caption, note = made_of.findall("p")
    assert plain(caption.text_content()) == plain(sheet.title)
    assert plain(note.text_content()) == plain(f"Note. {sheet.note}")
    assert {element.tag for element in made_of.iter()} <= {
        "div", "p", "strong", "em", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip


@given(st.text(min_size=1, max_size=30))
def test_any_words_at_all_come_back_from_html_and_markdown(words: str) -> None:
    markdown_it = pytest.importorskip("markdown_it", reason="markdown-it is not installed")
    heads = (Head("a", number=False), Head("b", number=False))
    sheet = TextTable("contrast", "T", heads, ((words, "x"),), "N.")
    (row,) = lxml.html.fromstring(text.to_html(sheet)).findall("tbody/tr")
    assert [plain(cell.text_content()) for cell in row] == [plain(words), "x"]
    parser = markdown_it.MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    (row,) = lxml.html.fragment_fromstring(parser.render(text.to_markdown(sheet)), "div").findall(
        "table/tbody/tr"
    )
    assert [plain(cell.text_content()) for cell in row] == [plain(words), "x"]


def test_a_notebook_takes_no_word_for_a_formula() -> None:
    shown = paper(made.of("contrast", made.HOSTILE))._repr_html_()
    assert 'class="tex2jax_ignore' in shown


@pytest.mark.slow
@pytest.mark.skipif(not chromium.PROGRAM, reason="no Chromium or no playwright on this machine")
def test_a_page_looks_like_a_table_of_a_paper(tmp_path: Path) -> None:
    path = paper(made.of("contrast", made.HOSTILE), number=1).save(tmp_path / "a.html")
    rules = """[...document.querySelectorAll('tr')].map((row) => {
        const style = [...row.children].map((cell) => getComputedStyle(cell));
        const drawn = (side) => style.every((one) => parseFloat(one[side]) > 0);
        return [drawn('borderTopWidth'), drawn('borderBottomWidth')];
    })"""
    over = "[...document.querySelectorAll('th, td')].map((cell) => cell.scrollWidth - cell.clientWidth)"
    with chromium.Browser(tmp_path) as browser:
        browser.open(path, width=1100, wait=False)
        drawn = browser.run(rules)
        wide = browser.run("document.querySelector('table').scrollWidth")
        asked = browser.run("performance.getEntriesByType('resource').length")
        beyond = browser.run(over)
        said = browser.complaints()
    # Three rules: above and below the heads, and below the last row; none below the note.
    assert drawn[0] == [True, True]
    assert drawn[-2] == [False, True]
    assert not any(any(row) for row in [*drawn[1:-2], drawn[-1]])
    assert wide < 1100
    assert asked == 0
    assert set(beyond) == {0}
    assert said == []
