"""The contract that every registered figure keeps, and how it looks with little and with much."""

from __future__ import annotations

import inspect

import checked_examples
import examples
import judged_examples
import naming_examples
import probe
import pytest
import visit_examples
import word_examples
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from framing import plotting, plugins
from framing import schema as schemas
from framing.errors import FramingError, FramingWarning
from framing.plotting import registry, theme

NAMES = registry.names()
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
        "contrast": examples.contrast(profile),
        "corrected": judged_examples.corrected(outlets),
        "voices": examples.voices(),
        "articles": examples.articles(outlets),
        "evidence": examples.evidence(outlets),
        "naming": naming_examples.naming(outlets),
        "shift": word_examples.shift(outlets),
        "terms": word_examples.terms(outlets),
        "findings": judged_examples.findings(outlets),
        "coverage": visit_examples.coverage(outlets),
        "reuse": visit_examples.reuse(outlets),
        "agency_share": visit_examples.agency_share(outlets),
        **checked_examples.of(outlets),
    }


@pytest.fixture(scope="module", params=SIZES)
def sized(request):
    return made(**SIZES[request.param])


@pytest.mark.parametrize("name", NAMES)
def test_module_is_a_figure(name):
    module = registry.figures()[name]
    assert isinstance(module, plugins.Figure)
    assert module.TABLE in schemas.names()
    parameters = inspect.signature(registry.function(name)).parameters
    first, *rest = parameters.values()
    assert first.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in rest)
    assert parameters["ax"].default is None
    assert {"colors", "title"} <= parameters.keys()


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_returns_the_axes_it_was_given_or_its_own(name, tables):
    table, draw = tables[registry.figures()[name].TABLE], registry.function(name)
    assert isinstance(draw(table), Axes)
    ax = Figure(figsize=(9, 30)).subplots()
    assert draw(table, ax=ax) is ax
    assert probe.panels(ax)
    assert not probe.cut(ax)


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
    sizes = {text.get_fontsize() for text in ax.findobj(Text) if text.get_text()}
    assert min(sizes) >= 9
    width, height = ax.get_figure().get_size_inches()
    assert any(width == pytest.approx(allowed) for allowed in theme.WIDTHS.values())
    # Long ones use the width of a page before they run on over several.
    assert height < 16 or width == pytest.approx(theme.WIDTHS[3]) or len(probe.panels(ax)) < 7


@pytest.mark.medium
@pytest.mark.parametrize("name", NAMES)
def test_invented_text_is_marked_and_published_is_not(name, tables):
    table = tables[registry.figures()[name].TABLE]
    draw = registry.function(name)
    assert "(invented text)" in probe.words(draw(table)).replace("\n", " ")
    assert "invented" not in probe.words(draw(table.assign(provenance="published")))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_title_can_be_left_off_or_given(name, tables):
    table, draw = tables[registry.figures()[name].TABLE], registry.function(name)
    with_title, without = draw(table), draw(table, title=False)
    assert len(probe.texts(without)) < len(probe.texts(with_title))
    assert without.get_figure().get_size_inches()[1] < with_title.get_figure().get_size_inches()[1]
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


def test_axes_that_are_too_small_are_named(profile):
    ax = Figure(figsize=(3, 2)).subplots()
    with pytest.warns(FramingWarning, match="needs about"):
        registry.function("profile")(profile, ax=ax)


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
    assert [d.name for d in registry.draw_all(tables, only=["profile", "events"])] == ["events", "profile"]
    with pytest.raises(FramingError, match="did you mean 'profile'"):
        list(registry.draw_all(tables, only=["profiles"]))


@pytest.mark.medium
def test_the_probe_sees_what_is_cut_and_what_overlaps(profile):
    ax = Figure(figsize=(2, 3)).subplots()
    with pytest.warns(FramingWarning):
        registry.function("profile")(profile, ax=ax)
    assert probe.cut(ax)
    assert probe.overlapping(ax)


def test_draw_all_passes_over_tables_that_are_absent_or_empty(profile):
    drawn = list(registry.draw_all({"profile": profile, "contrast": schemas.empty("contrast")}))
    assert [d.name for d in drawn] == ["profile"]
    assert not registry.drawable("sources", profile)
    bare = profile[profile["voice"] == "outlet"]
    assert [d.name for d in registry.draw_all({"profile": bare})] == ["profile"]


@pytest.mark.medium
@pytest.mark.parametrize("name", registry.MERGED)
def test_a_figure_that_went_into_another_is_drawn_by_it_with_a_warning(name, tables):
    new, options = registry.MERGED[name]
    table = tables["evidence" if name == "leading_terms" else registry.figures()[new].TABLE]
    with pytest.warns(FramingWarning, match=f"figure '{name}' went into '{new}'"):
        old = getattr(plotting, name)
    # What it took and the other does not is passed over.
    given = {"step": "day"} if name == "attention" else {"title": False}
    wanted = {} if name == "attention" else given
    drawn = theme.to_svg(registry.function(new)(table, **options, **wanted))
    assert theme.to_svg(old(table, **given)) == drawn
    with pytest.warns(FramingWarning, match="went into"):
        assert [d.name for d in registry.draw_all(tables, only=[name])] == [new]


@pytest.mark.parametrize("name", registry.REMOVED)
def test_a_figure_that_is_no_more_says_so_in_one_line(name):
    with pytest.raises(AttributeError, match=f"figure '{name}' is no longer there: fr") as caught:
        getattr(plotting, name)
    assert "\n" not in str(caught.value)
    with pytest.raises(FramingError, match="is no longer there"):
        registry.current(name)
