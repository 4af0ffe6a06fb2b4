"""Pages say ``<!-- table: NAME -->`` where a table made from the package's own files is to stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import fields

from framing import plugins
from framing import schema as tables
from framing.corpus.outlets import outlets
from framing.study.config import Study

_MARK = re.compile(r"<!-- table: (\w+) -->")


def fill(app: object, page: str, source: list[str]) -> None:
    """Replace each mark of a page; the event `source-read` of Sphinx."""
    source[0] = _MARK.sub(lambda found: _TABLES[found[1]](), source[0])


def _grid(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _study() -> str:
    blank = Study(articles=(".",))
    rows = []
    for item in fields(Study):
        default = getattr(blank, item.name)
        shown = "" if item.name == "articles" or default in ("", (), {}) else f"`{_toml(default)}`"
        allowed = ", ".join(item.metadata["allowed"])
        rows.append(
            [f"`{item.name}`", item.metadata["meaning"] + (f" ({allowed})" if allowed else ""), shown]
        )
    return _grid(["key", "what it sets", "unless said otherwise"], rows)


def _toml(value: object) -> str:
    return str(list(value)).replace("'", '"') if isinstance(value, tuple) else str(value)


def _lexicons() -> str:
    parts = []
    for name, file in plugins.files("framing.features.lexicons").items():
        raw = tomllib.loads(file.read_text("utf8"))
        measures = [
            [f"`{key}`", spec.get("meaning", ""), spec.get("unit", "")]
            for key, spec in raw["measures"].items()
        ]
        count = sum(len(pole.get("terms", ())) for pole in raw.get("poles", {}).values())
        parts.append(f"## {raw.get('title', name)}\n\n{raw.get('meaning', '')}\n")
        entries = f"{count:,} entries. " if count else ""
        parts.append(f"{entries}Licence: {raw.get('licence', 'not stated')}.\n")
        parts.append(_grid(["measure", "meaning", "unit"], measures) + "\n")
        parts.append(
            "Written from:\n\n" + "\n".join(f"- {source}" for source in raw.get("citation", ())) + "\n"
        )
    return "\n".join(parts)


def _outlets() -> str:
    rows = [
        [f"`{key}`", outlet.name, outlet.country or "", ", ".join(outlet.domains)]
        for key, outlet in outlets().items()
    ]
    return _grid(["key", "name", "country", "sites"], rows)


def _owners() -> str:
    rows = [
        [outlet.name, outlet.ownership, outlet.ownership_source or ""]
        for outlet in outlets().values()
        if outlet.ownership
    ]
    return _grid(["outlet", "owned or run by", "as said by"], rows)


def _agencies() -> str:
    rows = [
        [f"`{key}`", outlet.name, ", ".join(outlet.credits), "yes" if outlet.datelines else ""]
        for key, outlet in outlets().items()
        if outlet.agency
    ]
    return _grid(["key", "agency", "credited as", "known by its dateline"], rows)


def _tables() -> str:
    parts = []
    for name in tables.names():
        schema = tables.schema(name)
        parts.append(
            f"## {name}\n\nOne row: {schema.row}."
            + (f" Key: {', '.join(schema.key)}.\n" if schema.key else "\n")
        )
        rows = [
            [
                f"`{c.name}`",
                c.type + (f", {c.unit}" if c.unit else ""),
                c.meaning + (f" ({', '.join(c.values)})" if c.values else ""),
            ]
            for c in schema.columns.values()
        ]
        parts.append(_grid(["column", "type", "meaning"], rows) + "\n")
    return "\n".join(parts)


_TABLES: dict[str, Callable[[], str]] = {
    "study": _study, "lexicons": _lexicons, "outlets": _outlets, "owners": _owners, "agencies": _agencies,
    "tables": _tables,
}  # fmt: skip
