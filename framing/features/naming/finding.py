"""Where referents are named in tokens: the longest alias wins, and a description goes to whom it fits.

Works on integers for a chunk of text at a time. Where each alias stands is told by `matching`, whom a
description means by `bearers`; what becomes of the mentions is the business of `mentions`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from framing.features.match import longest
from framing.features.naming.bearers import Described, given_to
from framing.features.naming.given import is_bare, namesakes
from framing.features.naming.matching import POSSESSIVE, Pattern, hits, patterns
from framing.features.naming.referents import Referents
from framing.features.naming.wordclasses import Classes
from framing.text.tokens import Tokens

__all__ = ["Found", "find"]

_KINDS = ("name", "described", "title", "bare")
_NAME, _DESCRIBED, _TITLE, _BARE = range(4)
_OF_TWO = re.compile(r"(?:(?:the|our|these|their|its) )?(?:two|both) ", re.I)


class Found(NamedTuple):
    """Mentions in order of place: first word, words, those of a title, referent, index into `forms`."""

    start: np.ndarray
    length: np.ndarray
    title: np.ndarray
    referent: np.ndarray
    form: np.ndarray
    forms: list[str]


def find(wanted: Referents, tokens: Tokens, size: int, flags: Classes) -> Found:
    """Find the mentions of referents.

    Parameters
    ----------
    wanted : Referents
    tokens : Tokens
        Titles of `size` articles, then their texts.
    size : int
    flags : Classes
        Of those tokens.

    Returns
    -------
    Found
        No two share a word, but those of a description of two: "the two leaders".
    """
    found = _Finding(patterns(wanted), wanted, tokens, flags)
    found.join_titles()
    found.drop_namesakes(size)
    found.join_owners()
    second = found.give_descriptions(size)
    return found.mentions(second)


class _Finding:
    """Hits of all patterns on their way to mentions; those that are joined to others are `gone`."""

    def __init__(self, every: Sequence[Pattern], wanted: Referents, tokens: Tokens, flags: Classes) -> None:
        self.patterns, self.wanted, self.tokens, self.flags = every, wanted, tokens, flags
        start, length, which = hits(every, wanted, tokens, flags)
        kept = longest(start, length)
        self.start, self.length, self.which = (a[kept].astype(np.int64) for a in (start, length, which))
        size = len(self.start)
        self.kind = self._of_pattern([_KINDS.index(p.kind) for p in every])
        self.referent = self._of_pattern([p.first for p in every])
        self.forms: dict[str, int] = {}
        self.form = self._of_pattern([self._number(p.aliases[0].form) for p in every])
        self.title = np.zeros(size, np.int64)
        self.gone, self.rival = np.zeros((2, size), bool)

    def _of_pattern(self, values: Sequence[int]) -> np.ndarray:
        found: np.ndarray = np.array(values, np.int64)[self.which]
        return found

    def _number(self, form: str) -> int:
        return self.forms.setdefault(form, len(self.forms))

    def _form(self, at: int) -> str:
        return self.patterns[int(self.which[at])].aliases[0].form

    def join_titles(self) -> None:
        """Join titles with the names behind them; the titles of somebody else are `rival`."""
        ids, breaks, flags = self.tokens.ids, self.tokens.breaks, self.flags
        for at in np.flatnonzero(self.kind != _NAME).tolist():
            end = int(self.start[at] + self.length[at])
            # "The minister Thursday" names nobody: a weekday is a word of a closed class.
            if end >= len(ids) or breaks[end] or not flags.capital[ids[end]] or flags.function[ids[end]]:
                continue
            name = at + 1
            behind = name < len(self.start) and self.start[name] == end and self.kind[name] == _NAME
            bearers = [alias.referent for alias in self.patterns[self.which[at]].aliases]
            if not (behind and self.referent[name] in bearers):
                self.rival[at] = True
            elif self.kind[at] in (_TITLE, _BARE):
                words = self.tokens.forms.take(ids[self.start[at] : end]).to_pylist()
                said = " ".join(word[:1].upper() + word[1:] for word in words).removeprefix("The ")
                self.form[name] = self._number(f"{said} {self._form(name)}")
                self.title[name] = self.length[at]
                self._join(at, name)

    def drop_namesakes(self, size: int) -> None:
        """Drop family names that another known person bears, in articles that don't tell whose they are.

        The full name tells it, a title before the name, or a title with the country: "Canada's leader".
        """
        families = namesakes(self.wanted)
        if not families or not len(self.start):
            return
        # Titles of texts come first, then the texts of the same articles.
        article = self.tokens.doc_of(self.start) % max(size, 1)
        name = (self.kind == _NAME) & ~self.gone
        bare = self._of_pattern(
            [p.kind == "name" and is_bare(p.written, p.first, families) for p in self.patterns]
        )
        bare = name & bare.astype(bool) & (self.title == 0)
        proof = (name & ~bare) | ((self.kind == _TITLE) & ~self.gone & ~self.rival)
        whose = article * len(self.wanted.names) + self.referent
        lost = bare & ~np.isin(whose, whose[proof])
        columns = ("start", "length", "which", "kind", "referent", "form", "title", "gone", "rival")
        for column in columns if lost.any() else ():
            setattr(self, column, getattr(self, column)[~lost])

    def join_owners(self) -> None:
        """Join a name in the possessive with the name of another behind it: "China's Taiwan".

        Not where the second only tells what kind of thing follows: China's Taiwan policy.
        """
        ids, breaks, flags = self.tokens.ids, self.tokens.breaks, self.flags
        if len(self.start) < 2:
            return
        end, named = self.start + self.length, (self.kind == _NAME) & (self.title == 0)
        at = np.flatnonzero(
            (end[:-1] == self.start[1:]) & named[:-1] & named[1:] & (self.referent[:-1] != self.referent[1:])
        )
        # "China's" as an alias says that it is to count by itself.
        apart = {POSSESSIVE.sub("", p.written) for p in self.patterns if POSSESSIVE.search(p.written)}
        own = np.array([POSSESSIVE.sub("", p.written) in apart for p in self.patterns], bool)
        first = ids[self.start[at + 1]]
        at = at[
            ~breaks[self.start[at + 1]]
            & flags.capital[first]
            & flags.possessive[ids[end[at] - 1]]
            & ~own[self.which[at]]
        ]
        after = end[at + 1]
        inside = np.minimum(after, len(ids) - 1)
        head = (after >= len(ids)) | breaks[inside] | flags.closing[ids[inside]]
        head &= ~flags.possessive[ids[after - 1]]
        for owner in at[head].tolist():
            self.form[owner + 1] = self._number(f"{self._form(owner)}'s {self._form(owner + 1)}")
            self._join(owner, owner + 1)

    def _join(self, at: int, name: int) -> None:
        self.length[name] += self.length[at]
        self.start[name] = self.start[at]
        self.gone[at] = True

    def give_descriptions(self, size: int) -> np.ndarray:
        """Give each description to its bearer; return the second bearer of each, -1 for none."""
        named = (self.kind == _NAME) & ~self.gone
        pending = np.isin(self.kind, (_DESCRIBED, _TITLE)) & ~self.gone & ~self.rival
        pending &= ~self._of_another()
        at, rivals = np.flatnonzero(pending), np.flatnonzero(self.rival)
        heads = [_head(p.written) for p in self.patterns]
        both = np.array([bool(_OF_TWO.match(p.written)) for p in self.patterns], bool)
        asked = Described(
            self.start[at],
            [tuple(alias.referent for alias in self.patterns[w].aliases) for w in self.which[at]],
            [heads[w] for w in self.which[at]],
            both[self.which[at]],
        )
        first, second = given_to(
            asked,
            (self.start[named], self.referent[named]),
            (self.start[rivals], [heads[w] for w in self.which[rivals]]),
            self.tokens,
            size,
        )
        self.gone |= ~named
        for place, whom in zip(at.tolist(), first.tolist(), strict=True):
            if whom >= 0:
                aliases = self.patterns[self.which[place]].aliases
                mine = next(alias for alias in aliases if alias.referent == whom)
                self.referent[place], self.form[place] = whom, self._number(mine.form)
                self.gone[place] = False
        result = np.full(len(self.start), -1, np.int64)
        result[at] = second
        return result

    def _of_another(self) -> np.ndarray:
        """Mask descriptions with "of" behind them that the set doesn't have so: the leader of a choir."""
        ends = self.start + self.length
        inside = np.minimum(ends, len(self.tokens.ids) - 1)
        keys = self.tokens.vocabulary.keys
        of = np.array([key == "of" for key in keys], bool)[self.tokens.vocabulary.of_token]
        described = self._of_pattern(
            [p.kind == "described" and " of " not in p.written for p in self.patterns]
        )
        found: np.ndarray = (
            described.astype(bool) & (ends < len(of)) & of[inside] & ~self.tokens.breaks[inside]
        )
        return found

    def mentions(self, second: np.ndarray) -> Found:
        """Return what is left, a description of two twice."""
        twice = np.flatnonzero(second >= 0)
        at = np.concatenate([np.flatnonzero(~self.gone), twice])
        referent = np.concatenate([self.referent[~self.gone], second[twice]])
        order = np.argsort(self.start[at], kind="stable")
        at = at[order]
        columns = (self.start[at], self.length[at], self.title[at], referent[order], self.form[at])
        return Found(*columns, list(self.forms))


def _head(written: str) -> str:
    """Return the word a description is about: "leader" of "the leader of Canada"."""
    words = re.split(r" of ", written)[0].split()
    return words[-1].lower()
