"""Who printed passages of whom: outlets as a network, arrows as thick as the words, coloured by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing import schema
from framing.errors import FramingError
from framing.plotting import layout, marks, network, theme
from framing.plotting.network import Link
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "reuse"

#: How a passage is marked: words for the key and colour, the unmarked first. Outlets are not told by colour
#: here, so that colour is free for this.
KINDS = {
    "unmarked": ("without quotation marks or credit", "#C8382E"),
    "credited": ("credited", "#0072B2"),
    "quoted": ("in quotation marks", "#009E73"),
    "shared_source": ("from a third, the same source", "#8A8A8A"),
}
#: Most outlets and most links; links with words beside them.
_OUTLETS, _LINKS, _TOLD = 12, 40, 9
#: The thickest link, in points.
_THICK = 8.0


@theme.figure
def reuse(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    kinds: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes:
    """Draw an arrow from the outlet that printed a passage first to the one that printed it later.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `reuse`, as `framing.reuse` makes it; templates are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    kinds : str or sequence of str, optional
        Which of ``unmarked``, ``credited``, ``quoted``, ``shared_source``; by default all there are.
    colors : mapping of str to str, optional
        Colour of each outlet's dot; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its one child holds the network, in inches. A line is as thick as the words of its
        passages; one without a head has a direction that the times don't tell. Places follow from the
        numbers alone.

    Raises
    ------
    FramingError
        The table is empty, holds templates alone, or none of the kinds asked for.
    """
    found, notes = _opened(table, kinds)
    invented = _invented(found)
    nodes, more = _nodes(found)
    found = found[found["a_outlet"].isin(nodes) & found["b_outlet"].isin(nodes)]
    links = _links(found)
    shades = theme.colors([*found["a_outlet"], *found["b_outlet"]], colors)
    kept = links[:_LINKS]
    notes = [*_said(found, links, kept), *more, *notes]
    wide = 1 if len(nodes) <= 3 else 2
    full = layout.sheet_width(ax, wide, width)
    names = {n: theme.wrap(marks.name(n, invented.get(n, "published")), 1.25, theme.SMALL) for n in nodes}
    plan = network.plan(network.nearest_first(nodes, links), names, kept, full - 2 * layout.MARGIN)
    sheet, (panel,) = layout.lay_out(
        ax,
        [layout.Panel("", plan.height, "", ticks=False)],
        title=marks.titled(title, "Who printed passages of whom"),
        key=_key(kept),
        notes=notes,
        wide=wide,
        width=width,
    )
    panel.set_xlim(0, full - 2 * layout.MARGIN)
    panel.set_xticks([])
    panel.grid(False)
    panel.spines["bottom"].set_visible(False)
    most = max(link.weight for link in kept)
    network.draw(
        panel,
        plan,
        kept,
        colours={kind: colour for kind, (_, colour) in KINDS.items()},
        widths=[1.0 + (_THICK - 1.0) * link.weight / most for link in kept],
        dots=shades,
        told=kept[:_TOLD],
    )
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether any passage of two outlets is left when templates are not counted."""
    apart = table["a_outlet"].astype(str) != table["b_outlet"].astype(str)
    return bool((apart & (table["kind"].astype(str) != "template")).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    found, _ = _opened(table, None)
    invented = _invented(found)
    said = []
    for link in _links(found)[:3]:
        a, b = (vocabulary.display(n, invented.get(n, "published")) for n in (link.source, link.target))
        joint = "to" if link.headed else "and"
        said.append(f"{a} {joint} {b} {marks.counted(link.weight, 'word')} ({KINDS[link.kind][0]})")
    passages = marks.counted(len(found), "passage")
    outlets = len({*found["a_outlet"], *found["b_outlet"]})
    return f"Network of {passages} that {outlets} outlets share; the most: {'; '.join(said)}."


def _opened(table: pd.DataFrame, kinds: str | Sequence[str] | None) -> tuple[pd.DataFrame, list[str]]:
    table = schema.check(table, "reuse")
    marks.refuse_empty(table, "reuse", "reuse")
    text = ("a", "b", "a_outlet", "b_outlet", "direction", "kind", "changes")
    table = table.assign(**{name: marks.strings(table[name]) for name in text})
    templates = int((table["kind"] == "template").sum())
    own = int(((table["a_outlet"] == table["b_outlet"]) & (table["kind"] != "template")).sum())
    found = table[(table["a_outlet"] != table["b_outlet"]) & (table["kind"] != "template")]
    if found.empty:
        raise FramingError(
            "reuse: two outlets share no passage here but templates, so there is nothing to draw"
        )
    present = [kind for kind in KINDS if (found["kind"] == kind).any()]
    wanted = marks.choose(kinds, present, "kind")
    found = found[found["kind"].isin(wanted)].reset_index(drop=True)
    left = []
    if templates:
        left.append(marks.counted(templates, "passage") + " of boilerplate")
    if own:
        left.append(f"{marks.counted(own, 'passage')} inside one outlet")
    return found, [f"Left out: {marks.listed(left)}."] if left else []


def _invented(table: pd.DataFrame) -> dict[str, str]:
    return marks.provenances(table, "a_outlet") | marks.provenances(table, "b_outlet")


def _links(found: pd.DataFrame) -> list[Link]:
    """Return a link a pair of outlets, direction and kind, the one with most words first."""
    back = (found["direction"] == "b_to_a").to_numpy()
    headed = found["direction"].isin(["a_to_b", "b_to_a"]).to_numpy()
    swap = back | (~headed & (found["a_outlet"] > found["b_outlet"]).to_numpy())
    ends = pd.DataFrame(
        {
            "source": found["a_outlet"].where(~swap, found["b_outlet"]),
            "target": found["b_outlet"].where(~swap, found["a_outlet"]),
            "kind": found["kind"],
            "headed": headed,
            "words": found["words"],
        }
    )
    sums = ends.groupby(["source", "target", "kind", "headed"], sort=True)["words"].sum()
    links = [Link(*map(str, key[:3]), bool(key[3]), int(words)) for key, words in sums.items()]
    order = list(KINDS)
    return sorted(links, key=lambda k: (-k.weight, k.source, k.target, order.index(k.kind), k.headed))


def _nodes(found: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the outlets that share most words, and a note on the others."""
    sides = pd.concat([found.groupby("a_outlet")["words"].sum(), found.groupby("b_outlet")["words"].sum()])
    size = sides.groupby(level=0).sum()
    order = sorted(size.index, key=lambda name: (-size[name], name))
    rest = len(order) - _OUTLETS
    note = (
        [f"{marks.counted(rest, 'outlet')} that share fewer words are left to the table."] if rest > 0 else []
    )
    return sorted(order[:_OUTLETS]), note


def _said(found: pd.DataFrame, links: Sequence[Link], kept: Sequence[Link]) -> list[str]:
    pairs = found[["a", "b"]].drop_duplicates()
    total = f"{marks.counted(len(found), 'passage')} in {marks.counted(len(pairs), 'pair')} of articles"
    changed = int((found["n_changes"] > 0).sum())
    some = f"; {changed:,} with words changed" if changed else ""
    said = [f"{total}, {int(found['words'].sum()):,} words{some}. An arrow leads to who printed later."]
    if any(not link.headed for link in kept):
        said.append("A line without a head: the times do not tell who printed first.")
    if len(links) > len(kept):
        said.append(f"{marks.counted(len(links) - len(kept), 'thinner line')} not drawn.")
    return said


def _key(links: Sequence[Link]) -> list[layout.Sign]:
    line = {"linestyle": "-", "solid_capstyle": "butt"}
    signs = [
        layout.Sign(text, {**line, "linewidth": 3.2, "color": colour})
        for kind, (text, colour) in KINDS.items()
        if any(link.kind == kind for link in links)
    ]
    most = max(link.weight for link in links)
    size = network.round_weight(most)
    width = 1.0 + (_THICK - 1.0) * size / most
    return [*signs, layout.Sign(marks.counted(size, "word"), {**line, "linewidth": width})]
