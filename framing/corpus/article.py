"""From a record as found to a row of the articles table: one call a step, each decision noted."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from fnmatch import fnmatchcase
from functools import cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from framing.corpus import bylines, dates, encoding, lines, manifest, outlets
from framing.corpus import genre as kinds
from framing.corpus import language as languages
from framing.corpus.clean import Cleaned, clean
from framing.corpus.columns import exact, fold, no_text
from framing.corpus.html.page import ORGANISATIONS, Reading, read_again
from framing.corpus.moments import Moment, zone
from framing.corpus.outlets import Book, Outlet
from framing.corpus.patterns import needles
from framing.corpus.records import FOLDER, SITE, Case, Fault, Note, Record
from framing.corpus.rules import RuleSet, general
from framing.corpus.wire import Agencies, Wire
from framing.errors import brief
from framing.plugins import toml, word_lists

# Whether an article is whole, or only what a page shows of it: a teaser, its free part, a caption.

FULL, STUB, METADATA = "full", "stub", "metadata"
#: With more words than this the text is there, whatever its page asks of the reader.
_FREE_PART = 350
#: Words of a text that ends in a link to the rest; of one that breaks off; of one beneath a video.
_LINKED, _BROKEN, _BENEATH = 150, 90, 60

# What collections of news put where they cut a text.
# A text's last letters, in which it is looked for how much more there is: blanks may be without end.
_END = 200
_COUNTED = re.compile(
    r"(?:…|\.{3})?\s*\[\s*\+?\s*[\d,]{1,9} (?:more )?(?:chars?|characters|words)\s*\]\W{0,3}\Z", re.I
)
_DOTS = re.compile(r"(?:…|\.{3}|\. \. \.|[\[(](?:…|\.{3})[\])])[\"'”’»\s]{0,3}\Z")
# What some pages put behind whatever is copied from them.
_COPIED = re.compile(r"\s*\bRead more(?: at)?:?\s*https?://\S+\s*\Z", re.I)
_VIDEO_URL = re.compile(r"/(?:videos?|watch|live-?tv|podcasts?|audio|clips?)(?:/|$)|[?&]v=", re.I)
_PICTURE_URL = re.compile(
    r"/(?:photos?|pictures|galler(?:y|ies)|slideshows?|in-pictures|photo-essay)(?:/|$)", re.I
)
_SENTENCE = (".", "…", "!", "?", "”", '"', "’", "'", "。", "»", ")", "]", ":", "-", "–", "—", "|")


class Verdict(NamedTuple):
    """Whether the text is whole, and what says that it isn't."""

    status: str
    reason: str = ""


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """Return the patterns of ``stubs.toml``."""
    raw = toml("framing.corpus", "stubs")

    def one_of(name: str) -> str:
        return "|".join(re.escape(word) for word in sorted(raw[name], key=len, reverse=True))

    def kind(name: str) -> re.Pattern[str]:
        said = one_of(name)
        return re.compile(
            rf"(?:{said})\s*[:：|—–-].*|.{{0,200}}(?:[\[(（]\s*(?:{said})\s*[\])）]|[|–—]\s*(?:{said}))",
            re.I | re.S,
        )

    link = re.compile(rf"(?<![^\W_])(?:{one_of('links')})[\s.…»›>→:\])]{{0,4}}\Z", re.I)
    return {"link": link, "pictures": kind("pictures"), "videos": kind("videos")}


def judge(
    title: str, paragraphs: Sequence[str], cut: Sequence[tuple[str, str]], *, url: str | None = None
) -> Verdict:
    """Return whether a text is the whole article.

    Parameters
    ----------
    title : str
    paragraphs : sequence of str
        What was kept.
    cut : sequence of (str, str)
        Rule and text of what was cut.
    url : str, optional

    Returns
    -------
    Verdict
        A stub has a reason, for the audit.

    Examples
    --------
    >>> judge("Ministers meet", ["The two sides met on Thursday and ..."], []).status
    'stub'
    >>> judge("Ministers meet", ["The two sides met on Thursday."], []).status
    'full'
    """
    size = 0
    for paragraph in paragraphs:
        size += lines.words(paragraph)
        if size > _FREE_PART:
            return Verdict(FULL)
    if not paragraphs:
        return Verdict(FULL)
    wall = next((text for rule, text in cut if rule == "paywall"), None)
    if wall:
        return Verdict(STUB, f"only the free part of an article: {_short(wall)}")
    last = paragraphs[-1]
    if found := _COUNTED.search(last[-_END:]):
        return Verdict(STUB, f"only the start of an article, which ends in {_short(found.group())}")
    if size <= _LINKED and len(paragraphs) <= 3 and (link := _link(last, cut)):
        return Verdict(STUB, f"only a teaser, which ends in {_short(link)}")
    if size <= _BROKEN and len(paragraphs) <= 2 and _DOTS.search(last):
        return Verdict(STUB, f"only a teaser, which breaks off at … {last[-60:]}")
    if size <= _BENEATH and len(paragraphs) <= 2:
        if _words()["videos"].fullmatch(title) or (url and _VIDEO_URL.search(url)):
            return Verdict(STUB, "only the lines beneath a video")
        if _words()["pictures"].fullmatch(title) or (url and _PICTURE_URL.search(url)):
            return Verdict(STUB, "only the lines beneath pictures")
    return Verdict(FULL)


def _link(last: str, cut: Sequence[tuple[str, str]]) -> str | None:
    """Return the link to the rest of an article in which a text ends, if it does."""
    found = _words()["link"].search(last)
    if found:
        before = last[: found.start()].rstrip()
        if not before or before.endswith(_SENTENCE):
            return found.group()
    teasers = (text for rule, text in cut if rule == "teaser" and len(text) < 40)
    return next((text for text in teasers if _words()["link"].fullmatch(text.strip())), None)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:77] + "..."


# What each field of an article says, from the places that may say it, in order of trust.

# Made anew from the record; a column of the same name is not carried along.
_MADE = ("id", "source", SITE, FOLDER)


def string(value: object) -> str:
    """Return a value as text; a missing one is empty, a list joined by "; ", an object known by its name."""
    if value is None or value != value:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(string(part) for part in value)
    if isinstance(value, Mapping):
        return string(value.get("name") or value.get("title") or "")
    return str(value)


def join_lines(value: object) -> str:
    """Return a text as it is given; a list is one of paragraphs, each a line.

    >>> join_lines(["The quay is long.", "The council voted."])
    'The quay is long.\\nThe council voted.'
    """
    if isinstance(value, (list, tuple)):
        return "\n".join(filter(None, map(join_lines, value)))
    return string(value)


def line(value: object) -> str:
    """Return a value of one line in NFC, runs of space made one: a NBSP can't make two sections of one."""
    text = string(value)
    return " ".join((text if text.isascii() and text.isprintable() else lines.repair(text)[0]).split())


def own(case: Case, name: str) -> str:
    """Return what the record itself says of a field, or nothing."""
    return line(case.value(name))


def read_given(case: Case, name: str) -> str:
    """Return what folder, file name or user say of a field, or nothing."""
    return line(case.said.get(name))


def either(case: Case, name: str) -> str:
    """Return the record's word, else the folder's."""
    return own(case, name) or read_given(case, name)


def others(case: Case) -> Iterator[tuple[str, object]]:
    """Yield the columns that are none of ours: kept as they are, whatever they mean."""
    taken = set(case.names.values())
    kept = {name: value for name, value in case.record.fields.items() if name not in taken}
    for name, value in {**case.said, **kept}.items():
        if name not in _MADE:
            plain = isinstance(value, (str, int, float, bool, type(None))) or hasattr(value, "isoformat")
            yield str(name), value if plain else string(value)


def cut_opening(title: str, text: str, outlet: Outlet, case: Case) -> tuple[str, str, dict[str, str]]:
    """Cut an opening that ran into the text because the lines of the page were lost."""
    for pattern in outlet.heads:
        found = re.match(pattern, text)
        if found:
            parts = {name: value for name, value in found.groupdict().items() if value}
            case.note("removed", "opening", found.group())
            return parts.get("title", title), text[found.end() :].lstrip(), parts
    return title, text, {}


def letters(case: Case, text: str) -> str | None:
    """Return the letters of the paragraphs where record or column tells them apart, and they fit the text."""
    blocks = case.record.blocks if case.record.blocks is not None else string(case.value("blocks")).strip()
    known = bool(blocks) and set(blocks) <= set("phql")
    return blocks if known and len(blocks) == sum(map(bool, map(str.strip, text.split("\n")))) else None


def detect_language(case: Case, title: str, text: str) -> str | None:
    """Return the language stated, else detected; what won't be scored is noted."""
    written = either(case, "language")
    stated, found = languages.code_of(written), languages.detect(text)
    if written and stated is None:
        case.note("guessed", "language", f"{written!r} is no language known here; told by the text")
    if stated == "en" and found not in (None, "en"):
        # A template says it of every page of a site; a rendering that is called Chinese stays so.
        case.note("guessed", "language", f"declared en but is {found}; only English is scored")
        return found
    if stated is None and found == "en" and languages.is_chinese(title):
        case.note(
            "guessed",
            "language",
            "zh: the headline is Chinese, the text a rendering of it; it will not be scored",
        )
        return "zh"
    found = stated or found
    if found not in (None, "en"):
        case.note("guessed", "language", f"{found}; only English is scored")
    return found


def authors(
    case: Case, opening: Mapping[str, str], cleaned: Cleaned, outlet: Outlet, agencies: Agencies
) -> tuple[list[str], list[str]]:
    """Return the persons who wrote an article and the bodies that sign it; what a field mixes is noted."""
    found: dict[str, None] = {}
    apart: dict[str, None] = {}
    value = case.value("authors")
    stated = bylines.stated(value, line) if value is not None and line(value) else []
    printed = [opening["authors"]] if "authors" in opening else cleaned.bylines
    for written, organisation in stated or [(text, False) for text in printed]:
        if organisation or agencies.is_byline(written):
            apart[written] = None
            continue
        for part in bylines.parts(written, outlet.name):
            if part.kind == "person" and agencies.called(part.text) is None:
                found[part.text] = None
            elif part.kind in ("organisation", "person"):
                apart[part.text] = None
    if stated and apart:
        case.note("guessed", "organisation", f"no person among the authors: {'; '.join(apart)}")
    # The paper's own name in its bylines says nothing; what no file knows may be half a sentence.
    bodies = [agencies.called(text) or (text if stated else "") for text in apart]
    return list(found), [name for name in bodies if name and name != outlet.name]


#: Rules whose lines tell of what kind an article is, though they are no part of its text.
_TELLING = ("label", "byline", "about_author", "note")


def genre(
    case: Case,
    cleaned: Cleaned,
    section: str | None,
    url: str | None,
    outlet: Outlet,
    persons: Sequence[str],
    language: str | None,
    wire: Wire,
) -> str:
    """Return the genre that record or folder state, else the one that marks show or the text reads like."""
    stated = either(case, "genre")
    known = kinds.said(stated)
    if stated and not kinds.is_weak(stated):
        if known is None and stated != "unknown":
            detail = f"{stated!r} is none of news, opinion, editorial, live; left unknown"
            case.note("guessed", "genre", detail)
        return known or "unknown"
    labels = [note.detail for note in cleaned.notes if note.kind == "removed" and note.rule in _TELLING]
    found, evidence = kinds.of(
        cleaned.title,
        section,
        url,
        outlet,
        authors=persons,
        bylines=[own(case, "authors"), *cleaned.bylines],
        paragraphs=cleaned.paragraphs,
        labels=labels,
        english=language == "en",
        agency=wire.role in ("full_reprint", "partly_based"),
    )
    if found == "unknown" and stated:
        return known or "unknown"
    if found not in ("unknown", "news"):
        case.note("guessed", "genre", f"{found}: {evidence}")
    return found


def status(case: Case, cleaned: Cleaned, url: str | None) -> str:
    """Return whether the whole text is there, as the record says or as the text shows."""
    if case.record.bare:
        case.note("guessed", "metadata", f"{case.record.bare}; it is kept without text and not scored")
        return METADATA
    stated = own(case, "status").lower()
    if stated in (FULL, STUB, METADATA):
        return stated
    cut = [(note.rule, note.detail) for note in cleaned.notes if note.kind == "removed"]
    found = judge(cleaned.title, cleaned.paragraphs, cut, url=url)
    if cleaned.stub:
        found = Verdict(STUB, cleaned.stub)
    if found.reason:
        case.note("guessed", "stub", f"{found.reason}; it is kept and not scored")
    return found.status


# Rows of tables without a text: which are coverage all the same, and what is told where no column has one.

#: What is longer is hardly anything but a text, whatever its column is called.
_LONG = 500
# Columns of some length that are no text of an article.
_BESIDE: frozenset[str] = word_lists(__package__, "lists")["article"]["beside"]


def _is_entry(record: Record) -> bool:
    """Say whether a record is a row of a table, and neither a page nor of a database's export."""
    return not record.page and not record.export and record.document is None


def explain_missing_text(case: Case) -> str:
    """Return why a row without a text is kept, or nothing where it is no article that anybody could find.

    Its address says which article it is; so does its headline with an outlet or a date beside it. A
    headline alone may be a line that somebody wrote below a table.
    """
    named = own(case, "title") and (own(case, "outlet") or own(case, "published"))
    if not _is_entry(case.record) or not (own(case, "url") or named):
        return ""
    column = case.names.get("text")
    return "no column holds its text" if column is None else f"no text in column {column!r}"


def unreadable(case: Case) -> str:
    """Return what stands where the text should and is none, as an object of JSON; nothing where it is one."""
    value = case.value("text")
    parts = value if isinstance(value, (list, tuple)) else [value]
    found = next((part for part in parts if isinstance(part, Mapping)), None)
    if found is None:
        return ""
    what = "an object" if found is value else "a list of objects"
    named = ", ".join(map(str, list(found)[:6]))
    said = f"column {case.names['text']!r} holds {what} with named values ({named}), and no text"
    return f"{said}; put the text itself there, or name another column for it"


def decided(
    record: Record, names: Mapping[str, str], asked: Mapping[str, str], said: Mapping[str, object]
) -> Note:
    """Return what becomes of a record whose file has no column for the text.

    Parameters
    ----------
    record : Record
    names : mapping of str to str
        Field to the record's column.
    asked : mapping of str to str
        Field to column, as user and manifest say.
    said : mapping
        What folder, file name and user say of the record.

    Returns
    -------
    Note
        Of the kind ``guessed`` where it is kept as metadata; ``skipped`` and of the whole sheet where a
        workbook's sheet has neither texts nor titles; else ``failed``.
    """
    # The column that may hold the text under a name of its own: what stands in it is long.
    long = {
        str(name): len(value)
        for name, value in record.fields.items()
        if isinstance(value, str) and len(value) >= _LONG and fold(name) not in _BESIDE
        if name not in names.values()
    }
    likely = max(long, key=lambda name: long[name], default="")
    told = no_text(record.fields, asked, likely=likely)
    known = {*names, *(name for name, value in said.items() if value)}
    listed = {"title", "published"} <= known and not known.isdisjoint(("outlet", "url"))
    if not likely and "text" not in asked and listed and _is_entry(record):
        detail = f"{told}; till then the articles are kept as metadata, and not scored"
        return Note("guessed", "no_text_column", detail, once=True)
    if record.sheet and not likely and "title" not in names:
        detail = f"sheet {record.sheet!r} holds no articles: {told}"
        return Note("skipped", "no_text_column", detail, once=True)
    return Note("failed", "no_text_column", told)


# When an article was published and updated: what record, page and folder say, and which of them counts.


def times(
    case: Case, cleaned: Cleaned, outlet: Outlet, opened: Mapping[str, str]
) -> tuple[Moment | None, Moment | None]:
    """Return when an article was first published and last updated.

    The record's own field counts before the stamp among its lines, that before folder and file name, and
    those before a credit ("first published Jan. 8, 2026"), the dateline, the day of the update, and last a
    bare date above the headline, which may be the day on which the page was looked at. A table with a
    column for dates says itself which are unknown: there a blank stays blank, whatever stands in the text,
    and so does the time of its update.

    Parameters
    ----------
    case : Case
    cleaned : Cleaned
        Its notes hold the stamps that were cut from the text.
    outlet : Outlet
        Gives the zone of clock times that state none, and what 03/04/2020 means.
    opened : mapping
        Parts of an opening whose lines were lost; "stamp" may be one.

    Returns
    -------
    published, updated : Moment or None
    """
    local, order = outlet.zone, outlet.order
    stamp_lines = [note.detail for note in cleaned.notes if note.rule == "stamp"]
    if opened.get("stamp"):
        stamp_lines.append(opened["stamp"])
    stamps = [dates.stamp(text, local=local, order=order) for text in stamp_lines]
    # The first that publishes counts, and the last that updates.
    first = next((stamp.published for stamp in stamps if stamp.published), None)
    last = max((s.updated for s in stamps if s.updated), key=lambda moment: moment.time, default=None)
    stated, folder = _parse_field(case, "published", outlet), case.said.get("published")
    claims = [("page" if case.record.page else "record", stated)] if stated else []
    if first and (claims or "published" not in case.names):
        claims.append(("stamp", first))
    filed = dates.parse(folder, local=local, order=order)
    if filed and (claims or not string(case.value("published")).strip()):
        claims.append(("folder or file name", filed))
    updated = _parse_field(case, "updated", outlet)
    if updated is None and (claims or "published" not in case.names):
        updated = last
    if case.record.page and not claims:
        claims = list(_last_claims(cleaned, updated, outlet))
    chosen, differences = dates.settle(claims, updated, local=local)
    for difference in differences:
        case.note("guessed", "dates_differ", difference)
    refused = next((text for stamp in stamps for text in stamp.refused), None)
    if chosen is None:
        if refused is not None:
            case.note("guessed", "date", f"{refused!r} {dates.why(refused, order)}; left undated")
        return None, updated
    if (precision := own(case, "published_precision")) in ("day", "minute"):
        chosen = replace(chosen, precision=precision)
    if chosen.remark:
        case.note("guessed", "date", chosen.remark)
    if chosen.zone == "outlet":
        case.note("guessed", "zone", f"clock time taken as {local}, the zone of {outlet.name}")
    elif chosen.zone == "assumed":
        case.note("guessed", "zone", "clock time taken as UTC: neither page nor outlet names a zone")
    return chosen, updated


def _last_claims(cleaned: Cleaned, updated: Moment | None, outlet: Outlet) -> Iterator[dates.Claim]:
    """Yield what a page without date of publication says of its day, the surest first."""
    for text in cleaned.credits:
        if dates.has_label(text) and (told := dates.find(text, order=outlet.order)):
            yield "credit", told
    bare = [note.detail for note in cleaned.notes if note.rule == "page_date"]
    looked = next(
        filter(None, (dates.find(text, local=outlet.zone, order=outlet.order) for text in bare)), None
    )
    if (near := looked or updated) and cleaned.paragraphs:
        opening = (dates.dateline(text, near) for text in cleaned.paragraphs[:2])
        yield from (("dateline", moment) for moment in opening if moment)
    if updated is not None:
        day = updated.time.astimezone(zone(outlet.zone or "UTC")).replace(tzinfo=UTC)
        yield "update", replace(updated, time=day.replace(hour=0, minute=0), precision="day", zone="none")
    if looked is not None:
        yield "top of the page", looked


def _parse_field(case: Case, name: str, outlet: Outlet) -> Moment | None:
    """Return what the record's own field says; what it says in vain is noted."""
    written = case.value(name)
    moment = dates.parse(written, local=outlet.zone, order=outlet.order)
    shown = string(written).strip()
    if moment is None and shown:
        left = "left undated" if name == "published" else f"no {name} time"
        case.note("guessed", "date", f"{shown[:80]!r} {dates.why(written, outlet.order)}; {left}")
    return moment


# Whose article it is: what record and folder say, its address, and marks only one outlet has.


class Finder:
    """Finds the outlet of records; one a run, since marks are compiled once."""

    def __init__(self, book: Book, given: Mapping[str, str]) -> None:
        self._book = book
        self._given = given
        self._marks: dict[str, list[tuple[tuple[str, ...], str]]] = {}

    def find(self, case: Case, url: str | None, text: str) -> tuple[str | None, str | None]:
        """Return the outlet's key, and whom it had the item from where its name says so."""
        written = own(case, "outlet")
        stated = written
        if written in self._given:
            stated = self._given[written]
        elif not written:
            named = (
                name for pattern, name in self._given.items() if pattern and fnmatchcase(case.place, pattern)
            )
            stated = next(named, "")
        if stated:
            key = self._book.resolve(stated)
            linked = self._book.by_url(url) if url and key not in self._book.entries else None
            page = case.record.document is not None
            if linked and stated == written and (page or _is_writer(stated)):
                # What a page calls its site, or a table its writer, is no outlet; the address is one's.
                who = "page" if page else "record"
                case.note("guessed", "outlet", f"{linked}, from the address {url}; the {who} says {stated!r}")
                return linked, None
            # Tell how a spelling was read; the audit keeps the first of a thousand articles that say so.
            entry = self._book.entries.get(key)
            usual = {key, key.replace("_", " "), lines.fold(entry.name) if entry else ""}
            if stated != key and lines.fold(stated) not in usual - {key}:
                case.note("guessed", "outlet", f"{stated!r} read as {key}, here and below", once=True)
            return key, outlets.origin(stated)
        return self._inferred(case, url, text), None

    def _inferred(self, case: Case, url: str | None, text: str) -> str | None:
        folder = read_given(case, "outlet")
        named = self._book.resolve(folder) if folder else None
        if named in self._book.entries:
            return named
        site = line(case.record.fields.get(SITE))
        known = self._book.resolve(site) if site else None
        if known in self._book.entries:
            case.note("guessed", "outlet", f"{known}, from the end {site!r} of the page's title")
            return known
        name = PurePosixPath(case.place).name
        if named and manifest.from_name(name).get("outlet") != folder:
            return named
        linked = self._book.by_url(url) if url else None
        if linked:
            case.note("guessed", "outlet", f"{linked}, from the address {url}")
            return linked
        marked = self._by_marks(text)
        if marked:
            case.note("guessed", "outlet", f"{marked}, from marks in the text that only its pages have")
        return marked or self._by_folder(case) or self._by_name(case, name) or named

    def _by_folder(self, case: Case) -> str | None:
        """Return the known outlet that the nearest folder, or archive, is called by."""
        home, *below = f"{read_given(case, FOLDER)}/{case.place}".split("/")[:-1]
        for depth in range(len(below), -1, -1):
            name = below[depth - 1].removesuffix(".zip") if depth else home
            key = self._book.resolve(name) if name else None
            if key in self._book.entries:
                where = "/".join(below[:depth]) or home
                case.note("guessed", "outlet", f"{key}, from the name of the folder {where!r}", once=True)
                return key
            # "Harbour Courier articles": part of its name.
            if name and (key := self._within(name)):
                where = "/".join(below[:depth]) or home
                case.note("guessed", "outlet", f"{key}, named within the folder {where!r}", once=True)
                return key
        return None

    def _within(self, name: str) -> str | None:
        """Return the one known outlet whose name, of two words or more, stands in a name."""
        words = re.findall(r"[^\W_]+(?:['’&.][^\W_]+)*", name)
        found: set[str] = set()
        at = 0
        while at < len(words):
            spans = range(min(len(words) - at, _NAME_WORDS), 1, -1)
            keys = ((many, self._book.resolve(" ".join(words[at : at + many]))) for many in spans)
            many, known = next(((many, key) for many, key in keys if key in self._book.entries), (1, ""))
            found |= {known} - {""}
            at += many
        return found.pop() if len(found) == 1 else None

    def _by_name(self, case: Case, name: str) -> str | None:
        """Return the known outlet that a file is called by, beside its day or headline."""
        stem = manifest.without_date(name.rsplit(".", 1)[0])[0]
        joined = stem.split("_")
        openings = ("_".join(joined[:many]) for many in range(len(joined), 0, -1))
        for part in (*openings, *re.split(r"\s+[-–—|]\s+", stem)):
            key = self._book.resolve(part) if part.strip() else None
            if key in self._book.entries:
                case.note("guessed", "outlet", f"{key}, from the name of the file {name!r}")
                return key
        if key := self._within(stem):
            case.note("guessed", "outlet", f"{key}, named within the file name {name!r}")
        return key

    def _by_marks(self, text: str) -> str | None:
        """Return the one outlet of whose marks the text has at least two, if there is just one."""
        if not self._marks:
            self._marks = {
                entry.key: [(needles(mark), mark) for mark in entry.marks]
                for entry in self._book.entries.values()
                if entry.marks
            }
        hits = {
            key: sum(
                bool((not words or any(map(text.__contains__, words))) and _compile(mark).search(text))
                for words, mark in marks
            )
            for key, marks in self._marks.items()
        }
        best = max(hits.values(), default=0)
        leaders = [key for key, count in hits.items() if count == best]
        return leaders[0] if best >= 2 and len(leaders) == 1 else None


_WRITER = re.compile(
    r"\W*(?:(?:guest|contributing|outside|various|unknown|staff|opinion) (?:writers?|columnists?|authors?|"
    r"contributors?|bloggers?)|contributors?|columnists?|op-?eds?|guest|letters?(?: to the editor)?)\b"
    r".{0,24}",
    re.I,
)


def _is_writer(name: str) -> bool:
    """Say whether what stands where an outlet should is a person, or a word for one.

    >>> _is_writer("Guest Writer - Left"), _is_writer("Ana Ruiz"), _is_writer("Harbour Courier")
    (True, True, False)
    """
    parts = bylines.parts(name)
    return bool(_WRITER.fullmatch(name)) or (len(parts) == 1 and parts[0].kind == "person")


#: Words of an outlet's name that are looked for within others.
_NAME_WORDS = 5

_FURNITURE = ("image_note", "widget", "advertisement", "navigation", "share", "site_foot")


def _name_furniture(title: str, rules: RuleSet) -> str:
    """Return what stands where a headline should and is none, or nothing where it is one."""
    if lines.is_section(title):
        return "a section"
    rule = rules.first(title) if lines.words(title) <= 5 else None
    return "a page's own line" if rule is not None and rule.name in _FURNITURE else ""


@cache
def _compile(mark: str) -> re.Pattern[str]:
    return re.compile(mark, re.M)


_ROLES = ("full_reprint", "partly_based", "credited", "cites", "none")


@dataclass(frozen=True)
class Made:
    """A row, and the notes on how it came about."""

    row: dict[str, Any]
    notes: list[Note]


@dataclass
class RowBuilder:
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
        self.whose = Finder(self.book, self.given)

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
        if none := unreadable(case):
            return Fault("no_text", none, record.number)
        text = join_lines(case.value("text"))
        bare = bool(record.bare) or own(case, "status") == METADATA
        if not text.strip() and not bare and (why := explain_missing_text(case)):
            record, bare = replace(record, bare=why), True
            case = Case(record, names, said, place)
        if not text.strip() and not bare:
            detail = "the text is empty; drop the record, or name another column for the text"
            return Fault("no_text", detail, record.number, "skipped")
        text = _repaired(case, text)
        url = string(case.value("url")).strip() or read_given(case, "url") or None
        asked = len(case.notes)
        key, origin = self.whose.find(case, url, text)
        copied = None if url else _find_address(case, text)
        if copied and not key:
            key, origin = self.whose.find(case, copied, text)
        if not key:
            return Fault("no_outlet", _nameless(place), record.number, "skipped")
        outlet = self.book[key]
        if copied and (self.book.by_url(copied) == key or not outlet.domains):
            url = copied
        better = read_again(record, outlet)
        if better is not record:
            known = {**exact(better.fields)[0], **names}
            case = Case(better, known, said, place, case.notes[asked:])
            text, url = _repaired(case, join_lines(case.value("text"))), either(case, "url") or None
        cleaned, opened = self._cleaned(case, text, outlet)
        if isinstance(case.record.document, Reading):
            cleaned.notes.extend(case.record.document.removed)
            cleaned.credits.extend(case.record.document.credits)
        if not cleaned.paragraphs and not bare:
            detail = "nothing is left of the text but headline, captions and buttons"
            return Fault("nothing_left", detail, record.number, "skipped")
        case.notes.extend(cleaned.notes)
        row = self._row(case, cleaned, outlet, url, opened, origin)
        identity = hashlib.sha256(key.encode() + b"\x00" + record.raw).hexdigest()[:16]
        row["id"] = string(case.value("id")).strip() or identity
        whole = {lines.paired(name): lines.paired(v) if isinstance(v, str) else v for name, v in row.items()}
        if whole != row:
            case.note(
                "repaired", "half_characters", "halves of characters, which no file can hold, are U+FFFD"
            )
        return Made(whole, case.notes)

    def _cleaned(self, case: Case, text: str, outlet: Outlet) -> tuple[Cleaned, dict[str, str]]:
        title = _COPIED.sub("", line(_mended(case, string(case.value("title")), "the title")))
        title = dates.without_correction(title)
        if case.record.fields.get("sha256") == _sha256(text):
            # A table of articles that was saved and is read again: cleaned once, that is enough.
            parts = text.split("\n\n") if text else []
            return Cleaned(parts, letters(case, text) or "p" * len(parts), title), {}
        document = case.record.document
        signed, rules = line(case.value("authors")), self.rules(outlet)
        if case.record.export or (isinstance(document, Reading) and document.layout):
            # Layout or export have the text without its head: only rules for lines cut what is left.
            texts, blocks = text.split("\n"), case.record.blocks
            blocks = blocks if blocks and len(blocks) == len(texts) else None
            cleaned = clean(
                texts, title, outlet, rules, page=False, blocks=blocks, head=False, authors=signed
            )
            return cleaned, {}
        title, text, opened = cut_opening(title, text, outlet, case)
        section, what = None, _name_furniture(title, rules) if title else ""
        if what:
            detail = f"{title!r} is {what}; the headline was looked for in the text"
            case.note("repaired", "title", detail)
            title, section = "", title if lines.is_section(title) else None
        page, blocks = case.record.page or bool(what), letters(case, text)
        # Where letters say which paragraphs there are, each has a line; elsewhere lines may be wrapped.
        parts = list(filter(None, map(str.strip, text.split("\n")))) if blocks else lines.paragraphs(text)
        called = "" if case.record.number else PurePosixPath(case.place).stem
        cleaned = clean(parts, title, outlet, rules, page=page, blocks=blocks, authors=signed, named=called)
        cleaned.section = section or cleaned.section
        return cleaned, opened

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
        section = own(case, "section") or cleaned.section or read_given(case, "section") or None
        moment, updated = times(case, cleaned, outlet, opened)
        wire = self._wire(case, cleaned, outlet, origin)
        language = detect_language(case, title, text)
        persons, bodies = authors(case, opened, cleaned, outlet, self.agencies)
        # What a folder calls illustrative stays so.
        stated = read_given(case, "provenance")
        stated = stated if stated == "illustrative" else either(case, "provenance")
        row: dict[str, Any] = {
            "outlet": outlet.key,
            "event": either(case, "event") or None,
            "title": title,
            "published": moment.time if moment else None,
            "published_precision": moment.precision if moment else "none",
            "updated": updated.time if updated else None,
            "section": section,
            "authors": "; ".join(persons) or None,
            ORGANISATIONS: "; ".join(dict.fromkeys([*_bodies(case), *bodies])) or None,
            "genre": genre(case, cleaned, section, url, outlet, persons, language, wire),
            "wire": wire.key,
            "wire_role": wire.role,
            "language": language,
            "url": url,
            "provenance": stated if stated in ("published", "illustrative") else "published",
            "status": status(case, cleaned, url),
            "text": text,
            "blocks": cleaned.blocks if text else "",
            "copy_group": own(case, "copy_group") or None,
            "sha256": _sha256(text),
        }
        if row[ORGANISATIONS] is None and case.record.fields.get(ORGANISATIONS):
            # A column of that name in somebody's own table stays what it is.
            del row[ORGANISATIONS]
        for name, value in others(case):
            row.setdefault(name, value)
        return row

    def _wire(self, case: Case, cleaned: Cleaned, outlet: Outlet, origin: str | None) -> Wire:
        stated, role = own(case, "wire"), own(case, "wire_role").lower().replace(" ", "_")
        if stated or role in _ROLES:
            return Wire(self.book.resolve(stated) if stated else None, role if role in _ROLES else "credited")
        persons, bodies = own(case, "authors"), "; ".join(_bodies(case))
        # A page's data name a reporter and an agency as equals: together they are one byline.
        signed = f"{persons} and {bodies}" if persons and bodies else persons or bodies
        bylines = [*cleaned.bylines, *([signed] if signed else [])]
        document = case.record.document
        holders = document.holders if isinstance(document, Reading) else ()
        wire = self.agencies.judge(outlet.key, bylines, cleaned.credits, cleaned.paragraphs, origin, holders)
        if wire.role != "none":
            case.note(
                "guessed", f"wire_{wire.role}", f"{wire.key or 'agencies without a name'}: {wire.evidence}"
            )
        return wire


#: An address that was copied with a page stands among so many first lines, or is the last.
_ABOVE = 4
_ADDRESS = re.compile(r"(?:\w+ ?: ?)?(https?://\S+)")


def _find_address(case: Case, text: str) -> str | None:
    """Return the address that stands on a line of its own at the top or the end of a page, if one does.

    It may be of what the article links to: whose it is, is for the caller to see.
    """
    shown = list(filter(None, map(str.strip, text.split("\n")))) if case.record.page else []
    found = filter(None, map(_ADDRESS.fullmatch, (*shown[:_ABOVE], *shown[_ABOVE:][-1:])))
    return next((line[1] for line in found), None)


def _bodies(case: Case) -> list[str]:
    """Return the bodies that a page's data, or a table that was saved, name as authors.

    In anybody else's table such a column may list whom the text is about.
    """
    fields_of = case.record.fields
    if case.record.document is None and "sha256" not in fields_of:
        return []
    return [part for part in string(fields_of.get(ORGANISATIONS)).split("; ") if part]


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
    mended, places = encoding.mend(unicodedata.normalize("NFC", lines.paired(text)))
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
        f"no outlet is named{why}: call the file OUTLET_DATE.txt, as fox_news_2026-01-15.txt, or put it into "
        "a folder called like a known outlet; or name the outlet in a column, by outlets={'PATTERN': 'NAME'} "
        'or in a manifest.toml (outlet = "NAME")'
    )
