"""What is wrong with a store is said in one line: which file, what is wrong, what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from framing.engine.store import may_be_written, read_light, read_manifest, read_part, writer
from framing.errors import FramingError


@pytest.fixture
def store(tmp_path: Path) -> Path:
    frame = pd.DataFrame({"id": list("abcdef"), "outlet": "x", "text": "Some words. " * 40})
    with writer(tmp_path / "s", bound=1_000) as made:
        made.add(frame)
    assert len(list((tmp_path / "s").glob("*.parquet"))) == 2
    return tmp_path / "s"


PART = "part-00001.parquet"


def _listed(store: Path, change: Callable[[dict[str, object]], object]) -> None:
    found = json.loads((store / "store.json").read_text("utf8"))
    change(found)
    (store / "store.json").write_text(json.dumps(found), "utf8")


def _half(store: Path) -> None:
    data = (store / PART).read_bytes()
    (store / PART).write_bytes(data[: len(data) // 2])


def _flipped(store: Path, at: int) -> None:
    data = bytearray((store / PART).read_bytes())
    data[at] ^= 0xFF
    (store / PART).write_bytes(data)


LIST_FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda s: s.rename(s.with_name("t")), r"s: isn't there; check the name"),
    "no list": (
        lambda s: (s / "store.json").unlink(),
        r"s: holds no store\.json, so it is no store; load the",
    ),
    "no JSON": (
        lambda s: (s / "store.json").write_text("{", "utf8"),
        r"store\.json: is damaged, .*; load the",
    ),
    "a list": (lambda s: (s / "store.json").write_text("[1]", "utf8"), r"store\.json: is damaged"),
    "later": (
        lambda s: _listed(s, lambda x: x.update(format=2)),
        r"store\.json: has format 2, and this version reads up to 1; update framing",
    ),
    "no parts": (lambda s: _listed(s, lambda x: x.pop("parts")), r"store\.json: is damaged"),
    "other rows": (lambda s: _listed(s, lambda x: x.update(articles=7)), r"store\.json: is damaged"),
    "a type": (
        lambda s: _listed(s, lambda x: x.update(columns={"id": "words"})),
        r"store\.json: is damaged",
    ),
}

PART_FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (
        lambda s: (s / PART).unlink(),
        rf"{PART}: isn't there, though store\.json names it; bring it",
    ),
    "cut": (_half, rf"{PART}: has [\d,]+ bytes and should have [\d,]+; copy it anew"),
    "end": (lambda s: _flipped(s, -6), rf"{PART}: is damaged, it isn't what was written; copy it anew"),
}


@pytest.mark.parametrize("fault", LIST_FAULTS)
def test_a_list_that_is_none(fault: str, store: Path) -> None:
    spoil, said = LIST_FAULTS[fault]
    spoil(store)
    with pytest.raises(FramingError, match=said) as raised:
        read_manifest(store)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("fault", PART_FAULTS)
@pytest.mark.parametrize(
    "reads",
    [
        lambda store: read_part(store, PART),
        lambda store: read_part(store, PART, ["id"]),
        read_light,
    ],
)
def test_a_part_that_is_none(fault: str, reads: Callable[[Path], object], store: Path) -> None:
    spoil, said = PART_FAULTS[fault]
    spoil(store)
    with pytest.raises(FramingError, match=said) as raised:
        reads(store)
    assert "\n" not in str(raised.value)
    assert len(read_part(store, "part-00000.parquet")) == 3


def test_one_changed_byte_is_seen(store: Path) -> None:
    """Though the file could be read, and would say something else."""
    _flipped(store, 300)
    with pytest.raises(FramingError, match=rf"{PART}: is damaged"):
        read_part(store, PART)


def test_names_that_are_none(store: Path) -> None:
    with pytest.raises(FramingError, match=r"part 'part-00002\.parquet' is not known; did you mean"):
        read_part(store, "part-00002.parquet")
    with pytest.raises(FramingError, match="column 'titel' is not known; did you mean 'title'"):
        read_part(store, PART, ["titel"])


def test_a_store_that_lost_its_list_is_not_written_over(store: Path) -> None:
    (store / "store.json").unlink()
    with pytest.raises(FramingError, match="holds files that framing did not write"):
        may_be_written(store)


def test_a_damaged_store_may_be_written_anew(store: Path) -> None:
    (store / "store.json").write_text("{", "utf8")
    may_be_written(store)
    with writer(store) as made:
        made.add(pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["Words."]}))
    assert read_manifest(store).articles == 1
    assert sorted(file.name for file in store.iterdir()) == ["part-00000.parquet", "store.json"]
