"""What a notebook shows of results: tables with their sizes, and lines. Words of articles stay words."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from framing.errors import brief

__all__ = ["brief_of", "lines", "page", "still"]

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


def page(tables: Mapping[str, Any], head: str = "") -> str:
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
