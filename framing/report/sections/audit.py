"""What was removed, and other decisions: the audit by rule, each with its lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.plugins import toml
from framing.report.material import Material
from framing.views import numbers

#: Where it stands on the page.
PLACE = 260
TITLE = "What was removed, and other decisions"
TEMPLATE = "audit.html"

#: Lines listed on the page for one rule, and characters of one; all of them are in the audit table.
LISTED, LONGEST = 40, 300

_KINDS: dict[str, str] = toml(__package__, "lists")["audit"]["kinds"]


def content(material: Material) -> dict[str, Any]:
    """Group the audit by what was done and by rule, commonest first, each with its lines."""
    audit = material.audit
    groups = []
    for kind, heading in _KINDS.items():
        lines = audit[audit["kind"].astype(str) == kind]
        if not len(lines):
            continue
        counts = lines["rule"].astype(str).value_counts()
        order = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        rules = [_rule(str(rule), lines[lines["rule"].astype(str) == rule]) for rule, _ in order]
        groups.append({"heading": heading, "count": numbers.count(len(lines)), "rules": rules})
    return {"groups": groups}


def _rule(rule: str, lines: pd.DataFrame) -> dict[str, Any]:
    shown = lines.head(LISTED).to_dict("records")
    return {
        "rule": rule.replace("_", " "),
        "count": numbers.count(len(lines)),
        "capped": len(lines) > LISTED,
        "shown": len(shown),
        "lines": [_line(line) for line in shown],
    }


def _line(line: Mapping[str, Any]) -> dict[str, str]:
    detail = " ".join(str(line["detail"]).split()) if isinstance(line["detail"], str) else ""
    return {
        "source": str(line["source"]),
        "detail": detail if len(detail) <= LONGEST else detail[:LONGEST] + " …",
    }
