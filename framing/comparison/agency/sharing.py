"""Text that an article shares with an agency's item: how much, and whether it can have come from there.

Passages are found by `framing.text.overlap`; here it is asked what they say of an article.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from framing.comparison.agency.reading import Piece
from framing.comparison.agency.texts import Texts, met, read
from framing.comparison.codes import Flags, Floats, Ints
from framing.text.overlap.index import Pairs
from framing.text.overlap.passages import Passages, passages
from framing.text.overlap.reading import in_time

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


def shared(frame: pd.DataFrame, outlets: list[str], witnesses: Witnesses) -> Iterator[tuple[int, Piece]]:
    """Yield the articles that share text with a witness, and what they share, by article and witness.

    Parameters
    ----------
    frame : DataFrame
        Articles, as `tables.check` gives them.
    outlets : list of str
        The key of each one's outlet.
    witnesses : Witnesses
        Whose words each holds.
    """
    if not any(source is not None for source in witnesses.source) or len(frame) < 2:
        return
    order = _order(frame, witnesses)
    frame, outlets = frame.iloc[order].reset_index(drop=True), [outlets[row] for row in order]
    witnesses = Witnesses(tuple(witnesses.source[row] for row in order), witnesses.own[order])
    for article, piece in _found(read(frame, outlets), frame, outlets, witnesses):
        yield int(order[article]), piece


def _order(frame: pd.DataFrame, witnesses: Witnesses) -> Ints:
    """Return the rows in an order of their own: agencies' items first, then reprints, by time and id.

    Words that stand in very many texts tie these to the first of them alone, and to all items of agencies.
    """
    rank = np.where(witnesses.own, 0, np.where([source is None for source in witnesses.source], 2, 1))
    rows = in_time(frame)
    return rows[np.argsort(rank[rows], kind="stable")]


def _found(
    texts: Texts, frame: pd.DataFrame, outlets: list[str], witnesses: Witnesses
) -> Iterator[tuple[int, Piece]]:
    ids = frame["id"].astype("str").tolist()
    target, witness = _sides(met(texts.found, witnesses.own), frame, outlets, witnesses)
    # Each pair once, the article that is asked about first; where both are, it stands twice.
    order = np.lexsort([witness, target])
    target, witness = target[order], witness[order]
    pairs = Pairs(target, witness, np.zeros(len(target), np.int64))
    covers = passages(texts.found, pairs)
    size = np.diff(texts.found.words) - _per_text(texts, texts.furniture)
    begins = np.searchsorted(covers.pair, np.arange(len(pairs) + 1))
    by_article: dict[int, list[_Part]] = {}
    for number, (article, other) in enumerate(zip(target.tolist(), witness.tolist(), strict=True)):
        spans = covers.only(np.arange(begins[number], begins[number + 1]))
        piece = _judged(texts, spans, int(size[article]), witnesses.source[other] or "", ids[other])
        if piece:
            part = _Part(piece, spans, bool(witnesses.own[other]))
            by_article.setdefault(article, []).append(part)
    for article, parts in by_article.items():
        for source in sorted({part.piece.wire or "" for part in parts}):
            mine = _firsthand([part for part in parts if (part.piece.wire or "") == source])
            yield from ((article, part.piece) for part in mine)
            yield from _together(article, mine, texts, int(size[article]))


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


def _judged(texts: Texts, spans: Passages, size: int, source: str, other: str) -> Piece | None:
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


def _together(article: int, parts: list[_Part], texts: Texts, size: int) -> Iterator[tuple[int, Piece]]:
    """Yield what items of one agency are to an article of which only together they are nearly all."""
    if len(parts) < 2 or any(part.piece.role == "full_reprint" for part in parts):
        return
    columns = [np.concatenate(column) for column in zip(*(p.spans.columns() for p in parts), strict=True)]
    words, _, _ = _covered(texts, Passages(*columns))
    if words >= NEARLY_ALL * size:
        said = f"{words} of {size} words stand in {', '.join(str(p.piece.other) for p in parts)} together"
        yield (
            article,
            Piece(
                parts[0].piece.wire, "full_reprint", "shared_text", said, None, words, min(1.0, words / size)
            ),
        )


def _covered(texts: Texts, spans: Passages) -> tuple[int, int, int]:
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


def _per_text(texts: Texts, words: Flags) -> Ints:
    """Count some of the words, by text."""
    total = np.concatenate([[0], np.cumsum(words)])
    return np.asarray(total[texts.found.words[1:]] - total[texts.found.words[:-1]], np.int64)
