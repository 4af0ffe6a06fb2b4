"""Nothing hangs on the system it runs on: its encoding, ends of lines, names of files, language and clock."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import framing
from framing.coding.sheet import slugs
from tests.house import bytes_of, call, coverage

PACKAGE = Path(framing.__file__).parent

#: Names that Windows gives to devices, whatever ends them, and characters that it allows in no name.
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)
REFUSED = re.compile(r'[<>:"\\|?*\x00-\x1f]|[ .]$')

#: A machine as unlike ours as this one can be made: its letters, its clock, its order of sets, no home.
ODD = {
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONIOENCODING": "cp1252",
    "PYTHONHASHSEED": "4711",
    "TZ": "Pacific/Chatham",
    "HOME": "/nonexistent",
}


@cache
def calls() -> list[tuple[str, ast.Call, str]]:
    """Return each call of a method or function of the package: where, the call, its name."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                name = node.func.id if isinstance(node.func, ast.Name) else name
                found.append((f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}", node, name))
    return found


def texts() -> Iterator[tuple[str, str, set[str], list[str]]]:
    """Yield calls that open files as text or bytes: where, name, keywords, literals among the arguments."""
    for where, node, name in calls():
        if name in ("open", "read_text", "write_text", "fdopen", "TextIOWrapper"):
            literals = [str(part.value) for part in node.args if isinstance(part, ast.Constant)]
            yield where, name, {word.arg or "" for word in node.keywords}, literals


@pytest.mark.medium
def test_every_text_that_is_read_or_written_names_its_encoding() -> None:
    bare = []
    for where, name, keywords, literals in texts():
        known = "encoding" in keywords or any(one.startswith("utf") for one in literals)
        binary = name in ("open", "fdopen") and any("b" in one for one in literals)
        mode = [one for one in literals if re.fullmatch(r"[rwxa]\+?t?|[rwxa]t\+?", one)]
        # What has no mode is no file, or a member of an archive, whose bytes are read.
        other = name == "open" and not mode and not keywords & {"mode", "buffering", "errors", "newline"}
        if not (known or binary or other):
            bare.append(where)
    assert bare == []


def test_every_text_that_is_written_has_lines_that_end_alike_everywhere() -> None:
    writing = [
        (where, keywords)
        for where, name, keywords, literals in texts()
        if name == "write_text" or (name == "open" and {"w", "a", "x"} & set(literals))
    ]
    loose = [where for where, keywords in writing if "newline" not in keywords]
    # Nobody reads what goes to the null device.
    assert [where for where in loose if not where.startswith("engine/process.py")] == []
    assert len(writing) > 3


def test_processes_are_forked_in_one_place_and_no_clock_of_the_machine_is_asked() -> None:
    banned = {"fork", "forkserver", "localtime", "today", "setlocale", "getpreferredencoding", "utcnow"}
    assert [where for where, _, name in calls() if name in banned] == []
    # There `can_fork` asks whether that is safe.
    contexts = [where for where, _, name in calls() if name == "get_context"]
    assert [where.rpartition(":")[0] for where in contexts] == ["engine/process.py"]


def names_of(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*"))]


def unfit(names: list[str]) -> list[str]:
    """Return names that another system would refuse, or take for one another."""
    parts = [part for name in names for part in name.split("/")]
    wrong = [part for part in parts if DEVICES.fullmatch(part) or REFUSED.search(part) or len(part) > 120]
    folded = [name.casefold() for name in names]
    return wrong + [name for name in names if folded.count(name.casefold()) > 1]


def test_the_check_of_names_finds_what_other_systems_refuse() -> None:
    assert unfit(["a/con.csv", "b/x?.svg", "c/A.md", "c/a.md", "d."]) == [
        "con.csv",
        "x?.svg",
        "d.",
        "c/A.md",
        "c/a.md",
    ]


def test_the_package_itself_can_be_unpacked_anywhere() -> None:
    assert unfit([name for name in names_of(PACKAGE) if "__pycache__" not in name]) == []


def test_files_of_coders_have_names_that_every_system_takes() -> None:
    people = ["CON", "con", "Ana/Ruiz", "a:b", "李", "...", "x" * 300, "Ana Ruiz", "ana ruiz"]
    named = [f"code-{slug}.csv" for slug in slugs(people).values()]
    assert len(named) == len(people)
    assert unfit(named) == []


@pytest.mark.slow
def test_a_comparison_is_the_same_bytes_under_another_locale_clock_and_encoding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = coverage(tmp_path / "texts", each=3)
    given = ("compare", texts, "--measure", "hedges", "-o")
    assert call(capsys, *given, tmp_path / "here").status == 0
    odd = os.environ | ODD | {"PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), *sys.path])}
    done = subprocess.run(
        [sys.executable, "-m", "framing", *map(str, given), str(tmp_path / "there")],
        env=odd, capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("cp1252")
    assert "articles" in done.stdout.decode("cp1252")
    assert bytes_of(tmp_path / "there") == bytes_of(tmp_path / "here")
    assert unfit(names_of(tmp_path / "here")) == []


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_a_console_without_our_characters_shows_the_others(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(
        "outlet,text\nXinhua,访问: \u201cWe agree\u201d \u2013 both said of the visit\u2026\n",
        "utf8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "framing", "kwic", str(tmp_path / "x.csv"), "visit"],
        env=os.environ | ODD | {"PYTHONIOENCODING": encoding, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"visit" in done.stdout
    # click takes ASCII for a console that doesn't say what it can do, and writes UTF-8.
    assert ("访问".encode() if encoding == "ascii" else rb"\u8bbf\u95ee") in done.stdout
    assert b"Traceback" not in done.stderr
