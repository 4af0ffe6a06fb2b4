"""Commands that look at one thing: kwic, keyness, reuse, coverage, demands, causes."""

from __future__ import annotations

import dataclasses
import textwrap
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import common
from framing.errors import escaped, refuse_unknown
from framing.views.numbers import several
from framing.views.text import Style, for_terminal, show

if TYPE_CHECKING:
    import pandas as pd


#: How sentences are indented, their further lines more.
_INDENT: dict[str, Any] = {"initial_indent": "  ", "subsequent_indent": "    ", "break_on_hyphens": False}

# Words with the words around them.


@click.command()
@click.argument("path")
@click.argument("patterns", nargs=-1, metavar="PATTERN...")
@common.options("kwic")
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
    from framing.study.steps.articles import find_outlets, read

    articles = read([path], common.pairs(options.pop("columns")))[0]
    options["outlet"] = find_outlets(options["outlet"], articles)
    list_lines(articles, options, echo=click.echo, columns=common.width(), style=click.style)


def list_lines(
    articles: pd.DataFrame,
    options: dict[str, Any],
    *,
    echo: Callable[[str], object],
    columns: int,
    style: Style,
) -> None:
    """List lines to a terminal, as JSON, or into a file.

    Parameters
    ----------
    articles : pandas.DataFrame
    options : mapping
        What the command was given, by the names of `framing.words.kwic`; beside them `output` and `as_json`.
    echo : callable
        Takes a line.
    columns : int
        Of the terminal.
    style : callable
        As `click.style`.
    """
    from framing.errors import FramingWarning
    from framing.features.kwic import kwic, listed, say_count
    from framing.features.lexicon import Lexicon
    from framing.io import files
    from framing.views.vocabulary import name_outlets

    given = common.given(options)
    output, as_json = given.pop("output", None), given.pop("as_json", False)
    if str(given.get("window", "")).isdecimal():
        given["window"] = int(given["window"])
    if paths := given.pop("lexicon", None):
        given["measure"] = [*given.get("measure", ()), *map(Lexicon.read, paths)]
    given["pattern"] = list(given.pop("patterns", ())) or None
    names = [name.casefold() for name in given.pop("speaker", ())]
    if wanted := given.pop("outlet", ()):
        articles = articles[articles["outlet"].isin(wanted)]
    limit = given.pop("limit", None)
    with warnings.catch_warnings():
        # That nothing was found is said where lines would be.
        warnings.filterwarnings("ignore", ".* occurs nowhere ", FramingWarning)
        found: pd.DataFrame = kwic(articles, limit=None if names else limit, **given)
    if names:
        said = found["speaker_key"].fillna("").astype(str).str.casefold()
        found = found[[any(f" {name} " in f" {speaker} " for name in names) for speaker in said]]
    found = found[:limit]
    count, seen = len(found), found["article"].nunique()
    if output:
        with files.replaced_file(output) as aside:
            files.write_parts(iter([name_outlets(found)]), aside)
        echo(f"Written: {escaped(output)} ({several(count, 'line')} of {several(seen, 'article')})")
        return
    if as_json:
        if count:
            echo(common.to_json(found))
        return
    if not count:
        echo(say_count(0, 0))
        return
    echo(f"{listed(found, columns, style)}{say_count(count, seen)}")


# The strongest terms of each outlet.


@click.command()
@click.argument("path")
@common.options("keyness")
def keyness(path: str, **options: Any) -> None:
    """Show which words one outlet's articles hold more of, by how much and how surely.

    \b
    Examples:  framing keyness texts/
               framing keyness texts/ --outlet "Fox News" --voice outlet --ngram 2
               framing keyness texts/ --against pairs -o terms.csv
    """
    from framing.comparison.wording.keyness import keyness
    from framing.engine.parts import metadata
    from framing.features.terms import STOPS
    from framing.study.steps import ExecutionOptions
    from framing.study.steps.articles import find_outlets, open_articles
    from framing.views.paper import paper

    columns = common.pairs(options.pop("columns"))
    articles, given = open_articles([path], columns, ExecutionOptions())[0], common.given(options)
    if named := given.pop("outlet", None):
        given["compared"] = find_outlets(named, metadata(articles))
    output, top = (given.pop(name, None) for name in ("output", "top"))
    ends = [int(end) if end.strip().isdecimal() else end for end in str(given["ngram"]).split("-")]
    given["ngram"] = ends[0] if len(ends) == 1 else tuple(ends)
    stop = given.get("stop")
    if stop and stop not in STOPS and Path(stop).is_file():
        lines = Path(stop).read_text("utf8").splitlines()
        given["stop"] = [line.strip() for line in lines if line.strip()]
    table = keyness(articles, full=True, **given)
    if output:
        click.echo(common.write(table, output))
    else:
        click.echo(show(paper(table, "terms", top=top).sheet, common.width(), click.style))


# Passages that two outlets share.

#: Ways in which they are marked; templates, an outlet's boilerplate, are shown if asked for.
_KINDS = ("unmarked", "credited", "quoted", "shared_source", "template")


@click.command()
@click.argument("path")
@common.options("reuse")
def reuse(path: str, **options: Any) -> None:
    """Count passages that articles of two outlets share, by how they are marked; -o and --json give each.

    \b
    Examples:  framing reuse texts/
               framing reuse texts/ --kind unmarked --changed --json
               framing reuse texts/ -o reuse.csv
    """
    from framing.comparison.reuse.table import reuse
    from framing.study.steps import overlap
    from framing.views.paper import paper

    study = dataclasses.replace(common.study_of(path, options), events="given")
    articles = overlap.prepare_articles(study).articles
    kinds = options["kind"] or _KINDS[:-1]
    refuse_unknown(kinds, _KINDS, argument="kind")
    given = common.given({key: options[key] for key in ("least", "voices")})
    whole = reuse(articles, **given)
    table = whole[whole["kind"].isin(kinds) & ((whole["n_changes"] > 0) | (not options["changed"]))]
    if options["output"]:
        click.echo(common.write(whole, options["output"], "passages"))
    elif options["as_json"]:
        click.echo(common.to_json(table))
    elif table.empty and len(whole):
        counts = whole["kind"].value_counts()
        held = ", ".join(f"{kind.replace('_', ' ')} {counts[kind]}" for kind in _KINDS if kind in counts)
        asked = " or ".join(kind.replace("_", " ") for kind in kinds) + " and changed" * options["changed"]
        click.echo(f"Of {several(len(whole), 'shared passage')} none is {asked} ({held}).")
    elif table.empty:
        click.echo("No passage is shared by articles of two outlets.")
    else:
        click.echo(show(paper(table, "reuse").sheet, common.width(), click.style))


# What each outlet's articles have and lack.


@click.command()
@click.argument("path")
@common.options("coverage")
def coverage(path: str, **options: Any) -> None:
    """Show which names, figures and statements each outlet's articles have, and which they lack.

    \b
    Examples:  framing coverage texts/
               framing coverage texts/ --term canola --term "human rights"
               framing coverage texts/ --level named -o coverage.csv
    """
    from framing.comparison.coverage.table import coverage
    from framing.study.steps import overlap
    from framing.views.paper import paper

    study = common.study_of(path, options, "events", "window")
    context = overlap.prepare_articles(study)
    given = common.given(options)
    output, top, as_json = (given.pop(name, None) for name in ("output", "top", "as_json"))
    table = coverage(context.articles, **given)
    if output:
        click.echo(common.write(table, output))
    elif as_json:
        click.echo(common.to_json(table))
    elif table.empty:
        click.echo("No item is in articles enough to be compared.")
    else:
        width = common.width()
        if events := context.events_found:
            click.echo(textwrap.fill(for_terminal(f"Events: {events}"), width) + "\n")
        click.echo(show(paper(table, "coverage", top=top).sheet, width, click.style))


# One fact in two outlets.


@click.command("side-by-side")
@click.argument("path")
@common.options("side-by-side")
def side_by_side(path: str, **options: Any) -> None:
    """Show facts that two outlets tell, sentence beside sentence, those first whose wording differs most.

    \b
    Examples:  framing side-by-side texts/
               framing side-by-side texts/ --between "Global Times" --between "National Post"
               framing side-by-side texts/ --kind tone -o pairs.csv
    """
    from framing.features.statements.side_by_side import side_by_side
    from framing.study.steps import overlap
    from framing.study.steps.articles import find_outlets

    study = common.study_of(path, options, "events", "window")
    articles = overlap.prepare_articles(study).articles
    given = common.given(options)
    output, as_json, top, kind = (given.pop(name, None) for name in ("output", "as_json", "top", "kind"))
    outlets = find_outlets(given.pop("between", ()), articles)
    if len(outlets) > 2:
        raise click.UsageError("--between: name one outlet, or two.")
    table = side_by_side(articles, *outlets, **given)
    if kind:
        table = table[[kind in kinds.split("; ") for kinds in table["kinds"]]].reset_index(drop=True)
    if output:
        click.echo(common.write(table, output))
    elif as_json:
        click.echo(common.to_json(table))
    else:
        click.echo(tell_pairs(table, top or 12, common.width(), click.style))


def tell_pairs(table: pd.DataFrame, top: int, width: int, style: Style) -> str:
    """Return pairs as text, the words that carry framing marked."""
    from framing.features.statements.side_by_side import KINDS, mark_pairs
    from framing.views.vocabulary import display

    if table.empty:
        return "No fact was found in two outlets in other words."
    said = []
    for row, both in zip(table.head(top).itertuples(), mark_pairs(table.head(top)), strict=True):
        lines = []
        for side, segments in zip("ab", both, strict=True):
            marked = "".join(
                style(for_terminal(text), bold=True, underline=True) if mark in KINDS else for_terminal(text)
                for text, mark in segments
            )
            outlet = display(getattr(row, f"{side}_outlet"), row.provenance)
            lines += textwrap.wrap(f"{outlet}: {marked}", width, subsequent_indent="    ")
        differs = f"  differs in: {row.kinds.replace('; ', ', ')}" if row.kinds else "  other words alone"
        said.append("\n".join([*lines, style(differs, dim=True)]))
    left = len(table) - top
    more = f"\n\n{several(left, 'more pair')}; --top shows them" if left > 0 else ""
    facts = f"{several(table['fact'].nunique(), 'fact')} told by two outlets or more"
    return f"{facts}\n\n" + "\n\n".join(said) + more


# Who is told to do what; what is said to have led to what.


@click.command()
@click.argument("path")
@common.options("demands")
def demands(path: str, **options: Any) -> None:
    """Show who is told to do what, by whom and in whose words.

    \b
    Examples:  framing demands texts/
               framing demands texts/ --voice quoted --most 50
               framing demands texts/ -o demands.csv
    """
    from framing.features.demands import demands

    _list_claims("demands", demands, path, options)


@click.command()
@click.argument("path")
@common.options("causes")
def causes(path: str, **options: Any) -> None:
    """Show what is said to have led to what, and whom that blames or credits.

    \b
    Examples:  framing causes texts/
               framing causes texts/ --outlet "Fox News" --voice outlet
               framing causes texts/ -o causes.csv
    """
    from framing.features.causes import causes

    _list_claims("causes", causes, path, options)


def _list_claims(name: str, find: Callable[..., pd.DataFrame], path: str, options: dict[str, Any]) -> None:
    from framing.study.steps.articles import find_outlets, read
    from framing.views.paper import paper
    from framing.views.vocabulary import display

    articles, given = read([path])[0], common.given(options)
    table = find(articles, voices=given.get("voices"))
    outlets = find_outlets(options["outlet"], articles)
    for column, kept in (("outlet", outlets), ("voice", options["voice"])):
        table = table[table[column].isin(kept)] if kept else table
    if options["output"]:
        click.echo(common.write(table, options["output"], name))
    elif options["as_json"]:
        click.echo(common.to_json(table))
    elif table.empty:
        click.echo(f"No {name} were found.")
    else:
        for row in table.head(options["limit"] or len(table)).fillna("").to_dict("records"):
            said = f"{display(row['outlet'], row['provenance'])}, {row['voice']}: {_claim(name, row)}"
            click.echo(click.style(for_terminal(said), bold=True))
            click.echo(textwrap.fill(for_terminal(row["sentence"]), common.width(), **_INDENT))
        sheet = paper(table, name).sheet
        if sheet.rows:
            click.echo(f"\n{show(sheet, common.width(), click.style)}")


def _claim(name: str, row: Mapping[str, Any]) -> str:
    if name == "demands":
        asks = row["demander"] or row["demander_text"] or row["speaker"]
        told = row["addressee"] or row["addressee_text"] or "nobody named"
        return f"{asks} -> {told}".removeprefix(" -> ") + f": {row['act']}"
    return f"{row['cause']} -> {row['effect']}" + f" ({row['polarity']})" * (row["polarity"] != "none")
