"""An address is opened where a person typed it, if it is a plain one of few kinds; any other is one line."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

import framing as fr
from framing.engine.store import read_manifest, writer
from framing.errors import FramingError
from framing.io.files import SCHEMES, check_address, check_scheduler
from framing.study.config import NAMES, PATHS, Study
from tests.house import call, coverage

#: Runs in a process that has met no file system yet: every scheme of the registry, plain, chained and nested.
EVERY_SCHEME = """
import socket, sys
import fsspec
from fsspec.registry import known_implementations, registry
from framing.io.files import SCHEMES
from framing.engine.store import read_manifest, writer
from framing.errors import FramingError
import framing as fr

def refuse(*a, **k):
    raise SystemExit("a connection was opened")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
before = set(sys.modules)
schemes = sorted({*known_implementations, *registry, "nowhere", "REFERENCE", "S3"})
tried = 0
for scheme in schemes:
    forms = [f"{scheme}::memory://x", f"memory://x::{scheme}://y", f"{scheme}://::file://refs"]
    forms += [f"memory://{scheme}://x", f"{scheme}://x?y=1", f"{scheme}://x/../y", f"{scheme}://x y*"]
    forms += [f"{scheme}://127.0.0.1/x"] if scheme not in SCHEMES else []
    for form in forms:
        for door in (read_manifest, fr.Parts.open, lambda where: writer(where).__enter__()):
            try:
                door(form)
            except FramingError as error:
                assert "may not be opened" in str(error), (form, error)
                tried += 1
            else:
                raise SystemExit(f"{form} was opened")
new = [name for name in set(sys.modules) - before if name.startswith("fsspec.implementations")]
assert not new, new
print(len(schemes), tried)
"""


@pytest.mark.medium
def test_every_scheme_that_fsspec_knows_is_refused_unseen() -> None:
    pytest.importorskip("fsspec")
    done = subprocess.run([sys.executable, "-c", EVERY_SCHEME], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    schemes, tried = map(int, done.stdout.split())
    assert schemes > 40
    assert tried >= schemes * 7 * 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_plain_addresses_of_stores_pass(scheme: str) -> None:
    for rest in ("bucket/store", "user@host:9000/a b/ü", "bucket/a=1/store/", "x"):
        assert check_address(f"{scheme}://{rest}") == f"{scheme}://{rest}"


def test_only_schedulers_of_dask_pass() -> None:
    for good in ("local", "tcp://head:8786", "tls://10.0.0.1:1", "tcp://[::1]:8786", "tcp://nowhere"):
        assert check_scheduler(good) == good
    for bad in ("inproc://x", "ucx://h:1", "ws://h:1", "tcp://a/b", "tcp://h:1::x", "tcp://h?x=1", 8786, ""):
        with pytest.raises(FramingError, match=r"dask: .* neither 'local' nor"):
            check_scheduler(bad)


def test_a_template_in_an_address_runs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """fsspec's reference file system renders a template that stands in the address or in a file it names."""
    proof = tmp_path / "proof"
    code = "{{ cycler.__init__.__globals__.os.popen('touch " + str(proof) + "').read() }}"
    refs = {"version": 1, "templates": {"u": code}, "refs": {"store.json": ["{{u}}"], "a": [code]}}
    (tmp_path / "refs").write_text(json.dumps(refs), "utf8")
    monkeypatch.chdir(tmp_path)
    for address in (
        f"reference://::data:application/json,{json.dumps(refs)}",
        "reference://::file://refs",
        f"reference://::file://{tmp_path}/refs",
        "simplecache::reference://refs",
    ):
        with pytest.raises(FramingError, match="address"):
            read_manifest(address)
        Path("study.toml").write_text(f"articles = [{json.dumps(address)}]\n", "utf8")
        with pytest.raises(FramingError, match=r"study\.toml: articles: .*is an address"):
            Study.read("study.toml")
        with pytest.raises(FramingError, match="may not be opened"):
            Study(articles=[address]).run("out")
    assert not proof.exists()


def test_a_study_file_names_no_address_under_any_key(tmp_path: Path) -> None:
    file = tmp_path / "study.toml"
    for key in (*PATHS, *NAMES):
        for address in ("s3://bucket/a.toml", "https://127.0.0.1/a.csv", "memory://x/a.toml"):
            value = json.dumps(address if key in ("naming", "targets") else [address])
            more = "" if key == "articles" else 'articles = ["."]\n'
            file.write_text(f"{more}{key} = {value}\n", "utf8")
            with pytest.raises(FramingError, match=rf"study\.toml: {key}: .*is an address"):
                Study.read(file)


@pytest.mark.medium
def test_what_takes_paths_takes_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.chdir(tmp_path)
    texts = coverage(tmp_path / "texts", each=2)
    for address in ("http://127.0.0.1/x.csv", "s3://bucket/x.parquet", "ftp://127.0.0.1/x.toml"):
        for attempt in (
            lambda address: fr.load(address),
            lambda address: fr.load(texts, cache=address),
            lambda address: Study(articles=["texts"]).run(address),
            lambda address: Study(articles=["texts"], corrected=[address]).run("out"),
            lambda address: Study(articles=["texts"], naming=address).run("out"),
            lambda address: Study(articles=["texts"], frames=[address]).run("out"),
            lambda address: Study(articles=["texts"], lexicons=[address]).run("out"),
            lambda address: Study(articles=["texts"], codes=[address]).run("out"),
            lambda address: fr.Lexicon.read(address),
            lambda address: fr.read_codes(address),
        ):
            with pytest.raises(FramingError):
                attempt(address)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["texts"]


@pytest.fixture
def stored(tmp_path: Path) -> str:
    """A store at an address that this process alone sees, and a study file without articles of its own."""
    pytest.importorskip("fsspec")
    where = f"memory://store-{uuid.uuid4().hex}"
    articles, _ = fr.load(coverage(tmp_path / "texts", each=4))
    with writer(where) as store:
        store.add(articles)
    return where


@pytest.mark.slow
def test_an_address_that_was_typed_is_opened(
    stored: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = 'measures = ["hedges"]\ndraws = 99\nkeyness = false\ncoverage = false\nrobustness = false\n'
    Path("study.toml").write_text(f'articles = ["gone"]\nnaming = "none"\n{settings}', "utf8")
    made = call(capsys, "compare", "study.toml", stored, "-o", "out")
    assert made.status == 0, made.err
    # The study left behind says where the articles were, and is a file: nobody is led there by it.
    again = call(capsys, "compare", "out/study.toml", "-o", "other")
    assert again.status == 1
    assert f"type it, as framing compare out{'/'}study.toml ADDRESS" in again.err
    remade = call(capsys, "reproduce", "out")
    assert remade.status == 1
    assert "--inputs" in remade.err
    assert call(capsys, "reproduce", "out", "--inputs", stored).status == 0
    assert not (tmp_path / "other").exists()


def test_names_of_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    coverage(tmp_path / "texts", each=1)
    undecodable = call(capsys, "load", "texts", "-o", "a\udcff.csv")
    assert undecodable.status == 1
    assert "a\\udcff.csv" in undecodable.err
    assert "fault of framing" not in undecodable.err
    odd = call(capsys, "load", "texts", "-o", "a\n\u202evsc.csv")
    assert odd.status == 0
    assert "Written: a\\n\\u202evsc.csv" in odd.out
    for name in ("-o", "--titles", "-"):
        forgotten = call(capsys, "load", "texts", "-o", name)
        assert forgotten.status == 2
        assert f"./{name}" in forgotten.err
    assert call(capsys, "load", "texts", "-o", "./-o.csv").status == 0
    assert {path.name for path in tmp_path.iterdir()} == {"texts", "a\n\u202evsc.csv", "-o.csv"}
