"""What each group's articles of a day, week or month hold."""

from dataclasses import replace

from framing.views import notes, numbers
from framing.views.columns import Column
from framing.views.tables.profile import VIEW as PROFILE

VIEW = replace(
    PROFILE,
    place=55,
    title="Estimates over time",
    columns=(
        Column("From", lambda row, names: numbers.dates(row["period"], row["period"]), numeric=False),
        *(column for column in PROFILE.columns if column.needs != "mean_of_articles"),
    ),
    across=None,
    rows=replace(PROFILE.rows, most=3),
    note=(*PROFILE.note[:3], "Articles without a date stand in no period.", notes.UNTESTED),
)
