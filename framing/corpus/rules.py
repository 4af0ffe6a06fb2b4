"""Line rules as data: what a line must look like to be cut, and what goes with it.

General rules stand in ``boilerplate/``, an outlet's own in its TOML file; both
carry examples and counterexamples, which the tests run.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from framing import plugins
from framing.corpus.patterns import compile_pattern
from framing.errors import FramingError, brief, refuse_unknown, unknown

#: Lines longer than this are paragraphs: only rules with a cue look at them.
SHORT = 240
#: No rule looks at longer lines, and the longest are galleries.
LONGEST = 60_000


@dataclass(frozen=True)
class LineRule:
    """One pattern that a whole line must match to be cut.

    Attributes
    ----------
    name : str
        Stands in the audit; several patterns may share one.
    match : str
        Regular expression for the whole line, case folded unless `fold` is false.
    cue : set of str
        Lower-case words of which the line's start or end must hold one; of a span, words as they stand.
        A rule that would try every position of a line needs them: to look for a word is far cheaper.
        A cue begins where a word does.
    where : {"any", "head", "tail"}
        Head: above the first paragraph. Tail: below the last third of the lines; of a span, from the story's
        last paragraph on.
    above, below : int
        At most so many neighbours go with it, as long as they look like `near`.
    near : {"label", "line", "text"}
        label: short and without a sentence's end, as headlines and captions are; line: anything short;
        text: a paragraph too.
    cut : {"line", "rest", "span"}
        rest: everything below goes too. span: only the words that match, inside a paragraph; of a
        pattern with a group "cut", only that.
    longest : int
        Lines with more characters are left alone.
    sentence : bool
        A line longer than 100 characters may end as a sentence does. Without it such a line, which is
        nearly always the story's own paragraph, is not even tried.
    """

    name: str
    match: str
    cue: frozenset[str] = frozenset()
    where: str = "any"
    above: int = 0
    below: int = 0
    near: str = "label"
    cut: str = "line"
    fold: bool = True
    longest: int = SHORT
    sentence: bool = False
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


class _Union:
    """Rules as one pattern."""

    def __init__(self, rules: Sequence[LineRule]) -> None:
        self._rules = rules
        self._pattern = re.compile("|".join(f"({_wrapped(rule)})" for rule in rules) or "(?!)", re.DOTALL)

    def first(self, line: str) -> LineRule | None:
        found = self._pattern.fullmatch(line)
        return self._rules[found.lastindex - 1] if found and found.lastindex else None


class _Cued:
    """Rules of which only those are tried that have a cue in the line."""

    def __init__(self, rules: Sequence[LineRule]) -> None:
        self._rules = [(rule, _pattern(rule)) for rule in rules]
        self._having: dict[str, list[int]] = defaultdict(list)
        for place, rule in enumerate(rules):
            for cue in rule.cue:
                self._having[cue].append(place)
        self._begun: dict[bytes, list[str]] = defaultdict(list)
        for cue in self._having:
            self._begun[_beginning(cue)].append(cue)
        self._odd = self._begun.pop(b"", [])
        self._beginnings = frozenset(self._begun)

    def first(self, line: str, ends: str) -> LineRule | None:
        """Return the rule that matches the whole line; `ends` is what of it is searched for cues."""
        # Few lines have a word that begins as one of a cue's words does: to ask that is far cheaper.
        words = ends.encode("ascii", "ignore").translate(_APART).split()
        begun = self._beginnings.intersection(map(_BEGINNING, words))
        present = [cue for key in begun for cue in self._begun[key] if cue in ends] if begun else []
        if not ends.isascii() or "@" in ends:
            present += [cue for cue in self._odd if cue in ends]
        for place in sorted({place for cue in present for place in self._having[cue]}) if present else ():
            rule, pattern = self._rules[place]
            if len(line) <= rule.longest and pattern.fullmatch(line):
                return rule
        return None


@lru_cache(maxsize=8)
def _union(rules: tuple[LineRule, ...]) -> _Union:
    return _Union(rules)


class RuleSet:
    """Rules compiled so that a line costs a dictionary look-up, or a few searches for words.

    Saved news repeats its boilerplate, so verdicts on short lines are kept.
    """

    def __init__(self, rules: Sequence[LineRule]) -> None:
        self._spans = [(rule, _pattern(rule)) for rule in rules if rule.cut == "span"]
        cues = sorted({cue.encode() for rule, _ in self._spans for cue in rule.cue})
        self._span_cues = re.compile(b"|".join(map(re.escape, cues)) or b"(?!)")
        whole = [rule for rule in rules if rule.cut != "span"]
        every = frozenset(general())
        # Those for all outlets are compiled once, not for each outlet.
        own = _Union(tuple(rule for rule in whole if not rule.cue and rule not in every))
        common = tuple(rule for rule in whole if not rule.cue and rule in every)
        self._plain = (own, _union(common))
        # An outlet's few rules are tried on its sentences too; of those for all outlets only such as say so.
        self._plain_sentence = (own, _union(tuple(rule for rule in common if rule.sentence)))
        cued = [rule for rule in whole if rule.cue]
        self._cued = (_Cued(cued), _Cued([rule for rule in cued if rule.sentence]))
        self._seen: dict[str, LineRule | None] = {}

    def spans(self, text: str) -> list[tuple[LineRule, re.Pattern[str]]]:
        """Return the rules for words inside paragraphs, of which a text has a cue."""
        # One search for all their cues, in bytes, is several times as fast as one for each in text.
        plain = text.encode("utf-8", "replace") if self._spans else b""
        if not self._spans or not self._span_cues.search(plain):
            return []
        return [(rule, pattern) for rule, pattern in self._spans if any(map(text.__contains__, rule.cue))]

    def first(self, line: str) -> LineRule | None:
        """Return the rule that matches the whole line, or None."""
        if len(line) > SHORT:
            return self._by_cue(line, _is_sentence(line)) if len(line) <= LONGEST else None
        try:
            return self._seen[line]
        except KeyError:
            sentence = _is_sentence(line)
            own, common = self._plain_sentence if sentence else self._plain
            rule = own.first(line) or common.first(line) or self._by_cue(line, sentence)
            if len(self._seen) < 50_000:
                self._seen[line] = rule
            return rule

    def _by_cue(self, line: str, sentence: bool) -> LineRule | None:
        ends = (line if len(line) <= SHORT else line[:60] + line[-120 if sentence else -160 :]).lower()
        return self._cued[sentence].first(line, ends)


_SENTENCE = (".", ".”", '."', ".’", ".'", "。", "。”", "?”", '?"')
# A line longer than this that ends as a sentence is looked at as a paragraph is.
_LABEL = 100


def _is_sentence(line: str) -> bool:
    return len(line) > _LABEL and line.endswith(_SENTENCE) and not line.endswith(").")


_BEGUN = 4
_BEGINNING = itemgetter(slice(_BEGUN))
_APART = bytes(byte if chr(byte).isalnum() else 32 for byte in range(128)) + bytes([32] * 128)


def _beginning(cue: str) -> bytes:
    """Return the first letters of a cue's longest word, or nothing where it has none or isn't ASCII."""
    words = cue.lower().encode("ascii", "ignore").translate(_APART).split() if cue.isascii() else []
    return max(words, key=len)[:_BEGUN] if words else b""


def _wrapped(rule: LineRule) -> str:
    return f"{'(?i:' if rule.fold else '(?:'}{rule.match})"


@lru_cache(maxsize=1_000)
def _pattern(rule: LineRule) -> re.Pattern[str]:
    return re.compile(_wrapped(rule), re.DOTALL)


@cache
def general() -> tuple[LineRule, ...]:
    """Return the rules that hold for any outlet."""
    files = plugins.files("framing.corpus.boilerplate")
    return tuple(
        rule
        for name, file in files.items()
        for rule in parse_rules(
            tomllib.loads(file.read_text("utf8"))["lines"], where=f"{name}.toml", judged=True
        )
    )


def parse_rules(
    tables: Sequence[Mapping[str, Any]], *, where: str, judged: bool = False
) -> tuple[LineRule, ...]:
    """Return the rules of a file's ``[[lines]]`` tables; of shipped ones the tests have judged the patterns.

    Raises
    ------
    FramingError
        A key or value that is not known, or a pattern that doesn't compile or
        uses named groups.
    """
    if not isinstance(tables, (list, tuple)) or not all(isinstance(table, Mapping) for table in tables):
        raise FramingError(f"{where}: 'lines' is no list of tables; open each rule with [[lines]]")
    return tuple(_rule(table, f"{where}: [[lines]] {n}", judged) for n, table in enumerate(tables, 1))


def _rule(table: Mapping[str, Any], place: str, judged: bool) -> LineRule:
    refuse_unknown(table, LineRule.__dataclass_fields__, place)
    for key in ("name", "match"):
        if not isinstance(table.get(key), str) or not table[key]:
            raise FramingError(f"{place}: needs {key!r}, a string; add it")
    for key, allowed in _CHOICES.items():
        if key in table and table[key] not in allowed:
            raise unknown(key, table[key], allowed, where=place)
    for key, (kind, said) in _KINDS.items():
        if key in table and not _fits(table[key], kind):
            raise FramingError(f"{place}: {key} {brief(table[key])} is not {said}; mend it")
    longest, span = table.get("longest", SHORT), table.get("cut") == "span"
    if (longest > SHORT or span) and not table.get("cue"):
        raise FramingError(f'{place}: cut = "span" and longest above {SHORT} need cue = ["..."]')
    if longest > LONGEST:
        raise FramingError(f"{place}: longest {longest} is more than {LONGEST}; no line of a page is longer")
    if not judged:
        pattern = compile_pattern(table["match"], f"{place}: match", flags=re.DOTALL)
        if pattern.groups and not (span and pattern.groups == len(pattern.groupindex)):
            raise FramingError(
                f"{place}: match {table['match']!r} is no regular expression: write groups as (?:...)"
            )
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    values["cue"] = frozenset(values.get("cue", ()))
    return LineRule(**values)


_CHOICES = {
    "where": ("any", "head", "tail"),
    "cut": ("line", "rest", "span"),
    "near": ("label", "line", "text"),
}
_KINDS: dict[str, tuple[type, str]] = {
    **dict.fromkeys(("above", "below", "longest"), (int, "a whole number of at least 0")),
    **dict.fromkeys(("fold", "sentence"), (bool, "true or false")),
    **dict.fromkeys(("cue", "examples", "counterexamples"), (list, "a list of strings")),
}


def _fits(value: object, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(part, str) and part for part in value)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, bool)
