"""Paragraphs out of lines that were wrapped to a width: which breaks are the text's own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

__all__ = ["is_wrapped", "joined", "paragraphs", "width"]

_BULLET = re.compile(r"\s*[•·▪◦*‣]\s*\S")
# What may be a list's mark, or a dash or a number that the wrapping brought to the start of a line.
_MARK = re.compile(r"\s*(?:[-–—>]|\d{1,3}[.)]|[a-z][.)]|l(?= [A-ZÀ-Þ]))\s+\S")
_ENDED = re.compile(r"[.:;!?…][\"'”’»)\]]*\s*\Z")
# Before these words a hyphen stands for a word to come, as in "pre- and post-war".
_PENDING = re.compile(r"(?:and|or|to|und|oder|bzw|sowie|et|ou|y|o|en|of)\b")
_COLUMNS = re.compile(r"\S {3,}\S")
#: A break before this many columns are left unused is the text's own.
_SLACK = 8


def width(blocks: Sequence[Sequence[str]]) -> int:
    """Return the width that lines were wrapped to, told by those that another follows; 0 where they weren't.

    A line with an address that can't be broken is longer than that; few lines tell nothing, and then it is
    what such exports have, 80 signs.

    >>> width([["a" * 78, "b" * 72, "c" * 77, "d" * 9]] * 2), width([["a"], ["b"]]), width([["a" * 400] * 9])
    (78, 80, 0)
    """
    inner = sorted(len(line.rstrip()) for lines in blocks for line in lines[:-1])
    alone = max((len(lines[0]) for lines in blocks if len(lines) == 1), default=0)
    if alone > 140 and alone > 2 * max(inner, default=0):
        return 0
    if len(inner) < 4:
        return 80
    wide = inner[-1 - len(inner) // 12]
    return 0 if wide > 140 else max(wide, 40)


def is_wrapped(blocks: Sequence[Sequence[str]]) -> bool:
    """Say whether lines were wrapped, where the kind of file doesn't tell: most of them are of one length.

    >>> is_wrapped([["a" * 78, "b" * 75, "c" * 77, "d" * 9]] * 3), is_wrapped([["A", "B", "C"]] * 9)
    (True, False)
    """
    inner = [len(line) for lines in blocks for line in lines[:-1]]
    full = sum(55 <= length <= 100 for length in inner)
    return len(inner) >= 8 and full >= 0.8 * len(inner)


def joined(lines: Sequence[str]) -> str:
    """Return some lines of one paragraph as one line.

    A word that ends a line with its hyphen goes on without a space: the hyphen is the word's own, since these
    databases part no words. Before "and" it stands for a word to come, and the space stays.

    >>> joined(["a gun-", "wielding man", "of the pre-", "and post-war years -", "a decade"])
    'a gun-wielding man of the pre- and post-war years - a decade'
    """
    parts: list[str] = []
    for line in map(str.split, lines):
        text = " ".join(line)
        if not text:
            continue
        if parts and _goes_on(parts[-1], text):
            parts[-1] += text
        else:
            parts.append(text)
    return " ".join(parts)


def _goes_on(before: str, after: str) -> bool:
    if not before.endswith("-") or len(before) < 2:
        return False
    last = before[-2]
    if last.isdigit():
        return after[0].isdigit()
    return last.isalpha() and after[0].islower() and not _PENDING.match(after)


def paragraphs(lines: Sequence[str], wide: int) -> list[str]:
    """Return the paragraphs of lines between two blank ones.

    A line begins a new one where it is a list's, is indented more than the line
    above it, or where the line above it ended early: its first word would have fitted there.

    Parameters
    ----------
    lines : sequence of str
        None of them blank.
    wide : int
        Width of the document's lines; 0 where they weren't wrapped and each is a paragraph.

    Examples
    --------
    >>> paragraphs(["The ministers met for the first", "time in years.", "- trade", "- energy"], 32)
    ['The ministers met for the first time in years.', '- trade', '- energy']
    """
    if not wide:
        return [text for line in lines if (text := joined([line]))]
    own = max(map(len, lines))
    # What a wire service wrapped more narrowly keeps its width, if it has lines enough to show one.
    wide = own if len(lines) > 3 and own >= 40 and _is_full(lines, own) else max(wide, own)
    found: list[list[str]] = []
    for at, line in enumerate(lines):
        if not at or _begins(lines[at - 1], line, wide):
            found.append([])
        found[-1].append(line)
    return [text for part in found if (text := joined(part))]


def _is_full(lines: Sequence[str], wide: int) -> bool:
    full = sum(_fills(line, after, wide) for line, after in itertools.pairwise(lines))
    return full >= 0.85 * (len(lines) - 1)


def _fills(line: str, after: str, wide: int) -> bool:
    """Say whether a line was broken because the next word no longer fitted."""
    word = after.split(None, 1)[0]
    return len(line.rstrip()) + 1 + len(word) > wide - _SLACK


def _begins(before: str, line: str, wide: int) -> bool:
    bare = line.lstrip()
    if not bare[0].isalpha() and _BULLET.match(line):
        return True
    if ("   " in line and _COLUMNS.search(line.strip())) or (
        "   " in before and _COLUMNS.search(before.strip())
    ):
        return True
    ended = _ENDED.search(before[-12:])
    if ended and _MARK.match(line):
        return True
    indent, above = len(line) - len(bare), _indent(before)
    if indent > above + 1 and not _BULLET.match(before) and not _MARK.match(before):
        return True
    if not ended and (bare[0].islower() or len(before) > 0.6 * wide):
        # A sentence that isn't ended goes on, however early its line was.
        return False
    return not _fills(before, line, wide)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
