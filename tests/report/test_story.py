"""Findings in words: no fact twice, both sides and the row's numbers in a headline, and bars."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.report import story
from framing.report.material import Material
from framing.schema import UNITS, check
from framing.views import vocabulary
from tests import wording
from tests.report import examples, pages, prose

OUTLETS = ["Daily Lantern", "Harbour Post"]
NAN = float("nan")


def _material(changes: dict[str, Any] | None = None, *, census: bool = False) -> Material:
    tables = examples.tables(census=census)
    tables["findings"] = tables["findings"].assign(**(changes or {}))
    collection = "census" if census else "unknown"
    return Material.of(tables, {}, examples.settings(collection=collection))


def _of(rows: list[dict[str, Any]]) -> Material:
    """Return a study with these findings, each what it doesn't say like the first of the example."""
    first = examples.findings().to_dict("records")[0]
    table = check(pd.DataFrame([{**first, **row, "rank": n} for n, row in enumerate(rows, 1)]), "findings")
    meanings = {"tone.valence_per_hit": "Mean valence a hit.", "grain": "Words for grain per 1,000 tokens."}
    settings = examples.settings(measures=examples.MEASURES | meanings)
    return Material.of(examples.tables() | {"findings": table}, {}, settings)


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("−", "-")


def _each(material: Material) -> list[story.Told]:
    """Put each row into words, whatever is told of it."""
    said = material.once(story._Saying)
    rows = material.tables["findings"].to_dict("records")
    return [said.tell([{str(name): value for name, value in row.items()}]) for row in rows]


@pytest.fixture(scope="module")
def told() -> list[story.Told]:
    return _each(_material())[:5]


def test_the_significant_come_first_then_the_nominal_and_no_others(told: list[story.Told]) -> None:
    assert [one.certainty.split()[0] for one in told] == ["significant"] * 3 + ["nominal"] * 2
    assert [one.clear for one in told] == [True] * 3 + [False] * 2
    assert len(story.tell_findings(_material(), most=2)) == 2


def test_words_sentences_and_cautions_are_those_of_the_row(told: list[story.Told]) -> None:
    first, second, third, fourth, fifth = told
    assert first.words == ("Daily Lantern: may 50 %, perhaps 50 %", "Harbour Post: may 50 %, perhaps 50 %")
    assert third.words == ("grain 9 of 11 (Harbour Post 0 of 12), price 8 of 11 (Harbour Post 0 of 12)",)
    texts = examples.articles().set_index("id")["text"]
    assert [name for name, _, _ in first.sentences] == OUTLETS
    for _, sentence, article in first.sentences:
        assert sentence in texts[article]
    assert "half of the difference goes with length" in second.cautions[0].lower()
    assert "1.6 times as long as those of Harbour Post" in second.unlike
    assert "term: might" in " ".join(fourth.cautions)
    assert "“Leaders meet, day 0”" in " ".join(fifth.cautions)


# No fact is told twice, and not all of one kind.

_words = st.lists(
    st.sampled_from("talks clearly grain officials pressed Marlow noted".split()), max_size=4, unique=True
)
_row = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(
            ["hedges", "boosters", "tone.net", "tone.valence_per_hit", "stance.positive", "stance.negative",
             "sources.words", "sources.first", "reporting.endorsing", "sources.endorsing", "called.regime"]
        ),
        "target": st.sampled_from(["China", "expert"]), "a": st.sampled_from(examples.GROUPS),
        "voice": st.sampled_from(["outlet", "quoted"]), "behind": _words, "b": st.just("rest"),
        "kind": st.sampled_from(["tone and stance terms", "who speaks", "stance", "wording", "frame"]),
        "certainty": st.sampled_from(["significant", "significant", "nominal", "inconclusive"]),
        "matter": st.just("news"), "item": st.sampled_from([None, None, "talks"]),
    }
)  # fmt: skip


def _finding(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its words as the table has them."""
    made = {key: value for key, value in row.items() if key != "behind"}
    if row["item"] is not None:
        made |= {"measure": "words", "matter": "words", "unit": "articles", "target": None, "kind": "wording"}
        made["words_a"] = ", ".join(f"{word} 9 of 11 (rest 1 of 12)" for word in row["behind"])
    else:
        made["words_a"] = ", ".join(f"{word} {20 + n} %" for n, word in enumerate(row["behind"]))
        # Words of a list are toward nobody.
        if not re.match(r"(stance|sources|called)\b", str(row["measure"])):
            made["target"] = None
    return made


def _lead_words(row: story.Row) -> set[str]:
    # Whom a judgement is toward, a figure or a passive is no word behind a number.
    if re.match(r"(passive|figures|stance)\b", str(row["measure"])):
        return set()
    return set(re.findall(r"[A-Za-z]{4,}(?= \d)", str(row["words_a"])))


@given(st.lists(_row, min_size=2, max_size=14))
def test_no_fact_is_told_twice(rows: list[dict[str, Any]]) -> None:
    known = _of([_finding(row) for row in rows]).tables["findings"].to_dict("records")
    facts = story.group_findings(known)
    assert sorted(row["rank"] for fact in facts for row in fact) == [row["rank"] for row in known]
    leads = [fact[0] for fact in facts]
    for n, one in enumerate(leads):
        for two in leads[:n]:
            if one["a"] != two["a"]:
                continue
            assert (one["measure"], one["target"]) != (two["measure"], two["target"]) or one["item"] != one[
                "item"
            ]
            shared = _lead_words(one) & _lead_words(two)
            assert not shared or 2 * len(shared) < min(len(_lead_words(one)), len(_lead_words(two)))


@given(st.lists(_row, min_size=1, max_size=20))
def test_few_facts_are_told_of_several_kinds_and_no_nominal_ones(
    rows: list[dict[str, Any]],
) -> None:
    material = _of([_finding(row) for row in rows])
    facts = story.group_findings(story.list_rows(material))
    told = story.tell_findings(material)
    assert len(told) <= story.TOLD
    assert len({one.headline for one in told}) == len(told)
    facts = [fact for fact in facts if not story.is_explained(fact[0])]
    sure = [fact[0] for fact in facts if fact[0]["certainty"] == "significant"]
    shown = [one.row for one in told if one.row["certainty"] == "significant"]
    assert len(shown) == min(len(sure), story.TOLD)
    assert len(told) == len(shown)
    # One of a kind beyond two is told only where no other kind has one that is not told yet.
    left = [row for row in sure if all(row["rank"] != one["rank"] for one in shown)]
    kinds = Counter(row["kind"] for row in shown)
    if any(n > story.OF_A_KIND for n in kinds.values()):
        assert all(kinds[row["kind"]] >= story.OF_A_KIND for row in left)


# Headlines and numbers.

_MEASURES = [*(name for name in vocabulary.HEADLINES if name != "called"), "called.regime", "hedges"]
_MEASURES += ["boosters", "necessity", "attitude.positive", "frame.visits.security_risk", "grain"]
_rate = st.floats(0.001, 400) | st.floats(0.001, 1)


def _known_numbers(row: dict[str, Any]) -> set[str]:
    """Write every number of a row with no to four decimals, as it is, in hundredths, and of its articles."""
    found = {"95", "1,000", "1", "-1"}
    for value in row.values():
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
            for number in (value, 100 * value):
                found |= {f"{number:{mark}.{digits}f}" for digits in range(5) for mark in ("", ",")}
    for side in "ab":
        if row[f"estimate_{side}"] == row[f"estimate_{side}"]:
            found |= {f"{round(row[f'estimate_{side}'] * row[f'n_{side}']):,}", f"{row[f'n_{side}']:,}"}
    # A headline of several words gives the least and the greatest of their own counts.
    found |= set(re.findall(r"\d+", str(row["words_a"])))
    return found | {one.removeprefix("0") for one in found} | {one.replace("-0.", "-.") for one in found}


def _is_well_said(headline: str, row: dict[str, Any]) -> None:
    # Outlets beside the one that is named have numbers of the profile.
    said = re.sub(r"; [^;]* likewise$", "", _plain(headline))
    names = dict(zip(examples.GROUPS, OUTLETS, strict=True))
    for side in "ab":
        # The others go by their names where these are known.
        known = ["the others", *OUTLETS] if row[side] == "rest" else [names[row[side]]]
        assert any(name.lower() in said.lower() for name in known), said
    assert said[0] == said[0].upper()
    assert not re.search(r"\bnan\b|None|[{}]|  | [,.;:]|\(\)|“”|_", said), said
    assert wording.breaches(said, OUTLETS) == [], said
    for number in re.findall(r"(?<![\w.])-?[\d,]*\.?\d+", said):
        assert number in _known_numbers(row), (number, said, row)


@pytest.mark.medium
@given(
    a=_rate, b=_rate | st.just(0.0), n=st.integers(3, 4000), estimate=_rate | st.just(NAN),
    scale=st.sampled_from(["ratio", "difference"]), sides=st.sampled_from(["ab", "ar", "ra"]),
    voice=st.sampled_from(["all", "outlet", "quoted", "reported"]), words=_words,
    part=st.sampled_from(["all", "headline", "lead"]), genre=st.sampled_from(["news", "opinion"]),
    units=st.permutations([*UNITS, "articles"]),
)  # fmt: skip
def test_headlines_of_every_measure_and_unit_name_both_sides_with_their_numbers(
    a: float, b: float, n: int, estimate: float, scale: str, sides: str, voice: str, words: list[str],
    part: str, genre: str, units: list[str],
) -> None:  # fmt: skip
    keys = {"a": examples.GROUPS[0], "b": examples.GROUPS[1], "r": "rest"}
    rows = []
    for number, measure in enumerate(_MEASURES):
        for unit in units[number % 3 :: 3]:
            share = unit.startswith("share") or unit == "articles"
            x, y = (min(one, 1.0) if share else one for one in (a, b))
            targets = {
                "sources": "expert",
                **dict.fromkeys(["stance", "called", "demands", "causes"], "China"),
            }
            target = targets.get(measure.split(".")[0])
            if measure.endswith("by_country"):
                target = "CA"
            elif measure == "sources.via":
                target = "Harbour Radio"
            row = {"measure": measure, "unit": unit, "target": target, "estimate_a": x, "estimate_b": y}
            row |= {"a": keys[sides[0]], "b": keys[sides[1]], "n_a": n, "n_b": n + 1, "estimate": estimate}
            row |= {"voice": voice, "part": part, "genre": genre, "scale": scale}
            rows.append(row | {"words_a": ", ".join(f"{word} 30 %" for word in words)})
    material = _of(rows)
    told = _each(material)
    for one, row in zip(told, material.tables["findings"].to_dict("records"), strict=True):
        _is_well_said(one.headline, {**row, **({"target": None} if row["target"] == "CA" else {})})


_written = st.lists(st.tuples(st.integers(1, 11), st.sampled_from([0, 0, 1, 10])), min_size=7, max_size=7)


@pytest.mark.medium
@given(
    names=st.booleans(), sides=st.sampled_from(["ab", "ar", "ra"]), words=_words.filter(bool),
    written=_written, strayed=st.booleans(),
)  # fmt: skip
def test_headlines_of_words_and_names_say_who_wrote_them_and_who_did_not(
    names: bool, sides: str, words: list[str], written: list[tuple[int, int]], strayed: bool
) -> None:
    keys = {"a": examples.GROUPS[0], "b": examples.GROUPS[1], "r": "rest"}
    written = written[: len(words)]
    high, low = written[0]
    # Of what one side never wrote, a later word may be told of another side alone.
    other = [keys[sides[1]]] + ["a group (of us)" if strayed else keys[sides[1]]] * 6
    row = {
        "measure": "names" if names else "words", "matter": "names and figures" if names else "words",
        "item": words[0], "unit": "articles", "scale": "difference", "a": keys[sides[0]], "b": keys[sides[1]],
        "estimate_a": high / 11, "estimate_b": low / 12, "n_a": 11, "n_b": 12,
        "kind": "wording" if any(k for _, k in written) else "says and never says",
        "words_a": ", ".join(
            f"{word} {k} of 11 ({who} {n} of 12)"
            for word, (k, n), who in zip(words, written, other, strict=False)
        ),
    }  # fmt: skip
    material = _of([row])
    (one,) = _each(material)
    _is_well_said(one.headline, material.tables["findings"].to_dict("records")[0])
    assert f"“{words[0]}”" in one.headline
    told = [word for word in words if f"“{word}”" in one.headline]
    if "never" not in one.headline:
        assert told == words[:4]
        return
    # Never is said of nothing that the side has, and in so many articles are all that are named.
    of = dict(zip(words, zip(written, other, strict=False), strict=False))
    assert [(of[word][0][1], of[word][1]) for word in told] == [(0, keys[sides[1]])] * len(told)
    if numbers := re.search(r"in (\d+)(?: to (\d+))? of 11", one.headline):
        each = [of[word][0][0] for word in told]
        assert (int(numbers[1]), int(numbers[2] or numbers[1])) == (min(each), max(each))


@pytest.mark.medium
@given(
    a=_rate, b=_rate, low=st.floats(0.1, 4), width=st.floats(0, 9), p=st.floats(0.0001, 1),
    shuffled=st.floats(0.0001, 1), n=st.integers(3, 4000),
)  # fmt: skip
def test_numbers_of_the_support_are_those_of_the_table_whatever_they_are(
    a: float, b: float, low: float, width: float, p: float, shuffled: float, n: int
) -> None:
    low, high = round(low, 4), round(low + width, 4)
    row = {
        "estimate_a": a, "estimate_b": b, "estimate": (low + high) / 2, "low": low, "high": high,
        "n_a": n, "n_b": n + 1, "p_adjusted": p, "shuffled": shuffled,
    }  # fmt: skip
    material = _of([row, {**row, "voice": "quoted", "certainty": "nominal"}])
    for one, known in zip(_each(material), material.tables["findings"].to_dict("records"), strict=True):
        support = _plain(one.support)
        for said in re.findall(r"(?<![\w.])-?[\d,]*\.?\d+", support):
            assert said in _known_numbers(known) or (said == ".001" and p < 0.001), (said, support)
        assert f"n {n} and {n + 1};" in support
        assert "nan" not in support
    assert wording.breaches(story.write_findings(material), OUTLETS) == []


def test_a_word_of_any_story_is_told_of_none() -> None:
    row = {
        "kind": "wording",
        "matter": "words",
        "item": "people",
        "estimate_a": 0.6,
        "n_a": 10,
        "estimate_b": 0.1,
        "n_b": 30,
    }
    assert story.is_usual(row)
    assert not story.is_usual({**row, "item": "zeppelin"})
    assert not story.is_usual({**row, "matter": "names and figures"})
    assert not story.is_usual({**row, "item": None})
    assert story.is_usual({**row, "item": "zeppelin", "kind": "copy and reuse"})


# Bars.

_estimate = st.floats(-50, 50, allow_subnormal=False).map(lambda value: round(value, 4))


@pytest.mark.medium
@given(
    a=_estimate, b=_estimate, half=st.floats(0, 200) | st.just(NAN),
    unit=st.sampled_from([*UNITS, "articles"]), census=st.booleans(),
)  # fmt: skip
def test_bars_lie_on_their_scale_in_the_order_of_the_numbers_and_within_their_intervals(
    a: float, b: float, half: float, unit: str, census: bool
) -> None:
    if unit in ("share", "share_of_headlines", "articles", "per_1000"):
        a, b = abs(a) / 50, abs(b) / 50
    row = {"unit": unit, "estimate_a": a, "estimate_b": b, "measure": "grain"}
    for side, value in (("a", a), ("b", b)):
        row |= {f"low_{side}": value - half, f"high_{side}": value + half}
    (one,) = _each(_of([row]))
    assert {bar.name for bar in one.bars} == set(OUTLETS)
    ends = {}
    for bar, value in ((bar, a if bar.name == OUTLETS[0] else b) for bar in one.bars):
        assert -0.01 <= bar.start <= bar.start + bar.length <= 100.01
        ends[bar.name] = end = bar.start + bar.length * (value >= 0)
        assert (bar.low is None) == (bar.high is None) == (half != half)
        if bar.low is not None and bar.high is not None:
            assert -0.01 <= bar.low <= end + 0.02
            assert end - 0.02 <= bar.high <= 100.01
        assert "nan" not in bar.text
    if abs(a - b) > 0.02 * max(abs(a), abs(b)):
        assert (ends[OUTLETS[0]] > ends[OUTLETS[1]]) == (a > b) or half > 100 * abs(a - b)


@pytest.mark.medium
def test_bars_show_other_outlets_too_where_they_are_few() -> None:
    material = pages.material("real")
    for one in story.tell_findings(material):
        assert 2 <= len(one.bars) <= 4
        rows = {str(one.row["a"]), str(one.row["b"])}
        assert rows <= {bar.group for bar in one.bars}
        for bar in one.bars:
            row = material.profile_rows.get((bar.group, *material.cell(one.row)))
            if row is not None and one.row["unit"] != "articles":
                assert bar.text == story.numbers.estimate(row["estimate"], one.row["unit"])


# The whole.


@pytest.mark.parametrize("census", [False, True])
@pytest.mark.parametrize("certainty", ["significant", "nominal", "inconclusive", "not estimable"])
def test_all_that_is_told_keeps_to_the_words(certainty: str, census: bool) -> None:
    material = _material({"certainty": "described" if census else certainty}, census=census)
    said = [story.write_findings(material), story.give_verdict(material.tables["findings"])]
    for one in (*story.tell_findings(material), *story.tell_every(material)):
        said += [one.headline, one.support, *one.cautions, one.unlike, one.outlets, *one.also]
    assert wording.breaches(" ".join(said), OUTLETS) == []
    assert "None" not in " ".join(said)


def test_the_verdict_says_how_much_there_is_and_what_shuffled_labels_give() -> None:
    verdict = story.give_verdict(examples.findings())
    assert re.findall(r"\d+", verdict) == ["3", "6", "3"]
    assert "none is called clear" in story.give_verdict(examples.findings().assign(shuffled=0.2))
    none = story.give_verdict(examples.findings().assign(certainty="inconclusive"))
    assert "6 comparisons" in none
    # Words that set groups apart are one matter, with a finding for each group.
    few = story.give_verdict(examples.findings().assign(family_size=1))
    assert "(one can give several findings)" in few
    assert "several" not in verdict
    assert "none" in none
    few = examples.findings().assign(certainty="not estimable", family_size=0)
    assert "none could be tested" in story.give_verdict(few)
    assert "significant" not in story.give_verdict(examples.findings(census=True))
    for nothing in (None, examples.findings().iloc[:0]):
        assert "nothing to compare" in story.give_verdict(nothing)


def test_a_form_of_a_name_is_read_on_where_names_are() -> None:
    row = {
        "certainty": "significant", "b": "rest", "measure": "called.regime", "target": "China", "item": None,
        "unit": "share", "scale": "ratio", "estimate_a": 0.4, "estimate_b": 0.1, "kind": "called what",
    }  # fmt: skip
    one = story.tell_findings(_material(row))[0]
    assert one.section == "naming"
    for said in ("China", "“regime”", "40 %", "10 %"):
        assert said in _plain(one.headline)


@pytest.mark.parametrize("name", ["plain", pytest.param("real", marks=pytest.mark.medium)])
def test_each_fact_told_is_on_the_report_and_every_finding_in_the_details(name: str) -> None:
    material = pages.material(name)
    for page, told in (("report", story.tell_findings(material)), ("details", story.tell_every(material))):
        said = " ".join(prose.text(pages.made(name)[page]).split())
        assert told
        for one in told:
            assert " ".join(one.headline.split()) in said
            assert " ".join(one.support.split())[1:] in said
            assert all(" ".join(sentence.split()) in said for _, sentence, _ in one.sentences)
    told = story.tell_findings(material)
    bars = re.findall(r'class="bars".*?</div>', pages.made(name)["report"], re.DOTALL)
    for one, drawn in zip(told, bars, strict=True):
        assert [float(n) for n in re.findall(r'class="bar" x="([\d.]+)"', drawn)] == [
            b.start for b in one.bars
        ]
        assert all(bar.text in drawn for bar in one.bars)


@pytest.mark.medium
def test_in_what_articles_differ_beside_their_wording_is_counted_by_pair() -> None:
    material = pages.material("real")
    table = material.tables["comparability"]
    found = story.list_unlike(material)
    assert sum(table["warnings"].str.contains("times as long")) == found.get("length", 0)
    assert sum(table["warnings"].str.contains("on other topics")) == found.get("topic", 0)
    assert len(story.say_unlike(material)) == (table["warnings"] != "").sum()
    assert story.list_unlike(_material()) == {}


def test_what_was_named_beforehand_needs_no_nudge() -> None:
    assert story.nudge(_material()) == ""
    assert story.nudge(pages.material("no voices")) != ""
    assert story.nudge(pages.material("census")) == ""


def test_the_file_of_findings_says_first_that_text_is_invented() -> None:
    assert story.write_findings(_material()) == story.write_findings(_material())
    assert story.write_findings(pages.material("invented")).startswith("Invented text:")
    tables = {name: table for name, table in examples.tables().items() if name != "findings"}
    bare = story.write_findings(Material.of(tables, {}, examples.settings()))
    assert bare.startswith("Findings were not looked for.")


@pytest.mark.parametrize("certainty", ["significant", "nominal", "inconclusive", "not estimable"])
def test_what_was_named_beforehand_is_told_whatever_came_of_it(certainty: str) -> None:
    material = _material({"certainty": certainty, "family": "primary"})
    told = story.tell_primary(material)
    # What is significant stands among the findings.
    assert bool(told) == (certainty != "significant")
    assert all(line.startswith("Named beforehand") for line in told)
    assert ("too few" in " ".join(told)) == (certainty == "not estimable")
    assert all(line in story.write_findings(material) for line in told)
    assert wording.breaches(" ".join(told), OUTLETS) == []
    assert story.tell_primary(_material({"family": "exploratory"})) == []


def test_what_was_tested_and_between_whom_is_said() -> None:
    assert story.say_tested(_material()) == ""
    kinds = ["frame", *["who speaks"] * (len(examples.findings()) - 1)]
    unsure = ["not estimable", *["inconclusive"] * (len(kinds) - 1)]
    said = story.say_tested(_material({"kind": kinds, "certainty": unsure}))
    assert "Too rare" in said
    assert "frames" in said
    assert "speakers" not in said
    lone = examples.tables()
    frame = lone["articles"]
    third = frame.assign(outlet=frame["outlet"].where(frame.index > 1, "gazette"))
    assert "Tested between" in story.say_tested(Material.of(lone | {"articles": third}, {}, {}))


@pytest.mark.medium
def test_pairs_of_few_articles_are_not_said_to_be_unlike() -> None:
    tables = dict(pages.material("real").tables)
    table = tables["comparability"].assign(warnings="opinion 0 % against 50 %", n_a=2)
    few = Material.of(tables | {"comparability": table}, {}, examples.settings())
    assert story.say_unlike(few) == []
    assert story.list_unlike(few) == {}
    many = Material.of(tables | {"comparability": table.assign(n_a=3, n_b=3)}, {}, examples.settings())
    assert len(story.say_unlike(many)) == len(table)
