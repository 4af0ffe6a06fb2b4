"""The events: who covered each, when and how much, how sure that is, and what ties two articles together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report.material import Material
from framing.views import numbers as numbers
from framing.views import vocabulary

__all__ = ["TEMPLATE", "TITLE", "content"]

#: Where it stands on the page.
PLACE = 20
TITLE = "Events"
TEMPLATE = "events.html"

#: Events with a row, those of several outlets first; groups side by side; articles and links of one event.
EVENTS, GROUPS, ARTICLES, LINKS = 40, 8, 60, 8

#: Words of a link's evidence.
_WORDS = 160


def content(material: Material) -> dict[str, Any] | None:
    """Return a row an event, or None where there is one alone that somebody named."""
    frame = _events(material)
    said = str(material.settings.get("events_found") or "")
    found = frame["event"].nunique()
    if found < 2 and not said:
        return None
    groups = _groups(frame)
    sizes = frame.groupby("event").agg(
        outlets=("group", "nunique"), n=("id", "size"), first=("published", "min")
    )
    # Undated events last, events that are alike in all by their keys.
    order = (
        sizes.assign(outlets=-sizes["outlets"], n=-sizes["n"])
        .rename_axis("key")
        .reset_index()
        .sort_values(["outlets", "n", "first", "key"])
    )
    wide = order["outlets"] < -1
    several = order.loc[wide, "key"].tolist()
    shown = (order[wide] if wide.any() else order).head(EVENTS).sort_values(["first", "key"])["key"].tolist()
    links = _links(material)
    blocks = dict(iter(frame[frame["event"].isin(shown)].groupby("event")))
    names = material.event_names
    without = int(frame["event"].isna().sum())
    return {
        "said": said,
        "found": bool(frame["found"].any()),
        "rated": bool(frame["sure"].notna().any()),
        "total": numbers.several(found, "event"),
        "several": numbers.count(len(several)),
        "groups": [material.shown(group) for group in groups],
        "others": frame["group"].nunique() - len(groups),
        "rows": [
            _row(event, blocks[event], groups, material, links.get(event)) | {"name": names[str(event)]}
            for event in shown
        ],
        "single": _rest(frame, order.loc[~wide & ~order["key"].isin(shown), "key"]),
        "wide": _rest(frame, order.loc[wide & ~order["key"].isin(shown), "key"]),
        "without": numbers.several(without, "article") if without else "",
        "apart": _apart(material),
        "reading": material.census,
    }


def _events(material: Material) -> pd.DataFrame:
    """Return the articles with their event, also where it was found but not compared within."""
    frame = material.articles
    event = frame["event"]
    if "story" in frame.columns:
        event = event.where(event.notna(), frame["story"])
    sure = (
        pd.to_numeric(frame["event_confidence"], errors="coerce")
        if "event_confidence" in frame.columns
        else pd.Series(float("nan"), frame.index)
    )
    return pd.DataFrame(
        {
            "id": frame["id"].astype(str),
            "event": event.astype(object).where(event.notna(), None),
            "group": frame[material.by].astype(str),
            "title": frame["title"].astype(str),
            "published": frame["published"],
            "words": material.words,
            "sure": sure,
            "found": sure.notna() | (frame["event"].isna() & event.notna()),
        }
    )


def _groups(frame: pd.DataFrame) -> list[str]:
    size = frame["group"].value_counts()
    return sorted(sorted(size.index, key=lambda name: (-size[name], name))[:GROUPS])


def _row(
    event: str,
    own: pd.DataFrame,
    groups: list[str],
    material: Material,
    links: pd.DataFrame | None,
) -> dict[str, Any]:
    dated = own["published"].dropna()
    count = own["group"].value_counts()
    words = own.groupby("group")["words"].sum()
    order = own.sort_values(["published", "id"], kind="stable", na_position="last")
    others = len(own[~own["group"].isin(groups)])
    return {
        "headline": vocabulary.headline(own["title"]) if own["found"].any() else "",
        "key": str(event),
        "dates": numbers.dates(dated.min(), dated.max()) if len(dated) else "undated",
        "undated": int(own["published"].isna().sum()) if len(dated) else 0,
        "cells": [
            (numbers.count(count[group]), numbers.several(words[group], "word")) if group in count else None
            for group in groups
        ],
        "others": numbers.count(others) if others else "",
        "articles": numbers.several(len(own), "article"),
        "sure": numbers.plain(own["sure"].mean(), 2) if own["sure"].notna().any() else "",
        "given": not own["found"].any(),
        "listed": [
            (material.reference(key), numbers.plain(sure, 2) if sure == sure else "")
            for key, sure in zip(order["id"][:ARTICLES], order["sure"], strict=False)
        ],
        "left_out": max(len(own) - ARTICLES, 0),
        "links": [] if links is None else [_link(link, material) for link in links.to_dict("records")],
    }


def _links(material: Material) -> dict[str, pd.DataFrame]:
    """Return of each event the surest links of two outlets."""
    table = _known_links(material)
    if table is None:
        return {}
    inside = table[table["event"].notna() & (table["a_outlet"].astype(str) != table["b_outlet"].astype(str))]
    order = inside.sort_values(["probability", "a", "b"], ascending=[False, True, True], kind="stable")
    return {str(event): own.head(LINKS) for event, own in order.groupby("event", sort=False)}


def _known_links(material: Material) -> pd.DataFrame | None:
    table = material.table("links")
    if table is None:
        return None
    return table[material.here(table["a"]) & material.here(table["b"])]


def _link(link: Mapping[Any, Any], material: Material) -> dict[str, Any]:
    days = link["days"]
    return {
        "a": material.reference(link["a"]),
        "b": material.reference(link["b"]),
        "probability": numbers.plain(link["probability"], 2),
        "days": "" if days != days else numbers.several(round(days), "day") + " apart",
        "names": _cut(link["names"]),
        "words": _cut(link["words"]),
    }


def _apart(material: Material) -> list[dict[str, Any]]:
    """Return the likeliest pairs that were nonetheless put apart: where to look for what was missed."""
    table = _known_links(material)
    if table is None:
        return []
    order = table[table["event"].isna()].sort_values(
        ["probability", "a", "b"], ascending=[False, True, True], kind="stable"
    )
    return [_link(link, material) for link in order.head(LINKS).to_dict("records")]


def _cut(words: object) -> str:
    text = str(words) if isinstance(words, str) else ""
    return text if len(text) <= _WORDS else text[:_WORDS].rpartition(";")[0] + "; …"


def _rest(frame: pd.DataFrame, events: pd.Series) -> str:
    """Say how many events have no row, and how many articles are on them."""
    if events.empty:
        return ""
    own = frame[frame["event"].isin(events)]
    return f"{numbers.several(len(events), 'event')} with {numbers.several(len(own), 'article')}"
