"""Codes come in again from every form; each fault is one line, and the rest is kept."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.coding import reading
from framing.coding.questions import Questions, questions_of, shipped
from framing.coding.reading import Codes, read_codes
from framing.coding.sampling import sample_for_coding
from framing.coding.sheet import CodingSample, contents, read_sample, slugs, workbook
from framing.errors import FramingError, FramingWarning
from framing.features.frames.codebook import codebook_of
from framing.features.frames.codebook import shipped as frame_codebooks

TEXTS = [
    "=SUM(A1) is a text of words. It goes on, says “she”.",
    "A second text has words. ⟦Marks⟧ stand in it.\n\nEnd of it all.",
]


@pytest.fixture(scope="module")
def sample() -> CodingSample:
    articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x_one", "x_two"], "text": TEXTS})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return sample_for_coding(articles, codebook="tone", n=40, coders=("Ana", "Li"))


def long(sample: CodingSample, coder: str, value: str = "positive", **columns: Any) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "unit": unit,
                "coder": coder,
                "question": key,
                "value": answer,
                "codebook": sample.codebook.version,
            }
            for unit in sample.units["unit"]
            for key, answer in (("tone", value), ("loaded", "yes"))
        ]
    ).assign(**columns)


def back(
    frame: pd.DataFrame, tmp_path: Path, sample: CodingSample | None, name: str = "codes-Ana.csv"
) -> Codes:
    frame.to_csv(tmp_path / name, index=False)
    return read_codes(tmp_path / name, sample=sample)


def kinds(found: Codes, *, but: str = "missing") -> list[str]:
    return [kind for kind in found.faults["kind"] if kind != but]


def test_a_sample_is_read_back_as_it_was_written(sample: CodingSample, tmp_path: Path) -> None:
    names = sample.write(tmp_path / "out")
    assert sorted(names) == sorted(file.name for file in (tmp_path / "out").iterdir())
    again = read_sample(tmp_path / "out")
    pd.testing.assert_frame_equal(again.units, sample.units)
    pd.testing.assert_frame_equal(again.key, sample.key)
    assert again.codebook == sample.codebook
    assert contents(again).keys() == contents(sample).keys()
    assert {name: data for name, data in contents(again).items() if name != "read-me.txt"} == {
        name: data for name, data in contents(sample).items() if name != "read-me.txt"
    }


def test_another_sample_is_not_written_over(sample: CodingSample, tmp_path: Path) -> None:
    sample.write(tmp_path)
    sample.write(tmp_path)
    other = sample._replace(key=sample.key.iloc[1:], units=sample.units.iloc[1:])
    with pytest.raises(FramingError, match="holds another sample"):
        other.write(tmp_path)
    other.write(tmp_path, replace=True)
    (tmp_path / "file").write_text("", "utf8")
    with pytest.raises(FramingError, match="can't be written"):
        sample.write(tmp_path / "file")


def test_coders_get_neither_outlet_nor_key(sample: CodingSample) -> None:
    for name, data in contents(sample).items():
        if name.startswith("code-"):
            text = data.decode("utf8", "replace")
            assert "x_one" not in text
            assert "probability" not in text
            assert not any(f'"{article}"' in text for article in ("outlet",))


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_spreadsheets_filled_in_are_read(sample: CodingSample, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"code-Ana.{suffix}"
    file.write_bytes(contents(sample)[file.name])
    if suffix == "xlsx":
        book = openpyxl.load_workbook(file)
        sheet = book["units"]
        head = [cell.value for cell in sheet[1]]
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, head.index("tone") + 1).value = "Negative "
            sheet.cell(row, head.index("loaded") + 1).value = "NO"
        sheet.cell(2, head.index("note") + 1).value = "so, so"
        book.save(file)
    else:
        frame = pd.read_csv(file, encoding="utf-8-sig", dtype=str)
        frame["tone"], frame["loaded"] = "Negative ", "NO"
        frame.loc[0, "note"] = "so, so"
        # As a spreadsheet in some countries saves it.
        frame.to_csv(file, index=False, sep=";", encoding="cp1252", errors="replace")
    codes, faults = read_codes(file, sample=sample)
    assert len(codes) == 2 * len(sample.units)
    assert codes.loc[codes["question"] == "tone", "value"].unique().tolist() == ["negative"]
    assert codes.loc[codes["question"] == "loaded", "value"].unique().tolist() == ["no"]
    assert codes.loc[codes["unit"] == sample.units["unit"][0], "note"].tolist() == ["so, so"] * 2
    assert faults["kind"].tolist() == ["missing"]
    key = sample.key.set_index("unit")
    assert codes["article"].tolist() == key.loc[codes["unit"], "article"].tolist()
    assert codes["level"].unique().tolist() == ["ordinal", "nominal"]


def test_a_workbook_is_read_by_another_library_as_it_was_meant(sample: CodingSample) -> None:
    data = contents(sample)["code-Li.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["units"]
    assert [cell.value for cell in sheet[1]] == [
        "number", "unit", "before", "text", "after", "tone", "loaded", "note", "coder", "codebook",
    ]  # fmt: skip
    assert [sheet.cell(row, 4).value for row in range(2, sheet.max_row + 1)] == sample.units["text"].tolist()
    assert all(cell.data_type in ("s", "inlineStr", "n") for row in sheet.iter_rows() for cell in row)
    assert sheet.freeze_panes == "A2"
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {
        f"F2:F{sheet.max_row}": '"negative,neutral,positive"',
        f"G2:G{sheet.max_row}": '"yes,no"',
    }
    assert data == contents(sample)["code-Li.xlsx"]


@given(
    st.lists(
        st.lists(st.text(max_size=12) | st.text("\r\na_x0", max_size=8), min_size=1, max_size=4),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_goes_through_a_workbook(rows: list[list[str]]) -> None:
    from framing.corpus import xlsx as xlsx
    from framing.corpus.limits import Limits

    rows = [[cell.encode("utf8", "replace").decode() for cell in row] for row in rows]
    (sheet,) = xlsx.sheets(workbook({"one": rows}), Limits())
    found = {row.number: row.values for row in sheet.rows}
    for number, row in enumerate(rows, start=1):
        ends = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row]
        expected = {k: cell for k, cell in enumerate(ends) if cell}
        got = {k: str(v).replace("\r\n", "\n").replace("\r", "\n") for k, v in found.get(number, {}).items()}
        assert got == expected


def test_each_fault_is_said_and_the_rest_is_kept(sample: CodingSample, tmp_path: Path) -> None:
    frame = long(sample, "Ana")
    units = sample.units["unit"]
    frame.loc[0, "value"] = "positiv"
    frame.loc[1, "question"] = "loded"
    frame.loc[2, "unit"] = "u000000000000"
    frame.loc[3, "coder"] = "Zoe"
    frame.loc[4, "codebook"] = "v0"
    frame.loc[len(frame)] = {**frame.loc[6], "value": "negative"}
    frame.loc[len(frame)] = {**frame.loc[7]}
    found = back(frame, tmp_path, sample)
    assert kinds(found) == [
        "not allowed",
        "unknown question",
        "unknown unit",
        "not theirs",
        "twice",
        "other version",
        "twice",
    ]
    said = found.faults["detail"].tolist()
    assert said[0] == "codes-Ana.csv, row 2: 'positiv' is no answer to 'tone'; did you mean 'positive'?"
    assert said[1] == "codes-Ana.csv, row 3: 'loded' is not asked; did you mean 'loaded'?"
    assert "'u000000000000' is not in the sample" in said[2]
    assert f"unit {units[1]} is for Ana, Li, not Zoe" in said[3]
    assert "with 'negative' after 'positive'; the later counts" in said[4]
    assert "1 answers are to version 'v0'" in said[5]
    assert "1 answers of Ana stand a second time" in said[6]
    assert all("\n" not in line for line in said)
    assert len(found.codes) == 2 * len(units) - 5
    assert found.codes.set_index(["unit", "question"]).loc[(units[3], "tone"), "value"] == "negative"
    missing = found.faults[found.faults["kind"] == "missing"]
    assert len(missing) >= 3
    assert missing["detail"].iloc[-1].startswith(f"Li: {len(units)} of {len(units)} units are not coded")


def test_a_coder_is_told_by_the_file_s_name(sample: CodingSample, tmp_path: Path) -> None:
    frame = long(sample, "Ana").drop(columns="coder")
    assert back(frame, tmp_path, sample, "codes-ana (1).csv").codes["coder"].unique().tolist() == ["Ana"]
    found = back(frame, tmp_path, sample, "mine.csv")
    assert found.codes.empty
    assert set(kinds(found)) == {"no coder"}


def test_without_a_sample_answers_are_taken_as_they_stand(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"unit": ["1", "1", "2"], "coder": ["a", "b", "a"], "tone": ["x", "y", ""], "n": [1, 2, 3]}
    )
    found = back(frame, tmp_path, None, "any.csv")
    assert found.codes[["unit", "coder", "question", "value"]].to_numpy().tolist() == [
        ["1", "a", "tone", "x"], ["1", "a", "n", "1"], ["1", "b", "tone", "y"], ["1", "b", "n", "2"],
        ["2", "a", "n", "3"],
    ]  # fmt: skip
    assert found.faults.empty


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"", "no column 'unit'"),
        ("a.csv", b"one,two\n1,2\n", "no column 'unit'"),
        ("a.csv", b'unit,tone\n"' + b"x" * 200_000, "is no table"),
        ("a.xlsx", b"PK nothing", "can't be read"),
        ("a.xlsx", workbook({"units": [["one"], ["two"]]}), "no sheet has a column 'unit'"),
        ("a.doc", b"", "holds no codes"),
    ],
)
def test_files_that_are_none_are_said(
    sample: CodingSample, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    long(sample, "Li").to_csv(tmp_path / "codes-Li.csv", index=False)
    codes, faults = read_codes([tmp_path / name, tmp_path / "codes-Li.csv"], sample=sample)
    assert len(codes) == 2 * len(sample.units)
    assert faults["kind"].tolist()[0] == "unreadable"
    assert said in faults["detail"][0]
    assert "\n" not in faults["detail"][0]


def test_a_folder_is_read_without_the_sample_s_own_files(sample: CodingSample, tmp_path: Path) -> None:
    sample.write(tmp_path)
    long(sample, "Ana").to_csv(tmp_path / "codes-Ana.csv", index=False)
    codes, faults = read_codes(tmp_path, sample=tmp_path)
    assert codes["coder"].unique().tolist() == ["Ana"]
    assert faults["kind"].tolist() == ["missing"]


def test_faults_alike_are_counted_where_there_are_many(
    sample: CodingSample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_MOST_ALIKE", 3)
    found = back(long(sample, "Ana", value="awful"), tmp_path, sample)
    assert kinds(found) == ["not allowed"] * 4
    assert "more faults of this kind" in found.faults["detail"][3]
    monkeypatch.setattr(reading, "_ROWS", 2)
    assert "more than 2 rows" in back(long(sample, "Ana"), tmp_path, sample).faults["detail"][0]


def test_paths_that_are_not_there_are_said(tmp_path: Path, sample: CodingSample) -> None:
    with pytest.raises(FramingError, match="is not there"):
        read_codes(tmp_path / "no.csv")
    with pytest.raises(FramingError, match="holds no file of codes"):
        read_codes(tmp_path)
    with pytest.raises(FramingError, match="give the folder that a sample was written to"):
        read_codes(tmp_path, sample=tmp_path)
    with pytest.raises(FramingError, match="neither a sample"):
        read_codes(tmp_path, sample=3)  # type: ignore[arg-type]
    sample.write(tmp_path)
    (tmp_path / "codebook.json").write_text("{}", "utf8")
    with pytest.raises(FramingError, match=r"codebook.json is not as it was written \(.+\); write"):
        read_sample(tmp_path)


def test_names_of_files_differ_whatever_coders_are_called() -> None:
    found = slugs(["a/b", "a b", "A-B", "..", "a" * 99])
    assert len({slug.casefold() for slug in found.values()}) == 5
    assert all(slug and "/" not in slug and len(slug) < 70 for slug in found.values())


@pytest.mark.parametrize("name", sorted({*shipped(), *frame_codebooks()}))
def test_every_codebook_that_ships_asks_something(name: str) -> None:
    book = questions_of(name)
    assert isinstance(book, Questions)
    assert len(book)
    assert book.title
    for question in book:
        assert question.question.strip().endswith("?")
        assert all(question.fault(value) is None for value in question.values)
    if name in frame_codebooks():
        assert {one.frame for one in book} <= set(codebook_of(name).frames)


def test_a_version_changes_with_what_a_coder_reads(tmp_path: Path) -> None:
    text = 'title = "T"\n[questions.a]\nquestion = "One?"\nvalues = ["yes", "no"]\n'
    path = tmp_path / "q.toml"
    versions = set()
    for said in (
        text,
        text.replace("One", "Two"),
        text.replace('"yes", "no"', '"no", "yes"'),
        'note = "n"\n' + text,
    ):
        path.write_text(said, "utf8")
        versions.add(questions_of(path).version)
    assert len(versions) == 4
    path.write_text("# a comment\n" + text, "utf8")
    assert questions_of(path).version in versions


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[questions]", "no questions"),
        ("questions = 3", "is no table"),
        ("[questions.a]\nquestion = ''", "asks nothing"),
        ("[questions.a]\nquestion = 'x'", "no values"),
        ("[questions.a]\nquestion = 'x'\nvalues = ['one']", "1 values"),
        ("[questions.a]\nquestion = 'x'\nvalues = ['one', 'one']", "stands twice"),
        ("[questions.a]\nquestion = 'x'\nvalues = 'one'", "is no list"),
        ("[questions.a]\nquestion = 'x'\nvalues = ['one', 2.5, true]", "is no answer"),
        ("[questions.a]\nquestion = 'x'\nlevel = 'nomnal'\nvalues = ['a', 'b']", "did you mean 'nominal'"),
        ("[questions.a]\nquestion = 'x'\nlevel = 'interval'\nvalues = ['a', 'b']", "is no number"),
        ("[questions.a]\nquestion = 'x'\nlevel = 'interval'\nleast = 3\nmost = 2", "not below most"),
        ("[questions.a]\nquestion = 'x'\nlevel = 'interval'\nleast = 'a'", "is no number"),
        ("[questions.a]\nquestion = 'x'\nleast = 1\nvalues = ['a', 'b']", "keep one of them"),
        ("[questions.a]\nquestion = 'x'\nvalues = ['a', 'b']\nunits = ['page']", "units 'page'"),
        ("[questions.a]\nquestion = 'x'\nvalues = ['a', 'b']\noptional = 'no'", "neither true nor false"),
        ("[questions.note]\nquestion = 'x'\nvalues = ['a', 'b']", "is a column"),
        ("[questions.a]\nqestion = 'x'", "did you mean 'question'"),
        ("nme = 'x'", "did you mean 'name'"),
        ("a = [", "not a TOML file"),
    ],
)
def test_what_is_wrong_with_questions_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "q.toml").write_text(text, "utf8")
    with pytest.raises(FramingError) as caught:
        questions_of(tmp_path / "q.toml")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_several_codebooks_are_asked_together() -> None:
    book = questions_of(["tone", "voice"])
    assert [one.key for one in book] == ["tone", "loaded", "voice"]
    with pytest.raises(FramingError, match="is asked by"):
        questions_of(["tone", "tone"])
    with pytest.raises(FramingError, match="can't be read"):
        questions_of("no/such.toml")
    assert book["voice"].fault("outlet") is None
    with pytest.raises(FramingError, match="did you mean 'voice'"):
        book["voce"]


def test_numbers_have_bounds() -> None:
    asked = questions_of("tone")["tone"]
    assert asked.fault("0.5")
    from framing.coding.questions import Question

    number = Question("n", "N?", level="interval", least=0, most=10)
    assert [number.fault(text) is None for text in ("0", "10", "1e1", "11", "-1", "nan", "inf", "x", "")] == (
        [True] * 3 + [False] * 6
    )
    assert number.range == "give a number from 0 to 10"
    assert Question("n", "N?", level="ratio", least=0).range == "give a number of 0 or more"
    assert Question("n", "N?", level="interval").range == "give a number"
