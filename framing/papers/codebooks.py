"""A codebook as a paper prints it: each frame or question, what is asked, and which answers there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.coding.questions import Questions
from framing.features.frames.codebook import Codebook
from framing.papers.columns import Column, number, text
from framing.papers.layouts.measures import short
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "MEANINGS", "TABLE", "is_one", "note", "rows", "title"]

TABLE = "codebook"

MEANINGS = {
    "item": "frame, or key of the question as it stands in codes",
    "asked": "what a coder is asked",
    "answers": "answers and what they say; of a number its bounds",
    "level": "level at which answers are measured",
    "entries": "entries of the list by which the program looks for a frame; missing where there is none",
}

COLUMNS: tuple[Column, ...] = (
    text("item", "Item"),
    text("asked", "What is asked"),
    text("answers", "Answers"),
    text("level", "Level", fold="Level of all answers: {}."),
    number("entries", "Entries", numbers.count),
)


def is_one(thing: object) -> bool:
    """Say whether something is a codebook of frames, or questions for coders."""
    return isinstance(thing, (Codebook, Questions))


def title(thing: Codebook | Questions) -> str:
    """Return what its table is called."""
    return f"Codebook: {thing.title or thing.name.replace('_', ' ')}"


def rows(thing: Codebook | Questions) -> pd.DataFrame:
    """Return a row a frame, or a question, with the columns of `MEANINGS`."""
    import pandas as pd

    made: list[dict[str, Any]] = []
    if isinstance(thing, Codebook):
        for frame in thing.frames.values():
            made.append(
                {
                    "item": frame.title or frame.name.replace("_", " "),
                    "asked": " ".join(filter(None, (frame.meaning, *frame.questions))) or None,
                    "answers": "yes; no" if frame.questions else None,
                    "level": "nominal" if frame.questions else None,
                    "entries": float(len(frame.lexicon.entries)),
                }
            )
    else:
        for one in thing:
            made.append(
                {
                    "item": one.key,
                    "asked": " ".join(filter(None, (one.question, one.help))) or None,
                    "answers": _answers(one),
                    "level": one.level,
                    "entries": float("nan"),
                }
            )
    return pd.DataFrame(made, columns=list(MEANINGS))


def _answers(one: Any) -> str:
    """Return answers with what they say, or between which numbers an answer lies."""
    if one.values:
        plain = ((key, said, said.casefold() in ("", key.casefold())) for key, said in one.values.items())
        return "; ".join(key if same else f"{key}: {said}" for key, said, same in plain)
    if one.least is not None and one.most is not None:
        return f"{numbers.plain(one.least)} to {numbers.plain(one.most)}"
    return "a number"


def note(thing: Codebook | Questions) -> list[str]:
    """Say what stands in it, and which works it goes by."""
    works = [said for line in thing.citation if (said := short(line))]
    frames = isinstance(thing, Codebook)
    size = len(thing.frames) if isinstance(thing, Codebook) else len(thing)
    return [
        f"n = {numbers.several(size, 'frame' if frames else 'question')}.",
        f"After {numbers.all_listed(works)}." if works else "",
        "Entries = words and phrases by which the program looks for indicators of a frame; a frame is what "
        "coders find."
        if frames
        else "",
        "It holds no numbers of articles: no interval is given, no test was made and no p is adjusted.",
    ]
