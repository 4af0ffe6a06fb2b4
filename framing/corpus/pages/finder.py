"""Expressions over one page answered by its attributes: most search for a class, an id or the like.

libxml2 compares each attribute of each element anew for each expression, and
a layout has thirty of them. Here the attributes of a page are gathered once,
and an expression of the usual shape, ``//div[has-class('a') or @id='b']``, is
answered from them; of one that goes on behind such a step it is known at once
where the page has no such element. All others go to libxml2. What is found is
the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from framing.corpus.pages import xpaths

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Finder"]

_STEP = re.compile(r"//(\*|[a-z][a-z0-9]*)\[")
_TOKEN = re.compile(
    r"\s*(?:(?P<word>or|and)\b|(?P<open>not\s*\(|\()|(?P<close>\))"
    r"|has-class\(\s*(?P<class>'[\w-]+'|\"[\w-]+\")\s*\)"
    r"|(?P<call>contains|starts-with)\(\s*@(?P<of>[\w-]+)\s*,\s*(?P<part>'[^']+'|\"[^\"]+\")\s*\)"
    r"|@(?P<name>[\w-]+)(?:\s*=\s*(?P<value>'[^']+'|\"[^\"]+\"))?)\s*"
)
# What may follow a first step without making anything of an empty set but an empty set.
_ONWARD = re.compile(r"(?:\[\]|//?(?:[a-z-]+::)?(?:\*|\.\.|\.|@?[\w-]+|(?:text|node)\(\)))*")
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class _Test:
    """One test of one attribute: ``class`` (a word of it), ``contains``, ``starts``, ``is`` or ``has``."""

    kind: str
    name: str
    text: str = ""

    def holds(self, value: str | None) -> bool:
        if value is None:
            return False
        if self.kind == "contains":
            return self.text in value
        if self.kind == "class":
            return self.text in value and f" {self.text} " in f" {_SPACE.sub(' ', value)} "
        if self.kind == "starts":
            return value.startswith(self.text)
        return self.kind == "has" or value == self.text


@dataclass(frozen=True)
class _Rule:
    """Tests joined: ``or``, ``and``, ``not``, or a single ``test``."""

    kind: str
    parts: tuple[_Rule, ...] = ()
    test: _Test | None = None

    def holds(self, element: HtmlElement) -> bool:
        if self.test is not None:
            return self.test.holds(element.get(self.test.name))
        if self.kind == "not":
            return not self.parts[0].holds(element)
        return (any if self.kind == "or" else all)(part.holds(element) for part in self.parts)


@dataclass(frozen=True)
class _Plan:
    """How an expression is answered: elements of a name that meet a rule, and whether that is all of it."""

    tag: str
    rule: _Rule
    whole: bool


class Finder:
    """Searches of one page, whose elements don't change meanwhile.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
    """

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._elements: list[HtmlElement] | None = None
        self._values: dict[str, dict[str, list[int]]] = {}
        self._joined: dict[str, str] = {}

    def elements(self, expression: str) -> list[HtmlElement]:
        """Return the elements that an expression finds, in the order of the page."""
        plan = _planned(expression)
        found = None if plan is None else self._found(plan)
        if plan is None or found is None or (found and not plan.whole):
            return xpaths.elements(expression, self._tree)
        return found

    def strings(self, expression: str) -> list[str]:
        """Return what an expression finds as text, white space made one; what is empty is left out."""
        plan = _planned(expression)
        found = None if plan is None else self._found(plan)
        if plan is None or found is None or (found and not plan.whole):
            return xpaths.strings(expression, self._tree)
        return [line for element in found if (line := " ".join(element.text_content().split()))]

    def finds(self, expression: str) -> bool:
        """Say whether an expression finds anything, or is true."""
        plan = _planned(expression)
        found = None if plan is None else self._found(plan)
        if plan is None or found is None or (found and not plan.whole):
            return xpaths.finds(expression, self._tree)
        return bool(found)

    def _found(self, plan: _Plan) -> list[HtmlElement] | None:
        """Return the elements of a plan's step, or None where its rule names none to begin with."""
        places = self._candidates(plan.rule)
        if places is None:
            return None
        chosen = [self._all()[place] for place in sorted(places)]
        return [item for item in chosen if plan.tag in ("*", item.tag) and plan.rule.holds(item)]

    def _candidates(self, rule: _Rule) -> set[int] | None:
        """Return the places of elements among which are all that meet a rule; None where it may be any."""
        if rule.test is not None:
            return self._places(rule.test)
        if rule.kind == "not":
            return None
        parts = [self._candidates(part) for part in rule.parts]
        known = [part for part in parts if part is not None]
        if rule.kind == "and":
            return min(known, key=len, default=None)
        return set().union(*known) if len(known) == len(parts) else None

    def _places(self, test: _Test) -> set[int]:
        values, text = self._of(test.name), test.text
        if text not in self._joined[test.name]:
            return set()
        likely = [(value, places) for value, places in values.items() if text in value]
        return {place for value, places in likely if test.holds(value) for place in places}

    def _of(self, name: str) -> dict[str, list[int]]:
        """Return the values of an attribute on this page, and the places of the elements that have them."""
        if name not in self._values:
            found: dict[str, list[int]] = {}
            for place, value in enumerate([element.get(name) for element in self._all()]):
                if value is not None:
                    found.setdefault(value, []).append(place)
            self._values[name], self._joined[name] = found, "\n".join(found)
        return self._values[name]

    def _all(self) -> list[HtmlElement]:
        if self._elements is None:
            self._elements = self._tree.xpath("//*")
        return self._elements


@lru_cache(maxsize=2_000)
def _planned(expression: str) -> _Plan | None:
    """Return the plan of an expression, or None where only libxml2 can answer it.

    >>> _planned("//div[has-class('a')]").whole, _planned("//div[has-class('a')]//p[1]").whole
    (True, False)
    >>> _planned("//div[count(p) > 2]") is _planned("string(//p)") is None
    True
    """
    step = _STEP.match(expression)
    if not step:
        return None
    try:
        rule, end = _either(expression, step.end())
    except ValueError:
        return None
    if expression[end : end + 1] != "]":
        return None
    rest = xpaths.without_predicates(expression[end + 1 :])
    return _Plan(step[1], rule, not rest) if _ONWARD.fullmatch(rest) else None


def _either(text: str, at: int) -> tuple[_Rule, int]:
    return _series(text, at, "or", lambda place: _series(text, place, "and", lambda inner: _one(text, inner)))


def _series(text: str, at: int, word: str, read: Callable[[int], tuple[_Rule, int]]) -> tuple[_Rule, int]:
    """Return what stands on both sides of a word, as often as it follows."""
    parts = []
    while True:
        part, at = read(at)
        parts.append(part)
        following = _TOKEN.match(text, at)
        if not following or following["word"] != word:
            return parts[0] if len(parts) == 1 else _Rule(word, tuple(parts)), at
        at = following.end()


def _one(text: str, at: int) -> tuple[_Rule, int]:
    found = _TOKEN.match(text, at)
    if not found or found["word"] or found["close"]:
        raise ValueError
    if found["open"]:
        rule, at = _either(text, found.end())
        closing = _TOKEN.match(text, at)
        if not closing or not closing["close"]:
            raise ValueError
        return (rule if found["open"] == "(" else _Rule("not", (rule,))), closing.end()
    return _Rule("test", test=_test(found)), found.end()


def _test(found: re.Match[str]) -> _Test:
    if found["class"]:
        return _Test("class", "class", found["class"][1:-1])
    if found["call"]:
        return _Test(
            "contains" if found["call"] == "contains" else "starts", found["of"], found["part"][1:-1]
        )
    if found["value"]:
        return _Test("is", found["name"], found["value"][1:-1])
    return _Test("has", found["name"])
