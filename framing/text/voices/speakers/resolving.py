"""Which speaker each attribution of an article has; phrases and names are read elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, takewhile
from typing import NamedTuple

from framing.corpus.outlets import book
from framing.plugins import word_lists
from framing.text.voices.speakers.lexicon import PINYIN, PORTFOLIOS, PRONOUNS, is_place, lexicon, plain
from framing.text.voices.speakers.people import STOPS, People, Person, beside, in_office, vias
from framing.text.voices.speakers.reading import NOTHING, Reading, nameless, read
from framing.text.voices.words import cues, known

# What the resolver of speakers is given and gives back; nothing is worked out here.

#: Kinds of speakers.
TYPES = ("official", "expert", "business", "citizen", "media", "document", "anonymous", "other")


class Said(NamedTuple):
    """One attribution, as the resolver is given it.

    Attributes
    ----------
    part : {"title", "text"}
        Which string the offsets are into.
    source : (int, int), optional
        Code points of the source as written; None where none is.
    cue : str
        The cue word in lower case, "" where a colon or only the marks give the words to somebody.
    place : int
        Code point at which the attribution begins, for order.
    quoted : bool
        Some of its content stands in quotation marks.
    inside : int, optional
        Index of the attribution in whose content this one stands.
    """

    part: str
    source: tuple[int, int] | None
    cue: str
    place: int
    quoted: bool
    inside: int | None = None


class Speaker(NamedTuple):
    """Who speaks.

    Attributes
    ----------
    written : str, optional
        As the article says it, cleaned to the noun phrase.
    key : str, optional
        The same for every mention of one speaker in the article: the full name where one is given.
    type : str, optional
        Of `TYPES`.
    country : str, optional
        ISO 3166 alpha-2; EU for the Union.
    via : str, optional
        The medium that brought the words, if it is not the article's own outlet.
    """

    written: str | None = None
    key: str | None = None
    type: str | None = None
    country: str | None = None
    via: str | None = None


# Whom he, she and who mean: the nearest speaker or subject, and nobody where two may be meant.

_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_TITLES = "[A-Z]|Mr|Ms|Mrs|Dr|Sens?|Reps?|Gov|Gen|Col|Lt|St|Prof|Rev"
_WORD = rf"(?:(?:(?:{_TITLES})\.|(?:[A-Z]\.){{2,}})(?= [A-Z])|[JS]r\.|[A-Z][\w’'-]*)"
_CAPITALS = re.compile(rf"{_WORD}(?: (?:{_WORD}|(?:de|van|von|der|bin|al)\b))*")
_OFFICE = re.compile(r"[A-Z]\w+ (?:of|for) (?:the )?$")


#: Characters of a heading at most, and what a line ends with that is none.
_HEADING, _CLOSED = 80, tuple(".!?:;,\"”’')")
#: So many paragraphs back the one before is looked for.
_BETWEEN = 3
#: So far back a name is looked for: in a paragraph without end every pronoun would read all of it.
_FAR = 3000


def _paragraph(text: str, place: int) -> int:
    return text.rfind("\n", 0, max(place, 0)) + 1


def _paragraph_before(text: str, start: int) -> int:
    """Return where the paragraph before begins; a heading and a quotation alone between don't count."""
    begin = start
    for _ in range(_BETWEEN):
        end = begin
        while end > 0 and text[end - 1] in "\n \t\r":
            end -= 1
        begin = text.rfind("\n", 0, end) + 1
        heading = end - begin <= _HEADING and text[end - 1 : end] not in _CLOSED
        if not (heading or _QUOTED.fullmatch(text, begin, end)):
            break
    return begin


def same_paragraph(text: str, one: int, other: int) -> bool:
    """Whether a place is in the paragraph of a later one, or in the one before."""
    return one >= 0 and one >= _paragraph_before(text, _paragraph(text, other))


def pointed(
    people: People, before: Sequence[Attribution], place: int, gender: str, back: int = 3
) -> Person | None:
    """Return whom he or she means at a place.

    Where a paragraph names nobody but goes on with he or she, it is whoever that one is, so many times.
    """
    start = _paragraph(people.text, place)
    earlier = _paragraph_before(people.text, start)
    near = takewhile(lambda one: one.said.part == "text" and one.said.place >= earlier, reversed(before))
    met = [one for one in near if one.person and _may_be(people, one.person, gender)]
    if gender == "f":
        # News names men without a first name more often: whoever may be a woman gives way to who is one.
        met = [one for one in met if one.person and people.gender(one.person) == gender] or met
    # "Ruiz said that Marlow denied it. He left": rather who speaks than whose words he brings.
    # Nor "He doubts Marlow's claim that it rains".
    own = [one for one in met if one.said.inside is None and not (one.written or "").endswith(_OWNED)]
    one = next(iter(own or met), None)
    last, last_at = (one.person, one.said.place) if one else (None, -1)
    low = max(start, last_at, place - _FAR)
    named = _named(people, low, place, gender) if place - low > 12 else []
    if last is not None and last_at >= start:
        return [last, *(met.person for met in named if met.first)][-1]
    if named and last is not None and all(met.aside for met in named):
        # "In his speech after his defeat by Marlow he said": whoever spoke.
        return last
    lately = [met for met in named if met.sentence == named[-1].sentence]
    if named and back and not any(met.first for met in lately):
        # "He passed the blame on to Marlow. He left": he still.
        since = named[-len(lately) - 1].place if len(lately) < len(named) else low
        if who := _going_on(people, before, since, lately[0].place, gender, back):
            return who
    if named:
        several = len({met.person for met in named if gender in (_ANY, people.gender(met.person))}) > 1
        # Two men met: either may be he, but for whom the last sentence is about.
        return (None if several else _only_one(named)) or _subject(named, gender, people)
    if last is not None:
        later = _named(people, max(last_at, start - _FAR), start, gender)
        return [last, *(met.person for met in later if met.first)][-1]
    low = max(earlier, start - _FAR)
    if (named := _named(people, low, start, gender)) or not back or gender not in _SUBJECTS:
        return _only_one(named)
    return _going_on(people, before, low, place, gender, back)


def _going_on(
    people: People, before: Sequence[Attribution], low: int, place: int, gender: str, back: int
) -> Person | None:
    """Return who the first he or she of a stretch of narration is, if his gender is known."""
    stretch = _QUOTED.sub(lambda m: " " * len(m.group()), people.text[low:place])
    if gender not in _SUBJECTS or not (same := _SUBJECTS[gender].search(stretch)):
        return None
    at = low + same.start()
    who = pointed(people, [one for one in before if one.said.place < at], at, gender, back - 1)
    return who if who is not None and people.gender(who) == gender else None


_INTRODUCED = re.compile(r"(?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w’'-]+, (?!s?he )")
_IS = re.compile(r", (?:((?:the|an?) [a-z])|who |\d\d, )")
_TRAILING = re.compile(r", (?:he|she) \w+[.,;]")
_DOES = re.compile(r" (?:(?:also|then|later|once|never|still|has|had) )*([a-z]+)")
_TO_WHOM = ("told ", "tells ")
_JOINED = re.compile(" and [A-Z]")
_ARTICLES, _NOUN = (" a ", " an ", " the ", "A ", "An ", "The "), re.compile(" [a-z]")
_OWNED = ("'s", "’s")
_SUBJECTS = {"m": re.compile(r"\b[Hh]e\b"), "f": re.compile(r"\b[Ss]he\b")}


def _ordinary(word: str, text: str) -> bool:
    """Whether a capital at the head of a sentence is no name's: "Rejecting", "Maybe"."""
    low, words = word.lower(), lexicon()
    if not word or word in words.given or word in words.known:
        return False
    return low in cues() or low.endswith(("ing", "ed", "ly")) or f" {low} " in text


class _Met(NamedTuple):
    """A name in narration: whose, whether as the first of its sentence, and whether behind a preposition."""

    person: Person
    first: bool
    aside: bool
    sentence: int
    place: int


def _only_one(named: list[_Met]) -> Person | None:
    """Return the one who is named first in sentences, else the only one named."""
    subjects = {met.person for met in named if met.first}
    people = subjects if len(subjects) == 1 else {met.person for met in named}
    return people.pop() if len(people) == 1 else None


def _subject(named: list[_Met], gender: str, people: People) -> Person | None:
    """Return who is the subject of the last sentence that names anybody."""
    last = next((met.person for met in named if met.first and met.sentence == named[-1].sentence), None)
    return last if last and (gender == "m" or people.gender(last) == gender) else None


def _may_be(people: People, person: Person, gender: str) -> bool:
    return gender == _ANY or people.gender(person) in (None, gender)


def _named(people: People, begin: int, end: int, gender: str) -> list[_Met]:
    """Return who is named in a stretch of narration."""
    words = lexicon()
    stretch = _QUOTED.sub(lambda m: " " * len(m.group()), people.text[begin:end])
    found: list[_Met] = []
    edges = [0, *(m.end() for m in STOPS.finditer(stretch))]
    taken: set[int] = set()
    for run in _CAPITALS.finditer(stretch):
        reading = read(run.group())
        opening, _, more = run.group().partition(" ")
        # "Rejecting Ruiz", "Enter Tom Marlow".
        shown = more.partition(" ")[0] in words.given and opening not in words.given
        shown &= reading.name[:1] == (opening,)
        # "Justice Ruiz" in a text that speaks of "the justice".
        loose = not reading.roles and (shown or _ordinary(opening, people.text))
        if more and run.start() in edges and loose:
            reading = read(more)
        name, person = reading.name, None
        if reading.kind != "person":
            continue
        does = _DOES.match(stretch, run.end()) if run.start() in edges and gender != "f" else None
        acts = does and (does[1].endswith("ed") or does[1] in words.words["verb"])
        full = name[0] in words.given or name[0] in words.family_first or reading.roles
        if not full and len(name) > 1 and (told := _IS.match(stretch, run.end())):
            # "Aiko Marlow, 32, ...", "Aiko Marlow, the founder, ..."; not "Restless Wave, a memoir".
            full = not told[1] or beside(people.text, begin + run.start(), begin + run.end()).roles
        if len(name) > 1 and (full or (acts and plain(name[0]) not in words.words["never"])):
            person = people.add(name, begin + run.start())
            people.learn(person, reading)
        else:
            person = next((p for p in people.all if name in (p.name, p.family)), None)
            if person is None and len(name) == 1 and _has_given(name[0], people.text):
                person = people.called(name, begin + run.start())
            # People in high office are named without a first name.
            bare = reading.roles or reading.gender or plain(name[0]) in _bare()
            if person is None and len(name) == 1 and bare:
                person = people.called(name, begin + run.start(), reading.gender)
        if person is None or not _may_be(people, person, gender):
            continue
        if len(name) == 1 and stretch.endswith(_ARTICLES, 0, run.start()) and _NOUN.match(stretch, run.end()):
            # "An Obama programme", "the Marlow campaign": not he.
            continue
        sentence = bisect_right(edges, run.start()) - 1
        lead = stretch[edges[sentence] : run.start()]
        if lead.endswith(_TO_WHOM):
            # "The mayor told Ana Ruiz. He left": not who was told.
            continue
        # "On Marlow, whom Ruiz has blamed, he said": neither is the subject.
        clause = lead.rpartition(",")[2]
        close_by = plain(_OFFICE.sub("", clause)).split()
        if close_by[:1] == ["that"] and clause == lead:
            # "That moved Ruiz to speak".
            del close_by[0]
        within = any(word in _CLAUSES or word in words.words["preposition"] for word in close_by)
        within |= run.group().endswith(_OWNED)
        # "Ruiz said Marlow would go", read from "said" on: no sentence begins there.
        opens = sentence > 0 or _opens(people.text, begin)
        # "Asked about Marlow, Ruiz said".
        led = plain(lead.partition(" ")[0])
        ahead = led in words.words["preposition"] or led in _CLAUSES - {"that"} or led.endswith(("ing", "ed"))
        ahead &= "," not in lead
        first = opens and sentence not in taken and len(clause) < 60 and len(lead) < 160
        # "Marlow and Ruiz met".
        first &= not (within or ahead or _JOINED.match(stretch, run.end()))
        aside = (
            bool(close_by) and close_by[-1] in words.words["preposition"] and not run.group().endswith(_OWNED)
        )
        found.append(_Met(person, first, aside, sentence, begin + run.start()))
        if not ahead:
            taken.add(sentence)
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
        if low in lexicon().words["never"] and " " in window[start:]:
            # "Echoed Monday by Ruiz, who".
            continue
        found = read(window[start:])
        # "Militants in Iraq, who": not Iraq.
        place_name = found.type == "official" and found.country and text[place : place + 3] == "who"
        if place_name and _IN.search(window, 0, start):
            continue
        if (
            found.kind in _ANTECEDENTS
            and found.begin == 0
            and found.end >= len(window) - start
            and (best is None or found.kind in (best.kind, "person"))
        ):
            best = found
    return best


_IN = re.compile(r"\b(?:in|from|of|across|outside|near) (?:the )?$")
_CLAUSES: frozenset[str] = word_lists(__package__, "lists")["resolving"]["clauses"]
_ANTECEDENTS = frozenset(("person", "role", "group", "anonymous", "body", "medium", "document"))
_ABBREVIATED = re.compile(r"\b(?:Sen|Rep|Gov|Mr|Mrs|Ms|Dr|Gen|Lt|Col|St|Jr|U\.S|[A-Z])\. $")


_EPITHET = re.compile(
    r"[Tt]he (?:(?:former |then-)?(?:[A-Z]\w+ ){1,3}|former |presumptive |likely |real estate )"
    r"(Republican|Democrat|senator|lawmaker|governor|congress(?:wo)?man|first lady|candidate|mogul"
    r"|nominee(?: for president)?)"
)
_SAID_SHE = re.compile(r"\w+ (?:that )?she\b")
_OWNED_PAPER = re.compile(
    r"((?:[A-Z][\w-]+ )?[A-Z][\w-]+)['’]s? (?:speech|statement|letter|tweet|post|e-?mail|testimony|memo)"
)
_BY = re.compile(r"[Aa]n? (?:[\w-]+ ){0,2}(?:statement|letter|tweet|post|e-?mail|memo) (?:from|by) ")
_CUT = re.compile(
    r"[,;:!?“”\"\n]|(?<!\b(?:Sen|Rep|Gov|Gen))(?<!\b(?:Mr|Ms|Dr|St))(?<!\b[A-Z])\.(?=\s|$)"
    r"| (?:issued|released|sent|on|in|that|which|who|after|before|said|reads?)\b"
)
_AGED = re.compile(r"[Tt]he \d\d-year-old(?: [\w-]+){1,2}$")
_PAPER = re.compile(r"[Tt]he (statement|letter|memo|tweet|post|e-?mail)")
_SENT = re.compile(
    r"\b(?:[Ii]n|issued|released|sent|published|wrote|signed) (?:an?|his|her)(?: [a-z-]+){0,2}$"
)
_FORMER = re.compile(r"[Tt]he (?:former |then-)[A-Z]")
#: They are called by no state.
_HEADS = frozenset(("president", "prime minister", "vice president"))
#: Where a phrase tells neither he nor she.
_ANY = "any"
_OWN = re.compile(r"[Hh](?:is|er) (?:\w+ ){0,2}(?:statement|letter|tweet|post|e-?mail|testimony|memo)\b")
#: So many attributions back one is looked for that a pronoun goes on from.
_MOST = 60


@dataclass(slots=True)
class Attribution:
    """An attribution on its way to its speaker."""

    said: Said
    reading: Reading
    written: str | None
    person: Person | None = None
    key: str | None = None
    type: str | None = None
    country: str | None = None
    kind: str = "none"

    def take(self, other: Attribution | Reading) -> None:
        """Take key, type and country of another."""
        self.key, self.type, self.country = other.key, other.type, other.country


def resolve(title: str, text: str, said: Sequence[Said], outlet: str | None = None) -> list[Speaker]:
    """Return who speaks in each attribution of one article.

    Parameters
    ----------
    title, text : str
    said : sequence of Said
        In any order; those with offsets outside their string have no speaker.
    outlet : str, optional
        Key or name of the article's outlet, which is never the medium that words came through.

    Examples
    --------
    >>> text = "Trade Minister Ana Ruiz said no. Ruiz said later that it may change."
    >>> first, second = Said("text", (0, 23), "said", 24, False), Said("text", (33, 37), "said", 38, False)
    >>> found = resolve("", text, [first, second])
    >>> [(one.written, one.key, one.type) for one in found]
    [('Trade Minister Ana Ruiz', 'Ana Ruiz', 'official'), ('Ruiz', 'Ana Ruiz', 'official')]
    """
    strings = {"title": title, "text": text}
    people = People(text, title)
    found = [_start(one, strings[one.part], people) for one in said]
    # Whoever is named in full comes first: a title may name somebody whom the text introduces later.
    for one in found:
        if one.kind == "person" and len(one.reading.name) > 1 and one.reading.name[0][0].isupper():
            begin, end = one.said.source if one.said.source and one.said.part == "text" else (-1, -1)
            # "President Ruiz's son, Tom Ruiz Jr.": where he is named himself.
            at = text.find(" ".join(one.reading.name[:2]), begin, end) if begin >= 0 else -1
            one.person = people.add(one.reading.name, max(at, begin))
            people.learn(one.person, one.reading)
    order = sorted(range(len(found)), key=lambda k: (found[k].said.part == "title", found[k].said.place))
    for k in order:
        one = found[k]
        if one.kind == "person":
            if one.person is None:
                place = one.said.place if one.said.part == "text" else -1
                # "Marlow said she would": of two the woman.
                she = "f" if place >= 0 and _SAID_SHE.match(text, place) else None
                one.person = people.called(one.reading.name, place, one.reading.gender or she)
                if one.person:
                    people.learn(one.person, one.reading)
                else:
                    one.key = None
            if one.person:
                people.complete(one.person)
                if one.person.type in (None, "other") and one.said.source and one.said.part == "text":
                    begin, end = one.said.source
                    if text.startswith((", a ", ", an ", ", the "), end):
                        people.learn(one.person, beside(text, begin, end))

    def before(at: int) -> list[Attribution]:
        return [found[j] for j in order[max(0, at - _MOST) : at]]

    for at, k in enumerate(order):
        one = found[k]
        if one.said.source is None and one.said.quoted and one.said.cue == "asked" and at:
            # "It rains," Ruiz said when asked. "It pours."
            last = found[order[at - 1]]
            if last.said.quoted and _ASKED.search(text, last.said.place, one.said.place + len("asked")):
                one.person = last.person
        if one.kind in ("body", "medium", "document") and one.reading.definite:
            _by_noun(one, [found[j] for j in order[max(0, at - 12) : at]], text)
        if one.kind == "document" and one.said.part == "text":
            if own := _OWN.match(one.written or ""):
                # "His statement said": he does.
                he = "m" if own.group()[1] == "i" else "f"
                one.person = pointed(people, before(at), one.said.place, he)
            elif owned := _OWNED_PAPER.fullmatch(one.written or ""):
                one.person = people.called(tuple(owned[1].split()), one.said.place)
            elif paper := _PAPER.fullmatch(one.written or ""):
                _by_issuer(one, paper[1], before(at), people)
        if one.kind == "role" and one.said.part == "text" and _AGED.match(one.written or ""):
            # "Ruiz left. The 39-year-old grocer said": she.
            one.person = pointed(people, before(at), one.said.place, one.reading.gender or _ANY)
        epithet = one.kind in ("role", "group", "body") and _EPITHET.fullmatch(one.written or "")
        if epithet and one.said.part == "text":
            # "The Ohio Republican" is whoever was spoken of, "the Ohio senator" first of all a senator.
            of = "f" if epithet[1].endswith(("woman", "lady")) else _ANY
            if not _FORMER.match(one.written or ""):
                one.reading = read(f"the {epithet[1]}")
                _by_role(one, people)
            one.person = one.person or pointed(people, before(at), one.said.place, of)
            if one.person and one.person.roles & _HEADS:
                one.person = None
        if one.kind == "role":
            last = found[order[at - 1]] if at else one
            goes_on = last.kind == "role" and last.person is None and (last.key or "").endswith(f" {one.key}")
            # "A Korean diplomat said no. It rains, the diplomat said."
            goes_on = goes_on and same_paragraph(text, last.said.place, one.said.place)
            if one.person is None and not goes_on:
                _by_role(one, people)
            unnamed = one.person is None and one.said.part == "text"
            if unnamed and one.key and (one.written or "").lower().startswith("the "):
                # "The executive" is the one unnamed executive spoken of before: "a potash executive".
                fit = {
                    other.key: other
                    for other in (found[j] for j in order[max(0, at - 12) : at])
                    if (other.kind, other.said.part) == ("role", "text")
                    and (
                        (other.key or "").endswith(f" {one.key}")
                        or (other.key or "").startswith(f"{one.key} for ")
                    )
                    and same_paragraph(text, other.said.place, one.said.place)
                }
                if len(fit) == 1:
                    (other,) = fit.values()
                    one.key, one.type, one.country = other.key, other.type, other.country or one.country
        elif one.kind == "pronoun":
            _by_pronoun(one, before(at), people)
        elif one.kind == "share":
            # What a share of the people thinks is of the poll that says so.
            one.key, outer = None, one.said.inside
            polls = [found[outer]] if outer is not None and 0 <= outer < len(found) else []
            polls += [found[j] for j in order[max(0, at - 2) : at]]
            for poll in polls:
                if poll.type == "document" and poll.key:
                    one.take(poll)
                    break
        if one.person:
            _of(one, one.person)
    _insiders(found, order, text)
    for one in found:
        if one.person:
            _of(one, one.person)
    through = vias(found, text, outlet)
    return [
        Speaker(one.written, one.key, one.type, one.country, via)
        for one, via in zip(found, through, strict=True)
    ]


def _start(one: Said, string: str, people: People) -> Attribution:
    if one.source is None or not 0 <= one.source[0] < one.source[1] <= len(string):
        return Attribution(one, NOTHING, None)
    begin, end = _whole(string, *one.source)
    bracket = string.rfind("(", max(begin - 8, 0), begin + 1)
    if bracket > 0 and (tag := _TAG.match(string, bracket)) and tag.end() > begin:
        # "Gov. Ana Ruiz (D) said", "Marlow Inc (MRL.N) said".
        begin, end = _whole(string, _behind_mark(string, bracket - 2), len(string[:bracket].rstrip(" ,")))
    # "The [U.K.] Daily Mail".
    begin = max(begin, string.rfind("] ", begin, end) + 2 if "] " in string[begin:end] else begin)
    ahead = string.endswith(" and ", 0, begin)
    if joint := _JOINT.search(string, max(begin - 150, 0), begin) if ahead else None:
        # "The presidents of France and Germany said".
        begin = joint.start()
    if own := _SELF.search(string, max(begin, end - 11), end):
        # "Marlow himself said", "Marlow then said".
        end = own.start()
    if string[begin:end].endswith(("'s", "’s", "s'", "s’")) and (theirs := _THEIRS.match(string, end)):
        # "Ruiz's family said": not Ruiz.
        end = theirs.end()
    phrase = string[begin:end]
    reading = read(phrase)
    if reading.kind == "document" and (paper := _BY.match(string, begin)):
        # "A statement from the Ruiz campaign said": the campaign.
        name = _CUT.split(string[paper.end() : paper.end() + 60], maxsplit=1)[0]
        whose = read(name)
        if whose.kind in ("person", "body"):
            begin, end, phrase, reading = paper.end(), paper.end() + len(name), name, whose
    if joint:
        reading = reading._replace(key=re.sub("^[Tt]he ", "", phrase), country=None)
    if (younger := _YOUNGER.fullmatch(phrase)) and (full := _full_junior(younger[1] or younger[2], people)):
        reading = read(full)._replace(begin=0, end=len(phrase))
    if reading.kind == "body" and (plain_name := _ADORNED.fullmatch(phrase)):
        # "A rejuvenated Clinton", of whom the text speaks without her adjective, too.
        known: Reading | None = read(plain_name[1])
        if known is None or known.kind != "person":
            known = _surname(plain_name[1], string, begin, people)
        if known:
            reading = known._replace(begin=plain_name.start(1), end=len(phrase))
    firm = reading.kind == "body" and reading.type in ("business", "other")
    if (firm or reading.kind in ("pronoun", "none")) and phrase.istitle() and phrase.isalpha():
        reading = _surname(phrase, string, begin, people) or reading
    noun = reading.kind in ("role", "medium", "document") and phrase.istitle() and phrase.isalpha()
    if noun and _has_given(phrase, people.text):
        # "King", of Tom King.
        reading = Reading(0, len(phrase), "person", (phrase,), phrase)
    if string.endswith(", in ", 0, begin) and is_place(phrase):
        # "Ana Ruiz, an expert at the University of Akron, in Ohio, said".
        end = begin - len(", in ")
        begin = _behind_mark(string, end)
        phrase, reading = string[begin:end], read(string[begin:end])
    if (
        (reading.kind in ("role", "thing", "group") and phrase[:1].islower() and reading.begin == 0)
        or _OF_PARTY.match(phrase)
        or _PARTISAN.match(phrase)
        or (reading.kind == "role" and _SOMEBODYS.match(phrase) and string.startswith(",", end))
    ):
        longer = _named_before(string, begin, end)
        if longer is not None:
            begin, reading = longer
            phrase = string[begin:end]
    home = _HOME.search(string, max(begin - 9, 0), begin)
    place = home and home.group() != ", " and is_place(phrase)
    if home and (place or _OF_PARTY.match(phrase) or _PARTISAN.match(phrase)):
        # "A spokesman for Marlow (R-Ohio) said", "Tom Marlow (R) of Ohio", "Marlow, a Democrat".
        low = _behind_mark(string, home.start())
        named = read(string[low : home.start()])
        if named.kind == "person" or not _PARTISAN.match(phrase):
            begin, end, phrase, reading = low, home.start(), string[low : home.start()], named
    bare = nameless(phrase)
    # A capital at the head of a sentence is nobody's name.
    first = (reading.key or "").partition(" ")[0]
    loose = reading.kind in ("body", "person") and reading.type in (None, "other")
    loose = loose and first != phrase and phrase.startswith(first)
    if loose and _opens(string, begin) and _ordinary(first, people.text):
        begin, phrase = begin + len(first) + 1, phrase[len(first) + 1 :]
        reading = read(phrase) if len(reading.name) > 1 else NOTHING
    if reading.kind == "person" and (together := _together(one, reading, string, begin, end, people)):
        return together
    # A visit, a tariff, a proportion can't speak; what is in marks somebody says, "the executioner".
    somebody = one.quoted and one.cue in _TOLD and _SOMEBODY.fullmatch(phrase)
    unnamed = reading.kind == "none" or (reading.kind == "thing" and not somebody) or phrase in _OPENERS
    if unnamed or (bare and reading.kind in ("person", "share")):
        return Attribution(one, NOTHING, None, kind="cut" if bare else "none")
    written = phrase[reading.begin : reading.end].strip()
    found = Attribution(one, reading, written, kind=reading.kind)
    found.key, found.type, found.country = None if bare else reading.key, reading.type, reading.country
    return found


_PLACE = r"(?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*"
_JOINT = re.compile(
    rf"\b(?:[Tt]he )?(?:[a-z]+ )?(?:[a-z]+|Leader|Official|Minister)s (?:of|in|from|for) "
    rf"(?:{_PLACE}, )*{_PLACE},? and $"
)
_ASKED = re.compile(r"(?:when|,) asked$")
_A_NAME = r"(?:[A-Z][\w’'-]*\.? ){0,3}[A-Z][\w’'-]+(?:, [DRI]-[A-Z][\w.]*)?"
#: Names of several, at the head of a sentence, behind a quotation or what was said.
_SEVERAL = re.compile(
    rf"(?:(?<=[.!?”\"\n] )|(?<=\n)|^|(?<=said )|(?<=say ))(?:Both )?"
    rf"({_A_NAME})((?:[,;] {_A_NAME})*)[,;]? and $"
)
_TOLD = frozenset("said says told tells added adds".split())
_SOMEBODY = re.compile(r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother)(?: (?!to )[A-Za-z’'-]+){1,5}")
_THEIRS = re.compile(
    r" (?:allies|families|(?:aide|ally|attorney|brother|campaign|daughter|family|father|friend|husband|lawyer"
    r"|mother|office|parent|sister|son|spokesman|spokesperson|spokeswoman|supporter|team|widow|wife)s?)\b"
)
_SELF = re.compile(r" (?:(?:him|her|it|them)sel(?:f|ves)|then|now|later)$")
_OPENERS: frozenset[str] = word_lists(__package__, "lists")["resolving"]["openers"]
_OF_PARTY = re.compile(r"[DRI]-[A-Z]")
_SOMEBODYS = re.compile(r"(?:Mrs?\. |Ms\. )?[A-Z][\w-]+['’]s? ")
_PARTISAN = re.compile(r"(?:an?|the top) (?:[\w-]+ ){0,3}(?:Democrat|Republican)(?![\w-])")
_TITLED = re.compile(r"(?<!\w)(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Gov|Gen|Col|Lt|Maj|Capt|Prof|Rev|St|[A-Z])\.?$")
_CUT_LEFT = re.compile(
    r"(?:(?:[A-Z][\w’'-]+ ){0,4}(?:(?<!\w)[A-Z]\.|Mr\.|Mrs\.|Ms\.|Dr\.|Sen\.|Rep\.|Gov\.|Gen\.)"
    r"|(?:The |the )?(?:[A-Z][\w’'-]+ ){0,3}(?:U\.S\.|U\.K\.|U\.N\.|E\.U\.)) $"
)
#: First halves of what bodies are called.
_HALF = re.compile(
    r"(?:(?<=, )(?:[a-z-]+ ){1,4}(?:of|for|at) (?:the )?)?"
    r"(?:(?:[A-Z][\w-]+|[A-Z](?:\.[A-Z])+\.) (?:(?:of|for|on) )?)*"
    rf"\b(?:{'|'.join(sorted(word_lists(__package__, 'lists')['resolving']['halves']))}) (?:and|&) $"
)
_OFFICE_OF = re.compile(r"\b[A-Z][\w-]+ of (?:[A-Z]\w+ and )?$")
_TAG = re.compile(r"\((?:[DRI]|[A-Z]{1,5}\.[A-Z]{1,2})\)")
_HOME = re.compile(r" \((?:[DRI]\) of )?$|, \d\d, of $|, $")
_ADORNED = re.compile(
    r"(?:[Aa]n?|[Tt]he) (?!elder |younger )(?:[a-z][\w’'-]+ )+([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
)
#: The son of somebody of the same name.
_YOUNGER = re.compile(r"(?:[Tt]he )?younger (?:Mr\. )?([A-Z][\w’'-]+)|(?:Mr\. )?([A-Z][\w’'-]+),? Jr\.?")
_PARTED = re.compile(r"[.,”\"–—-] |\n")
_STATE = re.compile(r"(?<=[ (])[DRI]-[A-Z]\.$")
_CUT_RIGHT = re.compile(r"\.? [A-Z][\w’'-]+(?: [A-Z]\.)?(?: [A-Z][\w’'-]+){0,2}")


def _together(
    one: Said, reading: Reading, string: str, begin: int, end: int, people: People
) -> Attribution | None:
    """Return "Ruiz, Marlow and Okoro" of a joint statement, where the last is read: none of them alone."""
    listed = (
        _SEVERAL.search(string, max(begin - 200, 0), begin) if string.endswith(" and ", 0, begin) else None
    )
    first = read(listed[1]) if listed else NOTHING
    if not listed or not first.name or not _is_named(first, people.text):
        return None
    between = re.sub(r",? [DRI]-[A-Z][\w.]*", "", listed[2]).replace(";", ",")
    found = Attribution(one, NOTHING, string[listed.start(1) : end].strip(), kind="group")
    found.key = f"{first.key}{between} and {reading.key}"
    found.type, found.country = reading.type or "other", reading.country
    return found


def _is_named(found: Reading, text: str) -> bool:
    """Whether a name is in full, of somebody in office, or of one whom the text names in full elsewhere."""
    words, family = lexicon(), found.name[-1]
    given = found.name[0] in words.given if len(found.name) > 1 else _has_given(family, text)
    return given or bool(found.roles) or family in words.known


def _behind_mark(string: str, place: int) -> int:
    """Return where what stands before a place begins: behind the last mark, or at the start."""
    return max([0, *(mark.end() for mark in _PARTED.finditer(string, 0, max(place, 0)))])


def _has_given(family: str, text: str) -> bool:
    """Whether a text has a given name before a family name, perhaps with an initial or a name between."""
    given, behind = lexicon().given, len(family) + 1
    at = text.find(f" {family}")
    while at >= 0:
        if not text[at + behind : at + behind + 1].isalnum():
            *_, before, last = ["", "", *text[max(at - 30, 0) : at].split()]
            initial = len(last) == 2 and last[0].isupper() and last[1] == "."
            if last in given or (before in given and (initial or last.isalpha()) and last[:1].isupper()):
                return True
        at = text.find(f" {family}", at + 1)
    return False


def _whole(string: str, begin: int, end: int) -> tuple[int, int]:
    """Return a source with what a full stop behind a title or an initial cut from it."""
    if _STATE.search(string, max(begin - 5, 0), begin):
        # "Marlow (R-S.C.) told".
        begin -= 4
    begin = _at_office(string, begin)
    half = _HALF.search(string, max(begin - 90, 0), begin) if string[begin].isupper() else None
    if half:
        # "The Food and [Drug Administration]", "Ruiz, head of the Food and [Drug Administration]".
        begin = half.start()
    if begin > 2 and string[begin - 2 : begin] == ". ":
        before = _CUT_LEFT.search(string, max(0, begin - 50), begin)
        if before:
            begin = before.start()
    if (string[end - 1] == "." or string[end : end + 1] == ".") and _TITLED.search(
        string, max(0, end - 6), end
    ):
        after = _CUT_RIGHT.match(string, end)
        if after:
            end = after.end()
    return begin, end


def _at_office(string: str, begin: int) -> int:
    """Return where an office begins that a name is cut from: "Secretary of Trade Ana Ruiz"."""
    office = _OFFICE_OF.search(string, max(begin - 40, 0), begin)
    field = plain(string[begin : begin + 20].partition(" ")[0])
    return office.start() if office and field in PORTFOLIOS else begin


def _full_junior(family: str, people: People) -> str | None:
    full = re.search(rf"\b[A-Z][\w’'-]+ (?:[A-Z]\. )?{re.escape(family)},? Jr\b", people.text)
    return full and f"{full.group()}."


def _opens(string: str, begin: int) -> bool:
    """Whether a sentence begins at a place."""
    return string[max(0, begin - 9) : begin].rstrip(" \"“‘'")[-1:] in ("", ".", "!", "?", ":", ";", "\n")


def _surname(word: str, string: str, begin: int, people: People) -> Reading | None:
    """Read a family name that is spelt like a pronoun, a month or another word, of somebody named in full.

    "He said" at the head of a sentence may be anybody: there it is the pronoun.
    """
    words = lexicon()
    if (word in ("He", "She") and _opens(string, begin)) or (
        plain(word) in PRONOUNS and word not in words.chinese
    ):
        return None
    named = f"{people.text}\n{people.title}"
    for full in re.finditer(rf"(?:([A-Z][a-z’'-]+) )?\b{word}\b(?: ([A-Z][a-z]+))?", named):
        before, behind = full.groups()
        family = bool(word in words.chinese and behind and PINYIN.fullmatch(behind))
        kinds = {entry.kind for _, _, entry in words.phrases.get(plain(before or ""), ())}
        if family or before in words.given or kinds & {"role", "honorific"}:
            given = before in words.given
            at = full.start() if given else full.start() + len(full.group().partition(word)[0])
            at = at if at < len(people.text) else -1
            people.add((word, behind) if family else (before, word) if given else (word,), at)
            return Reading(0, len(word), "person", (word,), word)
    return None


_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, $")
_NAMED = re.compile(
    r"(?:[A-Z][\w.’'-]+ )(?:(?:[A-Z][\w.’'-]*|de|van|von|der|bin|al) )*(?:[ae]l-)?[A-Z][\w’'-]+"
    r"(?: \([\w. -]{1,12}\))?, (?:[\w ]{1,50} and )?$"
)


def _named_before(string: str, begin: int, end: int) -> tuple[int, Reading] | None:
    """Read an apposition together with the name it stands beside."""
    low = max(0, begin - 110)
    if string[max(0, begin - 5) : begin][-2:] != ", " and string[max(0, begin - 5) : begin] != " and ":
        return None
    before = _NAMED.search(string[low:begin])
    if before is None or _DAY.search(before.group()):
        # "Late Monday, the president said".
        return None
    start = _at_office(string, low + before.start())
    ahead = re.findall(r"(\w+) $", string[max(start - 15, 0) : start].casefold())
    if not string.startswith((",", " who "), end) and known()["preposition"].intersection(ahead):
        # "After a row on Al Qaeda, the president said": no comma closes an apposition.
        return None
    reading = read(string[start:end])
    if reading.kind == "body" and string[begin - 2 : begin] == ", ":
        # "Ana Ruiz, chairman of the Harbour Institute".
        beside = read(string[begin:end])
        reading = read(string[start : begin - 2])._replace(type=beside.type, roles=beside.roles)
    return (start, reading) if reading.kind == "person" else None


def _of(one: Attribution, person: Person) -> None:
    one.key, one.type, one.country, one.kind = person.key, person.type or "other", person.country, "person"


def _by_role(one: Attribution, people: People) -> None:
    """Give an office to the one person of the article who holds it."""
    reading, title = one.reading, one.said.part == "title"
    if not (reading.definite or title):
        return
    if _TOP_DIPLOMAT.search(one.written or ""):
        reading = reading._replace(roles=_MINISTERS)
    place = len(people.text) if title else one.said.place
    exact = [p for p in people.all if p.roles & reading.roles]
    fit = _fitting(exact, reading, place, people)
    if not fit:
        same = frozenset().union(*(lexicon().same.get(role, frozenset()) for role in reading.roles))
        fit = _fitting([p for p in people.all if p.roles & same], reading, place, people)
    if not fit and not title:
        fit = _titled(reading, place, people)
    called = (one.written or "").lower()
    # "The president", "the US president", not "the nation's president", "that very president".
    bare = called.removeprefix("the ") in reading.roles or (reading.country and "former" not in called)
    if bare and not (fit and reading.country in (None, fit[0].country)):
        fit = _headed(reading, place, people) or fit
    held = (reading.roles & _OFFICES and called.startswith("the ")) or called.startswith("the former ")
    if not fit and not title and held:
        # "Ruiz was glad. The former governor said": she.
        start = _paragraph(people.text, place)
        near = _named(people, max(start, place - _FAR), place, _ANY)
        some = {met.person for met in near}
        if len(some) == 1 and near[-1].first:
            fit = [person for person in some if not person.roles or reading.roles & person.roles]
    if len(fit) > 1 and not title:
        by = [p for p in fit if same_paragraph(people.text, people.text.rfind(p.family[-1], 0, place), place)]
        fit = by if len(by) == 1 else fit
    if len(fit) == 1:
        one.person = fit[0]
        people.learn(fit[0], reading)
    elif fit or title:
        one.key = None


_TOP_DIPLOMAT = re.compile(r"\btop (?:[A-Z][\w.]+ )?diplomat$")
_MINISTERS = frozenset(("secretary of state", "foreign minister", "foreign secretary"))


def _by_issuer(one: Attribution, paper: str, before: list[Attribution], people: People) -> None:
    """Give a statement to whose it is by the sentence of this paragraph or the last that speaks of it."""
    text, place = people.text, one.said.place - len(paper) - 4
    low = _paragraph_before(text, _paragraph_before(text, _paragraph(text, one.said.place)))
    at = text.rfind(f" {paper}", max(low, place - _FAR), place)
    if at < 0 or not _SENT.search(text, max(at - 40, 0), at):
        return
    for stop in STOPS.finditer(text, low, at):
        low = stop.end()
    named = _named(people, low, at, _ANY)
    if named and named[0].first:
        one.person = named[0].person
        return
    # "In a statement on Monday, Ruiz said", "the ministry said in a statement": who speaks in that sentence.
    after = STOPS.search(text, at, place)
    end = min(after.start() if after else place, max(text.find("\n", at), 0) or place)
    spoke = [other for other in before if other.said.part == "text" and low <= other.said.place < end]
    if spoke and spoke[-1].key and len({other.key for other in spoke}) == 1:
        one.person = spoke[-1].person
        one.take(spoke[-1])


def _in_office(one: Attribution, people: People, gender: str) -> Person | None:
    """Return who holds the office that the paragraph or the one before begins with, where nobody is named."""
    start = _paragraph(people.text, one.said.place)
    for low in (start, _paragraph_before(people.text, start)):
        opening = _THE_OFFICE.match(people.text, low, one.said.place)
        reading = read(opening.group()) if opening else NOTHING
        if reading.kind == "role" and not _named(people, max(low, start - _FAR), one.said.place, gender):
            held = Attribution(one.said._replace(place=low + 1), reading, None)
            _by_role(held, people)
            return held.person
    return None


def _fitting(some: list[Person], reading: Reading, place: int, people: People) -> list[Person]:
    fit = []
    for person in some:
        if reading.country and person.country and reading.country != person.country:
            continue
        mine, theirs = reading.bodies - _GENERIC, person.bodies - _GENERIC
        if mine and theirs and not mine & theirs:
            continue
        at = person.at
        if not 0 <= at < place:
            # In full he may be named behind.
            at = people.text.find(" ".join(person.family), 0, place)
        if reading.type == "citizen":
            # There are many protesters.
            at = people.text.rfind(person.family[-1], max(0, place - _CLOSE), place)
        if 0 <= at < place:
            fit.append(person)
    return fit


def _headed(reading: Reading, place: int, people: People) -> list[Person]:
    """Find who heads a state or government, and is named far more often than others who do."""
    listed = lexicon().heads
    offices = listed.keys() if reading.roles == {"leader"} and reading.country else reading.roles
    if reading.bodies or reading.type != "official" or not offices <= listed.keys():
        return []
    named = {
        family: len(re.findall(rf"\b{family}\b", people.text))
        for office in sorted(offices)
        for family, country in listed[office]
        if reading.country in (None, country) and family in people.text
    }
    often = sorted(named, key=lambda one: -named[one])[:2]
    if not often or named[often[0]] < max(2, _BY_FAR * sum(named[one] for one in often[1:])):
        return []
    found = people.called((often[0],), place)
    # Not somebody else of that family name.
    return [found] if found and (found.name == found.family or in_office(found)) else []


_OFFICES: frozenset[str] = word_lists(__package__, "lists")["resolving"]["offices"]
#: Characters back in which one of many is looked for, and how much oftener the head of a state is named.
_BY_FAR = 4
_CLOSE, _THE_OFFICE = 800, re.compile(r"The (?:prime |vice )?[a-z]+(?= )")
_GENERIC: frozenset[str] = word_lists(__package__, "lists")["resolving"]["generic"]


def _titled(reading: Reading, place: int, people: People) -> list[Person]:
    """Find a name behind the office in the text before: "President Marlow" for "the president"."""
    if reading.roles == _MINISTERS:
        each = (
            _titled(reading._replace(roles=frozenset((role,))), place, people) for role in sorted(_MINISTERS)
        )
        return list(dict.fromkeys(chain.from_iterable(each)))
    if len(reading.roles) != 1:
        return []
    (role,) = reading.roles
    title = role.title().replace(" Of ", " of ").replace("-Elect", "-elect") + " "
    found: list[Person] = []
    at = people.text.find(title, 0, place)
    for _ in range(6):
        if at < 0:
            break
        name = _NAME.match(people.text, at + len(title))
        if name and not people.text.endswith(("Vice ", "Deputy "), 0, at):
            tokens = tuple(re.sub("['’]s?$", "", name.group()).split())
            if plain(tokens[-1]) in known()["time"]:
                # "President Marlow Thursday urged".
                tokens = tokens[:1]
            person = people.add(tokens, name.start()) if len(tokens) > 1 else people.called(tokens, at)
            if person and person not in found:
                person.roles.add(role)
                people.complete(person)
                found.append(person)
        at = people.text.find(title, at + len(title), place)
    return _fitting(found, reading, place + 1, people)


_NAME = re.compile(
    r"(?![JS]r\b)[A-Z][a-z’'-]+[A-Za-z]*(?: [A-Z]\.)?"
    r"(?: (?:[ae]l-|(?:bin|van|von|de|al) )?[A-Z][a-z]+[A-Za-z-]*)?"
)


def _by_noun(one: Attribution, before: list[Attribution], text: str) -> None:
    """Give "the company", "the ministry" or "the Times" to the one body named so before."""
    written = one.written or ""
    if not written.lower().startswith("the ") or written.count(" ") > 1 + written.endswith(" group"):
        return
    noun = written[4:]
    if noun in _FULL:
        # "The Times" is the Harbour Times, "the Congress" the National People's Congress.
        full = _FULL[noun].search(text)
        named = read(full.group()) if full else NOTHING
        abroad = named.kind == "body" and named.country not in (None, one.country)
        if named.kind == "medium" or abroad:
            one.reading, one.kind = named, named.kind
            one.key, one.type, one.country = named.key, named.type, named.country
    # "The Harbour Times reports ... The paper adds": a newspaper.
    kind = "media" if noun == "paper" else one.type
    if noun[0].isupper() or (one.kind == "document" and noun != "paper") or kind is None:
        return
    fit: dict[str, Attribution] = {}
    for other in before:
        near = other.said.part == one.said.part and same_paragraph(text, other.said.place, one.said.place)
        alike = other.kind in ("body", "medium") and other.type == kind
        # Officials are of many bodies: the ministry is one that is called a ministry.
        alike &= kind != "official" or noun in (other.key or "").lower() or (noun, other.key) in _ALSO
        outlet = book().entries.get(other.reading.outlet or "") if noun == "agency" else None
        alike |= outlet is not None and outlet.agency
        if near and alike and other.key and other.key.lower() != noun:
            fit[other.key] = other
    if len(fit) == 1:
        (other,) = fit.values()
        one.key, one.type, one.country, one.kind = other.key, other.type, other.country, other.kind
        one.reading = other.reading if other.kind == "medium" else one.reading


_ALSO = {("bureau", "FBI"), ("agency", "CIA"), ("agency", "NSA"), ("agency", "EPA"), ("agency", "CBO")}
_SHORT: frozenset[str] = word_lists(__package__, "lists")["resolving"]["short"]
_FULL = {noun: re.compile(rf"(?:[A-Z][\w’']+ ){{1,3}}{noun}\b") for noun in _SHORT}


#: The cue and three words of the same clause.
_BEHIND = re.compile(r"\w+(?: \w+){1,3}")


#: What stands in marks before a pronoun, and what is said behind its verb.
_SAID_BEFORE = re.compile(r"[“\"]([^“”\"]*)[”\"]\s*$")
_SAID_BEHIND = re.compile(r"[^.!?\n“\"]*(?:[“\"][^”\"\n]*)?")


def _names(text: str, said: Said, person: Person) -> bool:
    """Whether what is said beside a pronoun names somebody with title or in full, as nobody does himself."""
    if said.source is None:
        return False
    before = _SAID_BEFORE.search(text, _paragraph(text, said.source[0]), said.source[0])
    behind = _SAID_BEHIND.match(text, said.place)
    beside = " ".join(found.group() for found in (before, behind) if found)
    if person.family[-1] not in beside:
        return False
    given, family = re.escape(person.name[0]), re.escape(person.family[-1])
    # "I'm Ana Ruiz", he says of himself.
    title = rf"(?<!\bI['’]m )(?<!\bI am )\b(?:Mr|Mrs|Ms|President|Secretary|{given})\.? {family}\b"
    return re.search(title, beside) is not None


def _by_pronoun(one: Attribution, before: list[Attribution], people: People) -> None:
    mark = one.reading.gender
    one.key = one.type = one.country = None
    if mark in ("m", "f") and one.said.part == "text":
        last = before[-1] if before else one
        # "An official said no. He left": the official, if nobody is named between.
        unnamed = last.kind in ("role", "anonymous") and last.reading.gender in (None, mark)
        unnamed = unnamed and last.key is not None and last.person is None
        unnamed = unnamed and same_paragraph(people.text, last.said.place, one.said.place)
        if unnamed and not _named(people, last.said.place, one.said.place, mark):
            one.take(last)
            return
        place = one.said.place
        if one.said.source and not people.text.endswith("for saying ", 0, place):
            # "She named Ana Ruiz and spoke of": she isn't Ruiz. "He scolded Ruiz for saying": he is.
            place = _before_sentence(people.text, one.said.source[0]) or min(place, one.said.source[0])
        one.person = pointed(people, before, place, mark) or _in_office(one, people, mark)
        # "He said that Marlow would go": he is not Marlow.
        near = _BEHIND.match(people.text, one.said.place)
        if one.person and near and one.person.family[-1] in near.group().split():
            one.person = None
        # "He suggested that support for Mr. Marlow was misplaced", "“... than President Marlow’s,” he said".
        if one.person and _names(people.text, one.said, one.person):
            one.person = None
        if one.person:
            people.complete(one.person)
    elif mark == "r" and one.said.source:
        found = antecedent(people.text if one.said.part == "text" else "", one.said.source[0])
        if found is None:
            return
        if found.kind == "person":
            one.person = (
                people.add(found.name, -1)
                if len(found.name) > 1
                else people.called(found.name, one.said.place, found.gender)
            )
            if one.person:
                people.learn(one.person, found)
                people.complete(one.person)
        else:
            one.take(found)
    elif mark in ("p", "b"):
        kinds = ("group", "body", "anonymous", "share") if mark == "p" else ("body", "medium", "document")
        for other in reversed(before):
            if other.said.part != one.said.part or not same_paragraph(
                people.text, other.said.place, one.said.place
            ):
                break
            if other.kind in kinds and other.key:
                one.take(other)
                break
            if other.kind == "person" and mark == "p":
                break


def _before_sentence(text: str, he: int) -> int | None:
    """Return where a sentence begins in which he says what stands before: he is somebody of before.

    "Marlow's plans, he said, would fail", not "Tom Marlow, a baker, was for it, he said".
    """
    if not _TRAILING.match(text, max(he - 2, 0)):
        return None
    start = _paragraph(text, he)
    for stop in STOPS.finditer(text, start, he):
        start = stop.end()
    first, _, rest = text[start:he].lower().partition(" ")
    led = {first, rest.rstrip(" ,").rpartition(" ")[2]} & {*known()["preposition"], *known()["subordinator"]}
    return None if led or _INTRODUCED.match(text, start) else start


def _insiders(found: list[Attribution], order: list[int], text: str) -> None:
    """Give "I" and "we" in somebody's words, or in a turn of an interview, to that somebody."""
    turn: Attribution | None = None
    for k in order:
        one = found[k]
        if one.said.cue == "" and one.key and one.said.part == "text":
            turn = one
            continue
        mine = one.reading.kind == "pronoun" and one.reading.gender == "i" and one.said.inside is None
        near = turn is not None and same_paragraph(text, turn.said.place, one.said.place)
        if turn and mine and near and one.said.part == "text":
            one.person = turn.person
            one.take(turn)
    for one in found:
        if one.reading.kind == "pronoun" and one.reading.gender == "i" and one.said.inside is not None:
            at: int | None = one.said.inside
            for _ in range(4):
                if at is None or not 0 <= at < len(found) or found[at] is one:
                    break
                outer = found[at]
                if outer.reading.gender != "i" and outer.key:
                    one.person = outer.person
                    one.take(outer)
                    break
                at = outer.said.inside
