"""METHODS' words hold wherever the program speaks: on pages of every kind, in a terminal, in the docs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from framing.report import methods, story
from framing.report.material import Material
from framing.report.summary import summary
from tests import wording
from tests.report import hostile, opening, pages, prose

ROOT = Path(__file__).parents[2]

#: Where the docs say a forbidden word to say that it is not claimed, or of an estimate, or of a tool.
_DENIED = {
    # What texts say led to what: the word is the table's name, and nothing is said to be one.
    "causes-and-demands.md": {"cause", "causes", "caused", "causal", "causing"},
    "README.md": {"causes"},
    "coding.md": {"bias"},
    "figures-and-tables.md": {"causes"},
    "index.md": {"causes"},
    "methods.md": {"causes"},
    "reference.md": {"causes"},
    "report.md": {"causes"},
    "words.md": {"no difference"},
}


def _names(material: Material) -> list[str]:
    """Return every outlet's name as the page shows it."""
    keys = material.articles[material.by].astype(str).unique()
    return [material.shown(str(key)) for key in keys]


def _own_words(page: str) -> str:
    """Return what the program says on a page outside tables, quotations and texts to be pasted."""
    tree = html.fromstring(page)
    for node in tree.xpath("//table|//blockquote|//bdi|//option|//pre|//script|//style|//*[@class='print']"):
        node.drop_tree()
    return re.sub("“[^”]*”", "“”", tree.text_content())


@pytest.mark.parametrize("name", pages.EACH)
def test_both_pages_the_texts_to_paste_and_the_terminal_keep_to_the_words(name: str) -> None:
    material = pages.material(name)
    told = [methods.write_methods(material).text]
    if name in pages.REAL:
        # Tables, quotations and findings hold words of the articles.
        told += [_own_words(page) for page in pages.made(name).values()]
    else:
        told += [prose.text(opening.whole(page), outside=False) for page in pages.made(name).values()]
        told += [story.write_findings(material), summary(material)]
    for said in told:
        # Frames are called as their codebooks call them.
        assert wording.breaches(said.replace("causal interpretation", ""), _names(material)) == []
        assert "nan" not in re.findall(r"[\w-]+", said)
        assert not re.search(r"\bNone\b(?! (?:was|of)\b)", said)


@pytest.mark.medium
def test_a_hostile_study_makes_the_program_say_nothing_else() -> None:
    for page in hostile.made().values():
        assert wording.breaches(prose.text(page, outside=False)) == []


def _spoken(path: Path) -> Iterator[str]:
    """Yield what a module may say: its strings of several words, without docstrings."""
    tree = ast.parse(path.read_text("utf8"))
    silent = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                silent.add(first.value)
    for node in ast.walk(tree):
        said = node.value if isinstance(node, ast.Constant) and node not in silent else ""
        if isinstance(said, str) and " " in said.strip():
            yield said


@pytest.mark.parametrize("folder", ["report", "terminal"])
def test_what_modules_may_say_keeps_to_the_words(folder: str) -> None:
    import framing

    for path in sorted((Path(framing.__file__).parent / folder).rglob("*.py")):
        if path.name != "wording.py":
            for said in _spoken(path):
                assert [(path.name, str(breach)) for breach in wording.breaches(said)] == []


def test_templates_keep_to_the_words() -> None:
    import framing

    for path in sorted((Path(framing.__file__).parent / "report" / "templates").glob("*.html")):
        # What stands in braces are names of fields, such as FrameAxis's bias.
        said = prose.text(path.read_text("utf8"))
        while "{{" in said:
            start = said.index("{{")
            said = said[:start] + said[said.index("}}", start) + 2 :]
        assert [(path.name, str(breach)) for breach in wording.breaches(said)] == []


def test_the_docs_promise_nothing_else() -> None:
    pages = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
    if not pages[0].is_file():
        pytest.skip("the docs are not beside the tests")
    for path in pages:
        # As the value that an interval leaves out, which says nothing of any outlets.
        said = re.sub(r"(?:out|outside|side of) no difference", "", path.read_text("utf8"))
        for breach in wording.breaches(said):
            assert breach.words.lower() in _DENIED.get(path.name, set()), f"{path.name}: {breach}"


def test_the_demo_keeps_to_the_words() -> None:
    made = sorted((ROOT / "out" / "demo").glob("*.html"))
    if not made:
        pytest.skip("no demo was made: make demo")
    names = [f"{name} (invented text)" for name in ("Global Times", "National Post", "Xinhua")]
    # A cell that names an outlet may stand before one with a measure.
    for page in made:
        for line in prose.text(page.read_text("utf8"), outside=False).splitlines():
            assert wording.breaches(line, names) == []
