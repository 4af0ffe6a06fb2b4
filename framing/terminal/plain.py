"""Words for a terminal: nothing that it would obey, and options where a message speaks of arguments.

A message is written once, as Python needs it; whoever types a command has no
arguments, so what it advises is said here by the option that does the same.
"""

from __future__ import annotations

import re
import shlex

from framing.errors import NOT_READ

__all__ = ["optioned", "plain"]

_LOST = "\N{REPLACEMENT CHARACTER}"
_TO_OPTIONS = (
    (re.compile(r"a manifest\.toml, or outlets=\{'PATTERN': 'NAME'\}"), "or a manifest.toml"),
    (re.compile(r"outlets=\{'PATTERN': 'NAME'\}"), "a manifest.toml"),
    (re.compile(r"columns=\{\.\.\.\}"), "--column FIELD=NAME"),
    (re.compile(r"^columns(?=: | '\w+' is not known)"), "--column"),
    (re.compile(r"\bgive terms=, "), "give --term WORDS to framing coverage, "),
    (re.compile(r"targets=\{name: \[aliases\]\}"), "--target NAME=ALIAS,ALIAS"),
    (re.compile(r"\b(model|voices)='(\w+)'"), r"--\1 \2"),
    (re.compile(r"^contact(?=: )"), "--contact"),
    # The option stands beside it.
    (re.compile(r", limits=\{[^{}]*\}"), ""),
    (re.compile(r"\bSee \.audit$"), NOT_READ),
)
_COLUMN = re.compile(r"columns=\{'(\w+)': (?:'([^']*)'|\"([^\"]*)\"|(\w+))\}")


def plain(text: object) -> str:
    """Return a text without codes that a terminal would obey; lines stay lines, other white space a space.

    >>> plain("a\\x1b[31m\\tred\\nb") == "a\\N{REPLACEMENT CHARACTER}[31m red\\nb"
    True
    """
    return "".join(
        char if char == "\n" or char.isprintable() else " " if char.isspace() else _LOST for char in str(text)
    )


def optioned(message: str) -> str:
    """Return a message with the options of the command where it speaks of arguments in Python.

    >>> optioned("no column holds the text. Say which with columns={'text': NAME}")
    'no column holds the text. Say which with --column text=NAME'
    >>> optioned("add a column for it, a manifest.toml, or outlets={'PATTERN': 'NAME'}")
    'add a column for it, or a manifest.toml'
    """
    message = _COLUMN.sub(_column, message)
    for pattern, said in _TO_OPTIONS:
        message = pattern.sub(said, message)
    return message


def _column(found: re.Match[str]) -> str:
    name = found[2] or found[3] or found[4] or ""
    return f"--column {shlex.quote(f'{found[1]}={name}')}"
