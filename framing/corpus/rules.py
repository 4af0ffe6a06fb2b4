"""Line rules as data: what a line must look like to be cut, and what goes with it.

General rules stand in ``boilerplate/``, an outlet's own in its TOML file; both
carry examples and counterexamples, which the tests run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from framing import plugins
from framing.corpus.patterns import compile_safely
from framing.errors import FramingError, brief, unknown

__all__ = ["SHORT", "LineRule", "RuleSet", "compile_safely", "general", "parse_rules"]

_KEYS = (
    "name",
    "match",
    "cue",
    "where",
    "above",
    "below",
    "near",
    "cut",
    "fold",
    "longest",
    "sentence",
    "examples",
    "counterexamples",
)
#: Lines longer than this are paragraphs: only rules with a cue look at them.
SHORT = 240
#: No rule looks at longer lines.
LONGEST = 1000
#: Spans are searched in whole paragraphs; their patterns are vetted for this many characters.
SPANNED = 2000


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
    where : {"any", "head", "tail"}
        Head: above the first paragraph. Tail: below the last third of the lines.
    above, below : int
        At most so many neighbours go with it, as long as they look like `near`.
    near : {"label", "line"}
        label: short and without a sentence's end, as headlines and captions are; line: anything short.
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


class RuleSet:
    """Rules compiled so that a line costs a dictionary look-up, or a few searches for words.

    Saved news repeats its boilerplate, so verdicts on short lines are kept.
    """

    def __init__(self, rules: Sequence[LineRule]) -> None:
        self.spans = tuple((rule, _pattern(rule)) for rule in rules if rule.cut == "span")
        whole = [rule for rule in rules if rule.cut != "span"]
        self._plain = [rule for rule in whole if not rule.cue]
        self._union = re.compile("|".join(f"({_wrapped(rule)})" for rule in self._plain) or "(?!)", re.DOTALL)
        self._cued = [(rule, _pattern(rule)) for rule in whole if rule.cue]
        self._sentences = [(rule, pattern) for rule, pattern in self._cued if rule.sentence]
        self._words, self._sentence_words = _words(self._cued), _words(self._sentences)
        self._seen: dict[str, LineRule | None] = {}

    def first(self, line: str) -> LineRule | None:
        """Return the rule that matches the whole line, or None."""
        size = len(line)
        if size <= SHORT:
            try:
                return self._seen[line]
            except KeyError:
                rule = self._short(line)
                if len(self._seen) < 50_000:
                    self._seen[line] = rule
                return rule
        if line.endswith(_SENTENCE) and not line.endswith(")."):
            return _by_cue(line, (line[:40] + line[-90:]).lower(), self._sentences, self._sentence_words)
        return _by_cue(line, (line[:60] + line[-160:]).lower(), self._cued, self._words)

    def _short(self, line: str) -> LineRule | None:
        found = self._union.fullmatch(line)
        if found and found.lastindex:
            return self._plain[found.lastindex - 1]
        if len(line) > _LABEL and line.endswith(_SENTENCE) and not line.endswith(")."):
            return _by_cue(line, line.lower(), self._sentences, self._sentence_words)
        return _by_cue(line, line.lower(), self._cued, self._words)


_SENTENCE = (".", ".”", '."', ".’", ".'", "。", "。”", "?”", '?"')
# A line longer than this that ends as a sentence is looked at as a paragraph is.
_LABEL = 100
_Cued = list[tuple[LineRule, re.Pattern[str]]]


def _by_cue(line: str, ends: str, rules: _Cued, words: tuple[str, ...]) -> LineRule | None:
    present = [word for word in words if word in ends]
    if present:
        for rule, pattern in rules:
            if len(line) <= rule.longest and not rule.cue.isdisjoint(present) and pattern.fullmatch(line):
                return rule
    return None


def _words(rules: _Cued) -> tuple[str, ...]:
    return tuple(sorted({word for rule, _ in rules for word in rule.cue}))


def _wrapped(rule: LineRule) -> str:
    return f"{'(?i:' if rule.fold else '(?:'}{rule.match})"


def _pattern(rule: LineRule) -> re.Pattern[str]:
    return re.compile(_wrapped(rule), re.DOTALL)


@cache
def general() -> tuple[LineRule, ...]:
    """Return the rules that hold for any outlet."""
    files = plugins.files("framing.corpus.boilerplate")
    return tuple(
        rule
        for name, file in files.items()
        for rule in parse_rules(tomllib.loads(file.read_text("utf8"))["lines"], where=f"{name}.toml")
    )


def parse_rules(tables: Sequence[Mapping[str, Any]], *, where: str) -> tuple[LineRule, ...]:
    """Return the rules of a file's ``[[lines]]`` tables.

    Raises
    ------
    FramingError
        A key or value that is not known, or a pattern that doesn't compile or
        uses named groups.
    """
    if not isinstance(tables, (list, tuple)) or not all(isinstance(table, Mapping) for table in tables):
        raise FramingError(f"{where}: 'lines' is no list of tables; open each rule with [[lines]]")
    return tuple(_rule(table, f"{where}: [[lines]] {number}") for number, table in enumerate(tables, 1))


def _rule(table: Mapping[str, Any], place: str) -> LineRule:
    for key in table:
        if key not in _KEYS:
            raise unknown("key", key, _KEYS, where=place)
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
    tried_on = SPANNED if span else max(longest, SHORT)
    pattern = compile_safely(
        table["match"], f"{place}: match", flags=re.DOTALL, longest=tried_on, search=span
    )
    if pattern.groups and not (span and pattern.groups == len(pattern.groupindex)):
        raise FramingError(
            f"{place}: match {table['match']!r} is no regular expression: write groups as (?:...)"
        )
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    values["cue"] = frozenset(values.get("cue", ()))
    return LineRule(**values)


_CHOICES = {"where": ("any", "head", "tail"), "cut": ("line", "rest", "span"), "near": ("label", "line")}
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
