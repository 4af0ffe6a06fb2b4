"""Factiva's exports as lines, whatever carried them: with codes however cells were flattened, and without."""

from __future__ import annotations

import io
import textwrap
import zipfile
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.corpus import lines as paras
from framing.corpus.dates import parse
from framing.corpus.language import code_of
from framing.corpus.layouts import factiva
from framing.corpus.lines import Para
from framing.corpus.readers import docx, factiva_html, rtf
from framing.corpus.records import Fault, Item, Note, Record, Source
from tests.cases import for_each
from tests.corpus.exports import made_factiva as made

ONE, TWO, THREE = made.ARTICLES


def lines(texts: list[str]) -> list[Para]:
    return [Para(text) for text in texts]


def read(texts: list[str] | list[Para], carrier: str = "rtf") -> list[Item]:
    given = [Para(text) if isinstance(text, str) else text for text in texts]
    return list(factiva.read(given, Source("export.rtf"), carrier))


def same(items: list[Item], articles: list[dict[str, Any]], *, indexed: bool) -> None:
    found = [item for item in items if isinstance(item, Record)]
    assert len(found) == len(articles)
    assert not [item for item in items if isinstance(item, Fault)]
    for record, article in zip(found, articles, strict=True):
        fields = record.fields
        for name in ("title", "outlet", "length", "copyright", "accession", "publisher", "source_code"):
            assert fields[name] == article[name], name
        for name in ("section", "byline", "edition", "page"):
            assert fields.get(name, "") == article[name], name
        assert fields["text"] == "\n".join([*article["lead"], *article["tail"]])
        assert code_of(str(fields["language"])) == article["language"]
        moment = parse(fields["published"])
        assert moment is not None
        assert f"{moment.time:%Y-%m-%d}" == article["day"]
        assert (f"{moment.time:%H:%M}" if moment.precision == "minute" else "") == article["clock"]
        for name in ("companies", "subjects", "places"):
            pairs = article[name] if indexed else []
            assert fields.get(name, "") == "; ".join(f"{code} : {said}" for code, said in pairs)


@for_each("cells", made.CELLS)
@for_each("interface", made.INTERFACES)
def test_codes_however_their_cells_were_flattened(interface: str, cells: str) -> None:
    same(read(made.lines_coded(made.ARTICLES, interface, cells)), made.ARTICLES, indexed=True)


@for_each("interface", made.INTERFACES)
def test_order_alone_in_each_language_of_the_interface(interface: str) -> None:
    texts = made.lines_plain(made.ARTICLES, interface)
    assert paras.choose(lines(texts)) is factiva
    same(read(texts), made.ARTICLES, indexed=False)


def test_without_blank_lines_as_word_documents_have_them() -> None:
    texts = [text for text in made.lines_plain(made.ARTICLES, contents=False) if text]
    same(read(texts, "docx"), made.ARTICLES, indexed=False)


def test_with_a_blank_line_behind_every_line() -> None:
    texts = [line for text in made.lines_plain(made.ARTICLES, contents=False) if text for line in (text, "")]
    found = [item for item in read(texts) if isinstance(item, Record)]
    assert [record.fields["text"] for record in found] == [
        "\n".join(a["lead"] + a["tail"]) for a in made.ARTICLES
    ]
    assert [record.fields["outlet"] for record in found] == [a["outlet"] for a in made.ARTICLES]


def test_a_bold_headline_of_two_lines_tells_section_and_author_apart() -> None:
    article = ONE | {"title": "MARK", "byline": "Ruiz"}
    given = [
        part
        for text in made.lines_plain([article], contents=False)
        for part in (
            [Para("Pier vote", bold=True), Para("put off", bold=True)] if text == "MARK" else [Para(text)]
        )
    ]
    (record,) = [item for item in read(given) if isinstance(item, Record)]
    assert record.fields["title"] == "Pier vote put off"
    assert (record.fields["section"], record.fields["byline"]) == ("Local news", "Ruiz")


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        (["Pier vote is put off again"], ("Pier vote is put off again", "", "")),
        (["World", "Pier Vote Ends"], ("Pier Vote Ends", "World", "")),
        (["Pier vote is put off", "Ana Ruiz"], ("Pier vote is put off", "", "Ana Ruiz")),
        (["World", "By Ana Ruiz"], ("World", "", "By Ana Ruiz")),
        (["World", "Pier vote is put off", "Ana Ruiz"], ("Pier vote is put off", "World", "Ana Ruiz")),
        (["World", "Pier vote is put off, again"], ("Pier vote is put off, again", "World", "")),
        (["港口理事会推迟表决", "王小明"], ("港口理事会推迟表决", "", "王小明")),
    ],
)
def test_what_stands_over_the_words_without_bold_letters(over: list[str], expected: tuple[str, ...]) -> None:
    texts = made.lines_plain([ONE | {"section": "", "byline": "", "title": "MARK"}], contents=False)
    place = texts.index("MARK")
    (record,) = [
        item for item in read([*texts[:place], *over, *texts[place + 1 :]]) if isinstance(item, Record)
    ]
    found = tuple(str(record.fields.get(name, "")) for name in ("title", "section", "byline"))
    assert found == expected


def test_wrapped_lines_of_a_text_file_are_joined() -> None:
    long = [" ".join([*ONE["lead"], *ONE["tail"]] * 2), " ".join(reversed(ONE["tail"]))]
    texts = made.lines_plain([ONE | {"lead": long, "tail": []}], contents=False)
    wrapped = [line for text in texts for line in (textwrap.wrap(text, 72) or [""])]
    assert len(wrapped) > len(texts) + 4
    (record,) = [item for item in read(wrapped, "txt") if isinstance(item, Record)]
    assert str(record.fields["text"]).split("\n") == long


def test_lines_of_pages_and_the_summary_of_the_search_are_no_text() -> None:
    texts = made.lines_plain([ONE, TWO])
    place = texts.index(ONE["tail"][0])
    texts.insert(place, "Page 12 of 175 © 2026 Factiva, Inc. All rights reserved.")
    items = read(texts, "pdf")
    same(items, [ONE, TWO], indexed=False)


def test_words_in_capitals_at_the_start_of_a_line_are_no_codes() -> None:
    said = [
        "IN",
        "CO said it would go on.",
        "IN the end nobody voted.",
        "RE: the pier",
        "PG 7",
        "ED note",
        "US",
        "TD Bank",
    ]
    texts = made.lines_coded([ONE | {"tail": [*said, "The end."]}], cells="space")
    (record,) = [item for item in read(texts) if isinstance(item, Record)]
    assert str(record.fields["text"]).split("\n")[2:] == [*said, "The end."]
    assert record.fields["page"] == "A7"
    assert record.fields["companies"] == "hrbco : Harbour Works Ltd"


def test_an_article_whose_last_line_is_lost_is_kept_and_said() -> None:
    texts = made.lines_plain([ONE, TWO], contents=False)
    texts = [text for text in texts if ONE["accession"] not in text]
    found = [item for item in read(texts) if isinstance(item, Record)]
    assert [record.fields["title"] for record in found] == [ONE["title"], TWO["title"]]
    assert [note.rule for note in found[0].notes] == ["no_id"]
    assert "accession" not in found[0].fields
    assert found[1].fields["accession"] == TWO["accession"]


def test_what_ends_with_an_id_and_has_no_head_is_a_fault() -> None:
    texts = ["Only words.", "", f"Document {ONE['accession']}", "", *made.lines_plain([TWO], contents=False)]
    items = read(texts)
    (fault,) = [item for item in items if isinstance(item, Fault)]
    assert (fault.rule, fault.number) == ("no_head", 1)
    assert "Only words." in fault.detail
    assert [item.number for item in items if isinstance(item, Record)] == [2]


def test_targets_of_links_and_the_line_on_licences_are_no_text() -> None:
    tail = [
        "The pier[http://harbour.test/a?b=1] is [sic] old.",
        "License this article from Dow Jones Reprint Service[http://x.test]",
    ]
    record = read(made.lines_plain([ONE | {"tail": tail}]))[0]
    assert isinstance(record, Record)
    assert str(record.fields["text"]).split("\n")[2:] == ["The pier is [sic] old."]
    assert record.fields["links"] == "http://harbour.test/a?b=1"
    assert [note.rule for note in record.notes] == ["publisher", "licence", "links"]


def _escaped(text: str) -> str:
    return "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in text)


def test_rtf_carries_them_with_codes_in_a_table_and_without() -> None:
    rows = "".join(
        f"\\trowd\\cellx500\\cellx9000\\pard\\intbl {{\\b {code}}}\\cell "
        + "\\par\\par ".join(map(_escaped, values))
        + "\\cell\\row\n"
        for article in made.ARTICLES
        for code, values in made.coded(article, "de")
    )
    plain = "".join(_escaped(line) + "\\par\n" for line in made.lines_plain(made.ARTICLES, "es"))
    for body, indexed in ((rows, True), (plain, False)):
        data = ("{\\rtf1\\ansi " + body + "}").encode()
        same(list(rtf.read(io.BytesIO(data), Source("a.rtf"))), made.ARTICLES, indexed=indexed)


@for_each(
    "rights",
    [
        "Test Company 2011.",
        "(c) 2012",
        "Quelle: Mole News, 2003. All rights reserved.",
        "Copyright Mole\nwww.mole.test",
    ],
)
@for_each("blank", [True, False])
def test_notices_of_rights_are_told_from_the_text(rights: str, blank: bool) -> None:
    texts = [part for text in made.lines_plain([ONE | {"copyright": rights}]) for part in text.split("\n")]
    (record,) = [
        item for item in read(texts if blank else [t for t in texts if t]) if isinstance(item, Record)
    ]
    assert record.fields["copyright"] == rights.replace("\n", " ")
    assert str(record.fields["text"]).split("\n")[0] == ONE["lead"][0]


_LAST = [
    "He declined to speak to the press.",
    "Canada will open a new company.",
    "She now works for Pier Works Inc.",
    "Fishers Will Sue the Company",
    "Ana Ruiz",
    "The council did not answer, and neither did the media",
    "理事会拒绝回答记者的提问",
]


@pytest.mark.parametrize("last", _LAST)
def test_a_last_sentence_is_no_publisher(last: str) -> None:
    article = ONE | {"tail": [*ONE["tail"], last], "publisher": "MARK"}
    texts = [text for text in made.lines_plain([article], contents=False) if text != "MARK"]
    (record,) = (item for item in read(texts) if isinstance(item, Record))
    assert str(record.fields["text"]).split("\n") == [*ONE["lead"], *ONE["tail"], last]
    assert "publisher" not in record.fields
    assert not record.notes


@pytest.mark.parametrize(
    "publisher",
    [
        "Harbour Courier Ltd.",
        "Harbour Courier",
        "Thomson Harbour (Markets) LLC",
        "Pier & Company, Inc.",
        "Verlagsgruppe Mole GmbH & Co. KG",
        "Mole News Agency",
    ],
)
def test_a_publisher_behind_the_text_is_taken_and_told(publisher: str) -> None:
    (record,) = (
        item for item in read(made.lines_plain([ONE | {"publisher": publisher}])) if isinstance(item, Record)
    )
    assert record.fields["publisher"] == publisher
    assert str(record.fields["text"]).split("\n") == [*ONE["lead"], *ONE["tail"]]
    assert [(note.kind, note.rule, note.detail) for note in record.notes] == [
        ("removed", "publisher", publisher)
    ]


@for_each(
    ("between", "expected", "guessed"),
    [
        (["First", "A7"], {"edition": "First", "page": "A7"}, False),
        (["A7"], {"page": "A7"}, False),
        (["12", "25612"], {"page": "12", "volume": "25612"}, True),
        (["1", "10"], {"edition": "1", "page": "10"}, True),
        (["1", "10", "44"], {"edition": "1", "page": "10", "volume": "44"}, False),
        (["1", "10", "25612"], {"edition": "1", "page": "10", "volume": "25612"}, False),
        (["25612"], {"volume": "25612"}, True),
        (["Nacional", "4"], {"edition": "Nacional", "page": "4"}, False),
        (["Nacional", "25612"], {"edition": "Nacional", "volume": "25612"}, True),
    ],
)
def test_numbers_between_source_and_language(
    between: list[str], expected: dict[str, str], guessed: bool
) -> None:
    texts = made.lines_plain([ONE | {"edition": "MARK", "page": ""}], contents=False)
    place = texts.index("MARK")
    texts[place : place + 1] = between
    (record,) = (item for item in read(texts) if isinstance(item, Record))
    found = {name: record.fields[name] for name in ("edition", "page", "volume") if name in record.fields}
    assert found == expected
    assert any(note.rule == "head" and note.kind == "guessed" for note in record.notes) == guessed


@pytest.mark.parametrize("clock", ["", "09:35"])
def test_a_paper_called_after_a_language_is_no_language(clock: str) -> None:
    article = ONE | {"outlet": "French Tribune", "clock": clock, "edition": "English edition"}
    same(read(made.lines_plain([article])), [article], indexed=False)


def test_other_lines_are_not_taken_for_factivas() -> None:
    assert factiva.sniff(lines(["20 words", "9 January 2012", "a diary", "", "It rained."])) == 0
    assert factiva.sniff(lines(["A report on Factiva", "", "HD is high definition."])) == 0


def test_forms_of_one_article_have_one_identity() -> None:
    page = made.html_coded([ONE]).encode()
    other = next(iter(factiva_html.read(io.BytesIO(page), Source("a.html"))))
    record = next(iter(read(made.lines_plain([ONE]))))
    assert isinstance(other, Record)
    assert isinstance(record, Record)
    assert other.raw == record.raw


def _document(texts: list[str]) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in texts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return packed.getvalue()


def test_a_word_document_carries_them() -> None:
    data = _document(made.lines_plain(made.ARTICLES))
    same(list(docx.read(io.BytesIO(data), Source("a.docx"))), made.ARTICLES, indexed=False)


@pytest.mark.medium
def test_a_folder_of_all_forms_is_one_table_without_doubles(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(made.html_coded(made.ARTICLES), encoding="utf-8")
    (tmp_path / "b.html").write_text(made.html_plain(made.ARTICLES, "fr"), encoding="utf-8")
    (tmp_path / "c.xml").write_text(made.xml(made.ARTICLES), encoding="utf-8")
    (tmp_path / "d.docx").write_bytes(_document(made.lines_plain(made.ARTICLES, "zh")))
    corpus = framing.load(tmp_path)
    assert len(corpus.articles) == 3
    assert set(corpus.articles["database"]) == {"factiva"}
    assert (corpus.audit["kind"] == "duplicate").sum() == 9


@given(st.data())
def test_lines_in_any_disorder_give_records_faults_and_notes_alone(data: st.DataObject) -> None:
    texts = made.lines_plain([ONE, TWO]) + made.lines_coded([THREE], cells="own line")
    chosen = data.draw(st.lists(st.integers(0, len(texts) - 1), max_size=60))
    for item in read([texts[place] for place in chosen]):
        assert isinstance(item, (Record, Fault, Note))
