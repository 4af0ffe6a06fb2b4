"""Who the people of a page are: by name, by what stands beside the name, and whom one report alone names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd

from framing.features.entities.runs import ordinary
from framing.plugins import toml
from framing.text.voices.speakers.lexicon import lexicon, plain, unknown
from framing.text.voices.words import known
from framing.views import numbers

if TYPE_CHECKING:
    from framing.report.material import Material

#: Who is named among those quoted, how many of them, and of so many percent of the text at least.
NAMED = re.compile(
    r"(?!(?:He|She|They|It)\b|(?:The|Democrat|Republican|President|Jr)$)(?:The )?[A-Z][\w.'’-]+"
    r"(?: (?:(?:of|the|de|la|du|del|di|da|van|von|der|den|al|el|bin) )*[A-Z][\w.'’-]+){0,4}(?:['’]s? [a-z]+)?"
)
_BOTH = re.compile(rf"(?:{NAMED.pattern})(?:, {NAMED.pattern})* and (?:{NAMED.pattern})")
_BODIES = frozenset(toml(__package__, "lists")["headlines"]["bodies"])
_ONE, _LONG = re.compile("(?:[Oo]ne|[Aa]nother) (?!of )(?=.)"), 5
_OF, _INITIAL = re.compile(" (?:of|in|from|for|at|under|with|to) "), re.compile(r" [A-Z]\. ")
#: Parties as articles write them behind a name: "(D-Fla.)", ", R-Texas".
_PARTY, _IS_OF = re.compile(r",? ?\(?([DRI])-[A-Z]"), {"democrat": "D", "republican": "R"}
#: What says of somebody what he is: "Ruiz, the mayor of Marlow, ...", and characters of it at most.
_IS, _TOLD, _MOST = re.compile(r", (?:(?:an?|the|one of) )?([^,.;:()\n—–]+)"), 120, 45
_CUT = re.compile(r"\b(?:[A-Z]\w?|Mrs|[Ss]t)$")
_AHEAD = r"((?:[\w’'.&-]+ ){0,7})\b"
_SHADES = frozenset("former acting interim deputy then".split())
_SAYS_PARTY = re.compile("Democrat|Republican|GOP")
_SIDES = "conservative liberal progressive".split()
#: Whom one report alone names: so many of them at most, and a name of one word.
_ALONE, _SHOUTED = 4, re.compile(r"[A-Z\W\d]+|\S+\.? \S+\.")


def name_people(material: Material) -> dict[str, str]:
    """Return by every form of a person's name whom it means most often: *Obama* is Barack Obama."""
    items = material.table("items")
    if items is None:
        return {}
    people = items.loc[items["kind"] == "person", ["item", "form"]].astype("str")
    common = people.value_counts().reset_index().sort_values(["count", "item"], ascending=[True, False])
    return dict(zip(common["form"], common["item"], strict=True)) | {name: name for name in people["item"]}


def name_speakers(spans: pd.DataFrame, names: Mapping[str, str]) -> pd.Series:
    """Return who speaks in each span, "" where it is unclear; `names` are those of `name_people`."""
    told = zip(spans["speaker_key"].astype(object), spans["speaker_type"], strict=True)
    # "RUIZ: ...", a turn; "Ana B. Ruiz".
    forms = [(key, str(key).title(), _INITIAL.sub(" ", str(key)), kind) for key, kind in told]
    called = [
        names.get(key) or names.get(turn) or names.get(plain) or call_speaker(key, kind)
        for key, turn, plain, kind in forms
    ]
    return pd.Series(called, spans.index, object)


def join_short(who: pd.Series) -> pd.Series:
    """Return speakers of an article with those of one name under the only whole name that ends in it.

    >>> join_short(pd.Series(["Ruiz", "Ana Ruiz", "Li", "Bo Li", "Ma Li", ""])).tolist()
    ['Ana Ruiz', 'Ana Ruiz', 'Li', 'Bo Li', 'Ma Li', '']
    """
    whole = sorted({name for name in who if " " in name and NAMED.fullmatch(name)})
    times = Counter(name.split()[-1] for name in whole)
    return who.replace({name.split()[-1]: name for name in whole if times[name.split()[-1]] == 1})


def call_speaker(key: object, kind: object) -> str:
    """Return what somebody quoted is called: by name, or by what he is; of others nothing.

    >>> [call_speaker(key, "official") for key in ("Ana Ruiz", "one senior official", "On Friday", None)]
    ['Ana Ruiz', 'senior official', '', '']
    >>> call_speaker("one of the officials", "official")
    'one of the officials'
    >>> [call_speaker(key, "other") for key in ("Okoro", "Budget", "leaders of Norway, Chad and Peru")]
    ['Okoro', '', 'leaders of Norway, Chad and Peru']
    >>> call_speaker("declaration", "document"), call_speaker("Court", "official")
    ('the declaration', 'the court')
    """
    if isinstance(key, str) and key.isupper() and " " in key:
        # A turn: "REPUBLICAN ANA RUIZ: It rains."
        key = re.sub("^(?:Republican|Democrat) ", "", key.title())
    # "On Wednesday", "of the officials": cut from somebody's words.
    if not isinstance(key, str) or key.partition(" ")[0].casefold() in known()["preposition"]:
        return ""
    if key.casefold() in _BODIES:
        return f"the {key.casefold()}"
    if _BOTH.fullmatch(key):
        return key
    if NAMED.fullmatch(key):
        # One word alone may be any, where its kind isn't known and it is an ordinary word.
        named = " " in key or kind not in ("other", "document", "anonymous")
        named |= key.istitle() and key[-1] != "." and key.casefold() not in ordinary() and unknown(key)
        return key if named else ""
    if kind == "document" and key.isalpha() and key.islower():
        return f"the {key}"
    *ahead, last = _OF.split(key, 1)[0].split() or [""]
    named = last.casefold() in known()["who"] and len(ahead) < _LONG
    return _ONE.sub("", key) if named else ""


def tell_titles(names: Mapping[str, str], texts: Collection[str]) -> dict[str, str]:
    """Return people by name with what most often stands beside it in some texts: office, work, party.

    Parameters
    ----------
    names
        Form of a name to the name, as `name_people` has them.
    texts
        In which their names are looked for in full.

    Examples
    --------
    >>> text = "Harbour Minister Ana Ruiz (D-Mar.) spoke. Bo Li, a historian who left, and Tom Day didn't."
    >>> tell_titles({name: name for name in ("Ana Ruiz", "Bo Li", "Tom Day")}, [text])
    {'Ana Ruiz': 'Harbour Minister Ana Ruiz (D)', 'Bo Li': 'Bo Li (historian)'}
    """
    forms: dict[str, list[str]] = {}
    for form, name in names.items():
        if " " in form and " " in name and not form.isupper():
            forms.setdefault(name, []).append(form)
    found = {}
    for name, written in forms.items():
        any_of = "|".join(map(re.escape, sorted(written, key=len, reverse=True)))
        titles, parties, works = Counter[str](), Counter[str](), Counter[str]()
        for text in texts:
            for at in re.finditer(rf"{_AHEAD}(?:{any_of})\b(?!['’]s)", text):
                party, work = _read_behind(text[at.end() : at.end() + _TOLD])
                titles[_read_title(at[1])] += 1
                parties[party] += 1
                works[work] += 1
        for counted in (titles, parties, works):
            del counted[""]
        title, party, work = (next(iter(c.most_common(1)), ("",))[0] for c in (titles, parties, works))
        if title:
            party, work = ("" if _SAYS_PARTY.search(title) else party), ""
        beside = party or work
        told = f"{title} {name}".strip() + (f" ({beside})" if beside else "")
        if told != name:
            found[name] = told
    return found


def _read_title(ahead: str) -> str:
    """Return the office that words ahead of a name end with."""
    kept: list[str] = []
    for word in reversed(ahead.split()):
        low = plain(word)
        inside = low in _offices()[1] or low in _SHADES or (low == "of" and kept)
        # "of Bo Barr. Former general counsel Ana Ruiz"
        ends = word[-1] == "." and "." not in word[:-1]
        if not inside and (ends or not word[0].isupper() or low in _no_names()):
            break
        kept.insert(0, word)
    while kept and kept[0].islower() and kept[0] not in _SHADES and len(kept) > 1 and kept[1][0].isupper():
        del kept[0]
    lows = [plain(word) for word in kept]
    ends = any(tuple(lows[k:]) in _offices()[0] for k in range(len(lows)))
    return " ".join(kept) if ends and lows[0] != "of" else ""


def _read_behind(text: str) -> tuple[str, str]:
    """Return the party that words behind a name tell, or what somebody is."""
    if party := _PARTY.match(text):
        return party[1], ""
    told = _IS.match(text)
    work = re.split(r" (?:who|which|that|said|says|told|wrote)\b", told[1])[0] if told else ""
    words = [plain(word) for word in work.split()]
    for k, word in enumerate(words[:6]):
        if word in _IS_OF:
            return _IS_OF[word], ""
        if word in _no_names() and word not in ("of", "for", "in", "at"):
            break
        if any(tuple(words[j : k + 1]) in _offices()[0] for j in range(k + 1)):
            # "founder of the conservative campus group ...", "the veteran of Mr." whose name was cut.
            whole = len(work) <= _MOST and not _CUT.search(work)
            return "", work if whole else _OF.split(work, 1)[0]
    return "", ""


@cache
def _offices() -> tuple[frozenset[tuple[str, ...]], frozenset[str]]:
    """Return what a person may be, and the words of that."""
    listed = (words for some in lexicon().phrases.values() for words, _, one in some if one.kind == "role")
    # "conservative Ana Ruiz" tells no office.
    offices = frozenset(listed).difference((side,) for side in _SIDES) | {(party,) for party in _IS_OF}
    return offices, frozenset(chain.from_iterable(offices)) - {"of", "and"}


@cache
def _no_names() -> frozenset[str]:
    kinds = ("pronoun", "preposition", "article", "coordinator", "subordinator", "auxiliary", "possessive")
    return frozenset(chain.from_iterable(known()[kind] for kind in (*kinds, "time", "adverb"))) - _SHADES


def list_alone(texts: Mapping[str, str], material: Material) -> dict[str, list[str]]:
    """Return of each article the people whom it names and none of the others does, those most named first."""
    items = material.table("items")
    if items is None:
        return {}
    people = items[(items["kind"] == "person") & items["article"].isin(list(texts))]
    found: dict[str, list[str]] = {key: [] for key in texts}
    for key, own in people.groupby(people["article"].astype(str)):
        elsewhere = "\n".join(text for other, text in texts.items() if other != key)
        first = own.groupby(own["item"].astype(str)).agg(times=("start", "size"), start=("start", "min"))
        for name in map(str, first.sort_values(["times", "start"], ascending=[False, True]).index):
            named = " " in name and not _SHOUTED.fullmatch(name)
            if named and not re.search(rf"\b{re.escape(name.split()[-1])}\b", elsewhere, re.IGNORECASE):
                found[key].append(name)
    return found


def tell_alone(names: Collection[str], titles: Mapping[str, str], said: str) -> str:
    """Return whom an article alone names, the first of them by name, and by title where it isn't `said`."""
    told = [name if name in said else titles.get(name, name) for name in names][:_ALONE]
    more = len(names) - len(told)
    return f"{', '.join(told)} and {numbers.several(more, 'other')}" if more else numbers.all_listed(told)
