"""Mails: ProQuest's exports as it sends them and as they are sent on, and any other mail as one article."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import pytest

import framing as fr
from framing.corpus.load import readers
from framing.corpus.readers import eml
from framing.corpus.records import Fault, Item, Note, Record, Source
from tests.corpus.exports import made_proquest as made

LONG = (
    "Both sides agreed on Thursday to open the northern port to more ships, officials said. The first of "
    "them is to sail before the end of the month."
)


def read(raw: bytes) -> list[Item]:
    return list(eml.read(io.BytesIO(raw), Source("a.eml")))


def articles(raw: bytes) -> list[Record]:
    return [item for item in read(raw) if isinstance(item, Record)]


def letter(
    *, html: str = "", text: str = "", sender: str = "Harbour Courier <news@harbour.example>"
) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "reader@island.example"
    message["Subject"] = "Fwd: Port opens to more ships"
    message["Date"] = "Fri, 16 Jan 2026 11:48:00 +0800"
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_an_export_as_it_is_sent(encoding: str) -> None:
    first, second, third = articles(made.mail(made.FIRST, made.SECOND, made.BARE, encoding=encoding))
    assert first.fields["text"] == "\n".join(made.PORT)
    assert first.fields["title"] == "Port opens to more ships"
    assert second.fields["outlet"] == "Island Post"
    assert third.bare == "ProQuest gave no full text, only an abstract"


def test_which_of_several_mails_it_is() -> None:
    items = read(made.mail(made.FIRST, part="4 of 5"))
    assert items[0] == Note("checked", "part", "mail 4 of 5 of one export; the others are files of their own")
    assert not [item for item in read(made.mail(made.FIRST)) if isinstance(item, Note)]


def test_an_export_that_was_sent_on_as_text() -> None:
    records = articles(made.forwarded(made.FIRST, made.SECOND, made.BARE))
    assert [record.fields["text"] for record in records] == ["\n".join(made.PORT), "\n".join(made.FERRY), ""]
    assert [record.fields["accession"] for record in records] == ["3100000001", "3100000002", "3100000003"]
    assert all("Ana" not in str(record.fields["title"]) for record in records)


def test_an_export_with_bold_between_asterisks() -> None:
    starred = made.FIRST.replace("Author: ", "*Author:  *").replace("Full text: ", "*Full text: *")
    for label in ("Publication title", "ProQuest document ID", "Database", "Subject", "Source type"):
        starred = starred.replace(f"{label}: ", f"*{label}: *")
    (article,) = articles(made.forwarded(f"*{starred.replace('ships', 'ships*', 1)}"))
    assert article.fields["title"] == "Port opens to more ships"
    assert article.fields["authors"] == "Ana Ruiz; Li Ma"
    assert article.fields["text"] == "\n".join(made.PORT)


def test_a_page_that_was_cut_at_its_pictures() -> None:
    message = EmailMessage()
    message["From"] = "Ana Ruiz <ana@harbour.example>"
    message["Subject"] = "Fwd: Your ProQuest Research"
    page = made.html(made.FIRST, made.SECOND)
    at = page.index('<div style="margin-bottom:20px', page.index("3100000001"))
    message.set_content(page[:at], subtype="html")
    message.make_mixed()
    message.attach(_part(page[at:]))
    assert [record.fields["accession"] for record in articles(message.as_bytes())] == [
        "3100000001",
        "3100000002",
    ]


def _part(page: str) -> EmailMessage:
    part = EmailMessage()
    part.set_content(page, subtype="html")
    return part


def test_the_page_counts_before_the_text() -> None:
    message = EmailMessage()
    message["From"] = "Ana Ruiz <ana@harbour.example>"
    message["Subject"] = "Fwd: Your ProQuest Research"
    message.set_content("For you.\n\n> Port opens to more ships\n> Full text:\n")
    message.add_alternative(made.html(made.FIRST), subtype="html")
    (article,) = articles(message.as_bytes())
    assert article.blocks == "pppp"


class TestOneArticle:
    def test_its_text_part(self) -> None:
        (article,) = articles(
            letter(text=LONG, html=f"<html><body><p>{LONG}</p><p>Unsubscribe</p></body></html>")
        )
        assert article.fields["text"].strip() == LONG
        assert article.fields["title"] == "Port opens to more ships"
        assert article.fields["published"] == "2026-01-16T11:48:00+08:00"
        assert article.fields["outlet"] == article.fields["sender"] == "Harbour Courier"
        told = [note.detail for note in article.notes if note.rule == "mail"]
        assert told == ["a mail from Harbour Courier, read as one article by its text"]

    @pytest.mark.parametrize(
        ("above", "below", "cut"),
        [
            ("Dear readers,\n\n", "\n\nUnsubscribe: https://harbour.example/u?a=1\n", 2),
            ("", "\n\nTo unsubscribe from this newsletter:\n<https://harbour.example/u>\n", 1),
            ("Good morning, readers!\n", "\n-- \nHarbour Courier\n1 Quay, Port\n", 2),
            ("", "\nUnsubscribe\n\n", 1),
        ],
    )
    def test_what_only_mails_have_is_left_out(self, above: str, below: str, cut: int) -> None:
        (article,) = articles(letter(text=f"{above}{LONG}{below}"))
        assert article.fields["text"] == LONG
        assert sum(note.rule == "mail_line" for note in article.notes) == cut

    @pytest.mark.parametrize(
        "line",
        ["Dear readers of the port were told so.", "Unsubscribe, the minister said.", "--", "Dear Ana,"],
    )
    def test_what_anybody_may_write_stays(self, line: str) -> None:
        (article,) = articles(letter(text=f"{line}\n\n{LONG}\n\n{line}\n"))
        assert article.fields["text"].split("\n\n") == [line, LONG, line]

    def test_its_page_where_it_has_no_text(self) -> None:
        (article,) = articles(letter(html=f"<html><body><h1>Port</h1><p>{LONG}</p></body></html>"))
        assert LONG in article.fields["text"]
        assert article.fields["published"] == "2026-01-16T11:48:00+08:00"

    def test_a_person_is_no_outlet(self) -> None:
        (article,) = articles(letter(text=LONG, sender="Ana Ruiz <ana@harbour.example>"))
        assert "outlet" not in article.fields
        assert article.fields["sender"] == "Ana Ruiz"

    def test_headers_in_other_letters(self) -> None:
        raw = letter(text=LONG, sender="港口日报 <news@harbour.example>")
        (article,) = articles(raw)
        assert article.fields["outlet"] == "港口日报"

    def test_as_a_user_loads_it(self, tmp_path: Path) -> None:
        (tmp_path / "port.eml").write_bytes(letter(text=LONG))
        table, audit = fr.load(tmp_path)
        row = table.iloc[0]
        assert (row["outlet"], row["title"]) == ("harbour_courier", "Port opens to more ships")
        assert row["published"].isoformat() == "2026-01-16T03:48:00+00:00"
        assert (audit["rule"] == "mail").sum() == 1

    def test_what_is_attached_is_said(self) -> None:
        message = EmailMessage()
        message["From"], message["Subject"] = "Harbour Courier <news@harbour.example>", "Port"
        message.set_content(LONG)
        message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="page.pdf")
        notes = [item for item in read(message.as_bytes()) if isinstance(item, Note)]
        assert [note.rule for note in notes] == ["attachment"]
        assert "'page.pdf'" in notes[0].detail


class TestSniff:
    def test_a_mail(self) -> None:
        raw = letter(text=LONG)
        sure = {name: module.sniff(raw[:32768], "port.eml") for name, module in readers().items()}
        assert max(sure, key=lambda name: sure[name]) == "eml"
        assert eml.sniff(raw, "port.txt") > 85

    @pytest.mark.parametrize(
        "raw",
        [
            b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related\n\nx",
            b"Subject: the port\nDate: 16 January 2026\n\nBoth sides agreed.",
            b"From: the port to the islands\n\nBoth sides agreed.",
            b"\x00\x01\x02",
            b"",
        ],
    )
    def test_no_mail(self, raw: bytes) -> None:
        assert eml.sniff(raw, "port.txt") == 0


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Content-Type: multipart/mixed; boundary=x\n\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x\n--x--",
        b"Content-Type: text/plain; charset=nonsense-8\n\n\xff\xfe\xfd port",
        b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"From: =?utf-8?q?=FF=FF?=\nSubject: =?nope?b?AAAA?=\nDate: never\n\nport",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
        + b"\nx",
    ],
)
def test_broken_mails_never_raise(raw: bytes) -> None:
    assert all(isinstance(item, (Record, Fault, Note)) for item in read(raw))
