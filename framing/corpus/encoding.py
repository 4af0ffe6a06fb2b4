"""From bytes to text without silent damage: what is declared is tried strictly, and a guess is logged.

General detectors read short news text as exotic code pages, so the guess
here is among the few encodings in which saved news really comes.
"""

from __future__ import annotations

import codecs
import re

from framing.corpus.records import Note

__all__ = ["decode", "is_binary"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What browsers read under these names: the wider set that contains the declared one.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "windows-1252": "cp1252",
}
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""")
_STRANGE = re.compile(r"[^\x00-\x7f]")
_HAN = r"\u4e00-\u9fff\u3000-\u303f\uff00-\uffef"
_TYPED = "\u00a0\u00a3\u00a7\u00a9\u00ab\u00b0\u00b7\u00bb\u00c0-\u017f\u2010-\u2026\u20ac\u2122"
# A Han character with no other beside it, or anything that is neither typed nor Han.
_UNLIKELY = re.compile(rf"(?<![{_HAN}])[{_HAN}](?![{_HAN}])|[^\x00-\x7f{_TYPED}{_HAN}]")


def decode(data: bytes, *, hint: str | None = None) -> tuple[str, tuple[Note, ...]]:
    """Return the text of some bytes and what had to be decided to get it.

    Order: byte-order mark, strict UTF-8, the encoding the text declares for
    itself, `hint`, then a guess among GB18030 and Windows-1252. Bytes that no
    encoding explains become U+FFFD and are counted.

    Parameters
    ----------
    data : bytes
    hint : str, optional
        An encoding known from elsewhere, such as the outlet's.

    Returns
    -------
    str
        Without byte-order mark.
    tuple of Note
        Empty where nothing was decided.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) if name == "utf-8" else 0 :].decode(name), ()
            except UnicodeDecodeError:
                break
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    for wanted, rule in ((_declared(data), "declared_encoding"), (hint, "hinted_encoding")):
        text = _strictly(data, wanted)
        if text is not None:
            return text, (Note("repaired", rule, f"not UTF-8; read as {wanted}"),)
    return _guess(data)


def is_binary(head: bytes) -> bool:
    """Say whether the first bytes of a file can't be text in any encoding read here.

    >>> is_binary(b"\\x89PNG\\r\\n\\x1a\\n\\x00\\x00"), is_binary("Ça va".encode("cp1252"))
    (True, False)
    """
    if head.startswith(tuple(mark for mark, _ in _BOMS)):
        return False
    if b"\x00" in head:
        # UTF-16 without a mark has a zero in every second byte of Latin text, and only there.
        return not (_halves(head[0::2]) or _halves(head[1::2]))
    odd = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return odd > len(head) // 50


def _halves(part: bytes) -> bool:
    return bool(part) and part.count(0) > 0.9 * len(part)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    name = found.group(1).decode("ascii").lower()
    return _WIDER.get(name, name)


def _strictly(data: bytes, name: str | None) -> str | None:
    if not name or name in ("utf-8", "utf8"):
        return None
    try:
        return data.decode(_WIDER.get(name.lower(), name))
    except (UnicodeDecodeError, LookupError):
        return None


def _guess(data: bytes) -> tuple[str, tuple[Note, ...]]:
    for order in ("utf-16-le", "utf-16-be"):
        if b"\x00" in data[:1000] and _halves(data[1 if order.endswith("le") else 0 : 1000 : 2]):
            text = _strictly(data, order)
            if text is not None:
                return text, (Note("guessed", "encoding", f"no byte-order mark; read as {order}"),)
    broken = data.decode("utf-8", "replace")
    lost = broken.count("\ufffd")
    if len(_STRANGE.findall(broken)) > 10 * lost:
        # Nearly all of its non-ASCII is good UTF-8: a few bytes are damaged, the encoding is not in doubt.
        return broken, (Note("repaired", "bad_bytes", f"{lost} bytes are not UTF-8; they stand as U+FFFD"),)
    tried = {name: text for name in ("cp1252", "gb18030") if (text := _strictly(data, name)) is not None}
    if tried:
        best = min(tried, key=lambda name: _odd(tried[name]))
        if _odd(tried[best]) < 0.3:
            return tried[best], (Note("guessed", "encoding", f"not UTF-8; read as {best}"),)
    return broken, (
        Note("repaired", "bad_bytes", f"{lost} bytes are in no encoding known here; they stand as U+FFFD"),
    )


def _odd(text: str) -> float:
    """Return the share of non-ASCII characters that written English, French or Chinese would not have there.

    Western bytes read as GB18030 give ideographs alone among Latin letters;
    Chinese bytes read as Windows-1252 give signs such as the broken bar and the macron.
    """
    strange = _STRANGE.findall(text)
    return len(_UNLIKELY.findall(text)) / len(strange) if strange else 0.0
