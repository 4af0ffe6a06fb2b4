"""Commands of people's codes: sample, agree."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from framing.commands import common
from framing.commands.common import OUTPUT, collecting, targets
from framing.errors import escaped
from framing.terminal.running import plain

if TYPE_CHECKING:
    import pandas as pd

    from framing.study.config import Study

__all__ = ["agree", "agreed", "agreeing", "sample", "sampled", "sampling"]


# What `framing sample` and `framing agree` do: units out to coders, codes in again, how far coders agree.

#: Faults shown in a terminal; the table that -o writes has all.
_FAULTS = 20
_VOICES = {"outlet": "own words", "quoted": "quoted", "reported": "reported", "all": "all"}
_STATISTICS = {
    "percent": "share agreed",
    "alpha_nominal": "alpha (nominal)",
    "alpha_ordinal": "alpha (ordinal)",
    "alpha_interval": "alpha (interval)",
    "alpha_ratio": "alpha (ratio)",
    "kappa": "kappa",
    "ac1": "AC1",
}

Style = Callable[..., str]


def sampling(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of sample."""
    command = collecting(command)
    for option in reversed(
        (
            click.option("-o", "--output", type=OUTPUT, required=True, metavar="DIR",
                         help="Gets a page and spreadsheets for each coder, and the key."),
            click.option("--codebook", "codebooks", multiple=True, metavar="NAME|FILE",
                         help="What is asked: tone, stance, voice, a codebook of frames, or a TOML file "
                              "(may be given again; default: tone, of mentions stance)."),
            click.option("--unit", default="sentence", show_default=True, metavar="sentence|mention|article",
                         help="What is coded."),
            click.option("-n", "--units", "n", type=click.IntRange(1), default=200, show_default=True,
                         help="Units in all."),
            click.option("--by", multiple=True, metavar="outlet|voice|event",
                         help="Spread over these (may be given again; default: all three)."),
            click.option("--per-article", type=click.IntRange(1), default=5, show_default=True,
                         help="About so many units an article."),
            click.option("--coder", "coders", multiple=True, metavar="NAME",
                         help="Who codes (may be given again; default: A and B)."),
            click.option("--twice", type=click.FloatRange(0, 1), default=1.0, show_default=True,
                         help="Share of the units that two coders code."),
            click.option("--measure", metavar="NAME",
                         help="Spread articles over its thirds; of sentences half have a hit."),
            click.option("--target", "named", multiple=True, metavar="NAME=ALIAS,ALIAS",
                         help="Whose mentions are coded, with --unit mention (may be given again)."),
            click.option("--language", "languages", multiple=True, metavar="CODE",
                         help="Only articles in these, as en (may be given again; default: all)."),
            click.option("--mask", "also", multiple=True, metavar="WORDS",
                         help="Further words to hide (may be given again)."),
            click.option("--own-outlets", metavar="FOLDER", help="Your own outlets' files: names to hide."),
            click.option("--wire", default="collapse", show_default=True, metavar="collapse|keep|drop",
                         help="How agency copy is treated."),
            click.option("--voices", default="full", show_default=True, metavar="full|none",
                         help="Tell voices apart, or not."),
            click.option("--seed", type=int, default=1, show_default=True, help="Draws another sample."),
            click.option("--replace", is_flag=True, help="Write over another sample in DIR."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def sampled(study: Study, options: Mapping[str, Any]) -> str:
    """Return what the command prints; `study` names the articles, `options` are as `sampling` names them."""
    import warnings

    from framing.coding.sampling import sample_for_coding
    from framing.errors import FramingError, FramingWarning
    from framing.study.steps import overlap

    given = {name: value for name, value in options.items() if value not in (None, ())}
    output, again, measure, named = (
        given.pop(name, None) for name in ("output", "replace", "measure", "named")
    )
    asked = given.pop("codebooks", ()) or ("stance" if given["unit"] == "mention" else "tone",)
    given["codebook"] = list(asked)
    given["voices"] = None if given["voices"] == "none" else given["voices"]
    if own := given.pop("own_outlets", None):
        given["outlets"] = own
    if named and given["unit"] != "mention":
        raise FramingError(
            f"--target names whose mentions are coded; --unit is {given['unit']!r}, not 'mention'"
        )
    if given["unit"] == "mention" and not (named or measure):
        raise FramingError("--unit mention: say whose, as --target China=China,Beijing, or --measure NAME")
    articles: Any = overlap.prepare_articles(study).articles
    if languages := given.pop("languages", ()):
        articles = _in(articles, languages)
    if measure:
        given |= _measured(articles, measure, given["unit"], bool(named))
    if named:
        from framing.features.naming.mentions import mentions

        aliases = {name: {"aliases": listed} for name, listed in targets(named).items()}
        given["mentions"] = mentions(articles, aliases)
    with warnings.catch_warnings():
        # What they say is in the sample's notes.
        warnings.simplefilter("ignore", FramingWarning)
        sample = sample_for_coding(articles, **given)
    files = sample.write(str(output), replace=bool(again))
    return _drawn(sample, str(output), files)


def _in(articles: pd.DataFrame, languages: Sequence[str]) -> pd.DataFrame:
    """Return the articles in some languages; one whose language can't be told is in none."""
    from framing.errors import unknown

    known = sorted(set(articles["language"].dropna()))
    for language in languages:
        if language not in known:
            raise unknown("--language", language, known)
    return articles[articles["language"].isin(languages)].reset_index(drop=True)


def _measured(articles: pd.DataFrame, measure: str, unit: str, named: bool) -> dict[str, Any]:
    """Return what a measure adds to a draw: thirds of articles, and its hits, as sentences or mentions."""
    from framing.features.evidence import evidence
    from framing.features.scoring import score

    scores = score(articles, [measure])
    known = list(dict.fromkeys(scores["measure"].astype(str)))
    given: dict[str, Any] = {"scores": scores, "measure": measure if measure in known else known[0]}
    if unit == "sentence":
        given["hits"] = evidence(articles, measure)
    elif unit == "mention" and not named:
        given["mentions"] = evidence(articles, measure)
    return given


def _drawn(sample: Any, output: str, files: Sequence[str]) -> str:
    """Say how many units of each outlet and voice were drawn, and whom to give what."""
    from collections import Counter

    from framing.views.vocabulary import display

    rows = sample.key[["outlet", "provenance", "voice"]].astype(str).to_numpy().tolist()
    count = Counter((plain(display(outlet, provenance)), voice) for outlet, provenance, voice in rows)
    names = sorted({name for name, _ in count})
    voices = [voice for voice in _VOICES if any(voice == spoken for _, spoken in count)]
    wide = max(map(len, [*names, "Outlet"]))
    lines = [f"{'Outlet':<{wide}}" + "".join(f"{_VOICES[voice]:>11}" for voice in voices)]
    lines += [f"{name:<{wide}}" + "".join(f"{count[name, v]:>11,}" for v in voices) for name in names]
    twice = int(sample.units["coders"].str.contains("; ", regex=False).sum())
    pages = ", ".join(name for name in files if name.endswith(".html"))
    said = [
        f"{len(rows):,} units of {sample.key['article'].nunique():,} articles, {twice:,} coded by two; "
        f"codebook {plain(sample.codebook.name)}, version {sample.codebook.version}",
        *map(plain, sample.notes),
        f"Written: {escaped(output)}; give coders {pages}, or the spreadsheet called so, and nothing else",
    ]
    return "\n".join([*lines, "", *said])


def agreeing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of agree."""
    for option in reversed(
        (
            click.option("--by", multiple=True, metavar="outlet|voice",
                         help="Also for each of these (may be given again)."),
            click.option("--level", metavar="nominal|ordinal|interval|ratio",
                         help="Take all questions at this level."),
            click.option("--json", "as_json", is_flag=True, help="Print the table for programs instead."),
            click.option("--strict", is_flag=True, help="End with status 1 if codes have faults."),
            click.option("--codes", "kept", metavar="FILE",
                         help="Write the codes that were read: .csv, .tsv, .parquet or .jsonl."),
            click.option("--faults", "wrong", metavar="FILE", help="Write all that was wrong with them."),
            click.option("-o", "--output", type=OUTPUT, metavar="FILE", help="Write the whole table."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def agreed(
    folder: str, paths: Sequence[str], options: Mapping[str, Any], width: int, style: Style
) -> tuple[str, int]:
    """Return what the command prints, and its exit status.

    Parameters
    ----------
    folder : str
        That a sample was written to.
    paths : sequence of str
        Files that coders sent back, or their folder; none means those in `folder`.
    options : mapping
        As `agreeing` names them.
    width : int
        Columns of the terminal.
    style : callable
        As `click.style`.
    """
    from framing.coding.agreement import agreement
    from framing.coding.reading import read_codes
    from framing.coding.sheet import read_sample
    from framing.errors import FramingError
    from framing.io import files

    sample = read_sample(folder)
    codes, faults = read_codes(list(paths) or [folder], sample=sample)
    if codes.empty:
        first = "".join(f" ({line})" for line in faults["detail"].head(1))
        raise FramingError(f"{folder}: no code was read; give the files that coders sent back{first}")
    table = agreement(codes, level=options["level"], by=options["by"] or None, sample=sample)
    written = []
    for name, frame in (("output", table), ("kept", codes), ("wrong", faults)):
        if options[name]:
            with files.replaced_file(options[name]) as aside:
                files.write_table(frame, aside)
            written.append(f"Written: {escaped(options[name])} ({len(frame):,} rows)")
    status = int(bool(options["strict"]) and len(faults) > 0)
    if options["as_json"]:
        return str(table.to_json(orient="records", lines=True, force_ascii=False)).rstrip("\n"), status
    parts = [told(table, style, _named(sample.key)), _wrong(faults, width, style), "\n".join(written)]
    return "\n\n".join(part for part in parts if part), status


def _named(key: pd.DataFrame) -> dict[str, str]:
    """Return what each outlet is called."""
    from framing.views.vocabulary import display

    pairs = key[["outlet", "provenance"]].astype(str).drop_duplicates().to_numpy().tolist()
    return {outlet: display(outlet, provenance) for outlet, provenance in pairs}


def told(table: pd.DataFrame, style: Style, names: Mapping[str, str]) -> str:
    """Return the agreement on each question, overall and by group, a line a coefficient.

    `names` are those of outlets, by key.
    """
    rows = table[(table["category"] == "all") & (table["pair"] == "all")]
    if rows.empty:
        return "No unit was coded by two."
    parts = []
    for question, own in rows.groupby("question", sort=False):
        lines = [style(plain(question), bold=True)]
        for (by, group), some in own.groupby(["by", "group"], sort=False):
            first = some.iloc[0]
            where = "" if by == "all" else f"{plain(names.get(group, group) if by == 'outlet' else group)}: "
            size = f"{first['units']:,} units of {first['articles']:,} articles"
            lines.append(f"  {where}{size} by {first['coders']} coders")
            lines += [
                f"    {_STATISTICS[row['statistic']]:<18}{_number(row)}" for row in some.to_dict("records")
            ]
        parts.append("\n".join(lines))
    notes = [plain(note) for note in rows["note"].dropna().unique() if note]
    return "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])])


def _number(row: Mapping[str, Any]) -> str:
    estimate, low, high = row["estimate"], row["low"], row["high"]
    if estimate != estimate:
        return "-"
    return f"{estimate:6.3f}" + (f"  [{low:.3f}, {high:.3f}]" if low == low and high == high else "")


def _wrong(faults: pd.DataFrame, width: int, style: Style) -> str:
    if faults.empty:
        return ""
    lines = [
        textwrap.fill(plain(line), width, initial_indent="  ", subsequent_indent="    ")
        for line in faults["detail"].head(_FAULTS)
    ]
    more = len(faults) - _FAULTS
    if more > 0:
        lines.append(f"  and {more:,} more; --faults FILE writes all")
    return "\n".join([style(f"Faults ({len(faults):,}); all else was kept", bold=True), *lines])


@click.command()
@click.argument("path")
@sampling
def sample(path: str, **options: Any) -> None:
    """Draw units for people to code, the outlet hidden: a page to work through, and spreadsheets.

    \b
    Examples:  framing sample texts/ -o coding/ --codebook tone
               framing sample texts/ -o coding/ --codebook stance --unit mention --target China=China,Beijing
    """

    own = ("columns", "limits", "outlets", "event")
    study = common.study((path,), {key: options.pop(key) for key in own})
    click.echo(sampled(study, options))


@click.command()
@click.argument("folder", metavar="DIR")
@click.argument("returned", nargs=-1, metavar="CODES...")
@agreeing
def agree(folder: str, returned: tuple[str, ...], **options: Any) -> int:
    """Say how far coders agree: DIR is the sample, CODES what came back, if it isn't in there.

    \b
    Examples:  framing agree coding/
               framing agree coding/ back/ --by outlet -o agreement.csv
    """

    said, status = agreed(folder, returned, options, common.width(), click.style)
    click.echo(said)
    return status
