"""Events, coverage, reuse and agency copy: what is drawn where, told by marks and not by pixels."""

from __future__ import annotations

import pandas as pd
import probe
import pytest
import visit_examples
from matplotlib.patches import Rectangle

from framing import schema
from framing.errors import FramingError
from framing.plotting import layout, registry, theme
from framing.plotting.figures import coverage, events

OUTLETS = ("alpha_post", "beta_times", "gamma_news")


def draw(name, table, **options):
    return registry.function(name)(table, **options)


def only(ax):
    (panel,) = probe.panels(ax)
    return panel


def dots(panel, label="_articles"):
    return [c for c in panel.collections if c.get_label() == label]


def patches(panel, label):
    return [p for p in panel.patches if p.get_label() == label]


# -- events --


def articles(*rows):
    """Articles from (outlet, event, day or None, words)."""
    made = [
        dict(
            id=f"{n:03d}",
            outlet=outlet,
            event=event,
            text=" ".join(["word"] * words),
            published=pd.Timestamp(f"2026-01-{day:02d}", tz="UTC") if day else pd.NaT,
            published_precision="day" if day else "none",
        )
        for n, (outlet, event, day, words) in enumerate(rows)
    ]
    return schema.check(pd.DataFrame(made), "articles")


def test_few_events_have_a_row_an_outlet_also_where_it_has_nothing():
    table = articles(("a", "talks", 1, 100), ("b", "talks", 3, 400), ("a", "storm", None, 50))
    ax = draw("events", table)
    said = probe.words(ax)
    assert {"talks", "storm"} <= set(said.split())
    assert "1 · 100" in said
    assert "1 · 400" in said
    assert "none" in said
    assert "1 of 3 articles has no date and stands apart." in said
    areas = sorted(float(c.get_sizes()[0]) for c in dots(only(ax)))
    assert areas[2] / areas[1] == pytest.approx(4, rel=0.01)


def test_later_articles_stand_further_right_and_the_undated_behind_all():
    table = articles(
        ("a", "talks", 1, 9), ("a", "talks", 5, 9), ("a", "talks", 30, 9), ("a", "talks", None, 9)
    )
    xs = [float(c.get_offsets()[0][0]) for c in dots(only(draw("events", table)))]
    assert xs == sorted(xs)
    assert len(xs) == 4


def test_no_dot_covers_a_name_or_a_number():
    near = articles(("a", "talks", 1, 100), ("b", "talks", 3, 100), ("a", "storm", 5, 50))
    ax = draw("events", near)
    assert "words of an outlet's articles of 1 day." in " ".join(probe.words(ax).split())
    panel = only(ax)
    widest, right = events.WIDEST / 2, panel.get_xlim()[1]
    assert all(widest <= float(c.get_offsets()[0][0]) <= right - widest for c in dots(panel))
    assert not probe.overlapping(ax)


def test_of_a_long_time_the_notes_say_how_many_days_a_dot_sums():
    long = articles(("a", "talks", 1, 100), ("b", "talks", 3, 100))
    late = pd.Timestamp("2026-06-02", tz="UTC")
    long["published"] = long["published"].mask(long["outlet"] == "b", late)
    line = events.Timeline(0, 2.0, pd.Timestamp("2026-01-01"), pd.Timestamp("2026-06-02"), False)
    assert events.days_in(line) == 6
    assert "articles of 3 days." in " ".join(probe.words(draw("events", long)).split())


@pytest.mark.medium
def test_of_many_events_those_of_several_outlets_have_a_row_and_the_others_are_gathered():
    table = visit_examples.events(60, OUTLETS)
    rows = events.gathered(events.prepared(table), 25)
    assert sum(not row.many for row in rows) == 25
    assert [row.label for row in rows if row.many] == [
        "5 more events of several outlets",
        "30 events of one outlet alone",
    ]
    assert sum(len(row.articles) for row in rows) == len(table)
    ax = draw("events", table)
    assert ax.get_figure().get_size_inches()[1] < 11
    assert "30 events of one outlet alone" in " ".join(probe.words(ax).split())
    assert not probe.cut(ax)
    assert not probe.overlapping(ax)


@pytest.mark.medium
@pytest.mark.parametrize(("count", "outlets", "times"), [(5, 12, 1), (40, 12, 60), (500, 3, 1), (4, 2, 1)])
def test_no_label_of_many_events_or_outlets_stands_on_another(count, outlets, times):
    table = visit_examples.events(count, [f"the_{k}_th_gazette" for k in range(outlets)], days=400)
    more = [table.assign(id=table["id"] + f"_{k}") for k in range(times)]
    table = schema.check(pd.concat(more), "articles")
    ax = draw("events", table)
    assert not probe.cut(ax)
    assert not probe.overlapping(ax)


def test_articles_without_a_date_or_an_event_have_their_place():
    bare = articles(("a", None, None, 9), ("b", None, None, 9))
    said = probe.words(draw("events", bare))
    assert "No article has a date." in said
    assert "all articles (no events given)" in " ".join(said.split())
    mixed = articles(("a", "talks", 1, 9), ("b", None, 2, 9))
    assert events.NONE in probe.words(draw("events", mixed))


def test_events_that_were_found_say_so_and_have_a_headline():
    table = visit_examples.events(2).assign(event_confidence=0.9, event="talks-late")
    said = " ".join(probe.words(draw("events", table)).split())
    assert "were found from the articles themselves, with a confidence of 0.90 on average" in said
    assert "talks, late" in said
    story = table.drop(columns="event_confidence").assign(story=table["event"], event=None)
    assert "were found from the articles themselves, and are called" in " ".join(
        probe.words(draw("events", story)).split()
    )


def test_a_bin_of_days_keeps_every_word():
    table = events.prepared(visit_examples.events(30, days=900, bare=0.0))
    line = events.Timeline(0.0, 2.0, table["day"].min(), table["day"].max(), False)
    found = events.binned(table, line)
    assert sum(size for _, size in found) == table["words"].sum()
    assert all(line.first <= day <= line.last for day, _ in found)


@pytest.mark.parametrize("span", [0, 1, 3, 20, 60, 200, 900, 20_000])
@pytest.mark.parametrize("most", [1, 3, 8])
def test_ticks_are_few_in_order_and_inside(span, most):
    first = pd.Timestamp("2001-12-29")
    last = first + pd.Timedelta(days=span)
    found = [day for day, _ in layout.ticks(first, last, most)]
    assert 1 <= len(found) <= most
    assert found == sorted(set(found))
    assert all(first <= day <= last for day in found)


def test_most_must_be_one_or_more():
    for name, table in (("events", visit_examples.events(2)), ("coverage", visit_examples.coverage())):
        with pytest.raises(FramingError, match="most: 0 is not possible"):
            draw(name, table, most=0)


# -- coverage --


def test_a_cell_is_filled_by_its_share_and_a_gap_has_a_mark_of_its_own():
    table = visit_examples.coverage(OUTLETS)
    panels = probe.panels(draw("coverage", table))
    assert len(panels) == 3
    for panel, level in zip(panels, coverage.LEVELS, strict=True):
        own = table[table["level"] == level]
        counts = own["finding"].value_counts()
        assert len(patches(panel, "_share")) == counts.get("found", 0)
        assert len(patches(panel, "_gap")) == len(probe.marks(panel, "_cross")) == counts.get("not_found", 0)
        assert len(patches(panel, "_too_few")) == counts.get("too_few", 0)
        assert len(probe.marks(panel, "_fewer")) == own["fewer"].sum()
        tracks = patches(panel, "_track")
        assert all(isinstance(one, Rectangle) for one in tracks)
        shares = sorted(own.loc[own["finding"] == "found", "share"])
        width = tracks[0].get_width()
        drawn = sorted(one.get_width() / width for one in patches(panel, "_share"))
        assert drawn == pytest.approx([max(share, 0.02 / width) for share in shares])


def named(table):
    return coverage._opened(table).query("level == 'named'")


def test_gaps_come_first_and_those_of_one_outlet_together():
    found = coverage.choose_items(named(visit_examples.coverage(OUTLETS)), 9)
    gaps = [item.gaps for item in found]
    assert gaps == sorted(gaps, key=lambda one: (not one, gaps.index(one)))
    assert len({item.label for item in found}) == len(found) == 4


def test_rows_of_several_events_stand_under_each_unless_whole_ones_are_there():
    table = visit_examples.coverage(OUTLETS)
    twice = pd.concat([table.assign(event=event) for event in ("storm", "talks")])
    apart = coverage.choose_items(named(schema.check(twice, "coverage")), 99)
    assert {item.event for item in apart} == {"storm", "talks"}
    whole = schema.check(pd.concat([table, table.assign(event=None)]), "coverage")
    alone = coverage.choose_items(named(whole), 99)
    assert {item.event for item in alone} == {""}
    assert len(apart) == 2 * len(alone)


def test_of_an_item_its_rows_over_all_events_count_and_items_of_one_event_stay():
    base = dict(kind="person", level="named", rank=1, finding="found")
    rows = [
        base | dict(item=item, outlet=outlet, event=event, articles=1, n_articles=n, rank=rank, alike=rank)
        for rank, (item, event, n) in enumerate(
            [
                ("Ana Marlow", None, 5),
                ("Ana Marlow", "talks", 3),
                ("Port Ellis", "talks", 3),
                ("Tam", "storm", 2),
            ],
            1,
        )
        for outlet in ("a", "b")
    ]
    table = schema.check(pd.DataFrame(rows).assign(share=0.2, label=lambda t: t["item"]), "coverage")
    found = coverage.choose_items(named(table), 9)
    sizes = {item.label: (item.event, item.cells["a"].n_articles) for item in found}
    assert sizes == {"Ana Marlow": ("", 5), "Port Ellis": ("talks", 3), "Tam": ("storm", 2)}
    ax = draw("coverage", table)
    said = probe.words(ax)
    assert "not drawn" not in said
    for text in ("over all events", "talks", "storm", "n\xa0=\xa05", "n\xa0=\xa03", "n\xa0=\xa02"):
        assert text in said
    assert not probe.cut(ax)
    assert not probe.overlapping(ax)


def test_each_panel_says_how_many_articles_it_looked_through():
    table = visit_examples.coverage(OUTLETS)
    table["n_articles"] = table["n_articles"] + table["level"].eq("statement") * 100
    assert "n\xa0=\xa0106" in probe.words(only(draw("coverage", table, levels="statement")))
    assert "n\xa0=\xa06" in probe.words(only(draw("coverage", table, levels="named")))


def test_dates_are_written_as_people_do():
    table = visit_examples.coverage(OUTLETS)
    dated = table["kind"] == "date"
    table["label"] = table["label"].mask(dated, "2025-05-22")
    assert "22 May 2025" in probe.words(draw("coverage", table))


@pytest.mark.medium
def test_items_in_the_same_articles_are_one_row():
    table = visit_examples.coverage(OUTLETS)
    own = table["level"] == "named"
    table["alike"] = table["rank"].where(~own, table["rank"].clip(upper=2))
    found = coverage.choose_items(named(table), 9)
    assert sorted(item.others for item in found) == [0, 2]
    assert "(and 2 with it)" in probe.words(draw("coverage", table))
    assert "not drawn" not in probe.words(draw("coverage", table))


def test_levels_can_be_chosen_and_what_is_not_drawn_is_said():
    table = visit_examples.coverage(OUTLETS)
    ax = draw("coverage", table, levels="named", most=2)
    assert len(probe.panels(ax)) == 1
    assert "2 of named things and figures" in probe.words(ax)
    with pytest.raises(FramingError, match="level 'names' is not known"):
        draw("coverage", table, levels="names")


# -- reuse --


def passages(*rows):
    """Passages from (outlet of a, outlet of b, direction, kind, words)."""
    made = [
        dict(a=f"a{n}", b=f"b{n}", a_outlet=a, b_outlet=b, a_start=0, a_end=9, b_start=0, b_end=9)
        | dict(direction=way, kind=kind, words=words)
        for n, (a, b, way, kind, words) in enumerate(rows)
    ]
    return schema.check(pd.DataFrame(made), "reuse")


def lengths(panel):
    """Words by kind in each row, from top to bottom."""
    rows = {}
    for some in panel.containers:
        for bar in some:
            rows.setdefault(round(bar.get_y(), 4), {})[some.get_label()[1:]] = round(bar.get_width())
    return [rows[y] for y in sorted(rows)]


def test_an_arrow_leads_to_who_printed_later_and_an_unknown_way_has_none():
    table = passages(("x", "y", "b_to_a", "unmarked", 100), ("x", "y", "unknown", "quoted", 50))
    panel = only(draw("reuse", table))
    assert [label.get_text() for label in panel.get_yticklabels()] == ["y → x", "x : y"]
    assert lengths(panel) == [{"unmarked": 100}, {"quoted": 50}]


def test_passages_of_one_way_are_one_row_and_templates_are_left_out():
    table = passages(
        ("x", "y", "a_to_b", "unmarked", 100),
        ("y", "x", "b_to_a", "unmarked", 20),
        ("x", "y", "a_to_b", "quoted", 7),
        ("x", "y", "a_to_b", "template", 900),
        ("x", "x", "a_to_b", "unmarked", 900),
    )
    ax = draw("reuse", table)
    assert lengths(only(ax)) == [{"unmarked": 120, "quoted": 7}]
    said = probe.words(ax)
    assert "127 · 3" in said
    assert "1 passage of boilerplate and 1 passage inside one outlet" in said
    assert not registry.drawable("reuse", table.iloc[3:])
    with pytest.raises(FramingError, match="share no passage here but templates"):
        draw("reuse", table.iloc[3:])


@pytest.mark.medium
@pytest.mark.parametrize("count", [2, 5, 12, 20])
def test_names_of_pairs_stand_clear_of_each_other(count):
    table = visit_examples.reuse([f"the_{k}_th_gazette_of_the_coast" for k in range(count)])
    ax = draw("reuse", table)
    assert not probe.cut(ax)
    assert not probe.overlapping(ax)
    assert len(lengths(only(ax))) <= 20


# -- one fact in two outlets --


def told(*facts, **more):
    """Pairs of (fact, sentence, framing, sentence, framing), those first whose wording differs most."""
    made = [
        dict(
            fact=fact,
            a=f"a{n}",
            b=f"b{n}",
            a_outlet="x",
            b_outlet="y",
            a_start=0,
            a_end=9,
            b_start=0,
            b_end=9,
        )
        | dict(
            a_sentence=one, a_framing=own, b_sentence=other, b_framing=its, probability=0.9, framing=9.0 - n
        )
        for n, (fact, one, own, other, its) in enumerate(facts)
    ]
    return schema.check(pd.DataFrame(made).assign(**more), "pairs")


def bold(panel):
    """What is written in bold letters below the outlets, and how many lines are drawn under it."""
    heads = {label.get_text() for label in panel.get_yticklabels()} | {"x", "y"}
    found = [text for text in panel.texts if text.get_weight() == "bold" and text.get_text() not in heads]
    return [text.get_text() for text in found], len(probe.marks(panel, "_framing"))


def test_words_that_frame_a_fact_are_bold_and_underlined_and_no_others():
    one = "The regime, a regimented one, was hit by “a brutal” fee: the fee will surely rise."
    table = told(("f", one, "was hit; brutal; will surely", "The fee may rise.", "may"))
    panel = only(draw("side_by_side", table))
    words, lines = bold(panel)
    assert words == ["was", "hit", "brutal", "will", "surely", "may"]
    assert lines == len(words)
    said = " ".join(text.get_text() for text in panel.texts)
    assert said.replace("“ ", "“").replace(" ”", "”").count("The regime, a regimented one,") == 1
    # Inside another word it is not the word.
    words, _ = bold(
        only(draw("side_by_side", told(("f", "An island is land.", "land", "It is sea.", "sea"))))
    )
    assert words == ["land", "sea"]


def test_a_row_a_fact_and_no_sentence_twice():
    table = told(
        ("f", "One.", "", "Two.", ""),
        ("f", "Three.", "", "Four.", ""),
        ("g", "Five.", "", "Two.", ""),
        ("h", "Six.", "", "Seven.", ""),
        ("i", "Eight.", "", "Nine.", ""),
        b_outlet=["y", "z", "y", "y", "y"],
    )
    ax = draw("side_by_side", table, top=2)
    said = probe.words(ax)
    assert [label.get_text() for label in only(ax).get_yticklabels()] == ["1", "2"]
    assert all(word in said for word in ("One.", "Two.", "Six.", "Seven.", "2 more facts"))
    assert not any(word in said for word in ("Three.", "Five.", "Eight."))
    with pytest.raises(FramingError, match="top: 0 is not possible"):
        draw("side_by_side", table, top=0)


def test_the_title_counts_facts_and_the_line_below_says_whose_wording_is_what():
    rows = [(f"f{n}", f"One {n}.", "", f"Two {n}.", "") for n in range(3)]
    table = told(*rows, kinds=["tone; trust", "tone", ""], tone=[-2.0, 3.0, 0.0], trust=[1.0, 0.0, 0.0])
    table = table.assign(a_voice=["quoted", "outlet", "all"], a_speaker=["Ana Marlow", "Ana Marlow", pd.NA])
    said = probe.words(draw("side_by_side", table))
    assert "3 facts told by x and y: in 2 their tone differs" in said
    assert "x: more negative, endorses who says it" in said
    assert "x: more positive" in said
    assert "other words alone" in said
    assert said.count("x, quoted: Ana Marlow") == 1 == said.count("Ana Marlow")


@pytest.mark.medium
@pytest.mark.parametrize("count", [2, 3, 8])
def test_four_facts_fit_half_a_page(count):
    table = visit_examples.pairs([f"the_{k}_th_gazette_of_the_coast" for k in range(count)])
    ax = draw("side_by_side", table, width=6.3)
    assert len(only(ax).get_yticklabels()) == min(4, len(table))
    width, height = theme.root(ax).get_size_inches()
    assert width == pytest.approx(6.3)
    assert height <= 6
    assert not probe.overlapping(ax)
    assert not probe.cut(ax)


def test_a_word_longer_than_its_column_is_broken():
    ax = draw("side_by_side", told(("f", f"See {'unbroken' * 30} here.", "here", "It is here.", "")))
    assert not probe.cut(ax)
    assert not probe.overlapping(ax)
    assert bold(only(ax))[0] == ["here"]


# -- agency copy --


@pytest.mark.medium
def test_bars_of_agency_copy_add_up_to_the_share_of_all():
    table = visit_examples.agency_share(OUTLETS)
    panel = only(draw("agency", table))
    bars = [bar for bars in panel.containers if bars.get_label() != "_words" for bar in bars]
    whole = table[(table["wire"] == "all") & (table["wire_role"] == "copy")]
    rows: dict[float, float] = {}
    for bar in bars:
        rows[round(bar.get_y(), 4)] = rows.get(round(bar.get_y(), 4), 0.0) + bar.get_width()
    assert sorted(rows.values()) == pytest.approx(sorted(whole.loc[whole["articles"] > 0, "share"]))
    assert len(probe.marks(panel, "_interval")) == len(whole)


def test_of_many_agencies_six_have_a_colour_and_the_others_one():
    rows = [
        dict(group="a", wire=f"agency_{n}", wire_role="full_reprint", articles=1, n_articles=20, share=0.05)
        for n in range(9)
    ]
    whole = dict(group="a", wire="all", wire_role="copy", articles=9, n_articles=20, share=0.45)
    table = pd.DataFrame([whole, *rows]).assign(words=1, n_words=9, share_of_words=0.1)
    ax = draw("agency", schema.check(table, "agency_share"))
    bars = [bar for bars in only(ax).containers if bars.get_label() == "_full_reprint" for bar in bars]
    assert len({bar.get_facecolor() for bar in bars}) == 7
    assert "other agencies" in probe.words(ax)
