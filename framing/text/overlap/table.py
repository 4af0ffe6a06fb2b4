"""`copies`: articles in, the pairs that share text out."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from framing.batch.parts import Articles, assigned, checked, light
from framing.errors import FramingWarning
from framing.tables import check, empty
from framing.text.overlap.groups import grouped
from framing.text.overlap.index import COMMON
from framing.text.overlap.pairs import Shared, Texts, distinct, find
from framing.text.overlap.rules import KINDS
from framing.text.overlap.shingles import Flags, Ints

__all__ = ["EACH", "copies", "copies_and_groups"]

#: Up to so many articles with one text are each paired with each; more, with the earliest alone.
EACH = 50

_MEASURES = ("words", "longest_run", "longest_passage", "passages", "quoted")


def copies(articles: Articles) -> pd.DataFrame:
    """List the pairs of articles that share text: exact copies, near copies, partial reuse.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; `published` tells which came first.

    Returns
    -------
    pandas.DataFrame
        The table `copies`, a row a pair, by the time and id of `a` and then of `b`. *exact*: the texts have
        the same words, whatever the headline. *near*: nearly all of the shorter stands in the longer, and is
        most of it or its beginning (an edited story, a tail cut off). *part*: one holds a long passage of the
        other, or a good share of it.

    Raises
    ------
    FramingError
        The table is not what it should be.

    Warns
    -----
    FramingWarning
        A text stands in so many articles that these are paired with the earliest alone.

    Notes
    -----
    Found by shared runs of five words through an inverted index, so that time and memory go by the articles,
    not by their pairs. What an outlet prints in four stories or more (versions of one story count once) is
    its boilerplate and no shared text. Articles under 20 words are nobody's copies. Words that both texts
    have in quotation marks count for less: both may have them from who said them; they are told as `quoted`.
    In scripts that write no spaces each letter counts as a word.

    Examples
    --------
    >>> story = "The ship left port at dawn on Monday with grain for the towns along the northern coast. " * 2
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": [story, story.upper()]})
    >>> copies(articles)[["a", "b", "kind", "share_b"]].values.tolist()
    [['a', 'b', 'exact', 1.0]]
    """
    given = checked(articles)
    texts = distinct(given)
    return _pairs(light(given), texts, find(texts, light(given)["outlet"]))


def copies_and_groups(articles: Articles) -> tuple[pd.DataFrame, Articles]:
    """Return what `copies` and `group_copies` give, by one search: the pairs, and the articles filled in."""
    given = checked(articles)
    texts = distinct(given)
    shared = find(texts, light(given)["outlet"])
    filled = assigned(given, copy_group=grouped(texts, shared, light(given)["copy_group"]))
    return _pairs(light(given), texts, shared), filled


def _pairs(frame: pd.DataFrame, texts: Texts, shared: Shared) -> pd.DataFrame:
    members = _members(texts)
    _tell(members, shared)
    return _table(frame, texts, _exact(texts, members), _others(shared, members))


def _members(texts: Texts) -> tuple[Ints, Ints]:
    """Return the articles (places in reading order) of all texts end to end, and where each text's begin."""
    order = np.argsort(texts.text, kind="stable")
    order = order[texts.text[order] >= 0]
    return order, np.searchsorted(texts.text[order], np.arange(len(texts.prints) + 1))


def _exact(texts: Texts, members: tuple[Ints, Ints]) -> dict[str, np.ndarray]:
    """Return the pairs of articles with one text."""
    order, starts = members
    size = np.diff(starts)
    first, second, which = [], [], []
    for one_text in np.flatnonzero(size > 1).tolist():
        of = order[starts[one_text] : starts[one_text + 1]]
        one, two = (
            np.triu_indices(len(of), 1)[:2]
            if len(of) <= EACH
            else (np.zeros(len(of) - 1, np.int64), np.arange(1, len(of)))
        )
        first.append(of[one])
        second.append(of[two])
        which.append(np.full(len(one), one_text))
    none = np.zeros(0, np.int64)
    text = np.concatenate([none, *which])
    words = texts.found.sizes[text]
    whole = np.ones(len(text))
    return {
        "first": np.concatenate([none, *first]),
        "second": np.concatenate([none, *second]),
        "kind": np.full(len(text), "exact", dtype=object),
        "words": words,
        "share_first": whole,
        "share_second": whole,
        "longest_run": words,
        "longest_passage": words,
        "passages": np.ones(len(text), np.int64),
        "quoted": texts.quoted[text],
    }


def _others(shared: Shared, members: tuple[Ints, Ints]) -> dict[str, np.ndarray]:
    """Return the pairs of articles whose texts share words."""
    order, starts = members
    size = np.diff(starts)
    few = np.where(size <= EACH, size, 1)
    a, b = shared.pairs.a, shared.pairs.b
    times = few[a] * few[b]
    row = np.repeat(np.arange(len(a)), times)
    within = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    wide = few[b[row]]
    columns = {name: getattr(shared.measures, name)[row] for name in _MEASURES}
    return {
        "first": order[starts[a[row]] + within // wide],
        "second": order[starts[b[row]] + within % wide],
        "kind": np.array(KINDS, dtype=object)[shared.kind[row]],
        "share_first": shared.measures.share_a[row],
        "share_second": shared.measures.share_b[row],
        **columns,
    }


def _table(frame: pd.DataFrame, texts: Texts, *found: dict[str, np.ndarray]) -> pd.DataFrame:
    column = {name: np.concatenate([part[name] for part in found]) for name in found[0]}
    if not len(column["first"]):
        return empty("copies")
    swapped = _swapped(frame, texts.rows[column["first"]], texts.rows[column["second"]])
    place_a = np.where(swapped, column["second"], column["first"])
    place_b = np.where(swapped, column["first"], column["second"])
    a, b = texts.rows[place_a], texts.rows[place_b]
    ids, outlets, titles = (
        frame[name].astype("str").to_numpy(dtype=object) for name in ("id", "outlet", "title")
    )
    titles = np.array([" ".join(str(title).casefold().split()) for title in titles], dtype=object)
    table = pd.DataFrame(
        {
            "a": ids[a],
            "b": ids[b],
            "a_outlet": outlets[a],
            "b_outlet": outlets[b],
            "kind": column["kind"],
            "words": column["words"],
            "share_a": np.where(swapped, column["share_second"], column["share_first"]),
            "share_b": np.where(swapped, column["share_first"], column["share_second"]),
            **{name: column[name] for name in _MEASURES[1:]},
            "same_title": (titles[a] == titles[b]) & (titles[a] != ""),
        }
    )
    return check(table.iloc[np.lexsort([place_b, place_a])], "copies")


def _swapped(frame: pd.DataFrame, first: Ints, second: Ints) -> Flags:
    """Mask the pairs of which the second is `a`: earlier, as far as both times tell, else first by id."""
    when = frame["published"]
    at = when.to_numpy("datetime64[us]")
    known = when.notna().to_numpy(bool)
    days = at.astype("datetime64[D]")
    # A time known to the day alone says nothing about another of the same day.
    coarse = (frame["published_precision"] == "day").to_numpy(bool) | (days == at)
    by_day = coarse[first] | coarse[second]
    one = np.where(by_day, days[first].astype("datetime64[us]"), at[first])
    two = np.where(by_day, days[second].astype("datetime64[us]"), at[second])
    told = known[first] & known[second] & (one != two)
    ids = frame["id"].astype("str").to_numpy(dtype=object)
    return np.asarray(np.where(told, two < one, ids[second] < ids[first]), bool)


def _tell(members: tuple[Ints, Ints], shared: Shared) -> None:
    """Say where not every pair is listed."""
    most = int(np.diff(members[1]).max(initial=0))
    if most > EACH:
        _warn(f"copies: {most:,} articles have one text; more than {EACH} are paired with the earliest alone")
    if shared.crowded.any():
        _warn(
            f"copies: {int(shared.crowded.sum()):,} texts share most of their words with more than {COMMON} "
            "others; each is paired with the first of these alone"
        )
    if shared.bounded:
        _warn(f"copies: {shared.bounded}; pairs may be missing, those listed were read in full")


def _warn(message: str) -> None:
    warnings.warn(message, FramingWarning, stacklevel=4)
