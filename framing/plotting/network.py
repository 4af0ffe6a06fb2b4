"""A network on an oval: places of nodes and their names, bent links with heads, words beside some of them.

Everything is in inches from the upper left corner of its panel; nothing is left to chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.patches import Polygon

from framing.plotting import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Link", "Plan", "alike", "draw", "nearest_first", "plan", "round_weight"]

#: Radius of a node's dot, and the gap between it and its name or a link's end.
_DOT, _GAP = 0.085, 0.05
#: How far two links between the same nodes are apart: as a share of their length, and least and most.
_BEND, _NARROW, _WIDE = 0.1, 0.17, 0.34


#: Words stand on paper of their own: a line may run behind them.
_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.88}


class Link(NamedTuple):
    """What one node gave or did to another, and how much; without a head nobody knows which way."""

    source: str
    target: str
    kind: str
    headed: bool
    weight: int


@dataclass(frozen=True)
class Plan:
    """Where each node stands, which way its name lies, its name in lines, and the height of it all."""

    places: Mapping[str, tuple[float, float]]
    angles: Mapping[str, float]
    names: Mapping[str, Sequence[str]]
    width: float
    height: float


def nearest_first(nodes: Sequence[str], links: Sequence[Link]) -> list[str]:
    """Put nodes that share most next to each other round the oval, so that few lines cross it.

    Parameters
    ----------
    nodes : sequence of str
        In an order of their own.
    links : sequence of Link
        The heaviest first.
    """
    if len(nodes) == 2:
        return [links[0].source, links[0].target]
    weight: dict[frozenset[str], int] = {}
    for link in links:
        pair = frozenset((link.source, link.target))
        weight[pair] = weight.get(pair, 0) + link.weight
    order = [min(nodes, key=lambda n: (-sum(w for p, w in weight.items() if n in p), n))]
    while len(order) < len(nodes):
        rest = [n for n in nodes if n not in order]
        ends = [(order[-1], n) for n in rest] + [(order[0], n) for n in rest]
        best = min(ends, key=lambda e: (-weight.get(frozenset(e), 0), e[1], e[0] != order[-1]))
        order = [*order, best[1]] if best[0] == order[-1] else [best[1], *order]
    return order


def round_weight(most: int) -> int:
    """Return the round number whose line stands in the key.

    >>> round_weight(730), round_weight(12), round_weight(3)
    (500, 10, 3)
    """
    size = 10 ** int(math.log10(most)) if most >= 10 else most
    return next(n * size for n in (5, 2, 1) if n * size <= most)


def plan(
    order: Sequence[str],
    names: Mapping[str, Sequence[str]],
    links: Sequence[Link],
    width: float,
    *,
    upright: bool = False,
) -> Plan:
    """Set nodes on an oval in this order, with room around it for their names.

    Parameters
    ----------
    order : sequence of str
        Nodes, clockwise.
    names : mapping of str to sequence of str
        Lines of each node's name.
    links : sequence of Link
        Two nodes need height for the lines between them.
    width : float
        Of the panel in inches.
    upright : bool
        The oval may be higher than wide, where a panel is narrow.
    """
    count = len(order)
    side = max(theme.width_of(line, theme.SMALL) for lines in names.values() for line in lines)
    across = max(width / 2 - side - _DOT - 2 * _GAP, 0.5)
    down = {2: 0.0, 3: 0.95, 4: 1.1, 5: 1.3, 6: 1.45}.get(count, 1.5 + 0.12 * (count - 6))
    rise = 0.8 * down if upright else min(across, down)
    # Two stand side by side; of more, nobody straight above or below where the sides have more room.
    start = math.pi if count == 2 else -math.pi / 2 + (0 if count % 2 else math.pi / count)
    angles = {node: start + 2 * math.pi * k / count for k, node in enumerate(order)}
    places = {
        node: (width / 2 + across * math.cos(turn), rise * math.sin(turn)) for node, turn in angles.items()
    }
    loose = Plan(places, angles, names, width, 0.0)
    tops = [box[2] for box in _boxes(loose)]
    feet = [box[3] for box in _boxes(loose)]
    for link, bend in zip(links, _bends(loose, links), strict=True):
        tops.append(float(_curve(loose, link, bend)[:, 1].min()) - _GAP)
        feet.append(float(_curve(loose, link, bend)[:, 1].max()) + _GAP)
    top = min(tops) - _GAP
    moved = {node: (x, y - top) for node, (x, y) in places.items()}
    return Plan(moved, angles, names, width, max(feet) + _GAP - top)


def alike(plans: Sequence[Plan]) -> list[Plan]:
    """Set networks of the same nodes so that each node has the same place in all, and all one height."""
    tops = [next(iter(p.places.values()))[1] for p in plans]
    down = [max(tops) - top for top in tops]
    height = max(p.height + more for p, more in zip(plans, down, strict=True))
    return [
        Plan({n: (x, y + more) for n, (x, y) in p.places.items()}, p.angles, p.names, p.width, height)
        for p, more in zip(plans, down, strict=True)
    ]


def draw(
    panel: Axes,
    found: Plan,
    links: Sequence[Link],
    *,
    colours: Mapping[str, str],
    widths: Sequence[float],
    dots: Mapping[str, str],
    told: Sequence[Link],
    styles: Mapping[str, Any] | None = None,
) -> None:
    """Draw links, the thinnest on top, then nodes with their names, then words beside the links told of.

    Kinds of links may have line styles of their own, to be told apart without colour.
    """
    bends = _bends(found, links)
    curves = [_curve(found, link, bend) for link, bend in zip(links, bends, strict=True)]
    for link, curve, width in zip(links, curves, widths, strict=True):
        _link(panel, curve, colours[link.kind], width, link.headed, (styles or {}).get(link.kind, "-"))
    for node, (x, y) in found.places.items():
        panel.plot([x], [y], marker="o", markersize=144 * _DOT, color=dots[node], markeredgecolor="white",
                   markeredgewidth=1.0, clip_on=False, label="_node", zorder=6)  # fmt: skip
        _name(panel, found, node, x, y)
    taken = _boxes(found)
    for link, curve in zip(links, curves, strict=True):
        if link in told:
            _tell(panel, link, curve, taken, found, colours[link.kind])


def _bends(found: Plan, links: Sequence[Link]) -> list[float]:
    """Return how far each link bends to its right, in inches: links of one pair fan out."""
    pairs: dict[frozenset[str], list[int]] = {}
    for number, link in enumerate(links):
        pairs.setdefault(frozenset((link.source, link.target)), []).append(number)
    bends = [0.0] * len(links)
    for pair, numbers in pairs.items():
        first = min(pair)
        a, b = (found.places[node] for node in sorted(pair))
        step = min(max(_BEND * math.dist(a, b), _NARROW), _WIDE)
        # One way bends to one side and the other to the other, so that two heads never meet.
        order = sorted(numbers, key=lambda n: (links[n].source != first, not links[n].headed, n))
        for place, number in enumerate(order):
            offset = place - (len(order) - 1) / 2
            side = offset * step if len(order) > 1 else 0.35 * step
            bends[number] = side if links[number].source == first else -side
    return bends


def _curve(found: Plan, link: Link, bend: float) -> np.ndarray:
    """Return points from rim to rim of two nodes, bent by so much in the middle."""
    a, b = np.array(found.places[link.source]), np.array(found.places[link.target])
    along = b - a
    length = float(np.hypot(*along)) or 1.0
    aside = np.array([-along[1], along[0]]) / length
    middle = (a + b) / 2 + 2 * bend * aside
    t = np.linspace(0, 1, 81)[:, None]
    points = (1 - t) ** 2 * a + 2 * t * (1 - t) * middle + t**2 * b
    away = np.minimum(np.hypot(*(points - a).T), np.hypot(*(points - b).T))
    return points[away >= _DOT + _GAP]


def _link(panel: Axes, curve: np.ndarray, colour: str, width: float, headed: bool, style: Any) -> None:
    thick = width / 72
    body = curve
    if headed:
        long = max(0.13, 1.5 * thick)
        reach = np.hypot(*(curve - curve[-1]).T)
        body = curve[: max(int((reach >= long).sum()), 2)]
        base, tip = body[-1], curve[-1]
        ahead = (tip - base) / (float(np.hypot(*(tip - base))) or 1.0)
        aside = np.array([-ahead[1], ahead[0]]) * max(0.075, 0.95 * thick)
        corners = [tip, base + aside, base - aside]
        panel.add_patch(
            Polygon(
                corners,
                closed=True,
                facecolor=colour,
                linewidth=0,
                clip_on=False,
                label="_head",
                zorder=4,
            )
        )
    panel.plot(*body.T, color=colour, linewidth=width, alpha=0.78, linestyle=style, solid_capstyle="butt",
               dash_capstyle="butt", clip_on=False, label="_link", zorder=3)  # fmt: skip


def _name(panel: Axes, found: Plan, node: str, x: float, y: float) -> None:
    text_x, text_y, ha, va = _beside(found, node, x, y)
    name = "\n".join(found.names[node])
    panel.text(text_x, text_y, name, ha=ha, va=va, multialignment=ha, linespacing=1.08,
               fontsize=theme.SMALL, color=theme.INK, clip_on=False, zorder=7, bbox=_PAPER)  # fmt: skip


def _beside(found: Plan, node: str, x: float, y: float) -> tuple[float, float, str, str]:
    """Return where a node's name stands: outside the oval, beside its dot or above or below it."""
    turn = found.angles[node]
    out = _DOT + _GAP
    if abs(math.cos(turn)) < 0.3:
        up = math.sin(turn) < 0
        return x, y + (-out if up else out), "center", "bottom" if up else "top"
    return x + math.copysign(out, math.cos(turn)), y, "left" if math.cos(turn) > 0 else "right", "center"


def _boxes(found: Plan) -> list[tuple[float, float, float, float]]:
    boxes = []
    for node, (x, y) in found.places.items():
        text_x, text_y, ha, va = _beside(found, node, x, y)
        wide = max(theme.width_of(line, theme.SMALL) for line in found.names[node])
        tall = len(found.names[node]) * theme.line_height(theme.SMALL)
        left = {"left": text_x, "right": text_x - wide, "center": text_x - wide / 2}[ha]
        top = {"top": text_y, "bottom": text_y - tall, "center": text_y - tall / 2}[va]
        boxes += [(left, left + wide, top, top + tall), (x - _DOT, x + _DOT, y - _DOT, y + _DOT)]
    return boxes


def _tell(
    panel: Axes,
    link: Link,
    curve: np.ndarray,
    taken: list[tuple[float, float, float, float]],
    found: Plan,
    colour: str,
) -> None:
    """Write a link's words on it, at the first of some places where nothing stands."""
    said = f"{link.weight:,}"
    wide, tall = theme.width_of(said, theme.SMALL) + 0.06, theme.line_height(theme.SMALL)
    for share in (0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75):
        x, y = curve[round(share * (len(curve) - 1))]
        box = (x - wide / 2, x + wide / 2, y - tall / 2, y + tall / 2)
        inside = box[0] >= 0 and box[1] <= found.width and box[2] >= 0 and box[3] <= found.height
        if inside and not any(_meet(box, other) for other in taken):
            taken.append(box)
            panel.text(x, y, said, ha="center", va="center_baseline", fontsize=theme.SMALL,
                       color=theme.shade(colour, 0.3), clip_on=False, zorder=8,
        bbox=_PAPER)  # fmt: skip
            return


def _meet(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return not (one[1] <= two[0] or one[0] >= two[1] or one[3] <= two[2] or one[2] >= two[3])
