"""The command: arguments in, one call of the package, words out.

Nothing is computed here, and nothing heavy is imported before a command runs,
so that ``framing --help`` is quick.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from framing import __version__
from framing.errors import FramingError
from framing.terminal import running
from framing.terminal.covered import covering
from framing.terminal.fetched import fetching
from framing.terminal.keying import keying
from framing.terminal.options import comparing, listing, pairs, reading, targets
from framing.terminal.plain import plain
from framing.terminal.reused import reusing

if TYPE_CHECKING:
    from framing.study import Study

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 done, 1 wrong data or arguments, 2 usage, 130 stopped.

    Parameters
    ----------
    arguments : sequence of str, optional
        In place of those of the process.
    """
    return running.run(commands, arguments)


@click.group(
    cls=running.Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, message="%(version)s")
def commands() -> None:
    """Compare how news outlets frame the same event.

    \b
    Try:  framing check texts/
          framing compare texts/ -o out/
    """


@commands.command()
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


@commands.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="Articles as .parquet, .csv, .tsv or .jsonl."
)
@click.option("--audit", metavar="FILE", help="Also write every decision taken while reading.")
@reading
def load(paths: tuple[str, ...], output: str, audit: str | None, **options: Any) -> None:
    """Read any mix of files into one table of articles.

    \b
    Example:  framing load texts/ export.csv -o articles.parquet
    """
    from framing.terminal import stored

    tally = stored.store(paths, output, audit, pairs(options.pop("column")), **options)
    click.echo(tally.text())
    click.echo(f"Written: {output}")


@commands.command()
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

    Articles, words, dates, genres, agency copy, what was cut, copies, languages; then the gaps.

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
    from framing.corpus.overview import overview
    from framing.pipeline import read
    from framing.terminal import glance, show

    articles, decisions = read(paths, pairs(options.pop("column")), **options)
    seen = overview(articles, decisions)
    if as_json:
        click.echo(json.dumps(seen.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(glance.check(seen, _width(), click.style))
        if audit:
            click.echo(f"\n{show.audit(articles, decisions)}")
    return 1 if strict and len(seen.gaps) else 0


@commands.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...|study.toml")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    help="Gets tables/, figures/, report.html, provenance.json.",
)
@comparing
def compare(
    paths: tuple[str, ...], output: str, cache: str | None, workers: int | None, **options: Any
) -> None:
    """Compare outlets: tables, figures and one report.

    PATH is a file, a folder or a pattern; or one study file, whose settings the options override.

    \b
    Examples:  framing compare texts/ -o out/
               framing compare texts/ -o out/ --outlet xinhua --outlet cbc --primary hedges
               framing compare study.toml -o out/
    """
    from framing.terminal import show

    study = _study(paths, options)
    result = study.run(output, cache=cache, workers=workers)
    click.echo(result.summary.rstrip())
    if study.targets == "auto" and not study.measures and "corrected" not in result.judged:
        click.echo("Stance was measured toward nobody: name whom, as --target China=China,Beijing")
    if result.planted:
        click.echo(f"\n{show.planted(result.planted)}")
    click.echo(f"\nWritten: {os.path.join(output, 'report.html')}, with tables/ and figures/ beside it")


@commands.command()
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
    from framing.pipeline import read
    from framing.terminal.listing import listed

    articles, _ = read([path])
    listed(articles, options, echo=click.echo, columns=_width(), style=click.style)


@commands.command()
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


@commands.command()
@click.argument("path")
@click.option("--article", "wanted", multiple=True, metavar="ID", help="Only this one (may be given again).")
@click.option("--most", type=click.IntRange(1), default=3, show_default=True, help="Articles shown.")
@click.option("--corrected", multiple=True, metavar="FILE", help="Voices corrected by hand.")
@click.option("--json", "as_json", is_flag=True, help="Print spans for programs instead.")
@click.option(
    "-o", "--output", metavar="FILE", help="Write the table of all articles: .csv, .tsv, .parquet or .jsonl."
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
    from framing.pipeline import read
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
        click.echo(f"Written: {output} ({len(table):,} spans of {len(articles):,} articles)")
        return
    spans = dict(iter(table.groupby("article", sort=False)))
    rows = [(row, spans.get(row["id"], table.iloc[:0])) for row in articles.to_dict("records")]
    if as_json:
        click.echo(json.dumps([marked.as_dict(*row) for row in rows], ensure_ascii=False, indent=1))
        return
    click.echo(f"{marked.LEGEND}\n")
    click.echo("\n\n".join(marked.marked(row, own, _width(), click.style) for row, own in rows))


@commands.command()
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

    study = _study((path,), {key: options.pop(key) for key in ("columns", "limits", "outlets", "event")})
    click.echo(reused(study, options, _width(), click.style))


@commands.command()
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
    study = _study((path,), {key: options.pop(key) for key in own})
    click.echo(covered(study, options, _width(), click.style))


@commands.command()
@click.argument("folder", metavar="DIR")
@click.option("-o", "--output", metavar="FILE.zip", help="The archive; DIR.zip beside it, unless said.")
@click.option("--titles", is_flag=True, help="Take the articles' titles along, as a bibliography has them.")
def bundle(folder: str, output: str | None, titles: bool) -> None:
    """Put a comparison into one archive that may be given on: no words of articles in it.

    \b
    Examples:  framing bundle out/
               framing reproduce out.zip                    what rests on counts, made again
               framing reproduce out.zip --inputs texts/    everything, made again
    """
    from framing.bundling import bundle as put_together

    click.echo(f"Written: {put_together(folder, output, titles=titles)}")


@commands.command()
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
    from framing.reproduce import reproduce as again
    from framing.terminal import remade

    verdicts = again(folder, inputs)
    click.echo(remade.said(verdicts, click.style))
    return 1 if remade.bad(verdicts) else 0


def _study(paths: tuple[str, ...], options: dict[str, Any]) -> Study:
    """Build the study of the arguments: a study file or articles, then what the options set."""
    import dataclasses

    from framing.study import Study

    given = {key: value for key, value in options.items() if value not in (None, ())}
    if "columns" in given:
        given["columns"] = pairs(given["columns"])
    if toward := given.pop("toward", ()):
        given["targets"] = targets(toward)
    studies = [path for path in paths if path.endswith(".toml")]
    if studies and len(paths) > 1:
        raise FramingError(
            f"{studies[0]}: a study file is given alone; name the articles in it, as articles = [...]"
        )
    if studies:
        return dataclasses.replace(Study.read(studies[0]), **given)
    return Study(articles=paths, **given)


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 120
