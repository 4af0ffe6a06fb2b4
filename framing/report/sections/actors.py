"""Who acts on whom, and who is cast as what: actions with their verbs, and roles with a warning."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from typing import Any

import pandas as pd

from framing.report import opened
from framing.report.material import Material
from framing.views import numbers as numbers

__all__ = ["TEMPLATE", "TITLE", "content"]

#: Where it stands on the page.
PLACE = 120
TITLE = "Who acts"
TEMPLATE = "actors.html"

#: Verbs named in a cell.
VERBS = 4

_KINDS = ("cooperative", "conflictual")


def content(material: Material) -> dict[str, Any] | None:
    """Return actions and roles, or None where neither was looked for."""
    actions, roles = _actions(material), _roles(material)
    return None if actions is None and roles is None else {"actions": actions, "roles": roles}


def _actions(material: Material) -> dict[str, Any] | None:
    shown = opened.actions(material)
    if shown is None:
        return None
    return {
        "groups": [material.shown(group) for group in shown.groups],
        "genre": shown.genre,
        "totals": [_total(group, shown, material) for group in shown.groups],
        "voices": [_voice(voice, shown, material, ("actor", "target"), _cell) for voice in shown.voices],
    }


def _total(group: str, shown: opened.Shown, material: Material) -> dict[str, str]:
    """Say how many actions there are in the first voice, and of which kinds."""
    own = shown.rows[(shown.rows["_group"] == group) & (shown.rows["_voice"] == shown.voices[0])]
    kinds = own["kind"].astype(str).value_counts()
    return {
        "name": material.shown(group),
        "n": numbers.several(len(own), "action"),
        **{kind: numbers.count(kinds.get(kind, 0)) for kind in _KINDS},
    }


def _voice(
    voice: str,
    shown: opened.Shown,
    material: Material,
    heads: Sequence[str],
    cell: Callable[[pd.DataFrame | None, str, str, tuple[str, ...]], dict[str, Any] | None],
) -> dict[str, Any]:
    """Return the rows of a voice: what each is of, by `heads`, and a cell for each group."""
    own = shown.rows[shown.rows["_voice"] == voice]
    cells = dict(iter(own.groupby(["_what", "_group"], sort=False)))
    return {
        "where": material.names.voice(voice) or "in all words",
        "rows": [
            {
                **dict(zip(heads, what, strict=True)),
                "cells": [cell(cells.get((what, group)), voice, group, what) for group in shown.groups],
            }
            for what in shown.order[voice]
        ],
        "left_out": shown.left_out[voice],
    }


def _cell(own: pd.DataFrame | None, voice: str, group: str, what: tuple[str, ...]) -> dict[str, Any] | None:
    if own is None:
        return None
    kinds = own["kind"].astype(str).value_counts()
    named = zip(own["action"].astype(str), own["negated"].astype(bool), own["kind"].astype(str), strict=True)
    verbs = Counter((f"not {verb}" if negated else verb, kind) for verb, negated, kind in named)
    order = sorted(verbs, key=lambda one: (-verbs[one], one))
    return {
        "count": numbers.count(len(own)),
        "opens": opened.key("a", voice, group, *what),
        "kinds": [(kind, numbers.count(kinds[kind])) for kind in _KINDS if kind in kinds],
        "verbs": [
            {
                "verb": verb,
                "kind": kind,
                "n": numbers.count(verbs[verb, kind]) if verbs[verb, kind] > 1 else "",
            }
            for verb, kind in order[:VERBS]
        ],
        "more": max(len(order) - VERBS, 0),
    }


def _roles(material: Material) -> dict[str, Any] | None:
    shown = opened.roles(material)
    if shown is None:
        return None
    by = str(shown.rows["by"].iloc[0]) if "by" in shown.rows.columns else "both"
    return {
        "groups": [material.shown(group) for group in shown.groups],
        "genre": shown.genre,
        "read": _READ.get(by, _READ["both"]),
        "score": _score(by),
        # What reads the sentence alone has them hidden already.
        "masked": "" if by == "sentence" else _score("sentence"),
        "voices": [_voice(voice, shown, material, ("who",), _given) for voice in shown.voices],
    }


_READ = {
    "words": "by the entity's own words",
    "sentence": "by its sentences, the entity left out",
    "both": "by the entity's own words and its sentences",
}


def _score(by: str) -> str:
    """Return the macro-F1 of the judge of roles, as its card has it."""
    file = resources.files("framing.features.roles") / "cast.toml"
    measured: Mapping[str, Any] = tomllib.loads(file.read_text("utf8")).get("measured", {})
    return f"{measured[by]:.2f}".removeprefix("0") if by in measured else ""


def _given(own: pd.DataFrame | None, voice: str, group: str, what: tuple[str, ...]) -> dict[str, Any] | None:
    if own is None:
        return None
    given = own["role"].astype(str).value_counts()
    return {
        "count": numbers.count(len(own)),
        "opens": opened.key("r", voice, group, *what),
        "roles": [(role, numbers.count(given[role])) for role in opened.ROLES if role in given],
    }
