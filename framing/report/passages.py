"""The passages behind the numbers of who speaks, in the form of evidence, so that these open too.

A passage is one attribution: its longest span with some words around it. Nothing is counted here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.units import MILLION

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["around", "attributions", "passages"]

#: Characters shown before and behind a passage, and of a passage itself.
AROUND, LONGEST = 60, 220
_STANCES = ("endorsing", "distancing", "refusing")


def attributions(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the longest span of each attribution, in order, with what its spans tell of the speaker."""
    said = voices[voices["voice"].astype(str) != "outlet"]
    said = said.assign(body=said["part"].astype(str) != "headline")
    said = said.sort_values(["article", "body", "start"], kind="stable").reset_index(drop=True)
    # Spans of a table made by hand, without numbers, stand each for themselves.
    number = said["attribution"].where(said["attribution"] > 0, -1 - said.index.to_series())
    told = ["speaker", "speaker_key", "speaker_type", "speaker_country", "via", "cue", "cue_class"]
    groups = said.assign(number=number, direct=said["voice"].astype(str) == "quoted").groupby(
        ["article", "body", "number"], sort=False
    )
    found = groups.agg(
        **{name: (name, "first") for name in ("part", "voice", *told)}, direct=("direct", "max")
    ).reset_index()
    # What is shown of an attribution is its longest span; it stands in the order of its first.
    length = (said["end"] - said["start"]).groupby([said["article"], said["body"], number], sort=False)
    longest = said.loc[length.idxmax(), ["start", "end"]].reset_index(drop=True)
    return found.assign(start=longest["start"], end=longest["end"])


def passages(material: Material) -> pd.DataFrame:
    """Return a row for each measure of who speaks and attribution it counts, as in the table evidence.

    Each number counts the passages of all voices, so that `voice` is all; `said` is the passage's own. What
    is shown of a passage says `around`: of very many passages few are.
    """
    found = attributions(material.tables["voices"])
    found = found[material.here(found["article"])].reset_index(drop=True)
    if found.empty:
        return pd.DataFrame()
    found["end"] = found["end"].clip(upper=found["start"] + LONGEST)
    kind = found["speaker_type"].astype(object).where(found["speaker_type"].notna(), "unknown")
    country, via = found["speaker_country"].astype(object), found["via"].astype(object)
    stance = found["cue_class"].astype(object)
    first = ~found.duplicated("article")
    last = ~found.duplicated("article", keep="last")
    every = pd.Series(True, found.index)
    none = pd.Series("", found.index)
    wanted: list[tuple[str, Any, Any]] = [
        *((f"sources.{name}", kind, every) for name in ("words", "attributions", "position")),
        ("sources.first", kind, first),
        ("sources.last", kind, last),
        *((f"sources.{name}_by_country", country, country.notna()) for name in ("words", "attributions")),
        ("sources.via", via, via.notna()),
        ("sources.direct", none, found["direct"].astype(bool)),
        *((f"sources.{name}", none, stance == name) for name in _STANCES),
        ("sources.diversity", none, every),
    ]
    rows = [found[mask].assign(measure=name, target=target[mask]) for name, target, mask in wanted]
    table = pd.concat(rows, ignore_index=True)
    columns = ["article", "part", "voice", "speaker_key", "measure", "target", "start", "end"]
    term = table["cue"].astype(object).where(table["cue"].notna(), "")
    said = table["voice"].astype(str)
    return table[columns].assign(voice="all", said=said, term=term, weight=MILLION, negated=False)


def around(text: str, start: int, end: int) -> str:
    """Return a passage with some words around it, inside its paragraph."""
    low = max(text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0, start - AROUND)
    stop = text.find("\n\n", end)
    high = min(len(text) if stop < 0 else stop, end + AROUND)
    # Whole words only.
    if low and not text[low - 1].isspace():
        space = text.find(" ", low, start)
        low = space + 1 if space >= 0 else start
    if high < len(text) and not text[high].isspace():
        space = text.rfind(" ", end, high)
        high = space if space >= 0 else end
    return text[low:high]
