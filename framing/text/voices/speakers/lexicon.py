"""What words tell of a speaker by themselves: roles, bodies, places, media, names; no phrase is read here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from framing.corpus.outlets import book
from framing.plugins import toml, word_lists


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word or phrase tells.

    Attributes
    ----------
    kind : str
        role (one person), group (several), body (the noun of an organisation), named (an organisation's own
        name), medium, place, people (an adjective or noun of a nation), document, figures, anonymous or
        honorific.
    type : str, optional
        Type of speaker.
    country : str, optional
    head : str
        The office without its shades: all spokeswomen are spokespersons.
    open : bool
        A role whose type follows the organisation beside it.
    gender : str, optional
        "m" or "f".
    outlet : str, optional
        Key of a medium that is one of our outlets.
    """

    kind: str
    type: str | None = None
    country: str | None = None
    head: str = ""
    open: bool = False
    gender: str | None = None
    outlet: str | None = None


@dataclass(frozen=True)
class Lexicon:
    """Everything known, ready for look-up.

    Attributes
    ----------
    phrases : dict
        First word, plain, to phrases that begin with it, longest first: plain words, exact spelling where it
        counts, entry.
    words : dict of str to frozenset of str
        Function words by use.
    same : dict of str to frozenset of str
        An office to the offices that may be called so too.
    """

    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...] | None, Entry], ...]]
    words: dict[str, frozenset[str]]
    same: dict[str, frozenset[str]]
    anonymous: tuple[str, ...]
    male: frozenset[str]
    female: frozenset[str]
    given: frozenset[str]
    chinese: frozenset[str]
    family_first: frozenset[str]
    known: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    heads: dict[str, tuple[tuple[str, str], ...]]


def plain(word: str) -> str:
    """Return a word as it is looked up: lower case, no dots, straight apostrophe."""
    return word.lower().replace(".", "").replace("’", "'")


@cache
def lexicon() -> Lexicon:
    """Return what is shipped, read once."""
    roles, places, people = (toml(__package__, name) for name in ("roles", "places", "people"))
    found: dict[str, dict[tuple[tuple[str, ...], bool], tuple[tuple[str, ...] | None, Entry]]] = {}
    # What comes later wins where two lists have the same words.
    for phrase, cased, entry in (*_outlets(), *_places(places), *_roles(roles)):
        spelt = tuple(phrase.split())
        words = tuple(plain(word) for word in spelt)
        slot = found.setdefault(words[0], {})
        if (words, cased) not in slot or entry.kind != "medium":
            slot[words, cased] = (tuple(w.replace(".", "") for w in spelt) if cased else None, entry)
    phrases = {
        first: tuple(
            (words, spelt, entry)
            for (words, _), (spelt, entry) in sorted(slot.items(), key=lambda x: (-len(x[0][0]), not x[0][1]))
        )
        for first, slot in found.items()
    }
    known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    first_names = {w for name in people["family_first"].values() for w in name.split()}
    for country, listed in people["known"].items():
        for name in _split(listed):
            tokens = tuple(name.split())
            asian = tokens[0] in first_names and country in ("CN", "KR", "KP", "TW")
            known.setdefault(tokens[0] if asian else tokens[-1], []).append((tokens, country))
    male, female = (frozenset(people["given"][use].split()) for use in ("male", "female"))
    same = {head: frozenset(_split(listed)) for head, listed in roles["same"].items()}
    return Lexicon(
        phrases,
        {use: frozenset(_split(listed)) for use, listed in roles["word"].items()},
        same,
        tuple(roles["anonymous"]["phrases"].split("|")),
        male,
        female,
        male | female,
        frozenset(people["family_first"]["chinese"].split()),
        frozenset(people["family_first"]["other"].split()),
        {family: tuple(names) for family, names in known.items()},
        {
            office.replace("_", " "): tuple(
                (family, country)
                for family, names in known.items()
                for name, country in names
                if " ".join(name) in _split(listed)
            )
            for office, listed in people["heads"].items()
        },
    )


@cache
def adjectives() -> dict[str, str]:
    """Return what is of each country is called, by the country's code.

    >>> adjectives()["CA"], adjectives()["NZ"]
    ('Canadian', 'New Zealand')
    """
    first = {
        code: [_split(lists[kind])[0] for kind in ("people", "names")]
        for code, lists in toml(__package__, "places").items()
        if "people" in lists and "names" in lists
    }
    # A New Zealander is somebody, and no adjective.
    return {code: name if people.endswith("er") else people for code, (people, name) in first.items()}


@cache
def seats() -> dict[str, str]:
    """Return where governments sit, by whose name they are called too, with the country's code.

    >>> seats()["Ottawa"], seats()["Kremlin"]
    ('CA', 'RU')
    """
    return {
        name: code
        for code, lists in toml(__package__, "places").items()
        for name in (*_split(lists.get("places", ""))[:1], *_split(lists.get("residences", "")))
        if code != "XX"
    }


@cache
def governments() -> dict[str, tuple[str, str]]:
    """Return by what a government is called (country, people, seat), with the country's name and code.

    >>> governments()["Ottawa"], governments()["Chinese"]
    (('Canada', 'CA'), ('China', 'CN'))
    """
    found: dict[str, tuple[str, str]] = {}
    for code, lists in toml(__package__, "places").items():
        if code == "XX" or not lists.get("names"):
            continue
        name = _split(lists["names"])[0]
        called = (*_split(lists["names"]), *_split(lists.get("people", ""))[:1])
        found |= {word.replace(".", ""): (name, code) for word in called}
        found |= {seat: (name, code) for seat, of in seats().items() if of == code}
    return found


def _split(listed: str) -> list[str]:
    return [entry.strip() for entry in listed.split("|") if entry.strip()]


_Row = tuple[str, bool, Entry]


def _roles(raw: dict[str, Any]) -> Iterator[_Row]:
    gender = {
        word: mark for mark, use in (("m", "male"), ("f", "female")) for word in _split(raw["gendered"][use])
    }
    of = {word: country for country, listed in raw["role"]["of"].items() for word in _split(listed)}
    for is_open, table in ((False, raw["role"]), (True, raw["role"]["open"])):
        for kind, listed in table.items():
            if isinstance(listed, str):
                for word in _split(listed):
                    bare = word.replace(".", "")
                    yield word, False, Entry("role", kind, of.get(word), bare, is_open, gender.get(word))
                    yield plural(word), False, Entry("group", kind, None, plural(word), is_open)
    for kind, listed in raw["body"].items():
        as_kind = kind if kind in ("document", "figures") else "body"
        for word in _split(listed):
            entry = Entry(as_kind, "document" if kind == "figures" else kind, None, word)
            yield word, False, entry
            if kind != "figures" and len(word) > 3:
                yield plural(word), False, Entry(entry.kind, entry.type, None, plural(word), True)
    for kind, listed in raw["group"].items():
        for word in _split(listed):
            yield word, False, Entry("group", kind, None, word)
    for word in _split(raw["anonymous"]["words"]):
        yield word, False, Entry("anonymous", "anonymous", None, word)
    lists = (*raw["role"].values(), *raw["role"]["open"].values())
    offices = {word for listed in lists if isinstance(listed, str) for word in _split(listed)}
    for use, listed in raw["honorific"].items():
        mark = {"male": "m", "female": "f"}.get(use)
        for word in _split(listed):
            if word not in offices:
                yield word, False, Entry("honorific", None, None, word, False, mark)


def _places(raw: dict[str, Any]) -> Iterator[_Row]:
    for country, lists in raw.items():
        of = None if country == "XX" else country
        for kind, listed in lists.items():
            for name in _split(listed):
                if kind in ("names", "places"):
                    seat = kind == "names" or name == _split(lists["places"])[0]
                    yield name, True, Entry("place", "official" if seat else None, of)
                elif kind == "people":
                    yield name, True, Entry("people", "citizen", of)
                elif kind == "media":
                    key = book().resolve(name)
                    outlet = book().entries.get(key)
                    called, mine = (outlet.name, key) if outlet else (name, None)
                    yield name, True, Entry("medium", "media", of, called, False, None, mine)
                else:
                    yield name, True, Entry("named", "official" if kind == "residences" else kind, of, name)


def _outlets() -> Iterator[_Row]:
    shelf = book()
    for key, outlet in shelf.entries.items():
        entry = Entry("medium", "media", outlet.country, outlet.name, False, None, key)
        for name in (outlet.name, *outlet.aliases):
            name = name.removeprefix("The ").removeprefix("the ").strip()
            if name and name[0].isascii() and name[0].isupper() and "." not in name and "(" not in name:
                yield name, True, entry


def plural(word: str) -> str:
    """Return the plural of a phrase by its last word, or of its first where an "of" follows.

    >>> plural("spokeswoman"), plural("attorney general"), plural("secretary of state"), plural("agency")
    ('spokeswomen', 'attorneys general', 'secretaries of state', 'agencies')
    """
    words = word.split()
    at = len(words) - 1
    if len(words) > 1 and (
        words[1] in ("of", "at", "in") or (words[-1] == "general" and words[0] in _BEFORE_GENERAL)
    ):
        at = 0
    last = words[at]
    if last.endswith(("man", "woman")) and last != "human":
        last = last[:-2] + "en"
    elif last.endswith("person"):
        last = last[:-6] + ("people" if last == "person" else "persons")
    elif last == "child":
        last = "children"
    elif last.endswith(("s", "x", "ch", "sh")):
        last += "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last += "s"
    words[at] = last
    return " ".join(words)


PORTFOLIOS: frozenset[str] = word_lists(__package__, "lists")["lexicon"]["portfolios"]
_BEFORE_GENERAL: frozenset[str] = word_lists(__package__, "lists")["lexicon"]["before_general"]


# The words of a source phrase, each with what the lexicon knows of it; phrases go before words.

#: Masculine, feminine, plural, bodies, first person, relative, nobody.
PRONOUNS: dict[str, str] = {
    word: gender
    for gender, listed in toml(__package__, "lists")["lexicon"]["pronouns"].items()
    for word in listed.split()
}


class Item(NamedTuple):
    """A word or phrase.

    `kind` is the entry's, or one of cap (capitalised and unknown), particle, word, number, determiner,
    preposition, verb, relative, pronoun, comma, paren, close. `text` is without a possessive mark.
    """

    kind: str
    begin: int
    end: int
    text: str
    entry: Entry | None = None
    possessive: bool = False


_Phrases = tuple[tuple[tuple[str, ...], tuple[str, ...] | None, Entry], ...]


class _Word(NamedTuple):
    """What is known of a word wherever it stands; `kind` as the first of a phrase, `later` elsewhere."""

    form: str
    plain: str
    possessive: bool
    kind: str
    later: str
    phrases: _Phrases


_TOKEN = re.compile(r"\w[\w.&’'/-]*|[$%]|[,;:()\[\]—–…]|--")
_MARKS = {"(": "paren", "[": "paren", ")": "close", "]": "close", "$": "word", "%": "word"}


@lru_cache(maxsize=1 << 15)
def _word(raw: str) -> _Word:
    if not raw[0].isalnum() and raw[0] != "_":
        kind = _MARKS.get(raw, "comma")
        return _Word(raw, raw, False, kind, kind, ())
    form, owner = raw, False
    if form[-1] in "'’":
        owner, form = True, form[:-1]
    elif form[-2:] in ("'s", "’s", "’S", "'S"):
        owner, form = True, form[:-2]
    form = form.rstrip("-") or raw
    low = plain(form)
    for prefix in ("ex-", "then-", "now-"):
        if low.startswith(prefix) and low[len(prefix) :] in lexicon().phrases:
            form, low = form[len(prefix) :], low[len(prefix) :]
    for suffix in ("-based", "-born", "-backed", "-led", "-run"):
        if low.endswith(suffix) and low.removesuffix(suffix) in lexicon().phrases:
            form, low = form[: -len(suffix)], low.removesuffix(suffix)
    phrases = lexicon().phrases
    found = phrases.get(low, ()) + (phrases.get(f"{low}'s", ()) if owner else ())
    return _Word(form, low, owner, _kind(form, low, True), _kind(form, low, False), found)


#: "al-Marwan": the article that a name has.
_ARTICLE = re.compile(r"(?:al|el|ul)-[A-Z]")


def _kind(form: str, low: str, first: bool) -> str:
    words = lexicon().words
    # "James A. Ruiz".
    if low in words["determiner"] and low != "both" and form != "A.":
        return "determiner"
    if low in ("who", "whom", "whose", "which", "that"):
        return "relative" if not first else "word" if low == "that" else "pronoun"
    if (form[0].isupper() or _ARTICLE.match(form)) and not (
        first and (low in words["opening"] or low in words["leading"])
    ):
        return "pronoun" if low in PRONOUNS else "cap"
    for kind in ("preposition", "verb", "particle"):
        if low in words[kind]:
            return kind
    return "pronoun" if low in PRONOUNS else "number" if form[0].isdigit() else "word"


def unknown(raw: str) -> bool:
    """Whether a capitalised word is nothing but a name, as far as is known."""
    word = _word(raw)
    known = word.phrases or word.possessive or word.plain in lexicon().words["never"]
    return word.kind == "cap" and not known


def is_place(phrase: str) -> bool:
    """Whether a phrase is the name of a place."""
    return any(entry.kind == "place" for _, _, entry in lexicon().phrases.get(plain(phrase), ()))


def tag(phrase: str) -> list[Item]:
    """Return the items of a phrase."""
    places = [match.span() for match in _TOKEN.finditer(phrase)]
    words = [_word(phrase[begin:end]) for begin, end in places]
    out: list[Item] = []
    at, size = 0, len(words)
    while at < size:
        word = words[at]
        begin, end = places[at]
        found = _longest(words, at) if word.phrases else None
        if found:
            n, entry = found
            last = words[at + n - 1]
            stop = places[at + n - 1][1]
            text = word.form if n == 1 else phrase[begin : places[at + n - 1][0]] + last.form
            out.append(Item(entry.kind, begin, stop, text, entry, last.possessive))
            at += n
            continue
        kind = word.later if at else word.kind
        if kind == "pronoun" and word.form[0].isupper() and at + 1 < size and words[at + 1].form[0].isupper():
            # "He" before a capital is a family name.
            kind = "cap"
        out.append(Item(kind, begin, end, word.form, None, word.possessive))
        at += 1
    return out


def _longest(words: list[_Word], at: int) -> tuple[int, Entry] | None:
    """Return how many words from a place are an entry together, and the entry."""
    size = len(words)
    first = words[at]
    for spelling, cased, entry in first.phrases:
        n = len(spelling)
        if n > 1:
            if at + n > size or (first.possessive and not spelling[0].endswith("'s")):
                continue
            for k in range(n):
                # Inside of a name its own possessive counts: the People's Bank.
                other = words[at + k]
                if other.plain + "'s" * (other.possessive and k < n - 1) != spelling[k]:
                    break
            else:
                spelt = (word.removesuffix("'s") for word in cased or ())
                if cased is None or all(map(_spelt, spelt, (word.form for word in words[at : at + n]))):
                    return n, entry
            continue
        if cased is not None and not _spelt(cased[0], first.form):
            continue
        if entry.kind == "medium" and not _medium(words, at):
            continue
        return 1, entry
    return None


def _spelt(due: str, form: str) -> bool:
    """Whether a name has its capitals; in small letters it is another word."""
    if due == form:
        return True
    bare = form.replace(".", "").replace("’", "'")
    if due.replace("’", "'") == bare:
        return True
    return not due.isupper() and (bare[0].isupper() or not due[0].isupper())


def _medium(words: list[_Word], at: int) -> bool:
    """Whether a medium's name of one word is meant so: it stands alone, behind "the" or before its desk."""
    form = words[at].form
    if form.isupper() or form in _SURE:
        return True
    if at + 1 < len(words) and words[at + 1].plain in _DESKS:
        return True
    alone = at + 1 == len(words) or not words[at + 1].form[0].isalnum()
    return alone and (at == 0 or (at == 1 and words[0].plain == "the"))


_SURE = frozenset("Reuters Xinhua Politico Axios Newsweek Yonhap Interfax Tass HuffPost BuzzFeed".split())
_BEFORE_NAMES = frozenset("gov governor rep sen senator mayor congressman congresswoman".split())
_DESKS: frozenset[str] = word_lists(__package__, "lists")["lexicon"]["desks"]


# Which words of a phrase are a person's name, and by which of them the person is called; no kind is told.


@lru_cache(maxsize=1 << 14)
def family_of(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words by which a person is called when the given name is left out.

    >>> family_of(("Wang", "Yi")), family_of(("Eva", "van", "Aue")), family_of(("Ana", "Ruiz", "Jr."))
    (('Wang',), ('van', 'Aue'), ('Ruiz',))
    """
    words = lexicon()
    if len(name) > 1 and plain(name[-1]) in _SUFFIXES:
        name = name[:-1]
    if len(name) > 1:
        first, second = name[0], name[1]
        chinese = first in words.chinese and first not in words.given
        if chinese and len(name) <= 3 and all(map(PINYIN.fullmatch, name[1:])):
            return name[:1]
        if first in words.family_first and (len(name) == 3 or "-" in second) and second not in words.male:
            return name[:1]
    for at in range(1, len(name) - 1):
        if name[at].lower() in words.words["particle"] and name[at][0].islower():
            return name[at:]
    return name[-1:]


_SUFFIXES = frozenset("jr sr ii iii iv".split())
_INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
_FINAL = (
    "(?:iang|iong|uang|ang|eng|ing|ong|uai|uan|iao|ian|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ui|ua|uo|ue|[aoeiu])"
)
_LABEL = re.compile(r"[^\W\d_a-z.]{4,}")
_ROMAN, _HAPPENINGS = re.compile("[IVX]+"), word_lists(__package__, "lists")["lexicon"]["happenings"]
_INITIAL_OF = re.compile(r"[A-Z]\.?")
PINYIN = re.compile(rf"(?:{_INITIAL}{_FINAL}'?){{1,2}}", re.I)


def name_in(core: list[Item], bare: list[Item], phrase: str) -> list[Item]:
    """Return the items that are a person's name."""
    words = lexicon()
    first = core[0].text
    # "Georgia Rep. Tom Marlow", not "Theresa Cardinal Brown".
    titled = any(
        one.kind == "role" and (name.text in words.given or plain(one.text) in _BEFORE_NAMES)
        for one, name in pairwise(core[1:])
    )
    if core[0].kind in ("cap", "role", "place") and 1 < len(core) < 6 and first in words.given and not titled:
        owned = any(item.possessive for item in core[:-1])
        if not owned and all(map(_nominal, core[1:])):
            return core
    # "Republican Ana Ruiz", "Canadian Ana Ruiz", "House Judiciary Democrat Ana Ruiz".
    for k in range(1, len(core) - 1):
        party = core[k - 1].kind in ("named", "people") or core[k - 1].text == "Independent"
        adorned = party and core[k].text in words.given
        if adorned and not any(item.possessive for item in core[k:-1]) and all(map(_nominal, core[k:])):
            return core[k:]
    if len(core) > 1 and core[-2].kind == "honorific" and _nominal(core[-1]):
        return core[-1:]
    for k in range(len(core) - 1, 0, -1):
        # Behind a word unknown as a title, a given name with what follows: "ex-aide Ana Ruiz".
        item = core[k]
        if item.kind not in ("cap", "particle"):
            break
        is_given = item.text in words.given
        if is_given and k < len(core) - 1 and core[k - 1].kind == "word" and core[k - 1].text[:1].islower():
            return core[k:]
    roles = [
        k for k, item in enumerate(core) if item.entry and item.entry.kind in ("role", "honorific", "group")
    ]
    start = roles[-1] + 1 if roles else 0
    # A word that is a role or a place elsewhere is a family name behind a given name.
    if len(core) > 1 and core[-1].entry and not core[-1].possessive and " " not in core[-1].text:
        given = core[-2].text
        named = given in words.given or _INITIAL_OF.fullmatch(given)
        if core[-1].text[0].isupper() and core[-2].kind == "cap" and named:
            begin = len(core) - 2
            while begin and core[begin - 1].kind == "cap" and not core[begin - 1].possessive:
                begin -= 1
            return core[begin:]
    if roles and start == len(core):
        return []
    run: list[Item] = []
    for k in range(start, len(core)):
        item = core[k]
        ends = k == len(core) - 1
        family = ends and bool(run) and run[0].text in words.given and _nominal(item)
        if item.possessive and not ends:
            run = []
        elif item.kind == "cap" or (item.kind == "particle" and not ends) or family:
            run.append(item)
        elif not run and item.entry and item.text[0].isupper() and " " not in item.text and k + 1 < len(core):
            if item.text in words.given and core[k + 1].kind in ("cap", "particle"):
                run.append(item)
            elif item.entry.kind not in _BESIDE:
                return []
        elif item.entry and not run and item.entry.kind in _BESIDE:
            continue
        elif run:
            return []
    # "WATCHED Ruiz": a label before the name, not "J.W. Ruiz".
    while len(run) > 1 and _LABEL.fullmatch(run[0].text) and not run[1].text.isupper():
        run = run[1:]
    if not run or run[-1].kind == "particle" or len(run) > 5:
        return []
    if roles:
        return run if run[0] is core[start] or core[start].kind in ("cap", "particle") else []
    # No title: a name stands alone, not behind an article or an adjective of a nation.
    if bare and bare[0].kind == "determiner":
        return []
    before = core[: core.index(run[0])]
    of = (
        before
        and before[-1].possessive
        and (before[-1].entry or (len(run) > 1 and run[0].text in words.given))
    )
    if (before and not of) or run[-1] is not core[-1]:
        return []
    if (len(run) == 1 and run[0].text.isupper() and len(run[0].text) > 1) or happens(run):
        return []
    if any(char.isdigit() for item in run for char in item.text) or "&" in phrase[run[0].begin : run[-1].end]:
        return []
    return run


def happens(items: list[Item]) -> bool:
    """Whether a phrase in capitals names what happened, not who did it: "World War II", "Election Day"."""
    numbered = len(items) > 1 and _ROMAN.fullmatch(items[-1].text)
    return items[-2 if numbered else -1].text.lower() in _HAPPENINGS


def _nominal(item: Item) -> bool:
    """Whether a word can be a family name, or part of one."""
    if item.kind in ("cap", "particle"):
        return True
    entry = item.entry
    if entry is None or not item.text[:1].isupper() or " " in item.text:
        return False
    # "Ana Ruiz Rogers", as the firm is called.
    return entry.kind in _FAMILIES or (entry.kind, entry.type) == ("named", "business")


_FAMILIES = frozenset(("role", "place", "people", "honorific"))
#: What may stand before a name that has no title.
_BESIDE = frozenset(("people", "place", "named", "medium", "body"))


def named_late(
    core: list[Item], beside: list[Item], phrase: str
) -> tuple[list[Item], list[Item], list[Item]] | None:
    """Find a name that an office's complement stands before: "President of the Senate Ana Ruiz"."""
    # ... "in a statement", "following the vote".
    for k in range(2, len(beside)):
        if beside[k].kind == "preposition" and beside[k - 1].kind == "cap":
            beside = beside[:k]
            break
    last = len(beside)
    while last and beside[last - 1].kind == "cap" and not beside[last - 1].possessive:
        last -= 1
    # "Minister of Trade and Industry Ana Ruiz".
    behind_of = last == 1 and beside[0].text == "of"
    while behind_of and last < len(beside) and plain(beside[last].text) in PORTFOLIOS:
        last += 1
    name = beside[last:]
    # "A spokesman for President Ruiz" is not Ruiz.
    if not name or len(name) > 4 or last < 2 or beside[0].text in ("for", "to"):
        return None
    behind = beside[last - 1].entry
    titled = behind is not None and behind.kind in ("role", "honorific")
    # "An official in the office of Prime Minister Ruiz" is not Ruiz.
    led = [item for item in beside[: last - 1] if not (item.entry and item.entry.kind in ("people", "place"))]
    titled = titled and not (led and len(led) > 1 and led[-1].kind == "preposition")
    words = lexicon()
    given = name[0].text in words.given or (behind_of and last > 1)
    office = any(item.entry and item.entry.kind == "role" for item in core)
    if titled:
        return [*core, *beside[:last]], [], name
    if office and given and len(name) > 1 and beside[last - 1].kind != "preposition":
        return core, beside[:last], name
    return None
