"""Says and never says: words, names and figures by outlet, in how many articles each stands."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import scipy.stats
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

from framing.comparison.testing import ALPHA
from framing.comparison.wording.keyness import Style
from framing.features.entities.sightings import name_words
from framing.features.terms import Choice
from framing.findings.table import stem_term
from framing.report.evidence import Lines
from framing.report.material import Material
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 20, "report"
TITLE = "Says and never says"
TEMPLATE = "says.html"

#: Rows of words, and of names and figures; lines that a cell opens, and of a gap.
WORDS, NAMED, LINES, OTHERS = 7, 5, 8, 3

#: Articles of an outlet that has a column, and of one that brings rows, if two have so many; articles in
#: which a word stands, and its p.
ARTICLES, BRINGS, LEAST, MAY_BE = 3, 5, 3, 0.002

#: So many outlets and more: what one alone says is its own reporter, programme or running story.
MANY = 4

#: Of more articles the words aren't counted here: keyness has them.
READ = 5_000

Row = Mapping[Any, Any]
Cells = dict[str, dict[str, Any]]
#: What coverage calls an item: its level, its kind, itself.
Key = tuple[str, str, str]


class _Item(NamedTuple):
    """A row: what it is called, a cell an outlet, its kind, of what coverage found its key, or its forms."""

    name: str
    cells: Cells
    note: str = ""
    key: Key | None = None
    forms: tuple[str, ...] = ()


def content(material: Material) -> dict[str, Any] | None:
    """Return a row an item with a cell an outlet, or None where neither words nor names differ."""
    rows: list[dict[str, Any]] = []
    columns = material.once(_columns)
    for head, items in material.once(_parts):
        for number, item in enumerate(items):
            shown = [_show(item.cells.get(group)) for group in columns]
            rows.append(
                {"head": "" if number else head, "name": item.name, "note": item.note, "cells": shown}
            )
    if not rows:
        return None
    gaps = any(cell.get("kind") == "never" for row in rows for cell in row["cells"])
    heads = [vocabulary.display(group) for group in columns]
    return {"rows": rows, "corner": "", "heads": heads, "census": material.census, "gaps": gaps}


def _columns(material: Material) -> list[str]:
    """Return the outlets that have a column: of very few articles nothing can be told."""
    return _with(material.groups, ARTICLES, material)


def _with(groups: list[str], least: int, material: Material) -> list[str]:
    """Return the groups of so many articles, if there are two; else all."""
    sizes = _articles(material)[material.by].astype(str).value_counts()
    enough = [group for group in groups if sizes.get(group, 0) >= least]
    return enough if len(enough) > 1 else groups


def _articles(material: Material) -> pd.DataFrame:
    """Return the whole articles that are news, or of unknown kind; of copies of one text one a group."""
    frame = material.articles
    news = frame[frame["genre"].isin(["news", "unknown"]) & (frame["status"] == "full")]
    return news[~(news["copy_group"].notna() & news.duplicated([material.by, "copy_group"]))]


def _parts(material: Material) -> list[tuple[str, list[_Item]]]:
    """Return the rows by what they are of, no word in two of them."""
    found = []
    seen: set[str] = set()
    for head, items, most in (
        ("Words", _words(material), WORDS),
        ("Names and figures", iter(_named(material)), NAMED),
    ):
        own: list[_Item] = []
        for item in items:
            # Forms of one word are one, and the words of a name are the name's.
            roots = {word.casefold()[:5] for word in item.name.split()}
            if len(own) < most and not roots & seen:
                seen |= roots
                own.append(item)
        # Those of one outlet stand together.
        own.sort(key=lambda item: _leader(item.cells, material))
        found.append((head, own))
    return found


def _leader(cells: Cells, material: Material) -> int:
    """Return the place of the outlet of whose articles most have an item."""
    columns = material.once(_columns)
    share = [one["n"] / (one["of"] or 1) if (one := cells.get(group)) else 0.0 for group in columns]
    return share.index(max(share))


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


def _chance(n: Any, of: Any, every: Any, all_of: Any) -> Any:
    """Return how surprising an outlet's number were, had its articles been dealt from all."""
    more = scipy.stats.hypergeom.sf(n - 1, all_of, every, of)
    fewer = scipy.stats.hypergeom.cdf(n, all_of, every, of)
    return np.minimum(more, fewer).round(12)


# Words and pairs of words that some outlets write and others don't, quoted or not.


def _words(material: Material) -> Iterator[_Item]:
    """Yield words in all their forms, and pairs of words, those in which outlets differ most first."""
    frame = _articles(material)
    frame = frame[frame[material.by].astype(str).isin(material.once(_columns)).to_numpy()]
    if not LEAST <= len(frame) <= READ:
        return
    group_of = frame[material.by].astype(str).to_numpy()
    ids = frame["id"].astype(str).tolist()
    material.texts.want(ids)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    items = material.table("items")
    named = name_words(items) if items is not None else set[str]()
    media = vocabulary.names_of_media(material.sizes)
    skip = {part for name in media for part in name.split()} | named | ENGLISH_STOP_WORDS

    def analyze(text: str) -> Iterator[str]:
        before = ""
        for token in re.finditer(r"([^\W\d_]+)(['’]\w+)?([.,;:!?\"”)\n]*)", text):
            word = token[1].lower()
            # "doesn't" is no word of its own.
            kept = (
                len(word) > 2
                and (token[2] or "'s")[1:] == "s"
                and word not in ENGLISH_STOP_WORDS
                and word not in skip
            )
            stem = stem_term(word) if kept else ""
            for key, form in ((stem, word), (f"{stem_term(before)} {stem}", f"{before} {word}")):
                if stem and (before or " " not in key):
                    forms[key][form] += 1
                    yield key
            before = word if kept and not token[3] else ""

    texts = ["\n".join(material.texts.of(one, part) for part in ("headline", "body")) for one in ids]
    counted = CountVectorizer(analyzer=analyze, binary=True, min_df=LEAST)
    try:
        there = counted.fit_transform(texts)
    except ValueError:
        # No word in so many articles.
        return
    groups = material.once(_columns)
    of = np.array([[(group_of == group).sum()] for group in groups])
    n = np.array([np.asarray(there[group_of == group].sum(axis=0))[0] for group in groups])
    brings = np.isin(groups, _with(groups, BRINGS, material))
    chance = _chance(n, of, n.sum(axis=0), of.sum())[brings].min(axis=0)
    keys = counted.get_feature_names_out()
    labels = np.array([min(forms[key], key=lambda form: (-forms[key][form], form)) for key in keys], object)
    told = (chance <= MAY_BE) & ((n > 0).sum(axis=0) >= (2 if len(groups) >= MANY else 1))
    told &= ~Style.of(Choice()).mask(pa.array(labels, pa.string()))
    for at in sorted(np.flatnonzero(told), key=lambda at: (chance[at], -len(labels[at]), labels[at])):
        cells = {
            group: {
                "n": int(n[row, at]),
                "of": int(of[row, 0]),
                "lines": f"t {labels[at]} {group}" * bool(n[row, at]),
            }
            for row, group in enumerate(groups)
        }
        yield _Item(labels[at], cells, forms=tuple(sorted(forms[keys[at]])))


# Names and figures, as coverage found them.


def _named(material: Material) -> list[_Item]:
    """Return names and figures, those in which outlets differ most clearly first."""
    table = material.table("coverage")
    if table is None:
        return []
    # Of items that stand in the same articles the first stands for all.
    table = table[
        (table["alike"] == table["rank"]) & table["outlet"].astype(str).isin(material.once(_columns))
    ]
    table = table[(table["level"].astype(str) == "named") & (table["n_articles"] > 0)]
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
    every = sums.groupby(["level", "kind", "item"], sort=False)[["n", "of"]].transform("sum")
    sums["p"] = _chance(sums["n"], sums["of"], every["n"], every["of"])
    sums.loc[~sums["outlet"].isin(_with(material.once(_columns), BRINGS, material)), "p"] = 1.0
    sums["with"] = sums["n"] > 0
    whole = sums.groupby(["level", "kind", "item"], sort=False).agg(
        label=("label", "first"), gap=("gap", "any"), n=("n", "sum"), p=("p", "min"), outlets=("with", "sum"),
    ).reset_index()  # fmt: skip
    several = whole["outlets"] >= (2 if sums["outlet"].nunique() >= MANY else 1)
    told = several & (whole["n"] >= LEAST)
    clear = told & (whole["gap"] | (whole["p"] <= ALPHA))
    # Of very few articles nothing can be clear.
    order = whole[clear if clear.any() else told].sort_values(
        ["level", "gap", "p", "n", "item"], ascending=[True, False, True, False, True], kind="stable"
    )
    sizes = _articles(material)[material.by].astype(str).value_counts()
    cells: dict[Key, Cells] = {}
    for row in sums.to_dict("records"):
        key = (row["level"], row["kind"], row["item"])
        opens = f"v {row['level']} {row['kind']} {row['item']} {row['outlet']}"
        # An outlet without an article on any event in which it came up has no cell.
        of = max(int(sizes.get(row["outlet"], 0)), int(row["n"]))
        cells.setdefault(key, {})[row["outlet"]] = {
            "n": int(row["n"]), "of": of, "gap": bool(row["gap"]), "lines": opens
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
    for label, cells, _, key, forms in (item for _, items in material.once(_parts) for item in items):
        if key is None or sightings is None:
            for group, cell in cells.items():
                if cell["lines"]:
                    own = _stand(forms, group, material)
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


def _stand(forms: tuple[str, ...], group: str, material: Material) -> list[Row]:
    """Return where a word stands, in any of its forms, in the articles of a group."""
    spelt = "|".join(re.escape(form).replace(r"\ ", r"(?:['’]\w+)?[^\w.,;:!?\n]+") for form in forms)
    pattern = re.compile(rf"(?<![^\W\d_])(?:{spelt})(?![^\W\d_])", re.IGNORECASE)
    frame = _articles(material)
    return [
        {"article": article, "part": part, "voice": "all", "start": one.start(), "end": one.end()}
        for article in sorted(
            frame.loc[(frame[material.by].astype(str) == group).to_numpy(), "id"].astype(str)
        )
        for part in ("body", "headline")
        for one in pattern.finditer(material.texts.of(article, part))
    ]


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
        named = {one.key[2] for _, some in material.once(_parts) for one in some if one.key}
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
