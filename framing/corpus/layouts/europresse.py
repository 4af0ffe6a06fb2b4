"""Europresse as lines: its exports as PDF, RTF or text, with a cover and a list of contents in front.

Each document ends with its id, below the line of copyright and the certificate.
It begins with the paper's name and a line of section, date, length and page,
or, as PDF, with the date and a line of paper, page and length.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from framing.corpus import dates
from framing.corpus import moments as forms
from framing.corpus.exports import invert, make_record, read_words
from framing.corpus.lines import Para
from framing.corpus.moments import Moment
from framing.corpus.records import Fault, Item, Note, Record, Source, reconcile

# What the parts of a Europresse export mean, whichever layout, carrier and language it comes in.

_DOT = "[·•∙‧⋅・\ufffd]"
_ID = re.compile(
    rf"(?<![\w·])([a-z]{{2,12}}){_DOT}((?:17|18|19|20)\d{{6}})"
    rf"{_DOT}([A-Za-z0-9_-]{{1,20}}){_DOT}([A-Za-z0-9_.-]{{1,60}})"
)
#: What stands before the id in the line that closes a document.
_NUMBERED = re.compile(r"\s*(?:Num[eé]ro de document|Document number|Doc\.?)\s*:", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:copyright\b|©|\(c\)\s)", re.IGNORECASE)
_WORDS = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+|\d{1,6})\s+"
    r"(?:mots?|words?|w[öo]rter|palabras?|parole|palavras?|woorden)\b",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:^|(?<=[\s,;(]))(?:pp?\.|pages?\s|p[áa]gs?\.|seiten?\s|s\.)\s*(?=\S)", re.IGNORECASE)
_ISSUE = re.compile(r",?\s+(?:no|n°|nº|nr|núm|num|numéro|issue)(?:\.\s*|\s+)(\S.*)\Z", re.IGNORECASE)
_VOLUME = re.compile(r",?\s+vol(?:ume)?(?:\.\s*|\s+)([\w-]{1,12})(?=\s*(?:,|\Z))", re.IGNORECASE)
# What kind of source stands in brackets behind a name; other brackets are part of it, as "(France)".
_KIND = re.compile(
    r"\s*\((site web(?: réf\.?)?|web ?site(?: ref\.?)?|site internet|site réf\.?|ref\. site|sitio web|"
    r"webseite|web|blogs?|tweets?|twitter|réseaux sociaux|social media)\)\s*\Z",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:par|by|von|por)\s*:?\s+", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?…:][\"»”)\]]*\Z")


class Heading(NamedTuple):
    """What stands in the line of section, date, length and page.

    Attributes
    ----------
    moment : Moment, optional
        When it says the article appeared; `printed` is how it says it.
    """

    section: str = ""
    moment: Moment | None = None
    printed: str = ""
    length: int | None = None
    page: str = ""
    edition: str = ""


class Dated(NamedTuple):
    """Which id and which date count, the other id where there are two, and what is told."""

    accession: str
    published: str
    other: str
    notes: tuple[Note, ...]


def find_ids(text: str) -> list[str]:
    """Return the ids of documents in some text, each once, with the dots they are printed with.

    >>> find_ids("Numéro de document : news·20121004·PO·2040056000")
    ['news·20121004·PO·2040056000']
    """
    return list(dict.fromkeys("·".join(found.groups()) for found in _ID.finditer(text)))


def read_heading(line: str) -> Heading:
    """Return what the line above or below the name of the paper says.

    >>> found = read_heading("Éditorial, jeudi 4 octobre 2012 1 234 mots, p. 03")
    >>> found.section, found.moment.time.day, found.length, found.page
    ('Éditorial', 4, 1234, '03')
    >>> read_heading("Business, Thursday, October 5, 2013").section
    'Business'
    """
    text = forms.plain(line[:1000])
    hits = [hit for hit in dates.found(text, None) if hit[2] is not None]
    start, end, moment = hits[0] if hits else (0, 0, None)
    before, after = text[:start], text[end:]
    after, length = _cut(_WORDS, after)
    page, at = "", _PAGE.search(after)
    if at:
        after, page = after[: at.start()], after[at.end() :].strip(" ,;")
    if not hits:
        before, after = after, ""
    section, edition = (part.strip(" \u00a0,;|•·-–—/") for part in (before, after))
    number = int(re.sub(r"\D", "", length)) if length else None
    return Heading(section, moment, text[start:end], number, page, edition)


def read_publication(lines: Iterable[str]) -> dict[str, str]:
    """Return the paper's name, its issue and volume, and whether it is its website.

    Parameters
    ----------
    lines : iterable of str
        The name's own line first; what stands below it is an edition.

    >>> read_publication(["La Croix, no. 43018"])
    {'outlet': 'La Croix', 'issue': '43018'}
    >>> read_publication(["Le Courrier du Port (site web)", "Rennes"])
    {'outlet': 'Le Courrier du Port', 'publication_type': 'site web', 'edition': 'Rennes'}
    """
    name, *rest = [text for line in lines if (text := " ".join(line.split()))] or [""]
    name, issue = _cut(_ISSUE, name)
    name, volume = _cut(_VOLUME, name)
    name, kind = _cut(_KIND, name)
    if not kind and rest and _KIND.fullmatch(rest[0]):
        kind = rest.pop(0).strip("() ")
    found = {
        "outlet": name.strip(" ,;"),
        "issue": issue.strip(" ,;"),
        "volume": volume,
        "publication_type": kind,
        "edition": "; ".join(rest),
    }
    return {key: value for key, value in found.items() if value}


def copyright_of(text: str) -> str:
    """Return a line where it is one of copyright, else nothing; a paragraph of a text is too long for it."""
    return text if len(text) < 400 and _COPYRIGHT.match(text) else ""


def read_byline(text: str, *, sure: bool) -> str:
    """Return the line below a title without its "Par", or nothing where it is no byline.

    `sure` says that the layout marks it as one; else it has to be short and no sentence.
    """
    text = " ".join(text.split())
    if not sure and (len(text.split()) > 11 or len(text) > 120 or _ENDS_SENTENCE.search(text)):
        return ""
    return _BY.sub("", text, count=1) if _BY.match(text) else text


def settle_date(found: Heading, numbers: Iterable[str], certificate: str = "") -> Dated:
    """Return which id and which date count: that of the id, and of two ids that of the printed date.

    Parameters
    ----------
    found : Heading
    numbers : iterable of str
        Ids that the document's own lines give.
    certificate : str
        The id on the certificate that an older export ends each document with.
    """
    known = [number for number in (*numbers, certificate) if number]
    day = found.moment.time.date() if found.moment else None
    printed = found.printed
    if found.moment is None or found.moment.precision == "day":
        printed = day.isoformat() if day else ""
    elif not dates.parse(printed):
        # Else as printed, so that a time without a zone is read in the outlet's own.
        printed = found.moment.time.isoformat()
    if not known:
        return Dated("", printed, "", ())
    own = known[0]
    other = certificate if certificate and certificate != own else ""
    notes: list[Note] = []
    if other:
        if day is not None and _day(other) == day != _day(own):
            own, other = other, own
        why = ", as its date is the printed one" if day is not None and _day(own) == day else ""
        detail = f"two ids, {own} and {other}: the first is taken{why}"
        notes.append(Note("guessed", "europresse_id", detail))
    stated = _day(own)
    if stated is not None and found.moment and day and stated != day:
        # A clock time may be of the next or last day where the paper is.
        if abs((day - stated).days) == 1 and found.moment.precision == "minute":
            detail = f"the id says {stated}, the printed time {found.printed}: a day apart; the time is kept"
        else:
            detail = f"the id says {stated}, the printed date {day}: that of the id is taken"
            printed = stated.isoformat()
        notes.append(Note("guessed", "europresse_date", detail))
    return Dated(own, printed or (stated.isoformat() if stated else ""), other, tuple(notes))


def _day(number: str) -> dt.date | None:
    written = number.split("·")[1]
    try:
        return dt.date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return None


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """Return a text without what a pattern finds in it, and the pattern's first group."""
    found = pattern.search(text)
    return (f"{text[: found.start()]} {text[found.end() :]}".strip(), found[1]) if found else (text, "")


# Lines behind a text that say something of it, and what stands beside it in PDF: label to column.
_ALONE, _VALUED, _BESIDE = (invert(read_words("europresse")[name]) for name in ("alone", "valued", "beside"))
_LABEL = re.compile(r"([^\W\d_][^:\n]{2,32}?)\s*:\s*(.*)\Z", re.DOTALL)
_ADDED = re.compile(r"(?:ajouté(?:e)? le|added on)\s+(?=\S)", re.IGNORECASE)
#: So many last paragraphs may be lines about the text.
_TAIL = 12


def split_labels(paragraphs: list[str]) -> tuple[list[int], dict[str, list[str]]]:
    """Return which paragraphs are the text, and what the lines behind it say, by column.

    Parameters
    ----------
    paragraphs : list of str
        All that stands between title and id.

    >>> split_labels(["They met.", "Illustration(s) :", "The harbour.", "© 2020 Harbour Courier."])
    ([0], {'graphic': ['The harbour.'], 'copyright': ['© 2020 Harbour Courier.']})
    """
    kept: list[int] = []
    told: dict[str, list[str]] = {}
    open_column = ""
    for at, text in enumerate(paragraphs):
        late = at >= len(paragraphs) - _TAIL
        found = _LABEL.match(text) if len(text) < 2000 else None
        label = " ".join(found[1].lower().replace("\u2019", "'").split()) if found else ""
        if late and copyright_of(text):
            column, value, open_column = "copyright", text, ""
        elif found and label in _ALONE:
            column, value, open_column = _ALONE[label], found[2], _ALONE[label]
        elif found and late and label in _VALUED and found[2]:
            column, value, open_column = _VALUED[label], found[2], ""
        elif late and len(text) < 60 and (added := _ADDED.match(text)) and dates.find(text):
            column, value, open_column = "load_date", text[added.end() :], ""
        elif open_column and found and label == "encadré(s)":
            column, value, open_column = "", "", ""
        else:
            column, value = open_column, text
        if not column:
            kept.append(at)
        elif value.strip():
            told.setdefault(column, []).append(value.strip())
    return kept, told


def is_number(text: str) -> bool:
    """Say whether a line is the id that closes a document."""
    found = find_ids(text)
    return bool(found) and (bool(_NUMBERED.match(text)) or text.strip() == found[0])


def describe_document(
    name: Iterable[str], about: Heading, numbers: Iterable[str], certificate: str = ""
) -> tuple[dict[str, Any], tuple[Note, ...]]:
    """Return what all layouts say in the same words: paper, section, date, page, length, id."""
    dated = settle_date(about, numbers, certificate)
    fields: dict[str, Any] = {"database": NAME, **read_publication(name)}
    edition = "; ".join(filter(None, [fields.get("edition", ""), about.edition]))
    return {
        **fields,
        "edition": edition,
        "section": about.section,
        "published": dated.published,
        "page": about.page,
        "length": about.length,
        "accession": dated.accession,
        "other_accession": dated.other,
        "source_code": dated.accession.split("·")[2] if dated.accession else "",
    }, dated.notes


def make_document(
    fields: dict[str, Any],
    paragraphs: list[str],
    letters: str,
    number: int,
    notes: tuple[Note, ...],
    bare: str = "Europresse gave no text of it",
) -> Record | Fault:
    """Return the record of a document, of all that stands between its head and its id."""
    kept, told = split_labels(paragraphs)
    for column, values in told.items():
        fields[column] = "; ".join(dict.fromkeys(filter(None, [fields.get(column), *values])))
    fields["text"] = "\n".join(" ".join(paragraphs[at].split()) for at in kept)
    if not fields["text"] and not fields.get("title"):
        return Fault("no_text", "has neither title nor text; export it again", number, "skipped")
    blocks = "".join(letters[at] for at in kept)
    return make_record(fields, number, blocks=blocks, notes=notes, bare=bare, remedy="")


NAME = "europresse"

#: Says to whom and when a copy was issued.
CERTIFICATE = re.compile(
    r"certificat(?:e)? (?:est )?(?:émis|issued|is issued)\b|visualisation personnelle et temporaire"
    r"|lois et conventions internationales sur le droit d'auteur|personal and temporary display",
    re.IGNORECASE,
)
_TERMS = re.compile(r"Le présent document est protégé|The present document and its usage", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"(?:Nombre de|Number of) document(?:\(s\)|s)?\s{0,9}:?\s{0,9}(\d{1,6})\s{0,9}\Z", re.IGNORECASE
)
_SITE = re.compile(r"\b(?:europresse\.com|eureka\.cc|CEDROM-SNi)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*(?:Sommaire|Table des matières|Contents|Table of contents)\s*\Z", re.IGNORECASE)
_LENGTH = re.compile(r"\b\d+ (?:mots|words)\b", re.IGNORECASE)
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
        if is_number(text):
            marks.add("id")
        for name, pattern in (("certificate", CERTIFICATE), ("announced", _ANNOUNCED), ("site", _SITE)):
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
    found = read_heading(text)
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
        if is_number(para.text):
            number += 1
            yield _document(group, number)
            group = []
    rest = [para for para in group if para.text.strip() and not CERTIFICATE.search(para.text)]
    if rest and _head(rest) is not None:
        # The last one was cut off before its id, or its id is lost.
        number += 1
        yield _document(group, number)
    yield from reconcile(announced, number)


def _document(group: list[Para], number: int) -> Item:
    lines = [para for para in group if para.text.strip()]
    at = _head(lines)
    if at is None:
        detail = "no line with a date stands at its head; export the document again, as HTML if you can"
        return Fault("no_head", detail, number)
    beside: dict[str, Any] = {}
    body = _beside(lines[at + 1 :], beside)
    about = read_heading(lines[at].text)
    name = [lines[at - 1].text] if at else []
    if body and _is_second(body[0].text):
        paper, *parts = _DOTS.split(body.pop(0).text)
        name = [paper]
        issues = [read_publication([f"x, {part}"]).get("issue", "") for part in parts]
        beside.update(("issue", issue) for issue in issues if issue)
        more = read_heading(", ".join(part for part, issue in zip(parts, issues, strict=True) if not issue))
        about = about._replace(
            section=more.section or about.section,
            length=more.length or about.length,
            page=more.page or about.page,
        )
    for earlier in lines[max(0, at - 12) : at]:
        _pair(earlier.text, beside)
    fields, notes = describe_document(name, about, find_ids(" ".join(para.text for para in lines[-3:]))[-1:])
    body = [para for para in map(_without_terms, body) if para.text and not is_number(para.text)]
    title, byline, body = _title(body)
    fields = {**beside, **{key: value for key, value in fields.items() if value not in ("", None)}}
    fields |= {"title": title, "authors": byline}
    return make_document(fields, [para.text for para in body], "p" * len(body), number, notes)


def _head(lines: list[Para]) -> int | None:
    """Return which line has the date: the first behind the contents that has length or page too."""
    start = max((i + 1 for i, para in enumerate(lines) if _CONTENTS.match(para.text)), default=0)
    tried, first = 0, None
    for at, para in enumerate(lines[start:], start=start):
        text = para.text
        if len(text) > 250 or not any(char.isdigit() for char in text) or CERTIFICATE.search(text):
            continue
        tried += 1
        found = read_heading(text)
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


def _without_terms(para: Para) -> Para:
    """Return a line without terms of use and certificate, which stand behind the copyright or alone."""
    found = _TERMS.search(para.text) or CERTIFICATE.search(para.text)
    if found is None:
        return para
    return para._replace(text=para.text[: found.start()].strip() if copyright_of(para.text) else "")


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
    if below is None or follows is None or copyright_of(follows.text):
        return title, "", rest
    byline = read_byline(below.text, sure=False)
    if byline and len(byline.split()) <= 8 and len(follows.text) > 2 * len(below.text):
        return title, byline, [para for para in rest if para is not below]
    return title, "", rest
