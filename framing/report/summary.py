"""The comparison in a dozen lines for a terminal: what was read, in what it differs, what is clearest."""

from __future__ import annotations

import textwrap

from framing.report import material as titling
from framing.report import story
from framing.report.headlines import list_headlines
from framing.report.material import Material
from framing.views import numbers, vocabulary

_WIDTH = 118
#: Lines in all: what is left by the corpus goes to findings, which have as many as these at least.
_LINES, _LEAST = 13, 3
#: Stories told where lines are left, those first whose headlines differ most.
_STORIES = 3
#: Measures named beforehand of which it is said what came of them.
_PRIMARY = 2


def summary(material: Material) -> str:
    """Return the story in at most 13 lines of at most 118 characters.

    Parameters
    ----------
    material : Material

    Returns
    -------
    str
        What was read, of whom, in what else the articles differ, the verdict, and the clearest findings.

    Examples
    --------
    >>> print(summary(Material.of({}, {}, {"title": "A visit"})).splitlines()[0])
    A visit: no articles
    """
    settings = material.settings
    lines = [*_headline(material), *_wrap(_flow(material), 1), *_groups(material)]
    if said := str(settings.get("events_found") or ""):
        lines += _wrap(f"Events: {said}")
    if "findings" in material.tables or not len(material.contrast):
        if unlike := story.list_unlike(material):
            pairs = numbers.several(len(material.tables["comparability"]), "pair")
            kinds = ", ".join(f"{kind} {n}" for kind, n in unlike.items())
            lines += _wrap(f"Unlike beside their wording, of {pairs}: {kinds}", 1)
        lines += _wrap(story.give_verdict(material.table("findings")).rstrip("."))
        for told in story.tell_primary(material)[:_PRIMARY]:
            lines += _wrap(told.rstrip("."))
        lines += _findings(material, max(_LINES - len(lines), _LEAST))
    for one in list_headlines(material, _STORIES):
        if len(lines) + 2 <= _LINES:
            put = [row for row in one["rows"] if row[2] in one["put"]]
            headed = "; ".join(f"{name} “{ref.title}”" for name, ref, *_ in put or one["rows"])
            what = "One happening" if put else "Headlines"
            lines += _wrap(f"{what}, {one['when']}: {headed}", min(_LINES - len(lines), 3))
    if sought := [row for row in settings.get("planted", ()) if not row["recovered"].startswith("not ")]:
        found = sum(row["recovered"].startswith("yes") for row in sought)
        lines.append(f"Planted differences recovered: {found} of {len(sought)}")
    # What an outlet is called comes from outside and may hold codes that a terminal would obey.
    text = "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text) + "\n"


def _wrap(text: str, most: int = 2, indent: str = "  ") -> list[str]:
    """Break a text into so many lines at most; what has no room is cut off and marked."""
    return textwrap.wrap(
        text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False, max_lines=most, placeholder=" …"
    )


def _headline(material: Material) -> list[str]:
    title, frame = titling.title(material), material.articles
    if frame.empty:
        return _wrap(f"{title}: no articles")
    dated = frame["published"].dropna()
    when = f", {numbers.dates(dated.min(), dated.max())}" if len(dated) else ""
    size = f": {numbers.several(len(frame), 'article')}{when}"
    lines = [f"{textwrap.shorten(title, _WIDTH - len(size), placeholder=' …')}{size}"]
    return [*lines, story.INVENTED.rstrip(".")] if material.illustrative else lines


def _flow(material: Material) -> str:
    """Say what became of everything that was found, and by which rules the rest was left out."""
    audit = material.audit.assign(kind=material.audit["kind"].astype(str))
    counts = audit["kind"].value_counts()
    status = material.articles["status"].astype(str).value_counts()
    kinds = {"stub": "cut short", "metadata": "without text"}
    parted = ", ".join(f"{numbers.count(status[key])} {what}" for key, what in kinds.items() if key in status)
    parts = [f"kept {numbers.count(len(material.articles))}{f' ({parted})' * bool(parted)}"]
    found = len(material.articles)
    for kind in ("duplicate", "skipped", "failed"):
        if n := int(counts.get(kind, 0)):
            found += n
            rules = audit.loc[audit["kind"] == kind, "rule"].astype(str).str.replace("_", " ").value_counts()
            order = sorted(rules.items(), key=lambda item: (-item[1], str(item[0])))
            named = [f"{times} {rule}" if len(order) > 1 else str(rule) for rule, times in order]
            why = numbers.listed(named, most=3)
            parts.append(f"{kind} {numbers.count(n)}{f' ({why})' * (kind != 'duplicate')}")
    removed = numbers.several(int(counts.get("removed", 0)), "piece")
    said = f"Found {numbers.count(found)} = {' + '.join(parts)}"
    more = f"; {removed} of page furniture removed"
    return said + (more if len(said) + len(more) <= _WIDTH else "")


def _groups(material: Material) -> list[str]:
    """Name the groups with their articles, or those that are compared where these had to be chosen."""
    compared = str(material.settings.get("compared") or "")
    lines = _wrap(f"Compared: {compared}") if compared else []
    if compared and material.by == "outlet":
        return lines
    articles = material.articles
    # Where all is invented a line of its own says so.
    invented = (articles["provenance"].astype(str) != "published").all()
    each = []
    for key, n in sorted(material.sizes.items(), key=lambda item: (-item[1], item[0])):
        name = vocabulary.display(key) if invented else material.shown(key)
        inside = articles.loc[articles[material.by].astype(str) == key, "outlet"].astype(str).value_counts()
        of = ", ".join(f"{vocabulary.display(one)} {numbers.count(own)}" for one, own in inside.items())
        each.append(f"{name} {numbers.count(n)}{f' ({of})' * (len(inside) > 1)}")
    what = "Outlets" if material.by == "outlet" else "Groups"
    return [*lines, *_wrap(f"{what}: {', '.join(each)}")] if each else lines


def _findings(material: Material, room: int) -> list[str]:
    """Return the clearest findings that there are lines for."""
    lines: list[str] = []
    for one in story.tell_findings(material, room):
        certainty = "clear" if one.clear else one.certainty.partition(" (")[0]
        own = _wrap(f"  {certainty}: {one.headline}", indent="    ")
        if lines and len(lines) + len(own) > room:
            break
        lines += own
    return lines
