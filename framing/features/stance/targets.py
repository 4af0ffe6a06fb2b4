"""Stance as a measure: each mention of a target in articles is a hit, its pole what is said of it there.

Where targets are named is the business of `naming`, who judges that of `judges`; nothing is counted here.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from framing.engine.pool import bar
from framing.errors import FramingError, brief, torn, unknown
from framing.features.lexicon import Measure
from framing.features.matching import Hits, no_hits
from framing.features.measures import Wanted, listed
from framing.features.naming.mentions import find
from framing.features.naming.referents import Given, Referents, classes, referents, shipped, with_seats
from framing.features.stance.judges import (
    CLASSES,
    GAP,
    NEURAL,
    UNCLEAR,
    Judge,
    check_span,
    classes_of,
    least_of,
)
from framing.features.stance.neural import judge as judge_of
from framing.schema import check
from framing.text.tokens import Tokens, sentence_spans

# Targets asked about in runs of one size, and what a judge says held against what it should.

#: Targets that are judged at once, by a judge that doesn't say how many.
_RUN = 1024

#: Rows of probabilities add up to 1, but for so much.
_NEAR = 1e-3


def asked(
    judge: Judge, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], voices: np.ndarray
) -> np.ndarray:
    """Return a judge's probabilities, and beside them those that verdicts go by, or the same twice."""
    if hasattr(judge, "verdicts"):
        return np.asarray(judge.verdicts(texts, starts, ends, voices))
    try:
        found = np.asarray(judge.probabilities(texts, starts, ends))
    except ValueError:
        found = np.zeros(0)
    # What is no table of numbers is refused, in one line, by whoever asked.
    return np.concatenate([found, found], axis=1) if found.ndim == 2 else np.zeros(0)


def judged(
    found: Judge,
    texts: Sequence[str],
    starts: np.ndarray,
    ends: np.ndarray,
    voices: np.ndarray,
    progress: bool | None = False,
) -> np.ndarray:
    """Return the probabilities of each target's classes, twice (see `asked`), to six digits."""
    size = int(getattr(found, "batch", _RUN))
    parts = [np.zeros((0, 2 * len(CLASSES)))]
    with bar(len(texts), progress, unit="targets", doing="judging stance") as done:
        for at in range(0, len(texts), size):
            some = slice(at, at + size)
            count = len(texts[some])
            rows = asked(found, texts[some], starts[some].tolist(), ends[some].tolist(), voices[some])
            good = rows.shape == (count, 2 * len(CLASSES)) and rows.dtype.kind in "fiu"
            if not good or not np.isfinite(rows).all():
                raise FramingError(
                    f"model: {found.card.name!r} gave no row of {len(CLASSES)} probabilities for each of "
                    f"{count} targets; mend its probabilities()"
                )
            sums = rows.reshape(count, 2, len(CLASSES)).sum(axis=2)
            wrong = (rows < -_NEAR).any(axis=1) | (np.abs(sums - 1) > _NEAR).any(axis=1)
            if wrong.any():
                raise FramingError(
                    f"model: {found.card.name!r} gave {brief(rows[wrong.argmax(), : len(CLASSES)].tolist())} "
                    "for a target, which are no probabilities; give numbers from 0 to 1 that add up to 1"
                )
            parts.append(np.maximum(rows, 0))
            done(count)
    return np.asarray(np.round(np.concatenate(parts), 6), np.float64)


# A table of targets in, stance out: what is given is checked here, whoever is the judge.

#: A text of fewer words is read with the sentence before it.
SHORT = 8
#: No text is as long.
_FAR = 1 << 40
_OWN = (*CLASSES, "label", "verdict", "chance")


def stance(table: pd.DataFrame, *, model: str | Judge = NEURAL, progress: bool | None = None) -> pd.DataFrame:
    """Judge the stance of texts toward targets in them; `score` with `targets` does it for articles.

    Parameters
    ----------
    table : pandas.DataFrame
        With `text`, a sentence; `start` and `end` of the target in it, in code points, the end excluded.
        Optionally `target`, the target as written, to be held against the text (or found there, its first
        occurrence, where there is no `start`), and `before`, the sentence before, which is read where the
        text has fewer than 8 words.
    model : "neural" or Judge
        Who judges: a small encoder, or one of your own.
    progress : bool, optional
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        The table `stance`: the table given, with the probabilities `negative`, `neutral`, `positive`,
        the most probable as `label`, and what counts in articles as `verdict`.

    Raises
    ------
    FramingError
        A text is empty, a target is not in its text, a span lies outside or holds no word; the model is
        unknown or not installed.

    Examples
    --------
    >>> table = pd.DataFrame({"text": ["Marlow praised the honest Ruiz."], "target": ["Ruiz"]})
    >>> stance(table)["label"].tolist()
    ['positive']
    """
    found = judge_of(model)
    frame = _checked(table)
    texts, starts, ends = with_before(
        frame["text"].tolist(),
        frame["start"].to_numpy(np.int64),
        frame["end"].to_numpy(np.int64),
        frame["before"].tolist() if "before" in frame.columns else None,
    )
    whose = frame["voice"].astype("str") if "voice" in frame.columns else pd.Series("", frame.index)
    voices = np.where(whose == "quoted", 1, np.where(whose == "reported", 2, 0))
    found_both = judged(found, texts, starts, ends, voices, progress)
    chance, sure = np.split(found_both, 2, axis=1)
    label = np.array(CLASSES, dtype=object)[chance.argmax(axis=1)]
    for k, name in enumerate(CLASSES):
        frame[name] = chance[:, k]
    frame["label"] = pd.Series(label, index=frame.index, dtype="str")
    names = np.array([*CLASSES, UNCLEAR], dtype=object)
    frame["verdict"] = pd.Series(names[classes_of(sure, least_of(found))], index=frame.index, dtype="str")
    frame["chance"] = sure.max(axis=1, initial=0.0)
    return check(frame, "stance", fill=False)


def with_before(
    texts: Sequence[str], starts: np.ndarray, ends: np.ndarray, before: Sequence[object] | None
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Put the sentence before in front of each text that is short; spans move with it.

    >>> with_before(["He failed."], np.array([0]), np.array([2]), ["Ruiz ran."])[:2]
    (['Ruiz ran. He failed.'], array([10]))
    """
    if before is None:
        return list(texts), starts, ends
    said = [
        one.strip() + " " if isinstance(one, str) and one.strip() and len(text.split()) < SHORT else ""
        for text, one in zip(texts, before, strict=True)
    ]
    moved = np.array([len(one) for one in said], np.int64)
    return [one + text for one, text in zip(said, texts, strict=True)], starts + moved, ends + moved


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a span for each target, or say in which row it has none."""
    if not isinstance(table, pd.DataFrame):
        raise FramingError(
            f"stance: {brief(table)} is no table; give a DataFrame with columns text, start and end"
        )
    if len(twice := table.columns[table.columns.duplicated()]):
        raise FramingError(f"stance: column {brief(twice[0])} stands twice; rename or drop one of them")
    frame = table.reset_index(drop=True).drop(columns=[name for name in _OWN if name in table.columns])
    sought = "target" in frame.columns and "start" not in frame.columns
    for name in ("text",) if sought else ("text", "start", "end"):
        if name not in frame.columns:
            raise FramingError(
                f"stance: column {name!r} is missing; give text, start and end (or text and target)"
            )
    texts = frame["text"].tolist()
    targets = frame["target"].tolist() if "target" in frame.columns else [None] * len(frame)
    for row, text in enumerate(texts):
        where = f"stance: row {row}"
        if not isinstance(text, str) and not (pd.api.types.is_scalar(text) and pd.isna(text)):
            raise FramingError(f"{where}: text {brief(text)} is no text; give the sentence")
        if not isinstance(text, str) or not text.strip():
            raise FramingError(f"{where}: text is empty; leave the row out, or give the sentence")
    for name in {"text", "target", "before"} & set(frame.columns):
        if fault := torn(frame[name]):
            raise FramingError(f"stance: row {fault[0]}: {name} {fault[1]}")
    frame["text"] = frame["text"].astype("str")
    if sought:
        for row, (text, target) in enumerate(zip(texts, targets, strict=True)):
            if not isinstance(target, str) or not target.strip() or target not in text:
                raise FramingError(
                    f"stance: row {row}: target {brief(target)} is not in {brief(text)}; give it as written"
                )
        frame["start"] = [text.index(target) for text, target in zip(texts, targets, strict=True)]
        frame["end"] = frame["start"] + [len(str(target)) for target in targets]
    for name in ("start", "end"):
        numbers = pd.to_numeric(frame[name], errors="coerce")
        wrong = numbers.isna() | (numbers != numbers.round()) | (numbers.abs() >= _FAR)
        if wrong.any():
            row = int(wrong.to_numpy().argmax())
            raise FramingError(
                f"stance: row {row}: {name} {brief(frame[name].iloc[row])} is no place in a text; give a "
                "whole number"
            )
        frame[name] = numbers.astype("int64")
    spans = zip(texts, frame["start"].tolist(), frame["end"].tolist(), targets, strict=True)
    for row, (text, start, end, target) in enumerate(spans):
        check_span(text, start, end, f"stance: row {row}")
        span = text[start:end]
        if isinstance(target, str) and target.strip() and span.strip() != target.strip():
            raise FramingError(
                f"stance: row {row}: the text has {brief(span)} at {start} to {end}, not the target "
                f"{brief(target)}; correct the span, or leave it out to have the target looked for"
            )
    return frame


#: What the measures are called before the dot.
NAME = "stance"
_MEANINGS = {
    "stance.negative": ("share", (1.0, 0.0, 0.0), "Share of mentions of the target that speak ill of it."),
    "stance.neutral": ("share", (0.0, 1.0, 0.0), "Share of mentions of the target that do neither."),
    "stance.positive": ("share", (0.0, 0.0, 1.0), "Share of mentions of the target that speak well of it."),
    "stance.net": ("mean", (-1.0, 0.0, 1.0), "Mean of the mentions of the target: well is 1, ill is -1."),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Targets:
    """Finds mentions of targets in articles, and judges each in its sentence.

    Hits are mentions: `entry` is the target, `pole` the verdict, which is none where no class is clear.

    Attributes
    ----------
    wanted : Referents
        Who is looked for: a longer name of one is no mention of another.
    judge : Judge
    only : tuple of str
        Those whose mentions are hits; empty: all.
    """

    wanted: Referents
    judge: Judge
    only: tuple[str, ...] = ()
    name: str = NAME
    language: str = "en"
    poles: tuple[str, ...] = (*CLASSES, UNCLEAR)

    @property
    def targets(self) -> tuple[str, ...]:
        """Names of the targets, in the order that `Hits.entry` counts them."""
        return self.only or self.wanted.names

    #: The same, as any finder names its entries.
    terms = targets

    @property
    def expected(self) -> tuple[str, ...]:
        """Those that some article should name: a set that comes with the package fits not all coverage."""
        theirs = not self.only and any(self.wanted == with_seats(referents(name)) for name in shipped())
        return () if theirs else self.targets

    @property
    def model(self) -> str:
        """Name of the judge, as its card gives it."""
        return self.judge.card.name

    def find(self, tokens: Tokens, voice: np.ndarray | None = None) -> Hits:
        """Return a hit for each mention.

        Parameters
        ----------
        tokens : Tokens
            Titles of some articles, then their texts.
        voice : int8 array, optional
            Whose the words are, 0 the outlet's: a mention is judged by what its voice says.
        """
        size = (len(tokens.docs) - 1) // 2
        found = find(self.wanted, tokens, size, classes(tokens))
        place = {name: at for at, name in enumerate(self.targets)}
        entry = np.array([place.get(name, -1) for name in self.wanted.names], np.int32)[found.referent]
        mine = entry >= 0
        start, length, entry = found.start[mine], found.length[mine], entry[mine]
        if not len(start):
            return no_hits()
        chance = self._judged(tokens, start, length, voice)
        return Hits.of(start, length, classes_of(chance, least_of(self.judge)), entry)

    def details(self, tokens: Tokens, voice: np.ndarray | None, hits: Hits) -> dict[str, Any]:
        """Return what evidence shows beside each hit: the target, and how probable each class is."""
        chance = self._judged(tokens, hits.start, hits.length, voice)
        names = np.array(self.targets, dtype=object)
        return {"target": names[hits.entry]} | {name: chance[:, k] for k, name in enumerate(CLASSES)}

    def _judged(
        self, tokens: Tokens, start: np.ndarray, length: np.ndarray, voice: np.ndarray | None
    ) -> np.ndarray:
        said = read_clauses(tokens, start, start + length - 1, voice)
        voices = np.zeros(len(start), np.int64) if voice is None else voice[start].astype(np.int64)
        return judged(self.judge, *said, voices)[:, len(CLASSES) :]


class _Reader:
    """Reads what a mention's voice says around it: no quotation for the outlet's words, nor these for it.

    Of a sentence the words of the outlet, or those of somebody else, whatever stands between as ``...``.
    """

    def __init__(self, tokens: Tokens, openings: np.ndarray, voice: np.ndarray | None) -> None:
        self.tokens, ends = tokens, tokens.text_docs
        openings = np.unique(openings)
        docs = tokens.doc_of(openings).tolist()
        self.texts = {d: tokens.text[ends[d] : ends[d + 1]].tobytes().decode("utf8") for d in set(docs)}
        # Of all sentences at once, by their first words.
        spans = sentence_spans(tokens, [self.texts[d] for d in docs], openings)
        self.spans = dict(zip(openings.tolist(), zip(docs, spans, strict=True), strict=True))
        self.own = np.ones(len(tokens.ids), bool) if voice is None else voice == 0
        self.known: dict[tuple[int, bool], tuple[str, np.ndarray, np.ndarray]] = {}

    def clause(self, opening: int, after: int, own: bool) -> tuple[str, np.ndarray, np.ndarray]:
        """Return what one voice says in a sentence; where its runs of words begin, there and in the text."""
        if (opening, own) not in self.known:
            self.known[opening, own] = self._clause(opening, after, own)
        return self.known[opening, own]

    def _clause(self, opening: int, after: int, own: bool) -> tuple[str, np.ndarray, np.ndarray]:
        doc, (opens, closes) = self.spans[opening]
        text, mine = self.texts[doc], self.own[opening:after] == own
        if mine.all():
            return text[opens:closes], np.zeros(1, np.int64), np.array([opens])
        begin, _ = self.tokens.spans(np.arange(opening, after))
        edges = np.flatnonzero(np.diff(mine, prepend=False, append=False)).reshape(-1, 2)
        said, at, where = "", [], []
        for low, high in edges.tolist():
            stop = int(begin[high]) if high < len(begin) else closes
            said += GAP if said or low else ""
            at.append(len(said))
            where.append(int(begin[low]))
            said += text[begin[low] : stop].rstrip(_MARKS)
        return said + (GAP if not mine[-1] else ""), np.array(at, np.int64), np.array(where, np.int64)


#: Marks that are left out where words of another voice stood.
_MARKS = " \t\n,;:\"'“”‘’«»"


def read_clauses(
    tokens: Tokens, first: np.ndarray, last: np.ndarray, voice: np.ndarray | None = None
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return what is said around each mention, with the sentence before where it is short, and its span."""
    opening, after = tokens.sentence_of(first)
    earlier, _ = tokens.sentence_of(np.maximum(opening - 1, 0))
    # The sentence before, in the same paragraph.
    earlier = np.where(np.isin(opening, tokens.paragraphs), opening, earlier)
    reader = _Reader(tokens, np.concatenate([opening, earlier]), voice)
    begin, _ = tokens.spans(first)
    _, end = tokens.spans(last)
    said, starts, ends, before = [], [], [], []
    columns = (tokens.doc_of(first), first, opening, after, earlier, begin, end)
    for doc, word, low, high, back, s, e in zip(*(column.tolist() for column in columns), strict=True):
        own = bool(reader.own[word])
        text, at, where = reader.clause(low, high, own)
        run = int(np.searchsorted(where, s, side="right")) - 1
        start = int(at[run]) + s - int(where[run])
        # A mention that runs over the end of its sentence or voice is read to its own end.
        if start + e - s > len(text):
            text = text[:start] + reader.texts[doc][s:e]
        said.append(text)
        starts.append(start)
        ends.append(start + e - s)
        before.append(reader.clause(back, low, own)[0] if back < low else None)
    return with_before(said, np.array(starts, np.int64), np.array(ends, np.int64), before)


def measures_of_stance(
    targets: Given, model: str | Judge = NEURAL, only: Sequence[str] = ()
) -> list[Measure]:
    """Return the measures of stance toward some targets.

    Parameters
    ----------
    targets : mapping, str, path, pandas.DataFrame or Referents
        ``{name: [aliases]}``, or as the `referents` of `framing.words.mentions`.
    model : "neural" or Judge
    only : sequence of str
        Names of those toward whom it is measured; empty: all.

    Examples
    --------
    >>> [measure.name for measure in measures_of_stance({"China": ["China", "Beijing"]})]
    ['stance.negative', 'stance.neutral', 'stance.positive', 'stance.net']
    """
    try:
        wanted = with_seats(referents(targets))
    except FramingError as error:
        raise FramingError(f"targets: {str(error).removeprefix('referents: ')}") from None
    finder = Targets(wanted, judge_of(model), tuple(only))
    return [
        Measure(name, unit, dict(zip(finder.poles, (*weights, 0.0), strict=True)), meaning, finder)
        for name, (unit, weights, meaning) in _MEANINGS.items()
    ]


def with_stance(
    measures: Wanted, targets: Given | None, model: str | Judge, only: Sequence[str] = ()
) -> tuple[Any, list[Measure]]:
    """Return the measures asked for that aren't of stance, and those that are.

    Without targets there are none; with targets all, unless some are named. `only` as in
    `measures_of_stance`.

    Raises
    ------
    FramingError
        A measure of stance is named and no target is, or there is no such one.
    """
    if measures is None:
        return None, [] if targets is None else measures_of_stance(targets, model, only)
    items = listed(measures)
    named = [item for item in items if isinstance(item, str) and _is_stance(item)]
    if targets is None:
        if named:
            raise FramingError(
                f"measure {brief(named[0])} is toward somebody; give targets={{name: [aliases]}} as well"
            )
        return items, []
    found = measures_of_stance(targets, model, only)
    if named:
        found = [one for one in found if any(_fits(one.name, item) for item in named)]
    return [item for item in items if item not in named], found


def _fits(name: str, item: str) -> bool:
    return name == item or name.startswith(f"{item}.") or fnmatch.fnmatch(name, item)


def _is_stance(item: str) -> bool:
    if item.split(".")[0] != NAME:
        return False
    if not any(_fits(name, item) for name in _MEANINGS):
        raise unknown("measure", item, _MEANINGS)
    return True
