"""Sentences as rows of sparse matrices over one list of terms, whatever parts they were read in.

Nothing is compared here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, over
from framing.engine.results import Found
from framing.features.blocks import split
from framing.features.cells import Voices, names_speakers, way_of
from framing.features.statements.reading import Reading

__all__ = ["LEAST_TERMS", "Sentences", "named", "read", "sentences", "sentences_of"]

#: A sentence of fewer terms ("He agreed.") says too little by itself to be known again.
LEAST_TERMS = 3
#: A term is a name where so large a share of its occurrences inside sentences has a capital.
_NAME_SHARE = 0.6


@dataclass(frozen=True)
class Sentences:
    """The sentences of some articles.

    Attributes
    ----------
    row, part, order : int arrays, one item a sentence
        Row of its article, index of its part, place among the sentences of its article (0 is the headline).
    first, after : int64 arrays
        Its words in the tokens of its chunk.
    words : int64 array
        How many words it has.
    text_start, text_end : int64 arrays
        Code points.
    turned : int64 array
        The marks of `forms.TURNS`.
    quoted : float array
        Share of its words that stand in quotation marks.
    speaker : int64 array
        Number of who speaks it, -1 for the outlet or nobody known.
    hash : uint64 array
        The same for the same words in the same order.
    sentence, term : int64 arrays, one item a term of a sentence
        Sorted by sentence, then place.
    marked : bool array, one item a term of a sentence
        Stands in quotation marks.
    tells : int64 array, one item a term of a sentence
        0 for a name and in somebody's title, 1 for another word with a capital, 2 for what tells the fact.
    terms : list of str
    name, number : bool arrays, one item a term
    """

    row: np.ndarray
    part: np.ndarray
    order: np.ndarray
    words: np.ndarray
    start: np.ndarray
    end: np.ndarray
    turned: np.ndarray
    quoted: np.ndarray
    speaker: np.ndarray
    hash: np.ndarray
    sentence: np.ndarray
    term: np.ndarray
    marked: np.ndarray
    tells: np.ndarray
    terms: list[str]
    name: np.ndarray
    number: np.ndarray

    def __len__(self) -> int:
        return len(self.row)


def read(articles: Articles, voices: Voices) -> Sentences:
    """Return the sentences of checked articles, row by row, the headline before the text."""
    found = sentences(articles, voices)
    return next(sentences_of(found, [np.arange(len(articles))], named(found)))


def sentences(articles: Articles, voices: Voices) -> Found:
    """Read the sentences of checked articles, part by part."""
    way, beside = way_of(voices)
    return over(articles, Reading(way, names_speakers(voices)), what="sentences", beside=beside)


def named(found: Found) -> Mapping[str, bool]:
    """Say of the terms of all articles which are names: those mostly with a capital inside sentences."""
    listed = pd.concat(list(found.each("counts"))).groupby("term", sort=True)[["total", "capital"]].sum()
    total, capital = listed["total"].to_numpy(), listed["capital"].to_numpy()
    number, place = (listed.index.str.startswith(sign).astype(bool) for sign in "#@")
    name = place | ((capital > 0) & (capital >= _NAME_SHARE * total) & ~number)
    return dict(zip(listed.index.tolist(), name.tolist(), strict=True))


def sentences_of(
    found: Found, blocks: Sequence[np.ndarray], names: Mapping[str, bool]
) -> Iterator[Sentences]:
    """Yield the sentences of each block of articles, in the order of its rows.

    Parameters
    ----------
    found : Found
        What `sentences` gives.
    blocks : sequence of int64 array
        Rows of the articles.
    names : mapping of str to bool
        Which terms are names, as `named` says.
    """
    for tables in split(found, ("sentences", "held"), list(blocks)):
        each, held = tables["sentences"], tables["held"]
        at = np.lexsort((each["order"].to_numpy(), each["row"].to_numpy()))
        columns = {name: each[name].to_numpy()[at] for name in each.columns if name != "speaker"}
        columns = {
            name: values if name in ("quoted", "hash") else values.astype(np.int64)
            for name, values in columns.items()
        }
        first = np.searchsorted(columns["row"], np.arange(int(columns["row"].max(initial=-1)) + 2))
        sentence = first[held["row"].to_numpy(np.int64)] + held["order"].to_numpy(np.int64)
        code, terms = _coded(held["term"])
        # Terms of a sentence stay in the order in which they stand.
        by = np.argsort(sentence, kind="stable")
        name = np.array([names[term] for term in terms], bool)
        term = code[by]
        yield Sentences(
            **columns,
            speaker=_coded(each["speaker"])[0][at],
            sentence=sentence[by],
            term=term,
            marked=held["marked"].to_numpy(bool)[by],
            tells=held["tells"].to_numpy(np.int64)[by] * ~name[term],
            terms=terms,
            name=name,
            number=np.array([term.startswith("#") for term in terms], bool),
        )


def _coded(column: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Return a category as codes into its values in code-point order, -1 for none."""
    used = column.cat.remove_unused_categories()
    listed = used.cat.categories.astype("str").tolist()
    order = sorted(range(len(listed)), key=listed.__getitem__)
    rank = np.full(len(listed) + 1, -1, np.int64)
    rank[order] = np.arange(len(listed))
    return rank[used.cat.codes.to_numpy()], [listed[at] for at in order]
