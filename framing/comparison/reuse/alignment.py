"""Two prints of a passage laid side by side, word by word: what is the same, and what took the place of what.

Articles and whole passages are the business of others; here are two runs of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from framing.comparison.reuse.classing import Change, Run, classed, form_of
from framing.comparison.reuse.lists import lists
from framing.comparison.reuse.segments import Segment
from framing.comparison.reuse.words import Page

__all__ = ["Block", "aligned_words", "blocks", "said", "segments"]

#: (op, first and after last word in a, the same in b).
Block = tuple[str, int, int, int, int]
_OPS = {"equal": "same", "replace": "replaced", "insert": "inserted", "delete": "deleted"}
#: Between changes of so many words on both sides, words of closed classes are the same by chance.
_LARGE = 3
#: Two changes so near each other may be one.
_REACH = 5
#: More words than these of one change are cut where changes are listed.
_SHOWN = 12


def blocks(a: Page, b: Page, span: tuple[int, int, int, int]) -> list[Block]:
    """Return what is the same and what changed between ``a.words[i:j]`` and ``b.words[k:l]``.

    Parameters
    ----------
    a, b : Page
    span : tuple of int
        i, j, k, l.
    """
    i, j, k, m = span
    left, right = a.keys[i:j], b.keys[k:m]
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < min(len(left), len(right)) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    inner = SequenceMatcher(
        None, left[head : len(left) - tail], right[head : len(right) - tail], autojunk=False
    )
    found: list[Block] = [("same", i, i + head, k, k + head)] if head else []
    at, to = i + head, k + head
    found += [(_OPS[op], p + at, q + at, r + to, s + to) for op, p, q, r, s in inner.get_opcodes()]
    if tail:
        found.append(("same", j - tail, j, m - tail, m))
    return _merged(found, left, i)


def _merged(found: Sequence[Block], left: Sequence[str], base: int) -> list[Block]:
    """Join large changes that only a word of a closed class parts, and blocks of one kind."""
    kept: list[Block] = []
    for n, block in enumerate(found):
        op, i, j, k, m = block
        if (
            op == "same"
            and 0 < n < len(found) - 1
            and j - i == 1
            and left[i - base] in lists().function
            and all(_size(found[at]) >= _LARGE for at in (n - 1, n + 1))
        ):
            op = "replaced"
        if kept and (kept[-1][0] == "same") == (op == "same"):
            _, start, _, to, _ = kept[-1]
            op = "same" if op == "same" else _named(j - start, m - to)
            kept[-1] = (op, start, j, to, m)
        else:
            kept.append((op, i, j, k, m))
    return kept


def _size(block: Block) -> int:
    return max(block[2] - block[1], block[4] - block[3])


def _named(a: int, b: int) -> str:
    return "replaced" if a and b else "deleted" if a else "inserted"


def aligned_words(a: Page, b: Page, span: tuple[int, int, int, int]) -> list[Block | Change]:
    """Return blocks that are the same, and the classed changes between them, in order."""
    found: list[Block | Change] = []
    every = blocks(a, b, span)
    small = a.small | b.small if len(every) > 1 else frozenset()
    at = 0
    while at < len(every):
        op, i, j, k, m = every[at]
        turned = _turned(a, b, every[at : at + 3])
        if turned:
            found.append(turned)
            at += 3
            continue
        if op == "same":
            found.append(every[at])
        else:
            found += classed(Run(a.words, i, j), Run(b.words, k, m), small)
        at += 1
    return found


def _turned(a: Page, b: Page, three: Sequence[Block]) -> Change | None:
    """Return two changes around one or two words as one of form, where together they are no more than that.

    "Ruiz said" and "said Ruiz"; "twelve million dollars" and "$12 million".
    """
    if len(three) < 3 or three[1][0] != "same" or _size(three[1]) > 2:
        return None
    left, right = Run(a.words, three[0][1], three[2][2]), Run(b.words, three[0][3], three[2][4])
    sizes = left.end - left.start, right.end - right.start
    if max(sizes) > _REACH:
        return None
    keys = a.keys[left.start : left.end], b.keys[right.start : right.end]
    if sorted(keys[0]) == sorted(keys[1]):
        return Change(left, right, "form", "other order")
    form = form_of(left, right)
    return Change(left, right, "form", form) if form else None


def segments(a: Page, b: Page, span: tuple[int, int, int, int]) -> list[Segment]:
    """Return a passage as segments that cover both sides once; marks and spaces go with what is the same."""
    rows = [_bounds(one) for one in aligned_words(a, b, span)]
    cuts_a = _cuts(a, [(row[0] == "same", row[1], row[2]) for row in rows], span[0], span[1])
    cuts_b = _cuts(b, [(row[0] == "same", row[3], row[4]) for row in rows], span[2], span[3])
    return [
        Segment(
            row[0],
            a.text[cuts_a[n] : cuts_a[n + 1]],
            b.text[cuts_b[n] : cuts_b[n + 1]],
            cuts_a[n],
            cuts_a[n + 1],
            cuts_b[n],
            cuts_b[n + 1],
            *row[5:],
        )
        for n, row in enumerate(rows)
    ]


def _bounds(one: Block | Change) -> tuple[str, int, int, int, int, str, str]:
    if isinstance(one, Change):
        a, b = one.a, one.b
        return _named(a.end - a.start, b.end - b.start), a.start, a.end, b.start, b.end, one.cls, one.detail
    return (*one, "", "")


def _cuts(page: Page, rows: Sequence[tuple[bool, int, int]], first: int, after: int) -> list[int]:
    """Return where each row begins, and where the last ends, in code points of one side."""
    cuts = [page.words[first].start]
    for (same, i, j), (next_same, k, m) in pairwise(rows):
        if i == j:
            # Nothing stands here: what changed before it has ended already.
            cuts.append(page.words[k].start if m > k and not next_same else cuts[-1])
        elif m > k and (same or not next_same):
            cuts.append(page.words[k].start)
        else:
            cuts.append(page.words[j - 1].end)
    return [*cuts, page.words[after - 1].end]


def said(changes: Sequence[Change]) -> str:
    """Return changes as the table has them: "2011 > 2014 (year); said > claimed (verb)"."""
    return "; ".join(
        f"{_shown(one.a)} > {_shown(one.b)} ({one.cls}{': ' + one.detail if one.detail else ''})"
        for one in changes
    )


def _shown(run: Run) -> str:
    words = [word.text.replace(";", ",").replace(" > ", " ") for word in run.own()]
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "") if words else "-"
