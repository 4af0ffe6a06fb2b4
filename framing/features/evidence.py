"""From a number back to the sentences behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, Parts, map_parts, select_articles
from framing.errors import FramingError, as_integer, brief
from framing.features.cells import PARTS, Cells, Voices, Way, cells, names_speakers, way_of
from framing.features.lexicon import Measure
from framing.features.matching import Hits
from framing.features.measures import Wanted
from framing.features.naming.referents import Given
from framing.features.scoring import Counts, count_prepared, found_hits, prepared
from framing.features.stance.judges import NEURAL, Judge
from framing.schema import MILLION, check, empty
from framing.text.tokens import sentence_spans

#: Rows that are gathered before those over the limit are left out.
_GATHERED = 200_000


def evidence(
    articles: Articles,
    measure: Wanted = None,
    *,
    targets: Given | None = None,
    voices: Voices = "full",
    limit: int | None = None,
    model: str | Judge = NEURAL,
) -> pd.DataFrame:
    """List the hits behind scores, each with its sentence; `words.kwic` takes any words.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        As for `score`.
    measure : str, Measure, Lexicon, mapping, or several of them, optional
        As `measures` of `score`.
    targets, model
        As for `score`.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`.
    limit : int, optional
        At most that many hits for each outlet × part × voice × measure, spread evenly over the articles
        in their order; all by default.

    Returns
    -------
    pandas.DataFrame
        The table `evidence`, a row a hit, in the order of the articles, of the measures and of the text.
        A mention of a target has beside it how probable it is that its sentence is `negative`, `neutral`
        or `positive` toward it.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["It rains. It may stop."]})
    >>> evidence(articles, "hedges")[["term", "sentence"]].values.tolist()
    [['may', 'It may stop.']]
    """
    if limit is not None and (as_integer(limit) or 0) < 1:
        raise FramingError(
            f"limit {brief(limit)} should be a whole number of hits, at least 1, or None for all"
        )
    articles, wanted, names = prepared(articles, measure, voices, (), targets=targets, model=model)
    way, beside = way_of(voices)
    if limit is not None and isinstance(articles, Parts):
        # What the limit leaves is seen from the counts: texts in which there is none of it are not read.
        counts = count_prepared(articles, wanted, voices, names)
        articles = select_articles(articles, _needed(counts, limit))
    speakers = ("speaker_key",) if names_speakers(voices) else ()
    task = Collecting(tuple(wanted), way, speakers, limit)
    found = _within(map_parts(articles, task, what="evidence", beside=beside).each("evidence"), limit)
    if found.empty:
        return empty("evidence")
    place = found["part"].map({part: i for i, part in enumerate(PARTS)})
    order = np.lexsort([found["start"], place, found["m"], found["row"]])
    return check(found.iloc[order].drop(columns=["row", "m", "nth"]), "evidence")


@dataclass(frozen=True)
class Collecting:
    """Collects hits in some articles: gives the table ``evidence``, with what puts it in order."""

    wanted: tuple[Measure, ...]
    way: Way
    speakers: tuple[str, ...]
    limit: int | None

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the hits in these articles."""
        outlets = pd.factorize(frame["outlet"])[0]
        parts = []
        for chunk in cells(frame, self.way.of(beside), self.speakers):
            for m, finder, hits in found_hits(frame, self.wanted, chunk):
                some = hits
                if self.limit is not None:
                    # Of an outlet, part and voice the first hit of each article, then the second, ...
                    cell = chunk.of(hits.start)
                    row, of = chunk.row(cell), chunk.part(cell) * len(chunk.voices) + chunk.spoken(cell)
                    group = outlets[row] * len(PARTS) * len(chunk.voices) + of
                    order = np.lexsort([row, _nth(row * len(PARTS) * len(chunk.voices) + of), group])
                    some = hits.where(np.sort(order[_nth(group[order]) < self.limit]))
                if len(some.start):
                    parts.append(_rows(frame, chunk, m, self.wanted[m], finder, some))
        return {"evidence": pd.concat(parts, ignore_index=True) if parts else empty("evidence")}


def _rows(
    frame: pd.DataFrame, chunk: Cells, m: int, measure: Measure, finder: Any, hits: Hits
) -> pd.DataFrame:
    """Return the hits of one measure in one chunk as they are shown, and what puts them in order."""
    cell = chunk.of(hits.start)
    row, part, voice = chunk.row(cell), chunk.part(cell), chunk.spoken(cell)
    start, _ = chunk.tokens.spans(hits.start)
    _, end = chunk.tokens.spans(hits.start + hits.length - 1)
    known = {name: frame[name].to_numpy(dtype=object) for name in ("id", "outlet", "title", "text")}
    texts = np.where(part == 0, known["title"][row], known["text"][row]).tolist()
    spans = sentence_spans(chunk.tokens, texts, hits.start)
    return pd.DataFrame({
        "article": known["id"][row],
        "outlet": known["outlet"][row],
        "speaker_key": None,
        **chunk.columns(cell),
        "measure": measure.name,
        "target": None,
        "start": start,
        "end": end,
        "term": np.array(finder.terms, dtype=object)[hits.entry],
        "pole": np.array(list(finder.poles), dtype=object)[hits.pole],
        "weight": hits.weight / MILLION,
        "negated": hits.negated,
        "sentence": [text[begin:stop] for text, (begin, stop) in zip(texts, spans, strict=True)],
        "provenance": frame["provenance"].to_numpy(dtype=object)[row],
        "row": row,
        "m": m,
        "nth": _nth((row * len(PARTS) + part) * len(chunk.voices) + voice),
        **(finder.details(chunk.tokens, chunk.voice, hits) if hasattr(finder, "details") else {}),
    })  # fmt: skip


def _needed(counts: Counts, limit: int) -> np.ndarray:
    """Mask the articles that have some of the hits that a limit leaves.

    The first hit of every article comes before the second of any: of each group these are its first articles
    with hits, as many as the limit says.
    """
    index = counts.index
    outlet = pd.factorize(counts.light["outlet"])[0]
    row = index["row"].to_numpy()
    group = (outlet[row] * len(PARTS) + index["part"].cat.codes) * len(counts.voices)
    group = (group + index["voice"].cat.codes).to_numpy(np.int64)
    needed = np.zeros(len(counts.light), bool)
    names = [column.measure for column in counts.columns]
    for name in dict.fromkeys(names):
        hits, _ = counts.matrix([place for place, other in enumerate(names) if other == name])
        there = np.flatnonzero(hits.any(axis=1))
        needed[row[there[_nth(group[there]) < limit]]] = True
    return needed


def _within(parts: Iterable[pd.DataFrame], limit: int | None) -> pd.DataFrame:
    """Return the hits of all parts, without those over the limit: parts were limited one by one."""
    gathered: list[pd.DataFrame] = []
    many, most = 0, _GATHERED
    for part in filter(len, parts):
        gathered.append(part)
        many += len(part)
        if limit is not None and many > most:
            gathered = [_limited(pd.concat(gathered, ignore_index=True), limit)]
            many = len(gathered[0])
            most = max(_GATHERED, 2 * many)
    found = pd.concat(gathered, ignore_index=True) if gathered else empty("evidence")
    return found if limit is None or not gathered else _limited(found, limit)


def _limited(found: pd.DataFrame, limit: int) -> pd.DataFrame:
    group = found.groupby(["m", "part", "voice", "outlet"], sort=False).ngroup()
    nth = found.sort_values(["nth", "row"], kind="stable").groupby(group).cumcount().sort_index()
    return found[nth < limit]


def _nth(values: np.ndarray) -> np.ndarray:
    """Count how often each value stood before, from 0.

    >>> _nth(np.array([7, 7, 3, 7])).tolist()
    [0, 1, 0, 2]
    """
    series = pd.Series(values)
    return np.asarray(series.groupby(series, sort=False).cumcount())
