"""The page as the program wrote it: its text without what came from outside."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any, NamedTuple

from lxml import html

_VOID = {"meta", "br", "img", "link", "input", "hr"}


class _Text(HTMLParser):
    def __init__(self, skip: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.skip, self.hidden = skip, 0
        self.parts: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.tags.append((tag, found))
        if tag in _VOID:
            self.parts.append("" if "bdi" in self.skip else found.get("alt", "") + " ")
        elif self.hidden or tag in self.skip:
            self.hidden += 1
        elif found.get("title"):
            self.parts.append(found["title"] + " ")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and tag not in _VOID:
            self.hidden -= 1
        if tag in {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "dd", "dt", "summary"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def text(page: str, *, outside: bool = True) -> str:
    """Return the words of a page, without style and script.

    `outside=False` leaves out where words from outside stand closed off: bdi, choices, pictures' words.
    """
    parser = _Text(frozenset({"style", "script"} | (set() if outside else {"bdi", "option", "title"})))
    parser.feed(page)
    return "".join(parser.parts)


def tags(page: str) -> list[tuple[str, dict[str, str]]]:
    """Return every start tag with its attributes."""
    parser = _Text(frozenset())
    parser.feed(page)
    return parser.tags


class Cell(NamedTuple):
    """A cell of a table: its words, the small ones below them, and the keys of what it opens."""

    text: str
    small: str
    opens: str
    lines: str


class Row(NamedTuple):
    """A row of a table: the heading above it, its name, and its cells by column."""

    part: str
    name: str
    cells: dict[str, Cell]


def rows(page: str, section: str) -> list[Row]:
    """Return the rows of all tables of a section."""
    found, part = [], ""
    for table in html.fromstring(page).xpath("//section[@id=$key]//table", key=section):
        heads = [_words(head) for head in table.xpath("./thead/tr/*")]
        for line in table.xpath("./tbody/tr"):
            (first,), cells = line.xpath("./th"), [_cell(one) for one in line.xpath("./td")]
            if cells and not line.xpath("./th[@scope='rowgroup']"):
                found.append(Row(part, _words(first), dict(zip(heads[1:], cells, strict=True))))
            else:
                part = _words(first)
    return found


def _words(node: Any, which: str = "not(ancestor::small)") -> str:
    return " ".join("".join(node.xpath(f".//text()[{which}]")).split())


def _cell(node: Any) -> Cell:
    keys = ("".join(node.xpath(f".//@data-{name}")) for name in ("open", "lines"))
    return Cell(_words(node), _words(node, "ancestor::small"), *keys)
