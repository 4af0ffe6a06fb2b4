"""Who is cast as hero, villain or victim, and who does what to whom."""

from __future__ import annotations

from typing import Any

from framing.errors import FramingError
from framing.study.config import Study
from framing.study.steps import Context, Tables, with_rows

PLACE = 90
KEYS = ("actions", "naming", "roles", "targets")
TABLES = ("roles", "actions")


def check(study: Study) -> None:
    """Refuse actions where the parser isn't there."""
    if study.actions:
        from framing.features.roles.actions import parser

        parser()


def run(context: Context) -> Tables:
    """Say how the targets given are cast and what they do, else those of `naming`, if any is named."""
    from framing.features.roles.actions import actions
    from framing.features.roles.casting import roles

    study, found = context.study, {}
    followed: Any = None if context.mentions is None else study.naming
    if study.names_targets:
        followed = study.targets
    if study.roles:
        if followed is None:
            raise FramingError('roles: nobody is named; say whom to follow, as targets = {Ruiz = ["Ruiz"]}')
        held = context.held("roles")
        found["roles"] = roles(held.articles, followed, voices=held.voicing, progress=False)
    if study.actions:
        held = context.held("actions")
        found["actions"] = actions(held.articles, followed, voices=held.voicing, progress=False)
    return with_rows(found)
