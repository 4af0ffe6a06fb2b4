"""LaTeX with booktabs and threeparttable: what journals take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from framing.papers.sheet import Sheet

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["escaped", "text", "written"]

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "\N{MINUS SIGN}": "$-$",
    "\N{EN DASH}": "--",
    "\N{NO-BREAK SPACE}": "~",
    "∞": r"$\infty$",
    "×": r"$\times$",
    "α": r"$\alpha$",
    "κ": r"$\kappa$",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "…": r"\ldots{}",
}


def escaped(words: str) -> str:
    r"""Return words as LaTeX prints them; line breaks and control characters become spaces.

    >>> escaped("50 % of R&D_x")
    '50 \\% of R\\&D\\_x'
    """
    return "".join(_SPECIAL.get(c, c if c.isprintable() else " ") for c in words)


def text(sheet: Sheet) -> str:
    """Return the table as LaTeX; needs the packages booktabs and threeparttable."""
    spec = "".join("r" if head.number else "l" for head in sheet.heads)
    heads = [
        rf"\textit{{{escaped(head.words)}}}" if head.symbol else escaped(head.words) for head in sheet.heads
    ]
    # A row that begins with a bracket would be taken for an option of the line break before it.
    rows = [
        " & ".join("{" + words + "}" if words.startswith("[") else words for words in map(escaped, row))
        + r" \\"
        for row in sheet.rows
    ]
    return "\n".join(
        [
            "% Needs: \\usepackage{booktabs,threeparttable}",
            r"\begin{table}",
            r"\begin{threeparttable}",
            rf"\caption{{{escaped(sheet.title)}}}",
            rf"\label{{tab:{sheet.table.replace('_', '-')}}}",
            rf"\begin{{tabular}}{{{spec}}}",
            r"\toprule",
            " & ".join(heads) + r" \\",
            r"\midrule",
            *rows,
            r"\bottomrule",
            r"\end{tabular}",
            *(
                [
                    r"\begin{tablenotes}[flushleft]",
                    r"\footnotesize",
                    rf"\item \textit{{Note.}} {escaped(sheet.note)}",
                    r"\end{tablenotes}",
                ]
                if sheet.note
                else []
            ),
            r"\end{threeparttable}",
            r"\end{table}",
            "",
        ]
    )


def written(sheet: Sheet, data: pd.DataFrame, path: Path) -> dict[Path, bytes]:
    """Return the file to write."""
    return {path: text(sheet).encode("utf8")}
