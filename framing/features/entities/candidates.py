"""From articles to all that may be an item, as it stands: figures, dates, runs of capitals; no item is told.

A chunk of text at a time; nothing is decided that needs another article, so that parts may be read apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from framing.corpus.language import detect
from framing.engine.results import PartResults
from framing.features.cells import PARTS, Cells, cells, split
from framing.features.entities.figures import (
    LONG_SCALES,
    WORDS,
    Date,
    Figure,
    date_at,
    figures_at,
    ordinal,
    ordinal_at,
)
from framing.features.entities.runs import (
    Part,
    family,
    is_given,
    key_of,
    moved,
    ordinary,
    parts,
    runs,
    word_kinds,
    words,
)
from framing.features.naming.referents import Classes, classes
from framing.plugins import word_lists
from framing.text.tokens import Tokens, chunks
from framing.text.voices.speakers.lexicon import plain, tag
from framing.text.voices.table import foreign

# Titles in quotation marks: laws, agreements, books, films; what somebody says in them is no title.

_QUOTED = re.compile(r"[“\"]([A-Z][^“”\"\n]{5,140}?),?[”\"]")
_SMALL: frozenset[str] = word_lists(__package__, "lists")["candidates"]["small"]
_LONGEST = 18


def quoted_titles(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where titles in quotation marks stand, and whether each is a document or another name.

    A title has three words or more, all with capitals but small words; the marks are not part of it.

    Examples
    --------
    >>> text = 'They read “A Treaty of Two Harbours,” and “We Won!” came later.'
    >>> [(text[begin:end], kind) for begin, end, kind in quoted_titles(text)]
    [('A Treaty of Two Harbours', 'document')]
    """
    for match in _QUOTED.finditer(text):
        spelt = match[1].split(" ")
        if not 2 < len(spelt) <= _LONGEST or match[1][-1] in "!?;" or "" in spelt:
            continue
        big = [word for word in spelt if word.lower() not in _SMALL]
        if len(big) < 2 or not all(word.lstrip("'‘(")[:1].isupper() or word[0].isdigit() for word in big):
            continue
        if not any(char.islower() for char in match[1]):
            continue
        bare = {word.strip(".,:;()'‘’") for word in spelt}
        kind = "document" if bare & words("names", "document") else "name"
        yield match.start(1), match.start(1) + len(match[1].rstrip(",.")), kind


_AGENCY = r"\([A-Z][^()\n]{1,40}\)"
_DAY = r"(?:,? ?[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)"
_PLACES = r"[A-Z][\w.'’-]*(?:[ ,/]+(?:(?:and|of|de|la|del|the) )?[A-Z][\w.'’-]*){0,4}"
_SHOUTED = r"[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]+){0,4}(?:, [A-Z][\w.]*(?: [A-Z][a-z]+)?){0,2}"
#: Where a report was filed, when, by whom: "MARLOW, Jan. 15 (Newswire) --", "MARLOW —".
_DATELINE = re.compile(
    rf"\s*(?:(?:{_PLACES}{_DAY}?\.? ?)?{_AGENCY} ?(?:--?|[–—:])"
    rf"|{_PLACES}{_DAY}\.? ?/[A-Z-]+/\.?"
    rf"|{_SHOUTED}{_DAY}?\.? ?(?:--|[–—]| - ))"
)


def dateline_end(text: str) -> int:
    """Return where the dateline at the beginning of a text ends, or 0.

    >>> dateline_end("MARLOW, Jan. 15 (Newswire) -- It rains."), dateline_end("Marlow rejoices.")
    (29, 0)
    """
    found = _DATELINE.match(text)
    return found.end() if found else 0


#: What stands before a run.
BEFORE = ("", "the", "place", "title", "other", "The")


class Runs(NamedTuple):
    """Runs of capitals, in order of reading in each part: an array a column.

    `row` of the articles, index of the `part`, characters, number of the printed `form`; whether it `opens` a
    sentence, stands in a `loud` line; the index into `BEFORE`, and `behind` it 1 for a verb of saying, 2 for
    another word; whether brackets are `around` it, a `comma` behind it.
    """

    row: np.ndarray
    part: np.ndarray
    start: np.ndarray
    end: np.ndarray
    form: np.ndarray
    opens: np.ndarray
    loud: np.ndarray
    before: np.ndarray
    behind: np.ndarray
    around: np.ndarray
    comma: np.ndarray


#: Titles and texts of some articles.
_Texts: TypeAlias = tuple[list[str], list[str]]
#: Text that is read at once: the masks over its words are many times as large.
_BYTES = 16 << 20


@dataclass(frozen=True)
class Gathering:
    """Finds what may be an item in the articles of a part; in articles of other languages nothing.

    Its tables: `runs`, as `Runs`, with the printed `form`; `forms`, how often each stands `clear`, inside a
    sentence that doesn't shout; `small`, how often words are written in small letters; `figures`, a row a
    figure or date; `titles`, in quotation marks.
    """

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        texts = (frame["title"].fillna("").tolist(), frame["text"].tolist())
        other = foreign(frame).copy()
        for row in np.flatnonzero(frame["language"].isna().to_numpy()).tolist():
            other[row] = detect(texts[1][row]) not in (None, "en")
        # A dateline says where a report was filed: nobody is mentioned there.
        heads = np.fromiter(map(dateline_end, texts[1]), np.int64, len(texts[1]))
        figures: list[dict[str, object]] = []
        blank = Date(0, 0)._asdict() | Figure(0, 0, "", Decimal(0))._asdict()
        numbers: dict[str, int] = {}
        small: Counter[str] = Counter()
        columns: list[Runs] = [Runs(*(np.zeros(0, np.int8) for _ in Runs._fields))]
        sizes = np.fromiter((len(title) + len(text) for title, text in zip(*texts, strict=True)), np.int64)
        for start, stop in chunks(sizes, _BYTES):
            mine = (texts[0][start:stop], texts[1][start:stop])
            for chunk in cells(frame.iloc[start:stop], None):
                flags = classes(chunk.tokens)
                for row, part, one in _figures(chunk, mine, other[start:stop]):
                    if part and one.begin < heads[row + start]:
                        continue
                    form = mine[0 if part == 0 else 1][row][one.begin : one.end]
                    place = {"row": row + start, "part": part, "form": form, "date": isinstance(one, Date)}
                    figures.append(blank | one._asdict() | place)
                runs_ = _runs(chunk, flags, mine, other[start:stop], numbers)
                runs_ = runs_._replace(row=runs_.row + start)
                told = (runs_.part == 0) | (runs_.start >= heads[runs_.row])
                columns.append(Runs(*(column[told] for column in runs_)))
                forms = chunk.tokens.forms.to_pylist()
                counts = np.bincount(chunk.tokens.ids, minlength=len(forms)).tolist()
                lower = {form: count for form, count in zip(forms, counts, strict=True) if form[:1].islower()}
                small.update({form: count for form, count in lower.items() if count})
        runs = Runs(*map(np.concatenate, zip(*columns, strict=True)))
        titles = [
            (row, PARTS.index("body") * whole, begin, end, kind, text[begin:end])
            for whole, column in enumerate(texts)
            for row, text in enumerate(column)
            if not other[row]
            for begin, end, kind in quoted_titles(text)
        ]
        clear = np.bincount(runs.form[~(runs.opens | runs.loud).astype(bool)], minlength=len(numbers))
        listed = pd.Series(list(numbers), dtype="str")
        form = pd.Series(pd.Categorical.from_codes(runs.form.astype(np.int32), listed))
        return {
            "runs": pd.DataFrame(runs._asdict()).assign(form=form.cat.remove_unused_categories()),
            "forms": pd.DataFrame({"form": listed, "clear": clear})[clear > 0].reset_index(drop=True),
            "small": pd.DataFrame({"word": pd.Series(list(small), dtype="str"), "count": [*small.values()]}),
            "figures": pd.DataFrame(figures, columns=list(_FIGURE)).astype(_FIGURE),
            "titles": pd.DataFrame(titles, columns=list(_TITLE)).astype(_TITLE),
        }


_TITLE = {"row": "int64", "part": "int64", "start": "int64", "end": "int64", "kind": "str", "form": "str"}
#: Columns of the table `figures`: its place and form, whether it is a date, what either is made of.
_FIGURE = {
    "row": "int64", "part": "int64", "begin": "int64", "end": "int64", "form": "str", "date": "bool",
    "kind": "str", "value": "str", "unit": "str", "nth": "bool", "other": "str",
    "year": "int64", "month": "int64", "day": "int64", "weekday": "int64", "later": "bool",
}  # fmt: skip


def figures_of(table: pd.DataFrame) -> list[tuple[int, int, Figure | Date]]:
    """Return the figures and dates of a table `figures`, each with its row and part."""
    found: list[tuple[int, int, Figure | Date]] = []
    for one in table.astype(object).where(table.notna(), None).to_dict("records"):
        if one["date"]:
            date = Date(**{name: one[name] for name in Date._fields})
            found.append((one["row"], one["part"], date))
        else:
            numbers = {name: one[name] and Decimal(one[name]) for name in ("value", "other")}
            figure = Figure(**{name: one[name] for name in Figure._fields} | numbers)
            found.append((one["row"], one["part"], figure))
    return found


_ANCHOR = re.compile(
    rf"\d|[A-Z]{{1,3}}\$?\d|(?:{WORDS}|{LONG_SCALES})(?![a-z])"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Za-z]*\.?$"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:['’]s)?$|[a-z-]+(?:th|rd|st)$",
    re.I,
)


def _kind_of_anchor(form: str) -> int:
    """Tell what may begin at a word: 0 nothing, 1 a figure or date, 2 a date, 3 an ordinal in words."""
    if _ANCHOR.match(form) is None:
        return 0
    if form[0].isdigit() or any(char.isdigit() for char in form[:5]):
        return 1
    if ordinal(form) is not None:
        return 3
    if form[0].isupper() and (form[:3].title() in _MONTHS or "day" in form.lower()):
        return 2
    return 1 if re.match(rf"(?:{WORDS}|{LONG_SCALES})(?![a-z])", form, re.I) else 0


_MONTHS = frozenset("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())


def _figures(chunk: Cells, texts: _Texts, other: np.ndarray) -> Iterator[tuple[int, int, Figure | Date]]:
    tokens = chunk.tokens
    forms = tokens.forms.to_pylist()
    kinds = np.fromiter(map(_kind_of_anchor, forms), np.int8, len(forms))
    at = np.flatnonzero(kinds[tokens.ids] > 0)
    if not len(at):
        return
    done_row, done_part, done = -1, False, 0
    columns = (*_where(chunk, at), tokens.spans(at)[0], kinds[tokens.ids[at]], tokens.ids[at])
    for r, p, b, kind, form in zip(*(column.tolist() for column in columns), strict=True):
        if other[r]:
            continue
        if (r, p == 0) != (done_row, done_part):
            done_row, done_part, done = r, p == 0, 0
        if b < done:
            continue
        text = texts[0 if p == 0 else 1][r]
        found: list[Figure] | list[Date]
        if kind == 3:
            figure = ordinal_at(text, b, b + len(forms[form]))
            if figure is not None:
                yield r, p, figure
            continue
        if kind == 2 or text[b].isdigit():
            end, found = date_at(text, b)
            if found:
                done = end
                yield from ((r, p, one) for one in found)
                continue
        if kind == 1:
            if not text[b].isdigit() and not text[b].islower():
                digit = re.compile(r"[A-Z]{1,3}\$?(?=\d)").match(text, b)
                b = digit.end() if digit else b
            end, found = figures_at(text, b)
            if found:
                done = end
                yield from ((r, p, one) for one in found)


def _where(chunk: Cells, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    cell = chunk.of(place)
    return chunk.row(cell), chunk.part(cell)


_OPENING = frozenset("\"“‘'«:•*|>")
_OPENING_SPACED = frozenset((": ", "• ", "- ", "— ", "– ", "| ", "> ", "* ", '" ', "“ ", "‘ "))


def _runs(chunk: Cells, flags: Classes, texts: _Texts, other: np.ndarray, numbers: dict[str, int]) -> Runs:
    """Return the runs of a chunk; `numbers` of the forms met so far grows."""
    tokens = chunk.tokens
    found = runs(tokens, flags)
    begin, _ = tokens.spans(found.first)
    _, end = tokens.spans(found.last)
    row, part = _where(chunk, found.first)
    begin, end = begin.astype(np.int64), end.astype(np.int64)
    owned = flags.possessive[tokens.ids[found.last]]
    opens = found.opens.copy()
    around, comma, drop = np.zeros((3, len(begin)), bool)
    code = np.zeros(len(begin), np.int64)
    titles, bodies = texts
    places = zip(row.tolist(), part.tolist(), begin.tolist(), end.tolist(), owned.tolist(), strict=True)
    for n, (r, p, b, e, own) in enumerate(places):
        text = titles[r] if p == 0 else bodies[r]
        if own:
            e -= 2 if text[e - 1] in "sS" and text[e - 2] in "'’" else 1
            end[n] = e
        mark = text[b - 1] if b else ""
        if mark in _OPENING or text[max(b - 2, 0) : b] in _OPENING_SPACED:
            opens[n] = True
        if mark in "@#" and mark:
            drop[n] = True
        comma[n] = text[e : e + 2] == ", "
        around[n] = mark == "(" and text[e : e + 1] == ")"
        code[n] = numbers.setdefault(text[b:e], len(numbers))
    loud = found.loud | _titled(chunk, found.first, flags, texts)
    before, behind = _beside(tokens, found.first, found.last)
    kept = ~(other[row] | drop)
    # Narrow columns: there are as many rows as mentions in the whole corpus.
    wide = [column[kept].astype(np.int32) for column in (row, begin, end, code)]
    narrow = [column[kept].astype(np.int8) for column in (part, opens, loud, before, behind, around, comma)]
    return Runs(wide[0], narrow[0], *wide[1:], *narrow[1:])


def _titled(chunk: Cells, first: np.ndarray, flags: Classes, texts: _Texts) -> np.ndarray:
    """Mask the runs in headlines, and in lines without a full stop, where nearly every word has a capital."""
    tokens = chunk.tokens
    ids = tokens.ids
    plain_ = ~flags.function[ids] & ~flags.figure[ids]
    capital = flags.capital[ids] & plain_
    of_plain = np.concatenate([[0], np.cumsum(plain_)])
    of_capital = np.concatenate([[0], np.cumsum(capital)])
    begin, end = tokens.sentence_of(first)
    words = of_plain[end] - of_plain[begin]
    capitals = of_capital[end] - of_capital[begin]
    row, part = _where(chunk, first)
    every = (words >= 6) & (capitals == words)
    found: np.ndarray = (words >= np.where(part == 0, 2, 4)) & (capitals >= 0.75 * words)
    some = np.flatnonzero(found & (part > 0))
    _, close = tokens.spans(end[some] - 1)
    for k, r, e in zip(some.tolist(), row[some].tolist(), close.tolist(), strict=True):
        # A sentence that ends as sentences do is one, however many names it has.
        found[k] = every[k] or texts[1][r][e : e + 2].lstrip("\"”’')")[:1] not in (".", "!", "?")
    return found


_SAID: frozenset[str] = word_lists(__package__, "lists")["candidates"]["said"]
_IN = frozenset("in at from near across outside inside throughout toward into".split())


def _beside(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the classes of the words before and behind each run."""
    keys = [form.lower() for form in tokens.forms.to_pylist()]

    def before(key: str) -> int:
        if key in ("the", "this"):
            return 1
        if key in _IN:
            return 2
        return 3 if word_kinds(plain(key)) & {"role", "honorific"} else 4

    of_before = np.fromiter(map(before, keys), np.int8, len(keys))
    of_behind = np.fromiter((1 if key in _SAID else 2 for key in keys), np.int8, len(keys))
    ids, size = tokens.ids, len(tokens.ids)
    start = np.zeros(size + 1, bool)
    start[np.append(tokens.sentences, size)] = True
    breaks = np.append(tokens.breaks, True)
    # "The" inside a sentence begins a name, whatever word follows: The Hill.
    big = np.fromiter((form == "The" for form in tokens.forms.to_pylist()), bool, len(keys))
    named = big[ids[np.maximum(first - 1, 0)]] & ~start[np.maximum(first - 1, 0)]
    left = np.where(start[first] | breaks[first], 0, of_before[ids[np.maximum(first - 1, 0)]])
    left = np.where((left > 0) & named, BEFORE.index("The"), left)
    after = last + 1
    right = np.where(start[after] | breaks[after], 0, of_behind[ids[np.minimum(after, size - 1)]])
    return left, right


# What a capital means where it means little: where a sentence begins, in headlines, in lines of capitals.

_WORD = re.compile(r"\S+")
_LONGEST_PHRASE = 6
#: What may stand first in a name's run though it is an ordinary word.
_OPENING_KINDS = frozenset(("role", "honorific", "people", "place"))


class Corpus(NamedTuple):
    """What a corpus tells of capitals inside its sentences, all by keys.

    `known` is what it names there, and how often; `surnames` are ordinary words that are surnames in it;
    `small` are words that it writes small more often than with a capital.
    """

    known: Mapping[str, int] = MappingProxyType({})
    surnames: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()


_NOTHING = Corpus()


def _ordinary(word: str, corpus: Corpus, *, upper: bool = False) -> bool:
    """Whether a word is one that is mostly written small; an initialism is none."""
    if not upper and len(word) > 1 and word.isupper():
        return False
    listed = ordinary()
    low = word.lower().rstrip(".,")
    return (
        low in listed
        or low in corpus.small
        or ("-" in low and all(part in listed or not part for part in low.split("-")))
    )


def opening(run: str, corpus: Corpus = _NOTHING) -> tuple[Part, ...]:
    """Return what a run names at the beginning of a sentence.

    Parameters
    ----------
    run : str
    corpus : Corpus

    Examples
    --------
    >>> opening("Meanwhile Marlow"), [part.kind for part in opening("Former President Ana Ruiz")]
    ((Part(begin=10, end=16, kind=None, sure=False),), ['person'])
    """
    first, _, rest = run.partition(" ")
    if not _ordinary(first, corpus):
        return parts(run)
    if not rest:
        whole = parts(run)
        kept = whole and (whole[0].sure or whole[0].kind == "maybe" or key_of(run) in corpus.surnames)
        return whole if kept else ()
    if corpus.known.get(key_of(run)):
        return parts(run)
    items = tag(run)
    whole = parts(run)
    if items and items[0].entry is not None and (items[0].kind in _OPENING_KINDS or " " in items[0].text):
        return whole
    behind = moved(parts(rest), len(first) + 1)
    if corpus.known.get(key_of(rest)):
        return behind
    known = len(whole) == 1 and whole[0].sure and whole[0].kind != "person"
    return whole if known and not any(part.sure for part in behind) else behind


def apart(found: tuple[Part, ...], run: str, known: Mapping[str, int]) -> tuple[Part, ...]:
    """Return parts with two names that a hyphen joins told apart, where the corpus names both.

    >>> run = "Marlow-Ruiz"
    >>> [run[part.begin : part.end] for part in apart(parts(run), run, {"marlow": 2, "ruiz": 1})]
    ['Marlow', 'Ruiz']
    >>> len(apart(parts(run), run, {"ruiz": 1}))
    1
    """
    if "-" not in run:
        return found
    result: list[Part] = []
    for part in found:
        name = run[part.begin : part.end]
        left, _, right = name.partition("-")
        if part.kind in (None, "name") and left[:1].isupper() and right[:1].isupper() and " " not in name:
            before, behind = parts(left), parts(right)
            if len(before) == len(behind) == 1 and known.get(key_of(left)) and known.get(key_of(right)):
                result += moved(before, part.begin)
                result += moved(behind, part.begin + len(left) + 1)
                continue
        result.append(part)
    return tuple(result)


def shouted(run: str, corpus: Corpus = _NOTHING) -> tuple[Part, ...]:
    """Return what a run names in a line in which every word has a capital.

    Examples
    --------
    >>> run = "Canada Signs Big Deal"
    >>> [run[part.begin : part.end] for part in shouted(run)]
    ['Canada']
    >>> run = "MARLOW SAYS SORRY"
    >>> [run[part.begin : part.end] for part in shouted(run, Corpus({"marlow": 3}))]
    ['MARLOW']
    """
    upper = run.isupper() and " " in run
    spans = [match.span() for match in _WORD.finditer(run)]

    def read(begin: int, end: int) -> tuple[Part, ...]:
        # Written as sentences would: places and offices are looked up with their capitals.
        name = run[begin:end]
        return moved(parts(name.title() if upper and len(name) > 3 else name), begin)

    found: list[Part] = []
    at, size = 0, len(spans)
    while at < size:
        taken = _longest(run, spans, at, corpus, upper)
        if taken:
            begin, end = spans[at][0], spans[at + taken - 1][1]
            found.extend(read(begin, end))
            at += taken
            continue
        begin = at
        while (
            at < size
            and not _ordinary(run[slice(*spans[at])], corpus, upper=upper)
            and (at == begin or not _longest(run, spans, at, corpus, upper))
        ):
            at += 1
        if at > begin:
            left, right = spans[begin][0], spans[at - 1][1]
            found.extend(read(left, right))
        else:
            at += 1
    return tuple(found)


def _longest(run: str, spans: list[tuple[int, int]], at: int, corpus: Corpus, upper: bool) -> int:
    """Return how many words from a place are a name together: known to the corpus, or anyway."""
    for size in range(min(_LONGEST_PHRASE, len(spans) - at), 0, -1):
        written = run[spans[at][0] : spans[at + size - 1][1]]
        first = run[slice(*spans[at])]
        alone = size == 1 and _ordinary(first, corpus, upper=upper)
        key = key_of(written)
        if (not alone and corpus.known.get(key)) or (size == 1 and key in corpus.surnames):
            return size
        shown = written.title() if upper and len(written) > 3 else written
        items = tag(shown)
        entry = items[0].entry if len(items) == 1 and not alone else None
        if entry and entry.kind in ("place", "named", "medium"):
            return size
        given = shown.split()[0]
        if size == 2 and is_given(given) and not alone:
            second = run[slice(*spans[at + 1])]
            if not _ordinary(second, corpus, upper=upper) and not _ordinary(given, corpus, upper=True):
                return size
    return 0


# What parts gave, brought together: what the whole corpus names, and what may be an item, block by block.

#: So often a word that begins sentences anyway must be somebody's name inside them to be one there too.
_OFTEN = 3


class Gathered(NamedTuple):
    """What may be an item in some articles: runs with their distinct forms, figures and dates, titles.

    `row` counts these articles.
    """

    runs: Runs
    forms: list[str]
    figures: pd.DataFrame
    titles: pd.DataFrame


def gathered(found: PartResults, blocks: list[np.ndarray]) -> Iterator[Gathered]:
    """Yield what may be an item in each block of rows.

    Parameters
    ----------
    found : Found
        What `gather.Gathering` gives.
    blocks : list of int64 array
        Rows of the articles; each block's are numbered anew in the order of rows.
    """
    for tables in split(found, ("runs", "figures", "titles"), blocks):
        runs = tables["runs"]
        form = runs["form"].cat.remove_unused_categories()
        names = form.cat.categories.to_numpy(dtype=object)
        by_name = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
        rank = np.empty(len(names), np.int32)
        rank[by_name] = np.arange(len(names), dtype=np.int32)
        columns = {name: runs[name].to_numpy() for name in Runs._fields if name != "form"}
        columns["form"] = rank[form.cat.codes.to_numpy()] if len(form) else np.zeros(0, np.int32)
        # In order of reading, the headline first.
        order = np.lexsort((columns["start"], columns["part"] > 0, columns["row"]))
        yield Gathered(
            Runs(**{name: column[order] for name, column in columns.items()}),
            names[by_name].tolist(),
            tables["figures"],
            tables["titles"],
        )


def corpus_of(found: PartResults, least: int = 1) -> Corpus:
    """Return what is named inside sentences, where a capital tells, and surnames that stand alone there.

    Parameters
    ----------
    found : Found
    least : int
        Forms that stand there less often are passed over: of very many articles, what one has alone.
    """
    forms = _summed(found, "forms", "form", "clear")
    known: Counter[str] = Counter()
    families: set[str] = set()
    for run, count in forms.items():
        if count < least:
            continue
        for part in parts(run):
            name = run[part.begin : part.end]
            known[key_of(name)] += count
            if part.kind == "person" and " " in name:
                families.add(family(name))
    words = _summed(found, "small", "word", "count")
    small = frozenset(word for word, count in words.items() if count > known[word])
    return Corpus(known, frozenset(one for one in families if known[one] >= _OFTEN), small)


def _summed(found: PartResults, name: str, key: str, value: str) -> Mapping[str, int]:
    """Return the sums of counts over all parts, by their strings in order."""
    return pd.concat(found.each(name)).groupby(key, sort=True)[value].sum().to_dict()
