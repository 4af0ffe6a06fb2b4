"""What speaks for two sentences saying the same thing and what against it, as numbers; weighed in `model`."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, hstack

from framing.engine.parts import Articles, map_parts
from framing.engine.results import PartResults
from framing.features.cells import Voices, names_speakers, split, way_of
from framing.features.statements.reading import Reading

# Sentences as rows of sparse matrices over one list of terms, whatever parts they were read in.

#: A sentence of fewer terms ("He agreed.") says too little by itself to be known again.
LEAST_TERMS = 3
#: A term is a name where so large a share of its occurrences inside sentences has a capital.
_NAME_SHARE = 0.6


@dataclass(frozen=True)
class Sentences:
    """The sentences of some articles.

    Attributes
    ----------
    row, part, order : int arrays, one item a sentence
        Row of its article, index of its part, place among the sentences of its article (0 is the headline).
    first, after : int64 arrays
        Its words in the tokens of its chunk.
    words : int64 array
        How many words it has.
    text_start, text_end : int64 arrays
        Code points.
    turned : int64 array
        The marks of `forms.TURNS`.
    own : float array
        Share of its words that are the outlet's own.
    voice : int64 array
        Index of the voice of most of its words, as voices are told apart.
    who : int64 array
        Who speaks most of it, an index into `people`; -1 for the outlet or nobody known.
    speaker : int64 array
        The same by the last word of the name, which is what most outlets call a person by.
    people : list of str
    hash : uint64 array
        The same for the same words in the same order.
    sentence, term : int64 arrays, one item a term of a sentence
        Sorted by sentence, then place.
    marked : bool array, one item a term of a sentence
        Stands in quotation marks.
    tells : int64 array, one item a term of a sentence
        0 for a name and in somebody's title, 1 for another word with a capital, 2 for what tells the fact.
    terms : list of str
    name, number : bool arrays, one item a term
    """

    row: np.ndarray
    part: np.ndarray
    order: np.ndarray
    words: np.ndarray
    start: np.ndarray
    end: np.ndarray
    turned: np.ndarray
    own: np.ndarray
    voice: np.ndarray
    who: np.ndarray
    speaker: np.ndarray
    people: list[str]
    hash: np.ndarray
    sentence: np.ndarray
    term: np.ndarray
    marked: np.ndarray
    tells: np.ndarray
    terms: list[str]
    name: np.ndarray
    number: np.ndarray

    def __len__(self) -> int:
        return len(self.row)


def sentences(articles: Articles, voices: Voices) -> PartResults:
    """Read the sentences of checked articles, part by part."""
    way, beside = way_of(voices)
    return map_parts(articles, Reading(way, names_speakers(voices)), what="sentences", beside=beside)


def named(found: PartResults) -> Mapping[str, bool]:
    """Say of the terms of all articles which are names: those mostly with a capital inside sentences."""
    listed = pd.concat(list(found.each("counts"))).groupby("term", sort=True)[["total", "capital"]].sum()
    total, capital = listed["total"].to_numpy(), listed["capital"].to_numpy()
    number, place = (listed.index.str.startswith(sign).astype(bool) for sign in "#@")
    name = place | ((capital > 0) & (capital >= _NAME_SHARE * total) & ~number)
    return dict(zip(listed.index.tolist(), name.tolist(), strict=True))


def sentences_of(
    found: PartResults, blocks: Sequence[np.ndarray], names: Mapping[str, bool]
) -> Iterator[Sentences]:
    """Yield the sentences of each block of articles, in the order of its rows.

    Parameters
    ----------
    found : Found
        What `sentences` gives.
    blocks : sequence of int64 array
        Rows of the articles.
    names : mapping of str to bool
        Which terms are names, as `named` says.
    """
    for tables in split(found, ("sentences", "held"), list(blocks)):
        each, held = tables["sentences"], tables["held"]
        at = np.lexsort((each["order"].to_numpy(), each["row"].to_numpy()))
        columns = {name: each[name].to_numpy()[at] for name in each.columns if name != "speaker"}
        columns = {
            name: values if name in ("own", "hash") else values.astype(np.int64)
            for name, values in columns.items()
        }
        first = np.searchsorted(columns["row"], np.arange(int(columns["row"].max(initial=-1)) + 2))
        sentence = first[held["row"].to_numpy(np.int64)] + held["order"].to_numpy(np.int64)
        code, terms = _coded(held["term"])
        # Terms of a sentence stay in the order in which they stand.
        by = np.argsort(sentence, kind="stable")
        name = np.array([names[term] for term in terms], bool)
        term = code[by]
        who, people = _coded(each["speaker"])
        last = pd.factorize(np.array([name.split()[-1].lower() for name in people], dtype=object))[0]
        yield Sentences(
            **columns,
            who=who[at],
            speaker=np.append(last, -1)[who[at]],
            people=people,
            sentence=sentence[by],
            term=term,
            marked=held["marked"].to_numpy(bool)[by],
            tells=held["tells"].to_numpy(np.int64)[by] * ~name[term],
            terms=terms,
            name=name,
            number=np.array([term.startswith("#") for term in terms], bool),
        )


def _coded(column: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Return a category as codes into its values in code-point order, -1 for none."""
    used = column.cat.remove_unused_categories()
    listed = used.cat.categories.astype("str").tolist()
    order = sorted(range(len(listed)), key=listed.__getitem__)
    rank = np.full(len(listed) + 1, -1, np.int64)
    rank[order] = np.arange(len(listed))
    return rank[used.cat.codes.to_numpy()], [listed[at] for at in order]


# How common a term is in English news: twelve articles alone can't tell a rare word from a common one.

#: Rarity is kept in steps of this, in natural logarithms.
RARITY_STEP = 0.05
BACKGROUND = "background.npz"


@cache
def _table() -> tuple[dict[str, float], float, frozenset[str]]:
    data = (resources.files("framing.features.statements") / BACKGROUND).read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        terms = arrays["terms"].tobytes().decode("utf8").split("\n")
        levels = arrays["levels"].astype(np.float64) * RARITY_STEP
        unknown = float(arrays["unknown"]) * RARITY_STEP
        verb = arrays["verbs"].astype(bool)
    known = dict(zip(terms, levels.tolist(), strict=True))
    return known, unknown, frozenset(term for term, is_verb in zip(terms, verb, strict=True) if is_verb)


def rarity(terms: Sequence[str]) -> np.ndarray:
    """Return the logarithm of articles to articles with the term, in the news that was counted.

    Figures count as of middle rarity: which ones a year's news holds says nothing of the next year's.

    >>> bool(rarity(["govern"])[0] < rarity(["filibust"])[0] < rarity(["zyzzyva"])[0])
    True
    """
    known, unknown, _ = _table()
    return np.array([_FIGURE if term.startswith("#") else known.get(term, unknown) for term in terms])


_FIGURE = 4.0


def verbs(terms: Sequence[str]) -> np.ndarray:
    """Mask the terms that were verbs, by their endings, often enough in the news that was counted.

    >>> verbs(["declar", "bridg"]).tolist()
    [True, False]
    """
    found = _table()[2]
    return np.array([term in found for term in terms], bool)


# Which sentences of an event share enough to be compared: an inverted index, never all pairs.

#: The stratum of articles without an event.
NO_EVENT = 0
#: Least cosine of two articles without an event that statements are looked for in, in a few articles and in
#: many, and how many those are: of pairs about one event that share statements 97 and 89 % have it, of those
#: about two events 64 and 36 %.
_AKIN, _AKIN_OF_MANY, _MANY = 0.08, 0.12, 200
#: A term that more sentences of an event hold brings up no pairs: half of them, but in these limits.
_COMMON = (60, 120)
#: What two terms near each other weigh in bringing pairs up, in natural logarithms.
_DOUBLE = 2.5
#: Least cosine that pairs are brought up from, of what brings pairs up, without and with vectors to come.
LEAST, LEAST_SEEN = 0.12, 0.09
#: What has more words is a list or a table.
_MOST_WORDS = 120
#: Characters of a sentence in another language that is long enough to be known again.
_LEAST_SIGNS = 12
#: Pairs of articles that are compared in one go.
_ARTICLES = 50_000
#: Products of entries that are worked out in one go.
_MATCH_BATCH = 8_000_000


@dataclass(frozen=True)
class Index:
    """Distinct sentences of each event, and what they hold.

    Attributes
    ----------
    at : int64 array, one item a node
        The sentence that stands for it, the first of those with the same words.
    of : int64 array, one item a sentence
        Its node, -1 where it is too short.
    stratum, row : int64 arrays, one item a node
    terms, known, quoted, told : csr arrays, nodes × terms
        Weight of each term in its event; its rarity in the news; whether it stands in quotation marks; how
        far it tells the fact, as in `Sentences.tells`.
    doubles : csr array, nodes × pairs of terms
        1 for two terms that stand side by side, or with one between them.
    """

    at: np.ndarray
    of: np.ndarray
    stratum: np.ndarray
    row: np.ndarray
    terms: Any
    known: Any
    quoted: Any
    told: Any
    doubles: Any


def index(sentences: Sentences, stratum_of_row: np.ndarray, foreign: np.ndarray | None = None) -> Index:
    """Bring sentences with the same words together, event by event, and weigh what they hold.

    `foreign` masks the rows in other languages, some of which write no spaces: of theirs, long enough
    sentences count whatever terms they have.
    """
    stratum = stratum_of_row[sentences.row]
    size = np.bincount(sentences.sentence, minlength=len(sentences))
    long = size >= LEAST_TERMS
    if foreign is not None and foreign.any():
        long |= foreign[sentences.row] & (sentences.end - sentences.start >= _LEAST_SIGNS)
    kept = np.flatnonzero(long & (sentences.words <= _MOST_WORDS))
    key = np.stack([stratum[kept].astype(np.uint64), sentences.hash[kept]], axis=1)
    _, first, inverse = np.unique(key, axis=0, return_index=True, return_inverse=True)
    # Numbered by the first sentence that has the words.
    rank = np.argsort(np.argsort(first))
    at = kept[np.sort(first)]
    of = np.full(len(sentences), -1, np.int64)
    of[kept] = rank[inverse.reshape(-1)]
    chosen = np.zeros(len(sentences), bool)
    chosen[at] = True
    width = len(sentences.terms)
    entry = np.flatnonzero(chosen[sentences.sentence])
    node, term, marked = of[sentences.sentence[entry]], sentences.term[entry], sentences.marked[entry]
    code, of_entry = np.unique(node * width + term, return_inverse=True)
    node_of, term_of = code // width, code % width
    known = rarity(sentences.terms)[term_of]
    # How far a term tells sentences of its event apart: 1 in one article only, little in all.
    held = np.unique(sentences.row[sentences.sentence] * width + sentences.term)
    of_row = np.full(int(sentences.row.max(initial=0)) + 1, -1, np.int64)
    of_row[sentences.row] = stratum
    each, count = np.unique(of_row[held // width] * width + held % width, return_counts=True)
    frequency = count[np.searchsorted(each, stratum[at][node_of] * width + term_of)]
    articles = np.bincount(of_row[of_row >= 0])[stratum[at][node_of]]
    weight = known * (np.log1p(articles / frequency) / np.log1p(articles))
    quoted = np.bincount(of_entry, marked, len(code)) > 0
    tells = np.zeros(len(code))
    np.maximum.at(tells, of_entry, sentences.tells[entry])
    pointers = np.searchsorted(node_of, np.arange(len(at) + 1))
    terms, in_news, in_quotes, told = (
        csr_array((values, term_of, pointers), shape=(len(at), width))
        for values in (weight, known, quoted.astype(np.float64), tells)
    )
    # Which two terms stand near each other in each node, in any order.
    near, both = [], []
    for step in (1, 2):
        beside = np.flatnonzero(node[step:] == node[:-step])
        pair = np.stack([term[beside], term[beside + step]]).astype(np.uint64)
        near.append(node[beside])
        both.append((pair.min(axis=0) << np.uint64(32)) | pair.max(axis=0))
    distinct, which = np.unique(np.concatenate(both), return_inverse=True)
    shape = (len(at), max(len(distinct), 1))
    doubles = csr_array((np.ones(len(which)), (np.concatenate(near), which)), shape=shape)
    doubles.sum_duplicates()
    doubles.data[:] = 1.0
    return Index(at, of, stratum[at], sentences.row[at], terms, in_news, in_quotes, told, doubles)


def pairs(found: Index, least: float = LEAST) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield runs of pairs of nodes of one event that share enough of what isn't too common there.

    The first of a pair is the smaller; pairs come in order, each once.
    """
    size = len(found.at)
    if not size:
        return
    # What brings pairs up: terms and doubles of each event, those too common left out.
    both = hstack([found.known, found.doubles * _DOUBLE]).tocsr()
    node = np.repeat(np.arange(size), np.diff(both.indptr))
    length = np.sqrt(np.bincount(node, both.data**2, size))
    group = found.stratum[node] * both.shape[1] + both.indices
    _, column, count = np.unique(group, return_inverse=True, return_counts=True)
    common = np.clip(np.bincount(found.stratum)[found.stratum[node]] / 2, *_COMMON)
    kept = (count[column] > 1) & (count[column] <= common)
    _, column = np.unique(column[kept], return_inverse=True)
    # In steps, so that sums are exact in any order.
    value = np.round(both.data / length[node] * 2**20) / 2**20
    shape = (size, int(column.max(initial=0)) + 1)
    posted = csr_array((value[kept], (node[kept], column)), shape=shape)
    back = posted.T.tocsr()
    products = np.bincount(
        np.repeat(np.arange(size), np.diff(posted.indptr)), np.diff(back.indptr)[posted.indices], size
    )
    done = np.cumsum(products)
    begin = 0
    while begin < size:
        before = done[begin - 1] if begin else 0.0
        stop = max(begin + 1, int(np.searchsorted(done, before + _MATCH_BATCH, side="right")))
        product = (posted[begin:stop] @ back).tocoo()
        row = product.row.astype(np.int64) + begin
        good = (product.data >= least) & (product.col > row)
        a, b = row[good], product.col[good].astype(np.int64)
        order = np.lexsort((b, a))
        yield a[order], b[order]
        begin = stop


def akin(found: Index, sentences: Sentences, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Mask the pairs whose articles are of one event, or alike enough as wholes where no event is given."""
    good: np.ndarray = found.stratum[a] != NO_EVENT
    asked = np.flatnonzero(~good & (found.row[a] != found.row[b]))
    if not len(asked):
        return np.ones(len(a), bool)
    width = len(sentences.terms)
    held = np.unique(sentences.row[sentences.sentence] * width + sentences.term)
    row, term = held // width, held % width
    size = int(sentences.row.max()) + 1
    whole = csr_array((np.round(rarity(sentences.terms)[term], 2), (row, term)), shape=(size, width))
    length = np.sqrt(np.bincount(row, whole.data**2, size))
    one, other = found.row[a[asked]], found.row[b[asked]]
    code, which = np.unique(one * size + other, return_inverse=True)
    one, other = code // size, code % size
    cosine = np.zeros(len(one))
    for i in range(0, len(one), _ARTICLES):
        product = whole[one[i : i + _ARTICLES]].multiply(whole[other[i : i + _ARTICLES]])
        cosine[i : i + _ARTICLES] = np.asarray(product.sum(axis=1)).reshape(-1)
    many = len(np.unique(found.row[found.stratum == NO_EVENT])) >= _MANY
    near: np.ndarray = cosine >= (_AKIN_OF_MANY if many else _AKIN) * length[one] * length[other]
    good[asked] = near[which]
    return good


#: Signs in the order of the columns. "Held" is the share of one sentence's weight that the other has; "plain"
#: is by rarity in the news alone, not by how common a term is in the event.
FEATURES = (
    "cosine", "plain_cosine", "held", "plain_held", "held_longer", "plain_longer", "shared", "doubles",
    "shared_doubles", "names", "figures", "figures_apart", "verbs", "verbs_apart", "no_verbs", "quoted",
    "same_speaker", "other_speaker", "matter", "matter_longer", "not_apart", "contrary", "shorter", "ratio",
    "early", "terms", "place", "ahead", "weekday", "days", "best", "margin", "beside", "around", "aligned",
    "less_aligned", "vector",
)  # fmt: skip
#: Share of the shorter sentence's terms near each other that are so in the other too: much the same words.
VERBATIM = 0.6
#: What a term that tells the fact has in `Index.told`, and a product of two has at least.
_TELLS = 2
#: What a share counts for where it is one word alone: half of the words will do, a third won't.
_ONE_WORD = 0.7
_BATCH = 200_000


@dataclass(frozen=True)
class PairSigns:
    """The signs of likeness of pairs of nodes.

    Attributes
    ----------
    found : Index
    sentences : Sentences
    day : float array, one item an article
        When it was published, NaN where that isn't known.
    """

    found: Index
    sentences: Sentences
    day: np.ndarray

    def of(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Return a column for each of `FEATURES`; those that need all pairs, or vectors, are nothing yet."""
        parts = [self._some(a[i : i + _BATCH], b[i : i + _BATCH]) for i in range(0, len(a), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, len(FEATURES)))

    def among(self, features: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Return the features with those filled that need all pairs, the smaller node first."""
        cosine = features[:, 0]
        row = self.found.row
        ahead = np.minimum(_ahead(a, row[b], cosine), _ahead(b, row[a], cosine))
        filled = features.copy()
        filled[:, -7:-3] = np.column_stack([ahead >= 0, ahead, self._company(a, b, features[:, 1])])
        return filled

    def told(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Return the share of what one sentence tells beside names and titles that the other tells too.

        A word with a capital in both is a name to go by; one with a capital in neither or one tells. Weighed
        by rarity, of the sentence that tells less; 0 where either tells nothing, less where it is one word.
        """
        found = self.found
        parts = [np.zeros(0)]
        for i in range(0, len(a), _BATCH):
            x, y = a[i : i + _BATCH], b[i : i + _BATCH]
            both = found.told[x].multiply(found.told[y]).tocsr()
            both.data = (both.data >= _TELLS).astype(np.float64)
            shared = np.asarray(both.multiply(found.known[x]).sum(axis=1)).reshape(-1)
            weight, number = (np.minimum(total[x], total[y]) for total in self._telling)
            words = np.asarray(both.sum(axis=1)).reshape(-1)
            # However rare, one word in common is one of so many.
            share = np.where(words > 1, _share(shared, weight), _share(words, number) * _ONE_WORD)
            parts.append(np.minimum(share, 1.0))
        return np.concatenate(parts)

    @cached_property
    def _telling(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the weight and the number of the terms by which each node tells something."""
        found = self.found
        node = np.repeat(np.arange(len(found.at)), np.diff(found.known.indptr))
        tells = found.told.data >= _TELLS
        size = len(found.at)
        return np.bincount(node, found.known.data * tells, size), np.bincount(node, tells, size)

    def _company(self, a: np.ndarray, b: np.ndarray, value: np.ndarray) -> np.ndarray:
        """Return how alike the sentences before both or behind both are at most, and any beside the two."""
        size = len(self.found.at)
        code = a * size + b
        order = np.argsort(code, kind="stable")
        code, value = code[order], value[order]

        def looked_up(one: np.ndarray, other: np.ndarray) -> np.ndarray:
            wanted = np.minimum(one, other) * size + np.maximum(one, other)
            place = np.minimum(np.searchsorted(code, wanted), max(len(code) - 1, 0))
            there = (one >= 0) & (other >= 0) & (code[place] == wanted)
            return np.where(there, value[place], 0.0)

        steps = {
            (i, j): looked_up(self._neighbour(a, i), self._neighbour(b, j))
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            if (i, j) != (0, 0)
        }
        along = np.maximum(steps[-1, -1], steps[1, 1])
        return np.stack([along, np.maximum.reduce(list(steps.values()))], axis=1)

    def _neighbour(self, node: np.ndarray, step: int) -> np.ndarray:
        """Return the node of the sentence before or behind, -1 where there is none."""
        if not step:
            return node
        at, row = self.found.at[node], self.sentences.row
        place = np.clip(at + step, 0, max(len(row) - 1, 0))
        return np.asarray(np.where((place == at + step) & (row[place] == row[at]), self.found.of[place], -1))

    @cached_property
    def _verbs(self) -> np.ndarray:
        return verbs(self.sentences.terms).astype(np.float64)

    @cached_property
    def _totals(self) -> dict[str, np.ndarray]:
        """Sums over what each node holds."""
        found, held = self.found, self.sentences
        return {
            "terms": _sum(found.terms),
            "norm": np.sqrt(_sum(found.terms.multiply(found.terms))),
            "known": _sum(found.known),
            "known_norm": np.sqrt(_sum(found.known.multiply(found.known))),
            "names": _sum(found.terms, held.name),
            "figures": _sum(_ones(found.terms), held.number),
            "verbs": _sum(found.known, self._verbs),
            "doubles": _sum(found.doubles),
            "quoted": _sum(found.quoted),
            "matter": _sum(found.known, ~held.name),
        }

    def _some(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        found, held, total = self.found, self.sentences, self._totals
        x, y = found.at[a], found.at[b]

        def least(name: str) -> np.ndarray:
            return np.asarray(np.minimum(total[name][a], total[name][b]))

        def most(name: str) -> np.ndarray:
            return np.asarray(np.maximum(total[name][a], total[name][b]))

        both = found.terms[a].multiply(_ones(found.terms[b])).tocsr()
        pair, term, weight = np.repeat(np.arange(len(a)), np.diff(both.indptr)), both.indices, both.data
        rarity = found.known[a].multiply(_ones(found.known[b])).tocsr().data

        def added(values: np.ndarray) -> np.ndarray:
            return np.asarray(np.bincount(pair, values, len(a)))

        shared, known = added(weight), added(rarity)
        shared_verbs = added(rarity * self._verbs[term])
        shared_figures = added(held.number[term].astype(np.float64))
        doubles = _product(found.doubles, a, b)
        matter = added(rarity * ~held.name[term])
        who, whom = held.speaker[x], held.speaker[y]
        told = (who >= 0) & (whom >= 0)
        late, turned = np.maximum(held.order[x], held.order[y]), held.turned[x] & held.turned[y]
        columns = {
            # The weight of a term is the same in both sentences: of one event, of one news.
            "cosine": added(weight**2) / (total["norm"][a] * total["norm"][b]),
            "plain_cosine": added(rarity**2) / (total["known_norm"][a] * total["known_norm"][b]),
            "held": shared / least("terms"),
            "plain_held": known / least("known"),
            "held_longer": shared / most("terms"),
            "plain_longer": known / most("known"),
            "shared": np.log1p(known),
            "doubles": doubles / np.maximum(least("doubles"), 1),
            "shared_doubles": np.log1p(doubles),
            "names": _share(added(weight * held.name[term]), most("names")),
            "figures": np.minimum(shared_figures, 3),
            "figures_apart": _share(np.maximum(least("figures") - shared_figures, 0), least("figures")),
            "verbs": _share(shared_verbs, least("verbs")),
            "verbs_apart": np.maximum(least("verbs") - shared_verbs, 0),
            "no_verbs": least("verbs") == 0,
            "quoted": _product(found.quoted, a, b) / np.maximum(least("quoted"), 1),
            "same_speaker": told & (who == whom),
            "other_speaker": told & (who != whom),
            "matter": _share(matter, least("matter")),
            "matter_longer": _share(matter, most("matter")),
            "not_apart": (held.turned[x] ^ held.turned[y]) & 1,
            "contrary": _contrary(held.turned[x], held.turned[y]),
            "shorter": np.log(np.maximum(np.minimum(held.words[x], held.words[y]), 1)),
            "ratio": least("terms") / most("terms"),
            "early": late <= 3,
            "terms": np.log1p(np.bincount(pair, minlength=len(a))),
            "place": np.log1p(late),
            "ahead": (turned >> 7) & 1,
            "weekday": turned >> 8 > 0,
            "days": np.log1p(np.nan_to_num(np.abs(self.day[found.row[a]] - self.day[found.row[b]]))),
        }
        nothing = np.zeros(len(a))
        return np.stack([columns.get(name, nothing).astype(np.float64) for name in FEATURES], axis=1)


def _contrary(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how many of up, for and win one sentence has whose contrary stands in the other."""
    found = np.zeros(len(one))
    for up, down in ((2, 4), (8, 16), (32, 64)):
        # Of each pair of marks one sentence has the first alone and the other the second.
        x, y = one & (up | down), other & (up | down)
        found += (x | y == up | down) & (x & y == 0) & (x > 0) & (y > 0)
    return found


def _ahead(node: np.ndarray, article: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return how far each pair is ahead of the best other one of its node in that article."""
    order = np.lexsort((-value, article, node))
    node, article, ordered = node[order], article[order], value[order]
    first = np.ones(len(value), bool)
    first[1:] = (node[1:] != node[:-1]) | (article[1:] != article[:-1])
    starts = np.flatnonzero(first)
    size = np.diff(np.append(starts, len(value)))
    best = np.repeat(ordered[starts], size)
    second = np.zeros(len(starts))
    second[size > 1] = ordered[starts[size > 1] + 1]
    ahead = np.empty(len(value))
    ahead[order] = np.where(first, ordered - np.repeat(second, size), ordered - best)
    return ahead


def _product(matrix: Any, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.asarray(matrix[a].multiply(matrix[b]).sum(axis=1)).reshape(-1)


def _sum(matrix: Any, of: np.ndarray | None = None) -> np.ndarray:
    if of is None:
        return np.asarray(matrix.sum(axis=1)).reshape(-1)
    node = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return np.asarray(np.bincount(node, matrix.data * of[matrix.indices], matrix.shape[0]))


def _ones(matrix: Any) -> Any:
    again = matrix.copy()
    again.data = np.ones(len(again.data))
    return again


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0.0)
