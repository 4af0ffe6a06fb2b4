"""HTML: one table element with its caption and note, and as a file a page around it that loads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from framing.papers.sheet import Head, Sheet

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["text", "written"]

_RULE = "1px solid currentColor"
_CELL = "padding:.25em .7em;text-align:{};vertical-align:top;border:0"
_HEAD = f"{_CELL};border-top:{_RULE};border-bottom:{_RULE};font-weight:normal"
_LAST = f"{_CELL};border-bottom:{_RULE}"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def text(sheet: Sheet) -> str:
    """Return the table as one element, its style in it: ready to be pasted into a page or a document."""
    sides = ["right" if head.number else "left" for head in sheet.heads]
    number = "" if sheet.number is None else f"<strong>Table {sheet.number}</strong><br>"
    title = f"{number}<i>{_words(sheet.title)}</i>"
    heads = [_head(head, side) for head, side in zip(sheet.heads, sides, strict=True)]
    rows = [_row(row, sides, _CELL) for row in sheet.rows[:-1]]
    rows += [_row(row, sides, _LAST) for row in sheet.rows[-1:]]
    note = ""
    if sheet.note:
        style = _CELL.format("left")
        said = f'<td colspan="{len(sheet.heads)}" style="{style}"><i>Note.</i> {_words(sheet.note)}</td>'
        note = f"\n<tfoot><tr>{said}</tr></tfoot>"
    body = "\n".join(rows)
    return (
        '<table style="border-collapse:collapse;font-variant-numeric:tabular-nums">\n'
        f'<caption style="text-align:left;padding:.25em .7em">{title}</caption>\n'
        f"<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>\n{body}\n</tbody>{note}\n</table>"
    )


def _head(head: Head, side: str) -> str:
    words = f"<i>{_words(head.words)}</i>" if head.symbol else _words(head.words)
    return f'<th scope="col" style="{_HEAD.format(side)}">{words}</th>'


def _row(row: Sequence[str], sides: Sequence[str], style: str) -> str:
    cells = zip(row, sides, strict=True)
    return (
        "<tr>"
        + "".join(f'<td style="{style.format(side)}">{_words(said)}</td>' for said, side in cells)
        + "</tr>"
    )


def _words(words: str) -> str:
    """Return words escaped; those of outlets and speakers may run the other way."""
    return f"<bdi>{escape(words)}</bdi>" if any(ord(c) > 0x58F for c in words) else escape(words)


def written(sheet: Sheet, data: pd.DataFrame, path: Path) -> dict[Path, bytes]:
    """Return the file to write."""
    head = (
        f'<meta charset="utf-8"><title>{escape(sheet.caption)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    )
    page = (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}</head>\n<body>\n{text(sheet)}\n</body>\n</html>\n'
    )
    return {path: page.encode("utf8")}
