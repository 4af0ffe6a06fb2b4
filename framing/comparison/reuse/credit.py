"""Whether an article says where a passage is from: another outlet, its reporter or an agency is named nearby.

A line of credit at its head or foot says it too. What words credit is data (``credit.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from framing.corpus.outlets import Book
from framing.corpus.wire import Agencies, Wire
from framing.labels import display
from framing.text.voices.cues import speech

__all__ = ["Credits"]

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
