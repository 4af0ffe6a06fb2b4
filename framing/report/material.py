"""What the report is made from, checked once, with the lookups that several sections share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import pandas as pd

from framing import schema
from framing import schema as doors
from framing.errors import FramingError, unknown
from framing.report import sentences
from framing.views import numbers as numbers
from framing.views import vocabulary
from framing.views.vocabulary import READINGS, Names

# Which terms the report shows: those listed of each group, and those that the scatter holds.

#: Terms listed of each group, and groups.
LISTED, TERM_GROUPS = 15, 12

#: Terms of house style listed of each group.
STYLED = 8

#: Terms in the scatter, over all groups.
POINTS = 12_000


def listed(table: pd.DataFrame, sizes: Mapping[str, int]) -> pd.DataFrame:
    """Return the rows of terms that are listed: of each group the strongest it has more of, house style last.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `terms`, strongest first.
    sizes : mapping of str to int
        Articles of each group; of very many groups the largest are shown.
    """
    group = table["group"].astype(str)
    shown = sorted(group.unique(), key=lambda name: (-sizes.get(name, 0), name))[:TERM_GROUPS]
    more = table[(table["log_odds"] > 0) & group.isin(shown)]
    turn = more.groupby(["group", "against", "style"], sort=False, observed=True).cumcount()
    return more[turn < more["style"].map({False: LISTED, True: STYLED})]


def sides(material: Material) -> list[tuple[str, str]]:
    """Return the comparisons shown, as (group, against), in order of name."""
    table = material.tables["terms"]
    shown = material.largest(table["group"], TERM_GROUPS)
    pairs = table[["group", "against"]].astype(str).drop_duplicates().itertuples(index=False)
    return sorted((group, against) for group, against in pairs if group in shown)


def heading(material: Material, group: str, against: str) -> str:
    """Return what is set against what."""
    other = {"rest": "all others together", "baseline": "its other coverage"}
    return f"{material.shown(group)} against {other.get(against) or material.shown(against)}"


def pack(material: Material) -> dict[str, Any] | None:
    """Return what the scatter needs; None without terms.

    Returns
    -------
    dict or None
        `terms`: names; `voice`, `stem`, `case`: what was counted; `sides`: {name, n, rest, articles,
        articles_rest, total, rows}, a row being [number in `terms`, count, count there, articles,
        articles there, log odds in hundredths, dispersion in hundredths or -1, 1 if one article gives
        most of it], then the interval in hundredths where there is one; the strongest by z first.
    """
    table = material.table("terms")
    if table is None:
        return None
    numbers: dict[str, int] = {}
    shown = sides(material)
    most = POINTS // max(len(shown), 1)
    blocks = dict(iter(table.groupby([table["group"].astype(str), table["against"].astype(str)])))
    found = []
    for group, against in shown:
        block = blocks[group, against]
        order = block.assign(_strength=-block["z"].abs().fillna(0.0)).sort_values(
            ["_strength", "term"], kind="stable"
        )
        first = order.iloc[0]
        rows = [
            _row(row, numbers.setdefault(str(row["term"]), len(numbers)))
            for row in order.head(most).to_dict("records")
        ]
        found.append(
            {
                "name": heading(material, group, against),
                "group": material.shown(group),
                "n": int(first["n"]),
                "rest": int(first["n_rest"]),
                "articles": int(first["n_articles"]),
                "articles_rest": int(first["n_articles_rest"]),
                "total": len(order),
                "rows": rows,
            }
        )
    given = material.settings.get("keyness")
    given = given if isinstance(given, Mapping) else {}
    return {
        "terms": list(numbers),
        "voice": str(table["voice"].iloc[0]),
        "stem": int(bool(given.get("stem"))),
        "case": int(bool(given.get("case"))),
        "sides": found,
    }


def _row(row: Mapping[Any, Any], number: int) -> list[int]:
    known = row["dispersion"] == row["dispersion"]
    values = [
        number,
        int(row["count"]),
        int(row["count_rest"]),
        int(row["articles"]),
        int(row["articles_rest"]),
        round(100 * row["log_odds"]) if row["log_odds"] == row["log_odds"] else 0,
        round(100 * row["dispersion"]) if known else -1,
        int(row["one_article"]),
    ]
    if row["low"] == row["low"]:
        values += [round(100 * row["low"]), round(100 * row["high"])]
    return values


# Measures with a section of their own, stance and frame indicators: their names, and which are shown.

#: First parts of names of such measures, and the anchor of their section.
APART = dict(zip(vocabulary.APART, ("stance", "frames"), strict=True))

#: Groups beside one another, targets and codebooks: the largest, those named most, those counted first.
GROUPS, TARGETS, BOOKS = 12, 6, 6

_ORDER = ("outlet", "reported", "quoted", "all")


class Cells(NamedTuple):
    """Rows of the profile that a section shows, all of one genre and part, with their numbers."""

    rows: pd.DataFrame
    genre: str
    groups: list[str]

    def places(self, extra: Sequence[str] = ()) -> list[tuple[str, ...]]:
        """Return each voice (and further split) there is, the outlet's own first."""
        columns = ["voice", *extra]
        found = {
            tuple(str(value) for value in row)
            for row in self.rows[columns].itertuples(index=False, name=None)
        }
        return sorted(found, key=lambda place: (_place_of(place[0]), place))


def _place_of(voice: str) -> int:
    return _ORDER.index(voice) if voice in _ORDER else len(_ORDER)


def count_mentioned(material: Material) -> Mapping[tuple[str, ...], int]:
    """Return of each cell of stance how many groups name its target there."""
    found: dict[tuple[str, ...], int] = {}
    for (_, *cell), row in material.profile_rows.items():
        if vocabulary.family(row["measure"]) == "stance":
            found[tuple(cell)] = found.get(tuple(cell), 0) + (row["n_hits"] > 0)
    return found


def cells(material: Material, which: str) -> Cells | None:
    """Return the rows of the profile that the section on stance, or on frames, shows; None without any."""
    profile = material.profile
    measures = profile["measure"].astype(str)
    own = profile.assign(_number=range(len(profile)))[(measures.map(vocabulary.family) == which).to_numpy()]
    if own.empty:
        return None
    genres, parts = own["genre"].astype(str), own["part"].astype(str)
    genre = "news" if (genres == "news").any() else str(sorted(genres)[0])
    part = next(name for name in ("all", "body", "lead", "headline") if (parts == name).any())
    own = own[(genres == genre) & (parts == part)]
    if own.empty:
        return None
    groups = material.largest(own["group"], GROUPS)
    own = own[own["group"].astype(str).isin(groups)]
    own = own[own["target"].isin(_targets(own))] if which == "stance" else own
    if which == "frame":
        books = own["measure"].astype(str).str.split(".").str[1]
        own = own[books.isin(list(dict.fromkeys(books))[:BOOKS])]
    return Cells(own, genre, groups) if len(own) else None


def _targets(own: pd.DataFrame) -> list[str]:
    """Return the targets named most, of those named at all."""
    # Each measure of stance has the same mentions.
    cell = ["group", "voice", "target"]
    named = own[own["target"].notna() & (own["n_hits"] > 0)].assign(
        **{name: own[name].astype(str) for name in cell}
    )
    count = named.groupby([*cell])["n_hits"].max().groupby("target").sum()
    return sorted(count.index, key=lambda name: (-count[name], name))[:TARGETS]


def shown_apart(material: Material) -> frozenset[int]:
    """Return the numbers of the rows of the profile that the sections of their own show."""
    found: set[int] = set()
    for which in APART:
        if (shown := cells(material, which)) is not None:
            found.update(int(number) for number in shown.rows["_number"])
    return frozenset(found)


def targets(shown: Cells) -> list[Any]:
    """Return the targets shown, those named most first."""
    return _targets(shown.rows)


# Articles as the report looks them up: a row of any, and the texts of the few whose words it shows.

#: From ids to `id` and `text` (more columns don't matter) of these articles.
Lookup = Callable[[Sequence[str]], pd.DataFrame]


class Rows:
    """Each article's row by its id, without its text; a row is made when it is first asked for.

    Of very many articles few are asked for, and a mapping for each would take more memory than their table.
    """

    def __init__(self, articles: pd.DataFrame) -> None:
        self._places = {key: place for place, key in enumerate(articles["id"].astype(str))}
        self._columns = {
            str(name): articles[name].array for name in articles.columns if name not in ("text", "blocks")
        }
        self._known: dict[str, dict[str, Any]] = {}

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        if key not in self._known:
            place = self._places[key]
            self._known[key] = {name: values[place] for name, values in self._columns.items()}
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._places


class Texts:
    """The title and the text of an article by its id.

    Examples
    --------
    >>> rows = Rows(pd.DataFrame({"id": ["a"], "title": ["Talks"]}))
    >>> asked = []
    >>> def lookup(ids):
    ...     asked.append(list(ids))
    ...     return pd.DataFrame({"id": ids, "text": ["They met."] * len(ids)})
    >>> texts = Texts(rows, lookup)
    >>> texts.want(["a"])
    >>> texts["a"]["text"], texts["a"]["title"], asked
    ('They met.', 'Talks', [['a']])
    """

    def __init__(self, rows: Rows, lookup: Lookup) -> None:
        self._rows = rows
        self._lookup = lookup
        self._wanted: set[str] = set()
        self._known: dict[str, str] = {}

    def want(self, ids: Iterable[str]) -> None:
        """Announce articles whose words will be shown."""
        self._wanted |= {key for key in ids if key in self._rows}

    def __getitem__(self, key: str) -> Mapping[str, str]:
        return {"title": str(self._rows[key]["title"]), "text": self.text(key)}

    def text(self, key: str) -> str:
        """Return an article's text."""
        if key not in self._known:
            asked = sorted({*self._wanted, key} - self._known.keys())
            found = self._lookup(asked)
            self._known |= dict(zip(found["id"].astype(str), map(str, found["text"]), strict=True))
        return self._known[key]

    def of(self, key: str, part: object) -> str:
        """Return what offsets of a part count in: the title of a headline, else the text."""
        return str(self._rows[key]["title"]) if str(part) == "headline" else self.text(key)

    def frame(self, ids: Iterable[str]) -> pd.DataFrame:
        """Return `id` and `text` of some articles."""
        keys = list(dict.fromkeys(ids))
        return pd.DataFrame({"id": keys, "text": [self.text(key) for key in keys]}, dtype="str")


# How an article is named: its headline, outlet, day and address, as the page shows them.


class Reference(NamedTuple):
    """An article as it is named: `url` is empty where there is none that may stand on a page."""

    title: str
    outlet: str
    date: str
    url: str


class ArticleList:
    """Numbers articles as they are first needed, each with what it is called and the kinds it is of."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._numbers: dict[str, int] = {}

    def number(self, key: str) -> int:
        """Return the number of an article."""
        return self._numbers.setdefault(key, len(self._numbers))

    def pack(self) -> dict[str, Any]:
        """Return what the page needs to name the articles, in order of their numbers."""
        material = self._material
        return {
            "articles": [list(material.reference(key)) for key in self._numbers],
            "kinds": [material.facets.article(material.rows[key]) for key in self._numbers],
        }


def safe_url(url: object) -> str:
    """Return a link's address if it is plain http or https, else nothing.

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)"), safe_url(None)
    ('https://example.org/a', '', '')
    """
    if not isinstance(url, str) or any(c.isspace() or not c.isprintable() for c in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in {"http", "https"} and parts.hostname else ""


# What heads the page: the study's title, or the event, or of several how many, whose and when.

#: Events that are named one by one.
_NAMED = 4


class EventNames:
    """What each event is called: words, and never the key of one that the program found.

    A name is made when it is asked for: there may be very many.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        event = frame["event"].astype(object)
        made = pd.Series(False, frame.index)
        if "story" in frame.columns:
            made = event.isna() & frame["story"].notna()
            event = event.where(event.notna(), frame["story"].astype(object))
        if "event_confidence" in frame.columns:
            made |= pd.to_numeric(frame["event_confidence"], errors="coerce").notna()
        named = event.notna()
        self._rows = event[named].astype(str).groupby(event[named].astype(str)).indices
        self._titles, self._made = frame.loc[named, "title"], made[named].to_numpy()

    def __getitem__(self, key: str) -> str:
        rows = self._rows.get(key, [])
        if not self._made[rows].any():
            return vocabulary.event_words(key)
        return vocabulary.event_name(key, self._titles.iloc[rows].astype(str))


def title(material: Material) -> str:
    """Return the heading of the page."""
    given = material.settings.get("title")
    if given:
        return str(given)
    frame = material.articles
    names = material.event_names
    compared = frame["event"].dropna().astype(str).unique()
    if len(compared) > 1:
        size = f"{numbers.several(len(compared), 'event')}, {_groups(material)}"
        dated = frame["published"].dropna()
        return f"{size}, {_months(dated.min(), dated.max())}" if len(dated) else size
    if len(compared) == 1:
        return names[compared[0]]
    return vocabulary.event_words(str(material.settings.get("event") or "")) or "Coverage compared"


def lead(material: Material) -> str:
    """Return the line that names the events, some of very many; empty where there is none."""
    names = material.event_names
    compared = sorted(material.articles["event"].dropna().astype(str).unique())
    if not compared:
        given = vocabulary.event_words(str(material.settings.get("event") or ""))
        return f"Event: {given}" if given else ""
    shown = [names[key] for key in compared[:_NAMED]]
    more = f"; and {numbers.count(len(compared) - _NAMED)} more" if len(compared) > _NAMED else ""
    return f"Event{'s' * (len(compared) > 1)}: {'; '.join(shown)}{more}"


def groups(material: Material) -> str:
    """Return what is compared, in the plural: outlets, or the groups of another column."""
    return "outlets" if material.by == "outlet" else "groups"


def _groups(material: Material) -> str:
    count = material.articles[material.by].nunique()
    noun = {"outlet": "outlet", "group": "group"}.get(material.by)
    return numbers.several(count, noun) if noun else f"{count:,} of {material.by}"


def _months(first: Any, last: Any) -> str:
    """Write a span of months.

    >>> _months(pd.Timestamp("2025-03-10"), pd.Timestamp("2025-05-02"))
    'March to May 2025'
    >>> _months(pd.Timestamp("2025-03-10"), pd.Timestamp("2025-03-12"))
    'March 2025'
    """
    end = vocabulary.day_name(f"{last:%Y-%m}")
    if (first.year, first.month) == (last.year, last.month):
        return end
    start = vocabulary.day_name(f"{first:%Y-%m}")
    return f"{start.split()[0] if first.year == last.year else start} to {end}"


# How much of a large study stands on the page; the tables beside it always hold all.

#: Rows of one table on the page.
ROWS = 500
#: Of these for who speaks, for stance and for frames, where there are too many for all.
SOURCES = 150
#: Hits on the page for all numbers together, and the least for one number; for those of stance and frames.
HITS, LEAST = 9_000, 4
HITS_APART, LEAST_APART = 4_000, 3


@dataclass(frozen=True)
class Extent:
    """Numbers of the rows of contrast and profile that stand on the page.

    `apart` are rows of the profile that only sections of their own show.
    """

    contrast: frozenset[int]
    profile: frozenset[int]
    apart: frozenset[int] = frozenset()

    @property
    def opened(self) -> frozenset[int]:
        """The rows of the profile whose sentences are on the page."""
        return self.profile | self.apart

    def hits(self, most: int, number: int = -1) -> int:
        """Return how many hits a number may show: `most`, or of many numbers fewer each."""
        if number in self.apart:
            return max(LEAST_APART, min(most, HITS_APART // len(self.apart)))
        return max(LEAST, min(most, HITS // max(len(self.profile), 1)))


#: How far to the front rows of a band are read.
_RANKS = ("significant", "described", "nominal", "inconclusive", "not_estimable")


def order(material: Material) -> list[tuple[int, str]]:
    """Return number and band of each contrast row that compares something, most certain first in its band."""
    collection = str(material.settings.get("collection", "unknown"))
    found = []
    mentioned = count_mentioned(material)
    for number, row in enumerate(material.contrast.to_dict("records")):
        sides = material.sides(row)
        # Where only one group names a target, or none does, there is nothing to compare.
        if mentioned.get(material.cell(row), 2) < 2 or (
            vocabulary.family(row["measure"]) == "stance" and any(own and not own["n_hits"] for own in sides)
        ):
            continue
        key = sentences.certainty(row, *sides)
        # All that was published carries no p, so there the hits behind a difference rank it.
        key = key[-1:] if collection == "census" else key
        names = tuple(str(row[column]) for column in ("measure", "voice", "a", "b"))
        band = sentences.band(row, collection, material.right(row))
        found.append((_RANKS.index(band), key, names, number, band))
    return [(number, band) for *_, number, band in sorted(found)]


def extent(material: Material) -> Extent:
    """Choose the rows: the most certain comparisons; the numbers behind them; those of the larger groups."""
    contrast = _contrast(material)
    rows = material.contrast.to_dict("records")
    behind = {material.number(rows[place], side) for place in sorted(contrast) for side in ("a", "b")}
    measures = material.profile["measure"].astype(str)
    # Stance and frames have sections of their own; in the tables they would stand for most of the rows.
    own = {number for number, name in enumerate(measures) if vocabulary.family(name)}
    kept = {number for number in behind if number is not None}
    others = [number for number in range(len(measures)) if number not in own]
    shown = frozenset(kept & own) | shown_apart(material)
    if len(others) <= ROWS:
        return Extent(contrast, frozenset(others), shown)
    kept -= own
    groups = material.profile["group"].astype(str).tolist()
    others.sort(key=lambda number: (-material.sizes.get(groups[number], 0), groups[number], number))
    kept.update([number for number in others if number not in kept][: max(ROWS - len(kept), 0)])
    return Extent(contrast, frozenset(kept), shown)


def _contrast(material: Material) -> frozenset[int]:
    """Choose the most certain comparisons; those of who speaks, of stance, of frames crowd out no others."""
    order = [number for number, _ in material.order]
    if len(order) <= ROWS:
        return frozenset(order)
    measures = material.contrast["measure"].astype(str).tolist()
    crowds: dict[str, list[int]] = {}
    for number in order:
        name = measures[number]
        crowds.setdefault("sources" if vocabulary.is_sources(name) else vocabulary.family(name), []).append(
            number
        )
    others = crowds.pop("", [])
    # Each has its part; what one of them leaves goes to the most certain of all that are left.
    part = SOURCES if len(crowds) < 2 else 3 * SOURCES // (2 * len(crowds))
    least = {name: own[:part] for name, own in crowds.items()}
    room = ROWS - sum(map(len, least.values()))
    first = {*others[:room], *(number for own in least.values() for number in own)}
    rest = [number for number in order if number not in first]
    return frozenset([*first, *rest[: ROWS - len(first)]])


# What a reader may choose among: outlet, voice, part, genre and measure, each value with a number.

#: In the order in which they are offered, with what they are called.
KINDS = {"outlet": "Outlet", "voice": "Voice", "part": "Part", "genre": "Genre", "measure": "Measure"}

_VOICES = ("outlet", "quoted", "reported", "all")
_PARTS = ("headline", "lead", "body", "all")


class Facets:
    """The values of each kind that occur in a study, and their numbers."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self.values: dict[str, list[str]] = {
            "outlet": sorted(set(material.articles[material.by].astype(str)) | self._rows("group")),
            "voice": _ordered(self._rows("voice") | self._hits("voice"), _VOICES),
            "part": _ordered(self._rows("part") | self._hits("part"), _PARTS),
            "genre": sorted(set(map(str, material.articles["genre"].replace("unknown", "news").unique()))
                            | self._rows("genre")),
            "measure": sorted(self._rows("measure"),
                              key=lambda m: (bool(vocabulary.family(m)), self._label(m))),
        }  # fmt: skip
        self._places = {
            kind: {value: place for place, value in enumerate(values)} for kind, values in self.values.items()
        }

    def _rows(self, column: str) -> set[str]:
        found: set[str] = set()
        for frame in (self._material.profile, self._material.contrast):
            if column in frame.columns:
                found |= set(map(str, frame[column].unique()))
        return found

    def _hits(self, column: str) -> set[str]:
        """Return the values of single hits and spans: these are finer than those of rows."""
        found: set[str] = set()
        for name in ("evidence", "voices"):
            if name in self._material.tables:
                found |= set(map(str, self._material.tables[name][column].unique()))
        return found

    def _label(self, measure: str) -> str:
        return self._material.names.label(measure)

    def number(self, kind: str, value: object) -> int:
        """Return the number of a value, or -1: it is in none of the tables."""
        known = "news" if kind == "genre" and value == "unknown" else str(value)
        return self._places[kind].get(known, -1)

    def cell(self, row: Mapping[str, Any]) -> list[int]:
        """Return the numbers of a row's voice, part, genre and measure."""
        return [self.number(kind, row[kind]) for kind in ("voice", "part", "genre", "measure")]

    def article(self, row: Mapping[str, Any]) -> list[int]:
        """Return the numbers of an article's outlet and genre."""
        return [self.number("outlet", row[self._material.by]), self.number("genre", row["genre"])]

    def codes(self, row: Mapping[str, Any], *groups: object) -> str:
        """Return the numbers of a row as an attribute: its outlets, then the others.

        ``*`` is every outlet. For example ``0,2|1|0|0|14``.
        """
        own = ",".join(str(self.number("outlet", group)) for group in groups if group != "rest")
        return "|".join([own, *map(str, self.cell(row))])

    def offered(self) -> list[dict[str, Any]]:
        """Return the choices for the page: only of what has more than one value."""
        called: dict[str, Any] = {
            "outlet": self._material.shown,
            "voice": lambda voice: self._material.names.voice(voice) or "all words",
            "part": self._material.names.part,
            "genre": str,
            "measure": self._label,
        }
        by = self._material.by
        said = KINDS | {"outlet": KINDS["outlet"] if by == "outlet" else by.replace("_", " ").capitalize()}
        return [
            {
                "key": kind,
                "label": said[kind],
                "values": [(place, value, called[kind](value)) for place, value in enumerate(values)],
            }
            for kind, values in self.values.items()
            if len(values) > 1
        ]

    def pack(self) -> dict[str, Any]:
        """Return the keys of all values, and what voices and parts are called beside a sentence."""
        return {
            "keys": self.values,
            "voices": [
                "" if voice == "all" else self._material.names.voice(voice) for voice in self.values["voice"]
            ],
            "parts": [self._material.names.part(part) for part in self.values["part"]],
            "split": {kind: int(len(self._rows(kind)) > 1) for kind in ("voice", "part", "genre")},
        }


def _ordered(found: Iterable[str], order: tuple[str, ...]) -> list[str]:
    place = {name: number for number, name in enumerate(order)}
    return sorted(set(found) - {"nan"}, key=lambda name: (place.get(name, len(order)), name))


#: The columns that name a cell in profile and contrast.
CELL = ("genre", "part", "voice", "measure", "target")

_T = TypeVar("_T")

_NEEDED = ("articles", "audit", "profile", "contrast", "evidence")


@dataclass(frozen=True)
class Material:
    """The tables, the figures and the settings of one study.

    Attributes
    ----------
    tables, figures, settings
        As `framing.report.build.build` takes them.
    lookup : callable, optional
        From ids of articles to `id` and `text` of these, where `articles` is without texts.

    Examples
    --------
    >>> Material.of({}, {}, {}).articles.empty
    True
    """

    tables: Mapping[str, pd.DataFrame]
    figures: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    lookup: Lookup | None = None
    _made: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        tables: Mapping[str, pd.DataFrame],
        figures: Mapping[str, str],
        settings: Mapping[str, Any],
        lookup: Lookup | None = None,
    ) -> Material:
        """Check each table at its door; one that is absent is empty.

        Raises
        ------
        FramingError
            A table breaks its schema, or `collection` is not a known reading.
        """
        collection = settings.get("collection", "unknown")
        if collection not in READINGS:
            raise unknown("collection", collection, READINGS, where="report")
        given = {
            name: schema.check_metadata(frame) if name == "articles" else doors.check(frame, name)
            for name, frame in tables.items()
            if name in doors.names()
        }
        for name in _NEEDED:
            given.setdefault(name, doors.empty(name))
        drawings = {name: svg[max(svg.find("<svg"), 0) :] for name, svg in figures.items()}
        return cls(given, drawings, dict(settings), lookup)

    def once(self, make: Callable[[Material], _T]) -> _T:
        """Return what a function makes of this material; several sections ask, and it is made once."""
        if make not in self._made:
            self._made[make] = make(self)
        found: _T = self._made[make]
        return found

    def table(self, name: str) -> pd.DataFrame | None:
        """Return a table that there is and that holds a row; else None."""
        found = self.tables.get(name)
        return found if found is not None and len(found) else None

    @cached_property
    def census(self) -> bool:
        """Whether the articles are all that was published, so that intervals and p say nothing."""
        return bool(self.settings.get("collection") == "census")

    def largest(self, groups: Iterable[object], most: int) -> list[str]:
        """Return the groups with most articles, in order of their names."""
        names = {str(name) for name in groups}
        return sorted(sorted(names, key=lambda name: (-self.sizes.get(name, 0), name))[:most])

    def figures_of(self, row: Mapping[str, Any], write: Callable[[Any], str] | None = None) -> dict[str, str]:
        """Return a number of the profile as a section shows it, with its interval and what it opens."""
        write = write or (lambda value: numbers.estimate(value, row["unit"]))
        text = write(row["estimate"])
        return {
            "text": text,
            "spread": numbers.spread(row["low"], row["high"], write),
            "opens": (text != numbers.DASH and self.cell_id(row)) or "",
            "flag": self.names.note(row) if "fragile" in str(row["note"]) else "",
        }

    @property
    def articles(self) -> pd.DataFrame:
        """The articles kept."""
        return self.tables["articles"]

    @property
    def audit(self) -> pd.DataFrame:
        """The decisions taken while reading."""
        return self.tables["audit"]

    @property
    def profile(self) -> pd.DataFrame:
        """One row group × cell × measure."""
        return self.tables["profile"]

    @property
    def contrast(self) -> pd.DataFrame:
        """One row pair × cell × measure."""
        return self.tables["contrast"]

    @property
    def evidence(self) -> pd.DataFrame:
        """One row a hit."""
        return self.tables["evidence"]

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        return Names(self.settings, self.extra)

    @cached_property
    def event_names(self) -> EventNames:
        """What events are called."""
        return EventNames(self.articles)

    @cached_property
    def by(self) -> str:
        """The column of articles that makes the groups."""
        by = str(self.settings.get("by", "outlet"))
        return by if by in self.articles.columns else "outlet"

    @cached_property
    def illustrative(self) -> bool:
        """Whether any text is invented."""
        return any(
            (frame["provenance"].astype(str) == "illustrative").any()
            for frame in (self.articles, self.profile, self.contrast)
        )

    @cached_property
    def provenance(self) -> Mapping[str, str]:
        """For each group, illustrative if any of its articles is."""
        frame = self.articles
        invented = set(frame.loc[frame["provenance"].astype(str) == "illustrative", self.by].astype(str))
        return {
            key: "illustrative" if key in invented else "published"
            for key in frame[self.by].astype(str).unique()
        }

    def shown(self, group: str) -> str:
        """Return a group's name as the report shows it."""
        return self.names.outlet(
            group, self.provenance.get(group, "illustrative" if self.illustrative else "published")
        )

    @cached_property
    def _invented(self) -> frozenset[str]:
        frame = self.articles
        return frozenset(frame.loc[frame["provenance"].astype(str) == "illustrative", "outlet"].astype(str))

    def outlet(self, key: str) -> str:
        """Return an outlet's name as the report shows it, whatever makes the groups."""
        return self.names.outlet(key, "illustrative" if key in self._invented else "published")

    def agency(self, key: str) -> str:
        """Return an agency's name: what stands in invented articles as an agency's is invented with them."""
        return self.names.outlet(key, "illustrative" if self.illustrative else "published")

    @cached_property
    def extra(self) -> tuple[str, ...]:
        """Columns by which cells are split beyond those of the schema, as a study may ask for."""
        known = {*doors.schema("profile").columns, "voices"}
        return tuple(c for c in self.profile.columns if c not in known and c in self.contrast.columns)

    def cell(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the cell of a row as plain strings; a missing target is empty."""
        values = (row.get(column) for column in (*CELL, *self.extra))
        return tuple("" if value is None or value != value else str(value) for value in values)

    @cached_property
    def profile_rows(self) -> Mapping[tuple[str, ...], dict[str, Any]]:
        """Rows of the profile by (group, *cell)."""
        return {(str(row["group"]), *self.cell(row)): row for row in self.profile.to_dict("records")}

    def sides(self, row: Mapping[str, Any]) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """Return the profile rows of a contrast row's two groups."""
        cell = self.cell(row)
        return self.profile_rows.get((str(row["a"]), *cell)), self.profile_rows.get((str(row["b"]), *cell))

    @cached_property
    def corrections(self) -> Mapping[tuple[str, ...], dict[str, Any]]:
        """Rows of the table `corrected` by (group, other, *cell); of a group alone, `other` is empty."""
        table = self.tables.get("corrected")
        rows = [] if table is None else table.to_dict("records")
        return {
            (str(row["group"]), row["other"] if isinstance(row["other"], str) else "", *self.cell(row)): row
            for row in rows
        }

    def right(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the corrected difference of a contrast row's two groups."""
        return self.corrections.get((str(row["a"]), str(row["b"]), *self.cell(row)))

    @cached_property
    def rows(self) -> Rows:
        """Each article's row by its id, without its text."""
        return Rows(self.articles)

    def reference(self, key: object) -> Reference:
        """Return how an article is named."""
        row = self.rows[str(key)]
        return Reference(
            str(row["title"]) or "(no headline)",
            self.names.outlet(str(row["outlet"]), str(row["provenance"])),
            "undated" if pd.isna(row["published"]) else numbers.dates(row["published"], row["published"]),
            safe_url(row["url"]),
        )

    def here(self, ids: pd.Series) -> pd.Series:
        """Say of which ids the article is here: costs as much as there are of them, not of articles."""
        rows = self.rows
        return pd.Series([key in rows for key in ids.astype(str)], ids.index, dtype=bool)

    @cached_property
    def texts(self) -> Texts:
        """The title and text of articles by their id; those that are going to be shown are announced."""
        return Texts(self.rows, self.lookup or self._text)

    def _text(self, ids: Sequence[str]) -> pd.DataFrame:
        frame = self.articles
        if "text" not in frame.columns:
            raise FramingError(
                "report: the articles are without texts; give a lookup, from ids to id and text"
            )
        return frame.loc[frame["id"].isin(list(ids)), ["id", "text"]]

    @cached_property
    def words(self) -> pd.Series:
        """The words of each article's text, as many as stand between spaces."""
        return schema.lengths(self.articles)["n_words"]

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """The group of each article by its id."""
        frame = self.articles
        return dict(zip(frame["id"].astype(str), frame[self.by].astype(str), strict=True))

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """The number of articles of each group."""
        counts = self.articles[self.by].astype(str).value_counts()
        return {str(name): int(count) for name, count in counts.items()}

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, ...], int]:
        return {key: number for number, key in enumerate(self.profile_rows)}

    def number(self, row: Mapping[str, Any], side: str = "group") -> int | None:
        """Return the number of the profile row of a group in a row's cell; None if there is none."""
        return self._numbers.get((str(row[side]), *self.cell(row)))

    def cell_id(self, row: Mapping[str, Any], side: str = "group") -> str | None:
        """Return the page's key for that profile row; None if there is none or it is not on the page."""
        number = self.number(row, side)
        return f"p{number}" if number in self.extent.opened else None

    @cached_property
    def order(self) -> list[tuple[int, str]]:
        """Number and band of every contrast row that compares something, the most certain first."""
        return order(self)

    @cached_property
    def facets(self) -> Facets:
        """What a reader may choose among, and the numbers by which the page knows it."""
        return Facets(self)

    @cached_property
    def extent(self) -> Extent:
        """Which rows stand on the page."""
        return extent(self)
