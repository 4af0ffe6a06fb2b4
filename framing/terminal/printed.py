"""What `framing tables` does: its options, which tables of a comparison are printed, and what was written.

How a table is printed is told by `framing.papers`; nothing heavy is imported before the command runs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.errors import FramingError, unknown

if TYPE_CHECKING:
    from framing.papers.table import Paper

__all__ = ["FORMS", "printed", "printing"]

#: What a table can be written as, by the suffix of its file.
FORMS = ("docx", "tex", "md", "html", "csv", "parquet")

#: Tables in the order of a paper, and the table of the comparison that each is made of.
_ORDER = {
    "audit": "audit",
    "articles": "articles",
    "agency_share": "agency_share",
    "measures": "profile",
    "profile": "profile",
    "contrast": "contrast",
    "terms": "terms",
    "naming": "naming",
    "coverage": "coverage",
    "corrected": "corrected",
    "agreement": "agreement",
    "validity": "validity",
    "confusion": "validity",
    "prediction_powered": "prediction_powered",
    "robustness": "robustness",
    "specifications": "specifications",
    "influence": "influence",
    "placebo": "placebo",
    "power": "power",
}


def printing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of tables."""
    for option in reversed(
        (
            click.option("-o", "--output", required=True, metavar="DIR", help="Gets a file a table and form."),
            click.option("--as", "forms", multiple=True, type=click.Choice(FORMS), default=("html",),
                         show_default=True, help="What to write (may be given again); docx takes "
                         "newsframing[word]."),
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
    there = _tables(folder)
    settings = _settings(folder)
    known = [name for name, source in _ORDER.items() if source in there]
    names = list(dict.fromkeys(options["wanted"])) or known
    for name in names:
        if name not in known and name not in there:
            raise unknown("table", name, {*known, *there}, where=folder)
    articles = _read(there["articles"]) if "articles" in there else None
    made: dict[str, Paper] = {}
    left: dict[str, str] = {}
    for name in names:
        try:
            made[name] = _paper(name, there, settings, articles, options, len(made) + 1)
        except FramingError as error:
            left[name] = str(error).removeprefix("paper: ")
    if not made:
        raise FramingError(f"{folder}: {next(iter(left.values()), 'holds no table that a paper prints')}")
    lines = []
    for name, paper in made.items():
        paths = [paper.save(Path(options["output"]) / f"{name}.{form}") for form in _forms(options["forms"])]
        rows = len(paper.sheet.rows)
        lines.append(f"{paper.sheet.caption} ({rows:,} {'row' if rows == 1 else 'rows'})")
        lines += [f"  {path}" for path in paths]
    # What was asked of some tables is no fault of others that know neither measure nor voice.
    lines += [f"Left out: {name}: {why}" for name, why in left.items()]
    return "\n".join(lines)


def _forms(forms: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(forms))


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


def _paper(
    name: str,
    there: Mapping[str, Path],
    settings: Mapping[str, Any],
    articles: Any,
    options: Mapping[str, Any],
    number: int,
) -> Paper:
    from framing.papers.table import paper

    source = _ORDER.get(name, name)
    frame = articles if source == "articles" else _read(there[source])
    asked = {key: options[key] for key in ("measure", "voice") if options[key] and key in frame.columns}
    missing = [key for key in ("measure", "voice") if options[key] and key not in frame.columns]
    if missing and not options["wanted"]:
        raise FramingError(f"has no column {missing[0]}")
    return paper(
        frame, name, number=number, settings=settings, articles=articles, top=options["top"], **asked
    )
