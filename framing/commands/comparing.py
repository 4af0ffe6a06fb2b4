"""Commands of a whole comparison: compare, tables, reproduce."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import common
from framing.errors import FramingError, refuse_unknown
from framing.views.numbers import several
from framing.views.text import Style, for_terminal, unstyled

if TYPE_CHECKING:
    from framing.study.reproduce import Verdict


# The command that writes tables as papers print them.


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
