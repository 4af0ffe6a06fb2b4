"""What an agency gave to an article: all of it, part of it, its name in a credit, or a fact that is cited.

An agency's wording is no outlet's own, so a reprint is told from a citation:
byline, dateline and credit lines say the one, "Xinhua reported" says the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.corpus.outlets import Book

__all__ = ["Agencies", "Wire"]

# Abbreviations say an agency's name only in capitals: AP is one, ap is not.
_SHORT = 4
_CREDITED = re.compile(
    r"\bcontributed\b|\bwith (?:additional )?(?:files|reporting)\b|\bfiles from\b|\badditional reporting\b",
    re.I,
)
_SOURCE = re.compile(r"^\(?(?:source|来源|稿件来源)\s*[:：]\s*(?P<who>.+?)\)?$", re.I)
_FIRST = re.compile(r"\bthis report by (?P<who>.{2,60}?) was first published", re.I)
_EDITED = re.compile(r"^\(?(?:reporting|writing|editing) by\b", re.I)


@dataclass(frozen=True)
class Wire:
    """The agency, what it gave, and the words that show it."""

    key: str | None = None
    role: str = "none"
    evidence: str = ""


class Agencies:
    """The agencies of a book of outlets, compiled once a run."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._names = {
            name: entry.key
            for entry in book.entries.values()
            if entry.agency
            for name in (entry.name, *entry.credits)
        }
        ordered = sorted(self._names, key=len, reverse=True)
        any_name = "|".join(self._written(name) for name in ordered) or "(?!)"
        # Without anything before the names a search skips to their capitals: most articles name no agency.
        self._quick = re.compile("|".join(map(re.escape, ordered)) or "(?!)")
        self._any = re.compile(rf"(?<![\w@])(?P<name>{any_name})(?![\w-])")
        self._alone = re.compile(
            rf"(?:the |by )?(?P<name>{any_name})(?: in [A-Z]\w+| wire| news agency| news)?\.?", re.I
        )
        # LONDON (AP) -, BEIJING, Jan. 16 (Xinhua) --, 新华社北京1月15日电
        self._dateline = re.compile(
            rf"^[\"'“]?(?:[A-Z][\w.'’/ -]{{1,40}}(?:, [\w.'’ -]{{2,30}}){{0,3}},? ?)?"
            rf"\((?P<name>{any_name})\) ?(?:[-–—]{{1,3}}|:)"
        )
        self._chinese = re.compile(
            r"^[（(]?(?P<name>新华社|中新社|中新网|路透社|法新社|美联社|中国新闻社|新华网|中国新闻网)[^，。]{0,24}(?:电|讯|日电)"
        )
        self._spoken = re.compile(
            r"^(?P<name>Xinhua News Agency|China News Service), [A-Z]\w+, [A-Z][a-z]+\.? \d{1,2}\b"
        )
        cue = r"(?:reported|said|says|reports|quoted|cited|wrote|told|according|citing|as saying)\b"
        self._cited = re.compile(
            rf"\b(?:[Aa]ccording to|told|citing|[Qq]uoted by|[Rr]eported by|[Cc]ited by|provided to|"
            rf"(?:report|interview|statement|dispatch) (?:by|from|with|to))"
            rf"(?: news agency| the| China's| state-run| state| official)* (?:{any_name})(?![\w-])"
            rf"|(?<![\w@])(?:{any_name})(?:'s|’s)?(?: news agency| news| report)? {cue}"
            rf"|(?<![\w@])(?:{any_name})(?:'s|’s) (?:report|correspondent)",
        )

    @staticmethod
    def _written(name: str) -> str:
        exact = re.escape(name)
        return exact if len(name) <= _SHORT or not name.isascii() else rf"{exact}|{re.escape(name.upper())}"

    def key(self, name: str) -> str | None:
        """Return the key of the agency that a byline or credit names alone, or None."""
        found = self._alone.fullmatch(name.strip(" .()"))
        return self._key(found["name"]) if found else None

    def _key(self, name: str) -> str | None:
        if name in self._names:
            return self._names[name]
        folded = name.casefold()
        return next(
            (key for known, key in self._names.items() if known.casefold() == folded and len(known) > _SHORT),
            None,
        )

    def is_byline(self, line: str) -> bool:
        """Say whether a line is an agency's name and nothing else, as bylines are."""
        return len(line) <= 60 and self.key(line) is not None

    def judge(
        self,
        outlet: str,
        bylines: Sequence[str],
        credits: Sequence[str],
        paragraphs: Sequence[str],
        origin: str | None = None,
    ) -> Wire:
        """Return what an agency gave, the strongest evidence first.

        Parameters
        ----------
        outlet : str
            Key; an agency's own pages credit it without being a reprint.
        bylines, credits : sequence of str
            Lines that were read as such.
        paragraphs : sequence of str
            The text.
        origin : str, optional
            Whom the outlet says it had the item from.
        """
        for line in (*bylines, *([origin] if origin else [])):
            key = self.key(line) or self.key(re.split(r"[,;|]| and ", line)[0])
            if key and key != outlet:
                return Wire(key, "full_reprint", line)
        if origin:
            return Wire(self._book.resolve(origin), "full_reprint", origin)
        head = next(iter(paragraphs), "")[:160]
        for form in (self._dateline, self._chinese, self._spoken):
            found = form.match(head)
            key = self._key(found["name"]) if found else None
            if found and key and key != outlet:
                return Wire(key, "full_reprint", found.group().strip())
        return self._from_credits(outlet, credits) or self._from_text(outlet, paragraphs)

    def _from_credits(self, outlet: str, credits: Sequence[str]) -> Wire | None:
        weaker = None
        for line in credits:
            first = _FIRST.search(line)
            source = _SOURCE.match(line)
            if first or source:
                who = (first or source)["who"]  # type: ignore[index]
                key = self.key(who)
                if key and key != outlet:
                    return Wire(key, "full_reprint", line)
            if _EDITED.match(line):
                continue
            for found in self._any.finditer(line):
                key = self._key(found["name"])
                if key and key != outlet:
                    if _CREDITED.search(line):
                        return Wire(key, "partly_based", line)
                    weaker = weaker or Wire(key, "credited", line)
        return weaker

    def _from_text(self, outlet: str, paragraphs: Sequence[str]) -> Wire:
        text = "\n".join(paragraphs)
        if not self._quick.search(text):
            return Wire()
        counts: dict[str, int] = {}
        shown: dict[str, str] = {}
        for found in self._any.finditer(text):
            key = self._key(found["name"])
            if key and key != outlet:
                counts[key] = counts.get(key, 0) + 1
        if not counts:
            return Wire()
        for found in self._cited.finditer(text):
            name = self._any.search(found.group())
            key = self._key(name["name"]) if name else None
            if key and key != outlet:
                shown.setdefault(key, found.group())
        if not shown:
            return Wire()
        key = max(shown, key=lambda known: (counts.get(known, 0), -text.find(shown[known])))
        return Wire(key, "cites", shown[key])
