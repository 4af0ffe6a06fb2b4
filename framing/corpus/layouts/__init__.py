"""One module for each database whose export comes as lines, whatever kind of file carries them."""
