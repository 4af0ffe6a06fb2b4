"""The steps of a study about what articles share: an event, another's words, an agency's, what is reported.

Each turns keys of the study into calls of `comparison` and `text`; no statistic here.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing.engine.parts import DETAILED, Articles, assign_columns, metadata
from framing.errors import FramingError, FramingWarning
from framing.study.steps import voices
from framing.views import vocabulary

if TYPE_CHECKING:
    from framing.features.scoring import Counts
    from framing.study.config import Study
    from framing.study.steps.voices import Spoken

__all__ = ["COMPARABLE", "Grouped", "articles", "effect", "tables"]

Tables = dict[str, pd.DataFrame]

#: Events that were found are what is compared within where they hold two groups or more for so large a
#: share of the articles; else most articles would have nothing to be compared with.
COMPARABLE = 0.7

#: Up to this many articles each place of an item is kept; of more, those that the table of coverage names.
_COMPLETE = 1000


class Grouped(NamedTuple):
    """Articles with events, groups of copies and agencies filled in, and how that came about.

    `tables` holds what shows it, by name: links, the pairs behind events that were found; copies; agency.
    `said` is a sentence for the report and the terminal, empty where no event had to be found.
    """

    articles: Articles
    tables: Tables
    said: str


def articles(study: Study, frame: Articles, audit: pd.DataFrame) -> Grouped:
    """Fill what stands missing in articles: the event, the group of copies, the agency and what it gave.

    What files or the user say stays as it is. With exact copies alone, agencies are shown and not filled in.
    """
    from framing.comparison.wire import shown_and_filled

    frame, links, said = _events(study, frame)
    found: Tables = {} if links is None else {"links": links}
    near = study.copies == "near"
    if near:
        from framing.text.overlap.copies import copies_and_groups

        found["copies"], frame = copies_and_groups(frame)
    found["agency"], filled = shown_and_filled(frame, audit, text=near)
    frame = filled if near else frame
    shown = {name: table for name, table in found.items() if name == "links" or len(table)}
    if isinstance(frame, pd.DataFrame):
        frame = frame.reset_index(drop=True)
    return Grouped(frame, shown, said)


def tables(study: Study, frame: Articles, grouped: Grouped, spoken: Spoken) -> Tables:
    """Return the tables of what articles share, by name.

    These are links, copies, agency, agency_share, reuse, coverage, items, statements: what there is.

    Parameters
    ----------
    study : Study
    frame : pandas.DataFrame or Parts
        The articles as they are compared.
    grouped : Grouped
        What filled them in.
    spoken : pandas.DataFrame, Found or None
        The table of voices, where they were told apart in full.
    """
    found = dict(grouped.tables)
    if "agency" in found:
        from framing.comparison.wire import agency_share

        found["agency_share"] = agency_share(frame, study.by, collection=study.collection, find=False)
    return found | _reuse(study, frame, spoken) | _coverage(study, frame, spoken)


def effect(study: Study, scores: pd.DataFrame | Counts) -> Tables:
    """Return each main difference under every treatment of agency copy, where there is any.

    Stance and frame indicators, many times as many rows, are taken in where they are primary; and of more
    articles than tables of single articles are held of, primary measures alone.
    """
    apart = set(vocabulary.APART) - {name.partition(".")[0] for name in study.primary}
    told = scores if isinstance(scores, pd.DataFrame) else scores.light
    copied = (told["wire_role"] == "full_reprint") | told["copy_group"].notna()
    if not study.wire_effect or not copied.any():
        return {}
    from framing.comparison.wire import wire_effect

    if isinstance(scores, pd.DataFrame):
        table = scores[~scores["measure"].astype("str").str.partition(".")[0].isin(apart)]
    else:
        wanted = [
            place
            for place, column in enumerate(scores.columns)
            if column.measure.partition(".")[0] not in apart
            and (len(scores.light) <= DETAILED or _primary(study, column.measure))
        ]
        if not wanted:
            return {}
        table = scores.table(wanted)
    found = wire_effect(
        table,
        by=study.by,
        split=study.split,
        primary=study.primary,
        collection=study.collection,
        seed=study.seed,
        draws=study.draws,
        weights=study.weights,
    )
    return {"wire_effect": found} if len(found) else {}


def _primary(study: Study, measure: str) -> bool:
    return measure in study.primary or measure.partition(".")[0] in study.primary


def _events(study: Study, frame: Articles) -> tuple[Articles, pd.DataFrame | None, str]:
    # A record without text is put into no event, and is in no comparison.
    texts = metadata(frame)["status"] != "metadata"
    bare = metadata(frame)["event"].isna() & texts
    if study.events == "given" or not bare.any() or study.by == "event":
        return frame, None, ""
    from framing.comparison.events.group import grouped

    found, links = grouped(frame, study.window, one_per_outlet=study.one_per_outlet)
    known = metadata(found)
    groups = known[texts].groupby("event")[study.by].nunique()
    shared = known["event"].map(groups).fillna(0)[texts] >= 2
    whole = "" if bare[texts].all() else f" for the {int(bare.sum()):,} articles that name none"
    two = "two outlets or more" if study.by == "outlet" else f"two or more of {study.by}"
    held = (
        f"{len(groups):,} event{' was' if len(groups) == 1 else 's were'} found{whole}; {two} cover "
        f"{int((groups >= 2).sum()):,}, with {int(shared.sum()):,} of {len(shared):,} articles"
    )
    if study.events == "auto" and shared.mean() < COMPARABLE:
        said = (
            f"{held}: too few to compare within them, so that all articles are compared together "
            '(events = "find" insists)'
        )
        return assign_columns(frame, story=known["event"]), links, said
    return found, links, f"{held}: articles are compared within events"


def _reuse(study: Study, frame: Articles, spoken: Spoken) -> Tables:
    if not study.reuse or metadata(frame)["outlet"].nunique() < 2:
        return {}
    from framing.comparison.reuse.table import reuse

    table = reuse(frame, voices=voices.told(study, spoken))
    return {"reuse": table} if len(table) else {}


def _coverage(study: Study, frame: Articles, spoken: Spoken) -> Tables:
    if not study.coverage:
        return {}
    from framing.comparison.coverage.sightings import LEVELS, levels_of
    from framing.comparison.coverage.table import coverage

    given: dict[str, Any] = {"by": study.by, "wire": study.wire}
    given |= study.coverage if isinstance(study.coverage, Mapping) else {}
    seen: Tables = {}
    told = voices.told(study, spoken)
    with warnings.catch_warnings():
        # What counts in no comparison of this kind stands in the notes.
        warnings.filterwarnings("ignore", r"coverage: of [\d,]+ articles, ", FramingWarning)
        try:
            if len(frame) <= _COMPLETE:
                seen = _seen(frame, told, levels_of(given.get("levels", LEVELS)))
            table = coverage(frame, voices=told, **seen, **given)
        except FramingError as error:
            said = str(error)
            raise FramingError(said if said.startswith("coverage:") else f"coverage: {said}") from None
    return (
        {"coverage": table, **{name: found for name, found in seen.items() if len(found)}}
        if len(table)
        else {}
    )


def _seen(frame: Articles, told: Any, levels: Sequence[str]) -> Tables:
    """Return every place of names, figures and statements, for the report to open and for the files."""
    from framing.features.entities.sightings import items
    from framing.features.statements.finding import statements

    found: Tables = {}
    if "named" in levels:
        found["items"] = items(frame)
    if "statement" in levels:
        found["statements"] = statements(frame, voices=told)
    return found
