"""A methods text on how numbers, intervals and p were made, as the tables of this study say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.report import numbers, titling
from framing.report.numbers import all_listed

if TYPE_CHECKING:
    import pandas as pd

    from framing.report.citing import Cited
    from framing.report.material import Material

__all__ = ["estimates", "events", "intervals", "others", "tests", "words"]

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
    if material.settings.get("collection") == "census" or material.profile.empty:
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
    if material.settings.get("collection") == "census":
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
    together = material.contrast[(material.contrast["b"] == "any").to_numpy()]
    if together["p"].notna().any():
        said.append(f"An omnibus test over all {groups} came first.")
    return " ".join([*said, _families(material, cited)])


def _families(material: Material, cited: Cited) -> str:
    table = material.contrast[material.contrast["p_adjusted"].notna()]
    sizes = table.groupby(table["family"].astype(str))["family_size"].max()
    if sizes.empty:
        return ""
    least, most = int(sizes.min()), int(sizes.max())
    span = numbers.several(most, "test") if least == most else f"{numbers.count(least)} to {most:,} tests"
    each = "" if len(sizes) == 1 else " each"
    ours = int(sizes.index.str.startswith("primary").sum())
    kinds = f", {numbers.count(ours)} of them primary and the others exploratory" if ours else ""
    kinds = kinds or (", all exploratory" if sizes.index.str.startswith("exploratory").all() else "")
    pairs = titling.groups(material)
    one = len(sizes) == 1
    count = f"{len(sizes):,} {'family' if one else 'families'} of {span}{each}{kinds}"
    return (
        f"Values of p were adjusted inside families {cited('benjamini1995')}: a group of measures, with its "
        f"voices and parts, over the pairs of {pairs}, or over the omnibus tests, of the events. "
        f"There {'was' if one else 'were'} {count}. A difference holds where its interval excludes 1 (a "
        "ratio) or 0 (a difference) and its adjusted p is .05 or less."
    )


def _pairs(material: Material) -> pd.DataFrame:
    """Return the rows of two groups that compare something."""
    numbered = [number for number, band in material.order if band != "omnibus"]
    return material.contrast.iloc[sorted(numbered)]


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
    table = material.tables.get("terms")
    if table is None or table.empty:
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
    """Describe in a sentence each what else was done: naming, coverage, reuse, axes, and the like."""
    said = []
    for name, sentence in _OTHERS.items():
        table = material.tables.get(name)
        if table is not None and len(table):
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
    "axes": "Words were placed between two ends by the company they keep{cites}, and tested by permuting "
    "articles.",
    "roles": "Mentions were given the role hero, villain or victim by a model that learned from news on "
    "climate{cites}.",
    "actions": "Who acts on whom was read by a parser that errs in about one clause of seven.",
}

_OTHER_WORKS = {
    "shift": ("gallagher2021",),
    "collocates": ("church1990",),
    "style": ("flesch1948",),
    "coverage": ("benjamini1995",),
    "agency_share": ("wilson1927",),
    "axes": ("kwak2021", "osgood1957"),
    "roles": ("frermann2023",),
}
