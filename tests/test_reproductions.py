"""Published studies come out again; and the runner says so only where they do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reproductions import run
from reproductions.agreement import ordinal_alpha

STUDIES = run.studies()
KEYS = {"title", "citation", "published", "data", "needs", "tolerance", "show", "rows"}


def alpha_by_coincidences(coders: Sequence[Sequence[int | None]]) -> Fraction | None:
    """Krippendorff's alpha from the matrix of coincidences, in fractions; None where nothing varies."""
    units = [[code for code in unit if code is not None] for unit in zip(*coders, strict=True)]
    pairs: dict[tuple[int, int], Fraction] = {}
    for unit in units:
        for pair in permutations(unit, 2):
            pairs[pair] = pairs.get(pair, Fraction(0)) + Fraction(1, len(unit) - 1)
    codes = sorted({code for pair in pairs for code in pair})
    count = {c: sum((n for pair, n in pairs.items() if pair[0] == c), Fraction(0)) for c in codes}
    total = sum(count.values(), Fraction(0))

    def distance(a: int, b: int) -> Fraction:
        between = sum((count[c] for c in codes if min(a, b) <= c <= max(a, b)), Fraction(0))
        return (between - (count[a] + count[b]) / 2) ** 2

    observed = sum((n * distance(a, b) for (a, b), n in pairs.items()), Fraction(0))
    expected = sum((count[a] * count[b] * distance(a, b) for a in codes for b in codes), Fraction(0))
    return 1 - (total - 1) * observed / expected if expected else None


def test_ordinal_alpha_is_the_published_example(shared: Path) -> None:
    example = json.loads((shared / "oracles" / "published.json").read_text("utf8"))["krippendorff_alpha"]
    assert ordinal_alpha(example["coders_by_units"]) == pytest.approx(example["ordinal"], abs=5e-7)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda coders: st.lists(
            st.lists(st.sampled_from([-1, 0, 1, 2, None]), min_size=coders, max_size=coders),
            min_size=2,
            max_size=12,
        )
    )
)
def test_ordinal_alpha_is_that_of_the_coincidence_matrix(units: list[list[int | None]]) -> None:
    coders = [list(codes) for codes in zip(*units, strict=True)]
    wanted = alpha_by_coincidences(coders)
    assume(wanted is not None)
    assert wanted is not None
    assert ordinal_alpha(coders) == pytest.approx(float(wanted), abs=1e-12)


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_a_study_is_whole(folder: Path) -> None:
    outcome = run.reproduce(folder, folder / "no-such-place")
    assert set(outcome.study) >= KEYS
    assert (folder / "README.md").is_file()
    assert outcome.study["citation"][-1].isdigit()
    published = pd.read_csv(folder / "published.csv", index_col="row")
    assert published.index.is_unique
    named = [row.get("against", row["row"]) for row in outcome.study["rows"]]
    assert set(named) == set(published.index)
    assert all(row.get("reason") for row in outcome.study["rows"] if row.get("expected") == "not met")


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_without_its_data_a_study_is_skipped_and_says_why(folder: Path, tmp_path: Path) -> None:
    outcome = run.reproduce(folder, tmp_path)
    assert outcome.table is None
    assert outcome.missed == []
    assert "../shared/data/" in outcome.skipped
    assert f"skipped: {outcome.skipped}" in run.report(folder, outcome)


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
def test_a_study_comes_out_again(folder: Path, shared: Path) -> None:
    outcome = run.reproduce(folder, shared / "data")
    assert outcome.skipped == ""
    assert outcome.table is not None
    assert outcome.missed == []
    assert (outcome.table["verdict"] == "met").sum() > 100


def test_the_values_of_van_atteveldt_2021_are_those_its_authors_print(shared: Path) -> None:
    folder = run.HERE / "van-atteveldt-2021"
    ours = pd.read_csv(folder / "published.csv", index_col="row").drop(columns="same_counts").dropna()
    sections = {
        "Dictionaries": "Dictionaries",
        "English Dictionaries (translated using deepl)": "Translated (DeepL)",
    }
    theirs = pd.read_csv(shared / "data" / "ecosent" / "table_performance.csv")
    theirs.index = theirs["section"].map(sections) + " / " + theirs["name"]
    assert len(ours) == 12
    pd.testing.assert_frame_equal(
        ours, theirs.loc[ours.index, ours.columns], atol=6e-7, rtol=0, check_names=False
    )


def test_the_first_row_is_met_from_text_and_dictionary(shared: Path) -> None:
    outcome = run.reproduce(run.HERE / "van-atteveldt-2021", shared / "data")
    assert outcome.table is not None
    found = outcome.table[outcome.table["row"] == "Dictionaries / Muddiman"].set_index("statistic")["found"]
    assert found["acc"] == pytest.approx(139 / 284, abs=1e-12)
    assert found["alpha"] == pytest.approx(0.31116747604913675, abs=1e-12)
    assert found["same_counts"] == 300


ROWS = [{"row": "a"}, {"row": "b", "against": "a", "expected": "not met", "reason": "rounded by hand"}]


def compared(a: float, b: float) -> run.Outcome:
    study = {"title": "T", "published": "Table 1", "tolerance": 0.01, "show": ["acc"], "rows": ROWS}
    published = pd.DataFrame({"acc": [0.5], "alpha": [None]}, index=pd.Index(["a"], name="row"))
    return run.Outcome(study, run.compare(study, published, {"a": {"acc": a, "alpha": 1.0}, "b": {"acc": b}}))


def test_a_row_is_met_within_its_tolerance_and_empty_statistics_are_not_asked_for() -> None:
    table = compared(0.505, 0.6).table
    assert table is not None
    assert table[["row", "statistic", "verdict"]].values.tolist() == [
        ["a", "acc", "met"],
        ["b", "acc", "not met"],
    ]
    assert table["difference"].tolist() == pytest.approx([0.005, 0.1])


def test_only_rows_that_should_be_met_are_missed() -> None:
    assert compared(0.5, 0.6).missed == []
    assert compared(0.6, 0.5).missed == ["a"]
    assert compared(float("nan"), 0.5).missed == ["a"]


def test_a_failure_is_shown_with_its_reason() -> None:
    text = run.report(Path("study"), compared(0.6, 0.6))
    assert "should be met and are not: a" in text
    assert "why: rounded by hand" in text
    assert "0 of 2 rows met" in text


def test_exit_status_says_whether_a_row_was_missed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "reproduce", lambda folder: compared(0.6, 0.5))
    assert run.main([STUDIES[0].name]) == 1
    monkeypatch.setattr(run, "reproduce", lambda folder: compared(0.5, 0.6))
    assert run.main([STUDIES[0].name]) == 0
    assert run.main(["no-such-study"]) == 1
    assert "van-atteveldt-2021" in capsys.readouterr().err
