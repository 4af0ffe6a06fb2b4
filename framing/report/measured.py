"""A methods text on what was measured: each list, rule and model, what it counts and the works it goes by.

Which measures there are is read off the profile; what stands behind a name is looked up among those that come
with the package, and a measure whose meaning is another is the user's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from framing.report import apart, numbers, sourcing
from framing.report.numbers import all_listed

if TYPE_CHECKING:
    from framing.report.citing import Cited
    from framing.report.material import Material

__all__ = ["frames", "lists", "primary", "sources", "stance", "works_of"]

_UNITS = {
    "per_1000": "hits per 1,000 tokens",
    "net_per_1000": "positive less negative hits per 1,000 tokens",
    "mean": "mean weight a hit",
    "share": "share",
    "share_of_headlines": "share of headlines with at least one hit",
}

_NEGATION = {
    "drop": "A hit negated within three words before it, in its sentence and voice, did not count.",
    "flip": "A negator up to three words before a term, in its sentence and voice, turned it and multiplied "
    "its valence by \N{MINUS SIGN}0.74.",
}

_TONE = (
    "The terms are those of VADER's lexicon, with expressions of this domain masked. It is not VADER's "
    "compound score, so the validation of that score does not carry over."
)


@cache
def _known() -> Mapping[str, Any]:
    from framing.features.measures import on_request, registry

    return {**registry(), **on_request()}


def works_of(material: Material, measure: str) -> tuple[str, ...]:
    """Return the works that a measure's list names, a line each; none for what has no list.

    The setting `works`, measure to lines, speaks of lists of the user's own.
    """
    given = material.settings.get("works")
    if isinstance(given, Mapping) and given.get(measure):
        return tuple(str(line) for line in given[measure])
    known = _shipped(material, measure)
    return tuple(getattr(known.finder, "citation", ())) if known is not None else ()


def _shipped(material: Material, measure: str) -> Any:
    """Return the measure of the package that has this name and meaning; None where there is none."""
    known = _known().get(measure)
    meaning = material.names.meaning(measure)
    return known if known is not None and (not meaning or meaning == known.meaning) else None


def _families(material: Material) -> dict[str, list[str]]:
    """Return the measures counted by lists and rules, by the first part of their name."""
    found: dict[str, list[str]] = {}
    for measure in sorted(material.profile["measure"].astype(str).unique()):
        if not (sourcing.is_sources(measure) or apart.kind(measure)):
            found.setdefault(measure.partition(".")[0], []).append(measure)
    return found


def lists(material: Material, cited: Cited) -> str:
    """Describe every measure made by a list of terms or by rules, an item each family."""
    items = [_family(material, cited, family, measures) for family, measures in _families(material).items()]
    return "\n".join(f"- {item}" for item in items)


def _family(material: Material, cited: Cited, family: str, measures: list[str]) -> str:
    shipped = [_shipped(material, measure) for measure in measures]
    finder = getattr(shipped[0], "finder", None) if shipped[0] is not None else None
    meanings = []
    for measure, known in zip(measures, shipped, strict=True):
        said = (material.names.meaning(measure) or (known.meaning if known else "")).strip().rstrip(".")
        said = said or f"a measure of the study's own, {_UNITS[_unit(material, measure)]}"
        meanings.append(f"`{measure}`, {said[0].lower() + said[1:] if not said[1:2].isupper() else said}")
    title = getattr(finder, "title", "") or family.replace("_", " ").capitalize()
    cites = cited.lines(works_of(material, measures[0]))
    behind = ""
    entries = getattr(finder, "entries", ())
    if entries:
        behind = f" {numbers.count(len(entries))} entries"
        behind += f" written from the literature {cites}." if family != "tone" and cites else f" {cites}."
        behind = behind.replace(" .", ".")
    elif shipped[0] is None:
        behind = f" A list or rule of the study's own {cites}.".replace(" .", ".")
    elif not cites:
        behind = " Found by rules."
    if family == "tone" and finder is not None:
        behind += f" {_TONE}"
    negation = _NEGATION.get(getattr(finder, "negation", ""), "")
    behind += f" {negation}" if negation else ""
    return f"**{title}**: {'; '.join(meanings)}.{behind}"


def _unit(material: Material, measure: str) -> str:
    profile = material.profile
    return str(profile.loc[(profile["measure"] == measure).to_numpy(), "unit"].iloc[0])


def sources(material: Material, cited: Cited) -> str:
    """Describe the measures of who speaks."""
    found = [
        measure
        for measure in sorted(material.profile["measure"].astype(str).unique())
        if sourcing.is_sources(measure)
    ]
    if not found:
        return ""
    told = []
    for measure in found:
        said = sourcing.MEANINGS.get(measure, measure).rstrip(".")
        keys = cited("shannon1948") if measure == "sources.diversity" else ""
        said = said[0].lower() + said[1:] if not said.startswith("Shannon") else said
        told.append(f"`{measure}`, {said}" + (f" {keys}" if keys else ""))
    return (
        f"- **Who speaks**: {'; '.join(told)}. Kinds and countries of speakers were read from titles, "
        "organisations and places beside the name; an article in which nobody but the outlet spoke was in no "
        "denominator."
    )


def stance(material: Material, cited: Cited) -> str:
    """Describe stance toward targets, who judged it, and what was done about the judge's error."""
    rows = material.profile[material.profile["measure"].astype(str).map(apart.kind) == "stance"]
    if rows.empty:
        return ""
    targets = sorted(rows["target"].dropna().astype(str).unique())
    model = str(material.settings.get("model") or "")
    named = f", {model}," if model else ""
    said = (
        f"- **Stance** toward {all_listed(targets)}: a model{named} judged each mention of a target in its "
        "sentence as negative, neutral or positive; counted are shares of mentions, and positive less "
        f"negative. It learned from coded news about the politics of the United States "
        f"{cited('hamborg2021')}."
    )
    measured = _macro_f1(model)
    if measured:
        said += f" Cross-validated there, its macro-F1 was {measured}; in these articles it was not measured."
    if material.corrections:
        said += (
            " How often each class was mistaken for which, measured there by voice, was taken out of the "
            f"shares by adjusted counts {cited('forman2008', 'hopkins2010')}; corrected intervals hold what "
            "articles and confusion leave open, and take the errors to be here what they were there."
        )
    return said


def _macro_f1(model: str) -> str:
    """Return the cross-validated macro-F1 in a judge's card; nothing for one that is not of the package."""
    from framing.errors import FramingError
    from framing.features.stance.judges import judge

    try:
        card = judge(model).card
    except (FramingError, ImportError):
        return ""
    value = card.more.get("measured", {}).get("macro_f1")
    return numbers.plain(value, 2).removeprefix("0") if value else ""


def frames(material: Material, cited: Cited) -> str:
    """Describe frame indicators, codebook by codebook."""
    measures = sorted(m for m in material.profile["measure"].astype(str).unique() if apart.kind(m) == "frame")
    books: dict[str, list[str]] = {}
    for measure in measures:
        books.setdefault(measure.split(".")[1], []).append(measure)
    if not books:
        return ""
    told = []
    for book, own in books.items():
        frames_of = [apart.frame_of(measure, material.names.meaning(measure))[0] for measure in own]
        cites = cited.lines(_codebook_works(material, book, own))
        told.append(f"`{book}` ({all_listed(frames_of, 20)})" + (f" {cites}" if cites else ""))
    return (
        f"- **Frame indicators**, per 1,000 tokens, of the "
        f"{'codebook' if len(books) == 1 else 'codebooks'} {all_listed(told)}. Indicators are words that "
        "point to a frame; they are not frames, which coders or a classifier checked against coders find."
    )


def _codebook_works(material: Material, book: str, own: list[str]) -> tuple[str, ...]:
    from framing.features.frames.codebook import shipped

    lines = works_of(material, own[0])
    known = shipped().get(book)
    return lines or (tuple(known.citation) if known and _shipped(material, own[0]) else ())


def primary(material: Material, cited: Cited) -> str:
    """Say which measures were named before scoring; all else is exploratory."""
    named = [f"`{name}`" for name in material.settings.get("primary") or ()]
    if not named:
        return "No measure was named as primary before scoring, so that every test is exploratory."
    return f"Named as primary before scoring: {all_listed(named)}. All other tests are exploratory."
