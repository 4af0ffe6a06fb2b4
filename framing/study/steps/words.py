"""Which words differ, what shifts, what stands beside a word, and how articles are written."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from framing.corpus.outlets import book
from framing.engine.parts import collect_articles, metadata, select_articles
from framing.engine.results import PartResults, concat_tables
from framing.errors import FramingError, FramingWarning, prefix_errors
from framing.study.steps import Context, Spoken, Tables, without_notes
from framing.study.steps.articles import read_baseline

PLACE = 50
KEYS = (
    "by", "collection", "collocates", "draws", "keyness", "seed", "style", "voices",
    "wire", "word_shift",
)  # fmt: skip
TABLES = ("terms", "shift", "collocates", "collocate_shift", "style", "frequencies")
SECONDS = (0.1, 0.025)

#: Up to this many articles every term has its frequency in the file; of more, terms in so many articles of a
#: group.
_COMPLETE, _LEAST = 1000, 3

#: Pairs that `word_shift = true` takes apart at most; more must be named.
_PAIRS = 10

#: Most lines kept of a term in an outlet, the least, and of all together.
_LINES, _FEW, _ALL = 8, 2, 4000

#: A term with more occurrences is looked for in so many articles of each outlet alone.
_COMMON, _SOME = 500, 20

#: Of more articles than are held, a term is looked for in so many of each outlet at most.
_SOUGHT = 300

#: Words to either side of a term in its lines.
_AROUND = 12


def run(context: Context) -> Tables:
    """Return the tables of words that the study asks for."""
    found: Tables = {}
    with without_notes():
        for step in (_terms, _shift, _collocates, _style):
            found |= step(context)
    return found


def collect_lines(context: Context) -> Tables:
    """Return some lines of each term that the report lists, for it to be opened, as the table `kwic`."""
    from framing.comparison.wording.words import chosen
    from framing.report.material import listed

    if "terms" not in context.tables:
        return {}
    study, given = context.study, _options(context.study.keyness)
    groups = metadata(context.articles)[study.by].astype(str).value_counts().to_dict()
    shown = listed(context.tables["terms"], groups)
    # What means something else in a pattern is a term seldom enough.
    terms = [term for term in dict.fromkeys(shown["term"].astype(str)) if not set(term) & set("*|#_")]
    if not terms:
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        # Lines are of the articles that were counted.
        counted, _ = chosen(
            context.articles, study.by, str(given.get("genre", "news")), study.wire, "keyness"
        )
        count = shown.groupby("term", sort=False)[["count", "count_rest"]].first().sum(axis=1)
        outlets = metadata(counted)["outlet"]
        turn = outlets.groupby(outlets, sort=False).cumcount()
        some = collect_articles(select_articles(counted, turn < _SOME), "lines")
        # A line is an example: of very many articles a rare term is sought in the first of each outlet too.
        first = counted if context.detailed else select_articles(counted, turn < _SOUGHT)
        every = collect_articles(first, "lines")
        parts = []
        for texts, wanted in (
            (every, [term for term in terms if count[term] <= _COMMON]),
            (some, [term for term in terms if count[term] > _COMMON]),
        ):
            if wanted:
                parts.append(_lines_of(context, texts, wanted, given))
    table = pd.concat(parts, ignore_index=True)
    most = max(_FEW, min(_LINES, _ALL // (len(terms) * outlets.nunique())))
    turn = table.groupby(["term", "article"], sort=False).cumcount()
    order = table.assign(turn=turn).sort_values("turn", kind="stable")
    shown = order.groupby(["term", "outlet"], sort=False).head(most).sort_index()
    return {"kwic": shown.drop(columns="turn").reset_index(drop=True)}


def _lines_of(
    context: Context, texts: pd.DataFrame, terms: list[str], given: Mapping[str, Any]
) -> pd.DataFrame:
    """Return the lines of some terms in some articles, with the voices of these."""
    from framing.features.kwic import kwic

    voices = context.voices
    if isinstance(voices, PartResults):
        parts = [part[part["article"].isin(texts["id"])] for part in voices.each("voices")]
        voices = concat_tables([part for part in parts if len(part)] or parts[:1])
    voices = context.voicing if voices is None else voices[voices["article"].isin(texts["id"])]
    star = "*" if given.get("stem") else ""
    found = pd.DataFrame(
        kwic(
            texts, [term + star for term in terms], _AROUND, case=bool(given.get("case")), voices=voices,
            voice=_voice(context, given), part=given.get("part"),
        )
    )  # fmt: skip
    return found.assign(term=found["term"].str.removesuffix("*"))


def draw_further(found: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, str, Tables, dict[str, Any]]]:
    """Yield each figure of words beyond the one a table: file's name, figure, tables, options.

    Several pairs of a word shift and several expressions are a figure each.
    """
    if "shift" in found:
        pairs = list(found["shift"][["a", "b"]].astype(str).drop_duplicates().itertuples(index=False))
        for number, pair in enumerate(pairs[1:], 2):
            yield f"word_shift_{number}", "word_shift", {"shift": found["shift"]}, {"pair": tuple(pair)}
    if "collocate_shift" in found:
        table = found["collocate_shift"]
        for number, node in enumerate(table["node"].astype(str).unique(), 1):
            name = "keyness_beside" + (f"_{number}" if number > 1 else "")
            yield name, "keyness", {"terms": table[table["node"].astype(str) == node]}, {}


def _terms(context: Context) -> Tables:
    study, frame, spoken = context.study, context.articles, context.voices
    if not study.keyness:
        return {}
    from framing.comparison.wording.keyness import keyness

    baseline = read_baseline(context)
    given = _options(study.keyness) | {"baseline": baseline, "compared": context.compared or None}
    if baseline is not None and spoken is not None:
        from framing.text.voices.table import voices

        more = voices(baseline[~baseline["id"].isin(metadata(frame)["id"])].reset_index(drop=True))
        held = spoken.table("voices") if isinstance(spoken, PartResults) else spoken
        spoken = pd.concat([held, more], ignore_index=True)
    return {"terms": _call(context, "keyness", keyness, given, spoken)}


def _shift(context: Context) -> Tables:
    wanted = context.study.word_shift
    if not wanted:
        return {}
    from framing.comparison.wording.shift import word_shift

    given = _options(wanted)
    named = given.pop("pair", None) if isinstance(wanted, Mapping) else wanted
    pairs = [tuple(named)] if isinstance(named, (list, tuple)) else _all_pairs(context)
    if given.get("kind") not in ("shannon", "jensen_shannon"):
        given.setdefault("lexicon", "tone")
    if context.study.by == "outlet":
        there = set(metadata(context.articles)["outlet"].dropna())
        pairs = [(book().find(a, there, "word_shift"), book().find(b, there, "word_shift")) for a, b in pairs]
    held = context.held("word_shift")
    parts = [_call(held, "word_shift", word_shift, {**given, "a": a, "b": b}) for a, b in pairs]
    return {"shift": pd.concat(parts, ignore_index=True)}


def _all_pairs(context: Context) -> list[tuple[str, str]]:
    groups = sorted(metadata(context.articles)[context.study.by].dropna().astype(str).unique())
    pairs = list(combinations(groups, 2))
    if len(pairs) > _PAIRS:
        raise FramingError(
            f"word_shift: {len(groups)} groups make {len(pairs)} pairs; name two, "
            f"as word_shift = [{groups[0]!r}, {groups[1]!r}]"
        )
    return pairs


def _collocates(context: Context) -> Tables:
    if not context.study.collocates:
        return {}
    from framing.comparison.wording.collocates import collocate_shift, collocates

    beside, shifts = [], []
    held = context.held("collocates")
    for node in context.study.collocates:
        one = _call(held, "collocates", collocates, {"node": node})
        # What stands nowhere has been warned of.
        if len(one):
            beside.append(one)
            try:
                shifts.append(_call(held, "collocates", collocate_shift, {"node": node}))
            except FramingError as error:
                # One group alone has it: there is something to show, and nothing to compare.
                warnings.warn(str(error), FramingWarning, stacklevel=2)
    both = {"collocates": beside, "collocate_shift": shifts}
    return {name: pd.concat(parts, ignore_index=True) for name, parts in both.items() if parts}


def _style(context: Context) -> Tables:
    study, frame = context.study, context.articles
    if not study.style:
        return {}
    from framing.comparison.wording.style import diversity, frequencies, readability

    parts = [function(frame, study.by, wire=study.wire) for function in (readability, diversity)]
    given = {"least_articles": _LEAST} if len(frame) > _COMPLETE else {}
    counted = _call(context, "frequencies", frequencies, given)
    return {"style": pd.concat(parts, ignore_index=True), "frequencies": counted}


def _call(
    context: Context,
    key: str,
    function: Callable[..., pd.DataFrame],
    given: Mapping[str, Any],
    spoken: Spoken = None,
) -> pd.DataFrame:
    """Call a comparison of words with what the study sets for all, and the outlet's own words by default."""
    common = context.study.options("by", "seed", "wire", "collection", "draws")
    common["voices"] = context.voicing if spoken is None else spoken
    known = inspect.signature(function).parameters
    options = {name: value for name, value in common.items() if name in known} | dict(given)
    options["voice"] = _voice(context, given)
    for name in {"ngram", "stop_window"} & set(options):
        options[name] = tuple(options[name]) if isinstance(options[name], list) else options[name]
    with prefix_errors(key):
        return function(context.articles, **options)


def _options(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _voice(context: Context, given: Mapping[str, Any]) -> Any:
    """Return whose words count: the outlet's own unless it is said, or where voices aren't told apart."""
    voice = given.get("voice", None if context.study.voices == "none" else "outlet")
    return None if voice == "all" else voice
