"""How Factiva writes: numbers of words, days, ids, languages in each interface, and heads without codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from framing.corpus import columns, dates, lines
from framing.corpus.language import code_of
from framing.corpus.records import Note, Record, as_record

__all__ = [
    "ACCESSION",
    "BODY",
    "CODES",
    "GUESS",
    "HEADLINE_ONLY",
    "Piece",
    "accession",
    "column",
    "day",
    "head",
    "is_accession",
    "is_clock",
    "is_language",
    "is_publisher",
    "is_rights",
    "language_of",
    "listed",
    "made",
    "numbered",
    "tidy",
]


#: Among the fields of a head: what is to be told of numbers whose meaning their place leaves open.
GUESS = "guess"
#: The id of a document: the source's code filled up to eight signs, a day, and nine signs.
ACCESSION = r"[A-Za-z0-9]{8}(?:1[89]|20)\d{6}[a-z0-9]{7,11}"
_ACCESSION = re.compile(rf"(?<![A-Za-z0-9]){ACCESSION}(?![A-Za-z0-9])")
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


def tidy(text: str) -> str:
    """Return a value on one line, runs of space made one."""
    whole = text if text.isascii() else unicodedata.normalize("NFC", text).replace("\ufeff", "")
    return " ".join(whole.split())


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


def is_accession(text: str) -> bool:
    """Say whether a text is an id and nothing else."""
    return bool(_ACCESSION.fullmatch(text))


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
    if rest and is_clock(rest[0]):
        fields["ET"] = rest.pop(0)
    if rest:
        fields["outlet"] = rest.pop(0)
    if rest and _SOURCE_CODE.fullmatch(rest[0]):
        fields["source_code"] = rest.pop(0)
    spoken = next((place for place, value in enumerate(rest) if is_language(value)), None)
    if spoken is None:
        rights = next((place for place, value in enumerate(rest) if is_rights(value)), len(rest))
        between, behind = rest[:rights], rest[rights:]
        if behind and between and not re.search(r"\d", between[-1]):
            # What stands before the notice of rights is the language, whatever it is called.
            fields["LA"] = between.pop()
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
#: A page of a newspaper has no more digits.
_PAGE_DIGITS = 3
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


def is_clock(text: str) -> bool:
    """Say whether a text is a time as interfaces print it: 09:35, 9:35 AM, 15 h 32."""
    return len(text) < 20 and bool(_CLOCK.fullmatch(text))


def is_rights(text: str) -> bool:
    """Say whether a line is a notice of rights."""
    return bool(_RIGHTS.match(tidy(text)))


_FORMS = frozenset(
    "inc ltd limited llc llp plc corp corporation gmbh ag kg kgaa se sa s.a sl s.l spa s.p.a sas sarl srl"
    " s.r.l bv b.v nv n.v ab as oy pty pte ltda co".split()
)
_FIRMS = frozenset(
    "company group groupe grupo gruppe media medien press presse publishing publishers publications verlag"
    " news newspapers agency agence agencia association network holdings communications broadcasting"
    " ediciones éditions edizioni editrice editorial newswire newswires services".split()
)
_JOINING = frozenset("of the and for de du des la le les et der die das und von del di da e y en für".split())
_VERBS = frozenset(
    "will is are was were has have had to would could should may can must be been says said gets not".split()
)
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_MOST_WORDS = 12


def is_publisher(line: str, *, outlet: str = "", rights: str = "") -> bool:
    """Say whether the last line of an article names its publisher, and is no sentence of the text.

    It does if the outlet or the notice of rights has the same name, or if it is a name
    with a firm's legal form; in doubt it is text.

    Parameters
    ----------
    line : str
    outlet, rights : str
        What the article's head says.

    Examples
    --------
    >>> is_publisher("Gazette du Môle SA", rights="© 2012 La Gazette du Môle.")
    True
    >>> is_publisher("Harbour Press (Markets) LLC"), is_publisher("He declined to speak to the press.")
    (True, False)
    """
    text = tidy(line) if len(line) < 160 else ""
    parts = _names(text)
    if not parts or len(text.split()) > _MOST_WORDS:
        return False
    own = [part.casefold() for part in parts if part.casefold() not in _FORMS]
    for known in filter(None, (outlet, rights)):
        given = {part.casefold() for part in _names(known)}
        if set(own) <= given and set(own) - _JOINING - _FIRMS:
            return True
        if _HAN.search(known) and len(text) < 30 and text[-1] not in "。！？" and _shares(text, known):
            return True
    small = [part for part in parts if part[0].islower() and part not in _JOINING]
    last = parts[-1].casefold()
    if small or {part.casefold() for part in parts} & _VERBS or text[-1] in "!?…:;,":
        return False
    if last in _FORMS:
        return len(parts) > 1
    return last in _FIRMS and 1 < len(parts) <= 5 and text[-1] != "."


def _names(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:[.'’][^\W_]+)*", text)


def _shares(text: str, known: str) -> bool:
    return any(
        len(part) > 1 and (part in text or text in part) for part in _names(known) if _HAN.search(part)
    )


def is_language(text: str) -> bool:
    """Say whether a line names a language, in that of any interface.

    >>> is_language("Englisch"), is_language("英文"), is_language("HRBRCR"), is_language("French Tribune")
    (True, True, False, False)
    """
    text = tidy(text) if len(text) < 80 else ""
    if not text or len(text) > 40 or any(map(str.isdigit, text)):
        return False
    first = _first(text)
    if not re.fullmatch(r"(?:\s?[-–—(（].*)?", text[len(first) :]):
        # "French Tribune" is a paper; what goes on behind a language's name is its script.
        return False
    long = len(first) > 2 or not first.isascii()
    return first in _LANGUAGES or (long and not text.isupper() and code_of(text) is not None)


def language_of(text: str) -> str | None:
    """Return the code of a language that `language.code_of` does not know by this name."""
    return _LANGUAGES.get(_first(text))


def _first(text: str) -> str:
    return re.split(r"[\s(（,;–—-]", text.strip().casefold())[0]


def _between(values: Sequence[str]) -> dict[str, str]:
    """Tell edition, page and volume apart, which stand in this order between source and language.

    Where numbers alone leave it open which of the three they are, `GUESS` says how they were read.
    """
    left = [value for value in values if value]
    if not left:
        return {}
    fields: dict[str, str] = {}
    if len(left) > 1 and _VOLUME.fullmatch(left[-1]):
        fields["volume"] = left.pop()
    # No page has so many digits: it is the number of the issue.
    large = len(values) < 3 and left[-1].isdecimal() and len(left[-1]) > _PAGE_DIGITS
    if large:
        fields["volume"] = left.pop()
    if len(left) == 1:
        fields["page" if _PAGE.fullmatch(left[0]) else "edition"] = left[0]
    elif left:
        fields["edition"], fields["page"] = left[0], left[1]
        if left[2:]:
            fields["volume"] = "; ".join([*left[2:], *([fields["volume"]] if "volume" in fields else [])])
    if large or (len(values) == 2 and all(map(str.isdecimal, values))):
        told = ", ".join(f"{name} {value}" for name, value in sorted(fields.items()))
        fields[GUESS] = f"{' and '.join(values)} stand without a label; read as {told}"
    return fields


def listed(line: str, outlet: str = "") -> dict[str, str]:
    """Return what the line under a headline of a list says: source, time and day, words, author, language.

    Parameters
    ----------
    line : str
    outlet : str
        The source, where the layout marks it; a name may hold commas.

    Examples
    --------
    >>> found = listed("Mole News, 08:15, 10 January 2012, 239 words, Li Ma, (English)")
    >>> found["outlet"], found["ET"], found["length"], found["byline"], found["LA"]
    ('Mole News', '08:15', '239 words', 'Li Ma', 'English')
    """
    values = {"outlet": outlet} if outlet else {}
    names: list[str] = []
    authors: list[str] = []
    for part in filter(None, map(str.strip, tidy(line).removeprefix(outlet).split(","))):
        if part[0] in "(（" and part[-1] in ")）":
            values["LA"] = part[1:-1]
        elif "PD" not in values and day(part):
            values["PD"] = part
        elif "length" not in values and numbered(part) is not None:
            values["length"] = part
        elif "ET" not in values and (names or outlet) and is_clock(part):
            values["ET"] = part
        else:
            (authors if "length" in values else names).append(part)
    if names and not outlet:
        values["outlet"] = ", ".join(names)
    if authors:
        values["byline"] = ", ".join(authors)
    return values


# What all of Factiva's exports share: the codes of its fields, and how a record is made of them.

#: What the codes are called here; a code that isn't listed keeps its letters.
CODES = {
    "HD": "title", "BY": "byline", "CR": "credit", "WC": "length", "PD": "PD", "ET": "ET", "SN": "outlet",
    "SC": "source_code", "ED": "edition", "PG": "page", "VOL": "volume", "LA": "LA", "CY": "copyright",
    "SE": "section", "CLM": "column_name", "DLN": "dateline", "CO": "companies", "IN": "industries",
    "NS": "subjects", "RE": "places", "PE": "people", "PUB": "publisher", "AN": "accession", "ART": "graphic",
    "CX": "correction", "CT": "contact", "NT": "notes", "TK": "tickers", "TI": "tickers",
}  # fmt: skip
#: Why an article of a list of headlines has no text.
HEADLINE_ONLY = "Factiva's list has its headline alone, or with an extract: export the article in full"
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

# Subjects by which Factiva itself says that a text is no news.
_GENRES = {"nedc": "opinion", "ncolu": "opinion", "nlet": "opinion", "nedi": "editorial"}
# "Pier[http://...]": the page had a link on the word, whose target nobody read.
_LINK = re.compile(r"\[https?://[^\s\[\]]{1,2000}\]")
_LICENCE = re.compile(r"License this article from Dow Jones Reprint Service", re.IGNORECASE)


class Piece(NamedTuple):
    """One paragraph and its letter."""

    text: str
    letter: str = "p"


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
    text, found["links"], removed = _unlinked(pieces)
    fields["title"] = found.pop("title", "")
    fields["outlet"] = found.pop("outlet", "")
    fields.update(_when(found.pop("PD", ""), found.pop("ET", "")))
    fields.update(_signed(found))
    fields.update(_spoken(found.pop("LA", ""), language))
    told = [*notes, *removed]
    if GUESS in found:
        told.append(Note("guessed", "head", found.pop(GUESS)))
    if "accession" in found:
        found["accession"] = accession(found["accession"]) or found["accession"].split()[-1]
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
        short = lines.short(str(fields["text"]), fields.get("length"))
        if short:
            fields["status"] = "stub"
            told.append(Note("guessed", "stub", f"{short}; it is kept and not scored: export full articles"))
    bare = "" if text else why_bare or "Factiva gave no text of it, only what describes it"
    letters = "".join(piece.letter for piece in text) or None
    record = as_record(fields, number, blocks=letters, notes=tuple(told), bare=bare)
    known = str(fields.get("accession", ""))
    if text and "status" not in fields and is_accession(known):
        # The id says which article it is, whatever form it comes in; one without its whole text is another.
        return replace(record, raw=f"factiva {known}".encode())
    return record


def _unlinked(pieces: Iterable[Piece]) -> tuple[list[Piece], str, tuple[Note, ...]]:
    """Return the text without what Factiva put into it, the targets of links taken out, and what was done."""
    kept: list[Piece] = []
    links: list[str] = []
    notes: list[Note] = []
    for piece in pieces:
        text = tidy(piece.text)
        if len(text) < 400 and _LICENCE.match(text):
            notes.append(Note("removed", "licence", text))
            continue
        if "[http" in text:
            links.extend(found[1:-1] for found in _LINK.findall(text))
            text = tidy(_LINK.sub("", text))
        if text:
            kept.append(Piece(text, piece.letter))
    if links:
        told = f"{len(links):,} address{'es' * (len(links) != 1)} that Factiva put behind words; see links"
        notes.append(Note("removed", "links", told))
    return kept, "; ".join(links), tuple(notes)


def _listed(name: str, value: str) -> str:
    return re.sub(r"\s?\|\s?", "; ", value).strip("; ") if name in _LISTS else value


def _signed(found: dict[str, str]) -> dict[str, str]:
    """Return authors from the byline, and from the credits, which name the agency that a report is from."""
    byline, credit = found.get("byline", ""), found.get("credit", "")
    both = credit and credit.casefold() not in byline.casefold()
    return {"authors": f"{byline}; {credit}" if byline and both else byline or credit}


def _spoken(printed: str, marked: str) -> dict[str, str]:
    if printed and code_of(printed):
        return {"language": printed}
    known = language_of(printed) or marked
    return {"language": known, "la": printed} if known else {"language": printed}


def _genre(subjects: str) -> tuple[str, str]:
    for subject in subjects.split("; "):
        code = subject.split(" : ")[0].strip().lower()
        if code in _GENRES:
            return _GENRES[code], subject
    return "", ""
