"""From runs of capitals to names with a kind and one way of writing in the corpus; no figure is read here.

The long story: what runs name by themselves, then by what the corpus names inside sentences, then the
kinds by what stands around, then who is who.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import compress, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.features.cells import lay_runs
from framing.features.entities.candidates import BEFORE, Corpus, Gathered, Runs, apart, opening, shouted
from framing.features.entities.runs import family, is_given, key_of, ordinary, parts, same, word_kinds, words
from framing.features.entities.runs import given as given_names
from framing.features.entities.runs import known as shared
from framing.text.voices.speakers.lexicon import lexicon

# What kind of thing a name is, where its own words don't tell: by the words around it in the corpus.


def _kinds(named: _Named, keys: Sequence[str]) -> dict[str, str]:
    """Return the kind of each key: that of its own words, else by what stands around all that share it."""
    number = {key: n for n, key in enumerate(dict.fromkeys(keys))}
    of = np.array([number[key] for key in keys], np.int64)[named.name]

    def count(mask: np.ndarray | None = None) -> list[int]:
        return np.bincount(of if mask is None else of[mask], minlength=len(number)).tolist()

    sure, guessed = (
        {kind: count(mask & (named.kind == k)) for k, kind in enumerate(KINDS)}
        for mask in (named.sure, ~named.sure)
    )
    del guessed[""], guessed["maybe"]
    around = {code: count(named.before == BEFORE.index(code)) for code in ("the", "The", "place", "title")}
    total, said, near = count(), count(named.behind == 1), count(named.near)
    families: Counter[str] = Counter()
    for key, n in number.items():
        if sure["person"][n] and " " in key:
            families[key.rpartition(" ")[2]] += sure["person"][n]

    def kind_of(key: str, n: int) -> str:
        for votes in (sure, guessed):
            best = min(votes, key=lambda kind: (-votes[kind][n], kind))
            if votes[best][n]:
                return best
        if around["title"][n] or families[key]:
            return "person"
        spelt = key.split()
        the, place = (around["the"][n] + around["The"][n]) / total[n], around["place"][n] / total[n]
        placed = (place >= 0.34 and around["place"][n] > 1) or (place == 1 and len(spelt) == 1)
        # A senator is named with the state that is behind, as a town is.
        initial = len(spelt) == 3 and len(spelt[1]) == 1
        if initial or (len(spelt) == 2 and not place and is_given(spelt[0].capitalize())):
            return "person"
        if the < 0.2 and (near[n] or placed):
            return "place"
        if any(char.isdigit() for char in key):
            return "name"
        if len(spelt) > 1:
            named_so = the >= 0.3 or len(spelt) > 3 or any(word in ordinary() for word in spelt)
            return "name" if named_so else "person"
        return "body" if said[n] and the < 0.3 else "name"

    return {key: kind_of(key, n) for key, n in number.items()}


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
    named: _Named, written: Sequence[str], kind: list[str], who: list[str | None]
) -> tuple[list[str], list[str]]:
    """Return the item and the kind of each mention."""
    number = named.name.tolist()
    keys = [_key(name) for name in written]
    alias = _bracketed(named, written, keys)
    seen: dict[int, Counter[str]] = defaultdict(Counter)
    for n, mine in zip(number, kind, strict=True):
        seen[n][mine] += 1
    kinds = {n: _likeliest(counted) for n, counted in seen.items()}
    alias.update(_spelt_out(written, keys, Counter(number), kinds, alias))
    alias.update(_shortened(written, keys, kinds, alias))
    known = {_key(variant): _key(first) for variant, first in same().items()}
    written_as = {f"name {_key(first)}": first for first in same().values()}
    own = []
    for name, key in zip(written, keys, strict=True):
        # What a name that is no person's stands for.
        entry, meant = shared(name), alias.get(key)
        own.append(f"name {_key(entry) if entry else key if meant is None else known.get(meant, meant)}")
    keyed = [own[n] if person is None else f"person {person}" for n, person in zip(number, who, strict=True)]
    for k, medium in _media(named, written, keys).items():
        keyed[k] = f"name {alias.get(medium, medium)}"
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for key, n, mine, person in zip(keyed, number, kind, who, strict=True):
        shown[key][written[n]] += 1
        # Initials tell nothing of the kind where what they stand for is known.
        told = "name" if keys[n] in alias and " " not in written[n] else mine
        counted[key]["person" if person is not None else told] += 1
    item_of = {key: written_as.get(key) or _display(forms, key) for key, forms in shown.items()}
    kind_of = {key: _likeliest(kinds_) for key, kinds_ in counted.items()}
    return [item_of[key] for key in keyed], [kind_of[key] for key in keyed]


def _likeliest(counted: Counter[str]) -> str:
    """Return the commonest kind; a name of no kind tells nothing."""
    return min(counted, key=lambda one: (one == "name", -counted[one], one))


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
    for k in np.flatnonzero(named.around[1:] & _follows(named)).tolist():
        n, owner = int(named.name[k + 1]), int(named.name[k])
        short, name = written[n], written[owner]
        letters = short.replace(".", "")
        if not 1 < len(letters) < 9 or " " in short or name[:1].upper() != letters[:1].upper():
            continue
        # MOFCOM stands, in its order, in Ministry of Commerce.
        rest = iter(name.lower())
        if letters.upper() in initials(name) or all(letter in rest for letter in letters.lower()):
            pairs[keys[n]][keys[owner]] += 1
    return {short: min(names, key=lambda one: (-names[one], one)) for short, names in pairs.items()}


def _follows(named: _Named) -> np.ndarray:
    """Mask the mentions two characters behind which another one of their title or text begins."""
    return np.asarray(
        (named.row[1:] == named.row[:-1])
        & ((named.part[1:] == 0) == (named.part[:-1] == 0))
        & (named.start[1:] - named.end[:-1] == 2)
    )


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
        low = spelt[0].lower()
        if len(spelt) == 1 and (low in ordinary() or word_kinds(low) & {"place", "people", "role"}):
            # What is left is no name of a firm.
            continue
        if short != keys[n] and short in present and shared(name) is None:
            found[keys[n]] = alias.get(short, short)
    return found


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
    middle = len(spelt) == 3 and spelt[1] not in lexicon().words["particle"] and family(name) == spelt[-1]
    if middle and is_given(name.split()[0]) and spelt[2] not in ("jr", "sr", "ii", "iii"):
        return f"{spelt[0]} {spelt[2]}"
    return " ".join(spelt)


def people(
    named: _Named, kinds: Sequence[str], written: Sequence[str], events: Sequence[object]
) -> list[str | None]:
    """Return the identity of the person of each mention; None for what is no person.

    Parameters
    ----------
    named, kinds
        The mentions and their kinds.
    written : sequence of str
        Names as printed.
    events : sequence
        Event of each row; missing where not known.
    """
    numbers, title = named.name.tolist(), named.part == 0
    full = [kind == "person" and " " in written[n] for n, kind in zip(numbers, kinds, strict=True)]
    owners = _Owners(named, written, events, full)
    result: list[str | None] = [None] * len(numbers)
    order = np.lexsort([named.start, ~title, named.row])
    rows = named.row[order]
    edges = np.flatnonzero(np.diff(rows, prepend=-1, append=-1)).tolist()
    for begin, end in pairwise(edges):
        mine = order[begin:end].tolist()
        article = _Article([(written[numbers[k]], full[k], bool(title[k])) for k in mine])
        event = events[int(rows[begin])]
        for k in mine:
            name = written[numbers[k]]
            if full[k]:
                # It may be the end of a longer one.
                longer = article.near.get(key_of(name, True), set())
                result[k] = next(iter(longer)) if len(longer) == 1 else _identity(name)
            else:
                result[k] = article.meant(name, kinds[k], owners, event)
    return result


def _join_spellings(who: list[str | None]) -> list[str | None]:
    """Give one key to the spellings of a name that differ in vowels and doubled letters: the commonest."""
    counts = Counter(one for one in who if one and " " in one)
    first: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        first.setdefault(_sound(name), name)
    return [first[_sound(one)] if one in counts else one for one in who]


@lru_cache(1 << 16)
def _sound(name: str) -> str:
    """Return what transliterations share; short words, and the end of a given name, tell people apart.

    >>> _sound("mohamed morsy") == _sound("mohammed morsi"), _sound("dan moore") == _sound("don moore")
    (True, False)
    >>> _sound("maria rossi") == _sound("mario rossi")
    False
    """
    given, *others = name.split()
    cut = [(given[:1], given[1:-1], given[-1:]), *((one[:1], one[1:], "") for one in others)]
    heard = [
        first + re.sub(r"(.)\1+", r"\1", re.sub("[aeiouyw]", "", rest)) + last
        if len(first + rest + last) > 4
        else first + rest + last
        for first, rest, last in cut
    ]
    return " ".join(heard)


class _Owners:
    """Whom short names mean in an event and in the corpus: by the articles that give a full name."""

    def __init__(
        self, named: _Named, written: Sequence[str], events: Sequence[object], full: list[bool]
    ) -> None:
        self._counted: dict[tuple[object, str], Counter[str]] = defaultdict(Counter)
        rows = named.row.tolist()
        seen = {(rows[k], n) for k, n in enumerate(named.name.tolist()) if full[k]}
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

    def __init__(self, names: Iterable[tuple[str, bool, bool]]) -> None:
        """Read names in order, each with whether it is full and whether it stands in the title."""
        self.near: dict[str, set[str]] = defaultdict(set)
        self.given: dict[str, set[str]] = defaultdict(set)
        self.times: Counter[str] = Counter()
        self.first: dict[str, int] = {}
        self.bare: dict[str, int] = {}
        for at, (name, full, title) in enumerate(names):
            if not full:
                if not title:
                    self.bare.setdefault(key_of(name), at)
                continue
            identity = _identity(name)
            self.times[identity] += 1
            self.first.setdefault(identity, at)
            for short in _short(name):
                self.near[short].add(identity)
            given = name.split()[0]
            if is_given(given):
                self.given[key_of(given)].add(identity)

    def meant(self, name: str, kind: str, owners: _Owners, event: object) -> str | None:
        """Return whom a short name means; None where it is no person's."""
        key = key_of(name)
        fit, called = self.near.get(key), self.given.get(key, set())
        by_given = next(iter(called)) if len(called) == 1 else None
        if not fit or (kind not in ("person", "name") and word_kinds(key) & {"named", "place", "medium"}):
            if kind == "person":
                return owners.of(key, event) or by_given or key
            return by_given if kind == "name" else None
        # Of those who bear a surname here the one named most, or another who needs no full name.
        best = min(fit, key=lambda one: (-self.times[one], self.first[one]))
        if self.bare.get(key, self.first[best]) < self.first[best] or len(fit) > 1:
            # Named bare before anybody is named in full: a relative comes later.
            other = owners.of(key, event)
            if other is not None and (len(fit) == 1 or other in fit):
                return other
        return best


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


def names(found: Gathered, corpus: Corpus, events: Sequence[object]) -> pd.DataFrame:
    """Return the names of some articles: where each stands, its item and kind, its printed form.

    Parameters
    ----------
    found : Gathered
    corpus : Corpus
        What the whole corpus names.
    events : sequence
        Event of each row, or missing.
    """
    named, written = _named(found.runs, found.forms, corpus)
    # "Thornhill, Ontario": right before a comma and a place that is known.
    place = named.sure & (named.kind == KINDS.index("place"))
    named = named._replace(near=np.append(named.near[:-1] & place[1:] & _follows(named), False)[: len(place)])
    keys = [key_of(name) for name in written]
    kind_of_key = _kinds(named, keys)
    # Dropped are single words that are ordinary and seldom have a capital: emphasis, titles of shows.
    poor = np.array([key in ordinary() and corpus.known.get(key, 0) < _RARE for key in keys], bool)
    called = np.isin(named.before, [BEFORE.index("title"), BEFORE.index("The")])
    likely = named.sure | (named.kind > 0) | ~poor[named.name] | called
    named = _Named(*(column[likely] for column in named))
    # A name is of the kind its words tell, else of that which its key has in the corpus.
    kind = [
        KINDS[k] if (sure and k) or k == MAYBE else kind_of_key.get(keys[n], "name")
        for n, k, sure in zip(named.name.tolist(), named.kind.tolist(), named.sure.tolist(), strict=True)
    ]
    who = _join_spellings(people(named, kind, written, events))
    kept = [mine != "maybe" or person is not None for mine, person in zip(kind, who, strict=True)]
    named = _Named(*(column[np.array(kept, bool)] for column in named))
    kind = ["person" if mine == "maybe" else mine for mine in compress(kind, kept)]
    item, kind = merged(named, written, kind, list(compress(who, kept)))
    columns = {name: getattr(named, name) for name in ("row", "part", "start", "end")}
    form = [written[n] for n in named.name.tolist()]
    return pd.DataFrame({**columns, "item": item, "kind": kind, "form": form})


#: An ordinary word that has a capital inside sentences less often than this is no name.
_RARE = 5


def _named(runs: Runs, forms: list[str], corpus: Corpus) -> tuple[_Named, list[str]]:
    """Cut runs into names; return them and how the distinct ones are printed."""
    way = np.where(runs.loud.astype(bool), 2, np.where(runs.opens.astype(bool), 1, 0))
    coded, back = np.unique(runs.form.astype(np.int64) * 3 + way, return_inverse=True)
    written: dict[str, int] = {}
    rows: list[tuple[int, int, int, int, bool]] = []
    count, first = np.zeros((2, len(coded)), np.int64)
    ways = (parts, lambda run: opening(run, corpus), lambda run: shouted(run, corpus))
    for n, code in enumerate(coded.tolist()):
        run = forms[code // 3]
        first[n] = len(rows)
        for part in apart(ways[code % 3](run), run, corpus.known):
            name = written.setdefault(run[part.begin : part.end], len(written))
            rows.append((part.begin, part.end, name, KINDS.index(part.kind or ""), part.sure))
        count[n] = len(rows) - first[n]
    table = np.array(rows, np.int64).reshape(-1, 5)
    each = count[back]
    of = np.repeat(np.arange(len(back)), each)
    row = table[lay_runs(first[back], each)]
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
