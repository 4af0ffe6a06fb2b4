"""The people of one article: full names, and what the article tells of each; no attribution is read here."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from framing.corpus.outlets import book
from framing.plugins import word_lists
from framing.text.voices.speakers.lexicon import PORTFOLIOS, family_of, lexicon, plain
from framing.text.voices.speakers.reading import Reading, read

if TYPE_CHECKING:
    from framing.text.voices.speakers.resolving import Attribution


# Which medium brought the words to the article: one that reports, around or beside them, what was said.

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
STOPS = re.compile(
    r"[.!?](?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|Lt|St)\.)(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Col|Rev)\.)"
    r"(?<!\b(?:Sens|Reps|Prof)\.)"
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


def vias(found: Sequence[Attribution], text: str, outlet: str | None) -> list[str | None]:
    """Return the medium through which each attribution came."""
    own = book().resolve(outlet) if outlet else None
    media = {
        k
        for k, one in enumerate(found)
        if one.kind == "medium" and one.key and not (own and one.reading.outlet == own)
    }
    through: list[str | None] = [None] * len(found)
    for k, one in enumerate(found):
        at = one.said.inside
        for _ in range(4):
            if at is None or not 0 <= at < len(found) or at == k or at in media:
                break
            at = found[at].said.inside
        else:
            at = None
        if one.kind != "none":
            around = found[at].key if at in media and at != k else None
            through[k] = (around if around != one.key else None) or _told(one, text, own)
    credits = _credits(text, own)
    if credits:
        order = sorted((one.said.place, k) for k, one in enumerate(found) if one.said.part == "text")
        for credit in credits:
            _follow(credit, found, order, text, through)
    return through


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


def _told(one: Attribution, text: str, own: str | None) -> str | None:
    """Return the medium that somebody told it to."""
    said = one.said
    if said.part != "text" or said.cue not in _TELLING or one.kind in ("medium", "document"):
        return None
    behind = max(said.place, said.source[1] if said.source else 0)
    end = STOPS.search(text, behind, behind + 130)
    told = _TOLD.finditer(text, said.place, end.start() if end else behind + 130)
    # "In an interview with CNN, Ruiz said": before the cue, in its sentence.
    begin = max(0, said.place - 150)
    begin = max(begin, text.rfind("\n", begin, said.place), text.rfind(". ", begin, said.place))
    for match in chain(told, _SPOKEN.finditer(text, begin, said.place)):
        named = _medium(match.group(1))
        if named is not None:
            return None if own and named.outlet == own else named.key
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
    if named is None or named.key is None or (own and named.outlet == own):
        return None
    far = max(0, begin - _FAR)
    start = max(text.rfind("\n", far, begin) + 1, far)
    for stop in STOPS.finditer(text, start, begin):
        start = stop.end()
    after = STOPS.search(text, end, end + _FAR)
    stop_at = after.end() if after else min(len(text), end + _FAR)
    opens = text[begin] == "A" and begin - start < 4
    if not opens and (stop_at - end > 26 or begin == start):
        return None
    return _Credit(begin, end, named.key, opens, start, stop_at)


def _follow(
    credit: _Credit,
    found: Sequence[Attribution],
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
        before = one.key in keys and one.said.place < credit.start
        before &= not credit.opens and finish - credit.stop < 3
        after = credit.opens and one.said.place >= credit.stop and one.reading.kind == "pronoun"
        if through[k] is None and (before or after):
            through[k] = credit.key


_SPEAKING = frozenset(("person", "role", "group", "body", "anonymous", "pronoun"))


#: Bare mentions of one person before another of the name is named, by which the name is his.
_HELD = 2

#: Capitals that a given name has at most: "JD", "AOC".
_LOUD = 3
_SHOUT = re.compile("[A-Z]{3,} ")
#: Who works for a newspaper, and is called by a first name there.
_DESKS = "editor|reporter|host|correspondent|columnist|producer|anchor|writer|chief"
_NUMBERED = re.compile(r",? (III?|IV|[JS]r\.?)(?!\w)")
#: How many mentions of a family name are looked at for the full one.
_MENTIONS = 14


@dataclass(slots=True, eq=False)
class Person:
    """Somebody named in an article; `at` is the first full mention in its text, -1 where there is none."""

    name: tuple[str, ...]
    family: tuple[str, ...]
    gender: str | None = None
    type: str | None = None
    country: str | None = None
    roles: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    at: int = -1
    completed: bool = False
    asked: bool = False

    @property
    def key(self) -> str:
        """The name as the article gives it in full."""
        return " ".join(self.name)


class People:
    """Everyone named in one article, as far as was asked."""

    def __init__(self, text: str, title: str = "") -> None:
        self.text, self.title = text, title
        self.all: list[Person] = []
        self._searched: set[tuple[str, ...]] = set()

    def add(self, name: tuple[str, ...], at: int = -1) -> Person:
        """Return the person of a full name, known or new."""
        family = family_of(name)
        for person in self.all:
            if person.name == name:
                break
            full = len(person.name) > 1 and len(name) > 1
            if full and person.family == family and _alike(person.name, name, family):
                break
            if full and person.family == family and _ends_in(person.name, name):
                person.name = max(person.name, name, key=len)
                person.gender = person.gender or _gender_of(person.name, family)
                break
        else:
            person = Person(name, family, _gender_of(name, family))
            self.all.append(person)
        if at >= 0 and (person.at < 0 or at < person.at):
            person.at = at
        return person

    def learn(self, person: Person, found: Reading) -> None:
        """Add what a phrase tells of somebody; what is known already stays."""
        if found.type and (person.type in (None, "other")):
            person.type = found.type
        person.country = person.country or found.country
        person.gender = person.gender or found.gender
        person.roles |= found.roles
        person.bodies |= found.bodies

    def called(self, name: tuple[str, ...], place: int, gender: str | None = None) -> Person | None:
        """Return whom a name without its first part means at a place; None where two may be meant."""
        self._search(name)
        fit = [p for p in self.all if _fits(p, name)]
        if gender and len(fit) > 1:
            fit = [p for p in fit if p.gender in (gender, None)] or fit
        if len(fit) > 1:
            fit = [p for p in fit if len(p.name) > len(name)] or fit
        if len(fit) == 1 and len(fit[0].name) > 1 and name == fit[0].family:
            # "Mrs. Clinton" is not Bill Clinton, who is named beside her.
            titled = self._honorific(fit[0])
            fit = fit if fit[0].gender in (titled, None) or titled is None else []
        if name[-1] in lexicon().known and all(
            len(p.name) > 1 and name == p.family and not in_office(p) for p in fit
        ):
            # A bare name is of somebody in high office, relatives are named later, and in full.
            bare = self.text.find(" ".join(name))
            if 0 <= bare < min((p.at for p in fit), default=-1):
                fit = []
        full = rf"(?:['’]s?|{_DESKS}) ({re.escape(name[0])}(?: [A-Z][\w’'-]+){{1,2}})"
        if not fit and len(name) == 1 and (first := re.search(full, self.text)):
            # "The Post's Ana Ruiz", whom it calls Ana.
            return self.add(tuple(first[1].split()), first.start(1))
        if not fit:
            person = Person(name, name, gender)
            self.all.append(person)
            return person
        return fit[0] if len(fit) == 1 else self._nearest(fit, place)

    def _nearest(self, fit: list[Person], place: int) -> Person | None:
        """Return the one named in full last before a place, if no other was named so beside it."""
        famous = [p for p in fit if in_office(p)]
        if len(famous) == 1:
            # Whom news names bare; relatives are named in full.
            return famous[0]
        start, given = max(place, 0), lexicon().given
        for _ in range(3):
            start = self.text.rfind("\n\n", 0, start) + 2
            here = [p for p in fit if self.text.startswith(f"{p.key},", start) and p.name[0] in given]
            if start > 1 and here:
                # "Tom Marlow, 47, was there. It rains, Marlow said."
                return here[0]
            start = max(start - 2, 0)
        # "WORST DEBATE EVER Marlow" is no name.
        named = sorted((p for p in fit if p.at >= 0 and not _SHOUT.match(p.key)), key=lambda p: p.at)
        if len(named) > 1:
            one, other = named[:2]
            alone = self.text[one.at + len(one.key) : other.at].count(" ".join(one.family))
            last = max(self.text.rfind(p.key, 0, max(place, 0)) for p in named[1:])
            far = self.text.count("\n\n", max(last, 0), max(place, 0)) > 1
            if other.at < place and (alone >= _HELD or far):
                # Who has the bare name for himself keeps it; a relative is named in full again.
                return one
        by = sorted(
            ((self.text.rfind(p.key, 0, max(place, 0)), len(p.key), k) for k, p in enumerate(fit)),
            reverse=True,
        )
        (first, _, best), (second, _, _) = by[0], by[1]
        # At one place stands the longer: "Tom Marlow Jr."
        alone = second in (-1, first) or "\n" in self.text[second:first]
        return fit[best] if first >= 0 and alone else None

    def _search(self, name: tuple[str, ...]) -> None:
        """Find the full names that a family name has in the text."""
        if name in self._searched:
            return
        self._searched.add(name)
        text, called = self.text, " ".join(name)
        at, size = text.find(called), len(called)
        for _ in range(_MENTIONS):
            if at < 0:
                return
            end = at + size
            if (at == 0 or not text[at - 1].isalnum()) and not (
                text[end : end + 1].isalnum() or text[end : end + 1] == "-"
            ):
                full = _full(text, at, end, name)
                if full:
                    begin, tokens = full
                    # "George Marlow III" is nobody beside George Marlow III.
                    numbered = _NUMBERED.match(text, end)
                    self.add((*tokens, numbered[1]) if numbered else tokens, begin)
            at = text.find(called, end)

    def complete(self, person: Person) -> None:
        """Look for what stands beside the first full mention, and among those whom news names bare."""
        if person.completed:
            return
        person.completed = True
        country = in_office(person)
        if country:
            person.type = "official" if person.type in (None, "other") else person.type
            person.country = person.country or country
        if person.type in (None, "other") or person.country is None:
            at = person.at if person.at >= 0 else self.text.find(person.key)
            if at >= 0:
                self.learn(person, beside(self.text, at, at + len(person.key)))
                person.at = at
        elif not person.roles and person.at >= 0:
            # "New Jersey Gov. Ana Ruiz", who is known to hold an office, if not which: later "the governor".
            found = beside(self.text, person.at, person.at + len(person.key))
            person.roles |= found.roles & _OF_STATES

    def gender(self, person: Person) -> str | None:
        """Return "m" or "f" where a name, title or office tells; the text is searched only when asked."""
        if person.gender is None and not person.asked:
            person.asked = True
            person.gender = self._honorific(person) or _gender_known(person)
        return person.gender

    def _honorific(self, person: Person) -> str | None:
        family = " ".join(person.family)
        at = self.text.find(family)
        for _ in range(_MENTIONS):
            if at < 0:
                break
            title = plain(self.text[max(0, at - 5) : at]).strip().rpartition(" ")[2]
            if title in ("mr", "ms", "mrs", "miss"):
                return "m" if title == "mr" else "f"
            at = self.text.find(family, at + 1)
        return None


_OF_STATES = frozenset(("gov", "governor", "sen", "senator"))


def _fits(person: Person, name: tuple[str, ...]) -> bool:
    size = len(name)
    # "King Salman" is not Mohammed bin Salman, who has a father of that name.
    son = size < len(person.family) and person.family[0] in ("bin", "ibn")
    if person.family == name or person.name == name or (person.family[-size:] == name and not son):
        return True
    return size == 1 and len(person.name) > 1 and person.name[0] == name[0] and name[0] in lexicon().given


def _alike(one: tuple[str, ...], other: tuple[str, ...], family: tuple[str, ...]) -> bool:
    """Whether two full names with one family name are one person's: a middle name is left out of one."""
    if family == one[: len(family)] and len(one) > len(family):
        return one == other
    suffixes = {plain(w) for w in (one[-1], other[-1])} & {"jr", "sr", "ii", "iii"}
    return one[0] == other[0] and (not suffixes or one[-1] == other[-1])


def _ends_in(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one is the other without the given name: "Maria Garcia Lopez", "Garcia Lopez"."""
    short, long = sorted((one, other), key=len)
    given = lexicon().given
    return long[-len(short) :] == short and long[0] in given and short[0] not in given


def _gender_of(name: tuple[str, ...], family: tuple[str, ...]) -> str | None:
    """Return "m" or "f" of a full name whose given name tells."""
    if len(name) < 2 or family == name[: len(family)]:
        return None
    male, female = name[0] in lexicon().male, name[0] in lexicon().female
    return "m" if male and not female else "f" if female and not male else None


def _gender_known(person: Person) -> str | None:
    """Return "m" or "f" of a bare family name that all in high office who have it would tell alike."""
    words = lexicon()
    listed = [name for name, _ in words.known.get(person.family[-1], ()) if person.name == person.family]
    told = {"m" if name[0] in words.male else "f" if name[0] in words.female else None for name in listed}
    return told.pop() if len(told) == 1 else None


def in_office(person: Person) -> str | None:
    """Return the country of somebody in high office; a bare family name must be only theirs."""
    listed = lexicon().known.get(person.family[-1]) or ()
    if len(person.name) > len(person.family):
        ends = person.name[0], person.name[-1]
        return next((country for name, country in listed if (name[0], name[-1]) == ends), None)
    countries = {country for _, country in listed}
    return next(iter(countries)) if len(countries) == 1 else None


def _full(text: str, begin: int, end: int, name: tuple[str, ...]) -> tuple[int, tuple[str, ...]] | None:
    """Return the full name that a family name at a place is part of."""
    words = lexicon()
    if name[0] in words.chinese or name[0] in words.family_first:
        after = _GIVEN.match(text, end)
        full = (*name, *after.group().split()) if after else name
        entries = words.phrases.get(plain(after.group().strip()), ()) if after else ()
        if after and family_of(full) == name and not any(len(spelling) == 1 for spelling, _, _ in entries):
            return begin, full
    before: list[str] = []
    at = begin
    while len(before) < 3 and at > 1 and text[at - 1] == " ":
        start = max(text.rfind(" ", 0, at - 1), text.rfind("\n", 0, at - 1)) + 1
        word = text[start : at - 1].lstrip("\"“‘'([—–-")
        if not word or not (word[0].isupper() or (before == [] and word in words.words["particle"])):
            break
        if word[-1] in ",;:!?)]\"”’'" or (
            word[-1] == "." and len(word) > 2 and not _INITIALS.fullmatch(word)
        ):
            break
        # "WATCHED Ana Ruiz"
        if len(word) > _LOUD and word.isupper() and word.isalpha() and not name[-1].isupper():
            break
        low = plain(word)
        if low.endswith(("'s", "ing")) or low in _function() or "/" in word:
            break
        # "Secretary of Trade Ana Ruiz".
        if low in PORTFOLIOS and text[max(start - 4, 0) : start].endswith(("of ", "and ")):
            break
        known = words.phrases.get(low)
        given = word in words.given
        if known and not given and any(len(spelling) == 1 for spelling, _, _ in known):
            break
        before.insert(0, word)
        begin = at - 1 - len(word)
        at = start
        if begin > start:
            break
    while before and before[0] in words.words["particle"]:
        before.pop(0)
    for k in range(len(before) - 1, 0, -1):
        # What stands before a given name is a title.
        if before[k] in words.given:
            if before[k - 1] not in words.given and len(before[k - 1]) > 2:
                begin = text.index(before[k], begin)
                before = before[k:]
            break
    if not before or (len(before) == 1 and _INITIALS.fullmatch(before[0]) and len(before[0]) < 2):
        return None
    return begin, (*before, *name)


_GIVEN = re.compile(r" [A-Z][a-z'’]+(?:-[a-z]+)?\b(?: [A-Z][a-z]+\b)?")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?\.?")


@cache
def _function() -> frozenset[str]:
    words = lexicon().words
    uses = "never opening leading determiner preposition".split()
    return _OTHERS.union(*(words[use] for use in uses))


_OTHERS: frozenset[str] = word_lists(__package__, "lists")["people"]["others"]


def beside(text: str, begin: int, end: int) -> Reading:
    """Read a name with the title before it and the apposition behind it.

    >>> text = "On Monday Canadian Trade Minister Ana Ruiz, a former lawyer, left."
    >>> sorted(beside(text, 34, 42).roles)
    ['lawyer', 'trade minister']
    """
    window = text[max(0, begin - 70) : begin]
    cut = max(window.rfind(mark) for mark in ("\n", ";", ":", "“", '"', "(", "—"))
    before = window[cut + 1 :]
    joined = ""
    if before.endswith(", "):
        # "The minister, Ana Ruiz": the office stands before the comma.
        before, joined = before[:-2], ","
    first = before[before.rfind(", ") + 2 :] if ", " in before else before
    words = first.split(" ")
    taken: list[str] = []
    lex = lexicon()
    for word in reversed(words[:-1] if words and words[-1] == "" else words):
        low = plain(word)
        bare = low.removesuffix("'s").rstrip("'")
        if not word or low in lex.words["never"] or low in lex.words["verb"]:
            break
        if word[-1] == "." and bare not in lex.phrases and len(word) > 3:
            break
        joining = low in ("and", "of", "for", "to", "former", "foreign", "the")
        if not (word[0].isupper() or bare in lex.phrases or joining):
            break
        taken.insert(0, word)
    while taken and taken[0] in ("and", "of", "for", "to", "the"):
        taken.pop(0)
    name = text[begin:end]
    tail = ""
    after = _AFTER.match(text, end)
    if after:
        tail = after.group()
    elif text.startswith(" (", end):
        tail = text[end : end + 9]
    front = " ".join(taken)
    if joined and taken:
        found = read(front)
        if found.kind != "role" or not found.definite:
            front = ""
    return read(f"{front}{joined} {name}{tail}" if front else name + tail)


_AFTER = re.compile(
    r"(?:, (?!and |who |but |said|told|as |while |which )(?:[^.;:\n\"“”]|\.(?=\w|,| [a-z])){3,110}"
    r"| (?:of|from) [A-Z][\w ]{2,20})"
)
