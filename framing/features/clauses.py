"""How a sentence is cut into subject, clause and noun phrase by its words and marks alone; no parser.

What demands and causes share: the sentences that hold a word that may make one, read as words and marks; who
a phrase names; and the rows of a table. What counts as a demand or a cause is no business of this module.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, check_articles, map_parts
from framing.engine.results import concat_tables
from framing.features.cells import (
    Cells,
    Voices,
    Way,
    cells,
    check_voices,
    lay_runs,
    names_speakers,
    way_of,
)
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
from framing.text.voices.speakers.reading import Reading, read
from framing.text.voices.table import foreign
from framing.text.voices.words import cues, known

# A sentence as words and the marks between them.

#: What stands in front of a word: nothing, a quotation mark, a comma, any other mark that parts clauses.
NONE, QUOTE, COMMA, HARD = range(4)
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}(?:['’]s)?|[^\W_](?:[^\W_]|[.'’&/-](?=[^\W_]))*")
_HARD = re.compile(r"[;:()\[\]—–…!?/]|--| - ")
_QUOTE = re.compile('["“”«»]')
Span = tuple[int, int]


@cache
def lists() -> Mapping[str, frozenset[str]]:
    """Return the word lists of sentences, with those that are made of several."""
    words: dict[str, frozenset[str]] = dict(word_lists("framing.features", "clauses")["words"])
    said = frozenset(
        form for form, cue in cues().items() if cue.shape in ("s", "ed") and "noun" not in cue.frames
    )
    words["auxiliary"] = words["be"] | words["have"] | words["do"] | words["modal"]
    words["finite"] = words["verb"] | known()["verb"] | said | words["auxiliary"]
    return words


#: Auxiliaries behind which no clause has its verb.
_NOT_FINITE = frozenset(("be", "been", "being", "having"))


class Sentence:
    """The words of a sentence in lower case, where each stands, and what mark parts it from the one before."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = [match.span() for match in _WORD.finditer(text)]
        self.start = [begin for begin, _ in found]
        self.end = [end for _, end in found]
        self.forms = [text[begin:end] for begin, end in found]
        self.words = [form.lower().replace("’", "'") for form in self.forms]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def marks(self) -> list[int]:
        """The mark in front of each word, and behind the last."""
        found = [NONE]
        for end, begin in zip(self.end, self.start[1:], strict=False):
            between = self.text[end:begin]
            if between in (" ", ""):
                found.append(NONE)
            elif _HARD.search(between):
                found.append(HARD)
            elif "," in between:
                found.append(COMMA)
            else:
                found.append(QUOTE if _QUOTE.search(between) else NONE)
        return [*found, HARD]

    @cached_property
    def asks(self) -> bool:
        """Whether it is a question."""
        return "?" in self.text[self.end[-1] if self.end else 0 :]

    def word(self, at: int) -> str:
        """Return a word, nothing beyond either end."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def said(self, span: Span) -> str:
        """Return the text of a span of words."""
        return self.text[self.start[span[0]] : self.end[span[1] - 1]]

    def is_finite(self, at: int) -> bool:
        """Whether a word may be the verb of a clause: an auxiliary, a past, a verb of the lists."""
        word, form = self.words[at], self.forms[at]
        if word in lists()["auxiliary"] or word.endswith("n't"):
            return word not in _NOT_FINITE and (at == 0 or form[0].islower())
        before = self.word(at - 1)
        # "The plan", "their demands": a noun.
        bare = before in lists()["determiner"] - {"that", "those", "this"} or before.endswith(("'s", "s'"))
        if word in lists()["finite"]:
            return (at == 0 or form[0].islower()) and not (bare or before in lists()["preposition"] - {"to"})
        return word.endswith("ed") and form[0].islower() and is_participle(word) and not bare

    def skips_back(self, at: int) -> int:
        """Return the first word of the adverbs, if any, that stand right before a place."""
        while at > 0 and self.marks[at] < COMMA:
            word = self.words[at - 1]
            if not (word in lists()["adverb"] or (word.endswith("ly") and len(word) > 4)):
                break
            at -= 1
        return at

    def subject(self, at: int) -> Span | None:
        """Return the noun phrase in front of a verb; for who and which, the one they are about."""
        words, known_ = self.words, lists()
        end = self.skips_back(at)
        if end > 0 and self.marks[end] >= COMMA:
            # "The senate, he said, must": what is set in ends at the comma before.
            opened = next((k for k in range(end - 1, max(0, end - 16), -1) if self.marks[k] >= COMMA), 0)
            if not opened or not any(map(self.is_finite, range(opened, end))):
                return None if not opened else self.subject_ending(opened)
            end = opened
        if end == 0:
            return None
        last = words[end - 1]
        if last in ("and", "but", "or"):
            # "Must go and must not": whose the verb before is.
            verb = next((k for k in range(end - 2, 0, -1) if self.is_finite(k)), None)
            return self.subject(verb) if verb else None
        if (
            last in known_["relative"]
            and end > 1
            and (last != "that" or self.word(end - 2) not in known_["finite"])
        ):
            return self.subject_ending(end - 1)
        if last in known_["opening"] and last not in known_["subject"]:
            return None
        return self.subject_ending(end)

    def subject_ending(self, end: int) -> Span | None:
        """Return the noun phrase that ends before a place."""
        words, known_ = self.words, lists()
        if words[end - 1] in known_["subject"] and words[end - 1] != "one":
            both = end > 2 and words[end - 2] in ("or", "and") and words[end - 3] in known_["subject"]
            return (end - 3 if both else end - 1, end)
        begin, joined = end, False
        while begin > 0:
            word = words[begin - 1]
            if begin < end and self.marks[begin] >= COMMA:
                break
            measured = word == "than" and begin < end and self.forms[begin][0].isdigit()
            if not measured and (
                word in known_["opening"] or word in known_["relative"] or self.is_finite(begin - 1)
            ):
                # "The ban proposed by the senate" goes on; "said the senate" doesn't.
                break
            if word in ("and", "&"):
                # Of two only where nothing but they stand in front: "the court ruled on X and the senate must".
                if not self._opens(begin - 1):
                    break
                joined = True
            if begin < end and word in ("those", "everyone", "anyone", "everybody", "anybody"):
                begin -= 1
                break
            if (
                word in known_["subject"]
                and word not in known_["determiner"]
                and begin < end
                and word != "one"
            ):
                break
            # "What steps Ruritania must", "goals the bank must": the phrase before is another's.
            led = (
                begin < end
                and words[begin] in known_["determiner"]
                and word not in ("of", "all", "both", "and", "for", "in")
            )
            apart = (
                begin < end
                and self.forms[begin][0].isupper()
                and self.forms[begin - 1][0].islower()
                and word.endswith("s")
            )
            if led or (apart and "'" not in word and word not in lists()["preposition"] and not acts(word)):
                break
            if word == "to" or (
                word.endswith("ing") and begin < end and words[begin] in known_["determiner"]
            ):
                break
            begin -= 1
        while begin < end and (
            words[begin] in known_["adverb"] - {"all", "both"}
            or words[begin] in ("and", "but", "or", "so", "or")
        ):
            begin += 1
        # "In the talks Marlow must": what a preposition opens is no subject.
        if begin < end and words[begin] in known_["preposition"] and not joined:
            named = next((k for k in range(begin + 1, end) if self.forms[k][0].isupper()), None)
            if named is None or begin == 0:
                begin = begin + 1 if named is None else named
            else:
                begin = named
        return (begin, end) if begin < end else None

    def run_back(self, end: int) -> int:
        """Return where the words in front of a verb begin that no mark, verb or conjunction parts from it."""
        known_ = lists()
        begin = end
        while begin > 0 and (begin == end or self.marks[begin] < COMMA):
            word = self.words[begin - 1]
            if (
                word in known_["opening"] - {"or", "nor"}
                or word in known_["relative"]
                or self.is_finite(begin - 1)
            ):
                break
            begin -= 1
        while begin < end and self.words[begin] in known_["adverb"] | {"and", "or"}:
            begin += 1
        return begin

    def _opens(self, at: int) -> bool:
        """Whether only a noun phrase stands between an "and" and where its clause begins."""
        known_ = lists()
        for k in range(at - 1, max(-1, at - 8), -1):
            if self.marks[k + 1] >= COMMA:
                return True
            word = self.words[k]
            if word in known_["opening"] or word in ("that", "says", "said", "say"):
                return True
            if self.is_finite(k) or (word in known_["preposition"] and word != "of"):
                return self.is_finite(k) and k < at - 1
        return at <= 8

    def clause_end(self, at: int, stops: frozenset[str] = frozenset()) -> int:
        """Return where what begins at a place ends: at a mark, a word that opens a clause, or "and he"."""
        words, known_ = self.words, lists()
        for k in range(at + 1, len(words)):
            if self.marks[k] == HARD or words[k] in stops:
                return k
            joins = words[k] in ("and", "but", "or") and self.word(k + 1) in known_["subject"]
            if (joins and k > at + 1) or (self.marks[k] == COMMA and self._leaves(k)):
                return k
        return len(words)

    def _leaves(self, at: int) -> bool:
        """Whether the clause is over at a comma, and it is no list or apposition that goes on."""
        word = self.words[at]
        if word in lists()["relative"] | lists()["opening"] | {
            "and",
            "but",
            "or",
            "according",
            "with",
            "though",
        }:
            return True
        if word.endswith("ing") or word in lists()["subject"]:
            return True
        # "..., Marlow said": up to the end or the next mark a verb stands.
        stop = next((k for k in range(at + 1, len(self.words)) if self.marks[k] >= COMMA), len(self.words))
        return any(map(self.is_finite, range(at, min(stop, at + 9))))

    def clause_begin(self, at: int) -> int:
        """Return where the clause that a place ends began: behind a mark, "that", or a word that opens one."""
        words, known_ = self.words, lists()
        for k in range(at - 1, 0, -1):
            if self.marks[k] == HARD:
                return k
            if words[k] == "that" and words[k - 1] in known_["finite"] and at - k > 2:
                return k + 1
            if self.marks[k] == COMMA and (
                words[k] in ("and", "but", "while", "which", "who", "so") or at - k > 3
            ):
                inside = sum(map(self.is_finite, range(k, at)))
                own = words[k] in known_["subject"] or words[k] in ("and", "but", "while")
                if inside and own and at - k > 2:
                    return k + 1 if words[k] in ("and", "but", "while") else k
        return 0


# The sentences that hold a word that may make a demand or a cause.


class Held(NamedTuple):
    """A sentence of an article: row, title (0) or text (1), where it begins and ends, and its words' places."""

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
        if len(sentence):
            yield Held(r, p, begin, end, at, places[edges[n] : edges[n + 1]]), sentence


# Who a phrase names.


class Named(NamedTuple):
    """Whom a phrase names: as written, resolved, and of which country; `own` says that it is who speaks."""

    text: str
    key: str | None = None
    country: str | None = None
    own: bool = False


@lru_cache(1 << 15)
def _reading(phrase: str) -> Reading:
    return read(phrase)


@lru_cache(1 << 15)
def acts(phrase: str) -> bool:
    """Whether a phrase names somebody or a body that can do something, or stands for one.

    >>> acts("the senate"), acts("Ana Ruiz"), acts("they"), acts("the higher tariffs")
    (True, True, True, False)
    """
    found = _reading(phrase)
    if found.kind in ("person", "role", "group", "body", "medium", "anonymous", "share"):
        return True
    if found.kind == "pronoun":
        return phrase.lower() not in ("it", "this", "that", "there", "which", "these", "those")
    words = re.split(r" (?:of|in|for|at|from|with|who|that|on) ", phrase.lower())[0].split()
    kinds = word_lists("framing.features", "clauses")["who"]
    head = words[-1].removesuffix("'s") if words else ""
    return head in kinds["actors"] or head in kinds["plural_actors"]


@lru_cache(1 << 15)
def government(phrase: str) -> tuple[str, str] | None:
    """Return the country whose government a phrase names, with its code: by its name, seat or adjective.

    >>> government("Beijing"), government("the Canadian government"), government("Canadian farmers")
    (('China', 'CN'), ('Canada', 'CA'), None)
    """
    words = phrase.replace("’", "'").removeprefix("the ").removeprefix("The ").removesuffix("'s").rstrip("'")
    named = governments().get(words.replace(".", ""))
    head, _, noun = words.rpartition(" ")
    if named is None and noun in (
        "government",
        "administration",
        "authorities",
        "officials",
        "leadership",
        "regime",
    ):
        named = governments().get(head.removesuffix("'s").replace(".", ""))
    return named


class Naming:
    """Whom phrases of one article name: persons in full, capitals as governments, referents by their name."""

    def __init__(self, text: str, mentioned: Sequence[tuple[int, int, str]] | None) -> None:
        self._people = People(text)
        self._mentioned = mentioned

    def of(self, held: Held, sentence: Sentence, span: Span | None) -> Named:
        """Return whom the words of a span name."""
        if span is None or span[0] >= span[1]:
            return Named("")
        text = re.sub("['’]s?$", "", sentence.said(span))
        found = _reading(text)
        if self._mentioned is not None and (name := self._referent(held, sentence, span)) is not None:
            return Named(text, name, found.country)
        if found.kind == "pronoun":
            return Named(text, own=found.gender == "i")
        state = government(text)
        if state is not None:
            return Named(text, *state)
        key = None if found.kind == "none" else found.key
        if found.kind == "person" and len(found.name) == 1:
            person = self._people.called(found.name, held.begin, found.gender)
            key = person.key if person is not None else key
        return Named(text, key or text, found.country)

    def _referent(self, held: Held, sentence: Sentence, span: Span) -> str | None:
        """Return the referent named at the head of a phrase, before what a preposition adds."""
        stop = next(
            (k for k in range(span[0] + 1, span[1]) if sentence.words[k] in lists()["preposition"]), span[1]
        )
        low, high = held.begin + sentence.start[span[0]], held.begin + sentence.end[stop - 1]
        mentioned = self._mentioned or ()
        first, last = (bisect_left(mentioned, place, key=itemgetter(0)) for place in (low, high))
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
        rows: list[dict[str, Any]] = []
        for chunk in cells(frame, self.way.of(beside), speakers):
            rows.extend(self._of_chunk(frame, chunk))
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
