"""Works that a methods text cites: their keys and their BibTeX.

The works stand in ``references.toml``. What lexicons and codebooks name in words is found there by author,
year and title; a work that is not there, as of a list of the user's own, gets a key and is kept as it was
written.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from framing.plugins import toml

Work = Mapping[str, str]

_NO_CASE = str.maketrans("", "", "{}")
#: BibTeX counts braces even where a backslash stands before them.
_LATEX: dict[str, str] = toml(__package__, "lists")["citing"]["latex"]


@cache
def works() -> Mapping[str, Work]:
    """Return every work there is, by key, with its fields as BibTeX has them.

    >>> works()["monroe2008"]["journal"]
    'Political Analysis'
    """
    text = (resources.files("framing.report") / "references.toml").read_text("utf8")
    return {
        key: {name: str(value) for name, value in fields.items()}
        for key, fields in tomllib.loads(text).items()
    }


class Cited:
    """The works cited so far, in the order of their first citation.

    Examples
    --------
    >>> cited = Cited()
    >>> cited("monroe2008", "gries2008")
    '[@monroe2008; @gries2008]'
    >>> cited.lines(["Hyland, K. (2005). Metadiscourse: Exploring Interaction in Writing. Continuum."])
    '[@hyland2005]'
    >>> sorted(cited.works)
    ['gries2008', 'hyland2005', 'monroe2008']
    """

    def __init__(self) -> None:
        self.works: dict[str, Work] = {}

    def __call__(self, *keys: str) -> str:
        """Cite works by their keys; nothing for none."""
        for key in keys:
            self.works.setdefault(key, works()[key])
        return f"[{'; '.join(f'@{key}' for key in keys)}]" if keys else ""

    def lines(self, lines: Iterable[str]) -> str:
        """Cite works as a lexicon or a codebook names them, a line each."""
        keys = []
        for line in lines:
            known = key_of(line)
            keys.append(known or self._own(" ".join(line.split())))
            if known:
                self.works.setdefault(known, works()[known])
        keys = list(dict.fromkeys(keys))
        return f"[{'; '.join(f'@{key}' for key in keys)}]" if keys else ""

    def add(self, key: str, work: Work) -> str:
        """Cite a work that is in no list, as the program itself."""
        self.works[key] = work
        return f"[@{key}]"

    def _own(self, line: str) -> str:
        """Keep a work as it was written, under a key of its first word and its year."""
        for key, work in self.works.items():
            if work.get("note") == line:
                return key
        first = re.search(r"[^\W\d_]+", line)
        year = re.search(r"\b(?:1[5-9]|20)\d\d\b", line)
        stem = _letters(first[0] if first else "") or "work"
        stem += year[0] if year else ""
        key, number = stem, 1
        while key in self.works or key in works():
            number += 1
            key = f"{stem}-{number}"
        self.works[key] = {"type": "misc", "note": line, "year": year[0] if year else ""}
        return key


@cache
def key_of(line: str) -> str | None:
    """Return the key of a work that is named in words; None for one that is not in the list.

    >>> key_of("Lakoff, G. (1973). Hedges: a study in meaning criteria. Journal of Philosophical Logic 2.")
    'lakoff1973'
    >>> key_of("Marlow, A. (2024). Words for grain. Harbour Press.") is None
    True
    """
    found = _letters(line)
    for key, work in works().items():
        surname = work["author"].split(",")[0]
        # A subtitle may be left out, or be written in another way.
        title = re.split(r"[:?.]", work["title"].translate(_NO_CASE), maxsplit=1)[0]
        if work["year"] in line and found.startswith(_letters(surname)) and _letters(title) in found:
            return key
    return None


def bibtex(cited: Mapping[str, Work]) -> str:
    """Return the works as BibTeX, in order of key.

    >>> print(bibtex({"palmer1990": works()["palmer1990"]}))
    @book{palmer1990,
      author = {Palmer, F. R.},
      title = {Modality and the {English} Modals},
      edition = {2nd},
      publisher = {Longman},
      year = {1990},
    }
    <BLANKLINE>
    """
    entries = []
    for key, work in sorted(cited.items()):
        # Of a list of ours the fields are LaTeX; of a line of the user's any sign may be special.
        own = "author" not in work
        fields = "".join(
            f"  {name} = {{{_escaped(value) if own else value}}},\n"
            for name, value in work.items()
            if name != "type" and value
        )
        entries.append(f"@{work['type']}{{{key},\n{fields}}}\n")
    return "\n".join(entries)


def _letters(text: str) -> str:
    """Return letters and digits alone, small and without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def _escaped(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)
