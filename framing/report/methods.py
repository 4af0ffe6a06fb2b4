"""The methods text of a study, ready to paste: what was done, in paragraphs, with the works it goes by.

The sentences stand in ``templates/methods.md``, each under the condition that it was done; here is what they
tell of this study's tables and settings. What the program can't know stands in square brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import jinja2

from framing.errors import FramingError
from framing.plugins import toml
from framing.report import material as titling
from framing.report.citing import Cited
from framing.report.sections import articles as described
from framing.views import numbers, vocabulary
from framing.views.columns import LARGE

if TYPE_CHECKING:
    import pandas as pd

    from framing.features.stance.judges import Card
    from framing.report.material import Material

#: How well voices in full agree with articles annotated by others: F1 over characters (docs/voices.md).
VOICES_F1 = ".849"
#: The year of the version, for its reference.
_YEAR = "2026"

_VOICES = {"outlet": "the outlets' own", "quoted": "quoted", "reported": "reported"}
_ROLES: dict[str, str] = toml(__package__, "lists")["methods"]["roles"]
_SCALES: dict[str, str] = toml(__package__, "lists")["methods"]["scales"]
_TESTS: dict[str, str] = toml(__package__, "lists")["methods"]["tests"]
_CHOICES: dict[str, str] = toml(__package__, "lists")["methods"]["choices"]
_STATISTICS = {
    "alpha": ("Krippendorff's alpha", "krippendorff2019"), "kappa": ("Cohen's kappa", "cohen1960"),
    "ac1": ("Gwet's AC1", "gwet2008"),
}  # fmt: skip
#: Libraries whose version is told in the text; all stand in provenance.json.
_LIBRARIES = {"numpy": "harris2020", "scipy": "virtanen2020", "pandas": "", "scikit-learn": ""}


class Methods(NamedTuple):
    """A methods text as Markdown, works cited by their keys, and these works."""

    text: str
    works: Mapping[str, Mapping[str, str]]


def write_methods(material: Material) -> Methods:
    """Write the methods text: paragraphs in the order of a paper, without those for which nothing was done.

    Parameters
    ----------
    material : Material
        Tables and settings of one study.

    Returns
    -------
    Methods

    Examples
    --------
    >>> from framing.report.material import Material
    >>> write_methods(Material.of({}, {}, {})).text.partition(" ")[0]
    '**Corpus.**'
    """
    cited = Cited()
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("framing.report", "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        # A name from outside ends no paragraph.
        finalize=lambda told: re.sub(r"\s*\n\s*", " ", told) if isinstance(told, str) else told,
    )
    environment.filters |= {
        "listed": lambda words: numbers.all_listed(list(words)),
        "short": lambda share: numbers.plain(share, 2).removeprefix("0"),
        "cell": lambda text: " ".join(str(text).split()).replace("|", r"\|"),
    }
    told = (_tell_articles, _tell_measures, _tell_numbers, _tell_checks)
    known = {name: value for tell in told for name, value in tell(material, cited).items()}
    said = environment.get_template("methods.md").render(
        m=material, n=numbers, cite=cited, settings=material.settings, **known
    )
    return Methods(_join(said), dict(cited.works))


def _join(text: str) -> str:
    """Join the lines of each paragraph; items and rows stay lines, and a heading alone goes."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        lines = [re.sub("  +", " ", line.strip()) for line in block.splitlines() if line.strip()]
        kept = lines and lines[0].startswith(("- ", "|"))
        joined = ("\n" if kept else " ").join(lines)
        if joined and not re.fullmatch(r"\*\*[^*]+\*\*", joined):
            apart = "\n" if kept and blocks and blocks[-1].startswith("- ") and lines[0][0] == "-" else "\n\n"
            blocks += [apart * bool(blocks), joined]
    return "".join(blocks) + "\n"


def _count_values(column: pd.Series) -> list[tuple[str, int]]:
    """Return the values of a column with how often each is there, the commonest first."""
    counts = column.astype(str).value_counts()
    return sorted(((str(one), int(n)) for one, n in counts.items()), key=lambda one: (-one[1], one[0]))


def _tell_articles(material: Material, cited: Cited) -> dict[str, Any]:
    """Return what is told of the articles: which there are, what was done to them, whose words are apart."""
    frame, settings = material.articles, material.settings
    flow = described.flow(material)
    copies = "second copy of a record" if flow["duplicate"] == 1 else "second copies of records"
    lost = {copies: flow["duplicate"], "skipped": flow["skipped"], "unreadable": flow["failed"]}
    dated = frame["published"].dropna()
    published = f", published {numbers.dates(dated.min(), dated.max())} (UTC)" if len(dated) else ""
    if undated := len(frame) - len(dated):
        published += f", {numbers.count(undated)} of them undated" if published else ", all undated"
    kinds = _count_values(frame["genre"])
    shared, roles = frame["copy_group"].dropna(), dict(_count_values(frame["wire_role"]))
    spans, shares = material.table("voices"), []
    if spans is not None:
        size = (spans["end"] - spans["start"]).groupby(spans["voice"].astype(str)).sum()
        shares = [
            f"{numbers.percent(size[key] / size.sum())} {name}"
            for key, name in _VOICES.items()
            if size.get(key)
        ]
    return {
        "flow": flow,
        "lost": [f"{numbers.count(size)} {what}" for what, size in lost.items() if size],
        "steps": [f"{numbers.count(size)} {what}" for size, what in flow["steps"]],
        "groups": [
            f"{numbers.count(size)} of {material.shown(key)}"
            for key, size in _count_values(frame[material.by])
        ],
        "published": published,
        "events": sorted(frame["event"].dropna().astype(str).unique()),
        "kinds": [f"{numbers.count(size)} {'of unknown kind' if k == 'unknown' else k}" for k, size in kinds],
        "unknown": "unknown" in dict(kinds),
        "languages": [f"{code} ({size})" for code, size in _count_values(frame["language"].dropna())],
        "table": described.describe_groups(material),
        "done": described.tell_done(material.audit),
        "copies": len(shared),
        "copy_groups": shared.nunique(),
        "agency": [
            f"{numbers.several(roles[k], 'article')} {what}" for k, what in _ROLES.items() if k in roles
        ],
        "pooled": int(material.contrast["n_events"].max()) if len(material.contrast) else 0,
        "voicing": str(settings.get("voices", "quotes") or "none"),
        "voices_f1": VOICES_F1,
        "shares": shares,
    }


@cache
def _known() -> Mapping[str, Any]:
    from framing.features.measures import on_request, registry

    return {**registry(), **on_request()}


def _shipped(material: Material, measure: str) -> Any:
    """Return the measure of the package that has this name and meaning; None where there is none."""
    known = _known().get(measure)
    meaning = material.names.meaning(measure)
    return known if known is not None and (not meaning or meaning == known.meaning) else None


def _works_of(material: Material, measure: str) -> tuple[str, ...]:
    """Return the works that a measure's list names, a line each: `settings["works"]` tells of the user's."""
    given = material.settings.get("works")
    if isinstance(given, Mapping) and given.get(measure):
        return tuple(map(str, given[measure]))
    known = _shipped(material, measure)
    return tuple(getattr(known.finder, "citation", ())) if known is not None else ()


def _tell_measures(material: Material, cited: Cited) -> dict[str, Any]:
    """Return what is told of lists, rules, models and codebooks, and the works that each goes by."""
    profile = material.profile
    measures = sorted(profile["measure"].astype(str).unique())
    families: dict[str, list[str]] = {}
    books: dict[str, list[str]] = {}
    for name in measures:
        if vocabulary.family(name) == "frame":
            books.setdefault(name.split(".")[1], []).append(name)
        elif not (vocabulary.is_sources(name) or vocabulary.family(name)):
            families.setdefault(name.partition(".")[0], []).append(name)
    measured = [_tell_family(material, cited, family, own) for family, own in families.items()]
    stance = profile[profile["measure"].astype(str).map(vocabulary.family) == "stance"]
    spoken = [
        (name, vocabulary.meanings().get(name, name)) for name in filter(vocabulary.is_sources, measures)
    ]
    told = []
    for book, own in books.items():
        frames = [vocabulary.frame_of(name, material.names.meaning(name))[0] for name in own]
        cites = cited.lines(_codebook_works(material, book, own[0]))
        told.append(f"`{book}` ({numbers.all_listed(frames, 20)})" + f" {cites}" * bool(cites))
    return {
        "primary": [f"`{name}`" for name in material.settings.get("primary") or ()],
        "measured": measured,
        "spoken": [f"`{name}`, {said[0].lower()}{said[1:].rstrip('.')}" for name, said in spoken],
        "claims": any(map(vocabulary.is_claim, measures)),
        "targets": sorted(stance["target"].dropna().astype(str).unique()),
        "card": _card(),
        "books": told,
    }


def _tell_family(material: Material, cited: Cited, family: str, measures: list[str]) -> dict[str, Any]:
    """Return what is told of the measures of one list or rule."""
    shipped = [_shipped(material, measure) for measure in measures]
    finder = getattr(shipped[0], "finder", None)
    meanings = []
    for measure, known in zip(measures, shipped, strict=True):
        said = (material.names.meaning(measure) or (known.meaning if known else "")).strip().rstrip(".")
        said = said or "a measure of the study's own"
        meanings.append(f"`{measure}`, {said if said[1:2].isupper() else said[0].lower() + said[1:]}")
    return {
        "title": getattr(finder, "title", "") or family.replace("_", " ").capitalize(),
        "meanings": meanings,
        "works": cited.lines(_works_of(material, measures[0])),
        "entries": len(getattr(finder, "entries", ())),
        "own": shipped[0] is None,
        "tone": family == "tone" and finder is not None,
        "negation": getattr(finder, "negation", ""),
    }


def _codebook_works(material: Material, book: str, measure: str) -> tuple[str, ...]:
    from framing.features.frames.codebook import shipped

    known = shipped().get(book)
    lines = _works_of(material, measure)
    return lines or (tuple(known.citation) if known and _shipped(material, measure) else ())


def _card() -> Card | None:
    """Return the card of who judged, None where it can't be loaded."""
    from framing.features.stance.judges import NEURAL
    from framing.features.stance.neural import judge

    try:
        return judge(NEURAL).card
    except (FramingError, ImportError):
        return None


def _tell_numbers(material: Material, cited: Cited) -> dict[str, Any]:
    """Return what is told of estimates, intervals, tests and words, as the tables of this study say."""
    profile, contrast = material.profile, material.contrast
    pairs = contrast[contrast["estimate"].notna()]
    made = pairs[pairs["p"].notna()]
    names = made["test"].dropna().astype(str)
    drawn = made.loc[made["test"].astype(str).eq("permutation, draws").to_numpy(), "draws"]
    tests = [(int(names.str.startswith(start).sum()), said) for start, said in _TESTS.items()]
    scales = set(contrast["scale"].dropna().astype(str))
    adjusted = contrast[contrast["p_adjusted"].notna()]
    families = adjusted.groupby(adjusted["family"].astype(str))["family_size"].max()
    found, terms = material.table("findings"), material.table("terms")
    sizes = {} if found is None else found.drop_duplicates("family").set_index("family")["family_size"]
    voice = "" if terms is None else material.names.voice(str(terms["voice"].iloc[0]).split("+")[0])
    return {
        "cells": len(profile),
        "units": set(profile["unit"].astype(str)),
        "scales": [said for scale, said in _SCALES.items() if scale in scales],
        "large": int((profile["largest_share"] > LARGE).sum()),
        "methods": " ".join(profile["method"].dropna().astype(str).unique()),
        "pairs": len(pairs),
        "bare": int(pairs["low"].isna().sum()),
        "noun": titling.groups(material),
        "tested": len(made),
        "untested": len(pairs) - len(made),
        "permuted": names.str.startswith("permutation").any(),
        "draws": int(drawn.max()) if len(drawn) else 0,
        "tests": [f"{numbers.count(size)} {said}" for size, said in tests if size],
        "families": [f"over all {numbers.several(size, f'{kind} test')}" for kind, size in families.items()],
        "matters": [
            f"{numbers.several(size, 'matter')} ({name})" for name, size in dict(sizes).items() if size
        ],
        "shuffled": 0.0 if found is None else float(found["shuffled"].iloc[0]),
        "terms": terms,
        "against": set() if terms is None else set(terms["against"].astype(str)),
        "words_of": voice,
    }


def _tell_checks(material: Material, cited: Cited) -> dict[str, Any]:
    """Return what is told of other ways to compare, of people's codes, and of the software."""
    curves, agreed, checked = map(material.table, ("robustness", "agreement", "validity"))
    changed = [] if curves is None else [name for name in curves["choice"].unique() if name != "as made"]
    used = set() if agreed is None else {str(name).partition("_")[0] for name in agreed["statistic"]}
    versions = {str(k): str(v) for k, v in (material.settings.get("versions") or {}).items()}
    return {
        "again": 0 if curves is None else curves["contrast"].nunique(),
        "changed": [_CHOICES.get(name, str(name).replace("_", " ")) for name in changed],
        "agreed": agreed,
        "checked": checked,
        "statistics": [f"{said} {cited(key)}" for name, (said, key) in _STATISTICS.items() if name in used],
        "alphas": tell_agreement(material),
        "coded": [] if checked is None else [f"`{name}`" for name in checked["measure"].astype(str).unique()],
        "versions": versions,
        "libraries": [
            f"{name} {versions[name]}" + (f" {cited(key)}" if key else "")
            for name, key in _LIBRARIES.items()
            if name in versions
        ],
        "software": {
            "type": "software", "author": "{The framing authors}", "license": "MIT", "year": _YEAR,
            "title": "framing: compare how news outlets frame the same event",
            "version": versions.get("framing", ""),
        },
    }  # fmt: skip


def tell_agreement(material: Material) -> list[str]:
    """Return each question's agreement over all units and coders, with its interval."""
    agreed = material.table("agreement")
    if agreed is None:
        return []
    for column in ("by", "category", "pair"):
        agreed = agreed[agreed[column].astype(str) == "all"] if column in agreed else agreed
    told = []
    for question, rows in agreed.groupby(agreed["question"].astype(str), sort=True):
        alpha = rows[rows["statistic"].astype(str).str.startswith("alpha")]
        row = (alpha if len(alpha) else rows).iloc[0]
        spread = numbers.interval(row["low"], row["high"], lambda end: numbers.plain(end, 2))
        spread = (
            "without an interval" if spread == numbers.DASH else f"95\N{NO-BREAK SPACE}% interval {spread}"
        )
        name = str(row["statistic"]).replace("_", ", ")
        told.append(
            f"“{question}” {numbers.plain(row['estimate'], 2)} ({name}, {spread}, {row['units']:,} units)"
        )
    return told
