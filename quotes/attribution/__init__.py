"""Parse to quotes: quotation marks, clauses, cues and links. Every step is a function of plain data."""
