"""Headlines side by side: of one happening, and of whatever else outlets print on the same event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.report.material import list_subjects
from framing.report.people import join_short, name_people, name_speakers, tell_titles
from framing.text.tokens import sentences
from framing.views import numbers, vocabulary

if TYPE_CHECKING:
    from framing.report.material import Material

#: Stories whose headlines stand side by side.
STORIES = 4
#: Where no two reports are put together: outlets that print one on one day, and of all articles on one event.
_PRINTED, _MOST, _SHORT = 3, 2 / 3, pd.Timedelta(days=3)
#: So many reports of few days stand there, whatever the day.
_CARDS = 12
#: So many titles of other articles stand under one, or under a day.
_OTHERS = 6
#: So many of those quoted are named.
_QUOTED = 6
#: Words of whom an outlet quotes most: characters at most and at least, and so many words at least.
_SAID, _BRIEF, _FEW = 170, 95, 6
#: From here on a share in percent rounds to one.
_HALF = 0.5
#: Characters of a lead at most and at least, and of what may be a caption; what a paragraph ends with, and a
#: short one that is no caption.
_LEAD, _OPENING, _CAPTION = 300, 140, 40
_ENDS = re.compile(r"(?:[.!?…][\"”’']*|(?<=.{150})[:a-z])\s*$", re.DOTALL)
_OPENS = re.compile(r"\s+[\"“‘']?[A-Z]")
#: Whose picture it is, and characters in which caption and headline stand.
_CREDIT, _CREDITED = re.compile(r" \| |Getty|Photo"), 600
_PLAIN = re.compile(r"^(?!\().{10,} [a-z’']+[.!?]$")
#: A paragraph about who writes.
_WRITER = re.compile(
    r"(?:[A-Z]\S+ ){2,4}(?:is|was) (?:\w+ ){0,4}(?:author|columnist|correspondent|editor|reporter|writer)\b"
)
#: A paragraph to the reader.
_ASIDE = re.compile(
    r"(?i)editor['’]s note\b|photo illustration|this story is part of"
    r"|(?:[a-z]+ \d+: )?(?:listen|watch) (?:cnn|to)\b|[^.]*\bireport\b|.{,60}\? please share\b"
)
_MARKS = " \"“”„«»'‘’"
#: What a post ends with.
_LINK = re.compile(r"(?:https?://|pic\.twitter\.com)\S+")
_WORDS = re.compile(r"\w+")


def list_headlines(material: Material, most: int = STORIES) -> list[dict[str, Any]]:
    """Return stories of several outlets, those of most outlets, in the order of days.

    Where no two articles are put together and most are on one event, they are those of a day; of few days
    all stories are one. Each has `when`, its `days` as they are written, `rows` of name, article, its id and
    day, and the ids of those that are `put` together: reports of one happening, beside which stands what
    other outlets print on the same event within a day of it.
    """
    table = material.table("headlines")
    if table is not None:
        table = table[material.here(table["article"])]
    days = _list_days(material)
    table = days if table is None or table.empty else pd.concat([table, *_list_beside(table, days)])
    stories = [_tell(own, material) for _, own in table.groupby("rank") if len(own) > 1]
    stories.sort(key=lambda story: (-len(story["rows"]), not story["put"]))
    told = sorted(stories[:most], key=lambda story: story["day"])
    if told and _is_short(material.articles):
        # Of few days all stand in one row of days.
        one = table[table["rank"].isin([story["rank"] for story in told])].drop_duplicates("article")
        there = set(zip(one["outlet"], one["published"].dt.floor("D"), strict=True))
        more = [pair not in there for pair in zip(days["outlet"], days["rank"], strict=True)]
        one = pd.concat([one, days[more].filter(list(one))])
        told = [{**_tell(one, material), "put": stories[0]["put"]}]
    # How they begin is asked for where texts are at hand.
    material.texts.want([row[2] for story in told for row in story["rows"]])
    return told


def _list_days(material: Material) -> pd.DataFrame:
    """Return the longest report of each outlet on days on which three print one, if most are on one matter.

    Of few days and few reports those of other days stand there too.
    It is one event, or whom most headlines name; of few days, one of those whom most name, else anything.
    Where fewer than three report, opinion is listed too.
    """
    frame = material.articles
    often, days = frame["event"].value_counts(), frame["published"].dt.floor("D")
    on, subjects = frame["event"].isin(often.index[:1]), list_subjects(material)
    short = _is_short(frame)
    if shows_every(frame):
        # Whomever a headline names.
        on = pd.Series(True, frame.index)
    for most in (1, len(subjects) * short):
        if on.mean() <= _MOST and subjects[:most]:
            named = "|".join(re.escape(subject.split()[-1].removesuffix("s")) for subject in subjects[:most])
            # *Democrats*, *Democratic*.
            on = frame["title"].astype("str").str.contains(rf"(?i)\b(?:{named})(?:s|ic)?\b")
    if on.mean() <= _MOST:
        # Of few days the longest of each outlet tell more than none.
        on = pd.Series(bool(short), frame.index)
    some = frame[on & days.notna() & (frame["status"] == "full")]
    some = some.assign(article=some["id"], rank=days, same=False)
    size = some["n_words"] if "n_words" in some else some["text"].str.len()
    some = some.assign(size=-size).sort_values(["size", "id"])
    news = some[some["id"].isin(material.counted)].drop_duplicates(["rank", "outlet"])
    for one in (news, pd.concat([news, some]).drop_duplicates(["rank", "outlet"])):
        printed = one[one.groupby("rank")["outlet"].transform("nunique") >= _PRINTED]
        if len(printed):
            return one if short and len(one) <= _CARDS else printed
    return printed


def shows_every(articles: pd.DataFrame) -> bool:
    """Whether articles are so few and of so few days that each report stands there."""
    return _is_short(articles) and int((articles["status"] == "full").sum()) <= _CARDS


def _is_short(articles: pd.DataFrame) -> bool:
    return bool(articles["published"].max() - articles["published"].min() <= _SHORT)


def _list_beside(table: pd.DataFrame, days: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield what else outlets print on a day, to stand beside the story that most of them tell on it."""
    told = table["published"].dt.floor("D")
    rest = days[~days["article"].isin(table["article"])]
    for day, printed in rest.groupby("rank"):
        for rank in table.loc[told == day, "rank"].mode()[:1]:
            beside = table.loc[table["rank"] == rank, "outlet"]
            yield printed[~printed["outlet"].isin(beside)].filter(list(table)).assign(rank=rank)


class Quoted(NamedTuple):
    """Whom an article quotes, for how many percent of its text, and where."""

    shares: pd.Series
    spans: Mapping[str, list[tuple[int, int]]]

    @property
    def most(self) -> str:
        """Whom it quotes most, "" for nobody who is known."""
        return next((name for name in self.shares.index if name), "")

    def words(self, name: str, text: str, lead: str = "", others: str = "") -> str:
        """Return the first sentence or two that somebody says in an article's text and the lead hasn't.

        Rather a whole one, and one that no other text has, as what is told besides says.
        """
        said = [_tell_words(text[start:end], lead) for start, end in self.spans.get(name, ())]
        ranked = [(not one[:1].isupper(), _letters(one[:_BRIEF]) in others, one) for one in said if one]
        return min(ranked, key=itemgetter(0, 1), default=(True, True, ""))[-1]


def read_quoted(texts: Mapping[str, str], material: Material) -> dict[str, Quoted]:
    """Return of each article what it quotes; under "" stands what is of who is unclear.

    What a text prints twice, as a post beside the sentence that quotes it, counts once. Nothing is told where
    voices weren't told apart, nor of articles without text.
    """
    spans, names = material.table("voices"), name_people(material)
    if spans is None:
        return {}
    spans = spans[spans["article"].isin(texts.keys()) & (spans["part"] != "headline")]
    spans = spans.sort_values("start", kind="stable")
    found = {}
    for key, own in spans.groupby(spans["article"].astype(str)):
        size = own["end"] - own["start"]
        quoted = own[own["voice"] == "quoted"]
        said = [
            _letters(texts[str(key)][start:end])
            for start, end in zip(quoted["start"], quoted["end"], strict=True)
        ]
        again = [len(one) >= _BRIEF and one[:_BRIEF] in " ".join(said[:at]) for at, one in enumerate(said)]
        quoted = quoted[~np.array(again, bool)]
        outlet = material.rows[str(key)]["outlet"]
        own_name = vocabulary.display(outlet)
        of_all = join_short(name_speakers(own, names))
        who = of_all[quoted.index].replace(own_name, "a report of its own")
        # "The justices wrote" beside "the court wrote".
        who = who.replace("justices", "the court") if (who == "the court").any() else who
        mine = _list_own(name_speakers(own[own["speaker"].notna()], names), own["speaker"], outlet)
        who = who.where(~who.isin(mine), "its own " + who)
        shares = size[quoted.index].groupby(who).sum().sort_index()
        shares = (100 * shares / max(size.sum(), 1)).sort_values(ascending=False, kind="stable")
        places = pd.Series(list(zip(quoted["start"], quoted["end"], strict=True)), quoted.index, object)
        found[str(key)] = Quoted(shares, places.groupby(who).agg(list).to_dict())
    return found


def _list_own(who: pd.Series, written: pd.Series, outlet: str) -> set[str]:
    """Return those who speak as the outlet's own: "NPR's Ana Ruiz said", in NPR."""
    called = re.escape(vocabulary.display(outlet).removeprefix("The "))
    return {
        name
        for name, as_written in zip(who, written[who.index], strict=True)
        if name and re.match(rf"(?:[Tt]he )?(?i:{called})(?:['’]s?)? .*{re.escape(name)}", as_written)
    }


def tell_lead(text: str, title: str = "") -> str:
    """Return how a report begins: the first sentence, or those of some length, that are no caption.

    A headline that stands before it is left out.

    >>> tell_lead("Ana Ruiz on Monday. Photo: Harbour Board\\n\\nThe bridge of Marlow was opened again on "
    ...           "Monday, two years late. The mayor was there in the rain, as was everybody who "
    ...           "had had a part in it. More will come.").rpartition("mayor")[2]
    ' was there in the rain, as was everybody who had had a part in it.'
    """
    at = text.find(title, 0, _CREDITED)
    if at == 0 or _CREDIT.search(text, 0, max(at, 0)):
        # The headline again, perhaps behind a picture's caption and its credit.
        text = text[at + len(title) :].lstrip() if _OPENS.match(text[at + len(title) :]) else text
    first, *parts = text.split("\n\n")
    # "They all start in the middle.": short, but no caption; a long paragraph may lead to what it quotes.
    begins = _PLAIN.search(first) if len(first) < _CAPTION else True
    whole = [first] * bool(begins and _ENDS.search(first) and not _WRITER.match(first))
    whole += (part for part in parts if len(part) >= _CAPTION and _ENDS.search(part))
    found = ""
    for sentence in chain.from_iterable(sentences(part) for part in whole if not _ASIDE.match(part)):
        # What is left of a page's code is no sentence.
        found = "" if "://" in sentence else f"{found} {sentence}".strip()
        # A quotation goes on to its end.
        if len(found) >= _OPENING and found.count("“") == found.count("”") and not found.count('"') % 2:
            break
    # Whole, if a few words more make it so.
    return found if len(found) <= _LEAD * 1.25 else shorten(found, _LEAD, placeholder=" …")


class Line(NamedTuple):
    """What stands under a headline: how the text begins, its length, whom it quotes."""

    lead: str
    size: str
    said: str


def tell_headlines(material: Material) -> list[dict[str, Any]]:
    """Return what `list_headlines` does, with `lines`, a `Line` an article."""
    stories = list_headlines(material)
    texts = {row[2]: material.texts.text(row[2]) for story in stories for row in story["rows"]}
    quoted = read_quoted(texts, material)
    shown = {name for one in quoted.values() for name in one.shares.index[: _QUOTED + 1]}
    names = {form: name for form, name in name_people(material).items() if name in shown}
    titles = tell_titles(names, texts)
    told = []
    for story in stories:
        own = {row[2]: texts[row[2]] for row in story["rows"]}
        lines = {}
        for _, ref, key, _ in story["rows"]:
            lead = tell_lead(texts[key], ref.title)
            others = _tell_others(key, own)
            said = tell_quoted(quoted[key], texts[key], lead, titles[key], others) if key in quoted else ""
            lines[key] = Line(lead, numbers.several(len(texts[key].split()), "word"), said)
        # On the page of few days everything is named.
        besides = tell_others(material, story["rows"]) if len(stories) == 1 else {}
        told.append({**story, "lines": lines, "others": besides})
    return told


def _tell_others(key: str, texts: Mapping[str, str]) -> str:
    """Return the words of all other texts, to find what one alone has."""
    return " ".join(_letters(text) for other, text in texts.items() if other != key)


def _letters(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _name_outlet(key: str, material: Material) -> str:
    return vocabulary.display(material.rows[key]["outlet"])


def _name_kind(key: str, material: Material) -> str:
    genre = str(material.rows[key]["genre"])
    if genre == "unknown" and (material.articles["genre"] != "unknown").any():
        return " (report or opinion?)"
    return "" if key in material.counted or genre == "news" else f" ({genre})"


def tell_others(material: Material, rows: Sequence[tuple[Any, ...]]) -> dict[str, list[str]]:
    """Return titles of what else was printed: by the article under which they stand, else by their day.

    Under an article stands what its outlet printed besides on that day, under a day what those did of whom
    nothing else is told, under the last day those of other days; of each the longest few, no title twice.
    """
    frame = material.articles
    under = {(str(material.rows[key]["outlet"]), day): key for *_, key, day in rows}
    days, last = {day for *_, day in rows}, max(day for *_, day in rows)
    seen = {key: {_letters(ref.title) for _, ref, other, _ in rows if other == key} for *_, key, _ in rows}
    size = frame["n_words"] if "n_words" in frame else frame["text"].str.len()
    found: dict[str, list[str]] = {}
    for row in frame.assign(_size=-size).sort_values(["_size", "id"]).itertuples():
        key, day = str(row.id), "" if pd.isna(row.published) else f"{row.published:%Y-%m-%d}"
        title = material.reference(key).title
        at = under.get((str(row.outlet), day), day if day in days else last)
        if key in seen or _letters(title) in seen.setdefault(at, set()):
            continue
        seen[at].add(_letters(title))
        who = f"{_name_outlet(key, material)}: " if at in days else ""
        found.setdefault(at, []).append(f"{who}{title}{_name_kind(key, material)}")
    for titles in found.values():
        left = len(titles) - _OTHERS
        titles[:] = sorted(titles[:_OTHERS]) + [f"{left} more"] * (left > 0)
    return found


def tell_quoted(quoted: Quoted, text: str, lead: str, titles: Mapping[str, str], others: str = "") -> str:
    """Return whom an article quotes, for which share of its text, and words of whom it quotes most.

    Words that the lead has are not told again; `titles` are those of `tell_titles` for this article.
    """
    order, unclear = quoted.shares.drop("", errors="ignore"), quoted.shares.get("", 0.0)
    named = [f"{titles.get(name, name)} {write_share(share)}" for name, share in order[:_QUOTED].items()]
    words = quoted.words(quoted.most, text, lead, others) if quoted.most else ""
    first = "".join(named[:1]) + (f": “{words}”" if words else "")
    rest = ", ".join(named[1:])
    if len(order) > _QUOTED:
        rest += f" and {numbers.several(len(order) - _QUOTED, 'other')}"
    parts = [first, f"also {rest}" if rest else ""]
    parts += [f"speakers not found {write_share(unclear)}" if unclear >= _HALF else ""]
    return f"Quotes {'; '.join(filter(None, parts)) or 'nobody'}"


def _tell_words(said: str, lead: str) -> str:
    """Return the first sentence of a quotation, or two short ones; nothing of a few words."""
    found = ""
    for sentence in sentences(" ".join(_LINK.sub("", said).strip(_MARKS).split())):
        found = f"{found} {sentence}".strip()
        if len(found) >= _BRIEF:
            break
    found = found.strip(_MARKS).rstrip(",")
    fresh = len(found.split()) >= _FEW and found[:_BRIEF] not in lead
    return shorten(found, _SAID, placeholder=" …") if fresh else ""


def _tell(own: pd.DataFrame, material: Material) -> dict[str, Any]:
    dated = own["published"].dropna()
    # Days apart: a report of the day after tells how others took it.
    own = own.assign(day=own["published"].dt.strftime("%Y-%m-%d").fillna("")).sort_values(
        ["day", "outlet"], kind="stable"
    )
    rows = []
    for key, day, when in zip(own["article"].astype(str), own["day"], own["published"], strict=True):
        ref = material.reference(key)
        # The year stands above; midnight is a day without an hour.
        hour = f", {when:%H:%M} UTC" if pd.notna(when) and when != when.normalize() else ""
        ref = ref._replace(date=ref.date.rsplit(" ", 1)[0] + hour)
        rows.append((_name_outlet(key, material) + _name_kind(key, material), ref, key, day))
    return {
        "rank": own["rank"].iloc[0],
        "when": numbers.dates(dated.min(), dated.max()) if len(dated) else "Undated",
        "day": str(dated.min()) if len(dated) else "",
        "days": {
            day: numbers.dates(when, when) if day else "Undated"
            for day, when in zip(own["day"], own["published"], strict=True)
        },
        "rows": rows,
        "put": set(own.loc[own["same"], "article"].astype(str)),
    }


def write_share(share: float) -> str:
    """Write percent of a text in full numbers."""
    return f"{share:.0f}\N{NO-BREAK SPACE}%" if share >= _HALF else "under 1\N{NO-BREAK SPACE}%"
