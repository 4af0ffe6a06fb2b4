"""Who is cast as hero, villain or victim: spans, or articles and whom to follow, in; probabilities out.

Judges are kept apart: the entity's own words, which mostly tell who is cast (the climate, a company, a
president), and its sentences with the entity left out, which tell how. What is measured stands in
``cast.toml``; training is no part of the package.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from scipy import sparse

from framing.engine.progress import bar
from framing.errors import FramingError, check_choice
from framing.features.cells import Voices, check_voices
from framing.features.naming.mentions import mentions
from framing.features.naming.referents import Given
from framing.features.neural.encoder import arrays_in, card_in
from framing.features.roles.signs import (
    BE,
    BITS,
    BLOCKS,
    MARKS,
    MASK,
    SAME,
    cut,
    of_sentences,
    of_words,
    table,
)
from framing.features.rules.passive import is_participle
from framing.features.stance.judges import check_abstain, check_span
from framing.plugins import toml
from framing.schema import check, empty
from framing.text.tokens import chunks, sentence_spans, tokenize
from framing.text.voices.table import foreign

# What is said outright of how an entity is cast: who helps or harms whom, as words in a row tell it.

ROLES = ("hero", "villain", "victim")
#: Words on either side within which a verb is that of the entity, and within which words are beside it.
_REACH, _BESIDE = 5, 2
#: How far behind a name "with" may stand that tells how it acts.
_FAR = 12
#: Sentences that are read.
_SENTENCES = 8
_DOER = {"help": "hero", "right": "hero", "harm": "villain", "wrong": "villain", "suffer": "victim"}
_DONE_TO = {"help": "victim", "harm": "victim", "befall": "victim", "praised": "hero", "blamed": "villain"}
_MANNER = {"virtues": "hero", "vices": "villain"}
_SAID = {"heroes": "hero", "villains": "villain", "victims": "victim"}
_SKIPPED = frozenset(
    "has have had is are was were be been being will would could may might must can should did does do who "
    "which that also then once never often just still even both not get gets got to quickly".split()
)
_BEFORE = frozenset(
    "the a an his her its their our my your this that these those some many more most all two three several "
    "hundreds thousands dozens millions of from to on against s".split()
)
_NOT = frozenset("not never no n't nor didn't doesn't don't wasn't weren't isn't aren't hasn't won't".split())


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in toml("framing.features.roles", "acts").items():
        for word in words.split():
            for form in (word,) if name in _SAID or name in _MANNER else _forms(word):
                found.setdefault(form, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _forms(verb: str) -> Iterator[str]:
    """Yield the regular forms of a verb, doubled consonants too: some are nobody's, and found nowhere."""
    yield verb
    bare = verb.removesuffix("e")
    double = verb + verb[-1]
    yield from (f"{verb}s", f"{verb}es", f"{bare}ed", f"{bare}ing", f"{double}ed", f"{double}ing")
    if verb.endswith("y"):
        yield from (f"{verb[:-1]}ied", f"{verb[:-1]}ies")


def acts_in(sentences: Sequence[str]) -> Counter[str]:
    """Return how often sentences say outright that who is masked is hero, villain or victim.

    How many sentences are `read` is counted besides.

    >>> acts_in([f"Marlow robbed {MASK}."]), acts_in([f"{MASK} was praised."])
    (Counter({'read': 1, 'victim': 1}), Counter({'read': 1, 'hero': 1}))
    """
    found: Counter[str] = Counter()
    for sentence in sentences[:_SENTENCES]:
        found["read"] += 1
        words = cut(sentence)
        for at, word in enumerate(words):
            if word == MASK:
                found.update([*_behind(words, at), *_before(words, at), *_said(words, at)])
    return found


def leaning(signs: Sequence[Mapping[str, float]]) -> np.ndarray:
    """Return for each entity what its acts speak for: between -1 and 1 a role, which add up to 0.

    An act in one sentence of many says little: the others speak too.
    """
    counts = np.array([[row.get(name, 0.0) for name in (*ROLES, "read")] for row in signs]).reshape(-1, 4)
    most = np.maximum(counts[:, :3].sum(axis=1, keepdims=True), counts[:, 3:])
    share = counts[:, :3] / np.maximum(most, 1.0)
    return np.asarray(share - share.mean(axis=1, keepdims=True))


def _names(word: str) -> frozenset[str]:
    return _classes().get(word.lower(), frozenset())


def _role(names: Set[str], roles: Mapping[str, str]) -> list[str]:
    """Return the role of the first of some names of lists that has one, where there is one."""
    return [role for name, role in roles.items() if name in names][:1]


def _behind(words: Sequence[str], at: int) -> list[str]:
    """Return what the verb behind a name makes of it: of its doer, or of whom it is done to."""
    passive = False
    for word in words[at + 1 : at + 1 + _REACH]:
        low = word.lower()
        if low in MARKS or low in _NOT or word == MASK:
            break
        if low not in _SKIPPED:
            done = passive and is_participle(low)
            found = _role(_names(word), _DONE_TO if done else _DOER)
            if found and (done or not passive or low.endswith("ing")):
                return found
        passive = passive or low in BE
        if low not in _SKIPPED and not low.endswith("ly"):
            break
    return []


def _before(words: Sequence[str], at: int) -> list[str]:
    """Return what the verb in front of a name makes of it: whom it is done to, or behind "by" of its doer."""
    agent, parted = False, False
    for back, word in enumerate(words[:at][::-1][: 2 * _REACH]):
        low, names = word.lower(), _names(word)
        if low in MARKS or low in _NOT:
            break
        if low == "by" and not parted:
            agent = True
            continue
        # An adjective beside the name is no verb; a thing between, as in "stole millions from", is let by.
        if names & (_DONE_TO.keys() | _DOER.keys()) and not (back < _BESIDE and names & _SAID.keys()):
            if agent and not is_participle(low):
                break
            if found := _role(names, _DOER if agent else _DONE_TO):
                return found
        if low in ("from", "to", "on", "against", "of") and not agent:
            parted = True
            continue
        if low in _BEFORE or low.endswith("ly") or names & _SAID.keys() or back < _BESIDE:
            continue
        if not (parted and back < _REACH):
            break
    return []


def _said(words: Sequence[str], at: int) -> Iterator[str]:
    """Yield what is said of a name beside it: "the corrupt _", "_ is a hero", "_ with rare courage"."""
    for word in words[max(at - _BESIDE, 0) : at]:
        yield from (role for name, role in _SAID.items() if name in _names(word))
    be = False
    for word in words[at + 1 : at + 1 + _REACH]:
        low = word.lower()
        if low in MARKS or low in _NOT:
            break
        yield from (role for name, role in _SAID.items() if be and name in _names(word))
        be = be or low in BE
    # How somebody acts, nobody else named between: "_ led it with courage".
    manner = False
    for word in words[at + 1 : at + 1 + _FAR]:
        low = word.lower()
        if low in MARKS or low in _NOT or word[:1].isupper() or word == MASK:
            return
        if manner and (found := _role(_names(word), _MANNER)):
            yield from found
            return
        manner = manner or low == "with"


# Sentences with an entity left out: a mask where its words stand, so that how it is written of is left.

#: A last word of so few letters is not looked for by itself.
_SHORT = 3


def masked(texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> list[list[str]]:
    """Return the sentences of each entity, that of the span first, with a mask wherever its words stand.

    So does the last word of a name: Ruiz, of Ana Ruiz.

    >>> masked(["Ruiz came. Rain fell. We met Ruiz."], [0], [4])[0][1].replace(MASK, "_")
    'We met _.'
    """
    by_text = _sentences(texts)
    found = []
    for text, start, end in zip(texts, starts, ends, strict=True):
        same = _same(text[start:end])
        own = [(b, e) for b, e in by_text[text] if b < end and start < e] or [(start, end)]
        sentences = [text[own[0][0] : start] + MASK + text[end : max(own[-1][1], end)]]
        sentences += [text[b:e] for b, e in by_text[text] if (b, e) not in own and same.search(text[b:e])]
        found.append([same.sub(MASK, sentence).strip() for sentence in sentences])
    return found


def _same(entity: str) -> re.Pattern[str]:
    """Return what an entity is found by: its words, or the last of them where it is a name."""
    spelt = re.escape(entity)
    words = re.findall(r"[\w'’-]+", entity)
    if len(words) > 1 and words[-1][:1].isupper() and len(words[-1]) > _SHORT:
        return re.compile(rf"(?<!\w)(?:(?i:{spelt})|{re.escape(words[-1])})(?!\w)")
    return re.compile(rf"(?<!\w){spelt}(?!\w)", re.I)


def masked_mentions(
    texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], whose: Sequence[object]
) -> Iterator[tuple[str, str]]:
    """Yield the sentence of each mention, masked and as it is; other mentions of the same are masked too.

    Parameters
    ----------
    texts, starts, ends
        What each mention stands in, and where.
    whose
        Whom each names, in which article.

    >>> found = masked_mentions(["Rain. Ana met Ruiz."] * 2, [6, 14], [9, 18], ["R", "R"])
    >>> [one.replace(MASK, "_").replace(SAME, "") for one, _ in found]
    ['_ met .', ' met _.']
    """
    by_text = _sentences(texts)
    others: dict[tuple[str, object], list[tuple[int, int]]] = {}
    for text, start, end, who in zip(texts, starts, ends, whose, strict=True):
        others.setdefault((text, who), []).append((start, end))
    for spoken in others.values():
        spoken.sort()
    whole: dict[tuple[str, int, int], str] = {}
    for text, start, end, who in zip(texts, starts, ends, whose, strict=True):
        spans = by_text[text]
        at = max(bisect_right(spans, (start, len(text))) - 1, 0)
        begin, stop = spans[at] if spans else (0, len(text))
        begin, stop = min(begin, start), max(stop, end)
        pieces, last = [], begin
        spoken = others[text, who]
        for s, e in spoken[bisect_left(spoken, (begin, 0)) : bisect_left(spoken, (stop, 0))]:
            if last <= s and e <= stop:
                pieces += [text[last:s], MASK if s == start else SAME]
                last = e
        # One string a sentence, however many are named in it.
        said = whole.setdefault((text, begin, stop), text[begin:stop].strip())
        yield "".join([*pieces, text[last:stop]]).strip(), said


def _sentences(texts: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of the sentences of each text, each text cut once."""
    every = list(dict.fromkeys(texts))
    tokens = tokenize(every)
    docs = tokens.doc_of(tokens.sentences)
    spans = sentence_spans(tokens, [every[doc] for doc in docs.tolist()], tokens.sentences)
    found: dict[str, list[tuple[int, int]]] = {text: [] for text in every}
    for doc, span in zip(docs.tolist(), spans, strict=True):
        found[every[doc]].append(span)
    return found


# What signs of roles weigh: tables in a file whose hash its card names, no pickle.

#: What each judge reads: blocks of signs.
JUDGES: Mapping[str, tuple[str, ...]] = {
    "words": ("words",),
    "sentence": ("near", "wide", "effects", "likeness"),
    "both": ("words", "near", "wide", "effects", "likeness"),
}


@dataclass(frozen=True)
class Block:
    """A block of signs: how rare each place is (0 where it was never learnt), its weights for each judge."""

    rarity: np.ndarray
    of: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Weights:
    """Blocks by name, and for each judge the bias of each role, what sums are divided by, and its prior.

    `prior`: what the leaning of acts counts, for a judge that reads sentences.
    """

    blocks: Mapping[str, Block]
    bias: Mapping[str, np.ndarray]
    temperature: Mapping[str, float]
    prior: Mapping[str, float]

    def probabilities(self, by: str, signs: Mapping[str, Sequence[Mapping[str, float]]]) -> np.ndarray:
        """Return the probability of each role, to six digits, a row an entity."""
        size = len(next(iter(signs.values())))
        sums = np.zeros((size, len(ROLES))) + self.bias[by]
        for name in JUDGES[by]:
            block = self.blocks[name]
            sums = sums + scaled(table(signs[name]), block.rarity) @ block.of[by]
        if "acts" in signs:
            sums = sums + self.prior[by] * leaning(signs["acts"])
        sums = sums / self.temperature[by]
        risen = np.exp(sums - sums.max(axis=1, keepdims=True, initial=-np.inf))
        return np.asarray(np.round(risen / risen.sum(axis=1, keepdims=True), 6))


def scaled(signs: sparse.csr_array, rarity: np.ndarray) -> sparse.csr_array:
    """Return signs by how rare they are, each row of length 1 (or 0: none of its signs is known)."""
    found = sparse.csr_array(signs @ sparse.diags_array(rarity))
    length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(length, 1e-9)) @ found)


@cache
def weights() -> Weights:
    """Return the weights that come with the package; they must be those that the card is of."""
    folder, of = resources.files("framing.features.roles"), "roles: "
    card = card_in(folder, "cast.toml", of)
    arrays = arrays_in(folder, "cast.npz", card, of)
    blocks: dict[str, Block] = {}
    for name in dict.fromkeys(name for names in JUDGES.values() for name in names):
        place = np.cumsum(arrays[f"{name}_steps"].astype(np.int64))
        rarity = np.zeros(1 << BITS)
        rarity[place] = arrays[f"{name}_rarity"]
        weighed = {by: np.zeros((1 << BITS, len(ROLES))) for by in JUDGES if name in JUDGES[by]}
        for by, placed in weighed.items():
            placed[place] = arrays[f"{name}_{by}"]
        blocks[name] = Block(rarity, weighed)
    bias = {by: arrays[f"{by}_bias"].astype(np.float64) for by in JUDGES}
    return Weights(blocks, bias, card["temperature"], card["prior"])


# What a judge of roles reads of an entity: signs of its words, and of its sentences without them.

Signs: TypeAlias = dict[str, list[Mapping[str, float]]]


def signs_of(by: str, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> Signs:
    """Return the signs of spans that a judge reads, by block, a row a span; "acts" are those of its prior."""
    entities = [text[start:end] for text, start, end in zip(texts, starts, ends, strict=True)]
    return signs_read(by, entities, [] if by == "words" else masked(texts, starts, ends))


def signs_read(by: str, entities: Sequence[str], sentences: Sequence[Sequence[str]]) -> Signs:
    """Return the same of entities as written and their masked sentences."""
    found: Signs = {}
    if "words" in JUDGES[by]:
        found["words"] = [of_words(entity) for entity in entities]
    if by != "words":
        rows = [of_sentences(some) for some in sentences]
        found |= {name: [row[name] for row in rows] for name in BLOCKS}
        found["acts"] = [acts_in(some) for some in sentences]
    return found


BY = tuple(JUDGES)
#: What a table of results has that one to be judged has not.
_OWN = (*ROLES, "role", "by")
#: What is said of each mention.
_OF_MENTION = (
    "article", "outlet", "part", "voice", "target", "entity", "start", "end", "event", "genre", "provenance",
)  # fmt: skip
#: Mentions that are read at once.
_BATCH = 2_000
#: Characters of their sentences that are read at once: fewer mentions only where sentences are endless.
_CHARACTERS = 2 << 20


def roles(
    table: pd.DataFrame,
    referents: Given | None = None,
    *,
    by: str | None = None,
    voices: Voices = "full",
    abstain: float | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Tell whether somebody or something is cast as hero, villain or victim, if it is cast at all.

    Parameters
    ----------
    table : pandas.DataFrame
        Without `referents`: with `text`, an article or a sentence, and `start` and `end` of the entity in it,
        in code points, the end excluded. With them: articles, with `id`, `outlet` and `text`.
    referents : str, path, mapping or pandas.DataFrame, optional
        Whom to follow through articles, as for `mentions`: "visits", a file, ``{name: [aliases]}``.
    by : {"words", "sentence", "both"}, optional
        What is read: the entity's own words; the sentences it stands in with the entity left out (of a span
        all of its text that have the same words, of a mention in articles its own); or both, as is done
        by default with spans. With articles it is "sentence": one referent has the same words everywhere.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`; with `referents` only.
    abstain : float, optional
        The least probability of a role, from 0 to 1; below it `role` is missing. By sentence, .5 leaves roles
        for three fifths of the entities of the training data, of which .66 are right (of all: .56); by both
        for four fifths, and .74 (.67).
    progress : bool, optional
        As in `load`; with `referents` only.

    Returns
    -------
    pandas.DataFrame
        The table `roles`, with the probabilities `hero`, `villain`, `victim`, which add up to one, the most
        probable as `role`, and `by`: the table given with these beside it, or, with `referents`, a row a
        mention with `article`, `outlet`, `part`, `voice`, `target`, `entity` as written, `start` and `end` in
        title or text, and `sentence`.

    Raises
    ------
    FramingError
        A text is empty, a span lies outside its text or holds no word, `by` is unknown, `abstain` is no
        probability; articles or referents are not what they should be.

    Notes
    -----
    Learned from the roles of Frermann et al. (2023), English news of climate change, where each entity has a
    role: one that has none gets a role all the same, so compare shares between outlets, don't read them by
    themselves. Read what was measured before use: by `words` it mostly tells who is cast, since in that
    corpus the same actors mostly have the same role; elsewhere only `by="sentence"` says anything on how
    they are written of, and that is right little more than half the time.

    Where a sentence says outright who helps, harms or lies, who is harmed, praised or blamed, lists of our
    own count besides (``acts.toml``), the more the less else there is to read. In news of climate they change
    next to nothing; in short sentences of other fields they get roles right that the learned signs don't: 20
    of 24 that we invented once the lists were written, and 12 without them. Where nothing is said outright, a
    short sentence gives little more than a guess, mostly victim or villain: ask for `abstain`.

    Examples
    --------
    >>> text = "The storm destroyed the homes of poor farmers."
    >>> found = roles(pd.DataFrame({"text": [text], "start": [38], "end": [45]}))
    >>> found["role"].tolist()
    ['victim']

    By outlet, whom each outlet's own words and those that it quotes cast as what:

    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text + " Farmers left."]})
    >>> found = roles(articles, {"Farmers": ["farmers"]}, voices=None)
    >>> shares = found.groupby(["outlet", "voice", "target"])[["hero", "villain", "victim"]].mean()
    >>> shares.idxmax(axis=1).tolist()
    ['victim']
    """
    if by is None:
        by = "both" if referents is None else "sentence"
    check_choice("by", by, BY)
    least = check_abstain(abstain)
    if referents is not None:
        return _of_articles(table, referents, by, voices, least, progress)
    frame = _checked(table)
    signs = signs_of(by, frame["text"].tolist(), frame["start"].tolist(), frame["end"].tolist())
    return check(_judged(frame, signs, by, least), "roles", fill=False)


def _of_articles(
    articles: pd.DataFrame, referents: Given, by: str, voices: Voices, least: float, progress: bool | None
) -> pd.DataFrame:
    """Return a row for each mention of a referent in articles that are in English."""
    check_voices(voices)
    frame = check(articles, "articles")
    frame = frame[~foreign(frame)].reset_index(drop=True)
    found = mentions(frame, referents, voices=voices)
    if not len(found):
        return empty("roles").drop(columns="text")
    of = {name: dict(zip(frame["id"], frame[name], strict=True)) for name in ("title", "text")}
    places = zip(found["part"].tolist(), found["article"].tolist(), strict=True)
    texts = [of["title" if part == "headline" else "text"][article] for part, article in places]
    whose = list(zip(found["article"].tolist(), found["referent"].tolist(), strict=True))
    read = masked_mentions(texts, found["start"].tolist(), found["end"].tolist(), whose)
    parts = []
    with bar(len(found), progress, unit="mentions", doing="casting") as done:
        for at in range(0, len(found), _BATCH):
            some = found.iloc[at : at + _BATCH]
            masks, said = zip(*islice(read, len(some)), strict=True)
            rows = some.rename(columns={"referent": "target", "text": "entity"})
            rows = rows[list(_OF_MENTION)].assign(sentence=said)
            for i, j in chunks(np.array([len(mask) for mask in masks], np.int64), _CHARACTERS):
                signs = signs_read(by, rows["entity"].iloc[i:j].tolist(), [[mask] for mask in masks[i:j]])
                parts.append(_judged(rows.iloc[i:j].copy(), signs, by, least))
            done(len(some))
    return check(pd.concat(parts, ignore_index=True), "roles", fill=False)


def _judged(frame: pd.DataFrame, signs: Signs, by: str, least: float) -> pd.DataFrame:
    """Put the probabilities, the role and the judge beside the rows that signs are of."""
    chance: Any = weights().probabilities(by, signs)
    for k, role in enumerate(ROLES):
        frame[role] = chance[:, k]
    named = np.array(ROLES, dtype=object)[chance.argmax(axis=1)] if len(frame) else np.zeros(0, object)
    named[chance.max(axis=1, initial=0.0) < least] = None
    frame["role"] = pd.Series(named, index=frame.index, dtype="str")
    frame["by"] = pd.Series([by] * len(frame), index=frame.index, dtype="str")
    return frame


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    judged = isinstance(table, pd.DataFrame) and set(ROLES) & set(table.columns)
    given = table if judged else check(table, "roles", fill=False)
    for column in ("text", "start", "end"):
        if column not in given.columns:
            raise FramingError(f"roles: column {column!r} is missing; a table needs text, start and end")
    frame = check(given.drop(columns=[c for c in _OWN if c in given.columns]), "roles", fill=False)
    rows = zip(frame["text"].tolist(), frame["start"].tolist(), frame["end"].tolist(), strict=True)
    for row, (text, start, end) in enumerate(rows):
        if not isinstance(text, str) or not text.strip():
            raise FramingError(f"roles: row {row}: text is empty; leave the row out, or give the sentence")
        check_span(text, start, end, f"roles: row {row}")
    return frame
