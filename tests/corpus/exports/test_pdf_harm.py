"""PDFs that mean harm, or are damaged: each gives one line, in bounded memory."""

from __future__ import annotations

import random
import tracemalloc
import zlib

import pytest

from framing.corpus.limits import Limits
from framing.corpus.records import Note
from framing.corpus.streams import TooLarge
from tests.corpus.exports import made_pdf as made
from tests.corpus.exports.test_pdf import HEADLINE, STORY, fault, read, texts, told

pytest.importorskip("pdfminer", reason="reads PDFs: pip install 'newsframing[pdf]'")

SMALL = Limits(record_bytes=1 << 20)


class TestHarm:
    """Each file gives one line, in bounded memory."""

    @pytest.mark.parametrize(
        ("said", "data"),
        [
            (b"/FlateDecode", zlib.compress(bytes(64 << 20), 9)),
            (b"[/FlateDecode /FlateDecode]", zlib.compress(zlib.compress(bytes(64 << 20), 9), 9)),
        ],
    )
    def test_a_small_stream_that_is_large(self, said: bytes, data: bytes) -> None:
        bomb = made.page(made.stream(data, b"/Filter %b" % said))
        tracemalloc.start()
        found = fault(bomb, SMALL)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert "unpacks to more" in found.detail
        assert peak < 40 << 20

    def test_what_is_packed_honestly(self) -> None:
        drawn = made.shown([HEADLINE, *made.columns(STORY, [50], 400)])
        content = made.stream(
            zlib.compress(drawn).hex().encode() + b">", b"/Filter [/ASCIIHexDecode /FlateDecode]"
        )
        font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"
        data = made.page(content, font).replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 5 0 R")
        assert texts(data) == list(STORY)

    def test_damage_in_a_stream_keeps_what_stands_before_it(self) -> None:
        drawn = made.shown(made.columns(STORY * 9, [50], 300, foot=-999))
        packed = zlib.compress(drawn)
        cut = made.page(made.stream(packed[: len(packed) // 2], b"/Filter /FlateDecode"))
        assert texts(cut)[0] == STORY[0]

    def test_a_broken_page_leaves_the_others(self) -> None:
        lines = made.shown(made.columns(STORY, [50], 400))
        form = made.stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [1 0]")
        data = made.pdf([lines, b"/X Do", lines], resources=b"/XObject << /X 10 0 R >>", last=form)
        assert texts(data) == [*STORY, *STORY]
        assert told(data, "pdf_damage") == ["page 2 has damage, and may not be whole; save or print it again"]

    def test_pages_that_hold_themselves(self) -> None:
        root = b"<< /Type /Catalog /Pages 2 0 R >>"
        loop = made.joined(
            [root, b"<< /Type /Pages /Kids [2 0 R 3 0 R] >>", b"<< /Type /Pages /Kids [2 0 R] >>"]
        )
        assert fault(loop).rule == "unreadable"
        deep = [b"<< /Type /Pages /Kids [%d 0 R] >>" % (i + 3) for i in range(3000)]
        assert fault(made.joined([root, *deep, b"<< /Type /Page >>"])).rule == "unreadable"

    @pytest.mark.slow
    def test_parts_that_draw_parts(self) -> None:
        head = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
        forms = [
            made.stream(b"/X Do /X Do", b"%b /Resources << /XObject << /X %d 0 R >> >>" % (head, i + 7))
            for i in range(40)
        ]
        data = made.page(
            made.stream(b"/X Do"), more=[*forms, made.stream(b"", head)], resources=b"/XObject << /X 6 0 R >>"
        )
        assert "more parts than a page can hold" in fault(data).detail

    @pytest.mark.parametrize(
        ("widths", "table"),
        [
            (b"[0 999999999999 500]", b""),
            (b"[0 [500]]", b"1 beginbfrange <00000000> <FFFFFFF0> <0041> endbfrange"),
            (b"[0 [500]]", b"1 beginbfrange (\\000\\000) (\\377\\377\\377\\377) <0041> endbfrange"),
        ],
    )
    def test_fonts_that_claim_too_much(self, widths: bytes, table: bytes) -> None:
        font = (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H "
            b"/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
        )
        child = (
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /W %b "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>" % widths
        )
        content = made.stream(b"BT /F1 9 Tf 9 9 Td <0001> Tj ET")
        found = fault(made.page(content, font, [child, made.stream(table)]))
        assert found.rule == "unreadable"
        assert "a font in it" in found.detail

    @pytest.mark.medium
    def test_more_letters_than_a_page_can_show(self) -> None:
        drawn = b"BT /F1 9 Tf 9 9 Td " + b"(%b) Tj " % (b"a" * 1000) * 300 + b"ET"
        assert "more letters than a page" in fault(made.page(made.stream(drawn))).detail

    def test_a_table_of_objects_that_is_its_own_last(self) -> None:
        data = b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer << /Size 1 /Prev 9 >>\nstartxref\n9\n%%EOF"
        assert fault(data).rule == "unreadable"

    def test_longer_than_the_limit(self) -> None:
        with pytest.raises(TooLarge, match="limit whole_bytes"):
            read(made.pdf([[HEADLINE]]), Limits(whole_bytes=100))

    @pytest.mark.medium
    def test_damaged_files_give_items(self) -> None:
        whole = made.pdf([[HEADLINE, *made.columns(STORY, [50, 310], 240, foot=600)]], b"/Title (Quay)")
        draw = random.Random(7)
        for _ in range(150):
            data = bytearray(whole)
            for _ in range(draw.randint(1, 12)):
                data[draw.randrange(len(data))] = draw.randrange(256)
            if draw.random() < 0.3:
                del data[draw.randrange(len(data)) :]
            found = read(bytes(data))
            assert len([item for item in found if not isinstance(item, Note)]) == 1
