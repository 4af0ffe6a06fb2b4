"""Which language a text is in, by script and commonest words; missing where there is too little to tell."""

from __future__ import annotations

import re

__all__ = ["detect"]

_WORDS = {
    "en": (
        "the of and to in that is was for it with as on be by at this have from or are not his they "
        "which but an were will has had their its said he she"
    ),
    "fr": (
        "le la les de des et est en un une que qui dans pour sur pas au aux avec du ce cette sont "
        "par plus ont été il elle mais nous vous leur"
    ),
    "de": (
        "der die das und ist nicht den von zu mit sich des auf für ein eine dem im auch es an als "
        "wird wurde sind hat nach bei aus über er sie aber"
    ),
    "es": (
        "el la los las de que y en un una por con para del se no es al lo como más su sus pero fue "
        "ha este esta son entre cuando muy también"
    ),
    "it": (
        "il lo la gli le di che e un una per con del della non è si al dei nel sono come più ha "
        "anche alla da dal ma questo"
    ),
    "pt": (
        "o a os as de que e em um uma para com do da não é no na se dos das por mais como ao foi são "
        "pela pelo também"
    ),
    "nl": (
        "de het een van en in is dat op te met voor niet zijn aan er om ook als dan maar door over "
        "bij naar uit werd heeft"
    ),
}
_STOP = {
    word: [code for code, words in _WORDS.items() if word in words.split()]
    for words in _WORDS.values()
    for word in words.split()
}
# Words that no other language here shares: one in eight leaves no doubt.
_ENGLISH = frozenset(_WORDS["en"].split()) - {
    word for code, words in _WORDS.items() if code != "en" for word in words.split()
}
_TOKEN = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.05),
    ("ko", re.compile(r"[\uac00-\ud7af]"), 0.2),
    ("ru", re.compile(r"[\u0400-\u04ff]"), 0.3),
    ("ar", re.compile(r"[\u0600-\u06ff]"), 0.3),
)
#: Fewer words than this can't tell languages apart.
FEWEST = 20


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or None where it is too short or none fits.

    Only the first thousand characters are looked at.

    >>> detect("中国总理李强周四在北京同加拿大总理举行会谈，双方同意扩大贸易。")
    'zh'
    >>> detect("Too short") is None
    True
    """
    sample = text[:1000]
    if not sample.isascii():
        letters = sum(map(str.isalpha, sample)) or 1
        for code, script, share in _SCRIPTS:
            if len(script.findall(sample)) > share * letters:
                return code
        han = len(_HAN.findall(sample))
        if han > 0.3 * letters:
            return "zh" if han >= 8 else None
    tokens = _TOKEN.findall(sample.lower())
    if len(tokens) < FEWEST:
        return None
    if sum(map(_ENGLISH.__contains__, tokens)) > 0.12 * len(tokens):
        return "en"
    hits = dict.fromkeys(_WORDS, 0)
    for token in tokens:
        for code in _STOP.get(token, ()):
            hits[code] += 1
    best, second = sorted(hits, key=lambda code: -hits[code])[:2]
    if hits[best] < 0.12 * len(tokens) or hits[best] == hits[second]:
        return None
    return best


def is_chinese(line: str) -> bool:
    """Say whether a headline is in Chinese.

    >>> is_chinese("英国禁止使用华为5G设备"), is_chinese("UK bans 华为 gear from its networks")
    (True, False)
    """
    letters = sum(map(str.isalpha, line))
    return len(_HAN.findall(line)) > 0.5 * letters if letters else False
