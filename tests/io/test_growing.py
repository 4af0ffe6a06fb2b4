"""A table written while it grows is the table that is written at once, whatever its parts bring."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.commands.tally import Growing
from framing.corpus.load import Loaded, stream
from framing.errors import FramingError
from framing.io import files
from tests.corpus import made


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mixed")
    made.mixed(folder)
    extra = [made.record(100 + n, likes=n, **({"shares": n / 2} if n % 3 else {})) for n in range(20)]
    extra += [made.record(200 + n, paid=bool(n % 2)) for n in range(7)]
    (folder / "more.jsonl").write_text(made.lines(*extra), "utf8")
    return folder


def pieces(corpus: Path, each: int) -> list[Loaded]:
    return list(stream(corpus, each=each, progress=False))


@pytest.mark.medium
@pytest.mark.filterwarnings("ignore::framing.errors.FramingWarning")
@pytest.mark.parametrize("each", [1, pytest.param(1000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_pieces_make_the_table_that_is_read_at_once(
    corpus: Path, tmp_path: Path, each: int, suffix: str
) -> None:
    whole = fr.load(corpus, progress=False)
    made_of = pieces(corpus, each)
    audit = pd.concat([piece.audit for piece in made_of], ignore_index=True)
    pd.testing.assert_frame_equal(audit, whole.audit)
    with Growing(tmp_path / f"grown{suffix}") as table:
        for piece in made_of:
            table.add(piece.articles)
    files.write_table(whole.articles, tmp_path / f"whole{suffix}")
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["grown", "whole"]
    if suffix == ".parquet":
        grown, once = (pd.read_parquet(tmp_path / f"{name}{suffix}") for name in ("grown", "whole"))
        pd.testing.assert_frame_equal(grown, once)
    else:
        assert (tmp_path / f"grown{suffix}").read_bytes() == (tmp_path / f"whole{suffix}").read_bytes()


_PARTS = st.lists(
    st.dictionaries(
        st.sampled_from("abc"), st.lists(st.text(max_size=3), min_size=2, max_size=2), min_size=1
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.medium
@given(_PARTS)
def test_columns_that_come_late_are_empty_before(parts: list[dict[str, list[str]]]) -> None:
    frames = [pd.DataFrame(part).astype("str") for part in parts]
    whole = pd.concat(frames, ignore_index=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        with Growing(path) as table:
            for frame in frames:
                table.add(frame)
        read = pd.read_parquet(path)
        assert [file.name for file in path.parent.iterdir()] == ["a.parquet"]
    pd.testing.assert_frame_equal(read.astype("str"), whole.astype("str"))


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    with Growing(tmp_path / "a.csv") as table:
        table.add(pd.DataFrame({"a": pd.Series([], dtype="str")}))
    assert (tmp_path / "a.csv").read_text("utf8") == '"a"\n'


def test_nothing_is_left_of_a_table_that_was_not_finished(tmp_path: Path) -> None:
    def cut_off() -> None:
        with Growing(tmp_path / "a.csv") as table:
            table.add(pd.DataFrame({"a": ["x"]}))
            table.add(pd.DataFrame({"b": ["x"]}))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_off()
    assert list(tmp_path.iterdir()) == []


def test_a_suffix_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match=r"use \.parquet"), Growing(tmp_path / "a.doc"):
        pass


@pytest.mark.medium
def test_a_column_that_stands_nowhere_is_told_at_the_end(corpus: Path) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        list(stream(corpus, columns={"title": "Headlin"}, progress=False))
    assert any("no file has a column 'Headlin'" in str(warning.message) for warning in told)
