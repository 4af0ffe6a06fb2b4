"""How a shared passage is marked: boilerplate, one source, in quotation marks, credited, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from framing.batch.found import Found
from framing.comparison.reuse.alignment import Block
from framing.comparison.reuse.credit import Credits
from framing.comparison.reuse.finding import Shared
from framing.comparison.reuse.set_off import set_off
from framing.comparison.reuse.spoken import Spans, first_person, spans_of, whose
from framing.comparison.reuse.words import Page
from framing.corpus.outlets import book
from framing.corpus.wire import Wire
from framing.features.cells import Voices

__all__ = ["Marker"]

#: From this share of a passage on, what most of it is names it.
_MOST = 0.5
#: So many of an outlet's words together may give words to somebody: "Ruiz said".
_ATTRIBUTION = 2
#: A text with a word of the first person for every so many words is a speech or a statement.
_SPEECH = 60
#: Roles of an agency whose words an article prints.
_PRINTED = ("full_reprint", "partly_based", "credited")


class Marked(NamedTuple):
    """The kind of a passage, what it rests on, and whose words most of it are."""

    kind: str
    why: str
    speaker: str | None


class Marker:
    """The voices and credits of the articles that share passages, read once.

    Parameters
    ----------
    frame : pandas.DataFrame
        These articles, checked.
    voices : {"quotes", None}, pandas.DataFrame or Found
        A table has those of any articles.
    least : int
        Words of a passage.
    """

    def __init__(self, frame: pd.DataFrame, voices: Voices, least: int) -> None:
        self._frame = frame
        self._least = least
        self._credits = Credits(book())
        found = _spans(frame, voices)
        rows_of = zip(frame["id"], frame["text"], frame["blocks"].fillna(""), strict=True)
        self._spans = {
            key: found[key].over(set_off(text, str(blocks))) for key, text, blocks in rows_of if key in found
        }
        self._wire = [self._of_agency(row) for row in range(len(frame))]

    def mark(
        self,
        one: Shared,
        both: tuple[Page, Page],
        aligned: Sequence[Block],
        spans: tuple[tuple[int, int], tuple[int, int]],
        direction: str,
    ) -> Marked:
        """Return the kind of a passage; of an unknown direction, either side may mark it."""
        ids = self._frame["id"].iloc[one.a], self._frame["id"].iloc[one.b]
        in_a, in_b = (self._spans.get(key) for key in ids)
        spoken = whose(*both, aligned, in_a, in_b, first=direction == "a_to_b")
        most = spoken.shared + spoken.told >= _MOST * one.words
        speaker = "; ".join(spoken.speakers[:3]) or None if most else None
        if one.boilerplate >= _MOST:
            return Marked("template", "stands in four stories or more of one outlet", speaker)
        for page, span in zip(both, spans, strict=True):
            furniture = self._credits.furniture(page.text, span)
            if furniture:
                return Marked("template", f"the page's own words: {furniture}", speaker)
            caption = self._credits.caption(page.text, span)
            if caption:
                return Marked("template", f"a picture's caption: {caption}", speaker)
        if spoken.own < self._least and spoken.shared >= _MOST * one.words:
            return Marked("shared_source", f"words of {speaker or 'a speaker'} in both", speaker)
        agency = self._one_agency(one)
        if agency:
            return Marked("shared_source", agency, speaker)
        sides = (1,) if direction == "a_to_b" else (1, 0)
        credit = self._credit(one, spans, sides)
        quoted = [side for side in sides if spoken.rest and spoken.quoted[side] >= _MOST * spoken.rest]
        person = first_person(both[0].keys[one.span[0] : one.span[1]])
        speech = person == "I" or all(first_person(page.keys, _SPEECH) == "I" for page in both)
        if (person and len(quoted) == 1) or speech:
            # No outlet's news says "I": it is a speech or statement, printed whole on a side without marks.
            return Marked("shared_source", "in the first person: a speaker's words in both", speaker)
        if len(quoted) == 1:
            side = quoted[0]
            return Marked(
                "quoted", "; ".join(filter(None, (f"in quotation marks in {'ab'[side]}", credit))), speaker
            )
        if credit:
            return Marked("credited", credit, speaker)
        if spoken.own < _ATTRIBUTION and len(spoken.speakers) == 1:
            # Words that both only report are the speaker's where none of an outlet's go with them: with its
            # "the mayor said" they are a sentence that one outlet wrote.
            return Marked("shared_source", f"words of {speaker} reported in both", speaker)
        return self._two_agencies(one, spans, speaker) or Marked("unmarked", "", speaker)

    def _of_agency(self, row: int) -> Wire:
        """Return what the table says that an agency gave, or else what the article's own lines say."""
        article = self._frame.iloc[row]
        if pd.notna(article["wire"]) or article["wire_role"] != "none":
            key = None if pd.isna(article["wire"]) else str(article["wire"])
            return Wire(key, str(article["wire_role"]))
        authors = None if pd.isna(article["authors"]) else str(article["authors"])
        return self._credits.whole(self._outlet(row), authors, str(article["text"]))

    def _one_agency(self, one: Shared) -> str:
        """Say which third agency both articles print, if they do."""
        a, b = self._wire[one.a], self._wire[one.b]
        outlets = {self._outlet(one.a), self._outlet(one.b)}
        if (
            not a.key
            or a.key != b.key
            or a.key in outlets
            or a.role not in _PRINTED
            or b.role not in _PRINTED
        ):
            return ""
        return f"both print {a.key}"

    def _credit(
        self, one: Shared, spans: tuple[tuple[int, int], tuple[int, int]], sides: Sequence[int]
    ) -> str:
        """Return the words by which a side credits the other outlet or an agency; empty if none does.

        Either side may name the other, since what is dated later may have been first; an agency is a
        source of the side that may have taken it.
        """
        rows = one.a, one.b
        for side in (1, 0):
            own, other = rows[side], rows[1 - side]
            authors = self._frame["authors"].iloc[other]
            text = str(self._frame["text"].iloc[own])
            outlet = self._outlet(other)
            named = self._credits.near(
                text,
                spans[side],
                str(self._frame["outlet"].iloc[other]),
                None if pd.isna(authors) else str(authors),
                str(self._frame["outlet"].iloc[own]),
            )
            wire = self._wire[own] if side in sides else Wire()
            if not named and wire.key == outlet and wire.role != "none":
                named = wire.evidence or f"{outlet}, {wire.role}"
            if not named and wire.role in ("full_reprint", "partly_based"):
                named = wire.evidence or f"{wire.key or 'an agency'}, {wire.role}"
            if named:
                return f"{'ab'[side]}: {named}"
        return ""

    def _two_agencies(
        self, one: Shared, spans: tuple[tuple[int, int], tuple[int, int]], speaker: str | None
    ) -> Marked | None:
        """Judge by the agencies named near the passage: one in both is a source they share."""
        near = [
            self._credits.agency(str(self._frame["text"].iloc[row]), span, self._outlet(row))
            for row, span in zip((one.a, one.b), spans, strict=True)
        ]
        if near[1].key and near[1].key == near[0].key:
            return Marked("shared_source", f"both name {near[1].key}: {near[1].evidence}", speaker)
        if near[1].key:
            return Marked("credited", f"b: {near[1].evidence}", speaker)
        return None

    def _outlet(self, row: int) -> str:
        """Return the key of a row's outlet, however it is written."""
        return book().resolve(str(self._frame["outlet"].iloc[row]))


def _spans(some: pd.DataFrame, voices: Voices) -> dict[str, Spans]:
    """Return the voices of some articles, by id."""
    if voices is None or some.empty:
        return {}
    if isinstance(voices, str):
        return {key: _by_marks(text) for key, text in zip(some["id"], some["text"], strict=True)}
    from framing.text.voices.spoken import Corrected

    each = voices.each("voices") if isinstance(voices, Found) else [voices]
    here = pd.concat([table[table["article"].isin(some["id"])] for table in each], ignore_index=True)
    Corrected(here, some)
    return spans_of(here)


def _by_marks(text: str) -> Spans:
    import numpy as np

    from framing.text.quotes import quote_spans
    from framing.text.tokens import tokenize

    tokens = tokenize([text])
    begin, end = quote_spans(tokens)
    if not len(begin):
        return Spans([0], ["outlet"], [None])
    start, stop = tokens.spans(np.asarray(begin))[0], tokens.spans(np.asarray(end) - 1)[1]
    places = [0, *(at for pair in zip(start.tolist(), stop.tolist(), strict=True) for at in pair)]
    return Spans(places, ["outlet", *["quoted", "outlet"] * len(start)], [None] * len(places))
