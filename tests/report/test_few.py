"""A comparison of three articles: nothing can be inferred, and everything is still told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing.report import methods
from framing.report.material import Material
from tests.house import call
from tests.report import examples

pytestmark = pytest.mark.medium

_TEXTS = (
    ("Harbour Courier", "A good plan", "The minister praised a perhaps good plan. It may work, she said."),
    ("Harbour Courier", "A long debate", "The council rejected the terrible plan after a long debate."),
    ("Daily Lantern", "A speech", "Perhaps the plan is good, the mayor said in a speech on Monday."),
)


def test_two_articles_against_one_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"outlet": outlet, "title": title, "text": text, "published": f"2026-01-0{day}", "event": "plan"}
        for day, (outlet, title, text) in enumerate(_TEXTS, 1)
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "texts.csv", index=False)
    out = tmp_path / "out"
    said = call(
        capsys, "compare", tmp_path / "texts.csv", "-o", out, "--voices", "none", "--measure", "hedges",
        "--no-keyness",
    )  # fmt: skip
    assert (said.status, said.err) == (0, "")
    assert "none could be tested" in said.out
    assert "only an estimate is given" in (out / "methods.md").read_text("utf8")


def test_without_any_interval_the_methods_text_names_no_way_to_make_one() -> None:
    said = methods.write_methods(Material.of(examples.bare(), {}, examples.settings())).text
    assert "jackknife" not in said
    assert "Intervals are at 95" not in said
    assert "No comparison had articles enough for a test." in said
