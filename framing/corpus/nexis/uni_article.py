"""One article of Nexis Uni: head, text, and what stands below it, told apart by labels and headings."""

from __future__ import annotations

import re

from framing.corpus.documents import by_hand
from framing.corpus.nexis.uni_lines import Head, Label, Lines
from framing.corpus.nexis.uni_words import Printed, clock_line, day, fold, number, sections, words
from framing.corpus.records import Note

__all__ = ["Article"]

_PLACE = re.compile(r"(?<=\S)\((?=[^()]{2,40}\)$)")
_NO_WORD = re.compile(r"[^\w]+")
#: Columns that mean something else to whoever reads the table: an unknown label may not take them.
_TAKEN = frozenset(
    "id source text title outlet published updated status blocks url event genre date day time body content "
    "database story article publication media site domain author creator category desk guid uid".split()
)
# What shows that a run of labels is the end of an article and not a list in its text.
_PROOF = frozenset(("load_date", "language", "publication_type", "source_code"))
_JOINED = frozenset(
    ("authors", "copyright", "subjects", "companies", "people", "places", "industries", "edition")
)


class Article:
    """The lines of one article.

    Parameters
    ----------
    lines : Lines
    head : Head
        Where it begins; without date line (-1) the first lines are read as headline and source.
    end : int
        The line behind its last.
    """

    def __init__(self, lines: Lines, head: Head, end: int) -> None:
        self._lines, self._head, self._end = lines, head, end
        self.notes: list[Note] = []
        self._found: dict[str, str] = {}
        self._body: list[int] = []
        self._split()

    def fields(self) -> dict[str, object]:
        """Return what is said of the article, by column."""
        found: dict[str, object] = {"database": "nexis", **self._found}
        counted = number(str(found.get("length", "")))
        if "length" in found and counted is not None:
            found["length"] = counted
        if section := found.pop("section", ""):
            found.update({name: value for name, value in sections(str(section)).items() if name not in found})
        if language := str(found.get("language", "")):
            # The export's own language and the article's name for it: "GERMAN; DEUTSCH".
            found["language"] = language.split(";")[0].strip()
        if fold(str(found.get("title", ""))) in words().marks["untitled"]:
            del found["title"]
            self.notes.append(Note("guessed", "title", "Nexis says that the original has no headline"))
        if "authors" in found:
            # Who wrote it is made of it, with places and offices taken off; as printed it stands beside.
            found["byline"] = found["authors"]
        for name in ("load_date", "correction_date"):
            if name in found:
                found[name] = day(str(found[name]))
        return found

    def text(self) -> tuple[str, str]:
        """Return the text, one paragraph a line, and a letter for each."""
        return by_hand.lines(self._lines.paras[at] for at in self._body)

    def short(self) -> str:
        """Return what stands for a text that isn't there."""
        return self._found.get("abstract") or self._found.get("highlight", "")

    def _keep(self, name: str, value: str) -> None:
        value = value.rstrip("; ")
        if not value:
            return
        mark = "; " if name in _JOINED else " "
        known = self._found.get(name)
        self._found[name] = f"{known}{mark}{value}" if known else value

    def _named(self, label: Label) -> str:
        if label.column:
            return label.column
        name = _NO_WORD.sub("_", label.name.casefold()).strip("_") or "label"
        return f"nexis_{name}" if name in _TAKEN else name

    def _split(self) -> None:
        lines, end = self._lines, self._end
        start = self._top()
        tail = self._tail(start)
        body = next((at for at in range(start, tail) if lines.heading(at) == "body"), None)
        if body is None:
            body = self._foreign(start, tail)
        below = self._above_text(start, tail if body is None else body, body is not None)
        self._text(below if body is None else body + 1, tail)
        self._labels(tail, end)

    def _top(self) -> int:
        """Read headline, source and date line; return the line behind them."""
        lines, head = self._lines, self._head
        if head.date < 0:
            first = head.start
            while first + 2 < self._end and lines.titled(first) and lines.titled(first + 1):
                self._keep("title", lines.texts[first])
                first += 1
            standing = [at for at in range(first, self._end) if lines.texts[at]][:3]
            for name, at in zip(("title", "outlet", "published"), standing, strict=False):
                text = lines.texts[at]
                if at != standing[0] and (len(text) > 100 or lines.label(at) or lines.heading(at)):
                    return at
                if name == "published" and (lines.copyright(at) or not any(map(str.isdecimal, text))):
                    return at
                self._keep(name, self._source(at) if name == "outlet" else lines.texts[at])
            self.notes.append(Note("guessed", "date", "no date line stands in its head; left undated"))
            return standing[-1] + 1 if standing else self._end
        for at in range(head.start, head.date):
            text = lines.texts[at]
            if not text or at == head.source:
                continue
            if lines.corrected(at):
                self._keep("correction", text)
            elif not lines.links(at):
                self._keep("title", text)
        if head.source >= 0:
            self._keep("outlet", self._source(head.source))
        printed = lines.date(head.date)
        if printed is not None:
            return self._dated(printed, head.date + 1)
        return head.date + 1

    def _dated(self, printed: Printed, at: int) -> int:
        """Keep what a date line says, and a clock time on the line below; return the line behind them."""
        below = next((line for line in range(at, min(at + 3, self._end)) if self._lines.texts[line]), -1)
        bare = below >= 0 and printed.whole and ":" not in printed.published and not printed.edition
        timed = clock_line(self._lines.texts[below], printed.published) if bare else None
        told = timed or printed
        self._keep("published", told.published)
        self._keep("edition", told.edition)
        return at if timed is None else below + 1

    def _source(self, at: int) -> str:
        """Return a source's name: between it and its place stands a space, "The Guardian(London)"."""
        return _PLACE.sub(" (", self._lines.texts[at])

    def _tail(self, start: int) -> int:
        """Return where the labels below the text begin; the end of the article where there are none."""
        lines = self._lines
        last = next(
            (at for at in range(self._end - 1, start, -1) if lines.heading(at) == "classification"), self._end
        )
        first, proved = last, False
        for at in range(last - 1, start - 1, -1):
            if not lines.texts[at] or lines.links(at):
                continue
            label = lines.label(at)
            if label is None or not label.tail:
                break
            first, proved = at, proved or label.sure or label.column in _PROOF
        if not proved or any(lines.heading(at) == "body" for at in range(start, first)):
            return first if proved else last
        above = next((at for at in range(first - 1, start, -1) if self._lines.texts[at]), start)
        return above if self._is_strange(above) else first

    def _foreign(self, start: int, tail: int) -> int | None:
        """Return the heading of the text in a language not known here: bold, short, and behind labels."""
        labelled, others = False, 0
        for at in range(start, tail):
            if not self._lines.texts[at]:
                continue
            if self._lines.label(at) is not None:
                labelled = True
            elif labelled and self._is_strange(at):
                return at
            elif labelled:
                others += 1
                if others > 3 or len(self._lines.texts[at]) > 120:
                    return None
        return None

    def _is_strange(self, at: int) -> bool:
        """Say whether a line may be a heading whose word isn't known."""
        text = self._lines.texts[at]
        short = 0 < len(text) < 30 and len(text.split()) <= 3
        return short and self._lines.paras[at].bold and not self._lines.heading(at)

    def _above_text(self, start: int, end: int, headed: bool) -> int:
        """Read what stands between date line and text; return where a text without heading begins."""
        lines, name = self._lines, ""
        gap = False
        for at in range(start, end):
            text = lines.texts[at]
            if not text:
                gap = True
                continue
            label, heading = lines.label(at), lines.heading(at)
            if label is None and headed and not heading and not lines.copyright(at):
                label = lines.strange_label(at)
            if label is not None:
                name = self._named(label)
                self._keep(name, label.value)
            elif heading:
                name = heading
            elif lines.copyright(at):
                name = "copyright"
                self._keep(name, text)
            elif lines.corrected(at):
                self._keep("correction", text)
            elif lines.links(at):
                pass
            elif name and (headed or not gap or name in ("abstract", "highlight", "graphic")):
                self._keep(name, text)
            elif headed or (len(text) <= 120 and not name and not gap):
                self._keep("edition" if len(text) <= 120 else "notes", text)
            else:
                return at
            gap = False
        return end

    def _text(self, start: int, end: int) -> None:
        """Tell text from abstract, graphics, notes and corrections, each below its heading."""
        lines, name = self._lines, ""
        first = True
        for at in range(start, end):
            text = lines.texts[at]
            if not text:
                continue
            heading = lines.heading(at) or (self._opening(at) if first or name == "abstract" else "")
            if heading and (heading != "body" or name or first):
                name = "" if heading == "body" else heading
            elif name:
                self._keep(name, text)
            elif not lines.links(at):
                self._body.append(at)
            first = False

    def _opening(self, at: int) -> str:
        """Return the heading that a first line is though it isn't bold: ABSTRACT, and FULL TEXT behind it."""
        text = self._lines.texts[at].rstrip(":")
        found = {"ABSTRACT": "abstract", "SUMMARY": "abstract", "FULL TEXT": "body", "TEXT": "body"}
        return found.get(text, "")

    def _labels(self, start: int, end: int) -> None:
        name = ""
        for at in range(start, end):
            text, heading = self._lines.texts[at], self._lines.heading(at)
            if not text or self._lines.links(at):
                continue
            label = self._lines.label(at, loose=True)
            if label is not None:
                name = self._named(label)
                self._keep(name, label.value)
            elif heading or (at == start and self._is_strange(at)):
                name = "" if heading in ("classification", "body") else heading
            elif self._lines.copyright(at):
                self._keep("copyright", text)
            else:
                self._keep(name or "notes", text)
