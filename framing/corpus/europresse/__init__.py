"""Exports of Europresse: what its words mean, and lines as a browser shows them."""
