"""What all of Factiva's exports share: the codes of its fields, its dates, its ids, and how a record is made.

Factiva names its fields by two or three letters (HD, LP, TD), by elements in
XML, or not at all, only by their order. What they mean is the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from framing.corpus import columns, dates
from framing.corpus.exports import as_record
from framing.corpus.language import code_of
from framing.corpus.records import Note, Record

__all__ = [
    "ACCESSION",
    "BODY",
    "CODES",
    "Piece",
    "accession",
    "column",
    "day",
    "head",
    "made",
    "numbered",
    "tidy",
]

#: The id of a document: the source's code filled up to eight signs, a day, and nine signs.
ACCESSION = r"[A-Za-z0-9]{8}(?:1[89]|20)\d{6}[a-z0-9]{7,11}"
_ACCESSION = re.compile(rf"(?<![A-Za-z0-9]){ACCESSION}(?![A-Za-z0-9])")
#: What the codes are called here; a code that isn't listed keeps its letters.
CODES = {
    "HD": "title", "BY": "byline", "CR": "credit", "WC": "length", "PD": "PD", "ET": "ET", "SN": "outlet",
    "SC": "source_code", "ED": "edition", "PG": "page", "VOL": "volume", "LA": "LA", "CY": "copyright",
    "SE": "section", "CLM": "column_name", "DLN": "dateline", "CO": "companies", "IN": "industries",
    "NS": "subjects", "RE": "places", "PE": "people", "PUB": "publisher", "AN": "accession", "ART": "graphic",
    "CX": "correction", "CT": "contact", "NT": "notes", "TK": "tickers", "TI": "tickers",
}  # fmt: skip
#: Codes of the text itself, in order: lead and tail.
BODY = ("LP", "TD")
_LISTS = {"companies", "industries", "subjects", "places", "people", "tickers", "ipc", "ipd"}
# Names that mean something else in a table of articles.
_TAKEN = {
    *columns.FIELDS,
    "source",
    "sha256",
    "organisations",
    "body",
    "content",
    "day",
    "date",
    "time",
    "link",
}

# Interfaces whose months the package's own dates don't know.
_MONTHS = {
    name: number
    for names in (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
    for number, name in enumerate(names.split(), 1)
}
_DAY = re.compile(r"(\d{1,2})\.? (?:de )?([^\W\d_]{3,12}) (?:de )?((?:1[89]|20)\d\d)")
_WORDS = re.compile(r"(\d{1,3}(?:[.,  '’]?\d{3})*)\s?([^\W\d_]{1,12})\.?")
# Subjects by which Factiva itself says that a text is no news.
_GENRES = {"nedc": "opinion", "ncolu": "opinion", "nlet": "opinion", "nedi": "editorial"}
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
#: A text without its tail is taken for a lead alone if so many words are stated, and it has less than half.
_STATED = 100


class Piece(NamedTuple):
    """One paragraph and its letter."""

    text: str
    letter: str = "p"


def tidy(text: str) -> str:
    """Return a value on one line, runs of space made one."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\ufeff", "").split())


def column(code: str) -> str:
    """Return what a field is called, by its code.

    >>> column("SN"), column("NGC"), column("ID")
    ('outlet', 'ngc', 'code_id')
    """
    name = CODES.get(code.upper())
    if name is None:
        name = re.sub(r"\W+", "_", code.strip().lower()).strip("_")
        name = f"code_{name}" if name in _TAKEN or not name else name
    return name


def numbered(text: str) -> int | None:
    """Return how many words a line states, or None where it states none.

    >>> numbered("1,295 words"), numbered("295 mots"), numbered("354 字"), numbered("About 20 words")
    (1295, 295, 354, None)
    """
    found = _WORDS.fullmatch(tidy(text)[:40])
    return int(re.sub(r"\D", "", found[1])) if found else None


def day(text: str) -> str:
    """Return the day that a date line states as 2012-01-09, or "" where it is none.

    >>> day("29 décembre 2011"), day("2018 年 9 月 18 日"), day("9 gennaio 2012"), day("Reuters")
    ('2011-12-29', '2018-09-18', '2012-01-09', '')
    """
    line = tidy(text)
    known = dates.parse(line) if len(line) < 60 else None
    if known is not None:
        return f"{known.time:%Y-%m-%d}" if known.precision == "day" else ""
    found = _DAY.fullmatch(line.lower())
    month = _MONTHS.get(found[2]) if found else None
    if found is None or month is None:
        return ""
    written = f"{found[3]}-{month:02d}-{int(found[1]):02d}"
    return written if dates.parse(written) else ""


def accession(text: str) -> str:
    """Return the id in a line such as "Document HRBRCR0020120109e81900001", or "" where there is none."""
    found = _ACCESSION.search(text)
    return found.group() if found else ""


def _when(written: str, clock: str) -> dict[str, str]:
    """Return day and time as one; a time that no date reads with is kept by itself."""
    if not written:
        return {"code_et": clock} if clock else {}
    on = day(written)
    if not clock:
        return {"published": on or tidy(written)}
    joined = f"{on or tidy(written)} {tidy(clock)}"
    moment = dates.parse(joined)
    if moment is not None and moment.precision == "minute":
        return {"published": joined}
    return {"published": on or tidy(written), "code_et": tidy(clock)}


def head(values: Sequence[str]) -> dict[str, str]:
    """Return the fields of a head without codes, from the number of words on.

    Parameters
    ----------
    values : sequence of str
        Words, day, maybe time, source, its code, maybe edition, page and volume, language, copyright.

    Examples
    --------
    >>> found = head(["630 words", "9 January 2012", "09:35", "Harbour Courier", "HRBRCR", "A1", "English"])
    >>> found["outlet"], found["ET"], found["page"], found["LA"]
    ('Harbour Courier', '09:35', 'A1', 'English')
    """
    fields = {"length": values[0], "PD": values[1] if len(values) > 1 else ""}
    rest = [tidy(value) for value in values[2:]]
    if rest and _is_clock(rest[0]):
        fields["ET"] = rest.pop(0)
    if rest:
        fields["outlet"] = rest.pop(0)
    if rest and _SOURCE_CODE.fullmatch(rest[0]):
        fields["source_code"] = rest.pop(0)
    spoken = next((place for place, value in enumerate(rest) if is_language(value)), None)
    if spoken is None:
        spoken = next((place for place, value in enumerate(rest) if _RIGHTS.match(value)), len(rest))
        between, behind = rest[:spoken], rest[spoken:]
    else:
        fields["LA"] = rest[spoken]
        between, behind = rest[:spoken], rest[spoken + 1 :]
    fields.update(_between(between))
    if behind:
        fields["copyright"] = " ".join(behind)
    return fields


_SOURCE_CODE = re.compile(r"[A-Z0-9]{1,10}")
_CLOCK = re.compile(
    r"(?:[^\W\d_]{2,4} ?)?[0-2]?\d ?[:.hH] ?[0-5]\d(?: ?[:.] ?[0-5]\d)?(?: ?[^\W\d_.]{1,4}\.?){0,2}"
)
_PAGE = re.compile(r"(?:[A-Za-z]{0,4}[. ]?\d{1,4}[A-Za-z]?)(?: ?[-,;/&] ?[A-Za-z]{0,4}\d{1,4}[A-Za-z]?)*")
_VOLUME = re.compile(r"(?:vol|issn|no|issue|n°|nr|bd|jg)\b.*", re.IGNORECASE)
_RIGHTS = re.compile(r"(?:\(c\)|©|copyright|all rights reserved|\W*copr)", re.IGNORECASE)
# Names of languages that `language.code_of` does not know: of interfaces in Italian, Portuguese, Russian,
# Japanese, and some in Chinese.
_LANGUAGES = {
    name: code
    for code, names in {
        "en": "inglese inglês английский 英語 英语",
        "fr": "francese francês французский 仏語 フランス語 法语",
        "de": "tedesco alemão немецкий 独語 ドイツ語 德语",
        "es": "spagnolo espanhol испанский スペイン語 西班牙文 西班牙语",
        "zh": "cinese chinês китайский 中国語 繁體中文 簡體中文",
        "it": "italiano итальянский イタリア語 意大利文 意大利語",
        "ja": "giapponese japonês японский 日本語 日文",
        "ko": "coreano корейский 韓国語 韩文 韓文",
        "pt": "portoghese português португальский ポルトガル語 葡萄牙文",
        "ru": "russo русский ロシア語 俄文 俄语",
        "ar": "arabo árabe арабский アラビア語 阿拉伯文",
        "nl": "olandese holandês нидерландский オランダ語 荷兰文",
    }.items()
    for name in names.split()
}


def _is_clock(text: str) -> bool:
    return bool(_CLOCK.fullmatch(text)) and len(text) < 20


def is_rights(text: str) -> bool:
    """Say whether a line is a notice of rights."""
    return bool(_RIGHTS.match(tidy(text)))


def is_language(text: str) -> bool:
    """Say whether a line names a language, in that of any interface.

    >>> is_language("Englisch"), is_language("英文"), is_language("HRBRCR"), is_language("Anglican news")
    (True, True, False, False)
    """
    text = tidy(text)
    if not text or len(text) > 40 or any(map(str.isdigit, text)):
        return False
    first = re.split(r"[\s(（,;–—-]", text.casefold())[0]
    long = len(first) > 2 or not first.isascii()
    return first in _LANGUAGES or (long and not text.isupper() and code_of(text) is not None)


def _between(values: Sequence[str]) -> dict[str, str]:
    """Tell edition, page and volume apart, which stand in this order between source and language."""
    left = [value for value in values if value]
    if not left:
        return {}
    fields: dict[str, str] = {}
    if len(left) > 1 and _VOLUME.fullmatch(left[-1]):
        fields["volume"] = left.pop()
    if len(left) == 1:
        fields["page" if _PAGE.fullmatch(left[0]) else "edition"] = left[0]
    else:
        fields["edition"], fields["page"] = left[0], left[1]
        if left[2:]:
            fields["volume"] = "; ".join([*left[2:], *([fields["volume"]] if "volume" in fields else [])])
    return fields


def made(
    values: Mapping[str, str],
    pieces: Iterable[Piece],
    number: int,
    *,
    language: str = "",
    whole: bool = True,
    why_bare: str = "",
    notes: tuple[Note, ...] = (),
) -> Record:
    """Return the record of one article.

    Parameters
    ----------
    values : mapping of str to str
        By the names of `column`.
    pieces : iterable of Piece
        The text: lead, then tail.
    language : str
        The article's language as the layout marks it, as "fr".
    whole : bool
        The text is known to have its tail. Where it isn't, a text of less than half of
        the words that are stated is a lead alone, and a stub.
    why_bare : str
        What to say of an article without text.
    """
    fields: dict[str, object] = {"database": "factiva"}
    found = {name: _listed(name, tidy(value)) for name, value in values.items() if tidy(value)}
    text = [Piece(tidy(piece.text), piece.letter) for piece in pieces]
    text = [piece for piece in text if piece.text]
    fields["title"] = found.pop("title", "")
    fields["outlet"] = found.pop("outlet", "")
    fields.update(_when(found.pop("PD", ""), found.pop("ET", "")))
    fields.update(_signed(found))
    fields.update(_spoken(found.pop("LA", ""), language))
    told = [*notes]
    if "accession" in found:
        found["accession"] = accession(found["accession"]) or found["accession"]
    if "length" in found:
        stated = found.pop("length")
        words = int(stated) if re.fullmatch(r"[0-9]{1,7}", stated) else numbered(stated)
        fields["length"] = stated if words is None else words
    genre, subject = _genre(found.get("subjects", ""))
    if genre:
        fields["genre"] = genre
        told.append(Note("guessed", "genre", f"{genre}: Factiva files it under {subject}"))
    fields.update(found)
    fields["text"] = "\n".join(piece.text for piece in text)
    if text and not whole:
        short = _short(fields["text"], fields.get("length"))
        if short:
            fields["status"] = "stub"
            told.append(Note("guessed", "stub", f"{short}; it is kept and not scored: export full articles"))
    bare = "" if text else why_bare or "Factiva gave no text of it, only what describes it"
    letters = "".join(piece.letter for piece in text) or None
    record = as_record(fields, number, blocks=letters, notes=tuple(told), bare=bare)
    known = str(fields.get("accession", ""))
    if text and "status" not in fields and _ACCESSION.fullmatch(known):
        # The id says which article it is, whatever form it comes in; one without its whole text is another.
        return replace(record, raw=f"factiva {known}".encode())
    return record


def _listed(name: str, value: str) -> str:
    return re.sub(r"\s?\|\s?", "; ", value).strip("; ") if name in _LISTS else value


def _signed(found: dict[str, str]) -> dict[str, str]:
    """Return authors from the byline, and from the credit line where an article has no byline."""
    byline, credit = found.get("byline", ""), found.get("credit", "")
    return {"authors": byline or credit}


def _spoken(printed: str, marked: str) -> dict[str, str]:
    if printed and code_of(printed):
        return {"language": printed}
    known = _LANGUAGES.get(printed.casefold().split(" ")[0], marked)
    return {"language": known, "la": printed} if known else {"language": printed}


def _genre(subjects: str) -> tuple[str, str]:
    for subject in subjects.split("; "):
        code = subject.split(" : ")[0].strip().lower()
        if code in _GENRES:
            return _GENRES[code], subject
    return "", ""


def _short(text: object, stated: object) -> str:
    if not isinstance(stated, int) or stated < _STATED:
        return ""
    written = str(text)
    count = max(len(written.split()), len(_CJK.findall(written)))
    return f"the text has {count:,} of the {stated:,} words that are stated" if 2 * count < stated else ""
