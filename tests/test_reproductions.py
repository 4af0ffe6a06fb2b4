"""Published studies come out again; the runner says so only where they do, and leaves nothing out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from reproductions import r_sample, run, show, study, verdicts

pytestmark = pytest.mark.medium

STUDIES = run.studies()
NAMES = [folder.name for folder in STUDIES]

_ran: dict[str, run.Outcome] = {}


def outcome(name: str, shared: Path) -> run.Outcome:
    """Run a study once for all tests; those that need it skip where its data are absent."""
    if name not in _ran:
        _ran[name] = run.reproduce(study.HERE / name, shared)
    if _ran[name].table is None and not _ran[name].failed:
        pytest.skip(_ran[name].skipped)
    return _ran[name]


def value(table: pd.DataFrame, row: str, statistic: str, column: str = "found") -> float:
    line = table[(table["row"] == row) & (table["statistic"] == statistic)]
    assert len(line) == 1
    return float(line[column].iloc[0])


def test_the_studies_are_there() -> None:
    assert NAMES == [
        "frermann-2023", "huawei-2020", "krippendorff-2011", "quanteda-keyness", "van-atteveldt-2021"
    ]  # fmt: skip


@pytest.mark.parametrize("folder", STUDIES, ids=NAMES)
def test_a_study_is_whole(folder: Path) -> None:
    read = study.read(folder)
    # A study for the command as well, where there is one.
    assert {path.name for path in folder.iterdir() if path.is_file()} - {"compare.toml"} == {
        "README.md", "published.csv", "run.py", "study.toml", "verdicts.csv"
    }  # fmt: skip
    assert min(map(len, (read.citation, read.published, read.source))) > 20
    assert read.printed["place"].str.len().min() > 0
    assert read.printed["value"].notna().all()
    assert all(len(file.sha256) == 64 for file in read.files if not file.optional)


@pytest.mark.parametrize("folder", STUDIES, ids=NAMES)
def test_without_its_data_a_study_is_skipped_and_says_which_it_lacks(folder: Path, tmp_path: Path) -> None:
    skipped = run.reproduce(folder, tmp_path)
    assert skipped.table is None
    assert skipped.missed == []
    needed = [file.name for file in skipped.study.files if not file.optional]
    assert all(name in skipped.skipped for name in needed)
    assert f"skipped: {skipped.skipped}" in show.report(skipped)
    assert show.pages([skipped]) == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_study_comes_out_as_its_file_says(name: str, shared: Path) -> None:
    found = outcome(name, shared)
    assert found.skipped == ""
    assert found.notes == ()
    assert found.table is not None
    assert found.missed == []
    assert set(found.table["verdict"]) <= set(verdicts.VERDICTS)
    assert (found.table["verdict"] == "met").any()
    # Every published value has a verdict, under one row or several.
    for line in found.study.printed.itertuples():
        against = [row["row"] for row in found.study.rows if row.get("against", row["row"]) == line.row]
        for row in against:
            assert value(found.table, row, line.statistic, "published") == line.value


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_hold_what_the_run_gives(name: str, shared: Path) -> None:
    found = outcome(name, shared)
    for path, text in show.pages([found]).items():
        assert path.read_text("utf8") == text, f"{path.name}: python -m reproductions.run --write"


def test_the_overviews_hold_what_the_runs_give(shared: Path) -> None:
    made = show.pages([outcome(name, shared) for name in NAMES])
    for path in (study.HERE / "README.md", study.HERE.parent / "docs" / "reproductions.md"):
        assert path.read_text("utf8") == made[path], "python -m reproductions.run --write"


@pytest.mark.parametrize("name", NAMES)
def test_values_are_written_one_a_line(name: str, shared: Path) -> None:
    found = outcome(name, shared)
    lines = list(csv.DictReader(io.StringIO(show.values(found))))
    assert found.table is not None
    assert len(lines) == len(found.table)
    assert not {line["row"] for line in lines if line["verdict"] == "not met" and not line["reason"]}


# What the studies themselves say, against something independent.


def test_the_values_of_van_atteveldt_2021_are_those_its_authors_print(shared: Path) -> None:
    if not (shared / "data" / "ecosent" / "table_performance.csv").is_file():
        pytest.skip("the authors' table is not beside the project (../shared/data/ecosent)")
    printed = study.read(study.HERE / "van-atteveldt-2021").printed
    ours = printed[printed["place"] == "Table 2"].pivot(index="row", columns="statistic", values="value")
    sections = {"English Dictionaries (translated using deepl)": "Translated (DeepL)"}
    theirs = pd.read_csv(shared / "data" / "ecosent" / "table_performance.csv")
    theirs.index = theirs["section"].replace(sections) + " / " + theirs["name"]
    assert sorted(ours.index) == sorted(theirs.index)
    pd.testing.assert_frame_equal(
        ours, theirs.loc[ours.index, ours.columns], atol=6e-7, rtol=0, check_names=False
    )


def test_van_atteveldt_2021_from_text_dictionary_and_coders(shared: Path) -> None:
    table = outcome("van-atteveldt-2021", shared).table
    assert table is not None
    assert value(table, "Dictionaries / Muddiman", "acc") == pytest.approx(139 / 284, abs=1e-12)
    assert value(table, "Dictionaries / Muddiman", "alpha") == pytest.approx(0.31116747604913675, abs=1e-12)
    assert value(table, "Dictionaries / Muddiman", "same_counts") == 300
    # 229 of the 280 headlines that anybody coded; 94 of the 107 that three did.
    assert value(table, "Manual Coding / Single Coder", "acc") == pytest.approx(229 / 280, abs=1e-12)
    assert value(table, "Manual Coding / Vote (3 Coders)", "acc") == pytest.approx(94 / 107, abs=1e-12)
    met = table[table["verdict"] == "met"]
    assert met["row"].str.startswith("Correlations").sum() == 78
    assert met["row"].str.startswith("Manual").sum() == 22


def test_rows_whose_files_are_there_are_attempted(shared: Path, tmp_path: Path) -> None:
    table = outcome("van-atteveldt-2021", shared).table
    """Stored codes like the study's, made up: five coders who give gold, but for the first: always 0."""
    gold = pd.read_csv(shared / "data" / "ecosent" / "gold.csv")
    coders = [gold.assign(coder=c, value=gold["value"] if c > 1 else 0) for c in range(1, 6)]
    # Where the authors' repository keeps it.
    kept = tmp_path / "ecosent" / "data" / "intermediate"
    kept.mkdir(parents=True)
    pd.concat(coders).to_csv(kept / "crowdcodings.csv", index=False)
    # Models give a value each, once or in several repetitions; stored dictionaries have fractions.
    gold.assign(confidence=0.5).to_csv(kept / "svm_predictions.csv", index=False)
    runs = [gold.assign(repetition=1), gold.assign(repetition=2, value=0)]
    pd.concat(runs).to_csv(kept / "cnn_predictions.csv", index=False)
    stored = [gold.assign(variable=name) for name in ("pattern", "polyglot")]
    stored.append(gold.assign(variable="DANEW", value=gold["value"] * 0.4))
    pd.concat(stored).to_csv(kept / "dictionary_output.csv", index=False)
    read = study.read(study.HERE / "van-atteveldt-2021")
    files = read.found(shared) | read.found(tmp_path)
    rows = [row for row in read.rows if set(row.get("needs", ("none",))) <= set(files)]
    found = run._module(read.folder).reproduce(files, rows)
    neutral = (gold["value"] == 0).mean()
    assert found["Crowd-Coding / Single Coder"]["acc"] == pytest.approx((4 + neutral) / 5)
    assert found["Crowd-Coding / Vote (3 Coders)"]["acc"] == 1
    assert found["Crowd-Coding / Vote (5 Coders)"]["alpha"] == pytest.approx(1)
    assert found["Machine Learning / SVM"]["alpha"] == pytest.approx(1)
    assert found["Machine Learning / CNN"]["acc"] == pytest.approx((1 + neutral) / 2)
    assert found["Dictionaries / DANEW"]["acc"] == pytest.approx(neutral)
    assert found["Dictionaries / Pattern"]["neg_f1"] == 1
    assert table is not None
    assert set(table[table["row"].str.startswith("Crowd")]["verdict"]) == {"not attempted"}


def test_shares_by_leaning_are_those_of_a_plain_count(shared: Path) -> None:
    table = outcome("frermann-2023", shared).table
    assert table is not None
    data = pd.read_csv(shared / "data" / "narrative_frames" / "articles.tsv", sep="\t", dtype=str)
    data.loc[data["ID"] == "405", "RE"] = "True"
    coded = data["RE"].eq("True").groupby(data["mbfc"]).agg(["sum", "size"])
    for leaning, (hits, size) in coded.iterrows():
        row = "Share with RE, resolution (leaning: a rating site's label)"
        assert value(table, row, leaning) == pytest.approx(hits / size, abs=1e-12)
        # Wilson's interval, another way to the same coverage, ends near by.
        wilson = scipy.stats.binomtest(int(hits), int(size)).proportion_ci(method="wilson")
        assert value(table, row, leaning, "low") == pytest.approx(wilson.low, abs=0.02)
        assert value(table, row, leaning, "high") == pytest.approx(wilson.high, abs=0.03)
    roles = pd.read_csv(shared / "data" / "narrative_frames" / "roles.tsv", sep="\t")
    cast = roles[roles["role"] == "villain"]
    shares = cast["group"].eq("GOVERNMENTS_POLITICIANS_POLIT.ORGS").groupby(cast["mbfc"]).mean()
    for leaning, share in shares.items():
        row = "Of roles of villain, share of governments and politicians (leaning: a rating site's label)"
        assert value(table, row, leaning) == pytest.approx(share, abs=1e-12)
    less = coded.loc["left_bias", "sum"] / 132 - coded.loc["right_bias", "sum"] / 114
    for row in (
        "Left less right, difference of shares (leaning: a rating site's label)",
        "Left less right, an outlet left out at a time (leaning: a rating site's label)",
    ):
        assert value(table, row, "RE") == pytest.approx(less, abs=1e-12)
        assert value(table, row, "RE", "low") < less < value(table, row, "RE", "high")


def test_the_untidy_texts_are_all_accounted_for(shared: Path) -> None:
    table = outcome("huawei-2020", shared).table
    assert table is not None
    lines = (shared / "data" / "huawei" / "articles.jsonl").read_text("utf8").splitlines()
    given = [json.loads(line) for line in lines]
    assert value(table, "Texts", "read") == len(given)
    named = [one for one in given if one["outlet"]]
    assert value(table, "Texts", "kept") == len(named)
    assert value(table, "Texts", "undated") == sum(not one["date"] for one in named)
    assert value(table, "Comparisons, 10 pairs × 4 measures", "adjusted p under .05") == 0
    assert value(table, "Comparisons, 10 pairs × 4 measures", "p under .05 if words were independent") > 5


# The runner.


@given(st.integers(1, 300), st.integers(0, 2**31 - 1))
def test_a_drawn_order_holds_each_place_once(n: int, seed: int) -> None:
    drawn = r_sample.order(n, seed)
    assert sorted(drawn) == list(range(n))
    assert drawn == r_sample.order(n, seed)


@pytest.mark.parametrize(
    ("seed", "drawn"),
    [(1, [9, 4, 7, 1, 2, 5, 3, 10, 6, 8]), (42, [1, 5, 10, 8, 2, 4, 6, 9, 7, 3]),
     (123, [3, 10, 2, 8, 6, 9, 1, 7, 5, 4])],
)  # fmt: skip
def test_an_order_is_the_one_that_r_draws(seed: int, drawn: list[int]) -> None:
    """As R 3.6.0 and newer print ``set.seed(seed); sample(10)``."""
    assert [place + 1 for place in r_sample.order(10, seed)] == drawn


def test_the_first_draws_are_even() -> None:
    first = [r_sample.order(10, seed)[0] for seed in range(500)]
    assert scipy.stats.chisquare(np.bincount(first, minlength=10)).pvalue > 0.001


ROWS = (
    {"row": "a"},
    {"row": "b", "against": "a", "expected": "not met", "reason": "rounded by hand"},
    {"row": "c", "needs": ["c.csv"]},
)
PRINTED = pd.DataFrame(
    [("a", "acc", 0.5, "Table 1"), ("c", "acc", 0.4, "Table 1")],
    columns=["row", "statistic", "value", "place"],
)
CONCLUDED = ({"can": True, "text": "It is {a|acc:.1f} ({a|new.low} to {a|new.high})."},)


def compared(a: float, b: float) -> run.Outcome:
    made = study.Study(
        folder=Path("made-up"), title="T", citation="A (2020)", published="Table 1", source="nowhere",
        data="none", files=(), tolerance=0.01, show=(), rows=ROWS, printed=PRINTED, conclusions=CONCLUDED,
        not_attempted=({"rows": ["d"], "reason": "it is lost"},),
    )  # fmt: skip
    found: verdicts.Found = {"a": {"acc": a, "new": (2.0, 1.0, 4.0)}, "b": {"acc": b}}
    return run.Outcome(made, verdicts.compare(made, found, {"c": "needs c.csv, not among the data"}))


def test_a_value_is_met_within_its_tolerance_and_every_one_has_a_verdict() -> None:
    table = compared(0.505, 0.6).table
    assert table is not None
    assert table[["row", "statistic", "verdict"]].values.tolist() == [
        ["a", "acc", "met"], ["a", "new", "new"], ["b", "acc", "not met"], ["c", "acc", "not attempted"],
    ]  # fmt: skip
    assert table["difference"].tolist()[::2] == pytest.approx([0.005, 0.1])


def test_rows_that_come_out_otherwise_are_missed() -> None:
    assert compared(0.5, 0.6).missed == []
    assert compared(0.6, 0.6).missed == ["a"]
    assert compared(float("nan"), 0.6).missed == ["a"]
    # Met, though there is a reason why it can't be: the reason is wrong.
    assert compared(0.5, 0.5).missed == ["b"]


def test_failures_and_what_was_left_out_are_shown_with_their_reasons() -> None:
    text, page = show.report(compared(0.6, 0.6)), show.table(compared(0.6, 0.6))
    assert "NOT AS THE STUDY FILE SAYS: a" in text
    assert "why: rounded by hand" in text
    assert "4 values: 2 not met, 1 not attempted, 1 new" in text
    for said in (text, page):
        assert "needs c.csv, not among the data" in said
        assert "it is lost" in said
        assert "It is 0.6 (1 to 4)." in said
    assert "| **not met** |" in page


def test_exit_status_says_whether_a_row_was_missed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "reproduce", lambda folder, data: compared(0.6, 0.6))
    assert run.main([NAMES[0]]) == 1
    monkeypatch.setattr(run, "reproduce", lambda folder, data: compared(0.5, 0.6))
    assert run.main([NAMES[0]]) == 0
    assert run.main(["no-such-study"]) == 1
    assert "van-atteveldt-2021" in capsys.readouterr().err
    assert run.main(["--data", str(tmp_path / "nowhere")]) == 1
    assert "is no folder" in capsys.readouterr().err


def test_the_environment_names_the_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(study.ENVIRONMENT, str(tmp_path))
    assert study.place() == tmp_path
    assert study.place("elsewhere") == Path("elsewhere")
    monkeypatch.delenv(study.ENVIRONMENT)
    assert study.place() == study.DATA


def test_another_file_of_the_same_name_is_told(shared: Path, tmp_path: Path) -> None:
    assert outcome("krippendorff-2011", shared).notes == ()
    (tmp_path / "oracles").mkdir()
    example = (shared / "oracles" / "published.json").read_text("utf8")
    (tmp_path / "oracles" / "published.json").write_text(example + "\n", "utf8")
    found = run.reproduce(study.HERE / "krippendorff-2011", tmp_path)
    assert found.missed == []
    assert len(found.notes) == 1
    assert "published.json is not the file" in show.report(found)


@pytest.mark.parametrize(
    "text", ["", "{}", "id,outlet\n", '{"krippendorff_alpha": {"coders_by_units": [[1, 2], [3]]}}']
)
def test_data_that_are_not_what_they_should_be_are_one_line(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "oracles").mkdir()
    (tmp_path / "oracles" / "published.json").write_text(text, "utf8")
    assert run.main(["krippendorff-2011", "--data", str(tmp_path)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 3
    assert "skipped: published.json: not read as what it should be" in out[1]


def test_a_fault_of_our_own_is_not_laid_on_the_data(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome("krippendorff-2011", shared)

    def wrong(folder: Path) -> SimpleNamespace:
        return SimpleNamespace(reproduce=lambda files, rows: 1 / 0)

    monkeypatch.setattr(run, "_module", wrong)
    with pytest.raises(ZeroDivisionError):
        run.reproduce(study.HERE / "krippendorff-2011", shared)


CASES = {
    "tolerence = 1": "tolerence is not known",
    'rows = [{ row = "a" }, { row = "a" }]': "two rows are called 'a'",
    'rows = [{ row = "b" }]': "nothing is held against the published rows a",
    'rows = [{ row = "a", expected = "not met" }]': "give the reason",
    'rows = [{ row = "a", expected = "maybe" }]': "one of met, not met",
    'files = { x = { hash = "" } }': "hash is not known",
}


@pytest.mark.parametrize(("line", "said"), CASES.items(), ids=CASES.values())
def test_a_study_file_that_contradicts_itself_is_refused(
    line: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = {
        "title": '"T"', "citation": '"C"', "published": '"P"', "source": '"S"', "data": '"d"', "files": "{}",
        "tolerance": "0", "show": "[]", "rows": '[{ row = "a" }]',
    }  # fmt: skip
    name, text = line.split(" = ", 1)
    lines = [f"{key} = {given}" for key, given in (known | {name: text}).items()]
    (tmp_path / "study.toml").write_text("\n".join(lines), "utf8")
    (tmp_path / "published.csv").write_text("row,statistic,value,place\na,acc,1,Table 1\n", "utf8")
    with pytest.raises(study.StudyError, match=said):
        study.read(tmp_path)
    monkeypatch.setattr(run, "studies", lambda: [tmp_path])
    assert run.main([]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_page_without_a_place_for_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for the run's table"):
        show._put("# A page\n", "table", "| x |")
    line = SimpleNamespace(low=float("nan"), high=float("nan"))
    assert show._ends(line) == ""


def test_what_is_met_by_formula_alone_is_counted_apart(shared: Path) -> None:
    done = outcome("quanteda-keyness", shared)
    assert done.table is not None
    # Twenty terms and the seventeen words among them, whose sizes were printed or made to fit what was.
    met = int((done.table["verdict"] == "met").sum())
    assert f"{met} met ({met - 37} from the data, 37 by formula from numbers as printed)" in show.table(done)
    cells = show.summary([done]).splitlines()[-1].split(" | ")
    assert cells[2:4] == [str(met - 37), "37"]
    assert "by formula" not in show.table(outcome("krippendorff-2011", shared))
