"""Where each item stands, whatever finds it: named things and figures, terms, statements, as one table.

What finds them is the business of `features`; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.comparison.events.pairs import background, hashed
from framing.comparison.reuse.classing import plain
from framing.comparison.sums import Ints, coded
from framing.engine.parts import Articles, map_parts, metadata, select_articles
from framing.errors import FramingError, brief, refuse_unknown, several
from framing.features.cells import PARTS, Cells, Voices, Way, cells, check_voices, way_of
from framing.features.entities.sightings import sighted
from framing.features.nodes import Node, node
from framing.features.statements.finding import statements as find_statements
from framing.features.terms import choice, count
from framing.schema import check
from framing.text.overlap import shingles
from framing.text.tokens import sentence_spans

# Where mentions stand: how far into the article, in whose voice, in which sentence.


class Texts(NamedTuple):
    """By article: characters of title and text; a number that is the same for the same words."""

    title: Ints
    text: Ints
    prints: np.ndarray


class Places(NamedTuple):
    """By mention: code of the voice; its sentence and where that is, where it was asked for, else -1."""

    voice: Ints
    voices: tuple[str, ...]
    begin: Ints
    end: Ints
    sentence: np.ndarray


def texts(articles: Articles, *, prints: bool) -> Texts:
    """Read how long titles and texts are, and which have the same words."""
    found = map_parts(articles, Measuring(prints), what="texts")
    size = len(articles)
    title, text = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for table in found.each("each"):
        title[table["row"]], text[table["row"]] = table["title"], table["text"]
    return Texts(title, text, shingles.prints_of(found, size))


@dataclass(frozen=True)
class Measuring:
    """Measures the articles of a part: the tables `each`, by characters, and `prints`."""

    prints: bool

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        found = np.zeros(len(frame), np.uint64)
        for chunk in cells(frame, None) if self.prints else ():
            found[chunk.first : chunk.first + chunk.size] = shingles.fingerprints(chunk.tokens)[chunk.size :]
        sizes = {name: frame[name].str.len().fillna(0).to_numpy(np.int32) for name in ("title", "text")}
        each = pd.DataFrame({"row": np.arange(len(frame), dtype=np.int32), **sizes})
        return {"each": each, "prints": shingles.as_table(found)}


def places(articles: Articles, mentions: pd.DataFrame, voices: Voices) -> Places:
    """Say of each mention where it stands.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked.
    mentions : pandas.DataFrame
        Columns `article`, `headline`, `start`, `end`, where it is, and `shown`, whether its sentence is
        wanted.
    voices : {"full", "quotes", None} or pandas.DataFrame
        A mention is in the voice of its first character.
    """
    names = check_voices(voices)
    way, beside = way_of(voices)
    wanted = mentions.assign(number=np.arange(len(mentions)))
    here = metadata(articles)["id"].isin(mentions["article"].unique()).to_numpy(bool)
    found = map_parts(
        select_articles(articles, here), Placing(way), what="places", beside={"mentions": wanted, **beside}
    )
    voice, begin, end = (
        np.zeros(len(mentions), np.int64),
        np.full(len(mentions), -1),
        np.full(len(mentions), -1),
    )
    said = np.full(len(mentions), None, dtype=object)
    for table in found.each("places"):
        voice[table["number"]] = table["voice"]
    for table in found.each("sentences"):
        number = table["number"].to_numpy()
        begin[number], end[number] = table["begin"], table["end"]
        said[number] = table["sentence"].to_numpy(dtype=object)
    return Places(voice, names, begin, end, said)


@dataclass(frozen=True)
class Placing:
    """Places mentions, which come beside: the tables `places`, of voices, and `sentences`, those wanted."""

    way: Way

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        asked = beside["mentions"]
        row = pd.Series(np.arange(len(frame)), index=frame["id"]).loc[asked["article"]].to_numpy(np.int64)
        headline, shown = asked["headline"].to_numpy(bool), asked["shown"].to_numpy(bool)
        start, end = asked["start"].to_numpy(np.int64), asked["end"].to_numpy(np.int64)
        voice, begin, stop = np.zeros(len(row), np.int8), np.full(len(row), -1), np.full(len(row), -1)
        for chunk in cells(frame, self.way.of(beside)):
            mine = np.flatnonzero((row >= chunk.first) & (row < chunk.first + chunk.size))
            if not len(mine) or not len(chunk.tokens.ids):
                continue
            doc = row[mine] - chunk.first + np.where(headline[mine], 0, chunk.size)
            word = _word(chunk, doc, start[mine])
            worded = chunk.tokens.docs[doc] < chunk.tokens.docs[doc + 1]
            voice[mine] = np.where(worded, chunk.spoken(chunk.of(word)), 0)
            some = np.flatnonzero(shown[mine] & worded)
            texts = _texts(frame, chunk, doc[some])
            for at, (first, last) in zip(
                mine[some].tolist(), sentence_spans(chunk.tokens, texts, word[some]), strict=True
            ):
                begin[at], stop[at] = min(first, start[at]), max(last, end[at])
            bare = mine[shown[mine] & ~worded]
            begin[bare], stop[bare] = start[bare], end[bare]
        title, text = frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object)
        at = np.flatnonzero(shown)
        said = [(title if headline[k] else text)[row[k]][begin[k] : stop[k]] for k in at.tolist()]
        number = asked["number"].to_numpy(np.int64)
        return {
            "places": pd.DataFrame({"number": number, "voice": voice}),
            "sentences": pd.DataFrame({
                "number": number[at], "begin": begin[at], "end": stop[at],
                "sentence": pd.Series(said, dtype="str"),
            }),
        }  # fmt: skip


def _word(chunk: Cells, doc: Ints, start: Ints) -> Ints:
    """Return the word that holds each place: the last of its text to begin at or before it."""
    tokens = chunk.tokens
    some = np.unique(doc)
    size = tokens.docs[some + 1] - tokens.docs[some]
    words = np.repeat(tokens.docs[some] - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
    if not len(words):
        return np.zeros(len(doc), np.int64)
    first = tokens.spans(words)[0]
    wide = int(max(first.max(), start.max(initial=0))) + 1
    at = np.searchsorted(np.repeat(some, size) * wide + first, doc * wide + start, side="right") - 1
    low, high = tokens.docs[doc], np.maximum(tokens.docs[doc + 1] - 1, tokens.docs[doc])
    held = np.minimum(np.clip(words[np.maximum(at, 0)], low, high), len(tokens.ids) - 1)
    return np.asarray(held, np.int64)


def _texts(frame: pd.DataFrame, chunk: Cells, doc: Ints) -> list[str]:
    row = chunk.first + np.where(doc < chunk.size, doc, doc - chunk.size)
    title, text = frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object)
    return [title[r] if d < chunk.size else text[r] for r, d in zip(row.tolist(), doc.tolist(), strict=True)]


# Words that the coverage is about, found without looking at who wrote what: terms to ask all outlets for.

#: So many terms are taken: more tests would each find less.
MOST = 40

#: A form that stands with a capital in more than this share of its places is a name.
_NAME = 0.5

_WORD = r"^\p{L}[\p{L}'-]{2,}$"


@dataclass(frozen=True)
class Topics:
    """Counts the words of a part that may be terms: the table `forms`, and the `entries` of its articles."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        found = count(frame, choice(case=True, stop="english"))
        fits = pc.match_substring_regex(found.terms, _WORD).to_numpy(zero_copy_only=False).astype(bool)
        stop = choice(stop="english").stop
        used = np.array(
            [ok and form.lower() not in stop for ok, form in zip(fits, found.terms.to_pylist(), strict=True)],
            bool,
        )
        at = np.flatnonzero(used)
        counts = found.counts.tocsc()[:, at].tocoo()
        return {
            "forms": pd.DataFrame({
                "form": pd.Series(found.terms.take(pa.array(at)).to_pylist(), dtype="str"),
                "times": np.bincount(counts.col, counts.data, len(at)).astype(np.int64),
            }),
            "entries": pd.DataFrame({
                "row": found.row[counts.row].astype(np.int32), "term": counts.col.astype(np.int32)
            }),
        }  # fmt: skip


def topical(articles: Articles, most: int = MOST, least: int = 3) -> dict[str, list[str]]:
    """Return the words that stand in more of the articles than in news at large, as terms for `coverage`.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        A checked table of articles; who printed them is not looked at.
    most : int
        Terms at most.
    least : int
        Articles that a term must stand in.

    Returns
    -------
    dict of str to list of str
        By the form that is commonest, the forms that the articles have of it (singular and plural, British
        and American spelling, with a hyphen or without), the term that says most first. English words alone;
        stop words, names and figures aside.

    Notes
    -----
    Ranked by ``d log((d / n) / ((D + 1) / (N + 1)))``, the part of a log-likelihood that articles with the
    term give (Dunning 1993): d of n articles have it, and D of N in news at large.

    Examples
    --------
    >>> from framing.schema import check
    >>> texts = [f"The canal toll rose in {year}, and both tolls were paid." for year in (2001, 2002, 2003)]
    >>> articles = check(pd.DataFrame({"id": list("abc"), "outlet": list("xyz"), "text": texts}), "articles")
    >>> list(topical(articles, most=2).items())
    [('canal', ['canal']), ('toll', ['toll', 'tolls'])]
    """
    found = map_parts(articles, Topics(), what="topics")
    parts = [table.set_index("form")["times"] for table in found.each("forms")]
    summed = pd.concat(parts).groupby(level=0, sort=True).sum()
    written, times = summed.index.astype("str").tolist(), summed.to_numpy(np.int64)
    lower = [word.lower() for word in written]
    if not written:
        return {}
    words = _words(lower)
    forms = pd.DataFrame(
        {
            "term": np.arange(len(written)),
            "form": lower,
            "word": words,
            "times": times,
            "capital": np.where([form[0].isupper() for form in written], times, 0),
        }
    )
    by_word = forms.groupby("word", sort=True)[["times", "capital"]].sum()
    kept = by_word.index[by_word["capital"] <= _NAME * by_word["times"]]
    forms = forms[forms["word"].isin(kept)]
    code, each = pd.factorize(forms["word"], sort=True)
    of = np.full(len(written) + 1, -1)
    of[forms["term"]] = code
    held = np.zeros(len(each), np.int64)
    for part, entries in zip(parts, found.each("entries"), strict=True):
        word = of[summed.index.get_indexer(part.index)][entries["term"]]
        row = entries["row"].to_numpy(np.int64)[word >= 0]
        pairs = np.unique(row * len(each) + word[word >= 0])
        held += np.bincount(pairs % len(each), minlength=len(each))
    table = background()
    known = (
        pd.Series(table.of(hashed(pa.array([written[at] for at in forms["term"]], pa.string()))))
        .groupby(code)
        .max()
        .to_numpy()
    )
    n = len(articles)
    with np.errstate(divide="ignore"):
        says = held * np.log((held / n) / ((known + 1) / (table.size + 1)))
    order = [i for i in np.lexsort((each, -says)).tolist() if held[i] >= least and says[i] > 0][:most]
    listed = forms.groupby(["word", "form"], sort=True)["times"].sum()
    terms = {}
    for i in order:
        own = listed[each[i]]
        terms[str(own.idxmax())] = [str(form) for form in own.index]
    return terms


def _words(forms: list[str]) -> list[str]:
    """Return for each form a spelling that the forms of one word share; a plural goes with its singular."""
    spelt = [plain(form) for form in forms]
    known = set(spelt)
    singular = {}
    for word in known:
        for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
            if word.endswith(ending) and word[: -len(ending)] + instead in known:
                singular[word] = word[: -len(ending)] + instead
                break
    return [singular.get(word, word) for word in spelt]


LEVELS = ("named", "term", "statement")

#: What a sighting is; `label` says how the item is shown.
COLUMNS = ("article", "item", "kind", "level", "label", "part", "start", "end")


#: Characters of a sentence that stand for a statement.
_SHOWN = 90

Terms: TypeAlias = str | Sequence[str] | Mapping[str, str | Sequence[str]]


def levels_of(levels: object) -> tuple[str, ...]:
    """Return the levels asked for, in order.

    >>> levels_of("named"), levels_of(["statement", "term"])
    (('named',), ('term', 'statement'))
    """
    given = several("levels", levels)
    refuse_unknown(given, LEVELS, argument="level")
    if not given:
        raise FramingError(f"levels: the list is empty; give one of {', '.join(LEVELS)}, or several")
    return tuple(name for name in LEVELS if name in given)


class Seen(NamedTuple):
    """Mentions: an item and a row of the articles each, index of the part, characters; what each item is.

    Items stand in order of level, kind and item; `names` has these columns and a label.
    """

    item: Ints
    row: Ints
    part: np.ndarray
    start: Ints
    end: Ints
    names: pd.DataFrame

    def of(self, which: Ints | np.ndarray) -> Seen:
        """Return some mentions."""
        item, row, part, start, end = (column[which] for column in self[:5])
        return Seen(item, row, part, start, end, self.names)


_PLACE = ("row", "part", "start", "end")
_WHAT = ("item", "kind", "level", "label")


def seen(
    articles: Articles,
    sizes: Texts,
    *,
    levels: str | Sequence[str],
    terms: Terms | None,
    voices: Voices,
    items: pd.DataFrame | None,
    statements: pd.DataFrame | None,
) -> Seen:
    """Find where each item stands, in checked articles whose texts are of these sizes; as for `coverage`."""
    frame = metadata(articles)
    wanted = levels_of(levels)
    found = []
    if items is not None:
        found.append(_given(items, frame, sizes, wanted))
    elif "named" in wanted:
        found.append(_named(sighted(articles)))
    if "term" in wanted and (patterns := terms_of(topical(articles) if terms is None else terms)):
        found.append(_terms(articles, patterns))
    if "statement" in wanted:
        if statements is None and items is not None and (found[0]["level"] == "statement").any():
            pass  # already given
        else:
            given = (
                find_statements(articles, voices=voices, progress=False) if statements is None else statements
            )
            found.append(_given(_statements(given), frame, sizes, wanted, "statements"))
    # Bring sightings of all kinds together, items as codes.
    columns: list[list[np.ndarray]] = [[np.zeros(0, np.int64)] for _ in range(5)]
    listed = [pd.DataFrame({name: pd.Series([], dtype="str") for name in _WHAT})]
    size = 0
    for table in found:
        code, names = _numbered(table)
        columns[0].append(code + size)
        size += len(names)
        listed.append(names)
        for number, name in enumerate(_PLACE, 1):
            columns[number].append(table[name].to_numpy(np.int64))
    names = pd.concat(listed, ignore_index=True)
    keys = coded(names["level"] + "\x1f" + names["kind"] + "\x1f" + names["item"])
    first = (
        names.assign(code=keys.codes).sort_values(["code", "label"], kind="stable").drop_duplicates("code")
    )
    item, row, part, start, end = (np.concatenate(column).astype(np.int64) for column in columns)
    of = keys.codes[item] if len(item) else item
    return Seen(of, row, part, start, end, first[list(_WHAT)].reset_index(drop=True))


def _numbered(table: pd.DataFrame) -> tuple[Ints, pd.DataFrame]:
    """Return the items of a table as numbers, and what each is: a string is looked at once."""
    told = [table[name].astype("category") for name in _WHAT]
    key = np.zeros(len(table), np.int64)
    for column in told:
        # Renumbered at each step, so that no product of sizes grows too large.
        joined = key * max(len(column.cat.categories), 1) + column.cat.codes.to_numpy(np.int64)
        key = np.unique(joined, return_inverse=True)[1].astype(np.int64)
    first = np.unique(key, return_index=True)[1]
    names = {
        name: column.iloc[first].astype("str").to_numpy(dtype=object)
        for name, column in zip(_WHAT, told, strict=True)
    }
    return key, pd.DataFrame(names, dtype="str")


def _named(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(level="named", label=found["item"])[list(_PLACE + _WHAT)]


def _given(
    table: pd.DataFrame, frame: pd.DataFrame, sizes: Texts, wanted: Sequence[str], name: str = "items"
) -> pd.DataFrame:
    """Check sightings that a caller has, and keep those of the articles and levels at hand."""
    if not isinstance(table, pd.DataFrame):
        raise FramingError(
            f"{name}: {brief(table)} is no table; give one with article, item, part, start, end"
        )
    for column in ("article", "item", "part", "start", "end"):
        if column not in table.columns:
            have = ", ".join(map(str, table.columns)) or "none"
            raise FramingError(f"{name}: column {column!r} is missing; columns given: {have}")
    found = table.reset_index(drop=True)
    missing = found[["article", "item", "part", "start", "end"]].isna().any(axis=1)
    if missing.any():
        raise FramingError(f"{name}: row {int(missing.argmax())} lacks a value; fill it or leave the row out")
    text = {column: found[column].astype("str") for column in ("article", "item", "part")}
    level = (
        found["level"].astype("str") if "level" in found else pd.Series(["named"] * len(found), dtype="str")
    )
    for value, allowed, column in ((level, LEVELS, "level"), (text["part"], PARTS, "part")):
        refuse_unknown(sorted(set(value)), allowed, name, argument=column)
    label = found["label"] if "label" in found else pd.Series([None] * len(found), dtype="str")
    result = pd.DataFrame(
        {
            "article": text["article"],
            "item": text["item"],
            "kind": found["kind"].astype("str").fillna("") if "kind" in found else level,
            "level": level,
            "label": label.astype("str").fillna(text["item"]),
            "part": text["part"],
        }
    )
    for column in ("start", "end"):
        try:
            result[column] = found[column].astype("int64")
        except (ValueError, TypeError):
            raise FramingError(f"{name}: column {column!r} should be whole numbers of characters") from None
    row = result["article"].map(pd.Series(np.arange(len(frame)), index=frame["id"]))
    here = row.notna() & result["level"].isin(wanted)
    result, row = result[here].reset_index(drop=True), row[here].to_numpy(np.int64)
    length = np.where(result["part"] == "headline", sizes.title[row], sizes.text[row])
    wrong = (result["start"] < 0) | (result["end"] <= result["start"]) | (result["end"] > length)
    if wrong.any():
        at = result[wrong].iloc[0]
        raise FramingError(
            f"{name}: {at['item']!r} at {at['start']} to {at['end']} lies outside the {at['part']} of "
            f"article {at['article']!r}; offsets are characters from the beginning of title or text"
        )
    number = {part: code for code, part in enumerate(PARTS)}
    return result.assign(row=row, part=result["part"].map(number))[list(_PLACE + _WHAT)]


def _statements(found: pd.DataFrame) -> pd.DataFrame:
    """Turn the table `statements` into sightings; a statement is shown by its central sentence, cut."""
    table = check(found, "statements")
    best = {"similarity": False, "article": True, "start": True}
    order = table.sort_values(list(best), ascending=list(best.values()), kind="stable")
    central = order.drop_duplicates("statement").set_index("statement")["sentence"]
    shown = central.map(lambda text: text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…")
    return table.assign(
        item=table["statement"], kind="statement", level="statement", label=table["statement"].map(shown)
    )[list(COLUMNS)]


def terms_of(terms: object) -> list[tuple[str, Node]]:
    """Return what to look for, each term by itself, so that none hides inside another.

    A mapping names patterns that are one item.

    >>> [name for name, _ in terms_of({"duties": ["duty", "tariff*"], "canola": "canola"})]
    ['duties', 'canola']
    """
    if isinstance(terms, Mapping):
        return [(str(name), node(patterns, what="terms")) for name, patterns in terms.items()]
    if isinstance(terms, pd.DataFrame):
        raise FramingError("terms: a table is no list of words; give some, as ['canola', 'human rights']")
    written = sorted(terms) if isinstance(terms, (set, frozenset)) else several("terms", terms)
    return [(str(one), node(one, what="terms")) for one in dict.fromkeys(written)]


def _terms(articles: Articles, patterns: Sequence[tuple[str, Node]]) -> pd.DataFrame:
    found = map_parts(articles, Seeking(tuple(sought for _, sought in patterns)), what="terms").table("terms")
    found = found.sort_values(["term", "row", "part", "start", "end"], kind="stable", ignore_index=True)
    listed = pd.Series([name for name, _ in patterns], dtype="str")
    names = pd.Series(pd.Categorical.from_codes(found["term"], listed))
    return found.assign(item=names, kind="term", level="term", label=names)[list(_PLACE + _WHAT)]


@dataclass(frozen=True)
class Seeking:
    """Finds terms in the articles of a part: the table `terms`, with the number of each."""

    terms: tuple[Node, ...]

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        may = np.logical_or.reduce([sought.candidates(frame) for sought in self.terms])
        rows = np.flatnonzero(may)
        some = frame.iloc[rows].reset_index(drop=True)
        columns: dict[str, list[np.ndarray]] = {name: [] for name in ("row", "term", "part", "start", "end")}
        for chunk in cells(some, None):
            for number, sought in enumerate(self.terms):
                found = sought.find(some, chunk)
                columns["row"].append(rows[chunk.first + found.doc % max(chunk.size, 1)])
                columns["term"].append(np.full(len(found.doc), number))
                columns["part"].append(chunk.part(chunk.of(found.first)))
                columns["start"].append(found.start)
                columns["end"].append(found.end)
        empty = [np.zeros(0, np.int32)]
        return {
            "terms": pd.DataFrame(
                {name: np.concatenate(values or empty).astype(np.int32) for name, values in columns.items()}
            )
        }
