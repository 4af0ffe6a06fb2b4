"""How a sentence is cut into subject, clause and noun phrase by its words and marks alone; no parser.

What demands and causes share: the sentences that hold a word that may make one, read as words and marks; who
a phrase names; and the rows of a table. What counts as a demand or a cause is no business of this module.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, check_articles, map_parts
from framing.engine.results import concat_tables
from framing.features.cells import Cells, Voices, Way, cells, check_voices, lay_runs, names_speakers, way_of
from framing.features.entities.runs import ordinary
from framing.features.naming.mentions import find
from framing.features.naming.referents import Given, Referents, classes
from framing.features.naming.referents import referents as read_set
from framing.features.rules.passive import is_participle
from framing.features.statements.reading import dateline
from framing.plugins import word_lists
from framing.schema import check, empty
from framing.text.tokens import Tokens, sentence_spans
from framing.text.voices.speakers.lexicon import governments
from framing.text.voices.speakers.people import People
from framing.text.voices.speakers.reading import read
from framing.text.voices.table import foreign
from framing.text.voices.words import cues, known

# A sentence as words and the marks between them.

#: What stands in front of a word: nothing or a quotation mark, a comma, any other mark that parts clauses.
NONE, COMMA, HARD = range(3)
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}(?:['’]s)?|[^\W_]+(?:[.'’&/-][^\W_]+)*")
_HARD = re.compile(r"[;:()\[\]—–…!?/]|--| - ")
Span = tuple[int, int]


@cache
def kinds() -> Any:
    """Return the lists of words, each a frozen set, by their names."""
    words = word_lists("framing.features", "clauses")
    said = {form for form, cue in cues().items() if cue.shape in ("s", "ed") and "noun" not in cue.frames}
    auxiliary = words["be"] | words["have"] | words["do"] | words["modal"]
    finite = words["verb"] | known()["verb"] | said
    return SimpleNamespace(
        **words, auxiliary=auxiliary, finite=finite, opens=words["opening"] | words["relative"]
    )


class Sentence:
    """The words of a sentence in lower case, where each stands, what mark parts it from the one before."""

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in _WORD.finditer(text)]
        self.start = [begin for begin, _ in spans]
        self.end = [end for _, end in spans]
        low = text.lower().replace("’", "'")
        # A few letters are two in lower case.
        same = len(low) == len(text)
        self.words = [low[b:e] for b, e in spans] if same else [text[b:e].lower() for b, e in spans]
        self.size = len(spans)

    @cached_property
    def marks(self) -> list[int]:
        """The mark in front of each word, and behind the last."""
        between = [self.text[end:begin] for end, begin in zip(self.end, self.start[1:], strict=False)]
        plain = (" ", "")
        kinds_ = [
            NONE if one in plain else HARD if _HARD.search(one) else COMMA if "," in one else NONE
            for one in between
        ]
        return [NONE, *kinds_, HARD]

    @cached_property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.size > 0 and "?" in self.text[self.end[-1] :]

    def word(self, at: int) -> str:
        """Return a word, nothing beyond either end."""
        return self.words[at] if 0 <= at < self.size else ""

    def said(self, span: Span) -> str:
        """Return the text of a span of words."""
        return self.text[self.start[span[0]] : self.end[span[1] - 1]]

    def is_capital(self, at: int) -> bool:
        """Whether a word is written with a capital."""
        return self.text[self.start[at]].isupper()

    def find(self, begin: int, end: int, words: Collection[str]) -> int | None:
        """Return the first place in a range where one of some words stands."""
        return next((k for k in range(begin, min(end, self.size)) if self.words[k] in words), None)

    def has(self, begin: int, end: int, words: Collection[str]) -> bool:
        """Whether one of some words stands in a range."""
        return any(word in words for word in self.words[max(begin, 0) : end])

    def is_parted(self, begin: int, end: int, mark: int = COMMA) -> bool:
        """Whether a mark stands between the words of a span."""
        return any(one >= mark for one in self.marks[begin + 1 : end])

    def is_finite(self, at: int) -> bool:
        """Whether a word may be the verb of a clause: an auxiliary, a past, a verb of the lists."""
        word, words = self.words[at], kinds()
        if at and self.is_capital(at):
            return False
        if word in words.auxiliary or word.endswith("n't"):
            return word not in words.not_finite
        before = self.word(at - 1)
        # "The plan", "their demands", "Marlow's claims": a noun.
        if before in words.determiner - words.relative - {"this", "those"} or before.endswith(("'s", "s'")):
            return False
        if word in words.finite:
            return before not in words.preposition or before == "to"
        return word.endswith("ed") and is_participle(word)

    def verb(self, begin: int, end: int) -> int | None:
        """Return the first verb of a clause in a range, or the last where it runs backwards."""
        step = 1 if begin <= end else -1
        return next((k for k in range(begin, end, step) if self.is_finite(k)), None)

    def is_adverb(self, at: int) -> bool:
        """Whether a word qualifies the verb that it stands beside."""
        word = self.word(at)
        return word in kinds().adverb or (word.endswith("ly") and word not in kinds().not_adverbs)

    def back(self, at: int, over: Collection[str] = ()) -> int:
        """Return the first of the adverbs, and of some words, that stand right in front of a place."""
        while at > 0 and self.marks[at] < COMMA and (self.is_adverb(at - 1) or self.words[at - 1] in over):
            at -= 1
        return at

    def subject(self, at: int) -> Span | None:
        """Return the noun phrase in front of a verb; for who and which, the one they are about."""
        words, end = kinds(), self.back(at)
        if end > 0 and self.marks[end] >= COMMA:
            # "The senate, he said, must": what is set in ends at the comma before.
            opened = next((k for k in range(end - 1, max(0, end - 16), -1) if self.marks[k] >= COMMA), 0)
            if not opened or self.verb(opened, end) is None:
                return self.phrase(opened) if opened else None
            end = opened
        if end == 0:
            return None
        last = self.words[end - 1]
        if last in words.joining:
            # "Must go and must not stay": whose the verb before is.
            verb = self.verb(end - 2, 0)
            return self.subject(verb) if verb else None
        if last in words.relative and end > 1 and (last != "that" or self.words[end - 2] not in words.finite):
            return self.phrase(end - 1)
        return None if last in words.opening and last not in words.subject else self.phrase(end)

    def phrase(self, end: int) -> Span | None:
        """Return the noun phrase that ends before a place."""
        words, begin = kinds(), end
        if self.words[end - 1] in words.subject:
            both = end > 2 and self.words[end - 2] in words.joining and self.words[end - 3] in words.subject
            return (end - 3 if both else end - 1, end)
        while begin > 0 and not self._ends_phrase(begin, end):
            begin -= 1
            if begin < end - 1 and self.words[begin] in words.heads:
                return (begin, end)
        while begin < end and self.words[begin] in words.adverb - {"all", "both"} | words.joining:
            begin += 1
        # "In the talks Marlow must": what a preposition opens is no subject.
        if begin < end and self.words[begin] in words.preposition:
            begin = next((k for k in range(begin + 1, end) if self.is_capital(k)), begin + 1)
        bare = end - begin == 1 and self.words[begin] in words.determiner
        return (begin, end) if begin < end and not bare else None

    def _ends_phrase(self, begin: int, end: int) -> bool:
        """Whether the word in front of a place is no part of the phrase that goes on from there."""
        words, word = kinds(), self.words[begin - 1]
        inside = begin < end
        if inside and self.marks[begin] >= COMMA:
            return True
        if word in words.opens:
            return not (word == "than" and inside and self.words[begin][0].isdigit())
        if self.is_finite(begin - 1) or word == "to" or (word == "and" and not self._opens(begin - 1)):
            return True
        if not inside:
            return False
        led = self.words[begin] in words.determiner
        if word in words.subject - words.determiner - words.heads or (led and word.endswith("ing")):
            return True
        # "What steps Ruritania must", "goals the bank must": the phrase before is another's.
        plural = self.is_capital(begin) and not self.is_capital(begin - 1) and word.endswith("s")
        apart = plural and "'" not in word and word not in words.preposition and not acts(word)
        return apart or (led and word not in words.preposition | words.joining | {"all", "both"})

    def _opens(self, at: int) -> bool:
        """Whether only a noun phrase stands between an "and" and where its clause begins."""
        words = kinds()
        for k in range(at - 1, max(-1, at - 8), -1):
            if self.marks[k + 1] >= COMMA or self.words[k] in words.opening:
                return True
            if self.is_finite(k):
                return k < at - 1
            if self.words[k] in words.preposition and self.words[k] != "of":
                return False
        return at <= 8

    def run(self, end: int) -> int:
        """Return where the words in front of a verb begin that no mark, verb or conjunction parts from it."""
        words, begin = kinds(), end
        while begin > 0 and (begin == end or self.marks[begin] < COMMA):
            if self.words[begin - 1] in words.opens - {"or", "nor"} or self.is_finite(begin - 1):
                break
            begin -= 1
        while begin < end and self.words[begin] in words.adverb | words.joining:
            begin += 1
        return begin

    def clause_end(self, at: int, stops: Collection[str] = ()) -> int:
        """Return where what begins at a place ends: at a mark, a word that opens a clause, or "and he"."""
        words = kinds()
        for k in range(at + 1, self.size):
            if (
                self.marks[k] == HARD
                or self.words[k] in stops
                or (self.marks[k] == COMMA and self._leaves(k))
            ):
                return k
            if k > at + 1 and self.words[k] in words.joining and self.word(k + 1) in words.subject:
                return k
        return max(self.size, at + 1)

    def _leaves(self, at: int) -> bool:
        """Whether the clause is over at a comma, and it is no list or apposition that goes on."""
        words, word = kinds(), self.words[at]
        if word in words.opens | words.leaving | words.subject or word.endswith("ing"):
            return True
        # "..., Marlow said": up to the end or the next mark a verb stands.
        stop = next((k for k in range(at + 1, self.size) if self.marks[k] >= COMMA), self.size)
        return self.verb(at, min(stop, at + 9)) is not None

    def clause_begin(self, at: int) -> int:
        """Return where the clause that a place ends began: behind a mark, "that", or ", and"."""
        words = kinds()
        for k in range(at - 1, 0, -1):
            if self.marks[k] == HARD:
                return k
            if self.words[k] == "that" and self.words[k - 1] in words.finite and at - k > 2:
                return k + 1
            joins = self.words[k] in ("and", "but", "while")
            opens = self.marks[k] == COMMA and at - k > 2 and (joins or self.words[k] in words.subject)
            if opens and self.verb(k, at) is not None:
                return k + joins
        return 0


# The sentences that hold a word that may make a demand or a cause.


class Beside:
    """Where words stand in texts, and beside which of them others do: by ids alone, before any is read."""

    def __init__(self, tokens: Tokens) -> None:
        self._vocabulary, self._size = tokens.vocabulary, len(tokens.ids)
        self._before: dict[tuple[str, ...], np.ndarray] = {}

    def places(self, word: str) -> np.ndarray:
        """Return where a word stands."""
        return self._vocabulary.places(self._ids((word,))).astype(np.int64)

    def has(self, at: np.ndarray, words: Collection[str], low: int, high: int) -> np.ndarray:
        """Mask the places beside which one of some words stands, so many words before (less than 0) or on."""
        of, names = self._vocabulary.of_token, tuple(sorted(words))
        if low == high:
            return np.isin(of[np.clip(at + low, 0, self._size - 1)], self._ids(names))
        if names not in self._before:
            self._before[names] = np.append(0, np.cumsum(np.isin(of, self._ids(names))))
        begin, end = (np.clip(at + edge, 0, self._size) for edge in (low, high + 1))
        return np.asarray(self._before[names][end] > self._before[names][begin])

    def _ids(self, words: Iterable[str]) -> np.ndarray:
        return np.concatenate([ids for word in words if (ids := self._vocabulary.ids(word)) is not None])


class Held(NamedTuple):
    """A sentence: its article's row, title (0) or text (1), where it begins and ends, where its words do."""

    row: int
    part: int
    begin: int
    end: int
    first: int
    starts: list[int]


def holding(frame: pd.DataFrame, chunk: Cells, cue: np.ndarray) -> Iterator[tuple[Held, Sentence]]:
    """Yield the sentences in which one of some words stands, with their words."""
    tokens = chunk.tokens
    if not len(cue):
        return
    first = np.unique(tokens.sentence_of(cue)[0])
    _, after = tokens.sentence_of(first)
    doc = tokens.doc_of(first)
    row, part = chunk.first + doc % chunk.size, doc // chunk.size
    columns = frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object)
    texts = [columns[p][r] for r, p in zip(row.tolist(), part.tolist(), strict=True)]
    spans = sentence_spans(tokens, texts, first)
    size = after - first
    starts, _ = tokens.spans(lay_runs(first, size))
    edges = np.append(0, np.cumsum(size)).tolist()
    places = starts.tolist()
    rows = zip(texts, spans, row.tolist(), part.tolist(), first.tolist(), strict=True)
    for n, (text, (begin, end), r, p, at) in enumerate(rows):
        if begin == 0 and p:
            begin = dateline(text[:end])
        sentence = Sentence(text[begin:end])
        if sentence.size:
            yield Held(r, p, begin, end, at, places[edges[n] : edges[n + 1]]), sentence


# Who a phrase names.


class Named(NamedTuple):
    """Whom a phrase names: as written, resolved, and of which country; `own` says that it is who speaks."""

    text: str
    key: str | None = None
    country: str | None = None
    own: bool = False


#: What a name or a pronoun ends in: Marlow's, we're, I've.
_SHORT = re.compile("['’](?:s|re|ve|ll|m|d)?$")


@lru_cache(1 << 15)
def acts(phrase: str) -> bool:
    """Whether a phrase names somebody or a body that can do something, or stands for one.

    >>> acts("the senate"), acts("Ana Ruiz"), acts("they"), acts("the higher tariffs")
    (True, True, True, False)
    """
    found = read(re.sub(_SHORT, "", phrase))
    if found.kind == "pronoun":
        return found.gender not in ("b", "r") and phrase.lower() not in ("this", "that", "there")
    head = re.split(r" (?:of|in|for|at|from|with|who|that|on) ", phrase.lower())[0].rpartition(" ")[2]
    return found.kind in _ACTING or head.removesuffix("'s") in kinds().actors


_ACTING = ("person", "role", "group", "body", "medium", "anonymous", "share")


@lru_cache(1 << 15)
def government(phrase: str) -> tuple[str, str] | None:
    """Return the country whose government a phrase names, with its code: by its name, seat or people.

    >>> government("Beijing"), government("the Canadian government"), government("Canadian farmers")
    (('China', 'CN'), ('Canada', 'CA'), None)
    """
    called = re.sub("^[Tt]he |['’]s?$|\\.", "", phrase)
    head, _, noun = called.rpartition(" ")
    return governments().get(re.sub("['’]s$", "", head) if noun in kinds().governing else called)


class Naming:
    """Whom phrases of one article name: persons in full, capitals as governments, referents by their name."""

    def __init__(self, text: str, mentioned: Sequence[tuple[int, int, str]] | None) -> None:
        self._people = People(text)
        self._mentioned = mentioned

    def of(self, held: Held, sentence: Sentence, span: Span | None) -> Named:
        """Return whom the words of a span name."""
        if span is None or span[0] >= span[1]:
            return Named("")
        text = re.sub(_SHORT, "", sentence.said(span))
        found = read(text)
        if self._mentioned is not None and (name := self._referent(held, sentence, span)) is not None:
            return Named(text, name, found.country)
        if found.kind == "pronoun":
            return Named(text, own=found.gender == "i")
        state = government(text)
        if state is not None:
            return Named(text, *state)
        key = None if found.kind == "none" else found.key
        # "Strong ties": the capital is the sentence's.
        if key and key.lower() in ordinary() and text.startswith(f"{key[:1].upper()}{key[1:]} "):
            rest = text[len(key) + 1 :]
            if not acts(rest):
                return Named(text)
        if found.kind == "person" and len(found.name) == 1:
            person = self._people.called(found.name, held.begin, found.gender)
            key = person.key if person is not None else key
        return Named(text, (key or text) if acts(text) else None, found.country)

    def _referent(self, held: Held, sentence: Sentence, span: Span) -> str | None:
        """Return the referent named at the head of a phrase, before what a preposition adds."""
        stop = sentence.find(span[0] + 1, span[1], kinds().preposition) or span[1]
        mentioned = self._mentioned or ()
        edges = held.begin + sentence.start[span[0]], held.begin + sentence.end[stop - 1]
        first, last = (bisect_left(mentioned, place, key=itemgetter(0)) for place in edges)
        return mentioned[last - 1][2] if last > first else None


# Articles in, rows out.

_CARRIED = ("event", "genre", "provenance")


@dataclass(frozen=True)
class Listing(ABC):
    """Lists the demands or causes of some articles: gives the table of its name."""

    way: Way
    speakers: bool
    referents: Referents | None

    #: The table that is made.
    name: ClassVar[str]

    @staticmethod
    @abstractmethod
    def places(tokens: Tokens) -> np.ndarray:
        """Return where words stand that may make one."""

    @staticmethod
    @abstractmethod
    def rows(sentence: Sentence, genre: str) -> Iterator[dict[str, Any]]:
        """Yield what a sentence holds, by columns.

        `at` is the word whose voice it is in; a `Who` is resolved, a span of words is written as where it
        begins and ends and, but for `span`, as its text.
        """

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the table of these articles."""
        frame = frame[~foreign(frame)].reset_index(drop=True)
        speakers = ("speaker_key",) if self.speakers else ()
        chunks = cells(frame, self.way.of(beside), speakers)
        rows = [row for chunk in chunks for row in self._of_chunk(frame, chunk)]
        return {self.name: check(pd.DataFrame(rows), self.name) if rows else empty(self.name)}

    def _of_chunk(self, frame: pd.DataFrame, chunk: Cells) -> list[dict[str, Any]]:
        mentioned = None if self.referents is None else _mentioned(chunk, self.referents)
        about = {name: frame[name].tolist() for name in ("id", "outlet", "text", *_CARRIED)}
        found: list[dict[str, Any]] = []
        of, naming = (-1, -1), Naming("", None)
        words: list[int] = []
        order = sorted(holding(frame, chunk, self.places(chunk.tokens)), key=lambda one: one[0][:3])
        for held, sentence in order:
            row = held.row
            for one in self.rows(sentence, about["genre"][row]):
                if (row, held.part) != of:
                    of, doc = (row, held.part), row - chunk.first + held.part * chunk.size
                    here = None if mentioned is None else mentioned.get(doc, [])
                    naming = Naming(str(about["text"][row] or ""), here)
                begin = held.begin + sentence.start[one.pop("at")]
                words.append(held.first + max(bisect_right(held.starts, begin) - 1, 0))
                found.append(_written(one, held, sentence, naming) | {
                    "article": about["id"][row],
                    "outlet": about["outlet"][row],
                    "sentence": sentence.text,
                    **{name: about[name][row] for name in _CARRIED},
                })  # fmt: skip
        if not found:
            return []
        told = chunk.columns(chunk.of(np.array(words)))
        for n, one in enumerate(found):
            speaker = told["speaker_key"][n] if self.speakers else None
            one |= {"part": told["part"][n], "voice": told["voice"][n], "speaker": speaker}
            for side in [name for name, value in one.items() if isinstance(value, Named)]:
                named = one.pop(side)
                # "We" and "I" are who speaks.
                key = speaker if named.own else named.key
                one |= {side: key, f"{side}_text": named.text or None, f"{side}_country": named.country}
        return found


def _written(one: dict[str, Any], held: Held, sentence: Sentence, naming: Naming) -> dict[str, Any]:
    """Return the columns of a row, its spans as places and texts, its `Who` as whom they name."""
    columns: dict[str, Any] = {}
    for name, value in one.items():
        if isinstance(value, Who):
            columns[name] = naming.of(held, sentence, value.span)
        elif isinstance(value, tuple):
            prefix = "" if name == "span" else f"{name}_"
            columns[f"{prefix}start"] = held.begin + sentence.start[value[0]]
            columns[f"{prefix}end"] = held.begin + sentence.end[value[1] - 1]
            if prefix:
                columns[name] = sentence.said(value)
        else:
            columns[name] = value
    return columns


class Who(NamedTuple):
    """A span whose name is to be resolved."""

    span: Span | None


def _mentioned(chunk: Cells, wanted: Referents) -> dict[int, list[tuple[int, int, str]]]:
    """Return where referents are named in a chunk, by text, in code points and in order."""
    tokens = chunk.tokens
    found = find(wanted, tokens, chunk.size, classes(tokens))
    start, _ = tokens.spans(found.start)
    _, end = tokens.spans(found.start + found.length - 1)
    by_text: dict[int, list[tuple[int, int, str]]] = {}
    columns = (tokens.doc_of(found.start), start, end, found.referent)
    for doc, s, e, who in zip(*(column.tolist() for column in columns), strict=True):
        by_text.setdefault(doc, []).append((s, e, wanted.names[who]))
    return by_text


def listed(kind: type[Listing], articles: Articles, voices: Voices, referents: Given | None) -> pd.DataFrame:
    """Return the table that some kind of listing makes of the articles, part by part."""
    check_voices(voices)
    way, beside = way_of(voices)
    task = kind(way, names_speakers(voices), None if referents is None else read_set(referents))
    found = map_parts(check_articles(articles), task, what=kind.name, beside=beside)
    tables = [table for table in found.each(kind.name) if len(table)]
    return check(concat_tables(tables), kind.name) if tables else empty(kind.name)
