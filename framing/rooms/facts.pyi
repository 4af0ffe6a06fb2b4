"""Facts: which articles are of one event, what each outlet tells of it, and what it took from another.

Two outlets' sentences for one fact, beside each other, are at the top: `fr.side_by_side`.
"""

from ..comparison.coverage.table import coverage as coverage
from ..comparison.events.group import group_events as group_events
from ..comparison.events.headlines import headlines as headlines
from ..comparison.reuse.table import reuse as reuse
from ..features.entities.sightings import entities as entities
from ..features.neural.encoder import sentence_vectors as sentence_vectors
from ..features.statements.finding import statements as statements
