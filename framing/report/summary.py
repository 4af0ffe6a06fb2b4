"""The comparison in about ten lines for a terminal: what was read, what is clearest, what to bear in mind."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.report import material as apart
from framing.report import material as titling
from framing.report import story
from framing.report.material import Material
from framing.report.sections import compared
from framing.views import numbers as numbers
from framing.views import vocabulary

if TYPE_CHECKING:
    from framing.report.material import Material


# What the terminal says of stance and of frame indicators: a line each, of what there is most of.

#: Groups in a line.
GROUPS = 4

Row = Mapping[Any, Any]


def summarise_judged(material: Material, width: int) -> list[str]:
    """Return at most a line on stance, toward the target named most, and one on frame indicators."""
    said = [*_stance(material), *_frames(material)]
    return [textwrap.fill(one, width, subsequent_indent="  ", break_on_hyphens=False) for one in said]


def _stance(material: Material) -> list[str]:
    shown = apart.cells(material, "stance")
    if shown is None:
        return []
    targets = apart.targets(shown)
    rows, place = _first_voice(shown, material)
    own = rows[(rows["measure"] == "stance.net") & (rows["target"] == targets[0]) & (rows["n_hits"] > 0)]
    told = _leading(own, shown, lambda row: _net(row, material), material)
    if not told:
        return []
    more = f"; {numbers.several(len(targets) - 1, 'more target')} in the report" if len(targets) > 1 else ""
    where = f", {place}" if place else ""
    right = ", and corrected for the model's error" if material.corrections else ""
    how = f"mentions judged positive less negative{right} ({_how(material)})"
    return [f"Stance toward {targets[0]}{where}, {how}: {told}{more}"]


def _net(row: Row, material: Material) -> str:
    """Write a group's number as judged and as corrected, each with its interval, and n."""

    def write(value: float) -> str:
        return numbers.signed(value, 2)

    right = material.corrections.get((str(row["group"]), "", *material.cell(row)))
    # The profile counts articles with words, the corrected rows those that name the target.
    n = numbers.several(row["n_hits"], "mention")
    n = n if right is None else f"n {numbers.count(right['n_articles'])}"
    support = [
        numbers.spread(*vocabulary.clip_net("stance.net", row["low"], row["high"]), write) or "no interval",
        n,
    ]
    if material.census:
        support = [n]
    if right is not None:
        spread = numbers.spread(right["low"], right["high"], write)
        if right["corrected"] == right["corrected"]:
            support.append(f"corrected {write(right['corrected'])}, {spread or 'no interval'}")
        elif spread:
            support.append(f"corrected {spread}")
    return f"{write(row['estimate'])} ({'; '.join(support)})"


def _how(material: Material) -> str:
    """Say how the collection is read, and what stands in the parentheses that follow."""
    census = material.census
    return material.names.reading()[0] + ("" if census else "; 95\N{NO-BREAK SPACE}% intervals")


def _frames(material: Material) -> list[str]:
    shown = apart.cells(material, "frame")
    if shown is None:
        return []
    rows, place = _first_voice(shown, material)
    books = rows["measure"].astype(str).str.split(".").str[1]
    # Of several codebooks that with most hits speaks here.
    hits = rows["n_hits"].groupby(books).sum()
    book = sorted(hits.index, key=lambda name: (-hits[name], name))[0]
    own = rows[(books == book).to_numpy()].sort_values(["estimate", "measure"], ascending=[False, True])
    first = own[own["n_hits"] > 0].drop_duplicates("group")

    def frame(row: Row) -> str:
        measure = str(row["measure"])
        return vocabulary.frame_of(measure, material.names.meaning(measure))[0]

    alike = first["measure"].nunique() == 1

    def write(row: Row) -> str:
        unit = str(row["unit"])
        rate = numbers.estimate(row["estimate"], unit)
        spread = numbers.spread(row["low"], row["high"], lambda value: numbers.estimate(value, unit))
        support = "; ".join(filter(None, [spread, f"n {numbers.count(row['n_articles'])}"]))
        return f"{rate} ({support})" if alike else f"{frame(row)} {rate} ({support})"

    told = _leading(first, shown, write, material)
    if not told:
        return []
    where = f", {place}" if place else ""
    which = f": {frame(first.to_dict('records')[0])}" if alike else ""
    how = f"per 1,000 tokens ({_how(material)})"
    return [f"Commonest frame indicator ({book}){where}, {how}{which}: {told}"]


def _first_voice(shown: apart.Cells, material: Material) -> tuple[pd.DataFrame, str]:
    """Return the rows of the outlets' own words, or of what there is, and how to call these."""
    voice = shown.places()[0][0]
    return shown.rows[(shown.rows["voice"] == voice).to_numpy()], material.names.voice(voice)


def _leading(own: pd.DataFrame, shown: apart.Cells, write: Any, material: Material) -> str:
    """Write the numbers of the largest groups."""
    rows = {str(row["group"]): row for row in own.to_dict("records") if row["estimate"] == row["estimate"]}
    sizes = material.articles[material.by].astype(str).value_counts()
    order = sorted(
        (name for name in shown.groups if name in rows), key=lambda name: (-sizes.get(name, 0), name)
    )
    return numbers.listed([f"{material.shown(name)} {write(rows[name])}" for name in order], GROUPS)


_WIDTH = 118
#: Lines in all; what is left by the corpus goes to findings, two lines each.
_LINES = 10
_LEAST = 3
#: Groups named; of more, so many and the number of the others.
_GROUPS = 4


def summary(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> str:
    """Return about ten plain lines.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        As for `framing.report.build.build`.
    settings : mapping
        As there.

    Returns
    -------
    str
        Lines of at most 118 characters where words allow; what needs more goes
        on, indented.

    Raises
    ------
    FramingError
        As `build`.

    Examples
    --------
    >>> print(summary({}, {"title": "A visit"}).splitlines()[0])
    A visit: no articles
    """
    material = Material.of(tables, {}, settings)
    lines = [*_headline(material), _flow(material), *_groups(material)]
    lines += [*_compared(material), *_events(material)]
    lines += _findings(material, room=_LINES - len(lines))
    lines += summarise_judged(material, _WIDTH)
    # What an outlet is called comes from outside and may hold codes that a terminal would obey.
    text = "\n".join(lines)
    return (
        "".join(
            c if c.isprintable() or c in "\n\N{NO-BREAK SPACE}" else "\N{REPLACEMENT CHARACTER}" for c in text
        )
        + "\n"
    )


def _headline(material: Material) -> list[str]:
    title = titling.title(material)
    frame = material.articles
    if frame.empty:
        return [f"{title}: no articles"]
    dated = frame["published"].dropna()
    when = f", {numbers.dates(dated.min(), dated.max())}" if len(dated) else ""
    lines = [f"{title}: {numbers.several(len(frame), 'article')}{when}"]
    return [*lines, story.INVENTED.rstrip(".")] if material.illustrative else lines


def _flow(material: Material) -> str:
    flow = compared.flow(material)
    removed = int((material.audit["kind"].astype(str) == "removed").sum())
    why = {kind: _why(material, kind) for kind in ("skipped", "failed")}
    parts = " + ".join(
        f"{kind} {flow[kind]}{why.get(kind, '')}" for kind in ("kept", "duplicate", "skipped", "failed")
    )
    return f"Found {flow['found']} = {parts}; {numbers.several(removed, 'piece')} of page furniture removed"


def _why(material: Material, kind: str) -> str:
    """Say by which rules things were left out, the commonest first."""
    lines = material.audit[material.audit["kind"].astype(str) == kind]
    counts = lines["rule"].astype(str).str.replace("_", " ").value_counts()
    rules = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return f" ({numbers.listed([f'{n} {rule}' for rule, n in rules], most=3)})" if rules else ""


def _groups(material: Material) -> list[str]:
    rows = compared.outlets(material)
    rows.sort(key=lambda row: -int(row["articles"].replace(",", "")))
    named = rows if len(rows) <= _GROUPS else rows[: _GROUPS - 1]
    said = []
    for row in named:
        size = f"{row['articles']} article{'s' * (row['articles'] != '1')}"
        size += f" ({row['kinds']})" * bool(row["kinds"]) + f", {row['words']} words"
        undated = [f"{row['undated']} undated"] if row["undated"] and row["dates"] != "undated" else []
        agency = [f"agency copy {row['agency']}"] if not row["agency_n"].startswith("0 ") else []
        inside = [f"of {row['inside']}"] if row["inside"] else []
        said.append("  " + ", ".join([f"{row['name']}: {size}", row["dates"], *undated, *agency, *inside]))
    more = len(rows) - len(named)
    return [*said, f"  and {numbers.several(more, 'other')}"] if more else said


def _compared(material: Material) -> list[str]:
    """Say which groups are compared, where these had to be chosen."""
    said = str(material.settings.get("compared") or "")
    return [textwrap.fill(f"Compared: {said}", _WIDTH, subsequent_indent="  ")] if said else []


def _events(material: Material) -> list[str]:
    """Say that the events were found, and what came of it, where no file named them."""
    said = str(material.settings.get("events_found") or "")
    return [textwrap.fill(f"Events: {said}", _WIDTH, subsequent_indent="  ")] if said else []


def _findings(material: Material, room: int) -> list[str]:
    """Return the verdict on the whole, and the clearest findings: a headline, its numbers, its words."""
    if "findings" not in material.tables and len(material.contrast):
        return []
    lines = [textwrap.fill(story.give_verdict(material.table("findings")), _WIDTH, subsequent_indent="  ")]
    for one in story.tell_findings(material, max((room - 1) // 2, _LEAST)):
        rest = [caution for caution in one.cautions if not caution.startswith("But")]
        beside = "; ".join([one.support, *one.words, *rest])
        lines += _two(one.headline, textwrap.shorten(beside, 2 * _WIDTH - 8, placeholder=" …"))
    return lines


def _two(claim: str, support: str) -> tuple[str, str]:
    """Set a finding as two lines; a name too long for its line goes on in another."""
    whole = {"width": _WIDTH, "break_on_hyphens": False, "break_long_words": False}
    return (
        textwrap.fill(claim, initial_indent="  - ", subsequent_indent="    ", **whole),  # type: ignore[arg-type]
        textwrap.fill(support, initial_indent="    ", subsequent_indent="    ", **whole),  # type: ignore[arg-type]
    )
