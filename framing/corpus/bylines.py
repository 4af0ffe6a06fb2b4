"""Who signs an article: a byline taken apart into persons, organisations and staff.

A byline is written for readers, so roles, places, mail addresses, dates and
editors stand between the names; what is left over is no author. The words are
data (``bylines.toml``); no agency's and no outlet's name stands here.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from framing.plugins import toml


@dataclass(frozen=True)
class Part:
    """One name of a byline.

    Attributes
    ----------
    text : str
        The name, without role and place.
    kind : {"person", "organisation", "staff", "other"}
        Staff is what an outlet calls its own unnamed people; other is what is no name at all.
    joint : {"", ",", "and", "with"}
        What joins it to the part before it: a comma gives an affiliation, "and" another author.
    whole : str
        As it stands in the byline.
    """

    text: str
    kind: str
    joint: str = ""
    whole: str = ""


def persons(line: str, outlet: str = "") -> list[str]:
    """Return the persons of a byline.

    >>> persons("By Ana Ruiz and Li Ma in Macao"), persons("GT staff reporters")
    (['Ana Ruiz', 'Li Ma'], [])
    >>> persons("本报记者 王小明 李 四")
    ['王小明', '李四']
    """
    return list(dict.fromkeys(part.text for part in parts(line, outlet) if part.kind == "person"))


@lru_cache(maxsize=20_000)
def parts(line: str, outlet: str = "") -> tuple[Part, ...]:
    """Return the parts of a byline in order.

    Parameters
    ----------
    line : str
        With or without its "By".
    outlet : str
        The paper's name, which stands in many of its bylines.

    Examples
    --------
    >>> [(part.text, part.kind) for part in parts("Ana Ruiz, The Harbour Press")]
    [('Ana Ruiz', 'person'), ('The Harbour Press', 'organisation')]
    >>> [part.kind for part in parts("Staff Reporters")]
    ['staff']
    """
    forms = _forms()
    text = " ".join(forms["glued"].sub(" ", line[:400]).split())
    text = _CONTACT.sub(" ", forms["end"].sub("", text)).strip(_EDGE)
    for _ in range(2):
        text = forms["lead"].sub("", text).strip()
    if not text:
        return ()
    if outlet and text.casefold() != outlet.casefold():
        ending = rf"(?<=\w)(?:\s+(?:for|of))?\s+{re.escape(outlet)}$"
        text = re.sub(ending, lambda _: f", {outlet}", text, flags=re.IGNORECASE)
    return tuple(_chinese(text) if _CJK.search(text) else _latin(text, outlet))


_CJK = re.compile(r"[\u4e00-\u9fff]")
_EDGE = " .|•·,;-–—"
_CONTACT = re.compile(
    r"\(?\s*(?:\S+@\S+\.\w+|https?://\S+|www\.\S+|(?<!\w)@\w+|\(?\+?\d[\d() -]{7,}\d)\s*\)?"
)
_HOUSE = re.compile(r"\s+(?:for|of|special to)\s+(?P<house>(?:the\s+)?[A-Z].*)$", re.IGNORECASE)
# "Ana Ruiz, Political Editor for The Harbour Press", once the role is cut.
_FOR = re.compile(r"(?:for|of)\s+(?=\S)", re.IGNORECASE)
# Four plain words in front of a role: no particle and no initial is among them.
_FOUR = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ][^\W\d_]*['’-]?[^\W\d_]+ ){3}[^\W\d_a-zß-öø-ÿ][^\W\d_]+")
_SPECIAL = re.compile(r"(?:special|exclusive) (?:to|for)\b.*", re.IGNORECASE)


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    """Return the patterns of ``bylines.toml``."""
    raw = toml("framing.corpus", "bylines")
    any_of = {key: "|".join(value) for key, value in raw.items() if isinstance(value, list)}
    joining = rf"(?P<word>{any_of['and']}|{any_of['with']})"
    small = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in raw["particles"])
    word = rf"(?:[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|['’.-])*|(?:{small})(?=\s)|[dl]['’]\w+|al-\w+)"
    fold = re.IGNORECASE
    return {
        "lead": re.compile(rf"^(?:{any_of['lead']})\s*", fold),
        "end": re.compile(rf"(?:(?<![\w-])(?:{any_of['end']})|{any_of['end_chinese']}).*$", fold),
        "split": re.compile(
            rf"\s*(?:[,;|•·/、，；]|\s[-–—]\s|[()（）])\s*(?:{joining}\s+)?"
            rf"|\s+{joining.replace('word', 'alone')}\s+",
            fold,
        ),
        "with": re.compile(any_of["with"], fold),
        "place": re.compile(rf"\s+(?:{any_of['place']})\s+(?:the\s+)?(?-i:[A-Z]).*$", fold),
        "titles": re.compile(rf"^(?:{any_of['titles']})\.?\s+(?=[A-Z])", fold),
        "degree": re.compile(rf"(?:{any_of['degrees']})\.?", fold),
        "role": re.compile(
            rf"[\s,]*\b(?:(?:{any_of['before_roles']})\s+)*(?:{any_of['roles']})(?![^\W\d_]).*$", fold
        ),
        "family": re.compile(rf"\s+(?:{any_of['families']})(?![^\W\d_])", fold),
        "subject": re.compile(any_of["before_roles"], fold),
        "capitals": re.compile(any_of["capitals"]),
        # "Ana Ruiz Crime, Defence and Security Editor, and Li Ma": its "and" joins no names.
        "inner_role": re.compile(
            rf"(?<=[\w.])[\s,]+(?:(?:{any_of['before_roles']}),?\s+)+(?:{any_of['roles']})(?![^\W\d_])", fold
        ),
        "staff": re.compile("|".join(raw["staff"]), fold),
        "organisation": re.compile(
            rf"(?<![^\W\d_])(?:{any_of['organisation']})(?![^\W\d_])|\.(?:com|ca|cn|org|net|co\.uk)\b", fold
        ),
        "name": re.compile(rf"{word}(?: {word}){{1,4}}(?:,? (?:Jr|Sr)\.?| I{{2,3}}| IV)?"),
        "glued": re.compile(rf"(?<=[a-z])(?={'|'.join(raw['glued'])})"),
        "chinese_role": re.compile(raw["chinese"]["role"]),
        "chinese_house": re.compile(raw["chinese"]["house"]),
        "chinese_name": re.compile(raw["chinese"]["name"]),
        "chinese_other": re.compile(raw["chinese"]["other"]),
    }


def _latin(text: str, outlet: str) -> Iterable[Part]:
    forms = _forms()
    joint, at = "", 0
    text = forms["inner_role"].sub(_without_role, text)
    for found in (*forms["split"].finditer(text), None):
        piece = text[at : found.start() if found else len(text)].strip()
        if piece:
            for number, part in enumerate(_part(piece, outlet)):
                yield Part(part.text, part.kind, "," if number else joint, piece)
            joint = ""
        if found:
            at = found.end()
            word = found["word"] or found["alone"] or ""
            kind = "," if not word else "with" if forms["with"].fullmatch(word) else "and"
            joint = kind if kind != "," or not joint else joint


def _part(piece: str, outlet: str) -> list[Part]:
    """Return what one piece between commas is: seldom two things, as "Ana Ruiz for The Harbour Press"."""
    forms, bare = _forms(), piece.strip(' .-–—"“”')
    if not bare or _SPECIAL.fullmatch(bare) or forms["degree"].fullmatch(bare):
        return []
    if outlet and _bare(bare) == _bare(outlet):
        return [Part(bare, "organisation")]
    if forms["staff"].fullmatch(bare) and not re.search(
        r"\b(?:agency|agencies|wires?)\b", bare, re.IGNORECASE
    ):
        return [Part(bare, "staff")]
    if employed := _FOR.match(bare):
        return [Part(bare[employed.end() :], "organisation")]
    placed = forms["place"].sub("", bare)
    named = forms["role"].sub(_without_role, placed).strip(" ,.-–—")
    if not named:
        return [Part(bare, "other")]
    house = _HOUSE.search(named)
    if house and _is_person(named[: house.start()]):
        return [Part(_cased(named[: house.start()]), "person"), Part(house["house"], "organisation")]
    named = forms["titles"].sub("", named)
    if _is_person(named):
        if len(named) < len(placed) and _FOUR.fullmatch(named):
            # "Ana Ruiz Quay Village Correspondent": whatever the subject is, the name is no longer.
            named = " ".join(named.split()[:2])
        return [Part(_cased(named), "person")]
    if forms["organisation"].search(named):
        return [*_person_before(named), Part(forms["place"].sub("", bare), "organisation")]
    return [Part(bare, "other")]


def _without_role(found: re.Match[str]) -> str:
    """Return what stays of a role behind a name: a comma, and a family name that is a place or a subject too.

    "Ana London Reporter" has her name from it; "Ana Ruiz London Reporter" hasn't.
    """
    forms = _forms()
    before = re.split(r"[,;|/&]|\b(?:and|by)\s", found.string[: found.start()], flags=re.IGNORECASE)[
        -1
    ].strip()
    family = forms["family"].match(found.group())
    if not family or " " in before or forms["subject"].fullmatch(before):
        return ","
    return f"{family[0]}," if forms["name"].fullmatch(before + family[0]) else ","


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _person_before(named: str) -> list[Part]:
    """Return the person before an organisation with no comma between: "Ana Ruiz Harbour News"."""
    words = named.split()
    first = " ".join(words[:2])
    if len(words) < 4 or named.isupper() or words[0] in ("The", "South", "New") or not _is_person(first):
        return []
    return [] if _forms()["organisation"].search(" ".join(words[2:-1])) else [Part(first, "person")]


def _is_person(text: str) -> bool:
    text = text.strip()
    return bool(_forms()["name"].fullmatch(_cased(text))) and not _forms()["organisation"].search(text)


def _cased(name: str) -> str:
    """Return a name that is printed in capitals, or its family name is, as it is written.

    >>> _cased("ANA O'NEIL"), _cased("Jean-Paul DUPONT"), _cased("XU Jing"), _cased("AJ Marlow")
    ("Ana O'Neil", 'Jean-Paul Dupont', 'Xu Jing', 'AJ Marlow')
    """
    words = name.split()
    if len(words) < 2:
        return " ".join(words)
    whole = " ".join(words).isupper()
    return " ".join(
        _folded(word) if whole or _in_capitals(word) else word if "." in word else _SCOTS.sub(_after, word)
        for word in words
    )


def _folded(word: str) -> str:
    return word if "." in word else _RUN.sub(lambda found: found.group().capitalize(), word)


def _after(found: re.Match[str]) -> str:
    return found[1] + found[2].capitalize()


_RUN = re.compile(r"[^\W\d_]+")
_SCOTS = re.compile(r"^(Mac|Mc|Fitz)([A-Z]{3,})$")
# A name can be said: "Li MA" has one of two letters, "AJ Marlow" and "Ana Ruiz, SCMP" have initials.
_SPOKEN = re.compile(r"[^AEIOUYÀ-ÖØ-Þ\W][AEIOUYÀ-ÖØ-Þ]|(?=.*[AEIOUYÀ-ÖØ-Þ])(?:[^\W\d_]|['’-]){3,}")


def _in_capitals(word: str) -> bool:
    return word.isupper() and bool(_SPOKEN.fullmatch(word)) and not _forms()["capitals"].fullmatch(word)


def _chinese(text: str) -> Iterable[Part]:
    forms, joint = _forms(), ""
    inside = re.fullmatch(r"[（(](.*)[)）]", text)
    text = inside[1] if inside else re.sub(r"[（(][^（()）]*[)）]", " ", text)
    # Names of two signs are set with a space to be as wide as those of three.
    text = re.sub(
        r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])",
        r"\1\2",
        forms["chinese_role"].sub(" \n ", text),
    )
    for piece in re.split(r"[\s、，,;；/|&和及与]+", text):
        if not piece or forms["chinese_other"].fullmatch(piece):
            continue
        if forms["chinese_house"].fullmatch(piece):
            yield Part(piece, "organisation", joint, piece)
        elif forms["chinese_name"].fullmatch(piece):
            yield Part(piece, "person", joint, piece)
        else:
            yield from (Part(part.text, part.kind, joint, piece) for part in _part(piece, ""))
        joint = ","


def stated(value: object, written: Callable[[object], str]) -> list[tuple[str, bool]]:
    """Return the authors that a field gives, and whether it says itself that one is an organisation.

    Takes a name, a list of names or of JSON-LD objects, or such a list written as text.

    >>> stated("['Ana Ruiz', 'Li Ma']", str)
    [('Ana Ruiz', False), ('Li Ma', False)]
    >>> stated([{"@type": "Organization", "name": "Harbour Press"}], lambda value: value["name"])
    [('Harbour Press', True)]
    """
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        value = _listed(value.strip())
    if isinstance(value, (list, tuple)):
        return [pair for part in value for pair in stated(part, written)]
    text = written(value).strip()
    if not text:
        return []
    if isinstance(value, str) and ";" in text:
        return [(_inverted(part), False) for part in text.split(";") if part.strip()]
    kind = value.get("@type") if isinstance(value, dict) else None
    return [(_inverted(text), "Organization" in str(kind))]


def _listed(text: str) -> object:
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
        except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
            continue
        return value if isinstance(value, (list, tuple, dict)) else text
    return text.strip("[]{}")


_FAMILY = re.compile(r"[A-ZÀ-Þ][\w'’-]+")
_GIVEN = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: [A-Z]\.?)?")


def _inverted(name: str) -> str:
    """Turn "Ruiz, Ana" round: two single words with a comma are a name as lists of literature have it."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and _FAMILY.fullmatch(family) and _GIVEN.fullmatch(given):
        return f"{given} {family}"
    return name.strip()
