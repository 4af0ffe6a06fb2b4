"""Wire: which articles are a news agency's copy, how many of each outlet, and which share their text."""

from ..comparison.wire import fill_wire as fill_wire
from ..comparison.wire import find_wire as find_wire
from ..comparison.wire import wire_share as wire_share
from ..text.overlap.copies import copies as copies
from ..text.overlap.copies import group_copies as group_copies
