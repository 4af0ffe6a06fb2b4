"""Stance and frame indicators: their sections, what their numbers open, and where else they are spoken of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from framing.report.sections.frames import measured

from framing.report import evidence
from framing.report import material as apart
from framing.report import material as extent
from framing.report.build import build
from framing.report.material import Material
from framing.report.sections import differs, frames, full_tables, limits, stance
from framing.views import numbers as numbers
from framing.views import vocabulary
from tests import wording
from tests.report import examples, judged_examples, opening, prose

CLASSES = ("negative", "neutral", "positive")
VOICES = ("outlet", "quoted", "reported")
OUTLETS = ("global_times", "national_post", "xinhua")
NAMES = ["Global Times (invented text)", "National Post (invented text)", "Xinhua (invented text)"]


@pytest.fixture(scope="module")
def page(tables: dict[str, pd.DataFrame]) -> str:
    return build(tables, {}, judged_examples.settings())


@pytest.fixture(scope="module")
def packed(page: str) -> dict[str, Any]:
    return opening.data(page)


def without(tables: dict[str, pd.DataFrame], *kinds: str) -> dict[str, pd.DataFrame]:
    kept = dict(tables)
    for name in ("profile", "contrast", "evidence"):
        frame = tables[name]
        own = frame["measure"].astype(str).map(vocabulary.family).isin(kinds)
        kept[name] = frame[~own.to_numpy()].reset_index(drop=True)
    return kept


# -- stance --


@pytest.mark.medium
def test_shares_and_mentions_are_those_of_the_evidence(
    tables: dict[str, pd.DataFrame], material: Material
) -> None:
    content = stance.content(material)
    assert content
    assert [table["target"] for table in content["tables"]] == ["China", "Canada"]
    hits = tables["evidence"]
    articles = tables["articles"].set_index("id")
    news = hits["article"].map(articles["genre"]).isin(["news", "unknown"])
    hits = hits[(hits["measure"] == "stance.net") & news]
    for table in content["tables"]:
        for row in table["rows"]:
            outlet = {name: key for name, key in zip(NAMES, sorted(set(hits["outlet"])), strict=True)}[
                row["name"]
            ]
            voice = next(one for one in VOICES if material.names.voice(one) == row["where"])
            own = hits[
                (hits["outlet"] == outlet) & (hits["voice"] == voice) & (hits["target"] == table["target"])
            ]
            assert row["n"] == len(own) > 0
            for name, cell in zip(CLASSES, row["cells"], strict=False):
                assert cell["text"] == numbers.percent((own["pole"] == name).mean())
            assert row["cells"][3]["text"] == numbers.signed(own["weight"].mean() / 1e6, 2)
            assert row["articles"] == numbers.several(own["article"].nunique(), "article")


@pytest.mark.medium
def test_a_share_opens_the_mentions_judged_so_and_their_number_opens_all(
    material: Material, packed: dict[str, Any]
) -> None:
    content = stance.content(material)
    assert content
    row = content["tables"][0]["rows"][0]
    for cell in row["cells"][:3]:
        opened = packed["cells"][cell["opens"]]
        assert opened["found"] == opened["total"] == round(row["n"] * float(cell["text"][:-2]) / 100)
        assert all(hit[3] == 1 for hit in opened["hits"])
    every = packed["cells"][row["opens"]]
    assert every["total"] == row["n"]
    assert every["judged"] == 1
    assert {hit[3] for hit in every["hits"]} <= {-1, 0, 1}
    assert every["sum"].endswith(f"{row['n']} mentions; 11 articles read")


def test_every_number_on_the_page_that_opens_has_something_to_open(page: str, packed: dict[str, Any]) -> None:
    keys = {key for _, tag in prose.tags(page) for key in tag.get("data-open", "").split()}
    assert keys <= set(packed["cells"])
    lines = {tag["data-lines"] for _, tag in prose.tags(page) if tag.get("data-lines")}
    assert lines <= set((packed["lines"] or {"opened": {}})["opened"])
    sections = re.findall(r'<section id="(\w+)"', page)
    told = [name for name in sections if name in {"stance", "frames", "methods"}]
    assert told == ["stance", "frames", "methods"]


def test_a_corrected_share_stands_under_the_one_judged_if_it_has_an_interval(
    tables: dict[str, pd.DataFrame], material: Material
) -> None:
    content = stance.content(material)
    assert content
    table = tables["corrected"]
    own = table[
        (table["group"] == "global_times")
        & table["other"].isna()
        & (table["voice"] == "outlet")
        & (table["target"] == "China")
        & (table["measure"] == "stance.positive")
        & (table["genre"] == "news")
    ].iloc[0]
    row = content["tables"][0]["rows"][0]
    assert (row["name"], row["where"]) == (NAMES[0], "in the outlet's own voice")
    right = row["cells"][2]["corrected"]
    # Of so few mentions an interval alone.
    assert own["corrected"] != own["corrected"]
    assert right["text"] == ""
    assert right["spread"] == numbers.interval(own["low"], own["high"], numbers.percent)
    many = {**tables, "corrected": table.assign(corrected=0.42)}
    content = stance.content(Material.of(many, {}, judged_examples.settings()))
    assert content
    assert content["tables"][0]["rows"][0]["cells"][2]["corrected"]["text"] == numbers.percent(0.42)
    bare = table.assign(low=float("nan"))
    content = stance.content(Material.of({**tables, "corrected": bare}, {}, judged_examples.settings()))
    assert content
    assert {cell["corrected"] for row in content["tables"][0]["rows"] for cell in row["cells"]} == {None}


def test_the_models_error_is_told_by_voice(tables: dict[str, pd.DataFrame], material: Material) -> None:
    from framing.features.stance.judges import judge

    content = stance.content(material)
    assert content
    assert [row["voice"] for row in content["error"]] == [material.names.voice(voice) for voice in VOICES]
    confusion = judge("linear").card.by_voice["outlet"]
    found = content["error"][0]["cells"][0]
    assert found["recall"] == numbers.percent(confusion[0, 0] / confusion[0].sum())
    assert found["precision"] == numbers.percent(confusion[0, 0] / confusion[:, 0].sum())


@pytest.mark.medium
def test_stance_stands_without_corrected_shares(tables: dict[str, pd.DataFrame]) -> None:
    some = {name: table for name, table in tables.items() if name != "corrected"}
    content = stance.content(Material.of(some, {}, judged_examples.settings()))
    assert content
    assert (content["error"], content["corrected"]) == ([], False)
    assert "corrected" not in prose.text(build(some, {}, judged_examples.settings())).split("Who acts")[0]


def test_a_strip_of_shares_fills_its_width(material: Material) -> None:
    content = stance.content(material)
    assert content
    for row in content["tables"][0]["rows"]:
        assert row["bar"][0][1] == "0"
        assert sum(float(width) for _, _, width in row["bar"]) == pytest.approx(100, abs=0.2)


# -- frames --


def test_rates_are_those_of_the_profile_and_words_of_the_evidence(
    tables: dict[str, pd.DataFrame], material: Material
) -> None:
    content = frames.content(material)
    assert content
    assert [book["name"] for book in content["books"]] == ["generic", "visits"]
    assert content["groups"] == NAMES
    row = next(row for row in content["books"][1]["voices"][0]["rows"] if row["frame"] == "security risk")
    hits = tables["evidence"]
    news = hits["article"].map(tables["articles"].set_index("id")["genre"]).isin(["news", "unknown"])
    own = hits[news & (hits["measure"] == "frame.visits.security_risk") & (hits["voice"] == "outlet")]
    spoken = tables["profile"]
    for cell, outlet in zip(row["cells"], OUTLETS, strict=True):
        cells = spoken[
            (spoken["group"] == outlet)
            & (spoken["measure"] == "frame.visits.security_risk")
            & (spoken["voice"] == "outlet")
            & (spoken["genre"] == "news")
        ]
        rate = 1000 * (own["outlet"] == outlet).sum() / cells["n_tokens"].iloc[0]
        assert cell["text"] == numbers.plain(rate)


def test_how_many_articles_reach_what_the_codebook_asks(
    tables: dict[str, pd.DataFrame], material: Material
) -> None:
    content = frames.content(material)
    assert content
    table = tables["frames"]
    own = table[
        (table["outlet"] == "national_post")
        & (table["voice"] == "outlet")
        & (table["frame"] == "conflict")
        & (table["genre"] == "news")
    ]
    cell = content["books"][0]["voices"][0]["rows"][0]["cells"][1]
    assert cell["reached"] == f"{int(own['present'].sum())} of {len(own)}"


def test_what_was_measured_against_coders_stands_beside_the_frame_and_in_the_docs(material: Material) -> None:
    content = frames.content(material)
    assert content
    rows = {row["frame"]: row["agreement"] for row in content["books"][0]["voices"][0]["rows"]}
    assert (rows["conflict"]["precision"], rows["conflict"]["recall"]) == (".75", ".82")
    assert rows["attribution of responsibility"] is None
    assert (content["books"][0]["measured"], content["books"][1]["measured"]) == (True, False)
    docs = (Path(__file__).resolve().parents[2] / "docs" / "frames.md").read_text("utf8")
    told = re.findall(r"^\| (\w+\.\w+) \| (\.\d\d) \| (\.\d\d) \| (\d+) \|$", docs, re.MULTILINE)
    assert {
        f"frame.{name}": (float(precision), float(recall), int(coded))
        for name, precision, recall, coded in told
    } == {name: one[:3] for name, one in measured().items()}


def test_a_frame_is_called_by_its_title_or_else_by_its_key(tables: dict[str, pd.DataFrame]) -> None:
    bare = Material.of(tables, {}, examples.settings(voices="full"))
    assert bare.names.label("frame.visits.sovereignty") == (
        "Frame indicator: sovereignty (frame.visits.sovereignty)"
    )
    named = Material.of(tables, {}, judged_examples.settings())
    assert named.names.noun("frame.visits.sovereignty") == (
        "frame indicators of sovereignty and non-interference (visits)"
    )


# -- both, elsewhere on the page --


def test_findings_speak_of_both_and_lead_to_their_sections(material: Material) -> None:
    said = [item for item in differs.ranked(material) if vocabulary.family(item["measure"])]
    assert {item["row"] for item in said} == {"stance", "frames"}
    claims = " ".join(str(item["sentence"]) for item in said)
    assert "stance toward China (share of mentions judged negative) stood at" in claims
    assert "frame indicators of security risk (visits) stood at" in claims
    others = [item for item in differs.ranked(material) if not vocabulary.family(item["measure"])]
    assert all(item["row"].startswith("contrast-") for item in others)


def test_the_tables_on_the_page_leave_both_to_their_sections(material: Material) -> None:
    content = full_tables.content(material)
    assert not content["complete"]
    for table in content["tables"]:
        assert table["apart"].startswith("Rows on stance and frame indicators (")
        assert table["apart"].endswith(f"tables/{table['name']}.csv holds all.")
        measures = getattr(material, table["name"])["measure"].astype(str).map(vocabulary.family)
        assert len(table["rows"]) == (measures == "").sum()


@pytest.mark.medium
def test_without_them_nothing_changes(tables: dict[str, pd.DataFrame]) -> None:
    bare = Material.of(without(tables, "stance", "frame"), {}, judged_examples.settings())
    assert stance.content(bare) is None
    assert frames.content(bare) is None
    content = full_tables.content(bare)
    assert content["complete"]
    assert not any(table["apart"] for table in content["tables"])


def test_many_of_them_crowd_out_no_others(tables: dict[str, pd.DataFrame]) -> None:
    contrast = tables["contrast"]
    own = contrast[(contrast["measure"] == "stance.net") & (contrast["target"] == "China")]
    copies = [own.assign(target=f"Place {n}", p=1e-6, p_adjusted=1e-5) for n in range(60)]
    many = {**tables, "contrast": pd.concat([contrast, *copies], ignore_index=True)}
    found = Material.of(many, {}, judged_examples.settings())
    assert len(found.extent.contrast) == extent.ROWS
    kinds = found.contrast["measure"].astype(str).map(vocabulary.family)
    shown = kinds[sorted(found.extent.contrast)].value_counts()
    assert shown[""] == (kinds == "").sum()
    assert shown["frame"] >= min(extent.SOURCES // 2, (kinds == "frame").sum())


@pytest.mark.medium
def test_targets_and_groups_beyond_those_shown_are_said(tables: dict[str, pd.DataFrame]) -> None:
    profile = tables["profile"]
    own = profile[profile["target"] == "China"]
    more = [own.assign(target=f"Place {n}", n_hits=1) for n in range(8)]
    found = Material.of(
        {**tables, "profile": pd.concat([profile, *more], ignore_index=True)}, {}, judged_examples.settings()
    )
    content = stance.content(found)
    assert content
    assert len(content["tables"]) == apart.TARGETS
    assert content["left_out"] == 10 - apart.TARGETS
    assert set(evidence.pack(found)["cells"]) >= {
        cell["opens"]
        for table in content["tables"]
        for row in table["rows"]
        for cell in row["cells"]
        if cell and cell["opens"]
    }


@pytest.mark.medium
@pytest.mark.parametrize("collection", ["unknown", "census"])
def test_the_sections_keep_to_the_words_allowed(tables: dict[str, pd.DataFrame], collection: str) -> None:
    if collection == "census":
        tables = {
            **tables,
            "contrast": tables["contrast"].assign(p=None, p_adjusted=None, low=None, high=None),
        }
    text = build(tables, {}, judged_examples.settings(collection=collection))
    assert [str(b) for b in wording.breaches(prose.text(text, outside=False), NAMES)] == []


def test_limits_say_what_a_model_and_a_codebook_cannot_tell(
    material: Material, tables: dict[str, pd.DataFrame]
) -> None:
    said = " ".join(limits.limits(material))
    told = ("Stance is what a model read", "They are not frames", "(hero", "by a parser")
    assert all(words in said for words in told)
    bare = {name: tables[name] for name in ("articles", "audit")}
    assert "model read" not in " ".join(limits.limits(Material.of(bare, {}, judged_examples.settings())))


@pytest.mark.medium
def test_the_same_rows_in_another_order_give_the_same_sections(tables: dict[str, pd.DataFrame]) -> None:
    turned = {
        name: table.iloc[::-1].reset_index(drop=True)
        if name in ("evidence", "frames", "corrected")
        else table
        for name, table in tables.items()
    }
    settings = judged_examples.settings()
    first, second = (Material.of(some, {}, settings) for some in (tables, turned))
    assert stance.content(first) == stance.content(second)
    assert frames.content(first) == frames.content(second)
