"""Words that differ: each group's strongest terms, all terms in a scatter, word shifts, neighbours, style."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.comparison.wording.keyness import keyness
from framing.report import material as terms
from framing.report.material import Material
from framing.views import numbers as numbers

__all__ = ["TEMPLATE", "TITLE", "content"]

#: Where it stands on the page.
PLACE = 50
TITLE = "Words that differ"
TEMPLATE = "words.html"

#: Rows of a word shift and of what stands beside an expression; the latter in so many articles, where any is.
SHIFTED, BESIDE, LEAST_BESIDE = 12, 10, 3

_STYLE = {
    "flesch": "Flesch reading ease (higher reads more easily)",
    "forcast": "FORCAST grade (years of schooling)",
    "sentence_length": "words a sentence",
    "word_length": "syllables a word",
    "mtld": "MTLD (words until they repeat)",
}

Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return what the section shows, or None where words were not compared."""
    tables = material.tables
    found = {
        "terms": _terms(material) if _there(tables, "terms") else [],
        "shifts": _shifts(material) if _there(tables, "shift") else [],
        "beside": _beside(material) if _there(tables, "collocates") else [],
        "style": _style(material) if _there(tables, "style") else None,
    }
    if not any(found.values()):
        return None
    first = tables["terms"].iloc[0] if found["terms"] else None
    return found | {
        "whose": "" if first is None else _whose(str(first["voice"])),
        "prior": "" if first is None else numbers.count(first["prior_size"]),
        "family": "" if first is None else numbers.count(first["family_size"]),
        "least": LEAST_BESIDE,
        "counted": "" if first is None else _counted(material.settings.get("keyness")),
        "census": material.census,
        "baseline": first is not None and str(first["against"]) == "baseline",
        "genre": "news" if material.by != "genre" else "all",
    }


def _there(tables: Mapping[str, pd.DataFrame], name: str) -> bool:
    return name in tables and not tables[name].empty


def _whose(voice: str) -> str:
    if voice == "all":
        return "Counted are all words, the outlets' own and those of others."
    if voice == "outlet":
        return "Counted are the outlets' own words: what they quote and report is left aside."
    return f"Counted are {voice.replace('+', ' and ')} words."


def _counted(given: object) -> str:
    """Say which words are listed, as the study set it or as `keyness` does."""
    known = {name: one.default for name, one in inspect.signature(keyness).parameters.items()}
    chosen = known | (dict(given) if isinstance(given, Mapping) else {})
    what = {"content": "content words", "none": "all words"}.get(
        chosen["stop"] or "none", "words but for a list"
    )
    least = numbers.several(int(chosen["least_articles"]), "article")
    return f"Listed are {what} in at least {least} of the side that has more of them"


def _terms(material: Material) -> list[dict[str, Any]]:
    table = material.tables["terms"]
    sizes = material.sizes
    shown = terms.listed(table, sizes)
    held = set(material.tables["kwic"]["term"]) if "kwic" in material.tables else set()
    found = []
    for group, against in terms.sides(material):
        rows = shown[(shown["group"].astype(str) == group) & (shown["against"].astype(str) == against)]
        if rows.empty:
            continue
        first = rows.iloc[0]
        found.append(
            {
                "heading": terms.heading(material, group, against),
                "sizes": f"{_size(first, '')} against {_size(first, '_rest')}",
                "rows": [_term(row, held) for row in rows[~rows["style"]].to_dict("records")],
                "style": [_term(row, held) for row in rows[rows["style"]].to_dict("records")],
            }
        )
    return found


def _size(row: Any, side: str) -> str:
    articles = numbers.several(row[f"n_articles{side}"], "article")
    return f"{numbers.several(row[f'n{side}'], 'word')} of {articles}"


def _term(row: Row, held: set[str]) -> dict[str, Any]:
    share = numbers.percent(row["top_article_share"])
    return {
        "term": str(row["term"]),
        "opens": f"t {row['term']}" if row["term"] in held else "",
        "count": f"{numbers.count(row['count'])} : {numbers.count(row['count_rest'])}",
        "articles": f"{numbers.count(row['articles'])} : {numbers.count(row['articles_rest'])}",
        "times": numbers.ratio(2 ** row["log_ratio"])
        if row["log_ratio"] == row["log_ratio"]
        else numbers.DASH,
        "log_odds": numbers.signed(row["log_odds"], 2),
        "interval": numbers.interval(row["low"], row["high"], lambda v: numbers.signed(v, 2)),
        "excess": numbers.signed(row["excess"], 2),
        "dispersion": numbers.plain(row["dispersion"], 2),
        "p": numbers.p_value(row["p_adjusted"]),
        "flag": f"one article gives {share} of it" if row["one_article"] else "",
    }


def _shifts(material: Material) -> list[dict[str, Any]]:
    found = []
    table = material.tables["shift"]
    for (a, b), block in table.groupby([table["a"].astype(str), table["b"].astype(str)], sort=True):
        first = block.iloc[0]
        order = block.assign(_size=-block["contribution"].abs()).sort_values(["_size", "term"], kind="stable")
        what = (
            first["lexicon"] if isinstance(first["lexicon"], str) else str(first["shift"]).replace("_", " ")
        )
        names = [material.shown(str(name)) for name in (a, b)]
        found.append(
            {
                "heading": f"{what}: {names[1]} less {names[0]}",
                "names": names,
                "values": [numbers.plain(first["value_a"]), numbers.plain(first["value_b"])],
                "difference": numbers.signed(first["difference"]),
                "interval": numbers.spread(first["difference_low"], first["difference_high"], numbers.signed),
                "chance": numbers.signed(first["by_chance"]),
                "n": [numbers.several(first[f"n_articles_{side}"], "article") for side in "ab"],
                "rows": [_shifted(row) for row in order.head(SHIFTED).to_dict("records")],
                "more": max(len(block) - SHIFTED, 0),
            }
        )
    return found


def _shifted(row: Row) -> dict[str, str]:
    return {
        "term": str(row["term"]),
        "count": f"{numbers.count(row['count_a'])} : {numbers.count(row['count_b'])}",
        "articles": f"{numbers.count(row['articles_a'])} : {numbers.count(row['articles_b'])}",
        "score": numbers.signed(row["score_a"]),
        "contribution": numbers.signed(row["contribution"]),
        "interval": numbers.interval(row["low"], row["high"], numbers.signed),
        "kind": str(row["kind"]) if isinstance(row["kind"], str) else "",
    }


def _beside(material: Material) -> list[dict[str, Any]]:
    table = material.tables["collocates"]
    found = []
    for node, block in table.groupby("node", sort=False):
        groups = []
        for group, own in block.groupby(block["group"].astype(str), sort=True):
            some = own[own["articles"] >= LEAST_BESIDE] if (own["articles"] >= LEAST_BESIDE).any() else own
            order = some.sort_values(["log_dice", "term"], ascending=[False, True], kind="stable")
            name = "all articles" if group == "all" else material.shown(group)
            groups.append(
                {
                    "name": name,
                    "node": numbers.several(own["count_node"].iloc[0], "occurrence"),
                    "rows": [
                        (
                            str(row["term"]),
                            numbers.plain(row["log_dice"], 1),
                            f"{numbers.count(row['count'])} in {numbers.several(row['articles'], 'article')}",
                        )
                        for row in order.head(BESIDE).to_dict("records")
                    ],
                }
            )
        found.append({"node": str(node), "window": str(block["window"].iloc[0]), "groups": groups})
    return found


def _style(material: Material) -> dict[str, Any]:
    table = material.tables["style"]
    cells = {(str(row["measure"]), str(row["group"])): row for row in table.to_dict("records")}
    groups = sorted({group for _, group in cells})
    rows = []
    for measure in dict.fromkeys(str(name) for name in table["measure"]):
        window = measure.removeprefix("mattr_")
        name = _STYLE.get(measure) or f"MATTR (share of different words in {window})"
        rows.append({"name": name, "cells": [_figure(cells.get((measure, group))) for group in groups]})
    return {"groups": [material.shown(group) for group in groups], "rows": rows}


def _figure(row: Row | None) -> tuple[str, str]:
    if row is None:
        return numbers.DASH, ""
    return numbers.plain(row["estimate"]), numbers.spread(row["low"], row["high"])
