"""From rows of a PDF to paragraphs: a row that could have held the next word and didn't ends one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from framing.corpus.pdf.rows import Row, Sheet, usual

__all__ = ["Block", "Flow", "flow"]

_BULLET = re.compile(r"(?:[•▪‣◦●■–—*-]|\d{1,2}[.)])\s+\S")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\Z")
# First parts that English writes with a hyphen more often than not: "well-known", "long-term", "self-rule".
_COMPOUND = frozenset(
    "well self long short high low half vice cross left right two three four five six ten".split()
)
_LETTERS = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_ENDED = re.compile(r"[.!?…。！？][\"'”’»)\]]*\Z")


class Block(NamedTuple):
    """One paragraph.

    Attributes
    ----------
    letter : str
        p paragraph, h subhead, l list item.
    apart : bool
        A gap wider than between rows stands before it.
    """

    text: str
    size: float
    bold: bool
    letter: str
    page: int
    apart: bool


class Flow(NamedTuple):
    """All paragraphs, the size most of the text has, and how many words were put together again."""

    blocks: list[Block]
    body: float
    joined: int


def flow(sheets: Sequence[Sheet]) -> Flow:
    """Return the paragraphs of some pages."""
    rows = [row for one in sheets for row in one.rows]
    body = usual([(row.size, len(row.text)) for row in rows])
    lead = _leading(rows)
    edges = _edges(rows, body)
    known = _vocabulary(rows)
    indents = _is_indented(rows, lead)
    blocks: list[Block] = []
    run: list[Row] = []
    joined = 0
    apart = True

    def done() -> None:
        nonlocal joined
        if run:
            text, count = _text(run, known)
            joined += count
            size, bold = run[0].size, all(row.bold for row in run)
            head = (size > 1.15 * body or bold) and len(text) <= 200
            letter = "l" if _BULLET.match(text) and not head else "h" if head else "p"
            blocks.append(Block(text, size, bold, letter, run[0].piece[0], apart))
        run.clear()

    for row in rows:
        if run:
            begins, gap = _begins(run[-1], row, body, lead, edges, indents)
            if begins:
                done()
                apart = gap
        run.append(row)
    done()
    return Flow(blocks, body, joined)


def _leading(rows: Sequence[Row]) -> dict[float, float]:
    """Return how far rows of each size stand apart within a paragraph: the middle of what there is."""
    steps: dict[float, list[float]] = {}
    for last, row in pairwise(rows):
        step = last.y - row.y
        if last.piece == row.piece and last.size == row.size and 0.8 * row.size < step < 2.2 * row.size:
            steps.setdefault(row.size, []).append(step)
    # The lower part of them: where paragraphs of one row are many, half of the gaps are between paragraphs.
    return {size: min(median(found), sorted(found)[len(found) // 4] * 1.1) for size, found in steps.items()}


def _edges(rows: Sequence[Row], body: float) -> dict[tuple[int, int], tuple[float, float]]:
    """Return where each column of each page begins and ends, by rows of the text where it has such."""
    sides: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        sides.setdefault((row.piece[0], row.piece[2]), []).append(row)
    found = {}
    for key, every in sides.items():
        of = [row for row in every if row.size < 1.15 * body] or every
        lefts = sorted(row.x0 for row in of)
        found[key] = (lefts[len(lefts) // 10], max(row.x1 for row in of))
    return found


def _is_indented(rows: Sequence[Row], lead: dict[float, float]) -> bool:
    """Say whether paragraphs begin with an indent rather than behind a gap."""
    below = [(a, b) for a, b in pairwise(rows) if a.piece == b.piece and a.size == b.size]
    gaps = sum(a.y - b.y > 1.3 * lead.get(b.size, 1.25 * b.size) for a, b in below)
    indented = sum(0.6 * b.size < b.x0 - a.x0 < 6 * b.size for a, b in below)
    return indented >= 3 and indented > 2 * gaps


def _begins(
    last: Row,
    row: Row,
    body: float,
    lead: dict[float, float],
    edges: dict[tuple[int, int], tuple[float, float]],
    indents: bool,
) -> tuple[bool, bool]:
    """Say whether a row begins a paragraph, and whether a gap stands before it."""
    large = row.size > 1.15 * body
    other = not 0.92 < row.size / (last.size or 1) < 1.08 or last.bold != row.bold
    left, right = edges[last.piece[0], last.piece[2]]
    # The next word would have fitted into the row, and was not put there.
    room = right - last.x1 - row.first - 0.5 * row.size
    turned = bool(_ENDED.search(last.text)) or not row.text[:1].islower()
    parted = bool(_HYPHEN.search(last.text)) and row.text[:1].islower()
    # Where paragraphs begin with an indent, a row amid a sentence that ends early has been set badly.
    surely = bool(_ENDED.search(last.text)) if indents else turned
    forced = not large and not parted and room > (0 if surely else 0.35 * (right - left))
    if last.piece == row.piece:
        step = last.y - row.y
        gap = step > 1.3 * lead.get(row.size, 1.25 * row.size) or step < 0
        if gap or other:
            return True, gap
        indent = 0.6 * row.size < row.x0 - last.x0 < 6 * row.size and not large
        return bool(indent or forced or _BULLET.match(row.text)), False
    if other:
        return True, True
    here = edges[row.piece[0], row.piece[2]][0]
    indented = 0.6 * row.size < row.x0 - here < 6 * row.size
    ended = turned and bool(_ENDED.search(last.text)) and not indents
    return bool(forced or indented or ended or _BULLET.match(row.text)), forced


def _vocabulary(rows: Sequence[Row]) -> set[str]:
    """Return the words that stand inside rows, whole."""
    return {word.casefold() for row in rows for word in _LETTERS.findall(_HYPHEN.sub("", row.text))}


def _text(rows: Sequence[Row], known: set[str]) -> tuple[str, int]:
    """Return the text of some rows, and how many words were parted at the end of a row."""
    parts, joined = [rows[0].text], 0
    for last, row in pairwise(rows):
        if not (_HYPHEN.search(last.text) and row.text[:1].islower()):
            before, after = last.text[-1], row.text[0]
            signs = before >= "\u2e80" and after >= "\u2e80" and not "\uac00" <= before <= "\ud7a3"
            parts += [row.text] if signs else [" ", row.text]
            continue
        head, tail = re.split(r"[\s(«“\"]", last.text[-60:])[-1][:-1], (_LETTERS.match(row.text) or [""])[0]
        whole, parted = f"{head}{tail}".casefold(), f"{head}-{tail}".casefold()
        # "well-" and "known" may be a word with a hyphen: as it stands elsewhere in the text decides.
        usual_part = head.casefold() in _COMPOUND and len(tail) >= 4
        keep = last.text[-1] != "\u00ad" and whole not in known and (parted in known or usual_part)
        parts[-1] = parts[-1] if keep else parts[-1][:-1]
        parts.append(row.text)
        joined += not keep
    return "".join(parts), joined
