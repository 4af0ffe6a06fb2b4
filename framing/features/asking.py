"""What is to be scored, in which articles: the arguments of everything that measures, checked once.

Nothing is counted here, and no text is read.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from typing import TypeAlias, overload

import pandas as pd

from framing.engine.parts import Articles, Parts, assigned, checked, kept, light
from framing.errors import FramingError, FramingWarning, unknown
from framing.features.cells import SPEAKER_COLUMNS, Voices, check_voices, names_speakers
from framing.features.finding import language_of
from framing.features.lexicon import Lexicon
from framing.features.measures import Measure, resolve
from framing.features.naming.referents import Given
from framing.features.stance.judges import Judge
from framing.features.stance.targets import with_stance
from framing.schema import schema

__all__ = ["CARRIED", "Wanted", "prepared"]

#: How the measures to score are said.
Wanted: TypeAlias = str | Measure | Lexicon | Iterable[str | Measure | Lexicon] | None

#: Columns of scores that come from the article.
CARRIED = ("outlet", "event", "genre", "copy_group", "wire_role", "provenance")

#: Columns of scores that are made here, so that none of the articles' may take their place.
_OWN = frozenset(schema("scores").columns) - set(CARRIED)


@overload
def prepared(
    articles: Parts,
    measures: Wanted,
    voices: Voices,
    keep: Sequence[str],
    *,
    targets: Given | None = None,
    model: str | Judge = "linear",
    workers: int | None = None,
    depth: int = 3,
) -> tuple[Parts, list[Measure], tuple[str, ...]]: ...


@overload
def prepared(
    articles: pd.DataFrame,
    measures: Wanted,
    voices: Voices,
    keep: Sequence[str],
    *,
    targets: Given | None = None,
    model: str | Judge = "linear",
    workers: int | None = None,
    depth: int = 3,
) -> tuple[pd.DataFrame, list[Measure], tuple[str, ...]]: ...


def prepared(
    articles: Articles,
    measures: Wanted,
    voices: Voices,
    keep: Sequence[str],
    *,
    targets: Given | None = None,
    model: str | Judge = "linear",
    workers: int | None = None,
    depth: int = 3,
) -> tuple[Articles, list[Measure], tuple[str, ...]]:
    """Return the articles that can be scored, the measures meant and the voices; raises as `score` does.

    `depth` says how many calls above this one the user's is, for warnings.
    """
    names = check_voices(voices)
    articles = checked(articles)
    frame = light(articles)
    _check_kept(keep, frame, names_speakers(voices))
    # Of articles in parts the parts are shared out, and not the targets in one of them.
    others, stance = with_stance(
        measures, targets, model, workers=None if isinstance(articles, Parts) else workers
    )
    wanted = [*resolve(others), *stance]
    short = _short(frame["language"])
    if short is not frame["language"]:
        articles = assigned(articles, language=short)
    languages = {language_of(m) for m in wanted}
    foreign = short.notna() & ~short.isin(languages) if None not in languages else frame["id"].isna()
    stub, bare = frame["status"] == "stub", frame["status"] == "metadata"
    if (left := foreign | stub | bare).any():
        other = foreign & ~stub & ~bare
        why = ((stub, "too short to be whole"), (bare, "without text"), (other, "in another language"))
        said = ", ".join(f"{int(mask.sum())} {what}" for mask, what in why if mask.any())
        warnings.warn(f"not scored, of {len(frame)} articles: {said}", FramingWarning, stacklevel=depth)
        articles = kept(articles, ~left)
    return articles, wanted, names


def _check_kept(keep: Sequence[str], frame: pd.DataFrame, told: bool) -> None:
    for column in keep:
        if column in SPEAKER_COLUMNS and told:
            continue
        if column in SPEAKER_COLUMNS:
            raise FramingError(
                f"keep: {column} is known only with voices='full' or a table of voices; give one"
            )
        if column not in list(frame.columns):
            raise unknown("keep", column, [*frame.columns, *(SPEAKER_COLUMNS if told else ())])
        if column in _OWN:
            raise FramingError(f"keep: scores have a column {column!r} of their own; rename yours to keep it")


def _short(languages: pd.Series) -> pd.Series:
    """Return languages by two letters in lower case: "en-GB" and "EN" are en; blank is missing."""
    given = languages.dropna().unique()
    known = {name: str(name).strip().lower()[:2] or None for name in given}
    if all(name == key for name, key in known.items()):
        return languages
    return languages.astype("str").map(known).astype("str")
