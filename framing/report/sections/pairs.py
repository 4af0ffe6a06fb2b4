"""Every fact told twice: all pairs of sentences, to be sifted by outlet, speaker and kind of difference."""

from __future__ import annotations

from typing import Any

from framing.report.material import Material
from framing.report.sections.facts import choose_pairs, make_cards
from framing.views.vocabulary import DIFFERENCES

#: Where it stands on the page.
PLACE = 205
TITLE = "Every fact told twice"
TEMPLATE = "pairs.html"

#: Pairs on the page; the table holds all.
PAIRS = 300


def content(material: Material) -> dict[str, Any] | None:
    """Return all pairs with what they can be sifted by, or None where there are none."""
    table = choose_pairs(material)
    if table.empty:
        return None
    cards = list(make_cards(table.head(PAIRS), material))
    sides = [side for card in cards for side in card["sides"]]
    return {
        "pairs": cards,
        "left_out": len(table) - len(cards),
        "outlets": sorted({(side["name"], side["key"]) for side in sides}),
        "speakers": sorted({(side["speaker"],) * 2 for side in sides if side["speaker"]}),
        "kinds": [(kind, kind) for kind in DIFFERENCES if any(kind in card["kinds"] for card in cards)],
    }
