"""What a notebook shows of results: outside words stay words there too."""

from __future__ import annotations

import html
import re

__all__ = ["lines", "still"]

# Embeddings, overrides and isolates: they can turn what stands behind them in a line.
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def still(page: str) -> str:
    """Return HTML, escaped already, in which a notebook takes no $ for the start of a formula.

    Formulas can hold links, and links can hold scripts; words of articles are neither.

    >>> still("<p>$x$</p>")
    '<div class="tex2jax_ignore mathjax_ignore"><p>$x$</p></div>'
    """
    return f'<div class="tex2jax_ignore mathjax_ignore">{page}</div>'


def lines(text: str) -> str:
    """Return plain text as HTML that keeps its lines; marks that turn what follows are shown as escapes.

    >>> lines("a < b")
    '<div class="tex2jax_ignore mathjax_ignore"><pre>a &lt; b</pre></div>'
    """
    said = _MARKS.sub(lambda mark: f"\\u{ord(mark[0]):04x}", text)
    return still(f"<pre>{html.escape(said)}</pre>")
