"""How groups differ in their words: keyness, shifts, names, neighbours and style, by articles as units."""
