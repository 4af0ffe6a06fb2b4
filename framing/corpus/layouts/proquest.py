"""ProQuest's exports as lines: TXT, and RTF and DOCX of the same layout.

Records stand between lines of sixty underscores; older exports number them
"Document 1 of 10" and list their titles above. A forwarded mail has neither:
there a record ends with its last label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from framing.corpus.exports import reconcile
from framing.corpus.layouts._proquest_labels import folded, labels, numbered
from framing.corpus.layouts._proquest_parts import Line
from framing.corpus.layouts._proquest_record import article
from framing.corpus.paras import Para
from framing.corpus.records import Fault, Item, Note, Source

NAME = "ProQuest"

_SEPARATOR = re.compile(r"\s*(?:_{40,}|\*{40,})\s*")
_LISTED = re.compile(r"\s*(?P<number>\d{1,5})\.\s+(?P<title>\S.*)")
#: Labels by which a run of lines is a record, and not a letter that names one or two.
_ENOUGH = 3


def sniff(paras: Sequence[Para]) -> int:
    """Return how sure it is: labels that only ProQuest prints, more so between its lines of underscores."""
    lines = [para.text for para in paras]
    anchors = {split[0] for line in lines if (split := labels().split(line.lstrip("> ")))} & labels().anchors
    own = any("proquest" in line.casefold() for line in lines)
    separated = any(_SEPARATOR.fullmatch(line) for line in lines) or any(map(numbered, lines))
    if len(anchors) >= _ENOUGH and (own or separated):
        return 98
    # The first article may be so long that its labels stand below what is looked at.
    reported = any(folded(line).startswith(labels().report) for line in lines)
    opened = any((labels().split(line) or ("",))[0] == "text" for line in lines)
    return 96 if separated and (reported or (opened and own)) else 0


def read(paras: Sequence[Para], source: Source, carrier: str) -> Iterator[Item]:
    """Yield the articles of an export, and what its own numbering says of those that are missing."""
    lines = [Line(para.text.rstrip()) for para in paras]
    # A document has paragraphs; in a text or on a page they may be cut into lines.
    cut = carrier in ("txt", "pdf")
    yield from records(lines, width=width_of([line.text for line in lines]) if cut else 0)


def width_of(lines: Sequence[str]) -> int:
    """Return the width at which all lines of an export are wrapped, or 0 where they aren't.

    Addresses are longer than any width, and say nothing of it.
    """
    lengths = [len(line) for line in lines if " " in line.strip()[:100]]
    widest = max(lengths, default=0)
    near = sum(length > widest - 20 for length in lengths)
    return widest if 40 <= widest <= 110 and near >= max(4, len(lengths) // 8) else 0


@dataclass
class _Run:
    """The records of one export: numbers that it announces, those found, and the titles that it lists."""

    total: int = 0
    found: set[int] = field(default_factory=set)
    titles: dict[int, str] = field(default_factory=dict)
    first: int = 1

    @property
    def announced(self) -> int | None:
        """How many it says there are, by its numbering or its list of contents."""
        return self.total or max(self.titles, default=0) or None

    @property
    def after(self) -> int:
        """The number that the first record of the next export has."""
        return self.first + max(self.announced or 0, *self.found, 0)


def records(lines: Sequence[Line], *, width: int = 0, member: str = "") -> Iterator[Item]:
    """Yield the articles that lines of an export hold, from text or from markup."""
    run, count = _Run(), 0
    for chunk in _chunks(lines):
        given = next((pair for line in chunk[:6] if (pair := numbered(line.text))), None)
        kind = _kind(chunk)
        if kind == "contents":
            yield from _closed(run)
            run = _Run(titles=_contents(chunk), first=run.after)
        elif kind == "record":
            if given and (given[0] in run.found or (run.total and run.total != given[1])):
                # Several exports in one file: each has numbers of its own.
                yield from _closed(run)
                run = _Run(first=run.after)
            count = run.first - 1 + given[0] if given else count + 1
            run.total = given[1] if given else run.total
            run.found.add(given[0] if given else count - run.first + 1)
            yield article(chunk, count, width=width, member=member)
        elif kind == "other":
            text = next((line.text or line.label or "" for line in chunk if line.text or line.label), "")
            detail = f"no record of ProQuest: it has none of its labels, and begins {text[:60]!r}"
            yield Note("removed", "no_record", detail)
    yield from _closed(run)
    if not count:
        yield Fault("empty", "holds no articles of ProQuest; export it again", kind="skipped")


def _closed(run: _Run) -> Iterator[Fault | Note]:
    shift = run.first - 1
    found = {number + shift for number in run.found}
    titles = {number + shift: title for number, title in run.titles.items()}
    yield from reconcile(run.announced, found, titles=titles, first=run.first)


@dataclass
class _Chunk:
    """A run of lines: what it holds so far, so that no line of a long one is looked at twice.

    Attributes
    ----------
    anchors : set of str
        Columns that only ProQuest's labels fill.
    begun : bool
        It holds more than a number.
    ended, apart : bool
        Its last label was read; and a line that is no more of its value may follow.
    """

    lines: list[Line] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    begun: bool = False
    ended: bool = False
    apart: bool = False


def _chunks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the runs of lines between separators, numbers and marks, or up to a record's last label."""
    chunk = _Chunk()
    for line in lines:
        bare = line.label is None and not line.body
        if bare and _SEPARATOR.fullmatch(line.text):
            yield chunk.lines
            chunk = _Chunk()
            continue
        column, number = _column(line), bare and numbered(line.text) is not None
        # The number of a record may stand above the mark that the markup gives it.
        fresh = number or (line.start and chunk.begun)
        if fresh or (chunk.ended and chunk.apart and line.text and column is None and not _footing(line)):
            yield chunk.lines
            chunk = _Chunk()
        chunk.lines.append(line)
        chunk.begun = chunk.begun or bool(line.label or (line.text and not number))
        if column in labels().anchors:
            chunk.anchors.add(column)
        chunk.apart = chunk.apart or (bare and not line.text)
        if column is not None:
            chunk.apart = line.label is not None
            chunk.ended = column == "database_name" and len(chunk.anchors) >= _ENOUGH
    yield chunk.lines


def _column(line: Line) -> str | None:
    if line.body:
        return None
    if line.label is not None:
        return labels().column(line.label)
    return (labels().split(line.text) or (None,))[0]


def _footing(line: Line) -> bool:
    return labels().is_footer(line.text) or folded(line.text).startswith(labels().bibliography)


def _kind(chunk: Sequence[Line]) -> str:
    """Return what a run of lines is: record, contents, nothing worth a word, or other."""
    texts = [folded(line.text[:200]) for line in chunk if line.text]
    if not texts and not any(line.label for line in chunk):
        return "nothing"
    if any(text.startswith(labels().contents) for text in texts[:40]):
        return "contents"
    if texts and texts[0].startswith(labels().bibliography):
        return "nothing"
    columns = {column for line in chunk if (column := _column(line))}
    if columns & labels().anchors or "text" in columns or any(line.body for line in chunk):
        return "record"
    if any(text.startswith((*labels().report, *labels().footer)) for text in texts[:12]):
        return "nothing"
    if any(numbered(line.text) for line in chunk):
        return "record"
    return "other"


def _contents(chunk: Sequence[Line]) -> dict[int, str]:
    """Return number and title of what a list of contents names; its numbers follow on each other."""
    titles: dict[int, str] = {}
    for line in chunk:
        found = _LISTED.fullmatch(line.text)
        if found and int(found["number"]) == len(titles) + 1:
            titles[int(found["number"])] = found["title"].strip()
    return titles
