"""The gallery shows every figure, and the code under a picture is what draws it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from matplotlib.axes import Axes

from framing import plotting
from framing.plotting import registry

DOCS = Path(__file__).parent.parent.parent / "docs"


@pytest.fixture(scope="module")
def gallery():
    if not (DOCS / "gallery.py").is_file():
        pytest.skip("the pages are not here")
    spec = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_figure_is_in_it_once(gallery):
    named = [name for some in gallery.SECTIONS.values() for name in some]
    assert sorted(named) == sorted(registry.names())


def test_the_last_line_of_each_draws_its_figure_for_paper(gallery):
    for name, recipe in gallery.recipes().items():
        last = recipe.code.splitlines()[-1]
        assert last.startswith(f"fr.plotting.{name}("), name
        assert re.search(r'width="(single|double)"', last), name
        compile(recipe.code, name, "exec")


@pytest.mark.medium
def test_code_under_a_picture_is_what_was_run(gallery, tmp_path):
    some = {name: gallery.recipes()[name] for name in ("contrast", "profile", "sources")}
    found = dict(gallery.drawn(tmp_path, some))
    assert found == dict.fromkeys(some, "")
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.svg" for name in some}
    assert all("invented text" in path.read_text("utf8") for path in tmp_path.iterdir())
    page = gallery.page({"stance": "no model is installed"})
    for name, recipe in gallery.recipes().items():
        assert f"### {name}\n" in page
        assert f"```python\n{recipe.code}\n```" in page
    assert "Not drawn here: no model is installed" in page
    assert 'src="_static/gallery/stance.svg"' not in page


def test_the_page_asks_for_it_and_says_what_holds(gallery):
    text = (DOCS / "gallery.md").read_text("utf8")
    assert gallery.MARK in text
    source = [text]
    gallery.Gallery().fill(None, "gallery", source)
    assert gallery.MARK not in source[0]
    assert source[0].count("<img ") == len(registry.names())


def test_a_last_line_gives_its_value(gallery):
    space = {"plotting": plotting}
    assert gallery.run("x = 2\nx + 1", space) == 3
    assert not isinstance(gallery.run("1", space), Axes)
