"""Which groups are compared, outlets or groups of them where many are small, and whether they are alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from framing.comparison.testing import ALL_PAIRS
from framing.corpus.outlets import book
from framing.engine.parts import assign_columns, metadata
from framing.errors import FramingError
from framing.study.config import AUTO, NONE, Study
from framing.study.steps import Context, Tables, with_rows, without_notes
from framing.text.voices.speakers.lexicon import adjectives
from framing.views.numbers import count, listed, several
from framing.views.vocabulary import display

PLACE = 15
KEYS = ("by", "groups", "least_articles", "outlets", "seed", "wire")
TABLES = ("comparability",)
SECONDS = (0.2, 0.001)

#: The column of articles that has the group of each one's outlet.
COLUMN = "group"

#: The largest share of articles that one group of small outlets may hold.
_MOST = 0.75

#: So many groups are named in the sentence that says what is compared.
_NAMED = 8


def check(study: Study) -> None:
    """Refuse groups of outlets where something else is compared."""
    if study.groups not in (AUTO, NONE) and study.by not in ("outlet", COLUMN):
        raise FramingError(f"groups: these are of outlets, and by is {study.by!r}; leave one of them out")


def prepare(context: Context) -> None:
    """Choose what is compared, and say at a terminal what comes now."""
    choose_groups(context)


def choose_groups(context: Context) -> None:
    """Choose the groups that are compared, put articles into them, and say what was chosen and why.

    Outlets with enough articles are compared. Where fewer than two have them, or most articles stand in
    smaller outlets, groups of outlets by ownership are, if two of these have enough and none has nearly all.
    """
    study, frame = context.study, metadata(context.articles)
    groups, why = study.groups, ""
    # A column of this name that this very choice left, in articles of a run before, doesn't stand against it.
    taken = COLUMN in frame.columns and not frame[COLUMN].astype("str").equals(
        label_articles(frame, "ownership")
    )
    if groups == AUTO and study.by == "outlet" and not study.outlets and not taken:
        sizes = _count_articles(frame, frame["outlet"])
        large = sizes[sizes >= study.least_articles]
        if len(large) < 2 or 2 * large.sum() < sizes.sum():
            by_owner = _count_articles(frame, label_articles(frame, "ownership"))
            # Of one group that holds nearly all, outlets as unlike as they come are one side.
            if (by_owner >= study.least_articles).sum() > 1 and by_owner.max() <= _MOST * by_owner.sum():
                groups, why = "ownership", ", since most articles stand in small outlets"
    if groups not in (AUTO, NONE):
        labels = label_articles(frame, groups)
        if COLUMN in frame.columns and not frame[COLUMN].astype("str").equals(labels):
            raise FramingError(
                f"groups: the articles have a column {COLUMN!r} already; leave groups out, or compare by it: "
                f"by = {COLUMN!r}"
            )
        context.articles = assign_columns(context.articles, **{COLUMN: labels})
        context.study = replace(study, by=COLUMN)
    _choose(context, why)


def run(context: Context) -> Tables:
    """Return what the groups differ in beside their wording."""
    from framing.comparison.comparability import comparability

    with without_notes():
        return with_rows(
            {"comparability": comparability(context.articles, **context.study.options("by", "seed", "wire"))}
        )


def label_articles(frame: pd.DataFrame, groups: str | Mapping[str, Any]) -> pd.Series:
    """Return the group of each article's outlet; an outlet in no group, or alone in one, is its own.

    Parameters
    ----------
    frame : pandas.DataFrame
        With `outlet`.
    groups : {"country", "ownership"} or mapping
        By what the files of outlets say: country alone; or state media and other media of a country, with
        agencies that no state directs as one group. Or names to lists of outlets.

    Raises
    ------
    FramingError
        An outlet is not among these articles, or stands in two groups.
    """
    keys, known, adjective = sorted(frame["outlet"].dropna().unique()), book(), adjectives()
    of: dict[str, str] = {}
    if isinstance(groups, Mapping):
        for name, outlets in groups.items():
            for outlet in outlets:
                key = known.find(outlet, keys, f"groups: {name}")
                if of.setdefault(key, name) != name:
                    raise FramingError(
                        f"groups: {outlet!r} stands in {of[key]!r} and in {name!r}; name it once"
                    )
    else:
        entries = {key: known.entries[key] for key in keys if key in known.entries}
        directed = {entry.country for entry in entries.values() if entry.state and groups == "ownership"}
        for key, entry in entries.items():
            whose = adjective.get(entry.country or "")
            if groups == "ownership" and entry.agency and not entry.state:
                of[key] = "News agencies"
            elif whose and groups == "ownership" and entry.state:
                of[key] = f"{whose} state media"
            elif whose:
                of[key] = f"Other {whose} media" if entry.country in directed else f"{whose} media"
    sizes = pd.Series(of, dtype="str").value_counts()
    label = {key: of[key] if key in of and sizes[of[key]] > 1 else key for key in keys}
    return frame["outlet"].astype("str").map(label).astype("str")


def _count_articles(frame: pd.DataFrame, labels: pd.Series) -> pd.Series:
    """Return the number of whole articles of each group, the largest first, then by name."""
    sizes = labels.astype("str")[frame["status"] == "full"].value_counts()
    return sizes.loc[sorted(sizes.index, key=lambda name: (-sizes[name], name))]


def _has_enough(frame: pd.DataFrame, study: Study, sizes: pd.Series) -> pd.Series:
    """Mask the groups with enough articles of a kind of which another group has enough too.

    Reports are compared with reports: opinion pieces of a group among reports of others with none.
    """
    opinion = frame["genre"].isin(["opinion", "editorial"])
    enough = pd.Series(False, sizes.index)
    for kind in (opinion, ~opinion):
        own = _count_articles(frame[kind], frame.loc[kind, study.by]).reindex(sizes.index, fill_value=0)
        if (own >= study.least_articles).sum() > 1:
            enough |= own >= study.least_articles
    return enough if enough.any() else sizes >= study.least_articles


def _choose(context: Context, why: str) -> None:
    """Fill in the groups that are compared, and the sentence on them where anything had to be chosen."""
    study, frame = context.study, metadata(context.articles)
    of_outlets = study.by == COLUMN and study.groups != NONE
    sizes = _count_articles(frame, frame[study.by])
    enough = _has_enough(frame, study, sizes)
    nameless = 0
    if of_outlets and isinstance(study.groups, Mapping):
        # An outlet that stands in no group is compared with none.
        named = {book().resolve(outlet) for outlets in study.groups.values() for outlet in outlets}
        named |= {outlet for outlets in study.groups.values() for outlet in outlets}
        grouped = sizes.index.isin(frame.loc[frame["outlet"].isin(named), COLUMN])
        enough, nameless = enough & grouped, int((~grouped).sum())
    elif study.outlets and study.by == "outlet":
        enough |= True
    large = sizes[enough]
    kind = (
        "groups of outlets" if of_outlets else "outlets" if study.by == "outlet" else f"groups of {study.by}"
    )
    least = several(study.least_articles, "article")
    if len(large) < 2:
        if of_outlets or len(sizes) > 2:
            context.compared_how = (
                f"all {count(len(sizes))} {kind}; fewer than two have {least} or more, and little can be told"
            )
        return
    if len(large) == len(sizes) and not of_outlets:
        return
    context.compared = tuple(sorted(large.index))
    known = frame.assign(_group=frame[study.by].astype("str")).groupby("_group")
    outlets, invented = (
        known["outlet"].nunique(),
        known["provenance"].agg(lambda own: "illustrative" in set(own)),
    )
    each = [
        f"{display(name, 'illustrative' if invented[name] else 'published')} {size:,}"
        + (f" of {several(outlets[name], 'outlet')}" if of_outlets else "")
        for name, size in large.items()
    ]
    said = f"{count(len(large))} {kind} with {least} or more each{why} ({listed(each, most=_NAMED)})"
    said += ", each with all others together" if len(large) > ALL_PAIRS else ""
    if left := len(sizes) - len(large):
        several_of = {"smaller one": left - nameless, "outlet": nameless}
        small = " and ".join(several(n, name) for name, n in several_of.items() if n)
        small += " that no group names" * (nameless > 0)
        said += f"; {small} {'is' if left == 1 else 'are'} shown and not tested"
        said += " (groups by ownership or country put them together)" if study.by == "outlet" else ""
    if of_outlets:
        said += (
            ". Articles of one outlet hang together, and tests take them as single ones: a difference may be "
            "one outlet's, as comparisons without one outlet show"
        )
    context.compared_how = said
