"""What the pages tell people to type works."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

import framing
from framing.cli import commands
from framing.features.measures import registry
from framing.study.config import Study
from tests.cases import for_each
from tests.house import blocks, public_names

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def lines() -> list[tuple[str, str]]:
    """Every command line of every page, continued lines joined."""
    found = []
    for page in PAGES:
        for block in blocks(page, "bash"):
            for line in re.sub(r"\\\n\s*", "", block).splitlines():
                found += [(page.name, part.strip()) for part in line.split("#")[0].split("&&")]
    return [(page, line) for page, line in found if line.startswith("framing ")]


@for_each(("page", "line"), lines())
def test_a_command_line_is_one_that_the_command_takes(page: str, line: str) -> None:
    name, *arguments = shlex.split(line)[1:]
    command = commands.commands.get(name)
    assert command is not None, f"{page}: {line}"
    if arguments != ["--help"]:
        context = click.Context(command)
        command.make_parser(context).parse_args(list(arguments)) if hasattr(command, "make_parser") else None
        parsed = command.make_context(name, arguments)
        assert parsed.params


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=pytest.mark.medium if page.name == "README.md" else pytest.mark.slow)
        for page in PAGES
    ],
    ids=lambda page: page.name,
)
def test_python_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = "\n".join(block for block in blocks(page, "python") if "import framing as fr" in block)
    space: dict[str, object] = {}
    exec(compile(code, page.name, "exec"), space)
    assert not code or space["fr"] is framing


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, made as GitHub and MyST make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@for_each("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", page.read_text("utf8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            led = page.parent / target if target else page
            assert led.exists(), target
            assert not anchor or anchor in anchors(led), f"{target}#{anchor}"


def test_study_files_of_the_pages_are_read(tmp_path: Path) -> None:
    shown = [block for page in PAGES for block in blocks(page, "toml") if block.startswith("# study.toml")]
    assert shown
    for block in shown:
        (tmp_path / "study.toml").write_text(block, "utf8")
        assert Study.read(tmp_path / "study.toml").articles


def test_toml_of_the_pages_is_toml() -> None:
    for page in PAGES:
        for block in blocks(page, "toml"):
            assert tomllib.loads(re.sub(r"^   ", "", block, flags=re.MULTILINE)), page.name


def test_the_reference_has_every_public_name() -> None:
    page = "".join(room.read_text("utf8") for room in (ROOT / "docs" / "reference").glob("*.md"))
    doubled = {name.rpartition(".")[2] for name in public_names() if "." in name}
    for name in {*public_names()} - doubled - {"Comparison", "stance.stance", "frames.frames"}:
        assert f"framing.{name}\n" in page, name
    assert "framing.stance\n" in page
    assert "framing.frames\n" in page


def test_versions_agree() -> None:
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text("utf8"), re.MULTILINE)
    assert cited is not None
    assert cited[1] == framing.__version__
    assert f"## {framing.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf8")


def test_the_page_on_measures_names_each() -> None:
    said = (ROOT / "docs" / "lexicons.md").read_text("utf8")
    named = set(re.findall(r"`([a-z_.*]+)`", said.split("\n## ")[0]))
    groups = {name.removesuffix(".*") for name in named if name.endswith(".*")}
    for name in registry():
        assert name in named or name.partition(".")[0] in groups, name


def test_the_first_picture_is_there_and_says_what_is_invented() -> None:
    picture = re.search(r"!\[(.*?)\]\((.*?)\)", (ROOT / "README.md").read_text("utf8"))
    assert picture is not None
    assert "invented" in picture[1]
    assert b"invented text" in (ROOT / picture[2]).read_bytes()
