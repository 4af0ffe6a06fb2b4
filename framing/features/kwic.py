"""`fr.kwic`: key word in context, with whose words they are; lines in the order of the articles, or sorted.

Finding is the business of `nodes` and `text.kwic`, showing that of `concordance`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.engine.parts import Articles, Parts, check_articles, map_parts, metadata, select_articles
from framing.engine.results import PartResults as Parted
from framing.errors import FramingError, FramingWarning, brief, several, unknown, whole
from framing.features.cells import PARTS, Cells, Voices, Way, cells, check_voices, names_speakers, way_of
from framing.features.concordance import Concordance, in_order, sort_keys
from framing.features.nodes import Found, Node, Sought, Window, around, check_window, node
from framing.features.scoring import Wanted, prepared
from framing.text.voices.table import VOICES

# Which lines of a concordance are wanted: by outlet, part, voice, speaker and date; checked once, here.


@dataclass(frozen=True)
class Filters:
    """Which lines are wanted, checked as far as that goes without the articles; () is all."""

    outlet: tuple[str, ...]
    part: tuple[str, ...]
    voice: tuple[str, ...]
    speaker: tuple[str, ...]
    speaker_type: tuple[str, ...]
    since: pd.Timestamp | None
    until: pd.Timestamp | None

    @classmethod
    def of(
        cls, outlet: object, part: object, voice: object, speaker: object, kind: object, since: object,
        until: object,
    ) -> Filters:  # fmt: skip
        """Check what a user gave; what depends on the articles is checked where they are known."""
        types = schema.schema("voices").columns["speaker_type"].values
        for name, given, allowed in (
            ("part", part, PARTS),
            ("voice", voice, VOICES),
            ("speaker_type", kind, types),
        ):
            for value in several(name, given):
                if allowed and value not in allowed:
                    raise unknown(name, value, allowed)
        return cls(
            several("outlet", outlet), several("part", part), several("voice", voice),
            tuple(str(name).casefold() for name in several("speaker", speaker)),
            several("speaker_type", kind), _time("since", since), _time("until", until, end=True),
        )  # fmt: skip

    @property
    def spoken(self) -> bool:
        """Whether it must be known who speaks."""
        return bool(self.speaker or self.speaker_type)

    def keep(self, lines: pd.DataFrame) -> np.ndarray:
        """Mask the lines wanted, as far as articles don't decide."""
        kept = np.ones(len(lines), bool)
        for name in ("part", "voice", "speaker_type"):
            if values := getattr(self, name):
                kept &= lines[name].isin(values).to_numpy(bool)
        if self.speaker:
            names = lines["speaker_key"].fillna("").astype(str)
            fits = {name: any(_stands(one, name) for one in self.speaker) for name in names.unique()}
            kept &= names.map(fits).to_numpy(bool)
        return kept


def _stands(words: str, name: str) -> bool:
    """Say whether words stand in a name.

    >>> _stands("ruiz", "Ana Ruiz"), _stands("rui", "Ana Ruiz")
    (True, False)
    """
    return f" {words} " in f" {name.casefold()} "


def _time(name: str, given: object, end: bool = False) -> pd.Timestamp | None:
    if given is None:
        return None
    try:
        time = pd.Timestamp(given)
        if time is pd.NaT or isinstance(given, (int, float)):
            raise ValueError
    except (ValueError, TypeError):
        raise FramingError(f"{name}: {brief(given)} is no date; write it as 2026-01-15") from None
    time = time.tz_localize("UTC") if time.tzinfo is None else time.tz_convert("UTC")
    # A day as an end is meant as a whole.
    return time + pd.Timedelta(days=1, microseconds=-1) if end and time == time.normalize() else time


def most_lines(limit: object) -> int | None:
    """Return the most lines wanted, None for all, or say that it is no number of lines."""
    most = whole(limit)
    if limit is not None and (most is None or most < 1):
        raise FramingError(f"limit: {brief(limit)} is no number of lines; give one from 1, or None for all")
    return most


#: Lines in one table of a stream.
_LINES = 20_000


def kwic(
    articles: Articles,
    pattern: Sought = None,
    window: Window = 8,
    *,
    regex: bool = False,
    case: bool = False,
    measure: Wanted = None,
    voices: Voices = "full",
    sort: str | Sequence[str] = "position",
    outlet: str | Iterable[str] | None = None,
    part: str | Iterable[str] | None = None,
    voice: str | Iterable[str] | None = None,
    speaker: str | Iterable[str] | None = None,
    speaker_type: str | Iterable[str] | None = None,
    since: object = None,
    until: object = None,
    limit: int | None = None,
) -> Concordance:
    """List every occurrence of a word, phrase, expression or lexicon with its context.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; `title` is searched too where there is one.
    pattern : str, Lexicon, or list of str
        A word or a phrase, written as in a lexicon: ``*`` is any letters, ``a|b`` either word, ``#`` a
        number, ``_`` any one word; several in a list. Neither case nor a possessive 's matters. A phrase
        is not found across punctuation or the end of a sentence. Of hits that overlap the longest is listed.
    window : int or "sentence"
        Words to either side, 0 to 200, within title or text; or the rest of the sentence.
    regex : bool
        `pattern` is a regular expression, tried on a paragraph at a time; one that could run for ever
        is refused.
    case : bool
        Capitals matter: US is not us.
    measure : str, Measure, Lexicon, or several of them, optional
        In place of `pattern`: whatever these measures count, as in `evidence`.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`. Only articles in which something was found are read for their voices; None is
        much the quickest.
    sort : str or sequence of str
        "position", "left" (the words before, from the last one back), "right" (the words behind), "node",
        or a column, as "outlet" or "voice"; several in turn.
    outlet, part, voice, speaker_type : str or list of str, optional
        Only lines of these.
    speaker : str or list of str, optional
        Only lines of speakers in whose name these words stand, whatever their case.
    since, until : date or str, optional
        Only articles published from the one to the end of the other, in UTC; undated ones are left out.
    limit : int, optional
        At most so many lines, the first ones.

    Returns
    -------
    Concordance
        The table `kwic`, a DataFrame that shows itself aligned: `article`, `outlet`, `part`,
        `voice`, `speaker_key`, `speaker_type`, `start` and `end` (code points in title or text), `left`,
        `node`, `right`, `term` (the pattern or the lexicon's term), `published` and `provenance`.

    Raises
    ------
    FramingError
        A pattern that holds no word or could run for ever; an argument that is not what it should be.

    Warns
    -----
    FramingWarning
        Nothing was found; undated articles were left out.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["A win-win deal. Talks end."]})
    >>> kwic(articles, "win-win deal*", window=2)[["left", "node", "right"]].values.tolist()
    [['A', 'win-win deal', '. Talks end']]
    """
    most = most_lines(limit)
    keys = sort_keys(sort)
    wanted = _wanted(
        articles, pattern, window, regex, case, measure, voices,
        Filters.of(outlet, part, voice, speaker, speaker_type, since, until),
        most if keys == ("position",) else None,
    )  # fmt: skip
    parts, lines = [], 0
    for chunk in _chunks(wanted):
        parts.append(chunk)
        lines += len(chunk)
        if most is not None and lines >= most and keys == ("position",):
            break
    if not lines:
        warnings.warn(
            f"kwic: {wanted.listing.node.said} occurs nowhere in {wanted.said}; look at its spelling, or "
            "write * for other endings",
            FramingWarning,
            stacklevel=2,
        )
        return Concordance(schema.empty("kwic"))
    found = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    return Concordance(in_order(pd.DataFrame(found), keys)[:most].reset_index(drop=True))


def kwic_chunks(
    articles: Articles,
    pattern: Sought = None,
    window: Window = 8,
    *,
    regex: bool = False,
    case: bool = False,
    measure: Wanted = None,
    voices: Voices = "full",
    outlet: str | Iterable[str] | None = None,
    part: str | Iterable[str] | None = None,
    voice: str | Iterable[str] | None = None,
    speaker: str | Iterable[str] | None = None,
    speaker_type: str | Iterable[str] | None = None,
    since: object = None,
    until: object = None,
) -> Iterator[Concordance]:
    """Yield what `kwic` lists a table of some thousand lines at a time, in the order of the articles.

    Arguments are those of `kwic`, and are checked when it is called. However many lines there are, no
    more than one table of them is held.

    Yields
    ------
    Concordance
        The table `kwic`; none if nothing is found.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": "x", "text": ["One talk.", "Two talks."]})
    >>> sum(len(lines) for lines in kwic_chunks(articles, "talk*"))
    2
    """
    return _chunks(
        _wanted(
            articles, pattern, window, regex, case, measure, voices,
            Filters.of(outlet, part, voice, speaker, speaker_type, since, until),
        )
    )  # fmt: skip


@dataclass(frozen=True)
class _Listing:
    """Lists the lines of a part, as the table ``kwic``; at most so many."""

    node: Node
    window: Window
    way: Way
    told: bool
    filters: Filters
    most: int | None

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """List."""
        found, lines = [schema.empty("kwic")], 0
        for table in self.lines(frame, self.way.of(beside)):
            found.append(pd.DataFrame(table))
            lines += len(table)
            if self.most is not None and lines >= self.most:
                break
        table = pd.concat(found[1:], ignore_index=True) if lines else found[0]
        return {"kwic": table[: self.most]}

    def lines(self, frame: pd.DataFrame, voices: Voices) -> Iterator[Concordance]:
        """Yield the lines a table of some thousand at a time."""
        frame = frame[self.node.candidates(frame)].reset_index(drop=True)
        if voices is None:
            for chunk in cells(frame, None):
                yield from _lines(self, frame, chunk)
            return
        for plain in cells(frame, None):
            # Voices cost ten times what words do, so they are told only where there is something to tell.
            here = self.node.find(frame, plain, characters=False).doc % max(plain.size, 1) + plain.first
            some = frame.iloc[np.unique(here)].reset_index(drop=True)
            for chunk in cells(some, voices, ("speaker_key", "speaker_type") if self.told else ()):
                yield from _lines(self, some, chunk)


@dataclass(frozen=True)
class _Wanted:
    articles: Articles
    listing: _Listing
    beside: Mapping[str, pd.DataFrame | Parted]

    @property
    def said(self) -> str:
        number = len(self.articles)
        return f"{number:,} article{'s' * (number != 1)}"


def _wanted(
    articles: Articles, pattern: Sought, window: object, regex: bool, case: bool, measure: Wanted,
    voices: Voices, filters: Filters, most: int | None = None,
) -> _Wanted:  # fmt: skip
    names = check_voices(voices)
    checked_window = check_window(window)
    sought = node(pattern, regex=regex, case=case, measure=measure)
    for name in filters.voice:
        if name not in names:
            raise unknown("voice", name, names)
    if filters.spoken and names != VOICES:
        raise FramingError("voices: who speaks is known only with 'full' or a table of voices; give one")
    some = check_articles(articles)
    known = sorted(metadata(some)["outlet"].astype("str").unique())
    for name in filters.outlet:
        if name not in known:
            raise unknown("outlet", name, known)
    if sought.measures:
        some, _, _ = prepared(some, list(sought.measures), voices, ())
    if filters.outlet:
        some = select_articles(some, metadata(some)["outlet"].isin(filters.outlet))
    if filters.since is not None or filters.until is not None:
        when = metadata(some)["published"]
        if undated := int(when.isna().sum()):
            warnings.warn(
                f"kwic: {undated} of {len(some)} articles have no date and are left out",
                FramingWarning,
                stacklevel=3,
            )
        low, high = filters.since or pd.Timestamp.min.tz_localize("UTC"), filters.until
        high = high or pd.Timestamp.max.tz_localize("UTC")
        some = select_articles(some, when.notna() & (when >= low) & (when <= high))
    way, beside = way_of(voices)
    listing = _Listing(sought, checked_window, way, names_speakers(voices), filters, most)
    return _Wanted(some, listing, beside)


def _chunks(wanted: _Wanted) -> Iterator[Concordance]:
    if not isinstance(wanted.articles, Parts):
        # Lines of a frame are given away as they are found, however many there are.
        voices = wanted.beside.get("voices", wanted.listing.way.name)
        yield from wanted.listing.lines(wanted.articles, voices)
        return
    for table in map_parts(wanted.articles, wanted.listing, what="kwic", beside=wanted.beside).each("kwic"):
        if len(table):
            yield Concordance(table)


def _lines(wanted: _Listing, frame: pd.DataFrame, chunk: Cells) -> Iterator[Concordance]:
    found = wanted.node.find(frame, chunk)
    row = found.doc % max(chunk.size, 1)
    found = found.where(np.lexsort((found.end, found.start, found.doc >= chunk.size, row)))
    rows = frame.iloc[chunk.first : chunk.first + chunk.size]
    texts = [*rows["title"].fillna("").tolist(), *rows["text"].fillna("").tolist()]
    for begin in range(0, len(found.doc), _LINES):
        block = _table(wanted, rows, chunk, texts, found.where(np.arange(begin, len(found.doc))[:_LINES]))
        if len(block):
            yield Concordance(block)


def _table(
    wanted: _Listing, rows: pd.DataFrame, chunk: Cells, texts: list[str], found: Found
) -> pd.DataFrame:
    # A text without a word holds no word of a part or voice: it is the body, in the outlet's voice.
    worded = chunk.tokens.docs[found.doc] < chunk.tokens.docs[found.doc + 1]
    place = np.where(worded, found.first, 0)
    some = len(chunk.tokens.ids) > 0
    cell = chunk.of(place) if some else np.zeros(len(place), np.int64)
    part = np.where(worded & some, chunk.part(cell) if some else 0, np.where(found.doc < chunk.size, 0, 2))
    voice = np.where(worded, chunk.spoken(cell) if some else 0, 0)
    columns: dict[str, Any] = {
        "part": np.array(PARTS, dtype=object)[part],
        "voice": np.array(chunk.voices, dtype=object)[voice],
    }
    for name in ("speaker_key", "speaker_type"):
        if chunk.people is not None and some:
            known = chunk.people[name].to_numpy(dtype=object)[chunk.speaker(cell)]
            columns[name] = np.where(worded, known, None)
        else:
            columns[name] = None
    kept = np.flatnonzero(wanted.filters.keep(pd.DataFrame(columns, index=range(len(place)))))
    found = found.where(kept)
    row = found.doc % max(chunk.size, 1)
    left, middle, right = around(chunk.tokens, texts, found, wanted.window)
    terms = np.array(wanted.node.terms, dtype=object)
    table = pd.DataFrame(
        {
            "article": rows["id"].to_numpy(dtype=object)[row],
            "outlet": rows["outlet"].to_numpy(dtype=object)[row],
            **{name: None if values is None else values[kept] for name, values in columns.items()},
            "start": found.start,
            "end": found.end,
            "left": left,
            "node": middle,
            "right": right,
            "term": terms[found.term],
            "published": rows["published"].array[row],
            "provenance": rows["provenance"].to_numpy(dtype=object)[row],
        }
    )
    return schema.check(table, "kwic")
