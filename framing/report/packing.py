"""Pack what a page opens on demand: JSON, deflated, in letters that can stand inside any element."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

__all__ = ["pack", "unpack"]


def pack(value: Any) -> str:
    """Return a value as base64 of its deflated JSON: no character of it can end an element.

    Raises
    ------
    ValueError
        A number in it is infinite or not a number, which JSON has no word for.

    Examples
    --------
    >>> unpack(pack({"said": "</script><!-- & "}))
    {'said': '</script><!-- & '}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone half of a pair can't be written as UTF-8; a reader sees the sign for what could not be read.
    return base64.b64encode(zlib.compress(text.encode("utf8", "replace"), 9)).decode("ascii")


def unpack(text: str) -> Any:
    """Return the value that was packed."""
    return json.loads(zlib.decompress(base64.b64decode(text)))
