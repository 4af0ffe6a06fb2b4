"""Commands that get coverage and read it: fetch, load, check."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

from framing.commands import common
from framing.errors import escaped
from framing.terminal.running import Cut
from framing.views.text import cut, one_line

_OUTCOMES = {"saved": "saved", "there": "already there", "refused": "refused", "failed": "failed"}


@click.command()
@click.argument("urls", nargs=-1, metavar="URL...")
@common.options("fetch")
def fetch(urls: tuple[str, ...], output: str, listed: str | None, again: bool, contact: str) -> int:
    """Save pages from the web, as robots.txt allows; the only command that uses the network.

    \b
    Examples:  framing fetch https://www.example.org/talks -o pages/
               framing fetch --from urls.csv -o pages/ --contact me@lab.example.org
    """
    from framing.corpus.manifest import LISTING
    from framing.engine.pool import bar
    from framing.fetching import fetch
    from framing.fetching import fetch as lists

    if not (urls or listed):
        raise click.UsageError("Missing argument 'URL...', or --from.")
    every = list(dict.fromkeys([*urls, *(lists.read_urls(Path(listed)) if listed else [])]))
    counts: Counter[str] = Counter()
    stopped = 0
    results = fetch.fetch(every, Path(output), again=again, contact=contact)
    try:
        with bar(len(every), None, unit="page", doing="fetching") as done:
            for result in results:
                counts[result.outcome] += 1
                if result.outcome in ("refused", "failed"):
                    said = f"framing: {cut(one_line(result.url), 200)}: {result.outcome}: {result.detail}"
                    click.echo(one_line(said), err=True)
                done(1)
    except (KeyboardInterrupt, Cut) as stop:
        stopped = stop.args[0] if isinstance(stop, Cut) else 130
    finally:
        results.close()
    told = [f"{counts[name]:,} {word}" for name, word in _OUTCOMES.items() if counts[name] or name == "saved"]
    click.echo(f"{', '.join(told)}; {Path(output) / LISTING} lists them")
    if stopped:
        click.echo("framing: stopped; pages that were saved are whole: run again to go on", err=True)
        return stopped
    if counts["saved"] or counts["there"]:
        click.echo(f"Read them with: framing load {output} -o articles.parquet")
    return 1 if counts["refused"] or counts["failed"] else 0


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

    Articles, words, dates, genres, agency copy, what was cut, copies, languages; then the gaps, and how long
    a comparison would take.

    \b
    Examples:  framing check texts/
               framing check texts/ --json --strict
    """
    from framing.engine.estimate import Size, rates, say_estimate
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
        click.echo(f"\n{say_estimate(Size.of(articles), list(rates().steps))}")
    return 1 if strict and len(found.gaps) else 0
