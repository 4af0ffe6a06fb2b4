"""Passages of two outlets: found with their edges, told who was first, and by what they are marked."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import framing as fr
from framing.comparison.reuse.table import aligned, reuse
from framing.comparison.wire import fill_wire
from framing.errors import FramingError, FramingWarning
from tests.cases import for_each

PASSAGE = (
    "The ferry began to cross the sound in 2011, after a dry dock was finished on the north shore. It takes "
    "ninety trucks on each run, and half of the crew live in a boarding house behind the fish market. Nobody "
    "on the quay had seen a ship of that size before."
)
CHANGED = PASSAGE.replace("2011", "2014")


def own(number: int) -> str:
    """A story of its own: no word of it stands in that of another number."""
    return " ".join(f"W{number}a{n} w{number}b{n} w{number}c{n} w{number}d{n}." for n in range(9))


def put(passage: str, number: int, before: str = "", behind: str = "") -> str:
    return f"{own(number)}\n\n{before}{passage}{behind}\n\n{own(number + 50)}"


def articles(*rows: tuple[str, str, str], **columns: Any) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["id", "outlet", "text"]).assign(**columns)


def two(b: str, a: str = put(PASSAGE, 1), **columns: Any) -> pd.DataFrame:
    return articles(("a", "harbour_courier", a), ("b", "northern_herald", b), **columns)


DATES = {"published": ["2026-01-14 08:00", "2026-01-15 09:30"], "published_precision": "minute"}


def only(frame: pd.DataFrame, **options: Any) -> pd.Series:
    table = reuse(frame, **options)
    assert len(table) == 1
    return table.iloc[0]


def test_three_sentences_without_marks_and_one_year_changed() -> None:
    frame = two(put(CHANGED, 2), **DATES)
    row = only(frame)
    assert (row["a"], row["b"], row["direction"], row["kind"]) == ("a", "b", "a_to_b", "unmarked")
    assert row["changes"] == "2011 > 2014 (figure)"
    assert (row["n_changes"], row["n_facts"], row["hours"]) == (1, 1, 25.5)
    # A closing stop is no word.
    assert frame["text"][0][row["a_start"] : row["a_end"]] == PASSAGE.rstrip(".")
    assert frame["text"][1][row["b_start"] : row["b_end"]] == CHANGED.rstrip(".")
    assert row["words"] == row["a_words"] - 1 == row["b_words"] - 1


@pytest.mark.medium
def test_the_bundled_corpus_gives_up_its_plant_untold(corpus_dir: Path) -> None:
    found, _ = fr.load(corpus_dir)
    table = reuse(found)
    unmarked = table[table["kind"] == "unmarked"]
    assert unmarked[["a_outlet", "b_outlet", "changes"]].to_numpy().tolist() == [
        ["national_post", "global_times", "2011 > 2014 (figure)"]
    ]
    wire = table[table["a_outlet"] == "xinhua"]
    assert set(wire["kind"]) == {"credited"}
    assert set(table["provenance"]) == {"illustrative"}


# -- edges --


@pytest.mark.medium
@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("before.", "ever.", "before > ever (other)"),
        ("The ferry", "One ferry", "The > One (figure)"),
        ("sound in 2011,", "sound, officials say, in 2011,", "- > officials say (name)"),
        (
            "It takes ninety trucks on each run, and half",
            "Half",
            "It takes ninety trucks on each run and > -",
        ),
    ],
)
def test_a_change_near_an_edge_belongs_to_the_passage(old: str, new: str, change: str) -> None:
    row = only(two(put(PASSAGE.replace(old, new), 2)))
    if "officials" in new:
        assert row["changes"].startswith("- > officials say")
    else:
        assert row["changes"].startswith(change)


def test_short_passages_and_lists_of_names_are_left_out() -> None:
    short = "The ferry began to cross the sound in 2011."
    assert reuse(two(put(short, 2), put(short, 1))).empty
    names = (
        "Ana Ruiz of Oslo, Bo Marlow of Bergen, Cleo Hart of Malmo, Dan Pell of Turku and Eve Lund of Narvik"
    )
    assert reuse(two(put(names, 2), put(names, 1))).empty


# -- direction --


@pytest.mark.medium
@for_each(
    ("published", "precision", "direction"),
    [
        (["2026-01-14 08:00", "2026-01-14 08:01"], ["minute", "minute"], "a_to_b"),
        (["2026-01-14 08:00", "2026-01-14 08:00"], ["minute", "minute"], "unknown"),
        (["2026-01-14", "2026-01-15"], ["day", "day"], "a_to_b"),
        (["2026-01-14", "2026-01-14"], ["day", "day"], "unknown"),
        (["2026-01-14", "2026-01-14 20:00"], ["day", "minute"], "unknown"),
        (["2026-01-14", "2026-01-18 20:00"], ["day", "minute"], "a_to_b"),
        (["2026-01-14 08:00", None], ["minute", "none"], "unknown"),
        ([None, None], ["none", "none"], "unknown"),
    ],
)
def test_direction_goes_by_time_as_far_as_it_tells(
    published: list[str | None], precision: list[str], direction: str
) -> None:
    row = only(two(put(CHANGED, 2), published=published, published_precision=precision))
    assert row["direction"] == direction
    assert row["a"] == "a"


def test_the_earlier_is_a_whatever_its_id() -> None:
    row = only(two(put(CHANGED, 2), published=["2026-01-15 08:00", "2026-01-14 08:00"]))
    assert (row["a"], row["direction"], row["changes"]) == ("b", "a_to_b", "2014 > 2011 (figure)")


# -- marks --


def test_in_quotation_marks() -> None:
    row = only(two(put(f"“{PASSAGE}”", 2, "The story reads: "), **DATES), voices="quotes")
    assert row["kind"] == "quoted"


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("According to the Harbour Courier, this is how it went. ", ""),
        ("", " So the Harbour Courier reported on Monday."),
        ("The tale was first told in the Harbour Courier. ", ""),
    ],
)
def test_named_nearby(before: str, behind: str) -> None:
    row = only(two(put(PASSAGE, 2, before, behind), **DATES))
    assert row["kind"] == "credited"
    assert "Harbour Courier" in row["why"]


def test_a_line_of_credit_and_a_reporter() -> None:
    line = put(PASSAGE, 2) + "\n\nThis article originally appeared in the Harbour Courier."
    assert only(two(line, **DATES))["kind"] == "credited"
    named = put(PASSAGE, 2, "Ana Ruiz wrote of it at length. ")
    assert only(two(named, authors=["Ana Ruiz", "Bo Marlow"], **DATES))["kind"] == "credited"


def test_a_name_far_away_or_said_of_something_else_is_no_credit() -> None:
    far = put(PASSAGE, 2) + "\n\n" + own(7) + "\n\n" + own(8) + "\n\nThe Harbour Courier building burnt down."
    assert only(two(far, **DATES))["kind"] == "unmarked"
    near = put(PASSAGE, 2, "The Harbour Courier building is old. ")
    assert only(two(near, **DATES))["kind"] == "unmarked"


def test_one_speaker_in_both_is_a_shared_source() -> None:
    said = (
        "“We will keep the ferry running through the winter because the island has no other road to the "
        "shops and the clinic,” Ruiz said."
    )
    row = only(two(put(said, 2), put(said, 1), **DATES))
    assert row["kind"] == "shared_source"
    assert row["speaker"] == "Ruiz"


def test_one_agency_in_both_is_a_shared_source() -> None:
    row = only(two(put(PASSAGE, 2), wire="reuters", wire_role="full_reprint", **DATES))
    assert row["kind"] == "shared_source"
    assert "Reuters" in row["why"]


def test_an_agency_that_an_article_names_nowhere_is_no_credit() -> None:
    named = "OSLO, Jan 14 (Reuters) - " + put(PASSAGE, 1)
    frame = fill_wire(two(put(PASSAGE, 2), named, **DATES))
    assert frame["wire_role"].tolist() == ["full_reprint", "partly_based"]
    row = only(frame)
    assert row["kind"] == "unmarked"
    assert re.fullmatch(r"words of Reuters, which [\w ]+ doesn't name", row["why"])
    # Whoever was first: the one that names it has credited it.
    assert only(frame.assign(published=list(frame["published"])[::-1]))["kind"] == "credited"


def test_two_that_print_an_agencys_item_unnamed_took_nothing_from_each_other() -> None:
    rows = [("a", "harbour_courier", put(PASSAGE, 1)), ("b", "northern_herald", put(PASSAGE, 2))]
    table = reuse(fill_wire(articles(*rows, ("c", "reuters", put(PASSAGE, 3)))))
    kinds = {tuple(sorted((row.a, row.b))): row.kind for row in table.itertuples()}
    assert kinds == {("a", "b"): "shared_source", ("a", "c"): "unmarked", ("b", "c"): "unmarked"}


def test_full_reprints_are_left_out_on_request() -> None:
    rows = [("a", "x", put(PASSAGE, 1)), ("b", "y", put(PASSAGE, 2)), ("c", "y", put(PASSAGE, 3))]
    frame = articles(*rows, wire_role=["none", "full_reprint", "none"])
    assert only(frame, wire="drop")[["a", "b"]].tolist() == ["a", "c"]


def test_boilerplate_is_a_template() -> None:
    note = (
        "Our newsroom follows a written code of conduct that was agreed with the readers and is looked at "
        "anew by a panel every other spring."
    )
    rows = [(f"a{n}", "harbour_courier", put(note, n)) for n in range(5)]
    table = reuse(articles(*rows, ("b", "northern_herald", put(note, 9))))
    assert table["kind"].tolist() == ["template"]
    assert table["why"].iloc[0] == "stands in four stories or more of one outlet"


def test_a_post_set_off_on_both_pages_is_its_writers() -> None:
    post = (
        "The bridge will open in spring and nobody on the council believed that it could be done on time "
        "— Ana Ruiz (@ruiz) May 4, 2020"
    )
    row = only(two(put(post, 2), put(post, 1), **DATES))
    assert (row["kind"], row["speaker"]) == ("shared_source", "Ana Ruiz")


# -- many --


def test_copies_inside_an_outlet_are_one_row() -> None:
    rows = [(f"a{n:03d}", "harbour_courier", put(PASSAGE, 1)) for n in range(300)]
    row = only(articles(*rows, ("b", "northern_herald", put(CHANGED, 2))))
    assert sorted([row["a_articles"], row["b_articles"]]) == [1, 300]


@pytest.mark.medium
def test_a_family_over_many_outlets_grows_in_a_line() -> None:
    rows = [(f"a{n:03d}", f"outlet {n}", put(PASSAGE, n)) for n in range(40)]
    table = reuse(articles(*rows, published=pd.date_range("2026-01-14", periods=40, freq="h")))
    assert 39 <= len(table) <= 4 * 40
    assert set(table["a"]) | set(table["b"]) == {row[0] for row in rows}


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [(f"a{n}", f"outlet {n % 3}", put(PASSAGE if n % 2 else CHANGED, n)) for n in range(9)]
    frame = articles(*rows)
    turned = frame.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(reuse(frame), reuse(turned))


# -- bad input --


def test_one_outlet_is_one_line() -> None:
    with pytest.raises(FramingError, match="all are of 'harbour_courier'"):
        reuse(articles(("a", "harbour_courier", put(PASSAGE, 1)), ("b", "harbour_courier", put(PASSAGE, 2))))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"wire": "collapse"}, "wire 'collapse' is not known"),
        ({"least": 2}, "least: 2 will not do"),
        ({"least": "many"}, "least: 'many'"),
        ({"voices": "ful"}, "did you mean 'full'"),
    ],
)
def test_wrong_arguments_say_what_is_allowed(options: dict[str, Any], said: str) -> None:
    with pytest.raises(FramingError, match=said):
        reuse(two(put(PASSAGE, 2)), **options)


def test_nothing_shared_is_a_table_without_rows() -> None:
    table = reuse(articles(("a", "x", "Five words and no more."), ("b", "y", "It rained."), ("c", "y", "")))
    assert table.empty
    assert {"a", "b", "changes", "why"} <= set(table.columns)


def test_a_script_without_spaces_is_said_to_be_left_out() -> None:
    chinese = "双方签署了多项文件，加强能源合作。" * 20
    rows = [
        ("a", "x", chinese),
        ("b", "y", chinese),
        ("c", "x", put(PASSAGE, 1)),
        ("d", "y", put(PASSAGE, 2)),
    ]
    with pytest.warns(FramingWarning, match="2 of 4 articles are in a script without spaces"):
        table = reuse(articles(*rows))
    assert len(table) == 1


def test_other_languages_are_read_by_words_and_marks() -> None:
    german = (
        "Die Fähre fährt seit 2011 über den Sund, nachdem am Nordufer ein Trockendock fertig geworden war, "
        "und nimmt bei jeder Fahrt neunzig Lastwagen mit."
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        row = only(two(put(german.replace("2011", "2014"), 2), put(german, 1), language="de", **DATES))
    assert (row["kind"], row["changes"]) == ("unmarked", "2011 > 2014 (figure)")


@pytest.mark.parametrize("voices", ["full", "quotes", None])
def test_voices_may_be_told_apart_in_any_way(voices: str | None) -> None:
    row = only(two(put(CHANGED, 2), **DATES), voices=voices)
    assert (row["kind"], row["voices"]) == ("unmarked", voices or "none")


def test_a_table_of_voices_is_used_and_checked() -> None:
    frame = two(put(CHANGED, 2), **DATES)
    spans = fr.sources.voices(frame)
    assert only(frame, voices=spans)["voices"] == "given"
    with pytest.raises(FramingError, match="has no span"):
        reuse(frame, voices=spans[spans["article"] == "a"])


# -- side by side --


def test_a_row_opens_into_segments() -> None:
    frame = two(put(CHANGED, 2), **DATES)
    row = only(frame)
    found = aligned(frame, row)
    assert "".join(one.a for one in found) == frame["text"][0][row["a_start"] : row["a_end"]]
    assert [(one.op, one.a, one.b, one.cls) for one in found if one.op != "same"] == [
        ("replaced", "2011", "2014", "figure")
    ]


def test_a_row_of_other_articles_is_refused_in_one_line() -> None:
    frame = two(put(CHANGED, 2), **DATES)
    row = only(frame)
    with pytest.raises(FramingError, match="article 'a' is not among those given"):
        aligned(frame[frame["id"] == "b"], row)
    with pytest.raises(FramingError, match="no words of article 'a'"):
        aligned(frame.assign(text="Short."), row)


def test_no_articles_are_no_passages() -> None:
    none = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["A line."]}).head(0)
    assert len(fr.facts.reuse(none)) == 0
