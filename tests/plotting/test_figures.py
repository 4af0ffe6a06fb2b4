"""The contract that every registered figure keeps, and how it looks with little and with much."""

from __future__ import annotations

import inspect
import re

import claim_examples
import examples
import judged_examples
import matplotlib as mpl
import naming_examples
import pair_examples
import pandas as pd
import probe
import pytest
import word_examples
from matplotlib.figure import Figure

from framing import plotting
from framing import schema as schemas
from framing.errors import FramingError
from framing.plotting import registry, theme
from framing.views import vocabulary

NAMES = registry.names()
#: As newspapers are called.
NEWSPAPERS = (
    *("harbour_news", "the_new_england_times", "the_washington_courier", "the_hill_post", "abc"),
    *("the_san_francisco_evening_chronicle", "today", "town_and_hall"),
)
SIZES = {
    "one outlet, one measure": dict(outlets=("global_times",), measures={"hedges": "per_1000"}),
    "eight outlets": dict(outlets=examples.MORE, measures={"hedges": "per_1000", "tone.net": "net_per_1000"}),
    "25 measures": dict(outlets=("global_times", "xinhua"), measures=examples.MANY),
    "long names": dict(
        outlets=("a_very_long_name_of_an_outlet_that_goes_on_and_on_and_on", "unbroken" * 8),
        measures={"a_measure_whose_name_goes_on_and_on_and_is_not_done_yet": "share"},
    ),
}


def made(outlets, measures):
    scores = examples.scores(outlets=outlets, measures=measures)
    profile = examples.profile(scores)
    return {
        "scores": scores,
        "profile": judged_examples.with_frames(examples.with_standing(profile)),
        "over_time": examples.over_time(scores),
        "contrast": examples.contrast(profile),
        "naming": naming_examples.naming(outlets),
        "shift": word_examples.shift(outlets),
        "terms": word_examples.terms(outlets),
        "findings": judged_examples.findings(outlets),
        "pairs": pair_examples.pairs(outlets),
        "demands": claim_examples.demands(outlets),
    }


@pytest.fixture(scope="module", params=SIZES)
def sized(request):
    return made(**SIZES[request.param])


@pytest.mark.parametrize("name", NAMES)
def test_module_is_a_figure(name):
    module = registry.figures()[name]
    assert module.TABLE in schemas.names()
    parameters = inspect.signature(registry.function(name)).parameters
    first, *rest = parameters.values()
    assert first.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in rest)
    assert parameters["ax"].default is None
    assert {"colors", "title"} <= parameters.keys()


@pytest.mark.parametrize(
    "name", ["contrast", "findings", "keyness", "naming", "over_time", "profile", "stance"]
)
def test_what_is_said_of_groups_does_not_call_them_outlets(name):
    names = [f"Land {number}" for number in range(12)]
    tables = made(names, {"hedges": "per_1000", "tone.net": "net_per_1000"})
    table = tables[registry.figures()[name].TABLE]
    words = f"{probe.words(registry.function(name)(table))} {registry.text_of(name, table)}"
    assert "Land 1" in words
    assert "outlet" not in re.sub("[Oo]utlets?['’]s? own|by the outlet|What outlets wrote", "", words)


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_one_panel_gives_its_data_axes_and_several_a_figure_that_names_them(name, tables):
    drawn = registry.function(name)(tables[registry.figures()[name].TABLE])
    panels = probe.panels(drawn)
    assert panels == theme.root(drawn).axes
    assert isinstance(drawn, Figure) == (len(panels) > 1)
    if isinstance(drawn, Figure):
        assert all(drawn.axes_dict)
    for panel in panels:
        assert panel.axison
        # What is drawn lies within the limits: they are those of the data.
        boxes = [line.get_window_extent() for line in panel.lines if line.get_label() == "_estimate"]
        assert all(panel.bbox.x0 - 5 <= box.x0 and box.x1 <= panel.bbox.x1 + 5 for box in boxes)


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_titles_labels_and_lines_of_ones_own_do_what_they_do_in_matplotlib(name, tables):
    drawn = registry.function(name)(tables[registry.figures()[name].TABLE])
    panel = probe.panels(drawn)[0]
    before = panel.get_title()
    assert before or isinstance(drawn, Figure)
    panel.set_title("Mine")
    panel.set_xlabel("my own label")
    middle = sum(panel.get_xlim()) / 2
    line = panel.axvline(middle)
    said = probe.words(drawn)
    assert panel.get_title() == "Mine"
    assert "Mine" in said
    assert "my own label" in said
    assert isinstance(drawn, Figure) or before not in said
    assert not probe.overlapping(drawn)
    assert not probe.cut(drawn)
    box = line.get_window_extent()
    assert panel.bbox.x0 < box.x0 < panel.bbox.x1
    assert (box.y0, box.y1) == pytest.approx((panel.bbox.y0, panel.bbox.y1))
    assert line.get_visible()
    assert panel.get_visible()


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_axes_that_are_given_are_drawn_on_themselves(name, tables):
    table, draw = tables[registry.figures()[name].TABLE], registry.function(name)
    figure = Figure(figsize=(9, 28))
    ax, other = figure.subplots(2)
    place = other.get_position().bounds
    size = tuple(figure.get_size_inches())
    assert draw(table, ax=ax) is ax
    assert ax.lines or ax.patches or ax.collections
    # The neighbour and the figure stay as they were.
    assert other.get_position().bounds == place
    assert tuple(figure.get_size_inches()) == size
    assert not other.get_children() or not other.lines
    assert not probe.overlapping(ax)
    ax.set_title("Mine")
    assert ax.get_title() == "Mine"
    assert probe.words(ax).count("Mine") == 1


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_axes_too_small_are_refused_with_a_size_that_does(name, tables):
    table, draw = tables[registry.figures()[name].TABLE], registry.function(name)
    with pytest.raises(FramingError, match="too few for one row") as caught:
        draw(table, ax=Figure(figsize=(6, 0.9)).subplots())
    size = re.search(r"some ([0-9.]+) x ([0-9.]+)", str(caught.value)).groups()
    ax = Figure(figsize=tuple(map(float, size))).subplots()
    assert draw(table, ax=ax) is ax
    assert not probe.overlapping(ax)
    assert not probe.cut(ax)


@pytest.mark.medium
@pytest.mark.parametrize("outlets", [examples.OUTLETS, examples.MORE], ids=len)
@pytest.mark.parametrize("name", NAMES)
def test_axes_of_five_by_three_inches_have_as_much_as_fits_and_say_how_much_that_is(name, outlets):
    table = made(outlets, {"hedges": "per_1000", "tone.net": "net_per_1000"})
    table = table[registry.figures()[name].TABLE]
    ax = Figure(figsize=(5, 3)).subplots()
    assert registry.function(name)(table, ax=ax) is ax
    assert not probe.overlapping(ax)
    assert not probe.cut(ax)
    rows = [label for label in ax.get_yticklabels() if label.get_text()]
    assert rows
    whole = registry.function(name)(table)
    if isinstance(whole, Figure) or len(whole.get_yticklabels()) > len(rows):
        assert re.search(r"Drawn: |more finding|more fact|strongest", probe.words(ax))


def test_speakers_are_asked_for_and_named_as_readers_see_them(tables):
    by_name = plotting.sources(tables["profile"], targets="Experts")
    assert theme.to_svg(by_name) == theme.to_svg(plotting.sources(tables["profile"], targets="expert"))
    title = probe.words(plotting.sources(tables["profile"])).replace("\n", " ")
    assert re.search(r"most went to (officials|experts|business) \d", title)
    with pytest.raises(FramingError, match="targets 'Pilots' is not known"):
        plotting.sources(tables["profile"], targets="Pilots")


@pytest.mark.medium
def test_of_more_outlets_than_fit_those_with_most_articles_are_drawn_or_the_first_in_ones_order():
    table = examples.profile(examples.scores(outlets=examples.MORE, measures={"hedges": "per_1000"}))
    many = sorted(table["group"].unique())[3:5]
    table["n_articles"] = table["n_articles"].where(~table["group"].isin(many), 99)
    asked = sorted(examples.MORE, reverse=True)
    for order, wanted in ((None, many), (asked, asked)):
        ax = Figure(figsize=(5, 3)).subplots()
        plotting.profile(table, ax=ax, order=order)
        shown = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
        count = len(shown)
        assert 2 <= count < len(asked)
        assert {vocabulary.display(one) for one in wanted[: min(2, count)]} <= set(shown)
        assert f"{count} of {len(asked)} groups" in probe.words(ax)


@pytest.mark.slow
@pytest.mark.parametrize("width", [None, "single"])
@pytest.mark.parametrize("name", NAMES)
def test_thirty_outlets_are_no_higher_than_a_page_and_a_half_unless_they_are_asked_for(name, width):
    outlets = tuple(f"paper_{number:02d}" for number in range(30))
    measures = {f"m{n}": "per_1000" for n in range(6)}
    table = made(outlets, measures)[registry.figures()[name].TABLE]
    _, high = theme.root(registry.function(name)(table, width=width)).get_size_inches()
    assert high <= (15 if width is None else 15 * theme.PAPER)
    if name == "profile":
        asked = registry.function(name)(table, measures=list(measures), width=width)
        assert len(asked.axes_dict) == len(measures)
        assert theme.root(asked).get_size_inches()[1] > high


@pytest.mark.medium
@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("contrast", "word_shift")])
def test_colours_are_given_by_key_or_name_and_to_nobody_else(name, tables):
    table, draw = tables[registry.figures()[name].TABLE], registry.function(name)
    by_key, by_name = (draw(table, colors={one: "#123456"}) for one in ("global_times", "Global Times"))
    assert theme.to_svg(by_name) == theme.to_svg(by_key)
    with pytest.raises(FramingError, match="colors 'Foo' is not known"):
        draw(table, colors={"Foo": "#123456"})
    # Those of a whole study may name outlets that this table lacks.
    whole = theme.colors([*examples.OUTLETS, *examples.MORE])
    assert draw(table, colors=whole)


@pytest.mark.medium
@pytest.mark.parametrize(
    "name", [n for n in NAMES if "order" in inspect.signature(registry.function(n)).parameters]
)
def test_outlets_stand_in_the_order_asked_for_or_of_their_categories(name, tables):
    table, draw = tables[registry.figures()[name].TABLE], registry.function(name)
    column = next(c for c in ("outlet", "group", "a_outlet", "a") if c in table)
    there = sorted(set(table[column].astype(str)) - {"rest"}, reverse=True)
    asked = theme.to_svg(draw(table, order=there))
    kinds = table.assign(**{column: pd.Categorical(table[column], categories=there, ordered=True)})
    if name not in ("contrast", "findings"):
        assert theme.to_svg(draw(kinds)) == asked
        assert asked != theme.to_svg(draw(table, order=there[::-1]))
    assert theme.to_svg(draw(table, order=[vocabulary.display(one) for one in there])) == asked
    with pytest.raises(FramingError, match="order 'nobody' is not known"):
        draw(table, order=["nobody"])


def test_the_largest_estimate_comes_first_where_it_is_asked_for(profile):
    rows = profile.query("measure == 'hedges' and voice == 'outlet'")
    ax = plotting.profile(rows, order="estimate")
    assert probe.values(ax, "_estimate") == sorted(rows["estimate"], reverse=True)
    only = plotting.profile(rows, order=["xinhua", "global_times"])
    assert [label.get_text() for label in only.get_yticklabels()] == ["Xinhua", "Global Times"]
    with pytest.raises(FramingError, match="order 'size' is not known"):
        plotting.profile(rows, order="size")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_on_a_coarse_screen_in_settings_of_ones_own_no_word_is_cut_or_stands_on_another(name):
    table = made(NEWSPAPERS, {"hedges": "per_1000", "tone.net": "net_per_1000", "loaded": "share"})
    drawn = registry.function(name)(table[registry.figures()[name].TABLE])
    # Where letters are hinted, those of one size are of different widths at different resolutions.
    for dpi in (60, 80, 90):
        with mpl.rc_context({"text.hinting": "force_autohint"}):
            assert not probe.overlapping(drawn, dpi=dpi)
            assert not probe.cut(drawn, dpi=dpi)


@pytest.mark.medium
def test_a_measure_is_called_by_its_meaning_or_by_its_key_as_words(tables):
    for name in ("profile", "contrast", "over_time"):
        draw, table = registry.function(name), tables[name]
        drawn = draw(table, measures=["tone.net", "hedges"])
        assert "tone.net" not in probe.words(drawn)
        assert "tone: net, hedges" in probe.words(drawn).casefold().replace(" and ", ", ")
        assert [key.split(",")[0] for key in drawn.axes_dict] == ["tone.net", "hedges"]
        meanings = {"hedges": "Hedging words per 1,000 tokens."}
        assert "Hedging words" in probe.words(draw(table, measures="hedges", meanings=meanings))
        assert "tone.net" not in registry.text_of(name, table)


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_eight_outlets_fit_a_page_and_a_half(name):
    table = made(**SIZES["eight outlets"])[registry.figures()[name].TABLE]
    width, height = theme.root(registry.function(name)(table)).get_size_inches()
    assert height <= 15
    assert width <= theme.WIDTHS[3]


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_leaves_the_table_as_it_was(name, tables):
    table = tables[registry.figures()[name].TABLE]
    before = table.copy(deep=True)
    registry.function(name)(table)
    assert table.equals(before)


@pytest.mark.parametrize("name", NAMES)
def test_empty_table_is_one_clear_line(name):
    table = registry.figures()[name].TABLE
    with pytest.raises(FramingError, match=f"{table} table has no rows") as caught:
        registry.function(name)(schemas.empty(table))
    assert "\n" not in str(caught.value)
    with pytest.raises(FramingError, match="no rows"):
        registry.text_of(name, schemas.empty(table))


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_says_in_one_sentence_what_it_shows(name, tables):
    said = registry.text_of(name, tables[registry.figures()[name].TABLE])
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 600


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_no_label_is_cut_stands_on_another_or_is_too_small_to_read(name, sized):
    table = sized[registry.figures()[name].TABLE]
    if not registry.drawable(name, table):
        pytest.skip("one outlet has no contrast, one measure no tone")
    ax = registry.function(name)(table)
    assert not probe.cut(ax)
    assert not probe.overlapping(ax)
    assert probe.smallest_text(ax) >= 9
    width, height = theme.root(ax).get_size_inches()
    assert any(width == pytest.approx(allowed) for allowed in theme.WIDTHS.values())
    assert height <= 15.5


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_invented_text_is_marked_and_published_is_not(name, tables):
    table = tables[registry.figures()[name].TABLE]
    draw = registry.function(name)
    for title in (True, False, "A title"):
        assert "(invented text)" in probe.words(draw(table, title=title)).replace("\n", " ")
    assert "(invented text)" in registry.text_of(name, table)
    assert "invented" not in probe.words(draw(table.assign(provenance="published")))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_title_can_be_left_off_or_given(name, tables):
    table, draw = tables[registry.figures()[name].TABLE], registry.function(name)
    with_title, without = draw(table), draw(table, title=False)
    assert len(probe.texts(without)) < len(probe.texts(with_title))
    assert theme.root(without).get_size_inches()[1] < theme.root(with_title).get_size_inches()[1]
    assert "A title of my own" in probe.words(draw(table, title="A title of my own"))


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_order_of_rows_changes_no_ink(name, tables):
    table, draw = tables[registry.figures()[name].TABLE], registry.function(name)
    options = (
        {"measures": list(dict.fromkeys(table["measure"]))}
        if "measures" in inspect.signature(draw).parameters
        else {}
    )
    if "pairs" in inspect.signature(draw).parameters:
        options["pairs"] = sorted(set(zip(table["a"], table["b"], strict=True)))
    assert theme.to_svg(draw(table.iloc[::-1], **options)) == theme.to_svg(draw(table, **options))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_categories_draw_what_strings_do(name, tables):
    table, draw = tables[registry.figures()[name].TABLE], registry.function(name)
    more = {"scores": tables["scores"]} if "scores" in inspect.signature(draw).parameters else {}
    after = draw(categorical(table), **{key: categorical(frame) for key, frame in more.items()})
    assert theme.to_svg(after) == theme.to_svg(draw(table, **more))


def categorical(frame):
    return frame.astype({column: "category" for column in frame if frame[column].dtype == "str"})


def test_a_run_draws_unasked_what_says_that_a_report_uses_it():
    unasked = {name for name, module in registry.figures().items() if getattr(module, "IN_REPORT", False)}
    assert "findings" in unasked
    assert unasked < set(NAMES)


def test_names_are_offered_lazily_by_the_package():
    assert plotting.profile is registry.function("profile")
    assert set(NAMES) <= set(dir(plotting))
    with pytest.raises(AttributeError, match="no figure 'profil'; there are"):
        plotting.profil  # noqa: B018
    with pytest.raises(FramingError, match="did you mean 'profile'"):
        registry.function("profil")


@pytest.mark.medium
def test_draw_all_gives_one_set_of_colours_to_every_figure(tables):
    drawn = {d.name: d for d in registry.draw_all(tables)}
    assert tuple(drawn) == NAMES
    assert all(d.text.endswith(".") for d in drawn.values())
    without = {**tables, "naming": tables["naming"].query("group != 'global_times'")}
    marked = probe.panels({d.name: d for d in registry.draw_all(without)}["naming"].ax)[0].lines
    drawn = {line.get_color() for line in marked if line.get_label() == "_estimate"}
    assert drawn == {theme.colors(tables["profile"]["group"])["xinhua"]}


@pytest.mark.medium
def test_draw_all_draws_only_what_is_asked_for(tables):
    assert [d.name for d in registry.draw_all(tables, only=["profile", "naming"])] == ["naming", "profile"]
    with pytest.raises(FramingError, match="did you mean 'profile'"):
        list(registry.draw_all(tables, only=["profiles"]))


@pytest.mark.medium
def test_the_probe_sees_what_is_cut_and_what_overlaps(profile):
    ax = plotting.profile(profile, measures="hedges")
    ax.text(0, 0, "on the label", transform=ax.get_yticklabels()[0].get_transform(), va="center", ha="right")
    ax.text(-3, 0.5, "far out", transform=ax.transAxes)
    ax.text(0.5, 0.5, "one", transform=ax.transAxes)
    ax.text(0.5, 0.5, "two", transform=ax.transAxes)
    assert "far out" in probe.cut(ax)
    assert ("one", "two") in probe.overlapping(ax)


def test_draw_all_passes_over_tables_that_are_absent_or_empty(profile):
    drawn = list(registry.draw_all({"profile": profile, "contrast": schemas.empty("contrast")}))
    assert [d.name for d in drawn] == ["profile"]
    assert not registry.drawable("sources", profile)
    bare = profile[profile["voice"] == "outlet"]
    assert [d.name for d in registry.draw_all({"profile": bare})] == ["profile"]
