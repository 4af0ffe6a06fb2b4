"""To and from R: Parquet of types that arrow has in R, a corpus in, tokens and dictionaries out."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from pyarrow import parquet

import framing as fr
from framing.errors import FramingError
from framing.features.lexicon import shipped
from framing.io.files import save_tables
from framing.schema import empty, names
from tests.cases import for_each

#: What a quanteda corpus is as a data frame.
CORPUS = """\
corpus <- data.frame(
  doc_id = c("d1", "d2"), source = c("Fox News", "CNN"), year = c(2025L, 2026L),
  text = c("The port may open.\\n\\nIt was a “good” day.", "Closed, he said; Zürich.")
)
write.csv(corpus, "corpus.csv", row.names = FALSE, fileEncoding = "UTF-8")
jsonlite::stream_out(corpus, file("corpus.jsonl"), verbose = FALSE)
"""


def run_r(code: str, folder: Path) -> str:
    """Run a script of R, or skip where there is none."""
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", code],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf8",
        check=False,
    )
    if "there is no package called" in done.stderr:
        pytest.skip("R lacks jsonlite")
    assert done.returncode == 0, done.stderr
    return done.stdout


def plain(kind: pa.DataType) -> bool:
    """Say whether R has a vector of this type: what arrow's table of types for R lists as one to one."""
    if pa.types.is_dictionary(kind):
        return plain(kind.value_type)
    if pa.types.is_timestamp(kind):
        return kind.tz == "UTC" and kind.unit == "us"
    tests = ("string", "large_string", "int8", "int16", "int32", "int64", "float64", "boolean")
    return any(getattr(pa.types, f"is_{name}")(kind) for name in tests)


@pytest.mark.medium
def test_every_table_of_a_study_is_of_types_that_r_has(whole_study: Path) -> None:
    files = sorted((whole_study / "tables").rglob("*.parquet"))
    assert len(files) > 15
    for file in files:
        schema = parquet.read_schema(file)
        assert [f"{file.name}: {one.name} {one.type}" for one in schema if not plain(one.type)] == []


def test_every_declared_table_is_of_types_that_r_has(tmp_path: Path) -> None:
    save_tables(tmp_path / "all", {name: empty(name) for name in names()})
    for name in names():
        kinds = parquet.read_schema(tmp_path / "all" / f"{name}.parquet")
        assert [f"{name}: {one.name} {one.type}" for one in kinds if not plain(one.type)] == []


@pytest.mark.slow
def test_a_corpus_of_r_is_read(tmp_path: Path) -> None:
    run_r(CORPUS, tmp_path)
    for file in ("corpus.csv", "corpus.jsonl"):
        articles, _ = fr.load(tmp_path / file, columns={"outlet": "source"}, progress=False)
        assert articles["id"].tolist() == ["d1", "d2"]
        assert articles["outlet"].tolist() == ["fox_news", "cnn"]
        assert articles["text"].tolist() == [
            "The port may open.\n\nIt was a “good” day.",
            "Closed, he said; Zürich.",
        ]
        assert articles["year"].astype(int).tolist() == [2025, 2026]


@pytest.mark.slow
def test_r_reads_our_tokens_tables_and_dictionaries(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"outlet": ["x", "y"], "text": ["It may rain: “Oui,” he said.", "Perhaps no rain in Zürich."]}
    )
    tokens = fr.words.tokens(frame)
    tokens.to_csv(tmp_path / "tokens.csv", index=False)
    result = fr.compare(
        fr.score(pd.concat([frame] * 4, ignore_index=True), "hedges", voices=None), collection="census"
    )
    result.save(tmp_path / "out")
    said = run_r(
        't <- read.csv("tokens.csv", fileEncoding = "UTF-8", encoding = "UTF-8")\n'
        'p <- read.csv("out/profile.csv", na.strings = "")\n'
        "cat(jsonlite::toJSON(list(split(t$token, factor(t$article, unique(t$article))), sapply(p, class), "
        "p$n_tokens)))",
        tmp_path,
    )
    listed, kinds, sizes = json.loads(said)
    assert listed == {key: own["token"].tolist() for key, own in tokens.groupby("article", sort=False)}
    assert sizes == result.profile["n_tokens"].tolist()
    assert set(kinds) <= {"character", "integer", "numeric", "logical"}


TERMS = st.from_regex(r"[a-zé]{1,8}\*?( _)?( [a-z]{2,6})?", fullmatch=True)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{3,8}", fullmatch=True), st.lists(TERMS, min_size=1, unique=True), min_size=1
    )
)
def test_a_dictionary_written_is_the_one_read(words: dict[str, list[str]]) -> None:
    made = fr.Lexicon.from_dict(words)
    with TemporaryDirectory() as folder:
        for suffix in (".yml", ".csv"):
            again = fr.Lexicon.read(made.write(Path(folder) / f"mine{suffix}"))
            assert {(e.pole, e.term, e.weight) for e in again.entries} == {
                (e.pole, e.term, e.weight) for e in made.entries
            }


@for_each("name", shipped())
def test_a_shipped_list_is_written_with_a_word_on_what_is_left_out(name: str) -> None:
    lexicon = fr.Lexicon.read(name)
    assert lexicon is shipped()[name]
    with TemporaryDirectory() as folder, pytest.warns(fr.FramingWarning, match=f"of lexicon '{name}'"):
        table = pd.read_csv(lexicon.write(Path(folder) / f"{name}.csv"), keep_default_na=False)
    assert list(zip(table["category"], table["weight"], strict=True)) == [
        (e.pole, e.weight) for e in lexicon.entries
    ]


def test_other_forms_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match=r"suffix '.xls' is not known"):
        fr.Lexicon.from_dict({"a": ["b"]}).write(tmp_path / "a.xls")
