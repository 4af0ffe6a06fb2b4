"""One record of ProQuest cut into its parts: title, labels before the text, text, labels behind it.

Where markup says what is a label and what is text, it is believed. In plain
text a paragraph of an article may begin as a label does; there the labels
behind the text are found from the end, where what only ProQuest prints stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from framing.corpus.proquest.labels import folded, labels, numbered

__all__ = ["Line", "Parts", "cut"]


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
