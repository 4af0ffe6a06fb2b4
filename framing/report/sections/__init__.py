"""The report's sections, one module each: TITLE, TEMPLATE and `content(material)`, which returns None to be left out."""
