"""A classifier of frames learned from texts that people coded, in scikit-learn's manner: yes or no a frame.

What is chosen (strength of the model, threshold, calibration) is chosen inside folds of what it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.sparse import coo_array, csr_array, csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.base import BaseEstimator, ClassifierMixin, MultiOutputMixin, TransformerMixin, clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import MaxAbsScaler, Normalizer, normalize
from sklearn.utils.validation import check_is_fitted

from framing.errors import FramingError, as_integer, brief, check_number, several, torn
from framing.features.frames.codebook import PREFIX
from framing.features.measures import resolve
from framing.features.neural.encoder import Remembered, Vectors, check_vectors, of_texts, rows_of
from framing.schema import MILLION, check
from framing.text.tokens import tokenize
from framing.views.text import brief_of, notebook_page

# What a classifier reads of a text: words and characters in it, and how often terms of measures stand there.

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
            # Of a frame also what weighs only beside others: the regression sees it in company.
            wanted = finder.poles if measure.name.startswith(f"{PREFIX}.") else measure.poles
            counted = np.isin(hits.pole, [i for i, pole in enumerate(finder.poles) if pole in wanted])
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


# From scores of texts in folds in which they were not learned from: strength, threshold, probability.


@dataclass(frozen=True)
class Decision:
    """How a score becomes a probability and a label: ``1 / (1 + exp(-(slope * score + offset)))``."""

    slope: float
    offset: float
    threshold: float
    expected: float

    def probability(self, scores: np.ndarray) -> np.ndarray:
        """Return the probability that each score stands for."""
        return np.asarray(1 / (1 + np.exp(-np.clip(self.slope * scores + self.offset, -500, 500))))


def scores_in_folds(model: Any, features: Any, labels: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Return each text's score by a model that learned from the other folds alone.

    Where those hold one class only, nothing can be learned: the score is 0.
    """
    scores = np.zeros(len(labels))
    for k in np.unique(fold):
        rest, here = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
        if 0 < labels[rest].sum() < len(rest):
            scores[here] = model.fit(features[rest], labels[rest]).decision_function(features[here])
    return scores


def macro_f1(labels: np.ndarray, predicted: np.ndarray) -> float:
    """Return the mean of the F1 of a label and that of its absence; F1 is 0 where nothing is right.

    >>> macro_f1(np.array([1, 1, 0, 0]), np.array([1, 0, 0, 0])).__round__(3)
    0.733
    """
    total = 0.0
    for value in (0, 1):
        right = float(((labels == value) & (predicted == value)).sum())
        counted = float((labels == value).sum() + (predicted == value).sum())
        total += 2 * right / counted if counted else 0.0
    return total / 2


def f1_curve(labels: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return candidate thresholds and the macro-F1 at each, from the highest threshold down."""
    order = np.argsort(-scores, kind="stable")
    ranked, hit = scores[order], labels[order]
    tp = np.cumsum(hit)
    taken = np.arange(1, len(hit) + 1)
    positives, size = labels.sum(), len(labels)
    tn = (size - positives) - (taken - tp)
    f1 = tp * 2 / (taken + positives) + np.divide(
        2 * tn, (size - taken) + (size - positives), out=np.zeros(size), where=size - positives > 0
    )
    # A threshold lies between two scores; where they are equal there is none.
    ends = np.flatnonzero(np.append(ranked[:-1] > ranked[1:], True))
    below = np.append(ranked[1:], ranked[-1] - 1.0)
    return (ranked[ends] + below[ends]) / 2, f1[ends] / 2


def decide(labels: np.ndarray, scores: np.ndarray) -> Decision:
    """Return how scores of texts not learned from are read: calibrated (Platt 1999), cut at the best F1.

    The curve of F1 is smoothed over a fortieth of its length on either side, so that the threshold isn't one
    lucky text's.
    """
    thresholds, f1 = f1_curve(labels, scores)
    wide = max(1, len(f1) // 40)
    kernel = np.ones(2 * wide + 1)
    smooth = np.convolve(f1, kernel, "same") / np.convolve(np.ones(len(f1)), kernel, "same")
    best = int(smooth.argmax())
    fitted = LogisticRegression(C=1e4).fit(scores[:, None], labels)
    slope, offset = max(float(fitted.coef_[0, 0]), 1e-6), float(fitted.intercept_[0])
    cut = 1 / (1 + np.exp(-np.clip(slope * thresholds[best] + offset, -500, 500)))
    return Decision(slope, offset, float(cut), float(f1[best]))


# Labels of frames as people give them, made one binary table or refused in one line.


def as_labels(labels: Any, size: int, frames: Sequence[str] | None = None) -> pd.DataFrame:
    """Return labels as whole numbers 0 and 1, a row a text and a column a frame.

    Parameters
    ----------
    labels : pandas.DataFrame, pandas.Series or array
        0 and 1, or True and False. Columns of an array are called frame0, frame1, ...
    size : int
        How many texts there are.
    frames : sequence of str, optional
        Columns wanted, in their order.

    Raises
    ------
    FramingError
        Another length, another value, a gap, a column that is there twice or not at all.

    Examples
    --------
    >>> as_labels(np.array([[True], [False]]), 2).to_dict("list")
    {'frame0': [1, 0]}
    """
    try:
        table = labels if isinstance(labels, (pd.DataFrame, pd.Series)) else np.asarray(labels)
    except ValueError:
        table = np.zeros((0, 0, 0))
    if isinstance(table, pd.Series):
        table = table.to_frame("frame0" if table.name is None else table.name)
    if isinstance(table, np.ndarray):
        table = table[:, None] if table.ndim == 1 else table
        if table.ndim != 2:
            raise FramingError("labels: give a table, a row a text and a column a frame, of 0 and 1")
        named = list(frames) if frames is not None and len(frames) == table.shape[1] else None
        table = pd.DataFrame(table, columns=named or [f"frame{i}" for i in range(table.shape[1])])
    if len(table) != size:
        raise FramingError(f"labels: {len(table)} rows for {size} texts; give one row for each text")
    if not size or not len(table.columns):
        raise FramingError("labels: no rows or no columns; give a row a text and a column a frame")
    names = [str(name) for name in table.columns]
    table = table.reset_index(drop=True).set_axis(names, axis=1)
    for name in names:
        if names.count(name) > 1:
            raise FramingError(f"labels: column {name!r} stands twice; drop or rename one")
    for name in frames or ():
        if name not in names:
            raise FramingError(f"labels: column {name!r} is missing; columns given: {', '.join(names)}")
    table = table if frames is None else table[list(frames)]
    for name in table.columns:
        gap, wrong = table[name].isna().to_numpy(), ~table[name].isin([0, 1]).to_numpy()
        if gap.any():
            raise FramingError(
                f"labels: {name!r} is missing in row {int(gap.argmax())}; give 0 or 1, or leave the text out"
            )
        if wrong.any():
            value, row = table[name].tolist()[int(wrong.argmax())], int(wrong.argmax())
            raise FramingError(f"labels: {name!r} has {brief(value)} in row {row}; give 0 or 1")
    return table.astype("int64")


# What is learned of one frame: a regression on words and signs, another on vectors, how much each counts.


@dataclass(frozen=True)
class Blend:
    """The sum of regressions, each on columns of its own and counted so much: linear as a whole.

    Attributes
    ----------
    coef_ : float array, 1 × columns
    intercept_ : float array, 1
    """

    coef_: np.ndarray
    intercept_: np.ndarray

    def decision_function(self, features: csr_matrix) -> np.ndarray:
        """Return the score of each row."""
        return np.asarray(features @ self.coef_[0] + self.intercept_[0])


def shares(scores: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return how much each column of scores counts, by logistic regression (stacking; Wolpert 1992).

    None counts less than nothing; together they count 1.

    >>> scores = np.array([[2.0, 0.1], [1.0, -0.1], [-1.0, 0.1], [-2.0, -0.1]])
    >>> shares(scores, np.array([1, 1, 0, 0])).round(1).tolist()
    [1.0, 0.0]
    """
    spread = np.maximum(scores.std(axis=0), 1e-12)
    fitted = LogisticRegression(C=1.0).fit(scores / spread, truth)
    weight = np.maximum(fitted.coef_[0], 0.0) / spread
    total = weight.sum()
    return np.asarray(weight / total if total > 0 else np.full(len(weight), 1 / len(weight)))


# What a classifier of frames is set to and given, and the one clear line for what can't be.


class Unfitted(FramingError, NotFittedError):  # type: ignore[misc]
    """Nothing has been learned yet; scikit-learn knows it as its own `NotFittedError`."""


def _check_run(given: Any, name: str) -> tuple[int, int]:
    """Return the shortest and the longest run of words or characters."""
    ends = [as_integer(end) or 0 for end in given] if isinstance(given, (tuple, list)) else []
    if len(ends) != 2 or not 1 <= ends[0] <= ends[1]:
        raise FramingError(
            f"{name} {brief(given)} should be the shortest and the longest run, two whole numbers from 1 on, "
            "as (1, 2)"
        )
    return ends[0], ends[1]


# How well a classifier of frames does on documents that it did not learn from.


class Validation(NamedTuple):
    """What cross-validation found.

    Attributes
    ----------
    table : pandas.DataFrame
        The table `validation`, a row a frame.
    predicted : pandas.DataFrame
        0 and 1, a row a text, by models that did not learn from its document.
    probability : pandas.DataFrame
        Likewise.
    fold : numpy.ndarray
        The fold of each text.
    dropped : int
        Texts that were not learned from in some fold, being near-duplicates of one that was predicted there.
    """

    table: pd.DataFrame
    predicted: pd.DataFrame
    probability: pd.DataFrame
    fold: np.ndarray
    dropped: int

    def __repr__(self) -> str:
        return brief_of(self)

    def _repr_html_(self) -> str:
        return notebook_page({"validation": self.table})


def cross_validate(
    classifier: Any, texts: Any, labels: Any, documents: Any = None, *, folds: int = 5, seed: int = 1
) -> Validation:
    """Cross-validate by document; all that the classifier chooses it chooses inside what it is given.

    Parameters
    ----------
    classifier : FrameClassifier
        Cloned for each fold.
    texts, labels, documents
        As for `FrameClassifier.fit`.
    folds : int
        Into which documents are drawn; of a fold's near-duplicates elsewhere nothing is learned.
    seed : int
        Draws the folds.

    Raises
    ------
    FramingError
        As `FrameClassifier.fit`; a frame too rare for so many folds.

    Examples
    --------
    >>> texts = [f"Pier {i}: the two sides {act}." for i in range(9) for act in ("clash", "met")]
    >>> model = FrameClassifier(measures=(), char_ngrams=None, folds=2)
    >>> cross_validate(model, texts, pd.DataFrame({"conflict": [1, 0] * 9}), folds=3).table["f1"].tolist()
    [1.0]
    """
    check_number("folds", folds, least=2)
    listed = as_texts(texts)
    table = as_labels(labels, len(listed))
    codes, alike = document_codes(documents, len(listed)), near_duplicates(listed)
    # Documents alone make the folds; a near-duplicate on the other side is dropped, not brought over.
    fold = folds_of(codes, alike * 0, folds, seed)
    predicted = pd.DataFrame(0, index=table.index, columns=table.columns)
    probability = pd.DataFrame(0.0, index=table.index, columns=table.columns)
    gone: set[int] = set()
    if classifier.vectors is not None:
        # Each text is in most of the folds; its vector is made once.
        check_vectors(classifier.vectors)
        remembered = Remembered(of_texts(classifier.vectors))
        remembered(listed)
        classifier = clone(classifier).set_params(vectors=remembered)
    for k in range(folds):
        here = np.flatnonzero(fold == k)
        twin = np.asarray(alike[:, here].sum(axis=1)).ravel() > 0
        gone.update(np.flatnonzero(twin & (fold != k)).tolist())
        rest = np.flatnonzero((fold != k) & ~twin)
        model = clone(classifier)
        model.fit([listed[i] for i in rest], table.iloc[rest], codes[rest])
        found = model.predict_proba([listed[i] for i in here])
        probability.iloc[here] = found.to_numpy()
        predicted.iloc[here] = (found >= model.thresholds_).to_numpy().astype(np.int64)
    agreement = agreement_with(table, predicted, codes, probability)
    return Validation(agreement, predicted, probability, fold, len(gone))


def agreement_with(
    labels: pd.DataFrame,
    predicted: pd.DataFrame,
    documents: np.ndarray | None = None,
    probability: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return precision, recall and F1 of each frame against coders: the table `validation`."""
    rows = []
    for frame in labels.columns:
        truth, said = labels[frame].to_numpy(), predicted[frame].to_numpy().astype(np.int64)
        right = int((truth & said).sum())
        precision = right / said.sum() if said.sum() else np.nan
        recall = right / truth.sum() if truth.sum() else np.nan
        both = int(truth.sum() + said.sum())
        chance = None if probability is None else probability[frame].to_numpy()
        rows.append({
            "frame": frame,
            "texts": len(truth),
            "documents": len(truth) if documents is None else len(np.unique(documents)),
            "coded": int(truth.sum()),
            "predicted": int(said.sum()),
            "right": right,
            "precision": precision,
            "recall": recall,
            "f1": 2 * right / both if both else np.nan,
            "macro_f1": macro_f1(truth, said),
            "brier": np.nan if chance is None else float(((chance - truth) ** 2).mean()),
        })  # fmt: skip
    return check(pd.DataFrame(rows), "validation")


#: Measures whose terms are counted beside words: all codebooks, and the lexicons of tone and style.
MEASURES = (
    "frame", "tone", "attitude", "hedges", "boosters", "necessity", "loaded", "reporting", "figures",
)  # fmt: skip


class FrameClassifier(MultiOutputMixin, ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Which frames a text has, learned from coded texts.

    For each frame a logistic regression on TF-IDF of words and of characters and on the counts of
    indicators; its strength, its threshold (for the best mean F1 of presence and absence) and its calibration
    are chosen by cross-validation inside what it is fitted on, documents and near-duplicates kept together.

    Parameters
    ----------
    measures : str or sequence of str
        Measures whose terms are counted as features, as for `framing.score`; empty for none.
    word_ngrams : (int, int)
        Shortest and longest run of words.
    char_ngrams : (int, int) or None
        Shortest and longest run of characters within words.
    vectors : "neural" or callable, optional
        A second regression, on vectors of texts, whose score is added to the first's; how much each counts is
        chosen in the folds. ``"neural"`` is the encoder that judges stance, or give a
        function from a list of texts to a row of numbers each.
    strengths : sequence of float
        Values of `C` of the regression to choose from.
    class_weight : "balanced", None or dict
        As of scikit-learn's LogisticRegression.
    folds : int
        Folds inside which is chosen.
    random_state : int
        Draws the folds.

    Attributes
    ----------
    frames_ : list of str
        Columns of the labels.
    thresholds_ : pandas.Series
        Probability from which a frame is said to be present.
    strengths_ : pandas.Series
        The `C` chosen.
    expected_ : pandas.Series
        Macro-F1 in the folds of what was chosen there: a little too good; see `cross_validate`.

    Examples
    --------
    >>> texts = [f"Two sides {act}, pier {i}." for i in range(8) for act in ("clash", "met")]
    >>> labels = pd.DataFrame({"conflict": [1, 0] * 8})
    >>> model = FrameClassifier(measures=(), folds=2).fit(texts, labels)
    >>> model.predict(["Ministers clash.", "Ministers met."])["conflict"].tolist()
    [1, 0]
    """

    def __init__(
        self,
        *,
        measures: str | Sequence[str] = MEASURES,
        word_ngrams: tuple[int, int] = (1, 2),
        char_ngrams: tuple[int, int] | None = (3, 5),
        vectors: Vectors | None = None,
        strengths: Sequence[float] = (1.0, 4.0),
        class_weight: Any = "balanced",
        folds: int = 5,
        random_state: int = 0,
    ) -> None:
        self.measures = measures
        self.word_ngrams = word_ngrams
        self.char_ngrams = char_ngrams
        self.vectors = vectors
        self.strengths = strengths
        self.class_weight = class_weight
        self.folds = folds
        self.random_state = random_state

    def fit(self, texts: Any, labels: Any, documents: Any = None) -> FrameClassifier:
        """Learn from coded texts.

        Parameters
        ----------
        texts : sequence of str
        labels : pandas.DataFrame or array
            A row a text, a column a frame, 1 or True where it is present.
        documents : sequence, optional
            Which document each text is of, where several are of one.

        Raises
        ------
        FramingError
            Labels that are not 0 and 1, of another length, or of a frame that all texts have or none; texts
            without a word; a setting that can't be.
        """
        listed = as_texts(texts)
        table = as_labels(labels, len(listed))
        check_number("folds", self.folds, least=2)
        strengths = several("strengths", self.strengths)
        if not strengths or not all(isinstance(c, (int, float, np.number)) and c > 0 for c in strengths):
            raise FramingError(f"strengths {brief(self.strengths)} should be numbers above 0")
        words, characters = _check_run(self.word_ngrams, "word_ngrams"), self.char_ngrams
        characters = None if characters is None else _check_run(characters, "char_ngrams")
        measures = several("measures", self.measures)
        check_vectors(self.vectors)
        for frame in table.columns:
            if table[frame].nunique() < 2:
                which = "all texts have" if table[frame].iloc[0] else "no text has"
                raise FramingError(
                    f"labels: {which} the frame {frame!r}: nothing can be learned of it; drop the column"
                )
        codes = document_codes(documents, len(listed))
        fold = folds_of(codes, near_duplicates(listed), self.folds, self.random_state)
        if not any(char.isalnum() for text in listed for char in text):
            raise FramingError("texts: no text has a word; give the texts that were coded")
        self.features_ = union(len(listed), words, characters, measures, self.vectors)
        try:
            features = self.features_.fit_transform(listed).tocsr()
        except ValueError as error:
            # Of many texts a word must stand in two of them; where none does, there is no vocabulary.
            if "vocabulary" in str(error) or "no terms remain" in str(error):
                raise FramingError(
                    f"texts: no word stands in two of these {len(listed)} texts; give more text to learn from"
                ) from None
            raise
        self.frames_ = list(table.columns)
        self.classes_ = [np.array([0, 1]) for _ in self.frames_]
        self._models: list[tuple[Any, Decision]] = []
        chosen = []
        for frame in self.frames_:
            truth = table[frame].to_numpy()
            model, decision, strength = self._learn(features, truth, fold)
            self._models.append((model, decision))
            chosen.append(strength)
        self.strengths_ = pd.Series(chosen, self.frames_, dtype="float64")
        self.thresholds_ = pd.Series([d.threshold for _, d in self._models], self.frames_, dtype="float64")
        self.expected_ = pd.Series([d.expected for _, d in self._models], self.frames_, dtype="float64")
        return self

    def predict_proba(self, texts: Any) -> pd.DataFrame:
        """Return the probability of each frame: a row a text, a column a frame.

        Calibrated in the folds; a text is as likely to have the frame as the texts learned from were.
        """
        self._refuse_unfitted()
        listed = as_texts(texts)
        features = self.features_.transform(listed).tocsr() if listed else None
        columns = {
            frame: decision.probability(model.decision_function(features)) if listed else np.zeros(0)
            for frame, (model, decision) in zip(self.frames_, self._models, strict=True)
        }
        return pd.DataFrame(columns, index=texts.index if isinstance(texts, pd.Series) else None)

    def predict(self, texts: Any) -> pd.DataFrame:
        """Return which frames are present, 1 or 0: a row a text, a column a frame."""
        found = self.predict_proba(texts)
        return (found >= self.thresholds_).astype(np.int64)

    def score(self, texts: Any, labels: Any, sample_weight: Any = None) -> float:
        """Return the mean over frames of macro-F1; `sample_weight` is not used."""
        found = self.predict(texts)
        table = as_labels(labels, len(found), frames=self.frames_)
        return float(np.mean([macro_f1(table[f].to_numpy(), found[f].to_numpy()) for f in self.frames_]))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return the names of what is read of a text, as ``words__tariff``."""
        self._refuse_unfitted()
        return np.asarray(self.features_.get_feature_names_out())

    def next_to_label(self, texts: Any, n: int = 10) -> pd.DataFrame:
        """Return the texts from whose labels most would be learned: unsure, and unlike one another.

        Parameters
        ----------
        texts : sequence of str
            Not labelled yet.
        n : int
            How many at most.

        Returns
        -------
        pandas.DataFrame
            The best first: `position` among the texts, `frame` that is least sure there, its `probability`
            and `threshold`, `unsure` (1 at the threshold, 0 where all is clear) and the `text`.
        """
        self._refuse_unfitted()
        most, listed = check_number("n", n, least=1), as_texts(texts)
        return pick(listed, self.predict_proba(listed), self.thresholds_, self.features_, most)

    def cross_validate(self, texts: Any, labels: Any, documents: Any = None, *, folds: int = 5) -> Validation:
        """Return how well it does on documents not learned from; see `validation.cross_validate`."""

        return cross_validate(self, texts, labels, documents, folds=folds)

    def _refuse_unfitted(self) -> None:
        if not hasattr(self, "frames_"):
            raise Unfitted("FrameClassifier: has learned nothing yet; call fit(texts, labels) first")

    def _learn(
        self, features: csr_matrix, truth: np.ndarray, fold: np.ndarray
    ) -> tuple[Any, Decision, float]:
        """Return what scores a text, how its score is read, and the strength of the regression on words."""
        settings = {"class_weight": self.class_weight, "random_state": self.random_state}
        vectors = vector_columns(self.features_)
        cut = features.shape[1] - vectors
        parts = [features[:, :cut], features[:, cut:].toarray()] if vectors else [features]
        found = []
        for part in parts:
            tried = []
            for strength in self.strengths:
                model = LogisticRegression(C=strength, solver="liblinear", **settings)
                scores = scores_in_folds(model, part, truth, fold)
                tried.append((decide(truth, scores), model, scores))
            decision, model, scores = max(tried, key=lambda one: one[0].expected)
            found.append((decision, model.fit(part, truth), scores))
        decision, model, _ = found[0]
        if not vectors:
            return model, decision, float(model.C)
        scores = np.stack([scores for _, _, scores in found], axis=1)
        share = shares(scores, truth)
        weighed = [(one, weight) for (_, one, _), weight in zip(found, share, strict=True)]
        blend = Blend(
            np.concatenate([one.coef_ * weight for one, weight in weighed], axis=1),
            np.array([sum(float(one.intercept_[0]) * weight for one, weight in weighed)]),
        )
        return blend, decide(truth, scores @ share), float(model.C)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        tags.target_tags.single_output = False
        return tags
