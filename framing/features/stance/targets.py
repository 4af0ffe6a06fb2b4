"""Stance as a measure: each mention of a target in articles is a hit, its pole what is said of it there.

Where targets are named is the business of `naming`, who judges that of `judges`; nothing is counted here.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from framing.corpus import workers as processes
from framing.errors import FramingError, brief, several, unknown
from framing.features.hits import Hits, no_hits
from framing.features.lexicon import Lexicon, Measure
from framing.features.naming.finding import find
from framing.features.naming.referents import Given, Referents, referents, shipped
from framing.features.naming.wordclasses import classes
from framing.features.stance.judges import CLASSES, Judge, judge
from framing.features.stance.remembering import Remembering
from framing.features.stance.sharing import Shared, judged
from framing.features.stance.table import with_before
from framing.text.tokens import Tokens, sentence_spans
from framing.units import MILLION

__all__ = ["NAME", "Targets", "measures_of_stance", "with_stance"]

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

    Hits are mentions: `entry` is the target, `pole` the most probable class.

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
    poles: tuple[str, ...] = CLASSES

    @property
    def targets(self) -> tuple[str, ...]:
        """Names of the targets, in the order that `Hits.entry` counts them."""
        return self.only or self.wanted.names

    @property
    def expected(self) -> tuple[str, ...]:
        """Those that some article should name: a set that comes with the package fits not all coverage."""
        theirs = not self.only and any(self.wanted == referents(name) for name in shipped())
        return () if theirs else self.targets

    @property
    def model(self) -> str:
        """Name of the judge, as its card gives it."""
        return self.judge.card.name

    @property
    def terms(self) -> tuple[str, ...]:
        """The same, as any finder names its entries."""
        return self.targets

    def find(self, tokens: Tokens, voice: np.ndarray | None = None) -> Hits:
        """Return a hit for each mention.

        Parameters
        ----------
        tokens : Tokens
            Titles of some articles, then their texts.
        voice : int8 array, optional
            Whose the words are; it changes no judgement.
        """
        size = (len(tokens.docs) - 1) // 2
        found = find(self.wanted, tokens, size, classes(tokens))
        place = {name: at for at, name in enumerate(self.targets)}
        entry = np.array([place.get(name, -1) for name in self.wanted.names], np.int32)[found.referent]
        mine = entry >= 0
        start, length, entry = found.start[mine], found.length[mine], entry[mine]
        count = len(start)
        if not count:
            return no_hits()
        pole = self._judged(tokens, start, length).argmax(axis=1)
        return Hits(
            start,
            length.astype(np.int32),
            entry,
            pole.astype(np.int32),
            np.full(count, MILLION, np.int64),
            np.zeros(count, bool),
        )

    def details(self, tokens: Tokens, hits: Hits) -> dict[str, Any]:
        """Return what evidence shows beside each hit: the target, and how probable each class is."""
        chance = self._judged(tokens, hits.start, hits.length)
        names = np.array(self.targets, dtype=object)
        return {"target": names[hits.entry]} | {name: chance[:, k] for k, name in enumerate(CLASSES)}

    def _judged(self, tokens: Tokens, start: np.ndarray, length: np.ndarray) -> np.ndarray:
        return judged(self.judge, *_read(tokens, start, start + length - 1))


def _read(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return the sentence of each mention, with the one before where it is short, and the mention's span."""
    texts = _texts(tokens, tokens.doc_of(first))
    begin, _ = tokens.spans(first)
    _, end = tokens.spans(last)
    spans = sentence_spans(tokens, texts, first)
    opens = np.array([span[0] for span in spans], np.int64)
    # A mention that runs over the end of its sentence is read to its own end.
    closes = np.maximum(np.array([span[1] for span in spans], np.int64), end)
    said = _strings(texts, zip(opens.tolist(), closes.tolist(), strict=True))
    return with_before(said, begin - opens, end - opens, _before(tokens, texts, first))


def _texts(tokens: Tokens, doc: np.ndarray) -> list[str]:
    """Return the text that each mention stands in; each is decoded once."""
    ends = tokens.text_docs
    known = {d: tokens.text[ends[d] : ends[d + 1]].tobytes().decode("utf8") for d in set(doc.tolist())}
    return [known[d] for d in doc.tolist()]


def _before(tokens: Tokens, texts: Sequence[str], first: np.ndarray) -> list[str | None]:
    """Return the sentence before that of each mention, in the same paragraph; None where there is none."""
    opening, _ = tokens.sentence_of(first)
    there = ~np.isin(opening, tokens.paragraphs)
    found: list[str | None] = [None] * len(first)
    at = np.flatnonzero(there)
    mine = [texts[k] for k in at.tolist()]
    spans = sentence_spans(tokens, mine, opening[at] - 1)
    for k, before in zip(at.tolist(), _strings(mine, spans), strict=True):
        found[k] = before
    return found


def _strings(texts: Sequence[str], spans: Iterable[tuple[int, int]]) -> list[str]:
    """Return spans of texts as strings, the same one however many mentions stand in it."""
    known: dict[tuple[str, int, int], str] = {}
    return [known.setdefault((text, s, e), text[s:e]) for text, (s, e) in zip(texts, spans, strict=True)]


def measures_of_stance(
    targets: Given, model: str | Judge = "linear", only: Sequence[str] = (), workers: int | None = None
) -> list[Measure]:
    """Return the measures of stance toward some targets.

    Parameters
    ----------
    targets : mapping, str, path, pandas.DataFrame or Referents
        ``{name: [aliases]}``, or as the `referents` of `framing.mentions`.
    model : {"linear", "neural"} or Judge
    only : sequence of str
        Names of those toward whom it is measured; empty: all.
    workers : int, optional
        Processes that judge, one by default.

    Examples
    --------
    >>> [measure.name for measure in measures_of_stance({"China": ["China", "Beijing"]})]
    ['stance.negative', 'stance.neutral', 'stance.positive', 'stance.net']
    """
    try:
        wanted = referents(targets)
    except FramingError as error:
        raise FramingError(f"targets: {str(error).removeprefix('referents: ')}") from None
    found, count = judge(model), processes.number(workers) or 1
    finder = Targets(wanted, Remembering(Shared(found, count) if count > 1 else model), tuple(only))
    return [
        Measure(name, unit, dict(zip(CLASSES, weights, strict=True)), meaning, finder)
        for name, (unit, weights, meaning) in _MEANINGS.items()
    ]


def with_stance(
    measures: str | Measure | Lexicon | Iterable[str | Measure | Lexicon] | None,
    targets: Given | None,
    model: str | Judge,
    only: Sequence[str] = (),
    workers: int | None = None,
) -> tuple[Any, list[Measure]]:
    """Return the measures asked for that aren't of stance, and those that are.

    Without targets there are none; with targets all, unless some are named. `only` and `workers`
    as in `measures_of_stance`.

    Raises
    ------
    FramingError
        A measure of stance is named and no target is, or there is no such one.
    """
    processes.number(workers)
    if measures is None:
        return None, [] if targets is None else measures_of_stance(targets, model, only, workers)
    items = [measures] if isinstance(measures, (Measure, Lexicon)) else list(several("measures", measures))
    named = [item for item in items if isinstance(item, str) and _is_stance(item)]
    if targets is None:
        if named:
            raise FramingError(
                f"measure {brief(named[0])} is toward somebody; give targets={{name: [aliases]}} as well"
            )
        return items, []
    found = measures_of_stance(targets, model, only, workers)
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
