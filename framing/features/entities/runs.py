"""Which words of some tokens may be a name: runs of capitals and what joins them; no name is read here.

Works on integers for a chunk of text at a time; a question about a word is asked once of each distinct one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from framing.features.naming.referents import Classes
from framing.plugins import toml, word_lists
from framing.text.tokens import Tokens
from framing.text.voices.speakers.lexicon import Item, family_of, lexicon, plain, tag

# The tables of words beside this file, read once; no rule stands here.


def table() -> dict[str, Any]:
    """Return the tables of words as their file has them."""
    return toml("framing.features.entities", "words")


def words(section: str, key: str) -> frozenset[str]:
    """Return the words of a list.

    >>> "Treaty" in words("names", "document")
    True
    """
    return word_lists("framing.features.entities", "words")[section][key]


@cache
def same() -> dict[str, str]:
    """Return what every corpus writes in several ways, to the way it is written here.

    >>> same()["EU"]
    'European Union'
    """
    found: dict[str, str] = {}
    for line in table()["same"]["entries"].strip().splitlines():
        first, *others = (part.strip() for part in line.split("|"))
        found.update(dict.fromkeys([first, *others], first))
    for entry in table()["same"]["places"].replace("\n", " ").split("||"):
        first, *others = (part.strip() for part in entry.split("|"))
        found.update(dict.fromkeys([first, *others], found.get(first, first)))
    return found


def known(name: str) -> str | None:
    """Return how a name that every corpus shares is written; initials may have points.

    >>> known("U.S."), known("EU"), known("Marlow")
    ('United States', 'European Union', None)
    """
    found = same().get(name)
    if found is None and "." in name and name.isupper():
        found = same().get(name.replace(".", ""))
    return found


@cache
def given() -> dict[str, str]:
    """Return short given names, in small letters, to the name that stands for all.

    >>> given()["joe"], given()["joseph"]
    ('joseph', 'joseph')
    """
    found: dict[str, str] = {}
    for entry in table()["same"]["given"].lower().split("|"):
        first, *others = entry.split()
        found.update({short: first for short in (first, *others)})
    return found


@lru_cache(1 << 16)
def word_kinds(word: str) -> frozenset[str]:
    """Return what kinds of thing a word, in small letters, may be by itself, as speakers are known."""
    known = lexicon().phrases.get(word, ())
    return frozenset(entry.kind for spelt, _, entry in known if len(spelt) == 1)


def is_given(word: str) -> bool:
    """Whether a word is a given name."""
    return word in lexicon().male or word in lexicon().female


_POSSESSIVE = re.compile(r"['’]s?$")
#: iPhone, eBay, al-Assad.
_INNER_CAPITAL = re.compile(r"[a-z]{1,2}-?[A-Z]|[a-z]{2,}-[A-Z]")
_PREFIX = re.compile(r"[a-z]{2,}-(?=[A-Z])")
_MONTHS: frozenset[str] = word_lists(__package__, "lists")["runs"]["months"]
_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


def ordinary() -> frozenset[str]:
    """Return the words that are mostly written small."""
    return word_lists("framing.features.entities", "ordinary")["words"]["listed"]


_PINYIN = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|uai|uan|iao|ian|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ui|ua|uo|ue|[aoeiu])){2}"
)
_CONTRACTED: frozenset[str] = word_lists(__package__, "lists")["runs"]["contracted"]
#: An abbreviation in the plural, which is a noun and no name: "EVs", "MPs".
_PLURAL = re.compile(r"[A-Z]{2,5}s$")
#: Two words whose space was lost: "RuizMORE".
_GLUED = re.compile(r"[a-z]{2}[A-Z]{3,}$|[a-z]{3}[A-Z][a-z]{5,}$")


class Runs(NamedTuple):
    """Runs of words that may be names: the first word, the last, and how they stand.

    `opens` tells that a run begins a sentence (or a quotation in it), `loud` that its words are all capitals
    beside others that are.
    """

    first: np.ndarray
    last: np.ndarray
    opens: np.ndarray
    loud: np.ndarray


def runs(tokens: Tokens, flags: Classes) -> Runs:
    """Find the runs of words that may be names.

    A run goes on over "of", "for", "on" and "the" behind the noun of a body, place or document, over
    particles, and over "and" inside the name of a ministry; never over punctuation, or out of a sentence.
    """
    if not len(tokens.ids):
        none = np.zeros(0, np.int64)
        return Runs(none, none, none.astype(bool), none.astype(bool))
    ids, size = tokens.ids, len(tokens.ids)
    forms = [_POSSESSIVE.sub("", form) for form in tokens.forms.to_pylist()]
    is_ = _Forms(forms)
    printed = _Forms(tokens.forms.to_pylist())
    capital = printed.of(_nameable)[ids] & ~(flags.function[ids] & ~is_.of(_loud_word)[ids])
    # "He Yongqian": a family name that is spelt like the pronoun.
    capital[:-1] |= (
        is_.of(lambda form: form == "He")[ids[:-1]] & is_.of(_pinyin)[ids[1:]] & ~tokens.breaks[1:]
    )
    # "Jan Ruiz": no month.
    capital[:-1] |= is_.of(lambda form: form == "Jan")[ids[:-1]] & capital[1:] & ~tokens.breaks[1:]
    late = words("names", "late")
    capital[1:] |= is_.of(lambda form: form in late)[ids[1:]] & capital[:-1] & ~tokens.breaks[1:]
    start = np.zeros(size, bool)
    start[tokens.sentences] = True
    # A word is free of the one before it where punctuation parts them, or that one is somebody's.
    apart = tokens.breaks | start
    apart[1:] |= flags.possessive[ids[:-1]]
    # An abbreviation's full stop that ends no sentence parts nothing: "Gov. Ruiz".
    opener, listing = is_.among("openers")[ids], is_.among("listing")[ids]
    joins = is_.of(lambda form: form in ("of", "for", "on", "to", "against"))[ids]
    the = is_.of(lambda form: form == "the")[ids]
    particle = is_.among("particles")[ids]
    inside = capital.copy()
    tied = ~apart
    for gap in (1, 2, 3):
        # Of the words between two capitals, the first joins and the others are "the" or particles.
        if size <= gap + 1:
            break
        left, right = slice(0, size - gap - 1), slice(gap + 1, size)
        fits = capital[left] & capital[right]
        for step in range(1, gap + 2):
            fits &= tied[step : size - gap - 1 + step]
        middle = [slice(step, size - gap - 1 + step) for step in range(1, gap + 1)]
        named = fits.copy()
        for at in middle:
            named &= particle[at]
        formal = fits & opener[left] & joins[middle[0]]
        for at in middle[1:]:
            formal &= the[at]
        if gap == 3:
            formal[:] = False
        both = np.flatnonzero(named | formal)
        for step in range(1, gap + 1):
            inside[both + step] = True
    # "Section 301", "Article 5": the number is part of the name.
    nouns = words("numbered", "nouns")
    behind = is_.of(lambda form: form in nouns)[ids[:-1]] & is_.of(_numeral)[ids[1:]] & tied[1:]
    inside[1:] |= behind
    # "Harbour Act of 2021".
    acts = words("names", "document")
    dated = is_.of(lambda form: form in acts)[ids[:-2]] & is_.of(lambda form: form == "of")[ids[1:-1]]
    dated &= is_.of(_numeral)[ids[2:]] & tied[1:-1] & tied[2:]
    inside[1:-1] |= dated
    inside[2:] |= dated
    begins, ends = inside.copy(), inside.copy()
    begins[1:] &= ~inside[:-1] | apart[1:]
    ends[:-1] &= ~inside[1:] | apart[1:]
    first, last = np.flatnonzero(begins), np.flatnonzero(ends)
    first, last = _listed(first, last, tokens, apart, is_, listing, joins)
    opens = start[first]
    loud = _loud(ids, first, last, is_, size)
    return Runs(first, last, opens, loud)


class _Forms:
    """Questions about distinct words."""

    def __init__(self, forms: list[str]) -> None:
        self.forms = forms

    def of(self, test: Callable[[str], bool]) -> np.ndarray:
        return np.fromiter(map(test, self.forms), bool, len(self.forms))

    def among(self, key: str) -> np.ndarray:
        listed = words("names", key)
        return self.of(lambda form: form in listed)


def _nameable(form: str) -> bool:
    """Whether a word may be part of a name by its form."""
    bare = _PREFIX.sub("", _POSSESSIVE.sub("", form))
    if (
        not (form[:1].isupper() or _INNER_CAPITAL.match(form))
        or bare.rstrip(".") in _MONTHS
        or bare.removesuffix("s") in _WEEKDAYS
    ):
        return False
    if "'" in form or "’" in form:
        # I'm, It's, They'd: a pronoun with its verb; O'Hara is a name.
        stem = re.split("['’]", form)[0].lower()
        if stem in _CONTRACTED:
            return False
    return (
        "@" not in form
        and "/" not in form
        and not form.startswith(("http", "www."))
        and not _PLURAL.match(bare)
        and not _GLUED.search(form)
    )


def _numeral(form: str) -> bool:
    return form.isdigit() and len(form) < 5


def _pinyin(form: str) -> bool:
    low = form.lower()
    return low[:1] != form[:1] and len(form) > 3 and low not in ordinary() and bool(_PINYIN.fullmatch(low))


def _loud_word(form: str) -> bool:
    return len(form) > 1 and form.isupper() and form.replace(".", "") not in ("A", "I", "AND", "THE")


def _listed(
    first: np.ndarray,
    last: np.ndarray,
    tokens: Tokens,
    apart: np.ndarray,
    is_: _Forms,
    listing: np.ndarray,
    joins: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Join "Ministry of Industry" and "Information Technology" over the "and" between them."""
    if len(first) < 2:
        return first, last
    ids = tokens.ids
    and_ = is_.of(lambda form: form == "and")[ids]
    alone = is_.of(
        lambda form: (
            (len(form) > 1 and form.isupper())
            or form in words("names", "openers")
            or is_given(form)
            or bool(word_kinds(form.lower()) & {"place", "people", "role", "named"})
        )
    )[ids]
    heads = np.concatenate([[0], np.cumsum(listing)])
    joined = np.concatenate([[0], np.cumsum(joins)])
    gap = last[:-1] + 1
    fits = (first[1:] == gap + 1) & and_[np.minimum(gap, len(ids) - 1)]
    fits &= ~apart[np.minimum(gap, len(ids) - 1)] & ~apart[first[1:]] & ~alone[first[1:]]
    fits &= (heads[gap] > heads[first[:-1]]) & (joined[gap] > joined[first[:-1]])
    # The first of three joins the second only.
    fits[1:] &= ~fits[:-1]
    keep_last = np.append(~fits, True)
    keep_first = np.append(True, ~fits)
    return first[keep_first], last[keep_last]


def _loud(ids: np.ndarray, first: np.ndarray, last: np.ndarray, is_: _Forms, size: int) -> np.ndarray:
    """Mask the runs of capitals only that stand beside other words of capitals only: a line that shouts."""
    shout = is_.of(lambda form: len(form) > 3 and form.isupper() and form.isalpha())[ids]
    upper = is_.of(lambda form: len(form) > 1 and form.isupper())[ids]
    count = np.concatenate([[0], np.cumsum(upper)])
    long_ = np.concatenate([[0], np.cumsum(shout)])
    words_ = last - first + 1
    only = count[last + 1] - count[first] == words_
    around = long_[np.minimum(last + 4, size)] - long_[np.maximum(first - 3, 0)]
    return np.asarray(only & (around >= 3))


# What a run of capitals names by itself: its parts, each with its kind as far as its words tell.


class Part(NamedTuple):
    """A name inside a run.

    `kind` is None where only what stands around it can tell, "maybe" where it is an office unless the article
    has somebody of that name; `sure` that it can't be another.
    """

    begin: int
    end: int
    kind: str | None
    sure: bool = False


_HYPHENED = re.compile(r"(?:^|\s)(?=\S)((?:[A-Z][\w.’']*))-([a-z][\w-]*|[A-Z][\w.]*)$")
_PREFIXED = re.compile(r"[a-z]{2,}-(?=[A-Z])")
_SHORT_PREFIX = 2
_INITIALS = re.compile(r"(?:[A-Z]\.?&?){2,6}$")
_HYPHENED_FIRST = re.compile(r"([A-Z][\w.’']*)-[a-z][\w-]* (?=[A-Z])")
_KIND = {"place": "place", "named": "body", "medium": "body"}
#: "J. Edgar Ruiz", "J.D. Ruiz".
_CALLED = re.compile(r"(?:[A-Z]\.){1,3} ?(?:[A-Z]\. )?[A-Z][a-z’'-]+[A-Za-z]*(?: [A-Z][\w’'-]+)?$")
#: The party and state of a member of Congress, a size, a grade.
_MARK = re.compile(r"[RDI]-[A-Z]|[A-Z]{1,2}\d|[A-Z]\.?$")
_INITIAL = re.compile(r"[A-Z]\.?$")


@lru_cache(1 << 16)
def parts(run: str) -> tuple[Part, ...]:
    """Return what a run of capitals names.

    Examples
    --------
    >>> run = "Texas Gov. Ana Ruiz"
    >>> [(run[part.begin : part.end], part.kind) for part in parts(run)]
    [('Texas', 'place'), ('Ana Ruiz', 'person')]
    >>> parts("Prime Minister"), [part.kind for part in parts("Harbour Fishing Agreement")]
    ((), ['document'])
    """
    if known(run):
        return (Part(0, len(run), _known_kind(run), True),)
    prefix = _PREFIXED.match(run)
    if prefix and prefix.end() > _SHORT_PREFIX and not prefix.group().startswith(("al-", "el-")):
        # "post-Brexit", "anti-Marlow": the name begins behind the hyphen.
        return moved(parts(run[prefix.end() :]), prefix.end())
    cut = _HYPHENED.search(run)
    if cut:
        # "Marlow-era", "China-led": the name ends before the hyphen. "China-Canada": two of them.
        left, right = parts(run[: cut.end(1)]), parts(cut[2])
        if cut[2][0].islower() and (cut[2].endswith("ed") or cut[2] in words("names", "suffixes")):
            return left
        if left and right and left[-1].kind == right[0].kind == "place":
            begin = cut.start(2)
            return (*left, *(part._replace(begin=begin, end=begin + part.end) for part in right))
    party = _PARTY.match(run)
    if party and party[1] in lexicon().given:
        return moved(parts(run[party.start(1) :]), party.start(1))
    inner = _HYPHENED_FIRST.match(run)
    if inner:
        # "Harbour-based Marlow": two names.
        return (*parts(inner[1]), *moved(parts(run[inner.end() :]), inner.end()))
    items = tag(run)
    if not items:
        return ()
    if len(items) == 1 and items[0].kind == "role" and " " not in run and len(run) > 2:
        # An office, unless somebody is called so: Howard Dean, Mark Judge.
        return (Part(0, len(_POSSESSIVE.sub("", run)), "maybe"),)
    found: list[Part] = []
    begin = 0
    titled = False
    for at, item in enumerate(items):
        if item.kind in ("role", "honorific") and not _a_name(items, at):
            before = _segment(items[begin:at], run, titled=titled)
            if before and before[-1].kind == "place" and items[begin].kind == "place":
                # "U.S. District Judge": a judge of the United States.
                before = [_part(items[begin], run)]
            found.extend(before)
            begin = at + 1
            titled = begin < len(items) and items[begin].kind != "preposition"
    found.extend(_segment(items[begin:], run, titled=titled))
    return tuple(found)


#: "Republican Ana Ruiz".
_PARTY = re.compile(r"(?:Republican|Democrat|Tory|Labour) ([A-Z][\w’'-]+) [A-Z]")


def moved(found: tuple[Part, ...], by: int) -> tuple[Part, ...]:
    """Return parts so many characters farther on."""
    return tuple(part._replace(begin=part.begin + by, end=part.end + by) for part in found)


def _known_kind(run: str) -> str:
    name = known(run) or run
    if name == "European Union":
        return "body"
    entry = next((i.entry for i in tag(name) if i.entry), None)
    if entry is not None and entry.kind in _KIND:
        return _KIND[entry.kind]
    return "document" if name.split()[-1] in words("names", "document") else "body"


def _a_name(items: list[Item], at: int) -> bool:
    """Whether the word of an office is a family name here: "Ana Major", "Mark Judge"."""
    last = at > 0 and at == len(items) - 1 and " " not in items[at].text
    return last and items[at - 1].kind == "cap" and is_given(items[at - 1].text)


def _segment(items: list[Item], run: str, *, titled: bool) -> list[Part]:
    """Read a stretch without offices."""
    never = words("names", "never")
    while items and (
        items[0].kind in ("determiner", "preposition", "comma", "word")
        or (len(items) == 2 and items[0].text in never and items[1].kind == "cap")
    ):
        items = items[1:]
    while items and (
        items[-1].kind in ("preposition", "determiner", "comma", "word", "particle")
        or (items[-1].kind in _PEOPLE and (len(items) < 2 or items[-2].kind != "preposition"))
        or (len(items) > 1 and items[-1].text in never)
    ):
        items = items[:-1]
    if not items:
        return []
    begin, end = items[0].begin, items[-1].end
    written = _POSSESSIVE.sub("", run[begin:end])
    whole = Part(begin, begin + len(written), None)
    if known(written):
        return [whole._replace(kind=_known_kind(written), sure=True)]
    late = _named_late(items) if titled else 0
    if late:
        items = items[late:]
        whole = whole._replace(begin=items[0].begin)
    if titled and _may_be_person(items):
        return [whole._replace(kind="person", sure=True)]
    if titled:
        written = run[whole.begin : whole.end]
    if len(items) == 1:
        return _single(items[0], whole, written)
    return _several(items, run, whole, written)


_PEOPLE = frozenset(("group", "anonymous", "figures"))


def _single(item: Item, whole: Part, written: str) -> list[Part]:
    """Read one word, or one phrase that is known."""
    if written in words("names", "never") or _MARK.match(written):
        return []
    if item.entry is None and _inhabitants(written):
        return []
    if item.entry is None and written.isupper() and written.lower() in ordinary():
        # Said loudly, unless it is known for initials.
        return [whole._replace(kind="body")] if written in words("names", "initials") else []
    entry = item.entry
    if entry is None:
        if "-" in written:
            return [whole._replace(kind="name")]
        return [whole._replace(kind="body")] if _INITIALS.match(written) else [whole]
    if entry.kind in _KIND:
        return [whole._replace(kind=_KIND[entry.kind], sure=True)]
    if entry.kind == "people":
        return []
    if entry.kind in ("body", "document"):
        if " " in written or written in words("names", "alone"):
            return [whole._replace(kind=entry.kind, sure=True)]
        if written in words("names", "medium"):
            return [whole._replace(kind="body")]
        return []
    return [] if entry.kind in ("figures", "anonymous") else [whole]


def _inhabitants(word: str) -> bool:
    """Whether a word is the people of a place that is known: Londoners."""
    stem = re.sub(r"(?:ers?|ians?|ites?)$", "", word)
    return stem != word and len(stem) >= 4 and "place" in word_kinds(stem.lower())


def _several(items: list[Item], run: str, whole: Part, written: str) -> list[Part]:
    spelt = written.split()
    first, last = spelt[0], spelt[-1]
    if items[-1].kind == "people" or (written.isupper() and all(w.lower() in ordinary() for w in spelt)):
        # "North American"; words that are said loudly.
        return []
    # The noun before "of" tells, else the last word.
    head = next((a for a, b in pairwise(spelt) if b in ("of", "for", "on", "to", "against")), last)
    if last.isdigit() and len(spelt) > 1 and spelt[-2] != "of":
        head = spelt[-2]
    kind = _by_noun(head, first, len(spelt))
    if first in words("numbered", "nouns") and any(char.isdigit() for char in last):
        return [whole._replace(kind="document", sure=True)]
    if (_CALLED.match(written) and not items[0].entry) or family_of(tuple(spelt)) == tuple(spelt[:1]):
        return [whole._replace(kind="person", sure=True)]
    late = _named_late(items)
    if late:
        # "Clerk Ana Ruiz": what stands before a given name is an office, if it is an ordinary word.
        return [whole._replace(begin=items[late].begin, kind="person", sure=True)]
    # "Amy Lake", but the "Rose Garden".
    may_be = kind is None or (len(spelt) == 2 and first.lower() not in ordinary())
    if may_be and is_given(first) and len(spelt) < 5 and _may_be_person(items):
        return [whole._replace(kind="person", sure=True)]
    if kind is not None:
        return [whole._replace(kind=kind, sure=kind != "name")]
    if items[0].kind == "people":
        if len(items) == 2 and items[1].kind == "body":
            return [whole._replace(kind="body", sure=True)]
        rest = _segment(items[1:], run, titled=False)
        return [whole] if rest and rest[0].kind is None else rest
    if len(items) == 2 and items[0].kind == "place" and items[1].kind == "cap" and items[1].text.isupper():
        # "US FTA", "UK MP": a place and something of its.
        return [_part(items[0], run), *_single(items[1], _part(items[1], run), items[1].text)]
    if len(items) > 2 and items[0].kind == "place" and is_given(items[1].text) and _may_be_person(items[1:]):
        # "the ambassador to Chad Ana Ruiz"
        return [_part(items[0], run), whole._replace(begin=items[1].begin, kind="person", sure=True)]
    known_parts = [item for item in items if item.entry and item.entry.kind in _KIND]
    if items[-1].entry and items[-1].entry.kind in ("body", "document", "named", "medium"):
        kind = _KIND.get(items[-1].entry.kind, items[-1].entry.kind)
        return [whole._replace(kind=kind, sure=True)]
    if known_parts and len(known_parts) == len(items):
        return [_part(item, run) for item in items]
    if known_parts and items[-1].kind == "cap" and known_parts[0] is items[0] and items[0].entry:
        # "Iowa Caucuses", "Senate Intelligence": something of its own, or two that stand together by chance.
        return [whole]
    loud = any(item.kind == "cap" and _INITIALS.match(item.text) and len(item.text) > 2 for item in items)
    return [whole._replace(kind="body")] if loud else [whole]


def _named_late(items: list[Item]) -> int:
    """Return the first word of a person's name behind ordinary words, 0 where there is none."""
    for at in range(1, len(items) - 1):
        before = items[at - 1]
        if before.kind != "cap" or before.text.lower() not in ordinary():
            return 0
        if is_given(items[at].text):
            return at if _may_be_person(items[at:]) and len(items) - at < 4 else 0
    return 0


def _by_noun(head: str, first: str, size: int) -> str | None:
    """Tell the kind by the noun a name ends in, or begins with."""
    if size < 2:
        return None
    if first in words("names", "other_before"):
        return "name"
    for kind in ("document", "body", "place"):
        if head in words("names", kind):
            return kind
    if head in words("names", "other"):
        return "name"
    if head in words("names", "openers"):
        return "body"
    return "place" if first in words("names", "place_before") and size < 4 else None


def _part(item: Item, run: str) -> Part:
    text = _POSSESSIVE.sub("", run[item.begin : item.end])
    kind = _KIND[item.entry.kind] if item.entry else None
    return Part(item.begin, item.begin + len(text), kind, kind is not None)


def _may_be_person(items: list[Item]) -> bool:
    """Whether words can be a person's name: no noun of a body among them, nothing of more than five words."""
    if len(items) > 5:
        return False
    for item in items:
        if item.kind in ("cap", "particle"):
            if item.text.isupper() and len(item.text) > 3:
                return False
            continue
        entry = item.entry
        if entry is None or " " in item.text or not item.text[0].isupper():
            return False
        if entry.kind in ("named", "medium") and len(items) == 1:
            return False
    return True


#: The article of a name, which half of the outlets leave out.
_OF_A_NAME = re.compile(r"^(?:al|el)-(?=[A-Z])")


@lru_cache(1 << 16)
def key_of(name: str, person: bool = False) -> str:
    """Return what several ways of writing one name share: case, points, middle initials are left out.

    >>> key_of("Ana B. Ruiz", True), key_of("U.S. Steel"), key_of("O’Hara"), key_of("Bakr al-Marwan", True)
    ('ana ruiz', 'us steel', "o'hara", 'bakr marwan')
    """
    spelt = name.split()
    if person and len(spelt) > 2:
        spelt = [spelt[0], *(w for w in spelt[1:-1] if not _INITIAL.match(w)), spelt[-1]]
    spelt = [_OF_A_NAME.sub("", word) for word in spelt] if person else spelt
    return " ".join(plain(_POSSESSIVE.sub("", word)) for word in spelt).replace("-", " ")


@lru_cache(1 << 16)
def family(name: str) -> str:
    """Return the key of the words that a person's name is shortened to.

    >>> family("Ana B. Ruiz"), family("Wang Yi"), family("Eva van Aue")
    ('ruiz', 'wang', 'van aue')
    """
    return key_of(" ".join(family_of(tuple(name.split()))), True)
