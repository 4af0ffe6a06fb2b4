"""RIS, which databases and programs for literature write: what is known of an article, hardly ever its text.

Records run from ``TY`` to ``ER``, a field a line: two letters, two spaces, a
hyphen, the value. What a field means differs a little between databases; the
commonest meaning for newspapers is taken, and every field is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from framing.corpus import bylines, dates, encoding, streams
from framing.corpus.exports.proquest import address, settled, turned
from framing.corpus.records import Fault, Item, Note, Source, as_record

SUFFIXES = (".ris",)
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True

_FIELD = re.compile(r"(?P<tag>[A-Z][A-Z0-9]) {1,2}-(?: (?P<value>.*))?")
_FIRST = re.compile(rb"(?:\A|\n)TY {1,2}- ?[A-Z]{2,8}[ \t]*\r?\n")

# Columns by their tags in order of trust: the first that is there fills it.
_ONE: dict[str, tuple[str, ...]] = {
    "title": ("TI", "T1", "CT"),
    "outlet": ("JF", "T2", "JO", "JA", "J1", "J2", "BT"),
    "abstract": ("AB", "N2"),
    "url": ("UR", "LK"),
    "accession": ("AN", "ID"),
    "language": ("LA",),
    "section": ("SE",),
    "edition": ("ET",),
    "volume": ("VL",),
    "issue": ("IS",),
    "issn": ("SN",),
    "doi": ("DO",),
    "publisher": ("PB",),
    "place_of_publication": ("CY", "PP"),
    "document_type": ("M3",),
    "reference_type": ("TY",),
    "database_name": ("DB",),
    "provider": ("DP",),
    "accessed": ("Y2",),
    "short_title": ("ST",),
    "alternate_title": ("TT",),
    "series": ("T3",),
    "caption": ("CA",),
}
_MANY: dict[str, tuple[str, ...]] = {"subjects": ("KW",), "notes": ("N1", "RN"), "editors": ("A2", "ED")}
_AUTHORS = ("AU", "A1")
_DATES = ("DA", "Y1", "PY")
_PAGES = ("SP", "EP")
_RIS_DATE = re.compile(r"(?P<year>\d{4})/(?P<month>\d{0,2})/(?P<day>\d{0,2})(?:/(?P<more>.*))?")
#: What ProQuest writes among the notes, each behind its name and a hyphen.
_NOTED = re.compile(r"(?:^|[;\n]\s*)(?P<name>Copyright|Last updated|Document feature) - (?P<value>[^;\n]+)")
_DATABASES = (
    "proquest",
    "europresse",
    "factiva",
    "nexis",
    "ebsco",
    "gale",
    "newsbank",
    "eureka",
    "wiso",
    "jstor",
)


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is: a line that opens a record near the top."""
    if encoding.is_binary(head):
        return 0
    plain = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip()
    if _FIRST.search(plain[:4000]):
        return 98
    return 45 if name.lower().endswith(SUFFIXES) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield a record for each reference, all without text."""
    raw = streams.whole(stream, source.limits, "split the file")
    text, notes = encoding.decode(raw, hint=source.encoding)
    yield from notes
    count = 0
    for number, pairs, told in _records(text):
        if number:
            count += 1
            yield _made(pairs, count, told)
        else:
            yield from told
    if not count:
        yield Fault("empty", "holds no reference (TY to ER); export it again", kind="skipped")


def _records(text: str) -> Iterator[tuple[int, list[tuple[str, str]], tuple[Note, ...]]]:
    """Yield line, tags with values, and notes of each record; line 0 is a note on what is between."""
    pairs: list[tuple[str, str]] = []
    start = 0
    unclosed = Note(
        "repaired", "no_end", "the reference isn't closed by ER; it ends where the next one begins"
    )
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        found = _FIELD.fullmatch(line.strip(" \t\ufeff") if not start else line.rstrip())
        tag, value = (found["tag"], (found["value"] or "").strip()) if found else ("", line.strip())
        if tag == "TY":
            if start:
                yield start, pairs, (unclosed,)
            pairs, start = [(tag, value)], number
        elif not start:
            if value or tag:
                detail = f"line {number} stands in no reference: {line.strip()[:80]!r}"
                yield 0, [], (Note("removed", "between", detail),)
        elif tag == "ER":
            yield start, pairs, ()
            pairs, start = [], 0
        elif tag:
            pairs.append((tag, value))
        elif value and pairs:
            # A value that goes on: its lines are one text.
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {value}".strip())
    if start:
        yield (
            start,
            pairs,
            (Note("repaired", "no_end", "the file ends before the reference does; export it again"),),
        )


def _made(pairs: list[tuple[str, str]], number: int, told: tuple[Note, ...]) -> Item:
    values: dict[str, list[str]] = {}
    for tag, value in pairs:
        if value:
            values.setdefault(tag, []).append(value)
    if set(values) <= {"TY"}:
        return Fault("empty_record", "a reference without any field; export it again", number, "skipped")
    fields: dict[str, object] = {}
    taken = {*_AUTHORS, *_DATES, *_PAGES}
    for column, tags in _ONE.items():
        given = list(dict.fromkeys(value for tag in tags for value in values.get(tag, ())))
        if given:
            fields[column] = given[0]
        # What a second tag of the same meaning says is kept under its own letters.
        used = next((tag for tag in tags if tag in values), None)
        taken.update(tag for tag in tags if tag == used or values.get(tag) == values.get(used or ""))
        if used and len(values[used]) > 1:
            fields[column] = "; ".join(values[used])
    for column, tags in _MANY.items():
        fields[column] = "; ".join(value for tag in tags for value in values.get(tag, ()))
        taken.update(tags)
    # Databases mix both tags: the order of their lines is that of the authors.
    printed = list(dict.fromkeys(value for tag, value in pairs if tag in _AUTHORS and value))
    fields["authors"] = "; ".join(map(turned, printed))
    if fields["authors"] != "; ".join(printed):
        fields["byline"] = "; ".join(printed)
    fields["page"] = "-".join(dict.fromkeys(values.get(tag, [""])[0] for tag in _PAGES if tag in values))
    fields["published"], fields["publication_year"] = _date(values)
    fields.update(
        {f"ris_{tag.lower()}": "; ".join(given) for tag, given in values.items() if tag not in taken}
    )
    fields["url"] = address(str(fields.get("url") or ""))
    _noted(fields)
    _named(fields)
    why = "RIS gives no full text"
    bare = f"{why}, only an abstract" if fields.get("abstract") else why
    return settled(as_record(fields, number, notes=told, bare=bare))


def _date(values: dict[str, list[str]]) -> tuple[str, str]:
    """Return the date that can be read whole, else what is stated first, and the year."""
    stated = [value for tag in _DATES for value in values.get(tag, ())]
    plain = [text for text in map(_day, stated) if text]
    year = next(
        (found.group() for value in values.get("PY", stated) if (found := re.search(r"\d{4}", value))), ""
    )
    whole = [*plain, *(f"{text} {year}" for text in plain if year and year not in text)]
    chosen = next((text for text in whole if dates.parse(text)), "")
    # The year alone is no date: it has a column of its own.
    return chosen or next((text for text in plain if text != year), ""), year


def _day(value: str) -> str:
    """Return a date of RIS, "2026/01/16/", as others are written.

    >>> _day("2026/01/16/"), _day("2026/01//"), _day("2026 Jan 16")
    ('2026-01-16', '2026-01', '2026 Jan 16')
    """
    found = _RIS_DATE.fullmatch(value)
    if not found:
        return value
    parts = [found["year"], *(part.zfill(2) for part in (found["month"], found["day"]) if part)]
    return "-".join(parts)


def _noted(fields: dict[str, object]) -> None:
    """Give what ProQuest writes among the notes columns of its own; the notes stay whole."""
    for found in _NOTED.finditer(str(fields.get("notes") or "")):
        column = found["name"].lower().replace(" ", "_")
        fields.setdefault(column, found["value"].strip())


def _named(fields: dict[str, object]) -> None:
    """Say which database it is, and whether the document's type is a genre."""
    where = " ".join(
        str(fields.get(name) or "") for name in ("provider", "database_name", "url", "publisher")
    )
    known = next((name for name in _DATABASES if name in where.casefold()), "")
    fields["database"] = known or fields.get("provider") or fields.get("database_name") or ""
    kind = str(fields.get("document_type") or "").split(",")[0].split(";")[0]
    meant = bylines.said(kind) if kind and not bylines.is_weak(kind) else None
    if meant:
        fields["genre"] = meant
