"""Commands of a whole collection: load, check, sample, compare, tables, reproduce."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import common
from framing.errors import FramingError, FramingWarning, escaped, refuse_unknown
from framing.views.numbers import several
from framing.views.text import Style, for_terminal, grid, unstyled

if TYPE_CHECKING:
    from framing.study.reproduce import Verdict


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@common.options("load")
def load(paths: tuple[str, ...], output: str, audit: str | None, **options: Any) -> None:
    """Read any mix of files into one table of articles.

    \b
    Examples:  framing load texts/ export.csv -o articles.parquet
               framing load exports/ -o store/ --cache cache/   goes on where it was cut off
    """
    from framing.commands.tally import store

    tally = store(paths, output, audit, common.pairs(options.pop("columns")), **options)
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
    from framing.commands.tally import Tally, show_corpus
    from framing.engine.parts import metadata
    from framing.study.steps.articles import look_through

    found, articles, decisions = look_through(paths, common.pairs(options.pop("columns")), **options)
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(show_corpus(found, common.width(), click.style))
        if audit:
            tally = Tally()
            tally.add(metadata(articles), decisions)
            click.echo(f"\n{tally.text()}")
    return 1 if strict and len(found.gaps) else 0


@click.command()
@click.argument("path")
@common.options("sample")
def sample(path: str, **options: Any) -> None:
    """Draw units for people to code, the outlet hidden: a spreadsheet for each of them.

    \b
    Examples:  framing sample texts/ -o coding/ --codebook tone
               framing sample texts/ -o coding/ --codebook stance --unit mention --target China=China,Beijing
    """
    import warnings

    from framing.coding.sampling import sample_for_coding
    from framing.features.naming.mentions import mentions
    from framing.study.steps import overlap

    study = common.study_of(path, options)
    given = common.given(options)
    output, again, measure, named = (
        given.pop(name, None) for name in ("output", "replace", "measure", "named")
    )
    of_mentions = given["unit"] == "mention"
    given.setdefault("codebook", ["stance" if of_mentions else "tone"])
    given["codebook"] = list(given["codebook"])
    if own := given.pop("own_outlets", None):
        given["outlets"] = own
    if named and not of_mentions:
        raise FramingError(
            f"--target names whose mentions are coded; --unit is {given['unit']!r}, not 'mention'"
        )
    if of_mentions and not (named or measure):
        raise FramingError("--unit mention: say whose, as --target China=China,Beijing, or --measure NAME")
    articles: Any = overlap.prepare_articles(study).articles
    if languages := given.pop("languages", ()):
        # An article whose language can't be told is in none.
        known = sorted(set(articles["language"].dropna()))
        refuse_unknown(languages, known, argument="--language")
        articles = articles[articles["language"].isin(languages)].reset_index(drop=True)
    if measure:
        from framing.features.evidence import evidence

        if named or given["unit"] == "article":
            raise FramingError(
                "--measure: its hits are drawn with --unit sentence, or with --unit mention without --target"
            )
        given["mentions" if of_mentions else "hits"] = evidence(articles, measure)
    if named:
        aliases = {name: {"aliases": listed} for name, listed in common.targets(named).items()}
        given["mentions"] = mentions(articles, aliases)
    with warnings.catch_warnings():
        # What they say is in the sample's notes.
        warnings.simplefilter("ignore", FramingWarning)
        drawn = sample_for_coding(articles, **given)
    files = drawn.write(str(output), replace=bool(again))
    click.echo(_tell_drawn(drawn, str(output), files))


def _tell_drawn(sample: Any, output: str, files: Sequence[str]) -> str:
    """Say how many units of each outlet and voice were drawn, and whom to give what."""
    from framing.views.vocabulary import Names, display

    rows = sample.key[["outlet", "provenance", "voice"]].astype(str).to_numpy().tolist()
    count = Counter((display(outlet, provenance), voice) for outlet, provenance, voice in rows)
    voices = [
        one for one in ("outlet", "quoted", "reported", "all") if any(one == voice for _, voice in count)
    ]
    names = Names({"voices": "full"})
    outlets = sorted({name for name, _ in count})
    table = [[name, *(count[name, voice] for voice in voices)] for name in outlets]
    twice = int(sample.units["coders"].str.contains("; ", regex=False).sum())
    sheets = ", ".join(name for name in files if name.endswith(".xlsx"))
    said = [
        f"{len(rows):,} units of {sample.key['article'].nunique():,} articles, {twice:,} coded by two; "
        f"codebook {for_terminal(sample.codebook.name)}, version {sample.codebook.version}",
        *map(for_terminal, sample.notes),
        f"Written: {escaped(output)}; give coders {sheets}, or the CSV called so, and nothing else",
    ]
    return "\n".join([grid(table, ["Outlet", *map(names.whose, voices)], common.width()), "", *said])


@click.command(cls=common.Sectioned)
@click.argument("paths", nargs=-1, required=True, metavar="[study.toml] [PATH...]")
@common.options("compare")
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
    Examples:  framing compare texts/
               framing compare texts/ -o out/ --outlet Xinhua --outlet "Fox News" --primary hedges
               framing compare study.toml -o out/
               framing compare store/ -o out/ --workers 8
    """
    from framing.engine.pool import Stages

    study = common.study(paths, options)
    # Who waits sees something before all else is imported.
    with Stages(True) as stages:
        result = study.run(output, cache=cache, workers=workers, dask=dask, progress=stages)
    from framing.study.output import REPORT

    click.echo(result.summary.rstrip())
    if study.targets == "auto" and not study.measures and not result.profile["target"].notna().any():
        click.echo("Stance was measured toward nobody: name whom, as --target China=China,Beijing")
    click.echo(f"Report: {os.path.join(output, REPORT)}; the tables are in {os.path.join(output, 'tables')}")


@click.command()
@click.argument("folder", metavar="DIR")
@common.options("tables")
def tables(folder: str, output: str, forms: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    """Write the tables of a comparison as a paper prints them: few columns, few digits, a note below.

    DIR is what framing compare wrote. Each note says what n is, how intervals and tests were made, how p was
    adjusted, how copies count, and which rows were chosen; fr.paper prints chosen rows of one table.

    \b
    Examples:  framing tables out/ -o paper/
               framing tables out/ -o paper/ --as tex --as md --table contrast
    """
    import pandas as pd

    from framing.study import output as written
    from framing.views.paper import paper, views

    home = Path(folder) / "tables"
    there = {path.stem: path for path in sorted(home.glob("*.parquet"))} if home.is_dir() else {}
    if not there:
        raise FramingError(f"{folder}: holds no tables/; name a folder that framing compare wrote")
    settings = written.read(folder)["settings"]
    sources = {name: view.of or name for name, view in views().items()}
    known = [name for name, source in sources.items() if source in there]
    names = list(dict.fromkeys(wanted)) or known
    refuse_unknown(names, known, folder, argument="table")
    number = 0
    for name in names:
        path = there[sources[name]]
        try:
            frame = pd.read_parquet(path)
        except (OSError, ValueError) as error:
            said = " ".join(str(error).split())[:120]
            raise FramingError(f"{path}: can't be read ({said}); run framing compare again") from None
        try:
            printed = paper(frame, name, number=number + 1, settings=settings)
        except FramingError as error:
            # Of very many articles the table has no texts, whose words are counted.
            click.echo(for_terminal(f"Left out: {name}: {str(error).removeprefix('paper: ')}"))
            continue
        number += 1
        click.echo(for_terminal(f"{printed.sheet.caption} ({several(len(printed.sheet.rows), 'row')})"))
        for form in dict.fromkeys(forms):
            click.echo(for_terminal(f"  {printed.save(Path(output) / f'{name}.{form}')}"))


@click.command()
@click.argument("folder", metavar="DIR")
@common.options("reproduce")
def reproduce(folder: str, inputs: tuple[str, ...]) -> int:
    """Run a comparison again and compare every file.

    Everything needed stands in DIR: settings and hashes in provenance.json, paths in study.toml.

    Says of each: identical, equal (to 1e-9), differs, missing. Exit status 0 if all are identical or equal.
    \b
    Examples:  framing reproduce out/
               framing reproduce out/ --inputs texts/
    """
    from framing.study.reproduce import reproduce as again

    said, bad = tell_verdicts(again(folder, inputs), click.style)
    click.echo(said)
    return 1 if bad else 0


def tell_verdicts(verdicts: Sequence[Verdict], style: Style = unstyled) -> tuple[str, int]:
    """Return a line a file and one for all; and how many came out otherwise.

    >>> from framing.study.reproduce import Verdict
    >>> print(tell_verdicts([Verdict("tables/profile.csv", "identical")])[0])
    identical  tables/profile.csv
    <BLANKLINE>
    1 of 1 came out the same
    """
    from framing.study.reproduce import GOOD, REDRAWN

    colors = {**dict.fromkeys(GOOD, "green"), REDRAWN: "yellow"}
    lines = []
    for one in verdicts:
        note = f"  ({one.note})" if one.note else ""
        lines.append(f"{style(f'{one.verdict:<10}', fg=colors.get(one.verdict, 'red'))} {one.file}{note}")
    tried = [one for one in verdicts if one.verdict != REDRAWN]
    bad = sum(one.verdict not in GOOD for one in tried)
    return "\n".join([*lines, "", f"{len(tried) - bad} of {len(tried)} came out the same"]), bad
