"""Words that a text must hold for a pattern to be found in it: a word is far cheaper to look for.

Only what decides whether to search at all; what a pattern means stays with `re`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

Needles = tuple[str, ...]


def needles(pattern: str) -> Needles:
    """Return words of which a text holds one wherever the pattern is found; none where nobody can say.

    Parameters
    ----------
    pattern : str
        A regular expression whose letters stand for themselves (not case-folded).

    Examples
    --------
    >>> needles(r"told (?:the )?Harbour Courier"), needles("Pic: .{2,9}|Harbour pool")
    (('Harbour Courier',), ('Pic: ', 'Harbour pool'))
    >>> needles("[a-z]+")
    ()
    """
    parser = import_module("re._parser")
    tree = parser.parse(pattern)
    return () if tree.state.flags & 2 else _best(tree)  # 2: re.IGNORECASE


def _best(items: Iterable[Any]) -> Needles:
    """Return the rarest of the words that a sequence must hold."""
    found: list[Needles] = []
    run = ""
    for op, value in items:
        name = str(op)
        if name == "LITERAL":
            run += chr(value)
            continue
        if name == "AT":
            continue
        found.append((run,))
        run = ""
        found.append(_inside(name, value))
    found.append((run,))
    useful = (words for words in found if words and all(words))
    return max(useful, key=_rarity, default=())


def _inside(name: str, value: Any) -> Needles:
    if name == "SUBPATTERN":
        return () if value[1] or value[2] else _best(value[3])
    if name == "BRANCH":
        parts = [_best(part) for part in value[1]]
        return tuple(word for part in parts for word in part) if all(parts) else ()
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] > 0:
        return _best(value[2])
    return ()


def _rarity(words: Needles) -> float:
    """Capitals and other scripts are rarer than small letters; of several words the commonest counts."""
    return min(
        len(word) + 4 * sum(not ("a" <= letter <= "z" or letter == " ") for letter in word[:3])
        for word in words
    )
