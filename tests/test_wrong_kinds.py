"""Every argument of power, coding and printed tables given every wrong kind: one line, or a result."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

import framing as fr

#: What somebody may give in place of what is asked for.
WRONG: dict[str, Any] = {
    "a number": 3,
    "no number": float("nan"),
    "nothing": None,
    "a word": "zzz",
    "numbers": [3],
    "a truth value": True,
    "too many": 10**12,
    "a mapping": {"a": 1},
    "another table": pd.DataFrame({"x": [1]}),
    "two lines and a NUL": "two\nlines\0",
    "an array": np.array([1.5]),
}

#: What a table may be like.
TABLES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "without rows": lambda t: t.head(0),
    "one row": lambda t: t.head(1),
    "rows of one outlet": lambda t: t[t["outlet"] == "x"] if "outlet" in t else t.head(3),
    "rows twice": lambda t: pd.concat([t, t], ignore_index=True),
    "columns twice": lambda t: pd.concat([t, t], axis=1),
    "no ids": lambda t: _set(t, ("article", "id", "unit"), None),
    "no outlets": lambda t: _set(t, ("outlet", "a", "coder"), None),
    "words for numbers": lambda t: _set(t, ("hits", "tokens", "start", "estimate"), "x"),
    "endless numbers": lambda t: _set(t, ("hits", "weight", "value", "estimate"), float("inf")),
    "no numbers": lambda t: _set(t, ("hits", "tokens", "value", "estimate"), float("nan")),
    "negative numbers": lambda t: _set(t, ("hits", "tokens", "start"), -5),
    "one label for all rows": lambda t: t.set_axis([7] * len(t)),
}


def _set(table: pd.DataFrame, columns: tuple[str, ...], value: object) -> pd.DataFrame:
    return table.assign(**{name: [value] * len(table) for name in columns if name in table})


class Made(NamedTuple):
    """One call that works, and the table it is about."""

    function: Callable[..., Any]
    given: dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    texts = [
        "It may rain on the port. Perhaps it might stop. Ships wait.",
        "It rains on the port. Ships wait.",
    ]
    articles = pd.DataFrame(
        [
            {"id": f"{outlet}{n}", "outlet": outlet, "text": f"{texts[(n + shift) % 2]} That is item {n}."}
            for shift, outlet in enumerate("xy")
            for n in range(4)
        ]
    )
    scores = fr.score(articles, "hedges", voices=None)
    hits = fr.evidence(articles, "hedges")
    folder = tmp_path_factory.mktemp("coded")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sample = fr.coding.sample_for_coding(articles, codebook="tone", n=8, voices=None)
    sample.write(folder)
    answers = ("negative", "neutral", "positive")
    codes = pd.DataFrame(
        [
            {"unit": unit, "coder": coder, "question": "tone", "value": answers[(n + (coder == "B")) % 3]}
            for n, unit in enumerate(sample.key["unit"])
            for coder in "AB"
        ]
    )
    contrast = fr.compare(scores, draws=99).contrast
    about: dict[str, Any] = {"codes": codes, "sample": sample}
    return {
        "power": Made(fr.checks.power, {"contrast": contrast}),
        "sample_for_coding": Made(
            fr.coding.sample_for_coding, {"articles": articles, "codebook": "tone", "n": 4, "voices": None}
        ),
        "read_codes": Made(fr.coding.read_codes, {"paths": folder}),
        "agreement": Made(fr.coding.agreement, {"codes": codes}),
        "validity": Made(fr.coding.validity, {"table": hits, **about}),
        "paper": Made(fr.paper, {"table": contrast}),
    }


FUNCTIONS = (
    "power", "sample_for_coding", "read_codes", "agreement", "validity", "paper",
)  # fmt: skip

#: Of these every call takes long, and there are many.
LONG = {"sample_for_coding", "validity"}

#: Columns without which somebody may come.
NEEDED = {"article", "unit", "id", "outlet", "measure", "hits", "value", "start", "a", "estimate", "coder"}


def wrong(function: Callable[..., Any], given: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield calls with one argument wrong, each with its name."""
    for name in inspect.signature(function).parameters:
        for kind, value in WRONG.items():
            yield f"{name}: {kind}", {**given, name: value}
    for name, value in given.items():
        if isinstance(value, pd.DataFrame):
            for kind, change in TABLES.items():
                yield f"{name}: {kind}", {**given, name: change(value)}
            for column in sorted(NEEDED & set(value.columns)):
                yield f"{name}: without {column}", {**given, name: value.drop(columns=column)}


@pytest.mark.medium
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow) if name in LONG else name for name in FUNCTIONS],
)
@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
def test_whatever_is_given_the_answer_is_a_result_or_one_line(name: str, made: dict[str, Made]) -> None:
    function, given = made[name]
    function(**given)
    faults, said = [], 0
    for label, arguments in wrong(function, given):
        try:
            function(**arguments)
        except fr.FramingError as error:
            said += 1
            if "\n" in str(error) or len(str(error)) > 600:
                faults.append(f"{label}: {error}")
        except Exception as error:
            faults.append(f"{label}: {type(error).__name__} {error}")
    assert faults == []
    assert said > 10


def test_long_lists_of_what_is_allowed_are_folded() -> None:
    with pytest.raises(
        fr.FramingError, match=r"did you mean 'hedges'\? Allowed: .*frame\.\* \(\d+\)"
    ) as error:
        fr.score(pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["Rain."]}), "hegdes")
    assert len(str(error.value)) < 400
