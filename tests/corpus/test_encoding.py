"""Bytes become the text that was meant, and every guess is logged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.encoding import decode, is_binary

ENGLISH = (
    "Marlow\u2019s tour \u2018fresh start\u2019 \u2014 \u201cvery good\u201d, he said; prices in \u00a3."
)
FRENCH = (
    "L\u2019\u00e9t\u00e9 dernier, le ministre a d\u00e9clar\u00e9 que la for\u00eat \u00e9tait sauv\u00e9e."
)
CHINESE = "中国总理周四在北京同加拿大总理举行会谈，双方同意扩大贸易。"


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, CHINESE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_unicode_and_chinese_encodings(text: str, encoding: str) -> None:
    found, notes = decode(text.encode(encoding))
    assert found == text
    assert bool(notes) == (encoding == "gb18030")


@pytest.mark.parametrize("text", [ENGLISH, FRENCH])
def test_western_encoding(text: str) -> None:
    found, notes = decode(text.encode("cp1252"))
    assert found == text
    assert notes[0].kind == "guessed"
    assert "cp1252" in notes[0].detail


def test_declared_is_read_as_the_wider_set() -> None:
    page = f'<meta charset="gb2312"><p>{CHINESE} \u9555</p>'
    found, notes = decode(page.encode("gb18030"))
    assert found == page
    assert notes[0].rule == "declared_encoding"


def test_a_wrong_declaration_does_no_harm() -> None:
    page = f'<meta charset="gb2312"><p>{ENGLISH}</p>'
    assert decode(page.encode("utf-8")) == (page, ())


def test_a_few_bad_bytes_are_counted() -> None:
    found, notes = decode((ENGLISH * 5).encode() + b"\xff end")
    assert found == ENGLISH * 5 + "\ufffd end"
    assert (notes[0].kind, notes[0].rule) == ("repaired", "bad_bytes")
    assert notes[0].detail.startswith("1 bytes")


def test_utf16_without_a_mark() -> None:
    found, notes = decode(FRENCH.encode("utf-16-le"))
    assert found == FRENCH
    assert "utf-16-le" in notes[0].detail


def test_binary() -> None:
    assert is_binary(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert is_binary(bytes(range(256)))
    for encoding in ("utf-8", "utf-16", "utf-16-le", "gb18030"):
        assert not is_binary(
            CHINESE.encode(encoding) if encoding != "utf-16-le" else ENGLISH.encode(encoding)
        )


@given(st.text())
def test_utf8_always_comes_back(text: str) -> None:
    assert decode(text.encode("utf-8", "replace"))[0] == text.encode(
        "utf-8", "replace"
    ).decode().removeprefix("\ufeff")


@given(st.binary(max_size=200))
def test_never_fails(data: bytes) -> None:
    assert isinstance(decode(data)[0], str)
