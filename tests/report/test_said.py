"""METHODS' words hold wherever the program speaks: on pages of every kind, in a terminal, in the docs."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from framing.report import build, methods, story
from framing.report.material import Material
from framing.report.sections import differs, limits, robust, validity
from framing.report.summary import summary
from tests import wording
from tests.report import checked_examples, examples, hostile, judged_examples, prose, visit_examples

ROOT = Path(__file__).parents[2]

_Study = tuple[Callable[[], dict[str, pd.DataFrame]], dict[str, Any]]

_KINDS: dict[str, _Study] = {
    "nothing": (dict, {}),
    "plain": (examples.tables, examples.settings()),
    "invented": (lambda: examples.tables("illustrative"), examples.settings()),
    "census": (lambda: examples.tables(census=True), examples.settings(collection="census")),
    "sample": (examples.tables, examples.settings(collection="sample", wire="drop")),
    "voices in full": (examples.spoken, examples.settings(voices="full")),
    "no voices": (examples.tables, examples.settings(voices="none", primary=[])),
    "visits": (visit_examples.tables, examples.settings(voices="full", copies="near")),
    "judged": (judged_examples.tables, judged_examples.settings()),
    "judged, census": (judged_examples.tables, judged_examples.settings(collection="census")),
    "no interval": (examples.bare, examples.settings()),
    "checked": (checked_examples.tables, examples.settings()),
    "checked, few coded": (
        lambda: examples.tables() | checked_examples.coded(units=40),
        examples.settings(collection="sample"),
    ),
}

#: Where the docs say a forbidden word to say that it is not claimed, or of an estimate, or of a tool.
_DENIED = {
    "README.md": {"causes"},
    "agreement.md": {"bias"},
    "coding.md": {"bias"},
    "coverage.md": {"proof"},
    "keyness.md": {"no difference"},
    "methods.md": {"causes"},
    "report.md": {"causes"},
    "reuse.md": {"prove"},
    "stance.md": {"bias"},
    "words-and-sentences.md": {"no difference"},
}


def _names(material: Material) -> list[str]:
    """Return every outlet's name as the page shows it."""
    keys = material.articles[material.by].astype(str).unique()
    return [material.shown(str(key)) for key in keys]


@pytest.fixture(scope="module", params=_KINDS)
def material(request: pytest.FixtureRequest) -> Material:
    """A study of each kind."""
    make, settings = _KINDS[request.param]
    return Material.of(make(), {"a": examples.figure()}, settings)


@pytest.mark.medium
def test_the_whole_page_keeps_to_the_words(material: Material) -> None:
    page = build.build(material.tables, material.figures, material.settings)
    said = prose.text(page, outside=False)
    # Frames are called as their codebooks call them.
    said = said.replace("causal interpretation", "")
    assert wording.breaches(said, _names(material)) == []


@pytest.mark.medium
def test_every_sentence_on_what_differs_keeps_to_the_words(material: Material) -> None:
    names = _names(material)
    for item in differs.ranked(material):
        for said in (str(item["sentence"]),):
            assert wording.breaches(said, names) == []


def test_each_comparison_has_number_n_and_reading_and_its_family_where_it_was_tested(
    material: Material,
) -> None:
    rows = material.contrast.to_dict("records")
    short = material.names.reading()[0]
    census = material.settings.get("collection") == "census"
    for item in differs.ranked(material):
        row, said = rows[int(item["id"][1:])], str(item["sentence"])
        assert short in said
        assert "n\N{NO-BREAK SPACE}= " in said
        assert "no comparison can be stated" in said or any(sign.isdigit() for sign in item["sentence"].claim)
        if not census:
            assert "interval" in said
            assert ("test" in item["sentence"].support) == (row["p_adjusted"] == row["p_adjusted"])


@pytest.mark.medium
def test_texts_to_paste_the_terminal_and_limits_keep_to_the_words(material: Material) -> None:
    names = _names(material)
    told = [
        methods.text(material),
        story.write_findings(material),
        summary(material.tables, material.settings),
        *limits.limits(material),
        *prose.lines(robust.content(material)),
        *prose.lines(validity.content(material)),
    ]
    for said in told:
        assert wording.breaches(said.replace("causal interpretation", ""), names) == []


@pytest.mark.medium
def test_a_hostile_study_makes_the_program_say_nothing_else() -> None:
    assert wording.breaches(prose.text(hostile.page(), outside=False)) == []


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
    page = ROOT / "out" / "demo" / "report.html"
    if not page.is_file():
        pytest.skip("no demo was made: make demo")
    names = [f"{name} (invented text)" for name in ("Global Times", "National Post", "Xinhua")]
    # A cell that names an outlet may stand before one with a measure.
    for line in prose.text(page.read_text("utf8"), outside=False).splitlines():
        assert wording.breaches(line, names) == []
