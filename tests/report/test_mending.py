"""What a model judged is claimed only as far as its measured error allows, wherever it is told."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.report import material as apart
from framing.report import sentences
from framing.report.build import build
from framing.report.material import Material
from framing.report.sections import differs, frames, stance
from framing.report.summary import summary
from framing.views import vocabulary
from framing.views.vocabulary import Names
from tests import wording
from tests.report import examples, judged_examples, prose

NBSP = "\N{NO-BREAK SPACE}"
PAIR = {"group": "daily_lantern", "other": "harbour_post"}


def _row(**changes: Any) -> dict[str, Any]:
    about = {"measure": "stance.net", "target": "Ruiz", "unit": "mean", "scale": "difference"}
    numbers = {"estimate": 0.5, "low": 0.2, "high": 0.8, "p": 0.001, "p_adjusted": 0.004}
    return {**examples.contrast().to_dict("records")[0], **about, **numbers, **changes}


def _right(**changes: Any) -> dict[str, Any]:
    counts = {"n_articles": 4, "n_articles_other": 6, "n_mentions": 7, "n_mentions_other": 9}
    numbers = {"corrected": 0.7, "low": 0.1, "high": 1.3, "raw": 0.5}
    return {"measure": "stance.net", **PAIR, **counts, **numbers, "note": "", **changes}


def _said(row: dict[str, Any], right: dict[str, Any] | None, **settings: Any) -> str:
    names = Names(examples.settings(**settings))
    return str(sentences.sentence(row, names, None, None, right)).replace(NBSP, " ")


# -- one sentence --


def test_a_difference_that_outlasts_the_models_error_holds_with_its_number() -> None:
    said = _said(_row(), _right())
    assert "Corrected for the model's measured error: 0.70 higher (95 % interval 0.10 to 1.30)." in said
    assert "Significant after adjustment, and with the model's measured error taken in." in said
    assert sentences.band(_row(), "unknown", _right()) == "significant"


@pytest.mark.parametrize(
    ("right", "told"),
    [
        (_right(low=-0.1), "0.70 higher (95 % interval −0.10 to 1.30)"),
        (_right(low=math.nan, high=math.nan), "0.70 higher (no interval)"),
        (_right(corrected=-0.7, low=-1.3, high=-0.1), "0.70 lower (95 % interval −1.30 to −0.10)"),
        (_right(corrected=math.nan, low=math.nan, high=math.nan), "error could not be taken out of it"),
        (None, "error could not be taken out of it"),
    ],
    ids=["holds nought", "no interval", "other way", "not corrected", "no row"],
)
def test_one_that_does_not_is_not_said_to_hold(right: dict[str, Any] | None, told: str) -> None:
    said = _said(_row(), right)
    assert told in said
    assert "inconclusive with its measured error taken in." in said
    assert "and with the model" not in said
    assert sentences.band(_row(), "unknown", right) == "nominal"


def test_sides_that_change_places_take_the_corrected_difference_along() -> None:
    row = _row(estimate=-0.5, low=-0.8, high=-0.2, n_a=4, n_b=6)
    said = _said(row, _right(corrected=-0.7, low=-1.3, high=-0.1))
    assert "0.70 higher (95 % interval 0.10 to 1.30)" in said
    assert "n = 6 and 4 articles that name it, 9 and 7 mentions" in said
    assert "and with the model's measured error taken in" in said


def test_a_ratio_of_shares_has_a_corrected_difference_in_points() -> None:
    ratio = {"measure": "stance.positive", "unit": "share", "scale": "ratio"}
    row = _row(**ratio, estimate=0.5, low=0.3, high=0.8)
    right = _right(measure="stance.positive", corrected=-0.24, low=-0.4, high=-0.012)
    assert "24 percentage points higher (95 % interval 1 to 40)" in _said(row, right)
    assert sentences.keeps_direction(row, right)
    assert not sentences.keeps_direction({**row, "estimate": 2.0}, right)


def test_articles_are_those_that_name_the_target() -> None:
    row = _row(n_a=4, n_b=6)
    assert "In these 10 articles" in _said(row, _right())
    assert "n = 4 and 6 articles that name it, 7 and 9 mentions" in _said(row, _right())
    assert "n = 4 and 6 articles that name it;" in _said(row, None)


def test_a_census_says_what_the_error_leaves_open() -> None:
    assert "interval of the error of measuring alone 0.10 to 1.30)" in _said(
        _row(), _right(), collection="census"
    )
    assert "Inconclusive with the model's measured error taken in." in _said(
        _row(), _right(low=-0.1), collection="census"
    )
    assert "leaves it open" not in _said(_row(), _right(), collection="census")


def test_other_measures_know_nothing_of_it() -> None:
    row = examples.contrast().to_dict("records")[0]
    assert _said(row, None) == _said(row, _right())
    assert "error" not in _said(row, None)


def test_the_interval_of_a_net_stays_on_its_scale() -> None:
    said = _said(_row(low=-0.4, high=2.7, p=0.3, p_adjusted=0.3), _right(high=2.4))
    assert "95 % interval −0.40 to 2.00; n" in said
    assert "interval 0.10 to 2.00)" in said


_end = st.floats(-2, 2) | st.just(math.nan)


@given(
    estimate=_end, low=_end, high=_end, corrected=_end, p=st.floats(0, 1) | st.just(math.nan),
    measure=st.sampled_from(["stance.net", "stance.negative"]),
    collection=st.sampled_from(["census", "sample", "unknown"]),
)  # fmt: skip
def test_any_corrected_row_keeps_to_the_words_allowed(
    estimate: float, low: float, high: float, corrected: float, p: float, measure: str, collection: str
) -> None:
    row = _row(measure=measure, estimate=estimate, p=p, p_adjusted=p)
    right = _right(measure=measure, corrected=corrected, low=low, high=high)
    names = Names(examples.settings(collection=collection))
    said = str(sentences.sentence(row, names, None, None, right))
    assert wording.breaches(said, ["Daily Lantern", "Harbour Post"]) == []
    assert "nan" not in said


def test_of_few_mentions_an_interval_alone_is_told() -> None:
    said = _said(_row(), _right(corrected=math.nan))
    assert "too few mentions for a number: 95 % interval 0.10 to 1.30." in said
    assert sentences.band(_row(), "unknown", _right(corrected=math.nan)) == "significant"


# -- the page --


@pytest.mark.medium
def test_a_fragile_finding_says_so_in_every_section(
    tables: dict[str, pd.DataFrame], material: Material
) -> None:
    page = build(tables, {}, judged_examples.settings())
    seen = 0
    for key, module in (("stance", stance), ("frames", frames)):
        content = module.content(material)
        assert content
        (section,) = re.findall(rf'<section id="{key}".*?</section>', page, re.DOTALL)
        found = [f for part in content.get("tables") or content["books"] for f in part["findings"]]
        for one in found:
            (told,) = [
                p for p in re.findall(r"<p>.*?</p>", section, re.DOTALL) if f'href="#{one["id"]}"' in p
            ]
            told = prose.text(told)
            for caution in one["sentence"].cautions:
                assert " ".join(caution.split()) in " ".join(told.split())
            seen += any("fragile" in caution for caution in one["sentence"].cautions)
    assert seen


def test_sentences_of_stance_carry_the_corrected_rows(
    tables: dict[str, pd.DataFrame], material: Material
) -> None:
    corrected = tables["corrected"]
    pairs = corrected[corrected["other"].notna()].set_index(
        ["group", "other", "genre", "voice", "target", "measure"]
    )
    rows = material.contrast.to_dict("records")
    seen = set()
    for item in differs.ranked(material):
        row = rows[int(item["id"][1:])]
        if vocabulary.family(item["measure"]) != "stance":
            continue
        right = pairs.loc[tuple(row[c] for c in ("a", "b", "genre", "voice", "target", "measure"))]
        if item["band"] == "significant":
            assert right["low"] > 0 or right["high"] < 0
            assert "Corrected for the model's measured error" in item["sentence"].mended
        seen.add((item["band"], "inconclusive with its measured" in item["sentence"].verdict))
    assert {("significant", False), ("nominal", True)} <= seen


@pytest.mark.medium
def test_a_target_that_nobody_names_is_no_comparison(
    tables: dict[str, pd.DataFrame], material: Material
) -> None:
    none = {"n_hits": 0, "estimate": math.nan, "low": math.nan, "high": math.nan}
    more = dict(tables)
    for name in ("profile", "contrast"):
        own = tables[name][(tables[name]["target"] == "China").to_numpy()]
        blank = {column: value for column, value in none.items() if column in own.columns}
        blank |= {"p": math.nan, "p_adjusted": math.nan} if name == "contrast" else {}
        more[name] = pd.concat([tables[name], own.assign(target="Zorro", **blank)], ignore_index=True)
    found = Material.of(more, {}, judged_examples.settings())
    assert len(found.order) == len(material.order)
    rest = len(more["contrast"]) - len(found.order)
    assert f"rows, {rest} of them with nothing to compare" in differs.rows_told(found)
    assert stance.content(found) == stance.content(material)
    assert "Zorro" not in summary(more, judged_examples.settings())
    assert "Zorro" not in prose.text(build(more, {}, judged_examples.settings())).split("Settings")[0]


def test_nor_is_one_that_only_one_side_names(tables: dict[str, pd.DataFrame], material: Material) -> None:
    own = tables["profile"][tables["profile"]["measure"] == "stance.net"]
    cell = ["genre", "part", "voice", "target"]
    named = own[own["n_hits"] > 0].groupby(cell)["group"].agg(set)
    contrast = tables["contrast"]
    kept = {number for number, _ in material.order}
    for number, row in enumerate(contrast.to_dict("records")):
        if row["measure"] == "stance.net":
            who = named.get(tuple(row[name] for name in cell), set())
            assert (number in kept) == ({row["a"], row["b"]} <= who)
        elif not vocabulary.family(row["measure"]):
            assert number in kept


def test_intervals_on_the_page_stay_on_the_scale(tables: dict[str, pd.DataFrame]) -> None:
    profile = tables["profile"]
    net = (profile["measure"] == "stance.net").to_numpy() & profile["low"].notna().to_numpy()
    wide = profile.assign(low=profile["low"].mask(net, -1.4), high=profile["high"].mask(net, 1.6))
    content = stance.content(Material.of({**tables, "profile": wide}, {}, judged_examples.settings()))
    assert content
    spreads = {row["cells"][3]["spread"] for table in content["tables"] for row in table["rows"]}
    assert spreads <= {"−1.00 to +1.00", ""}
    assert len(spreads) == 2 or spreads == {"−1.00 to +1.00"}


@pytest.mark.medium
def test_one_left_out_is_one(tables: dict[str, pd.DataFrame]) -> None:
    profile = tables["profile"]
    own = profile[profile["target"] == "China"]
    more = [own.assign(target=f"Place {n}", n_hits=1) for n in range(apart.TARGETS - 1)]
    text = prose.text(
        build(
            {**tables, "profile": pd.concat([profile, *more], ignore_index=True)},
            {},
            judged_examples.settings(),
        )
    )
    assert "1 more target, named less, stands in the tables alone." in " ".join(text.split())


@pytest.mark.medium
def test_the_page_says_what_a_correction_is_worth(tables: dict[str, pd.DataFrame]) -> None:
    text = " ".join(prose.text(build(tables, {}, judged_examples.settings())).split())
    assert "helps only as far as the model errs here as it did there" in text
    assert "it was further from the truth than the share as judged" in text
