"""The command that writes tables as papers print them."""

from __future__ import annotations

from typing import Any

import click

from framing.terminal.plain import plain
from framing.terminal.printed import printing

__all__ = ["tables"]


@click.command()
@click.argument("folder", metavar="DIR")
@printing
def tables(folder: str, **options: Any) -> None:
    """Write the tables of a comparison as a paper prints them: few columns, few digits, a note below.

    DIR is what framing compare wrote. Each note says what n is, how intervals and tests were made, how p was
    adjusted, how copies count, and which rows were chosen.

    \b
    Examples:  framing tables out/ -o paper/
               framing tables out/ -o paper/ --as docx --as tex --table contrast
               framing tables out/ -o paper/ --as docx --table contrast --measure hedges --voice outlet
    """
    from framing.terminal.printed import printed

    click.echo(plain(printed(folder, options)))
