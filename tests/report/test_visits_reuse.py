"""Passages that outlets share, side by side, with what changed."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from framing.report.material import Material
from framing.report.sections import reuse
from framing.schema import check
from tests.report import prose, visit_examples
from tests.report.visit_examples import joined, material, page


@pytest.mark.medium
def test_a_passage_stands_side_by_side_with_its_change_marked() -> None:
    content = reuse.content(material())
    assert content
    assert (content["total"], content["templates"], content["changed"]) == ("2 passages", "1 passage", "1")
    first = content["passages"][0]
    assert first["names"] == ["Daily Lantern", "Harbour Post"]
    assert (first["known"], first["later"]) == (True, "printed 24 hours later")
    assert first["changes"] == [{"before": "2017", "after": "2019", "kind": "fact", "label": "year"}]
    earlier, later = first["sides"]
    assert joined(earlier, "same", "del").rstrip(".") == visit_examples.PASSAGE.rstrip(".")
    assert joined(later, "same", "ins").rstrip(".") == visit_examples.PASSAGE.replace("2017", "2019").rstrip(
        "."
    )
    assert [piece.text for piece in later if piece.op == "ins"] == ["2019"]
    text = page()
    assert '<del class="chg fact">2017</del>' in text
    assert '<ins class="chg fact">2019</ins><small class="cls">year</small>' in text


@pytest.mark.medium
def test_who_printed_first_stands_first_and_may_be_unknown() -> None:
    tables = visit_examples.tables()
    table = tables["reuse"].copy()
    table["direction"] = table["direction"].replace("a_to_b", "b_to_a")
    content = reuse.content(material({**tables, "reuse": check(table, "reuse")}))
    assert content
    assert content["passages"][0]["names"] == ["Harbour Post", "Daily Lantern"]
    assert content["passages"][0]["changes"][0]["before"] == "2019"
    unknown = content["passages"][1]
    assert (unknown["known"], unknown["later"], unknown["why"]) == (False, "", "words of Ana Marlow in both")
    assert "the times do not tell who printed first" in prose.text(page())


def test_what_a_kind_rests_on_names_the_outlets() -> None:
    tables = visit_examples.tables()
    table = tables["reuse"].assign(why="b: daily_lantern, full_reprint", kind="credited", speaker=None)
    content = reuse.content(material({**tables, "reuse": check(table, "reuse")}))
    assert content
    assert content["passages"][0]["why"] == "as Daily Lantern, whole, in Harbour Post"


def test_a_passage_of_other_texts_is_shown_without_an_alignment() -> None:
    tables = visit_examples.tables()
    table = tables["reuse"].assign(a_start=3, a_end=4)
    content = reuse.content(material({**tables, "reuse": check(table, "reuse")}))
    assert content
    assert content["passages"][0]["changes"] == []


def test_a_long_stretch_that_is_alike_is_folded() -> None:
    long = " ".join(f"word{n}" for n in range(400))
    frame = check(
        pd.DataFrame(
            {"id": ["a", "b"], "outlet": ["x", "y"], "text": [f"In 2017 {long}", f"In 2019 {long}"]}
        ),
        "articles",
    )
    row = {"a": "a", "b": "b", "a_start": 0, "a_end": len(frame["text"][0]), "b_start": 0}
    row |= {"b_end": len(frame["text"][1])}
    one, _ = reuse.split_sides(Material.of({"articles": frame}, {}, {}).texts, row, ("a", "b"))
    fold = next(piece for piece in one if piece.op == "fold")
    left = int(re.search(r"\d+", fold.text)[0])  # type: ignore[index]
    shown = " ".join(piece.text for piece in one if piece.op in ("same", "del"))
    assert left + len(shown.split()) == 402
    assert len(joined(one, "same")) < 600
