"""What one source phrase says by itself: who or what it names, and what it tells of kind and country.

A phrase is read once, whatever article it stands in; what other phrases or the
article tell is no matter here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from framing.plugins import word_lists
from framing.text.voices.speakers import lexicon as entries
from framing.text.voices.speakers.lexicon import PRONOUNS, Entry, Item, lexicon, name_in, plain, tag
from framing.text.voices.words import cues, known

# What a stretch of words without commas names: kind, type, country, office; and what its neighbour adds.

_ISSUED = re.compile(
    r"\b(?:(?:released|published|conducted|issued|written|commissioned|compiled|done|prepared|sent|signed"
    r"|carried out|produced|authored|made|filed|collected|put out)"
    r"(?: \w+day)?(?: \w+ly)? (?:by|for)|from|by)\s+"
)
_BY = re.compile(r"[A-Z]|the [A-Z]")
_LED_BY_TOPIC = frozenset("to on with against about over toward towards into".split())
_AFFAIRS: frozenset[str] = word_lists(__package__, "lists")["reading"]["affairs"]


def _participle(item: Item, before: Item) -> bool:
    """Whether a word behind a noun begins what is told of it: "a poll released by"."""
    return (
        item.kind == "word"
        and before.entry is not None
        and item.text.endswith(("ed", "ing", "sent", "made", "held"))
    )


@dataclass(slots=True)
class Draft:
    kind: str = "none"
    name: tuple[str, ...] = ()
    key: str | None = None
    type: str | None = None
    country: str | None = None
    roles: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    gender: str | None = None
    definite: bool = True
    outlet: str | None = None
    open: bool = False


def noun_phrase(items: list[Item], phrase: str) -> Draft:
    """Read one stretch without commas."""
    draft = Draft()
    # "At least one official", "17-year-old Ana Ruiz".
    if len(items) > 1 and (items[0].text == "least" or _AGED.fullmatch(items[0].text)):
        items = items[1:]
    bare = items
    if items[0].kind == "determiner" or plain(items[0].text) in _POSSESSIVES_NOUNS:
        draft.definite = plain(items[0].text) in _DEFINITE
        bare = items[1:] if plain(items[0].text) in _DROPPED else items
        items = items[1:]
        if not items or not bare:
            return draft
    of = len(items)
    for k, item in enumerate(items):
        if item.kind == "preposition" or (item.kind == "word" and k and _participle(item, items[k - 1])):
            of = k
            break
    core, beside = items[:of], items[of:]
    if not core:
        return draft
    if any(item.entry for item in items):
        draft.country = _country(items)
        if not draft.country and len(core) > 1 and core[-1].text.lower() in _LED:
            # A government that is called by whom it is led.
            led = {country for item in core[:-1] for _, country in lexicon().known.get(item.text, ())}
            draft.country = led.pop() if len(led) == 1 else None
    bodies = []
    for item in items:
        if item.entry:
            if item.entry.kind in ("named", "body", "medium"):
                bodies.append(plain(item.entry.head or item.text))
        elif item.kind == "cap" and len(item.text) > 1 and item.text.isupper():
            bodies.append(plain(item.text))
    draft.bodies = frozenset(bodies)
    draft.key = phrase[bare[0].begin : items[-1].end]
    for item in core:
        if item.entry and item.entry.gender:
            draft.gender = item.entry.gender
    name = name_in(core, bare, phrase)
    if not name and beside:
        core, beside, name = entries.named_late(core, beside, phrase) or (core, beside, name)
    title = [item for item in core if item.entry and item.entry.kind == "role" and item not in name]
    # "The president's adviser" is no president.
    draft.roles = frozenset(item.entry.head for item in title if item.entry and not item.possessive)
    if name:
        draft.kind = "person"
        draft.name = tuple(word for item in name for word in item.text.split())
        draft.key = " ".join(draft.name)
        if title and title[-1].entry:
            draft.type, draft.open = _role_type(title[-1], core, beside), title[-1].entry.open
        elif core[0].possessive and core[0].kind == "medium":
            draft.type = "media"
        draft.bodies -= {plain(item.text) for item in name}
        if ahead := _joined(core, name):
            draft.kind, draft.name, draft.type = "group", (), draft.type or "other"
            draft.key = phrase[ahead[0].begin : name[-1].end]
        return draft
    last = core[-1]
    heads = [item for item in core if item.entry and item.entry.kind not in ("honorific",)]
    head = last if last.entry and last.entry.kind != "honorific" else None
    if head is None and heads and last.kind in ("word", "number"):
        somebody = heads[-1].entry and heads[-1].entry.kind in ("role", "group", "anonymous")
        # "The minister's visit" is no minister.
        owned = any(item.possessive for item in core[core.index(heads[-1]) : -1])
        head = heads[-1] if somebody and not owned else None
    if head is None or head.entry is None:
        capital = [item for item in core if item.kind == "cap"]
        named = last.kind == "cap" and not _THINGS.fullmatch(last.text) and not entries.happens(core)
        if capital and named:
            draft.kind, draft.type = "body", "other"
            draft.key = phrase[capital[0].begin if capital[0] is core[0] else core[0].begin : items[-1].end]
        elif last.kind in ("word", "cap") and last.text.lower() not in lexicon().words["thing"]:
            draft.kind, draft.type = "thing", "other"
        return draft
    entry = head.entry
    draft.type, draft.open = entry.type, entry.open
    if head.possessive and head is items[-1]:
        draft.key = phrase[core[0].begin : head.begin + len(head.text)]
    if entry.kind == "role":
        draft.kind, draft.type = "role", _role_type(head, core, beside)
    elif entry.kind == "group":
        draft.kind = "group"
        draft.type = _role_type(head, core, beside) if entry.open else entry.type
        if entry.head in _ABOUT and beside:
            draft.country = _country(core)
    elif entry.kind == "people":
        draft.kind = "group"
    elif entry.kind == "place":
        draft.kind, draft.type = "body", entry.type or "official"
    elif entry.kind in ("document", "figures"):
        draft.kind, draft.type = "document", "document"
        draft.key = _issuer(items, core, phrase) or (None if entry.kind == "figures" else draft.key)
    elif entry.kind in ("medium", "named"):
        draft.kind = "medium" if entry.kind == "medium" else "body"
        if head is core[0] or core[0].kind != "cap":
            draft.key = entry.head if entry.kind == "medium" or head is core[0] else draft.key
        draft.outlet = entry.outlet
    elif entry.kind == "anonymous":
        draft.kind = "anonymous"
    else:
        draft.kind, draft.type = "body", _body_type(head, entry)
        # A body's own adjectives say more than its noun: a state broadcaster, a trade ministry.
        other = next((i.entry for i in core if i.entry and i.entry.kind in ("named", "medium")), None)
        if other and entry.head in ("group", "board", "office", "team", "fund", "news"):
            draft.type = other.type
    return draft


#: Things by their initials, as in "EVs".
_THINGS = re.compile(r"[A-Z]{2,}s")


_ABOUT: frozenset[str] = word_lists(__package__, "lists")["reading"]["about"]


def _issuer(items: list[Item], core: list[Item], phrase: str) -> str | None:
    """Return whose document it is, where it says."""
    end = items[-1].end
    found = _ISSUED.search(phrase, core[-1].end if core else 0, end)
    while found:
        if _BY.match(phrase, found.end()):
            stretch = phrase[found.end() : end]
            inner = noun_phrase(tag(stretch), stretch)
            if inner.kind in ("body", "medium", "person") and inner.key:
                return inner.key
        found = _ISSUED.search(phrase, found.end(), end)
    named = [i for i in core[:-1] if i.kind == "cap" or (i.entry and i.entry.kind in ("named", "medium"))]
    if named and named[0].entry and named[0].entry.kind in ("named", "medium"):
        return named[0].entry.head
    if named and (len(named) > 1 or named[0].possessive):
        return re.sub(r"['’]s?$", "", phrase[named[0].begin : named[-1].end])
    return None


def _role_type(role: Item, core: list[Item], beside: list[Item]) -> str | None:
    """Return the type of a role by the organisation beside it, where it has none of its own."""
    entry = role.entry
    assert entry is not None
    if not entry.open and not (entry.type == "business" and entry.head in _SHARED):
        return entry.type
    nations = False
    before = [item for item in core if item.end <= role.begin]
    organised = any(item.kind == "cap" for item in before)
    # "Director of government relations for the union": whom somebody works for stands behind "for" or "at".
    work = next((k for k, i in enumerate(beside) if i.text in ("for", "at", "with", "from")), 0)
    for item in (*before[::-1], *beside[work:], *beside[:work]):
        if item.entry and item.entry.kind in ("body", "named", "medium"):
            return _body_type(item, item.entry)
        if item.entry and item.entry.kind == "role" and item in beside and not item.entry.open:
            return item.entry.type
        if item.entry and item.entry.kind == "role" and item.possessive and not item.entry.open:
            return item.entry.type
        nations |= bool(item.entry and item.entry.kind in ("place", "people"))
        organised |= item.kind == "cap" and item in beside
    if entry.type == "official" and organised and not nations:
        return "other"
    if nations and entry.head in ("spokesperson", "spokesman", "spokeswoman", "administrator", "delegation"):
        return "official"
    return entry.type


_SHARED = frozenset("founder co-founder cofounder executive owner developer supplier partner".split())
_POSSESSIVES_NOUNS = frozenset("his her their its our my your".split())
_DEFINITE = frozenset("the his her their its our my this these those".split())
_DROPPED = frozenset("the a an his her their its our my your this these those".split())


def _body_type(item: Item, entry: Entry) -> str | None:
    # "The group" may be anything, the Marlow Group is a firm.
    return "business" if entry.head == "group" and item.text[0].isupper() else entry.type


_LED = frozenset("administration government campaign team cabinet ministry aides officials".split())


def _country(items: list[Item]) -> str | None:
    for k, item in enumerate(items):
        entry = item.entry
        if entry is None or entry.country is None or entry.kind == "honorific":
            continue
        if k and items[k - 1].kind == "preposition" and items[k - 1].text.lower() in _LED_BY_TOPIC:
            continue
        # What somebody speaks of or does is not where they are from.
        if any(
            before.text.lower() in ("about", "against", "over", "toward", "towards", "with")
            if before.kind == "preposition"
            else _participle(before, items[j - 1]) and before.text.lower() not in ("based", "born")
            for j, before in enumerate(items[:k])
            if j
        ):
            return None
        if entry.kind == "place" and not item.possessive and k + 1 < len(items):
            after = items[k + 1].entry
            if after and after.kind in ("role", "group") and after.head.rstrip("s") in _AFFAIRS:
                continue
        return entry.country
    return None


def _joined(core: list[Item], name: list[Item]) -> list[Item]:
    """Return the full name before somebody's, in "Ana Ruiz and Tom Marlow"."""
    ahead = core[: core.index(name[0])] if name[0] in core else []
    while ahead and ahead[0].entry and ahead[0].text not in lexicon().given:
        ahead = ahead[1:]
    full = len(name) > 1 and len(ahead) > 2 and ahead[0].text in lexicon().given and ahead[-1].text == "and"
    full = full and all(item.kind in ("cap", "particle") and not item.possessive for item in ahead[:-1])
    return ahead if full else []


def _named(rest: list[list[Item]], phrase: str) -> Draft | None:
    """Return the first of some appositions that is a person's full name."""
    found = (noun_phrase(part, phrase) for part in rest)
    return next((one for one in found if len(one.name) > 1), None)


def with_apposition(found: Draft, head: list[Item], rest: list[list[Item]], phrase: str) -> Draft:
    """Add what stands beside: a name beside a role, a role beside a name."""
    for part in rest:
        if part[0].kind in ("word", "opening", "verb") and part[0].entry is None and len(part) == 1:
            continue
        if part[0].text in ("with", "of", "from", "at", "for"):
            there = next((i for i in part if i.entry and i.entry.kind in ("body", "named", "medium")), None)
            if there and there.entry and found.type in (None, "other") and found.kind == "person":
                found.type = _body_type(there, there.entry)
            found.country = found.country or _country(part)
            continue
        party = _PARTY.match(part[0].text) if part else None
        if party or (part[0].text in ("D", "R") and part[0].kind == "cap"):
            found.type, found.country = found.type or "official", found.country or "US"
            continue
        beside = noun_phrase(part, phrase)
        # "Another candidate, Gov. Ana Ruiz": she; of "the mayor, Gov. Ruiz and" both may speak.
        same = not beside.roles or (not found.definite and len(rest) == 1)
        if found.kind in ("role", "body", "none", "thing") and beside.kind == "person" and same:
            if found.kind == "body" and len(beside.name) < 2:
                continue
            found.kind, found.name, found.key = "person", beside.name, beside.key
            found.country, found.gender = found.country or beside.country, found.gender or beside.gender
        elif found.kind == "person" and beside.kind in ("role", "person", "group", "thing", "body"):
            told = beside.type not in (None, "other")
            if beside.kind == "role":
                if found.type is None or (found.open and found.type == "other"):
                    found.type, found.open = beside.type, beside.open
                elif told and found.open and not beside.open:
                    found.type = beside.type
            elif told and beside.kind == "body" and found.type in (None, "other"):
                found.type = beside.type
            found.roles |= beside.roles
            found.bodies |= beside.bodies
            found.country = found.country or beside.country
            found.gender = found.gender or beside.gender
        elif found.kind == "body" and found.type == "media" and beside.kind == "medium":
            # "The official news agency, KCNA".
            found.kind, found.key, found.outlet = "medium", beside.key, beside.outlet
            found.country = found.country or beside.country
        elif found.kind in ("role", "group", "body", "medium"):
            found.country = found.country or beside.country
            if found.type in (None, "other") and beside.type and found.kind != "group":
                found.type = beside.type
    return found


_PARTY = re.compile(r"[DRI]-[A-Z]")


class Reading(NamedTuple):
    """A source phrase, understood.

    Attributes
    ----------
    begin, end : int
        The noun phrase within what was given.
    kind : str
        person (named), role (one unnamed), group, body, medium, document, anonymous, pronoun, thing, share
        (of the people asked) or none.
    name : tuple of str
        Words of a person's name.
    key : str
        The phrase without its article, or the name of a body or medium.
    type, country : str, optional
    roles : frozenset of str
        Offices it names.
    bodies : frozenset of str
        Organisations it names, plain.
    gender : str, optional
    definite : bool
        It begins with "the" or a possessive, or has no article.
    outlet : str, optional
        Key of a medium.
    """

    begin: int
    end: int
    kind: str
    name: tuple[str, ...] = ()
    key: str | None = None
    type: str | None = None
    country: str | None = None
    roles: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    gender: str | None = None
    definite: bool = True
    outlet: str | None = None


NOTHING = Reading(0, 0, "none")
#: Kinds of words that may be a pronoun where they stand alone.
_ALONE = ("word", "pronoun", "cap", "preposition", "opening", "determiner")
_PLAIN = re.compile(r"[A-Z][a-z][\w’'-]*(?: [A-Z][a-z][\w’'-]*){0,2}")
_SOME = re.compile(
    r"(?:an? (?:\w+ )?(?:number|group|handful|couple|host|series|pair|lot|dozen) of|(?:dozens|hundreds) of"
    r"|(?:thousands|scores|some|many|most|several|both|all|one|two|three|four|five|few) of) (?:the )?",
    re.I,
)
_ONE, _AGED = re.compile("one of ", re.I), re.compile(r"\d+-year-old")
#: Written like pronouns, and names nevertheless.
_NAMES = frozenset(("US", "U.S.", "IT", "WHO"))
#: Some of many, nobody, a turn's letter, what is left of a cut phrase.
_NAMELESS = re.compile(
    r"(?:(?:the|an?|every|each|leading) )?(?:nobody|none|no one|any(?:one|body)|every(?:one|body)"
    r"|some(?:one|body)?|many|most|one|two|three|few|several|both|all|others?|another|first|second|third|fourth|former|latter|own"
    r"|than|q|a|[a-z]+['’](?:ve|m|re|ll|d)|let['’]s|[dri]-[a-z]+\.?|[a-z]\.)(?: seem)?",
    re.I,
)
_SHARE = re.compile(
    r"(?:[\w.,-]+ ){0,3}(?:[Hh]alf|thirds?|quarters?|percent"
    r"|(?:[Mm]ajority|[Pp]lurality|percentage|proportion|share)(?= of)"
    r"|per cent|\d+ ?%)(?: of)?(?!\w)",
)


def nameless(phrase: str) -> bool:
    """Whether a phrase says so little that two of them need not be one speaker.

    >>> nameless("The second"), nameless("some"), nameless("Some farmers")
    (True, True, False)
    """
    return _NAMELESS.fullmatch(phrase) is not None


#: A card about somebody run into the text behind the family name: "Bell Henry James BellMore on the strike".
_CARD = re.compile(r"\b([A-Z][\w'’-]+) (?:[A-Z][\w.'’-]* ){1,4}\1[A-Z]")
#: As Chinese media name whom they don't name in full.
_CALLED = re.compile(r" (?:sur)?named ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)$")
_CITY = re.compile(r"(Mayor|Sen\.|Senator|Gov\.|Rep\.|President|Judge|Mr\.|Ms\.) ([A-Z][a-z]+) ([A-Z][a-z]+)")
_WHEN = re.compile(r"(?:,? (?:on|late|early))+ (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")


@lru_cache(maxsize=1 << 15)
def read(phrase: str) -> Reading:
    """Read a source phrase.

    >>> found = read("Canadian Prime Minister Ana Ruiz")
    >>> found.name, found.type, found.country
    (('Ana', 'Ruiz'), 'official', 'CA')
    >>> read("Two officials, who").key, read("on Thursday").kind
    ('Two officials', 'none')
    """
    words = lexicon().words
    ran = _CARD.search(phrase)
    phrase = _WHEN.sub("", phrase[: ran.end(1)] if ran else phrase)
    alone = PRONOUNS.get(plain(phrase))
    if alone and phrase not in _NAMES:
        return Reading(0, len(phrase), "pronoun", gender=alone)
    if _PLAIN.fullmatch(phrase):
        name = tuple(phrase.split(" "))
        if all(map(entries.unknown, name)):
            return Reading(0, len(phrase), "person", name, phrase)
    called = _CALLED.search(phrase)
    if called:
        # "A Marlow-based analyst surnamed Ruiz": he.
        bearer = read(phrase[: called.start()])
        if bearer.kind in ("role", "person", "group", "thing", "anonymous"):
            return bearer._replace(
                end=len(phrase), kind="person", name=tuple(called[1].split()), key=called[1]
            )
    city = _CITY.fullmatch(phrase)
    if city and entries.unknown(city[3]) and entries.is_place(city[2]):
        # "Mayor London Breed" is no London.
        bearer = read(f"{city[1]} {city[3]}")
        return bearer._replace(end=len(phrase), name=(city[2], city[3]), key=f"{city[2]} {city[3]}")
    items = _trimmed(tag(phrase), phrase)
    if not items:
        return NOTHING
    begin, end = items[0].begin, items[-1].end
    if len(items) == 1 and items[0].kind in _ALONE:
        alone = PRONOUNS.get(plain(items[0].text))
        if alone and items[0].text not in _NAMES:
            return Reading(begin, end, "pronoun", gender=alone)
    if items[0].kind == "pronoun" and len(items) > 1 and plain(items[0].text) not in _POSSESSIVES:
        return Reading(begin, items[0].end, "pronoun", gender=PRONOUNS[plain(items[0].text)])
    some = _SOME.match(phrase, begin)
    if some and some.end() < end:
        inner = read(phrase[some.end() : end])
        if _ONE.match(phrase, begin) and (full := _named(_parted(items)[1], phrase)):
            # "One of the farmers, Ana Ruiz": she.
            return inner._replace(begin=begin, end=end, kind="person", name=full.name, key=full.key)
        if inner.kind in ("group", "body", "role", "person"):
            named = phrase[begin:end].removeprefix("A ").removeprefix("a ")
            return inner._replace(begin=begin, end=end, kind="group", key=named, name=(), definite=False)
    whole = phrase[begin:end]
    share = _SHARE.match(whole)
    if share:
        country = next((i.entry.country for i in items if i.entry and i.entry.country), None)
        return Reading(begin, end, "share", type="citizen", country=country)
    head, rest = _parted(items)
    if not head:
        return NOTHING
    if head[0].kind == "preposition" or head[0].text.lower() in words["opening"]:
        head = _behind_opening(head)
        if not head:
            return NOTHING
        begin = head[0].begin
    found = noun_phrase(head, phrase)
    if rest:
        found = with_apposition(found, head, rest, phrase)
    if found.kind == "none":
        return NOTHING
    kind, type_ = found.kind, found.type
    if kind in _MAY_BE_ANONYMOUS and any(mark in whole.lower() for mark in lexicon().anonymous):
        kind = type_ = "anonymous"
    bare = items[0].kind not in ("determiner", "number")
    if kind == "thing" and bare and head[0].text.lower() in words["never"]:
        return NOTHING
    found.kind, found.type = kind, type_
    return Reading(begin, end, *(getattr(found, name) for name in Reading._fields[2:]))


_ADVERB = re.compile(r"(?!family|assembly|ally|bully|monopoly)[a-z]{3,}ly$")
_MAY_BE_ANONYMOUS = frozenset(("role", "group", "body", "thing", "anonymous"))


def _trimmed(items: list[Item], phrase: str) -> list[Item]:
    """Drop what stands before and behind the noun phrase."""
    words = lexicon().words
    for _ in range(6):
        if not items:
            return items
        first = items[0]
        low = first.text.lower()
        if first.kind in ("comma", "paren", "close") or (
            len(items) > 1
            and low in words["leading"]
            and (items[1].kind != "comma" or low in ("that", "and", "but"))
            and not _opens(items)
        ):
            items = items[1:]
        elif _opens(items):
            comma = next((k for k, item in enumerate(items) if item.kind == "comma" and k), None)
            if comma is None:
                break
            items = items[comma + 1 :]
        else:
            break
    # "Suggesting state officials", "released a statement": not the verb.
    verb = cues().get(items[0].text) if len(items) > 1 and items[0].kind == "word" else None
    if verb and (verb.shape == "ing" or items[1].kind in ("determiner", "cap")):
        items = items[1:]
    relative = False
    for k, item in enumerate(items):
        if item.kind == "relative":
            relative = True
        elif item.kind == "comma":
            relative = False
        verbal = item.kind == "verb" or (item.kind == "word" and item.text in known()["verb"])
        if not relative and verbal and (not k or items[k - 1].kind not in ("determiner", "comma")):
            items = items[:k]
            break
        elif not relative and k and _deed(items, k):
            adverb = items[k - 1].text.endswith("ly") and items[k - 1].kind == "word"
            items = items[: k - adverb]
            break
    while items and (
        items[-1].kind in ("comma", "paren", "relative", "preposition")
        or (items[-1].kind in ("verb", "opening", "word") and items[-1].text.lower() in _TAIL)
    ):
        items = items[:-1]
    if len(items) > 1 and items[-1].kind == "word" and _ADVERB.match(items[-1].text):
        # "The former minister vehemently [denied]", "most recently".
        items = items[:-1] if len(items) > 2 or items[0].kind != "determiner" else []
    if len(items) > 1 and items[-2].kind == "cap" and not items[-2].possessive:
        # A last word behind a name is the sentence's verb, cut off with it.
        last = items[-1]
        if last.kind == "word" and last.text.islower() and last.text.endswith(("s", "ed")):
            items = items[:-1]
    if len(items) == 1 and items[0].text.lower() in words["never"] and plain(items[0].text) not in PRONOUNS:
        return []
    return items


def _deed(items: list[Item], k: int) -> bool:
    """Whether a word in -ed is the verb of the name before it: "Marlow issued a", "the clerk followed"."""
    item, before = items[k], items[k - 1]
    if before.kind == "word" and before.text.endswith("ly") and k > 1:
        before = items[k - 2]
    if item.kind != "word" or not item.text.endswith("ed") or (before.kind != "cap" and not before.entry):
        return False
    after = items[k + 1] if k + 1 < len(items) else None
    if after is None or after.kind == "determiner" or after.text in ("up", "short", "out", "off"):
        return True
    return after.text[0].isupper() and after.text.lower() not in known()["time"]


_TAIL: frozenset[str] = word_lists(__package__, "lists")["reading"]["tail"]
_POSSESSIVES = frozenset("his her their its our my your whose".split())


def _behind_opening(items: list[Item]) -> list[Item]:
    """Return what stands behind an adverbial that no comma closes: "On May 3 a spokesman"."""
    for k in range(len(items) - 1, 0, -1):
        if items[k].kind == "determiner" and items[k - 1].kind not in ("preposition", "opening"):
            return items[k:]
    last = len(items)
    while last > 1 and items[last - 1].kind == "cap":
        last -= 1
    before = items[last - 1].kind == "word" or (items[last - 1].entry and items[last - 1].text.islower())
    return items[last:] if last < len(items) and before else []


def _opens(items: list[Item]) -> bool:
    """Whether a phrase begins with an adverbial that a comma closes."""
    first = items[0]
    if not any(item.kind == "comma" for item in items[1:]):
        return False
    low = first.text.lower()
    return (
        low in lexicon().words["opening"]
        or low in lexicon().words["preposition"]
        or (
            first.kind in ("word", "cap")
            and low.endswith(("ly", "ing"))
            and len(low) > 4
            and (len(items) > 1 and items[1].kind in ("comma", "preposition", "determiner", "word"))
        )
    )


def _parted(items: list[Item]) -> tuple[list[Item], list[list[Item]]]:
    """Part a phrase at commas, brackets and relative pronouns: what it names, and what is said beside it."""
    parts: list[list[Item]] = [[]]
    for item in items:
        if item.kind == "relative":
            break
        if item.kind in ("comma", "paren", "close"):
            parts.append([])
        else:
            parts[-1].append(item)
    parts = [part for part in parts if part]
    return (parts[0], parts[1:]) if parts else ([], [])
