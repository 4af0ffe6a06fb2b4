"""The limits in plain words: what every study shares, and what holds of this one."""

from __future__ import annotations

from typing import Any

from framing.report import results
from framing.report.material import Material
from framing.views import numbers as numbers
from framing.views import vocabulary
from framing.views.columns import LARGE

__all__ = ["TEMPLATE", "TITLE", "content", "limits"]

#: Where it stands on the page.
PLACE = 280
TITLE = "Limits"
TEMPLATE = "limits.html"

#: Below this number of articles an outlet is named as fragile (METHODS, Estimates).
FEW = 8


def content(material: Material) -> dict[str, Any]:
    """Return the limits, those of this study first."""
    return {"own": _own(material), "always": _ALWAYS}


def limits(material: Material) -> list[str]:
    """Return all limits as sentences."""
    return [*_own(material), *_ALWAYS]


_ALWAYS = (
    "The numbers are about the articles collected, from the outlets named, on the event named. They say "
    "nothing about an outlet in general, about other events, or about why an article was written as it was.",
    "Words are counted by lists. A list misses what is said in other words, and sometimes counts a word "
    "that means something else in its place. Each number opens its sentences so that this can be seen; read "
    "some before relying on it.",
    "An interval says how far the number might move if other articles of the same kind had been collected. "
    "It does not cover errors of the lists or of the collection.",
    "A p measures how ill the articles fit outlets whose labels could be exchanged. A large p does not show "
    "that two outlets are alike.",
    "Where many comparisons are made, some will look clear by chance. The adjusted p allows for all tests of "
    "measures named beforehand, or for all others; words and coverage are adjusted by themselves.",
)


def _own(material: Material) -> list[str]:
    said = [material.names.reading()[1], *_voices(material)]
    if material.profile["measure"].astype(str).str.startswith("tone").any():
        said.append(
            "Tone uses the terms of the VADER lexicon, with a mask for words that mean something else in "
            "this field. It is not VADER's compound score, so VADER's validation does not carry over."
        )
    return said + _models(material) + results.limits(material) + _articles(material) + _cells(material)


def _models(material: Material) -> list[str]:
    """Say what holds of what a model or a codebook found."""
    kinds = set(material.profile["measure"].astype(str).map(vocabulary.family))
    said = {
        "stance": (
            "Stance is what a model read in single sentences. Most that evaluate are not told clearly enough "
            "and count as neutral or as no clear stance: shares of negative and positive mentions are low."
        ),
        "frame": (
            "Frame indicators are words that a codebook lists. They are not frames: those are found by "
            "coders, or by a classifier that was checked against them. An indicator may stand where its "
            "frame doesn't, and a frame may be there without its words."
        ),
    }
    return [text for kind, text in said.items() if kind in kinds]


def _voices(material: Material) -> list[str]:
    how = material.settings.get("voices", "quotes")
    if how == "quotes":
        return [
            "Voices are told apart by quotation marks only. What is outside them is not always the outlet's "
            "own: reported speech (“he said that …”) counts as outside."
        ]
    if how in (None, "none"):
        return ["What an outlet says and what it lets others say were added up."]
    by_hand = material.settings.get("corrected")
    return [
        "Whose words a passage is, and who speaks, is read by rules and a small model that err, and not "
        "alike in every outlet's manner of writing: a view without a reporting word counts as the outlet's "
        "own. Reported are not only words but also views, wishes and plans that an article tells of somebody."
        + (" Some articles were corrected by hand." if by_hand else "")
    ]


def _articles(material: Material) -> list[str]:
    frame = material.articles
    said: list[str] = []
    if frame.empty:
        return said
    undated = int(frame["published"].isna().sum())
    unknown = int((frame["genre"].astype(str) == "unknown").sum())
    if undated:
        said.append(f"Without a date: {_of(undated, len(frame), 'articles')}.")
    if unknown:
        said.append(f"Of unknown kind, and counted with news: {_of(unknown, len(frame), 'articles')}.")
    events = frame["event"].nunique()
    if events <= 1:
        said.append(
            "All articles are about one event; nothing here can be carried to another."
            if events and frame["event"].notna().all()
            else "Not every article is assigned to an event; those that are not count as one stratum."
        )
    sizes = frame[material.by].astype(str).value_counts().sort_index()
    few = [f"{material.shown(str(key))} ({numbers.count(n)})" for key, n in sizes[sizes < FEW].items()]
    if few:
        listed = numbers.listed(few)
        said.append(f"Fewer than eight articles stand behind: {listed}. Their numbers are fragile.")
    return said


def _cells(material: Material) -> list[str]:
    profile, said = material.profile, []
    large, bare = int((profile["largest_share"] > LARGE).sum()), int(profile["low"].isna().sum())
    if large:
        said.append(
            f"In {_of(large, len(profile), 'rows of the profile')} one article gives more than a quarter of "
            "what is counted; they are flagged in the table."
        )
    if bare and not material.census:
        said.append(
            f"{_of(bare, len(profile), 'rows of the profile')} have no interval; their notes say why."
        )
    return said


def _of(part: int, whole: int, what: str) -> str:
    return f"{numbers.count(part)} of {numbers.count(whole)} {what}"
