"""The steps of a study about words: which differ, what shifts, who is called what, what stands beside a word.

Each turns keys of the study into calls of `comparison` and `features`; no statistic here.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.engine.parts import DETAILED, Articles, collect_articles, metadata, select_articles
from framing.engine.results import PartResults, concat_tables
from framing.errors import FramingError, FramingWarning
from framing.study.steps import voices as speaking

if TYPE_CHECKING:
    from framing.study.config import Study
    from framing.study.steps.voices import Spoken

__all__ = ["DEFAULT", "drawn", "lines", "named", "tables"]

Tables = dict[str, pd.DataFrame]

#: Up to this many articles every term stands in the file; of more, terms in at least so many articles of a
#: group, and the strongest, which have an interval.
_COMPLETE, _LEAST = 1000, 3

#: Pairs that `word_shift = true` takes apart at most; more must be named.
_PAIRS = 10

#: Most lines kept of a term in an outlet, the least, and of all together.
_LINES, _FEW, _ALL = 8, 2, 4000

#: A term with more occurrences is looked for in so many articles of each outlet alone.
_COMMON, _SOME = 500, 20

#: Of more articles than are held, a term is looked for in so many of each outlet at most.
_SOUGHT = 300

#: The set of referents that is looked for unasked.
DEFAULT = "visits"

#: Words to either side of a term in its lines.
_AROUND = 12


def tables(
    study: Study,
    frame: Articles,
    spoken: Spoken,
    named: pd.DataFrame | None = None,
    baseline: pd.DataFrame | None = None,
) -> Tables:
    """Return the tables of words that the study asks for, by name.

    Parameters
    ----------
    study : Study
    frame : pandas.DataFrame or Parts
        The articles.
    spoken : pandas.DataFrame, Found or None
        The table of voices, where they were told apart in full.
    named : pandas.DataFrame, optional
        The table of mentions, where somebody is named.
    baseline : pandas.DataFrame, optional
        Articles of other coverage, for keyness.
    """
    found: Tables = {}
    with warnings.catch_warnings():
        # What counts in no comparison of words stands in the notes of each row.
        warnings.filterwarnings("ignore", r"\w+: of [\d,]+ articles, ", FramingWarning)
        warnings.filterwarnings("ignore", r"\w+: .* named nowhere", FramingWarning)
        warnings.filterwarnings("ignore", r"\w+: only one .* nothing to compare with", FramingWarning)
        found |= _terms(study, frame, spoken, baseline)
        found |= _naming(study, frame, spoken, named)
        for step in (_shift, _aliases, _beside, _places, _style):
            found |= step(study, frame, spoken)
    return found


def named(study: Study, frame: Articles, spoken: Spoken) -> pd.DataFrame | None:
    """Return where the referents of the study are named, as the table `mentions`; None where none is."""
    if study.naming in ("", "none"):
        return None
    from framing.features.naming.mentions import mentions

    found = mentions(frame, study.naming, voices=speaking.told(study, spoken))
    if len(found):
        return found
    # The set that is looked for unasked says nothing of coverage that it does not fit.
    if study.naming != DEFAULT:
        warnings.warn(
            f"naming: {study.naming!r} names nothing in these articles; give referents of your own, or "
            'naming = "none"',
            FramingWarning,
            stacklevel=2,
        )
    return None


def lines(
    study: Study, frame: pd.DataFrame, found: Mapping[str, pd.DataFrame], spoken: pd.DataFrame | None
) -> Tables:
    """Return some lines of each term that the report lists, for it to be opened, as the table `kwic`."""
    from framing.comparison.wording.words import chosen
    from framing.report.terms import listed

    given = _options(study.keyness)
    if "terms" not in found:
        return {}
    groups = metadata(frame)[study.by].astype(str).value_counts().to_dict()
    shown = listed(found["terms"], groups)
    # What means something else in a pattern is a term seldom enough.
    terms = [term for term in dict.fromkeys(shown["term"].astype(str)) if not set(term) & set("*|#_")]
    if not terms:
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        # Lines are of the articles that were counted.
        counted, _ = chosen(frame, study.by, str(given.get("genre", "news")), study.wire, "keyness")
    count = shown.groupby("term", sort=False)[["count", "count_rest"]].first().sum(axis=1)
    outlets = metadata(counted)["outlet"]
    turn = outlets.groupby(outlets, sort=False).cumcount()
    some = collect_articles(select_articles(counted, turn < _SOME), "lines")
    # Of very many articles a rare term is looked for in the first of each outlet too: a line is an example.
    every = collect_articles(
        counted if len(counted) <= DETAILED else select_articles(counted, turn < _SOUGHT), "lines"
    )
    parts = []
    for texts, wanted in (
        (every, [term for term in terms if count[term] <= _COMMON]),
        (some, [term for term in terms if count[term] > _COMMON]),
    ):
        if wanted:
            parts.append(_lines_of(study, texts, wanted, given, _of(spoken, texts)))
    table = pd.concat(parts, ignore_index=True)
    most = max(_FEW, min(_LINES, _ALL // (len(terms) * outlets.nunique())))
    turn = table.groupby(["term", "article"], sort=False).cumcount()
    order = table.assign(turn=turn).sort_values("turn", kind="stable")
    shown = order.groupby(["term", "outlet"], sort=False).head(most).sort_index()
    return {"kwic": shown.drop(columns="turn").reset_index(drop=True)}


def _of(spoken: Spoken, texts: pd.DataFrame) -> pd.DataFrame | None:
    """Return the voices of some articles."""
    if not isinstance(spoken, PartResults):
        return spoken
    parts = [part[part["article"].isin(texts["id"])] for part in spoken.each("voices")]
    return concat_tables([part for part in parts if len(part)] or parts[:1])


def _lines_of(
    study: Study,
    frame: pd.DataFrame,
    terms: list[str],
    given: Mapping[str, Any],
    spoken: pd.DataFrame | None,
) -> pd.DataFrame:
    from framing.features.kwic import kwic

    star = "*" if given.get("stem") else ""
    voices = speaking.told(study, spoken)
    if isinstance(voices, pd.DataFrame):
        voices = voices[voices["article"].isin(frame["id"])]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        found = pd.DataFrame(
            kwic(
                frame,
                [term + star for term in terms],
                _AROUND,
                case=bool(given.get("case")),
                voices=voices,
                voice=_voice(study, given),
                part=given.get("part"),
            )
        )
    return found.assign(term=found["term"].str.removesuffix("*"))


def drawn(found: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, str, Tables, dict[str, Any]]]:
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
            name = "collocate_shift" + (f"_{number}" if number > 1 else "")
            yield name, "collocate_shift", {"terms": table[table["node"].astype(str) == node]}, {}


def _terms(study: Study, frame: Articles, spoken: Spoken, baseline: pd.DataFrame | None) -> Tables:
    if not study.keyness:
        return {}
    from framing.comparison.wording.keyness import keyness

    given = _options(study.keyness) | {"baseline": baseline}
    if baseline is not None and spoken is not None:
        from framing.text.voices.table import voices

        more = voices(baseline[~baseline["id"].isin(metadata(frame)["id"])].reset_index(drop=True))
        spoken = pd.concat([_held(spoken), more], ignore_index=True)
    if len(frame) > _COMPLETE:
        given.setdefault("least_articles", _LEAST)
    return {"terms": _called("keyness", keyness, frame, given, study, spoken)}


def _shift(study: Study, frame: Articles, spoken: Spoken) -> Tables:
    wanted = study.word_shift
    if not wanted:
        return {}
    from framing.comparison.wording.shift import word_shift

    given = _options(wanted)
    named = given.pop("pair", None) if isinstance(wanted, Mapping) else wanted
    pairs = [tuple(named)] if isinstance(named, (list, tuple)) else _all_pairs(metadata(frame), study.by)
    kind = given.get("kind")
    if kind not in ("shannon", "tsallis", "jensen_shannon") and "lexicon" not in given:
        given["lexicon"] = "tone"
    parts = []
    for pair in pairs:
        one = {**given, "a": pair[0], "b": pair[1]}
        parts.append(
            _called(
                "word_shift", word_shift, collect_articles(frame, "word_shift"), one, study, _held(spoken)
            )
        )
    return {"shift": pd.concat(parts, ignore_index=True)}


def _all_pairs(frame: pd.DataFrame, by: str) -> list[tuple[str, str]]:
    groups = sorted(frame[by].dropna().astype(str).unique())
    pairs = list(combinations(groups, 2))
    if len(pairs) > _PAIRS:
        raise FramingError(
            f"word_shift: {len(groups)} groups make {len(pairs)} pairs; name two, "
            f"as word_shift = [{groups[0]!r}, {groups[1]!r}]"
        )
    return pairs


def _naming(study: Study, frame: Articles, spoken: Spoken, named: pd.DataFrame | None) -> Tables:
    if named is None:
        return {}
    from framing.comparison.wording.naming import naming

    voices = speaking.told(study, spoken)
    table = naming(
        frame,
        study.naming,
        by=study.by,
        split=[name for name in study.split if name in ("voice", "part")],
        voices=voices,
        seed=study.seed,
        wire=study.wire,
        collection=study.collection,
        weights=study.weights,
        draws=study.draws,
    )
    found = {"naming": table, "mentions": named}
    return found | (_modifiers(study, frame, voices) if study.modifiers else {})


def _aliases(study: Study, frame: Articles, spoken: Spoken) -> Tables:
    """Return the phrases that may name somebody or something, to be ticked and given back as `naming`."""
    if not study.aliases:
        return {}
    from framing.features.naming.suggest import suggest_aliases

    known = None if study.naming in ("", "none") else study.naming
    found = suggest_aliases(collect_articles(frame, "aliases"), known)
    return {"aliases": found} if len(found) else {}


def _modifiers(study: Study, frame: Articles, voices: Any) -> Tables:
    from framing.comparison.wording.collocates import modifiers

    try:
        table = modifiers(
            frame,
            study.naming,
            by=study.by,
            voice=None if voices is None else "outlet",
            voices=voices,
            seed=study.seed,
            wire=study.wire,
            collection=study.collection,
            draws=study.draws,
        )
    except FramingError as error:
        # One group alone names somebody: there is nothing to compare.
        warnings.warn(str(error), FramingWarning, stacklevel=2)
        return {}
    return {"modifiers": table} if len(table) else {}


def _beside(study: Study, frame: Articles, spoken: Spoken) -> Tables:
    if not study.collocates:
        return {}
    from framing.comparison.wording.collocates import collocate_shift, collocates

    beside, shifts = [], []
    frame, spoken = collect_articles(frame, "collocates"), _held(spoken)
    for node in study.collocates:
        one = _called("collocates", collocates, frame, {"node": node}, study, spoken)
        # What stands nowhere has been warned of.
        if len(one):
            beside.append(one)
            try:
                shifts.append(_called("collocates", collocate_shift, frame, {"node": node}, study, spoken))
            except FramingError as error:
                # One group alone has it: there is something to show, and nothing to compare.
                warnings.warn(str(error), FramingWarning, stacklevel=2)
    both = {"collocates": beside, "collocate_shift": shifts}
    return {name: pd.concat(parts, ignore_index=True) for name, parts in both.items() if parts}


def _places(study: Study, frame: Articles, spoken: Spoken) -> Tables:
    if not study.dispersion:
        return {}
    from framing.features.nodes import dispersion

    try:
        voices = speaking.told(study, spoken)
        return {"dispersion": dispersion(frame, list(study.dispersion), voices=voices)}
    except FramingError as error:
        raise FramingError(f"dispersion: {error}") from None


def _style(study: Study, frame: Articles, spoken: Spoken) -> Tables:
    if not study.style:
        return {}
    from framing.comparison.wording.style import diversity, frequencies, readability

    parts = [function(frame, study.by, wire=study.wire) for function in (readability, diversity)]
    given = {"least_articles": _LEAST} if len(frame) > _COMPLETE else {}
    counted = _called("frequencies", frequencies, frame, given, study, spoken)
    return {"style": pd.concat(parts, ignore_index=True), "frequencies": counted}


def _held(spoken: Spoken) -> pd.DataFrame | None:
    """Return the table of voices for what takes it as one."""
    return spoken.table("voices") if isinstance(spoken, PartResults) else spoken


def _called(
    key: str,
    function: Callable[..., pd.DataFrame],
    frame: pd.DataFrame,
    given: Mapping[str, Any],
    study: Study,
    spoken: pd.DataFrame | None,
) -> pd.DataFrame:
    """Call a comparison of words with what the study sets for all, and the outlet's own words by default."""
    import inspect

    common = {
        "by": study.by, "seed": study.seed, "wire": study.wire, "collection": study.collection,
        "draws": study.draws, "voices": speaking.told(study, spoken),
    }  # fmt: skip
    known = inspect.signature(function).parameters
    options: dict[str, Any] = {k: v for k, v in common.items() if k in known} | dict(given)
    options["voice"] = _voice(study, given)
    for name in {"ngram", "stop_window"} & set(options):
        value: Any = options[name]
        options[name] = tuple(value) if isinstance(value, list) else value
    try:
        return function(frame, **options)
    except FramingError as error:
        said = str(error)
        raise FramingError(said if said.startswith(f"{key}:") else f"{key}: {said}") from None


def _options(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _voice(study: Study, given: Mapping[str, Any]) -> Any:
    """Return whose words count: the outlet's own unless it is said, or where voices aren't told apart."""
    voice = given.get("voice", None if study.voices == "none" else "outlet")
    return None if voice == "all" else voice
