"""Europresse as lines: its exports as PDF, RTF or text, with a cover and a list of contents in front.

Each document ends with its id, below the line of copyright and the certificate.
It begins with the paper's name and a line of section, date, length and page,
or, as PDF, with the date and a line of paper, page and length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from framing.corpus import exports
from framing.corpus.europresse import words
from framing.corpus.europresse.words import Heading
from framing.corpus.paras import Para
from framing.corpus.records import Fault, Item, Source

NAME = "europresse"

_CERTIFICATE = re.compile(
    r"certificate? (?:est )?(?:émis|issued)\b|visualisation personnelle et temporaire"
    r"|lois et conventions internationales sur le droit d'auteur",
    re.IGNORECASE,
)
_TERMS = re.compile(r"Le présent document est protégé|The present document and its usage", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"(?:Nombre de|Number of) document(?:\(s\)|s)?\s{0,9}:?\s{0,9}(\d{1,6})\s{0,9}\Z", re.IGNORECASE
)
_SITE = re.compile(r"\b(?:europresse\.com|eureka\.cc|CEDROM-SNi)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*(?:Sommaire|Table des matières|Contents|Table of contents)\s*\Z", re.IGNORECASE)
_LENGTH = re.compile(r"\b\d+ (?:mots|words)\b", re.IGNORECASE)
# What stands beside an article in PDF says of its paper: label, and the column it fills.
_BESIDE = {
    "nom de la source": "outlet",
    "source name": "outlet",
    "type de source": "publication_type",
    "source type": "publication_type",
    "périodicité": "periodicity",
    "periodicity": "periodicity",
    "couverture géographique": "coverage_area",
    "geographical coverage": "coverage_area",
    "provenance": "place_of_publication",
    "origin": "place_of_publication",
}
#: So many lines with digits are looked at for the date of a document, which stands above its text.
_TRIED = 400
_DOTS = re.compile(r"\s*[•·|]\s*")


def sniff(paras: Sequence[Para]) -> int:
    """Return how sure it is that lines are of Europresse: by ids, the certificate, and its own names.

    A single document has no cover: there its line of section, date and length goes with the id.
    """
    marks = set()
    for para in paras:
        text = para.text
        if words.ids(text) and (words.NUMBERED.match(text) or words.ids(text)[0] == text.strip()):
            marks.add("id")
        for name, pattern in (("certificate", _CERTIFICATE), ("announced", _ANNOUNCED), ("site", _SITE)):
            if pattern.search(text):
                marks.add(name)
        if text.strip().lower().rstrip(" :") in _BESIDE:
            marks.add("beside")
    if marks == {"id"} and any(_is_heading(para.text) or _is_second(para.text) for para in paras):
        marks.add("heading")
    return 96 if len(marks) >= 2 and marks & {"id", "certificate"} else 0


def _is_heading(text: str) -> bool:
    """Say whether a line has a date and a number of words, as no paragraph of a text has."""
    if len(text) > 250 or not _LENGTH.search(text):
        return False
    found = words.heading(text)
    return found.moment is not None and found.length is not None


def read(paras: Sequence[Para], source: Source, carrier: str) -> Iterator[Item]:
    """Yield the documents between the ids, then whether all that the cover announces are there."""
    announced: int | None = None
    number = 0
    group: list[Para] = []
    for para in paras:
        stated = _ANNOUNCED.search(para.text) if announced is None and not number else None
        if stated:
            announced = int(stated[1])
            continue
        group.append(para)
        if _ends(para.text):
            number += 1
            yield _document(group, number)
            group = []
    rest = [para for para in group if para.text.strip() and not _CERTIFICATE.search(para.text)]
    if rest and _head(rest) is not None:
        # The last one was cut off before its id, or its id is lost.
        number += 1
        yield _document(group, number)
    yield from exports.reconcile(announced, number)


def _ends(text: str) -> bool:
    found = words.ids(text)
    return bool(found) and (bool(words.NUMBERED.match(text)) or text.strip() == found[0])


def _document(group: list[Para], number: int) -> Item:
    lines = [para for para in group if para.text.strip()]
    at = _head(lines)
    if at is None:
        detail = "no line with a date stands at its head; export the document again, as HTML if you can"
        return Fault("no_head", detail, number)
    fields: dict[str, Any] = {}
    body = _beside(lines[at + 1 :], fields)
    about = words.heading(lines[at].text)
    if body and _is_second(body[0].text):
        about = _second(about, body.pop(0).text, fields)
    elif at:
        fields.update(words.publication([lines[at - 1].text]))
    for earlier in lines[max(0, at - 12) : at]:
        _pair(earlier.text, fields)
    found = words.ids(" ".join(para.text for para in lines[-3:]))
    dated = words.settle(about, found[-1:])
    body = [para for para in map(_without_terms, body) if para.text and not _ends(para.text)]
    title, byline, body = _title(body)
    kept, told = words.labelled([para.text for para in body])
    fields |= {
        "database": NAME,
        "title": title,
        "authors": byline,
        "section": about.section,
        "published": dated.published,
        "length": about.length,
        "page": about.page,
        "accession": dated.accession,
        "source_code": dated.accession.split("·")[2] if dated.accession else "",
        **{column: "; ".join(dict.fromkeys(values)) for column, values in told.items()},
    }
    if about.edition:
        fields["edition"] = about.edition
    text = "\n".join(" ".join(body[i].text.split()) for i in kept)
    return exports.as_record(
        {**fields, "text": text},
        number,
        blocks="p" * len(kept) or None,
        notes=dated.notes,
        bare="" if text else "Europresse gave no text of it",
    )


def _head(lines: list[Para]) -> int | None:
    """Return which line has the date: the first behind the contents that has length or page too."""
    start = max((i + 1 for i, para in enumerate(lines) if _CONTENTS.match(para.text)), default=0)
    tried, first = 0, None
    for at, para in enumerate(lines[start:], start=start):
        text = para.text
        if len(text) > 250 or not any(char.isdigit() for char in text) or _CERTIFICATE.search(text):
            continue
        tried += 1
        found = words.heading(text)
        if found.moment is not None and (len(text) - len(found.printed) <= 80 or found.length is not None):
            following = lines[at + 1].text if at + 1 < len(lines) else ""
            if found.length is not None or found.page or _is_second(following):
                return at
            first = at if first is None else first
        if tried >= _TRIED:
            break
    return first


def _is_second(text: str) -> bool:
    """Say whether a line is that of paper, page and length, as "Le Courrier • p. 7 • 120 mots"."""
    return len(text) <= 250 and len(_DOTS.split(text)) >= 2 and bool(_LENGTH.search(text))


def _second(about: Heading, text: str, fields: dict[str, Any]) -> Heading:
    paper, *parts = _DOTS.split(text)
    fields.update(words.publication([paper]))
    more = words.heading(", ".join(part for part in parts if not _issue(part, fields)))
    return about._replace(
        section=more.section or about.section,
        length=more.length or about.length,
        page=more.page or about.page,
    )


def _issue(part: str, fields: dict[str, Any]) -> bool:
    found = words.publication([f"x, {part}"])
    if "issue" in found:
        fields["issue"] = found["issue"]
    return "issue" in found


def _without_terms(para: Para) -> Para:
    """Return a line without terms of use and certificate, which stand behind the copyright or alone."""
    found = _TERMS.search(para.text) or _CERTIFICATE.search(para.text)
    if found is None:
        return para
    return para._replace(text=para.text[: found.start()].strip() if words.copyright_of(para.text) else "")


def _beside(lines: list[Para], fields: dict[str, Any]) -> list[Para]:
    """Take out what stands beside the text of its paper: labels, with the value in their line or the next."""
    kept: list[Para] = []
    waiting = ""
    for para in lines:
        label = para.text.strip().lower().rstrip(" :")
        if waiting and len(para.text) < 120 and label not in _BESIDE:
            fields.setdefault(waiting, para.text.strip())
            waiting = ""
        elif label in _BESIDE:
            waiting = _BESIDE[label]
        elif not _pair(para.text, fields):
            kept.append(para)
            waiting = ""
    return kept


def _pair(text: str, fields: dict[str, Any]) -> bool:
    plain = " ".join(text.split())
    for label, column in _BESIDE.items():
        if plain.lower().startswith(f"{label} ") and len(plain) < 160:
            fields.setdefault(column, plain[len(label) :].strip(" :"))
            return True
    return False


def _title(body: list[Para]) -> tuple[str, str, list[Para]]:
    """Return headline, byline, and the lines of the text: by the size of letters where it is known."""
    if not body:
        return "", "", []
    first = max(body[:6], key=lambda para: para.size)
    at = body.index(first) if first.size and first.size > 1.1 * min(para.size for para in body[:40]) else 0
    end = at + 1
    while end < len(body) and body[at].size and abs(body[end].size - body[at].size) < 0.3 and at + 3 > end:
        if body[at].size <= 1.1 * min(para.size for para in body[:40]):
            break
        end += 1
    title = " ".join(" ".join(para.text.split()) for para in body[at:end])
    rest = [*body[:at], *body[end:]]
    below = rest[at] if at < len(rest) else None
    follows = rest[at + 1] if at + 1 < len(rest) else None
    if below is None or follows is None or words.copyright_of(follows.text):
        return title, "", rest
    byline = words.authors(below.text, sure=False)
    if byline and len(byline.split()) <= 8 and len(follows.text) > 2 * len(below.text):
        return title, byline, [para for para in rest if para is not below]
    return title, "", rest
