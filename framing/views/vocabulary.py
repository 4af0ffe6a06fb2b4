"""What things are called wherever people read them: outlets, events, voices, parts, measures, units.

Tables inside the program carry keys (``global_times``). What is shown carries names, and a name whose text
was invented says so, wherever it stands. A lexicon's measures are called as its file says.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from framing import plugins
from framing.plugins import toml
from framing.schema import UNITS

if TYPE_CHECKING:
    import pandas as pd

WORDS: dict[str, Any] = tomllib.loads(plugins.files("framing.views")["vocabulary"].read_text("utf8"))
#: Of measures that no lexicon names: `subject`, `heading`, `short` and `meaning`.
MEASURES: dict[str, dict[str, str]] = WORDS["measures"]
#: Findings of a measure as sentences.
HEADLINES: dict[str, str] = WORDS["headlines"]
#: Kinds of speakers in the plural, as they stand in a sentence, and of one speaker.
SPEAKERS: dict[str, str] = WORDS["speakers"]
SPEAKER: dict[str, str] = WORDS["speaker"]
#: Whose words, by how voices were told apart and by voice.
VOICES: dict[str, dict[str, str]] = WORDS["voices"]
#: Kinds of difference between two wordings of a fact, by the columns of `pairs`: what the outlet named first
#: has more of, what the other has.
DIFFERENCES: dict[str, tuple[str, str]] = WORDS["differences"]
#: How the collection is read: the short word, and what it means and what follows.
READINGS: dict[str, tuple[str, str]] = WORDS["readings"]

#: Put behind the name of an outlet whose articles were written for this project.
INVENTED = " (invented text)"

#: Longest headline that stands for an event, in characters.
_HEADLINE = 60

_OUTLETS = "framing.corpus.outlets"

_COLUMNS = ("outlet", "group", "a", "b", "a_outlet", "b_outlet")

#: Of our own: strftime would follow the machine's language.
_MONTHS: tuple[str, ...] = tuple(toml(__package__, "lists")["vocabulary"]["months"])
_DAY = re.compile(r"(\d{4}|-)-(\d\d)(?:-(\d\d))?")
#: What the program calls an event that it found: three words, and a number where another is called so too.
_FOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+){2}(?:-\d)?")


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Return what each outlet is called, its name first."""
    raw = {key: tomllib.loads(file.read_text("utf8")) for key, file in plugins.files(_OUTLETS).items()}
    return {key: (str(one.get("name", key)), *one.get("aliases", ())) for key, one in raw.items()}


def names_of(key: str) -> frozenset[str]:
    """Return what an outlet is called, in lower case: its key, its name, its aliases.

    >>> "national public radio" in names_of("npr"), names_of("a_post") == {"a_post", "a post"}
    (True, True)
    """
    return frozenset(name.casefold() for name in (key, display(key), *_names().get(key, ())))


def names_of_media(outlets: Iterable[str]) -> frozenset[str]:
    """Return what outlets, and all media that the program knows, are called: no matter of what they tell.

    >>> {"npr", "reuters", "a post"} <= names_of_media(["a_post"])
    True
    """
    return frozenset[str]().union(*map(names_of, {*outlets, *_names()}))


def display(key: str, provenance: str = "published") -> str:
    """Return the name to show for an outlet's key.

    Parameters
    ----------
    key : str
        As in the `outlet` column; a key without a file of its own is shown with
        its underscores turned into spaces.
    provenance : {"published", "illustrative"}
        Illustrative text is marked as invented.

    Examples
    --------
    >>> display("the_harbour_courier", "illustrative")
    'The Harbour Courier (invented text)'
    """
    known = key.replace("_", " ").title() if key.islower() and "_" in key else key
    name = _names().get(key, (known,))[0]
    return name + INVENTED if provenance == "illustrative" and not name.endswith(INVENTED) else name


def event_name(event: str, titles: Iterable[str] | None = None) -> str:
    """Return what to call an event: its own name, or of one that was found the words that make its key.

    Parameters
    ----------
    event : str
        As in the `event` column.
    titles : iterable of str, optional
        Headlines of its articles, of an event that the program found and so has no name of its own: the
        nearest to all of them stands in where its key has no words.

    Examples
    --------
    >>> event_name("visit_2026"), event_name("ferry-harbour-talks-2", [])
    ('visit 2026', 'ferry, harbour, talks (2)')
    >>> event_name("7", ["Ferry talks open", "Ferry talks open late", "Fog on the coast"])
    '“Ferry talks open”'
    """
    if titles is None:
        return event.replace("_", " ")
    words = [part for part in event.split("-") if part]
    number = f" ({words.pop()})" if len(words) > 1 and words[-1].isdigit() else ""
    if words and words != ["event"] and not any(letter.isdigit() for word in words for letter in word):
        return ", ".join(words) + number
    return headline(titles) or event.replace("_", " ")


def event_words(event: str) -> str:
    """Return what to call an event of which the key alone is at hand.

    >>> event_words("ferry-harbour-talks"), event_words("visit_2026"), event_words("spring-fair-2026")
    ('ferry, harbour, talks', 'visit 2026', 'spring fair 2026')
    """
    if _FOUND.fullmatch(event):
        return event_name(event, [])
    plain = event.replace("_", " ")
    return plain if " " in plain else plain.replace("-", " ")


def day_name(day: str) -> str:
    """Write a day, a month or a day of no year as people do; anything else stays as it is.

    >>> day_name("2025-05-22"), day_name("2025-05"), day_name("--05-22"), day_name("Monday")
    ('22 May 2025', 'May 2025', '22 May', 'Monday')
    """
    found = _DAY.fullmatch(day)
    if not found or not 1 <= int(found[2]) <= 12:
        return day
    year = "" if found[1] == "-" else found[1]
    parts = [str(int(found[3])) if found[3] else "", _MONTHS[int(found[2]) - 1], year]
    return " ".join(filter(None, parts))


def headline(titles: Iterable[str]) -> str:
    """Return the headline that has most words in common with the others, in quotation marks; or nothing."""
    known = sorted({" ".join(title.split()) for title in titles if title.strip()})
    if not known:
        return ""
    words = [set(title.casefold().split()) for title in known]
    tally = Counter(word for some in words for word in some)
    # Whole numbers alone decide, so that no rounding can; of equals the first in order of letters.
    best = max(
        range(len(known)),
        key=lambda i: (Fraction(sum(tally[w] for w in words[i]), len(words[i])), -len(known[i])),
    )
    title = known[best]
    short = title if len(title) <= _HEADLINE else title[: _HEADLINE + 1].rsplit(" ", 1)[0] + " …"
    return f"“{short}”"


def name_outlets(table: pd.DataFrame) -> pd.DataFrame:
    """Put outlets' names in place of their keys, as `paper` and the figures do, for figures of your own.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table: outlets stand in its columns `outlet`, `group`, `a`, `b`, `a_outlet` and `b_outlet`. Values
        that are no outlet's key stay, but for underscores.

    Returns
    -------
    pandas.DataFrame
        The same rows; where the text was invented, the name says so.

    Examples
    --------
    >>> import pandas as pd
    >>> name_outlets(pd.DataFrame({"group": ["hill", "global_times"]}))["group"].tolist()
    ['The Hill', 'Global Times']
    """
    result = table.copy()
    provenance = table["provenance"].astype(str) if "provenance" in table else ["published"] * len(table)
    for column in set(_COLUMNS) & set(table.columns):
        named = zip(table[column].astype(str), provenance, strict=True)
        result[column] = [display(key, how) if isinstance(key, str) else key for key, how in named]
    return result


# Who speaks.


def is_sources(measure: object) -> bool:
    """Say whether a measure is one of who speaks.

    >>> is_sources("sources.first"), is_sources("hedges")
    (True, False)
    """
    return str(measure).startswith("sources.")


def whom(target: object) -> str:
    """Return of whom a row is: a kind in words, a country or medium as it stands.

    >>> whom("expert"), whom("CN"), whom(None)
    ('experts', 'CN', '')
    """
    return SPEAKERS.get(target, target) if isinstance(target, str) else ""


def list_differences(row: Mapping[str, Any]) -> list[str]:
    """Return what a's wording of a fact is beside b's, of a row of `pairs`.

    >>> list_differences({"kinds": "tone; sure", "tone": -2.0, "sure": 1.0})
    ['more negative', 'surer']
    """
    kinds = str(row["kinds"]).split("; ")
    return [said[row[kind] < 0] for kind, said in DIFFERENCES.items() if kind in kinds]


def is_claim(measure: object) -> bool:
    """Say whether a measure, or a matter, is of who is to act, or of whose doing something is said to be.

    >>> is_claim("demands.of"), is_claim("causes"), is_claim("hedges")
    (True, True, False)
    """
    return str(measure).partition(".")[0] in CLAIMS


# Measures, and where a row lies.


def entry_words(entry: str) -> str:
    """Return an entry of a lexicon as words: of alternatives the first, an open end as an ellipsis.

    >>> entry_words("export controls|ban|curbs"), entry_words("accus*")
    ('export controls', 'accus…')
    """
    return re.sub(r"\|[^ ]*", "", entry).replace("*", "…")


#: Measures with figures and sections of their own: the first part of their names, and what they are called.
APART = {"stance": "stance", "frame": "frame indicators", "demands": "demands", "causes": "causes"}
#: Those of them that are of what texts say somebody has to do, or has done.
CLAIMS = ("demands", "causes")


def meanings() -> dict[str, str]:
    """Return what these measures mean, by name."""
    return {name: said["meaning"] for name, said in MEASURES.items()}


def family(measure: object) -> str:
    """Return the first part of the name of a measure that stands apart; empty for any other.

    >>> family("stance.net"), family("frame.visits.reset"), family("hedges")
    ('stance', 'frame', '')
    """
    first, dot, _ = str(measure).partition(".")
    return first if dot and first in APART else ""


def frame_of(measure: str, meaning: str = "") -> tuple[str, str]:
    """Return a frame and its codebook in words; the meaning of the measure gives the title, its name the key.

    >>> frame_of("frame.visits.security_risk")
    ('security risk', 'visits')
    >>> frame_of("frame.policy.security", "Indicators of the frame 'security and defence' per 1,000 tokens.")
    ('security and defence', 'policy')
    """
    _, book, frame = [*measure.split(".", 2), "", ""][:3]
    titled = re.match(r"Indicators of the frame '(.+)' per 1,000 tokens", meaning)
    return (titled[1] if titled else frame.replace("_", " ")), book.replace("_", " ")


#: A measure whose meaning takes more characters is called by its name, in a narrow column sooner.
LONGEST, SHORT = 90, 34


@dataclass(frozen=True)
class Names:
    """Names for one study, from its settings; `extra` are further columns that split its cells.

    Examples
    --------
    >>> names = Names({"voices": "quotes", "measures": {"hedges": "Hedging words per 1,000 tokens."}})
    >>> cell = {"genre": "opinion", "part": "all", "voice": "outlet"}
    >>> names.place(cell), names.noun("hedges"), names.noun("tone.net")
    ('in opinion pieces, outside quotation marks', 'hedging words', 'tone.net')
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    extra: tuple[str, ...] = ()

    def outlet(self, key: str, provenance: str = "published") -> str:
        """Return the name to show; invented text says so, and `rest` is all other groups."""
        return display("all others together" if key == "rest" else str(key), provenance)

    def voice(self, voice: str) -> str:
        """Return a voice as a phrase with its preposition; `all` is empty."""
        how = self.settings.get("voices", "quotes")
        known = VOICES["quotes"] if how == "quotes" else WORDS["voice_phrases"]
        return known.get(voice, "" if voice == "all" else f"in voice {voice}")

    def whose(self, voice: str) -> str:
        """Return a voice in a word or two."""
        how = self.settings.get("voices", "quotes")
        return VOICES["quotes" if how == "quotes" else "full"].get(
            voice, "all words" if voice == "all" else voice
        )

    def note(self, row: Mapping[str, Any]) -> str:
        """Return a row's note with names in place of the keys of its outlets.

        >>> Names().note({"a": "a_post", "b": "x", "provenance": "published", "note": "no hits in a_post"})
        'no hits in A Post'
        """
        note = row.get("note")
        if not isinstance(note, str):
            return ""
        for side in ("a", "b", "group"):
            if key := str(row.get(side) or ""):
                # A name may hold a backslash, which `sub` would read as a group.
                name = self.outlet(key, row["provenance"]).replace("\\", r"\\")
                note = re.sub(rf"(?<=\b(?:in|of) ){re.escape(key)}(?!\w)", name, note)
        return note.strip().rstrip(".")

    def place(self, row: Mapping[str, Any]) -> str:
        """Return where a row's cell lies, as ``in opinion pieces, in headlines, inside quotation marks``."""
        genre, part, voice = (str(row[column]) for column in ("genre", "part", "voice"))
        said = [
            WORDS["genres"].get(genre, f"in genre {genre}"),
            WORDS["parts"].get(part, ""),
            self.voice(voice),
        ]
        said += [f"{column} {row[column]}" for column in self.extra]
        return ", ".join(phrase for phrase in said if phrase)

    def part(self, part: str) -> str:
        """Return a part as one word or two."""
        return {"lead": "first paragraph", "all": "whole text"}.get(part, part)

    def meaning(self, measure: str) -> str:
        """Return the measure's meaning as its lexicon states it, or nothing."""
        return str((self.settings.get("measures") or {}).get(measure) or "").strip()

    def noun(self, measure: str) -> str:
        """Return the measure as the subject of a sentence: its meaning, without unit and asides."""
        if is_sources(measure) or family(measure):
            return self.subject({"measure": measure})
        if measure in WORDS["nouns"] and self.meaning(measure):
            return str(WORDS["nouns"][measure])
        first = re.split(r"(?<=\w)[.;:](?:\s|$)|\s\(", self.meaning(measure), maxsplit=1)[0].strip()
        before, per, _ = first.partition(" per 1,000")
        if per or len(first) > LONGEST:
            first = before.split(",")[0].strip()
        if not first or len(first) > LONGEST:
            return measure
        if not first[1:2].isupper():
            first = first[0].lower() + first[1:]
        return f"the {first}" if re.match(r"(?:share|mean|number)\b", first) else first

    def label(self, measure: str) -> str:
        """Return the noun as a heading, with the name by which figures and settings call the measure."""
        if known := MEASURES.get(measure):
            return f"{known['heading']} ({measure})"
        if family(measure) == "frame":
            return f"Frame indicator: {frame_of(measure, self.meaning(measure))[0]} ({measure})"
        noun = self.noun(measure).removeprefix("the ")
        return measure if noun == measure else f"{noun[0].upper()}{noun[1:]} ({measure})"

    def short(self, measure: str, target: Any = None) -> str:
        """Return what a measure, and toward or of whom, is called in a narrow column.

        >>> names = Names({"measures": {"hedges": "Hedging words per 1,000 tokens."}})
        >>> names.short("hedges"), names.short("reporting.neutral"), names.short("sources.words", "official")
        ('Hedging words', 'Reporting: neutral', 'Attributed words: officials')
        """
        if known := MEASURES.get(measure):
            said = known["short"]
        elif family(measure) == "frame":
            frame, book = frame_of(measure, self.meaning(measure))
            said = f"{frame} ({book})" if frame and book else frame or book
        else:
            said = self.noun(measure).removeprefix("the ")
            if said == measure or len(said) > SHORT:
                # A name that reads as words: reporting.neutral is Reporting: neutral.
                said = re.sub(r"[._]", " ", measure.replace(".", ": ", 1))
        said = said[:1].upper() + said[1:]
        sign = ": " if is_sources(measure) else " " if is_claim(measure) else ", "
        return f"{said}{sign}{whom(target)}" if isinstance(target, str) and target else said

    def target(self, target: Any) -> str:
        """Return ``toward X``, or nothing where a measure has no target."""
        return f"toward {target}" if isinstance(target, str) and target else ""

    def subject(self, row: Mapping[str, Any]) -> str:
        """Return what a row measures and toward or of whom, as the subject of a sentence.

        >>> Names().subject({"measure": "stance.negative", "target": "China"})
        'stance toward China (share of mentions judged negative)'
        >>> Names().subject({"measure": "frame.visits.security_risk"})
        'frame indicators of security risk (visits)'
        """
        measure, target = str(row["measure"]), row.get("target")
        toward = f" {self.target(target)}".rstrip()
        if known := MEASURES.get(measure):
            return str(known["subject"]).format(who=whom(target) or "each kind", toward=toward)
        if family(measure) == "frame":
            return "frame indicators of {} ({})".format(*frame_of(measure, self.meaning(measure)))
        special = is_sources(measure) or family(measure)
        return (measure if special else self.noun(measure)) + toward * (not is_sources(measure))

    def unit(self, unit: str) -> str:
        """Return a unit in short."""
        return str(WORDS["units"].get(unit) or UNITS[unit].label)

    def reading(self) -> tuple[str, str]:
        """Return how the collection is read: short, and in a sentence or two."""
        return READINGS.get(str(self.settings.get("collection", "unknown")), READINGS["unknown"])


def is_explained(row: Mapping[str, Any]) -> bool:
    """Say whether most of a difference goes with length, date, kind or event, and the rest may be none."""
    null = 1.0 if row["scale"] == "ratio" else 0.0
    gone = re.match(r"reverses|nearly all|most", str(row.get("goes_with", "")))
    return bool(gone) and not (row["adjusted_low"] > null or row["adjusted_high"] < null)
