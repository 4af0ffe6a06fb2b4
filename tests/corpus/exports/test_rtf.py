r"""RTF: signs of every code page, formatting that layouts ask for, and nothing that isn't shown."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import lines as paras
from framing.corpus.limits import Limits
from framing.corpus.lines import CENTRED
from framing.corpus.parts import choose, items
from framing.corpus.readers import rtf as reader
from framing.corpus.readers.rtf import Reader
from framing.corpus.records import Fault, Note, Record, Source
from tests.cases import for_each
from tests.corpus.exports import made_nexis_com as made


def lines(inner: str, head: str = "\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Courier;}}") -> list[paras.Para]:
    return list(Reader(f"{{\\rtf1{head} {inner}}}".encode("latin-1")).paras())


def texts(inner: str, **more: str) -> list[str]:
    return [para.text for para in lines(inner, **more)]


@for_each(
    ("written", "read"),
    [
        (r"caf\'e9", "café"),
        (r"caf\u233?", "café"),
        (r"caf\u233\'e9s", "cafés"),
        (r"{\uc0 caf\u233 s}", "cafés"),
        (r"{\uc2 caf\u233 ??s}", "cafés"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\ldblquote a\rdblquote\emdash b\~c\_d\-e", "“a”—b\u00a0c-de"),
        (r"\{a\}\\b", r"{a}\b"),
        ("a\r\nb", "ab"),
        (r"a\tab b\cell c", "a\tb\tc"),
        (r"{\b a}{\i b}\b0 c", "abc"),
        (r"a{\v hidden}b{\deleted gone}c", "abc"),
        (r"a{\field{\*\fldinst{HYPERLINK \"http://x.example\"}}{\fldrslt{\ul link}}}b", "alinkb"),
        (r"a{\*\bkmkstart x}{\*\bkmkend x}{\*\unknown y {z}}b", "ab"),
        (r"a{\footnote {\super 1} below}{\header top\par }b", "ab"),
        (r"a{\pict\wmetafile8 0102aabb}{\*\shppict{\pict\pngblip 89504e47}}b", "ab"),
        ("a\\bin6 }}}\\\\{b", "ab"),
        (r"a\unknownword12 b\'zzc", "abc"),
    ],
)
def test_signs_and_what_is_not_shown(written: str, read: str) -> None:
    found = texts(written + r"\par")
    assert found[0].replace("zz", "") == read


@pytest.mark.parametrize(
    ("head", "written", "read"),
    [
        (r"\ansi\ansicpg1251", r"\'cf\'ee\'f0\'f2", "Порт"),
        (r"\mac", r"caf\'8e", "café"),
        (r"\ansi\ansicpg936", r"\'d6\'d0\'b9\'fa", "中国"),
        # The second byte of a sign may be a letter, and then stands as one.
        (r"\ansi\ansicpg932", r"\'83e", "テ"),
        (
            r"\ansi\ansicpg1252\deff0{\fonttbl{\f0 A;}{\f1\fcharset134 B;}}",
            r"caf\'e9 {\f1 \'d6\'d0}\'e9",
            "café 中é",
        ),
        (r"\ansi\deff1{\fonttbl{\f0 A;}{\f1\fcharset238 B;}}", r"\'e8", "č"),
        (r"\ansi\ansicpg99999", r"caf\'e9", "café"),
    ],
)
def test_code_pages(head: str, written: str, read: str) -> None:
    assert texts(written, head=head) == [read]


def test_paragraphs_with_what_layouts_ask_for() -> None:
    found = lines(
        r"\pard\qc\fs32\b Harbour\b0\par\pard{\b SECTION: }news\par\par"
        r"\pard\s1 Head\par\pard {\b\fs24 All bold}\line two",
        head=r"\ansi{\stylesheet{Normal;}{\s1\b heading 1;}{\*\cs10 Default;}}",
    )
    assert found == [
        paras.Para("Harbour", CENTRED, True),
        paras.Para("SECTION: news", "", False),
        paras.Para(""),
        paras.Para("Head", "heading 1", False),
        paras.Para("All bold", "", True),
        paras.Para("two", "", False),
    ]


@given(
    st.lists(
        st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=30)
    )
)
def test_any_text_comes_back(written: list[str]) -> None:
    body = "".join(
        "".join(f"\\u{ord(sign)}?" if ord(sign) < 0x8000 else _far(sign) for sign in line) + "\\par "
        for line in written
    )
    assert texts(body) == written


def _far(sign: str) -> str:
    units = sign.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    return "".join(f"\\u{number}?" for number in numbers)


@given(st.binary(max_size=400), st.integers(0, 2**32))
def test_nothing_stops_it(noise: bytes, seed: int) -> None:
    whole = bytearray(made.rtf(made.ARTICLES[:1]))
    chance = random.Random(seed)
    for byte in noise[:40]:
        whole[chance.randrange(6, len(whole))] = byte
    for data in (b"{\\rtf1 " + noise, bytes(whole), bytes(whole[: seed % len(whole)])):
        items = list(reader.read(io.BytesIO(data), Source("a.rtf")))
        assert items
        assert all(isinstance(item, Record | Fault | Note) for item in items)


def test_groups_without_end() -> None:
    deep = b"{\\rtf1 " + b"{" * 20_000 + b"Deep\\par " + b"}" * 20_000 + b"Flat\\par}"
    assert [para.text for para in Reader(deep).paras()] == ["Deep", "Flat"]
    assert [para.text for para in Reader(b"{\\rtf1 " + b"{}}" * 20_000 + b"End\\par").paras()] == ["End"]
    assert [para.text for para in Reader(b"{\\rtf1 A\\par}\x00\x00 junk").paras()] == ["A"]
    assert [para.text for para in Reader(b"{\\rtf1 A}\\par B\\par}").paras()] == ["A", "B"]


def test_signs_without_a_meaning_are_counted() -> None:
    items = list(reader.read(io.BytesIO(rb"{\rtf1\ansi\ansicpg932 A \'83\par}"), Source("a.rtf")))
    (note,) = [item for item in items if isinstance(item, Note)]
    assert (note.kind, note.rule) == ("repaired", "bad_bytes")


def test_an_article_by_hand_is_one_article() -> None:
    body = (
        r"Harbour talks end\par\par The ministers ended their talks on Friday.\par Nothing was decided.\par"
    )
    data = f"{{\\rtf1\\ansi{{\\info{{\\title Draft}}}} {body}}}".encode()
    assert choose(io.BytesIO(data), Source("notes.doc")) is reader
    (record,) = reader.read(io.BytesIO(data), Source("notes.doc"))
    assert isinstance(record, Record)
    assert str(record.fields["text"]).split("\n")[0] == "Harbour talks end"
    assert record.fields["document_title"] == "Draft"


def test_a_file_above_the_limit_is_one_line() -> None:
    source = Source("a.rtf", limits=Limits(whole_bytes=100, record_bytes=100))
    (fault,) = items(lambda: io.BytesIO(b"{\\rtf1 " + b"a" * 200 + b"}"), source, reader=reader)
    assert isinstance(fault, Fault)
    assert fault.rule == "too_large"


def test_an_independent_reader_finds_the_same_words() -> None:
    striprtf = pytest.importorskip("striprtf.striprtf")
    data = made.rtf(made.ARTICLES)
    found = " ".join(para.text for para in Reader(data).paras()).split()
    # It leaves a hyphen's sign and marks of lists as they are; the words are what both must agree on.
    assert found == striprtf.rtf_to_text(data.decode("ascii"), errors="ignore").split()
