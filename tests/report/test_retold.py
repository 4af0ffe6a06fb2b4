"""Numbers of agency copy, of passages and of what was made again open what they rest on."""

from __future__ import annotations

import re
from html import unescape

import pytest

from framing.report.material import Material
from framing.report.sections import agency, differs, reuse, robust
from tests.report import checked_examples, examples, opening, pages, visit_examples


def _part(page: str, section: str) -> str:
    return page.split(f'<section id="{section}"')[1].split("</section>")[0]


@pytest.mark.medium
def test_each_number_of_agency_copy_and_of_passages_opens_its_articles() -> None:
    page = pages.page("visits").read_text("utf8")
    opened = opening.data(page)["lines"]["opened"]
    material = visit_examples.material()
    for section, numbered in (("agency", agency.numbered(material)), ("reuse", reuse.numbered(material))):
        keys = [unescape(key) for key in re.findall(r'data-lines="([^"]+)"', _part(page, section))]
        assert keys
        for key in keys:
            listed, total = numbered[key]
            assert opened[key]["total"] == total
            assert len(opened[key]["lines"]) == len(listed) == min(total, 12)
            assert all(line[3] for line in opened[key]["lines"])


def test_a_passage_opens_with_the_words_of_the_later_print() -> None:
    material = visit_examples.material()
    data = opening.data(pages.page("visits").read_text("utf8"))["lines"]
    for key, (own, _) in reuse.numbered(material).items():
        if " > " not in key:
            continue
        (row, side), line = own[0], data["opened"][key]["lines"][0]
        later = "b" if row["direction"] == "a_to_b" else "a"
        assert side == later
        text = material.texts[str(row[side])]["text"][int(row[f"{side}_start"]) : int(row[f"{side}_end"])]
        assert " ".join(text.split()).startswith(line[3].removesuffix(" …"))


def test_what_was_made_again_opens_what_the_comparison_opens() -> None:
    material = Material.of(checked_examples.tables(), {}, examples.settings())
    content = robust.content(material)
    assert content is not None
    told = content["comparisons"]
    assert told
    assert all(len(one["cells"]) == 2 for one in told)
    known = {tuple(sorted(item["cells"])) for item in differs.ranked(material)}
    assert {tuple(sorted(one["cells"])) for one in told} <= known
    assert {int(cell[1:]) for one in told for cell in one["cells"]} <= material.extent.opened
