"""What is no shared statement: sentences that only names tie, or that say another thing in the same words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.features.statements.finding import differ
from tests.cases import for_each

GUARD = "Captain Lena Ostrow, commander of the coast guard,"
#: Two outlets on one event: the same people and places, nothing else in common.
NAMES_ALONE = [
    (f"{GUARD} declined to comment on the finding.", f"{GUARD} confirmed that pumping had finished."),
    (f"{GUARD} declined to comment on the finding.",
     "Lena Ostrow, the commander of the coast guard, escorted the first crossing on Sunday."),
    ("The dam would flood the valley and force 2,300 people from their homes.",
     "Families who move will receive new homes."),
    ("Premier Idris Vann thanks crews.", "Premier Idris Vann promised an inquiry."),
    ("Mayor Piet Halloran thanks crews after night of floods",
     "Mayor Piet Halloran promised an inquiry into the floods."),
    ("Sofia Brandt, head of the dockworkers' union, called the offer an insult.",
     "Sofia Brandt, head of the dockworkers' union, will meet the owners next week."),
    ("Energy minister Tomas Reyk opened the wind farm at Cape Solen.",
     "Energy minister Tomas Reyk cancelled a visit to Cape Solen."),
    ("Judge Amara Olsson of the Kestrel District Court set bail at 40,000 crowns.",
     "Judge Amara Olsson of the Kestrel District Court retires in spring."),
    ("The Harwick Rail Company said its chief executive, Dov Lindqvist, had apologised.",
     "Dov Lindqvist, chief executive of the Harwick Rail Company, earned two bonuses last year."),
    ("Nadia Ferro, spokeswoman for the ministry of health, gave no number of patients.",
     "Nadia Ferro, spokeswoman for the ministry of health, urged parents to boil water."),
    ("Professor Ewan Sable of Tarn University measured the cracks in March.",
     "Professor Ewan Sable of Tarn University received threats by post."),
    ("The Greenwater Alliance and the Port Authority of Melby went to court.",
     "The Port Authority of Melby invited the Greenwater Alliance to dinner."),
    ("Police chief Rosa Imberg praised residents of Old Town.",
     "Police chief Rosa Imberg shut two streets in Old Town."),
    ("President Karel Dvoran of Ostvia landed in Lumen City on Tuesday.",
     "President Karel Dvoran of Ostvia dislikes the lumber tax, aides in Lumen City say."),
    ("General Aino Raske, who leads the northern command, ordered soldiers to fill sandbags.",
     "General Aino Raske, who leads the northern command, lost a brother in the storm of 1998."),
    ("Councillor Bram Ekdal, a former teacher and member of the Farmers' Party, voted in favour.",
     "Councillor Bram Ekdal, a former teacher and member of the Farmers' Party, left the hall early."),
]  # fmt: skip
#: Another figure, year, day, a "not", an opposite.
OTHERWISE = [
    ("The council approved the Tarn ferry contract by 31 to 19 after a long debate.",
     "The council approved the Tarn ferry contract by 31 to 16 after a long debate."),
    ("The bridge at Melby was built in 1962 by prisoners of war.",
     "The bridge at Melby was built in 1964 by prisoners of war."),
    ("The engineers did not warn the harbour office about the cracks in the lock.",
     "The engineers did warn the harbour office about the cracks in the lock."),
    ("The engineers warned the harbour office about the cracks in the lock.",
     "The engineers never warned the harbour office about the cracks in the lock."),
    ("The regional court rejected the appeal of the Harwick Rail Company on Friday.",
     "The regional court approved the appeal of the Harwick Rail Company on Friday."),
    ("Ticket prices on the Solen line will rise by a tenth from next January.",
     "Ticket prices on the Solen line will fall by a tenth from next January."),
    ("The owners of the mill opened the lower gates before the flood reached Melby.",
     "The owners of the mill closed the lower gates before the flood reached Melby."),
    ("Some 2,300 people must leave their homes when the Tarn dam is filled.",
     "Some 1,800 people must leave their homes when the Tarn dam is filled."),
    ("The dam at Tarn will cost $4.1 billion and will be finished in six years.",
     "The dam at Tarn will cost $4.7 billion and will be finished in six years."),
    ("Ferro confirmed that the wells of Old Town had been poisoned.",
     "Ferro denied that the wells of Old Town had been poisoned."),
    ("Trams to the old harbour of Melby stop running on Thursday for repairs.",
     "Trams to the old harbour of Melby stop running on Sunday for repairs."),
]  # fmt: skip
#: The same, in another order or form.
SAME = [
    ("The council approved the Tarn ferry contract by 31 to 19 after a long debate.",
     "After a long debate councillors voted 31-19 for the Tarn ferry contract."),
    ("Some 2,300 people must leave their homes when the Tarn dam is filled.",
     "The filling of the Tarn dam will force 2,300 people from their homes."),
    (f"{GUARD} confirmed that pumping had finished.",
     "Pumping has finished, the commander of the coast guard, Captain Lena Ostrow, confirmed on Monday."),
    ("The dam at Tarn will cost $4.1 billion and will be finished in six years.",
     "The Tarn dam is to cost $4.1bn and take six years to finish."),
    ("The engineers never warned the harbour office about the cracks in the lock.",
     "The harbour office was never warned by the engineers about the cracks in the lock, it said."),
    ("The regional court rejected the appeal of the Harwick Rail Company on Friday.",
     "The Harwick Rail Company lost its appeal in the regional court, which rejected it on Friday."),
]  # fmt: skip


def shared(one: str, other: str) -> bool:
    articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "event": "e", "text": [one, other]})
    return not fr.facts.statements(articles, voices=None, vectors=None).empty


@pytest.mark.medium
@for_each(("one", "other"), NAMES_ALONE)
def test_names_and_titles_alone_tie_nothing(one: str, other: str) -> None:
    assert not shared(one, other)


@pytest.mark.medium
@for_each(("one", "other"), OTHERWISE)
def test_the_same_words_with_another_figure_or_an_opposite_are_not_the_same(one: str, other: str) -> None:
    assert differ(one, other)
    assert differ(other, one)
    assert not shared(one, other)


@pytest.mark.medium
@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_told_otherwise_is_the_same_still(one: str, other: str) -> None:
    assert not differ(one, other)
    assert shared(one, other)


def test_in_fifteen_articles_names_alone_tie_nothing_either() -> None:
    """A small corpus, in which what is common and what is rare can hardly be told."""
    texts = [["Work goes on in the region."] for _ in range(15)]
    for k, (one, other) in enumerate(NAMES_ALONE):
        texts[k % 5].append(one)
        texts[5 + 2 * k % 5].append(other)
    articles = pd.DataFrame(
        {
            "id": [f"a{k:02}" for k in range(15)],
            "outlet": np.repeat(["x", "y", "z"], 5),
            "event": "e",
            "text": [" ".join(text) for text in texts],
        }
    )
    found = fr.facts.statements(articles, vectors=None).groupby("statement")["sentence"].agg(set)
    assert not [pair for pair in NAMES_ALONE if any(set(pair) <= said for said in found)]


def test_a_contrary_sentence_joins_no_statement_by_way_of_a_third() -> None:
    base = "The council approved the Tarn ferry contract"
    texts = [f"{base} by 31 to 19 after a long debate.", f"{base} by 31 to 16 after a long debate."]
    texts += [f"{base} after a long debate."] * 4
    articles = pd.DataFrame({"id": list("abcdef"), "outlet": list("uvwxyz"), "event": "e", "text": texts})
    found = fr.facts.statements(articles, voices=None)
    assert all({"a", "b"} - set(ids) for ids in found.groupby("statement")["article"].agg(list))
    assert found["similarity"].between(0, 1).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It cost 672,330 crowns.", "It cost about 672,000 crowns."),
        ("Prices rose by 5.9 percent.", "Prices rose by 6%."),
        ("He can't support the canal toll.", "He opposes the canal toll."),
        ("The rules say that members may not vote twice.", "The rules prohibit members to vote twice."),
        ("The crew, who could not be reached, left the ship.", "The crew left the ship."),
        ("Nine sheds burnt.", "9 sheds burnt."),
    ],
)
def test_a_rounded_figure_and_a_negation_in_other_words_are_no_contradiction(one: str, other: str) -> None:
    assert not differ(one, other)
    assert not differ(other, one)
