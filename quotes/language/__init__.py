"""Article text to Parse, with Stanza's models. The only package that loads language models."""
