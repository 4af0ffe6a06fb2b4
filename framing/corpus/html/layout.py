"""How an outlet's pages are built: where text, headline, stamp and names stand, as its file says it.

A layout is data: what it finds on a page is worked out elsewhere, and no
selector of any one site stands in code.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from framing.corpus.patterns import compile_pattern
from framing.errors import FramingError, brief, check_choice, nearest, refuse_unknown

if TYPE_CHECKING:
    from lxml.etree import XPath
    from lxml.html import HtmlElement


# XPath as outlet files write it, checked when the file is read.

_LONGEST = 600
_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_CLASS = re.compile(r"has-class\(\s*(?P<quote>['\"])(?P<name>[\w-]+)(?P=quote)\s*\)")
_CALL = re.compile(r"(?<![\w:.-])([A-Za-z][\w:.-]*)\s*\(")
_FUNCTIONS = frozenset(
    "last position count id local-name namespace-uri name string concat starts-with contains substring "
    "substring-before substring-after string-length normalize-space translate boolean not true false lang "
    "number sum floor ceiling round node text comment and or div mod has-class".split()
)
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
        It does not compile, calls a function that XPath 1.0 has not, or is longer than 600 characters.

    Examples
    --------
    >>> check("//div[has-class('story')]/p", "outlet x")
    "//div[has-class('story')]/p"
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
    return expression


def elements(expression: str, tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements that an expression finds, in the order of the page."""
    found = _compiled(expression)(tree)
    return [item for item in found if hasattr(item, "tag")] if isinstance(found, list) else []


def strings(expression: str, tree: HtmlElement) -> list[str]:
    """Return what an expression finds as text, white space made one; what is empty is left out."""
    found = _compiled(expression)(tree)
    items = found if isinstance(found, list) else [found]
    texts = (item.text_content() if hasattr(item, "text_content") else item for item in items)
    return [line for text in texts if isinstance(text, str) and (line := " ".join(text.split()))]


def finds(expression: str, tree: HtmlElement) -> bool:
    """Say whether an expression finds anything, or is true."""
    return bool(_compiled(expression)(tree))


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


#: How the text is read once its place is known.
STRATEGIES = ("blocks", "br_flow", "jsonld")
#: What a layout finds beside the text; of a list of XPath the first that finds something counts.
FIELDS = ("title", "subtitle", "byline", "stamp", "updated", "section")
_LISTS = ("when", "body", *FIELDS)
_CUTS = ("captions", "credits", "paywall")
_KEYS = ("name", "since", "until", "strategy", *_LISTS, *_CUTS, "cut", "match", "note")
_RULE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Layout:
    """One way in which an outlet's pages have been built.

    Attributes
    ----------
    name : str
    since, until : datetime.date, optional
        First and last day on which pages were made so, as far as is known. A layout
        that had ended before an article appeared is tried after the others.
    when : tuple of str
        XPath by any of which a page is known to have it; without, it is known by its text.
    body : tuple of str
        XPath of the elements that hold the text; the first that finds some counts.
    strategy : {"blocks", "br_flow", "jsonld"}
        blocks: paragraphs are elements. br_flow: the text is one flow in which ``<br>`` ends a
        paragraph. jsonld: ``articleBody`` of the page's own JSON-LD; `body` isn't needed.
    fields : mapping of str to tuple of str
        Title, subtitle (the standfirst, which opens the text as a subhead), byline, stamp, updated, section.
    cut : tuple of (str, str)
        Rule, as the audit names it, and XPath of what is taken out of the text.
    credits : tuple of str
        Cut likewise, and read for the agencies they name; a string taken out of a script counts too.
    paywall : tuple of str
        XPath of what a page shows, anywhere on it, only to those who may not read on.
    match : mapping of str to re.Pattern
        For a field, the pattern whose one group is the part of the text that counts.
    """

    name: str
    since: dt.date | None = None
    until: dt.date | None = None
    when: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    strategy: str = "blocks"
    fields: Mapping[str, tuple[str, ...]] | None = None
    cut: tuple[tuple[str, str], ...] = ()
    credits: tuple[str, ...] = ()
    paywall: tuple[str, ...] = ()
    match: Mapping[str, re.Pattern[str]] | None = None

    def __hash__(self) -> int:
        return hash((self.name, self.body, self.cut))


def parse_layouts(tables: Sequence[Mapping[str, Any]], *, where: str) -> tuple[Layout, ...]:
    """Return the layouts of a file's ``[[layouts]]`` tables, in the order in which they stand there.

    Raises
    ------
    FramingError
        A key or value that is not known, an XPath or pattern that doesn't compile, a layout that says
        nowhere where its text is.
    """
    if not isinstance(tables, (list, tuple)) or any(not isinstance(table, Mapping) for table in tables):
        raise FramingError(f"{where}: layouts is no list of tables; write [[layouts]] above each")
    found = [_layout(table, number, where) for number, table in enumerate(tables, 1)]
    for layout in found:
        if sum(other.name == layout.name for other in found) > 1:
            raise FramingError(f"{where}: two layouts are named {layout.name!r}; name each differently")
    return tuple(found)


def _layout(table: Mapping[str, Any], number: int, where: str) -> Layout:
    place = f"{where}: [[layouts]] {number}"
    refuse_unknown(table, _KEYS, place)
    name = table.get("name")
    if not isinstance(name, str) or not name:
        raise FramingError(f'{place}: needs name = "...", by which messages call it')
    place = f"{where}: layout {name!r}"
    strategy = table.get("strategy", "blocks")
    check_choice("strategy", strategy, STRATEGIES, where=place)
    listed = {key: _listed(table[key], f"{place}: {key}") for key in _LISTS if key in table}
    if strategy != "jsonld" and not listed.get("body"):
        raise FramingError(f'{place}: needs body = "//...", the XPath of the elements that hold the text')
    since, until = (_day(table.get(key), f"{place}: {key}") for key in ("since", "until"))
    if since and until and since > until:
        raise FramingError(f"{place}: since {since} lies after until {until}; exchange them")
    captions = _listed(table.get("captions", []), f"{place}: captions")
    return Layout(
        name,
        since,
        until,
        listed.get("when", ()),
        listed.get("body", ()),
        strategy,
        {key: listed[key] for key in FIELDS if key in listed},
        (*(("caption", path) for path in captions), *_cuts(table.get("cut", {}), place)),
        _listed(table.get("credits", []), f"{place}: credits"),
        _listed(table.get("paywall", []), f"{place}: paywall"),
        _matches(table.get("match", {}), place),
    )


def _listed(value: object, where: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(check(one, where) for one in values)


def _cuts(value: object, place: str) -> list[tuple[str, str]]:
    """Return rule and XPath of each cut: a table of lists by rule, or a list that needs no names."""
    if isinstance(value, (str, list)):
        value = {"page_furniture": value}
    if not isinstance(value, Mapping):
        raise FramingError(f'{place}: cut: {brief(value)} is no table; write cut.related = ["//..."]')
    found = []
    for rule, paths in value.items():
        if not _RULE.fullmatch(str(rule)):
            raise FramingError(f"{place}: cut: {rule!r} names no rule; use small letters and underscores")
        found += [(str(rule), path) for path in _listed(paths, f"{place}: cut.{rule}")]
    return found


def _matches(value: object, place: str) -> dict[str, re.Pattern[str]]:
    if not isinstance(value, Mapping):
        raise FramingError(f"{place}: match: {brief(value)} is no table; write match.stamp = '...'")
    found = {}
    for key, pattern in value.items():
        check_choice("match", key, FIELDS, where=place)
        compiled = compile_pattern(pattern, f"{place}: match.{key}")
        if compiled.groups != 1:
            raise FramingError(f"{place}: match.{key} needs one group (...), the part that counts")
        found[str(key)] = compiled
    return found


def _day(value: object, where: str) -> dt.date | None:
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise FramingError(f"{where}: {brief(value)} is no day; write it as 2025-04-01") from None
