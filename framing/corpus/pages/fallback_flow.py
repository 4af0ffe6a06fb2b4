"""What stands between two boundaries of a page, as paragraphs: inline text joined, breaks understood."""

from __future__ import annotations

import re

__all__ = ["ASIDE", "BOLD", "ITALIC", "LINK", "Counts", "Line", "is_bullet", "is_prose"]

_END = (".", "!", "?", "…", "。", "！", "？", "：", ":", "；", ";")
_CLOSING = "\"'”’»」』)）]】* "
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_INDENT = re.compile(r"[ \t\r\n]*(?:\u3000|\u2003|\xa0[ \xa0])")
_BULLET = re.compile(r"\s*[•·▪◦‣■●►▶*]\s*\S")
#: What a run of text is in: a bit each.
LINK, BOLD, ITALIC, ASIDE = 1, 2, 4, 8
#: Characters in links, bold, italic and aside.
Counts = tuple[int, int, int, int]
_Run = tuple[str, int]


def is_prose(text: str) -> bool:
    """Say whether a line is long enough, and ended so, that it is a paragraph.

    >>> is_prose("A label"), is_prose("The two met for days, and said that they would meet again in May.")
    (False, True)
    """
    size = len(text)
    if size < 25:
        return False
    dense = bool(_CJK.search(text[:80]))
    if not dense and size < 60:
        return False
    return size > (120 if dense else 240) or text.rstrip(_CLOSING).endswith(_END)


def is_bullet(text: str) -> bool:
    """Say whether a line begins as an item of a list."""
    return bool(_BULLET.match(text))


class Line:
    """What has been read since the last boundary: segments that line breaks part."""

    def __init__(self) -> None:
        self.segments: list[list[_Run]] = [[]]
        self.word = ""

    def add(self, text: str | None, weight: int, word: str, *, as_set: bool) -> None:
        """Add a run of text; `as_set` says that its own line ends are shown, `word` what it is named as."""
        if text:
            first, *rest = text.split("\n") if as_set else (text,)
            self.segments[-1].append((first, weight))
            self.segments.extend([(line, weight)] for line in rest)
            self.word = self.word or word

    def cut(self) -> None:
        """Break the line."""
        self.segments.append([])

    def take(self, tag: str) -> list[tuple[str, Counts]]:
        """Return the paragraphs, each with its characters in links, bold, italic and aside."""
        segments = self.segments
        if len(segments) == 1 and not segments[0]:
            return []
        self.segments = [[]]
        if len(segments) == 1:
            text, counts = _sum(segments[0])
            return [(text, counts)] if text else []
        parts = [(*_sum(part), "".join(run[0] for run in part[:3])) for part in segments]
        return _joined(parts, flow=tag != "p" or sum(is_prose(part[0]) for part in parts) > 3)


def _sum(part: list[_Run]) -> tuple[str, Counts]:
    counts = [0, 0, 0, 0]
    for text, weight in part:
        if weight:
            size = len(" ".join(text.split()))
            for place in range(4):
                if weight >> place & 1:
                    counts[place] += size
    return " ".join("".join(run[0] for run in part).split()), (counts[0], counts[1], counts[2], counts[3])


def _joined(parts: list[tuple[str, Counts, str]], *, flow: bool) -> list[tuple[str, Counts]]:
    """Return paragraphs: two breaks part, one does where a sentence ends in a flow, or beside a heading."""
    filled = [part[0] for part in parts if part[0]]
    ended = sum(text.rstrip(_CLOSING).endswith(_END) for text in filled)
    wrapped = len(filled) > 4 and max(map(len, filled)) < 110 and ended * 2 < len(filled)
    found: list[tuple[list[str], Counts]] = []
    gap = True
    for text, counts, raw in parts:
        if not text:
            gap = True
            continue
        if gap or _parted(*found[-1], text, counts, raw, flow=flow and not wrapped):
            found.append(([text], counts))
        else:
            above, sums = found[-1]
            above.append(text)
            found[-1] = (above, tuple(a + b for a, b in zip(sums, counts, strict=True)))  # type: ignore[assignment]
        gap = False
    return [(" ".join(texts), counts) for texts, counts in found]


def _parted(above: list[str], sums: Counts, text: str, counts: Counts, raw: str, *, flow: bool) -> bool:
    if _INDENT.match(raw) or _BULLET.match(raw):
        return True
    last = above[-1]
    headed = (sums[1] >= sum(map(len, above)) - 2) != (counts[1] >= len(text) - 2)
    if headed and not text[0].islower():
        return True
    return flow and not text[0].islower() and len(last) >= 25 and last.rstrip(_CLOSING).endswith(_END)
