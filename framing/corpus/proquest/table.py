"""The table that ProQuest writes as XLS: its columns by our names, its rows without text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from framing.corpus import genre
from framing.corpus.exports import as_record
from framing.corpus.proquest.names import address, listed, settled
from framing.corpus.records import Record

__all__ = ["export_of"]

# Its own names, folded, to ours; what isn't here keeps its name in small letters.
_COLUMNS: Mapping[str, str] = {
    "title": "title",
    "alternatetitle": "alternate_title",
    "abstract": "abstract",
    "storeid": "accession",
    "articletype": "publication_type",
    "accountnumber": "account",
    "authors": "authors",
    "authoraffiliation": "author_affiliation",
    "pubdate": "published",
    "pubtitle": "outlet",
    "year": "publication_year",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "pagination": "pagination",
    "startpage": "first_page",
    "section": "section",
    "documenttype": "document_type",
    "documenturl": "url",
    "findacopy": "links",
    "database": "database_name",
    "databases": "database_name",
    "copyright": "copyright",
    "language": "language",
    "languageofsummary": "language_of_summary",
    "placeofpublication": "place_of_publication",
    "countryofpublication": "country_of_publication",
    "publisher": "publisher",
    "publisherlocation": "publisher_location",
    "publicationsubject": "publication_subject",
    "subjects": "subjects",
    "subjectterms": "subjects",
    "subjectclassifications": "classification",
    "classification": "classification",
    "classificationcodes": "classification",
    "companies": "companies",
    "company": "companies",
    "people": "people",
    "location": "places",
    "locations": "places",
    "identifierkeywords": "keywords",
    "identifierkeyword": "keywords",
    "issn": "issn",
    "eissn": "eissn",
    "isbn": "isbn",
    "digitalobjectidentifier": "doi",
    "entrydate": "entry_date",
    "lastupdated": "last_updated",
    "lastupdatedate": "last_updated",
    "fulltext": "text",
}
#: Columns by which the table is known: no other has them together.
_MARKS = (
    frozenset(("storeid", "pubtitle")),
    frozenset(("storeid", "pubdate")),
    frozenset(("pubtitle", "findacopy")),
)


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def export_of(names: Sequence[str]) -> Callable[[Record], Record] | None:
    """Return what makes a row of ProQuest's table a record, or None where the columns are another table's."""
    folded = {_folded(name) for name in names}
    return _made if any(folded >= marks for marks in _MARKS) else None


def _made(row: Record) -> Record:
    fields: dict[str, Any] = {"database": "proquest"}
    for name, value in row.fields.items():
        column = _COLUMNS.get(_folded(name), "_".join(name.lower().split()))
        known = fields.get(column)
        shown = value if isinstance(value, str) else str(value)
        fields[column] = f"{known}; {shown}" if known and shown and known != shown else shown or known
    fields["url"] = address(str(fields.get("url") or ""))
    printed = str(fields.get("authors") or "")
    names = listed(printed)
    if names:
        fields["authors"] = names
    if names != printed:
        fields["byline"] = printed
    kind = str(fields.get("document_type") or "").split(",")[0]
    if meant := genre.said(kind):
        fields["genre"] = meant
    text = str(fields.get("text") or "").strip()
    why = "ProQuest's table gives no full text"
    bare = "" if text else f"{why}, only an abstract" if fields.get("abstract") else why
    return settled(as_record(fields, row.number, notes=row.notes, bare=bare, member=row.member))
