"""What is left of a difference without something: whether it turns, how far it moves, and the sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from framing.robust.saying import called, equal, number, spanned
from framing.robust.variants import null

__all__ = ["told"]

#: What is left out is named; how many others do the same is counted.
_KINDS = {"article": ("article", "articles"), "speaker": ("speaker", "speakers")}


def told(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one comparison and kind with rank, `flips`, `note` and `sentence`, in order of rank.

    Parameters
    ----------
    table : pandas.DataFrame
        As ``schemas/influence.toml``, without these columns.

    Notes
    -----
    An estimate without something moves by the logarithm of `change` where the scale is ratio, by
    `change` else; of equals the first in order of `left_out` goes first.
    """
    scale = str(table["scale"].iloc[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.abs(np.log(table["change"])) if scale == "ratio" else table["change"].abs()
    order = np.lexsort((table["left_out"], -moved.fillna(-1.0)))
    table = table.iloc[order].reset_index(drop=True)
    moved = moved.iloc[order].reset_index(drop=True)
    flips = pd.Series([_flip(row, scale) for row in table.to_dict("records")], dtype="str")
    table = table.assign(
        rank=np.where(moved.notna(), np.arange(1, len(table) + 1), 0),
        flips=flips,
        note=[_note(row) for row in table.to_dict("records")],
    )
    rows = table.to_dict("records")
    turning = int((flips != "none").sum())
    sentences = [
        _sentence(row, scale, turning, len(rows)) if place == 0 or row["flips"] != "none" else ""
        for place, row in enumerate(rows)
    ]
    return table.assign(sentence=pd.Series(sentences, dtype="str"))


def _flip(row: Mapping[str, Any], scale: str) -> str:
    at = null(scale)
    stood = _outside(row["found_low"], row["found_high"], at)
    stands = _outside(row["low"], row["high"], at)
    if row["estimate"] != row["estimate"] or (stood is not None and stands is None):
        return "closed"
    if (row["estimate"] - at) * (row["found"] - at) < 0:
        return "sign"
    if stood and not stands:
        return "lost"
    return "gained" if stands and stood is False else "none"


def _outside(low: float, high: float, at: float) -> bool | None:
    """Say whether an interval leaves a value out; None without an interval."""
    return None if low != low or high != high else bool(low > at or high < at)


def _note(row: Mapping[str, Any]) -> str:
    if row["estimate"] != row["estimate"]:
        return "no estimate without it: nothing is left on a side, or no hits"
    if row["found_low"] == row["found_low"] and row["low"] != row["low"]:
        return "no interval without it: under 3 articles are left on a side, or all hits are in one of them"
    return ""


def _sentence(row: Mapping[str, Any], scale: str, turning: int, every: int) -> str:
    one, many = _KINDS[str(row["kind"])]
    what = "the ratio" if scale == "ratio" else "the difference"
    whole = f"{number(row['found'], scale)} {spanned(row['found_low'], row['found_high'], scale)}"
    less = f"{number(row['estimate'], scale)} {spanned(row['low'], row['high'], scale)}"
    other = f", and so without {turning - 1} other{'s' if turning > 2 else ''}" if turning > 1 else ""
    begin, named = f"{called(row)}: ", _named(row)
    it = "it" if one == "article" else "these"
    if row["estimate"] != row["estimate"]:
        return f"{begin}rests on {named}: without {it} there is no estimate{other}."
    moves = f"without {it} {what} is {less} instead of {whole}"
    end = {
        "sign": f", on the other side of {equal(scale)}{other}",
        "lost": f", and its interval no longer excludes {equal(scale)}{other}",
        "gained": f", and only then its interval excludes {equal(scale)}{other}",
        "closed": f", and no interval can be made{other}",
        "none": "",
    }[str(row["flips"])]
    if row["flips"] != "none":
        return f"{begin}rests on {named}: {moves}{end}."
    held = _outside(row["found_low"], row["found_high"], null(scale))
    if turning:
        return f"{begin}{named} {'moves' if one == 'article' else 'move'} it most: {moves}."
    stays = f", and with any one of {every} left out its interval excludes {equal(scale)}" if held else ""
    if held:
        return (
            f"{begin}rests on no single {one}: without {named}, which moves it most, {what} is {less} "
            f"instead of {whole}{stays}."
        )
    of = f"of {every} {many} " if every > 1 else ""
    return f"{begin}{of}{named} {'moves' if one == 'article' else 'move'} it most: {moves}."


def _named(row: Mapping[str, Any]) -> str:
    if row["kind"] == "speaker":
        return f"the words of {row['name']}"
    copies = int(row["articles"]) - 1
    return f"{row['name']}" + (
        f" and {'its copy' if copies == 1 else f'its {copies} copies'}" if copies else ""
    )
