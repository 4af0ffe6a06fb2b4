"""ZIP archives: every member by the reader that is surest of it, under its own name; the rest is told."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.limits import Limits
from framing.corpus.load import load
from framing.corpus.parts import items
from framing.corpus.readers import zip as zips
from framing.corpus.records import Fault, Item, Note, Record, Source
from framing.errors import FramingWarning
from tests.corpus.exports import made_documents as made

PAGE = (
    "<html><head><title>Council</title></head><body><article><h1>Council goes home early on Friday</h1>"
    "<p>The council went home early on Friday, which nobody in the town minded very much at all.</p>"
    "<p>It had sat since Monday, longer than in any week since the spring, the clerk wrote in a letter.</p>"
    "</article></body></html>"
)


def story(number: int) -> str:
    return (
        f"Title: Story {number} of the harbour\nOutlet: CBC News\nDate: 2026-01-{number:02d}\n\n"
        f"Story {number} has words enough to stand by itself, the harbour master said on the quay."
    )


def read(data: bytes, limits: Limits | None = None) -> list[Item]:
    return list(items(lambda: io.BytesIO(data), Source("all.zip", limits=limits or Limits())))


def members(found: list[Item]) -> list[str]:
    return [item.member for item in found if isinstance(item, Record)]


def faults(found: list[Item]) -> list[Fault]:
    return [item for item in found if isinstance(item, Fault)]


def test_members_of_every_kind_archives_among_them() -> None:
    data = made.packed(
        {
            "b/two.docx": made.docx(story(2)),
            "a.txt": story(1),
            "c.txt.gz": gzip.compress(story(3).encode()),
            "inner.zip": made.packed({"deep/four.docx": made.docx("Some words of a story.")}),
            "pages/p.html": PAGE,
        }
    )
    found = read(data)
    assert members(found) == ["a.txt", "b/two.docx", "c.txt.gz", "inner.zip/deep/four.docx", "pages/p.html"]
    assert faults(found) == []


@pytest.mark.medium
def test_places_and_copies(tmp_path: Path) -> None:
    """A document in an archive and beside it is the same record; places name archive and member."""
    (tmp_path / "all.zip").write_bytes(made.packed({"x/one.docx": made.docx(story(1)), "two.txt": story(2)}))
    (tmp_path / "one.docx").write_bytes(made.docx(story(1)))
    loaded = load(tmp_path)
    assert loaded.articles["source"].tolist() == ["all.zip/two.txt", "all.zip/x/one.docx"]
    assert loaded.audit[loaded.audit["kind"] == "duplicate"]["source"].tolist() == ["one.docx"]


def test_what_systems_put_in_is_left_out() -> None:
    data = made.packed(
        {"__MACOSX/._a.txt": "x", ".DS_Store": "x", "a/.hidden": "x", "Thumbs.db": "x", "README.md": "x"}
    )
    (fault,) = read(data)
    assert isinstance(fault, Fault)
    assert (fault.rule, fault.kind) == ("empty", "skipped")


def test_what_belongs_to_a_page_is_told_once() -> None:
    data = made.packed(
        {"p.html": PAGE, "p_files/a.css": "a{}", "p_files/b/ad.html": PAGE, "q_files/c.txt": story(1)}
    )
    found = read(data)
    assert members(found) == ["p.html", "q_files/c.txt"]
    assert [item.detail for item in found if isinstance(item, Note)] == [
        "2 files of p_files belong to its page and hold no article"
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/abs/a.txt", "abs/a.txt"),
        ("a\nb.txt", "a\\nb.txt"),
        ("c:\\d\\e.txt", "c:/d/e.txt"),
    ],
)
def test_names_are_labels(name: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert members(read(made.packed({name: story(1)}))) == [shown]
    assert list(tmp_path.iterdir()) == []


class TestHarm:
    def test_a_broken_member_is_one_line_and_the_rest_is_read(self) -> None:
        data = bytearray(made.packed({"a.txt": story(1), "b.txt": story(2) * 20, "c.txt": story(3)}))
        at = data.index(b"b.txt") + 5 + 8
        data[at : at + 8] = b"\xff" * 8
        found = read(bytes(data))
        assert members(found) == ["a.txt", "c.txt"]
        assert [fault.member for fault in faults(found)] == ["b.txt"]

    def test_an_encrypted_member_is_one_line(self) -> None:
        data = bytearray(made.packed({"a.txt": story(1), "b.txt": story(2)}))
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(mark) + offset] |= 1
        found = read(bytes(data))
        assert members(found) == ["b.txt"]
        (fault,) = faults(found)
        assert "encrypted" in fault.detail

    def test_archives_in_archives_end_at_the_limit(self) -> None:
        data = made.packed({"a.txt": story(1)})
        for _ in range(5):
            data = made.packed({"in.zip": data})
        found = read(data)
        assert members(found) == []
        assert [fault.rule for fault in faults(found)] == ["too_deep"]

    def test_what_unpacks_to_too_much_ends_the_reading_once(self) -> None:
        data = made.packed({f"{number:02d}.txt": story(number) + "\n" * 50_000 for number in range(1, 31)})
        found = read(data, Limits(unpacked_bytes=300_000))
        assert 0 < len(members(found)) < 10
        assert len(faults(found)) == 2
        assert "further files" in faults(found)[-1].detail

    def test_too_many_members(self) -> None:
        (fault,) = read(made.packed({f"{n}.txt": "x" for n in range(40)}), Limits(members=30))
        assert isinstance(fault, Fault)
        assert fault.rule == "too_large"

    def test_a_ratio_that_is_no_text(self) -> None:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", story(1))
            archive.writestr("bomb.txt", bytes(40 * 1024**2))
        found = read(held.getvalue())
        assert members(found) == ["a.txt"]
        assert len(faults(found)) == 1

    @pytest.mark.medium
    def test_cut_short(self, tmp_path: Path) -> None:
        whole = made.packed({"a.txt": story(1) * 30})
        (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
        (tmp_path / "good.txt").write_text(story(2), "utf8")
        with pytest.warns(FramingWarning) as caught:
            loaded = load(tmp_path)
        assert len(caught) == 1
        assert len(loaded.articles) == 1

    @pytest.mark.medium
    @given(st.data())
    def test_bytes_changed_anywhere(self, data: st.DataObject) -> None:
        whole = made.packed({"a.txt": story(1), "b.docx": made.docx(story(2)), "c.html": PAGE})
        changed = bytearray(whole)
        for _ in range(data.draw(st.integers(1, 5))):
            changed[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
        found = read(bytes(changed))
        assert found
        assert not [fault for fault in faults(found) if "its reader stopped" in fault.detail]


def test_the_sniffer_leaves_documents_to_others() -> None:
    assert zips.sniff(made.packed({"a.txt": "x"}), "a") == 86
    assert zips.sniff(made.docx("x"), "a.pptx") == 60
    assert zips.sniff(b"text", "a.zip") == 0


@pytest.mark.medium
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_loses_nothing(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number in (1, 2, 3):
            archive.writestr("harbour_a.html", PAGE.replace("Friday", f"day {number}"))
    (tmp_path / "a.zip").write_bytes(data.getvalue())
    found = load(tmp_path, outlets="Harbour Courier", progress=False).articles
    assert found["source"].tolist() == [f"a.zip/harbour_a.html{n}" for n in ("", " (2)", " (3)")]


@pytest.mark.medium
def test_a_member_s_name_says_whose_it_is_and_when(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("deep/harbour_courier_2026-01-15_a.html", PAGE)
    (tmp_path / "a.zip").write_bytes(data.getvalue())
    row = load(tmp_path, progress=False).articles.iloc[0]
    assert (row["outlet"], str(row["published"].date())) == ("harbour_courier", "2026-01-15")
    assert "nobody in the town minded" in row["text"]
