"""What each line of a Nexis Uni export is, and where in it articles begin.

Nothing is told by its place alone: an article begins where headline, source
and a date line stand above copyright, labels or the heading of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from framing.corpus import lines as kinds
from framing.corpus.nexis.uni_words import Printed, date_line, fold, words
from framing.corpus.nexis.values import fits, is_notice
from framing.corpus.paras import Para

__all__ = ["Head", "Label", "Lines"]

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
        self._mark = ""

    def __len__(self) -> int:
        return len(self.texts)

    def ends(self, at: int) -> bool:
        """Say whether a line is the mark below an article."""
        return self._is(at, "end") or (bool(self._mark) and self.texts[at] == self._mark)

    def learn(self, heads: Sequence[Head]) -> None:
        """Learn the mark below articles in a language not known: the same short last line of them all."""
        lasts = set()
        for end in [*(head.start for head in heads[1:]), len(self)]:
            at = next((at for at in range(end - 1, -1, -1) if self.texts[at]), 0)
            lasts.add("" if self.label(at) is not None or self.copyright(at) else self.texts[at])
        if len(heads) > 1 and len(lasts) == 1 and len(last := lasts.pop()) < 40:
            self._mark = last

    def links(self, at: int) -> bool:
        """Say whether a line is a link to a picture or a facsimile."""
        return self._is(at, "link")

    def corrected(self, at: int) -> bool:
        """Say whether a line says that a correction is appended."""
        return self._is(at, "corrected")

    def _is(self, at: int, mark: str) -> bool:
        text = self.texts[at]
        return 0 < len(text) < 40 and fold(text) in words().marks[mark]

    def copyright(self, at: int) -> bool:
        """Say whether a line says who holds the rights."""
        return is_notice(self.texts[at], tuple(words().marks["copyright"]))

    def covers(self, at: int) -> bool:
        """Say whether a line is a label of the cover, or of what stands below each entry of its list."""
        name, colon, _ = self.texts[at].partition(":")
        return bool(colon) and len(name) < 30 and fold(name) in words().marks["cover"]

    def contents(self, at: int) -> bool:
        """Say whether a line may be of the cover or its list: label, entry, count, what was narrowed."""
        return (
            self.covers(at)
            or self.entry(at) is not None
            or self.announced(range(at, at + 1)) is not None
            or self._is(at, "narrowed")
        )

    def announced(self, where: range) -> int | None:
        """Return how many articles some lines announce, as "Documents (10)"."""
        for at in where:
            found = _ANNOUNCED.fullmatch(self.texts[at]) if len(self.texts[at]) < 30 else None
            if found and fold(found["name"]) in words().marks["announced"]:
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
        return words().headings.get(fold(text.removesuffix(":")), "")

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
        name, known = fold(found["name"]), words()
        value = " ".join(found["value"].split())
        head, tail = known.head.get(name, ""), known.tail.get(name, "")
        sure = bool(found["gap"])
        if head or tail:
            shouted = found["name"].isupper() and len(name) > 4
            if not sure and (shouted or not (loose or fits(head or tail, value))):
                return None
            return Label(found["name"], head or tail, value, sure, bool(tail))
        known_by_form = sure or (loose and bool(value) and len(found["name"].split()) <= 3)
        return Label(found["name"], "", value, sure, True) if known_by_form else None

    def strange_label(self, at: int) -> Label | None:
        """Return a line of the head as a label that isn't known; where labels have a mark, it has none."""
        label = None if self.gapped else self.label(at, loose=True)
        if label is None or label.column or not label.name[:1].isupper():
            return None
        short = len(label.name.split()) <= _SHORT_NAME and len(label.value) <= _SHORT_VALUE
        return label if short and label.value[-1:] not in (".", "!", "?", "…") else None

    def date(self, at: int) -> Printed | None:
        """Return a line as a date line, or None."""
        return date_line(self.texts[at])

    def heads(self, start: int, end: int) -> list[Head]:
        """Return the heads that stand between two lines, in order."""
        found: list[Head] = []
        at = start
        while at < end:
            if len(self.texts[at]) > 5 and self.date(at) is not None and self._proved(at, end):
                head = self._above(at, found[-1].date + 1 if found else start)
                if head is not None:
                    found.append(head)
            at += 1
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
            if self.date(at) is not None:
                return False
            others += not self.links(at)
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
            and (marked or not self._is_listed(at, title))
            and (marked or not self.contents(at - 1))
            and self.texts[at - 1]
            and self._may_head(at - 1)
            and self.titled(at - 1) == marked
            and not self.corrected(at - 1)
            and not self.links(at - 1)
            and (marked or title - at < 2)
        ):
            at -= 1
        return at

    def _is_listed(self, first: int, last: int) -> bool:
        return bool(self.listed) and kinds.fold(" ".join(self.texts[first : last + 1])) in self.listed
