"""The step of a study about people's codes: how far they agree, how measures do against them, what both give.

It turns keys of the study into calls of `coding`; no statistic here.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing.errors import FramingError, FramingWarning, brief, unknown
from framing.study.steps import voices as speaking

if TYPE_CHECKING:
    from framing.coding.sampling import CodingSample
    from framing.features.measures import Measure
    from framing.study.config import Study

__all__ = ["checked", "tables"]

Tables = dict[str, pd.DataFrame]

#: Faults of one folder that are said one by one; of more, the number is said.
_SAID = 5

_OPTIONS = ("measure", "target")

#: Beside all units, agreement and error are told by these.
_GROUPS = ("outlet", "voice")


class _Coded(NamedTuple):
    """A folder of a sample with the codes in it."""

    name: str
    sample: CodingSample
    codes: pd.DataFrame


def checked(study: Study) -> None:
    """Refuse what can't be done before anything is read: no folder of a sample, an option that isn't known.

    Raises
    ------
    FramingError
        One line that names the key.
    """
    from framing.coding.sheet import read_sample

    if study.coded and not study.codes:
        raise FramingError('coded: no codes are given; name the folder of the sample, as codes = ["coded/"]')
    for path in study.codes:
        try:
            read_sample(path)
        except FramingError as error:
            raise FramingError(f"codes: {error}") from None
    for question, given in study.coded.items():
        options = given if isinstance(given, Mapping) else {"measure": given}
        for name, value in options.items():
            if name not in _OPTIONS:
                raise unknown("option", name, _OPTIONS, where=f"coded.{question}")
            if not isinstance(value, str):
                raise FramingError(
                    f"coded.{question}: {brief(value)} is no name of a {name}; write "
                    f'{question} = "MEASURE", or {question} = {{measure = "MEASURE", target = "NAME"}}'
                )


def tables(
    study: Study,
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    voices: pd.DataFrame | None,
    measures: Mapping[str, Measure],
) -> Tables:
    """Return the tables codes, agreement, validity and prediction_powered: those that hold a row.

    Parameters
    ----------
    study : Study
    articles, scores : pandas.DataFrame
        As they were compared.
    voices : pandas.DataFrame or None
        The table of voices, where they were told apart in full.
    measures : mapping of str to Measure
        Those that were scored.

    Raises
    ------
    FramingError
        A question or a measure is not known, or none of the coded articles is among those compared.
    """
    found: dict[str, list[pd.DataFrame]] = {}
    samples = list(_read(study, articles))
    # One sample may ask what another doesn't.
    asked = {question.key for one in samples for question in one.sample.codebook}
    for name in study.coded:
        if name not in asked:
            raise unknown("question", name, asked, where="coded")
    for one in samples:
        for name, table in _of(study, one, articles, scores, voices, measures).items():
            found.setdefault(name, []).append(table)
    joined = {name: pd.concat(parts, ignore_index=True) for name, parts in found.items()}
    return {name: table for name, table in joined.items() if len(table)}


def _read(study: Study, articles: pd.DataFrame) -> Iterator[_Coded]:
    from framing.coding.reading import left_open, read_codes
    from framing.coding.sheet import read_sample

    for path in study.codes:
        name = Path(path).name
        sample = read_sample(path)
        codes, faults = read_codes(path, sample=sample)
        for said in faults["detail"].head(_SAID):
            warnings.warn(f"codes: {name}: {said}", FramingWarning, stacklevel=2)
        if len(faults) > _SAID:
            more = f"codes: {name}: {len(faults) - _SAID} more faults; fr.read_codes lists all"
            warnings.warn(more, FramingWarning, stacklevel=2)
        if codes.empty:
            raise FramingError(
                f"codes: {name}: none of its units has a code; put the files that coders sent back into it"
            )
        if not codes["article"].isin(articles["id"]).any():
            raise FramingError(
                f"codes: {name}: none of its articles is among those compared; draw the sample from these"
            )
        if said := left_open(codes, sample):
            warnings.warn(f"codes: {name}: {said}", FramingWarning, stacklevel=2)
        yield _Coded(name, sample, codes)


def _of(
    study: Study,
    one: _Coded,
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    voices: pd.DataFrame | None,
    measures: Mapping[str, Measure],
) -> Tables:
    from framing.coding.agreement import agreement
    from framing.coding.powered import prediction_powered
    from framing.coding.validity import validity

    found: Tables = {"codes": one.codes, "agreement": agreement(one.codes, by=_GROUPS, sample=one.sample)}
    errors, powered = [], []
    for question, measure, target in _pairs(study, one, scores):
        codes = one.codes[one.codes["question"] == question]
        table = _measured(study, one, articles, scores, voices, measures[measure], target)
        about: dict[str, Any] = {"question": question, "sample": one.sample}
        about |= {"measure": measure} if "measure" in table else {}
        about |= {"target": target} if target and "target" in table else {}
        errors.append(validity(table, codes, by=_GROUPS, seed=study.seed, **about))
        powered.append(
            prediction_powered(
                table, codes, by=study.by, split=[name for name in study.split if name == "voice"],
                articles=articles, wire=study.wire, collection=study.collection, **about,
            )
        )  # fmt: skip
    return found | {
        name: pd.concat(parts, ignore_index=True)
        for name, parts in (("validity", errors), ("prediction_powered", powered))
        if parts
    }


def _pairs(study: Study, one: _Coded, scores: pd.DataFrame) -> Iterator[tuple[str, str, str | None]]:
    """Return which measure each question asks for: as the study says, else where both have one name."""
    counted = set(scores["measure"].astype("str"))
    asked = {question.key: question for question in one.sample.codebook}
    for key, question in asked.items():
        given = study.coded.get(key)
        if given is None:
            frame = f"frame.{one.sample.codebook.name}.{question.frame}" if question.frame else key
            given = frame if frame in counted else None
        if given is None:
            continue
        options = {"measure": given} if isinstance(given, str) else dict(given)
        measure = str(options.get("measure", key))
        if measure not in counted:
            raise unknown("measure", measure, counted, where=f"coded.{key}")
        target = options.get("target")
        yield key, measure, None if target is None else str(target)


def _measured(
    study: Study,
    one: _Coded,
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    voices: pd.DataFrame | None,
    measure: Measure,
    target: str | None,
) -> pd.DataFrame:
    """Return the measure of units like those coded, in all articles: of articles, sentences or mentions."""
    if set(one.sample.units["kind"].astype("str")) == {"article"}:
        return scores[scores["measure"].astype("str") == measure.name].reset_index(drop=True)
    from framing.coding.sentences import measured_sentences
    from framing.features.evidence import evidence

    # All of them: those in the report's table may be some.
    hits = evidence(articles, measure, voices=speaking.told(study, voices))
    if target is not None:
        return hits[hits["target"].astype("str") == target].reset_index(drop=True)
    return measured_sentences(articles, hits, voices=voices, measure=measure.name)
