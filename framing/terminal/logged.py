"""What is logged on the way, in a terminal; whoever uses the package sets up `logging` as they like."""

from __future__ import annotations

import logging

import click

from framing.terminal.plain import plain

__all__ = ["to_terminal"]


class _Lines(logging.Handler):
    """Writes each record as one line of its own, of words that no terminal obeys."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(plain(" ".join(record.getMessage().split())), err=True)


def to_terminal(verbose: int) -> None:
    """Show what framing logs: nothing, each step (1), or each file too (2 and more)."""
    logger = logging.getLogger("framing")
    for handler in [one for one in logger.handlers if isinstance(one, _Lines)]:
        logger.removeHandler(handler)
    if verbose:
        logger.addHandler(_Lines())
        logger.setLevel(logging.DEBUG if verbose > 1 else logging.INFO)
    else:
        logger.setLevel(logging.NOTSET)
