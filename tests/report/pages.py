"""Pages that the tests of the browser share, each built once and kept."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from framing.report.build import build
from tests.report import examples, visit_examples


@cache
def _made(name: str) -> str:
    figures = {"profile": examples.figure(), "contrast": examples.figure("b")}
    if name == "spoken":
        return build(examples.spoken(), figures, examples.settings(voices="full"))
    if name == "visits":
        return build(visit_examples.tables(), figures, examples.settings())
    return build(examples.tables(), figures, examples.settings())


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="framing-pages-"))


def page(name: str = "plain") -> Path:
    """Return the path of a page: `plain`, `spoken` with voices in full, or `visits` with what they share."""
    path = _folder() / f"{name}.html"
    if not path.exists():
        path.write_text(_made(name), "utf8")
    return path
