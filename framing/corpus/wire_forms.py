"""The forms of ``wire.toml`` with the agencies' names in them, compiled; `wire` says what they mean."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from framing.corpus.needles import needles
from framing.corpus.outlets import Book

__all__ = ["Forms"]

# Abbreviations say an agency's name only in capitals: AP is one, ap is not.
_SHORT = 4


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads((resources.files("framing.corpus") / "wire.toml").read_text("utf8"))


class Forms:
    """Patterns of one book's agencies.

    Attributes
    ----------
    names : mapping of str to str
        Name as it stands in running text to the agency's key.
    letters : mapping of str to str
        Names that count in datelines and bylines alone.
    """

    def __init__(self, book: Book) -> None:
        raw = _raw()
        agencies = [entry for entry in book.entries.values() if entry.agency]
        self.names = {name: entry.key for entry in agencies for name in (entry.name, *entry.credits)}
        keys = {entry.key for entry in agencies}
        self.letters = {name: key for key, listed in raw["letters"].items() if key in keys for name in listed}
        self.doubtful = frozenset(name for listed in raw["doubtful"].values() for name in listed)
        self.uncited = frozenset(raw["uncited"])
        self._folded = {name.casefold(): key for name, key in self.names.items() if len(name) > _SHORT}
        ordered = sorted(self.names, key=len, reverse=True)
        #: As they stand in a line: in capitals too, and with the letters that mean something else in a text.
        self.written: dict[str, str] = {
            **{name.upper(): key for name, key in self.names.items()},
            **self.letters,
            **self.names,
        }
        # Without anything before the names a search skips to their first letters.
        self.quick = re.compile(_by_letter(sorted(self.written, key=len, reverse=True)))
        name, strict = _name(ordered), _name([*ordered, *sorted(self.letters, key=len, reverse=True)])
        self.alone = re.compile(
            rf"(?:(?:the|by|from|via|agence|agencia|agentur|source:|©)\s+)*(?P<name>{strict})(?:{_APOSTROPHE}s)?"
            r"(?:,?\s+(?:news|wire|service|agency|international|staff|reporters?|writers?|correspondents?|journalists?|"
            r"photographers?|editors?|agencies|team|bureau|political|national|medical|science|business|sports|special|"
            r"technology|legal|diplomatic|white house|staffer))*(?:\s+(?:in|at|à|en)\s+[A-Z].*)?",
            re.IGNORECASE,
        )
        self.with_names = re.compile(
            rf"(?P<name>{strict})\s+(?:writers?|reporters?|correspondents?)\s+\S", re.IGNORECASE
        )
        self.ended = re.compile(rf"\S\s+(?:(?:of|for|via)\s+)?(?:the\s+)?(?P<name>{strict})", re.IGNORECASE)
        self.datelines = _datelines(strict, [name for name in ordered if not name.isascii()])
        #: How an agency's own file says its texts open.
        self.openings = [
            (re.compile(pattern), entry.key) for entry in agencies for pattern in entry.datelines
        ]
        words = [needles(form.pattern) for form, _ in self.openings]
        # One search for words of which each opening has one; an opening without such words is always tried.
        self.opening = re.compile(
            "|".join(re.escape(word) for listed in words for word in listed) if all(words) else ""
        )
        self.tail = {role: _patterns(listed, name) for role, listed in raw["tail"].items()}
        # What a picture's credit looks like: "Ana Ruiz | AFP | Getty Images", "(Photo by Ana Ruiz/AP)".
        self.picture = re.compile(
            rf"(?:(?:[|/]| via )\s?|(?:photos?(?: by)?|getty|image)[:\s][^.;]{{0,40}})(?:{name})"
            r"\W*(?:photos?|file|getty.*|images?|pool|\|.*)?\W*$"
            rf"|{name}\s*(?:photos?\b|\||/|via getty|newslook)",
            re.IGNORECASE,
        )
        self.unnamed = {role: _patterns(listed, name) for role, listed in raw["unnamed"].items()}
        self.signed = [
            (key, entry["cue"], _patterns([entry["match"]], name)[0])
            for key, entry in raw["signed"].items()
            if key in keys
        ]
        self.ending = re.compile(
            rf"(?:[.!?”\"。]\s*[-–—]+\s*(?:the )?(?P<name>{strict})|[（(](?P<other>{strict})[)）])\W*$"
        )
        self.chinese_digest = re.compile(
            rf"^[（(【]?(?:综合)?据(?P<name>{name})[^，。]{{0,24}}(?:电|讯|日电)", re.IGNORECASE
        )
        self._cites(raw["cites"], name)

    def _cites(self, raw: Mapping[str, Sequence[str]], name: str) -> None:
        between, verbs = _any(raw["between"]), _any(raw["after"])
        self.before = re.compile(
            rf"\b(?:{_any(raw['before'])})(?:[\s,]+(?:{between}|and|or|et|{name}))*[\s“\"({_MARKS}]*$",
            re.IGNORECASE,
        )
        self.after = re.compile(
            rf"(?:{_APOSTROPHE}s)?(?:[\s,]+(?:news|wire|service|agency|agencies|{name}|and|or))*\)?,?\s+"
            rf"(?:(?:which|also|has|have|had|later|first|previously|earlier|separately|then|reportedly|exclusively|\w+day|\w+ly)\s+){{0,3}}(?:{verbs})\b"
            rf"|(?:{_APOSTROPHE}s)?(?:\s+\w+){{0,2}}?\s+(?:{_any(raw['nouns'])})\b"
            # the agency's own writer by name: "the AP's Ana Ruiz reports"
            rf"|{_APOSTROPHE}s?(?:\s+\w+){{1,3}}\s+(?:{verbs})\b",
            re.IGNORECASE,
        )
        self.person_before = re.compile(r"\b(?:an?|told the)\s+$", re.IGNORECASE)
        self.person_after = re.compile(rf"(?:{_APOSTROPHE}s)?\s+(?:{_any(raw['people'])})\b", re.IGNORECASE)
        self.chinese_before = re.compile(rf"(?:{_any(raw['chinese_before'])})\s*$")
        self.chinese_after = re.compile(rf"[^，。；！？\s]{{0,14}}?(?:{_any(raw['chinese_after'])})")

    def key(self, name: str) -> str | None:
        """Return the key of an agency by a name that a pattern found."""
        return (
            self.names.get(name)
            or self.letters.get(name)
            or self._folded.get(" ".join(name.split()).casefold())
        )


_APOSTROPHE = "[’']"
_MARKS = "‘’'"


def _any(fragments: Iterable[str]) -> str:
    return "|".join(fragment.replace("{’}", _APOSTROPHE) for fragment in fragments)


def _by_letter(ordered: Sequence[str]) -> str:
    """Return a pattern for any of some names, by their first letters: most capitals begin none of them.

    >>> _by_letter(["Reuters", "Ruiz", "AP"])
    'R(?:euters|uiz)|A(?:P)'
    """
    groups: dict[str, list[str]] = {}
    for name in ordered:
        groups.setdefault(name[0], []).append(re.escape(name[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items()) or "(?!)"


def _name(ordered: Sequence[str]) -> str:
    """Return a pattern for any of some names: short ones in their own letters, Chinese ones unbounded."""
    latin = [name for name in ordered if name.isascii()]
    short = "|".join(re.escape(name) for name in latin if len(name) <= _SHORT)
    long = "|".join(re.escape(name) for name in latin if len(name) > _SHORT)
    other = "|".join(re.escape(name) for name in ordered if not name.isascii())
    bounded = rf"(?<![\w@])(?:(?-i:{short or '(?!)'})|{long or '(?!)'})(?![\w-])"
    return f"(?:{bounded}|{other})" if other else bounded


def _patterns(listed: Iterable[str], name: str) -> tuple[re.Pattern[str], ...]:
    names = rf"{name}(?:(?:,| and|,? &|/)? ?(?:the )?{name})*"
    filled = (
        pattern.replace("{’}", _APOSTROPHE).replace("{names}", names).replace("{name}", name)
        for pattern in listed
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in filled)


def _datelines(name: str, chinese: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    place = r"[A-ZÀ-Þ][\w.'’/-]*(?:[ ,/]+(?:[A-ZÀ-Þ][\w.'’/-]*|of|de|du|la|del|and|et|sur|am|an|der))*"
    month = r"[A-Za-zéûôäü]{3,10}"
    day = rf"(?:{month}\.? \d{{1,2}}|\d{{1,2}}\.? (?:de )?{month}\.?)(?:,? (?:de )?\d{{4}})?"
    signs = "|".join(re.escape(name) for name in chinese)
    return (
        # LONDON (AP) -, BEIJING, Jan. 16 (Xinhua) --, MADRID, 16 ene (EFE).-, (Reuters) -, Berlin (dpa/AFP) -
        re.compile(
            rf"[\"'“]?(?:(?:{place})[,;]?\s*)?(?:{day},?\s*)?[(\[（](?:KYODO )?(?P<name>{name})"
            r"(?:[/,][\w /,]{2,30})?[)\]）]\s*(?:[-–—:.,]+|$)"
        ),
        # BEIJING, Jan 16 (Reuters) The two sides ...
        re.compile(rf"(?:{place}),\s*{day}\s*\((?P<name>{name})\)\s"),
        # MOSCOW, January 16. /TASS/.
        re.compile(rf"(?:{place}),?\s*(?:{day})?\.?\s*/(?P<name>{name})/\.?"),
        # KYODO NEWS - Jan 16
        re.compile(rf"(?P<name>{name})(?: NEWS)?\s+[-–—|]\s+{day}"),
        # Xinhua News Agency, London, July 15
        re.compile(rf"(?P<name>{name}),? (?:{place}),? {day}"),
        # 新华社北京1月15日电
        re.compile(rf"[（(【]?(?P<name>{signs or '(?!)'})[^，。据称]{{0,24}}?(?:电|電|讯|訊)[】]?"),
    )
