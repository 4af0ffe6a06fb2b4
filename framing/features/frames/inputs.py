"""What a classifier reads of a text: words and characters in it, and how often terms of measures stand there.

Features alone; nothing is learned of labels here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import MaxAbsScaler, Normalizer, normalize
from sklearn.utils.validation import check_is_fitted

from framing.errors import FramingError, brief, several, torn
from framing.features.measures import resolve
from framing.features.neural.encoder import Vectors, of_texts, rows_of
from framing.schema import MILLION
from framing.text.tokens import tokenize

# Folds that keep together what belongs together: the texts of a document, and texts nearly the same.

#: Share of the shorter text's runs of three words that two texts must share to be near-duplicates.
ALIKE = 0.5
#: Runs of three words that a text must have for it: shorter ones share them by chance.
_LEAST = 6
_ROWS = 1000


def document_codes(documents: Any, size: int) -> np.ndarray:
    """Return a number for each document, a text each where none are given.

    >>> document_codes(["b", "a", "b"], 3).tolist(), document_codes(None, 2).tolist()
    ([0, 1, 0], [0, 1])
    """
    if documents is None:
        return np.arange(size)
    listed = pd.Series(list(documents), dtype=object)
    if len(listed) != size:
        raise FramingError(f"documents: {len(listed)} for {size} texts; give one for each text")
    if listed.isna().any():
        raise FramingError(
            f"documents: number {int(listed.isna().argmax())} is missing; give one for each text"
        )
    return np.asarray(pd.factorize(listed)[0])


def near_duplicates(texts: Sequence[str]) -> csr_array:
    """Return which texts are nearly the same, as a symmetric matrix of 0 and 1 without its diagonal.

    Two are, where they share half of the runs of three words of the shorter one (containment; Broder 1997),
    and however short where they are equal but for spaces and capitals.

    >>> one = "The minister said on Friday that the two ports would open by spring."
    >>> near_duplicates([one, one.replace("Friday", "Monday"), "Something else was said."]).toarray().tolist()
    [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    """
    runs = HashingVectorizer(
        ngram_range=(3, 3), binary=True, norm=None, alternate_sign=False, n_features=2**22
    ).transform(texts)
    runs = csr_array(runs).astype(np.int32)
    sizes = np.diff(runs.indptr)
    back = runs.T.tocsr()
    first, second = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, len(texts), _ROWS):
        shared = (runs[start : start + _ROWS] @ back).tocoo()
        a, b = shared.coords[0] + start, shared.coords[1]
        least = np.minimum(sizes[a], sizes[b])
        alike = (a != b) & (least >= _LEAST) & (shared.data >= ALIKE * least)
        first.append(a[alike])
        second.append(b[alike])
    # Those too short to be told by their runs where they are equal; nothing can be learned from blank ones.
    short = np.flatnonzero(sizes < _LEAST)
    said = pd.Series([" ".join(texts[at].lower().split()) for at in short.tolist()], dtype=object)
    for text, places in said.groupby(said, sort=False).indices.items():
        if text:
            # Pairs in both directions, as above; no text with itself.
            a, b = (part.ravel() for part in np.meshgrid(short[places], short[places]))
            first.append(a[a != b])
            second.append(b[a != b])
    a, b = np.concatenate(first), np.concatenate(second)
    return coo_array((np.ones(len(a), np.int8), (a, b)), shape=(len(texts), len(texts))).tocsr()


def folds_of(documents: np.ndarray, alike: csr_array, folds: int, seed: int) -> np.ndarray:
    """Return the fold of each text: documents that share a near-duplicate go into one, all drawn by the seed.

    Raises
    ------
    FramingError
        There are fewer documents than folds.
    """
    many = int(documents.max()) + 1 if len(documents) else 0
    a, b = alike.nonzero()
    linked = coo_array((np.ones(len(a), np.int8), (documents[a], documents[b])), shape=(many, many))
    groups, of_document = connected_components(linked, directed=False) if many else (0, np.zeros(0, int))
    if groups < folds:
        raise FramingError(
            f"folds: {brief(folds)} of only {groups} documents that differ; give more texts or fewer folds"
        )
    group = of_document[documents]
    # The largest first, each to the fold that has the fewest texts: folds of about one size.
    sizes = np.bincount(group, minlength=groups)
    order = np.random.default_rng(seed).permutation(groups)
    order = order[np.argsort(-sizes[order], kind="stable")]
    filled, fold = np.zeros(folds, np.int64), np.zeros(groups, np.int64)
    for one in order.tolist():
        fold[one] = int(filled.argmin())
        filled[fold[one]] += sizes[one]
    return np.asarray(fold[group])


# Which texts to code next: those a classifier is unsure of, no two alike.


def pick(
    texts: Sequence[str], probability: pd.DataFrame, thresholds: pd.Series, features: Any, n: int
) -> pd.DataFrame:
    """Return up to `n` texts, the best first; see `FrameClassifier.next_to_label`.

    A text's worth is how near its least sure frame is to the threshold, times how far the text is from
    those picked before (1 - cosine of their features): uncertainty with diversity (Settles 2009, sections
    3.1 and 5).
    """
    columns = ["position", "frame", "probability", "threshold", "unsure", "text"]
    if not len(texts):
        return pd.DataFrame(columns=columns)
    chance, cut = probability.to_numpy(), thresholds.to_numpy()
    # Distance to the threshold as a share of what there is on that side of it.
    room = np.where(chance >= cut, 1 - cut, cut)
    unsure = 1 - np.abs(chance - cut) / np.maximum(room, 1e-12)
    which = unsure.argmax(axis=1)
    rows = np.arange(len(texts))
    worth = unsure[rows, which]
    vectors = normalize(features.transform(list(texts)).tocsr())
    far, picked = np.ones(len(texts)), list[int]()
    for _ in range(min(n, len(texts))):
        value = worth * far
        value[picked] = -1.0
        best = int(value.argmax())
        picked.append(best)
        near = np.asarray((vectors @ vectors[[best]].T).todense()).ravel()
        far = np.minimum(far, 1 - np.clip(near, 0, 1))
    at = np.array(picked)
    return pd.DataFrame({
        "position": at,
        "frame": probability.columns.to_numpy()[which[at]],
        "probability": chance[at, which[at]],
        "threshold": cut[which[at]],
        "unsure": worth[at],
        "text": [texts[i] for i in picked],
    })  # fmt: skip


#: The pattern that words are cut by: letters and figures, with an apostrophe or hyphen inside.
_WORD = r"(?u)\b\w[\w'’-]*\w\b|\b\w\b"

#: What counts of indicators, each at most 1 in the texts learned from, are multiplied by beside TF-IDF, whose
#: rows have length 1: so that a hundred of them don't outweigh the words.
_INDICATORS = 0.25


def as_texts(texts: Any) -> list[str]:
    """Return texts as a list of strings; a missing one is empty.

    Raises
    ------
    FramingError
        One text where several are asked for, or something that is no text.
    """
    if isinstance(texts, (str, bytes)) or not isinstance(texts, Iterable):
        raise FramingError(f"texts: give a list or a column of texts, not one {type(texts).__name__}")
    found = ["" if text is None or (isinstance(text, float) and np.isnan(text)) else text for text in texts]
    for nth, text in enumerate(found):
        if not isinstance(text, str):
            raise FramingError(
                f"texts: number {nth} is {type(text).__name__}, no text; give strings, one each text"
            )
    if fault := torn(found):
        raise FramingError(f"texts: number {fault[0]} {fault[1]}")
    return found


class _OfTexts(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """What reads texts, as scikit-learn should know."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        return tags


class IndicatorCounts(_OfTexts):
    """Texts to how often the terms of measures stand in them: how many, and how many per 1,000 words.

    Parameters
    ----------
    measures : str or sequence of str
        Names as for `framing.score`: codebooks' frames (``"frame"``), lexicons.

    Examples
    --------
    >>> counts = IndicatorCounts("hedges").fit(["It may rain."])
    >>> counts.transform(["Perhaps it may."]).round(2).tolist(), counts.get_feature_names_out().tolist()
    ([[1.1, 6.5]], ['hedges', 'hedges per 1,000'])
    """

    def __init__(self, measures: str | Sequence[str] = ("frame",)) -> None:
        self.measures = measures

    def fit(self, texts: Any, y: Any = None) -> IndicatorCounts:
        """Look the measures up; nothing else is learned."""
        self.measures_ = tuple(measure.name for measure in resolve(several("measures", self.measures)))
        return self

    def transform(self, texts: Any) -> np.ndarray:
        """Return logarithms of 1 + weight and of 1 + weight per 1,000 words, two columns a measure."""
        check_is_fitted(self, "measures_")
        listed = as_texts(texts)
        tokens = tokenize(pa.array(listed, pa.large_string()))
        words = np.maximum(np.diff(tokens.docs), 1)
        columns = []
        found: dict[int, Any] = {}
        for measure in resolve(self.measures_):
            finder = measure.finder
            if id(finder) not in found:
                found[id(finder)] = finder.find(tokens, None)
            hits = found[id(finder)]
            counted = np.isin(hits.pole, [i for i, pole in enumerate(finder.poles) if pole in measure.poles])
            place = tokens.doc_of(hits.start[counted])
            weight = np.bincount(place, weights=np.abs(hits.weight[counted]) / MILLION, minlength=len(listed))
            columns += [np.log1p(weight), np.log1p(1000 * weight / words)]
        return np.stack(columns, axis=1)

    def get_feature_names_out(self, names: Any = None) -> np.ndarray:
        """Return the names of the columns."""
        check_is_fitted(self, "measures_")
        return np.array([f"{m}{end}" for m in self.measures_ for end in ("", " per 1,000")], dtype=object)


class SentenceVectors(_OfTexts):
    """Texts to vectors: by the encoder named, or by a function from texts to a row of numbers each."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

    def fit(self, texts: Any, y: Any = None) -> SentenceVectors:
        """Learn how many numbers a vector has."""
        self.size_ = rows_of(of_texts(self.vectors), as_texts(texts)[:1]).shape[1]
        return self

    def transform(self, texts: Any) -> np.ndarray:
        """Return the vectors."""
        check_is_fitted(self, "size_")
        return rows_of(of_texts(self.vectors), as_texts(texts))

    def get_feature_names_out(self, names: Any = None) -> np.ndarray:
        """Return the numbers of the columns as names."""
        check_is_fitted(self, "size_")
        return np.array([f"vector{i}" for i in range(self.size_)], dtype=object)


def union(
    texts: int,
    word_ngrams: tuple[int, int],
    char_ngrams: tuple[int, int] | None,
    measures: Sequence[str],
    vectors: Vectors | None,
) -> FeatureUnion:
    """Return all features side by side, for so many texts; no block outweighs the others; vectors come last.

    A word counts once it stands in two texts, a run of characters in three; of characters the 60,000 most
    frequent runs are kept.
    """
    least = 2 if texts >= 20 else 1
    words = TfidfVectorizer(ngram_range=word_ngrams, min_df=least, sublinear_tf=True, token_pattern=_WORD)
    blocks: list[tuple[str, Any]] = [("words", words)]
    if char_ngrams is not None:
        characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=char_ngrams, min_df=least if texts < 20 else 3,
            sublinear_tf=True, max_features=60_000,
        )  # fmt: skip
        blocks.append(("characters", characters))
    if measures:
        blocks.append(("indicators", make_pipeline(IndicatorCounts(measures), MaxAbsScaler())))
    if vectors is not None:
        blocks.append(("vectors", make_pipeline(SentenceVectors(vectors), Normalizer())))
    weights = {"indicators": _INDICATORS} if measures else None
    return FeatureUnion(blocks, transformer_weights=weights)


def vector_columns(features: FeatureUnion) -> int:
    """Return how many of the last columns are vectors."""
    last, made = features.transformer_list[-1]
    return int(made[0].size_) if last == "vectors" else 0
