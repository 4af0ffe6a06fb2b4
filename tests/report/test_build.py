"""Both pages: sections, nothing from outside that acts, links that lead somewhere, what is said once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.report import build as building
from framing.report.build import PAGES, SECTIONS, build
from framing.report.material import safe_url
from framing.report.sections.terms import MEASURES as TERMS
from tests.report import examples, hostile, opening, pages, prose, visit_examples

each = pytest.mark.parametrize("name", pages.EACH)
PAGE = {key: getattr(module, "PAGE", "details") for key, module in SECTIONS.items()}


def _sections(page: str) -> list[str]:
    return re.findall(r'<section id="(\w+)"', page)


def _section(page: str, key: str) -> str:
    return page.split(f'<section id="{key}"')[1].split("</section>")[0]


def _said(page: str) -> str:
    return " ".join(prose.text(page).split())


@each
def test_each_section_stands_on_its_page_in_order(name: str) -> None:
    for key, page in pages.made(name).items():
        there = _sections(page)
        assert there == [one for one in SECTIONS if one in there]
        assert {PAGE[one] for one in there} == {key}
    assert set(PAGE.values()) == set(PAGES)


#: What stands on the pages of a study without a table of words, voices, names, copies or codes.
_BARE = {
    "report": {"findings", "terms", "days", "copies", "sure", "corpus"},
    "details": {"every", "tables", "figures", "audit", "limits", "settings"},
}


def test_a_section_is_there_with_its_tables_and_not_without() -> None:
    for key, there in _BARE.items():
        assert set(_sections(pages.made("plain")[key])) == there
        more = {name: set(_sections(pages.made(name)[key])) - there for name in ("spoken", "words", "visits")}
        assert (
            more
            == {
                "report": {"spoken": {"speakers"}, "words": {"says", "naming"}, "visits": {"says"}},
                "details": {"spoken": {"articles"}, "words": {"printed"}, "visits": {"printed"}},
            }[key]
        )
    planted = examples.settings(planted=[{"what": "a reprint", "planted": 2, "recovered": True}])
    page = build(examples.tables(), {}, planted, "details")
    assert "a reprint 2 yes" in _said(_section(page, "planted"))


@pytest.mark.medium
def test_a_real_study_has_every_section_but_what_was_planted_and_whom_several_quote() -> None:
    assert [key for page in pages.made("real").values() for key in _sections(page)] == [
        key for page in PAGES for key in SECTIONS if PAGE[key] == page and key not in ("planted", "quoted")
    ]


@each
def test_every_link_leads_somewhere_on_either_page_and_no_id_stands_twice(name: str) -> None:
    ids, links = {}, {}
    for key, page in pages.made(name).items():
        tags = prose.tags(opening.whole(page))
        ids[PAGES[key].file] = every = [tag["id"] for _, tag in tags if "id" in tag]
        assert len(every) == len(set(every))
        links[PAGES[key].file] = [tag["href"] for kind, tag in tags if kind == "a"]
    for file, found in links.items():
        for link in found:
            there, _, place = link.partition("#")
            # A section that is not there is linked from none; the place of an article is the script's.
            assert not place or place in ids[there or file] or re.fullmatch(r"article-\w+", place), link
            assert not there or there in ids


@each
def test_nothing_is_loaded_and_nothing_stands_inline(name: str) -> None:
    for page in pages.made(name).values():
        for tag, attributes in prose.tags(page):
            assert tag not in {"link", "iframe", "object", "embed", "base"}
            assert not [key for key in attributes if key.startswith("on") or key == "style"]
            assert attributes.get("src", "data:").startswith("data:")
            assert not re.match(r"[a-z]+:|//", attributes.get("href", "#"))


@pytest.mark.medium
@pytest.mark.parametrize("page", PAGES)
def test_what_comes_from_outside_cannot_act(page: str) -> None:
    made = hostile.made()[page]
    tags = prose.tags(made)
    assert [tag for tag, _ in tags].count("script") == 2
    assert made.count("<!--") == 0
    assert "{{ 7*7 }}" in made
    assert all(not a.get("href", "").lower().startswith("javascript") for _, a in tags)
    assert all(article[0] == hostile.TEXT and article[3] == "" for article in opening.data(made)["articles"])
    # A direction mark can only reorder the words it came with: elsewhere there is none.
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" in prose.text(made)
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in prose.text(made, outside=False)
    assert not any(
        "\N{RIGHT-TO-LEFT OVERRIDE}" in value for _, tag in tags for key, value in tag.items()
        if key in ("alt", "aria-label", "title", "label")
    )  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", " javascript:x", "data:text/html,x", "//host/x", "http:", "https://", ""),
        *("java\nscript:x", "https://a b", "file:///etc/passwd", "http://[", None, 3.0),
    ],
)
def test_other_addresses_are_no_links(url: object) -> None:
    assert safe_url(url) == ""


def test_addresses_of_articles_wait_for_the_script() -> None:
    tables = visit_examples.tables()
    assert 'data-url="https://example.org/10"' in pages.made("visits")["report"]
    tables["articles"] = tables["articles"].assign(url="javascript:alert(1)")
    assert "javascript:" not in build(tables, {}, examples.settings())


#: Tables whose rows have no order; others are printed and listed in the order in which they are given.
_SETS = ("articles", "evidence", "voices", "statements", "items", "reuse", "terms", "agency")
#: By the place of a row numbers are opened, findings told, lines listed.
_ORDERED = ("profile", "contrast", "findings", "audit", "comparability")


@pytest.mark.medium
@pytest.mark.parametrize("name", ["spoken", "words", "visits", "checked", "real"])
def test_the_same_rows_in_any_order_give_the_same_bytes(name: str) -> None:
    first = pages.material(name)

    def mixed(which: Callable[[str], bool]) -> dict[str, str]:
        tables = {
            key: table.sample(frac=1, random_state=4).reset_index(drop=True) if which(key) else table
            for key, table in first.tables.items()
        }
        return pages.build(tables, dict(first.settings), dict(first.figures))

    assert mixed(_SETS.__contains__) == pages.made(name)
    # What tells is the same but for the order of lines that are opened.
    report = mixed(lambda key: key not in _ORDERED)["report"]
    assert opening.bare(report) == opening.bare(pages.made(name)["report"])


@pytest.mark.medium
@pytest.mark.parametrize("name", ["invented", "found visits", "real"])
def test_invented_text_is_said_at_the_top_and_once_a_section(name: str) -> None:
    for page in pages.made(name).values():
        assert prose.text(page).count("Invented text.") == 1
        assert page.index("Invented text.") < page.index("<main")
        for key in _sections(page):
            assert "(invented text)" in _section(page, key).split("</h2>")[0]
    for key in _sections(pages.made(name)["report"]):
        assert prose.text(_section(pages.made(name)["report"], key)).count("(invented text)") == 1


@each
def test_what_is_known_is_said_once_on_a_page(name: str) -> None:
    made = {key: _said(page) for key, page in pages.made(name).items()}
    assert made["report"].count("completeness unknown") <= 1
    assert len(re.findall(r"\d comparisons?\b.*after adjustment", made["report"])) <= 1
    if not pages.material(name).illustrative:
        assert "invented" not in made["report"].lower()


@pytest.mark.medium
@pytest.mark.parametrize("left_out", ["articles", "audit", "profile", "contrast", "evidence", "findings"])
def test_a_table_that_is_absent_leaves_both_pages(left_out: str) -> None:
    tables = {name: frame for name, frame in examples.tables().items() if name != left_out}
    for page in pages.build(tables, {}).values():
        assert page.rstrip().endswith("</html>")


@pytest.mark.medium
def test_tables_without_rows_are_as_good_as_absent() -> None:
    first = pages.material("real")
    empty = {name: frame.iloc[:0] for name, frame in first.tables.items()}
    assert pages.build(empty, {}) == pages.made("nothing")


def test_an_unknown_reading_is_refused_with_the_nearest() -> None:
    with pytest.raises(FramingError, match="did you mean 'census'"):
        build({}, {}, {"collection": "sensus"})


@pytest.mark.medium
def test_of_very_many_outlets_eight_stand_side_by_side() -> None:
    page, material = pages.made("twenty outlets")["report"], pages.material("twenty outlets")
    assert len(material.groups) == 8
    assert material.groups[0] == "paper_00"
    for key in ("terms", "days"):
        assert {len(row.cells) for row in prose.rows(page, key) if key == "terms" or row.cells} <= {8, 4}
    days = material.largest(material.sizes, 12)
    assert [row.name for row in prose.rows(page, "days")] == [f"Paper {one[-2:]}" for one in days]
    # All of them are counted among the articles.
    assert len(prose.rows(page, "corpus")) == 21


@pytest.mark.medium
def test_one_outlet_is_described_and_not_compared() -> None:
    page = pages.made("one outlet")["report"]
    (row,) = prose.rows(page, "corpus")
    assert row.name == "Daily Lantern"
    assert row.cells["Articles"].text == "12"
    assert "findings" not in _sections(page)
    assert "sure" not in _sections(page)


def test_figures_are_pictures_of_their_own_with_words() -> None:
    settings = examples.settings(alt={"profile": "Estimates by outlet", "over_time": "Rates by day"})
    figures = {"profile": examples.figure(), "contrast": examples.figure(), "over_time": examples.figure("t")}
    report, details = pages.build(examples.tables(), settings, figures).values()
    assert [a["alt"] for tag, a in prose.tags(report) if tag == "img"] == ["Rates by day"]
    found = [a for tag, a in prose.tags(details) if tag == "img"]
    assert [picture["alt"] for picture in found] == [
        "Estimates by outlet",
        "Figure: contrast. Its numbers stand in the tables below.",
        "Rates by day",
    ]
    for page in (report, details):
        bare = re.sub(r'src="[^"]*"', "", page.split("<main")[1].split("</main>")[0])
        assert "clipPath" not in bare
        assert "<?xml" not in page
    assert "url(%23" in found[0]["src"]
    assert "100%25" in found[0]["src"]


def test_a_large_figure_is_packed_and_a_small_one_is_seen_without_scripts() -> None:
    page = pages.made("plain")["details"]
    found = [a for tag, a in prose.tags(page) if tag == "img"]
    assert [("src" in picture, "data-packed" in picture) for picture in found] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    (drawing,) = opening.data(page)["figures"]
    assert drawing.count("<circle") == 2000
    assert "the folder figures/ beside this page holds it" in page


def test_all_settings_are_listed() -> None:
    made = build(
        examples.tables(), {}, examples.settings(extra={"nested": [1, None, True]}, seed=20260114), "details"
    )
    shown = prose.text(made)
    meaning = "Hedging words per 1,000 tokens."
    for words in ("20260114", "nested = 1, not set, yes", "numpy", "0.1.0", meaning):
        assert words in shown


def test_tables_are_complete_and_say_constants_once() -> None:
    page = opening.whole(pages.made("plain")["details"])
    for name, frame in (("profile", examples.profile()), ("contrast", examples.contrast())):
        assert len(re.findall(rf'<tr id="{name}-\d+"', page)) == len(frame)
    assert re.search(r"In every row: [^.]*part <b>whole text</b>", page)
    assert ">outside quotation marks</option>" in page
    assert "one article gives more than a quarter" in page


@pytest.mark.medium
def test_of_many_rows_the_most_certain_stand_on_the_page_and_it_says_of_how_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(SECTIONS["tables"], "ROWS", 9)
    tables = examples.tables()
    first, size = tables["contrast"], len(tables["contrast"])
    tables["contrast"] = pd.concat([first.assign(genre=f"kind {n}") for n in range(6)], ignore_index=True)
    tables["contrast"]["p_adjusted"] += [n // size / 1000 for n in range(6 * size)]
    page = build(tables, {}, examples.settings(), "details")
    assert f"9 of {len(tables['contrast'])} rows stand here" in page
    kept = [row[0] for row in opening.data(page)["tables"]["contrast"]["rows"]]
    adjusted = tables["contrast"]["p_adjusted"].fillna(2)
    assert len(kept) == 9
    assert adjusted.iloc[kept].max() <= adjusted.drop(index=kept).min()
    every = opening.data(pages.made("plain")["details"])["tables"]["contrast"]["rows"]
    assert [row[0] for row in every] == list(range(size))


@pytest.mark.medium
def test_a_further_column_to_split_by_makes_cells_and_a_column_of_its_own() -> None:
    tables = examples.tables()
    tables["articles"] = tables["articles"].assign(desk=["city" if n % 4 < 2 else "world" for n in range(24)])
    for name in ("profile", "contrast"):
        parts = [tables[name].assign(desk=desk) for desk in ("city", "world")]
        tables[name] = pd.concat(parts, ignore_index=True)
    tables["findings"] = tables["findings"].assign(desk="city")
    page = build(tables, {}, examples.settings(), "details")
    cells = opening.data(page)["cells"]
    whole = opening.data(pages.made("plain")["details"])["cells"]
    half = len(examples.profile())
    assert len(cells) == 2 * half
    assert cells["p0"]["title"][1] == "outside quotation marks, desk city"
    assert cells["p0"]["found"] + cells[f"p{half}"]["found"] == whole["p0"]["found"] > 0
    assert page.count('<th scope="col">desk</th>') == 2


def test_all_others_together_have_a_name_and_no_key_of_an_outlet_is_shown() -> None:
    tables = examples.tables()
    tables["contrast"] = tables["contrast"].assign(
        a="daily_lantern", b="rest", note="all hits of daily_lantern in one article"
    ).drop_duplicates(["voice", "measure"])  # fmt: skip
    for page in ("report", "details"):
        shown = prose.text(opening.whole(build(tables, {}, examples.settings(), page)))
        assert "daily_lantern" not in shown
    assert "all others together" in shown
    assert "all hits of Daily Lantern in one article" in shown


@pytest.mark.slow
def test_three_hundred_long_articles_make_pages_that_can_be_sent() -> None:
    tables = examples.of_many()
    figures = {f"figure {number}": examples.figure() + " " * 11_000 for number in range(18)}
    report, details = pages.build(tables, examples.settings(), figures).values()
    data = opening.data(details)
    assert len(data["tables"]["contrast"]["rows"]) == SECTIONS["tables"].ROWS < len(tables["contrast"])
    assert sum(len(cell["hits"]) for cell in data["cells"].values()) > 2000
    assert len(details.encode()) < 3_000_000
    assert len(report.encode()) < 1_000_000


def test_several_events_are_headed_by_whom_headlines_name() -> None:
    tables = visit_examples.tables(named=False)

    def heading(**changes: Any) -> str:
        given = {"articles": changes.pop("articles", tables["articles"]), **changes.pop("more", {})}
        page = build(given, {}, examples.settings(**{"title": "", **changes}))
        return re.findall(r"<h1>(.*?)</h1>", page)[0]

    assert heading() == "Coverage compared"
    assert heading(title="A visit") == "A visit"
    named = tables["articles"]["id"].astype(str)
    items = pd.DataFrame(
        {
            "article": [*named, *named[:2], *named],
            "item": [*["Port Harbour"] * len(named), *["Mark Marlow"] * 2, *["Tarrow Bank"] * len(named)],
            "kind": "body",
            "part": [*["headline"] * (len(named) + 2), *["body"] * len(named)],
            "start": range(2 * len(named) + 2),
            "form": "Port",
        }
    )
    items["end"] = items["start"] + 4
    subject = heading(more={"items": items})
    assert "Port Harbour and Mark Marlow" in subject
    # Most of what is found to be an event is a single article: a number of them tells nothing.
    assert "event" not in subject
    assert "Tarrow" not in subject
    found = tables["articles"].assign(event="port-harbour-talks", event_confidence=0.9)
    assert heading(articles=found, event="port-harbour-talks", more={"items": items}) == subject
    mayor = found.assign(title="The mayor Mark Marlow speaks")
    items = items.assign(item=items["item"].where(items["item"] != "Port Harbour", "Mark Marlow"))
    assert heading(articles=mayor, more={"items": items}).startswith("Mayor Mark Marlow:")
    single = tables["articles"].assign(event="spring-fair-2026", event_confidence=None)
    assert heading(articles=single) == "spring fair 2026"
    assert heading(articles=tables["articles"].assign(event=None), event="") == "Coverage compared"


def test_templates_are_all_used() -> None:
    folder = building.resources.files("framing.report") / "templates"
    there = {path.name for path in folder.iterdir()}
    used = {module.TEMPLATE for module in SECTIONS.values()} | {"page.html", "macros.html", "methods.md"}
    used |= {f"{part}.css" for page in PAGES.values() for part in page.styles}
    used |= {f"{part}.js" for page in PAGES.values() for part in page.scripts}
    assert Counter(there) == Counter(used)


@pytest.mark.parametrize("name", sorted(pages.STUDIES))
def test_a_section_is_folded_whole_where_nothing_in_it_is_told_and_open_where_something_is(name: str) -> None:
    material, page = pages.material(name), pages.made(name)["report"]
    told = {
        material.cell(row)[3] for row in material.tables["profile"].to_dict("records") if material.tells(row)
    }
    for key, measures in (("terms", TERMS), ("speakers", ("sources.words", "sources.words_by_country"))):
        section = re.search(rf'<section id="{key}".*?</section>', page, re.DOTALL)
        if section is None:
            continue
        bars = re.findall(r'<svg class="fill([^"]*)"', section[0])
        assert ('<details class="whole">' in section[0]) == all("pale" in bar for bar in bars)
        assert told & {*measures} or all("pale" in bar for bar in bars)
