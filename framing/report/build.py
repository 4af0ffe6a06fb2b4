"""Build the report: two HTML files, one that tells and one of details, which load nothing.

The driver: each section makes its content, its template lays that out, and a
page's policy allows exactly the style and the script that are in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from importlib import resources
from typing import Any, NamedTuple

import jinja2
import pandas as pd
from markupsafe import Markup, escape

from framing import schema
from framing.engine.pool import Pool
from framing.plugins import modules
from framing.report import evidence
from framing.report import material as titling
from framing.report.material import Material
from framing.views import numbers as numbers
from framing.views import vocabulary

# Keep the direction of outside words to themselves, so that no mark in them can reorder the page.

#: Classes of characters that can turn the text beside them: right-to-left letters and numbers, embeddings,
#: overrides, isolates. Without one of these an isolate changes nothing, and most cells of a table have none.
_TURNING = {"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}

_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def isolate(text: object) -> Markup:
    """Return text escaped, inside bdi where it holds a character that can turn what stands beside it.

    >>> isolate("a < b"), isolate("a\\N{RIGHT-TO-LEFT OVERRIDE}b")
    (Markup('a &lt; b'), Markup('<bdi>a\\u202eb</bdi>'))
    """
    escaped = escape(text)
    if str(escaped).isascii() or not _turns(str(escaped)):
        return escaped
    return Markup("<bdi>") + escaped + Markup("</bdi>")


def visible(text: object) -> str:
    """Return text for places that hold no elements, with the marks that turn what follows shown as escapes.

    A title, a choice of a form and an attribute can't be isolated; letters that run from right to left stay.

    >>> visible("a\N{RIGHT-TO-LEFT OVERRIDE}b")
    'a\\\\u202eb'
    """
    return _MARKS.sub(lambda mark: f"\\u{ord(mark[0]):04x}", str(text))


def _turns(text: str) -> bool:
    return any(
        unicodedata.bidirectional(character) in _TURNING or character == "\N{LEFT-TO-RIGHT MARK}"
        for character in text
    )


# Pack what a page opens on demand: JSON, deflated, in letters that can stand inside any element.


def pack(value: Mapping[str, Any]) -> str:
    """Return the data of a page as base64 of its deflated JSON: no character of it can end an element.

    Parameters
    ----------
    value : mapping
        As `build` gathers it.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        A number in it is infinite or not a number, which JSON has no word for.

    Examples
    --------
    >>> unpack(pack({"said": "</script><!-- & "}))
    {'said': '</script><!-- & '}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone half of a pair can't be written as UTF-8; a reader sees the sign for what could not be read.
    return base64.b64encode(zlib.compress(text.encode("utf8", "replace"), 9)).decode("ascii")


def unpack(text: str) -> Any:
    """Return what was packed, as it was."""
    return json.loads(zlib.decompress(base64.b64decode(text)))


def _sections() -> dict[str, Any]:
    """Find the modules of ``sections/``, and those of the entry point group ``framing.sections``."""
    found = modules("framing.report.sections", "framing.sections", ("PLACE", "TITLE", "TEMPLATE", "content"))
    placed = sorted(found.items(), key=lambda item: item[1].PLACE)
    return {getattr(module, "ANCHOR", name): module for name, module in placed}


#: In the order of the pages; the key is the section's anchor.
SECTIONS = _sections()


class Page(NamedTuple):
    """A page: its file, what it is called, its styles and scripts in order."""

    file: str
    kicker: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]


#: What tells, and what holds all that it rests on; a section says by its `PAGE` on which it stands.
PAGES = {
    "report": Page(
        "report.html",
        "Comparison of news coverage",
        ("report", "tools", "story"),
        ("report", "sentences", "visit", "keys"),
    ),
    "details": Page(
        "details.html",
        "All comparisons, tables, settings and methods",
        ("report", "tools", "story", "marked"),
        ("report", "sentences", "tables", "filters", "pairs", "marked", "visit", "search", "keys"),
    ),
}


def build(
    tables: Mapping[str, pd.DataFrame],
    figures: Mapping[str, str],
    settings: Mapping[str, Any],
    page: str = "report",
) -> str:
    """Return a page of the report as HTML.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By the names of `framing.schema`, and kwic, lines of the terms listed. One that is absent is empty;
        those that no section knows are left alone.
    figures : mapping of str to str
        Name to SVG, in the order in which they are to be shown.
    settings : mapping
        title, event, collection, wire, voices, split, seed, measures (name to
        meaning), primary, versions, by; optionally alt and captions (figure's
        name to words), planted (dicts of what, planted, recovered), events_found (a sentence on events that
        the program had to find) and compared (one on the groups that it chose). All are listed in details.
    page : {"report", "details"}
        What tells, or what holds every comparison, table, setting and method.

    Returns
    -------
    str
        The same bytes for the same input.

    Raises
    ------
    FramingError
        A table breaks its schema, or `collection` is not known.

    Examples
    --------
    >>> build({}, {}, {"title": "A visit"})[:15]
    '<!DOCTYPE html>'
    """
    return build_page(Material.of(tables, figures, settings), page)


def build_pages(
    material: Material, pool: Pool | None = None, meanwhile: Callable[[], dict[str, str]] = dict
) -> dict[str, str]:
    """Return each page by the name of its file, of material that was checked, and what is made meanwhile."""
    works = {page.file: partial(build_page, name=name) for name, page in PAGES.items()}
    with (pool or Pool(0)).beside([*works.values()], material) as wait:
        # The last first, since the pool begins with the first.
        return meanwhile() | {file: wait(works[file]) for file in reversed(works)}


def build_page(material: Material, name: str) -> str:
    """Return one page of material that was checked already; as `build`."""
    page = PAGES[name]
    own = {key: module for key, module in SECTIONS.items() if getattr(module, "PAGE", "details") == name}
    # The texts of what will be shown are asked for once.
    for module in own.values():
        if hasattr(module, "wanted"):
            material.texts.want(module.wanted(material))
    environment = _environment()
    contents = {key: material.once(module.content) for key, module in own.items()}
    there = [key for key, content in contents.items() if content is not None]
    # A section with little to tell may stand further down.
    there.sort(key=lambda key: contents[key].get("place", own[key].PLACE))
    sections = [
        {
            "key": key,
            "title": own[key].TITLE,
            "folded": contents[key].get("folded") or "",
            "html": Markup(environment.get_template(own[key].TEMPLATE).render(it=contents[key], there=there)),
        }
        for key in there
    ]
    lines = evidence.Lines(material)
    opened = {key for section in sections for key in _OPENS.findall(section["html"])}
    data: dict[str, Any] = {"facets": material.facets.pack()}
    for module in own.values():
        if hasattr(module, "add_lines"):
            module.add_lines(lines, material)
        if hasattr(module, "PACKED"):
            data[module.PACKED] = module.pack(material)
        if hasattr(module, "opened"):
            opened |= module.opened(material)
    numbers_opened = {int(key[1:]) for keys in opened for key in keys.split()}
    data |= evidence.pack(material, numbers_opened) | {"lines": lines.pack()}
    css = "".join(_asset(f"{part}.css") for part in page.styles)
    js = "".join(_asset(f"{part}.js") for part in page.scripts)
    text = environment.get_template("page.html").render(
        page=name,
        kicker=page.kicker,
        title=titling.title(material),
        facts=_facts(material),
        illustrative=material.illustrative,
        sections=sections,
        policy=_policy(css, js),
        css=Markup(css),
        js=Markup(js),
        facets=material.facets.offered(),
        data=pack(data),
    )
    return _name_files(text, material)


#: What a button of a page opens.
_OPENS = re.compile(r'data-open="([p\d ]+)"')


def _name_files(page: str, material: Material) -> str:
    """Name the file of each table that is there: very many rows are in no CSV."""
    for name, table in material.tables.items():
        page = page.replace(f"tables/{name}.csv", schema.name_table_file(name, len(table)))
    return page


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        # A section's own template may stand beside it.
        loader=jinja2.ChoiceLoader(
            [jinja2.PackageLoader("framing.report", folder) for folder in ("templates", "sections")]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["isolate"] = isolate
    environment.filters["visible"] = visible
    environment.filters["upper_first"] = lambda text: f"{text[:1].upper()}{text[1:]}"
    return environment


def _asset(name: str) -> str:
    return (resources.files("framing.report") / "templates" / name).read_text("utf8").replace("\r\n", "\n")


def _policy(css: str, js: str) -> str:
    """Allow this style, this script and pictures inside the page; nothing from anywhere."""
    style, script = (base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (css, js))
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _facts(material: Material) -> str:
    frame = material.articles
    dated = frame["published"].dropna()
    when = f", {numbers.dates(dated.min(), dated.max())}" if len(dated) else ""
    if 0 < len(dated) < len(frame):
        when += f" ({numbers.count(len(frame) - len(dated))} undated)"
    groups = [vocabulary.display(key) for key in sorted(material.sizes)]
    size = numbers.several(len(frame), "article")
    # Without anything told no table is open.
    few = sorted({*material.sizes} - {*material.groups}) if material.told_matters else []
    hidden = numbers.all_listed([vocabulary.display(one) for one in few])
    more = f" With too few reports for a column in tables: {hidden}." if hidden else ""
    return f"{size}{when}: {numbers.listed(groups)}.{more}" if groups else "No articles."
