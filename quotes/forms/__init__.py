"""Forms of text in which layout says who speaks: one module for each form, with its detection and its speakers."""
