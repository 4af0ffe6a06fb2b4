"""Pages that the tests of the browser share, each built once and kept."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from framing.report.build import build
from tests.report import checked_examples, examples, judged_examples, visit_examples


@cache
def _made(name: str) -> str:
    figures = {"profile": examples.figure(), "contrast": examples.figure("b")}
    if name == "spoken":
        return build(examples.spoken(), figures, examples.settings(voices="full"))
    if name == "visits":
        return build(visit_examples.tables(), figures, examples.settings())
    if name == "checked":
        return build(checked_examples.tables(), {}, examples.settings())
    if name == "judged":
        return build(judged_examples.tables(), figures, judged_examples.settings())
    if name == "drawn":
        # One so large that it is packed.
        points = "".join(f'<circle cx="{n % 97}.5" cy="{n % 89}.5" r="1.5"/>' for n in range(2000))
        return build(
            examples.tables(),
            figures | {"large": examples.figure().replace("</g></svg>", points + "</g></svg>")},
            examples.settings(),
        )
    return build(examples.tables(), figures, examples.settings())


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="framing-pages-"))


def page(name: str = "plain") -> Path:
    """Return the path of a page.

    `plain`; `spoken`, with voices in full; `visits`, with what articles share; `judged`, with what a model
    read; `checked`, with what was made again and coded; or `drawn`, with a large figure.
    """
    path = _folder() / f"{name}.html"
    if not path.exists():
        path.write_text(_made(name), "utf8")
    return path
