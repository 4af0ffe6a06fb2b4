"""Who the people of a page are: by name, and by what articles write beside the name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import chain, dropwhile, takewhile
from typing import TYPE_CHECKING

import pandas as pd

from framing.features.entities.runs import ordinary
from framing.plugins import toml
from framing.text.voices.speakers.lexicon import PORTFOLIOS, lexicon, plain, unknown
from framing.text.voices.words import known

if TYPE_CHECKING:
    from framing.report.material import Material

#: A name of somebody who may be told as quoted.
NAMED = re.compile(
    r"(?!(?:He|She|They|It)\b|(?:The|Democrat|Republican|President|Jr)$)(?:The )?"
    r"(?:[A-Z][\w.'’-]+|[B-HJ-Z](?= ))"
    r"(?: (?:(?:of|the|de|la|du|del|di|da|van|von|der|den|al|el|bin|ibn) )*(?:[ae]l-)?[A-Z][\w.'’-]+){0,4}"
    r"(?:['’]s? [a-z]+)?"
)
_BOTH = re.compile(rf"(?:{NAMED.pattern})(?:, {NAMED.pattern})* and (?:{NAMED.pattern})")
_BODIES = frozenset(toml(__package__, "lists")["headlines"]["bodies"])
_AGENT = re.compile(
    r"(?!after|former|another|banner|center|however|matter|number|order|other|poster|power|prayer|quarter|together|whether)"
    r"[a-z]{3,}(?:ist|ian|ee|er|or|man)"
)
_FAMILY = re.compile(r" ((?:(?:de|la|du|del|di|da|van|von|der|den|bin|ibn) )*\S+)$")
#: Letters of what stands for a body: not "OK", "UPDATE".
_ACRONYM = range(3, 6)
_ONE, _LONG = re.compile(r"\b(?:[Oo]ne|[Aa]nother) (?!of )(?=.)"), 5
_OF = re.compile(" (?:of|in|on|inside|outside|from|for|at|under|with|to|close|familiar|involved) ")
#: What tells more of somebody: "marching through Marlow", "who left".
_WHICH = re.compile(
    r" (?=(?:who|that|there|contacted|released|provided"
    r"|\w+ing (?:at|from|in|inside|near|on|outside|through|to|up|with))\b)"
)
#: A name behind a word for what somebody is: "tennis legend Ana Ruiz".
_DESCRIBED = re.compile(r"^(?:[^ ]+ )*?[a-z][\w-]* ((?:[A-Z][\w.'’-]+ ?){2,3})$")
_INITIAL = re.compile(r" [A-Z]\. |,? (?:II|III|IV)$")
#: Parties as articles write them behind a name: "(D-Fla.)", ", R-Texas".
_PARTY, _IS_OF = re.compile(r",? ?\(?([DRI])-[A-Z]"), {"democrat": "D", "republican": "R"}
#: What says of somebody what he is: "Ruiz, the mayor of Marlow, ...", and characters of it at most.
_IS, _TOLD, _MOST = re.compile(r", (?:(?:an?|the|one of) )?((?:[^,.;:()\n—–]|(?<=\b[A-Z])\.)+)"), 140, 80
_IS_OF_BODY = re.compile(
    r" of (?:the )?((?:[a-z][\w-]+ )?(?:[A-Z][\w.&'’-]+ ?(?:(?:of|for|on|and|the) )*){2,8})"
)
_IS_AHEAD = re.compile(
    r"(?:^|(?:(?<!\b[A-Z])\.|[,;:(“”\"—–]) ?|\b(?:[Aa]nd|[Bb]ut|said|says|wrote|added|told|by|with) )"
    r"(?:[Tt]he |[Aa]n? |[Oo]ne (?:of )?)?"
    r"((?!(?:[Aa]nd|[Bb]ut|said|says|wrote|added|told)\b)[A-Za-z](?:[^,.;:()“”\"]|(?<=\b[A-Z])\.){2,80}), $"
)
_NOT_WORK = re.compile(r"^\w+ing\b|[“”\"]")
#: Where what somebody is may end.
_PARTS = re.compile(r" (?=(?:at|in|for|under|with|and) )")
_CUT = re.compile(r"\b(?:[A-Z]\w?|Mrs|[Ss]t)$")
_WHOSE = re.compile(r"^(?:The |the )?[A-Z][\w.]*['’]s? (?=[A-Z][\w’'-]+$)")
_SHADES = frozenset("former acting interim deputy".split())
#: Letters of a title cut short, and its stop.
_STOP = 5
_YEAR = re.compile(r"(?:19|20)\d\d")
_SAYS_PARTY = re.compile("Democrat|Republican|GOP")
_SIDES = "conservative liberal progressive man woman".split()


def name_people(material: Material) -> dict[str, str]:
    """Return by every form of a person's name whom it means most often: *Obama* is Barack Obama."""
    items = material.table("items")
    if items is None:
        return {}
    people = items.loc[items["kind"] == "person", ["item", "form"]].astype("str")
    common = people.value_counts().reset_index().sort_values(["count", "item"], ascending=[True, False])
    names: dict[str, str] = dict(zip(common["form"], common["item"], strict=True)) | {
        name: name for name in people["item"]
    }
    # "Ana B. Ruiz", "Tom Marlow III": as they are called without it, where somebody is.
    names = {form: names.get(_INITIAL.sub(" ", name).strip(), name) for form, name in names.items()}
    short: dict[str, set[str]] = {}
    for name in sorted(set(names.values())):
        # "Bo al-Li" and "Ma al-Li" are Bo ibn Ma al-Li, if nobody else is.
        words = name.split()
        tails = (words[at:] for at in range(1, len(words) - 1))
        # "George H. W. Ruiz" is not every George Ruiz.
        for form in (*tails, [words[0], words[-1]]) if len(words) > 2 and "." not in name else ():
            short.setdefault(" ".join(form), set()).add(name)
    only = {form: name for form, (name, *others) in short.items() if not others}
    return {**only, **names}


def name_speakers(spans: pd.DataFrame, names: Mapping[str, str]) -> pd.Series:
    """Return who speaks in each span, "" where it is unclear; `names` are those of `name_people`."""
    told = zip(spans["speaker_key"].astype(object), spans["speaker_type"], strict=True)
    called = []
    for key, kind in told:
        text = str(key)
        first, _, rest = text.partition(" ")
        # "RUIZ: ...", a turn; "the Post's Ruiz"; "Defiant Ruiz", in a headline.
        forms = [text, text.title(), _INITIAL.sub(" ", _WHOSE.sub("", text)).strip()]
        loose = first.casefold() in ordinary() and first not in lexicon().given
        # Not "Change Committee", of the Progressive Change Committee.
        forms += [rest] * (loose and (" " not in rest or rest.split()[0] in lexicon().given))
        called.append(next(filter(None, map(names.get, forms)), None) or call_speaker(key, kind))
    return pd.Series(called, spans.index, object)


def join_short(who: pd.Series) -> pd.Series:
    """Return speakers of an article with those of one name under the only whole name that ends in it.

    >>> join_short(pd.Series(["Ruiz", "Ana Ruiz", "Li", "Bo Li", "Ma Li", ""])).tolist()
    ['Ana Ruiz', 'Ana Ruiz', 'Li', 'Bo Li', 'Ma Li', '']
    >>> join_short(pd.Series(["De la Croix", "Ana de la Croix", "Harbour Post", "The Harbour Post"])).tolist()
    ['Ana de la Croix', 'Ana de la Croix', 'The Harbour Post', 'The Harbour Post']
    >>> join_short(pd.Series(["Envoy to Oslo Ana Ruiz", "Ana Ruiz"])).tolist()
    ['Ana Ruiz', 'Ana Ruiz']
    """
    who = who.replace({name.removeprefix("The "): name for name in who if name.startswith("The ")})
    whole = sorted({name for name in who if " " in name and NAMED.fullmatch(name)})
    families = {name: _FAMILY.search(name[1:]) for name in whole}
    last = {name: family[1][:1].upper() + family[1][1:] for name, family in families.items() if family}
    times = Counter(last.values())
    # "Harbour Envoy to Oslo Ana Ruiz"
    more = {name: one for name in who for one in whole if name.endswith(f" {one}")}
    return who.replace({family: name for name, family in last.items() if times[family] == 1} | more)


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
    >>> call_speaker("Harbour Post cartoonist Ana Ruiz", "other"), call_speaker("Bo al-Li", "other")
    ('Ana Ruiz', 'Bo al-Li')
    >>> [call_speaker(key, "other") for key in ("HBA", "TV", "computer company Okoro")]
    ['HBA', '', 'Okoro']
    >>> call_speaker("Harbour Times editorial", "document"), call_speaker("golf legend Mary Ruiz", "other")
    ('the Harbour Times editorial', 'Mary Ruiz')
    >>> call_speaker("one protester marching through Oslo", "citizen"), call_speaker("OKAFOR", "other")
    ('protester', 'Okafor')
    >>> call_speaker("Constitution", "document"), call_speaker("court papers", "document")
    ('the Constitution', 'the court papers')
    >>> call_speaker("detainees", "other"), call_speaker("number", "other")
    ('detainees', '')
    """
    if isinstance(key, str) and key.isupper() and " " in key:
        # A turn: "REPUBLICAN ANA RUIZ: It rains."
        key = re.sub("^(?:Republican|Democrat) ", "", key.title())
    # "On Wednesday", "of the officials": cut from somebody's words.
    if (
        not isinstance(key, str)
        or key == "office"
        or key.partition(" ")[0].casefold() in known()["preposition"]
    ):
        return ""
    if key.casefold() in _BODIES:
        return f"the {key.casefold()}"
    if _BOTH.fullmatch(key):
        return key
    if NAMED.fullmatch(key):
        # One word alone may be any, where its kind isn't known and it is an ordinary word.
        named = " " in key or kind not in ("other", "document", "anonymous")
        named |= key.istitle() and key[-1] != "." and key.casefold() not in ordinary() and unknown(key)
        named |= key.isupper() and key.isalpha() and (kind == "document" or len(key) in _ACRONYM)
        if not named and kind == "document" and (key.casefold(),) in _heads():
            return f"the {key}"
        if not named and key.isupper() and unknown(key.title()) and key.casefold() not in ordinary():
            # "RUIZ: It rains."
            return key.title()
        return key if named else ""
    if name := _name_behind(key):
        return name
    body, _, paper = key.rpartition(" ")
    if kind == "document" and paper.isalpha() and paper.islower() and (not body or NAMED.fullmatch(body)):
        # "The Harbour Times editorial"
        return f"the {key}"
    # "A protester marching through Marlow"
    who = _WHICH.split(key, 1)[0]
    *ahead, last = _OF.split(who, 1)[0].split() or [""]
    named = last.casefold() in known()["who"] or kind == "anonymous" or (last.casefold(),) in _heads()
    named |= bool(_AGENT.fullmatch(last.removesuffix("s")))
    if not named or len(ahead) >= _LONG:
        return ""
    some = _ONE.sub("", who)
    return f"the {some}" if kind == "document" and some == who and who[0].islower() else some


@cache
def _heads() -> frozenset[tuple[str, ...]]:
    """Return words for people, bodies and documents that speak."""
    kinds = ("role", "group", "body", "document")
    return frozenset(
        words for some in lexicon().phrases.values() for words, _, one in some if one.kind in kinds
    )


def _name_behind(key: str) -> str:
    """Return the name behind what somebody is: "Harbour Post cartoonist Ana Ruiz late last week"."""
    told = None if _OF.search(key) else _DESCRIBED.match(key)
    if told and told[1].split()[0] in lexicon().given:
        return told[1]
    words = key.split()
    who = [
        at
        for at, word in enumerate(words)
        if word.casefold().rpartition("-")[2] in known()["who"] or _AGENT.fullmatch(word)
    ]
    # "A spokesman for Ana Ruiz" is another.
    if not who or words[who[-1]].casefold() == "one" or _OF.search(f" {' '.join(words[: who[-1]])} "):
        return ""
    behind = takewhile(lambda word: word[0].isupper(), words[who[-1] + 1 :])
    # "Budget Office Controller Ana Ruiz"
    name = " ".join(dropwhile(lambda word: word.casefold() in ordinary(), behind))
    # "Computer company Marlow-Ruiz"
    return name if NAMED.fullmatch(name) and (" " in name or unknown(name)) else ""


def tell_titles(names: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return of each text people by name with what stands beside it: office, work, party.

    That is what the text itself writes most often, or, where it has nothing, what all texts do.

    Parameters
    ----------
    names
        Form of a name to the name, as `name_people` has them.
    texts
        In which their names are looked for in full.

    Examples
    --------
    >>> text = "Minister Ana Ruiz (D-Mar.) spoke. Bo Li, a historian who left, and Tom Day didn't."
    >>> names = {name: name for name in ("Ana Ruiz", "Bo Li", "Tom Day")}
    >>> titles = tell_titles(names, {"a": text, "b": "Former Minister Ana Ruiz left."})
    >>> titles["a"], titles["b"]["Ana Ruiz"]
    ({'Ana Ruiz': 'Minister Ana Ruiz (D)', 'Bo Li': 'Bo Li (historian)'}, 'former Minister Ana Ruiz (D)')
    """
    full = {form: name for form, name in names.items() if " " in form and " " in name and not form.isupper()}
    if not full:
        return {key: {} for key in texts}
    own = {key: _count_titles(full, text) for key, text in texts.items()}
    every = _choose(sum(own.values(), Counter()))
    met = dict.fromkeys(name for name, _ in every)
    chosen = {key: _choose(counted) for key, counted in own.items()}
    return {
        key: {name: told for name in met if (told := _write_title(name, mine, every))}
        for key, mine in chosen.items()
    }


#: How often titles, parties and works stand beside a name, by name, kind and what stands there.
_Beside = Counter[tuple[str, str, str]]


def _count_titles(full: Mapping[str, str], text: str) -> _Beside:
    found: _Beside = Counter()
    any_of = "|".join(map(re.escape, sorted(full, key=lambda form: (-len(form), form))))
    for at in re.finditer(rf"\b(?:{any_of})(?!\w|['’]s)", text):
        ahead = text[max(at.start() - _TOLD, 0) : at.start()].rpartition("\n")[2]
        party, work = _read_behind(text[at.end() : at.end() + _TOLD])
        # "The team leader, Ana Ruiz, said"
        ahead_of = _read_ahead(ahead) if text[at.end() : at.end() + 1] == "," and not work else ""
        told = {"title": _read_title(ahead), "party": party, "work": work or ahead_of}
        found.update((full[at[0]], kind, one) for kind, one in told.items() if one)
    return found


def _choose(counted: _Beside) -> dict[tuple[str, str], str]:
    """Return what stands there most often, by name and kind; of equals the first."""
    # The last of a mapping's equal keys stays.
    return {
        (name, kind): told
        for (name, kind, told), _ in reversed(sorted(counted.items(), key=lambda item: -item[1]))
    }


def _write_title(name: str, own: Mapping[tuple[str, str], str], every: Mapping[tuple[str, str], str]) -> str:
    title, party, work = (own.get((name, kind), "") for kind in ("title", "party", "work"))
    if not title and not work:
        title, work = (every.get((name, kind), "") for kind in ("title", "work"))
    party = party or every.get((name, "party"), "")
    if side := _IS_OF.get(title.casefold()):
        # "Republican Ana Ruiz"
        title, party = "", side
    if title:
        party, work = ("" if _SAYS_PARTY.search(title) else party), ""
    told = f"{title} {name}".strip() + (f" ({party or work})" if party or work else "")
    return told if told != name else ""


def _read_title(ahead: str) -> str:
    """Return the office that words ahead of a name end with."""
    kept: list[str] = []
    words = ahead.split()
    for at, word in reversed(list(enumerate(words))):
        low = re.sub("^(?:then|ex)-", "", plain(word))
        inside = low in _offices()[1] or low in _SHADES or (low == "of" and kept)
        # "of Bo Barr. Former general counsel Ana Ruiz", "However, Sen. Bo Barr"
        last = word.rstrip("\"'”’")[-1:]
        ends = last == "," or (last == "." and "." not in word[:-1] and word != "St.")
        if low in ("a", "an"):
            # "The first thing a President Ana Ruiz would do"
            return ""
        if _YEAR.fullmatch(word) and kept[-1:] == ["nominee"]:
            # "2012 presidential nominee Ana Ruiz"
            kept.insert(0, word)
            break
        beside = words[at - 1] if at else "a"
        if low == "and" and kept and beside[0].isupper() and plain(beside) in PORTFOLIOS:
            # "Health and Human Services Secretary Bo Barr"
            kept.insert(0, word)
            continue
        # "... of the White House. Republican Ana Ruiz", not "Republican Sen. Ana Ruiz"
        inside = inside and not (ends and kept and len(word) > _STOP)
        if not inside and (ends or not word[0].isupper() or low in _no_names()):
            # "Marlow and Budget Director Bo Barr"
            while low == "and" and kept and tuple(map(plain, kept)) not in _offices()[0]:
                del kept[0]
            break
        kept.insert(0, word)
    if len(kept) > 1 and kept[0] in ("fellow", "Fellow"):
        del kept[0]
    while len(kept) > 1 and kept[0] not in _SHADES:
        # "In Ohio Sen. Ana Ruiz"
        if kept[0] not in ("the", "The", "In", "At") and not (kept[0].islower() and kept[1][0].isupper()):
            break
        del kept[0]
    lows = [plain(word) for word in kept]
    ends = any(tuple(lows[k:]) in _offices()[0] for k in range(len(lows)))
    # "Sens. Ruiz and Li"
    title = re.sub(r"s\.(?= |$)", ".", " ".join(kept))
    # "chairman": of what was said elsewhere; "then-nominee": no longer.
    bare = title.islower() and tuple(low for low in lows if low not in _SHADES) in _offices()[2]
    if not ends or lows[0] == "of" or bare or title.startswith("then"):
        return ""
    # In the middle of a line.
    return title.replace("Former ", "former ", 1) if lows[0] == "former" else title


def _read_ahead(ahead: str) -> str:
    """Return what somebody is said to be ahead of a name: "Marlow's former campaign manager, "."""
    told = _IS_AHEAD.search(ahead)
    words = [plain(word) for word in _OF.split(told[1], 1)[0].split()] if told else []
    role = any(tuple(words[at:]) in _offices()[0] for at in range(len(words)))
    return told[1] if told and role and len(told[1]) <= _MOST else ""


def _read_behind(text: str) -> tuple[str, str]:
    """Return the party that words behind a name tell, or what somebody is."""
    if party := _PARTY.match(text):
        return party[1], ""
    if (body := _IS_OF_BODY.match(text)) and not text[body.end() :].startswith("'"):
        # "Ana Ruiz of the liberal Harbour Institute"
        return "", f"of {'the ' * (' of the ' in body[0])}{body[1].rstrip(' .')}"
    told = _IS.match(text)
    work = re.split(r"(?:^| )(?:who|which|that|said|says|told|wrote)\b", told[1])[0] if told else ""
    if _NOT_WORK.search(work):
        return "", ""
    # "vice-chairman"
    words = [plain(word).rpartition("-")[2] for word in work.split()]
    for k, word in enumerate(words[:6]):
        if word in _IS_OF:
            return _IS_OF[word], ""
        if word in _no_names() and word not in ("of", "for", "in", "at"):
            break
        if any(tuple(words[j : k + 1]) in _offices()[0] for j in range(k + 1)):
            # "founder of the conservative campus group ...", "the veteran of Mr." whose name was cut.
            short = _OF.split(work, 1)[0]
            # Of what, "a GOP chairman in the next district" is as much told as of a bare chairman.
            bare = any(tuple(words[j : len(short.split())]) in _offices()[2] for j in range(k + 1))
            work = work.rstrip(" -–—")
            while len(work) > _MOST and (parts := _PARTS.split(work)[:-1]):
                work = " ".join(parts)
            whole = len(work) <= _MOST and not _CUT.search(work)
            return "", work if whole else "" if bare else short
    return "", ""


@cache
def _offices() -> tuple[frozenset[tuple[str, ...]], frozenset[str], frozenset[tuple[str, ...]]]:
    """Return what a person may be, the words of that, and what says little without an organisation."""
    roles = [
        (words, one) for some in lexicon().phrases.values() for words, _, one in some if one.kind == "role"
    ]
    # "conservative Ana Ruiz" tells no office.
    offices = frozenset(words for words, _ in roles).difference((side,) for side in _SIDES)
    offices |= {(party,) for party in _IS_OF}
    words = frozenset(chain.from_iterable(offices)) - {"of", "and"}
    return offices, words, frozenset(words for words, one in roles if one.open)


@cache
def _no_names() -> frozenset[str]:
    kinds = ("pronoun", "preposition", "article", "coordinator", "subordinator", "auxiliary", "possessive")
    return frozenset(chain.from_iterable(known()[kind] for kind in (*kinds, "time", "adverb"))) - _SHADES
