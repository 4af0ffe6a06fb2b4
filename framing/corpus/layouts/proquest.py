"""ProQuest's exports as lines: TXT, and RTF and DOCX of the same layout.

Records stand between lines of sixty underscores; older exports number them
"Document 1 of 10" and list their titles above. A forwarded mail has neither:
there a record ends with its last label. A paragraph of an article may begin as
a label does: the labels behind the text are found from the end, where what only
ProQuest prints stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from framing.corpus import dates, genre
from framing.corpus import lines as kinds
from framing.corpus.exports import invert, make_record, read_words
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Record, Source, reconcile

_NO_LETTERS = re.compile(r"[\s\u00a0\u202f'’`´.]+")
_COLON = re.compile("[:：]")
#: No label is longer than this.
LONGEST = 60


def fold_label(text: str) -> str:
    """Return a label as it is compared: exports lose spaces within labels, and write them in either case.

    >>> fold_label("Company /  organization ") == fold_label("Company/Organization")
    True
    """
    return _NO_LETTERS.sub("", text).casefold()


_WORDS = read_words("proquest")
_COLUMNS = invert(_WORDS["labels"], fold_label)
#: Columns whose labels stand before the text; which only ProQuest has; of these the ones with which no line
#: of a text begins; which may stand at the text's end.
HEAD, ANCHORS, FIRM, CLOSING = (
    frozenset(_WORDS["places"][name]) for name in ("head", "anchors", "firm", "closing")
)
#: What stands in place of a text or an author, folded; a link to the document; the words of a picture.
NOTHING, NOBODY = (frozenset(map(fold_label, _WORDS["values"][name])) for name in ("nothing", "nobody"))
LINK, PICTURE = (frozenset(map(fold_label, _WORDS["lines"][name])) for name in ("link", "picture"))
#: Words that stand alone in capitals, folded, to the labels that they stand for.
HEADS = invert(_WORDS["heads"], fold_label)
#: Beginnings of what is no article, folded.
CONTENTS, REPORT, BIBLIOGRAPHY, FOOTER = (
    tuple(map(fold_label, _WORDS["lines"][name])) for name in ("contents", "report", "bibliography", "footer")
)
_DOCUMENT = re.compile(
    rf"\s*(?:{'|'.join(map(re.escape, _WORDS['lines']['document']))})\s+(?P<number>\d{{1,5}})"
    rf"\s+(?:{'|'.join(map(re.escape, _WORDS['lines']['of']))})\s+(?P<total>\d{{1,5}})\s*",
    re.IGNORECASE,
)


def split_label(line: str) -> tuple[str, str] | None:
    """Return column and value of a line that begins with a known label and a colon, or None.

    >>> split_label("Publikationstitel: Hafenkurier; Hamburg")
    ('outlet', 'Hafenkurier; Hamburg')
    >>> split_label("Ministers said: no") is None
    True
    """
    found = _COLON.search(line, 0, LONGEST + 1)
    at = found.start() if found else 0
    column = _column(line[:at]) if at > 0 else None
    return (column, line[at + 1 :].strip()) if column else None


@lru_cache(maxsize=8192)
def _column(label: str) -> str | None:
    return _COLUMNS.get(fold_label(label))


def is_footer(line: str) -> bool:
    """Say whether a line is one of those that close an export: whom to ask, copyright, terms.

    >>> is_footer("Terms and Conditions   Contact ProQuest"), is_footer("Contact us at the harbour.")
    (True, False)
    """
    start = fold_label(line[:300])
    return start.startswith(FOOTER) and ("proquest" in start or start in FOOTER)


def read_numbering(line: str) -> tuple[int, int] | None:
    """Return number and total of a line such as "Document 3 of 10", or None.

    >>> read_numbering("Dokument 3 von 10"), read_numbering("Document 3 of the series")
    ((3, 10), None)
    """
    found = _DOCUMENT.fullmatch(line) if len(line) <= 40 else None
    return (int(found["number"]), int(found["total"])) if found else None


# Names as lists of literature have them, family first and behind it a comma; and addresses.

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
_ACCOUNT = re.compile(r"[?&]accountid=[^&#]*")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:[\s-][^\W\d_][\w.'’-]*){0,3}")


def turn_name(name: str) -> str:
    """Return "Ruiz, Ana M" as "Ana M Ruiz"; what is no such name stays as it is.

    >>> turn_name("Ruiz, Ana M"), turn_name("de la Cruz, Li, Jr.")
    ('Ana M Ruiz', 'Li de la Cruz Jr.')
    >>> turn_name("Harbour Press, Macao, a service")
    'Harbour Press, Macao, a service'
    """
    parts = [part.strip() for part in name.split(",")]
    suffix = f" {parts.pop()}" if len(parts) == 3 and _SUFFIX.fullmatch(parts[2]) else ""
    if len(parts) == 2 and all(len(part) <= 60 and _NAME.fullmatch(part) for part in parts):
        return f"{parts[1]} {parts[0]}{suffix}"
    return name.strip()


def turn_names(names: str) -> str:
    """Return names that semicolons part, each turned round.

    >>> turn_names("Ruiz, Ana; Ma, Li;")
    'Ana Ruiz; Li Ma'
    """
    return "; ".join(filter(None, (turn_name(name.strip()) for name in names.split(";"))))


@dataclass
class Parts:
    """What a record is made of.

    Attributes
    ----------
    first : list of str
        Lines before the first label: the title, then what is printed beneath it.
    pairs : list of (str, str)
        Column and value, in order.
    body : list of str
        The text, blank lines among it; empty where there is none.
    links : list of str
        Addresses that stand alone.
    """

    first: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


_URL = re.compile(r"<?https?://\S+>?")
# A label that isn't known, behind the text, where there are only labels.
_UNKNOWN = re.compile(r"[A-ZÀ-Þ][\w/'’() -]{2,40}(?=\s?:(?:\s|$))")
_CLOSED = re.compile(r"[^\W\d_]{2}[.!?…][\"'”’»)]*\s*\Z")
#: Values that may be sentences.
_SENTENCES = frozenset(("title", "alternate_title", "copyright", "abstract", "credit"))
#: A value that ends as a sentence and has so many words is one.
_LONG_VALUE = 8
#: Lines over which a value may go on.
_CONTINUED = 6
#: Column and value of each line that has a label.
_Labels = Sequence[tuple[str, str] | None]


def cut_record(lines: Sequence[str], *, wrapped: bool = False) -> Parts:
    """Return the parts of a record, from its title to the label before the next record.

    In a `wrapped` export a line may begin with any word of a value.
    """
    lines = list(itertools.dropwhile(lambda line: not line or read_numbering(line) is not None, lines))
    # What closes the export stands at its end.
    for index in range(len(lines) - 1, max(len(lines) - 12, 0), -1):
        if is_footer(lines[index]):
            del lines[index:]
    labels = list(map(split_label, lines))
    parts = Parts()
    at = next((index for index, found in enumerate(labels) if found and found[0] == "text"), -1)
    if at < 0:
        _put_labels(parts, lines, labels, tail=False, wrapped=wrapped)
        return parts
    end = _tail(lines, labels, at + 1)
    value = (labels[at] or ("", ""))[1]
    parts.body = [*([value] if value else []), *lines[at + 1 : end]]
    _put_labels(parts, lines[:at], labels[:at], tail=False, wrapped=wrapped)
    _put_labels(parts, lines[end:], labels[end:], tail=True, wrapped=wrapped)
    return parts


def _tail(lines: Sequence[str], labels: _Labels, start: int) -> int:
    """Return where the labels behind a text begin.

    The first label that only ProQuest prints is behind the text; those above it
    are as well, up to a paragraph without one, a label that stands already below,
    or one whose value is a sentence.
    """
    columns = [found[0] if found else None for found in labels]
    firm = (index for index in range(start, len(lines)) if columns[index] in FIRM)
    sure = (index for index in range(len(lines) - 1, start - 1, -1) if columns[index] in ANCHORS)
    at = next(firm, next(sure, None))
    if at is None:
        return len(lines)
    found, seen, loose = at, set(columns[at:]), 0
    above = CLOSING | HEAD - {"title"} | {"text"}
    titled = False
    for index in range(at - 1, start - 1, -1):
        column, text = columns[index], lines[index]
        if not text:
            if loose:
                break
        elif column is None:
            # A value may go on over lines; a paragraph without a label is of the article.
            loose = 0 if _UNKNOWN.match(text) and not lines[index - 1].strip() else loose + 1
            if loose > _CONTINUED:
                break
        elif column == "authors" and not titled and _over(columns, lines, index) == "title":
            # Title and authors may be repeated behind the text; alone either may begin a paragraph.
            found, titled = index, True
        elif column in above or (column in seen and column != columns[found]) or _is_prose(labels[index]):
            break
        else:
            found, loose = index, 0
            seen.add(column)
    return found


def _over(columns: Sequence[str | None], lines: Sequence[str], index: int) -> str | None:
    """Return the column of the next line above that isn't blank."""
    return next((columns[at] for at in range(index - 1, -1, -1) if lines[at].strip()), None)


def _is_prose(split: tuple[str, str] | None) -> bool:
    """Say whether what follows a label is a sentence of the text, and no value.

    >>> _is_prose(("section", "this line begins with a label but is text."))
    True
    >>> _is_prose(("section", "News")), _is_prose(("publisher", "Harbour Press Ltd."))
    (False, False)
    """
    column, value = split or ("", "")
    # A list of names may end with "Ltd.", and be long.
    if column in _SENTENCES or ";" in value or not _CLOSED.search(value):
        return False
    return value[0].islower() or len(value.split()) >= _LONG_VALUE


_PROSE = frozenset(("abstract", "alternate_abstract", "text"))


def _put_labels(parts: Parts, lines: Sequence[str], labels: _Labels, *, tail: bool, wrapped: bool) -> None:
    """Read lines of labels and values into the parts; a value goes on over lines without a label."""
    first: list[list[str]] = []
    pairs: list[tuple[str, list[str]]] = []
    blank = False
    for line, found in zip(lines, labels, strict=True):
        text = line.strip()
        if not text:
            blank = True
            continue
        # An abstract may have paragraphs that begin as labels do.
        free = tail or (blank and bool(pairs) and pairs[-1][0] not in _PROSE)
        if not found and free and (blank or not wrapped):
            found = _unknown(line)
        # The first line is the title even if it begins as a label does.
        if found and not (tail or first or pairs) and found[0] not in HEAD:
            found = None
        if found:
            pairs.append((found[0], [found[1]]))
        elif fold_label(_URL.sub("", text)) in LINK or _URL.fullmatch(text):
            parts.links.extend(address.group().strip("<>") for address in _URL.finditer(text))
        elif pairs:
            pairs[-1][1].append(text)
        elif tail:
            pairs.append(("unlabelled", [text]))
        elif first and wrapped and not blank:
            first[-1].append(text)
        else:
            first.append([text])
        blank = False
    parts.first += [" ".join(given) for given in first]
    parts.pairs += [(column, " ".join(filter(None, given))) for column, given in pairs]


def _unknown(line: str) -> tuple[str, str] | None:
    """Return a label that isn't known, under its own name, and its value."""
    found = _UNKNOWN.match(line)
    if not found or len(found.group().split()) > 5:
        return None
    label, value = found.group().strip(), line[found.end() :].lstrip(" :")
    return re.sub(r"\W+", "_", label.lower()).strip("_"), value


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
#: No line of a picture's own words is longer.
_SHORT = 40
_REMARK = re.compile(r"[(\[]\s*ProQuest\b[^()]{0,300}[)\]]")
_CORRECTION = re.compile(r"CORRECTIONS?:")
_CAPTION = re.compile(r"(?:Illustration\s+)?Captions?\s*:|Photo(?:graph)?s?\s*:")
_NUMBER = re.compile(r"\d[\d,.\s]*")


def read_article(lines: Sequence[str], number: int, *, width: int = 0) -> Record:
    """Return the record that some lines of an export are.

    Parameters
    ----------
    lines : sequence of str
        From the title to the last label.
    number : int
        Place in the file, from 1.
    width : int
        At which the lines of the whole export are wrapped; 0 where they aren't.
    """
    parts = cut_record(lines, wrapped=bool(width))
    told: list[Note] = []
    fields: dict[str, object] = {"database": "proquest"}
    for column, value in parts.pairs:
        if value and fold_label(value) not in NOTHING:
            known = fields.get(column)
            fields[column] = f"{known}; {value}" if known and known != value else value
    fields.pop("links", None)
    paragraphs = _text(parts, fields, width, told)
    _title(fields, parts.first, told)
    _outlet(fields)
    _date(fields)
    printed = str(fields.pop("authors", "")).strip().rstrip(";")
    if printed and fold_label(printed) not in NOBODY:
        fields["authors"] = turn_names(printed) or None
        if fields["authors"] != printed:
            fields["byline"] = printed
    elif not printed and fields.get("credit"):
        fields["authors"] = re.sub(r"^by\s+", "", str(fields["credit"]), flags=re.I)
    codes = str(fields.get("companies") or "")
    if names := [name.strip() for name in _NAMED.findall(codes)]:
        # Names and tickers of companies stand among their codes, which stay as printed.
        fields["companies"] = "; ".join(names)
        fields["company_codes"] = codes
        fields["tickers"] = "; ".join(name.strip() for name in _TICKER.findall(codes))
    if url := str(fields.get("url") or next(iter(parts.links), "")).split():
        # Without the library through which it was read.
        fields["url"] = _ACCOUNT.sub("", url[0].strip("<>"))
    if not fields.get("page") and fields.get("first_page"):
        fields["page"] = fields.pop("first_page")
    if counted := _NUMBER.fullmatch(str(fields.get("length") or "").strip()):
        fields["length"] = int(re.sub(r"\D", "", counted.group()))
    fields["text"] = "\n".join(paragraphs)
    columns = {column for column, _ in parts.pairs}
    why = "ProQuest gave no full text" if columns & {"text", *ANCHORS} else "no text"
    kind = re.split(r"[,;]", str(fields.get("document_type") or ""))[0]
    fields["genre"] = genre.said(kind) if kind and not genre.is_weak(kind) else ""
    bare = f"{why}, only an abstract" if fields.get("abstract") else why
    record = make_record(fields, number, notes=told, bare=bare)
    # Its id identifies it; what has no text, or a part of it, never stands in for the article itself.
    known = str(record.fields.get("accession") or "").strip()
    if known.isdecimal():
        part = " part" * ("status" in record.fields or bool(record.bare))
        return replace(record, raw=f"proquest {known}{part}".encode())
    return record


def _text(parts: Parts, fields: dict[str, object], width: int, told: list[Note]) -> list[str]:
    """Return the paragraphs of the text."""
    kept: list[str] = []
    for text in _joined(parts.body, width):
        if _RULE.fullmatch(text):
            continue
        if len(text) < _SHORT and fold_label(text) in PICTURE:
            told.append(Note("removed", "picture", text))
        elif _REMARK.fullmatch(text):
            fields["notes"] = text
        elif _CORRECTION.match(text):
            fields["correction"] = text.partition(":")[2].strip()
        else:
            kept.append(text)
    while kept and (taken := _closing(kept[-1])):
        fields.setdefault(*taken)
        kept.pop()
    return [] if len(kept) == 1 and fold_label(kept[0]) in NOTHING else kept


def _closing(text: str) -> tuple[str, str] | None:
    """Return column and value of a paragraph behind the text: credit, caption, count of"""
    if len(text) > 400:
        return None
    if _CAPTION.match(text):
        return "graphic", text
    split = split_label(text)
    return split if split and split[0] in CLOSING else None


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
        info = behind if fold_label(nobody) in NOBODY else info
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
    lines = [line for para in paras if (line := _line(para.text)) is not None]
    columns = {split[0] for line in lines if (split := split_label(line))}
    anchors = {split[0] for line in lines if (split := split_label(line.lstrip("> ")))} & ANCHORS
    own = any("proquest" in line.casefold() for line in lines)
    separated = any(_SEPARATOR.fullmatch(line) for line in lines) or any(map(read_numbering, lines))
    if len(anchors) >= _ENOUGH and (own or separated):
        return 98
    # The first article may be so long that its labels stand below what is looked at.
    reported = any(fold_label(line).startswith(REPORT) for line in lines)
    opened = own and bool(columns & {"text", "publication_info"})
    linked = any(fold_label(line[:80]) in LINK for line in lines)
    return 96 if (separated and (reported or opened)) or (linked and "text" in columns) else 0


def read(paras: Sequence[Para], source: Source, carrier: str) -> Iterator[Item]:
    """Yield the articles of an export, and what its own numbering says of those that are missing."""
    lines = [line for para in paras if (line := _line(para.text)) is not None]
    # A document has paragraphs; in a text or on a page they may be cut into lines.
    width = width_of(lines) if carrier in ("txt", "pdf") else 0
    run, count = _Run(), 0
    for chunk in _chunks(lines):
        given = next((pair for line in chunk[:6] if (pair := read_numbering(line))), None)
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
            text = next(filter(None, chunk), "")
            detail = f"no record of ProQuest: it has none of its labels, and begins {text[:60]!r}"
            yield Note("removed", "no_record", detail)
    yield from run.close()
    if not count:
        yield Fault("empty", "holds no articles of ProQuest; export it again", kind="skipped")


def _line(text: str) -> str | None:
    """Return a line of a document, or None where it is only the foot of a page.

    Words that stand alone in capitals become the labels that they stand for.
    """
    text = text.rstrip()
    if len(text) < _WORD and _FOOT.fullmatch(text):
        return None
    label = HEADS.get(fold_label(text)) if text.isupper() and len(text) < _WORD else None
    return f"{label}:" if label else text


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


@dataclass
class _Chunk:
    """A run of lines: what it holds so far, so that no line of a long one is looked at twice.

    Attributes
    ----------
    anchors : set of str
        Columns that only ProQuest's labels fill.
    record, contents : bool
        It holds a label of a record; the word above a list of contents.
    ended, apart : bool
        Its last label was read; and a line that is no more of its value may follow.
    """

    lines: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    record: bool = False
    contents: bool = False
    ended: bool = False
    apart: bool = False


def _chunks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the runs of lines between separators and numbers, or up to a record's last label."""
    chunk, blank = _Chunk(), False
    for line in lines:
        if _SEPARATOR.fullmatch(line):
            yield chunk.lines
            chunk = _Chunk()
            continue
        column, number = _column_of(line), read_numbering(line) is not None
        ended = chunk.ended and chunk.apart and not is_footer(line)
        # A list of contents ends with the first line of its own that has no number.
        listed = chunk.contents and blank and not _LISTED.fullmatch(line)
        if number or (line and column is None and (ended or listed)):
            yield chunk.lines
            chunk = _Chunk()
        chunk.lines.append(line)
        if column and column in ANCHORS:
            chunk.anchors.add(column)
        chunk.apart = chunk.apart or not line
        chunk.contents = chunk.contents or fold_label(line[:60]) in CONTENTS
        blank = not line
        if column in ("text", "publication_info"):
            chunk.record = True
        if (chunk.record or chunk.anchors) and is_footer(line):
            # Documents close each record with the database's copyright.
            chunk.apart = chunk.ended = True
        elif column is not None:
            chunk.apart = False
            chunk.ended = column == "database_name" and len(chunk.anchors) >= _ENOUGH
    yield chunk.lines


def _column_of(line: str) -> str | None:
    return (split_label(line) or (None,))[0]


def _kind(chunk: Sequence[str]) -> str:
    """Return what a run of lines is: record, contents, nothing worth a word, or other."""
    texts = [fold_label(line[:200]) for line in chunk if line]
    if not texts:
        return "nothing"
    if any(text.startswith(CONTENTS) for text in texts[:40]):
        return "contents"
    if texts[0].startswith(BIBLIOGRAPHY):
        return "nothing"
    columns = {column for line in chunk if (column := _column_of(line))}
    if columns & (ANCHORS | {"text", "publication_info"}):
        return "record"
    if any(text.startswith((*REPORT, *FOOTER)) for text in texts[:12]):
        return "nothing"
    if any(map(read_numbering, chunk)):
        return "record"
    return "contents" if len(_contents(chunk)) > max(1, len(texts) // 2) else "other"


def _contents(chunk: Sequence[str]) -> dict[int, str]:
    """Return number and title of what a list of contents names; its numbers follow on each other."""
    titles: dict[int, str] = {}
    for line in chunk:
        found = _LISTED.fullmatch(line)
        if found and int(found["number"]) == len(titles) + 1:
            titles[int(found["number"])] = _LEADER.sub("", found["title"].strip())
    return titles
