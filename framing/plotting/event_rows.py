"""Which events have a row of their own in a figure, and what is gathered in one: counts alone, no drawing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from framing import labels, light
from framing.plotting import days, marks

__all__ = ["NONE", "Row", "gathered", "prepared"]

#: Where an article says no event.
NONE = "no event given"


@dataclass(frozen=True)
class Row:
    """One row: its words, what it counts, and its articles (outlet, day, words, event)."""

    label: str
    counts: str
    articles: pd.DataFrame
    #: More than one event stands in this row.
    many: bool = False


def prepared(table: pd.DataFrame) -> pd.DataFrame:
    """Return outlet, event, day and words of each article, in an order that the rows' own can't change.

    `made` says that the event was found and not given, `confidence` how sure it is where that is known.
    """
    event = marks.strings(table["event"])
    made = event.eq("") & False
    if "story" in table.columns:
        # Events that were found and not compared within.
        made = event.eq("") & marks.strings(table["story"]).ne("")
        event = event.where(event != "", marks.strings(table["story"]))
    found = pd.DataFrame(
        {
            "id": marks.strings(table["id"]),
            "outlet": marks.strings(table["outlet"]),
            "event": event,
            "title": marks.strings(table["title"]),
            "day": days.of(table),
            # Without headlines, as the report counts them.
            "words": light.lengths(table)["n_words"],
        }
    )
    if "event_confidence" in table.columns:
        found["confidence"] = pd.to_numeric(table["event_confidence"], errors="coerce")
        made = made | found["confidence"].notna()
    found["made"] = made.to_numpy()
    return found.sort_values("id", kind="stable", ignore_index=True)


def gathered(articles: pd.DataFrame, most: int) -> list[Row]:
    """Return the rows: at most so many events by name, in order of time, then those gathered.

    Events of several outlets come before those of one; of more than `most`, the widest covered have a row.
    """
    named = articles[articles["event"] != ""]
    sizes = named.groupby("event").agg(outlets=("outlet", "nunique"), n=("id", "size"), first=("day", "min"))
    sizes["wide"] = sizes["outlets"] > 1
    sizes["place"] = -sizes["outlets"].clip(upper=99)
    sizes["size"] = -sizes["n"]
    # Undated events last, events that are alike in all by their keys.
    order = sizes.rename_axis("key").reset_index().sort_values(["place", "size", "first", "key"])
    if len(order) > most:
        order = (order[order["wide"]] if order["wide"].any() else order).head(most)
    shown = order.sort_values(["first", "key"])["key"].tolist()
    blocks = dict(iter(named[named["event"].isin(shown)].groupby("event")))
    rows = [Row(_label(event, blocks[event]), "", blocks[event]) for event in shown]
    rest = named[~named["event"].isin(shown)]
    wide = rest["event"].map(sizes["outlets"]) > 1
    for own, words in ((rest[wide], "of several outlets"), (rest[~wide], "of one outlet alone")):
        count = own["event"].nunique()
        if count:
            more = "more " if bool(order["wide"].any()) == ("several" in words) else ""
            label = f"{marks.counted(count, f'{more}event')} {words}"
            rows.append(Row(label, f"{count:,}", own, many=True))
    without = articles[articles["event"] == ""]
    if len(without):
        rows.append(Row(NONE if len(named) else "all articles (no events given)", "", without))
    return rows


def _label(event: str, own: pd.DataFrame) -> str:
    return labels.event_name(event, own["title"] if own["made"].any() else None)
