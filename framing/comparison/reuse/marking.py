"""How a shared passage is marked: boilerplate, one source, in quotation marks, credited, or not at all."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from framing.comparison.reuse.alignment import Block
from framing.comparison.reuse.finding import Shared
from framing.comparison.reuse.words import Page
from framing.corpus.outlets import Book, book
from framing.corpus.wire import Agencies, Wire
from framing.display import display
from framing.engine.results import Found
from framing.features.cells import Voices
from framing.text.voices.words import cues, speech

__all__ = ["Marker"]


# Somebody's words set off without quotation marks: embedded posts, block quotations, behind a colon.

#: What a site prints under an embedded post: a name, a handle in brackets, a date.
_POST = re.compile(
    r"[—–-]{1,2} ?(?P<name>[^\n—–()]{2,60}?) ?\(@(?P<handle>\w{2,30})\),? (?:on )?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})"
)
#: Another layout has name and handle before it.
_POSTED = re.compile(r"(?P<name>(?:[A-Z][\w.’'-]* ?){1,5})\(@\w{2,30}\)[:,]? (?=\S)")
#: A turn of a transcript.
_TURN = re.compile(r"(?P<name>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]*){0,4}): ")
#: A paragraph that ends so hands over to somebody, if one of its last words gives words to anybody.
_COLON = re.compile(r":[\"”’)]*\s*$")
_LAST_WORDS = 18
#: Shorter paragraphs behind a colon are items of a list.
_ITEM = 8


class SetOff(NamedTuple):
    """A stretch of a text in code points, and whose words it is where that is printed with it."""

    start: int
    end: int
    speaker: str | None


def set_off(text: str, blocks: str = "") -> list[SetOff]:
    """Return the stretches of a text that are set off as somebody's words.

    Parameters
    ----------
    text : str
        Paragraphs joined by one blank line.
    blocks : str
        A letter a paragraph; q is a block quotation.

    Examples
    --------
    >>> text = "He posted:\\n\\nWe will build it. — Ana Ruiz (@ruiz) May 4, 2020\\n\\nIt rained."
    >>> [(text[s.start : s.end][:11], s.speaker) for s in set_off(text)]
    [('We will bui', 'Ana Ruiz')]
    """
    found: list[SetOff] = []
    start = 0
    handed = False
    for n, paragraph in enumerate(text.split("\n\n")):
        end = start + len(paragraph)
        posts = _posts(paragraph, start)
        if posts:
            found += posts
        elif blocks[n : n + 1] == "q" or (handed and len(paragraph.split()) >= _ITEM):
            found.append(SetOff(start, end, None))
        handed = _hands_over(paragraph)
        start = end + 2
    return found


def _posts(paragraph: str, base: int) -> list[SetOff]:
    """Return the turn of a paragraph, or its posts: each reaches back to the one before."""
    before = _POSTED.match(paragraph) or _TURN.match(paragraph)
    if before:
        return [SetOff(base + before.end(), base + len(paragraph), before["name"].strip())]
    found = []
    at = 0
    for post in _POST.finditer(paragraph):
        found.append(SetOff(base + at, base + post.end(), post["name"].strip()))
        at = post.end()
    return found


def _hands_over(paragraph: str) -> bool:
    if not _COLON.search(paragraph):
        return False
    last = re.findall(r"[\w'’-]+", paragraph)[-_LAST_WORDS:]
    return any(word.lower() in cues() for word in last)


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
        raw = tomllib.loads((resources.files("framing.comparison.reuse") / "credit.toml").read_text("utf8"))
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

    def over(self, some: Sequence[SetOff]) -> Spans:
        """Return the spans with some stretches quoted; in quotation marks inside them, who is known stays."""
        if not some:
            return self
        cuts = sorted({*self.starts, *(at for one in some for at in (one.start, one.end))})
        voices, speakers = [], []
        for cut in cuts:
            voice, speaker = self.at(cut)
            inside = next((one for one in some if one.start <= cut < one.end), None)
            if inside:
                voice, speaker = _QUOTED, inside.speaker or speaker
            voices.append(voice)
            speakers.append(speaker)
        return Spans(cuts, voices, speakers)


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


def spans_of(table: pd.DataFrame) -> dict[str, Spans]:
    """Return the spans of each article's text, by id, of a table of voices."""
    body = table[table["part"].astype("str") != "headline"].sort_values(["article", "start"], kind="stable")
    found = {}
    for key, part in body.groupby("article", sort=True):
        speakers = [None if pd.isna(one) else str(one) for one in part["speaker_key"]]
        found[str(key)] = Spans(part["start"].tolist(), part["voice"].astype("str").tolist(), speakers)
    return found


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
    if _OUTLET in (a[0], b[0]):
        return False
    return a[0] == b[0] == _QUOTED or _same_person(a[1], b[1])


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
#: Roles of an agency whose words an article prints.
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
        found = _spans(frame, voices)
        rows_of = zip(frame["id"], frame["text"], frame["blocks"].fillna(""), strict=True)
        self._spans = {
            key: found[key].over(set_off(text, str(blocks))) for key, text, blocks in rows_of if key in found
        }
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
            return Marked(
                "quoted", "; ".join(filter(None, (f"in quotation marks in {'ab'[side]}", credit))), speaker
            )
        if credit:
            return Marked("credited", credit, speaker)
        if spoken.own < _ATTRIBUTION and len(spoken.speakers) == 1:
            # Words that both only report are the speaker's where none of an outlet's go with them: with its
            # "the mayor said" they are a sentence that one outlet wrote.
            return Marked("shared_source", f"words of {speaker} reported in both", speaker)
        return self._two_agencies(one, spans, speaker) or Marked("unmarked", "", speaker)

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
        ):
            return ""
        return f"both print {a.key}"

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
            wire = self._wire[own] if side in sides else Wire()
            if not named and wire.key == outlet and wire.role != "none":
                named = wire.evidence or f"{outlet}, {wire.role}"
            if not named and wire.role in ("full_reprint", "partly_based"):
                named = wire.evidence or f"{wire.key or 'an agency'}, {wire.role}"
            if named:
                return f"{'ab'[side]}: {named}"
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
            return Marked("shared_source", f"both name {near[1].key}: {near[1].evidence}", speaker)
        if near[1].key:
            return Marked("credited", f"b: {near[1].evidence}", speaker)
        return None

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

    each = voices.each("voices") if isinstance(voices, Found) else [voices]
    here = pd.concat([table[table["article"].isin(some["id"])] for table in each], ignore_index=True)
    Corrected(here, some)
    return spans_of(here)


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
