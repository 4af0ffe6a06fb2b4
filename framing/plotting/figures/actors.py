"""Who acts on whom in each outlet's words: a small network an outlet, the same actors in the same places.

What is done stands beside who does it; verbs are classed by lists, so no text here says why anybody acted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import schema
from framing.errors import FramingError
from framing.plotting import layout, marks, network, theme
from framing.plotting.network import Link
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "actions"

#: How a class of verb is marked: words for the key, colour, and a line that tells it without colour.
KINDS: Mapping[str, tuple[str, str, Any]] = {
    "cooperative": ("cooperative", "#0072B2", "-"),
    "conflictual": ("conflictual", "#C8382E", (0, (2.4, 1.1))),
    "other": ("neither", "#8A8A8A", (0, (0.9, 1.1))),
}
#: Unasked, so many outlets and actors are drawn, and so many links of each outlet.
_OUTLETS, _ACTORS, _LINKS = 9, 8, 14
#: Where outlets have more links than this on average, those of neither class are left out.
_CROWD = 9
#: The thickest link, in points, and the longest line of a name, in inches.
_THICK, _NAME = 6.0, 1.0
#: Actions from which on a line is as thick as that: a single one is thin in any figure.
_FULL = 6


@theme.figure
def actors(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    actors: str | Sequence[str] | None = None,
    kinds: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    genre: str = "news",
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw for each outlet an arrow from who acts to whom it is done to, as thick as it is frequent.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `actions`, as `framing.actions` makes it; what is said not to happen is left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    actors : str or sequence of str, optional
        Whom to draw; by default the eight with most actions between them.
    kinds : str or sequence of str, optional
        Which of ``cooperative``, ``conflictual``, ``other``; by default all there are.
    voice : str or sequence of str, optional
        Whose words tell it, added up where several are named; by default the outlet's own, if they tell of
        anybody acting on another.
    genre : str
        Which articles; news, with those of unknown genre, if there is any.
    colors : mapping of str to str, optional
        Colour of each outlet's dots; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Outlets side by side; by default two, or three of many.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels, one an outlet, in inches. Under each name stand
        the actions of which it is actor and of which it is target, whoever the other is.

    Raises
    ------
    FramingError
        The table is empty, nobody in it acts on another, or an actor, kind or voice is not in it.
    """
    found, notes, whose = _opened(table, voice, genre)
    invented = marks.provenances(found, "outlet")
    shades = theme.colors(table["outlet"], colors)
    linked = _linked(found, kinds)
    nodes = _nodes(linked, actors)
    linked = linked[linked["actor"].isin(nodes) & linked["target"].isin(nodes)]
    if kinds is None:
        linked, fewer = _uncrowded(linked)
        notes += fewer
    outlets, more = _outlets(found, linked)
    links = {outlet: _links(linked[linked["outlet"] == outlet]) for outlet in outlets}
    kept = {outlet: some[:_LINKS] for outlet, some in links.items()}
    across = min(columns or min(2 if len(outlets) <= 6 else 3, layout.abreast(width)), len(outlets))
    wide = max(across, 2 if ax is None and len(outlets) == 1 else 1)
    full = layout.sheet_width(ax, wide, width)
    room = (full - 2 * layout.MARGIN - (across - 1) * layout.GAP) / across
    names = {outlet: _names(found[found["outlet"] == outlet], nodes) for outlet in outlets}
    longest = {n: max((names[o][n] for o in outlets), key=lambda lines: len(lines[-1])) for n in nodes}
    order = network.nearest_first(nodes, _links(linked))
    plans = network.alike([network.plan(order, longest, some, room, upright=True) for some in kept.values()])
    most = max(link.weight for some in kept.values() for link in some)
    widths = {n: 1.0 + (_THICK - 1.0) * n / max(most, _FULL) for n in range(most + 1)}
    hidden = sum(len(links[o]) - len(kept[o]) for o in outlets)
    if hidden:
        more.append(f"{marks.counted(hidden, 'thinner line')} not drawn.")
    sheet, opened = layout.lay_out(
        ax,
        [
            layout.Panel(
                marks.name(outlet, invented.get(outlet, "published")),
                plans[0].height,
                "",
                under=_under(found[found["outlet"] == outlet], linked[linked["outlet"] == outlet]),
                ticks=False,
            )
            for outlet in outlets
        ],
        title=marks.titled(title, f"Who acts on whom: {whose}"),
        key=_key(kept, most, widths),
        notes=[*notes, *more],
        columns=across,
        wide=wide,
        width=width,
    )
    for panel, outlet, plan in zip(opened, outlets, plans, strict=True):
        panel.set_xlim(0, room)
        panel.set_xticks([])
        panel.grid(False)
        panel.spines["bottom"].set_visible(False)
        here = {
            *found.loc[found["outlet"] == outlet, "actor"],
            *found.loc[found["outlet"] == outlet, "target"],
        }
        network.draw(
            panel,
            replace(plan, names=names[outlet]),
            kept[outlet],
            colours={kind: colour for kind, (_, colour, _) in KINDS.items()},
            styles={kind: style for kind, (_, _, style) in KINDS.items()},
            widths=[widths[link.weight] for link in kept[outlet]],
            dots={node: shades[outlet] if node in here else theme.RULE for node in nodes},
            told=kept[outlet],
        )
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether anybody in the table acts on another."""
    actor, target = marks.strings(table["actor"]), marks.strings(table["target"])
    both = (actor != "") & (target != "") & (actor != target)
    said = ~table["negated"].astype(bool) if "negated" in table else True
    return bool((both & said).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    found, _, whose = _opened(table, None, "news")
    linked = _linked(found, None)
    invented = marks.provenances(found, "outlet")
    said = []
    for outlet, own in linked.groupby("outlet", sort=True):
        top = _links(own)[0]
        who = vocabulary.display(str(outlet), invented.get(str(outlet), "published"))
        said.append(f"{who} {top.source} on {top.target} ({top.weight}, {KINDS[top.kind][0]})")
    more = f" and {len(said) - 4} more outlets" if len(said) > 4 else ""
    whole = marks.counted(len(linked), "action")
    return f"Networks of {whole} of one on another, {whose}; the most frequent: {'; '.join(said[:4])}{more}."


def _opened(
    table: pd.DataFrame, voice: str | Sequence[str] | None, genre: str
) -> tuple[pd.DataFrame, list[str], str]:
    """Return the actions to count, what is to be said below, and whose words they are."""
    table = schema.check(table, "actions")
    marks.refuse_empty(table, "actors", "actions")
    text = ("outlet", "voice", "actor", "target", "kind", "modality", "genre")
    table = table.assign(**{name: marks.strings(table[name]) for name in text})
    if not present(table):
        raise FramingError("actors: nobody in the table acts on another, so there is nothing to draw")
    wanted = {"news", "unknown"} if genre == "news" else {genre}
    table = table[table["genre"].isin(wanted)] if table["genre"].isin(wanted).any() else table
    denied = int(table["negated"].sum())
    table = table[~table["negated"]]
    spoken = [voice for voice in theme.VOICES if (table["voice"] == voice).any()]
    tell = [voice for voice in spoken if present(table[table["voice"] == voice])]
    said = marks.choose(voice or tell[:1], spoken, "voice")
    found = table[table["voice"].isin(said)].reset_index(drop=True)
    notes = [
        "An arrow leads from who acts to whom it is done to. Under each name: actions as actor / as target."
    ]
    open_ = int((found["modality"] != "asserted").sum())
    left = [f"{marks.counted(denied, 'action')} said not to happen"] if denied else []
    if open_:
        whole = marks.counted(len(found), "action")
        notes.append(f"{open_:,} of {whole} are said to be possible, wanted, needed or to come.")
    others = [marks.voice_name(voice, spoken) for voice in spoken if voice not in said]
    left += [marks.listed(others)] if others else []
    notes += [f"Left out: {'; '.join(left)}."] if left else []
    return found, notes, marks.listed([marks.voice_name(voice, spoken) for voice in said])


def _linked(found: pd.DataFrame, kinds: str | Sequence[str] | None) -> pd.DataFrame:
    """Return the actions of one on another."""
    both = (found["actor"] != "") & (found["target"] != "") & (found["actor"] != found["target"])
    linked = found[both]
    if linked.empty:
        raise FramingError("actors: in these words nobody acts on another, so there is nothing to draw")
    wanted = marks.choose(kinds, [kind for kind in KINDS if (linked["kind"] == kind).any()], "kind")
    return linked[linked["kind"].isin(wanted)]


def _uncrowded(linked: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return what is drawn unasked: where lines would hide each other, the two classes alone, and a note."""
    lines = linked.groupby(["outlet", "actor", "target", "kind"]).ngroups / linked["outlet"].nunique()
    other = linked["kind"] == "other"
    if lines <= _CROWD or other.all():
        return linked, []
    left = marks.counted(int(other.sum()), "action")
    return linked[~other], [f"{left} neither cooperative nor conflictual not drawn."]


def _nodes(linked: pd.DataFrame, given: str | Sequence[str] | None) -> list[str]:
    """Return whom to draw: those asked for, or those with most actions between them."""
    size = pd.concat([linked["actor"], linked["target"]]).value_counts()
    order = sorted(size.index, key=lambda name: (-size[name], name))
    if given is not None:
        wanted = marks.choose(given, order, "actor")
        if not (linked["actor"].isin(wanted) & linked["target"].isin(wanted)).any():
            raise FramingError(f"actors: none of {marks.listed(wanted)} acts on another of them; name more")
        return sorted(wanted)
    # One by one, the largest that act on somebody drawn: names apart from all others would have no line.
    first = order[0]
    chosen = [first]
    while len(chosen) < min(_ACTORS, len(order)):
        near = linked[linked["actor"].isin(chosen) ^ linked["target"].isin(chosen)]
        ends = pd.concat([near["actor"], near["target"]])
        rest = ends[~ends.isin(chosen)].value_counts()
        if rest.empty:
            break
        chosen.append(min(rest.index, key=lambda name: (-rest[name], -size[name], name)))
    return sorted(chosen)


def _outlets(found: pd.DataFrame, linked: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the outlets to draw, and notes on the others."""
    size = linked["outlet"].value_counts()
    order = sorted(size.index, key=lambda name: (-size[name], name))
    notes = []
    rest = sorted(set(found["outlet"]) - set(order))
    if len(order) > _OUTLETS:
        notes.append(
            f"{marks.counted(len(order) - _OUTLETS, 'outlet')} with fewer actions left to the table."
        )
    if rest:
        invented = marks.provenances(found, "outlet")
        who = [vocabulary.display(name, invented.get(name, "published")) for name in rest]
        notes.append(f"No such action found in {marks.listed(who)}.")
    return sorted(order[:_OUTLETS]), notes


def _links(linked: pd.DataFrame) -> list[Link]:
    """Return a link for each actor, target and class of verb, the most frequent first."""
    counts = linked.groupby(["actor", "target", "kind"]).size()
    links = [Link(str(a), str(b), str(kind), True, int(n)) for (a, b, kind), n in counts.items()]
    order = list(KINDS)
    return sorted(links, key=lambda k: (-k.weight, k.source, k.target, order.index(k.kind)))


def _names(own: pd.DataFrame, nodes: Sequence[str]) -> dict[str, list[str]]:
    does, bears = own["actor"].value_counts(), own["target"].value_counts()
    return {
        node: [*theme.wrap(node, _NAME, theme.SMALL), f"{does.get(node, 0):,} / {bears.get(node, 0):,}"]
        for node in nodes
    }


def _under(own: pd.DataFrame, linked: pd.DataFrame) -> str:
    return f"{len(linked):,} of {marks.counted(len(own), 'action')} between these"


def _key(kept: Mapping[str, Sequence[Link]], most: int, widths: Mapping[int, float]) -> list[layout.Sign]:
    line = {"linestyle": "-", "solid_capstyle": "butt", "dash_capstyle": "butt"}
    signs = [
        layout.Sign(text, {**line, "linewidth": 3.0, "color": colour, "linestyle": style})
        for kind, (text, colour, style) in KINDS.items()
        if any(link.kind == kind for links in kept.values() for link in links)
    ]
    size = network.round_weight(most)
    return [*signs, layout.Sign(marks.counted(size, "action"), {**line, "linewidth": widths[size]})]
