"""Packed files that are cut short, each one line, or packed once more."""

from __future__ import annotations

import gzip
import warnings
from pathlib import Path

import pytest

import framing as fr
from framing.corpus.load import Loaded
from framing.errors import FramingWarning
from tests.corpus.made import lines, record
from tests.corpus.made_packed import archived, document, page, text, workbook


def loaded(folder: Path, name: str, data: bytes, **limits: object) -> Loaded:
    """Load a file beside a good one, which must come out."""
    (folder / name).write_bytes(data)
    (folder / "good.jsonl").write_text(lines(record(1)), "utf8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        found = fr.load(folder, outlets="Harbour Courier", limits=limits or None)
    assert "good.jsonl:1" in set(found.articles["source"])
    return found


def lost(found: Loaded) -> list[str]:
    return list(found.audit.loc[found.audit["kind"].isin(["failed", "skipped"]), "detail"])


def sources(found: Loaded) -> list[str]:
    return sorted(set(found.articles["source"]) - {"good.jsonl:1"})


# --- packed once more


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "make", "expected"),
    [
        ("a.docx.gz", document, ["a.docx.gz"]),
        ("a.xlsx.gz", workbook, ["a.xlsx.gz:2"]),
        ("b.zip.gz", lambda: archived({"a.docx.gz": gzip.compress(document())}), ["b.zip.gz/a.docx.gz"]),
        (
            "a.zip.gz",
            lambda: archived({"a.txt": text(1), "b.txt": text(2)}),
            ["a.zip.gz/a.txt", "a.zip.gz/b.txt"],
        ),
    ],
)
def test_an_archive_that_is_packed_once_more(tmp_path: Path, name: str, make, expected: list[str]) -> None:  # type: ignore[no-untyped-def]
    found = loaded(tmp_path, name, gzip.compress(make()))
    assert lost(found) == []
    assert sources(found) == expected
    plain = tmp_path / "plain"
    plain.mkdir()
    assert (
        loaded(plain, name.removesuffix(".gz"), make()).articles["text"].tolist()
        == found.articles["text"].tolist()
    )


@pytest.mark.medium
def test_such_an_archive_is_bounded_as_what_is_held(tmp_path: Path) -> None:
    found = loaded(tmp_path, "a.zip.gz", gzip.compress(archived({"a.txt": text(1)})), whole_bytes="2 KB")
    (said,) = lost(found)
    assert said.startswith(
        "too long to be held as a whole (limit whole_bytes=2KB); unpack it and give the folder, or"
    )


# --- cut short


@pytest.mark.medium
@pytest.mark.parametrize(("name", "make"), [("a.txt.gz", text), ("a.html.gz", page)])
def test_an_article_that_is_cut_is_one_line(tmp_path: Path, name: str, make) -> None:  # type: ignore[no-untyped-def]
    packed = gzip.compress(make(1))
    found = loaded(tmp_path, name, packed[: len(packed) * 2 // 3])
    assert sources(found) == []
    (said,) = lost(found)
    assert "cut short or damaged" in said


@pytest.mark.medium
def test_one_line_where_nothing_of_it_can_be_read(tmp_path: Path) -> None:
    packed = gzip.compress(b"%PDF-1.4\n" + text(1) * 3)
    (said,) = lost(loaded(tmp_path, "a.pdf.gz", packed[: len(packed) // 2]))
    assert "cut short or damaged" in said


@pytest.mark.medium
@pytest.mark.parametrize(
    ("name", "make", "what"),
    [
        ("a.docx", document, "Word document"),
        ("a.xlsx", workbook, "Excel workbook"),
        ("a.zip", lambda: archived({"a.txt": text(1)}), "ZIP archive"),
    ],
)
def test_what_is_cut_is_called_by_what_it_is(tmp_path: Path, name: str, make, what: str) -> None:  # type: ignore[no-untyped-def]
    whole = make()
    for part in (whole[: len(whole) // 2], whole[:-30]):
        found = loaded(tmp_path, name, part)
        (said,) = lost(found)
        assert said.startswith(f"is no whole {what} (cut short?)")
        assert sources(found) == []


@pytest.mark.medium
def test_an_archive_in_an_archive_that_is_cut(tmp_path: Path) -> None:
    inner = archived({f"{n}.txt": text(n) for n in range(2)})
    found = loaded(tmp_path, "a.zip", archived({"b.zip": inner[: len(inner) * 3 // 4], "c.txt": text(5)}))
    assert sources(found) == ["a.zip/c.txt"]
    assert len(lost(found)) == 1


# --- no text


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.pdf", "a.csv", "a.md"])
def test_zero_bytes_hold_no_text(tmp_path: Path, name: str) -> None:
    (said,) = lost(loaded(tmp_path, name, bytes(100_000)))
    assert said == "holds no text (zero bytes only); copy or save it again"


def test_a_table_with_a_control_character_is_told_where_it_stands(tmp_path: Path) -> None:
    (said,) = lost(loaded(tmp_path, "a.csv", b"a,b\n\x07,\x07\n"))
    assert said == (
        "is called .csv and holds what no text has, first the control character 0x07 at byte 5; save it again"
    )


@pytest.mark.parametrize("name", ["a.md", "a.markdown"])
def test_notes_are_read_as_text(tmp_path: Path, name: str) -> None:
    found = loaded(tmp_path, name, text(1))
    assert lost(found) == []
    assert sources(found) == [name]
