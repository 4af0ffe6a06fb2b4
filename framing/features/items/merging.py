"""One way of writing for what is one thing: initials in brackets, what all corpora share, commonest forms."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from framing.features.items.runs import ordinary
from framing.features.items.spans import key_of
from framing.features.items.tables import known as shared
from framing.features.items.tables import same, words
from framing.text.voices.speakers.lexicon import lexicon

if TYPE_CHECKING:
    from framing.features.items.names import _Named

__all__ = ["initials", "merged"]

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
