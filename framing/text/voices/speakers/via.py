"""Which medium brought the words to the article: one that reports, around or beside them, what was said.

What somebody told another medium than the article's own came through that medium;
what they told the article's own outlet came through nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.corpus.outlets import book
from framing.text.voices.speakers.lexicon import lexicon, plain
from framing.text.voices.speakers.reading import Reading, read

if TYPE_CHECKING:
    from framing.text.voices.speakers.resolving import Found

__all__ = ["vias"]

_MEDIUM = (
    r"((?:[Tt]he |[Ss]tate-run |[Nn]ews agency |[Nn]ewspaper )*[A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,4})"
)
_TOLD = re.compile(
    r"\b(?:told|tell|tells|telling|interview(?:ed)? (?:with|by|on)|interview to|speaking (?:to|with|on)"
    r"|spoke (?:to|with|on)|statement to|remarks to|appear(?:ed|ing|ance) on|quoted by|wrote in"
    r"|writing in|e-?mail to|on|in)\s+" + _MEDIUM
)
_TELLING = frozenset("told tell tells telling said says say saying wrote writes asked added quoted".split())
_SPOKEN = re.compile(r"\b(?:interview (?:with|on|by|to)|[Ss]peaking (?:to|with|on)|[Tt]elling) " + _MEDIUM)
_ACCORDING = re.compile(r"ccording to (?:an? |a report (?:by|in|from) |reports (?:by|in|from) )?" + _MEDIUM)
_REPORTED = re.compile(_MEDIUM + r"(?:,? (?:has|had|also|first|earlier|later))*$")
_STOPS = re.compile(
    r"[.!?](?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)(?<!\bSen\.)(?<!\bRep\.)(?<!\bGov\.)"
    r"[\"”’)]?\s+|\n+"
)


#: Paragraphs that are longer than this are no paragraphs.
_FAR = 3000


@dataclass(frozen=True, slots=True)
class _Credit:
    """A medium credited in the text's own words: where, whether its sentence begins or ends with it."""

    begin: int
    end: int
    key: str
    opens: bool
    start: int
    stop: int


def vias(found: Sequence[Found], text: str, outlet: str | None) -> list[str | None]:
    """Return the medium through which each attribution came."""
    own = book().resolve(outlet) if outlet else None
    media = {
        k for k, one in enumerate(found) if one.kind == "medium" and one.key and not _own(one.reading, own)
    }
    through: list[str | None] = [None] * len(found)
    for k, one in enumerate(found):
        if one.kind != "none":
            through[k] = (_around(found, k, media) if media else None) or _told(one, text, own)
    credits = _credits(text, own)
    if credits:
        order = sorted((one.said.place, k) for k, one in enumerate(found) if one.said.part == "text")
        for credit in credits:
            _follow(credit, found, order, text, through)
    return through


def _own(reading: Reading, own: str | None) -> bool:
    return reading.outlet is not None and reading.outlet == own


def _around(found: Sequence[Found], k: int, media: set[int]) -> str | None:
    at = found[k].said.inside
    for _ in range(4):
        if at is None or not 0 <= at < len(found) or at == k:
            return None
        if at in media:
            return found[at].key if found[at].key != found[k].key else None
        at = found[at].said.inside
    return None


def _medium(name: str) -> Reading | None:
    """Read a medium's name; None for any other."""
    first = (
        plain(name.removeprefix("the ").removeprefix("The ").partition(" ")[0]).removesuffix("'s").rstrip("'")
    )
    if (
        not any(entry.kind == "medium" for _, _, entry in lexicon().phrases.get(first, ()))
        and first not in _BEFORE
    ):
        return None
    named = read(name)
    return named if named.kind == "medium" else None


_BEFORE = frozenset("state-run news newspaper a an".split())


def _told(one: Found, text: str, own: str | None) -> str | None:
    """Return the medium that somebody told it to."""
    said = one.said
    if said.part != "text" or said.cue not in _TELLING or one.kind in ("medium", "document"):
        return None
    behind = max(said.place, said.source[1] if said.source else 0)
    end = _STOPS.search(text, behind, behind + 130)
    for match in _TOLD.finditer(text, said.place, end.start() if end else behind + 130):
        named = _medium(match.group(1))
        if named is not None:
            return None if _own(named, own) else named.key
    # "In an interview with CNN, Ruiz said": before the cue, in its sentence.
    begin = max(0, said.place - 150)
    begin = max(begin, text.rfind("\n", begin, said.place), text.rfind(". ", begin, said.place))
    for match in _SPOKEN.finditer(text, begin, said.place):
        named = _medium(match.group(1))
        if named is not None:
            return None if _own(named, own) else named.key
    return None


def _credits(text: str, own: str | None) -> list[_Credit]:
    """Find the media that are credited where a sentence begins or ends."""
    found = []
    at = text.find("ccording to ")
    while at >= 0:
        match = _ACCORDING.match(text, at)
        if match:
            found.append((at - 1, match.end(), match.group(1)))
        at = text.find("ccording to ", at + 12)
    at = text.find(" reported")
    while at >= 0:
        match = _REPORTED.search(text, max(0, text.rfind(" ", 0, max(0, at - 60))), at)
        if match:
            found.append((match.start(), at + 9, match.group(1)))
        at = text.find(" reported", at + 9)
    return [credit for row in found if (credit := _credit(text, *row, own)) is not None]


def _credit(text: str, begin: int, end: int, name: str, own: str | None) -> _Credit | None:
    named = _medium(name)
    if named is None or named.key is None or _own(named, own):
        return None
    far = max(0, begin - _FAR)
    start = max(text.rfind("\n", far, begin) + 1, far)
    for stop in _STOPS.finditer(text, start, begin):
        start = stop.end()
    after = _STOPS.search(text, end, end + _FAR)
    stop_at = after.end() if after else min(len(text), end + _FAR)
    opens = text[begin] == "A" and begin - start < 4
    if not opens and (stop_at - end > 26 or begin == start):
        return None
    return _Credit(begin, end, named.key, opens, start, stop_at)


def _follow(
    credit: _Credit,
    found: Sequence[Found],
    order: Sequence[tuple[int, int]],
    text: str,
    through: list[str | None],
) -> None:
    """Give a credit to its sentence and to those of its paragraph in which the same speaker goes on."""
    begin = max(0, credit.begin - _FAR)
    begin = max(begin, text.rfind("\n", begin, credit.begin) + 1)
    finish = text.find("\n", credit.end, credit.end + _FAR)
    finish = min(len(text), credit.end + _FAR) if finish < 0 else finish
    keys = set()
    span = slice(bisect_left(order, (begin, 0)), bisect_left(order, (finish, 0)))
    near = [(k, found[k]) for k in sorted(k for _, k in order[span])]
    near = [(k, one) for k, one in near if one.kind in _SPEAKING and one.key]
    for k, one in near:
        if credit.start <= one.said.place < credit.stop:
            through[k] = through[k] or credit.key
            keys.add(one.key)
    for k, one in near:
        before = (
            not credit.opens
            and one.said.place < credit.start
            and one.key in keys
            and finish - credit.stop < 3
        )
        after = credit.opens and one.said.place >= credit.stop and one.reading.kind == "pronoun"
        if through[k] is None and (before or after):
            through[k] = credit.key


_SPEAKING = frozenset(("person", "role", "group", "body", "anonymous", "pronoun"))
