"""Shingles by ranges of their hash, from articles in parts, are those of all texts read at once."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.engine.parts import Parts, assign_columns, check_articles
from framing.text.overlap import articles
from framing.text.overlap import shingles as index
from framing.text.overlap.articles import Ranges, counted, looked_up, read
from framing.text.overlap.passages import places
from framing.text.overlap.shingles import Pairs, repeated, shingles
from framing.text.quotes import quoted_words
from framing.text.tokens import tokenize


@pytest.fixture
def texts(story) -> list[str]:  # type: ignore[no-untyped-def]
    """Stories that share stretches, quotations among them, and one that shares nothing."""
    said = ["“" + story(7, 20)[0], *story(7, 20)[1:19], story(7, 20)[19] + ",”", "Marlow", "said."]
    return [
        " ".join(words)
        for words in (
            story(1, 60),
            [*story(2, 30), *story(1, 60)[20:50]],
            [*said, *story(3, 40)],
            [*story(1, 60)[:30], *said],
            story(4, 50),
            [*story(3, 40)[5:], "end"],
            [],
        )
    ]


@pytest.fixture(params=[1, 2, 8])
def some(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, texts: list[str], frame) -> Ranges:  # type: ignore[no-untyped-def]
    """The same texts, backwards, in so many ranges and in parts of two articles."""
    monkeypatch.setattr(articles, "HELD", -(-len(texts) // request.param))
    read_ = read(Parts.of(frame(*texts), each=2))
    assert read_.ranges == request.param
    return Ranges(read_, np.arange(len(texts))[::-1].copy())


def test_what_two_texts_have_is_there_and_nothing_else(some: Ranges, texts: list[str]) -> None:
    whole = repeated(shingles(tokenize(texts[::-1])))
    listed = sorted(
        pair for part in some.each() for pair in zip(part.first.tolist(), part.hashes.tolist(), strict=True)
    )
    assert listed == sorted(zip(whole.first.tolist(), whole.hashes.tolist(), strict=True))
    assert some.shared.tolist() == np.diff(whole.docs).tolist()
    assert some.sizes.tolist() == whole.sizes.tolist()


def test_some_texts_are_as_if_there_were_no_others(some: Ranges, texts: list[str]) -> None:
    wanted = np.array([1, 3, 6])
    found, numbers = some.of(wanted, lambda number, part: part.hashes % np.uint64(5))
    whole = repeated(shingles(tokenize(texts[::-1]))).of(wanted)
    for name in ("hashes", "docs", "words", "first"):
        assert getattr(found, name).tolist() == getattr(whole, name).tolist(), name
    assert numbers.tolist() == (whole.hashes % np.uint64(5)).tolist()


def test_numbers_are_looked_up_and_others_have_none(some: Ranges) -> None:
    tables = []
    for part in some.each():
        values, times = np.unique(part.hashes, return_counts=True)
        tables.append(counted(values, times, least=3, most=3))
    every = np.concatenate([part.hashes for part in some.each()])
    often = {value for value in every.tolist() if (every == value).sum() > 2}
    found, numbers = some.of(np.arange(len(some)), looked_up(tables))
    assert {value for value, n in zip(found.hashes.tolist(), numbers.tolist(), strict=True) if n} == often


def test_words_are_marked_as_where_texts_are_read_at_once(some: Ranges, texts: list[str]) -> None:
    rows = np.array([3, 0, 6, 2])
    tokens = tokenize([texts[row] for row in rows])
    assert some.masked("quoted", rows).tolist() == quoted_words(tokens).tolist()
    assert some.masked("quoted", rows).any()
    assert not some.masked("block", rows).any()


def test_groups_hold_all_pairs_once_and_those_of_one_text_together(
    some: Ranges, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(articles, "_GROUP", 30)
    a, b = np.triu_indices(len(some), 1)
    pairs = Pairs(a.astype(np.int64), b.astype(np.int64), np.arange(len(a)))
    groups = list(some.groups(pairs))
    assert len(groups) > 2
    again = Pairs.joined([group.pairs.among(group.texts) for group in groups])
    for name in ("a", "b", "shared"):
        assert getattr(again, name).tolist() == getattr(pairs, name).tolist()
    firsts = [set(group.texts[group.pairs.a].tolist()) for group in groups]
    assert sum(map(len, firsts)) == len(set().union(*firsts))


def test_places_are_those_of_a_that_b_has(texts: list[str]) -> None:
    found = shingles(tokenize(texts))
    a, b = (one.astype(np.int64) for one in np.triu_indices(len(texts), 1))
    of = [set(found.hashes[i:j].tolist()) for i, j in zip(found.docs[:-1], found.docs[1:], strict=True)]
    wanted = [
        sum(value in of[y] for value in found.hashes[found.docs[x] : found.docs[x + 1]].tolist())
        for x, y in zip(a.tolist(), b.tolist(), strict=True)
    ]
    assert any(wanted)
    assert places(found, Pairs(a, b, np.zeros(len(a), np.int64))).tolist() == wanted


@pytest.mark.medium
@pytest.mark.parametrize(("each", "held"), [(1, 100), (3, 100), (5, 4), (100, 2)])
def test_copies_do_not_hang_on_how_articles_are_cut(each, held, story, frame, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    note = "sign up here for our letter of the week and never miss a tide of news of the sea".split()
    stories = [
        story(1), story(2), story(1)[:150], story(1), [*story(2), *story(1)], [*story(3), *note],
        [*story(4), *note], [*story(5), *note], [*story(6), *note], [*story(7), *story(1)[20:90]], story(2),
        ["too", "short"],
    ]  # fmt: skip
    given = frame(
        *stories,
        outlets=[*"xyxyxxxxxxyz"],
        published=[f"2026-01-{day:02}" if day % 5 else None for day in range(12, 0, -1)],
        copy_group=[None] * 10 + ["mine", None],
    )
    whole, groups = fr.wire.copies(given), fr.wire.group_copies(given)["copy_group"]
    assert set(whole["kind"]) == {"exact", "near", "part"}
    monkeypatch.setattr(articles, "HELD", held)
    parts = Parts.of(given, each=each)
    pd.testing.assert_frame_equal(fr.wire.copies(parts), whole, check_exact=True)
    pd.testing.assert_series_equal(fr.wire.group_copies(parts).light["copy_group"], groups, check_exact=True)
    # Other parts, in another order.
    turned = Parts.of(given.iloc[::-1], each=each)
    pd.testing.assert_frame_equal(fr.wire.copies(turned), whole, check_exact=True)


def test_what_recurs_everywhere_is_bounded_and_told(story, frame, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(index, "_ALWAYS", 2_000)
    monkeypatch.setattr(index, "_EACH", 1)
    texts = [[*story(1, 400)[at : at + 300], *story(10 + at, 40)] for at in range(0, 100, 10)]
    given = frame(*texts)
    with pytest.warns(fr.FramingWarning, match=r"more than 8 texts .* one run in \d+ was looked at"):
        found = fr.wire.copies(given)
    monkeypatch.undo()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        whole = fr.wire.copies(given)
    # What is found by a sample is read in full.
    both = found.merge(whole, on=list(whole.columns))
    assert len(both) == len(found) > 0


def test_pairs_that_share_most_are_read_where_not_all_can_be(some: Ranges, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    a, b = (one.astype(np.int64) for one in np.triu_indices(len(some), 1))
    shared = np.arange(len(a)) % 4
    pairs = Pairs(a, b, shared)
    assert some.bound(pairs) == 0
    monkeypatch.setattr(articles, "_EACH", 0)
    cost = some.shared[b] + 1
    for most in (0, 3):
        monkeypatch.setattr(articles, "_ALWAYS", int(cost[shared >= most].sum()))
        assert some.bound(pairs) == most
    monkeypatch.setattr(articles, "_ALWAYS", 0)
    assert some.bound(pairs) > shared.max()


def test_one_reading_serves_whatever_was_put_in(frame, story) -> None:  # type: ignore[no-untyped-def]
    given = frame(story(1), story(2))
    parts = assign_columns(Parts.of(given), event=["a", "b"])
    assert read(parts).prints.tolist() == read(check_articles(given)).prints.tolist()
