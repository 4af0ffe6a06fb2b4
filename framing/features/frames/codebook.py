"""A codebook: frames as the literature defines them, indicators for each, and what a human coder is asked.

Shipped ones are TOML files in ``codebooks/``; a user's is read from the same form. By words a codebook gives
frame indicators, no more: a frame is what coders, or a classifier checked against them, find.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import plugins
from framing.errors import FramingError, FramingWarning, brief, unknown
from framing.features.formats.toml import entries, strings, table
from framing.features.lexicon import Lexicon, Measure, Pole, refuse_unknown

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PREFIX", "Codebook", "Frame", "codebook_of", "shipped"]


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
        Its indicators; the groups they are listed in are its poles.
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
        pass

        if not isinstance(path, (str, os.PathLike)):
            raise FramingError(f"codebook: {brief(path)} is no path; give the path of a TOML file")
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise FramingError(
                f"{path}: can't be read ({error.strerror}); give the path of a codebook, "
                f"or the name of one that ships: {', '.join(shipped())}"
            ) from None
        return replace(read(data, Path(path).name), sha256=hashlib.sha256(data).hexdigest())

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """The measure of each frame, by its name: ``frame.generic.conflict``."""
        return {frame.measure.name: frame.measure for frame in self.frames.values()}

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures.values())

    def questions(self) -> pd.DataFrame:
        """Return what a human coder is asked, a row a question: `frame`, `number`, `question`."""
        import pandas as pd

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
    pass

    found = {}
    for file in plugins.files("framing.features.frames.codebooks").values():
        data = file.read_bytes()
        book = replace(read(data, file.name), sha256=hashlib.sha256(data).hexdigest())
        found[book.name] = book
    return dict(sorted(found.items()))


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

_TOP = {"name", "title", "meaning", "citation", "licence", "language", "note", "mask", "frames"}
_FRAME = {"title", "meaning", "questions", "present", "mask", "indicators"}
_PRESENT = {"weight", "per_1000"}
_GROUP = {"meaning", "weight", "terms"}


def read(data: bytes, name: str) -> Codebook:
    """Read the bytes of a codebook file of that name.

    Raises
    ------
    FramingError
        It is no TOML, a key is not known or holds something else than it should, a frame has no indicators,
        or an indicator can't be used.
    """
    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FramingError(f"{name}: not valid TOML ({error}); mend the file") from None
    refuse_unknown(raw, _TOP, name)
    title = _name(raw.get("name", name.rsplit(".", 1)[0]), name)
    listed = table(raw.get("frames", {}), f"{name}, frames")
    if not listed:
        raise FramingError(f"{name}: no frames; add a table [frames.NAME] with indicators")
    language = _text(raw, "language", name, "en")
    if not language.strip():
        raise FramingError(f"{name}, language: is empty; write the language of the indicators, as 'en'")
    mask = strings(raw.get("mask", ()), f"{name}, mask")
    return Codebook(
        name=title,
        frames={
            key: _frame(key, table(spec, f"{name}, frame {key!r}"), name, title, language, mask)
            for key, spec in listed.items()
        },
        title=_text(raw, "title", name),
        meaning=_text(raw, "meaning", name),
        citation=strings(raw.get("citation", ()), f"{name}, citation"),
        licence=_text(raw, "licence", name),
        language=language,
        note=_text(raw, "note", name),
    )


def _name(given: Any, where: str) -> str:
    """Return a codebook's name, which stands between dots in the names of its measures."""
    if not isinstance(given, str) or not given or "." in given or any(char.isspace() for char in given):
        raise FramingError(
            f"{where}, name: {brief(given)} is no name; write a word without dot or space, as 'my_frames'"
        )
    return given


def _text(spec: Mapping[str, Any], key: str, where: str, default: str = "") -> str:
    given = spec.get(key, default)
    if not isinstance(given, str):
        raise FramingError(f"{where}, {key}: {brief(given)} is no text; write it in quotation marks")
    return given


def _frame(
    key: str, spec: Mapping[str, Any], name: str, codebook: str, language: str, mask: tuple[str, ...]
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
    if not found:
        raise FramingError(f"{where}: no indicators; list words under [frames.{key}.indicators]")
    _once(found, where)
    meaning = _text(spec, "meaning", where)
    shown = _text(spec, "title", where, key)
    measure = f"{PREFIX}.{codebook}.{key}"
    said = f"Indicators of the frame {shown.lower()!r} per 1,000 tokens."
    lexicon = Lexicon(
        name=measure,
        entries=tuple(found),
        poles=poles,
        measures={measure: Measure(measure, "per_1000", dict.fromkeys(poles), said)},
        title=shown,
        meaning=meaning,
        language=language,
        mask=(*mask, *strings(spec.get("mask", ()), f"{where}, mask")),
    )
    least, rate = _present(table(spec.get("present", {}), f"{where}, present"), where)
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


def _once(found: list[Any], where: str) -> None:
    """Refuse an indicator that is listed twice: it would count twice."""
    seen: dict[tuple[str, bool], str] = {}
    for entry in found:
        written = entry.term if entry.case else entry.term.lower()
        if other := seen.get((written, entry.case)):
            raise FramingError(
                f"{where}: {entry.term!r} stands twice, in {other!r} and {entry.pole!r}; strike one"
            )
        seen[written, entry.case] = entry.pole


def _present(spec: Mapping[str, Any], where: str) -> tuple[float, float]:
    where = f"{where}, present"
    refuse_unknown(spec, _PRESENT, where)
    least, rate = (
        _number(spec.get(key, default), f"{where}, {key}", zero=key == "per_1000")
        for key, default in (("weight", 1.0), ("per_1000", 0.0))
    )
    return least, rate


def _number(value: Any, where: str, *, zero: bool = False) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not (0 <= value <= 1000):
        raise FramingError(f"{where}: {brief(value)} is no number from 0 to 1000; give one, as 1.0")
    if not value and not zero:
        raise FramingError(f"{where}: 0 counts nothing; give a number above it")
    return float(value)
