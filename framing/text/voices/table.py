"""`fr.sources.voices`: every character of title and text in a span of one voice, with who speaks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing import schema
from framing.engine.parts import Articles, Parts, check_articles, map_parts, metadata
from framing.engine.results import PartResults
from framing.errors import FramingError, warn
from framing.text.quotes import block_quoted, quoted_words
from framing.text.tokens import Tokens, chunks, tokenize, warn_of_cuts
from framing.text.voices import attribute as model
from framing.text.voices.attribute import attribute
from framing.text.voices.reports import Attributed, stretches
from framing.text.voices.speakers.resolving import Said, Speaker, resolve
from framing.text.voices.words import cues

# From words to characters: pieces of content with the quotation marks that belong to them.

_OPEN = "\"“”„'‘’`«»‹›「『″$£€¥%#@"


@dataclass(frozen=True)
class Pieces:
    """Stretches of content, each of one attribution and one voice, in order.

    Attributes
    ----------
    begin, end : int64 arrays
        In words.
    start, stop : int64 arrays
        In code points of their text, with the quotation marks about them.
    closing : int64 array
        Where the marks behind end, full stops and brackets with the rest.
    ends : bool array
        It ends its sentence.
    doc : int64 array
        The text.
    voice : int8 array
        As in `Attributed`.
    owner : int64 array
        The attribution, -1 where nobody is known to speak.
    probability : float array
        Mean over its words of how sure the tagger is that they are content.
    """

    begin: np.ndarray
    end: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    doc: np.ndarray
    voice: np.ndarray
    owner: np.ndarray
    probability: np.ndarray
    closing: np.ndarray
    ends: np.ndarray


def pieces(found: Attributed) -> Pieces:
    """Return the stretches of content: neighbouring clauses of one sentence, attribution and voice."""
    words, chosen = found.words, np.flatnonzero(found.content)
    begin, end, owner = stretches(found, chosen)
    a, size = found.clauses.begin[chosen], (found.clauses.end - found.clauses.begin)[chosen].astype(float)
    first = np.searchsorted(a, begin)
    voice = found.voice[chosen][first]
    # A quotation is content whatever the tagger says of its words.
    p = np.maximum(found.probability[chosen], np.where(found.voice[chosen] == 1, 0.5, 0))
    total = np.add.reduceat(p * size, first) / np.add.reduceat(size, first) if len(a) else p
    start, stop = placed(words.tokens, begin, end)
    closing = _closing(words.tokens, end)
    last = np.zeros(len(words.code) + 1, bool)
    last[words.tokens.sentences] = last[-1] = True
    doc = words.tokens.doc_of(begin)
    return Pieces(begin, end, start, stop, doc, voice, owner, total, closing, last[end])


def placed(tokens: Tokens, begin: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where stretches of words begin and end, with quotation marks right before and behind."""
    if not len(begin):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    start, _ = tokens.spans(begin)
    _, stop = tokens.spans(end - 1)
    first, last = _piece_of(tokens, begin), _piece_of(tokens, end - 1)
    ends = tokens.piece_words
    reach = _marks(tokens, np.stack([tokens.piece_code[first], tokens.piece_code[last]]))
    opens = begin == np.where(first > 0, ends[first - 1], 0)
    closes = end == ends[last]
    return start - np.where(opens, reach[0, :, 0], 0), stop + np.where(closes, reach[1, :, 1], 0)


def _piece_of(tokens: Tokens, word: np.ndarray) -> np.ndarray:
    ends = tokens.piece_words
    return np.searchsorted(ends, word.astype(ends.dtype), side="right")


def _closing(tokens: Tokens, end: np.ndarray) -> np.ndarray:
    """Return where the marks behind the last word of a stretch end."""
    if not len(end):
        return np.zeros(0, np.int64)
    _, stop = tokens.spans(end - 1)
    piece = _piece_of(tokens, end - 1)
    code = tokens.piece_code[piece]
    table = tokens.pieces
    core, where = np.unique(table.cores.indices.to_numpy(zero_copy_only=False)[code], return_inverse=True)
    length = np.asarray(pc.utf8_length(table.cores.dictionary.take(core))).astype(np.int64)
    slot = np.maximum(table.first[code] + table.count[code] - 1, 0)
    rest = length[where] - table.end[slot]
    return stop + np.where(end == tokens.piece_words[piece], rest, 0)


def _marks(tokens: Tokens, code: np.ndarray) -> np.ndarray:
    """Return how far quotation marks reach before and behind the words of some pieces, side by side."""
    cores = tokens.pieces.cores
    core, where = np.unique(cores.indices.to_numpy(zero_copy_only=False)[code], return_inverse=True)
    written = cores.dictionary.take(core)
    reach = np.zeros((len(core), 2), np.int64)
    pattern = rf"^[^\p{{L}}\p{{N}}]*[{_OPEN}]|[{_OPEN}][^\p{{L}}\p{{N}}]*$"
    marked = np.flatnonzero(pc.match_substring_regex(written, pattern).to_numpy(zero_copy_only=False))
    for i, piece in zip(marked.tolist(), written.take(marked).to_pylist(), strict=True):
        reach[i] = _reach(piece)
    return reach[where.reshape(code.shape)]


def _reach(piece: str) -> tuple[int, int]:
    """Return how far the first opening mark is before the first letter, the last closing one behind the last.

    >>> _reach('(“win-win,”)'), _reach("Ruiz’s"), _reach("$85"), _reach("85%,")
    ((1, 2), (0, 0), (1, 0), (0, 1))
    """
    letters = [at for at, char in enumerate(piece) if char.isalnum()]
    marks = [at for at, char in enumerate(piece) if char in _OPEN]
    if not letters or not marks:
        return 0, 0
    return max(letters[0] - marks[0], 0), max(marks[-1] - letters[-1], 0)


VOICES = ("outlet", "quoted", "reported")
#: Articles are read some hundreds at a time: fewer waste array operations, more overflow a processor's cache.
BATCH_BYTES = 4 << 20


@overload
def voices(articles: Parts) -> PartResults: ...


@overload
def voices(articles: pd.DataFrame) -> pd.DataFrame: ...


def voices(articles: Articles) -> pd.DataFrame | PartResults:
    """Tell whose words every character is, the outlet's, quoted or reported; `score_sources` measures it.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; `title`, `blocks` and `language` are used where they are.

    Returns
    -------
    pandas.DataFrame, or Found of `Parts`
        The table `voices`: spans that cover every character of title and text once, in order. `voice` is
        outlet, quoted (in quotation marks, as speech, or a post, turn or block quotation) or reported
        (speech, thought or finding of somebody named, in the outlet's wording). `speaker` is as written,
        `speaker_key` resolved within the article, `speaker_type` and `speaker_country` where the text
        tells, `via` who brought the words, `cue` the reporting word and `cue_class` its stance,
        `confidence` from 0 to 1. What the outlet tells somebody to want, plan, refuse or do is in its own
        voice, with `attribution`, `cue` and `speaker` as marks and no key.
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
    articles = check_articles(articles)
    other = foreign(metadata(articles))
    if other.any():
        warn(
            f"{int(other.sum())} of {len(other)} articles are not in English: of these only what stands in "
            "quotation marks is told apart, and no speaker is named"
        )
    found = map_parts(articles, Telling(), what="voices")
    return found if isinstance(articles, Parts) else found.table("voices")


@dataclass(frozen=True)
class Telling:
    """Tells whose words some articles are: gives the table ``voices``."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the table of these articles."""
        sizes = frame["text"].str.len().to_numpy(np.int64) + frame["title"].str.len().to_numpy(np.int64)
        parts = [_tell(frame.iloc[i:j]) for i, j in chunks(sizes, BATCH_BYTES)]
        if not parts:
            return {"voices": schema.empty("voices")}
        return {"voices": schema.check(pd.concat(parts, ignore_index=True), "voices")}


def _attribute(frame: pd.DataFrame, tokens: Tokens) -> Attributed:
    """Return the attributions in articles; in those not in English only quotations, which are nobody's."""
    title = np.arange(len(tokens.ids)) < tokens.docs[len(frame)]
    texts, letters = [*frame["title"], *frame["text"]], [*([None] * len(frame)), *frame["blocks"]]
    found = attribute(tokens, title, model.read(), block_quoted(tokens, texts, letters))
    other = foreign(frame)
    if not other.any():
        return found
    silent = np.tile(other, 2)[tokens.doc_of(found.clauses.begin)]
    content = np.where(silent, found.words.quoted[found.clauses.begin], found.content)
    owner = np.where(silent, -1, found.owner)
    return replace(found, content=content, owner=owner, voice=np.where(content, found.voice, 0))


def _tell(frame: pd.DataFrame) -> pd.DataFrame:
    titles, texts = frame["title"].tolist(), frame["text"].tolist()
    size, lead = len(frame), leads(frame)
    tokens = tokenize(pa.array([*titles, *texts], pa.large_string()))
    warn_of_cuts(tokens, frame["id"].tolist())
    found = _attribute(frame, tokens)
    some = pieces(found)
    who = speakers_of(frame, found, some)
    spans = _spans(some, np.array([len(text) for text in (*titles, *texts)], np.int64))
    # Spans are cut where the lead begins and ends.
    for side in (0, 1):
        doc, edge = spans["doc"].to_numpy(), lead[spans["doc"] % size, side]
        over = ((doc >= size) & (spans["start"] < edge) & (spans["end"] > edge)).to_numpy()
        rest = spans[over].assign(start=edge[over])
        spans = pd.concat([spans.assign(end=np.where(over, edge, spans["end"])), rest], ignore_index=True)
    titled, row = spans["doc"] < size, spans["doc"] % size
    inside = (spans["start"] >= lead[row, 0]) & (spans["end"] <= lead[row, 1])
    spans = spans.assign(row=row, title=titled, part=np.where(titled, 0, np.where(inside, 1, 2)))
    spans = spans.iloc[np.lexsort((spans["start"], ~titled, row))]
    row, owner = spans["row"].to_numpy(), spans["owner"].to_numpy()
    named, nobody = np.where(owner >= 0, owner, len(who)), Speaker()
    # Whom the outlet tells a wish or a deed of is written beside it, but speaks nothing of it.
    speaking = np.where(spans["voice"].to_numpy() > 0, named, len(who))
    speakers = [nobody if one is None else one for one in (*who, None)]
    words = [word or None for word in _cue_words(found, np.arange(len(found.cue)))]
    return pd.DataFrame({
        "article": _told(frame["id"], row),
        "part": _told(["headline", "lead", "body"], spans["part"].to_numpy()),
        "start": spans["start"].to_numpy(),
        "end": spans["end"].to_numpy(),
        "voice": _told(VOICES, spans["voice"].to_numpy()),
        **{
            name: _told(values, named if name == "speaker" else speaking)
            for name, values in zip(_SPEAKER, zip(*speakers, strict=True), strict=True)
        },
        "cue": _told([*words, None], named),
        "cue_class": _told([*(cues()[w].stance if w in cues() else None for w in words), None], named),
        "attribution": _numbers(row, owner),
        "confidence": np.round(spans["sure"].to_numpy(), 3),
    })  # fmt: skip


def _spans(some: Pieces, lengths: np.ndarray) -> pd.DataFrame:
    """Return content and the outlet's words between, so that every character is covered once."""
    starts, stops, docs = some.start, np.where(some.ends, some.closing, some.stop), some.doc
    # What stands between two pieces of one, a space or a comma, goes to the first of them.
    follows = (docs[1:] == docs[:-1]) & (some.begin[1:] == some.end[:-1])
    follows &= (some.owner[1:] == some.owner[:-1]) & (some.voice[1:] == some.voice[:-1])
    stops[:-1] = np.where(follows, starts[1:], stops[:-1])
    gaps = np.where(np.diff(docs, prepend=-1) != 0, 0, np.roll(stops, 1))
    last = np.zeros(len(lengths), np.int64)
    np.maximum.at(last, docs, stops)
    outlet = {"voice": 0, "owner": -1, "sure": 1.0}
    content = {"voice": some.voice, "owner": some.owner, "sure": some.probability}
    spans = pd.concat(
        [
            pd.DataFrame({"doc": docs, "start": starts, "end": stops, **content}),
            pd.DataFrame({"doc": docs, "start": gaps, "end": starts, **outlet}),
            pd.DataFrame({"doc": np.arange(len(lengths)), "start": last, "end": lengths, **outlet}),
        ]
    )
    spans = spans[spans["end"] > spans["start"]].sort_values(["doc", "start"], ignore_index=True)
    if spans.empty:
        return spans
    # Spans beside each other of one text, voice and attribution are one.
    kind = spans[["doc", "voice", "owner"]]
    first = np.flatnonzero((kind != kind.shift()).any(axis=1))
    size = (spans["end"] - spans["start"]).to_numpy(float)
    sure = np.add.reduceat(spans["sure"].to_numpy() * size, first) / np.add.reduceat(size, first)
    end = spans["end"].to_numpy()[np.append(first[1:], len(spans)) - 1]
    return spans.iloc[first].assign(end=end, sure=sure).reset_index(drop=True)


def foreign(frame: pd.DataFrame) -> np.ndarray:
    """Mask the articles known not to be in English."""
    known = frame["language"]
    return (known.notna() & ~known.str.lower().str.startswith("en")).to_numpy(bool)


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


def speakers_of(frame: pd.DataFrame, found: Attributed, some: Pieces) -> list[Speaker | None]:
    """Return the speaker of each attribution, resolved an article at a time."""
    tokens, size = found.words.tokens, len(frame)
    used = np.unique(some.owner[some.owner >= 0])
    out: list[Speaker | None] = [None] * len(found.cue)
    if not len(used):
        return out
    spoken = found.source_end[used] > found.source[used]
    start, _ = tokens.spans(found.source[used])
    _, end = tokens.spans(np.maximum(found.source_end[used] - 1, 0))
    place, _ = tokens.spans(np.minimum(found.cue[used], len(tokens.ids) - 1))
    doc = tokens.doc_of(found.cue[used])
    quoted = np.isin(used, some.owner[some.voice == 1])
    words = _cue_words(found, used)
    row = doc % size
    order = np.lexsort((place, doc >= size, row))
    index_of = {attribution: k for k, attribution in enumerate(used.tolist())}
    titles, texts, outlets = frame["title"].tolist(), frame["text"].tolist(), frame["outlet"].tolist()
    for group in np.split(order, np.flatnonzero(np.diff(row[order])) + 1):
        local = {k: i for i, k in enumerate(group.tolist())}
        said = [
            Said(
                "title" if doc[k] < size else "text",
                (int(start[k]), int(end[k])) if spoken[k] else None,
                words[k],
                int(place[k]),
                bool(quoted[k]),
                local.get(index_of.get(int(found.outer[used[k]]), -1)),
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


# The voice of every word, as measures count by it: from taggers, quotation marks, or a corrected table.

#: Columns of the table `voices` that say who speaks.
SPEAKER_COLUMNS = ("speaker_key", "speaker_type", "speaker_country", "via")


@dataclass(frozen=True)
class Spoken:
    """Whose each word is.

    Attributes
    ----------
    voice : int8 array, one item a word
        Index into the names of the voices.
    who : int64 array, one item a word, or None
        Row of `people`; 0 is nobody.
    people : pandas.DataFrame or None
        The columns of `SPEAKER_COLUMNS` that were asked for.
    """

    voice: np.ndarray
    who: np.ndarray | None = None
    people: pd.DataFrame | None = None


def by_marks(tokens: Tokens) -> Spoken:
    """Return 1 for words in quotation marks, 0 for all others."""
    return Spoken(quoted_words(tokens).astype(np.int8))


def by_taggers(frame: pd.DataFrame, tokens: Tokens, columns: Sequence[str] = ()) -> Spoken:
    """Return the voices that `framing.sources.voices` finds.

    Parameters
    ----------
    frame : pandas.DataFrame
        Checked articles; texts of `tokens` are their titles and then their texts.
    columns : sequence of str
        Of `SPEAKER_COLUMNS`: who speaks is worked out only if it is asked for.
    """
    found = _attribute(frame, tokens)
    length = found.clauses.end - found.clauses.begin
    voice = np.repeat(found.voice, length)
    if not columns:
        return Spoken(voice)
    speakers = speakers_of(frame, found, pieces(found))
    names = [name.removeprefix("speaker_") for name in columns]
    of = [tuple(getattr(one or Speaker(), name) for name in names) for one in (*speakers, None)]
    code, people = _people(of, columns)
    who = np.repeat(np.where(found.voice > 0, code[found.owner], 0), length)
    return Spoken(voice, who, people)


def _people(
    said: Sequence[tuple[str | None, ...]], columns: Sequence[str]
) -> tuple[np.ndarray, pd.DataFrame]:
    """Return a number for each speaker, and whom each number means: nobody is 0, the others in order.

    In an order of their own, so that it doesn't hang on which articles are read together.
    """
    distinct = sorted(
        {*said, (None,) * len(columns)}, key=lambda one: [(part is not None, part or "") for part in one]
    )
    index = {one: number for number, one in enumerate(distinct)}
    code = np.fromiter((index[one] for one in said), np.int64, len(said))
    return code, pd.DataFrame(distinct, columns=list(columns), dtype="str")


class Corrected:
    """A table of voices, corrected by hand or not, ready to be asked for the words of any article.

    Parameters
    ----------
    voices : pandas.DataFrame
        The table `voices`.
    articles : pandas.DataFrame
        Checked articles, each of which must be covered.

    Raises
    ------
    FramingError
        An article without spans; spans that overlap, leave a gap or end behind the text.
    """

    def __init__(self, voices: pd.DataFrame, articles: pd.DataFrame) -> None:
        table = schema.check(voices, "voices")
        table = table.assign(title=(table["part"] == "headline").to_numpy())
        table = table.sort_values(["article", "title", "start"], kind="stable").reset_index(drop=True)
        code = table["article"].map({key: i for i, key in enumerate(articles["id"])})
        self._table, self._known = table, code.fillna(-1).to_numpy(np.int64)
        for title, column in ((True, "title"), (False, "text")):
            part = table[(table["title"] == title) & code.notna()]
            length = articles[column].str.len().to_numpy(np.int64)
            row = code[part.index].to_numpy(np.int64)
            start, end = part["start"].to_numpy(np.int64), part["end"].to_numpy(np.int64)
            due = np.where(np.diff(row, prepend=-1) != 0, 0, np.roll(end, 1))
            wrong = (start != due) | (end <= start) | (end > length[row])
            wrong |= (np.diff(row, append=-1) != 0) & (end < length[row])
            if wrong.any():
                place = int(wrong.argmax())
                raise FramingError(_fault(part.iloc[place], int(due[place]), int(length[row[place]]), column))
            bare = np.flatnonzero((length > 0) & ~np.isin(np.arange(len(length)), row))
            if len(bare):
                name = articles["id"].iloc[int(bare[0])]
                raise FramingError(
                    f"voices: {column} of article {name!r} has no span ({len(bare)} such articles); every "
                    "character must be in one, as fr.sources.voices(articles) makes them"
                )

    def spoken(self, first: int, size: int, tokens: Tokens, columns: Sequence[str] = ()) -> Spoken:
        """Return whose the words of the articles ``first : first + size`` are."""
        inside = (self._known >= first) & (self._known < first + size)
        table = self._table[inside]
        row = self._known[inside] - first
        doc = np.where(table["title"].to_numpy(bool), row, row + size)
        order = np.lexsort((table["start"].to_numpy(), doc))
        lengths = np.zeros(2 * size, np.int64)
        np.maximum.at(lengths, doc, table["end"].to_numpy(np.int64))
        base = np.append(0, np.cumsum(lengths + 1))[:-1]
        places = np.arange(len(tokens.ids))
        start, _ = tokens.spans(places)
        at = base[tokens.doc_of(places)] + start
        span = np.searchsorted((base[doc] + table["start"].to_numpy(np.int64))[order], at, side="right") - 1
        codes = pd.Categorical(table["voice"], categories=list(VOICES)).codes[order]
        voice = codes[span].astype(np.int8) if len(span) else np.zeros(0, np.int8)
        if not columns:
            return Spoken(voice)
        people = table[list(columns)].iloc[order].astype("str").astype(object)
        number, distinct = _people(
            list(people.where(people.notna(), None).itertuples(index=False, name=None)), columns
        )
        # A word before any span is nobody's.
        return Spoken(voice, np.append(number, 0)[span], distinct)


def _fault(row: pd.Series, due: int, length: int, column: str) -> str:
    where = f"voices: {column} of article {row['article']!r}"
    if row["end"] > length:
        return f"{where}: a span ends at {row['end']}, behind the {column}'s end at {length}; shorten it"
    if row["start"] < 0:
        return f"{where}: a span begins at {row['start']}; the first character is 0"
    if row["start"] > due:
        return f"{where}: characters {due} to {row['start']} are in no span; add or lengthen one"
    if row["start"] < due:
        return f"{where}: two spans hold characters {row['start']} to {due}; shorten one"
    if row["end"] <= row["start"]:
        return f"{where}: the span at {row['start']} is empty; drop it"
    return f"{where}: characters {row['end']} to {length} are in no span; add or lengthen one"
