"""Commands that read coverage: load, check, sample."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import click

from framing.commands import common
from framing.errors import FramingError, FramingWarning, escaped, refuse_unknown
from framing.views.text import for_terminal, grid


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
