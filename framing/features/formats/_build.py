"""From rows of a foreign file to a lexicon: which terms are usable, which measures the categories give.

Every form but the project's own comes through here, so that a word means the
same whichever program it was listed for.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cached_property
from typing import NamedTuple

import numpy as np

from framing.corpus.encoding import decode
from framing.errors import FramingError, warn
from framing.features.lexicon import Entry, Lexicon, Measure, Pole
from framing.features.matching import Hits, no_hits
from framing.plugins import toml
from framing.text import sentences
from framing.text.tokens import Tokens, fold, split_pattern

# Which terms of other programs' lists the engine can match, and what is wrong with the others.

#: A term longer than this is a sentence that slipped in.
MOST_WORDS, MOST_CHARACTERS = 20, 200
#: Marks beside a term's words that change nothing: a text loses them too.
_HARMLESS = frozenset(".,!'’‘\"“”„«»-‑–#@")
_PATTERN_SIGNS = frozenset("|^$()[]{}\\+?<>")


def clean(term: str) -> tuple[str, str]:
    """Return a term as the engine matches it, and what is wrong with it (nothing: an empty string).

    An underscore is read as a space, a ``*`` that stands alone as any one word.

    >>> clean(" NOT_good* "), clean("a * of relief")
    (('NOT good*', ''), ('a _ of relief', ''))
    >>> clean("un*able")[1], clean("(happy|glad)")[1], clean(":-)")[1]
    ('a * elsewhere than at the end of a word', 'signs of a pattern: ( | )', 'no word in it')
    """
    words = unicodedata.normalize("NFC", term).replace("_", " ").split()
    if not words:
        return "", "no term"
    if "\ufffd" in term:
        return "", "characters that no encoding explains"
    if len(words) > MOST_WORDS or len(term) > MOST_CHARACTERS:
        return "", f"longer than {MOST_WORDS} words or {MOST_CHARACTERS} characters"
    if all(word == "*" for word in words):
        return "", "a * with no word"
    for place, word in enumerate(words):
        if word != "*" and (fault := _fault(word, place > 0, place < len(words) - 1)):
            return "", fault
    return " ".join("_" if word == "*" else word for word in words), ""


def _fault(word: str, follows: bool, followed: bool) -> str:
    """Say what is wrong with one word of a term, which may follow others and be followed."""
    stem = word.removesuffix("*")
    if "*" in stem:
        return "a * elsewhere than at the end of a word"
    analysis = sentences.analyse(stem)
    found = analysis.words
    if not found:
        return "no word in it"
    inside = {i for start, end, _ in found for i in range(start, end)}
    left = [mark for i, mark in enumerate(stem) if i not in inside]
    if signs := [mark for mark in left if mark in _PATTERN_SIGNS]:
        return f"signs of a pattern: {' '.join(dict.fromkeys(signs))}"
    if word != stem and found[-1][1] < len(stem):
        return f"{stem[found[-1][1] :]!r} between a word and its *"
    parts = any(broken for _, _, broken in found)
    if parts or (follows and analysis.before) or (followed and analysis.after):
        return "punctuation inside that parts its words in a text, so that it never matches"
    if marks := [mark for mark in left if mark not in _HARMLESS]:
        return f"marks that no word has: {' '.join(dict.fromkeys(marks))}"
    return ""


#: Rows not used that a warning lists; more are counted.
LISTED = 10

#: Names of opposite categories as dictionaries of the field call them, Lexicoder and LIWC among them.
_OPPOSITES: list[tuple[str, str]] = toml(__package__, "lists")["build"]["opposites"]


class Row(NamedTuple):
    """A term as a file gives it. `pole` None: it names no category; `weight` None: it has none."""

    line: int
    written: str
    term: str
    pole: str | None = None
    weight: float | None = None


class Refused(NamedTuple):
    """A row, or a part of one, that can't be used, and why."""

    line: int
    written: str
    why: str


class Dictionary(Lexicon):
    """A lexicon whose poles are matched each by itself.

    A word counts in every category that lists it, as in LIWC and in quanteda
    (`nested_scope = "key"`); within one category the longest entry wins.
    """

    def find(self, tokens: Tokens, voice: np.ndarray | None = None) -> Hits:
        """Find its entries in tokens; hits of different poles may share words."""
        found = []
        for places, part in self._parts:
            hits = part.find(tokens, voice)
            found.append(hits._replace(entry=places[hits.entry]))
        if not found:
            return no_hits()
        hits = Hits(*(np.concatenate(column) for column in zip(*found, strict=True)))
        return hits.where(np.lexsort((hits.pole, hits.start)))

    @cached_property
    def _parts(self) -> list[tuple[np.ndarray, Lexicon]]:
        shared = {field.name: getattr(self, field.name) for field in fields(self)}
        parts = []
        for pole in self.poles:
            places = np.array([i for i, entry in enumerate(self.entries) if entry.pole == pole], np.int32)
            entries = tuple(self.entries[i] for i in places.tolist())
            if entries:
                parts.append((places, Lexicon(**{**shared, "entries": entries})))
        return parts


def text_of(data: bytes, name: str) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252, its lines ending in ``\\n``."""
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FramingError(f"{name}: not a text file; save the lexicon as text in UTF-8")
    text, _ = decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def build(name: str, rows: Iterable[Row | Refused], meaning: str) -> Lexicon:
    """Make a lexicon of rows, and warn of those that can't be used.

    Parameters
    ----------
    name : str
        The file's name; its stem becomes the lexicon's.
    rows : iterable of Row and Refused
        In the order of the file.
    meaning : str
        How the file was understood.

    Returns
    -------
    Lexicon
        Poles are the categories in lower case, or *positive*, *negative* and
        *neutral* by the sign of the weights, or one pole *terms*. Measures:
        ``NAME.POLE`` (per 1,000 tokens); ``NAME.net`` where the poles are
        opposites; ``NAME.weight``, or ``NAME.POLE.weight`` where there are
        categories, the mean weight of a hit. `language` is not known from
        such files and left empty: set it with `dataclasses.replace` to leave out other articles.

    Raises
    ------
    FramingError
        No row can be used.

    Warns
    -----
    FramingWarning
        One, which lists the rows not used.
    """
    used: dict[tuple[str | None, tuple[str, ...]], Row] = {}
    refused: list[Refused] = []
    poles: dict[str, Pole] = {}
    for row in rows:
        if isinstance(row, Refused):
            refused.append(row)
            continue
        term, fault = clean(row.term)
        pole = None if row.pole is None else "_".join(unicodedata.normalize("NFC", row.pole).lower().split())
        fault = fault or weight_fault(row.weight) or ("no category" if pole == "" else "")
        if fault:
            refused.append(Refused(row.line, row.written, fault))
            continue
        key = (pole, tuple(map(fold, split_pattern(term))))
        first = used.setdefault(key, row._replace(term=term, pole=pole))
        if first.weight != row.weight:
            why = f"given in line {first.line} with another weight, which counts"
            refused.append(Refused(row.line, row.written, why))
        if pole:
            poles.setdefault(pole, Pole(pole, "" if pole == row.pole else str(row.pole).strip()))
    if not used:
        fault = f": {_say_refused(refused[0])}" if refused else ""
        raise FramingError(f"{name}: no row that can be used{fault}; give a term and its category or weight")
    if refused:
        once = list({(row.line, row.written): row for row in reversed(refused)}.values())[::-1]
        listed = "; ".join(map(_say_refused, once[:LISTED]))
        more = f"; and {len(once) - LISTED} more" if len(once) > LISTED else ""
        rows_were = "row was" if len(once) == 1 else "rows were"
        said = f"{len(once)} {rows_were} not used beside {len(used)} that are: {listed}{more}"
        warn(f"{name}: {said}")
    kept, named = list(used.values()), bool(poles)
    weights = [row.weight or 0.0 for row in kept]
    if not named:
        signed = min(weights) < 0 < max(weights)
        sides = ["positive" if weight > 0 else "negative" if weight < 0 else "neutral" for weight in weights]
        kept = [row._replace(pole=side if signed else "terms") for row, side in zip(kept, sides, strict=True)]
        present = {row.pole for row in kept}
        poles = {pole: Pole(pole) for pole in ("positive", "negative", "neutral", "terms") if pole in present}
    entries = tuple(Entry(row.term, str(row.pole), 1.0 if row.weight is None else row.weight) for row in kept)
    title = name.rsplit(".", 1)[0]
    weighted = any(row.weight is not None for row in kept)
    return assemble(title, entries, poles, f"Read from {name}: {meaning}", weighted=weighted, named=named)


def assemble(
    title: str,
    entries: tuple[Entry, ...],
    poles: Mapping[str, Pole],
    meaning: str,
    *,
    weighted: bool,
    named: bool = True,
) -> Lexicon:
    """Make a lexicon of usable terms by category, with the measures that these give, as `build` says."""
    # Where negated forms are listed, "not good" is one of them and not also "good".
    last = {pole.rpartition(".")[2] for pole in poles}
    negated = any({side, f"neg_{side}"} <= last for pair in _OPPOSITES for side in pair)
    short = "_".join(title.split())
    kind = Dictionary if named and len(poles) > 1 and not negated else Lexicon
    return kind(
        name=short,
        entries=entries,
        poles=poles,
        measures=_measures(short, poles, weighted, named),
        title=title,
        meaning=meaning,
        language="",
    )


def _measures(name: str, poles: Mapping[str, Pole], weighted: bool, named: bool) -> dict[str, Measure]:
    found = []
    for pole in poles:
        found.append(
            Measure(f"{name}.{pole}", "per_1000", {pole: None}, f"Terms of {pole!r} per 1,000 tokens.")
        )
    if weighted:
        sets = {f"{pole}.weight": (pole,) for pole in poles} if named else {"weight": tuple(poles)}
        for key, of in sets.items():
            found.append(Measure(f"{name}.{key}", "mean", dict.fromkeys(of), "Mean weight of a hit."))
    for pole in poles:
        head, _, last = pole.rpartition(".")
        head = f"{head}." if head else ""
        for plus, minus in _OPPOSITES:
            if last == plus and head + minus in poles:
                sides = {plus: 1.0, minus: -1.0, f"neg_{plus}": -1.0, f"neg_{minus}": 1.0}
                weights = {head + side: weight for side, weight in sides.items() if head + side in poles}
                signs = [(" plus " if weight > 0 else " minus ") + side for side, weight in weights.items()]
                meaning = f"Hits of {''.join(signs).removeprefix(' plus ')} per 1,000 tokens."
                found.append(Measure(f"{name}.{head}net", "net_per_1000", weights, meaning))
    measures: dict[str, Measure] = {}
    for measure in found:
        measures.setdefault(measure.name, measure)
    return measures


def weight_fault(weight: object) -> str:
    """Say why a weight can't be summed as whole millionths, or nothing; None is no weight, and no fault."""
    if weight is None:
        return ""
    if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not math.isfinite(weight):
        return "a weight that is no number"
    return "a weight beyond a million" if abs(weight) > 1e6 else ""


def _say_refused(row: Refused) -> str:
    written = row.written if len(row.written) <= 60 else row.written[:57] + "..."
    return f"line {row.line} {written!r} ({row.why})"
