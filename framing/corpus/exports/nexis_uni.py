"""The words and lines of Nexis Uni: labels, headings, and dates in the languages of its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from framing.corpus import lines as kinds
from framing.corpus.exports import invert, read_words
from framing.corpus.exports.nexis_com import fits_column, is_notice, read_date_line
from framing.corpus.lines import Para

_GAP = re.compile(r"[\s\u00a0-]+")


def fold(text: str) -> str:
    """Return a label as it is looked up.

    >>> fold("Publication-Type"), fold(" Load-Date")
    ('publication type', 'load date')
    """
    return _GAP.sub(" ", text).strip().casefold()


_WORDS = read_words("nexis_uni")
#: Labels above the text and below it, headings, and what a part of a section begins with, to their columns.
HEAD, TAIL, HEADINGS, PARTS = (invert(_WORDS[table], fold) for table in ("head", "tail", "headings", "parts"))
MARKS = {mark: frozenset(map(fold, names)) for mark, names in _WORDS["marks"].items()}


def day(text: str) -> str:
    """Return a written day as ISO, or as it is.

    >>> day("July 3, 2019"), day("15. Januar 2026"), day("soon")
    ('2019-07-03', '2026-01-15', 'soon')
    """
    found = read_date_line(" ".join(text.split()))
    return found.published if found and found.whole and not found.edition else text


_COUNT = re.compile(r"(\d{1,3}(?:[.,\u202f ]\d{3})+|\d+)")


def read_number(text: str) -> int | None:
    """Return the first number of a length.

    >>> read_number("1,163 words"), read_number("1.163 Wörter"), read_number("355 mots")
    (1163, 1163, 355)
    """
    found = _COUNT.search(" ".join(text.split()))
    return int(re.sub(r"\D", "", found[1])) if found and len(found[1]) < 12 else None


_PART = re.compile(r"(?P<name>[^\W\d_]{1,12})(?P<mark>[.:]?)\s*(?P<value>[^;]{1,40})")


def read_sections(text: str) -> dict[str, str]:
    """Return the parts of a section: its name, page, version, column, edition, issue.

    >>> read_sections("Section A; Column 0; Foreign Desk; Pg. 8")
    {'section': 'Section A; Foreign Desk', 'column': '0', 'page': '8'}
    >>> read_sections("POLITICS; Version:28"), read_sections("Sport S. 12")
    ({'section': 'POLITICS', 'version': '28'}, {'section': 'Sport S. 12'})
    """
    names: list[str] = []
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        split = _PART.fullmatch(part)
        column = PARTS.get(split["name"].casefold(), "") if split else ""
        value, mark = (split["value"].strip(), split["mark"]) if split else ("", "")
        counted = any(map(str.isdecimal, value))
        # A page has a digit, or is a letter behind a full stop; a word behind "S" is no page.
        rough = (
            bool(mark) or counted if column in ("edition", "version") else counted and len(value.split()) <= 3
        )
        if column and column not in found and rough:
            found[column] = value
        else:
            names.append(part)
    return {**({"section": "; ".join(names)} if names else {}), **found}


# What each line of a Nexis Uni export is, and where in it articles begin.

#: Between a date and the labels that prove it stand at most so many lines.
_AHEAD = 14
_LABEL = re.compile(
    r"(?P<name>[^\W\d_][\w/&.' \u00a0-]{1,38}?)\s?[:：](?P<gap>\u00a0?)\s*(?P<value>.*)", re.DOTALL
)
_LONGEST_TITLE = 400
_ANNOUNCED = re.compile(r"(?P<name>[^\W\d_]{6,12})\s*\((?P<count>\d{1,6})\)")
_ENTRY = re.compile(r"(?P<number>\d{1,5})\.(?:\s+(?P<title>.*))?")
# A label that isn't known: a name of a word or three, and a value that is no sentence.
_SHORT_NAME, _SHORT_VALUE = 3, 80


class Label(NamedTuple):
    """A line "Name: value"; `column` is "" for an unknown name, `sure` that the export made it a label."""

    name: str
    column: str
    value: str
    sure: bool
    tail: bool


class Head(NamedTuple):
    """Where a head stands: first line of the headline, line of the source (or -1), date line."""

    start: int
    source: int
    date: int


# Names and values in one line, as no label of an article has them.
_NARROWED = re.compile(r"[^:;]{3,30}: [^:;]+(?:; ?[^:;]{3,30}: [^;]+)+;?")


class Lines:
    """The lines of an export.

    Attributes
    ----------
    paras : sequence of Para
    texts : list of str
        Their texts, runs of space made one.
    marked : bool
        Some lines are bold, so that a heading can be told from a word.
    gapped : bool
        Labels end with a space that doesn't break, so that a label can be told from a word.
    listed : frozenset of str
        Headlines of the list of contents, folded: what stands above one of them is no part of it.
    """

    def __init__(self, paras: Sequence[Para]) -> None:
        self.paras = paras
        self.texts = [" ".join(para.text.split()) for para in paras]
        self.marked = any(para.bold for para in paras)
        self.gapped = any(":\u00a0" in para.text[:44] for para in paras)
        self.listed = frozenset[str]()

    def __len__(self) -> int:
        return len(self.texts)

    def ends(self, at: int) -> bool:
        """Say whether a line is the mark below an article."""
        return self.marks(at, "end")

    def marks(self, at: int, mark: str) -> bool:
        """Say whether a line is one of some words, as a link to a picture or the end of a document."""
        text = self.texts[at]
        return 0 < len(text) < 40 and fold(text) in MARKS[mark]

    def copyright(self, at: int) -> bool:
        """Say whether a line says who holds the rights."""
        return is_notice(self.texts[at], tuple(MARKS["copyright"]))

    def covers(self, at: int) -> bool:
        """Say whether a line is a label of the cover, or of what stands below each entry of its list."""
        name, colon, _ = self.texts[at].partition(":")
        return bool(colon) and len(name) < 30 and (fold(name) in MARKS["cover"] or self._narrows(at))

    def _narrows(self, at: int) -> bool:
        """Say whether a line lists what a search was narrowed by: "Publisher: A; Publication Type: B"."""
        if not _NARROWED.fullmatch(self.texts[at]):
            return False
        above = next((line for line in range(at - 1, max(at - 4, -1), -1) if self.texts[line]), None)
        return above is not None and (self.marks(above, "narrowed") or self.covers(above))

    def contents(self, at: int) -> bool:
        """Say whether a line may be of the cover or its list: label, entry, count, what was narrowed."""
        return (
            self.covers(at)
            or self.entry(at) is not None
            or self.announced(range(at, at + 1)) is not None
            or self.marks(at, "narrowed")
        )

    def announced(self, where: range) -> int | None:
        """Return how many articles some lines announce, as "Documents (10)"."""
        for at in where:
            found = _ANNOUNCED.fullmatch(self.texts[at]) if len(self.texts[at]) < 30 else None
            if found and fold(found["name"]) in MARKS["announced"]:
                return int(found["count"])
        return None

    def entry(self, at: int) -> tuple[int, str] | None:
        """Return number and headline of a line as an entry of the list; the headline may be empty."""
        found = _ENTRY.fullmatch(self.texts[at])
        return (int(found["number"]), found["title"] or "") if found else None

    def heading(self, at: int) -> str:
        """Return which heading a line is: body, abstract, graphic ..., or ""."""
        text = self.texts[at]
        if not 0 < len(text) < 30 or (self.marked and not self.paras[at].bold):
            return ""
        return HEADINGS.get(fold(text.removesuffix(":")), "")

    def label(self, at: int, *, loose: bool = False) -> Label | None:
        """Return a line as a label with its value, or None where it is none.

        `loose` takes any short name for one: below a text nothing else stands.
        """
        text = self.paras[at].text
        if ":" not in text[:44] and "：" not in text[:44]:
            return None
        found = _LABEL.fullmatch(text.strip())
        if not found or len(found["name"].split()) > 4:
            return None
        name = fold(found["name"])
        value = " ".join(found["value"].split())
        head, tail = HEAD.get(name, ""), TAIL.get(name, "")
        sure = bool(found["gap"])
        column = head or tail
        shouted = found["name"].isupper() and len(name) > 4
        if column:
            known = not shouted and (loose or fits_column(column, value))
        else:
            known = loose and bool(value) and len(found["name"].split()) <= _SHORT_NAME
        return Label(found["name"], column, value, sure, bool(tail) or not head) if sure or known else None

    def strange_label(self, at: int) -> Label | None:
        """Return a line of the head as a label that isn't known; where labels have a mark, it has none."""
        label = None if self.gapped else self.label(at, loose=True)
        if label is None or label.column or not label.name[:1].isupper():
            return None
        short = len(label.name.split()) <= _SHORT_NAME and len(label.value) <= _SHORT_VALUE
        return label if short and label.value[-1:] not in (".", "!", "?", "…") else None

    def heads(self, start: int, end: int) -> list[Head]:
        """Return the heads that stand between two lines, in order."""
        found: list[Head] = []
        for at in range(start, end):
            if (
                len(self.texts[at]) > 5
                and read_date_line(self.texts[at]) is not None
                and self._proved(at, end)
            ):
                head = self._above(at, found[-1].date + 1 if found else start)
                found.extend([head] if head is not None else [])
        return found

    def _proved(self, date: int, end: int) -> bool:
        """Say whether copyright, labels of the head, or the heading of the text stand below a date line."""
        others = seen = 0
        for at in range(date + 1, min(end, date + 2 * _AHEAD)):
            if not self.texts[at]:
                continue
            seen += 1
            if self.ends(at) or seen > _AHEAD or others > 3:
                return False
            label = self.label(at)
            if label is not None and label.column and label.tail:
                # A day that stands by itself in the last lines of a text.
                return False
            if (
                self.copyright(at)
                or label is not None
                or self.heading(at) in ("body", "abstract", "highlight")
            ):
                return True
            if read_date_line(self.texts[at]) is not None:
                return False
            others += not self.marks(at, "link")
        return False

    def _above(self, date: int, start: int) -> Head | None:
        """Return the head whose date line stands here: the source above it, the headline above that."""
        source = self._up(date, start)
        if source is None:
            return None
        if self.titled(source) and not any(map(self.titled, range(max(start, source - 4), source))):
            return Head(self._first(source, start), -1, date)
        title = self._up(source, start)
        if title is None:
            return Head(source, source, date)
        return Head(self._first(title, start), source, date)

    def _up(self, below: int, start: int) -> int | None:
        """Return the next line above that is no blank and may belong to a head."""
        for at in range(below - 1, max(start - 1, below - 4), -1):
            if self.texts[at]:
                return at if self._may_head(at) else None
        return None

    def _may_head(self, at: int) -> bool:
        if len(self.texts[at]) > _LONGEST_TITLE or self.ends(at) or self.copyright(at):
            return False
        if self.covers(at) or self.announced(range(at, at + 1)) is not None:
            return False
        label = self.label(at)
        return label is None or not (label.sure or label.tail) or self.titled(at)

    def titled(self, at: int) -> bool:
        """Say whether a line has the form of a headline: bold, or a heading by its style."""
        para = self.paras[at]
        return bool(para.text) and (para.style.lower().startswith(("heading", "title")) or para.bold)

    def _first(self, title: int, start: int) -> int:
        """Return the first line of a headline that may stand on several: all of them are bold, or none."""
        at, marked = title, self.titled(title)
        while (
            at > start
            and (marked or kinds.fold(" ".join(self.texts[at : title + 1])) not in self.listed)
            and (marked or not self.contents(at - 1))
            and self.texts[at - 1]
            and self._may_head(at - 1)
            and self.titled(at - 1) == marked
            and not self.marks(at - 1, "corrected")
            and not self.marks(at - 1, "link")
            and (marked or title - at < 2)
        ):
            at -= 1
        return at
