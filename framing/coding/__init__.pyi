from .agreement import agreement as agreement
from .questions import Questions as Questions
from .reading import Codes as Codes
from .reading import read_codes as read_codes
from .sampling import sample_for_coding as sample_for_coding
from .sheet import CodingSample as CodingSample
from .validity import validity as validity
