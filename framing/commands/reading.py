"""Commands that read coverage: load, check."""

from __future__ import annotations

import json
from typing import Any

import click

from framing.commands import common
from framing.errors import escaped


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@common.options("load")
def load(paths: tuple[str, ...], output: str, audit: str | None, **options: Any) -> None:
    """Read any mix of files into one table of articles.

    \b
    Examples:  framing load texts/ export.csv -o articles.parquet
               framing load exports/ -o store/ --cache cache/   goes on where it was cut off
    """
    from framing.terminal import tally as stored

    tally = stored.store(paths, output, audit, common.pairs(options.pop("columns")), **options)
    click.echo(tally.text())
    click.echo(f"Written: {escaped(output)}")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@common.options("check")
def check(paths: tuple[str, ...], audit: bool, as_json: bool, strict: bool, **options: Any) -> int:
    """Show what is in a corpus, outlet by outlet, and what is wanting.

    Articles, words, dates, genres, agency copy, what was cut, copies, languages; then the gaps.

    \b
    Examples:  framing check texts/
               framing check texts/ --json --strict
    """
    from framing.engine.parts import metadata
    from framing.study.steps.articles import look_through
    from framing.terminal import tally as glance
    from framing.terminal.tally import Tally

    found, articles, decisions = look_through(paths, common.pairs(options.pop("columns")), **options)
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(glance.check(found, common.width(), click.style))
        if audit:
            tally = Tally()
            tally.add(metadata(articles), decisions)
            click.echo(f"\n{tally.text()}")
    return 1 if strict and len(found.gaps) else 0
