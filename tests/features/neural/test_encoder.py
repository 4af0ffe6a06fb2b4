"""The encoder's files and what it gives: held against its card, its own tokenizer and plain numpy."""

from __future__ import annotations

import hashlib
import pickle
import shutil
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from framing.errors import FramingError
from framing.features.neural.encoder import LOWER, SENTENCES, STANCE, Encoder, opened, plain
from training.batches import batch

FOLDER = resources.files("framing.features.neural")
FILES = ("encoder.onnx", "stance.onnx", "sentences.onnx", "tokenizer.json", "neural.toml")


@pytest.fixture
def folder(tmp_path: Path, installed: None) -> Path:
    """A copy of the files, to be spoilt."""
    for name in FILES:
        shutil.copyfile(str(FOLDER / name), tmp_path / name)
    return tmp_path


def ask(folder: Path) -> None:
    """Open an encoder and ask it all that it can tell."""
    found = opened(folder)
    text = plain(found.encode, found.marks, "Ruiz met Marlow.")
    for upper, name in ((STANCE, "evidence"), (SENTENCES, "rows")):
        list(found.run([text], name, upper=upper))


@pytest.mark.parametrize("name", FILES[:4])
def test_a_file_that_was_changed_is_refused(folder: Path, name: str) -> None:
    with (folder / name).open("r+b") as stream:
        stream.seek(1000)
        stream.write(b"!")
    with pytest.raises(
        FramingError, match=rf"neural/{name} is not the file that its card names; install"
    ) as error:
        ask(folder)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(FramingError, match=rf"neural/{name} is missing; install") as error:
        ask(folder)
    assert "\n" not in str(error.value)


def test_the_card_names_the_hash_of_each_file(shipped: Encoder) -> None:
    for name in FILES[:4]:
        data = (FOLDER / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == shipped.card["sha256"][name]
    assert sum(len((FOLDER / name).read_bytes()) for name in FILES) < 30e6


def test_marks_are_pieces_that_no_text_has(shipped: Encoder) -> None:
    names = ("[CLS]", "[SEP]", "[unused1]", "[unused2]")
    assert [shipped._tokenizer.token_to_id(name) for name in names] == list(shipped.marks)
    assert not set(shipped.marks) & set(
        shipped.encode("Marlow [ unused1 ] told unused1 words, [unused2] too")
    )


def test_what_is_read_of_a_text_is_what_its_tokenizer_makes_of_it(shipped: Encoder) -> None:
    text = "Çelik “re-negotiated” the Norland–Harbour treaty’s 14th clause."
    ids = shipped._tokenizer.encode(text).ids
    # The tokenizer puts its own marks at both ends.
    assert plain(shipped.encode, shipped.marks, text).ids == ids


@pytest.mark.parametrize(
    "text", ["half a \ud83d character", "\x00\x07", "‮right to left", "漢字", "e\u0301" * 500]
)
def test_odd_characters_are_read(shipped: Encoder, text: str) -> None:
    ((found,),) = shipped.run([plain(shipped.encode, shipped.marks, text)], "vector")
    assert found.shape == (384,)
    assert np.isfinite(found).all()


def test_what_is_filled_up_hardly_counts(shipped: Encoder) -> None:
    # Eight-bit numbers share a scale: that is why texts are run one by one.
    texts = ["Marlow met Ruiz.", "The harbour was closed for a week after the storm, the mayor said."]
    rows = [plain(shipped.encode, shipped.marks, text) for text in texts]
    alone = np.array([vector for (vector,) in shipped.run(rows, "vector")])
    given = batch(rows)._asdict()
    half = shipped._sessions[LOWER].run(None, {name: given[name] for name in ("ids", "named", "read")})[0]
    given = {name: given[name] for name in ("read", "target")} | {"half": half}
    together = shipped._sessions[STANCE].run(["vector"], given)[0]
    cosine = (together * alone).sum(axis=1) / np.linalg.norm(together, axis=1) / np.linalg.norm(alone, axis=1)
    assert cosine.min() > 0.97


def test_it_can_be_sent_to_another_process(shipped: Encoder) -> None:
    sent = pickle.dumps(shipped)
    assert len(sent) < 10_000
    assert pickle.loads(sent).card == shipped.card
