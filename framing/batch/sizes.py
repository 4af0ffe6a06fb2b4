"""Sizes at which a run changes what it keeps, and who does it: by articles and text, never by engine."""

from __future__ import annotations

__all__ = ["ALONE_BYTES", "DETAILED", "EACH", "WHOLE_BYTES"]

#: Up to so many articles tables of single articles (scores, voices, sources) are kept; of more where asked.
DETAILED = 20_000

#: Articles of a part, where nothing else is said.
EACH = 4_000

#: Up to so much text one process is quicker than starting others.
ALONE_BYTES = 20_000_000

#: The most text that what reads all articles at once is given.
WHOLE_BYTES = 200_000_000
