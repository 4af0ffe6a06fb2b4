"""How a command runs: what was warned of, wrong or cut off is one line each, and gives the exit status.

No command is known here.
"""

from __future__ import annotations

import io
import logging
import os
import re
import shlex
import signal
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import Any

import click

from framing.errors import NOT_READ, FramingError, FramingWarning
from framing.views.text import for_terminal

# Options where a message speaks of arguments in Python.

_TO_OPTIONS = (
    (re.compile(r", by outlets=\{'PATTERN': 'NAME'\}"), ""),
    (re.compile(r"columns=\{\.\.\.\}"), "--column FIELD=NAME"),
    (re.compile(r"^columns(?=: | '\w+' is not known)"), "--column"),
    (re.compile(r"\bgive terms=, "), "give --term WORDS to framing coverage, "),
    (re.compile(r"targets=\{name: \[aliases\]\}"), "--target NAME=ALIAS,ALIAS"),
    (re.compile(r"\b(model|voices)='(\w+)'"), r"--\1 \2"),
    (re.compile(r"^contact(?=: )"), "--contact"),
    # Not every command takes words of one's own; those that do have --lexicon in their help.
    (re.compile(r"\. Words of your own: .*"), ""),
    # The option stands beside it.
    (re.compile(r", limits=\{[^{}]*\}"), ""),
    (re.compile(r"\bSee \.audit$"), NOT_READ),
)
_COLUMN = re.compile(r"columns=\{'(\w+)': (?:'([^']*)'|\"([^\"]*)\"|(\w+))\}")


def optioned(message: str) -> str:
    """Return a message with the options of the command where it speaks of arguments in Python.

    >>> optioned("no column holds the text. Say which with columns={'text': NAME}")
    'no column holds the text. Say which with --column text=NAME'
    >>> optioned("name it in a column, by outlets={'PATTERN': 'NAME'} or in a manifest.toml")
    'name it in a column or in a manifest.toml'
    """
    message = _COLUMN.sub(
        lambda found: f"--column {shlex.quote('='.join(filter(None, found.groups())))}", message
    )
    for pattern, said in _TO_OPTIONS:
        message = pattern.sub(said, message)
    return message


# What is logged on the way, in a terminal; whoever uses the package sets up `logging` as they like.


class _Lines(logging.Handler):
    """Writes each record as one line of its own, of words that no terminal obeys."""

    def emit(self, record: logging.LogRecord) -> None:
        _write(for_terminal(" ".join(record.getMessage().split())))


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


class Cut(Exception):
    """The run was cut off from outside; holds the exit status, as its one argument."""


class Commands(click.Group):
    """Commands in the order of work; a stop by hand is seen before click prints a line of its own."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Cut(130) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of work, not of the alphabet


def run(commands: click.Group, arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 wrong data or arguments, 2 usage, 130 stopped.

    Parameters
    ----------
    commands : click.Group
    arguments : sequence of str, optional
        In place of those of the process.
    """
    for stream in (sys.stdout, sys.stderr):
        # A console may lack a character of an article, as on Windows: shown by its number it stops nothing.
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")
    with _stoppable(), warnings.catch_warnings():
        warnings.showwarning = _Warned()
        warnings.simplefilter("always", FramingWarning)
        # Who names a column by an option means it: without it another would be taken in its place.
        warnings.filterwarnings("error", "columns: no file has a column", FramingWarning)
        try:
            status = commands.main(
                args=None if arguments is None else list(arguments),
                prog_name="framing",
                standalone_mode=False,
                color=wants_color(),
            )
        except click.ClickException as error:
            shown = io.StringIO()
            error.show(shown)
            click.echo(for_terminal(shown.getvalue()), err=True, nl=False)
            return 2
        except (FramingError, FramingWarning) as error:
            return _fault(str(error))
        except Cut as cut:
            _say("stopped; nothing was changed, an earlier output is as it was")
            return int(cut.args[0])
        except BrokenPipeError:
            # Whoever reads has seen enough, as in `framing kwic ... | head`.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except MemoryError:
            return _fault("out of memory; give fewer articles at a time, or a larger machine")
        except OSError as error:
            return _fault(
                f"{error.filename or 'a file'}: {error.strerror or error}; check name, rights and space"
            )
        except Exception as error:
            if os.environ.get("FRAMING_TRACEBACK"):
                raise
            return _fault(
                f"a fault of framing itself, not of your data ({type(error).__name__}: {error}); "
                "set FRAMING_TRACEBACK=1 to see where, and report it"
            )
    return status if isinstance(status, int) else 0


def wants_color() -> bool | None:
    """Return False where colour is not wanted (https://no-color.org), None where the terminal decides."""
    return False if os.environ.get("NO_COLOR") else None


def _fault(message: str) -> int:
    _say(message)
    return 1


def _say(message: str) -> None:
    _write(f"framing: {for_terminal(optioned(' '.join(message.split())))}")


def _write(line: str) -> None:
    """Write a line to the terminal, above a bar that may be shown there."""
    bars = sys.modules.get("tqdm")
    with bars.tqdm.external_write_mode(sys.stderr) if bars else nullcontext():
        click.echo(line, err=True)


class _Warned:
    """Says each of our warnings once; what libraries warn of among themselves, users can't mend."""

    def __init__(self) -> None:
        self.said: set[str] = set()

    def __call__(self, message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
        if issubclass(category, FramingWarning) and str(message) not in self.said:
            self.said.add(str(message))
            _say(str(message))


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let a request to terminate unwind as Ctrl-C does, so that nothing half done is left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminated(number: int, frame: FrameType | None) -> None:
    raise Cut(128 + number)
