"""The report's sections, one module each: TITLE, TEMPLATE and `content(material)`.

A section whose content is None is left out.
"""
