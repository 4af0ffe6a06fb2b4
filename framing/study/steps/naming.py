"""Who is called what, and what stands beside a name."""

from __future__ import annotations

import warnings

from framing.errors import FramingError, FramingWarning
from framing.study.config import NONE
from framing.study.steps import Context, Tables, with_rows, without_notes

PLACE = 45
KEYS = (
    "by", "collection", "draws", "modifiers", "naming", "seed", "split", "weights", "wire",
)  # fmt: skip
TABLES = ("naming", "mentions", "modifiers")
SECONDS = (0.2, 0.002)

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
        warnings.warn(
            f"naming: {naming!r} names nothing in these articles; give referents of your own, or "
            'naming = "none"',
            FramingWarning,
            stacklevel=2,
        )


def run(context: Context) -> Tables:
    """Compare what those who are named are called."""
    from framing.comparison.wording.collocates import modifiers
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
            if study.modifiers:
                voice = None if context.voicing is None else "outlet"
                try:
                    found["modifiers"] = modifiers(context.articles, study.naming, voice=voice, **common)
                except FramingError as error:
                    # One group alone names somebody: there is nothing to compare.
                    warnings.warn(str(error), FramingWarning, stacklevel=2)
    return with_rows(found)
