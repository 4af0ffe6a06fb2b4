"""Small files that hold very much: a line or two each, in bounded memory, and what stands beside is read."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from framing.corpus import streams
from framing.corpus.html.trees import calm
from framing.corpus.limits import Limits
from framing.corpus.streams import TooLarge
from tests.cases import for_each
from tests.corpus.made import lines, record

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
_MB = 1024**2

# Loads a folder in a process of its own; prints the peak of its memory in MB, then what became of each file.
_LOADS = """
import resource, sys, warnings
warnings.simplefilter("ignore")
import framing as fr
loaded = fr.load(sys.argv[1], workers=1, progress=False, limits={"seconds": 60})
scale = 1024**2 if sys.platform == "darwin" else 1024
peaks = [resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]
try:
    # What the system counts for a process begins with the peak of whoever started it, were that larger.
    status = open("/proc/self/status", encoding="ascii").read()
    peaks.append(int(status.partition("VmHWM:")[2].split()[0]))
except OSError:
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(max(peaks) // scale)
for source in loaded.articles["source"]:
    print("kept", source)
audit = loaded.audit
for row in audit[audit["kind"].isin(["failed", "skipped"])].itertuples():
    print(row.kind, row.source, row.rule, row.detail)
"""


def zipped(members: dict[str, Iterable[bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, chunks in members.items():
            with packed.open(name, "w") as member:
                for chunk in chunks:
                    member.write(chunk)
    return made.getvalue()


def gzipped(chunks: Iterable[bytes]) -> bytes:
    made = io.BytesIO()
    with gzip.GzipFile(fileobj=made, mode="wb", compresslevel=9) as packed:
        for chunk in chunks:
            packed.write(chunk)
    return made.getvalue()


def much(piece: bytes, megabytes: int, head: bytes = b"", tail: bytes = b"") -> list[bytes]:
    """Chunks of a megabyte, all one object."""
    return [head, *[piece * (_MB // len(piece))] * megabytes, tail]


_WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
_PARAGRAPH = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"
_LAUGH = (
    '<!DOCTYPE l [<!ENTITY a0 "haha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
).encode()


def table_of_one_value() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    rows = 100_000
    column = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["a" * 20_000]))
    made = io.BytesIO()
    parquet.write_table(
        pa.table({"text": column, "outlet": ["Harbour Courier"] * rows}),
        made,
        compression="gzip",
        store_schema=False,
    )
    return made.getvalue()


def nested() -> bytes:
    inner = zipped({"a.txt": much(b"a", 100)})
    for level in range(6):
        inner = zipped({f"level{level}.zip": [inner]})
    return inner


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "word.docx": (
        lambda: zipped({
            "[Content_Types].xml": [b"<Types/>"],
            "word/document.xml": much(_PARAGRAPH, 80, _WORD, b"</w:body></w:document>"),
        }),
        "limit ratio=200",
    ),
    "text.txt.gz": (lambda: gzipped(much(b"a", 200)), "limit ratio=200"),
    "lines.jsonl.gz": (lambda: gzipped(much(b'{"text": "a"}\n', 200)), "limit ratio=200"),
    "line.csv.gz": (lambda: gzipped(much(b"a", 200, b"text,outlet\n")), "limit ratio=200"),
    "archive.zip": (nested, "limit depth=3"),
    "many.zip": (lambda: zipped({f"{n}.txt": [] for n in range(21_000)}), "limit members=20000"),
    "laugh.xml": (lambda: _LAUGH + b"<PPSArticle><article>&a11;</article></PPSArticle>", "defines entities"),
    "fetched.xml": (
        lambda: b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><PPSArticle><article>&x;</article>'
        b"</PPSArticle>",
        "defines entities",
    ),
    "deep.html": (lambda: b"<html><body>" + b"<div>" * 20_000 + b"deep" + b"</div>" * 20_000, ""),
    "attribute.html": (lambda: b'<html><body><p title="' + b"a" * 10_000_000 + b'">words</p>', "text"),
    "attributes.html": (
        lambda: b"<html><body><p " + b" ".join(b'a%d=">"' % n for n in range(100_000)) + b">words</p>",
        "text",
    ),
    "deep.json": (lambda: b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
    "deep.rtf": (lambda: rb"{\rtf1 " + b"{" * 300_000 + b"a" + b"}" * 300_000 + b"}", ""),
    "picture.html": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 800, "picture"),
    "value.parquet": (table_of_one_value, "limit ratio=200"),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a load of all of them prints."""
    pytest.importorskip("resource", reason="memory is measured as Unix does")
    folder = tmp_path_factory.mktemp("bombs")
    (folder / "good.jsonl").write_text(lines(record(1)), "utf8")
    for name, (make, _) in BOMBS.items():
        (folder / name).write_bytes(make())
    assert max(file.stat().st_size for file in folder.iterdir()) < 11_000_000
    done = subprocess.run(
        [sys.executable, "-c", _LOADS, str(folder)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    return done.stdout.splitlines()


def test_all_together_stay_under_a_gigabyte(told: list[str]) -> None:
    assert int(told[0]) < 1000


def test_what_stands_beside_them_is_read(told: list[str]) -> None:
    assert "kept good.jsonl:1" in told


@for_each("name", BOMBS)
def test_each_is_told_in_few_lines(told: list[str], name: str) -> None:
    own = [line for line in told[1:] if line.split(" ")[1].startswith(name)]
    assert 1 <= len(own) <= 3
    assert BOMBS[name][1] in own[-1]
    assert not any("too_slow" in line or "its reader stopped" in line or "root:" in line for line in own)


def test_nothing_of_an_archive_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are labels: a name that leads out of the folder leads nowhere."""
    from framing.corpus.load import load

    text = "A port is no toy\n\nThe two sides agreed on Thursday to open the northern port to more ships.\n"
    packed = zipped({"../../escaped.txt": [text.encode()], "/etc/escaped.txt": [text.upper().encode()]})
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "c.zip").write_bytes(packed)
    monkeypatch.chdir(inner)
    loaded = load(inner, outlets="Harbour Courier")
    assert loaded.articles["source"].tolist() == ["c.zip/escaped.txt", "c.zip/etc/escaped.txt"]
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["c.zip"]


def test_a_list_of_members_is_not_read_where_it_is_too_long() -> None:
    packed = zipped({f"{n}": [] for n in range(3000)})
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match=r"holds more than 100 files \(limit members\)"):
            streams.Archive(io.BytesIO(packed), Limits(members=100))
        assert tracemalloc.get_traced_memory()[1] < 200_000
    finally:
        tracemalloc.stop()


def test_a_packed_file_that_lies_about_its_size_is_found_out(tmp_path: Path) -> None:
    file = tmp_path / "a.txt.gz"
    whole = gzipped(much(b"a", 40))
    file.write_bytes(whole[:-4] + (5).to_bytes(4, "little"))
    with streams.open_bounded(file, Limits()) as stream, pytest.raises(TooLarge, match="limit ratio"):
        list(iter(lambda: stream.read(_MB), b""))


def test_a_packed_file_that_is_honest_is_read_whatever_its_end_says(tmp_path: Path) -> None:
    file = tmp_path / "a.txt.gz"
    file.write_bytes(gzip.compress(b"a few words") + b"\xff\xff\xff\xff")
    with streams.open_bounded(file, Limits()) as stream:
        assert stream.read1(100) == b"a few words"  # type: ignore[attr-defined]


def test_tags_are_calmed_and_nothing_else() -> None:
    crowd = "<p " + " ".join(f"a{n}='>'" for n in range(6000)) + ">words</p>"
    picture = f"<img src='data:image/png;base64,{'A/' * 50_000}'>"
    script = "<script>if (a<b) {" + "x = 1; " * 20_000 + "}</script>"
    assert calm(f"{picture}{script}{crowd}<p>end</p>") == f"{picture}{script}<p>words</p><p>end</p>"
    assert calm(crowd[:60_000]) == crowd[:60_000]
    unclosed = '<a "' * 100_000
    assert len(calm(unclosed)) <= len(unclosed)
