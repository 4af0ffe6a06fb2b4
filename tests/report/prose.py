"""The page as the program wrote it: its text without what came from outside."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

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


def lines(content: Mapping[str, Any] | None) -> list[str]:
    """Return the sentences that the sections on robustness and on coding make of their tables."""
    if content is None:
        return []
    if "comparisons" not in content:
        return [*content["differs"], *content["differences"]]
    return [f"{label}: {text}" for one in content["comparisons"] for label, text in one["lines"]]
