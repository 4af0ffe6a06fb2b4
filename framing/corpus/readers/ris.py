"""RIS, which databases and programs for literature write: what is known of an article, hardly ever its text.

Records run from ``TY`` to ``ER``, a field a line: two letters, two spaces, a
hyphen, the value. What a field means differs a little between databases; the
commonest meaning for newspapers is taken, and every field is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from framing.corpus import dates, encoding
from framing.corpus.exports import pages, read_words
from framing.corpus.exports.proquest import clean_address, finish_record, set_authors
from framing.corpus.records import Fault, Item, Note, Source

SUFFIXES = (".ris",)
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True

_FIELD = re.compile(r"(?P<tag>[A-Z][A-Z0-9]) {1,2}-(?: (?P<value>.*))?")
_FIRST = re.compile(rb"(?:\A|\n)TY {1,2}- ?[A-Z]{2,8}[ \t]*\r?\n")

_ONE, _MANY, _OWN = (
    {column: tuple(tags.split()) for column, tags in read_words("ris")[table].items()}
    for table in ("one", "many", "own")
)
_RIS_DATE = re.compile(r"(?P<year>\d{4})/(?P<month>\d{0,2})/(?P<day>\d{0,2})(?:/(?P<more>.*))?")
#: What ProQuest writes among the notes, each behind its name and a hyphen.
_NOTED = re.compile(r"(?:^|[;\n]\s*)(?P<name>Copyright|Last updated|Document feature) - (?P<value>[^;\n]+)")
_UNCLOSED = "the reference isn't closed by ER; it ends where the next one begins"


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is: a line that opens a record near the top."""
    if _FIRST.search(pages.strip_opening(head)[:4000]):
        return 98
    return 45 if name.lower().endswith(SUFFIXES) and not encoding.is_binary(head) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield a record for each reference, all without text."""
    text = yield from pages.decode_text(stream, source, "split the file")
    count = 0
    for pairs, told in _records(text):
        count += bool(pairs)
        yield from (_made(pairs, count, told),) if pairs else told
    if not count:
        yield Fault("empty", "holds no reference (TY to ER); export it again", kind="skipped")


def _records(text: str) -> Iterator[tuple[list[tuple[str, str]], tuple[Note, ...]]]:
    """Yield tags with values, and notes, of each record; without tags it is a note on what is between."""
    pairs: list[tuple[str, str]] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        found = _FIELD.fullmatch(line.rstrip() if pairs else line.strip(" \t\ufeff"))
        tag, value = (found["tag"], (found["value"] or "").strip()) if found else ("", line.strip())
        if tag == "TY":
            if pairs:
                yield pairs, (Note("repaired", "no_end", _UNCLOSED),)
            pairs = [(tag, value)]
        elif not pairs:
            if value or tag:
                detail = f"line {number} stands in no reference: {line.strip()[:80]!r}"
                yield [], (Note("removed", "between", detail),)
        elif tag == "ER":
            yield pairs, ()
            pairs = []
        elif tag:
            pairs.append((tag, value))
        elif value:
            # A value that goes on: its lines are one text.
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {value}".strip())
    if pairs:
        yield pairs, (Note("repaired", "no_end", "the file ends before the reference does; export it again"),)


def _made(pairs: list[tuple[str, str]], number: int, told: tuple[Note, ...]) -> Item:
    values: dict[str, list[str]] = {}
    for tag, value in pairs:
        if value:
            values.setdefault(tag, []).append(value)
    if set(values) <= {"TY"}:
        return Fault("empty_record", "a reference without any field; export it again", number, "skipped")
    fields: dict[str, object] = {}
    taken = {*_OWN["authors"], *_OWN["dates"], *_OWN["pages"]}
    for column, tags in _ONE.items():
        used = next((tag for tag in tags if tag in values), None)
        if used:
            fields[column] = "; ".join(values[used])
            # What a second tag of the same meaning says is kept under its own letters.
            taken.update(tag for tag in tags if values.get(tag) == values[used])
    for column, tags in _MANY.items():
        fields[column] = "; ".join(value for tag in tags for value in values.get(tag, ()))
        taken.update(tags)
    # Databases mix both tags: the order of their lines is that of the authors.
    printed = list(dict.fromkeys(value for tag, value in pairs if tag in _OWN["authors"] and value))
    set_authors(fields, "; ".join(printed))
    fields["page"] = "-".join(dict.fromkeys(values[tag][0] for tag in _OWN["pages"] if tag in values))
    # The date that can be read whole, else what is stated first, and the year.
    stated = [value for tag in _OWN["dates"] for value in values.get(tag, ())]
    plain = [text for text in map(_day, stated) if text]
    years = (re.search(r"\d{4}", value) for value in values.get("PY", stated))
    year = next((found.group() for found in years if found), "")
    whole = [*plain, *(f"{text} {year}" for text in plain if year and year not in text)]
    chosen = next((text for text in whole if dates.parse(text)), "")
    # The year alone is no date: it has a column of its own.
    fields["published"], fields["publication_year"] = (
        chosen or next((text for text in plain if text != year), ""),
        year,
    )
    fields |= {f"ris_{tag.lower()}": "; ".join(given) for tag, given in values.items() if tag not in taken}
    fields["url"] = clean_address(str(fields.get("url") or ""))
    # The notes stay whole.
    for found in _NOTED.finditer(str(fields["notes"])):
        fields.setdefault(found["name"].lower().replace(" ", "_"), found["value"].strip())
    where = [str(fields.get(name) or "") for name in ("provider", "database_name", "url", "publisher")]
    known = (name for name in _OWN["databases"] if name in " ".join(where).casefold())
    fields["database"] = next(known, "") or where[0] or where[1]
    return finish_record(fields, number, "RIS gives no full text", notes=told)


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
