"""HTML of nexis.com and LexisNexis Academic: each document between comments, its parts told by their place.

The classes of a file are counted anew in each, so that c4 is the date's in one and
the text's in the next. Here only what its style sheet says of a class counts, and
of that only what stands in the middle of the page. The lines are then read as
those of a text are (``layouts/nexis_com.py``).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.corpus.exports import pages
from framing.corpus.html import trees
from framing.corpus.layouts import nexis_com
from framing.corpus.lines import CENTRED, Para
from framing.corpus.records import Item, Source

SUFFIXES = (".html", ".htm")
MANY = True

_MARK = re.compile(
    rb"Hide XML section from browser|<DOCFULL>|LXNComment|<a name=.?DOC_ID_\d|"
    rb"<META TOPIC=[^<>]{1,80}DOCUMENTS=",
    re.IGNORECASE,
)
# Where a document begins: the anchor above its comment, or the comment.
_DOCUMENT = re.compile(
    r"<a\s+name=.?DOC_ID_\d[^<>]{0,40}>|<DOC\s+NUMBER\s*=\s*.?\d{1,9}.?\s*>", re.IGNORECASE
)
_FULL = re.compile(r"<DOC\s+NUMBER\s*=\s*.?\d{1,9}.?\s*>", re.IGNORECASE)
_COUNT = re.compile(r"<META\s[^<>]{0,200}?\bDOCUMENTS\s*=\s*.?(\d{1,7})", re.IGNORECASE)
_CENTRED = re.compile(r"\.([\w-]{1,40})\s*\{[^{}]{0,400}?text-align\s*:\s*center", re.IGNORECASE)
#: Style sheet and count stand among so many first signs.
_TOP = 400_000
#: A longer row or item is a page's scaffold.
_LONGEST = 20_000


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a page is such an export: by the comments around each document."""
    plain = pages.strip_opening(head)
    return 98 if _MARK.search(plain) and b"<" in plain[:2000] else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles, what couldn't be shown, and what is missing of what the file announces."""
    text = yield from pages.decode_text(stream, source, "export it in parts")
    yield from nexis_com.read(lines(text), source, "html")


def lines(text: str) -> list[Para]:
    """Return the lines of an export, with a mark where a document begins and whether a line is centred.

    Parameters
    ----------
    text : str
        The whole file.
    """
    top = text[:_TOP]
    lower, styles, at = top.lower(), "", 0
    while (start := lower.find("<style", at)) >= 0 and (at := lower.find("</style", start)) > 0:
        styles += top[start:at]
    centred = frozenset(found[1] for found in _CENTRED.finditer(styles))
    count = _COUNT.search(top)
    found = [Para(count[1], nexis_com.BREAK)] if count else []
    # Comments or anchors, whichever there are: a page that a browser saved may have lost one kind.
    mark = _FULL if _FULL.search(text) else _DOCUMENT
    starts = [0, *(hit.start() for hit in mark.finditer(text)), len(text)]
    for at, (start, end) in enumerate(itertools.pairwise(starts)):
        if at:
            found.append(Para("", nexis_com.BREAK))
        # A comment that was cut in two where a document begins.
        piece = re.sub(r"\A<DOC\s[^<>]{0,60}>\s*(?:<DOCFULL>)?\s*-->", "", text[start:end])
        if (root := trees.html(f"<body>{piece}</body>")) is not None:
            found += _lines_of(root, centred)
        found.append(Para(""))
    return found


def _lines_of(root: Any, centred: frozenset[str]) -> Iterator[Para]:
    """Yield a line for each block, row, item or <BR>, and a blank one where a block ends."""

    def enter(node: Any, where: tuple[bool, bool]) -> pages.Place:
        """Say of an element whether it is centred, and whether it is within a row or item of one line."""
        tag, (middle, inline) = node.tag, where
        if tag in pages.SILENT:
            return None
        if inline:
            between = "\0" if tag in pages.CELLS else " " * (tag in pages.BLOCKS or tag == "br")
            return where, between, "" if tag == "br" else between
        middle = middle or tag == "center" or (node.get("align") or "").lower() == "center"
        middle = middle or not centred.isdisjoint((node.get("class") or "").split())
        inline = _is_line(node)
        if tag == "br" or (tag not in pages.BLOCKS and not inline) or tag in pages.CELLS:
            return (middle, False), "br" if tag == "br" else "", ""
        return (middle, inline), "block", "block" if tag == "li" or not inline else "br"

    for line in pages.read_lines(root, (False, False), enter):
        said = [where for text, where in line.runs if text.strip()]
        cells = (" ".join(cell.split()) for cell in line.text.split("\0"))
        yield Para(" | ".join(filter(None, cells)), CENTRED if said[-1][0] else "")
        if "block" in line.ends or len(line.ends) > 1:
            yield Para("")


def _is_line(node: Any) -> bool:
    """Say whether an element is a list's item or a table's row that is one line.

    A row may be a page's scaffold, with whole documents in it: then it is none.
    """
    if node.tag not in ("li", "tr") or len(list(itertools.islice(node.iter("li", "tr"), 2))) > 1:
        return False
    cells = sum(cell.tag in pages.CELLS for cell in node)
    return (node.tag == "li" or cells > 1) and len("".join(node.itertext())) < _LONGEST
