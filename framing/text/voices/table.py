"""`fr.voices`: every character of title and text in a span of one voice, with who speaks it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np
import pandas as pd
import pyarrow as pa

from framing import schema
from framing.batch.found import Found
from framing.batch.parts import Articles, Parts, checked, light, over
from framing.errors import FramingWarning
from framing.text.tokens import chunks, tokenize, warn_of_cuts
from framing.text.voices import model
from framing.text.voices.attribute import Attributed, attribute
from framing.text.voices.cues import cues
from framing.text.voices.spans import Pieces, pieces
from framing.text.voices.speakers import Said, Speaker, resolve

__all__ = ["BATCH_BYTES", "VOICES", "foreign", "silenced", "speakers_of", "voices"]

VOICES = ("outlet", "quoted", "reported")
#: Articles are read some hundreds at a time: fewer waste array operations, more overflow a processor's cache.
BATCH_BYTES = 4 << 20


@overload
def voices(articles: Parts) -> Found: ...


@overload
def voices(articles: pd.DataFrame) -> pd.DataFrame: ...


def voices(articles: Articles) -> pd.DataFrame | Found:
    """Say of every character whose words it is: the outlet's own, quoted, or reported, and by whom.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; `title`, `blocks` and `language` are used where they are.

    Returns
    -------
    pandas.DataFrame, or Found of `Parts`
        The table `voices`: spans that cover every character of title and text once, in order. `voice` is
        outlet, quoted (in quotation marks, as speech) or reported (speech, thought, wish or finding in the
        outlet's wording). `speaker` is as written, `speaker_key` resolved within the article,
        `speaker_type` and `speaker_country` where the text tells, `via` who brought the words, `cue` the
        reporting word and `cue_class` its stance, `confidence` from 0 to 1.
        Of articles in parts the same, named "voices", part by part.

    Raises
    ------
    FramingError
        A table that is not one of articles.

    Warns
    -----
    FramingWarning
        Articles not in English: only quotation marks are read there.

    Examples
    --------
    >>> text = "The union said it would strike. It rained."
    >>> found = voices(pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]}))
    >>> found[["voice", "speaker"]].values.tolist()
    [['outlet', nan], ['reported', 'The union'], ['outlet', nan]]
    """
    articles = checked(articles)
    other = foreign(light(articles))
    if other.any():
        warnings.warn(
            f"{int(other.sum())} of {len(other)} articles are not in English: of these only what stands in "
            "quotation marks is told apart, and no speaker is named",
            FramingWarning,
            stacklevel=2,
        )
    found = over(articles, Telling(), what="voices")
    return found if isinstance(articles, Parts) else found.table("voices")


@dataclass(frozen=True)
class Telling:
    """Tells whose words some articles are: gives the table ``voices``."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the table of these articles."""
        other = foreign(frame)
        parts = [_batch(frame.iloc[i:j], other[i:j]) for i, j in batches(frame)]
        if not parts:
            return {"voices": schema.empty("voices")}
        return {"voices": schema.check(pd.concat(parts, ignore_index=True), "voices")}


def foreign(frame: pd.DataFrame) -> np.ndarray:
    """Mask the articles known not to be in English."""
    known = frame["language"]
    found: np.ndarray = (known.notna() & ~known.str.lower().str.startswith("en")).to_numpy(bool)
    return found


def batches(frame: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Yield runs of rows that are read at once."""
    sizes = frame["text"].str.len().to_numpy(np.int64) + frame["title"].str.len().to_numpy(np.int64)
    return chunks(sizes, BATCH_BYTES)


def _batch(frame: pd.DataFrame, other: np.ndarray) -> pd.DataFrame:
    titles, texts = frame["title"].tolist(), frame["text"].tolist()
    size = len(frame)
    tokens = tokenize(pa.array([*titles, *texts], pa.large_string()))
    warn_of_cuts(tokens, frame["id"].tolist())
    found = attribute(tokens, np.arange(len(tokens.ids)) < tokens.docs[size], model.read())
    cut = silenced(found, np.tile(other, 2)) if other.any() else found
    some = pieces(cut)
    who = speakers_of(frame, cut, some, size)
    lengths = np.array([len(text) for text in (*titles, *texts)], np.int64)
    return _tiled(frame, some, lengths, leads(frame), cut, who)


def silenced(found: Attributed, other_texts: np.ndarray) -> Attributed:
    """Return attributions without those of texts that the taggers can't read; quotations stay, nobody's."""
    other = other_texts[found.words.tokens.doc_of(found.clauses.begin)]
    quoted = found.words.quoted[found.clauses.begin]
    return replace(
        found, content=np.where(other, quoted, found.content), owner=np.where(other, -1, found.owner)
    )


def leads(frame: pd.DataFrame) -> np.ndarray:
    """Return where the first paragraph proper of each text begins and ends; a subhead before it is body."""
    bounds = np.zeros((len(frame), 2), np.int64)
    for row, (text, blocks) in enumerate(zip(frame["text"], frame["blocks"], strict=True)):
        nth = max(str(blocks).find("p"), 0) if isinstance(blocks, str) else 0
        start = 0
        for _ in range(nth):
            at = text.find("\n\n", start)
            if at < 0:
                start = 0
                break
            start = at + 2
        stop = text.find("\n\n", start)
        bounds[row] = start, len(text) if stop < 0 else stop
    return bounds


def speakers_of(frame: pd.DataFrame, found: Attributed, some: Pieces, size: int) -> list[Speaker | None]:
    """Return the speaker of each attribution, resolved an article at a time."""
    tokens = found.words.tokens
    used = np.unique(some.owner[some.owner >= 0])
    out: list[Speaker | None] = [None] * len(found.cue)
    if not len(used):
        return out
    spoken = found.source_end[used] > found.source[used]
    start, end = np.zeros(len(used), np.int64), np.zeros(len(used), np.int64)
    start[spoken] = tokens.spans(found.source[used][spoken])[0]
    end[spoken] = tokens.spans(found.source_end[used][spoken] - 1)[1]
    place = tokens.spans(np.minimum(found.cue[used], len(tokens.ids) - 1))[0]
    doc = tokens.doc_of(found.cue[used])
    quoted = np.zeros(len(found.cue), bool)
    quoted[some.owner[(some.owner >= 0) & some.quoted]] = True
    outer = found.outer[used]
    words = _cue_words(found, used)
    row = doc % size
    order = np.lexsort((place, doc >= size, row))
    index_of = {int(used[k]): k for k in range(len(used))}
    titles, texts, outlets = frame["title"].tolist(), frame["text"].tolist(), frame["outlet"].tolist()
    for group in np.split(order, np.flatnonzero(np.diff(row[order])) + 1):
        local = {int(k): i for i, k in enumerate(group)}
        said = [
            Said(
                "title" if doc[k] < size else "text",
                (int(start[k]), int(end[k])) if spoken[k] else None,
                words[k],
                int(place[k]),
                bool(quoted[used[k]]),
                local.get(index_of.get(int(outer[k]), -1)),
            )
            for k in group.tolist()
        ]
        r = int(row[group[0]])
        for k, speaker in zip(group.tolist(), resolve(titles[r], texts[r], said, outlets[r]), strict=True):
            out[int(used[k])] = speaker
    return out


def _cue_words(found: Attributed, used: np.ndarray) -> list[str]:
    tokens = found.words.tokens
    forms = tokens.forms.take(pa.array(tokens.ids[found.cue[used]])).to_pylist()
    return [
        form.lower() if cue else "" for form, cue in zip(forms, found.words.cue[found.cue[used]], strict=True)
    ]


@dataclass
class _Spans:
    """Spans on their way into the table: rows of numbers, with the attribution that each belongs to."""

    doc: np.ndarray
    start: np.ndarray
    end: np.ndarray
    voice: np.ndarray
    owner: np.ndarray
    sure: np.ndarray


def _tiled(
    frame: pd.DataFrame,
    some: Pieces,
    lengths: np.ndarray,
    lead: np.ndarray,
    found: Attributed,
    who: Sequence[Speaker | None],
) -> pd.DataFrame:
    size = len(frame)
    spans = _split(_filled(some, lengths), lead, size)
    row = spans.doc % size
    inside = (spans.doc >= size) & (spans.start >= lead[row, 0]) & (spans.end <= lead[row, 1])
    part = np.where(spans.doc < size, 0, np.where(inside, 1, 2))
    order = np.lexsort((spans.start, spans.doc >= size, row))
    owner = spans.owner[order]
    named, nobody = np.where(owner >= 0, owner, len(who)), Speaker()
    speakers = [nobody if one is None else one for one in (*who, None)]
    words = [word or None for word in _cue_words(found, np.arange(len(found.cue)))]
    columns: dict[str, Any] = {
        "article": _told(frame["id"], row[order]),
        "part": _told(["headline", "lead", "body"], part[order]),
        "start": spans.start[order],
        "end": spans.end[order],
        "voice": _told(VOICES, spans.voice[order]),
        **{
            name: _told(values, named)
            for name, values in zip(_SPEAKER, zip(*speakers, strict=True), strict=True)
        },
        "cue": _told([*words, None], named),
        "cue_class": _told([*(cues()[w].stance if w in cues() else None for w in words), None], named),
        "attribution": _numbers(row[order], owner),
        "confidence": np.round(spans.sure[order], 3),
    }
    return pd.DataFrame(columns)


#: Columns that hold the fields of `Speaker`, in their order.
_SPEAKER = ("speaker", "speaker_key", "speaker_type", "speaker_country", "via")


def _told(values: Sequence[str | None] | pd.Series, index: np.ndarray) -> Any:
    """Return a column of texts by their index in a shorter list: each text is made once."""
    listed = pa.array(values, pa.large_string(), from_pandas=True)
    return pd.array(listed.take(pa.array(index)), dtype="str")


def _numbers(row: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Number the attributions of each article from 1, in order; 0 for words of the outlet and of nobody."""
    number = np.zeros(len(row), np.int64)
    voiced = np.flatnonzero(owner >= 0)
    if len(voiced):
        # An attribution belongs to one article, so its first place tells both.
        _, first, inverse = np.unique(owner[voiced], return_index=True, return_inverse=True)
        rank = np.argsort(np.argsort(first))
        base = np.full(int(row.max()) + 1, len(first), np.int64)
        np.minimum.at(base, row[voiced], rank[inverse])
        number[voiced] = rank[inverse] - base[row[voiced]] + 1
    return number


def _filled(some: Pieces, lengths: np.ndarray) -> _Spans:
    """Return content and the outlet's words between, so that every character is covered once."""
    starts, stops, docs = some.start.copy(), np.where(some.ends, some.closing, some.stop), some.doc
    # What stands between two pieces and holds no word, a space or a comma, goes to the first of them.
    size = len(starts)
    if size:
        follows = np.append((docs[1:] == docs[:-1]) & (some.begin[1:] == some.end[:-1]), False)
        stops[:-1] = np.where(follows[:-1], starts[1:], stops[:-1])
    rows = [(docs, starts, stops, np.where(some.quoted, 1, 2), some.owner, some.probability)]
    first = np.ones(size, bool)
    first[1:] = docs[1:] != docs[:-1]
    gap_from = np.where(first, 0, np.append(0, stops[:-1])[:size])
    rows.append((docs, gap_from, starts, np.zeros(size, int), np.full(size, -1), np.ones(size)))
    last = np.zeros(len(lengths), np.int64)
    np.maximum.at(last, docs, stops)
    every = np.arange(len(lengths))
    rows.append(
        (every, last, lengths, np.zeros(len(every), int), np.full(len(every), -1), np.ones(len(every)))
    )
    doc, start, end, voice, owner, sure = (np.concatenate(column) for column in zip(*rows, strict=True))
    keep = end > start
    order = np.lexsort((start[keep], doc[keep]))
    return _merged(_Spans(*(x[keep][order] for x in (doc, start, end, voice, owner, sure))))


def _merged(spans: _Spans) -> _Spans:
    """Join spans beside each other of one text, voice and attribution."""
    if not len(spans.doc):
        return spans
    new = np.ones(len(spans.doc), bool)
    new[1:] = (
        (spans.doc[1:] != spans.doc[:-1])
        | (spans.voice[1:] != spans.voice[:-1])
        | (spans.owner[1:] != spans.owner[:-1])
    )
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(new)) - 1
    size = (spans.end - spans.start).astype(float)
    sure = np.add.reduceat(spans.sure * size, first) / np.add.reduceat(size, first)
    return _Spans(
        spans.doc[first], spans.start[first], spans.end[last], spans.voice[first], spans.owner[first], sure
    )


def _split(spans: _Spans, lead: np.ndarray, size: int) -> _Spans:
    """Cut spans where the lead begins and ends."""
    for side in (0, 1):
        row = spans.doc % size
        edge = lead[row, side]
        over = (spans.doc >= size) & (spans.start < edge) & (spans.end > edge)
        if over.any():
            again = _Spans(
                *(getattr(spans, name)[over] for name in ("doc", "start", "end", "voice", "owner", "sure"))
            )
            again.start = edge[over]
            spans.end = np.where(over, edge, spans.end)
            spans = _Spans(
                *(
                    np.concatenate([getattr(spans, n), getattr(again, n)])
                    for n in ("doc", "start", "end", "voice", "owner", "sure")
                )
            )
    return spans
