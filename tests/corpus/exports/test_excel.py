"""Excel: what another library writes is read again, value by value; what is odd about a sheet is said."""

from __future__ import annotations

import base64
import datetime as dt
import io
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import framing as fr
from framing.corpus.limits import Limits
from framing.corpus.load import readers
from framing.corpus.parts import choose
from framing.corpus.readers import excel
from framing.corpus.records import Fault, Item, Note, Record, Source
from tests.cases import for_each
from tests.corpus.made import LONG, MORE

openpyxl = pytest.importorskip("openpyxl", reason="writes the workbooks that are read")

HEADER = ["Headline", "Newspaper", "Date", "Body"]


def book(fill: Callable[[Any], None]) -> bytes:
    made = openpyxl.Workbook()
    fill(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def sheet(*rows: list[Any]) -> bytes:
    def fill(made: Any) -> None:
        for row in rows:
            made.active.append(row)

    return book(fill)


def read(raw: bytes, name: str = "a.xlsx", limits: Limits | None = None) -> list[Item]:
    return list(excel.read(io.BytesIO(raw), Source(name, limits=limits or Limits())))


def rows(raw: bytes, name: str = "a.xlsx") -> list[Record]:
    return [item for item in read(raw, name) if isinstance(item, Record)]


def notes(items: list[Item], rule: str) -> list[str]:
    own = [item for item in items if isinstance(item, Note)]
    inner = [note for item in items if isinstance(item, Record) for note in item.notes]
    return [note.detail for note in (*own, *inner) if note.rule == rule]


class TestValues:
    def test_as_they_are(self) -> None:
        values = ["Port", 512, 12.5, 3100000001, True, "  kept  ", "two\nlines", "a & <b>", "港口"]
        names = [f"name {index}" for index in range(len(values))]
        (row,) = rows(sheet(names, values))
        assert [row.fields[name] for name in names] == values

    @pytest.mark.parametrize(
        ("value", "read_as"),
        [
            (dt.date(2026, 1, 16), "2026-01-16"),
            (dt.datetime(2026, 1, 16, 11, 48), "2026-01-16T11:48:00"),
            (dt.datetime(2026, 1, 16, 23, 59, 59), "2026-01-16T23:59:59"),
            (dt.time(11, 48), "11:48:00"),
            (dt.date(1904, 1, 1), "1904-01-01"),
        ],
    )
    def test_dates(self, value: Any, read_as: str) -> None:
        (row,) = rows(sheet(["Date", "Body"], [value, LONG]))
        assert row.fields["Date"] == read_as

    def test_dates_since_1904(self) -> None:
        def fill(made: Any) -> None:
            made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
            made.active.append(["Date", "Body"])
            made.active.append([dt.date(2026, 1, 16), LONG])

        (row,) = rows(book(fill))
        assert row.fields["Date"] == "2026-01-16"

    @pytest.mark.parametrize(
        "code", ["dd/mm/yyyy", "d mmm yy", "[$-409]mmmm d, yyyy", 'yyyy"-"mm"-"dd', "m/d/yy h:mm"]
    )
    def test_a_date_by_its_format(self, code: str) -> None:
        def fill(made: Any) -> None:
            made.active.append(["Date", "Body"])
            made.active.append([46038, LONG])
            made.active["A2"].number_format = code

        (row,) = rows(book(fill))
        assert row.fields["Date"] == "2026-01-16"

    @pytest.mark.parametrize("code", ["0.00", "#,##0", '0 "days"', "General", "@", "0.00E+00", "[Red]0.0"])
    def test_a_number_by_its_format(self, code: str) -> None:
        def fill(made: Any) -> None:
            made.active.append(["Words", "Body"])
            made.active.append([46038, LONG])
            made.active["A2"].number_format = code

        (row,) = rows(book(fill))
        assert row.fields["Words"] == 46038


class TestHeader:
    def test_below_lines_of_a_title(self) -> None:
        items = read(
            sheet(["Coverage of the talks"], [], [None, "Coded by Ana"], HEADER, ["Port", "HC", None, LONG])
        )
        (record,) = [item for item in items if isinstance(item, Record)]
        assert record.number == 5
        assert dict(record.fields) == {"Headline": "Port", "Newspaper": "HC", "Date": "", "Body": LONG}
        told = notes(items, "above_header")
        assert [detail.split(": ", 1)[1] for detail in told] == ["Coverage of the talks", "Coded by Ana"]

    def test_names_of_ones_own(self) -> None:
        (record,) = rows(sheet(["Überschrift", "Artikel"], ["Port", LONG]))
        assert record.fields == {"Überschrift": "Port", "Artikel": LONG}

    def test_a_column_without_a_name_is_kept(self) -> None:
        (record,) = rows(sheet(["title", "text"], ["Port", LONG, None, "a remark"]))
        assert record.fields["column_D"] == "a remark"

    def test_the_same_name_twice(self) -> None:
        (fault,) = read(sheet(["title", "text", "title"], ["Port", LONG, "Harbour"]))
        assert isinstance(fault, Fault)
        assert fault.rule == "duplicate_columns"

    def test_none(self) -> None:
        (fault,) = read(sheet([LONG], [MORE]))
        assert isinstance(fault, Fault)
        assert (fault.rule, fault.kind) == ("no_header", "skipped")

    def test_no_rows(self) -> None:
        assert [item.rule for item in read(sheet(HEADER)) if isinstance(item, Fault)] == ["empty"]
        assert [item.rule for item in read(sheet()) if isinstance(item, Fault)] == ["empty"]


class TestSaid:
    def test_a_cell_that_is_full(self) -> None:
        items = read(sheet(HEADER, ["Port", "HC", None, "x" * 32767], ["Ferry", "HC", None, "x" * 32766]))
        assert notes(items, "cell_cut") == [
            "'Body' holds 32,767 characters, the most that a cell can: its end may be missing"
        ]

    def test_hidden_sheets(self) -> None:
        def fill(made: Any) -> None:
            made.active.append(HEADER)
            made.active.append(["Port", "HC", None, LONG])
            made.active.append(["Ferry", "HC", None, MORE])
            other = made.create_sheet("Aside")
            other.sheet_state = "hidden"
            other.append(HEADER)
            other.append(["Strait", "HC", None, LONG + MORE])

        items = read(book(fill))
        assert [item.fields["Headline"] for item in items if isinstance(item, Record)] == [
            "Port",
            "Ferry",
            "Strait",
        ]
        assert [item.member for item in items if isinstance(item, Record)] == ["Sheet", "Sheet", "Aside"]
        assert notes(items, "hidden") == ["sheet 'Aside' is hidden in Excel; it is read too"]

    def test_merged_cells(self) -> None:
        def fill(made: Any) -> None:
            made.active.append(HEADER)
            made.active.append(["Port", "HC", "2026-01-16", LONG])
            made.active.append(["Ferry", None, None, MORE])
            made.active.append(["Strait", "Island Post", None, LONG + MORE])
            made.active.merge_cells("B2:B3")
            made.active.merge_cells("C2:C4")

        items = read(book(fill))
        found = [item.fields for item in items if isinstance(item, Record)]
        assert [row["Newspaper"] for row in found] == ["HC", "HC", "Island Post"]
        assert [row["Date"] for row in found] == ["2026-01-16"] * 3
        assert notes(items, "merged") == [
            "merged cells hold one value for several rows: Newspaper, Date",
            "merged cells hold one value for several rows: Date",
        ]

    def test_a_formula_with_its_value(self) -> None:
        raw = _changed(
            sheet(HEADER, ["Port", '="Harbour "&"Courier"', None, LONG]),
            "xl/worksheets/sheet1.xml",
            lambda text: (
                text.replace("<v></v>", "<v>Harbour Courier</v>")
                .replace("<v/>", "<v>Harbour Courier</v>")
                .replace("<v />", "<v>Harbour Courier</v>")
                .replace('<c r="B2">', '<c r="B2" t="str">')
            ),
        )
        (record,) = rows(raw)
        assert record.fields["Newspaper"] == "Harbour Courier"


def _changed(raw: bytes, name: str, change: Callable[[str], str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data.decode()).encode() if info.filename == name else data)
        if name not in old.namelist():
            new.writestr(name, change(""))
    return file.getvalue()


SHARED = """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<si><t>Headline</t></si><si><t>Body</t></si>
<si><r><t xml:space="preserve">Port </t></r><r><rPr><b/></rPr><t>opens</t></r></si>
<si><t>One_x000D_two _x005F_x0041_</t></si>
<si><t>港口</t><rPh sb="0" eb="1"><t>gang</t></rPh></si>
</sst>"""


class TestShared:
    CELLS = (("A1", 0), ("B1", 1)), (("A2", 2), ("B2", 3)), (("B3", 4),)

    def shared(self, texts: str) -> list[Item]:
        """Read a workbook whose texts are shared, as Excel itself writes them."""
        cells = "".join(
            "<row>" + "".join(f'<c r="{at}" t="s"><v>{text}</v></c>' for at, text in row) + "</row>"
            for row in self.CELLS
        )
        raw = _changed(
            sheet(["a"]),
            "xl/worksheets/sheet1.xml",
            lambda text: re.sub(
                "<sheetData>.*</sheetData>", f"<sheetData>{cells}</sheetData>", text, flags=re.S
            ),
        )
        return read(_changed(raw, "xl/sharedStrings.xml", lambda _: texts))

    def test_runs_escapes_and_readings(self) -> None:
        first, second = (item for item in self.shared(SHARED) if isinstance(item, Record))
        assert first.fields["Headline"] == "Port opens"
        assert first.fields["Body"] == "One\rtwo _x0041_"
        assert second.fields == {"Headline": "", "Body": "港口"}

    def test_a_text_that_is_not_there(self) -> None:
        items = self.shared(SHARED.partition("<si><t>港口")[0] + "</sst>")
        assert [item.rule for item in items if isinstance(item, Fault)] == ["bad_excel"] or all(
            "港口" not in item.fields.values() for item in items if isinstance(item, Record)
        )

    def test_broken(self) -> None:
        items = self.shared(SHARED[:200])
        assert [item.rule for item in items if isinstance(item, Fault)] == ["bad_excel"]


class TestHarm:
    def test_a_number_of_a_row_beyond_any_sheet(self) -> None:
        raw = _changed(
            sheet(HEADER, ["Port", "HC", None, LONG]),
            "xl/worksheets/sheet1.xml",
            lambda text: text.replace('r="2"', 'r="99999999999"').replace("A2", "ZZZZZ99999999"),
        )
        with pytest.raises(OSError, match="spans 99,999,999,999 rows"):
            read(raw)

    @pytest.mark.medium
    @pytest.mark.parametrize(("body", "kept"), [(MORE, 2), (LONG, 1)])
    def test_rows_that_are_numbered_alike(self, body: str, kept: int, tmp_path: Path) -> None:
        rows = [["Port", "HC", "2026-01-16", LONG], ["Port", "HC", "2026-01-16", body]]
        raw = _changed(
            sheet(HEADER, *rows), "xl/worksheets/sheet1.xml", lambda text: text.replace('r="3"', 'r="2"')
        )
        (tmp_path / "a.xlsx").write_bytes(raw)
        table, audit = fr.load(tmp_path)
        assert len(table) == kept
        assert (audit["rule"] == "same_record").sum() == 2 - kept

    def test_entities(self) -> None:
        raw = _changed(
            sheet(HEADER, ["Port", "HC", None, LONG]),
            "xl/worksheets/sheet1.xml",
            lambda text: (
                '<!DOCTYPE x [<!ENTITY a "b">]>' + text.partition("?>")[2].lstrip()
                if text.startswith("<?xml")
                else '<!DOCTYPE x [<!ENTITY a "b">]>' + text
            ),
        )
        faults = [item for item in read(raw) if isinstance(item, Fault)]
        assert [fault.rule for fault in faults] == ["bad_excel"]

    def test_a_bomb(self) -> None:
        raw = _changed(
            sheet(HEADER, ["Port", "HC", None, LONG]),
            "xl/styles.xml",
            lambda text: text + " " * 40_000_000,
        )
        with pytest.raises(OSError, match="unpacks to more than"):
            read(raw, limits=Limits(whole_bytes=16 * 1024**2))
        assert len(raw) < 100_000

    @pytest.mark.parametrize(
        "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
    )
    def test_a_part_that_is_broken(self, part: str) -> None:
        raw = _changed(sheet(HEADER, ["Port", "HC", None, LONG]), part, lambda text: text[: len(text) // 2])
        faults = [item for item in read(raw) if isinstance(item, Fault)]
        assert [fault.rule for fault in faults] == ["bad_excel"]


# A workbook before 2007, as xlwt wrote it: two rows below their names.
XLS = zlib.decompress(base64.b64decode(
    "eNrtWE1IVFEU/u6bGZ0RnR/TQAMZhKxMlGjTRqesnDaJRWBIVGPvoYM6E88hmDZZ5jIIWhVtBFu0sdr0QwW1axFM1CIIgpla"
    "ugoKWui8zjnvjY1m4EBJxvse99x7z7333PPuuefc+96bXCQ/+6C5gFXogQdFK4CqMp6iFChVwqB2y+JiKfdTslxsKgT8ZMgq"
    "H57Wva5mG7K9C9Bw3/uSKPCJ0imcR386ZUQ3EL2iQ0KxDt1EFW4TJ4gm0ape6DmhW4Tek57PhO4XzjWh3dQ3r4aQi/W373N2"
    "8UmtVdqCYLmPZMwH4exBI17xLr50Xdl9fThgJhPjm6yhxVuLOZBB40bKMLkewh3UALreNTHRlSXk0UDGnsM3Kwp8LXn1i6jL"
    "31i+AvG/r+RX/4bvJyOu5t/QvMAUrLPiJDMUl+NeOxgfTF8g248Yi+TAfic8UzpiJPTxZMrwAYNpU5+k3ocSGYOy3rSepWwg"
    "bWZCXMuMRieTujEZnTAyndS9zzDNLLWcGDWyzIsmRhLJVGcNHwsSRsIrwkiduFctUR0hKUfEycKkxeLdL2+PDg/EzghnSnSz"
    "D5jt/D6wcJlH0OCgtHiEcku7jNgt9IpI3SblZqEN5AGUtw00OoW+aelzVVrbaJ69gnexHWXlnVSeWTj2uGXmc2wXlefjhYsN"
    "8+9js2ilA0+n8fxMo0N1qFs3GU9ipVw5weij0KZfApNfCzu6W84pGsISuyIhItSu8eqo5ZrmrJVd81DN48hSa8hSIotX5zlp"
    "o+yV9nOYHMppJMfuw1J8jhRtDSmaSKlypNj2WvCwlNPLUjSRwibu0erxkIdQuP2JGrhw4cKFCxcuXLj4p6HksmlfsPkC6XMu"
    "79XOf50lSkX3N8l/i+NI05Ohj8rDSFFuIlvR/tkKnyrJUuscU/pfyBik2U2MYVj0GKt4/9KHiip/n3UPDP85F6p0/mIlev7l"
    "+X8AjofsBA=="
))  # fmt: skip


class TestOld:
    def test_rows(self) -> None:
        assert excel.sniff(XLS, "a.xls") == 98
        first, second = rows(XLS, "a.xls")
        assert first.fields == {
            "Headline": "Port",
            "Words": 512,
            "Date": "2026-01-16",
            "Body": "Both sides met.",
        }
        assert second.fields["Words"] == 2.5

    def test_broken(self) -> None:
        raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000
        (fault,) = read(raw, "a.xls")
        assert isinstance(fault, Fault)
        assert fault.rule == "bad_excel"

    @pytest.mark.medium
    @pytest.mark.skipif(sys.platform != "linux", reason="nothing bounds memory here")
    def test_a_sector_that_follows_itself(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        """The library follows it until memory ends, prints that, and aborts: one line, and no more."""
        (directory,), (table,) = (struct.unpack_from("<I", XLS, at) for at in (48, 76))
        raw = bytearray(XLS)
        struct.pack_into("<I", raw, 512 * (table + 1) + 4 * directory, directory)
        (tmp_path / "a.xls").write_bytes(raw)
        with pytest.raises(fr.FramingError, match=r"a\.xls: the process that read it was ended"):
            fr.load(tmp_path / "a.xls", progress=False)
        assert capfd.readouterr() == ("", "")


PAGE = b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table><tr><td>Port</td></tr></table>'


class TestMarkup:
    def test_a_page_that_is_called_a_workbook(self) -> None:
        assert excel.sniff(PAGE, "a.xls") == 98
        (told,) = excel.read(io.BytesIO(PAGE), Source("a.xls"))
        assert told.rule == "no_reader"

    def test_other_pages_are_none(self) -> None:
        page = b"<html><body><table><tr><td>Menu</td></tr></table><p>Both sides agreed.</p></body></html>"
        assert excel.sniff(page, "a.html") == 0


def test_which_reader(tmp_path: Path) -> None:
    raw = sheet(HEADER, ["Port", "HC", None, LONG])
    assert choose(io.BytesIO(raw), Source("a.xlsx")) is readers()["excel"]
    assert choose(io.BytesIO(PAGE), Source("a.xls")) is readers()["excel"]


@pytest.mark.medium
def test_as_a_user_loads_it(tmp_path: Path) -> None:
    day = dt.date(2026, 1, 16)
    (tmp_path / "a.xlsx").write_bytes(
        sheet(
            ["Coverage"],
            HEADER,
            ["Port", "Harbour Courier", day, f"{LONG}\n\n{MORE}"],
            [],
            ["Ferry", "Island Post", day, MORE],
        )
    )
    table, audit = fr.load(tmp_path)
    assert list(table["source"]) == ["a.xlsx:3", "a.xlsx:5"]
    assert list(table["outlet"]) == ["harbour_courier", "island_post"]
    assert list(table["published_precision"]) == ["day", "day"]
    assert table["text"][0] == f"{LONG}\n\n{MORE}"
    assert (audit["rule"] == "above_header").sum() == 1


class TestOtherSheets:
    @pytest.mark.medium
    def test_one_without_articles_is_one_line(self, tmp_path: Path) -> None:
        def fill(made: Any) -> None:
            for row in (HEADER, ["Port", "Harbour Courier", "2026-01-16", LONG]):
                made.active.append(row)
            codes = made.create_sheet("Codes")
            for row in (["code", "meaning"], *([f"C{index}", "a stance"] for index in range(9))):
                codes.append(row)

        (tmp_path / "a.xlsx").write_bytes(book(fill))
        with pytest.warns(fr.FramingWarning, match="1 article kept, 1 skipped|1 articles kept, 1 skipped"):
            table, audit = fr.load(tmp_path)
        assert table["source"].tolist() == ["a.xlsx/Sheet:2"]
        (line,) = audit[audit["kind"] == "skipped"].itertuples()
        assert (line.source, line.rule) == ("a.xlsx/Codes", "no_text_column")
        assert line.detail.startswith(
            "sheet 'Codes' holds no articles: no column holds the text; columns are"
        )
        assert not (audit["kind"] == "failed").any()

    @pytest.mark.medium
    def test_names_of_ones_own_are_settled_by_the_user(self, tmp_path: Path) -> None:
        (tmp_path / "a.xlsx").write_bytes(sheet(["Who", "What"], ["Harbour Courier", LONG]))
        table, _ = fr.load(tmp_path, columns={"text": "What", "outlet": "Who"})
        assert table["text"].tolist() == [LONG]


class TestDaysThatExcelCounts:
    @for_each(
        ("days", "read_as"),
        [(46037, "2026-01-15"), (46037.5, "2026-01-15"), ("46037", "2026-01-15"), (19999, 19999)],
    )
    def test_without_a_format(self, days: Any, read_as: Any) -> None:
        items = read(sheet(HEADER, ["Port 46037", "HC", days, LONG]))
        (row,) = [item for item in items if isinstance(item, Record)]
        assert row.fields["Date"] == read_as
        assert row.fields["Headline"] == "Port 46037"
        assert len(notes(items, "serial_date")) == (read_as != days)

    def test_only_in_columns_of_dates(self) -> None:
        (row,) = rows(sheet(["Headline", "Words", "Body"], ["Port", 46037, LONG]))
        assert row.fields["Words"] == 46037


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.medium
def test_a_workbook_with_a_password_is_told(tmp_path: Path) -> None:
    raw = _OLE + b"\x00" * 40_000 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 900
    (tmp_path / "a.xlsx").write_bytes(raw)
    with pytest.raises(fr.FramingError, match="the workbook is encrypted with a password"):
        fr.load(tmp_path)
