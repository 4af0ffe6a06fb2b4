"""Counts of one comparison under every choice: what all specifications are added up from, made once.

A score is a sum over parts and voices of an article. It is looked up here for each way of counting; which
articles take part, and how copies count, is decided on these sums without counting again.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.cells import HEADLINES
from framing.comparison.codes import Flags, Floats, Ints
from framing.errors import FramingWarning
from framing.features.cells import PARTS, SPEAKER_COLUMNS
from framing.features.measures import Measure
from framing.features.scoring import score
from framing.robust.choices import SPOKEN, Made, Options, Row, variant, voicings
from framing.schema import UNITS

__all__ = ["COUNTED", "Counter", "Counts", "Units"]

#: Choices that change what is counted in an article; all others, which articles count and how.
COUNTED = ("voices", "parts", "lexicon", "mask", "negation")

#: Parts in the order of the cube: those of an article, and all of them where they were not told apart.
_PARTS = (*PARTS, "all")
_OF_PARTS = {
    "all": _PARTS, "without headline": ("lead", "body", "all"), "body": ("body",), "headline": ("headline",),
    "lead": ("lead",),
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
        return _units(plain, row, self._far)

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
            cube = cubes[rule, name][:, :, [_PARTS.index(p) for p in _OF_PARTS[way["parts"]]]]
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


def _units(table: pd.DataFrame, row: Row, far: frozenset[str]) -> Units:
    groups = (row.a, *sorted(set(table["by"]) - {row.a}))
    group = table["by"].map({name: code for code, name in enumerate(groups)}).to_numpy(np.int64)
    named = sorted({event for event in table["event"] if event is not None})
    events: tuple[str | None, ...] = (*named, None)
    event = np.array([events.index(name) for name in table["event"]], dtype=np.int64)
    ids = table["article"].tolist()
    least: dict[str, int] = {}
    for place, copies in enumerate(table["copy_group"]):
        if copies is not None:
            least.setdefault(copies, place)
    family = np.array(
        [place if copies is None else least[copies] for place, copies in enumerate(table["copy_group"])],
        dtype=np.int64,
    )
    genre = table["genre"].to_numpy()
    order = np.lexsort((np.arange(len(ids)), family, event, group))
    kinds = ["news" if name == "unknown" else str(name) for name in genre]
    return Units(
        ids=tuple(ids[i] for i in order), groups=groups, events=events, names=tuple(ids),
        group=group[order], event=event[order], family=family[order],
        kind=tuple(kinds[i] for i in order),
        unknown=(genre == "unknown")[order],
        reprint=(table["wire_role"] == "full_reprint").to_numpy(dtype=bool)[order],
        far=np.array([ids[i] in far for i in order]),
        illustrative=(table["provenance"] == "illustrative").to_numpy(dtype=bool)[order],
    )  # fmt: skip


def _cube(table: pd.DataFrame, at: pd.Index) -> np.ndarray:
    """Return hits, weight and tokens by article, part and voice."""
    article = at.get_indexer(table["article"].astype("str"))
    part = pd.Index(_PARTS).get_indexer(table["part"].astype("str"))
    voice = pd.Index(SPOKEN).get_indexer(table["voice"].astype("str"))
    cube = np.zeros((3, len(at), len(_PARTS), len(SPOKEN)), dtype=np.int64)
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
