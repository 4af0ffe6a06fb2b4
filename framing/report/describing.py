"""A methods text on the articles: which there are, what was done to them, and whose words are told apart.

Everything is read off the tables and settings of one study; nothing is computed but counts and shares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.report import numbers, titling
from framing.report.numbers import all_listed
from framing.report.sections import compared

if TYPE_CHECKING:
    import pandas as pd

    from framing.report.citing import Cited
    from framing.report.material import Material

__all__ = ["VOICES_F1", "copies", "corpus", "selection", "table", "voices"]

#: Groups that are named one by one; rows of the table.
_NAMED, _ROWS = 12, 40

#: How well voices in full agree with articles annotated by others: F1 over characters (docs/voices.md).
VOICES_F1 = ".850"

_VOICE = {
    "outlet": "the outlets' own",
    "quoted": "quoted",
    "reported": "reported",
}
_ROLES = {
    "full_reprint": "reprinted in full",
    "partly_based": "partly based on an agency's",
    "credited": "credited to an agency in a part that can't be told",
}


def corpus(material: Material, cited: Cited) -> str:
    """Say which articles there are, and what became of what was found."""
    frame = material.articles
    if frame.empty:
        return "No article was kept."
    sizes = frame[material.by].astype(str).value_counts()
    order = sorted(sizes.index, key=lambda key: (-sizes[key], key))
    who = [f"{numbers.count(sizes[key])} of {material.shown(key)}" for key in order]
    said = [
        f"The corpus comprised {numbers.several(len(frame), 'article')}: "
        f"{all_listed(who, _NAMED)}{_when(frame)}{_on(material)}.",
        _flow(material),
        _genres(frame),
    ]
    if material.illustrative:
        said.append("Text marked as invented was written to show the tool, and says nothing of any outlet.")
    return " ".join(filter(None, said))


def _when(frame: pd.DataFrame) -> str:
    dated = frame["published"].dropna()
    undated = len(frame) - len(dated)
    if not len(dated):
        return ", all undated"
    when = f", published {numbers.dates(dated.min(), dated.max())} (UTC)"
    return when + (f", {numbers.count(undated)} of them undated" if undated else "")


def _on(material: Material) -> str:
    """Say on what event the articles are, or on how many."""
    names = titling.event_names(material)
    events = sorted(material.articles["event"].dropna().astype(str).unique())
    if len(events) > 1:
        found = material.settings.get("events_found")
        return f", on {numbers.count(len(events))} events" + (" that the program found" if found else "")
    if len(events) == 1:
        return f", on one event ({names[events[0]]})"
    return ""


def _flow(material: Material) -> str:
    flow = compared.flow(material)
    copies = flow["duplicate"]
    lost = [
        (copies, "second copy of a record" if copies == 1 else "second copies of records"),
        (flow["skipped"], "skipped"),
        (flow["failed"], "unreadable"),
    ]
    told = [f"{numbers.count(n)} {what}" for n, what in lost if n]
    if told:
        found = f"Of {numbers.several(flow['found'], 'item')} found, {numbers.count(flow['kept'])} "
        said = f"{found}{'was' if flow['kept'] == 1 else 'were'} kept; the others were {all_listed(told)}."
    else:
        said = f"All {numbers.several(flow['found'], 'item')} found were kept."
    steps = [
        f"{numbers.count(n)} {'was' if n == 1 else 'were'} {_past(what, n == 1)}" for n, what in flow["steps"]
    ]
    return said + (f" Of those kept, {all_listed(steps)}." if steps else "")


def _past(step: str, one: bool) -> str:
    """Put a step of the flow behind a verb, in the singular where it is of one article."""
    step = step.replace("sharing one weight with", "counted together with")
    for many, single in _SINGLE.items():
        step = step.replace(many, single) if one else step
    return step


#: How steps of the flow are said of one article.
_SINGLE = {
    "being records without their text": "being a record without its text",
    "being stubs": "being a stub",
    "being full reprints": "being a full reprint",
}


def _genres(frame: pd.DataFrame) -> str:
    counts = frame["genre"].astype(str).value_counts()
    order = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    told = [f"{numbers.count(n)} {'of unknown kind' if kind == 'unknown' else kind}" for kind, n in order]
    apart = "News was compared with news; opinion pieces and editorials were rows of their own"
    unknown = ", and articles of unknown kind counted with news" if "unknown" in counts.index else ""
    languages = frame["language"].dropna().astype(str).value_counts()
    tongues = ""
    if len(languages) > 1:
        listed = [f"{code} ({numbers.count(n)})" for code, n in languages.items()]
        tongues = f" Languages by their codes: {all_listed(listed, 6)}."
    return f"By kind, {all_listed(told)}. {apart}{unknown}.{tongues}"


def selection(material: Material, cited: Cited) -> str:
    """Say how the collection is read, and leave room for what the program can't know."""
    reading = {
        "census": "The collection was read as all that these outlets published on the event: the numbers "
        "describe it, and intervals and p were not needed.",
        "sample": "The articles were read as draws from what each outlet would write about this event; "
        "intervals and p say how far other draws might have gone.",
        "unknown": "Whether the collection was complete was not stated; intervals and p were given as for a "
        "sample.",
    }[str(material.settings.get("collection", "unknown"))]
    ask = "[Say here where the articles came from, by which search, and on which day.]"
    only = (
        "Statements are about these articles, from these outlets, on what they cover, and not about an "
        "outlet in general, other events, or why an article was written as it was."
    )
    return f"{ask} {reading} {only}"


def cleaning(material: Material, cited: Cited) -> str:
    """Say what was taken out of articles, guessed and repaired; the audit lists each decision."""
    audit = material.audit
    kinds = audit["kind"].astype(str)
    said = []
    for kind, what, verb in (
        ("removed", "piece of page furniture", "taken out of articles"),
        ("repaired", "repair", "made"),
        ("guessed", "guess", "made"),
    ):
        lines = audit[kinds == kind]
        if not len(lines):
            continue
        counts = lines["rule"].astype(str).str.replace("_", " ").value_counts()
        order = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        rules = numbers.listed([f"{rule} {numbers.count(n)}" for rule, n in order], most=4)
        one = len(lines) == 1
        many = {"guess": "guesses", "repair": "repairs"}.get(what, "pieces of page furniture")
        said.append(
            f"{numbers.count(len(lines))} {what if one else many} {'was' if one else 'were'} {verb} ({rules})"
        )
    if not said:
        return ""
    return f"By rules, {all_listed(said)}; the table `audit` lists each with the text it concerns."


def copies(material: Material, cited: Cited) -> str:
    """Say what counted as a copy, and what was done with copies and agency copy."""
    frame, settings = material.articles, material.settings
    how = {
        "near": "Two articles were copies of one text where nearly all of the shorter one stood in the "
        "other, by runs of five words.",
        "exact": "Two articles were copies of one text where they had the same words.",
    }.get(str(settings.get("copies", "")), "")
    shared = frame["copy_group"].dropna()
    found = (
        f" {numbers.several(len(shared), 'article')} stood in "
        f"{numbers.several(shared.nunique(), 'group')} of copies."
        if len(shared)
        else " None was found."
    )
    wire = {
        "collapse": "Copies of one text within an outlet and event shared one weight.",
        "keep": "Each print of a text counted.",
        "drop": "Full reprints of an agency were left out, and copies of one text within an outlet and "
        "event shared one weight.",
    }.get(str(settings.get("wire", "collapse")), "")
    roles = frame["wire_role"].astype(str).value_counts()
    told = [
        f"{numbers.several(roles[key], 'article')} {what}"
        for key, what in _ROLES.items()
        if key in roles.index
    ]
    agency = (
        f" Agency copy, by byline, dateline, credit and shared words: {all_listed(told)}." if told else ""
    )
    apart = ""
    if settings.get("collection") != "census" and shared.nunique():
        apart = " For intervals and tests, copies in two outlets counted as one cluster."
    return f"{how}{found if how else ''} {wire}{apart}{agency}".strip()


def voices(material: Material, cited: Cited) -> str:
    """Say how the words of outlets were told from those of others, and what share each has."""
    how = material.settings.get("voices", "quotes")
    if how in (None, "none"):
        return "What an outlet said and what it let others say were added up."
    if how == "quotes":
        return (
            "Words inside quotation marks were told from those outside, and counted apart. What stood "
            "outside was not always the outlet's own: reported speech counts there."
        )
    said = (
        "Each passage was attributed to the outlet, to a speaker in direct quotation, or to a speaker in "
        "reported speech, by rules and small linear models; the three were counted apart and never added up "
        f"unasked. Against articles annotated by others {cited('newell2018')}, whose words a character is "
        f"was told with an F1 of {VOICES_F1}; in these articles it was not measured."
    )
    table = material.tables.get("voices")
    if table is not None and len(table):
        sizes = (table["end"] - table["start"]).groupby(table["voice"].astype(str)).sum()
        total = sizes.sum()
        shares = [
            f"{numbers.percent(sizes[voice] / total)} {name}"
            for voice, name in _VOICE.items()
            if sizes.get(voice, 0) and total
        ]
        said += f" Of all characters, {all_listed(shares)}." if shares else ""
    by_hand = material.settings.get("corrected")
    return said + (" Some articles were corrected by hand." if by_hand else "")


def table(material: Material) -> str:
    """Return the table of the groups, as Markdown: articles, words, dates, kinds, agency copy."""
    rows = compared.outlets(material)
    if not rows:
        return ""
    lines = [
        f"| {material.by.replace('_', ' ').capitalize()} | Articles | Words | Median words | Dates (UTC) | "
        "Kinds | Agency copy |",
        "|:--|--:|--:|--:|:--|:--|--:|",
    ]
    whole = compared.together(material)
    for row in [*rows[:_ROWS], *filter(None, [whole])]:
        cells = (
            row["name"], row["articles"], row["words"], row["median"], row["dates"], row["genres"],
            row["agency_n"],
        )  # fmt: skip
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    more = len(rows) - _ROWS
    note = f" {numbers.several(more, 'more')} stand in the tables." if more > 0 else ""
    caption = (
        "Note. Words are those of whole articles, without headlines. Agency copy: full reprints, articles "
        f"partly based on an agency, and articles that credit one.{note}"
    )
    return "\n".join([*lines, "", caption])


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", r"\|")
