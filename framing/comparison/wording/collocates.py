"""Which words stand beside an expression in each outlet, and how strongly they are drawn to it.

They rank and test nothing: words of one article are not independent. Which of them differ between outlets
is keyness' business.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from framing.comparison.sums import Flags, Ints, coded, collapses
from framing.comparison.wording.words import chosen, copies_said, families, repeated
from framing.engine.parts import Articles, collect_articles
from framing.errors import FramingError, FramingWarning, as_integer, brief
from framing.features.cells import Voices, cells
from framing.features.nodes import Occurrences, Sought
from framing.features.nodes import node as node_of
from framing.features.terms import APART, choice, normalised, speakers, units
from framing.schema import check, empty
from framing.text.overlap.shingles import fingerprints
from framing.text.tokens import Tokens

#: Farthest word that still stands beside.
_FARTHEST = 50


def collocates(
    articles: Articles,
    node: Sought,
    window: int | tuple[int, int] = 5,
    *,
    by: str = "outlet",
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    genre: str = "news",
    stop: str | Iterable[str] | None = None,
    wire: str = "collapse",
) -> pd.DataFrame:
    """Measure how strongly words are drawn to an expression, in each outlet by itself.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    node : str, Lexicon, or list of str
        As `pattern` of `kwic`: words, phrases, ``x*``, ``a|b``.
    window : int or (int, int)
        Words to either side, or to the left and to the right, up to 50; never beyond the sentence.
    by : str
        Column of the articles whose values are told apart.
    voice, voices, stop
        Which words are counted, as for `keyness`. A node and its neighbour are counted where both are.
    genre, wire
        As for `keyness`: news with its like, copies inside a group once.

    Returns
    -------
    pandas.DataFrame
        The table `collocates`: a row group × word, strongest by `log_dice` first. With O = `count`, E =
        `expected`, N = `n`:

        - ``log_dice = 14 + log2(2 O / (count_node + count_term))`` (Rychlý 2008)
        - ``mi = log2(O / E)`` (Church and Hanks 1990)
        - ``t_score = (O - E) / sqrt(O)`` (Church, Gale, Hanks and Hindle 1991)
        - ``E = n_beside * count_term / N``, `n_beside` being the places beside the node, each once

        Frequent words lead by `t_score`, rare ones by `mi`.

    Raises
    ------
    FramingError
        An argument, a column or a pattern that will not do.

    Warns
    -----
    FramingWarning
        The node occurs nowhere; articles are left out.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"],
    ...     "text": ["Free trade grew. Free trade fell. Talks on trade ended."]})
    >>> found = collocates(articles, "trade", window=1)
    >>> found[["term", "count", "count_term", "expected"]].values.tolist()[0]
    ['free', 2, 2, 1.2]
    """
    left, right = _read_window(window)
    sought = node_of(node, what="node")
    wanted = choice(voice=voice, voices=voices, stop=stop)
    some, said = chosen(articles, by, genre, wire, "collocates")
    if by in APART:
        raise FramingError(f"by: collocates is of whole articles, not of {by}; give a column of the articles")
    frame = collect_articles(some, "collocates")
    nodes, prints = np.zeros(len(frame), np.int64), np.zeros(len(frame), np.uint64)
    parts = []
    for chunk in cells(frame, wanted.voices, speakers(wanted, None)):
        tokens, size = chunk.tokens, chunk.size
        prints[chunk.first : chunk.first + size] = fingerprints(tokens)[size:]
        if not len(tokens.ids):
            continue
        unit, _ = units(chunk, wanted, None)
        found = sought.find(frame, chunk)
        found = found.where((unit[found.first] >= 0) & (unit[found.first] == unit[found.last]))
        # A word that two patterns find is one occurrence. A title and a text are one article.
        np.add.at(nodes, chunk.first + unit[np.unique(found.first)] % size, 1)
        here = np.flatnonzero(unit >= 0)
        words, of_form = normalised(tokens.forms, wanted)
        near = _mask_beside(tokens, found, unit, left, right)[here]
        table = pd.DataFrame({"row": chunk.first + unit[here] % size, "word": of_form[tokens.ids[here]]})
        table = table.assign(near=near).groupby(["row", "word"])["near"].agg(["size", "sum"]).reset_index()
        parts.append(table.assign(term=words.take(table.pop("word").to_numpy()).to_pylist()))
    groups, events = coded(frame[by]), coded(frame["event"])
    counts = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["row", "term"])
    if collapses(wire):
        again = repeated(groups.codes, events.codes, families(prints, frame))
        said = [*said, copies_said(int(again.sum()))] if again.any() else said
        nodes[again], counts = 0, counts[~again[counts["row"].to_numpy(np.int64)]]
    if not nodes.any():
        warnings.warn(
            f"collocates: {sought.said} occurs nowhere in the {len(frame):,} articles counted; look at its "
            "spelling, or write * for other endings",
            FramingWarning,
            stacklevel=2,
        )
        return empty("collocates")
    counts = counts.assign(group=groups.codes[counts["row"]], article=counts["sum"] > 0)
    found = counts.groupby(["group", "term"], as_index=False).agg(
        count_term=("size", "sum"), count=("sum", "sum"), articles=("article", "sum")
    )
    of = found["group"]
    found["n"], found["n_beside"] = (
        found.groupby("group")[name].transform("sum") for name in ("count_term", "count")
    )
    found["count_node"] = np.bincount(groups.codes, nodes, len(groups.labels)).astype(np.int64)[of]
    stops, _ = normalised(sorted(wanted.stop), wanted) if wanted.stop else ([], None)
    found = found[(found["count"] > 0) & ~found["term"].isin([str(one) for one in stops])]
    o, e = found["count"], found["n_beside"] * found["count_term"] / found["n"]
    invented = (frame["provenance"] == "illustrative").groupby(groups.codes).any()
    found = found.assign(
        group=[str(groups.labels[code]) for code in found["group"]],
        node=" | ".join(sought.terms) if len(sought.terms) < 4 else sought.said,
        window=f"{left}L {right}R",
        voice=wanted.said()["voice"],
        expected=e,
        log_dice=14 + np.log2(2 * o / (found["count_node"] + found["count_term"])),
        mi=np.log2(o / e),
        t_score=(o - e) / np.sqrt(o),
        wire=wire,
        provenance=np.where(invented[found["group"]], "illustrative", "published"),
        note="; ".join(said),
    )
    order = ["group", "log_dice", "term"]
    return check(found.sort_values(order, ascending=[True, False, True], ignore_index=True), "collocates")


def _read_window(window: object) -> tuple[int, int]:
    """Return how many words to the left and to the right stand beside.

    >>> _read_window(5), _read_window((0, 1))
    ((5, 5), (0, 1))
    """
    pair = tuple(window) if isinstance(window, (tuple, list)) else (window, window)
    sides = [as_integer(side) for side in pair]
    known = [side for side in sides if side is not None and 0 <= side <= _FARTHEST]
    if len(sides) != 2 or len(known) < 2 or not any(known):
        raise FramingError(
            f"window {brief(window)} is not known; give a number of words from 1 to {_FARTHEST}, or two as "
            "(0, 5) for left and right"
        )
    return known[0], known[1]


def _mask_beside(tokens: Tokens, found: Occurrences, unit: Ints, left: int, right: int) -> Flags:
    """Mask the words beside an occurrence, in its sentence and unit; each once, however many it is beside."""
    mask = np.zeros(len(tokens.ids), bool)
    begin, end = tokens.sentence_of(found.first)[0], tokens.sentence_of(found.last)[1] - 1
    for most, edge, bound, way in ((left, found.first, begin, -1), (right, found.last, end, 1)):
        for step in range(1, most + 1):
            inside = (edge + way * step - bound) * way <= 0
            at = edge[inside] + way * step
            mask[at[unit[at] == unit[edge[inside]]]] = True
    return mask
