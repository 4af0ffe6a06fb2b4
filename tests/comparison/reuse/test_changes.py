"""Changed words are classed by what they say; the segments of a passage cover both sides once."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.comparison.reuse.classing import Change, Page, pages
from framing.comparison.reuse.finding import aligned_words, said, segments
from framing.text.tokens import tokenize
from tests.cases import for_each


def both(first: str, second: str) -> tuple[Page, Page, tuple[int, int, int, int]]:
    a, b = pages(tokenize([first, second]), [first, second], [0, 1])
    return a, b, (0, len(a.words), 0, len(b.words))


def changes(first: str, second: str) -> str:
    a, b, span = both(first, second)
    return said([one for one in aligned_words(a, b, span) if isinstance(one, Change)])


CASES = [
    # figures and years
    ("It opened in 2011 near the port.", "It opened in 2014 near the port.", "2011 > 2014 (figure)"),
    ("They hired 2011 workers there.", "They hired 2014 workers there.", "2011 > 2014 (figure)"),
    ("Exports rose 4 percent in March.", "Exports rose 5 percent in March.", "4 > 5 (figure)"),
    ("Exports rose 4% in March.", "Exports rose 5% in March.", "4% > 5% (figure)"),
    ("It cost $5 million in all.", "It cost €5 million in all.", "$5 > €5 (figure)"),
    ("It cost 3 million pounds.", "It cost 3 billion pounds.", "million > billion (figure)"),
    ("Twelve of the boats came back.", "Thirteen of the boats came back.", "Twelve > Thirteen (figure)"),
    # the same figure, otherwise written
    ("Trade reached $118.7 billion last year.", "Trade reached $118.7bn last year.", "form"),
    ("The plan costs twelve million dollars.", "The plan costs $12 million.", "form"),
    ("Exports rose 4 percent in March.", "Exports rose 4 per cent in March.", "form"),
    ("Exports rose four percent in March.", "Exports rose 4% in March.", "form"),
    ("Trade reached $118.7 billion last year.", "Trade reached 118.7bn last year.", "form"),
    ("Trade reached $118.7 billion last year.", "Trade reached US$118.7 billion last year.", "form"),
    ("Trade reached $118.7 billion last year.", "Trade reached US$118.7-billion last year.", "form"),
    ("Trade reached $118.7 billion.", "Trade reached 118.7 billion U.S. dollars.", "form"),
    ("Trade was $118.7 billion.", "Trade was 118.7 million.", "$118.7 billion > 118.7 million (figure)"),
    ("Trade had reached $118.7 billion.", "Trade had reached €118.7 billion.", "$118.7 > €118.7 (figure)"),
    ("The seat costs $5 a day.", "The seat costs 5 a day.", "$5 > 5 (figure)"),
    ("The duty of 25 percent came first.", "The duty of 25-percent came first.", "form"),
    ("It held 1,000 people at once.", "It held 1000 people at once.", "form"),
    ("It held twenty-five people.", "It held 25 people.", "form"),
    ("It held five thousand people.", "It held 5,000 people.", "form"),
    ("It held five thousand people.", "It held 6,000 people.", "five thousand > 6,000 (figure)"),
    # dates
    ("They met on January 14 in Oslo.", "They met on Jan. 14 in Oslo.", "form"),
    ("They met on January 14 in Oslo.", "They met on 14 January in Oslo.", "form"),
    ("They met on January 14 in Oslo.", "They met on January 15 in Oslo.", "14 > 15 (figure)"),
    ("He left on Monday with two aides.", "He left on Tuesday with two aides.", "Monday > Tuesday (figure)"),
    # names
    ("The mayor, Marlow, left early.", "The mayor, Ruiz, left early.", "Marlow > Ruiz (name)"),
    ("Nobody in Oslo knew of it.", "Nobody in Bergen knew of it.", "Oslo > Bergen (name)"),
    ("The United States agreed to it.", "The U.S. agreed to it.", "form"),
    ("Then Sen. Marlow left the room.", "Then Senator Marlow left the room.", "form"),
    # other words
    ("It was safe, Ruiz said.", "It was safe, Ruiz claimed.", "said > claimed (other)"),
    ("Ruiz said it was over.", "Ruiz says it was over.", "said > says (other)"),
    ("The talks will end the row.", "The talks may end the row.", "will > may (other)"),
    ("Exports rose sharply in spring.", "Exports fell sharply in spring.", "rose > fell (other)"),
    # negation
    ("The owner did agree to it.", "The owner did not agree to it.", "- > not (negation)"),
    ("They never said so in public.", "They said so in public.", "never > - (negation)"),
    ("The owner didn't agree to it.", "The owner did not agree to it.", "form"),
    # spelling, and the rest
    ("The programme helps to organise it.", "The program helps to organize it.", "form"),
    ("They co-operate on the coast.", "They cooperate on the coast.", "form"),
    ("The first neck and neck race.", "The first neck-and-neck race.", "form"),
    ("It was the worst storm in years.", "It was the best storm in years.", "worst > best (other)"),
    ("It was a big storm.", "It was a very big storm.", "- > very (other)"),
]  # fmt: skip


@for_each(("first", "second", "expected"), CASES)
def test_a_change_is_of_its_class(first: str, second: str, expected: str) -> None:
    found = changes(first, second)
    if expected.startswith("form"):
        assert found
        assert {cls for cls in re.findall(r"\((\w+)", found)} == {"form"}
    else:
        assert found == expected


@pytest.mark.medium
@for_each(("first", "second", "expected"), CASES)
def test_a_change_turned_round_is_of_the_same_class(first: str, second: str, expected: str) -> None:
    classes = re.findall(r"\((\w+)", changes(first, second))
    assert sorted(re.findall(r"\((\w+)", changes(second, first))) == sorted(classes)


def test_several_changes_are_told_apart() -> None:
    found = changes(
        "Marlow said on Monday that the programme would cost $5 million.",
        "Ruiz said on Tuesday that the program would cost $6 million.",
    )
    assert found == (
        "Marlow > Ruiz (name); Monday > Tuesday (figure); programme > program (form); $5 > $6 (figure)"
    )


def test_case_marks_and_quotation_marks_are_no_change() -> None:
    assert changes("“It is over,” Ruiz’s aide said", "It is over, RUIZ'S aide said.") == ""


WORDS = st.lists(
    st.sampled_from(
        "the mill said not 2011 2014 $5 billion Ruiz Oslo rose 4% per cent January 14 , . ” —".split()
    ),
    max_size=14,
)


@given(WORDS, WORDS)
def test_segments_cover_both_sides_once(first: list[str], second: list[str]) -> None:
    left, right = " ".join(["mill", *first, "port"]), " ".join(["mill", *second, "port"])
    a, b, span = both(left, right)
    found = segments(a, b, span)
    assert "".join(one.a for one in found) == left[a.words[0].start : a.words[-1].end]
    assert "".join(one.b for one in found) == right[b.words[0].start : b.words[-1].end]
    for one, following in pairwise(found):
        assert (one.a_end, one.b_end) == (following.a_start, following.b_start)
    for one in found:
        assert one.op in ("same", "replaced", "inserted", "deleted")
        assert (one.cls in ("figure", "name", "negation", "form", "other")) == (one.op != "same")
        assert left[one.a_start : one.a_end] == one.a
        assert right[one.b_start : one.b_end] == one.b


@given(WORDS)
def test_a_passage_beside_itself_has_no_change(first: list[str]) -> None:
    text = " ".join(["mill", *first])
    a, b, span = both(text, text)
    assert [one.op for one in segments(a, b, span)] == ["same"]
