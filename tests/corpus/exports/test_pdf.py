"""PDFs made by hand: columns, heads and feet of pages, parted words, headline; no text; harm."""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path

import pytest

from framing.corpus.limits import Limits
from framing.corpus.readers import pdf, text
from framing.corpus.records import Fault, Item, Record, Source
from tests.corpus.exports import made_pdf as made
from tests.corpus.exports.made_pdf import Line

pytest.importorskip("pdfminer", reason="reads PDFs: pip install 'newsframing[pdf]'")

STORY = (
    "The harbour council voted on Monday to enlarge the quay, which ends a debate that had divided the town"
    " for three years and two elections.",
    "The mayor said that the work could begin in spring, and that ships of three hundred metres would then"
    " find their berth at the northern end, which is too shallow today.",
    "Those who are against it called the plan a gift to shippers. They ask for a second look at its costs"
    " before any work begins, and want the town to vote.",
    "The harbour master's report puts the time needed at eighteen months.",
)
HEADLINE = Line(50, 780, "Council votes to enlarge the quay", 20, "F2")


def read(data: bytes, limits: Limits | None = None) -> list[Item]:
    return list(pdf.read(io.BytesIO(data), Source("made.pdf", limits=limits or Limits())))


def record(data: bytes) -> Record:
    (found,) = [item for item in read(data) if isinstance(item, Record)]
    return found


def texts(data: bytes) -> list[str]:
    return str(record(data).fields["text"]).split("\n")


def fault(data: bytes, limits: Limits | None = None) -> Fault:
    (found,) = read(data, limits)
    assert isinstance(found, Fault)
    return found


def told(data: bytes, rule: str) -> list[str]:
    return [note.detail for note in record(data).notes if note.rule == rule]


class TestColumns:
    """The paragraphs that were set come back, in their order, and nothing else."""

    @pytest.mark.parametrize(("indent", "gap"), [(0, 6), (3, 0)])
    @pytest.mark.parametrize("count", [1, 2, 3])
    def test_paragraphs(self, count: int, indent: int, gap: float) -> None:
        width = (495 - 15 * (count - 1)) / count
        lefts = [50 + i * (width + 15) for i in range(count)]
        story = [*STORY, *reversed(STORY)]
        rows = sum(len(made.wrapped(text, width, indent=indent)) for text in story)
        foot = 720 - 12 * (rows // count + 3) - gap * len(story) / count
        lines = made.columns(story, lefts, width, indent=indent, gap=gap, foot=foot)
        data = made.pdf([[HEADLINE, *lines]])
        assert texts(data) == story
        assert record(data).fields["title"] == HEADLINE.text
        assert bool(told(data, "pdf_columns")) == (count > 1)

    def test_order_of_drawing_says_nothing(self) -> None:
        lines = made.columns([*STORY, *STORY], [50, 310], 240, foot=500)
        random.Random(1).shuffle(lines)
        assert texts(made.pdf([[HEADLINE, *lines]])) == [*STORY, *STORY]

    def test_a_paragraph_goes_on_on_the_next_page(self) -> None:
        rows = [Line(50, 720 - 12 * i, row) for i, row in enumerate(made.wrapped(STORY[1], 300))]
        assert texts(made.pdf([[HEADLINE, *rows[:2]], [row._replace(y=row.y + 24) for row in rows[2:]]])) == [
            STORY[1]
        ]

    def test_rows_of_a_list_are_no_paragraph(self) -> None:
        rows = [
            "Outlet: Harbour Courier",
            "Date: 15 January 2026",
            "Length: three hundred words in all, and more",
        ]
        lines = [Line(50, 700 - 12 * i, row) for i, row in enumerate(rows)]
        assert texts(made.pdf([[HEADLINE, *lines]])) == rows

    @pytest.mark.parametrize("apart", [0, 5], ids=["level", "not level"])
    def test_a_short_page_has_the_columns_of_the_one_before(self, apart: int) -> None:
        # Three rows beside two are no strip by themselves: read across they would make one sentence.
        full = made.columns([*STORY, *STORY], [50, 310], 240, foot=500)
        left = made.columns([STORY[3]], [50], 240)
        right = made.columns(["Nobody on the council asked who would pay for it."], [310], 240, 720 - apart)
        story = [STORY[3], "Nobody on the council asked who would pay for it."]
        data = made.pdf([[HEADLINE, *full], [*left, *right]])
        assert texts(data) == [*STORY, *STORY, *story]
        assert told(data, "pdf_columns")[0].startswith("pages 1, 2 have up to 2 columns")

    def test_a_short_page_across_stays_one(self) -> None:
        full = made.columns([*STORY, *STORY], [50, 310], 240, foot=500)
        across = made.columns([STORY[3]], [50], 300)
        assert texts(made.pdf([[HEADLINE, *full], across])) == [*STORY, *STORY, STORY[3]]

    def test_a_row_that_stands_out_ends_no_other(self) -> None:
        # Indents tell the paragraphs; a row that ends early before a capital letter is set badly.
        rows = [
            Line(68, 720, "The mayor went on to see the town of"),
            Line(50, 708, "Harbour on Monday, where he spoke for"),
            Line(50, 696, "an hour of what is to come."),
            Line(68, 684, "Those who live there heard him, and they"),
            Line(50, 672, "asked him for a second look at it all,"),
            Line(50, 660, "which he granted."),
            Line(68, 648, "The vote will be held in spring, as it"),
            Line(50, 636, "was the last time."),
            Line(68, 624, "It will be a long one, as he said, and not"),
            Line(50, 612, "Harbour alone takes part in it."),
            Line(50, 600, "Nobody could say that this was wrong to do here."),
        ]
        text = texts(made.pdf([[HEADLINE, *rows]]))
        assert text[0] == f"{rows[0].text} {rows[1].text} {rows[2].text}"
        assert len(text) == 5

    def test_rows_that_end_here_and_there(self) -> None:
        # A gutter stays one where the rows left of it are short.
        left = [Line(50, 720 - 12 * i, "word " * (8 if i % 3 else 6)) for i in range(30)]
        right = [Line(310, 720 - 12 * i, "other " * 6) for i in range(30)]
        text = " ".join(texts(made.pdf([[HEADLINE, *left, *right]])))
        assert text.count("word other") <= 1
        assert text.split().index("other") > text.split().count("word") - 1


class TestWords:
    def test_words_parted_at_the_end_of_a_row(self) -> None:
        rows = ["The exami-", "nation of the well-", "known plan took months."]
        data = made.pdf([[HEADLINE, *(Line(50, 700 - 12 * i, row) for i, row in enumerate(rows))]])
        assert texts(data) == ["The examination of the well-known plan took months."]
        assert told(data, "pdf_hyphens") == ["1 word parted at the end of a row put together"]

    def test_a_hyphen_that_stands_elsewhere_is_kept(self) -> None:
        rows = [
            "A re-read plan was the last to be re-",
            "read. The cooperation was the coop-",
            "eration of all.",
        ]
        data = made.pdf([[HEADLINE, *(Line(50, 700 - 12 * i, row) for i, row in enumerate(rows))]])
        assert texts(data) == [
            "A re-read plan was the last to be re-read. The cooperation was the cooperation of all."
        ]

    def test_ligatures(self) -> None:
        font = (
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier "
            b"/Encoding << /Differences [1 /fi /fl /ffi] >> >>"
        )
        content = made.stream(b"BT /F1 10 Tf 50 700 Td (o\\003cials \\001nd the \\002oor) Tj ET")
        assert texts(made.page(content, font)) == ["officials find the floor"]

    def test_words_by_their_places(self) -> None:
        # Word spaces that are no letters, but gaps.
        content = made.stream(b"BT /F1 10 Tf 50 700 Td [(The) -600 (quay) -600 (is lo) 20 (ng) ] TJ ET")
        assert texts(made.page(content)) == ["The quay is long"]

    def test_letters_drawn_twice(self) -> None:
        row = Line(50, 700, "The quay is long")
        assert texts(made.pdf([[row, row._replace(x=50.3)]])) == ["The quay is long"]

    def test_a_large_initial(self) -> None:
        rows = made.wrapped(STORY[1][1:], 300)
        lines = [Line(50 + 26 * (i < 3), 700 - 12 * i, row) for i, row in enumerate(rows)]
        assert texts(made.pdf([[HEADLINE, Line(50, 676, "T", 40), *lines]])) == [STORY[1]]


class TestPages:
    def test_heads_feet_and_numbers(self) -> None:
        pages = [
            [
                Line(50, 815, "Harbour Courier, 15 January 2026", 8),
                *made.columns([STORY[i]], [50], 400, top=740),
                Line(280, 25, f"Page {i + 1} of 3", 8),
            ]
            for i in range(3)
        ]
        pages[0].append(HEADLINE)
        data = made.pdf(pages)
        assert texts(data) == list(STORY[:3])
        assert sorted(told(data, "pdf_page_line")) == [
            "'Harbour Courier, 15 January 2026' on 3 pages",
            "page numbers on 3 pages",
        ]

    def test_a_head_that_columns_part_on_one_page_only(self) -> None:
        # On the second page nothing parts the name of the paper from the number beside it.
        pages = [
            [
                Line(50, 815, "Harbour Courier, 15 January 2026", 8),
                Line(310, 815, f"A{i + 1} north", 8),
                *made.columns(story, [50, 310], width, top=740, foot=500),
            ]
            for i, (story, width) in enumerate([([*STORY, *STORY], 240), (STORY, 480)])
        ]
        pages[0].append(HEADLINE)
        assert texts(made.pdf(pages)) == [*STORY, *STORY, *STORY]

    def test_what_a_browser_prints(self) -> None:
        lines = [
            Line(30, 820, "1/16/26, 10:22 AM", 8),
            HEADLINE,
            *made.columns(STORY, [50], 400, top=740),
            Line(30, 15, "https://courier.example/news/quay 1/1", 8),
        ]
        data = made.pdf([lines])
        assert record(data).fields["url"] == "https://courier.example/news/quay"
        assert texts(data) == list(STORY)
        assert len(told(data, "pdf_page_line")) == 2

    def test_the_text_is_no_foot(self) -> None:
        # The same rows at the foot of two pages, but amid the text.
        page = made.columns([*STORY, *STORY], [50], 200, top=780, foot=0)
        assert len(" ".join(texts(made.pdf([page, page]))).split()) == 4 * sum(
            len(text.split()) for text in STORY
        )

    def test_turned_letters_are_said(self) -> None:
        drawn = made.shown([HEADLINE, *made.columns(STORY, [50], 400)])
        data = made.pdf([drawn + b"\nBT /F1 8 Tf 0 1 -1 0 580 300 Tm (Photo by nobody) Tj ET"])
        assert told(data, "pdf_turned") == ["13 letters don't run from left to right and are left out"]
        assert texts(data) == list(STORY)


class TestHeadline:
    def test_two_rows(self) -> None:
        lines = [HEADLINE, HEADLINE._replace(y=756, text="after a debate of years")]
        data = made.pdf([[*lines, *made.columns(STORY, [50], 400)]])
        assert record(data).fields["title"] == "Council votes to enlarge the quay after a debate of years"

    def test_a_line_above_it(self) -> None:
        above = Line(50, 805, "World / China", 10)
        found = record(made.pdf([[above, HEADLINE, *made.columns(STORY, [50], 400)]]))
        assert found.fields["kicker"] == above.text
        dated = record(
            made.pdf([[above._replace(text="Monday, 15 January 2026"), HEADLINE, Line(50, 700, "Oh.")]])
        )
        assert str(dated.fields["text"]).startswith("Monday")

    def test_bold_in_the_size_of_the_text(self) -> None:
        data = made.pdf([[HEADLINE._replace(size=10), *made.columns(STORY, [50], 400)]])
        assert record(data).fields["title"] == HEADLINE.text

    @pytest.mark.parametrize(
        ("said", "title"),
        [
            ("Quay to be enlarged", "Quay to be enlarged"),
            ("Microsoft Word - quay.docx", None),
            ("untitled", None),
        ],
    )
    def test_the_files_own_title(self, said: str, title: str | None) -> None:
        data = made.pdf([made.columns(STORY, [50], 400)], b"/Title (%b)" % said.encode())
        assert record(data).fields.get("title") == title

    def test_its_date_is_not_that_of_the_article(self) -> None:
        data = made.pdf([made.columns(STORY, [50], 400)], b"/CreationDate (D:20260116102200Z)")
        found = record(data)
        assert found.fields["pdf_created"] == "2026-01-16"
        assert "published" not in found.fields
        assert told(data, "pdf_created") == [
            "the PDF was made 2026-01-16, which doesn't say when the article appeared"
        ]


IMAGE = b"/XObject << /I << /Type /XObject /Subtype /Image /Width 1 /Height 1 >> >>"


class TestNoText:
    def test_pictures_of_pages(self) -> None:
        image = made.stream(b"\x00", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8")
        data = made.page(made.stream(b"/I Do"), more=[image], resources=b"/XObject << /I 6 0 R >>")
        found = fault(data)
        assert (found.rule, found.kind) == ("no_text_layer", "skipped")
        assert "OCR" in found.detail

    def test_an_empty_page(self) -> None:
        assert fault(made.pdf([[]])).rule == "no_text_layer"

    def test_letters_that_no_font_tells(self) -> None:
        font = (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+A /Encoding /Identity-H "
            b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+A "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
        )
        content = made.stream(b"BT /F1 10 Tf 50 700 Td <000100020003000400050006> Tj ET")
        assert fault(made.page(content, font)).rule == "no_unicode"

    def test_a_password(self) -> None:
        encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%b) /U (%b) /P -4 >>" % (b"o" * 32, b"u" * 32)
        data = made.joined(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"], encrypt
        )
        assert (fault(data).rule, fault(data).kind) == ("encrypted", "skipped")

    def test_without_the_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pdfminer", None)
        found = fault(made.pdf([made.columns(STORY, [50], 400)]))
        assert (found.rule, found.kind) == ("no_library", "skipped")
        assert "newsframing[pdf]" in found.detail


def test_sniff() -> None:
    assert pdf.sniff(b"%PDF-1.4\n", "a.txt") == 98
    assert pdf.sniff(b"\r\njunk\r\n%PDF-1.4\n", "a.pdf") == 98
    assert pdf.sniff(b"The PDF- is here", "a.pdf") == 0


def test_what_was_printed_from_europresse_is_to_be_exported_as_html() -> None:
    foot = [Line(50, 85, "Certificat émis le 12 mars 2021 à une bibliothèque.", 8)]
    foot.append(Line(50, 70, "news·20210311·CDP·1", 8))
    found = fault(made.pdf([[HEADLINE, *made.columns(STORY, [50], 400, top=700), *foot]]))
    assert (found.rule, found.kind) == ("no_reader", "skipped")
    assert "HTML" in found.detail
    # An id in a text makes no export of it.
    assert record(made.pdf([[HEADLINE, *made.columns(STORY, [50], 400, top=700), foot[1]]])).fields["title"]


NEXIS = Path(__file__).parents[4] / "shared/fixtures/nexis/sample.TXT"


@pytest.mark.medium
@pytest.mark.skipif(not NEXIS.exists(), reason="the dummy export beside the project is not here")
def test_a_real_export_that_was_printed_says_what_its_text_says() -> None:
    rows = NEXIS.read_text("utf-8-sig", errors="replace").replace("\ufeff", "").splitlines()
    pages = [
        [
            Line(40 + 4.8 * (len(row) - len(row.lstrip())), 800 - 11 * i, row.strip(), 8)
            for i, row in enumerate(part)
        ]
        for part in (rows[at : at + 65] for at in range(0, len(rows), 65))
    ]
    stream = io.BytesIO(NEXIS.read_bytes())
    plain = [item for item in text.read(stream, Source("a.txt")) if isinstance(item, Record)]
    printed = [item for item in read(made.pdf(pages)) if isinstance(item, Record)]
    assert len(plain) == len(printed) == 10
    for name in ("title", "outlet", "published", "section", "length", "byline", "load_date", "text"):
        assert [one.fields.get(name) for one in printed] == [one.fields.get(name) for one in plain]
