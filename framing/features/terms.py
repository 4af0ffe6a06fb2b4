"""How often each word, stem or n-gram stands in each article: the counts that keyness and its kin start from.

Whole numbers only, nothing left out unless asked, no statistic. A chunk of text is read at a
time; ids never leave it, chunks meet by the term itself, in code-point order. How parts of a corpus meet
is the business of `term_blocks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array, csc_array

from framing.errors import FramingError, as_integer, brief, refuse_unknown, several
from framing.features.cells import PARTS, Cells, Voices, Way, cells, check_voices
from framing.schema import schema
from framing.text.overlap import shingles
from framing.text.voices.table import SPEAKER_COLUMNS

# Which words are counted, and as what: the arguments that everything counting words has in common.

#: The longest n-gram that is counted.
LONGEST = 5

#: Lists of words left out that have a name.
STOPS = ("content", "english", "none")

#: Words of scikit-learn's list that tell what news is about (on such words: Nothman, Qin and Yurchak 2018,
#: Stop word lists in free open-source software packages), with "us" and "un", in lower case US and UN too.
_CONTENT = (
    "amount bill bottom call cry describe detail empty fill find fire found front full interest mill mine "
    "move name part serious show side sincere system thick thin top un us"
)
#: Function words that it lacks, before the forms with an apostrophe.
_LACKING = (
    "did does doing got gets going goes just let like shall ought theirs having yes oh don didn doesn isn"
)
_ENDINGS = ("'s", "'re", "'ve", "'ll", "'d", "'m")
_NEGATED = "are ca could did do does had has have is must need should was were wo would ai"

#: What an article's words can be told apart by, beside what the articles say of themselves.
APART = ("part", "voice", *SPEAKER_COLUMNS)


@dataclass(frozen=True)
class Choice:
    """Which words are counted, and as what; as `choice` makes it."""

    part: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    voices: Voices = None
    speaker_type: tuple[str, ...] = ()
    ngram: tuple[int, int] = (1, 1)
    stem: bool = False
    case: bool = False
    stop: frozenset[str] = frozenset()
    min_count: int = 1

    def said(self) -> dict[str, str]:
        """Return what is counted, as columns of a table: "all", or "outlet+reported"."""
        return {name: "+".join(getattr(self, name)) or "all" for name in ("part", "voice")}


def choice(
    *,
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    speaker_type: str | Sequence[str] | None = None,
    ngram: int | tuple[int, int] = 1,
    stem: bool = False,
    case: bool = False,
    stop: str | Iterable[str] | None = None,
    min_count: int = 1,
    apart: str | None = None,
) -> Choice:
    """Check what is to be counted.

    Parameters
    ----------
    part, voice, speaker_type : str or sequence of str, optional
        Only words of these parts, voices and kinds of speaker, added up; all by default.
    voices : {"full", "quotes", None} or pandas.DataFrame
        How voices are told apart; by default in full where a voice or a speaker is asked for, else not
        at all.
    ngram : int or (int, int)
        Words in a term, or the fewest and the most; n-grams never cross the end of a sentence, nor
        leave what is counted.
    stem : bool
        Bring forms of a word together (Snowball, English).
    case : bool
        Keep capitals, so that US is not us.
    stop : str or sequence of str, optional
        Words left out: "content" leaves out function words and keeps content words, "english" is
        scikit-learn's list as it stands, "none" leaves out nothing. An n-gram is left out if it begins or
        ends with one.
    min_count : int
        Leave out terms that occur less often in all.
    apart : str, optional
        What words are told apart by, which decides how voices are too.

    Raises
    ------
    FramingError
        Something is not what it should be.
    """
    spoken = voice is not None or speaker_type is not None or apart in ("voice", *SPEAKER_COLUMNS)
    if isinstance(voices, str) and voices == "default":
        voices = "full" if spoken else None
    names = check_voices(voices)
    kinds = schema("voices").columns["speaker_type"].values
    given = {
        "part": (several("part", part), PARTS),
        "voice": (several("voice", voice), names),
        "speaker_type": (several("speaker_type", speaker_type), kinds),
    }
    for argument, (asked, allowed) in given.items():
        refuse_unknown(asked, allowed, argument=argument)
    if (speaker_type is not None or apart in SPEAKER_COLUMNS) and names != check_voices("full"):
        raise FramingError("voices: who speaks is known only with 'full' or a table of voices; give one")
    least = as_integer(min_count)
    if least is None or least < 1:
        raise FramingError(f"min_count: {brief(min_count)} is no count; give a whole number from 1")
    ends = tuple(ngram) if isinstance(ngram, (tuple, list)) else (ngram, ngram)
    low, high = (as_integer(end) for end in ends) if len(ends) == 2 else (None, None)
    if low is None or high is None or not 1 <= low <= high <= LONGEST:
        raise FramingError(
            f"ngram: {brief(ngram)} is no length; give a number from 1 to {LONGEST}, or two as (1, 3)"
        )
    if isinstance(stop, str):
        if stop not in STOPS:
            raise FramingError(f"stop: {brief(stop)} names no list; give one of {', '.join(STOPS)}, or words")
        stop = stop_words(stop, case=bool(case))
    words = [str(word).replace("’", "'") for word in several("stop", stop)]
    return Choice(
        tuple(name for name in PARTS if name in given["part"][0]),
        tuple(name for name in names if name in given["voice"][0]),
        voices,
        tuple(sorted(given["speaker_type"][0])),
        (low, high),
        bool(stem),
        bool(case),
        frozenset(words if case else (word.lower() for word in words)),
        least,
    )


@cache
def stop_words(name: str, *, case: bool = False) -> set[str]:
    """Return the words of a list, with a capital too where capitals matter.

    >>> sorted({"us", "side", "the", "it's", "didn't"} & stop_words("content", case=False))
    ["didn't", "it's", 'the']
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    if name == "none":
        return set()
    words = set(ENGLISH_STOP_WORDS)
    if name == "content":
        words = (words - set(_CONTENT.split())) | set(_LACKING.split())
        words |= {word + ending for word in words for ending in _ENDINGS}
        words |= {f"{word}n't" for word in _NEGATED.split()}
    return words | {word.capitalize() for word in words} if case else words


# Words of a chunk of text as they are counted: selected by part, voice and speaker, and joined to n-grams.


class Chunk(NamedTuple):
    """What a chunk leaves: counts by unit and term, entries in order of term, then unit, each pair once.

    Units are articles, or article × value; `tokens` has an item a unit, `prints` an item an article.
    """

    terms: pa.Array
    unit: np.ndarray
    term: np.ndarray
    times: np.ndarray
    tokens: np.ndarray
    prints: np.ndarray
    values: np.ndarray | None


def normalised(forms: pa.Array, wanted: Choice) -> tuple[pa.Array, np.ndarray]:
    """Return the distinct words as they are counted, and which one each form is."""
    forms = forms if wanted.case else pc.utf8_lower(forms)
    encoded = pc.replace_substring_regex(forms, "[’‘]", "'").dictionary_encode()
    words, of_form = encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False)
    if wanted.stem:
        from nltk.stem.snowball import SnowballStemmer

        stem = SnowballStemmer("english").stem
        again = pa.array([stem(word) for word in words.to_pylist()], pa.string()).dictionary_encode()
        words, of_form = again.dictionary, again.indices.to_numpy(zero_copy_only=False)[of_form]
    return words, of_form


def counted(chunk: Cells, wanted: Choice, apart: str | None) -> Chunk:
    """Count what is wanted of a chunk; `apart` is what units are told apart by, beside the article."""
    tokens = chunk.tokens
    words, of_form = normalised(tokens.forms, wanted)
    word = of_form[tokens.ids] if len(tokens.ids) else np.zeros(0, np.int32)
    unit, values = units(chunk, wanted, apart)
    rows = (len(values) if values is not None else 2) * chunk.size
    sentence = np.zeros(len(word), np.int32)
    sentence[tokens.sentences[tokens.sentences < len(word)]] = 1
    np.cumsum(sentence, out=sentence)
    sizes = np.zeros(rows, np.int64)
    terms, matrices = [], []
    for length in range(wanted.ngram[0], wanted.ngram[1] + 1):
        where, term, names = _grams(words, word, sentence, unit, length)
        sizes += np.bincount(unit[where], minlength=rows)
        # Terms stand in rows, so that one counting sort brings equal ones together in order of unit.
        matrix = coo_array(
            (np.ones(len(term), np.int32), (term, unit[where])), shape=(len(names), rows)
        ).tocsr()
        matrix.sum_duplicates()
        matrices.append(matrix)
        terms.append(names)
    starts = np.cumsum([0, *(len(names) for names in terms)])
    of_term = np.concatenate(
        [
            np.repeat(np.arange(m.shape[0]) + at, np.diff(m.indptr))
            for m, at in zip(matrices, starts, strict=False)
        ]
    )
    of_unit = np.concatenate([m.indices.astype(np.int64) for m in matrices])
    count = np.concatenate([m.data for m in matrices])
    if values is None:
        # A title and a text are one article.
        of_unit, sizes = of_unit % chunk.size, sizes[: chunk.size] + sizes[chunk.size :]
    prints = shingles.fingerprints(tokens)[chunk.size :]
    return Chunk(pa.concat_arrays(terms), of_unit, of_term, count, sizes, prints, values)


def units(chunk: Cells, wanted: Choice, apart: str | None) -> tuple[np.ndarray, np.ndarray | None]:
    """Return each word's unit, -1 where it isn't counted, and the values that units are told apart by.

    Units are texts (titles, then texts) where nothing is told apart, else article × value.
    """
    tokens, size = chunk.tokens, chunk.size
    doc = np.repeat(np.arange(len(tokens.docs) - 1, dtype=np.int32), np.diff(tokens.docs))
    if apart is None and not (wanted.part or wanted.voice or wanted.speaker_type):
        return doc, None
    cell = chunk.of(np.arange(len(tokens.ids)))
    part, voice = chunk.part(cell), chunk.spoken(cell)
    speaker = chunk.speaker(cell) if chunk.people is not None else None
    kept = np.ones(len(cell), bool)
    for chosen, names, of_word in ((wanted.part, PARTS, part), (wanted.voice, chunk.voices, voice)):
        if chosen:
            kept &= np.isin(names, chosen)[of_word]
    if wanted.speaker_type:
        kept &= _people(chunk, "speaker_type").isin(wanted.speaker_type).to_numpy()[speaker]
    if apart is None:
        return np.where(kept, doc, -1), None
    if apart in ("part", "voice"):
        names, of_word = (PARTS, part) if apart == "part" else (chunk.voices, voice)
        values = np.array(names, dtype=object)
    else:
        codes, known = pd.factorize(_people(chunk, apart), sort=True)
        kept &= (codes >= 0)[speaker]
        of_word, values = codes[speaker], np.asarray(known, dtype=object)
    return np.where(kept, (doc % size).astype(np.int64) * len(values) + of_word, -1), values


def _people(chunk: Cells, column: str) -> pd.Series:
    assert chunk.people is not None
    return chunk.people[column]


def _grams(
    words: pa.Array, word: np.ndarray, sentence: np.ndarray, unit: np.ndarray, length: int
) -> tuple[np.ndarray, np.ndarray, pa.Array]:
    """Return where n-grams begin that are counted, which each one is, and the distinct ones as text."""
    last = max(len(word) - length + 1, 0)
    whole = unit[:last] >= 0
    for step in range(1, length):
        whole &= (unit[step : step + last] == unit[:last]) & (sentence[step : step + last] == sentence[:last])
    where = np.flatnonzero(whole)
    if length == 1:
        return where, word[where], words
    code = word[where].astype(np.int64)
    for step in range(1, length):
        code, _ = pd.factorize(code * len(words) + word[where + step])
    first = np.zeros(int(code.max()) + 1 if len(code) else 0, np.int64)
    first[code[::-1]] = where[::-1]
    parts = [words.take(pa.array(word[first + step])) for step in range(length)]
    return where, code, pc.binary_join_element_wise(*parts, " ")


#: Entries that are looked at together, where terms are gone through block by block.
ENTRIES = 4_000_000


@dataclass(frozen=True)
class Block:
    """A run of terms in code-point order, and their counts; `first` is the place of the first among all."""

    first: int
    terms: pa.Array
    counts: csc_array


@dataclass(frozen=True)
class Counted:
    """Counts of terms in articles.

    Attributes
    ----------
    row : int64 array, one item a row of `counts`
        The article: its place in the frame that was counted.
    value : object array, or None
        What the rows of one article are told apart by.
    terms : pyarrow string array
        In code-point order.
    counts : int64 csc_array, rows × terms
        Entries of a term in order of row.
    tokens : int64 array, one item a row
        Words (or n-grams) of the row, those too that a stop list or a least count left out.
    prints : uint64 array, one item an article
        The same for the same words; 0 where there are too few to tell.
    """

    row: np.ndarray
    value: np.ndarray | None
    terms: pa.Array
    counts: csc_array
    tokens: np.ndarray
    prints: np.ndarray

    def blocks(self) -> Iterator[Block]:
        """Yield the terms in order, a number of entries at a time."""
        starts = self.counts.indptr
        begin = 0
        while begin < max(len(self.terms), 1):
            end = int(np.searchsorted(starts, starts[begin] + ENTRIES, side="right")) - 1
            end = min(max(end, begin + 1), len(self.terms))
            whole = (begin, end) == (0, len(self.terms))
            yield Block(begin, self.terms[begin:end], self.counts if whole else self.counts[:, begin:end])
            begin = max(end, 1)


@dataclass(frozen=True)
class Counting:
    """Counts the terms of a part: what is left out because it is rare or listed, all parts must decide.

    Gives the tables `terms` (a row a term: `term`, and of how many `entries`), `entries` (`unit`, `count`; by
    term, then unit), `units` (a row an article, or an article × value: `row`, `tokens`, `value`) and `prints`
    (a row an article: `row`, `print`).
    """

    wanted: Choice
    way: Way
    apart: str | None

    @classmethod
    def of(cls, wanted: Choice, way: Way, apart: str | None) -> Counting:
        """Return the task without what is none of its business, so that its work is known again."""
        return cls(replace(wanted, voices=None, stop=frozenset(), min_count=1), way, apart)

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Count."""
        found = count(frame, replace(self.wanted, voices=self.way.of(beside)), apart=self.apart)
        units = pd.DataFrame({"row": found.row, "tokens": found.tokens})
        if found.value is not None:
            units["value"] = pd.Series(found.value, dtype="str").astype("category")
        terms = pd.Series(found.terms.to_pandas(), dtype="str")
        return {
            "terms": pd.DataFrame({"term": terms, "entries": _small(np.diff(found.counts.indptr))}),
            "entries": pd.DataFrame(
                {"unit": _small(found.counts.indices), "count": _small(found.counts.data)}
            ),
            "units": units,
            "prints": pd.DataFrame({"row": np.arange(len(frame)), "print": found.prints}),
        }


def _small(values: np.ndarray) -> np.ndarray:
    most = int(values.max(initial=0))
    return values.astype(np.uint16 if most < 1 << 16 else np.int32 if most < 1 << 31 else np.int64)


def count(frame: pd.DataFrame, wanted: Choice, *, apart: str | None = None) -> Counted:
    """Count terms.

    Parameters
    ----------
    frame : pandas.DataFrame
        A checked table of articles.
    wanted : Choice
        As `choice` makes it.
    apart : str, optional
        One of `APART`: a row for each article and value of it, where there are words; else a row an
        article.

    Returns
    -------
    Counted

    Examples
    --------
    >>> from framing.schema import check
    >>> texts = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["Trade grew. Trade fell."]})
    >>> found = count(check(texts, "articles"), choice())
    >>> dict(zip(found.terms.to_pylist(), found.counts.toarray()[0].tolist()))
    {'fell': 1, 'grew': 1, 'trade': 2}
    >>> count(check(texts, "articles"), choice(ngram=2)).terms.to_pylist()
    ['trade fell', 'trade grew']
    """
    chunks = cells(frame, wanted.voices, speakers(wanted, apart))
    return joined([counted(chunk, wanted, apart) for chunk in chunks], len(frame), wanted, apart)


def speakers(wanted: Choice, apart: str | None) -> tuple[str, ...]:
    """Return the columns of who speaks that cells must be told apart by to count what is wanted."""
    found = [name for name in SPEAKER_COLUMNS if name == apart]
    if wanted.speaker_type and "speaker_type" not in found:
        found.append("speaker_type")
    return tuple(found)


def joined(parts: Sequence[Chunk], articles: int, wanted: Choice, apart: str | None) -> Counted:
    """Return all chunks as one; terms that occur nowhere in what is counted are no terms."""
    values = None
    if apart is not None:
        listed = {str(name) for part in parts if part.values is not None for name in part.values}
        values = np.array(sorted(listed), dtype=object)
    width = 1 if values is None else len(values)
    sizes, slices, start = np.zeros(articles * width, np.int64), [], 0
    for part in parts:
        each = 1 if part.values is None else len(part.values)
        name = np.zeros(1, np.int64)
        if values is not None and part.values is not None:
            name = np.searchsorted(values, part.values)
        units = np.arange(len(part.tokens))
        at = (units // each + start) * width + name[units % each]
        sizes[at] = part.tokens
        slices.append(Slice(part.terms, part.term, at[part.unit], part.times))
        start += len(part.prints)
    terms, matrix = merge_slices(slices, len(sizes), wanted)
    prints = np.concatenate([np.zeros(0, np.uint64), *(part.prints for part in parts)])
    if values is None:
        return Counted(np.arange(articles), None, terms, matrix, sizes, prints)
    used = np.flatnonzero(sizes > 0)
    matrix = matrix.tocsr()[used].tocsc()
    value = values[used % width] if width else np.zeros(0, object)
    return Counted(used // max(width, 1), value, terms, matrix, sizes[used], prints)


class Slice(NamedTuple):
    """Counts of some terms: of each entry the term (an index into `terms`), its row, and how often."""

    terms: pa.Array
    term: np.ndarray
    row: np.ndarray
    times: np.ndarray


def merge_slices(slices: Sequence[Slice], rows: int, wanted: Choice) -> tuple[pa.Array, csc_array]:
    """Return the terms of slices in code-point order, and their counts; the rare and the listed left out."""
    if not slices:
        return pa.array([], pa.string()), csc_array((rows, 0), dtype=np.int64)
    terms, term, row, times = slices[0]
    ascending = len(slices) == 1 and (len(terms) < 2 or bool(pc.all(pc.less(terms[:-1], terms[1:])).as_py()))
    if not ascending:
        encoded = pa.concat_arrays([one.terms.cast(pa.string()) for one in slices]).dictionary_encode()
        order = pc.sort_indices(encoded.dictionary)
        terms, rank = encoded.dictionary.take(order), np.empty(len(order), np.int32)
        rank[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
        code = rank[encoded.indices.to_numpy(zero_copy_only=False)]
        starts = np.cumsum([0, *(len(one.terms) for one in slices)])
        term = np.concatenate([code[one.term + at] for one, at in zip(slices, starts, strict=False)])
        row, times = (np.concatenate([one[at] for one in slices]) for at in (2, 3))
    shape = (rows, len(terms))
    if ascending and bool(((np.diff(term) > 0) | (np.diff(row.astype(np.int64)) > 0)).all()):
        # One slice in order of term and row, as most are, is the matrix as it stands.
        indptr = np.searchsorted(term, np.arange(len(terms) + 1, dtype=term.dtype)).astype(row.dtype)
        matrix = csc_array((times.astype(np.int64), row, indptr), shape=shape)
    else:
        matrix = coo_array((times, (row, term)), shape=shape).tocsc()
        matrix.data = matrix.data.astype(np.int64)
        matrix.sum_duplicates()
    total = np.asarray(matrix.sum(axis=0)).reshape(-1)
    used = total >= max(wanted.min_count, 1)
    if wanted.stop:
        stop, _ = normalised(pa.array(sorted(wanted.stop), pa.string()), wanted)
        for pattern in (r" .*$", r"^.* "):
            end = pc.replace_substring_regex(terms, pattern, "")
            used &= ~pc.is_in(end, value_set=stop).to_numpy(zero_copy_only=False)
    if used.all():
        return terms, matrix
    return terms.filter(pa.array(used)), matrix[:, np.flatnonzero(used)]
