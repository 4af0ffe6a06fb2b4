"""Every outlet file and every line rule keeps its promises: one contract test for all of them."""

from __future__ import annotations

import pytest

from framing.corpus import dates
from framing.corpus.genre import of
from framing.corpus.outlets import Book, Outlet, book, key_of, origin, outlets, read
from framing.corpus.rules import SHORT, LineRule, RuleSet, general, parse_rules
from framing.errors import FramingError
from tests.cases import for_each

ALL = [("lines", rule) for rule in general()] + [(k, rule) for k, o in outlets().items() for rule in o.lines]


@for_each(("owner", "rule"), ALL, ids=[f"{owner}-{rule.name}-{i}" for i, (owner, rule) in enumerate(ALL)])
def test_examples_of_a_rule(owner: str, rule: LineRule) -> None:
    alone = RuleSet([rule])
    assert rule.examples
    for line in rule.examples:
        if rule.cut == "span":
            assert alone.spans(line)[0][1].search(f"Before it all. {line}")
            assert any(word in line for word in rule.cue)
        else:
            assert alone.first(line) is rule, line
    for line in rule.counterexamples:
        assert alone.first(line) is None, line


def test_no_rule_cuts_what_another_must_leave() -> None:
    together = RuleSet(general())
    for rule in general():
        for line in rule.counterexamples:
            assert together.first(line) is None, line


@for_each("key", sorted(outlets()))
def test_contract_of_an_outlet(key: str) -> None:
    outlet = outlets()[key]
    assert key == key_of(key)
    assert outlet.zone is not None
    assert dates.zone(outlet.zone).key == outlet.zone
    assert len(outlet.country or "") == 2
    assert outlet.domains
    for name in (key, outlet.name, f"the {outlet.name.removeprefix('The ')}", *outlet.aliases):
        assert book().resolve(name) == key
    for domain in outlet.domains:
        assert book().by_url(f"https://www.{domain}/a/b.html") == key
    assert bool(outlet.credits) == outlet.agency


def test_no_two_outlets_share_a_name() -> None:
    spelled = [
        name.casefold()
        for o in outlets().values()
        for name in {o.name.casefold(), *map(str.casefold, o.aliases)}
    ]
    assert len(spelled) == len(set(spelled))


class TestResolve:
    @for_each(
        ("name", "key"),
        [
            ("The Guardian", "guardian"),
            ("NYT", "new_york_times"),
            ("New York Times - Opinion", "new_york_times"),
            ("CNN (Web News)", "cnn"),
            ("www.foxnews.com", "fox_news"),
            ("https://english.news.cn/2026/a.html", "xinhua"),
            ("人民日报", "peoples_daily"),
            ("Sina (from 中国新闻网）", "sina"),
            ("S. China Morning Post", "scmp"),
            ("L'Écho du Port", "l_écho_du_port"),
            ("环球观察", "环球观察"),
        ],
    )
    def test_names(self, name: str, key: str) -> None:
        assert book().resolve(name) == key

    def test_origin(self) -> None:
        assert origin("Sina (from 环球网)") == "环球网"
        assert origin("Sina") is None

    def test_key_of_is_stable(self) -> None:
        for name in ("The Harbour Courier", "CBC/Radio-Canada", "Globe & Mail"):
            assert key_of(key_of(name)) == key_of(name)

    def test_other_sites_are_nobodys(self) -> None:
        assert book().by_url("https://example.org/notcbc.ca") is None
        assert book().by_url("notcbc.ca") is None


class TestWrongFiles:
    @for_each(
        ("content", "said"),
        [
            ("name = ", "not a TOML"),
            ('zone = "UTC"', 'needs name = "..."'),
            ('name = "X"\nzon = "UTC"', "key 'zon' is not known; did you mean 'zone'"),
            ('name = "X"\nmarks = ["("]', "is no regular expression"),
            ('name = "X"\norder = "ymd"', "order 'ymd' is not known"),
            ('name = "X"\n[sections]\nsport = ["A"]', "sections 'sport' is not known"),
            ('name = "X"\n[[lines]]\nname = "a"', "needs 'match'"),
            ('name = "X"\n[[lines]]\nname = "a"\nmatch = "("', "is no regular expression"),
            ('name = "X"\n[[lines]]\nname = "a"\nmatch = "(a)"', "write groups as"),
            ('name = "X"\n[[lines]]\nname = "a"\nmatch = "a"\nwhere = "top"', "where 'top' is not known"),
            ('name = "X"\n[[lines]]\nname = "a"\nmatch = "a"\nabove2 = 1', "did you mean 'above'"),
            ('name = "X"\n[[lines]]\nname = "a"\nmatch = "a"\nlongest = 500', "need cue"),
            ('name = "X"\n[[lines]]\nname = "a"\nmatch = "a"\nlongest = "500"', "is not a whole number"),
            (
                'name = "X"\n[[lines]]\nname = "a"\nmatch = "a"\nlongest = 70000\ncue = ["a"]',
                "is more than 60000",
            ),
            ('name = "X"\n[[lines]]\nname = "a"\nmatch = "a"\nbelow = -1', "is not a whole number"),
            ('name = "X"\n[[lines]]\nname = "a"\nmatch = "a"\nfold = "no"', "is not true or false"),
            ('name = "X"\n[[lines]]\nname = "a"\nmatch = "a"\ncue = "a"', "is not a list of strings"),
            ('name = "X"\n[[lines]]\nname = "a"\nmatch = "a"\nexamples = [1]', "is not a list of strings"),
            ('name = "X"\nlines = ["a"]', "is no list of tables"),
            ('name = "X"\nlines = 3', "is no list of tables"),
            ("", "is empty"),
        ],
    )
    def test_named_in_one_line(self, content: str, said: str) -> None:
        with pytest.raises(FramingError) as raised:
            read(content, "x")
        assert said in str(raised.value)
        assert str(raised.value).startswith("outlet x")
        assert "\n" not in str(raised.value)


def test_long_lines_are_the_storys_own_unless_a_rule_says_so() -> None:
    rules = RuleSet(parse_rules([{"name": "a", "match": ".*harbour.*"}], where="x"))
    line = "The harbour " + "x" * SHORT
    assert rules.first(line[:100]) is not None
    assert rules.first(line) is None


def test_an_outlet_without_a_file_has_a_name() -> None:
    assert Book({})["harbour_courier"].name == "Harbour Courier"


@for_each(
    ("title", "section", "url", "genre"),
    [
        ("Ministers meet", "CHINA / DIPLOMACY", None, "news"),
        ("Ministers meet", "OPINION / OBSERVER", None, "opinion"),
        ("Ministers meet", "OPINION / EDITORIAL", None, "editorial"),
        ("GT Voice: Ministers meet", None, None, "editorial"),
        ("Ministers must act: Global Times editorial", None, None, "editorial"),
        ("Opinion: Ministers must act", "World", None, "opinion"),
        ("Ministers meet – live updates", None, None, "live"),
        ("Ministers meet", None, "https://a.example/opinion/2026/x", "opinion"),
        ("Ministers meet", "Business", None, "news"),
        ("Ministers meet", "Recipes", None, "unknown"),
        ("Ministers meet", None, None, "unknown"),
    ],
)
def test_genre(title: str, section: str | None, url: str | None, genre: str) -> None:
    found, evidence = of(title, section, url, outlets()["global_times"])
    assert found == genre
    assert bool(evidence) == (genre != "unknown")


def test_an_outlet_is_hashable_and_frozen() -> None:
    outlet = Outlet("x", "X")
    assert {outlet: 1}[outlet] == 1
    with pytest.raises(AttributeError):
        outlet.name = "Y"  # type: ignore[misc]
