"""Articles in, actions out: who does what to whom, in whose words, class of verb kept.

The one place that joins the parse to articles: voices, parts and referents' alias sets. How a parse is
read is the business of `triples`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus.bar import bar
from framing.features.cells import PARTS, Cells, Voices, cells, check_voices
from framing.features.naming.finding import find
from framing.features.naming.referents import Given, Referents
from framing.features.naming.referents import referents as read_set
from framing.features.naming.wordclasses import classes
from framing.features.roles.parsing import parser
from framing.features.roles.triples import Triple, phrase, triples
from framing.tables import check, empty
from framing.text.tokens import chunks, sentence_spans
from framing.text.voices.table import foreign

__all__ = ["actions"]

#: Characters that are parsed at once: the parser takes some thousand times as much memory.
_PARSED = 64 << 10
_CARRIED = ("event", "genre", "provenance")


def actions(
    articles: pd.DataFrame,
    referents: Given | None = None,
    *,
    voices: Voices = "full",
    progress: bool | None = None,
) -> pd.DataFrame:
    """List who does what to whom.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    referents : str, path, mapping or pandas.DataFrame, optional
        Whom to follow, as for `mentions`: actions that none of them takes part in are left out. Without
        it every action is listed, its actor and target as written.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`.
    progress : bool, optional
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        The table `actions`, a row an actor × verb × target. Passives are turned round: "Ruiz was arrested by
        the police" has the police as actor. `kind` is the class of the verb, cooperative or conflictual in
        the manner of event data (WEIS, COPDAB, CAMEO, PLOVER; lists of our own), whether or not the act is
        `negated`, or by its `modality` merely wanted, possible, or to come.

    Raises
    ------
    FramingError
        The extra `parse` is not installed; a table or the referents are not what they should be.

    Notes
    -----
    Pronouns are not resolved: "he" is nobody's name. A referent acts where it is the head of the subject:
    "Ruiz's critics" is not Ruiz. A city that stands for a government is no target where one only comes or
    goes: "left Beijing" acts on nobody, and `target_text` says whence.

    `negated` says that an act doesn't happen or shall not: "must stop mocking Ruiz" is mock, negated and
    necessary; that it has gone on until then is implied and not told. An ended visit or meeting is neither
    cooperative nor conflictual, as anything ends; broken-off talks and cut ties are conflictual.

    Group by `outlet`, `actor`, `action` or `kind`, and `target` for an outlet's table of who is said to act
    on whom.
    """
    nlp = parser()
    wanted = None if referents is None else read_set(referents)
    names = check_voices(voices)
    frame = check(articles, "articles")
    frame = frame[~foreign(frame)].reset_index(drop=True)
    rows: list[dict[str, Any]] = []
    with bar(len(frame), progress, unit="articles", doing="parsing") as done:
        for chunk in cells(frame, voices):
            mentioned = _Mentioned(chunk, wanted)
            for row in range(chunk.size):
                for part in (0, 1):
                    rows.extend(_of_text(frame, chunk, row, part, nlp, mentioned, names))
                done(1)
    if not rows:
        return empty("actions")
    return check(pd.DataFrame(rows), "actions")


class _Mentioned:
    """Where referents are named in a chunk, by text, in code points."""

    def __init__(self, chunk: Cells, wanted: Referents | None) -> None:
        self.any = wanted is not None
        self._by_text: dict[int, list[tuple[int, int, str]]] = {}
        if wanted is None:
            return
        tokens = chunk.tokens
        found = find(wanted, tokens, chunk.size, classes(tokens))
        if not len(found.start):
            return
        start, _ = tokens.spans(found.start)
        _, end = tokens.spans(found.start + found.length - 1)
        docs = tokens.doc_of(found.start)
        for doc, s, e, who in zip(
            docs.tolist(), start.tolist(), end.tolist(), found.referent.tolist(), strict=True
        ):
            self._by_text.setdefault(doc, []).append((s, e, wanted.names[who]))

    def at(self, text: int, head: Any, offset: int) -> str | None:
        """Return the referent whose mention holds the head of a phrase, or of what stands in apposition."""
        for token in (head, *(c for c in head.children if c.dep_ == "appos")):
            place = token.idx + offset
            mentions = self._by_text.get(text, ())
            # They stand in order and don't overlap, but for those of two at once, of whom the first counts.
            at = bisect_right(mentions, place, key=itemgetter(0))
            if at and place < mentions[at - 1][1]:
                return mentions[bisect_left(mentions, mentions[at - 1][0], key=itemgetter(0))][2]
        return None


def _of_text(
    frame: pd.DataFrame,
    chunk: Cells,
    row: int,
    part: int,
    nlp: Any,
    mentioned: _Mentioned,
    names: tuple[str, ...],
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one title (part 0) or text (part 1)."""
    tokens, article = chunk.tokens, frame.iloc[chunk.first + row]
    doc = row + part * chunk.size
    text = article["text"] if part else article["title"]
    low, high = int(tokens.docs[doc]), int(tokens.docs[doc + 1])
    if low == high or not isinstance(text, str):
        return
    firsts = tokens.sentences[
        np.searchsorted(tokens.sentences, low) : np.searchsorted(tokens.sentences, high)
    ]
    spans = sentence_spans(tokens, [text] * len(firsts), firsts)
    starts, _ = tokens.spans(np.arange(low, high))
    starts = starts.tolist()
    size = np.array([end - begin for begin, end in spans], np.int64)
    flat = (_flat(text[begin:end]) for begin, end in spans)
    read = (parsed for i, j in chunks(size, _PARSED) for parsed in nlp.pipe(list(islice(flat, j - i))))
    for (begin, end), parsed in zip(spans, read, strict=True):
        said = text[begin:end]
        for triple in triples(parsed):
            sides = _sides(triple, doc, begin, text, mentioned)
            if sides is None:
                continue
            at = begin + triple.verb.idx
            cell = chunk.of(np.array([low + max(bisect_right(starts, at) - 1, 0)]))
            yield {
                "article": article["id"],
                "outlet": article["outlet"],
                "part": PARTS[int(chunk.part(cell)[0])],
                "voice": names[int(chunk.spoken(cell)[0])],
                **sides,
                "action": triple.action,
                "kind": triple.kind,
                "passive": triple.passive,
                "negated": triple.negated,
                "modality": triple.modality,
                "start": at,
                "end": at + len(triple.verb),
                "sentence": said,
                **{name: article[name] for name in _CARRIED},
            }


#: What opens a report before its first sentence: BEIJING, Jan. 17 (Xinhua) --
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z.'’ -]{1,30}(?:, [A-Z][\w. ]{1,20}){0,2}(?:, \w+\.? \d{1,2})?"
    r"\s*(?:\([^()]{2,30}\))?\s*(?:--|[–—-])\s+"
)


def _flat(sentence: str) -> str:
    """Return a sentence as the parser should read it, of the same length: it takes line breaks for words.

    A dateline is blank, since it would be the first sentence's subject.

    >>> _flat("OTTAWA (Reuters) - Ruiz left\\nMarlow.")
    '                   Ruiz left Marlow.'
    """
    if opening := _DATELINE.match(sentence):
        sentence = " " * opening.end() + sentence[opening.end() :]
    return "".join(" " if char.isspace() else char for char in sentence)


def _sides(
    triple: Triple, doc: int, begin: int, text: str, mentioned: _Mentioned
) -> dict[str, str | None] | None:
    """Return actor and target, by name and as written; None where no referent takes part."""
    found: dict[str, str | None] = {}
    for side, head in (("actor", triple.actor), ("target", triple.target)):
        name = written = None
        if head is not None:
            start, end = phrase(head)
            written = text[begin + start : begin + end]
            name = mentioned.at(doc, head, begin) if mentioned.any else written
            if triple.city and side == "target" and name != written:
                # The city, and not the government that it may stand for.
                name = None
        found[side], found[f"{side}_text"] = name, written
    if mentioned.any and not (found["actor"] or found["target"]):
        return None
    return found
