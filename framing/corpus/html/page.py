"""A saved page read: what it says of its article, and its text by the outlet's layouts or by rules for any.

The driver of this folder: one call a step, the page parsed once. What comes
out is fields and lines as any reader hands them on.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.corpus import dates, lines, outlets
from framing.corpus.html import blocks as marks
from framing.corpus.html import fallback as fallback
from framing.corpus.html import layout as xpaths
from framing.corpus.html.layout import Layout
from framing.corpus.html.metadata import About, about, headline
from framing.corpus.html.trees import Walked, calm, read_string, walk
from framing.corpus.outlets import Outlet
from framing.corpus.records import SITE, Note, Record

if TYPE_CHECKING:
    from lxml.html import HtmlElement


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
    for element in _between(tree, heading, story):
        # The innermost blocks, and times that stand inside of them.
        if element.tag not in _BLOCKS | {"time"} or next(element.iterdescendants(*_BLOCKS), None) is not None:
            continue
        line = " ".join(element.text_content().split())
        if not line or len(line) > _SHORT:
            continue
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
    told = [lines.fold(text) for text, _ in story]
    for element in _between(tree, heading, story):
        above = element.getprevious()
        below = element.tag == "h2" and above is not None and above.tag == "h1" and _line(above) == heading
        if not below and not _is_called_so(element):
            continue
        found = _lines(element)
        if found and not any(
            lines.fold(line) in told or told[0].startswith(lines.fold(line)) for line in found
        ):
            return found
    return []


def _between(tree: HtmlElement, heading: str, story: list[tuple[str, str]]) -> Iterator[HtmlElement]:
    """Yield the elements between the headline and the story, in the order of the page."""
    begun, left = False, _NEAR
    opening = lines.fold(story[0][0])[:80] if story else ""
    for element in tree.iter() if heading and opening else ():
        if begun and isinstance(element.tag, str):
            if left < 0 or lines.fold(element.text_content()[:400]).startswith(opening):
                return
            left -= 1
            yield element
        begun = begun or (element.tag == "h1" and _line(element) == heading)


def _line(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


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
    found = [line for item in items if (line := _line(item))]
    told = all(_SHORTEST <= len(line) <= _LONGEST and _is_told(line) for line in found)
    return found if told and len(found) <= _MOST else []


_TELLS = re.compile(r"[^\W\d_]{3}")


def _is_told(line: str) -> bool:
    """Say whether a line is told by the story's own voice: no name, time, or word to the reader."""
    if lines.bylined(line) or lines.is_stamp(line, None) or not _TELLS.search(line):
        return False
    notice = marks.pattern("lines", "appeals", "(?:{})").match(line)
    label = marks.pattern("lines", "labels", r"(?:{})[.:…→»]*").fullmatch(line)
    return not notice and not label


# Expressions over one page answered by its attributes: most search for a class, an id or the like.

_TOKEN = (
    r"(?P<word>or|and)\b|(?P<sign>not\s*\(|[()])|has-class\(\s*(?P<class>'[\w-]+'|\"[\w-]+\")\s*\)"
    r"|(?P<call>contains|starts-with)\(\s*@(?P<of>[\w-]+)\s*,\s*(?P<part>'[^']+'|\"[^\"]+\")\s*\)"
    r"|@(?P<name>[\w-]+)(?:\s*=\s*(?P<value>'[^']+'|\"[^\"]+\"))?"
)
_TOKENS = re.compile(_TOKEN)
_STEP = re.compile(rf"//(?P<tag>\*|[a-z][a-z0-9]*)\[(?P<rule>(?:\s*+(?:{_TOKEN}))++\s*+)\]")
# What may follow a first step without making anything of an empty set but an empty set.
_ONWARD = re.compile(r"(?:\[\]|//?(?:[a-z-]+::)?(?:\*|\.\.|\.|@?[\w-]+|(?:text|node)\(\)))*")
_SPACE = re.compile(r"[ \t\r\n]+")


class _Test(NamedTuple):
    """One test of one attribute: ``class`` (for a word), ``contains``, ``starts-with``, ``is`` or ``has``."""

    kind: str
    name: str
    text: str = ""

    def holds(self, value: str) -> bool:
        if self.kind == "class":
            return f" {self.text} " in f" {_SPACE.sub(' ', value)} "
        if self.kind == "starts-with":
            return value.startswith(self.text)
        return self.kind != "is" or value == self.text


class _Plan(NamedTuple):
    """Answer an expression by elements of a name that meet a rule; `whole` where that is all of it."""

    tag: str
    rule: ast.expr
    tests: list[_Test]
    whole: bool


class Finder:
    """Searches of one page, whose elements don't change meanwhile.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
    """

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._values: dict[str, dict[str, list[int]]] = {}
        self._joined: dict[str, str] = {}

    @cached_property
    def _all(self) -> list[HtmlElement]:
        return self._tree.xpath("//*")

    def elements(self, expression: str) -> list[HtmlElement]:
        """Return the elements that an expression finds, in the order of the page."""
        found = self._answer(expression)
        return xpaths.elements(expression, self._tree) if found is None else found

    def strings(self, expression: str) -> list[str]:
        """Return what an expression finds as text, white space made one; what is empty is left out."""
        found = self._answer(expression)
        if found is None:
            return xpaths.strings(expression, self._tree)
        return [line for element in found if (line := " ".join(element.text_content().split()))]

    def finds(self, expression: str) -> bool:
        """Say whether an expression finds anything, or is true."""
        found = self._answer(expression)
        return xpaths.finds(expression, self._tree) if found is None else bool(found)

    def _answer(self, expression: str) -> list[HtmlElement] | None:
        """Return the elements that an expression finds, or None where only libxml2 can say."""
        plan = _planned(expression)
        if plan is None:
            return None
        met = [self._all[place] for place in sorted(self._meet(plan.rule, plan.tests))]
        found = [element for element in met if plan.tag in ("*", element.tag)]
        return found if plan.whole or not found else None

    def _meet(self, rule: ast.expr, tests: list[_Test]) -> set[int]:
        """Return the places of the elements that meet a rule."""
        if isinstance(rule, ast.Name):
            return self._pass(tests[int(rule.id[1:])])
        if isinstance(rule, ast.UnaryOp):
            return set(range(len(self._all))) - self._meet(rule.operand, tests)
        assert isinstance(rule, ast.BoolOp)
        parts = [self._meet(part, tests) for part in rule.values]
        return set.union(*parts) if isinstance(rule.op, ast.Or) else set.intersection(*parts)

    def _pass(self, test: _Test) -> set[int]:
        """Return the places of the elements that pass a test."""
        if test.name not in self._values:
            found: dict[str, list[int]] = {}
            for place, element in enumerate(self._all):
                if (value := element.get(test.name)) is not None:
                    found.setdefault(value, []).append(place)
            self._values[test.name], self._joined[test.name] = found, "\n".join(found)
        if test.text not in self._joined[test.name]:
            return set()
        likely = [(value, places) for value, places in self._values[test.name].items() if test.text in value]
        return {place for value, places in likely if test.holds(value) for place in places}


@lru_cache(maxsize=2_000)
def _planned(expression: str) -> _Plan | None:
    """Return the plan of an expression, or None where only libxml2 can answer it.

    >>> _planned("//div[has-class('a')]").whole, _planned("//div[has-class('a')]//p[1]").whole
    (True, False)
    >>> _planned("//div[count(p) > 2]") is _planned("string(//p)") is None
    True
    """
    step = _STEP.match(expression)
    rest = xpaths.without_predicates(expression[step.end() :]) if step else ""
    if step is None or not _ONWARD.fullmatch(rest):
        return None
    tests: list[_Test] = []

    def name_test(found: re.Match[str]) -> str:
        if found["word"] or found["sign"]:
            return f" {found.group()} "
        if found["class"]:
            test = _Test("class", "class", found["class"][1:-1])
        elif found["call"]:
            test = _Test(found["call"], found["of"], found["part"][1:-1])
        else:
            test = _Test("is" if found["value"] else "has", found["name"], (found["value"] or "")[1:-1])
        tests.append(test)
        return f"t{len(tests) - 1}"

    try:
        # What joins the tests is read as Python reads it, which gives "or", "and" and "not" the same order.
        rule = ast.parse(_TOKENS.sub(name_test, step["rule"]).strip(), mode="eval").body
    except SyntaxError:
        return None
    return _Plan(step["tag"], rule, tests, not rest)


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
    """What came of one page, and how.

    Attributes
    ----------
    page : Page
    key : str
        Outlet by whose layouts it was read; empty where none was known.
    layouts : tuple of Layout
        Those tried.
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
    removed : list of Note
        What was cut from the text, and the stamps from beside it.
    notes : list of Note
        What else was decided.
    before : tuple of Note
        What the reader decided before any outlet was known.
    """

    page: Page
    key: str = ""
    layouts: tuple[Layout, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    blocks: str = ""
    layout: str | None = None
    credits: list[str] = field(default_factory=list)
    holders: list[str] = field(default_factory=list)
    removed: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    before: tuple[Note, ...] = ()


def guess_outlet(page: Page) -> Outlet | None:
    """Return the shipped outlet whose page it is by its address, or by the name it gives its site."""
    book, said = outlets.book(), page.about
    keys = [book.by_url(said.url) if said.url else None, *(book.resolve(name) for name in said.names)]
    return next((book.entries[key] for key in keys if key in book.entries), None)


def read_again(record: Record, outlet: Outlet) -> Record:
    """Return a page's record as this outlet's layouts read it; any other record as it is."""
    document = record.document
    if not isinstance(document, Reading) or document.layouts == outlet.layouts == ():
        return record
    if (document.key, document.layouts) == (outlet.key, outlet.layouts):
        return record
    return make_record(document.page, outlet, record.raw, document.before)


def make_record(page: Page, outlet: Outlet | None, raw: bytes, notes: tuple[Note, ...]) -> Record:
    """Return the record that a page gives when it is this outlet's."""
    reading = read(page, outlet)
    reading.before = notes
    return Record(
        reading.fields,
        raw,
        blocks=reading.blocks,
        page="title" not in reading.fields,
        notes=(*notes, *reading.notes),
        document=reading,
    )


def read(page: Page, outlet: Outlet | None) -> Reading:
    """Return an article's fields and text from its page.

    Parameters
    ----------
    page : Page
    outlet : Outlet, optional
        Whose it is, if that is known: its layouts are tried, the newest first.
    """
    reading = Reading(page, outlet.key, outlet.layouts) if outlet else Reading(page)
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
        story = fallback.body(page.tree, page.source, page.about.stated.text)
        found, walked = above(page.tree, page.about.heading, story), Walked(story)
    stamps = [line for line in found.get("stamp", []) if any(map(str.isdigit, line))][:2]
    _put_fields(reading, page.about, found, outlet, stamps)
    reading.fields.update(page.beside)
    _put_text(reading, walked or Walked(), found)
    reading.removed += [Note("removed", "stamp", line) for line in stamps]
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
        return Walked(read_string(page.about.stated.text or ""))
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


def _matched(lines: list[str], pattern: re.Pattern[str] | None) -> list[str]:
    """Return the parts of lines that count."""
    if pattern is None:
        return lines
    found = (pattern.search(line[:2000]) for line in lines)
    return [part for match in found if match and (part := " ".join((match.group(1) or "").split()))]


def _put_fields(
    reading: Reading, said: About, found: dict[str, list[str]], outlet: Outlet | None, stamps: list[str]
) -> None:
    fields, stated = reading.fields, said.stated
    names = (outlet.name, *outlet.aliases, *outlet.domains) if outlet else ()
    fields["title"] = headline(said, next(iter(found.get("title", [])), None), names)
    fields["published"] = _published(reading, said, stamps, outlet)
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


def _published(reading: Reading, said: About, stamps: list[str], outlet: Outlet | None) -> str | None:
    """Return the date of the article's own data; without it the stamp counts, and only then meta elements."""
    zone, order = (outlet.zone, outlet.order) if outlet else (None, None)
    if said.stated.published:
        written = (("page's data", said.stated.published), ("meta element", said.metas.get("published")))
        moments = [(place, dates.parse(value, local=zone, order=order)) for place, value in written]
        claims = [(place, moment) for place, moment in moments if moment]
        told = dates.settle(claims, None, local=zone)[1]
        reading.notes += [Note("guessed", "dates_differ", line) for line in told]
        return said.stated.published
    if reading.layout is None and said.metas.get("published"):
        # Where no layout says which line is the stamp, the page's own word on it is surer.
        return said.metas["published"]
    if any(dates.stamp(line, local=zone, order=order).published for line in stamps):
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
