"""What a page holds packed, opened for tests: its data, and the rows of its tables as elements."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from framing.report import build

_DATA = re.compile(r'<script type="text/plain" id="data">([A-Za-z0-9+/=]*)</script>')


def data(page: str) -> dict[str, Any]:
    """Return what is packed in a page."""
    found = _DATA.search(page)
    assert found, "a page without data"
    return dict(build.unpack(found[1]))


def bare(page: str) -> str:
    """Return a page without what is packed in it."""
    return _DATA.sub("", page)


def whole(page: str) -> str:
    """Return the page with the rows of its tables as the script makes them, for tests that read text."""
    made = []
    for name, table in data(page).get("tables", {}).items():
        for place, _, cells in table["rows"]:
            texts = [cell if isinstance(cell, list) else [cell] for cell in cells]
            row = "".join(_cell(*text) for text in texts)
            made.append(f'<tr id="{name}-{place}">{row}</tr>')
    return page.replace("</main>", f"<table>{''.join(made)}</table></main>")


def _cell(text: str, sort: str = "", opens: str = "", flag: str = "") -> str:
    said = escape(text)
    inner = f'<button type="button" class="n" data-open="{opens}">{said}</button>' if opens else said
    warned = f' <abbr title="{escape(flag)}">!</abbr>' if flag else ""
    return f"<td><bdi>{inner}</bdi>{warned}</td>"
