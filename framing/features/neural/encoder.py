"""The encoder as installed: its files, held against their card, and what it makes of texts, one by one.

What a text is read as is the business of `pieces`; nothing is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

import numpy as np

from framing.features.neural.pieces import Marks, Pieces, batch
from framing.features.weights import AGAIN, card_in, checked, file_in

__all__ = ["CARD", "Encoder", "encoder", "opened"]

CARD: Final = "neural.toml"
_MODEL, _WORDS = "encoder.onnx", "tokenizer.json"
_OF, _REMEDY = "neural/", f"{AGAIN} (pip install --force-reinstall newsframing[neural])"
#: Halves of characters, which no tokenizer takes.
_HALVES = re.compile("[\ud800-\udfff]")


class Encoder:
    """Runs the encoder.

    A text is run by itself: numbers of eight bits share a scale, so that beside other texts the same one
    would come out a little different (32 together: probabilities off by .005 in the mean and .08 at most).
    Done on one processor, so that it doesn't depend on how many there are. Neither costs speed.

    Attributes
    ----------
    card : dict
        What `neural.toml` says.
    marks : Marks
    """

    def __init__(self, folder: Traversable, card: Mapping[str, Any], model: bytes, words: bytes) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_str(words.decode("utf8"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._folder = folder
        self.card = card
        self.marks = Marks(**card["marks"])

    def __reduce__(self) -> tuple[Callable[[Traversable], Encoder], tuple[Traversable]]:
        """Be opened again in another process: a session can't be sent there."""
        return _again, (self._folder,)

    def encode(self, text: str) -> list[int]:
        """Return the numbers of a text's word pieces."""
        try:
            found = self._tokenizer.encode(text, add_special_tokens=False)
        except (TypeError, UnicodeEncodeError):
            found = self._tokenizer.encode(_HALVES.sub("\ufffd", text), add_special_tokens=False)
        return list(found.ids)

    def run(self, texts: Iterable[Pieces], output: str) -> np.ndarray:
        """Return what comes of each text: `evidence` for each class, or the mean `vector`; float32."""
        rows = [self._session.run([output], batch([text])._asdict())[0] for text in texts]
        return np.concatenate(rows)


@cache
def encoder() -> Encoder:
    """Return the encoder that comes with the package.

    Raises
    ------
    FramingError
        A file is missing or isn't the one of the card.
    ImportError
        The extra isn't installed.
    """
    return opened(_package())


def _package() -> Traversable:
    return resources.files("framing.features.neural")


def _again(folder: Traversable) -> Encoder:
    return encoder() if folder == _package() else opened(folder)


def opened(folder: Traversable) -> Encoder:
    """Return the encoder of a folder with the files that its card names; they are checked here."""
    card = card_in(folder, CARD, _OF, remedy=_REMEDY)
    model, words = (
        checked(file_in(folder, name, _OF, remedy=_REMEDY), card, name, _OF, remedy=_REMEDY)
        for name in (_MODEL, _WORDS)
    )
    return Encoder(folder, card, model, words)
