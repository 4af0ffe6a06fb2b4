"""Files of weights are held against their cards, and every part of the package does so."""

import hashlib
import shutil
from importlib import resources
from pathlib import Path

import pytest

from framing.errors import FramingError
from framing.features.neural.encoder import card_in, checked_in, file_in
from framing.features.stance import neural

HASH = hashlib.sha256(b"weights").hexdigest()


@pytest.mark.parametrize("named", [HASH, {"a.npz": HASH, "b.npz": "0"}])
def test_the_file_of_the_card_is_returned(named: object, tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(b"weights")
    assert checked_in(tmp_path, "a.npz", {"sha256": named}, "part/") == b"weights"


@pytest.mark.parametrize(
    "card", [{}, {"sha256": "0"}, {"sha256": None}, {"sha256": {}}, {"sha256": {"b.npz": HASH}}]
)
def test_a_file_that_the_card_does_not_name_is_refused(card: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(b"weights")
    with pytest.raises(FramingError) as error:
        checked_in(tmp_path, "a.npz", card, "part/")
    assert str(error.value) == "part/a.npz is not the file that its card names; install the package again"


def test_files_and_cards_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "card.toml").write_text('name = "é"\n', "utf8")
    assert card_in(tmp_path, "card.toml", "part/") == {"name": "é"}
    assert file_in(tmp_path, "card.toml", "part/") == 'name = "é"\n'.encode()
    for name in ("none.npz", "."):
        with pytest.raises(FramingError) as error:
            file_in(tmp_path, name, "part: ")
        assert str(error.value) == f"part: {name} is missing; install the package again"


#: Whoever opens weights, its package, files in the order in which they are read, and how they are named.
PARTS = [
    (neural.shipped_judge, neural, "stance", ("verdicts.toml", "verdicts.npz"), "stance: "),
]


@pytest.mark.parametrize(("opened", "module", "part", "files", "of"), PARTS)
def test_each_part_refuses_missing_and_changed_files(
    opened, module, part, files, of, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / part
    shutil.copytree(Path(str(resources.files(f"framing.features.{part}"))), folder)
    monkeypatch.setattr(module.resources, "files", lambda package: folder)
    for name in files:
        (folder / name).rename(tmp_path / name)
        with pytest.raises(FramingError) as error:
            opened.__wrapped__()
        assert str(error.value) == f"{of}{name} is missing; install the package again"
        (tmp_path / name).rename(folder / name)
    with (folder / files[-1]).open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(FramingError, match=f"^{of}{files[-1]} .* card .*; install the package again$"):
        opened.__wrapped__()
