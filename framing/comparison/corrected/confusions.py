"""How often a model mistakes each class, by voice: as given, checked, and how sure. Nothing is corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from framing.comparison.codes import Floats, Ints
from framing.comparison.corrected.solving import undone
from framing.errors import FramingError, brief, unknown
from framing.features.stance.judges import CLASSES, MODELS, Card, Judge, judge

__all__ = [
    "ALL", "ELSEWHERE", "LEAST_CODED", "VOICES", "Confusion", "Given", "confusions", "fitting", "of_model",
]  # fmt: skip

#: A model by name, its judge or card; a table of 3 × 3 counts, or one a voice; or mentions coded by hand.
Given: TypeAlias = (
    str | Judge | Card | pd.DataFrame | np.ndarray | Sequence[Sequence[int]] | Mapping[str, Any]
)

ALL = "all"
VOICES = ("outlet", "quoted", "reported")

#: Of each class a voice needs so many coded mentions to have a confusion of its own.
LEAST_CODED = 30

#: Rates of a model's card are of other texts: as sure as those of so many coded mentions a class, however
#: many it has. In NewsMTSC's training data rates in longer and in shorter sentences differ as those of two
#: samples of 55 would, and those in its two sources no more than by chance.
ELSEWHERE = 50

#: The equations tell the classes apart where the smallest singular value of the rates is above this, and
#: above so many of its standard errors: below, a step of the rates moves the shares from 0 to 1.
LEAST_SINGULAR, LEAST_SURE = 0.1, 3.0

#: Where the class given stands in a table of coded mentions: as `evidence` calls it, and as `stance` does.
_LABELS = ("pole", "label")
_SIZE = len(CLASSES)


@dataclass(frozen=True, eq=False)
class Confusion:
    """Coded mentions by true class (rows) and class given (columns), all or those of one voice.

    `articles`, where mentions are known one by one, has the same counts for each article they are of. `most`
    is how many mentions a class the rates are worth at most, where they are of other texts.
    """

    voice: str
    counts: Ints
    articles: Ints | None = None
    most: int | None = None

    @cached_property
    def rates(self) -> Floats:
        """Of each true class, the shares given each class."""
        return np.asarray(self.counts / self.counts.sum(axis=1, keepdims=True))

    @cached_property
    def inverse(self) -> Floats:
        """What counted shares are multiplied by."""
        return undone(self.rates)

    @cached_property
    def df(self) -> float:
        """Degrees of freedom of the rates: coded mentions, or the articles they are of."""
        return float(self._worth.sum() - _SIZE if self.articles is None else len(self.articles) - 1)

    @cached_property
    def _worth(self) -> Floats:
        """How many mentions of each true class the rates are as sure as."""
        coded = self.counts.sum(axis=1)
        return np.asarray(coded if self.most is None else np.minimum(coded, self.most), np.float64)

    @cached_property
    def recall(self) -> Floats:
        """Of each true class, the share found."""
        return np.asarray(self.rates.diagonal())

    @cached_property
    def precision(self) -> Floats:
        """Of each class given, the share that is of it; missing where none is given."""
        given = self.counts.sum(axis=0)
        return np.where(given > 0, self.counts.diagonal() / np.maximum(given, 1), np.nan)

    def variance(self, slope: Floats) -> float:
        """Return the variance of a function of the rates, by its slope in each of them (3 × 3).

        Mentions as draws from each true class, smoothed by half a mention a class (Jeffreys), since a rate of
        0 is no certainty; where the articles are known, no less than those say, which hang together.
        """
        smooth = (self.counts + 0.5) / (self.counts + 0.5).sum(axis=1, keepdims=True)
        mean = (smooth * slope).sum(axis=1)
        each = ((smooth * slope**2).sum(axis=1) - mean**2) / self._worth
        found = float(each.sum())
        if self.articles is not None and len(self.articles) > 1:
            parts = self.articles - self.articles.sum(axis=2, keepdims=True) * self.rates
            moved = (parts / self.counts.sum(axis=1, keepdims=True) * slope).sum(axis=(1, 2))
            size = len(moved)
            found = max(found, float((moved**2).sum()) * size / (size - 1))
        return found

    @cached_property
    def pull(self) -> tuple[float, float]:
        """The squared bias of raw shares, summed over classes, where all true shares are as likely.

        Of a group's shares, and of the difference of two groups'.
        """
        size = len(self.rates)
        bias = self.rates.T - np.eye(size)
        flat = np.ones((size, size))
        one = (np.eye(size) + flat) / (size * (size + 1))
        two = 2 * (one - flat / size**2)
        return float(np.trace(bias @ one @ bias.T)), float(np.trace(bias @ two @ bias.T))

    @cached_property
    def few(self) -> str | None:
        """The class that has too few coded mentions for a confusion of its own; None where none has."""
        row = int(self.counts.sum(axis=1).argmin())
        return CLASSES[row] if self.counts[row].sum() < LEAST_CODED else None

    @cached_property
    def telling(self) -> bool:
        """Whether the classes can be told apart: whether the equations have one answer that holds still."""
        if not self.counts.sum(axis=1).all():
            return False
        left, values, right = np.linalg.svd(self.rates)
        sure = np.sqrt(self.variance(np.outer(left[:, -1], right[-1])))
        return bool(values[-1] > max(LEAST_SINGULAR, LEAST_SURE * sure))


def fitting(known: Mapping[str, Confusion], voice: str) -> tuple[Confusion | None, str]:
    """Return the confusion for a voice, and what must be said of the choice.

    The voice's own, or that of all together where it has few coded mentions or can't tell the classes; None
    where neither can.
    """
    own, every = known.get(voice), known[ALL]
    said = ""
    if own is not None and voice != ALL:
        if own.few is None and own.telling:
            return own, ""
        why = f"few coded as {own.few}" if own.few else "classes not told apart"
        said = f"confusion of all voices: {why} in {voice} words"
    elif voice != ALL:
        said = "confusion of all voices: none for this one"
    if every.telling:
        return every, said
    return None, "not corrected: the confusion doesn't tell the classes apart"


def confusions(given: Given) -> dict[str, Confusion]:
    """Return the confusion of all voices together, and of each that has one.

    Raises
    ------
    FramingError
        It is no model, no table of counts and no coded mentions; a class was never coded.
    """
    if isinstance(given, pd.DataFrame):
        found = _coded(given) if "coded" in given.columns else {ALL: Confusion(ALL, _counts(given, ALL))}
    elif isinstance(given, Mapping):
        found = _of_voices(given)
    elif isinstance(given, (np.ndarray, list, tuple)):
        found = {ALL: Confusion(ALL, _counts(given, ALL))}
    else:
        card = given if isinstance(given, Card) else _card(given)
        found = _of_voices({**card.by_voice, ALL: card.confusion}, ELSEWHERE)
    for row, count in enumerate(found[ALL].counts.sum(axis=1).tolist()):
        if not count:
            raise FramingError(
                f"confusion: nothing is coded as {CLASSES[row]}, so that its mistakes aren't known; "
                "code more mentions, until each class has some"
            )
    return found


def of_model(given: Given | None, names: pd.Series[Any]) -> Given:
    """Return the confusion meant for scores that those models made: the one given, or that of their card.

    Raises
    ------
    FramingError
        It is another model's, or nothing is given and the scores don't say whose card it would be.
    """
    by = [str(name) for name in names.dropna().unique()]
    if given is None:
        if len(by) == 1 and by[0] in MODELS and not names.isna().any():
            return by[0]
        raise FramingError(f"confusion: {_unsaid(by)}")
    if not isinstance(given, (str, Judge, Card)):
        return given
    card = given if isinstance(given, Card) else _card(given)
    if others := [name for name in by if name != card.name]:
        made = " and ".join(map(repr, others))
        remedy = "leave confusion out" if others[0] in MODELS else "give that judge, or its card"
        raise FramingError(f"confusion: {card.name!r} didn't make these scores, {made} did; {remedy}")
    return card


def _unsaid(by: Sequence[str]) -> str:
    """Say why scores made by those models have no card at hand, and what to do."""
    if len(by) > 1:
        return f"these scores were made by {' and '.join(map(repr, by))}; correct those of each alone"
    if by and by[0] not in MODELS:
        return f"these scores were made by {by[0]!r}, a judge of your own; give that judge, or its card"
    return (
        "these scores don't say which model made them (column 'model'); give its name, as confusion='linear'"
    )


def _card(given: object) -> Card:
    if isinstance(given, (str, Judge)):
        return judge(given).card
    raise FramingError(
        f"confusion: {brief(given)} is no confusion; give a model's name, as 'linear', 3 × 3 counts (rows "
        "the true class), or a table of mentions with columns coded and pole"
    )


def _of_voices(given: Mapping[str, Any], most: int | None = None) -> dict[str, Confusion]:
    for name in given:
        if name not in (*VOICES, ALL):
            raise unknown("voice", name, (*VOICES, ALL), where="confusion")
    counts = {str(name): _counts(table, str(name)) for name, table in given.items()}
    found = {name: Confusion(name, table, most=most) for name, table in counts.items()}
    if not found:
        raise FramingError("confusion: no voice is given; give {'all': 3 × 3 counts}, or more voices")
    if ALL not in found:
        found[ALL] = Confusion(ALL, np.sum([one.counts for one in found.values()], axis=0))
    return found


def _counts(given: Any, name: str) -> Ints:
    """Return 3 × 3 counts, in the order of the classes where rows and columns are named."""
    where = "confusion" if name == ALL else f"confusion: {name}"
    if isinstance(given, pd.DataFrame):
        for said, names in (("row", given.index), ("column", given.columns)):
            for one in names:
                if one not in CLASSES:
                    raise unknown(said, one, CLASSES, where=where)
            if names.has_duplicates:
                raise FramingError(f"{where}: a {said} stands twice; give each class one")
        given = given.reindex(index=list(CLASSES), columns=list(CLASSES)).fillna(0)
    try:
        numbers = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        numbers = np.zeros(0)
    if numbers.shape != (_SIZE, _SIZE):
        raise FramingError(
            f"{where}: {brief(given)} is no 3 × 3 table; give a row for each true class and a column for "
            f"each class given, in the order {', '.join(CLASSES)}"
        )
    if not np.isfinite(numbers).all() or (numbers < 0).any() or (numbers != np.round(numbers)).any():
        raise FramingError(
            f"{where}: holds numbers that are no counts; give how many coded mentions each has, not shares"
        )
    return numbers.astype(np.int64)


def _coded(table: pd.DataFrame) -> dict[str, Confusion]:
    """Return the confusions of mentions coded by hand, those without a code left out."""
    label = next((name for name in _LABELS if name in table.columns), None)
    if label is None:
        raise FramingError(
            "confusion: the coded mentions have no column pole or label; give the class that the model gave "
            "each, as evidence and stance do"
        )
    same = [name for name in ("article", "part", "start", "end", "target") if name in table.columns]
    if "measure" in table.columns and same:
        # Evidence of several measures has a mention once for each.
        table = table.drop_duplicates(same)
    table = table[table["coded"].notna()]
    if table.empty:
        raise FramingError(
            "confusion: no mention has a code; write negative, neutral or positive in column coded"
        )
    at = [_class_numbers(table[name], name) for name in ("coded", label)]
    article = pd.factorize(table["article"], use_na_sentinel=False)[0] if "article" in table.columns else None
    found = {ALL: _tallied(ALL, at, article, np.ones(len(table), dtype=bool))}
    if "voice" in table.columns:
        voice = table["voice"].astype("str").to_numpy()
        found |= {
            name: _tallied(name, at, article, voice == name) for name in VOICES if (voice == name).any()
        }
    return found


def _class_numbers(column: pd.Series[Any], name: str) -> Ints:
    codes = column.map({one: k for k, one in enumerate(CLASSES)})
    if codes.isna().any():
        wrong = int(codes.isna().to_numpy().argmax())
        raise unknown(f"row {column.index[wrong]!r}: {name}", column.iloc[wrong], CLASSES, where="confusion")
    return np.asarray(codes.to_numpy(np.int64))


def _tallied(voice: str, at: Sequence[Ints], article: Any, used: np.ndarray) -> Confusion:
    place = at[0][used] * _SIZE + at[1][used]
    if article is None:
        return Confusion(voice, np.bincount(place, minlength=_SIZE**2).reshape(_SIZE, _SIZE))
    names, owner = np.unique(article[used], return_inverse=True)
    counts = np.bincount(owner * _SIZE**2 + place, minlength=len(names) * _SIZE**2)
    parts = counts.reshape(len(names), _SIZE, _SIZE).astype(np.int64)
    return Confusion(voice, parts.sum(axis=0), parts)
