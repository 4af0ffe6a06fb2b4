"""What may be said of a comparison over all its specifications: one sentence each for what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.robust.saying import number, spanned

__all__ = ["p_value", "p_written", "sentence"]

_CHOICES = {
    "voices": "how words are given to voices", "wire": "how agency copy is treated",
    "genre": "which genres count",
    "parts": "which parts of an article count", "lexicon": "the word list", "mask": "the list's mask",
    "negation": "whether negation is minded", "unit": "whether words or articles are averaged",
    "window": "which days count", "weights": "how events are weighted",
}  # fmt: skip


def sentence(line: Mapping[str, Any], low: float, high: float) -> str:
    """Say in how many ways of making a comparison it holds.

    Parameters
    ----------
    line : mapping
        A row of the table `robustness`.
    low, high : float
        Ends of the interval that the study itself gives; missing where it gives none.

    Examples
    --------
    >>> line = {"contrast": "A / B, hedges", "scale": "ratio", "estimate": 2.0, "m": 8, "same_sign": 8,
    ...         "stand": 6, "against": 0, "median": 1.9, "low": 1.5, "high": 2.2, "most": "wire",
    ...         "most_share": 0.71, "p_joint": 0.012, "p_min": 0.001, "draws": 999, "note": ""}
    >>> print(sentence(line, 1.2, 3.3).replace(". ", ".\\n"))
    A / B, hedges: holds in 6 of 8 ways to make the comparison, and the ratio is above 1 in 8 of them.
    In the study 2.00 (1.20 to 3.30); over all of them 1.50 to 2.20, median 1.90.
    What moves it most is how agency copy is treated (71 % of the variance).
    Labels rearranged within events, all ways at once: p = .012.
    """
    scale, m = str(line["scale"]), int(line["m"])
    none = "1" if scale == "ratio" else "0"
    what = "ratio" if scale == "ratio" else "difference"
    own = number(line["estimate"], scale)
    census = "census" in line["note"]
    given = own if census else f"{own} {spanned(low, high, scale)}"
    if m == 1:
        return f"{line['contrast']}: {given}; none of the choices looked into changes it."
    side = "above" if line["estimate"] > float(none) else "below"
    same = f"the {what} is {side} {none} in {line['same_sign']:,} of"
    if line["estimate"] == float(none):
        parts = [
            f"{line['contrast']}: as much in one as in the other in the study, so that nothing can hold."
        ]
    elif census:
        parts = [f"{line['contrast']}: {same} {m:,} ways to make the comparison."]
    else:
        parts = [
            f"{line['contrast']}: holds in {line['stand']:,} of {m:,} ways to make the comparison, "
            f"and {same} them."
        ]
        if line["against"]:
            parts.append(f"In {line['against']:,} the interval lies on the other side of {none}.")
    ends = f"{number(line['low'], scale)} to {number(line['high'], scale)}"
    parts.append(f"In the study {given}; over all of them {ends}, median {number(line['median'], scale)}.")
    if line["most"]:
        moved = _CHOICES[line["most"]]
        parts.append(f"What moves it most is {moved} ({100 * line['most_share']:.0f} % of the variance).")
    if line["p_joint"] == line["p_joint"]:
        turned = ", most of which point the other way" if 2 * line["same_sign"] < m else ""
        said = f"Labels rearranged within events, all ways at once{turned}"
        parts.append(f"{said}: p {p_written(line['p_joint'], line['p_min'])}.")
    return " ".join(parts)


def p_written(p: float, least: float) -> str:
    """Write a p with its sign; of the least that could come out it is only known that it is no larger.

    >>> p_written(0.0123, 0.001), p_written(0.001, 0.001)
    ('= .012', '≤ .001, the least that these arrangements can show')
    """
    if p <= least * (1 + 1e-9):
        return f"≤ {p_value(p)}, the least that these arrangements can show"
    return f"= {p_value(p)}"


def p_value(p: float) -> str:
    """Write a p.

    >>> p_value(0.0123), p_value(1.0)
    ('.012', '1')
    """
    return "1" if p > 0.9995 else f"{p:.3f}".removeprefix("0")
