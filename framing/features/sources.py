"""Who gets to speak: shares of words and attributions by kind and country, order, stance of cues.

Each is a measure with a row an article, so that `compare` gives it an interval
and a test like any other; which kind, country or medium a row is about stands in `target`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.engine.parts import Articles, check_articles, map_parts, metadata, select_articles
from framing.engine.results import PartResults
from framing.errors import FramingError, check_choice, several
from framing.features.cells import detailed, taken
from framing.schema import check, empty, schema
from framing.text.tokens import chunks, tokenize
from framing.text.voices.table import Corrected
from framing.text.voices.table import voices as find_voices

#: Stands for a speaker whose kind or country the text doesn't tell.
UNKNOWN = "unknown"
_CARRIED = ("outlet", "event", "genre", "copy_group", "wire_role", "provenance")


def score_sources(
    articles: Articles,
    voices: pd.DataFrame | PartResults | None = None,
    *,
    keep: str | Sequence[str] = (),
    least: int = 1,
) -> pd.DataFrame:
    """Measure who speaks in each article, as scores for `compare`; `voices` lists the spans.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    voices : pandas.DataFrame or Found, optional
        The table `voices`, corrected by hand or not; `framing.sources.voices` makes it where it is not given.
    keep : str or sequence of str
        Columns of `articles` to carry into the result.
    least : int
        Kinds, countries and media found in fewer articles have no rows. A row stands for each article and
        each of them, so that of many articles with many media the table is long.

    Returns
    -------
    pandas.DataFrame
        A table `scores`, of part and voice "all"; of more than 20,000 articles columns of text are
        categories. It has these measures:

        ``sources.words``, ``sources.attributions``
            Share of attributed words, and of attributions, by kind of speaker (`target`).
        ``sources.words_by_country``, ``sources.attributions_by_country``
            The same by country, of those whose country is known.
        ``sources.first``, ``sources.last``
            Share of articles whose first, or last, speaker is of a kind.
        ``sources.position``
            Mean place of the attributions of a kind, 0 the text's beginning, 1 its end.
        ``sources.direct``
            Share of attributions with direct quotation.
        ``sources.endorsing``, ``sources.distancing``, ``sources.refusing``
            Share of reporting cues of that stance.
        ``sources.via``
            Share of attributions brought by a medium (`target`).

    Raises
    ------
    FramingError
        A table or column that is not what it should be.
    """
    keep = several("keep", keep)
    articles = check_articles(articles)
    frame = metadata(articles)
    for column in keep:
        check_choice("keep", column, frame.columns)
        if column in set(schema("scores").columns) - set(_CARRIED):
            raise FramingError(f"keep: scores have a column {column!r} of their own; rename yours to keep it")
    articles = select_articles(articles, frame["status"] == "full")
    frame = metadata(articles)
    if voices is None:
        voices = find_voices(articles)
    elif not isinstance(voices, PartResults):
        voices = check(voices, "voices")
    found = map_parts(articles, Attributing(), what="sources", beside={"voices": voices})
    rows = pd.concat([pd.DataFrame(), *_measures(found.table("said"), least)], ignore_index=True)
    if rows.empty:
        return empty("scores")
    rows = rows.sort_values(["measure", "target"], kind="stable", ignore_index=True)
    row = rows.pop("row").to_numpy(np.int64)
    columns = {"article": taken(frame["id"], row)}
    for name in (*_CARRIED, *(c for c in keep if c not in _CARRIED)):
        columns[name] = taken(frame[name], row)
    columns["part"] = columns["voice"] = taken(["all"], np.zeros(len(row), np.int64))
    return check(detailed(rows.assign(**columns), len(frame)), "scores")


#: What is known of an attribution, beside numbers.
_TOLD = ("kind", "country", "via", "stance")


@dataclass(frozen=True)
class Attributing:
    """Lists the attributions of some articles: gives the table ``said``, a row an attribution.

    It has its article, words, first place, speaker, medium, and the stance of its cue.
    """

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the table of these articles."""
        said = _attributions(frame, beside["voices"])
        columns = ["row", "words", "position", *_TOLD, "direct"]
        return {"said": said[columns].astype(dict.fromkeys(_TOLD, "str"))}


def _attributions(frame: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return a row an attribution: its article, words, first place, speaker, medium, stance of its cue."""
    Corrected(table, frame)
    known = {key: row for row, key in enumerate(frame["id"])}
    spans = table.assign(row=table["article"].map(known), words=0)
    spans = spans[spans["row"].notna()].reset_index(drop=True)
    spans["row"] = spans["row"].astype("int64")
    spans["words"] = _words(frame, spans)
    length = np.maximum(frame["text"].str.len().to_numpy(np.int64), 1)
    title = (spans["part"] == "headline").to_numpy()
    # A headline stands before its text.
    spans["place"] = np.where(title, -1, spans["start"])
    spans["position"] = np.where(title, 0.0, spans["start"] / length[spans["row"]])
    spans = spans[(spans["voice"] != "outlet") & (spans["words"] > 0)]
    # Spans of a table made by hand, without numbers, stand each for themselves.
    lone = (spans["attribution"] == 0).to_numpy()
    number = np.where(lone, -1 - np.arange(len(spans)), spans["attribution"])
    spans = spans.assign(number=number, direct=spans["voice"] == "quoted", title=title[spans.index])
    groups = spans.sort_values(["row", "place"], kind="stable").groupby(
        ["row", "title", "number"], sort=False
    )
    said = groups.agg(
        words=("words", "sum"),
        place=("place", "min"),
        position=("position", "first"),
        kind=("speaker_type", "first"),
        country=("speaker_country", "first"),
        via=("via", "first"),
        stance=("cue_class", "first"),
        direct=("direct", "max"),
    ).reset_index()
    return said.sort_values(["row", "place"], kind="stable").reset_index(drop=True)


def _words(frame: pd.DataFrame, spans: pd.DataFrame) -> np.ndarray:
    """Return the number of words of each span."""
    count = np.zeros(len(spans), np.int64)
    row = spans["row"].to_numpy()
    title = (spans["part"] == "headline").to_numpy()
    start, end = spans["start"].to_numpy(np.int64), spans["end"].to_numpy(np.int64)
    for column, mask in (("title", title), ("text", ~title)):
        strings = frame[column].tolist()
        sizes = frame[column].str.len().to_numpy(np.int64)
        for low, high in chunks(sizes, 16 << 20):
            tokens = tokenize(pa.array(strings[low:high], pa.large_string()))
            begin, _ = tokens.spans(np.arange(len(tokens.ids)))
            base = np.append(0, np.cumsum(sizes[low:high] + 1))
            words = base[tokens.doc_of(np.arange(len(tokens.ids)))] + begin
            here = np.flatnonzero(mask & (row >= low) & (row < high))
            at = base[row[here] - low]
            count[here] = np.searchsorted(words, at + end[here]) - np.searchsorted(words, at + start[here])
    return count


def _measures(said: pd.DataFrame, least: int) -> Iterator[pd.DataFrame]:
    if said.empty:
        return
    kind = said["kind"].astype("object").fillna(UNKNOWN)
    one = pd.Series(np.ones(len(said), np.int64), said.index)
    yield _shares(said, "sources.words", kind, said["words"], least)
    yield _shares(said, "sources.attributions", kind, one, least)
    # A paper that is cited speaks for no country.
    placed = said[said["country"].notna() & (kind != "media").to_numpy()]
    yield _shares(placed, "sources.words_by_country", placed["country"], placed["words"], least)
    yield _shares(placed, "sources.attributions_by_country", placed["country"], one[placed.index], least)
    by_row = said.groupby("row", sort=True)
    for name, ends in (("sources.first", by_row.head(1)), ("sources.last", by_row.tail(1))):
        yield _shares(ends, name, kind[ends.index], one[ends.index], least, among=sorted(kind.unique()))
    yield _sums(said, "sources.position", "mean", kind, one, said["position"].round(6))
    none = pd.Series([None] * len(said), said.index, dtype=object)
    yield _sums(said, "sources.direct", "share", none, one, said["direct"].astype("int64"))
    cued = said[said["stance"].notna()]
    for stance in ("endorsing", "distancing", "refusing"):
        share = (cued["stance"] == stance).astype("int64")
        yield _sums(cued, f"sources.{stance}", "share", none[cued.index], one[cued.index], share)
    if said["via"].notna().any():
        via = said["via"].astype("object").where(said["via"].notna(), "")
        shares = _shares(said, "sources.via", via, one, least)
        yield shares[shares["target"] != ""] if len(shares) else shares


def _shares(
    said: pd.DataFrame,
    name: str,
    of: pd.Series,
    count: pd.Series,
    least: int,
    among: Sequence[Any] | None = None,
) -> pd.DataFrame:
    """Return, for every article and value, the count of all and that of the value: zero where it has none."""
    if said.empty:
        return pd.DataFrame()
    table = pd.crosstab(said["row"], of, values=count, aggfunc="sum").fillna(0).astype("int64")
    if among is not None:
        table = table.reindex(columns=list(among), fill_value=0)
    total = table.sum(axis=1)
    table = table.loc[:, ((table > 0).sum() >= least) | (least <= 1)]
    if table.empty:
        return pd.DataFrame()
    long = table.stack().rename("weight").reset_index()
    long.columns = pd.Index(["row", "target", "weight"])
    hits = total.reindex(long["row"]).to_numpy()
    return long.assign(measure=name, unit="share", hits=hits, tokens=hits)


def _sums(
    said: pd.DataFrame, name: str, unit: str, target: pd.Series, hits: pd.Series, weight: pd.Series
) -> pd.DataFrame:
    table = pd.DataFrame(
        {"row": said["row"], "target": target, "hits": hits, "weight": weight, "tokens": said["words"]}
    )
    found = table.groupby(["row", "target"], sort=True, dropna=False).sum().reset_index()
    return found.assign(measure=name, unit=unit)
