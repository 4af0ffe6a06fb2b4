"""The same fact, told twice: sentences of two outlets beside each other, the words that frame it marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from framing.features.statements.reading import stem
from framing.features.statements.side_by_side import mark_pairs
from framing.report.material import Material
from framing.report.people import NAMED
from framing.views import vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 30, "report"
TITLE = "The same fact, told twice"
TEMPLATE = "facts.html"

#: Pairs shown, of one pair of outlets before others have had their turn; how probable it must be that a
#: reader would show one, and that both sentences tell one fact.
SHOWN, OF_A_PAIR, LEAST, SURE = 8, 2, 0.7, 0.7


def content(material: Material) -> dict[str, Any] | None:
    """Return the pairs that differ most, or None where none is worth it."""
    table = choose_pairs(material)
    if table.empty:
        return None
    # A headline is worded otherwise than a text as it is one, and stands beside others elsewhere.
    texts = (table["a_part"] != "headline") & (table["b_part"] != "headline")
    # What somebody says in marks is no wording of the outlet's, beside what another words itself.
    texts &= (table["a_voice"] == "quoted") == (table["b_voice"] == "quoted")
    likely = table[texts & (table["framing"] >= LEAST) & (table["probability"] >= SURE)]
    material.texts.want([*likely["a"].astype(str), *likely["b"].astype(str)])
    likely = likely.loc[
        [place for place, row in likely.to_dict("index").items() if _is_of_one(row, material)]
    ]
    turn = likely.groupby(["a_outlet", "b_outlet"], sort=False).cumcount()
    order = pd.concat([likely[turn < OF_A_PAIR], likely[turn >= OF_A_PAIR]])
    # A sentence is read once on the page.
    seen: set[str] = set()
    kept = []
    for place, *both in order[["a_sentence", "b_sentence"]].itertuples():
        if seen.isdisjoint(both):
            seen.update(both)
            kept.append(place)
    shown = order.loc[kept[:SHOWN]]
    if shown.empty:
        return None
    return {"pairs": list(make_cards(shown, material)), "left_out": len(table) - len(shown)}


def _is_of_one(row: dict[Any, Any], material: Material) -> bool:
    """Say whether a word that is marked in one sentence stands nowhere in the other's article."""
    marked = [(word, "b") for word in row["a_framing"].split("; ") if word]
    marked += [(word, "a") for word in row["b_framing"].split("; ") if word]
    there = {side: " ".join(material.texts[str(row[side])].values()) for side in "ab"}
    said = {side: {stem(word) for word in re.findall(r"\w+", text)} for side, text in there.items()}
    return any(not {stem(one) for one in re.findall(r"\w+", word)} <= said[side] for word, side in marked)


def choose_pairs(material: Material) -> pd.DataFrame:
    """Return the pairs of articles that are on the page, those first that differ most."""
    table = material.table("pairs")
    if table is None:
        return pd.DataFrame()
    table = table[material.here(table["a"]) & material.here(table["b"])]
    # An opinion piece beside a report differs as they do.
    opinion = material.articles["genre"].isin(["opinion", "editorial"])
    news = set(material.articles.loc[~opinion, "id"].astype(str))
    table = table[table["a"].astype(str).isin(news) & table["b"].astype(str).isin(news)]
    by = ["framing", "a", "a_start", "b", "b_start"]
    return table.sort_values(by, ascending=[False, True, True, True, True], ignore_index=True)


def make_cards(pairs: pd.DataFrame, material: Material) -> Iterator[dict[str, Any]]:
    """Yield what a card shows: both sides, with the words that frame the fact marked."""
    for row, segments in zip(pairs.to_dict("records"), mark_pairs(pairs), strict=True):
        yield {
            "sides": [_side(row, side, own, material) for side, own in zip("ab", segments, strict=True)],
            "kinds": str(row["kinds"]).split("; ") if row["kinds"] else [],
        }


def _side(row: dict[Any, Any], side: str, segments: Any, material: Material) -> dict[str, Any]:
    voice, speaker = str(row[f"{side}_voice"]), row[f"{side}_speaker"]
    whose = material.names.whose(voice) if voice not in ("outlet", "all") else ""
    speaker = re.sub(r"['’]s?$", "", speaker) if isinstance(speaker, str) else ""
    # A clause that was taken for a speaker isn't printed.
    known = NAMED.fullmatch(speaker)
    return {
        "key": str(row[f"{side}_outlet"]),
        "name": vocabulary.display(str(row[f"{side}_outlet"])),
        "ref": material.reference(row[side]),
        "voice": ", ".join(filter(None, (whose, speaker if known else ""))),
        "speaker": speaker if known else "",
        "segments": segments,
    }
