"""One record of ProQuest cut into its parts: title, labels before the text, text, labels behind it.

Where markup says what is a label and what is text, it is believed. In plain
text a paragraph of an article may begin as a label does; there the labels
behind the text are found from the end, where what only ProQuest prints stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from framing.corpus import genre
from framing.corpus.exports import invert, make_record, read_words
from framing.corpus.records import Note, Record

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


def column_of(label: str) -> str | None:
    """Return the column of a label that the markup sets off, with its colon or without, or None."""
    return _column(label.rstrip(":： \u00a0")) if len(label) <= LONGEST + 2 else None


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


def clean_address(url: str) -> str:
    """Return an address of ProQuest without the library through which it was read.

    >>> clean_address("https://www.proquest.com/docview/1?accountid=12345")
    'https://www.proquest.com/docview/1'
    """
    return _ACCOUNT.sub("", url.strip().strip("<>"))


def set_authors(fields: dict[str, Any], printed: str) -> None:
    """Set the authors, turned round that lists of literature have by family; the byline stays as printed."""
    fields["authors"] = turn_names(printed) or fields.get("authors")
    if fields["authors"] != printed:
        fields["byline"] = printed


def finish_record(
    fields: dict[str, Any],
    number: int,
    why: str,
    *,
    blocks: str = "",
    notes: Sequence[Note] = (),
    remedy: str = "",
) -> Record:
    """Return the record of an article or reference, with the genre that the type of its document says.

    Where it is of ProQuest its id identifies it: the same article in HTML and in text is one, and what has
    no text, or a part of it, never stands in for the article itself.

    Parameters
    ----------
    fields : dict
    why : str
        Why there is no text, where there is none.
    remedy : str
        As for `make_record`.
    """
    kind = re.split(r"[,;]", str(fields.get("document_type") or ""))[0]
    fields["genre"] = genre.said(kind) if kind and not genre.is_weak(kind) else ""
    bare = f"{why}, only an abstract" if fields.get("abstract") else why
    record = make_record(fields, number, blocks=blocks, notes=notes, bare=bare, remedy=remedy)
    known = str(record.fields.get("accession") or "").strip()
    if record.fields.get("database") == "proquest" and known.isdecimal():
        part = " part" * ("status" in record.fields or bool(record.bare))
        return replace(record, raw=f"proquest {known}{part}".encode())
    return record


class Line(NamedTuple):
    """A line or paragraph of an export; an empty one is a blank line.

    Attributes
    ----------
    text : str
        Without the label, where `label` gives it.
    label : str, optional
        What the markup sets off at its beginning; None where there is no markup, or nothing is set off.
    body : bool
        The markup says that it is of the article's text.
    letter : str
        What kind of paragraph it is; see `blocks` of a record.
    start : bool
        The markup says that a record begins here.
    words : int
        Words of the text, where the markup says so.
    caption : bool
        Of a picture, and no text.
    """

    text: str
    label: str | None = None
    body: bool = False
    letter: str = "p"
    start: bool = False
    words: int = 0
    caption: bool = False


@dataclass
class Parts:
    """What a record is made of.

    Attributes
    ----------
    first : list of str
        Lines before the first label: the title, then what is printed beneath it.
    pairs : list of (str, str)
        Column and value, in order.
    body : list of Line
        The text, blank lines among it; empty where there is none.
    links : list of str
        Addresses that stand alone.
    """

    first: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
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


def cut_record(lines: Sequence[Line], *, wrapped: bool = False) -> Parts:
    """Return the parts of a record, from its title to the label before the next record.

    In a `wrapped` export a line may begin with any word of a value.
    """
    at = 0
    while at < len(lines) and (
        (not lines[at].text and lines[at].label is None) or read_numbering(lines[at].text)
    ):
        at += 1
    lines = list(lines[at:])
    # What closes the export stands at its end.
    for index in range(len(lines) - 1, max(len(lines) - 12, 0), -1):
        if lines[index].label is None and not lines[index].body and is_footer(lines[index].text):
            del lines[index:]
    marked = any(line.label is not None and column_of(line.label) for line in lines)
    labels = [_labelled(line, marked) for line in lines]
    parts = Parts()
    # The text begins with its label, or the first line that the markup calls text.
    first = next((index for index, line in enumerate(lines) if line.text), 0)
    named = (
        index for index, found in enumerate(labels) if found and found[0] == "text" and index > first - 1
    )
    body = [index for index, line in enumerate(lines) if line.body]
    at = next(named, body[0] if body else -1)
    if at < 0:
        _put_labels(parts, lines, labels, marked, tail=False, wrapped=wrapped)
        return parts
    start = at + 1
    body = [index for index in body if index >= at]
    if body:
        start, end = body[0], body[-1] + 1
    elif marked:
        known = (index for index in range(start, len(lines)) if (labels[index] or ("text",))[0] != "text")
        end = next(known, len(lines))
    else:
        end = _tail(lines, labels, start)
    value = lines[at].text if lines[at].label is not None else (split_label(lines[at].text) or ("", ""))[1]
    opening = [lines[at]._replace(text=value, label=None)] if value and start > at else []
    parts.body = [*opening, *lines[max(start, at + 1) : end]]
    _put_labels(parts, lines[:at], labels[:at], marked, tail=False, wrapped=wrapped)
    _put_labels(parts, lines[end:], labels[end:], marked, tail=True, wrapped=wrapped)
    return parts


def _labelled(line: Line, marked: bool) -> tuple[str, str] | None:
    if marked:
        column = column_of(line.label) if line.label is not None else None
        return (column, line.text) if column else None
    return None if line.body else split_label(line.text)


def _tail(lines: Sequence[Line], labels: _Labels, start: int) -> int:
    """Return where the labels behind a text begin, in lines without markup.

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
        column, text = columns[index], lines[index].text
        if not text:
            if loose:
                break
        elif column is None:
            # A value may go on over lines; a paragraph without a label is of the article.
            loose = 0 if _UNKNOWN.match(text) and not lines[index - 1].text.strip() else loose + 1
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


def _over(columns: Sequence[str | None], lines: Sequence[Line], index: int) -> str | None:
    """Return the column of the next line above that isn't blank."""
    return next((columns[at] for at in range(index - 1, -1, -1) if lines[at].text.strip()), None)


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


def _put_labels(
    parts: Parts, lines: Sequence[Line], labels: _Labels, marked: bool, *, tail: bool, wrapped: bool
) -> None:
    """Read lines of labels and values into the parts; a value goes on over lines without a label."""
    first: list[list[str]] = []
    pairs: list[tuple[str, list[str]]] = []
    blank = False
    for line, found in zip(lines, labels, strict=True):
        text = line.text.strip()
        if not text and line.label is None:
            blank = True
            continue
        # An abstract may have paragraphs that begin as labels do.
        free = tail or (blank and bool(pairs) and pairs[-1][0] not in _PROSE)
        if not found and (line.label or (free and (blank or not wrapped))):
            found = _unknown(line, marked)
        # The first line is the title even if it begins as a label does.
        if found and not (tail or first or pairs) and found[0] not in HEAD:
            found = None
        if found:
            pairs.append((found[0], [found[1]]))
        elif fold_label(_URL.sub("", text)) in LINK or _URL.fullmatch(text):
            parts.links.extend(address.group().strip("<>") for address in _URL.finditer(text))
        elif pairs:
            pairs[-1][1].extend(() if line.caption else (text,))
        elif tail:
            pairs.append(("unlabelled", [text]))
        elif first and wrapped and not blank:
            first[-1].append(text)
        else:
            first.append([text])
        blank = False
    parts.first += [" ".join(given) for given in first]
    parts.pairs += [(column, " ".join(filter(None, given))) for column, given in pairs]


def _unknown(line: Line, marked: bool) -> tuple[str, str] | None:
    """Return a label that isn't known, under its own name, and its value."""
    if marked:
        label, value = (line.label or "").strip(), line.text
        if not label.endswith((":", "：")) or len(line.label or "") > 50:
            return None
    else:
        found = _UNKNOWN.match(line.text)
        if not found or len(found.group().split()) > 5:
            return None
        label, value = found.group().strip(), line.text[found.end() :].lstrip(" :")
    return re.sub(r"\W+", "_", label.lower()).strip("_"), value
