"""Commands that get coverage and read it: fetch, load, check."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import common
from framing.commands.common import OUTPUT, pairs, reading
from framing.errors import escaped
from framing.terminal.running import Cut, plain

if TYPE_CHECKING:
    from framing.fetching.fetch import Result

__all__ = ["check", "fetch", "load"]


# What `framing fetch` does: its options, a line for each URL that was not saved, and what came in all.


def fetching(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of fetch."""
    for option in reversed(
        (
            click.option("-o", "--output", type=OUTPUT, required=True, metavar="DIR",
                         help="Gets the pages, in a folder for each host."),
            click.option("--from", "listed", metavar="FILE",
                         help="URLs, one a line, or a CSV or JSONL file with a column url."),
            click.option("--again", is_flag=True, help="Fetch also pages that are there."),
            click.option("--contact", default="", metavar="PAGE|MAIL",
                         help="Told to the sites: whom to write to about the requests."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def fetched(urls: Iterable[str], output: str, listed: str | None, again: bool, contact: str) -> int:
    """Fetch pages, say of each that was not saved why, and return the exit status.

    Parameters
    ----------
    urls : iterable of str
    output : str
        The folder.
    listed : str, optional
        A file with more URLs.
    again, contact
        As `framing.fetching.fetch.fetch` takes them.

    Returns
    -------
    int
        0 where each page is there, 1 where one was refused or failed, 130 or 143 where the run was stopped.
    """
    from framing.corpus.manifest import LISTING
    from framing.engine.progress import bar
    from framing.fetching import fetch
    from framing.fetching import listed as lists

    every = list(dict.fromkeys([*urls, *(lists.read_urls(Path(listed)) if listed else [])]))
    counts: Counter[str] = Counter()
    stopped = 0
    results = fetch.fetch(every, Path(output), again=again, contact=contact)
    try:
        with bar(len(every), None, unit="page", doing="fetching") as done:
            for result in results:
                counts[result.outcome] += 1
                if result.outcome in ("refused", "failed"):
                    click.echo(_line(result), err=True)
                done(1)
    except (KeyboardInterrupt, Cut) as cut:
        stopped = cut.args[0] if isinstance(cut, Cut) else 130
    finally:
        results.close()
    said = [f"{counts[name]:,} {word}" for name, word in _WORDS.items() if counts[name] or name == "saved"]
    click.echo(f"{', '.join(said)}; {Path(output) / LISTING} lists them")
    if stopped:
        click.echo("framing: stopped; pages that were saved are whole: run again to go on", err=True)
        return stopped
    if counts["saved"] or counts["there"]:
        click.echo(f"Read them with: framing load {output} -o articles.parquet")
    return 1 if counts["refused"] or counts["failed"] else 0


_WORDS = {"saved": "saved", "there": "already there", "refused": "refused", "failed": "failed"}


def _line(result: Result) -> str:
    shown = " ".join(plain(result.url).split())
    shown = shown if len(shown) <= 200 else f"{shown[:199]}…"
    return " ".join(plain(f"framing: {shown}: {result.outcome}: {result.detail}").split())


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
        from framing.corpus.html import trial as trial

        for page in paths:
            click.echo(
                (f"\n{click.style(page, bold=True)}\n" if len(paths) > 1 else "")
                + plain(trial.show(outlet, page))
            )
        return 0
    from framing.engine.estimate import Size, rates, say_estimate
    from framing.engine.parts import metadata
    from framing.study.steps.articles import look_through
    from framing.terminal import glance, show

    seen, articles, decisions = look_through(paths, pairs(options.pop("column")), **options)
    if as_json:
        click.echo(json.dumps(seen.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(glance.check(seen, common.width(), click.style))
        if audit:
            click.echo(f"\n{show.audit(metadata(articles), decisions)}")
        click.echo(f"\n{say_estimate(Size.of(articles), list(rates().steps))}")
    return 1 if strict and len(seen.gaps) else 0
