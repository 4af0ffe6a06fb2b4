"""Commands of people's codes: sample, agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from framing.commands import common
from framing.errors import FramingError, FramingWarning, escaped, refuse_unknown
from framing.views.text import for_terminal, grid, one_line, show

if TYPE_CHECKING:
    import pandas as pd

#: Faults shown in a terminal; the table that --faults writes has all.
_FAULTS = 20


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


@click.command()
@click.argument("folder", metavar="DIR")
@click.argument("returned", nargs=-1, metavar="CODES...")
@common.options("agree")
def agree(folder: str, returned: tuple[str, ...], **options: Any) -> int:
    """Say how far coders agree: DIR is the sample, CODES what came back, if it isn't in there.

    \b
    Examples:  framing agree coding/
               framing agree coding/ back/ --by outlet -o agreement.csv
    """
    from framing.coding.agreement import agreement
    from framing.coding.reading import read_codes
    from framing.coding.sheet import read_sample
    from framing.views.paper import paper

    sample = read_sample(folder)
    codes, faults = read_codes(list(returned) or [folder], sample=sample)
    if codes.empty:
        first = "".join(f" ({line})" for line in faults["detail"].head(1))
        raise FramingError(f"{folder}: no code was read; give the files that coders sent back{first}")
    table = agreement(codes, level=options["level"], by=options["by"] or None, sample=sample)
    written = [
        common.write(frame, options[name])
        for name, frame in (("output", table), ("codes", codes), ("faults", faults))
        if options[name]
    ]
    if options["as_json"]:
        click.echo(common.to_json(table))
    else:
        known = table[(table["category"] == "all") & (table["pair"] == "all")]
        width = common.width()
        said = ["No unit was coded by two."]
        if len(known):
            own = known.assign(provenance=min(sample.key["provenance"].astype(str)))
            said = [show(paper(own, "agreement").sheet, width, click.style)]
            said.append("\n".join(one_line(note) for note in known["note"].dropna().unique() if note))
        click.echo("\n\n".join(filter(None, [*said, _tell_faults(faults, width), "\n".join(written)])))
    return int(bool(options["strict"]) and len(faults) > 0)


def _tell_faults(faults: pd.DataFrame, width: int) -> str:
    if faults.empty:
        return ""
    lines = [common.hang(one_line(line), width) for line in faults["detail"].head(_FAULTS)]
    more = len(faults) - _FAULTS
    if more > 0:
        lines.append(f"  and {more:,} more; --faults FILE writes all")
    return "\n".join([click.style(f"Faults ({len(faults):,}); all else was kept", bold=True), *lines])
