"""Events, agency copy, coverage and reuse: what the sections hold and say, and what they open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from framing.report import beside, titling, wording
from framing.report.build import build
from framing.report.material import Material
from framing.report.sections import agency, coverage, events, reuse
from framing.tables import check
from tests.report import chromium, examples, opening, prose, visit_examples

NAMES = ["Daily Lantern", "Harbour Post", "Island Echo", "River Gazette"]
SECTIONS = (agency, coverage, events, reuse)


def material(tables: dict[str, pd.DataFrame] | None = None, **settings: Any) -> Material:
    return Material.of(tables or visit_examples.tables(), {}, examples.settings(**settings))


def page(**how: Any) -> str:
    settings = examples.settings(**how.pop("settings", {}))
    return build(visit_examples.tables(**how), {}, settings)


def data(text: str) -> dict[str, Any]:
    return opening.data(text)


def joined(side: list[beside.Piece], *ops: str) -> str:
    return "".join(piece.text for piece in side if piece.op in ops)


# -- all of them --


def test_sections_stand_in_order_and_without_tables_there_are_none() -> None:
    order = re.findall(r'<section id="(\w+)"', page())
    assert order[1:6] == ["events", "agency", "differs", "coverage", "reuse"]
    bare = material({"articles": visit_examples.articles().assign(event="talks")})
    assert [section.content(bare) for section in SECTIONS] == [None] * 4


@pytest.mark.parametrize("collection", ["unknown", "census"])
@pytest.mark.parametrize("named", [True, False])
def test_they_keep_to_the_words_allowed(named: bool, collection: str) -> None:
    text = page(named=named, settings={"collection": collection, "events_found": "3 events were found"})
    assert [str(b) for b in wording.breaches(prose.text(text, outside=False), NAMES)] == []
    assert [str(b) for b in wording.breaches(prose.text(text), NAMES)] == []


def test_invented_text_is_marked_wherever_an_outlet_is_named() -> None:
    text = page(provenance="illustrative")
    for name in NAMES:
        assert text.count(name) == text.count(f"{name} (invented text)") > 8
    assert "invented" not in prose.text(page())


def test_the_same_input_gives_the_same_page_in_any_order_of_rows() -> None:
    tables = visit_examples.tables()
    turned = {name: table if name == "articles" else table.iloc[::-1] for name, table in tables.items()}
    assert build(turned, {}, examples.settings()) == build(tables, {}, examples.settings()) == page()


def test_addresses_of_articles_wait_for_the_script_and_others_are_dropped() -> None:
    tables = visit_examples.tables()
    tables["articles"] = tables["articles"].assign(url="javascript:alert(1)")
    assert "javascript:" not in build(tables, {}, examples.settings())
    assert 'data-url="https://example.org/10"' in page()


# -- events --


def test_an_event_says_who_when_and_how_much() -> None:
    content = events.content(material())
    assert content
    assert (content["total"], content["several"]) == ("3 events", "2")
    assert [row["name"] for row in content["rows"]] == ["talks", "storm"]
    talks = content["rows"][0]
    assert talks["dates"] == "10 to 16 January 2026"
    assert talks["undated"] == 1
    assert [cell[0] for cell in talks["cells"]] == ["2"] * 4
    assert content["rows"][1]["cells"][3] is None
    assert content["single"] == "1 event with 1 article"
    assert not content["found"]


def test_events_that_were_found_have_a_headline_a_confidence_and_say_so() -> None:
    said = "3 events were found"
    content = events.content(material(visit_examples.tables(named=False), events_found=said))
    assert content
    assert content["said"] == said
    assert content["found"]
    assert content["rows"][0]["name"] == "grain, harbour, talks"
    assert content["rows"][0]["headline"] == "“Ministers meet, part 0”"
    assert content["rows"][0]["sure"] == "0.91"


def test_events_found_but_not_compared_within_are_shown_too() -> None:
    tables = visit_examples.tables()
    frame = tables["articles"]
    tables["articles"] = frame.assign(story=frame["event"], event=None)
    content = events.content(material(tables))
    assert content
    assert (content["total"], content["found"], content["rated"]) == ("3 events", True, False)


def test_links_show_what_ties_two_articles_and_which_were_put_apart() -> None:
    content = events.content(material())
    assert content
    (first, second) = content["rows"][0]["links"]
    assert (first["probability"], first["days"], second["days"]) == ("0.97", "1 day apart", "")
    assert first["names"] == "Marlow; 118.7 million"
    assert (first["a"].title, first["b"].outlet) == ("Ministers meet, part 0", "Harbour Post")
    assert [link["probability"] for link in content["apart"]] == ["0.41"]


def test_five_hundred_events_take_forty_rows() -> None:
    frame = visit_examples.articles()
    many = pd.concat([frame.assign(id=frame["id"] + f"_{n}", event=f"e{n:03d}") for n in range(500)])
    content = events.content(material({"articles": check(many, "articles")}))
    assert content
    assert len(content["rows"]) == events.EVENTS
    assert content["wide"].startswith("460 events")


def test_several_events_head_the_page_by_their_number_and_are_named_in_words() -> None:
    tables = visit_examples.tables(named=False)
    settings = {"event": "channel-storm; grain-harbour-talks; regatta", "title": ""}
    one = material(tables, **settings)
    assert titling.title(one) == "3 events, 4 outlets, January 2026"
    assert titling.lead(one) == "Events: channel, storm; grain, harbour, talks; regatta"
    assert titling.title(material(tables, title="A visit")) == "A visit"
    single = {"articles": tables["articles"].assign(event="spring-fair-2026", event_confidence=None)}
    assert titling.title(material(single, title="")) == "spring fair 2026"
    none = {"articles": tables["articles"].assign(event=None)}
    assert titling.title(material(none, title="", event="")) == "Coverage compared"
    assert titling.lead(material(none, title="", event="")) == ""


# -- agency copy --


def test_shares_evidence_and_effect_of_agency_copy() -> None:
    content = agency.content(material())
    assert content
    first = content["shares"][0]
    assert (first["name"], first["share"], first["n"]) == ("Daily Lantern", "33\xa0%", "1 of 3")
    assert first["agencies"] == "AFP 1"
    assert content["shares"][2]["roles"][-1] == "1"
    whole, cited = content["evidence"]
    assert (whole["role"], whole["wires"], len(whole["shown"])) == ("reprinted whole", ["AFP"], 2)
    assert whole["shown"][1]["other"].outlet == "Harbour Post"
    assert cited["wires"] == ["an agency not named"]
    # What moves under another treatment comes first.
    assert content["effect"]["rows"][0]["what"].startswith("Boosting")
    (row,) = content["effect"]["rows"]
    assert row["note"] == "clear with reprints counted once; not clear without them"
    assert [cell["moved"] for cell in row["cells"]] == [False, False, True]
    assert (content["effect"]["total"], content["effect"]["moved"]) == ("3 differences", "1")
    assert content["effect"]["bare"] == "1"
    assert page().count('<td class="num moved">') == 1


def test_a_sign_that_turns_is_told_and_one_without_an_interval_is_not() -> None:
    tables = visit_examples.tables()
    table = tables["wire_effect"].copy()
    turned = (table["measure"] == "hedges") & (table["wire"] == "keep")
    table.loc[turned, ["estimate", "low"]] = [0.6, 0.3]
    content = agency.content(material({**tables, "wire_effect": check(table, "wire_effect")}))
    assert content
    notes = [row["note"] for row in content["effect"]["rows"]]
    assert "the other way round with every print counted" in notes
    table["low"] = None
    content = agency.content(material({**tables, "wire_effect": check(table, "wire_effect")}))
    assert content
    assert content["effect"]["rows"] == []


def test_shared_text_says_whose_print_it_stands_in_and_never_an_id() -> None:
    content = agency.content(material())
    assert content
    shared = content["evidence"][0]["shown"][1]
    assert shared["detail"] == "40 of 50 words also stand in Harbour Post's print of it"
    text = prose.text(page(provenance="illustrative"))
    assert "words also stand in the print of Harbour Post (invented text):" in text
    tables = visit_examples.tables()
    table = tables["agency"].assign(wire="harbour_post")
    content = agency.content(material({**tables, "agency": check(table, "agency")}))
    assert content
    assert content["evidence"][0]["shown"][1]["detail"] == "40 of 50 words also stand in the agency's item"
    table = tables["agency"].assign(
        evidence="column", detail="wire: afp; wire_role: full_reprint", other=None
    )
    content = agency.content(material({**tables, "agency": check(table, "agency")}))
    assert content
    assert content["evidence"][0]["shown"][0]["detail"] == "AFP, reprinted whole"


def test_a_census_has_no_treatments_to_weigh() -> None:
    content = agency.content(material(collection="census"))
    assert content
    assert content["effect"] is None


# -- reuse --


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
    one, _ = beside.sides(frame, row, dict(zip(frame["id"], frame["text"], strict=True)), ("a", "b"))
    fold = next(piece for piece in one if piece.op == "fold")
    left = int(re.search(r"\d+", fold.text)[0])  # type: ignore[index]
    shown = " ".join(piece.text for piece in one if piece.op in ("same", "del"))
    assert left + len(shown.split()) == 402
    assert len(joined(one, "same")) < 600


# -- coverage --


def test_a_gap_is_said_with_recall_and_what_was_to_be_expected() -> None:
    content = coverage.content(material())
    assert content
    named, term, statement = content["levels"]
    (gap,) = named["gaps"]
    assert gap["label"] == "Port Ellis"
    assert f"{gap['what']} {gap['group']} ({gap['recall']})" == (
        "not found in the 3 collected articles of River Gazette (detector recall 0.93)"
    )
    assert gap["support"] == (
        "6 of 9 articles of the others have it; so that about 2.1 were to be expected; "
        "adjusted p .012, of 12 tests"
    )
    assert term["gaps"] == statement["gaps"] == []
    assert term["none"] == "None of these is missing in any outlet."
    assert statement["none"] == "With 3 articles an outlet, no gap here can be told from chance."
    assert content["recall"].startswith(
        "Of 100 mentions there were found in tests: 93 of named things and figures (detector recall .93), 93"
    )
    assert statement["rows"][0]["cells"][2]["finding"] == "too_few"
    assert named["rows"][0]["cells"][0]["width"] == 33


def test_items_that_differ_most_stand_open_and_say_their_event_and_day() -> None:
    frame = visit_examples.articles()
    table = visit_examples.coverage(frame)
    one = table[table["item"] == "Ana Marlow"]
    rows = []
    for number in range(20):
        more = one.assign(item=f"2026-01-{number + 1:02d}", label=f"2026-01-{number + 1:02d}", kind="date")
        more = more.assign(rank=number + 1, event="talks" if number % 2 else "storm_2", articles=1)
        if number == 19:
            more["articles"] = [0, 3, 3, 3]
            more["finding"] = ["too_few", "found", "found", "found"]
        rows.append(more)
    tables = {"articles": frame, "coverage": check(pd.concat(rows), "coverage")}
    content = coverage.content(material(tables))
    assert content
    (level,) = content["levels"]
    assert level["rows"][0]["label"] == "20 January 2026"
    assert {row["event"] for row in level["rows"]} == {"talks", "storm 2"}
    assert len(level["folded"]) == 8
    assert level["none"] == "With 3 articles an outlet and event, no gap here can be told from chance."


def test_items_in_the_same_articles_are_one_row() -> None:
    tables = visit_examples.tables()
    table = tables["coverage"].copy()
    table["alike"] = table["rank"].where(table["level"] != "named", table["rank"].clip(upper=2))
    content = coverage.content(material({**tables, "coverage": check(table, "coverage")}))
    assert content
    named = content["levels"][0]
    assert [(row["label"], row["together"]) for row in named["rows"]] == [
        ("Port Ellis", ""),
        ("Ana Marlow", "118.7 million"),
    ]
    assert named["left_out"] == 0


def test_a_cell_opens_its_sentences_and_a_gap_those_of_the_others() -> None:
    text = page()
    lines = data(text)["lines"]
    opened = lines["opened"]
    assert set(re.findall(r'data-lines="(v \d+)"', text)) <= set(opened)
    content = coverage.content(material())
    assert content
    cells = content["levels"][0]["rows"][0]["cells"]
    own, gap = opened[cells[0]["opens"]], opened[cells[3]["opens"]]
    assert [line[2:5] for line in own["lines"]] == [
        ["Fishers from ", "Port Ellis", " waited for the wind to turn."]
    ]
    assert gap["said"].startswith(
        "Not found in the 3 collected articles of River Gazette (detector recall 0.93)."
    )
    outlets = {lines["articles"][line[0]][1] for line in gap["lines"]}
    assert outlets == {"Daily Lantern", "Harbour Post", "Island Echo"}


def test_without_sightings_a_cell_opens_its_example() -> None:
    tables = visit_examples.tables()
    del tables["items"]
    held = data(build(tables, {}, examples.settings()))["lines"]
    content = coverage.content(material(tables))
    assert content
    key = content["levels"][0]["rows"][1]["cells"][0]["opens"]
    assert held["opened"][key]["lines"][0][2:5] == [
        "The ",
        "ministers",
        " met in the harbour hall on Monday and spoke for three hours.",
    ]


def test_of_very_many_items_the_page_holds_some_and_says_how_many_more() -> None:
    table = visit_examples.coverage(visit_examples.articles())
    one = table[table["item"] == "Ana Marlow"]
    many = pd.concat([one.assign(item=f"thing {n}", label=f"thing {n}", rank=n + 1) for n in range(300)])
    tables = {"articles": visit_examples.articles(), "coverage": check(many, "coverage")}
    content = coverage.content(material(tables))
    assert content
    (level,) = content["levels"]
    assert len(level["rows"]) == coverage.OPEN
    assert len(level["rows"]) + len(level["folded"]) == coverage.ITEMS
    assert level["left_out"] == 300 - coverage.ITEMS
    assert len(build(tables, {}, examples.settings())) < 400_000


# -- in a browser --


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    if not chromium.PROGRAM:
        pytest.skip("no Chromium on this machine")
    with chromium.Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("page") / "report.html"
    found.write_text(page(provenance="illustrative", named=False), "utf8")
    return found


@pytest.mark.parametrize("width", [320, 390, 1200])
def test_the_page_never_scrolls_sideways(browser: chromium.Browser, path: Path, width: int) -> None:
    browser.open(path, width=width)
    browser.run("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.complaints() == []


def test_a_gap_opens_the_others_sentences_and_escape_leads_back(
    browser: chromium.Browser, path: Path
) -> None:
    browser.open(path)
    browser.run("document.querySelector('#coverage td.gap button').focus()")
    browser.key("Enter", 13, "\r")
    said = browser.run("document.getElementById('sentences').textContent")
    assert (
        "Not found in the 3 collected articles of River Gazette (invented text) (detector recall 0.93)"
        in said
    )
    marks = browser.run("[...document.querySelectorAll('#sentences-body mark')].map((m) => m.textContent)")
    assert set(marks) == {"Port Ellis"}
    browser.key("Escape", 27)
    assert browser.run("document.activeElement.closest('td').className") == "gap"
    assert browser.complaints() == []


def test_passages_are_filtered_and_addresses_are_links(browser: chromium.Browser, path: Path) -> None:
    browser.open(path)
    shown = "[...document.querySelectorAll('.passages > li')].filter((li) => !li.hidden).length"
    assert browser.run(shown) == 2
    browser.run(
        "(() => { const s = document.querySelector('[data-for=passages] select');"
        "s.value = '1'; s.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    assert browser.run(shown) == 1
    output = browser.run("document.querySelector('[data-for=passages] output').textContent")
    assert output == "1 of 2 passages on this page"
    link = browser.run("(() => { const a = document.querySelector('.sides a'); return [a.href, a.rel]; })()")
    assert link == ["https://example.org/10", "noopener noreferrer"]


def test_an_event_in_the_table_leads_to_its_articles(browser: chromium.Browser, path: Path) -> None:
    browser.open(path)
    browser.run(
        "document.querySelector('#events td, #events th a').closest('table').querySelector('a').click()"
    )
    assert browser.run("document.getElementById('event-1').open")
