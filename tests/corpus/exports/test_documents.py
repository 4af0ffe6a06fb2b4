"""Documents by hand, in DOCX: what is text, what is none, what they say of themselves."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import pasted
from framing.corpus.limits import Limits
from framing.corpus.lines import Para
from framing.corpus.load import load
from framing.corpus.parts import items
from framing.corpus.readers import docx
from framing.corpus.records import Fault, Item, Note, Record, Source
from framing.errors import FramingError, FramingWarning
from tests.corpus.exports import made_documents as made

STORY = (
    "The tide turned on Monday, the harbour master told reporters on the quay.",
    "It had not turned since the autumn storms, and nobody was ready for it.",
)
STYLES = (
    f'<w:styles xmlns:w="{made.W}">'
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Listenabsatz"><w:name w:val="List Paragraph"/></w:style>'
    '<w:style w:styleId="Standard"><w:name w:val="Normal"/></w:style></w:styles>'
)


def read(data: bytes, name: str = "made.docx", limits: Limits | None = None) -> list[Item]:
    source = Source(name, limits=limits or Limits())
    return list(items(lambda: io.BytesIO(data), source))


def record(data: bytes, name: str = "made.docx") -> Record:
    (found,) = [item for item in read(data, name) if isinstance(item, Record)]
    return found


def texts(raw: str) -> list[str]:
    """Return the lines of a Word document whose body is XML."""
    return str(record(made.docx([*STORY], raw=raw)).fields["text"]).split("\n")[len(STORY) :]


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' * bool(properties)}<w:t>{text}</w:t></w:r>"


class TestWord:
    def test_headings_lists_and_the_headline(self) -> None:
        data = made.docx(
            [
                ("Tide turns at the gates", "berschrift1"),
                *STORY,
                ("Who pays", "berschrift1"),
                ("The town", "Listenabsatz"),
                ("Said in plain style", "Standard"),
            ],
            more={"word/styles.xml": STYLES},
        )
        found = record(data)
        assert found.fields["title"] == "Tide turns at the gates"
        assert str(found.fields["text"]).split("\n") == [
            *STORY,
            "Who pays",
            "The town",
            "Said in plain style",
        ]
        assert found.blocks == "pphlp"

    def test_lines_broken_by_hand_tabs_and_hyphens(self) -> None:
        rest = "<w:r><w:tab/><w:t>three</w:t><w:noBreakHyphen/></w:r>"
        raw = f"<w:p>{run('one')}<w:r><w:br/></w:r>{run('two')}{rest}</w:p>"
        assert texts(raw) == ["one", "two three-"]

    def test_links_tables_and_content_controls_are_text(self) -> None:
        raw = (
            f"<w:p><w:hyperlink>{run('linked')}</w:hyperlink></w:p>"
            f"<w:tbl><w:tr><w:tc><w:p>{run('left')}</w:p></w:tc><w:tc><w:p>{run('right')}</w:p></w:tc></w:tr></w:tbl>"
            f"<w:sdt><w:sdtContent><w:p>{run('held')}</w:p></w:sdtContent></w:sdt>"
        )
        assert texts(raw) == ["linked", "left", "right", "held"]

    def test_what_was_deleted_moved_or_hidden_is_no_text(self) -> None:
        raw = (
            f"<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins>{run('put in')}</w:ins></w:p>"
            f"<w:p><w:moveFrom>{run('from here')}</w:moveFrom>{run('stays')}</w:p>"
            f"<w:p><w:moveTo>{run('to here')}</w:moveTo>{run('unseen', '<w:vanish/>')}</w:p>"
            "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:footnoteReference/></w:r></w:p>"
        )
        assert texts(raw) == ["put in", "stays", "to here"]
        notes = [item for item in read(made.docx(STORY, raw=raw)) if isinstance(item, Note)]
        assert {note.rule for note in notes} == {"tracked_changes", "footnotes"}

    def test_a_text_box_stands_once(self) -> None:
        box = f"<w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent>"
        raw = (
            f'<w:p xmlns:mc="m"><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}'
            f"</mc:Fallback></mc:AlternateContent></w:r>{run('around')}</w:p>"
        )
        assert texts(raw) == ["boxed", "around"]

    def test_numbered_paragraphs_are_a_list(self) -> None:
        number = '<w:pPr><w:numPr><w:numId w:val="{}"/></w:numPr></w:pPr>'
        raw = f"<w:p>{number.format(3)}{run('item')}</w:p><w:p>{number.format(0)}{run('none')}</w:p>"
        assert (record(made.docx(STORY, raw=raw)).blocks or "")[-2:] == "lp"

    @pytest.mark.parametrize(
        "name", ["word/document2.xml", "word\\document.xml", "/word/document.xml", "text/main.xml"]
    )
    def test_the_text_may_have_another_name(self, name: str) -> None:
        """As some programs write it: the relations name it, or the name says enough."""
        archive = zipfile.ZipFile(io.BytesIO(made.docx([("Tide turns", "berschrift1"), *STORY])))
        target = name.replace("\\", "/")
        relations = (
            '<Relationships><Relationship Type="http://example.org/relationships/officeDocument" '
            f'Target="{target}"/></Relationships>'
        )
        styles = name.replace("document", "styles").replace("main", "styles").replace("2", "")
        data = made.packed(
            {"_rels/.rels": relations, name: archive.read("word/document.xml"), styles: STYLES}
        )
        assert record(data).fields["title"] == "Tide turns"

    def test_the_strict_form_is_read_too(self) -> None:
        assert record(made.docx(STORY, space=made.STRICT)).fields["text"] == "\n".join(STORY)

    def test_head_lines_are_fields(self) -> None:
        found = record(
            made.docx(["Title: Tide turns", "Outlet: Harbour Courier", "Date: 2026-01-15", "", *STORY])
        )
        assert found.fields["Title"] == "Tide turns"
        assert found.fields["Date"] == "2026-01-15"
        assert found.fields["text"] == "\n".join(STORY)

    @pytest.mark.medium
    def test_what_the_file_says_of_itself_is_no_date_of_publication(self, tmp_path: Path) -> None:
        path = tmp_path / "cbc_note.docx"
        path.write_bytes(
            made.docx(
                ["Outlet: CBC News", "Title: Tide turns", *STORY], more={"docProps/core.xml": made.CORE}
            )
        )
        loaded = load(path)
        row = loaded.articles.iloc[0]
        assert row["published_precision"] == "none"
        assert row["document_author"] == "A. Student"
        assert row["document_created"] == "2026-01-20T10:00:00Z"
        told = loaded.audit[loaded.audit["rule"] == "document"]["detail"].tolist()
        assert told == ["the file was made on 2026-01-20, which is not taken for the day of publication"]

    @pytest.mark.medium
    def test_as_copied_from_a_page(self, tmp_path: Path) -> None:
        path = tmp_path / "cbc_tide.docx"
        path.write_bytes(
            made.docx(["Tide turns at the harbour gates", "Ada Quill · CBC News", "January 15, 2026", *STORY])
        )
        row = load(path, outlets={"*": "CBC News"}).articles.iloc[0]
        assert row["title"] == "Tide turns at the harbour gates"
        assert str(row["published"])[:10] == "2026-01-15"
        assert row["text"] == "\n\n".join(STORY)

    @pytest.mark.parametrize(
        ("members", "said"),
        [
            ({"word/document.xml": "<w:document"}, "is no whole XML"),
            ({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><w:document/>'}, "defines entities"),
            ({"word/styles.xml": "<a/>"}, "without its text"),
            ({"word/document.xml": made.docx("").decode("latin-1")[:0] + "<a/>"}, "holds no text"),
        ],
    )
    def test_what_is_broken_gives_one_line(self, members: dict[str, str], said: str) -> None:
        faults = [item for item in read(made.packed(members)) if isinstance(item, Fault)]
        assert len(faults) == 1
        assert said in faults[0].detail

    def test_what_stands_before_a_fault_is_kept(self) -> None:
        whole = zipfile.ZipFile(io.BytesIO(made.docx(STORY))).read("word/document.xml")
        found = read(made.packed({"word/document.xml": whole[: whole.index(b"<w:sectPr")]}))
        assert [item.fields["text"] for item in found if isinstance(item, Record)] == ["\n".join(STORY)]
        assert [item.kind for item in found if isinstance(item, Fault)] == ["failed"]

    def test_limits_hold(self) -> None:
        big = made.docx(["a " * 400_000])
        (fault,) = read(big, limits=Limits(unpacked_bytes=100_000))
        assert isinstance(fault, Fault)
        assert fault.rule == "too_large"

    def test_nesting_is_bounded(self) -> None:
        deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
        found = read(made.docx(STORY, raw=deep))
        assert any(isinstance(item, Fault) for item in found)


class TestLetters:
    @given(st.lists(st.builds(Para, st.text(max_size=20), st.sampled_from(["", "List", "Heading 1"]))))
    def test_a_letter_for_each_line(self, paras: list[Para]) -> None:
        text, letters = pasted.lines(paras)
        assert len([line for line in text.split("\n") if line]) == len(letters)

    def test_nothing_is_a_fault(self) -> None:
        assert isinstance(pasted.article([Para(""), Para("  ")], b""), Fault)


def mutated(data: bytes, seed: int) -> bytes:
    """Return some bytes with a few changed, cut out or doubled."""
    rng = random.Random(seed)
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(changed))
        step = rng.choice(("set", "cut", "twice"))
        if step == "set":
            changed[at] = rng.randrange(256)
        elif step == "cut":
            del changed[at : at + rng.randint(1, 200)]
        else:
            changed[at:at] = changed[at : at + rng.randint(1, 200)]
        if not changed:
            return b"PK\x03\x04"
    return bytes(changed)


def test_whatever_is_changed_is_read_or_told() -> None:
    """In the archive's bytes, and in the XML within."""
    whole, main = made.docx(STORY), "word/document.xml"
    archive = zipfile.ZipFile(io.BytesIO(whole))
    members = {name: archive.read(name) for name in archive.namelist()}
    for seed in range(60):
        for data in (mutated(whole, seed), made.packed({**members, main: mutated(members[main], seed)})):
            found = read(data, "made.docx")
            assert found
            # What a reader did not foresee is told in these words.
            assert not [
                item for item in found if isinstance(item, Fault) and "its reader stopped" in item.detail
            ]


def test_the_sniffers_leave_other_archives_alone() -> None:
    head = made.packed({"a.txt": "x"})
    assert docx.sniff(head, "a.zip") == 0
    assert docx.sniff(b"Plain text", "a.docx") == 0


@pytest.mark.medium
def test_a_password_is_said(tmp_path: Path) -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900) + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "a.docx").write_bytes(locked)
    with pytest.raises(FramingError, match="the document is encrypted with a password"):
        load(tmp_path)


@pytest.mark.medium
def test_a_document_that_is_none_gets_one_line(tmp_path: Path) -> None:
    path = tmp_path / "story.docx"
    path.write_bytes(b"PK\x03\x04 not an archive at all")
    good = tmp_path / "good_2026-01-15.txt"
    good.write_text("Title: Tide\nOutlet: CBC News\nDate: 2026-01-15\n\n" + "\n\n".join(STORY), "utf8")
    with pytest.warns(FramingWarning) as caught:
        loaded = load(tmp_path)
    assert len(caught) == 1
    assert len(loaded.articles) == 1
