"""Sets of referents: where they can come from, and what is said of wrong ones."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.features.naming.referents import Referents, referents, shipped
from tests.cases import for_each

TOML = """
[referents.Taiwan]
aliases = ["Taiwan", { form = "Taiwan, China", spellings = ["Taiwan, China", "Taiwan Province"] }]
descriptions = ["the island"]
exclude = ["Taiwan Strait"]
"""


def said(found: Referents) -> set[tuple[str, str, str]]:
    return {(alias.written, alias.form, alias.kind) for alias in found.aliases}


@pytest.mark.parametrize("name", shipped())
def test_shipped_sets_are_read_and_disjoint(name):
    found = referents(name)
    assert len(found.names) > 5
    assert all(any(alias.referent == i for alias in found.aliases) for i in range(len(found.names)))


def test_the_starter_set_has_what_a_visit_needs():
    names = set(referents("visits").names)
    needed = {
        "Mark Carney",
        "Xi Jinping",
        "government of China",
        "government of Canada",
        "Taiwan",
        "Tibet",
        "Xinjiang",
    }
    assert needed | {"tariffs", "one-China policy", "Indo-Pacific strategy"} <= names


def test_a_file_a_mapping_and_a_table_say_the_same(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(TOML, "utf8")
    expected = {
        ("Taiwan", "Taiwan", "name"),
        ("Taiwan, China", "Taiwan, China", "name"),
        ("Taiwan Province", "Taiwan, China", "name"),
        ("the island", "the island", "described"),
    }
    assert said(referents(path)) == said(referents(str(path))) == expected
    assert referents(path).exclude == (("Taiwan Strait", 0),)
    table = pd.DataFrame(
        {
            "referent": ["Taiwan"] * 3,
            "phrase": ["Taiwan", "the island", "Taiwan Strait"],
            "kind": ["alias", "description", "exclude"],
        }
    )
    table.to_csv(tmp_path / "mine.csv", index=False)
    for given in (table, tmp_path / "mine.csv"):
        found = referents(given)
        assert said(found) == {("Taiwan", "Taiwan", "name"), ("the island", "the island", "described")}
        assert found.exclude == (("Taiwan Strait", 0),)


def test_a_list_stands_for_aliases():
    assert said(referents({"Canada": ["Canada", "Ottawa"]})) == {
        ("Canada", "Canada", "name"),
        ("Ottawa", "Ottawa", "name"),
    }


def test_roles_of_a_country_make_titles_and_descriptions():
    found = said(referents({"Ruiz": {"aliases": ["Ruiz"], "roles": ["prime minister"], "country": "CA"}}))
    assert ("the prime minister", "the prime minister", "described") in found
    assert ("Canadian prime minister", "the Canadian prime minister", "title") in found
    assert ("Canada's prime minister", "Canada's prime minister", "title") in found
    assert not any(word in written for written, _, _ in found for word in ("Albertan", "Quebecer"))


def test_descriptions_may_be_shared_and_names_not():
    both = {"aliases": ["x"], "descriptions": ["the leader"]}
    assert len(referents({"a": both, "b": {**both, "aliases": ["y"]}}).aliases) == 4


@for_each(
    ("given", "message"),
    [
        ("vists", "referents 'vists' is not known; did you mean 'visits'?"),
        ("Ruiz", 'or names of your own, as {"Ruiz": ["Ruiz"]}'),
        (["Ruiz"], 'a mapping, as {"Ruiz": ["Ruiz"]}'),
        ({None: ["Ruiz"]}, "the name None is no text"),
        ({5: ["Ruiz"]}, "the name 5 is no text"),
        ({}, "holds none"),
        ({"a": {"aliases": []}}, "'a' has no alias"),
        ({"a": []}, "'a' has no alias"),
        ({"": ["x"]}, "without a name"),
        ({"a": ["Canada"], "b": ["canada"]}, "'canada' stands under 'a' and 'b'"),
        (
            {"a": ["the leader"], "b": {"aliases": ["b"], "descriptions": ["the leader"]}},
            "stands under 'a' and 'b'",
        ),
        ({"a": {"alias": ["x"]}}, "did you mean 'aliases'"),
        ({"a": {"aliases": "Canada"}}, "should be a list"),
        ({"a": {"aliases": ["..."]}}, "has no word"),
        ({"a": {"aliases": [3]}}, "give words"),
        (
            {"a": {"aliases": ["x"], "roles": ["minister"], "country": "Canadia"}},
            "country 'Canadia' is not known",
        ),
        (3, "is no set"),
        ("absent.toml", "absent.toml can't be read"),
        (pd.DataFrame({"phrase": ["x"]}), "column 'referent' is missing"),
        (pd.DataFrame({"referent": [None], "phrase": ["x"]}), "phrase 'x' has no referent"),
    ],
)
def test_wrong_sets_are_one_clear_line(given, message):
    with pytest.raises(FramingError) as caught:
        referents(given)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_may_call_its_table_targets(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[targets]\nRuiz = ["Ruiz"]\n', "utf8")
    assert referents(path).names == ("Ruiz",)
    path.write_text('[targets]\naliases = ["Targets"]\n', "utf8")
    assert referents(path).names == ("targets",)


def test_a_broken_file_is_named(tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text("[referents.a\n", "utf8")
    with pytest.raises(FramingError, match=r"broken\.toml: not a TOML"):
        referents(path)
