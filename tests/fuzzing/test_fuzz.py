"""No input makes a reader fall over, hang or keep silent: a sample here, 10,000 each under ``make fuzz``."""

from __future__ import annotations

import io
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from framing.corpus.parts import choose, readers
from framing.corpus.records import Source
from framing.engine.process import Process
from tests.fuzzing.mutating import mutated
from tests.fuzzing.seeds import known, seeds
from tests.fuzzing.trial import OLD_OFFICE, Failed, tried

#: Inputs that failed are kept here, so that they can be tried again by hand.
KEPT = Path(__file__).parents[2] / "out" / "fuzz"


def test_every_reader_has_inputs() -> None:
    assert set(readers()) - known() == set()


@pytest.mark.parametrize("name", sorted(readers()))
def test_it_is_the_one_that_is_chosen_for_its_inputs(name: str) -> None:
    for label, data in seeds(name):
        assert choose(io.BytesIO(data), Source(label)) is readers()[name], label


@pytest.mark.medium
@pytest.mark.parametrize("name", sorted(readers()))
def test_its_inputs_are_read(name: str, beside: Process) -> None:
    """What is whole gives articles, so that what is damaged below begins at something."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [tried(readers()[name], *seed, beside)[0] for seed in seeds(name)]
    assert found
    assert min(found) > 0


@pytest.mark.medium
@pytest.mark.parametrize("name", sorted(readers()))
def test_damaged_inputs(name: str, inputs: int, beside: Process) -> None:
    whole = seeds(name)
    pieces = [data for _, data in whole]

    @_many(inputs)
    @given(st.integers(0, len(whole) - 1), st.integers(0, 2**32))
    def hold(which: int, seed: int) -> None:
        label, data = whole[which]
        _hold(name, label, mutated(data, pieces, seed), f"{name}-{which}-{seed}", beside)

    hold()


@pytest.mark.medium
def test_damaged_inputs_of_any_kind_under_any_name(inputs: int, beside: Process) -> None:
    """The reader is chosen here, and a name may say what a file is not."""
    whole = [seed for name in sorted(readers()) for seed in seeds(name)]
    pieces = [data for _, data in whole]
    names = [label for label, _ in whole] + ["", "a", "a.gz", "a.doc", "a.html.txt", "\u202ea.csv"]

    @_many(4 * inputs)
    @given(st.integers(0, len(whole) - 1), st.sampled_from(names), st.integers(0, 2**32))
    def hold(which: int, label: str, seed: int) -> None:
        _hold("", label, mutated(whole[which][1], pieces, seed), f"any-{which}-{seed}", beside)

    hold()


def _many(inputs: int) -> Any:
    return settings(
        max_examples=inputs,
        deadline=None,
        database=None,
        derandomize=inputs < 1_000,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def _hold(name: str, label: str, damaged: bytes, kept_as: str, beside: Process) -> None:
    """Try one input, and keep it where it fails; without the name of a reader one is chosen."""
    # Nowhere else is memory bounded, and some damaged workbooks take all there is.
    if damaged.startswith(OLD_OFFICE) and sys.platform != "linux":
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tried(readers()[name] if name else None, label, damaged, beside)
        except Failed as failed:
            KEPT.mkdir(parents=True, exist_ok=True)
            kept = KEPT / f"{kept_as}-{label}"
            kept.write_bytes(damaged)
            raise AssertionError(f"{failed} (kept as {kept.relative_to(KEPT.parents[1])})") from None
