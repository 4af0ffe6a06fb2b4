"""Which figures there are, and how to draw all those whose table is at hand.

Knows no figure by name: a module put into ``figures/`` is found, drawn by
`framing compare` and offered as ``fr.plotting.NAME``.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any, NamedTuple

from framing import plugins
from framing.errors import FramingError, FramingWarning, unknown
from framing.views import vocabulary

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GROUP = "framing.figures"

#: Figures that went into another, which draws what they drew with these options.
MERGED: dict[str, tuple[str, dict[str, Any]]] = {
    "attention": ("events", {}),
    "collocate_shift": ("keyness", {}),
    "frames": ("profile", {"measures": "frame"}),
    "keyness_bars": ("keyness", {}),
    "tone_by_voice": ("profile", {"measures": "tone.net"}),
    "via": ("sources", {"measure": "sources.via"}),
}
#: Figures that are no more, and where what they showed is had.
REMOVED = {
    "agreement": "fr.agreement lists the coefficients, and its table is what is printed",
    "dispersion": "fr.dispersion lists where in each article a term stands",
    "influence": "fr.findings says in its column rests_on on what each rests, and fr.influence lists all",
    "leading_terms": "fr.findings names the words behind each number, and the table evidence has all",
    "actors": "fr.actions lists who acts on whom, and fr.actor_network sums it up",
    "lengths": "fr.overview says how long each outlet's articles are",
    "modifiers": "fr.modifiers lists the words beside whoever is named",
    "placebo": "fr.findings says in its column shuffled what shuffled labels give",
    "validity": "fr.validity lists precision, recall and the like, and its table is what is printed",
    "wire_effect": "fr.robustness varies wire for what was named beforehand, and framing compare --wire "
    "compares again",
}


class Drawn(NamedTuple):
    """One figure: its name, what was drawn, and one sentence for those who can't see it.

    `ax` is the data axes of a figure of one panel, the figure of one of several: `theme.save` takes either.
    """

    name: str
    ax: Axes | Figure
    text: str


def figures() -> dict[str, Any]:
    """Return the figure modules by name: those of the folder, then entry points.

    >>> "profile" in figures()
    True
    """
    return plugins.modules("framing.plotting.figures", GROUP, ("TABLE",))


def names() -> tuple[str, ...]:
    """Return the names of the figures without importing any of them."""
    folder = resources.files("framing.plotting.figures")
    own = sorted(
        f.name.removesuffix(".py")
        for f in folder.iterdir()
        if f.name.endswith(".py") and not f.name.startswith("_")
    )
    return (*own, *sorted(point.name for point in metadata.entry_points(group=GROUP)))


def in_report() -> tuple[str, ...]:
    """Return the figures that a run draws unasked: those whose module says ``IN_REPORT = True``."""
    return tuple(name for name, module in figures().items() if getattr(module, "IN_REPORT", False))


def current(name: str) -> str:
    """Return the name by which a figure goes now, with a warning for one that went into another.

    Raises
    ------
    FramingError
        No figure has the name, or none has it any more.
    """
    if name in REMOVED:
        raise FramingError(f"figure {name!r} is no longer there: {REMOVED[name]}")
    if name in MERGED:
        new, options = MERGED[name]
        said = "".join(f", {key}={value!r}" for key, value in options.items())
        warnings.warn(
            f"figure {name!r} went into {new!r}: call fr.plotting.{new}(table{said}); the old name goes with "
            "the next release",
            FramingWarning,
            stacklevel=3,
        )
        return new
    if name not in figures():
        raise unknown("figure", name, figures())
    return name


def function(name: str) -> Callable[..., Axes | Figure]:
    """Return the function that draws a figure; a wrong name lists those there are.

    One that went into another is drawn by that, with a warning; options that it lacks are passed over.
    """
    new = current(name)
    if new != name:
        draw = function(new)
        options = MERGED[name][1]
        return lambda table, **given: draw(table, **_taken(draw, {**options, **given}))
    found = figures()
    if not callable(getattr(found[name], name, None)):
        raise FramingError(
            f"figure {name!r}: its module has no function {name!r}; give it one of the module's own name"
        )
    return getattr(found[name], name)  # type: ignore[no-any-return]


def text_of(name: str, table: pd.DataFrame, **options: Any) -> str:
    """Return a figure's text alternative: what its module's `describe` says, else its name.

    Options that `describe` doesn't take are passed over.
    """
    function(name)
    describe = getattr(figures()[name], "describe", None)
    if describe is None:
        return f"Figure: {name.replace('_', ' ')}."
    invented = "provenance" in table and (table["provenance"].astype(str) == "illustrative").any()
    said = str(describe(table, **_taken(describe, options)))
    return f"{said.removesuffix('.')}{vocabulary.INVENTED}." if invented else said


def drawable(name: str, table: pd.DataFrame) -> bool:
    """Say whether a table has what a figure draws: rows, and what its module's `present` looks for.

    A profile may be there, say, without sources in it.
    """
    function(name)
    present = getattr(figures()[name], "present", None)
    return not table.empty and (present is None or bool(present(table)))


def _taken(called: Callable[..., Any], options: Mapping[str, Any]) -> dict[str, Any]:
    takes = inspect.signature(called).parameters
    return {key: value for key, value in options.items() if key in takes}


def draw_all(
    tables: Mapping[str, pd.DataFrame], *, only: Iterable[str] | None = None, **options: Any
) -> Iterator[Drawn]:
    """Draw every registered figure whose table is given and has rows.

    One set of outlet colours is made from all the tables, so that an outlet
    keeps its colour though one table may lack it.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By table name. A table that a figure takes as an option of that name
        (`scores` in `profile`) is passed on.
    only : iterable of str, optional
        Names of the figures wanted; by default all.
    **options
        Passed to each figure that takes an option of that name.

    Raises
    ------
    FramingError
        A name in `only` is no figure's.

    Yields
    ------
    Drawn
        In order of name. Save it before asking for the next, to keep memory low.
    """
    from framing.plotting import theme

    keys: set[str] = set()
    for table in tables.values():
        if "by" in table.columns:
            # Groups of units that were coded: outlets, or voices, or all.
            table = table[table["by"].astype(str) == "outlet"]
        # Where `a` and `b` are articles, columns of their own say whose.
        ends = ("a_outlet", "b_outlet") if "a_outlet" in table.columns else ("a", "b")
        for column in ("outlet", "group", *ends):
            if column in table.columns:
                keys.update(table[column].dropna().astype(str).unique())
    offered = {**tables, "colors": theme.colors(keys - {"any", "rest", ""}), **options}
    wanted = set(names() if only is None else map(current, only))
    for name, module in figures().items():
        table = tables.get(module.TABLE)
        if name not in wanted or table is None or not drawable(name, table):
            continue
        draw = function(name)
        others = {key: value for key, value in offered.items() if key != module.TABLE}
        yield Drawn(name, draw(table, **_taken(draw, others)), text_of(name, table, **others))
