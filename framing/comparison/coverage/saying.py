"""A row of the table `coverage` as a sentence, for the terminal and the report.

Says what was found where, with its numbers, and never why: of articles collected, in the past tense.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.display import display

__all__ = ["sentence"]

#: Characters of an item that a sentence shows.
_SHOWN = 90


def sentence(row: Mapping[str, Any], *, event: bool = True) -> str:
    """Return what a row says.

    Parameters
    ----------
    row : mapping
        Of the table `coverage`, as ``table.to_dict("records")`` gives it.
    event : bool
        Name the event, where the row has one; not needed where all rows have the same.

    Examples
    --------
    >>> row = {"label": "canola", "outlet": "x", "articles": 0, "n_articles": 11, "others": 2, "n_others": 22}
    >>> row |= {"outlets_with": 2, "recall": 1.0, "finding": "too_few"}
    >>> print(sentence(row).replace("; ", ";\\n"))
    “canola” was not found in the 11 collected articles of x (detector recall 1.00): too few to tell;
    it stood in 2 of the others' 22 articles, by 2 outlets
    """
    label = str(row.get("label") or row["item"])
    label = label if len(label) <= _SHOWN else f"{label[: _SHOWN - 1].rstrip()}…"
    outlet = display(str(row["outlet"]), str(row.get("provenance", "published")))
    n, x = int(row["n_articles"]), int(row["articles"])
    mine = f"the {n:,} collected article{'s' * (n != 1)} of {outlet}"
    about = row.get("event") if event else None
    on = f" on {about.replace('_', ' ')}" if isinstance(about, str) and about else ""
    recall = f" (detector recall {row['recall']:.2f})" if _there(row.get("recall")) else ""
    others = _others(row)
    if row["finding"] == "not_found":
        return f"“{label}” was not found in {mine}{on}{recall}, though in {others}: {_tested(row)}"
    if row["finding"] == "too_few":
        if not int(row["others"]):
            none = f", nor in the others' {int(row['n_others']):,}" if int(row["n_others"]) else ""
            return f"“{label}” was not found in {mine}{on}{recall}{none}"
        where = f"; it stood in {others}"
        return f"“{label}” was not found in {mine}{on}{recall}: too few to tell{where}"
    if row.get("fewer"):
        return f"“{label}” was found in {x:,} of {mine}{on}{recall}, but in {others}: {_tested(row)}"
    return f"“{label}” was found in {x:,} of {mine}{on}, and in {others}"


def _there(value: Any) -> bool:
    return value is not None and value == value


def _others(row: Mapping[str, Any]) -> str:
    x, n, outlets = (int(row[name]) for name in ("others", "n_others", "outlets_with"))
    who = f", by {outlets} outlet{'s' * (outlets != 1)}" if outlets else ""
    return f"{x:,} of the others' {n:,} article{'s' * (n != 1)}{who}"


def _tested(row: Mapping[str, Any]) -> str:
    p = float(row["p_adjusted"])
    written = "< .001" if p < 0.001 else f"{p:.3f}".removeprefix("0")
    size = int(row["family_size"])
    return (
        f"{float(row['expected']):.1f} expected, p {written} adjusted over {size:,} test{'s' * (size != 1)}"
    )
