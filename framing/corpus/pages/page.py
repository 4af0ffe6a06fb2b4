"""A saved page read: what it says of its article, and its text by the outlet's layouts or by rules for any.

The driver of this folder: one call a step, the page parsed once. What comes
out is fields and lines as any reader hands them on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Any

from framing.corpus import dates
from framing.corpus.calm import calm
from framing.corpus.pages import fallback
from framing.corpus.pages.about import About, about, headline
from framing.corpus.pages.above import above
from framing.corpus.pages.finder import Finder
from framing.corpus.pages.layout import Layout
from framing.corpus.pages.walk import Walked, walk
from framing.corpus.records import SITE, Note

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from framing.corpus.outlets import Outlet

__all__ = ["ORGANISATIONS", "Page", "Reading", "read"]

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
