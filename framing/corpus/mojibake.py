"""Text that was decoded with the wrong table and saved again: mended where it is bad, and nowhere else.

``â€™`` for an apostrophe, ``Ã©`` for é, ``ä¸­å›½`` for 中国. Each place is mended by taking its bytes back and
reading them as UTF-8, so no list of words is needed; quotation marks, curly or straight, stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial

__all__ = ["mend"]

_EMPTY = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
# What the bytes from 0x80 look like, read as Windows-1252 and as Latin-1, which has controls below 0xA0.
_CP1252 = {bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0x100) if byte not in _EMPTY}
_BYTE = {**{chr(byte): byte for byte in range(0x80, 0x100)}, **_CP1252}


def _seen(low: int, high: int) -> str:
    """Return what a range of bytes can look like, as the inside of a character class."""
    return "".join(sorted(char for char, byte in _BYTE.items() if low <= byte <= high)).replace("–", "\\–")


_NEXT = f"[{_seen(0x80, 0xBF)}]"
# One character of UTF-8, seen as two, three or four.
_UNIT = f"[{_seen(0xC2, 0xDF)}]{_NEXT}|[{_seen(0xE0, 0xEF)}]{_NEXT}{{2}}|[{_seen(0xF0, 0xF4)}]{_NEXT}{{3}}"
_UNITS = re.compile(_UNIT)
# Other tables by which UTF-8 was misread: Mac Roman, GB18030, the old DOS table.
_OTHERS = (
    (re.compile("‚Ä[\u0080-\u2265]|[¬√][\u0080-\u25ca]"), "mac_roman", "‚Ä"),
    (re.compile("[\u4e00-\u9fff]*鈥[\u4e00-\u9fff\ue000-\uf8ff]*"), "gb18030", "鈥"),
    (re.compile("ΓÇ[\u00a0-\u25a0]|├[\u00a0-\u25a0]"), "cp437", "ΓÇ"),
)
_HINT = re.compile(f"[\u00c2-\u00f4]{_NEXT}|[\u0080-\u009f]|‚Ä|鈥|ΓÇ|Â(?= |$)", re.M)
_FIRST = (*map(chr, range(0x80, 0xA0)), *map(chr, range(0xC2, 0xF5)), "‚", "鈥", "Γ")
# What good text, too, has behind a letter: alone these show nothing.
_NATURAL = frozenset("’‘“”…–—»«‹›\u00a0°ªº")
_MARKS = frozenset("™®©§²³")
# Letters that begin what western, Greek and Cyrillic letters look like; other capitals begin rare signs.
_USUAL = frozenset("ÂÃÄÅ")
# The last byte of a closing quotation mark has no place in Windows-1252, and is often lost.
_LOST = re.compile("â€(?:\ufffd|\\?(?=[ \t]|$)|(?=[ \t.,;:!?)\\]]|$))|(?<=\\S)鈥\\?(?=[ \t]|$)", re.M)
# A no-break space that became Â and a plain space; à, whose second byte is one, the same way.
_SPACE = re.compile("(?<=[a-zß-ÿ0-9.,;:!?\"'”’)%])Â(?= |$)", re.M)
_LONE_A = re.compile("(?<![^\\W\\d_])Ã  ?(?=\\w)|(?<=[a-z])Ã(?= )")
# Second bytes that compatibility forms took apart: ¨ became a space and a combining mark.
_FLAT = re.compile("(?<=[ÃÂ]) ([\u0301\u0304\u0308\u0327])|(?<=Ã\u0083Â)([oa])")
_WHOLE = {"\u0301": "´", "\u0304": "¯", "\u0308": "¨", "\u0327": "¸", "o": "º", "a": "ª"}
# Signs whose first byte was lost, or which Latin-1 made controls of.
_CONTROL = re.compile("\u0080[\u0080-\u009f–—‘’“”…]|[\u0080-\u009f]")
_LINE = re.compile("[^\n]+")
#: How often a text may have been saved wrongly one upon the other.
_ROUNDS = 4


def mend(text: str) -> tuple[str, int]:
    """Return a text with what was encoded twice mended, and how many places that were.

    A place counts where its characters can't stand so in good text; one that
    can (a capital before a closing quotation mark) only where the same line
    has others that can't.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        The same object where there is nothing to mend.
    int

    Examples
    --------
    >>> mend("Marlowâ€™s cafÃ© is open")
    ('Marlow’s café is open', 2)
    >>> mend("“Ma” – l’été, 5 €, ŠKODA, «NÃO», ¡Olé!")[1]
    0
    """
    # To ask for each first character is ten times as fast as to search for them all.
    if text.isascii() or not any(map(text.__contains__, _FIRST)) or not _HINT.search(text):
        return text, 0
    first = 0
    for number in range(_ROUNDS):
        counted = 0

        def line(found: re.Match[str]) -> str:
            nonlocal counted
            if found.group().isascii():
                return found.group()
            mended, count = _line(found.group())
            counted += count
            return mended

        text = _LINE.sub(line, text)
        # What a second round mends are the same places, saved wrongly twice.
        first = first if number else counted
        if not counted:
            break
    return text, first


def _line(line: str) -> tuple[str, int]:
    if not _HINT.search(line):
        return line, 0
    before, count = line, 0
    for pattern, table, mark in _OTHERS:
        if mark in line:
            line, more = _counted(pattern, partial(_back, table), line)
            count += more
    line, more = _counted(_LOST, lambda found: "”", line)
    count += more
    line, more = _counted(_SPACE, lambda found: "", line)
    count += more
    line = _FLAT.sub(lambda found: _WHOLE[found[1] or found[2]], line)
    runs = _runs(line)
    sure = count > 0 or any(_is_sure(line, start, units) for start, _, units in runs)
    parts, at = [], 0
    for start, end, units in runs:
        if sure and (_is_sure(line, start, units) or not _is_strange(line, start, end, units)):
            parts += [line[at:start], *(text for _, text in units)]
            at, count = end, count + 1
    line = "".join([*parts, line[at:]])
    if count:
        line, more = _counted(_LONE_A, lambda found: "à " if " " in found.group() else "à", line)
        count += more
    # Bytes of Windows-1252 read as Latin-1: what is left of them once the rest is whole.
    line, more = _counted(_CONTROL, _control, line)
    count += more
    return (line, count) if line != before else (before, 0)


def _counted(
    pattern: re.Pattern[str], new: Callable[[re.Match[str]], str | None], line: str
) -> tuple[str, int]:
    count = 0

    def swap(found: re.Match[str]) -> str:
        nonlocal count
        text = new(found)
        if text is None or text == found.group():
            return found.group()
        count += 1
        return text

    return pattern.sub(swap, line), count


def _back(table: str, found: re.Match[str]) -> str | None:
    """Return what some characters were before they were read by a table, or None if they weren't UTF-8."""
    try:
        return found.group().encode(table).decode("utf-8")
    except UnicodeError:
        return None


def _control(found: re.Match[str]) -> str | None:
    """Return the sign of Windows-1252 that a control stands for, where that can stand there."""
    shown, text = found.group(), found.string
    if len(shown) == 2:
        return _meant(f"â{shown}") if shown[1] < "\u00a0" else shown[1]
    byte, before, after = ord(shown), text[: found.start()][-1:], text[found.end() :][:1]
    if (
        byte in _SIGNS
        or (byte == 0x80 and after.lstrip()[:1].isdigit())
        or (byte == 0x85 and before.isalnum())
    ):
        return bytes([byte]).decode("cp1252")
    if (byte in _LETTERS and (before.isalpha() or after.isalpha())) or (
        byte == 0x99 and before.isalpha() > after.isalpha()
    ):
        return bytes([byte]).decode("cp1252")
    return None


_SIGNS = (0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97)
_LETTERS = (0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F)
_Unit = tuple[str, str]


def _runs(line: str) -> list[tuple[int, int, list[_Unit]]]:
    """Return the rows of units with nothing between them: start, end, and each unit with its meaning."""
    rows: list[tuple[int, int, list[_Unit]]] = []
    for found in _UNITS.finditer(line):
        meant = _meant(found.group())
        if meant is None:
            continue
        unit = (found.group(), meant)
        if rows and rows[-1][1] == found.start():
            rows[-1] = (rows[-1][0], found.end(), [*rows[-1][2], unit])
        else:
            rows.append((found.start(), found.end(), [unit]))
    return rows


def _meant(unit: str) -> str | None:
    """Return the character that a unit was, or None if it can have been none that is written."""
    try:
        char = bytes(map(_BYTE.__getitem__, unit)).decode("utf-8")
    except UnicodeError:
        return None
    if "\u0080" <= char <= "\u009f":
        return _CP1252_OF.get(char, char)
    return None if unicodedata.category(char) in ("Cn", "Co", "Cs", "Cc") else char


_CP1252_OF = {chr(byte): shown for shown, byte in _CP1252.items() if byte < 0xA0}
_CP1252_SIGNS = frozenset(_CP1252_OF.values())


def _is_sure(line: str, start: int, units: list[_Unit]) -> bool:
    """Say whether a row of units can't stand so in good text."""
    scripts = {_script(char) for _, char in units} - {""}
    row = len(units) > 1 and any(_unnatural(unit) for unit, _ in units)
    # Western letters in a row prove nothing as a row: capitals before marks may look so.
    if (
        row
        and (len(scripts) == 1 if scripts else all(len(unit) > 2 for unit, _ in units))
        and scripts != {"latin"}
    ):
        return True
    return any(_is_sure_alone(line, start, unit, char) for unit, char in units[:1]) or any(
        _is_sure_alone("", 0, unit, char) for unit, char in units[1:]
    )


def _is_sure_alone(line: str, start: int, unit: str, char: str) -> bool:
    lead, behind = unit[0], unit[1:]
    if any("\u0080" <= part <= "\u009f" for part in behind):
        return True
    before = line[start - 1 : start]
    if before.islower() and lead.isupper():
        return _script(char) in ("", "latin")
    if unit == "Â\u00a0":
        return True
    if len(unit) == 2:
        return (
            not _is_second(unit)
            and lead in _USUAL
            and _unnatural(unit)
            and (lead in "ÂÃ" or behind not in _MARKS)
        )
    if len(unit) == 3:
        return lead in "âï" and _script(char) == "" and _unnatural(unit)
    return _unnatural(unit)


def _is_second(unit: str) -> bool:
    """Say whether a unit is what a control becomes: bytes of Windows-1252 taken for Latin-1, then saved."""
    return unit[0] == "Â" and unit[1:] in _CP1252_SIGNS


def _unnatural(unit: str) -> bool:
    return not _NATURAL.issuperset(unit[1:])


def _is_strange(line: str, start: int, end: int, units: list[_Unit]) -> bool:
    """Say whether what a row of units means is of no script around it: one ideograph inside a word."""
    around = line[start - 1 : start] + line[end : end + 1]
    return len(units) == 1 and _script(units[0][1]) not in ("", "latin") and any(map(str.isalpha, around))


def _script(char: str) -> str:
    """Return the script of a letter, coarsely; signs have none."""
    if not char.isalpha():
        return ""
    code = ord(char)
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return "latin"
    return "han" if 0x2E80 <= code < 0xA000 or 0xAC00 <= code < 0xD7B0 else str(code >> 8)
