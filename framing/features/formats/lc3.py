"""Lexicoder's dictionaries: ``+CATEGORY`` above its terms."""

from __future__ import annotations

from collections.abc import Iterator

from framing.errors import FramingError
from framing.features.formats._build import Refused, Row, build, text_of
from framing.features.lexicon import Lexicon

SUFFIXES = (".lc3",)


def read(data: bytes, name: str) -> Lexicon:
    """Read the bytes of a file of that name.

    Spaces about a term, which end the word in Lexicoder, are dropped: a term is whole words
    unless it ends in ``*``, as quanteda reads these files too. Where a file
    has NEG_POSITIVE or NEG_NEGATIVE, the longest expression wins over all
    categories ("not good" isn't also "good") and ``NAME.net`` counts the
    negated forms for the other side.

    Raises
    ------
    FramingError
        It is the XML of older versions, or no row can be used.
    """
    text = text_of(data, name)
    if text.lstrip().startswith("<"):
        raise FramingError(f"{name}: no +CATEGORY lines above terms; save it from Lexicoder 3, not as XML")
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
