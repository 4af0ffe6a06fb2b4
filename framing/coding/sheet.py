"""A sample as files: a page and two spreadsheets for each coder, and the key that none of them gets.

Files are written aside and moved into place. Codes come in again through `reading`.
"""

from __future__ import annotations

import base64
import csv
import datetime as dt
import hashlib
import io
import json
import os
import re
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache, lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from framing.coding.questions import Question, Questions
from framing.coding.sampling import CodingSample
from framing.corpus.needles import needles
from framing.corpus.outlets import Book, Outlet, book, with_folder
from framing.errors import FramingError, brief
from framing.formulas import safe, undone
from framing.tables import check

if TYPE_CHECKING:
    import pandas as pd

    from framing.coding.sampling import CodingSample

__all__ = [
    "KEPT",
    "TOKEN",
    "Mask",
    "contents",
    "join",
    "masked",
    "original",
    "packed",
    "page",
    "people_of",
    "read_sample",
    "sample_id",
    "shown",
    "slugs",
    "split",
    "workbook",
    "write",
]


# Hide from a coder which outlet a text is from: names, agencies, addresses, bylines, datelines are one word.

#: What stands for everything that is hidden.
TOKEN = "[outlet]"

Span = tuple[int, int]

# Abbreviations of so many letters are agencies' names only where a credit puts them.
_SHORT = 4
# Folded names of so many letters are looked for inside words, as in #harbourcourier.
_LONG = 7
# Marks are tried on no more of a paragraph than that.
_TRIED = 1_000
# A line this far down with capitals and a dash in front is no opening.
_OPENS = 15
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"”]{1,400}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}",
    re.IGNORECASE,
)
_WORD = re.compile(r"[@#]?\w{3,}")
_WORDS = re.compile(r"\w+")
_CHINESE = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_SIGNED = re.compile(
    # A line that says who wrote: By Ana Ruiz and Li Ma, Harbour Courier
    r"^(?:By|BY)[ \xa0][A-Z][^\n!?]{2,90}$"
    r"|^(?:Editors?|Reporting by|Additional reporting by|Editing by|Writing by):?[ \xa0][A-Z][^\n!?]{2,120}$"
    r"|[(（](?:Reporting|Editing|Writing|Additional reporting)(?: and \w{2,12})? by [^()（）\n]{2,160}[)）]"
    r"|[(（【](?:本报|[^()（）【】\n]{0,12})(?:记者|編輯|编辑|通讯员|責任編輯|责任编辑)[^()（）【】\n]{0,40}[)）】]"
    r"|[(（](?:Reporters?|Correspondents?|Editors?):? [A-Z][^()（）\n]{2,80}[)）]"
    r"|(?:责任编辑|責任編輯|责编|编辑|編輯)[:：][ ]?[^\s()（）]{1,12}",
    re.MULTILINE,
)
_DASH = r"[ \xa0]?(?:[—–]|--?)[ \xa0]"
# How a report opens: BEIJING, Jan. 15 (...) --, OTTAWA — ; in small letters only with a day behind.
_CAPITALS = r"[A-Z][A-Z.'’-]{2,20}(?:[ ,/]{1,2}[A-Z][\w.'’-]{0,20}){0,4}"
_PLACE = r"[A-Z][\w.'’-]{1,20}(?:[ ,/]{1,2}[A-Z][\w.'’-]{0,20}){0,4}"
_DAY = r",? [A-Z][a-z]{2,9}\.? \d{1,2}(?:, \d{4})?"
_OPENING = re.compile(rf"(?:{_CAPITALS}(?:{_DAY})?|{_PLACE}{_DAY})(?: ?[(/][^()/\n]{{2,40}}[)/])?{_DASH}")
# The same without a dash: a name must stand in the brackets.
_BRACKETED = re.compile(rf"(?:(?:{_PLACE})?(?:{_DAY})? ?)[(/](?P<name>[^()/\n]{{2,40}})[)/]\.?")


class Mask:
    """What gives away the outlets of one set of articles, compiled once.

    Parameters
    ----------
    entries : sequence of Outlet
        The outlets to hide, agencies among them.
    others : sequence of Outlet
        Agencies that none of these articles is known to come from: hidden by name, and by letters
        (AP) where a credit puts them.
    also : sequence of str
        Further words to hide, as they are written.
    """

    def __init__(
        self, entries: Sequence[Outlet], others: Sequence[Outlet] = (), also: Iterable[str] = ()
    ) -> None:
        names = [name for entry in entries for name in _names(entry)]
        plain = {name for entry in entries for name in entry.ordinary}
        foreign = [name for entry in others for name in _names(entry)]
        short = {name for name in foreign if name.isascii() and len(name) <= _SHORT} - set(names)
        told = [*names, *(name for name in foreign if name not in short)]
        # "the" is hidden along with an ordinary word: the Province, but Hubei Province.
        told = [f"the {name}" if name in plain else name for name in told]
        apart = [phrase for entry in (*entries, *others) for phrase in entry.unless]
        self._names = _Names({*told, *also}, apart)
        self._credits = _Names({*names, *foreign})
        self._credit = re.compile(rf"(?<=[(（/\[])(?:{_either(short)})(?=[)）/\],])")
        domains = {domain.casefold() for entry in entries for domain in _domains(entry)}
        self._domain = re.compile(
            rf"(?<![\w.-])(?:[\w-]{{1,40}}\.){{0,4}}(?:{_either(domains)})(?![\w-])(?:/\S{{0,200}})?",
            re.IGNORECASE,
        )
        folded = {name: re.sub(r"\W|_", "", name.casefold()) for name in names if name.isascii()}
        # A single word may be part of any other: observers are no Observer.
        self._inside = re.compile(
            _either(fold for name, fold in folded.items() if len(name.split()) > 1 and len(fold) >= _LONG)
        )
        self._handle = re.compile(_either(fold for fold in folded.values() if len(fold) > 2))
        self._marks = [(needles(mark), re.compile(mark)) for entry in entries for mark in entry.marks]
        listed = [form for entry in (*entries, *others) for form in entry.datelines]
        self._openings = [(needles(form), re.compile(form)) for form in listed]

    @classmethod
    def of(
        cls,
        articles: pd.DataFrame,
        *,
        outlets: str | os.PathLike[str] | None = None,
        also: Iterable[str] = (),
    ) -> Mask:
        """Return the mask of a table of articles: its outlets, its agencies, and all agencies by name.

        Parameters
        ----------
        articles : pandas.DataFrame
            With `outlet`; `wire` is used where it is.
        outlets : path, optional
            A file or folder of outlets of one's own, as for `load`.
        also : iterable of str
            Further words to hide.
        """
        if outlets is not None and not isinstance(outlets, str | os.PathLike):
            raise FramingError(f"outlets: {brief(outlets)} is no path; give a file or folder of outlets")
        also = tuple(also)
        if wrong := [word for word in also if not isinstance(word, str)]:
            raise FramingError(f"also: {brief(wrong[0])} is no word; give words to mask, as 'Harbour'")
        known = book() if outlets is None else with_folder(Path(outlets))
        columns = [
            articles[name].dropna().astype(str) for name in ("outlet", "wire") if name in articles.columns
        ]
        keys = sorted({key for column in columns for key in column})
        entries = [_entry(known, key) for key in keys]
        others = [entry for key, entry in sorted(known.entries.items()) if entry.agency and key not in keys]
        return cls(entries, others, also)

    def spans(self, text: str, people: Iterable[str] = ()) -> list[Span]:
        """Return what is to be hidden of a text, in order, in code points.

        Parameters
        ----------
        text : str
        people : iterable of str
            Who signed it: their names are hidden wherever they stand.
        """
        found: list[Span] = []
        for form in (self._names, self._credit, self._domain, _ADDRESS, _SIGNED):
            found += [match.span() for match in form.finditer(text)]
        # The sign of a handle is part of it.
        found = [(start - (text[start - 1 : start] in ("@", "#")), end) for start, end in found]
        for word in _WORD.finditer(text):
            form = self._handle if word[0][0] in "@#" else self._inside
            if form.search(word[0].casefold().replace("_", "")):
                found.append(word.span())
        if signed := sorted({name.strip() for name in people if len(name.strip()) > 1}):
            found += [match.span() for match in _any_of(tuple(signed)).finditer(text)]
        marks, openings = (
            [form for words, form in forms if not words or any(word in text for word in words)]
            for forms in (self._marks, self._openings)
        )
        start = 0
        for nth, paragraph in enumerate(text.split("\n")):
            head = paragraph[:_TRIED]
            found += [(start + s, start + e) for s, e in self._of_paragraph(head, nth, openings, marks)]
            start += len(paragraph) + 1
        return join(found, text)

    def _of_paragraph(
        self, text: str, nth: int, openings: list[re.Pattern[str]], marks: list[re.Pattern[str]]
    ) -> Iterable[Span]:
        for form in (*openings, _OPENING, _BRACKETED):
            match = form.match(text[:160]) if form is not _OPENING or nth < _OPENS else None
            if match and (form is not _BRACKETED or self._credits.within(match["name"])):
                # The space behind stays, that the sentence may stand apart from what hides the place.
                yield 0, len(match[0].rstrip())
        for form in marks:
            for match in form.finditer(text):
                # "told the Harbour Courier" tells no more than the name in it.
                if not self._names.within(match[0]):
                    yield match.span()

    def left(self, text: str) -> list[str]:
        """Return the names that still stand in a text; none of a masked one.

        >>> Mask([Outlet("harbour_courier", "Harbour Courier")]).left("the Harbour Courier said")
        ['Harbour Courier']
        """
        found = [*self._names.finditer(text), *self._domain.finditer(text), *self._credit.finditer(text)]
        return [match[0] for match in sorted(found, key=lambda match: match.start())]


def people_of(row: dict[str, object]) -> list[str]:
    """Return who signed an article: persons and bodies, as the table has them."""
    said = [row.get(name) for name in ("authors", "organisations")]
    return [part.strip() for one in said if isinstance(one, str) for part in one.split(";") if part.strip()]


def join(spans: Iterable[Span], text: str) -> list[Span]:
    """Return spans in order, none touching another; those with white space alone between them are one.

    >>> join([(4, 6), (0, 2), (1, 3)], "abc def")
    [(0, 6)]
    """
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        gap = text[joined[-1][1] : start] if joined else ""
        if joined and (start <= joined[-1][1] or (gap.isspace() and "\n" not in gap)):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def masked(text: str, spans: Sequence[Span]) -> str:
    """Return a text with what is to be hidden replaced.

    >>> masked("The Harbour Courier said", [(4, 19)])
    'The [outlet] said'
    """
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    return TOKEN.join([*kept, text[at:]])


def shown(spans: Sequence[Span], place: int) -> int:
    """Return where a place of the original stands in the masked text; what is hidden begins at its mask.

    >>> shown([(4, 19)], 20), shown([(4, 19)], 10)
    (13, 4)
    """
    shift = 0
    for start, end in spans:
        if place < end:
            return min(place, start) + shift
        shift += len(TOKEN) - (end - start)
    return place + shift


def original(spans: Sequence[Span], place: int) -> int:
    """Return where a place of the masked text stands in the original; inside a mask, where that begins.

    >>> original([(4, 19)], 13), original([(4, 19)], 6)
    (20, 4)
    """
    shift = 0
    for start, end in spans:
        if place + shift <= start:
            break
        if place + shift < start + len(TOKEN):
            return start
        shift += (end - start) - len(TOKEN)
    return place + shift


def split(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return what of the spans lies between two places, in the places of the whole.

    >>> split([(4, 19), (30, 35)], 10, 40)
    [(10, 19), (30, 35)]
    """
    first = bisect_right(spans, start, key=lambda span: span[1])
    found = []
    for s, e in spans[first:]:
        if s >= end:
            break
        found.append((max(s, start), min(e, end)))
    return found


def packed(spans: Sequence[Span]) -> str:
    """Return spans as the key of a sample keeps them.

    >>> packed([(4, 19)])
    '[[4, 19]]'
    """
    return json.dumps([list(span) for span in spans])


def _entry(known: Book, key: str) -> Outlet:
    return known.entries.get(key) or known.entries.get(known.resolve(key)) or known[key]


def _domains(entry: Outlet) -> list[str]:
    return [*entry.domains, *(name for name in entry.aliases if _is_domain(name))]


def _is_domain(name: str) -> bool:
    return re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", name) is not None and name.rpartition(".")[2].islower()


def _names(entry: Outlet) -> list[str]:
    """Return how an outlet is called, with and without what stands in brackets behind it."""
    found = []
    for name in (entry.name, *entry.aliases, *entry.credits, entry.key.replace("_", " ").title()):
        if _is_domain(name):
            continue
        found += [name, re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", name)]
    bare = [re.sub(r"^The\s+", "", name).strip() for name in found]
    return [name for name in dict.fromkeys(bare) if len(name) > 1]


class _Names:
    """Many names at once: of each text only those are sought whose first word stands in it.

    A name inside one of the phrases `apart` is none.
    """

    def __init__(self, names: Iterable[str], apart: Iterable[str] = ()) -> None:
        self._apart = _any_of(tuple(sorted(set(apart))))
        self._by_word: dict[str, list[str]] = {}
        self._unbounded = []
        for name in sorted(set(names)):
            words = _WORDS.findall(name)
            if words and not _CHINESE.search(name):
                self._by_word.setdefault(words[0].casefold(), []).append(name)
            elif words:
                self._unbounded.append(name)

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        other = [match.span() for match in self._apart.finditer(text)]
        for match in self._found(text):
            last = bisect_right(other, match.start(), key=lambda span: span[0]) - 1
            if last < 0 or match.end() > other[last][1]:
                yield match

    def _found(self, text: str) -> Iterable[re.Match[str]]:
        words = {word.casefold() for word in _WORDS.findall(text)} & self._by_word.keys()
        here = [name for word in words for name in self._by_word[word]]
        here += [name for name in self._unbounded if name in text]
        return _any_of(tuple(sorted(here))).finditer(text) if here else ()

    def within(self, text: str) -> bool:
        return next(iter(self.finditer(text)), None) is not None


@lru_cache(maxsize=4_000)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of some names, the longest first.

    Each word counts as it is written and in capitals, since "foreign policy" and "the times" are no names;
    any space may stand between them; names in Chinese have no edges.
    """
    forms = []
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        words = [_cased(word) for word in re.split(r"[\s-]+", name) if word]
        if not words:
            continue
        form = r"[\s\xa0-]{1,3}".join(words)
        if not _CHINESE.search(name):
            form = rf"(?<!\w){form}(?!\w)"
        forms.append(form)
    return re.compile("|".join(forms) or "(?!)")


def _cased(word: str) -> str:
    """Return a pattern for a word as it is written, in capitals, and with its first letter large."""
    forms = dict.fromkeys((word, word.upper(), word[:1].upper() + word[1:]))
    return f"(?:{'|'.join(map(_loose, forms))})" if len(forms) > 1 else _loose(word)


def _loose(word: str) -> str:
    return re.sub("['’‘ʼ]", "['’‘ʼ]", re.escape(word))


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"


# The page that a coder works through: one file that loads nothing, worked by keyboard, kept in the browser.


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
        "questions": [_asked_page(question) for question in book],
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
        questions=_grouped([_asked_page(question) for question in book]),
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


def _asked_page(question: Question) -> dict[str, Any]:
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


#: Characters that a cell can hold.
_LONGEST = 32_767


def workbook(
    sheets: Mapping[str, Sequence[Sequence[str]]],
    *,
    widths: Mapping[str, Sequence[float]] | None = None,
    choices: Mapping[int, Sequence[str]] | None = None,
) -> bytes:
    """Return sheets of text as the bytes of an .xlsx file, the same bytes for the same text.

    Parameters
    ----------
    sheets : mapping of str to rows
        The first row of each is its head, which stays in sight.
    widths : mapping of str to sequence of float, optional
        Of a sheet's columns, in characters.
    choices : mapping of int to sequence of str, optional
        For columns of the first sheet, what may be chosen; other entries are refused with a word.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": dt.datetime(1980, 1, 1)})
    # Format 49 is text, so that 1-2 stays what was typed.
    plain = {"num_format": 49, "text_wrap": True, "valign": "top"}
    cell, head = book.add_format(plain), book.add_format({**plain, "bold": True})
    for nth, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate((widths or {}).get(name, ())):
            sheet.set_column(column, column, width, cell)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                if text:
                    kept = text[:_LONGEST].encode("utf8", "replace").decode()
                    sheet.write_string(row, column, kept, cell if row else head)
        for column, values in (choices or {}).items() if nth == 0 and len(rows) > 1 else ():
            listed = ",".join(values)
            # A list that a cell's rule can't hold is left out; reading will tell.
            if len(listed) <= 255 and not any(sign in value for value in values for sign in ',"'):
                rule = {"validate": "list", "source": list(values), "error_title": "No such answer"}
                sheet.data_validation(
                    1, column, len(rows) - 1, column, rule | {"error_message": listed[:200]}
                )
    book.close()
    return stream.getvalue()


#: The tables of a sample, by the names of their files.
_TABLES = (("units", "units"), ("key", "unit_key"))
#: Files that coders don't get, or that hold no codes.
KEPT = ("key.csv", "units.csv", "codebook.json", "read-me.txt")
#: Around the words of a mention in spreadsheets, which can't mark them.
_MARKS = ("⟦", "⟧")

_Part = TypeVar("_Part")


def write(sample: CodingSample, folder: str | os.PathLike[str], *, replace: bool = False) -> list[str]:
    """Write a sample to a folder; return the names of the files.

    Parameters
    ----------
    sample : CodingSample
    folder : path
        Made where it doesn't exist. Files of another name in it are left alone.
    replace : bool
        Write over another sample that is there.

    Raises
    ------
    FramingError
        The folder can't be written, or holds another sample.
    """
    target = Path(folder)
    files = contents(sample)
    old = target / "key.csv"
    try:
        if old.exists() and not replace and old.read_bytes() != files["key.csv"]:
            raise FramingError(
                f"{folder}: holds another sample, whose key would be lost; name a new folder, or say replace"
            )
        target.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            _moved(target / name, data)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise FramingError(f"{folder}: can't be written ({why}); name another folder") from None
    return list(files)


def _moved(path: Path, data: bytes) -> None:
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(aside, 0o644)
        os.replace(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def contents(sample: CodingSample) -> dict[str, bytes]:
    """Return the files of a sample, name to bytes: the same for the same sample."""
    files = {
        "read-me.txt": _read_me(sample).encode(),
        "units.csv": _csv(sample.units),
        "key.csv": _csv(sample.key),
        "codebook.json": (json.dumps(_book(sample.codebook), ensure_ascii=False, indent=1) + "\n").encode(),
    }
    for coder, slug in slugs(sample.coders).items():
        rows = _rows(sample, coder)
        files[f"code-{slug}.html"] = page(sample, coder, slug).encode("utf8", "replace")
        # The mark in front tells Excel that it is UTF-8.
        files[f"code-{slug}.csv"] = b"\xef\xbb\xbf" + _lines(rows)
        files[f"code-{slug}.xlsx"] = workbook(
            {"units": rows, "codebook": _asked(sample.codebook)},
            widths={"units": _widths(rows[0], sample.codebook), "codebook": (18, 60, 60, 40, 12)},
            choices={
                rows[0].index(question.key): list(question.values)
                for question in sample.codebook
                if question.values
            },
        )
    return files


def slugs(coders: Sequence[str]) -> dict[str, str]:
    """Return for each coder what stands in the names of their files.

    >>> slugs(["Ana Ruiz", "ana-ruiz", "李"])
    {'Ana Ruiz': 'Ana-Ruiz', 'ana-ruiz': 'ana-ruiz-2', '李': '李'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for coder in coders:
        base = slug = re.sub(r"[^\w-]+", "-", coder).strip("-")[:60] or "coder"
        nth = 2
        while slug.casefold() in taken:
            slug, nth = f"{base}-{nth}", nth + 1
        taken.add(slug.casefold())
        found[coder] = slug
    return found


def read_sample(folder: str | os.PathLike[str]) -> CodingSample:
    """Read back a sample that was written.

    Raises
    ------
    FramingError
        A file is absent or not as it was written.
    """
    home = Path(folder)
    units, key = (_part(home / f"{name}.csv", partial(_table, name=table)) for name, table in _TABLES)
    return CodingSample(units, key, _part(home / "codebook.json", _questions))


def _part(path: Path, read: Callable[[Path], _Part]) -> _Part:
    """Read one file of a sample; what is wrong with it is one line that names it."""
    try:
        return read(path)
    except OSError as error:
        raise FramingError(
            f"{path.parent}: {path.name} can't be read ({(error.strerror or '').lower()}); give the folder "
            "that a sample was written to"
        ) from None
    except FramingError as error:
        why = str(error).partition(". ")[0]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, csv.Error):
        why = "other text stands in it"
    raise FramingError(
        f"{path.parent}: {path.name} is not as it was written ({why}); write the sample again, or "
        "put the file back"
    )


def _table(path: Path, name: str) -> pd.DataFrame:
    return check(_read_csv(path), name)


def _questions(path: Path) -> Questions:
    book = json.loads(path.read_text("utf8"))
    asked = tuple(
        Question(**{**one, "values": dict(one["values"]), "units": tuple(one["units"])})
        for one in book.pop("asked")
    )
    return Questions(**{**book, "asked": asked, "citation": tuple(book["citation"])})


def _read_csv(path: Path) -> pd.DataFrame:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [[undone(cell) for cell in row] for row in csv.reader(stream)]
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    empty = {"before", "after", "coders"}
    for name in frame.columns:
        if name not in empty:
            frame[name] = frame[name].where(frame[name] != "", None)
    if "hit" in frame.columns:
        frame["hit"] = frame["hit"] == "True"
    return frame


def _csv(frame: pd.DataFrame) -> bytes:
    plain = frame.astype(object).where(frame.notna(), "")
    return _lines([list(map(str, frame.columns)), *plain.values.tolist()])


def _lines(rows: Iterable[Sequence[Any]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([[safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])
    return stream.getvalue().encode("utf8", "replace")


def _book(book: Questions) -> dict[str, Any]:
    asked = [asdict(one) | {"values": list(one.values.items())} for one in book]
    return {
        "name": book.name,
        "title": book.title,
        "note": book.note,
        "citation": book.citation,
        "asked": asked,
    }


def _rows(sample: CodingSample, coder: str) -> list[list[str]]:
    """Return what a coder fills in: a row a unit, an empty column a question."""
    questions = [question.key for question in sample.codebook]
    own = sample.units[[coder in said.split("; ") for said in sample.units["coders"]]]
    marked = bool((own["mark_end"] > own["mark_start"]).any())
    head = ["number", "unit", "before", "text", "after", *(["about"] if marked else []), *questions]
    rows = [[*head, "note", "coder", "codebook"]]
    for unit in own.to_dict("records"):
        text, (start, end) = unit["text"], (unit["mark_start"], unit["mark_end"])
        if end > start:
            text = f"{text[:start]}{_MARKS[0]}{text[start:end]}{_MARKS[1]}{text[end:]}"
        about = [str(unit["target"]) if isinstance(unit["target"], str) else ""] if marked else []
        around = [str(unit["number"]), unit["unit"], unit["before"], text, unit["after"], *about]
        rows.append([*around, *([""] * len(questions)), "", coder, sample.codebook.version])
    return rows


def _widths(head: Sequence[str], book: Questions) -> list[float]:
    known: Mapping[str, float] = {"number": 8, "unit": 15, "before": 40, "text": 70, "after": 40, "note": 30}
    keys = {question.key for question in book}
    return [known.get(name, 14 if name in keys else 16) for name in head]


def _asked(book: Questions) -> list[list[str]]:
    rows = [["column", "question", "help", "answers", "level"]]
    for one in book:
        answers = "; ".join(
            value if value.casefold() == said.casefold() else f"{value}: {said}"
            for value, said in one.values.items()
        )
        rows.append([one.key, one.question, one.help, answers or one.range, one.level])
    return [*rows, ["", book.note], ["", f"{book.name}, version {book.version}"]]


def _read_me(sample: CodingSample) -> str:
    share = slugs(sample.coders)
    count = {
        coder: sum(coder in said.split("; ") for said in sample.units["coders"]) for coder in sample.coders
    }
    given = "\n".join(
        f"  {coder}: code-{slug}.html (in any browser, offline), or code-{slug}.xlsx, or code-{slug}.csv; "
        f"{count[coder]} units"
        for coder, slug in share.items()
    )
    book = sample.codebook
    twice = sum("; " in said for said in sample.units["coders"])
    lines = [
        f"{len(sample.units)} units of {sample.key['article'].nunique()} articles for human coding; "
        f"{twice} are coded by two.",
        f"Codebook: {book.name}, version {book.version}.",
        "",
        "Give each coder one file, and no more than that:",
        given,
        "",
        "Keep for yourself: key.csv (where each unit is from, and how probable it was to be drawn),",
        "units.csv and codebook.json, by which codes are read in again.",
        "A coder sends back what the page downloads, or the spreadsheet filled in.",
        *sample.notes,
    ]
    if (sample.key["provenance"] == "illustrative").any():
        lines.append("The texts are invented, to show how the tool works.")
    return "\n".join(lines) + "\n"
