"""What kind of line a line is: paragraph, label, stamp, byline, section. No outlet's rule stands here."""

from __future__ import annotations

import itertools
import re
import unicodedata

from framing.corpus import bylines, dates, mojibake
from framing.corpus.dates import Moment, Stamp

__all__ = [
    "bylined",
    "fold",
    "is_label",
    "is_prose",
    "is_section",
    "is_stamp",
    "letter",
    "named",
    "paired",
    "paragraphs",
    "repair",
    "short",
    "stamped",
    "words",
]

_END = tuple(".!?…。！？；;:：")
_CLOSING = "\"'”’»」』)）]"
_CLOSING_OR_SPACE = _CLOSING + " "
_CJK = re.compile(r"[\u4e00-\u9fff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u0000-\u0008\u000e-\u001f\u007f\u0080-\u009f]")
_BREAKS = re.compile("\r\n|[\r\v\f\u2028\u2029]")


def repair(text: str) -> tuple[str, int]:
    """Return text in NFC with one kind of line break, mended, no invisible characters; and their number.

    >>> repair("ad\\u00admin\\r\\nister")
    ('admin\\nister', 1)
    """
    if any(map(text.__contains__, "\r\v\f\u2028\u2029")):
        text = _BREAKS.sub("\n", text)
    count, before = 0, None
    text = unicodedata.normalize("NFC", text)
    while text != before:
        before = text
        # Mending comes first: the controls that Latin-1 makes of quotation marks are their last trace.
        text = mojibake.mend(text)[0]
        if _INVISIBLE.search(text):
            text, taken = _INVISIBLE.subn("", text)
            count += taken
        if text is not before:
            text = unicodedata.normalize("NFC", text)
    return text, count


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that hold something, stripped; lines wrapped to a width are joined first."""
    lines = text.split("\n")
    if len(lines) > 4 and _is_wrapped(lines):
        lines = " \n".join(line.strip() for line in lines).replace(" \n \n", "\n\n").split("\n\n")
        lines = [" ".join(line.split("\n")).replace("  ", " ") for line in lines]
    return [line for line in map(str.strip, lines) if line]


def _is_wrapped(lines: list[str]) -> bool:
    """Say whether line breaks stand where the next word no longer fitted, as in mail and old archives."""
    width = max(map(len, lines))
    if not 40 <= width <= 120:
        return False
    inner = full = 0
    for line, after in itertools.pairwise(lines):
        if line.strip() and after.strip():
            inner += 1
            full += len(line.rstrip()) + 1 + len(after.split(None, 1)[0]) > width - 12
    # Lines that end as sentences are short paragraphs, above all in Chinese, where a line is one long word.
    ended = sum(line.rstrip(_CLOSING_OR_SPACE).endswith(_END) for line in lines if line.strip())
    return inner >= 4 and full >= 0.85 * inner and ended < 0.7 * (inner + 1)


# In UTF-8 a Chinese character begins with one of these, and nothing else does that news prints.
_NO_HAN = bytes(byte for byte in range(256) if not 0xE4 <= byte <= 0xE9)


def words(line: str) -> int:
    """Return the number of words; two Chinese characters count as one."""
    if line.isascii():
        return len(line.split())
    return len(line.split()) + len(line.encode("utf-8", "replace").translate(None, _NO_HAN)) // 2


#: A text is measured against the words that a database states from this number on.
_STATED = 100
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def short(text: str, stated: object) -> str:
    """Say how many words a text has where that is fewer than half of those that a database states.

    Databases count each character of Chinese, Japanese and Korean, so whichever number is larger counts.

    Parameters
    ----------
    text : str
    stated : object
        Number of words; anything but an int, and one below a hundred, says nothing.

    Examples
    --------
    >>> short("They ended.", 312), short("They ended.", 3), short("They ended.", "many")
    ('the text has 2 of the 312 words that are stated', '', '')
    """
    if not isinstance(stated, int) or stated < _STATED:
        return ""
    count = max(len(text.split()), len(_SIGN.findall(text)))
    return f"the text has {count:,} of the {stated:,} words that are stated" if 2 * count < stated else ""


def is_label(line: str, most: int = 30) -> bool:
    """Say whether a line is what headlines and captions are: short, and not ended as a sentence is.

    >>> is_label("A turning point"), is_label("The talks ended."), is_label("'A turning point'")
    (True, False, True)
    """
    if len(line) > 220:
        return False
    bare = line.rstrip(_CLOSING_OR_SPACE)
    if bare.endswith((".", "。", "…", "；", ";")) and not bare.endswith(_ABBREVIATED):
        return False
    return words(line) <= most


_ABBREVIATED = ("U.S.", "U.K.", "U.N.", "E.U.", "Inc.", "Ltd.", "Jr.", "No.")


def is_prose(line: str) -> bool:
    """Say whether a line is a paragraph of the story: long, and ended as a sentence is.

    A question of one line may be a headline, so it has to be longer.
    """
    if len(line) < 70 and not (len(line) >= 28 and _CJK.search(line)):
        return False
    bare = line.rstrip(_CLOSING_OR_SPACE)
    return len(line) > 300 or (bare.endswith(_END) and (len(line) > 160 or not bare.endswith(("?", "!"))))


_SECTION = re.compile(r"[A-Z][A-Z&'’ -]{2,30}(?: ?[/>|»] ?[A-Z][A-Z&'’ -]{1,40}){1,3}")


def is_section(line: str) -> bool:
    """Say whether a line is a section as printed: capitals with a stroke between.

    >>> is_section("CHINA / DIPLOMACY"), is_section("China and Canada")
    (True, False)
    """
    return bool(_SECTION.fullmatch(" ".join(line.split())))


_DIGITS = re.compile(r"\d")


def stamped(line: str, local: str | None, order: str | None = None) -> Moment | None:
    """Return the first moment of a line that is nothing but a stamp, or None.

    >>> stamped("Published: Jan 15, 2026 11:48 PM", "Asia/Shanghai").precision
    'minute'
    >>> stamped("On Jan 15, 2026 the leaders of both countries met.", None) is None
    True
    """
    stamp = _stamp(line, local, order)
    return (stamp.published or stamp.updated) if stamp else None


def is_stamp(line: str, local: str | None, order: str | None = None) -> bool:
    """Say whether a line is nothing but a stamp, be it one of a day that can't be told from another.

    >>> is_stamp("Published: 03/04/2020", None), is_stamp("Chapter 03/04", None)
    (True, False)
    """
    return _stamp(line, local, order) is not None


def _stamp(line: str, local: str | None, order: str | None) -> Stamp | None:
    if len(line) > 140 or not _DIGITS.search(line):
        return None
    stamp = dates.stamped(line, local=local, order=order)
    return stamp if stamp and (stamp.published or stamp.updated or stamp.refused) else None


_BY = re.compile(
    r"(?:author of the article:?\s*|(?:story|words|reported|written) by:?\s*|by(?=[A-Z])|"
    r"by:?\s+|par\s+|von\s+|por\s+)"
    r"(?P<who>\S.{1,140})",
    re.I,
)
# "Ana Ruiz By Ana Ruiz": pages print the name beside the portrait and again.
_TWICE = re.compile(r"(?P<name>[A-ZÀ-Þ][\w.'’ -]{3,40}) By (?P<who>(?P=name).*)")


def bylined(line: str) -> str | None:
    """Return what follows "By" in a line that is a byline, or None.

    >>> bylined("By Ana Ruiz and Li Ma"), bylined("By Friday the talks had ended.")
    ('Ana Ruiz and Li Ma', None)
    >>> bylined("Ana Ruiz By Ana Ruiz Harbour News")
    'Ana Ruiz Harbour News'
    """
    if len(line) > 160:
        return None
    twice = _TWICE.fullmatch(line)
    if twice:
        return twice["who"]
    found = _BY.fullmatch(line)
    if not found or line.rstrip().endswith((".", "。", "!", "?")):
        return None
    who = found["who"]
    return who if _CJK.match(who) or _is_who(who) else None


_JOINING = frozenset(
    re.findall(
        r"\w+",
        "and of for the in at to a with de van von der bin al el la le da di du und et y editor "
        "reporter reporters correspondent correspondents writer writers columnist staff special contributor "
        "chief political senior",
    )
)


def _is_who(line: str) -> bool:
    """Say whether the words after "By" are names: capitals, but for joining words and roles."""
    parts = re.findall(r"[^\W\d_][\w.'’-]*", line)
    small = [part for part in parts if part[0].islower() and part not in _JOINING]
    return bool(parts) and parts[0][0].isupper() and not small and any(part[0].isupper() for part in parts)


_TITLED = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){1,4}")


def named(line: str) -> bool:
    """Say whether a line is only the name of a person or desk, with a role or a place behind it at most.

    >>> named("Ana Ruiz in Macao"), named("Ana Ruiz Diplomatic editor"), named("Ministers meet")
    (True, True, False)
    """
    if len(line) > 80 or line.rstrip().endswith("."):
        return False
    parts = bylines.parts(line)
    return bool(parts) and all(
        part.kind == "person" or (part.kind == "organisation" and _TITLED.fullmatch(part.text))
        for part in parts
    )


_BULLET = re.compile(r"(?:[-–•·▪◦*‣]|\d{1,2}[.)])\s+\S")


def letter(line: str, after: str | None, first: bool) -> str:
    """Return the letter of a paragraph: h subhead, l list item, else p.

    A subhead is short, not ended as a sentence, has a paragraph below it, and is not the first line.
    """
    if _BULLET.match(line):
        return "l"
    if (
        first
        or after is None
        or len(line) > 90
        or not is_label(line, 12)
        or line.endswith((",", "，", "—", "-"))
    ):
        return "p"
    if line[0].islower() or (line[0] in '"“' and line.rstrip()[-1] not in '"”'):
        return "p"
    return "h" if words(after) > words(line) and not is_label(after, 12) else "p"


_NO_WORD = re.compile(r"\W+")


_HALF = re.compile("[\ud800-\udfff]")


def paired(text: str) -> str:
    """Return a text in which halves of characters, as JSON may write them, are U+FFFD: no file can hold them.

    >>> paired("a" + chr(0xD83D) + "b") == "a" + chr(0xFFFD) + "b"
    True
    """
    return text if text.isascii() else _HALF.sub("\ufffd", text)


def fold(line: str) -> str:
    """Return a key under which a headline and its repetition are the same."""
    return _NO_WORD.sub(" ", line.casefold()).strip()
