"""Counts and probabilities put into the table `coverage`, with what must be read beside them.

Nothing is tested here; what may be said follows from what `testing` found.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from framing.batch.parts import Articles
from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.coverage.choosing import Choice
from framing.comparison.coverage.counting import Kept, events_named
from framing.comparison.coverage.places import Places, places
from framing.comparison.coverage.sightings import Seen
from framing.comparison.coverage.testing import Tested
from framing.comparison.coverage.trimming import COMPLETE, Result
from framing.features.cells import PARTS, Voices
from framing.tables import check

__all__ = ["filled"]

#: Of many articles a row names so many events at most.
_EVENTS = 10


def filled(
    articles: Articles,
    length: Ints,
    kept: Kept,
    asked: Choice,
    names: pd.DataFrame,
    found: Result,
    seen: Seen,
    voices: Voices,
) -> pd.DataFrame:
    """Return the table.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked: those that count.
    length : array
        Characters of the text of each article of `kept`.
    kept : Kept
    asked : Choice
    names : pandas.DataFrame
        What each item is, by its code.
    found : Result
        Ranked.
    seen : Seen
        Mentions of the items of these rows; `row` is that of `kept`.
    voices
        As for `coverage`.
    """
    result, item_of, event_of, each = found.rows, found.item_of, found.event_of, found.each
    surprising, rank = found.surprising, found.rank
    seen = seen.of(_reading_order(kept, seen))
    item, row = seen.item, seen.row
    cell = _cells(kept, result, item_of, event_of, item, row, each)
    first_of_article = ~pd.Series(cell * len(kept.frame) + row).duplicated().to_numpy()
    example = ~pd.Series(cell).duplicated().to_numpy()
    headline = seen.part == 0
    position = np.where(headline, 0.0, seen.start / np.maximum(length[row], 1))
    mentions = {"headline": headline, "start": seen.start, "end": seen.end, "shown": example}
    ids = kept.frame["id"].to_numpy(dtype=object)
    where = places(articles, pd.DataFrame({"article": ids[row], **mentions}), voices)
    size = len(result.unit)
    named = None if len(kept.frame) <= COMPLETE else _EVENTS
    thing = names.iloc[item_of[result.unit]].reset_index(drop=True)
    x = result.x
    finding = np.where(x > 0, "found", np.where(surprising, "not_found", "too_few"))
    table = pd.DataFrame(
        {
            "item": thing["item"],
            "kind": thing["kind"],
            "level": thing["level"],
            "label": thing["label"],
            "outlet": np.array(kept.groups, dtype=object)[result.group],
            "event": _events(kept, result, event_of, each),
            "n_events": result.events,
            "events": events_named(*found.on, kept.events, size, named),
            "articles": x,
            "n_articles": result.n,
            "share": np.where(result.n > 0, x / np.maximum(result.n, 1), np.nan),
            "mentions": np.bincount(cell, minlength=size).astype(np.int64),
            "others": result.others,
            "n_others": result.n_others,
            "outlets_with": result.outlets,
            "first_position": _mean(cell[first_of_article], position[first_of_article], size),
            "voice": _most(cell, where, size),
            "expected": result.expected,
            "p": np.where(result.could, result.p, np.nan),
            "p_min": result.least,
            "p_adjusted": result.adjusted,
            "family": _family(kept, thing["level"], event_of[result.unit], result.could, each),
            "family_size": result.family_size,
            "recall": result.recall,
            "overdispersion": result.overdispersion,
            "finding": finding,
            "fewer": surprising & (x > 0),
            **_examples(kept, seen, cell, where, example, size),
            "wire": asked.wire,
            "provenance": _provenance(kept),
            "note": _notes(kept, asked, result, thing["level"], surprising),
        }
    )
    table["rank"] = rank
    table["alike"] = pd.Series(rank).groupby(result.alike).transform("min")
    table = table.sort_values(["rank", "outlet"], kind="stable")
    return check(table, "coverage")


def _reading_order(kept: Kept, seen: Seen) -> Ints:
    """Put sightings by item, then the earliest article, then the place in it."""
    when = kept.frame["published"]
    known = np.where(when.isna(), np.iinfo(np.int64).max, when.astype("int64"))
    _, rank = np.unique(known, return_inverse=True)
    ids = np.unique(kept.frame["id"].to_numpy(dtype=str), return_inverse=True)[1]
    order = np.lexsort((ids, rank))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return np.lexsort((-seen.end, seen.start, seen.part != 0, place[seen.row], seen.item))


def _cells(
    kept: Kept, result: Tested, item_of: Ints, event_of: Ints, item: Ints, row: Ints, each: bool
) -> Ints:
    """Return the row of the table that each sighting counts in."""
    events, groups = len(kept.events), len(kept.groups)
    unit_key = item_of * events + (event_of if each else 0)
    unit = np.searchsorted(unit_key, item * events + (kept.event[row] if each else 0))
    key = result.unit * groups + result.group
    return np.searchsorted(key, unit * groups + kept.group[row])


def _events(kept: Kept, result: Tested, event_of: Ints, each: bool) -> pd.Series:
    labels = np.array([*kept.events], dtype=object)
    if each:
        return pd.Series(labels[event_of[result.unit]], dtype="str")
    if len(labels) == 1:
        return pd.Series([labels[0]] * len(result.unit), dtype="str")
    return pd.Series([labels[code] if code >= 0 else None for code in result.single.tolist()], dtype="str")


def _mean(owner: Ints, values: Floats, size: int) -> Floats:
    count = np.bincount(owner, minlength=size)
    total = np.bincount(owner, np.round(values * 1e9), minlength=size)
    return np.where(count > 0, total / np.maximum(count, 1) / 1e9, np.nan)


def _most(cell: Ints, where: Places, size: int) -> pd.Series:
    """Return the voice in which an item stands most often; of equals the outlet's, then quoted."""
    count = np.zeros((size, len(where.voices)), np.int64)
    np.add.at(count, (cell, where.voice), 1)
    name = np.array(where.voices, dtype=object)[count.argmax(axis=1)]
    name[~count.any(axis=1)] = None
    return pd.Series(name, dtype="str")


def _family(kept: Kept, level: pd.Series, event: Ints, could: Flags, each: bool) -> list[str]:
    groups = f"{len(kept.groups)} {'group' if len(kept.groups) == 1 else 'groups'}"
    whole = f"{len(kept.events)} events" if len(kept.events) > 1 else kept.events[0] or "1 event"
    return [
        f"coverage: {name} × {(kept.events[code] or 'no event named') if each else whole} × {groups}"
        if some
        else ""
        for name, code, some in zip(level, event.tolist(), could.tolist(), strict=True)
    ]


def _examples(kept: Kept, seen: Seen, cell: Ints, where: Places, example: Flags, size: int) -> dict[str, Any]:
    at = np.flatnonzero(example)
    columns: dict[str, Any] = {
        "example": np.full(size, None, dtype=object),
        "example_article": np.full(size, None, dtype=object),
        "example_part": np.full(size, None, dtype=object),
    }
    for name in ("example_start", "example_end", "mention_start", "mention_end"):
        columns[name] = np.full(size, -1, np.int64)
    here = cell[at]
    columns["example"][here] = where.sentence[at]
    columns["example_article"][here] = kept.frame["id"].to_numpy(dtype=object)[seen.row[at]]
    columns["example_part"][here] = np.array(PARTS, dtype=object)[seen.part[at]]
    columns["example_start"][here], columns["example_end"][here] = where.begin[at], where.end[at]
    columns["mention_start"][here] = seen.start[at]
    columns["mention_end"][here] = seen.end[at]
    return columns


def _provenance(kept: Kept) -> str:
    return "illustrative" if (kept.frame["provenance"] == "illustrative").any() else "published"


def _notes(kept: Kept, asked: Choice, result: Tested, level: pd.Series, surprising: Flags) -> list[str]:
    always = "; ".join(kept.said)
    picked = (asked.picked & (level == "term")).tolist()
    notes = []
    for k, (n, alone) in enumerate(zip(result.n.tolist(), result.alone.tolist(), strict=True)):
        said = []
        if len(kept.groups) < 2:
            said.append("one group: nothing to compare with")
        elif n == alone:
            said.append("no other group has articles on these events")
        elif not result.carried[k]:
            said.append(
                "fewer than two other groups have it" if result.outlets[k] else "no other group has it"
            )
        elif not result.could[k]:
            said.append(f"too few articles: p can't be below {result.least[k]:.2g}")
        if surprising[k] and result.x[k]:
            few = f"{result.tested[k]} of {n - alone}, {result.expected[k]:.1f} expected"
            said.append(f"fewer than expected: {few}")
        if 0 < alone < n:
            said.append(f"{alone} articles on events of no other group not tested")
        if picked[k]:
            said.append("term chosen from these articles: its p is too small")
        notes.append("; ".join([*said, always] if always else said))
    return notes
