"""Factiva's exports as XML (``ppsArticleResponse``): every element and attribute becomes a column.

Such files hold characters that XML does not allow, names of entities that only
HTML knows, and single ampersands. They are mended before the parser sees them,
and said; entities that a file defines itself are never read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from framing.corpus import encoding, streams
from framing.corpus.exports import factiva as factiva
from framing.corpus.exports import factiva as words
from framing.corpus.exports.factiva import Piece
from framing.corpus.html import trees as trees
from framing.corpus.records import Fault, Item, Note, Record, Source, reconcile

SUFFIXES = (".xml",)
MANY = True

_ROOT = re.compile(rb"<(?:\w+:)?pps(?:Article|Headline)?Response\b|<(?:\w+:)?ppsarticle\b", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml[^>]{0,200}\?>")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,8})|(\d{1,8}))|([A-Za-z][A-Za-z0-9]{0,31}));|&")
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})

# Elements to columns, where their own names are not the column's.
_NAMES = {
    "accessionNo": "accession", "baseLanguage": "LA", "headline": "title", "publisherName": "publisher",
    "sourceName": "outlet", "sourceCode": "source_code", "region": "places", "newsSubject": "subjects",
    "company": "companies", "industry": "industries", "person": "people", "people": "people",
    "sectionName": "section", "wordCount": "length", "pages": "page", "snippet": "abstract",
    "artWork": "graphic", "corrections": "correction", "author": "byline", "columnName": "column_name",
}  # fmt: skip
_TEXT = ("leadParagraph", "tailParagraphs")
_PARAGRAPHS = (*_TEXT, "headline", "snippet")
#: Elements in elements of one field that have columns of their own: exports have two.
_DEEPEST = 5
_COMMON = {"display": ("Proportional", ""), "truncation": ("None", "")}


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is Factiva's XML, by its outermost element."""
    return 98 if _ROOT.search(head[:4000].replace(b"\x00", b"")) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles in order, then whether all that the file announces are there."""
    raw = streams.whole(stream, source.limits, "export fewer articles")
    text, notes = encoding.decode(raw, hint=source.encoding)
    yield from notes
    text, mended = _mended(text)
    yield from mended
    root, broken = _root(text, source)
    if root is None:
        yield broken or Fault("no_articles", "holds no articles of Factiva", kind="skipped")
        return
    if isinstance(broken, Note):
        yield broken
    opened = max(text.rfind("<article>"), text.rfind("<article "))
    cut = broken is not None and opened > text.rfind("</article>")
    count = 0
    elements = [element for element in root.iter() if _name(element) in ("ppsarticle", "contentHeadline")]
    for element in elements:
        count += 1
        yield _one(element, count, cut=cut and element is elements[-1])
    yield from reconcile(_announced(root), count)
    if not count:
        yield Fault("no_articles", "holds no articles of Factiva; export it again", kind="skipped")


def _root(text: str, source: Source) -> tuple[Any, Fault | Note | None]:
    """Return the outermost element, and what stood in its way."""
    data = text.encode("utf-8", "replace")
    try:
        return trees.xml(data, source.limits), None
    except trees.Refused as error:
        first = str(error)
    try:
        root = trees.xml(data, source.limits, recover=True)
    except trees.Refused as error:
        return None, Fault("unreadable", f"XML that {error}")
    return root, Note("repaired", "broken_xml", f"{first}; what could be read of it was")


def _mended(text: str) -> tuple[str, tuple[Note, ...]]:
    """Return XML without what no parser takes, and what was done."""
    text = _DECLARATION.sub("", text.replace("\ufeff", ""))
    if "<!DOCTYPE" not in text:
        # Answers of which each has an outermost element of its own stand one behind the other.
        text = f"<answers>{text}</answers>"
    text, illegal = _ILLEGAL.subn("", text)
    counts = {"illegal": illegal, "entity": 0, "ampersand": 0}

    def one(found: re.Match[str]) -> str:
        wide, number, name = found.groups()
        if wide or number:
            code = int(wide, 16) if wide else int(number)
            if code > 0x10FFFF or 0xD800 <= code < 0xE000 or _ILLEGAL.match(chr(code)):
                counts["illegal"] += 1
                return ""
            return found.group()
        if name in _OWN:
            return found.group()
        known = html.unescape(f"&{name};") if name else ""
        if known and known != f"&{name};":
            counts["entity"] += 1
            return known
        counts["ampersand"] += 1
        return "&amp;" + found.group()[1:]

    if "&" in text and "<![CDATA[" not in text:
        text = _REFERENCE.sub(one, text)
    said = {
        "illegal": ("illegal_characters", "that XML doesn't allow", "taken out"),
        "entity": ("entities", "named as in HTML", "read as such"),
        "ampersand": ("ampersands", "that stand for themselves as &", "read as such"),
    }
    return text, tuple(
        Note(
            "repaired",
            said[what][0],
            f"{count:,} character{'s' * (count != 1)} {said[what][1]}; {said[what][2]}",
        )
        for what, count in counts.items()
        if count
    )


def _announced(root: Any) -> int | None:
    """Return how many articles all sets of results together announce, or None where none says it."""
    stated = [element.get("count") for element in root.iter() if _name(element).endswith("ResultSet")]
    known = [int(count) for count in stated if count is not None and re.fullmatch(r"\d{1,6}", count.strip())]
    return sum(known) if known else None


def _one(element: Any, number: int, *, cut: bool = False) -> Record | Fault:
    article = next((child for child in element if _name(child) == "article"), None)
    if article is None:
        article = element
    values: dict[str, list[str]] = {}
    text: dict[str, list[Piece]] = {name: [] for name in _TEXT}
    _attributes(element, "ppsarticle", values)
    for child in article:
        name = _name(child)
        if name in _TEXT:
            text[name].extend(Piece(piece) for piece in _paragraphs(child))
            _marks(child, "text", values)
        elif name == "publicationDate":
            _date(child, values)
        elif name == "source":
            for inner in child:
                _field(inner, _name(inner), values)
        elif name:
            _field(child, name, values)
    if not values.get("title") and not any(text.values()):
        said = words.tidy("".join(element.itertext()))[:120]
        detail = f"no article, it says {said!r}" if said else "an article without headline and text"
        return Fault("no_text", f"{detail}; export it again", number)
    fields = {name: _joined(found) for name, found in values.items()}
    pieces = [piece for name in _TEXT for piece in text[name]]
    bare = factiva.HEADLINE_ONLY if "abstract" in fields else ""
    notes = (
        (Note("repaired", "cut_short", "the file ends inside this article; export it again"),) if cut else ()
    )
    record = factiva.made(
        fields, pieces, number, whole=bool(text["tailParagraphs"]), why_bare=bare, notes=notes
    )
    if cut and pieces:
        record = _stub(record)
    return record


def _stub(record: Record) -> Record:
    return replace(record, fields={**record.fields, "status": "stub"})


def _field(element: Any, name: str, values: dict[str, list[str]], depth: int = 0) -> None:
    """Write down an element of an article: its text, its code, and its other attributes.

    Elements in elements get columns of their own down to a depth that no export has, so that what is
    broken isn't read once for each level.
    """
    code = element.get("code")
    if name == "descField" and code:
        column = factiva.column(code)
    else:
        column = _NAMES.get(name) or factiva.column(_snake(name))
        if name in factiva.CODES:
            column = factiva.column(name)
    found = values.setdefault(column, [])
    if name in _PARAGRAPHS:
        found.extend(_paragraphs(element))
        _marks(element, column, values)
        return
    kept = {key: value for key, value in element.attrib.items() if key != "code"}
    nested = [child for child in element if _name(child)]
    if depth == _DEEPEST:
        found.extend(filter(None, [words.tidy("".join(element.itertext()))]))
        return
    own = words.tidy(_own(element))
    same = {_name(child) for child in nested}
    if code and name != "descField":
        said = "; ".join(filter(None, [own, *_texts(nested)]))
        found.append(f"{code} : {said}" if said else code)
    elif not nested or (len(same) == 1 and not any(len(child) for child in nested)):
        found.extend(filter(None, [own, *_texts(nested)]))
        for child in nested:
            kept.update({f"{_name(child)}_{key}": value for key, value in child.attrib.items()})
    else:
        if own:
            found.append(own)
        for child in nested:
            _field(child, f"{name}_{_name(child)}", values, depth + 1)
    for key, value in kept.items():
        values.setdefault(f"{column}_{_snake(_bare(key))}", []).append(value)


def _texts(elements: list[Any]) -> list[str]:
    return [words.tidy("".join(element.itertext())) for element in elements]


def _marks(element: Any, column: str, values: dict[str, list[str]]) -> None:
    """Write down what is said of a text's paragraphs, where it is not what is said of every one."""
    for part in element.iter():
        for key, value in part.attrib.items():
            if value not in _COMMON.get(key, ()):
                found = values.setdefault(f"{column}_{_snake(_bare(key))}", [])
                if value not in found:
                    found.append(value)


def _attributes(element: Any, column: str, values: dict[str, list[str]]) -> None:
    for key, value in element.attrib.items():
        values.setdefault(f"{column}_{_snake(_bare(key))}", []).append(value)


def _date(element: Any, values: dict[str, list[str]]) -> None:
    """Write down day and time, whether they stand in one element or two."""
    parts = {_name(child): words.tidy("".join(child.itertext())) for child in element if _name(child)}
    whole = parts.pop("dateTime", "") or parts.pop("date", "") or words.tidy(_own(element))
    if whole:
        values.setdefault("PD", []).append(whole)
    clock = parts.pop("time", "")
    if clock and "T" not in whole:
        values.setdefault("ET", []).append(clock)
    for name, value in parts.items():
        values.setdefault(f"published_{_snake(name)}", []).append(value)


def _paragraphs(element: Any) -> list[str]:
    parts = _outermost(element) or [element]
    return [text for part in parts if (text := words.tidy("".join(part.itertext())))]


def _outermost(element: Any) -> list[Any]:
    """Return the paragraphs that stand in no other, in order."""
    found, left = [], list(element)[::-1]
    while left:
        part = left.pop()
        if _name(part) == "paragraph":
            found.append(part)
        else:
            left.extend(reversed(part))
    return found


def _joined(found: list[str]) -> str:
    """Return several values as one; of many that are all the same, one."""
    return found[0] if found and len(set(found)) == 1 else "; ".join(found)


def _own(element: Any) -> str:
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _name(element: Any) -> str:
    return _bare(element.tag) if isinstance(element.tag, str) else ""


def _bare(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
