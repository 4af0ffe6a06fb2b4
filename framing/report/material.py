"""What the report is made from, checked once, with the lookups that several sections share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import pandas as pd
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from framing import schema
from framing.errors import FramingError, check_choice
from framing.features.statements.reading import stem
from framing.text.voices.speakers.lexicon import lexicon
from framing.views import numbers as numbers
from framing.views import vocabulary
from framing.views.vocabulary import READINGS, Names

#: Groups that stand side by side in a report; the tables hold all.
GROUPS = 8

#: Articles of a group that has a column, where two have so many.
COLUMN = 3

#: What is said of numbers that are folded.
UNSURE = "not significant after adjustment: what differs may be chance"
UNTESTED = "not tested: too few articles, or too rare in them"

#: What is said of a number that rests on less.
FEW = "fewer than three articles or hits"

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

    def made(self, key: str) -> bool:
        """Say whether an event was found and not given."""
        return bool(self._made[self._rows.get(key, [])].any())

    def __getitem__(self, key: str) -> str:
        if not self.made(key):
            return vocabulary.event_words(key)
        return vocabulary.event_name(key, self._titles.iloc[self._rows[key]].astype(str))


#: Of all articles, how many headlines name a subject, at least, and the first of them; subjects named.
_SUBJECT, _FIRST, _SUBJECTS = 0.1, 0.2, 3

#: A word that so many headlines have, and half as many as any name, is what they are of; with a second word
#: in so many of these, both are.
_MATTER, _WHOLE = 0.25, 0.6


def title(material: Material) -> str:
    """Return the heading of the page."""
    given = material.settings.get("title")
    if given:
        return str(given)
    frame = material.articles
    names = material.event_names
    compared = frame["event"].dropna().astype(str).unique()
    subject = numbers.all_listed(list_subjects(material))
    if len(compared) == 1:
        # What a found event is called is a row of its words.
        made = subject and names.made(compared[0])
        return f"{subject}: coverage compared" if made else names[compared[0]]
    event = "" if len(compared) else vocabulary.event_words(str(material.settings.get("event") or ""))
    return event or (f"{subject}: coverage compared" if subject else "Coverage compared")


def list_subjects(material: Material) -> list[str]:
    """Return what most headlines are of and whom they name: the subject, where none is given."""
    items = material.table("items")
    if items is None:
        return []
    kinds = ["person", "body", "place", "name", "document"]
    told = items[(items["part"].astype(str) == "headline") & items["kind"].astype(str).isin(kinds)]
    own = vocabulary.names_of_media(material.sizes)
    told = told[~told["item"].astype(str).str.casefold().isin(own).to_numpy()]
    # "Fires Board", in a headline all in capitals: no name, since no text has it.
    texts = set(items.loc[items["part"].astype(str) != "headline", "item"].astype(str))
    told = told[(told["kind"].astype(str) != "name") | told["item"].astype(str).isin(texts)]
    often = told.drop_duplicates(["article", "item"])["item"].astype(str).value_counts()
    often = often[often >= max(_SUBJECT * len(material.articles), 2)]
    if often.max() < _FIRST * len(material.articles):
        often = often.iloc[:0]
    names = sorted(often.index, key=lambda name: (-often[name], name))
    # Of marriage, whatever is said of a Marriage Act.
    named = told[told["item"].astype(str).isin(names) & (told["kind"].astype(str) != "document")]
    headlines = material.articles["title"].dropna().astype(str)
    people = named.loc[named["kind"].astype(str) == "person", "form"].astype(str)
    matter = _matter(headlines, " ".join({*own, *named["item"], *named["form"]}), set(people))
    if matter and matter[1] > max(often.max() / 2 if names else 0, _MATTER * len(material.articles)):
        # *Pope Francis* is one.
        whole = [name for name in names if _stands(f"{matter[0]} {name}", material) * 2 > often[name]]
        names = [f"{matter[0].capitalize()} {whole[0]}" if name in whole[:1] else name for name in names]
        # An office is no matter.
        names = names if whole or matter[0] in _alone("role") else [matter[0].capitalize(), *names]
    # *Republicans* beside *Republican Party* says nothing more.
    stems = [set(_stem(name.casefold()).split()) for name in names]
    alike = [any(own <= other or other <= own for other in stems[:at]) for at, own in enumerate(stems)]
    return [name for name, again in zip(names, alike, strict=True) if not again][:_SUBJECTS]


def _stands(phrase: str, material: Material) -> int:
    return int(material.articles["title"].astype("str").str.contains(phrase, case=False, regex=False).sum())


@cache
def _alone(*kinds: str) -> frozenset[str]:
    """Return single words of some kinds: whose something is (*Russian*, *Democratic*), what somebody is."""
    listed = ((words, one.kind) for some in lexicon().phrases.values() for words, _, one in some)
    return frozenset(words[0] for words, kind in listed if len(words) == 1 and kind in kinds)


#: What an adjective ends with.
_QUALITY = re.compile(r"(?:ous|ful|[ai]ble)$")


def _matter(
    headlines: Iterable[str], named: str, people: AbstractSet[str] = frozenset()
) -> tuple[str, int] | None:
    """Return the word, or pair of words, that most headlines have beside names, and how many have it.

    What stands behind the name of one of the people is what he does.

    >>> _matter(["Fiscal cliff nears", "A fiscal cliff deal", "Fiscal cliff looms for Ames"], "Ames")
    ('fiscal cliff', 3)
    >>> _matter(["Ames to end a port deal", "Ends the deal", "End of a port deal"], "Ames")
    ('port deal', 3)
    >>> told = ["Ames fires Bo", "Why Ames Fires Bo", "Ames fires Li of the port", "A port, a hat"]
    >>> _matter(told, "Ames Bo", {"Ames"})
    ('port', 2)
    """
    skip = (
        ENGLISH_STOP_WORDS
        | set(re.findall(r"\w+", named.casefold()))
        | _alone("people", "named")
        | {"said", "says"}
    )
    headlines = list(headlines)
    # A verb, which names no matter: *end* of "to end it", however often it stands.
    every = "\n".join(headlines)
    does = rf"\b(?:{'|'.join(map(re.escape, sorted(people)))}) (\w+)s\b" if people else "(?!)"
    deeds = [*re.findall(r"\bto (\w+)", every.casefold()), *re.findall(does, every)]
    deeds = [word.casefold() for word in deeds]
    skip |= {form for word in deeds for form in (word, f"{word}s", f"{word}ed", f"{word}ing")} | {"second"}
    found: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    for headline in headlines:
        words = re.findall(r"[^\W\d_]{3,}", headline.casefold())
        pairs = (f"{one} {other}" for one, other in pairwise(words) if not {one, other} & skip)
        # "Cease-fire" is whole.
        joined = re.findall(r"[^\W\d_]{3,}-[^\W\d_]{3,}", headline.casefold())
        here = {*(word for word in words if word not in skip and not _QUALITY.search(word)), *pairs, *joined}
        forms.update(here)
        # *Impeached* and *impeachment* are one matter, called by its commonest form.
        found.update({_stem(word) for word in here})
    if not found:
        return None
    matter, n = min(found.items(), key=lambda one: (-one[1], "-" not in one[0], one[0]))
    whole = [pair for pair in found if " " in pair and matter in pair.split() and found[pair] >= _WHOLE * n]
    matter = max(whole, key=lambda pair: (found[pair], pair), default=matter)
    # "Indicted" names no matter, "indictment" does.
    called = [word for word in forms if _stem(word) == matter and not word.endswith("ed")]
    return (min(called, key=lambda word: (-forms[word], word.endswith("ing"), word)), n) if called else None


def _stem(words: str) -> str:
    return " ".join(stem(word) for word in words.split())


def groups(material: Material) -> str:
    """Return what is compared, in the plural: outlets, or the groups of another column."""
    return "outlets" if material.by == "outlet" else "groups"


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
        frames = (self._material.profile, self._material.contrast)
        return {str(value) for frame in frames if column in frame for value in frame[column].unique()}

    def _hits(self, column: str) -> set[str]:
        """Return the values of single hits and spans: these are finer than those of rows."""
        tables = self._material.tables
        frames = [tables[name] for name in ("evidence", "voices") if name in tables]
        return {str(value) for frame in frames for value in frame[column].unique()}

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


def strip(shares: Mapping[str, float]) -> list[tuple[str, str, str]]:
    """Return the parts of a strip, one behind the other: kind, where it begins and how long it is.

    >>> strip({"own": 0.5, "quoted": 0.25})
    [('own', '0', '50.0'), ('quoted', '50', '25.0')]
    """
    ends = [round(100 * sum([*shares.values()][: n + 1]), 1) for n in range(len(shares))]
    return [
        (kind, f"{start:g}", f"{max(end - start, 0):.1f}")
        for kind, start, end in zip(shares, [0.0, *ends], ends, strict=False)
    ]


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
        check_choice("collection", collection, READINGS, where="report")
        given = {
            name: schema.check_metadata(frame) if name == "articles" else schema.check(frame, name)
            for name, frame in tables.items()
            if name in schema.names()
        }
        for name in _NEEDED:
            given.setdefault(name, schema.empty(name))
        drawings = {name: svg[max(svg.find("<svg"), 0) :] for name, svg in figures.items()}
        return cls(given, drawings, dict(settings), lookup)

    def __reduce__(self) -> tuple[type[Material], tuple[Any, ...]]:
        """Be sent to another process without what was made of it here."""
        return Material, (self.tables, self.figures, self.settings, self.lookup)

    def once(self, make: Callable[[Material], _T]) -> _T:
        """Return what a function makes of this material; several sections ask, and it is made once."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

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

    def show(self, row: Mapping[str, Any], top: float = 0.0) -> dict[str, Any]:
        """Return a number of the profile as a page shows it: text, interval, sentences, bar, caution.

        `width` is its part of `top` in hundredths; without `top` no bar is drawn.
        """
        text = numbers.estimate(row["estimate"], row["unit"])
        known = text != numbers.DASH
        return {
            "text": text,
            "spread": numbers.spread(row["low"], row["high"], lambda end: numbers.estimate(end, row["unit"])),
            "opens": self.opens(row) if known else "",
            "width": round(100 * min(abs(row["estimate"]) / top, 1.0), 1) if known and top else 0,
            "less": bool(known and row["estimate"] < 0),
            "flag": FEW * bool(row["estimate"] and min(row["n_articles"], row["n_hits"]) < COLUMN),
            "pale": not self.tells(row),
        }

    def tells(self, row: Mapping[str, Any]) -> bool:
        """Say whether a difference in what a row of the profile measures is significant, or all there is."""
        return self.cell(row) in self._told

    @cached_property
    def _told_rows(self) -> list[dict[str, Any]]:
        rows = self.tables.get("findings")
        if rows is None:
            return []
        return rows[rows["certainty"].isin(["significant", "described"]).to_numpy()].to_dict("records")

    @cached_property
    def _told(self) -> set[tuple[str, ...]]:
        """Cells of which a finding is significant, or described as all there is."""
        return {self.cell(row) for row in self._told_rows}

    @cached_property
    def told_matters(self) -> set[str]:
        """Matters of which a finding is significant, or described as all there is."""
        return {str(row["matter"]) for row in self._told_rows}

    @cached_property
    def told_measures(self) -> set[str]:
        """Measures of which a finding is significant, or described as all there is."""
        return {str(row["measure"]) for row in self._told_rows}

    def why_folded(self, *kinds: str) -> str:
        """Say why the numbers behind such findings are folded: nothing was tested, or nothing is sure."""
        rows = self.tables.get("findings")
        if rows is None or rows.loc[rows["certainty"] != "not estimable", "kind"].isin(kinds).any():
            return UNSURE
        return UNTESTED

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

    @cached_property
    def extra(self) -> tuple[str, ...]:
        """Columns by which cells are split beyond those of the schema, as a study may ask for."""
        known = {*schema.schema("profile").columns, "voices"}
        return tuple(c for c in self.profile.columns if c not in known and c in self.contrast.columns)

    def cell(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the cell of a row as plain strings; a missing target is empty."""
        values = (row.get(column) for column in (*CELL, *self.extra))
        return tuple("" if value is None or value != value else str(value) for value in values)

    @cached_property
    def profile_rows(self) -> Mapping[tuple[str, ...], dict[str, Any]]:
        """Rows of the profile by (group, *cell)."""
        return {(str(row["group"]), *self.cell(row)): row for row in self.profile.to_dict("records")}

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, ...], int]:
        return {key: number for number, key in enumerate(self.profile_rows)}

    def opens(self, row: Mapping[str, Any], side: str = "group") -> str:
        """Return the key by which a page opens the sentences behind a group's number; empty without one."""
        number = self._numbers.get((str(row[side]), *self.cell(row)))
        return "" if number is None else f"p{number}"

    @cached_property
    def groups(self) -> list[str]:
        """The groups that stand beside one another: those with most articles, in order of their names.

        Where two groups have three articles that are counted, those with fewer are left out.
        """
        counted = self.articles["id"].astype(str).isin(self.counted)
        sizes = self.articles.loc[counted.to_numpy(), self.by].astype(str).value_counts()
        enough = sizes.index[sizes >= COLUMN]
        return self.largest(enough if len(enough) > 1 else self.sizes, GROUPS)

    @cached_property
    def counted(self) -> set[str]:
        """The articles that the numbers of `main` count: whole ones that are news, or of the first kind."""
        whole = self.articles[self.articles["status"] == "full"]
        genres = whole["genre"].astype(str).replace("unknown", "news")
        genre = "news" if (genres == "news").any() else min(genres, default="news")
        return set(whole.loc[genres == genre, "id"].astype(str))

    def main(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a table that are of news, or of the first kind there is, and of whole texts."""
        if table.empty:
            return table
        genres, parts = table["genre"].astype(str), table["part"].astype(str)
        genre = "news" if (genres == "news").any() else str(sorted(genres)[0])
        part = next(name for name in ("all", "body", "lead", "headline") if (parts == name).any())
        return table[((genres == genre) & (parts == part)).to_numpy()]

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
    def facets(self) -> Facets:
        """What a reader may choose among, and the numbers by which the page knows it."""
        return Facets(self)
