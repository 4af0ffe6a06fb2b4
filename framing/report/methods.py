"""The methods text of a study, ready to paste: what was done, in paragraphs, with the works it goes by.

Each paragraph is written by a module of its own from the tables and settings of this study, so that nothing
is said that was not done. What the program can't know stands in square brackets.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.errors import FramingError
from framing.report import material as titling
from framing.report import results, story
from framing.report.citing import Cited, bibtex, in_words, references
from framing.report.sections import articles as described
from framing.views import numbers as numbers
from framing.views import vocabulary
from framing.views.numbers import all_listed

if TYPE_CHECKING:
    import pandas as pd

    from framing.features.stance.judges import Card
    from framing.report.citing import Cited
    from framing.report.material import Material

# A methods text on what was measured: each list, rule and model, what it counts and the works it goes by.

_UNITS = {
    "per_1000": "hits per 1,000 tokens",
    "net_per_1000": "positive less negative hits per 1,000 tokens",
    "mean": "mean weight a hit",
    "share": "share",
    "share_of_headlines": "share of headlines with at least one hit",
}

_NEGATION = {
    "drop": "A hit negated within three words before it, in its sentence and voice, did not count.",
    "flip": "A negator up to three words before a term, in its sentence and voice, turned it and multiplied "
    "its valence by \N{MINUS SIGN}0.74.",
}

_TONE = (
    "The terms are those of VADER's lexicon, with expressions of this domain masked. It is not VADER's "
    "compound score, so the validation of that score does not carry over."
)


@cache
def _known() -> Mapping[str, Any]:
    from framing.features.measures import on_request, registry

    return {**registry(), **on_request()}


def works_of(material: Material, measure: str) -> tuple[str, ...]:
    """Return the works that a measure's list names, a line each; none for what has no list.

    The setting `works`, measure to lines, speaks of lists of the user's own.
    """
    given = material.settings.get("works")
    if isinstance(given, Mapping) and given.get(measure):
        return tuple(str(line) for line in given[measure])
    known = _shipped(material, measure)
    return tuple(getattr(known.finder, "citation", ())) if known is not None else ()


def _shipped(material: Material, measure: str) -> Any:
    """Return the measure of the package that has this name and meaning; None where there is none."""
    known = _known().get(measure)
    meaning = material.names.meaning(measure)
    return known if known is not None and (not meaning or meaning == known.meaning) else None


def _families_measured(material: Material) -> dict[str, list[str]]:
    """Return the measures counted by lists and rules, by the first part of their name."""
    found: dict[str, list[str]] = {}
    for measure in sorted(material.profile["measure"].astype(str).unique()):
        if not (vocabulary.is_sources(measure) or vocabulary.family(measure)):
            found.setdefault(measure.partition(".")[0], []).append(measure)
    return found


def lists(material: Material, cited: Cited) -> str:
    """Describe every measure made by a list of terms or by rules, an item each family."""
    items = [
        _family(material, cited, family, measures)
        for family, measures in _families_measured(material).items()
    ]
    return "\n".join(f"- {item}" for item in items)


def _family(material: Material, cited: Cited, family: str, measures: list[str]) -> str:
    shipped = [_shipped(material, measure) for measure in measures]
    finder = getattr(shipped[0], "finder", None) if shipped[0] is not None else None
    meanings = []
    for measure, known in zip(measures, shipped, strict=True):
        said = (material.names.meaning(measure) or (known.meaning if known else "")).strip().rstrip(".")
        said = said or f"a measure of the study's own, {_UNITS[_unit(material, measure)]}"
        meanings.append(f"`{measure}`, {said[0].lower() + said[1:] if not said[1:2].isupper() else said}")
    title = getattr(finder, "title", "") or family.replace("_", " ").capitalize()
    cites = cited.lines(works_of(material, measures[0]))
    behind = ""
    entries = getattr(finder, "entries", ())
    if entries:
        behind = f" {numbers.count(len(entries))} entries"
        behind += f" written from the literature {cites}." if family != "tone" and cites else f" {cites}."
        behind = behind.replace(" .", ".")
    elif shipped[0] is None:
        behind = f" A list or rule of the study's own {cites}.".replace(" .", ".")
    elif not cites:
        behind = " Found by rules."
    if family == "tone" and finder is not None:
        behind += f" {_TONE}"
    negation = _NEGATION.get(getattr(finder, "negation", ""), "")
    behind += f" {negation}" if negation else ""
    return f"**{title}**: {'; '.join(meanings)}.{behind}"


def _unit(material: Material, measure: str) -> str:
    profile = material.profile
    return str(profile.loc[(profile["measure"] == measure).to_numpy(), "unit"].iloc[0])


def sources(material: Material, cited: Cited) -> str:
    """Describe the measures of who speaks."""
    found = [
        measure
        for measure in sorted(material.profile["measure"].astype(str).unique())
        if vocabulary.is_sources(measure)
    ]
    if not found:
        return ""
    told = []
    for measure in found:
        said = vocabulary.meanings().get(measure, measure).rstrip(".")
        told.append(f"`{measure}`, {said[0].lower()}{said[1:]}")
    return (
        f"- **Who speaks**: {'; '.join(told)}. Kinds and countries of speakers were read from titles, "
        "organisations and places beside the name; an article in which nobody but the outlet spoke was in no "
        "denominator."
    )


def stance(material: Material, cited: Cited) -> str:
    """Describe stance toward targets, who judged it, and what was done about the judge's error."""
    rows = material.profile[material.profile["measure"].astype(str).map(vocabulary.family) == "stance"]
    if rows.empty:
        return ""
    targets = sorted(rows["target"].dropna().astype(str).unique())
    card = _card(str(material.settings.get("model") or "auto"), len(material.articles))
    named = f", {card.name}," if card else ""
    said = (
        f"- **Stance** toward {all_listed(targets)}: a model{named} judged what the voice of each mention "
        "says in the sentence as negative, neutral or positive; counted are shares of mentions, and positive "
        "less negative. It learned from coded news about the politics of the United States "
        f"{cited('hamborg2021')}"
    )
    if card and "verdicts" in card.more:
        measured, right = card.more["measured"], card.more["verdicts"]
        said += (
            f" (macro-F1 {_short(measured['macro_f1'])}, cross-validated), and a second step from coded "
            "mentions in news on visits and summits how probable its verdicts are. Those that weren't "
            "probable enough count as no clear stance; who coded the mentions could accept "
            f"{_short(right['evaluating_acceptable'])} of those that evaluate and "
            f"{_short(right['neutral_acceptable'])} of the neutral ones"
        )
    said += ". In these articles that was not measured."
    return said


def _card(model: str, articles: int) -> Card | None:
    """Return the card of who judged so many articles; None of a judge that is not of the package."""
    from framing.features.stance.judges import judge

    try:
        with warnings.catch_warnings():
            # That it was the linear model was said when it judged.
            warnings.simplefilter("ignore")
            return judge(model, articles).card
    except (FramingError, ImportError):
        return None


def _short(share: float) -> str:
    return numbers.plain(share, 2).removeprefix("0")


def frames(material: Material, cited: Cited) -> str:
    """Describe frame indicators, codebook by codebook."""
    measures = sorted(
        m for m in material.profile["measure"].astype(str).unique() if vocabulary.family(m) == "frame"
    )
    books: dict[str, list[str]] = {}
    for measure in measures:
        books.setdefault(measure.split(".")[1], []).append(measure)
    if not books:
        return ""
    told = []
    for book, own in books.items():
        frames_of = [vocabulary.frame_of(measure, material.names.meaning(measure))[0] for measure in own]
        cites = cited.lines(_codebook_works(material, book, own))
        told.append(f"`{book}` ({all_listed(frames_of, 20)})" + (f" {cites}" if cites else ""))
    return (
        f"- **Frame indicators**, per 1,000 tokens, of the "
        f"{'codebook' if len(books) == 1 else 'codebooks'} {all_listed(told)}. Indicators are words that "
        "point to a frame; they are not frames, which coders or a classifier checked against coders find."
    )


def _codebook_works(material: Material, book: str, own: list[str]) -> tuple[str, ...]:
    from framing.features.frames.codebook import shipped

    lines = works_of(material, own[0])
    known = shipped().get(book)
    return lines or (tuple(known.citation) if known and _shipped(material, own[0]) else ())


def primary(material: Material, cited: Cited) -> str:
    """Say which measures were named before scoring; all else is exploratory."""
    named = [f"`{name}`" for name in material.settings.get("primary") or ()]
    if not named:
        return "No measure was named as primary before scoring, so that every test is exploratory."
    return f"Named as primary before scoring: {all_listed(named)}. All other tests are exploratory."


# A methods text on the articles: which there are, what was done to them, and whose words are told apart.

#: Groups that are named one by one; rows of the table.
_NAMED_DESCRIBING, _ROWS = 12, 40

#: How well voices in full agree with articles annotated by others: F1 over characters (docs/voices.md).
VOICES_F1 = ".847"

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
        f"{all_listed(who, _NAMED_DESCRIBING)}{_when(frame)}{_on(material)}.",
        _flow(material),
        _genres(frame),
    ]
    if compared := str(material.settings.get("compared") or ""):
        said.append(f"Compared were {compared}.")
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
    names = material.event_names
    events = sorted(material.articles["event"].dropna().astype(str).unique())
    if len(events) > 1:
        found = material.settings.get("events_found")
        return f", on {numbers.count(len(events))} events" + (" that the program found" if found else "")
    if len(events) == 1:
        return f", on one event ({names[events[0]]})"
    return ""


def _flow(material: Material) -> str:
    flow = described.flow(material)
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
    if not material.census and shared.nunique():
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
    table = material.table("voices")
    if table is not None:
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
    rows = described.describe_groups(material)
    if not rows:
        return ""
    lines = [
        f"| {material.by.replace('_', ' ').capitalize()} | Articles | Words | Median words | Dates (UTC) | "
        "Kinds | Agency copy |",
        "|:--|--:|--:|--:|:--|:--|--:|",
    ]
    for row in rows[:_ROWS]:
        cells = (
            row["name"], row["articles"], row["words"], row["median"], row["dates"], row["genres"],
            row["agency"],
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


# A methods text on how numbers, intervals and p were made, as the tables of this study say.

_TESTS = (
    ("permutation, exact", "{n} by every arrangement of labels"),
    ("permutation, draws", "{n} by drawn arrangements"),
    ("Welch t", "{n} by Welch's t, there being 50 articles or more a side"),
    ("paired t", "{n} by a paired t, all texts standing on both sides"),
    ("sign-flip", "{n} by flipping signs over events"),
)


def estimates(material: Material, cited: Cited) -> str:
    """Say what is estimated, and what stands beside each estimate."""
    units = set(material.profile["unit"].astype(str))
    if not units:
        return ""
    said = [
        "The article is the unit of analysis, since words inside one are not independent. A rate is a ratio "
        "of sums over a group's articles, beside which stands the mean of the articles' own rates."
    ]
    if "share_of_headlines" in units:
        said.append("In headlines the measure is the share with at least one hit.")
    scales = set(material.contrast["scale"].dropna().astype(str))
    forms = [
        form
        for scale, form in (
            ("ratio", "a ratio of the two groups' rates or shares"),
            ("difference", "a difference where a measure can be negative"),
        )
        if scale in scales
    ]
    if forms:
        said.append(f"Groups were compared two at a time, by {all_listed(forms)}.")
    large = int((material.profile["largest_share"] > 0.25).sum())
    if large:
        said.append(
            f"Where one article gave more than a quarter of what is counted, which was so in "
            f"{numbers.count(large)} of {numbers.several(len(material.profile), 'cell')}, it was flagged."
        )
    return " ".join(said)


def intervals(material: Material, cited: Cited) -> str:
    """Say how intervals were made, and of how many comparisons there is none."""
    if material.census or material.profile.empty:
        return ""
    methods = {str(method).split(";")[0] for method in material.profile["method"].dropna()}
    said = []
    if any("log jackknife" in method for method in methods):
        said.append(
            "Intervals are at 95\N{NO-BREAK SPACE}%. For rates they were made on the logarithm of the "
            f"ratio, by deleting one article at a time {cited('efron1993')}, with t on n \N{MINUS SIGN} 1 "
            "degrees of freedom; for ratios of two groups by adding the two variances, with Welch's degrees "
            f"of freedom {cited('welch1947', 'satterthwaite1946')}."
        )
    if any(method.startswith("jackknife") for method in methods):
        said.append("For signed measures the same was done on their own scale.")
    if any("event" in method for method in methods):
        said.append("From ten events, whole events were deleted.")
    said.append(
        "Under three articles a side only an estimate is given; under eight articles or ten hits a side it "
        "is called fragile; with no hits on a side, or all in one article, there is no interval."
    )
    rows = _pairs(material)
    bare = int(rows["low"].isna().sum())
    if bare:
        said.append(f"{numbers.count(bare)} of {numbers.several(len(rows), 'comparison')} had none.")
    return " ".join(said)


def tests(material: Material, cited: Cited) -> str:
    """Say how differences were tested, how often each test was made, and how p were adjusted."""
    if material.census:
        return ""
    rows, groups = _pairs(material), titling.groups(material)
    made = rows[rows["p"].notna()]
    if made.empty:
        return "No comparison had articles enough for a test." if len(rows) else ""
    names = made["test"].dropna().astype(str)
    counts = [(form, int(names.str.startswith(start).sum())) for start, form in _TESTS]
    told = [form.format(n=numbers.count(n)) for form, n in counts if n]
    said = []
    if names.str.startswith("permutation").any():
        by_draws = made.loc[made["test"].astype(str).eq("permutation, draws").to_numpy(), "draws"]
        drawn = f", else by {numbers.count(by_draws.max())} draws" if len(by_draws) else ""
        said.append(
            f"The two {groups}' labels were permuted over articles within the event, on the studentised "
            f"difference {cited('janssen1997', 'chung2013')}: exactly up to 200,000 arrangements{drawn}."
        )
    if told:
        said.append(f"Of {numbers.several(len(made), 'test')} of pairs, {all_listed(told)}.")
    untested = len(rows) - len(made)
    if untested:
        said.append(
            f"{numbers.several(untested, 'comparison')} got none: too few articles for any arrangement to "
            "give a p of .05, or hits on a side in fewer than two articles."
        )
    return " ".join(filter(None, [*said, _families(material, cited), _told(material, cited)]))


def _told(material: Material, cited: Cited) -> str:
    """Say how what is told was chosen among all comparisons."""
    table = material.table("findings")
    if table is None:
        return ""
    sizes = table.drop_duplicates("family")[["family", "family_size"]].itertuples(index=False)
    told = [f"{numbers.several(size, 'matter')} ({family})" for family, size in sizes if size]
    if not told:
        return ""
    chance = float(table["shuffled"].iloc[0])
    shuffled = numbers.percent(chance) if chance >= 0.01 else "under 1 %"
    return (
        f"What is told rests on another test: a measure in a voice, with its variants and pairs of "
        f"{titling.groups(material)}, or all words, is one matter, and labels were shuffled once for all "
        f"matters. Its p is that of its clearest pair {cited('westfall1993')}, adjusted over "
        f"{all_listed(told)} {cited('benjamini1995')}, and pairs inside a matter by step-down "
        f"{cited('benjamini2014')}. A finding must also have an interval that excludes 1 or 0, and "
        f"keep it without any one article, speaker or term; {shuffled} of reports with shuffled labels had "
        "as many."
    )


def _families(material: Material, cited: Cited) -> str:
    table = material.contrast[material.contrast["p_adjusted"].notna()]
    sizes = table.groupby(table["family"].astype(str))["family_size"].max()
    if sizes.empty:
        return ""
    told = [numbers.several(size, f"{kind} test".strip()) for kind, size in sizes.items()]
    apart = " and ".join(f"over all {one}" for one in told)
    return (
        f"Values of p were adjusted {apart} of all measures, voices, parts, events and pairs of "
        f"{titling.groups(material)} {cited('benjamini1995')}. A difference was called significant after "
        "adjustment where its interval excludes 1 (a ratio) or 0 (a difference) and its adjusted p is .05 or "
        "less."
    )


def _pairs(material: Material) -> pd.DataFrame:
    """Return the rows of two groups that compare something."""
    return material.contrast[material.contrast["estimate"].notna()]


def events(material: Material, cited: Cited) -> str:
    """Say how several events were brought together, and how they were found where no file named them."""
    frame, settings = material.articles, material.settings
    said = []
    if settings.get("events_found"):
        how = str(settings["events_found"]).rstrip(".")
        said.append(
            f"Events were looked for by the names, figures and words that articles share, their dates, and a "
            f"constant Potts model {cited('traag2011')}: {how}."
        )
    several = int(material.contrast["n_events"].max()) if len(material.contrast) else 0
    if several > 1:
        weights = (
            "equal weights"
            if settings.get("weights") == "equal"
            else f"weights n₁n₂ / (n₁ + n₂) {cited('mantel1959')}"
        )
        said.append(
            f"Differences were taken within events and pooled with {weights} over those that hold both "
            f"outlets, at most {numbers.count(several)}; their spread over events is told by Cochran's Q and "
            f"I² {cited('cochran1954', 'higgins2002')}."
        )
    elif frame["event"].nunique() <= 1 and len(frame) and not said:
        return ""
    return " ".join(said)


def words(material: Material, cited: Cited) -> str:
    """Say how terms were ranked and tested, where they were."""
    table = material.table("terms")
    if table is None:
        return ""
    against = "all others together" if (table["against"].astype(str) == "rest").any() else "another group"
    if (table["against"].astype(str) == "baseline").any():
        against = "its other coverage"
    voice = material.names.voice(str(table["voice"].iloc[0]).split("+")[0])
    where = f" Counted were words {voice}." if voice else ""
    said = (
        f"Terms of each group were set against those of {against} by log odds with an informative "
        f"Dirichlet prior {cited('monroe2008')} and ranked by their z, which ranks and tests nothing, since "
        "words are not independent."
    )
    if table["low"].notna().any():
        said += (
            f" Intervals come from drawing articles again, percentiles widened for few articles "
            f"{cited('hesterberg2015')}."
        )
    if table["p"].notna().any():
        said += (
            " p come from permuting articles, for terms in at least three, adjusted over the table "
            f"{cited('benjamini1995')}."
        )
    if table["dispersion"].notna().any():
        said += f" Dispersion is normalised DP {cited('gries2008', 'lijffijt2012')}."
    return said + where


def others(material: Material, cited: Cited) -> str:
    """Describe in a sentence each what else was done: naming, coverage, reuse, and the like."""
    said = []
    for name, sentence in _OTHERS.items():
        if material.table(name) is not None:
            keys = _OTHER_WORKS.get(name, ())
            said.append(sentence.format(cites=f" {cited(*keys)}" if keys else ""))
    return " ".join(said)


_OTHERS = {
    "naming": "Of each referent, the share of each form by which it is named was counted, of the forms in "
    "the set used, and compared by permuting articles.",
    "shift": "Differences in tone were taken apart by words as generalised word shifts{cites}.",
    "collocates": "Words beside a node were ranked by association{cites}.",
    "style": "Readability and variety of words were computed from sums over articles{cites}.",
    "coverage": "What coverage has was looked for as named things, terms and statements; an item not found "
    "in an outlet's articles is told with the detector's recall and with the probability of so few, had the "
    "outlet carried it as often as the others (beta-binomial, adjusted{cites}).",
    "reuse": "Passages that two outlets share were found by runs of words; which was printed later is told "
    "by time alone.",
    "agency_share": "The share of agency copy has Wilson's interval{cites}.",
}

_OTHER_WORKS = {
    "shift": ("gallagher2021",),
    "collocates": ("church1990",),
    "style": ("flesch1948",),
    "coverage": ("benjamini1995",),
    "agency_share": ("wilson1927",),
}


#: Libraries whose version is told in the text; all stand in provenance.json.
_NAMED = ("numpy", "scipy", "pandas", "scikit-learn")

_Part = Callable[["Material", Cited], str]


class Paragraph(NamedTuple):
    """A paragraph with its heading, in Markdown; works are cited by their keys."""

    heading: str
    text: str


class Methods(NamedTuple):
    """The paragraphs of a methods text, its table of groups, and the works cited in it."""

    paragraphs: tuple[Paragraph, ...]
    table: str
    works: Mapping[str, Mapping[str, str]]


def methods(material: Material) -> Methods:
    """Write the methods text.

    Parameters
    ----------
    material : Material
        Tables and settings of one study.

    Returns
    -------
    Methods
        Paragraphs in the order of a paper; those for which nothing was done are left out.

    Examples
    --------
    >>> from framing.report.material import Material
    >>> [paragraph.heading for paragraph in methods(Material.of({}, {}, {})).paragraphs][:3]
    ['Corpus', 'Selection and scope', 'Copies and agency copy']
    """
    cited = Cited()
    found = []
    for heading, parts in _PARTS.items():
        said = [part(material, cited) for part in parts]
        # Items of a list stand on lines of their own, below what introduces them.
        joined = "\n".join(one for one in said if one.startswith("- "))
        plain = " ".join(one for one in said if one and not one.startswith("- "))
        if text := "\n\n".join(filter(None, [plain, joined])):
            found.append(Paragraph(heading, text))
    return Methods(tuple(found), table(material), dict(cited.works))


def as_text(found: Methods, *, cite: str = "keys") -> str:
    """Return a methods text as Markdown: paragraphs, each with its heading in bold, and the table of groups.

    Parameters
    ----------
    found : Methods
    cite : {"keys", "words"}
        Works by their keys, as Pandoc reads them beside their BibTeX; or by author and year, with the list of
        references below.
    """
    blocks = []
    for paragraph in found.paragraphs:
        plain, _, items = paragraph.text.partition("\n\n")
        if plain.startswith("- "):
            plain, items = "", paragraph.text
        blocks.append(f"**{paragraph.heading}.** {plain}".rstrip())
        blocks += [items] * bool(items)
        if paragraph.heading == "Corpus" and found.table:
            blocks.append(found.table)
    whole = "\n\n".join(blocks)
    if cite == "words":
        lines = "\n".join(f"- {line}" for line in references(found.works))
        whole = in_words(whole, found.works) + (f"\n\n**References**\n\n{lines}" if lines else "")
    return whole + "\n"


def files(material: Material) -> dict[str, str]:
    """Return what a run leaves beside its report, by the names of the files.

    Parameters
    ----------
    material : Material

    Returns
    -------
    dict of str to str
        ``methods.md``, whose works are cited by keys, ``references.bib`` and ``findings.md``.
    """
    found = methods(material)
    return {
        "methods.md": as_text(found),
        "references.bib": bibtex(found.works),
        "findings.md": story.write_findings(material) + "\n",
    }


def _software(material: Material, cited: Cited) -> str:
    versions = {
        str(name): str(version) for name, version in (material.settings.get("versions") or {}).items()
    }
    version = versions.get("framing", "")
    own = cited.add(
        "framing",
        {
            "type": "software",
            "author": "{The framing authors}",
            "title": "framing: compare how news outlets frame the same event",
            "version": version,
            "license": "MIT",
            "year": _YEAR,
        },
    )
    known = {"numpy": "harris2020", "scipy": "virtanen2020"}
    libraries = [
        f"{name} {versions[name]}" + (f" {cited(known[name])}" if name in known else "")
        for name in _NAMED
        if name in versions
    ]
    said = f"All was computed by framing{f' {version}' if version else ''} {own}"
    said += f", with {all_listed(libraries)}." if libraries else "."
    if "python" in versions:
        said = said.removesuffix(".") + f" on Python {versions['python']}."
    seed = material.settings.get("seed")
    if seed is not None:
        said += f" Draws go by seed {numbers.count(seed)}." if isinstance(seed, int) else f" Seed: {seed}."
    return (
        f"{said} The study file `study.toml` holds every setting, and `provenance.json` the hashes of what "
        "went in and came out; `framing reproduce` runs it again and compares."
    )


#: The year of the version, for its reference.
_YEAR = "2026"

#: The paragraphs in their order, with what writes them.
_PARTS: Mapping[str, tuple[_Part, ...]] = {
    "Corpus": (corpus,),
    "Selection and scope": (selection,),
    "Cleaning": (cleaning,),
    "Copies and agency copy": (copies,),
    "Events": (events,),
    "Voices": (voices,),
    "Measures": (
        primary,
        lists,
        sources,
        stance,
        frames,
    ),
    "Estimates and intervals": (estimates, intervals),
    "Tests": (tests,),
    "Words": (words,),
    "Other comparisons": (others,),
    "Robustness": (results.robustness,),
    "Validation": (results.validation,),
    "Software": (_software,),
}
