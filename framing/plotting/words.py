"""How wide words are, and where lines of them break: measured before anything is drawn."""

from __future__ import annotations

import warnings
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from framing.plotting import theme

__all__ = ["line_height", "width_of", "wrap"]


@lru_cache(maxsize=4096)
def width_of(text: str, size: float = theme.FONT, bold: bool = False) -> float:
    """Return the width of one line of text in inches."""
    fonts = theme.families(text)
    font = FontProperties(family=fonts, size=size, weight="bold" if bold and len(fonts) == 1 else "normal")
    with warnings.catch_warnings():
        # A letter that no font has is measured as the box that stands for it; drawing it warns.
        warnings.simplefilter("ignore", UserWarning)
        return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]) / 72


def line_height(size: float = theme.FONT) -> float:
    """Return the distance of two lines of text in inches."""
    return size * 1.22 / 72


def wrap(text: str, width: float, size: float = theme.FONT, bold: bool = False) -> list[str]:
    """Break text into lines no wider than `width` inches; a word wider than that is broken too.

    A newline always breaks; a no-break space holds together and is then a plain one.
    """
    lines: list[str] = []
    if "\n" in text:
        return [line for part in text.split("\n") for line in wrap(part, width, size, bold)]
    for word in filter(None, text.split(" ")):
        if lines and width_of(f"{lines[-1]} {word}", size, bold) <= width:
            lines[-1] += f" {word}"
            continue
        while width_of(word, size, bold) > width and len(word) > 1:
            fits = max(n for n in range(1, len(word)) if n == 1 or width_of(word[:n], size, bold) <= width)
            # Behind a joint, where there is one not too far back.
            fits = max((n for n in range(fits // 2 + 1, fits + 1) if word[n - 1] in "_.-/"), default=fits)
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
