"""What is built holds what users need, and nothing that only this checkout has."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="hatchling is not installed; the dev extra brings it")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=ROOT, check=True, capture_output=True
    )
    return folder


def data(folder: Path) -> set[str]:
    """Name every file of the package that is no byte code."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_the_wheel_has_every_file_of_the_package_and_the_examples(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        metadata = next(name for name in names if name.endswith("METADATA"))
        said = opened.read(metadata).decode("utf8")
    assert {f"framing/{name}" for name in data(ROOT / "framing")} <= names
    assert {f"framing/_corpora/{name}" for name in data(ROOT / "corpora")} <= names
    assert not [name for name in names if name.startswith(("tests", "docs", "benchmarks", "training"))]
    assert "License-Expression: MIT AND Apache-2.0" in said
    assert "Requires-Python: >=3.11" in said
    # Tools of developers are asked for by an extra alone.
    needed = [
        line for line in said.splitlines() if line.startswith("Requires-Dist") and "extra ==" not in line
    ]
    assert not [line for line in needed if any(name in line for name in ("pytest", "playwright"))]


def test_the_sdist_has_all_that_its_tests_read(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    for folder in "framing corpora tests notebooks docs reproductions benchmarks training".split():
        missing = {f"{folder}/{name}" for name in data(ROOT / folder)} - names
        assert not missing, sorted(missing)[:3]
    for name in ("README.md", "CHANGELOG.md", "SECURITY.md", "Makefile", "constraints.txt", "pyproject.toml"):
        assert name in names


def test_nothing_of_a_machine_is_in_them(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            if name.endswith((".py", ".toml", ".html", ".css", ".js", "METADATA", "RECORD")):
                assert str(ROOT).encode() not in opened.read(name), name
