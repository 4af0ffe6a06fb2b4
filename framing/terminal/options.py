"""Options that several commands have, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from framing.corpus.limits import Limits
from framing.errors import FramingError

__all__ = ["OUTPUT", "collecting", "comparing", "listing", "pairs", "reading", "targets"]


class _Output(click.Path):
    """A name of output; what looks like an option is one whose value was forgotten."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if str(value).startswith("-"):
            self.fail(f"{value!r} looks like an option; to call an output so, write './{value}'", param, ctx)
        return super().convert(value, param, ctx)


#: What -o takes, in every command.
OUTPUT = _Output()


def _limit() -> Callable[..., Any]:
    return click.option(
        "--limit",
        "limits",
        multiple=True,
        metavar="NAME=VALUE",
        help='How much of a file is read at most, as seconds=30 or whole_bytes="64 MB" (may be given again).',
        callback=lambda context, option, given: Limits.pairs(given) or None,
    )


def _effort(
    cache: str = "Keep what was read there, and read it once only.",
    workers: str = "Processes that read (default: all, if it is much).",
) -> tuple[Callable[..., Any], ...]:
    """Return the options that say how work is done and change nothing of what comes of it."""
    return (
        click.option("--cache", metavar="FOLDER", help=cache),
        click.option("--workers", type=int, metavar="N", help=workers),
    )


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every command that reads files."""
    for option in reversed(
        (
            click.option(
                "--column",
                multiple=True,
                metavar="NAME=YOURS",
                help="What a column is called in your files, as outlet=Source.",
            ),
            click.option(
                "--outlets", metavar="FOLDER", help="Your own outlets' files, which add to ours and win."
            ),
            *_effort(),
            _limit(),
        )
    ):
        command = option(command)
    return command


def comparing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that set a study; what is not given is as the study file or the default says."""
    for option in reversed(
        (
            click.option("--title", help="Heads the report."),
            click.option(
                "--event", help="Leave out articles of other events; articles that name none get this one."
            ),
            click.option(
                "--outlet",
                "outlets",
                multiple=True,
                help="Leave out articles of others (may be given again).",
            ),
            click.option(
                "--column",
                "columns",
                multiple=True,
                metavar="NAME=YOURS",
                help="What a column is called in your files.",
            ),
            *_effort(
                "Keep what was read and finished parts there; a run that was cut off goes on from there.",
                "Processes that work (default: one up to 20 MB of text, of more one a processor).",
            ),
            click.option(
                "--dask",
                metavar="local|ADDRESS",
                help="Have dask do the work: processes of its own, or a scheduler, as tcp://host:8786.",
            ),
            _limit(),
            click.option("--by", help="Column that makes the groups (default: outlet)."),
            click.option(
                "--measure",
                "measures",
                multiple=True,
                help="A measure to count (may be given again; default: all).",
            ),
            click.option(
                "--lexicon",
                "lexicons",
                multiple=True,
                metavar="FILE",
                help="A lexicon of your own (may be given again).",
            ),
            click.option(
                "--primary",
                multiple=True,
                metavar="MEASURE",
                help="A measure tested as primary (may be given again).",
            ),
            click.option(
                "--voices", metavar="full|quotes|none", help="How voices are told apart (default: full)."
            ),
            click.option(
                "--corrected",
                multiple=True,
                metavar="FILE",
                help="Voices corrected by hand (may be given again).",
            ),
            click.option(
                "--sources/--no-sources",
                default=None,
                help="Compare the standing of sources too (default: yes).",
            ),
            click.option(
                "--keyness/--no-keyness",
                default=None,
                help="Say which words each outlet's articles hold more of (default: yes).",
            ),
            click.option(
                "--baseline",
                multiple=True,
                metavar="PATH",
                help="Other coverage by the same outlets, for keyness (may be given again).",
            ),
            click.option(
                "--word-shift",
                nargs=2,
                metavar="A B",
                help="Take the difference in tone of two outlets apart by words.",
            ),
            click.option(
                "--naming",
                metavar="SET|FILE|none",
                help="Say who is called what (default: visits, where it names somebody).",
            ),
            click.option(
                "--target",
                "toward",
                multiple=True,
                metavar="NAME[=ALIAS,ALIAS]",
                help="Toward whom stance is measured, as China=China,Beijing (may be given again).",
            ),
            click.option(
                "--targets",
                metavar="SET|FILE|none",
                help="The same by a set of referents (default: the four of --naming named most).",
            ),
            click.option(
                "--model", metavar="linear|neural", help="Who judges stance; neural is an extra (linear)."
            ),
            click.option(
                "--frames",
                multiple=True,
                metavar="CODEBOOK|FILE|none",
                help="A codebook to count indicators of (may be given again; default: generic, visits).",
            ),
            click.option(
                "--roles/--no-roles",
                default=None,
                help="Tell who is cast as hero, villain or victim (default: no).",
            ),
            click.option(
                "--actions/--no-actions",
                default=None,
                help="Tell who does what to whom; needs the extra parse (default: no).",
            ),
            click.option(
                "--modifiers/--no-modifiers",
                default=None,
                help="Compare the words beside whoever is named (default: no).",
            ),
            click.option(
                "--aliases/--no-aliases",
                default=None,
                help="List phrases that may name somebody, to be ticked (default: no).",
            ),
            click.option(
                "--collocates",
                multiple=True,
                metavar="WORDS",
                help="Show what stands beside an expression (may be given again).",
            ),
            click.option(
                "--style/--no-style",
                default=None,
                help="Measure frequencies, diversity and readability too (default: no).",
            ),
            click.option(
                "--events", metavar="auto|given|find", help="Look for events where none is named (auto)."
            ),
            click.option(
                "--window",
                metavar="3D",
                help="How far apart articles on one event are, as 36h (default: 3D).",
            ),
            click.option(
                "--copies", metavar="near|exact", help="Which texts count as copies of one (default: near)."
            ),
            click.option(
                "--reuse/--no-reuse",
                default=None,
                help="List passages that two outlets share (default: yes).",
            ),
            click.option(
                "--coverage/--no-coverage",
                default=None,
                help="Tell what an outlet's articles lack of the others' (default: yes).",
            ),
            click.option(
                "--wire-effect/--no-wire-effect",
                default=None,
                help="Show differences with agency copy collapsed, kept, dropped (default: yes).",
            ),
            click.option(
                "--split",
                multiple=True,
                metavar="voice|part",
                help="What is told apart inside an outlet (default: voice).",
            ),
            click.option(
                "--wire", metavar="collapse|keep|drop", help="How agency copy is treated (default: collapse)."
            ),
            click.option(
                "--collection",
                metavar="census|sample|unknown",
                help="How the collection is read (default: unknown).",
            ),
            click.option(
                "--language",
                "languages",
                multiple=True,
                help="Leave out articles known to be in others (default: that of the measures).",
            ),
            click.option("--seed", type=int, help="Of every random draw (default: 1)."),
            click.option(
                "--details/--no-details",
                default=None,
                help="Write scores and voices of over 20,000 articles too, by part (default: no).",
            ),
        )
    ):
        command = option(command)
    return command


def collecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose among the articles read, by the names of a study's keys."""
    for option in reversed(
        (
            click.option("--column", "columns", multiple=True, metavar="NAME=YOURS",
                         help="What a column is called in your files, as outlet=Source."),
            _limit(),
            click.option("--outlet", "outlets", multiple=True,
                         help="Only articles of these (may be given again)."),
            click.option("--event", help="Only articles of this event; those that name none get it."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def listing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a concordance, by the names of `framing.kwic`."""
    for option in reversed(
        (
            click.option(
                "--window",
                default="8",
                show_default=True,
                metavar="N|sentence",
                help="Words to either side, or the sentence.",
            ),
            click.option("--regex", is_flag=True, help="PATTERN is a regular expression."),
            click.option("--case", is_flag=True, help="Capitals matter: US is not us."),
            click.option("--measure", multiple=True, help="List what a measure counts, as hedges."),
            click.option("--lexicon", multiple=True, metavar="FILE", help="List the terms of a lexicon."),
            click.option(
                "--sort",
                multiple=True,
                metavar="left|right|node|COLUMN",
                help="By the words before or behind, or a column (may be given again).",
            ),
            click.option("--outlet", multiple=True, help="Only articles of these (may be given again)."),
            click.option("--part", multiple=True, metavar="headline|lead|body", help="Only these parts."),
            click.option(
                "--voice", multiple=True, metavar="outlet|quoted|reported", help="Only these voices."
            ),
            click.option("--speaker", multiple=True, metavar="NAME", help="Only words of these speakers."),
            click.option("--speaker-type", multiple=True, metavar="KIND", help="Only of these, as official."),
            click.option("--since", metavar="DATE", help="Only articles from this day on, as 2026-01-15."),
            click.option("--until", metavar="DATE", help="Only articles up to this day."),
            click.option(
                "--voices",
                default="full",
                show_default=True,
                metavar="full|quotes|none",
                help="How voices are told apart; none is quickest.",
            ),
            click.option(
                "--most", "limit", type=click.IntRange(1), metavar="N", help="At most so many lines."
            ),
            click.option("--json", "as_json", is_flag=True, help="Print lines for programs instead."),
            click.option(
                "-o",
                "--output",
                type=OUTPUT,
                metavar="FILE",
                help="Write the table instead: .csv, .tsv, .parquet or .jsonl.",
            ),
        )
    ):
        command = option(command)
    return command


def pairs(given: Iterable[str]) -> dict[str, str] | None:
    """Return what ``--column NAME=YOURS`` says, given any number of times; None where it is not given."""
    found = {}
    for pair in given:
        name, sign, yours = pair.partition("=")
        if not sign:
            raise FramingError(f"--column {pair!r}: write it as NAME=YOURS, such as outlet=Source")
        found[name] = yours
    return found or None


def targets(given: Iterable[str]) -> dict[str, list[str]]:
    """Return what ``--target NAME=ALIAS,ALIAS`` says, given any number of times; a name alone is its alias.

    >>> targets(["China=China,Beijing", "Ruiz"])
    {'China': ['China', 'Beijing'], 'Ruiz': ['Ruiz']}
    """
    found: dict[str, list[str]] = {}
    for one in given:
        name, _, aliases = one.partition("=")
        found.setdefault(name.strip(), []).extend(
            alias.strip() for alias in (aliases or name).split(",") if alias.strip()
        )
    return found
