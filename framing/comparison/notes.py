"""What a row of the contrast must say beside its number: why something is missing, and how firm the rest is.

Plain words, no judgement on an outlet; a row that needs none has an empty note.
"""

from __future__ import annotations

from framing.comparison.codes import Ints
from framing.comparison.pairs import REST, Sides
from framing.comparison.pooled import Pooled
from framing.comparison.profile import FIRM_ARTICLES, FIRM_HITS, LEAST_ARTICLES
from framing.comparison.sums import Clusters
from framing.comparison.testing import ALPHA, Tests

__all__ = ["contrast_note", "few"]

#: One side more than this many times the other is fragile where the smaller has under ten.
UNEVEN = 2
UNEVEN_ARTICLES = 10


def contrast_note(
    data: Clusters, every: Sides, both: Sides, pooled: Pooled, tests: Tests, n: tuple[Ints, Ints], *, row: int,
    cell: int, pair: int, has_interval: bool, census: bool, wire: str,
) -> str:  # fmt: skip
    """Return the note of one pair and cell; `row` is its place in `pooled`, -1 where it has none."""
    names = [[*data.groups, REST][code] for code in every.pairs[pair]]
    notes = ["census: describes"] if census else []
    if row < 0:
        notes.append("no event where both have hits to divide by: no estimate")
    else:
        entries = slice(pooled.begin[row], pooled.begin[row] + pooled.n_events[row])
        if not census:
            notes += _firmness(data, both, entries, names, cell, (int(n[0][row]), int(n[1][row])), has_interval)
            if tests.p_min[row] > ALPHA:
                least = f"{tests.p_min[row]:.2f}".lstrip("0")
                notes.append(f"no test: the least p these articles allow is {least}")
        gap = pooled.a[row] - pooled.b[row]
        if gap * pooled.mean_gap[row] < 0:
            notes.append("the mean of the articles' own rates points the other way")
        if pooled.n_events[row] > 1:
            notes.append(f"same sign in {pooled.agree[row]} of {pooled.n_events[row]} events")
    codes = [code for code in every.pairs[pair] if code < len(data.groups)]
    codes = codes if len(codes) == 2 else list(range(len(data.groups)))
    if unknown := int(data.unknown[cell, codes].sum()):
        notes.append(f"{unknown} of unknown genre counted as news")
    if wire == "drop":
        notes.append(f"{int(data.dropped[cell, codes].sum())} full reprints dropped")
    return "; ".join(notes)


def _firmness(
    data: Clusters, both: Sides, entries: slice, names: list[str], cell: int, n: tuple[int, int], has_interval: bool
) -> list[str]:
    per_hit = bool(data.per_hit[cell])
    unit = str(data.cells["unit"].iloc[cell])
    hits, counted, reasons = [], [], []
    for side, name, size in zip((both.a, both.b), names, n, strict=True):
        total = float(side.hits[entries].sum())
        top = float(side.x[entries].sum())
        hits.append(total)
        counted.append(top / 1e6 if unit == "share" else total)
        if total == 0 or (unit == "share" and top == 0):
            reasons.append(f"no hits in {name}")
        elif side.hits_most[entries].max() >= total or (unit == "share" and side.x_most[entries].max() >= top):
            reasons.append(f"all hits of {name} in one article")
        elif size < LEAST_ARTICLES:
            reasons.append(f"{size} {'articles with hits' if per_hit else 'articles'} in {name}")
    if min(n) < LEAST_ARTICLES:
        what = "articles with hits" if per_hit else "articles"
        return [f"under {LEAST_ARTICLES} {what} on a side: estimate only"]
    if reasons and not has_interval:
        return [f"{' and '.join(reasons)}: no interval, no test"]
    if not has_interval:
        return ["articles show no spread to measure: no interval, no test"]
    uneven = max(n) > UNEVEN * min(n) and min(n) < UNEVEN_ARTICLES
    weak = min(n) < FIRM_ARTICLES or min(counted) < FIRM_HITS or uneven
    return [f"fragile: {few(n, counted)}"] if weak else []


def few(n: tuple[int, int], hits: list[float]) -> str:
    """Say how little a fragile row rests on.

    >>> few((5, 20), [12.0, 40.0])
    '5 against 20 articles'
    """
    said = []
    if min(n) < UNEVEN_ARTICLES:
        said.append(f"{n[0]} against {n[1]} articles")
    if min(hits) < FIRM_HITS:
        said.append(f"{hits[0]:.0f} against {hits[1]:.0f} hits")
    return ", ".join(said)

