"""The methods text of a study, ready to paste: what was done, in paragraphs, with the works it goes by.

Each paragraph is written by a module of its own from the tables and settings of this study, so that nothing
is said that was not done. What the program can't know stands in square brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from framing.report import checked, describing, inferring, measured, numbers, results
from framing.report.citing import Cited, in_words, references
from framing.report.citing import bibtex as _bibtex
from framing.report.numbers import all_listed

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["Methods", "Paragraph", "as_text", "bibtex", "files", "findings", "methods", "text"]

#: Libraries whose version is told in the text; all stand in provenance.json.
_NAMED = ("numpy", "scipy", "pandas", "scikit-learn")

_Part = Callable[["Material", Cited], str]


class Paragraph(NamedTuple):
    """A paragraph with its heading, in Markdown; works are cited by their keys."""

    heading: str
    text: str


class Methods(NamedTuple):
    """The paragraphs of a methods text, its table of groups, and the works cited in it."""

    paragraphs: tuple[Paragraph, ...]
    table: str
    works: Mapping[str, Mapping[str, str]]


def methods(material: Material) -> Methods:
    """Write the methods text.

    Parameters
    ----------
    material : Material
        Tables and settings of one study.

    Returns
    -------
    Methods
        Paragraphs in the order of a paper; those for which nothing was done are left out.

    Examples
    --------
    >>> from framing.report.material import Material
    >>> [paragraph.heading for paragraph in methods(Material.of({}, {}, {})).paragraphs][:3]
    ['Corpus', 'Selection and scope', 'Copies and agency copy']
    """
    cited = Cited()
    found = []
    for heading, parts in _PARTS.items():
        said = [part(material, cited) for part in parts]
        # Items of a list stand on lines of their own, below what introduces them.
        joined = "\n".join(one for one in said if one.startswith("- "))
        plain = " ".join(one for one in said if one and not one.startswith("- "))
        if text := "\n\n".join(filter(None, [plain, joined])):
            found.append(Paragraph(heading, text))
    return Methods(tuple(found), describing.table(material), dict(cited.works))


def text(material: Material, *, cite: str = "keys") -> str:
    """Return the methods text as Markdown.

    Parameters
    ----------
    material : Material
    cite : {"keys", "words"}
        Works by their keys, as Pandoc reads them beside `bibtex`; or by author and year, with the list of
        references below.

    Returns
    -------
    str
        Paragraphs, each with its heading in bold, and the table of the groups.
    """
    return as_text(methods(material), cite=cite)


def as_text(found: Methods, *, cite: str = "keys") -> str:
    """Return a methods text that was written already, as `text` does."""
    blocks = []
    for paragraph in found.paragraphs:
        plain, _, items = paragraph.text.partition("\n\n")
        if plain.startswith("- "):
            plain, items = "", paragraph.text
        blocks.append(f"**{paragraph.heading}.** {plain}".rstrip())
        blocks += [items] * bool(items)
        if paragraph.heading == "Corpus" and found.table:
            blocks.append(found.table)
    whole = "\n\n".join(blocks)
    if cite == "words":
        lines = "\n".join(f"- {line}" for line in references(found.works))
        whole = in_words(whole, found.works) + (f"\n\n**References**\n\n{lines}" if lines else "")
    return whole + "\n"


def bibtex(material: Material) -> str:
    """Return the works that the methods text cites, as BibTeX, in order of key."""
    return _bibtex(methods(material).works)


def files(material: Material) -> dict[str, str]:
    """Return what a run leaves beside its report, by the names of the files.

    Parameters
    ----------
    material : Material

    Returns
    -------
    dict of str to str
        ``methods.md``, whose works are cited by keys, ``references.bib`` and ``findings.md``.
    """
    found = methods(material)
    return {
        "methods.md": as_text(found),
        "references.bib": _bibtex(found.works),
        "findings.md": findings(material) + "\n",
    }


def findings(material: Material, most: int = 5) -> str:
    """Return the findings in one paragraph; see `framing.report.results.findings`."""
    return results.findings(material, most)


def _software(material: Material, cited: Cited) -> str:
    versions = {
        str(name): str(version) for name, version in (material.settings.get("versions") or {}).items()
    }
    version = versions.get("framing", "")
    own = cited.add(
        "framing",
        {
            "type": "software",
            "author": "{The framing authors}",
            "title": "framing: compare how news outlets frame the same event",
            "version": version,
            "license": "MIT",
            "year": _YEAR,
        },
    )
    known = {"numpy": "harris2020", "scipy": "virtanen2020"}
    libraries = [
        f"{name} {versions[name]}" + (f" {cited(known[name])}" if name in known else "")
        for name in _NAMED
        if name in versions
    ]
    said = f"All was computed by framing{f' {version}' if version else ''} {own}"
    said += f", with {all_listed(libraries)}." if libraries else "."
    if "python" in versions:
        said = said.removesuffix(".") + f" on Python {versions['python']}."
    seed = material.settings.get("seed")
    if seed is not None:
        said += f" Draws go by seed {numbers.count(seed)}." if isinstance(seed, int) else f" Seed: {seed}."
    return (
        f"{said} The study file `study.toml` holds every setting, and `provenance.json` the hashes of what "
        "went in and came out; `framing reproduce` runs it again and compares."
    )


#: The year of the version, for its reference.
_YEAR = "2026"

#: The paragraphs in their order, with what writes them.
_PARTS: Mapping[str, tuple[_Part, ...]] = {
    "Corpus": (describing.corpus,),
    "Selection and scope": (describing.selection,),
    "Cleaning": (describing.cleaning,),
    "Copies and agency copy": (describing.copies,),
    "Events": (inferring.events,),
    "Voices": (describing.voices,),
    "Measures": (
        measured.primary,
        measured.lists,
        measured.sources,
        measured.stance,
        measured.frames,
    ),
    "Estimates and intervals": (inferring.estimates, inferring.intervals),
    "Tests": (inferring.tests,),
    "Words": (inferring.words,),
    "Other comparisons": (inferring.others,),
    "Robustness": (checked.robustness,),
    "Validation": (checked.validation,),
    "Software": (_software,),
}
