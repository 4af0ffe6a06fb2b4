"""A codebook: frames as the literature defines them, indicators for each, and what a human coder is asked.

Shipped ones are TOML files in ``codebooks/``; a user's is read from the same form. By words a codebook gives
frame indicators, no more: a frame is what coders, or a classifier checked against them, find.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import plugins
from framing.errors import FramingError, brief, unknown
from framing.features.lexicon import Lexicon, Measure

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
        from framing.features.frames.reading import read

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
    from framing.features.frames.reading import read

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
