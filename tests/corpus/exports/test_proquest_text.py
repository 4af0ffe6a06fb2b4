"""ProQuest's text exports, made by hand after its layouts: every article, every label."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.corpus import dates
from framing.corpus import lines as paras
from framing.corpus.layouts import proquest
from framing.corpus.layouts.proquest import read_numbering, split_label, turn_name, turn_names
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Record, Source
from framing.errors import FramingWarning
from tests.cases import for_each
from tests.corpus.exports import made_proquest as made


def read(text: str) -> list[Item]:
    return list(proquest.read(paras.plain(text), Source("a.txt"), "txt"))


def articles(text: str) -> list[Record]:
    return [item for item in read(text) if isinstance(item, Record)]


WHOLE = {
    "database": "proquest",
    "title": "Port opens to more ships",
    "authors": "Ana Ruiz; Li Ma",
    "byline": "Ruiz, Ana; Ma, Li",
    "outlet": "Harbour Courier",
    "edition": "Late Edition",
    "publication_title": "Harbour Courier, Late Edition; Macao",
    "publication_info": "Harbour Courier, Late Edition ; Macao [Macao]16 Jan 2026: A.3.",
    "published": "Jan 16, 2026",
    "publication_year": "2026",
    "page": "A.3",
    "section": "World",
    "abstract": made.ABSTRACT,
    "subjects": "Ports; Trade agreements",
    "places": "Macao",
    "people": "Ruiz, Ana",
    "companies": "Harbour Shipping Co; Port Authority",
    "company_codes": (
        "Name: Harbour Shipping Co; Ticker: HSC; NAICS: 483111; Name: Port Authority; NAICS: 926120"
    ),
    "tickers": "HSC",
    "publisher": "Harbour Press Ltd",
    "place_of_publication": "Macao",
    "country_of_publication": "China, Macao",
    "publication_subject": "General Interest Periodicals--China",
    "issn": "12345678",
    "publication_type": "Newspaper",
    "language": "English",
    "document_type": "News",
    "genre": "news",
    "accession": "3100000001",
    "url": "https://www.proquest.com/newspapers/port-opens/docview/3100000001/se-2",
    "copyright": "Copyright Harbour Press Ltd Jan 16, 2026",
    "last_updated": "2026-01-17",
    "database_name": "Harbour Newsstream",
    "credit": "By Ana Ruiz and Li Ma, Courier staff",
    "text": "\n".join(made.PORT),
}


@pytest.mark.parametrize("write", [made.text, made.numbered])
def test_every_article_and_every_field(write) -> None:  # type: ignore[no-untyped-def]
    first, second, third = articles(write(made.FIRST, made.SECOND, made.BARE))
    assert dict(first.fields) == WHOLE
    assert second.fields["text"] == "\n".join(made.FERRY)
    assert second.fields["outlet"] == "Island Post"
    assert second.fields["genre"] == "opinion"
    assert "authors" not in second.fields
    assert "abstract" not in second.fields
    assert third.fields["text"] == ""
    assert third.bare == "ProQuest gave no full text, only an abstract"
    assert third.fields["volume"] == "18"
    assert [record.number for record in (first, second, third)] == [1, 2, 3]


def test_one_article_of_two_exports_is_one() -> None:
    new, old = articles(made.text(made.FIRST)), articles(made.numbered(made.SECOND, made.FIRST))
    assert new[0].raw == old[1].raw


def test_what_has_no_text_is_not_the_article() -> None:
    bare = made.BARE.replace("3100000003", "3100000001")
    (whole,), (empty,) = articles(made.text(made.FIRST)), articles(made.text(bare))
    assert whole.fields["accession"] == empty.fields["accession"]
    assert whole.raw != empty.raw


def test_every_layout_is_known() -> None:
    for text in (made.text(made.FIRST), made.numbered(made.FIRST), made.text(made.BARE)):
        lines = paras.plain(text)
        assert proquest.sniff(lines[: paras.LOOK]) == 98
        assert paras.choose(lines) is proquest


@pytest.mark.parametrize(
    "text",
    [
        "Title: Port opens\nAuthor: Ana Ruiz\nDate: 2026-01-15\n\nBoth sides agreed on the port.",
        f"{made.RULE}\n\nA letter\n\n{made.RULE}\n\nSubject: the port\n",
        "Ministers met. Full text: see below.\n\nLocation: Macao\n",
        "",
    ],
)
def test_other_texts_are_not(text: str) -> None:
    assert proquest.sniff(paras.plain(text)) == 0


class TestAnnounced:
    def test_all_there(self) -> None:
        last = read(made.numbered(made.FIRST, made.SECOND))[-1]
        assert last == Note("checked", "announced", "announces 2 articles; all of them were read")

    def test_one_lost(self) -> None:
        titles = ("Port", "Ferry", "Strait of the north")
        faults = [
            item
            for item in read(made.numbered(made.FIRST, made.SECOND, total=3, titles=titles))
            if isinstance(item, Fault)
        ]
        assert [(fault.rule, fault.number) for fault in faults] == [("announced", 3)]
        assert "'Strait of the north'" in faults[0].detail

    def test_the_list_of_contents_announces_too(self) -> None:
        text = made.numbered(made.FIRST, made.SECOND, titles=("Port", "Ferry", "Strait"))
        text = "\n".join(line for line in text.split("\n") if not read_numbering(line))
        assert [item.number for item in read(text) if isinstance(item, Fault)] == [3]

    def test_two_exports_in_one_file(self) -> None:
        text = made.numbered(made.FIRST, made.SECOND, total=3) + made.numbered(made.BARE)
        items = read(text)
        assert [item.number for item in items if isinstance(item, Record)] == [1, 2, 4]
        assert [item.number for item in items if isinstance(item, Fault)] == [3]

    def test_found_is_all_that_was_announced(self, tmp_path: Path) -> None:
        path = tmp_path / "export.txt"
        path.write_text(made.numbered(made.FIRST, made.SECOND, made.BARE, total=5), "utf-8")
        with pytest.warns(FramingWarning, match="2 failed"):
            table, audit = fr.load(path)
        assert list(table["status"]) == ["full", "full", "metadata"]
        assert (audit["kind"] == "failed").sum() == 2
        assert list(table["published"].dt.strftime("%Y-%m-%d")) == ["2026-01-16", "2026-01-17", "2026-01-18"]
        told = audit.loc[audit["rule"] == "metadata", "detail"].item()
        assert told.startswith("ProQuest gave no full text, only an abstract")


def test_what_an_export_lacks_is_not_guessed(tmp_path: Path) -> None:
    record = made.FIRST.replace("Document type: News", "Document type: General Information")
    (tmp_path / "export.txt").write_text(made.text(record), "utf-8")
    table, audit = fr.load(tmp_path)
    assert table["document_type"].item() == "General Information"
    # The section says it: world news.
    assert table["genre"].item() == "news"
    assert not (audit["rule"] == "columns").any()


class TestDocuments:
    """RTF, DOCX and PDF have the same labels, words in capitals above them, and no lines between records."""

    @pytest.mark.parametrize("contents", [False, True])
    def test_every_article(self, contents: bool) -> None:
        text = made.document(made.FIRST, made.SECOND, made.BARE, contents=contents)
        lines = paras.plain(text)
        assert paras.choose(lines) is proquest
        items = list(proquest.read(lines, Source("a.docx"), "docx"))
        first, second, third = [item for item in items if isinstance(item, Record)]
        assert first.fields["text"] == WHOLE["text"]
        assert second.fields["text"] == "\n".join(made.FERRY)
        assert third.bare == "ProQuest gave no full text, only an abstract"
        for name in (
            "title",
            "abstract",
            "outlet",
            "edition",
            "published",
            "subjects",
            "companies",
            "credit",
        ):
            assert first.fields[name] == WHOLE[name]
        assert first.fields["database_name"] == third.fields["database_name"] == WHOLE["database_name"]
        faults = [item for item in items if not isinstance(item, Record)]
        assert [item.rule for item in faults] == ["announced"] * contents

    def test_without_indexing(self) -> None:
        text = made.document(made.FIRST, made.SECOND)
        text = "\n".join(line for line in text.split("\n") if line and not _indexed(line))
        first, _ = [item for item in read(text) if isinstance(item, Record)] or [None, None]
        assert first is not None
        assert first.fields["outlet"] == "Harbour Courier"
        assert first.fields["published"] == "16 Jan 2026"

    def test_capitals_in_a_text_are_no_words_of_proquest(self) -> None:
        record = made.FIRST.replace(made.PORT[1], f"THE PORT IN DETAIL\n\n{made.PORT[1]}")
        (article,) = articles(made.text(record))
        assert "THE PORT IN DETAIL" in str(article.fields["text"]).split("\n")


_CITED = "Ruiz, Ana; Ma, Li.Harbour Courier; Macao [Macao]16 Jan 2026: A.3."
_ENDS = "Title: Port opens to more ships\n\nAuthor: Ruiz, Ana; Ma, Li\n\n"
_LEAST = "Publication title: Harbour Courier; Macao\n\nPublication date: Jan 16, 2026\n\nSection: News"


def least(cited: str = "", behind: str = "", text: str = made.PORT[1], tail: str = _LEAST) -> Record:
    """Return the article of an export with a line of citation and the fewest labels."""
    head = f"{made.RULE}\n\nDocument 1 of 1\n\nPort opens to more ships\n\n{cited}\n\n"
    body = f"ABSTRACT\n\n{made.ABSTRACT}\n\nFULL TEXT\n\n{text}\n\n{behind}{tail}\n"
    (article,) = articles(head + body)
    return article


class TestAuthorsElsewhere:
    @pytest.mark.parametrize("blank", [True, False], ids=["apart", "together"])
    @pytest.mark.parametrize("cited", [_CITED, ""], ids=["cited", "uncited"])
    def test_behind_the_text(self, cited: str, blank: bool) -> None:
        behind, tail = (
            (_ENDS, _LEAST) if blank else (_ENDS.replace("\n\n", "\n"), _LEAST.replace("\n\n", "\n"))
        )
        article = least(cited, behind, tail=tail)
        assert article.fields["text"] == made.PORT[1]
        assert article.fields["authors"] == "Ana Ruiz; Li Ma"
        assert article.fields["title"] == "Port opens to more ships"
        assert article.fields["section"] == "News"
        assert article.fields["outlet"] == "Harbour Courier"

    @pytest.mark.parametrize(
        ("cited", "authors"),
        [
            (_CITED, "Ana Ruiz; Li Ma"),
            ("Ruiz, Ana. Harbour Courier; Macao [Macao]16 Jan 2026: A.3.", "Ana Ruiz"),
            ("Ruiz, A.B. Harbour Courier; Macao [Macao]16 Jan 2026: A.3.", "A.B Ruiz"),
            ("Ruiz, Ana M.Harbour Courier; Macao [Macao]16 Jan 2026: A.3.", "Ana M Ruiz"),
            ("Ruiz, A. B. Harbour Courier; Macao [Macao]16 Jan 2026: A.3.", "A. B Ruiz"),
            ("Ruiz, Ana. St. Pier's Telegram; Macao [Macao]16 Jan 2026: A.3.", "Ana Ruiz"),
        ],
    )
    def test_in_the_line_of_citation_alone(self, cited: str, authors: str) -> None:
        for tail in (_LEAST, "ProQuest document ID: 3100000001\n\nSection: News"):
            article = least(cited, tail=tail)
            assert article.fields["authors"] == authors
            expected = "St. Pier's Telegram" if "St." in cited and tail != _LEAST else "Harbour Courier"
            assert article.fields["outlet"] == expected
            assert article.fields["text"] == made.PORT[1]

    @pytest.mark.parametrize(
        "info",
        [
            "Harbour Courier (Online) , Macao: Harbour Press. Jan 16, 2026.",
            "Harbour Courier, Macao. Jan 16, 2026.",
            "Harbour Courier, Late Edition ; Macao [Macao]16 Jan 2026: A.3.",
        ],
    )
    def test_a_paper_and_its_place_are_no_author(self, info: str) -> None:
        article = least(f"Publication info: {info}")
        assert "authors" not in article.fields
        assert article.fields["outlet"] == "Harbour Courier"

    def test_nobody_is_no_outlet(self) -> None:
        cited = "Anonymous.Harbour Courier; Macao [Macao]16 Jan 2026: A.3."
        article = least(cited, tail="ProQuest document ID: 3100000001")
        assert article.fields["outlet"] == "Harbour Courier"
        assert "authors" not in article.fields


@for_each(
    "line",
    [
        "Section: this line begins with a label but is text.",
        "Publication date: this line begins with a label but is text.",
        "People: that is whom both sides spoke of most, and their harbours came second.",
        "Location: Nobody could say where the ships would go in winter.",
        "Author: an old word for whoever begins a thing.",
    ],
)
@for_each("behind", ["", _ENDS], ids=["", "title and author"])
def test_a_last_paragraph_that_begins_as_a_label_does(line: str, behind: str) -> None:
    article = least("", behind, text=f"{made.PORT[1]}\n\n{line}")
    assert str(article.fields["text"]).split("\n") == [made.PORT[1], line]
    assert article.fields["section"] == "News"
    (whole,) = articles(made.text(made.FIRST.replace(made.PORT[3], f"{made.PORT[3]}\n\n{line}")))
    assert str(whole.fields["text"]).split("\n")[-1] == line
    assert whole.fields["section"] == "World"


def test_a_list_that_ends_with_a_full_stop_is_a_value() -> None:
    firms = "Harbour Shipping Co; Port Authority of Macao; Northern Pier and Dock Works Ltd."
    article = least("", f"Company / organization: {firms}\n\n{_ENDS}")
    assert article.fields["companies"] == firms
    assert article.fields["text"] == made.PORT[1]


def _indexed(line: str) -> bool:
    split = split_label(line)
    return split is not None and split[0] not in ("text", "abstract", "details", "people")


@pytest.mark.parametrize(
    ("info", "published", "page"),
    [
        ("Harbour Courier (Online) , Macao: Harbour Press. Jan 16, 2026.", "Jan 16, 2026", None),
        ("Weekly Anchor ; Rijeka 18 (Jan 18, 2026): 4-6.", "Jan 18, 2026", "4-6"),
        ("Harbour Courier ; Macao [Macao]16 Jan 2026: A.3.", "16 Jan 2026", "A.3"),
        ("Harbour Courier ; Macao [Macao]. 16 Jan 2026.", "16 Jan 2026", None),
    ],
)
def test_the_line_of_publication_alone(info: str, published: str, page: str | None) -> None:
    text = (
        f"{made.RULE}\n\nPort\n\nAuthor: Ruiz, Ana\n\nPublication info: {info}\n\nProQuest document link\n\n"
    )
    (article,) = articles(f"{text}Full text: {made.PORT[0]}\n\n{made.RULE}\n")
    assert (article.fields["published"], article.fields.get("page")) == (published, page)
    assert article.fields["outlet"] in ("Harbour Courier", "Weekly Anchor")
    assert article.fields["text"] == made.PORT[0]


def german(text: str) -> str:
    """Return an export with the labels that the interface has in German."""
    for english, own in (
        ("Full text", "Volltext"),
        ("Publication title", "Titel der Publikation"),
        ("Publication date", "Publikationsdatum"),
        ("Publication year", "Publikationsjahr"),
        ("Publication subject", "Thema der Publikation"),
        ("Publication info", "Informationen zur Publikation"),
        ("ProQuest document ID", "ProQuest-Dokument-ID"),
        ("Document URL", "Dokument-URL"),
        ("Language of publication", "Sprache der Publikation"),
        ("Source type", "Quellentyp"),
        ("Document type", "Dokumenttyp"),
        ("Company / organization", "Firma / Organisation"),
        ("Place of publication", "Erscheinungsort"),
        ("Last updated", "Zuletzt aktualisiert"),
        ("Database", "Datenbank"),
        ("Author", "Autor"),
        ("Title", "Titel"),
        ("Jan 16, 2026", "16. Januar 2026"),
        ("Not available", "Nicht verfügbar"),
        ("Document 1 of", "Dokument 1 von"),
        ("Document 2 of", "Dokument 2 von"),
        ("Table of contents", "Inhaltsverzeichnis"),
    ):
        text = text.replace(english, own)
    return text


@pytest.mark.parametrize("write", [made.text, made.numbered])
def test_german_labels(write) -> None:  # type: ignore[no-untyped-def]
    text = german(write(made.FIRST, made.BARE))
    assert paras.choose(paras.plain(text)) is proquest
    first, second = articles(text)
    for name in ("title", "text", "outlet", "accession", "language", "publication_type", "database_name"):
        assert first.fields[name] == WHOLE[name]
    assert dates.parse(first.fields["published"]) == dates.parse("2026-01-16")
    assert second.bare


@for_each(
    ("label", "column"),
    [
        ("Texte intégral", "text"),
        ("Titre de la publication", "outlet"),
        ("Année de publication", "publication_year"),
        ("Identifiant du document ProQuest", "accession"),
        ("Base de données", "database_name"),
        ("Texto completo", "text"),
        ("Título de publicación", "outlet"),
        ("Fecha de publicación", "published"),
        ("ID del documento de ProQuest", "accession"),
        ("Empresa / organización", "companies"),
        ("Última actualización", "last_updated"),
        ("Companyorganization".replace("yo", "y /o"), "companies"),
        ("FULL TEXT", "text"),
        ("Publikationssprache", "language"),
        ("Título da publicação", "outlet"),
        ("Titolo pubblicazione", "outlet"),
        ("Название публикации", "outlet"),
        ("出版物名称", "outlet"),
        ("データベース", "database_name"),
        ("Place ofpublication", "place_of_publication"),
    ],
)
def test_labels_of_other_interfaces(label: str, column: str) -> None:
    assert split_label(f"{label}: value") == (column, "value")
    assert split_label(f"{label}\u00a0: value") == (column, "value")
    assert split_label(f"{label}：value") == (column, "value")
    assert split_label(f"{label}: x") == (column, "x")


def test_numbers_of_other_interfaces() -> None:
    assert (
        read_numbering("Document 3 sur 10")
        == read_numbering("Documento 3 de 10")
        == read_numbering("Dokument 3 von 10")
    )


@pytest.mark.parametrize("width", [60, 72, 78])
def test_wrapped_lines_are_joined(width: int) -> None:
    def wrapped(text: str) -> str:
        return "\n".join(
            "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)) or ""
            for line in text.split("\n")
        )

    whole = articles(made.text(made.FIRST, made.SECOND, made.BARE))
    cut = articles(wrapped(made.text(made.FIRST, made.SECOND, made.BARE)))
    assert [record.fields["text"] for record in cut] == [record.fields["text"] for record in whole]
    for name in ("abstract", "companies", "copyright", "publication_info", "title", "url", "accession"):
        assert [record.fields.get(name) for record in cut] == [record.fields.get(name) for record in whole]


def test_lines_without_blank_ones_between_labels() -> None:
    text = made.text(made.FIRST, made.SECOND).replace("\n\n", "\n")
    first, second = articles(text)
    assert first.fields["text"] == WHOLE["text"]
    assert first.fields["subjects"] == WHOLE["subjects"]
    assert second.fields["text"] == "\n".join(made.FERRY)


class TestText:
    def test_paragraphs_that_begin_like_labels(self) -> None:
        paragraphs = (
            "Title: that was the first question of the evening, and nobody had an answer to it.",
            "Date: the sixteenth. Place: the hall by the northern port, where both sides had met before.",
            "Database: a word that the minister used four times in a speech of ten minutes.",
        )
        body = "\n\n".join(paragraphs)
        record = made.FIRST.replace(made.PORT[1], body)
        (article,) = articles(made.text(record))
        assert article.fields["text"].split("\n")[1:4] == list(paragraphs)
        assert article.fields["title"] == WHOLE["title"]

    def test_a_title_that_begins_like_a_label(self) -> None:
        record = made.FIRST.replace("Port opens to more ships", "Location: a port between two worlds")
        (article,) = articles(made.text(record.replace("Title: Location", "Titel: Location")))
        assert article.fields["title"] == "Location: a port between two worlds"

    def test_the_implicit_title(self) -> None:
        record = made.FIRST.replace("Title: Port opens to more ships\n\n", "")
        (article,) = articles(made.text(record))
        assert article.fields["title"] == "Port opens to more ships"

    def test_an_edition_behind_the_title(self) -> None:
        record = made.FIRST.replace("opens to more ships", "opens to more ships: [Northern Final Edition]")
        (article,) = articles(made.text(record.replace(", Late Edition", "")))
        assert article.fields["title"] == "Port opens to more ships"
        assert article.fields["edition"] == "Northern Final Edition"
        assert Note("removed", "edition", "[Northern Final Edition]") in article.notes

    def test_a_correction_and_a_remark(self) -> None:
        record = made.FIRST.replace(
            "Full text: ",
            "Full text: (ProQuest: ... denotes text omitted.)\n\nCORRECTION: It was Friday.\n\n",
        )
        (article,) = articles(made.text(record))
        assert article.fields["text"] == WHOLE["text"]
        assert article.fields["correction"] == "It was Friday."
        assert article.fields["notes"] == "(ProQuest: ... denotes text omitted.)"

    def test_a_label_that_is_not_known_is_kept(self) -> None:
        record = made.FIRST.replace("Section: World", "Number of columns: 3\n\nSection: World")
        (article,) = articles(made.text(record))
        assert article.fields["number_of_columns"] == "3"

    def test_no_label_of_a_text(self) -> None:
        record = made.BARE.replace("Full text: Not available.\n\n", "")
        (article,) = articles(made.text(record))
        assert article.bare
        assert article.fields["abstract"]


class TestDates:
    @pytest.mark.parametrize(
        ("stated", "day"),
        [
            ("Jan 16, 2026", 16),
            ("Jan 1 6, 2 026", 16),
            ("2026 Jan 16", 16),
            ("January 16, 2026", 16),
            ("16 janv. 2026", 16),
            ("16 ene. 2026", 16),
            ("", 16),
        ],
    )
    def test_read_whole(self, stated: str, day: int) -> None:
        record = made.FIRST.replace(
            "Publication date: Jan 16, 2026", f"Publication date: {stated}" if stated else ""
        )
        (article,) = articles(made.text(record))
        moment = dates.parse(article.fields["published"])
        assert moment is not None
        assert (moment.time.year, moment.time.month, moment.time.day) == (2026, 1, day)

    def test_a_month_alone_stays_as_printed(self) -> None:
        record = made.FIRST.replace("Publication date: Jan 16, 2026", "Publication date: Jan 2026")
        record = record.replace("16 Jan 2026: A.3", "Jan 2026: A.3")
        (article,) = articles(made.text(record))
        assert article.fields["published"] == "Jan 2026"

    def test_the_line_of_publication_gives_the_page(self) -> None:
        record = made.FIRST.replace("Pages: A.3\n\n", "")
        (article,) = articles(made.text(record))
        assert article.fields["page"] == "A.3"


@for_each(
    ("printed", "outlet", "edition", "place"),
    [
        ("Harbour Courier; Macao", "Harbour Courier", None, "Macao"),
        ("Harbour Courier (Online); Macao", "Harbour Courier", None, "Macao"),
        ("Harbour Courier (pre-1997 Fulltext); Macao", "Harbour Courier", None, "Macao"),
        ("Harbour Courier (1923-Current file); Macao", "Harbour Courier", None, "Macao"),
        (
            "Harbour Courier,  Late Edition (East Coast); Macao",
            "Harbour Courier",
            "Late Edition (East Coast)",
            "Macao",
        ),
        ("Harbour Courier - Island Edition; Macao", "Harbour Courier", "Island Edition", "Macao"),
        ("Harbour Courier, Northern ed.; Macao", "Harbour Courier", "Northern ed.", "Macao"),
        ("The First Edition; Macao", "The First Edition", None, "Macao"),
    ],
)
def test_outlets(printed: str, outlet: str, edition: str | None, place: str) -> None:
    record = made.FIRST.replace("Harbour Courier, Late Edition; Macao", printed)
    (article,) = articles(made.text(record.replace("Place of publication: Macao\n\n", "")))
    found = tuple(article.fields.get(name) for name in ("outlet", "edition", "place_of_publication"))
    assert found == (outlet, edition, place)
    assert article.fields["publication_title"] == " ".join(printed.split())


def test_names() -> None:
    assert (
        turn_names("Ruiz, Ana; de la Cruz, Li M; Harbour Press") == "Ana Ruiz; Li M de la Cruz; Harbour Press"
    )
    assert turn_name("O'Neil, Eva, III") == "Eva O'Neil III"


@given(
    st.lists(
        st.sampled_from(
            (made.RULE, "Document 1 of 2", "Full text: a", "Database: b", "Title: c", "", "word " * 30)
        )
        | st.text(max_size=40),
        max_size=40,
    )
)
def test_nonsense_never_raises(lines: list[str]) -> None:
    paragraphs = [Para(line.replace("\n", " ").replace("\r", " ")) for line in lines]
    assert 0 <= proquest.sniff(paragraphs) <= 100
    found: Iterator[Item] = proquest.read(paragraphs, Source("a.txt"), "txt")
    assert all(isinstance(item, (Record, Fault, Note)) for item in found)


@pytest.mark.medium
def test_a_long_export_is_read_in_linear_time() -> None:
    text = made.text(*([made.FIRST, made.SECOND] * 300))
    assert len(articles(text)) == 600
    for many in ("Subject: a\n", "Database: a\n\n", "word\n", "\n", "word " * 20):
        assert len(read(f"Port\n\nFull text: {many * 20_000}\nPublication title: HC\n")) == 1
