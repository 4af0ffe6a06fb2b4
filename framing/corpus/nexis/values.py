"""Whether what stands behind a label can be its value, and whether a line says whose an article is.

A paragraph may open as a label does, or with the word Copyright: in doubt it is text.
"""

from __future__ import annotations

import re

from framing.corpus import dates

__all__ = ["fits", "is_notice"]

_DATES = frozenset(("load_date", "correction_date"))
#: Columns whose values are names, terms or numbers, and never sentences.
_TERMS = frozenset(
    "section length dateline edition page volume issue series language publication_type document_type "
    "source_code subjects companies organisations_indexed tickers industries people places cities states "
    "countries city state country issn isbn url accession keywords name".split()
)
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_ENDED = (".", "!", "?", "…", ".”", ".“", '."', ".»", "。")
#: A sentence has more words than this.
_NAMED = 5
_LONGEST_DATE = 60


def fits(column: str, value: str) -> bool:
    """Say whether a value can be that of a column.

    >>> fits("load_date", "January 16, 2026"), fits("load_date", "this is how a robot talks.")
    (True, False)
    >>> fits("section", "POLITICS; Pg. 8"), fits("section", "he read aloud from the treaty.")
    (True, False)
    >>> fits("companies", "GATE WORKS INC. (55%)"), fits("highlight", "They met, and they talked for hours.")
    (True, True)
    """
    if column in _DATES:
        if len(value) > _LONGEST_DATE:
            return False
        return dates.parse(value) is not None or (_YEAR.search(value) is not None and not _is_sentence(value))
    if column == "length" and value:
        return any(map(str.isdecimal, value[:40])) and not _is_sentence(value)
    return column not in _TERMS or not _is_sentence(value)


def _is_sentence(value: str) -> bool:
    if not value.endswith(_ENDED) or ";" in value or "%" in value:
        return False
    listed = value.split()
    return value[:1].islower() or (len(listed) > _NAMED and sum(map(str.islower, listed)) * 2 > len(listed))


_LONGEST = 600
# Behind the word stand sign, year or holder; a verb or any other small word makes it a sentence.
_NOTICE = re.compile(
    r"(?:copyright|copr\.|copy|©|\(c\))(?:[\s,:-]|©|\(c\)|(?:1[89]|20)\d\d)*(?P<next>[^\W\d_]*)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"©|\(c\)|(?<!\d)(?:1[89]|20)\d\d(?!\d)", re.IGNORECASE)
_FIRST = 40
_SMALL = frozenset("by of the all and von der die das le la les l de el los il by et und y e".split())


def is_notice(text: str, openings: tuple[str, ...]) -> bool:
    """Say whether a line or block says who holds the rights.

    Parameters
    ----------
    text : str
    openings : tuple of str
        How such lines begin, in lower case.

    Examples
    --------
    >>> is_notice("Copyright 2026 Harbour Courier", ("copyright",))
    True
    >>> is_notice("Copyright 2025 was the year on the wall.", ("copyright",))
    False
    """
    if len(text) > _LONGEST or not text[:_FIRST].strip().lower().startswith(openings):
        return False
    found = _NOTICE.match(text.strip())
    following = found["next"] if found else ""
    if not following.islower() or following in _SMALL:
        return True
    # "Copyright 2026, harbour courier" is one, "Copyright battle goes on" a headline.
    return _MARKED.search(text[:_FIRST]) is not None and not text.rstrip().endswith(_ENDED)
