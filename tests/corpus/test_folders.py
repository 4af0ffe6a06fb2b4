"""What lies in a folder and is no file to read: links, pipes, archives, names no one can print; each told."""

from __future__ import annotations

import gzip
import io
import os
import socket
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from framing.corpus import files
from framing.corpus.load import Loaded, load
from framing.corpus.merge import counts
from framing.errors import FramingError, FramingWarning
from framing.study.output import inputs
from tests.corpus.made import LONG, lines, page, record

posix = pytest.mark.skipif(os.name != "posix", reason="files as POSIX systems have them")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "good.jsonl").write_text(lines(record(1)), "utf8")
    return folder


def told(folder: Path) -> tuple[str, str, str]:
    """Load a folder whose one good record is kept; return source, kind and detail of what was not."""
    with pytest.warns(FramingWarning) as caught:
        loaded = load(folder)
    assert len(caught) == 1
    assert loaded.articles["source"].tolist() == ["good.jsonl:1"]
    lost = loaded.audit[loaded.audit["kind"].isin(["skipped", "failed"])]
    assert len(lost) == 1
    line = lost.iloc[0]
    assert line["detail"].isprintable()
    assert line["source"].isprintable()
    return line["source"], line["kind"], line["detail"]


def kept(folder: Path) -> list[str]:
    return load(folder).articles["source"].tolist()


class TestLinks:
    def test_one_that_leads_out_is_not_followed(self, texts: Path) -> None:
        (texts.parent / "private.txt").write_text(f"A diary\n\n{LONG}", "utf8")
        (texts / "a.txt").symlink_to(texts.parent / "private.txt")
        source, kind, detail = told(texts)
        assert (source, kind) == ("a.txt", "skipped")
        assert "leads out of the folder; it is not followed" in detail
        assert str(texts.parent) not in detail

    def test_a_folder_that_leads_out_is_not_followed(self, texts: Path) -> None:
        (texts.parent / "others").mkdir()
        (texts.parent / "others" / "b.jsonl").write_text(lines(record(2)), "utf8")
        (texts / "more").symlink_to(texts.parent / "others")
        assert told(texts)[:2] == ("more", "skipped")

    def test_one_that_is_named_is_taken(self, texts: Path) -> None:
        (texts.parent / "link.jsonl").symlink_to(texts / "good.jsonl")
        (texts.parent / "folder").symlink_to(texts)
        assert kept(texts.parent / "link.jsonl") == ["link.jsonl:1"]
        assert kept(texts.parent / "folder") == ["good.jsonl:1"]

    def test_a_second_name_inside_is_no_second_file(self, texts: Path) -> None:
        (texts / "deep").mkdir()
        (texts / "deep" / "again.jsonl").symlink_to(texts / "good.jsonl")
        assert counts(*load(texts)).found == 1

    def test_a_circle_of_folders_ends(self, texts: Path) -> None:
        (texts / "deep").mkdir()
        (texts / "deep" / "up").symlink_to(texts)
        source, kind, detail = told(texts)
        assert (source, kind) == ("deep/up", "skipped")
        assert "a link to a folder whose files are read anyway" in detail

    def test_a_circle_of_links(self, texts: Path) -> None:
        (texts / "a.txt").symlink_to(texts / "b.txt")
        (texts / "b.txt").symlink_to(texts / "a.txt")
        with pytest.warns(FramingWarning):
            lost = load(texts).audit.query("kind == 'failed'")
        assert lost["source"].tolist() == ["a.txt", "b.txt"]
        assert lost["detail"].str.contains("leads in a circle").all()

    def test_a_pattern_follows_no_further(self, texts: Path) -> None:
        (texts.parent / "private.txt").write_text(f"A diary\n\n{LONG}", "utf8")
        (texts / "a.txt").symlink_to(texts.parent / "private.txt")
        with pytest.raises(FramingError, match=r"nothing could be read\. a\.txt: a link that leads out"):
            load(str(texts / "*.txt"))

    def test_provenance_reads_only_what_was_read(self, texts: Path) -> None:
        (texts.parent / "private.txt").write_text("A diary", "utf8")
        (texts / "a.txt").symlink_to(texts.parent / "private.txt")
        assert [item["name"] for item in inputs([str(texts)])] == ["good.jsonl"]


@posix
class TestNoFiles:
    def test_a_pipe_never_hangs(self, texts: Path) -> None:
        os.mkfifo(texts / "pipe.txt")
        source, kind, detail = told(texts)
        assert (source, kind) == ("pipe.txt", "skipped")
        assert detail.startswith("a pipe, not a file")

    def test_a_pipe_that_is_named(self, texts: Path) -> None:
        os.mkfifo(texts / "pipe.txt")
        with pytest.raises(FramingError, match=r"nothing could be read\. pipe\.txt: a pipe, not a file"):
            load(texts / "pipe.txt")

    def test_a_device(self) -> None:
        with pytest.raises(FramingError, match=r"nothing could be read\. zero: a device, not a file"):
            load("/dev/zero")

    def test_a_socket(self, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(texts)  # a socket's path may not be long
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("s.txt")
            assert told(texts)[2].startswith("a socket, not a file")

    @pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read anything")
    def test_rights(self, texts: Path) -> None:
        (texts / "closed").mkdir()
        (texts / "closed").chmod(0)
        try:
            source, kind, detail = told(texts)
        finally:
            (texts / "closed").chmod(stat.S_IRWXU)
        assert (source, kind) == ("closed", "failed")
        assert "the folder can't be opened" in detail

    def test_a_folder_that_may_not_be_opened(self, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (texts / "closed").mkdir()
        real = os.scandir

        def guarded(path: Path) -> object:
            if Path(path).name == "closed":
                raise PermissionError(13, "Permission denied")
            return real(path)

        monkeypatch.setattr(os, "scandir", guarded)
        source, kind, detail = told(texts)
        assert (source, kind) == ("closed", "failed")
        assert "the folder can't be opened (Permission denied)" in detail


def _office() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return data.getvalue()


def _tarred() -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        item = tarfile.TarInfo("a.txt")
        item.size = 4
        archive.addfile(item, io.BytesIO(b"Talk"))
    return data.getvalue()


PROQUEST = b"Publication subject -- News\nDocument 1 of 3\n\nPublication title:\n" + b"_" * 70 + b"\n"
PROQUEST_PAGE = (
    b'<html><head><title>Document Email</title></head><body><a name="DocID_MSTAR_31"></a><p>Port opens</p>'
    b"<p><strong>Full text: </strong></p></body></html>"
)


@pytest.mark.medium
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.tar", _tarred(), "a tar archive: unpack it"),
        ("a.tar.gz", gzip.compress(_tarred()), "a tar archive: unpack it"),
        ("a.pptx", _office(), "slides: save it as plain text"),
        ("a.ods", _office(), "a sheet: save the sheet as CSV"),
        ("a.odt", _office(), "a document of LibreOffice: save it as DOCX"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 90, "an old Office document"),
        ("a.txt.bz2", b"BZh91AY&SY", "packed with bzip2"),
        ("a.pkl", b"\x80\x04\x95\x00\x00", "a Python pickle"),
        ("export.txt", PROQUEST, "an export of ProQuest in a form that isn't known here"),
        ("day.rss", b"<rss version='2.0'><channel><item><title>Port</title></item>", "a feed in a form"),
        ("export.html", PROQUEST_PAGE, "an export of ProQuest in a form that isn't known here"),
    ],
)
def test_what_is_known_and_not_read_is_one_line(name: str, content: bytes, said: str, texts: Path) -> None:
    (texts / name).write_bytes(content)
    source, kind, detail = told(texts)
    assert (source, kind) == (name, "skipped")
    assert said in detail


@pytest.mark.medium
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("nexis/sample.TXT", 10),
        ("nexis/sample.DOCX", 10),
        ("nexis/legacy_en.html", 2),
        ("factiva/factiva_test.html", 2),
        ("factiva/factiva_test.xml", 3),
        ("europresse/europresse_test1.html", 3),
    ],
)
@pytest.mark.filterwarnings("ignore::framing.errors.FramingWarning")
def test_real_exports_of_databases(name: str, found: int, shared: Path, tmp_path: Path) -> None:
    """Whatever they are called: what a file holds counts more."""
    (tmp_path / "export.bin").write_bytes((shared / "fixtures" / name).read_bytes())
    assert len(load(tmp_path).articles) == found


def test_an_article_about_a_database_is_no_export(texts: Path) -> None:
    (texts / "harbour_2026-01-15_a.txt").write_text(f"How we searched Nexis and Factiva\n\n{LONG}\n", "utf8")
    assert len(load(texts).articles) == 2


@posix
@pytest.mark.parametrize(
    ("name", "label"),
    [
        (b"two words & a \xc3\xa9.jsonl", "two words & a é.jsonl"),
        ("\u5317\u4eac.jsonl".encode(), "\u5317\u4eac.jsonl"),
        (b"line\nbreak.jsonl", "line\\nbreak.jsonl"),
        (b"caf\xe9.jsonl", "caf\\xe9.jsonl"),
        (b"-o.jsonl", "-o.jsonl"),
        (b"[a]*.jsonl", "[a]*.jsonl"),
        (b"a:3.jsonl", "a:3.jsonl"),
        (b"tab\tesc\x1b[31m.jsonl", "tab\\tesc\\x1b[31m.jsonl"),
    ],
)
def test_names_of_any_kind(name: bytes, label: str, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "texts")
    os.mkdir(folder)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(lines(record(1)).encode())
    loaded: Loaded = load(tmp_path / "texts")
    assert loaded.articles["source"].tolist() == [f"{label}:1"]
    loaded.articles.to_parquet(tmp_path / "b.parquet")


@posix
def test_names_that_print_alike_stay_apart(tmp_path: Path) -> None:
    for name, number in ((b"caf\xe9.jsonl", 1), (b"caf\\xe9.jsonl", 2)):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(lines(record(number)).encode())
    assert len(set(kept(tmp_path))) == 2


def test_the_same_page_under_two_names(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(1), "utf8")
    (tmp_path / "b.html").write_text(page(1), "utf8")
    (tmp_path / "c.html").write_text(page(1, advertisement="<aside>Buy a boat</aside>"), "utf8")
    (tmp_path / "d.html").write_text(page(2), "utf8")
    loaded = load(tmp_path)
    assert loaded.articles["source"].tolist() == ["a.html", "d.html"]
    twice = loaded.audit[loaded.audit["kind"] == "duplicate"]
    assert twice[["source", "rule"]].to_numpy().tolist() == [
        ["b.html", "same_record"],
        ["c.html", "same_page"],
    ]
    assert set(twice["article"]) == {loaded.articles["id"][0]}
    assert "the same page as a.html" in twice["detail"].iloc[1]


def test_many_names(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"harbour_courier_2026-01-15_{number:04}.txt").touch()
    found = files.find(tmp_path)
    assert [file.source.path for file in found] == sorted(path.name for path in tmp_path.iterdir())
    assert {file.said["outlet"] for file in found} == {"harbour_courier"}


@pytest.mark.medium
@pytest.mark.parametrize("cut", [0.2, 0.6, 0.95])
def test_a_packed_file_cut_short_gives_what_stands_before(cut: float, texts: Path) -> None:
    whole = gzip.compress(lines(*(record(n, noise=os.urandom(300).hex()) for n in range(2, 60))).encode())
    (texts / "a.jsonl.gz").write_bytes(whole[: int(len(whole) * cut)])
    with pytest.warns(FramingWarning):
        loaded = load(texts)
    failed = loaded.audit[loaded.audit["kind"] == "failed"]
    assert "cut short or damaged" in failed["detail"].iloc[-1]
    assert 2 <= len(loaded.articles) < 60


@pytest.mark.medium
def test_a_packed_file_that_is_damaged(texts: Path) -> None:
    whole = bytearray(gzip.compress(lines(*(record(n) for n in range(2, 60))).encode()))
    whole[len(whole) // 2] ^= 0xFF
    (texts / "a.jsonl.gz").write_bytes(bytes(whole))
    with pytest.warns(FramingWarning):
        loaded = load(texts)
    assert "good.jsonl:1" in set(loaded.articles["source"])
    assert "failed" in set(loaded.audit["kind"])


@pytest.mark.medium
@pytest.mark.parametrize("cut", [4, 100, -8])
def test_a_parquet_file_cut_short(cut: int, texts: Path) -> None:
    import pandas as pd

    pd.DataFrame([record(n) for n in range(9)]).to_parquet(texts.parent / "a.parquet")
    (texts / "a.parquet").write_bytes((texts.parent / "a.parquet").read_bytes()[:cut])
    source, kind, detail = told(texts)
    assert (source, kind) == ("a.parquet", "failed")
    assert "save the table again" in detail
