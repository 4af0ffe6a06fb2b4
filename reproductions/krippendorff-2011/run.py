"""Krippendorff's worked example: alpha at each level, from four observers' values with gaps."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.coding.agreement import LEVELS
from reproductions.agreement import krippendorff

#: Stands for a gap where one is taken for a value; not among the example's.
_GAP = 0


def reproduce(files: Mapping[str, Path], rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Compute rows of ``study.toml``.

    Parameters
    ----------
    files : mapping of str to Path
        ``published.json``.
    rows : sequence of mapping
        All are computed.

    Returns
    -------
    dict of str to dict
        For each row a coefficient a level.
    """
    coders = json.loads(files["published.json"].read_text("utf8"))["krippendorff_alpha"]["coders_by_units"]
    units = [unit for unit in zip(*coders, strict=True) if sum(value is not None for value in unit) > 1]
    paired = [list(coder) for coder in zip(*units, strict=True)]
    filled = [[_GAP if value is None else value for value in coder] for coder in coders]
    alpha = {level: krippendorff(coders, level) for level in LEVELS}
    return {
        "Alpha, as printed": alpha,
        "Alpha, to six decimals": alpha,
        "Alpha, units with one value left out": {level: krippendorff(paired, level) for level in LEVELS},
        "Gaps taken for a value, nominal": {"nominal": krippendorff(filled, "nominal")},
    }


if __name__ == "__main__":
    from reproductions.run import main

    sys.exit(main([Path(__file__).resolve().parent.name]))
