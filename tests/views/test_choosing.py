"""Which rows are printed, what folds into the note, what marks numbers carry."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing import schema
from framing.errors import FramingError
from framing.views import notes, vocabulary
from framing.views.paper import FORMS, names_of, paper
from tests.cases import for_each
from tests.views import made

each = for_each("kind", made.kinds())


def many(rows: int = 100) -> pd.DataFrame:
    """A contrast of many measures, the adjusted p growing with the row; the last has no test."""
    first = made.of("contrast").iloc[[0]]
    frame = pd.concat([first] * rows, ignore_index=True)
    frame["measure"] = [
        f"tone.m{number:03d}" if number % 2 else f"hedges.m{number:03d}" for number in range(rows)
    ]
    frame["p_adjusted"] = [number / rows for number in range(rows)][::-1]
    frame["p"] = frame["p_adjusted"] / 2
    frame.loc[0, ["p", "p_adjusted"]] = float("nan")
    return schema.check(frame, "contrast")


def test_of_many_rows_those_with_the_least_adjusted_p_are_printed_and_the_note_says_so() -> None:
    frame = many()
    printed = paper(frame)
    assert len(printed.sheet.rows) == 30
    assert set(printed.data["measure"]) == set(frame.nsmallest(30, "p_adjusted")["measure"])
    assert "30 of 100 rows are printed" in printed.sheet.note
    assert "chosen after results were seen" in printed.sheet.note


def test_primary_measures_are_printed_all_of_them() -> None:
    frame = many()
    frame.loc[:69, "family"] = "primary"
    printed = paper(schema.check(frame, "contrast"))
    assert len(printed.sheet.rows) == 70
    assert "primary measures only" in printed.sheet.note
    assert "after results" not in printed.sheet.note


def test_so_many_terms_a_group_are_printed_house_style_among_them() -> None:
    rows = [
        {"group": group, "against": "rest", "term": f"{group}{number}", "count": 9, "count_rest": 1, "n": 900,
         "n_rest": 900, "articles": 5, "articles_rest": 1, "log_odds": 2.0, "low": 1.0, "high": 3.0, "z": 3.0,
         "style": number > 2, "p": 0.01 * number, "p_adjusted": 0.02 * number}
        for group in "xyz" for number in range(4)
    ]  # fmt: skip
    table = schema.check(pd.DataFrame(rows), "terms")
    assert paper(table, top=1).data["term"].tolist() == ["x0", "y0", "z0"]
    assert len(paper(table, top=4).sheet.rows) == 12
    assert "DP" not in paper(table).sheet.note
    assert "DP" in paper(table.assign(dispersion=0.5)).sheet.note


def test_rows_that_somebody_chose_stay_as_they_came() -> None:
    frame = many(60).iloc[::-1]
    printed = paper(frame)
    assert list(printed.data["measure"]) == list(frame["measure"])
    assert "are printed" not in printed.sheet.note


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"top": 0}, "top should be a whole number from 1 on; got 0"),
        ({"top": "ten"}, "top should be a whole number"),
        ({"number": -1}, "number should be a whole number"),
        ({"kind": "contrats"}, "did you mean 'contrast'"),
    ],
)
def test_a_wrong_argument_is_one_line_that_says_what_is_allowed(
    options: dict[str, object], said: str
) -> None:
    with pytest.raises(FramingError) as error:
        paper(many(), **options)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_title_that_no_file_could_hold_is_mended(tmp_path: Path) -> None:
    printed = paper(made.of("contrast"), title="half \ud83d a\nletter")
    assert printed.sheet.title == "half   a letter"
    for suffix in FORMS:
        assert printed.save(tmp_path / f"a{suffix}").read_bytes()


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(FramingError, match="is no table; give a DataFrame"):
        paper([1, 2])  # type: ignore[arg-type]
    with pytest.raises(FramingError, match="columns of no table"):
        paper(pd.DataFrame({"x": [1]}))


def test_a_column_that_says_the_same_everywhere_stands_in_the_note() -> None:
    printed = paper(made.of("contrast").assign(voice="outlet"))
    assert "Whose words" not in [head.words for head in printed.sheet.heads]
    assert "Whose words: outlet's own words." in printed.sheet.note
    other = paper(made.of("contrast"))
    assert "Whose words" in [head.words for head in other.sheet.heads]


def test_how_voices_were_told_apart_decides_what_they_are_called() -> None:
    frame = made.of("contrast").assign(voice="outlet")
    assert "outside quotation marks" in paper(frame, settings={"voices": "quotes"}).sheet.note


def test_fragile_rows_and_those_of_one_article_are_marked_and_the_marks_explained() -> None:
    frame = made.of("contrast")
    frame["note"] = ["fragile: 3 hits", "one article gives 40 % of the hits", *[""] * (len(frame) - 2)]
    sheet = paper(frame).sheet
    at = [head.words for head in sheet.heads].index("Ratio")
    assert [row[at][-1] for row in sheet.rows[:3]] == ["†", "‡", "0"]
    assert "† fragile" in sheet.note
    assert "‡ one article gives more than a quarter" in sheet.note
    assert "†" not in paper(made.of("contrast").assign(note="")).sheet.note


@pytest.mark.medium
@each
def test_marks_are_explained_where_they_are_printed_and_nowhere_else(kind: str) -> None:
    frame = made.of(kind)
    if "note" in frame:
        frame["note"] = "fragile: 3 hits; one article gives 40 % of the hits"
    sheet = paper(frame, kind).sheet
    printed = {mark for row in sheet.rows for cell in row for mark in "†‡" if mark in cell}
    assert printed == {mark for mark in "†‡" if mark in sheet.note}


def test_labels_are_short_and_the_note_explains_those_that_are_names() -> None:
    names = names_of({})
    from framing.features.measures import registry

    for measure in registry():
        assert len(names.short(measure)) <= vocabulary.SHORT
    frame = made.of("contrast")
    said = notes.explained(frame, names)
    assert said.startswith("Reporting: neutral = share of reporting cues")
    assert "hedging" not in said.casefold()


def test_very_many_measures_are_not_explained_one_by_one() -> None:
    from framing.features.measures import registry

    frame = pd.DataFrame({"measure": [*registry(), "frame.visits.reset"]})
    said = notes.explained(frame, names_of({}))
    assert "more measures are told in the table of measures" in said
    assert "frame indicators, not frames that people coded" in said
    assert said.count(" = ") <= 8


def test_families_are_told_by_what_tells_them_apart_with_their_sizes() -> None:
    frame = pd.DataFrame(
        {
            "p": [0.1, 0.2, 0.3],
            "p_adjusted": [0.3, 0.3, 0.3],
            "family": [
                f"exploratory: {name} × spring_visit × 3 pairs" for name in ("hedges", "tone", "tone")
            ],
            "family_size": [3, 6, 6],
        }
    )
    assert notes.families(frame) == (
        "p adjusted by Benjamini and Hochberg (1995) within families (spring visit, 3 pairs): hedges (3 "
        "tests) and tone (6 tests). All tests are exploratory."
    )
    assert notes.families(frame.assign(p_adjusted=float("nan"))) == "p is not adjusted."
    assert notes.families(frame.assign(p=float("nan"))) == "No p is adjusted."
    short = frame.assign(family=pd.Series([None] * 3, dtype="str"))
    assert notes.families(short) == "p adjusted by Benjamini and Hochberg (1995)."


def test_descriptives_count_as_pandas_does() -> None:
    articles = made.articles()
    printed = paper(articles)
    full = articles[articles["status"] == "full"]
    rows = printed.data.set_index("outlet")
    for outlet, own in full.groupby("outlet"):
        assert rows.loc[outlet, "articles"] == len(own)
        assert rows.loc[outlet, "words"] == sum(len(text.split()) for text in own["text"])
        assert rows.loc[outlet, "undated"] == own["published"].isna().sum()
        assert rows.loc[outlet, "agency"] == (own["wire_role"] == "full_reprint").mean()
    assert "text" not in printed.data.columns
    assert rows["copies"].sum() == 2


def test_a_profile_of_many_measures_has_a_column_a_group() -> None:
    frame = pd.concat(
        [
            made.of("profile").assign(measure=f"tone.m{number}", voice="outlet", genre="news")
            for number in range(9)
        ]
    ).drop_duplicates(["group", "measure"])
    printed = paper(frame)
    heads = [head.words for head in printed.sheet.heads]
    assert [head for head in heads if "Harbour Courier (invented text), n = " in head]
    assert len(printed.sheet.rows) == 9
    assert len(printed.data) == len(frame)
    assert printed.sheet.rows[0][1].endswith("[1.1,\N{NO-BREAK SPACE}2.1]")


def test_what_was_changed_is_said_in_words() -> None:
    frame = pd.concat([made.of("robustness").head(1)] * 3, ignore_index=True)
    frame = frame.assign(choice=["as made", "voices", "wire"], option=["", "none", "drop"])
    sheet = paper(frame).sheet
    at = [head.words for head in sheet.heads].index("Changed")
    assert [row[at] for row in sheet.rows] == ["as made", "voices: none", "wire: drop"]


def test_coverage_says_what_was_not_found_with_the_recall_and_not_why() -> None:
    frame = made.of("coverage").assign(finding="not_found", level="term", recall=0.97, fewer=False)
    sheet = paper(frame).sheet
    assert "not found in the collected articles (detector recall .97 for terms)" in sheet.note
    assert {row[-1] for row in sheet.rows} == {"not found"}


def test_what_is_of_all_answers_stands_beside_the_answer_where_it_is_one() -> None:
    frame = made.of("validity").head(3).assign(other=None, by="outlet", group="post", question="tone")
    frame = frame.assign(measure="hedges", category=["yes", "all", "all"])
    frame["statistic"] = ["f1", "accuracy", "pearson"]
    sheet = paper(schema.check(frame, "validity")).sheet
    assert len(sheet.rows) == 1
    assert {"F1", "Accuracy", "Pearson's r"} <= {head.words for head in sheet.heads}


def test_what_can_not_say_itself_that_it_is_invented_is_told_by_the_articles() -> None:
    frame = made.of("agreement").assign(by="outlet")
    assert "provenance" not in frame.columns
    alone, beside = paper(frame), paper(frame, articles=made.articles())
    assert "invented" not in str(alone)
    assert "Harbour Courier (invented text)" in str(beside)
    assert "provenance" not in beside.data.columns


def test_the_table_of_measures_names_works_and_sizes_of_lists() -> None:
    data = paper(made.of("profile"), "measures").data.set_index("measure")
    assert "Hyland" in data.loc["hedges", "works"]
    assert data.loc["hedges", "entries"] > 100
