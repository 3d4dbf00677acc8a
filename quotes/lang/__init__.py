"""What is particular to a language, as data: a package a language."""
