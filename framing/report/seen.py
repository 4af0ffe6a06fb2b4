"""The sentences that a cell of coverage opens: where an item stands, or of a gap where others have it.

Sightings come from the tables `items` and `statements` where the study hands them over, else from the example
of each row; nothing is looked for here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.report import numbers
from framing.report.sections import coverage

if TYPE_CHECKING:
    from framing.report.material import Material
    from framing.report.opened import Lines

__all__ = ["pack"]

#: Lines of one cell, of each other group where it is a gap, and of all cells together.
LINES, OTHERS, ALL = 6, 2, 4000

Row = Mapping[Any, Any]


def pack(held: Lines, material: Material) -> None:
    """Keep lines for each cell of coverage on the page."""
    table = coverage.shown(material)
    if table is None:
        return
    groups = set(coverage.groups_of(table))
    table = table[table["outlet"].astype(str).isin(groups)]
    most = max(1, min(LINES, ALL // max(len(table), 1)))
    sightings = _sightings(table, material)
    for _, cells in table.groupby(["level", "kind", "item", "event"], sort=False):
        rows = cells.to_dict("records")
        lines = {str(row["outlet"]): list(_lines(row, sightings)) for row in rows}
        for row in rows:
            own = lines[str(row["outlet"])]
            title = str(row["label"])
            if row["articles"] and own:
                said = (
                    f"In {numbers.count(row['articles'])} of {numbers.several(row['n_articles'], 'article')}."
                )
                n = max(int(row["mentions"]), len(own))
                held.add(str(row["cell"]), title, _spread(own, most), n, said, held.around)
            elif not row["articles"]:
                others = [
                    line
                    for name, some in sorted(lines.items())
                    if name != str(row["outlet"])
                    for line in _spread(some, OTHERS)
                ]
                held.add(str(row["cell"]), title, others, len(others), _gap(row, material), held.around)


def _gap(row: Row, material: Material) -> str:
    recall = f" (detector recall {numbers.plain(row['recall'], 2)})" if row["recall"] == row["recall"] else ""
    group = material.shown(str(row["outlet"]))
    tell = "" if str(row["finding"]) == "not_found" else ", too few to tell"
    n = numbers.several(row["n_articles"], "collected article")
    return f"Not found in the {n} of {group}{recall}{tell}. Where others have it:"


def _spread(lines: Sequence[Row], most: int) -> list[Row]:
    """Keep so many lines, one of each article in turn."""
    seen: dict[str, int] = {}
    turns = []
    for line in lines:
        article = str(line["article"])
        seen[article] = seen.get(article, 0) + 1
        turns.append(seen[article])
    order = sorted(range(len(lines)), key=lambda n: (turns[n], n))
    return [lines[n] for n in sorted(order[:most])]


def _sightings(shown: pd.DataFrame, material: Material) -> Callable[[Row], pd.DataFrame]:
    """Return what finds the sightings of an item in its group, of rows that are shown."""
    frame, group = material.articles, material.group_of
    event = dict(zip(frame["id"].astype(str), frame["event"].astype(object), strict=True))
    parts: dict[tuple[str, str], pd.DataFrame] = {}
    for name, column in (("items", "item"), ("statements", "statement")):
        table = material.tables.get(name)
        if table is None or table.empty:
            continue
        known = table[table[column].isin(shown["item"])]
        known = known[material.here(known["article"])]
        who = known["article"].astype(str).map(group)
        level = "named" if name == "items" else "statement"
        for (item, mine), own in known.groupby([known[column].astype(str), who], sort=False):
            parts[level, f"{item}\x1f{mine}"] = own
    none = pd.DataFrame()

    def of(row: Row) -> pd.DataFrame:
        own = parts.get((str(row["level"]), f"{row['item']}\x1f{row['outlet']}"), none)
        if len(own) and row["event"]:
            own = own[own["article"].astype(str).map(event) == row["event"]]
        return own

    return of


def _lines(row: Row, sightings: Callable[[Row], pd.DataFrame]) -> Iterator[Row]:
    """Yield the lines of a row: all that is known, in the order in which they are read, else its example."""
    own = sightings(row)
    if len(own):
        place = own["part"].astype(str).map({"headline": 0}).fillna(1)
        order = own.assign(_part=place).sort_values(["article", "_part", "start"], kind="stable")
        for one in order.head(8 * LINES).to_dict("records"):
            yield {**one, "voice": "all"}
        return
    if isinstance(row["example"], str) and row["example"]:
        yield from _example(row)


def _example(row: Row) -> Iterator[dict[str, Any]]:
    sentence, article = str(row["example"]), row["example_article"]
    if not isinstance(article, str):
        return
    start, at, end = (int(row[name]) for name in ("example_start", "mention_start", "mention_end"))
    voice = str(row["voice"]) if isinstance(row["voice"], str) else "all"
    part = row["example_part"] if isinstance(row["example_part"], str) else "body"
    inside = 0 <= at - start < end - start <= len(sentence)
    cut = (at - start, end - start) if start >= 0 and inside else (0, len(sentence))
    yield {
        "article": article,
        "part": part,
        "voice": voice,
        "left": sentence[: cut[0]],
        "node": sentence[cut[0] : cut[1]],
        "right": sentence[cut[1] :],
    }
