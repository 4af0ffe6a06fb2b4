"""Factiva's HTML: what each form gives back is what was put in; pages that are no whole export are said."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.corpus.dates import parse
from framing.corpus.language import code_of
from framing.corpus.parts import choose
from framing.corpus.readers import factiva_html
from framing.corpus.records import Fault, Item, Note, Record, Source
from tests.cases import for_each
from tests.corpus.exports import made_factiva as made

ONE, TWO, THREE = made.ARTICLES


def read(page: str | bytes, **more: str) -> list[Item]:
    data = page.encode() if isinstance(page, str) else page
    return list(factiva_html.read(io.BytesIO(data), Source("export.html", **more)))


def records(page: str | bytes) -> list[Record]:
    return [item for item in read(page) if isinstance(item, Record)]


def same(record: Record, article: dict[str, Any], *, indexed: bool) -> None:
    fields = record.fields
    for name in ("title", "outlet", "length", "copyright", "accession", "publisher", "source_code"):
        assert fields[name] == article[name], name
    for name in ("section", "byline", "edition", "page"):
        assert fields.get(name, "") == article[name], name
    assert fields["text"] == "\n".join([*article["lead"], *article["tail"]])
    assert record.blocks == "p" * (str(fields["text"]).count("\n") + 1)
    assert code_of(str(fields["language"])) == article["language"]
    moment = parse(fields["published"])
    assert moment is not None
    assert f"{moment.time:%Y-%m-%d}" == article["day"]
    assert (f"{moment.time:%H:%M}" if moment.precision == "minute" else "") == article["clock"]
    for name in ("companies", "subjects", "places"):
        pairs = article[name] if indexed else []
        assert fields.get(name, "") == "; ".join(f"{code} : {said}" for code, said in pairs)
    assert fields["database"] == "factiva"


@for_each("interface", made.INTERFACES)
def test_fields_with_codes_in_each_language_of_the_interface(interface: str) -> None:
    found = records(made.html_coded(made.ARTICLES, interface))
    assert len(found) == 3
    for record, article in zip(found, made.ARTICLES, strict=True):
        same(record, article, indexed=True)


@for_each("interface", made.INTERFACES)
def test_fields_without_codes_in_each_language_of_the_interface(interface: str) -> None:
    found = records(made.html_plain(made.ARTICLES, interface))
    assert len(found) == 3
    for record, article in zip(found, made.ARTICLES, strict=True):
        same(record, article, indexed=False)


def test_both_forms_of_an_article_are_one_article() -> None:
    coded, plain = records(made.html_coded([ONE]))[0], records(made.html_plain([ONE], "de"))[0]
    assert coded.raw == plain.raw
    other = records(made.html_plain([ONE | {"accession": "HRBRCR0020120109e81900002"}]))[0]
    assert other.raw != plain.raw


def test_a_code_that_is_not_known_keeps_its_letters() -> None:
    row = '<tr><td class="index"><b>XYQ</b> </td><td>something</td></tr><tr><td class="index"><b>SC</b>'
    page = made.html_coded([ONE]).replace('<tr><td class="index"><b>SC</b>', row)
    assert records(page)[0].fields["xyq"] == "something"


def test_a_code_whose_letters_are_a_column_of_ours_does_not_take_its_place() -> None:
    row = '<tr><td class="index"><b>ID</b></td><td>77</td></tr><tr><td class="index"><b>SC</b>'
    fields = records(made.html_coded([ONE]).replace('<tr><td class="index"><b>SC</b>', row))[0].fields
    assert fields["code_id"] == "77"
    assert "id" not in fields


def test_lead_alone_of_a_long_article_is_a_stub_and_said() -> None:
    record = records(made.html_coded([ONE | {"tail": [], "length": 800}]))[0]
    assert record.fields["status"] == "stub"
    assert any(note.rule == "stub" and "19 of the 800 words" in note.detail for note in record.notes)
    whole = records(made.html_coded([ONE | {"length": 800}]))[0]
    assert "status" not in whole.fields, "with its tail it is whole, whatever is stated"


def test_headline_alone_is_kept_without_text() -> None:
    record = records(made.html_coded([ONE | {"lead": [], "tail": []}]))[0]
    assert record.bare
    assert record.fields["text"] == ""
    assert record.fields["title"] == ONE["title"]


def test_a_list_of_headlines_is_told_and_left_out() -> None:
    listed = (
        '<table class="headlines"><tr class="headline" data-accno="MOLENW0020120110e81a00003"><td>'
        '<b class="printheadline enHeadline"> Pier, again</b></td></tr></table>'
    )
    items = read(made.html_plain([ONE], more=listed))
    assert sum(isinstance(item, Record) for item in items) == 1
    (note,) = [item for item in items if isinstance(item, Note)]
    assert (note.rule, "names 1 articles" in note.detail) == ("contents", True)


def test_tables_lists_and_breaks_inside_a_text_stay_in_it() -> None:
    inner = (
        '<p class="articleParagraph enarticleParagraph">Before.<br/><br/>Between <b>the</b>\n '
        '<span class="companylink">Pier Co</span>\'s breaks.</p><ul><li>one</li><li>two</li></ul>'
        "<table><tr><td>HD</td><td>5.3</td></tr></table>"
    )
    page = made.html_coded([ONE | {"tail": ["MARK"]}])
    page = page.replace('<p class="articleParagraph enarticleParagraph">MARK</p>', inner)
    record = records(page)[0]
    lines = str(record.fields["text"]).split("\n")[2:]
    assert lines == ["Before.", "Between the Pier Co's breaks.", "one", "two", "HD", "5.3"]
    assert record.blocks == "ppppllpp"
    assert record.fields["title"] == ONE["title"]


def test_notes_and_an_address_behind_the_text_have_columns() -> None:
    page = made.html_plain([ONE]).replace(
        "<p>Harbour Courier Ltd.</p>", "<p>308961</p><p>https://harbour.test/a</p><p>H Ltd</p>"
    )
    fields = records(page)[0].fields
    assert (fields["notes"], fields["url"], fields["publisher"]) == (
        "308961",
        "https://harbour.test/a",
        "H Ltd",
    )


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ([], {}),
        (["A7"], {"page": "A7"}),
        (["First"], {"edition": "First"}),
        (["1; National", "6,7"], {"edition": "1; National", "page": "6,7"}),
        (["52", "5"], {"edition": "52", "page": "5"}),
        (["B2", "Vol. 9"], {"page": "B2", "volume": "Vol. 9"}),
    ],
)
def test_edition_page_and_volume_are_told_apart(between: list[str], expected: dict[str, str]) -> None:
    from framing.corpus.exports import factiva as factiva_words

    head = factiva_words.read_head(
        ["12 words", "9 January 2012", "Mole News", "MOLENW", *between, "English", "(c) 2012"]
    )
    assert {name: head[name] for name in ("edition", "page", "volume") if name in head} == expected


@pytest.mark.parametrize(
    ("clock", "minute"),
    [
        ("09:35", "09:35"),
        ("9:35 AM", "09:35"),
        ("9:35 PM", "21:35"),
        ("15 h 32", "15:32"),
        ("下午 3:05", "15:05"),
        ("", ""),
    ],
)
def test_times_as_interfaces_print_them_join_the_day(clock: str, minute: str) -> None:
    published = records(made.html_plain([ONE | {"clock": clock}]))[0].fields["published"]
    moment = parse(published)
    assert moment is not None
    assert (f"{moment.time:%H:%M}" if moment.precision == "minute" else "") == minute


def test_a_subject_of_opinion_is_a_genre_and_said() -> None:
    record = records(made.html_coded([ONE | {"subjects": [("nedi", "Editorials")]}]))[0]
    assert record.fields["genre"] == "editorial"
    assert [note.rule for note in record.notes] == ["genre"]


def test_a_credit_to_an_agency_makes_its_report_known(tmp_path: Path) -> None:
    row = (
        '<tr><td class="index"><b>CR</b></td><td>The Canadian Press</td></tr><tr><td class="index"><b>WC</b>'
    )
    page = made.html_coded([ONE | {"outlet": "Toronto Star"}])
    (tmp_path / "a.html").write_text(page.replace('<tr><td class="index"><b>WC</b>', row), encoding="utf-8")
    article = framing.load(tmp_path).articles.iloc[0]
    assert (article["authors"], article["byline"]) == ("Ana Ruiz", "By Ana Ruiz")
    assert (article["credit"], article["wire"]) == ("The Canadian Press", "canadian_press")


def test_a_page_of_factiva_without_articles_is_said() -> None:
    items = read("<html><head><title>Factiva</title></head><body><p>Log in</p></body></html>")
    assert [(item.rule, item.kind) for item in items if isinstance(item, Fault)] == [
        ("no_articles", "skipped")
    ]


def test_what_factiva_says_in_place_of_an_article_is_a_fault() -> None:
    said = "<table><tr><td>The article is not available.</td></tr></table>"
    more = f'<div class="divFactivaException">{said}</div>'
    faults = [item for item in read(made.html_plain([ONE], more=more)) if isinstance(item, Fault)]
    assert [fault.rule for fault in faults] == ["error_document"]
    assert "The article is not available." in faults[0].detail


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_encodings_of_saved_pages(encoding: str) -> None:
    page = made.html_coded([TWO]).replace("charset=UTF-8", f"charset={encoding}").encode(encoding)
    assert records(page)[0].fields["outlet"] == "La Gazette du Môle"


def test_it_is_surest_of_its_own_files_alone() -> None:
    page = made.html_plain(made.ARTICLES).encode()
    assert choose(io.BytesIO(page), Source("a.html")) is factiva_html
    other = b"<html><head><title>Factiva and its rivals</title></head><body><p>A report.</p></body></html>"
    assert factiva_html.sniff(other, "a.html") == 0


@given(st.binary(max_size=40), st.integers(0, 10_000), st.booleans())
def test_no_damage_stops_it(noise: bytes, at: int, coded: bool) -> None:
    page = (made.html_coded if coded else made.html_plain)([ONE, TWO]).encode()
    at %= len(page)
    for damaged in (page[:at] + noise + page[at:], page[:at], page[at:]):
        for item in read(damaged):
            assert isinstance(item, (Record, Fault, Note))


def test_a_page_whose_scripts_are_longer_than_what_is_looked_at() -> None:
    script = "<script>window.info={" + '"applicationID":"18852472"};' + "a=1;" * 20_000 + "</script>"
    page = made.html_plain([ONE]).replace("<title>", script + "<title>").encode()
    assert choose(io.BytesIO(page), Source("saved.html")) is factiva_html
    named = page.replace(b'"18852472"', b'"1"')
    assert choose(io.BytesIO(named), Source("Factiva (3).html")) is factiva_html
    assert choose(io.BytesIO(named), Source("saved.html")) is not factiva_html


def test_the_real_dummy_export(shared: Path) -> None:
    found = records((shared / "fixtures/factiva/factiva_test.html").read_bytes())
    one, two = (dict(record.fields) for record in found)
    assert one["text"].split("\n") == [
        "First head paragraph, with a few non-ASCII characters: à la française.",
        "Second head paragraph.",
        "Third paragraph.",
        "Fourth and last paragraph.",
    ]
    assert (one["title"], one["outlet"], one["published"]) == ("Test 1", "Test newspaper", "2011-12-29 15:32")
    assert (one["page"], one["length"], one["source_code"]) == ("26", 295, "TESTFR")
    assert one["accession"] == "TESTFR0020111229e7ct0001r"
    assert one["ipc"] == "INGE; VOTE; GEN; PIL; POL; LANGFR; FA; FB; RTF; DNP"
    assert (one["rf"], one["publisher"], one["copyright"]) == (
        "FRANCE-TEST",
        "Reuters Limited",
        "(c) Test company.",
    )
    assert one["places"].startswith("fra : France; eecz : European Union Countries")
    assert one["subjects"].count(" : ") == 5
    assert two["section"] == two["ipd"] == "Infolocale"
    assert (two["ngc"], two["gc"], two["edition"]) == ("Test newspaper", "TEST", "something")
    assert two["text"] == "First head paragraph.\nSecond head paragraph."
    # Every code is a column, but for those that join another.
    assert len(one) == 17 - len(("ET", "TD")) + len(("database",))
    assert len(two) == 17 + len(("database",))
