"""The project's own form of a lexicon: TOML with poles, examples, guards and measures.

It may take its terms from a lexicon that another installed package ships
(``terms_from = "vaderSentiment"``), so that no list is copied into this one; a pole that lists
terms takes these alone, at the weights they have there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from importlib import resources
from typing import Any

from framing.errors import FramingError, brief, check_choice, refuse_unknown, several, warn
from framing.features.formats._build import assemble, weight_fault
from framing.features.lexicon import AFFIRMING, NEGATORS, Entry, Lexicon, Measure, Pole
from framing.features.matching import alignments
from framing.plugins import parse_toml
from framing.text.tokens import ANY, split_pattern

SUFFIXES = (".toml",)

_TOP = {
    "name", "title", "meaning", "citation", "licence", "language", "negation", "negators",
    "affirming", "mask", "skip_names", "note", "measures", "poles", "terms_from",
}  # fmt: skip
_POLE = {"meaning", "examples", "counterexamples", "terms"}
_MEASURE = {"unit", "poles", "meaning"}
_ENTRY = {f.name for f in fields(Entry)} - {"pole"}


def read(data: bytes, name: str) -> Lexicon:
    """Read the bytes of a file of that name."""
    raw = parse_toml(data, name)
    refuse_unknown(raw, _TOP, name)
    for key in ("poles", "measures"):
        table(raw.get(key, {}), f"{name}, {key}")
    poles = {key: _pole(key, spec, name) for key, spec in raw.get("poles", {}).items()}
    listed = [entry for key, spec in raw.get("poles", {}).items() for entry in entries(key, spec, name)]
    if "terms_from" in raw:
        taken = list(_taken(raw["terms_from"], name))
        weights = {entry.term: entry.weight for entry in taken}
        chosen = {entry.pole for entry in listed}
        listed = [replace(entry, weight=weights.get(entry.term, entry.weight)) for entry in listed]
        listed += [entry for entry in taken if entry.pole not in chosen]
        for key in dict.fromkeys(entry.pole for entry in taken):
            poles.setdefault(key, Pole(key))
    stem = name.rsplit(".", 1)[0]
    return Lexicon(
        name=str(raw.get("name", stem)),
        entries=tuple(listed),
        poles=poles,
        measures=_measures(raw.get("measures", {}), str(raw.get("name", stem)), poles, name),
        title=str(raw.get("title", "")),
        meaning=str(raw.get("meaning", "")),
        citation=strings(raw.get("citation", ()), f"{name}, citation"),
        licence=str(raw.get("licence", "")),
        language=str(raw.get("language", "en")),
        negation=str(raw.get("negation", "ignore")),
        negators=strings(raw.get("negators", NEGATORS), f"{name}, negators"),
        affirming=strings(raw.get("affirming", AFFIRMING), f"{name}, affirming"),
        mask=strings(raw.get("mask", ()), f"{name}, mask"),
        skip_names=tuple(poles) if flag(raw, "skip_names", name) else (),
    )


def _pole(key: str, spec: Mapping[str, Any], name: str) -> Pole:
    where = f"{name}, pole {key!r}"
    refuse_unknown(table(spec, where), _POLE, where)
    examples, others = (strings(spec.get(k, ()), f"{where}, {k}") for k in ("examples", "counterexamples"))
    return Pole(key, str(spec.get("meaning", "")), examples, others)


def entries(pole: str, spec: Mapping[str, Any], name: str) -> Iterator[Entry]:
    """Yield the entries that a list of terms gives a pole; warns of those that can't be used."""
    terms = spec.get("terms", ())
    if not isinstance(terms, (list, tuple)):
        raise FramingError(f"{name}, pole {pole!r}, terms: {brief(terms)} is no list; write [{brief(terms)}]")
    for raw in terms:
        where = f"{name}, pole {pole!r}, term {brief(raw)}"
        if isinstance(raw, str):
            raw = {"term": raw}
        if fault := _fault(raw):
            warn(f"{where}: not used; {fault}")
            continue
        refuse_unknown(raw, _ENTRY, where)
        entry = Entry(
            term=raw["term"],
            pole=pole,
            weight=float(raw.get("weight", 1.0)),
            case=raw.get("case", False),
            mask=strings(raw.get("mask", ()), f"{where}, mask"),
            only=strings(raw.get("only", ()), f"{where}, only"),
            pair=str(raw.get("pair", "")),
        )
        for phrase in (*entry.mask, *entry.only):
            if not alignments(split_pattern(phrase), split_pattern(entry.term)):
                raise FramingError(
                    f"{where}: the guard {phrase!r} doesn't hold the term; write the term inside it"
                )
        yield entry


def of_terms(terms: Mapping[str, Any], name: str) -> Lexicon:
    """Make the lexicon of `Lexicon.from_dict`: its measures are called by their categories alone."""
    if not isinstance(terms, Mapping):
        said = f"lexicon: {brief(terms)} is no dict; give words by category, as {{'trade': ['tariff*']}}"
        raise FramingError(said)
    found = tuple(_nested(terms, ()))
    if not found:
        raise FramingError("lexicon: no term that can be used; give words by category")
    poles = {entry.pole: Pole(entry.pole) for entry in found}
    weighted = any(entry.weight != 1 for entry in found)
    made = assemble(name, found, poles, "Words given as a dict.", weighted=weighted)
    named = {key.removeprefix(f"{made.name}."): measure for key, measure in made.measures.items()}
    return replace(made, measures={key: replace(one, name=key) for key, one in named.items()})


def _nested(held: Any, path: tuple[str, ...]) -> Iterator[Entry]:
    """Yield the entries of categories inside one another, each a pole ``outer.inner``."""
    if isinstance(held, Mapping):
        for key, value in held.items():
            yield from _nested(value, (*path, "_".join(str(key).lower().split())))
        return
    where = f"lexicon, {path[-1]!r}"
    own = several(where, held)
    for term in own:
        if not isinstance(term, (str, Mapping)):
            raise FramingError(f"{where}: {brief(term)} is no word or phrase; give strings")
    yield from entries(".".join(path), {"terms": own}, "lexicon")


def _fault(raw: Any) -> str:
    """Say what keeps an item of a list of terms from being one, or nothing."""
    if not isinstance(raw, dict) or not isinstance(raw.get("term"), str):
        return "a term is a word or a table with 'term'"
    if not any(item.strip(f"{ANY}*|") for item in split_pattern(raw["term"])):
        return "no word in it"
    if signs := sorted(set(raw["term"]) & set("()[]{}\\^")):
        return f"signs of a pattern that is not read here: {' '.join(signs)}"
    if not isinstance(raw.get("case", False), bool):
        return f"case {brief(raw['case'])} should be true or false"
    return weight_fault(raw.get("weight"))


def _measures(
    raw: Mapping[str, Any], lexicon: str, poles: Mapping[str, Pole], name: str
) -> dict[str, Measure]:
    if not raw:
        return {f"{lexicon}.{pole}": Measure(f"{lexicon}.{pole}", "per_1000", {pole: None}) for pole in poles}
    found = {}
    for key, spec in raw.items():
        where = f"{name}, measure {key!r}"
        refuse_unknown(table(spec, where), _MEASURE, where)
        listed = spec.get("poles", list(poles))
        weights: dict[str, Any] = (
            listed if isinstance(listed, dict) else dict.fromkeys(strings(listed, f"{where}, poles"))
        )
        for pole, weight in weights.items():
            if fault := weight_fault(weight):
                raise FramingError(f"{where}, pole {pole!r}: {fault}; give a number, as {{ {pole} = 1.0 }}")
        found[key] = Measure(key, str(spec.get("unit", "per_1000")), weights, str(spec.get("meaning", "")))
    return found


def table(value: Any, where: str) -> Mapping[str, Any]:
    """Return a table of a file as it is, or raise where something else stands."""
    if not isinstance(value, Mapping):
        raise FramingError(f"{where}: {brief(value)} is no table; write it as in docs/lexicons.md")
    return value


def strings(value: Any, where: str) -> tuple[str, ...]:
    """Return one string, or a list of them, as a tuple; raise where it is neither."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise FramingError(f'{where}: {brief(value)} is no list of words; write ["one", "two"]')
    return tuple(value)


def flag(spec: Mapping[str, Any], key: str, where: str, default: bool = False) -> bool:
    """Return what a file says yes or no to, or raise where something else stands."""
    given = spec.get(key, default)
    if not isinstance(given, bool):
        raise FramingError(f"{where}, {key}: {brief(given)} should be true or false")
    return given


def _taken(source: str, name: str) -> Iterator[Entry]:
    check_choice("terms_from", source, _INSTALLED, where=name)
    yield from _INSTALLED[source]()


def _vader() -> Iterator[Entry]:
    """Read VADER's lexicon from where its package installed it (Hutto and Gilbert 2014; MIT)."""
    text = (resources.files("vaderSentiment") / "vader_lexicon.txt").read_text("utf8")
    for line in text.splitlines():
        term, valence, *_ = line.split("\t")
        weight = float(valence)
        # Emoticons and codes (0-8, 4q) are no words of newspaper text.
        if weight and split_pattern(term) == (term,) and not any(map(str.isdigit, term)):
            yield Entry(term, "positive" if weight > 0 else "negative", weight)


_INSTALLED = {"vaderSentiment": _vader}
