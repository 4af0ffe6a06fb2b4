"""From a record as found to a row of the articles table: one call a step, each decision noted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from framing.corpus import dates, genre, language, lines, outlets
from framing.corpus.clean import Cleaned, clean
from framing.corpus.columns import FIELDS
from framing.corpus.dates import Moment
from framing.corpus.outlets import Book, Outlet
from framing.corpus.records import Fault, Note, Record
from framing.corpus.rules import RuleSet, general
from framing.corpus.wire import Agencies, Wire

__all__ = ["Desk", "Made"]

# A reader's word on who publishes that may be right: it counts if it names a known outlet.
_HINT = "_site"
_ROLES = ("full_reprint", "partly_based", "credited", "cites", "none")
_TEASER = re.compile(r"(?:\.\.\.|…|\[\+\d+ chars\]|read more|continue reading)\W*$", re.I)
_PAYWALL = re.compile(
    r"\b(?:subscribe|log in|sign in|register) (?:now )?to (?:continue|keep) reading|this (?:article|content) is (?:for|reserved for) subscribers",
    re.I,
)


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
    _marks: dict[str, list[re.Pattern[str]]] | None = None
    _told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.agencies = Agencies(self.book)

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
        notes = list(record.notes)
        values = {name: record.fields[column] for name, column in names.items()}
        text = _string(values.get("text"))
        if not text.strip():
            return Fault(
                "no_text",
                "the text is empty; drop the record, or name another column for the text",
                record.number,
                "skipped",
            )
        text, invisible = lines.repair(text)
        if invisible:
            notes.append(
                Note(
                    "repaired",
                    "invisible_characters",
                    f"{invisible} soft hyphens or control characters taken out",
                )
            )
        url = _string(values.get("url")).strip() or None
        key, origin = self._outlet(values, said, url, text, place, record.fields.get(_HINT), notes)
        if not key:
            return Fault(
                "no_outlet",
                "no outlet is named; add a column for it, a manifest.toml, or outlets={'PATTERN': 'NAME'}",
                record.number,
                "skipped",
            )
        outlet = self.book[key]
        title = _line(values.get("title"))
        title, text, opened = _opened(title, text, outlet, notes)
        title, section = _section_for_title(title, values, notes)
        cleaned = clean(
            lines.paragraphs(text), title, outlet, self.rules(outlet),
            page=record.page or bool(section and not title), blocks=_letters(record, values, text),
        )  # fmt: skip
        if not cleaned.paragraphs:
            return Fault(
                "nothing_left",
                "nothing is left of the text but headline, captions and buttons",
                record.number,
                "skipped",
            )
        notes.extend(cleaned.notes)
        row = self._row(record, values, said, cleaned, outlet, url, section, opened, origin, names, notes)
        row["id"] = _string(values.get("id")).strip() or _identity(key, record.raw)
        return Made(row, notes)

    def _outlet(
        self,
        values: Mapping[str, Any],
        said: Mapping[str, object],
        url: str | None,
        text: str,
        place: str,
        hint: object,
        notes: list[Note],
    ) -> tuple[str | None, str | None]:
        written = _line(values.get("outlet"))
        stated = self._given(written, place) or written
        if stated:
            known = self.book.resolve(stated)
            self._tell_once(stated, known, notes)
            return known, outlets.origin(stated)
        named = self.book.resolve(_string(said.get("outlet"))) if said.get("outlet") else None
        if named in self.book.entries:
            return named, None
        site = _line(hint)
        if site and (key := self.book.resolve(site)) in self.book.entries:
            notes.append(Note("guessed", "outlet", f"{key}, from the end {site!r} of the page's title"))
            return key, None
        if named:
            return named, None
        if url and (key := self.book.by_url(url)):
            notes.append(Note("guessed", "outlet", f"{key}, from the address {url}"))
            return key, None
        marked = self._by_marks(text)
        if marked:
            notes.append(
                Note("guessed", "outlet", f"{marked}, from marks in the text that only its pages have")
            )
        return marked, None

    def _tell_once(self, name: str, key: str, notes: list[Note]) -> None:
        """Note how a spelling was read where it is first met, not at each of a thousand articles."""
        if name not in self._told:
            self._told.add(name)
            if lines.fold(name).replace(" ", "_") != key and name != key:
                notes.append(Note("guessed", "outlet", f"{name!r} read as {key}, here and below"))

    def _given(self, written: str, place: str) -> str | None:
        if not self.given:
            return None
        if written in self.given:
            return self.given[written]
        if written:
            return None
        return next(
            (name for pattern, name in self.given.items() if pattern and fnmatchcase(place, pattern)), None
        )

    def _by_marks(self, text: str) -> str | None:
        """Return the one outlet of whose marks the text has at least two, if there is just one."""
        if self._marks is None:
            self._marks = {
                e.key: [re.compile(m, re.M) for m in e.marks] for e in self.book.entries.values() if e.marks
            }
        hits = {key: sum(bool(mark.search(text)) for mark in marks) for key, marks in self._marks.items()}
        best = max(hits.values(), default=0)
        leaders = [key for key, count in hits.items() if count == best]
        return leaders[0] if best >= 2 and len(leaders) == 1 else None

    def _row(
        self, record: Record, values: Mapping[str, Any], said: Mapping[str, object], cleaned: Cleaned, outlet: Outlet, url: str | None,
        section: str | None, opened: Mapping[str, str], origin: str | None, names: Mapping[str, str], notes: list[Note],
    ) -> dict[str, Any]:  # fmt: skip
        text = "\n\n".join(cleaned.paragraphs)
        title = cleaned.title
        section = (
            _line(values.get("section")) or section or cleaned.section or _line(said.get("section")) or None
        )
        moment = self._published(record, values, said, cleaned, outlet, opened, names, notes)
        wire = self._wire(values, cleaned, outlet, origin, notes)
        tongue = _line(values.get("language")) or _line(said.get("language")) or _language(title, text, notes)
        updated = dates.parse(values.get("updated"), local=outlet.zone, order=outlet.order)
        row: dict[str, Any] = {
            "outlet": outlet.key,
            "event": _line(values.get("event")) or _line(said.get("event")) or None,
            "title": title,
            "published": moment.time if moment else None,
            "published_precision": moment.precision if moment else "none",
            "updated": updated.time if updated else None,
            "section": section,
            "authors": "; ".join(_authors(values, opened, cleaned, outlet, self.agencies)) or None,
            "genre": _genre(values, said, title, section, url, outlet, notes),
            "wire": wire.key,
            "wire_role": wire.role,
            "language": tongue.lower()[:2] if tongue else None,
            "url": url,
            "provenance": _provenance(values, said, notes),
            "status": _status(values, text, notes),
            "text": text,
            "blocks": cleaned.blocks,
            "copy_group": _line(values.get("copy_group")) or None,
            "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        }
        taken = set(names.values())
        for name, value in {**said, **{k: v for k, v in record.fields.items() if k not in taken}}.items():
            if name not in row and name not in ("id", "source", _HINT):
                row[str(name)] = _plain(value)
        return row

    def _published(
        self, record: Record, values: Mapping[str, Any], said: Mapping[str, object], cleaned: Cleaned, outlet: Outlet,
        opened: Mapping[str, str], names: Mapping[str, str], notes: list[Note],
    ) -> Moment | None:  # fmt: skip
        written = values.get("published")
        moment = dates.parse(written, local=outlet.zone, order=outlet.order)
        if moment is None and _string(written).strip():
            notes.append(
                Note("guessed", "date", f"{_string(written)[:80]!r} is in no form known here; left undated")
            )
        stamp = cleaned.stamp or dates.parse(opened.get("stamp"), local=outlet.zone)
        if moment is None and "published" not in names:
            # A table with a column for dates says itself which are unknown; only where there is none does the page speak.
            moment = stamp
        if moment is None and not ("published" in names and _string(written).strip()):
            moment = dates.parse(said.get("published"), local=outlet.zone, order=outlet.order)
        if moment and moment.zone == "outlet":
            notes.append(
                Note("guessed", "zone", f"clock time taken as {outlet.zone}, the zone of {outlet.name}")
            )
        elif moment and moment.zone == "assumed":
            notes.append(
                Note(
                    "guessed",
                    "zone",
                    "clock time taken as UTC: neither the page nor the outlet's file names a zone",
                )
            )
        return moment

    def _wire(
        self,
        values: Mapping[str, Any],
        cleaned: Cleaned,
        outlet: Outlet,
        origin: str | None,
        notes: list[Note],
    ) -> Wire:
        stated, role = _line(values.get("wire")), _line(values.get("wire_role")).lower().replace(" ", "_")
        if stated or role in _ROLES:
            return Wire(self.book.resolve(stated) if stated else None, role if role in _ROLES else "credited")
        bylines = [*cleaned.bylines, *([_line(values.get("authors"))] if values.get("authors") else [])]
        wire = self.agencies.judge(outlet.key, bylines, cleaned.credits, cleaned.paragraphs, origin)
        if wire.key:
            notes.append(Note("guessed", f"wire_{wire.role}", f"{wire.key}: {wire.evidence}"))
        return wire


def _identity(outlet: str, raw: bytes) -> str:
    return hashlib.sha256(outlet.encode() + b"\x00" + raw).hexdigest()[:16]


def _string(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(_string(part) for part in value)
    if isinstance(value, Mapping):
        return _string(value.get("name") or value.get("title") or "")
    return str(value)


def _line(value: object) -> str:
    """A value of one line: in NFC, runs of any space made one, so that a NBSP can't make two sections of one."""
    return " ".join(lines.repair(_string(value))[0].split())


def _plain(value: object) -> object:
    return (
        value
        if isinstance(value, (str, int, float, bool, type(None))) or hasattr(value, "isoformat")
        else _string(value)
    )


def _opened(title: str, text: str, outlet: Outlet, notes: list[Note]) -> tuple[str, str, dict[str, str]]:
    """Cut an opening that ran into the text because the lines of the page were lost."""
    for pattern in outlet.heads:
        found = re.match(pattern, text)
        if found:
            parts = {name: value for name, value in found.groupdict().items() if value}
            notes.append(Note("removed", "opening", found.group()))
            return parts.get("title", title), text[found.end() :].lstrip(), parts
    return title, text, {}


def _section_for_title(title: str, values: Mapping[str, Any], notes: list[Note]) -> tuple[str, str | None]:
    """A section stands where the headline should: the headline is then in the text."""
    if title and lines.is_section(title):
        notes.append(
            Note("repaired", "title", f"{title!r} is a section; the headline was looked for in the text")
        )
        return "", title
    return title, None


def _letters(record: Record, values: Mapping[str, Any], text: str) -> str | None:
    blocks = record.blocks if record.blocks is not None else _string(values.get("blocks")).strip() or None
    return (
        blocks
        if blocks and set(blocks) <= set("phql") and len(blocks) == len(lines.paragraphs(text))
        else None
    )


def _language(title: str, text: str, notes: list[Note]) -> str | None:
    found = language.detect(text)
    if found == "en" and language.is_chinese(title):
        notes.append(
            Note(
                "guessed",
                "language",
                "zh: the headline is Chinese, the text an English rendering of it; it will not be scored",
            )
        )
        return "zh"
    if found not in (None, "en"):
        notes.append(Note("guessed", "language", f"{found}; only English is scored"))
    return found


def _authors(
    values: Mapping[str, Any], opened: Mapping[str, str], cleaned: Cleaned, outlet: Outlet, agencies: Agencies
) -> list[str]:
    stated = values.get("authors")
    if isinstance(stated, (list, tuple)):
        parts = [_line(part) for part in stated]
    else:
        parts = (
            [_line(stated)]
            if _line(stated)
            else [opened["authors"]]
            if "authors" in opened
            else cleaned.bylines
        )
    found: list[str] = []
    for part in parts:
        if not agencies.is_byline(part):
            found.extend(name for name in lines.names(part, outlet.name) if name not in found)
    return found


def _genre(
    values: Mapping[str, Any],
    said: Mapping[str, object],
    title: str,
    section: str | None,
    url: str | None,
    outlet: Outlet,
    notes: list[Note],
) -> str:
    for stated in (_line(values.get("genre")), _line(said.get("genre"))):
        if stated:
            known = genre.said(stated)
            if known:
                return known
            notes.append(
                Note(
                    "guessed", "genre", f"{stated!r} is none of news, opinion, editorial, live; left unknown"
                )
            )
            return "unknown"
    found, evidence = genre.of(title, section, url, outlet)
    if found not in ("unknown", "news"):
        notes.append(Note("guessed", "genre", f"{found}: {evidence}"))
    return found


def _provenance(values: Mapping[str, Any], said: Mapping[str, object], notes: list[Note]) -> str:
    stated = (
        "illustrative"
        if said.get("provenance") == "illustrative"
        else _line(values.get("provenance")) or _line(said.get("provenance"))
    )
    return stated if stated in ("published", "illustrative") else "published"


def _status(values: Mapping[str, Any], text: str, notes: list[Note]) -> str:
    stated = _line(values.get("status"))
    if stated in ("full", "stub"):
        return stated
    if _PAYWALL.search(text[-400:]) or (len(text) < 600 and _TEASER.search(text)):
        notes.append(Note("guessed", "stub", f"only the start of an article: … {text[-80:]}"))
        return "stub"
    return "full"


#: Columns of the table that a row fills, in no particular order; all others are the user's own.
KNOWN = frozenset(FIELDS) | {"source", "sha256", "text"}
