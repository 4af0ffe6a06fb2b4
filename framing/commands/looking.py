"""Commands that look at one thing: kwic, keyness, voices, reuse, coverage."""

from __future__ import annotations

import json
from typing import Any

import click

from framing.commands import common
from framing.errors import escaped
from framing.terminal.covered import covering
from framing.terminal.keying import keying
from framing.terminal.options import OUTPUT, listing
from framing.terminal.reused import reusing

__all__ = ["coverage", "keyness", "kwic", "reuse", "voices"]


@click.command()
@click.argument("path")
@click.argument("patterns", nargs=-1, metavar="PATTERN...")
@listing
def kwic(path: str, **options: Any) -> None:
    """Show words or phrases with the words around them, and whose words they are.

    A * stands for any letters, a|b for either word; case does not matter unless asked.

    \b
    Examples:  framing kwic texts/ "win-win"
               framing kwic texts/ "cooperat*" --window sentence --sort right
               framing kwic texts/ --measure hedges --voice outlet -o hedges.csv
    """
    if not (options["patterns"] or options["measure"] or options["lexicon"]):
        raise click.UsageError("Missing argument 'PATTERN...', or --measure, or --lexicon.")
    from framing.opening import read
    from framing.terminal.listing import listed

    articles, _ = read([path])
    listed(articles, options, echo=click.echo, columns=common.width(), style=click.style)


@click.command()
@click.argument("path")
@keying
def keyness(path: str, **options: Any) -> None:
    """Show which words one outlet's articles hold more of, by how much and how surely.

    \b
    Examples:  framing keyness texts/
               framing keyness texts/ --voice outlet --ngram 2 --against pairs
               framing keyness texts/ --baseline other/ -o terms.csv
    """
    from framing.terminal.keying import keyed

    click.echo(keyed(path, options))


@click.command()
@click.argument("path")
@click.option("--article", "wanted", multiple=True, metavar="ID", help="Only this one (may be given again).")
@click.option("--most", type=click.IntRange(1), default=3, show_default=True, help="Articles shown.")
@click.option("--corrected", multiple=True, metavar="FILE", help="Voices corrected by hand.")
@click.option("--json", "as_json", is_flag=True, help="Print spans for programs instead.")
@click.option(
    "-o",
    "--output",
    type=OUTPUT,
    metavar="FILE",
    help="Write the table of all articles: .csv, .tsv, .parquet or .jsonl.",
)
def voices(
    path: str,
    wanted: tuple[str, ...],
    most: int,
    corrected: tuple[str, ...],
    as_json: bool,
    output: str | None,
) -> None:
    """Show articles with voices marked: the outlet's own words, quoted and reported ones, and by whom.

    The table that -o writes can be corrected by hand and given to compare, as --corrected FILE.

    \b
    Examples:  framing voices texts/
               framing voices texts/ --article 3f9a --json
               framing voices texts/ -o voices.csv
    """
    from framing import files, speaking
    from framing.opening import read
    from framing.study import Study
    from framing.terminal import marked

    articles, _ = read([path])
    if wanted or not output:
        articles = marked.chosen(articles, wanted, len(articles) if as_json else most).reset_index(drop=True)
    table = speaking.voices(Study(articles=(path,), corrected=corrected), articles)
    assert table is not None
    table = speaking.with_words(table, articles)
    if output:
        with files.replaced_file(output) as aside:
            files.write_table(table, aside)
        click.echo(f"Written: {escaped(output)} ({len(table):,} spans of {len(articles):,} articles)")
        return
    spans = dict(iter(table.groupby("article", sort=False)))
    rows = [(row, spans.get(row["id"], table.iloc[:0])) for row in articles.to_dict("records")]
    if as_json:
        click.echo(json.dumps([marked.as_dict(*row) for row in rows], ensure_ascii=False, indent=1))
        return
    click.echo(f"{marked.LEGEND}\n")
    click.echo("\n\n".join(marked.marked(row, own, common.width(), click.style) for row, own in rows))


@click.command()
@click.argument("path")
@reusing
def reuse(path: str, **options: Any) -> None:
    """Show passages that articles of two outlets share, how they are marked, and which words were changed.

    \b
    Examples:  framing reuse texts/
               framing reuse texts/ --kind unmarked --changed
               framing reuse texts/ -o reuse.csv
    """
    from framing.terminal.reused import reused

    study = common.study(
        (path,), {key: options.pop(key) for key in ("columns", "limits", "outlets", "event")}
    )
    click.echo(reused(study, options, common.width(), click.style))


@click.command()
@click.argument("path")
@covering
def coverage(path: str, **options: Any) -> None:
    """Show which names, figures and statements each outlet's articles have, and which they lack.

    \b
    Examples:  framing coverage texts/
               framing coverage texts/ --term canola --term "human rights"
               framing coverage texts/ --level named -o coverage.csv
    """
    from framing.terminal.covered import covered

    own = ("columns", "limits", "outlets", "event", "events", "window")
    study = common.study((path,), {key: options.pop(key) for key in own})
    click.echo(covered(study, options, common.width(), click.style))
