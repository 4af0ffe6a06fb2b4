"""What was read once is not read twice, and is the same; what changed is read again, and only that."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import load as cache
from framing.corpus import parts
from framing.corpus.files import FoundFile
from framing.corpus.load import Cache, Loaded, load
from framing.corpus.parts import Entry, Part
from framing.corpus.records import Note, Source
from framing.errors import FramingError, FramingWarning
from tests.corpus.made import lines, mixed, page, record


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read, by name, as they are."""
    names: list[str] = []
    real = parts.records_of

    def watched(file: FoundFile, *more: object) -> object:
        names.append(file.source.path)
        return real(file, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(parts, "records_of", watched)
    return names


def same(one: Loaded, other: Loaded) -> None:
    pd.testing.assert_frame_equal(one.articles, other.articles)
    pd.testing.assert_frame_equal(one.audit, other.audit)


@pytest.mark.medium
def test_the_second_load_reads_nothing_and_says_the_same(tmp_path: Path, read: list[str]) -> None:
    folder = mixed(tmp_path / "texts", 4)
    with pytest.warns(FramingWarning, match="2 skipped and 1 failed|1 skipped and 1 failed") as first:
        one = load(folder, cache=tmp_path / "kept")
    assert "page001.html" in read
    read.clear()
    with pytest.warns(FramingWarning) as second:
        same(load(folder, cache=tmp_path / "kept"), one)
    assert read == []
    assert [str(w.message) for w in first] == [str(w.message) for w in second]
    with pytest.warns(FramingWarning):
        same(load(folder), one)


def test_one_changed_file_is_one_file_read_again(tmp_path: Path, read: list[str]) -> None:
    for number in range(5):
        (tmp_path / f"page{number}.html").write_text(page(number), "utf8")
    load(tmp_path, cache=tmp_path / ".kept")
    (tmp_path / "page3.html").write_text(page(30), "utf8")
    read.clear()
    again = load(tmp_path, cache=tmp_path / ".kept")
    assert read == ["page3.html"]
    same(again, load(tmp_path))


@pytest.mark.medium
@pytest.mark.parametrize("what", ["columns", "outlets", "rules", "manifest", "code", "name"])
def test_what_a_result_depends_on_makes_another_key(
    what: str, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, kept, rules = tmp_path / "texts", tmp_path / "kept", tmp_path / "rules"
    texts.mkdir()
    rules.mkdir()
    (rules / "harbour.toml").write_text('name = "Harbour Daily"\n', "utf8")
    (texts / "a.jsonl").write_text(lines(record(teaser="Only a few words.")), "utf8")
    load(texts, cache=kept, outlets=rules)
    read.clear()
    load(texts, cache=kept, outlets=rules)
    assert read == []
    more: dict[str, object] = {"outlets": rules}
    if what == "columns":
        more["columns"] = {"text": "teaser"}
    elif what == "outlets":
        more["outlets"] = {"The Harbour Courier": "Harbour Daily"}
    elif what == "rules":
        (rules / "harbour.toml").write_text('name = "Harbour Daily"\nzone = "Asia/Tokyo"\n', "utf8")
    elif what == "manifest":
        (texts / "manifest.toml").write_text('event = "talks"\n', "utf8")
    elif what == "code":
        monkeypatch.setattr(cache, "_own_source", lambda: b"another version")
    else:
        (texts / "a.jsonl").rename(texts / "b.jsonl")
    load(texts, cache=kept, **more)  # type: ignore[arg-type]
    assert len(read) == 1


def test_what_is_damaged_is_made_again(tmp_path: Path, read: list[str]) -> None:
    texts, kept = tmp_path / "texts", tmp_path / "kept"
    texts.mkdir()
    for number in range(3):
        (texts / f"page{number}.html").write_text(page(number), "utf8")
    one = load(texts, cache=kept)
    for file in kept.rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-20])
    read.clear()
    same(load(texts, cache=kept), one)
    assert len(read) == 3
    read.clear()
    same(load(texts, cache=kept), one)
    assert read == []
    assert not list(kept.rglob("*.part"))


def test_what_was_changed_by_other_hands_is_made_again(tmp_path: Path, read: list[str]) -> None:
    """Though it is whole, and would be read without a complaint."""
    texts, kept = tmp_path / "texts", tmp_path / "kept"
    texts.mkdir()
    for number in range(2):
        (texts / f"page{number}.html").write_text(page(number), "utf8")
    one = load(texts, cache=kept)
    changed = 0
    for file in kept.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            changed += b"northern" in data
            file.write_bytes(data.replace(b"northern", b"southern"))
    assert changed == 2
    read.clear()
    same(load(texts, cache=kept), one)
    assert len(read) == 2


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines(record()), "utf8")
    (tmp_path / "file").write_text("in the way", "utf8")
    with pytest.raises(FramingError, match=r"cache: '.*' can't be written \(.*\); give a folder that can"):
        load(tmp_path / "a.jsonl", cache=tmp_path / "file" / "kept")


def test_nothing_kept_can_run_code(tmp_path: Path) -> None:
    load(mixed(tmp_path / "texts", 3) / "page000.html", cache=tmp_path / "kept")
    kinds = {file.suffix for file in (tmp_path / "kept").rglob("*") if file.is_file()}
    assert kinds == {".json"}


VALUES = st.one_of(
    st.text(),
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(timezones=st.sampled_from([dt.UTC, None])),
    st.times(),
    st.just(pd.Timestamp("2026-01-15 09:38", tz="Asia/Shanghai")),
)
NOTES = st.builds(Note, st.text(), st.text(), st.text(), st.booleans())
ENTRIES = st.builds(
    Entry,
    st.text(),
    st.none() | st.dictionaries(st.text(), VALUES, max_size=4),
    st.binary(max_size=4),
    st.booleans(),
    st.lists(NOTES, max_size=2).map(tuple),
)


@given(st.lists(ENTRIES, max_size=3), st.lists(st.text(), max_size=3))
def test_a_part_comes_back_as_it_was(entries: list[Entry], columns: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        store = Cache(Path(folder) / "kept", None)
        file = FoundFile(Path(folder) / "a.html", Source("a.html"), {}, {})
        part = Part(entries, dict.fromkeys(columns))
        store.keep(file, part)
        again = Cache(Path(folder) / "kept", None).part(file)
    assert again is not None
    assert again == part
    assert [[type(v) for v in (e.row or {}).values()] for e in again.entries] == [
        [type(v) for v in (e.row or {}).values()] for e in entries
    ]


@pytest.mark.medium
def test_the_command_keeps_too(tmp_path: Path, read: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    from tests.house import call, coverage

    texts = coverage(tmp_path / "texts")
    first = call(capsys, "check", texts, "--json", "--cache", tmp_path / "kept")
    read.clear()
    second = call(capsys, "check", texts, "--json", "--cache", tmp_path / "kept")
    assert read == []
    assert json.loads(first.out) == json.loads(second.out)
