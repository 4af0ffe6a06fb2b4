"""The result in three lines at the top of the page: the clearest comparisons, each a way to its place.

What stands here stands below with all that bears on it; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from framing.report import holding, numbers, titling
from framing.report.results import group

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["MOST", "clearest"]

#: Comparisons told, each of another group of measures.
MOST = 3


def clearest(material: Material, found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the clearest comparisons that hold, or a line that says that none does.

    Parameters
    ----------
    material : Material
        Tables and settings of one study.
    found : sequence of mappings
        Comparisons on the page, the most certain first, as `framing.report.sections.differs.ranked`.

    Returns
    -------
    dict
        `heading`; `told`, each {id, claim, support}; `none`, a sentence where nothing holds or shuffled
        labels do as well, else empty; and `total`, how many hold of how many.
    """
    bands = [band for _, band in material.order if band != "omnibus"]
    census = material.settings.get("collection") == "census"
    hold = sum(band in ("stands", "described") for band in bands)
    firsts: dict[str, Mapping[str, Any]] = {}
    for item in sorted(found, key=lambda item: not _primary(item, material)):
        if item["band"] in ("stands", "described"):
            firsts.setdefault(group(item), item)
    told = [_line(item, material) for item in list(firsts.values())[:MOST]]
    total = f"{numbers.several(len(bands), 'comparison')} of two {titling.groups(material)}"
    none = "" if hold or not bands else f"None of {total} holds after adjustment for its family."
    verb = "holds" if hold == 1 else "hold"
    counted = f"{numbers.count(hold)} of {total} {verb} after adjustment; all stand under What differs."
    return {
        "heading": "The largest in short" if census else "The clearest in short" if told else "In short",
        "told": told,
        "none": none or holding.chance(material.tables.get("placebo")),
        "total": "" if census or not hold else counted,
    }


def _primary(item: Mapping[str, Any], material: Material) -> bool:
    primary = {str(name) for name in material.settings.get("primary") or ()}
    return bool(primary & {item["measure"], group(item)})


def _line(item: Mapping[str, Any], material: Material) -> dict[str, str]:
    said, row = item["sentence"], material.contrast.iloc[int(str(item["id"])[1:])].to_dict()
    place = material.names.place({str(name): value for name, value in row.items()})
    claim = f"{said.claim[:1].upper()}{said.claim[1:]}" + (f", {said.compared}" if said.compared else "")
    # The parenthesis of the short form: interval, n and p.
    _, _, support = str(item["brief"][1]).partition(" (")
    support = "; ".join(filter(None, (place, support.removesuffix(")"))))
    return {"id": str(item["id"]), "claim": claim, "support": f"({support})" if support else ""}
