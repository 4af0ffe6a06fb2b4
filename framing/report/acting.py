"""Which rows of the tables `actions` and `roles` stand on the page, and the lines that they open.

The section and what packs its lines choose by the same functions. Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing.report import numbers
from framing.report.evidence import place

if TYPE_CHECKING:
    from framing.report.material import Material
    from framing.report.opened import Lines

__all__ = ["ROLES", "Shown", "actions", "key", "pack", "roles"]

#: Groups beside one another, and those cast, of each voice.
GROUPS, CAST = 12, 12

#: Rows of actions of each voice: who acts on whom more than once, who acts on nobody named, whom nobody
#: named acts on, and who acts on whom once.
PAIRS = (12, 8, 6, 6)

#: Lines of one cell, and of all.
LINES, ALL = 6, 1500

ROLES = ("hero", "villain", "victim")


_VOICES = ("outlet", "reported", "quoted", "all")


class Shown(NamedTuple):
    """Rows that stand on the page, with `_group`, `_voice` and `_what` of each, and those left out."""

    rows: pd.DataFrame
    groups: list[str]
    voices: list[str]
    #: Of each voice what its rows are about, in the order of the page.
    order: Mapping[str, list[tuple[str, ...]]]
    left_out: Mapping[str, int]
    genre: str


def key(what: str, *parts: str) -> str:
    """Return the key under which the lines of a cell are kept."""
    return " ".join([what, *(part.replace(" ", "_") for part in parts)])


def actions(material: Material) -> Shown | None:
    """Return the actions by or on whoever is named, of the commonest pairs of actor and target."""
    table = material.tables.get("actions")
    if table is None or table.empty:
        return None
    what: list[tuple[str, ...]] = [
        tuple(name if isinstance(name, str) else "" for name in pair)
        for pair in zip(table["actor"], table["target"], strict=True)
    ]
    return _shown(table, what, PAIRS, material)


def roles(material: Material) -> Shown | None:
    """Return those cast most often, of each voice."""
    table = material.tables.get("roles")
    if table is None or table.empty or "target" not in table.columns:
        return None
    return _shown(table, [(str(one),) for one in table["target"]], (CAST,), material)


def _shown(
    table: pd.DataFrame, what: list[tuple[str, ...]], most: tuple[int, ...], material: Material
) -> Shown | None:
    frame, group = material.articles, material.group_of
    ids = frame["id"].astype(str)
    genre = dict(zip(ids, frame["genre"].astype(str).replace("unknown", "news"), strict=True))
    article = table["article"].astype(str)
    voice = table["voice"].astype(str) if "voice" in table.columns else pd.Series("all", table.index)
    own = table.assign(_group=article.map(group), _genre=article.map(genre), _voice=voice, _what=what)
    own = own[own["_group"].notna()]
    if own.empty:
        return None
    kind = "news" if (own["_genre"] == "news").any() else str(sorted(own["_genre"])[0])
    own = own[own["_genre"] == kind]
    sizes = material.sizes
    groups = sorted(sorted(own["_group"].unique(), key=lambda name: (-sizes[name], name))[:GROUPS])
    own = own[own["_group"].isin(groups)]
    found = set(own["_voice"])
    voices = [*(name for name in _VOICES if name in found), *sorted(found - set(_VOICES))]
    order, left_out = {}, {}
    for name in voices:
        count = own.loc[own["_voice"] == name, "_what"].value_counts()
        ranked = sorted(count.index, key=lambda one: (-count[one], one))
        kept = [
            one
            for sort, room in enumerate(most)
            for one in [other for other in ranked if len(most) == 1 or _sort(other, count[other]) == sort][
                :room
            ]
        ]
        order[name], left_out[name] = kept, len(ranked) - len(kept)
    return Shown(own, groups, voices, order, left_out, kind)


def _sort(what: tuple[str, ...], count: int) -> int:
    """Return the place in `PAIRS` of a pair of actor and target.

    >>> _sort(("Ruiz", "Marlow"), 2), _sort(("Ruiz", ""), 9), _sort(("", "Marlow"), 1), _sort(("A", "B"), 1)
    (0, 1, 2, 3)
    """
    return 2 if not what[0] else 1 if not what[-1] else 0 if count > 1 else 3


def pack(held: Lines, material: Material) -> None:
    """Keep the lines of each cell that stands on the page."""
    for letter, shown in (("a", actions(material)), ("r", roles(material))):
        if shown is None:
            continue
        on_page = {(voice, what) for voice, some in shown.order.items() for what in some}
        cells = dict(iter(shown.rows.groupby(["_voice", "_what", "_group"], sort=True)))
        cells = {name: own for name, own in cells.items() if name[:2] in on_page}
        most = max(1, min(LINES, ALL // max(len(cells), 1)))
        for (voice, what, group), own in cells.items():
            turn = own.groupby("article").cumcount().sort_values(kind="stable").index[:most]
            rows = own.loc[sorted(turn)].to_dict("records")
            cut = _action if letter == "a" else _role
            title = " → ".join(name or "nobody named" for name in what)
            said = material.shown(str(group))
            held.add(key(letter, voice, group, *what), title, rows, len(own), said, cut)


def _action(row: Mapping[Any, Any], whole: str) -> dict[str, Any]:
    """Return an action's sentence, cut at its verb, with what kind of action it is."""
    said = [str(row["kind"])] if row["kind"] != "other" else []
    said += ["negated"] if row["negated"] else []
    said += [str(row["modality"])] if row["modality"] != "asserted" else []
    return {**row, **_cut(row, whole), "more": ", ".join(said)}


def _role(row: Mapping[Any, Any], whole: str) -> dict[str, Any]:
    """Return the sentence around an entity, with the role given."""
    chance = numbers.plain(float(row[str(row["role"])]), 2).removeprefix("0")
    return {**row, **_cut(row, whole), "voice": row["_voice"], "more": f"{row['role']} ({chance})"}


def _cut(row: Mapping[Any, Any], whole: str) -> dict[str, str]:
    """Return the sentence of a row, cut at what stands at its start and end."""
    text, start, end = str(row["sentence"]), int(row["start"]), int(row["end"])
    at = place(whole, text, start, end)
    low, high = (at, at + end - start) if at >= 0 else (0, len(text))
    return {"left": text[:low], "node": text[low:high], "right": text[high:]}
