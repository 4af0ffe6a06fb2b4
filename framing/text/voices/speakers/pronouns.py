"""Whom he, she and who mean: the nearest speaker or subject, and nobody where two may be meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from framing.text.voices.speakers.lexicon import lexicon, plain
from framing.text.voices.speakers.people import People, Person
from framing.text.voices.speakers.reading import Reading, read

if TYPE_CHECKING:
    from framing.text.voices.speakers.resolving import Found

__all__ = ["antecedent", "pointed", "same_paragraph"]

_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_TITLES = "[A-Z]|Mr|Ms|Mrs|Dr|Sens?|Reps?|Gov|Gen|Col|Lt|St|Prof|Rev"
_WORD = rf"(?:(?:{_TITLES})\.(?= [A-Z])|[A-Z][\w’'-]*)"
_CAPITALS = re.compile(rf"{_WORD}(?: (?:{_WORD}|de|van|von|der|bin|al))*")
_SENTENCE = re.compile(r"[.!?][\"”’]?\s+|\n+")


#: So far back a name is looked for: in a paragraph without end every pronoun would read all of it.
_FAR = 3000


def _paragraph(text: str, place: int) -> int:
    return text.rfind("\n", 0, max(place, 0)) + 1


def _paragraph_before(text: str, start: int) -> int:
    """Return where the paragraph before one begins; blank lines between don't count."""
    end = start
    while end > 0 and text[end - 1] in "\n \t\r":
        end -= 1
    return text.rfind("\n", 0, end) + 1


def same_paragraph(text: str, one: int, other: int) -> bool:
    """Whether a place is in the paragraph of a later one, or in the one before."""
    return one >= 0 and one >= _paragraph_before(text, _paragraph(text, other))


def pointed(people: People, before: Sequence[Found], place: int, gender: str) -> Person | None:
    """Return whom he or she means at a place."""
    text = people.text
    start = _paragraph(text, place)
    earlier = _paragraph_before(text, start)
    last: Person | None = None
    last_at = -1
    for one in reversed(before):
        if one.said.part != "text" or one.said.place < earlier:
            break
        if one.person and _may_be(people, one.person, gender):
            last, last_at = one.person, one.said.place
            break
    low = max(start, last_at, place - _FAR)
    named = _named(people, low, place, gender) if place - low > 12 else []
    if last is not None and last_at >= start:
        subjects = [person for person, first in named if first and person is not last]
        return last if not subjects else subjects[-1]
    if named:
        subjects = [person for person, first in named if first]
        distinct = {id(person) for person, _ in named}
        if len({id(p) for p, _ in named if people.gender(p) == gender}) > 1:
            # Two men met: either may be he.
            return None
        if subjects and len({id(p) for p in subjects}) == 1:
            return subjects[-1]
        return named[0][0] if len(distinct) == 1 else None
    if last is not None:
        later = [
            person
            for person, first in _named(people, max(last_at, start - _FAR), start, gender)
            if first and person is not last
        ]
        return last if not later else later[-1]
    behind = _named(people, max(earlier, start - _FAR), start, gender)
    subjects = [person for person, first in behind if first]
    if subjects and len({id(p) for p in subjects}) == 1:
        return subjects[-1]
    return behind[0][0] if len({id(person) for person, _ in behind}) == 1 else None


def _may_be(people: People, person: Person, gender: str) -> bool:
    return people.gender(person) in (None, gender)


def _named(people: People, begin: int, end: int, gender: str) -> list[tuple[Person, bool]]:
    """Return who is named in a stretch of narration, and whether as the first of a sentence."""
    words = lexicon()
    stretch = _QUOTED.sub(lambda m: " " * len(m.group()), people.text[begin:end])
    found: list[tuple[Person, bool]] = []
    edges = [0, *(m.end() for m in _SENTENCE.finditer(stretch))]
    taken: set[int] = set()
    for run in _CAPITALS.finditer(stretch):
        reading = read(run.group())
        if reading.kind != "person":
            continue
        name = reading.name
        person = None
        if len(name) > 1 and (name[0] in words.male or name[0] in words.female or reading.roles):
            person = people.add(name, begin + run.start())
            people.learn(person, reading)
        else:
            person = next((p for p in people.all if p.name == name or p.family == name), None)
            if (
                person is None
                and len(name) == 1
                and (reading.roles or reading.gender or plain(name[0]) in _bare())
            ):
                person = people.called(name, begin + run.start(), reading.gender)
        if person is None or not _may_be(people, person, gender):
            continue
        sentence = bisect_right(edges, run.start()) - 1
        first = sentence not in taken and (run.start() - edges[sentence] < 60)
        taken.add(sentence)
        found.append((person, first))
    return found


@cache
def _bare() -> frozenset[str]:
    """Return family names of people in high office, who are named without a first name."""
    return frozenset(plain(name) for name in lexicon().known)


def antecedent(text: str, place: int) -> Reading | None:
    """Read the noun phrase that a relative pronoun at a place belongs to."""
    window = text[max(0, place - 130) : place]
    cut = max((m.end() for m in re.finditer(r"[.!?][\"”’]? (?=[A-Z])|\n|[“\"]", window[:-1])), default=0)
    if cut and _ABBREVIATED.search(window[:cut]):
        cut = 0
    window = window[cut:].rstrip(" ,—–-")
    best = None
    starts = [m.start() for m in re.finditer(r"(?<![\w’'.-])\w", window)]
    for start in reversed(starts[-14:]):
        word = re.match(r"[\w’'.-]+", window[start:])
        low = plain(word.group()) if word else ""
        if low in lexicon().words["verb"] or low in _CLAUSES:
            break
        if not (window[start].isupper() or low in lexicon().words["determiner"] or low in lexicon().phrases):
            continue
        found = read(window[start:])
        if (
            found.kind in _ANTECEDENTS
            and found.begin == 0
            and found.end >= len(window) - start
            and (best is None or found.kind in (best.kind, "person"))
        ):
            best = found
    return best


_CLAUSES = frozenset("that which who when while because but as if although though where whether than".split())
_ANTECEDENTS = frozenset(("person", "role", "group", "anonymous", "body", "medium", "document"))
_ABBREVIATED = re.compile(r"\b(?:Sen|Rep|Gov|Mr|Mrs|Ms|Dr|Gen|Lt|Col|St|Jr|U\.S|[A-Z])\. $")
