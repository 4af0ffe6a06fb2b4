"""RIS: every reference and every field of it, whatever database wrote it; none has a text."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.corpus import dates
from framing.corpus.load import readers
from framing.corpus.readers import ris
from framing.corpus.records import Fault, Item, Note, Record, Source

PROQUEST = """TY  - NEWS
T1  - Port opens to more ships
AN  - 3100000001
AB  - Both sides agreed to open the
northern port to more ships.
AU  - Ruiz, Ana
AU  - Ma, Li
CY  - Macao
DA  - 2026 Jan 16
ET  - Late Edition
JF  - Harbour Courier
KW  - Ports
KW  - Trade agreements
LA  - English
M3  - News
N1  - Copyright - Copyright Harbour Press Ltd Jan 16, 2026; Last updated - 2026-01-17
PB  - Harbour Press Ltd
PY  - 2026
SN  - 12345678
SP  - A.3
UR  - https://www.proquest.com/docview/3100000001?accountid=12345
U1  - kept as it is
DB  - Harbour Newsstream
ER  -\x20

"""

OTHER = """TY  - NEWS
TI  - Ferry runs twice a day
T2  - Island Post
Y1  - 2026/01/17/
SP  - 4
EP  - 6
VL  - 12
IS  - 3
N2  - A ferry.
DP  - EBSCOhost
M3  - Letter
ER  -
"""


def read(text: str) -> list[Item]:
    return list(ris.read(io.BytesIO(text.encode()), Source("a.ris")))


def references(text: str) -> list[Record]:
    return [item for item in read(text) if isinstance(item, Record)]


def test_every_field() -> None:
    first, second = references(PROQUEST + OTHER)
    assert dict(first.fields) == {
        "text": "",
        "database": "proquest",
        "title": "Port opens to more ships",
        "outlet": "Harbour Courier",
        "abstract": "Both sides agreed to open the northern port to more ships.",
        "authors": "Ana Ruiz; Li Ma",
        "byline": "Ruiz, Ana; Ma, Li",
        "accession": "3100000001",
        "published": "2026 Jan 16",
        "publication_year": "2026",
        "edition": "Late Edition",
        "subjects": "Ports; Trade agreements",
        "language": "English",
        "document_type": "News",
        "genre": "news",
        "notes": "Copyright - Copyright Harbour Press Ltd Jan 16, 2026; Last updated - 2026-01-17",
        "copyright": "Copyright Harbour Press Ltd Jan 16, 2026",
        "last_updated": "2026-01-17",
        "publisher": "Harbour Press Ltd",
        "place_of_publication": "Macao",
        "issn": "12345678",
        "page": "A.3",
        "url": "https://www.proquest.com/docview/3100000001",
        "database_name": "Harbour Newsstream",
        "reference_type": "NEWS",
        "ris_u1": "kept as it is",
    }
    assert second.fields["published"] == "2026-01-17"
    assert (second.fields["page"], second.fields["volume"], second.fields["issue"]) == ("4-6", "12", "3")
    assert (second.fields["database"], second.fields["genre"]) == ("ebsco", "opinion")
    assert {record.bare for record in (first, second)} == {"RIS gives no full text, only an abstract"}


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        ("PY  - 2026///\nDA  - 2026/01/16/", "2026-01-16"),
        ("PY  - 2026/01/16/Winter", "2026-01-16"),
        ("PY  - 2026\nDA  - Jan 16", "Jan 16 2026"),
        ("Y1  - 2026/1/6", "2026-01-06"),
        ("PY  - 2026", None),
        ("DA  - 2026/01//", "2026-01"),
    ],
)
def test_dates(lines: str, published: str | None) -> None:
    (reference,) = references(f"TY  - NEWS\nTI  - Port\n{lines}\nER  - ")
    assert reference.fields.get("published") == published
    assert reference.fields["publication_year"] == "2026"
    if published and len(published) > 7:
        assert dates.parse(published) is not None


def test_a_second_title_is_kept() -> None:
    (reference,) = references(
        "TY  - NEWS\nTI  - Port\nT1  - Port: the long title\nJF  - Courier\nT2  - HC\nER  -"
    )
    assert reference.fields["title"] == "Port"
    assert reference.fields["ris_t1"] == "Port: the long title"
    assert reference.fields["outlet"] == "Courier"
    assert reference.fields["ris_t2"] == "HC"


class TestBroken:
    def test_no_end(self) -> None:
        items = read("TY  - NEWS\nTI  - Port\nTY  - NEWS\nTI  - Ferry\n")
        records = [item for item in items if isinstance(item, Record)]
        assert [record.fields["title"] for record in records] == ["Port", "Ferry"]
        assert [note.rule for record in records for note in record.notes] == ["no_end", "no_end"]

    @pytest.mark.parametrize("tags", [("A1", "AU"), ("AU", "A1"), ("A1", "A1"), ("AU", "AU")])
    def test_authors_stand_in_the_order_of_their_lines(self, tags: tuple[str, str]) -> None:
        text = f"TY  - NEWS\nTI  - A\n{tags[0]}  - Ruiz, Ana\n{tags[1]}  - Ma, Li\nER  -\n"
        (record,) = (item for item in read(text) if isinstance(item, Record))
        assert record.fields["authors"] == "Ana Ruiz; Li Ma"
        assert record.fields["byline"] == "Ruiz, Ana; Ma, Li"

    def test_authors_that_both_tags_name_are_named_once(self) -> None:
        (record,) = read("TY  - NEWS\nTI  - A\nAU  - Ruiz, Ana\nA1  - Ruiz, Ana\nER  -\n")
        assert isinstance(record, Record)
        assert record.fields["authors"] == "Ana Ruiz"

    def test_what_is_between_is_said(self) -> None:
        notes = [item for item in read(f"{OTHER}stray words\n{OTHER}") if isinstance(item, Note)]
        assert notes == [Note("removed", "between", "line 13 stands in no reference: 'stray words'")]

    def test_a_reference_without_fields(self) -> None:
        faults = [item for item in read(f"TY  - NEWS\nER  -\n{OTHER}") if isinstance(item, Fault)]
        assert [(fault.rule, fault.number, fault.kind) for fault in faults] == [
            ("empty_record", 1, "skipped")
        ]

    def test_nothing(self) -> None:
        assert [item.rule for item in read("A letter.\n") if isinstance(item, Fault)] == ["empty"]

    @given(st.text(alphabet="TYERAU10 -\n/2026x", max_size=200))
    def test_never_raises(self, text: str) -> None:
        assert 0 <= ris.sniff(text.encode(), "a.ris") <= 100
        assert all(isinstance(item, (Record, Fault, Note)) for item in read(text))


def test_which_reader() -> None:
    for start in (b"", b"\xef\xbb\xbf", b"\r\n"):
        raw = start + PROQUEST.replace("\n", "\r\n").encode()
        sure = {name: module.sniff(raw, "export.txt") for name, module in readers().items()}
        assert max(sure, key=lambda name: sure[name]) == "ris"
        assert len([item for item in ris.read(io.BytesIO(raw), Source("a")) if isinstance(item, Record)]) == 1


def test_as_a_user_loads_it(tmp_path: Path) -> None:
    (tmp_path / "export.ris").write_text(PROQUEST + OTHER, "utf-8")
    table, audit = fr.load(tmp_path)
    assert list(table["status"]) == ["metadata", "metadata"]
    assert list(table["outlet"]) == ["harbour_courier", "island_post"]
    assert list(table["published"].dt.strftime("%Y-%m-%d")) == ["2026-01-16", "2026-01-17"]
    assert (audit["rule"] == "metadata").sum() == 2


def test_the_name_of_an_export_says_nothing_of_its_articles(tmp_path: Path) -> None:
    """It tells of the day of the export, and of who made it."""
    record = "TY  - NEWS\nTI  - Ministers meet\nJO  - The Strait Mirror\nER  - \n"
    (tmp_path / "harbour_courier_2019-03-12.ris").write_text(record, "utf8")
    row = fr.load(tmp_path, progress=False).articles.iloc[0]
    assert (row["outlet"], row["published_precision"], row["status"]) == ("strait_mirror", "none", "metadata")
