"""ProQuest's HTML exports: many articles on one page, each field a label in bold and its value.

A page of one document, saved from the browser, has the same labels and is
read as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from framing.corpus.exports import pages
from framing.corpus.exports import proquest as words
from framing.corpus.exports.proquest import Line, fold_label
from framing.corpus.html import trees
from framing.corpus.layouts import proquest
from framing.corpus.records import Fault, Item, Source

SUFFIXES = (".html", ".htm")
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True

_ANCHOR = re.compile(rb"""<a\b[^<>]{0,40}\bname\s*=\s*["']?DocID_""", re.I)
_FIELD = re.compile(
    rb"(?:<strong[^<>]{0,200}>|<b>|fieldname[^<>]{0,100}>)\s*([^<>:]{2,60}?)(?:\s|&nbsp;)*(?::|\xef\xbc\x9a)?(?:\s|&nbsp;)*<",
    re.I,
)
_NESTED = re.compile(r"</?(?:html|head|body)\b[^<>]{0,2000}>", re.I)
_PROQUEST = re.compile(rb"proquest", re.I)
# Exports may begin with a list of titles that is longer than what is looked at.
_TITLED = re.compile(rb"<title>\s*ProQuest\s?(?:Export|Documents?\b)", re.I)

_HIDDEN = pages.SILENT - {"input"}
_CAPTIONS = ("document_view_image", "document_view_caption", "illustration_content", "caption")


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is: the marks of ProQuest's documents, or labels that only it has."""
    plain = pages.strip_opening(head)
    if not plain.startswith(b"<"):
        return 0
    if _TITLED.search(plain) or (_ANCHOR.search(plain) and _FIELD.search(plain)):
        return 98
    found = {fold_label(label.decode("utf-8", "replace")) for label in _FIELD.findall(plain)}
    columns = set(filter(None, map(words.column_of, found)))
    own = len(columns & words.ANCHORS)
    return 98 if own >= 2 and len(columns) >= 4 and _PROQUEST.search(plain) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles of an export."""
    text = yield from pages.decode_text(stream, source, "export fewer articles at a time")
    # Each text is a document within the page; where one of its tags is cut the rest would be lost.
    root = trees.html(_NESTED.sub("", text))
    lines = lines_of(root) if root is not None else []
    if any(line.text or line.label for line in lines):
        yield from proquest.read_records(lines)
    else:
        yield Fault("empty", "holds no articles of ProQuest; export it again", kind="skipped")


class _Where(NamedTuple):
    """What an element is in: bold, an article's text, a caption, a kind of paragraph, the cell of a label."""

    bold: bool = False
    body: bool = False
    caption: bool = False
    letter: str = "p"
    named: bool = False


#: Stands behind what is a line by itself.
_CUT = "\ue000"
_BLANK = re.compile(r"\ue000|\n[ \t\r\u00a0]*\n\s*")


def lines_of(root: Any) -> list[Line]:
    """Return the lines of a tree.

    Parameters
    ----------
    root : lxml element
    """
    found: list[Line] = []
    start, counted = False, 0
    for line in pages.read_lines(root, _Where(), _enter):
        for node in line.nodes:
            start = start or (node.get("name") or "").startswith("DocID_")
            count = (node.get("wordcount") or "") if node.tag == "text" else ""
            counted = int(count) if count.isdecimal() and len(count) < 9 else counted
        pieces: list[list[tuple[str, _Where]]] = [[]]
        for text, where in line.runs:
            # In an article's text a blank line ends a paragraph; the title of a picture stands by itself.
            parts = _BLANK.split(text.strip()) if where.body else text.split(_CUT)
            for part in parts:
                pieces[-1].append((part if parts[1:] else text, where))
                if parts[1:]:
                    pieces.append([])
        for runs in pieces:
            if any(text.strip() for text, _ in runs):
                made = _line(runs, start, counted)
                if not (made.caption and fold_label(made.text) in words.PICTURE):
                    found.append(made)
                    # What was said of a line holds for the one that has words.
                    start, counted = False, 0
    return found


def _enter(node: Any, outer: _Where) -> pages.Place:
    tag, kinds, inner = node.tag, (node.get("class") or "").casefold(), outer
    if tag in _HIDDEN:
        return None
    if tag == "br":
        return outer, "br" if outer.body else " ", ""
    between = "block" if tag in pages.BLOCKS or tag == "text" else ""
    before = " " if tag in ("td", "th", "dd") else between
    if tag == "a" and (node.get("name") or "").startswith("DocID_"):
        before = "block"
    elif tag == "a" and node.get("href") and fold_label("".join(node.itertext())[:80]) in words.LINK:
        node.text = pages.ILLEGAL.sub("", f"{node.get('href')} {node.text or ''}")
    if tag == "text":
        inner = inner._replace(body=True, bold=False)
    if tag in ("b", "strong", *pages.HEADINGS) or "font-weight:bold" in (node.get("style") or ""):
        inner = inner._replace(bold=True)
    if "fieldname" in kinds or tag in ("dt", "th"):
        inner = inner._replace(bold=True, named=True)
    if any(mark in kinds for mark in _CAPTIONS):
        before, inner = "block", inner._replace(caption=True)
    if inner.caption and tag == "a" and node.get("title"):
        node.text = pages.ILLEGAL.sub("", f"{node.get('title')}{_CUT}{node.text or ''}")
    if inner.body:
        letter = {"li": "l", "blockquote": "q"}.get(tag, "h" if tag in pages.HEADINGS else inner.letter)
        inner = inner._replace(letter=letter)
    return inner, before, between


def _line(runs: list[tuple[str, _Where]], start: bool, counted: int) -> Line:
    """Return a line of some runs: what stands in bold at its beginning may be its label."""
    plain = next((at for at, (text, where) in enumerate(runs) if text.strip() and not where.bold), len(runs))
    where = [where for text, where in runs if text.strip()][-1]
    bold = " ".join("".join(text for text, run in runs[:plain] if run.bold).split())
    spaces = [(text, run) for text, run in runs[:plain] if not run.bold]
    rest = " ".join("".join(text for text, _ in (*spaces, *runs[plain:])).split())
    label, letter, text = None, where.letter, f"{bold} {rest}".strip()
    if where.body:
        # A paragraph that is all bold stands above others.
        letter = "h" if bold and not rest and letter == "p" and len(bold) < 120 else letter
    elif bold.endswith((":", "：")):
        label, text = (bold, rest) if len(bold) <= 60 else (None, text)
    elif bold and (rest or where.named) and words.column_of(bold) is not None:
        label, text = bold, rest
    return Line(text, label, where.body, letter, start, counted, where.caption)
