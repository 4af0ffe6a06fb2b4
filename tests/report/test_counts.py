"""Numbers in the cells of the report are those of the tables, counted here in another way."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

import pandas as pd
import pytest

from framing.report.sections import copies, speakers, stance
from framing.views import numbers, vocabulary
from tests.report import examples, pages, prose

STUDIES = ["words", "visits", pytest.param("real", marks=pytest.mark.medium)]


def _rows(name: str, section: str, part: str = "") -> list[prose.Row]:
    return [row for row in prose.rows(pages.made(name)["report"], section) if row.part.startswith(part)]


def _keys(name: str) -> dict[str, str]:
    """Return the key of each outlet by its name."""
    return {vocabulary.display(key): key for key in pages.material(name).sizes}


def _records(name: str, table: str) -> list[dict[str, Any]]:
    found = pages.material(name).table(table)
    return [] if found is None else found.to_dict("records")


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").removesuffix(" !")


def _by_cell(name: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    columns = ("group", "measure", "target", "voice", "genre", "part")
    return {
        tuple(None if row[key] != row[key] else row[key] for key in columns): row
        for row in _records(name, "profile")
    }


def _news(name: str, outlet: str) -> pd.DataFrame:
    """The articles of an outlet that count, one of each group of copies."""
    frame = pages.material(name).articles
    own = frame[(frame["outlet"] == _keys(name)[outlet]) & (frame["status"] == "full")]
    own = own[own["genre"].isin(["news", "unknown"])]
    return own[~(own["copy_group"].notna() & own["copy_group"].duplicated())]


@pytest.mark.parametrize("name", ["words", pytest.param("real", marks=pytest.mark.medium)])
def test_words_stand_in_as_many_articles_as_have_any_form_of_them(name: str) -> None:
    words = _rows(name, "says", "Words")
    if name == "words":
        assert words
    for row in words:
        # Any form that ends as inflected words do, of any word of the expression.
        wanted = r"\W+(?:s\W+)?".join(
            rf"{re.sub('(s|e|ed|ing)$', '', word)}\w{{0,3}}" for word in row.name.split()
        )
        for outlet, cell in row.cells.items():
            own = _news(name, outlet)
            have = 0
            for title, text in zip(own["title"], own["text"], strict=True):
                have += re.search(rf"\b{wanted}\b", f"{title} . {text}".lower()) is not None
            assert cell.text.startswith(f"{have} of {len(own)}")
            assert bool(cell.lines) == (have > 0)


def test_a_word_of_one_outlet_alone_is_counted_from_the_texts() -> None:
    (row,) = [row for row in _rows("words", "says") if row.name.startswith("zeppelin")]
    for outlet, cell in row.cells.items():
        own = _news("words", outlet)
        assert cell.text == f"{own['text'].str.contains('zeppelin').sum()} of {len(own)}"


@pytest.mark.parametrize("name", ["visits", pytest.param("real", marks=pytest.mark.medium)])
def test_names_and_figures_are_counted_under_all_their_forms(name: str) -> None:
    gaps = {
        (row["item"], row["outlet"]) for row in _records(name, "coverage") if row["finding"] == "not_found"
    }
    forms: defaultdict[str, set[str]] = defaultdict(set)
    listed: defaultdict[str, set[str]] = defaultdict(set)
    for row in _records(name, "items"):
        forms[row["item"]].add(row["form"])
        listed[row["item"]].add(row["article"])
    found = [row for row in _rows(name, "says") if not row.part.startswith("Words")]
    assert found
    for row in found:
        for outlet, cell in row.cells.items():
            own = _news(name, outlet)
            texts = (own["title"] + "\n" + own["text"]).tolist()
            have = sum(
                article in listed[row.name] or any(form in text for form in forms[row.name])
                for article, text in zip(own["id"], texts, strict=True)
            )
            assert cell.text == f"{have} of {len(own)}"
            assert bool(cell.small) == ((row.name, _keys(name)[outlet]) in gaps and not have)


@pytest.mark.parametrize("name", ["spoken", pytest.param("real", marks=pytest.mark.medium)])
def test_shares_of_voices_are_those_of_the_characters(name: str) -> None:
    group_of, counted = pages.material(name).group_of, pages.material(name).counted
    size: Counter[tuple[str, str]] = Counter()
    for row in _records(name, "voices"):
        if row["part"] != "headline" and row["article"] in counted:
            size[group_of[row["article"]], row["voice"]] += row["end"] - row["start"]
    voices = _rows(name, "speakers")[0]
    for outlet, cell in voices.cells.items():
        key = _keys(name)[outlet]
        own = {voice: size[key, voice] for voice in ("outlet", "reported", "quoted")}
        for voice, told in zip(own, re.findall(r"[\d.]+ %", _plain(cell.small)), strict=True):
            assert told == _plain(numbers.percent(own[voice] / sum(own.values())))


@pytest.mark.parametrize("name", ["spoken", pytest.param("real", marks=pytest.mark.medium)])
def test_kinds_of_speakers_have_the_shares_of_the_profile(name: str) -> None:
    rows, profile = _rows(name, "speakers", "Of attributed words, by kind"), _by_cell(name)
    material = pages.material(name)
    attributed: Counter[str] = Counter()
    for span in _records(name, "voices"):
        if span["article"] in material.counted and span["voice"] != "outlet":
            attributed[material.group_of[span["article"]]] += span["end"] - span["start"]
    kinds = {vocabulary.whom(key[2]): key[2] for key in profile if key[1] == "sources.words"}
    assert rows
    for row in rows:
        kind = kinds[row.name[0].lower() + row.name[1:]]
        for outlet, cell in row.cells.items():
            one = profile.get((_keys(name)[outlet], "sources.words", kind, "all", "news", "all"))
            estimate = one["estimate"] if one else 0.0
            if cell.text == numbers.DASH:
                # Of so few attributed words no share is told.
                assert attributed[_keys(name)[outlet]] < speakers.LEAST
                continue
            assert float(_plain(cell.text).removesuffix(" %")) == pytest.approx(100 * estimate, abs=0.5)


@pytest.mark.parametrize("name", ["plain", pytest.param("real", marks=pytest.mark.medium)])
def test_rates_of_terms_are_those_of_the_profile_with_their_commonest_terms(name: str) -> None:
    material = pages.material(name)
    rows, profile = _rows(name, "terms"), _by_cell(name)
    behind: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for hit in _records(name, "evidence"):
        if hit["weight"] and hit["article"] in material.counted:
            group = material.group_of[hit["article"]]
            text = material.texts.of(hit["article"], hit["part"])
            words = text[hit["start"] : hit["end"]].casefold()
            behind[group, hit["measure"], hit["voice"]][words] += 1
    counted_in = {
        key[1:4:2] for key in profile if not vocabulary.family(key[1]) and not vocabulary.is_sources(key[1])
    }
    measures = {measure for measure, _ in counted_in}
    voices = [one for one in ("outlet", "all", "reported", "quoted") if one in {own for _, own in counted_in}]
    called = {material.names.short(one).casefold(): one for one in measures}
    turn: Counter[str] = Counter()
    for row in rows:
        measure, voice = called[row.name.casefold()], voices[turn[row.name]]
        turn[row.name] += 1
        for outlet, cell in row.cells.items():
            key = _keys(name)[outlet]
            one = profile[key, measure, None, voice, "news", "all"]
            assert _plain(cell.text) == _plain(numbers.estimate(one["estimate"], one["unit"]))
            if name == "real" and one["unit"] == "per_1000":
                own = 1000 * one["n_hits"] / one["n_tokens"]
                assert float(_plain(cell.text)) == pytest.approx(own, rel=0.06, abs=0.06)
            counted = behind[key, measure, voice]
            words = [word for word in cell.small.split(", ") if word]
            assert [counted[word] for word in words] == sorted(counted.values(), reverse=True)[: len(words)]
    assert turn


@pytest.mark.parametrize("name", ["words", pytest.param("real", marks=pytest.mark.medium)])
def test_shares_of_forms_are_those_of_the_mentions(name: str) -> None:
    material, keys = pages.material(name), _keys(name)
    kinds = dict(zip(material.articles["id"], material.articles["genre"].astype(str), strict=True))
    counted: Counter[tuple[str, ...]] = Counter()
    voices = {row["voice"] for row in _records(name, "naming")}
    for row in _records(name, "mentions"):
        own = "outlet" not in voices or row["voice"] == "outlet"
        if own and kinds[row["article"]] in ("news", "unknown"):
            counted[material.group_of[row["article"]], row["referent"], row["form"]] += 1
    rows = _rows(name, "naming")
    assert rows
    table = {(row["group"], row["referent"], row["form"]): row for row in _records(name, "naming")}
    for row in rows:
        for outlet, cell in row.cells.items():
            key = (keys[outlet], row.part, row.name)
            own = sum(n for one, n in counted.items() if one[:2] == key[:2])
            if not own or not counted[key]:
                assert cell.text in (numbers.DASH, "0", _plain(numbers.percent(0)))
                continue
            if name == "real":
                assert float(_plain(cell.text).removesuffix(" %")) == pytest.approx(
                    100 * counted[key] / own, abs=0.5
                )
            assert table[key]["count"] <= counted[key]


@pytest.mark.medium
def test_stance_is_that_of_the_mentions_judged() -> None:
    material = pages.material("real")
    kinds = dict(zip(material.articles["id"], material.articles["genre"].astype(str), strict=True))
    poles: Counter[tuple[str, str, str]] = Counter()
    for hit in _records("real", "evidence"):
        news = kinds[hit["article"]] in ("news", "unknown")
        if hit["measure"] == "stance.net" and hit["voice"] == "outlet" and news:
            poles[material.group_of[hit["article"]], hit["target"], hit["pole"]] += 1
    rows = [row for row in _rows("real", "stance") if row.name in ("China", "Canada")]
    judged = {target for _, target, pole in poles if pole in ("negative", "positive")}
    few = dict(re.findall(r"(China|Canada) \((\d+) of", pages.made("real")["report"]))
    # Whoever hardly anybody clearly judged has no row, and is named.
    assert {row.name for row in rows} | {*few} == {"China", "Canada"}
    assert {row.name for row in rows} <= judged
    for target, number in few.items():
        clear = sum(
            n for (_, who, pole), n in poles.items() if who == target and pole in ("negative", "positive")
        )
        assert clear == int(number) < stance.CLEAR
    for row in rows:
        for outlet, cell in row.cells.items():
            own = [
                poles[_keys("real")[outlet], row.name, pole]
                for pole in ("negative", "neutral", "positive", "unclear")
            ]
            assert int(cell.text.split()[0]) == sum(own)
            told = [int(one) for one in re.findall(r"(\d+) (?:negative|positive)", cell.small)]
            assert told == [own[0], own[2]]
    page = pages.made("real")["report"]
    strips = re.findall(r'<svg class="stacked".*?</svg>', page)
    assert strips
    for strip in strips:
        widths = [float(one) for one in re.findall(r' width="([\d.]+)"', strip)]
        assert sum(widths) == pytest.approx(100, abs=0.2)


@pytest.mark.medium
def test_frames_have_the_rates_of_the_profile() -> None:
    material, profile = pages.material("real"), _by_cell("real")
    frames = {key[1] for key in profile if vocabulary.family(key[1]) == "frame"}
    called: defaultdict[str, set[str]] = defaultdict(set)
    for one in frames:
        called[vocabulary.frame_of(one, material.names.meaning(one))[0].casefold()].add(one)
    rows = [row for row in _rows("real", "stance") if row.name.casefold() in called]
    assert rows
    for row in rows:
        rates = {
            one: [profile.get((_keys("real")[outlet], one, None, "outlet", "news", "all"), {}).get("estimate")
                  for outlet in row.cells] for one in called[row.name.casefold()]
        }  # fmt: skip
        told = [_plain(cell.text) for cell in row.cells.values()]
        assert told in [[_plain(numbers.plain(one)) for one in own] for own in rates.values()]


@pytest.mark.parametrize("name", ["plain", *STUDIES])
def test_days_hold_the_articles_dated_then(name: str) -> None:
    material = pages.material(name)
    frame = material.articles[material.articles["published"].notna()]
    days = Counter(
        (key, f"{day.day} {day:%b %Y}") for key, day in zip(frame["outlet"], frame["published"], strict=True)
    )
    rows = _rows(name, "days")
    told = {}
    for row in rows:
        year = ""
        for head, cell in row.cells.items():
            # The year stands where it changes.
            day, month, *named = head.split()
            (year,) = named or [year]
            if cell.text != numbers.DASH:
                told[_keys(name)[row.name], f"{day} {month} {year}"] = int(cell.text)
    assert told == dict(days)
    undated = len(material.articles) - len(frame)
    said = " ".join(prose.text(pages.made(name)["report"]).split())
    assert (f"Without a date: {undated} article" in said) == bool(undated)


@pytest.mark.parametrize("name", ["visits", pytest.param("real", marks=pytest.mark.medium)])
def test_agency_copy_and_passages_are_counted(name: str) -> None:
    copied: Counter[str] = Counter(
        row["outlet"]
        for row in _records(name, "articles")
        if row["wire_role"] in ("full_reprint", "partly_based")
    )
    (row,) = _rows(name, "copies")
    sizes = pages.material(name).sizes
    for outlet, cell in row.cells.items():
        assert cell.text == f"{copied[_keys(name)[outlet]]} of {sizes[_keys(name)[outlet]]}"
    size = dict(zip(pages.material(name).articles["id"], pages.material(name).words, strict=True))
    real = [
        one
        for one in _records(name, "reuse")
        if one["kind"] not in ("template", "shared_source")
        # Of a whole text nobody is said to have taken it.
        and one["words"] < copies.WHOLE * min(size[one["a"]], size[one["b"]])
    ]
    words: Counter[frozenset[str]] = Counter()
    for one in real:
        words[frozenset(vocabulary.display(one[f"{side}_outlet"]) for side in "ab")] += one["words"]
    said = " ".join(prose.text(pages.made(name)["report"]).split())
    for pair, n in words.items():
        first, second = pair
        assert re.search(
            rf"(?:{first}.{{1,9}}{second}|{second}.{{1,9}}{first})[^:]*: \d+ passages?, {n} words", said
        )


def test_a_passage_stands_side_by_side_with_its_change_marked() -> None:
    page = pages.made("visits")["report"]
    section = page.split('id="copies"')[1].split("</section>")[0]
    assert re.findall(r"<del[^>]*>(.*?)</del>", section) == ["2017"]
    assert re.findall(r"<ins[^>]*>(.*?)</ins>", section) == ["2019"]
    said = " ".join(prose.text(section).split())
    assert said.index("Daily Lantern") < said.index("Harbour Post")
    assert "printed 24 hours later" in said
    assert "2017" in said.split("became")[0]
    assert "words of Ana Marlow in both" not in said


def test_who_printed_first_comes_first_and_the_change_turns_with_it() -> None:
    tables = dict(pages.material("visits").tables)
    tables["reuse"] = tables["reuse"].assign(
        direction=tables["reuse"]["direction"].replace("a_to_b", "b_to_a")
    )
    section = (
        pages.build(tables, examples.settings())["report"].split('id="copies"')[1].split("</section>")[0]
    )
    assert re.findall(r"<del[^>]*>(.*?)</del>", section) == ["2019"]
    broken = tables | {"reuse": tables["reuse"].assign(a_start=3, a_end=4)}
    section = (
        pages.build(broken, examples.settings())["report"].split('id="copies"')[1].split("</section>")[0]
    )
    assert "<del" not in section


@pytest.mark.medium
def test_each_side_of_a_fact_is_a_sentence_of_its_outlet() -> None:
    material = pages.material("real")
    pairs = _records("real", "pairs")
    sentences = {" ".join(row[f"{side}_sentence"].split()) for row in pairs for side in "ab"}
    page = pages.made("real")["report"].split('id="facts"')[1].split("</section>")[0]
    sides = re.findall(r'<p class="head"><span><b>(.*?)</b>.*?<p class="print">(.*?)</p>', page, re.DOTALL)
    assert len(sides) % 2 == 0
    assert sides
    for (one, first), (other, second) in zip(sides[::2], sides[1::2], strict=True):
        assert one != other
        assert {one, other} <= {vocabulary.display(key) for key in material.sizes}
        for said in (first, second):
            assert " ".join(prose.text(said).split()) in sentences


@pytest.mark.parametrize("name", ["plain", *STUDIES])
def test_articles_and_words_are_counted_from_the_articles(name: str) -> None:
    material = pages.material(name)
    rows, keys = _rows(name, "corpus"), _keys(name)
    assert [row.name for row in rows[:-1]] == sorted(keys)
    for row in rows:
        own = material.articles
        own = own if row.name not in keys else own[own["outlet"] == keys[row.name]]
        full = own[own["status"] == "full"]
        words = [len(text.split()) for text in full["text"]]
        assert row.cells["Articles"].text == str(len(own))
        assert row.cells["Words"].text == f"{sum(words):,}"
        agency = own["wire_role"].isin(["full_reprint", "partly_based", "credited"]).sum()
        assert row.cells["Agency copy"].text == str(agency)
        genres = own["genre"].astype(str).value_counts()
        assert {word: int(n) for n, word in re.findall(r"(\d+) (\w+)", row.cells["Kind"].text)} == dict(
            genres
        )
    kinds = Counter(row["kind"] for row in _records(name, "audit"))
    left = [kinds[kind] for kind in ("duplicate", "skipped", "failed")]
    said = " ".join(prose.text(pages.made(name)["report"]).split())
    flow = [int(n) for n in re.findall(r"\d+", said.split("Found ")[1].split(".")[0])]
    assert flow == [len(material.articles) + sum(left), len(material.articles), *left]


@pytest.mark.parametrize("name", ["plain", pytest.param("real", marks=pytest.mark.medium)])
def test_how_sure_each_fact_is_is_that_of_its_finding(name: str) -> None:
    rows = _rows(name, "sure")
    found = [(f"{row['n_a']} and {row['n_b']}", _plain(numbers.p_value(row["p_adjusted"])), row["rests_on"])
             for row in _records(name, "findings")]  # fmt: skip
    assert rows
    for row in rows:
        articles, p, rests, *_ = row.cells.values()
        mine = [one for one in found if one[:2] == (articles.text, _plain(p.text))]
        assert mine
        assert ("rests on" in rests.text) <= any(one[2] for one in mine)
