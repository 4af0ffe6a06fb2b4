"""Exports of Nexis Uni (Lexis Advance, Nexis since 2017), as they come in DOCX and RTF.

A cover may announce the articles and list them; it is skipped and what was
read is held against it. Articles are never matched with the list by their
place in it: the list may be in another order, or longer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from framing.corpus import lines as kinds
from framing.corpus import pasted
from framing.corpus.exports import make_record
from framing.corpus.exports import nexis_uni as words
from framing.corpus.exports.nexis_com import read_clock_line, read_date_line
from framing.corpus.exports.nexis_uni import Head, Lines, fold
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Record, Source, reconcile

# One article of Nexis Uni: head, text, and what stands below it, told apart by labels and headings.

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


# Headings that a first line is though it isn't bold: an abstract, and the text behind it.
_OPENINGS = {"ABSTRACT": "abstract", "SUMMARY": "abstract", "FULL TEXT": "body", "TEXT": "body"}


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
        counted = words.read_number(str(found.get("length", "")))
        if "length" in found and counted is not None:
            found["length"] = counted
        if section := found.pop("section", ""):
            found = {**words.read_sections(str(section)), **found}
        if language := str(found.get("language", "")):
            # The export's own language and the article's name for it: "GERMAN; DEUTSCH".
            found["language"] = language.split(";")[0].strip()
        if fold(str(found.get("title", ""))) in words.MARKS["untitled"]:
            del found["title"]
            self.notes.append(Note("guessed", "title", "Nexis says that the original has no headline"))
        if "authors" in found:
            # Who wrote it is made of it, with places and offices taken off; as printed it stands beside.
            found["byline"] = found["authors"]
        for name in {"load_date", "correction_date"} & found.keys():
            found[name] = words.day(str(found[name]))
        return found

    def text(self) -> tuple[str, str]:
        """Return the text, one paragraph a line, and a letter for each."""
        return pasted.lines(self._lines.paras[at] for at in self._body)

    def _keep(self, name: str, value: str) -> None:
        value = value.rstrip("; ")
        if not value:
            return
        mark = "; " if name in _JOINED else " "
        known = self._found.get(name)
        self._found[name] = f"{known}{mark}{value}" if known else value

    def _own_name(self, label: str) -> str:
        name = _NO_WORD.sub("_", label.casefold()).strip("_") or "label"
        return f"nexis_{name}" if name in _TAKEN else name

    def _split(self) -> None:
        lines, end = self._lines, self._end
        start = self._top()
        tail = self._tail(start)
        body = next((at for at in range(start, tail) if lines.heading(at) == "body"), None)
        below = self._read(start, tail if body is None else body, "above", headed=body is not None)
        self._read(below if body is None else body + 1, tail, "text")
        self._read(tail, end, "below")

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
            if lines.marks(at, "corrected"):
                self._keep("correction", text)
            elif not lines.marks(at, "link"):
                self._keep("title", text)
        if head.source >= 0:
            self._keep("outlet", self._source(head.source))
        at, printed = head.date + 1, read_date_line(lines.texts[head.date])
        if printed is None:
            return at
        # A clock time may stand on the line below.
        below = next((line for line in range(at, min(at + 3, self._end)) if lines.texts[line]), -1)
        bare = below >= 0 and printed.whole and ":" not in printed.published and not printed.edition
        timed = read_clock_line(lines.texts[below], printed.published) if bare else None
        self._keep("published", (timed or printed).published)
        self._keep("edition", (timed or printed).edition)
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
            if not lines.texts[at] or lines.marks(at, "link"):
                continue
            label = lines.label(at)
            if label is None or not label.tail:
                break
            first, proved = at, proved or label.sure or label.column in _PROOF
        if not proved or any(lines.heading(at) == "body" for at in range(start, first)):
            return first if proved else last
        return first

    def _read(self, start: int, end: int, zone: str, *, headed: bool = True) -> int:
        """Read what stands above the text, in it, or below; return where a text without heading begins.

        Parameters
        ----------
        start, end : int
        zone : {"above", "text", "below"}
            In the text abstract, graphics, notes and corrections stand each below their heading.
        headed : bool
            The text has a heading of its own.
        """
        lines, name = self._lines, ""
        gap, first = False, True
        for at in range(start, end):
            text = lines.texts[at]
            if not text:
                gap = True
                continue
            heading, notice = lines.heading(at), lines.copyright(at)
            label = None if zone == "text" else lines.label(at, loose=zone == "below")
            if zone == "above" and label is None and headed and not heading and not notice:
                label = lines.strange_label(at)
            if zone == "text" and (first or name == "abstract"):
                heading = heading or _OPENINGS.get(text.rstrip(":"), "")
            if zone != "text" and label is not None and not (zone == "below" and lines.marks(at, "link")):
                name = label.column or self._own_name(label.name)
                self._keep(name, label.value)
            elif heading and (zone != "text" or heading != "body" or name or first):
                name = "" if heading in ("classification", "body") and zone != "above" else heading
            elif zone == "text":
                if name:
                    self._keep(name, text)
                elif not lines.marks(at, "link"):
                    self._body.append(at)
            elif notice:
                name = "copyright" if zone == "above" else name
                self._keep("copyright", text)
            elif lines.marks(at, "link"):
                pass
            elif zone == "below":
                self._keep(name or "notes", text)
            elif lines.marks(at, "corrected"):
                self._keep("correction", text)
            elif name and (headed or not gap or name in ("abstract", "highlight", "graphic")):
                self._keep(name, text)
            elif headed or (len(text) <= 120 and not name and not gap):
                self._keep("edition" if len(text) <= 120 else "notes", text)
            else:
                return at
            gap = first = False
        return end


NAME = "nexis_uni"

_WITHIN = re.compile(r"\s(?P<name>[A-Z][\w-]{2,20}(?: [A-Z][\w-]{2,20})?):\s")
_OLDER = re.compile(r"(?:do[ck]umento? )?\d+ (?:of|von|de) \d+(?: documents)?", re.IGNORECASE)
#: More words than this in front of the first article are no cover.
_COVER_WORDS = 60


def sniff(paras: Sequence[Para]) -> int:
    """Return how sure it is that some first lines are of Nexis Uni."""
    lines = Lines(paras)
    if any(_OLDER.fullmatch(text) for text in lines.texts if len(text) < 40):
        return 0
    cover = lines.announced(range(len(lines))) is not None
    labels = sum(map(lines.covers, range(len(lines))))
    if cover and labels:
        return 97
    for head in lines.heads(0, len(lines)):
        near = range(head.date + 1, min(len(lines), head.date + 40))
        labelled = [label for at in near if (label := lines.label(at)) is not None]
        named = {label.column for label in labelled}
        body = any(lines.heading(at) == "body" for at in near)
        ended = any(map(lines.ends, near))
        if body or ended or labels or len(named & {"length", "section", "authors", "load_date"}) > 1:
            return 95 if body or ended or labels else 70
        if sum(label.sure for label in labelled) > 2:
            return 90
    return 0


def read(paras: Sequence[Para], source: Source, carrier: str) -> Iterator[Item]:
    """Yield the articles of an export, what of it is lost, and whether all it announces was there."""
    lines = Lines(_parted(paras) if carrier == "pdf" else paras)
    titles: list[str] = []
    number, cover = 0, len(lines)
    top = next(iter(_segments(lines)), (0, 0))
    if lines.announced(range(*top)) is not None:
        lines.listed = frozenset(map(kinds.fold, filter(None, _listed(lines, range(*top)).values())))
    for start, end in _segments(lines):
        heads = lines.heads(start, end)
        bound = heads[0].start if heads else end
        if _words(lines, start, bound) and (first := _headless(lines, start, bound)) is not None:
            heads = [Head(first, -1, -1), *heads]
        if not number:
            cover = heads[0].start if heads else end
        if not heads:
            yield from _before(lines, start, end)
            continue
        if number or lines.announced(range(start, heads[0].start)) is None:
            yield from _before(lines, start, heads[0].start)
        for head, below in zip(heads, [*(head.start for head in heads[1:]), end], strict=True):
            number += 1
            item = _article(lines, head, below, number)
            titles.append(str(item.fields.get("title", "")) if not isinstance(item, Fault) else "")
            yield item
    yield from _held(lines, range(min(cover, len(lines))), titles)


def _parted(paras: Sequence[Para]) -> list[Para]:
    """Return lines with each label on its own: a PDF has no paragraphs, and rows below each other run on."""
    known, found = {**words.HEAD, **words.TAIL}, list[Para]()
    for para in paras:
        text = para.text
        if fold(text.partition(":")[0]) in known:
            starts = [hit.start("name") for hit in _WITHIN.finditer(text) if fold(hit["name"]) in known]
            for start, end in pairwise([0, *starts, len(text)]):
                found.append(para._replace(text=text[start:end].strip()))
        else:
            found.append(para)
    return found


def _segments(lines: Lines) -> Iterator[tuple[int, int]]:
    """Yield first line and end of what stands between the marks below articles."""
    start = 0
    for at in range(len(lines)):
        if lines.ends(at):
            yield start, at
            start = at + 1
    if start < len(lines):
        yield start, len(lines)


def _headless(lines: Lines, start: int, end: int) -> int | None:
    """Return the first line of an article whose date line isn't known as one, or None where there is none."""
    for at in range(start, end):
        label = None if lines.covers(at) else lines.label(at)
        if lines.heading(at) == "body" or (label and label.column and not label.tail):
            above = range(max(start, at - 12), at)
            known = [line for line in above if lines.contents(line)]
            return next((line for line in above if line > max(known, default=-1) and lines.texts[line]), at)
    return None


def _words(lines: Lines, start: int, end: int) -> int:
    return sum(len(lines.texts[at].split()) for at in range(start, end) if not lines.marks(at, "link"))


def _before(lines: Lines, start: int, end: int) -> Iterator[Fault | Note]:
    """Yield what is to be told of lines above the head of an article that are no cover."""
    texts = [text for text in lines.texts[start:end] if text]
    if not texts or any(map(lines.covers, range(start, end))):
        return
    shown = " / ".join(texts)
    if (count := _words(lines, start, end)) > _COVER_WORDS:
        detail = f"{count:,} words above the head of an article have none themselves: {shown[:80]!r}"
        yield Fault("no_head", f"{detail}; export it again")
    else:
        yield Note("removed", "above_head", shown[:400])


def _listed(lines: Lines, where: range) -> dict[int, str]:
    """Return the headlines of the list of contents by number, which may stand on a line of its own."""
    found: dict[int, str] = {}
    for at in where:
        entry = lines.entry(at)
        if entry is not None and entry[0] == len(found) + 1:
            below = next((line for line in range(at + 1, min(at + 3, len(lines))) if lines.texts[line]), at)
            found[len(found) + 1] = entry[1] or (
                "" if below == at or lines.covers(below) else lines.texts[below]
            )
    return found


def _article(lines: Lines, head: Head, end: int, number: int) -> Record | Fault:
    article = Article(lines, head, end)
    fields = article.fields()
    text, letters = article.text()
    if not fields.get("title") and not text:
        shown = next((text for text in lines.texts[head.start : end] if text), "")
        return Fault("no_head", f"nothing of it reads as an article: {shown[:80]!r}; export it again", number)
    short = str(fields.get("abstract") or fields.get("highlight") or "")
    return make_record(
        {**fields, "text": text or short},
        number,
        blocks=letters,
        notes=article.notes,
        bare="Nexis gave no text",
        instead="Nexis gave an abstract only" if short and not text else "",
    )


def _held(lines: Lines, cover: range, titles: Sequence[str]) -> Iterator[Fault | Note]:
    """Yield what is to be told of the cover: whether all it announces was read, and what was searched for."""
    announced, listed = lines.announced(cover), _listed(lines, cover)
    if announced is None and len(listed) > 1:
        announced = len(listed)
    absent = _absent(listed, titles) if announced and listed and announced > len(titles) else {}
    if announced is not None and absent and len(absent) == announced - len(titles):
        yield from reconcile(announced, set(range(1, announced + 1)) - absent.keys(), titles=listed)
    else:
        yield from reconcile(announced, len(titles))
    kept = words.MARKS["searched"] | words.MARKS["saved"]
    said = (lines.texts[at] for at in cover if lines.covers(at))
    told = dict.fromkeys(text for text in said if fold(text.partition(":")[0]) in kept)
    if told:
        yield Note("checked", "cover", "; ".join(told)[:600])


def _absent(listed: Mapping[int, str], titles: Sequence[str]) -> dict[int, str]:
    """Return the entries of a list that no article has for its headline, each article counted once.

    List and article may differ in how much of a headline of several parts they have.
    """
    left = Counter(filter(None, map(kinds.fold, titles)))
    absent: dict[int, str] = {}
    for number, title in listed.items():
        whole = kinds.fold(title)
        if left[whole] > 0:
            left[whole] -= 1
        else:
            absent[number] = title
    for number, title in list(absent.items()):
        whole = kinds.fold(title)
        key = next((known for known, count in left.items() if count > 0 and _begins(known, whole)), "")
        if key:
            left[key] -= 1
            del absent[number]
    return absent


def _begins(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    return len(short) >= 10 and long.startswith(short)
