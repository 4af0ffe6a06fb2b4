"""PDF: from letters on a page to rows, paragraphs and articles."""
