"""What several commands share: options, the study that arguments describe, how a table is handed over."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.corpus.limits import Limits
from framing.errors import FramingError, escaped
from framing.plugins import parse_toml, read_given
from framing.study.config import Study

if TYPE_CHECKING:
    import pandas as pd

Command = Callable[..., Any]


class _Output(click.Path):
    """A name of output; what looks like an option is one whose value was forgotten."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if str(value).startswith("-"):
            self.fail(f"{value!r} looks like an option; to call an output so, write './{value}'", param, ctx)
        return super().convert(value, param, ctx)


@cache
def _declared() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads((Path(__file__).parent / "options.toml").read_text("utf8"))


def options(name: str) -> Callable[[Command], Command]:
    """Return what adds a command's options, as options.toml lists them."""

    def add(command: Command) -> Command:
        listed = {key: own for one in _sections(_declared()[name]).values() for key, own in one.items()}
        for key, own in reversed(listed.items()):
            known = (_of_study(key) if name == "compare" else None) or _declared()["shared"].get(key, {})
            command = _option(key, {**known, **own})(command)
        return command

    return add


def _sections(listed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return options by their heading; "Options" is that of those without."""
    headed = all(own and all(isinstance(one, dict) for one in own.values()) for own in listed.values())
    return listed if headed else {"Options": listed}


class Sectioned(click.Command):
    """A command whose options stand under the headings that options.toml gives them."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, those of the command line itself last."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        lines = {option.name: option.get_help_record(ctx) for option in options}
        for heading, listed in _sections(_declared()[str(self.name)]).items():
            with formatter.section(heading):
                formatter.write_dl([line for key in listed if (line := lines.pop(key))])
        with formatter.section("Help"):
            formatter.write_dl([line for line in lines.values() if line])


#: What a key's meaning says of study files alone.
_OF_FILE = re.compile(
    r"[,;] relative to the study file|; a table (?:sets|names) .*| \(empty: .*\)|; names, or a table .*"
)


def _of_study(key: str) -> dict[str, Any] | None:
    """Return what the option of a study's key is: its type, what it allows and its meaning are the key's."""
    item = Study.__dataclass_fields__.get(key)
    kind = str(item.type) if item else ""
    if item is None or kind.startswith("Mapping") or not kind:
        return None
    said = _OF_FILE.sub("", item.metadata["meaning"])
    default = ("no", "yes")[item.default] if isinstance(item.default, bool) else item.default
    shown = "" if kind.startswith("tuple") or default in ("", None) else f" (default: {default})"
    return {
        "help": f"{said[0].upper()}{said[1:]}{shown}.",
        "shows": "|".join(item.metadata["allowed"]) or None,
        "many": kind.startswith("tuple"),
        "type": "yes" if kind.startswith("bool") else kind,
    }


def _option(key: str, said: dict[str, Any]) -> Callable[[Command], Command]:
    """Return one option, from what is said of it."""
    flags = said.get("flag", f"--{key.replace('_', '-')}").split()
    more: dict[str, Any] = {"help": said["help"], "metavar": said.get("shows")}
    kind = said.get("type")
    if kind == "yes":
        return click.option(f"{flags[0]}/--no-{flags[0][2:]}", key, default=None, help=said["help"])
    if said.get("many"):
        more |= {"multiple": True, "help": f"{said['help'].removesuffix('.')} (repeatable)."}
    if said.get("switch"):
        more["is_flag"] = True
    if "default" in said:
        more |= {"default": said["default"], "show_default": bool(said["default"])}
    if key == "output":
        more["type"] = _Output()
    elif "least" in said:
        more["type"] = click.IntRange(said["least"])
    elif "choices" in said:
        more["type"] = click.Choice(said["choices"])
    elif kind in ("int", "share"):
        more["type"] = int if kind == "int" else click.FloatRange(0, 1)
    if key == "limits":
        more["callback"] = lambda context, option, given: Limits.pairs(given) or None
    more["required"] = said.get("needed", False)
    return click.option(*flags, key, **more)


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


def groups(given: Sequence[str]) -> str | dict[str, Any]:
    """Return what ``--groups`` says: a rule by its name, a file's table, or pairs of ``NAME=OUTLET,OUTLET``.

    >>> groups(["country"]), groups(["Agencies=afp,reuters", "CBC=cbc"])
    ('country', {'Agencies': ['afp', 'reuters'], 'CBC': ['cbc']})
    """
    if len(given) == 1 and given[0].endswith(".toml"):
        return parse_toml(read_given(given[0]), given[0])
    if len(given) == 1 and "=" not in given[0]:
        return given[0]
    for one in given:
        if "=" not in one:
            raise FramingError(
                f"--groups {one!r}: write it as NAME=OUTLET,OUTLET, such as Agencies=afp,reuters; a column "
                "of groups is named with --by"
            )
    return targets(given)


def given(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options that somebody gave, with voices that aren't told apart as None."""
    found = {key: value for key, value in options.items() if value not in (None, ())}
    return {**found, "voices": None} if found.get("voices") == "none" else found


def study(paths: Sequence[str], options: dict[str, Any]) -> Study:
    """Build the study of the arguments: a study file or articles, then what the options set."""
    import dataclasses

    given = {key: value for key, value in options.items() if value not in (None, ())}
    if "columns" in given:
        given["columns"] = pairs(given["columns"])
    if "groups" in given:
        given["groups"] = groups(given["groups"])
    if toward := given.pop("toward", ()):
        given["targets"] = targets(toward)
    studies = [path for path in paths if path.endswith(".toml")]
    others = [path for path in paths if not path.endswith(".toml")]
    if len(studies) > 1:
        raise FramingError(f"{studies[1]}: is a second study file; give one, and articles beside it")
    if studies:
        return dataclasses.replace(Study.read(studies[0], others or None), **given)
    return Study(articles=tuple(paths), **given)


def study_of(path: str, options: dict[str, Any], *more: str) -> Study:
    """Take the options that choose among articles out of a command's, and return the study they describe."""
    own = ("columns", "limits", "outlets", "event", *more)
    return study((path,), {key: options.pop(key) for key in own})


def write(table: pd.DataFrame, output: str, noun: str = "rows", of: str = "") -> str:
    """Write a table, and return the line that says so."""
    from framing.io import files

    with files.replaced_file(output) as aside:
        files.write_table(table, aside)
    return f"Written: {escaped(output)} ({len(table):,} {noun}{of})"


def to_json(table: pd.DataFrame) -> str:
    """Return a table as lines for programs."""
    lines = table.to_json(orient="records", lines=True, force_ascii=False, date_format="iso")
    return str(lines).rstrip("\n")


def width() -> int:
    """Return the columns of the terminal; what goes into a file has room for 120."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 120
