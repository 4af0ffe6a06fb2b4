from framing.plotting.figures.attention import attention as attention
from framing.plotting.figures.contrast import contrast as contrast
from framing.plotting.figures.leading_terms import leading_terms as leading_terms
from framing.plotting.figures.lengths import lengths as lengths
from framing.plotting.figures.modifiers import modifiers as modifiers
from framing.plotting.figures.naming import naming as naming
from framing.plotting.figures.profile import profile as profile
