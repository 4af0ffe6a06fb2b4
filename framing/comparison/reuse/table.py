"""`fr.facts.reuse`: passages that two outlets share, who printed first, how they are marked, what changed.

The story of it, one call a step; each step is a module of its own.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from framing import schema
from framing.comparison.reuse.classing import Change, Page, pages
from framing.comparison.reuse.finding import (
    FACTS,
    Block,
    Segment,
    Shared,
    aligned_words,
    blocks,
    find,
    said,
    segments,
    texts_of,
)
from framing.comparison.reuse.finding import read as words_of
from framing.corpus.outlets import Book, book
from framing.corpus.wire import Agencies, Wire
from framing.engine.parts import Articles, check_articles, map_parts, metadata, select_articles
from framing.engine.results import PartResults
from framing.errors import FramingError, check_choice, check_number, warn
from framing.features.cells import Voices, check_voices
from framing.plugins import toml
from framing.text.overlap.articles import Reading, read
from framing.text.overlap.shingles import Ints
from framing.text.tokens import tokenize
from framing.text.voices.table import Telling
from framing.text.voices.words import speech
from framing.views.vocabulary import display

# How a shared passage is marked: boilerplate, one source, in quotation marks, credited, or not at all.

# Whether an article says where a passage is from: another outlet, its reporter or an agency is named nearby.

#: So many characters before a passage and behind it are near it, within the paragraphs beside its own.
_BEFORE, _BEHIND = 350, 300
#: Where lines of credit stand: so many characters at the head and at the foot.
_HEAD, _FOOT = 200, 500
_SHOWN = 50
#: So near its beginning a passage opens a paragraph, but for a mark or a name.
_LINE = 25
#: Captions are no longer, in characters; what shows them stands so near.
_CAPTION, _BESIDE = 450, 130
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")


class Credits:
    """The names by which outlets of a run are credited."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._agencies = Agencies(book)
        raw = toml("framing.comparison.reuse", "credit")
        speaking = "|".join(sorted(map(re.escape, speech()), key=len, reverse=True))
        adverbs = "has|had|have|first|also|earlier|later|then"
        self._behind = re.compile(rf"(?:['’]s?)?(?: (?:{adverbs}))* (?:{speaking})\b")
        self._report = re.compile(rf"['’]s? (?:\w+ ){{0,2}}(?:{'|'.join(raw['nouns'])})")
        self._citing, self._near = (
            re.compile(rf"\b(?:{'|'.join(words)})(?: (?:{'|'.join(raw['between'])}))* ?$", re.IGNORECASE)
            for words in (raw["citing"], [*raw["citing"], *raw["near"]])
        )
        self._caption = re.compile("|".join(raw["caption"]), re.IGNORECASE)
        self._writer = re.compile(
            rf"(?:\b(?:is|was|has been)|,) (?:{'|'.join(raw['writer'])})\b", re.IGNORECASE
        )
        self._furniture = re.compile(rf"(?<!\w)(?:{'|'.join(raw['furniture'])})(?!\w)", re.IGNORECASE)
        self._lines = re.compile(rf"(?<!\w)(?:{'|'.join(raw['line'])})", re.IGNORECASE)

    def near(self, text: str, span: tuple[int, int], outlet: str, authors: str | None, own: str) -> str:
        """Return the words that credit an outlet near a passage or in a line of credit; empty if none do.

        Parameters
        ----------
        text : str
            Of the article that may credit.
        span : tuple of int
            The passage in it, in code points.
        outlet, authors : str
            Of the other article.
        own : str
            Outlet of this one: what belongs to both credits neither.
        """
        begin, end = _window(text, span)
        mine = _names(self._book, own)
        names = [name for name in _names(self._book, outlet) if name not in mine]
        for name in names:
            for found in _called(name).finditer(text, begin, end):
                if self._credits(text, found, inside=span[0] <= found.start() < span[1]):
                    return _shown(text, found.start(), found.end())
        for name in _people(authors):
            at = text.find(name, begin, end)
            if at >= 0:
                return _shown(text, at, at + len(name))
        return self._line(text, names)

    def agency(self, text: str, span: tuple[int, int], own: str) -> Wire:
        """Return the agency that the words near a passage name, and how."""
        begin, end = _window(text, span)
        return self._agencies.judge(own, [], [], text[begin:end].split("\n\n"))

    def whole(self, outlet: str, authors: str | None, text: str) -> Wire:
        """Return what an agency gave to an article, as its byline, dateline and credit say."""
        bylines = [one for one in (authors or "").split("; ") if one]
        return self._agencies.judge(outlet, bylines, [], text.split("\n\n"))

    def _credits(self, text: str, found: re.Match[str], *, inside: bool) -> bool:
        """Say whether a name credits, by the words right before and behind it."""
        before, behind = (
            text[max(0, found.start() - 60) : found.start()],
            text[found.end() : found.end() + 60],
        )
        cited = (self._citing if inside else self._near).search(before)
        return bool(cited or self._behind.match(behind) or self._report.match(behind))

    def furniture(self, text: str, span: tuple[int, int]) -> str:
        """Return the words by which a passage is the page's own and no writer's; empty if it has too few.

        At the head and the foot of a text, and of a paragraph, that is also where it says who the writer is.
        """
        opens = text[max(0, span[0] - _LINE) : span[0]]
        edge = "\n" in opens or span[0] < _HEAD or span[1] > len(text) - _FOOT
        shown, of_page, total = "", 0, 0
        for sentence in _SENTENCE.split(text[slice(*span)]):
            found = self._furniture.search(sentence) or (self._writer.search(sentence) if edge else None)
            shown = shown or (found.group() if found else "")
            of_page += len(sentence.split()) * bool(found)
            total += len(sentence.split())
        return shown if 2 * of_page >= total else ""

    def caption(self, text: str, span: tuple[int, int]) -> str:
        """Return the words by which a passage inside a paragraph is a caption or a list of links."""
        start, end = span
        if "\n\n" in text[start:end] or end - start > _CAPTION:
            return ""
        begin = max(text.rfind("\n\n", 0, start) + 2, start - _BESIDE, 0)
        stop = text.find("\n\n", end)
        found = self._caption.search(text, begin, min(stop if stop >= 0 else len(text), end + _BESIDE))
        return found.group() if found else ""

    def _line(self, text: str, names: Sequence[str]) -> str:
        for part, base in ((text[:_HEAD], 0), (text[-_FOOT:], max(0, len(text) - _FOOT))):
            for name in names:
                for found in _called(name).finditer(part):
                    line = part[part.rfind("\n", 0, found.start()) + 1 : found.end() + 80]
                    if self._lines.search(line):
                        return _shown(text, base + found.start(), base + found.end())
        return ""


def _window(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return what is near a passage: it, and some words around, no further than the paragraphs beside it."""
    start, end = span
    above = text.rfind("\n\n", 0, max(0, text.rfind("\n\n", 0, start)))
    below = text.find("\n\n", end)
    below = text.find("\n\n", below + 2) if below >= 0 else -1
    return max(above + 2 if above >= 0 else 0, start - _BEFORE), min(
        below if below >= 0 else len(text), end + _BEHIND
    )


@lru_cache(4096)
def _names(book: Book, outlet: str) -> tuple[str, ...]:
    """Return what an outlet is called, longest first; initials count as names."""
    key = book.resolve(outlet)
    entry = book[key]
    names = {outlet, entry.name, display(key), *entry.aliases, *entry.credits, *entry.domains}
    names |= {name.removeprefix("The ") for name in names}
    return tuple(sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name)))


@lru_cache(4096)
def _called(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@./-]){re.escape(name)}(?![\w-]|\.\w)")


def _people(authors: str | None) -> list[str]:
    """Return the names of reporters that are names: two words or three, none of them a body's."""
    return [one for one in (authors or "").split("; ") if 2 <= len(one.split()) <= 3 and one.istitle()]


def _shown(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - _SHOWN) : end + _SHOWN].split())


# Whose words a passage is on each side: an outlet's own, in quotation marks, or a speaker's in both.

_OUTLET, _QUOTED = "outlet", "quoted"
#: Words to each word of the first person, at most, in a passage that is in it.
_PERSON = 25


@dataclass(frozen=True)
class Spans:
    """The voices of a text: where each span begins, its voice and who speaks, None where nobody is known."""

    starts: Sequence[int]
    voices: Sequence[str]
    speakers: Sequence[str | None]

    def at(self, place: int) -> tuple[str, str | None]:
        """Return the voice and the speaker of a character."""
        n = bisect_right(self.starts, place) - 1
        return (self.voices[n], self.speakers[n]) if n >= 0 else (_OUTLET, None)


@dataclass(frozen=True)
class Whose:
    """How the words that are the same are spoken.

    Attributes
    ----------
    shared : int
        Words of one speaker in both, in quotation marks in one or both.
    told : int
        Words of one speaker in both that both only report: the wording is an outlet's.
    own : int
        The longest stretch of words that are of no speaker in both.
    quoted : tuple of int
        Of the words that are not `shared`, those in quotation marks in a, and in b.
    rest : int
        How many these words are.
    speakers : tuple of str
        Of the shared words, the one with most words first.
    """

    shared: int
    told: int
    own: int
    quoted: tuple[int, int]
    rest: int
    speakers: tuple[str, ...]


def whose(
    a: Page, b: Page, aligned: Sequence[Block], in_a: Spans | None, in_b: Spans | None, *, first: bool
) -> Whose:
    """Say how the words of a passage that are the same are spoken on both sides.

    `first` says that a printed them first: what it has in quotation marks is then its speaker's in b too,
    with marks or without.
    """
    flags: list[bool] = []
    quoted = [0, 0]
    shared = told = 0
    speakers: Counter[str] = Counter()
    for op, i, j, k, _ in aligned:
        for n in range(j - i) if op == "same" else ():
            left, right = _voice(in_a, int(a.starts[i + n])), _voice(in_b, int(b.starts[k + n]))
            one = _one_source(left, right) or (first and left[0] == _QUOTED)
            flags.append(one)
            if one:
                speakers[left[1] or right[1] or ""] += 1
            if one and _QUOTED in (left[0], right[0]):
                shared += 1
                continue
            told += one
            quoted[0] += left[0] == _QUOTED
            quoted[1] += right[0] == _QUOTED
    named = sorted((one for one in speakers if one), key=lambda one: (-speakers[one], one))
    runs = [sum(1 for _ in run) for both, run in groupby(flags) if not both]
    return Whose(
        shared, told, max(runs, default=0), (quoted[0], quoted[1]), len(flags) - shared, tuple(named)
    )


def first_person(keys: Sequence[str], apart: int = _PERSON) -> str:
    """Return the first person that words are in, "I" or "we", if one stands every `apart` words.

    >>> first_person("i told my aides that we will win".split()), first_person("the mill opened".split())
    ('I', '')
    """
    one = sum(key.partition("'")[0] in ("i", "my", "me", "myself") for key in keys)
    many = sum(key.partition("'")[0] in ("we", "our", "us", "ourselves") for key in keys)
    enough = max(2, len(keys) / apart)
    return "I" if one >= enough else "we" if one + many >= enough else ""


def _voice(spans: Spans | None, place: int) -> tuple[str, str | None]:
    return spans.at(place) if spans else (_OUTLET, None)


def _one_source(a: tuple[str, str | None], b: tuple[str, str | None]) -> bool:
    """Say whether a word is of one speaker in both: in quotation marks in both, or of one known speaker."""
    return _OUTLET not in (a[0], b[0]) and (a[0] == b[0] == _QUOTED or _same_person(a[1], b[1]))


def _same_person(a: str | None, b: str | None) -> bool:
    """Say whether two keys are of one speaker: one is the other's last words or holds all of its words.

    >>> _same_person("Ana Ruiz", "Ruiz"), _same_person("Ana Ruiz", "Marlow"), _same_person(None, "Ruiz")
    (True, False, False)
    """
    if not a or not b:
        return False
    one, other = (set(re.findall(r"\w+", key.casefold())) for key in (a, b))
    return bool(one and other) and (one <= other or other <= one)


#: From this share of a passage on, what most of it is names it.
_MOST = 0.5
#: So many of an outlet's words together may give words to somebody: "Ruiz said".
_ATTRIBUTION = 2
#: A text with a word of the first person for every so many words is a speech or a statement.
_SPEECH = 60
#: What an agency gave, in words; the first three are of its own words.
_ROLES: dict[str, str] = toml(__package__, "lists")["table"]["roles"]
_PRINTED = ("full_reprint", "partly_based", "credited")


class Marked(NamedTuple):
    """The kind of a passage, what it rests on, and whose words most of it are."""

    kind: str
    why: str
    speaker: str | None


class Marker:
    """The voices and credits of the articles that share passages, read once.

    Parameters
    ----------
    frame : pandas.DataFrame
        These articles, checked.
    voices : {"quotes", None}, pandas.DataFrame or Found
        A table has those of any articles.
    least : int
        Words of a passage.
    """

    def __init__(self, frame: pd.DataFrame, voices: Voices, least: int) -> None:
        self._frame = frame
        self._least = least
        self._credits = Credits(book())
        self._spans = _spans(frame, voices)
        self._wire = [self._of_agency(row) for row in range(len(frame))]

    def mark(
        self,
        one: Shared,
        both: tuple[Page, Page],
        aligned: Sequence[Block],
        spans: tuple[tuple[int, int], tuple[int, int]],
        direction: str,
    ) -> Marked:
        """Return the kind of a passage; of an unknown direction, either side may mark it."""
        ids = self._frame["id"].iloc[one.a], self._frame["id"].iloc[one.b]
        in_a, in_b = (self._spans.get(key) for key in ids)
        spoken = whose(*both, aligned, in_a, in_b, first=direction == "a_to_b")
        most = spoken.shared + spoken.told >= _MOST * one.words
        speaker = "; ".join(spoken.speakers[:3]) or None if most else None
        if one.boilerplate >= _MOST:
            return Marked("template", "stands in four stories or more of one outlet", speaker)
        for page, span in zip(both, spans, strict=True):
            furniture = self._credits.furniture(page.text, span)
            if furniture:
                return Marked("template", f"the page's own words: {furniture}", speaker)
            caption = self._credits.caption(page.text, span)
            if caption:
                return Marked("template", f"a picture's caption: {caption}", speaker)
        if spoken.own < self._least and spoken.shared >= _MOST * one.words:
            return Marked("shared_source", f"words of {speaker or 'a speaker'} in both", speaker)
        agency = self._one_agency(one)
        if agency:
            return Marked("shared_source", agency, speaker)
        sides = (1,) if direction == "a_to_b" else (1, 0)
        credit = self._credit(one, spans, sides)
        quoted = [side for side in sides if spoken.rest and spoken.quoted[side] >= _MOST * spoken.rest]
        person = first_person(both[0].keys[one.span[0] : one.span[1]])
        speech = person == "I" or all(first_person(page.keys, _SPEECH) == "I" for page in both)
        if (person and len(quoted) == 1) or speech:
            # No outlet's news says "I": it is a speech or statement, printed whole on a side without marks.
            return Marked("shared_source", "in the first person: a speaker's words in both", speaker)
        if len(quoted) == 1:
            side = quoted[0]
            quoting = f"in quotation marks in {self._name((one.a, one.b)[side])}"
            return Marked("quoted", "; ".join(filter(None, (quoting, credit))), speaker)
        if credit:
            return Marked("credited", credit, speaker)
        if spoken.own < _ATTRIBUTION and len(spoken.speakers) == 1:
            # Words that both only report are the speaker's where none of an outlet's go with them: with its
            # "the mayor said" they are a sentence that one outlet wrote.
            return Marked("shared_source", f"words of {speaker} reported in both", speaker)
        found = self._two_agencies(one, spans, speaker)
        return found or Marked("unmarked", self._unnamed(one, sides), speaker)

    def _of_agency(self, row: int) -> Wire:
        """Return what the table says that an agency gave, or else what the article's own lines say."""
        article = self._frame.iloc[row]
        if pd.notna(article["wire"]) or article["wire_role"] != "none":
            key = None if pd.isna(article["wire"]) else str(article["wire"])
            return Wire(key, str(article["wire_role"]))
        authors = None if pd.isna(article["authors"]) else str(article["authors"])
        return self._credits.whole(self._outlet(row), authors, str(article["text"]))

    def _one_agency(self, one: Shared) -> str:
        """Say which third agency both articles print, if they do."""
        a, b = self._wire[one.a], self._wire[one.b]
        outlets = {self._outlet(one.a), self._outlet(one.b)}
        if (
            not a.key
            or a.key != b.key
            or a.key in outlets
            or a.role not in _PRINTED
            or b.role not in _PRINTED
            # Where one of the two doesn't name it, that is what there is to say.
            or self._names_agency(one.a) != self._names_agency(one.b)
        ):
            return ""
        return f"both print {display(a.key)}"

    def _credit(
        self, one: Shared, spans: tuple[tuple[int, int], tuple[int, int]], sides: Sequence[int]
    ) -> str:
        """Return the words by which a side credits the other outlet or an agency; empty if none does.

        Either side may name the other, since what is dated later may have been first; an agency is a
        source of the side that may have taken it.
        """
        rows = one.a, one.b
        for side in (1, 0):
            own, other = rows[side], rows[1 - side]
            authors = self._frame["authors"].iloc[other]
            text = str(self._frame["text"].iloc[own])
            outlet = self._outlet(other)
            named = self._credits.near(
                text,
                spans[side],
                str(self._frame["outlet"].iloc[other]),
                None if pd.isna(authors) else str(authors),
                str(self._frame["outlet"].iloc[own]),
            )
            wire = self._wire[own] if side in sides and self._names_agency(own) else Wire()
            if not named and wire.key == outlet and wire.role != "none":
                named = wire.evidence or f"as {display(outlet)}, {_ROLES[wire.role]}"
            if not named and wire.role in ("full_reprint", "partly_based"):
                agency = display(wire.key) if wire.key else "an agency"
                named = wire.evidence or f"as {agency}, {_ROLES[wire.role]}"
            if named:
                return f"in {self._name(own)}: {named}"
        return ""

    def _names_agency(self, row: int) -> bool:
        """Say whether an article itself says what it has from an agency: shared words alone are no credit."""
        return bool(self._frame.get("wire_evidence", self._frame["wire_role"]).iloc[row] != "shared_text")

    def _unnamed(self, one: Shared, sides: Sequence[int]) -> str:
        """Return whose words a side prints that names no agency, where these are an agency's."""
        for side in sides:
            row, other = (one.a, one.b)[side], (one.b, one.a)[side]
            wire = self._wire[row]
            if not self._names_agency(row) and wire.key in (self._wire[other].key, self._outlet(other)):
                return f"words of {display(str(wire.key))}, which {self._name(row)} doesn't name"
        return ""

    def _two_agencies(
        self, one: Shared, spans: tuple[tuple[int, int], tuple[int, int]], speaker: str | None
    ) -> Marked | None:
        """Judge by the agencies named near the passage: one in both is a source they share."""
        near = [
            self._credits.agency(str(self._frame["text"].iloc[row]), span, self._outlet(row))
            for row, span in zip((one.a, one.b), spans, strict=True)
        ]
        if near[1].key and near[1].key == near[0].key:
            return Marked("shared_source", f"both name {display(near[1].key)}: {near[1].evidence}", speaker)
        if near[1].key:
            return Marked("credited", f"in {self._name(one.b)}: {near[1].evidence}", speaker)
        return None

    def _name(self, row: int) -> str:
        """Return what a row's outlet is called."""
        return display(str(self._frame["outlet"].iloc[row]))

    def _outlet(self, row: int) -> str:
        """Return the key of a row's outlet, however it is written."""
        return book().resolve(str(self._frame["outlet"].iloc[row]))


def _spans(some: pd.DataFrame, voices: Voices) -> dict[str, Spans]:
    """Return the voices of some articles, by id."""
    if voices is None or some.empty:
        return {}
    if isinstance(voices, str):
        return {key: _by_marks(text) for key, text in zip(some["id"], some["text"], strict=True)}
    from framing.text.voices.table import Corrected

    each = voices.each("voices") if isinstance(voices, PartResults) else [voices]
    here = pd.concat([table[table["article"].isin(some["id"])] for table in each], ignore_index=True)
    Corrected(here, some)
    # The spans of each article's text, by id, of a table of voices.
    body = here[here["part"].astype("str") != "headline"].sort_values(["article", "start"], kind="stable")
    found = {}
    for key, part in body.groupby("article", sort=True):
        speakers = [None if pd.isna(one) else str(one) for one in part["speaker_key"]]
        found[str(key)] = Spans(part["start"].tolist(), part["voice"].astype("str").tolist(), speakers)
    return found


def _by_marks(text: str) -> Spans:
    import numpy as np

    from framing.text.quotes import quote_spans
    from framing.text.tokens import tokenize

    tokens = tokenize([text])
    begin, end = quote_spans(tokens)
    if not len(begin):
        return Spans([0], ["outlet"], [None])
    start, stop = tokens.spans(np.asarray(begin))[0], tokens.spans(np.asarray(end) - 1)[1]
    places = [0, *(at for pair in zip(start.tolist(), stop.tolist(), strict=True) for at in pair)]
    return Spans(places, ["outlet", *["quoted", "outlet"] * len(start)], [None] * len(places))


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
        # By how many outlets its shingles are printed, the middle one counting.
        sizes = sorted(len(spread[mark]) for mark in one.marks)
        if sizes and sizes[len(sizes) // 2] > MANY and len(one.marks & known) >= _SEEN * len(one.marks):
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
    return np.lexsort([frame["id"].astype("str").to_numpy(object).astype(str), key.to_numpy()])


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
    """Find passages that one outlet took from another, or both from a third; `wire.copies` pairs articles.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; `published`, `published_precision`, `authors`, `wire`, `wire_role` and
        `event` are used where they are.
    voices : {"full", "quotes", None}, pandas.DataFrame or Found
        How the words of speakers are told from the outlet's: by the taggers, by quotation marks alone, not at
        all, or by what `framing.sources.voices` gives.
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
    quotation marks; *credited* where that names the other outlet, its reporter or an agency nearby, or its
    byline, dateline or credit does; else *unmarked*, also where the words are of an agency named nowhere.
    `direction` goes by time alone.

    Examples
    --------
    >>> said = "The mill sent its first trusses to the port in {}, after a chance meeting at a building fair."
    >>> rows = [("a", "courier", said.format(2011)), ("b", "herald", "A tale. " + said.format(2014))]
    >>> found = reuse(pd.DataFrame(rows, columns=["id", "outlet", "text"]))
    >>> found[["words", "direction", "kind", "changes"]].values.tolist()
    [[18, 'unknown', 'unmarked', '2011 > 2014 (figure)']]
    """
    check_voices(voices)
    check_choice("wire", wire, WIRE)
    size = check_number("least", least, 5)
    told = voices if isinstance(voices, str) else "none" if voices is None else "given"
    given = check_articles(articles)
    reading = read(given)
    place = _ordered(metadata(given), reading, wire)
    outlets = metadata(given)["outlet"].astype("str").iloc[place]
    found = find(given, reading, place, np.asarray(pd.factorize(outlets, sort=True)[0], np.int64), size)
    shown = thinned(found.shared, outlets.tolist(), found.copies)
    if isinstance(voices, str) and voices == "full":
        named = np.zeros(len(metadata(given)), bool)
        named[[place[row] for one, _ in shown for row in (one.a, one.b)]] = True
        voices = map_parts(select_articles(given, named), Telling(), what="voices")
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
    [('same', 'Sent in ', 'Sent in ', ''), ('replaced', '2011', '2014', 'figure')]
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
        warn(
            f"{int(reading.parted.sum())} of {len(frame)} articles are in a script without spaces between "
            "words; passages are not looked for in these"
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
    frame = metadata(articles).iloc[place[named]].reset_index(drop=True)
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
