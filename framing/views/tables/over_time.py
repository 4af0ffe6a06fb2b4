"""What each group's articles of a day, week or month hold."""

from framing.views import notes, numbers
from framing.views.columns import OWN_NEWS, Column, Rows, View, bracket, cell, count, group, measure, number

VIEW = View(
    place=55,
    title="Estimates over time",
    columns=(
        measure(),
        *cell(),
        group("group", "Group"),
        Column("From", lambda row, names: numbers.dates(row["period"], row["period"]), numeric=False),
        count("n_articles", "n"),
        count("n_tokens", "Words"),
        count("n_hits", "Hits"),
        number("estimate", "Estimate", "unit", flagged=True),
        bracket("unit"),
    ),
    rows=Rows(
        prefer={f"{OWN_NEWS} and part == 'all'": "News in the outlets' own voice."},
        each=("genre", "part", "voice", "measure", "target"),
        most=3,
        cut="The first {most} measures and cells.",
    ),
    note=(
        "n = articles of the period with words in the cell (of a share or mean: with hits); articles without "
        "a date stand in none.",
        notes.units,
        notes.interval(),
        notes.UNTESTED,
    ),
)
