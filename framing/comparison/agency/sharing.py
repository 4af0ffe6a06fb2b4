"""Text that an article shares with an agency's item: how much, and whether it can have come from there.

Passages are found by `framing.text.overlap`; here it is asked what they say of an article.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from framing.batch.parts import Articles, light
from framing.comparison.agency.reading import Piece
from framing.comparison.agency.texts import met, read
from framing.comparison.codes import Flags, Floats, Ints
from framing.errors import FramingWarning
from framing.text.overlap.index import Pairs
from framing.text.overlap.passages import Passages, passages
from framing.text.overlap.ranges import Ranges, Some, bounded, looked_up
from framing.text.overlap.reading import in_time
from framing.text.overlap.reading import read as words_of
from framing.text.overlap.shingles import Shingles

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Witnesses", "shared"]

#: From this share of its words an article is the agency's; the rest is an added line or a credit.
NEARLY_ALL = 0.85
#: From this share it is partly the agency's, or from one passage of so many words that is no small part.
#: Words in quotation marks or in a block quotation don't make it that, nor do less than `LEAST` words.
PART = 0.3
PASSAGE = 40
NO_SMALL_PART = 0.05
LEAST = 20


class Witnesses(NamedTuple):
    """Which articles hold an agency's words: the agency's key ("" without a name), None for all others.

    `own` marks the agencies' own items.
    """

    source: tuple[str | None, ...]
    own: Flags


class _Read(NamedTuple):
    """The words of some texts: which stand in quotation marks, or in an outlet's boilerplate."""

    found: Shingles
    quoted: Flags
    furniture: Flags


def shared(articles: Articles, outlets: list[str], witnesses: Witnesses) -> Iterator[tuple[int, Piece]]:
    """Yield the articles that share text with a witness, and what they share, by article and witness.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked.
    outlets : list of str
        The key of each one's outlet.
    witnesses : Witnesses
        Whose words each holds.
    """
    frame = light(articles)
    if not any(source is not None for source in witnesses.source) or len(frame) < 2:
        return
    order = _order(frame, witnesses)
    frame, outlets = (
        frame[["id", "published", "published_precision"]].iloc[order].reset_index(drop=True),
        [outlets[row] for row in order],
    )
    witnesses = Witnesses(tuple(witnesses.source[row] for row in order), witnesses.own[order])
    for article, piece in _found(Ranges(words_of(articles), order), frame, outlets, witnesses):
        yield int(order[article]), piece


def _order(frame: pd.DataFrame, witnesses: Witnesses) -> Ints:
    """Return the rows in an order of their own: agencies' items first, then reprints, by time and id.

    Words that stand in very many texts tie these to the first of them alone, and to all items of agencies.
    """
    rank = np.where(witnesses.own, 0, np.where([source is None for source in witnesses.source], 2, 1))
    rows = in_time(frame)
    return rows[np.argsort(rank[rows], kind="stable")]


def _found(
    known: Ranges, frame: pd.DataFrame, outlets: list[str], witnesses: Witnesses
) -> Iterator[tuple[int, Piece]]:
    holds = np.array([source is not None for source in witnesses.source])
    texts = read(known, outlets)
    found, sample = met(texts, holds, witnesses.own)
    if left := bounded(max(sample, texts.bounded), 0):
        warnings.warn(
            f"agency: {left}; articles that share text with an agency's may be missing",
            FramingWarning,
            stacklevel=2,
        )
    target, witness = _sides(found, frame, outlets, witnesses)
    # Each pair once, the article that is asked about first; where both are, it stands twice.
    order = np.lexsort([witness, target])
    target, witness = target[order], witness[order]
    pairs = Pairs(target, witness, np.zeros(len(target), np.int64))
    for group in known.groups(pairs, looked_up(texts.templates)):
        yield from _of_group(known, group, frame["id"], witnesses)


def _of_group(
    known: Ranges, group: Some, ids: pd.Series[str], witnesses: Witnesses
) -> Iterator[tuple[int, Piece]]:
    """Yield what the articles of a group of pairs share; it has all pairs of each."""
    template = group.numbers > 0
    texts = _read(known, group, template)
    covers = passages(group.found.only(~template), group.pairs)
    size = group.found.sizes - _per_text(texts, texts.furniture)
    begins = np.searchsorted(covers.pair, np.arange(len(group.pairs) + 1))
    names = ids.iloc[group.texts].astype("str").tolist()
    by_article: dict[int, list[_Part]] = {}
    for number, (article, other) in enumerate(
        zip(group.pairs.a.tolist(), group.pairs.b.tolist(), strict=True)
    ):
        spans = covers.only(slice(int(begins[number]), int(begins[number + 1])))
        at = int(group.texts[other])
        piece = _judged(texts, spans, int(size[article]), witnesses.source[at] or "", names[other])
        if piece:
            by_article.setdefault(article, []).append(_Part(piece, spans, bool(witnesses.own[at])))
    for article, parts in by_article.items():
        for source in sorted({part.piece.wire or "" for part in parts}):
            mine = _firsthand([part for part in parts if (part.piece.wire or "") == source])
            pieces = [*(part.piece for part in mine), *_together(mine, texts, int(size[article]))]
            yield from ((int(group.texts[article]), piece) for piece in pieces)


def _read(known: Ranges, group: Some, template: Flags) -> _Read:
    """Return the words of the texts of a group."""
    quoted = known.masked("quoted", group.rows) | known.masked("block", group.rows)
    furniture = np.zeros(len(quoted), bool)
    for place in range(group.found.n):
        furniture[group.found.first[template] + place] = True
    return _Read(group.found, quoted, furniture)


class _Part(NamedTuple):
    """What an article shares with one witness, where, and whether that is an agency's own item."""

    piece: Piece
    spans: Passages
    own: bool


def _firsthand(parts: list[_Part]) -> list[_Part]:
    """Return the agency's items where there are any; of reprints, which all say the same, the longest."""
    own = [part for part in parts if part.own]
    return own or [min(parts, key=lambda part: (-part.piece.words, str(part.piece.other)))]


def _sides(pairs: Pairs, frame: pd.DataFrame, outlets: list[str], witnesses: Witnesses) -> tuple[Ints, Ints]:
    """Return the pairs as article and witness: an article of no agency, a witness that may be its source."""
    article, witness = np.concatenate([pairs.a, pairs.b]), np.concatenate([pairs.b, pairs.a])
    holds = np.array([source is not None for source in witnesses.source])
    # What others took from an outlet is no agency copy in its own pages.
    keys = np.array(outlets, dtype=object)
    whose = np.array(witnesses.source, dtype=object)
    kept = holds[witness] & ~witnesses.own[article] & (keys[article] != whose[witness])
    begin, end = _times(frame)
    # A reprint only shows what the agency's item says; when that was sent is not known.
    after = witnesses.own[witness] & (begin[witness] >= end[article])
    kept &= ~after
    return article[kept].astype(np.int64), witness[kept].astype(np.int64)


def _times(frame: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the first moment each article can be from, and the first it can't; a day has all its hours."""
    when = frame["published"].astype("datetime64[us, UTC]")
    seconds = (when - when.dt.floor("D").min()).dt.total_seconds().to_numpy(np.float64)
    exact = (frame["published_precision"] == "minute").to_numpy(bool)
    known = np.isfinite(seconds)
    day = np.floor(seconds / _DAY) * _DAY
    begin = np.where(known, np.where(exact, seconds, day), -np.inf)
    # A minute counts as one, so that two of the same are no order.
    end = np.where(known, np.where(exact, seconds + 60, day + _DAY), np.inf)
    return begin, end


_DAY = 86_400.0


def _judged(texts: _Read, spans: Passages, size: int, source: str, other: str) -> Piece | None:
    """Return what passages say of an article, or None where they say too little."""
    words, outside, longest = _covered(texts, spans)
    if not size or words < LEAST:
        return None
    share = min(1.0, words / size)
    if share >= NEARLY_ALL:
        role = "full_reprint"
    elif outside >= LEAST and outside >= (NO_SMALL_PART if longest >= PASSAGE else PART) * size:
        role = "partly_based"
    else:
        return None
    said = f"{words} of {size} words stand in {other}"
    if quoted := words - outside:
        said += f", {quoted} of them in quotation marks"
    return Piece(source or None, role, "shared_text", said, other, words, share)


def _together(parts: list[_Part], texts: _Read, size: int) -> Iterator[Piece]:
    """Yield what items of one agency are to an article of which only together they are nearly all."""
    if len(parts) < 2 or any(part.piece.role == "full_reprint" for part in parts):
        return
    columns = [np.concatenate(column) for column in zip(*(p.spans.columns() for p in parts), strict=True)]
    words, _, _ = _covered(texts, Passages(*columns))
    if words >= NEARLY_ALL * size:
        said = f"{words} of {size} words stand in {', '.join(str(p.piece.other) for p in parts)} together"
        share = min(1.0, words / size)
        yield Piece(parts[0].piece.wire, "full_reprint", "shared_text", said, None, words, share)


def _covered(texts: _Read, spans: Passages) -> tuple[int, int, int]:
    """Return words in passages, those outside of quotation marks, and the most of these in one passage."""
    if not len(spans):
        return 0, 0, 0
    begin = int(spans.a_start.min())
    inside = np.zeros(int(spans.a_end.max()) - begin, bool)
    longest = 0
    for start, end in zip(spans.a_start.tolist(), spans.a_end.tolist(), strict=True):
        inside[start - begin : end - begin] = True
        plain = ~(texts.quoted[start:end] | texts.furniture[start:end])
        longest = max(longest, int(plain.sum()))
    part = slice(begin, begin + len(inside))
    inside &= ~texts.furniture[part]
    return int(inside.sum()), int((inside & ~texts.quoted[part]).sum()), longest


def _per_text(texts: _Read, words: Flags) -> Ints:
    """Count some of the words, by text."""
    total = np.concatenate([[0], np.cumsum(words)])
    return np.asarray(total[texts.found.words[1:]] - total[texts.found.words[:-1]], np.int64)
