"""Lexicoder's dictionaries: ``+CATEGORY`` above its terms (version 3), or both as XML (before)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from framing.errors import FramingError
from framing.features.formats._build import Refused, Row, build, text_of
from framing.features.lexicon import Lexicon

SUFFIXES = (".lc3", ".lcd")

_CATEGORIES = frozenset(("cat", "cnode", "category"))
_TERMS = frozenset(("pnode", "term", "word"))


def read(data: bytes, name: str) -> Lexicon:
    """Read the bytes of a file of that name.

    In XML, ``<cnode name="POSITIVE">`` or ``<cat ...>`` holds ``<pnode name="WORD"/>``;
    categories inside categories are joined with a full stop. Spaces about a
    term, which end the word in Lexicoder, are dropped: a term is whole words
    unless it ends in ``*``, as quanteda reads these files too. Where a file
    has NEG_POSITIVE or NEG_NEGATIVE, the longest expression wins over all
    categories ("not good" isn't also "good") and ``NAME.net`` counts the
    negated forms for the other side.

    Raises
    ------
    FramingError
        It is neither form, or no row can be used.
    """
    text = text_of(data, name)
    if text.lstrip().startswith("<"):
        return build(name, _nodes(text, name), "a dictionary in Lexicoder's form, XML.")
    return build(name, _lines(text), "a dictionary in Lexicoder's form.")


def _lines(text: str) -> Iterator[Row | Refused]:
    category = ""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line.startswith("+"):
            category = line.lstrip("+").strip()
        elif line and category:
            yield Row(number, line, line, category)
        elif line:
            yield Refused(number, line, "above the first +CATEGORY")


def _nodes(text: str, name: str) -> Iterator[Row | Refused]:
    # Files written by hand hold a bare & now and then; of other faults, what can't be read is named.
    text = re.sub(r"&(?!#?\w+;)", "&amp;", text)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, encoding="utf-8")
    root = etree.fromstring(text.lstrip().encode(), parser)
    if root is None:
        raise FramingError(
            f"{name}: neither XML nor +CATEGORY lines above terms; save it again from Lexicoder"
        )
    lines = text.lstrip().split("\n")
    skipped = text[: len(text) - len(text.lstrip())].count("\n")
    for error in parser.error_log:
        written = lines[error.line - 1].strip() if error.line <= len(lines) else ""
        yield Refused(error.line + skipped, written, f"not well-formed: {error.message}")
    for node in root.iter(etree.Element):
        if _tag(node) in _TERMS:
            line = (node.sourceline or 0) + skipped
            term = node.get("name") or node.text or ""
            path = [up.get("name", "").strip() for up in node.iterancestors() if _tag(up) in _CATEGORIES]
            if path:
                yield Row(line, term, term, ".".join(filter(None, reversed(path))))
            else:
                yield Refused(line, term, "in no category")


def _tag(node: Any) -> str:
    return str(etree.QName(node).localname).lower()
