"""What people coded: how far they agree, and how measures do against them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import FramingError, brief, check_choice, prefix_errors, refuse_unknown, warn
from framing.study.config import Study
from framing.study.steps import Context, Tables, with_rows

if TYPE_CHECKING:
    from framing.coding.sheet import CodingSample

PLACE = 120
KEYS = ("coded", "codes")
TABLES = ("codes", "agreement", "validity")

#: Faults of one folder that are said one by one; of more, the number is said.
_SAID = 5

_OPTIONS = ("measure", "target")

#: Beside all units, agreement and error are told by these.
_GROUPS = ("outlet", "voice")


def check(study: Study) -> None:
    """Refuse what is no folder of a sample, and an option that isn't known."""
    from framing.coding.sheet import read_sample

    if study.coded and not study.codes:
        raise FramingError('coded: no codes are given; name the folder of the sample, as codes = ["coded/"]')
    for path in study.codes:
        with prefix_errors("codes"):
            read_sample(path)
    for question, given in study.coded.items():
        options = given if isinstance(given, Mapping) else {"measure": given}
        for name, value in options.items():
            check_choice("option", name, _OPTIONS, where=f"coded.{question}")
            if not isinstance(value, str):
                raise FramingError(
                    f"coded.{question}: {brief(value)} is no name of a {name}; write "
                    f'{question} = "MEASURE", or {question} = {{measure = "MEASURE", target = "NAME"}}'
                )


def run(context: Context) -> Tables:
    """Return what was coded, how far coders agree, and how measures err."""
    study = context.study
    samples = [_read(path, context.articles) for path in study.codes]
    # One sample may ask what another doesn't.
    asked = {question.key for sample, _ in samples for question in sample.codebook}
    refuse_unknown(study.coded, asked, "coded", argument="question")
    found: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for sample, codes in samples:
        for name, table in _compare(context, sample, codes):
            found[name].append(table)
    joined = {name: pd.concat(parts, ignore_index=True) for name, parts in found.items() if parts}
    return with_rows(joined)


def _read(path: str, articles: Any) -> tuple[CodingSample, pd.DataFrame]:
    """Return a sample and its codes; what is wrong with these is warned of."""
    from framing.coding.reading import left_open, read_codes
    from framing.coding.sheet import read_sample
    from framing.engine.parts import metadata

    name = Path(path).name
    sample = read_sample(path)
    codes, faults = read_codes(path, sample=sample)
    said = [*faults["detail"].head(_SAID)]
    if len(faults) > _SAID:
        said.append(f"{len(faults) - _SAID} more faults; fr.coding.read_codes lists all")
    if codes.empty:
        wrong = "none of its units has a code; put the files that coders sent back into it"
    elif not codes["article"].isin(metadata(articles)["id"]).any():
        wrong = "none of its articles is among those compared; draw the sample from these"
    else:
        wrong = ""
        said += [still] if (still := left_open(codes, sample)) else []
    for line in said:
        warn(f"codes: {name}: {line}")
    if wrong:
        raise FramingError(f"codes: {name}: {wrong}")
    return sample, codes


def _compare(
    context: Context, sample: CodingSample, codes: pd.DataFrame
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the tables of one sample: its codes, and of each question how its measure does."""
    from framing.coding.agreement import agreement
    from framing.coding.validity import validity

    yield "codes", codes
    yield "agreement", agreement(codes, by=_GROUPS, sample=sample)
    for question, measure, target in _pairs(context, sample):
        answers = codes[codes["question"] == question]
        table = _measure(context, sample, measure, target)
        about: dict[str, Any] = {"question": question, "sample": sample}
        about |= {"measure": measure} if "measure" in table else {}
        about |= {"target": target} if target and "target" in table else {}
        yield "validity", validity(table, answers, by=_GROUPS, **about)


def _pairs(context: Context, sample: CodingSample) -> Iterator[tuple[str, str, str | None]]:
    """Yield which measure each question asks for: as the study says, else where both have one name."""
    counted = set(context.tables["scores"]["measure"].astype("str"))
    for question in sample.codebook:
        key = question.key
        given = context.study.coded.get(key)
        if given is None:
            given = f"frame.{sample.codebook.name}.{question.frame}" if question.frame else key
            if given not in counted:
                continue
        options = {"measure": given} if isinstance(given, str) else dict(given)
        measure = str(options.get("measure", key))
        check_choice("measure", measure, counted, where=f"coded.{key}")
        yield key, measure, options.get("target")


def _measure(context: Context, sample: CodingSample, name: str, target: str | None) -> pd.DataFrame:
    """Return the measure as the units were coded: scores of whole articles, else hits with their places."""
    if set(sample.units["kind"].astype("str")) == {"article"}:
        scores = context.tables["scores"]
        return scores[scores["measure"].astype("str") == name].reset_index(drop=True)
    from framing.features.evidence import evidence

    # All of them: those in the report's table may be some.
    held = context.held("codes")
    hits = evidence(held.articles, context.measures[name], voices=held.voicing)
    return hits if target is None else hits[hits["target"].astype("str") == target].reset_index(drop=True)
