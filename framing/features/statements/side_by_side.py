"""`fr.side_by_side`: one fact in two outlets, sentence beside sentence, and how the wording differs."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.corpus.outlets import book
from framing.engine.parts import Articles, check_articles, metadata
from framing.features.cells import VOICES, Voices
from framing.features.evidence import evidence
from framing.features.lexicon import Lexicon
from framing.features.naming.referents import classes
from framing.features.statements.finding import AUTO, Block, check_threshold, day_of, find_alike, grouped
from framing.features.statements.reading import dateline, denies, figure, furniture, stem, term
from framing.plugins import toml
from framing.schema import check, empty
from framing.text.tokens import tokenize

#: Least probability by vectors and without them: of pairs of articles read in full (dev, benchmarks/
#: statement_labels) nine in ten pairs so probable tell one fact.
LEAST, LEAST_WORDS = 0.65, 0.75
#: Sentences that share more of their words of content are copies, which `fr.facts.reuse` shows.
MOST = 0.8
#: Longer sentences tell more than one fact; shorter ones too little to be worded in two ways.
SHORTEST, LONGEST = 6, 60
#: Days apart from which two articles seldom tell one fact: half of such pairs were of two (90 read).
DAYS = 7
#: Words of no content that change what is said all the same.
_MODALS = frozenset("can could may might must shall should will would".split())

_QUOTE = re.compile(r'["“”]')
#: A charge names what somebody is said to have done in the words of the law.
_CHARGED = re.compile(r"(?i)\b(?:charged with|charges of|counts? of|indict|plea?d\w* guilty|convicted)")
_MONTHS = frozenset("jan feb mar apr jun jul aug sep oct nov dec".split())
#: A smaller difference is none: of valence, that of one weak word.
_DIFFERS = 1.0

#: Differences of wording by the measures that carry them; the column of a pair is that of a less that of b.
KINDS: Mapping[str, Mapping[str, float]] = {
    "tone": {"attitude.positive": 1, "attitude.negative": -1, "blaming": -1, "harsh": -1},
    "loaded": {"loaded": 1},
    "sure": {"boosters": 1, "hedges": -1},
    "trust": {"reporting.endorsing": 1, "reporting.distancing": -1, "reporting.refusing": -1},
}
#: What is no difference beside one of the same kind: how somebody is given as speaking.
_EVENED = ("blaming", "reporting")
#: Kinds of which one word of the same sign takes the difference from another.
_VALENCED = {"tone", "loaded"}
#: What is a difference beside a contrary alone: of 11 words of praise without one 5 were taken for framing.
_OPPOSED = ("attitude.positive", "hedges", "reporting.refusing")
#: What speaks for a reader's showing a pair for its wording, and what is added: see `weigh_differences`.
_SIGNS = {"judged": 0.99, "trusted": -0.99, "words": -2.8, "told": 3.81, "chance": 1.59, "overlap": -2.4}
_BIAS = -1.06
#: Marks that readers show a pair for; of more and less certainty they did so no oftener than without any.
_JUDGED = {"tone", "loaded", "trust"}
#: Words on each side of one that say whether it is about what both tell.
_AMID = 4
#: Words in a row that stand in the place of others.
_INSTEAD = 8
#: Where less of a sentence than this is the outlet's own, somebody is given as saying it.
_OWN = 0.7
#: What a word is marked as, those that change the framing first; then the facts, then other words.
MARKS = (*KINDS, "figure", "name", "other", "only")


class Word(NamedTuple):
    """A word of a sentence: `key` is what its forms have in common, `small` says that it has no content."""

    start: int
    end: int
    key: str
    small: bool
    name: bool


class _Hit(NamedTuple):
    kind: str
    value: float
    words: tuple[int, ...]
    alone: bool
    evened: bool
    opposed: bool
    mute: bool
    sign: float


class Compared(NamedTuple):
    """Two sentences, compared: a mark for each word of both, and by kind how much more of it a has."""

    marks: tuple[list[str], list[str]]
    differences: dict[str, float]


def side_by_side(
    articles: Articles,
    a: str | None = None,
    b: str | None = None,
    *,
    voices: Voices = "full",
    vectors: str | None = AUTO,
    threshold: float | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Pair sentences of two outlets that tell one fact in other words; `facts.coverage` counts who tells it.

    Use `reuse` for passages that are copied, `coverage` for what one outlet doesn't tell.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; only articles of one `event` are compared, and those of dates within
        a week.
    a, b : str, optional
        An outlet, by key or name: pairs of it with all others, or with one.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`: who says it.
    vectors : "auto", "neural" or None
        As for `statements`.
    threshold : float, optional
        Least probability that both tell one fact, 0.65 by default (0.75 by words alone).
    progress : bool, optional
        A bar, on a terminal and in a notebook by default.

    Returns
    -------
    pandas.DataFrame
        The table `pairs`, a row a pair, at most one for each fact and two outlets: those first whose wording
        differs most in framing. `tone`, `loaded`, `sure`, `trust` and `attributed` say how much
        more of it a's wording has than b's, counted on the words that the other lacks.

    Raises
    ------
    FramingError
        A table that is not one of articles; an outlet that isn't in it; a threshold that is none.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "id": ["x", "y"],
    ...     "outlet": ["courier", "herald"],
    ...     "text": [
    ...         "Marlow will reopen the Quay bridge on 5 May, the council confirmed. Rain is due.",
    ...         "The Quay bridge is to be reopened on May 5, the council of Marlow claimed.",
    ...     ],
    ... })
    >>> pairs = side_by_side(articles, vectors=None, threshold=0.5)
    >>> pairs[["a", "b", "kinds", "trust"]].values.tolist()
    [['x', 'y', 'trust', 2.0]]
    >>> pairs.loc[0, ["a_only", "b_only"]].tolist()
    ['will; confirmed', 'claimed']
    """
    asked = check_threshold(threshold)
    named = [name for name in (a, b) if name is not None]
    there = set(metadata(check_articles(articles))["outlet"]) if named else set()
    wanted = tuple(book().find(name, there) for name in named)
    blocks = find_alike(articles, voices, vectors, progress)
    return join_pairs([pair_sentences(block, voices, asked, wanted) for block in blocks])


def join_pairs(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the table `pairs` of several blocks, those first whose wording differs most in framing."""
    found = [table for table in tables if len(table)]
    if not found:
        return empty("pairs")
    rows = pd.concat(found, ignore_index=True)
    order = np.lexsort((rows["b_start"], rows["b"], rows["a_start"], rows["a"], -rows["framing"]))
    return check(rows.iloc[order].reset_index(drop=True), "pairs")


def pair_sentences(
    block: Block, voices: Voices, threshold: float | None = None, wanted: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Return the rows of one block of articles, in no order."""
    frame, sentences, index, alike, said, by_vectors = block
    least = threshold or (LEAST if by_vectors else LEAST_WORDS)
    spoken = VOICES[voices if voices is None or isinstance(voices, str) else "full"]
    outlet = frame["outlet"].tolist()
    near = np.flatnonzero(alike.chance >= least)
    # The first sentence of each outlet that a node stands for.
    first: dict[int, dict[str, int]] = {}
    for at in np.flatnonzero(np.isin(index.of, np.union1d(alike.a[near], alike.b[near]))).tolist():
        first.setdefault(int(index.of[at]), {}).setdefault(outlet[sentences.row[at]], at)
    days = day_of(frame)[sentences.row]
    fits = (sentences.words >= SHORTEST) & (sentences.words <= LONGEST)
    candidates = []
    for place in near.tolist():
        x, y, chance = int(alike.a[place]), int(alike.b[place]), float(alike.chance[place])
        for mine, i in first[x].items():
            for theirs, j in first[y].items():
                apart = not (fits[i] and fits[j]) or abs(days[i] - days[j]) > DAYS
                if apart or mine == theirs or not set(wanted) <= {mine, theirs}:
                    continue
                turn = (mine > theirs) if not wanted else theirs == wanted[0]
                candidates.append((x, y, *((j, i) if turn else (i, j)), chance))
    if not candidates:
        return pd.DataFrame()
    ends = sorted({at for pair in candidates for at in pair[2:4]})
    texts = dict(zip(ends, said(ends), strict=True))
    about = {at for at in ends if furniture(texts[at])}
    read = ReadSentences(list(texts.values()))
    facts = _name_facts(block, least)
    rows = []
    for x, y, i, j, chance in candidates:
        one, other = texts[i], texts[j]
        overlap = read.overlap(one, other)
        if about & {i, j} or overlap > MOST:
            continue
        spoke = [spoken[sentences.voice[at]] for at in (i, j)]
        compared = read.compare(one, other, spoke)
        differences = compared.differences
        judged = {mark for marks in compared.marks for mark in marks} & _JUDGED
        signs = {"judged": float(bool(judged)), "trusted": float(judged == {"trust"}), "overlap": overlap}
        signs["words"] = signs["judged"] * (len(read.words[one]) + len(read.words[other])) / 100
        signs |= {"told": signs["judged"] * chance, "chance": chance}
        # Said by somebody in one, and in the other by nobody.
        own = sentences.own[[i, j]]
        said_by = max(own) == 1 and min(own) < _OWN
        differences["attributed"] = float(np.sign(own[1] - own[0])) if said_by else 0.0
        kinds = [kind for kind, value in differences.items() if abs(value) >= _DIFFERS]
        row: dict[str, Any] = {
            "fact": facts(x, y),
            "event": frame["event"].iloc[sentences.row[i]],
            "probability": chance,
            "overlap": round(overlap, 4),
            "framing": weigh_differences(signs),
            "kinds": "; ".join(kinds),
            **differences,
        }
        for side, at, text, marks in zip("ab", (i, j), (one, other), compared.marks, strict=True):
            article = frame.iloc[sentences.row[at]]
            speaker, own_words = int(sentences.who[at]), float(sentences.own[at])
            row |= {
                side: article["id"],
                f"{side}_outlet": article["outlet"],
                f"{side}_part": ("headline", "lead", "body")[sentences.part[at]],
                f"{side}_start": int(sentences.start[at]),
                f"{side}_end": int(sentences.end[at]),
                f"{side}_sentence": text,
                f"{side}_voice": spoken[sentences.voice[at]],
                f"{side}_speaker": sentences.people[speaker] if speaker >= 0 and own_words < _OWN else None,
            }
            segments = read.segments(text, marks)
            listed = {"only": MARKS, "framing": tuple(KINDS), "figures": ("figure",), "names": ("name",)}
            for name, some in listed.items():
                row[f"{side}_{name}"] = "; ".join(piece for piece, mark in segments if mark in some)
            row["provenance"] = min(row.get("provenance", "published"), article["provenance"])
        rows.append(row)
    # The surest pair of a fact stands for it, and a sentence stands once for two outlets.
    taken: set[object] = set()
    kept = []
    for row in sorted(rows, key=lambda row: (-row["probability"], -row["framing"], row["a"], row["a_start"],
                                             row["b"], row["b_start"])):  # fmt: skip
        outlets = (row["a_outlet"], row["b_outlet"])
        uses = {(outlets, row[key]) for key in ("fact", "a_sentence", "b_sentence")}
        if not taken & uses:
            taken |= uses
            kept.append(row)
    table = pd.DataFrame(kept)
    if table.empty:
        return table
    told = pd.concat([table[["fact", f"{side}_outlet"]].set_axis(["fact", "o"], axis=1) for side in "ab"])
    here: dict[str, set[str]] = {
        str(name): set(some["outlet"]) for name, some in frame.groupby(frame["event"].fillna(""))
    }
    having = told.groupby("fact")["o"].agg(set)
    table["outlets"] = [len(having[fact]) for fact in table["fact"]]
    table["not_found"] = [
        "; ".join(sorted(here["" if pd.isna(event) else str(event)] - having[fact]))
        for fact, event in zip(table["fact"], table["event"], strict=True)
    ]
    return table


def weigh_differences(signs: Mapping[str, float]) -> float:
    """Return how probable it is that a reader would show two sentences for their wording.

    Parameters
    ----------
    signs : mapping of str to float
        `judged`: 1 where a word is marked as tone, loaded or trust, `trusted` where only as trust;
        `words`: hundreds of words of such a pair, as long ones tell more than the fact; `told`: its `chance`;
        `chance`: how probable it is that both tell one fact; `overlap`: share of words that both have.

    Notes
    -----
    Logistic regression (ridge) on the pairs that readers judged, benchmarks/statement_labels/shown.csv,
    without those kept; those of `windows`, which are nearest to the present rules, count three times.
    """
    total = _BIAS + sum(weight * signs[name] for name, weight in _SIGNS.items())
    return round(1 / (1 + math.exp(-total)), 6)


def _name_facts(block: Block, least: float) -> Callable[[int, int], str]:
    """Return what names the fact of a pair of nodes: that of the group which holds both, else their own."""
    alike = block.alike
    group = {
        node: min(nodes)
        for nodes in grouped(alike.a, alike.b, np.maximum(alike.chance, 0.0), least)
        for node in nodes
    }
    first = block.distinct.at.tolist()

    def fact(x: int, y: int) -> str:
        one = x in group and group[x] == group.get(y)
        return block.key(*(first[node] for node in ((group[x],) if one else (x, y))))

    return fact


class ReadSentences:
    """Sentences as words, with the hits of the measures that carry framing.

    Parameters
    ----------
    texts : sequence of str
    """

    def __init__(self, texts: Sequence[str]) -> None:
        listed = sorted(set(texts))
        self.words = dict(zip(listed, _read_words(listed), strict=True))
        self._content = {
            text: frozenset(word.key for word in words if not word.small)
            for text, words in self.words.items()
        }
        frame = pd.DataFrame({"id": [f"{at}" for at in range(len(listed))], "outlet": "-", "text": listed})
        names, own = [name for kind in KINDS.values() for name in kind], _words()
        wanted = [name for name in names if name not in own]
        lexicon = Lexicon.from_dict({name: own[name].split() for name in names if name in own})
        hits = evidence(frame, [*wanted, lexicon]) if listed else empty("evidence")
        self._hits: dict[str, list[tuple[int, int, str, float, bool]]] = {text: [] for text in listed}
        for hit in hits[hits["weight"] != 0].itertuples():
            # Words of a speaker are not the outlet's.
            place = (int(hit.start), int(hit.end), str(hit.measure), hit.weight, hit.voice != "outlet")
            self._hits[listed[int(hit.article)]].append(place)

    def overlap(self, one: str, other: str) -> float:
        """Return the share of the words of content of both that both have."""
        a, b = self._content[one], self._content[other]
        return len(a & b) / max(len(a | b), 1)

    def compare(self, one: str, other: str, voices: Sequence[str] = ("outlet", "outlet")) -> Compared:
        """Align two sentences, mark the words that one alone has, and count what these carry."""
        marks = _mark_words(self.words[one], self.words[other])
        aligned = [list(own) for own in marks]
        sides = [self._list_hits(*side) for side in zip((one, other), marks, voices, strict=True)]
        differences = dict.fromkeys(KINDS, 0.0)
        for side, (text, against) in enumerate(((one, other), (other, one))):
            own, hits, others, words = marks[side], sides[side], sides[1 - side], self.words[text]
            shared = [word.key in self._content[against] and not word.small for word in words]
            for hit in hits:
                around = range(max(hit.words[0] - _AMID, 0), min(hit.words[-1] + _AMID + 1, len(words)))
                near = [shared[k] for k in around if k not in hit.words and not words[k].small]
                # It stands amid words that both have, or where the other has other words; how sure these are
                # isn't known.
                instead = hit.kind != "sure" and any(aligned[side][k] == "other" for k in hit.words)
                fits = hit.alone and (sum(near) > len(near) / 2 or instead)
                kin = [o for o in others if o.kind == hit.kind and not o.mute and not o.opposed]
                fits &= not hit.opposed or any(o.value * hit.value < 0 for o in kin)
                # "Boasted" beside "bragged", "grudgingly" beside "reluctantly".
                like = [o for o in others if o.sign == hit.sign]
                even = any(o.alone and {hit.kind, o.kind} <= _VALENCED for o in like)
                if even or hit.mute or not fits or (hit.evened and any(o.evened for o in like)):
                    continue
                # What two lists have is one difference.
                if all(own[k] != hit.kind for k in hit.words):
                    differences[hit.kind] += hit.value if side == 0 else -hit.value
                for k in hit.words:
                    if own[k] not in KINDS:
                        own[k] = hit.kind
            for k, word in enumerate(words):
                if own[k] in ("only", "other") and not word.small:
                    own[k] = "figure" if word.key.startswith("#") else "name" if word.name and k else own[k]
        return Compared(marks, differences)

    def _list_hits(self, text: str, marks: Sequence[str], voice: str) -> list[_Hit]:
        """Return what carries framing in a sentence: of which kind, how much, where, whether in it alone."""
        found, quoted, charged = [], _list_quoted(text, voice), _CHARGED.search(text)
        for start, end, measure, weight, mute in self._hits[text]:
            at = tuple(k for k, word in enumerate(self.words[text]) if word.start < end and word.end > start)
            kind = next(name for name, some in KINDS.items() if measure in some)
            keys = {self.words[text][k].key for k in at}
            if at and not any(first < start < last for first, last in quoted):
                value, alone = KINDS[kind][measure] * weight, any(marks[k] for k in at)
                opposed = measure in _OPPOSED or bool(keys & _keys("plain"))
                mute = bool(mute or charged or (measure != "harsh" and keys & _keys("quiet")))
                sign = -1.0 if kind == "loaded" else math.copysign(1, value)
                found.append(_Hit(kind, value, at, alone, measure.startswith(_EVENED), opposed, mute, sign))
        return found

    def segments(self, text: str, marks: list[str]) -> tuple[tuple[str, str], ...]:
        """Return a sentence cut where the mark of its words changes: (text, mark), "" where there is none."""
        pieces, at, before = [], 0, ""
        for word, mark in zip(self.words[text], marks, strict=True):
            # What stands between two words of one mark has it too.
            pieces.append((text[at : word.start], mark if mark == before else ""))
            pieces.append((text[word.start : word.end], mark))
            at, before = word.end, mark
        pieces.append((text[at:], ""))
        runs = groupby([piece for piece in pieces if piece[0]], key=lambda piece: piece[1])
        return tuple(("".join(piece for piece, _ in some), mark) for mark, some in runs)


def mark_pairs(pairs: pd.DataFrame) -> Iterator[tuple[tuple[tuple[str, str], ...], ...]]:
    """Yield for each row of `pairs` the segments of a's sentence and of b's, as (text, mark).

    A mark is one of `MARKS`, or "" where the words are in both or have no content.

    Raises
    ------
    FramingError
        Not the table `pairs`.
    """
    table = check(pairs, "pairs")
    read = ReadSentences([*table["a_sentence"], *table["b_sentence"]])
    columns = ("a_sentence", "b_sentence", "a_voice", "b_voice")
    for one, other, *spoke in zip(*(table[name] for name in columns), strict=True):
        marks = read.compare(one, other, spoke).marks
        yield read.segments(one, marks[0]), read.segments(other, marks[1])


def _words() -> dict[str, str]:
    listed: dict[str, str] = toml("framing.features.statements", "words")["wording"]
    return listed


@cache
def _keys(name: str) -> frozenset[str]:
    """Return the words of a list by key."""
    return frozenset(map(_key, _words()[name].split()))


def _list_quoted(text: str, voice: str) -> list[tuple[int, int]]:
    """Return what stands in quotation marks, single words too; a quotation may go on from before."""
    first = _QUOTE.search(text)
    opens = first and (first[0] == "“" or text[first.end() : first.end() + 1].isalnum())
    goes_on = bool(first and first[0] == "”") or (voice == "quoted" and not opens)
    marks = [0] * goes_on + [found.start() for found in _QUOTE.finditer(text)] + [len(text)]
    return list(zip(marks[::2], marks[1::2], strict=False))


def _key(form: str) -> str:
    """Return what the forms, spellings and synonyms of a word have in common."""
    low = form.lower()
    # "Percent" and "per cent" are one word, "Aug." and "August", "favour" and "favor".
    key = "%" if low in ("percent", "cent") else term(form) or stem(form)
    return low[:3] if form[:1].isupper() and low[:3] in _MONTHS else re.sub("our", "or", key)


def _read_words(sentences: list[str]) -> list[list[Word]]:
    """Return the words of each sentence, by stem; figures by value, countries by name."""
    tokens = tokenize(sentences)
    forms = tokens.forms.to_pylist()
    function = classes(tokens).function
    keys, small = [], []
    for form, closed in zip(forms, function.tolist(), strict=True):
        value = figure(form)
        low = form.lower()
        keys.append(_key(form) if value is None else f"#{value:g}")
        small.append(value is None and closed and low not in _MODALS and not denies(low))
    starts, ends = (places.tolist() for places in tokens.spans(np.arange(len(tokens.ids))))
    spans = zip(starts, ends, tokens.ids.tolist(), strict=True)
    every = [Word(start, end, keys[k], small[k], forms[k][:1].isupper()) for start, end, k in spans]
    # Nothing is worded by the place and day that a text opens with.
    return [
        [word._replace(small=word.small or word.end <= dateline(text)) for word in every[first:after]]
        for text, (first, after) in zip(sentences, pairwise(tokens.docs.tolist()), strict=True)
    ]


def _mark_words(a: list[Word], b: list[Word]) -> tuple[list[str], list[str]]:
    """Align two sentences and return the mark of each word of both ("", "only", "other")."""
    keys = [[word.key for word in words] for words in (a, b)]
    if keys[0] > keys[1]:
        # What is aligned with what must not depend on which sentence comes first.
        return _mark_words(b, a)[::-1]
    # A word that stands in the other sentence too was only moved.
    both = {*keys[0]} & {*keys[1]}
    alone = [[not word.small and word.key not in both for word in words] for words in (a, b)]
    marks = [""] * len(a), [""] * len(b)
    steps = difflib.SequenceMatcher(a=keys[0], b=keys[1], autojunk=False).get_opcodes()
    for what, i, i_end, j, j_end in steps:
        if what == "equal":
            continue
        for k, here, there in ((0, range(i, i_end), range(j, j_end)), (1, range(j, j_end), range(i, i_end))):
            # Where many words stand in the place of many, none stands in the place of another.
            instead = len(there) <= _INSTEAD >= len(here) and any(alone[1 - k][at] for at in there)
            mark = "other" if instead else "only"
            for at in here:
                marks[k][at] = mark if alone[k][at] else ""
    return marks
