"""Tables as text: a grid that fits a terminal, Markdown, HTML, LaTeX, and what a notebook shows."""

from __future__ import annotations

import html
import re
import textwrap
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from framing.errors import brief
from framing.views.columns import TextTable, plain
from framing.views.numbers import DASH

# What a notebook shows of results: tables with their sizes, and lines. Words of articles stay words.

# Embeddings, overrides and isolates: they can turn what stands behind them in a line.
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def still(page: str) -> str:
    """Return HTML, escaped already, in which a notebook takes no $ for the start of a formula.

    Formulas can hold links, and links can hold scripts; words of articles are neither.

    >>> still("<p>$x$</p>")
    '<div class="tex2jax_ignore mathjax_ignore"><p>$x$</p></div>'
    """
    return f'<div class="tex2jax_ignore mathjax_ignore">{page}</div>'


def brief_of(result: Any) -> str:
    """Return what a result of several tables is where there is no HTML: one line, tables by their size.

    >>> from typing import NamedTuple
    >>> import pandas as pd
    >>> class Pair(NamedTuple):
    ...     left: pd.DataFrame
    ...     notes: tuple[str, ...]
    >>> brief_of(Pair(pd.DataFrame({"a": [1, 2]}), ()))
    'Pair(left: 2 rows × 1 column, notes: ())'
    """
    fields = [f"{name}: {_sized(getattr(result, name))}" for name in result._fields]
    return f"{type(result).__name__}({', '.join(fields)})"


def _sized(value: Any) -> str:
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        size = [f"{shape[0]:,} row{'s' * (shape[0] != 1)}"]
        size += [f"{shape[1]:,} column{'s' * (shape[1] != 1)}"] if len(shape) > 1 else []
        return " × ".join(size)
    return f"{{{', '.join(map(str, value))}}}" if isinstance(value, Mapping) else brief(value)


def notebook_page(tables: Mapping[str, Any], head: str = "") -> str:
    """Return tables as HTML under their names and sizes, twenty rows each at most; empty columns left out.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
    head : str, optional
        A line above them, as plain text.
    """
    parts = [f"<p>{html.escape(head)}</p>"] if head else []
    for name, table in tables.items():
        shown = table.dropna(axis="columns", how="all")
        parts.append(f"<p><strong>{html.escape(name)}</strong>, {_sized(table)}</p>")
        parts.append(shown.to_html(index=False, max_rows=20, float_format="%.3g"))
    return still("\n".join(parts))


def lines(text: str) -> str:
    """Return plain text as HTML that keeps its lines; marks that turn what follows are shown as escapes.

    >>> lines("a < b")
    '<div class="tex2jax_ignore mathjax_ignore"><pre>a &lt; b</pre></div>'
    """
    said = _MARKS.sub(lambda mark: f"\\u{ord(mark[0]):04x}", text)
    return still(f"<pre>{html.escape(said)}</pre>")


# HTML: one table element with its caption and note, and as a file a page around it that loads nothing.

_RULE = "1px solid currentColor"
_CELL = "padding:.25em .6em;text-align:{};vertical-align:top;border:0;font-weight:normal"
_HEAD = "padding:.25em .6em;text-align:{};vertical-align:bottom;border:0;font-weight:normal"
_TOP = f"{_HEAD};border-top:{_RULE};border-bottom:{_RULE}"
_LAST = f"{_CELL};border-bottom:{_RULE}"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
#: A number of up to so many characters stays in one line.
_WHOLE = 18


def to_html(sheet: TextTable) -> str:
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


def page(sheet: TextTable) -> str:
    """Return a page of its own with the table."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(plain(sheet.caption))}</title>"
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}</head>\n<body>\n<main>\n{to_html(sheet)}\n</main>\n'
        "</body>\n</html>\n"
    )


# LaTeX with booktabs: a float with its note below, or a long table that goes over pages.

#: Rows that still fit a page; columns, and characters a line, from which the page is turned.
_ROWS, _COLUMNS, _LINE = 35, 8, 110
#: Characters from which a column of words breaks its lines.
_LONG = 24
#: Characters of a head over numbers that stay in one line.
_HEAD_WIDTH = 8

_SPECIAL: dict[str, str] = tomllib.loads((Path(__file__).parent / "latex.toml").read_text("utf8"))


def escaped(words: str) -> str:
    r"""Return words as LaTeX prints them; line breaks and control characters become spaces.

    >>> escaped("50 % of R&D_x")
    '50 \\% of R\\&D\\_x'
    >>> escaped("a -- b")
    'a -{}- b'
    """
    said = "".join(_SPECIAL.get(c, "\0" if c == "-" else c) for c in plain(words))
    # Hyphens of the words are no dashes: two of them would be drawn as one longer stroke.
    return re.sub("\0(?=\0)", "-{}", said).replace("\0", "-")


def _is_strange(words: str) -> bool:
    """Say whether words hold letters that LaTeX's classical engine has no glyphs for."""
    return any(c not in _SPECIAL and ord(c) > 0x24F and unicodedata.category(c)[0] in "LMNSP" for c in words)


def to_latex(sheet: TextTable) -> str:
    """Return the table as LaTeX, its packages named in the first line."""
    long = len(sheet.rows) > _ROWS
    across = len(sheet.heads) >= _COLUMNS or sum(sheet.widths) > _LINE
    packages = ["array", "booktabs", "longtable" if long else "threeparttable"]
    packages += (["pdflscape"] if long else ["rotating"]) if across else []
    said = [f"% Needs: \\usepackage[T1]{{fontenc}} \\usepackage{{{','.join(packages)}}}"]
    if _is_strange("".join([sheet.title, sheet.note, *(cell for row in sheet.rows for cell in row)])):
        said.append("% Holds letters that take LuaLaTeX or XeLaTeX, and a font that has them.")
    caption, label = rf"\caption{{{escaped(sheet.title)}}}", rf"\label{{tab:{sheet.table.replace('_', '-')}}}"
    heads, rows, spec = _heads(sheet), [_latex_row(row) for row in sheet.rows], _spec(sheet)
    note = rf"\textit{{Note.}} {escaped(sheet.note)}" if sheet.note else ""
    if long:
        # A float can't go over pages; its heads stand on each.
        said += [r"\begin{landscape}"] if across else []
        said += [r"\begingroup", r"\footnotesize", rf"\begin{{longtable}}{{{spec}}}", rf"{caption}{label} \\"]
        said += [r"\toprule", heads, r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot", *rows]
        said += [r"\end{longtable}", *([rf"\noindent {note}\par"] if note else []), r"\endgroup"]
        said += [r"\end{landscape}"] if across else []
    else:
        kind, size = ("sidewaystable", r"\footnotesize") if across else ("table", r"\small")
        said += [rf"\begin{{{kind}}}", r"\centering", size, r"\begin{threeparttable}", caption, label]
        said += [rf"\begin{{tabular}}{{{spec}}}", r"\toprule", heads, r"\midrule", *rows, r"\bottomrule"]
        said.append(r"\end{tabular}")
        if note:
            said += [
                r"\begin{tablenotes}[flushleft]",
                r"\footnotesize",
                rf"\item {note}",
                r"\end{tablenotes}",
            ]
        said += [r"\end{threeparttable}", rf"\end{{{kind}}}"]
    return "\n".join([*said, ""])


def _spec(sheet: TextTable) -> str:
    """Return how the columns are set: numbers to the right, long words in a box that breaks lines."""
    total = max(sum(min(width, 40) for width in sheet.widths), 1)
    made = []
    for head, width in zip(sheet.heads, sheet.widths, strict=True):
        if head.number:
            made.append("r")
        elif width <= _LONG:
            made.append("l")
        else:
            share = max(0.12, round(0.85 * min(width, 40) / total, 2))
            made.append(rf">{{\raggedright\arraybackslash}}p{{{share}\linewidth}}")
    return "".join(made)


def _heads(sheet: TextTable) -> str:
    cells = []
    for head, width in zip(sheet.heads, sheet.widths, strict=True):
        words = rf"\textit{{{escaped(head.words)}}}" if head.symbol else escaped(head.words)
        if head.number and len(head.words) > max(width, _HEAD_WIDTH):
            # Longer than what stands below: it breaks its lines, to the right as the numbers are set.
            room = round(0.55 * max(width, _HEAD_WIDTH), 1)
            words = rf"\multicolumn{{1}}{{>{{\raggedleft\arraybackslash}}p{{{room}em}}}}{{{words}}}"
        cells.append(words)
    return " & ".join(cells) + r" \\"


def _latex_row(row: Sequence[str]) -> str:
    # A row that begins with a bracket or a star would be taken for an option of the line break before it.
    cells = ["{" + words + "}" if words[:1] in ("[", "*") else words for words in map(escaped, row)]
    return " & ".join(cells) + r" \\"


#: As `click.style` colours a text.
Style = Callable[..., str]

_MARK = re.compile(r"([\\`*_{}\[\]<>|#~$&])")
#: Narrower than this no table is readable; the terminal then breaks the lines itself.
NARROW = 60


def unstyled(text: str, **_: object) -> str:
    """Return a text as it is, for what is no terminal."""
    return text


def for_terminal(text: object) -> str:
    """Return a text without codes that a terminal would obey; lines stay lines, other white space a space.

    >>> for_terminal("a\\x1b[31m\\tred\\nb") == "a\\N{REPLACEMENT CHARACTER}[31m red\\nb"
    True
    """
    return "".join(
        char if char == "\n" or char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}"
        for char in str(text)
    )


def one_line(cell: object) -> str:
    """Return a cell as one line without codes that a terminal would obey; nothing is an empty one."""
    return "" if cell is None else " ".join(for_terminal(cell).splitlines())


def size(text: str) -> int:
    """Return how many columns of a terminal a text takes: an ideograph takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def cut(text: str, room: int) -> str:
    """Return what of a text fits into so many columns, with a sign where it was cut."""
    if size(text) <= room:
        return text
    while text and size(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def grid(
    rows: Sequence[Sequence[object]],
    head: Sequence[str],
    width: int = 0,
    style: Style = unstyled,
    right: Sequence[bool] = (),
) -> str:
    """Return rows under a head, cut between columns into pieces that fit; the first column begins each piece.

    Columns of numbers alone are set to the right, or those of `right`; without a width nothing is cut.

    >>> print(grid([["a", 5, "long words"], ["bc", 12, ""]], ["who", "n", "what"]))
    who   n  what
    a     5  long words
    bc   12
    >>> print(grid([["a", 5, "w" * 54]], ["who", "n", "what"], 60))
    who  n
    a    5
    <BLANKLINE>
    who  what
    a    wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
    """
    cells = [[one_line(cell) for cell in row] for row in (head, *rows)]
    right = right or [
        bool(rows) and all(isinstance(row[i], (int, float)) or row[i] == DASH for row in rows)
        for i in range(len(head))
    ]
    sizes = [max(size(row[i]) for row in cells) for i in range(len(head))]
    if width:
        width = max(width, NARROW)
        sizes[0] = min(sizes[0], width // 3)
        sizes[1:] = [min(one, width - sizes[0] - 2) for one in sizes[1:]]
    pieces: list[list[int]] = [[0]]
    for column in range(1, len(head)):
        if width and len(pieces[-1]) > 1 and sum(sizes[i] + 2 for i in (*pieces[-1], column)) - 2 > width:
            pieces.append([0])
        pieces[-1].append(column)
    said = []
    for piece in pieces:
        lines = []
        for row in cells:
            parts = []
            for i in piece:
                words = cut(row[i], sizes[i])
                space = " " * (sizes[i] - size(words))
                parts.append(space + words if right[i] else words + space)
            lines.append("  ".join(parts).rstrip())
        said.append("\n".join([style(lines[0], bold=True), *lines[1:]]))
    return "\n\n".join(said)


def show(sheet: TextTable, width: int, style: Style = unstyled) -> str:
    """Return a printed table for a terminal: its title, its rows as a grid, its note in lines that fit."""
    rows = grid(
        sheet.rows, [head.words for head in sheet.heads], width, style, [h.number for h in sheet.heads]
    )
    note = textwrap.fill(one_line(sheet.note), width)
    return "\n\n".join(filter(None, [f"{style(one_line(sheet.caption), bold=True)}\n{rows}", note]))


def to_markdown(sheet: TextTable) -> str:
    """Return a printed table as Markdown: a pipe table, its caption above and its note below."""

    def escaped(words: str) -> str:
        return _MARK.sub(r"\\\1", " ".join(plain(words).split()))

    heads = [f"*{escaped(head.words)}*" if head.symbol else escaped(head.words) for head in sheet.heads]
    rules = ["---:" if head.number else ":---" for head in sheet.heads]
    rows = [heads, rules, *([escaped(words) for words in row] for row in sheet.rows)]
    note = f"\n*Note.* {escaped(sheet.note)}\n" if sheet.note else ""
    body = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"**{escaped(sheet.caption)}**\n\n{body}\n{note}"
