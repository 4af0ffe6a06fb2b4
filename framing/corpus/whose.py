"""Whose article it is: what record and folder say, its address, and marks only one outlet has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache

from framing.corpus import bylines, fields, lines, outlets
from framing.corpus.needles import needles
from framing.corpus.outlets import Book
from framing.corpus.records import FOLDER, SITE, Case

__all__ = ["Finder"]


class Finder:
    """Finds the outlet of records; one a run, since marks are compiled once."""

    def __init__(self, book: Book, given: Mapping[str, str]) -> None:
        self._book = book
        self._given = given
        self._marks: dict[str, list[tuple[tuple[str, ...], str]]] = {}

    def find(self, case: Case, url: str | None, text: str) -> tuple[str | None, str | None]:
        """Return the outlet's key, and whom it had the item from where its name says so."""
        written = fields.own(case, "outlet")
        stated = self._by_user(written, case.place) or written
        if stated:
            key = self._book.resolve(stated)
            linked = self._book.by_url(url) if url and key not in self._book.entries else None
            page = case.record.document is not None
            if linked and stated == written and (page or _is_writer(stated)):
                # What a page calls its site, or a table its writer, is no outlet; the address is one's.
                who = "page" if page else "record"
                case.note("guessed", "outlet", f"{linked}, from the address {url}; the {who} says {stated!r}")
                return linked, None
            self._tell(stated, key, case)
            return key, outlets.origin(stated)
        return self._inferred(case, url, text), None

    def _inferred(self, case: Case, url: str | None, text: str) -> str | None:
        folder = fields.told(case, "outlet")
        named = self._book.resolve(folder) if folder else None
        if named in self._book.entries:
            return named
        site = fields.line(case.record.fields.get(SITE))
        known = self._book.resolve(site) if site else None
        if known in self._book.entries:
            case.note("guessed", "outlet", f"{known}, from the end {site!r} of the page's title")
            return known
        if named:
            return named
        linked = self._book.by_url(url) if url else None
        if linked:
            case.note("guessed", "outlet", f"{linked}, from the address {url}")
            return linked
        marked = self._by_marks(text)
        if marked:
            case.note("guessed", "outlet", f"{marked}, from marks in the text that only its pages have")
        return marked or self._by_folder(case)

    def _by_folder(self, case: Case) -> str | None:
        """Return the known outlet that the nearest folder, or archive, is called by."""
        home, *below = f"{fields.told(case, FOLDER)}/{case.place}".split("/")[:-1]
        for depth in range(len(below), -1, -1):
            name = below[depth - 1].removesuffix(".zip") if depth else home
            key = self._book.resolve(name) if name else None
            if key in self._book.entries:
                where = "/".join(below[:depth]) or home
                case.note("guessed", "outlet", f"{key}, from the name of the folder {where!r}", once=True)
                return key
        return None

    def _by_user(self, written: str, place: str) -> str | None:
        if written in self._given:
            return self._given[written]
        if written:
            return None
        return next(
            (name for pattern, name in self._given.items() if pattern and fnmatchcase(place, pattern)), None
        )

    def _by_marks(self, text: str) -> str | None:
        """Return the one outlet of whose marks the text has at least two, if there is just one."""
        if not self._marks:
            self._marks = {
                entry.key: [(needles(mark), mark) for mark in entry.marks]
                for entry in self._book.entries.values()
                if entry.marks
            }
        hits = {key: sum(_has(text, *mark) for mark in marks) for key, marks in self._marks.items()}
        best = max(hits.values(), default=0)
        leaders = [key for key, count in hits.items() if count == best]
        return leaders[0] if best >= 2 and len(leaders) == 1 else None

    def _tell(self, name: str, key: str, case: Case) -> None:
        """Note how a spelling was read; the audit keeps the first of a thousand articles that say so."""
        entry = self._book.entries.get(key)
        own = {key.replace("_", " "), lines.fold(entry.name) if entry else ""}
        if name != key and lines.fold(name) not in own:
            case.note("guessed", "outlet", f"{name!r} read as {key}, here and below", once=True)


_WRITER = re.compile(
    r"\W*(?:(?:guest|contributing|outside|various|unknown|staff|opinion) (?:writers?|columnists?|authors?|"
    r"contributors?|bloggers?)|contributors?|columnists?|op-?eds?|guest|letters?(?: to the editor)?)\b"
    r".{0,24}",
    re.I,
)


def _is_writer(name: str) -> bool:
    """Say whether what stands where an outlet should is a person, or a word for one.

    >>> _is_writer("Guest Writer - Left"), _is_writer("Ana Ruiz"), _is_writer("Harbour Courier")
    (True, True, False)
    """
    parts = bylines.parts(name)
    return bool(_WRITER.fullmatch(name)) or (len(parts) == 1 and parts[0].kind == "person")


def _has(text: str, words: tuple[str, ...], mark: str) -> bool:
    if words and not any(word in text for word in words):
        return False
    return bool(_compiled(mark).search(text))


@cache
def _compiled(mark: str) -> re.Pattern[str]:
    return re.compile(mark, re.M)
