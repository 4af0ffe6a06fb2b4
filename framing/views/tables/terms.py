"""Words that one group's articles hold more of."""

from __future__ import annotations

from typing import Any

from framing.views import notes, numbers
from framing.views.columns import Column, Row, Rows, View, bracket, count, group, number, p, text
from framing.views.vocabulary import Names


def _tests(frame: Any) -> str:
    """Say how terms were tested: by permutation, or by t where articles are many."""
    found = notes.values(frame, "test")
    ways = {
        "permutation of articles within event": any(name.startswith("permutation") for name in found),
        "t on the score, articles as clusters": "t on the score" in found,
    }
    return notes.by_test(numbers.all_listed([words for words, there in ways.items() if there]))(frame)


def _group(row: Row, names: Names) -> str:
    """Write the group; its house style stands apart, below all content words."""
    said = names.outlet(str(row["group"]), str(row.get("provenance", "published")))
    return f"House style of {said}" if row.get("style") else said


VIEW = View(
    place=70,
    title="Key terms by group",
    columns=(
        Column("Group", _group, numeric=False, needs="group"),
        group(
            "against",
            "Against",
            fold="Each group against {}.",
            words={"rest": "all others together"},
        ),
        text("term", "Term"),
        count("count", "f"),
        count("count_rest", "f others"),
        count("articles", "n"),
        count("articles_rest", "n others"),
        number("log_odds", "Log odds", "signed2", flagged=True),
        bracket("signed2"),
        number("z", "z", "signed1", symbol=True),
        number("dispersion", "DP", "plain2"),
        p(),
        p("p_adjusted", "p adjusted"),
    ),
    rows=Rows(
        prefer={"log_odds > 0": ""},
        sort=("style", "group", "against", "p_adjusted", "p", "-z", "term"),
        within=("group", "against"),
        most=10,
        said="At most {most} terms a group, those with the least adjusted p of those it has more of.",
    ),
    note=(
        "f = occurrences; n = articles with the term.",
        "Log odds with an informative Dirichlet prior (Monroe et al. 2008); z ranks and is no test.",
        notes.when(
            "dispersion.notnull()",
            "DP = normalised deviation of proportions in the group (Gries 2008), 0 even to 1 clumped.",
        ),
        notes.interval("bootstrap of articles, widened by t"),
        _tests,
        notes.when(
            "style", "House style stands last: words that an outlet's rules put there, not the story."
        ),
        notes.when("p.notnull()", "Only terms in at least three articles are tested."),
        notes.families,
    ),
)
