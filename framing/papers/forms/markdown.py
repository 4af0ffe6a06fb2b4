"""Markdown: a pipe table, its caption above and its note below."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from framing.papers.columns import Sheet, plain

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["text", "written"]

_MARK = re.compile(r"([\\`*_{}\[\]<>|#~$&])")


def _escaped(words: str) -> str:
    return _MARK.sub(r"\\\1", " ".join(plain(words).split()))


def text(sheet: Sheet) -> str:
    """Return the table as Markdown."""
    heads = [f"*{_escaped(head.words)}*" if head.symbol else _escaped(head.words) for head in sheet.heads]
    lines = [
        f"**{_escaped(sheet.caption)}**",
        "",
        _line(heads),
        _line(["---:" if head.number else ":---" for head in sheet.heads]),
    ]
    lines += [_line([_escaped(words) for words in row]) for row in sheet.rows]
    return "\n".join([*lines, *(["", f"*Note.* {_escaped(sheet.note)}"] if sheet.note else []), ""])


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def written(sheet: Sheet, data: pd.DataFrame, path: Path) -> dict[Path, bytes]:
    """Return the file to write."""
    return {path: text(sheet).encode("utf8")}
