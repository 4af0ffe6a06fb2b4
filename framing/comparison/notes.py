"""What a row of the contrast must say beside its number: why something is missing, how firm the rest is.

Plain words, no judgement on an outlet; a row that needs none has an empty note.
"""

from __future__ import annotations

from typing import NamedTuple

from framing.comparison.compared import Compared
from framing.comparison.pairs import REST
from framing.comparison.pooled import EVENTS_AS_DRAWS
from framing.comparison.profile import FIRM_ARTICLES, FIRM_HITS, LEAST_ARTICLES
from framing.comparison.testing import ALPHA
from framing.comparison.treatment import dropped
from framing.schema import MILLION

__all__ = ["Draft", "contrast_note", "drafted"]

#: One side more than this many times the other is fragile where the smaller has under ten.
UNEVEN = 2
UNEVEN_ARTICLES = 10


class Draft(NamedTuple):
    """A note before there are tests.

    `closed` is why there is no interval; between `first` and `last` stands what hangs on the test, which
    has nothing to say where there is an estimate only (`bare`).
    """

    first: list[str]
    closed: str
    firm: list[str]
    last: list[str]
    bare: bool

    def finished(self, test: str | None, p_min: float) -> str:
        """Return the note, given the test's name and the least p there could be."""
        notes = list(self.first)
        if self.closed:
            notes.append(f"{self.closed}: no interval" + (", no test" if test is None else ""))
        notes += self.firm
        if not self.bare and p_min > ALPHA:
            notes.append(f"no test: the least p these articles allow is {f'{p_min:.2f}'.lstrip('0')}")
        return "; ".join(notes + self.last)


def contrast_note(found: Compared, wire: str, *, row: int, cell: int, pair: int, articles: int) -> str:
    """Return the note of one pair and cell.

    `row` is its place in `found.pooled`, -1 where it has none; `articles` those of both sides that meet.
    """
    draft = drafted(found, wire, row=row, cell=cell, pair=pair, articles=articles)
    test, p_min = (found.tests.name[row], found.tests.p_min[row]) if row >= 0 else (None, 0.0)
    return draft.finished(test, float(p_min))


def drafted(found: Compared, wire: str, *, row: int, cell: int, pair: int, articles: int) -> Draft:
    """Return the note of one pair and cell without what its test adds; arguments as for `contrast_note`."""
    data = found.data
    draft = Draft(["census: describes"] if found.census else [], "", [], [], True)
    if row < 0:
        draft.first.append("no event where both have hits to divide by: no estimate")
    else:
        if not found.census:
            draft = _firmness(found, row, [[*data.groups, REST][code] for code in found.every.pairs[pair]])
        draft.last.extend(_direction(found, row))
    notes = draft.last
    a, b = found.every.pairs[pair]
    codes = slice(None) if b == len(data.groups) else [a, b]
    if apart := int(data.counted[cell, codes].sum()) - articles:
        what = "article stands in an event" if apart == 1 else "articles stand in events"
        notes.append(
            f"{apart} {what} that the other side has not, and {'is' if apart == 1 else 'are'} left out"
        )
    if unknown := int(data.unknown[cell, codes].sum()):
        notes.append(f"{unknown} of unknown genre counted as news")
    if wire == "drop":
        notes.append(dropped(int(data.dropped[cell, codes].sum())))
    return draft


def _firmness(found: Compared, row: int, names: list[str]) -> Draft:
    """Say why there is no interval, or that it is fragile."""
    per_hit = bool(found.data.per_hit[found.pooled.cell[row]])
    n = int(found.n_a[row]), int(found.n_b[row])
    if min(n) < LEAST_ARTICLES:
        what = "articles with hits" if per_hit else "articles"
        return Draft([f"under {LEAST_ARTICLES} {what} on a side: estimate only"], "", [], [], True)
    hits, reasons = _hits(found, row, names)
    closed, notes = "", []
    if found.closed[row]:
        closed = " and ".join(reasons) or "articles show no spread to measure"
    elif _fragile(n, hits):
        notes.append(f"fragile: {_few(n, hits)}")
    if texts := int(found.common.texts[found.entries(row)].sum()):
        stand = "1 text stands on both sides and keeps its labels"
        many = f"{texts} texts stand on both sides and keep their labels"
        notes.append(stand if texts == 1 else many)
    return Draft([], closed, notes, [], False)


def _hits(found: Compared, row: int, names: list[str]) -> tuple[list[float], list[str]]:
    """Return the hits each side rests on, and what is the matter with them."""
    share = found.data.units[int(found.pooled.cell[row])] == "share"
    entries = found.entries(row)
    counts, reasons = [], []
    for side, name in zip((found.both.a, found.both.b), names, strict=True):
        most, total = (side.x_most, side.x) if share else (side.hits_most, side.hits)
        count, top = float(total[entries].sum()), float(most[entries].max())
        if count == 0:
            reasons.append(f"no hits in {name}")
        elif top >= count:
            reasons.append(f"all hits of {name} in one article")
        counts.append(count / MILLION if share else count)
    return counts, reasons


def _direction(found: Compared, row: int) -> list[str]:
    """Say where another way of adding up, or an event, points the other way."""
    pooled, notes = found.pooled, []
    if (pooled.a[row] - pooled.b[row]) * pooled.mean_gap[row] < 0:
        notes.append("the mean of the articles' own rates points the other way")
    if pooled.n_events[row] >= EVENTS_AS_DRAWS and not pooled.as_draws[row] and not found.closed[row]:
        notes.append("few events have most of the articles: interval within events")
    if pooled.n_events[row] > 1:
        notes.append(f"same sign in {pooled.agree[row]} of {pooled.n_events[row]} events")
        if (df := int(found.spread.df[row])) and not found.closed[row]:
            share = 100 * found.spread.share(row)
            notes.append(f"spread over events: Q {found.spread.q[row]:.1f}, df {df}, I2 {share:.0f} %")
    return notes


def _fragile(n: tuple[int, int], hits: list[float]) -> bool:
    uneven = max(n) > UNEVEN * min(n) and min(n) < UNEVEN_ARTICLES
    return min(n) < FIRM_ARTICLES or min(hits) < FIRM_HITS or uneven


def _few(n: tuple[int, int], hits: list[float]) -> str:
    said = []
    if min(n) < UNEVEN_ARTICLES:
        said.append(f"{n[0]} against {n[1]} articles")
    if min(hits) < FIRM_HITS:
        said.append(f"{hits[0]:.0f} against {hits[1]:.0f} hits")
    return ", ".join(said)
