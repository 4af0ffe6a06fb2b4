"""nexis.com: every form gives back what was put in, real dummies every field; what is missing is said."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import lines as paras
from framing.corpus import lines as wrapped
from framing.corpus.dates import parse
from framing.corpus.exports.nexis_com import read_date_line
from framing.corpus.layouts import nexis_com
from framing.corpus.parts import choose
from framing.corpus.readers import nexis_html, rtf, text
from framing.corpus.readers.rtf import Reader
from framing.corpus.records import Fault, Item, Note, Record, Source
from tests.cases import for_each
from tests.corpus.exports import made_nexis_com as made


def read(data: str | bytes, name: str = "export.TXT") -> list[Item]:
    raw = data.encode() if isinstance(data, str) else data
    reader = choose(io.BytesIO(raw), Source(name))
    assert not isinstance(reader, Fault), reader
    return list(reader.read(io.BytesIO(raw), Source(name)))


def records(items: list[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]


def faults(items: list[Item]) -> list[Fault]:
    return [item for item in items if isinstance(item, Fault)]


def same(record: Record, article: dict[str, Any]) -> None:
    found = dict(record.fields)
    wanted = {"database": "nexis", **article["wanted"]}
    wanted.setdefault("title", " ".join(article["title"]))
    wanted["authors"] = wanted["byline"]
    if "subjects" not in wanted and (terms := dict(article["tail"]).get("SUBJECT")):
        wanted["subjects"] = terms
    wanted["text"] = "\n".join(article["body"])
    if wanted.get("length", 0) >= 100 and 2 * len(wanted["text"].split()) < wanted["length"]:
        wanted["status"] = "stub"
    moment = parse(found["published"])
    assert moment is not None
    found["published"] = f"{moment.time:%Y-%m-%dT%H:%M}"
    assert found == wanted
    assert record.blocks == article["blocks"]


LONG = {**made.ARTICLES[0], "body": [" ".join([f"Word{at}", *["harbour"] * 60]) + "." for at in range(4)]}
FORMS = {
    "txt": (lambda articles: made.text(articles).encode("utf-8-sig"), "export.TXT"),
    "cp1252": (lambda articles: made.text(articles).encode("cp1252"), "export.TXT"),
    "utf-16": (lambda articles: made.text(articles).encode("utf-16"), "export.TXT"),
    "no suffix": (lambda articles: made.text(articles).encode(), "export"),
    "html": (lambda articles: made.page(articles).encode(), "export.HTML"),
    "rtf": (made.rtf, "export.RTF"),
    "doc": (made.rtf, "export.DOC"),
}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_gives_back_every_field(form: str) -> None:
    write, name = FORMS[form]
    items = read(write(made.ARTICLES), name)
    assert not faults(items)
    for record, article in zip(records(items), made.ARTICLES, strict=True):
        same(record, article)
    told = [item.detail for item in items if isinstance(item, Note) and item.rule == "announced"]
    assert told == ["announces 4 articles; all of them were read"]


def test_an_article_is_the_same_record_in_every_form() -> None:
    rows = [
        [record.raw for record in records(read(write(made.ARTICLES), name))] for write, name in FORMS.values()
    ]
    assert all(row == rows[0] for row in rows)


@pytest.mark.parametrize("words", sorted(made.COUNTS))
def test_counts_in_the_languages_of_the_interface(words: str) -> None:
    items = read(made.text(made.ARTICLES, words=words))
    assert [record.number for record in records(items)] == [1, 2, 3, 4]
    assert not faults(items)


@pytest.mark.parametrize("form", ["txt", "rtf"])
def test_what_a_word_processor_made_of_it(form: str) -> None:
    # Nothing but paragraphs is left: neither the middle of the page nor indentation.
    if form == "txt":
        lines = [paras.Para(line.strip()) for line in made.text([LONG, *made.ARTICLES[1:]]).split("\r\n")]
    else:
        lines = [paras.Para(para.text) for para in Reader(made.rtf([LONG, *made.ARTICLES[1:]])).paras()]
    items = list(nexis_com.read(lines, Source("a.docx"), "docx"))
    found = records(items)
    assert not faults(items)
    assert [record.fields["title"] for record in found] == [
        article["wanted"].get("title", " ".join(article["title"])) for article in made.ARTICLES
    ]
    for record, article in zip(found, [LONG, *made.ARTICLES[1:]], strict=True):
        for name in ("outlet", "edition", "copyright", "load_date", "section"):
            assert record.fields.get(name) == article["wanted"].get(name), name
    assert found[0].fields["text"] == "\n".join(LONG["body"])


def test_readers_are_chosen_by_what_stands_in_the_file() -> None:
    assert choose(io.BytesIO(made.text(made.ARTICLES).encode()), Source("a.txt")) is text
    assert choose(io.BytesIO(made.page(made.ARTICLES).encode()), Source("a.htm")) is nexis_html
    assert choose(io.BytesIO(made.rtf(made.ARTICLES)), Source("a.doc")) is rtf


def test_the_cover_page_is_told_without_whom_it_was_sent_to() -> None:
    items = read(made.text(made.ARTICLES, cover="1-4"))
    cover = next(item for item in items if isinstance(item, Note) and item.rule == "cover")
    assert "Terms: ((harbour or canal) and date" in cover.detail
    assert "pub(courier)" in cover.detail
    assert "UNIVERSITY" not in cover.detail
    assert "Send" not in cover.detail


def test_a_gap_is_one_fault_a_document() -> None:
    items = read(made.text(made.ARTICLES, numbers=[2001, 2002, 2004, 2006], total=2146))
    assert [fault.number for fault in faults(items)] == [2003, 2005]
    assert {fault.rule for fault in faults(items)} == {"announced"}
    assert [record.number for record in records(items)] == [2001, 2002, 2004, 2006]


def test_the_rest_of_a_download_is_no_fault_where_the_file_does_not_announce_it() -> None:
    items = read(made.text(made.ARTICLES, numbers=[2001, 2002, 2003, 2004], total=2146))
    assert not faults(items)
    (told,) = [item for item in items if isinstance(item, Note)]
    assert told == Note(
        "checked", "announced", "holds no. 2,001 to 2,004 of 2,146 documents; all of these were read"
    )


def test_a_file_cut_short_is_told_by_its_cover() -> None:
    (fault,) = faults(read(made.text(made.ARTICLES, total=9, cover="1-7, 12,15")))
    assert fault.number == 0
    assert "announces 9 documents; 5 of them don't stand in it, which ends with no. 4" in fault.detail


def test_a_far_jump_in_the_count_is_told_in_one_line() -> None:
    (fault,) = faults(read(made.text(made.ARTICLES[:2], numbers=[1, 9_999_999])))
    assert "no. 2 to 9,999,998" in fault.detail


def test_downloads_put_together_in_one_file_count_anew() -> None:
    twice = made.text(made.ARTICLES[:2]) + "\r\n\r\n" + made.text(made.ARTICLES[2:], words="de")
    items = read(twice)
    assert not faults(items)
    assert [record.number for record in records(items)] == [1, 2, 3, 4]


def test_each_download_has_a_cover_of_its_own() -> None:
    first, second = made.ARTICLES[:2], made.ARTICLES[2:]
    end = "---- End of Request ----".center(80)
    again = "Download Request: Selected Items: 1-2\r\nSend To:\r\nA UNIVERSITY"
    whole = f"{made.text(first, cover='1-2')}\r\n{end}\r\n{again}\r\n{made.text(second, cover='5,9')}"
    for data in (whole, whole.replace(f"{end}\r\n{again}", "")):
        items = read(data)
        assert not faults(items)
        for record, article in zip(records(items), made.ARTICLES, strict=True):
            same(record, article)


def test_scores_in_a_text_are_no_cover() -> None:
    body = [*made.ARTICLES[0]["body"][:2], "Final: Harbour United: 3-1", "Nobody knew why."]
    (record,) = records(read(made.text([{**made.ARTICLES[0], "body": body}])))
    assert record.fields["text"] == "\n".join(body)
    assert record.fields["load_date"] == "January 12, 2010"


SORRY = {
    "en": "We are sorry but there is an error in this document and it is not possible to display it.",
    "de": "Leider liegt ein Fehler in diesem Dokument vor, es kann nicht angezeigt werden.",
    "fr": "Nous sommes désolés, il y a une erreur dans ce document et il est impossible de l'afficher.",
}


@pytest.mark.parametrize("language", sorted(SORRY))
@pytest.mark.parametrize("counted", [True, False])
def test_a_document_that_could_not_be_shown_is_a_fault(language: str, counted: bool) -> None:
    first, rest = made.text(made.ARTICLES[:1], total=3), made.text(made.ARTICLES[1:2], numbers=[3])
    count = "2 of 3 DOCUMENTS".center(80) if counted else ""
    items = read(f"{first}\r\n{count}\r\n\r\n{SORRY[language]}\r\n\r\n{rest}")
    (fault,) = faults(items)
    assert (fault.rule, fault.number) == ("error_document", 2)
    assert [record.number for record in records(items)] == [1, 3]


def test_a_document_of_a_page_that_could_not_be_shown_has_no_count() -> None:
    whole = made.page(made.ARTICLES[:1]).replace('DOCUMENTS="1"', 'DOCUMENTS="2"')
    lost = f"<!-- Hide XML\n<DOC NUMBER=1>\n<DOCFULL> --><BR><DIV><P>{SORRY['en']}</P></DIV>"
    items = read(whole.replace("</BODY>", lost + "</BODY>"), "a.html")
    assert [fault.rule for fault in faults(items)] == ["error_document"]
    assert len(records(items)) == 1
    assert Note("checked", "announced", "announces 2 articles; all of them were read") in items


def test_a_document_without_text_is_kept_with_what_is_known_of_it() -> None:
    bare = {**made.ARTICLES[0], "body": []}
    (record,) = records(read(made.text([bare])))
    assert record.bare
    assert record.fields["text"] == ""
    assert record.fields["graphic"] == "The pier in the morning"


def test_one_document_without_a_count_is_known_by_its_labels() -> None:
    alone = "\r\n".join(made.document(made.ARTICLES[0]))
    (record,) = records(read(alone, "alone.txt"))
    same(record, made.ARTICLES[0])


def test_classes_of_a_page_mean_what_its_style_sheet_says() -> None:
    plain = records(read(made.page(made.ARTICLES), "a.html"))
    other = records(read(made.page(made.ARTICLES, classes=("c9", "c4", "c0", "c2")), "a.html"))
    assert [record.raw for record in other] == [record.raw for record in plain]


def test_the_source_may_stand_right_below_whose_the_article_is() -> None:
    top = [["Copyright 2015 Courier Company", "All Rights Reserved", "The Harbour Post"], ["July 1, 2015"]]
    (record,) = records(read(made.text([{**made.ARTICLES[3], "top": top}])))
    assert record.fields["outlet"] == "The Harbour Post"
    assert record.fields["copyright"] == "Copyright 2015 Courier Company All Rights Reserved"


def test_who_supplied_it_is_no_part_of_the_name() -> None:
    top = [
        ["Courier Monitoring - Political", "Supplied by Courier Worldwide"],
        ["July 1, 2015"],
        ["1. July 2015"],
    ]
    (record,) = records(read(made.text([{**made.ARTICLES[0], "top": top}])))
    assert record.fields["outlet"] == "Courier Monitoring - Political"
    assert record.fields["publisher"] == "Supplied by Courier Worldwide"
    assert "second_date" not in record.fields


def test_the_address_of_a_paper_is_that_of_no_article() -> None:
    for address, column in (("http://courier.example", "website"), ("http://courier.example/a/1", "url")):
        odd = {**made.ARTICLES[0], "tail": [*made.ARTICLES[0]["tail"], ("URL", address)]}
        (record,) = records(read(made.text([odd])))
        assert record.fields[column] == address
        assert ("url" in record.fields) == (column == "url")


def test_a_column_of_the_page_stands_beside_the_page() -> None:
    head = [("SECTION", "Section A; Column 0; Foreign Desk; Pg. 1"), ("LENGTH", "3 words")]
    (record,) = records(read(made.text([{**made.ARTICLES[0], "head": head}])))
    found = [record.fields[name] for name in ("section", "page", "column")]
    assert found == ["Section A; Foreign Desk", "1", "0"]


def test_labels_of_no_column_keep_their_name_and_never_take_one_of_ours() -> None:
    odd = {**made.ARTICLES[0], "tail": [*made.ARTICLES[0]["tail"], ("WIND-SCALE", "9"), ("STATUS", "old")]}
    (record,) = records(read(made.text([odd])))
    assert record.fields["wind_scale"] == "9"
    assert record.fields["nexis_status"] == "old"


def test_a_text_that_speaks_of_documents_is_one_article() -> None:
    words = "The clerk said: this is 3 of 10 documents.\n\nHe had read Document 1 of 10 and no more.\n"
    (record,) = records(read(words, "a.txt"))
    assert record.page
    assert nexis_com.sniff(paras.plain(words)) == 0


def test_another_database_that_counts_documents_is_not_taken() -> None:
    words = "Document 1 of 20\n\nTitle: Talks\n\nISSN: 03624331\n\nURL: http://x.example\n\nText: They met."
    assert nexis_com.sniff(paras.plain(words)) == 0


@for_each(
    ("line", "time", "rest"),
    [
        ("January 11, 2010 Monday", "2010-01-11T00:00", ""),
        ("January 28, 1993, Tuesday, Late Edition - Final", "1993-01-28T00:00", "Late Edition - Final"),
        ("December 30, 2008 Tuesday 6:10 PM  EST", "2008-12-30T23:10", ""),
        ("January 20, 2009 Tuesday 8:27 PM AEST", "2009-01-20T10:27", ""),
        ("Dienstag 10.Dezember 2019", "2019-12-10T00:00", ""),
        ("22. Januar 2010 Freitag 12:03 AM GMT+1", "2010-01-21T23:03", ""),
        ("mardi 10 décembre 2019", "2019-12-10T00:00", ""),
        ("décembre 10 2019", "2019-12-10T00:00", ""),
        ("3 julio 2018 martes", "2018-07-03T00:00", ""),
        ("3 luglio 2018 martedì 4:07 PM GMT", "2018-07-03T16:07", ""),
        ("9 Maio 2018 Quarta-feira", "2018-05-09T00:00", ""),
        ("24. September 2002", "2002-09-24T00:00", ""),
        ("July 26, 2008 Saturday 1ST Edition", "2008-07-26T00:00", "1ST Edition"),
        ("17 mai 2003", "2003-05-17T00:00", ""),
    ],
)
def test_date_lines(line: str, time: str, rest: str) -> None:
    found = read_date_line(line)
    assert found is not None
    moment = parse(found.published)
    assert moment is not None
    assert f"{moment.time:%Y-%m-%dT%H:%M}" == time
    assert found.edition == rest


words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäé", min_size=1, max_size=14)
paragraph = st.lists(words, min_size=1, max_size=120).map(lambda found: " ".join(found).capitalize() + ".")


@given(st.lists(paragraph, min_size=1, max_size=8), st.integers(70, 80))
def test_paragraphs_come_back_out_of_their_lines(texts: list[str], wide: int) -> None:
    blocks = [made.wrapped(part, wide) for part in texts]
    found = [part for lines in blocks for part in wrapped.paragraphs_wrapped(lines, wrapped.width(blocks))]
    assert found == texts


@given(st.lists(st.text(max_size=60), max_size=30))
def test_no_lines_stop_it(lines: list[str]) -> None:
    export = made.text(made.ARTICLES[:1]) + "\n\n" + "\n".join(lines)
    items = list(nexis_com.read(paras.plain(export), Source("a.txt"), "txt"))
    assert len([item for item in items if isinstance(item, Record | Fault)]) >= 1


@given(
    st.integers(0, 2**32),
    st.sampled_from(["{}", "{} goes on.", "NOTE: {}", "UPDATE: {}", "LANGUAGE: {}", "BYLINE: {}"]),
)
def test_what_is_put_into_a_file_stands_somewhere(seed: int, form: str) -> None:
    base = made.text(made.ARTICLES).split("\r\n")
    start = next(at for at, line in enumerate(base) if "1 of 4" in line) + 1
    chance = random.Random(seed)
    at = chance.choice([at for at in range(start, len(base)) if "DOCUMENTS" not in base[at]])
    put = form.format("Zqxzqx")
    if chance.random() < 0.5:
        base[at:at] = ["", " " * chance.choice([0, 0, 5, 30]) + put, ""]
    else:
        base[at] += f" {put}"
    items = read("\n".join(base))
    assert sum(isinstance(item, Record | Fault) for item in items) >= 4
    said = [*(str(record.fields) for record in records(items)), *(fault.detail for fault in faults(items))]
    assert any("zqxzqx" in part.lower() for part in said)


def test_the_real_dummy_of_text(shared: Path) -> None:
    raw = (shared / "fixtures" / "nexis" / "sample.TXT").read_bytes()
    items = read(raw)
    found = records(items)
    assert not faults(items)
    assert [record.number for record in found] == list(range(1, 11))
    source = raw.decode("utf-8-sig").replace("\r\n", "\n")
    documents = re.split(r"\n +\d+ of \d+ DOCUMENTS\n", source)[1:]
    for record, document in zip(found, documents, strict=True):
        body = re.search(r"\nLENGTH: [^\n]*\n(.*?)\nLOAD-DATE:", document, re.DOTALL)
        assert body is not None
        assert record.fields["text"].split() == body[1].split()
        assert record.fields["text"].count("\n") == len(re.findall(r"\S\n(?=\n)", body[1] + "\n")) - 1
        for label, column in (("LOAD-DATE", "load_date"), ("PUBLICATION-TYPE", "publication_type")):
            assert record.fields[column] == re.search(rf"^{label}: (.*)$", document, re.MULTILINE)[1]  # type: ignore[index]
        for label, column in (("BYLINE", "byline"), ("JOURNAL-CODE", "source_code")):
            printed = re.search(rf"^{label}: (.*)$", document, re.MULTILINE)
            assert record.fields.get(column) == (printed[1] if printed else None)
    outlets = [record.fields["outlet"] for record in found]
    assert outlets[2:5] == ["The Sun (England)", "The Times (London)", "The Times (London)"]
    assert found[3].fields["edition"] == "Edition 1; Ireland"
    assert found[3].fields["graphic"].endswith("while on patrol with US Marines SUNDAY MIRROR / PA")
    assert found[9].fields["length"] == 2968
    assert found[7].fields["copyright"] == "Copyright 2010 Associated Newspapers Ltd. All Rights Reserved"


def test_the_real_dummy_of_a_page(shared: Path) -> None:
    items = read((shared / "fixtures" / "nexis" / "legacy_en.html").read_bytes(), "legacy_en.html")
    first, second = records(items)
    assert first.fields == {
        "outlet": "Some Newspaper",
        "published": "1991-12-19",
        "edition": "An Edition",
        "title": "Heading One",
        "byline": "By PAPER AUTHOR",
        "authors": "By PAPER AUTHOR",
        "section": "Section 5; Part 2; National Desk",
        "page": "16",
        "column": "2",
        "length": 584,
        "load_date": "December 19, 1991",
        "language": "en",
        "graphic": 'Diagram: "Something" Blah blah. (Source: NSA)',
        "copyright": "Copyright 1991 My Company",
        "database": "nexis",
        "status": "stub",
        "text": "Some text.\nSome more text.\n"
        '"Quotation" said somebody. More text, a highlight and end of paper.',
    }
    assert second.fields["title"] == "First part; Second part"
    assert second.fields["notes"] == "Correction Appended"
    assert second.fields["correction"] == "Some correction."
    assert second.fields["correction_date"] == "January 28, 1993, Wednesday, Late Edition - Final"
    assert second.fields["text"].split("\n")[:3] == ["A list:", "Category 1", "Blah blah."]
    (fault,) = faults(items)
    assert "announces 146 documents; 144 of them don't stand in it" in fault.detail


def test_lists_and_tables_of_a_page_are_lines() -> None:
    listed = (
        "<BR><UL><LI><P><SPAN>&bull;</SPAN></P><DIV><P>a pier of <B>stone</B></P></DIV></LI>"
        "<LI><P>&bull;</P><DIV><P>a pier of wood</P></DIV></LI></UL>"
        "<TABLE><TR><TD><P>Pier</P></TD><TD><P>Cost</P></TD></TR><TR><TD>Stone</TD><TD>44.4</TD></TR></TABLE>"
    )
    whole = made.page(made.ARTICLES[3:]).replace('<P CLASS="c1"></P>\n</DIV>', f"</DIV>{listed}")
    (record,) = records(read(whole, "a.html"))
    text = str(record.fields["text"]).split("\n")
    assert text[2:] == ["• a pier of stone", "• a pier of wood", "Pier | Cost", "Stone | 44.4"]


@pytest.mark.medium
@pytest.mark.parametrize("name", ["LOAD-DATE: January 1, 2010", "LANGUAGE: ENGLISH", "GRAPHIC: a pier"])
def test_labels_without_end_are_text(name: str) -> None:
    items = read("1 of 1 DOCUMENTS\n\nHarbour\n\nTitle\n\nLENGTH: 3 words\n\n" + f"{name}\n\n" * 5000)
    (record,) = records(items)
    assert str(record.fields["text"]).count(name) > 4000
