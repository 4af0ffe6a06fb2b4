"""The section of axes: what is known of each end; axes that can't be read are named and have no table."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from framing.report.build import build
from framing.report.material import Material
from framing.report.sections import axes
from tests.report import judged_examples


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return judged_examples.tables()


def section(tables: dict[str, pd.DataFrame]) -> str:
    page = build(tables, {}, judged_examples.settings())
    found = re.search(r'<section id="axes".*?</section>', page, re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[0]))


def test_only_axes_that_can_be_read_have_a_table(tables: dict[str, pd.DataFrame]) -> None:
    content = axes.content(Material.of(tables, {}, judged_examples.settings()))
    assert content
    table = tables["axes"]
    readable = set(table.loc[table["readable"], "axis"])
    assert {axis["name"] for axis in content["axes"]} == readable
    assert {axis["name"] for axis in content["unread"]} == set(table["axis"]) - readable
    assert content["tests"] == f"{table['p'].notna().sum()} tests"
    for axis in content["axes"]:
        row = table[table["axis"] == axis["name"]].iloc[0]
        assert axis["known"][0] == f"{row['n_low']} of {row['n_low_given']} words"
        assert axis["low"] == row["low_pole"]
        assert "the vectors lack" not in axis["note"]


@pytest.mark.medium
def test_why_an_axis_is_not_told_stands_on_the_page(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["axes"].copy()
    one, two, *_ = sorted(table.loc[table["readable"], "axis"].unique())
    table.loc[table["axis"] == one, ["readable", "n_low", "n_low_given", "quality"]] = [False, 1, 6, None]
    table.loc[table["axis"] == two, ["readable", "quality"]] = [False, 0.5]
    text = section({**tables, "axes": table})
    assert f"{one} (1 of 6 low words)" in text
    assert f"{two} (50 % on their own side)" in text


def test_where_no_axis_can_be_read_one_paragraph_says_so(tables: dict[str, pd.DataFrame]) -> None:
    text = section({**tables, "axes": tables["axes"].assign(readable=False)})
    assert "No axis is told" in text
    assert "Words toward the low end" not in text
    assert "after adjustment" not in text


@pytest.mark.medium
def test_a_pair_of_words_has_no_share_on_its_own_side(tables: dict[str, pd.DataFrame]) -> None:
    some = tables["axes"][tables["axes"]["readable"]].assign(quality=float("nan"))
    assert "On their own side" not in section({**tables, "axes": some})
