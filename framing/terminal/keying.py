"""What `framing keyness` does: its options, and the strongest terms of each outlet as people read them.

The statistics are those of `framing.keyness`; nothing heavy is imported before the command runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from framing.errors import escaped
from framing.terminal.options import OUTPUT

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["keyed", "keying"]

_HEAD = ("term", "here", "there", "articles", "log odds", "95 %", "ratio", "G2", "p adj.", "")


def keying(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of keyness."""
    for option in reversed(
        (
            click.option("--by", default="outlet", show_default=True, help="Column that makes the groups."),
            click.option("--against", default="rest", show_default=True, metavar="rest|pairs",
                         help="All others together, or each pair."),
            click.option("--baseline", multiple=True, metavar="PATH",
                         help="Other coverage by the same outlets: their habit (may be given again)."),
            click.option("--part", multiple=True, metavar="headline|lead|body", help="Only these parts."),
            click.option("--voice", multiple=True, metavar="outlet|quoted|reported",
                         help="Only these voices."),
            click.option("--speaker-type", multiple=True, help="Only words of such speakers, as official."),
            click.option("--genre", default="news", show_default=True, help="Kind of article, or all."),
            click.option("--ngram", default="1", show_default=True, metavar="N|N-M",
                         help="Words in a term, to 5."),
            click.option("--stem", is_flag=True, help="Bring forms of a word together."),
            click.option("--case", is_flag=True, help="Keep capitals: US is not us."),
            click.option("--stop", metavar="english|FILE", help="Leave out words: a list, one a line."),
            click.option("--min-count", type=int, default=1, show_default=True,
                         help="Leave out terms that are rarer in all."),
            click.option("--term", "terms", multiple=True, help="Only this term (may be given again)."),
            click.option("--wire", default="collapse", show_default=True, metavar="collapse|keep|drop",
                         help="How agency copy is treated."),
            click.option("--top", type=click.IntRange(1), default=15, show_default=True,
                         help="Terms shown of each group."),
            click.option("--seed", type=int, default=1, show_default=True, help="Of every random draw."),
            click.option("-o", "--output", type=OUTPUT, metavar="FILE",
                         help="Write the whole table instead: .csv, .tsv, .parquet or .jsonl."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def keyed(path: str, options: Mapping[str, Any]) -> str:
    """Return what the command prints; `options` as `keying` names them."""
    from framing import files
    from framing.comparison.wording.keyness import keyness
    from framing.opening import read

    given = {name: value for name, value in options.items() if value not in (None, ())}
    output, top, base = (given.pop(name, None) for name in ("output", "top", "baseline"))
    given["ngram"] = _lengths(given["ngram"])
    if "stop" in given:
        given["stop"] = _stop(given["stop"])
    if base:
        given["baseline"] = read(base)[0]
    table = keyness(read([path])[0], **given)
    if not output:
        return told(table, int(top or 15))
    with files.replaced_file(output) as aside:
        files.write_table(table, aside)
    return f"Written: {escaped(output)} ({len(table):,} rows)"


def told(table: pd.DataFrame, top: int) -> str:
    """Return the strongest terms of each comparison, then what the notes say of all."""
    from framing.labels import display
    from framing.terminal import show
    from framing.terminal.plain import plain

    parts = []
    for (group, against), rows in table.groupby(["group", "against"], sort=False, observed=True):
        first = rows.iloc[0]
        head = f"{display(group, first['provenance'])} against {_other(against, first['provenance'])}"
        sizes = (
            f"{first['n']:,} words in {first['n_articles']:,} articles against {first['n_rest']:,} in "
            f"{first['n_articles_rest']:,}"
        )
        cells = [_cells(row) for row in rows.head(top).to_dict("records")]
        parts.append(f"{plain(head)}: {sizes}\n{show.table(cells, _HEAD)}")
    size, tests = table["prior_size"].iloc[0], table["family_size"].iloc[0]
    parts.append(
        f"Log odds with a prior of {size:.0f} words; intervals from drawing articles again, p from permuting "
        f"them, adjusted over {tests:,} tests. G2 only ranks. * one article gives most of it."
    )
    return "\n\n".join(parts)


def _other(against: str, provenance: str) -> str:
    from framing.labels import display

    plain = {"rest": "the rest", "baseline": "its baseline"}
    return plain.get(against) or display(against, provenance)


def _cells(row: Mapping[str, Any]) -> list[object]:
    def number(value: float, form: str) -> str:
        return "" if value != value else format(value, form)

    interval = f"{row['low']:.2f} to {row['high']:.2f}" if row["low"] == row["low"] else ""
    return [
        str(row["term"]),
        int(row["count"]),
        int(row["count_rest"]),
        f"{row['articles']}:{row['articles_rest']}",
        number(row["log_odds"], ".2f"),
        interval,
        number(2 ** row["log_ratio"], ".1f"),
        number(row["g2"], ".1f"),
        number(row["p_adjusted"], ".3f"),
        "*" if row["one_article"] else "",
    ]


def _lengths(written: str) -> Any:
    ends = [int(part) if part.strip().isdecimal() else part for part in str(written).split("-")]
    return ends[0] if len(ends) == 1 else tuple(ends)


def _stop(written: str) -> Any:
    from pathlib import Path

    if written == "english" or not Path(written).is_file():
        return written
    return [line.strip() for line in Path(written).read_text("utf8").splitlines() if line.strip()]
