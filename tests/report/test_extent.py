"""A large study's page: the most certain rows, said to be some of many; no link leads nowhere."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from framing.report import material as extent
from framing.report.build import build
from framing.report.material import Material
from framing.report.sections import differs
from framing.report.summary import summary
from framing.schema import check
from tests.report import examples, judged_examples, opening


def _many(copies: int = 6) -> dict[str, pd.DataFrame]:
    """Repeat the comparisons under other genres, each less certain than the one before."""
    tables = dict(examples.tables())
    for name in ("profile", "contrast"):
        frames = []
        for number in range(copies):
            own = tables[name].copy()
            if number:
                own["genre"] = f"kind {number}"
            if name == "contrast":
                own["p_adjusted"] = (own["p_adjusted"] + number / 1000).clip(upper=1)
            frames.append(own)
        tables[name] = check(pd.concat(frames, ignore_index=True), name)
    return tables


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(extent, "ROWS", 9)
    return build(_many(), {}, examples.settings())


@pytest.mark.medium
def test_a_small_study_stands_on_the_page_whole() -> None:
    material = Material.of(examples.tables(), {}, examples.settings())
    assert material.extent.contrast == frozenset(range(len(material.contrast)))
    assert material.extent.profile == frozenset(range(len(material.profile)))
    assert material.extent.hits(40) == 40
    page = build(examples.tables(), {}, examples.settings())
    assert "Complete." in page
    assert "rows stand here" not in page


def test_the_most_certain_rows_are_kept_and_the_numbers_behind_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "ROWS", 9)
    material = Material.of(_many(), {}, examples.settings())
    adjusted = material.contrast["p_adjusted"].fillna(2)
    kept = sorted(material.extent.contrast)
    assert len(kept) == 9
    assert adjusted.iloc[kept].max() <= adjusted.drop(index=kept).min()
    for item in differs.ranked(material):
        row = material.contrast.iloc[int(item["id"][1:])].to_dict()
        sides = [material.number(row, side) for side in ("a", "b")]
        assert len(item["cells"]) == sum(number is not None for number in sides)


def test_what_is_left_out_is_said_and_where_it_is(page: str) -> None:
    total = len(_many()["contrast"])
    assert f"9 of {total} rows stand here, the most certain; all are in tables/contrast.csv." in page
    assert "all are in tables/profile.csv." in page
    assert "stand in tables/contrast.csv alone." in page
    assert "Complete." not in page
    # The count of comparisons is of all.
    assert f"<p>{total} comparisons of two groups" in page


@pytest.mark.medium
def test_report_and_table_count_alike() -> None:
    """Every row of the table compares two groups, and as many are said to be there."""
    tables = dict(judged_examples.tables())
    material = Material.of(tables, {}, judged_examples.settings())
    assert len(material.order) == len(tables["contrast"]) > 0
    page = build(tables, {}, judged_examples.settings())
    assert f"<p>{len(material.order)} comparisons of two groups" in page
    assert "nothing to compare" not in page


def test_no_link_and_no_button_leads_nowhere(page: str) -> None:
    data = opening.data(page)
    page = opening.whole(page)
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    opened = {key for keys in re.findall(r'data-open="([^"]+)"', page) for key in keys.split()}
    assert opened
    assert opened <= set(data["cells"])


def test_the_terminal_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = summary(_many(), examples.settings()).splitlines()
    monkeypatch.setattr(extent, "ROWS", 9)
    assert summary(_many(), examples.settings()).splitlines()[: len(whole) - 2] == whole[:-2]


def test_many_numbers_share_the_room_for_sentences() -> None:
    many = extent.Extent(frozenset(), frozenset(range(1000)))
    assert many.hits(40) == extent.HITS // 1000
    assert extent.Extent(frozenset(), frozenset(range(100_000))).hits(40) == extent.LEAST


@pytest.mark.parametrize(("whose", "others", "kept"), [(20, 20, 3), (20, 4, 6), (2, 20, 2)])
def test_who_speaks_does_not_crowd_out_what_was_counted_in_words(
    monkeypatch: pytest.MonkeyPatch, whose: int, others: int, kept: int
) -> None:
    monkeypatch.setattr(extent, "ROWS", 10)
    monkeypatch.setattr(extent, "SOURCES", 3)
    names = [*(f"sources.kind{n}" for n in range(whose)), *(f"words{n}" for n in range(others))]
    row = examples.contrast().iloc[[0]]
    many = pd.concat([row.assign(measure=name) for name in names], ignore_index=True)
    material = Material.of({"contrast": many}, {}, examples.settings())
    shown = material.contrast.iloc[sorted(material.extent.contrast)]["measure"]
    assert len(shown) == 10
    assert shown.str.startswith("sources.").sum() == kept
