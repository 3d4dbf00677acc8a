"""Parses the text of articles with Stanza's models. The only package that loads language models."""
