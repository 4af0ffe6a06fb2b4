"""What `why` of the table `reuse` says, with names in place of keys: for people, never for counting."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["told"]

#: What an agency gave, as `marking` writes it, in words.
_ROLES = {
    "full_reprint": "whole",
    "partly_based": "in part",
    "credited": "named in the credits",
    "cites": "cited",
}
_BOTH = re.compile(r"\bboth (print|name) ([^\s:;,]+)")
_ROLE = re.compile(rf"(?:\b([ab]): )?(an agency|[^\s:;,]+), ({'|'.join(_ROLES)})\b")
_SIDE = re.compile(r"(^|; )([ab]): ")
_MARKS = re.compile(r"\bin quotation marks in ([ab])\b")


def told(why: str, agency: Callable[[str], str], side: Callable[[str], str]) -> str:
    """Return what a passage's kind rests on.

    Parameters
    ----------
    why : str
        As in the table.
    agency : callable
        Gives the name of an agency's or outlet's key.
    side : callable
        Gives the name of the outlet of side ``a`` or ``b``.

    Examples
    --------
    >>> names, outlets = {"xinhua": "Xinhua", "reuters": "Reuters"}, {"a": "Post", "b": "Courier"}
    >>> told("both print reuters", names.get, outlets.get)
    'both print Reuters'
    >>> told("b: xinhua, full_reprint", names.get, outlets.get)
    'as Xinhua, whole, in Courier'
    >>> told("in quotation marks in b; a: the Courier reported", names.get, outlets.get)
    'in Courier; in Post: the Courier reported'
    """

    def role(found: re.Match[str]) -> str:
        name = found[2] if found[2] == "an agency" else agency(found[2])
        return f"as {name}, {_ROLES[found[3]]}" + (f", in {side(found[1])}" if found[1] else "")

    why = _BOTH.sub(lambda found: f"both {found[1]} {agency(found[2])}", why)
    why = _ROLE.sub(role, why)
    why = _MARKS.sub(lambda found: f"in {side(found[1])}", why)
    return _SIDE.sub(lambda found: f"{found[1]}in {side(found[2])}: ", why)
