"""What articles share: an event, another's words, an agency's, what is reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from framing.engine.parts import assign_columns, metadata
from framing.errors import prefix_errors
from framing.study.steps import Context, Tables, articles, with_rows, without_notes

PLACE = 30
KEYS = ("by", "copies", "coverage", "events", "reuse", "window", "wire")
TABLES = ("copies", "agency", "reuse", "coverage", "items", "statements", "pairs", "headlines")
SECONDS = (1, 0.055)

#: Events that were found are what is compared within where they hold two groups or more for so large a
#: share of the articles; else most articles would have nothing to be compared with.
COMPARABLE = 0.7

#: Up to this many articles each place of an item is kept; of more, those that the table of coverage names.
_COMPLETE = 1000


def prepare_articles(study: Any) -> Context:
    """Return the articles of a study as they would be compared, of all languages, for what needs no more."""
    context = Context(study)
    articles.filter_articles(context)
    prepare(context)
    return context


def prepare(context: Context) -> None:
    """Fill what stands missing in articles: the event, the group of copies, the agency and what it gave.

    What files or the user say stays as it is. With exact copies alone, agencies are shown and not filled in.
    """
    from framing.comparison.wire import shown_and_filled

    _find_events(context)
    near = context.study.copies == "near"
    if near:
        from framing.text.overlap.copies import copies_and_groups

        context.tables["copies"], context.articles = copies_and_groups(context.articles)
    context.tables["agency"], filled = shown_and_filled(context.articles, context.audit, text=near)
    context.articles = filled if near else context.articles
    for name in ("copies", "agency"):
        if not len(context.tables.get(name, ())):
            context.tables.pop(name, None)
    if isinstance(context.articles, pd.DataFrame):
        context.articles = context.articles.reset_index(drop=True)


def run(context: Context) -> Tables:
    """Return what there is of passages taken over and of gaps."""
    from framing.comparison.reuse.table import reuse

    study = context.study
    found: dict[str, pd.DataFrame] = {}
    if study.reuse and metadata(context.articles)["outlet"].nunique() > 1:
        found |= with_rows({"reuse": reuse(context.articles, voices=context.voicing)})
    return found | _coverage(context)


def _find_events(context: Context) -> None:
    """Put articles that name no event into those found, if enough of them can be compared there."""
    study, frame = context.study, context.articles
    # A record without text is put into no event, and is in no comparison.
    texts = metadata(frame)["status"] != "metadata"
    bare = metadata(frame)["event"].isna() & texts
    if study.events == "given" or not bare.any() or study.by == "event":
        return
    from framing.comparison.events.group import fill_events

    found = fill_events(frame, study.window, main=study.events == "auto")
    known = metadata(found)
    held = _say_main(known[texts], study.by) if bare[texts].all() else ""
    if held:
        context.events_found, context.articles = held, found
        return
    groups = known[texts].groupby("event")[study.by].nunique()
    shared = known["event"].map(groups).fillna(0)[texts] >= 2
    whole = "" if bare[texts].all() else f" for the {int(bare.sum()):,} articles that name none"
    two = "two outlets or more" if study.by == "outlet" else f"two groups or more by {study.by}"
    held = (
        f"{len(groups):,} event{' was' if len(groups) == 1 else 's were'} found{whole}; {two} cover "
        f"{int((groups >= 2).sum()):,}, with {int(shared.sum()):,} of {len(shared):,} articles"
    )
    if study.events == "auto" and shared.mean() < COMPARABLE:
        context.events_found = (
            f"{held}: too few to compare within them, so that all articles are compared together "
            '(events = "find" insists)'
        )
        context.articles = assign_columns(frame, story=known["event"])
    else:
        context.events_found = f"{held}: articles are compared within events"
        context.articles = found


def _say_main(known: pd.DataFrame, by: str) -> str:
    """Say how many articles are on the one event that enough of them are on; nothing where there is none."""
    counts = known["event"].value_counts()
    mine = known[known["event"] == counts.index[0]]
    if len(mine) < COMPARABLE * len(known) or mine[by].nunique() < 2:
        return ""
    left = len(known) - len(mine)
    rest = (
        f"; {left:,} on other things {'is' if left == 1 else 'are'} in profiles alone "
        '(events = "given" compares all together)'
    )
    return (
        f"{len(mine):,} of {len(known):,} articles are on one event, {counts.index[0]}, and are compared"
        f"{rest if left else ''}"
    )


def _coverage(context: Context) -> Tables:
    """Return what an outlet's articles lack, and the facts that two of them tell.

    Of few articles every place of names, figures and statements too.
    """
    study = context.study
    if not study.coverage:
        return {}
    from framing.comparison.coverage.table import coverage
    from framing.features.entities.sightings import entities

    given: dict[str, Any] = study.options("by", "wire")
    given |= study.coverage if isinstance(study.coverage, Mapping) else {}
    seen: Tables = {}
    with without_notes(), prefix_errors("coverage"):
        if "named" in _levels(study) and len(context.articles) <= _COMPLETE:
            seen["items"] = entities(context.articles)
        seen |= context.made("overlap", tell_twice)
        pairs: Tables = {name: seen.pop(name) for name in ("pairs", "headlines") if name in seen}
        given["compared"] = context.compared or None
        table = coverage(context.articles, voices=context.voicing, **seen, **given)
    if len(context.articles) > _COMPLETE:
        seen = {}
    return with_rows({"coverage": table, **seen, **pairs}) if len(table) else with_rows(pairs)


def _levels(study: Any) -> Collection[str]:
    """Return what is looked for in the articles; nothing where gaps aren't."""
    from framing.comparison.coverage.sightings import LEVELS, levels_of

    asked = study.coverage.get("levels", LEVELS) if isinstance(study.coverage, Mapping) else LEVELS
    return levels_of(asked) if study.coverage else ()


def tell_twice(context: Context) -> Tables:
    """Return `statements` and `pairs`, from one reading of all sentences, and `headlines`, if wanted."""
    from framing.comparison.events.headlines import headlines
    from framing.features.statements.finding import AUTO, find_alike, group_sentences, join_statements
    from framing.features.statements.side_by_side import join_pairs, pair_sentences

    with without_notes(), prefix_errors("coverage"):
        if "statement" not in _levels(context.study):
            return {}
        blocks = find_alike(context.articles, context.voicing, AUTO, None)
        both = [(group_sentences(block), pair_sentences(block, context.voicing)) for block in blocks]
        statements = join_statements([one for one, _ in both])
        pairs = join_pairs([pairs for _, pairs in both])
        return {"statements": statements, "pairs": pairs, "headlines": headlines(context.articles)}


FREE = tell_twice
