"""What all of Factiva's exports share: the codes of its fields, and how a record is made of them.

Factiva names its fields by two or three letters (HD, LP, TD), by elements in
XML, or not at all, only by their order. What they mean is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from framing.corpus import columns, dates, lines
from framing.corpus.exports import as_record
from framing.corpus.factiva.words import GUESS, accession, day, is_accession, language_of, numbered, tidy
from framing.corpus.language import code_of
from framing.corpus.records import Note, Record

__all__ = ["BODY", "CODES", "HEADLINE_ONLY", "Piece", "column", "made"]

#: What the codes are called here; a code that isn't listed keeps its letters.
CODES = {
    "HD": "title", "BY": "byline", "CR": "credit", "WC": "length", "PD": "PD", "ET": "ET", "SN": "outlet",
    "SC": "source_code", "ED": "edition", "PG": "page", "VOL": "volume", "LA": "LA", "CY": "copyright",
    "SE": "section", "CLM": "column_name", "DLN": "dateline", "CO": "companies", "IN": "industries",
    "NS": "subjects", "RE": "places", "PE": "people", "PUB": "publisher", "AN": "accession", "ART": "graphic",
    "CX": "correction", "CT": "contact", "NT": "notes", "TK": "tickers", "TI": "tickers",
}  # fmt: skip
#: Why an article of a list of headlines has no text.
HEADLINE_ONLY = "Factiva's list has its headline alone, or with an extract: export the article in full"
#: Codes of the text itself, in order: lead and tail.
BODY = ("LP", "TD")
_LISTS = {"companies", "industries", "subjects", "places", "people", "tickers", "ipc", "ipd"}
# Names that mean something else in a table of articles.
_TAKEN = {
    *columns.FIELDS,
    "source",
    "sha256",
    "organisations",
    "body",
    "content",
    "day",
    "date",
    "time",
    "link",
}

# Subjects by which Factiva itself says that a text is no news.
_GENRES = {"nedc": "opinion", "ncolu": "opinion", "nlet": "opinion", "nedi": "editorial"}
# "Pier[http://...]": the page had a link on the word, whose target nobody read.
_LINK = re.compile(r"\[https?://[^\s\[\]]{1,2000}\]")
_LICENCE = re.compile(r"License this article from Dow Jones Reprint Service", re.IGNORECASE)


class Piece(NamedTuple):
    """One paragraph and its letter."""

    text: str
    letter: str = "p"


def column(code: str) -> str:
    """Return what a field is called, by its code.

    >>> column("SN"), column("NGC"), column("ID")
    ('outlet', 'ngc', 'code_id')
    """
    name = CODES.get(code.upper())
    if name is None:
        name = re.sub(r"\W+", "_", code.strip().lower()).strip("_")
        name = f"code_{name}" if name in _TAKEN or not name else name
    return name


def _when(written: str, clock: str) -> dict[str, str]:
    """Return day and time as one; a time that no date reads with is kept by itself."""
    if not written:
        return {"code_et": clock} if clock else {}
    on = day(written)
    if not clock:
        return {"published": on or tidy(written)}
    joined = f"{on or tidy(written)} {tidy(clock)}"
    moment = dates.parse(joined)
    if moment is not None and moment.precision == "minute":
        return {"published": joined}
    return {"published": on or tidy(written), "code_et": tidy(clock)}


def made(
    values: Mapping[str, str],
    pieces: Iterable[Piece],
    number: int,
    *,
    language: str = "",
    whole: bool = True,
    why_bare: str = "",
    notes: tuple[Note, ...] = (),
) -> Record:
    """Return the record of one article.

    Parameters
    ----------
    values : mapping of str to str
        By the names of `column`.
    pieces : iterable of Piece
        The text: lead, then tail.
    language : str
        The article's language as the layout marks it, as "fr".
    whole : bool
        The text is known to have its tail. Where it isn't, a text of less than half of
        the words that are stated is a lead alone, and a stub.
    why_bare : str
        What to say of an article without text.
    """
    fields: dict[str, object] = {"database": "factiva"}
    found = {name: _listed(name, tidy(value)) for name, value in values.items() if tidy(value)}
    text, found["links"], removed = _unlinked(pieces)
    fields["title"] = found.pop("title", "")
    fields["outlet"] = found.pop("outlet", "")
    fields.update(_when(found.pop("PD", ""), found.pop("ET", "")))
    fields.update(_signed(found))
    fields.update(_spoken(found.pop("LA", ""), language))
    told = [*notes, *removed]
    if GUESS in found:
        told.append(Note("guessed", "head", found.pop(GUESS)))
    if "accession" in found:
        found["accession"] = accession(found["accession"]) or found["accession"].split()[-1]
    if "length" in found:
        stated = found.pop("length")
        words = int(stated) if re.fullmatch(r"[0-9]{1,7}", stated) else numbered(stated)
        fields["length"] = stated if words is None else words
    genre, subject = _genre(found.get("subjects", ""))
    if genre:
        fields["genre"] = genre
        told.append(Note("guessed", "genre", f"{genre}: Factiva files it under {subject}"))
    fields.update(found)
    fields["text"] = "\n".join(piece.text for piece in text)
    if text and not whole:
        short = lines.short(str(fields["text"]), fields.get("length"))
        if short:
            fields["status"] = "stub"
            told.append(Note("guessed", "stub", f"{short}; it is kept and not scored: export full articles"))
    bare = "" if text else why_bare or "Factiva gave no text of it, only what describes it"
    letters = "".join(piece.letter for piece in text) or None
    record = as_record(fields, number, blocks=letters, notes=tuple(told), bare=bare)
    known = str(fields.get("accession", ""))
    if text and "status" not in fields and is_accession(known):
        # The id says which article it is, whatever form it comes in; one without its whole text is another.
        return replace(record, raw=f"factiva {known}".encode())
    return record


def _unlinked(pieces: Iterable[Piece]) -> tuple[list[Piece], str, tuple[Note, ...]]:
    """Return the text without what Factiva put into it, the targets of links taken out, and what was done."""
    kept: list[Piece] = []
    links: list[str] = []
    notes: list[Note] = []
    for piece in pieces:
        text = tidy(piece.text)
        if len(text) < 400 and _LICENCE.match(text):
            notes.append(Note("removed", "licence", text))
            continue
        if "[http" in text:
            links.extend(found[1:-1] for found in _LINK.findall(text))
            text = tidy(_LINK.sub("", text))
        if text:
            kept.append(Piece(text, piece.letter))
    if links:
        told = f"{len(links):,} address{'es' * (len(links) != 1)} that Factiva put behind words; see links"
        notes.append(Note("removed", "links", told))
    return kept, "; ".join(links), tuple(notes)


def _listed(name: str, value: str) -> str:
    return re.sub(r"\s?\|\s?", "; ", value).strip("; ") if name in _LISTS else value


def _signed(found: dict[str, str]) -> dict[str, str]:
    """Return authors from the byline, and from the credits, which name the agency that a report is from."""
    byline, credit = found.get("byline", ""), found.get("credit", "")
    both = credit and credit.casefold() not in byline.casefold()
    return {"authors": f"{byline}; {credit}" if byline and both else byline or credit}


def _spoken(printed: str, marked: str) -> dict[str, str]:
    if printed and code_of(printed):
        return {"language": printed}
    known = language_of(printed) or marked
    return {"language": known, "la": printed} if known else {"language": printed}


def _genre(subjects: str) -> tuple[str, str]:
    for subject in subjects.split("; "):
        code = subject.split(" : ")[0].strip().lower()
        if code in _GENRES:
            return _GENRES[code], subject
    return "", ""
