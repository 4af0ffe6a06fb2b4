"""One record of ProQuest cut into its parts: title, labels before the text, text, labels behind it.

Where markup says what is a label and what is text, it is believed. In plain
text a paragraph of an article may begin as a label does; there the labels
behind the text are found from the end, where what only ProQuest prints stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

from framing.corpus import bylines
from framing.corpus.records import Record

__all__ = ["Line", "Parts", "address", "cut", "folded", "labels", "listed", "numbered", "settled", "turned"]


# The words of ProQuest's exports, read once from ``labels.toml``, and lines told apart by them.

_NO_LETTERS = re.compile(r"[\s\u00a0\u202f'’`´.]+")
_COLON = re.compile("[:：]")
#: What may stand behind a label.
COLONS = ":： \u00a0"
#: No label is longer than this.
LONGEST = 60


def folded(text: str) -> str:
    """Return a label as it is compared: exports lose spaces within labels, and write them in either case.

    >>> folded("Company /  organization ") == folded("Company/Organization")
    True
    """
    return _NO_LETTERS.sub("", text).casefold()


@dataclass(frozen=True)
class Labels:
    """What ``labels.toml`` says, turned so that a label leads to its column.

    Attributes
    ----------
    columns : mapping of str to str
        Folded label to column.
    head, anchors, firm, closing : frozenset of str
        Columns whose labels stand before the text; which only ProQuest has; of these the ones that no text
        begins a line with; which may stand at the text's end.
    nothing, nobody, link, picture : frozenset of str
        Folded values and lines of these meanings.
    heads : mapping of str to str
        Folded word that stands alone in capitals, to the label that it stands for.
    contents, report, bibliography, footer : tuple of str
        Folded beginnings of what is no article.
    document : re.Pattern
        "Document 3 of 10", with the groups number and total.
    """

    columns: Mapping[str, str]
    head: frozenset[str]
    anchors: frozenset[str]
    firm: frozenset[str]
    closing: frozenset[str]
    nothing: frozenset[str]
    nobody: frozenset[str]
    link: frozenset[str]
    picture: frozenset[str]
    heads: Mapping[str, str]
    contents: tuple[str, ...]
    report: tuple[str, ...]
    bibliography: tuple[str, ...]
    footer: tuple[str, ...]
    document: re.Pattern[str]

    def split(self, line: str) -> tuple[str, str] | None:
        """Return column and value of a line that begins with a known label and a colon, or None.

        >>> labels().split("Publikationstitel: Hafenkurier; Hamburg")
        ('outlet', 'Hafenkurier; Hamburg')
        >>> labels().split("Ministers said: no") is None
        True
        """
        found = _COLON.search(line, 0, LONGEST + 1)
        at = found.start() if found else 0
        column = _column(line[:at]) if at > 0 else None
        return (column, line[at + 1 :].strip()) if column else None

    def column(self, label: str) -> str | None:
        """Return the column of a label that the markup sets off, with its colon or without, or None."""
        return _column(label.rstrip(COLONS)) if len(label) <= LONGEST + 2 else None

    def is_nothing(self, value: str) -> bool:
        """Say whether a value is what stands in place of a text that isn't there."""
        return folded(value) in self.nothing

    def is_footer(self, line: str) -> bool:
        """Say whether a line is one of those that close an export: whom to ask, copyright, terms.

        >>> labels().is_footer("Terms and Conditions   Contact ProQuest")
        True
        >>> labels().is_footer("Contact us at the harbour.")
        False
        """
        start = folded(line[:300])
        return start.startswith(self.footer) and ("proquest" in start or start in self.footer)


@lru_cache(maxsize=8192)
def _column(label: str) -> str | None:
    return labels().columns.get(folded(label))


@cache
def labels() -> Labels:
    """Return the words of ProQuest's exports."""
    raw: dict[str, Any] = tomllib.loads(
        (resources.files("framing.corpus.exports") / "proquest.toml").read_text("utf8")
    )
    lines, values, places = raw["lines"], raw["values"], raw["places"]
    document = "|".join(map(re.escape, lines["document"]))
    between = "|".join(map(re.escape, lines["of"]))
    return Labels(
        columns={folded(label): column for column, listed in raw["labels"].items() for label in listed},
        head=frozenset(places["head"]),
        anchors=frozenset(places["anchors"]),
        firm=frozenset(places["firm"]),
        closing=frozenset(places["closing"]),
        nothing=_set(values["nothing"]),
        nobody=_set(values["nobody"]),
        link=_set(lines["link"]),
        picture=_set(lines["picture"]),
        heads={folded(word): label for label, words in raw["heads"].items() for word in words},
        contents=_tuple(lines["contents"]),
        report=_tuple(lines["report"]),
        bibliography=_tuple(lines["bibliography"]),
        footer=_tuple(lines["footer"]),
        document=re.compile(
            rf"\s*(?:{document})\s+(?P<number>\d{{1,5}})\s+(?:{between})\s+(?P<total>\d{{1,5}})\s*", re.I
        ),
    )


def _set(listed: Iterable[str]) -> frozenset[str]:
    return frozenset(map(folded, listed))


def _tuple(listed: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(folded, listed))


def numbered(line: str) -> tuple[int, int] | None:
    """Return number and total of a line such as "Document 3 of 10", or None.

    >>> numbered("Dokument 3 von 10"), numbered("Document 3 of the series")
    ((3, 10), None)
    """
    if len(line) > 40:
        return None
    found = labels().document.fullmatch(line)
    return (int(found["number"]), int(found["total"])) if found else None


# Names as lists of literature have them, family first and behind it a comma; and addresses.

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
_ACCOUNT = re.compile(r"[?&]accountid=[^&#]*")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:[\s-][^\W\d_][\w.'’-]*){0,3}")


def turned(name: str) -> str:
    """Return "Ruiz, Ana M" as "Ana M Ruiz"; what is no such name stays as it is.

    >>> turned("Ruiz, Ana M"), turned("de la Cruz, Li, Jr.")
    ('Ana M Ruiz', 'Li de la Cruz Jr.')
    >>> turned("Harbour Press, Macao, a service")
    'Harbour Press, Macao, a service'
    """
    parts = [part.strip() for part in name.split(",")]
    suffix = f" {parts.pop()}" if len(parts) == 3 and _SUFFIX.fullmatch(parts[2]) else ""
    if len(parts) == 2 and all(len(part) <= 60 and _NAME.fullmatch(part) for part in parts):
        return f"{parts[1]} {parts[0]}{suffix}"
    return name.strip()


def listed(names: str) -> str:
    """Return names that semicolons part, each turned round.

    >>> listed("Ruiz, Ana; Ma, Li;")
    'Ana Ruiz; Li Ma'
    """
    return "; ".join(filter(None, (turned(name.strip()) for name in names.split(";"))))


def address(url: str) -> str:
    """Return an address of ProQuest without the library through which it was read.

    >>> address("https://www.proquest.com/docview/1?accountid=12345")
    'https://www.proquest.com/docview/1'
    """
    return _ACCOUNT.sub("", url.strip().strip("<>"))


def sign(fields: dict[str, Any], printed: str) -> None:
    """Set the authors, turned round that lists of literature have by family; the byline stays as printed."""
    fields["authors"] = listed(printed) or fields.get("authors")
    if fields["authors"] != printed:
        fields["byline"] = printed


def genre_of(fields: Mapping[str, object]) -> str:
    """Return the genre that the type of a document says, or nothing where it says none."""
    kind = re.split(r"[,;]", str(fields.get("document_type") or ""))[0]
    return (bylines.said(kind) or "") if kind and not bylines.is_weak(kind) else ""


def settled(record: Record) -> Record:
    """Return a record that ProQuest's id identifies, where it is of ProQuest.

    The same article in HTML and in text is one, and what has no text, or a part of it, never stands in
    for the article itself.
    """
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

    @property
    def columns(self) -> set[str]:
        """Columns that a label fills."""
        return {column for column, _ in self.pairs}


_URL = re.compile(r"<?https?://\S+>?")
# A label that isn't known, behind the text, where there are only labels.
_UNKNOWN = re.compile(r"[A-ZÀ-Þ][\w/'’() -]{2,40}(?=\s?:(?:\s|$))")
_SNAKE = re.compile(r"\W+")


def cut(lines: Sequence[Line], *, wrapped: bool = False) -> Parts:
    """Return the parts of a record, from its title to the label before the next record.

    In a `wrapped` export a line may begin with any word of a value.
    """
    lines = _trimmed(lines)
    parts = Parts()
    marked = any(_marked(line) for line in lines)
    at = _where_text(lines, marked)
    if at is None:
        _label(parts, lines, marked, tail=False, wrapped=wrapped)
        return parts
    start, end = _body(lines, at, marked)
    value = lines[at].text if lines[at].label is not None else (labels().split(lines[at].text) or ("", ""))[1]
    opening = [lines[at]._replace(text=value, label=None)] if value and start > at else []
    parts.body = [*opening, *lines[max(start, at + 1) : end]]
    _label(parts, lines[:at], marked, tail=False, wrapped=wrapped)
    _label(parts, lines[end:], marked, tail=True, wrapped=wrapped)
    return parts


def _trimmed(lines: Sequence[Line]) -> list[Line]:
    """Leave out the number at the top, blank lines and what closes the export at the end."""
    at = 0
    while at < len(lines) and ((not lines[at].text and lines[at].label is None) or numbered(lines[at].text)):
        at += 1
    kept = list(lines[at:])
    for index in range(len(kept) - 1, max(len(kept) - 12, 0), -1):
        if kept[index].label is None and not kept[index].body and labels().is_footer(kept[index].text):
            del kept[index:]
    return kept


def _marked(line: Line) -> str | None:
    """Return the column of a line whose label the markup sets off, or None."""
    return labels().column(line.label) if line.label is not None else None


def _labelled(line: Line, marked: bool) -> tuple[str, str] | None:
    if marked:
        column = _marked(line)
        return (column, line.text) if column else None
    return None if line.body else labels().split(line.text)


def _where_text(lines: Sequence[Line], marked: bool) -> int | None:
    """Return the line of the label before the text, or the first line that the markup calls text."""
    first = next((index for index, line in enumerate(lines) if line.text), 0)
    for index, line in enumerate(lines):
        found = _labelled(line, marked)
        if found and found[0] == "text" and index > first - 1:
            return index
    return next((index for index, line in enumerate(lines) if line.body), None)


def _body(lines: Sequence[Line], at: int, marked: bool) -> tuple[int, int]:
    """Return where the text begins and ends."""
    flagged = [index for index in range(at, len(lines)) if lines[index].body]
    if flagged:
        return flagged[0], flagged[-1] + 1
    if marked:
        known = (index for index in range(at + 1, len(lines)) if _marked(lines[index]) not in (None, "text"))
        return at + 1, next(known, len(lines))
    return at + 1, _tail(lines, at + 1)


def _tail(lines: Sequence[Line], start: int) -> int:
    """Return where the labels behind a text begin, in lines without markup.

    The first label that only ProQuest prints is behind the text; those above it
    are as well, up to a paragraph without one, a label that stands already below,
    or one whose value is a sentence.
    """
    known = labels()
    columns = [(known.split(line.text) or (None,))[0] for line in lines]
    at = next((index for index in range(start, len(lines)) if columns[index] in known.firm), None)
    if at is None:
        at = next(
            (index for index in range(len(lines) - 1, start - 1, -1) if columns[index] in known.anchors), None
        )
    if at is None:
        return len(lines)
    found, seen, loose = at, set(columns[at:]), 0
    above = known.closing | known.head - {"title"} | {"text"}
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
        elif column in above or (column in seen and column != columns[found]) or _is_prose(known.split(text)):
            break
        else:
            found, loose = index, 0
            seen.add(column)
    return found


def _over(columns: Sequence[str | None], lines: Sequence[Line], index: int) -> str | None:
    """Return the column of the next line above that isn't blank."""
    at = next((place for place in range(index - 1, -1, -1) if lines[place].text.strip()), None)
    return columns[at] if at is not None else None


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


#: Values that may be sentences.
_SENTENCES = frozenset(("title", "alternate_title", "copyright", "abstract", "credit"))
_CLOSED = re.compile(r"[^\W\d_]{2}[.!?…][\"'”’»)]*\s*\Z")
#: A value that ends as a sentence and has so many words is one.
_LONG_VALUE = 8


_PROSE = frozenset(("abstract", "alternate_abstract", "text"))
#: Lines over which a value may go on.
_CONTINUED = 6


def _label(parts: Parts, lines: Sequence[Line], marked: bool, *, tail: bool, wrapped: bool = False) -> None:
    """Read lines of labels and values into the parts; a value goes on over lines without a label."""
    known = labels()
    first: list[list[str]] = []
    pairs: list[tuple[str, list[str]]] = []
    blank = False
    for line in lines:
        text = line.text.strip()
        if not text and line.label is None:
            blank = True
            continue
        found = _labelled(line, marked)
        # An abstract may have paragraphs that begin as labels do.
        free = tail or (blank and bool(pairs) and pairs[-1][0] not in _PROSE)
        if not found and (line.label or (free and (blank or not wrapped))):
            found = _unknown(line, marked)
        # The first line is the title even if it begins as a label does.
        if found and not (tail or first or pairs) and found[0] not in known.head:
            found = None
        if found:
            pairs.append((found[0], [found[1]]))
        elif folded(_URL.sub("", text)) in known.link or _URL.fullmatch(text):
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
        if line.label is None or not line.label.rstrip().endswith((":", "：")) or len(line.label) > 50:
            return None
        return _SNAKE.sub("_", line.label.strip().lower()).strip("_"), line.text
    found = _UNKNOWN.match(line.text)
    if not found or len(found.group().split()) > 5:
        return None
    value = line.text[found.end() :].lstrip(" :")
    return _SNAKE.sub("_", found.group().strip().lower()).strip("_"), value
