"""The choices that stand behind one comparison, and the options of each that are reasonable.

A choice is offered where it can be made at all: a voice rule for words of an outlet, a mask where a lexicon
has one. Whether an option changes anything is seen later, from the counts (`counts`).
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.sums import HEADLINES, Flags, Floats, Ints, starts
from framing.errors import FramingError, FramingWarning, among, check_choice, several, unknown
from framing.features.cells import PARTS
from framing.features.lexicon import Lexicon, Measure, shipped
from framing.features.scoring import score
from framing.schema import UNITS
from framing.text.voices.table import SPEAKER_COLUMNS

#: Every choice, in the order in which a specification names them.
ORDER = (
    "voices", "wire", "genre", "parts", "lexicon", "mask", "negation", "unit", "window", "weights",
)  # fmt: skip

#: Options that are the same for every comparison.
_WIRE = ("collapse", "keep", "drop")
_PARTS = ("all", "without headline", "body")
_SWITCH = ("on", "off")
_UNIT = ("sums", "articles")
_WINDOW = ("all", "middle days")
_WEIGHTS = ("mantel-haenszel", "equal")
_GENRE = ("news", "known news", "news and opinion")
_VOICES = ("full", "quotes", "none", "attributed")
_KNOWN = {
    "voices": _VOICES, "wire": _WIRE, "genre": _GENRE, "parts": _PARTS, "mask": _SWITCH, "negation": _SWITCH,
    "unit": _UNIT, "window": _WINDOW, "weights": _WEIGHTS,
}  # fmt: skip

#: Ends of the names of measures that say the same of two lexicons of tone.
_ALIKE = ("positive", "negative", "net")

#: Who says it, in the order of the cube of counts.
SPOKEN = ("outlet", "quoted", "reported", "all")

Options = dict[str, tuple[str, ...]]


class Voicing(NamedTuple):
    """How words are given to voices, and whose then count."""

    rule: str
    whose: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """How the study itself made its comparisons: what every baseline is."""

    by: str = "outlet"
    split: tuple[str, ...] = ("voice",)
    voices: str = "full"
    wire: str = "collapse"
    weights: str = "mantel-haenszel"
    collection: str = "unknown"
    seed: int = 1


@dataclass(frozen=True)
class Row:
    """One comparison of the study: a row of its table `contrast`, by what names it."""

    a: str
    b: str
    genre: str
    part: str
    voice: str
    measure: str
    target: str | None
    unit: str
    scale: str
    #: Further columns of `split`, and the row's value of each.
    more: tuple[tuple[str, str | None], ...] = ()


def voicings(row: Row, made: Made) -> dict[str, Voicing]:
    """Return the ways to say whose words count, the study's own first.

    A row of all words may be made of the outlet's own, or of those outside quotation marks; words quoted may
    be taken together with those reported. What an outlet says is never set against what others say.
    """
    own = made.voices
    if row.voice == "outlet":
        ways = {"full": Voicing("full", ("outlet",)), "quotes": Voicing("quotes", ("outlet",)),
                "none": Voicing("none", SPOKEN)}  # fmt: skip
    elif row.voice == "all":
        ways = {"none": Voicing(own, SPOKEN), "full": Voicing("full", ("outlet",)),
                "quotes": Voicing("quotes", ("outlet",))}  # fmt: skip
        own = "none"
    else:
        ways = {"full": Voicing("full", (row.voice,))}
        if row.voice == "quoted":
            ways["quotes"] = Voicing("quotes", ("quoted",))
        ways["attributed"] = Voicing("full", ("quoted", "reported"))
    return {own: ways[own], **ways} if own in ways else ways


def alike(wanted: Any, rows: Sequence[Row], measures: Mapping[str, Measure]) -> tuple[str, ...]:
    """Return the measures that the user takes as standing for one another, checked.

    Raises
    ------
    FramingError
        One is not known or of another unit, or none is looked into.
    """
    given = wanted.get("lexicon") if isinstance(wanted, Mapping) else None
    names: tuple[str, ...] = several("choices: lexicon", given)
    for name in names:
        check_choice("choices: lexicon", name, list(measures))
        if not _comparable(measures, names[0], name):
            one, other = measures[names[0]].unit, measures[name].unit
            raise FramingError(
                f"choices: lexicon: {names[0]!r} is in {one} and {name!r} in {other}; "
                "name measures of one unit, which is no mean of weights"
            )
    if names and not {row.measure for row in rows} & set(names):
        said = ", ".join(sorted({row.measure for row in rows}))
        raise FramingError(f"choices: lexicon: none of {', '.join(names)} is looked into; these are: {said}")
    return names


def offered(
    row: Row, made: Made, measures: Mapping[str, Measure], told: Sequence[str], same: Sequence[str] = ()
) -> Options:
    """Return the options of each choice that can be made for a row, the baseline's first.

    Parameters
    ----------
    row : Row
    made : Made
    measures : mapping of str to Measure
        Measures that can be counted again; the row's own may not be among them.
    told : sequence of str
        Rules by which voices can be told apart here.
    same : sequence of str
        Measures that stand for one another, as `alike` gives them; by default those of tone by other lists.
    """
    found: Options = dict.fromkeys(ORDER, ())
    own = measures.get(row.measure)
    ways = voicings(row, made)
    base = next(iter(ways))
    if own is not None and "voice" not in dict(row.more):
        found["voices"] = tuple(name for name, way in ways.items() if name == base or way.rule in told)
    else:
        found["voices"] = (base,)
    found["wire"] = _first(_WIRE, made.wire)
    found["genre"] = _GENRE if row.genre == "news" and made.by != "genre" else (row.genre,)
    found["parts"] = _PARTS if row.part == "all" and own is not None else (row.part,)
    others = () if own is None else tuple(_others(row, measures)) if not same else tuple(same)
    found["lexicon"] = tuple(
        dict.fromkeys((row.measure, *(others if row.measure in same or not same else ())))
    )
    lexicons = [one.finder for name in found["lexicon"] if (one := measures.get(name)) is not None]
    lexicons = [one for one in lexicons if isinstance(one, Lexicon)]
    if any(one.mask or any(entry.mask for entry in one.entries) for one in lexicons):
        found["mask"] = _SWITCH
    if any(one.negation != "ignore" for one in lexicons):
        found["negation"] = _SWITCH
    found["unit"] = _UNIT
    found["window"] = _WINDOW
    found["weights"] = _first(_WEIGHTS, made.weights)
    return {name: options for name, options in found.items() if options}


def varied(found: Options, wanted: Any, measures: Mapping[str, Measure]) -> Options:
    """Return the options that the user lets vary; of what isn't named, the baseline alone.

    Parameters
    ----------
    found : mapping
        As `offered` gives it.
    wanted : None, sequence of str, or mapping
        Names of choices that may vary, or for each its options.

    Raises
    ------
    FramingError
        A choice or an option is not known.
    """
    if wanted is None:
        return found
    asked: dict[str, tuple[str, ...] | None] = {}
    if isinstance(wanted, Mapping):
        asked = {str(name): several(f"choices: {name}", options) for name, options in wanted.items()}
    else:
        asked = dict.fromkeys(several("choices", wanted))
    for name, options in asked.items():
        check_choice("choice", name, ORDER)
        allowed = list(measures) if name == "lexicon" else [*_KNOWN[name], *found.get(name, ())]
        for option in options or ():
            if not among(option, allowed):
                raise unknown(f"choices: {name}", option, dict.fromkeys(allowed))
    result: Options = {}
    for name, options in found.items():
        few = asked.get(name) if name in asked else options[:1]
        few = options if few is None else tuple(option for option in options if option in few)
        result[name] = tuple(dict.fromkeys((options[0], *few)))
    return result


def variant(measure: Measure, mask: bool, negation: bool) -> Measure:
    """Return a measure whose lexicon has no mask, or minds no negation."""
    finder = measure.finder
    if not isinstance(finder, Lexicon) or (mask and negation):
        return measure
    if not mask:
        finder = replace(finder, mask=(), entries=tuple(replace(entry, mask=()) for entry in finder.entries))
    return replace(measure, finder=finder if negation else replace(finder, negation="ignore"))


def _first(options: tuple[str, ...], own: str) -> tuple[str, ...]:
    return (own, *(option for option in options if option != own))


def _others(row: Row, measures: Mapping[str, Measure]) -> Iterator[str]:
    """Yield measures by other lexicons that say the same of tone: the end of the name is the same.

    But for tone the project's own lists each measure something else, so that a list of the user's is needed.
    """
    first, _, end = row.measure.partition(".")
    apart = set(shipped()) - {"tone"}
    if end not in _ALIKE or first in apart or not isinstance(measures[row.measure].finder, Lexicon):
        return
    for name, measure in measures.items():
        other, _, last = name.partition(".")
        alike = last == end and other != first and other not in apart and isinstance(measure.finder, Lexicon)
        if alike and _comparable(measures, row.measure, name):
            yield name


def _comparable(measures: Mapping[str, Measure], one: str, other: str) -> bool:
    """Say whether two measures have one scale; a mean of weights hangs on the weights' own."""
    return measures[other].unit == measures[one].unit != "mean"


# Counts of one comparison under every choice: what all specifications are added up from, made once.

#: Choices that change what is counted in an article; all others, which articles count and how.
COUNTED = ("voices", "parts", "lexicon", "mask", "negation")

#: Parts in the order of the cube: those of an article, and all of them where they were not told apart.
_PARTS_COUNTS = (*PARTS, "all")
_OF_PARTS = {
    "all": _PARTS_COUNTS, "without headline": ("lead", "body", "all"), "body": ("body",),
    "headline": ("headline",), "lead": ("lead",),
}  # fmt: skip

#: Days from the median of an event within which its middle lies.
MIDDLE = 2.0


@dataclass(frozen=True)
class Units:
    """The articles that one comparison is made of, sorted by group, event, family of copies and id.

    `group` is 0 for the first side; `event` and `family` are codes, `kind` is the genre, unknown as news;
    `far` marks articles more than `MIDDLE` days from the median of their event, and those without a date.
    """

    ids: tuple[str, ...]
    groups: tuple[str, ...]
    events: tuple[str | None, ...]
    names: tuple[str, ...]
    group: Ints
    event: Ints
    family: Ints
    kind: tuple[str, ...]
    unknown: Flags
    reprint: Flags
    far: Flags
    illustrative: Flags


class Counts(NamedTuple):
    """Numerator, denominator, hits and tokens: a row for each way of counting, a column for each article."""

    ways: list[dict[str, str]]
    x: Floats
    d: Floats
    hits: Floats
    tokens: Floats


class Counter:
    """Counts measures again by other rules, each once however many comparisons ask for it.

    Parameters
    ----------
    articles : pandas.DataFrame
        As they were scored.
    scores : pandas.DataFrame
        Of the study, checked: the baseline's counts come from here.
    measures : mapping of str to Measure
        What can be counted again.
    voices : pandas.DataFrame, optional
        The table of voices, where they were told apart in full.
    made : Made
    """

    def __init__(
        self,
        articles: pd.DataFrame,
        scores: pd.DataFrame,
        measures: Mapping[str, Measure],
        voices: pd.DataFrame | None,
        made: Made,
    ) -> None:
        self.articles, self.scores, self.measures = articles, scores, measures
        self.voices, self.made = voices, made
        self.again: dict[str, pd.DataFrame] = {}
        plain = scores[["article", "measure"]].astype("str")
        self._rows = plain.groupby("measure", sort=False).indices
        self._far = _far(scores, _days(articles), self._one_event)

    @property
    def _one_event(self) -> bool:
        """Say whether articles of different events are compared with one another."""
        return self.made.by == "event" or "event" in self.made.split

    def prepare(self, rows: Sequence[tuple[Row, Options]]) -> None:
        """Count once, for each rule, all that the rows will ask for."""
        wanted: dict[str, dict[str, Measure]] = {}
        for row, options in rows:
            for way in _ways(options):
                if not self._is_own(row, way):
                    measure = self._variant(way)
                    wanted.setdefault(self._rule(row, way), {})[measure.name] = measure
        for rule, measures in wanted.items():
            voices = {"none": None, "full": "full" if self.voices is None else self.voices}.get(rule, rule)
            with warnings.catch_warnings():
                # What is not scored was said when it was scored first.
                warnings.simplefilter("ignore", FramingWarning)
                table = score(self.articles, list(measures.values()), voices=voices, keep=self._kept())
            self.again[rule] = table.astype({"article": "str", "measure": "str"})

    def units(self, row: Row) -> Units:
        """Return the articles that a row compares."""
        table = self._of(self.scores, row, row.measure)
        table = table.drop_duplicates("article")
        by = table[self.made.by].astype("str")
        if row.b != "rest":
            table = table[by.isin([row.a, row.b])]
        plain = table[["article", "event", "genre", "copy_group", "wire_role", "provenance"]].astype(object)
        plain = plain.assign(by=table[self.made.by].astype("str").to_numpy())
        plain = plain.where(plain.notna(), None).sort_values("article", ignore_index=True)
        if self._one_event:
            plain["event"] = None
        groups = (row.a, *sorted(set(plain["by"]) - {row.a}))
        group = pd.Index(groups).get_indexer(plain["by"]).astype(np.int64)
        events: tuple[str | None, ...] = (
            *sorted({name for name in plain["event"] if name is not None}),
            None,
        )
        event = np.array([events.index(name) for name in plain["event"]], dtype=np.int64)
        ids = plain["article"].tolist()
        place = pd.Series(np.arange(len(plain)))
        least = place.groupby(plain["copy_group"]).transform("min")
        family = least.where(plain["copy_group"].notna(), place).to_numpy(np.int64)
        genre = plain["genre"].to_numpy()
        order = np.lexsort((np.arange(len(ids)), family, event, group))
        kinds = ["news" if name == "unknown" else str(name) for name in genre]
        return Units(
            ids=tuple(ids[i] for i in order), groups=groups, events=events, names=tuple(ids),
            group=group[order], event=event[order], family=family[order],
            kind=tuple(kinds[i] for i in order),
            unknown=(genre == "unknown")[order],
            reprint=(plain["wire_role"] == "full_reprint").to_numpy(dtype=bool)[order],
            far=np.array([ids[i] in self._far for i in order]),
            illustrative=(plain["provenance"] == "illustrative").to_numpy(dtype=bool)[order],
        )  # fmt: skip

    def counts(self, row: Row, options: Options, units: Units) -> Counts:
        """Return what each way of counting finds in each of the articles."""
        ways = _ways(options)
        at = pd.Index(units.ids)
        cubes: dict[tuple[str, str], np.ndarray] = {}
        found = []
        for way in ways:
            own = self._is_own(row, way)
            rule, name = ("", row.measure) if own else (self._rule(row, way), self._variant(way).name)
            if (rule, name) not in cubes:
                table = self.scores if own else self.again[rule]
                cubes[rule, name] = _cube(self._of(table, row, name), at)
            whose = voicings(row, self.made)[way["voices"]].whose
            cube = cubes[rule, name][:, :, [_PARTS_COUNTS.index(p) for p in _OF_PARTS[way["parts"]]]]
            found.append(cube[:, :, :, [SPOKEN.index(v) for v in whose]].sum(axis=(2, 3)))
        sums = np.stack(found, axis=1).astype(np.float64)
        return Counts(ways, *_fraction(row.unit, sums), sums[0], sums[2])

    def _is_own(self, row: Row, way: Mapping[str, str]) -> bool:
        """Say whether the study's own scores hold what a way of counting asks for."""
        plain = way.get("mask", "on") == "on" and way.get("negation", "on") == "on"
        return plain and way["lexicon"] == row.measure and self._rule(row, way) == self.made.voices

    def _rule(self, row: Row, way: Mapping[str, str]) -> str:
        return (
            voicings(row, self.made)[way["voices"]].rule if row.measure in self.measures else self.made.voices
        )

    def _variant(self, way: Mapping[str, str]) -> Measure:
        mask, negation = (way.get(name, "on") == "on" for name in ("mask", "negation"))
        measure = variant(self.measures[way["lexicon"]], mask, negation)
        suffix = "" if mask and negation else f" mask {mask}, negation {negation}"
        return replace(measure, name=measure.name + suffix)

    def _of(self, table: pd.DataFrame, row: Row, name: str) -> pd.DataFrame:
        """Return the rows of one measure, target and further cell."""
        if table is self.scores:
            table = table.iloc[self._rows.get(name, [])]
        else:
            table = table[table["measure"] == name]
        target = table["target"].astype("str")
        table = table[target.isna() if row.target is None else target == row.target]
        for column, value in row.more:
            cell = table[column].astype("str")
            table = table[cell.isna() if value is None else cell == value]
        return table

    def _kept(self) -> tuple[str, ...]:
        own = {"article", "outlet", "event", "genre", "copy_group", "wire_role", "provenance"}
        further = [n for n in (self.made.by, *self.made.split) if n not in own and n in self.articles.columns]
        return tuple(dict.fromkeys(further))


def speakers(split: Sequence[str]) -> bool:
    """Say whether cells are kept apart by who speaks, which can't be counted again by another rule."""
    return bool(set(split) & set(SPEAKER_COLUMNS))


def _ways(options: Options) -> list[dict[str, str]]:
    names = [name for name in COUNTED if name in options]
    return [dict(zip(names, way, strict=True)) for way in itertools.product(*(options[n] for n in names))]


def _days(articles: pd.DataFrame) -> Mapping[str, float]:
    if "published" not in articles.columns:
        return {}
    times = pd.to_datetime(articles["published"], utc=True)
    since = (times - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)
    return dict(zip(articles["id"].astype("str"), since.astype(float), strict=True))


def _far(scores: pd.DataFrame, days: Mapping[str, float], one_event: bool) -> frozenset[str]:
    """Return the articles over `MIDDLE` days from the median of their event, and those without a date."""
    table = scores.drop_duplicates("article")[["article", "event"]].astype("str")
    day = table["article"].map(days)
    event = pd.Series("", index=table.index) if one_event else table["event"].fillna("")
    middle = day.groupby(event).transform("median")
    return frozenset(table.loc[~((day - middle).abs() <= MIDDLE), "article"])


def _cube(table: pd.DataFrame, at: pd.Index) -> np.ndarray:
    """Return hits, weight and tokens by article, part and voice."""
    article = at.get_indexer(table["article"].astype("str"))
    part = pd.Index(_PARTS_COUNTS).get_indexer(table["part"].astype("str"))
    voice = pd.Index(SPOKEN).get_indexer(table["voice"].astype("str"))
    cube = np.zeros((3, len(at), len(_PARTS_COUNTS), len(SPOKEN)), dtype=np.int64)
    here = article >= 0
    for place, name in enumerate(("hits", "weight", "tokens")):
        np.add.at(cube[place], (article[here], part[here], voice[here]), table[name].to_numpy()[here])
    return cube


def _fraction(unit: str, sums: np.ndarray) -> tuple[Floats, Floats]:
    """Return numerator and denominator by the unit, as `comparison.sums` has them."""
    if unit == HEADLINES:
        return np.minimum(sums[0], 1.0), (sums[2] > 0).astype(np.float64)
    place = {"hits": 0, "weight": 1, "tokens": 2}
    return sums[place[UNITS[unit].numerator]], sums[place[UNITS[unit].denominator]]


# Counts added up for each specification: which articles take part, how copies count, sums or means.

#: Kinds of article that each option of genre takes in.
_KINDS = {"news": ("news",), "known news": ("news",), "news and opinion": ("news", "opinion", "editorial")}


@dataclass(frozen=True)
class Marks:
    """What is known of each cluster (an article, or the copies of one text in one group and event)."""

    label: Ints
    group: Ints
    event: Ints
    family: Ints
    shared: Flags


class Entries(NamedTuple):
    """By specification and cluster: hits, tokens and articles, besides numerator and denominator."""

    x: Floats
    d: Floats
    hits: Floats
    tokens: Floats
    articles: Ints


def marks_of(units: Units) -> Marks:
    """Return what each unit is, its units of one family, group and event taken as one."""
    begin = starts(units.group, units.event, units.family)
    group, event, family = (codes[begin] for codes in (units.group, units.event, units.family))
    keys, times = np.unique(
        np.unique(np.stack([event, family, group]), axis=1)[:2], axis=1, return_counts=True
    )
    width = len(units.names)
    shared = np.isin(event * width + family, (keys[0] * width + keys[1])[times > 1])
    return Marks(label=(group > 0).astype(np.int64), group=group, event=event, family=family, shared=shared)


def summed(specs: Sequence[Mapping[str, str]], counts: Counts, units: Units) -> Entries:
    """Return numerator and denominator of every cluster in every specification, and counts behind them."""
    names = [name for name in COUNTED if name in specs[0]]
    of_way = {tuple(way[name] for name in names): place for place, way in enumerate(counts.ways)}
    way = np.array([of_way[tuple(spec[name] for name in names)] for spec in specs])
    kind = np.array(units.kind)
    inside = {
        key: in_genre(key[0], kind, units.unknown)
        & ~(units.far & (key[1] != "all"))
        & ~(units.reprint & (key[2] == "drop"))
        for key in {(spec["genre"], spec["window"], spec["wire"]) for spec in specs}
    }
    live = np.stack([inside[spec["genre"], spec["window"], spec["wire"]] for spec in specs])
    live &= counts.tokens[way] > 0
    x, d, hits, tokens = (
        np.where(live, a[way], 0.0) for a in (counts.x, counts.d, counts.hits, counts.tokens)
    )
    alone = np.array([spec["unit"] == "articles" for spec in specs])
    has = d[alone] > 0
    x[alone] = np.where(has, x[alone] / np.where(has, d[alone], 1.0), 0.0)
    d[alone] = has
    begin = starts(units.group, units.event, units.family)
    values = [np.add.reduceat(a, begin, axis=1) for a in (x, d, hits, tokens)]
    size = np.add.reduceat(live, begin, axis=1, dtype=np.int64)
    mean = np.array([spec["wire"] != "keep" for spec in specs])
    by = np.where(mean[:, None], np.maximum(size, 1), 1)
    x, d, hits, tokens = (a / by for a in values)
    articles = np.where(mean[:, None], np.minimum(size, 1), size)
    return Entries(x, d, hits, tokens, articles)


def in_genre(option: str, kind: np.ndarray, unknown: Flags) -> Flags:
    """Return which units an option of the choice `genre` takes in."""
    if option == "all":
        return np.ones(len(kind), dtype=bool)
    inside = np.isin(kind, _KINDS.get(option, (option,)))
    return inside & ~unknown if option == "known news" else inside
