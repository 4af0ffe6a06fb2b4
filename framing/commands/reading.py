"""Commands that get coverage and read it: fetch, load, check."""

from __future__ import annotations

import json
from typing import Any

import click

from framing.commands import common
from framing.errors import escaped
from framing.terminal.fetched import fetching
from framing.terminal.options import OUTPUT, pairs, reading
from framing.terminal.plain import plain

__all__ = ["check", "fetch", "load"]


@click.command()
@click.argument("urls", nargs=-1, metavar="URL...")
@fetching
def fetch(urls: tuple[str, ...], **options: Any) -> int:
    """Save pages from the web, as robots.txt allows; the only command that uses the network.

    \b
    Examples:  framing fetch https://www.example.org/talks -o pages/
               framing fetch --from urls.csv -o pages/ --contact me@lab.example.org
    """
    if not (urls or options["listed"]):
        raise click.UsageError("Missing argument 'URL...', or --from.")
    from framing.terminal.fetched import fetched

    return fetched(urls, **options)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    type=OUTPUT,
    required=True,
    metavar="FILE|DIR/",
    help="Articles as .parquet, .csv, .tsv or .jsonl; or a store of parts: a folder that ends in a stroke, "
    "or an address.",
)
@click.option("--audit", metavar="FILE", help="Also write every decision taken while reading.")
@reading
def load(paths: tuple[str, ...], output: str, audit: str | None, **options: Any) -> None:
    """Read any mix of files into one table of articles.

    \b
    Examples:  framing load texts/ export.csv -o articles.parquet
               framing load exports/ -o store/ --cache cache/   goes on where it was cut off
    """
    from framing.terminal import stored

    tally = stored.store(paths, output, audit, pairs(options.pop("column")), **options)
    click.echo(tally.text())
    click.echo(f"Written: {escaped(output)}")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--audit", is_flag=True, help="Also print what was done while reading, rule by rule.")
@click.option("--json", "as_json", is_flag=True, help="Print numbers for programs instead.")
@click.option("--strict", is_flag=True, help="End with status 1 if there are gaps.")
@click.option(
    "--outlet", metavar="FILE", help="Show instead what an outlet's file keeps and cuts of saved pages."
)
@reading
def check(
    paths: tuple[str, ...], audit: bool, as_json: bool, strict: bool, outlet: str | None, **options: Any
) -> int:
    """Show what is in a corpus, outlet by outlet, and what is wanting.

    Articles, words, dates, genres, agency copy, what was cut, copies, languages; then the gaps, and how long
    a comparison would take.

    \b
    Examples:  framing check texts/
               framing check texts/ --json --strict
               framing check --outlet harbour_courier.toml page.html
    """
    if outlet:
        from framing.corpus.pages import trial

        for page in paths:
            click.echo(
                (f"\n{click.style(page, bold=True)}\n" if len(paths) > 1 else "")
                + plain(trial.show(outlet, page))
            )
        return 0
    from framing.batch.parts import light
    from framing.opening import estimate
    from framing.opening import seen as looked
    from framing.terminal import glance, show

    seen, articles, decisions = looked(paths, pairs(options.pop("column")), **options)
    if as_json:
        click.echo(json.dumps(seen.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(glance.check(seen, common.width(), click.style))
        if audit:
            click.echo(f"\n{show.audit(light(articles), decisions)}")
        click.echo(f"\n{estimate(articles)}")
    return 1 if strict and len(seen.gaps) else 0
