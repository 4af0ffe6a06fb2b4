"""From runs of capitals to names with a kind and one way of writing in the corpus; no figure is read here.

The long story: what runs name by themselves, then by what the corpus names inside sentences, then the
kinds by what stands around, then who is who.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from framing.features.entities.candidates import BEFORE, Corpus, Gathered, Runs, apart, opening, shouted
from framing.features.entities.runs import Part, family, key_of, ordinary, parts, same, words
from framing.features.entities.runs import given as given_names
from framing.features.entities.runs import known as shared
from framing.text.voices.speakers.lexicon import lexicon

# What kind of thing a name is, where its own words don't tell: by the words around it in the corpus.


class Evidence(NamedTuple):
    """What speaks for the kind of one way of printing a name; counts are mentions."""

    key: str
    total: int
    clear: int
    sure: dict[str, int]
    guessed: dict[str, int]
    the: int
    place: int
    title: int
    said: int
    before_place: int = 0


@dataclass
class _Sum:
    total: int = 0
    the: int = 0
    place: int = 0
    title: int = 0
    said: int = 0
    before_place: int = 0
    sure: Counter[str] = field(default_factory=Counter)
    guessed: Counter[str] = field(default_factory=Counter)


def kinds(evidence: Iterable[Evidence], keys: Iterable[str]) -> dict[str, str]:
    """Return the kind of each key.

    Examples
    --------
    >>> one = Evidence("zanetti", 4, 4, {}, {}, 0, 3, 0, 0)
    >>> kinds([one], ["zanetti"])
    {'zanetti': 'place'}
    """
    sums: dict[str, _Sum] = {key: _Sum() for key in keys}
    for one in evidence:
        mine = sums[one.key]
        mine.total += one.total
        mine.the += one.the
        mine.place += one.place
        mine.title += one.title
        mine.said += one.said
        mine.before_place += one.before_place
        mine.sure.update(one.sure)
        mine.guessed.update(one.guessed)
    families: Counter[str] = Counter()
    for key, mine in sums.items():
        if mine.sure.get("person") and " " in key:
            families[key.rpartition(" ")[2]] += mine.sure["person"]
    return {key: _kind(key, mine, families) for key, mine in sums.items()}


def _kind(key: str, mine: _Sum, families: Counter[str]) -> str:
    if mine.sure:
        return min(mine.sure, key=lambda kind: (-mine.sure[kind], kind))
    if mine.guessed:
        return min(mine.guessed, key=lambda kind: (-mine.guessed[kind], kind))
    if mine.title or families[key]:
        return "person"
    spelt = key.split()
    the, place = mine.the / mine.total, mine.place / mine.total
    if mine.before_place and the < 0.2:
        return "place"
    if the < 0.2 and ((place >= 0.34 and mine.place > 1) or (place == 1 and len(spelt) == 1)):
        return "place"
    if any(char.isdigit() for char in key):
        return "name"
    if len(spelt) > 1:
        if the >= 0.3 or any(word in ordinary() for word in spelt):
            return "name"
        return "person" if len(spelt) < 4 else "name"
    if mine.said and the < 0.3:
        return "body"
    return "name"


# One way of writing for what is one thing: initials in brackets, what all corpora share, commonest forms.

_SKIPPED = frozenset("of the for and on to in de la".split())


def initials(name: str) -> frozenset[str]:
    """Return the initials a name may be shortened to.

    >>> sorted(initials("Bureau of Fish and Game"))
    ['BFAG', 'BFG', 'BOFAG']
    """
    spelt = [word for word in re.split(r"[\s-]+", name) if word]
    if len(spelt) < 2:
        return frozenset()
    long_ = "".join(word[0] for word in spelt)
    content = "".join(word[0] for word in spelt if word.lower() not in _SKIPPED)
    with_and = "".join(word[0] for word in spelt if word.lower() not in _SKIPPED - {"and"})
    return frozenset(short.upper() for short in (long_, content, with_and) if len(short) > 1)


def merged(
    named: _Named, written: Sequence[str], kind: list[str], who: list[str | None], events: Sequence[object]
) -> tuple[list[str], list[str]]:
    """Return the item and the kind of each mention."""
    number = named.name.tolist()
    keys = [_key(name) for name in written]
    alias = _bracketed(named, written, keys)
    kinds = _commonest(number, kind)
    alias.update(_spelt_out(written, keys, Counter(number), kinds, alias))
    alias.update(_shortened(written, keys, kinds, alias))
    known = {_key(variant): _key(first) for variant, first in same().items()}
    written_as = {_key(first): first for first in same().values()}
    keyed: list[str] = []
    media = _media(named, written, keys)
    own = [f"name {_settled(name, key, alias, known)}" for name, key in zip(written, keys, strict=True)]
    person_of = {person: f"person {person}" for person in set(who) if person is not None}
    for k, (n, person) in enumerate(zip(number, who, strict=True)):
        if k in media:
            keyed.append(f"name {alias.get(media[k], media[k])}")
            continue
        if person is not None:
            keyed.append(person_of[person])
            continue
        keyed.append(own[n])
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for key, n, mine, person in zip(keyed, number, kind, who, strict=True):
        shown[key][written[n]] += 1
        # Initials tell nothing of the kind where what they stand for is known.
        told = "name" if keys[n] in alias and " " not in written[n] else mine
        counted[key]["person" if person is not None else told] += 1
    item_of: dict[str, str] = {}
    kind_of: dict[str, str] = {}
    for key, forms in shown.items():
        item_of[key] = written_as.get(key[5:]) or _display(forms, key)
        kind_of[key] = _likeliest(counted[key])
    return [item_of[key] for key in keyed], [kind_of[key] for key in keyed]


def _settled(name: str, key: str, alias: Mapping[str, str], known: Mapping[str, str]) -> str:
    """Return the key of what a name that is no person's stands for."""
    entry = shared(name)
    if entry is not None:
        return _key(entry)
    if key not in alias:
        return key
    return known.get(alias[key], alias[key])


def _likeliest(counted: Counter[str]) -> str:
    """Return the commonest kind; a name of no kind tells nothing."""
    return min(counted, key=lambda one: (one == "name", -counted[one], one))


def _commonest(number: Sequence[int], kind: Sequence[str]) -> dict[int, str]:
    """Return the kind of each printed name."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for n, mine in zip(number, kind, strict=True):
        counted[n][mine] += 1
    return {n: _likeliest(mine) for n, mine in counted.items()}


_FLIPPED = re.compile(r"^(.+) (department|ministry)$")
_LEADING = re.compile(r"^(?:us|u s) (?=\S+ \S+|senate|congress|treasury)")


def _key(name: str) -> str:
    """Return the key of a body or place: "Trade Ministry" is the "Ministry of Trade".

    >>> _key("Trade Ministry"), _key("U.S. Trade Department"), _key("Ministry of Trade")
    ('ministry of trade', 'department of trade', 'ministry of trade')
    """
    key = _LEADING.sub("", key_of(name).replace("united states ", "us "))
    flipped = _FLIPPED.match(key)
    return f"{flipped[2]} of {flipped[1]}" if flipped and " of " not in key else key


def _display(forms: Counter[str], key: str) -> str:
    """Return the commonest form; of a person's, of those that are full, where any is."""
    person = key.startswith("person ")
    size = key.count(" ") if person else 0
    full = {form: n for form, n in forms.items() if person and len(form.split()) >= min(size, 2)} or forms
    # Capitals all through are a headline's; initials are outdone by what they stand for.
    return min(full, key=lambda form: (form.isupper() and len(full) > 1, -full[form], form))


def _bracketed(named: _Named, written: Sequence[str], keys: list[str]) -> dict[str, str]:
    """Return initials to the key of the name that they stand in brackets behind."""
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    row, part, start, end = (column.tolist() for column in (named.row, named.part, named.start, named.end))
    number, around = named.name.tolist(), named.around.tolist()
    for k in range(1, len(number)):
        if (
            not around[k]
            or row[k] != row[k - 1]
            or (part[k] == 0) != (part[k - 1] == 0)
            or start[k] - end[k - 1] != 2
        ):
            continue
        short, name = written[number[k]], written[number[k - 1]]
        letters = short.replace(".", "")
        if not 1 < len(letters) < 9 or " " in short or name[:1].upper() != letters[:1].upper():
            continue
        if letters.upper() in initials(name) or _runs_through(letters, name):
            pairs[keys[number[k]]][keys[number[k - 1]]] += 1
    return {short: min(names, key=lambda one: (-names[one], one)) for short, names in pairs.items()}


def _shortened(
    written: Sequence[str], keys: list[str], kinds: Mapping[int, str], alias: Mapping[str, str]
) -> dict[str, str]:
    """Return full names of firms to the key of the short one: Huawei Technologies is Huawei."""
    present = {keys[n] for n in kinds if kinds[n] in ("body", "name", "person")}
    found: dict[str, str] = {}
    for n, name in enumerate(written):
        spelt = name.split()
        if len(spelt) < 2 or kinds.get(n) not in ("body", "name") or keys[n] in alias:
            continue
        while len(spelt) > 1 and spelt[-1] in words("names", "corporate"):
            spelt.pop()
        short = _key(" ".join(spelt))
        if short != keys[n] and short in present and shared(name) is None and not _common(spelt):
            found[keys[n]] = alias.get(short, short)
    return found


def _common(spelt: list[str]) -> bool:
    """Whether what is left of a name is a place, an adjective or an ordinary word: no name of a firm."""
    return len(spelt) == 1 and (
        spelt[0].lower() in ordinary()
        or any(
            len(words_) == 1 and entry.kind in ("place", "people", "role")
            for words_, _, entry in lexicon().phrases.get(spelt[0].lower(), ())
        )
    )


def _media(named: _Named, written: Sequence[str], keys: list[str]) -> dict[int, str]:
    """Return mentions such as "the Times" to the key of the one medium of their article that ends so."""
    number, row = named.name.tolist(), named.row.tolist()
    media = words("names", "medium")
    last = [name.rpartition(" ")[2] for name in written]
    full: dict[tuple[int, str], set[str]] = defaultdict(set)
    short = []
    for k, n in enumerate(number):
        if last[n] not in media:
            continue
        if " " in written[n]:
            full[row[k], last[n]].add(keys[n])
        else:
            short.append(k)
    return {
        k: next(iter(fit)) for k in short if len(fit := full.get((row[k], written[number[k]]), set())) == 1
    }


def _runs_through(letters: str, name: str) -> bool:
    """Whether the letters stand in a name in their order: MOFCOM in Ministry of Commerce."""
    rest = iter(name.lower())
    return all(letter in rest for letter in letters.lower())


def _spelt_out(
    written: Sequence[str],
    keys: list[str],
    counts: Counter[int],
    kinds: Mapping[int, str],
    alias: Mapping[str, str],
) -> dict[str, str]:
    """Return initials to the one body or document of the corpus that has them."""
    full: dict[str, Counter[str]] = defaultdict(Counter)
    for n, name in enumerate(written):
        if " " in name and kinds.get(n) in ("body", "document"):
            for short in initials(name):
                full[short][keys[n]] += counts[n]
    found: dict[str, str] = {}
    for n, name in enumerate(written):
        letters = name.replace(".", "")
        if 2 < len(letters) < 8 and letters.isupper() and " " not in name and keys[n] not in alias:
            names = full.get(letters, Counter())
            if len(names) == 1 and kinds.get(n) in ("body", "name", "document"):
                found[keys[n]] = next(iter(names))
    return found


# Who is who: surnames and shortened names joined to a full name of the article, the event, or the corpus.

#: Of the articles that give a family name a full one, so many must give the same, to join those that don't.
_MOSTLY = 0.9


class Mentions(NamedTuple):
    """Where names stand: row of the article, place, whether in the title, number of the name, and kind."""

    row: np.ndarray
    start: np.ndarray
    title: np.ndarray
    name: np.ndarray
    kind: list[str]


@lru_cache(1 << 16)
def _short(name: str) -> tuple[str, ...]:
    """Return the keys that a full name is shortened to."""
    spelt = key_of(name, True).split()
    found = [" ".join(spelt[at:]) for at in range(1, len(spelt))]
    own = family(name)
    if own not in found:
        # The family name stands first: its other words are nobody's short name.
        return (own,)
    return tuple(found)


@lru_cache(1 << 16)
def _identity(name: str) -> str:
    """Return the key of a person: a middle name is left out.

    >>> _identity("Ana Berta Ruiz"), _identity("Kim Jong-un")
    ('ana ruiz', 'kim jong un')
    """
    spelt = key_of(name, True).split()
    if len(spelt) > 1 and family(name) != spelt[0]:
        spelt[0] = given_names().get(spelt[0], spelt[0])
    if len(spelt) == 3 and spelt[1] not in lexicon().words["particle"] and family(name) == spelt[-1]:
        known = lexicon()
        if name.split()[0] in known.male or name.split()[0] in known.female:
            return f"{spelt[0]} {spelt[2]}" if spelt[2] not in ("jr", "sr", "ii", "iii") else " ".join(spelt)
    return " ".join(spelt)


def people(mentions: Mentions, written: Sequence[str], events: Sequence[object]) -> list[str | None]:
    """Return the identity of the person of each mention; None for what is no person.

    Parameters
    ----------
    mentions : Mentions
    written : sequence of str
        Names as printed.
    events : sequence
        Event of each row; missing where not known.
    """
    numbers = mentions.name.tolist()
    full = [kind == "person" and " " in written[n] for n, kind in zip(numbers, mentions.kind, strict=True)]
    owners = _Owners(mentions, written, events, full)
    result: list[str | None] = [None] * len(numbers)
    order = np.lexsort([mentions.start, ~mentions.title, mentions.row])
    rows = mentions.row[order]
    edges = np.flatnonzero(np.diff(rows, prepend=-1, append=-1)).tolist()
    for begin, end in pairwise(edges):
        mine = order[begin:end].tolist()
        article = _Article(mine, mentions, written, full)
        event = events[int(rows[begin])]
        for k in mine:
            name = written[numbers[k]]
            if full[k]:
                result[k] = article.in_full(name)
            else:
                result[k] = article.meant(name, mentions.kind[k], owners, event)
    return result


class _Owners:
    """Whom short names mean in an event and in the corpus: by the articles that give a full name."""

    def __init__(
        self, mentions: Mentions, written: Sequence[str], events: Sequence[object], full: list[bool]
    ) -> None:
        self._counted: dict[tuple[object, str], Counter[str]] = defaultdict(Counter)
        rows = mentions.row.tolist()
        seen = {(rows[k], n) for k, n in enumerate(mentions.name.tolist()) if full[k]}
        for row, identity, name in sorted({(row, _identity(written[n]), written[n]) for row, n in seen}):
            event = events[row]
            for short in _short(name):
                self._counted[None, short][identity] += 1
                if isinstance(event, str):
                    self._counted[event, short][identity] += 1

    def of(self, short: str, event: object) -> str | None:
        """Return whom nearly all mean, or the holder of high office among them, or known anyway."""
        scopes = (event, None) if isinstance(event, str) else (None,)
        famous = _famous(short)
        for scope in scopes:
            counted = self._counted.get((scope, short))
            if counted:
                identity, count = min(counted.items(), key=lambda pair: (-pair[1], pair[0]))
                if count >= _MOSTLY * counted.total():
                    return identity
                if famous in counted:
                    return famous
        return famous if not self._counted.get((None, short)) else None


@lru_cache(1 << 12)
def _famous(short: str) -> str | None:
    """Return the one holder of high office, among those that news names bare, with a family name."""
    listed = lexicon().known.get(" ".join(word.capitalize() for word in short.split()), ())
    names = {_identity(" ".join(name)) for name, _ in listed}
    return next(iter(names)) if len(names) == 1 else None


class _Article:
    """The people of one article: who is named in full, and whom their short names mean."""

    def __init__(
        self, order: Sequence[int], mentions: Mentions, written: Sequence[str], full: list[bool]
    ) -> None:
        self.near: dict[str, set[str]] = defaultdict(set)
        self.given: dict[str, set[str]] = defaultdict(set)
        self.times: Counter[str] = Counter()
        self.first: dict[str, int] = {}
        self.bare: dict[str, int] = {}
        known = lexicon()
        for at, k in enumerate(order):
            name = written[mentions.name[k]]
            if not full[k]:
                if not mentions.title[k]:
                    self.bare.setdefault(key_of(name), at)
                continue
            identity = _identity(name)
            self.times[identity] += 1
            self.first.setdefault(identity, at)
            for short in _short(name):
                self.near[short].add(identity)
            given = name.split()[0]
            if given in known.male or given in known.female:
                self.given[key_of(given)].add(identity)

    def in_full(self, name: str) -> str:
        """Return the identity of a name of several words, which may be the end of a longer one."""
        longer = self.near.get(key_of(name, True), set())
        return next(iter(longer)) if len(longer) == 1 else _identity(name)

    def meant(self, name: str, kind: str, owners: _Owners, event: object) -> str | None:
        """Return whom a short name means; None where it is no person's."""
        key = key_of(name)
        fit = self.near.get(key)
        if fit and (kind in ("person", "name") or not _known_otherwise(name)):
            return self._of_several(key, fit, owners, event)
        if kind == "name":
            called = self.given.get(key, set())
            return next(iter(called)) if len(called) == 1 else None
        if kind != "person":
            return None
        called = self.given.get(key, set())
        return owners.of(key, event) or (next(iter(called)) if len(called) == 1 else key)

    def _of_several(self, key: str, fit: set[str], owners: _Owners, event: object) -> str:
        """Return whom a surname means of those that bear it here, or another who needs no full name."""
        best = min(fit, key=lambda one: (-self.times[one], self.first[one]))
        if self.bare.get(key, self.first[best]) < self.first[best] or len(fit) > 1:
            # Named bare before anybody is named in full: a relative comes later.
            other = owners.of(key, event)
            if other is not None and (len(fit) == 1 or other in fit):
                return other
        return best


def _known_otherwise(name: str) -> bool:
    """Whether a word is known as a body's or place's own name, whoever else bears it."""
    return any(
        entry.kind in ("named", "place", "medium") and len(spelt) == 1
        for spelt, _, entry in lexicon().phrases.get(key_of(name), ())
    )


class Names(NamedTuple):
    """Mentions of names: where each stands, its item and kind, and how it is printed."""

    row: np.ndarray
    part: np.ndarray
    start: np.ndarray
    end: np.ndarray
    item: list[str]
    kind: list[str]
    form: list[str]


class _Named(NamedTuple):
    """Mentions on their way: an array a column; `name` numbers the printed names."""

    row: np.ndarray
    part: np.ndarray
    start: np.ndarray
    end: np.ndarray
    name: np.ndarray
    kind: np.ndarray
    sure: np.ndarray
    before: np.ndarray
    behind: np.ndarray
    around: np.ndarray
    near: np.ndarray
    clear: np.ndarray


KINDS = ("", "person", "body", "place", "document", "name", "maybe")


#: Offices that may be surnames.
MAYBE = KINDS.index("maybe")


def names(found: Gathered, corpus: Corpus, events: Sequence[object]) -> Names:
    """Return the names of some articles.

    Parameters
    ----------
    found : Gathered
    corpus : Corpus
        What the whole corpus names.
    events : sequence
        Event of each row, or missing.
    """
    runs = found.runs
    known = corpus.known
    named, written = _named(runs, found.forms, corpus)
    named = named._replace(near=_before_places(named))
    keys = [key_of(name) for name in written]
    kind_of_key = kinds(_evidence(named, keys), dict.fromkeys(keys))
    named = _unlikely(named, keys, known)
    # A name is of the kind its words tell, else of that which its key has in the corpus.
    kind = [
        KINDS[k] if (sure and k) or k == MAYBE else kind_of_key.get(keys[n], "name")
        for n, k, sure in zip(named.name.tolist(), named.kind.tolist(), named.sure.tolist(), strict=True)
    ]
    who = people(Mentions(named.row, named.start, named.part == 0, named.name, kind), written, events)
    kept = np.array(
        [mine != "maybe" or person is not None for mine, person in zip(kind, who, strict=True)], bool
    )
    named = _Named(*(column[kept] for column in named))
    kind = ["person" if mine == "maybe" else mine for mine, keep in zip(kind, kept, strict=True) if keep]
    who = [person for person, keep in zip(who, kept, strict=True) if keep]
    item, kind = merged(named, written, kind, who, events)
    form = [written[n] for n in named.name.tolist()]
    return Names(named.row, named.part, named.start, named.end, item, kind, form)


#: An ordinary word that has a capital inside sentences less often than this is no name.
_RARE = 5


def _named(runs: Runs, forms: list[str], corpus: Corpus) -> tuple[_Named, list[str]]:
    """Cut runs into names; return them and how the distinct ones are printed."""
    way = np.where(runs.loud.astype(bool), 2, np.where(runs.opens.astype(bool), 1, 0))
    coded, back = np.unique(runs.form.astype(np.int64) * 3 + way, return_inverse=True)
    written: dict[str, int] = {}
    rows: list[tuple[int, int, int, int, bool]] = []
    count = np.zeros(len(coded), np.int64)
    first = np.zeros(len(coded), np.int64)
    for n, code in enumerate(coded.tolist()):
        run = forms[code // 3]
        ways = (parts, lambda r: opening(r, corpus), lambda r: shouted(r, corpus))
        first[n] = len(rows)
        for part in apart(ways[code % 3](run), run, corpus.known):
            rows.append(_row(part, run, written))
        count[n] = len(rows) - first[n]
    table = np.array(rows, np.int64).reshape(-1, 5)
    each = count[back]
    of = np.repeat(np.arange(len(back)), each)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(each) - each, each)
    row = table[first[back][of] + nth]
    begins = row[:, 0] == 0
    ends = row[:, 1] == (runs.end - runs.start)[of]
    return (
        _Named(
            runs.row[of], runs.part[of], runs.start[of] + row[:, 0], runs.start[of] + row[:, 1], row[:, 2],
            row[:, 3], row[:, 4].astype(bool), np.where(begins, runs.before[of], 0),
            np.where(ends, runs.behind[of], 0),
            runs.around[of].astype(bool) & begins & ends, runs.comma[of].astype(bool) & ends, way[of] == 0,
        ),
        list(written),
    )  # fmt: skip


def _unlikely(named: _Named, keys: Sequence[str], known: Mapping[str, int]) -> _Named:
    """Drop single words that are ordinary ones and seldom have a capital: emphasis, titles of shows."""
    poor = np.array([key in ordinary() and known.get(key, 0) < _RARE for key in keys] if keys else [], bool)
    kept = (
        named.sure
        | (named.kind > 0)
        | ~poor[named.name]
        | np.isin(named.before, [BEFORE.index("title"), BEFORE.index("The")])
    )
    return _Named(*(column[kept] for column in named))


def _before_places(named: _Named) -> np.ndarray:
    """Mask the mentions right before a comma and a place that is known: "Thornhill, Ontario"."""
    found = np.zeros(len(named.row), bool)
    place = named.sure & (named.kind == KINDS.index("place"))
    found[:-1] = (
        named.near[:-1]
        & place[1:]
        & (named.row[1:] == named.row[:-1])
        & ((named.part[1:] == 0) == (named.part[:-1] == 0))
        & (named.start[1:] - named.end[:-1] == 2)
    )
    return found


def _row(part: Part, run: str, written: dict[str, int]) -> tuple[int, int, int, int, bool]:
    name = run[part.begin : part.end]
    return (
        part.begin,
        part.end,
        written.setdefault(name, len(written)),
        KINDS.index(part.kind or ""),
        part.sure,
    )


def _evidence(named: _Named, keys: list[str]) -> list[Evidence]:
    """Add up what stands around the mentions of each printed name."""
    size = len(keys)
    total = np.bincount(named.name, minlength=size)
    clear = np.bincount(named.name[named.clear], minlength=size)

    def count(mask: np.ndarray) -> list[int]:
        found: list[int] = np.bincount(named.name[mask], minlength=size).tolist()
        return found

    votes = [count(named.sure & (named.kind == k)) for k in range(len(KINDS))]
    guesses = [count(~named.sure & (named.kind == k)) for k in range(len(KINDS))]
    the = count(np.isin(named.before, [BEFORE.index("the"), BEFORE.index("The")]))
    place, title = (count(named.before == BEFORE.index(code)) for code in ("place", "title"))
    said, near = count(named.behind == 1), count(named.near)
    return [
        Evidence(
            keys[n], int(total[n]), int(clear[n]), {KINDS[k]: v[n] for k, v in enumerate(votes) if v[n]},
            {KINDS[k]: v[n] for k, v in enumerate(guesses) if v[n] and k not in (0, MAYBE)},
            the[n], place[n], title[n], said[n], near[n],
        )
        for n in range(size)
    ]  # fmt: skip
