"""Studies that tests of the report share: their material, and both pages, each made once and kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pandas as pd
import pytest

from framing.report.build import PAGES, build_pages
from framing.report.material import Material
from tests.report import checked_examples, examples, real_examples, visit_examples

Tables = dict[str, pd.DataFrame]

#: Tables and settings of each study. Those of `REAL` are made by the package of the bundled corpus.
STUDIES: dict[str, tuple[Callable[[], Tables], dict[str, Any]]] = {
    "nothing": (dict, {}),
    "plain": (examples.tables, examples.settings()),
    "invented": (lambda: examples.tables("illustrative"), examples.settings()),
    "census": (lambda: examples.tables(census=True), examples.settings(collection="census")),
    "sample": (examples.tables, examples.settings(collection="sample", wire="drop", copies="exact")),
    "spoken": (examples.spoken, examples.settings(voices="full", copies="near")),
    "no voices": (examples.tables, examples.settings(voices="none", wire="keep", primary=[])),
    "no interval": (examples.bare, examples.settings()),
    "one outlet": (examples.of_one, examples.settings()),
    "twenty outlets": (examples.of_twenty, examples.settings()),
    "words": (examples.worded, examples.settings(voices="none")),
    "visits": (visit_examples.tables, examples.settings(voices="full", copies="near")),
    "found visits": (
        lambda: visit_examples.tables("illustrative", named=False),
        examples.settings(events_found="3 events were found"),
    ),
    "checked": (checked_examples.tables, examples.settings()),
    "few coded": (
        lambda: examples.tables() | checked_examples.coded(units=40),
        examples.settings(collection="sample"),
    ),
    "real": (real_examples.tables, real_examples.settings()),
    "real census": (real_examples.tables, real_examples.settings(collection="census")),
}
REAL = ("real", "real census")
#: Of a test over every study: of most studies pages are made where there is time.
EACH = [
    pytest.param(name, marks=[pytest.mark.medium] * (name not in ("plain", "spoken", "words", "visits")))
    for name in STUDIES
]


@cache
def material(name: str) -> Material:
    """Return what a study's pages are made from, with a small figure, one on time and a large one."""
    tables, settings = STUDIES[name]
    points = "".join(f'<circle cx="{n % 97}.5" cy="{n % 89}.5" r="1.5"/>' for n in range(2000))
    figures = {
        "profile": examples.figure(),
        "over_time": examples.figure("b"),
        "large": examples.figure("c").replace("</g></svg>", points + "</g></svg>"),
    }
    return Material.of(tables(), figures if settings else {}, settings)


def build(tables: Tables, settings: dict[str, Any], figures: dict[str, str] | None = None) -> dict[str, str]:
    """Return both pages, by their keys in `PAGES`."""
    return _named(Material.of(tables, figures or {}, settings))


@cache
def made(name: str) -> dict[str, str]:
    """Return both pages of a study, by their keys in `PAGES`."""
    return _named(material(name))


def _named(one: Material) -> dict[str, str]:
    found = build_pages(one)
    return {key: found[page.file] for key, page in PAGES.items()}


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="framing-pages-"))


def path(name: str, page: str = "report") -> Path:
    """Return where a page of a study lies, beside the other one."""
    folder = _folder() / name.replace(" ", "-")
    folder.mkdir(exist_ok=True)
    for key, one in PAGES.items():
        if not (folder / one.file).exists():
            (folder / one.file).write_text(made(name)[key], "utf8")
    return folder / PAGES[page].file
