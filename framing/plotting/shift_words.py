"""What the figure of a word shift says: title, values, ends of the axis, key, notes. Nothing is drawn."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from framing.plotting import layout, marks, theme

#: Hues of scores above and below the reference, no outlet's among two; less used is paler.
_ABOVE, _BELOW, _PALE = "#E69F00", "#56B4E9", 0.55
#: What comes of scores, and the difference itself.
OTHERWISE, WHOLE = "#9A9A9A", theme.tint(theme.MUTED, 0.3)
#: A kind's sign, words and colour.
KINDS = {
    "above, more used": ("+↑", "high, more used", _ABOVE),
    "above, less used": ("+↓", "high, less used", theme.tint(_ABOVE, _PALE)),
    "below, more used": ("−↑", "low, more used", _BELOW),
    "below, less used": ("−↓", "low, less used", theme.tint(_BELOW, _PALE)),
}
_WHAT = {
    "average": "average score",
    "proportion": "shares of words",
    "shannon": "entropy (bits)",
    "tsallis": "Tsallis entropy",
    "jensen_shannon": "Jensen-Shannon divergence",
}


def divergence(one: Any) -> bool:
    """Whether it is the divergence, which is of both groups and which no term lowers."""
    return str(one["shift"]) == "jensen_shannon"


def by_group(one: Any) -> bool:
    """Whether all a term can do is be used more in one group: there is no score to be high or low."""
    return str(one["shift"]) in ("jensen_shannon", "proportion")


def used(row: Any) -> str:
    """Return how often each group uses a term, behind the sign of its kind."""
    sign = f"{KINDS[row.kind][0]} " if row.kind in KINDS and row.shift == "average" else ""
    return f"{sign}{row.count_a:,}, {row.count_b:,}"


def name(one: Any, side: str) -> str:
    """Return a group's name on one line."""
    return marks.name(one[side], one["provenance"]).replace("\N{NO-BREAK SPACE}", " ")


def title(one: Any) -> str:
    """Return the title."""
    lexicon = f" of {one['lexicon']}" if one["lexicon"] else ""
    cell = [f"{name} {one[name]}" for name in ("part", "voice") if one[name] != "all"]
    inside = f" ({', '.join(cell)})" if cell else ""
    a, b = name(one, "a"), name(one, "b")
    pair = f"of {a} and {b}" if divergence(one) else f"from {a} to {b}"
    return f"Word shift {pair}: {_WHAT[one['shift']]}{lexicon}{inside}"


def said(one: Any) -> str:
    """Return the values and their difference."""
    gap = signed(one["difference"])
    if math.isfinite(one["difference_low"]) and math.isfinite(one["difference_high"]):
        gap += f" (95 % {signed(one['difference_low'])} to {signed(one['difference_high'])})"
    if math.isfinite(one["by_chance"]):
        gap += f"; by chance alone {signed(one['by_chance'])}"
    if divergence(one):
        return f"divergence {gap.replace('+', '')}"
    if str(one["shift"]) == "proportion" and not one["lexicon"]:
        return "shares of all words, which add up to 1 on both sides"
    values = (f"{name(one, side)} {plain(one[f'value_{side}'])}" for side in "ab")
    return f"{', '.join(values)}: difference {gap}"


def signed(value: float) -> str:
    """Write a number with its sign."""
    return f"{value:+.3g}".replace("-", "−")


def plain(value: float) -> str:
    """Write a number."""
    return f"{value:.4g}".replace("-", "−")


def axis(one: Any) -> str:
    """Return the axis' label."""
    return f"added to the {'divergence' if divergence(one) else 'difference in ' + _WHAT[one['shift']]}"


def base(one: Any) -> str:
    """Return what shares are of."""
    return "words of the lexicon" if one["base"] == "scored" else "words"


def ends(one: Any) -> tuple[tuple[str, str], ...]:
    """Return what lies left and right, in long and in short."""
    a, b = name(one, "a"), name(one, "b")
    if by_group(one):
        return ((f"← more in {a}", f"more in {b} →"), ("← more in a", "more in b →"))
    return ((f"← {b} lower than {a}", f"{b} higher than {a} →"), ("← b lower than a", "b higher than a →"))


def key(rows: pd.DataFrame, one: Any) -> list[layout.Sign]:
    """Return the key to what is drawn."""
    box = {"marker": "s", "markersize": 7, "markeredgewidth": 0}
    signs = []
    if not by_group(one):
        for kind, (sign, name, colour) in KINDS.items():
            if (rows["kind"] == kind).any():
                signs.append(layout.Sign(f"{sign} {name}", {**box, "color": colour}))
    if str(one["shift"]) == "average" and (rows["by_score"] != 0).any():
        signs.append(layout.Sign("scored otherwise in b", {**box, "markersize": 4, "color": OTHERWISE}))
    if rows["low"].notna().any() or math.isfinite(one["difference_low"]):
        signs.append(layout.Sign("95 % interval", {"linestyle": "-", "linewidth": 1.1, "color": theme.INK}))
    return signs


def notes(one: Any, more: int) -> list[str]:
    """Return the notes below."""
    notes = [f"a: {name(one, 'a')}; b: {name(one, 'b')}. Uses: how often each has the term."]
    if not by_group(one):
        notes.append(f"High and low: scored above and below {plain(one['reference'])}.")
    if marks.fragile(one["note"]) or "estimate only" in one["note"]:
        notes.append(
            "Few articles: read with care." if marks.fragile(one["note"]) else "Few articles: no intervals."
        )
    if marks.census(one["note"]):
        notes.append("All that was published: no intervals needed.")
    if more:
        notes.append(f"{marks.counted(more, 'more comparison')} in the table.")
    return notes
