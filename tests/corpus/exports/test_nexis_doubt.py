"""Nexis, where a line may be one thing or another: in doubt it is text, and a sign is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import dates
from framing.corpus.exports.nexis_com import fits_column, is_notice
from framing.corpus.layouts import nexis_com, nexis_uni
from framing.corpus.lines import plain
from framing.corpus.load import load
from framing.corpus.records import Fault, Item, Note, Record, Source
from tests.cases import for_each
from tests.corpus.exports import made_nexis_com as com
from tests.corpus.exports.made_documents import docx
from tests.corpus.exports.made_nexis_uni import NB, SECOND, paras, read, records

#: An article of Nexis Uni without bold lines, and without the space that marks labels.
BARE = """The council goes home
The Lantern
January 16, 2026 Friday
Copyright 2026 The Lantern
Section: NEWS; Pg. 2
Length: 9 words
Byline: Ada Quill and Berta Inkwell
{more}Body
The council went home.
Nobody had asked it to.
{last}Load-Date: January 17, 2026
End of Document"""


def lines(text: str) -> list[Item]:
    return list(nexis_com.read(plain(text), Source("export.TXT"), "txt"))


def faults(items: list[Item]) -> list[Fault]:
    return [item for item in items if isinstance(item, Fault)]


class TestContents:
    """No line of the cover or its list is part of the headline below it."""

    @for_each(
        "listed",
        [
            "Documents (2)\n1. The council goes home\nClient/Matter: -None-\n2. Other\nClient/Matter: -None-",
            "Dokumente (2)\n1. The council goes home\nSuchbegriffe: Rat\n2. Other news\nSuchbegriffe: Rat",
            "Documents (2)\n1. The council goes home\n2. Other news\nTermes de recherche : conseil",
            "Documents (2)\n1. The council goes home\n2. Other news",
            "Documents (2)\n1. Something else\n2. Other news\nContent Type\nNarrowed by\nNews\n-None-",
            "Documents (1)",
            "Documents (2)\n1. The council goes home\n2. Other news\nAn unknown line of the list",
        ],
    )
    @for_each("gap", ["", "\n"])
    def test_of_a_list_right_above_it(self, listed: str, gap: str) -> None:
        (record,) = records(read(f"{listed}\n{gap}{BARE.format(more='', last='')}", marked=False))
        assert record.fields["title"] == "The council goes home"
        assert record.fields["outlet"] == "The Lantern"

    @pytest.mark.parametrize("entry", ["The council", "The council goes home at last"])
    def test_a_headline_on_two_lines_stays_whole(self, entry: str) -> None:
        text = BARE.format(more="", last="").replace("goes home", "goes home\nat last", 1)
        (record,) = records(read(f"Documents (1)\n1. {entry}\nClient/Matter: -None-\n{text}", marked=False))
        assert record.fields["title"] == "The council goes home at last"

    def test_a_headline_that_begins_with_a_number_is_one(self) -> None:
        text = BARE.format(more="", last="").replace("The council goes", "1. Harbour goes", 1)
        (record,) = records(read(f"Documents (1)\n1. 1. Harbour goes home\n{text}", marked=False))
        assert record.fields["title"] == "1. Harbour goes home"


class TestLabels:
    def test_one_that_is_not_known_has_a_column_of_its_own_name(self) -> None:
        more = "Lieu: NORWICH\nQuelque chose: autre\n"
        (record,) = records(read(BARE.format(more=more, last=""), marked=False))
        assert record.fields["authors"] == "Ada Quill and Berta Inkwell"
        assert record.fields["dateline"] == "NORWICH"
        assert record.fields["quelque_chose"] == "autre"

    def test_what_goes_on_below_a_label_with_its_mark_is_no_other_label(self) -> None:
        text = SECOND.replace("*Body", f"Highlight:{NB}One thing.\nExclusive: the other\n*Body")
        (record,) = records(read(text))
        assert record.fields["highlight"] == "One thing. Exclusive: the other"

    def test_a_sentence_that_goes_on_is_no_label(self) -> None:
        more = "Highlight: One thing.\nWhat happened: nobody knows it yet.\n"
        (record,) = records(read(BARE.format(more=more, last=""), marked=False))
        assert record.fields["highlight"] == "One thing. What happened: nobody knows it yet."


SENTENCES = [
    "Section: he read aloud from the treaty.",
    "Load-Date: this is how a robot talks.",
    "Language: it was all that they shared in those days.",
    "Subject: we want peace, she wrote.",
    "Copyright 2025 was the year on the wall.",
]


class TestText:
    """A paragraph that opens like a label stays text, in the middle and at the end, through to the table."""

    @for_each("said", SENTENCES)
    @for_each("marked", [True, False])
    def test_of_nexis_uni(self, said: str, marked: bool) -> None:
        body = f"The council went home.\n{said}\nNobody had asked it to.\n{said}"
        text = BARE.format(more="", last=f"{said}\n").replace("Body\nThe council went home.", f"Body\n{body}")
        (record,) = records(read(text.replace("\nBody", "\n*Body") if marked else text, marked=marked))
        assert record.fields["text"].split("\n").count(said) == 3
        assert record.fields["load_date"] == "2026-01-17"
        assert record.fields["copyright"] == "Copyright 2026 The Lantern"
        assert (record.fields["section"], record.fields["page"]) == ("NEWS", "2")

    @pytest.mark.parametrize("said", SENTENCES)
    def test_of_nexis_com(self, said: str) -> None:
        name, colon, rest = said.partition(":")
        said = f"{name.upper()}{colon}{rest}" if colon else said
        article = {**com.ARTICLES[0], "foot": []}
        article["body"] = [article["body"][0], said, article["body"][2], said]
        (record,) = records(lines(com.text([article])))
        assert record.fields["text"].split("\n").count(said) == 2
        assert record.fields["load_date"] == "January 12, 2010"
        assert said not in record.fields.get("copyright", "")

    @pytest.mark.medium
    def test_none_is_cut_out_of_the_table(self, tmp_path: Path) -> None:
        path = tmp_path / "export.docx"
        path.write_bytes(docx(BARE.format(more="", last="").replace("Nobody had", "\n".join(SENTENCES), 1)))
        loaded = load(path)
        (text,) = loaded.articles["text"]
        assert all(said in text for said in SENTENCES[:4])
        assert SENTENCES[4] in text
        assert "removed" not in set(loaded.audit["kind"])

    @given(st.sampled_from(["load_date", "section", "subjects"]), st.text(max_size=80))
    def test_any_value_is_judged(self, column: str, value: str) -> None:
        assert fits_column(column, value) in (True, False)
        assert is_notice(f"Copyright 2026 {value}", ("copyright",)) in (True, False)

    @pytest.mark.parametrize(
        "notice",
        [
            "Copyright 2026 by the Courier. All rights reserved.",
            "Copyright 2026 all rights reserved.",
            "copyright 2026, the harbour courier",
            "© 2026 Courier Ltd.",
            "(c) 2026, Courier",
            "Copyright Courier 2026.",
        ],
    )
    def test_notices(self, notice: str) -> None:
        assert is_notice(notice, ("copyright", "©", "(c)"))


def test_a_headline_on_copyright_is_one() -> None:
    text = BARE.format(more="", last="").replace("The council goes home", "Copyright battle goes on", 1)
    (record,) = records(read(text, marked=False))
    assert record.fields["title"] == "Copyright battle goes on"


@pytest.mark.parametrize(
    ("printed", "published", "edition"),
    [
        ("Le 1er février 2026 dimanche", "2026-02-01", None),
        ("Freitag, den 16. Januar 2026", "2026-01-16", None),
        ("January 16, 2026 Friday\n12:10 PM GMT", "2026-01-16 12:10 PM GMT", None),
        ("January 16, 2026 Friday\n\n12:10 PM GMT", "2026-01-16 12:10 PM GMT", None),
        ("January 16, 2026 Friday\n12:10 PM GMT Late Edition", "2026-01-16 12:10 PM GMT", "Late Edition"),
        ("January 16, 2026 Friday\nLate Edition", "2026-01-16", "Late Edition"),
        ("16. Januar 2026 Freitag 10:15 Uhr\n11. Ausgabe", "2026-01-16 10:15", "11. Ausgabe"),
    ],
)
def test_date_lines(printed: str, published: str, edition: str | None) -> None:
    text = BARE.format(more="", last="").replace("January 16, 2026 Friday", printed)
    (record,) = records(read(text, marked=False))
    assert record.fields["published"] == published
    assert record.fields.get("edition") == edition
    assert record.fields["title"] == "The council goes home"
    assert not record.notes


@pytest.mark.parametrize(
    ("below", "published", "edition"),
    [
        ("8:27 PM GMT", "2010-01-11T20:27", None),
        ("Edition 1;", "2010-01-11T00:00", "Edition 1"),
        ("Edition 8:27", "2010-01-11T00:00", "Edition 8:27"),
    ],
)
def test_a_clock_time_below_the_date_of_nexis_com(below: str, published: str, edition: str | None) -> None:
    top = [["Harbour Courier (Eastport)"], ["January 11, 2010 Monday", below]]
    (record,) = records(lines(com.text([{**com.ARTICLES[0], "top": top}])))
    moment = dates.parse(record.fields["published"])
    assert moment is not None
    assert f"{moment.time:%Y-%m-%dT%H:%M}" == published
    assert record.fields.get("edition") == edition


@pytest.mark.parametrize(("stated", "stub"), [(312, True), (100, True), (15, False), (9, False)])
def test_few_words_of_those_that_are_stated_are_a_stub(stated: int, stub: bool) -> None:
    uni = BARE.format(more="", last="").replace("9 words", f"{stated} words")
    short: dict[str, Any] = {
        **com.ARTICLES[0],
        "head": [("LENGTH", f"{stated} words")],
        "body": ["Few words."],
    }
    for (record,) in (records(read(uni, marked=False)), records(lines(com.text([short])))):
        assert (record.fields.get("status") == "stub") is stub
        assert [note.rule for note in record.notes] == ["stub"] * stub
        assert not stub or f"of the {stated} words" in record.notes[0].detail


class TestNotShown:
    """What stands in the place of a document is none, whatever its words; and no article is taken for it."""

    @pytest.mark.parametrize(
        "said",
        [
            "We are sorry but there is an error in the data you asked for and we are\nunable to show it.",
            "Dieses Dokument kann aus technischen Gründen nicht angezeigt werden.",
            "Contenu retiré à la demande de l'éditeur.",
            "Sorry.\n\nThis content is no longer licensed to us.",
            "Removed.\n\nAsk the publisher.\n\nOr ask your librarian for a copy of it.",
        ],
    )
    def test_of_any_wording(self, said: str) -> None:
        first = com.text(com.ARTICLES[:1], total=2)
        items = lines(f"{first}\n{'2 of 2 DOCUMENTS'.center(80)}\n\n{said}\n")
        assert len(records(items)) == 1
        (fault,) = faults(items)
        assert (fault.rule, fault.number) == ("error_document", 2)
        assert said.split()[0] in fault.detail

    def test_an_article_that_says_so_is_one(self) -> None:
        short = {**com.ARTICLES[0], "head": [("LENGTH", "9 words")], "tail": [], "foot": []}
        short["body"] = ["There is an error in this document, the chair said."]
        items = lines(com.text([short]))
        assert not faults(items)
        (record,) = records(items)
        assert record.fields["text"] == short["body"][0]


class TestHeadings:
    """ABSTRACT and FULL TEXT on lines of their own part an abstract from the text."""

    @staticmethod
    def record(body: list[str]) -> Record:
        article = {**com.ARTICLES[0], "head": [("LENGTH", "9 words")], "body": ["BODY"]}
        (record,) = records(lines(com.text([article]).replace("BODY\r\n", "\r\n".join(body) + "\r\n")))
        return record

    @pytest.mark.parametrize("gap", ["", "\r\n"])
    @pytest.mark.parametrize(
        "names", [("ABSTRACT", "FULL TEXT"), ("ABSTRACT:", "FULL TEXT:"), ("RÉSUMÉ", "TEXTE")]
    )
    def test_both(self, names: tuple[str, str], gap: str) -> None:
        record = self.record(
            [f"{names[0]}{gap}", "Short of it.", "", f"{names[1]}{gap}", "They met.", "", "They left."]
        )
        assert record.fields["abstract"] == "Short of it."
        assert record.fields["text"] == "They met.\nThey left."
        assert record.blocks == "pp"

    def test_an_abstract_alone_is_a_stub(self) -> None:
        record = self.record(["ABSTRACT", "", "Short of it."])
        assert (record.fields["text"], record.fields["status"]) == ("Short of it.", "stub")
        assert [note.rule for note in record.notes] == ["stub"]

    def test_words_are_no_heading(self) -> None:
        record = self.record(["Abstract art sells.", "", "FULL TEXT of the treaty follows."])
        assert record.fields["text"] == "Abstract art sells.\nFULL TEXT of the treaty follows."
        assert "abstract" not in record.fields


class TestCounts:
    @pytest.mark.parametrize("count", ["9 of 10 DOCUMENTS", "1 of 1 DOCUMENTS", "Document 1 de 2"])
    def test_one_inside_a_text_is_text(self, count: str) -> None:
        body = [com.ARTICLES[0]["body"][0], "COUNT", "Not a new one? It is text."]
        text = com.text([{**com.ARTICLES[0], "body": body}, com.ARTICLES[1]])
        items = lines(text.replace("COUNT", count.center(80)))
        assert not faults(items)
        one, two = records(items)
        assert one.fields["text"].split("\n")[-2:] == [count, body[-1]]
        assert one.fields["load_date"] == "January 12, 2010"
        assert two.number == 2

    def test_a_download_may_begin_with_what_could_not_be_shown(self) -> None:
        first, rest = com.text(com.ARTICLES[:2]), com.text(com.ARTICLES[2:3], numbers=[2], total=3)
        count = "1 of 3 DOCUMENTS".center(80)
        items = lines(f"{first}\n{count}\n\nNothing to see here.\n\n{rest}")
        assert len(records(items)) == 3
        assert "error_document" in {fault.rule for fault in faults(items)}


@pytest.mark.parametrize("tail", ["LANGUAGE: ENGLISH", "", "PUBLICATION-TYPE: Newspaper"])
def test_labels_right_below_each_other_are_two(tail: str) -> None:
    article = {**com.ARTICLES[0], "tail": [("LOAD-DATE", "January 12, 2010")], "foot": []}
    below = f"{tail}\r\n" * bool(tail) + "Copyright 2010 Harbour Courier Ltd.\r\nAll Rights Reserved"
    text = com.text([article]).replace(
        "LOAD-DATE: January 12, 2010", f"LOAD-DATE: January 12, 2010\r\n{below}"
    )
    (record,) = records(lines(text))
    assert record.fields["load_date"] == "January 12, 2010"
    assert record.fields["copyright"] == "Copyright 2010 Harbour Courier Ltd. All Rights Reserved"
    assert record.fields.get("language") == ("en" if "LANGUAGE" in tail else None)
    assert record.fields.get("publication_type") == ("Newspaper" if "TYPE" in tail else None)


def test_a_value_that_goes_on_is_not_parted() -> None:
    (record,) = records(lines(com.text(com.ARTICLES[:1])))
    assert record.fields["subjects"] == dict(com.ARTICLES[0]["tail"])["SUBJECT"]


def test_a_word_of_the_list_is_no_sign_of_the_database() -> None:
    assert nexis_uni.sniff(paras("News\n-None-\nThe harbour\n")) == 0


def test_notes_are_of_the_kind_that_counts_no_record() -> None:
    items = lines(com.text(com.ARTICLES))
    assert {item.kind for item in items if isinstance(item, Note)} == {"checked"}
