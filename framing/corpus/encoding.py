"""From bytes to text without silent damage: what is declared is tried strictly, and a guess is logged.

General detectors read short news text as exotic code pages, so the guess here is among the few encodings in
which saved news really comes, each with evidence of its own. What was decoded wrongly before it was saved is
mended elsewhere (``mojibake.py``).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from functools import partial

from framing.corpus.records import Note
from framing.plugins import toml

# Text that was decoded with the wrong table and saved again: mended where it is bad, and nowhere else.

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
_MARKS_MOJIBAKE = frozenset("™®©§²³")
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
    for pattern, sign in ((_LOST, "”"), (_SPACE, "")):
        line, more = pattern.subn(sign, line)
        count += more
    line = _FLAT.sub(lambda found: _WHOLE[found[1] or found[2]], line)
    runs = _runs(line)
    sure = count > 0 or any(_is_sure(line, start, units) for start, _, units in runs)
    parts, at = [], 0
    for start, end, units in runs if sure else ():
        # What a single unit means may be of no script around it: one ideograph inside a word.
        odd = len(units) == 1 and _script(units[0][1]) not in ("", "latin")
        strange = odd and any(map(str.isalpha, line[start - 1 : start] + line[end : end + 1]))
        if not strange or _is_sure(line, start, units):
            parts += [line[at:start], *(text for _, text in units)]
            at, count = end, count + 1
    line = "".join([*parts, line[at:]])
    if count:
        line, more = _LONE_A.subn(lambda found: "à " if " " in found.group() else "à", line)
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
    sign = (
        byte in _SIGNS
        or (byte == 0x80 and after.lstrip()[:1].isdigit())
        or (byte == 0x85 and before.isalnum())
        or (byte == 0x99 and before.isalpha() > after.isalpha())
    )
    letter = byte in _LETTERS_MOJIBAKE and (before.isalpha() or after.isalpha())
    return bytes([byte]).decode("cp1252") if sign or letter else None


_SIGNS = (0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97)
_LETTERS_MOJIBAKE = (0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F)
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
    alike = len(scripts) == 1 if scripts else all(len(unit) > 2 for unit, _ in units)
    if row and alike and scripts != {"latin"}:
        return True
    return any(
        _is_sure_alone(line[start - 1 : start] if place == 0 else "", unit, char)
        for place, (unit, char) in enumerate(units)
    )


def _is_sure_alone(before: str, unit: str, char: str) -> bool:
    lead, behind = unit[0], unit[1:]
    if any("\u0080" <= part <= "\u009f" for part in behind):
        return True
    if before.islower() and lead.isupper():
        return _script(char) in ("", "latin")
    if unit == "Â\u00a0":
        return True
    if len(unit) == 2:
        # What a control becomes: bytes of Windows-1252 taken for Latin-1, then saved.
        second = lead == "Â" and behind in _CP1252_SIGNS
        usual = lead in _USUAL and (lead in "ÂÃ" or behind not in _MARKS_MOJIBAKE)
        return not second and usual and _unnatural(unit)
    if len(unit) == 3:
        return lead in "âï" and _script(char) == "" and _unnatural(unit)
    return _unnatural(unit)


def _unnatural(unit: str) -> bool:
    return not _NATURAL.issuperset(unit[1:])


def _script(char: str) -> str:
    """Return the script of a letter, coarsely; signs have none."""
    if not char.isalpha():
        return ""
    code = ord(char)
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return "latin"
    return "han" if 0x2E80 <= code < 0xA000 or 0xAC00 <= code < 0xD7B0 else str(code >> 8)


# Which of the few encodings of saved news some bytes are in, judged by what their characters would be.

#: Encodings that are guessed at; the first of those that are equally likely is taken.
CANDIDATES = ("cp1252", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "mac_roman")
#: From here on a text looks as one in its encoding does.
LIKELY = 0.7
#: The share of characters that may be damaged before the encoding is in doubt.
DAMAGE = 0.02
# The commonest characters of each script: a fifth to a half of any text, nearly none of one misread.
_COMMON: dict[str, frozenset[str]] = {
    name: frozenset(letters) for name, letters in toml(__package__, "lists")["encoding"]["common"].items()
}
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


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What browsers read under these names: the wider set that contains the declared one.
_WIDER: dict[str, str] = {
    name: wider
    for wider, names in toml(__package__, "lists")["encoding"]["wider"].items()
    for name in names.split()
}
_DECLARED = re.compile(
    rb"""<meta\b[^<>]{0,200}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})"""
    rb"""|<\?xml\b[^<>]{0,100}?\bencoding\s*=\s*["']\s*([A-Za-z0-9_.:-]{2,30})"""
    rb"""|^[^\n]{0,40}\b(?:charset|coding)\s*[=:]\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""",
    re.I,
)


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, tuple[Note, ...]]:
    """Return the text of some bytes and what had to be decided to get it.

    Order: byte-order mark; UTF-16 without one, if every other byte is zero; strict
    UTF-8; `declared`; the encoding the text declares for itself; then a guess among
    `CANDIDATES` and UTF-16, by their commonest characters. What is declared is not believed
    where the text it gives is no text and another is. Bytes that no encoding explains become U+FFFD
    and are counted.

    Parameters
    ----------
    data : bytes
    declared : str, optional
        The encoding that the server stated which sent the text; it counts as what the text declares.

    Returns
    -------
    str
        Without byte-order mark.
    tuple of Note
        Empty where nothing was decided.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            order = "" if name == "utf-8" else "-le" if mark[0] == 0xFF else "-be"
            return _replacing(data[len(mark) :], f"{name}{order}")
    if b"\x00" in data[:4000] and (wide := _utf16(data)):
        return wide
    declared = declared if declared and known(declared) else _declared(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, declared)
    if declared and _read_as(declared) != "utf-8" and not text.isascii():
        note = Note("repaired", "declared_encoding", f"declares {declared} but is UTF-8; read as UTF-8")
        return text, (note,)
    return text, ()


def is_binary(head: bytes) -> bool:
    """Say whether the first bytes of a file can't be text in any encoding read here.

    >>> is_binary(b"\\x89PNG\\r\\n\\x1a\\n\\x00\\x00"), is_binary("Ça va".encode("cp1252"))
    (True, False)
    """
    marked = head.startswith(tuple(mark for mark, _ in _BOMS))
    return not marked and _controls(head) and utf16(head) is None


def _controls(data: bytes) -> bool:
    """Say whether bytes hold more controls than text in any encoding of one or more single bytes has."""
    return len(data) - len(data.translate(None, _CONTROLS)) > len(data) // 50


_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def known(name: str) -> bool:
    """Say whether an encoding's name is one that `decode` can read.

    >>> known("gb2312"), known("harbour-8")
    (True, False)
    """
    try:
        codecs.lookup(_read_as(name))
    except (LookupError, ValueError):
        return False
    return True


def _read_as(name: str) -> str:
    name = name.strip().lower()
    return _WIDER.get(name, name)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    name = next(group for group in found.groups() if group).decode("ascii").lower()
    return name if known(name) and not name.startswith(("utf-16", "utf-32", "ucs")) else None


def _replacing(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    """Decode what is certainly in an encoding; what is damaged is counted."""
    text = data.decode(name, "replace")
    lost = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if name == "utf-8" else 0)
    if "\ufffd" not in text or lost <= 0:
        return text, ()
    return text, (_lost(lost, f"not {name}"),)


def _lost(count: int, why: str) -> Note:
    said = "1 byte or row of bytes is" if count == 1 else f"{count:,} bytes or rows of bytes are"
    stand = "it stands" if count == 1 else "they stand"
    return Note("repaired", "bad_bytes", f"{said} {why}; {stand} as U+FFFD")


def _utf16(data: bytes) -> tuple[str, tuple[Note, ...]] | None:
    order, text = utf16(data) or ("", "")
    if not order:
        return None
    notes = [Note("guessed", "encoding", f"no byte-order mark; read as {order}")]
    if "\ufffd" in text:
        notes.append(_lost(text.count("\ufffd"), f"not {order}"))
    return text, tuple(notes)


def _legacy(data: bytes, declared: str | None) -> tuple[str, tuple[Note, ...]]:
    """Decode what is no UTF-8 as it stands."""
    if _controls(data[:4000]) and (wide := _utf16(data)):
        return wide
    mixed = _mostly_utf8(data)
    if mixed is not None:
        return mixed
    likely = likelihoods(data)
    best = max(likely, key=lambda name: likely[name], default=None)
    best = best if best and likely[best] >= LIKELY else None
    name = _read_as(declared) if declared else "utf-8"
    text, lost = damaged(data, name) if name != "utf-8" else ("", 1)
    # Said, but no text in it: Chinese bytes under a western name, or the other way round.
    wrong = best and likely.get(name, LIKELY) < min(LIKELY, likely[best] - 0.2)
    if lost <= DAMAGE * len(text) and not wrong:
        note = Note("repaired", "declared_encoding", f"not UTF-8; read as {name}")
    elif not best:
        text = data.decode("utf-8", "replace")
        return text, (_lost(text.count("\ufffd"), "in no encoding known here"),)
    else:
        name, (text, lost) = best, damaged(data, best)
        said = f"declares {declared} but is not that" if declared else "not UTF-8"
        note = Note("guessed", "encoding", f"{said}; read as {best}")
    return text, (note, _lost(lost, f"not {name}")) if lost else (note,)


def _mostly_utf8(data: bytes) -> tuple[str, tuple[Note, ...]] | None:
    """Read text that is UTF-8 but for a few bytes: some of Windows-1252 amid it, or damaged ones."""
    text = _BROKEN.sub("\ufffd", data.decode("utf-8", "surrogateescape"))
    bad = len(_ESCAPED.findall(text))
    good = len(_HIGH.findall(text)) - bad
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    # Text of which only the start was kept may end inside a character.
    cut = bad == 0 and broken == 1 and text.endswith("\ufffd")
    if good - broken < 5 * (bad + broken) and not (cut and good > 1):
        return None
    western = 0

    def one(found: re.Match[str]) -> str:
        nonlocal western
        byte = ord(found.group()) - 0xDC00
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        sign = byte < 0xA0 and byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
        letter = byte >= 0xC0 and (
            (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
        )
        if not (sign or letter):
            return "\ufffd"
        western += 1
        return bytes([byte]).decode("cp1252")

    whole = _ESCAPED.sub(one, text)
    notes = []
    if western:
        said = "1 byte was" if western == 1 else f"{western:,} bytes were"
        notes.append(Note("repaired", "mixed_encoding", f"{said} Windows-1252 amid UTF-8; read as such"))
    if bad - western + broken:
        notes.append(_lost(bad - western + broken, "not UTF-8"))
    return whole, tuple(notes)


_ESCAPED = re.compile("[\udc80-\udcff]")
# A character of three or four bytes of which not all are there: one loss, not one a byte.
_BROKEN = re.compile("[\udce0-\udcf4][\udc80-\udcbf]{1,2}|[\udcc2-\udcf4]\\Z")
