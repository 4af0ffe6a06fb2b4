"""The page that a coder works through: one file that loads nothing, worked by keyboard, kept in the browser.

Words of articles go in as data and come out as text: what they hold is never run. The page's policy allows
exactly the style and the script that are in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from framing.coding.masking import TOKEN
from framing.coding.questions import Question

if TYPE_CHECKING:
    from framing.coding.sampling import CodingSample

__all__ = ["page", "sample_id"]


def page(sample: CodingSample, coder: str, file: str) -> str:
    """Return the page of one coder as HTML.

    Parameters
    ----------
    sample : CodingSample
    coder : str
        One of those of the sample.
    file : str
        What stands in the names of the files that the coder downloads.

    Returns
    -------
    str
        The same bytes for the same sample.
    """
    from markupsafe import Markup

    own = sample.units[[coder in said.split("; ") for said in sample.units["coders"]]]
    book = sample.codebook
    css, js = _asset("coder.css"), _asset("coder.js")
    data = {
        "sample": sample_id(sample),
        "coder": coder,
        "file": file,
        "name": book.name,
        "version": book.version,
        "mask": TOKEN,
        "questions": [_asked(question) for question in book],
        "units": [_unit(row) for row in own.to_dict("records")],
    }
    invented = "provenance" in sample.key.columns and (sample.key["provenance"] == "illustrative").any()
    note = [line for line in book.note.split("\n") if line.strip()]
    if invented:
        note.append("The texts are invented: they show how the tool works, and nobody wrote them as news.")
    template = _environment().get_template("coder.html")
    html: str = template.render(
        title=book.title or book.name,
        coder=coder,
        name=book.name,
        version=book.version,
        total=len(own),
        note=note,
        questions=_grouped([_asked(question) for question in book]),
        policy=_policy(css, js),
        css=Markup(css),
        js=Markup(js),
        data=_json(data),
    )
    return html


def sample_id(sample: CodingSample) -> str:
    """Return 12 hex digits that tell one sample and its questions from another."""
    said = "\x1f".join([sample.codebook.version, *sorted(sample.units["unit"])])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _asked(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "question": question.question,
        "help": question.help,
        "level": question.level,
        "values": [list(pair) for pair in question.values.items()],
        "least": question.least,
        "most": question.most,
        "range": question.range,
        "optional": question.optional,
        "frame": question.frame.replace("_", " "),
    }


def _grouped(asked: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return questions in groups that have one explanation and the same answers, as those of a frame have."""
    groups: list[tuple[str, list[dict[str, Any]]]] = []
    for question in asked:
        last = groups[-1][1][0] if groups else None
        if (
            last
            and question["help"]
            and all(last[name] == question[name] for name in ("help", "values", "range"))
        ):
            groups[-1][1].append(question)
        else:
            groups.append((question["help"], [question]))
    return groups


def _unit(row: dict[str, Any]) -> dict[str, Any]:
    target = row.get("target")
    return {
        "unit": row["unit"],
        "kind": row["kind"],
        "before": row["before"],
        "text": row["text"],
        "after": row["after"],
        "target": target if isinstance(target, str) else "",
        "title": int(row["title_end"]),
        "mark": [int(row["mark_start"]), int(row["mark_end"])],
    }


def _json(value: Any) -> Any:
    """Return JSON that can stand in a script element: no character in it can end the element."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text.encode("utf8", "surrogatepass").decode("utf8", "replace"))


def _policy(css: str, js: str) -> str:
    style, script = (base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (css, js))
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _asset(name: str) -> str:
    return (resources.files("framing.coding") / "templates" / name).read_text("utf8").replace("\r\n", "\n")


@cache
def _environment() -> Any:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("framing.coding", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
