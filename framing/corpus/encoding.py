"""From bytes to text without silent damage: what is declared is tried strictly, and a guess is logged.

General detectors read short news text as exotic code pages, so the guess here is among the few encodings in
which saved news really comes, each with evidence of its own. What was decoded wrongly before it was saved is
mended elsewhere (``mojibake.py``).
"""

from __future__ import annotations

import codecs
import re

from framing.corpus import charsets
from framing.corpus.charsets import DAMAGE, LIKELY
from framing.corpus.records import Note

__all__ = ["decode", "is_binary", "known"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What browsers read under these names: the wider set that contains the declared one.
_WIDER = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "windows-1252", "cp1252", "x-cp1252", "ansi"),
        "cp1252",
    ),
    **dict.fromkeys(("ascii", "us-ascii", "utf8", "unicode-1-1-utf-8", "utf-8-sig"), "utf-8"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "korean", "windows-949"), "cp949"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "x-x-big5"), "big5hkscs"),
    "iso-8859-9": "cp1254",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
}
_DECLARED = re.compile(
    rb"""<meta\b[^<>]{0,200}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})"""
    rb"""|<\?xml\b[^<>]{0,100}?\bencoding\s*=\s*["']\s*([A-Za-z0-9_.:-]{2,30})"""
    rb"""|^[^\n]{0,40}\b(?:charset|coding)\s*[=:]\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""",
    re.I,
)
_HIGH = re.compile(r"[^\x00-\x7f]")


def decode(
    data: bytes, *, hint: str | None = None, declared: str | None = None
) -> tuple[str, tuple[Note, ...]]:
    """Return the text of some bytes and what had to be decided to get it.

    Order: byte-order mark; UTF-16 without one, if every other byte is zero; strict
    UTF-8; `declared`; the encoding the text declares for itself; `hint`; then a guess among
    `charsets.CANDIDATES` and UTF-16, by their commonest characters. What is declared or
    hinted is not believed where the text it gives is no text and another is. Bytes
    that no encoding explains become U+FFFD and are counted.

    Parameters
    ----------
    data : bytes
    hint : str, optional
        An encoding known from elsewhere, such as the outlet's.
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
            return _replacing(data[len(mark) :], name if name == "utf-8" else _order(name, mark))
    if b"\x00" in data[:4000] and (wide := _utf16(data)):
        return wide
    declared = declared if declared and known(declared) else _declared(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, declared, hint)
    if declared and _read_as(declared) != "utf-8" and not text.isascii():
        note = Note("repaired", "declared_encoding", f"declares {declared} but is UTF-8; read as UTF-8")
        return text, (note,)
    return text, ()


def is_binary(head: bytes) -> bool:
    """Say whether the first bytes of a file can't be text in any encoding read here.

    >>> is_binary(b"\\x89PNG\\r\\n\\x1a\\n\\x00\\x00"), is_binary("Ça va".encode("cp1252"))
    (True, False)
    """
    if head.startswith(tuple(mark for mark, _ in _BOMS)):
        return False
    return _controls(head) and charsets.utf16(head) is None


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


def _order(name: str, mark: bytes) -> str:
    return f"{name}-{'le' if mark[0] == 0xFF else 'be'}"


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
    found = charsets.utf16(data)
    if found is None:
        return None
    order, text = found
    notes = [Note("guessed", "encoding", f"no byte-order mark; read as {order}")]
    if "\ufffd" in text:
        notes.append(_lost(text.count("\ufffd"), f"not {order}"))
    return text, tuple(notes)


def _legacy(data: bytes, declared: str | None, hint: str | None) -> tuple[str, tuple[Note, ...]]:
    """Decode what is no UTF-8 as it stands."""
    if _controls(data[:4000]) and (wide := _utf16(data)):
        return wide
    mixed = _mostly_utf8(data)
    if mixed is not None:
        return mixed
    likely = charsets.likelihoods(data)
    best = max(likely, key=lambda name: likely[name], default=None)
    if best and likely[best] < LIKELY:
        best = None
    for wanted, rule in ((declared, "declared_encoding"), (hint, "hinted_encoding")):
        name = _read_as(wanted) if wanted else "utf-8"
        if name == "utf-8" or not known(name):
            continue
        text, lost = charsets.damaged(data, name)
        # Said, but no text in it: Chinese bytes under a western name, or the other way round.
        if lost > DAMAGE * len(text) or (best and likely.get(name, LIKELY) < min(LIKELY, likely[best] - 0.2)):
            continue
        note = Note("repaired", rule, f"not UTF-8; read as {name}")
        return text, (note, _lost(lost, f"not {name}")) if lost else (note,)
    said = f"declares {declared} but is not that" if declared else "not UTF-8"
    if best:
        text, lost = charsets.damaged(data, best)
        note = Note("guessed", "encoding", f"{said}; read as {best}")
        return text, (note, _lost(lost, f"not {best}")) if lost else (note,)
    text = data.decode("utf-8", "replace")
    return text, (_lost(text.count("\ufffd"), "in no encoding known here"),)


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
