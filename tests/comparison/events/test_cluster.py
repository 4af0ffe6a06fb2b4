"""Groups from pairs: worth found by hand and by trying all partitions, rules that no move may break."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.comparison.events.finding import Graph, communities

LIKELY, THRESHOLD = 900_000, 400_000


def graph(
    size: int,
    edges: dict[tuple[int, int], int],
    outlets: list[tuple[int, ...]] | None = None,
    given_: list[int] | None = None,
    full: list[bool] | None = None,
) -> Graph:
    pairs = sorted(edges)
    a, b = (np.array([p[i] for p in pairs], np.int64) for i in (0, 1))
    return Graph(
        a, b, np.array([edges[p] for p in pairs], np.int64),
        outlets or [(i,) for i in range(size)],
        np.array(given_ or [-1] * size, np.int64), np.array(full or [False] * size, bool),
    )  # fmt: skip


def clique(*nodes: int, p: int = LIKELY) -> dict[tuple[int, int], int]:
    return {(a, b): p for a in nodes for b in nodes if a < b}


def partitions(items: list[int]) -> Iterator[list[list[int]]]:
    if not items:
        yield []
        return
    first, *rest = items
    for some in partitions(rest):
        for i in range(len(some)):
            yield [*some[:i], [first, *some[i]], *some[i + 1 :]]
        yield [[first], *some]


def worth(groups: list[list[int]], edges: dict[tuple[int, int], int]) -> int:
    return sum(edges.get((a, b), 0) - THRESHOLD for group in groups for a in group for b in group if a < b)


def as_groups(found: np.ndarray) -> list[list[int]]:
    return [np.flatnonzero(found == g).tolist() for g in np.unique(found)]


def test_two_cliques_and_one_alone() -> None:
    edges = clique(0, 1, 2) | clique(3, 4) | {(2, 3): 300_000}
    assert communities(graph(6, edges), THRESHOLD, 0).tolist() == [0, 0, 0, 3, 3, 5]


def test_nothing_at_all() -> None:
    assert communities(graph(0, {}), THRESHOLD, 0).tolist() == []
    assert communities(graph(3, {}), THRESHOLD, 0).tolist() == [0, 1, 2]


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda p: p[0] < p[1]),
                       st.integers(1, 1_000_000), max_size=15))  # fmt: skip
def test_no_single_move_and_no_joining_is_worth_more(edges: dict[tuple[int, int], int]) -> None:
    found = as_groups(communities(graph(6, edges), THRESHOLD, 0))
    ours = worth(found, edges)
    assert ours >= 0
    best = max(worth(groups, edges) for groups in partitions(list(range(6))))
    assert ours <= best
    for one in found:
        for other in found:
            if one is not other:
                assert worth([one + other], edges) <= worth([one, other], edges)


def test_the_best_partition_is_found_where_it_is_plain() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        edges = {(a, b): int(rng.integers(750_000, 999_999) if a % 2 == b % 2 else rng.integers(1, 250_000))
                 for a in range(7) for b in range(a + 1, 7)}  # fmt: skip
        found = as_groups(communities(graph(7, edges), THRESHOLD, 0))
        assert worth(found, edges) == max(worth(g, edges) for g in partitions(list(range(7))))


def test_one_outlet_twice_costs() -> None:
    edges = clique(0, 1, p=450_000)
    assert communities(graph(2, edges, [(0,), (0,)]), THRESHOLD, 0).tolist() == [0, 0]
    assert communities(graph(2, edges, [(0,), (0,)]), THRESHOLD, 100_000).tolist() == [0, 1]


def test_given_groups_are_kept_whatever_speaks_against_them() -> None:
    edges = clique(0, 1, 2, 3)
    found = communities(graph(5, edges, given_=[7, 8, -1, -1, 7]), THRESHOLD, 0)
    assert found[0] == found[4] != found[1]
    assert {found[2], found[3]} <= {found[0], found[1]}


def test_a_wide_given_group_may_be_joined_by_what_is_near_some_of_it() -> None:
    found = communities(graph(31, {(3, 30): LIKELY, (4, 30): LIKELY}, given_=[0] * 30 + [-1]), THRESHOLD, 0)
    assert found[30] == found[0]


@pytest.mark.parametrize("full", [True, False])
def test_pairs_that_were_never_looked_at_count_only_where_all_were(full: bool) -> None:
    # A ring in which each knows the four next to it, as if no more neighbours had been kept.
    size = 40
    edges = {tuple(sorted((i, (i + step) % size))): LIKELY for i in range(size) for step in (1, 2)}
    found = communities(graph(size, edges, full=[full] * size), THRESHOLD, 0)  # type: ignore[arg-type]
    assert (len(np.unique(found)) == 1) == full


def test_the_same_graph_gives_the_same_groups() -> None:
    rng = np.random.default_rng(1)
    edges = {
        (int(a), int(b)): int(rng.integers(1, 999_999)) for a, b in rng.integers(0, 200, (900, 2)) if a < b
    }
    one, two = (communities(graph(200, edges), THRESHOLD, 10_000) for _ in range(2))
    assert (one == two).all()
    assert (one <= np.arange(200)).all()
