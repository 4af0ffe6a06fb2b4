"""Articles in, scores out: how often each measure's words stand in each part and voice of each article.

A chunk of text is read at a time; what leaves it are whole numbers. The way
back, from a number to its sentences, is `evidence`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.errors import FramingError, FramingWarning, several, unknown
from framing.features.cells import PARTS, SPEAKER_COLUMNS, Cells, Voices, cells, check_voices
from framing.features.hits import Hits
from framing.features.lexicon import Lexicon
from framing.features.measures import Measure, resolve
from framing.features.naming.referents import Given
from framing.features.stance.judges import Judge
from framing.features.stance.targets import with_stance
from framing.tables import check, schema
from framing.text import copies
from framing.units import MILLION

__all__ = ["Wanted", "found_hits", "prepared", "score"]

#: How the measures to score are said.
Wanted = str | Measure | Lexicon | Iterable[str | Measure | Lexicon] | None

#: So many targets that none names are listed in one line.
_SAID = 8

#: Columns of scores that come from the article.
_CARRIED = ("outlet", "event", "genre", "copy_group", "wire_role", "provenance")

#: Columns of scores that are made here, so that none of the articles' may take their place.
_OWN = frozenset(schema("scores").columns) - set(_CARRIED)


def score(
    articles: pd.DataFrame,
    measures: Wanted = None,
    *,
    targets: Given | None = None,
    voices: Voices = "full",
    keep: str | Sequence[str] = (),
    model: str | Judge = "linear",
    workers: int | None = None,
) -> pd.DataFrame:
    """Count what each measure counts, in every part and voice of every article.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    measures : str, Measure, Lexicon, or several of them, optional
        Names or lexicons; all shipped measures by default.
    targets : mapping, or whatever `framing.mentions` takes as referents, optional
        ``{name: [aliases]}``: whom stance is measured toward. Adds `stance.negative`, `stance.neutral` and
        `stance.positive`, shares of the mentions of a target, and `stance.net`, their mean; or those of
        them that `measures` names.
    voices : {"full", "quotes", None} or pandas.DataFrame
        Tell the outlet's own words from quoted and reported ones (as `framing.voices` does), only those in
        quotation marks from all others, or nothing. A table `voices`, corrected by hand for instance, is
        taken as it is.
    keep : str or sequence of str
        Columns of `articles` to carry into the result. With voices in full or from a table also
        `speaker_key`, `speaker_type`, `speaker_country` or `via`: their values are then counted apart.
    model : {"linear", "neural"} or Judge
        Who judges stance, as in `framing.stance`.
    workers : int, optional
        Processes that judge stance, one by default.

    Returns
    -------
    pandas.DataFrame
        The table `scores`: a row for each article × part × voice × measure, wherever that part and voice
        (of that speaker) has words; of stance for each `target`, whose mentions are the hits. `hits` and
        `tokens` are counts, `weight` is in millionths. `model` names the judge of stance.

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
    keep = several("keep", keep)
    frame, wanted, names = prepared(
        articles, measures, voices, keep, targets=targets, model=model, workers=workers
    )
    speakers = tuple(name for name in keep if name in SPEAKER_COLUMNS)
    counted = list(_counted(frame, wanted, voices, speakers))
    prints = np.concatenate([c.prints for c in counted]) if counted else np.zeros(0, np.uint64)
    frame = frame.assign(copy_group=copies.groups(prints, frame["copy_group"]))
    kept = tuple(name for name in keep if name not in SPEAKER_COLUMNS)
    columns = _columns(wanted)
    joined = _joined(counted, len(columns), speakers)
    _say_unnamed(columns, joined.hits)
    return check(_table(frame, columns, names, kept, joined), "scores")


def prepared(
    articles: pd.DataFrame,
    measures: Wanted,
    voices: Voices,
    keep: Sequence[str],
    *,
    targets: Given | None = None,
    model: str | Judge = "linear",
    workers: int | None = None,
) -> tuple[pd.DataFrame, list[Measure], tuple[str, ...]]:
    """Return the articles that can be scored, the measures meant and the voices; raises as `score` does."""
    names = check_voices(voices)
    frame = check(articles, "articles")
    told = isinstance(voices, pd.DataFrame) or voices == "full"
    for column in keep:
        if column in SPEAKER_COLUMNS and told:
            continue
        if column in SPEAKER_COLUMNS:
            raise FramingError(
                f"keep: {column} is known only with voices='full' or a table of voices; give one"
            )
        if column not in list(frame.columns):
            raise unknown("keep", column, [*frame.columns, *(SPEAKER_COLUMNS if told else ())])
        if column in _OWN:
            raise FramingError(f"keep: scores have a column {column!r} of their own; rename yours to keep it")
    others, stance = with_stance(measures, targets, model, workers=workers)
    wanted = [*resolve(others), *stance]
    frame = frame.assign(language=_short(frame["language"]))
    languages = {_language(m) for m in wanted}
    foreign = (
        frame["language"].notna() & ~frame["language"].isin(languages)
        if None not in languages
        else frame["id"].isna()
    )
    stub, bare = frame["status"] == "stub", frame["status"] == "metadata"
    if (left := foreign | stub | bare).any():
        other = foreign & ~stub & ~bare
        why = ((stub, "too short to be whole"), (bare, "without text"), (other, "in another language"))
        said = ", ".join(f"{int(mask.sum())} {what}" for mask, what in why if mask.any())
        warnings.warn(f"not scored, of {len(frame)} articles: {said}", FramingWarning, stacklevel=3)
        frame = frame[~left].reset_index(drop=True)
    return frame, wanted, names


def _short(languages: pd.Series) -> pd.Series:
    """Return languages by two letters in lower case: "en-GB" and "EN" are en; blank is missing."""
    given = languages.dropna().unique()
    known = {name: str(name).strip().lower()[:2] or None for name in given}
    if all(name == key for name, key in known.items()):
        return languages
    return languages.astype("str").map(known).astype("str")


def _language(measure: Measure) -> str | None:
    return getattr(measure.finder, "language", None) or None


class _Column(NamedTuple):
    """What one number of a cell is: a measure, of one target where it has any, judged by a model or none."""

    measure: Measure
    target: str | None
    model: str | None


def _columns(wanted: Sequence[Measure]) -> list[_Column]:
    return [
        _Column(m, target, getattr(m.finder, "model", None))
        for m in wanted
        for target in getattr(m.finder, "targets", (None,))
    ]


def _say_unnamed(columns: Sequence[_Column], hits: np.ndarray) -> None:
    """Warn of targets that no article names: their rows are all of no mention."""
    if not len(hits):
        return
    found = {columns[at].target for at in np.flatnonzero(hits.any(axis=0)).tolist()}
    asked = dict.fromkeys(column.target for column in columns if column.target not in found)
    if lost := [target for target in asked if target is not None]:
        expected = {name for column in columns for name in getattr(column.measure.finder, "expected", ())}
        lost = [target for target in lost if target in expected or not found - {None}]
    if lost:
        rest = f" and {len(lost) - _SAID} more" if len(lost) > _SAID else ""
        said = f"{', '.join(map(repr, lost[:_SAID]))}{rest} {'is' if len(lost) == 1 else 'are'}"
        warnings.warn(
            f"targets: {said} named nowhere in these articles; give names as the articles write them",
            FramingWarning,
            stacklevel=3,
        )


class _Counted(NamedTuple):
    """What one chunk of text leaves: fingerprints by article; the rest by cell that has words."""

    prints: np.ndarray
    row: np.ndarray
    part: np.ndarray
    voice: np.ndarray
    tokens: np.ndarray
    hits: np.ndarray
    weight: np.ndarray
    people: pd.DataFrame | None


def _counted(
    frame: pd.DataFrame, wanted: list[Measure], voices: Voices, speakers: Sequence[str]
) -> Iterator[_Counted]:
    each = [len(getattr(m.finder, "targets", (None,))) for m in wanted]
    first = np.cumsum([0, *each])
    for chunk in cells(frame, voices, speakers):
        tokens = chunk.sizes()
        hits = np.zeros((len(tokens), first[-1]), np.int64)
        weight = np.zeros((len(tokens), first[-1]), np.int64)
        for m, finder, found in found_hits(frame, wanted, chunk):
            cell, size = chunk.of(found.start), each[m]
            at = cell * size + found.entry if hasattr(finder, "targets") else cell
            shape, mine = (len(tokens), size), slice(first[m], first[m + 1])
            hits[:, mine] = np.bincount(at, minlength=len(tokens) * size).reshape(shape)
            # Whole numbers below 2**53 add up exactly as floats, in any order.
            summed = np.bincount(at, weights=found.weight, minlength=len(tokens) * size)
            weight[:, mine] = summed.reshape(shape)
        used = np.flatnonzero(tokens > 0)
        yield _Counted(
            copies.fingerprints(chunk.tokens)[chunk.size :],
            chunk.row(used),
            chunk.part(used),
            chunk.spoken(used),
            tokens[used],
            hits[used],
            weight[used],
            None if chunk.people is None else chunk.people.iloc[chunk.speaker(used)],
        )


def _joined(counted: Sequence[_Counted], measures: int, speakers: Sequence[str]) -> _Counted:
    """Return all chunks as one."""
    nothing = np.zeros(0, np.int64)
    empty = np.zeros((0, measures), np.int64)
    arrays = {
        name: np.concatenate(
            [empty if name in ("hits", "weight") else nothing, *(getattr(c, name) for c in counted)]
        )
        for name in ("row", "part", "voice", "tokens", "hits", "weight")
    }
    people = None
    if speakers:
        parts = [c.people for c in counted if c.people is not None]
        people = (
            pd.concat(parts, ignore_index=True)
            if parts
            else pd.DataFrame({s: [] for s in speakers}, dtype="str")
        )
    return _Counted(prints=np.zeros(0, np.uint64), people=people, **arrays)


def found_hits(frame: pd.DataFrame, wanted: list[Measure], chunk: Cells) -> Iterator[tuple[int, Any, Hits]]:
    """Yield each measure's place, its finder and the hits it counts, with the weights it gives them."""
    by_finder: dict[int, list[int]] = {}
    for m, measure in enumerate(wanted):
        by_finder.setdefault(id(measure.finder), []).append(m)
    for places in by_finder.values():
        finder = wanted[places[0]].finder
        hits = finder.find(chunk.tokens, chunk.voice)
        hits = _in_language(frame, chunk, finder, hits)
        for m in places:
            yield m, finder, _counting(wanted[m], finder, hits)


def _in_language(frame: pd.DataFrame, chunk: Cells, finder: Any, hits: Hits) -> Hits:
    language = getattr(finder, "language", None)
    spoken = frame["language"].iloc[chunk.first : chunk.first + chunk.size]
    other = (spoken.notna() & (spoken != language)).to_numpy() if language else np.zeros(chunk.size, bool)
    return hits.where(~other[chunk.tokens.doc_of(hits.start) % chunk.size]) if other.any() else hits


def _counting(measure: Measure, finder: Any, hits: Hits) -> Hits:
    """Keep the hits of the measure's poles, at the weights it gives them."""
    poles = list(finder.poles)
    given = np.full(len(poles), -1, np.int64)
    counts = np.zeros(len(poles), bool)
    for i, pole in enumerate(poles):
        if pole in measure.poles:
            counts[i] = True
            weight = measure.poles[pole]
            given[i] = np.iinfo(np.int64).min if weight is None else round(weight * MILLION)
    if not counts.all():
        hits = hits.where(counts[hits.pole])
    own = given[hits.pole] == np.iinfo(np.int64).min
    return hits._replace(weight=np.where(own, hits.weight, given[hits.pole]))


def _table(
    frame: pd.DataFrame,
    wanted: list[_Column],
    voices: tuple[str, ...],
    keep: Sequence[str],
    counted: _Counted,
) -> pd.DataFrame:
    cells, each = len(counted.row), len(wanted)
    row = np.repeat(counted.row, each)
    columns: dict[str, Any] = {"article": _category(frame["id"], row)}
    for name in (*_CARRIED, *(c for c in keep if c not in _CARRIED)):
        columns[name] = _category(frame[name], row)
    if counted.people is not None:
        of_cell = np.repeat(np.arange(cells), each)
        columns.update((str(name), _category(column, of_cell)) for name, column in counted.people.items())
    columns["part"] = pd.Categorical.from_codes(np.repeat(counted.part, each).astype(np.int8), list(PARTS))
    columns["voice"] = pd.Categorical.from_codes(np.repeat(counted.voice, each).astype(np.int8), list(voices))
    for name, values in (
        ("measure", [column.measure.name for column in wanted]),
        ("target", [column.target for column in wanted]),
        ("model", [column.model for column in wanted]),
    ):
        codes, categories = pd.factorize(pd.Series(values, dtype="str"))
        tiled = np.tile(codes.astype(np.int16), cells)
        columns[name] = pd.Categorical.from_codes(tiled, pd.Index(categories, dtype="str"))
    units = pd.Categorical([column.measure.unit for column in wanted])
    columns["unit"] = pd.Categorical.from_codes(np.tile(units.codes, cells), units.categories)
    columns["hits"] = counted.hits.reshape(-1)
    columns["weight"] = counted.weight.reshape(-1)
    columns["tokens"] = np.repeat(counted.tokens, each)
    spoken = _spoken(frame, [column.measure for column in wanted], row, cells)
    table = pd.DataFrame(columns)
    return table if spoken is None else table[spoken].reset_index(drop=True)


def _spoken(frame: pd.DataFrame, wanted: list[Measure], row: np.ndarray, cells: int) -> np.ndarray | None:
    """Mask the rows whose measure is for the article's language; None where all are."""
    languages = [_language(m) for m in wanted]
    if len(set(languages)) == 1:
        return None
    of_article = frame["language"].to_numpy(dtype=object)[row]
    of_measure = np.tile(np.array(languages, dtype=object), cells)
    return np.asarray(pd.isna(of_article) | pd.isna(of_measure) | (of_article == of_measure), bool)


def _category(column: pd.Series, row: np.ndarray) -> Any:
    """Return a column's values for those rows; strings as a category, a tenth the size."""
    if isinstance(column.dtype, pd.StringDtype):
        codes, categories = pd.factorize(column)
        return pd.Categorical.from_codes(codes.astype(np.int32)[row], categories)
    return column.take(row).reset_index(drop=True)
