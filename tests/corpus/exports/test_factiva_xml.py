"""Factiva's XML: each element and attribute is a column; what is broken is mended, entities are refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.dates import parse
from framing.corpus.readers import factiva_html, factiva_xml
from framing.corpus.records import Fault, Item, Note, Record, Source
from tests.corpus.exports import made_factiva as made

ONE, TWO, THREE = made.ARTICLES


def read(text: str | bytes) -> list[Item]:
    data = text.encode() if isinstance(text, str) else text
    return list(factiva_xml.read(io.BytesIO(data), Source("export.xml")))


def records(text: str | bytes) -> list[Record]:
    return [item for item in read(text) if isinstance(item, Record)]


def rules(items: list[Item]) -> list[str]:
    return [item.rule for item in items if isinstance(item, (Note, Fault))]


def test_fields_come_back() -> None:
    items = read(made.xml(made.ARTICLES))
    found = [item for item in items if isinstance(item, Record)]
    assert [item.detail for item in items if isinstance(item, Note)] == [
        "announces 3 articles; all of them were read"
    ]
    for record, article in zip(found, made.ARTICLES, strict=True):
        fields = record.fields
        for name in ("title", "outlet", "length", "copyright", "accession", "publisher", "source_code"):
            assert fields[name] == article[name], name
        for name in ("section", "byline", "edition", "page"):
            assert fields.get(name, "") == article[name], name
        assert fields["text"] == "\n".join([*article["lead"], *article["tail"]])
        moment = parse(fields["published"])
        assert moment is not None
        assert f"{moment.time:%Y-%m-%d}" == article["day"]
        assert moment.precision == ("minute" if article["clock"] else "day")
        assert str(fields["language"]).lower() == article["language"]
        for name in ("companies", "subjects", "places"):
            assert fields.get(name, "") == "; ".join(f"{code} : {said}" for code, said in article[name])


def test_an_article_is_the_same_in_xml_and_html() -> None:
    page = made.html_coded([ONE]).encode()
    other = next(iter(factiva_html.read(io.BytesIO(page), Source("a.html"))))
    assert isinstance(other, Record)
    assert records(made.xml([ONE]))[0].raw == other.raw


def test_elements_and_attributes_that_are_not_known_are_kept() -> None:
    more = (
        '<shoeSize unit="cm"><left>20</left><right>21</right></shoeSize><status>final</status>'
        '<region code="zz" rank="3"><name>Zealand</name></region>'
        '<descField code="ipd">One</descField><descField code="ipd">Two</descField>'
        '<logo source="http://logos.test" image="l.gif" /><source>kept apart</source>'
        "<artWork><paragraph>A pier</paragraph></artWork><person code='p1'><name>Ana Ruiz</name></person>"
    )
    fields = records(made.xml([ONE]).replace("<wordCount>", more + "<wordCount>"))[0].fields
    assert (fields["shoe_size_left"], fields["shoe_size_right"], fields["shoe_size_unit"]) == (
        "20",
        "21",
        "cm",
    )
    assert fields["code_status"] == "final"
    assert str(fields["places"]).endswith("; zz : Zealand")
    assert fields["places_rank"] == "3"
    assert fields["ipd"] == "One; Two"
    assert (fields["logo_source"], fields["logo_image"]) == ("http://logos.test", "l.gif")
    assert fields["graphic"] == "A pier"
    assert fields["people"] == "p1 : Ana Ruiz"
    assert "status" not in fields
    assert "source" not in fields


def test_characters_that_xml_does_not_allow_are_taken_out_and_said() -> None:
    broken = made.xml([ONE]).replace("costs were", "costs\x0b were&#x1F; &nbsp;unclear to R&D; they were")
    items = read(broken)
    (record,) = [item for item in items if isinstance(item, Record)]
    assert "Its chair said the costs were unclear to R&D; they were unclear." in str(record.fields["text"])
    assert rules(items) == ["illegal_characters", "entities", "ampersands", "announced"]
    (note,) = [item for item in items if isinstance(item, Note) and item.rule == "illegal_characters"]
    assert note.kind == "repaired"
    assert note.detail.startswith("2 characters")


def test_articles_that_are_announced_and_missing_are_faults() -> None:
    items = read(made.xml([ONE, TWO], announced=4))
    assert sum(isinstance(item, Record) for item in items) == 2
    assert [item.rule for item in items if isinstance(item, Fault)] == ["announced"] * 2


def test_a_file_that_is_cut_short_gives_what_stands_before_and_says_so() -> None:
    whole = made.xml([ONE, TWO, THREE])
    items = read(whole[: whole.index("Les pêcheurs") + 8])
    found = [item for item in items if isinstance(item, Record)]
    assert [record.fields["title"] for record in found] == [ONE["title"], TWO["title"]]
    assert found[1].fields["status"] == "stub"
    assert [note.rule for note in found[1].notes] == ["cut_short"]
    assert "broken_xml" in rules(items)
    assert [item.rule for item in items if isinstance(item, Fault)] == ["announced"]


@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://example.test/a">%p;]>',
    ],
)
def test_entities_of_its_own_are_refused_in_one_line(start: str) -> None:
    text = made.xml([ONE]).replace("<PPSResponse>", f"{start}<PPSResponse>").replace("on Monday", "on &a;")
    items = read(text)
    assert [item.rule for item in items if isinstance(item, Fault)] == ["unreadable"]
    assert not [item for item in items if isinstance(item, Record)]


def test_lead_alone_of_a_long_article_is_a_stub() -> None:
    assert records(made.xml([ONE | {"tail": [], "length": 800}]))[0].fields["status"] == "stub"


@given(st.text(max_size=60), st.integers(0, 10_000))
def test_no_damage_stops_it(noise: str, at: int) -> None:
    text = made.xml([ONE, TWO])
    at %= len(text)
    for damaged in (text[:at] + noise + text[at:], text[:at], text[at:]):
        for item in read(damaged.encode("utf-8", "replace")):
            assert isinstance(item, (Record, Fault, Note))


def test_the_real_dummy_export(shared: Path) -> None:
    items = read((shared / "fixtures/factiva/factiva_test.xml").read_bytes())
    one, two, three = (dict(item.fields) for item in items if isinstance(item, Record))
    assert rules(items) == ["announced"]
    assert one["title"] == "TEST - first test article"
    assert one["text"].split("\n") == [
        "This is the lead paragraph of the first test article.",
        "This is the body of the first test article.",
    ]
    assert (one["published"], one["length"]) == ("2012-01-09T01:35:58Z", 942)
    assert (one["notes"], one["logo_image"], one["ipcre"]) == ("A NOTE", "lbaLogo.gif", "EUROPE; US; LATAM")
    assert one["places"].split("; ")[2] == "chico : Chicago"
    assert (two["language"], two["ipd"]) == ("FR", "A description; Another description")
    assert two["text"].endswith("Et un mot accentué.")
    assert (three["page"], three["accession"]) == ("85", "TEST0000020120109e51700032")
    assert len(three["subjects"].split("; ")) == 10


def test_elements_in_elements_without_end_are_read_once() -> None:
    text = made.xml([ONE]).replace("<pages>", "<pages>" * 200 + "tide").replace("</pages>", "</pages>" * 200)
    ebb = "<paragraph>" * 200 + "Ebb" + "</paragraph>" * 200
    (record,) = records(text.replace("<headline>", f"<headline>{ebb}"))
    assert sum("tide" in str(value) for value in record.fields.values()) == 1
    assert str(record.fields).count("Ebb") == 1
    assert len(record.fields) < 60
