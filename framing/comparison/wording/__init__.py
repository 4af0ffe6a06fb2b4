"""How groups differ in their words: keyness, shifts, names, neighbours and style, each with articles as the unit."""
