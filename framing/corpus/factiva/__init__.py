"""Exports of Factiva: codes, words, records, for the readers of HTML and XML and the layout of lines."""
