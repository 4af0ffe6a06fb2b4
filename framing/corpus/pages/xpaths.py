"""XPath as outlet files write it: checked when the file is read, so that none can run for ever on a page.

An expression can't be stopped once it runs, so the shapes that visit the
page's elements times one another are refused beforehand. No outlet and no
field of an article stands in this file.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError, brief, nearest

if TYPE_CHECKING:
    from lxml.etree import XPath
    from lxml.html import HtmlElement

__all__ = ["check", "elements", "finds", "strings", "without_predicates"]

_LONGEST = 600
_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_CLASS = re.compile(r"has-class\(\s*(?P<quote>['\"])(?P<name>[\w-]+)(?P=quote)\s*\)")
_CALL = re.compile(r"(?<![\w:.-])([A-Za-z][\w:.-]*)\s*\(")
_FUNCTIONS = frozenset(
    "last position count id local-name namespace-uri name string concat starts-with contains substring "
    "substring-before substring-after string-length normalize-space translate boolean not true false lang "
    "number sum floor ceiling round node text comment and or div mod has-class".split()
)
# Inside [...] a path from the root; anywhere all that comes before or after.
_WHOLE = re.compile(r"(?:^|[^\w.)\]*/'\s]|\b(?:and|or|div|mod)\s|\*\s)\s*/")
_ROUND = re.compile(r"\b(?:following|preceding)\s*::")
_DEEP = re.compile(r"//|\b(?:descendant|ancestor)(?:-or-self)?\s*::|\b(?:following|preceding)-sibling\s*::")
_BARE_SIBLINGS = re.compile(r"[^\]\s]\s*/\s*(?:following|preceding)-sibling\s*::")
_FOREIGN = re.compile(r"\$|(?<!:)\b[\w-]+:(?!:)[\w*]")


def check(expression: object, where: str) -> str:
    """Return an expression that can be used, or say in one line why it is refused.

    ``has-class('x')`` may be written for the usual longwinded test of one class among several.

    Parameters
    ----------
    expression : str
    where : str
        Opens the error: the file and the place in it.

    Raises
    ------
    FramingError
        It does not compile, calls a function that XPath 1.0 has not, is longer than 600
        characters, or searches the whole page for each element it tests: with *n* elements,
        two such searches inside one another take *n* to the third power of steps.

    Examples
    --------
    >>> check("//div[has-class('story')]/p", "outlet x")
    "//div[has-class('story')]/p"
    >>> check("//p[count(//p) > 3]", "outlet x")
    Traceback (most recent call last):
    ...
    framing.errors.FramingError: outlet x: XPath '//p[count(//p) > 3]' could run for ever: inside [...] it \
searches the whole page again for each element; begin with . there, as in .//p
    """
    from lxml import etree

    if not isinstance(expression, str) or not expression.strip():
        raise FramingError(f'{where}: {brief(expression)} is no XPath; give a string, as "//article//p"')
    shown = brief(expression)
    if len(expression) > _LONGEST:
        raise FramingError(f"{where}: XPath {shown} has more than {_LONGEST} characters; write several")
    try:
        etree.XPath(_plain(expression))
    except etree.XPathSyntaxError as error:
        raise FramingError(f"{where}: {shown} is no XPath: {error}; mend it") from None
    bare = _LITERAL.sub("''", expression)
    for name in _CALL.findall(bare):
        if name not in _FUNCTIONS and "::" not in name:
            guess = nearest(name, _FUNCTIONS)
            hint = f"; did you mean {guess!r}?" if guess else ""
            raise FramingError(f"{where}: XPath {shown} calls {name}(), which XPath 1.0 has not{hint}")
    if _FOREIGN.search(bare):
        raise FramingError(f"{where}: XPath {shown} has a variable or a namespace; pages have neither")
    if why := _endless(bare):
        raise FramingError(f"{where}: XPath {shown} could run for ever: {why}")
    return expression


def _endless(bare: str) -> str | None:
    """Return why an expression may visit the elements of a page times one another twice over."""
    if _ROUND.search(bare):
        return "following:: and preceding:: reach over all the page; write following-sibling:: or such"
    inside = _predicates(bare)
    outside = without_predicates(bare)
    if _BARE_SIBLINGS.search(outside):
        return "a sibling axis starts from every element; put a [...] before it that few elements meet"
    if any(part.count("//") > 3 for part in re.split(r"[|,(]", outside)) or any(
        part.count("//") > 1 for _, part in inside
    ):
        return "more than three // in one path, or more than one inside [...], search within a search"
    if any(_WHOLE.search(part) for _, part in inside):
        return (
            "inside [...] it searches the whole page again for each element; begin with . there, as in .//p"
        )
    if any(depth > 1 and _DEEP.search(part) for depth, part in inside):
        return "a search stands in a [...] within a [...]; write it without the inner one"
    return None


def elements(expression: str, tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements that an expression finds, in the order of the page."""
    found = _run(expression, tree)
    return [item for item in found if hasattr(item, "tag")] if isinstance(found, list) else []


def strings(expression: str, tree: HtmlElement) -> list[str]:
    """Return what an expression finds as text, white space made one; what is empty is left out."""
    found = _run(expression, tree)
    items = found if isinstance(found, list) else [found]
    texts = (item.text_content() if hasattr(item, "text_content") else item for item in items)
    return [line for text in texts if isinstance(text, str) and (line := " ".join(text.split()))]


def finds(expression: str, tree: HtmlElement) -> bool:
    """Say whether an expression finds anything, or is true."""
    return bool(_run(expression, tree))


def _run(expression: str, tree: HtmlElement) -> Any:
    return _compiled(expression)(tree)


@lru_cache(maxsize=2_000)
def _compiled(expression: str) -> XPath:
    from lxml import etree

    return etree.XPath(_plain(expression), smart_strings=False)


def _plain(expression: str) -> str:
    return _CLASS.sub(
        lambda found: f"contains(concat(' ', normalize-space(@class), ' '), ' {found['name']} ')", expression
    )


def without_predicates(bare: str) -> str:
    """Return an expression with an empty [] where each [...] stood."""
    kept, depth = [], 0
    for char in bare:
        depth -= char == "]"
        if depth <= 0:
            kept.append(char)
        depth += char == "["
    return "".join(kept)


def _predicates(bare: str) -> list[tuple[int, str]]:
    """Return the text of each [...] without that of the ones inside it, and how deep it stands."""
    done: list[tuple[int, str]] = []
    parts: list[list[str]] = []
    for char in bare:
        if char == "[":
            parts.append([])
        elif char == "]" and parts:
            done.append((len(parts), "".join(parts.pop())))
        elif parts:
            parts[-1].append(char)
    return done
