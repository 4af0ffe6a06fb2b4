"""What the databases call their labels and parts, as tables of words, and records of their articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from framing.corpus.lines import short
from framing.corpus.records import Note, Record, as_record
from framing.plugins import toml


def read_words(name: str) -> dict[str, Any]:
    """Return the words of a database, as ``nexis_uni.toml`` and its like give them."""
    return toml(__name__, name)


def invert(table: Mapping[str, Sequence[str]], fold: Callable[[str], str] = str) -> dict[str, str]:
    """Return the name that each word stands for, of a table of names and their words.

    >>> invert({"title": ["HEADLINE", "TITRE"]}, str.lower)
    {'headline': 'title', 'titre': 'title'}
    """
    return {fold(word): name for name, words in table.items() for word in words}


def make_record(
    fields: Mapping[str, object],
    number: int,
    *,
    blocks: str | None = None,
    notes: Sequence[Note] = (),
    bare: str,
    remedy: str = "export it again",
    instead: str = "",
) -> Record:
    """Return the record of an article: a stub where its text is far shorter than its database states.

    Parameters
    ----------
    fields : mapping of str to object
        Columns, the text among them.
    bare : str
        Why there is no text, where there is none.
    remedy : str
        What is to be done with a text that is too short; "" where it is known to be whole.
    instead : str
        Why the text is another in its place, as an abstract.
    """
    text = str(fields.get("text") or "")
    few = short(text, fields.get("length")) if text and remedy else ""
    if instead or few:
        told = f"{instead or few}; it is kept and not scored{'' if instead else f': {remedy}'}"
        fields, notes = {**fields, "status": "stub"}, (*notes, Note("guessed", "stub", told))
    bare, blocks = "" if text else bare, blocks or None
    return as_record(fields, number, blocks=blocks, notes=tuple(notes), bare=bare)
