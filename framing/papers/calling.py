"""What measures are called in a printed table: short, with what is counted told once in the note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.views import vocabulary

if TYPE_CHECKING:
    import pandas as pd

    from framing.views.vocabulary import Names

__all__ = ["explained"]

#: Measures that the note explains one by one.
_EXPLAINED = 8


def explained(frame: pd.DataFrame, names: Names) -> str:
    """Say of measures whose words in the column don't tell it what is counted; nothing where all do."""
    if "measure" not in frame.columns:
        return ""
    said: list[str] = []
    left = 0
    frames = False
    for measure in dict.fromkeys(frame["measure"].dropna().astype(str)):
        if vocabulary.family(measure) == "frame":
            frames = True
            continue
        meaning = names.meaning(measure).rstrip(".")
        if (
            not meaning
            or measure in ("any", "")
            or meaning.casefold().startswith(names.short(measure).casefold())
        ):
            continue
        if len(said) == _EXPLAINED:
            left += 1
            continue
        said.append(f"{names.short(measure)} = {meaning[:1].lower()}{meaning[1:]}.")
    if left:
        more = "One more measure is" if left == 1 else f"{left} more measures are"
        said.append(f"{more} told in the table of measures.")
    if frames:
        said.append("Names with a codebook in brackets are frame indicators, not frames that people coded.")
    return " ".join(said)
