"""One contract for every outlet file; names, sites and marks find their own outlet and none another's."""

from __future__ import annotations

import gzip
import json
import re
import zoneinfo
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from framing.corpus.article import Finder
from framing.corpus.outlets import Outlet, book, key_of, outlets, read
from framing.corpus.patterns import needles
from framing.corpus.wire import Agencies
from framing.errors import FramingError
from tests.cases import for_each

ALL = outlets()
COUNTRIES = frozenset(
    "AE AR AT AU BE BR CA CH CN CZ DE DK EG ES FI FR GB GR HK HU ID IE IL IN IR IT JP KE KP KR LB MO MX MY "
    "NG NL NO NZ PH PK PL PT QA RO RS RU SA SE SG TH TR TW UA US VN ZA".split()
)
LANGUAGES = frozenset(
    "ar cs da de el en es fa fi fr he hi hu id it ja ko ms nl no pl pt ro ru sv th tr uk vi zh".split()
)


def finder() -> Finder:
    return Finder(book(), {})


of_each = for_each("key", sorted(ALL))


class TestContract:
    @pytest.mark.medium
    @of_each
    def test_facts(self, key: str) -> None:
        outlet = ALL[key]
        assert key == key_of(key) == outlet.key
        assert outlet.name == outlet.name.strip() != ""
        assert outlet.country in COUNTRIES
        assert outlet.zone in zoneinfo.available_timezones()
        assert outlet.language is None or outlet.language in LANGUAGES
        assert outlet.order in (None, "dmy", "mdy")
        assert bool(outlet.credits) == outlet.agency

    @of_each
    def test_each_name_leads_to_it(self, key: str) -> None:
        outlet = ALL[key]
        for name in (key, outlet.name, outlet.name.upper(), *outlet.aliases):
            assert book().resolve(name) == key, name
            assert book().resolve(f" {name} ") == key, name
        for domain in outlet.domains:
            assert re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", domain)
            assert book().resolve(domain) == key
            assert book().by_url(f"https://m.{domain}/2026/a.html?b=c") == key
            assert book().by_url(f"https://{domain}.example/a.html") is None

    @of_each
    def test_who_owns_it_is_said_with_a_source(self, key: str) -> None:
        outlet = ALL[key]
        assert (outlet.ownership is None) == (outlet.ownership_source is None)
        for said in (outlet.ownership, outlet.ownership_source):
            assert said is None or (said == said.strip() != "" and "http" not in said)

    @of_each
    def test_marks_and_datelines_are_patterns_of_lines(self, key: str) -> None:
        outlet = ALL[key]
        assert len(outlet.marks) != 1, "two marks name an outlet: one alone never does"
        assert len(set(outlet.marks)) == len(outlet.marks)
        for mark in outlet.marks:
            assert not re.search(mark, "", re.M)
            assert needles(mark), f"{mark!r} holds no word, so it is searched for in every text"
        for dateline in outlet.datelines:
            assert not re.match(dateline, "The ministers met in the old port on Monday.")


def _owners(spellings: Iterator[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for spelling, key in spellings:
        found.setdefault(spelling, set()).add(key)
    return {spelling: keys for spelling, keys in found.items() if len(keys) > 1}


def test_no_two_outlets_share_a_name_or_a_site() -> None:
    names = (
        (key_of(re.sub(r"\.(?:com|org|net|co\.uk|ca|cn)$", "", name, flags=re.I)).replace("_", ""), key)
        for key, outlet in ALL.items()
        for name in (key, outlet.name, *outlet.aliases)
    )
    assert _owners(names) == {}
    assert _owners((domain, key) for key, outlet in ALL.items() for domain in outlet.domains) == {}


def test_no_site_lies_inside_anothers() -> None:
    owner = {domain: key for key, outlet in ALL.items() for domain in outlet.domains}
    for domain, key in owner.items():
        parts = domain.split(".")
        for start in range(1, len(parts) - 1):
            assert owner.get(".".join(parts[start:]), key) == key


def test_the_outlets_of_our_field_are_known() -> None:
    assert len(ALL) >= 80
    for country, least in (("CN", 10), ("HK", 3), ("TW", 2), ("CA", 12), ("US", 30), ("GB", 8)):
        assert sum(o.country == country for o in ALL.values()) >= least, country
    assert sum(o.agency for o in ALL.values()) >= 15


STORY = (
    "The ministers met in the old port on Monday. They spoke of cranes, of tariffs and of what was to come."
)
PAGES = {
    "washington_times": f"ANALYSIS/OPINION:\n\n{STORY}\n\nSign up for Daily Opinion Newsletter\n\n"
    "Copyright © 2026 The Washington Times, LLC. Click here for reprint permission.",
    "cnn": f"Story highlights Ministers meet in the old port\n\nHarbour Town (CNN) {STORY}",
    "npr": f"Enlarge this image toggle caption Ana Ruiz/AP\n\n{STORY}\n\nA clerk told NPR that it was late.",
    "politico": f"{STORY}\n\nStory Continued Below\n\nFollow @politico\n\n{STORY}",
    "bloomberg": f"LISTEN TO ARTICLE 4:55 SHARE THIS ARTICLE Share Tweet Post Email\n\n{STORY}\n\n"
    "To contact the reporter on this story: Ana Ruiz in Harbour Town at aruiz@bloomberg.net",
    "globe_and_mail": f"Open this photo in gallery:\n\n{STORY}\n\nFollow related authors and topics",
    "global_news": f"{STORY}\n\nStory continues below advertisement\n\n© 2026 Global News, of a company",
    "bbc": f"Image source, Getty Images\n\n{STORY}\n\nA clerk told the BBC that it was late.",
    "straits_times": f"ST PHOTO: ANA RUIZ\n\n{STORY}\n\nJoin ST's Telegram channel and get the news",
    "japan_times": f"{STORY}\n\nIn a time of both misinformation and too much information, read us.\n\n"
    "A clerk told The Japan Times that it was late.",
    "le_monde": f"Article réservé aux abonnés\n\n{STORY}\n\nIl vous reste 70% de cet article à lire.",
    "la_presse": f"PHOTO ANA RUIZ, ARCHIVES LA PRESSE\n\n{STORY}\n\nLe ministre l’a dit à La Presse.",
    "sohu": f"{STORY}\n\n声明：该文观点仅代表作者本人，搜狐号系信息发布平台\n\n返回搜狐，查看更多",
    "hong_kong_free_press": f"{STORY}\n\nThe old port. Photo: Ana Ruiz/HKFP.\n\nSupport HKFP | Ethics",
}
CITING = [
    "A clerk told CNN on Monday that the port was shut; she told The Washington Post the same.",
    "The minister told Fox News’ Ana Ruiz, and later told NPR's Li Ma, that he would go.",
    "Officials told BBC News and told Reuters that Marlow's tour was over, ABC News’ desk reported.",
    "HARBOUR TOWN (AP) — The port is shut. The Associated Press contributed to this report.",
    "BEIJING, Jan. 16 (Xinhua) -- The port is shut.",
    STORY,
]


@pytest.mark.medium
@for_each("key", sorted(PAGES))
def test_two_marks_name_an_outlet(key: str) -> None:
    assert finder()._by_marks(PAGES[key]) == key


@pytest.mark.parametrize("text", CITING)
def test_to_cite_an_outlet_is_not_to_be_it(text: str) -> None:
    assert finder()._by_marks(text) is None
    assert finder()._by_marks("\n\n".join(CITING)) is None


def test_a_mark_fires_on_few_texts_of_others() -> None:
    texts = [*PAGES.items(), *(("", text) for text in CITING)]
    for key, outlet in ALL.items():
        others = [text for owner, text in texts if owner != key]
        for mark in outlet.marks:
            found = sum(bool(re.search(mark, text, re.M)) for text in others)
            assert found <= len(others) / 3, (key, mark)


@for_each(
    ("opening", "key"),
    [
        ("HARBOUR TOWN (AP) — The port", "associated_press"),
        ("LONDON, Jan 16 (Reuters) - The port", "reuters"),
        ("PARIS (AFP) – The port", "afp"),
        ("MOSCOW, January 16. /TASS/. The port", "tass"),
        ("МОСКВА, 16 янв — РИА Новости. Порт", "ria_novosti"),
        ("MOSCOW. Jan 16 (Interfax) - The port", "interfax"),
        ("MOSCOW (Sputnik) — The port", "sputnik"),
        ("SEOUL, Jan. 16 (Yonhap) -- The port", "yonhap"),
        ("Tokyo, Jan. 16 (Jiji Press)--The port", "jiji_press"),
        ("Taipei, Jan. 16 (CNA) The port", "central_news_agency"),
        ("Pyongyang, January 16 (KCNA) -- The port", "kcna"),
        ("KUALA LUMPUR, Jan 16 (Bernama) -- The port", "bernama"),
        ("Jakarta (ANTARA) - The port", "antara"),
        ("New Delhi, Jan 16 (PTI) The port", "pti"),
        ("New Delhi [India], January 16 (ANI): The port", "ani"),
        ("Madrid, 16 ene (EFE).- El puerto", "efe"),
        ("(ANSA) - ROMA, 16 GEN - Il porto", "ansa"),
        ("Berlin (dpa) - Der Hafen", "dpa"),
        ("WASHINGTON, Jan. 16 (UPI) -- The port", "upi"),
        ("中新网北京1月16日电 港口", "china_news_service"),
        ("OTTAWA (CNN) The port", "cnn"),
    ],
)
def test_datelines(opening: str, key: str) -> None:
    found = [k for k, o in ALL.items() if any(re.match(dateline, opening) for dateline in o.datelines)]
    assert found == [key]


@for_each("outlet", [o for o in ALL.values() if o.agency], ids=lambda o: o.key)
def test_an_agency_is_known_by_its_credits(outlet: Outlet) -> None:
    agencies = Agencies(book())
    for name in outlet.credits:
        assert agencies.key(name) == outlet.key, name


@for_each(
    ("name", "key"),
    [
        ("NPR Online News", "npr"),
        ("The Hill", "hill"),
        ("Breitbart News", "breitbart"),
        ("TheBlaze.com", "theblaze"),
        ("Newsmax - Opinion", "newsmax"),
        ("New York Post (Opinion)", "new_york_post"),
        ("wash-post", "washington_post"),
        ("huff-post", "huffpost"),
        ("west-journal", "western_journal"),
        ("Time Magazine", "time"),
        ("The Week - News", "week"),
        ("Yahoo! The 360", "yahoo_news"),
        ("CNA", "cna"),
        ("Focus Taiwan", "central_news_agency"),
        ("澎湃新闻", "the_paper"),
        ("中央社", "central_news_agency"),
        ("大公文匯", "ta_kung_wen_wei"),
        ("Ici Radio-Canada", "radio_canada"),
        ("CBC/Radio-Canada", "cbc"),
        ("The Times", "the_times"),
        ("LA Times", "los_angeles_times"),
        ("The Star (Toronto)", "toronto_star"),
        ("ABC News", "abc_news"),
        ("ABC (Australia)", "abc_australia"),
        ("ECNS", "china_news_service"),
        ("解放军报", "pla_daily"),
    ],
)
def test_names_as_data_sets_write_them(name: str, key: str) -> None:
    assert book().resolve(name) == key
    assert key in ALL


def _records(path: Path) -> list[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf8") as stream:
        return [json.loads(line) for line in stream]


class TestRealCoverage:
    @pytest.mark.medium
    def test_most_articles_of_real_sets_have_an_outlet_with_a_file(self, shared: Path) -> None:
        sets = (
            "allsides/articles.jsonl.gz",
            "huawei/articles.jsonl",
            "polnear/dev.jsonl",
            "newswcl50/events_0_5.jsonl",
        )
        for place, least in zip(sets, (0.93, 0.98, 1.0, 1.0), strict=True):
            rows = _records(shared / "data" / place)
            names = [str(row.get("outlet") or row.get("publisher") or "") for row in rows]
            assert sum(book().resolve(name) in ALL for name in names) >= least * len(names), place

    @pytest.mark.medium
    def test_marks_take_no_article_for_another_outlets(self, shared: Path) -> None:
        rows = _records(shared / "data/allsides/articles.jsonl.gz")[::40] + _records(
            shared / "data/huawei/articles.jsonl"
        )
        whose, right, wrong = finder(), 0, []
        for row in rows:
            found = whose._by_marks(row["text"])
            owners = {book().resolve(row["outlet"] or "-"), book().by_url(row["url"] or "-")}
            right += found in owners
            if found and found not in owners:
                wrong.append((found, owners))
        assert right >= 0.25 * len(rows)
        assert len(wrong) <= 0.005 * (right + len(wrong)), wrong


def test_an_unknown_zone_is_refused_with_the_file() -> None:
    with pytest.raises(FramingError, match=r"outlet x: zone 'Asia/Shangai' is not known here"):
        read('name = "X"\nzone = "Asia/Shangai"', "x")
