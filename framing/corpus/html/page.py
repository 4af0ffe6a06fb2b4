"""A saved page read: what it says of its article, and its text by the outlet's layouts or by rules for any.

The driver of this folder: one call a step, the page parsed once. What comes
out is fields and lines as any reader hands them on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from time import perf_counter
from typing import TYPE_CHECKING, Any

from framing.corpus import dates, lines
from framing.corpus.html import blocks as marks
from framing.corpus.html import fallback as fallback
from framing.corpus.html import layout as xpaths
from framing.corpus.html.layout import Layout
from framing.corpus.html.metadata import About, about, headline
from framing.corpus.html.trees import Walked, calm, walk
from framing.corpus.records import SITE, Note

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from framing.corpus.outlets import Outlet

__all__ = ["ORGANISATIONS", "Finder", "Page", "Reading", "above", "read", "standfirst"]


# What stands between a headline and its story on a page without a layout: standfirst, byline, stamp.

# So many elements below the headline, and no further.
_NEAR = 120
_SHORTEST, _LONGEST, _MOST = 20, 400, 5
_OUT = frozenset("figure figcaption nav aside footer form button script style noscript time".split())


def above(tree: HtmlElement, heading: str, story: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Return subtitle, byline and stamp of a page, as a layout would find them; what isn't there is left out.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
    heading : str
        The first heading of the page.
    story : list of (str, str)
        Paragraphs and letters that were found.
    """
    found: dict[str, list[str]] = {"subtitle": standfirst(tree, heading, story), "byline": [], "stamp": []}
    for line in _short_lines(tree, heading, story):
        parts = _STROKE.split(line)
        stamps = [line] if lines.is_stamp(line, None) else [p for p in parts if lines.is_stamp(p, None)]
        signed = next((who for p in parts if p not in stamps and (who := lines.bylined(p))), None)
        found["stamp"] += stamps
        if signed and not found["byline"]:
            found["byline"].append(signed)
    return {name: list(dict.fromkeys(listed)) for name, listed in found.items() if listed}


_STROKE = re.compile(r"\s*[|•·]\s*")
_SHORT = 160
_BLOCKS = frozenset("div p li ul ol section header h2 h3 h4 table tr td dl dd".split())


def _short_lines(tree: HtmlElement, heading: str, story: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines between headline and story: innermost blocks, and times that stand inside of them."""
    top = next((h for h in tree.iter("h1") if " ".join(h.text_content().split()) == heading), None)
    if top is None or not heading or not story:
        return
    opening = lines.fold(story[0][0])[:80]
    for number, element in enumerate(_below(tree, top)):
        if number > _NEAR or lines.fold(element.text_content()[:400]).startswith(opening):
            return
        if element.tag not in _BLOCKS | {"time"} or next(element.iterdescendants(*_BLOCKS), None) is not None:
            continue
        line = " ".join(element.text_content().split())
        if line and len(line) <= _SHORT:
            yield line


def standfirst(tree: HtmlElement, heading: str, story: list[tuple[str, str]]) -> list[str]:
    """Return the lines of a page's standfirst; none where the story opens with it.

    It is called so, or a heading right below the headline.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
    heading : str
        The first heading of the page.
    story : list of (str, str)
        Paragraphs and letters that were found: what stands among them is not said twice.

    Examples
    --------
    >>> from lxml import html
    >>> page = html.fromstring("<div><h1>Port opens</h1><p class='article-dek'>After eight years of work"
    ...                        "</p><p>Ships came in on Friday.</p></div>")
    >>> standfirst(page, "Port opens", [("Ships came in on Friday.", "p")])
    ['After eight years of work']
    """
    if not heading or not story:
        return []
    told = {lines.fold(text) for text, _ in story}
    opening = lines.fold(story[0][0])
    top = next((h for h in tree.iter("h1") if " ".join(h.text_content().split()) == heading), None)
    if top is None:
        return []
    for number, element in enumerate(_below(tree, top)):
        if number > _NEAR or lines.fold(element.text_content()[:400]).startswith(opening[:80]):
            return []
        if not (_is_called_so(element) or (element.tag == "h2" and element.getprevious() is top)):
            continue
        found = _lines(element)
        if found and not any(
            lines.fold(line) in told or opening.startswith(lines.fold(line)) for line in found
        ):
            return found
    return []


def _below(tree: HtmlElement, top: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements behind a heading in the order of the page."""
    begun = False
    for element in tree.iter():
        if begun and isinstance(element.tag, str):
            yield element
        begun = begun or element is top


def _is_called_so(element: HtmlElement) -> bool:
    names = " ".join(value for name in marks.NAMED if (value := element.get(name)))
    if not names or not marks.pattern("names", "standfirsts").search(names):
        return False
    return element.tag not in _OUT and not any(above.tag in _OUT for above in element.iterancestors())


def _lines(element: HtmlElement) -> list[str]:
    items = element.findall(".//li") or [element]
    several = element.find(".//li") is None and len(element.findall(".//p")) > 1
    if several or element.find(".//figure") is not None or element.find(".//img") is not None:
        return []
    found = [" ".join(item.text_content().split()) for item in items]
    found = [line for line in found if line]
    whole = all(_SHORTEST <= len(line) <= _LONGEST and _is_told(line) for line in found)
    return found if whole and len(found) <= _MOST else []


_TELLS = re.compile(r"[^\W\d_]{3}")


def _is_told(line: str) -> bool:
    """Say whether a line is told by the story's own voice: no name, time, or word to the reader."""
    if lines.bylined(line) or lines.stamped(line, None) or not _TELLS.search(line):
        return False
    notice = marks.pattern("lines", "appeals", "(?:{})").match(line)
    label = marks.pattern("lines", "labels", r"(?:{})[.:…→»]*").fullmatch(line)
    return not notice and not label


# Expressions over one page answered by its attributes: most search for a class, an id or the like.

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


#: The column for bodies that sign an article beside persons, or instead of them.
ORGANISATIONS = "organisations"
# A page with more elements is a dump of many, and an expression over it may take minutes.
_MOST_ELEMENTS = 60_000
# Seconds after which a layout is given up on a page.
_PATIENCE = 5.0
_JUNK = re.compile(r"\W+")
_FRONT = frozenset(("home", "homepage", "front page", "accueil", "首页", "english"))
_SOURCE = re.compile(r"^\s*(?:来源|稿件来源|source)\s*[:：]\s*", re.I)


@dataclass
class Page:
    """One saved page, decoded; parsed when first asked for, and again in another process.

    Attributes
    ----------
    source : str
    address : str, optional
        Where what saved it says that it was fetched; it counts where the page gives itself none.
    beside : mapping of str to str
        Columns that stand beside the page where it was saved, as the time at which it was fetched.
    """

    source: str
    address: str | None = None
    beside: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.source = calm(self.source)

    @cached_property
    def tree(self) -> HtmlElement | None:
        """The page's elements, without comments; None where it has none."""
        from lxml import html
        from lxml.etree import ParserError

        parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        try:
            return html.fromstring(self.source.encode("utf-8", "replace"), parser=parser)
        except (ParserError, ValueError):
            return None

    @cached_property
    def finder(self) -> Finder:
        """Searches in its elements; only where it has any."""
        assert self.tree is not None
        return Finder(self.tree)

    @cached_property
    def about(self) -> About:
        """What it says of its article."""
        return about(self.tree, self.source, self.address) if self.tree is not None else About()

    def __getstate__(self) -> dict[str, Any]:
        return {"source": self.source, "address": self.address, "beside": self.beside}


@dataclass
class Reading:
    """What came of one page.

    Attributes
    ----------
    fields : dict
        By the names of our own columns; `text` has one paragraph a line.
    blocks : str
        A letter for each paragraph.
    layout : str, optional
        The layout by which it was read; None where none fitted.
    credits : list of str
        Lines cut from the text that say whom it is from.
    holders : list of str
        Whom the page's data name as source or owner of the text.
    stamps : list of str
        Lines beside the text that say when it appeared.
    removed : list of Note
        What was cut from the text.
    notes : list of Note
        What else was decided.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    blocks: str = ""
    layout: str | None = None
    credits: list[str] = field(default_factory=list)
    holders: list[str] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)
    removed: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read(page: Page, outlet: Outlet | None) -> Reading:
    """Return an article's fields and text from its page.

    Parameters
    ----------
    page : Page
    outlet : Outlet, optional
        Whose it is, if that is known: its layouts are tried, the newest first.
    """
    reading = Reading()
    if page.tree is None:
        return reading
    found: dict[str, list[str]] = {}
    walked = None
    for layout in _order(page, outlet):
        walked, found = _by_layout(page, layout, reading)
        if walked and walked.pieces:
            reading.layout = layout.name
            break
    if reading.layout is None:
        if outlet and outlet.layouts:
            detail = f"no layout of {outlet.name} fits this page; its text was found as any page's is"
            reading.notes.append(Note("guessed", "layout", detail))
        story = fallback.body(page.tree, page.source, page.about.url)
        found, walked = above(page.tree, page.about.heading, story), Walked(story)
    _put_fields(reading, page.about, found, outlet)
    reading.fields.update(page.beside)
    _put_text(reading, walked or Walked(), found)
    if not reading.fields["text"] and page.about.stated.kind:
        _put_stub(reading, page)
    return reading


def _order(page: Page, outlet: Outlet | None) -> list[Layout]:
    """Return the layouts to try: those that had ended before the article appeared come last."""
    if outlet is None or not outlet.layouts or page.tree is None:
        return []
    if page.source.count("<") > 2 * _MOST_ELEMENTS:
        return []
    written = page.about.stated.published or page.about.metas.get("published")
    moment = dates.parse(written, local=outlet.zone, order=outlet.order)
    if moment is None:
        return list(outlet.layouts)
    day = moment.time.date()
    return sorted(outlet.layouts, key=lambda layout: bool(layout.until and layout.until < day))


def _by_layout(page: Page, layout: Layout, reading: Reading) -> tuple[Walked | None, dict[str, list[str]]]:
    """Return what a layout finds on a page; None where the page hasn't got it."""
    began = perf_counter()
    if layout.when and not any(page.finder.finds(path) for path in layout.when):
        return None, {}
    walked = _text(page, layout, reading, began)
    if walked is None or not walked.pieces:
        return None, {}
    found = {}
    for name, paths in (layout.fields or {}).items():
        for path in paths:
            lines = _matched(page.finder.strings(path), (layout.match or {}).get(name))
            if lines:
                found[name] = lines
                break
    return walked, found


def _text(page: Page, layout: Layout, reading: Reading, began: float) -> Walked | None:
    if layout.strategy == "jsonld":
        return Walked(_from_string(page.about.stated.text or ""))
    roots = next((roots for path in layout.body if (roots := page.finder.elements(path))), [])
    cut: dict[HtmlElement, str] = {}
    for rule, path in (*layout.cut, *(("credit", path) for path in layout.credits)):
        if perf_counter() - began > _PATIENCE:
            detail = (
                f"layout {layout.name!r} took more than {_PATIENCE:.0f} seconds on this page and was left"
            )
            reading.notes.append(Note("guessed", "layout", detail))
            return None
        for element in page.finder.elements(path):
            cut.setdefault(element, rule)
    walked = walk(roots, cut, every_break=layout.strategy == "br_flow")
    for path in layout.paywall:
        walked.removed += [("paywall", line) for line in page.finder.strings(path)[:1]]
    reading.credits = [line for path in layout.credits for line in page.finder.strings(path)]
    return walked


def _from_string(text: str) -> list[tuple[str, str]]:
    """Return the paragraphs of a text in JSON, which may be HTML."""
    from html import unescape

    from lxml import html

    if "</p>" in text or "<br" in text:
        tree = html.fragment_fromstring(calm(text), create_parent="div")
        return walk([tree], {}, every_break=True).pieces
    return [(line, "p") for part in unescape(text).splitlines() if (line := " ".join(part.split()))]


def _matched(lines: list[str], pattern: re.Pattern[str] | None) -> list[str]:
    """Return the parts of lines that count."""
    if pattern is None:
        return lines
    found = (pattern.search(line[:2000]) for line in lines)
    return [part for match in found if match and (part := " ".join((match.group(1) or "").split()))]


def _put_fields(reading: Reading, said: About, found: dict[str, list[str]], outlet: Outlet | None) -> None:
    fields, stated = reading.fields, said.stated
    names = (outlet.name, *outlet.aliases, *outlet.domains) if outlet else ()
    fields["title"] = headline(said, next(iter(found.get("title", [])), None), names)
    fields["published"] = _published(reading, said, found, outlet)
    fields["updated"] = (
        stated.updated or next(iter(found.get("updated", [])), None) or said.metas.get("updated")
    )
    persons = list(stated.persons) or found.get("byline", [])
    if not persons and not stated.organisations and said.metas.get("authors"):
        persons = [said.metas["authors"]]
    fields["authors"] = [part for line in persons for part in re.split(r"\s*、\s*", line) if part]
    fields[ORGANISATIONS] = list(stated.organisations)
    fields["section"] = _trail(found.get("section", [])) or stated.section or said.metas.get("section")
    fields["genre"] = _genre(said)
    fields["outlet"] = stated.publisher or said.metas.get("site")
    fields["url"] = said.url
    fields["language"] = said.language
    reading.holders = list(stated.holders)
    reading.credits += [line for line in said.credits if line not in reading.credits]
    fields[SITE] = next(reversed(said.names), None)
    if said.metas.get("source"):
        reading.credits.append(f"来源：{_SOURCE.sub('', said.metas['source'])}")
    for name in [name for name, value in fields.items() if not value]:
        del fields[name]


def _trail(parts: list[str]) -> str:
    """Return the way to a page, as "News / Canada", without the front page it starts from."""
    known = [part.strip(" >»›/|") for part in parts]
    return " / ".join(dict.fromkeys(part for part in known if part and part.casefold() not in _FRONT))


def _genre(said: About) -> str | None:
    """Return the genre that the page's kind states; what most sites call all of theirs says nothing."""
    kind = said.stated.kind or ""
    if kind.startswith(("Opinion", "LiveBlog")):
        return kind
    return "opinion" if said.metas.get("opinion", "").lower() == "true" else None


def _published(
    reading: Reading, said: About, found: dict[str, list[str]], outlet: Outlet | None
) -> str | None:
    """Return the date of the article's own data; without it the stamp counts, and only then meta elements."""
    zone, order = (outlet.zone, outlet.order) if outlet else (None, None)
    reading.stamps = [line for line in found.get("stamp", []) if any(map(str.isdigit, line))][:2]
    if said.stated.published:
        claims = [
            (place, moment)
            for place, written in (
                ("page's data", said.stated.published),
                ("meta element", said.metas.get("published")),
            )
            if (moment := dates.parse(written, local=zone, order=order))
        ]
        told = dates.settle(claims, None, local=zone)[1]
        reading.notes += [Note("guessed", "dates_differ", line) for line in told]
        return said.stated.published
    if reading.layout is None and said.metas.get("published"):
        # Where no layout says which line is the stamp, the page's own word on it is surer.
        return said.metas["published"]
    if any(dates.stamp(line, local=zone, order=order).published for line in reading.stamps):
        return None
    return said.metas.get("published")


def _put_text(reading: Reading, walked: Walked, found: dict[str, list[str]]) -> None:
    """Put the standfirst above the text as a subhead, and cut a headline that is printed again."""
    pieces = list(walked.pieces)
    title = _fold(reading.fields.get("title", ""))
    removed = [("repeated_title", text) for text, _ in pieces[:3] if title and _fold(text) == title]
    pieces = [
        piece for place, piece in enumerate(pieces) if place > 2 or _fold(piece[0]) != title or not title
    ]
    known = (title, _fold(pieces[0][0])) if pieces else ()
    summed_up = [line for line in found.get("subtitle", []) if known and _fold(line) not in known]
    pieces = [*((line, "h") for line in summed_up), *pieces]
    reading.fields["text"] = "\n".join(text for text, _ in pieces)
    reading.blocks = "".join(letter for _, letter in pieces)
    reading.removed += [
        Note("removed", rule, text) for rule, text in dict.fromkeys([*removed, *walked.removed])
    ]


def _put_stub(reading: Reading, page: Page) -> None:
    """Keep what there is of an article whose text the page hasn't got: its description, or its captions."""
    assert page.tree is not None
    said = page.about.metas.get("description") or page.about.stated.description
    what = "its description" if said else "captions"
    lines = [said] if said else page.finder.strings("//figcaption")[:3]
    if not lines:
        return
    reading.fields["text"], reading.blocks = "\n".join(lines), "p" * len(lines)
    reading.fields["status"] = "stub"
    reading.notes.append(
        Note("guessed", "stub", f"the page holds of the article {what}; kept, and not scored")
    )


def _fold(line: str) -> str:
    return _JUNK.sub(" ", line.casefold()).strip()
