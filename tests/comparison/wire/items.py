"""An agency's story in our own words, and what papers make of it."""

from __future__ import annotations

import pandas as pd

STORY = (
    "The two ports signed an accord on Thursday that lets ferries carry grain through the winter.",
    "Harbour officials expect some forty sailings a month once the ice has gone from the northern channel.",
    "Under the accord each side keeps its own tariffs, but ships need to report to one control room only.",
    "Dock workers had asked for longer rest between shifts, and a clause on rest was added last week.",
    "A similar accord fell apart nine years ago when the price of fuel doubled within a single season.",
    "Insurers have not yet said whether they will cover crossings after dark in the first year.",
)
OWN = (
    "Our reporter walked the quays at dawn and found the cranes silent and the gates half shut.",
    "Marlow Ruiz, who sells tea to the crews, remembers years in which nobody came before noon at all.",
    "The town council meets on Monday to talk about parking, schools and the leaking roof of the library.",
    "Two streets away a bakery has put a map of the crossing into its window, drawn by the owner's son.",
    "Nobody here doubts that the winter will be long, whatever is signed in rooms far from the water.",
    "Fishermen keep to the old mole, where the lamps were mended in the spring by volunteers.",
)


def article(id: str, outlet: str, *paragraphs: str, **columns: object) -> dict[str, object]:
    """Return a row of articles."""
    return {"id": id, "outlet": outlet, "text": "\n\n".join(paragraphs), **columns}


def corpus(*rows: dict[str, object]) -> pd.DataFrame:
    """Return a table of articles."""
    return pd.DataFrame(list(rows))


def agency_item(**columns: object) -> dict[str, object]:
    """Return the story as an agency printed it."""
    return article("r1", "reuters", *STORY, **columns)
