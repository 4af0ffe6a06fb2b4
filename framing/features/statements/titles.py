"""Words that say who somebody is, not what happened: names, and the titles beside them.

"Lena Ostrow, commander of the coast guard, ..." is told of her in every sentence, whatever else it says. Only
forms and marks are looked at; what the words mean is not.
"""

from __future__ import annotations

import numpy as np

from framing.features.naming.wordclasses import Classes
from framing.text.tokens import Tokens

__all__ = ["titled"]

#: An apposition has at most so many words, a title before a name so many.
_APPOSITION, _BEFORE = 12, 3
_RELATIVE = frozenset(("who", "which", "whose"))
#: What a word ends with that says what somebody is.
_WHO = ("er", "or", "man", "woman", "ist", "ian", "chief", "head", "secretary", "president", "captain")


def titled(
    tokens: Tokens, flags: Classes, capital: np.ndarray, initial: np.ndarray, says: np.ndarray
) -> np.ndarray:
    """Mask the words of titles and appositions beside names; figures tell something wherever they stand.

    Parameters
    ----------
    tokens : Tokens
    flags : Classes
        Of the forms of these tokens.
    capital, initial : bool arrays, one item a word
        Begins with a capital; begins a sentence.
    says : bool array, one item a word
        Has a term of its own; days and ranks have none.

    Examples
    --------
    >>> from framing.features.naming.wordclasses import classes
    >>> from framing.text.tokens import tokenize
    >>> words = tokenize(["Lena Ostrow, commander of the coast guard, came."])
    >>> capital = np.array([1, 1, 0, 0, 0, 0, 0, 0], bool)
    >>> initial = np.array([1, 0, 0, 0, 0, 0, 0, 0], bool)
    >>> titled(words, classes(words), capital, initial, np.ones(8, bool)).astype(int).tolist()
    [0, 0, 1, 1, 1, 1, 1, 0]
    """
    size = len(tokens.ids)
    found = np.zeros(size, bool)
    if not size:
        return found
    listed: list[str] = tokens.forms.to_pylist()
    acts = np.array([form[:1].islower() and len(form) > 4 and form.endswith("ing") for form in listed], bool)
    acts = (acts | flags.verb | flags.auxiliary)[tokens.ids]
    relative = np.array([form in _RELATIVE for form in listed], bool)[tokens.ids]
    _appositions(tokens, found, capital & says, initial, acts, relative, flags.closing[tokens.ids])
    who = np.array([form[:1].islower() and form.endswith(_WHO) for form in listed], bool)[tokens.ids]
    plain = ~(flags.function[tokens.ids] | acts)
    rank = plain & ~says & ~capital
    _before(tokens, found, capital & ~initial, (who | rank) & plain, plain & ~(capital & ~initial))
    found[flags.figure[tokens.ids]] = False
    return found


def _appositions(
    tokens: Tokens,
    found: np.ndarray,
    name: np.ndarray,
    initial: np.ndarray,
    acts: np.ndarray,
    relative: np.ndarray,
    closing: np.ndarray,
) -> None:
    """Mark what stands between a comma behind a name and the next one, and tells nothing done."""
    size = len(found)
    begins = np.flatnonzero(tokens.breaks | initial)
    ends = np.append(begins[1:], size)
    count = np.add.reduceat(acts.astype(np.int64), begins)
    inside = ~initial[begins] & (begins > 0)
    closed = np.append(~initial[begins[1:]], False)
    idle = np.where(relative[begins], closed, (count == 0) & ~closing[begins])
    good = inside & idle & (ends - begins <= _APPOSITION)
    good[1:] &= name[begins[1:] - 1]
    for first, after in zip(begins[good].tolist(), ends[good].tolist(), strict=True):
        found[first:after] = True


def _before(tokens: Tokens, found: np.ndarray, name: np.ndarray, role: np.ndarray, plain: np.ndarray) -> None:
    """Mark the title that stands right before a name, with the words that belong to it."""
    at = np.flatnonzero(name[1:] & role[:-1] & ~tokens.breaks[1:])
    found[at] = True
    for step in range(1, _BEFORE):
        at = at[(at - step >= 0) & ~tokens.breaks[np.maximum(at - step + 1, 0)]]
        at = at[plain[at - step]]
        found[at - step] = True
