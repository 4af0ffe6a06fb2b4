"""Nexis Uni: a real export of dummy articles, and made ones for what it hasn't; in DOCX and as bare lines."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from framing.corpus import dates
from framing.corpus.layouts import nexis_uni
from framing.corpus.load import load
from framing.corpus.readers import docx
from framing.corpus.records import Fault, Note, Record, Source
from tests.corpus.exports import made_documents as made
from tests.corpus.exports.made_nexis_uni import FIRST, NB, SECOND, cover, paras, read, records


@pytest.fixture(scope="module")
def sample(shared: Path) -> Path:
    return shared / "fixtures" / "nexis" / "sample.DOCX"


def oracle(path: Path) -> list[list[str]]:
    """Return the lines of each article by a way of our own: the marks of its end, all text of a paragraph."""
    root = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    lines = ["".join(part.itertext(f"{{{made.W}}}t")).strip() for part in root.iter(f"{{{made.W}}}p")]
    split, held = [], []
    for line in lines:
        if line == "End of Document":
            split.append([kept for kept in held if kept])
            held = []
        else:
            held.append(line)
    return split


class TestSample:
    """The export of ten dummy articles that comes with LexisNexisTools."""

    @pytest.mark.medium
    def test_every_article_is_kept_and_reconciled(self, sample: Path) -> None:
        loaded = load(sample)
        assert len(loaded.articles) == 10
        assert not set(loaded.audit["kind"]) & {"failed", "skipped"}
        checked = loaded.audit[loaded.audit["kind"] == "checked"]["detail"].tolist()
        assert "announces 10 articles; all of them were read" in checked

    @pytest.mark.medium
    def test_every_text_is_that_between_body_and_labels(self, sample: Path) -> None:
        articles = load(sample).articles
        for lines, row in zip(oracle(sample), articles.to_dict("records"), strict=True):
            start = lines.index("Body") + 1
            tail = next(
                (
                    at
                    for at, line in enumerate(lines)
                    if line == "Classification" or line.startswith("Load-Date")
                ),
                len(lines),
            )
            assert row["text"].split("\n\n") == [" ".join(line.split()) for line in lines[start:tail]]
            assert len(row["blocks"]) == tail - start

    @pytest.mark.medium
    def test_every_field_comes_out(self, sample: Path) -> None:
        articles = load(sample).articles
        for lines, row in zip(oracle(sample), articles.to_dict("records"), strict=True):
            said = dict(re.findall(r"(?m)^([\w -]{4,20}):\u00a0(.+)$", "\n".join(lines)))
            section, _, version = said["Section"].partition("; Version:")
            assert row["section"] == section
            assert not version or row["version"] == version
            assert f"{row['length']} words" == said["Length"]
            assert row["byline"] == said["Byline"]
            assert row["outlet"].startswith("guardian")
            assert row["database"] == "nexis"
            if "Load-Date" in said:
                assert row["load_date"] == dates.parse(said["Load-Date"]).time.date().isoformat()
            date = next(line for line in lines if re.fullmatch(r"July \d, 2019 \w+day .+ GMT", line))
            day, clock = re.fullmatch(r"(July \d, 2019) \w+ (.+ [AP]M) GMT", date).groups()
            assert row["published"] == dates.parse(f"{day} {clock}").time
            assert row["published_precision"] == "minute"
            at = lines.index(date)
            assert row["title"] == lines[at - 2]
            copied = [line for line in lines if line.startswith("Copyright")]
            assert (row["copyright"] if copied else "") == "".join(copied)

    @pytest.mark.medium
    def test_the_article_with_a_classification_has_all_of_it(self, sample: Path) -> None:
        row = load(sample).articles.iloc[6]
        assert row["publication_type"] == "Newspaper"
        assert row["source_code"] == "WEBGNS"
        assert row["language"] == "en"
        assert row["subjects"].startswith("Sample File (89%); LEGISLATIVE BODIES (88%); MUSIC (74%)")
        assert row["organisations_indexed"] == "EUROPEAN PARLIAMENT (84%)"
        assert row["people"] == "NIGEL FARAGE (79%); MICHELLE OBAMA (50%)"
        assert row["places"].endswith("GERMANY (55%)")
        assert row["load_date"] == "2019-07-04"

    def test_cut_off_it_loses_nothing_silently(self, sample: Path, tmp_path: Path) -> None:
        """With the last three articles gone, three lines say so."""
        archive = zipfile.ZipFile(sample)
        document = archive.read("word/document.xml").decode("utf8")
        marks = [found.end() for found in re.finditer(r"End of Document</w:t></w:r></w:p>", document)]
        document = document[: marks[6]] + document[document.rindex("<w:sectPr>") :].partition("</w:p>")[2]
        cut = document if document.endswith("</w:document>") else document + "</w:body></w:document>"
        path = tmp_path / "cut.docx"
        path.write_bytes(made.packed({"word/document.xml": cut}))
        with path.open("rb") as stream:
            items = list(docx.read(stream, Source("cut.docx")))
        assert len(records(items)) == 7
        faults = [item for item in items if isinstance(item, Fault) and item.rule == "announced"]
        assert len(faults) == 3


@pytest.mark.parametrize("marked", [True, False], ids=["bold", "plain"])
@pytest.mark.parametrize("end", ["End of Document", ""])
class TestMade:
    def test_no_headline_in_original_is_none(self, marked: bool, end: str) -> None:
        odd = SECOND.replace(SECOND.split("\n")[0], "*No Headline In Original")
        one, _ = records(read(made.joined([odd, FIRST], end=end), marked=marked))
        assert "title" not in one.fields
        assert any(note.rule == "title" for note in one.notes)

    def test_two_articles_and_their_fields(self, marked: bool, end: str) -> None:
        items = read(
            made.joined([FIRST, SECOND], cover=cover("Council goes home early", "Tide"), end=end),
            marked=marked,
        )
        one, two = records(items)
        assert [item for item in items if isinstance(item, Fault)] == []
        assert dict(one.fields) == {
            "database": "nexis",
            "title": "Tide turns at the harbour gates and nobody saw it",
            "outlet": "The Harbour Courier (Norwich)",
            "published": "2026-01-15 11:48 PM GMT",
            "copyright": "Copyright 2026 Harbour Courier All Rights Reserved",
            "section": "Section A; Foreign Desk",
            "column": "0",
            "page": "8",
            "length": 1163,
            "authors": "By Ada Quill; Berta Inkwell in Norwich",
            "byline": "By Ada Quill; Berta Inkwell in Norwich",
            "highlight": "What happened at the gates.",
            "graphic": "The gates, Photo: A. Quill",
            "language": "ENGLISH",
            "publication_type": "Newspaper",
            "source_code": "HBC",
            "subjects": "PORTS (90%); TIDES (72%)",
            "companies": "GATE WORKS PLC (55%)",
            "tickers": "GTW (LSE) (55%)",
            "industries": "NAICS488310 PORT OPERATIONS (55%)",
            "people": "ADA QUILL (50%)",
            "places": "NORWICH, ENGLAND (79%)",
            "load_date": "2026-01-16",
            "status": "stub",
            "text": "The tide turned on Monday.\nTwo blank lines stand above this one.\nJanuary 3, 2026\n"
            "Load: nothing at all\nWho pays\nThe town pays.",
        }
        assert one.blocks == ("pppphp" if marked else "pppppp")
        assert two.fields["title"] == "Council goes home early; Friday's sitting was the shortest of the year"
        assert two.fields["edition"] == "Late Edition - Final"
        assert two.fields["published"] == "2026-01-16"
        assert (two.fields["section"], two.fields["version"]) == ("NEWS", "2")
        assert two.fields["load_date"] == "2026-01-17"

    def test_an_abstract_is_not_the_text(self, marked: bool, end: str) -> None:
        both = SECOND.replace("The council", "ABSTRACT\nShort of it.\nFULL TEXT\nThe council")
        only = FIRST[: FIRST.index("*Body")] + f"*Abstract\nOnly this.\n*Body\nLoad-Date:{NB}January 16, 2026"
        one, two = records(read(made.joined([both, only], end=end), marked=marked))
        assert one.fields["abstract"] == "Short of it."
        assert one.fields["text"] == "The council went home."
        assert (two.fields["text"], two.fields["status"]) == ("Only this.", "stub")
        assert any(note.rule == "stub" for note in two.notes)

    def test_an_article_without_text_is_kept_bare(self, marked: bool, end: str) -> None:
        bare = SECOND.replace("The council went home.", "")
        (one, two) = records(read(made.joined([bare, FIRST], end=end), marked=marked))
        assert one.fields["text"] == ""
        assert one.bare == "Nexis gave no text"
        assert not two.bare


class TestReconciled:
    def test_what_is_missing_is_named_by_the_list(self) -> None:
        text = made.joined(
            [FIRST, SECOND],
            cover=cover("Council goes home early", "Not there", "Tide turns at the harbour gates"),
        )
        (fault,) = [item for item in read(text) if isinstance(item, Fault)]
        assert fault.rule == "announced"
        assert fault.number == 2
        assert "'Not there'" in fault.detail

    def test_no_article_takes_a_headline_of_the_list(self) -> None:
        items = read(made.joined([FIRST, SECOND], cover=cover("Quite another", "And another")))
        assert [one.fields["title"][:4] for one in records(items)] == ["Tide", "Coun"]
        assert any(isinstance(item, Note) and "all of them were read" in item.detail for item in items)

    def test_what_was_searched_for_is_told(self) -> None:
        notes = [item for item in read(made.joined([FIRST], cover=cover("Tide"))) if isinstance(item, Note)]
        assert any("Search Terms: harbour" in note.detail for note in notes)

    @pytest.mark.parametrize("word", ["Documents", "Dokumente", "Documentos", "Documenten", "Documenti"])
    def test_the_count_in_each_language(self, word: str) -> None:
        text = made.joined([FIRST], cover=f"Job Number: 1\n*{word} (3)")
        assert len([item for item in read(text) if isinstance(item, Fault)]) == 2

    def test_neither_date_nor_mark(self) -> None:
        odd = FIRST.replace("January 15, 2026 Thursday 11:48 PM GMT\n", "")
        one, two = records(read(made.joined([odd, SECOND], end="").rstrip() + "\n\n*End of Document"))
        assert one.fields["outlet"] == "The Harbour Courier (Norwich)"
        assert str(one.fields["text"]).endswith("The town pays.")
        assert two.fields["text"] == "The council went home."

    @pytest.mark.parametrize("first", [True, False])
    def test_a_date_that_cannot_be_read_is_kept_as_printed(self, first: bool) -> None:
        odd = SECOND.replace("January 16, 2026 Friday", "The 16th day of 2026")
        articles = [odd, FIRST] if first else [FIRST, odd]
        one, two = records(read(made.joined(articles, cover=cover("Council goes home early", "Tide"))))
        strange = one if first else two
        assert strange.fields["published"] == "The 16th day of 2026"
        assert str(strange.fields["title"]).startswith("Council goes home early")
        assert strange.fields["outlet"] == "The Lantern"
        assert strange.fields["text"] == "The council went home."

    def test_what_stands_below_the_last_mark_is_no_article(self) -> None:
        items = read(made.joined([FIRST]) + "\nPage 3 of 3\n")
        assert len(records(items)) == 1
        assert [item.detail for item in items if isinstance(item, Note)] == ["Page 3 of 3"]

    def test_text_above_the_first_head_is_told(self) -> None:
        stray = "Words without any head that stand above. " * 30
        faults = [item for item in read(made.joined([f"{stray}\n\n{FIRST}"])) if isinstance(item, Fault)]
        assert [fault.rule for fault in faults] == ["no_head"]


@pytest.mark.medium
def test_a_zip_of_single_articles(tmp_path: Path) -> None:
    """Nexis packs "individual files" into one archive, each with one article and no cover."""
    path = tmp_path / "Files.ZIP"
    path.write_bytes(made.packed({"Tide.DOCX": made.docx(FIRST), "Council.DOCX": made.docx(SECOND)}))
    articles = load(path).articles
    assert articles["source"].tolist() == ["Files.ZIP/Council.DOCX:1", "Files.ZIP/Tide.DOCX:1"]
    assert articles["load_date"].tolist() == ["2026-01-17", "2026-01-16"]


@given(st.data())
def test_lines_in_any_order_are_read_or_told(data: st.DataObject) -> None:
    """No order of the lines of an export stops the reader, and what was read is text of the file."""
    lines = made.joined([FIRST, SECOND], cover=cover("Tide", "Council")).split("\n")
    shuffled = data.draw(st.lists(st.sampled_from(lines), max_size=80))
    text = "\n".join(shuffled)
    found = paras(text)
    nexis_uni.sniff(found)
    for item in nexis_uni.read(found, Source("made.rtf"), "rtf"):
        if isinstance(item, Record):
            plain = {" ".join(line.lstrip("*").split()) for line in shuffled}
            stub = item.fields.get("status") == "stub"
            assert stub or all(line in plain for line in item.fields["text"].split("\n") if line)


def test_docx_and_lines_give_the_same() -> None:
    text = made.joined([FIRST, SECOND], cover=cover("Tide", "Council"))
    of_docx = records(list(docx.read(io.BytesIO(made.docx(text)), Source("made.docx"))))
    of_lines = records(read(text))
    assert [one.fields for one in of_docx] == [one.fields for one in of_lines]
    assert [one.blocks for one in of_docx] == [one.blocks for one in of_lines]


class TestCover:
    NARROWED = (
        "Narrowed by:\n*Content Type\n*Narrowed by\nNews\n"
        "Publisher: The Harbour Media Company; Publication Type: Newspapers; Language: English"
    )

    def test_what_a_search_was_narrowed_by_is_no_article(self) -> None:
        front = cover("Tide turns at the harbour gates and nobody saw it", "Council goes home early")
        front = front.replace("Natural Language", f"Natural Language\n{self.NARROWED}")
        items = read("\n".join([front, FIRST, "End of Document", SECOND, "End of Document"]))
        assert [record.fields["outlet"] for record in records(items)] == [
            "The Harbour Courier (Norwich)",
            "The Lantern",
        ]
