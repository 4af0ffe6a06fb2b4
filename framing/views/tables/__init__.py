"""One module a view: `VIEW`, called as the table that it shows. Nothing is imported here."""
