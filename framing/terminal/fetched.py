"""What `framing fetch` does: its options, a line for each URL that was not saved, and what came in all.

The only command that uses the network; nothing of it is imported before it runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.terminal.options import OUTPUT
from framing.terminal.plain import plain
from framing.terminal.running import Cut

if TYPE_CHECKING:
    from framing.fetching.fetch import Result

__all__ = ["fetched", "fetching"]


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
    from framing.corpus.bar import bar
    from framing.corpus.beside import LISTING
    from framing.fetching import fetch
    from framing.fetching import listed as lists

    every = list(dict.fromkeys([*urls, *(lists.urls(Path(listed)) if listed else [])]))
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
