"""What was seen before is known for ever, in a few bytes: a dictionary is the oracle."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.merge import Places, Seen, key_of


@given(st.lists(st.integers(0, 60), max_size=300), st.integers(1, 9))
def test_the_first_place_is_that_of_a_dictionary(keys: list[int], new: int) -> None:
    seen, oracle = Seen(new=new), dict[int, int]()
    for place, key in enumerate(keys):
        assert seen.before(key_of(str(key)), place) == oracle.get(key)
        oracle.setdefault(key, place)


def test_many_keys_in_several_runs() -> None:
    seen = Seen(new=100)
    assert [seen.before(key_of(str(n)), n) for n in range(2_500)] == [None] * 2_500
    assert [seen.before(key_of(str(n)), -1) for n in range(2_500)] == list(range(2_500))


@given(st.lists(st.text(max_size=8)), st.lists(st.text(max_size=8)))
def test_parts_are_not_confused_with_their_joins(one: list[str], other: list[str]) -> None:
    assert (key_of(*one) == key_of(*other)) == (one == other)


@given(st.lists(st.one_of(st.text(), st.from_regex(r"[a-b.:]{1,4}:[0-9]{1,14}", fullmatch=True))))
def test_a_place_is_called_as_it_was(names: list[str]) -> None:
    places = Places()
    numbers = [places.number(name) for name in names]
    assert [places.name(number) for number in numbers] == names
    assert len(set(numbers)) == len(set(names))
