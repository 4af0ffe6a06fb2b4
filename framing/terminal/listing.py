"""What `framing kwic` does: lines of a concordance, as they are found, to a terminal, a pipe or a file.

No more lines are held than one table of a stream, unless they are to be sorted. Arguments are read in `cli`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from framing.errors import escaped

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["listed"]


def listed(
    articles: pd.DataFrame,
    options: Mapping[str, Any],
    *,
    echo: Callable[[str], object],
    columns: int,
    style: Callable[..., str],
) -> None:
    """List lines.

    Parameters
    ----------
    articles : pandas.DataFrame
    options : mapping
        What the command was given, by the names of `framing.kwic`; beside them `output` and `as_json`.
    echo : callable
        Takes a line.
    columns : int
        Of the terminal.
    style : callable
        As `click.style`.
    """
    from framing.features.concordance import Layout, told
    from framing.views.vocabulary import display

    given = {name: value for name, value in options.items() if value not in (None, (), False)}
    output, as_json = given.pop("output", None), given.pop("as_json", False)
    given["window"] = _window(given.get("window", "8"))
    given["voices"] = {"none": None}.get(given.get("voices", "full"), given.get("voices", "full"))
    if given.pop("lexicon", None):
        given["measure"] = [*given.get("measure", ()), *_lexicons(options["lexicon"])]
    given["pattern"] = list(given.pop("patterns", ())) or None
    parts = _parts(articles, given)
    if output:
        lines, where = _written(parts, output)
        echo(
            f"Written: {escaped(output)} ({lines:,} line{'s' * (lines != 1)} of {where:,} "
            f"article{'s' * (where != 1)})"
        )
        return
    known = {
        display(str(outlet), str(kind))
        for outlet, kind in articles[["outlet", "provenance"]].drop_duplicates().itertuples(index=False)
        if not given.get("outlet") or outlet in given["outlet"]
    }
    layout: Layout | None = None
    count, seen = 0, set[str]()
    for part in parts:
        if not len(part):
            continue
        if as_json:
            echo(
                part.to_json(orient="records", lines=True, force_ascii=False, date_format="iso").rstrip("\n")
            )
            continue
        if layout is None:
            layout = Layout.of([part], columns, known)
        for line in layout.lines(part, style):
            echo(line)
        count += len(part)
        seen.update(part["article"].unique())
    if not as_json:
        echo(f"\n{told(count, len(seen))}" if count else told(0, 0))
        if layout is not None and layout.starred:
            echo(layout.starred)


def _parts(articles: pd.DataFrame, given: dict[str, Any]) -> Iterator[pd.DataFrame]:
    import warnings

    from framing.errors import FramingWarning
    from framing.features.kwic import kwic, kwic_chunks

    most, sort = given.pop("limit", None), given.pop("sort", None)
    if sort:
        with warnings.catch_warnings():
            # That nothing was found is said where lines would be.
            warnings.filterwarnings("ignore", ".* occurs nowhere ", FramingWarning)
            yield kwic(articles, sort=sort, limit=most, **given)
        return
    left = most
    for part in kwic_chunks(articles, **given):
        yield part if left is None else part[:left]
        if left is not None:
            left -= len(part)
            if left <= 0:
                return


def _written(parts: Iterator[pd.DataFrame], output: str) -> tuple[int, int]:
    """Write lines as they come; return how many there are, and of how many articles."""
    from framing import schema
    from framing.io import files
    from framing.views.vocabulary import shown

    lines, where = 0, set[str]()

    def each() -> Iterator[pd.DataFrame]:
        nonlocal lines
        for part in parts:
            lines += len(part)
            where.update(part["article"].unique())
            yield shown(part)
        if not lines:
            yield schema.empty("kwic")

    with files.replaced_file(output) as aside:
        files.write_parts(each(), aside)
    return lines, len(where)


def _window(given: str) -> int | str:
    return int(given) if given.isdecimal() else given


def _lexicons(paths: tuple[str, ...]) -> list[Any]:
    from framing.features.lexicon import Lexicon

    return [Lexicon.read(path) for path in paths]
