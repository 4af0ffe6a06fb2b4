"""No input makes a reader fall over, hang or keep silent: a sample here, 10,000 each under ``make fuzz``."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from framing.corpus.parts import choose, readers
from framing.corpus.records import Source
from tests.fuzzing.mutating import mutated
from tests.fuzzing.seeds import known, seeds
from tests.fuzzing.trial import Failed, tried

#: Inputs that failed are kept here, so that they can be tried again by hand.
KEPT = Path(__file__).parents[2] / "out" / "fuzz"


def test_every_reader_has_inputs() -> None:
    assert set(readers()) - known() == set()


@pytest.mark.parametrize("name", sorted(readers()))
def test_it_is_the_one_that_is_chosen_for_its_inputs(name: str) -> None:
    for label, data in seeds(name):
        assert choose(io.BytesIO(data), Source(label)) is readers()[name], label


@pytest.mark.parametrize("name", sorted(readers()))
def test_its_inputs_are_read(name: str) -> None:
    """What is whole gives articles, so that what is damaged below begins at something."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [tried(readers()[name], *seed)[0] for seed in seeds(name)]
    assert found
    assert min(found) > 0


@pytest.mark.parametrize("name", sorted(readers()))
def test_damaged_inputs(name: str, inputs: int) -> None:
    reader, whole = readers()[name], seeds(name)
    pieces = [data for _, data in whole]

    @settings(
        max_examples=inputs,
        deadline=None,
        database=None,
        derandomize=inputs < 1_000,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, len(whole) - 1), st.integers(0, 2**32))
    def hold(which: int, seed: int) -> None:
        label, data = whole[which]
        damaged = mutated(data, pieces, seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                tried(reader, label, damaged)
            except Failed as failed:
                KEPT.mkdir(parents=True, exist_ok=True)
                kept = KEPT / f"{name}-{which}-{seed}-{label}"
                kept.write_bytes(damaged)
                raise AssertionError(f"{failed} (kept as {kept.relative_to(KEPT.parents[1])})") from None

    hold()
