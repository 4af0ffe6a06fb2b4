"""Commands of people's codes: sample, agree."""

from __future__ import annotations

from typing import Any

import click

from framing.commands import common
from framing.terminal.coded import agreeing, sampling

__all__ = ["agree", "sample"]


@click.command()
@click.argument("path")
@sampling
def sample(path: str, **options: Any) -> None:
    """Draw units for people to code, the outlet hidden: a page to work through, and spreadsheets.

    \b
    Examples:  framing sample texts/ -o coding/ --codebook tone
               framing sample texts/ -o coding/ --codebook stance --unit mention --target China=China,Beijing
    """
    from framing.terminal.coded import sampled

    own = ("columns", "limits", "outlets", "event")
    study = common.study((path,), {key: options.pop(key) for key in own})
    click.echo(sampled(study, options))


@click.command()
@click.argument("folder", metavar="DIR")
@click.argument("returned", nargs=-1, metavar="CODES...")
@agreeing
def agree(folder: str, returned: tuple[str, ...], **options: Any) -> int:
    """Say how far coders agree: DIR is the sample, CODES what came back, if it isn't in there.

    \b
    Examples:  framing agree coding/
               framing agree coding/ back/ --by outlet -o agreement.csv
    """
    from framing.terminal.coded import agreed

    said, status = agreed(folder, returned, options, common.width(), click.style)
    click.echo(said)
    return status
