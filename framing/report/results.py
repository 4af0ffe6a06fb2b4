"""The findings of a study, to read and as a paragraph to paste: number, interval, n, family and reading.

What is told are the clearest comparisons that hold, one a group of measures; how many there are in all, and
how many shuffled labels bring about, is said first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from framing.report import checked, holding, numbers, sentences, standing, titling
from framing.report.numbers import all_listed

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["findings", "group", "parts"]

_BANDS = {
    "stands": "held after adjustment for {its} family",
    "leans": "{was} less certain",
    "open": "{was} not settled by these articles",
    "bare": "had too few articles or hits for an interval or a test",
    "described": "{was} described",
}

#: Only what holds is told by itself; or, of all that was published, what is described.
_TOLD = ("stands", "described")


def findings(material: Material, most: int = 5) -> str:
    """Return a paragraph on what differs, as Markdown without markup.

    Parameters
    ----------
    material : Material
        Tables and settings of one study.
    most : int
        Findings told at most: primary measures first, then by certainty, one a group of measures.

    Returns
    -------
    str
        One paragraph in the past tense, about the articles collected. Never that outlets are alike.

    Examples
    --------
    >>> from framing.report.material import Material
    >>> findings(Material.of({}, {}, {}))
    'There was nothing to compare: a comparison needs two outlets with articles of the same kind.'
    """
    return " ".join(parts(material, most))


def parts(material: Material, most: int = 5) -> list[str]:
    """Return the sentences of `findings`: what there is in all, each finding, what to bear in mind."""
    groups = titling.groups(material)
    bands = Counter(band for _, band in material.order if band != "omnibus")
    if not bands:
        return [
            f"There was nothing to compare: a comparison needs two {groups} with articles of the same kind."
        ]
    said = [_counts(material, bands)]
    if not bands["stands"] and not bands["described"]:
        said.append("None held after adjustment for its family, so none is told here by itself.")
    elif shuffled := holding.chance(checked.table(material, "placebo")):
        said.append(shuffled)
    said += _told(material, most)
    said.append(
        f"A large p is no evidence that {groups} are alike, and nothing here is about an outlet in general."
    )
    return said


def _counts(material: Material, bands: Counter[str]) -> str:
    total = sum(bands.values())
    told = []
    for key, form in _BANDS.items():
        if n := bands[key]:
            words = form.format(its="its" if n == 1 else "their", was="was" if n == 1 else "were")
            told.append(f"{numbers.count(n)} {words}")
    articles = numbers.several(len(material.articles), "article")
    reading = material.names.reading()[0]
    return (
        f"In these {articles} ({reading}), of {numbers.several(total, 'comparison')} of two "
        f"{titling.groups(material)} {all_listed(told)}."
    )


def _told(material: Material, most: int) -> list[str]:
    """Return the findings told, a sentence each."""
    rows = material.contrast.to_dict("records")
    primary = {str(name) for name in material.settings.get("primary") or ()}
    known: dict[str, str] = {}
    order = [
        (not primary & {str(rows[number]["measure"]), group(rows[number])}, place)
        for place, (number, _) in enumerate(material.order)
    ]
    for _, place in sorted(order):
        number, band = material.order[place]
        row = {str(key): value for key, value in rows[number].items()}
        # One finding of each group of measures: what is measured in many ways would crowd out the others.
        one = group(row)
        if band in _TOLD and one not in known and len(known) < most:
            known[one] = _sentence(material, row)
    return list(known.values())


def group(row: Mapping[Any, Any]) -> str:
    """Return the group of a row's measure: what is measured in many ways would crowd out the others."""
    return str(row["measure"]).partition(".")[0]


def _sentence(material: Material, row: dict[str, Any]) -> str:
    said = sentences.sentence(row, material.names, *material.sides(row), material.right(row), reading=False)
    place = material.names.place(row)
    start = f"{place[0].upper()}{place[1:]}, " if place else ""
    claim = said.claim if start else f"{said.claim[0].upper()}{said.claim[1:]}"
    compared = f", {said.compared}" if said.compared else ""
    curve = checked.held(material, row)
    robust = ""
    if curve is not None:
        # A difference holds by interval and adjusted p; in another specification by its interval alone.
        robust = f"; in {int(curve['stand']):,} of {int(curve['m']):,} specifications its interval alone "
        robust += f"excluded {int(standing.null(row))} on the same side"
    mended = f" {said.mended}." if said.mended else ""
    notes = material.names.note(row).split("; ")
    fragile = "".join(f"; {note}" for note in notes if note.startswith("fragile"))
    cautions = " ".join(caution for caution in said.cautions if not caution.startswith("Note: "))
    return f"{start}{claim}{compared} ({said.support}{fragile}{robust}).{mended}" + (
        f" {cautions}" if cautions else ""
    )
