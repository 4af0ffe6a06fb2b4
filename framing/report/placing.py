"""Which rows and words of the table `axes` stand on the page, and the lines that these words open.

The section and what packs its lines choose by the same functions. Nothing is measured here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from framing.batch.sizes import DETAILED
from framing.report import numbers

if TYPE_CHECKING:
    from framing.report.material import Material
    from framing.report.opened import Lines

__all__ = ["LEVEL", "key", "pack", "shown", "unread", "words"]

LEVEL = 0.05

#: Groups beside one another, axes, and words of each end of a row.
GROUPS, AXES, WORDS = 12, 12, 6

#: Lines of one word in one group, and of all.
LINES, ALL = 3, 900

#: Articles of a group that are looked into, where there are more than `DETAILED`.
SOME = 40

_APOSTROPHES = "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"

Row = Mapping[Any, Any]


def shown(material: Material) -> list[Row]:
    """Return the rows of the largest groups and the clearest axes that can be read."""
    table = material.tables.get("axes")
    if table is None or table.empty:
        return []
    table = table[table["readable"]]
    sizes = material.sizes
    names = sorted(table["group"].astype(str).unique(), key=lambda name: (-sizes.get(name, 0), name))[:GROUPS]
    own = table[table["group"].astype(str).isin(names)]
    least = own["p_adjusted"].fillna(2.0).groupby(own["axis"].astype(str)).min()
    axes = sorted(least.index, key=lambda name: (least[name], name))[:AXES]
    return [row for row in own.to_dict("records") if str(row["axis"]) in axes]


def unread(material: Material) -> list[Row]:
    """Return one row of each axis that can't be read."""
    table = material.tables.get("axes")
    if table is None or table.empty:
        return []
    return list(table[~table["readable"]].sort_values("axis").drop_duplicates("axis").to_dict("records"))


def words(row: Row, side: str) -> list[str]:
    """Return the words that move a row most toward an end.

    >>> words({"words_low": "cold, tense, rival"}, "low")
    ['cold', 'tense', 'rival']
    """
    given = row[f"words_{side}"]
    return [word for word in re.split(r",\s*", given) if word][:WORDS] if isinstance(given, str) else []


def key(row: Row, word: str) -> str:
    """Return the key under which a word's lines in a group are kept."""
    return f"x {row['group']} {word}"


def pack(held: Lines, material: Material) -> None:
    """Keep some lines of each word that stands on the page, in the group's own articles."""
    wanted: dict[tuple[str, str], Row] = {}
    for row in shown(material):
        for side in ("low", "high"):
            for word in words(row, side):
                wanted.setdefault((str(row["group"]), word), row)
    if not wanted:
        return
    most = max(1, min(LINES, ALL // len(wanted)))
    known = _known(material, {group for group, _ in wanted})
    some = len(material.articles) > DETAILED
    for (group, word), row in wanted.items():
        # Words carry a straight apostrophe, texts often a curly one.
        spelt = re.escape(word).replace("'", f"[{_APOSTROPHES}]")
        found = re.compile(rf"(?<!\w){spelt}(?!\w)", re.IGNORECASE)
        lines: list[dict[str, Any]] = []
        total = 0
        for article in known.get(group, ()):
            spans = list(found.finditer(material.texts.text(article)))
            total += len(spans)
            if spans and len(lines) < most:
                start, end = spans[0].span()
                about = {
                    "article": article,
                    "part": "body",
                    "voice": "all",
                    "start": start,
                    "end": end,
                }
                lines.append(about)
        times = numbers.several(total, "time")
        where = f"in {SOME} of its articles" if some else "in its articles"
        said = f"{material.shown(group)}: {times} {where}, one line of an article."
        held.add(key(row, word), word, lines, max(total, len(lines)), said, held.around)


def _known(material: Material, groups: set[str]) -> dict[str, list[str]]:
    """Return the articles of each group to look into, and announce them; of very many articles some each."""
    frame = material.articles
    ids = frame["id"].astype(str).sort_values()
    own = frame[material.by].astype(str).loc[ids.index]
    found = {
        group: ids[(own == group).to_numpy()].tolist()[: SOME if len(frame) > DETAILED else None]
        for group in groups
    }
    material.texts.want(key for some in found.values() for key in some)
    return found
