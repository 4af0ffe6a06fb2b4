"""Which words of a phrase are a person's name, and by which of them the person is called; no kind is told."""

from __future__ import annotations

import re
from functools import lru_cache

from framing.text.voices.speakers.lexicon import lexicon, plain
from framing.text.voices.speakers.tagging import Item

__all__ = ["family_of", "name_in", "named_late"]


@lru_cache(maxsize=1 << 14)
def family_of(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words by which a person is called when the given name is left out.

    >>> family_of(("Wang", "Yi")), family_of(("Eva", "van", "Aue")), family_of(("Ana", "Ruiz", "Jr."))
    (('Wang',), ('van', 'Aue'), ('Ruiz',))
    """
    words = lexicon()
    if len(name) > 1 and plain(name[-1]) in _SUFFIXES:
        name = name[:-1]
    if len(name) > 1:
        first, second = name[0], name[1]
        western = first in words.male or first in words.female
        if (
            first in words.chinese
            and not western
            and len(name) <= 3
            and all(map(_PINYIN.fullmatch, name[1:]))
        ):
            return name[:1]
        if first in words.family_first and (len(name) == 3 or "-" in second) and second not in words.male:
            return name[:1]
    for at in range(1, len(name) - 1):
        if name[at].lower() in words.words["particle"] and name[at][0].islower():
            return name[at:]
    return name[-1:]


_SUFFIXES = frozenset("jr sr ii iii iv".split())
_INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
_FINAL = (
    "(?:iang|iong|uang|ang|eng|ing|ong|uai|uan|iao|ian|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ui|ua|uo|ue|[aoeiu])"
)
_INITIAL_OF = re.compile(r"[A-Z]\.?")
_PINYIN = re.compile(rf"(?:{_INITIAL}{_FINAL}'?){{1,2}}", re.I)


def name_in(core: list[Item], bare: list[Item], phrase: str) -> list[Item]:
    """Return the items that are a person's name."""
    words = lexicon()
    first = core[0].text
    if (
        core[0].kind in ("cap", "role", "place")
        and 1 < len(core) < 6
        and (first in words.male or first in words.female)
    ):
        owned = any(item.possessive for item in core[:-1])
        if not owned and all(map(_nominal, core[1:])):
            return core
    if len(core) > 1 and core[-2].kind == "honorific" and _nominal(core[-1]):
        return core[-1:]
    for k in range(len(core) - 1, 0, -1):
        # Behind a word unknown as a title, a given name with what follows: "ex-aide Ana Ruiz".
        item = core[k]
        if item.kind not in ("cap", "particle"):
            break
        is_given = item.text in words.male or item.text in words.female
        if is_given and k < len(core) - 1 and core[k - 1].kind == "word" and core[k - 1].text[:1].islower():
            return core[k:]
    roles = [
        k for k, item in enumerate(core) if item.entry and item.entry.kind in ("role", "honorific", "group")
    ]
    start = roles[-1] + 1 if roles else 0
    # A word that is a role or a place elsewhere is a family name behind a given name.
    if len(core) > 1 and core[-1].entry and not core[-1].possessive and " " not in core[-1].text:
        given = core[-2].text
        if (
            core[-1].text[0].isupper()
            and core[-2].kind in ("cap",)
            and (given in words.male or given in words.female or _INITIAL_OF.fullmatch(given))
        ):
            begin = len(core) - 2
            while begin and core[begin - 1].kind == "cap" and not core[begin - 1].possessive:
                begin -= 1
            return core[begin:]
    if roles and start == len(core):
        return []
    run: list[Item] = []
    for k in range(start, len(core)):
        item = core[k]
        if item.possessive and k < len(core) - 1:
            run = []
        elif item.kind == "cap" or (item.kind == "particle" and k < len(core) - 1):
            run.append(item)
        elif not run and item.entry and item.text[0].isupper() and " " not in item.text and k + 1 < len(core):
            if (item.text in words.male or item.text in words.female) and core[k + 1].kind in (
                "cap",
                "particle",
            ):
                run.append(item)
            elif item.entry.kind not in ("people", "place", "named", "medium", "body"):
                return []
        elif item.entry and not run and item.entry.kind in ("people", "place", "named", "medium", "body"):
            continue
        elif run:
            return []
    if not run or run[-1].kind == "particle":
        return []
    if len(run) > 5:
        return []
    if roles:
        return run if run[0] is core[start] or core[start].kind in ("cap", "particle") else []
    # No title: a name stands alone, not behind an article or an adjective of a nation.
    if bare and bare[0].kind == "determiner":
        return []
    before = core[: core.index(run[0])]
    if before and not (before[-1].possessive and before[-1].entry):
        return []
    if run[-1] is not core[-1]:
        return []
    if len(run) == 1 and run[0].text.isupper() and len(run[0].text) > 1:
        return []
    if any(char.isdigit() for item in run for char in item.text) or "&" in phrase[run[0].begin : run[-1].end]:
        return []
    return run


def _nominal(item: Item) -> bool:
    """Whether a word can be a family name, or part of one."""
    if item.kind in ("cap", "particle"):
        return True
    entry = item.entry
    return entry is not None and item.text[:1].isupper() and " " not in item.text and entry.kind in _FAMILIES


_FAMILIES = frozenset(("role", "place", "people", "honorific"))


def named_late(
    core: list[Item], beside: list[Item], phrase: str
) -> tuple[list[Item], list[Item], list[Item]] | None:
    """Find a name that an office's complement stands before: "President of the Senate Ana Ruiz"."""
    last = len(beside)
    while last and beside[last - 1].kind == "cap" and not beside[last - 1].possessive:
        last -= 1
    name = beside[last:]
    if not name or len(name) > 4 or last < 2:
        return None
    behind = beside[last - 1].entry
    titled = behind is not None and behind.kind in ("role", "honorific")
    words = lexicon()
    given = name[0].text in words.male or name[0].text in words.female
    office = any(item.entry and item.entry.kind == "role" for item in core)
    if titled or (office and given and len(name) > 1 and beside[last - 1].kind != "preposition"):
        if titled:
            return [*core, *beside[:last]], [], name
        return core, beside[:last], name
    return None
