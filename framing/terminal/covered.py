"""What `framing coverage` does: its options, and what each outlet's articles have and lack, in a terminal.

What is found comes from `framing.coverage`; nothing heavy is imported before the command runs.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from framing.errors import escaped
from framing.terminal.options import OUTPUT, collecting
from framing.terminal.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from framing.study import Study

__all__ = ["covered", "covering", "told"]

_ITEM = 44
#: Characters of a cell, as 10/11 ?.
_CELL = 7
_LEVELS = {"named": "Names and figures", "term": "Terms", "statement": "Statements"}
_NO_GAP = (
    "No gap is surprising{few}, which doesn't mean that nothing is missing: gaps marked ? can't be told from "
    "chance."
)
_ALL_FOUND = "Each item was found in articles of all that it is compared between."
_NOWHERE = "What was not found in one outlet's articles was found in nobody else's either."
_ALONE = "No event has articles of two groups: no gap can be told."

Style = Callable[..., str]


def covering(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of coverage."""
    command = collecting(command)
    for option in reversed(
        (
            click.option("--level", "levels", multiple=True, metavar="named|term|statement",
                         help="Only items found so (may be given again; default: all)."),
            click.option("--term", "terms", multiple=True, metavar="WORDS",
                         help="A term to look for, as in kwic (may be given again)."),
            click.option("--by", default="outlet", show_default=True, help="Column that makes the groups."),
            click.option("--events", metavar="auto|given|find",
                         help="Look for events where none is named (auto)."),
            click.option("--window", metavar="3D",
                         help="How far apart articles on one event are, as 36h (default: 3D)."),
            click.option("--least", type=click.IntRange(1),
                         help="Only items in so many different texts (default: 2)."),
            click.option("--genre", default="news", show_default=True, help="Kind of article, or all."),
            click.option("--wire", default="collapse", show_default=True, metavar="collapse|keep|drop",
                         help="How agency copy is treated."),
            click.option("--voices", default="full", show_default=True, metavar="full|quotes|none",
                         help="How voices are told apart; none is quickest."),
            click.option("--top", type=click.IntRange(1), default=12, show_default=True,
                         help="Items shown of each level."),
            click.option("--json", "as_json", is_flag=True, help="Print the table for programs instead."),
            click.option("-o", "--output", type=OUTPUT, metavar="FILE",
                         help="Write the whole table instead: .csv, .tsv, .parquet or .jsonl."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def covered(study: Study, options: Mapping[str, Any], width: int, style: Style) -> str:
    """Return what the command prints; `study` names the articles, `options` are as `covering` names them."""
    from framing import files, pipeline, sharing
    from framing.comparison.coverage.table import coverage

    articles, _, events = sharing.articles(study, *pipeline.articles(study, {}))
    given = {name: value for name, value in options.items() if value not in (None, ())}
    output, top, as_json = (given.pop(name, None) for name in ("output", "top", "as_json"))
    given["voices"] = None if given["voices"] == "none" else given["voices"]
    table = coverage(articles, **given)
    if output:
        with files.replaced_file(output) as aside:
            files.write_table(table, aside)
        return f"Written: {escaped(output)} ({len(table):,} rows)"
    if as_json:
        return str(table.to_json(orient="records", lines=True, force_ascii=False)).rstrip("\n")
    said = [textwrap.fill(plain(f"Events: {events}"), width)] if events else []
    return "\n\n".join([*said, told(table, int(top or 12), width, style)])


def told(table: pd.DataFrame, top: int, width: int, style: Style) -> str:
    """Return what was not found though to be expected, then each level's items by outlet.

    Parameters
    ----------
    table : pandas.DataFrame
        As `framing.coverage` gives it.
    top : int
        Items shown of each level, those in which the outlets differ most first.
    width : int
        Columns of the terminal.
    style : callable
        As `click.style`.
    """
    from framing.comparison.coverage.saying import sentence

    if table.empty:
        return "No item is in articles enough to be compared."
    order = table.sort_values(["rank", "outlet"], kind="stable")
    gaps = order[order["finding"] == "not_found"]
    parts = []
    several = table["events"].nunique() > 1
    if len(gaps):
        said = [textwrap.fill(plain(sentence(row, event=several)), width, initial_indent="  ",
                              subsequent_indent="    ") for row in gaps.to_dict("records")]  # fmt: skip
        parts.append("\n".join([style("Not found, though to be expected", bold=True), *said]))
    else:
        parts.append(textwrap.fill(_no_gap(table), width))
    for level, name in _LEVELS.items():
        rows = order[order["level"] == level]
        if len(rows):
            parts.append(f"{style(name, bold=True)}\n{_grid(rows, top, several, width)}")
    legend = (
        "Articles with the item of all the outlet's; * not found though to be expected, "
        "< in surprisingly few, ? too few articles to tell."
    )
    if several:
        legend += " Only articles on the events named are counted: those of which an article has the item."
    parts.append(textwrap.fill(legend, width))
    return "\n\n".join(parts)


def _no_gap(table: pd.DataFrame) -> str:
    """Say why no gap is shown: there is none, or none could be told from chance."""
    if not table["n_others"].any():
        return _ALONE
    gaps = table[(table["finding"] == "too_few") & (table["others"] > 0)]
    if gaps.empty:
        return _ALL_FOUND if (table["finding"] == "found").all() else _NOWHERE
    # A gap outside the family could not have been surprising, whatever the others have.
    if gaps["family"].ne("").any():
        return _NO_GAP.format(few="")
    sizes = table.groupby("outlet")["n_articles"].max()
    least, most = int(sizes.min()), int(sizes.max())
    many = f"{most:,}" if least == most else f"{least:,} to {most:,}"
    return _NO_GAP.format(few=f" with so few articles ({many} an outlet)")


def _counted_on(rows: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return the events that each item's row counts, short; nothing where all rows count the same."""
    events = rows.groupby(["kind", "item"], sort=False)["events"].agg(
        lambda said: sorted({*"; ".join(said).split("; ")} - {""})
    )
    if events.map("; ".join).nunique() < 2:
        return {}
    return {key: _short("; ".join(name.replace("_", " ") for name in names)) for key, names in events.items()}


def _fitting(rows: pd.DataFrame, names: Mapping[str, str], room: int) -> list[str]:
    """Return the outlets that fit into a line, those with most articles first chosen; two at least."""
    most = rows.groupby("outlet")["n_articles"].max()
    chosen: list[str] = []
    for outlet in sorted(most.index, key=lambda key: (-most[key], key)):
        room -= max(len(names[outlet]), _CELL) + 2
        if room < 0 and len(chosen) >= 2:
            break
        chosen.append(outlet)
    return sorted(chosen)


def _grid(rows: pd.DataFrame, top: int, several: bool, width: int) -> str:
    from framing.labels import display
    from framing.terminal import show

    provenance = rows["provenance"].iloc[0]
    names = {outlet: display(outlet, provenance) for outlet in rows["outlet"].unique()}
    keys = list(dict.fromkeys(zip(rows["kind"], rows["item"], strict=True)))
    cells: dict[tuple[str, str], dict[str, str]] = {}
    labels: dict[tuple[str, str], str] = {}
    for row in rows.to_dict("records"):
        key = (row["kind"], row["item"])
        labels[key] = row["label"] or row["item"]
        if row["outlet"] not in cells.setdefault(key, {}):
            cells[key][row["outlet"]] = f"{row['articles']}/{row['n_articles']}{_mark(row)}"
    on = _counted_on(rows) if several else {}
    used = max(len(_short(labels[key])) for key in keys[:top]) + max(len(key[0]) for key in keys[:top]) + 4
    used += max((len(on[key]) for key in keys[:top]), default=0) + 2 if on else 0
    outlets = _fitting(rows, names, width - used)
    lines = [
        [
            _short(labels[key]),
            key[0],
            *([on[key]] if on else []),
            *(cells[key].get(outlet, "") for outlet in outlets),
        ]
        for key in keys[:top]
    ]
    head = ("item", "kind", *(["events"] if on else []), *(names[outlet] for outlet in outlets))
    more, others = len(keys) - top, len(names) - len(outlets)
    left = [f"{more:,} more items; --top shows more"] if more > 0 else []
    left += [f"{others:,} more with fewer articles"] if others else []
    return "\n".join([show.table(lines, head), *([f"{'; '.join(left)}; -o writes all"] if left else [])])


def _mark(row: Mapping[str, Any]) -> str:
    if row["finding"] == "not_found":
        return " *"
    if row["finding"] == "too_few":
        # What nobody has is missing nowhere.
        return " ?" if row["others"] else ""
    return " <" if row["fewer"] else ""


def _short(text: str) -> str:
    return text if len(text) <= _ITEM else f"{text[: _ITEM - 1].rstrip()}…"
