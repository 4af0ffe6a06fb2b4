"""Who is one speaker over several articles, and who is only called the same.

Voices tell speakers apart within an article. Over articles a name is one person, and an
organisation's own name one body; but an expert here is another expert there, so that whoever has
no name stays in one article.
"""

from __future__ import annotations

from collections.abc import Sequence

from framing.text.voices.speakers.names import family_of
from framing.text.voices.speakers.reading import read

__all__ = ["one_by_one"]

#: Kinds of phrase that are a name of their own.
_BODIES = ("body", "medium", "document")


def one_by_one(articles: Sequence[str], keys: Sequence[str]) -> list[str]:
    """Return for each article's speaker the key that is the same wherever it is the same one.

    Parameters
    ----------
    articles, keys : sequence of str
        Id of the article, and `speaker_key` in it.

    Returns
    -------
    list of str
        A name; or the key and the article's id, as ``professor @ 7e98``, of one without a name.

    Notes
    -----
    A family name alone is the person of that family name if the articles name just one in full. Given
    names that differ are different persons, unless one is an initial of the other or is left out.

    Examples
    --------
    >>> one_by_one(["a", "a", "b", "b", "c"], ["Ana Ruiz", "analyst", "Ruiz", "analyst", "Ana Ruiz"])
    ['Ana Ruiz', 'analyst @ a', 'Ana Ruiz', 'analyst @ b', 'Ana Ruiz']
    """
    full: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for key in sorted(set(keys), key=lambda key: (-len(key.split()), key)):
        name = _name(key)
        if len(name) > 1:
            known = full.setdefault(_folded(family_of(name)), [])
            if not any(_alike(name, other) for other in known):
                known.append(name)
    return [_whole(article, key, full) for article, key in zip(articles, keys, strict=True)]


def _whole(article: str, key: str, full: dict[tuple[str, ...], list[tuple[str, ...]]]) -> str:
    found = read(key)
    name = _name(key)
    if name:
        known = full.get(_folded(family_of(name)), [])
        same = [other for other in known if len(name) == 1 or _alike(name, other)]
        if len(same) == 1:
            return " ".join(same[0])
        # Of two who may be meant neither is; a name in full is itself.
        return key if len(name) > 1 or not known else f"{key} @ {article}"
    if found.kind in _BODIES and key[:1].isupper():
        return key
    return f"{key} @ {article}"


def _name(key: str) -> tuple[str, ...]:
    found = read(key)
    return found.name if found.kind == "person" else ()


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two full names of one family name can be one person's."""
    family = family_of(one)
    if _folded(family) != _folded(family_of(other)):
        return False
    given = [[word.casefold().rstrip(".") for word in name if word not in family] for name in (one, other)]
    short, long = sorted(given, key=len)
    return all(a.startswith(b) or b.startswith(a) for a, b in zip(short, long, strict=False)) and bool(short)
