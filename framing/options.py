"""Options that several commands have, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from framing.errors import FramingError

__all__ = ["pairs", "reading"]


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every command that reads files."""
    for option in reversed(
        (
            click.option(
                "--column",
                multiple=True,
                metavar="NAME=YOURS",
                help="What a column is called in your files, as outlet=Source.",
            ),
            click.option(
                "--outlets", metavar="FOLDER", help="Your own outlets' files, which add to ours and win."
            ),
            click.option(
                "--cache", metavar="FOLDER", help="Keep what was read there, and read it once only."
            ),
            click.option(
                "--workers", type=int, metavar="N", help="Processes that read (default: all, if it is much)."
            ),
        )
    ):
        command = option(command)
    return command


def pairs(given: Iterable[str]) -> dict[str, str] | None:
    """Return what ``--column NAME=YOURS`` says, given any number of times; None where it is not given."""
    found = {}
    for pair in given:
        name, sign, yours = pair.partition("=")
        if not sign:
            raise FramingError(f"--column {pair!r}: write it as NAME=YOURS, such as outlet=Source")
        found[name] = yours
    return found or None
