"""The sentences behind each number, packed once for the page and opened by its buttons.

A hit is stored as places in shared lists of articles and sentences, so that a
sentence with ten hits in four measures is written once. What is capped is
capped evenly over articles, and the total is kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from framing.features.claims import MEASURES, select_claims
from framing.report.material import ArticleList, Material
from framing.schema import UNITS
from framing.text.tokens import sentence_spans, tokenize
from framing.views import numbers, vocabulary

#: Characters to either side of a mention.
AROUND_HIT = 200


def _list_sentences(texts: Collection[str]) -> dict[str, list[tuple[int, int]]]:
    """Return where the sentences of each text stand; to cut them one by one takes far longer."""
    listed = list(texts)
    tokens = tokenize(listed)
    own = [listed[doc] for doc in tokens.doc_of(tokens.sentences)]
    found: dict[str, list[tuple[int, int]]] = {text: [] for text in listed}
    for text, place in zip(own, sentence_spans(tokens, own, tokens.sentences), strict=True):
        found[text].append(place)
    return {text: places or [(0, len(text))] for text, places in found.items()}


#: What makes a line of a row, given the article's title or text, as the row's part says.
Cut = Callable[[Mapping[Any, Any], str], dict[str, Any]]


class Lines:
    """Keeps the lines of each key; they are cut, and articles numbered, when all are known."""

    def __init__(self, material: Material) -> None:
        self.articles = ArticleList(material)
        self._material = material
        self._kept: dict[str, tuple[str, list[Mapping[Any, Any]], int, str, Cut | None]] = {}
        self._sentences: dict[str, list[tuple[int, int]]] = {}

    def add(
        self,
        key: str,
        title: str,
        rows: Iterable[Mapping[Any, Any]],
        total: int,
        said: str = "",
        cut: Cut | None = None,
    ) -> None:
        """Keep rows under a key: `total` is how many there are, `said` stands above.

        They are as those of the table `kwic`; `cut` makes them so from what they are where the article's
        own words are needed.
        """
        own = [row for row in rows if str(row["article"]) in self._material.rows]
        if own:
            self._kept[key] = (title, own, total, said, cut)

    @property
    def wanted(self) -> set[str]:
        """The articles whose texts are read."""
        return {
            str(row["article"])
            for _, rows, _, _, cut in self._kept.values()
            for row in rows
            if cut is not None and row["part"] != "headline" and not _cut(row)
        }

    def opened(self) -> dict[str, dict[str, Any]]:
        """Return the lines of each key, in the order in which they came."""
        listed = [row for _, rows, _, _, cut in self._kept.values() for row in rows if cut and not _cut(row)]
        self._sentences = _list_sentences({self._text(row) for row in listed})
        return {
            key: {"title": title, "total": total, "lines": [self._line(row, cut) for row in rows]}
            | ({"said": said} if said else {})
            for key, (title, rows, total, said, cut) in self._kept.items()
        }

    def _line(self, row: Mapping[Any, Any], cut: Cut | None) -> list[Any]:
        article = str(row["article"])
        # A row that has its words already stands beside others that don't.
        if cut is not None and not _cut(row):
            row = cut(row, self._text(row))
        return [
            self.articles.number(article),
            self._place(row),
            row["left"],
            row["node"],
            row["right"],
            *(self._material.facets.number(kind, row[kind]) for kind in ("voice", "part")),
        ]

    def _text(self, row: Mapping[Any, Any]) -> str:
        return self._material.texts.of(str(row["article"]), row["part"])

    def around(self, row: Mapping[Any, Any], text: str) -> dict[str, Any]:
        """Return a mention as a line: the sentence that it stands in, some words of it where it is long."""
        start, end = int(row["start"]), int(row["end"])
        places = self._sentences[text]
        first, last = places[max(bisect_right(places, (start, len(text))) - 1, 0)]
        left, right = text[first:start], text[end : max(last, end)]
        if len(left) > AROUND_HIT:
            left = f"… {left[-AROUND_HIT:].partition(' ')[2]}"
        if len(right) > AROUND_HIT:
            right = f"{right[:AROUND_HIT].rpartition(' ')[0]} …"
        return {**row, "left": left, "node": text[start:end], "right": right}

    def _place(self, row: Mapping[Any, Any]) -> str:
        part, voice = self._material.names.part(str(row["part"])), str(row["voice"])
        who = row.get("speaker_key")
        said = "" if voice in ("outlet", "all") else voice
        more = row.get("more")
        named = who if isinstance(who, str) and said else ""
        return ", ".join(filter(None, (part, said, named, more if isinstance(more, str) else "")))

    def pack(self) -> dict[str, Any] | None:
        """Return the lines that a page opens.

        Returns
        -------
        dict or None
            `articles`: [title, group, date, url]; `kinds`: of each the numbers of its outlet and genre (see
            `Facets`); `opened`: by key {title, total, lines} and `said`, where something stands above them,
            a line being [article, part and voice, words before, the words, words after, number of its voice,
            number of its part].
        """
        self._material.texts.want(self.wanted)
        opened = self.opened()
        return self.articles.pack() | {"opened": opened} if opened else None


def _cut(row: Mapping[Any, Any]) -> bool:
    """Say whether a row has its words already."""
    return {"left", "node", "right"} <= row.keys()


# The passages behind the numbers of who speaks, in the form of evidence, so that these open too.

#: Characters shown before and behind a passage, and of a passage itself.
AROUND, LONGEST = 60, 220
_STANCES = ("endorsing", "distancing", "refusing")


def attributions(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the longest span of each attribution, in order, with what its spans tell of the speaker."""
    said = voices[voices["voice"].astype(str) != "outlet"]
    said = said.assign(body=said["part"].astype(str) != "headline")
    said = said.sort_values(["article", "body", "start"], kind="stable").reset_index(drop=True)
    # Spans of a table made by hand, without numbers, stand each for themselves.
    number = said["attribution"].where(said["attribution"] > 0, -1 - said.index.to_series())
    told = ["speaker", "speaker_key", "speaker_type", "speaker_country", "via", "cue", "cue_class"]
    groups = said.assign(number=number, direct=said["voice"].astype(str) == "quoted").groupby(
        ["article", "body", "number"], sort=False
    )
    found = groups.agg(
        **{name: (name, "first") for name in ("part", "voice", *told)}, direct=("direct", "max")
    ).reset_index()
    # What is shown of an attribution is its longest span; it stands in the order of its first.
    length = (said["end"] - said["start"]).groupby([said["article"], said["body"], number], sort=False)
    longest = said.loc[length.idxmax(), ["start", "end"]].reset_index(drop=True)
    return found.assign(start=longest["start"], end=longest["end"])


def passages(material: Material) -> pd.DataFrame:
    """Return a row for each measure of who speaks and attribution it counts, as in the table evidence.

    Each number counts the passages of all voices, so that `voice` is all; `said` is the passage's own. What
    is shown of a passage says `around`: of very many passages few are.
    """
    found = attributions(material.tables["voices"])
    found = found[material.here(found["article"])].reset_index(drop=True)
    if found.empty:
        return pd.DataFrame()
    found["end"] = found["end"].clip(upper=found["start"] + LONGEST)
    kind = found["speaker_type"].astype(object).where(found["speaker_type"].notna(), "unknown")
    country, via = found["speaker_country"].astype(object), found["via"].astype(object)
    stance = found["cue_class"].astype(object)
    first = ~found.duplicated("article")
    last = ~found.duplicated("article", keep="last")
    every = pd.Series(True, found.index)
    none = pd.Series("", found.index)
    wanted: list[tuple[str, Any, Any]] = [
        *((f"sources.{name}", kind, every) for name in ("words", "attributions", "position")),
        ("sources.first", kind, first),
        ("sources.last", kind, last),
        *((f"sources.{name}_by_country", country, country.notna()) for name in ("words", "attributions")),
        ("sources.via", via, via.notna()),
        ("sources.direct", none, found["direct"].astype(bool)),
        *((f"sources.{name}", none, stance == name) for name in _STANCES),
    ]
    rows = [found[mask].assign(measure=name, target=target[mask]) for name, target, mask in wanted]
    table = pd.concat(rows, ignore_index=True)
    columns = ["article", "part", "voice", "speaker_key", "measure", "target", "start", "end"]
    term = table["cue"].astype(object).where(table["cue"].notna(), "")
    said = table["voice"].astype(str)
    return table[columns].assign(voice="all", said=said, term=term, weight=1.0, negated=False)


def cases(material: Material) -> pd.DataFrame:
    """Return a row for each measure of claims and case it counts, as `passages` does, with its sentence."""
    found = []
    for name, (column, polarity) in MEASURES.items():
        table = material.table(name.partition(".")[0])
        if table is not None:
            own = select_claims(table, column, polarity)
            own = own.assign(measure=name, target=own[column], said=own["voice"].astype(str), voice="all")
            found.append(own.assign(term=own["cue"], speaker_key=own["speaker"], weight=1.0))
    columns = [
        "article", "part", "voice", "speaker_key", "measure", "target", "start", "end", "said", "term",
        "weight", "negated", "sentence",
    ]  # fmt: skip
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame()


def around(text: str, start: int, end: int) -> str:
    """Return a passage with some words around it, inside its paragraph."""
    low = max(text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0, start - AROUND)
    stop = text.find("\n\n", end)
    high = min(len(text) if stop < 0 else stop, end + AROUND)
    # Whole words only.
    if low and not text[low - 1].isspace():
        space = text.find(" ", low, start)
        low = space + 1 if space >= 0 else start
    if high < len(text) and not text[high].isspace():
        space = text.rfind(" ", end, high)
        high = space if space >= 0 else end
    return text[low:high]


#: Hits shown for one number, and passages for one of who speaks; the rest are in the tables.
CAP, PASSAGES = 40, 12

#: Hits on a page for all numbers together, and the least for one number.
HITS, LEAST = 6_000, 4


def pack(material: Material, opened: Collection[int]) -> dict[str, Any]:
    """Return what a page needs to open some numbers of the profile.

    Parameters
    ----------
    material : Material
        Its evidence, articles and profile.
    opened : collection of int
        Rows of the profile, by their place; of many fewer hits are kept of each.

    Returns
    -------
    dict
        `articles`: [title, group, date, url]; `kinds`: of each the numbers of its outlet and genre (see
        `Facets`); `sentences`: [article, number of its part, text]; `speakers`: names;
        `cells`: `Material.opens` to {title, measure, sum, weighted, total, table, found, hits}, a hit being
        [sentence, start, end, weight, negated, term, number in `speakers`, number of its voice], start
        and end in code points of the sentence, or -1 where the hit could not be placed.
    """
    writer = _Writer(material)
    cap = max(LEAST, min(CAP, HITS // max(len(opened), 1)))
    frame, groups = _by_measure(material, opened)
    columns = {name: frame[name].to_numpy(object) for name in ("part", "voice", *material.extra)}
    article, weight = pd.factorize(frame["article"])[0], frame["weight"].to_numpy()
    chosen = []
    for row in material.profile.iloc[sorted(opened)].to_dict("records"):
        hits = _hits_of(row, groups, columns)
        if hits is not None and _counts_hits(row):
            hits = hits[weight[hits] > 0]
        # Passages are longer than sentences, and a share of who speaks has very many.
        room = min(cap, PASSAGES) if vocabulary.is_sources(row["measure"]) else cap
        chosen.append((row, hits, None if hits is None else hits[_spread(article[hits], room)]))
    kept = np.unique(np.concatenate([np.zeros(0, int), *(s for _, _, s in chosen if s is not None)]))
    records = dict(zip(kept.tolist(), frame.iloc[kept].to_dict("records"), strict=True))
    material.texts.want(str(hit["article"]) for hit in records.values() if hit["part"] != "headline")
    cells = {}
    for row, hits, shown in chosen:
        whose = vocabulary.is_sources(row["measure"])
        cells[material.opens(row)] = {
            "title": _title(row, material),
            "measure": str(row["measure"]),
            "sum": _sum(row),
            "weighted": UNITS[row["unit"]].numerator == "weight",
            # A share of who speaks is of all that speak; here stand the passages of these.
            "total": (0 if hits is None else len(hits)) if whose else _total(row),
            "table": "voices" if whose else "evidence",
            "found": 0 if hits is None else len(hits),
            "hits": [] if shown is None else [writer.hit(records[h]) for h in shown.tolist()],
        } | ({"judged": 1} if str(row["measure"]) == "stance.net" else {})
    return writer.articles.pack() | {
        "sentences": writer.sentences,
        "speakers": list(writer.speakers),
        "cells": cells,
    }


def _by_measure(
    material: Material, opened: Collection[int]
) -> tuple[pd.DataFrame, dict[tuple[Hashable, ...], Any]]:
    """Return the evidence, and its rows as the scores were split: stubs, and reprints that were dropped, are
    in no number.
    """
    # Only what is asked of an article is looked up for each hit: its text would be copied as often.
    asked = [material.by, "genre", "status", "wire_role", *material.extra]
    frame = material.articles.set_index("id")
    articles = frame[[column for column in dict.fromkeys(asked) if column in frame.columns]]
    shown = material.profile.iloc[sorted(opened)]
    wanted = articles.index[articles[material.by].astype(str).isin(set(shown["group"].astype(str)))]
    hits = material.evidence
    if "voices" in material.tables:
        hits = pd.concat([hits, passages(material), cases(material)], ignore_index=True)
    hits = hits[hits["article"].isin(wanted) & hits["measure"].isin(set(shown["measure"]))].copy()
    about = articles.loc[hits["article"]]
    hits["group"] = about[material.by].astype(str).to_numpy()
    hits["genre"] = about["genre"].astype(str).replace("unknown", "news").to_numpy()
    counted = (about["status"].astype(str) == "full").to_numpy()
    if material.settings.get("wire") == "drop":
        counted = counted & (about["wire_role"].astype(str) != "full_reprint").to_numpy()
    hits, about = hits[counted].copy(), about[counted]
    hits["target"] = hits["target"].astype(object).where(hits["target"].notna(), "")
    for column in ("part", "voice", "measure", "target"):
        hits[column] = hits[column].astype(str)
    for column in material.extra:
        own = about[column] if column in about.columns else hits.get(column, pd.Series(None, hits.index))
        hits[column] = own.astype(object).to_numpy()
    # In the order in which they are read, once for all cells.
    place = hits["part"].map({"headline": 0, "lead": 1, "body": 2}).fillna(3)
    hits = hits.assign(_part=place).sort_values(["article", "_part", "start", "end"], kind="stable")
    hits = hits.reset_index(drop=True)
    return hits, hits.groupby(["group", "genre", "measure", "target"]).indices


def _hits_of(
    row: Mapping[str, Any], groups: Mapping[tuple[Hashable, ...], Any], columns: Mapping[str, Any]
) -> Any:
    """Gather the places of a profile row's hits; a part or voice of "all" takes in each."""
    target = row["target"] if isinstance(row["target"], str) else ""
    hits = groups.get((str(row["group"]), row["genre"], row["measure"], target))
    for column, values in columns.items():
        if hits is not None and (column not in ("part", "voice") or row[column] != "all"):
            hits = hits[values[hits] == row[column]]
    return hits


def _counts_hits(row: Mapping[str, Any]) -> bool:
    """Say whether only the hits that are counted stand behind a number: a share, and not all it is of."""
    return row["unit"] == "share" and not vocabulary.is_sources(row["measure"])


def _total(row: Mapping[str, Any]) -> int:
    """Return how many hits a number rests on: of a share of mentions judged so, only these."""
    n, share = int(row["n_hits"]), row["estimate"]
    return round(share * n) if _counts_hits(row) and share == share else n


def _spread(articles: Any, cap: int) -> Any:
    """Keep at most `cap` hits, one from each article in turn; the hits of an article stand together.

    >>> _spread(np.array([4, 4, 4, 7, 9]), 4).tolist()
    [0, 1, 3, 4]
    """
    turn = np.arange(len(articles)) - np.searchsorted(articles, articles)
    return np.sort(np.argsort(turn, kind="stable")[:cap])


def _title(row: Mapping[str, Any], material: Material) -> list[str]:
    names = material.names
    place = names.place(row) or ("attributed passages" if vocabulary.is_sources(row["measure"]) else "")
    about = vocabulary.is_sources(row["measure"]) or vocabulary.is_claim(row["measure"])
    whom = vocabulary.whom(row["target"]) if about else ""
    target = f": {whom}" if whom else names.target(row["target"])
    what = names.label(row["measure"]) + (target if whom or not target else f" {target}")
    return [what, place, names.outlet(str(row["group"]), row["provenance"])]


def _sum(row: Mapping[str, Any]) -> str:
    """Write the sum that makes the estimate, in the unit's own terms."""
    shown = numbers.estimate(row["estimate"], row["unit"])
    if vocabulary.is_sources(row["measure"]) or vocabulary.is_claim(row["measure"]):
        counted = "attributed words" if ".words" in row["measure"] else "cases"
        articles = numbers.several(row["n_articles"], "article")
        return f"{shown}: {numbers.count(row['n_hits'])} {counted}, {articles}"
    if vocabulary.family(row["measure"]) == "stance":
        part = f"{numbers.count(_total(row))} of " if row["unit"] == "share" else ""
        mentions, articles = (
            numbers.several(row[f"n_{n}s"], w) for n, w in (("hit", "mention"), ("article",) * 2)
        )
        return f"{shown}: {part}{mentions}; {articles} read"
    label = UNITS[row["unit"]].label
    parts = (numbers.several(row[f"n_{noun}s"], noun) for noun in ("hit", "token", "article"))
    return f"{shown} ({label}): {', '.join(parts)}"


#: Words for how probable a verdict is, from where on (Mastrandrea and others 2010, for the IPCC).
_LIKELY = ((0.9, "very likely"), (0.66, "likely"), (0.0, "more likely than not"))


def _term(hit: Mapping[str, Any]) -> str:
    """Return what was found; of a mention also its verdict, and in words how probable that is."""
    term, pole = str(hit["term"]), str(hit.get("pole"))
    if vocabulary.family(str(hit["measure"])) != "stance":
        return term
    chance = hit.get(pole)
    if pole == "unclear" or chance is None or chance != chance:
        return f"{term}: {'no clear stance' if pole == 'unclear' else f'judged {pole}'}"
    likely = next(words for least, words in _LIKELY if float(chance) >= least)
    return f"{term}: judged {pole}, {likely}"


class _Writer:
    """Numbers articles and sentences as they are first needed."""

    def __init__(self, material: Material) -> None:
        self.articles = ArticleList(material)
        self.sentences: list[list[Any]] = []
        self._material = material
        #: By number; the first is nobody.
        self.speakers: dict[str, int] = {"": 0}
        self._sentence: dict[tuple[str, str, str, int], int] = {}

    def hit(self, hit: Mapping[str, Any]) -> list[Any]:
        whole = self._material.texts.of(str(hit["article"]), hit["part"])
        sentence = hit["sentence"]
        # A passage comes without the words around it.
        told = isinstance(sentence, str)
        text = str(sentence) if told else around(whole, int(hit["start"]), int(hit["end"]))
        at = place(whole, text, int(hit["start"]), int(hit["end"]))
        key = (str(hit["article"]), str(hit["part"]), text, int(hit["start"]) - at if at >= 0 else -1)
        if key not in self._sentence:
            self._sentence[key] = len(self.sentences)
            part = self._material.facets.number("part", hit["part"])
            self.sentences.append([self.articles.number(str(hit["article"])), part, text])
        end = at + int(hit["end"]) - int(hit["start"]) if at >= 0 else -1
        weight = float(hit["weight"])
        return [
            self._sentence[key],
            at,
            end,
            int(weight) if weight == int(weight) else weight,
            int(hit["negated"]),
            _term(hit),
            self._speaker(hit.get("speaker_key")),
            self._voice(hit),
        ]

    def _voice(self, hit: Mapping[str, Any]) -> int:
        # A passage stands under all voices, since its number counts all; its own stands beside it.
        said = hit.get("said")
        return self._material.facets.number("voice", said if isinstance(said, str) else hit["voice"])

    def _speaker(self, key: object) -> int:
        return self.speakers.setdefault(key if isinstance(key, str) else "", len(self.speakers))


def place(whole: str, sentence: str, start: int, end: int) -> int:
    """Return where in its sentence a hit begins, or -1.

    The sentence must cover the hit in the article's own text; one whose spaces
    were tidied is placed by the hit's words, if they stand in it only once.
    """
    at = whole.find(sentence, max(0, end - len(sentence)), start + len(sentence)) if sentence else -1
    if 0 <= at <= start and end <= at + len(sentence):
        return start - at
    words = whole[start:end]
    return sentence.find(words) if words and sentence.count(words) == 1 else -1
