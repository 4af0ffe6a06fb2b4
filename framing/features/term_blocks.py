"""Terms of all parts put together, a run of the alphabet at a time: never all entries at once.

Terms meet by themselves, in code-point order; what is summed are whole numbers, so that no cut of the
articles into parts, nor of the terms into blocks, changes anything. No statistic here.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.sparse import coo_array, csc_array, hstack

from framing.engine.parts import Articles, Folder, map_parts, metadata
from framing.engine.results import PartResults, concat_tables
from framing.errors import FramingError, brief, unknown
from framing.features import terms as counting
from framing.features.cells import Cells, arrow, cells, way_of
from framing.features.formats import toml
from framing.features.lexicon import Entry, Lexicon, Measure, Pole, shipped
from framing.features.measures import measures_of, on_request, registry
from framing.features.scoring import found_hits
from framing.features.terms import (
    Block,
    Choice,
    Chunk,
    Counted,
    Counting,
    Slice,
    joined,
    merge_slices,
    speakers,
    units,
)
from framing.schema import MILLION
from framing.text.overlap import shingles

# How often each entry of a lexicon stands in each article, and its score: what word shifts start from.

#: What a user may call a lexicon.
Scoring: TypeAlias = str | Lexicon | Measure | Mapping[str, float] | pd.Series

#: Units that divide by hits, not by all words.
PER_HIT = ("mean", "share")

#: VADER's valences as its package installs them: no mask, no negation.
_VADER = b'name = "vader"\nlanguage = "en"\nterms_from = "vaderSentiment"\n[measures.vader]\nunit = "mean"\n'


class Entries:
    """Counts entries of a lexicon where `comparison.wording.words` would count words; keeps their scores.

    A term is an entry of the lexicon as it is written there; one whose sign a negator turned is a term of its
    own, as *not good*, and one that counts under several poles is one for each.
    """

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.scores: dict[str, int] = {}

    def __call__(self, frame: pd.DataFrame, wanted: Choice, apart: str | None) -> Counted:
        """Count in articles as `scoring.prepared` gives them; `scores` then holds each term's millionths."""
        parts = [self._part(frame, chunk, wanted, apart)
                 for chunk in cells(frame, wanted.voices, speakers(wanted, apart))]  # fmt: skip
        return joined(parts, len(frame), wanted, apart)

    def _part(self, frame: pd.DataFrame, chunk: Cells, wanted: Choice, apart: str | None) -> Chunk:
        ((_, finder, hits),) = found_hits(frame, [self.measure], chunk)
        unit, values = units(chunk, wanted, apart)
        rows = (len(values) if values is not None else 2) * chunk.size
        sizes = np.bincount(unit[unit >= 0], minlength=rows)
        at = unit[hits.start]
        hits, at = hits.where(at >= 0), at[at >= 0]
        if values is None:
            # A title and a text are one article.
            at, sizes = at % chunk.size, sizes[: chunk.size] + sizes[chunk.size :]
        poles = len(finder.poles)
        key = (hits.entry.astype(np.int64) * 2 + hits.negated) * poles + hits.pole
        present, first, term = np.unique(key, return_index=True, return_inverse=True)
        labels = _labels(finder, present // poles // 2, present // poles % 2, present % poles)
        self.scores.update(zip(labels, hits.weight[first].tolist(), strict=True))
        counts = coo_array(
            (np.ones(len(term), np.int64), (term, at)), shape=(len(labels), len(sizes))
        ).tocsr()
        counts.sum_duplicates()
        return Chunk(
            pa.array(labels, pa.string()),
            counts.indices.astype(np.int64),
            np.repeat(np.arange(len(labels)), np.diff(counts.indptr)),
            counts.data,
            sizes,
            shingles.fingerprints(chunk.tokens)[chunk.size :],
            values,
        )


def _labels(finder: Any, entry: np.ndarray, negated: np.ndarray, pole: np.ndarray) -> list[str]:
    """Return what each entry is called; the same in every chunk, whatever else stands there."""
    terms, poles = finder.terms, list(finder.poles)
    shared = {term for term, times in Counter(terms).items() if times > 1}
    found = []
    for i, turned, at in zip(entry.tolist(), negated.tolist(), pole.tolist(), strict=True):
        name = f"not {terms[i]}" if turned else terms[i]
        found.append(f"{name} ({poles[at]})" if terms[i] in shared else name)
    return found


def scoring_of(given: Scoring) -> Measure:
    """Return the one measure that is meant by a lexicon.

    Parameters
    ----------
    given : str, Lexicon, Measure or mapping of str to float
        "vader" is VADER's list of valences as its package installs it. The name of a shipped lexicon, or one
        that was read, stands for its measure of mean weight, else for its measure of one pole less another,
        else for all its hits at their own weights; the name of a measure for that measure.

    Raises
    ------
    FramingError
        There is no such lexicon, it has several measures of that kind, or a score is no number.

    Examples
    --------
    >>> [(m.name, m.unit) for m in map(scoring_of, ["vader", "tone", "hedges"])]
    [('vader', 'mean'), ('tone.valence_per_hit', 'mean'), ('hedges', 'per_1000')]
    >>> scoring_of({"win": 1.5, "loss": -2})
    Measure(name='scores', unit='mean', poles={'terms': None}, meaning='')
    """
    if isinstance(given, Measure):
        return given
    if isinstance(given, Lexicon):
        return _of_lexicon(given)
    if isinstance(given, (Mapping, pd.Series)):
        return _of_scores(dict(given.items()))
    if not isinstance(given, str):
        raise FramingError(
            f"lexicon: {brief(given)} is no lexicon; give a name, a Lexicon, or scores of words"
        )
    if given == "vader":
        return measures_of(toml.read(_VADER, "vader"))["vader"]
    for known in (registry, on_request):
        if given in known():
            return known()[given]
    if given in shipped():
        return _of_lexicon(shipped()[given])
    raise unknown("lexicon", given, {"vader", *shipped(), *registry(), *on_request()})


def _of_lexicon(lexicon: Lexicon) -> Measure:
    known = measures_of(lexicon).values()
    means = [measure for measure in known if measure.unit == "mean"]
    nets = [measure for measure in known if measure.unit == "net_per_1000"]
    if len(means) == 1 or (not means and len(nets) == 1):
        return (means or nets)[0]
    if not means and nets:
        names = ", ".join(measure.name for measure in nets)
        raise FramingError(
            f"lexicon: {lexicon.name!r} has several measures ({names}); give one, as "
            f"framing.features.measures.measures_of(lexicon)[{nets[0].name!r}]"
        )
    every = Measure(lexicon.name, "mean" if means else "per_1000", dict.fromkeys(lexicon.poles))
    return replace(every, finder=lexicon)


def _of_scores(scores: Mapping[Any, Any]) -> Measure:
    entries = []
    for word, score in scores.items():
        try:
            value = float(score)
        except (TypeError, ValueError):
            value = math.nan
        if not abs(value) <= MILLION:
            raise FramingError(
                f"lexicon: the score {brief(score)} of {brief(word)} is no number up to a million; mend it"
            )
        entries.append(Entry(str(word), "terms", value))
    poles = {"terms": Pole("terms")}
    measure = Measure("scores", "mean", {"terms": None})
    lexicon = Lexicon("scores", tuple(entries), poles, {measure.name: measure}, language="")
    return measures_of(lexicon)["scores"]


#: Runs of the alphabet that are told apart at most: each is a file or two that is open.
_RUNS = 200

#: Terms of each part that the runs are balanced by.
_SAMPLED = 64


@dataclass(frozen=True, eq=False)
class Spread:
    """Counts as `terms.Counted` has them, of more entries than should be held: they lie in files.

    `place` is the row of each unit, unit by unit over all parts; `begin` the first unit of each part.
    """

    row: np.ndarray
    value: np.ndarray | None
    tokens: np.ndarray
    prints: np.ndarray
    wanted: Choice
    found: tuple[PartResults, ...]
    place: np.ndarray
    begin: np.ndarray
    total: int
    _folder: Folder = field(default_factory=Folder)

    def blocks(self) -> Iterator[Block]:
        """Yield the terms in order, a number of entries at a time."""
        first = 0
        for number in range(self._runs):
            # All parts as one slice: terms of several parts stand there again.
            terms, entries = (
                pa.ipc.open_stream(self._file(number, name)).read_all() for name in ("terms", "entries")
            )
            slices = []
            if terms.num_rows:
                term = np.repeat(np.arange(terms.num_rows), terms["entries"].to_numpy())
                row, times = entries["row"].to_numpy(), entries["count"].to_numpy()
                slices = [Slice(terms["term"].combine_chunks(), term, row, times)]
            terms, counts = merge_slices(slices, len(self.row), self.wanted)
            yield Block(first, terms, counts)
            first += len(terms)

    @property
    def terms(self) -> pa.Array:
        """All terms."""
        return pa.concat_arrays([pa.array([], pa.string()), *(block.terms for block in self.blocks())])

    @property
    def counts(self) -> csc_array:
        """All counts at once."""
        empty = csc_array((len(self.row), 0), dtype=np.int64)
        return csc_array(hstack([empty, *(block.counts for block in self.blocks())], format="csc"))

    def _file(self, number: int, name: str) -> str:
        return f"{self._folder.path}/{name}-{number:04}.arrow"

    @cached_property
    def _runs(self) -> int:
        """Cut the entries of all parts into runs of the alphabet, two files each; how many there are."""
        edges = _edges(self.found, self.total)
        schemas = {
            "terms": pa.schema([("term", pa.string()), ("entries", pa.int32())]),
            "entries": pa.schema([("row", pa.int32()), ("count", pa.int32())]),
        }
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        with ExitStack() as stack:
            files = [
                {
                    name: stack.enter_context(
                        pa.ipc.new_stream(self._file(number, name), schema, options=options)
                    )
                    for name, schema in schemas.items()
                }
                for number in range(len(edges) + 1)
            ]
            for terms, term, row, times in _slices(self.found, self.place, self.begin):
                cuts = [0]
                for edge in edges:
                    low = bisect_left(range(cuts[-1], len(terms)), edge, key=lambda at: terms[at].as_py())
                    cuts.append(cuts[-1] + low)
                ends = np.searchsorted(term, np.arange(len(terms) + 1))
                for file, low, high in zip(files, cuts, [*cuts[1:], len(terms)], strict=True):
                    if low == high:
                        continue
                    some = slice(ends[low], ends[high])
                    for name, columns in (
                        ("terms", (terms[low:high], np.diff(ends[low : high + 1]))),
                        ("entries", (row[some], times[some])),
                    ):
                        arrays = [
                            pa.array(c, field.type) for c, field in zip(columns, schemas[name], strict=True)
                        ]
                        file[name].write_batch(pa.record_batch(arrays, schema=schemas[name]))
        return len(files)


def counted(
    sources: Sequence[Articles],
    ranks: Sequence[np.ndarray],
    wanted: Choice,
    *,
    apart: str | None = None,
    what: str = "terms",
) -> Counted | Spread:
    """Count terms in several sets of articles.

    Parameters
    ----------
    sources : sequence of Articles
        Checked.
    ranks : sequence of int arrays, an item an article of each
        The place of each article among all: what `row` and `prints` of the result are told by.
    wanted : Choice
    apart : str, optional
        As in `terms.count`.
    what : str
        Named where something fails.

    Returns
    -------
    Counted or Spread
        Rows in order of article, then of value. Counts are held where they are few or of one part.
    """
    way, beside = way_of(wanted.voices)
    task = Counting.of(wanted, way, apart)
    found = tuple(map_parts(articles, task, what=what, beside=beside) for articles in sources)
    tables = [(table, rank) for one, rank in zip(found, ranks, strict=True) for table in one.each("units")]
    none = np.zeros(0, np.int64)
    row = np.concatenate([none, *(rank[table["row"].to_numpy()] for table, rank in tables)])
    tokens = np.concatenate([none, *(table["tokens"].to_numpy() for table, _ in tables)])
    values, order = None, np.argsort(row, kind="stable")
    if any("value" in table for table, _ in tables):
        named = concat_tables([table[["value"]].astype("category") for table, _ in tables])["value"]
        known = sorted(named.cat.categories)
        code = named.cat.set_categories(known).cat.codes.to_numpy()
        used = np.flatnonzero(tokens > 0)
        order = used[np.lexsort((code[used], row[used]))]
        values = np.array(known, dtype=object)[code[order]]
    place = np.full(len(row), -1, np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    prints = np.zeros(sum(len(metadata(articles)) for articles in sources), np.uint64)
    for one, rank in zip(found, ranks, strict=True):
        table = one.table("prints")
        prints[rank[table["row"].to_numpy()]] = table["print"].to_numpy()
    begin = np.cumsum([0, *(len(table) for table, _ in tables)])[:-1]
    total = sum(int(part["entries"].sum()) for one in found for part in one.each("terms", ["entries"]))
    spread = Spread(row[order], values, tokens[order], prints, wanted, found, place, begin, total)
    if len(tables) > 1 and total > counting.ENTRIES:
        return spread
    terms, counts = merge_slices(list(_slices(found, place, begin)), len(order), wanted)
    return Counted(spread.row, values, terms, counts, spread.tokens, prints)


def _slices(found: Sequence[PartResults], place: np.ndarray, begin: np.ndarray) -> Iterator[Slice]:
    """Yield the entries of each part."""
    tables = (zip(one.each("terms"), one.each("entries"), strict=True) for one in found)
    for (terms, entries), first in zip(chain.from_iterable(tables), begin.tolist(), strict=True):
        term = np.repeat(np.arange(len(terms)), terms["entries"].to_numpy())
        row = place[entries["unit"].to_numpy().astype(np.int64) + first]
        yield Slice(arrow(terms["term"], pa.string()), term, row, entries["count"].to_numpy())


def _edges(found: Sequence[PartResults], total: int) -> list[str]:
    """Return terms at which runs begin, about as many entries each."""
    runs = min(_RUNS, -(-total // counting.ENTRIES))
    points = []
    for one in found:
        for table in one.each("terms"):
            ends = np.cumsum(table["entries"].to_numpy(np.int64))
            if not len(ends) or not ends[-1]:
                continue
            weight = ends[-1] / _SAMPLED
            at = np.searchsorted(ends, (np.arange(_SAMPLED) + 0.5) * weight)
            points += [(term, weight) for term in table["term"].iloc[at]]
    points.sort()
    passed = np.cumsum([weight for _, weight in points])
    at = np.searchsorted(passed, np.arange(1, runs) * total / runs)
    return sorted({points[place][0] for place in np.minimum(at, len(points) - 1).tolist()})
