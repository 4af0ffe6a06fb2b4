"""Commands of a whole comparison: compare, tables, bundle, reproduce."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import common
from framing.errors import FramingError, unknown
from framing.views.numbers import several
from framing.views.text import Style, for_terminal, unstyled

if TYPE_CHECKING:
    from framing.study.reproduce import Verdict
    from framing.views.paper import Paper


# The command that writes tables as papers print them.

_CALLED = {"word": "docx", "latex": "tex", "markdown": "md"}


@click.command()
@click.argument("folder", metavar="DIR")
@common.options("tables")
def tables(folder: str, **options: Any) -> None:
    """Write the tables of a comparison as a paper prints them: few columns, few digits, a note below.

    DIR is what framing compare wrote. Each note says what n is, how intervals and tests were made, how p was
    adjusted, how copies count, and which rows were chosen.

    \b
    Examples:  framing tables out/ -o paper/
               framing tables out/ -o paper/ --as docx --as tex --table contrast
               framing tables out/ -o paper/ --as docx --table contrast --measure hedges --voice outlet
    """
    from framing import schema
    from framing.study import output
    from framing.views.paper import paper, views

    home = Path(folder) / "tables"
    there = {path.stem: path for path in sorted(home.glob("*.parquet"))} if home.is_dir() else {}
    if not there:
        raise FramingError(f"{folder}: holds no tables/; name a folder that framing compare wrote")
    settings = output.read(folder)["settings"]
    sources = {name: view.of or name for name, view in views().items()}
    known = [name for name, source in sources.items() if source in there]
    names = list(dict.fromkeys(options["wanted"])) or known
    for name in names:
        if name not in known and name not in there:
            raise unknown("table", name, {*known, *there}, where=folder)
    frames = {name: _read(there[sources.get(name, name)]) for name in names}
    wanted = _narrow(folder, frames, options)
    articles = None
    if "articles" in there:
        articles = _read(there["articles"])
        # An archive that may be given on has no words of articles; which articles there are it does have.
        full = articles if "text" in articles.columns else articles.assign(text="")
        articles = schema.check(full, "articles")
    made: dict[str, Paper] = {}
    left: dict[str, str] = {}
    for name, frame in frames.items():
        if not all(wanted[name].values()):
            left[name] = "no row of that measure or voice"
        elif name == "articles" and "text" not in frame.columns:
            left[name] = "their texts, whose words it counts, are not in this folder"
        else:
            more: Any = {"settings": settings, "articles": articles, "top": options["top"], **wanted[name]}
            try:
                made[name] = paper(frame, name, number=len(made) + 1, **more)
            except FramingError as error:
                left[name] = str(error).removeprefix("paper: ")
    if not made:
        raise FramingError(f"{folder}: {'; '.join(f'{name}: {why}' for name, why in left.items())}")
    forms = dict.fromkeys(_CALLED.get(form, form) for form in options["forms"])
    for name, table in made.items():
        click.echo(for_terminal(f"{table.sheet.caption} ({several(len(table.sheet.rows), 'row')})"))
        for form in forms:
            click.echo(for_terminal(f"  {table.save(Path(options['output']) / f'{name}.{form}')}"))
    for name, why in left.items():
        click.echo(for_terminal(f"Left out: {name}: {why}"))


def _narrow(
    folder: str, frames: Mapping[str, Any], options: Mapping[str, Any]
) -> dict[str, dict[str, list[str]]]:
    """Return for each table the measures and voices asked for that it has; none for those of no measure.

    Raises
    ------
    FramingError
        A value stands in none of the tables.
    """
    from framing import schema
    from framing.views.paper import narrows, views

    wanted: dict[str, dict[str, list[str]]] = {name: {} for name in frames}
    for key in ("measure", "voice"):
        known: set[str] = set()
        for name, frame in frames.items():
            # Of a table that is counted from another rows can't be asked for.
            counted = name in views() and views()[name].made
            if not counted and name in schema.names() and narrows(name, key) and key in frame.columns:
                own = set(frame[key].dropna().astype(str))
                own |= {value.partition(".")[0] for value in own} if key == "measure" else set()
                known |= own
                if options[key]:
                    wanted[name][key] = [value for value in options[key] if value in own]
        for value in options[key]:
            if value not in known:
                raise unknown(key, value, known - {"any"}, where=folder)
    return wanted


def _read(path: Path) -> Any:
    import pandas as pd

    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as error:
        said = " ".join(str(error).split())[:120]
        raise FramingError(f"{path}: can't be read ({said}); run framing compare again") from None


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
@common.options("bundle")
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
@common.options("reproduce")
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

    said, bad = tell_verdicts(again(folder, inputs), click.style)
    click.echo(said)
    return 1 if bad else 0


def tell_verdicts(verdicts: Sequence[Verdict], style: Style = unstyled) -> tuple[str, int]:
    """Return a line a file, those that say nothing by why, and one for all; and how many came out otherwise.

    >>> from framing.study.reproduce import Verdict
    >>> print(tell_verdicts([Verdict("tables/profile.csv", "identical")])[0])
    identical  tables/profile.csv
    <BLANKLINE>
    1 of 1 came out the same
    """
    from framing.study.reproduce import BESIDE, GOOD

    colors = {**dict.fromkeys(GOOD, "green"), **dict.fromkeys(BESIDE, "yellow")}
    lines, beside, bad = [], dict[tuple[str, str], list[str]](), 0
    for one in verdicts:
        if one.verdict in BESIDE:
            beside.setdefault((one.verdict, one.note), []).append(one.file)
            continue
        bad += one.verdict not in GOOD
        note = f"  ({one.note})" if one.note else ""
        lines.append(f"{style(f'{one.verdict:<10}', fg=colors.get(one.verdict, 'red'))} {one.file}{note}")
    for (verdict, note), names in beside.items():
        stems = ", ".join(dict.fromkeys(name.rpartition(".")[0] for name in names))
        lines.append(f"{style(f'{verdict:<10}', fg=colors[verdict])} {len(names)} files: {note}")
        lines.append(textwrap.fill(stems, 100, initial_indent=" " * 11, subsequent_indent=" " * 11))
    aside = sum(map(len, beside.values()))
    tried = len(verdicts) - aside
    more = f"; {aside} could not be tried without the articles or the file" if aside else ""
    return "\n".join([*lines, "", f"{tried - bad} of {tried} came out the same{more}"]), bad
