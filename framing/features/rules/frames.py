"""The frames of the shipped codebooks as measures, scored where named: ``frame.generic.conflict``."""

from __future__ import annotations

from framing.features.frames.codebook import shipped
from framing.features.lexicon import Measure

#: Some thirty measures that few studies want all of.
ON_REQUEST = True


def measures() -> list[Measure]:
    """Return one measure for each frame of each codebook: its indicators per 1,000 tokens."""
    return [measure for codebook in shipped().values() for measure in codebook]
