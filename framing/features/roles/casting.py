"""Who is cast as hero, villain or victim: spans, or articles and whom to follow, in; probabilities out.

Judges are kept apart: the entity's own words, which mostly tell who is cast (the climate, a company, a
president), and its sentences with the entity left out, which tell how. What is measured stands in
``cast.toml``; training is no part of the package.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus.bar import bar
from framing.errors import FramingError, among, brief, unknown
from framing.features.cells import Voices, check_voices
from framing.features.naming.mentions import mentions
from framing.features.naming.referents import Given
from framing.features.roles.judged import Signs, signs_of, signs_read
from framing.features.roles.masking import masked_mentions
from framing.features.roles.weights import JUDGES, ROLES, weights
from framing.tables import check, empty
from framing.text.tokens import chunks
from framing.text.voices.table import foreign

__all__ = ["BY", "roles"]

BY = tuple(JUDGES)
#: What a table of results has that one to be judged has not.
_OWN = (*ROLES, "role", "by")
#: Mentions that are read at once.
_BATCH = 2_000
#: Characters of their sentences that are read at once: fewer mentions only where sentences are endless.
_CHARACTERS = 2 << 20


def roles(
    table: pd.DataFrame,
    referents: Given | None = None,
    *,
    by: str | None = None,
    voices: Voices = "full",
    abstain: float | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Tell whether somebody or something is cast as hero, villain or victim, if it is cast at all.

    Parameters
    ----------
    table : pandas.DataFrame
        Without `referents`: with `text`, an article or a sentence, and `start` and `end` of the entity in it,
        in code points, the end excluded. With them: articles, with `id`, `outlet` and `text`.
    referents : str, path, mapping or pandas.DataFrame, optional
        Whom to follow through articles, as for `mentions`: "visits", a file, ``{name: [aliases]}``.
    by : {"words", "sentence", "both"}, optional
        What is read: the entity's own words; the sentences it stands in with the entity left out (of a span
        all of its text that have the same words, of a mention in articles its own); or both, as is done
        by default with spans. With articles it is "sentence": one referent has the same words everywhere.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`; with `referents` only.
    abstain : float, optional
        The least probability of a role, from 0 to 1; below it `role` is missing. By sentence, .5 leaves roles
        for three fifths of the entities of the training data, of which .66 are right (of all: .56); by both
        for four fifths, and .74 (.67).
    progress : bool, optional
        As in `load`; with `referents` only.

    Returns
    -------
    pandas.DataFrame
        The table `roles`, with the probabilities `hero`, `villain`, `victim`, which add up to one, the most
        probable as `role`, and `by`: the table given with these beside it, or, with `referents`, a row a
        mention with `article`, `outlet`, `part`, `voice`, `target`, `entity` as written, `start` and `end` in
        title or text, and `sentence`.

    Raises
    ------
    FramingError
        A text is empty, a span lies outside its text or holds no word, `by` is unknown, `abstain` is no
        probability; articles or referents are not what they should be.

    Notes
    -----
    Learned from the roles of Frermann et al. (2023), English news of climate change, where each entity has a
    role: one that has none gets a role all the same, so compare shares between outlets, don't read them by
    themselves. Read what was measured before use: by `words` it mostly tells who is cast, since in that
    corpus the same actors mostly have the same role; elsewhere only `by="sentence"` says anything on how
    they are written of, and that is right little more than half the time.

    Where a sentence says outright who helps, harms or lies, who is harmed, praised or blamed, lists of our
    own count besides (``acts.toml``), the more the less else there is to read. In news of climate they change
    next to nothing; in short sentences of other fields they get roles right that the learned signs don't: 20
    of 24 that we invented once the lists were written, and 12 without them. Where nothing is said outright, a
    short sentence gives little more than a guess, mostly victim or villain: ask for `abstain`.

    Examples
    --------
    >>> text = "The storm destroyed the homes of poor farmers."
    >>> found = roles(pd.DataFrame({"text": [text], "start": [38], "end": [45]}))
    >>> found["role"].tolist()
    ['victim']

    By outlet, whom each outlet's own words and those that it quotes cast as what:

    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text + " Farmers left."]})
    >>> found = roles(articles, {"Farmers": ["farmers"]}, voices=None)
    >>> shares = found.groupby(["outlet", "voice", "target"])[["hero", "villain", "victim"]].mean()
    >>> shares.idxmax(axis=1).tolist()
    ['victim']
    """
    if by is None:
        by = "both" if referents is None else "sentence"
    if not among(by, BY):
        raise unknown("by", by, BY)
    least = _least(abstain)
    if referents is not None:
        return _of_articles(table, referents, by, voices, least, progress)
    frame = _checked(table)
    signs = signs_of(by, frame["text"].tolist(), frame["start"].tolist(), frame["end"].tolist())
    return check(_judged(frame, signs, by, least), "roles", fill=False)


def _of_articles(
    articles: pd.DataFrame, referents: Given, by: str, voices: Voices, least: float, progress: bool | None
) -> pd.DataFrame:
    """Return a row for each mention of a referent in articles that are in English."""
    check_voices(voices)
    frame = check(articles, "articles")
    frame = frame[~foreign(frame)].reset_index(drop=True)
    found = mentions(frame, referents, voices=voices)
    if not len(found):
        return empty("roles").drop(columns="text")
    of = {name: dict(zip(frame["id"], frame[name], strict=True)) for name in ("title", "text")}
    places = zip(found["part"].tolist(), found["article"].tolist(), strict=True)
    texts = [of["title" if part == "headline" else "text"][article] for part, article in places]
    whose = list(zip(found["article"].tolist(), found["referent"].tolist(), strict=True))
    read = masked_mentions(texts, found["start"].tolist(), found["end"].tolist(), whose)
    parts = []
    with bar(len(found), progress, unit="mentions", doing="casting") as done:
        for at in range(0, len(found), _BATCH):
            some = found.iloc[at : at + _BATCH]
            masks, said = zip(*islice(read, len(some)), strict=True)
            rows = pd.DataFrame(
                {
                    **{name: some[name] for name in ("article", "outlet", "part", "voice")},
                    "target": some["referent"],
                    "entity": some["text"],
                    "start": some["start"],
                    "end": some["end"],
                    "sentence": said,
                    **{name: some[name] for name in ("event", "genre", "provenance")},
                }
            )
            for i, j in chunks(np.array([len(mask) for mask in masks], np.int64), _CHARACTERS):
                signs = signs_read(by, rows["entity"].iloc[i:j].tolist(), [[mask] for mask in masks[i:j]])
                parts.append(_judged(rows.iloc[i:j].copy(), signs, by, least))
            done(len(some))
    return check(pd.concat(parts, ignore_index=True), "roles", fill=False)


def _least(abstain: float | None) -> float:
    if abstain is None:
        return 0.0
    if isinstance(abstain, bool) or not isinstance(abstain, (int, float)) or not 0 <= abstain <= 1:
        raise FramingError(f"abstain: {brief(abstain)} is no probability; give one from 0 to 1, or None")
    return float(abstain)


def _judged(frame: pd.DataFrame, signs: Signs, by: str, least: float) -> pd.DataFrame:
    """Put the probabilities, the role and the judge beside the rows that signs are of."""
    chance: Any = weights().probabilities(by, signs)
    for k, role in enumerate(ROLES):
        frame[role] = chance[:, k]
    named = np.array(ROLES, dtype=object)[chance.argmax(axis=1)] if len(frame) else np.zeros(0, object)
    named[chance.max(axis=1, initial=0.0) < least] = None
    frame["role"] = pd.Series(named, index=frame.index, dtype="str")
    frame["by"] = pd.Series([by] * len(frame), index=frame.index, dtype="str")
    return frame


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    given = check(table, "roles", fill=False) if _has_no_result(table) else table
    for column in ("text", "start", "end"):
        if column not in given.columns:
            raise FramingError(f"roles: column {column!r} is missing; a table needs text, start and end")
    frame = check(given.drop(columns=[c for c in _OWN if c in given.columns]), "roles", fill=False)
    rows = zip(frame["text"].tolist(), frame["start"].tolist(), frame["end"].tolist(), strict=True)
    for row, (text, start, end) in enumerate(rows):
        if not isinstance(text, str) or not text.strip():
            raise FramingError(f"roles: text in row {row} is empty; drop the row")
        if not 0 <= start < end <= len(text):
            raise FramingError(
                f"roles: span {start} to {end} in row {row} lies outside its text of {len(text)} characters; "
                "give code points, the end excluded"
            )
        if not any(char.isalnum() for char in text[start:end]):
            raise FramingError(f"roles: span {brief(text[start:end])} in row {row} holds no word; mend it")
    return frame


def _has_no_result(table: object) -> bool:
    return not isinstance(table, pd.DataFrame) or not set(ROLES) & set(table.columns)
