"""Who acts on whom, who is cast as what: what the sections count, and what they open."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.report import opened as acting
from framing.report.build import build
from framing.report.material import Material
from framing.report.sections import actors
from framing.schema import check
from tests.report import examples, opening, prose

GROUPS = ("daily_lantern", "harbour_post")


def articles() -> pd.DataFrame:
    return examples.articles()


def tables() -> dict[str, pd.DataFrame]:
    frame = articles()
    return {"articles": frame, "actions": actions(frame), "roles": roles(frame)}


def material(**given: pd.DataFrame) -> Material:
    return Material.of({**tables(), **given}, {}, examples.settings(voices="full"))


def data(page: str) -> dict[str, Any]:
    return opening.data(page)


#: Verb, actor, target, action, kind, modality, negated.
_ACTIONS = (
    ("welcomed", "Ana Ruiz", "Marlow", "welcome", "cooperative", "asserted", False),
    ("lower", "Marlow", None, "lower", "other", "possible", False),
    ("sign", None, "Ana Ruiz", "block", "conflictual", "asserted", True),
)
_NAMED = ("actor", "target", "action", "kind", "modality", "negated")


def actions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return three actions of each article: with both named, with one, and a negated one on somebody."""
    rows = []
    for article in frame.to_dict("records"):
        for verb, *about in _ACTIONS:
            start = article["text"].index(verb)
            low = max(article["text"].rfind(". ", 0, start) + 2, article["text"].rfind("\n", 0, start) + 1)
            row = {name: article[name] for name in ("outlet", "genre", "provenance")}
            row |= {"article": article["id"], "part": "body", "start": start, "end": start + len(verb)}
            row |= {"voice": "quoted" if verb == "sign" else "outlet"}
            row |= {"sentence": article["text"][low : article["text"].find(".", start) + 1]}
            rows.append(row | dict(zip(_NAMED, about, strict=True)))
    return check(pd.DataFrame(rows), "actions")


def roles(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the minister of each article, a hero in one paper and a villain in the other."""
    rows = []
    for article in frame.to_dict("records"):
        role = "hero" if article["outlet"] == GROUPS[0] else "villain"
        chance = {name: 0.7 if name == role else 0.15 for name in ("hero", "villain", "victim")}
        row = {"article": article["id"], "outlet": article["outlet"], "voice": "outlet", "part": "lead"}
        start = article["text"].index("minister")
        row |= {"target": "the minister", "entity": "minister", "start": start, "end": start + 8}
        low = article["text"].rfind(". ", 0, start) + 2
        row |= {"sentence": article["text"][low : article["text"].find(".", start) + 1]}
        row |= {"role": role, "by": "sentence"}
        rows.append(row | chance)
    return check(pd.DataFrame(rows), "roles")


# -- who acts on whom --


def test_absent_tables_leave_their_sections_out() -> None:
    bare = Material.of({"articles": articles()}, {}, examples.settings())
    assert actors.content(bare) is None
    some = actors.content(Material.of({"articles": articles(), "roles": roles(articles())}, {}, {}))
    assert some
    assert some["actions"] is None
    assert some["roles"]


def test_actions_are_counted_by_outlet_and_voice_with_their_verbs() -> None:
    content = actors.content(material())
    assert content
    own, quoted = content["actions"]["voices"]
    assert [(row["actor"], row["target"]) for row in own["rows"]] == [("Ana Ruiz", "Marlow"), ("Marlow", "")]
    assert [(row["actor"], row["target"]) for row in quoted["rows"]] == [("", "Ana Ruiz")]
    news = articles()["genre"].isin(["news", "unknown"])
    sizes = articles()[news]["outlet"].value_counts()
    for group, cell in zip(GROUPS, own["rows"][0]["cells"], strict=True):
        assert cell["count"] == str(sizes[group])
        assert cell["kinds"] == [("cooperative", str(sizes[group]))]
        assert cell["verbs"] == [{"verb": "welcome", "kind": "cooperative", "n": str(sizes[group])}]
    assert quoted["rows"][0]["cells"][0]["verbs"][0]["verb"] == "not block"


def test_a_count_of_actions_opens_sentences_with_the_verb_marked() -> None:
    page = build(tables(), {}, examples.settings(voices="full"))
    opened = data(page)["lines"]["opened"]
    one = opened[acting.key("a", "outlet", GROUPS[0], "Ana Ruiz", "Marlow")]
    assert one["title"] == "Ana Ruiz → Marlow"
    assert one["said"] == "Daily Lantern"
    assert {line[3] for line in one["lines"]} == {"welcomed"}
    assert one["lines"][0][2] == "The minister clearly "
    assert len(one["lines"]) == acting.LINES_ACTING < one["total"]
    other = opened[acting.key("a", "quoted", GROUPS[1], "", "Ana Ruiz")]
    assert other["title"] == "nobody named → Ana Ruiz"
    assert other["lines"][0][1] == "body, quoted, conflictual, negated"
    assert opened[acting.key("a", "outlet", GROUPS[0], "Marlow", "")]["lines"][0][1] == "body, possible"


def test_pairs_met_once_stand_last_and_what_is_left_out_is_said() -> None:
    frame = articles()
    some = actions(frame)
    first = some.iloc[[0]]
    singles = [first.assign(actor=f"Actor {n:02}", start=n, end=n + 1) for n in range(acting.PAIRS[3] + 3)]
    content = actors.content(material(actions=pd.concat([some, *singles], ignore_index=True)))
    assert content
    own = content["actions"]["voices"][0]
    assert [row["actor"] for row in own["rows"]][:3] == ["Ana Ruiz", "Marlow", "Actor 00"]
    assert len(own["rows"]) == 2 + acting.PAIRS[3]
    assert own["left_out"] == 3


def test_actions_in_opinion_pieces_are_not_counted_with_news() -> None:
    frame = articles()
    opinion = set(frame.loc[frame["genre"] == "opinion", "id"])
    content = acting.actions(material())
    assert content
    assert opinion
    assert not opinion & set(content.rows["article"])
    assert content.genre == "news"


# -- roles --


def test_roles_are_counted_by_outlet_and_warned_of() -> None:
    content = actors.content(material())
    assert content
    (row,) = content["roles"]["voices"][0]["rows"]
    assert row["who"] == "the minister"
    assert [cell["roles"][0][0] for cell in row["cells"]] == ["hero", "villain"]
    page = build(tables(), {}, examples.settings(voices="full"))
    said = prose.text(page)
    assert "mostly it tells who is cast" in " ".join(said.split())
    line = data(page)["lines"]["opened"][acting.key("r", "outlet", GROUPS[1], "the minister")]["lines"][0]
    assert line[1:5] == [
        "first paragraph, villain (.70)",
        "The ",
        "minister",
        " clearly welcomed the visit – 😀 as a good start.",
    ]


def test_words_from_outside_are_closed_off() -> None:
    evil = "</script><b>x</b>"
    frame = articles()
    given = {
        "actions": actions(frame).assign(actor=evil, target=evil, action=evil, sentence=evil),
        "roles": roles(frame).assign(referent=evil, text=f"The minister {evil}"),
    }
    page = build({**tables(), **given}, {}, examples.settings(voices="full"))
    assert evil not in page
    assert page.count("</script>") == 2
