"""From a record as found to a row of the articles table: one call a step, each decision noted."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from framing.corpus import fields, lines, mojibake, stubs, textless, when, whose
from framing.corpus.clean import Cleaned, clean
from framing.corpus.outlets import Book, Outlet
from framing.corpus.pages import settle
from framing.corpus.pages.page import ORGANISATIONS
from framing.corpus.records import Case, Fault, Note, Record
from framing.corpus.rules import RuleSet, general
from framing.corpus.wire import Agencies, Wire
from framing.errors import brief

__all__ = ["Desk", "Made"]

_ROLES = ("full_reprint", "partly_based", "credited", "cites", "none")


@dataclass(frozen=True)
class Made:
    """A row, and the notes on how it came about."""

    row: dict[str, Any]
    notes: list[Note]


@dataclass
class Desk:
    """What the making of rows needs for a whole run: outlets, rules compiled an outlet, agencies.

    Attributes
    ----------
    book : Book
    given : mapping of str to str
        Outlet as written, or pattern of source, to the outlet that the user says it is.
    """

    book: Book
    given: Mapping[str, str] = field(default_factory=dict)
    _rules: dict[str, RuleSet] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.agencies = Agencies(self.book)
        self.whose = whose.Finder(self.book, self.given)

    def rules(self, outlet: Outlet) -> RuleSet:
        """Return the rules for an outlet: its own first, then those for all."""
        if outlet.key not in self._rules:
            self._rules[outlet.key] = RuleSet((*outlet.lines, *general()))
        return self._rules[outlet.key]

    def make(
        self, record: Record, names: Mapping[str, str], said: Mapping[str, object], place: str
    ) -> Made | Fault:
        """Return the row of one record, or why there is none.

        Parameters
        ----------
        record : Record
        names : mapping of str to str
            Field to the record's own name for it.
        said : mapping
            What folder, file name and user say of it; fills what the record lacks.
        place : str
            The record's file, for patterns of `given`.
        """
        case = Case(record, names, said, place)
        if none := textless.unreadable(case):
            return Fault("no_text", none, record.number)
        text = fields.text(case.value("text"))
        bare = bool(record.bare) or fields.own(case, "status") == stubs.METADATA
        if not text.strip() and not bare and (why := textless.why(case)):
            record, bare = replace(record, bare=why), True
            case = Case(record, names, said, place)
        if not text.strip() and not bare:
            detail = "the text is empty; drop the record, or name another column for the text"
            return Fault("no_text", detail, record.number, "skipped")
        text = _repaired(case, text)
        url = fields.string(case.value("url")).strip() or fields.told(case, "url") or None
        asked = len(case.notes)
        key, origin = self.whose.find(case, url, text)
        if not key:
            return Fault("no_outlet", _nameless(place), record.number, "skipped")
        outlet = self.book[key]
        better = settle.settled(record, outlet)
        if better is not record:
            case = Case(better, settle.names(better, names), said, place, case.notes[asked:])
            text, url = _repaired(case, fields.text(case.value("text"))), fields.either(case, "url") or None
        cleaned, opened = self._cleaned(case, text, outlet)
        if isinstance(case.record.document, settle.Document):
            cleaned.notes.extend(case.record.document.removed)
            cleaned.credits.extend(case.record.document.credits)
        if not cleaned.paragraphs and not bare:
            detail = "nothing is left of the text but headline, captions and buttons"
            return Fault("nothing_left", detail, record.number, "skipped")
        case.notes.extend(cleaned.notes)
        row = self._row(case, cleaned, outlet, url, opened, origin)
        row["id"] = fields.string(case.value("id")).strip() or _identity(key, record.raw)
        whole = {lines.paired(name): lines.paired(v) if isinstance(v, str) else v for name, v in row.items()}
        if whole != row:
            case.note(
                "repaired", "half_characters", "halves of characters, which no file can hold, are U+FFFD"
            )
        return Made(whole, case.notes)

    def _cleaned(self, case: Case, text: str, outlet: Outlet) -> tuple[Cleaned, dict[str, str]]:
        title = fields.line(_mended(case, fields.string(case.value("title")), "the title"))
        if case.record.fields.get("sha256") == _sha256(text):
            # A table of articles that was saved and is read again: cleaned once, that is enough.
            parts = text.split("\n\n") if text else []
            return Cleaned(parts, fields.letters(case, text) or "p" * len(parts), title), {}
        document = case.record.document
        if case.record.export or (isinstance(document, settle.Document) and document.layout):
            return self._laid_out(case, text, title, outlet), {}
        title, text, opened = fields.opened(title, text, outlet, case)
        title, section = fields.section_for_title(title, case)
        page, blocks = case.record.page or bool(section), fields.letters(case, text)
        signed, rules = fields.line(case.value("authors")), self.rules(outlet)
        # Where letters say which paragraphs there are, each has a line; elsewhere lines may be wrapped.
        parts = list(filter(None, map(str.strip, text.split("\n")))) if blocks else lines.paragraphs(text)
        cleaned = clean(parts, title, outlet, rules, page=page, blocks=blocks, authors=signed)
        cleaned.section = section or cleaned.section
        return cleaned, opened

    def _laid_out(self, case: Case, text: str, title: str, outlet: Outlet) -> Cleaned:
        """Cut what rules for lines still cut where layout or export have the text: its head is elsewhere."""
        texts, blocks = text.split("\n"), case.record.blocks or ""
        letters = blocks if len(blocks) == len(texts) else None
        signed, rules = fields.line(case.value("authors")), self.rules(outlet)
        return clean(texts, title, outlet, rules, page=False, blocks=letters, head=False, authors=signed)

    def _row(
        self,
        case: Case,
        cleaned: Cleaned,
        outlet: Outlet,
        url: str | None,
        opened: Mapping[str, str],
        origin: str | None,
    ) -> dict[str, Any]:
        text, title = "\n\n".join(cleaned.paragraphs), cleaned.title
        section = fields.own(case, "section") or cleaned.section or fields.told(case, "section") or None
        moment, updated = when.times(case, cleaned, outlet, opened)
        wire = self._wire(case, cleaned, outlet, origin)
        language = fields.language(case, title, text)
        persons, bodies = fields.authors(case, opened, cleaned, outlet, self.agencies)
        row: dict[str, Any] = {
            "outlet": outlet.key,
            "event": fields.either(case, "event") or None,
            "title": title,
            "published": moment.time if moment else None,
            "published_precision": moment.precision if moment else "none",
            "updated": updated.time if updated else None,
            "section": section,
            "authors": "; ".join(persons) or None,
            ORGANISATIONS: "; ".join(dict.fromkeys([*_bodies(case), *bodies])) or None,
            "genre": fields.genre(case, title, section, url, outlet, persons, cleaned),
            "wire": wire.key,
            "wire_role": wire.role,
            "language": language,
            "url": url,
            "provenance": fields.provenance(case),
            "status": fields.status(case, title, cleaned, url),
            "text": text,
            "blocks": cleaned.blocks if text else "",
            "copy_group": fields.own(case, "copy_group") or None,
            "sha256": _sha256(text),
        }
        if row[ORGANISATIONS] is None and case.record.fields.get(ORGANISATIONS):
            # A column of that name in somebody's own table stays what it is.
            del row[ORGANISATIONS]
        for name, value in fields.others(case):
            row.setdefault(name, value)
        return row

    def _wire(self, case: Case, cleaned: Cleaned, outlet: Outlet, origin: str | None) -> Wire:
        stated, role = fields.own(case, "wire"), fields.own(case, "wire_role").lower().replace(" ", "_")
        if stated or role in _ROLES:
            return Wire(self.book.resolve(stated) if stated else None, role if role in _ROLES else "credited")
        persons, bodies = fields.own(case, "authors"), "; ".join(_bodies(case))
        # A page's data name a reporter and an agency as equals: together they are one byline.
        signed = f"{persons} and {bodies}" if persons and bodies else persons or bodies
        bylines = [*cleaned.bylines, *([signed] if signed else [])]
        document = case.record.document
        holders = document.holders if isinstance(document, settle.Document) else ()
        wire = self.agencies.judge(outlet.key, bylines, cleaned.credits, cleaned.paragraphs, origin, holders)
        if wire.role != "none":
            case.note(
                "guessed", f"wire_{wire.role}", f"{wire.key or 'agencies without a name'}: {wire.evidence}"
            )
        return wire


def _bodies(case: Case) -> list[str]:
    """Return the bodies that a page's data, or a table that was saved, name as authors.

    In anybody else's table such a column may list whom the text is about.
    """
    fields_of = case.record.fields
    if case.record.document is None and "sha256" not in fields_of:
        return []
    return [part for part in fields.string(fields_of.get(ORGANISATIONS)).split("; ") if part]


def _repaired(case: Case, text: str) -> str:
    """Return a text whole, of one form, without invisible characters; what was done to it is noted."""
    text, invisible = lines.repair(_mended(case, text, "the text"))
    if invisible:
        said = "soft hyphen or control character" + ("" if invisible == 1 else "s")
        case.note("repaired", "invisible_characters", f"{invisible:,} {said} taken out")
    lost = text.count("\ufffd")
    if lost and not any(note.rule == "bad_bytes" for note in case.notes):
        said = "character was" if lost == 1 else "characters were"
        case.note(
            "repaired",
            "lost_characters",
            f"{lost:,} {said} lost before the file was saved: U+FFFD in the text",
        )
    return text


def _mended(case: Case, text: str, what: str) -> str:
    mended, places = mojibake.mend(unicodedata.normalize("NFC", lines.paired(text)))
    if places:
        said = "place" if places == 1 else "places"
        case.note("repaired", "double_encoded", f"{places:,} {said} in {what} encoded twice; mended")
    return mended


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _nameless(place: str) -> str:
    """Say that nothing names the outlet, and if a folder was meant to, that it is none known here."""
    folder = PurePosixPath(place).parent.name
    why = f", and the folder {brief(folder)} is called like none that is known" if folder else ""
    return (
        f'no outlet is named{why}; say it in a manifest.toml (outlet = "NAME"), in a column, by '
        "outlets={'PATTERN': 'NAME'}, or call a folder by the name of a known outlet"
    )


def _identity(outlet: str, raw: bytes) -> str:
    return hashlib.sha256(outlet.encode() + b"\x00" + raw).hexdigest()[:16]
