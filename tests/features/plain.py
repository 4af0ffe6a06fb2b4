"""What matching means, said again in plain loops over words: slow, and written apart from the engine.

The engine must give the same hits on any lexicon and any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from framing.features.lexicon import Entry, Lexicon
from framing.text.quotes import quoted_words
from framing.text.tokens import fold, split_pattern, tokenize

UNITS = r"k|m|mn|mln|bn|tn|trn|p|pc|[ap]\.?m\.?|km|cm|mm|ft|kg|mph|kph|[kmgt]w|[kmgt]wh"
NUMBER = re.compile(rf"\d[\d.,:]*(?:-\d[\d.,:]*)*(?:st|nd|rd|th|s|{UNITS})?")


@dataclass(frozen=True)
class Word:
    form: str
    key: str
    parted: bool
    sentence: int
    quoted: bool


class Found(NamedTuple):
    start: int
    length: int
    term: str
    pole: str
    weight: int
    negated: bool


def read(texts: list[str]) -> list[Word]:
    """The words of some texts; what a word and a sentence is, other tests see to."""
    tokens = tokenize(texts)
    sentence = np.searchsorted(tokens.sentences, np.arange(len(tokens.ids)), side="right")
    quoted = quoted_words(tokens)
    forms = tokens.forms.take(tokens.ids).to_pylist()
    return [
        Word(form, fold(form), bool(parted), int(s), bool(q))
        for form, parted, s, q in zip(forms, tokens.breaks, sentence, quoted, strict=True)
    ]


def fits_item(item: str, word: Word) -> bool:
    if item == "_":
        return True
    for option in item.split("|"):
        if option == "#":
            if NUMBER.fullmatch(word.key):
                return True
        elif option.endswith("*"):
            if word.key.startswith(fold(option[:-1])):
                return True
        elif word.key == fold(option):
            return True
    return False


def fits(items: tuple[str, ...], words: list[Word], at: int) -> bool:
    if at < 0 or at + len(items) > len(words):
        return False
    run = words[at : at + len(items)]
    return all(map(fits_item, items, run)) and not any(word.parted for word in run[1:])


def same_case(items: tuple[str, ...], words: list[Word], at: int) -> bool:
    for item, word in zip(items, words[at:], strict=False):
        if item.endswith("*"):
            if not word.form.startswith(item[:-1]):
                return False
        elif not re.fullmatch(re.escape(item) + r"(?:['’]s?)?", word.form):
            return False
    return True


def shares(guard: str, term: str) -> bool:
    """Whether an item of a guard and one of a term have a word in common."""
    for g in guard.lower().split("|"):
        for t in term.lower().split("|"):
            if g == t or (g[-1:] == "*" and t.startswith(g[:-1])) or (t[-1:] == "*" and g.startswith(t[:-1])):
                return True
    return False


def stands_in(phrase: str, entry: Entry, words: list[Word], at: int) -> bool:
    """Whether the term at a place stands inside a guard phrase, where the phrase holds it."""
    guard, term = split_pattern(phrase), split_pattern(entry.term)
    for shift in range(len(guard) - len(term) + 1):
        holds = all(map(shares, guard[shift:], term))
        if holds and fits(guard, words, at - shift):
            return True
    return False


def allowed(entry: Entry, words: list[Word], at: int) -> bool:
    if entry.only and not any(stands_in(phrase, entry, words, at) for phrase in entry.only):
        return False
    return not any(stands_in(phrase, entry, words, at) for phrase in entry.mask)


def find(lexicon: Lexicon, words: list[Word]) -> list[Found]:
    """All hits: what matches where, which of them win, what masks and negators make of them."""
    # Terms written alike are one term with several poles.
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in lexicon.entries:
        items = split_pattern(entry.term)
        groups.setdefault((items if entry.case else tuple(i.lower() for i in items), entry.case), []).append(
            entry
        )
    latest = {id(entry): i for i, entry in enumerate(lexicon.entries)}
    places: list[tuple[int, int, int, list[Entry]]] = []
    for at in range(len(words)):
        single = []
        for order, ((items, case), entries) in enumerate(groups.items()):
            items = split_pattern(entries[0].term)
            if not fits(items, words, at) or (case and not same_case(items, words, at)):
                continue
            if len(items) == 1:
                rank = (bool(case), "*" not in items[0], len(entries[0].term), latest[id(entries[-1])])
                single.append((rank, entries))
            elif any(allowed(e, words, at) for e in entries):
                places.append((at, len(items), order, entries))
        if single:
            _, entries = max(single, key=lambda pair: pair[0])
            if any(allowed(e, words, at) for e in entries):
                places.append((at, 1, 0, entries))
    taken: set[int] = set()
    chosen = []
    for at, length, _, entries in sorted(places, key=lambda p: (-p[1], p[0], p[2])):
        if taken.isdisjoint(range(at, at + length)):
            taken.update(range(at, at + length))
            chosen.append((at, length, entries))
    masked = set()
    for phrase in lexicon.mask:
        items = split_pattern(phrase)
        for at in range(len(words)):
            if fits(items, words, at):
                masked.update(range(at, at + len(items)))
    found = []
    for at, length, entries in sorted(chosen, key=lambda c: c[0]):
        if at in masked and at + length - 1 in masked:
            continue
        if lexicon.negation != "ignore" and length == 1 and negates(lexicon, words[at]):
            continue
        by_pole = {e.pole: e for e in entries if allowed(e, words, at)}
        for pole in lexicon.poles:
            if pole in by_pole:
                found += list(weighed(lexicon, by_pole[pole], words, at, length))
    return found


def negates(lexicon: Lexicon, word: Word) -> bool:
    return "n't" in word.key or word.key in {fold(n) for n in lexicon.negators}


def weighed(lexicon: Lexicon, entry: Entry, words: list[Word], at: int, length: int) -> list[Found]:
    weight, pole = round(entry.weight * 1_000_000), entry.pole
    negated = False
    for there in range(max(at - 3, 0), at):
        same = words[there].sentence == words[at].sentence and words[there].quoted == words[at].quoted
        ends = [there + len(i) for i in map(split_pattern, lexicon.affirming) if fits(i, words, there)]
        affirms = any(end <= at for end in ends)
        negated |= same and negates(lexicon, words[there]) and not affirms
    negated &= lexicon.negation != "ignore"
    if negated and lexicon.negation == "drop":
        return []
    if negated and lexicon.negation == "flip":
        # What is not bad is seldom good.
        turned = {"positive": "negative"}.get(pole)
        if turned is None:
            return []
        weight, pole = round(weight * -0.74), turned
    return [Found(at, length, entry.term, pole, weight, negated)]
