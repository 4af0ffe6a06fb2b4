"""How much of a file is read at most: one object holds every bound, and no reader has one of its own.

A small file can hide a very large one, and a broken one may be one endless
line. Each bound is far above what honest coverage needs, and is looked at
before the bytes are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from framing.errors import FramingError, as_integer, brief, refuse_unknown

_MB = 1024**2


@dataclass(frozen=True)
class Limits:
    """Bounds of what is read.

    Bytes are whole numbers or words such as ``"64 MB"`` (of 1024 times 1024
    bytes); what is over its bound becomes one line of the audit, and the rest is read.

    Parameters
    ----------
    file_bytes : int or str
        The longest file on disk. 64 GB.
    whole_bytes : int or str
        The longest file, or member of an archive, that has to be held in memory as a whole. 512 MB.
    record_bytes : int or str
        The longest record: no article is that long. 16 MB.
    line_bytes : int or str
        The longest line. 16 MB.
    unpacked_bytes : int or str
        What one packed file may unpack to in all. 64 GB.
    ratio : int
        How many times longer unpacked bytes may be than packed ones, where they are over 16 MB. 200.
    members : int
        Files in an archive. 20,000.
    depth : int
        Archives within archives. 3.
    records : int
        Records of one file. 20,000,000.
    nesting : int
        Elements within elements of XML and HTML. 250.
    seconds : float
        How long the reading of a file may take, for each started megabyte of it on disk; in a file of many
        articles, that of a run of 400 of them too. 60.
    memory : int or str
        How much memory the reading of a file, or of a run of its records, may take beside what the process
        has, where the system can bound it. 1 GB.
    columns : int
        Columns of a table of articles that are none of ours. 500.

    Raises
    ------
    FramingError
        A value is no number above 0.

    Examples
    --------
    >>> Limits(whole_bytes="64 MB", seconds=30).whole_bytes
    67108864
    >>> Limits(seconds=0)
    Traceback (most recent call last):
    framing.errors.FramingError: limits: seconds 0 is no number of seconds above 0; the default is 60
    """

    file_bytes: int = 64 * 1024 * _MB
    whole_bytes: int = 512 * _MB
    record_bytes: int = 16 * _MB
    line_bytes: int = 16 * _MB
    unpacked_bytes: int = 64 * 1024 * _MB
    ratio: int = 200
    members: int = 20_000
    depth: int = 3
    records: int = 20_000_000
    nesting: int = 250
    seconds: float = 60.0
    memory: int = 1024 * _MB
    columns: int = 500

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name == "seconds":
                number = isinstance(value, (int, float)) and not isinstance(value, bool)
                good, kind = float(value) if number and value > 0 else None, "number of seconds"
            else:
                good = _count(item.name, value)
                kind = 'number of bytes, such as "64 MB",' if _is_bytes(item.name) else "whole number"
            if good is None:
                usual = f"the default is {_shown(item.name, item.default)}"
                raise FramingError(f"limits: {item.name} {brief(value)} is no {kind} above 0; {usual}")
            object.__setattr__(self, item.name, good)

    @classmethod
    def of(cls, given: Limits | Mapping[str, Any] | None) -> Limits:
        """Return limits, those in a mapping of name to value in place of the defaults.

        Raises
        ------
        FramingError
            A name that there isn't (the nearest one is named), or a wrong value.

        Examples
        --------
        >>> Limits.of({"seconds": 30}).seconds
        30.0
        >>> Limits.of({"second": 30})
        Traceback (most recent call last):
        framing.errors.FramingError: limits 'second' is not known; did you mean 'seconds'? Allowed: columns, \
depth, file_bytes, line_bytes, members, memory, nesting, ratio, record_bytes, records, seconds, \
unpacked_bytes, whole_bytes
        """
        if given is None:
            return cls()
        if isinstance(given, Limits):
            return given
        if not isinstance(given, Mapping):
            told = "is neither fr.Limits(...) nor a mapping; give one, as {'seconds': 30}"
            raise FramingError(f"limits: {brief(given)} {told}")
        names = [item.name for item in fields(cls)]
        refuse_unknown(given, names, argument="limits")
        return cls(**given)

    @classmethod
    def pairs(cls, given: Iterable[str]) -> dict[str, Any]:
        """Return what ``--limit NAME=VALUE``, given any number of times, says, as a mapping.

        >>> Limits.pairs(["seconds=30", "whole_bytes=64 MB"])
        {'seconds': 30, 'whole_bytes': '64 MB'}
        """
        found: dict[str, Any] = {}
        for pair in given:
            name, sign, value = pair.partition("=")
            if not sign:
                raise FramingError(f"--limit {pair!r}: write it as NAME=VALUE, such as seconds=30")
            found[name.strip()] = _plain(value.strip())
        cls.of(found)
        return found

    def explained(self, detail: str) -> str:
        """Return what is wrong with a file, with the value of each limit it names and how to raise it.

        >>> Limits(depth=1).explained("too many archives (limit depth); unpack it")
        'too many archives (limit depth=1); unpack it, or raise it: --limit depth=..., limits={"depth": ...}'
        """
        known = {item.name for item in fields(self)}
        names = [name for found in _NAMED.finditer(detail) for name in found.groups() if name in known]
        if not names:
            return detail

        def valued(found: re.Match[str]) -> str:
            named = [name for name in found.groups() if name in names]
            shown = [f"{name}={_shown(name, getattr(self, name))}" for name in named]
            return f"(limit{'s' * (len(shown) > 1)} {' and '.join(shown)})" if shown else found.group()

        said, names = _NAMED.sub(valued, detail), list(dict.fromkeys(names))
        options = " ".join(f"--limit {name}=..." for name in names)
        values = ", ".join(f'"{name}": ...' for name in names)
        # Where the message says nothing else of what to do, this is what to do.
        joined = ", or" if "; " in detail else ";"
        return f"{said}{joined} raise {'it' if len(names) == 1 else 'both'}: {options}, limits={{{values}}}"


#: Below so many unpacked bytes no ratio is looked at: a page of blanks packs well and harms nobody.
RATIO_FROM = 16 * _MB

_NAMED = re.compile(r"\(limits? ([a-z_]{1,20})(?: and ([a-z_]{1,20}))?\)")
_UNITS = {"": 1, "B": 1, "KB": 1024, "MB": _MB, "GB": 1024 * _MB, "TB": 1024 * 1024 * _MB}
_BYTES = re.compile(r"([0-9]{1,15})(\.[0-9]{1,6})? ?([KMGT]?B)?", re.IGNORECASE)


def _is_bytes(name: str) -> bool:
    return name.endswith("_bytes") or name == "memory"


def _count(name: str, value: object) -> int | None:
    if _is_bytes(name) and isinstance(value, str):
        found = _BYTES.fullmatch(value.strip())
        if found is None:
            return None
        number, part, unit = found.groups("")
        value = int(float(number + part) * _UNITS[unit.upper()])
    count = as_integer(value)
    return count if count is not None and count > 0 else None


def _shown(name: str, value: Any) -> str:
    if name == "seconds":
        return f"{value:g}"
    if _is_bytes(name):
        whole = (unit for unit in ("GB", "MB", "KB") if value >= _UNITS[unit] and value % _UNITS[unit] == 0)
        unit = next(whole, None)
        return f"{int(value) // _UNITS[unit]}{unit}" if unit else f"{value} bytes"
    return str(value)


def _plain(value: str) -> Any:
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value
