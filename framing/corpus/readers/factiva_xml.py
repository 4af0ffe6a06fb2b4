"""Factiva's exports as XML (``ppsArticleResponse``): every element and attribute becomes a column.

Such files hold characters that XML does not allow, names of entities that only
HTML knows, and single ampersands. They are mended before the parser sees them,
and said; entities that a file defines itself are never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from framing.corpus.exports import factiva, pages, read_words
from framing.corpus.exports.factiva import Piece, tidy
from framing.corpus.records import Fault, Item, Note, Record, Source, reconcile

SUFFIXES = (".xml",)
MANY = True

_ROOT = re.compile(rb"<(?:\w+:)?pps(?:Article|Headline)?Response\b|<(?:\w+:)?ppsarticle\b", re.IGNORECASE)
_TEXT = ("leadParagraph", "tailParagraphs")
#: Elements in elements of one field that have columns of their own: exports have two.
_DEEPEST = 5
_COMMON = {"display": ("Proportional", ""), "truncation": ("None", "")}

_Values = dict[str, list[str]]


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is Factiva's XML, by its outermost element."""
    return 98 if _ROOT.search(head[:4000].replace(b"\x00", b"")) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles in order, then whether all that the file announces are there."""
    text = yield from pages.decode_text(stream, source, "export fewer articles")
    text, mended = pages.mend_xml(text)
    yield from mended
    if "<!DOCTYPE" not in text:
        # Answers of which each has an outermost element of its own stand one behind the other.
        text = f"<answers>{text}</answers>"
    root, wrong = pages.read_xml(text, source.limits)
    if root is None:
        yield Fault("unreadable", f"XML that {wrong}")
        return
    if wrong:
        yield Note("repaired", "broken_xml", f"{wrong}; what could be read of it was")
    opened = max(text.rfind("<article>"), text.rfind("<article "))
    cut = bool(wrong) and opened > text.rfind("</article>")
    elements = [element for element in root.iter() if _name(element) == "ppsarticle"]
    for number, element in enumerate(elements, 1):
        yield _one(element, number, cut=cut and element is elements[-1])
    # All sets of results together announce so many.
    stated = (str(each.get("count")).strip() for each in root.iter() if _name(each).endswith("ResultSet"))
    known = [int(count) for count in stated if re.fullmatch(r"\d{1,6}", count)]
    yield from reconcile(sum(known) if known else None, len(elements))
    if not elements:
        yield Fault("no_articles", "holds no articles of Factiva; export it again", kind="skipped")


def _one(element: Any, number: int, *, cut: bool) -> Record | Fault:
    article = next((child for child in element if _name(child) == "article"), element)
    values: _Values = {}
    text: dict[str, list[Piece]] = {name: [] for name in _TEXT}
    _put_attributes(element, "ppsarticle", values)
    for child in article:
        name = _name(child)
        if name in _TEXT:
            text[name].extend(map(Piece, _paragraphs(child)))
            _put_marks(child, "text", values)
        elif name == "publicationDate":
            _put_date(child, values)
        elif name == "source":
            for inner in child:
                _put_field(inner, _name(inner), values)
        elif name:
            _put_field(child, name, values)
    pieces = [piece for name in _TEXT for piece in text[name]]
    if not values.get("title") and not pieces:
        said = _words(element)[:120]
        detail = f"no article, it says {said!r}" if said else "an article without headline and text"
        return Fault("no_text", f"{detail}; export it again", number)
    # Of many values that are all the same, one.
    fields = {name: found[0] if len(set(found)) == 1 else "; ".join(found) for name, found in values.items()}
    note = Note("repaired", "cut_short", "the file ends inside this article; export it again")
    record = factiva.make_article(
        fields,
        pieces,
        number,
        whole=bool(text["tailParagraphs"]),
        notes=(note,) * cut,
    )
    if cut and pieces and isinstance(record, Record):
        return replace(record, fields={**record.fields, "status": "stub"})
    return record


def _put_field(element: Any, name: str, values: _Values, depth: int = 0) -> None:
    """Write down an element of an article: its text, its code, and its other attributes.

    Elements in elements get columns of their own down to a depth that no export has, so that what is
    broken isn't read once for each level.
    """
    code = element.get("code")
    if name == "descField" and code:
        column = factiva.name_column(code)
    elif name in factiva.CODES:
        column = factiva.name_column(name)
    else:
        column = read_words("factiva")["elements"].get(name) or factiva.name_column(_snake(name))
    found = values.setdefault(column, [])
    if name in (*_TEXT, "headline", "snippet"):
        found.extend(_paragraphs(element))
        _put_marks(element, column, values)
        return
    nested = [child for child in element if _name(child)]
    if depth == _DEEPEST:
        found.extend(filter(None, [_words(element)]))
        return
    said = [tidy((element.text or "") + "".join(child.tail or "" for child in element))]
    alike = len({_name(child) for child in nested}) <= 1 and not any(len(child) for child in nested)
    coded = bool(code) and name != "descField"
    if coded or alike:
        said += map(_words, nested)
    said = [text for text in said if text]
    found.extend([" : ".join(filter(None, [code, "; ".join(said)]))] if coded else said)
    _put_attributes(element, column, values)
    for child in () if coded else nested:
        if alike:
            _put_attributes(child, f"{column}_{_snake(_name(child))}", values, coded=True)
        else:
            _put_field(child, f"{name}_{_name(child)}", values, depth + 1)


def _put_attributes(element: Any, column: str, values: _Values, *, coded: bool = False) -> None:
    for key, value in element.attrib.items():
        if coded or key != "code":
            values.setdefault(f"{column}_{_snake(_bare(key))}", []).append(value)


def _put_marks(element: Any, column: str, values: _Values) -> None:
    """Write down what is said of a text's paragraphs, where it is not what is said of every one."""
    for key, value in (pair for part in element.iter() for pair in part.attrib.items()):
        if value not in _COMMON.get(key, ()):
            found = values.setdefault(f"{column}_{_snake(_bare(key))}", [])
            found.extend([value] if value not in found else ())


def _put_date(element: Any, values: _Values) -> None:
    """Write down day and time, whether they stand in one element or two."""
    parts = {_name(child): _words(child) for child in element if _name(child)}
    whole = parts.pop("dateTime", "") or parts.pop("date", "") or tidy(element.text or "")
    clock = parts.pop("time", "")
    found = {"PD": whole, "ET": "" if "T" in whole else clock}
    found |= {f"published_{_snake(name)}": value for name, value in parts.items()}
    for name, value in found.items():
        if value or name not in ("PD", "ET"):
            values.setdefault(name, []).append(value)


def _paragraphs(element: Any) -> list[str]:
    """Return the paragraphs that stand in no other, in order, or all as one where there are none."""
    found, left = [], list(element)[::-1]
    while left:
        part = left.pop()
        if _name(part) == "paragraph":
            found.append(part)
        else:
            left.extend(reversed(part))
    return [text for part in found or [element] if (text := _words(part))]


def _words(element: Any) -> str:
    return tidy("".join(element.itertext()))


def _name(element: Any) -> str:
    return _bare(element.tag) if isinstance(element.tag, str) else ""


def _bare(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
