"""Articles in, sentences out, part by part: where each stands, what terms and figures it holds, who says it.

Nothing is compared here, and nothing decided that needs another article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from framing.features.cells import Cells, Way, cells, lay_runs
from framing.features.naming.referents import Classes, classes
from framing.plugins import toml
from framing.text.tokens import Tokens, fold, sentence_spans, tokenize
from framing.text.voices.speakers.lexicon import lexicon, plain

# What one word says of a fact: folded to a term, dropped, or a mark that turns the sentence round.

#: Marks by which two sentences of the same words can say contrary things, pair by pair behind "not"; then of
#: things to come, and of days.
TURNS = """not up down for against win lose ahead
monday tuesday wednesday thursday friday saturday sunday""".split()


class _Lists(NamedTuple):
    dropped: frozenset[str]
    irregular: dict[str, str]
    same: dict[str, str]
    figures: dict[str, float]
    multipliers: dict[str, float]
    turned: dict[str, int]
    plain: dict[str, frozenset[str]]
    opposite: dict[str, set[str]]
    furniture: re.Pattern[str]


@cache
def _lists() -> _Lists:
    raw = toml("framing.features.statements", "words")
    irregular = dict(pair.split(":") for pair in raw["irregular"]["forms"].split())
    same: dict[str, str] = {}
    for words in map(str.split, raw["same"]["words"]):
        for word in words:
            # The first line that has a word keeps it: "decline" is a fall before it is a refusal.
            same.setdefault(_stem(word), f"={_stem(words[0])}")
    turned: dict[str, int] = {}
    for bit, name in enumerate(TURNS):
        for word in raw["turned"].get(name, name).split():
            turned[word] = turned.get(word, 0) | 1 << bit
    figures, multipliers = (
        {word: float(value) for word, value in (pair.split(":") for pair in raw["figures"][key].split())}
        for key in ("words", "multipliers")
    )
    plain = {name: frozenset(words.split()) for name, words in raw["contrary"]["words"].items()}
    plain["denying"] = frozenset(_folded(word, irregular, same) for word in plain["denying"])
    opposite: dict[str, set[str]] = {}
    for line in raw["contrary"]["opposites"]:
        one, other = ({_folded(word, irregular, same) for word in side.split()} for side in line.split("|"))
        for side, facing in ((one, other), (other, one)):
            for word in side:
                opposite.setdefault(word, set()).update(facing - side)
    opening, anywhere = (
        "|".join(part.strip() for part in raw["furniture"][key].split("|")) for key in ("opening", "anywhere")
    )
    furniture = re.compile(rf"^\W*(?:{opening})\s*:|{anywhere}", re.IGNORECASE)
    dropped = frozenset(" ".join(raw["dropped"].values()).split())
    return _Lists(dropped, irregular, same, figures, multipliers, turned, plain, opposite, furniture)


@cache
def _stemmer() -> Any:
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")


@lru_cache(1 << 17)
def _stem(word: str) -> str:
    found: str = _stemmer().stem(word)
    return found


def stem(form: str) -> str:
    """Return what the forms of one word have in common.

    >>> stem("rose"), stem("rises"), stem("Rising")
    ('rise', 'rise', 'rise')
    """
    key = fold(form).replace(".", "")
    return _stem(_lists().irregular.get(key, key))


def _folded(word: str, irregular: dict[str, str], same: dict[str, str]) -> str:
    stem = _stem(irregular.get(word, word))
    return same.get(stem, stem)


_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?:(st|nd|rd|th|s|k|m|mn|mln|bn|tn|b)|-[a-z][a-z-]*)?")
#: Short forms of verbs and "not", which say nothing by themselves.
_SHORT = re.compile(r".*(?:n't|'(?:ve|ll|re|d|m|s))")


@lru_cache(1 << 17)
def figure(form: str) -> float | None:
    """Return the number that a form writes, or None.

    >>> figure("118.7bn"), figure("1,200"), figure("five"), figure("5th"), figure("G7")
    (118700000000.0, 1200.0, 5.0, 5.0, None)
    >>> figure("11-hour"), figure("two-year")
    (11.0, 2.0)
    """
    low = form.lower()
    found = _FIGURE.fullmatch(low)
    if not found:
        return _lists().figures.get(low.split("-")[0] if "-" in low else low)
    digits, tail = found.groups()
    value = float(digits.replace(",", ""))
    return value * {"b": 1e9, **_lists().multipliers}.get(tail or "", 1.0)


def multiplier(form: str) -> float | None:
    """Return what a word behind a figure multiplies it by, or None: 1e9 for "billion"."""
    return _lists().multipliers.get(form.lower())


@lru_cache(1 << 17)
def country(form: str) -> str | None:
    """Return the country that a name, a people or a seat of government stands for.

    >>> country("Chinese"), country("Beijing"), country("Shanghai"), country("may")
    ('@CN', '@CN', None, None)
    """
    if not form[:1].isupper():
        return None
    bare = re.sub("['’]s?$", "", form).replace(".", "")
    for words, spelt, entry in lexicon().phrases.get(plain(bare), ()):
        fits = len(words) == 1 and (spelt is None or spelt == (bare,))
        if fits and entry.country and (entry.kind == "people" or (entry.kind, entry.type) == _SEAT):
            return f"@{entry.country}"
    return None


#: What stands for a country: its own name, and where its government sits.
_SEAT = ("place", "official")


@cache
def pairs_of_countries() -> dict[tuple[str, str], str]:
    """Return the countries named by two words, in lower case: "united", "states"."""
    return {
        (words[0], words[1]): f"@{entry.country}"
        for phrases in lexicon().phrases.values()
        for words, _, entry in phrases
        if len(words) == 2 and entry.country and (entry.kind, entry.type) == _SEAT
    }


_AGENCY = "CNN|AP|AFP|UPI|Reuters|Xinhua|Bloomberg|Kyodo|Yonhap|TASS|PTI|ANI"
_DATELINE = re.compile(
    rf"""
    \s*(?:
        (?:[A-Z][\w.'’]*(?:[ ,/]+[\w.'’]+){{0,7}}[ ,]*)? \([A-Z][A-Za-z ]{{1,24}}\) \s*(?:--|[-–—])
      | (?:[A-Z][\w.'’]*(?:[ ,]+[A-Z][\w.'’]*){{0,3}}[ ,]*)? \((?:{_AGENCY})\)
      | [A-Z][A-Z.'’]+(?:[ ,/]+[A-Z][\w.'’]*){{0,5}}[ ,]* (?:--|[–—])
    )\s""",
    re.VERBOSE,
)


def dateline(text: str) -> int:
    """Return where the place, day and agency that a text opens with end; 0 where it opens with none.

    >>> text = "PORT RUIZ, Jan. 14 (Xinhua) -- Marlow came. (AP) - He left."
    >>> text[dateline(text) :], dateline("Marlow (Liberal) came."), dateline("Washington (CNN) Rain fell.")
    ('Marlow came. (AP) - He left.', 0, 17)
    """
    found = _DATELINE.match(text[:120])
    return found.end() if found else 0


def furniture(sentence: str) -> bool:
    """Say whether a sentence is about the page and not of the article.

    >>> furniture("PHOTOS: The bridge at dawn"), furniture("Ana Ruiz/Getty Images"), furniture("Watch out.")
    (True, True, False)
    """
    return bool(_lists().furniture.search(sentence))


@lru_cache(1 << 17)
def turns(form: str) -> int:
    """Return the marks that a form sets, a bit for each of `TURNS`.

    >>> turns("never"), turns("didn't"), turns("rose"), turns("bridge")
    (1, 1, 2, 0)
    """
    low = re.sub("[’‘]", "'", form.lower())
    return 1 if low.endswith("n't") else _lists().turned.get(low, 0)


def negations(words: Iterable[str]) -> int:
    """Count the plain words of negation among some words, in lower case.

    >>> negations(["did", "not", "warn"]), negations(["didn't"]), negations(["rejected"])
    (1, 1, 0)
    """
    plain = _lists().plain["not"]
    return sum(word in plain or word.endswith("n't") for word in words)


@lru_cache(1 << 17)
def denies(word: str) -> bool:
    """Say whether a word, in lower case, denies, refuses, opposes or prohibits something.

    >>> denies("not"), denies("opposes"), denies("prohibits"), denies("warned")
    (True, True, True, False)
    """
    against = 1 | 1 << TURNS.index("against")
    return bool(negations([word]) or turns(word) & against or term(word) in _lists().plain["denying"])


def days(words: Iterable[str]) -> frozenset[str]:
    """Return the days of the week and months among some words, in lower case; "may" isn't sure to be one."""
    return _lists().plain["days"] & frozenset(words)


def opposite(term: str) -> Set[str]:
    """Return the terms that say the contrary of one.

    >>> sorted(opposite("close")), opposite("bridg")
    (['open', 'reopen'], set())
    """
    return _lists().opposite.get(term, set())


@lru_cache(1 << 17)
def term(form: str) -> str | None:
    """Return the term that a form counts as, None where it says nothing of the fact; figures are not asked.

    >>> term("rose"), term("increased"), term("Chinese"), term("said"), term("Marlow's")
    ('=rise', '=rise', '@CN', None, 'marlow')
    """
    place = country(form)
    if place:
        return place
    key = fold(form).replace(".", "")
    if key in _lists().dropped or len(key.encode()) < 2 or _SHORT.fullmatch(key):
        return None
    return _folded(key, _lists().irregular, _lists().same)


# Words that say who somebody is, not what happened: names, and the titles beside them.

#: An apposition has at most so many words, a title before a name so many.
_APPOSITION, _BEFORE = 12, 3
_RELATIVE = frozenset(("who", "which", "whose"))
#: What a word ends with that says what somebody is.
_WHO = ("er", "or", "man", "woman", "ist", "ian", "chief", "head", "secretary", "president", "captain")


def titled(
    tokens: Tokens, flags: Classes, capital: np.ndarray, initial: np.ndarray, says: np.ndarray
) -> np.ndarray:
    """Mask the words of titles and appositions beside names; figures tell something wherever they stand.

    Parameters
    ----------
    tokens : Tokens
    flags : Classes
        Of the forms of these tokens.
    capital, initial : bool arrays, one item a word
        Begins with a capital; begins a sentence.
    says : bool array, one item a word
        Has a term of its own; days and ranks have none.

    Examples
    --------
    >>> from framing.features.naming.referents import classes
    >>> from framing.text.tokens import tokenize
    >>> words = tokenize(["Lena Ostrow, commander of the coast guard, came."])
    >>> capital = np.array([1, 1, 0, 0, 0, 0, 0, 0], bool)
    >>> initial = np.array([1, 0, 0, 0, 0, 0, 0, 0], bool)
    >>> titled(words, classes(words), capital, initial, np.ones(8, bool)).astype(int).tolist()
    [0, 0, 1, 1, 1, 1, 1, 0]
    """
    size = len(tokens.ids)
    found = np.zeros(size, bool)
    if not size:
        return found
    listed: list[str] = tokens.forms.to_pylist()
    ids, named = tokens.ids, capital & ~initial
    acts = np.array([form[:1].islower() and len(form) > 4 and form.endswith("ing") for form in listed], bool)
    acts = (acts | flags.verb | flags.auxiliary)[ids]
    # Appositions: what stands between a comma behind a name and the next one, and tells nothing done.
    begins = np.flatnonzero(tokens.breaks | initial)
    ends = np.append(begins[1:], size)
    closed = np.append(~initial[begins[1:]], False)
    relative = np.array([form in _RELATIVE for form in listed], bool)[ids[begins]]
    count = np.add.reduceat(acts.astype(np.int64), begins)
    good = np.where(relative, closed, (count == 0) & ~flags.closing[ids[begins]])
    good &= ~initial[begins] & (begins > 0) & (ends - begins <= _APPOSITION)
    good[1:] &= (capital & says)[begins[1:] - 1]
    found[lay_runs(begins[good], (ends - begins)[good])] = True
    # Titles right before a name, with the words that belong to them.
    who = np.array([form[:1].islower() and form.endswith(_WHO) for form in listed], bool)[ids]
    plain = ~(flags.function[ids] | acts)
    role = (who | (plain & ~says & ~capital)) & plain
    at = np.flatnonzero(named[1:] & role[:-1] & ~tokens.breaks[1:])
    found[at] = True
    for step in range(1, _BEFORE):
        at = at[(at - step >= 0) & ~tokens.breaks[np.maximum(at - step + 1, 0)]]
        at = at[(plain & ~named)[at - step]]
        found[at - step] = True
    found[flags.figure[ids]] = False
    return found


#: A dateline has fewer words.
_DATELINE_WORDS = 20


#: Numbers of terms, given out as they are met.
_Index: TypeAlias = dict[str, int]


def _code(index: _Index, term: str | None) -> int:
    """Return the number of a term, -1 for none."""
    return -1 if term is None else index.setdefault(term, len(index))


@dataclass(frozen=True)
class Reading:
    """Reads the sentences of a part.

    Its tables: `sentences`, a row a sentence, the headline first, by `row` and `order`; `held`, a row a term
    of one; `counts`, how often each term stands inside sentences of texts, and with a capital there.
    """

    way: Way
    speakers: bool

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        terms: _Index = {}
        people: _Index = {}
        parts = [
            _chunk(frame, chunk, terms, people)
            for chunk in cells(frame, self.way.of(beside), ("speaker_key",) if self.speakers else ())
        ]

        def all_(name: str, dtype: type) -> np.ndarray:
            return np.concatenate([np.zeros(0, dtype), *(part[name] for part in parts)]).astype(dtype)

        names = pd.Series(list(terms), dtype="str")
        total, capital = np.zeros(len(names), np.int64), np.zeros(len(names), np.int64)
        for part in parts:
            total[: len(part["total"])] += part["total"]
            capital[: len(part["capital"])] += part["capital"]
        speaker = pd.Categorical.from_codes(all_("speaker", np.int32), pd.Series(list(people), dtype="str"))
        term = pd.Categorical.from_codes(all_("term", np.int32), names)
        return {
            "sentences": pd.DataFrame({name: all_(name, kind) for name, kind in _EACH.items()}).assign(
                speaker=speaker
            ),
            "held": pd.DataFrame({name: all_(f"held_{name}", kind) for name, kind in _HELD.items()}).assign(
                term=term
            ),
            "counts": pd.DataFrame({"term": names, "total": total, "capital": capital}),
        }


_EACH = {
    "row": np.int32, "part": np.int8, "order": np.int32, "words": np.int32, "start": np.int32,
    "end": np.int32, "turned": np.int32, "own": np.float64, "voice": np.int8,
    "hash": np.uint64,
}  # fmt: skip
_HELD = {"row": np.int32, "order": np.int32, "marked": bool, "tells": np.int8}


def _chunk(frame: pd.DataFrame, chunk: Cells, terms: _Index, people: _Index) -> dict[str, np.ndarray]:
    tokens, size = chunk.tokens, chunk.size
    total = len(tokens.ids)
    begin = tokens.sentences
    end = np.append(begin[1:], total)
    doc = tokens.doc_of(begin)
    order = np.lexsort((begin, doc >= size, doc % max(size, 1)))
    begin, end, doc = begin[order], end[order], doc[order]
    row = doc % max(size, 1)
    nth = pd.Series(row).groupby(row).cumcount().to_numpy()
    part = np.where(doc < size, 0, np.where(begin < chunk.lead[row, 1], 1, 2))
    code, turned, capital, initial = _terms(tokens, terms)
    # Nothing is told by the place, day and agency that texts open with.
    texts = frame["text"].iloc[chunk.first : chunk.first + size]
    stop = np.array([dateline(text) for text in texts], np.int64)
    opened = np.flatnonzero(stop)
    first, after = tokens.docs[size + opened], tokens.docs[size + opened + 1]
    many = np.minimum(after - first, _DATELINE_WORDS)
    words = lay_runs(first, many)
    code[words[tokens.spans(words)[1] <= np.repeat(stop[opened], many)]] = -1
    # In headlines any word may have a capital.
    body = tokens.doc_of(np.arange(total)) >= size
    # A sentence that begins with two capitals begins with a name.
    ahead = np.append((capital & ~initial & ~tokens.breaks)[1:], False)
    tells = 2 - (body & capital & (~initial | ahead)).astype(np.int64)
    tells[body & titled(tokens, classes(tokens), capital, initial, code >= 0)] = 0
    # Words in order of their sentence.
    sentence_of = np.empty(total, np.int64)
    sentence_of[lay_runs(begin, end - begin)] = np.repeat(np.arange(len(begin)), end - begin)
    quoted, spoken = (
        (np.zeros(total, bool),) * 2 if chunk.voice is None else (chunk.voice == 1, chunk.voice > 0)
    )
    size_of = end - begin
    held = np.flatnonzero(code >= 0)
    held = held[np.argsort(sentence_of[held], kind="stable")]
    seen = held[~initial[held] & (tokens.doc_of(held) >= size)]
    both = (frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object))
    stands = [both[0 if d < size else 1][chunk.first + d % size] for d in doc.tolist()]
    spans = np.array(sentence_spans(tokens, stands, begin), np.int64).reshape(-1, 2)
    turns = np.zeros(len(begin), np.int64)
    np.bitwise_or.at(turns, sentence_of, turned)
    return {
        "row": row + chunk.first,
        "part": part,
        "order": nth,
        "words": size_of,
        "start": spans[:, 0],
        "end": spans[:, 1],
        "turned": turns,
        "own": 1 - np.bincount(sentence_of, spoken, len(begin)) / np.maximum(size_of, 1),
        "voice": _voices(chunk, sentence_of, len(begin)),
        "speaker": _speakers(chunk, begin, end, people),
        "hash": _hashes(tokens, begin, end),
        "held_row": row[sentence_of[held]] + chunk.first,
        "held_order": nth[sentence_of[held]],
        "term": code[held],
        "held_marked": quoted[held],
        "held_tells": tells[held],
        "total": np.bincount(code[seen], minlength=len(terms)),
        "capital": np.bincount(code[seen], capital[seen], minlength=len(terms)).astype(np.int64),
    }


def spelt(texts: Sequence[str]) -> list[dict[str, str]]:
    """Return for each sentence its terms as it prints them, the first time each.

    >>> spelt(["The United Kingdom paid $5 million."])
    [{'@GB': 'United Kingdom', '=pay': 'paid', '#5000000': '5 million'}]
    """
    terms: _Index = {}
    tokens = tokenize(texts)
    code, *_ = _terms(tokens, terms)
    names = list(terms)
    at = np.flatnonzero(code >= 0)
    start, end = tokens.spans(at)
    doc = tokens.doc_of(at)
    found: list[dict[str, str]] = [{} for _ in texts]
    for k, s, e, d in zip(at.tolist(), start.tolist(), end.tolist(), doc.tolist(), strict=True):
        name, text = names[code[k]], texts[d]
        if name.startswith("#"):
            behind = re.match(r"\s(\w+)", text[e:])
            e += behind.end() if behind and multiplier(behind[1]) else 0
        elif name.startswith("@"):
            before = re.search(r"(\w+)\s$", text[:s])
            if before and (before[1].lower(), text[s:e].lower()) in pairs_of_countries():
                s -= len(before[0])
        found[d].setdefault(name, re.sub("['’]s?$", "", text[s:e]))
    return found


def _terms(tokens: Tokens, terms: _Index) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return each word's term (-1: none), its marks, its capital, and whether it begins a sentence."""
    listed: list[str] = tokens.forms.to_pylist()
    flags = classes(tokens)
    figures = [figure(form) for form in listed]
    # "US" is a country though "us" is a pronoun.
    said = [
        term(form) if value is None and (not function or (form.isupper() and country(form))) else None
        for form, value, function in zip(listed, figures, flags.function, strict=True)
    ]
    of_form = np.array([_code(terms, one) for one in said], np.int64)
    code = of_form[tokens.ids] if len(listed) else np.zeros(0, np.int64)
    turned = np.array([turns(form) for form in listed], np.int64)
    initial = np.zeros(len(tokens.ids), bool)
    initial[tokens.sentences[tokens.sentences < len(initial)]] = True
    if not len(listed):
        return code, turned[tokens.ids], initial, initial
    capital = flags.capital[tokens.ids]
    # A given name before another name adds nothing to the family name behind it.
    given = flags.given[tokens.ids]
    follows = np.append((capital & ~tokens.breaks & ~initial & (code >= 0))[1:], False)
    code = np.where(given & follows, -1, code)
    # Figures have their terms, with the word behind that multiplies them.
    ids = tokens.ids
    times = np.array([multiplier(form) or 0.0 for form in listed])
    at = np.flatnonzero(np.array([value is not None for value in figures], bool)[ids])
    behind = np.where(at + 1 < len(ids), times[ids[np.minimum(at + 1, len(ids) - 1)]], 0.0)
    value = np.array([0.0 if v is None else v for v in figures])[ids[at]]
    value = np.where(behind > 0, value * behind, value)
    code[at[behind > 0] + 1] = -1
    distinct, which = np.unique(value, return_inverse=True)
    number = np.array([_code(terms, f"#{v:.12g}") for v in distinct.tolist()], np.int64)
    code[at] = number[which]
    # The names of countries in two words have one.
    wanted = pairs_of_countries()
    lower = [
        form.lower().removesuffix("'s").removesuffix("’s") if form[:1].isupper() else "" for form in listed
    ]
    opens, closes = (np.isin(lower, sorted(words)) for words in map(set, zip(*wanted, strict=True)))
    for place in np.flatnonzero(opens[ids[:-1]] & closes[ids[1:]]).tolist():
        name = wanted.get((lower[ids[place]], lower[ids[place + 1]]))
        if name:
            code[place], code[place + 1] = -1, _code(terms, name)
    return code, turned[ids], capital, initial


def _voices(chunk: Cells, sentence: np.ndarray, size: int) -> np.ndarray:
    """Return the voice of most words of each sentence, the first of several."""
    if chunk.voice is None:
        return np.zeros(size, np.int64)
    code = sentence * len(chunk.voices) + chunk.voice
    counts = np.bincount(code, minlength=size * len(chunk.voices)).reshape(size, len(chunk.voices))
    return np.asarray(counts.argmax(axis=1))


def _speakers(chunk: Cells, begin: np.ndarray, end: np.ndarray, people: _Index) -> np.ndarray:
    """Return who speaks most words of each sentence, -1 for nobody known."""
    found = np.full(len(begin), -1, np.int64)
    if chunk.who is None or chunk.people is None or not len(chunk.people):
        return found
    keys = chunk.people["speaker_key"]
    known = [str(key) if key == key and str(key).strip() else None for key in keys]
    number = np.array([_code(people, key) for key in known], np.int64)[chunk.who]
    where = lay_runs(begin, end - begin)
    sentence = np.repeat(np.arange(len(begin)), end - begin)
    said = number[where]
    spoken = said >= 0
    pairs, counts = np.unique(sentence[spoken] * (len(people) + 1) + said[spoken], return_counts=True)
    # Of two who speak as many words of a sentence the later by name, whoever was met first.
    names = list(people)
    rank = np.argsort(np.array(sorted(range(len(names)), key=names.__getitem__), np.int64))
    who = pairs % (len(names) + 1)
    order = np.lexsort((rank[who], counts))
    found[pairs[order] // (len(names) + 1)] = who[order]
    return found


def _hashes(tokens: Tokens, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return a number for the words of each sentence, in their order."""
    vocabulary = tokens.vocabulary
    of_key = pd.util.hash_array(np.asarray(vocabulary.keys, dtype=object), categorize=False)
    size = end - begin
    where, place = lay_runs(begin, size), lay_runs(np.zeros_like(size), size).astype(np.uint64)
    mixed = of_key[vocabulary.of_token[where]] * (place * np.uint64(2) + np.uint64(0x9E3779B97F4A7C15))
    mixed ^= mixed >> np.uint64(29)
    found = np.zeros(len(begin), np.uint64)
    if len(where):
        # Unsigned sums wrap around, which is as good as any other mixing and exact in any order.
        found[size > 0] = np.add.reduceat(mixed, (np.cumsum(size) - size)[size > 0])
    return found
