"""The command that writes tables as papers print them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands.common import OUTPUT
from framing.errors import FramingError, unknown
from framing.terminal.running import plain

if TYPE_CHECKING:
    from framing.views.paper import Paper

__all__ = ["tables"]


# What `framing tables` does: its options, which tables of a comparison are printed, and what was written.

#: What a table can be written as, by the suffix of its file.
FORMS = ("docx", "tex", "md", "html", "csv", "parquet")
_CALLED = {"word": "docx", "latex": "tex", "markdown": "md"}


def printing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of tables."""
    for option in reversed(
        (
            click.option("-o", "--output", type=OUTPUT, required=True, metavar="DIR", help="Gets the files."),
            click.option("--as", "forms", multiple=True, type=click.Choice([*FORMS, *_CALLED]),
                         default=("html",), show_default=True,
                         help="What to write (may be given again); docx takes newsframing[word]."),
            click.option("--table", "wanted", multiple=True, metavar="NAME",
                         help="Only this table, as contrast (may be given again; numbered in this order)."),
            click.option("--measure", multiple=True,
                         help="Only rows of this measure, or of all that begin so (may be given again)."),
            click.option("--voice", multiple=True, metavar="outlet|quoted|reported",
                         help="Only rows of this voice (may be given again)."),
            click.option("--top", type=click.IntRange(1), metavar="N", help="So many rows a table at most."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def printed(folder: str, options: Mapping[str, Any]) -> str:
    """Write the tables of a comparison as a paper prints them; return what was written and what was not.

    Parameters
    ----------
    folder : str
        What `framing compare` wrote.
    options : mapping
        As `printing` names them.

    Raises
    ------
    FramingError
        It is no such folder, has no table of that name, or none of its tables has what was asked for.
    """
    from framing.views.paper import paper, views

    there = _tables(folder)
    settings = _settings(folder)
    sources = {name: view.of or name for name, view in views().items()}
    known = [name for name, source in sources.items() if source in there]
    names = list(dict.fromkeys(options["wanted"])) or known
    for name in names:
        if name not in known and name not in there:
            raise unknown("table", name, {*known, *there}, where=folder)
    frames = {name: _read(there[sources.get(name, name)]) for name in names}
    narrow = _narrowing(folder, frames, options)
    articles = _articles(there)
    made: dict[str, Paper] = {}
    left: dict[str, str] = {}
    for name, frame in frames.items():
        own: dict[str, Any] = {key: found for key in ("measure", "voice") if (found := narrow(name, key))}
        if any(options[key] and _narrows(name, key) and key not in own for key in ("measure", "voice")):
            left[name] = "no row of that measure or voice"
            continue
        if name == "articles" and "text" not in frame.columns:
            left[name] = "their texts, whose words it counts, are not in this folder"
            continue
        try:
            made[name] = paper(
                frame,
                name,
                number=len(made) + 1,
                settings=settings,
                articles=articles,
                top=options["top"],
                **own,
            )
        except FramingError as error:
            left[name] = str(error).removeprefix("paper: ")
    if not made:
        raise FramingError(f"{folder}: {'; '.join(f'{name}: {why}' for name, why in left.items())}")
    lines = []
    for name, table in made.items():
        forms = dict.fromkeys(_CALLED.get(form, form) for form in options["forms"])
        paths = [table.save(Path(options["output"]) / f"{name}.{form}") for form in forms]
        rows = len(table.sheet.rows)
        lines.append(f"{table.sheet.caption} ({rows:,} {'row' if rows == 1 else 'rows'})")
        lines += [f"  {path}" for path in paths]
    return "\n".join([*lines, *(f"Left out: {name}: {why}" for name, why in left.items())])


def _narrowing(
    folder: str, frames: Mapping[str, Any], options: Mapping[str, Any]
) -> Callable[[str, str], list[str]]:
    """Return what gives, for a table and an option, the values asked for that it has.

    Raises
    ------
    FramingError
        A value stands in none of the tables.
    """
    have: dict[tuple[str, str], list[str]] = {}
    for key in ("measure", "voice"):
        known: set[str] = set()
        for name, frame in frames.items():
            if _narrows(name, key) and key in frame.columns:
                own = set(frame[key].dropna().astype(str))
                own |= {value.partition(".")[0] for value in own} if key == "measure" else set()
                known |= own
                have[name, key] = [value for value in options[key] if value in own]
        for value in options[key]:
            if value not in known:
                raise unknown(key, value, known - {"any"}, where=folder)
    return lambda name, key: have.get((name, key), [])


def _narrows(name: str, key: str) -> bool:
    """Say whether rows of a table can be asked for by measure or voice; not of one counted from them."""
    from framing import schema
    from framing.views.paper import narrows, views

    return name in schema.names() and not (name in views() and views()[name].made) and narrows(name, key)


def _articles(there: Mapping[str, Path]) -> Any:
    """Return the articles of a comparison, with no words where it has none; None where there are none."""
    from framing import schema

    if "articles" not in there:
        return None
    found = _read(there["articles"])
    # An archive that may be given on has no words of articles; which articles there are it does have.
    return schema.check(found if "text" in found.columns else found.assign(text=""), "articles")


def _tables(folder: str) -> dict[str, Path]:
    """Return the tables of a comparison by name."""
    home = Path(folder) / "tables"
    found = {path.stem: path for path in sorted(home.glob("*.parquet"))} if home.is_dir() else {}
    if not found:
        raise FramingError(f"{folder}: holds no tables/; name a folder that framing compare wrote")
    return found


def _settings(folder: str) -> dict[str, Any]:
    """Return the settings of a comparison; none where its provenance can't be read."""
    path = Path(folder) / "provenance.json"
    try:
        said = json.loads(path.read_text("utf8"))["settings"]
    except (OSError, ValueError, KeyError, TypeError):
        raise FramingError(
            f"{path}: can't be read, and tells how the tables were made; run framing compare again"
        ) from None
    return dict(said) if isinstance(said, dict) else {}


def _read(path: Path) -> Any:
    import pandas as pd

    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as error:
        said = " ".join(str(error).split())[:120]
        raise FramingError(f"{path}: can't be read ({said}); run framing compare again") from None


@click.command()
@click.argument("folder", metavar="DIR")
@printing
def tables(folder: str, **options: Any) -> None:
    """Write the tables of a comparison as a paper prints them: few columns, few digits, a note below.

    DIR is what framing compare wrote. Each note says what n is, how intervals and tests were made, how p was
    adjusted, how copies count, and which rows were chosen.

    \b
    Examples:  framing tables out/ -o paper/
               framing tables out/ -o paper/ --as docx --as tex --table contrast
               framing tables out/ -o paper/ --as docx --table contrast --measure hedges --voice outlet
    """

    click.echo(plain(printed(folder, options)))
