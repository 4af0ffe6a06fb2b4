"""Articles in, frames out: what the indicators amount to in each article, and whether that is enough."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from framing.engine.parts import Articles, light, over
from framing.errors import FramingError
from framing.features.asking import prepared
from framing.features.cells import Cells, Voices, Way, cells, way_of
from framing.features.columns import detailed, taken
from framing.features.finding import found_hits
from framing.features.frames.codebook import Codebook, Frame, codebook_of
from framing.features.lexicon import Measure
from framing.features.scoring import prepared as prepared_classified
from framing.schema import MILLION, check

__all__ = ["frames", "present"]


# What a fitted classifier says of articles, as the table of frames: probability and decision, no hits.

#: What stands in `codebook` for frames that a classifier was taught.
CLASSIFIER = "classifier"

_CARRIED = ("outlet", "event", "genre", "copy_group", "provenance")


def classified(articles: pd.DataFrame, classifier: Any, voices: Voices) -> pd.DataFrame:
    """Return a row for each article × frame: `probability` by the classifier, `present` by its threshold.

    Raises
    ------
    FramingError
        Voices are asked for: what was learned from whole texts says nothing of one voice's words.
    """
    if voices is not None:
        raise FramingError("voices: a classifier reads whole articles; leave voices at None")
    # Its language is that of the texts it was taught, which nobody states: no article is left out for it.
    frame, _, _ = prepared_classified(articles, Measure(CLASSIFIER, "per_1000", {}), None, ())
    words = np.concatenate(
        [np.zeros(0, np.int64), *(c.sizes().reshape(c.size, -1).sum(axis=1) for c in cells(frame, None))]
    )
    frame, words = frame[words > 0].reset_index(drop=True), words[words > 0]
    titles = frame["title"].fillna("").astype("str")
    texts = (titles + "\n\n" + frame["text"].fillna("").astype("str")).str.strip()
    chance = classifier.predict_proba(texts.tolist())
    size, many = chance.shape
    row = np.repeat(np.arange(size), many)
    columns: dict[str, Any] = {"article": frame["id"].take(row).reset_index(drop=True)}
    columns |= {name: frame[name].take(row).reset_index(drop=True) for name in _CARRIED}
    columns |= {
        "codebook": CLASSIFIER,
        "frame": np.tile(chance.columns.to_numpy(dtype=object), size),
        "tokens": words[row],
        "per_1000": np.nan,
        "probability": chance.to_numpy().reshape(-1),
        "present": (chance >= classifier.thresholds_).to_numpy().reshape(-1),
    }
    return pd.DataFrame(columns)


#: How a codebook is said: by name, by path, or as it is; or several of these.
Wanted: TypeAlias = (
    str | os.PathLike[str] | Codebook | Iterable[str | os.PathLike[str] | Codebook] | BaseEstimator
)


def frames(articles: Articles, codebook: Wanted = "generic", *, voices: Voices = None) -> pd.DataFrame:
    """Count the indicators of each frame of a codebook in each article.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    codebook : str, path or Codebook, or several of them; or a fitted FrameClassifier
        The name of one that ships, or the path of a TOML file of your own. A classifier gives `probability`
        and `present` instead of counts.
    voices : {None, "quotes", "full"} or pandas.DataFrame
        None counts all words together; else as for `framing.score`, a row for each voice.

    Returns
    -------
    pandas.DataFrame
        The table `frames`: a row for each article × voice × frame, wherever that voice has words. `hits`,
        `weight` (millionths), `terms` and `tokens` are counts over headline and text; `share` is the frame's
        part of the weight of its codebook there. `present` says that the weight reaches what the codebook
        asks. These are frame indicators: how well each agrees with coders is in the docs.
        Of more than 20,000 articles, columns of text are categories.

    Raises
    ------
    FramingError
        A table, codebook or voice that is not what it should be.

    Warns
    -----
    FramingWarning
        Articles that were not read: stubs, and those in another language.

    Examples
    --------
    >>> text = "The two sides clashed over tariffs. Ministers accused their critics of stoking the dispute."
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    >>> frames(articles)[["frame", "hits", "present"]].values.tolist()[0]
    ['conflict', 4, True]
    """
    if isinstance(codebook, BaseEstimator):
        return check(classified(articles, codebook, voices), "frames")
    books = _books(codebook)
    wanted = [frame for book in books for frame in book.frames.values()]
    articles, measures, names = prepared(articles, [f.measure for f in wanted], voices, ())
    way, beside = way_of(voices)
    found = over(articles, Indicating(tuple(measures), way, len(names)), what="frames", beside=beside)
    return check(_table(light(articles), found.table("frames"), names, books, wanted), "frames")


def _books(codebook: Wanted) -> list[Codebook]:
    single = isinstance(codebook, (str, os.PathLike, Codebook))
    if not single and not isinstance(codebook, Iterable):
        codebook_of(codebook)
    books = [codebook_of(item) for item in ([codebook] if single else codebook)]  # type: ignore[union-attr]
    if not books:
        raise FramingError("codebook: none is given; give a name, as 'generic', or the path of a TOML file")
    names = [book.name for book in books]
    for name in names:
        if names.count(name) > 1:
            raise FramingError(f"codebook: two are called {name!r}; give one another name")
    return books


@dataclass(frozen=True)
class Indicating:
    """Counts indicators: gives ``frames``, a row for each article × voice × frame, where it has words."""

    wanted: tuple[Measure, ...]
    way: Way
    voices: int

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the table of these articles."""
        parts = [self._counted(frame, chunk) for chunk in cells(frame, self.way.of(beside))]
        return {"frames": pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(_NOTHING)}

    def _counted(self, frame: pd.DataFrame, chunk: Cells) -> pd.DataFrame:
        many = self.voices
        cell = np.arange(len(chunk.sizes()))
        of_cell = (chunk.row(cell) - chunk.first) * many + chunk.spoken(cell)
        size = chunk.size * many
        tokens = np.bincount(of_cell, weights=chunk.sizes(), minlength=size).astype(np.int64)
        used = np.flatnonzero(tokens)
        counted = []
        for m, finder, hits in found_hits(frame, self.wanted, chunk):
            place = of_cell[chunk.of(hits.start)]
            distinct = np.unique(place * len(finder.terms) + hits.entry) // len(finder.terms)
            columns = {
                "row": used // many + chunk.first,
                "voice": used % many,
                "m": m,
                "hits": np.bincount(place, minlength=size)[used],
                # Whole numbers below 2**53 add up exactly as floats, in any order.
                "weight": np.bincount(place, weights=hits.weight, minlength=size)[used],
                "terms": np.bincount(distinct, minlength=size)[used],
                "tokens": tokens[used],
            }
            counted.append(pd.DataFrame(columns).astype({name: _NOTHING[name].dtype for name in columns}))
        return pd.concat(counted, ignore_index=True)


#: The columns of what is counted, in types that hold it.
_NOTHING: dict[str, np.ndarray] = {
    name: np.zeros(0, dtype)
    for name, dtype in {
        "row": np.int32,
        "voice": np.int8,
        "m": np.int16,
        "hits": np.int32,
        "weight": np.int64,
        "terms": np.int32,
        "tokens": np.int32,
    }.items()
}


def _table(
    frame: pd.DataFrame,
    counted: pd.DataFrame,
    names: tuple[str, ...],
    books: list[Codebook],
    wanted: list[Frame],
) -> pd.DataFrame:
    # Voices in the order in which the articles have them.
    voice, seen = pd.factorize(counted["voice"])
    order = np.lexsort([counted["m"], voice, counted["row"]])
    counted, voice = counted.iloc[order].reset_index(drop=True), voice[order]
    row, m = counted["row"].to_numpy(np.int64), counted["m"].to_numpy(np.int64)
    whose = np.repeat(np.arange(len(books)), [len(book.frames) for book in books])[m]
    columns: dict[str, Any] = {"article": taken(frame["id"], row)}
    columns |= {name: taken(frame[name], row) for name in _CARRIED}
    columns["voice"] = taken([names[nth] for nth in seen], voice)
    columns["codebook"] = taken([book.name for book in books], whose)
    columns["frame"] = taken([f.name for f in wanted], m)
    columns |= {name: counted[name].astype(np.int64) for name in ("hits", "weight", "terms", "tokens")}
    table = detailed(pd.DataFrame(columns), len(frame))
    of_book = (row * max(len(seen), 1) + voice) * len(books) + whose
    together = table.groupby(of_book, sort=False)["weight"].transform("sum")
    table["per_1000"] = 1000.0 * table["hits"] / table["tokens"]
    table["share"] = (table["weight"] / together).where(together > 0)
    table["present"] = present(table["weight"].to_numpy(), table["tokens"].to_numpy(), m, wanted)
    return table


def present(weight: np.ndarray, tokens: np.ndarray, which: np.ndarray, wanted: list[Frame]) -> np.ndarray:
    """Say where the weight of a frame reaches what it asks: `least` in all and `rate` per 1,000 words.

    >>> asks = codebook_of("generic").frames["conflict"]
    >>> present(np.array([0]), np.array([100]), np.array([0]), [asks]).tolist()
    [False]
    """
    least = np.array([f.least for f in wanted])[which] * MILLION
    rate = np.array([f.rate for f in wanted])[which] * MILLION / 1000
    enough: np.ndarray = (weight >= least) & (weight >= rate * tokens)
    return enough
