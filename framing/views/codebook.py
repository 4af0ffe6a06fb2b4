"""A codebook as a paper prints it: each frame or question, what is asked, and which answers there are."""

from __future__ import annotations

from typing import Any

from framing.coding.questions import Questions
from framing.features.frames.codebook import Codebook
from framing.views import numbers
from framing.views.columns import View, count, text
from framing.views.tables.measures import cite

MEANINGS = {
    "item": "frame, or key of the question as it stands in codes",
    "asked": "what a coder is asked",
    "answers": "answers and what they say; of a number its bounds",
    "level": "level at which answers are measured",
    "entries": "entries of the list by which the program looks for a frame; missing where there is none",
}


def _answers(one: Any) -> str:
    """Return answers with what they say, or between which numbers an answer lies."""
    if one.values:
        same = {key for key, said in one.values.items() if said.casefold() in ("", key.casefold())}
        return "; ".join(key if key in same else f"{key}: {said}" for key, said in one.values.items())
    if one.least is not None and one.most is not None:
        return f"{numbers.plain(one.least)} to {numbers.plain(one.most)}"
    return "a number"


def describe(thing: Codebook | Questions) -> tuple[View, Any]:
    """Return how a codebook, or what coders are asked, is printed, and a row a frame or question."""
    import pandas as pd

    if isinstance(thing, Codebook):
        noun = "frame"
        rows = [
            (
                frame.title or frame.name.replace("_", " "),
                " ".join(filter(None, (frame.meaning, *frame.questions))) or None,
                "yes; no" if frame.questions else None,
                "nominal" if frame.questions else None,
                float(len(frame.lexicon.entries)),
            )
            for frame in thing.frames.values()
        ]
    else:
        noun = "question"
        rows = [
            (
                one.key,
                " ".join(filter(None, (one.question, one.help))) or None,
                _answers(one),
                one.level,
                float("nan"),
            )
            for one in thing
        ]
    works = [said for line in thing.citation if (said := cite(line))]
    view = View(
        title=f"Codebook: {thing.title or thing.name.replace('_', ' ')}",
        columns=(
            text("item", "Item"),
            text("asked", "What is asked"),
            text("answers", "Answers"),
            text("level", "Level", fold="Level of all answers: {}."),
            count("entries", "Entries"),
        ),
        meanings=MEANINGS,
        note=(
            f"n = {numbers.several(len(rows), noun)}.",
            f"After {numbers.all_listed(works)}." if works else "",
            "Entries = words and phrases by which the program looks for indicators of a frame; a frame is "
            "what coders find."
            if noun == "frame"
            else "",
            "It holds no numbers of articles: no interval is given, no test was made and no p is adjusted.",
        ),
    )
    return view, pd.DataFrame(rows, columns=list(MEANINGS))
