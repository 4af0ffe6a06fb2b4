"""Invented news for tests of events: each story has its own names, figures and words."""

from __future__ import annotations

import numpy as np
import pandas as pd

#: Title, place, person, words of its own, figure.
STORIES = {
    "ferry": (
        "Ferry {verb} off Port Marlow", "Port Marlow", "Captain Ruiz",
        "ferry coastguard harbour hull lifeboats passengers sinking wreck divers rescued deck storm engine",
        "214",
    ),
    "bank": (
        "Bank of Ostravia {verb} rates", "Ostravia", "Governor Lindqvist",
        "rates inflation bond lending economists mortgage currency deposit yields growth wages monetary",
        "4.75",
    ),
    "vaccine": (
        "Regulator {verb} Belvax vaccine", "Belvax", "Doctor Amadou",
        "vaccine trial patients doses antibodies regulator clinic side-effects placebo virus immunity",
        "31,000",
    ),
    "bridge": (
        "Tolland Bridge {verb} after cracks", "Tolland", "Engineer Petrov",
        "bridge cracks girders traffic inspectors steel closure repairs detour lorries concrete span welds",
        "1962",
    ),
    "film": (
        "Director Okafor {verb} at Caldera festival", "Caldera", "Director Okafor",
        "film festival jury screening actors premiere script camera award audience critics sequel studio",
        "17",
    ),
    "strike": (
        "Rail workers {verb} in Nordhaven", "Nordhaven", "Secretary Holm",
        "strike union trains ballot platforms timetable drivers pay dispute walkout commuters depots",
        "12,500",
    ),
}  # fmt: skip
VERBS = "sinks lifts approves shuts wins returns halts keeps".split()
FILL = "the a of in on said was were and to that it for by with after before more officials people".split()
OUTLETS = ("harbour_courier", "inland_times", "evening_ledger")


def article(story: str, seed: int, words: int = 160) -> tuple[str, str]:
    """Return a title and a text on a story, other words for each seed."""
    rng = np.random.default_rng([seed, sorted(STORIES).index(story)])
    title, place, person, vocabulary, figure = STORIES[story]
    own = vocabulary.split()
    sentences = []
    for _ in range(words // 16):
        said = [*rng.choice(own, 6), *rng.choice(FILL, 9)]
        rng.shuffle(said)
        lead = rng.choice(["The", "Later", "Then", "Still"])
        sentences.append(f"{lead} {' '.join(said)} near {place}, {person} said, {figure}.")
    return title.format(verb=rng.choice(VERBS)), " ".join(sentences)


def news(stories: list[str], per: int = 3, **columns: object) -> pd.DataFrame:
    """Return articles of some stories, one an outlet, with the story of each in `gold`."""
    rows = []
    for story in stories:
        for number in range(per):
            title, text = article(story, number)
            rows.append(
                {
                    "id": f"{story}{number:04}", "outlet": OUTLETS[number % 3], "title": title, "text": text,
                    "gold": story, **columns,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def groups(found: pd.DataFrame) -> set[frozenset[str]]:
    """Return the ids that are together."""
    return {frozenset(rows) for rows in found.groupby("event")["id"].agg(list)}
