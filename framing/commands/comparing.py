"""Commands of a whole comparison: compare, bundle, reproduce."""

from __future__ import annotations

import os
from typing import Any

import click

from framing.commands import common
from framing.commands.common import OUTPUT, comparing

__all__ = ["bundle", "compare", "reproduce"]


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="[study.toml] [PATH...]")
@click.option(
    "-o",
    "--output",
    type=OUTPUT,
    required=True,
    metavar="DIR",
    help="Gets tables/, figures/, report.html, provenance.json.",
)
@comparing
def compare(
    paths: tuple[str, ...],
    output: str,
    cache: str | None,
    workers: int | None,
    dask: str | None,
    **options: Any,
) -> None:
    """Compare outlets: tables, figures and one report.

    PATH is a file, a folder, a pattern or a store, as framing load -o DIR/ writes it; or one study file,
    whose settings the options override, and paths beside it its articles.

    \b
    Examples:  framing compare texts/ -o out/
               framing compare texts/ -o out/ --outlet xinhua --outlet cbc --primary hedges
               framing compare study.toml -o out/
               framing compare store/ -o out/ --workers 8
    """
    from framing.terminal import show

    study = common.study(paths, options)
    result = study.run(output, cache=cache, workers=workers, dask=dask)
    click.echo(result.summary.rstrip())
    if study.targets == "auto" and not study.measures and "corrected" not in result.judged:
        click.echo("Stance was measured toward nobody: name whom, as --target China=China,Beijing")
    if result.planted:
        click.echo(f"\n{show.planted(result.planted)}")
    click.echo(f"\nWritten: {os.path.join(output, 'report.html')}, with tables/ and figures/ beside it")


@click.command()
@click.argument("folder", metavar="DIR")
@click.option(
    "-o", "--output", type=OUTPUT, metavar="FILE.zip", help="The archive; DIR.zip beside it, unless said."
)
@click.option("--titles", is_flag=True, help="Take the articles' titles along, as a bibliography has them.")
@click.option(
    "--inputs", multiple=True, metavar="PATH", help="Where the articles are now, if not where they were."
)
def bundle(folder: str, output: str | None, titles: bool, inputs: tuple[str, ...]) -> None:
    """Put a comparison into one archive that may be given on: no words of articles in it.

    \b
    Examples:  framing bundle out/
               framing reproduce out.zip                    what rests on counts, made again
               framing reproduce out.zip --inputs texts/    everything, made again
    """
    from framing.study.bundle import bundle as put_together

    click.echo(f"Written: {put_together(folder, output, titles=titles, inputs=inputs)}")


@click.command()
@click.argument("folder", metavar="DIR|bundle.zip")
@click.option(
    "--inputs", multiple=True, metavar="PATH", help="Where the articles are now, if not where they were."
)
def reproduce(folder: str, inputs: tuple[str, ...]) -> int:
    """Run a comparison again and compare every file.

    Everything needed stands in DIR: settings and hashes in provenance.json, paths in study.toml.

    Says of each: identical, equal (to 1e-9), differs, missing. Exit status 0 if all are identical or equal.
    Of a bundle without the articles, what rests on counts alone is made again; the rest is "not made".

    \b
    Examples:  framing reproduce out/
               framing reproduce out/ --inputs texts/
               framing reproduce bundle.zip
    """
    from framing.study.reproduce import reproduce as again
    from framing.terminal import remade

    verdicts = again(folder, inputs)
    click.echo(remade.said(verdicts, click.style))
    return 1 if remade.bad(verdicts) else 0
