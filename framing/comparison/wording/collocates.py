"""Which words stand beside an expression in each outlet, how strongly, and where outlets differ in it.

Counting is the business of `features.collocates`, measures stand in `collocation`. The shift between outlets
is keyness of the words beside the node: its intervals, its test and its table.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from framing.batch import parts as batch
from framing.batch.parts import Articles
from framing.comparison.wording.association import g2_dunning
from framing.comparison.wording.collocation import expected, log_dice, mi, mi3, t_score
from framing.comparison.wording.key_blocks import MOST, Settings
from framing.comparison.wording.key_sides import comparisons
from framing.comparison.wording.key_table import table
from framing.comparison.wording.tallies import Sides, Tallies
from framing.comparison.wording.words import Words, words
from framing.errors import FramingError, FramingWarning, among, brief, unknown, whole
from framing.features.cells import Voices
from framing.features.choice import Choice, choice
from framing.features.collocates import Beside, Neighbours
from framing.features.nodes import Sought
from framing.features.nodes import node as node_of
from framing.features.scoring import Wanted, prepared
from framing.tables import check, empty

__all__ = ["collocate_shift", "collocates"]

_ALL = "all"
_AGAINST = ("rest", "pairs")
_COLLECTION = ("census", "sample", "unknown")
#: As in keyness: the words that the prior of log odds weighs.
_PRIOR_SIZE = 500.0


def collocates(
    articles: Articles,
    node: Sought = None,
    window: int | tuple[int, int] | str = 5,
    *,
    span: str = "sentence",
    by: str | None = "outlet",
    regex: bool = False,
    case: bool = False,
    measure: Wanted = None,
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    speaker_type: str | Sequence[str] | None = None,
    genre: str = "news",
    stem: bool = False,
    stop: str | Iterable[str] | None = None,
    min_count: int = 1,
    wire: str = "collapse",
) -> pd.DataFrame:
    """Measure how strongly words are drawn to an expression, in each outlet by itself.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    node : str, Lexicon, or list of str
        As `pattern` of `kwic`: words, phrases, ``x*``, ``a|b``, or with `regex` expressions.
    window : int, (int, int) or "sentence"
        Words to either side, or to the left and to the right, up to 50; or all of the sentence.
    span : {"sentence", "phrase"}
        A window never leaves the sentence; with "phrase" punctuation ends it too.
    by : str, optional
        Column whose values are told apart; also "voice", "part" or a column of speakers. None for all
        articles together.
    regex, case, measure
        As for `kwic`. `case` holds for collocates too.
    part, voice, voices, speaker_type, stem, stop, min_count
        Which words are counted, and as what, as for `keyness`. A node and its neighbour are counted where
        both are of the same voice.
    genre, wire
        As for `keyness`: news with its like, copies inside a group once.

    Returns
    -------
    pandas.DataFrame
        The table `collocates`: a row group × word, strongest by `log_dice` first. With O = `count`, E =
        `expected`, N = `n`:

        - ``log_dice = 14 + log2(2 O / (count_node + count_term))`` (Rychlý 2008)
        - ``mi = log2(O / E)`` (Church and Hanks 1990), ``mi3 = log2(O**3 / E)`` (Daille 1994)
        - ``t_score = (O - E) / sqrt(O)`` (Church, Gale, Hanks and Hindle 1991)
        - ``g2 = 2 sum O ln(O / E)`` over the four cells of collocate or not × beside the node or not (Dunning
          1993), negative where it stands there less than by chance
        - ``E = n_beside * count_term / N``, `n_beside` being the places beside the node, each once

        They rank; words of an article are not independent, so none is a test. Frequent words lead by
        `t_score` and `g2`, rare ones by `mi`.

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
    wanted = choice(part=part, voice=voice, voices=voices, speaker_type=speaker_type, stem=stem, case=case,
                    stop=stop, min_count=min_count, apart=by)  # fmt: skip
    found = _found(articles, node, window, span, by, regex, case, measure, wanted, genre, wire, "collocates")
    if found is None:
        return empty("collocates")
    return check(_table(found, wanted, wire), "collocates")


def collocate_shift(
    articles: Articles,
    node: Sought = None,
    window: int | tuple[int, int] | str = 5,
    *,
    span: str = "sentence",
    by: str = "outlet",
    against: str = "pairs",
    regex: bool = False,
    case: bool = False,
    measure: Wanted = None,
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    speaker_type: str | Sequence[str] | None = None,
    genre: str = "news",
    stem: bool = False,
    stop: str | Iterable[str] | None = None,
    min_count: int = 1,
    intervals: int = 500,
    draws: int = 9999,
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
) -> pd.DataFrame:
    """Say which words stand beside an expression more in one outlet than in another.

    Parameters
    ----------
    articles, node, window, span, by, regex, case, measure
        As for `collocates`.
    against : {"pairs", "rest"}
        Each pair of groups, or each group against all others together.
    part, voice, voices, speaker_type, genre, stem, stop, min_count, wire
        As for `collocates`.
    intervals, draws, seed, collection
        As for `keyness`.

    Returns
    -------
    pandas.DataFrame
        The table `terms`, as `keyness` gives it, of the words beside the node alone: `n` and `n_rest` are
        words beside it, `articles` those with the term there. `log_odds` has its interval from articles
        drawn again, `p` comes from permuting articles. Further columns: `node`, `window`, `span`,
        `count_node` and `count_node_rest` (the node on each side), `log_dice` and `log_dice_rest` (Rychlý
        2008).

    Raises
    ------
    FramingError
        An argument that will not do; the node stands in one group only.

    Warns
    -----
    FramingWarning
        The node occurs nowhere, or not in some group; articles are left out.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"],
    ...     "text": ["A fair deal. A fair deal.", "A bad deal. A bad deal."]})
    >>> found = collocate_shift(articles, "deal", window=1)
    >>> found[["group", "against", "term", "count", "count_rest"]].values.tolist()[0]
    ['x', 'y', 'fair', 2, 0]
    """
    wanted = choice(part=part, voice=voice, voices=voices, speaker_type=speaker_type, stem=stem, case=case,
                    stop=stop, min_count=min_count, apart=by)  # fmt: skip
    for name, value, allowed in (("against", against, _AGAINST), ("collection", collection, _COLLECTION)):
        if not among(value, allowed):
            raise unknown(name, value, allowed)
    numbers = {"intervals": _number("intervals", intervals, 0), "draws": _number("draws", draws, 99),
               "seed": _number("seed", seed, None)}  # fmt: skip
    what = "collocate_shift"
    found = _found(articles, node, window, span, by, regex, case, measure, wanted, genre, wire, what)
    if found is None:
        return empty("terms")
    data = _with_node(found, by)
    settings = Settings(prior="corpus", prior_size=_PRIOR_SIZE, correction="none", collection=collection,
                        wire=wire, by=by, columns=tuple(wanted.said().items()), **numbers)  # fmt: skip
    which = comparisons(data, by, against, baseline=False)
    shift = table(data, which, settings, None)
    shift["family"] = shift["family"].str.replace("keyness", f"beside {found.said}", regex=False)
    return check(shift.assign(**_shown(found, data, shift, which)), "terms")


@dataclass(frozen=True)
class _Found:
    data: Words
    counter: Neighbours
    window: Beside
    said: str

    def totals(self, rows: list[np.ndarray]) -> np.ndarray:
        """Return how often each term stands in all words of some rows, sets of rows × terms."""
        total = []
        for mask in rows:
            total.append(self.counter.everywhere(np.where(mask, 0, -1), 1)[0])
        return np.array(total)


def _found(
    articles: Articles, node: Sought, window: object, span: object, by: str | None, regex: bool,
    case: bool, measure: Wanted, wanted: Choice, genre: str, wire: str, what: str,
) -> _Found | None:  # fmt: skip
    beside = Beside.of(window, span)
    sought = node_of(node, regex=regex, case=case, measure=measure, what="node")
    frame = check(batch.whole(articles, what), "articles")
    if sought.measures:
        frame, _, _ = prepared(frame, list(sought.measures), wanted.voices, ())
    counter = Neighbours(sought, beside)
    if by is None:
        by, frame = _ALL, frame.assign(**{_ALL: _ALL})
    data = words(frame, wanted, by=by, genre=genre, wire=wire, what=what, counter=counter)
    if not counter.nodes[data.group >= 0].sum():
        warnings.warn(
            f"{what}: {sought.said} occurs nowhere in the {len(set(data.ids)):,} articles counted; look at "
            "its spelling, or write * for other endings",
            FramingWarning,
            stacklevel=3,
        )
        return None
    return _Found(data, counter, beside, " | ".join(sought.terms) if len(sought.terms) < 4 else sought.said)


def _number(name: str, value: object, least: int | None) -> int:
    number = whole(value)
    if number is None or (least is not None and number < least):
        said = "a whole number" + ("" if least is None else f" of at least {least}")
        raise FramingError(f"{name}: {brief(value)} will not do; give {said}")
    return number


def _table(found: _Found, wanted: Choice, wire: str) -> pd.DataFrame:
    """Put the measures of every group side by side."""
    data, counted = found.data, found.data.counted
    masks = [(data.group == group) & ~data.base for group in range(len(data.groups))]
    with_node = [group for group, mask in enumerate(masks) if found.counter.nodes[mask].sum()]
    label = np.full(len(data.group), -1, np.int64)
    for place, group in enumerate(with_node):
        label[masks[group]] = place
    anywhere = found.counter.everywhere(label, len(with_node))
    by_row = counted.counts.tocsr()
    names = counted.terms.to_pandas()
    blocks = []
    for place, group in enumerate(with_node):
        mask = masks[group]
        sides = Sides.of(counted.tokens[mask], [mask[mask]])
        side = Tallies(by_row[np.flatnonzero(mask)].tocsc(), sides).side(0)
        here = np.flatnonzero(side.count > 0)
        o, f = side.count[here], anywhere[place][here].astype(np.int64)
        nodes, size = int(found.counter.nodes[mask].sum()), int(found.counter.words[mask].sum())
        e = expected(side.n, f, size)
        share = side.top[here] / o
        block = pd.DataFrame(
            {
                "group": data.groups[group],
                "node": found.said,
                "term": names.iloc[here].to_numpy(),
                "window": found.window.said,
                "span": found.window.span,
                **wanted.said(),
                "count": o,
                "expected": e,
                "count_term": f,
                "count_node": nodes,
                "n_beside": side.n,
                "n": size,
                "articles": side.articles[here],
                "n_articles": side.n_articles,
                "log_dice": log_dice(o, nodes, f),
                "mi": mi(o, e),
                "mi3": mi3(o, e),
                "t_score": t_score(o, e),
                "g2": g2_dunning(o, f - o, side.n, size - side.n),
                "dispersion": side.dispersion[here],
                "top_article_share": share,
                "one_article": share > MOST,
                "wire": wire,
                "provenance": "illustrative" if data.illustrative[mask].any() else "published",
                "note": "; ".join(data.said),
            }
        )
        # Terms stand in code-point order, which a stable sort keeps among equals.
        blocks.append(block.iloc[np.argsort(-block["log_dice"].to_numpy(), kind="stable")])
    return pd.concat(blocks, ignore_index=True)


def _with_node(found: _Found, by: str) -> Words:
    """Return the data without groups in which the node doesn't stand; two must be left."""
    data = found.data
    sizes = np.bincount(data.group[data.group >= 0], data.counted.tokens[data.group >= 0], len(data.groups))
    present = np.bincount(data.group[data.group >= 0], minlength=len(data.groups)) > 0
    none = [name for name, size, there in zip(data.groups, sizes, present, strict=True) if there and not size]
    some = [name for name, size in zip(data.groups, sizes, strict=True) if size]
    if len(some) < 2:
        where = f"only {by} {some[0]!r} has" if some else f"no {by} has"
        raise FramingError(
            f"collocate_shift: {where} words beside {found.said}; give articles of others, or another node"
        )
    if none:
        warnings.warn(
            f"collocate_shift: no word beside {found.said} in {', '.join(map(repr, none))}, left out",
            FramingWarning,
            stacklevel=3,
        )
    return replace(data, group=np.where(sizes[data.group] > 0, data.group, -1))


def _shown(found: _Found, data: Words, shift: pd.DataFrame, which: Sequence[Any]) -> dict[str, Any]:
    """Return the columns that keyness hasn't."""
    place = pd.Index(data.counted.terms.to_pandas()).get_indexer(shift["term"])
    # Totals are those of the articles compared, whether the node stands in them or not.
    kinds, sides = data.kinds, []
    for one in which:
        event = np.isin(data.event, kinds.event[one.sides[0] | one.sides[1]])
        for side in one.sides:
            sides.append(np.isin(data.group, kinds.group[side]) & (data.group >= 0) & event)
    keys, number = np.unique(np.array(sides), axis=0, return_inverse=True)
    total = found.totals(list(keys))[number.reshape(-1)]
    nodes = [int(found.counter.nodes[mask].sum()) for mask in sides]
    pair = {(one.a, one.b): i for i, one in enumerate(which)}
    owner = np.array(
        [pair[key] for key in zip(shift["group"].astype(str), shift["against"].astype(str), strict=True)]
    )
    columns: dict[str, Any] = {"node": found.said, "window": found.window.said, "span": found.window.span}
    for k, suffix in enumerate(("", "_rest")):
        n = np.array(nodes)[owner * 2 + k]
        columns[f"count_node{suffix}"] = n
        o = shift[f"count{suffix}"].to_numpy()
        dice = log_dice(o, n, total[owner * 2 + k, place])
        columns[f"log_dice{suffix}"] = np.where(o > 0, dice, np.nan)
    return columns
