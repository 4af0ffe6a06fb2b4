"""What `framing reuse` does: its options, and passages that two outlets share, side by side in a terminal.

What is shared comes from `framing.reuse`; nothing heavy is imported before the command runs.
"""

from __future__ import annotations

import dataclasses
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from framing.errors import escaped
from framing.terminal.options import OUTPUT, collecting
from framing.terminal.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from framing.comparison.reuse.segments import Segment
    from framing.study import Study

__all__ = ["reused", "reusing", "told"]

#: The order in which kinds are told: what a reader has to know first.
_KINDS = ("unmarked", "credited", "quoted", "shared_source", "template")

_SAID = {
    "unmarked": "neither in quotation marks nor credited",
    "credited": "credited",
    "quoted": "in quotation marks",
    "shared_source": "from a source that both have",
    "template": "an outlet's boilerplate",
}
#: Characters shown at the ends of a passage and beside a change.
_AROUND = 120
_ARROWS = {"a_to_b": "->", "b_to_a": "<-", "unknown": "and"}
#: Said of a pair of which the times tell no order.
_UNTOLD = " (order unknown)"

Style = Callable[..., str]


def reusing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of reuse."""
    command = collecting(command)
    for option in reversed(
        (
            click.option("--kind", multiple=True, metavar="unmarked|credited|quoted|shared_source|template",
                         help="Only passages so marked (may be given again; default: all but templates)."),
            click.option("--changed", is_flag=True, help="Only passages in which words were changed."),
            click.option("--least", type=click.IntRange(1), help="Only passages of so many shared words."),
            click.option("--voices", default="full", show_default=True, metavar="full|quotes|none",
                         help="How voices are told apart; none is quickest."),
            click.option("--top", type=click.IntRange(1), default=10, show_default=True,
                         help="Passages shown."),
            click.option("--json", "as_json", is_flag=True, help="Print the table for programs instead."),
            click.option("-o", "--output", type=OUTPUT, metavar="FILE",
                         help="Write the whole table instead: .csv, .tsv, .parquet or .jsonl."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def reused(study: Study, options: Mapping[str, Any], width: int, style: Style) -> str:
    """Return what the command prints; `study` names the articles, `options` are as `reusing` names them."""
    from framing import files, pipeline, sharing
    from framing.comparison.reuse.table import reuse

    articles = sharing.articles(
        dataclasses.replace(study, events="given"), *pipeline.articles(study, {})
    ).articles
    given: dict[str, Any] = {} if options["least"] is None else {"least": options["least"]}
    voices = None if options["voices"] == "none" else options["voices"]
    table = reuse(articles, voices=voices, **given)
    kinds = options["kind"] or _KINDS[:-1]
    _known(kinds)
    if options["output"]:
        with files.replaced_file(options["output"]) as aside:
            files.write_table(table, aside)
        return f"Written: {escaped(options['output'])} ({len(table):,} passages)"
    whole, table = table, table[table["kind"].isin(kinds)]
    if options["changed"]:
        table = table[table["n_changes"] > 0]
    if options["as_json"]:
        return str(table.to_json(orient="records", lines=True, force_ascii=False)).rstrip("\n")
    if table.empty and len(whole):
        return _none(whole, kinds, bool(options["changed"]))
    return told(table, articles, int(options["top"]), width, style)


def told(table: pd.DataFrame, articles: pd.DataFrame, top: int, width: int, style: Style) -> str:
    """Return who shares how much with whom, then the passages: unmarked first, of these the changed ones.

    Parameters
    ----------
    table : pandas.DataFrame
        As `framing.reuse` gives it.
    articles : pandas.DataFrame
        That it was made from.
    top : int
        Passages shown.
    width : int
        Columns of the terminal.
    style : callable
        As `click.style`.
    """
    if table.empty:
        return "No passage is shared by articles of two outlets."
    order = table.assign(
        rank=table["kind"].map({kind: n for n, kind in enumerate(_KINDS)}), changed=table["n_changes"] > 0
    ).sort_values(["rank", "changed", "words"], ascending=[True, False, False], kind="stable")
    parts = [_pairs(table)]
    parts += [_passage(row, articles, width, style) for row in order.head(top).to_dict("records")]
    if len(table) > top:
        parts.append(f"{len(table) - top:,} more; --top shows more, -o writes all")
    parts.append("Who printed first is told by time alone: it says nothing of who wrote the words.")
    return "\n\n".join(parts)


def _none(whole: pd.DataFrame, kinds: Sequence[str], changed: bool) -> str:
    """Say that what was asked for is none of the passages there are."""
    counts = whole["kind"].value_counts()
    held = ", ".join(f"{kind.replace('_', ' ')} {counts[kind]}" for kind in _KINDS if kind in counts)
    asked = " or ".join(kind.replace("_", " ") for kind in kinds) + (" and changed" if changed else "")
    passages = f"{len(whole):,} shared passage{'s' * (len(whole) != 1)}"
    return f"Of {passages} none is {asked} ({held})."


def _known(kinds: Any) -> None:
    from framing.errors import unknown

    for kind in kinds:
        if kind not in _KINDS:
            raise unknown("kind", kind, _KINDS)


def _pairs(table: pd.DataFrame) -> str:
    """Return a line a pair of outlets and direction: how many passages and words, by kind."""
    from framing.labels import display
    from framing.terminal import show

    turned = table["direction"] == "b_to_a"
    one = table["a_outlet"].where(~turned, table["b_outlet"])
    other = table["b_outlet"].where(~turned, table["a_outlet"])
    arrow = table["direction"].map({"a_to_b": "->", "b_to_a": "->"}).fillna("and")
    # Without a direction the pair has no order of its own.
    swap = (arrow == "and") & (one > other)
    one, other = one.where(~swap, other), other.where(~swap, one)
    rows: list[list[Any]] = []
    keyed = table.assign(one=one, other=other, arrow=arrow)
    for (first, sign, second), part in keyed.groupby(["one", "arrow", "other"], sort=True):
        provenance = part["provenance"].iloc[0] if "provenance" in part else "published"
        counts = part["kind"].value_counts()
        rows.append(
            [
                f"{display(first, provenance)} {sign} {display(second, provenance)}"
                + _UNTOLD * (sign == "and"),
                len(part),
                int(part["words"].sum()),
                *(int(counts.get(kind, 0)) for kind in _KINDS[:-1]),
            ]
        )
    rows.sort(key=lambda row: (-row[2], row[0]))
    return show.table(
        rows, ("printed first -> later", "passages", "words", *(k.replace("_", " ") for k in _KINDS[:-1]))
    )


def _passage(row: Mapping[str, Any], articles: pd.DataFrame, width: int, style: Style) -> str:
    from framing.comparison.reuse.table import aligned
    from framing.labels import display

    provenance = row.get("provenance", "published")
    names = [plain(display(row[f"{side}_outlet"], provenance)) for side in "ab"]
    untold = _UNTOLD * (row["direction"] == "unknown")
    head = f"{names[0]} {_ARROWS[row['direction']]} {names[1]}{untold}: {row['words']} words"
    head += f", {_SAID[row['kind']]}"
    why = row.get("why")
    if isinstance(why, str) and why:
        from framing.comparison.reuse.telling import told as said

        sides = dict(zip("ab", names, strict=True))
        head += f" ({said(why, lambda key: display(key, provenance), sides.__getitem__)})"
    text = plain(_marked(aligned(articles, row)))
    lines = [style(plain(head), bold=True), textwrap.fill(
        text, width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )]  # fmt: skip
    if row["changes"]:
        lines.append(textwrap.fill(
            plain(f"changed: {row['changes']}"), width, initial_indent="  ", subsequent_indent="    ",
            break_on_hyphens=False,
        ))  # fmt: skip
    return "\n".join(lines)


def _marked(segments: Sequence[Segment]) -> str:
    """Return a passage as one text, changes as [first > later]; what lies far from any is cut."""
    parts = []
    for segment in segments:
        if segment.op == "same":
            text = " ".join(segment.a.split())
            parts.append(_cut(text))
        elif segment.cls == "form":
            parts.append(" ".join(segment.a.split()))
        else:
            a, b = (" ".join(side.split()) or "-" for side in (segment.a, segment.b))
            parts.append(f"[{a} > {b}]")
    return re.sub(r"\] (?=[,.;:!?)])", "]", " ".join(part for part in parts if part))


def _cut(text: str) -> str:
    """Return what stands near the passage's ends and near changes."""
    if len(text) <= 2 * _AROUND:
        return text
    head, tail = text[:_AROUND].rsplit(" ", 1)[0], text[-_AROUND:].split(" ", 1)[-1]
    return f"{head} [...] {tail}"
