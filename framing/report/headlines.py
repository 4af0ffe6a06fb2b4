"""Headlines side by side: of one happening, and of whatever else outlets print on the same event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.comparison.events.headlines import FEATURE
from framing.text.voices.words import known
from framing.views import numbers, vocabulary

if TYPE_CHECKING:
    from framing.report.material import Material

#: Stories whose headlines stand side by side, and headlines of one.
STORIES, HEADLINES = 6, 6
#: Outlets of an event of which no two articles are known to be of one happening.
_OUTLETS = 3
#: An event of more articles is a topic, as one that has more than half of all.
_LARGEST = 20
#: Days from one article to another.
_DAYS = 1
#: Who is named among those quoted, how many of them, and in so many words at least.
NAMED = re.compile(
    r"(?!(?:He|She|They|It)\b|(?:The|Democrat|Republican|President)$)(?:The )?[A-Z][\w.'’-]+"
    r"(?: (?:(?:of|the|de|van|von|al) )*[A-Z][\w.'’-]+){0,4}(?:['’]s? [a-z]+)?"
)
_QUOTED, _WORDS = 6, 5
_ONE, _LONG = re.compile("(?:[Oo]ne|[Aa]nother) (?=.)"), 5


def list_headlines(material: Material, most: int = STORIES) -> list[dict[str, Any]]:
    """Return stories of several outlets, those of most outlets, in the order of days.

    Each has `when`, over how many `days`, and `rows` and `around`, of name, article and its id: reports of
    one happening, and what other outlets print on the same event within a day of it.
    """
    frame = _read(material)
    table = material.table("headlines")
    told = [] if table is None else [
        [str(key) for key in own["article"] if str(key) in frame.index] for _, own in table.groupby("rank")
    ]  # fmt: skip
    told = [keys for keys in told if len(keys) > 1]
    taken = {key for keys in told for key in keys}
    events = {str(name): own for name, own in frame[frame["on"].notna()].groupby("on")}
    found: list[tuple[list[str], list[str]]] = []
    for keys in told:
        on = frame.loc[keys, "on"].dropna().unique()
        own = pd.concat([frame.iloc[:0], *(events.pop(str(name)) for name in on if str(name) in events)])
        found.append((keys, _choose(own, keys, frame, taken)[: max(HEADLINES - len(keys), 0)]))
    for own in events.values():
        keys = _choose(own, [], frame, taken)
        if len(keys) >= _OUTLETS:
            found.append(([], keys[:HEADLINES]))
    order = sorted(range(len(found)), key=lambda at: (-sum(map(len, found[at])), not found[at][0], at))[:most]
    stories = [_tell(*found[at], frame, material) for at in order]
    return sorted(stories, key=lambda story: story["day"])


def say_quoted(keys: list[str], material: Material) -> dict[str, str]:
    """Return of each article whose words stand in quotation marks in its text, and how many they are.

    Nothing is told where voices weren't told apart.
    """
    spans = material.table("voices")
    if spans is None:
        return {}
    spans = spans[spans["article"].isin(keys) & (spans["part"] != "headline") & (spans["voice"] == "quoted")]
    material.texts.want(keys)
    said: dict[str, str] = {}
    for key in keys:
        own, text = spans[spans["article"] == key], material.texts.text(key)
        who = [_called(*one) for one in zip(own["speaker_key"], own["speaker_type"], strict=True)]
        sizes = [len(text[start:end].split()) for start, end in zip(own["start"], own["end"], strict=True)]
        counts = pd.Series(sizes, who, dtype="int64").groupby(level=0).sum()
        named = counts[(counts >= _WORDS) & (counts.index != "")].sort_index()
        named = named.sort_values(ascending=False, kind="stable")[:_QUOTED]
        listed = [f"{name} {words}" for name, words in named.items()]
        if rest := int(counts.sum() - named.sum()):
            listed.append(f"{'others or unclear' if listed else 'unclear'} {rest}")
        said[key] = f"Quoted of {len(text.split()):,} words: {', '.join(listed) or 'none'}"
    return said


def _called(key: object, kind: object) -> str:
    """Return what somebody quoted is called: by name, or by what he is; of others nothing.

    >>> [_called(key, "official") for key in ("Ana Ruiz", "one senior official", "days before", None)]
    ['Ana Ruiz', 'senior official', '', '']
    """
    if not isinstance(key, str):
        return ""
    if NAMED.fullmatch(key):
        # One word alone may be any, where its kind isn't known.
        return key if " " in key or kind not in ("other", "document", "anonymous") else ""
    *ahead, last = key.split()
    return _ONE.sub("", key) if len(ahead) < _LONG and last.casefold() in known()["who"] else ""


def _read(material: Material) -> pd.DataFrame:
    """Return the articles by id, with their event where it is one, and whether each may stand there."""
    frame = material.articles
    events = [frame[name].astype(object) for name in ("event", "story") if name in frame.columns]
    on = events[0] if len(events) == 1 else events[0].where(events[0].notna(), events[1])
    size = on.map(on.value_counts())
    titles = frame["title"].astype("str").fillna("")
    fit = ~frame["genre"].isin(["opinion", "editorial"]) & (titles.str.count(" ") > 1)
    # Of few whose kind isn't known most comment.
    unknown = frame["genre"] == "unknown"
    fit &= ~unknown | (2 * unknown.sum() > len(frame))
    fit &= (frame["wire_role"].astype("str") != "full_reprint") & frame["published"].notna()
    keys = frame["id"].astype("str")
    return pd.DataFrame(
        {
            "on": on.where((size <= _LARGEST) & (2 * size <= len(frame))).to_numpy(),
            "fit": fit.to_numpy(),
            "feature": titles.str.contains(FEATURE).to_numpy(),
            "outlet": frame["outlet"].astype("str").to_numpy(),
            "title": titles.to_numpy(),
            "day": frame["published"].dt.floor("D").to_numpy(),
            "published": frame["published"].to_numpy(),
            "size": material.words.to_numpy(),
        },
        index=keys.to_numpy(),
    )


def _choose(own: pd.DataFrame, keys: list[str], frame: pd.DataFrame, taken: set[str]) -> list[str]:
    """Return an article of each other outlet on an event: near those there are, a report, the longest."""
    own = own[own["fit"] & ~own.index.isin(taken)]
    days = frame.loc[keys, "day"].dropna()
    if days.empty and len(own):
        # About the day on which most outlets print on it.
        many = own.groupby("day")["outlet"].nunique()
        days = pd.Series([many.index[many == many.max()].min()])
    if days.empty:
        return []
    near = (own["day"] - days.min() >= -pd.Timedelta(days=_DAYS)) & (
        own["day"] - days.max() <= pd.Timedelta(days=_DAYS)
    )
    own = own[near & ~own["outlet"].isin(frame.loc[keys, "outlet"])]
    own = own[~own["title"].str.casefold().isin(frame.loc[keys, "title"].str.casefold())]
    order = own.assign(size=-own["size"], id=own.index).sort_values(["feature", "size", "id"])
    chosen = order.drop_duplicates("outlet").drop_duplicates("title")
    return [str(key) for key in chosen.sort_values(["feature", "outlet"]).index]


def _tell(keys: list[str], around: list[str], frame: pd.DataFrame, material: Material) -> dict[str, Any]:
    own = frame.loc[[*keys, *around]]
    dated = own["published"].dropna()

    def rows(some: list[str]) -> list[tuple[str, Any, str]]:
        listed = []
        for key, outlet in frame.loc[some, "outlet"].sort_values(kind="stable").items():
            ref = material.reference(key)
            # The year stands above.
            ref = ref._replace(date=ref.date.rsplit(" ", 1)[0])
            listed.append((vocabulary.display(str(outlet)), ref, str(key)))
        return listed

    return {
        "when": numbers.dates(dated.min(), dated.max()) if len(dated) else "Undated",
        "day": str(dated.min()) if len(dated) else "",
        "days": own["day"].nunique(dropna=False),
        "rows": rows(keys),
        "around": rows(around),
    }
