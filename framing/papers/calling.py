"""What measures are called in a printed table: short, with what is counted told once in the note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from framing.report import apart, sourcing

if TYPE_CHECKING:
    import pandas as pd

    from framing.report.names import Names

__all__ = ["LONGEST", "called", "explained"]

#: Characters of a measure's words that fit a column; a longer one is called by its name.
LONGEST = 34

#: Measures that the note explains one by one.
_EXPLAINED = 8

_STANCE = {
    "stance.negative": "Judged negative",
    "stance.neutral": "Judged neutral",
    "stance.positive": "Judged positive",
    "stance.net": "Positive less negative",
}


def called(measure: str, target: Any, names: Names) -> str:
    """Return what a measure, and toward or of whom, is called in a column.

    Examples
    --------
    >>> from framing.papers.table import names
    >>> called("hedges", None, names({})), called("reporting.neutral", None, names({}))
    ('Hedging words', 'Reporting: neutral')
    >>> called("sources.words", "official", names({})), called("stance.net", "China", names({}))
    ('Attributed words: officials', 'Positive less negative, China')
    """
    whom = target if isinstance(target, str) and target else ""
    if sourcing.is_sources(measure):
        label = sourcing.LABELS.get(measure, measure).rpartition(" (")[0] or measure
        label = label.partition(", by ")[0]
        return f"{label}: {sourcing.whom(whom)}" if whom else label
    if measure in _STANCE:
        return _STANCE[measure] + (f", {whom}" if whom else "")
    short = _short(measure, names)
    return f"{short}, {whom}" if whom else short


def _short(measure: str, names: Names) -> str:
    if apart.kind(measure):
        frame, book = apart.frame_of(measure, names.meaning(measure))
        return f"{_capital(frame)} ({book})" if frame and book else _capital(frame or book)
    noun = names.noun(measure).removeprefix("the ")
    if noun == measure or len(noun) > LONGEST:
        # A name that reads as words: reporting.neutral is Reporting: neutral.
        family, dot, rest = measure.partition(".")
        plain = f"{family}: {rest}" if dot else measure
        return _capital(re.sub(r"[._]", " ", plain))
    return _capital(noun)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def explained(frame: pd.DataFrame, names: Names) -> str:
    """Say of measures whose words in the column don't tell it what is counted; nothing where all do."""
    if "measure" not in frame.columns:
        return ""
    said: list[str] = []
    left = 0
    frames = False
    for measure in dict.fromkeys(frame["measure"].dropna().astype(str)):
        if apart.kind(measure) == "frame":
            frames = True
            continue
        meaning = names.meaning(measure).rstrip(".")
        if not meaning or measure in ("any", "") or meaning.casefold().startswith(_told(measure, names)):
            continue
        if len(said) == _EXPLAINED:
            left += 1
            continue
        said.append(f"{called(measure, None, names)} = {meaning[:1].lower()}{meaning[1:]}.")
    if left:
        more = "One more measure is" if left == 1 else f"{left} more measures are"
        said.append(f"{more} told in the table of measures.")
    if frames:
        said.append("Names with a codebook in brackets are frame indicators, not frames that people coded.")
    return " ".join(said)


def _told(measure: str, names: Names) -> str:
    """Return how a meaning begins that the column says already."""
    return called(measure, None, names).casefold()
