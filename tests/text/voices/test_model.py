"""The weights that come with the package: small, no pickle, as their card says, part of what runs record."""

from __future__ import annotations

import json
import zipfile
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from framing.study import output
from framing.text.voices import attribute
from framing.text.voices.attribute import CONTENT
from training.weights import write_taggers

WEIGHTS = resources.files("framing.text.voices") / "weights.npz"


def test_weights_are_small_and_hold_numbers_alone() -> None:
    assert len(WEIGHTS.read_bytes()) < 3_000_000
    with np.load(str(WEIGHTS), allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind in "fu" for name in arrays.files)


def test_the_card_tells_of_these_weights() -> None:
    card = json.loads((resources.files("framing.text.voices") / "weights.json").read_text("utf8"))
    assert card["threshold"] == CONTENT
    assert card["attributions"] > card["markings"] >= sum(card["articles"].values())
    assert 0.8 <= card["cross_validated"]["f1"] <= 1


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    taggers = attribute.read()
    write_taggers(tmp_path, taggers, {})
    assert (tmp_path / "weights.npz").read_bytes() == WEIGHTS.read_bytes()
    assert zipfile.is_zipfile(tmp_path / "weights.npz")


def test_other_weights_are_another_source(monkeypatch: pytest.MonkeyPatch) -> None:
    before = output.source.__wrapped__()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: b"other" if path.suffix == ".npz" else read(path))
    assert output.source.__wrapped__() != before
