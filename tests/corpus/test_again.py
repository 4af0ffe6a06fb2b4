"""What was loaded before and lies beside its table: the same article, once; and ids that are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.corpus.load import Loaded, load
from framing.corpus.merge import counts
from framing.errors import FramingWarning
from framing.io.files import write_table
from tests.corpus.made import LONG, lines, page, record


def flow(loaded: Loaded) -> tuple[int, int, int, int, int]:
    told = counts(*loaded)
    return told.found, told.kept, told.duplicate, told.skipped, told.failed


@pytest.mark.medium
@pytest.mark.parametrize(
    "name", ["articles.csv", "articles.parquet", "zz.csv", "zz.parquet", "articles.jsonl"]
)
def test_a_table_beside_the_files_it_was_made_of(name: str, tmp_path: Path) -> None:
    """Whichever is read first, the other is the second copy; it is nothing that failed."""
    (tmp_path / "records.jsonl").write_text(lines(*(record(n) for n in range(3))), "utf8")
    (tmp_path / "page.html").write_text(page(9), "utf8")
    before = load(tmp_path).articles
    write_table(before, tmp_path / name)
    loaded = load(tmp_path)
    assert flow(loaded) == (8, 4, 4, 0, 0)
    assert sorted(loaded.articles["id"]) == sorted(before["id"])
    twice = loaded.audit[loaded.audit["kind"] == "duplicate"]
    assert twice["detail"].str.startswith("the same article as ").all()
    assert set(twice["article"]) == set(before["id"])
    assert len(load(tmp_path, workers=2).articles) == 4


def test_an_id_with_another_text_or_outlet_is_taken(tmp_path: Path) -> None:
    given = [
        record(1, id="a"),
        record(1, id="a", beat="ports"),
        record(1, id="a", text=f"{LONG} It is another."),
        record(1, id="a", text=f"{LONG} It is another.", beat="ships"),
        record(1, id="a", outlet="Xinhua"),
    ]
    (tmp_path / "records.jsonl").write_text(lines(*given), "utf8")
    with pytest.warns(FramingWarning):
        loaded = load(tmp_path)
    assert flow(loaded) == (5, 1, 1, 0, 3)
    lost = loaded.audit[loaded.audit["rule"] == "id_taken"]
    # The second of two that lost their place is no copy of anything in the table.
    assert lost["source"].tolist() == [f"records.jsonl:{n}" for n in (3, 4, 5)]
    assert lost["detail"].str.contains("is that of records.jsonl:1, whose outlet or text differs").all()


def test_records_without_text_are_told_apart_by_their_headlines(tmp_path: Path) -> None:
    given = [record(n, id="a", text="", status="metadata", beat=str(k)) for k, n in enumerate((1, 1, 2))]
    (tmp_path / "records.jsonl").write_text(lines(*given), "utf8")
    with pytest.warns(FramingWarning):
        loaded = load(tmp_path)
    assert flow(loaded) == (3, 1, 1, 0, 1)


@pytest.mark.medium
@pytest.mark.parametrize("name", ["m.csv", "m.parquet", "m.jsonl"])
def test_a_record_without_text_has_no_blocks_and_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines(record(1, text="", status="metadata"), record(2)), "utf8")
    before = load(tmp_path / "a.jsonl").articles
    assert before["blocks"].tolist() == ["", "pp"]
    write_table(before, tmp_path / name)
    after = load(tmp_path / name).articles
    assert after[["text", "status", "id", "sha256"]].equals(before[["text", "status", "id", "sha256"]])
    assert after["blocks"].tolist() == ["", "pp"]
