"""Europresse: what the parts of its documents mean. Its HTML is read; what was printed of them is refused.

Each document ends with its id, below the line of copyright and the certificate.
It begins with the paper's name and a line of section, date, length and page.
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
from framing.corpus.records import Fault, Item, Note, Record, Source

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


# Lines behind a text that say something of it: label to column.
_ALONE, _VALUED = (invert(read_words("europresse")[name]) for name in ("alone", "valued"))
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


def sniff(paras: Sequence[Para]) -> int:
    """Return how sure it is that lines are of Europresse: ids of its documents, or one and a certificate."""
    ids = sum(is_number(para.text) for para in paras)
    return 96 * (ids > 0 and ids + any(CERTIFICATE.search(para.text) for para in paras) > 1)


def read(paras: Sequence[Para], source: Source, carrier: str) -> Iterator[Item]:
    """Yield that nothing is read: where lines alone are left, head, byline and text can't be told apart."""
    detail = "documents of Europresse that were printed or copied; export them from it as HTML"
    yield Fault("no_reader", detail, kind="skipped")
