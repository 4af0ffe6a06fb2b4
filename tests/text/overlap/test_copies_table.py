"""Copies planted in made-up articles are found, of the right kind, whichever way the rows stand."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.schema import check
from framing.text.overlap.copies import EACH
from framing.text.overlap.shingles import COMMON, LEAST_WORDS

NOTE = "sign up here for our letter of the week and never miss a tide of news of the sea".split()


def kinds(table: pd.DataFrame) -> dict[tuple[str, str], str]:
    return {(a, b): kind for a, b, kind in table[["a", "b", "kind"]].itertuples(index=False)}


def test_each_kind_of_copy(story, frame) -> None:  # type: ignore[no-untyped-def]
    text, other = story(1), story(2)
    found = fr.wire.copies(
        frame(
            text,
            [word.upper() + "," for word in text],
            text[:100],
            [*text[:40], "new", *text[41:180]],
            [*text, *other],
            other,
            [*story(3, 100), *text[60:120], *story(4, 80)],
            story(5),
        )
    )
    pair = kinds(found)
    assert pair["a000", "a001"] == "exact"
    assert pair["a000", "a002"] == pair["a000", "a003"] == "near"
    assert pair["a000", "a004"] == pair["a004", "a005"] == "near"
    assert pair["a000", "a006"] == "part"
    assert ("a000", "a005") not in pair
    assert not any("a007" in ids for ids in pair)
    row = found.set_index(["a", "b"]).loc[("a000", "a006")]
    assert (row["words"], row["longest_run"], row["longest_passage"], row["passages"]) == (60, 60, 60, 1)
    assert (row["share_a"], row["share_b"]) == (60 / 200, 60 / 240)
    edited = found.set_index(["a", "b"]).loc[("a000", "a003")]
    assert (edited["words"], edited["longest_run"]) == (179, 139)


@pytest.mark.medium
def test_the_order_of_rows_changes_nothing(story, frame) -> None:  # type: ignore[no-untyped-def]
    texts = [
        story(1),
        story(1)[:150],
        [*story(1)[50:], *story(2)],
        story(2),
        story(1),
        [*story(3), *story(2)[:70]],
    ]
    given = frame(*texts, published=["2026-01-03", "2026-01-01", None, "2026-01-02", "2026-01-03", None])
    whole = fr.wire.copies(given)
    groups = fr.wire.group_copies(given).set_index("id")["copy_group"]
    for seed in range(4):
        mixed = given.sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(fr.wire.copies(mixed), whole)
        again = fr.wire.group_copies(mixed)
        assert again["id"].tolist() == mixed["id"].tolist()
        pd.testing.assert_series_equal(again.set_index("id")["copy_group"].loc[groups.index], groups)


def test_a_is_the_earlier_and_else_the_first_by_id(story, frame) -> None:  # type: ignore[no-untyped-def]
    def first(one: str | None, two: str | None, precision: str = "minute") -> str:
        given = frame(story(1), story(1), published=[one, two], published_precision=[precision] * 2)
        return str(fr.wire.copies(given)["a"][0])

    assert first("2026-01-02T10:00", "2026-01-01T10:00") == "a001"
    assert first("2026-01-02T10:00", "2026-01-02T09:00") == "a001"
    # Of one day whose hour isn't known, nothing is earlier.
    assert first("2026-01-02T10:00", "2026-01-02T09:00", "day") == "a000"
    assert first("2026-01-02T10:00", "2026-01-02") == "a000"
    assert first(None, "2026-01-02") == first(None, None) == "a000"


def test_boilerplate_is_no_copy_and_a_story_printed_often_is(story, frame) -> None:  # type: ignore[no-untyped-def]
    notes = frame(*([*story(i, 30), *NOTE] for i in range(5)), outlets=["x"] * 5)
    assert fr.wire.copies(notes).empty
    often = frame(*([*story(1), f"end{i}"] for i in range(5)), story(1)[:120], outlets=[*"xxxxx", "y"])
    found = fr.wire.copies(often)
    assert len(found) == 15
    assert set(found["kind"]) == {"near"}


def test_a_text_of_two_stories_makes_no_group_of_them(story, frame) -> None:  # type: ignore[no-untyped-def]
    one, two = story(1), story(2)
    grouped = fr.wire.group_copies(
        frame([*one, *two], one, one[:150], two, two[:150], [*story(5), *one[:70]])
    )
    group = grouped["copy_group"]
    assert group[1] == group[2] != group[3] == group[4]
    assert group[0] in (group[1], group[3])
    assert pd.isna(group[5])


def test_groups_given_are_kept_and_joined(story, frame) -> None:  # type: ignore[no-untyped-def]
    text = story(1)
    given = frame(text, text, text[:150], story(2), text, copy_group=[None, "mine", None, "alone", "yours"])
    assert fr.wire.group_copies(given)["copy_group"].tolist() == ["mine", "mine", "mine", "alone", "yours"]


def test_scoring_names_exact_copies_alike_and_keeps_near_ones(story, frame) -> None:  # type: ignore[no-untyped-def]
    given = frame(story(1), story(1), story(2), story(2)[:150], story(3)).assign(language="en")
    grouped = fr.wire.group_copies(given)
    scores = fr.score(given, measures=["hedges"], voices=None)
    plain = scores.drop_duplicates("article").set_index("article")["copy_group"]
    assert plain["a000"] == grouped["copy_group"][0]
    carried = fr.score(grouped, measures=["hedges"], voices=None).drop_duplicates("article")
    assert carried.set_index("article")["copy_group"].dropna().to_dict() == (
        grouped.set_index("id")["copy_group"].dropna().to_dict()
    )
    assert grouped["copy_group"][2] == grouped["copy_group"][3]


def test_what_both_quote_is_told_and_tells_less(story, frame) -> None:  # type: ignore[no-untyped-def]
    said = story(9, 50)
    quoted = ["“" + said[0], *said[1:-1], said[-1] + ",”", "Marlow", "said."]
    found = fr.wire.copies(frame([*story(1), *quoted], [*story(2), *quoted]))
    assert found.empty
    told = fr.wire.copies(frame([*story(1), *said], [*story(2), *said]))
    assert told[["kind", "quoted"]].values.tolist() == [["part", 0]]
    whole = fr.wire.copies(frame([*story(1), *quoted], [*story(1), *quoted, "more"]))
    assert whole[["kind", "quoted"]].values.tolist() == [["near", 50]]


def test_an_agencys_account_in_several_stories_of_an_outlet_is_no_boilerplate(story, frame) -> None:  # type: ignore[no-untyped-def]
    first, second = story(9, 50), story(8, 45)
    texts = [[*story(i, 90), *first, *story(10 + i, 40), *second] for i in range(3)]
    pair = kinds(fr.wire.copies(frame(*texts, outlets=["x", "x", "y"])))
    assert pair["a000", "a002"] == pair["a001", "a002"] == "part"


def test_same_headlines_are_told(story, frame) -> None:  # type: ignore[no-untyped-def]
    found = fr.wire.copies(frame(*[story(1)] * 4, title=["Ship  sails", "ship sails", "", ""]))
    assert found[found["same_title"]][["a", "b"]].values.tolist() == [["a000", "a001"]]


@pytest.mark.parametrize("size", [0, 1, LEAST_WORDS - 1])
def test_short_texts_are_never_copies(size: int, frame) -> None:  # type: ignore[no-untyped-def]
    given = frame(*[[f"w{i}" for i in range(size)]] * 8)
    assert fr.wire.copies(given).empty
    assert fr.wire.group_copies(given)["copy_group"].isna().all()


def test_no_article_and_one(story, frame) -> None:  # type: ignore[no-untyped-def]
    for given in (frame(), frame(story(1))):
        assert list(fr.wire.copies(given).columns) == list(check(fr.wire.copies(given), "copies").columns)
        assert fr.wire.copies(given).empty
        assert fr.wire.group_copies(given)["copy_group"].isna().all()


def test_ten_thousand_copies_make_ten_thousand_rows(story, frame) -> None:  # type: ignore[no-untyped-def]
    given = frame(
        *[" ".join(story(1, 60))] * 10_000, [*story(1, 60), "end"], outlets=["x", "y"] * 5_000 + ["z"]
    )
    given["id"] = [f"{i:05d}" for i in range(len(given))]
    with pytest.warns(
        fr.FramingWarning, match=r"10,000 articles have one text; more than 50 are paired with"
    ):
        found = fr.wire.copies(given)
    assert found["kind"].value_counts().to_dict() == {"exact": 9_999, "near": 1}
    assert set(found["a"]) == {"00000"}
    assert fr.wire.group_copies(given)["copy_group"].nunique() == 1


@pytest.mark.medium
def test_many_versions_of_a_story_are_tied_to_the_first(story, frame) -> None:  # type: ignore[no-untyped-def]
    size = 3 * COMMON
    given = frame(*([*story(1, 80), f"end{i}", f"last{i}"] for i in range(size)), outlets=[*"xyz"] * COMMON)
    with pytest.warns(
        fr.FramingWarning, match=f"{size} texts share most of their words with more than {COMMON}"
    ):
        found = fr.wire.copies(given)
    assert set(found["kind"]) == {"near"}
    assert len(found) == size - 1
    assert fr.wire.group_copies(given)["copy_group"].nunique() == 1


def test_up_to_so_many_copies_are_paired_each_with_each(story, frame) -> None:  # type: ignore[no-untyped-def]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(fr.wire.copies(frame(*[story(1)] * 12, story(1)[:150]))) == 12 * 11 // 2 + 12
    assert EACH > 12


def test_scripts_without_spaces_are_read_letter_by_letter(frame) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(3)
    one, two = ("".join(chr(0x4E00 + int(x)) for x in rng.integers(0, 4000, 150)) for _ in range(2))
    found = fr.wire.copies(frame(f"{one}。", f"{one[:120]}。", f"{two}。", f"{two[:60]}，{one[:70]}。"))
    pair = kinds(found)
    assert pair["a000", "a001"] == "near"
    assert pair["a000", "a003"] == pair["a002", "a003"] == "part"
    assert ("a000", "a002") not in pair


def test_tables_that_are_none_are_refused() -> None:
    for call in (fr.wire.copies, fr.wire.group_copies):
        with pytest.raises(fr.FramingError, match="column 'text'"):
            call(pd.DataFrame({"id": ["a"], "outlet": ["x"]}))
        with pytest.raises(fr.FramingError, match="expected a pandas DataFrame"):
            call(["a"])  # type: ignore[arg-type]


@pytest.mark.medium
def test_real_coverage_has_the_copies_one_finds_by_reading(shared) -> None:  # type: ignore[no-untyped-def]
    given = pd.read_json(shared / "data" / "huawei" / "articles.jsonl", lines=True)[
        ["id", "outlet", "title", "text"]
    ]
    pair = kinds(fr.wire.copies(given.astype({"id": "str"})))
    assert pair["hw031", "hw032"] == pair["hw050", "hw059"] == "exact"
    assert {pair[ids] for ids in (("hw047", "hw048"), ("hw051", "hw060"), ("hw056", "hw057"))} == {"near"}
