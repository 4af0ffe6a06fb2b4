"""What the parts of a Europresse export mean, whichever layout, carrier and language it comes in.

A document is known by an id as ``news·20121004·PO·2040056000``: kind, day, code
of the source, number. The day in it is the one that the database sorts by; the
printed one is typed by people and disagrees now and then.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from framing.corpus import dates
from framing.corpus.dates import Moment, forms, reading
from framing.corpus.records import Note

__all__ = [
    "NUMBERED",
    "Dated",
    "Heading",
    "authors",
    "copyright_of",
    "heading",
    "ids",
    "labelled",
    "publication",
    "settle",
]

_DOT = "[·•∙‧⋅・\ufffd]"
_ID = re.compile(
    rf"(?<![\w·])([a-z]{{2,12}}){_DOT}((?:17|18|19|20)\d{{6}})"
    rf"{_DOT}([A-Za-z0-9_-]{{1,20}}){_DOT}([A-Za-z0-9_.-]{{1,60}})"
)
#: What stands before the id in the line that closes a document.
NUMBERED = re.compile(r"\s*(?:Num[eé]ro de document|Document number|Doc\.?)\s*:", re.IGNORECASE)
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


def ids(text: str) -> list[str]:
    """Return the ids of documents in some text, each once, with the dots they are printed with.

    >>> ids("Numéro de document : news·20121004·PO·2040056000")
    ['news·20121004·PO·2040056000']
    """
    return list(dict.fromkeys("·".join(found.groups()) for found in _ID.finditer(text)))


def heading(line: str) -> Heading:
    """Return what the line above or below the name of the paper says.

    >>> found = heading("Éditorial, jeudi 4 octobre 2012 1 234 mots, p. 03")
    >>> found.section, found.moment.time.day, found.length, found.page
    ('Éditorial', 4, 1234, '03')
    >>> heading("Business, Thursday, October 5, 2013").section
    'Business'
    """
    text = forms.plain(line[:1000])
    hits = [hit for hit in reading.found(text, None) if hit[2] is not None]
    if hits:
        start, end, moment = hits[0]
        before, printed, after = text[:start], text[start:end], text[end:]
    else:
        before, printed, after, moment = "", "", text, None
    after, length = _cut(_WORDS, after)
    page, at = "", _PAGE.search(after)
    if at:
        after, page = after[: at.start()], after[at.end() :].strip(" ,;")
    if not hits:
        before, after = after, ""
    number = int(re.sub(r"\D", "", length)) if length else None
    return Heading(_stripped(before), moment, printed, number, page, _stripped(after))


def publication(lines: Iterable[str]) -> dict[str, str]:
    """Return the paper's name, its issue and volume, and whether it is its website.

    Parameters
    ----------
    lines : iterable of str
        The name's own line first; what stands below it is an edition.

    >>> publication(["La Croix, no. 43018"])
    {'outlet': 'La Croix', 'issue': '43018'}
    >>> publication(["Le Courrier du Port (site web)", "Rennes"])
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


def authors(text: str, *, sure: bool) -> str:
    """Return the line below a title without its "Par", or nothing where it is no byline.

    `sure` says that the layout marks it as one; else it has to be short and no sentence.
    """
    text = " ".join(text.split())
    if not sure and (len(text.split()) > 11 or len(text) > 120 or _ENDS_SENTENCE.search(text)):
        return ""
    return _BY.sub("", text, count=1) if _BY.match(text) else text


def settle(found: Heading, numbers: Iterable[str], certificate: str = "") -> Dated:
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
    if not known:
        return Dated("", _printed(found), "", ())
    own = known[0]
    other = certificate if certificate and certificate != own else ""
    notes: list[Note] = []
    day = found.moment.time.date() if found.moment else None
    if other:
        if day is not None and _day(other) == day != _day(own):
            own, other = other, own
        notes.append(
            Note(
                "guessed", "europresse_id", f"two ids, {own} and {other}: the first is taken{_why(own, day)}"
            )
        )
    stated = _day(own)
    if stated is None or (found.moment and _same(stated, found.moment)):
        if stated is not None and found.moment and stated != day:
            detail = f"the id says {stated}, the printed time {found.printed}: a day apart; the time is kept"
            notes.append(Note("guessed", "europresse_date", detail))
        return Dated(own, _printed(found), other, tuple(notes))
    if found.moment:
        detail = f"the id says {stated}, the printed date {day}: that of the id is taken"
        notes.append(Note("guessed", "europresse_date", detail))
    return Dated(own, stated.isoformat(), other, tuple(notes))


def _why(own: str, day: dt.date | None) -> str:
    return ", as its date is the printed one" if day is not None and _day(own) == day else ""


def _printed(found: Heading) -> str:
    if found.moment is None:
        return ""
    if found.moment.precision == "day":
        return f"{found.moment.time:%Y-%m-%d}"
    # As printed, so that a time without a zone is read in the outlet's own.
    return found.printed if dates.parse(found.printed) else found.moment.time.isoformat()


def _same(stated: dt.date, moment: Moment) -> bool:
    """Say whether a moment is on a day; a clock time may be of the next or last day where the paper is."""
    apart = abs((moment.time.date() - stated).days)
    return apart == 0 or (apart == 1 and moment.precision == "minute")


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


def _stripped(text: str) -> str:
    return text.strip(" \u00a0,;|•·-–—/")


# Lines behind a text that say something of it: what they are called, and the column they fill.
_ALONE: Mapping[str, str] = {
    "note(s)": "notes",
    "illustration(s)": "graphic",
    "photo(s)": "graphic",
    "référence(s)": "notes",
}
_VALUED: Mapping[str, str] = {
    "catégorie": "subjects",
    "catégorie(s)": "subjects",
    "category": "subjects",
    "sujet(s) uniforme(s)": "subjects",
    "sujet(s)": "subjects",
    "uniform subject(s)": "subjects",
    "subject(s)": "subjects",
    "mots clés": "subjects",
    "mots-clés": "subjects",
    "keywords": "subjects",
    "lieu(x) géographique(s)": "places",
    "geographic name(s)": "places",
    "personne(s)": "people",
    "compagnie(s)": "companies",
    "entreprise(s)": "companies",
    "compan(y)(ies)": "companies",
    "type d'article": "document_type",
    "type(s) d'article": "document_type",
    "type(s) d'article(s)": "document_type",
    "story type(s)": "document_type",
    "taille": "size",
    "length": "size",
    "ajouté": "load_date",
    "ajouté le": "load_date",
    "date d'ajout": "load_date",
    "added": "load_date",
    "added on": "load_date",
    "mis à jour": "updated_line",
}
_LABEL = re.compile(r"([^\W\d_][^:\n]{2,32}?)\s*:\s*(.*)\Z", re.DOTALL)
_ADDED = re.compile(r"(?:ajouté(?:e)? le|added on)\s+(?=\S)", re.IGNORECASE)
#: So many last paragraphs may be lines about the text.
_TAIL = 12


def labelled(paragraphs: list[str]) -> tuple[list[int], dict[str, list[str]]]:
    """Return which paragraphs are the text, and what the lines behind it say, by column.

    Parameters
    ----------
    paragraphs : list of str
        All that stands between title and id.

    >>> labelled(["They met.", "Illustration(s) :", "The harbour.", "© 2020 Harbour Courier."])
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
