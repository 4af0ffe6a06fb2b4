"""Patterns that users write: compiled or refused in one line, and the words that a text must hold for one."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from framing.errors import FramingError, brief

# Words that a text must hold for a pattern to be found in it: a word is far cheaper to look for.

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


_LONGEST_PATTERN = 6_000


def compile_pattern(pattern: object, where: str, *, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern compiled, or say in one line why it is refused.

    One that runs for ever on some text is stopped by the time that reading and searching have.

    Parameters
    ----------
    pattern : str
        As the user wrote it.
    where : str
        Opens the error: the file and the place in it.
    flags : int
        As of `re.compile`.

    Raises
    ------
    FramingError
        It is no regular expression.

    Examples
    --------
    >>> compile_pattern("Photo: .{2,60}", "outlet x").pattern
    'Photo: .{2,60}'
    >>> compile_pattern("(", "outlet x")
    Traceback (most recent call last):
    ...
    framing.errors.FramingError: outlet x: '(' is no regular expression: missing ), unterminated subpattern \
at position 0; mend it
    """
    if not isinstance(pattern, str):
        raise FramingError(f"{where}: {brief(pattern)} is no regular expression; give a string")
    if len(pattern) > _LONGEST_PATTERN:
        raise FramingError(
            f"{where}: pattern {brief(pattern)} has {len(pattern):,} characters, more than "
            f"{_LONGEST_PATTERN:,}; split it into several rules"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern, flags)
    except (re.error, OverflowError, RecursionError) as error:
        said = str(error) or "too deep"
        shown = brief(pattern)
        raise FramingError(f"{where}: {shown} is no regular expression: {said}; mend it") from None
