"""What a run of capitals names by itself: its parts, each with its kind as far as its words tell."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from framing.features.items.runs import ordinary
from framing.features.items.tables import known as shared
from framing.features.items.tables import words
from framing.text.voices.speakers.lexicon import Item, family_of, lexicon, plain, tag

__all__ = ["Part", "family", "key_of", "parts"]


class Part(NamedTuple):
    """A name inside a run.

    `kind` is None where only what stands around it can tell, "maybe" where it is an office unless the article
    has somebody of that name; `sure` that it can't be another.
    """

    begin: int
    end: int
    kind: str | None
    sure: bool = False


_HYPHENED = re.compile(r"(?:^|\s)(?=\S)((?:[A-Z][\w.’']*))-([a-z][\w-]*|[A-Z][\w.]*)$")
_PREFIXED = re.compile(r"[a-z]{2,}-(?=[A-Z])")
_SHORT_PREFIX = 2
_INITIALS = re.compile(r"(?:[A-Z]\.?&?){2,6}$")
_HYPHENED_FIRST = re.compile(r"([A-Z][\w.’']*)-[a-z][\w-]* (?=[A-Z])")
_KIND = {"place": "place", "named": "body", "medium": "body"}
_POSSESSIVE = re.compile(r"['’]s?$")
#: "J. Edgar Ruiz", "J.D. Ruiz".
_CALLED = re.compile(r"(?:[A-Z]\.){1,3} ?(?:[A-Z]\. )?[A-Z][a-z’'-]+[A-Za-z]*(?: [A-Z][\w’'-]+)?$")
#: The party and state of a member of Congress, a size, a grade.
_MARK = re.compile(r"[RDI]-[A-Z]|[A-Z]{1,2}\d|[A-Z]\.?$")
_INITIAL = re.compile(r"[A-Z]\.?$")


@lru_cache(1 << 16)
def parts(run: str) -> tuple[Part, ...]:
    """Return what a run of capitals names.

    Examples
    --------
    >>> run = "Texas Gov. Ana Ruiz"
    >>> [(run[part.begin : part.end], part.kind) for part in parts(run)]
    [('Texas', 'place'), ('Ana Ruiz', 'person')]
    >>> parts("Prime Minister"), [part.kind for part in parts("Harbour Fishing Agreement")]
    ((), ['document'])
    """
    if shared(run):
        return (Part(0, len(run), _known_kind(run), True),)
    prefix = _PREFIXED.match(run)
    if prefix and prefix.end() > _SHORT_PREFIX and not prefix.group().startswith(("al-", "el-")):
        # "post-Brexit", "anti-Marlow": the name begins behind the hyphen.
        by = prefix.end()
        return tuple(part._replace(begin=part.begin + by, end=part.end + by) for part in parts(run[by:]))
    cut = _HYPHENED.search(run)
    if cut:
        # "Marlow-era", "China-led": the name ends before the hyphen. "China-Canada": two of them.
        left, right = parts(run[: cut.end(1)]), parts(cut[2])
        if cut[2][0].islower() and (cut[2].endswith("ed") or cut[2] in words("names", "suffixes")):
            return left
        if left and right and left[-1].kind == right[0].kind == "place":
            begin = cut.start(2)
            return (*left, *(part._replace(begin=begin, end=begin + part.end) for part in right))
    inner = _HYPHENED_FIRST.match(run)
    if inner:
        # "Harbour-based Marlow": two names.
        by = inner.end()
        behind = (part._replace(begin=part.begin + by, end=part.end + by) for part in parts(run[by:]))
        return (*parts(inner[1]), *behind)
    items = tag(run)
    if not items:
        return ()
    if len(items) == 1 and items[0].kind == "role" and " " not in run and len(run) > 2:
        # An office, unless somebody is called so: Howard Dean, Mark Judge.
        return (Part(0, len(_POSSESSIVE.sub("", run)), "maybe"),)
    found: list[Part] = []
    begin = 0
    titled = False
    for at, item in enumerate(items):
        if item.kind in ("role", "honorific") and not _a_name(items, at):
            before = _segment(items[begin:at], run, titled=titled)
            if before and before[-1].kind == "place" and items[begin].kind == "place":
                # "U.S. District Judge": a judge of the United States.
                before = [_part(items[begin], run)]
            found.extend(before)
            begin = at + 1
            titled = begin < len(items) and items[begin].kind != "preposition"
    found.extend(_segment(items[begin:], run, titled=titled))
    return tuple(found)


def _known_kind(run: str) -> str:
    name = shared(run) or run
    if name == "European Union":
        return "body"
    entry = next((i.entry for i in tag(name) if i.entry), None)
    if entry is not None and entry.kind in _KIND:
        return _KIND[entry.kind]
    return "document" if name.split()[-1] in words("names", "document") else "body"


def _a_name(items: list[Item], at: int) -> bool:
    """Whether the word of an office is a family name here: "Ana Major", "Mark Judge"."""
    item = items[at]
    known = lexicon()
    before = items[at - 1].text if at else ""
    return (
        at > 0
        and " " not in item.text
        and at == len(items) - 1
        and items[at - 1].kind == "cap"
        and (before in known.male or before in known.female)
    )


def _segment(items: list[Item], run: str, *, titled: bool) -> list[Part]:
    """Read a stretch without offices."""
    while items and (
        items[0].kind in ("determiner", "preposition", "comma", "word") or _empty(items[0], items)
    ):
        items = items[1:]
    while items and (
        items[-1].kind in ("preposition", "determiner", "comma", "word", "particle")
        or (items[-1].kind in _PEOPLE and (len(items) < 2 or items[-2].kind != "preposition"))
        or (len(items) > 1 and items[-1].text in words("names", "never"))
    ):
        items = items[:-1]
    if not items:
        return []
    begin, end = items[0].begin, items[-1].end
    written = _POSSESSIVE.sub("", run[begin:end])
    whole = Part(begin, begin + len(written), None)
    if shared(written):
        return [whole._replace(kind=_known_kind(written), sure=True)]
    late = _named_late(items) if titled else 0
    if late:
        items = items[late:]
        whole = whole._replace(begin=items[0].begin)
    if titled:
        return (
            [whole._replace(kind="person", sure=True)]
            if _may_be_person(items)
            else _others(items, run, whole)
        )
    if len(items) == 1:
        return _single(items[0], whole, written)
    return _several(items, run, whole, written)


_PEOPLE = frozenset(("group", "anonymous", "figures"))


def _empty(item: Item, items: list[Item]) -> bool:
    return (
        len(items) > 1 and item.text in words("names", "never") and items[1].kind == "cap" and len(items) == 2
    )


def _single(item: Item, whole: Part, written: str) -> list[Part]:
    """Read one word, or one phrase that is known."""
    if written in words("names", "never") or _MARK.match(written):
        return []
    if item.entry is None and _inhabitants(written):
        return []
    if item.entry is None and written.isupper() and written.lower() in ordinary():
        # Said loudly, unless it is known for initials.
        return [whole._replace(kind="body")] if written in words("names", "initials") else []
    entry = item.entry
    if entry is None:
        if "-" in written:
            return [whole._replace(kind="name")]
        return [whole._replace(kind="body")] if _INITIALS.match(written) else [whole]
    if entry.kind in _KIND:
        return [whole._replace(kind=_KIND[entry.kind], sure=True)]
    if entry.kind == "people":
        return []
    if entry.kind in ("body", "document"):
        if " " in written or written in words("names", "alone"):
            return [whole._replace(kind=entry.kind, sure=True)]
        if written in words("names", "medium"):
            return [whole._replace(kind="body")]
        return []
    return [] if entry.kind in ("figures", "anonymous") else [whole]


def _inhabitants(word: str) -> bool:
    """Whether a word is the people of a place that is known: Londoners."""
    stem = re.sub(r"(?:ers?|ians?|ites?)$", "", word)
    if stem == word or len(stem) < 4:
        return False
    return any(
        entry.kind == "place" and len(spelt) == 1
        for spelt, _, entry in lexicon().phrases.get(stem.lower(), ())
    )


def _several(items: list[Item], run: str, whole: Part, written: str) -> list[Part]:
    spelt = written.split()
    first, last = spelt[0], spelt[-1]
    known = lexicon()
    given = first in known.male or first in known.female
    if items[-1].kind == "people" or (written.isupper() and all(w.lower() in ordinary() for w in spelt)):
        # "North American"; words that are said loudly.
        return []
    # The noun before "of" tells, else the last word.
    head = next((a for a, b in pairwise(spelt) if b in ("of", "for", "on", "to", "against")), last)
    if last.isdigit() and len(spelt) > 1 and spelt[-2] != "of":
        head = spelt[-2]
    kind = _by_noun(head, first, len(spelt))
    if first in words("numbered", "nouns") and any(char.isdigit() for char in last):
        return [whole._replace(kind="document", sure=True)]
    if (_CALLED.match(written) and not items[0].entry) or family_of(tuple(spelt)) == tuple(spelt[:1]):
        return [whole._replace(kind="person", sure=True)]
    late = _named_late(items)
    if late:
        # "Clerk Ana Ruiz": what stands before a given name is an office, if it is an ordinary word.
        return [whole._replace(begin=items[late].begin, kind="person", sure=True)]
    if given and len(spelt) < 5 and _may_be_person(items) and (kind is None or len(spelt) == 2):
        return [whole._replace(kind="person", sure=True)]
    if kind is not None:
        return [whole._replace(kind=kind, sure=kind != "name")]
    if items[0].kind == "people":
        if len(items) == 2 and items[1].kind == "body":
            return [whole._replace(kind="body", sure=True)]
        rest = _segment(items[1:], run, titled=False)
        return [whole] if rest and rest[0].kind is None else rest
    if len(items) == 2 and items[0].kind == "place" and items[1].kind == "cap" and items[1].text.isupper():
        # "US FTA", "UK MP": a place and something of its.
        return [_part(items[0], run), *_single(items[1], _part(items[1], run), items[1].text)]
    known_parts = [item for item in items if item.entry and item.entry.kind in _KIND]
    if (
        items[-1].entry
        and items[-1].entry.kind in ("body", "document", *_KIND)
        and items[-1].entry.kind != "place"
    ):
        kind = _KIND.get(items[-1].entry.kind, items[-1].entry.kind)
        return [whole._replace(kind=kind, sure=True)]
    if known_parts and len(known_parts) == len(items):
        return [_part(item, run) for item in items]
    if known_parts and items[-1].kind == "cap" and known_parts[0] is items[0] and items[0].entry:
        # "Iowa Caucuses", "Senate Intelligence": something of its own, or two that stand together by chance.
        return [whole]
    loud = any(item.kind == "cap" and _INITIALS.match(item.text) and len(item.text) > 2 for item in items)
    return [whole._replace(kind="body")] if loud else [whole]


def _named_late(items: list[Item]) -> int:
    """Return the first word of a person's name behind ordinary words, 0 where there is none."""
    lex = lexicon()
    for at in range(1, len(items) - 1):
        before = items[at - 1]
        if before.kind != "cap" or before.text.lower() not in ordinary():
            return 0
        if items[at].text in lex.male or items[at].text in lex.female:
            return at if _may_be_person(items[at:]) and len(items) - at < 4 else 0
    return 0


def _by_noun(head: str, first: str, size: int) -> str | None:
    """Tell the kind by the noun a name ends in, or begins with."""
    if size < 2:
        return None
    if first in words("names", "other_before"):
        return "name"
    for kind in ("document", "body", "place"):
        if head in words("names", kind):
            return kind
    if head in words("names", "other"):
        return "name"
    if head in words("names", "openers"):
        return "body"
    return "place" if first in words("names", "place_before") and size < 4 else None


def _others(items: list[Item], run: str, whole: Part) -> list[Part]:
    return (
        _several(items, run, whole, run[whole.begin : whole.end])
        if len(items) > 1
        else _single(items[0], whole, run[whole.begin : whole.end])
    )


def _part(item: Item, run: str) -> Part:
    text = _POSSESSIVE.sub("", run[item.begin : item.end])
    kind = _KIND[item.entry.kind] if item.entry else None
    return Part(item.begin, item.begin + len(text), kind, kind is not None)


def _may_be_person(items: list[Item]) -> bool:
    """Whether words can be a person's name: no noun of a body among them, nothing of more than five words."""
    if len(items) > 5:
        return False
    for item in items:
        if item.kind in ("cap", "particle"):
            if item.text.isupper() and len(item.text) > 3:
                return False
            continue
        entry = item.entry
        if entry is None or " " in item.text or not item.text[0].isupper():
            return False
        if entry.kind in ("named", "medium") and len(items) == 1:
            return False
    return True


@lru_cache(1 << 16)
def key_of(name: str, person: bool = False) -> str:
    """Return what several ways of writing one name share: case, points, middle initials are left out.

    >>> key_of("Ana B. Ruiz", True), key_of("U.S. Steel"), key_of("O’Hara")
    ('ana ruiz', 'us steel', "o'hara")
    """
    spelt = name.split()
    if person and len(spelt) > 2:
        spelt = [spelt[0], *(w for w in spelt[1:-1] if not _INITIAL.match(w)), spelt[-1]]
    return " ".join(plain(_POSSESSIVE.sub("", word)) for word in spelt).replace("-", " ")


@lru_cache(1 << 16)
def family(name: str) -> str:
    """Return the key of the words that a person's name is shortened to.

    >>> family("Ana B. Ruiz"), family("Wang Yi"), family("Eva van Aue")
    ('ruiz', 'wang', 'van aue')
    """
    return key_of(" ".join(family_of(tuple(name.split()))))
