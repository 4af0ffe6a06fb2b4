"""Headlines side by side: of one happening, and of whatever else outlets print on the same event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.text.voices.words import known
from framing.views import numbers, vocabulary

if TYPE_CHECKING:
    from framing.report.material import Material

#: Stories whose headlines stand side by side.
STORIES = 6
#: Who is named among those quoted, how many of them, and of so many percent of the text at least.
NAMED = re.compile(
    r"(?!(?:He|She|They|It)\b|(?:The|Democrat|Republican|President|Jr)$)(?:The )?[A-Z][\w.'’-]+"
    r"(?: (?:(?:of|the|de|van|von|al) )*[A-Z][\w.'’-]+){0,4}(?:['’]s? [a-z]+)?"
)
_QUOTED, _LEAST = 6, 1.0
_ONE, _LONG = re.compile("(?:[Oo]ne|[Aa]nother) (?=.)"), 5


def list_headlines(material: Material, most: int = STORIES) -> list[dict[str, Any]]:
    """Return stories of several outlets, those of most outlets, in the order of days.

    Each has `when`, over how many `days`, and `rows` and `around`, of name, article and its id: reports of
    one happening, and what other outlets print on the same event within a day of it.
    """
    table = material.table("headlines")
    if table is None:
        return []
    table = table[material.here(table["article"])]
    stories = [_tell(own, material) for _, own in table.groupby("rank") if len(own) > 1]
    stories.sort(key=lambda story: (-len(story["rows"]) - len(story["around"]), not story["rows"]))
    return sorted(stories[:most], key=lambda story: story["day"])


def say_quoted(keys: list[str], material: Material) -> dict[str, str]:
    """Return of each article whom it quotes, by their share of its text.

    Nothing is told where voices weren't told apart, nor of articles without text.
    """
    spans, names = material.table("voices"), name_people(material)
    if spans is None:
        return {}
    spans = spans[spans["article"].isin(keys) & (spans["part"] != "headline")]
    said: dict[str, str] = {}
    for key, own in spans.groupby(spans["article"].astype(str)):
        size = own["end"] - own["start"]
        told = zip(own["speaker_key"].astype(object), own["speaker_type"], strict=True)
        who = pd.Series([names.get(key) or call_speaker(key, kind) for key, kind in told], own.index)
        shares = 100 * size[own["voice"] == "quoted"].groupby(who).sum() / max(size.sum(), 1)
        unclear = shares.pop("") if "" in shares.index else 0.0
        order = shares.sort_index().sort_values(ascending=False, kind="stable")
        named = order[order >= _LEAST][:_QUOTED]
        parts = [*named.items(), ("others", order.sum() - named.sum()), ("unclear", unclear)]
        listed = [f"{name} {share:.0f}\N{NO-BREAK SPACE}%" for name, share in parts if share >= 0.5]
        said[str(key)] = f"Quotes {', '.join(listed) or 'nobody'}"
    return said


def name_people(material: Material) -> dict[str, str]:
    """Return by every form of a person's name whom it means most often: *Obama* is Barack Obama."""
    items = material.table("items")
    if items is None:
        return {}
    people = items.loc[items["kind"] == "person", ["item", "form"]].astype("str")
    common = people.value_counts().reset_index().sort_values(["count", "item"], ascending=[True, False])
    return dict(zip(common["form"], common["item"], strict=True)) | {name: name for name in people["item"]}


def call_speaker(key: object, kind: object) -> str:
    """Return what somebody quoted is called: by name, or by what he is; of others nothing.

    >>> [call_speaker(key, "official") for key in ("Ana Ruiz", "one senior official", "days before", None)]
    ['Ana Ruiz', 'senior official', '', '']
    """
    if not isinstance(key, str):
        return ""
    if NAMED.fullmatch(key):
        # One word alone may be any, where its kind isn't known.
        return key if " " in key or kind not in ("other", "document", "anonymous") else ""
    *ahead, last = key.split()
    return _ONE.sub("", key) if len(ahead) < _LONG and last.casefold() in known()["who"] else ""


def _tell(own: pd.DataFrame, material: Material) -> dict[str, Any]:
    dated = own["published"].dropna()
    own = own.sort_values("outlet", kind="stable")

    def rows(some: pd.DataFrame) -> list[tuple[str, Any, str]]:
        listed = []
        for key, outlet in zip(some["article"].astype(str), some["outlet"].astype(str), strict=True):
            ref = material.reference(key)
            # The year stands above.
            listed.append((vocabulary.display(outlet), ref._replace(date=ref.date.rsplit(" ", 1)[0]), key))
        return listed

    return {
        "when": numbers.dates(dated.min(), dated.max()) if len(dated) else "Undated",
        "day": str(dated.min()) if len(dated) else "",
        "days": own["published"].dt.floor("D").nunique(dropna=False),
        "rows": rows(own[own["same"]]),
        "around": rows(own[~own["same"]]),
    }
