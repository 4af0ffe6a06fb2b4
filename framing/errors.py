"""What goes wrong, said in one line: what was given, what is allowed, what to do.

Every message a user can meet is made here or follows this shape. Nothing in
this module imports the rest of the package.
"""

from __future__ import annotations

import difflib
import operator
import sys
import warnings
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

#: How the lines about what was not read are had.
NOT_READ = "framing load PATH -o articles.parquet --audit audit.csv lists them"

#: A value longer than this is cut where an error shows it.
_SHOWN = 80

#: Of more names than that, those of one beginning are said as one, as "tone.* (4)"; of more still, the first.
_LISTED = 30


class FramingError(ValueError):
    """Wrong data or a wrong argument; the message says how to mend it, on one line."""

    def __init__(self, message: object = "") -> None:
        # A name that was given may hold line breaks, and signs that turn the direction of what follows.
        super().__init__(escaped("\\n".join(str(message).splitlines())))


class FramingWarning(UserWarning):
    """Something was left out or guessed; the result stands without it."""


def warn(message: str, kind: type[Warning] = FramingWarning) -> None:
    """Warn at the line that called into this package, itself or in a pipeline, however deep it was found."""
    frame, depth, inside = sys._getframe(), 0, (__package__, "sklearn")
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] in inside:
        frame, depth = frame.f_back, depth + 1
    warnings.warn(message, kind, stacklevel=depth + 1)


@contextmanager
def prefix_errors(key: str) -> Iterator[None]:
    """Put a key, or the name of a file, in front of errors raised inside, unless it is there.

    >>> try:
    ...     with prefix_errors("targets"):
    ...         raise FramingError("nobody is named; name somebody")
    ... except FramingError as error:
    ...     print(error)
    targets: nobody is named; name somebody
    """
    try:
        yield
    except FramingError as error:
        said = str(error)
        raise FramingError(said if said.startswith(f"{key}:") else f"{key}: {said}") from None


def escaped(name: object) -> str:
    """Return a name as it may be shown: on one line, and what can't be seen in it as an escape.

    >>> print(escaped("out\\n\\u202etuo"))
    out\\n\\u202etuo
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode("ascii")
        for char in str(name)
    )


def nearest(value: object, allowed: Iterable[object]) -> str | None:
    """Return the allowed name that `value` is a slip of or a part of, or None.

    >>> nearest("hegdes", ["hedges", "boosters"]), nearest("fox", ["fox_news"])
    ('hedges', 'fox_news')
    >>> nearest("leaning", ["language"])
    """
    by_fold = {str(name).casefold(): str(name) for name in allowed}
    asked = str(value).casefold()
    close = difflib.get_close_matches(asked, by_fold, n=1, cutoff=0.7)
    close = close or [name for name in by_fold if len(asked) > 2 and asked in name]
    return by_fold[close[0]] if close else None


def unknown(
    argument: str, value: object, allowed: Iterable[object], *, where: str = "", remedy: str = ""
) -> FramingError:
    """Build the error for a name that is not among those allowed.

    Parameters
    ----------
    argument : str
        What was set: a parameter, a column, a key of a file.
    value : object
        What it was set to.
    allowed : iterable
        Every name that would have been right.
    where : str, optional
        The file or table it stands in, put in front.
    remedy : str, optional
        What else may have been meant, put behind.

    Returns
    -------
    FramingError
        To be raised by the caller.

    Examples
    --------
    >>> print(unknown("measure", "hegdes", ["boosters", "hedges"]))
    measure 'hegdes' is not known; did you mean 'hedges'? Allowed: boosters, hedges
    """
    names = sorted(map(str, allowed))
    guess = nearest(value, names) if isinstance(value, str) else None
    hint = f"; did you mean {guess!r}?" if guess else "."
    place = f"{where}: " if where else ""
    listed = ", ".join(_folded(names)) if names else "nothing"
    said = f"{place}{argument} {brief(value)} is not known{hint} Allowed: {listed}"
    return FramingError(". ".join(filter(None, [said, remedy])))


def _folded(names: list[str]) -> list[str]:
    """Return names as they are listed: of very many those of one beginning as one, and the first of these."""
    if len(names) <= _LISTED:
        return names
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name.partition(".")[0], []).append(name)
    said = [own[0] if len(own) == 1 else f"{first}.* ({len(own)})" for first, own in groups.items()]
    return said if len(said) <= _LISTED else [*said[:_LISTED], f"and {len(said) - _LISTED} more"]


def among(value: object, allowed: Collection[object]) -> bool:
    """Say whether a value is one of some names; a list or a table never is.

    >>> among("keep", ("keep", "drop")), among(["keep"], ("keep", "drop"))
    (True, False)
    """
    try:
        hash(value)
    except TypeError:
        return False
    return value in allowed


def brief(value: object) -> str:
    """Return a value as an error shows it: on one line, and cut where it is long.

    >>> brief("hegdes"), len(brief([0] * 1000))
    ("'hegdes'", 80)
    """
    said = " ".join(repr(value).splitlines())
    return said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"


def several(argument: str, value: object) -> tuple[Any, ...]:
    """Return one or several as a tuple: a string is one, None is none.

    >>> several("split", "voice"), several("split", None), several("split", ["part", "voice"])
    (('voice',), (), ('part', 'voice'))

    Raises
    ------
    FramingError
        It is neither a string nor a list.
    """
    if value is None or isinstance(value, str):
        return () if value is None else (value,)
    try:
        return tuple(value)  # type: ignore[arg-type]
    except TypeError:
        raise FramingError(
            f"{argument}: {brief(value)} is neither a name nor a list of them; give one, or several in a list"
        ) from None


def torn(texts: Iterable[object]) -> tuple[int, str] | None:
    """Return which of some texts can't be written to any file, and why; None where all can.

    >>> torn(["whole", "half \\ud83d"])
    (1, 'has U+D83D at character 5, half of a character that was cut in two; put U+FFFD in its place')
    """
    for number, text in enumerate(texts):
        if not isinstance(text, str) or text.isascii():
            continue
        try:
            text.encode("utf8")
        except UnicodeEncodeError as error:
            half = f"U+{ord(text[error.start]):04X} at character {error.start}"
            return (
                number,
                f"has {half}, half of a character that was cut in two; put U+FFFD in its place",
            )
    return None


def as_integer(value: object) -> int | None:
    """Return a whole number, numpy's too, as an int; None for all else, True and False among it.

    >>> as_integer(3), as_integer(3.0), as_integer(True)
    (3, None, None)
    """
    try:
        return None if isinstance(value, bool) else operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        return None


def check_choice(
    argument: str, value: object, allowed: Collection[object], *, where: str = "", remedy: str = ""
) -> None:
    """Refuse a value that is none of some names.

    >>> check_choice("wire", "keep", ("keep", "drop"))
    """
    if not among(value, allowed):
        raise unknown(argument, value, allowed, where=where, remedy=remedy)


def refuse_unknown(
    given: Iterable[object], allowed: Collection[object], where: str = "", *, argument: str = "key"
) -> None:
    """Refuse the first of several values, as the keys of a table, that is none of some names."""
    for value in given:
        check_choice(argument, value, allowed, where=where)


def check_number(argument: str, value: object, least: int | None = None) -> int:
    """Return a whole number that was given, or refuse it.

    >>> check_number("draws", 999, least=99)
    999
    """
    number = as_integer(value)
    if number is None or (least is not None and number < least):
        bounds = "" if least is None else f" of at least {least:,}"
        raise FramingError(f"{argument}: {brief(value)} will not do; give a whole number{bounds}")
    return number
