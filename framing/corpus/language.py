"""Which language a text is in, by script and commonest words; missing where there is too little to tell.

No model and no list of more than the words that hold any text of a language together.
"""

from __future__ import annotations

import re
from functools import cache

from framing.plugins import toml

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3041-\u30fa\u30fc-\u30ff\uff66-\uff9f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_OTHER = {
    "ko": re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "arabic": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "el": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
}
_FOREIGN = re.compile(r"[\u0370-\u1dff\u2e80-\ud7af\uf900-\ufaff]")
# Letters by which languages of one script are told apart.
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN = re.compile(r"[ыэъЫЭЪ]")
_PERSIAN = re.compile(r"[پچژگکی]")
#: Fewer words than this can't tell languages apart.
FEWEST = 12
#: Of so many characters at the start, and as many in the middle, the language is told.
LOOKED_AT = 1000


@cache
def _words() -> tuple[dict[str, list[str]], frozenset[str], dict[str, str]]:
    """Return the languages of each common word, the words of English alone, and names of languages."""
    raw = toml("framing.corpus", "language")
    of: dict[str, list[str]] = {}
    for code, words in raw["words"].items():
        for word in words.split():
            of.setdefault(word, []).append(code)
    names = {name: code for code, said in raw["names"].items() for name in said}
    only = frozenset(word for word, codes in of.items() if codes == ["en"])
    return of, only, names


def is_common(word: str) -> bool:
    """Say whether a word, in lower case, is one of the commonest of any language."""
    return word in _words()[0]


def code_of(stated: str) -> str | None:
    """Return the ISO 639-1 code of a language as someone wrote it, or None if that says none.

    >>> code_of("en-GB"), code_of("Chinese"), code_of("zh-Hant-TW"), code_of("fra"), code_of("français")
    ('en', 'zh', 'zh', 'fr', 'fr')
    >>> code_of("undetermined") is None
    True
    """
    name = stated.strip().casefold()
    if not name:
        return None
    names = _words()[2]
    known = names.get(name) or names.get(re.split(r"[-_\s(（,;]", name)[0])
    if known:
        return known
    first = re.split(r"[-_]", name)[0]
    return first if len(first) == 2 and first.isascii() and first.isalpha() else None


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or None where it is too short or none fits.

    A text in two scripts is in that of most of its words, two Chinese
    characters counting as one. Simplified and traditional Chinese are both zh.

    >>> detect("中国总理李强周四在北京同加拿大总理举行会谈，双方同意扩大贸易。")
    'zh'
    >>> detect("Too short") is None
    True
    """
    # The start of a text, and its middle where there is another script.
    sample = text[:LOOKED_AT]
    if len(text) > 3 * LOOKED_AT and not text.isascii():
        middle = text[len(text) // 2 :][:LOOKED_AT]
        if _FOREIGN.search(middle) or _FOREIGN.search(sample):
            sample = f"{sample} {middle}"
    found = _of(sample)
    # An opening of names and figures tells nothing; what follows may.
    return found if found or len(text) < 2 * LOOKED_AT else _of(text[LOOKED_AT : 3 * LOOKED_AT])


def _of(sample: str) -> str | None:
    if not sample.isascii():
        script = _by_script(sample)
        if script != "latin":
            return script
    return _by_words(_TOKEN.findall(sample.lower()))


def _by_script(sample: str) -> str | None:
    """Return the language that most words' script tells, "latin" where it tells none."""
    try:
        sample.encode("cp1252")
    except UnicodeEncodeError:
        pass
    else:
        # Quotation marks and accents of western text alone: no other script's letters are to be counted.
        return "latin"
    latin = len(_LATIN.findall(sample)) / 5
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    eastern = (han + kana) / 2
    counts = {name: len(script.findall(sample)) / 5 for name, script in _OTHER.items()}
    counts["ko"] *= 2.5
    name = max(counts, key=lambda script: counts[script])
    if max(eastern, counts[name]) < max(latin, 0.1):
        return "latin"
    if eastern >= counts[name]:
        if han + kana < 8:
            return None
        return "ja" if kana > 0.15 * (han + kana) else "zh"
    if counts[name] < 3:
        return None
    if name == "cyrillic":
        ukrainian, russian = len(_UKRAINIAN.findall(sample)), len(_RUSSIAN.findall(sample))
        return "uk" if ukrainian > russian else "ru"
    if name == "arabic":
        return "fa" if len(_PERSIAN.findall(sample)) > 0.04 * 5 * counts[name] else "ar"
    return name


def _by_words(tokens: list[str]) -> str | None:
    size = len(tokens)
    if size < FEWEST:
        return None
    languages, english, _ = _words()
    if sum(map(english.__contains__, tokens)) > 0.12 * size:
        return "en"
    hits: dict[str, float] = {}
    for token in tokens:
        codes = languages.get(token, ())
        for code in codes:
            # A word of one language says more than one of four.
            hits[code] = hits.get(code, 0.0) + 1.0 / len(codes)
    if not hits:
        return None
    best = max(sorted(hits), key=lambda code: hits[code])
    second = max((count for code, count in hits.items() if code != best), default=0.0)
    return best if hits[best] >= 0.12 * size and hits[best] >= 1.25 * second else None


def is_chinese(line: str) -> bool:
    """Say whether a headline is in Chinese.

    >>> is_chinese("英国禁止使用华为5G设备"), is_chinese("UK bans 华为 gear from its networks")
    (True, False)
    """
    letters = sum(map(str.isalpha, line))
    return len(_HAN.findall(line)) > 0.5 * letters and not _KANA.search(line) if letters else False
