"""Dictionaries of LIWC (2007, 2015) and Lexicoder: terms with numbers of categories, or below their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.errors import FramingError
from framing.features.formats._build import Refused, Row, build, text_of
from framing.features.lexicon import Lexicon

SUFFIXES = (".dic", ".lc3")


def read(data: bytes, name: str) -> Lexicon:
    """Read the bytes of a file of that name.

    In LIWC's form a line of the head, between two lines of ``%``, is a number and a category (what
    follows in brackets or after another tab is its description); a line of the body is a term (a word, a
    phrase, ``x*``) and the numbers of its categories. A term counts in each of them. Conditions in
    brackets, as in some lists of 2007, are not understood: the row is used for its plain numbers and named
    in the warning.

    In Lexicoder's a line ``+CATEGORY`` stands above its terms. Spaces about a term, which end the word in
    Lexicoder, are dropped: a term is whole words unless it ends in ``*``, as quanteda reads these files
    too. Where a file has NEG_POSITIVE or NEG_NEGATIVE, the longest expression wins over all categories
    ("not good" isn't also "good") and ``NAME.net`` counts the negated forms for the other side.

    Raises
    ------
    FramingError
        There is no head, it is Lexicoder's older XML, or no row can be used.
    """
    text = text_of(data, name)
    if name.lower().endswith(".lc3"):
        if text.lstrip().startswith("<"):
            raise FramingError(
                f"{name}: no +CATEGORY lines above terms; save it from Lexicoder 3, not as XML"
            )
        return build(name, _lexicoder(text), "a dictionary in Lexicoder's form.")
    lines = text.split("\n")
    marks = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2:
        raise FramingError(
            f"{name}: no head of categories between two lines of %; "
            "write 'number, tab, category' lines between them, then 'term, tab, numbers'"
        )
    head: dict[str, str] = {}
    refused = list(_head(lines, marks[0] + 1, marks[1], head))
    body = [*refused, *_body(lines, marks[1] + 1, head)]
    return build(name, body, f"a dictionary in LIWC's form, {len(head)} categories.")


def _head(lines: list[str], start: int, stop: int, head: dict[str, str]) -> Iterator[Refused]:
    for number in range(start, stop):
        line = lines[number].strip()
        if not line:
            continue
        found = re.match(r"(\d+)\s+([^\t(]*[^\t(\s])", line)
        if found is None:
            yield Refused(number + 1, line, "not a number and a category")
        elif found[1] in head:
            yield Refused(number + 1, line, f"number {found[1]} is taken by {head[found[1]]!r}")
        else:
            head[found[1]] = found[2]


def _body(lines: list[str], start: int, head: dict[str, str]) -> Iterator[Row | Refused]:
    for number in range(start, len(lines)):
        line = lines[number].strip()
        if not line or line == "%":
            continue
        term, given = _cut(line)
        known = [head[i] for i in given if i in head]
        for category in dict.fromkeys(known):
            yield Row(number + 1, line, term, category)
        if not given:
            yield Refused(number + 1, line, "no category")
        elif len(known) < len(given):
            odd = ", ".join(i for i in given if i not in head)
            yield Refused(number + 1, line, f"no such category: {odd}")


def _cut(line: str) -> tuple[str, list[str]]:
    """Part a term from the numbers of its categories.

    >>> _cut("kind of\\t12 13"), _cut("kind of 12 13"), _cut("like\\t(02 134)125")
    (('kind of', ['12', '13']), ('kind of', ['12', '13']), ('like', ['(02', '134)125']))
    """
    if "\t" in line:
        term, _, rest = line.partition("\t")
        return term.strip(), rest.split()
    words = line.split()
    count = 0
    while count < len(words) - 1 and words[-1 - count].isdigit():
        count += 1
    return " ".join(words[: len(words) - count]), words[len(words) - count :]


def _lexicoder(text: str) -> Iterator[Row | Refused]:
    category = ""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line.startswith("+"):
            category = line.lstrip("+").strip()
        elif line and category:
            yield Row(number, line, line, category)
        elif line:
            yield Refused(number, line, "above the first +CATEGORY")
