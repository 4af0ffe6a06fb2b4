"""Exports of Nexis: nexis.com, and Nexis Uni; which lines mean what, for the two layouts."""
