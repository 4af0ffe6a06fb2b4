"""A codebook: frames as the literature defines them, indicators for each, and what a human coder is asked.

Shipped ones are TOML files in ``codebooks/``; a user's is read from the same form. By words a codebook gives
frame indicators, no more: a frame is what coders, or a classifier checked against them, find.
"""

from __future__ import annotations

import hashlib
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from framing import plugins
from framing.engine.parts import Articles, check_articles, map_parts, metadata
from framing.errors import FramingError, FramingWarning, brief, refuse_unknown, unknown
from framing.features.cells import Voices, Way, cells, detailed, taken, way_of
from framing.features.formats.toml import entries, flag, strings, table
from framing.features.lexicon import Lexicon, Measure, Pole
from framing.features.scoring import found_hits, prepared
from framing.schema import MILLION, check

# Which codebook fits articles: that for visits where half of them are of a visit between two countries.

#: What the codebook for visits needs in half of the articles: a word of a visit, and two countries named.
_VISIT = re.compile(
    r"\b(?:visit(?:s|ed|ing)?|summits?|trips?|tours?|delegations?|(?:bilateral|trade|high-level) talks)\b",
    re.I,
)


@dataclass(frozen=True)
class _Visits:
    """Tells which articles have a word of a visit."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        both = zip(frame["title"].fillna(""), frame["text"].fillna(""), strict=True)
        seen = [bool(_VISIT.search(f"{title} {text}")) for title, text in both]
        return {"visits": pd.DataFrame({"row": np.arange(len(frame)), "seen": np.array(seen, bool)})}


def of_a_visit(articles: Articles, countries: Mapping[str, int]) -> bool:
    """Whether half of the articles have a word of a visit and name two countries.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
    countries : mapping of str to int
        How many countries each article names; articles that name none may be left out.
    """
    articles = check_articles(articles)
    found = map_parts(articles, _Visits(), what="visits").table("visits")
    ids = metadata(articles)["id"].astype("str").to_numpy(object)[found["row"].to_numpy()]
    between = np.fromiter((countries.get(name, 0) >= 2 for name in ids), bool, len(ids))
    return bool(2 * int((found["seen"].to_numpy() & between).sum()) >= len(metadata(articles)) > 0)


#: First part of the name of every measure that a codebook gives.
PREFIX = "frame"


@dataclass(frozen=True)
class Frame:
    """One frame: what it says, what a coder is asked, and the indicators that point to it.

    Attributes
    ----------
    name, title, meaning : str
    questions : tuple of str
        Answered yes or no by a human coder.
    lexicon : Lexicon
        Its indicators; the groups they are listed in are its poles. A group with ``alone = false`` weighs for
        `present` beside others, and is no hit of the measure.
    least : float
        Weight that an article's indicators must have together for `present`.
    rate : float
        Weight per 1,000 words that they must have for it.
    """

    name: str
    lexicon: Lexicon
    title: str = ""
    meaning: str = ""
    questions: tuple[str, ...] = ()
    least: float = 1.0
    rate: float = 0.0

    @property
    def measure(self) -> Measure:
        """Its indicators as a measure, with whom to ask for them."""
        (measure,) = self.lexicon.measures.values()
        return replace(measure, finder=self.lexicon)


@dataclass(frozen=True)
class Codebook:
    """Frames that are coded together; iterating gives the measures, so that it can be scored as it is.

    Attributes
    ----------
    name, title, meaning, licence, language, note : str
    citation : tuple of str
    frames : dict of str to Frame
    sha256 : str
        Of the file it was read from.

    Examples
    --------
    >>> list(codebook_of("episodic_thematic").frames)
    ['episodic', 'thematic']
    """

    name: str
    frames: Mapping[str, Frame]
    title: str = ""
    meaning: str = ""
    citation: tuple[str, ...] = ()
    licence: str = ""
    language: str = "en"
    note: str = ""
    sha256: str = ""

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Codebook:
        """Read a codebook from a TOML file.

        Raises
        ------
        FramingError
            The file is absent, no TOML, or has a key, a frame or an indicator that can't be used.
        """

        if not isinstance(path, (str, os.PathLike)):
            raise FramingError(f"codebook: {brief(path)} is no path; give the path of a TOML file")
        remedy = f"give the path of a codebook, or the name of one that ships: {', '.join(shipped())}"
        return read(plugins.read_given(path, remedy), Path(path).name)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """The measure of each frame, by its name: ``frame.generic.conflict``."""
        return {frame.measure.name: frame.measure for frame in self.frames.values()}

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures.values())

    def questions(self) -> pd.DataFrame:
        """Return what a human coder is asked, a row a question: `frame`, `number`, `question`."""
        rows = [
            (frame.name, i, question)
            for frame in self.frames.values()
            for i, question in enumerate(frame.questions, start=1)
        ]
        return pd.DataFrame(rows, columns=["frame", "number", "question"])

    def __repr__(self) -> str:
        terms = sum(len(frame.lexicon.entries) for frame in self.frames.values())
        return f"Codebook({self.name!r}, {terms} indicators, frames: {', '.join(self.frames)})"

    def __hash__(self) -> int:
        return hash((self.name, self.sha256, tuple(self.frames)))


@cache
def shipped() -> dict[str, Codebook]:
    """Return the codebooks in ``codebooks/``, by name, in order of name.

    >>> {"generic", "policy", "visits"} <= set(shipped())
    True
    """
    listed = plugins.files("framing.features.frames.codebooks").values()
    books = [read(file.read_bytes(), file.name) for file in listed]
    return {book.name: book for book in sorted(books, key=lambda book: book.name)}


def codebook_of(given: Any) -> Codebook:
    """Return the codebook meant: one itself, the name of one that ships, or the path of a TOML file.

    Raises
    ------
    FramingError
        It is none of those.
    """
    if isinstance(given, Codebook):
        return given
    if isinstance(given, str) and given in shipped():
        return shipped()[given]
    if isinstance(given, os.PathLike) or (
        isinstance(given, str) and (given.endswith(".toml") or os.sep in given)
    ):
        return Codebook.read(given)
    if isinstance(given, str):
        raise unknown("codebook", given, [*shipped(), "a path ending in .toml"])
    raise FramingError(
        f"codebook: {brief(given)} is neither a name, a path nor a Codebook; names: {', '.join(shipped())}"
    )


# The form of a codebook file, and the one clear line for what is wrong in it. Nothing is measured here.

_TOP = {"name", "title", "meaning", "citation", "licence", "language", "note", "mask", "skip_names", "frames"}
_FRAME = {"title", "meaning", "questions", "present", "mask", "indicators"}
_PRESENT = {"weight", "per_1000"}
_GROUP = {"meaning", "weight", "alone", "terms"}


def read(data: bytes, name: str) -> Codebook:
    """Read the bytes of a codebook file of that name.

    Raises
    ------
    FramingError
        It is no TOML, a key is not known or holds something else than it should, a frame has no indicators,
        or an indicator can't be used.
    """
    raw = plugins.parse_toml(data, name)
    refuse_unknown(raw, _TOP, name)
    title = raw.get("name", name.rsplit(".", 1)[0])
    # It stands between dots in the names of its measures.
    if not isinstance(title, str) or not title or "." in title or any(char.isspace() for char in title):
        raise FramingError(
            f"{name}, name: {brief(title)} is no name; write a word without dot or space, as 'my_frames'"
        )
    listed = table(raw.get("frames", {}), f"{name}, frames")
    if not listed:
        raise FramingError(f"{name}: no frames; add a table [frames.NAME] with indicators")
    language = _text(raw, "language", name, "en")
    if not language.strip():
        raise FramingError(f"{name}, language: is empty; write the language of the indicators, as 'en'")
    mask, skip = strings(raw.get("mask", ()), f"{name}, mask"), flag(raw, "skip_names", name)
    return Codebook(
        name=title,
        frames={
            key: _frame(key, table(spec, f"{name}, frame {key!r}"), name, title, language, mask, skip)
            for key, spec in listed.items()
        },
        citation=strings(raw.get("citation", ()), f"{name}, citation"),
        language=language,
        **{key: _text(raw, key, name) for key in ("title", "meaning", "licence", "note")},
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _text(spec: Mapping[str, Any], key: str, where: str, default: str = "") -> str:
    given = spec.get(key, default)
    if not isinstance(given, str):
        raise FramingError(f"{where}, {key}: {brief(given)} is no text; write it in quotation marks")
    return given


def _frame(
    key: str,
    spec: Mapping[str, Any],
    name: str,
    codebook: str,
    language: str,
    mask: tuple[str, ...],
    skip_names: bool,
) -> Frame:
    where = f"{name}, frame {key!r}"
    refuse_unknown(spec, _FRAME, where)
    if "." in key or not key.strip():
        raise FramingError(f"{where}: a frame's name has no dot and is not blank; rename it")
    groups = table(spec.get("indicators", {}), f"{where}, indicators")
    poles = {
        group: Pole(group, _text(listed, "meaning", where) if isinstance(listed, Mapping) else "")
        for group, listed in groups.items()
    }
    found = [entry for group, listed in groups.items() for entry in _group(group, listed, where)]
    alone = [
        group
        for group, listed in groups.items()
        if not isinstance(listed, Mapping) or flag(listed, "alone", f"{where}, indicators {group!r}", True)
    ]
    if found and not alone:
        raise FramingError(f"{where}: no group of indicators counts alone; strike one 'alone = false'")
    if not found:
        raise FramingError(f"{where}: no indicators; list words under [frames.{key}.indicators]")
    # What is listed twice would count twice.
    seen: dict[tuple[str, bool], str] = {}
    for entry in found:
        written = entry.term if entry.case else entry.term.lower()
        if other := seen.get((written, entry.case)):
            raise FramingError(
                f"{where}: {entry.term!r} stands twice, in {other!r} and {entry.pole!r}; strike one"
            )
        seen[written, entry.case] = entry.pole
    meaning = _text(spec, "meaning", where)
    shown = _text(spec, "title", where, key)
    measure = f"{PREFIX}.{codebook}.{key}"
    said = f"Indicators of the frame {shown.lower()!r} per 1,000 tokens."
    lexicon = Lexicon(
        name=measure,
        entries=tuple(found),
        poles=poles,
        measures={measure: Measure(measure, "per_1000", dict.fromkeys(alone), said)},
        title=shown,
        meaning=meaning,
        language=language,
        mask=(*mask, *strings(spec.get("mask", ()), f"{where}, mask")),
        skip_names=tuple(alone) if skip_names else (),
    )
    present = table(spec.get("present", {}), f"{where}, present")
    refuse_unknown(present, _PRESENT, f"{where}, present")
    least = _number(present.get("weight", 1.0), f"{where}, present, weight")
    rate = _number(present.get("per_1000", 0.0), f"{where}, present, per_1000", zero=True)
    questions = strings(spec.get("questions", ()), f"{where}, questions")
    return Frame(key, lexicon, lexicon.title, meaning, questions, least, rate)


def _group(group: str, listed: Any, where: str) -> list[Any]:
    named, where = where, f"{where}, indicators {group!r}"
    if not isinstance(listed, Mapping):
        listed = {"terms": listed}
    refuse_unknown(listed, _GROUP, where)
    weight = _number(listed.get("weight", 1.0), f"{where}, weight")
    terms = listed.get("terms", ())
    if not isinstance(terms, (list, tuple)):
        raise FramingError(f"{where}, terms: {brief(terms)} is no list; write [{brief(terms)}]")
    dressed = [{"term": term} if isinstance(term, str) else term for term in terms]
    spec = [{"weight": weight, **term} if isinstance(term, dict) else term for term in dressed]
    with warnings.catch_warnings(record=True) as unusable:
        warnings.simplefilter("always", FramingWarning)
        found = list(entries(group, {"terms": spec}, named))
    if unusable:
        raise FramingError(str(unusable[0].message).replace(": not used;", ":"))
    return found


def _number(value: Any, where: str, *, zero: bool = False) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not (0 <= value <= 1000):
        raise FramingError(f"{where}: {brief(value)} is no number from 0 to 1000; give one, as 1.0")
    if not value and not zero:
        raise FramingError(f"{where}: 0 counts nothing; give a number above it")
    return float(value)


_CARRIED = ("outlet", "event", "genre", "copy_group", "provenance")


#: How a codebook is said: by name, by path, or as it is; or several of these.
Wanted: TypeAlias = str | os.PathLike[str] | Codebook | Iterable[str | os.PathLike[str] | Codebook]


def frames(articles: Articles, codebook: Wanted = "generic", *, voices: Voices = None) -> pd.DataFrame:
    """Count the indicators of a codebook's frames in each article; `FrameClassifier` learns from codes.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    codebook : str, path or Codebook, or several of them
        The name of one that ships, or the path of a TOML file of your own.
    voices : {None, "quotes", "full"} or pandas.DataFrame
        None counts all words together; else as for `framing.score`, a row for each voice.

    Returns
    -------
    pandas.DataFrame
        The table `frames`: a row for each article × voice × frame, wherever that voice has words. `hits`,
        `weight`, `terms` and `tokens` are counts over headline and text; `share` is the frame's
        part of the weight of its codebook there. `present` says that the weight reaches what the codebook
        asks. These are frame indicators: how well each agrees with coders is in the docs.
        Of more than 20,000 articles, columns of text are categories.

    Raises
    ------
    FramingError
        A table, codebook or voice that is not what it should be.

    Warns
    -----
    FramingWarning
        Articles that were not read: stubs, and those in another language.

    Examples
    --------
    >>> text = "The two sides clashed over tariffs. Ministers accused their critics of stoking the dispute."
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    >>> frames(articles)[["frame", "hits", "present"]].values.tolist()[0]
    ['conflict', 4, True]
    """
    books = _books(codebook)
    wanted = [frame for book in books for frame in book.frames.values()]
    articles, measures, names = prepared(articles, [f.measure for f in wanted], voices, ())
    whole = tuple(replace(one, poles=dict.fromkeys(one.finder.poles)) for one in measures)
    alone = tuple(tuple(one.poles) for one in measures)
    way, beside = way_of(voices)
    found = map_parts(articles, Indicating(whole, alone, way, len(names)), what="frames", beside=beside)
    return check(_table(metadata(articles), found.table("frames"), names, books), "frames")


def _books(codebook: Wanted) -> list[Codebook]:
    single = isinstance(codebook, (str, os.PathLike, Codebook))
    if not single and not isinstance(codebook, Iterable):
        codebook_of(codebook)
    books = [codebook_of(item) for item in ([codebook] if single else codebook)]  # type: ignore[union-attr]
    if not books:
        raise FramingError("codebook: none is given; give a name, as 'generic', or the path of a TOML file")
    names = [book.name for book in books]
    for name in names:
        if names.count(name) > 1:
            raise FramingError(f"codebook: two are called {name!r}; give one another name")
    return books


@dataclass(frozen=True)
class Indicating:
    """Counts indicators: gives ``frames``, a row for each article × voice × frame, where it has words.

    `wanted` counts every group of a frame, `alone` names those whose hits are indicators by themselves.
    """

    wanted: tuple[Measure, ...]
    alone: tuple[tuple[str, ...], ...]
    way: Way
    voices: int

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the table of these articles."""
        many, parts = self.voices, [pd.DataFrame(columns=list(_COUNTED)).astype(_COUNTED)]
        for chunk in cells(frame, self.way.of(beside)):
            cell, size = np.arange(len(chunk.sizes())), chunk.size * many
            of_cell = (chunk.row(cell) - chunk.first) * many + chunk.spoken(cell)
            tokens = np.bincount(of_cell, weights=chunk.sizes(), minlength=size).astype(np.int64)
            used = np.flatnonzero(tokens)
            for m, finder, weighing in found_hits(frame, self.wanted, chunk):
                alone = [name in self.alone[m] for name in finder.poles]
                hits = weighing.where(np.array(alone, bool)[weighing.pole])
                place, weighed = of_cell[chunk.of(hits.start)], of_cell[chunk.of(weighing.start)]
                distinct = np.unique(place * len(finder.terms) + hits.entry) // len(finder.terms)
                columns = {
                    "row": used // many + chunk.first,
                    "voice": used % many,
                    "m": m,
                    "hits": np.bincount(place, minlength=size)[used],
                    # Whole numbers below 2**53 add up exactly as floats, in any order.
                    "weight": np.bincount(weighed, weights=weighing.weight, minlength=size)[used],
                    "terms": np.bincount(distinct, minlength=size)[used],
                    "tokens": tokens[used],
                }
                parts.append(pd.DataFrame(columns).astype(_COUNTED))
        return {"frames": pd.concat(parts, ignore_index=True)}


#: The columns of what is counted, in types that hold it.
_COUNTED = {
    "row": "int32", "voice": "int8", "m": "int16", "hits": "int32", "weight": "int64", "terms": "int32",
    "tokens": "int32",
}  # fmt: skip


def _table(
    frame: pd.DataFrame, counted: pd.DataFrame, names: tuple[str, ...], books: list[Codebook]
) -> pd.DataFrame:
    wanted = [frame for book in books for frame in book.frames.values()]
    # Voices in the order in which the articles have them.
    voice, seen = pd.factorize(counted["voice"])
    order = np.lexsort([counted["m"], voice, counted["row"]])
    counted, voice = counted.iloc[order].reset_index(drop=True), voice[order]
    row, m = counted["row"].to_numpy(np.int64), counted["m"].to_numpy(np.int64)
    whose = np.repeat(np.arange(len(books)), [len(book.frames) for book in books])[m]
    columns: dict[str, Any] = {"article": taken(frame["id"], row)}
    columns |= {name: taken(frame[name], row) for name in _CARRIED}
    columns["voice"] = taken([names[nth] for nth in seen], voice)
    columns["codebook"] = taken([book.name for book in books], whose)
    columns["frame"] = taken([f.name for f in wanted], m)
    columns |= {name: counted[name].astype(np.int64) for name in ("hits", "weight", "terms", "tokens")}
    table = detailed(pd.DataFrame(columns), len(frame))
    of_book = (row * max(len(seen), 1) + voice) * len(books) + whose
    together = table.groupby(of_book, sort=False)["weight"].transform("sum")
    table["per_1000"] = 1000.0 * table["hits"] / table["tokens"]
    table["share"] = (table["weight"] / together).where(together > 0)
    # Together `least`, and `rate` per 1,000 words.
    least = np.array([f.least for f in wanted])[m] * MILLION
    rate = np.array([f.rate for f in wanted])[m] * MILLION / 1000
    weight, tokens = table["weight"].to_numpy(), table["tokens"].to_numpy()
    table["present"] = (weight >= least) & (weight >= rate * tokens)
    table["weight"] /= MILLION
    return table
