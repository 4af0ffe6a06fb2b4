"""One module a form of file: `SUFFIX` and `write(sheet) -> bytes`. Nothing is imported here."""
