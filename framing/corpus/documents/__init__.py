"""Documents by hand: RTF, paragraphs out of wrapped lines, and what the first lines of a document say."""
