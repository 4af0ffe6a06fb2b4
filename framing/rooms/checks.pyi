"""Checks: does a difference rest on unlike articles; could it be seen at all?"""

from ..comparison.comparability import comparability as comparability
from ..robust.power import power as power
