"""What the tests of the command share: small made-up coverage, and one way to call it."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import framing as fr
from framing.cli import main

OPENINGS = (
    "The minister met the delegation on Monday and signed three documents on trade.",
    "Officials said the talks would perhaps continue, and they might bring results soon.",
    "It is clearly the best agreement in years, and certainly a great success for both sides.",
    "Critics claimed the deal is a terrible mistake that could possibly hurt farmers.",
)
MORE = (
    "\u201cThis must be done,\u201d a trade lawyer said. The government noted that exports rose 4 percent.",
    "The two sides agreed to reopen a route for canola, but analysts warned of serious problems.",
    "A poll published on Tuesday suggests that most people are hopeful about the visit.",
)

#: Options of a comparison that reads, scores, draws and writes, without what only takes longer.
BRIEF = "--measure hedges --voices none --no-keyness --naming none --targets none --frames none".split()


def coverage(folder: Path, outlets: Sequence[str] = ("xinhua", "national_post"), each: int = 4) -> Path:
    """Write a few short articles an outlet, all different, as text copied from a page."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, outlet in enumerate(outlets):
        for number in range(each):
            body = [OPENINGS[(number + place) % len(OPENINGS)], MORE[number % len(MORE)]]
            # Lines that differ by their figures alone would be furniture of the outlet.
            which = ("first", "second", "third", "fourth", "fifth", "sixth")[number % 6]
            extra = (
                f"This {which} text of {outlet} adds its {which} paragraph, with {number + 3} figures in it."
            )
            text = "\n\n".join([f"Headline {number} on the visit", *body, extra])
            (folder / f"{outlet}_2026-01-1{number + 1}_item.txt").write_text(text + "\n", "utf8")
    return folder


class Said(NamedTuple):
    """What a call of the command gave."""

    status: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line that was said to be wrong."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("framing: ")
        assert "Traceback" not in self.err
        return lines[0]


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> Said:
    """Call the command as a terminal would, in this process."""
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    # How far a comparison has come is no fault and no result.
    return Said(status, out, re.sub(r"(?m)^(Stages, with their seconds:|  [a-z ]+ \d+\.\d)\n", "", err))


def bytes_of(folder: Path) -> dict[str, str]:
    """Hash every file of a folder."""
    return {
        f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted(folder.rglob("*"))
        if f.is_file()
    }


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a page in one language."""
    return re.findall(
        rf"^ *```{language}\n(.*?)^ *```", page.read_text("utf8"), flags=re.DOTALL | re.MULTILINE
    )


def public_names() -> dict[str, Any]:
    """Return everything public by how it is written behind ``fr.``, as "words.kwic"."""
    top = [*fr.__all__, *fr._QUIET]
    found = {name: getattr(fr, name) for name in top if name not in ("__version__", "plotting")}
    rooms = {name: thing for name, thing in found.items() if inspect.ismodule(thing)}
    for room, held in rooms.items():
        del found[room]
        found |= {f"{room}.{name}": getattr(held, name) for name in dir(held)}
    return found
