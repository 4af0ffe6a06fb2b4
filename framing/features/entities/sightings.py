"""Articles in, sightings out: where each named thing and figure stands, written one way in the corpus."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import compress, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, check_articles, map_parts, metadata
from framing.engine.results import concat_tables
from framing.features.cells import PARTS, blocks, lay_runs
from framing.features.entities.candidates import (
    BEFORE,
    Corpus,
    Gathered,
    Gathering,
    Runs,
    apart,
    corpus_of,
    figures_of,
    gathered,
    opening,
    shouted,
)
from framing.features.entities.figures import Date, Figure, open_form, resolved
from framing.features.entities.runs import family, is_given, key_of, ordinary, parts, same, word_kinds, words
from framing.features.entities.runs import given as given_names
from framing.features.entities.runs import known as shared
from framing.features.naming.mentions import found_mentions
from framing.features.naming.referents import Given
from framing.plugins import word_lists
from framing.schema import check, empty
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


# Figures and dates of a corpus settled among each other: open currencies, bare numbers, open days.


def settled(
    found: Sequence[tuple[int, int, Figure | Date]], published: pd.Series, events: Sequence[object]
) -> pd.DataFrame:
    """Return figures and dates as items: where each stands, its item, kind, value and unit.

    Parameters
    ----------
    found : sequence of (row, part, Figure or Date)
    published : pandas.Series of timestamps
        Of each row.
    events : sequence
        Of each row.
    """
    days = [None if pd.isna(day) else day.date() for day in published]
    currencies: dict[tuple[object, Decimal], set[str]] = defaultdict(set)
    dates: dict[tuple[object, str], set[str]] = defaultdict(set)
    for row, _, one in found:
        for scope in _scopes(events[row]):
            if isinstance(one, Figure):
                if one.kind == "sum":
                    currencies[scope, one.value].add(one.unit or "")
            elif (day := resolved(one, days[row])) is not None:
                dates[scope, open_form(one)].add(day)
    figures = [
        _currency(one, events[row], currencies) if isinstance(one, Figure) else None for row, _, one in found
    ]
    few = len(days) <= _FEW
    counted = _counts(figures, [events[row] for row, _, _ in found], few)
    result: list[tuple[object, ...]] = []
    for figure, (row, part, one) in zip(figures, found, strict=True):
        place = (row, part, one.begin, one.end)
        if isinstance(one, Date):
            form = open_form(one)
            told = dates.get((events[row], form), set())
            day = resolved(one, days[row]) or (next(iter(told)) if len(told) == 1 else form)
            result.append((*place, day, "date", float("nan"), None))
        elif figure is not None:
            figure = counted.get((events[row], figure.value), figure) if _specific(figure, few) else figure
            result.append((*place, figure.item, figure.kind, float(figure.value), figure.unit or None))
    columns = ["row", "part", "start", "end", "item", "kind", "value", "unit"]
    return pd.DataFrame(result, columns=columns).astype(dict.fromkeys(columns[:4], "int64"))


#: So few articles may be taken for one story.
_FEW = 200
#: Nouns of measure: 1,250 miles are not 1,250 people.
_MEASURES: frozenset[str] = word_lists(__package__, "lists")["sightings"]["measures"]


def _specific(figure: Figure, few: bool) -> bool:
    """Whether a number is so particular that it is one fact whatever it is said to count."""
    plain_ = figure.kind == "number" and not figure.nth and figure.other is None
    if not plain_ or figure.value < 100 or figure.unit in _MEASURES:
        return False
    return len(figure.value.normalize().as_tuple().digits) >= (2 if few else 3)


def _counts(
    figures: Sequence[Figure | None], events: Sequence[object], few: bool
) -> dict[tuple[object, Decimal], Figure]:
    """Return the commonest way, in an event, to say what a particular number counts."""
    said: dict[tuple[object, Decimal], Counter[str | None]] = defaultdict(Counter)
    for figure, event in zip(figures, events, strict=True):
        if figure is not None and _specific(figure, few):
            said[event, figure.value][figure.unit] += 1
    found = {}
    for (event, number), units in said.items():
        # Any noun is better than none.
        unit = min(units, key=lambda one: (one is None, -units[one], one or ""))
        found[event, number] = Figure(0, 0, "number", number, unit)
    return found


def _scopes(event: object) -> tuple[object, ...]:
    return (event, None) if isinstance(event, str) else (None,)


def _currency(figure: Figure, event: object, currencies: dict[tuple[object, Decimal], set[str]]) -> Figure:
    """Give an open sign, or a bare number of three figures, the one currency its value has elsewhere."""
    bare = figure.kind == "number" and figure.unit is None and figure.other is None and figure.value >= 1000
    if bare and len(figure.value.normalize().as_tuple().digits) < 3:
        return figure
    if not bare and (figure.kind != "sum" or figure.unit):
        return figure
    for scope in _scopes(event):
        told = currencies.get((scope, figure.value))
        if told:
            named = told - {""}
            if len(named) == 1:
                return figure._replace(kind="sum", unit=next(iter(named)))
            if bare and told == {""}:
                return figure._replace(kind="sum", unit="")
    return figure


def entities(articles: Articles, *, referents: Given | None = None) -> pd.DataFrame:
    """List people, bodies, places, sums and dates that articles name; `coverage` counts who has them.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`. Dates without a year are
        completed from `published`; a surname is joined to the full name that the article gives, else its
        `event`, else all articles, where these give but one.
    referents : str, path, mapping or pandas.DataFrame, optional
        As for `mentions`: what is called by an alias is one item, under the referent's name.

    Returns
    -------
    pandas.DataFrame
        The table `items`: a row a mention, in the order of the articles and of reading; two never overlap.

    Raises
    ------
    FramingError
        The table or the referents are not what they should be.

    Notes
    -----
    English only: an article whose `language` is another has no items. Found by capitals, closed lists and the
    corpus itself, not by a parser or a trained model: a name that stands only where every word has a
    capital, or where the first of a sentence is an ordinary word, may be missed. Offices ("the president"),
    adjectives of nations, clock times and "one", "the two", "first" and "second" are no
    items. Surnames of several
    people of an article go to the one named in full before. Of more than 20,000 articles, who and what is
    the same is told within blocks of at most 10,000, events whole. The recall measured by hand for each kind
    stands in ``recall.toml`` beside this module.

    Examples
    --------
    >>> texts = ["Minister Ana Ruiz signed three deals worth $1.5 billion.", "Ms. Ruiz paid $1.5bn."]
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": texts})
    >>> found = entities(articles)[["article", "item", "kind", "form"]]
    >>> found.values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['a', 'Ana Ruiz', 'person', 'Ana Ruiz'], ['a', '3 deals', 'number', 'three'],
     ['a', '$1.5 billion', 'sum', '$1.5 billion'], ['b', 'Ana Ruiz', 'person', 'Ruiz'],
     ['b', '$1.5 billion', 'sum', '$1.5bn']]
    """
    held = check_articles(articles)
    found = sighted(held, referents=referents)
    if found.empty:
        return empty("items")
    frame, row = metadata(held), found["row"].to_numpy(np.int64)
    return check(
        pd.DataFrame(
            {
                "article": frame["id"].to_numpy(dtype=object)[row],
                "outlet": frame["outlet"].to_numpy(dtype=object)[row],
                "item": found["item"].astype("str"),
                "kind": found["kind"].astype("str"),
                "level": "named",
                "part": np.array(PARTS, dtype=object)[found["part"].to_numpy()],
                "start": found["start"].astype("int64"),
                "end": found["end"].astype("int64"),
                "form": found["form"].astype("str"),
                "value": found["value"],
                "unit": found["unit"].astype("str"),
            }
        ),
        "items",
    )


def name_words(items: pd.DataFrame) -> set[str]:
    """Return the words, in lower case, of which persons' names are made and that are no others."""
    people = items.loc[items["kind"].astype(str) == "person", "form"]
    return set(" ".join(people.astype(str).str.lower().unique()).split()) - ordinary()


def sighted(articles: Articles, *, referents: Given | None = None) -> pd.DataFrame:
    """Return what `items` lists, in few bytes: `row` of the article, index of the `part`, categories."""
    frame = metadata(articles)
    given = None if referents is None else _given(articles, frame, referents)
    gathered_ = map_parts(articles, Gathering(), what="names and figures")
    rows = blocks(frame)
    corpus = corpus_of(gathered_, 1 if len(rows) == 1 else _TWICE)
    events = [event if isinstance(event, str) else None for event in frame["event"]]
    parts = []
    for mine, found in zip(rows, gathered(gathered_, rows), strict=True):
        theirs = [events[row] for row in mine.tolist()]
        named = names(found, corpus, theirs)
        figures = settled(figures_of(found.figures), frame["published"].iloc[mine], theirs)
        # Where two overlap, what was asked for goes first, then figures, then the longer.
        listed = [
            named.assign(value=float("nan"), unit=None, rank=1),
            figures.assign(form=found.figures["form"].to_numpy(), rank=0),
            _titles(found.titles, named["item"]),
        ]
        if given is not None:
            place = np.searchsorted(mine, given["row"].to_numpy())
            here = mine[np.minimum(place, len(mine) - 1)] == given["row"].to_numpy()
            listed.insert(0, given[here].assign(row=place[here]))
        table = _apart(pd.concat([some for some in listed if len(some)] or listed[:1], ignore_index=True))
        row = mine[table["row"].to_numpy(np.int64)]
        words = {name: pd.Series(table[name].tolist(), dtype="str").astype("category") for name in _WORDS}
        parts.append(table[list(_PLACED)].astype(_PLACED).assign(row=row.astype(np.int32), **words))
    table = _outside_headlines(concat_tables(parts))
    if len(parts) == 1:
        return table
    text = table["part"].to_numpy() > 0
    order = np.lexsort((table["start"].to_numpy(), text, table["row"].to_numpy()))
    return table.iloc[order].reset_index(drop=True)


def _outside_headlines(table: pd.DataFrame) -> pd.DataFrame:
    """Drop names of no kind that most of their articles have in the headline alone: words with capitals."""
    named = table[(table["kind"] == "name").to_numpy()]
    body = (named["part"] > 0).groupby([named["item"].astype(str), named["row"]]).any().groupby("item")
    share, articles = body.mean(), body.size()
    capitals = share.index[(share < 0.5) & (articles > 1)]
    drop = (table["kind"] == "name") & table["item"].isin(capitals)
    return table[~drop.to_numpy()].reset_index(drop=True) if drop.any() else table


#: Of articles that are more than a block, what stands inside sentences but once is no help to others.
_TWICE = 2
_WORDS = ("item", "kind", "form", "unit")
_PLACED = {"row": "int64", "part": "int8", "start": "int32", "end": "int32", "value": "float64"}


def _titles(found: pd.DataFrame, named: Iterable[str]) -> pd.DataFrame:
    """Return titles in quotation marks as rows; one that is named without marks too is the same item."""
    # Of several ways to print one the first of the alphabet, and a name's own before a title's.
    written = {key_of(form): form for form in sorted(set(found["form"]), reverse=True)}
    written |= {key_of(name): name for name in sorted(set(named), reverse=True)}
    return found.assign(
        item=[written[key_of(form)] for form in found["form"]], value=float("nan"), unit=None, rank=1
    )


def _given(articles: Articles, frame: pd.DataFrame, referents: Given) -> pd.DataFrame:
    """Return the mentions of referents as rows."""
    mentions, _ = found_mentions(articles, referents, None)
    row = pd.Series(np.arange(len(frame)), index=frame["id"].to_numpy())
    called, number = mentions["referent"].astype("str"), {part: n for n, part in enumerate(PARTS)}
    kind = {name: next((part.kind for part in parts(name) if part.kind), "name") for name in called.unique()}
    return pd.DataFrame(
        {
            "row": row.loc[mentions["article"].astype("str")].to_numpy(np.int64),
            "part": mentions["part"].astype("str").map(number).to_numpy(np.int64),
            "start": mentions["start"],
            "end": mentions["end"],
            "item": called,
            "kind": called.map(kind),
            "form": mentions["form"].astype("str"),
            "value": float("nan"),
            "unit": None,
            "rank": -1,
        }
    )


def _apart(table: pd.DataFrame) -> pd.DataFrame:
    """Drop what overlaps something that goes before it."""
    text = (table["part"] > 0).to_numpy(np.int64)
    table = table.assign(_text=text)
    table = table.sort_values(["row", "_text", "start", "rank", "end"], kind="stable", ignore_index=True)
    row, part, start, end, rank = (table[name].tolist() for name in ("row", "_text", "start", "end", "rank"))
    kept = [True] * len(table)
    last = -1
    for n in range(len(table)):
        if last >= 0 and row[n] == row[last] and part[n] == part[last] and start[n] < end[last]:
            # A name around a figure goes before it: "Section 301".
            holds = (end[n] - start[n]) - (end[last] - start[last])
            better = rank[n] < rank[last] if -1 in (rank[n], rank[last]) or not holds else holds > 0
            kept[last if better else n] = False
            if better:
                last = n
        else:
            last = n
    return table[np.array(kept, bool)].reset_index(drop=True)
