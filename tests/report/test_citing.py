"""Works are found by what lists say of them, are cited by stable keys, and their BibTeX can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.features.frames.codebook import shipped as codebooks
from framing.features.lexicon import shipped as lexicons
from framing.report import citing

_LINES = [line for one in (*lexicons().values(), *codebooks().values()) for line in one.citation]

_REQUIRED = {
    "article": {"author", "title", "journal", "year", "volume", "pages"},
    "book": {"author", "title", "publisher", "year"},
    "incollection": {"author", "title", "booktitle", "editor", "publisher", "year"},
    "inproceedings": {"author", "title", "booktitle", "year"},
    "misc": {"author", "title", "howpublished", "year"},
}


def parsed(bibtex: str) -> dict[str, dict[str, str]]:
    """Read entries as they must be written: a field a line, braces in pairs."""
    found = {}
    for entry in bibtex.split("\n@"):
        head, _, rest = entry.lstrip("@").partition("{")
        key, _, body = rest.partition(",\n")
        fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", body, re.MULTILINE))
        assert body.rstrip().endswith("}")
        assert all(value.count("{") == value.count("}") for value in fields.values())
        found[key] = {"type": head, **fields}
    return found


@pytest.mark.parametrize("line", _LINES)
def test_every_work_that_a_shipped_list_names_is_known(line: str) -> None:
    key = citing.key_of(line)
    assert key is not None
    work = citing.works()[key]
    assert work["year"] in line
    # Pages that both give are the same ones.
    pages = re.findall(r"\b(\d+)-(\d+)\b", line)
    if pages and "pages" in work:
        assert "--".join(pages[-1]) == work["pages"]


@pytest.mark.parametrize("key", citing.works())
def test_a_work_has_what_its_kind_needs(key: str) -> None:
    work = citing.works()[key]
    assert _REQUIRED[work["type"]] <= set(work)
    assert key.endswith(work["year"]) or work["year"] in key
    surname = re.sub(r"[^a-z]", "", work["author"].split(",")[0].lower())
    assert key.startswith(surname)
    assert re.fullmatch(r"1[89]\d\d|20[0-2]\d", work["year"])
    assert re.fullmatch(r"10\.\d{4,9}/\S+", work.get("doi", "10.1000/none"))


def test_a_work_that_is_in_no_list_is_kept_as_it_was_written() -> None:
    cited = citing.Cited()
    line = "Marlow, A. & Ruiz, B. (2024). 100% grain_words. Harbour Press."
    assert cited.lines([line, line]) == "[@marlow2024]"
    assert cited.lines(["Marlow, A. (2024). Another. Harbour Press."]) == "[@marlow2024-2]"
    entries = parsed(citing.bibtex(cited.works))
    assert (
        entries["marlow2024"]["note"] == r"Marlow, A. \& Ruiz, B. (2024). 100\% grain\_words. Harbour Press."
    )


def test_bibtex_of_every_work_can_be_read_again() -> None:
    entries = parsed(citing.bibtex(citing.works()))
    assert list(entries) == sorted(citing.works())
    for key, work in citing.works().items():
        assert entries[key] == dict(work)


@given(st.text(max_size=80))
def test_any_line_can_be_cited(line: str) -> None:
    cited = citing.Cited()
    said = cited.lines([line])
    assert re.fullmatch(r"\[@[\w:-]+\]", said)
    assert len(parsed(citing.bibtex(cited.works))) == 1
