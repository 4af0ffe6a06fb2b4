"""Build the report: one HTML file that holds everything it needs and loads nothing.

The driver: each section makes its content, one template lays them out, and the
page's policy allows exactly the style and the script that are in it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib import resources
from types import ModuleType
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from framing import light
from framing.report import clearest, evidence, numbers, opened, packing, terms, titling
from framing.report.isolate import isolate, visible
from framing.report.material import Material
from framing.report.sections import (
    actors,
    agency,
    axes,
    compared,
    coverage,
    differs,
    events,
    frames,
    full_tables,
    limits,
    marked,
    naming,
    pictures,
    planted,
    reuse,
    robust,
    speakers,
    stance,
    validity,
    words,
)
from framing.report.sections import (
    methods as methods_section,
)
from framing.report.sections import (
    settings as settings_section,
)

__all__ = ["SECTIONS", "build", "built"]

#: In the order of the page; the key is the section's anchor.
SECTIONS: dict[str, ModuleType] = {
    "compared": compared,
    "events": events,
    "differs": differs,
    "speakers": speakers,
    "words": words,
    "naming": naming,
    "axes": axes,
    "coverage": coverage,
    "agency": agency,
    "reuse": reuse,
    "stance": stance,
    "frames": frames,
    "actors": actors,
    "validity": validity,
    "robust": robust,
    "methods": methods_section,
    "limits": limits,
    "planted": planted,
    "articles": marked,
    "figures": pictures,
    "tables": full_tables,
    "settings": settings_section,
}

#: The page's style and script, in this order: the first script says what the others build on.
_STYLES = ("report", "tools", "marked", "words", "visit", "apart")
_SCRIPTS = ("report", "sentences", "tables", "filters", "marked", "words", "visit", "search", "keys")


def build(tables: Mapping[str, pd.DataFrame], figures: Mapping[str, str], settings: Mapping[str, Any]) -> str:
    """Return the report as one HTML page.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By the names of `framing.tables`: articles, audit, profile, contrast, evidence, voices, terms, shift,
        naming, mentions, collocates, style, and kwic, lines of the terms listed; links, agency, agency_share,
        wire_effect, reuse, coverage, and items and statements, whose sentences coverage opens; corrected,
        frames, axes, actions, roles; robustness, specifications, influence, placebo, power; agreement,
        validity, prediction_powered. One that is absent is empty; others are left alone.
    figures : mapping of str to str
        Name to SVG, in the order in which they are to be shown.
    settings : mapping
        title, event, collection, wire, voices, split, seed, measures (name to
        meaning), primary, versions, by; optionally alt and captions (figure's
        name to words), planted (dicts of what, planted, recovered) and events_found
        (a sentence on events that the program had to find). All are listed on the page.

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
    return built(Material.of(tables, figures, settings))


def built(material: Material) -> str:
    """Return the report of material that was checked already; as `build`."""
    # The texts of what will be shown are asked for once.
    for module in (evidence, opened, reuse, marked):
        material.texts.want(module.wanted(material))
    sections = []
    for key, module in SECTIONS.items():
        content = module.content(material)
        if content is not None:
            sections.append(
                {"key": key, "title": module.TITLE, "template": module.TEMPLATE, "content": content}
            )
    css = "".join(_asset(f"{name}.css") for name in _STYLES)
    js = "".join(_asset(f"{name}.js") for name in _SCRIPTS)
    data = evidence.pack(material) | {
        "facets": material.facets.pack(),
        "tables": full_tables.pack(material),
        "marked": marked.pack(material),
        "figures": pictures.pack(material),
        "words": terms.pack(material),
        "lines": opened.pack(material),
    }
    page = (
        _environment()
        .get_template("report.html")
        .render(
            title=titling.title(material),
            facts=_facts(material),
            clearest=clearest.clearest(material, differs.ranked(material)),
            illustrative=material.illustrative,
            sections=sections,
            policy=_policy(css, js),
            css=Markup(css),
            js=Markup(js),
            facets=material.facets.offered(),
            data=packing.pack(data),
        )
    )
    return _found(page, material)


def _found(page: str, material: Material) -> str:
    """Name the file of each table that is there: very many rows are in no CSV."""
    for name, table in material.tables.items():
        page = page.replace(light.file_of(name, 0), light.file_of(name, len(table)))
    return page


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("framing.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["isolate"] = isolate
    environment.filters["visible"] = visible
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
    groups = [material.shown(key) for key in sorted(material.sizes)]
    size = numbers.several(len(frame), "article")
    return f"{size}{when}: {numbers.listed(groups)}." if groups else "No articles."
