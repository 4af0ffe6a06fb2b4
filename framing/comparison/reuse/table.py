"""`fr.reuse`: passages that two outlets share, who printed first, how they are marked, what changed.

The story of it, one call a step; each step is a module of its own.
"""

from __future__ import annotations

import math
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from framing import schema
from framing.comparison.reuse.alignment import aligned_words, blocks, said, segments
from framing.comparison.reuse.classing import Change
from framing.comparison.reuse.finding import Shared, find
from framing.comparison.reuse.growing import read as words_of
from framing.comparison.reuse.growing import texts_of
from framing.comparison.reuse.marking import Marker
from framing.comparison.reuse.segments import FACTS, Segment
from framing.comparison.reuse.words import Page, pages
from framing.engine.parts import Articles, checked, kept, light, over
from framing.errors import FramingError, FramingWarning, among, brief, unknown, whole
from framing.features.cells import Voices, check_voices
from framing.text.overlap.articles import Reading, read
from framing.text.overlap.shingles import Ints
from framing.text.tokens import tokenize
from framing.text.voices.table import Telling

__all__ = ["LEAST", "WIRE", "aligned", "reuse"]


# Fewer rows for a passage that many articles print: once an outlet, and from outlet to outlet once.

#: Of a passage that more outlets print, each has a row with the first alone.
MANY = 8
#: From this share of its shingles on, a passage is one that was seen before.
_SEEN = 0.8


def thinned(
    shared: Sequence[Shared], outlets: Sequence[str], copies: Ints
) -> list[tuple[Shared, tuple[int, int]]]:
    """Return the passages to show, each with the number of articles on both sides that it stands for.

    Parameters
    ----------
    shared : sequence of Shared
        Rows are in order of time, so that the first of an outlet is the lowest.
    outlets : sequence of str
    copies : int64 array
        How many articles of its outlet have an article's very words.
    """
    kept: list[Shared] = []
    articles: list[tuple[set[int], set[int]]] = []
    first: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for one in sorted(shared, key=lambda s: (s.b, s.a, s.span)):
        sides = sorted([(outlets[one.a], one.a), (outlets[one.b], one.b)])
        seen = first[(sides[0][0], sides[1][0])]
        at = _seen(one, seen)
        if at is None:
            at = len(kept)
            kept.append(one)
            articles.append((set(), set()))
        turned = outlets[kept[at].a] != outlets[one.a]
        for side, row in zip(articles[at], (one.b, one.a) if turned else (one.a, one.b), strict=True):
            side.add(row)
        for mark in one.marks:
            seen.setdefault(mark, at)
    spread = _outlets(kept, outlets)
    taken: dict[str, set[int]] = defaultdict(set)
    result = []
    for one, sides_of in zip(kept, articles, strict=True):
        known = taken[outlets[one.b]]
        if one.marks and _typical(one, spread) > MANY and len(one.marks & known) >= _SEEN * len(one.marks):
            continue
        known |= one.marks
        counts = tuple(sum(int(copies[row]) for row in side) for side in sides_of)
        result.append((one, (counts[0], counts[1])))
    return result


def _seen(one: Shared, seen: dict[int, int]) -> int | None:
    """Return the passage seen before, of the same two outlets, that this one repeats; None if it is new."""
    met = Counter(seen[mark] for mark in one.marks if mark in seen)
    if not one.marks or sum(met.values()) < _SEEN * len(one.marks):
        return None
    return min(met, key=lambda at: (-met[at], at))


def _outlets(kept: Sequence[Shared], outlets: Sequence[str]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for one in kept:
        for mark in one.marks:
            found[mark] |= {outlets[one.a], outlets[one.b]}
    return found


def _typical(one: Shared, spread: dict[int, set[str]]) -> int:
    """Return how many outlets print the middle one of a passage's shingles."""
    sizes = sorted(len(spread[mark]) for mark in one.marks)
    return sizes[len(sizes) // 2]


# Which of two articles was printed first, as far as their times tell; the words are not looked at.

UNKNOWN = "unknown"
_HOUR = 60.0
#: A day printed somewhere begins, in UTC, 14 hours before to 12 hours after it does there.
_EAST, _WEST = pd.Timedelta(hours=14), pd.Timedelta(hours=12)
_DAY = pd.Timedelta(days=1)


class Times(NamedTuple):
    """When articles were printed: times, and how exact each is."""

    published: pd.Series
    precision: list[str]

    def some(self, rows: Sequence[int]) -> Times:
        """Return the times of some articles."""
        published = self.published.iloc[list(rows)].reset_index(drop=True)
        return Times(published, [self.precision[row] for row in rows])

    def before(self, a: int, b: int) -> tuple[str, float]:
        """Return the direction from one row to another, and the hours between where both have a minute.

        Two days are compared as printed; a day and a minute only where no zone could turn them round.
        """
        kinds = self.precision[a], self.precision[b]
        if "none" in kinds:
            return UNKNOWN, math.nan
        x, y = self.published.iloc[a], self.published.iloc[b]
        if kinds == ("minute", "minute"):
            minutes = (y.floor("min") - x.floor("min")).total_seconds() / 60
            return _sign(minutes), minutes / _HOUR if minutes else math.nan
        if kinds == ("day", "day"):
            return _sign((y.normalize() - x.normalize()).days), math.nan
        if kinds == ("day", "minute"):
            return _sign(_outside(y, x)), math.nan
        return _sign(-_outside(x, y)), math.nan


def times(frame: pd.DataFrame) -> Times:
    """Return the times of articles.

    Parameters
    ----------
    frame : pandas.DataFrame
        Checked. Where nothing is said on how exact a time is, one at midnight is a day, others a minute.
    """
    published = frame["published"].reset_index(drop=True)
    told = frame["published_precision"].astype("str").to_numpy()
    midnight = (published == published.dt.normalize()).to_numpy()
    told = np.where(told == "none", np.where(midnight, "day", "minute"), told)
    precision = np.where(published.isna().to_numpy(), "none", told)
    return Times(published, [str(kind) for kind in precision])


def order(frame: pd.DataFrame) -> np.ndarray:
    """Return the rows in the order in which they were printed, those without a time last, then by id."""
    key = frame["published"].astype("int64").where(frame["published"].notna(), np.iinfo(np.int64).max)
    place: np.ndarray = np.lexsort([frame["id"].astype("str").to_numpy(object).astype(str), key.to_numpy()])
    return place


def _sign(value: float) -> str:
    return "a_to_b" if value > 0 else "b_to_a" if value < 0 else UNKNOWN


def _outside(minute: pd.Timestamp, day: pd.Timestamp) -> int:
    """Return 1 where a minute is after a printed day wherever that was, -1 before it, else 0."""
    begin = day.normalize()
    if minute >= begin + _DAY + _WEST:
        return 1
    return -1 if minute < begin - _EAST else 0


#: Words that must be the same for a passage: fewer are shared by chance.
LEAST = 15
WIRE = ("keep", "drop")
#: Words of articles that are held at once where passages are looked at.
_HELD = 1 << 24
#: A passage, and the articles of both sides that it stands for.
Counted: TypeAlias = tuple[Shared, tuple[int, int]]


def reuse(
    articles: Articles, *, voices: Voices = "full", least: int = LEAST, wire: str = "keep"
) -> pd.DataFrame:
    """Find passages that one outlet took from another, or both from a third.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; `published`, `published_precision`, `authors`, `wire`, `wire_role` and
        `event` are used where they are.
    voices : {"full", "quotes", None}, pandas.DataFrame or Found
        How the words of speakers are told from the outlet's: by the taggers, by quotation marks alone, not at
        all, or by what `framing.voices` gives.
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
    told = voices if isinstance(voices, str) else "none" if voices is None else "given"
    given = checked(articles)
    reading = read(given)
    place = _ordered(light(given), reading, wire)
    outlets = light(given)["outlet"].astype("str").iloc[place]
    found = find(given, reading, place, np.asarray(pd.factorize(outlets, sort=True)[0], np.int64), size)
    shown = thinned(found.shared, outlets.tolist(), found.copies)
    if isinstance(voices, str) and voices == "full":
        named = np.zeros(len(light(given)), bool)
        named[[place[row] for one, _ in shown for row in (one.a, one.b)]] = True
        voices = over(kept(given, named), Telling(), what="voices")
    rows = [
        row
        for some in _batches(shown, reading.words[place])
        for row in _rows(given, place, some, lambda frame: Marker(frame, voices, size))
    ]
    table = pd.DataFrame(rows, columns=list(schema.schema("reuse").columns))
    table["voices"], table["wire"] = told, wire
    table = table.sort_values(
        ["words", "a", "b", "a_start", "b_start"], ascending=[False, True, True, True, True], kind="stable"
    )
    return schema.check(table, "reuse")


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


def _ordered(frame: pd.DataFrame, reading: Reading, wire: str) -> Ints:
    """Return the rows of the articles to look at in order of time."""
    keep = reading.words > 0
    if wire == "drop":
        keep &= (frame["wire_role"] != "full_reprint").to_numpy(bool)
    if reading.parted.any():
        warnings.warn(
            f"{int(reading.parted.sum())} of {len(frame)} articles are in a script without spaces between "
            "words; passages are not looked for in these",
            FramingWarning,
            stacklevel=3,
        )
    keep &= ~reading.parted
    outlets = sorted(frame.loc[keep, "outlet"].astype("str").unique())
    if len(frame) and len(outlets) < 2:
        said = f"all are of {outlets[0]!r}" if outlets else "none can be read"
        raise FramingError(
            f"reuse: {len(frame)} articles, and {said}; passages are looked for between two outlets or more"
        )
    place = order(frame)
    return np.asarray(place[keep[place]], np.int64)


def _batches(shown: Sequence[Counted], words: Ints) -> Iterator[list[Counted]]:
    """Yield passages to show, so many that the articles they are in can be held."""
    some: list[Counted] = []
    rows: set[int] = set()
    size = 0
    for one, counts in shown:
        size += sum(int(words[row]) for row in {one.a, one.b} - rows)
        rows |= {one.a, one.b}
        some.append((one, counts))
        if size > _HELD:
            yield some
            some, rows, size = [], set(), 0
    if some:
        yield some


def _rows(
    articles: Articles, place: Ints, some: list[Counted], marker: Callable[[pd.DataFrame], Marker]
) -> list[dict[str, object]]:
    """Return the rows of some passages, with the articles they are in read again."""
    named = sorted({row for one, _ in some for row in (one.a, one.b)})
    at = {row: number for number, row in enumerate(named)}
    frame = light(articles).iloc[place[named]].reset_index(drop=True)
    texts = texts_of(articles, place[named]).set_index("id").loc[frame["id"]]
    frame = frame.assign(**{name: texts[name].to_numpy() for name in ("text", "blocks")})
    frame = schema.check(frame, "articles")
    known = words_of(dict(zip(frame["id"], frame["text"], strict=True)))
    seen = _Seen(frame, times(frame), [known[key] for key in frame["id"]], marker(frame))
    return [seen.row(replace(one, a=at[one.a], b=at[one.b]), counts) for one, counts in some]


class _Seen(NamedTuple):
    """Some articles, when each was printed, its words, and who says how a passage of them is marked."""

    frame: pd.DataFrame
    when: Times
    pages: list[Page]
    marker: Marker

    def row(self, one: Shared, counts: tuple[int, int]) -> dict[str, object]:
        """Return the row of a passage; a is the earlier, or the first by id where the times don't tell."""
        direction, hours = self.when.before(one.a, one.b)
        ids = self.frame["id"]
        swap = direction == "b_to_a" or (direction == "unknown" and ids.iloc[one.a] > ids.iloc[one.b])
        if direction != "unknown":
            direction, hours = "a_to_b", abs(hours)
        one, counts = (one.turned(), counts[::-1]) if swap else (one, counts)
        a, b = self.pages[one.a], self.pages[one.b]
        i, j, k, m = one.span
        aligned = aligned_words(a, b, one.span)
        changes = [c for c in aligned if isinstance(c, Change)]
        spans = (a.words[i].start, a.words[j - 1].end), (b.words[k].start, b.words[m - 1].end)
        kind, why, speaker = self.marker.mark(one, (a, b), blocks(a, b, one.span), spans, direction)
        first, second = self.frame.iloc[one.a], self.frame.iloc[one.b]
        invented = "illustrative" in (first["provenance"], second["provenance"])
        return {
            "a": first["id"],
            "b": second["id"],
            "a_outlet": first["outlet"],
            "b_outlet": second["outlet"],
            "event": first["event"] if first["event"] == second["event"] else None,
            "a_start": spans[0][0],
            "a_end": spans[0][1],
            "b_start": spans[1][0],
            "b_end": spans[1][1],
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
