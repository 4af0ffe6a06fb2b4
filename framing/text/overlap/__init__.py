"""Which words two texts share, and where: shingles, their index, boilerplate, passages; what is a copy."""
