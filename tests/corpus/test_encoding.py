"""Bytes become the text that was meant, and every guess is logged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import lines
from framing.corpus.encoding import decode, is_binary, known, mend
from framing.corpus.load import load
from tests.cases import for_each

ENGLISH = (
    "Marlow\u2019s tour \u2018fresh start\u2019 \u2014 \u201cvery good\u201d, he said; prices in \u00a3."
)
FRENCH = (
    "L\u2019\u00e9t\u00e9 dernier, le ministre a d\u00e9clar\u00e9 que la for\u00eat \u00e9tait sauv\u00e9e."
)
GERMAN = "Der Außenminister sagte über die Verträge: „Größe ist schön“."
SPANISH = "¿Cómo está? El señor Ruiz dijo: «Mañana será otro día» – ¡Él vendrá!"
CHINESE = "中国总理周四在北京同加拿大总理举行会谈，双方同意扩大贸易。"
TRADITIONAL = "中國總理週四在北京同加拿大總理舉行會談，雙方同意擴大貿易。這是一個新的開始。"
JAPANESE = "首相は木曜日に北京でカナダの首相と会談し、貿易の拡大で合意した。これは新しい始まりだと述べた。"
KOREAN = "총리는 목요일 베이징에서 캐나다 총리와 회담을 갖고 무역 확대에 합의했다. 이것은 시작이라고 말했다."
ALL = [ENGLISH, FRENCH, GERMAN, SPANISH, CHINESE, TRADITIONAL, JAPANESE, KOREAN]


def as_cp1252(data: bytes) -> str:
    """Read bytes as most programs do that take them for Windows-1252: its empty places become controls."""
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in data
    )


class TestDecode:
    @for_each("text", ALL)
    @for_each("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
    def test_what_says_itself_needs_no_note(self, text: str, encoding: str) -> None:
        assert decode(text.encode(encoding)) == (text, ())

    @for_each("text", ALL[:-1])
    @for_each("encoding", ["utf-16-le", "utf-16-be", "gb18030"])
    def test_guessed_whatever_the_language(self, text: str, encoding: str) -> None:
        found, notes = decode(text.encode(encoding))
        assert found == text
        assert [(note.kind, note.rule) for note in notes] == [("guessed", "encoding")]
        assert encoding in notes[0].detail

    @for_each(
        ("text", "encoding", "named"),
        [
            (ENGLISH, "cp1252", "cp1252"),
            (FRENCH, "cp1252", "cp1252"),
            (GERMAN, "cp1252", "cp1252"),
            (SPANISH, "cp1252", "cp1252"),
            (ENGLISH, "mac_roman", "mac_roman"),
            (FRENCH, "mac_roman", "mac_roman"),
            (ENGLISH, "big5", "big5"),
            (TRADITIONAL, "big5", "big5"),
            (JAPANESE, "shift_jis", "cp932"),
            (JAPANESE, "euc_jp", "euc_jp"),
            (KOREAN, "euc_kr", "cp949"),
        ],
    )
    def test_guessed_among_few(self, text: str, encoding: str, named: str) -> None:
        found, notes = decode(text.encode(encoding))
        assert found == text
        assert [note.kind for note in notes] == ["guessed"]
        assert named in notes[0].detail

    @pytest.mark.parametrize(
        "opening",
        [
            '<meta charset="gb2312">',
            '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
            '<?xml version="1.0" encoding="GB2312"?>',
        ],
    )
    def test_declared_is_read_as_the_wider_set(self, opening: str) -> None:
        page = f"{opening}<p>{CHINESE} \u9555</p>"
        found, notes = decode(page.encode("gb18030"))
        assert found == page
        assert [(note.rule, note.detail) for note in notes] == [
            ("declared_encoding", "not UTF-8; read as gb18030")
        ]

    def test_latin_1_is_windows_1252(self) -> None:
        page = f'<meta charset="iso-8859-1"><p>{ENGLISH}</p>'
        assert decode(page.encode("cp1252"))[0] == page

    @pytest.mark.parametrize(
        ("declared", "encoding", "text"),
        [
            ("iso-8859-1", "gb18030", CHINESE),
            ("gb2312", "cp1252", ENGLISH),
            ("utf-8", "cp1252", FRENCH),
            ("utf-8", "gb18030", CHINESE),
            ("big5", "gb18030", CHINESE),
            ("shift_jis", "euc_jp", JAPANESE),
        ],
    )
    def test_a_wrong_declaration_is_found_and_told(self, declared: str, encoding: str, text: str) -> None:
        page = f'<meta charset="{declared}"><p>{text}</p>'
        found, notes = decode(page.encode(encoding))
        assert found == page
        assert notes[0].detail == f"declares {declared} but is not that; read as {encoding}"

    def test_utf8_under_another_name(self) -> None:
        page = f'<meta charset="gb2312"><p>{ENGLISH}</p>'
        found, notes = decode(page.encode("utf-8"))
        assert found == page
        assert [note.detail for note in notes] == ["declares gb2312 but is UTF-8; read as UTF-8"]
        # All of it ASCII: nothing was at stake.
        assert decode(b'<meta charset="gb2312"><p>Talks</p>')[1] == ()

    def test_a_few_bytes_of_another_encoding(self) -> None:
        found, notes = decode((FRENCH * 3).encode() + " café, don’t".encode("cp1252"))
        assert found == FRENCH * 3 + " café, don’t"
        assert [(note.rule, note.detail) for note in notes] == [
            ("mixed_encoding", "2 bytes were Windows-1252 amid UTF-8; read as such")
        ]

    def test_damage_is_counted(self) -> None:
        found, notes = decode((ENGLISH * 5).encode() + b"\xff end \xfe")
        assert found == ENGLISH * 5 + "\ufffd end \ufffd"
        assert [(note.kind, note.rule) for note in notes] == [("repaired", "bad_bytes")]
        assert notes[0].detail.startswith("2 bytes")

    @pytest.mark.parametrize("lost", [1, 2])
    def test_cut_inside_a_character(self, lost: int) -> None:
        found, notes = decode(CHINESE.encode()[:-lost])
        assert found == CHINESE[:-1] + "\ufffd"
        assert notes[0].detail.startswith("1 byte or row")

    def test_utf16_cut_in_half(self) -> None:
        found, notes = decode(ENGLISH.encode("utf-16")[:-1])
        assert found == ENGLISH[:-1] + "\ufffd"
        assert notes[0].rule == "bad_bytes"

    def test_never_an_exotic_page(self) -> None:
        for number in range(3, 40):
            found, notes = decode((ENGLISH + " " + FRENCH)[:number].encode("cp1252"))
            assert found == (ENGLISH + " " + FRENCH)[:number] or "U+FFFD" in notes[0].detail

    @given(st.text(st.characters(exclude_categories=["Cs"])))
    def test_utf8_always_comes_back(self, text: str) -> None:
        if "\x00" not in text:
            assert decode(text.encode())[0] == text.removeprefix("\ufeff")

    @given(st.binary(max_size=200))
    def test_never_fails(self, data: bytes) -> None:
        text, _ = decode(data)
        assert text.encode("utf-8", "strict") is not None


def test_binary() -> None:
    assert is_binary(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert is_binary(bytes(range(256)))
    assert is_binary(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00")
    for text in ALL:
        for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030"):
            assert not is_binary(text.encode(encoding)), (text, encoding)


def test_known() -> None:
    assert known("GB2312")
    assert known("windows-1252")
    assert not known("harbour-8")
    assert not known("")


class TestMend:
    """What was encoded twice."""

    @for_each("text", ALL)
    def test_once_wrong(self, text: str) -> None:
        wrong = as_cp1252(text.encode())
        assert mend(wrong)[0] == text
        assert mend(wrong)[1] > 0
        assert mend(text.encode().decode("latin-1"))[0] == text

    @for_each("text", ALL)
    def test_twice_wrong(self, text: str) -> None:
        assert mend(as_cp1252(as_cp1252(text.encode()).encode()))[0] == text

    @for_each(
        ("wrong", "right", "places"),
        [
            ("Chinaâ€™s â€œwin-winâ€\x9d talks", "China’s “win-win” talks", 3),
            ("Chinaâ€™s â€œwin-winâ€ talks", "China’s “win-win” talks", 3),
            ("Chinaâ€™s â€œwin-winâ€\ufffd talks", "China’s “win-win” talks", 3),
            ("don\x92t \x93go\x94 \x96 now", "don’t “go” – now", 4),
            ("donÂ’t go", "don’t go", 1),
            ("Voilà Ã  la carte Ã©tÃ©", "Voilà à la carte été", 3),
            ("The end.Â Next day", "The end. Next day", 1),
            ("China鈥檚 鈥渨in-win鈥? talks", "China’s “win-win” talks", 3),
            ("China‚Äôs ‚Äúwin‚Äù caf√©", "China’s “win” café", 4),
            ("donΓÇÖt", "don’t", 1),
            ("laureate,\x80\x94 who left", "laureate,— who left", 1),
            ("naÃ \u0304vetÃ©", "naïveté", 2),
        ],
    )
    def test_other_ways_to_be_wrong(self, wrong: str, right: str, places: int) -> None:
        assert mend(wrong) == (right, places)

    def test_only_where_it_is_bad(self) -> None:
        text = "A good café, “Ma” said.\nA bad cafÃ©, â€œMaâ€\x9d said.\nStill good: «AMANHÃ”»."
        assert mend(text) == (
            "A good café, “Ma” said.\nA bad café, “Ma” said.\nStill good: «AMANHÃ”».",
            3,
        )

    def test_quotes_stay_as_they_are(self) -> None:
        assert mend('‘It’s’ "it\'s" “it” cafÃ©')[0] == '‘It’s’ "it\'s" “it” café'

    @for_each(
        "text",
        [
            *ALL,
            "“AMANHÔ, disse; “IRMÃ” e «NÃO»",
            "CAFÉ™ and NESTLÉ®, MAÑANA” and ESPAÑA’S",
            "‘blå’” og “Å”, BLÅ’S, „Ä“, ÄÄÄ…",
            "10 °C – 5 m² ± 2, ½ £5, §3, © 2026",
            "Łódź, Šibenik, žluťoučký kůň, ŽIŽEK’S, İstanbul’da, Đà Nẵng",
            "Привет «мир» – это, Ελλάδα «ΝΑΙ», العربية, हिन्दी",
            "中国“总理”——《协定》",
        ],
    )
    def test_good_text_is_left_alone(self, text: str) -> None:
        assert mend(text) == (text, 0)

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["", "“", "‘", "«", "(", '"', "¿", "…"]),
                st.one_of(
                    st.text("abcdefzéèêàçîïôùœæ", min_size=1, max_size=8),
                    st.text("ABCDEFÉÈÀÂÇÎŒÔÛÏ", min_size=1, max_size=8),
                    st.text("ABCDEFÑÃÕÂÊÔÇÁÉÍÓÚ", min_size=1, max_size=8),
                    st.text("ABCDEFÄÖÜÅØÆÐÞ", min_size=1, max_size=8),
                    st.text("abcłśżąęčšžřůőűğı", min_size=1, max_size=8),
                    st.text("abcdefășțâî", min_size=1, max_size=8),
                    st.text("абвгдежзиклмнопрст", min_size=1, max_size=8),
                    st.text("αβγδεζηθλμνξπρστωάέή", min_size=1, max_size=8),
                    st.text("中国总理周四在北京同加拿大", min_size=1, max_size=8),
                    st.text("のにはをたがでカナダ首相", min_size=1, max_size=8),
                    st.text("총리는목요일베이징에서", min_size=1, max_size=8),
                    st.text("ابتثجحخدذرزسش", min_size=1, max_size=8),
                    st.text("कखगघचछजझनपफ", min_size=1, max_size=8),
                ),
                st.sampled_from(["", "”", "’", "»", ")", ".", ",", "…", "!", "—", "’s", "%", " €", "。"]),
            ),
            max_size=12,
        )
    )
    def test_no_false_repair(self, words: list[tuple[str, str, str]]) -> None:
        text = " ".join("".join(word) for word in words)
        assert mend(text) == (text, 0)

    @given(st.text())
    def test_done_once(self, text: str) -> None:
        once, _ = lines.repair(text)
        assert lines.repair(once) == (once, 0)


@for_each(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "gb18030", "mac_roman"]
)
def test_the_reference_article(shared: Path, encoding: str) -> None:
    text = (shared / "fixtures" / "text" / "global_times_2026-01-15.txt").read_text("utf8")
    found, notes = decode(text.encode(encoding))
    assert found == text
    assert bool(notes) == (encoding not in ("utf-8", "utf-8-sig", "utf-16"))


def test_the_reference_article_decoded_wrongly(shared: Path) -> None:
    text = (shared / "fixtures" / "text" / "global_times_2026-01-15.txt").read_text("utf8")
    for wrong in (as_cp1252(text.encode()), text.encode().decode("latin-1")):
        assert wrong != text
        assert mend(decode(wrong.encode())[0])[0] == text


class TestOfFiles:
    """What loading makes of bytes, and what it says."""

    def folder(self, tmp_path: Path, data: bytes) -> Path:
        texts = tmp_path / "texts"
        texts.mkdir()
        (texts / "manifest.toml").write_text('outlet = "Pristav"\n', encoding="utf8")
        (texts / "a.txt").write_bytes(data)
        return texts

    def test_what_was_encoded_twice_is_mended_and_told(self, tmp_path: Path) -> None:
        texts = self.folder(tmp_path, as_cp1252((ENGLISH + "\n\n" + FRENCH).encode()).encode())
        articles, audit = load(texts)
        assert articles["text"][0].split("\n\n")[-1] == FRENCH
        told = audit[audit["rule"] == "double_encoded"]
        assert told["kind"].tolist() == ["repaired"]
        assert told["detail"].iloc[0].endswith("places in the text encoded twice; mended")

    def test_what_was_lost_before_is_counted(self, tmp_path: Path) -> None:
        articles, audit = load(self.folder(tmp_path, f"{ENGLISH} The caf\ufffd is open.".encode()))
        assert articles["text"][0].endswith("The caf\ufffd is open.")
        lost = audit[audit["rule"] == "lost_characters"]["detail"].tolist()
        assert lost == ["1 character was lost before the file was saved: U+FFFD in the text"]

    def test_a_title_too(self, tmp_path: Path) -> None:
        file = tmp_path / "a.jsonl"
        row = {"outlet": "x", "title": "Chinaâ€™s cafÃ©", "text": ENGLISH}
        file.write_text(json.dumps(row), encoding="utf8")
        articles, audit = load(file)
        assert articles["title"].tolist() == ["China’s café"]
        assert "2 places in the title encoded twice; mended" in audit["detail"].tolist()


def test_a_line_without_end_beside_one_to_mend() -> None:
    """A line of plain letters is looked at once, not once from each of its letters."""
    plain = "a " * 150_000
    assert mend(f"{plain}\nMarlowâ€™s cafÃ©\n{plain}") == (f"{plain}\nMarlow’s café\n{plain}", 2)
