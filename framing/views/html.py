"""HTML: one table element with its caption and note, and as a file a page around it that loads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from framing.views.columns import Sheet, plain

_RULE = "1px solid currentColor"
_CELL = "padding:.25em .6em;text-align:{};vertical-align:top;border:0;font-weight:normal"
_HEAD = "padding:.25em .6em;text-align:{};vertical-align:bottom;border:0;font-weight:normal"
_TOP = f"{_HEAD};border-top:{_RULE};border-bottom:{_RULE}"
_LAST = f"{_CELL};border-bottom:{_RULE}"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
#: A number of up to so many characters stays in one line.
_WHOLE = 18


def text(sheet: Sheet) -> str:
    """Return the table as one element, its style in it: ready to be pasted into a page or a document."""
    sides = ["right" if head.number else "left" for head in sheet.heads]
    number = "" if sheet.number is None else f"<strong>Table {sheet.number}</strong><br>"
    heads = [
        f'<th scope="col" style="{_TOP.format(side)}">'
        + (f"<i>{_escape(head.words)}</i>" if head.symbol else _escape(head.words))
        + "</th>"
        for head, side in zip(sheet.heads, sides, strict=True)
    ]
    rows = [_row(row, sides, _CELL) for row in sheet.rows[:-1]]
    rows += [_row(row, sides, _LAST) for row in sheet.rows[-1:]]
    note = ""
    if sheet.note:
        style = _CELL.format("left")
        said = f'<td colspan="{len(sheet.heads)}" style="{style}"><i>Note.</i> {_escape(sheet.note)}</td>'
        note = f"\n<tfoot><tr>{said}</tr></tfoot>"
    body = "\n".join(rows)
    title = f"{number}<i>{_escape(sheet.title)}</i>"
    return (
        '<table style="border-collapse:collapse;font-variant-numeric:tabular-nums">\n'
        f'<caption style="text-align:left;padding:.25em .6em">{title}</caption>\n'
        f"<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>\n{body}\n</tbody>{note}\n</table>"
    )


def _row(row: Sequence[str], sides: Sequence[str], style: str) -> str:
    cells = []
    for place, (said, side) in enumerate(zip(row, sides, strict=True)):
        how = style.format(side) + (";white-space:nowrap" if side == "right" and len(said) <= _WHOLE else "")
        # The first cell says what the row is of, where it is words.
        begin, end = ('th scope="row"', "th") if place == 0 and side == "left" else ("td", "td")
        cells.append(f'<{begin} style="{how}">{_escape(said)}</{end}>')
    return f"<tr>{''.join(cells)}</tr>"


def _escape(words: str) -> str:
    """Return words escaped; those of outlets and speakers may run the other way."""
    said = plain(words)
    return f"<bdi>{escape(said)}</bdi>" if any(0x58F < ord(c) < 0x2000 for c in said) else escape(said)


def page(sheet: Sheet) -> str:
    """Return a page of its own with the table."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(plain(sheet.caption))}</title>"
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}</head>\n<body>\n<main>\n{text(sheet)}\n</main>\n'
        "</body>\n</html>\n"
    )
