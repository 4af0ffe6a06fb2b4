"""Limits: how they are set, and that what takes too long is one line while the rest is read."""

from __future__ import annotations

import gzip
import importlib
import io
import json
import signal
import sys
import threading
import time
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import framing as fr
from framing.cli import main
from framing.corpus import jobs
from framing.corpus.limits import Limits
from framing.engine import process
from framing.errors import FramingError, FramingWarning
from framing.study.config import Study
from tests.corpus.endless import installed
from tests.corpus.made import LONG, lines, page, record

# --- setting them


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"seconds": 0}, "limits: seconds 0 is no number of seconds above 0; the default is 60"),
        ({"seconds": "soon"}, "limits: seconds 'soon' is no number of seconds above 0"),
        ({"seconds": float("nan")}, "limits: seconds nan is no number"),
        ({"members": 1.5}, "limits: members 1.5 is no whole number above 0; the default is 20000"),
        ({"members": True}, "limits: members True is no whole number"),
        ({"whole_bytes": "64 MX"}, "limits: whole_bytes '64 MX' is no number of bytes, such as"),
        ({"whole_bytes": -1}, "the default is 512MB"),
        ({"second": 1}, "limits 'second' is not known; did you mean 'seconds'?"),
        (30, "limits: 30 is neither fr.Limits(...) nor a mapping; give one, as {'seconds': 30}"),
    ],
)
def test_a_wrong_limit_is_said_in_one_line(tmp_path: Path, given: Any, said: str) -> None:
    (tmp_path / "a.jsonl").write_text(lines(record()), "utf8")
    with pytest.raises(FramingError) as caught:
        fr.load(tmp_path, limits=given)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "bytes_"), [("64 MB", 64 * 1024**2), ("1.5KB", 1536), ("7", 7), (7, 7), ("2 gb", 2 * 1024**3)]
)
def test_bytes_in_words(given: str | int, bytes_: int) -> None:
    assert Limits(file_bytes=given).file_bytes == bytes_  # type: ignore[arg-type]


def test_a_study_has_them_and_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text('articles = ["a"]\n[limits]\nseconds = 30\n', "utf8")
    study = Study.read(tmp_path / "study.toml")
    assert study.limits == {"seconds": 30}
    assert "[limits]\nseconds = 30" in study.toml(tmp_path)
    (tmp_path / "study.toml").write_text('articles = ["a"]\n[limits]\nsecond = 30\n', "utf8")
    with pytest.raises(FramingError, match=r"study\.toml: limits 'second' is not known; did you mean"):
        Study.read(tmp_path / "study.toml")


def test_the_command_has_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(2):
        (tmp_path / f"{number}.jsonl").write_text(lines(record(number), *[record(9)] * number * 40), "utf8")
    out = str(tmp_path / "out" / "a.csv")
    assert main(["load", str(tmp_path), "-o", out, "--limit", "file_bytes=2 KB"]) == 0
    said = capsys.readouterr().err
    assert "1.jsonl: " in said
    assert "(limit file_bytes=2KB)" in said
    assert said.endswith("split it, or raise it: --limit file_bytes=...\n")
    assert main(["load", str(tmp_path), "-o", out, "--limit", "file_bytes"]) == 1
    assert "write it as NAME=VALUE, such as seconds=30" in capsys.readouterr().err


def test_what_was_kept_under_other_limits_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines(record(1)), "utf8")
    (tmp_path / "b.jsonl").write_text(lines(*map(record, range(2, 20))), "utf8")
    kept = tmp_path / ".kept"
    assert len(fr.load(tmp_path, cache=kept).articles) == 19
    with pytest.warns(FramingWarning, match=r"limit file_bytes=2KB"):
        assert len(fr.load(tmp_path, cache=kept, limits={"file_bytes": "2 KB"}).articles) == 1


# --- time


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[Path]:
    texts = tmp_path / "texts"
    texts.mkdir()
    with installed(tmp_path):
        yield texts


def loaded(folder: Path, seconds: float = 1, **options: Any) -> fr.corpus.load.Loaded:  # type: ignore[name-defined]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return fr.load(folder, limits=fr.Limits(seconds=seconds), **options)


def write(folder: Path, **hows: str) -> None:
    """Files ``name.mark`` by ``name_mark="how how"``, one line for each how."""
    for name, how in hows.items():
        stem, _, mark = name.partition("_")
        said = "".join(f"{mark} {one}\n" for one in how.split())
        (folder / f"{stem}.{mark}").write_text(said, "utf8")


SLOW = (
    "its reading took longer than {} seconds (limit seconds={}); leave it out, "
    'or raise it: --limit seconds=..., limits={{"seconds": ...}}'
)


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_one_line_and_the_rest_is_read(endless: Path) -> None:
    write(endless, a_plain="good good", b_plain="good python", c_plain="good", d_apart="good library",
          e_apart="good", f_plain="sleep")  # fmt: skip
    whole = loaded(endless, workers=1)
    assert whole.articles["source"].tolist() == ["a.plain:1", "a.plain:2", "c.plain:1", "e.apart:1"]
    lost = whole.audit[whole.audit["kind"] == "failed"]
    assert lost["source"].tolist() == ["b.plain", "d.apart", "f.plain"]
    assert set(lost["rule"]) == {"too_slow"}
    assert set(lost["detail"]) == {SLOW.format(1, 1)}
    again = loaded(endless, workers=2)
    pd.testing.assert_frame_equal(again.articles, whole.articles)
    pd.testing.assert_frame_equal(again.audit, whole.audit)


@pytest.mark.slow
def test_a_file_that_ends_its_process_is_one_line(endless: Path) -> None:
    write(endless, a_apart="good", b_apart="good exit", c_apart="good")
    whole = loaded(endless, workers=1, seconds=60)
    assert whole.articles["source"].tolist() == ["a.apart:1", "c.apart:1"]
    assert whole.audit.loc[whole.audit["kind"] == "failed", "rule"].tolist() == ["ended"]
    assert "process that read it was ended twice" in whole.audit["detail"].iloc[-1]


@pytest.mark.slow
def test_where_no_alarm_can_ring_another_process_reads(endless: Path) -> None:
    write(endless, a_plain="python", b_plain="good")
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(loaded(endless, workers=1)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        thread.start()
        thread.join()
    assert found[0].articles["source"].tolist() == ["b.plain:1"]
    assert found[0].audit["rule"].tolist().count("too_slow") == 1


@pytest.mark.medium
def test_a_long_file_of_records_keeps_what_stands_before(
    endless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_BYTES", 20)
    monkeypatch.setattr(jobs, "_LONG", 10)
    monkeypatch.setattr(jobs, "_RECORDS", 2)
    write(endless, a_many="good good good python good", b_plain="good")
    # A file of two started megabytes has twice the time of one of its runs.
    with (endless / "a.many").open("a", encoding="utf8") as file:
        file.write(" " * 1024**2)
    whole = loaded(endless, workers=1)
    assert whole.articles["source"].tolist() == ["a.many:1", "a.many:2", "a.many:3", "b.plain:1"]
    lost = whole.audit[whole.audit["kind"] == "failed"]
    assert lost[["source", "rule"]].to_numpy().tolist() == [["a.many", "too_slow"]]
    assert lost["detail"].iloc[0].startswith("reading on took longer than 1 seconds (limit seconds=1) for 2")


@pytest.mark.medium
def test_of_a_run_that_takes_too_long_only_the_guilty_record_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from framing.corpus.article import RowBuilder

    make = RowBuilder.make

    def slow(self: RowBuilder, one: Any, *more: Any) -> Any:
        while "endless" in one.fields["title"]:
            pass
        return make(self, one, *more)

    monkeypatch.setattr(RowBuilder, "make", slow)
    monkeypatch.setattr(jobs, "_BYTES", 2000)
    monkeypatch.setattr(jobs, "_LONG", 1000)
    items = [record(n, title="endless" if n == 3 else f"Round {n}") for n in range(8)]
    # Of three started megabytes, so that the file has more time than one run and one record of it.
    (tmp_path / "a.jsonl").write_text(lines(*items) + "\n" * 2 * 1024**2, "utf8")
    whole = loaded(tmp_path, workers=1)
    assert whole.articles["source"].tolist() == [f"a.jsonl:{n}" for n in (1, 2, 3, 5, 6, 7, 8)]
    lost = whole.audit[whole.audit["kind"] == "failed"]
    assert lost[["source", "rule"]].to_numpy().tolist() == [["a.jsonl:4", "too_slow"]]


@pytest.mark.medium
def test_what_took_too_long_is_not_kept(endless: Path) -> None:
    write(endless, a_plain="python", b_plain="good")
    kept = endless / ".kept"
    loaded(endless, cache=kept)
    assert len([file for file in kept.rglob("*") if file.is_file()]) == 1


def test_nothing_is_started_for_pages_and_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a process is started")

    monkeypatch.setattr(subprocess, "Popen", refused)
    (tmp_path / "a.txt").write_text(f"A port is no toy\n\n{LONG}\n", "utf8")
    (tmp_path / "b.html").write_text(page(1), "utf8")
    (tmp_path / "c.jsonl").write_text(lines(record(1)), "utf8")
    assert len(fr.load(tmp_path, outlets="Harbour Courier").articles) == 3


def keys(megabytes: int) -> bytes:
    """JSON lines of which each has a name that no other has."""
    rows = (
        {"title": f"Round {n}", "text": f"The port {n} was opened.", f"key{n}": 1}
        for n in range(megabytes * 14_000)
    )
    return "\n".join(map(json.dumps, rows)).encode()


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


def tree(elements: int) -> bytes:
    return b"<html><body>" + b"<p><b>a</b>" * elements + b"</body></html>"


def one_value(rows: int, size: int) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    text = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["a port " * size]))
    made = io.BytesIO()
    parquet.write_table(pa.table({"text": text, "title": [f"Round {n}" for n in range(rows)]}), made)
    return made.getvalue()


#: Each takes more than ten seconds, for each second that it has.
LONG_ONES: dict[str, Callable[[], bytes]] = {
    "keys.jsonl.gz": lambda: gzip.compress(keys(8)),
    "keys.zip": lambda: packed([("a.jsonl", keys(8))]),
    "members.zip": lambda: packed(
        (f"{n:05}.jsonl", b'{"text": "The port was opened."}\n' * 100) for n in range(18_000)
    ),
    "page.html.gz": lambda: gzip.compress(tree(800_000)),
}


@pytest.mark.slow
def test_a_dictionary_of_one_value_counts_as_what_it_unpacks_to(tmp_path: Path) -> None:
    (tmp_path / "value.parquet").write_bytes(one_value(200_000, 2000))
    (tmp_path / "good.jsonl").write_text(lines(record(1)), "utf8")
    whole = loaded(tmp_path, workers=1, seconds=30, outlets={"value.parquet": "Harbour Courier"})
    assert "good.jsonl:1" in set(whole.articles["source"])
    assert len(whole.articles) < 20_000
    assert "limit ratio=200" in " ".join(whole.audit["detail"])


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG_ONES)
def test_the_time_of_any_file_is_that_of_all_of_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(LONG_ONES[name]())
    (tmp_path / "good.jsonl").write_text(lines(record(1)), "utf8")
    begun = time.monotonic()
    whole = loaded(tmp_path, workers=1, outlets={name: "Harbour Courier"})
    started = 1 + (tmp_path / name).stat().st_size // 1024**2
    # Its reading and its cleaning, and what processes take to start on a busy machine.
    assert time.monotonic() - begun < 2 * started + 20
    assert "good.jsonl:1" in set(whole.articles["source"])
    late = whole.audit[whole.audit["rule"] == "too_slow"]
    assert len(late) == 1
    assert "limit seconds=1)" in late["detail"].iloc[0]


@pytest.mark.medium
def test_a_header_that_never_ends_takes_no_time(tmp_path: Path) -> None:
    head = b"From: <Saved by Blink>\nContent-Type: text/html\nSubject: " + b"=?utf-8?q?a?= " * 100_000
    page = f"<html><body><article><h1>Talks</h1><p>{LONG}</p></article></body></html>"
    (tmp_path / "a.mht").write_bytes(head + b"\n\n" + page.encode())
    whole = loaded(tmp_path, seconds=10, outlets="Harbour Courier")
    assert len(whole.articles) == 1


@pytest.mark.medium
def test_runs_of_a_file_have_no_more_time_than_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from framing.corpus.article import RowBuilder

    make = RowBuilder.make

    def slow(self: RowBuilder, *given: Any) -> Any:
        time.sleep(0.02)
        return make(self, *given)

    monkeypatch.setattr(RowBuilder, "make", slow)
    monkeypatch.setattr(jobs, "_RECORDS", 10)
    items = [record(n, title=f"Round {n}") for n in range(300)]
    (tmp_path / "a.jsonl").write_text(lines(*items) + "\n" * 2 * 1024**2, "utf8")
    whole = loaded(tmp_path, seconds=0.5, workers=1)
    # Each run takes 0.2 seconds, and all thirty may take 1.5.
    assert 10 <= len(whole.articles) <= 80
    assert whole.articles["source"].tolist() == [f"a.jsonl:{n + 1}" for n in range(len(whole.articles))]
    lost = whole.audit[whole.audit["kind"] == "failed"]
    assert lost[["source", "rule"]].to_numpy().tolist() == [["a.jsonl", "too_slow"]]
    assert "cleaning took longer than 1.5 seconds in all (limit seconds=0.5)" in lost["detail"].iloc[0]


def test_ever_new_columns_are_left_out(tmp_path: Path) -> None:
    rows = [{"title": f"Round {n}", "text": f"{LONG} {n}", f"key{n}": n} for n in range(20)]
    (tmp_path / "a.jsonl").write_text(lines(*rows), "utf8")
    whole = fr.load(tmp_path, outlets="Harbour Courier", limits={"columns": 5})
    assert len(whole.articles) == 20
    assert [name for name in whole.articles if name.startswith("key")] == [f"key{n}" for n in range(5)]
    told = whole.audit[whole.audit["rule"] == "too_many_columns"]
    assert told["source"].tolist() == ["a.jsonl:6"]
    assert "(limit columns=5)" in told["detail"].iloc[0]


# --- memory


FULL = (
    "its reading took more memory than it may (limit memory={}); {}, "
    'or raise it: --limit memory=..., limits={{"memory": ...}}'
)
WIDE_ONES: dict[str, tuple[Callable[[], bytes], str]] = {
    "value.parquet": (lambda: one_value(200_000, 2000), "100MB"),
    "page.html": (lambda: tree(150_000), "48MB"),
    "page.html.gz": (lambda: gzip.compress(tree(150_000)), "48MB"),
    "deep.json": (lambda: b'[{"text": "a"}, ' + b"[]," * 800_000 + b"[]]", "40MB"),
    "archive.zip": (lambda: packed([("a.html", tree(150_000))]), "48MB"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the memory of a process is bounded on Linux"
)
@pytest.mark.parametrize("name", WIDE_ONES)
def test_what_takes_too_much_memory_is_one_line_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    make, memory = WIDE_ONES[name]
    (tmp_path / name).write_bytes(make())
    (tmp_path / "good.jsonl").write_text(lines(record(1)), "utf8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        whole = fr.load(tmp_path, outlets={name: "Harbour Courier"}, limits={"memory": memory}, workers=1)
    assert whole.articles["source"].tolist() == ["good.jsonl:1"]
    lost = whole.audit[whole.audit["kind"] == "failed"]
    assert lost[["source", "rule"]].to_numpy().tolist() == [[name, "too_much_memory"]]
    assert lost["detail"].iloc[0] in {
        FULL.format(memory, said)
        for said in ("leave it out", "what stands before was read: leave the rest out")
    }


# --- the alarm


def spin() -> None:
    while True:
        pass


@pytest.mark.medium
def test_an_alarm_of_others_rings_as_it_would_have() -> None:
    rung: list[float] = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(time.monotonic()))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with pytest.raises(process.Late), process.limit_time(0.1):
            spin()
        assert not rung
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
        while not rung:
            time.sleep(0.01)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with process.limit_time(100):  # theirs is sooner
            time.sleep(0.1)
        assert len(rung) == 2
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_nothing_rings_afterwards() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with process.limit_time(0.05):
        pass
    time.sleep(0.1)
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.medium
def test_what_catches_everything_is_interrupted_again() -> None:
    caught = []

    def stubborn() -> None:
        try:
            spin()
        except BaseException as error:
            caught.append(error)
        spin()

    with pytest.raises(process.Late), process.limit_time(0.05):
        stubborn()
    assert len(caught) == 1


@pytest.mark.medium
def test_no_module_is_cut_off_in_its_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_to_come.py").write_text("import time\ntime.sleep(0.3)\nDONE = True\n", "utf8")
    monkeypatch.syspath_prepend(str(tmp_path))

    def bring() -> None:
        importlib.import_module("slow_to_come")
        spin()

    with pytest.raises(process.Late), process.limit_time(0.05):
        bring()
    assert sys.modules.pop("slow_to_come").DONE
