"""Every figure with the code that draws it, drawn from the bundled corpus while the pages are built.

What stands under a picture in `gallery.md` is what was run to draw it. `python docs/gallery.py FOLDER` draws
them without building the pages.
"""

from __future__ import annotations

import html
import sys
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

MARK = "<!-- gallery -->"
#: Beside the pages, when they are built.
FOLDER = "_static/gallery"

#: What all pieces of code begin with.
BEGIN = """
import framing as fr

articles, audit = fr.load(fr.example("carney-beijing-2026"))
news = articles[articles["genre"].isin(["news", "unknown"])]
voices = fr.sources.voices(articles)
scores = fr.score(articles, ["hedges", "boosters", "tone.net"], voices=voices)
result = fr.compare(scores)
""".strip()


class Recipe(NamedTuple):
    """How one figure is drawn: what must be installed beyond the core, and the code; its last line draws."""

    code: str
    extra: str = ""


SECTIONS: Mapping[str, Mapping[str, Recipe]] = {
    "Measures and differences": {
        "findings": Recipe(
            "told = fr.findings(result, news, voices=voices)\n"
            'fr.plotting.findings(told, profile=result.profile, width="double")'
        ),
        "profile": Recipe('fr.plotting.profile(result.profile, scores=scores, width="double")'),
        "contrast": Recipe(
            'fr.plotting.contrast(result.contrast, measures=["hedges", "boosters"], width="double")'
        ),
        "over_time": Recipe(
            'daily = fr.over_time(scores, articles=articles)\nfr.plotting.over_time(daily, width="double")'
        ),
        "word_shift": Recipe(
            'shift = fr.words.word_shift(news, "global_times", "national_post", lexicon="vader")\n'
            'fr.plotting.word_shift(shift, width="single")'
        ),
    },
    "Who speaks": {
        "sources": Recipe(
            "standing = fr.compare(fr.sources.score_sources(articles, voices=voices), split=()).profile\n"
            'fr.plotting.sources(standing, width="double")'
        ),
    },
    "Words and names": {
        "keyness": Recipe('fr.plotting.keyness(fr.keyness(news), width="double")'),
        "naming": Recipe(
            'forms = fr.words.naming(news, "visits")\n'
            'fr.plotting.naming(forms, referents=["Mark Carney", "tariffs"], width="double")'
        ),
    },
    "Who must act": {
        "demands": Recipe('fr.plotting.demands(fr.frames.demands(news, voices=voices), width="double")'),
    },
    "The same fact": {
        "side_by_side": Recipe('fr.plotting.side_by_side(fr.side_by_side(news), width="double")'),
    },
    "Stance": {
        "stance": Recipe(
            'toward = {"China": ["China", "Beijing"], "Canada": ["Canada", "Ottawa"]}\n'
            'compared = fr.compare(fr.score(news, "stance", targets=toward))\n'
            'fr.plotting.stance(compared.profile, width="double")',
            "neural",
        ),
    },
}


def recipes() -> dict[str, Recipe]:
    """Return all recipes by the name of their figure."""
    return {name: recipe for some in SECTIONS.values() for name, recipe in some.items()}


def run(code: str, space: dict[str, Any]) -> Any:
    """Run code in a space of names; return the value of its last line."""
    *before, last = code.split("\n")
    exec(compile("\n".join(before), "<gallery>", "exec"), space)
    return eval(compile(last, "<gallery>", "eval"), space)


def drawn(folder: Path, only: Mapping[str, Recipe] | None = None) -> Iterator[tuple[str, str]]:
    """Draw the figures into a folder as SVG; yield the name of each, and what it lacks if it wasn't drawn."""
    from framing.errors import FramingError
    from framing.plotting import theme

    folder.mkdir(parents=True, exist_ok=True)
    space: dict[str, Any] = {}
    with warnings.catch_warnings():
        # What a table can't tell stands in its notes; here it is only drawn.
        warnings.simplefilter("ignore")
        exec(compile(BEGIN, "<gallery>", "exec"), space)
        for name, recipe in (only or recipes()).items():
            try:
                ax = run(recipe.code, dict(space))
            except FramingError as error:
                if not recipe.extra:
                    raise
                yield name, str(error)
                continue
            theme.save(
                ax, folder / f"{name}.svg", alt=f"Figure {name}, from the bundled corpus; invented text"
            )
            yield name, ""


def page(lacking: Mapping[str, str]) -> str:
    """Return the gallery's pictures and code as Markdown."""
    said = ["All of them begin so:", f"```python\n{BEGIN}\n```"]
    for section, some in SECTIONS.items():
        said.append(f"## {section}")
        for name, recipe in some.items():
            said.append(f"### {name}")
            if lacking.get(name):
                said.append(f"Not drawn here: {lacking[name]}")
            else:
                words = html.escape(f"Figure {name}, drawn by the code below; invented text")
                said.append(f'<img src="{FOLDER}/{name}.svg" alt="{words}" loading="lazy">')
            said.append(f"```python\n{recipe.code}\n```")
    return "\n\n".join(said)


class Gallery:
    """What was drawn in one building of the pages."""

    def __init__(self) -> None:
        self.lacking: dict[str, str] = {}

    def draw(self, app: Any) -> None:
        """Draw all figures where the pages will look for them; the event `builder-inited` of Sphinx."""
        if app.builder.format == "html":
            self.lacking = dict(drawn(Path(app.outdir) / FOLDER))

    def fill(self, app: object, name: str, source: list[str]) -> None:
        """Put pictures and code where a page asks for them; the event `source-read` of Sphinx."""
        if MARK in source[0]:
            source[0] = source[0].replace(MARK, page(self.lacking))


if __name__ == "__main__":
    for figure, lack in drawn(Path(sys.argv[1])):
        print(figure, lack)
