"""Wire: which articles are a news agency's copy, and which share their text."""

from ..comparison.wire import fill_wire as fill_wire
from ..comparison.wire import find_wire as find_wire
from ..text.overlap.copies import copies as copies
from ..text.overlap.copies import group_copies as group_copies
