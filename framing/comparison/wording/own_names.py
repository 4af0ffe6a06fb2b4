"""Words that stand in an outlet's texts mostly as its own name or in a dateline: they mark house style alone.

Which words of which outlet; that they are left out of a table of terms is decided where terms are shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from framing.corpus.outlets import book
from framing.labels import display

__all__ = ["own_names"]

_WORD = re.compile(r"\w+(?:['’]\w+)*")
#: How much of a text's beginning may be a dateline, in characters.
_HEAD = 60


def own_names(outlet: str, texts: Iterable[str]) -> frozenset[str]:
    """Return the words, in lower case, of which more than half stand in the outlet's name or in a dateline.

    A dateline opens a text, and ends in the name of the outlet or of an agency in brackets.

    Parameters
    ----------
    outlet : str
        Key or name; one that isn't known goes by what it is called here.
    texts : iterable of str
        Its articles.

    Examples
    --------
    >>> sorted(own_names("cnn", ["Washington (CNN) -- It rains. CNN's Ana Ruiz saw the rain."]))
    ['cnn', "cnn's", 'washington']
    >>> sorted(own_names("global_times", ["Global trade grew.", "They told the Global Times so."]))
    ['times']
    """
    entries = book().entries
    entry = entries.get(book().resolve(outlet))
    names = {outlet, display(outlet)} if entry is None else {outlet, entry.name, *entry.aliases}
    # A key, or a group called by a common word, is no name in a text.
    names = {name for name in names if any(letter.isupper() for letter in name)}
    agencies = {name for one in entries.values() if one.agency for name in (one.name, *one.credits)}
    own = re.compile(rf"\b(?:{_any(names)})(?:['’]s)?(?!\w)" if _any(names) else r"(?!)")
    head = re.compile(rf"\s*[A-Z][^()\n]{{0,{_HEAD}}}\((?:{_any(names | agencies)})\)")
    inside: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for text in texts:
        every.update(_words(text))
        opened = head.match(text)
        if opened:
            inside.update(_words(opened.group()))
        for found in own.finditer(text, opened.end() if opened else 0):
            inside.update(_words(found.group()))
    return frozenset(word for word, count in inside.items() if 2 * count > every[word])


def _any(names: Iterable[str]) -> str:
    bare = {name.removeprefix("The ").strip() for name in names}
    return "|".join(re.escape(name) for name in sorted(bare, key=lambda name: (-len(name), name)) if name)


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]
