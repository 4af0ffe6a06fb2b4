"""One module a figure: `TABLE` and a function of the module's own name. Nothing is imported here."""
