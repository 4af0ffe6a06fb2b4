"""Who is told to act, and what is put down to whom."""

from __future__ import annotations

from framing.study.steps import Context, Tables, with_rows

PLACE = 18
KEYS = ("voices",)
TABLES = ("demands", "causes")
SECONDS = (0.1, 0.004)


def run(context: Context) -> Tables:
    """Find demands and what is said to have led to what, where voices are told apart in full."""
    if context.voices is None or not context.detailed:
        return {}
    from framing.features.causes import causes
    from framing.features.demands import demands

    return with_rows({
        "demands": demands(context.articles, voices=context.voicing),
        "causes": causes(context.articles, voices=context.voicing),
    })  # fmt: skip
