"""Forms of text in which layout says who speaks, a module a form: what detects it, and what it says of the speaker."""
