"""The page: its sections, only allowed words, nothing from outside that acts, a way to each sentence."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.report import evidence
from framing.report.build import SECTIONS, build
from framing.report.material import Material, safe_url
from framing.report.sections import compared
from framing.report.summary import summary
from framing.schema import check
from tests import wording
from tests.report import examples, hostile, opening, prose


def _page(provenance: str = "published", **settings: Any) -> str:
    figures = {"profile": examples.figure(), "contrast": examples.figure()}
    tables = examples.tables(provenance, census=settings.get("collection") == "census")
    return build(tables, figures, examples.settings(**settings))


def _data(page: str) -> dict[str, Any]:
    return opening.data(page)


@pytest.mark.medium
def test_sections_stand_in_order() -> None:
    shared = {"events", "agency", "coverage", "reuse"}
    judged = {"comparability", "stance", "frames", "validity", "robust"}
    planted = examples.settings(planted=[{"what": "a reprint", "planted": 2, "recovered": True}])
    page = build(examples.spoken(), {"profile": examples.figure()}, planted)
    assert re.findall(r'<section id="(\w+)"', page) == [
        key for key in SECTIONS if key not in {"words", "naming", *shared, *judged}
    ]
    rare = {"planted", "speakers", "articles", "words", "naming", *shared, *judged}
    assert re.findall(r'<section id="(\w+)"', _page()) == [key for key in SECTIONS if key not in rare]


@pytest.mark.medium
@pytest.mark.parametrize("collection", ["unknown", "sample", "census"])
@pytest.mark.parametrize("provenance", ["published", "illustrative"])
def test_the_page_keeps_to_the_words_allowed(collection: str, provenance: str) -> None:
    page = _page(provenance, collection=collection, planted=[{"what": "w", "planted": "p", "recovered": "r"}])
    outlets = [
        "Daily Lantern",
        "Harbour Post",
        "Daily Lantern (invented text)",
        "Harbour Post (invented text)",
    ]
    assert [str(b) for b in wording.breaches(prose.text(opening.whole(page)), outlets)] == []
    assert len(prose.text(page)) > 5000


@pytest.mark.medium
def test_the_same_input_gives_the_same_page() -> None:
    assert _page() == _page()


@pytest.mark.medium
def test_invented_text_is_announced_and_every_name_of_an_outlet_marked() -> None:
    page = _page("illustrative")
    shown = prose.text(page)
    assert shown.index("Invented text.") < shown.index("What is compared")
    for name in ("Daily Lantern", "Harbour Post"):
        # Headlines of findings name outlets as they are, behind a line of their own that says so.
        told, pasted = (
            re.search(f"{start}.*?{end}", page, re.DOTALL)[0]
            for start, end in (('<section id="findings"', "</section>"), ('id="methods-findings"', "</pre>"))
        )
        for part in (told, pasted):
            assert part.index("Invented text: this shows the tool") < part.index(name)
            page = page.replace(part, "")
        assert page.count(name) == page.count(f"{name} (invented text)") > 10
        page = _page("illustrative")
    assert "Invented text." not in prose.text(_page())


def test_the_flow_adds_up_and_the_audit_can_be_listed() -> None:
    page = _page()
    assert "28 = 24 kept + 1 second copies + 1 skipped + 2 that could not be read" in prose.text(page)
    assert "Showing 40 of 50" in page
    assert "Photo 39: a hall" in page
    assert "Photo 40: a hall" not in page
    groups = compared.removed(examples.audit())
    assert [(g["kind"], [r["rule"] for r in g["rules"]]) for g in groups][:2] == [
        ("removed", ["caption", "share bar"]),
        ("duplicate", ["same text"]),
    ]


def test_outlets_are_described_as_plain_pandas_has_it() -> None:
    material = Material.of(examples.tables(), {}, {})
    row = compared.outlets(material)[1]
    own = examples.articles().query("outlet == 'harbour_post'")
    assert row["articles"] == str(len(own))
    whole = own.query("status == 'full'")["text"]
    assert row["words"] == str(sum(len(t.split()) for t in whole))
    assert row["kinds"] == "11 whole, 1 stub"
    assert row["undated"] == 1
    assert row["agency_n"] == "1 of 12"
    assert row["genres"] == "11 news, 1 opinion"


def test_records_without_text_stand_apart_and_have_no_median() -> None:
    frame = examples.articles()
    post = frame["outlet"] == "harbour_post"
    frame = frame.assign(status=frame["status"].where(~post, "metadata"), text=frame["text"].where(~post, ""))
    tables = {**examples.tables(), "articles": frame}
    lantern, row = compared.outlets(Material.of(tables, {}, {}))
    assert (row["articles"], row["kinds"]) == ("12", "0 whole, 12 without text")
    assert (row["words"], row["median"], row["range"]) == ("0", "–", "")
    assert lantern["kinds"] == ""
    page = build(tables, {}, examples.settings())
    assert "12 not scored, being records without their text" in page
    assert "kept 24 (12 without text)" in summary(tables, examples.settings())


def test_a_summary_is_told_as_one() -> None:
    flow = compared.flow(Material.of(examples.tables(), {}, {}))
    assert (1, "not scored, being stubs (summary, teaser, caption, paywall)") in flow["steps"]


def test_only_this_style_and_this_script_are_allowed() -> None:
    page = _page()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    said = policy.group(1).replace("&#39;", "'")
    style, script = (
        re.search(p, page, re.DOTALL) for p in (r"<style>(.*?)</style>", r"<script>(.*?)</script>")
    )
    assert style
    assert script
    for kind, text in (("style", style.group(1)), ("script", script.group(1))):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in said
    assert said.startswith("default-src 'none'; ")
    assert "unsafe" not in said
    assert "img-src data:;" in said


@pytest.mark.medium
def test_nothing_is_loaded_and_nothing_stands_inline() -> None:
    for tag, attributes in prose.tags(_page()):
        assert tag not in {"link", "iframe", "object", "embed", "base"}
        assert not [key for key in attributes if key.startswith("on") or key == "style"]
        assert attributes.get("src", "data:").startswith("data:")
        assert attributes.get("href", "#").startswith("#")


@pytest.mark.medium
def test_what_comes_from_outside_cannot_act() -> None:
    page = hostile.page()
    tags = prose.tags(page)
    assert [tag for tag, _ in tags].count("script") == 2
    assert page.count("<!--") == 0
    assert "{{ 7*7 }}" in page
    assert not [key for _, attributes in tags for key in attributes if key.startswith("on")]
    assert all(not a.get("href", "").lower().startswith("javascript") for _, a in tags)
    data = _data(page)
    assert data["articles"][0][0] == hostile.TEXT
    assert {article[3] for article in data["articles"]} == {""}
    # A direction mark can only reorder the words it came with: elsewhere there is none.
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" in prose.text(page)
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in prose.text(page, outside=False)


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", " javascript:x", "data:text/html,x", "//host/x", "http:", "https://", ""),
        *("java\nscript:x", "https://a b", "file:///etc/passwd", "http://[", None, 3.0),
    ],
)
def test_other_addresses_are_no_links(url: object) -> None:
    assert safe_url(url) == ""


@pytest.mark.medium
def test_every_estimate_opens_its_sentences_with_the_hit_in_its_place() -> None:
    data = _data(_page())
    page = opening.whole(_page())
    assert set(re.findall(r'data-open="(p\d+)"', page)) == set(data["cells"])
    marked = {
        "".join(list(data["sentences"][s][2])[start:end])
        for cell in data["cells"].values()
        for s, start, end, *_ in cell["hits"]
    }
    assert marked == {"may", "perhaps", "might", "clearly", "welcomed", "good", "lower"}
    assert all(url.startswith("https://example.org/") for *_, url in data["articles"])


def test_a_cell_holds_the_hits_of_its_group_voice_and_kind_only() -> None:
    tables = examples.tables()
    packed = evidence.pack(Material.of(tables, {}, examples.settings()))
    titles = {
        cell["title"][2]: cell
        for cell in packed["cells"].values()
        if cell["title"][:2] == ["Hedging words (hedges)", "outside quotation marks"]
    }
    frame = tables["articles"]
    for key, name in (("daily_lantern", "Daily Lantern"), ("harbour_post", "Harbour Post")):
        own = frame[(frame["outlet"] == key) & (frame["status"] == "full") & (frame["genre"] != "opinion")]
        assert titles[name]["found"] == 2 * len(own)
        assert {packed["sentences"][h[0]][2] for h in titles[name]["hits"]} == {
            "The deal may lower the price of grain, officials said.",
            "It is perhaps the widest accord of the decade.",
        }


def test_dropped_reprints_are_in_no_cell() -> None:
    def found(wire: str) -> int:
        material = Material.of(examples.tables(), {}, examples.settings(wire=wire))
        return int(sum(cell["found"] for cell in evidence.pack(material)["cells"].values()))

    assert found("collapse") - found("drop") == 7


def test_a_cap_is_spread_over_the_articles() -> None:
    material = Material.of(examples.tables(), {}, examples.settings())
    cell = evidence.pack(material, cap=12)["cells"]["p0"]
    packed = evidence.pack(material, cap=12)
    assert (cell["found"], len(cell["hits"]), cell["total"]) == (24, 12, 52)
    assert len({packed["sentences"][h[0]][0] for h in cell["hits"]}) == 12


def test_a_hit_whose_sentence_was_tidied_is_placed_by_its_words_or_not_at_all() -> None:
    tables = examples.tables()
    hits = tables["evidence"].copy()
    hits["sentence"] = "Tidied: " + hits["sentence"]
    hits.loc[0, "sentence"] = "gone"
    packed = evidence.pack(Material.of({**tables, "evidence": hits}, {}, examples.settings()))
    rows = packed["cells"]["p0"]["hits"]
    assert rows[0][1:3] == [-1, -1]
    assert packed["sentences"][rows[1][0]][2][rows[1][1] : rows[1][2]] == "perhaps"


def test_a_target_has_cells_of_its_own() -> None:
    tables = examples.tables()
    hits, profile = tables["evidence"].copy(), tables["profile"].copy()
    hits["target"] = ["Canada" if n % 2 else "China" for n in range(len(hits))]
    profile = check(pd.concat([profile.assign(target="Canada"), profile.assign(target="China")]), "profile")
    packed = evidence.pack(
        Material.of({**tables, "evidence": hits, "profile": profile}, {}, examples.settings())
    )
    both = evidence.pack(Material.of(tables, {}, examples.settings()))
    assert sum(c["found"] for c in packed["cells"].values()) == sum(
        c["found"] for c in both["cells"].values()
    )
    assert packed["cells"]["p0"]["title"][0] == "Hedging words (hedges) toward Canada"


def test_figures_are_pictures_of_their_own_with_words() -> None:
    page = _page(alt={"profile": "Estimates by outlet"}, captions={"profile": "Points are articles"})
    pictures_ = [a for tag, a in prose.tags(page) if tag == "img"]
    assert [p["alt"] for p in pictures_] == [
        "Estimates by outlet",
        "Figure: contrast. Its numbers stand in the tables below.",
    ]
    assert "<svg" not in re.sub(r'src="[^"]*"', "", page)
    assert "<?xml" not in page
    assert "url(%23" in pictures_[0]["src"]
    assert "100%25" in pictures_[0]["src"]


def test_all_settings_are_listed() -> None:
    page = _page(extra={"nested": [1, None, True]}, seed=20260114)
    shown = prose.text(page)
    for words in (
        "20260114",
        "nested = 1, not set, yes",
        "numpy",
        "0.1.0",
        "Hedging words per 1,000 tokens.",
    ):
        assert words in shown


def test_tables_are_complete_and_say_constants_once() -> None:
    page = opening.whole(_page())
    for name, frame in (("profile", examples.profile()), ("contrast", examples.contrast())):
        assert len(re.findall(rf'<tr id="{name}-\d+"', page)) == len(frame)
    assert "In every row: part <b>whole text</b>" in page
    assert ">outside quotation marks</option>" in page
    assert "one article gives more than a quarter" in page


@pytest.mark.medium
@pytest.mark.parametrize("left_out", ["articles", "audit", "profile", "contrast", "evidence"])
def test_a_table_that_is_absent_or_empty_leaves_a_page(left_out: str) -> None:
    tables = {name: frame for name, frame in examples.tables().items() if name != left_out}
    assert build(tables, {}, {}).endswith("</html>")


def test_an_unknown_reading_is_refused_with_the_nearest() -> None:
    with pytest.raises(FramingError, match="did you mean 'census'"):
        build({}, {}, {"collection": "sensus"})


def test_other_groups_than_outlets_are_compared_too() -> None:
    tables = examples.tables()
    frame = tables["articles"].assign(desk=tables["articles"]["outlet"].replace({"daily_lantern": "north"}))
    profile = tables["profile"].assign(group=tables["profile"]["group"].replace({"daily_lantern": "north"}))
    packed = evidence.pack(Material.of({**tables, "articles": frame, "profile": profile}, {}, {"by": "desk"}))
    assert packed["cells"]["p0"]["title"][2] == "north"
    assert packed["cells"]["p0"]["found"] == 24


@pytest.mark.medium
def test_where_nothing_holds_the_page_says_so() -> None:
    tables = examples.tables()
    weak = {**tables, "contrast": tables["contrast"].assign(p_adjusted=0.5)}
    words = "None of them was significant after adjustment."
    assert words in prose.text(build(weak, {}, examples.settings()))
    assert words not in prose.text(build(tables, {}, examples.settings()))


def test_one_side_without_a_number_of_its_own_is_still_said() -> None:
    tables = examples.tables()
    contrast = tables["contrast"].query("a == 'daily_lantern'").assign(b="rest")
    shown = prose.text(build({**tables, "contrast": contrast}, {}, examples.settings()))
    assert (
        "hedging words stood at 12.3 per 1,000 tokens in Daily Lantern, against all others together" in shown
    )
    assert (
        "boosting words in all others together stood against 3.1 per 1,000 tokens in Daily Lantern" in shown
    )


@pytest.mark.medium
def test_a_further_column_to_split_by_makes_cells_of_its_own() -> None:
    tables = examples.tables()
    frame = tables["articles"].assign(desk=["city" if n % 4 < 2 else "world" for n in range(24)])
    split = {
        name: pd.concat([tables[name].assign(desk=desk) for desk in ("city", "world")], ignore_index=True)
        for name in ("profile", "contrast")
    }
    split["findings"] = tables["findings"].assign(desk="city")
    given = {**tables, **split, "articles": frame}
    material = Material.of({**given}, {}, examples.settings())
    packed = evidence.pack(material)
    whole = evidence.pack(Material.of(tables, {}, examples.settings()))
    half = len(tables["profile"])
    assert len(packed["cells"]) == 2 * half
    assert packed["cells"]["p0"]["title"][1] == "outside quotation marks, desk city"
    assert (
        packed["cells"]["p0"]["found"] + packed["cells"][f"p{half}"]["found"] == whole["cells"]["p0"]["found"]
    )
    page = build(given, {}, examples.settings())
    assert "outside quotation marks, desk world" in page
    assert "<span>desk</span>" in page


def test_all_others_together_have_a_name_and_notes_use_names() -> None:
    tables = examples.tables("illustrative")
    contrast = tables["contrast"].query("b != 'any'")
    contrast = contrast.query("a == 'daily_lantern'").assign(b="rest")
    contrast["note"] = "all hits of daily_lantern in one article"
    shown = prose.text(build({**tables, "contrast": contrast}, {}, examples.settings()))
    assert "all others together (invented text)" in shown
    assert "all hits of Daily Lantern (invented text) in one article" in shown
    assert "daily_lantern" not in shown


@pytest.mark.medium
def test_a_page_of_thirty_six_articles_stays_small() -> None:
    frame = examples.articles(36)
    tables = {**examples.tables(), "articles": frame, "evidence": examples.evidence(frame)}
    assert len(build(tables, {}, examples.settings()).encode()) < 200_000
