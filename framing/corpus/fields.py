"""What each field of an article says, from the places that may say it, in order of trust.

A record's own value first, then what its folder says, then what its lines
show. Whatever is inferred leaves a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from framing.corpus import bylines, lines, stubs
from framing.corpus import genre as genres
from framing.corpus import language as languages
from framing.corpus.clean import Cleaned
from framing.corpus.outlets import Outlet
from framing.corpus.records import FOLDER, SITE, Case
from framing.corpus.wire import Agencies

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


def text(value: object) -> str:
    """Return a text as it is given; a list is one of paragraphs, each a line.

    >>> text(["The quay is long.", "The council voted."])
    'The quay is long.\\nThe council voted.'
    """
    if isinstance(value, (list, tuple)):
        return "\n".join(filter(None, map(text, value)))
    return string(value)


def line(value: object) -> str:
    """Return a value of one line in NFC, runs of space made one: a NBSP can't make two sections of one."""
    text = string(value)
    return " ".join((text if text.isascii() and text.isprintable() else lines.repair(text)[0]).split())


def own(case: Case, name: str) -> str:
    """Return what the record itself says of a field, or nothing."""
    return line(case.value(name))


def told(case: Case, name: str) -> str:
    """Return what folder, file name or user say of a field, or nothing."""
    return line(case.said.get(name))


def either(case: Case, name: str) -> str:
    """Return the record's word, else the folder's."""
    return own(case, name) or told(case, name)


def others(case: Case) -> Iterator[tuple[str, object]]:
    """Yield the columns that are none of ours: kept as they are, whatever they mean."""
    taken = set(case.names.values())
    kept = {name: value for name, value in case.record.fields.items() if name not in taken}
    for name, value in {**case.said, **kept}.items():
        if name not in _MADE:
            plain = isinstance(value, (str, int, float, bool, type(None))) or hasattr(value, "isoformat")
            yield str(name), value if plain else string(value)


def opened(title: str, text: str, outlet: Outlet, case: Case) -> tuple[str, str, dict[str, str]]:
    """Cut an opening that ran into the text because the lines of the page were lost."""
    for pattern in outlet.heads:
        found = re.match(pattern, text)
        if found:
            parts = {name: value for name, value in found.groupdict().items() if value}
            case.note("removed", "opening", found.group())
            return parts.get("title", title), text[found.end() :].lstrip(), parts
    return title, text, {}


def section_for_title(title: str, case: Case) -> tuple[str, str | None]:
    """A section stands where the headline should: the headline is then in the text."""
    if title and lines.is_section(title):
        case.note("repaired", "title", f"{title!r} is a section; the headline was looked for in the text")
        return "", title
    return title, None


def letters(case: Case, text: str) -> str | None:
    """Return the letters of the paragraphs where record or column tells them apart, and they fit the text."""
    blocks = case.record.blocks if case.record.blocks is not None else string(case.value("blocks")).strip()
    known = bool(blocks) and set(blocks) <= set("phql")
    return blocks if known and len(blocks) == sum(map(bool, map(str.strip, text.split("\n")))) else None


def language(case: Case, title: str, text: str) -> str | None:
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
            if part.kind == "person" and not agencies.is_outlet(part.text):
                found[part.text] = None
            elif part.kind in ("organisation", "person"):
                apart[part.text] = None
    if stated and apart:
        case.note("guessed", "organisation", f"no person among the authors: {'; '.join(apart)}")
    # The paper's own name in its bylines says nothing; what no file knows may be half a sentence.
    bodies = [agencies.called(text) or (text if stated else "") for text in apart]
    return list(found), [name for name in bodies if name and name != outlet.name]


def genre(
    case: Case,
    title: str,
    section: str | None,
    url: str | None,
    outlet: Outlet,
    persons: Sequence[str] = (),
    cleaned: Cleaned | None = None,
) -> str:
    """Return the genre that record or folder state, else the one that section and marks show."""
    stated = either(case, "genre")
    weak = genres.is_weak(stated)
    if stated and not weak:
        known = genres.said(stated)
        if known is None and stated != "unknown":
            case.note(
                "guessed", "genre", f"{stated!r} is none of news, opinion, editorial, live; left unknown"
            )
        return known or "unknown"
    signed = [own(case, "authors"), *(cleaned.bylines if cleaned else ())]
    text = cleaned.paragraphs if cleaned else ()
    found, evidence = genres.of(title, section, url, outlet, authors=persons, bylines=signed, paragraphs=text)
    if found == "unknown" and weak:
        return genres.said(stated) or "unknown"
    if found not in ("unknown", "news"):
        case.note("guessed", "genre", f"{found}: {evidence}")
    return found


def provenance(case: Case) -> str:
    """Return whether the text is real coverage; what a folder calls illustrative stays so."""
    stated = (
        told(case, "provenance") if told(case, "provenance") == "illustrative" else either(case, "provenance")
    )
    return stated if stated in ("published", "illustrative") else "published"


def status(case: Case, title: str, cleaned: Cleaned, url: str | None) -> str:
    """Return whether the whole text is there, as the record says or as the text shows."""
    if case.record.bare:
        case.note("guessed", "metadata", f"{case.record.bare}; it is kept without text and not scored")
        return stubs.METADATA
    stated = own(case, "status").lower()
    if stated in (stubs.FULL, stubs.STUB, stubs.METADATA):
        return stated
    cut = [(note.rule, note.detail) for note in cleaned.notes if note.kind == "removed"]
    found = stubs.judge(title, cleaned.paragraphs, cut, url=url)
    if cleaned.stub:
        found = stubs.Verdict(stubs.STUB, cleaned.stub)
    if found.reason:
        case.note("guessed", "stub", f"{found.reason}; it is kept and not scored")
    return found.status
