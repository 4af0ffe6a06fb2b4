"""The table of facts that two outlets tell, small and made up, for the tests of figures."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from framing import schema

#: Sentences of one fact each, and in each the words that frame it.
TOLD = (
    ("The regime of Odra slapped a fee of 40 crowns on every ferry.", "regime; slapped"),
    ("A fee of 40 crowns is to be raised on ferries, an official confirmed.", "confirmed"),
    (
        "Voters who were asked in the harbour towns on the second Sunday of the month said, by more than "
        "two to one and whatever their party, that closer ties with the north would perhaps be worth a "
        "try, though half of them would rather see the mayor, whom they called hopeless, talk of the "
        "price of bread, of the ferries that stay in port whenever it rains, and of the school.",
        "perhaps; hopeless",
    ),
    ("More than half of all voters back closer ties, a survey shows.", ""),
)


def pairs(outlets=("global_times", "xinhua"), provenance="illustrative") -> pd.DataFrame:
    """Two facts of every two outlets, the longer one quoted; the surer of the first differs more."""
    rows = []
    for number, (a, b) in enumerate(combinations(outlets, 2)):
        for fact in range(2):
            row = dict(fact=f"{2 * number + fact:016x}", event="talks", a=f"{a}1", b=f"{b}1", a_outlet=a)
            row |= dict(b_outlet=b, a_start=90 * fact, a_end=90 * fact + 80, b_start=7, b_end=80)
            for side, (sentence, framing) in zip("ab", TOLD[2 * fact : 2 * fact + 2], strict=True):
                # Of one more bridge each, so that no sentence stands twice.
                row[f"{side}_sentence"] = f"{sentence[:-1]}, at bridge {number}."
                row[f"{side}_framing"] = framing
            if fact:
                row |= dict(a_voice="quoted", a_speaker="the Fishers' Union of the Northern Isles")
            row |= dict(kinds="tone; sure" if fact else "loaded; trust", tone=-2.0 * fact, sure=-1.0 * fact)
            row |= dict(
                loaded=1.0 - fact, trust=-1.0 + fact, probability=0.9, framing=3.0 - fact - number / 99
            )
            rows.append(row | dict(provenance=provenance))
    return schema.check(pd.DataFrame(rows), "pairs") if rows else schema.empty("pairs")
