"""A visit in four papers, made up: two events, a passage with a year changed, a gap, an agency's copy."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.schema import check

OUTLETS = ("daily_lantern", "harbour_post", "island_echo", "river_gazette")

#: The passage that one paper prints first and another later, with one year changed.
PASSAGE = (
    "The yard sent its first ferry to the outer islands in 2017. It has built nine of them since, and two of "
    "its draughtsmen work from a loft above the fish market."
)
_TEXTS = {
    "talks": (
        "The ministers met in the harbour hall on Monday and spoke for three hours.",
        "Ana Marlow said the grain terminal would cost 118.7 million dollars.",
    ),
    "storm": (
        "A storm closed the northern channel for two days.",
        "Fishers from Port Ellis waited for the wind to turn.",
    ),
    "regatta": (
        "Nine boats raced in the southern channel for two days.",
        "The crews waited an hour for the wind to turn.",
    ),
}

_TITLES = {"talks": "Ministers meet", "storm": "Storm on the coast", "regatta": "Storm on the coast"}


def articles(provenance: str = "published") -> pd.DataFrame:
    """Return three articles of each paper; the last is alone on its event, and one has no date."""
    rows: list[dict[str, Any]] = []
    for place, outlet in enumerate(OUTLETS):
        for number, event in enumerate(("talks", "talks", "storm")):
            event = event if place < 3 or number < 2 else "regatta"
            body = list(_TEXTS[event])
            if (outlet, number) == ("daily_lantern", 0):
                body.insert(1, PASSAGE)
            if (outlet, number) == ("harbour_post", 0):
                body.append(PASSAGE.replace("2017", "2019"))
            rows.append(
                {
                    "id": f"{place}{number}",
                    "outlet": outlet,
                    "event": event,
                    "title": f"{_TITLES[event]}, part {number}",
                    "published": None
                    if (place, number) == (2, 1)
                    else f"2026-01-{10 + place + 3 * number}T09:00Z",
                    "published_precision": "none" if (place, number) == (2, 1) else "minute",
                    "url": f"https://example.org/{place}{number}" if place else None,
                    "provenance": provenance,
                    "wire": "afp" if (place, number) == (0, 2) else None,
                    "wire_role": "full_reprint" if (place, number) == (0, 2) else "none",
                    "text": "\n\n".join(body),
                }
            )
    return check(pd.DataFrame(rows), "articles")


def found(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the articles as if their events had been found, with a confidence each."""
    keys = {"talks": "grain-harbour-talks", "storm": "channel-storm", "regatta": "regatta"}
    return frame.assign(event=frame["event"].map(keys), event_confidence=0.91)


def reuse(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the passage with a year changed, one of which nobody knows who was first, and boilerplate."""
    texts = dict(zip(frame["id"], frame["text"], strict=True))
    a, b = texts["00"].index("The yard"), texts["10"].index("The yard")
    first = {
        "a": "00", "b": "10", "a_outlet": OUTLETS[0], "b_outlet": OUTLETS[1], "a_start": a, "b_start": b,
        "a_end": a + len(PASSAGE), "b_end": b + len(PASSAGE), "words": 31, "direction": "a_to_b",
        "hours": 24.0, "kind": "unmarked", "changes": "2017 > 2019 (figure)", "n_changes": 1,
        "n_facts": 1, "voices": "full",
    }  # fmt: skip
    said = _TEXTS["talks"][1]
    at = [texts[key].index(said) for key in ("01", "21")]
    second = {
        **first, "a": "01", "b": "21", "b_outlet": OUTLETS[2], "a_start": at[0], "a_end": at[0] + len(said),
        "b_start": at[1], "b_end": at[1] + len(said), "words": 11, "direction": "unknown", "hours": None,
        "kind": "shared_source", "why": "words of Ana Marlow in both", "speaker": "Ana Marlow", "changes": "",
        "n_changes": 0, "n_facts": 0,
    }  # fmt: skip
    rows = [first, second, {**first, "kind": "template"}]
    provenance = frame["provenance"].iloc[0]
    return check(pd.DataFrame(rows).assign(provenance=provenance), "reuse")


def items(frame: pd.DataFrame) -> pd.DataFrame:
    """Return every place of three things."""
    rows = []
    for thing, kind in (("Ana Marlow", "person"), ("118.7 million", "sum"), ("Port Ellis", "place")):
        for key, text in zip(frame["id"], frame["text"], strict=True):
            if thing in text:
                at = text.index(thing)
                row = {
                    "article": key,
                    "item": thing,
                    "kind": kind,
                    "part": "body",
                    "start": at,
                    "form": thing,
                }
                rows.append(row | {"end": at + len(thing)})
    return check(pd.DataFrame(rows), "items")


def coverage(frame: pd.DataFrame) -> pd.DataFrame:
    """Return three named things, a term and a statement, with a gap, and one of too few articles to tell."""
    provenance = str(frame["provenance"].iloc[0])
    base = {
        "n_articles": 3,
        "recall": 0.93,
        "others": 6,
        "n_others": 9,
        "n_events": 2,
        "provenance": provenance,
    }
    sentence = _TEXTS["talks"][0]
    rows = []
    for rank, (item, kind, level) in enumerate(
        (
            ("Port Ellis", "place", "named"),
            ("Ana Marlow", "person", "named"),
            ("118.7 million", "sum", "named"),
            ("channel*", "term", "term"),
            ("ab12", "statement", "statement"),
        ),
        1,
    ):
        for place, outlet in enumerate(OUTLETS):
            none = level == "named" and place == 3 and rank == 1
            few = level == "statement" and place == 2
            row = {"item": item, "kind": kind, "level": level, "rank": rank, "outlet": outlet}
            row |= {"articles": 0 if none or few else 1 if item == "Port Ellis" else 2}
            row |= {"label": sentence if level == "statement" else item, "mentions": 2 * (not (none or few))}
            row |= {"finding": "not_found" if none else "too_few" if few else "found"}
            row |= {"expected": 2.1, "p_adjusted": 0.012 if none else None, "family_size": 12}
            row |= {"example": None if none or few else sentence, "example_article": f"{place}0"}
            row |= {"example_part": "lead", "example_start": 0, "example_end": len(sentence)}
            row |= {"mention_start": 4, "mention_end": 13, "voice": "outlet", "alike": rank}
            rows.append(base | row | {"share": row["articles"] / 3})
    return check(pd.DataFrame(rows), "coverage")


def agency(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what shows that one article is an agency's and another cites one."""
    base = {"words": 0, "wire_role": "full_reprint", "wire": "afp", "article": "02"}
    shared = {"evidence": "shared_text", "other": "12", "words": 40, "share": 0.8}
    cited = {"article": "22", "wire": None, "wire_role": "cites", "evidence": "text"}
    rows = [
        base | {"evidence": "byline", "detail": "By AFP"},
        base | shared | {"detail": "40 words of an item of the agency"},
        base | cited | {"detail": "agencies reported"},
    ]
    outlet = dict(zip(frame["id"], frame["outlet"].astype(str), strict=True))
    return check(pd.DataFrame([{**row, "outlet": outlet[row["article"]]} for row in rows]), "agency")


def tables(provenance: str = "published", *, named: bool = True) -> dict[str, pd.DataFrame]:
    """Return all tables; `named=False` as if the events had been found."""
    frame = articles(provenance)
    frame = frame if named else found(frame)
    made = {"reuse": reuse, "items": items, "coverage": coverage, "agency": agency}
    return {"articles": frame} | {name: make(frame) for name, make in made.items()}
