"""Says and never says: words, names and figures by outlet, in how many articles each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import scipy.stats

from framing.features.entities.sightings import name_words
from framing.report.evidence import Lines
from framing.report.material import Material
from framing.report.story import has_item, list_rows
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 20, "report"
TITLE = "Says and never says"
TEMPLATE = "says.html"

#: Rows of words, of names and figures, of the event's own terms; lines that a cell opens, and of a gap.
WORDS, NAMED, TERMS, LINES, OTHERS = 9, 7, 3, 8, 3

#: Articles from which an outlet brings words of its own, in how many of them a word stands, and its p.
ARTICLES, LEAST, MAY_BE = 5, 3, 0.01

Row = Mapping[Any, Any]
Cells = dict[str, dict[str, Any]]
#: What coverage calls an item: its level, its kind, itself.
Key = tuple[str, str, str]


class _Item(NamedTuple):
    """A row: what it is called, a cell an outlet, its kind, and of what coverage found its key."""

    name: str
    cells: Cells
    note: str = ""
    key: Key | None = None


def content(material: Material) -> dict[str, Any] | None:
    """Return a row an item with a cell an outlet, or None where neither words nor coverage were looked at."""
    rows: list[dict[str, Any]] = []
    for head, items in material.once(_parts):
        for number, item in enumerate(items):
            shown = [_show(item.cells.get(group)) for group in material.groups]
            rows.append(
                {"head": "" if number else head, "name": item.name, "note": item.note, "cells": shown}
            )
    if not rows:
        return None
    table = material.table("coverage")
    within = table is not None and bool((table["n_events"] > 1).any())
    heads = _heads(material)
    return {"rows": rows, "corner": "", "heads": heads, "census": material.census, "within": within}


def _parts(material: Material) -> list[tuple[str, list[_Item]]]:
    """Return the rows by what they are of, no word in two of them."""
    found = []
    seen: set[str] = set()
    for head, items, most in (
        ("What the coverage is about", _covered(material, "term"), TERMS),
        ("Names and figures", _covered(material, "named"), NAMED),
        ("Words of the outlets' own", _words(material), WORDS),
    ):
        own: list[_Item] = []
        for item in items:
            # Forms of one word are one, and the words of a name are the name's.
            roots = {word.casefold()[:5] for word in item.name.split()}
            if len(own) < most and not roots <= seen:
                seen |= roots
                own.append(item)
        # Those of one outlet stand together.
        own.sort(key=lambda item: _leader(item.cells, material))
        found.append((head, own))
    return found


def _leader(cells: Cells, material: Material) -> int:
    """Return the place of the outlet of whose articles most have an item."""
    share = [one["n"] / (one["of"] or 1) if (one := cells.get(group)) else 0.0 for group in material.groups]
    return share.index(max(share))


def _heads(material: Material) -> list[str]:
    return [vocabulary.display(group) for group in material.groups]


def _show(cell: dict[str, Any] | None) -> dict[str, Any]:
    if cell is None or not cell["of"]:
        return {"text": numbers.DASH, "width": None}
    none = not cell["n"]
    return {
        "text": f"{numbers.count(cell['n'])} of {numbers.count(cell['of'])}",
        # Of two articles a bar would say more than is known.
        "width": round(100 * min(cell["n"] / cell["of"], 1.0)) if cell["of"] > 2 else None,
        "lines": cell.get("lines", ""),
        "kind": "never" if none and cell.get("gap") else "none" if none else "",
        "small": "never, though to be expected" if none and cell.get("gap") else "",
    }


# Words that some outlets write and others don't.


def _words(material: Material) -> Iterator[_Item]:
    """Yield words by how far apart outlets are in them, those of findings first, each outlet in turn."""
    table = material.table("terms")
    if table is None or not {"rest", *material.groups} & set(table["against"].astype(str)):
        return
    table = table.assign(group=table["group"].astype(str), term=table["term"].astype(str))
    own = table[table["group"].isin(material.groups) & ~table["style"].astype(bool)]
    share = own["articles"] / own["n_articles"].clip(lower=1)
    rest = own["articles_rest"] / own["n_articles_rest"].clip(lower=1)
    mine = (own["articles"] >= LEAST) & (share > rest)
    mine &= own["n_articles"] >= min(ARTICLES, own["n_articles"].max())
    # Of thousands of words some differ by chance in any case; of those that may, the clearest are shown.
    mine &= own["p"] <= MAY_BE
    if (items := material.table("items")) is not None:
        # Whom an outlet names is told of names.
        mine &= ~own["term"].isin(name_words(items))
    apart = own.assign(apart=share - rest)[mine.to_numpy()]
    told = {
        word.partition(" ")[0].casefold()
        for row in list_rows(material)
        if has_item(row) and row["matter"] == "words"
        for word in str(row["words_a"]).split(", ")
    }
    apart = apart.assign(first=~apart["term"].str.casefold().isin(told))
    order = apart.sort_values(["first", "apart", "term"], ascending=[True, False, True], kind="stable")
    # One outlet that differs in much must not fill the list.
    order = order.assign(turn=order.groupby("group").cumcount()).sort_values(["turn"], kind="stable")
    counts = own.drop_duplicates(["group", "term"]).set_index(["term", "group"])["articles"]
    sizes = own.groupby("group")["n_articles"].max()
    for term in order["term"].drop_duplicates():
        n = {group: int(counts.get((term, group), 0)) for group in material.groups}
        yield _Item(
            term,
            {
                group: {
                    "n": n[group],
                    "of": int(sizes.get(group, 0)),
                    "lines": f"t {term} {group}" * (n[group] > 0),
                }
                for group in material.groups
            },
        )  # fmt: skip


# Names, figures and terms of the event, as coverage found them.


def _covered(material: Material, level: str) -> list[_Item]:
    """Return items of a level, those in which outlets differ most clearly first."""
    return [item for item in material.once(_all_items) if item.key and item.key[0] == level]


def _all_items(material: Material) -> list[_Item]:
    table = material.table("coverage")
    if table is None:
        return []
    # Of items that stand in the same articles the first stands for all.
    table = table[(table["alike"] == table["rank"]) & table["outlet"].astype(str).isin(material.groups)]
    table = table[table["level"].astype(str).isin(["named", "term"]) & (table["n_articles"] > 0)]
    # What media are called, and the day on which it appeared, are no matter of coverage.
    table = table[~table["kind"].astype(str).isin(["date", "year"])]
    # Two weeks and three persons are in any story.
    small = table["item"].astype(str).str.fullmatch(r"\d\d?(\.\d+)?( \w+)?")
    table = table[~(small & (table["kind"].astype(str) == "number"))]
    own = vocabulary.names_of_media(material.sizes)
    table = table[~table["item"].astype(str).str.casefold().isin(own).to_numpy()]
    gap = (table["finding"].astype(str) == "not_found") | table["fewer"].astype(bool)
    keys = {name: table[name].astype(str) for name in ("level", "kind", "item", "outlet")}
    # Over all events: an outlet's articles with the item, of its articles.
    sums = (
        table.assign(**keys, gap=gap)
        .groupby(["level", "kind", "item", "outlet"], sort=False)
        .agg(label=("label", "first"), n=("articles", "sum"), of=("n_articles", "sum"), gap=("gap", "any"))
        .reset_index()
    )
    # How surprising an outlet's number were, had its articles been dealt from all.
    every = sums.groupby(["level", "kind", "item"], sort=False)[["n", "of"]].transform("sum")
    more = scipy.stats.hypergeom.sf(sums["n"] - 1, every["of"], every["n"], sums["of"])
    fewer = scipy.stats.hypergeom.cdf(sums["n"], every["of"], every["n"], sums["of"])
    sums["p"] = np.minimum(more, fewer).round(12)
    whole = sums.groupby(["level", "kind", "item"], sort=False).agg(
        label=("label", "first"), gap=("gap", "any"), n=("n", "sum"), p=("p", "min"),
    ).reset_index()  # fmt: skip
    order = whole[whole["n"] >= 3].sort_values(
        ["level", "gap", "p", "n", "item"], ascending=[True, False, True, False, True], kind="stable"
    )
    cells: dict[Key, Cells] = {}
    for row in sums.to_dict("records"):
        key = (row["level"], row["kind"], row["item"])
        opens = f"v {row['level']} {row['kind']} {row['item']} {row['outlet']}"
        cells.setdefault(key, {})[row["outlet"]] = {
            "n": int(row["n"]), "of": int(row["of"]), "gap": bool(row["gap"]), "lines": opens
        }  # fmt: skip
    found = []
    for row in order.to_dict("records"):
        key = (row["level"], row["kind"], row["item"])
        label = row["label"] if isinstance(row["label"], str) and row["label"] else row["item"]
        note = row["kind"] if row["kind"] in ("person", "body", "place", "document") else ""
        found.append(_Item(label, cells[key], note, key))
    return found


def add_lines(lines: Lines, material: Material) -> None:
    """Keep the lines that cells open: where an item stands, or of a gap where others have it."""
    sightings = _sightings(material) if material.table("coverage") is not None else None
    for label, cells, _, key in (item for _, items in material.once(_parts) for item in items):
        if key is None or sightings is None:
            for group, cell in cells.items():
                if cell["lines"]:
                    own = _stand(label, group, material)
                    lines.add(cell["lines"], label, _in_turn(own, LINES), len(own), "", lines.around)
            continue
        rows = {group: sightings(key, group) for group in cells}
        for group, cell in cells.items():
            if cell["n"]:
                shown = _in_turn(rows[group], LINES)
                lines.add(cell["lines"], label, shown, max(len(rows[group]), 1), "", lines.around)
                continue
            others = [one for name in sorted({*rows} - {group}) for one in _in_turn(rows[name], OTHERS)]
            said = (
                f"Not found in the {numbers.several(cell['of'], 'collected article')} of "
                f"{vocabulary.display(group)}. Where others have it:"
            )
            lines.add(cell["lines"], label, others, len(others), said, lines.around)


def _stand(term: str, group: str, material: Material) -> list[Row]:
    """Return where a word stands in an outlet's own words, article by article."""
    spans = material.once(_own_spans)
    pattern = re.compile(rf"(?<![\w'’-]){re.escape(term)}(?![\w-]|['’]\w)", re.IGNORECASE)
    frame = material.articles
    ids = sorted(frame.loc[(frame[material.by].astype(str) == group).to_numpy(), "id"].astype(str))
    material.texts.want(ids)
    found: list[Row] = []
    for article in ids:
        text = material.texts.text(article)
        hits = [one.span() for one in pattern.finditer(text)]
        if hits and spans is not None:
            mine = spans.get(article, [])
            hits = [hit for hit in hits if any(start <= hit[0] < end for start, end in mine)]
        found += [
            {"article": article, "part": "body", "voice": "all", "start": start, "end": end}
            for start, end in hits
        ]
    return found


def _own_spans(material: Material) -> dict[str, list[tuple[int, int]]] | None:
    """Return where each article's outlet speaks itself, outside the headline; None where it is not known."""
    spans = material.table("voices")
    if spans is None:
        return None
    own = spans[((spans["part"].astype(str) != "headline") & (spans["voice"] == "outlet")).to_numpy()]
    found: dict[str, list[tuple[int, int]]] = {}
    for article, start, end in zip(own["article"].astype(str), own["start"], own["end"], strict=True):
        found.setdefault(article, []).append((start, end))
    return found


def _in_turn(rows: list[Row], most: int) -> list[Row]:
    """Keep so many lines, one of each article in turn, in the order in which they are read."""
    seen: dict[str, int] = {}
    turns = []
    for row in rows:
        article = str(row["article"])
        seen[article] = seen.get(article, 0) + 1
        turns.append(seen[article])
    order = sorted(range(len(rows)), key=lambda n: (turns[n], n))
    return [rows[n] for n in sorted(order[:most])]


def _sightings(material: Material) -> Any:
    """Return what finds where an item stands in the articles of an outlet."""
    coverage = material.tables["coverage"]
    example = coverage[coverage["example"].notna()]
    items = material.table("items")
    by_item = {}
    if items is not None:
        named = {one.key[2] for one in material.once(_all_items) if one.key}
        own = items[items["item"].isin(named)]
        own = own[material.here(own["article"])]
        by_item = dict(iter(own.groupby(own["item"].astype(str))))

    def find(key: tuple[str, str, str], group: str) -> list[Row]:
        _, kind, item = key
        if kind != "term" and item in by_item:
            own = by_item[item]
            own = own[[material.group_of[str(one)] == group for one in own["article"]]]
            order = own.assign(_body=own["part"].astype(str) != "headline").sort_values(
                ["article", "_body", "start"], kind="stable"
            )
            return [{**row, "voice": "all"} for row in order.head(8 * LINES).to_dict("records")]
        own = example[
            (example["item"].astype(str) == item).to_numpy()
            & (example["outlet"].astype(str) == group).to_numpy()
        ]
        return [_example(row) for row in own.to_dict("records") if isinstance(row["example_article"], str)]

    return find


def _example(row: Row) -> Row:
    sentence = str(row["example"])
    start, at, end = (int(row[name]) for name in ("example_start", "mention_start", "mention_end"))
    inside = start >= 0 and 0 <= at - start < end - start <= len(sentence)
    first, last = (at - start, end - start) if inside else (0, len(sentence))
    return {
        "article": row["example_article"],
        "part": row["example_part"] if isinstance(row["example_part"], str) else "body",
        "voice": str(row["voice"]) if isinstance(row["voice"], str) else "all",
        "left": sentence[:first], "node": sentence[first:last], "right": sentence[last:],
    }  # fmt: skip
