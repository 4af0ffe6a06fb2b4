"""Coding by people: samples out, codes in, how far coders agree, and what their codes correct."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
