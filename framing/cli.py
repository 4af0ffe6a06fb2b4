"""The command: which there are, in the order of work; what each does stands in ``commands/``.

Nothing heavy is imported before a command runs, so that ``framing --help`` is quick.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from framing import __version__, terminal
from framing.commands import collection, looking


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 done, 1 wrong data or arguments, 2 usage, 130 stopped.

    Parameters
    ----------
    arguments : sequence of str, optional
        In place of those of the process.
    """
    return terminal.run(commands, arguments)


@click.group(
    cls=terminal.Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, message="%(version)s")
@click.option("-v", "--verbose", count=True, help="Say each step on the way; -vv each file too.")
def commands(verbose: int) -> None:
    """Compare how news outlets frame the same event.

    \b
    Try:  framing check texts/
          framing compare texts/ -o out/
    """
    terminal.to_terminal(verbose)


for _command in (
    collection.load,
    collection.check,
    collection.compare,
    looking.kwic,
    looking.keyness,
    looking.reuse,
    looking.coverage,
    looking.side_by_side,
    looking.demands,
    looking.causes,
    collection.sample,
    collection.tables,
    collection.reproduce,
):
    commands.add_command(_command)
