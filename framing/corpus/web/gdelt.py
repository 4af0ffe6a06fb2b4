"""The lists of GDELT: its Global Knowledge Graph 2.1, Events 2.0 and 1.0, Mentions, and lists of articles.

The first four are lines of a fixed number of columns without a header
(codebooks V2.1 of the GKG, V2.0 and V1.03 of Events).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import BinaryIO
from urllib.parse import urlsplit

from framing.corpus.exports import as_record
from framing.corpus.records import Fault, Item, Note, Record, Source

__all__ = ["TOLD", "form", "named", "read", "row"]

TOLD = (
    "a list of GDELT: it gives no texts, and when GDELT saw a page (column seen), not when its article "
    "appeared; fetch the pages for both"
)
_BARE = "a list of GDELT gives no texts: fetch the page"

_GKG = (
    "accession seen source_collection outlet url counts v2counts subjects v2themes places v2locations people "
    "v2persons organisations_indexed v2organizations v2tone v2dates gcam sharing_image related_images "
    "social_images social_videos quotations all_names amounts translation_info extras"
).split()
_ACTOR = (
    "code name country_code known_group_code ethnic_code religion1_code religion2_code type1_code type2_code "
    "type3_code"
).split()
_GEO = "type fullname country_code adm1_code adm2_code lat long feature_id".split()
_EVENTS = [
    *"global_event_id event_day event_month event_year event_fraction".split(),
    *(f"actor{side}_{name}" for side in "12" for name in _ACTOR),
    *"is_root_event event_code event_base_code event_root_code quad_class goldstein_scale".split(),
    *"num_mentions num_sources num_articles avg_tone".split(),
    *(f"{of}_geo_{name}" for of in ("actor1", "actor2", "action") for name in _GEO),
    "seen",
    "url",
]
_EVENTS_1 = [name for name in _EVENTS if not name.endswith("_geo_adm2_code")]
_MENTIONS = (
    "global_event_id event_seen seen mention_type outlet url sentence_id actor1_char_offset "
    "actor2_char_offset action_char_offset in_raw_text confidence mention_doc_len mention_doc_tone "
    "translation_info extras"
).split()
_EVENT = (
    rb"\d{1,12}\t\d{8}\t\d{6}\t\d{4}\t\d{4}\.\d{1,6}\t(?:[^\t\n]{0,2000}\t){%d}[^\t\n]{0,4000}(?:\r?\n|\Z)"
)
_FORMS = {
    "GKG": (_GKG, re.compile(rb"\d{14}-T?\d{1,9}\t\d{14}\t\d?\t[^\t\n]{0,300}\t[^\t\n]{0,4000}\t")),
    "Events": (_EVENTS, re.compile(_EVENT % 55)),
    "Events 1.0": (_EVENTS_1, re.compile(_EVENT % 52)),
    "Mentions": (_MENTIONS, re.compile(rb"\d{1,12}\t\d{14}\t\d{14}\t\d\t[^\t\n]{0,300}\t[^\t\n]{0,4000}\t")),
}  # fmt: skip
_EXTRA = re.compile(r"<PAGE_(TITLE|AUTHORS|PRECISEPUBTIMESTAMP)>([^<]{0,2000})</PAGE_")
_SOURCE_LANGUAGE = re.compile(r"\bsrclc:([a-z]{3})\b")
# ISO 639-2 codes as GDELT writes them, for the languages that other parts of the program tell apart.
_LANGUAGES = {
    "fra": "fr", "deu": "de", "spa": "es", "zho": "zh", "por": "pt", "ita": "it", "rus": "ru", "ara": "ar",
    "jpn": "ja", "kor": "ko", "nld": "nl", "tur": "tr", "pol": "pl", "ukr": "uk", "hin": "hi", "fas": "fa",
    "heb": "he", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi", "ces": "cs", "ell": "el", "vie": "vi",
    "ind": "id", "ron": "ro", "hun": "hu", "tha": "th", "eng": "en",
}  # fmt: skip
# Columns of tables with a header: of the list of articles, and of the GKG and Events as BigQuery gives them.
_NAMED = {
    "url": "url", "mobileurl": "mobile_url", "url_mobile": "mobile_url", "date": "seen", "seendate": "seen",
    "title": "title", "domain": "outlet", "language": "language", "sourcecountry": "source_country",
    "socialimage": "sharing_image",
    "gkgrecordid": "accession", "sourcecollectionidentifier": "source_collection",
    "sourcecommonname": "outlet", "documentidentifier": "url", "themes": "subjects", "locations": "places",
    "persons": "people", "organizations": "organisations_indexed", "v2tone": "v2tone",
    "translationinfo": "translation_info", "extras": "extras", "dates": "v2dates",
    "globaleventid": "global_event_id", "sqldate": "event_day", "dateadded": "seen", "sourceurl": "url",
}  # fmt: skip
_HEADERS = (
    {"url", "mobileurl", "date", "title"},
    {"gkgrecordid", "documentidentifier"},
    {"globaleventid", "sourceurl"},
)


def form(start: bytes) -> str:
    """Return which list without a header begins so, or nothing."""
    return next((name for name, (_, shape) in _FORMS.items() if shape.match(start)), "")


def named(names: set[str]) -> bool:
    """Say whether the columns of a header, in small letters, are those of one of GDELT's lists."""
    return any(names >= known for known in _HEADERS)


def read(stream: BinaryIO, form: str, source: Source) -> Iterator[Item]:
    """Yield a record for each line; of Events one for each article, with all that GDELT took from it."""
    yield Note("checked", "no_texts", TOLD)
    names = _FORMS[form][0]
    # As lines, not as cells: a day of events has hundreds of thousands.
    events: dict[str, list[tuple[int, str]]] = {}
    address = names.index("url")
    for number, cells in _lines(stream, source):
        if isinstance(cells, Fault):
            yield cells
        elif len(cells) != len(names):
            detail = (
                f"{len(cells)} columns where a line of GDELT {form} has {len(names)}; the line is damaged"
            )
            yield Fault("bad_row", detail, number)
        elif form.startswith("Events"):
            events.setdefault(cells[address], []).append((number, "\t".join(cells)))
        else:
            yield _record(dict(zip(names, cells, strict=True)), number)
    for rows in events.values():
        yield _record(_joined(names, [line.split("\t") for _, line in rows]), rows[0][0])
    if events:
        count = sum(map(len, events.values()))
        yield Note("checked", "events", f"{count:,} events, taken from {len(events):,} articles")


def _lines(stream: BinaryIO, source: Source) -> Iterator[tuple[int, list[str] | Fault]]:
    bound, number = source.limits.line_bytes, 0
    while line := stream.readline(bound + 1):
        number += 1
        if len(line) > bound:
            yield (
                number,
                Fault("too_large", "longer than a line may be (limit line_bytes); drop the line", number),
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(bound)
        elif line.strip():
            yield number, line.decode("utf-8", "replace").lstrip("\ufeff").rstrip("\r\n").split("\t")


def _joined(names: list[str], rows: list[list[str]]) -> dict[str, str]:
    """Return the events of one article as one row: each column has a value an event, in their order."""
    columns = {name: [cells[place] for cells in rows] for place, name in enumerate(names)}
    row = {name: "; ".join(values) if any(values) else "" for name, values in columns.items()}
    return {**row, "url": columns["url"][0], "seen": min(columns["seen"])}


def row(record: Record) -> Record:
    """Return a row of a list with a header."""
    fields = {
        _NAMED.get(name.casefold(), name.casefold()): str(value).strip()
        for name, value in record.fields.items()
        if value is not None
    }
    return _record(fields, record.number, record.notes)


def _record(fields: dict[str, str], number: int, notes: tuple[Note, ...] = ()) -> Record:
    """Return what a list says of one article, under our names."""
    seen, address = _moment(fields.get("seen", "")), fields.get("url", "")
    extras = {name: unescape(value).strip() for name, value in _EXTRA.findall(fields.get("extras", ""))}
    published = _moment(extras.get("PRECISEPUBTIMESTAMP", ""))
    if published and seen and published[:10] > seen[:10]:
        detail = f"the page says {published}, later than GDELT saw it; left undated"
        notes, published = (*notes, Note("guessed", "date", detail)), ""
    known = _SOURCE_LANGUAGE.search(fields.get("translation_info", ""))
    made = {
        **fields,
        "database": "gdelt",
        "title": fields.get("title") or extras.get("TITLE", ""),
        "outlet": fields.get("outlet") or _host(address),
        "published": published,
        "seen": seen,
        "authors": extras.get("AUTHORS", ""),
        "language": fields.get("language") or (_LANGUAGES.get(known[1], known[1]) if known else ""),
        "url": address if address.startswith("http") else "",
        "document": "" if address.startswith("http") else address,
    }
    for name in ("subjects", "people", "organisations_indexed"):
        if name in made:
            made[name] = "; ".join(part for part in made[name].split(";") if part.strip())
    return as_record(made, number, notes=notes, bare=_BARE)


def _moment(written: str) -> str:
    """Return one of GDELT's times in ISO 8601; they are in UTC.

    >>> _moment("20260115093800"), _moment("20260115T093800Z"), _moment("2026-01-15 09:38:00")
    ('2026-01-15T09:38:00Z', '2026-01-15T09:38:00Z', '2026-01-15T09:38:00Z')
    """
    digits = re.sub(r"\D", "", written)
    if len(digits) == 8:
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    if len(digits) != 14:
        return written
    day, time = digits[:8], digits[8:]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}Z"


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
