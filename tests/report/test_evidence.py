"""What buttons open: every key is packed, and behind a number stand the hits of the table evidence."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pandas as pd
import pytest

from framing.report import evidence
from framing.report.evidence import pack
from framing.report.material import Facets, Material
from framing.schema import check
from framing.views import vocabulary
from tests.report import examples, opening, pages, prose

each = pytest.mark.parametrize("name", pages.EACH)


def _keys(page: str, kind: str) -> set[str]:
    return {tag[f"data-{kind}"] for _, tag in prose.tags(opening.whole(page)) if tag.get(f"data-{kind}")}


@each
def test_whatever_a_button_opens_is_packed_and_nothing_else_is(name: str) -> None:
    for key, page in pages.made(name).items():
        data = opening.data(page)
        opened = {one for keys in _keys(page, "open") for one in keys.split()}
        assert opened <= set(data["cells"])
        # Of a comparison without a number the details hold what stands behind its sides.
        assert opened == set(data["cells"]) or key == "details"
        held = (data["lines"] or {"opened": {}})["opened"]
        assert _keys(page, "lines") <= set(held)
        assert all(one["lines"] for one in held.values())
        used = {hit[0] for cell in data["cells"].values() for hit in cell["hits"]}
        assert used == set(range(len(data["sentences"])))


def _own(material: Material, row: dict[str, Any]) -> pd.DataFrame:
    """Find the hits of a row of the profile, one condition after the other."""
    hits, articles = material.evidence, material.articles.set_index("id")
    about = articles.loc[hits["article"]]
    keep = (about[material.by].to_numpy() == row["group"]) & (about["status"].to_numpy() == "full")
    keep &= about["genre"].astype(str).replace("unknown", "news").to_numpy() == row["genre"]
    if material.settings.get("wire") == "drop":
        keep &= about["wire_role"].to_numpy() != "full_reprint"
    keep &= hits["measure"].to_numpy() == row["measure"]
    for name in ("voice", "part"):
        keep &= (hits[name].to_numpy() == row[name]) | (row[name] == "all")
    if isinstance(row["target"], str):
        keep &= hits["target"].to_numpy() == row["target"]
    if row["unit"] == "share" and not row["measure"].startswith("sources."):
        keep &= hits["weight"].to_numpy() > 0
    return hits[keep]


@each
def test_hits_behind_a_number_are_those_of_the_table_each_in_its_place(name: str) -> None:
    material = pages.material(name)
    articles = {row["id"]: row for row in material.articles.to_dict("records")}
    rows = {f"p{n}": row for n, row in enumerate(material.profile.to_dict("records"))}
    for page in pages.made(name).values():
        data = opening.data(page)
        for key, cell in data["cells"].items():
            row = rows[key]
            if row["measure"].startswith("sources."):
                continue
            own = _own(material, row)
            assert cell["found"] == len(own)
            assert len(cell["hits"]) <= min(len(own), evidence.CAP)
            known: Counter[tuple[str, ...]] = Counter()
            for hit in own.to_dict("records"):
                text = articles[hit["article"]]["title" if hit["part"] == "headline" else "text"]
                title = articles[hit["article"]]["title"]
                known[title, hit["term"], text[hit["start"] : hit["end"]], hit["sentence"]] += 1
            for number, start, end, _, _, term, *_ in cell["hits"]:
                article, _, sentence = data["sentences"][number]
                assert 0 <= start < end <= len(sentence)
                said = (
                    data["articles"][article][0],
                    re.sub(": (judged|no clear).*", "", term),
                    sentence[start:end],
                    sentence,
                )
                known[said] -= 1
                assert known[said] >= 0, said


@pytest.mark.parametrize(
    ("kind", "words", "speaker"),
    [
        ("expert", "“We might sign in May,”", "Ana Ruiz"),
        ("official", "The deal may lower the price of grain", "officials"),
    ],
)
def test_passages_behind_who_speaks_are_those_of_its_kind(kind: str, words: str, speaker: str) -> None:
    material = pages.material("spoken")
    for page in [pages.made("spoken")["details"]]:
        data = opening.data(page)
        rows = material.profile[
            (material.profile["measure"] == "sources.words") & (material.profile["target"] == kind)
        ]
        cells = [data["cells"][key] for key in map("p{}".format, rows.index) if key in data["cells"]]
        assert cells
        for cell in cells:
            assert {data["sentences"][hit[0]][2][hit[1] : hit[2]] for hit in cell["hits"]} == {words}
            assert {data["speakers"][hit[6]] for hit in cell["hits"]} == {speaker}
            assert len(cell["hits"]) <= evidence.PASSAGES


def test_lines_of_a_term_are_where_it_stands_and_of_a_gap_where_others_have_it() -> None:
    opened = opening.data(pages.made("words")["report"])["lines"]["opened"]
    mine = [key for key in opened if key.startswith("t zeppelin rose")]
    assert mine
    assert {line[3].casefold()[:13] for key in mine for line in opened[key]["lines"]} == {"zeppelin rose"}
    held = opening.data(pages.made("visits")["report"])["lines"]
    named = pages.material("visits").articles
    outlet_of = dict(zip(named["outlet"].map(vocabulary.display), named["outlet"], strict=True))
    seen = set()
    for key in (key for key in held["opened"] if key.startswith("t ")):
        told = {outlet_of[held["articles"][line[0]][1]] for line in held["opened"][key]["lines"]}
        own = next(outlet for outlet in outlet_of.values() if key.endswith(f" {outlet}"))
        gap = "said" in held["opened"][key]
        seen.add(gap)
        # An outlet's own sentences, or of a gap those of the others.
        assert (own not in told) if gap else told == {own}
    assert False in seen


@pytest.mark.medium
def test_lines_of_real_items_and_names_stand_in_the_articles_of_their_outlet() -> None:
    material = pages.material("real")
    texts = {
        (row["title"], str(row["outlet"])): "".join(f"{row['title']}{row['text']}".split())
        for row in material.articles.to_dict("records")
    }
    held = opening.data(pages.made("real")["report"])["lines"]
    names = {material.outlet(key): key for key in material.sizes}
    kinds: Counter[str] = Counter()
    for key, one in held["opened"].items():
        assert len(one["lines"]) <= one["total"]
        kinds[key[0]] += 1
        for article, _, before, words, after, *_ in one["lines"]:
            title, outlet, *_ = held["articles"][article]
            # Of a long sentence some words are left out.
            line = f"{before.removeprefix('… ')}{words}{after.removesuffix(' …')}"
            assert "".join(line.split()) in texts[title, names[outlet]]
            if key[0] == "m" or ("said" not in one and key[0] == "t"):
                assert names[outlet] in key
    assert set(kinds) == {"t", "m"}


def _pack(tables: dict[str, pd.DataFrame], **settings: Any) -> dict[str, Any]:
    material = Material.of(tables, {}, examples.settings(**settings))
    return pack(material, range(len(material.profile)))


def test_dropped_reprints_are_in_no_cell() -> None:
    def found(wire: str) -> int:
        return sum(cell["found"] for cell in _pack(examples.tables(), wire=wire)["cells"].values())

    assert found("collapse") - found("drop") == 7


def test_a_cap_is_spread_over_the_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "CAP", 12)
    packed = _pack(examples.tables())
    cell = packed["cells"]["p0"]
    assert (cell["found"], len(cell["hits"]), cell["total"]) == (24, 12, 52)
    assert len({packed["sentences"][hit[0]][0] for hit in cell["hits"]}) == 12


def test_many_numbers_share_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "HITS", 16 * 6)
    assert max(len(cell["hits"]) for cell in _pack(examples.tables())["cells"].values()) == 6
    monkeypatch.setattr(evidence, "HITS", 1)
    few = {len(cell["hits"]) for cell in _pack(examples.tables())["cells"].values()}
    assert max(few) == evidence.LEAST


def test_a_hit_whose_sentence_was_tidied_is_placed_by_its_words_or_not_at_all() -> None:
    tables = examples.tables()
    hits = tables["evidence"].copy()
    hits["sentence"] = "Tidied: " + hits["sentence"]
    hits.loc[0, "sentence"] = "gone"
    packed = _pack({**tables, "evidence": hits})
    rows = packed["cells"]["p0"]["hits"]
    assert rows[0][1:3] == [-1, -1]
    assert packed["sentences"][rows[1][0]][2][rows[1][1] : rows[1][2]] == "perhaps"


def test_a_target_has_cells_of_its_own() -> None:
    tables = examples.tables()
    hits, profile = tables["evidence"].copy(), tables["profile"].copy()
    hits["target"] = ["Canada" if n % 2 else "China" for n in range(len(hits))]
    profile = check(pd.concat([profile.assign(target="Canada"), profile.assign(target="China")]), "profile")
    packed, whole = _pack({**tables, "evidence": hits, "profile": profile}), _pack(tables)
    sums = [sum(cell["found"] for cell in one["cells"].values()) for one in (packed, whole)]
    assert sums[0] == sums[1] > 0
    assert packed["cells"]["p0"]["title"][0].endswith("toward Canada")


def test_other_groups_than_outlets_have_their_hits_too() -> None:
    tables = examples.tables()
    frame = tables["articles"].assign(desk=tables["articles"]["outlet"].replace({"daily_lantern": "north"}))
    profile = tables["profile"].assign(group=tables["profile"]["group"].replace({"daily_lantern": "north"}))
    cell = _pack({**tables, "articles": frame, "profile": profile}, by="desk")["cells"]["p0"]
    assert (cell["title"][2], cell["found"]) == ("north", 24)


def test_a_passage_shows_whole_words_of_its_own_paragraph() -> None:
    text = "One two three.\n\n" + "word " * 60 + "SAID " + "word " * 60 + "\n\nEnd."
    start = text.index("SAID")
    around = evidence.around(text, start, start + 4)
    assert len(around) <= 4 + 2 * evidence.AROUND
    assert set(around.split()) == {"word", "SAID"}


def test_an_attribution_is_shown_by_its_longest_span() -> None:
    spans = pd.DataFrame({"start": [0, 10, 90], "end": [5, 80, 95], "attribution": [1, 1, 2]})
    spans = spans.assign(article="a", part="body", voice=["quoted", "reported", "quoted"])
    spans["speaker_key"] = ["Marlow", None, "Ruiz"]
    rest = dict.fromkeys(("speaker", "speaker_type", "speaker_country", "via", "cue", "cue_class"))
    found = evidence.attributions(spans.assign(**rest))
    assert found[["start", "end", "speaker_key", "direct"]].values.tolist() == [
        [10, 80, "Marlow", True],
        [90, 95, "Ruiz", True],
    ]


# What a reader may choose among, and the numbers by which rows, sentences and articles know it.


def _facets() -> Facets:
    return pages.material("spoken").facets


def test_values_are_those_of_rows_and_of_single_hits() -> None:
    facets = _facets()
    assert facets.values["outlet"] == list(examples.GROUPS)
    assert facets.values["voice"] == ["outlet", "quoted", "reported", "all"]
    assert facets.values["part"] == ["headline", "lead", "body", "all"]
    assert facets.values["genre"] == ["news", "opinion"]
    assert facets.pack()["split"] == {"voice": 1, "part": 0, "genre": 1}
    assert [choice["label"] for choice in facets.offered()] == ["Outlet", "Voice", "Part", "Genre", "Measure"]


def test_a_row_tells_its_outlets_voice_part_genre_and_measure() -> None:
    facets = _facets()
    row = {"voice": "quoted", "part": "all", "genre": "news", "measure": "hedges"}
    hedges = facets.values["measure"].index("hedges")
    assert facets.codes(row, *examples.GROUPS) == f"0,1|1|3|0|{hedges}"
    assert facets.codes(row, examples.GROUPS[1], "rest") == f"1|1|3|0|{hedges}"
    # A kind that nobody told counts as news, as it does in the numbers.
    assert facets.number("genre", "unknown") == 0
    assert facets.number("outlet", "nobody") == -1


def test_each_sentence_and_article_of_a_page_carries_numbers_of_values() -> None:
    data = opening.data(pages.made("spoken")["details"])
    sizes = {kind: len(values) for kind, values in data["facets"]["keys"].items()}
    assert len(data["kinds"]) == len(data["articles"])
    assert all(0 <= o < sizes["outlet"] and 0 <= g < sizes["genre"] for o, g in data["kinds"])
    assert all(0 <= part < sizes["part"] for _, part, _ in data["sentences"])
    voices = {hit[7] for cell in data["cells"].values() for hit in cell["hits"]}
    # Whose words a passage is, though the number behind which it stands counts all.
    assert voices == {data["facets"]["keys"]["voice"].index(v) for v in ("outlet", "quoted", "reported")}
