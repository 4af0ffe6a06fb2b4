"""`fr.reuse`: passages that two outlets share, who printed first, how they are marked, what changed.

The story of it, one call a step; each step is a module of its own.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping

import pandas as pd

from framing import tables
from framing.comparison.reuse.alignment import aligned_words, said, segments
from framing.comparison.reuse.classing import Change
from framing.comparison.reuse.finding import Found, Shared, find
from framing.comparison.reuse.marking import Marker
from framing.comparison.reuse.segments import FACTS, Segment
from framing.comparison.reuse.thinning import thinned
from framing.comparison.reuse.times import Times, order, times
from framing.comparison.reuse.words import Page, pages
from framing.errors import FramingError, FramingWarning, among, brief, unknown, whole
from framing.features.cells import Voices, check_voices
from framing.text.tokens import tokenize

__all__ = ["LEAST", "WIRE", "aligned", "reuse"]

#: Words that must be the same for a passage: fewer are shared by chance.
LEAST = 15
WIRE = ("keep", "drop")
#: Kana, Han, Thai, Lao, Burmese, Khmer.
_UNSPACED = re.compile("[\u3040-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def reuse(
    articles: pd.DataFrame, *, voices: Voices = "full", least: int = LEAST, wire: str = "keep"
) -> pd.DataFrame:
    """Find passages that one outlet took from another, or both from a third.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; `published`, `published_precision`, `authors`, `wire`, `wire_role` and
        `event` are used where they are.
    voices : {"full", "quotes", None} or pandas.DataFrame
        How the words of speakers are told from the outlet's: by the taggers, by quotation marks alone, not at
        all, or by a table as `framing.voices` makes it.
    least : int
        Words that must be the same on both sides.
    wire : {"keep", "drop"}
        Whether full reprints of an agency take part.

    Returns
    -------
    pandas.DataFrame
        The table `reuse`, a row a passage of two outlets, the longest first. An outlet that prints a passage
        in several articles has it once, in the first; `a_articles` and `b_articles` say in how many. Of a
        passage that more than eight outlets print, each outlet has a row with the first that printed it.

    Raises
    ------
    FramingError
        One outlet only, or an argument that is not known.

    Warns
    -----
    FramingWarning
        Articles in a script without spaces between words: these are not looked at.

    Notes
    -----
    `kind`: *template* where most of it stands in four stories or more of one outlet; *shared_source* where
    the same speaker's words, or one agency's, stand in both; *quoted* where the later article has it in
    quotation marks; *credited* where that names the other outlet, its reporter or an agency nearby; else
    *unmarked*.
    `direction` goes by time alone.

    Examples
    --------
    >>> said = "The mill sent its first trusses to the port in {}, after a chance meeting at a building fair."
    >>> rows = [("a", "courier", said.format(2011)), ("b", "herald", "A tale. " + said.format(2014))]
    >>> found = reuse(pd.DataFrame(rows, columns=["id", "outlet", "text"]))
    >>> found[["words", "direction", "kind", "changes"]].values.tolist()
    [[18, 'unknown', 'unmarked', '2011 > 2014 (year)']]
    """
    check_voices(voices)
    if not among(wire, WIRE):
        raise unknown("wire", wire, WIRE)
    size = whole(least)
    if size is None or size < 5:
        raise FramingError(f"least: {brief(least)} is not a number of words from 5 on; 15 is the default")
    frame, when = _ordered(articles, wire)
    found = find(frame["text"].tolist(), frame["outlet"].astype("str").tolist(), size)
    kept = thinned(found.shared, frame["outlet"].astype("str").tolist(), found.copies)
    marker = Marker(frame, voices, sorted({row for one, _ in kept for row in (one.a, one.b)}), size)
    rows = [_row(frame, when, found, one, counts, marker) for one, counts in kept]
    table = pd.DataFrame(rows, columns=list(tables.schema("reuse").columns))
    table["voices"], table["wire"] = _told(voices), wire
    table = table.sort_values(
        ["words", "a", "b", "a_start", "b_start"], ascending=[False, True, True, True, True], kind="stable"
    )
    return tables.check(table, "reuse")


def aligned(articles: pd.DataFrame, row: Mapping[str, object] | pd.Series) -> list[Segment]:
    """Return a passage of the table `reuse` as segments for a side-by-side view.

    Parameters
    ----------
    articles : pandas.DataFrame
        Those that the row was made from.
    row : mapping or pandas.Series
        A row of the table: `a`, `b`, `a_start`, `a_end`, `b_start`, `b_end`.

    Returns
    -------
    list of Segment
        They cover both spans once, in order.

    Raises
    ------
    FramingError
        An article of the row is not among them, or a span does not lie in its text.

    Examples
    --------
    >>> texts = ["Sent in 2011.", "Sent in 2014."]
    >>> frame = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": texts})
    >>> row = {"a": "a", "b": "b", "a_start": 0, "a_end": 12, "b_start": 0, "b_end": 12}
    >>> [(s.op, s.a, s.b, s.cls) for s in aligned(frame, row)]
    [('same', 'Sent in ', 'Sent in ', ''), ('replaced', '2011', '2014', 'year')]
    """
    texts = []
    for side in ("a", "b"):
        here = articles.loc[articles["id"] == row[side], "text"]
        if here.empty:
            raise FramingError(f"aligned: article {row[side]!r} is not among those given; give all of them")
        texts.append(str(here.iloc[0]))
    both = pages(tokenize(texts), texts, [0, 1])
    i, j = _within(both[0], row, "a")
    k, m = _within(both[1], row, "b")
    return segments(both[0], both[1], (i, j, k, m))


def _within(page: Page, row: Mapping[str, object] | pd.Series, side: str) -> tuple[int, int]:
    """Return the first word of a span and the one after the last."""
    start, end = (int(str(row[f"{side}_{edge}"])) for edge in ("start", "end"))
    inside = [at for at, word in enumerate(page.words) if word.start >= start and word.end <= end]
    if not inside or end > len(page.text):
        raise FramingError(
            f"aligned: no words of article {row[side]!r} between {start} and {end}; give the same articles"
        )
    return inside[0], inside[-1] + 1


def _ordered(articles: pd.DataFrame, wire: str) -> tuple[pd.DataFrame, Times]:
    """Return the articles to look at in order of time, and when each was printed."""
    frame = tables.check(articles, "articles")
    when = times(frame, articles)
    keep = pd.Series(True, index=frame.index)
    if wire == "drop":
        keep &= frame["wire_role"] != "full_reprint"
    unspaced = pd.Series([_unspaced(text) for text in frame["text"]], index=frame.index, dtype=bool)
    if unspaced.any():
        warnings.warn(
            f"{int(unspaced.sum())} of {len(frame)} articles are in a script without spaces between words; "
            "passages are not looked for in these",
            FramingWarning,
            stacklevel=3,
        )
    keep &= ~unspaced & (frame["text"].str.len() > 0)
    outlets = sorted(frame.loc[keep, "outlet"].astype("str").unique())
    if len(frame) and len(outlets) < 2:
        said = f"all are of {outlets[0]!r}" if outlets else "none can be read"
        raise FramingError(
            f"reuse: {len(frame)} articles, and {said}; passages are looked for between two outlets or more"
        )
    place = [at for at in order(frame).tolist() if keep.iloc[at]]
    moved = Times(when.published.iloc[place].reset_index(drop=True), [when.precision[at] for at in place])
    return frame.iloc[place].reset_index(drop=True), moved


def _unspaced(text: str) -> bool:
    """Say whether a text is in a script that puts no space between words, as most of its letters tell."""
    head = text[:1000]
    return not head.isascii() and len(_UNSPACED.findall(head)) > len(head) / 4


def _told(voices: Voices) -> str:
    return "given" if isinstance(voices, pd.DataFrame) else "none" if voices is None else str(voices)


def _row(
    frame: pd.DataFrame, when: Times, found: Found, one: Shared, counts: tuple[int, int], marker: Marker
) -> dict[str, object]:
    """Return the row of a passage; a is the earlier, or the first by id where the times don't tell."""
    direction, hours = when.before(one.a, one.b)
    swap = direction == "b_to_a" or (
        direction == "unknown" and frame["id"].iloc[one.a] > frame["id"].iloc[one.b]
    )
    if direction != "unknown":
        direction, hours = "a_to_b", abs(hours)
    one, counts = (one.turned(), counts[::-1]) if swap else (one, counts)
    a, b = found.pages[one.a], found.pages[one.b]
    i, j, k, m = one.span
    changes = [c for c in aligned_words(a, b, one.span) if isinstance(c, Change)]
    span_a, span_b = (a.words[i].start, a.words[j - 1].end), (b.words[k].start, b.words[m - 1].end)
    kind, why, speaker = marker.mark(one, (a, b), (span_a, span_b), direction)
    first, second = frame.iloc[one.a], frame.iloc[one.b]
    invented = "illustrative" in (first["provenance"], second["provenance"])
    return {
        "a": first["id"],
        "b": second["id"],
        "a_outlet": first["outlet"],
        "b_outlet": second["outlet"],
        "event": first["event"] if first["event"] == second["event"] else None,
        "a_start": span_a[0],
        "a_end": span_a[1],
        "b_start": span_b[0],
        "b_end": span_b[1],
        "words": one.words,
        "a_words": j - i,
        "b_words": m - k,
        "direction": direction,
        "hours": hours,
        "kind": kind,
        "why": why,
        "speaker": speaker,
        "changes": said(changes),
        "n_changes": sum(change.cls != "form" for change in changes),
        "n_facts": sum(change.cls in FACTS for change in changes),
        "a_articles": counts[0],
        "b_articles": counts[1],
        "provenance": "illustrative" if invented else "published",
    }
