"""Stance toward a target: what a sentence says of someone named in it, and who is the judge of that."""
