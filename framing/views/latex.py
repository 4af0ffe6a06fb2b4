"""LaTeX with booktabs: a float with its note below, or a long table that goes over pages."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from framing.views.columns import Sheet, plain

#: Rows that still fit a page; columns, and characters a line, from which the page is turned.
_ROWS, _COLUMNS, _LINE = 35, 8, 110
#: Characters from which a column of words breaks its lines.
_LONG = 24
#: Characters of a head over numbers that stay in one line.
_HEAD = 8

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


def text(sheet: Sheet) -> str:
    """Return the table as LaTeX, its packages named in the first line."""
    long = len(sheet.rows) > _ROWS
    across = len(sheet.heads) >= _COLUMNS or sum(sheet.widths) > _LINE
    packages = ["array", "booktabs", "longtable" if long else "threeparttable"]
    packages += (["pdflscape"] if long else ["rotating"]) if across else []
    said = [f"% Needs: \\usepackage[T1]{{fontenc}} \\usepackage{{{','.join(packages)}}}"]
    if _is_strange("".join([sheet.title, sheet.note, *(cell for row in sheet.rows for cell in row)])):
        said.append("% Holds letters that take LuaLaTeX or XeLaTeX, and a font that has them.")
    caption, label = rf"\caption{{{escaped(sheet.title)}}}", rf"\label{{tab:{sheet.table.replace('_', '-')}}}"
    heads, rows, spec = _heads(sheet), [_row(row) for row in sheet.rows], _spec(sheet)
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


def _spec(sheet: Sheet) -> str:
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


def _heads(sheet: Sheet) -> str:
    cells = []
    for head, width in zip(sheet.heads, sheet.widths, strict=True):
        words = rf"\textit{{{escaped(head.words)}}}" if head.symbol else escaped(head.words)
        if head.number and len(head.words) > max(width, _HEAD):
            # Longer than what stands below: it breaks its lines, to the right as the numbers are set.
            room = round(0.55 * max(width, _HEAD), 1)
            words = rf"\multicolumn{{1}}{{>{{\raggedleft\arraybackslash}}p{{{room}em}}}}{{{words}}}"
        cells.append(words)
    return " & ".join(cells) + r" \\"


def _row(row: Sequence[str]) -> str:
    # A row that begins with a bracket or a star would be taken for an option of the line break before it.
    cells = ["{" + words + "}" if words[:1] in ("[", "*") else words for words in map(escaped, row)]
    return " & ".join(cells) + r" \\"
