"""The methods text, ready to paste, with its BibTeX; and the findings as they stand in their file."""

from __future__ import annotations

import re
from typing import Any

from framing.report import citing, story
from framing.report import methods as written
from framing.report.material import Material

__all__ = ["TEMPLATE", "TITLE", "content"]

#: Where it stands on the page.
PLACE = 270
TITLE = "Methods text"
TEMPLATE = "methods.html"

Runs = list[tuple[str, str]]

#: Code and bold, the only marks that the text has.
_MARKED = re.compile(r"`([^`]*)`|\*\*([^*]*)\*\*")


def content(material: Material) -> dict[str, Any]:
    """Return the paragraphs to read, and the texts to copy."""
    found = written.methods(material)
    blocks = []
    for paragraph in found.paragraphs:
        plain, _, items = paragraph.text.partition("\n\n")
        if plain.startswith("- "):
            plain, items = "", paragraph.text
        blocks.append(
            {
                "heading": paragraph.heading,
                "text": _runs(citing.in_words(plain, found.works)),
                "items": [
                    _runs(citing.in_words(item.removeprefix("- "), found.works))
                    for item in items.split("\n")
                    if item
                ],
            }
        )
    return {
        "findings": story.write_findings(material),
        "paragraphs": blocks,
        "words": written.as_text(found, cite="words"),
        "keys": written.as_text(found),
        "bibtex": citing.bibtex(found.works),
        "references": citing.references(found.works),
    }


def _runs(text: str) -> Runs:
    """Cut a text into what stands plain, as code and in bold.

    >>> _runs("**Hedges**: `hedges`, words.")
    [('b', 'Hedges'), ('', ': '), ('code', 'hedges'), ('', ', words.')]
    """
    runs, at = [], 0
    for found in _MARKED.finditer(text):
        runs += [("", text[at : found.start()])] * (found.start() > at)
        runs.append(("code", found[1]) if found[1] is not None else ("b", found[2]))
        at = found.end()
    return runs + [("", text[at:])] * (at < len(text))
