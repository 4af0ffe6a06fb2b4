"""What a line of a page says of its times: first published and last updated, kept apart by their labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from framing.corpus.dates import forms
from framing.corpus.dates.moment import Moment
from framing.corpus.dates.reading import found
from framing.corpus.dates.words import words

__all__ = ["Stamp", "stamp", "stamped"]


@dataclass(frozen=True)
class Stamp:
    """The times of one line.

    Attributes
    ----------
    published, updated : Moment, optional
    refused : tuple of str
        Dates as written that were not read: day and month alike, or no such day.
    """

    published: Moment | None = None
    updated: Moment | None = None
    refused: tuple[str, ...] = ()


@cache
def _labels() -> re.Pattern[str]:
    listed = sorted(words().labels, key=len, reverse=True)
    latin = "|".join(re.escape(label) for label in listed if not _is_chinese(label))
    chinese = "|".join(re.escape(label) for label in listed if _is_chinese(label))
    # "UpdatedJan 15": pages copied without their spaces still have their capitals.
    return re.compile(rf"(?<![^\W\d_])(?:{latin})(?![^\W\d_])|{chinese}", re.IGNORECASE)


def _is_chinese(word: str) -> bool:
    return "\u4e00" <= word[0] <= "\u9fff"


_GLUED = re.compile(r"(?<=[a-zé])(?=[A-Z0-9])|(?<=[\dA-Z])(?=[A-Z][a-z]{4})")


def stamp(line: str, *, local: str | None = None, order: str | None = None) -> Stamp:
    """Return when a line says that an article was first published and last updated.

    A moment belongs to the label before it; one without any is when it was
    published, unless that is known. Where a label stands twice the first
    publication is the earliest and the update the last.

    Parameters
    ----------
    line : str
    local : str, optional
        Zone of clock times that state none.
    order : {"dmy", "mdy"}, optional
        How 03/04/2020 is meant.

    Examples
    --------
    >>> both = stamp("Published: Jan 15, 2026 11:48 PM Updated: Jan 17, 2026", local="Asia/Shanghai")
    >>> both.published.time.isoformat(), both.updated.precision
    ('2026-01-15T15:48:00+00:00', 'day')
    >>> stamp("Mis à jour le 17 janvier 2026 à 8 h 05").published is None
    True
    """
    text = _plain(line)
    return _read(text, found(text, local, order))


def _plain(line: str) -> str:
    return forms.plain(_GLUED.sub(" ", line))


def _read(text: str, dated: list[tuple[int, int, Moment | None]]) -> Stamp:
    moments: dict[str, list[Moment]] = {"published": [], "updated": [], "": []}
    refused = []
    last = 0
    for start, end, moment in dated:
        before = list(_labels().finditer(text, last, start))
        label = words().labels[" ".join(before[-1].group().lower().split())] if before else ""
        if moment is None:
            refused.append(text[start:end])
        else:
            moments[label].append(moment)
        last = end
    bare = moments[""]
    published = min(moments["published"], key=_time, default=None)
    if published is None and bare and not (moments["updated"] and _is_earlier(moments["updated"], bare)):
        published = bare[0]
    return Stamp(published, max(moments["updated"], key=_time, default=None), tuple(refused))


def _time(moment: Moment) -> float:
    return moment.time.timestamp()


def _is_earlier(updated: list[Moment], bare: list[Moment]) -> bool:
    """Say whether an update is before a moment without a label, which then can't be the publication."""
    return min(map(_time, updated)) + 86_400 < min(map(_time, bare))


# What stands beside the dates of a stamp and says nothing of a story.
_BESIDE = re.compile(
    r"\b\d+ ?-?(?:minutes?|min|mins) read\b|\b\d+ (?:years?|months?|weeks?|days?|hours?|minutes?) ago\b|"
    r"\b(?:source|editor)\s*:.*|\bsmall font size\b|\bfont size.*|\bread time.*|\bjoin the conversation\b|"
    r"(?:来源|责任编辑|编辑|字号|分享|打印).*|时间",
    re.IGNORECASE,
)
#: "Harbour News · Posted: Jan 15, 2026": who says it, before the label.
_WHO = re.compile(r"^[^|·•\d]{2,24}[|·•]\s*(?=\D)")
_WORD = re.compile(r"[^\W\d_]+")
#: Letters that may be left of a line that is a stamp.
_LEFT = 6
#: And before labels, sources and editors are cut from it.
_MOST = 50
_YEAR = re.compile(r"[12][0-9]\d\d|[１２][０-９]|[一二][一二三四五六七八九〇○零]")


@cache
def _calendar() -> frozenset[str]:
    known = words()
    several = " ".join(
        [*known.named, *known.fixed, *known.several, *known.before, *known.after, *known.on, *known.labels]
    )
    return frozenset(
        {*known.months, *known.weekdays, *several.split(), *"a p am pm by date time local gmt de".split()}
    )


def stamped(line: str, *, local: str | None = None, order: str | None = None) -> Stamp | None:
    """Return the times of a line that is nothing but a stamp, or None.

    >>> stamped("Stand: 16.01.2026, 08:05 Uhr", local="Europe/Berlin").updated.precision
    'minute'
    >>> stamped("On Jan 15, 2026 the leaders of both countries met.") is None
    True
    """
    # Cheap before dear: most lines have no year, or too many words that no stamp has.
    if not _YEAR.search(line) or _foreign(line) > _MOST:
        return None
    text = _plain(line)
    dated = found(text, local, order)
    if not dated:
        return None
    at, rest = 0, []
    for start, end, _ in dated:
        rest.append(text[at:start])
        at = end
    left = "  ".join([*rest, text[at:]])
    bare = _labels().sub(" ", left)
    left = _BESIDE.sub(" ", _labels().sub(" ", _WHO.sub("", left)) if bare != left else left)
    return _read(text, dated) if _foreign(left) <= _LEFT else None


def _foreign(text: str) -> int:
    """Return how many letters are in words that dates, zones and labels do not have."""
    known = _calendar()
    return sum(len(word) for word in _WORD.findall(text) if word.lower() not in known)
