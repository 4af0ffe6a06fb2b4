"""What is known and not read: archives, documents, pictures, unknown exports; and what to do with each.

A file told apart here is skipped with a line that helps, where it would else
be refused without a word of advice, or be read as one article that is none.
A reader that is surer of the file than this module has it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["LOOK", "Known", "recognise"]


#: So many bytes of a file are looked at: an export may begin with what was searched for.
LOOK = 32768


class Known(NamedTuple):
    """How sure it is, on the scale of `sniff`, and the line for the audit."""

    sure: int
    detail: str


_UNPACK = "unpack it beside the articles, and give the folder"
_AS_TEXT = "save it as plain text (.txt), or copy the article into a text file"
_AS_TABLE = "save the sheet as CSV or Excel"

# First bytes, and what they are the beginning of; documents of Office are told apart by their names.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a document that is packed as a zip archive", _AS_TEXT),
    (b"PK\x05\x06", "an empty zip archive", "leave it out"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a rar archive", _UNPACK),
    (b"BZh", "a file packed with bzip2", f"{_UNPACK}; gzip would be read as it is"),
    (b"\xfd7zXZ\x00", "a file packed with xz", f"{_UNPACK}; gzip would be read as it is"),
    (b"\x28\xb5\x2f\xfd", "a file packed with zstd", f"{_UNPACK}; gzip would be read as it is"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", f"{_AS_TEXT}; of a sheet, {_AS_TABLE}"),
    (b"SQLite format 3\x00", "a database", "export its table of articles as CSV"),
    (b"\x89PNG\r\n\x1a\n", "a picture", "leave it out"),
    (b"\xff\xd8\xff", "a picture", "leave it out"),
    (b"GIF8", "a picture", "leave it out"),
    (b"RDX", "data of R", "write it as CSV or Parquet there"),
    (b"\x80\x04\x95", "a Python pickle", "it could run code, so it is never opened: write CSV or Parquet"),
)  # fmt: skip
_OFFICE = {
    ".epub": ("an e-book", _AS_TEXT),
    ".ods": ("a sheet", _AS_TABLE),
    ".pptx": ("slides", _AS_TEXT),
}

# Exports that hold many articles in one file, where their reader doesn't know them: two marks make it one; a
# mark that says it alone stands twice.
_EXPORTS: tuple[tuple[str, tuple[re.Pattern[bytes], ...]], ...] = (
    (
        "Nexis",
        (
            re.compile(rb"^[ \t]*(?:Do[ck]ument )?\d+ (?:of|von|de) \d+(?: DOCUMENTS)?[ \t]*$", re.M | re.I),
            re.compile(rb"^(?:LENGTH|L[^A-Z]{1,2}NGE|LONGUEUR):\s*[\d.,]+ (?:w\w+|mots)", re.M | re.I),
            re.compile(rb"^(?:LOAD-DATE|Load-Date|UPDATE|PUBLICATION-TYPE|JOURNAL-CODE):", re.M),
            re.compile(rb"^(?:Download Request|Time Of Request|Combined Source|User Name|Job Number):", re.M),
            re.compile(rb"LXNComment|LexisNexis|Lexis Nexis|advance\.lexis\.com", re.I),
            re.compile(rb"<META[^>]+\bDOCUMENTS=", re.I),
        ),
    ),
    (
        "Factiva",
        (
            re.compile(rb"<title>\s*Factiva\s*</title>", re.I),
            re.compile(rb"<title>\s*Factiva\s*</title>", re.I),
            re.compile(rb"<pps(?:article|Response|ArticleResponse)\b", re.I),
            re.compile(rb"global\.factiva\.com|factiva\.com/", re.I),
            re.compile(rb"<accessionNo>|class=\"article (?:en|fr|de|es|it)Article\"", re.I),
            re.compile(rb"\bDocument [A-Z]{3,8}\d{10}e[0-9a-z]{8}\b"),
            re.compile(rb"\d{4} Factiva,? (?:Inc|Limited)", re.I),
        ),
    ),
    (
        "Europresse",
        (
            re.compile(rb"cedrom-sni\.com", re.I),
            re.compile(rb"europresse\.com", re.I),
            re.compile(rb"CSS_PopupPrint|class=\"rdp__(?:DocPublicationName|articletitle)", re.I),
        ),
    ),
    (
        "ProQuest",
        (
            re.compile(rb"^Document \d+ of \d+[ \t]*$", re.M),
            re.compile(rb"^ProQuest document ID:", re.M),
            re.compile(rb"^_{50,}[ \t]*$", re.M),
            re.compile(rb"^(?:Publication subject|Document URL|Publication title|Full text):", re.M),
        ),
    ),
)  # fmt: skip


def recognise(head: bytes, name: str) -> Known | None:
    """Return what a file is that no reader of ours is meant for, or None.

    >>> recognise(b"Rar!\\x1a\\x07....", "pages.rar").detail
    'a rar archive: unpack it beside the articles, and give the folder'
    >>> recognise(b"Ministers met on Monday.", "a.txt") is None
    True
    """
    for magic, what, todo in _MAGIC:
        if head.startswith(magic):
            suffix = name[name.rfind(".") :].lower() if "." in name else ""
            what, todo = _OFFICE.get(suffix, (what, todo)) if magic == b"PK\x03\x04" else (what, todo)
            return Known(85, f"{what}: {todo}")
    if head[257:262] == b"ustar":
        return Known(85, f"a tar archive: {_UNPACK}")
    plain = head[:LOOK].replace(b"\x00", b"").replace(b"\r\n", b"\n")
    for database, marks in _EXPORTS:
        if sum(bool(mark.search(plain)) for mark in marks) >= 2:
            return Known(
                97,
                f"an export of {database} in a form that isn't known here; read as something else it would "
                "be one article of many: export it again as the docs say, or make a table of it",
            )
    return None
