"""What several commands share: the study that arguments describe, and how wide the terminal is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError
from framing.terminal.options import pairs, targets

if TYPE_CHECKING:
    from framing.study.config import Study

__all__ = ["study", "width"]


def study(paths: tuple[str, ...], options: dict[str, Any]) -> Study:
    """Build the study of the arguments: a study file or articles, then what the options set."""
    import dataclasses

    from framing.study.config import Study

    given = {key: value for key, value in options.items() if value not in (None, ())}
    if "columns" in given:
        given["columns"] = pairs(given["columns"])
    if toward := given.pop("toward", ()):
        given["targets"] = targets(toward)
    studies = [path for path in paths if path.endswith(".toml")]
    others = [path for path in paths if not path.endswith(".toml")]
    if len(studies) > 1:
        raise FramingError(f"{studies[1]}: is a second study file; give one, and articles beside it")
    if studies:
        return dataclasses.replace(Study.read(studies[0], others or None), **given)
    return Study(articles=paths, **given)


def width() -> int:
    """Return the columns of the terminal; what goes into a file has room for 120."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 120
