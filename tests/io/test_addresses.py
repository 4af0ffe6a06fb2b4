"""No address is opened but that of a scheduler that a person typed; any other is one line."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

import framing as fr
from framing.engine.store import may_be_written, read_manifest, writer
from framing.errors import FramingError
from framing.io.files import check_scheduler
from framing.study.config import NAMES, PATHS, Study
from tests.house import coverage


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
        with pytest.raises(FramingError, match="is an address"):
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
    articles = fr.load(texts, progress=False).articles
    for address in ("http://127.0.0.1/x.csv", "s3://bucket/x.parquet", "ftp://127.0.0.1/x.toml"):
        for attempt in (
            lambda address: fr.load(address),
            lambda address: fr.load(texts, cache=address),
            lambda address: Study(articles=["texts"]).run(address),
            lambda address: Study(articles=["texts"], naming=address).run("out"),
            lambda address: Study(articles=["texts"], frames=[address]).run("out"),
            lambda address: Study(articles=["texts"], lexicons=[address]).run("out"),
            lambda address: Study(articles=["texts"]).run("out", cache=address),
            lambda address: fr.Parts.open(address),
            lambda address: fr.Parts.of(articles, cache=address),
            lambda address: fr.Parts.of(articles, cache=address, workers=2),
            lambda address: may_be_written(address),
            lambda address: writer(address).__enter__(),
            lambda address: Study(articles=["texts"], codes=[address]).run("out"),
            lambda address: fr.Lexicon.read(address),
            lambda address: fr.coding.read_codes(address),
        ):
            with pytest.raises(FramingError):
                attempt(address)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["texts"]
