"""The encoder as installed: its files, held against their card, and what it makes of texts, one by one.

What a text is read as is the business of `pieces`; nothing is judged here.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.engine.pool import available, bar
from framing.engine.process import OURS
from framing.errors import FramingError, brief

# What the encoder reads of a text and a target in it: word pieces, which are the target, what is cut off.

#: Pieces that are read around a target, and of a text without one.
LONGEST = 96
#: Pieces of a target that are read: names are shorter.
_TARGET = 16
#: Characters that are cut into pieces at first, for each piece that is wanted: most words are shorter.
_GENEROUS = 16


class Marks(NamedTuple):
    """Numbers of the pieces that are no words: begin, end, and what opens and closes a target."""

    begin: int
    end: int
    opens: int
    closes: int


class Pieces(NamedTuple):
    """One text as the encoder takes it: its pieces, where the target is named, and where it stands."""

    ids: list[int]
    named: list[int]
    target: list[int]


def pieces(encode: Callable[[str], list[int]], marks: Marks, text: str, start: int, end: int) -> Pieces:
    """Return what is read of a text and the target in it.

    ``begin left opens target closes right end target end``: where it is too long, both sides give way, the
    longer one first, so that what is read lies around the target.

    Examples
    --------
    >>> letters = lambda text: [ord(char) for char in text]
    >>> pieces(letters, Marks(1, 2, 3, 4), "aXb", 1, 2).ids
    [1, 97, 3, 88, 4, 98, 2, 88, 2]
    """
    left, right = _first(encode, text[:start], LONGEST, last=True), _first(encode, text[end:], LONGEST)
    target = _first(encode, text[start:end], _TARGET)[:_TARGET]
    room = LONGEST - 5 - 2 * len(target)
    if len(left) + len(right) > room:
        before = min(len(left), max(room // 2, room - len(right)))
        left, right = left[len(left) - before :], right[: room - before]
    ids = [marks.begin, *left, marks.opens, *target, marks.closes, *right, marks.end, *target, marks.end]
    named, stands = [0] * len(ids), [0] * len(ids)
    first = 2 + len(left)
    for at in range(first, first + len(target)):
        named[at] = stands[at] = 1
    for at in range(len(ids) - 1 - len(target), len(ids) - 1):
        named[at] = 1
    return Pieces(ids, named, stands)


def plain(encode: Callable[[str], list[int]], marks: Marks, text: str) -> Pieces:
    """Return what is read of a text that no target is looked at in.

    >>> plain(lambda text: [ord(char) for char in text], Marks(1, 2, 3, 4), "ab").ids
    [1, 97, 98, 2]
    """
    ids = [marks.begin, *_first(encode, text, LONGEST)[: LONGEST - 2], marks.end]
    return Pieces(ids, [0] * len(ids), [0] * len(ids))


def _first(encode: Callable[[str], list[int]], text: str, most: int, *, last: bool = False) -> list[int]:
    """Return at least the first or last `most` pieces of a text; none holds a space: it can be cut at one."""
    size = _GENEROUS * most
    while size < len(text):
        at = text.find(" ", len(text) - size) if last else text.rfind(" ", 0, size)
        if at < 0:
            break
        found = encode(text[at:] if last else text[:at])
        if len(found) >= most:
            return found
        size *= 4
    return encode(text)


# Files of weights that come with the package, held against the card beside them before anything is read.

#: What helps against a file that is missing or another one.
AGAIN = "install the package again"


def file_in(folder: Traversable, name: str, of: str) -> bytes:
    """Return the bytes of a file of a folder.

    Parameters
    ----------
    folder : Traversable
    name : str
    of : str
        What stands before the name where the file is named to people, as ``"stance: "`` or ``"neural/"``.

    Raises
    ------
    FramingError
        The file is missing or can't be read.
    """
    try:
        return (folder / name).read_bytes()
    except OSError:
        raise FramingError(f"{of}{name} is missing; {AGAIN}") from None


def card_in(folder: Traversable, name: str, of: str) -> dict[str, Any]:
    """Return the card of a folder's weights: see `file_in`."""
    return tomllib.loads(file_in(folder, name, of).decode("utf8"))


def checked_in(folder: Traversable, name: str, card: Mapping[str, Any], of: str) -> bytes:
    """Return the bytes of a file of weights, once they are those that its card is of.

    Parameters
    ----------
    folder, name, of
        As in `file_in`.
    card : mapping
        Its `sha256` is the hash of the one file that it is of, or a table: a hash for each file's name.

    Raises
    ------
    FramingError
        The file is missing; the card names another one, or none of that name.
    """
    data, named = file_in(folder, name, of), card.get("sha256")
    if hashlib.sha256(data).hexdigest() != (named.get(name) if isinstance(named, Mapping) else named):
        raise FramingError(f"{of}{name} is not the file that its card names; {AGAIN}")
    return data


def arrays_in(folder: Traversable, name: str, card: Mapping[str, Any], of: str) -> dict[str, np.ndarray]:
    """Return the arrays of a file of weights: see `checked_in`."""
    with np.load(io.BytesIO(checked_in(folder, name, card, of)), allow_pickle=False) as arrays:
        return dict(arrays)


CARD = "neural.toml"
#: The lower layers, and the upper ones: those that tell stance, and those that tell which fact is told.
LOWER, STANCE, SENTENCES, WORDS = "encoder.onnx", "stance.onnx", "sentences.onnx", "tokenizer.json"
_OF = "neural/"
#: Halves of characters, which no tokenizer takes.
_HALVES = re.compile("[\ud800-\udfff]")


class Encoder:
    """Runs the encoder.

    A text is run by itself: numbers of eight bits share a scale, so that beside other texts the same one
    would come out a little different (32 together: probabilities off by .005 in the mean and .08 at most).
    Each text is read by one processor, so that nothing depends on how many there are. Neither costs speed.

    Attributes
    ----------
    card : dict
        What `neural.toml` says.
    marks : Marks
    """

    def __init__(self, folder: Traversable, card: Mapping[str, Any], read: Callable[[str], bytes]) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_str(read(WORDS).decode("utf8"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._folder, self._file = folder, read
        self._sessions = {LOWER: _session(read(LOWER))}
        self.card = card
        self.marks = Marks(**card["marks"])

    def __reduce__(self) -> tuple[Callable[[Traversable], Encoder], tuple[Traversable]]:
        """Be opened again in another process: a session can't be sent there."""
        return _again, (self._folder,)

    def __getstate__(self) -> Mapping[str, Any]:
        """Return what tells one encoder from another, as kept results ask."""
        return self.card

    def encode(self, text: str) -> list[int]:
        """Return the numbers of a text's word pieces."""
        try:
            found = self._tokenizer.encode(text, add_special_tokens=False)
        except (TypeError, UnicodeEncodeError):
            found = self._tokenizer.encode(_HALVES.sub("\ufffd", text), add_special_tokens=False)
        return list(found.ids)

    def run(self, texts: Iterable[Pieces], *outputs: str, upper: str = STANCE) -> Iterator[list[np.ndarray]]:
        """Yield what the upper layers make of each text: an array an output; float32.

        `STANCE` gives the `evidence` for each class and the mean `vector`; `SENTENCES` a vector for each
        piece, `rows`, how much each tells, `weight`, and a `vector` that tells which fact the text tells.
        """
        if upper not in self._sessions:
            self._sessions[upper] = _session(self._file(upper))
        lower, above = self._sessions[LOWER], self._sessions[upper]
        asked = [[one.name for one in session.get_inputs()] for session in (lower, above)]

        def read(text: Pieces) -> list[np.ndarray]:
            given = {"ids": text.ids, "named": text.named, "read": [1] * len(text.ids), "target": text.target}
            one: dict[str, Any] = {name: np.array([numbers], np.int64) for name, numbers in given.items()}
            one["half"] = lower.run(None, {name: one[name] for name in asked[0]})[0]
            found = above.run(list(outputs), {name: one[name] for name in asked[1]})
            return [part[0] for part in found]

        return _threads(os.getpid()).map(read, texts)


def _session(model: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def _threads(process: int) -> ThreadPoolExecutor:
    """Return threads of a process, which a fork has none of; to start them takes as long as a short text."""
    return ThreadPoolExecutor(available(), OURS)


@cache
def encoder() -> Encoder:
    """Return the encoder that comes with the package.

    Raises
    ------
    FramingError
        A file is missing or isn't the one of the card.
    ImportError
        What runs it isn't installed.
    """
    return opened(resources.files("framing.features.neural"))


def _again(folder: Traversable) -> Encoder:
    return encoder() if folder == resources.files("framing.features.neural") else opened(folder)


def opened(folder: Traversable) -> Encoder:
    """Return the encoder of a folder with the files that its card names; they are checked here."""
    card = card_in(folder, CARD, _OF)
    return Encoder(folder, card, partial(checked_in, folder, card=card, of=_OF))


# Vectors of sentences: near each other where the sentences say the like; one encoder reads for all who ask.

#: Numbers in a vector.
SIZE = 384


def sentence_vectors(texts: Iterable[str], *, progress: bool | None = None) -> np.ndarray:
    """Return a vector of length 1 for each sentence, as headlines are compared.

    The product of two is their cosine (Reimers and Gurevych 2019). English; of a text 94 word pieces, some
    70 words, are read: cut longer ones up. A sentence has the same vector whatever stands beside it.

    Parameters
    ----------
    texts : iterable of str
    progress : bool, optional
        As in `load`.

    Returns
    -------
    float32 array, texts × 384
        A text without a word has a row of zeros.

    Raises
    ------
    FramingError
        One string instead of several, something that is no text, a file of the encoder that is missing or
        wrong, or what runs it can't be imported.

    Examples
    --------
    How alike two sentences are::

        up, down = fr.facts.sentence_vectors(["Tolls rise.", "Fees go up."])
        float(up @ down)
    """
    listed = listed_sentences(texts)
    found = asked_encoder("sentence_vectors:")
    place = {text: row for row, text in enumerate(dict.fromkeys(listed))}
    rows = np.zeros((len(place), SIZE), np.float32)
    # Two marks alone are no words.
    read = {
        row: cut
        for text, row in place.items()
        if len((cut := plain(found.encode, found.marks, text)).ids) > 2
    }
    with bar(len(read), progress, unit="sentences", doing="reading sentences") as done:
        for row, (vector,) in zip(read, found.run(read.values(), "vector"), strict=True):
            rows[row] = vector / np.linalg.norm(vector[None], axis=1)
            done(1)
    return rows[[place[text] for text in listed]]


def listed_sentences(given: object) -> list[str]:
    """Return several sentences as a list of strings, or say which one is no string."""
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable) or isinstance(given, pd.DataFrame):
        raise FramingError(f"texts: {brief(given)} is no list of sentences; give several strings in a list")
    found = list(given)
    for number, text in enumerate(found):
        if not isinstance(text, str):
            raise FramingError(f"texts: item {number} is {brief(text)}; give a string, or leave it out")
    return found


#: So many digits of a likeness are kept, so that it is the same on all machines.
_DIGITS = 4


def aligned(
    a: np.ndarray, b: np.ndarray, texts: Sequence[str], *, progress: bool | None = None
) -> np.ndarray:
    """Return how alike the sentences of each pair are: word by word, of the one less so, and as wholes.

    Each piece of a sentence goes with the piece of the other that is most like it in its context; pieces
    count by how rare they are (Khattab and Zaharia 2020; Zhang et al. 2020). The first is the mean over both
    sentences, the second the lesser of the two, the third the cosine of their mean vectors.

    Parameters
    ----------
    a, b : int64 arrays
        Index into `texts`.
    texts : sequence of str
    progress : bool, optional
        As in `load`.

    Returns
    -------
    float array, pairs × 3
        From -1 to 1; 0 for a text without a word.
    """
    found = encoder()
    read = [plain(found.encode, found.marks, text) for text in texts]
    held: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    with bar(len(read), progress, unit="sentences", doing="reading sentences") as done:
        for rows, weight, vector in found.run(read, "rows", "weight", "vector", upper=SENTENCES):
            # Marks that begin and end a text weigh nothing.
            told = weight > 0
            held.append((rows[told].astype(np.float16), weight[told], vector))
            done(1)
    likeness = np.zeros((len(a), 3))
    for k, (i, j) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        (one, heavy, whole), (two, weighty, other) = held[i], held[j]
        if len(one) and len(two):
            each = one.astype(np.float32) @ two.astype(np.float32).T
            x = each.max(axis=1) @ heavy / heavy.sum()
            y = each.max(axis=0) @ weighty / weighty.sum()
            likeness[k] = (x + y) / 2, min(x, y), whole @ other
    return np.round(likeness, _DIGITS)


def asked_encoder(of: str, instead: str = "") -> Encoder:
    """Return the encoder, or say in one line for whom it is missing and what to do, or do instead."""
    try:
        return encoder()
    except ImportError as error:
        raise FramingError(
            f"{of} needs what is not installed ({error.name or error}); install the package again{instead}"
        ) from None
