"""Files: how they are written whole, which addresses may be opened, text that spreadsheets leave alone."""
