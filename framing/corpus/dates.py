"""Written dates in five languages: explicit forms only, precision kept, nothing filled in from today.

A parser that guesses makes differences between outlets by itself: a missing
year becomes this year, 03/04 becomes March or April. What no form here reads
stays missing, and the caller says so in the audit (`why`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from framing.corpus import moments as forms
from framing.corpus.moments import Moment, from_groups, from_object, from_seconds, words, zone

# From a value to a moment: whole values, and the first moment inside a line.

# What databases and papers print behind the day or the headline of what was corrected later.
_CORRECTED = re.compile(r"[\s\W]{0,4}\bcorrections? (?:appended|attached|added)\W{0,3}\Z", re.IGNORECASE)
_FAST = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d")
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}|\d{16}")
_HAS_YEAR = re.compile(r"(?<!\d)(?:1[7-9]|20)\d\d(?!\d)")
_LONGEST = 120


def parse(value: object, *, local: str | None = None, order: str | None = None) -> Moment | None:
    """Return the moment that a value states, or None where no form reads it whole.

    Parameters
    ----------
    value : object
        Text; a date or time object of Python, numpy or pandas; or Unix time in
        seconds or milliseconds.
    local : str, optional
        Zone of a clock time that states none; UTC is assumed without it.
    order : {"dmy", "mdy"}, optional
        How 03/04/2020 is meant. Without it such a date is refused.

    Examples
    --------
    >>> parse("Jan 15, 2026 11:48 PM", local="Asia/Shanghai").time.isoformat()
    '2026-01-15T15:48:00+00:00'
    >>> parse("二〇二六年一月十五日 下午3点半", local="Asia/Shanghai").time.isoformat()
    '2026-01-15T07:30:00+00:00'
    >>> parse("03/04/2020") is None, parse("15 January") is None
    (True, True)
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _from_text(value, local, order) if value else None
    if hasattr(value, "year") or hasattr(value, "to_pydatetime"):
        return from_object(value, local)
    return _from_number(value, local)


def _from_number(value: Any, local: str | None) -> Moment | None:
    if type(value).__name__ == "datetime64":
        return _from_text(str(value), local, None)
    if hasattr(value, "item") and not hasattr(value, "__len__"):  # numpy
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return None
    if value == int(value) if abs(value) < 1e17 else False:
        return _from_text(str(int(value)), local, None)
    return from_seconds(value)


@lru_cache(maxsize=20_000)
def _from_text(value: str, local: str | None, order: str | None) -> Moment | None:
    if len(value) > _LONGEST * 2:
        return None
    text = _CORRECTED.sub("", forms.plain(value)).strip(" ,;|.")
    if not text or len(text) > _LONGEST:
        return None
    if _FAST.fullmatch(text):
        year, month, day = text.split("-")
        return from_groups({"year": year, "month": month, "day": day}, local, order)
    if _EPOCH.fullmatch(text):
        return from_seconds(float(text))
    for form in forms.compile_whole_forms():
        hit = form.fullmatch(text)
        if hit:
            return from_groups(hit.groupdict(), local, order)
    return None


def without_correction(text: str) -> str:
    """Return a headline or date line without a word behind it on its correction.

    >>> without_correction("Ministers meet; Correction Appended"), without_correction("A correction")
    ('Ministers meet', 'A correction')
    """
    return _CORRECTED.sub("", text) or text


def found(text: str, local: str | None, order: str | None = None) -> list[tuple[int, int, Moment | None]]:
    """Return start, end and moment of each date that a plain line writes out (see `forms.plain`), in order.

    A date that is ambiguous or impossible stands with None.
    """
    if not _HAS_YEAR.search(text):
        return []
    hits: list[tuple[int, int, Moment | None]] = []
    at = 0
    while at < len(text):
        matches = [hit for form in forms.compile_inner_forms() if (hit := form.search(text, at))]
        if not matches:
            break
        best = min(matches, key=lambda hit: (hit.start(), -hit.end()))
        hits.append((best.start(), best.end(), from_groups(best.groupdict(), local, order)))
        at = max(best.end(), at + 1)
    return hits


def find(text: str, *, local: str | None = None, order: str | None = None) -> Moment | None:
    """Return the first moment written out inside a line, or None.

    >>> find("PUBLISHED: 13:23, 20 February 2019 | UPDATED: 01:53, 21 February 2019").time.hour
    13
    """
    return next((moment for _, _, moment in found(forms.plain(text), local, order) if moment), None)


_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d\d(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)([0-3]?\d)[/.-]([0-3]?\d)[/.-](?:1[7-9]|20)\d\d(?!\d)")
_AGO = re.compile(r"\bago\b|\b(?:yesterday|today|hier|gestern|heute|ayer|hoy)\b|前$|昨天|今天", re.I)


def why(value: object, order: str | None = None) -> str:
    """Return why a value is read as no date, for a line of the audit: the fault and its remedy.

    >>> why("03/04/2020")
    'may be day 3 or day 4: say which comes first with order = "dmy" or "mdy" in the outlet\\'s file'
    >>> why("2026-02-30"), why("15 January")
    ('is no day of the calendar', 'has no year, and none is filled in')
    """
    text = forms.plain(str(value))
    numbers = _NUMBERS.search(text)
    if numbers and order is None and max(map(int, numbers.groups())) <= 12:
        return (
            f"may be day {int(numbers[1])} or day {int(numbers[2])}: say which comes first with "
            'order = "dmy" or "mdy" in the outlet\'s file'
        )
    if text in ("0", "0.0") or text[:10] in {*map(str, words().empty), "1969-12-31"}:
        return "is what programs write where they know no date"
    if any(form.fullmatch(text) for form in forms.compile_whole_forms()):
        if order and numbers and int(numbers[1 if order == "dmy" else 2]) <= 12:
            first = "day" if order == "dmy" else "month"
            return (
                f"is no day of the calendar with the {first} first, as the outlet writes: others of this "
                "file may be read wrong too; write dates as 2026-01-15"
            )
        return "is no day of the calendar" if ":" not in text else "is no time of the calendar"
    if _AGO.search(text):
        return "says how long ago, not when; nothing is reckoned from today"
    if _SHORT_YEAR.fullmatch(text):
        return "has a year of two digits; write all four"
    if not _HAS_YEAR.search(text):
        return "has no year, and none is filled in"
    return "is in no form known here; write it as 2026-01-15 or 2026-01-15T11:48+08:00"


@cache
def _dateline() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, words().months), key=len, reverse=True))
    day = rf"(?:(?P<month>{months})\.? (?P<day>[0-3]?\d)|(?P<first>[0-3]?\d) (?P<named>{months}))\b"
    return re.compile(
        rf"[^.!?]{{2,60}}?(?<!\w){day}(?:,? (?P<year>20\d\d))?.{{0,3}}(?:\(|/|[-–—])", re.IGNORECASE
    )


def dateline(text: str, near: Moment) -> Moment | None:
    """Return the day of a text's dateline, in its year or the one that makes it the last up to another date.

    >>> near = parse("2026-02-01")
    >>> dateline("HARBOUR TOWN, Jan. 8 (Harbour Press) - The ships came.", near).time.date().isoformat()
    '2026-01-08'
    >>> dateline("In Harbour Town the ships came on Jan. 8.", near) is None
    True
    """
    found = _dateline().match(forms.plain(text[:120]))
    if found is None:
        return None
    month = words().months[(found["month"] or found["named"]).lower()]
    day = int(found["day"] or found["first"])
    parts = {"month": str(month), "day": str(day)}
    years = [found["year"]] if found["year"] else [str(near.time.year - back) for back in (0, 1)]
    days = (from_groups({**parts, "year": year}, None, None) for year in years)
    return next((moment for moment in days if moment and moment.time <= near.time), None)


# Which of several dates of one article counts, and what is told where they contradict.

#: Where a date stands ("page", "stamp", "file name") and what it says.
Claim = tuple[str, Moment]
_DAY = dt.timedelta(days=1)


def settle(
    claims: Sequence[Claim], updated: Moment | None = None, *, local: str | None = None
) -> tuple[Moment | None, list[str]]:
    """Return the date that counts, and a line for the audit on each contradiction.

    The first claim counts: callers give them in order of trust. Where it says
    only the day, a later one of the same day gives the minute. Dates of more
    than a day apart contradict; so does an update before the publication.

    Parameters
    ----------
    claims : sequence of (str, Moment)
    updated : Moment, optional
    local : str, optional
        The outlet's zone, in which its days begin.

    Examples
    --------
    >>> from framing.corpus.dates import parse
    >>> chosen, told = settle([("page", parse("2026-01-15")), ("stamp", parse("2026-01-12"))])
    >>> chosen.time.day, told
    (15, ['page 2026-01-15, stamp 2026-01-12: more than a day apart; that of the page is taken'])
    """
    if not claims:
        return None, []
    where, chosen = claims[0]
    if chosen.precision == "day":
        finer = (moment for _, moment in claims[1:] if moment.precision == "minute")
        day = chosen.time.date()
        chosen = next((moment for moment in finer if day in _days(moment, local)), chosen)
    told = []
    apart = [claim for claim in claims[1:] if _apart(claims[0][1], claim[1], local)]
    if apart:
        listed = ", ".join(f"{place} {_shown(moment)}" for place, moment in (claims[0], *apart))
        told.append(f"{listed}: more than a day apart; that of the {where} is taken")
    if updated is not None and updated.time < chosen.time and _apart(chosen, updated, local):
        told.append(f"updated {_shown(updated)} is before published {_shown(chosen)}; both are kept")
    return chosen, told


def _days(moment: Moment, local: str | None) -> set[dt.date]:
    """Return the calendar days that a moment falls on: in UTC, and where the outlet is."""
    here = {moment.time.date()}
    if local and moment.precision == "minute":
        here.add(moment.time.astimezone(zone(local)).date())
    return here


def _apart(a: Moment, b: Moment, local: str | None) -> bool:
    if a.precision == b.precision == "minute":
        return abs(a.time - b.time) > _DAY
    return min(abs(x - y) for x in _days(a, local) for y in _days(b, local)) > _DAY


def _shown(moment: Moment) -> str:
    return f"{moment.time:%Y-%m-%d %H:%M}Z" if moment.precision == "minute" else f"{moment.time:%Y-%m-%d}"


def ahead(late: int, known: int) -> bool:
    """Say whether dates behind the horizon lie in the future: so many of so many known dates of a load.

    No result may depend on the day it is worked out, so today plays no part. A
    date is in the future if it is later than the last day that this release can know
    of (``horizon`` in ``dates.toml``), unless three or more are and they are half of the
    load's dates: then it is the release that has grown old, not the dates that are wrong.

    Examples
    --------
    >>> ahead(1, 2), ahead(3, 6), ahead(3, 7)
    (True, False, True)
    """
    return late < 3 or 2 * late < known


def horizon() -> dt.date:
    """Return the last day that this release can know of."""
    return words().horizon


# What a line of a page says of its times: first published and last updated, kept apart by their labels.


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


def has_label(line: str) -> bool:
    """Say whether a line names what its date is of, as "Published" and "Updated" do."""
    return bool(_labels().search(line))


_GLUED = re.compile(r"(?<=[a-zé])(?=[A-Z0-9])|(?<=[\dA-Z])(?=[A-Z][a-z]{4})|(?<=\b20\d\d)(?=\d\d? )")


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
    # An update that is before a moment without a label shows that this is no publication.
    updates = [_time(moment) + 86_400 for moment in moments["updated"]]
    if published is None and bare and not (updates and min(updates) < min(map(_time, bare))):
        published = bare[0]
    return Stamp(published, max(moments["updated"], key=_time, default=None), tuple(refused))


def _time(moment: Moment) -> float:
    return moment.time.timestamp()


# What stands beside the dates of a stamp and says nothing of a story.
_BESIDE = re.compile(
    r"\b\d+ ?-?(?:minutes?|min|mins) read\b|\b\d+ (?:years?|months?|weeks?|days?|hours?|minutes?) ago\b|"
    r"\b(?:source|editor)\s*:.*|\bsmall font size\b|\bfont size.*|\bread time.*|\bjoin the conversation\b|"
    r"\bcorrections? (?:appended|attached|added)\b|(?:来源|责任编辑|编辑|字号|分享|打印).*|时间",
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
    both = parted(line, local=local, order=order)
    return both[0] if both and foreign(_WHO.sub("", both[1])) <= _LEFT else None


def parted(line: str, *, local: str | None = None, order: str | None = None) -> tuple[Stamp, str] | None:
    """Return the times of a line and what else stands in it, or None where it has no date or too much else.

    >>> parted("Ana Ruiz | Harbour News | Posted: Jan 15, 2026")[1].strip(" |:")
    'Ana Ruiz | Harbour News'
    """
    # Cheap before dear: most lines have no year, or too many words that no stamp has.
    if not _YEAR.search(line) or foreign(line) > _MOST:
        return None
    text = _plain(line)
    dated = found(text, local, order)
    if not dated:
        return None
    at, rest = 0, []
    for start, end, _ in dated:
        rest.append(text[at:start])
        at = end
    return _read(text, dated), _BESIDE.sub(" ", _labels().sub(" ", "  ".join([*rest, text[at:]])))


def foreign(text: str) -> int:
    """Return how many letters are in words that dates, zones and labels do not have."""
    known = _calendar()
    return sum(len(word) for word in _WORD.findall(text) if word.lower() not in known)
