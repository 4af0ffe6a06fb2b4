"""Nexis Uni: its words in many languages and in none that is known, its date lines, what is none of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import dates
from framing.corpus.exports.nexis_com import MONTHS, read_date_line
from framing.corpus.exports.nexis_uni import TAIL, fold, read_number, read_sections
from framing.corpus.layouts import nexis_uni
from framing.corpus.records import Source
from tests.cases import for_each
from tests.corpus.exports import made_documents as made
from tests.corpus.exports.made_nexis_uni import (
    DUTCH,
    FIRST,
    FRENCH,
    GERMAN,
    NB,
    SPANISH,
    paras,
    read,
    records,
)  # fmt: skip

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


class TestLines:
    @for_each(
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
        found = read_date_line(line)
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
        assert read_date_line(line) is None

    @pytest.mark.parametrize("line", ["July 2019", "Spring 2019", "July/August 2019"])
    def test_months_are_told_and_not_filled_in(self, line: str) -> None:
        found = read_date_line(line)
        assert found is not None
        assert not found.whole
        assert found.published == line

    @given(st.dates(), st.sampled_from(["{0:%B} {0.day}, {0.year} {0:%A}", "{0.day} {0:%B} {0.year}"]))
    def test_any_day(self, day: object, form: str) -> None:
        line = form.format(day)
        found = read_date_line(line)
        if (
            getattr(day, "year", 0) >= 1700
            and getattr(day, "year", 0) < 2100
            and str(day) not in ("1970-01-01", "1900-01-01")
        ):
            assert found is not None
            assert found.published == str(day)

    @given(st.text(max_size=200))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        read_date_line(text)
        read_sections(text)
        read_number(text)
        assert fold(fold(text)) == fold(text)

    def test_no_word_means_two_things(self) -> None:
        assert not {"body", "classification"} & set(TAIL)
        assert all(1 <= month <= 12 for month in MONTHS.values())


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
