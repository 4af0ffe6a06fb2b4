"""The forms in which dates are written, each one pattern; what no form here matches is not read.

A new form is one more line of `_dates`; the words in it come from ``words.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from framing.corpus.dates.words import words

__all__ = ["inner", "plain", "whole"]

_YEAR = r"(?P<year>(?:1[7-9]|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|re|o|\.)?"
_NUMBERED = r"(?P<month>[01]?\d)"
_GAP = r"[\s,]+"
# Between a date and its clock time: "2026 - 11:48", "2026 | 11:48", "2026 / 11:48", "2026T11:48".
_BETWEEN = r"(?:\s*[,;|•·/–—-]\s*|\s*)"


def _one_of(listed: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(listed, key=len, reverse=True))


def _ended(pattern: str) -> str:
    """Return a pattern that does not stop inside a word of letters."""
    return rf"(?:{pattern})(?![^\W\d_])"


@cache
def _dates(strict: bool) -> tuple[str, ...]:
    """Return the patterns; where they are sought inside a line (`strict`) letters of zones are capitals."""
    known = words()
    month = r"(?P<month>" + _ended(_one_of(known.months)) + r")\.?"
    weekday = r"(?:\(?" + _ended(_one_of(known.weekdays)) + r"\.?\)?,?\s+)?"
    behind = ""
    if not strict:
        # A whole value may have them in front, between or behind: "Freitag, den 16. Januar 2026",
        # "Le 1er février 2026 dimanche". Inside a line they are words of the line.
        article = r"(?:(?:" + _ended(_one_of(known.on)) + r")\s+)?"
        weekday = article + weekday + article
        behind = (
            r"(?:\s*,?\s*\(?" + _ended(_one_of(name for name in known.weekdays if len(name) > 4)) + r"\)?)?"
        )
    letters = {
        name for name in (*known.fixed, *known.named, *known.several) if name.isalpha() and len(name) < 6
    }
    spoken = _one_of({*known.fixed, *known.named, *known.several} - letters)
    short = _one_of(name.upper() for name in letters)
    offset = (
        r"(?:\s*[,(]?\s*(?P<offset>Z(?![^\W_])|(?:GMT|UTC)?\s?[+-]\d\d?(?::?\d\d)?(?!\d)|"
        + _ended(f"{spoken}|(?-i:{short})" if strict else f"{spoken}|{short}")
        + r")\)?)?"
    )
    chinese_half = r"(?P<part>" + _one_of(known.halves) + r")\s*"
    clock = (
        rf"(?:{chinese_half})?"
        r"(?P<hour>[0-2]?\d)\s?[:.h]\s?(?P<minute>[0-5]\d)(?!\d)(?:[:.](?P<second>[0-6]\d)(?:[.,]\d{1,9})?)?"
        r"(?:\s*(?P<half>[ap]\.?\s?m\b\.?))?"
        r"(?:\s*" + _ended(_one_of(known.after)) + r"\.?)?"
    )
    hour = r"(?P<only>[01]?\d)\s*(?P<half>[ap]\.?\s?m\b\.?)"
    before = r"(?:" + _ended(_one_of(known.before)) + r"\s*|@\s*|T(?=\d))?"
    zone_first = (
        r"(?:(?P<zone>" + _one_of(name for name in known.named if not name.isascii()) + r")\s*[:：]?\s*)?"
    )
    time = rf"(?:{_BETWEEN}{zone_first}{before}{clock}{offset})?"
    on = r"(?:(?:" + _ended(_one_of(known.on)) + r")\s+)?"
    # Both clocks of "11:48 GMT (19:48 HKT)": the first counts.
    twin = r"(?:\s*\([^()]{4,20}\))?"
    of = r"(?:\s+of|\s+de|\s+del)?"
    return (
        # 2026-01-15, 2026/1/15, 2026-01-15T11:48:30.5+08:00
        rf"{_YEAR}(?P<mark>[-/.]){_NUMBERED}(?P=mark)(?P<day>[0-3]?\d)(?!\d){time}",
        # January 15, 2026 11:48 PM; Thu Jan 15 2026 11:48:30 GMT+0800 (China Standard Time)
        rf"{weekday}{month}\s*{_DAY},?\s+{_YEAR}(?!\d){behind}{time}(?:\s\([\w ]{{4,40}}\))?",
        # January 15, 2026, 11 p.m. ET
        rf"{weekday}{month}\s*{_DAY},?\s+{_YEAR}{_BETWEEN}{before}{hour}{offset}",
        # Thu 15 Jan 2026 11.48 GMT; 15. Januar 2026 um 11.48 Uhr; 15 de enero de 2026; 15th of January 2026
        rf"{weekday}{_DAY}{of}[\s-]*{month}{of}[\s,-]+{_YEAR}(?!\d){behind}{time}",
        # 2026 Jan 15; 2026, January 15
        rf"{_YEAR}{_GAP}{month}\s*{_DAY}(?!\d){time}",
        # 11:48, 15 January 2026; 11:48 PM on Thursday 15 January 2026
        rf"{clock}{offset}{twin}{_BETWEEN}{on}{weekday}{_DAY}{of}\s+{month}{of},?\s+{_YEAR}(?!\d)",
        # 11:48 EST, January 15, 2026
        rf"{clock}{offset}{twin}{_BETWEEN}{on}{weekday}{month}\s+{_DAY},?\s+{_YEAR}(?!\d)",
        # 1148 GMT (1948 HKT) January 15, 2026
        rf"(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)\s(?P<offset>GMT|UTC){twin}{_BETWEEN}{weekday}{month}\s+{_DAY},?\s+{_YEAR}(?!\d)",
        # 11:48 2026-01-15
        rf"{clock}{offset}{_BETWEEN}{_YEAR}(?P<mark>[-/.]){_NUMBERED}(?P=mark)(?P<day>[0-3]?\d)(?!\d)",
        # Thu Jan 15 11:48:30 +0800 2026
        rf"{weekday}{month}\s+{_DAY}\s+{clock}{offset}\s+{_YEAR}(?!\d)",
        # 2026年1月15日 星期四 下午11:48
        rf"{zone_first.replace('zone', 'front')}{_YEAR}\s*年\s*{_NUMBERED}\s*月\s*(?P<day>[0-3]?\d)\s*日"
        rf"(?:\s*[(]?(?:星期|周|礼拜|週)[一二三四五六日天][)]?)?{time}",
        # 15.1.2026 um 11.48 Uhr: German says the order itself
        rf"{weekday}(?P<day>[0-3]?\d)\.\s?{_NUMBERED}\.\s?{_YEAR}[\s,–|-]+(?:um\s+)?"
        r"(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)\s*Uhr\b",
        # 15/01/2026 11:48: only where the order is declared or the numbers leave one reading
        rf"{weekday}(?P<first>[0-3]?\d)(?P<mark>[/.-])(?P<other>[0-3]?\d)(?P=mark){_YEAR}(?!\d){time}",
        # 11:48, 15/01/2026
        rf"{clock}{offset}{_BETWEEN}{on}(?P<first>[0-3]?\d)(?P<mark>[/.-])(?P<other>[0-3]?\d)(?P=mark){_YEAR}(?!\d)",
    )


# Forms of machines, which stand alone and would be mere numbers inside a line.
_MACHINE = (
    r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)"
    r"(?:[T ]?(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<offset>Z|[+-]\d\d:?\d\d)?)?",
    r"(?P<year>(?:19|20)\d\d)-?W(?P<week>[0-5]\d)-?(?P<weekday>[1-7])",
    r"(?P<year>(?:19|20)\d\d)-(?P<ordinal>[0-3]\d\d)",
)


@cache
def whole() -> tuple[re.Pattern[str], ...]:
    """Return the forms that a whole value may have."""
    return tuple(re.compile(form, re.IGNORECASE) for form in (*_dates(False), *_MACHINE))


@cache
def inner() -> tuple[re.Pattern[str], ...]:
    """Return the forms that are looked for inside a line."""
    return tuple(re.compile(r"(?<![\d/])(?<!\d[.:-])" + form, re.IGNORECASE) for form in _dates(True))


_DASHES = str.maketrans("‐‑−", "---")
_CHINESE = re.compile(r"[〇○零一二三四五六七八九十廿卅]{1,4}(?=\s*[年月日号號时時点點分秒])")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})\s*[时時点點]\s*(?:(?P<half>半)|(?P<quarter>一刻|三刻)|(?P<minute>\d{1,2})\s*分(?:\s*(?P<second>\d{1,2})\s*秒)?|整)?"
)
_NUMERALS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


def plain(text: str) -> str:
    """Return a text with wide digits, Chinese numerals and Chinese clock times as plain ones, spaces single.

    >>> plain("二〇二六年一月十五日下午三点半"), plain("２０２６年１月１５日 8时5分")
    ('2026年1月15日下午3:30', '2026年1月15日 8:05')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_DASHES)
        if "月" in text:
            text = _CHINESE.sub(lambda found: _number(found.group()), text)
            text = text.replace("号", "日").replace("號", "日")
            text = _CLOCK.sub(_digits, text)
    if ":" in text:
        text = _RUN_ON.sub(r"\g<0> ", text)
    return " ".join(text.split())


# "September 1, 202310:35 AM": pages copied without the space between day and time.
_RUN_ON = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\d{1,2}:\d\d)")


def _digits(found: re.Match[str]) -> str:
    minute = found["minute"] or (
        "30" if found["half"] else {"一刻": "15", "三刻": "45"}.get(found["quarter"] or "", "00")
    )
    return f"{found['hour']}:{int(minute):02d}" + (f":{int(found['second']):02d}" if found["second"] else "")


def _number(signs: str) -> str:
    """Return Chinese numerals as digits: 二〇二六 sign by sign, 十五 and 廿三 by tens."""
    if len(signs) == 4 and not set(signs) & set("十廿卅"):
        return "".join(str(_NUMERALS[sign]) for sign in signs)
    signs = signs.replace("廿", "二十").replace("卅", "三十").replace("○", "〇")
    tens, ten, ones = signs.rpartition("十")
    if not set(tens + ones) <= set(_NUMERALS) or len(tens) > 1 or len(ones) > 1:
        return signs
    return str((_NUMERALS[tens] if tens else 1) * 10 * bool(ten) + (_NUMERALS[ones] if ones else 0))
