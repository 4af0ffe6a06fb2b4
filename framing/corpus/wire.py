"""What an agency gave to an article: all of it, part of it, its name in a credit, or a fact that is cited.

An agency's wording is no outlet's own, so a reprint is told from a citation:
byline, dateline, credit and copyright lines say the one, "Xinhua reported"
says the other. The forms are data (``wire.toml``), the names the outlets' files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from framing.corpus import bylines as signatures
from framing.corpus.outlets import Book
from framing.corpus.patterns import needles
from framing.plugins import toml

# The forms of ``wire.toml`` with the agencies' names in them, compiled; `wire` says what they mean.

# Abbreviations say an agency's name only in capitals: AP is one, ap is not.
_SHORT = 4


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
        raw = toml(__package__, "wire")
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
        chinese = "|".join(re.escape(name) for name in ordered if not name.isascii())
        words = {word: "|".join(listed) for word, listed in raw["cites"].items()}
        words |= {word: form for word, form in raw["strict"].items() if isinstance(form, str)}
        names = rf"{name}(?:(?:,| and|,? &|/)? ?(?:the )?{name})*"
        words |= {"strict": strict, "name": name, "names": names, "chinese": chinese or "(?!)", "’": "[’']"}

        def fill(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
            # The words of one list may hold others.
            while found := [word for word in words if f"{{{word}}}" in pattern]:
                pattern = pattern.replace(f"{{{found[0]}}}", words[found[0]])
            return re.compile(pattern, flags)

        #: By what they show: a byline that is an agency's alone, a picture's credit, a citation.
        self.form = {key: fill(pattern) for key, pattern in raw["forms"].items()}
        self.form["ending"] = fill(raw["strict"]["ending"], 0)
        self.datelines = [fill(pattern, 0) for pattern in raw["strict"]["datelines"]]
        self.tail, self.unnamed = (
            {role: [fill(pattern) for pattern in listed] for role, listed in raw[place].items()}
            for place in ("tail", "unnamed")
        )
        self.signed = [
            (key, entry["cue"], fill(entry["match"])) for key, entry in raw["signed"].items() if key in keys
        ]
        #: How an agency's own file says its texts open.
        self.openings = [(re.compile(form), entry.key) for entry in agencies for form in entry.datelines]
        begun = [needles(form.pattern) for form, _ in self.openings]
        # One search for words of which each opening has one; an opening without such words is always tried.
        self.opening = re.compile("|".join(map(re.escape, chain.from_iterable(begun))) if all(begun) else "")

    def key(self, name: str) -> str | None:
        """Return the key of an agency by a name that a pattern found."""
        return (
            self.names.get(name)
            or self.letters.get(name)
            or self._folded.get(" ".join(name.split()).casefold())
        )


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


# Credits stand in the last paragraphs, and at their ends where a page's lines ran together.
_LAST = 4
_END = 260
# A list of more names than that is what the page links to, not who wrote.
_MOST_NAMES = 5


@dataclass(frozen=True)
class Wire:
    """The agency, what it gave, and the words that show it.

    Attributes
    ----------
    key : str, optional
        None with a role where agencies are credited without a name.
    role : {"full_reprint", "partly_based", "credited", "cites", "none"}
    evidence : str
        Where it stands and what it says.
    """

    key: str | None = None
    role: str = "none"
    evidence: str = ""


class Agencies:
    """The agencies of a book of outlets, compiled once a run."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._forms = Forms(book)
        self._byline = lru_cache(20_000)(self._read_byline)

    def key(self, name: str) -> str | None:
        """Return the key of the agency that a byline or credit names alone, or None."""
        found = self._forms.form["alone"].fullmatch(name.strip(" .()（）"))
        return self._forms.key(found["name"]) if found else None

    def is_byline(self, line: str) -> bool:
        """Say whether a line is an agency's name and nothing else, as bylines are."""
        return len(line) <= 60 and self.key(line) is not None

    def called(self, name: str) -> str | None:
        """Return what an outlet that has a file is called there, however a byline writes it."""
        entry = self._book.entries.get(self._book.resolve(name))
        return entry.name if entry else None

    def judge(
        self,
        outlet: str,
        bylines: Sequence[str],
        credits: Sequence[str],
        paragraphs: Sequence[str],
        origin: str | None = None,
        holders: Sequence[str] = (),
    ) -> Wire:
        """Return what an agency gave, the strongest evidence first.

        Parameters
        ----------
        outlet : str
            Key; an agency's own pages credit it without being a reprint.
        bylines, credits : sequence of str
            Lines that were read as such.
        paragraphs : sequence of str
            The text.
        origin : str, optional
            Whom the outlet says it had the item from.
        holders : sequence of str
            Whom the page's own data name as source or owner of the text.
        """
        if origin:
            return Wire(self.key(origin) or self._book.resolve(origin), "full_reprint", f"origin: {origin}")
        found = (
            self._strongest(self._byline(outlet, line) for line in bylines)
            or self._held(outlet, holders)
            or self._dateline(outlet, paragraphs)
        )
        if found and found.role == "full_reprint":
            return found
        return self._strongest((found, self._tail(outlet, credits, paragraphs))) or self._cited(
            outlet, paragraphs
        )

    def pieces(self, outlet: str, bylines: Sequence[str], paragraphs: Sequence[str]) -> list[Wire]:
        """Return each thing that a byline, the start and the last lines say, and what the text cites.

        Where `judge` takes the strongest, this leaves them side by side.
        """
        found = [
            *(self._byline(outlet, line) for line in bylines),
            self._dateline(outlet, paragraphs),
            self._tail(outlet, (), paragraphs),
            self._cited(outlet, paragraphs),
        ]
        return [wire for wire in found if wire and wire.role != "none"]

    @staticmethod
    def _strongest(found: Iterable[Wire | None]) -> Wire | None:
        return min(filter(None, found), key=lambda wire: _RANK[wire.role], default=None)

    def _read_byline(self, outlet: str, line: str) -> Wire | None:
        """Return what a byline says: an agency alone or as affiliation is all, "and" an agency a part."""
        entry = self._book[outlet]
        parts = [part for part in signatures.parts(line, entry.name) if part.kind != "other" or part.whole]
        keys = [self._of_part(part.whole or part.text) for part in parts]
        others = [part for part, key in zip(parts, keys, strict=True) if not key]
        at = next((i for i, key in enumerate(keys) if key and key != outlet), None)
        if at is None:
            return self._unnamed(line) if any(parts) else None
        key, shown = keys[at], f"byline: {line[:120]}"
        if len(parts) > _MOST_NAMES:
            return Wire(key, "credited", shown)
        own = any(part.kind == "staff" or self._is_own(part.text, outlet) for part in others)
        joints = {parts[at].joint, parts[at + 1].joint if at + 1 < len(parts) and not keys[at + 1] else ""}
        shared = bool(joints & {"and", "with"}) and any(part.kind in ("person", "staff") for part in others)
        return Wire(key, "partly_based" if own or shared else "full_reprint", shown)

    def _of_part(self, text: str) -> str | None:
        forms = self._forms.form
        opened, ended = forms["with_names"].match(text), forms["ended"].search(text)
        if key := self.key(text):
            return key
        if opened is None and ended is not None and ended.end() == len(text.rstrip(" .")):
            opened = ended
        return self._forms.key(opened["name"]) if opened else None

    def _is_own(self, name: str, outlet: str) -> bool:
        return self._book.resolve(name) == outlet if len(name) < 60 else False

    def _unnamed(self, line: str, place: str = "byline") -> Wire | None:
        bare = line.strip(" .()")
        for role, forms in self._forms.unnamed.items():
            if any(form.search(bare) for form in forms):
                return Wire(None, role, f"{place}: {line[:120]}")
        return None

    def _held(self, outlet: str, holders: Sequence[str]) -> Wire | None:
        for name in holders:
            key = self.key(name)
            if key and key != outlet:
                return Wire(key, "full_reprint", f"page's data: {name[:80]}")
        return None

    def _dateline(self, outlet: str, paragraphs: Sequence[str]) -> Wire | None:
        for paragraph in paragraphs[:3]:
            head = paragraph[:160]
            if opened := self._opening(outlet, head):
                return opened
            if not self._forms.quick.search(head):
                continue
            digest = self._forms.form["chinese_digest"].match(head) if not head.isascii() else None
            for form in (digest, *(form.match(head) for form in self._forms.datelines)):
                key = self._forms.key(form["name"]) if form else None
                if form and key and key != outlet:
                    role = "partly_based" if form is digest else "full_reprint"
                    return Wire(key, role, f"dateline: {form.group().strip()[:100]}")
        return None

    def _opening(self, outlet: str, head: str) -> Wire | None:
        if not self._forms.opening.search(head):
            return None
        for form, key in self._forms.openings:
            if key != outlet:
                found = form.match(head)
                if found:
                    return Wire(key, "full_reprint", f"dateline: {found.group().strip()[:100]}")
        return None

    def _tail(self, outlet: str, credits: Sequence[str], paragraphs: Sequence[str]) -> Wire | None:
        ends = [text[-_END:] for text in paragraphs[-_LAST:]] if paragraphs else []
        # The first paragraph is a headline's companion, not a credit, unless it is all there is.
        lines = [*credits, *(ends[-(len(paragraphs) - 1) :] if len(paragraphs) > 1 else ends)]
        best: Wire | None = None
        for number, line in enumerate(lines):
            found = self._credit(outlet, line, is_credit=number < len(credits), last=line is lines[-1])
            best = self._strongest((best, found))
        return best

    def _credit(self, outlet: str, line: str, *, is_credit: bool, last: bool) -> Wire | None:
        shown = f"credit: {line if len(line) <= 160 else '… ' + line[-160:]}"
        name = self._other(line, outlet)
        if not name:
            return self._signed(outlet, line, shown) or (self._unnamed(line, "credit") if is_credit else None)
        if self._forms.form["picture"].search(line):
            return Wire(name, "credited", shown) if is_credit else None
        for role, forms in self._forms.tail.items():
            for form in forms:
                found = form.search(line)
                key = self._other(found.group(), outlet) if found else None
                if key:
                    return Wire(key, role, shown)
        if last or is_credit:
            ended = self._forms.form["ending"].search(line)
            key = self._forms.key(ended["name"] or ended["other"]) if ended else None
            # What stood alone below a text, or behind its last sentence, signs it.
            key = key or (self.key(line.lstrip("-–— ")) if is_credit else None)
            if key and key != outlet:
                return Wire(key, "full_reprint", shown)
        signed = self._signed(outlet, line, shown)
        if signed:
            return signed
        return Wire(name, "credited", shown) if is_credit else None

    def _signed(self, outlet: str, line: str, shown: str) -> Wire | None:
        for key, cue, form in self._forms.signed:
            if cue in line and key != outlet and form.search(line):
                return Wire(self._other(line, outlet) or key, "full_reprint", shown)
        return None

    def _other(self, line: str, outlet: str) -> str | None:
        """Return the first agency in a line that is not the outlet itself."""
        for found in self._forms.quick.finditer(line):
            name = found.group()
            key = self._forms.written[name]
            if key != outlet and _stands_alone(line, found.start(), found.end(), name):
                return key
        return None

    def _cited(self, outlet: str, paragraphs: Sequence[str]) -> Wire:
        text = "\n".join(paragraphs)
        counts: dict[str, int] = {}
        shown: dict[str, str] = {}
        for found in self._forms.quick.finditer(text):
            name, start, end = found.group(), found.start(), found.end()
            key = self._forms.names.get(name) or self._forms.key(name.title()) or ""
            if (
                not key
                or key == outlet
                or name in self._forms.uncited
                or not _stands_alone(text, start, end, name)
            ):
                continue
            counts[key] = counts.get(key, 0) + 1
            if key not in shown and self._is_cited(text, start, end, name):
                shown[key] = " ".join(text[max(0, start - 40) : end + 40].split())
        if not shown:
            return Wire()
        key = max(shown, key=lambda known: counts[known])
        return Wire(key, "cites", f"text: … {shown[key]} …")

    def _is_cited(self, text: str, start: int, end: int, name: str) -> bool:
        forms, before, after = self._forms.form, text[max(0, start - 90) : start], text[end : end + 60]
        if not name.isascii():
            return bool(forms["chinese_before"].search(before) or forms["chinese_after"].match(after))
        if name in self._forms.doubtful and _is_person(text, name):
            return False
        if forms["person_after"].match(after):
            return bool(forms["person_before"].search(before))
        return bool(forms["after"].match(after) or forms["before"].search(before))


_RANK = {
    role: rank for rank, role in enumerate(("full_reprint", "partly_based", "credited", "cites", "none"))
}


def _stands_alone(text: str, start: int, end: int, name: str) -> bool:
    """Say whether a name is not part of a longer word, of an address, or of a picture's credit (Ruiz/AP)."""
    if not name.isascii():
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or (before in ("@", "_", "/", "#", "-", ".") and before)) and not (
        after.isalnum() or (after in ("_", "-", "/") and after)
    )


def _is_person(text: str, name: str) -> bool:
    """Say whether a text has a person of an agency's name: a first name or a title stands before it."""
    return bool(
        re.search(
            rf"\b(?:M[rs]s?\.|[A-Z][a-z]+(?: [A-Z]\.)?) {name}\b(?! (?:News|Businessweek|Law))",
            text,
        )
    )
