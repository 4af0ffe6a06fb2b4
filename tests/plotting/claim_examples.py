"""The table of demands, small and made up, for the tests of figures."""

from __future__ import annotations

import pandas as pd

import framing as fr

#: What articles of an outlet say in turn: whom they tell to act, in the outlet's own words.
TOLD = (
    "Ruritania must lift the fee.",
    "The harbour council of the northern isles should pay.",
    "Odra must wait.",
)


def demands(outlets=("global_times", "xinhua", "national_post"), provenance="illustrative") -> pd.DataFrame:
    """Of the outlet at place k the first sentence 3 - k % 3 times, the others once each."""
    texts = [" ".join([TOLD[0]] * (3 - k % 3) + [*TOLD[1:]]) for k in range(len(outlets))]
    frame = pd.DataFrame({"id": list(outlets), "outlet": list(outlets), "text": texts})
    table = fr.frames.demands(frame.assign(provenance=provenance), voices=None)
    return table.assign(voice="outlet")
