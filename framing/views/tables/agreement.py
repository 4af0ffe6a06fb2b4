"""How well coders agree: a row a question, group and category, a column a coefficient."""

from framing.plugins import toml
from framing.views import notes
from framing.views.columns import Across, Rows, View, count, grouped, text

_KEY = ("question", "by", "group", "category", "pair")
_STATISTICS: dict[str, str] = toml(__package__, "lists")["agreement"]["statistics"]

VIEW = View(
    place=120,
    title="Agreement of coders",
    columns=(
        text("question", "Question", fold="Question: {}."),
        grouped(fold="Group: {}."),
        text("category", "Answer", fold="Answers: {}.", words={"all": "all together"}),
        text("pair", "Coders by name", fold="Coders: {}.", words={"all": "all together"}),
        count("articles", "n"),
        count("units", "Units"),
        count("coders", "Coders", fold="Number of coders: {}."),
    ),
    across=Across(_KEY, "statistic", _STATISTICS, "plain2", forms={"percent": "percent"}),
    rows=Rows(
        prefer={"category == 'all' and pair == 'all'": "All categories and pairs of coders together."},
        each=_KEY,
        most=40,
    ),
    note=(
        "n = articles that the units are of; units = those that two coders or more answered.",
        "Agreement = share of pairs of answers that are the same.",
        notes.interval(otherwise="over articles, since units of one hang together"),
        notes.UNTESTED,
    ),
    copies="A unit counts once, however often its text was printed, if it was drawn once.",
)
