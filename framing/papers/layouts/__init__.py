"""One module a table: `TABLE`, `TITLE`, `COLUMNS` and `note(frame)`. Nothing is imported here."""
