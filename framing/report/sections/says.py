"""Says and never says: words, names and figures by outlet, in how many articles each stands."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import scipy.special
import scipy.stats
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

from framing.comparison.events.pairs import background, hashed
from framing.comparison.wording.keyness import Style
from framing.features.entities.figures import singular
from framing.features.terms import Choice
from framing.report.evidence import Lines
from framing.report.material import COLUMN, Material
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 20, "report"
TITLE = "Says and never says"
TEMPLATE = "says.html"

#: Rows of words, of names and figures, and of either of one outlet; lines that a cell opens, and of a gap.
WORDS, NAMED, EACH, LINES, OTHERS = 7, 5, 3, 8, 3

#: Articles of an outlet that brings rows, if two have so many; articles in which a word stands; and of rows
#: so many may be chance.
BRINGS, LEAST, MAY_BE = 5, 3, 0.2

#: Articles of like date that are compared with each other: what happened late, early articles can't say.
ALIKE = 12

#: A text of which so many words are I is a speech printed whole, or a talk: no outlet's choice of words.
SPEECH = 0.015

#: A word of this story stands in so many times the share of its articles as of news at large.
STORY = 4.0

#: Words of the story in so many articles are its matter, the commonest of them.
MAIN, MAINS = 0.3, 8

#: A name in more of the articles is their matter.
MATTER = 0.8

#: A word goes on with its neighbour where so many of the articles that have it do.
GOES_ON = 0.8

#: A row of which so many articles have it near the words of another, in characters, is no row of its own.
SAME, NEAR = 0.5, 150

#: So many outlets and more: what one alone says is its own reporter, programme or running story.
MANY = 4

#: Of more articles the words aren't counted here: keyness has them.
READ = 5_000

Row = Mapping[Any, Any]
Cells = dict[str, dict[str, Any]]
Flags = np.ndarray
#: Of the articles that have something, by their number, from where to where in headline and text.
Places = dict[int, list[tuple[int, int]]]
#: From where, to where, and what it is.
Span = tuple[int, int, int]


class _Item(NamedTuple):
    """A row: what it is called, of what kind, a cell an outlet, and its places in the articles."""

    name: str
    note: str
    cells: Cells
    places: Places


class _Articles(NamedTuple):
    """The articles counted: ids, title and text, outlet, how long, and with which others of like date."""

    ids: list[str]
    titles: list[str]
    texts: list[str]
    group: np.ndarray
    length: np.ndarray
    alike: np.ndarray
    groups: list[str]
    brings: Flags

    @property
    def of(self) -> np.ndarray:
        return np.array([[(self.group == group).sum()] for group in self.groups])

    def tally(self, there: np.ndarray) -> np.ndarray:
        """Return in how many articles of each outlet an item stands, a column an item."""
        return np.array([there[self.group == group].sum(axis=0) for group in self.groups])

    def differ(self, there: np.ndarray) -> np.ndarray:
        """Return how surprising the number of the most surprising outlet is, an item each, by Bonferroni.

        The larger of two p: of a hypergeometric draw, its articles dealt from all, and of a score test of the
        outlet in a logistic regression on the logarithm of length, fixed, and date (Agresti 2013, 5.2).
        """
        n, every = self.tally(there), there.sum(axis=0)
        dealt = np.minimum(
            scipy.stats.hypergeom.sf(n - 1, len(there), every, self.of),
            scipy.stats.hypergeom.cdf(n, len(there), every, self.of),
        )
        expected = np.empty(there.shape)
        for stratum in np.unique(self.alike):
            at = self.alike == stratum
            low, high = np.full(there.shape[1], -40.0), np.full(there.shape[1], 40.0)
            for _ in range(40):
                middle = (low + high) / 2
                expected[at] = scipy.special.expit(middle + self.length[at][:, None])
                many = expected[at].sum(axis=0) > there[at].sum(axis=0)
                low, high = np.where(many, low, middle), np.where(many, middle, high)
        weight = expected * (1 - expected)
        spread = np.zeros(n.shape)
        for stratum in np.unique(self.alike):
            at = self.alike == stratum
            own = np.array([weight[at & (self.group == group)].sum(axis=0) for group in self.groups])
            spread += own - own**2 / np.maximum(weight[at].sum(axis=0), 1e-12)
        away = np.abs(n - self.tally(expected))
        score = scipy.stats.norm.sf(np.maximum(away - 0.5, 0) / np.sqrt(np.maximum(spread, 1e-12)))
        least = np.maximum(dealt, score)[self.brings].min(axis=0)
        # Any outlet may stand out, to either side.
        found: np.ndarray = np.minimum(2 * self.brings.sum() * least, 1.0).round(12)
        return found


def content(material: Material) -> dict[str, Any] | None:
    """Return a row an item with a cell an outlet, or None where neither words nor names differ."""
    rows: list[dict[str, Any]] = []
    columns = material.once(_columns)
    for head, items in material.once(_parts):
        for number, item in enumerate(items):
            shown = [_show(item.cells.get(group)) for group in columns]
            rows.append(
                {"head": "" if number else head, "name": item.name, "note": item.note, "cells": shown}
            )
    if not rows:
        return None
    gaps = any(cell.get("kind") == "never" for row in rows for cell in row["cells"])
    heads = [vocabulary.display(group) for group in columns]
    return {"rows": rows, "corner": "", "heads": heads, "census": material.census, "gaps": gaps}


def _columns(material: Material) -> list[str]:
    """Return the outlets that have a column: of very few articles nothing can be told."""
    return _with(material.groups, COLUMN, material)


def _with(groups: list[str], least: int, material: Material) -> list[str]:
    """Return the groups of so many articles, if there are two; else all."""
    sizes = _news(material)[material.by].astype(str).value_counts()
    enough = [group for group in groups if sizes.get(group, 0) >= least]
    return enough if len(enough) > 1 else groups


def _news(material: Material) -> pd.DataFrame:
    """Return the whole articles that are news, or of unknown kind; of copies of one text one a group."""
    frame = material.articles
    news = frame[frame["genre"].isin(["news", "unknown"]) & (frame["status"] == "full")]
    return news[~(news["copy_group"].notna() & news.duplicated([material.by, "copy_group"]))]


def _articles(material: Material) -> _Articles | None:
    """Return the articles counted, if they are enough and not too many."""
    frame, groups = _news(material), material.once(_columns)
    frame = frame[frame[material.by].astype(str).isin(groups).to_numpy()]
    if not LEAST <= len(frame) <= READ:
        return None
    ids = frame["id"].astype(str).tolist()
    material.texts.want(ids)
    titles = [material.texts.of(one, "headline") for one in ids]
    texts = [f"{title}\n{material.texts.of(one, 'body')}" for one, title in zip(ids, titles, strict=True)]
    words = np.array([max(len(text.split()), 50) for text in texts], float)
    # Articles without a date are like each other.
    rank = frame["published"].dt.floor("D").rank().fillna(0).to_numpy()
    dated = int((rank > 0).sum())
    alike = np.ceil(rank * max(dated // ALIKE, 1) / max(dated, 1))
    group = frame[material.by].astype(str).to_numpy()
    brings = np.isin(groups, _with(groups, BRINGS, material))
    return _Articles(ids, titles, texts, group, np.log(words), alike, groups, brings)


def _parts(material: Material) -> list[tuple[str, list[_Item]]]:
    """Return the rows by what they are of, no word in two of them."""
    articles = material.once(_articles)
    if articles is None:
        return []
    found = []
    seen: set[str] = set()
    for head, items, most, telling in (
        ("Words", _words(articles, material), WORDS, 0),
        ("Names and figures", _named(articles, material), NAMED, -1),
    ):
        own: list[_Item] = []
        led: Counter[int] = Counter()
        for item in items:
            # Forms of one word are one; "illegal immigrants" may stand beside "undocumented immigrants".
            roots = [word.casefold()[:5] for word in item.name.split()]
            leader = _leader(item.cells, material)
            again = any(_share(item.places, other.places) >= SAME for other in own)
            if roots[telling] not in seen and led[leader] < EACH and not again:
                seen.update(roots)
                led[leader] += 1
                own.append(item)
                if len(own) == most:
                    break
        # Those of one outlet stand together.
        own.sort(key=lambda item: _leader(item.cells, material))
        found.append((head, own))
    return found


def _share(places: Places, others: Places) -> float:
    """Return in what share of its articles something stands near something else."""
    near = [
        any(abs(start - one) <= NEAR for start, _ in spans for one, _ in others.get(row, ()))
        for row, spans in places.items()
    ]
    return sum(near) / len(near) if near else 0.0


def _leader(cells: Cells, material: Material) -> int:
    """Return the place of the outlet of whose articles most have an item."""
    columns = material.once(_columns)
    share = [one["n"] / (one["of"] or 1) if (one := cells.get(group)) else 0.0 for group in columns]
    return share.index(max(share))


def _show(cell: dict[str, Any] | None) -> dict[str, Any]:
    if cell is None or not cell["of"]:
        return {"text": numbers.DASH, "width": None}
    none = not cell["n"]
    return {
        "text": f"{numbers.count(cell['n'])} of {numbers.count(cell['of'])}",
        # Of two articles a bar would say more than is known.
        "width": round(100 * min(cell["n"] / cell["of"], 1.0)) if cell["of"] > 2 else None,
        "lines": cell["lines"],
        "kind": "never" if none and cell["gap"] else "none" if none else "",
        "small": "never, though to be expected" if none and cell["gap"] else "",
    }


def _item(name: str, places: Places, articles: _Articles, never: Iterable[str] = (), note: str = "") -> _Item:
    n, of = articles.tally(_have(places, articles)), articles.of[:, 0]
    cells = {
        group: {
            "n": int(n[row]),
            "of": int(of[row]),
            "gap": group in never,
            "lines": f"t {name} {group}" * bool(n[row] or group in never),
        }
        for row, group in enumerate(articles.groups)
    }
    return _Item(name, note, cells, places)


def _have(places: Places, articles: _Articles) -> Flags:
    return np.isin(np.arange(len(articles.ids)), list(places))


def _find(
    pattern: str, articles: _Articles, known: Mapping[int, list[Span]] | None = None, own: int = -1
) -> Places:
    """Return where a pattern stands, but for what lies within something known to be other than its own."""
    found, places = re.compile(pattern), {}
    for row, text in enumerate(articles.texts):
        near = known.get(row, []) if known else []
        spans = [one.span() for one in found.finditer(text)]
        spans = [
            (start, end)
            for start, end in spans
            if not any(first <= start and end <= last and code != own for first, last, code in near)
        ] or [(first, last) for first, last, code in near if code == own]
        if spans:
            places[row] = spans
    return places


def _told(there: np.ndarray, articles: _Articles) -> Flags:
    """Mask what stands in enough articles, and where there are many outlets in those of two."""
    n = articles.tally(there)
    several: Flags = (n > 0).sum(axis=0) >= (2 if len(n) >= MANY else 1)
    return several & (n.sum(axis=0) >= LEAST)


def _limit(chance: np.ndarray) -> float:
    """Return the greatest p at which of all items so few are chance (Benjamini and Hochberg 1995)."""
    if not len(chance):
        return 0.0
    return float(chance[scipy.stats.false_discovery_control(chance) <= MAY_BE].max(initial=0.0))


def _own(
    there: np.ndarray, names: Sequence[str], n: int, base: Mapping[str, str] | None = None
) -> np.ndarray:
    """Return how many times as often articles have an expression's rarest word as news at large has it."""
    words = sorted(base or {word for name in names for word in name.lower().split()})
    table = background()
    known: Counter[str] = Counter()
    for word, times in zip(words, table.of(hashed(pa.array(words, pa.string()))).tolist(), strict=True):
        known[(base or {}).get(word, word)] += times
    rarest = np.array([min(known[word] + 1 for word in name.lower().split()) for name in names])
    rarest = rarest / (table.size + 1)
    share: np.ndarray = there.sum(axis=0) / n
    return share / rarest


# Words and pairs of words that some outlets write and others don't, quoted or not.

_TOKEN = re.compile(r"([^\W\d_]+)(['’]\w+)?([.,;:!?\"”)\n]*)")


def _words(articles: _Articles, material: Material) -> Iterator[_Item]:
    """Yield words in all their forms, and pairs of words, those in which outlets differ most first."""
    media = {part for name in vocabulary.names_of_media(material.sizes) for part in name.split()}
    cased: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for text in articles.texts:
        for word in re.findall(r"[^\W\d_]+", text):
            every[word.lower()] += 1
            cased[word.lower()] += word[0].isupper()
    skip = {word for word in every if 2 * cased[word] > every[word]} | media | ENGLISH_STOP_WORDS
    skip |= {"http", "https", "www", "com"}
    base = _bases(every)
    forms: dict[str, Counter[str]] = defaultdict(Counter)

    def analyze(text: str) -> Iterator[str]:
        before = ""
        for token in _TOKEN.finditer(text):
            word = token[1].lower()
            # "doesn't" is no word of its own.
            kept = len(word) > 2 and (token[2] or "'s")[1:] == "s" and word not in skip
            for form in (word, f"{before} {word}") if kept and before else (word,) if kept else ():
                key = " ".join(base[one] for one in form.split())
                forms[key][form] += 1
                cased[key] += (" " in key) * token[1][0].isupper()
                yield key
            before = word if kept and not token[3] else ""

    counted = CountVectorizer(analyzer=analyze, binary=True, min_df=LEAST)
    try:
        matrix = counted.fit_transform(_fresh(articles))
    except ValueError:
        # No word in so many articles.
        return
    keys = counted.get_feature_names_out()
    labels = [min(forms[key], key=lambda form: (-forms[key][form], form)) for key in keys]
    of_style = Style.of(Choice()).mask(pa.array(labels, pa.string()))
    # "Disease Control" is a name though neither word is.
    named = np.array([2 * cased[key] > forms[key].total() for key in keys])
    # Two words are seldom one after the other where each is usual.
    often = _own(matrix, keys, len(articles.ids), base).ravel()
    two = np.array([" " in key for key in keys])
    share = np.asarray(matrix.sum(axis=0)).ravel() / len(articles.ids)
    main = np.flatnonzero((share >= MAIN) & (often >= STORY) & ~two & ~named)
    matter = {keys[one] for one in main[np.argsort(-share[main], kind="stable")][:MAINS]}
    # What the matter is called is a question of its own: few such pairs, so that less of them is chance.
    called = two & np.array([key.split()[-1] in matter for key in keys])
    telling = (called | (often >= np.where(two, STORY / 2, STORY))) & ~of_style & ~named
    at = np.flatnonzero(telling)
    there = matrix[:, at].toarray().astype(bool)
    enough = called[at] | _told(there, articles)
    at, there = at[enough], there[:, enough]
    chance = articles.differ(there)
    kept = chance <= np.where(called[at], _limit(chance[called[at]]), _limit(chance[~called[at]]))
    # Two words tell more than one that is about as surprising.
    order = [
        (round(np.log10(max(chance[one], 1e-12))), -keys[at[one]].count(" "), chance[one], keys[at[one]], one)
        for one in np.flatnonzero(kept)
    ]
    for *_, key, one in sorted(order):
        yield _widen(labels[at[one]], list(forms[key]), articles)


def _fresh(articles: _Articles) -> list[str]:
    """Return the texts without speeches and without what an outlet repeats word for word, as notes."""
    split = [re.split(r"(?<=[.!?”])\s+|\n", text) for text in articles.texts]
    told = Counter(
        key
        for group, some in zip(articles.group, split, strict=True)
        for key in {(group, _begin(one)) for one in some}
    )
    speech = [SPEECH * len(text.split()) < len(re.findall(r"\bI\b", text)) for text in articles.texts]
    return [
        "" if spoken else "\n".join(one for one in some if told[group, _begin(one)] < LEAST)
        for group, some, spoken in zip(articles.group, split, speech, strict=True)
    ]


def _begin(sentence: str) -> str:
    """Return how a sentence begins, by which one that is printed again is known though it ends otherwise."""
    return " ".join(sentence.split()[:6])


def _bases(words: Iterable[str]) -> dict[str, str]:
    """Return for each word the word of which it is a form, where that stands in the texts too.

    >>> there = _bases(["grants", "granted", "grant", "immigrants", "immigration", "operative", "operate"])
    >>> sorted(set(there.values()))
    ['grant', 'immigrant', 'immigration', 'operate', 'operative']
    """
    there = set(words)

    def base(word: str) -> str:
        cut = re.sub(r"(?:ed|ing)$", "", word)
        for one in (cut, cut + "e", re.sub(r"([^aeiou])\1$", r"\1", cut), re.sub("i$", "y", cut)):
            if cut != word and len(one) > 2 and one in there:
                return one
        one = singular(word)
        return one if len(one) > 3 else word

    return {word: base(word) for word in there}


def _spelt(forms: Iterable[str]) -> str:
    """Return a pattern of any of some expressions, in small letters or with capitals."""
    gap = r"(?:['’]\\w+)?[^\\w.,;:!?\\n]+"
    some = "|".join(re.sub(r"\\? ", gap, re.escape(form)) for form in sorted(forms, key=len, reverse=True))
    return rf"(?i)(?<![^\W\d_])(?:{some})(?![^\W\d_])"


def _widen(label: str, forms: list[str], articles: _Articles) -> _Item:
    """Return a row of an expression with the words beside it, where most that have it go on so."""
    while True:
        places = _find(_spelt(forms), articles)
        beside: Counter[tuple[bool, str]] = Counter()
        for row, spans in places.items():
            text, found = articles.texts[row], set()
            for start, end in spans:
                behind = re.match(r"['’\w]*[ -]+([^\W\d_]{3,})", text[end : end + 40])
                before = re.search(r"([^\W\d_]{3,})[ -]+$", text[max(start - 40, 0) : start])
                found |= {(side, one[1].lower()) for side, one in ((True, behind), (False, before)) if one}
            beside.update(one for one in found if one[1] not in ENGLISH_STOP_WORDS)
        best = min(beside, key=lambda one: (-beside[one], one), default=(True, ""))
        if beside[best] < GOES_ON * len(places) or len(label.split()) > 3:
            return _item(label, places, articles)
        label, *forms = [f"{one} {best[1]}" if best[0] else f"{best[1]} {one}" for one in (label, *forms)]


# Names and figures, under any of the names that the articles have for them.

_KINDS = ("person", "body", "place", "document")


def _named(articles: _Articles, material: Material) -> Iterator[_Item]:
    """Yield names and figures, those in which outlets differ most clearly first."""
    items = material.table("items")
    if items is None:
        return
    kind = items["kind"].astype(str)
    # Two weeks and three persons are in any story, and the day on which it appeared is no matter of it.
    small = (kind == "number") & items["item"].astype(str).str.fullmatch(r"\d\d?(\.\d+)?( \w+)?")
    items = items[~small & ~kind.isin(["date", "year"]) & items["article"].astype(str).isin(articles.ids)]
    if items.empty:
        return
    items = items.assign(item=_one_name(items["item"].astype(str), items["kind"].astype(str)))
    code, called = pd.factorize(items["item"].astype(str), sort=True)
    row = items["article"].astype(str).map({one: at for at, one in enumerate(articles.ids)}).to_numpy()
    there = np.zeros((len(articles.ids), len(called)), bool)
    there[row, code] = True
    first = items.assign(kind=items["kind"].astype(str)).groupby(code)["kind"].agg(lambda one: one.mode()[0])
    forms = items["form"].astype(str).groupby(code).agg(set)
    gaps = _gaps(material)
    own = vocabulary.names_of_media(material.sizes)
    kept = _told(there, articles) & np.array([name.casefold() not in own for name in called])
    kept &= there.mean(axis=0) <= MATTER
    figure = ~first.isin([*_KINDS, "name"]).to_numpy()
    kept &= figure | (_own(there, called.tolist(), len(there)) >= STORY)
    at = np.flatnonzero(kept)
    chance = articles.differ(there[:, at])
    most = _limit(chance)
    at = at[(chance <= most) | np.isin(called[at].astype(str), list(gaps))]
    # Headline and text are one here.
    below = np.array([len(title) + 1 for title in articles.titles])[row]
    shift = np.where(items["part"].astype(str) == "headline", 0, below)
    known: dict[int, list[Span]] = defaultdict(list)
    for at_row, *span in zip(row.tolist(), items["start"] + shift, items["end"] + shift, code, strict=True):
        known[at_row].append(tuple(span))
    found = []
    for one in at.tolist():
        places = _find(_any_name(called[one], forms[one], first[one]), articles, known, one)
        have = _have(places, articles)
        n = articles.tally(have)
        never = {group for group, here in zip(articles.groups, n, strict=True) if not here} & gaps[
            called[one]
        ]
        clear = articles.differ(have[:, None])[0]
        if clear <= most or never:
            found.append((not never, clear, called[one], places, never, first[one]))
    for *_, name, places, never, what in sorted(found, key=lambda one: one[:3]):
        yield _item(name, places, articles, never, what if what in _KINDS else "")


def _gaps(material: Material) -> defaultdict[str, set[str]]:
    """Return for each item the outlets of which coverage found that they never have it."""
    table = material.table("coverage")
    found: defaultdict[str, set[str]] = defaultdict(set)
    if table is None:
        return found
    gap = table[(table["finding"].astype(str) == "not_found") | table["fewer"].astype(bool)]
    for item, outlet in zip(gap["item"].astype(str), gap["outlet"].astype(str), strict=True):
        found[item].add(outlet)
    return found


def _one_name(names: pd.Series, kinds: pd.Series) -> pd.Series:
    """Return names with the surname, or the beginning, that but one person has put under the whole name."""
    people: dict[str, set[str]] = defaultdict(set)
    for name in names[kinds == "person"].unique():
        words = name.split()
        for short in {words[-1], *(" ".join(words[:n]) for n in range(2, len(words)))} - {name}:
            people[short].add(name)
    whole = {short: next(iter(some)) for short, some in people.items() if len(some) == 1}
    return names.replace(whole).replace(whole)


def _any_name(name: str, forms: Iterable[str], kind: str) -> str:
    """Return a pattern of what an item is called.

    >>> pattern = re.compile(_any_name("Proposition 8", ["Proposition 8"], "document"))
    >>> [pattern.search(text) is not None for text in ("Prop. 8 fell", "the Prop 8 case", "Proposition 88")]
    [True, True, False]
    """
    some = {name, *forms}
    words = [word for word in name.split() if word[0].isupper()]
    if kind == "body" and len(words) > 2:
        some.add("".join(word[0] for word in words))
    joined = "|".join(
        re.escape(form).replace(r"\ ", r"[\s-]+") for form in sorted(some, key=len, reverse=True)
    )
    joined = re.sub(r"Prop(?:osition\b|\\?\.|\b)", r"Prop(?:osition|\\.)?", joined)
    return rf"(?<![^\W_])(?:{joined})(?![^\W_])"


def add_lines(lines: Lines, material: Material) -> None:
    """Keep the lines that cells open: where an item stands, or of a gap where others have it."""
    articles = material.once(_articles)
    if articles is None:
        return
    for _, items in material.once(_parts):
        for item in items:
            rows = _stand(item, articles)
            for group, cell in item.cells.items():
                if cell["n"]:
                    own = rows[group]
                    lines.add(cell["lines"], item.name, _in_turn(own, LINES), len(own), "", lines.around)
                elif cell["lines"]:
                    others = [
                        one for name in sorted({*rows} - {group}) for one in _in_turn(rows[name], OTHERS)
                    ]
                    said = (
                        f"Not found in the {numbers.several(cell['of'], 'collected article')} of "
                        f"{vocabulary.display(group)}. Where others have it:"
                    )
                    lines.add(cell["lines"], item.name, others, len(others), said, lines.around)


def _stand(item: _Item, articles: _Articles) -> dict[str, list[Row]]:
    """Return where an item stands, by outlet; of an article its text before its headline."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(item.places, key=articles.ids.__getitem__):
        body = len(articles.titles[row]) + 1
        for start, end in sorted(item.places[row], key=lambda span: (span[0] < body, span)):
            part, off = ("headline", 0) if start < body else ("body", body)
            place = {"article": articles.ids[row], "part": part, "start": start - off, "end": end - off}
            found[articles.group[row]].append(place | {"voice": "all"})
    return found


def _in_turn(rows: list[Row], most: int) -> list[Row]:
    """Keep so many lines, one of each article in turn, in the order in which they are read."""
    seen: Counter[str] = Counter()
    turns = []
    for row in rows:
        seen[str(row["article"])] += 1
        turns.append(seen[str(row["article"])])
    order = sorted(range(len(rows)), key=lambda n: (turns[n], n))
    return [rows[n] for n in sorted(order[:most])]
