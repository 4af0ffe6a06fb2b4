"""Which of the few encodings of saved news some bytes are in, judged by what their characters would be.

Only what is declared by nobody comes here. General detectors read short news text as exotic code pages;
these candidates are few, and each has to make text of the bytes.
"""

from __future__ import annotations

import re

__all__ = ["CANDIDATES", "DAMAGE", "LIKELY", "damaged", "likelihoods", "utf16"]

#: Encodings that are guessed at; the first of those that are equally likely is taken.
CANDIDATES = ("cp1252", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "mac_roman")
#: From here on a text looks as one in its encoding does.
LIKELY = 0.7
#: The share of characters that may be damaged before the encoding is in doubt.
DAMAGE = 0.02
# The commonest characters of each script: a fifth to a half of any text, nearly none of one misread.
_BOTH = "的一是不在了有人和中大上年出成行到作工要以多同美市部公全民生日加地方我他本三高前主新明理重化第平此水"
_COMMON = {
    "gb18030": frozenset(
        _BOTH + "国为个会时发经这对家学业进后说来现关资应论万东义无开产电长气门问战动实点将"
    ),
    "big5hkscs": frozenset(
        _BOTH + "國為個會時發經這對家學業進後說來現關資應論萬東義無開產電長氣門問戰動實點將"
    ),
    "cp932": frozenset("のにはをたがでとしてれさいなっるもからことあすまんくりきだ日年人国者大会発事一"),
    "cp949": frozenset("이다는의에을가고하지한를은로기도사인그서대자있어리정나시라부일해수과했으들전제"),
}
_COMMON["euc_jp"] = _COMMON["cp932"]
_ANY = frozenset().union(*_COMMON.values())
_LETTER = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_LETTERS = re.compile(f"[{_LETTER}]")
_HIGH = re.compile(r"[^\x00-\x7f]")
# What is typed in western text: marks, currencies, letters of the western alphabets.
_TYPED = "\u00a0\u00a1\u00a3\u00a5\u00a7\u00a9-\u00ab\u00ae\u00b0-\u00b3\u00b7\u00ba-\u00d6\u00d8-\u00f6\u00f8-\u017f"  # noqa: E501
_MARKS = "\u2010-\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2122"
_EAST = f"{_LETTER}\u3000-\u303f\uff00-\uff65"
# A letter of the east with none beside it, or anything that is typed in neither.
_ODD_EAST = re.compile(
    f"(?<![{_EAST}{_MARKS}])[{_LETTER}](?![{_EAST}{_MARKS}])|[^\x00-\x7f{_TYPED}{_MARKS}{_EAST}]"
)
# Read as western, eastern text has rows of signs and capitals, and its marks are two signs each.
_ODD_WEST = re.compile(
    f"[^\x00-\x7f{_TYPED}{_MARKS}\u02c6\u02dc]|[\u00a1-\u00a8][\u00a0-\u00bf]|[\u00a1-\u024f]{{3,}}"
    "|(?<=[a-z])[ÀÂÃÐÑÒÓÔÕÉÈÊÇ](?=[a-z ,.]|$)|(?<= )[ÒÔÓÕ](?=[A-Za-z])|(?<=[a-z])[Žš](?=[a-z ,.]|$)"
)


def damaged(data: bytes, name: str) -> tuple[str, int]:
    """Return the text and how many places in it an encoding has no character for."""
    try:
        return data.decode(name), 0
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
        return text, text.count("\ufffd")
    except (LookupError, ValueError):
        return "", 1


def likelihoods(data: bytes) -> dict[str, float]:
    """Return how much each candidate makes text of some bytes, from 0 to 1; those that can't are left out.

    >>> best = likelihoods("两国总理在北京举行会谈。".encode("gb18030"))
    >>> max(best, key=best.get)
    'gb18030'
    """
    sample, found = data[:20_000], {}
    for name in CANDIDATES:
        text, lost = damaged(sample, name)
        if lost <= 1 + DAMAGE * len(text):
            found[name] = _west(text, name) if name in ("cp1252", "mac_roman") else _east(text, name)
    return found


def _east(text: str, name: str) -> float:
    high, letters = len(_HIGH.findall(text)), _LETTERS.findall(text)
    if not high:
        return 0.0
    fit = 1.0 - len(_ODD_EAST.findall(text)) / high
    if len(letters) >= 12:
        # A text of so many letters has some of the commonest.
        fit *= min(1.0, _share(letters, _COMMON[name]) / 0.12)
    elif letters:
        fit *= 0.9
    return max(0.0, fit)


def _west(text: str, name: str) -> float:
    high = len(_HIGH.findall(text))
    if not high:
        return 0.0
    odd = sum(len(found.group()) for found in _ODD_WEST.finditer(text))
    # Mac Roman is rare: it has to be better, not as good.
    return max(0.0, 1.0 - odd / high) * (0.95 if name == "mac_roman" else 1.0)


def _share(letters: list[str], common: frozenset[str]) -> float:
    return sum(map(common.__contains__, letters)) / len(letters)


def utf16(data: bytes) -> tuple[str, str] | None:
    """Return the order of bytes and the text of UTF-16 without a mark, or None if it is something else.

    Latin text has a zero in every second byte and only there; eastern text is known by its commonest letters.
    """
    for order in ("utf-16-le", "utf-16-be"):
        first = 0 if order.endswith("le") else 1
        low, high = data[first:4000:2], data[1 - first : 4000 : 2]
        if not high or low.count(0) > 0.2 * len(low):
            continue
        text = data[: len(data) // 2 * 2].decode(order, "replace")
        shown = text[:2000]
        letters = _LETTERS.findall(shown)
        eastern = len(letters) > 0.5 * len(shown) and _share(letters, _ANY) > 0.12
        if _WRITTEN.match(shown) and (high.count(0) > 0.5 * len(high) or eastern):
            return order, data.decode(order, "replace")
    return None


# ASCII, western, Greek and Cyrillic letters, marks, eastern scripts: anything else is chance.
_WRITTEN = re.compile(
    "[\t\n\r\x20-\u052f\u2000-\u21ff\u2460-\u25ff\u3000-\ud7af\ud800-\udfff\uff00-\uffef\ufffd]*\\Z"
)
