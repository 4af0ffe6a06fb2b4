"""What parts gave, brought together: what the whole corpus names, and what may be an item, block by block.

Nothing depends on how the parts were cut, or on the order of articles in them. No item is told here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.engine.results import Found
from framing.features.blocks import split
from framing.features.items.gather import Runs
from framing.features.items.spans import family, key_of, parts
from framing.features.items.splitting import Corpus

__all__ = ["Gathered", "corpus_of", "gathered"]

#: So often a word that begins sentences anyway must be somebody's name inside them to be one there too.
_OFTEN = 3


class Gathered(NamedTuple):
    """What may be an item in some articles: runs with their distinct forms, figures and dates, titles.

    `row` counts these articles.
    """

    runs: Runs
    forms: list[str]
    figures: pd.DataFrame
    titles: pd.DataFrame


def gathered(found: Found, blocks: list[np.ndarray]) -> Iterator[Gathered]:
    """Yield what may be an item in each block of rows.

    Parameters
    ----------
    found : Found
        What `gather.Gathering` gives.
    blocks : list of int64 array
        Rows of the articles; each block's are numbered anew in the order of rows.
    """
    for tables in split(found, ("runs", "figures", "titles"), blocks):
        runs = tables["runs"]
        form = runs["form"].cat.remove_unused_categories()
        names = form.cat.categories.to_numpy(dtype=object)
        by_name = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
        rank = np.empty(len(names), np.int32)
        rank[by_name] = np.arange(len(names), dtype=np.int32)
        columns = {name: runs[name].to_numpy() for name in Runs._fields if name != "form"}
        columns["form"] = rank[form.cat.codes.to_numpy()] if len(form) else np.zeros(0, np.int32)
        # In order of reading, the headline first.
        order = np.lexsort((columns["start"], columns["part"] > 0, columns["row"]))
        yield Gathered(
            Runs(**{name: column[order] for name, column in columns.items()}),
            names[by_name].tolist(),
            tables["figures"],
            tables["titles"],
        )


def corpus_of(found: Found, least: int = 1) -> Corpus:
    """Return what is named inside sentences, where a capital tells, and surnames that stand alone there.

    Parameters
    ----------
    found : Found
    least : int
        Forms that stand there less often are passed over: of very many articles, what one has alone.
    """
    forms = _summed(found, "forms", "form", "clear")
    known: Counter[str] = Counter()
    families: set[str] = set()
    for run, count in forms.items():
        if count < least:
            continue
        for part in parts(run):
            name = run[part.begin : part.end]
            known[key_of(name)] += count
            if part.kind == "person" and " " in name:
                families.add(family(name))
    words = _summed(found, "small", "word", "count")
    small = frozenset(word for word, count in words.items() if count > known[word])
    return Corpus(known, frozenset(one for one in families if known[one] >= _OFTEN), small)


def _summed(found: Found, name: str, key: str, value: str) -> Mapping[str, int]:
    """Return the sums of counts over all parts, by their strings in order."""
    total: pd.Series = pd.Series([], dtype=np.int64)
    held: list[pd.Series] = []
    for table in found.each(name):
        held.append(table.set_index(key)[value])
        if len(held) > 20:
            held = [pd.concat(held).groupby(level=0).sum()]
    if held:
        total = pd.concat(held).groupby(level=0, sort=True).sum()
    return dict(zip(total.index.tolist(), total.astype(np.int64).tolist(), strict=True))
