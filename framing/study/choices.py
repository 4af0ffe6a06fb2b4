"""What may stand in a study file: the types of its values, and the options that a key's table may set.

What the options mean is said, and their values are checked, by the functions that take them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from framing.corpus.limits import Limits
from framing.errors import FramingError, unknown

if TYPE_CHECKING:
    from framing.study.config import Study

__all__ = ["OPTIONS", "REMOVED", "check", "files_of", "is_file", "of_files", "typed", "without_removed"]

_CHOICE = (
    "part", "voice", "speaker_type", "genre", "ngram", "stem", "case", "stop", "min_count", "intervals",
)  # fmt: skip

#: By key of the study file, what a table in the place of true may set.
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "keyness": ("against", *_CHOICE, "terms", "prior", "prior_size", "correction"),
    "coverage": ("levels", "terms", "genre", "events", "least", "alpha", "recall", "prior", "overdispersion"),
    "word_shift": ("pair", "lexicon", "kind", "reference", "stop_window", "base", "alpha", *_CHOICE),
}

#: Keys that a study file could have once, and why they are gone.
REMOVED: Mapping[str, str] = {
    "axes": "was removed, since vectors learned from some dozens of articles let hardly any axis be read",
}

_WANTED = {
    "str": "a string",
    "int": "a whole number",
    "bool": "true or false",
    "tuple[str, ...]": 'a list of strings, as ["..."]',
    "Mapping[str, str]": 'a table of strings, as {name = "..."}',
    "Mapping[str, Any]": "a table of options",
}


def typed(name: str, value: Any, kind: str) -> Any:
    """Return a value as the field holds it, or say of what type it should be.

    >>> typed("outlets", ["x"], "tuple[str, ...]")
    ('x',)
    >>> typed("style", "yes", "bool")
    Traceback (most recent call last):
    framing.errors.FramingError: style should be true or false; got 'yes'
    """
    kinds = kind.split(" | ")
    for one in kinds:
        found = _as(value, one)
        if found is not None:
            return found
    raise FramingError(f"{name} should be {' or '.join(_WANTED[one] for one in kinds)}; got {value!r}")


def _as(value: Any, kind: str) -> Any:
    """Return the value as one of a kind; None where it is not."""
    if kind == "str":
        return value if isinstance(value, str) else None
    if kind == "bool":
        return value if isinstance(value, bool) else None
    if kind == "int":
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    if kind.startswith("tuple"):
        good = isinstance(value, (list, tuple)) and all(isinstance(v, (str, os.PathLike)) for v in value)
        return tuple(os.fspath(v) for v in value) if good else None
    good = isinstance(value, Mapping) and all(isinstance(k, str) for k in value)
    if good and kind == "Mapping[str, str]":
        good = all(isinstance(v, str) for v in value.values())
    return {k: list(v) if isinstance(v, tuple) else v for k, v in value.items()} if good else None


def check(study: Study) -> None:
    """Refuse options that no key takes, and pairs that are none.

    Raises
    ------
    FramingError
        The nearest option is named.
    """
    for key, allowed in OPTIONS.items():
        given = getattr(study, key)
        for name in given if isinstance(given, Mapping) else ():
            if name not in allowed:
                raise unknown("option", name, allowed, where=key)
    if isinstance(study.robustness, Mapping):
        from framing.study.steps.robustness import OPTIONS as known

        for name in study.robustness:
            if name not in known:
                raise unknown("option", name, known, where="robustness")
    Limits.of(study.limits)
    shift = study.word_shift
    pair = shift.get("pair") if isinstance(shift, Mapping) else shift
    if isinstance(pair, (list, tuple)) and (len(pair) != 2 or pair[0] == pair[1]):
        raise FramingError(f'word_shift: {list(pair)} is no pair; name two groups, as ["cbc", "xinhua"]')
    if study.baseline and not study.keyness:
        raise FramingError("baseline: it is for keyness, which is off; leave one of them out")


def is_file(naming: str) -> bool:
    """Say whether referents are a file of the user's, and no set that comes with the package.

    >>> is_file("visits"), is_file("mine.toml"), is_file("none")
    (False, True, False)
    """
    return "/" in naming or os.sep in naming or bool(os.path.splitext(naming)[1])


def files_of(value: Any) -> list[str]:
    """Return the files among one or several names.

    >>> files_of(("generic", "mine.toml")), files_of("visits"), files_of({"Ruiz": ["Ruiz"]})
    (['mine.toml'], [], [])
    """
    several = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    return [name for name in several if is_file(name)]


def of_files(value: Any, change: Callable[[str], str]) -> Any:
    """Return one or several names, with those that are files changed.

    >>> of_files(("generic", "a/mine.toml"), os.path.basename)
    ('generic', 'mine.toml')
    """
    if isinstance(value, str):
        return change(value) if is_file(value) else value
    return tuple(of_files(name, change) for name in value) if isinstance(value, tuple) else value


def without_removed(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of an older record without removed keys that were off."""
    return {key: value for key, value in settings.items() if value or key not in REMOVED}
