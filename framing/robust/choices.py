"""The choices that stand behind one comparison, and the options of each that are reasonable.

A choice is offered where it can be made at all: a voice rule for words of an outlet, a mask where a lexicon
has one. Whether an option changes anything is seen later, from the counts (`counts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from framing.errors import FramingError, among, several, unknown
from framing.features.lexicon import Lexicon, shipped
from framing.features.measures import Measure

__all__ = [
    "ORDER",
    "SPOKEN",
    "Made",
    "Options",
    "Row",
    "Voicing",
    "alike",
    "offered",
    "variant",
    "varied",
    "voicings",
]

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
        if not among(name, list(measures)):
            raise unknown("choices: lexicon", name, measures)
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
        if not among(name, ORDER):
            raise unknown("choice", name, ORDER)
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
