"""A small encoder trained to tell stance: the judge `neural`, and vectors of sentences."""
