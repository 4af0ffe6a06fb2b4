"""What else the people, states and bodies of some articles may be called: a list to tick.

Nothing is decided here: every row says why it is there, and a reader ticks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from framing.errors import FramingError, brief, whole
from framing.features.cells import Cells, cells
from framing.features.naming.clues import clues
from framing.features.naming.finding import find
from framing.features.naming.phrases import Phrases, recurring
from framing.features.naming.referents import Given, Referents
from framing.features.naming.referents import referents as read_set
from framing.features.naming.wordclasses import classes
from framing.tables import check, empty
from framing.text.tokens import sentence_spans
from framing.text.vocabulary import fold
from framing.text.voices.speakers.names import family_of
from framing.text.voices.speakers.reading import read

__all__ = ["suggest_aliases"]

_HONORIFICS = ("Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Dr.", "Miss", "Madam")
#: Of a phrase's occurrences so many must speak for one referent.
_MOSTLY, _ALWAYS = 0.5, 0.9
#: An apposition says much, and is said once or twice in an article; what only follows a name says little.
_ENOUGH = {"apposition": 0.2, "same slots": 0.6}
#: So many times the rows wanted are looked at, of each length.
_EXAMINED = 2


@dataclass
class _Phrase:
    """What is known of a phrase, added up over chunks."""

    written: str
    count: int = 0
    rows: set[int] = field(default_factory=set)
    example: str = ""
    clues: dict[str, Counter[str]] = field(default_factory=dict)


def suggest_aliases(
    articles: pd.DataFrame, referents: Given | None = None, *, least: int = 2, most: int = 500
) -> pd.DataFrame:
    """List what articles call people, states, bodies and events, to be ticked by a reader.

    Parameters
    ----------
    articles : pandas.DataFrame
        The coverage of one event, with `id`, `outlet` and `text`.
    referents : as for `mentions`, optional
        Those known already: their aliases are left out, and what resembles or stands beside them is
        put down under their name. By default the full names that the articles themselves give.
    least : int
        Leave out what occurs less often.
    most : int
        At most so many rows, the commonest.

    Returns
    -------
    pandas.DataFrame
        The table `aliases`: `tick` (False), `referent` (a guess, or missing), `phrase`, `kind`, `why`,
        `count`, `articles`, `outlets`, `example`. Tick rows and name their referents, in a notebook or a
        spreadsheet, and give the table, or the CSV file it was saved to, to `mentions` and `naming`.

    Notes
    -----
    `why` is "short form" (Ruiz, Mr. Ruiz, the initials of a body), "title" (what stands before a name),
    "apposition" (what stands behind it, between commas), "has the name in it", "same slots" (a
    description that mostly follows one name and goes with the same verbs), or "recurs". Objects and events
    have no name of their own mostly, and are found in the last kind alone.

    Examples
    --------
    >>> texts = [
    ...     "Ana Ruiz, the trade minister, spoke. The trade minister left, and Ana Ruiz came.",
    ...     "Ms. Ruiz, the trade minister, won. Ms. Ruiz smiled.",
    ... ]
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": texts})
    >>> found = suggest_aliases(articles)[["referent", "phrase", "why", "count"]]
    >>> found.values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['Ana Ruiz', 'Ruiz', 'short form', 4], ['Ana Ruiz', 'the trade minister', 'apposition', 3],
     ['Ana Ruiz', 'Ana Ruiz', 'name', 2], ['Ana Ruiz', 'Ms. Ruiz', 'short form', 2]]
    """
    for name, value in (("least", least), ("most", most)):
        if (whole(value) or 0) < 1:
            raise FramingError(f"{name}: {brief(value)} is no count; give a whole number from 1")
    frame = check(articles, "articles")
    known = None if referents is None else read_set(referents)
    seen = _seen(frame, least, _EXAMINED * most)
    anchors = known or _anchors(seen.values())
    if anchors is not None:
        for chunk in cells(frame, None):
            _add_clues(chunk, anchors, seen, least, _EXAMINED * most)
    if known:
        taken = {_key(alias.written) for alias in known.aliases}
        seen = {name: one for name, one in seen.items() if _key(name) not in taken and not _is_known(one)}
    rows = list(_rows(seen.values(), anchors, frame, least))
    if not rows:
        return empty("aliases")
    table = pd.DataFrame(rows).drop_duplicates("phrase")
    table = table.sort_values("count", ascending=False, kind="stable").head(most)
    # Those of one referent together, the commonest referent first; then what no referent was guessed for.
    weight = table.groupby("referent")["count"].transform("sum")
    table = table.assign(_weight=weight.fillna(-1)).sort_values(
        ["_weight", "referent", "count", "phrase"], ascending=[False, True, False, True], kind="stable"
    )
    return check(table.drop(columns="_weight"), "aliases")


def _is_known(one: _Phrase) -> bool:
    """Whether a phrase nearly always is part of a mention that is found already."""
    return sum(one.clues.get("known", Counter()).values()) >= _ALWAYS * one.count


def _key(phrase: str) -> str:
    return " ".join(fold(word) for word in phrase.replace(",", " ").split())


def _seen(frame: pd.DataFrame, least: int, most: int) -> dict[str, _Phrase]:
    """Return the phrases that recur, by how they are written."""
    seen: dict[str, _Phrase] = {}
    for chunk in cells(frame, None):
        found = recurring(chunk.tokens, classes(chunk.tokens), least, most)
        for written, places, _ in zip(*found, strict=True):
            one = seen.setdefault(written, _Phrase(written))
            one.count += len(places)
            rows = chunk.tokens.doc_of(places) % chunk.size + chunk.first
            one.rows.update(rows.tolist())
            if not one.example:
                one.example = _example(frame, chunk, int(places[0]))
    return seen


def _example(frame: pd.DataFrame, chunk: Cells, place: int) -> str:
    doc = int(chunk.tokens.doc_of(np.array([place]))[0])
    column = "title" if doc < chunk.size else "text"
    text = str(frame[column].iloc[doc % chunk.size + chunk.first])
    ((begin, end),) = sentence_spans(chunk.tokens, [text], np.array([place]))
    return " ".join(text[begin:end].split())


def _anchors(seen: Any) -> Referents | None:
    """Return the full names that recur, of people and of bodies, with their short forms, as referents."""
    found: dict[str, dict[str, list[str]]] = {}
    families: dict[str, str | None] = {}
    keys: set[str] = set()
    for one in sorted(seen, key=lambda one: (-one.count, one.written)):
        words = one.written.removeprefix("the ").split()
        if len(words) < 2 or not all(word[0].isupper() or word in ("of", "for") for word in words):
            continue
        reading = read(" ".join(words))
        name = " ".join(reading.name if reading.kind == "person" else words)
        person = reading.kind == "person" and len(reading.name) > 1
        if _key(name) in keys or not (person or reading.kind in ("body", "medium")):
            continue
        keys.add(_key(name))
        found[name] = {"aliases": [name]}
        if person:
            family = " ".join(family_of(reading.name))
            families[family] = name if families.get(family, name) == name else None
    for family, owner in families.items():
        if owner is not None and _key(family) not in keys:
            found[owner]["aliases"].append(family)
    return read_set(found) if found else None


def _add_clues(chunk: Cells, anchors: Referents, seen: Mapping[str, _Phrase], least: int, most: int) -> None:
    flags = classes(chunk.tokens)
    named = find(anchors, chunk.tokens, chunk.size, flags)
    phrases: Phrases = recurring(chunk.tokens, flags, least, most)
    people = np.array([read(name).kind == "person" for name in anchors.names], bool)
    for number, (why, counted) in clues(phrases, named, people, chunk.tokens, flags):
        one = seen.get(phrases.written[number])
        if one is None:
            continue
        mine = one.clues.setdefault(why, Counter())
        for referent, count in counted.items():
            mine[anchors.names[referent]] += count


def _rows(seen: Any, anchors: Referents | None, frame: pd.DataFrame, least: int) -> Iterator[dict[str, Any]]:
    """Yield a row a phrase."""
    outlets = frame["outlet"].to_numpy(dtype=object)
    shorts = dict(_short_forms(anchors)) if anchors else {}
    for one in seen:
        if one.count < least:
            continue
        why, referent = "recurs", None
        if anchors and one.written.removeprefix("the ") in anchors.names:
            why, referent = "name", one.written.removeprefix("the ")
        elif one.written in shorts:
            why, referent = "short form", shorts[one.written]
        else:
            for reason in ("title", "apposition", "has the name in it", "same slots"):
                counted = one.clues.get(reason)
                if not counted:
                    continue
                whom, count = min(counted.items(), key=lambda item: (-item[1], item[0]))
                if count >= _ENOUGH.get(reason, _MOSTLY) * one.count:
                    why, referent = reason, whom
                    break
        kind = "alias"
        if why == "title":
            kind = "title"
        elif why in ("apposition", "same slots") and one.written.startswith("the "):
            kind = "description"
        yield {
            "tick": False,
            "referent": referent,
            "phrase": one.written,
            "kind": kind,
            "why": why,
            "count": one.count,
            "articles": len(one.rows),
            "outlets": len(set(outlets[sorted(one.rows)])),
            "example": one.example,
        }


def _short_forms(anchors: Referents) -> Iterator[tuple[str, str]]:
    """Yield what names are shortened to: family names, with Mr. or Mrs., and the initials of bodies."""
    for alias in anchors.aliases:
        name = anchors.names[alias.referent]
        if alias.kind != "name":
            continue
        if alias.written != name:
            yield alias.written, name
        reading = read(name)
        if reading.kind == "person" and len(alias.written.split()) == 1:
            for title in _HONORIFICS:
                yield f"{title} {alias.written}", name
        words = [word for word in name.split() if word[0].isupper()]
        if alias.written == name and len(words) > 2:
            initials = "".join(word[0] for word in words)
            for short in (initials, "".join(f"{letter}." for letter in initials)):
                yield short, name
                yield f"the {short}", name
