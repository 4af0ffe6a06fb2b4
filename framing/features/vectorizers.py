"""Articles or texts to columns of numbers, for pipelines of scikit-learn: measures, voices, stance.

Each counts in a text what a table of the same name counts, and learns nothing. What a text gives no
evidence of is NaN, as everywhere: put ``SimpleImputer`` behind, or a model that takes NaN.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from framing.errors import FramingError, brief, check_choice, torn
from framing.features.measures import Wanted, resolve
from framing.features.naming.referents import Given, referents
from framing.features.scoring import score
from framing.features.stance.judges import NEURAL, Judge
from framing.schema import UNITS, schema
from framing.text.voices.table import VOICES
from framing.text.voices.table import voices as find_voices

#: Columns of articles that are read beside their text.
_READ = ("title", "blocks", "language")
#: What stands between spaces and is no mark alone, as a span may begin with the comma behind another.
_WORD = re.compile(r"[^\s\w]*\w\S*")


class _Vectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """What the three have in common: how texts come in, and rows and names of columns go out."""

    def fit(self, articles: Any, y: Any = None) -> Self:
        """Check the parameters; nothing is learned.

        Parameters
        ----------
        articles : pandas.DataFrame, or iterable of str
            Articles with a column `text` (and `title`, `blocks`, `language`, where they are), or texts.
        y : ignored
        """
        _frame_of(articles)
        self.features_ = np.array(self._names(), dtype=object)
        return self

    def transform(self, articles: Any) -> np.ndarray:
        """Return a row an article and a column a feature, as floats; see `fit` for what is taken."""
        check_is_fitted(self)
        frame = _frame_of(articles)
        if frame.empty:
            return np.zeros((0, len(self.features_)))
        found = self._count(frame).reindex(index=frame["id"], columns=self.features_)
        return found.to_numpy(np.float64)

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return the names of the columns."""
        check_is_fitted(self)
        return self.features_

    def _names(self) -> list[str]:
        raise NotImplementedError

    def _count(self, frame: pd.DataFrame) -> pd.DataFrame:
        raise NotImplementedError

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        return tags


def _frame_of(articles: Any) -> pd.DataFrame:
    """Return texts as articles of one outlet, called by their place."""
    framed = isinstance(articles, pd.DataFrame)
    if framed and "text" not in articles.columns:
        raise FramingError(f"articles: no column 'text' among {', '.join(map(str, articles.columns))}")
    texts = as_texts(articles["text"] if framed else articles)
    frame = pd.DataFrame({"id": list(map(str, range(len(texts)))), "outlet": "all", "text": texts})
    beside = {name: articles[name].to_numpy() for name in _READ if framed and name in articles.columns}
    return frame.assign(**beside)


def as_texts(texts: Any) -> list[str]:
    """Return texts as a list of strings, a missing one empty; refuse one text, and what is no text."""
    if isinstance(texts, (str, bytes)) or not isinstance(texts, Iterable):
        raise FramingError(f"texts: give a list or a column of texts, not one {type(texts).__name__}")
    found = ["" if text is None or (isinstance(text, float) and np.isnan(text)) else text for text in texts]
    for nth, text in enumerate(found):
        if not isinstance(text, str):
            raise FramingError(f"texts: number {nth} is {brief(text)}, no text; give strings, one each text")
    if fault := torn(found):
        raise FramingError(f"texts: number {fault[0]} {fault[1]}")
    return found


class LexiconVectorizer(_Vectorizer):
    """Texts to measures, as `framing.score` counts them: hits of lexicons per 1,000 words, or their mean.

    Use `VoiceVectorizer` for whose words they are, and `StanceVectorizer` for what is thought of whom.

    Parameters
    ----------
    measures : str, Lexicon, mapping, or several of them, optional
        As for `framing.score`: ``{"security": ["illegal*", "at stake"]}``; all shipped measures by default.
    voice : {"outlet", "quoted", "reported"}, optional
        Count in the words of that voice alone.

    Examples
    --------
    >>> found = LexiconVectorizer({"doubt": ["may", "perhaps"]}).fit_transform(["It may rain.", "It rains."])
    >>> found.round(1).tolist()
    [[333.3], [0.0]]
    """

    def __init__(self, measures: Wanted = None, voice: str | None = None) -> None:
        self.measures = measures
        self.voice = voice

    def _names(self) -> list[str]:
        if self.voice is not None:
            check_choice("voice", self.voice, VOICES)
        return [measure.name for measure in resolve(self.measures)]

    def _count(self, frame: pd.DataFrame) -> pd.DataFrame:
        if self.voice is None:
            return _by_article(score(frame, self.measures, voices=None), "measure")
        scores = score(frame, self.measures)
        return _by_article(scores[scores["voice"] == self.voice], "measure")


class StanceVectorizer(_Vectorizer):
    """Texts to the stance toward people, bodies and places, in shares of their mentions.

    Use `framing.stance` for single sentences, and `LexiconVectorizer` for tone without a target.

    Parameters
    ----------
    targets : mapping
        ``{name: [aliases]}``, as for `framing.score`.
    model : "neural" or Judge
        Who judges, as in `framing.stance`.

    Notes
    -----
    Columns are ``NAME.negative``, ``NAME.neutral`` and ``NAME.positive``; NaN where nothing names the target.
    They add up to less than 1 where mentions are unclear.
    """

    def __init__(self, targets: Given | None = None, model: str | Judge = NEURAL) -> None:
        self.targets = targets
        self.model = model

    def _names(self) -> list[str]:
        if self.targets is None:
            raise FramingError("targets: none given; name whom stance is toward, as {'Ottawa': ['Ottawa']}")
        sides = ("negative", "neutral", "positive")
        return [f"{name}.{side}" for name in dict.fromkeys(referents(self.targets).names) for side in sides]

    def _count(self, frame: pd.DataFrame) -> pd.DataFrame:
        scores = score(frame, "stance", targets=self.targets, model=self.model)
        named = scores["measure"].str.removeprefix("stance")
        return _by_article(scores.assign(feature=scores["target"].astype("str") + named), "feature")


def _by_article(scores: pd.DataFrame, feature: str) -> pd.DataFrame:
    """Return the estimate of each article and feature, whatever part and voice it is in."""
    keys, counts = ["article", feature, "unit"], ["hits", "weight", "tokens"]
    sums = scores.astype(dict.fromkeys(keys, "str")).groupby(keys, sort=False)[counts].sum()
    numbers = pd.Series(np.nan, index=sums.index)
    for unit in sums.index.unique("unit"):
        of = sums.index.get_level_values("unit") == unit
        numbers[of] = UNITS[unit].number(sums[of])
    return numbers.droplevel("unit").unstack()


class VoiceVectorizer(_Vectorizer):
    """Texts to who speaks in them: shares of words by voice and by kind of speaker, and reporting cues.

    Use `framing.sources.score_sources` to compare outlets, and `LexiconVectorizer` for what is said.

    Notes
    -----
    ``voice.outlet``, ``voice.quoted``, ``voice.reported`` and ``speaker.official`` to ``speaker.other`` are
    shares of all words of headline and text; ``cue.neutral`` to ``cue.refusing`` are attributions by the
    stance of their reporting word, per 1,000 words.

    Examples
    --------
    >>> said = VoiceVectorizer().set_output(transform="pandas").fit_transform(["“Yes,” the minister said."])
    >>> said[["voice.quoted", "speaker.official", "cue.neutral"]].round(2).values.tolist()
    [[0.25, 0.25, 250.0]]
    """

    def _names(self) -> list[str]:
        columns = schema("voices").columns
        kinds = {"voice": "voice", "speaker": "speaker_type", "cue": "cue_class"}
        return [f"{kind}.{value}" for kind, name in kinds.items() for value in columns[name].values]

    def _count(self, frame: pd.DataFrame) -> pd.DataFrame:
        spans = find_voices(frame)
        held = frame.set_index("id")
        texts = held["text"].to_dict()
        titles = held["title"].fillna("").to_dict() if "title" in held else {}
        spans["words"] = [
            len(_WORD.findall((titles if part == "headline" else texts)[article], start, end))
            for article, part, start, end in zip(
                spans["article"], spans["part"], spans["start"], spans["end"], strict=True
            )
        ]
        size, cued = spans.groupby("article")["words"].sum(), spans[spans["cue_class"].notna()]
        counted = [
            _shares(spans, "voice", "voice"),
            _shares(spans, "speaker", "speaker_type"),
            _shares(cued.drop_duplicates(["article", "attribution"]).assign(words=1_000), "cue", "cue_class"),
        ]
        found = pd.concat(counted, axis=1).reindex(size.index).fillna(0.0)
        return found.reindex(columns=self.features_, fill_value=0.0).div(size.where(size > 0), axis=0)


def _shares(spans: pd.DataFrame, kind: str, column: str) -> pd.DataFrame:
    known = spans.loc[spans[column].notna(), ["article", column, "words"]].astype({column: "str"})
    return known.groupby(["article", column])["words"].sum().unstack().add_prefix(f"{kind}.")
