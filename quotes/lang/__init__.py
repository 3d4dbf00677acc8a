"""Everything that depends on the language, as data: one package for each language."""
