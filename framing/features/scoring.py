"""Articles in, scores out: how often each measure's words stand in each part and voice of each article.

What leaves the text are whole numbers (`counts`); here they become a table. The way back, from a number to
its sentences, is `evidence`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np
import pandas as pd

from framing.engine.parts import (
    Articles,
    Parts,
    SomeArticles,
    assign_columns,
    bare,
    check_articles,
    map_parts,
    metadata,
    select_articles,
)
from framing.engine.results import PartResults
from framing.errors import FramingError, several, unknown, warn
from framing.features.cells import (
    PARTS,
    Cells,
    Voices,
    Way,
    cells,
    check_voices,
    gathered,
    names_speakers,
    taken,
    way_of,
)
from framing.features.lexicon import Measure
from framing.features.matching import Hits
from framing.features.measures import Wanted, resolve
from framing.features.naming.referents import Given
from framing.features.stance.judges import NEURAL, Judge
from framing.features.stance.targets import with_stance
from framing.schema import MILLION, check, schema
from framing.text.overlap import shingles
from framing.text.voices.table import SPEAKER_COLUMNS

# What measures count in a chunk of text: the hits of their finders, in articles of their language.


def _language_of(measure: Measure) -> str | None:
    """Return the language that a measure is for, or None if it is for any."""
    return getattr(measure.finder, "language", None) or None


def found_hits(
    frame: pd.DataFrame, wanted: Sequence[Measure], chunk: Cells
) -> Iterator[tuple[int, Any, Hits]]:
    """Yield each measure's place, its finder and the hits it counts, with the weights it gives them."""
    by_finder: dict[int, list[int]] = {}
    for m, measure in enumerate(wanted):
        by_finder.setdefault(id(measure.finder), []).append(m)
    spoken = frame["language"].iloc[chunk.first : chunk.first + chunk.size]
    for places in by_finder.values():
        finder, language = wanted[places[0]].finder, _language_of(wanted[places[0]])
        hits = finder.find(chunk.tokens, chunk.voice)
        other = (spoken.notna() & (spoken != language)).to_numpy()
        if language and other.any():
            hits = hits.where(~other[chunk.tokens.doc_of(hits.start) % chunk.size])
        for m in places:
            # The hits of the measure's poles, at the weights it gives them.
            given = wanted[m].poles
            counts = np.array([pole in given for pole in finder.poles], bool)
            own = np.array([given.get(pole) is None for pole in finder.poles], bool)
            weights = [round((given.get(pole) or 0) * MILLION) for pole in finder.poles]
            mine = hits if counts.all() else hits.where(counts[hits.pole])
            weight = np.where(own[mine.pole], mine.weight, np.array(weights, np.int64)[mine.pole])
            yield m, finder, mine._replace(weight=weight)


# What is to be scored, in which articles: the arguments of everything that measures, checked once.


#: Columns of scores that come from the article.
CARRIED = ("outlet", "event", "genre", "copy_group", "wire_role", "provenance")

#: Columns of scores that are made here, so that none of the articles' may take their place.
_OWN = frozenset(schema("scores").columns) - set(CARRIED)


def prepared(
    articles: SomeArticles,
    measures: Wanted,
    voices: Voices,
    keep: Sequence[str],
    *,
    targets: Given | None = None,
    model: str | Judge = NEURAL,
) -> tuple[SomeArticles, list[Measure], tuple[str, ...]]:
    """Return the articles that can be scored, the measures meant and the voices; raises as `score` does."""
    names = check_voices(voices)
    articles = check_articles(articles)
    frame = metadata(articles)
    speakers = SPEAKER_COLUMNS if names_speakers(voices) else ()
    for column in keep:
        if column in SPEAKER_COLUMNS and not speakers:
            raise FramingError(
                f"keep: {column} is known only with voices='full' or a table of voices; give one"
            )
        if column not in (*frame.columns, *speakers):
            raise unknown("keep", column, [*frame.columns, *speakers])
        if column in _OWN and column not in speakers:
            raise FramingError(f"keep: scores have a column {column!r} of their own; rename yours to keep it")
    others, stance = with_stance(measures, targets, model)
    wanted = [*resolve(others), *stance]
    # Languages by two letters in lower case: "en-GB" and "EN" are en; blank is missing.
    language = frame["language"]
    known = {name: str(name).strip().lower()[:2] or None for name in language.dropna().unique()}
    if any(name != key for name, key in known.items()):
        language = language.astype("str").map(known).astype("str")
        articles = assign_columns(articles, language=language)
    languages = {_language_of(m) for m in wanted}
    foreign = language.notna() & ~language.isin(languages) if None not in languages else frame["id"].isna()
    stub, bare = frame["status"] == "stub", frame["status"] == "metadata"
    if (left := foreign | stub | bare).any():
        other = foreign & ~stub & ~bare
        why = ((stub, "too short to be whole"), (bare, "without text"), (other, "in another language"))
        said = ", ".join(f"{int(mask.sum())} {what}" for mask, what in why if mask.any())
        warn(f"not scored, of {len(frame)} articles: {said}")
        articles = select_articles(articles, ~left)
    return articles, wanted, names


# Counts of measures before they are a table: whole numbers by cell and column, kept by part.

# The hits of measures added up by cell: what one part of a corpus leaves, in whole numbers.


@dataclass(frozen=True)
class Column:
    """What one number of a cell is: a measure, of one target where it has any, judged by a model or none.

    `language` is that of the articles it is for, or None for any.
    """

    measure: str
    target: str | None
    model: str | None
    unit: str
    language: str | None


def _columns_of(wanted: Sequence[Measure]) -> tuple[Column, ...]:
    """Return a column for each measure, or for each of its targets where it has some."""
    return tuple(
        Column(m.name, target, getattr(m.finder, "model", None), m.unit, _language_of(m))
        for m in wanted
        for target in _targets(m)
    )


def _targets(measure: Measure) -> tuple[str | None, ...]:
    return getattr(measure.finder, "targets", (None,))


@dataclass(frozen=True)
class Counting:
    """Counts the hits of measures in the cells of some articles.

    Gives the tables ``cells`` (`row`, `part` and `voice` by number, `tokens`, who speaks), ``hits`` and
    ``weight`` (a row a cell, a column a column),
    ``prints`` (fingerprints, a row an article) and ``total`` (hits of each column).
    """

    wanted: tuple[Measure, ...]
    way: Way
    speakers: tuple[str, ...] = ()

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the tables of these articles."""
        first = np.cumsum([0, *(len(_targets(m)) for m in self.wanted)])
        types = {"row": np.int32, "part": np.int8, "voice": np.int8, "tokens": np.int32}
        index: list[pd.DataFrame] = []
        hits, weight = ([np.zeros((0, first[-1]), np.int64)] for _ in range(2))
        prints = [np.zeros(0, np.uint64)]
        for chunk in cells(frame, self.way.of(beside), self.speakers):
            tokens = chunk.sizes()
            counts, sums = (np.zeros((len(tokens), first[-1]), np.int64) for _ in range(2))
            for m, finder, found in found_hits(frame, self.wanted, chunk):
                cell, size = chunk.of(found.start), first[m + 1] - first[m]
                at = cell * size + found.entry if hasattr(finder, "targets") else cell
                mine, many = slice(first[m], first[m + 1]), len(tokens) * size
                counts[:, mine] = np.bincount(at, minlength=many).reshape(-1, size)
                # Whole numbers below 2**53 add up exactly as floats, in any order.
                sums[:, mine] = np.bincount(at, found.weight, many).reshape(-1, size)
            used = np.flatnonzero(tokens > 0)
            values = (chunk.row(used), chunk.part(used), chunk.spoken(used), tokens[used])
            index.append(pd.DataFrame(dict(zip(types, values, strict=True))).astype(types))
            if chunk.people is not None:
                people = chunk.people.iloc[chunk.speaker(used)].reset_index(drop=True)
                index[-1][list(self.speakers)] = people
            hits.append(counts[used])
            weight.append(sums[used])
            prints.append(shingles.fingerprints(chunk.tokens)[chunk.size :])
        none = pd.DataFrame(columns=[*types, *self.speakers]).astype(types)
        whole, names = np.concatenate(hits), list(map(str, range(first[-1])))
        return {
            "cells": pd.concat(index or [none], ignore_index=True).astype(
                dict.fromkeys(self.speakers, "str")
            ),
            "hits": pd.DataFrame(_narrow(whole), columns=names),
            "weight": pd.DataFrame(_narrow(np.concatenate(weight)), columns=names),
            "prints": shingles.as_table(np.concatenate(prints)),
            "total": pd.DataFrame({"column": np.arange(first[-1]), "hits": whole.sum(axis=0)}),
        }


def _narrow(values: np.ndarray) -> np.ndarray:
    """Return whole numbers in the narrowest type that holds them: these are the largest tables there are."""
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    for dtype in (np.uint8, np.uint16, np.int32):
        if np.iinfo(dtype).min <= low and high <= np.iinfo(dtype).max:
            return values.astype(dtype)
    return values


#: So many targets that none names are listed in one line.
_SAID = 8


def count_prepared(
    articles: Articles,
    wanted: Sequence[Measure],
    voices: Voices,
    names: tuple[str, ...],
    speakers: tuple[str, ...] = (),
    keep: tuple[str, ...] = (),
) -> Counts:
    """Return the counts of articles that are prepared, as `prepared` gives them."""
    way, beside = way_of(voices)
    # Events and copies, filled in since, change no count; what a part gave is found again.
    read = bare(articles, "language")
    found = map_parts(read, Counting(tuple(wanted), way, speakers), what="score", beside=beside)
    light = metadata(articles)
    groups = shingles.groups(shingles.prints_of(found, len(light)), light["copy_group"])
    return Counts(light.assign(copy_group=groups), _columns_of(wanted), names, speakers, keep, found)


def count_measures(
    articles: Articles,
    measures: Wanted = None,
    *,
    targets: Given | None = None,
    voices: Voices = "full",
    keep: str | Sequence[str] = (),
    model: str | Judge = NEURAL,
) -> Counts:
    """Count what each measure counts, as `score` does, and return it before it is a table."""
    keep = several("keep", keep)
    given, wanted, names = prepared(articles, measures, voices, keep, targets=targets, model=model)
    speakers = tuple(name for name in keep if name in SPEAKER_COLUMNS)
    others = tuple(name for name in keep if name not in SPEAKER_COLUMNS)
    found = count_prepared(given, wanted, voices, names, speakers, others)
    _warn_of_unnamed(found, wanted)
    return found


def _warn_of_unnamed(counts: Counts, wanted: Sequence[Measure]) -> None:
    """Warn of targets that no article names: their rows are all of no mention."""
    if all(column.target is None for column in counts.columns) or not len(counts.index):
        return
    total = counts.found.table("total").groupby("column")["hits"].sum()
    found = {counts.columns[at].target for at in np.flatnonzero(total.to_numpy()).tolist()}
    asked = dict.fromkeys(column.target for column in counts.columns if column.target not in found)
    if lost := [target for target in asked if target is not None]:
        expected = {name for measure in wanted for name in getattr(measure.finder, "expected", ())}
        lost = [target for target in lost if target in expected or not found - {None}]
    if lost:
        rest = f" and {len(lost) - _SAID} more" if len(lost) > _SAID else ""
        said = f"{', '.join(map(repr, lost[:_SAID]))}{rest} {'is' if len(lost) == 1 else 'are'}"
        warn(f"targets: {said} named nowhere in these articles; give names as the articles write them")


@dataclass(frozen=True)
class Counts:
    """What scoring gives before it is a table.

    Attributes
    ----------
    light : pandas.DataFrame
        The articles that were scored, without their texts: `row` of a cell is a row of it.
    columns : tuple of Column
    voices : tuple of str
        Names of the voices, in the order that cells count them.
    speakers, keep : tuple of str
        Columns of who speaks that cells are kept apart by; columns of the articles to carry into tables.
    found : Found
        The tables of `Counting`, by part.
    """

    light: pd.DataFrame
    columns: tuple[Column, ...]
    voices: tuple[str, ...]
    speakers: tuple[str, ...]
    keep: tuple[str, ...]
    found: PartResults

    def __repr__(self) -> str:
        return f"Counts of {len(self.columns)} columns in {len(self.light):,} articles"

    @cached_property
    def index(self) -> pd.DataFrame:
        """The cells: `row` of `light`, `part`, `voice`, `tokens`, and who speaks, in order."""
        return self._name_codes(gathered(self.found.each("cells")))

    def _name_codes(self, told: pd.DataFrame) -> pd.DataFrame:
        """Return cells with the names of parts and voices for their numbers."""
        return told.assign(
            row=told["row"].astype(np.int32),
            part=pd.Categorical.from_codes(told["part"].to_numpy(np.int8), list(PARTS)),
            voice=pd.Categorical.from_codes(told["voice"].to_numpy(np.int8), list(self.voices)),
        )

    def matrix(self, places: Sequence[int] | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Return hits (int32) and weights (int64, millionths) of some columns, a row a cell, in order."""
        places = range(len(self.columns)) if places is None else places
        hits, weight = zip(*self._matrices(places), strict=True) if len(self.found) else ((), ())
        return (
            np.concatenate([np.zeros((0, len(places)), np.int32), *hits]),
            np.concatenate([np.zeros((0, len(places)), np.int64), *weight]),
        )

    def _matrices(self, places: Sequence[int]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield hits and weights of some columns part by part."""
        names = list(map(str, places))
        for hits, weight in zip(
            self.found.each("hits", names), self.found.each("weight", names), strict=True
        ):
            yield hits[names].to_numpy(np.int32), weight[names].to_numpy(np.int64)

    def spoken(
        self, row: np.ndarray, places: Sequence[int], light: pd.DataFrame | None = None
    ) -> np.ndarray | None:
        """Mask, for cells of those rows × columns, those whose measure is for the article's language.

        None where every measure there is, is for one language: articles in others were not scored.
        """
        languages = [column.language for column in self.columns]
        if len(set(languages)) == 1:
            return None
        light = self.light if light is None else light
        article = light["language"].to_numpy(dtype=object)[row][:, None]
        measure = np.array([languages[place] for place in places], dtype=object)[None, :]
        return np.asarray(pd.isna(article) | pd.isna(measure) | (article == measure), bool)

    def table(self, places: Sequence[int] | None = None) -> pd.DataFrame:
        """Return the table `scores`, of some columns or of all."""
        places = range(len(self.columns)) if places is None else places
        hits, weight = self.matrix(places)
        return self._table(self.light, self.index, places, hits, weight)

    def tables(self, places: Sequence[int] | None = None) -> Iterator[pd.DataFrame]:
        """Yield the table `scores` part by part; its categories are those of the part."""
        places = range(len(self.columns)) if places is None else places
        for told, (hits, weight) in zip(self.found.each("cells"), self._matrices(places), strict=True):
            row = told["row"].to_numpy(np.int64)
            low, high = (int(row.min()), int(row.max()) + 1) if len(row) else (0, 0)
            mine = self.light.iloc[low:high].reset_index(drop=True)
            yield self._table(mine, self._name_codes(told.assign(row=row - low)), places, hits, weight)

    def _table(
        self,
        light: pd.DataFrame,
        told: pd.DataFrame,
        places: Sequence[int],
        hits: np.ndarray,
        weight: np.ndarray,
    ) -> pd.DataFrame:
        wanted = [self.columns[place] for place in places]
        many, each = len(told), len(wanted)
        row = np.repeat(told["row"].to_numpy(np.int64), each)
        of_cell = np.repeat(np.arange(many), each)
        columns: dict[str, Any] = {"article": taken(light["id"], row)}
        for name in (*CARRIED, *(c for c in self.keep if c not in CARRIED)):
            columns[name] = taken(light[name], row)
        for name in self.speakers:
            columns[name] = taken(told[name].astype("str"), of_cell)
        for name in ("part", "voice"):
            of_one = pd.Categorical(told[name])
            columns[name] = pd.Categorical.from_codes(of_one.codes[of_cell], of_one.categories)
        for name in ("measure", "target", "model"):
            codes, categories = pd.factorize(pd.Series([getattr(c, name) for c in wanted], dtype="str"))
            tiled = np.tile(codes.astype(np.int16), many)
            columns[name] = pd.Categorical.from_codes(tiled, pd.Index(categories, dtype="str"))
        units = pd.Categorical([column.unit for column in wanted])
        columns["unit"] = pd.Categorical.from_codes(np.tile(units.codes, many), units.categories)
        columns["hits"] = hits.reshape(-1).astype(np.int64)
        columns["weight"] = weight.reshape(-1) / MILLION
        columns["tokens"] = np.repeat(told["tokens"].to_numpy(np.int64), each)
        table = pd.DataFrame(columns)
        spoken = self.spoken(told["row"].to_numpy(), places, light)
        return check(table if spoken is None else table[spoken.reshape(-1)], "scores")


@overload
def score(
    articles: Parts,
    measures: Wanted = None,
    *,
    targets: Given | None = None,
    voices: Voices = "full",
    keep: str | Sequence[str] = (),
    model: str | Judge = NEURAL,
) -> Counts: ...


@overload
def score(
    articles: pd.DataFrame,
    measures: Wanted = None,
    *,
    targets: Given | None = None,
    voices: Voices = "full",
    keep: str | Sequence[str] = (),
    model: str | Judge = NEURAL,
) -> pd.DataFrame: ...


def score(
    articles: Articles,
    measures: Wanted = None,
    *,
    targets: Given | None = None,
    voices: Voices = "full",
    keep: str | Sequence[str] = (),
    model: str | Judge = NEURAL,
) -> pd.DataFrame | Counts:
    """Count measures in every part and voice of every article; `compare` then compares groups on them.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    measures : str, Measure, Lexicon, mapping, or several of them, optional
        Names or lexicons; all shipped measures by default.
    targets : mapping, or whatever `framing.words.mentions` takes as referents, optional
        ``{name: [aliases]}``: whom stance is measured toward. Adds `stance.negative`, `stance.neutral` and
        `stance.positive`, shares of the mentions of a target, and `stance.net`, their mean; or those of
        them that `measures` names.
    voices : {"full", "quotes", None} or pandas.DataFrame
        Tell the outlet's own words from quoted and reported ones (as `framing.sources.voices` does), only
        those in quotation marks from all others, or nothing. A table `voices`, corrected by hand for
        instance, is taken as it is.
    keep : str or sequence of str
        Columns of `articles` to carry into the result. With voices in full or from a table also
        `speaker_key`, `speaker_type`, `speaker_country` or `via`: their values are then counted apart.
    model : "neural" or Judge
        Who judges stance, as in `framing.stance`.

    Returns
    -------
    pandas.DataFrame, or Counts of `Parts`
        The table `scores`: a row for each article × part × voice × measure, wherever that part and voice
        (of that speaker) has words; of stance for each `target`, whose mentions are the hits. `hits` and
        `tokens` are counts, `weight` is the sum of the hits' weights. `model` names the judge of stance.
        Of articles in parts the same before it is a table, which `Counts.table` and `Counts.tables` make.

    Raises
    ------
    FramingError
        A table, measure, voice or column that is not what it should be.

    Warns
    -----
    FramingWarning
        Articles not scored: stubs, records without text, and those in a language no measure is for; a
        target that none names.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["It may rain. Perhaps."]})
    >>> score(articles, "hedges", voices=None)[["part", "hits", "tokens"]].values.tolist()
    [['lead', 2, 4]]
    """
    found = count_measures(articles, measures, targets=targets, voices=voices, keep=keep, model=model)
    return found if isinstance(articles, Parts) else found.table()
