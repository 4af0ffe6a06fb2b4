"""Commands that look at one thing: kwic, keyness, voices, reuse, coverage."""

from __future__ import annotations

import dataclasses
import json
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from framing.commands import common
from framing.commands.common import OUTPUT, collecting, listing
from framing.errors import escaped
from framing.terminal.running import plain

if TYPE_CHECKING:
    import pandas as pd

    from framing.comparison.reuse.finding import Segment
    from framing.study.config import Study

__all__ = ["coverage", "keyness", "kwic", "reuse", "told", "told_reused", "voices"]


# What `framing reuse` does: its options, and passages that two outlets share, side by side in a terminal.

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
    from framing.comparison.reuse.table import reuse
    from framing.io import files
    from framing.study.steps import overlap

    articles = overlap.prepare_articles(dataclasses.replace(study, events="given")).articles
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
    return told_reused(table, articles, int(options["top"]), width, style)


def told_reused(table: pd.DataFrame, articles: pd.DataFrame, top: int, width: int, style: Style) -> str:
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
    from framing.terminal import show
    from framing.views.vocabulary import display

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
    from framing.views.vocabulary import display

    provenance = row.get("provenance", "published")
    names = [plain(display(row[f"{side}_outlet"], provenance)) for side in "ab"]
    untold = _UNTOLD * (row["direction"] == "unknown")
    head = f"{names[0]} {_ARROWS[row['direction']]} {names[1]}{untold}: {row['words']} words"
    head += f", {_SAID[row['kind']]}"
    why = row.get("why")
    if isinstance(why, str) and why:
        from framing.comparison.reuse.table import told as said

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


# What `framing coverage` does: its options, and what each outlet's articles have and lack, in a terminal.

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
    from framing.comparison.coverage.table import coverage
    from framing.io import files
    from framing.study.steps import overlap

    context = overlap.prepare_articles(study)
    given = {name: value for name, value in options.items() if value not in (None, ())}
    output, top, as_json = (given.pop(name, None) for name in ("output", "top", "as_json"))
    given["voices"] = None if given["voices"] == "none" else given["voices"]
    table = coverage(context.articles, **given)
    if output:
        with files.replaced_file(output) as aside:
            files.write_table(table, aside)
        return f"Written: {escaped(output)} ({len(table):,} rows)"
    if as_json:
        return str(table.to_json(orient="records", lines=True, force_ascii=False)).rstrip("\n")
    said = [textwrap.fill(plain(f"Events: {context.events_found}"), width)] if context.events_found else []
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
    from framing.comparison.coverage.table import sentence

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
    from framing.terminal import show
    from framing.views.vocabulary import display

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


# What `framing keyness` does: its options, and the strongest terms of each outlet as people read them.

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
    from framing.comparison.wording.keyness import keyness
    from framing.io import files
    from framing.study.steps.articles import read

    given = {name: value for name, value in options.items() if value not in (None, ())}
    output, top, base = (given.pop(name, None) for name in ("output", "top", "baseline"))
    given["ngram"] = _lengths(given["ngram"])
    if "stop" in given:
        given["stop"] = _stop(given["stop"])
    if base:
        given["baseline"] = read(base)[0]
    table = keyness(read([path])[0], **given)
    if not output:
        return told_keying(table, int(top or 15))
    with files.replaced_file(output) as aside:
        files.write_table(table, aside)
    return f"Written: {escaped(output)} ({len(table):,} rows)"


def told_keying(table: pd.DataFrame, top: int) -> str:
    """Return the strongest terms of each comparison, then what the notes say of all."""
    from framing.terminal import show
    from framing.terminal.running import plain
    from framing.views.vocabulary import display

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
    from framing.views.vocabulary import display

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


@click.command()
@click.argument("path")
@click.argument("patterns", nargs=-1, metavar="PATTERN...")
@listing
def kwic(path: str, **options: Any) -> None:
    """Show words or phrases with the words around them, and whose words they are.

    A * stands for any letters, a|b for either word; case does not matter unless asked.

    \b
    Examples:  framing kwic texts/ "win-win"
               framing kwic texts/ "cooperat*" --window sentence --sort right
               framing kwic texts/ --measure hedges --voice outlet -o hedges.csv
    """
    if not (options["patterns"] or options["measure"] or options["lexicon"]):
        raise click.UsageError("Missing argument 'PATTERN...', or --measure, or --lexicon.")
    from framing.study.steps.articles import read
    from framing.terminal.listing import listed

    articles, _ = read([path])
    listed(articles, options, echo=click.echo, columns=common.width(), style=click.style)


@click.command()
@click.argument("path")
@keying
def keyness(path: str, **options: Any) -> None:
    """Show which words one outlet's articles hold more of, by how much and how surely.

    \b
    Examples:  framing keyness texts/
               framing keyness texts/ --voice outlet --ngram 2 --against pairs
               framing keyness texts/ --baseline other/ -o terms.csv
    """

    click.echo(keyed(path, options))


@click.command()
@click.argument("path")
@click.option("--article", "wanted", multiple=True, metavar="ID", help="Only this one (may be given again).")
@click.option("--most", type=click.IntRange(1), default=3, show_default=True, help="Articles shown.")
@click.option("--corrected", multiple=True, metavar="FILE", help="Voices corrected by hand.")
@click.option("--json", "as_json", is_flag=True, help="Print spans for programs instead.")
@click.option(
    "-o",
    "--output",
    type=OUTPUT,
    metavar="FILE",
    help="Write the table of all articles: .csv, .tsv, .parquet or .jsonl.",
)
def voices(
    path: str,
    wanted: tuple[str, ...],
    most: int,
    corrected: tuple[str, ...],
    as_json: bool,
    output: str | None,
) -> None:
    """Show articles with voices marked: the outlet's own words, quoted and reported ones, and by whom.

    The table that -o writes can be corrected by hand and given to compare, as --corrected FILE.

    \b
    Examples:  framing voices texts/
               framing voices texts/ --article 3f9a --json
               framing voices texts/ -o voices.csv
    """
    from framing.io import files
    from framing.study.config import Study
    from framing.study.steps import Context
    from framing.study.steps import voices as speaking
    from framing.study.steps.articles import read
    from framing.terminal import marked

    articles, _ = read([path])
    if wanted or not output:
        articles = marked.chosen(articles, wanted, len(articles) if as_json else most).reset_index(drop=True)
    context = Context(Study(articles=(path,), corrected=corrected), articles=articles)
    speaking.prepare(context)
    voices: Any = context.voices
    table = speaking.with_words(voices, articles)
    if output:
        with files.replaced_file(output) as aside:
            files.write_table(table, aside)
        click.echo(f"Written: {escaped(output)} ({len(table):,} spans of {len(articles):,} articles)")
        return
    spans = dict(iter(table.groupby("article", sort=False)))
    rows = [(row, spans.get(row["id"], table.iloc[:0])) for row in articles.to_dict("records")]
    if as_json:
        click.echo(json.dumps([marked.as_dict(*row) for row in rows], ensure_ascii=False, indent=1))
        return
    click.echo(f"{marked.LEGEND}\n")
    click.echo("\n\n".join(marked.marked(row, own, common.width(), click.style) for row, own in rows))


@click.command()
@click.argument("path")
@reusing
def reuse(path: str, **options: Any) -> None:
    """Show passages that articles of two outlets share, how they are marked, and which words were changed.

    \b
    Examples:  framing reuse texts/
               framing reuse texts/ --kind unmarked --changed
               framing reuse texts/ -o reuse.csv
    """

    study = common.study(
        (path,), {key: options.pop(key) for key in ("columns", "limits", "outlets", "event")}
    )
    click.echo(reused(study, options, common.width(), click.style))


@click.command()
@click.argument("path")
@covering
def coverage(path: str, **options: Any) -> None:
    """Show which names, figures and statements each outlet's articles have, and which they lack.

    \b
    Examples:  framing coverage texts/
               framing coverage texts/ --term canola --term "human rights"
               framing coverage texts/ --level named -o coverage.csv
    """

    own = ("columns", "limits", "outlets", "event", "events", "window")
    study = common.study((path,), {key: options.pop(key) for key in own})
    click.echo(covered(study, options, common.width(), click.style))
