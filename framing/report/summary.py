"""The comparison in about ten lines for a terminal: what was read, what is clearest, what to bear in mind."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.report import material as titling
from framing.report import story
from framing.report.material import Material
from framing.report.sections import articles as compared
from framing.views import numbers as numbers

if TYPE_CHECKING:
    from framing.report.material import Material


_WIDTH = 118
#: Lines in all; what is left by the corpus goes to findings, two lines each.
_LINES = 10
_LEAST = 3
#: Pairs of outlets whose articles differ in more than wording.
_UNLIKE = 2
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
    rows = compared.describe_groups(material)
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
    lines = [f"Unlike: {one}" for one in story.say_unlike(material, _UNLIKE)]
    lines.append(story.give_verdict(material.table("findings")))
    lines = [textwrap.fill(one, _WIDTH, subsequent_indent="  ", break_on_hyphens=False) for one in lines]
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
