"""Which characters a place of a pattern takes, on an alphabet small enough to try them all.

For judging patterns only; matching is left to `re`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

__all__ = ["alphabet", "taker"]

_BASE = "azAZ09_ \n\t-.,'\":;/()[]!?é中“—€\x00"
_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdecimal,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": lambda char: char.isalnum() or char == "_",
}


def alphabet(tree: Any) -> str:
    """Return characters that stand for all: those of the pattern, their neighbours, and one of each kind."""
    codes = set(map(ord, _BASE))

    def walk(value: Any) -> None:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 0x110000:
            codes.update(code for code in (value - 1, value, value + 1) if 0 <= code < 0x110000)
        elif isinstance(value, (list, tuple)) or hasattr(value, "data"):
            for part in value:
                walk(part)

    walk(tree)
    both = {
        char for code in codes for char in (chr(code), chr(code).lower(), chr(code).upper()) if len(char) == 1
    }
    return "".join(sorted(both))


def taker(op: str, value: Any, flags: int) -> Callable[[str], bool]:
    """Return the test whether a character fits one place of a pattern."""
    plain = _plain_taker(op, value, flags)
    if not flags & re.IGNORECASE or op == "ANY":
        return plain
    if op == "NOT_LITERAL" or (op == "IN" and str(value[0][0]) == "NEGATE"):
        return lambda char: all(plain(form) for form in (char, char.lower(), char.upper()) if len(form) == 1)
    return lambda char: any(plain(form) for form in (char, char.lower(), char.upper()) if len(form) == 1)


def _plain_taker(op: str, value: Any, flags: int) -> Callable[[str], bool]:
    if op == "LITERAL":
        return lambda char: ord(char) == value
    if op == "NOT_LITERAL":
        return lambda char: ord(char) != value
    if op == "ANY":
        return (lambda char: True) if flags & re.DOTALL else (lambda char: char != "\n")
    if op == "RANGE":
        return lambda char: value[0] <= ord(char) <= value[1]
    if op == "CATEGORY":
        name = str(value)
        known = _CATEGORIES[name.replace("_NOT_", "_")]
        return (lambda char: not known(char)) if "_NOT_" in name else known
    negate = str(value[0][0]) == "NEGATE"
    parts = [_plain_taker(str(kind), inner, flags) for kind, inner in (value[1:] if negate else value)]
    return lambda char: any(part(char) for part in parts) != negate
