"""Nexis Uni: a real export of dummy articles, and made ones for what it hasn't; in DOCX and as bare lines."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from framing.corpus import dates
from framing.corpus.layouts import nexis_uni
from framing.corpus.layouts._nexis_uni_words import date_line, fold, number, sections, words
from framing.corpus.load import load
from framing.corpus.paras import Para, choose
from framing.corpus.readers import docx
from framing.corpus.records import Fault, Item, Note, Record, Source
from tests.corpus.exports import made_documents as made

NB = "\u00a0"
FIRST = f"""*Tide turns at the harbour gates
*and nobody saw it
The Harbour Courier(Norwich)
January 15, 2026 Thursday 11:48 PM GMT


Copyright 2026 Harbour Courier All Rights Reserved

Section:{NB}Section A; Column 0; Foreign Desk; Pg. 8
Length:{NB}1,163 words
Byline:{NB}By Ada Quill
Berta Inkwell in Norwich
Highlight:{NB}What happened at the gates.
*Body
Link to Image

The tide turned on Monday.


Two blank lines stand above this one.
January 3, 2026
Load: nothing at all
*Who pays
The town pays.

*Graphic

The gates, Photo: A. Quill
*Classification


Language:{NB}ENGLISH
Publication-Type:{NB}Newspaper
Journal Code:{NB}HBC
Subject:{NB}PORTS (90%); TIDES (72%)
Company:{NB}GATE WORKS PLC (55%)
Ticker:{NB}GTW (LSE) (55%)
Industry:{NB}NAICS488310 PORT OPERATIONS (55%)
Person:{NB}ADA QUILL (50%)
Geographic:{NB}NORWICH, ENGLAND (79%)
Load-Date:{NB}January 16, 2026"""
SECOND = f"""*Council goes home early; Friday's sitting was the shortest of the year
The Lantern
January 16, 2026 Friday
Late Edition - Final

Copyright 2026 The Lantern

Section:{NB}NEWS; Version:2
Length:{NB}30 words
*Body

The council went home.
Load-Date:{NB}January 17, 2026"""
COVER = """Date and Time: Friday, 5. July 2019 09:31:00 CEST
Job Number: 00000001
*Documents ({count})
{entries}"""
ENTRY = "{number}. {title}\nClient/Matter: -None-\nSearch Terms: harbour\nSearch Type: Natural Language"


def cover(*titles: str, count: int | None = None) -> str:
    entries = [ENTRY.format(number=place, title=title) for place, title in enumerate(titles, 1)]
    return COVER.format(count=len(titles) if count is None else count, entries="\n".join(entries))


def paras(text: str, *, marked: bool = True) -> list[Para]:
    return [Para(line.lstrip("*"), bold=marked and line.startswith("*")) for line in text.split("\n")]


def read(text: str, *, marked: bool = True) -> list[Item]:
    found = paras(text, marked=marked)
    assert choose(found) is nexis_uni
    return list(nexis_uni.read(found, Source("made.rtf"), "rtf"))


def records(items: list[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]


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

    def test_every_article_is_kept_and_reconciled(self, sample: Path) -> None:
        loaded = load(sample)
        assert len(loaded.articles) == 10
        assert not set(loaded.audit["kind"]) & {"failed", "skipped"}
        checked = loaded.audit[loaded.audit["kind"] == "checked"]["detail"].tolist()
        assert "announces 10 articles; all of them were read" in checked

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


GERMAN = f"""*Flut am Hafentor
Hafenkurier
Donnerstag 15. Januar 2026 Bundesausgabe

Copyright 2026 Hafenkurier GmbH Alle Rechte vorbehalten

Rubrik:{NB}LOKALES; S. 12; Ausg. 11
Länge:{NB}1.163 Wörter
Autor:{NB}Anna Muster
*Body
Link zum PDF-Dokument

Die Flut kam am Montag.
Original Gesamtseiten-PDF

*Klassifikation

Sprache:{NB}GERMAN; DEUTSCH
Publikationstyp:{NB}Zeitung
Zeitungs-Code:{NB}HK
Thema:{NB}HÄFEN (90%)
Unternehmen:{NB}TORBAU AG (55%)
Ladedatum:{NB}16. Januar 2026"""
FRENCH = f"""*La marée au port
Le Courrier du port
5 juillet 2019 vendredi, Edition nationale

Copyright 2019 Le Courrier du port Tous droits réservés

Rubrique:{NB}RÉGION; Pg. 3
Longueur:{NB}355 mots
Auteur:{NB}Anne Exemple
*Corps

La marée est montée lundi.
*Classification

Langue:{NB}FRENCH; FRANÇAIS
Type de publication:{NB}Journal
Sujet:{NB}PORTS (90%)
Société:{NB}PORTE SA (55%)
Date de chargement:{NB}6 juillet 2019"""
SPANISH = f"""*La marea en el puerto
El Correo del Puerto
viernes 5 de julio de 2019

Copyright 2019 El Correo del Puerto Todos los derechos reservados

Sección:{NB}LOCAL; Pág. 4
Longitud:{NB}355 palabras
Autor:{NB}Ana Ejemplo
*Cuerpo

La marea subió el lunes.
*Clasificación

Idioma:{NB}SPANISH; ESPAÑOL
Tipo de publicación:{NB}Periódico
Tema:{NB}PUERTOS (90%)
Empresa:{NB}PUERTA SA (55%)
Fecha de carga:{NB}6 de julio de 2019"""
DUTCH = f"""*Vloed in de haven
De Havenkoerier
4 oktober 2017 woensdag

Copyright 2017 De Havenkoerier Alle rechten voorbehouden

Sectie:{NB}BINNENLAND; Blz. 6
Lengte:{NB}355 woorden
Auteur:{NB}Anna Voorbeeld
*Tekst

De vloed kwam maandag.
*Classificatie

Taal:{NB}DUTCH; NEDERLANDS
Publicatietype:{NB}Krant
Onderwerp:{NB}HAVENS (90%)
Bedrijf:{NB}POORT BV (55%)
Laaddatum:{NB}5 oktober 2017"""


_OTHERS = {
    "de": (
        GERMAN, "Ende des Dokuments", "2026-01-15", "LOKALES", "12", 1163, "Anna Muster", "GERMAN",
        "HÄFEN (90%)", "TORBAU AG (55%)", "2026-01-16",
    ),
    "fr": (
        FRENCH, "Fin du document", "2019-07-05", "RÉGION", "3", 355, "Anne Exemple", "FRENCH",
        "PORTS (90%)", "PORTE SA (55%)", "2019-07-06",
    ),
    "es": (
        SPANISH, "Fin del documento", "2019-07-05", "LOCAL", "4", 355, "Ana Ejemplo", "SPANISH",
        "PUERTOS (90%)", "PUERTA SA (55%)", "2019-07-06",
    ),
    "nl": (
        DUTCH, "Einde van document", "2017-10-04", "BINNENLAND", "6", 355, "Anna Voorbeeld", "DUTCH",
        "HAVENS (90%)", "POORT BV (55%)", "2017-10-05",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", _OTHERS)
def test_other_languages(language: str) -> None:
    article, mark, *expected = _OTHERS[language]
    (one,) = records(read(made.joined([article], end=mark)))
    names = (
        "published",
        "section",
        "page",
        "length",
        "authors",
        "language",
        "subjects",
        "companies",
        "load_date",
    )
    assert [one.fields[name] for name in names] == expected
    assert one.fields["text"].count("\n") == 0
    assert one.fields["text"].endswith(("Montag.", "lundi.", "lunes.", "maandag."))


def test_a_language_that_is_not_known_still_comes_apart() -> None:
    """Labels keep their own names, and what is bold behind them is the heading of the text."""
    text = SECOND.replace("Length:", "Hossz:").replace("*Body", "*Törzs").replace("Load-Date", "Betöltés")
    (one,) = records(read(made.joined([text])))
    assert one.fields["text"] == "The council went home."
    assert one.fields["hossz"] == "30 words"
    assert one.fields["betöltés"] == "January 17, 2026"


def test_an_interface_that_is_not_known_at_all() -> None:
    """No word of it is known: what repeats, is bold, or has the gap of a label, still tells it apart."""
    names = {
        "Section:": "Rovat:", "Length:": "Hossz:", "Byline:": "Szerző:", "*Body": "*Törzs",
        "*Classification": "*Besorolás", "Language:": "Nyelv:", "Load-Date:": "Betöltés:",
        "Copyright": "Szerzői jog", "All Rights Reserved": "",
        "Highlight:": "Kiemelés:", "Subject:": "Tárgy:", "*Graphic": "*Kép", "Publication-Type:": "Típus:",
    }  # fmt: skip
    text = made.joined([FIRST, SECOND], end="Dokumentum vége")
    for english, other in names.items():
        text = text.replace(english, other)
    one, two = records(read(text))
    assert str(one.fields["title"]).startswith("Tide turns")
    assert (two.fields["text"], two.fields["hossz"]) == ("The council went home.", "30 words")
    assert two.fields["betöltés"] == "January 17, 2026"
    assert str(one.fields["text"]).split("\n")[0] == "The tide turned on Monday."
    assert str(one.fields["text"]).split("\n")[-1] == "The gates, Photo: A. Quill"
    assert one.fields["betöltés"] == "January 16, 2026"


class TestLines:
    @pytest.mark.parametrize(
        ("line", "published", "edition"),
        [
            ("July 1, 2019 Monday 9:20 AM GMT", "2019-07-01 9:20 AM GMT", ""),
            ("Friday, 5. July 2019 09:31:00 CEST", "2019-07-05 09:31:00 CEST", ""),
            ("5 juillet 2019 vendredi, Edition nationale", "2019-07-05", "Edition nationale"),
            ("1er juillet 2019 lundi 09:20 GMT", "2019-07-01 09:20 GMT", ""),
            ("15. Januar 2026 Donnerstag 11:48 Uhr MEZ", "2026-01-15 11:48 MEZ", ""),
            ("July 5, 2019 Friday 3:20 PM Eastern Time", "2019-07-05 3:20 PM Eastern Time", ""),
            ("July 5, 2019 Friday Late Edition - Final", "2019-07-05", "Late Edition - Final"),
            ("July 5, 2019 Friday 12:01 AM EST Final Edition", "2019-07-05 12:01 AM EST", "Final Edition"),
            ("5 luglio 2019 venerdì", "2019-07-05", ""),
            ("quinta-feira, 5 de julho de 2019", "2019-07-05", ""),
            ("2019年7月5日 星期五", "2019-07-05", ""),
            ("2019年7月5日 星期五 下午 3:05 GMT", "2019-07-05 3:05 PM GMT", ""),
            ("2019年7月5日 (金曜日) 朝刊", "2019-07-05", "朝刊"),
            ("2019년 7월 5일 금요일", "2019-07-05", ""),
            ("5 juillet 2019 vendredi 09 h 31 CEST", "2019-07-05 09:31 CEST", ""),
            ("5 июля 2019", "2019-07-05", ""),
        ],
    )  # fmt: skip
    def test_dates(self, line: str, published: str, edition: str) -> None:
        found = date_line(line)
        assert found is not None
        assert (found.published, found.edition) == (published, edition)
        moment = dates.parse(found.published)
        assert moment is not None
        assert moment.precision == ("minute" if ":" in published else "day")

    @pytest.mark.parametrize(
        "line",
        [
            "In July 2019 ministers met",
            "July 3, 2019 the minister met reporters.",
            "31 February 2019",
            "2019",
            "March 2019 was wet and cold in all.",
        ],
    )
    def test_no_dates(self, line: str) -> None:
        assert date_line(line) is None

    @pytest.mark.parametrize("line", ["July 2019", "Spring 2019", "July/August 2019"])
    def test_months_are_told_and_not_filled_in(self, line: str) -> None:
        found = date_line(line)
        assert found is not None
        assert not found.whole
        assert found.published == line

    @given(st.dates(), st.sampled_from(["{0:%B} {0.day}, {0.year} {0:%A}", "{0.day} {0:%B} {0.year}"]))
    @settings(max_examples=60, deadline=None)
    def test_any_day(self, day: object, form: str) -> None:
        line = form.format(day)
        found = date_line(line)
        if (
            getattr(day, "year", 0) >= 1700
            and getattr(day, "year", 0) < 2100
            and str(day) not in ("1970-01-01", "1900-01-01")
        ):
            assert found is not None
            assert found.published == str(day)

    @given(st.text(max_size=200))
    @settings(max_examples=100, deadline=None)
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        date_line(text)
        sections(text)
        number(text)
        assert fold(fold(text)) == fold(text)

    def test_no_word_means_two_things(self) -> None:
        known = words()
        assert not {"body", "classification"} & set(known.tail)
        assert all(1 <= month <= 12 for month in known.months.values())


def test_labels_of_any_name_below_the_text() -> None:
    """Without the gap that Nexis writes behind a label, as it is lost in some carriers."""
    text = made.joined([FIRST.replace("Journal Code:", "Product Line:")]).replace(NB, " ")
    (one,) = records(read(text))
    assert one.fields["product_line"] == "HBC"
    assert one.fields["publication_type"] == "Newspaper"


def test_rows_of_a_pdf_that_ran_into_one() -> None:
    text = made.joined([FIRST]).replace(NB, " ").replace("(72%)\nCompany:", "(72%) Company:")
    text = text.replace("\nLoad-Date:", " Load-Date:").replace("\nLength:", " Length:")
    (one,) = records(list(nexis_uni.read(paras(text), Source("made.pdf"), "pdf")))
    assert one.fields["subjects"] == "PORTS (90%); TIDES (72%)"
    assert one.fields["companies"] == "GATE WORKS PLC (55%)"
    assert one.fields["load_date"] == "2026-01-16"
    assert (one.fields["page"], one.fields["length"]) == ("8", 1163)


def test_older_exports_are_left_to_their_layout() -> None:
    blocks = (
        "1 of 10 DOCUMENTS|Harbour Courier|January 15, 2026 Thursday|Tide turns|SECTION: NEWS|LENGTH: 9 words"
    )
    lines = "\n\n".join([*blocks.split("|"), "The tide turned."])
    assert nexis_uni.sniff(paras(lines, marked=False)) == 0


def test_prose_is_no_export() -> None:
    lines = "Tide turns\n\nBy Ada Quill\n\nJanuary 15, 2026\n\nThe tide turned on Monday.\n\nNobody saw it."
    assert nexis_uni.sniff(paras(lines, marked=False)) == 0


def test_a_zip_of_single_articles(tmp_path: Path) -> None:
    """Nexis packs "individual files" into one archive, each with one article and no cover."""
    path = tmp_path / "Files.ZIP"
    path.write_bytes(made.packed({"Tide.DOCX": made.docx(FIRST), "Council.DOCX": made.docx(SECOND)}))
    articles = load(path).articles
    assert articles["source"].tolist() == ["Files.ZIP/Council.DOCX:1", "Files.ZIP/Tide.DOCX:1"]
    assert articles["load_date"].tolist() == ["2026-01-17", "2026-01-16"]


@given(st.data())
@settings(max_examples=40, deadline=None)
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
