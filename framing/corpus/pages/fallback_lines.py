"""What a line of a page says of itself: a link to another story, a headline again, a notice to the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.corpus.lines import bylined, fold, stamped
from framing.corpus.pages import fallback_marks as marks
from framing.corpus.pages.fallback_blocks import Block

__all__ = [
    "is_bold_head",
    "is_end",
    "is_linked",
    "is_name",
    "is_notice",
    "is_sentence",
    "is_signature",
    "without",
]

_YOU = re.compile(r"\b(?:you|your|our|us|here|sign(?:ing)? up|subscribe)\b", re.IGNORECASE)
# A label that is longer and ends as a sentence does is one.
_LABEL = 30
_BOLD_END = (".", "。", ",", "，", ";", "；", ":", "：")


def is_linked(block: Block) -> bool:
    """Say whether a line is a link to something else, or mostly so."""
    size = len(block.text)
    if block.links >= 0.85 * size:
        return size < 400
    return block.links >= 0.5 * size and size < 200 and not block.prose


def is_notice(block: Block) -> bool:
    """Say whether a line speaks to the reader of the site, not of the story."""
    text = block.text
    if len(text) <= 240:
        label = marks.pattern("lines", "labels", r"(?:{})[.:…→»]*").fullmatch(text)
        if (label and not (len(text) > _LABEL and text.endswith("."))) or marks.pattern(
            "lines", "pointers", r"(?:{})\s*[:：>|»].*"
        ).fullmatch(text):
            return True
    if len(text) < 420 and marks.pattern("lines", "appeals", "(?:{})").match(text):
        return True
    if len(text) > 320 or text.startswith(("“", '"', "‘")):
        return False
    # A story may be about a newsletter or a privacy policy, but does not say whose inbox it is.
    return bool(marks.pattern("lines", "inbox", r"\b(?:{})\b").search(text)) and bool(_YOU.search(text))


def is_end(block: Block) -> bool:
    """Say whether a line opens what stands below a story: readers' comments, and who wrote it."""
    return len(block.text) < 120 and bool(marks.pattern("lines", "ends", "(?:{})").fullmatch(block.text))


def is_signature(block: Block, authors: frozenset[str]) -> bool:
    """Say whether a last line is no more the story: a desk in italics, or who the author is."""
    text = block.text
    if text.startswith(("“", '"', "‘", "«")):
        return False
    known = any(name in authors for name in (fold(" ".join(text.split()[:n])) for n in (2, 3, 4)))
    if block.italic < 0.9 * len(text) and not known:
        return False
    return not block.prose or bool(marks.pattern("lines", "biographies", "(?:{})").fullmatch(text))


def is_name(block: Block) -> bool:
    """Say whether a line is a name or place as they stand above a story, and no byline or stamp."""
    text = block.text
    if not text.isascii() and not text[:1].isupper():
        return False
    return len(text.split()) <= 5 and not (is_sentence(block) or bylined(text) or stamped(text, None))


def is_sentence(block: Block) -> bool:
    """Say whether a line ends as a sentence does."""
    return block.text.rstrip("\"'”’»」』)） ").endswith((".", "!", "?", "…", "。", "！", "？", ":", "："))


def is_bold_head(block: Block, under: Block) -> bool:
    """Say whether a line in bold above a paragraph is a subhead."""
    text = block.text
    return (
        block.kind in "pd"
        and block.bold >= len(text) - 2
        and len(text) <= 100
        and len(text.split()) <= 14
        and not text.rstrip("\"'”’」』)） ").endswith(_BOLD_END)
        and len(under.text) > len(text)
    )


def without(blocks: Sequence[Block], titles: frozenset[str]) -> list[Block]:
    """Return blocks without notices, headlines again, and lines that stand twice."""
    kept: list[Block] = []
    seen: set[str] = set()
    for block in blocks:
        key = fold(block.text)
        if not key or is_notice(block) or (key in titles and len(kept) < 4):
            continue
        if key in seen and (len(key) > 40 or block.kind == "h"):
            continue
        seen.add(key)
        kept.append(block)
    while kept and kept[-1].kind == "h":
        kept.pop()
    return kept
