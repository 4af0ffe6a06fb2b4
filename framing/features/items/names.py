"""From runs of capitals to names with a kind and one way of writing in the corpus; no figure is read here.

The long story: what runs name by themselves, then by what the corpus names inside sentences, then the
kinds by what stands around, then who is who.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from framing.features.items.gather import BEFORE, Runs
from framing.features.items.gathered import Gathered
from framing.features.items.kinds import Evidence, kinds
from framing.features.items.merging import merged
from framing.features.items.people import Mentions, people
from framing.features.items.runs import ordinary
from framing.features.items.spans import Part, key_of, parts
from framing.features.items.splitting import Corpus, apart, opening, shouted

__all__ = ["Names", "names"]


class Names(NamedTuple):
    """Mentions of names: where each stands, its item and kind, and how it is printed."""

    row: np.ndarray
    part: np.ndarray
    start: np.ndarray
    end: np.ndarray
    item: list[str]
    kind: list[str]
    form: list[str]


class _Named(NamedTuple):
    """Mentions on their way: an array a column; `name` numbers the printed names."""

    row: np.ndarray
    part: np.ndarray
    start: np.ndarray
    end: np.ndarray
    name: np.ndarray
    kind: np.ndarray
    sure: np.ndarray
    before: np.ndarray
    behind: np.ndarray
    around: np.ndarray
    near: np.ndarray
    clear: np.ndarray


KINDS = ("", "person", "body", "place", "document", "name", "maybe")


#: Offices that may be surnames.
MAYBE = KINDS.index("maybe")


def names(found: Gathered, corpus: Corpus, events: Sequence[object]) -> Names:
    """Return the names of some articles.

    Parameters
    ----------
    found : Gathered
    corpus : Corpus
        What the whole corpus names.
    events : sequence
        Event of each row, or missing.
    """
    runs = found.runs
    known = corpus.known
    named, written = _named(runs, found.forms, corpus)
    named = named._replace(near=_before_places(named))
    keys = [key_of(name) for name in written]
    kind_of_key = kinds(_evidence(named, keys), dict.fromkeys(keys))
    named = _unlikely(named, keys, known)
    # A name is of the kind its words tell, else of that which its key has in the corpus.
    kind = [
        KINDS[k] if (sure and k) or k == MAYBE else kind_of_key.get(keys[n], "name")
        for n, k, sure in zip(named.name.tolist(), named.kind.tolist(), named.sure.tolist(), strict=True)
    ]
    who = people(Mentions(named.row, named.start, named.part == 0, named.name, kind), written, events)
    kept = np.array(
        [mine != "maybe" or person is not None for mine, person in zip(kind, who, strict=True)], bool
    )
    named = _Named(*(column[kept] for column in named))
    kind = ["person" if mine == "maybe" else mine for mine, keep in zip(kind, kept, strict=True) if keep]
    who = [person for person, keep in zip(who, kept, strict=True) if keep]
    item, kind = merged(named, written, kind, who, events)
    form = [written[n] for n in named.name.tolist()]
    return Names(named.row, named.part, named.start, named.end, item, kind, form)


#: An ordinary word that has a capital inside sentences less often than this is no name.
_RARE = 5


def _named(runs: Runs, forms: list[str], corpus: Corpus) -> tuple[_Named, list[str]]:
    """Cut runs into names; return them and how the distinct ones are printed."""
    way = np.where(runs.loud.astype(bool), 2, np.where(runs.opens.astype(bool), 1, 0))
    coded, back = np.unique(runs.form.astype(np.int64) * 3 + way, return_inverse=True)
    written: dict[str, int] = {}
    rows: list[tuple[int, int, int, int, bool]] = []
    count = np.zeros(len(coded), np.int64)
    first = np.zeros(len(coded), np.int64)
    for n, code in enumerate(coded.tolist()):
        run = forms[code // 3]
        ways = (parts, lambda r: opening(r, corpus), lambda r: shouted(r, corpus))
        first[n] = len(rows)
        for part in apart(ways[code % 3](run), run, corpus.known):
            rows.append(_row(part, run, written))
        count[n] = len(rows) - first[n]
    table = np.array(rows, np.int64).reshape(-1, 5)
    each = count[back]
    of = np.repeat(np.arange(len(back)), each)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(each) - each, each)
    row = table[first[back][of] + nth]
    begins = row[:, 0] == 0
    ends = row[:, 1] == (runs.end - runs.start)[of]
    return (
        _Named(
            runs.row[of], runs.part[of], runs.start[of] + row[:, 0], runs.start[of] + row[:, 1], row[:, 2],
            row[:, 3], row[:, 4].astype(bool), np.where(begins, runs.before[of], 0),
            np.where(ends, runs.behind[of], 0),
            runs.around[of].astype(bool) & begins & ends, runs.comma[of].astype(bool) & ends, way[of] == 0,
        ),
        list(written),
    )  # fmt: skip


def _unlikely(named: _Named, keys: Sequence[str], known: Mapping[str, int]) -> _Named:
    """Drop single words that are ordinary ones and seldom have a capital: emphasis, titles of shows."""
    poor = np.array([key in ordinary() and known.get(key, 0) < _RARE for key in keys] if keys else [], bool)
    kept = (
        named.sure
        | (named.kind > 0)
        | ~poor[named.name]
        | np.isin(named.before, [BEFORE.index("title"), BEFORE.index("The")])
    )
    return _Named(*(column[kept] for column in named))


def _before_places(named: _Named) -> np.ndarray:
    """Mask the mentions right before a comma and a place that is known: "Thornhill, Ontario"."""
    found = np.zeros(len(named.row), bool)
    place = named.sure & (named.kind == KINDS.index("place"))
    found[:-1] = (
        named.near[:-1]
        & place[1:]
        & (named.row[1:] == named.row[:-1])
        & ((named.part[1:] == 0) == (named.part[:-1] == 0))
        & (named.start[1:] - named.end[:-1] == 2)
    )
    return found


def _row(part: Part, run: str, written: dict[str, int]) -> tuple[int, int, int, int, bool]:
    name = run[part.begin : part.end]
    return (
        part.begin,
        part.end,
        written.setdefault(name, len(written)),
        KINDS.index(part.kind or ""),
        part.sure,
    )


def _evidence(named: _Named, keys: list[str]) -> list[Evidence]:
    """Add up what stands around the mentions of each printed name."""
    size = len(keys)
    total = np.bincount(named.name, minlength=size)
    clear = np.bincount(named.name[named.clear], minlength=size)

    def count(mask: np.ndarray) -> list[int]:
        found: list[int] = np.bincount(named.name[mask], minlength=size).tolist()
        return found

    votes = [count(named.sure & (named.kind == k)) for k in range(len(KINDS))]
    guesses = [count(~named.sure & (named.kind == k)) for k in range(len(KINDS))]
    the = count(np.isin(named.before, [BEFORE.index("the"), BEFORE.index("The")]))
    place, title = (count(named.before == BEFORE.index(code)) for code in ("place", "title"))
    said, near = count(named.behind == 1), count(named.near)
    return [
        Evidence(
            keys[n], int(total[n]), int(clear[n]), {KINDS[k]: v[n] for k, v in enumerate(votes) if v[n]},
            {KINDS[k]: v[n] for k, v in enumerate(guesses) if v[n] and k not in (0, MAYBE)},
            the[n], place[n], title[n], said[n], near[n],
        )
        for n in range(size)
    ]  # fmt: skip
