"""Which words of some tokens may be a name: runs of capitals and what joins them; no name is read here.

Works on integers for a chunk of text at a time; a question about a word is asked once of each distinct one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from framing.features.items.tables import table, words
from framing.features.naming.wordclasses import Classes
from framing.text.tokens import Tokens
from framing.text.voices.speakers.lexicon import lexicon

__all__ = ["Runs", "ordinary", "runs"]

_POSSESSIVE = re.compile(r"['’]s?$")
#: iPhone, eBay, al-Assad.
_INNER_CAPITAL = re.compile(r"[a-z]{1,2}-?[A-Z]|[a-z]{2,}-[A-Z]")
_PREFIX = re.compile(r"[a-z]{2,}-(?=[A-Z])")
_MONTHS = frozenset(
    "January February July September October November December Jan Feb Aug Sept Sep Oct Nov Dec".split()
)
_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


@cache
def ordinary() -> frozenset[str]:
    """Return the words that are mostly written small."""
    return frozenset(table("ordinary")["words"]["listed"].split())


_PINYIN = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|uai|uan|iao|ian|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ui|ua|uo|ue|[aoeiu])){2}"
)
_CONTRACTED = frozenset(
    "i it he she we they you that there here what who let how where when why this".split()
)
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
    first, last = _bounds(inside, apart)
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
        or bare in _MONTHS
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
        and not _GLUED.search(form)
    )


def _numeral(form: str) -> bool:
    return form.isdigit() and len(form) < 5


def _pinyin(form: str) -> bool:
    return (
        form[:1].isupper()
        and len(form) > 3
        and _PINYIN.fullmatch(form.lower()) is not None
        and form.lower() not in ordinary()
    )


def _loud_word(form: str) -> bool:
    return len(form) > 1 and form.isupper() and form.replace(".", "") not in ("A", "I", "AND", "THE")


def _bounds(inside: np.ndarray, apart: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    opens = inside.copy()
    opens[1:] &= ~inside[:-1] | apart[1:]
    closes = inside.copy()
    closes[:-1] &= ~inside[1:] | apart[1:]
    return np.flatnonzero(opens), np.flatnonzero(closes)


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
    known = lexicon()
    alone = is_.of(
        lambda form: (
            (len(form) > 1 and form.isupper())
            or form in words("names", "openers")
            or form in known.male
            or form in known.female
            or any(
                entry.kind in ("place", "people", "role", "named")
                for spelt, _, entry in known.phrases.get(form.lower(), ())
                if len(spelt) == 1
            )
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
    found: np.ndarray = only & (around >= 3)
    return found
