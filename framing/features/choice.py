"""Which words are counted, and as what: the arguments that everything counting words has in common.

Checked here once, so that each function that counts says the same of the same fault. Nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framing.errors import FramingError, brief, several, unknown, whole
from framing.features.cells import PARTS, SPEAKER_COLUMNS, Voices, check_voices
from framing.schema import schema

__all__ = ["APART", "LONGEST", "Choice", "choice"]

#: The longest n-gram that is counted.
LONGEST = 5

#: What an article's words can be told apart by, beside what the articles say of themselves.
APART = ("part", "voice", *SPEAKER_COLUMNS)


@dataclass(frozen=True)
class Choice:
    """Which words are counted, and as what; as `choice` makes it."""

    part: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    voices: Voices = None
    speaker_type: tuple[str, ...] = ()
    ngram: tuple[int, int] = (1, 1)
    stem: bool = False
    case: bool = False
    stop: frozenset[str] = frozenset()
    min_count: int = 1

    def said(self) -> dict[str, str]:
        """Return what is counted, as columns of a table: "all", or "outlet+reported"."""
        return {name: "+".join(getattr(self, name)) or "all" for name in ("part", "voice")}


def choice(
    *,
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    voices: Voices = "default",
    speaker_type: str | Sequence[str] | None = None,
    ngram: int | tuple[int, int] = 1,
    stem: bool = False,
    case: bool = False,
    stop: str | Iterable[str] | None = None,
    min_count: int = 1,
    apart: str | None = None,
) -> Choice:
    """Check what is to be counted.

    Parameters
    ----------
    part, voice, speaker_type : str or sequence of str, optional
        Only words of these parts, voices and kinds of speaker, added up; all by default.
    voices : {"full", "quotes", None} or pandas.DataFrame
        How voices are told apart; by default in full where a voice or a speaker is asked for, else not
        at all.
    ngram : int or (int, int)
        Words in a term, or the fewest and the most; n-grams never cross the end of a sentence, nor
        leave what is counted.
    stem : bool
        Bring forms of a word together (Snowball, English).
    case : bool
        Keep capitals, so that US is not us.
    stop : str or sequence of str, optional
        Words left out; "english" is scikit-learn's list. An n-gram is left out if it begins or ends
        with one.
    min_count : int
        Leave out terms that occur less often in all.
    apart : str, optional
        What words are told apart by, which decides how voices are too.

    Raises
    ------
    FramingError
        Something is not what it should be.
    """
    spoken = voice is not None or speaker_type is not None or apart in ("voice", *SPEAKER_COLUMNS)
    if isinstance(voices, str) and voices == "default":
        voices = "full" if spoken else None
    names = check_voices(voices)
    told = tuple(several("voice", voice))
    for name in told:
        if name not in names:
            raise unknown("voice", name, names)
    if (speaker_type is not None or apart in SPEAKER_COLUMNS) and names != check_voices("full"):
        raise FramingError("voices: who speaks is known only with 'full' or a table of voices; give one")
    kinds = schema("voices").columns["speaker_type"].values
    for name in several("speaker_type", speaker_type):
        if name not in kinds:
            raise unknown("speaker_type", name, kinds)
    parts = tuple(several("part", part))
    for name in parts:
        if name not in PARTS:
            raise unknown("part", name, PARTS)
    least = whole(min_count)
    if least is None or least < 1:
        raise FramingError(f"min_count: {brief(min_count)} is no count; give a whole number from 1")
    return Choice(
        tuple(name for name in PARTS if name in parts),
        tuple(name for name in names if name in told),
        voices,
        tuple(sorted(several("speaker_type", speaker_type))),
        _lengths(ngram),
        bool(stem),
        bool(case),
        _stop(stop, bool(case)),
        least,
    )


def _lengths(ngram: object) -> tuple[int, int]:
    ends = tuple(ngram) if isinstance(ngram, (tuple, list)) else (ngram, ngram)
    low, high = (whole(end) for end in ends) if len(ends) == 2 else (None, None)
    if low is None or high is None or not 1 <= low <= high <= LONGEST:
        raise FramingError(
            f"ngram: {brief(ngram)} is no length; give a number from 1 to {LONGEST}, or two as (1, 3)"
        )
    return low, high


def _stop(stop: str | Iterable[str] | None, case: bool) -> frozenset[str]:
    if stop is None:
        return frozenset()
    if stop == "english":
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        return frozenset(ENGLISH_STOP_WORDS)
    if isinstance(stop, str):
        raise FramingError(f"stop: {brief(stop)} names no list; give 'english', or a list of words")
    given = [str(word).replace("’", "'") for word in several("stop", stop)]
    return frozenset(given if case else (word.lower() for word in given))
