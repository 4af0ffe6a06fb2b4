"""Which figures there are, and how to draw all those whose table is at hand.

Knows no figure by name: a module put into ``figures/`` is found, drawn by
`framing compare` and offered as ``fr.plotting.NAME``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any, NamedTuple

from framing import plugins
from framing.errors import FramingError, refuse_unknown
from framing.views import vocabulary

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GROUP = "framing.figures"


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


def check_names(wanted: Iterable[str]) -> set[str]:
    """Return the names of figures; a wrong one lists those there are."""
    found = figures()
    refuse_unknown(wanted := set(wanted), found, argument="figure")
    return wanted


def function(name: str) -> Callable[..., Axes | Figure]:
    """Return the function that draws a figure; a wrong name lists those there are."""
    check_names([name])
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
    wanted = check_names(names() if only is None else only)
    for name, module in figures().items():
        table = tables.get(module.TABLE)
        if name not in wanted or table is None or not drawable(name, table):
            continue
        draw = function(name)
        others = {key: value for key, value in offered.items() if key != module.TABLE}
        yield Drawn(name, draw(table, **_taken(draw, others)), text_of(name, table, **others))
