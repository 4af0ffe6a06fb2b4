"""Settings among strangers' files: no link is followed for them, no pipe waited for, nothing long read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from framing.corpus import manifest
from framing.corpus.load import load
from framing.errors import FramingError
from tests.corpus.made import page

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on Windows")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.html").write_text(page(1), "utf8")
    return folder


def test_a_plain_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"x = 1\n")
    assert manifest.read_notes(tmp_path / "a.toml") == b"x = 1\n"
    with pytest.raises(manifest.NotOurs, match="longer than 0 KB"):
        manifest.read_notes(tmp_path / "a.toml", 3)


@posix
def test_a_pipe_beside_a_page_is_not_waited_for(texts: Path) -> None:
    os.mkfifo(texts / "a.html.toml")
    assert len(load(texts, progress=False).articles) == 1


@posix
@pytest.mark.parametrize("leads_to", ["/dev/zero", "/etc/passwd", "gone"])
def test_a_link_beside_a_page_is_not_followed(texts: Path, leads_to: str) -> None:
    (texts / "a.html.toml").symlink_to(leads_to)
    assert len(load(texts, progress=False).articles) == 1


@posix
def test_a_manifest_that_leads_elsewhere(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text("secret of the house\n", "utf8")
    (texts / "manifest.toml").symlink_to(tmp_path / "secret.toml")
    with pytest.raises(FramingError, match="a link, which is not followed") as raised:
        load(texts, progress=False)
    assert "secret of" not in str(raised.value)


@posix
def test_a_manifest_that_is_a_pipe(texts: Path) -> None:
    os.mkfifo(texts / "manifest.toml")
    with pytest.raises(FramingError, match="a pipe or a device"):
        load(texts, progress=False)


def test_a_manifest_without_end(texts: Path) -> None:
    (texts / "manifest.toml").write_bytes(b"# " + b"x" * manifest.MOST)
    with pytest.raises(FramingError, match="longer than 1,024 KB"):
        load(texts, progress=False)
