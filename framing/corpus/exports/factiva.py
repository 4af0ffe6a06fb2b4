"""How Factiva writes: numbers of words, days, ids, languages in each interface, and heads without codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from framing.corpus import columns, dates
from framing.corpus.exports import invert, make_record, read_words
from framing.corpus.exports.nexis_com import read_date_line
from framing.corpus.language import code_of
from framing.corpus.records import Fault, Note, Record

#: Among the fields of a head: what is to be told of numbers whose meaning their place leaves open.
GUESS = "guess"
#: The id of a document: the source's code filled up to eight signs, a day, and nine signs.
ACCESSION = r"[A-Za-z0-9]{8}(?:1[89]|20)\d{6}[a-z0-9]{7,11}"
#: Codes of the text itself, in order: lead and tail.
BODY = ("LP", "TD")

_WORDS = read_words("factiva")
CODES: Mapping[str, str] = _WORDS["codes"]
PLACES: Mapping[str, tuple[str, ...]] = {
    name: tuple(listed.split()) for name, listed in _WORDS["places"].items()
}
_FORMS, _FIRMS, _JOINING, _VERBS = (
    frozenset(_WORDS["publisher"][name].split()) for name in ("forms", "firms", "joining", "verbs")
)
# Names of languages that `language.code_of` does not know.
_LANGUAGES = invert(_WORDS["languages"])

_ACCESSION = re.compile(rf"(?<![A-Za-z0-9]){ACCESSION}(?![A-Za-z0-9])")
_COUNTED = re.compile(r"(\d{1,3}(?:[.,  '’]?\d{3})*)\s?([^\W\d_]{1,12})\.?")
_SOURCE_CODE = re.compile(r"[A-Z0-9]{1,10}")
_CLOCK = re.compile(
    r"(?:[^\W\d_]{2,4} ?)?[0-2]?\d ?[:.hH] ?[0-5]\d(?: ?[:.] ?[0-5]\d)?(?: ?[^\W\d_.]{1,4}\.?){0,2}"
)
_PAGE = re.compile(r"(?:[A-Za-z]{0,4}[. ]?\d{1,4}[A-Za-z]?)(?: ?[-,;/&] ?[A-Za-z]{0,4}\d{1,4}[A-Za-z]?)*")
#: A page of a newspaper has no more digits.
_PAGE_DIGITS = 3
_VOLUME = re.compile(r"(?:vol|issn|no|issue|n°|nr|bd|jg)\b.*", re.IGNORECASE)
_RIGHTS = re.compile(r"(?:\(c\)|©|copyright|all rights reserved|\W*copr)", re.IGNORECASE)
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_MOST_WORDS = 12
# "Pier[http://...]": the page had a link on the word, whose target nobody read.
_LINK = re.compile(r"\[https?://[^\s\[\]]{1,2000}\]")
_LICENCE = re.compile(r"License this article from Dow Jones Reprint Service", re.IGNORECASE)


def tidy(text: str) -> str:
    """Return a value on one line, runs of space made one."""
    whole = text if text.isascii() else unicodedata.normalize("NFC", text).replace("\ufeff", "")
    return " ".join(whole.split())


def read_count(text: str) -> int | None:
    """Return how many words a line states, or None where it states none.

    >>> read_count("1,295 words"), read_count("295 mots"), read_count("354 字"), read_count("About 20 words")
    (1295, 295, 354, None)
    """
    found = _COUNTED.fullmatch(tidy(text)[:40])
    return int(re.sub(r"\D", "", found[1])) if found else None


def read_day(text: str) -> str:
    """Return the day that a date line states as 2012-01-09, or "" where it is none.

    >>> read_day("29 décembre 2011"), read_day("2018 年 9 月 18 日"), read_day("9 gennaio 2012")
    ('2011-12-29', '2018-09-18', '2012-01-09')
    """
    line = tidy(text)
    known = dates.parse(line) if len(line) < 60 else None
    if known is not None:
        return f"{known.time:%Y-%m-%d}" if known.precision == "day" else ""
    printed = read_date_line(line)
    whole = printed is not None and printed.whole and not printed.edition
    return printed.published if printed and whole and ":" not in printed.published else ""


def find_accession(text: str) -> str:
    """Return the id in a line such as "Document HRBRCR0020120109e81900001", or "" where there is none."""
    found = _ACCESSION.search(text)
    return found.group() if found else ""


def is_clock(text: str) -> bool:
    """Say whether a text is a time as interfaces print it: 09:35, 9:35 AM, 15 h 32."""
    return len(text) < 20 and bool(_CLOCK.fullmatch(text))


def is_rights(text: str) -> bool:
    """Say whether a line is a notice of rights."""
    return bool(_RIGHTS.match(tidy(text)))


def read_head(values: Sequence[str]) -> dict[str, str]:
    """Return the fields of a head without codes, from the number of words on.

    Parameters
    ----------
    values : sequence of str
        Words, day, maybe time, source, its code, maybe edition, page and volume, language, copyright.

    Examples
    --------
    >>> head = ["630 words", "9 January 2012", "09:35", "Harbour Courier", "HRBRCR", "A1", "English"]
    >>> found = read_head(head)
    >>> found["outlet"], found["ET"], found["page"], found["LA"]
    ('Harbour Courier', '09:35', 'A1', 'English')
    """
    fields = {"length": values[0], "PD": values[1] if len(values) > 1 else ""}
    rest = [tidy(value) for value in values[2:]]
    if rest and is_clock(rest[0]):
        fields["ET"] = rest.pop(0)
    if rest:
        fields["outlet"] = rest.pop(0)
    if rest and _SOURCE_CODE.fullmatch(rest[0]):
        fields["source_code"] = rest.pop(0)
    spoken = next((place for place, value in enumerate(rest) if is_language(value)), None)
    if spoken is None:
        rights = next((place for place, value in enumerate(rest) if is_rights(value)), len(rest))
        between, behind = rest[:rights], rest[rights:]
        if behind and between and not re.search(r"\d", between[-1]):
            # What stands before the notice of rights is the language, whatever it is called.
            fields["LA"] = between.pop()
    else:
        fields["LA"] = rest[spoken]
        between, behind = rest[:spoken], rest[spoken + 1 :]
    fields.update(_between(between))
    if behind:
        fields["copyright"] = " ".join(behind)
    return fields


def _between(values: Sequence[str]) -> dict[str, str]:
    """Tell edition, page and volume apart, which stand in this order between source and language.

    Where numbers alone leave it open which of the three they are, `GUESS` says how they were read.
    """
    left = [value for value in values if value]
    if not left:
        return {}
    fields: dict[str, str] = {}
    if len(left) > 1 and _VOLUME.fullmatch(left[-1]):
        fields["volume"] = left.pop()
    # No page has so many digits: it is the number of the issue.
    large = len(values) < 3 and left[-1].isdecimal() and len(left[-1]) > _PAGE_DIGITS
    if large:
        fields["volume"] = left.pop()
    if len(left) == 1:
        fields["page" if _PAGE.fullmatch(left[0]) else "edition"] = left[0]
    elif left:
        fields["edition"], fields["page"] = left[0], left[1]
        if left[2:]:
            fields["volume"] = "; ".join([*left[2:], *filter(None, [fields.get("volume", "")])])
    if large or (len(values) == 2 and all(map(str.isdecimal, values))):
        told = ", ".join(f"{name} {value}" for name, value in sorted(fields.items()))
        fields[GUESS] = f"{' and '.join(values)} stand without a label; read as {told}"
    return fields


def is_publisher(line: str, *, outlet: str = "", rights: str = "") -> bool:
    """Say whether the last line of an article names its publisher, and is no sentence of the text.

    It does if the outlet or the notice of rights has the same name, or if it is a name
    with a firm's legal form; in doubt it is text.

    Parameters
    ----------
    line : str
    outlet, rights : str
        What the article's head says.

    Examples
    --------
    >>> is_publisher("Gazette du Môle SA", rights="© 2012 La Gazette du Môle.")
    True
    >>> is_publisher("Harbour Press (Markets) LLC"), is_publisher("He declined to speak to the press.")
    (True, False)
    """
    text = tidy(line) if len(line) < 160 else ""
    parts = _names(text)
    if not parts or len(text.split()) > _MOST_WORDS:
        return False
    own = {part.casefold() for part in parts} - _FORMS
    for known in filter(None, (outlet, rights)):
        given = _names(known)
        if own <= {part.casefold() for part in given} and own - _JOINING - _FIRMS:
            return True
        shared = (part for part in given if len(part) > 1 and _HAN.search(part))
        if len(text) < 30 and text[-1] not in "。！？" and any(p in text or text in p for p in shared):
            return True
    small = [part for part in parts if part[0].islower() and part not in _JOINING]
    last = parts[-1].casefold()
    if small or {part.casefold() for part in parts} & _VERBS or text[-1] in "!?…:;,":
        return False
    if last in _FORMS:
        return len(parts) > 1
    return last in _FIRMS and 1 < len(parts) <= 5 and text[-1] != "."


def _names(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:[.'’][^\W_]+)*", text)


def is_language(text: str) -> bool:
    """Say whether a line names a language, in that of any interface.

    >>> is_language("Englisch"), is_language("英文"), is_language("HRBRCR"), is_language("French Tribune")
    (True, True, False, False)
    """
    text = tidy(text) if len(text) < 80 else ""
    if not text or len(text) > 40 or any(map(str.isdigit, text)):
        return False
    first = _first(text)
    if not re.fullmatch(r"(?:\s?[-–—(（].*)?", text[len(first) :]):
        # "French Tribune" is a paper; what goes on behind a language's name is its script.
        return False
    long = len(first) > 2 or not first.isascii()
    return first in _LANGUAGES or (long and not text.isupper() and code_of(text) is not None)


def _first(text: str) -> str:
    return re.split(r"[\s(（,;–—-]", text.strip().casefold())[0]


# What all of Factiva's exports share: how a record is made of fields by their codes.


class Piece(NamedTuple):
    """One paragraph and its letter."""

    text: str
    letter: str = "p"


def name_column(code: str) -> str:
    """Return what a field is called, by its code.

    >>> name_column("SN"), name_column("NGC"), name_column("ID")
    ('outlet', 'ngc', 'code_id')
    """
    name = CODES.get(code.upper())
    if name is None:
        name = re.sub(r"\W+", "_", code.strip().lower()).strip("_")
        name = f"code_{name}" if not name or name in columns.FIELDS or name in PLACES["taken"] else name
    return name


def read_codes(
    fields: Iterable[tuple[str, Sequence[Piece]]], values: dict[str, str]
) -> tuple[list[Piece], bool]:
    """Put the values of an article's codes into columns; return its text, and whether that has its tail."""
    text: dict[str, list[Piece]] = {}
    for code, pieces in fields:
        if code in BODY:
            text.setdefault(code, []).extend(pieces)
            continue
        name, value = name_column(code), tidy(" ".join(piece.text for piece in pieces))
        if value:
            values[name] = f"{values[name]}; {value}" if values.get(name) else value
    return [piece for code in BODY for piece in text.get(code, [])], "TD" in text


def make_article(
    values: Mapping[str, str],
    pieces: Sequence[Piece],
    number: int,
    *,
    language: str = "",
    whole: bool = True,
    notes: tuple[Note, ...] = (),
) -> Record | Fault:
    """Return the record of one article, or a fault where it has neither headline nor text.

    Parameters
    ----------
    values : mapping of str to str
        By the names of `column`.
    pieces : sequence of Piece
        The text: lead, then tail.
    language : str
        The article's language as the layout marks it, as "fr".
    whole : bool
        The text is known to have its tail. Where it isn't, a text of less than half of
        the words that are stated is a lead alone, and a stub.
    """
    if not pieces and not values.get("title"):
        return Fault("no_text", "an article without headline and text; export it again", number)
    found = {name: tidy(value) for name, value in values.items() if tidy(value)}
    for name in found.keys() & PLACES["lists"]:
        found[name] = re.sub(r"\s?\|\s?", "; ", found[name]).strip("; ")
    text, found["links"], removed = _unlink(pieces)
    told = [*notes, *removed]
    byline, credit = found.get("byline", ""), found.get("credit", "")
    both = byline and credit and credit.casefold() not in byline.casefold()
    fields: dict[str, object] = {
        "database": "factiva",
        "title": found.pop("title", ""),
        "outlet": found.pop("outlet", ""),
        **_join_clock(found.pop("PD", ""), found.pop("ET", "")),
        # The credits name the agency that a report is from.
        "authors": f"{byline}; {credit}" if both else byline or credit,
    }
    spoken = found.pop("LA", "")
    known = "" if spoken and code_of(spoken) else _LANGUAGES.get(_first(spoken)) or language
    fields.update({"language": known, "la": spoken} if known else {"language": spoken})
    if GUESS in found:
        told.append(Note("guessed", "head", found.pop(GUESS)))
    if "accession" in found:
        found["accession"] = find_accession(found["accession"]) or found["accession"].split()[-1]
    if stated := found.pop("length", ""):
        words = int(stated) if re.fullmatch(r"[0-9]{1,7}", stated) else read_count(stated)
        fields["length"] = stated if words is None else words
    for subject in found.get("subjects", "").split("; "):
        if genre := _WORDS["genres"].get(subject.split(" : ")[0].strip().lower()):
            fields["genre"] = genre
            told.append(Note("guessed", "genre", f"{genre}: Factiva files it under {subject}"))
            break
    record = make_record(
        {**fields, **found, "text": "\n".join(piece.text for piece in text)},
        number,
        blocks="".join(piece.letter for piece in text),
        notes=told,
        bare="Factiva gave no text of it, only what describes it",
        remedy="" if whole else "export full articles",
    )
    name = found.get("accession", "")
    if text and "status" not in record.fields and _ACCESSION.fullmatch(name):
        # The id says which article it is, whatever form it comes in; one without its whole text is another.
        return replace(record, raw=f"factiva {name}".encode())
    return record


def _join_clock(written: str, clock: str) -> dict[str, str]:
    """Return day and time as one; a time that no date reads with is kept by itself."""
    if not written:
        return {"code_et": clock} if clock else {}
    on = read_day(written) or written
    moment = dates.parse(f"{on} {clock}") if clock else None
    if moment is not None and moment.precision == "minute":
        return {"published": f"{on} {clock}"}
    return {"published": on, **({"code_et": clock} if clock else {})}


def _unlink(pieces: Iterable[Piece]) -> tuple[list[Piece], str, list[Note]]:
    """Return the text without what Factiva put into it, the targets of links taken out, and what was done."""
    kept: list[Piece] = []
    links: list[str] = []
    notes: list[Note] = []
    for piece in pieces:
        text = tidy(piece.text)
        if len(text) < 400 and _LICENCE.match(text):
            notes.append(Note("removed", "licence", text))
            continue
        links.extend(found[1:-1] for found in _LINK.findall(text))
        if text := tidy(_LINK.sub("", text)):
            kept.append(Piece(text, piece.letter))
    if links:
        told = f"{len(links):,} address{'es' * (len(links) != 1)} that Factiva put behind words; see links"
        notes.append(Note("removed", "links", told))
    return kept, "; ".join(links), notes
