"""What several commands share: the study that arguments describe, and how wide the terminal is."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from framing.corpus.limits import Limits
from framing.errors import FramingError
from framing.study.config import Study

if TYPE_CHECKING:
    from framing.study.config import Study

__all__ = ["OUTPUT", "collecting", "comparing", "listing", "pairs", "reading", "study", "targets", "width"]


# Options that several commands have, and how their values are read.


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


#: Keys of a study that are options of `framing compare` too, in the order of its help.
_KEYS = (
    "title", "event", "outlets", "columns", "", "by", "measures", "lexicons", "primary", "voices",
    "corrected", "sources", "keyness", "baseline", "word_shift", "naming", "toward", "targets", "model",
    "frames", "roles", "actions", "modifiers", "aliases", "collocates", "style", "events", "window", "copies",
    "reuse", "coverage", "wire_effect", "split", "wire", "collection", "languages", "seed", "details",
)  # fmt: skip

#: What an option is called that may be given several times, where it isn't called as its key.
_ONE = {"outlets": "--outlet", "measures": "--measure", "lexicons": "--lexicon", "languages": "--language"}

#: What stands behind an option in the help, where that isn't what the key allows.
_SHOWN = {
    "lexicons": "FILE", "corrected": "FILE", "primary": "MEASURE", "baseline": "PATH", "word_shift": "A B",
    "naming": "SET|FILE|none", "targets": "SET|FILE|none", "frames": "CODEBOOK|FILE|none",
    "collocates": "WORDS", "window": "3D", "split": "voice|part",
}  # fmt: skip


#: What a key's meaning says of study files alone.
_OF_FILE = re.compile(
    r"[,;] relative to the study file|; a table sets .*| \(empty: .*\)|; names, or a table .*"
)


def _option_of(key: str) -> Callable[..., Any]:
    """Return the option of a key of a study: its type, what it allows and its meaning are the key's."""
    item = Study.__dataclass_fields__[key]
    kind, about = str(item.type), item.metadata
    flag = _ONE.get(key, f"--{key.replace('_', '-')}")
    said = _OF_FILE.sub("", about["meaning"])
    said = said[0].upper() + said[1:]
    more: dict[str, Any] = {"metavar": _SHOWN.get(key) or "|".join(about["allowed"]) or None}
    if key == "word_shift":
        return click.option(
            flag, nargs=2, help="Two outlets whose difference in tone is taken apart.", **more
        )
    if kind.startswith("bool"):
        said = f"{said} (default: {'yes' if item.default else 'no'})."
        return click.option(f"{flag}/--no-{flag[2:]}", key, default=None, help=said)
    if kind.startswith("tuple"):
        return click.option(flag, key, multiple=True, help=f"{said} (may be given again).", **more)
    if kind == "int":
        more = {"type": int}
    default = f" (default: {item.default})" if item.default not in ("", None) else ""
    return click.option(flag, key, help=f"{said}{default}.", **more)


def comparing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that set a study; what is not given is as the study file or the default says."""
    own: dict[str, tuple[Callable[..., Any], ...]] = {
        "columns": (
            click.option(
                "--column",
                "columns",
                multiple=True,
                metavar="NAME=YOURS",
                help="What a column is called in your files.",
            ),
        ),
        "": (
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
        ),
        "toward": (
            click.option(
                "--target",
                "toward",
                multiple=True,
                metavar="NAME[=ALIAS,ALIAS]",
                help="Toward whom stance is measured, as China=China,Beijing (may be given again).",
            ),
        ),
    }
    for key in reversed(_KEYS):
        for option in reversed(own.get(key) or (_option_of(key),)):
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


def study(paths: tuple[str, ...], options: dict[str, Any]) -> Study:
    """Build the study of the arguments: a study file or articles, then what the options set."""
    import dataclasses

    from framing.study.config import Study

    given = {key: value for key, value in options.items() if value not in (None, ())}
    if "columns" in given:
        given["columns"] = pairs(given["columns"])
    if toward := given.pop("toward", ()):
        given["targets"] = targets(toward)
    studies = [path for path in paths if path.endswith(".toml")]
    others = [path for path in paths if not path.endswith(".toml")]
    if len(studies) > 1:
        raise FramingError(f"{studies[1]}: is a second study file; give one, and articles beside it")
    if studies:
        return dataclasses.replace(Study.read(studies[0], others or None), **given)
    return Study(articles=paths, **given)


def width() -> int:
    """Return the columns of the terminal; what goes into a file has room for 120."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 120
