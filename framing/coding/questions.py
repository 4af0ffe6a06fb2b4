"""What coders are asked: questions with their answers and level, from a codebook of frames or one's own file.

A question asked in other words is another question: the version of a set is a hash of all that a coder
reads, and codes carry it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from framing import plugins
from framing.errors import FramingError, brief, check_choice, nearest, refuse_unknown, unknown
from framing.features.frames.codebook import Codebook
from framing.features.frames.codebook import shipped as frame_codebooks
from framing.plugins import word_lists

LEVELS = ("nominal", "ordinal", "interval", "ratio")
KINDS = ("sentence", "article", "mention")
_TOP = ("name", "title", "note", "citation", "questions")
_QUESTION = ("question", "help", "level", "values", "least", "most", "units", "optional", "frame")
#: Columns of files that coders fill in.
_RESERVED: frozenset[str] = word_lists(__package__, "lists")["questions"]["reserved"]
#: So many answers have a key of their own.
_MOST_VALUES = 36


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    key : str
        Stands in the column `question` of codes.
    question, help : str
        As the coder reads it; the help below it.
    level : {"nominal", "ordinal", "interval", "ratio"}
        At which its answers are measured; of ordinal ones the order of `values` counts.
    values : mapping of str to str
        Answer as it stands in codes to what it says; empty for a number.
    least, most : float, optional
        Bounds of a number.
    units : tuple of str
        Kinds of units it is asked of; all where empty.
    optional : bool
        A unit is done without it.
    frame : str
        The frame of a codebook that it belongs to, or empty.
    """

    key: str
    question: str
    help: str = ""
    level: str = "nominal"
    values: Mapping[str, str] = field(default_factory=dict)
    least: float | None = None
    most: float | None = None
    units: tuple[str, ...] = ()
    optional: bool = False
    frame: str = ""

    def fault(self, value: str) -> str | None:
        """Say what is wrong with an answer, or None.

        >>> Question("tone", "Tone?", values={"neg": "Negative", "pos": "Positive"}).fault("bad")
        "'bad' is no answer to 'tone'; allowed: neg, pos"
        """
        if self.values:
            if value in self.values:
                return None
            guess = nearest(value, self.values)
            hint = f"; did you mean {guess!r}?" if guess else ""
            return (
                f"{brief(value)} is no answer to {self.key!r}{hint or '; allowed: ' + ', '.join(self.values)}"
            )
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        low, high = self.least, self.most
        inside = number == number and (low is None or number >= low) and (high is None or number <= high)
        if inside and abs(number) != float("inf"):
            return None
        return f"{brief(value)} is no answer to {self.key!r}; {self.range}"

    @property
    def range(self) -> str:
        """What numbers are answers, in words."""
        low, high = (None if x is None else f"{x:g}" for x in (self.least, self.most))
        if low is not None and high is not None:
            return f"give a number from {low} to {high}"
        return f"give a number{f' of {low} or more' if low else ''}{f' of {high} or less' if high else ''}"


@dataclass(frozen=True, repr=False)
class Questions:
    """Questions that are asked together, in order; iterating gives them."""

    name: str
    asked: tuple[Question, ...]
    title: str = ""
    note: str = ""
    citation: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Question]:
        return iter(self.asked)

    def __repr__(self) -> str:
        return f"Questions({self.name!r}, {', '.join(one.key for one in self.asked)})"

    def __len__(self) -> int:
        return len(self.asked)

    def __getitem__(self, key: str) -> Question:
        for one in self.asked:
            if one.key == key:
                return one
        raise unknown("question", key, [one.key for one in self.asked], where=self.name)

    @property
    def version(self) -> str:
        """The letter v and 12 hex digits of the hash of all that a coder reads."""
        said = json.dumps(
            [self.note, [asdict(one) | {"values": list(dict(one.values).items())} for one in self.asked]],
            ensure_ascii=False,
            sort_keys=True,
        )
        return "v" + hashlib.sha256(said.encode()).hexdigest()[:12]

    def of(self, kind: str) -> tuple[Question, ...]:
        """Return the questions that are asked of a kind of unit."""
        return tuple(one for one in self.asked if not one.units or kind in one.units)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Questions:
        """Read questions from a TOML file.

        Raises
        ------
        FramingError
            The file is absent, no TOML, or has a key, a level or an answer that can't be used.
        """
        remedy = f"give the path of a file of questions, or a name: {', '.join(_known())}"
        return _parsed(plugins.read_given(path, remedy), Path(path).name)


@cache
def shipped() -> dict[str, Questions]:
    """Return the questions that come along, by name.

    >>> {"stance", "tone"} <= set(shipped())
    True
    """
    found = plugins.files("framing.coding.codebooks")
    return {name: _parsed(file.read_bytes(), file.name) for name, file in found.items()}


def questions_of(given: Any) -> Questions:
    """Return the questions meant: a name, a path, a codebook of frames, questions, or several of these.

    Raises
    ------
    FramingError
        It is none of those, or two of several have a question of one key.
    """
    if isinstance(given, Questions):
        return given
    if isinstance(given, Codebook):
        return _of_frames(given)
    if isinstance(given, os.PathLike) or (
        isinstance(given, str) and (given.endswith(".toml") or "/" in given or os.sep in given)
    ):
        path = Path(given)
        raw: dict[str, Any] = {}
        with suppress(FramingError):  # `Questions.read` says what is wrong
            raw = plugins.parse_toml(plugins.read_given(path), path.name)
        # A codebook of frames has questions too.
        return _of_frames(Codebook.read(path)) if "frames" in raw else Questions.read(path)
    if isinstance(given, str):
        if given in shipped():
            return shipped()[given]
        if given in frame_codebooks():
            return _of_frames(frame_codebooks()[given])
        raise unknown("codebook", given, [*_known(), "a path ending in .toml"])
    if isinstance(given, Sequence) and given:
        return _joined([questions_of(one) for one in given])
    raise FramingError(
        f"codebook: {brief(given)} is neither a name, a path nor a Codebook; names: {', '.join(_known())}"
    )


def _known() -> list[str]:
    return sorted({*shipped(), *frame_codebooks()})


def _of_frames(book: Codebook) -> Questions:
    """Return the questions of each frame of a codebook, answered yes or no."""
    asked = tuple(
        Question(
            key=f"{frame.name}.{number}",
            question=question,
            help=frame.meaning,
            values={"yes": "Yes", "no": "No"},
            frame=frame.name,
        )
        for frame in book.frames.values()
        for number, question in enumerate(frame.questions, start=1)
    )
    if not asked:
        raise FramingError(
            f"codebook {book.name!r} asks nothing; add questions = [...] to its frames, or name another"
        )
    return Questions(book.name, asked, book.title, book.meaning, book.citation)


def _joined(several: Sequence[Questions]) -> Questions:
    asked = [one for book in several for one in book]
    keys = [one.key for one in asked]
    for key in keys:
        if keys.count(key) > 1:
            books = [book.name for book in several if key in [one.key for one in book]]
            raise FramingError(f"codebook: {key!r} is asked by {' and '.join(books)}; rename one of them")
    return Questions(
        "+".join(book.name for book in several),
        tuple(asked),
        "; ".join(book.title for book in several if book.title),
        "\n\n".join(book.note for book in several if book.note),
        tuple(dict.fromkeys(cited for book in several for cited in book.citation)),
    )


def _parsed(data: bytes, name: str) -> Questions:
    raw = plugins.parse_toml(data, name)
    refuse_unknown(raw, _TOP, name)
    listed = _take(raw, "questions", name, {}, dict)
    if not listed:
        raise FramingError(f"{name}: no questions; add a table [questions.KEY] with question and values")
    citation = raw.get("citation", ())
    return Questions(
        name=_take(raw, "name", name, name.removesuffix(".toml"), str),
        asked=tuple(_question(key, _take(listed, key, name, {}, dict), f"{name}, {key}") for key in listed),
        title=_take(raw, "title", name, "", str),
        note=_take(raw, "note", name, "", str),
        citation=(citation,) if isinstance(citation, str) else tuple(map(str, citation)),
    )


#: By the type of a key, what is said of a value that is of another.
_WRONG: Mapping[type, str] = {
    str: "is no text; write it in quotation marks", bool: "is neither true nor false", float: "is no number",
    dict: "is no table; write it as in docs/coding.md",
}  # fmt: skip


def _take(spec: Mapping[str, Any], key: str, where: str, default: Any, kind: type) -> Any:
    """Return the value of a key, of a type; a whole number is a number, and true is none."""
    given = spec.get(key, default)
    good = isinstance(given, (int, float)) if kind is float else isinstance(given, kind)
    if given is not default and (not good or (isinstance(given, bool) and kind is not bool)):
        raise FramingError(f"{where}, {key}: {brief(given)} {_WRONG[kind]}")
    return float(given) if kind is float and given is not None else given


def _question(key: str, spec: Mapping[str, Any], where: str) -> Question:
    refuse_unknown(spec, _QUESTION, where)
    asked, level, help_, frame = (
        _take(spec, name, where, default, str)
        for name, default in (("question", ""), ("level", "nominal"), ("help", ""), ("frame", ""))
    )
    check_choice("level", level, LEVELS, where=where)
    if key.strip().casefold() in _RESERVED:
        raise FramingError(
            f"{where}: {key!r} is a column of the files that coders fill in; rename the question"
        )
    if not asked.strip() or not key.strip():
        raise FramingError(f'{where}: asks nothing; write question = "..."')
    values = _values(spec.get("values"), where)
    least, most = (_take(spec, name, where, None, float) for name in ("least", "most"))
    if values and (least, most) != (None, None):
        raise FramingError(f"{where}: has values and bounds of a number; keep one of them")
    if not values and level in ("nominal", "ordinal"):
        raise FramingError(
            f'{where}: no values; write values = ["yes", "no"], or level = "interval" for a number'
        )
    for value in values if level in ("interval", "ratio") else ():
        if Question(key, asked).fault(value):
            raise FramingError(f"{where}: {value!r} is no number, which level {level!r} needs; mend values")
    if level == "ratio" and not values and least is None:
        least = 0.0
    if least is not None and most is not None and least >= most:
        raise FramingError(f"{where}: least {least:g} is not below most {most:g}; exchange them")
    units = spec.get("units", ())
    units = (units,) if isinstance(units, str) else tuple(units)
    refuse_unknown(units, KINDS, where, argument="units")
    optional = _take(spec, "optional", where, False, bool)
    return Question(key, asked, help_, level, values, least, most, units, optional, frame)


def _values(given: Any, where: str) -> dict[str, str]:
    """Return the answers in order; a list of words says of itself what each means."""
    if given is None:
        return {}
    pairs = list(given.items()) if isinstance(given, Mapping) else given
    if not isinstance(pairs, list):
        raise FramingError(f'{where}, values: {brief(given)} is no list; write values = ["yes", "no"]')
    found: dict[str, str] = {}
    for pair in pairs:
        both = pair if isinstance(pair, tuple) else (pair, pair)
        value, said = (str(x) if isinstance(x, int | float) and not isinstance(x, bool) else x for x in both)
        if not isinstance(value, str) or not isinstance(said, str) or not value.strip():
            raise FramingError(f"{where}, values: {brief(pair)} is no answer; write words in quotation marks")
        if value.strip() in found:
            raise FramingError(f"{where}, values: {value!r} stands twice; strike one")
        found[value.strip()] = said
    if len(found) == 1 or len(found) > _MOST_VALUES:
        raise FramingError(f"{where}: {len(found)} values; a question has from 2 to {_MOST_VALUES}")
    return found


def without(book: Questions, kind: str) -> Questions:
    """Return the questions with those alone that are asked of a kind of unit; raises where none is."""
    asked = book.of(kind)
    if not asked:
        raise FramingError(
            f"codebook {book.name!r} asks nothing of a {kind}; choose another unit or codebook"
        )
    return replace(book, asked=asked)
