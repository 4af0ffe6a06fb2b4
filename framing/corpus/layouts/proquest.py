"""ProQuest's exports as lines: TXT, and RTF and DOCX of the same layout.

Records stand between lines of sixty underscores; older exports number them
"Document 1 of 10" and list their titles above. A forwarded mail has neither:
there a record ends with its last label.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from framing.corpus import dates
from framing.corpus import lines as kinds
from framing.corpus.exports import proquest as words
from framing.corpus.exports.proquest import Line, Parts, fold_label, read_numbering, split_label
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Record, Source, reconcile

# From the parts of a record of ProQuest to fields: names put right, outlet and edition apart, paragraphs.

# What stands behind a newspaper's name and says which of its issues or files is meant.
_EDITION = re.compile(
    r"(?P<name>[^;]{2,80}?)\s*(?:[,:]|\s[-–])\s+"
    r"(?P<edition>[^,;:\[\]]{0,40}\b(?:[Ee]dition\b|ed\.)[^;\[\]]{0,40})"
)
_FILE = re.compile(
    r"\s*[(\[](?:Online|Full ?text|pre-\d{4}[^()]{0,20}|\d{4}-[^()]{0,20}|\d{4}\s*-[^()]{0,20})[)\]]\s*$",
    re.I,
)
_TITLED = re.compile(r"\s*:?\s*\[(?P<edition>[^\[\]]{0,60}\bEdition)\]\s*$", re.I)
# "[New York, N.Y] 10 Mar 2026: A.3."
_PRINTED = re.compile(
    r"\]\s*\.?\s*(?P<date>[^:\[\]]{6,40}?)\s*\.?\s*(?::\s*(?P<page>[^:\[\]]{1,60}?))?\s*\.?\s*$"
)
# "Harbour Courier (Online) , Macao: Harbour Press. Jan 16, 2026." and "Weekly Anchor 18 (Jan 18, 2026): 4-6."
_ENDED = re.compile(
    r"(?:^|[.;(\s])(?P<date>\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\)?\s*"
    r"(?::\s*(?P<page>[^:\[\]]{1,60}?))?\s*\.?\s*$"
)
# "Ruiz, Ana; Ma, Li. Harbour Courier"; behind the full stop a blank may be lost, and no initial follows.
# A paper's own name has brackets, a colon or a date there, and a blank before its comma.
_SIGNED = re.compile(
    r"(?P<authors>[^;,.:()\[\]]{1,39}[^\s;,.:()\[\]], [^;,:()\[\]]{1,40}?"
    r"(?:; [^;,.:()\[\]]{2,40}, [^;,:()\[\]]{1,40}?){0,9})"
    r"\.\s*(?=[^\W\d_]{2})(?![A-Z][a-z]{2,8}\.? \d)"
)
_COMPACT = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?(?P<day>\d{1,2}),?(?P<year>\d{4})")
_NAMED = re.compile(r"(?:^|;\s*)Name:\s*([^;]+)")
_TICKER = re.compile(r"(?:^|;\s*)Ticker:\s*([^;]+)")
_RULE = re.compile(r"[\s_*=-]{2,}")
# What is left of the tags around a text where one of them was cut.
_BROKEN = frozenset(("html>", "<html", "body>", "head>"))
#: No line of a picture's own words is longer.
_SHORT = 40
_REMARK = re.compile(r"[(\[]\s*ProQuest\b[^()]{0,300}[)\]]")
_CORRECTION = re.compile(r"CORRECTIONS?:")
_CAPTION = re.compile(r"(?:Illustration\s+)?Captions?\s*:|Photo(?:graph)?s?\s*:")
_NUMBER = re.compile(r"\d[\d,.\s]*")


def read_article(lines: Sequence[Line], number: int, *, width: int = 0) -> Record:
    """Return the record that some lines of an export are.

    Parameters
    ----------
    lines : sequence of Line
        From the title to the last label.
    number : int
        Place in the file, from 1.
    width : int
        At which the lines of the whole export are wrapped; 0 where they aren't.
    """
    parts = words.cut_record(lines, wrapped=bool(width))
    told: list[Note] = []
    fields: dict[str, object] = {"database": "proquest"}
    for column, value in parts.pairs:
        if value and fold_label(value) not in words.NOTHING:
            known = fields.get(column)
            fields[column] = f"{known}; {value}" if known and known != value else value
    fields.pop("links", None)
    paragraphs, letters = _text(parts, fields, width, told)
    _title(fields, parts.first, told)
    _outlet(fields)
    _date(fields)
    printed = str(fields.pop("authors", "")).strip().rstrip(";")
    if printed and fold_label(printed) not in words.NOBODY:
        words.set_authors(fields, printed)
    elif not printed and fields.get("credit"):
        fields["authors"] = re.sub(r"^by\s+", "", str(fields["credit"]), flags=re.I)
    codes = str(fields.get("companies") or "")
    if names := [name.strip() for name in _NAMED.findall(codes)]:
        # Names and tickers of companies stand among their codes, which stay as printed.
        fields["companies"] = "; ".join(names)
        fields["company_codes"] = codes
        fields["tickers"] = "; ".join(name.strip() for name in _TICKER.findall(codes))
    if url := str(fields.get("url") or next(iter(parts.links), "")).split():
        fields["url"] = words.clean_address(url[0])
    if not fields.get("page") and fields.get("first_page"):
        fields["page"] = fields.pop("first_page")
    counted = _NUMBER.fullmatch(str(fields.get("length") or "").strip())
    stated = next((line.words for line in lines if line.words), 0)
    if stated or counted:
        fields["length"] = int(re.sub(r"\D", "", counted.group())) if counted else stated
    if pictures := [line.text for line in lines if line.caption and line.text]:
        fields["graphic"] = "; ".join(dict.fromkeys(pictures))
    fields["text"] = "\n".join(paragraphs)
    columns = {column for column, _ in parts.pairs}
    why = "ProQuest gave no full text" if columns & {"text", *words.ANCHORS} else "no text"
    remedy = "export it again"
    return words.finish_record(fields, number, why, blocks=letters, notes=told, remedy=remedy)


def _text(parts: Parts, fields: dict[str, object], width: int, told: list[Note]) -> tuple[list[str], str]:
    """Return the paragraphs of the text, and their letters where the markup gives them."""
    marked = any(line.body for line in parts.body)
    lines = [line for line in parts.body if not line.caption]
    pairs = [(line.text, line.letter) for line in lines if line.text]
    if not marked:
        pairs = [(text, "p") for text in _joined([line.text for line in lines], width)]
    kept: list[tuple[str, str]] = []
    for text, letter in pairs:
        if _RULE.fullmatch(text) or text in _BROKEN:
            continue
        if len(text) < _SHORT and fold_label(text) in words.PICTURE:
            told.append(Note("removed", "picture", text))
        elif _REMARK.fullmatch(text):
            fields["notes"] = text
        elif _CORRECTION.match(text):
            fields["correction"] = text.partition(":")[2].strip()
        else:
            kept.append((text, letter))
    while kept and (taken := _closing(kept[-1][0])):
        fields.setdefault(*taken)
        kept.pop()
    if len(kept) == 1 and fold_label(kept[0][0]) in words.NOTHING:
        kept = []
    return [text for text, _ in kept], "".join(letter for _, letter in kept) if marked else ""


def _closing(text: str) -> tuple[str, str] | None:
    """Return column and value of a paragraph behind the text: credit, caption, count of words."""
    if len(text) > 400:
        return None
    if _CAPTION.match(text):
        return "graphic", text
    split = split_label(text)
    return split if split and split[0] in words.CLOSING else None


def _joined(lines: Sequence[str], width: int) -> list[str]:
    """Return paragraphs of lines, which may be wrapped to a width."""
    if not width:
        return kinds.paragraphs("\n".join(lines))
    blocks = (
        list(block)
        for filled, block in itertools.groupby(lines, key=lambda line: bool(line.strip()))
        if filled
    )
    return [text for block in blocks for text in kinds.paragraphs_wrapped(block, width)]


def _title(fields: dict[str, object], first: Sequence[str], told: list[Note]) -> None:
    title = " ".join(str(fields.get("title") or (first[0] if first else "")).split())
    edition = _TITLED.search(title)
    if edition:
        title = title[: edition.start()].strip()
        fields.setdefault("edition", edition["edition"])
        told.append(Note("removed", "edition", edition.group().strip(" :")))
    fields["title"] = title.strip()
    # More lines than these are no part of an article's head.
    for line in first[1:4]:
        cited = ("[" in line and _PRINTED.search(line)) or (_SIGNED.match(line) and _ENDED.search(line))
        column = "publication_info" if cited else "subtitle"
        fields.setdefault(column, line)


def _outlet(fields: dict[str, object]) -> None:
    """Set outlet, edition and place apart; the title of the publication stays as printed."""
    printed = " ".join(str(fields.get("outlet") or "").split())
    # The newer line begins with the authors, and may be all that names them.
    info = str(fields.get("publication_info") or "")
    if not fields.get("authors") and (signed := _SIGNED.match(info)):
        fields["authors"] = signed["authors"]
    if not printed:
        # A blank before comma or semicolon is ProQuest's own.
        nobody, _, behind = info.partition(".")
        info = behind if fold_label(nobody) in words.NOBODY else info
        info = info.removeprefix(str(fields.get("authors") or "\0")).lstrip(". ")
        printed = " ".join(re.split(r"\s?\[|\s[,;]\s", info, maxsplit=1)[0].split())
    name, _, place = (part.strip() for part in printed.partition(";"))
    found = _EDITION.fullmatch(name)
    if found:
        name = found["name"].rstrip(" ,:")
        fields.setdefault("edition", " ".join(found["edition"].split()))
    name = _FILE.sub("", name).strip()
    fields["outlet"] = name
    if printed != name:
        fields["publication_title"] = printed
    if place:
        fields.setdefault("place_of_publication", place)


def _date(fields: dict[str, object]) -> None:
    """Let the date be one that is read whole; where no label gives it the line of publication does."""
    info = " ".join(str(fields.get("publication_info") or "").split())[-200:]
    printed = _PRINTED.search(info) or _ENDED.search(info)
    stated = str(fields.get("published") or "").strip()
    if stated and dates.parse(stated) is None:
        compact = _COMPACT.fullmatch("".join(stated.split()))
        if compact:
            fields["published"] = f"{compact['month']} {compact['day']}, {compact['year']}"
    if printed:
        if dates.parse(fields.get("published")) is None and dates.parse(printed["date"].strip()):
            fields["published"] = printed["date"].strip()
        if printed["page"]:
            fields.setdefault("page", printed["page"].strip())


NAME = "ProQuest"

_SEPARATOR = re.compile(r"\s*(?:_{40,}|\*{40,})\s*")
_LISTED = re.compile(r"\s*(?P<number>\d{1,5})\.\s+(?P<title>\S.*)")
# The number of the page behind a title in a list of contents.
_LEADER = re.compile(r"[.\s…]{3,}\d{1,5}$")
# "PDF GENERATED BY PROQUEST.COM     Page 3 of 10"
_FOOT = re.compile(
    r"\s*(?:PDF )?GENERATED BY (?:[A-Z]{1,10}\.)?PROQUEST\.COM\b.*|\s*Page \d{1,5} of \d{1,5}\s*", re.I
)
#: No line of these kinds is longer.
_WORD = 80
#: Labels by which a run of lines is a record, and not a letter that names one or two.
_ENOUGH = 3


def sniff(paras: Sequence[Para]) -> int:
    """Return how sure it is: labels that only ProQuest prints, more so between its lines of underscores."""
    lines = [line.text for para in paras if (line := _line(para.text)) is not None]
    columns = {split[0] for line in lines if (split := split_label(line))}
    anchors = {split[0] for line in lines if (split := split_label(line.lstrip("> ")))} & words.ANCHORS
    own = any("proquest" in line.casefold() for line in lines)
    separated = any(_SEPARATOR.fullmatch(line) for line in lines) or any(map(read_numbering, lines))
    if len(anchors) >= _ENOUGH and (own or separated):
        return 98
    # The first article may be so long that its labels stand below what is looked at.
    reported = any(fold_label(line).startswith(words.REPORT) for line in lines)
    opened = own and bool(columns & {"text", "publication_info"})
    linked = any(fold_label(line[:80]) in words.LINK for line in lines)
    return 96 if (separated and (reported or opened)) or (linked and "text" in columns) else 0


def read(paras: Sequence[Para], source: Source, carrier: str) -> Iterator[Item]:
    """Yield the articles of an export, and what its own numbering says of those that are missing."""
    lines = [line for para in paras if (line := _line(para.text)) is not None]
    # A document has paragraphs; in a text or on a page they may be cut into lines.
    cut = carrier in ("txt", "pdf")
    yield from read_records(lines, width=width_of([line.text for line in lines]) if cut else 0)


def _line(text: str) -> Line | None:
    """Return a line of a document, or None where it is only the foot of a page.

    Words that stand alone in capitals become the labels that they stand for.
    """
    text = text.rstrip()
    if len(text) < _WORD and _FOOT.fullmatch(text):
        return None
    label = words.HEADS.get(fold_label(text)) if text.isupper() and len(text) < _WORD else None
    return Line(f"{label}:" if label else text)


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
    """The records of one export: numbers that it announces, those found, and the titles that it lists.

    All are counted on from the number that its first record has in the file.
    """

    first: int = 1
    total: int = 0
    found: set[int] = field(default_factory=set)
    titles: dict[int, str] = field(default_factory=dict)

    def close(self) -> Iterator[Fault | Note]:
        """Yield what its own numbering, or its list of contents, says of those that are missing."""
        announced = self.total or max(self.titles, default=self.first - 1) - self.first + 1
        yield from reconcile(announced or None, self.found, titles=self.titles, first=self.first)

    def follow(self) -> _Run:
        """Return the run behind it."""
        last = max(self.total + self.first - 1, *self.titles, *self.found, self.first - 1)
        return _Run(last + 1)


def read_records(lines: Sequence[Line], *, width: int = 0) -> Iterator[Item]:
    """Yield the articles that lines of an export hold, from text or from markup."""
    run, count = _Run(), 0
    for chunk in _chunks(lines):
        given = next((pair for line in chunk[:6] if (pair := read_numbering(line.text))), None)
        kind = _kind(chunk)
        if kind == "contents":
            yield from run.close()
            run = run.follow()
            run.titles = {run.first - 1 + at: title for at, title in _contents(chunk).items()}
        elif kind == "record":
            if given and (run.first - 1 + given[0] in run.found or (run.total and run.total != given[1])):
                # Several exports in one file: each has numbers of its own.
                yield from run.close()
                run = run.follow()
            count = run.first - 1 + given[0] if given else count + 1
            run.total = given[1] if given else run.total
            run.found.add(count)
            yield read_article(chunk, count, width=width)
        elif kind == "other":
            text = next((line.text or line.label or "" for line in chunk if line.text or line.label), "")
            detail = f"no record of ProQuest: it has none of its labels, and begins {text[:60]!r}"
            yield Note("removed", "no_record", detail)
    yield from run.close()
    if not count:
        yield Fault("empty", "holds no articles of ProQuest; export it again", kind="skipped")


@dataclass
class _Chunk:
    """A run of lines: what it holds so far, so that no line of a long one is looked at twice.

    Attributes
    ----------
    anchors : set of str
        Columns that only ProQuest's labels fill.
    begun, record, contents : bool
        It holds more than a number; a label of a record; the word above a list of contents.
    ended, apart : bool
        Its last label was read; and a line that is no more of its value may follow.
    """

    lines: list[Line] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    begun: bool = False
    record: bool = False
    contents: bool = False
    ended: bool = False
    apart: bool = False


def _chunks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the runs of lines between separators, numbers and marks, or up to a record's last label."""
    chunk, blank = _Chunk(), False
    for line in lines:
        bare = line.label is None and not line.body
        if bare and _SEPARATOR.fullmatch(line.text):
            yield chunk.lines
            chunk = _Chunk()
            continue
        column, number = _column(line), bare and read_numbering(line.text) is not None
        # The number of a record may stand above the mark that the markup gives it.
        fresh = number or (line.start and chunk.begun)
        other = bool(line.text) and column is None
        ended = chunk.ended and chunk.apart and not words.is_footer(line.text)
        # A list of contents ends with the first line of its own that has no number.
        listed = chunk.contents and blank and not _LISTED.fullmatch(line.text)
        if fresh or (other and (ended or listed)):
            yield chunk.lines
            chunk = _Chunk()
        chunk.lines.append(line)
        chunk.begun = chunk.begun or bool(line.label or (line.text and not number))
        if column and column in words.ANCHORS:
            chunk.anchors.add(column)
        chunk.apart = chunk.apart or (bare and not line.text)
        chunk.contents = chunk.contents or (bare and fold_label(line.text[:60]) in words.CONTENTS)
        blank = not line.text
        if column in ("text", "publication_info"):
            chunk.record = True
        if bare and (chunk.record or chunk.anchors) and words.is_footer(line.text):
            # Documents close each record with the database's copyright.
            chunk.apart = chunk.ended = True
        elif column is not None:
            chunk.apart = line.label is not None
            chunk.ended = column == "database_name" and len(chunk.anchors) >= _ENOUGH
    yield chunk.lines


def _column(line: Line) -> str | None:
    if line.body:
        return None
    if line.label is not None:
        return words.column_of(line.label)
    return (split_label(line.text) or (None,))[0]


def _kind(chunk: Sequence[Line]) -> str:
    """Return what a run of lines is: record, contents, nothing worth a word, or other."""
    texts = [fold_label(line.text[:200]) for line in chunk if line.text]
    if not texts and not any(line.label for line in chunk):
        return "nothing"
    if any(text.startswith(words.CONTENTS) for text in texts[:40]):
        return "contents"
    if texts and texts[0].startswith(words.BIBLIOGRAPHY):
        return "nothing"
    columns = {column for line in chunk if (column := _column(line))}
    if columns & (words.ANCHORS | {"text", "publication_info"}) or any(line.body for line in chunk):
        return "record"
    if any(text.startswith((*words.REPORT, *words.FOOTER)) for text in texts[:12]):
        return "nothing"
    if any(read_numbering(line.text) for line in chunk):
        return "record"
    named = [line for line in chunk if line.text]
    return "contents" if len(_contents(named)) > max(1, len(named) // 2) else "other"


def _contents(chunk: Sequence[Line]) -> dict[int, str]:
    """Return number and title of what a list of contents names; its numbers follow on each other."""
    titles: dict[int, str] = {}
    for line in chunk:
        found = _LISTED.fullmatch(line.text)
        if found and int(found["number"]) == len(titles) + 1:
            titles[int(found["number"])] = _LEADER.sub("", found["title"].strip())
    return titles
