"""A lexicon: terms with poles and guards, and the measures made of them.

Shipped lexicons are TOML files in ``lexicons/``; a user's may come in any of
``formats/``. Nothing here knows any one lexicon.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from framing import plugins
from framing.errors import FramingError, brief, check_choice, refuse_unknown, unknown, warn
from framing.plugins import toml
from framing.schema import UNITS

if TYPE_CHECKING:
    from framing.features.matching import Hits
    from framing.text.tokens import Tokens


#: What a negator before a hit does.
NEGATIONS = ("ignore", "flip", "drop")

#: Words that negate what follows, for lexicons that name none; words in *n't* always do.
NEGATORS: tuple[str, ...] = tuple(toml(__package__, "lists")["lexicon"]["negators"])

#: Expressions whose negator, the first word, negates nothing behind them: never so good, without doubt good,
#: as in VADER; no doubt good, not only good but great.
AFFIRMING: tuple[str, ...] = tuple(toml(__package__, "lists")["lexicon"]["affirming"])


@dataclass(frozen=True)
class Entry:
    """One term: a word, a phrase or ``x*``; where it counts, and how much.

    `mask` are expressions in which it doesn't count, `only` the ones in which
    alone it does; `pair` names the plain word for the same thing.
    """

    term: str
    pole: str
    weight: float = 1.0
    case: bool = False
    mask: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    pair: str = ""


@dataclass(frozen=True)
class Pole:
    """A class of terms, with sentences that have one and sentences that only seem to."""

    name: str
    meaning: str = ""
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """How the hits of some finder become the numbers of one measure.

    `poles` gives the weight that a hit of each pole adds; None leaves the
    hit's own. A hit of another pole isn't counted.
    """

    name: str
    unit: str
    poles: Mapping[str, float | None]
    meaning: str = ""
    finder: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Lexicon:
    """Terms with poles, and the measures they give.

    Attributes
    ----------
    name, title, meaning, licence, language : str
    citation : tuple of str
    entries : tuple of Entry
    poles : dict of str to Pole
    measures : dict of str to Measure
    negation : {"ignore", "flip", "drop"}
        What a negator up to three words before a hit, in its sentence and
        voice, does: nothing; turn what is positive into its negative and cancel all else, since what is
        not bad is seldom good; or cancel it.
    negators : tuple of str
    affirming : tuple of str
        Expressions that begin with a negator and negate nothing behind them.
    mask : tuple of str
        Expressions in which no entry counts.
    skip_names : tuple of str
        Poles whose terms, where written in small letters, don't count inside names: *Great* in *the Great
        Hall*.
    sha256 : str
        Of the file it was read from.
    """

    name: str
    entries: tuple[Entry, ...]
    poles: Mapping[str, Pole]
    measures: Mapping[str, Measure]
    title: str = ""
    meaning: str = ""
    citation: tuple[str, ...] = ()
    licence: str = ""
    language: str = "en"
    negation: str = "ignore"
    negators: tuple[str, ...] = NEGATORS
    affirming: tuple[str, ...] = AFFIRMING
    mask: tuple[str, ...] = ()
    skip_names: tuple[str, ...] = ()
    sha256: str = ""

    def __post_init__(self) -> None:
        where = f"lexicon {self.name!r}"
        check_choice("negation", self.negation, NEGATIONS, where=where)
        if not self.entries:
            raise FramingError(f"{where} has no terms that can be used; add some under a pole")
        for measure in self.measures.values():
            check_choice("unit", measure.unit, UNITS, where=f"{where}, measure {measure.name!r}")
            refuse_unknown(measure.poles, self.poles, f"{where}, measure {measure.name!r}", argument="pole")

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Lexicon:
        """Read a lexicon from a file.

        Parameters
        ----------
        path : path
            ``.toml`` (this project's form), ``.dic`` (LIWC), ``.lc3`` (Lexicoder),
            ``.csv`` or ``.tsv``, ``.yml`` (quanteda); or the name of a shipped lexicon, as "hedges".

        Returns
        -------
        Lexicon
            A file that declares no measures gives one for each pole, and
            tone-like ones where its terms carry weights.

        Raises
        ------
        FramingError
            The file is absent, of no known form, or has no usable term.

        Warns
        -----
        FramingWarning
            Rows that could not be used, listed.
        """
        if not isinstance(path, (str, os.PathLike)):
            raise FramingError(f"lexicon: {brief(path)} is no path; give the path of a lexicon file")
        if isinstance(path, str) and path in shipped():
            return shipped()[path]
        path = Path(path)
        data = plugins.read_given(path, "give the path of a lexicon file")
        suffix = path.suffix.lower()
        for module in _formats().values():
            if suffix in module.SUFFIXES:
                lexicon: Lexicon = module.read(data, path.name)
                return replace(lexicon, sha256=hashlib.sha256(data).hexdigest())
        suffixes = sorted(s for module in _formats().values() for s in module.SUFFIXES)
        raise unknown("form", suffix or "(none)", suffixes, where=str(path))

    @classmethod
    def from_dict(cls, terms: Mapping[str, Any], name: str = "own") -> Lexicon:
        """Make a lexicon of lists of words, as `framing.score` does of a dict; one in a file `read` reads.

        Parameters
        ----------
        terms : mapping
            Categories with their terms, ``{"security": ["illegal*", "at stake"]}``; a category may
            hold others. A term is written as in a TOML file, which may also be a table, as
            ``{"term": "risk", "weight": 2, "mask": ["risk assessment"]}``.
        name : str

        Returns
        -------
        Lexicon
            A word counts in every category that lists it. Measures are called by their categories in small
            letters: hits per 1,000 tokens, and where terms have weights their mean.

        Raises
        ------
        FramingError
            It is no mapping of categories to terms, or no term can be used.

        Warns
        -----
        FramingWarning
            Terms that can't be used, listed.

        Examples
        --------
        >>> Lexicon.from_dict({"security": ["illegal*", "at stake"], "trade": ["tariff*"]})
        Lexicon('own', 3 terms, poles: security, trade)
        """
        return _formats()["toml"].of_terms(terms, name)

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Write the terms by category, for quanteda (.yml) or a spreadsheet with weights (.csv).

        Raises
        ------
        FramingError
            Another suffix, or the file can't be written.

        Warns
        -----
        FramingWarning
            Something of the lexicon has no place in that form: weights in .yml; where terms count, in both.
        """
        import pandas as pd
        import yaml

        from framing.io.files import replaced_file, write_table

        path = Path(path)
        if (suffix := path.suffix.lower()) not in (".csv", ".yml"):
            raise unknown("suffix", suffix or "(none)", (".csv", ".yml"), where=str(path))
        # Any one word is _ here and * there.
        terms = [" ".join("*" if word == "_" else word for word in e.term.split()) for e in self.entries]
        table = pd.DataFrame({"term": terms, "category": [e.pole for e in self.entries]})
        table["weight"] = [e.weight for e in self.entries]
        lost = [name for name in ("mask", "only", "case") if any(getattr(e, name) for e in self.entries)]
        lost += ["mask of all terms"] * bool(self.mask) + ["negation"] * (self.negation != "ignore")
        lost += ["weights"] * (suffix == ".yml" and bool((table["weight"] != 1).any()))
        if lost:
            warn(f"{path}: {', '.join(lost)} of lexicon {self.name!r} can't be said in {suffix}: left out")
        with replaced_file(path) as aside:
            if suffix == ".csv":
                write_table(table, aside)
            else:
                listed = table.groupby("category", sort=False)["term"].agg(list).to_dict()
                said = yaml.safe_dump(listed, allow_unicode=True, sort_keys=False)
                aside.write_bytes(said.encode("utf8"))
        return path

    def find(self, tokens: Tokens, voice: np.ndarray | None = None) -> Hits:
        """Find its entries in tokens; see `framing.features.matching.find`."""
        from framing.features.matching import find

        return find(self, tokens, voice)

    @cached_property
    def pole_index(self) -> dict[str, int]:
        """Place of each pole, as hits carry it."""
        return {name: i for i, name in enumerate(self.poles)}

    @cached_property
    def opposites(self) -> np.ndarray:
        """For each pole the one a negator turns it into, or -1: a positive one its negative, by name."""
        turned = [p.replace("positive", "negative") if "positive" in p else "" for p in self.poles]
        return np.array([self.pole_index.get(name, -1) for name in turned], np.int32)

    @cached_property
    def twins(self) -> dict[int, tuple[int, ...]]:
        """Entries that are written alike, as those of a term with several poles: all, by each of them."""
        from framing.text.tokens import split_pattern

        alike: dict[tuple[bool, tuple[str, ...]], list[int]] = {}
        for i, entry in enumerate(self.entries):
            items = split_pattern(entry.term)
            alike.setdefault((entry.case, items if entry.case else tuple(map(str.lower, items))), []).append(
                i
            )
        return {i: tuple(group) for group in alike.values() if len(group) > 1 for i in group}

    @property
    def terms(self) -> tuple[str, ...]:
        """The names of the entries, in the order that `Hits.entry` counts them."""
        return tuple(entry.term for entry in self.entries)

    def __repr__(self) -> str:
        return f"Lexicon({self.name!r}, {len(self.entries)} terms, poles: {', '.join(self.poles)})"

    def __hash__(self) -> int:
        return hash((self.name, self.sha256, len(self.entries)))


@cache
def _formats() -> dict[str, Any]:
    return plugins.modules("framing.features.formats", "framing.lexicon_formats", ("SUFFIXES", "read"))


@cache
def shipped() -> dict[str, Lexicon]:
    """Return the lexicons in ``lexicons/``, by name, in order of name."""
    read = _formats()["toml"].read
    found = {}
    for file in plugins.files("framing.features.lexicons").values():
        data = file.read_bytes()
        lexicon = replace(read(data, file.name), sha256=hashlib.sha256(data).hexdigest())
        found[lexicon.name] = lexicon
    return dict(sorted(found.items()))
