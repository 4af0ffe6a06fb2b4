"""Who is called what."""

from __future__ import annotations

from framing.errors import warn
from framing.study.config import NONE
from framing.study.steps import Context, Tables, with_rows, without_notes

PLACE = 45
KEYS = (
    "by", "collection", "draws", "naming", "seed", "split", "weights", "wire",
)  # fmt: skip
TABLES = ("naming", "mentions")
SECONDS = (0.2, 0.002)
FREE = True

#: The set of referents that is looked for unasked.
DEFAULT = "visits"


def prepare(context: Context) -> None:
    """Find where the referents of the study are named."""
    naming = context.study.naming
    if naming in ("", NONE):
        return
    from framing.features.naming.mentions import mentions

    found = mentions(context.articles, naming, voices=context.voicing)
    if len(found):
        context.mentions = found
    # The set that is looked for unasked says nothing of coverage that it does not fit.
    elif naming != DEFAULT:
        warn(
            f"naming: {naming!r} names nothing in these articles; give referents of your own, or "
            'naming = "none"'
        )


def run(context: Context) -> Tables:
    """Compare what those who are named are called."""
    from framing.comparison.wording.naming import naming

    study, found = context.study, {}
    if context.mentions is not None:
        common = study.options("by", "seed", "wire", "collection", "draws") | {"voices": context.voicing}
        split = [name for name in study.split if name in ("voice", "part")]
        with without_notes():
            found["naming"] = naming(
                context.articles, study.naming, split=split, weights=study.weights,
                compared=context.compared or None, **common,
            )  # fmt: skip
            found["mentions"] = context.mentions
    return with_rows(found)
