"""What else the people, states and bodies of some articles may be called: a list to tick.

Nothing is decided here: every row says why it is there, and a reader ticks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.errors import check_number
from framing.features.cells import Cells, cells
from framing.features.naming.mentions import Mentions, find
from framing.features.naming.referents import Classes, Given, Referents, classes
from framing.features.naming.referents import referents as read_set
from framing.schema import check, empty
from framing.text.tokens import Tokens, fold, sentence_spans
from framing.text.voices.speakers.lexicon import family_of
from framing.text.voices.speakers.reading import read

# The noun phrases that recur in some articles, found by closed lists and endings, not by a parser.

#: The longest phrase, in words, without its article.
LONGEST = 5
#: How many places are looked at for how a phrase is written.
_SAMPLE = 40
#: A phrase of which nearly all occurrences stand in one longer phrase is only a part of that.
_PART = 0.9
_JOINERS = ("of", "for")


class Phrases(NamedTuple):
    """Phrases: how each is written, where its occurrences begin and how many words they have."""

    written: list[str]
    places: list[np.ndarray]
    length: list[int]


def recurring(tokens: Tokens, flags: Classes, least: int, most: int) -> Phrases:
    """Return the phrases that occur at least so often.

    Parameters
    ----------
    tokens : Tokens
    flags : Classes
        Of those tokens.
    least, most : int
        Leave out what occurs less often; of the rest, take so many of each length, the commonest.
    """
    key, ids = tokens.vocabulary.of_token, tokens.ids
    # Words that may be part of a noun phrase; "of" between capitals is.
    wordless = np.array([word[:1].isdigit() or len(word) < 2 for word in tokens.vocabulary.keys], bool)
    inside = ~(flags.function[ids] | flags.verb[ids] | wordless[key])
    capital = flags.capital[ids] & inside
    joiner = np.array([word in _JOINERS for word in tokens.vocabulary.keys], bool)[key]
    joined = joiner[1:-1] & capital[:-2] & capital[2:] & ~tokens.breaks[1:-1] & ~tokens.breaks[2:]
    inside[1:-1] |= joined
    # A possessive ends a phrase: what follows is somebody's.
    opens = np.append(True, tokens.breaks[1:] | flags.possessive[ids[:-1]] | ~inside[:-1])[: len(ids)]
    opens[tokens.sentences[tokens.sentences < len(ids)]] = True
    first = np.flatnonzero(inside & opens)
    last = np.flatnonzero(inside & np.append(opens[1:] | ~inside[1:], True)[: len(ids)])
    found: dict[tuple[int, ...], tuple[np.ndarray, int]] = {}
    the = tokens.vocabulary.ids("the")
    the_id = int(the[0]) if the is not None and len(the) else -1
    for length in range(1, LONGEST + 1):
        mine = last - length + 1
        for code, places in _counted_phrases(key, mine[mine >= first], length, least, most):
            found[code] = (places, length)
    kept: dict[tuple[int, ...], tuple[np.ndarray, int]] = {}
    for code, (places, length) in found.items():
        behind_the = (places > 0) & (key[places - 1] == the_id) & ~tokens.breaks[places]
        lower = length == 1 and not flags.capital[ids[places]].all()
        if lower and behind_the.mean() < 0.25 and not _plural(tokens, places):
            # A word that seldom has an article is as likely no noun.
            continue
        if behind_the.mean() >= 0.75:
            kept[(the_id, *code)] = (places[behind_the] - 1, length + 1)
        else:
            kept[code] = (places, length)
    # Left out are those that nearly always stand inside one longer phrase, but full names.
    parts = {
        code[shorter:]
        for code, (places, _) in kept.items()
        for shorter in range(1, len(code))
        if (inner := kept.get(code[shorter:])) is not None
        and len(places) >= _PART * len(inner[0])
        and not (inner[1] > 1 and flags.named[ids[inner[0][0]]])
    }
    whole = [place for code, place in kept.items() if code not in parts]
    written = [_written(tokens, *place) for place in whole]
    return Phrases(written, [places for places, _ in whole], [length for _, length in whole])


def _counted_phrases(
    key: np.ndarray, places: np.ndarray, length: int, least: int, most: int
) -> list[tuple[tuple[int, ...], np.ndarray]]:
    """Return the phrases of so many words that begin at some places, with the places of each."""
    if not len(places):
        return []
    code = np.zeros(len(places), np.int64)
    for step in range(length):
        code, _ = pd.factorize(code * (int(key.max()) + 1) + key[places + step])
    order = np.argsort(code, kind="stable")
    counts = np.bincount(code)
    often = np.flatnonzero(counts >= least)
    if len(often) > most:
        least = int(np.partition(counts[often], len(often) - most)[len(often) - most])
        often = often[counts[often] >= least]
    each = np.split(places[order], np.cumsum(counts)[:-1])
    found = [np.sort(each[number]) for number in often.tolist()]
    return [(tuple(key[at[0] : at[0] + length].tolist()), at) for at in found]


def _plural(tokens: Tokens, places: np.ndarray) -> bool:
    word = str(tokens.forms[int(tokens.ids[places[0]])].as_py()).lower()
    return word.endswith("s") and not word.endswith(("ss", "us", "'s", "is"))


def _written(tokens: Tokens, places: np.ndarray, length: int) -> str:
    """Return how a phrase is mostly written inside sentences, without a possessive ending."""
    seen: Counter[str] = Counter()
    first, _ = tokens.sentence_of(places[:_SAMPLE])
    for at, begin in zip(places[:_SAMPLE].tolist(), first.tolist(), strict=True):
        words = tokens.forms.take(tokens.ids[at : at + length]).to_pylist()
        if words[0] in ("The", "THE") and at == begin:
            words[0] = "the"
        words[-1] = words[-1][:-2] if words[-1][-2:] in ("'s", "’s") else words[-1].rstrip("'’")
        seen[" ".join(words)] += 1 if at > begin else 0
        seen[" ".join(words)] += 0
    return max(seen, key=lambda text: (seen[text], text == text.lower(), text))


# What speaks for a phrase being somebody's: what stands before or behind a name, holds it, or follows it.

#: Words between a name and a description that may follow from it.
_NEAR = 60


def clues(
    phrases: Phrases, named: Mentions, people: np.ndarray, tokens: Tokens, flags: Classes
) -> Iterator[tuple[int, tuple[str, Counter[int]]]]:
    """Yield the number of a phrase, why it may be somebody's, and how often for each referent.

    "known" counts where it is, or is in, a mention itself.

    Parameters
    ----------
    phrases : Phrases
    named : Found
        Mentions of referents by name.
    people : bool array
        Which referents are people: a description of one is of none of the others.
    tokens, flags
        Of the same texts.
    """
    if not len(named.start):
        return
    size, person = len(tokens.ids), people[named.referent]
    end = named.start + named.length

    def counted(which: np.ndarray) -> Counter[int]:
        return Counter(named.referent[which].tolist())

    def verbs_at(place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return which of some places may hold a verb, and the key of each of these."""
        at = np.minimum(place, size - 1)
        fits = (place < size) & ~tokens.breaks[at] & ~flags.capital[tokens.ids[at]]
        fits &= flags.verb[tokens.ids[at]] | flags.auxiliary[tokens.ids[at]]
        return np.flatnonzero(fits), tokens.vocabulary.of_token[at[fits]]

    # The verbs that stand right behind each referent's name.
    verbs: dict[int, set[int]] = defaultdict(set)
    which, keys = verbs_at(end)
    for referent, key in zip(named.referent[which].tolist(), keys.tolist(), strict=True):
        verbs[referent].add(key)
    # By word: the mention that begins there, that ended before it, that it is in.
    begins, ended, inside = (np.full(size + 1, -1, np.int64) for _ in range(3))
    begins[named.start], ended[end] = np.arange(len(end)), np.arange(len(end))
    for step in range(int(named.length.max())):
        mine = step < named.length
        inside[named.start[mine] + step] = np.flatnonzero(mine)
    breaks = np.append(tokens.breaks, True)
    sentence = np.zeros(size + 1, bool)
    sentence[tokens.sentences] = True
    sentence[size] = True
    for number, (places, length) in enumerate(zip(phrases.places, phrases.length, strict=True)):
        after = places + length
        behind, before = begins[after], ended[places]
        title = behind[(behind >= 0) & ~breaks[after]]
        if len(title):
            yield number, ("title", counted(title))
        # In apposition stands what begins in lower case and tells what somebody is.
        written = phrases.written[number]
        kind = read(written).kind
        if written[0].islower() and kind in ("role", "group", "body", "named"):
            closed = breaks[after]
            ours = before[(before >= 0) & breaks[places] & ~sentence[places] & closed]
            theirs = behind[(behind >= 0) & closed & ~sentence[after]]
            if len(ours) + len(theirs):
                yield number, ("apposition", counted(np.concatenate([ours, theirs])))
        held = np.stack([inside[places + step] for step in range(length)])
        holds = held.max(axis=0)
        whole = (held >= 0).all(axis=0)
        if whole.any():
            yield number, ("known", counted(holds[whole]))
        part = (holds >= 0) & ~whole
        if part.any():
            yield number, ("has the name in it", counted(holds[part]))
        if written.startswith("the ") and not part.any():
            of = person if kind == "role" else ~person if kind in ("body", "group") else person | True
            # Whom a description follows nearest, if it goes with a verb that his name goes with too.
            which = np.flatnonzero(of)
            if len(which):
                at = np.searchsorted(named.start[which], places) - 1
                near = which[np.maximum(at, 0)]
                fits = (at >= 0) & (places - named.start[near] <= _NEAR)
                fits &= tokens.doc_of(places) == tokens.doc_of(named.start[near])
                their = set(verbs_at(after)[1].tolist())
                same = {who: n for who, n in counted(near[fits]).items() if verbs[who] & their}
                if same:
                    yield number, ("same slots", Counter(same))


_HONORIFICS = ("Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Dr.", "Miss", "Madam")
#: Of a phrase's occurrences so many must speak for one referent.
_MOSTLY, _ALWAYS = 0.5, 0.9
#: An apposition says much, and is said once or twice in an article; what only follows a name says little.
_ENOUGH = {"apposition": 0.2, "same slots": 0.6}
#: So many times the rows wanted are looked at, of each length.
_EXAMINED = 2


@dataclass
class _Phrase:
    """What is known of a phrase, added up over chunks."""

    written: str
    count: int = 0
    rows: set[int] = field(default_factory=set)
    example: str = ""
    clues: dict[str, Counter[str]] = field(default_factory=dict)


def suggest_aliases(
    articles: pd.DataFrame, referents: Given | None = None, *, least: int = 2, most: int = 500
) -> pd.DataFrame:
    """List what articles call people, states, bodies and events, to be ticked by a reader.

    Parameters
    ----------
    articles : pandas.DataFrame
        The coverage of one event, with `id`, `outlet` and `text`.
    referents : as for `mentions`, optional
        Those known already: their aliases are left out, and what resembles or stands beside them is
        put down under their name. By default the full names that the articles themselves give.
    least : int
        Leave out what occurs less often.
    most : int
        At most so many rows, the commonest.

    Returns
    -------
    pandas.DataFrame
        The table `aliases`: `tick` (False), `referent` (a guess, or missing), `phrase`, `kind`, `why`,
        `count`, `articles`, `outlets`, `example`. Tick rows and name their referents, in a notebook or a
        spreadsheet, and give the table, or the CSV file it was saved to, to `mentions` and `naming`.

    Notes
    -----
    `why` is "short form" (Ruiz, Mr. Ruiz, the initials of a body), "title" (what stands before a name),
    "apposition" (what stands behind it, between commas), "has the name in it", "same slots" (a
    description that mostly follows one name and goes with the same verbs), or "recurs". Objects and events
    have no name of their own mostly, and are found in the last kind alone.

    Examples
    --------
    >>> texts = [
    ...     "Ana Ruiz, the trade minister, spoke. The trade minister left, and Ana Ruiz came.",
    ...     "Ms. Ruiz, the trade minister, won. Ms. Ruiz smiled.",
    ... ]
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": texts})
    >>> found = suggest_aliases(articles)[["referent", "phrase", "why", "count"]]
    >>> found.values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['Ana Ruiz', 'Ruiz', 'short form', 4], ['Ana Ruiz', 'the trade minister', 'apposition', 3],
     ['Ana Ruiz', 'Ana Ruiz', 'name', 2], ['Ana Ruiz', 'Ms. Ruiz', 'short form', 2]]
    """
    check_number("least", least, least=1)
    check_number("most", most, least=1)
    frame = check(articles, "articles")
    known = None if referents is None else read_set(referents)
    seen = _seen(frame, least, _EXAMINED * most)
    anchors = known or _anchors(seen.values())
    if anchors is not None:
        for chunk in cells(frame, None):
            _add_clues(chunk, anchors, seen, least, _EXAMINED * most)
    if known:
        taken = {_key(alias.written) for alias in known.aliases}
        # Nor is listed what nearly always is part of a mention that is found already.
        seen = {
            name: one
            for name, one in seen.items()
            if _key(name) not in taken
            and sum(one.clues.get("known", Counter()).values()) < _ALWAYS * one.count
        }
    rows = list(_rows(seen.values(), anchors, frame, least))
    if not rows:
        return empty("aliases")
    table = pd.DataFrame(rows).drop_duplicates("phrase")
    table = table.sort_values("count", ascending=False, kind="stable").head(most)
    # Those of one referent together, the commonest referent first; then what no referent was guessed for.
    weight = table.groupby("referent")["count"].transform("sum")
    table = table.assign(_weight=weight.fillna(-1)).sort_values(
        ["_weight", "referent", "count", "phrase"], ascending=[False, True, False, True], kind="stable"
    )
    return check(table.drop(columns="_weight"), "aliases")


def _key(phrase: str) -> str:
    return " ".join(fold(word) for word in phrase.replace(",", " ").split())


def _seen(frame: pd.DataFrame, least: int, most: int) -> dict[str, _Phrase]:
    """Return the phrases that recur, by how they are written."""
    seen: dict[str, _Phrase] = {}
    for chunk in cells(frame, None):
        found = recurring(chunk.tokens, classes(chunk.tokens), least, most)
        for written, places, _ in zip(*found, strict=True):
            one = seen.setdefault(written, _Phrase(written))
            one.count += len(places)
            rows = chunk.tokens.doc_of(places) % chunk.size + chunk.first
            one.rows.update(rows.tolist())
            if not one.example:
                one.example = _example(frame, chunk, int(places[0]))
    return seen


def _example(frame: pd.DataFrame, chunk: Cells, place: int) -> str:
    doc = int(chunk.tokens.doc_of(np.array([place]))[0])
    column = "title" if doc < chunk.size else "text"
    text = str(frame[column].iloc[doc % chunk.size + chunk.first])
    ((begin, end),) = sentence_spans(chunk.tokens, [text], np.array([place]))
    return " ".join(text[begin:end].split())


def _anchors(seen: Any) -> Referents | None:
    """Return the full names that recur, of people and of bodies, with their short forms, as referents."""
    found: dict[str, dict[str, list[str]]] = {}
    families: dict[str, str | None] = {}
    keys: set[str] = set()
    for one in sorted(seen, key=lambda one: (-one.count, one.written)):
        words = one.written.removeprefix("the ").split()
        if len(words) < 2 or not all(word[0].isupper() or word in ("of", "for") for word in words):
            continue
        reading = read(" ".join(words))
        name = " ".join(reading.name if reading.kind == "person" else words)
        person = reading.kind == "person" and len(reading.name) > 1
        if _key(name) in keys or not (person or reading.kind in ("body", "medium")):
            continue
        keys.add(_key(name))
        found[name] = {"aliases": [name]}
        if person:
            family = " ".join(family_of(reading.name))
            families[family] = name if families.get(family, name) == name else None
    for family, owner in families.items():
        if owner is not None and _key(family) not in keys:
            found[owner]["aliases"].append(family)
    return read_set(found) if found else None


def _add_clues(chunk: Cells, anchors: Referents, seen: Mapping[str, _Phrase], least: int, most: int) -> None:
    flags = classes(chunk.tokens)
    named = find(anchors, chunk.tokens, chunk.size, flags)
    phrases: Phrases = recurring(chunk.tokens, flags, least, most)
    people = np.array([read(name).kind == "person" for name in anchors.names], bool)
    for number, (why, counted) in clues(phrases, named, people, chunk.tokens, flags):
        one = seen.get(phrases.written[number])
        if one is None:
            continue
        mine = one.clues.setdefault(why, Counter())
        for referent, count in counted.items():
            mine[anchors.names[referent]] += count


def _rows(seen: Any, anchors: Referents | None, frame: pd.DataFrame, least: int) -> Iterator[dict[str, Any]]:
    """Yield a row a phrase."""
    outlets = frame["outlet"].to_numpy(dtype=object)
    shorts = dict(_short_forms(anchors)) if anchors else {}
    for one in seen:
        if one.count < least:
            continue
        why, referent = "recurs", None
        if anchors and one.written.removeprefix("the ") in anchors.names:
            why, referent = "name", one.written.removeprefix("the ")
        elif one.written in shorts:
            why, referent = "short form", shorts[one.written]
        else:
            for reason in ("title", "apposition", "has the name in it", "same slots"):
                counted = one.clues.get(reason)
                if not counted:
                    continue
                whom, count = min(counted.items(), key=lambda item: (-item[1], item[0]))
                if count >= _ENOUGH.get(reason, _MOSTLY) * one.count:
                    why, referent = reason, whom
                    break
        described = why in ("apposition", "same slots") and one.written.startswith("the ")
        kind = "title" if why == "title" else "description" if described else "alias"
        yield {
            "tick": False,
            "referent": referent,
            "phrase": one.written,
            "kind": kind,
            "why": why,
            "count": one.count,
            "articles": len(one.rows),
            "outlets": len(set(outlets[sorted(one.rows)])),
            "example": one.example,
        }


def _short_forms(anchors: Referents) -> Iterator[tuple[str, str]]:
    """Yield what names are shortened to: family names, with Mr. or Mrs., and the initials of bodies."""
    for alias in anchors.aliases:
        name = anchors.names[alias.referent]
        if alias.kind != "name":
            continue
        if alias.written != name:
            yield alias.written, name
        reading = read(name)
        if reading.kind == "person" and len(alias.written.split()) == 1:
            for title in _HONORIFICS:
                yield f"{title} {alias.written}", name
        words = [word for word in name.split() if word[0].isupper()]
        if alias.written == name and len(words) > 2:
            initials = "".join(word[0] for word in words)
            for short in (initials, "".join(f"{letter}." for letter in initials)):
                yield short, name
                yield f"the {short}", name
